//! Steps that look at other series.

use std::collections::HashSet;

use super::{Figure, Lost, Refusal, Stage, Standing, figure, figure::quotient, of_differences};
use crate::{
    analysis::{NoValue, Report, bounds::Bounds, unit_of_day},
    model::{Dataset, Id, Measure, SeriesHead, Transform, Unit},
};

/// Another series, as the dataset has it.
struct Other<'a> {
    id: &'a Id,
    label: &'a str,
    head: &'a SeriesHead,
    figures: Vec<Figure>,
    positions: Vec<u32>,
}

impl<'a> Other<'a> {
    fn find(dataset: &'a Dataset, id: &Id, stage: &Stage<'_>) -> Result<Self, NoValue> {
        if id == stage.id {
            return Err(NoValue::Itself);
        }
        let found = dataset.series.get_key_value(id);
        let (id, series) = found.ok_or_else(|| NoValue::UnknownSeries(id.clone()))?;
        let (mut figures, origins) = figure::figures(series);
        figures.retain(|figure| figure.standing != Standing::Disagreeing);
        Ok(Self { id, label: series.label(id), head: &series.head, figures, positions: origins.positions })
    }

    /// Where the preferred figure of a unit is, looked for from `finger` on.
    fn position(&self, unit: Unit, finger: &mut usize) -> Option<usize> {
        let place = (Standing::Preferred, figure::kind(unit), unit.ordinal());
        let found = |at: usize| self.figures.get(at).is_some_and(|figure| figure.place() == place);
        // Mostly it is the one after the last that was found.
        for at in [*finger, *finger + 1] {
            if found(at) {
                *finger = at;
                return Some(at);
            }
        }
        let at = self.figures.partition_point(|figure| figure.place() < place);
        *finger = at;
        found(at).then_some(at)
    }

    /// The figure for the same period; with `longer`, else for a longer unit around it.
    fn partner(&self, figure: &Figure, longer: bool, finger: &mut usize) -> Option<usize> {
        if figure.standing == Standing::Interval {
            return self.figures.iter().position(|other| other.at == figure.at);
        }
        let unit = figure.at.first();
        if let Some(found) = self.position(unit, finger) {
            return Some(found);
        }
        let kinds = [Unit::Month(1, 1), Unit::Quarter(1, 1), Unit::Year(1)];
        let around = kinds.into_iter().filter(|like| longer && figure::kind(*like) > figure::kind(unit));
        let day = figure.at.first_day();
        around.map(|like| unit_of_day(day, like)).find_map(|unit| self.position(unit, &mut 0))
    }
}

/// Each value per so many of the other series.
pub(super) fn rate<'a>(dataset: &'a Dataset, stage: &mut Stage<'a>, per: f64, of: &Id) -> Result<(), NoValue> {
    let other = Other::find(dataset, of, stage)?;
    for measure in [stage.measure(), other.head.measure] {
        counted(measure)?;
    }
    let measure = Measure::Rate { per };
    relate(stage, &other, true, |figure, by| divided(figure, by, per, measure));
    let unit = stage.head.unit.clone();
    stage.now(measure, unit);
    stage.is_rounded = true;
    Ok(())
}

/// Each value divided by that of the other series.
pub(super) fn ratio<'a>(dataset: &'a Dataset, stage: &mut Stage<'a>, to: &Id) -> Result<(), NoValue> {
    let other = Other::find(dataset, to, stage)?;
    let words = |head: &SeriesHead| head.unit.clone().filter(|unit| !unit.trim().is_empty());
    let same = stage.measure() == other.head.measure && words(&stage.head) == words(other.head);
    let unit = match (words(&stage.head), words(other.head)) {
        _ if same => format!("times {}", other.label),
        (Some(one), Some(many)) => format!("{one} per {many}"),
        _ => format!("per {}", other.label),
    };
    relate(stage, &other, false, |figure, by| divided(figure, by, 1.0, Measure::Amount));
    stage.now(Measure::Amount, Some(unit));
    stage.is_rounded = true;
    Ok(())
}

