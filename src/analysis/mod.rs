//! What follows from a dataset: verdicts on claims, the steps that values go through, statistics, named reasons for a
//! missing number.

mod arithmetic;
mod bounds;
mod breaks;
mod brief;
mod check;
mod compare;
mod cover;
mod judged;
mod lookup;
mod reason;
pub mod sentence;
pub mod statistics;
#[cfg(test)]
mod tests;
mod transform;
mod uses;
mod verdict;
mod words;

pub use brief::in_brief;
pub use compare::{Comparison, FieldChange, FigureChange, FigureFate, ItemChange, ItemFate, VerdictChange, compare};
pub use judged::Judged;
pub use reason::NoValue;
pub use transform::{
    Derived, Figure, Kept, Lost, Refusal, Report, Standing, derive, explained, method, result_words, short_words,
};
pub use uses::{Uses, unused_sources, uses};
pub use verdict::{Outcome, Verdict, verdict};
pub use words::{listed, month_name, period_of_days, period_words, same_kind, stretch_between, unit_of_day};
