//! What follows from a dataset: verdicts on claims, transforms, named reasons for a missing number.

mod verdict;

pub use verdict::{Outcome, Verdict};
