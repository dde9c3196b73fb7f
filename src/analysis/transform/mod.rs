//! The steps that the values of a chart go through before they are drawn, all series side by side.
//!
//! | step | result measures | refused | no value where |
//! | --- | --- | --- | --- |
//! | `Index(base)` | index, base = 100 | base missing, zero or less | |
//! | `Difference`, `DifferenceOnYear` | the same unit, or percentage points | | the earlier period is not known |
//! | `DifferenceFrom(base)` | the same unit, or percentage points | base missing | |
//! | `PercentChange`, `PercentChangeOnYear` | change in percent | | the earlier value is not known, or not above zero |
//! | `PercentChangeFrom(base)` | change in percent | base missing, zero or less | |
//! | `Cumulative` | the same | shares, rates, indices, changes | |
//! | `RollingMean(n)` | the same | | one of the n periods is not known |
//! | `RollingSum(n)` | the same | shares, rates, indices, changes | one of the n periods is not known |
//! | `ShareOfTotal` | share of the total | all but counts and amounts | one of the series of the chart has no value, one is below zero, or all are zero |
//! | `Rate(per, of)` | rate | all but counts and amounts | the other series has no value for the period or for a longer one around it, or zero |
//! | `RatioTo(series)` | times the other, or the one unit per the other | the series itself | the other has no value, or zero |
//! | `DifferenceTo(series)` | the same unit, or percentage points | the series itself, another unit | the other has no value |
//! | `Interpolate` | the same | | the way of counting changes within the gap |
//! | `Resample(to, by)` | the same | sums of shares, rates, indices, changes | one of the shorter periods is not known |
//! | `Log` | powers of ten of the unit | | zero and below |
//!
//! Other series are taken as they are in the dataset, not as steps leave them; so no series can depend on itself by way
//! of others, and only one that is related to itself has to be refused.
//!
//! **Gaps.** A step that needs neighbours needs all of them: no gap is ever bridged. A running total that lacks a period
//! goes on as a lower bound if nothing can be below zero, and ends otherwise. What was lost is reported.
//!
//! **Intervals** (`2002/2014`) are totals of their own span. Steps that relate each value to one of the same length keep
//! them only where length does not matter: shares, rates, indices and changes. They never take part in sums, means and
//! differences between neighbours; what is left out is reported. Values of disagreeing sources go through the steps that
//! look at one period only.
//!
//! **How exactly** a result is known follows from interval arithmetic (Moore, Kearfott, Cloud, *Introduction to Interval
//! Analysis*, SIAM 2009, ch. 2) on what each value may be, as claims understand it (`bounds`). The result has the tightest
//! qualifier that holds all that it may be; where none does, its range is told. Multiplying with an exact number changes
//! nothing about how exactly a value is known. A value that may be anything is left out, and reported.
//!
//! **Status**: that of the least final of the values used. **Sources**: those of all values used. **Breaks** stay with the
//! series; a result that uses values from both sides of one is warned of.

mod again;
mod figure;
mod gather;
mod neighbours;
mod others;
mod report;
mod single;
mod words;

use std::borrow::Cow;

use crate::model::{Dataset, Gather, Id, Measure, Observation, Period, Series, SeriesHead, Transform, number};

use super::{NoValue, breaks::is_broken_between, same_kind};
pub use again::Kept;
use figure::Origins;
pub use figure::{Figure, Standing};
pub use report::{Lost, Report, result_words};
pub use words::{explained, method, short_words};

/// A series after some steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived<'a> {
    /// The series as the dataset has it.
    pub series: &'a Series,
    /// What the results measure, in which unit.
    pub head: Cow<'a, SeriesHead>,
    /// The results, unless nothing is done: the preferred ones by kind of unit and time, then the intervals, then the
    /// disagreeing ones.
    pub figures: Option<Vec<Figure>>,
    /// Whether they are quotients, of which not all decimals mean something.
    pub is_rounded: bool,
    /// What was lost on the way, and what a reader should know, step by step.
    pub reports: Vec<Report>,
    /// The observations that the figures were made from, in the order of the figures' own positions.
    origins: Origins,
    /// What else went into them: the positions of observations of this and of other series.
    besides: Vec<(&'a Id, Vec<u32>)>,
}

impl<'a> Derived<'a> {
    /// The observations that a figure is made from, each with its position in the series.
    pub fn made_from(
        &self,
        figure: &Figure,
    ) -> impl ExactSizeIterator<Item = (usize, &'a Observation)> + DoubleEndedIterator {
        let (first, last) = figure.from;
        let origins = self.origins.positions.get(first as usize..=last as usize).unwrap_or_default();
        let observations = &self.series.observations;
        origins.iter().map(move |index| (*index as usize, &observations[*index as usize]))
    }

