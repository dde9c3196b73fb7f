//! Claims made by pointing: from two values, a span of cells or one value to what they say, in words and in figures.

use super::{
    Effect, Selection, Session, gestures,
    grid::{Layout, Row},
};
use crate::{
    analysis::{
        self, Outcome, same_kind,
        sentence::{self, About, Sentence, SentenceError},
    },
    format::Severity,
    model::{
        Check, Claim, Comparison, Dataset, Edit, Extreme, Id, Item, Observation, Period, Qualifier, SectionKind,
        SourceRefs, number::Locale,
    },
};

/// What can be claimed of what is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claimed {
    /// The value.
    Value,
    /// The change from the earlier to the later one, in percent.
    Change,
    /// The later one over the earlier one.
    Ratio,
    /// The sum over the span.
    Sum,
    /// The mean over the span.
    Mean,
    /// The highest or the lowest, of all or since a period.
    Extreme,
    /// Which of two series is higher, or how many times the other one is.
    Difference,
}

impl Claimed {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 7] =
        [Self::Value, Self::Change, Self::Ratio, Self::Sum, Self::Mean, Self::Extreme, Self::Difference];
}

/// A value that is pointed at.
#[derive(Clone, Debug, PartialEq)]
struct Pointed {
    series: Id,
    at: Period,
}

/// What is pointed at, as far as a claim can be about it.
#[derive(Clone, Debug, PartialEq)]
enum Subject {
    One(Pointed),
    /// In the order of time where that differs, else in which they were pointed at.
    Two(Pointed, Pointed),
    /// Periods of one series, by time.
    Span(Id, Vec<Period>),
}

impl Session {
    /// The claim that would be made of what is pointed at; `None` where there is none of that kind.
    pub fn proposed_claim(&self, claimed: Claimed) -> Option<Claim> {
        let dataset = self.dataset()?;
        propose(&dataset, &self.subject_of_claims()?, claimed)
    }

    /// Whether what is pointed at is of the shape of which that can be claimed.
    pub fn can_claim(&self, claimed: Claimed) -> bool {
        let is_edited = self.active().is_some_and(|(_, d)| !d.is_read_only()) && self.under_way().is_none();
        is_edited && self.subject_of_claims().is_some_and(|subject| fits(&subject, claimed))
    }

