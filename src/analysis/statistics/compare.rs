//! Values held against each other: before and after, one series and another.

use std::collections::BTreeMap;

use super::{NoStatistic, Sample, at_least, mean, t_quantile, variance};
use crate::model::Period;

/// Values before and after an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeforeAfter {
    /// How many values lie before.
    pub before: usize,
    /// How many lie after.
    pub after: usize,
    /// Their means.
    pub means: (f64, f64),
    /// The mean after less that before.
    pub difference: f64,
    /// The 95% confidence interval of that.
    pub interval: (f64, f64),
    /// The degrees of freedom.
    pub degrees: f64,
    /// The period that the event falls into and that counts on neither side, if it has a value.
    pub left_out: Option<Period>,
}

/// The means before and after an event, and the interval of their difference without the assumption of equal variances
/// (Welch, *Biometrika* 34, 1947, with the degrees of freedom of Satterthwaite, *Biometrics Bulletin* 2, 1946):
/// s² = s₁²/n₁ + s₂²/n₂, ν = s⁴ / ((s₁²/n₁)²/(n₁−1) + (s₂²/n₂)²/(n₂−1)). Values that overlap the event count on neither
/// side.
///
/// The interval takes the values of each side as drawn at random from a normal distribution, which figures that follow
/// each other in time rarely are: it is a hint, not a proof.
///
/// # Errors
/// For less than two values on a side, and where no value differs from its mean.
pub fn before_after(samples: &[Sample], event: Period) -> Result<BeforeAfter, NoStatistic> {
    let side = |is_on: &dyn Fn(Period) -> bool| -> Vec<f64> {
        samples.iter().filter(|sample| is_on(sample.at)).map(|sample| sample.value).collect()
    };
    let before = side(&|at| at.last_day() < event.first_day());
    let after = side(&|at| at.first_day() > event.last_day());
    at_least(2, before.len())?;
    at_least(2, after.len())?;
    let (a, b) = (variance(&before) / before.len() as f64, variance(&after) / after.len() as f64);
    if a + b <= 0.0 {
        return Err(NoStatistic::NoSpread);
    }
    let degrees = (a + b).powi(2) / (a * a / (before.len() as f64 - 1.0) + b * b / (after.len() as f64 - 1.0));
    let means = (mean(&before), mean(&after));
    let difference = means.1 - means.0;
    let half = t_quantile(0.975, degrees)? * (a + b).sqrt();
    let left_out = samples.iter().map(|sample| sample.at).find(|at| at.overlaps(event));
    Ok(BeforeAfter {
        before: before.len(),
        after: after.len(),
        means,
        difference,
        interval: (difference - half, difference + half),
        degrees,
        left_out,
    })
}

/// How two series go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Pearson's coefficient, −1 to 1.
    pub coefficient: f64,
    /// Its 95% confidence interval.
    pub interval: (f64, f64),
    /// How many periods both have a value for.
    pub count: usize,
}

/// The correlation of two series over the periods that both have values for (Pearson), with an interval by the inverse
/// hyperbolic tangent, z = artanh r ± 1.96 / √(n − 3) (Fisher, *Metron* 1, 1921).
///
/// # Errors
/// For less than four common periods, and where one of the two does not change.
pub fn correlation(one: &[Sample], two: &[Sample]) -> Result<Correlation, NoStatistic> {
    use statrs::distribution::{ContinuousCDF as _, Normal};
    let other: BTreeMap<Period, f64> = two.iter().map(|sample| (sample.at, sample.value)).collect();
    let pairs = one.iter().filter_map(|sample| Some((sample.value, *other.get(&sample.at)?)));
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.unzip();
    at_least(4, x.len())?;
    let (mx, my) = (mean(&x), mean(&y));
    let product =
        |f: &dyn Fn(f64, f64) -> f64| super::sum(&x.iter().zip(&y).map(|(x, y)| f(*x, *y)).collect::<Vec<_>>());
    let (sxx, syy) = (product(&|x, _| (x - mx) * (x - mx)), product(&|_, y| (y - my) * (y - my)));
    if sxx <= 0.0 || syy <= 0.0 {
        return Err(NoStatistic::NoSpread);
    }
    let coefficient = (product(&|x, y| (x - mx) * (y - my)) / (sxx.sqrt() * syy.sqrt())).clamp(-1.0, 1.0);
    let normal = Normal::new(0.0, 1.0).map_err(|_| NoStatistic::TooLarge)?;
    let half = normal.inverse_cdf(0.975) / (x.len() as f64 - 3.0).sqrt();
    let middle = coefficient.atanh();
    Ok(Correlation { coefficient, interval: ((middle - half).tanh(), (middle + half).tanh()), count: x.len() })
}

/// The ranks of series in each period, the highest first: for each period in order of time the rank of each series that
/// has a value. Equal values share the best of their ranks ("1, 2, 2, 4").
pub fn ranks(series: &[Vec<Sample>]) -> BTreeMap<Period, Vec<Option<usize>>> {
    let mut values: BTreeMap<Period, Vec<Option<f64>>> = BTreeMap::new();
    for (nth, samples) in series.iter().enumerate() {
        for sample in samples {
            values.entry(sample.at).or_insert_with(|| vec![None; series.len()])[nth] = Some(sample.value);
        }
    }
    let rank = |all: &[Option<f64>], value: f64| 1 + all.iter().flatten().filter(|other| **other > value).count();
    let ranked = |all: Vec<Option<f64>>| all.iter().map(|value| value.map(|value| rank(&all, value))).collect();
    values.into_iter().map(|(at, all)| (at, ranked(all))).collect()
}