/// Each value less that of the other series.
pub(super) fn difference<'a>(dataset: &'a Dataset, stage: &mut Stage<'a>, to: &Id) -> Result<(), NoValue> {
    let other = Other::find(dataset, to, stage)?;
    let words = |head: &SeriesHead| head.unit.clone().unwrap_or_else(|| "no unit".to_owned());
    let measures = (stage.measure(), other.head.measure);
    if measures.0 != measures.1 || words(&stage.head) != words(other.head) {
        return Err(NoValue::OtherUnit(words(&stage.head), words(other.head)));
    }
    let (measure, unit) = of_differences(&stage.head);
    relate(stage, &other, false, |figure, by| {
        let bounds = figure.bounds.minus(&by.bounds);
        figure.computed(figure.value - by.value, bounds, measure, Some(by)).ok_or(Lost::Anything)
    });
    stage.now(measure, unit);
    Ok(())
}

fn divided(figure: &Figure, by: &Figure, times: f64, measure: Measure) -> Result<Figure, Lost> {
    if by.value <= 0.0 {
        return Err(Lost::Divisor);
    }
    let bounds = quotient(&figure.bounds, &by.bounds).ok_or(Lost::Divisor)?.scaled(times, 0.0);
    figure.computed(figure.value / by.value * times, bounds, measure, Some(by)).ok_or(Lost::Anything)
}

fn counted(measure: Measure) -> Result<(), NoValue> {
    super::sums(measure).map_err(|_| NoValue::NoParts(measure))
}

/// Puts each figure beside that of the other series for the same period.
fn relate<'a>(
    stage: &mut Stage<'a>,
    other: &Other<'a>,
    longer: bool,
    relate: impl Fn(&Figure, &Figure) -> Result<Figure, Lost>,
) {
    let Stage { figures, reports, besides, .. } = stage;
    let Some(report) = reports.last_mut() else { return };
    let mut finger = 0;
    let mut used = vec![false; other.positions.len()];
    figures.retain_mut(|figure| {
        let by = other.partner(figure, longer, &mut finger);
        let result = by.ok_or(Lost::NoOther).and_then(|by| {
            used[other.figures[by].from.0 as usize] = true;
            relate(figure, &other.figures[by])
        });
        match result {
            Ok(result) => *figure = result,
            Err(why) => report.lose(why, figure.at),
        }
        result.is_ok()
    });
    let used = used.into_iter().zip(&other.positions).filter(|(used, _)| *used);
    besides.push((other.id, used.map(|(_, position)| *position).collect()));
}

