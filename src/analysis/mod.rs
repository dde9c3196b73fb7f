//! What follows from a dataset: verdicts on claims, transforms, named reasons for a missing number.

mod reason;
mod transform;
mod verdict;
mod words;

pub use reason::NoValue;
pub use transform::{Scaling, breaks_between, scaling};
pub use verdict::{Outcome, Verdict};
pub use words::{listed, month_name, period_of_days, period_words, same_kind, stretch_between, unit_of_day};

/// What the figures say of a claim.
pub fn verdict(_dataset: &crate::model::Dataset, _claim: &crate::model::Claim) -> Verdict {
    Verdict {
        outcome: Outcome::Undecidable,
        arithmetic: String::new(),
        missing: Vec::new(),
        warnings: Vec::new(),
        used: Vec::new(),
    }
}
