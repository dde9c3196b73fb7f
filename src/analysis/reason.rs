//! Why there is no number.

use crate::model::{Id, Measure, Missing, Period, number};

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
    /// Values of this kind have no sum.
    NoSum(Measure),
    /// Values of this kind are no parts of a whole, nor can they be counted against another series.
    NoParts(Measure),
    /// The series would be related to itself.
    Itself,
    /// The two are measured in different units: the one, the other.
    OtherUnit(String, String),
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
            Self::NoSum(measure) => format!("{} can't be summed", kind_words(*measure)),
            Self::NoParts(measure) => format!("it takes counts or amounts, not {}", kind_words(*measure)),
            Self::Itself => "it can't be related to itself".to_owned(),
            Self::OtherUnit(one, other) => format!("it is measured in {one}, and the other series in {other}"),
        }
    }

    /// The period that lacks a value, if it is one.
    pub fn missing_period(&self) -> Option<Period> {
        match self {
            Self::NotGiven(at) | Self::KnownMissing(at, _) => Some(*at),
            _ => None,
        }
    }
}

fn kind_words(measure: Measure) -> &'static str {
    match measure {
        Measure::Count => "counts",
        Measure::Share => "shares",
        Measure::Rate { .. } => "rates",
        Measure::Index { .. } => "index numbers",
        Measure::Change => "changes in percent",
        Measure::Amount => "amounts",
    }
}