    /// The same without those that were met before; what was met is kept in `covered`.
    pub fn newly_made_from(
        &self,
        figure: &Figure,
        covered: &mut Option<(u32, u32)>,
    ) -> impl Iterator<Item = &'a Observation> {
        let (first, last) = figure.from;
        let (low, high) = covered.unwrap_or((first, first));
        let is_new = covered.is_none();
        let (before, after) = match covered {
            // Ranges that touch are one; of others only the last is remembered.
            Some(_) if first <= high.saturating_add(1) && last.saturating_add(1) >= low => {
                *covered = Some((first.min(low), last.max(high)));
                (
                    first..low.max(first),
                    high.saturating_add(1).max(first)..last.saturating_add(1).max(high.saturating_add(1)),
                )
            }
            _ => {
                *covered = Some((first, last));
                (first..first, first..last.saturating_add(1))
            }
        };
        debug_assert!(!is_new || before.is_empty());
        let observations = &self.series.observations;
        let origin = |position: u32| self.origins.positions.get(position as usize).copied();
        let positions: Vec<u32> = before.chain(after).filter_map(origin).collect();
        positions.into_iter().map(move |index| &observations[index as usize])
    }

    /// The position in the series of the observation that a figure stands for: that of its own period, else the last one
    /// that it is made from.
    pub fn origin(&self, figure: &Figure) -> usize {
        self.origins.positions.get(figure.from.1 as usize).copied().unwrap_or_default() as usize
    }

    /// What went into all figures besides their own observations: the base, the values of another series.
    pub fn besides(&self) -> impl DoubleEndedIterator<Item = (&'a Id, u32)> {
        self.besides.iter().flat_map(|(id, positions)| positions.iter().map(|position| (*id, *position)))
    }
}

/// A series on its way.
#[derive(Clone, Debug)]
pub(crate) struct Stage<'a> {
    id: &'a Id,
    series: &'a Series,
    head: Cow<'a, SeriesHead>,
    figures: Vec<Figure>,
    is_rounded: bool,
    origins: Origins,
    besides: Vec<(&'a Id, Vec<u32>)>,
    reports: Vec<Report>,
}

impl<'a> Stage<'a> {
    fn new(id: &'a Id, series: &'a Series) -> Self {
        let (figures, origins) = figure::figures(series);
        let head = Cow::Borrowed(&series.head);
        let (besides, reports) = (Vec::new(), Vec::new());
        Self { id, series, head, figures, is_rounded: false, origins, besides, reports }
    }

    fn measure(&self) -> Measure {
        self.head.measure
    }

    /// From here on it is this that is measured.
    fn now(&mut self, measure: Measure, unit: Option<String>) {
        let head = self.head.to_mut();
        (head.measure, head.unit) = (measure, unit);
    }

    /// The figure of the base period.
    fn base(&mut self, base: Period) -> Result<Figure, NoValue> {
        let found = self.figures.iter().find(|f| f.at == base && f.standing != Standing::Disagreeing);
        let Some(found) = found.copied() else {
            let original = self.series.preferred(base).filter(|o| o.plotted().is_none());
            return Err(original.map_or(NoValue::NotGiven(base), |o| NoValue::KnownMissing(base, o.missing)));
        };
        let (first, last) = found.from;
        let positions = (first..=last).map(|position| self.origins.positions[position as usize]).collect();
        self.besides.push((self.id, positions));
        Ok(found)
    }
}

/// What the steps of a chart make of its series, one result for each of `wanted` in turn. All of `whole` are taken into
/// account where a step needs the sum of all.
///
/// # Errors
/// For each series: why the steps can't be done to it.
pub fn derive<'a>(
    dataset: &'a Dataset,
    whole: &[Id],
    wanted: &[Id],
    steps: &[Transform],
) -> Vec<Result<Derived<'a>, Refusal>> {
    let steps: Vec<&Transform> = steps.iter().filter(|step| step.is_on()).collect();
    let find =
        |id: &Id| dataset.series.get_key_value(id).ok_or_else(|| Refusal::new(NoValue::UnknownSeries(id.clone())));
    if steps.is_empty() {
        return wanted.iter().map(|id| find(id).map(|(_, series)| untouched(series))).collect();
    }
    let needs_all = steps.iter().any(|step| **step == Transform::ShareOfTotal);
    let mut ids: Vec<&Id> = Vec::new();
    for id in wanted.iter().chain(if needs_all { whole } else { &[] }) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut stages: Vec<Result<Stage<'a>, Refusal>> =
        ids.iter().map(|id| find(id).map(|(id, series)| Stage::new(id, series))).collect();
    for step in steps {
        run(dataset, step, &mut stages);
    }
    let mut results: Vec<Option<Result<Stage<'a>, Refusal>>> = stages.into_iter().map(Some).collect();
    let mut result = |id: &Id| -> Option<Result<Derived<'a>, Refusal>> {
        let at = ids.iter().position(|other| *other == id)?;
        // One that is wanted twice is the same again.
        let is_last = wanted.iter().filter(|other| *other == id).count() == 1;
        let stage = if is_last { results[at].take() } else { results[at].clone() };
        stage.map(|stage| stage.map(finished))
    };
    wanted.iter().filter_map(&mut result).collect()
}

