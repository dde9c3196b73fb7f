//! What the figures say of a claim.

use crate::model::{Id, Period};

/// The verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The figures bear the claim out.
    Holds,
    /// The figures contradict the claim.
    Fails,
    /// The figures do not suffice.
    Undecidable,
}

impl Outcome {
    /// The word for programs: `holds`, `fails`, `undecidable`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecidable => "undecidable",
        }
    }

    /// The words for people: "holds", "fails", "cannot be decided".
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecidable => "cannot be decided",
        }
    }
}

/// What the figures say of a claim, and how that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The verdict in one word.
    pub outcome: Outcome,
    /// The arithmetic in plain words: "57 / 122 = 0.47; about 0.5 means 0.45 to 0.55: holds".
    pub arithmetic: String,
    /// Periods without a value that would be needed.
    pub missing: Vec<Period>,
    /// What a reader should know besides: disagreeing sources, breaks, uncertain values.
    pub warnings: Vec<String>,
    /// The observations that were used, as series and position.
    pub used: Vec<(Id, usize)>,
}
