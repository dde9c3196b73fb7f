//! What is to be said of a table: what was not understood, and where it stands.

use std::fmt;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// Has to be answered before anything is imported.
    Question,
    /// Was not understood, and is not imported.
    LeftOut,
    /// Is imported; only to be known.
    Remark,
}

impl Weight {
    /// The word in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::LeftOut => "left out",
            Self::Remark => "remark",
        }
    }
}

/// Something to be said of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// The row, from 1; `None` if it is about more than one.
    pub row: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// What there is to say, in a sentence.
    pub text: String,
}

/// `12:3: left out: “lots” is not a figure`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, self.column) {
            (Some(row), Some(column)) => write!(f, "{row}:{column}: ")?,
            (Some(row), None) => write!(f, "{row}: ")?,
            _ => {}
        }
        write!(f, "{}: {}", self.weight.word(), self.text)
    }
}

/// So many findings are kept; the others are only counted.
const MOST: usize = 1000;

/// Findings as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
    counts: [usize; 3],
}

impl Findings {
    /// Adds one; rows and columns count from 0 here.
    pub fn add(&mut self, weight: Weight, row: Option<usize>, column: Option<usize>, text: impl FnOnce() -> String) {
        self.counts[weight as usize] += 1;
        // Those that have to be answered are never dropped.
        if self.list.len() < MOST || weight == Weight::Question {
            self.list.push(Finding { weight, row: row.map(|r| r + 1), column: column.map(|c| c + 1), text: text() });
        }
    }

    /// The first thousand, in the order of the table.
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// How many there are.
    pub fn count(&self, weight: Weight) -> usize {
        self.counts[weight as usize]
    }

    /// How many are not in the list.
    pub fn unlisted(&self) -> usize {
        self.counts.iter().sum::<usize>() - self.list.len()
    }
}
