//! Why there is no number.

use crate::model::{Id, Missing, Period, number};

use super::period_words;

/// The reason for a missing number.
#[derive(Clone, Debug, PartialEq)]
pub enum NoValue {
    /// No series has this id.
    UnknownSeries(Id),
    /// The series says nothing of the period.
    NotGiven(Period),
    /// The series says that there is no value, and perhaps why.
    KnownMissing(Period, Option<Missing>),
    /// The value in the base period is zero, or negative, or otherwise nothing to relate others to.
    UnfitBase(Period, f64),
    /// A result beyond the numbers that a computer holds.
    TooLarge,
}

impl NoValue {
    /// The reason as a part of a sentence: "there is no value for 2010 (not published)".
    pub fn words(&self) -> String {
        match self {
            Self::UnknownSeries(id) => format!("there is no series `{id}`"),
            Self::NotGiven(at) | Self::KnownMissing(at, None) => format!("there is no value for {}", period_words(*at)),
            Self::KnownMissing(at, Some(why)) => {
                format!("there is no value for {} ({})", period_words(*at), why.words())
            }
            Self::UnfitBase(at, value) => format!(
                "the value for {} is {}, to which nothing can be related",
                period_words(*at),
                number::grouped(*value, number::decimals_of(*value))
            ),
            Self::TooLarge => "the result is too large to be computed".to_owned(),
        }
    }

    /// The period that lacks a value, if it is one.
    pub fn missing_period(&self) -> Option<Period> {
        match self {
            Self::NotGiven(at) | Self::KnownMissing(at, _) => Some(*at),
            Self::UnknownSeries(_) | Self::UnfitBase(..) | Self::TooLarge => None,
        }
    }
}
