//! Transforms of a whole series.

use crate::model::{Measure, Observation, Period, Qualifier, Series, Transform};

use super::{NoValue, period_words};

/// What is done to each value of a series: a scaling, and what the result measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    /// What a value is divided by; 1 when nothing is done.
    pub divisor: f64,
    /// What it is then multiplied with.
    pub factor: f64,
    /// What the result measures.
    pub measure: Measure,
    /// The base period, if there is one.
    pub base: Option<Period>,
    /// Whether the base is known exactly; if it is not, neither is any result.
    pub exact: bool,
}

impl Scaling {
    /// A scaling that changes nothing.
    pub fn identity(measure: Measure) -> Self {
        Self { divisor: 1.0, factor: 1.0, measure, base: None, exact: true }
    }

    /// A scaled number.
    pub fn value(&self, value: f64) -> f64 {
        if self.base.is_none() { value } else { value / self.divisor * self.factor }
    }

    /// An observation with its value and range scaled and its qualifier carried along: an exact value relative to an
    /// inexact base is only about right.
    pub fn observation(&self, o: &Observation) -> Observation {
        let scale = |v: Option<f64>| v.map(|v| self.value(v));
        let qualifier = self.qualifier(o);
        Observation { value: scale(o.value), low: scale(o.low), high: scale(o.high), qualifier, ..o.clone() }
    }

    /// How exactly an observation is known once it is scaled.
    pub fn qualifier(&self, o: &Observation) -> Qualifier {
        if self.exact || Some(o.at) == self.base { o.qualifier } else { Qualifier::About }
    }
}

/// What the transforms of a chart amount to for a series.
///
/// # Errors
/// Why there is no value to relate the others to.
pub fn scaling(transforms: &[Transform], series: &Series) -> Result<Scaling, NoValue> {
    let mut result = Scaling::identity(series.head.measure);
    for transform in transforms {
        match *transform {
            Transform::Index { base } => result = index(series, base)?,
        }
    }
    Ok(result)
}

/// Relative to the value in the base period. The index of an index is the index of the original, so only the last of
/// several counts.
fn index(series: &Series, base: Period) -> Result<Scaling, NoValue> {
    let observation = series.preferred(base).ok_or(NoValue::NotGiven(base))?;
    let divisor = observation.plotted().ok_or(NoValue::KnownMissing(base, observation.missing))?;
    if divisor <= 0.0 || !divisor.is_finite() {
        return Err(NoValue::UnfitBase(base, divisor));
    }
    let exact = observation.qualifier == Qualifier::Exactly && observation.low.is_none() && observation.high.is_none();
    Ok(Scaling { divisor, factor: 100.0, measure: Measure::Index { base }, base: Some(base), exact })
}

/// The breaks of a series between the base of a scaling and a period, in words; they make an index doubtful.
pub fn breaks_between(series: &Series, a: Period, b: Period) -> Vec<String> {
    let (first, last) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
    series
        .head
        .breaks
        .iter()
        .filter(|change| change.at.first_day() > first.first_day() && change.at.first_day() <= last.last_day())
        .map(|change| match &change.note {
            Some(note) => format!("{} ({})", period_words(change.at), note.trim_end_matches('.')),
            None => period_words(change.at),
        })
        .collect()
}
