//! Straight lines through values over time.

use super::{NoStatistic, Sample, at_least, regression, t_quantile};
use crate::model::{Period, Trending};

/// A line through values over time, with what it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// What grows evenly.
    pub kind: Trending,
    /// By how much a year: in the unit of the values, or in percent.
    pub per_year: f64,
    /// The 95% confidence interval of that.
    pub interval: (f64, f64),
    /// The share of the variance that is explained, of the logarithms if these grow evenly.
    pub r_squared: f64,
    /// How many values it is drawn through.
    pub count: usize,
    /// The middle of the values in time, in years; the value of the line there; its slope.
    center: f64,
    level: f64,
    slope: f64,
    /// The deviation of the residuals; the squares of the times about their middle, summed; the quantile of t.
    deviation: f64,
    squares: f64,
    quantile: f64,
}

impl Trend {
    /// The line at a time in decimal years, and the 95% confidence band of the mean there: ŷ ± t s √(1/n + (x − x̄)² / Sxx)
    /// (Draper, Smith, *Applied Regression Analysis*, 3rd ed., 1998, eq. 3.1.8).
    pub fn at(&self, x: f64) -> (f64, f64, f64) {
        let off = x - self.center;
        let line = self.level + self.slope * off;
        let half = self.quantile * self.deviation * (1.0 / self.count as f64 + off * off / self.squares).sqrt();
        let back = |v: f64| if self.kind == Trending::LogLinear { v.exp() } else { v };
        (back(line), back(line - half), back(line + half))
    }
}

/// Where a period is, in years: days have their own place, all longer units keep the same distance from each other.
pub(super) fn years(at: Period) -> f64 {
    use crate::model::Unit;
    if at.is_interval() {
        return at.position();
    }
    match at.first() {
        Unit::Year(y) => f64::from(y) + 0.5,
        Unit::Quarter(y, q) => f64::from(y) + (f64::from(q) - 0.5) / 4.0,
        Unit::Month(y, m) => f64::from(y) + (f64::from(m) - 0.5) / 12.0,
        Unit::Day(..) => at.position(),
    }
}

/// The line through values over time by least squares, y = a + b x, or ln y = a + b x.
///
/// # Errors
/// For less than three values, and for a logarithm of what is not above zero.
pub fn trend(samples: &[Sample], kind: Trending) -> Result<Trend, NoStatistic> {
    at_least(3, samples.len())?;
    if kind == Trending::LogLinear && samples.iter().any(|sample| sample.value <= 0.0) {
        return Err(NoStatistic::NotPositive);
    }
    let x: Vec<f64> = samples.iter().map(|sample| years(sample.at)).collect();
    let center = super::mean(&x);
    let x: Vec<f64> = x.into_iter().map(|x| x - center).collect();
    let squares = super::sum(&x.iter().map(|x| x * x).collect::<Vec<_>>());
    let y = |sample: &Sample| if kind == Trending::LogLinear { sample.value.ln() } else { sample.value };
    let y: Vec<f64> = samples.iter().map(y).collect();
    let fit = regression(&[vec![1.0; x.len()], x], &y)?;
    let quantile = t_quantile(0.975, fit.degrees as f64)?;
    let (slope, half) = (fit.coefficients[1], quantile * fit.errors[1]);
    let told = |slope: f64| if kind == Trending::LogLinear { slope.exp_m1() * 100.0 } else { slope };
    Ok(Trend {
        kind,
        per_year: told(slope),
        interval: (told(slope - half), told(slope + half)),
        r_squared: fit.r_squared,
        count: samples.len(),
        center,
        level: fit.coefficients[0],
        slope,
        deviation: fit.deviation,
        squares,
        quantile,
    })
}