/// Each value as percent of the sum of all series for the same period.
///
/// What a share may be follows from what the part and the rest may be: part / (part + rest) grows with the one and falls
/// with the other.
pub(super) fn share_of_total(stages: &mut [Result<Stage<'_>, Refusal>]) {
    let step = Transform::ShareOfTotal;
    for slot in stages.iter_mut() {
        let refused = slot.as_ref().ok().and_then(|stage| counted(stage.measure()).err());
        if let Some(reason) = refused {
            *slot = Err(Refusal { step: Some(step.clone()), reason });
        }
    }
    let units = |stage: &Stage<'_>| stage.head.unit.clone().unwrap_or_else(|| "no unit".to_owned());
    let first = stages.iter().find_map(|slot| slot.as_ref().ok()).map(units);
    for slot in stages.iter_mut() {
        let unit = slot.as_ref().ok().map(units);
        if let (Some(unit), Some(first)) = (unit, &first)
            && unit != *first
        {
            *slot = Err(Refusal { step: Some(step.clone()), reason: NoValue::OtherUnit(unit, first.clone()) });
        }
    }
    let inputs: Vec<Vec<Figure>> =
        stages.iter().filter_map(|slot| slot.as_ref().ok()).map(|stage| stage.figures.clone()).collect();
    let cited: Vec<(&Id, Vec<u32>)> = stages.iter().filter_map(|slot| slot.as_ref().ok()).map(sources_of).collect();
    let mut fingers: Vec<Vec<usize>> = vec![vec![0; inputs.len()]; inputs.len()];
    for (nth, stage) in stages.iter_mut().filter_map(|slot| slot.as_mut().ok()).enumerate() {
        let mut report = Report::new(step.clone());
        let fingers = &mut fingers[nth];
        stage.figures.retain_mut(|figure| {
            let result = share(figure, nth, &inputs, fingers);
            match result {
                Ok(result) => *figure = result,
                Err(why) => report.lose(why, figure.at),
            }
            result.is_ok()
        });
        let others = cited.iter().enumerate().filter(|(other, _)| *other != nth).map(|(_, cited)| cited.clone());
        stage.besides.extend(others);
        stage.reports.push(report);
        stage.now(Measure::Share, Some("the total".to_owned()));
        stage.is_rounded = true;
    }
}

/// Observations of a series for all that its sources say: one for each.
fn sources_of<'a>(stage: &Stage<'a>) -> (&'a Id, Vec<u32>) {
    let mut met = HashSet::new();
    let mut before = None;
    let mut positions = Vec::new();
    for (position, o) in stage.series.observations.iter().enumerate() {
        // Mostly it is the source of the one before.
        let is_new = !o.source.is_empty() && before != Some(&o.source) && o.plotted().is_some();
        if is_new && met.insert(&o.source) {
            positions.push(position as u32);
        }
        before = Some(&o.source);
    }
    (stage.id, positions)
}

fn share(figure: &Figure, own: usize, inputs: &[Vec<Figure>], fingers: &mut [usize]) -> Result<Figure, Lost> {
    match figure.standing {
        Standing::Disagreeing => return Err(Lost::OtherSource),
        Standing::Interval => return Err(Lost::OtherSpan),
        Standing::Preferred => {}
    }
    let mut rest: Option<Figure> = None;
    for (nth, (input, finger)) in inputs.iter().zip(fingers).enumerate() {
        if nth == own {
            continue;
        }
        let place = figure.place();
        while input.get(*finger).is_some_and(|other| other.place() < place) {
            *finger += 1;
        }
        let other = input.get(*finger).filter(|other| other.place() == place).ok_or(Lost::NotAll)?;
        if other.value < 0.0 {
            return Err(Lost::NoWhole);
        }
        rest = Some(match rest {
            None => *other,
            Some(rest) => Figure {
                value: rest.value + other.value,
                bounds: rest.bounds.plus(&other.bounds),
                is_ranged: rest.is_ranged || other.is_ranged,
                status: figure::less_final(rest.status, other.status),
                ..rest
            },
        });
    }
    let rest_value = rest.map_or(0.0, |rest| rest.value);
    let total = figure.value + rest_value;
    if figure.value < 0.0 || total <= 0.0 || !total.is_finite() {
        return Err(Lost::NoWhole);
    }
    let of = |part: f64, rest: f64| match (part, rest) {
        (part, _) if part.is_infinite() => 100.0,
        (0.0, _) => 0.0,
        (part, rest) => part.max(0.0) / (part.max(0.0) + rest.max(0.0)) * 100.0,
    };
    let rest_bounds = rest.map_or(Bounds::exactly(0.0), |rest| rest.bounds);
    let bounds = Bounds {
        low: of(figure.bounds.low, rest_bounds.high),
        high: of(figure.bounds.high, rest_bounds.low),
        low_open: figure.bounds.low_open,
        high_open: false,
    };
    let value = figure.value / total * 100.0;
    let bounds = if figure.bounds.is_exact() && rest_bounds.is_exact() { Bounds::exactly(value) } else { bounds };
    figure.computed(value, bounds, Measure::Share, rest.as_ref()).ok_or(Lost::Anything)
}
