//! What values come to: how many, how large, how far apart, how they grow.

use super::{NoStatistic, Sample, at_least, mean, sum, variance};
use crate::model::{Measure, Period};

/// What the values of a series come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many values there are.
    pub count: usize,
    /// How many of them are not known exactly.
    pub inexact: usize,
    /// Their sum; only of what can be summed.
    pub sum: Option<f64>,
    /// The arithmetic mean.
    pub mean: f64,
    /// The value in the middle.
    pub median: f64,
    /// The standard deviation of a sample, with n − 1; of two values or more.
    pub deviation: Option<f64>,
    /// Between these lies the middle half: the first and the third quartile.
    pub quartiles: (f64, f64),
    /// The lowest value and the first period that has it.
    pub lowest: (f64, Period),
    /// The highest value and the first period that has it.
    pub highest: (f64, Period),
}

/// What values come to. A sum is given of counts and amounts only: shares, rates, indices and changes have none.
///
/// # Errors
/// Without a value.
pub fn summary(samples: &[Sample], measure: Measure) -> Result<Summary, NoStatistic> {
    at_least(1, samples.len())?;
    let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    // Of equals the first.
    let extreme = |is_beyond: fn(f64, f64) -> bool| {
        let found = samples.iter().reduce(|best, other| if is_beyond(other.value, best.value) { other } else { best });
        found.map(|sample| (sample.value, sample.at))
    };
    let too_few = NoStatistic::TooFew { needed: 1, found: 0 };
    let (lowest, highest) = extreme(|a, b| a < b).zip(extreme(|a, b| a > b)).ok_or(too_few)?;
    let has_sum = matches!(measure, Measure::Count | Measure::Amount);
    Ok(Summary {
        count: values.len(),
        inexact: samples.iter().filter(|sample| !sample.is_exact).count(),
        sum: has_sum.then(|| sum(&values)),
        mean: mean(&values),
        median: quantile(&sorted, 0.5),
        deviation: (values.len() > 1).then(|| variance(&values).sqrt()),
        quartiles: (quantile(&sorted, 0.25), quantile(&sorted, 0.75)),
        lowest,
        highest,
    })
}

/// A quantile of sorted values, of type 7 of Hyndman and Fan (*The American Statistician* 50, 1996): linear between the
/// values at 1 + (n − 1) p, as R and numpy have it.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * p;
    let (below, share) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * share
}

/// How values grow from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// The compound growth per year, in percent.
    pub percent_per_year: f64,
    /// The first period.
    pub from: Period,
    /// The last one.
    pub to: Period,
}

/// The compound annual growth rate: ((last / first)^(1 / years) − 1) × 100, the years between the middles of the two
/// periods.
///
/// # Errors
/// For less than two values, and where the first or the last is not above zero.
pub fn growth(samples: &[Sample]) -> Result<Growth, NoStatistic> {
    at_least(2, samples.len())?;
    let (first, last) = (samples[0], samples[samples.len() - 1]);
    if first.value <= 0.0 || last.value <= 0.0 {
        return Err(NoStatistic::NotPositive);
    }
    let years = super::trend::years(last.at) - super::trend::years(first.at);
    let percent_per_year = ((last.value / first.value).ln() / years).exp_m1() * 100.0;
    if percent_per_year.is_finite() {
        Ok(Growth { percent_per_year, from: first.at, to: last.at })
    } else {
        Err(NoStatistic::TooLarge)
    }
}