    /// What stands in for what a sentence leaves out: the series and the period that are selected.
    pub fn about(&self) -> About {
        let subject = self.selection().subject();
        let dataset = self.dataset();
        let only_shown = || {
            let dataset = dataset.as_ref()?;
            match dataset.charts.get(self.chart()?)?.series.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            }
        };
        match subject {
            Selection::Cell { series, at } => About { series: Some(series), at: Some(at) },
            Selection::Pair { to: (series, at), .. } => About { series: Some(series), at: Some(at) },
            Selection::Observation { series, index } => {
                let observations = dataset.as_ref().and_then(|dataset| dataset.series.get(&series));
                let at = observations.and_then(|item| item.observations.get(index)).map(|o| o.at);
                About { series: Some(series), at }
            }
            Selection::Item { section: SectionKind::Series, id } => About { series: Some(id), at: None },
            _ => About { series: only_shown(), at: None },
        }
    }

    /// What a sentence claims, with the verdict on it; for the field in which it is typed.
    ///
    /// # Errors
    /// Where it stops to be understood, and what was expected there.
    pub fn read_claim(&self, text: &str) -> Result<(Claim, analysis::Verdict), SentenceError> {
        let Some(dataset) = self.dataset() else {
            return Err(SentenceError { span: 0..0, message: "open a dataset first".to_owned() });
        };
        let sentence = sentence::read(&dataset, text, &self.about(), Locale::ALL)?;
        let claim = claim_of(sentence, text);
        let verdict = analysis::verdict(&dataset, &claim);
        Ok((claim, verdict))
    }

    fn subject_of_claims(&self) -> Option<Subject> {
        let one = |series: &Id, at: Period| Subject::One(Pointed { series: series.clone(), at });
        match self.selection() {
            Selection::Pair { from, to } => {
                let [a, b] = [from, to].map(|(series, at)| Pointed { series: series.clone(), at: *at });
                Some(if b.at < a.at { Subject::Two(b, a) } else { Subject::Two(a, b) })
            }
            Selection::Cell { series, at } => Some(one(series, *at)),
            Selection::Observation { series, index } => {
                let at = self.dataset()?.series.get(series)?.observations.get(*index)?.at;
                Some(one(series, at))
            }
            Selection::Cells(_) => self.span_of_cells(),
            _ => None,
        }
    }

    /// Of cells of one column the periods; of two cells in a row the two.
    fn span_of_cells(&self) -> Option<Subject> {
        let (sheet, selected) = self.sheet().zip(self.selected_cells())?;
        if sheet.layout() != Layout::Wide {
            return None;
        }
        let span = selected.span;
        let pointed = |place| {
            let (series, at) = sheet.address(place)?;
            Some(Pointed { series: series.clone(), at })
        };
        match (span.height(), span.width()) {
            (1, 1) => pointed(span.first).map(Subject::One),
            (1, 2) => Some(Subject::Two(pointed(span.first)?, pointed(span.last)?)),
            (_, 1) => {
                let (series, _) = sheet.address(span.first)?;
                let rows = span.rows().filter_map(|row| match sheet.row(row) {
                    Some(Row::Period(at)) => Some(at),
                    _ => None,
                });
                let mut periods: Vec<Period> = rows.collect();
                periods.sort();
                Some(Subject::Span(series.clone(), periods))
            }
            _ => None,
        }
    }

    /// Makes the claim, selects it and lets its words be written.
    pub(super) fn claim(&mut self, claimed: Claimed) -> Vec<Effect> {
        let Some(claim) = self.proposed_claim(claimed) else {
            let why = match self.subject_of_claims() {
                Some(subject) if fits(&subject, claimed) => {
                    "There is no value to claim that of: it is missing, or zero"
                }
                _ => refusal(claimed),
            };
            return self.tell(Severity::Warning, why);
        };
        let mut effects = self.add_claim(claim);
        if !effects.iter().any(|effect| matches!(effect, Effect::Tell(_))) {
            effects.push(Effect::NameSelected);
        }
        effects
    }

    /// Adds a claim behind the others, and selects it.
    pub(super) fn add_claim(&mut self, claim: Claim) -> Vec<Effect> {
        let Some((_, document)) = self.active() else { return Vec::new() };
        let dataset = document.dataset();
        let id = claim_id(dataset, &claim.check);
        let label = Some(format!("claim {id}"));
        let selection = Selection::Item { section: SectionKind::Claims, id: id.clone() };
        let edit = Edit::Insert { index: dataset.claims.len(), id, item: Item::Claim(claim) };
        let mut effects = self.edit(edit, label);
        // In a chart that shows it, like any other claim that is gone to.
        if *self.selection() == selection {
            effects.extend(self.select(selection));
        }
        effects
    }

    /// Points at another value besides the one that is selected, or at it alone where that is one of two already.
    pub(super) fn select_also(&mut self, series: Id, at: Period) -> Vec<Effect> {
        let now = match self.selection().subject() {
            Selection::Cell { series, at } => Some((series, at)),
            Selection::Pair { to, .. } => Some(to),
            Selection::Observation { series, index } => {
                let at = self.dataset().and_then(|d| d.series.get(&series)?.observations.get(index).map(|o| o.at));
                at.map(|at| (series, at))
            }
            _ => None,
        };
        let also = (series, at);
        let selection = match (self.selection().clone(), now) {
            (Selection::Pair { from, to }, _) if to == also => Selection::Cell { series: from.0, at: from.1 },
            (Selection::Pair { from, to }, _) if from == also => Selection::Cell { series: to.0, at: to.1 },
            (_, Some(now)) if now != also => Selection::Pair { from: now, to: also },
            _ => Selection::Cell { series: also.0, at: also.1 },
        };
        self.select(selection)
    }
}

fn fits(subject: &Subject, claimed: Claimed) -> bool {
    match (claimed, subject) {
        (Claimed::Value, Subject::One(_)) | (Claimed::Extreme, Subject::One(_) | Subject::Span(..)) => true,
        (Claimed::Change | Claimed::Ratio, Subject::Two(a, b)) => a.series == b.series && a.at != b.at,
        (Claimed::Change | Claimed::Ratio | Claimed::Sum | Claimed::Mean, Subject::Span(..)) => true,
        (Claimed::Difference, Subject::Two(a, b)) => a.series != b.series && a.at == b.at,
        _ => false,
    }
}

/// A claim that says what a sentence means, in the words of the sentence.
pub fn claim_of(sentence: Sentence, text: &str) -> Claim {
    let Sentence { check, qualifier, tolerance, .. } = sentence;
    Claim { text: text.trim().to_owned(), check, qualifier, tolerance, source: SourceRefs::default(), note: None }
}

