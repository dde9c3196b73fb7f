//! What the values of a series come to: summaries, growth, trends, comparisons. Each formula is cited where it stands.
//!
//! Values are taken as they are told: how exactly they are known does not enter, and it is said how many are not exact.
//! Only preferred values of one kind of unit count, the kind that a series has most values of.

mod breakpoint;
mod compare;
mod regression;
mod summary;
mod trend;

pub use breakpoint::{Breakpoint, breakpoint};
pub use compare::{BeforeAfter, Correlation, before_after, correlation, ranks};
pub use regression::{Regression, polynomial, regression};
pub use summary::{Growth, Summary, growth, summary};
pub use trend::{Trend, trend};

use crate::model::{Period, Qualifier, Series};

use super::{Derived, Figure, Standing, transform::figures_of};

/// Fewer values than this make an interval doubtful.
pub const FEW: usize = 10;

/// A value for statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The period.
    pub at: Period,
    /// The value.
    pub value: f64,
    /// Whether it is known exactly.
    pub is_exact: bool,
}

/// Why there is no such number.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoStatistic {
    /// There are fewer values than it takes.
    #[error("it takes {needed} values, and there {}", if *found == 1 { "is 1".to_owned() } else { format!("are {found}") })]
    TooFew {
        /// How many it takes.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// All values are the same.
    #[error("all values are the same")]
    NoSpread,
    /// It takes values above zero.
    #[error("it takes values above zero")]
    NotPositive,
    /// The regressors depend on each other.
    #[error("the regressors depend on each other")]
    Dependent,
    /// A result beyond the numbers that a computer holds.
    #[error("the result is too large to be computed")]
    TooLarge,
}

/// The values of a series after its steps, by time: the preferred ones of the kind of unit that most are of. Intervals
/// and what other sources say are left out.
pub fn samples(derived: &Derived<'_>) -> Vec<Sample> {
    match &derived.figures {
        Some(figures) => of_one_kind(figures),
        None => of_one_kind(&figures_of(derived.series)),
    }
}

/// The same of a series as it is in the dataset.
pub fn samples_of(series: &Series) -> Vec<Sample> {
    of_one_kind(&figures_of(series))
}

fn of_one_kind(figures: &[Figure]) -> Vec<Sample> {
    let count = figures.iter().take_while(|figure| figure.standing == Standing::Preferred).count();
    let kinds = figures[..count].chunk_by(|a, b| super::same_kind(a.at.first(), b.at.first()));
    let Some(most) = kinds.max_by_key(|kind| kind.len()) else { return Vec::new() };
    let sample = |figure: &Figure| Sample {
        at: figure.at,
        value: figure.value,
        is_exact: figure.qualifier == Qualifier::Exactly && figure.range() == (None, None),
    };
    most.iter().map(sample).collect()
}

/// At least so many values.
fn at_least(needed: usize, found: usize) -> Result<(), NoStatistic> {
    if found < needed { Err(NoStatistic::TooFew { needed, found }) } else { Ok(()) }
}

/// The mean, with a compensated sum (Neumaier, *ZAMM* 54, 1974).
fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

fn sum(values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for &value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    if lost.is_finite() { sum + lost } else { sum }
}

/// The variance of a sample, with n − 1 in the denominator: the two-pass formula with its correction (Chan, Golub,
/// `LeVeque`, *The American Statistician* 37, 1983).
fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    let off: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let squares = sum(&off.iter().map(|d| d * d).collect::<Vec<_>>());
    let n = values.len() as f64;
    (squares - sum(&off).powi(2) / n) / (n - 1.0)
}

/// The quantile of Student's t distribution.
fn t_quantile(probability: f64, degrees: f64) -> Result<f64, NoStatistic> {
    use statrs::distribution::{ContinuousCDF as _, StudentsT};
    let t = StudentsT::new(0.0, 1.0, degrees).map_err(|_| NoStatistic::TooLarge)?;
    Ok(t.inverse_cdf(probability))
}
