//! What follows from a dataset: verdicts on claims, transforms, named reasons for a missing number.

mod verdict;

pub use verdict::{Outcome, Verdict};

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