/// An id for a new claim: `mexico-2013-ratio`.
pub fn claim_id(dataset: &Dataset, check: &Check) -> Id {
    gestures::unique_id(&stem(check), |id| dataset.claims.contains_key(id))
}

/// What to do for a claim of a kind to be possible.
fn refusal(claimed: Claimed) -> &'static str {
    match claimed {
        Claimed::Value | Claimed::Extreme => "Select a value to claim something of it",
        Claimed::Change | Claimed::Ratio => {
            "Select two values of one series, the second one with Ctrl, to claim the change between them"
        }
        Claimed::Sum | Claimed::Mean => "Select several values of one series to claim what they come to",
        Claimed::Difference => "Select a value of each of two series for one period, the second one with Ctrl",
    }
}

/// What the id of a claim is made from.
fn stem(check: &Check) -> String {
    let series = check.series().first().map(|id| id.to_string()).unwrap_or_default();
    match check {
        Check::Value { at, .. } => format!("{series} {at}"),
        Check::Change { to, .. } => format!("{series} {to} change"),
        Check::Ratio { to, .. } => format!("{series} {to} ratio"),
        Check::Sum { from, to, .. } => format!("{series} {from} {to} sum"),
        Check::Mean { from, to, .. } => format!("{series} {from} {to} mean"),
        Check::Extreme { at, .. } => format!("{series} {at} extreme"),
        Check::Compare { with, at, .. } => format!("{series} {with} {at}"),
    }
}

fn propose(dataset: &Dataset, subject: &Subject, claimed: Claimed) -> Option<Claim> {
    let check = match (claimed, subject) {
        (Claimed::Value, Subject::One(one)) => {
            Check::Value { series: one.series.clone(), at: one.at, value: plotted(dataset, one)? }
        }
        (Claimed::Change | Claimed::Ratio, _) => {
            let (from, to) = two_of_a_series(dataset, subject)?;
            let quotient = quotient(plotted(dataset, &to)?, plotted(dataset, &from)?)?;
            let (series, from, to) = (to.series, from.at, to.at);
            match claimed {
                Claimed::Change => Check::Change { series, from, to, percent: rounded((quotient - 1.0) * 100.0) },
                _ => Check::Ratio { series, from, to, ratio: rounded(quotient) },
            }
        }
        (Claimed::Sum | Claimed::Mean, Subject::Span(series, periods)) => {
            let (from, to) = (*periods.first()?, *periods.last()?);
            let value = |value| match claimed {
                Claimed::Sum => Check::Sum { series: series.clone(), from, to, value },
                _ => Check::Mean { series: series.clone(), from, to, value },
            };
            let known = total(dataset, series, from, to, claimed == Claimed::Mean)?;
            value(if claimed == Claimed::Sum { known } else { rounded(known) })
        }
        (Claimed::Extreme, Subject::One(one)) => extreme_at(dataset, one)?,
        (Claimed::Extreme, Subject::Span(series, periods)) => {
            let known = |at: &Period| plotted(dataset, &Pointed { series: series.clone(), at: *at });
            let values = periods.iter().filter_map(|at| Some((*at, known(at)?)));
            let (at, _) = values.max_by(|a, b| a.1.total_cmp(&b.1))?;
            extreme_at(dataset, &Pointed { series: series.clone(), at })?
        }
        (Claimed::Difference, Subject::Two(a, b)) if a.series != b.series && a.at == b.at => {
            let (x, y) = (plotted(dataset, a)?, plotted(dataset, b)?);
            let is = if x > y { Comparison::Higher } else { Comparison::Lower };
            Check::Compare { series: a.series.clone(), with: b.series.clone(), at: a.at, is }
        }
        _ => return None,
    };
    Some(stated(dataset, check))
}

/// The claim with the qualifier that suits the figures: exactly, unless they are not exact.
fn stated(dataset: &Dataset, check: Check) -> Claim {
    let mut claim = Claim {
        text: String::new(),
        check,
        qualifier: Qualifier::Exactly,
        tolerance: None,
        source: SourceRefs::default(),
        note: None,
    };
    let has_number = !matches!(
        claim.check,
        Check::Extreme { .. } | Check::Compare { is: Comparison::Higher | Comparison::Lower, .. }
    );
    if has_number && analysis::verdict(dataset, &claim).outcome != Outcome::Holds {
        claim.qualifier = doubt(dataset, &claim.check);
    }
    claim.text = sentence::write(dataset, &claim.check, claim.qualifier, None, Locale::English);
    claim
}

