//! What a step left out, and what a reader should know of it.

use crate::{
    analysis::{listed, period_words},
    model::{Period, Span, Transform},
};

/// So many periods are named one by one.
const NAMED: usize = 6;

/// Why a step has no result for a period that had a value before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lost {
    /// There is no value for the period before.
    NoneBefore,
    /// There is no value for the same period a year earlier.
    NoneAYearEarlier,
    /// The value that it would be divided by is zero or less, or may be.
    Divisor,
    /// One of the periods that are put together has no value.
    Window(u32),
    /// The other series has no value.
    NoOther,
    /// Another series of the chart has no value.
    NotAll,
    /// One of the values is below zero, or all are zero.
    NoWhole,
    /// Not all of the shorter periods have a value.
    Incomplete(Span),
    /// Zero and below have no logarithm.
    NoLogarithm,
    /// The values are so uncertain that the result could be anything.
    Anything,
    /// It covers another span of time.
    OtherSpan,
    /// It is a value of another source.
    OtherSource,
    /// The way of counting changes there.
    Break,
}

/// What became of a series in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The step.
    pub step: Transform,
    /// The periods that lost their value, by reason, in the order in which they were met.
    pub lost: Vec<(Lost, Vec<Period>)>,
    /// The results that use values from both sides of a change in the way of counting.
    pub over_breaks: Vec<Period>,
    /// The periods from which on a running total is a lower bound, since one before has no value.
    pub lower_bound_from: Option<Period>,
}

impl Report {
    pub(super) fn new(step: Transform) -> Self {
        Self { step, lost: Vec::new(), over_breaks: Vec::new(), lower_bound_from: None }
    }

    pub(super) fn lose(&mut self, why: Lost, at: Period) {
        match self.lost.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, periods)) => periods.push(at),
            None => self.lost.push((why, vec![at])),
        }
    }

    /// What a reader should know, a sentence each, of a series with this name.
    pub fn sentences(&self, label: &str) -> Vec<String> {
        let mut sentences = Vec::new();
        for (why, periods) in &self.lost {
            let named = named(periods);
            sentences.push(format!("{label}: no {} for {named}, since {}.", result_words(&self.step), why.words()));
        }
        if let Some(at) = self.lower_bound_from {
            sentences.push(format!(
                "{label}: from {} on the running total is a lower bound, since a period before has no value.",
                period_words(at)
            ));
        }
        if !self.over_breaks.is_empty() {
            let named = named(&self.over_breaks);
            sentences.push(format!(
                "{label}: the {} leads over a change in the way of counting, so it may mislead ({named}).",
                result_words(&self.step)
            ));
        }
        sentences
    }
}

impl Lost {
    fn words(self) -> String {
        match self {
            Self::NoneBefore => "there is no value for the period before".to_owned(),
            Self::NoneAYearEarlier => "there is no value for a year earlier".to_owned(),
            Self::Divisor => "it would be divided by zero or less".to_owned(),
            Self::Window(n) => format!("one of the {n} periods up to it has no value"),
            Self::NoOther => "the other series has no value there".to_owned(),
            Self::NotAll => "not all series have a value there".to_owned(),
            Self::NoWhole => "parts below zero, or of nothing, have no share".to_owned(),
            Self::Incomplete(span) => format!("not all of its {} are known", parts_of(span)),
            Self::NoLogarithm => "zero and below have no logarithm".to_owned(),
            Self::Anything => "it could be anything, as uncertain as the values are".to_owned(),
            Self::OtherSpan => "it covers another span of time".to_owned(),
            Self::OtherSource => "it is what another source says".to_owned(),
            Self::Break => "the way of counting changes there".to_owned(),
        }
    }
}

fn parts_of(span: Span) -> &'static str {
    match span {
        Span::Year => "quarters, months or days",
        Span::Quarter => "months or days",
        Span::Month => "days",
    }
}

/// Periods in words; of many only how many there are.
fn named(periods: &[Period]) -> String {
    if periods.len() > NAMED {
        return format!("{} periods", periods.len());
    }
    listed(&periods.iter().map(|at| period_words(*at)).collect::<Vec<_>>())
}

/// What a result of a step is called: "index", "rolling mean".
pub fn result_words(step: &Transform) -> &'static str {
    match step.step() {
        Transform::Index { .. } => "index",
        Transform::Difference | Transform::DifferenceOnYear | Transform::DifferenceFrom { .. } => "difference",
        Transform::PercentChange | Transform::PercentChangeOnYear | Transform::PercentChangeFrom { .. } => {
            "change in percent"
        }
        Transform::Cumulative => "running total",
        Transform::RollingMean(_) => "rolling mean",
        Transform::RollingSum(_) => "rolling sum",
        Transform::ShareOfTotal => "share of the total",
        Transform::Rate { .. } => "rate",
        Transform::RatioTo { .. } => "ratio",
        Transform::DifferenceTo { .. } => "difference",
        Transform::Interpolate => "interpolation",
        Transform::Resample { by, .. } => by.words(),
        Transform::Log | Transform::Off(_) => "logarithm",
    }
}
