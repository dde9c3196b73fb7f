//! Statements that are held against the data.

use serde::{Deserialize, Serialize};

use super::{Id, Period, Qualifier, SourceRefs, observation::is_default};

/// A statement about the figures, with how it is to be checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The statement as somebody made it.
    pub text: String,
    /// What it says, in figures.
    pub check: Check,
    /// How exactly it is meant.
    #[serde(default, skip_serializing_if = "is_default")]
    pub qualifier: Qualifier,
    /// Percent by which the figures may differ from the statement; overrides what follows from the qualifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "SourceRefs::is_empty")]
    pub source: SourceRefs,
    /// Whatever else a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a claim says of the figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Check {
    /// The value of a period.
    Value {
        /// The series it is about.
        series: Id,
        /// The period.
        at: Period,
        /// The value claimed.
        value: f64,
    },
    /// The change from one period to another, in percent of the first.
    Change {
        /// The series it is about.
        series: Id,
        /// The period that is compared with.
        from: Period,
        /// The period that is compared.
        to: Period,
        /// The change claimed; negative for a fall.
        percent: f64,
    },
    /// The value of one period over that of another.
    Ratio {
        /// The series it is about.
        series: Id,
        /// The period that is compared with.
        from: Period,
        /// The period that is compared.
        to: Period,
        /// The ratio claimed; 0.5 for "halved".
        ratio: f64,
    },
    /// The sum over a span of periods, both ends included.
    Sum {
        /// The series it is about.
        series: Id,
        /// The first period.
        from: Period,
        /// The last period.
        to: Period,
        /// The sum claimed.
        value: f64,
    },
    /// The mean over a span of periods, both ends included.
    Mean {
        /// The series it is about.
        series: Id,
        /// The first period.
        from: Period,
        /// The last period.
        to: Period,
        /// The mean claimed.
        value: f64,
    },
    /// The highest or the lowest of all known values, or of those from a period on.
    Extreme {
        /// The series it is about.
        series: Id,
        /// The period.
        at: Period,
        /// Highest or lowest.
        is: Extreme,
        /// The first period that counts; all when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Period>,
    },
    /// Two series in one period.
    Compare {
        /// The series it is about.
        series: Id,
        /// The series that it is compared with.
        with: Id,
        /// The period.
        at: Period,
        /// How they compare.
        is: Comparison,
    },
}

impl Check {
    /// The series that the check reads.
    pub fn series(&self) -> Vec<&Id> {
        match self {
            Self::Value { series, .. }
            | Self::Change { series, .. }
            | Self::Ratio { series, .. }
            | Self::Sum { series, .. }
            | Self::Mean { series, .. }
            | Self::Extreme { series, .. } => vec![series],
            Self::Compare { series, with, .. } => vec![series, with],
        }
    }

    /// The same, to be renamed.
    pub fn series_mut(&mut self) -> Vec<&mut Id> {
        match self {
            Self::Value { series, .. }
            | Self::Change { series, .. }
            | Self::Ratio { series, .. }
            | Self::Sum { series, .. }
            | Self::Mean { series, .. }
            | Self::Extreme { series, .. } => vec![series],
            Self::Compare { series, with, .. } => vec![series, with],
        }
    }
}

/// Which end of the known values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extreme {
    /// No known value is higher.
    Highest,
    /// No known value is lower.
    Lowest,
}

/// How one value compares with another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Comparison {
    /// It is higher.
    Higher,
    /// It is lower.
    Lower,
    /// It is so many times the other.
    Times(f64),
}