/// How figures are known that are not all exact: as the one value is, else about.
fn doubt(dataset: &Dataset, check: &Check) -> Qualifier {
    let Check::Value { series, at, .. } = check else { return Qualifier::About };
    let own = dataset.series.get(series).and_then(|series| series.preferred(*at)).map(|o| o.qualifier);
    own.filter(|qualifier| *qualifier != Qualifier::Exactly).unwrap_or(Qualifier::About)
}

fn plotted(dataset: &Dataset, pointed: &Pointed) -> Option<f64> {
    dataset.series.get(&pointed.series)?.preferred(pointed.at).and_then(Observation::plotted)
}

/// The first and the last value that are known of what is pointed at, of one series.
fn two_of_a_series(dataset: &Dataset, subject: &Subject) -> Option<(Pointed, Pointed)> {
    match subject {
        Subject::Two(a, b) if a.series == b.series && a.at != b.at => Some((a.clone(), b.clone())),
        Subject::Span(series, periods) => {
            let pointed = periods.iter().map(|at| Pointed { series: series.clone(), at: *at });
            let mut known = pointed.filter(|pointed| plotted(dataset, pointed).is_some());
            let first = known.next()?;
            known.next_back().map(|last| (first, last))
        }
        _ => None,
    }
}

fn quotient(value: f64, base: f64) -> Option<f64> {
    let quotient = value / base;
    (base > 0.0 && quotient.is_finite()).then_some(quotient)
}

/// To so many digits as people say: whole percents, tenths below ten, hundredths below one.
fn rounded(value: f64) -> f64 {
    let decimals = match value.abs() {
        size if size >= 10.0 => 0,
        size if size >= 1.0 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}").parse::<f64>().unwrap_or(value) + 0.0
}

/// What is known over a span; the verdict on the claim names what is missing.
fn total(dataset: &Dataset, series: &Id, from: Period, to: Period, is_mean: bool) -> Option<f64> {
    let known = dataset.series.get(series)?.observations.iter();
    let mut seen = std::collections::HashSet::new();
    let is_within = |o: &&Observation| {
        from.first_day() <= o.at.first_day()
            && o.at.last_day() <= to.last_day()
            && same_kind(o.at.first(), from.first())
    };
    let single = |o: &&Observation| o.at.is_interval() == from.is_interval();
    let values: Vec<f64> =
        known.filter(is_within).filter(single).filter(|o| seen.insert(o.at)).filter_map(Observation::plotted).collect();
    let sum: f64 = values.iter().sum();
    // Without the noise of adding decimals.
    let sum = (sum * 1e9).round() / 1e9;
    match values.len() {
        0 => None,
        n if is_mean => Some(sum / n as f64),
        _ => Some(sum),
    }
}

/// The highest or lowest of all, or of those since the period from which on it is that.
fn extreme_at(dataset: &Dataset, one: &Pointed) -> Option<Check> {
    plotted(dataset, one)?;
    let check = |is, since| Check::Extreme { series: one.series.clone(), at: one.at, is, since };
    let ends = [Extreme::Highest, Extreme::Lowest];
    if let Some(is) = ends.into_iter().find(|is| holds(dataset, check(*is, None))) {
        return Some(check(is, None));
    }
    let mut before: Vec<Period> = dataset.series.get(&one.series)?.observations.iter().map(|o| o.at).collect();
    before.retain(|at| *at < one.at && at.is_interval() == one.at.is_interval());
    before.sort();
    before.dedup();
    let furthest = |is| {
        // It holds from some period on: what holds from an earlier one holds from a later one.
        let first = before.partition_point(|since| !holds(dataset, check(is, Some(*since))));
        before.get(first).map(|since| (before.len() - first, check(is, Some(*since))))
    };
    ends.into_iter().filter_map(furthest).max_by_key(|(length, _)| *length).map(|(_, check)| check)
}

fn holds(dataset: &Dataset, check: Check) -> bool {
    let claim = Claim {
        text: String::new(),
        check,
        qualifier: Qualifier::Exactly,
        tolerance: None,
        source: SourceRefs::default(),
        note: None,
    };
    analysis::verdict(dataset, &claim).outcome == Outcome::Holds
}