/// Why the steps can't be done to a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The step that can't be done; `None` if there is no such series.
    pub step: Option<Transform>,
    /// Why not.
    pub reason: NoValue,
}

impl Refusal {
    fn new(reason: NoValue) -> Self {
        Self { step: None, reason }
    }
}

fn untouched(series: &Series) -> Derived<'_> {
    let (origins, besides, reports) = (Origins::default(), Vec::new(), Vec::new());
    let head = Cow::Borrowed(&series.head);
    Derived { series, head, figures: None, is_rounded: false, reports, origins, besides }
}

fn finished(stage: Stage<'_>) -> Derived<'_> {
    let Stage { series, head, figures, is_rounded, origins, besides, reports, .. } = stage;
    Derived { series, head, figures: Some(figures), is_rounded, reports, origins, besides }
}

/// One step for all series.
fn run<'a>(dataset: &'a Dataset, step: &Transform, stages: &mut [Result<Stage<'a>, Refusal>]) {
    if *step == Transform::ShareOfTotal {
        others::share_of_total(stages);
        return;
    }
    for slot in stages {
        let Ok(stage) = slot else { continue };
        if let Err(reason) = one(dataset, step, stage) {
            *slot = Err(Refusal { step: Some(step.clone()), reason });
        }
    }
}

fn one<'a>(dataset: &'a Dataset, step: &Transform, stage: &mut Stage<'a>) -> Result<(), NoValue> {
    stage.reports.push(Report::new(step.clone()));
    match step {
        Transform::Index { base } => single::index(stage, *base),
        Transform::DifferenceFrom { base } => single::difference_from(stage, *base),
        Transform::PercentChangeFrom { base } => single::percent_change_from(stage, *base),
        Transform::Log => {
            single::log(stage);
            Ok(())
        }
        Transform::Difference => {
            neighbours::change(stage, neighbours::Earlier::Period, neighbours::Change::Difference);
            Ok(())
        }
        Transform::DifferenceOnYear => {
            neighbours::change(stage, neighbours::Earlier::Year, neighbours::Change::Difference);
            Ok(())
        }
        Transform::PercentChange => {
            neighbours::change(stage, neighbours::Earlier::Period, neighbours::Change::Percent);
            Ok(())
        }
        Transform::PercentChangeOnYear => {
            neighbours::change(stage, neighbours::Earlier::Year, neighbours::Change::Percent);
            Ok(())
        }
        Transform::Cumulative => gather::cumulative(stage),
        Transform::RollingMean(window) => gather::rolling(stage, *window, Gather::Mean),
        Transform::RollingSum(window) => gather::rolling(stage, *window, Gather::Sum),
        Transform::Resample { to, by } => gather::resample(stage, *to, *by),
        Transform::Interpolate => {
            neighbours::interpolate(stage);
            Ok(())
        }
        Transform::Rate { per, of } => others::rate(dataset, stage, *per, of),
        Transform::RatioTo { series } => others::ratio(dataset, stage, series),
        Transform::DifferenceTo { series } => others::difference(dataset, stage, series),
        // Seen to for all series together; and what is switched off never gets here.
        Transform::ShareOfTotal | Transform::Off(_) => Ok(()),
    }
}

/// Whether values of this kind can be added up over time.
fn sums(measure: Measure) -> Result<(), NoValue> {
    match measure {
        Measure::Count | Measure::Amount => Ok(()),
        Measure::Share | Measure::Rate { .. } | Measure::Index { .. } | Measure::Change => Err(NoValue::NoSum(measure)),
    }
}

/// Whether a value of twice the time means twice as much: then it is related to nothing but values of the same length.
fn grows_with_time(measure: Measure) -> bool {
    matches!(measure, Measure::Count | Measure::Amount)
}

/// What differences between values measure: they may be below zero, and those between percentages are points.
fn of_differences(head: &SeriesHead) -> (Measure, Option<String>) {
    let unit = match head.measure {
        Measure::Share | Measure::Change => Some("percentage points".to_owned()),
        Measure::Index { .. } => Some("index points".to_owned()),
        Measure::Rate { per } => {
            let per = number::grouped(per, number::decimals_of(per));
            match head.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty()) {
                Some(unit) if unit.split(' ').any(|word| word == "per") => Some(unit.to_owned()),
                Some(unit) => Some(format!("{unit} per {per}")),
                None => Some(format!("per {per}")),
            }
        }
        Measure::Count | Measure::Amount => head.unit.clone(),
    };
    (Measure::Amount, unit)
}

/// The values of a series as the dataset has them, in the order of `Derived::figures`.
pub(super) fn figures_of(series: &Series) -> Vec<Figure> {
    figure::figures(series).0
}
