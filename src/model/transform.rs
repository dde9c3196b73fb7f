//! What is done to the values of a chart before they are drawn, step by step.

use serde::{Deserialize, Serialize};

use super::{Id, Period};

/// A step on the way from the values of a dataset to those of a figure. What each of them means, and what it does to
/// units, qualifiers and gaps, is said in `analysis::transform`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Transform {
    /// Each value relative to that of the base period, which becomes 100.
    Index {
        /// The base period.
        base: Period,
    },
    /// What came on top of the value of the period before.
    Difference,
    /// What came on top of the value of the same period a year earlier.
    DifferenceOnYear,
    /// What lies between each value and that of the base period.
    DifferenceFrom {
        /// The base period.
        base: Period,
    },
    /// The change on the period before, in percent.
    PercentChange,
    /// The change on the same period a year earlier, in percent.
    PercentChangeOnYear,
    /// The change since the base period, in percent.
    PercentChangeFrom {
        /// The base period.
        base: Period,
    },
    /// The sum of all values so far.
    Cumulative,
    /// The mean of so many consecutive periods, at the last of them.
    RollingMean(u32),
    /// The sum of so many consecutive periods, at the last of them.
    RollingSum(u32),
    /// Each value as percent of the sum of all series of the chart.
    ShareOfTotal,
    /// Each value per so many of another series, such as the population.
    Rate {
        /// Per how many.
        per: f64,
        /// The other series.
        of: Id,
    },
    /// Each value divided by that of another series.
    RatioTo {
        /// The other series.
        series: Id,
    },
    /// Each value less that of another series.
    DifferenceTo {
        /// The other series.
        series: Id,
    },
    /// Values on a straight line where none is known between two that are.
    Interpolate,
    /// One value for each longer period.
    Resample {
        /// The longer period.
        to: Span,
        /// How its values become one.
        by: Gather,
    },
    /// The common logarithm of each value.
    Log,
    /// A step that is kept but not done.
    Off(Box<Transform>),
}

/// The unit of time that values are gathered into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Span {
    /// Calendar years.
    #[default]
    Year,
    /// Quarters of years.
    Quarter,
    /// Months.
    Month,
}

impl Span {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Year, Self::Quarter, Self::Month];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "Year",
            Self::Quarter => "Quarter",
            Self::Month => "Month",
        }
    }

    /// Several of them in words: "years".
    pub fn words(self) -> &'static str {
        match self {
            Self::Year => "years",
            Self::Quarter => "quarters",
            Self::Month => "months",
        }
    }
}

/// How the values of a stretch of time become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gather {
    /// Their sum.
    #[default]
    Sum,
    /// Their mean, each weighing the same.
    Mean,
}

impl Gather {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Sum, Self::Mean];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "Sum",
            Self::Mean => "Mean",
        }
    }

    /// The name in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
        }
    }
}

impl Transform {
    /// The name in a file; that of the step itself where it is switched off.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Index { .. } => "Index",
            Self::Difference => "Difference",
            Self::DifferenceOnYear => "DifferenceOnYear",
            Self::DifferenceFrom { .. } => "DifferenceFrom",
            Self::PercentChange => "PercentChange",
            Self::PercentChangeOnYear => "PercentChangeOnYear",
            Self::PercentChangeFrom { .. } => "PercentChangeFrom",
            Self::Cumulative => "Cumulative",
            Self::RollingMean(_) => "RollingMean",
            Self::RollingSum(_) => "RollingSum",
            Self::ShareOfTotal => "ShareOfTotal",
            Self::Rate { .. } => "Rate",
            Self::RatioTo { .. } => "RatioTo",
            Self::DifferenceTo { .. } => "DifferenceTo",
            Self::Interpolate => "Interpolate",
            Self::Resample { .. } => "Resample",
            Self::Log => "Log",
            Self::Off(step) => step.name(),
        }
    }

    /// The step itself, also where it is switched off.
    pub fn step(&self) -> &Self {
        match self {
            Self::Off(step) => step.step(),
            step => step,
        }
    }

    /// Whether it is done.
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off(_))
    }

    /// The same step, done or only kept.
    #[must_use]
    pub fn switched(&self, on: bool) -> Self {
        let step = self.step().clone();
        if on { step } else { Self::Off(Box::new(step)) }
    }

    /// The other series that it needs.
    pub fn series(&self) -> Option<&Id> {
        match self {
            Self::Rate { of: id, .. } | Self::RatioTo { series: id } | Self::DifferenceTo { series: id } => Some(id),
            Self::Off(step) => step.series(),
            _ => None,
        }
    }

    /// The other series that it needs, to be exchanged.
    pub fn series_mut(&mut self) -> Option<&mut Id> {
        match self {
            Self::Rate { of: id, .. } | Self::RatioTo { series: id } | Self::DifferenceTo { series: id } => Some(id),
            Self::Off(step) => step.series_mut(),
            _ => None,
        }
    }

    /// The period that all values are related to.
    pub fn base(&self) -> Option<Period> {
        match self {
            Self::Index { base } | Self::DifferenceFrom { base } | Self::PercentChangeFrom { base } => Some(*base),
            Self::Off(step) => step.base(),
            _ => None,
        }
    }

    /// The period that all values are related to, to be exchanged.
    pub fn base_mut(&mut self) -> Option<&mut Period> {
        match self {
            Self::Index { base } | Self::DifferenceFrom { base } | Self::PercentChangeFrom { base } => Some(base),
            Self::Off(step) => step.base_mut(),
            _ => None,
        }
    }
}
