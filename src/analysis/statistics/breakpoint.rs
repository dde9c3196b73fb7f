//! Where the level of a series changes.

use super::{NoStatistic, Sample, at_least, mean, variance};
use crate::model::Period;

/// Where a series is farthest from one level, and how likely that is by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakpoint {
    /// The first period after the break, if there is one.
    pub at: Period,
    /// The statistic.
    pub statistic: f64,
    /// The share of series of one level that are as far from it somewhere.
    pub p_value: f64,
    /// The means before and from there on.
    pub means: (f64, f64),
}

/// Whether the mean of a series changes, and where: the CUSUM test on the residuals of its mean (Ploberger, Krämer,
/// *Econometrica* 60, 1992). With Sₖ the sum of the first k residuals, the statistic is max |Sₖ| / (s √n); without a
/// break it follows, for many values, the largest distance of a Brownian bridge from zero, whose distribution is that of
/// Kolmogorov: P(> x) = 2 Σ (−1)^(j+1) exp(−2 j² x²). The break is where |Sₖ| is largest.
///
/// The values are taken as independent of each other; with few of them the test rarely finds anything.
///
/// # Errors
/// For less than five values, and where all are the same.
pub fn breakpoint(samples: &[Sample]) -> Result<Breakpoint, NoStatistic> {
    at_least(5, samples.len())?;
    let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
    let n = values.len();
    let (level, deviation) = (mean(&values), variance(&values).sqrt());
    if deviation <= 0.0 || !deviation.is_finite() {
        return Err(NoStatistic::NoSpread);
    }
    let mut sum = 0.0;
    let mut farthest = (0.0_f64, 1);
    for (k, value) in values[..n - 1].iter().enumerate() {
        sum += value - level;
        if sum.abs() > farthest.0 {
            farthest = (sum.abs(), k + 1);
        }
    }
    let statistic = farthest.0 / (deviation * (n as f64).sqrt());
    let (before, after) = values.split_at(farthest.1);
    Ok(Breakpoint {
        at: samples[farthest.1].at,
        statistic,
        p_value: kolmogorov(statistic),
        means: (mean(before), mean(after)),
    })
}

/// The share of Brownian bridges that are farther from zero somewhere than `x`. For small `x` by the other series, which
/// follows from the transformation of theta functions (Marsaglia, Tsang, Wang, *Journal of Statistical Software* 8, 2003):
/// 1 − √(2π)/x Σ exp(−(2j−1)²π²/(8x²)).
fn kolmogorov(x: f64) -> f64 {
    use std::f64::consts::PI;
    if x <= 0.0 {
        return 1.0;
    }
    if x < 1.0 {
        let terms = (1..20).map(|j| (-(f64::from(2 * j - 1) * PI / x).powi(2) / 8.0).exp());
        return 1.0 - (2.0 * PI).sqrt() / x * terms.sum::<f64>();
    }
    let terms = (1..20).map(|j| {
        let term = (-2.0 * f64::from(j * j) * x * x).exp();
        if j % 2 == 1 { term } else { -term }
    });
    (2.0 * terms.sum::<f64>()).clamp(0.0, 1.0)
}
