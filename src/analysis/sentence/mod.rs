//! Claims as sentences, in English and Spanish: `mexico 2013 is half of 2012`, `en 2013 fue la mitad que en 2012`.
//!
//! # The grammar
//!
//! Case and accents make no difference. `[…]` may be left out, `…*` may come several times.
//!
//! ```text
//! sentence  = place* predicate place* [tolerance] ["."]
//! place     = [","] ["in" | "for" | "of" | "from" …] ( series | span )
//! series    = a name of a series: its entity, its indicator, both, or its id; or its id in quotes
//! span      = period [ ( "to" | "and" | "–" ) period ]
//! period    = 2012 | 2012-05 | 2012-05-21 | 2012-Q2 | 2002/2014 | May 2012 | 21 May 2012 | Q2 2012
//!
//! predicate = is [qualifier] number [unit]                            the value:   "was nearly 95"
//!           | qualifier number [unit]                                              "more than 9% in colombia in 2014"
//!           | is [qualifier] factor of ( period | series )            the ratio:   "is about a third of 2012"
//!           | is [qualifier] number "%" ( more | less ) than period   the change:  "was 61% more than in 2003"
//!           | ( rose | fell | changed ) by [qualifier] number "%" [ since period ] "fell by 12% from 2012 to 2013"
//!           | [qualifier] ( doubled | tripled | quadrupled | halved ) [ since period ]
//!           | totals [qualifier] number [unit]                        the sum:     "2002 to 2014 totals nearly 2000"
//!           | averages [qualifier] number [unit]                      the mean
//!           | [is] ( highest | lowest ) [ since period ]              the extreme: "is the highest since 2000"
//!           | is ( higher | lower ) than series                       of two series
//! factor    = half | a third | two thirds | a quarter | three quarters | twice | number times | number "%"
//! qualifier = about | nearly | over | at least | at most | exactly
//! number    = 1,234.5 (in Spanish 1.234,5) [ thousand | million ] | one … twelve
//! tolerance = "give or take" number "%"
//! ```
//!
//! What is left out is taken from what is pointed at ([`About`]): a series that is selected, a period. A third is read
//! as 0.33 and two thirds as 0.67, to the precision in which such words are meant. Of a fall, "at least" makes the
//! change a lower number: `fell by at least 12%` is a change of at most −12%. What the format has no word for (less
//! than a number) is refused and not turned into something near.
//!
//! Every sentence that [`read`] understands, [`write`] says again in words that mean the same check.

mod assemble;
mod figures;
mod lexicon;
mod names;
mod parser;
mod tokens;
mod written;

use std::ops::Range;

use self::{lexicon::Lexicon, names::Names, parser::Parser};
use crate::model::{Check, Dataset, Id, Period, Qualifier, number::Locale};

pub use tokens::folded;
pub use written::write;

/// What a sentence says.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// What it says of the figures.
    pub check: Check,
    /// How exactly it is meant.
    pub qualifier: Qualifier,
    /// Percent by which the figures may differ.
    pub tolerance: Option<f64>,
    /// The language it is in.
    pub language: Locale,
}

/// What is pointed at, in place of what a sentence leaves out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The series.
    pub series: Option<Id>,
    /// The period.
    pub at: Option<Period>,
}

/// Why a sentence is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SentenceError {
    /// The bytes that it is about; empty at the end of the sentence.
    pub span: Range<usize>,
    /// What was expected there, in the user's words.
    pub message: String,
}

/// How a sentence may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that it takes the place of: the part of a word that is typed already.
    pub span: Range<usize>,
    /// What it puts there.
    pub text: String,
    /// What that is, in a word: "series", "period".
    pub what: &'static str,
}

/// So many ways to go on are offered.
const OFFERED: usize = 12;

/// Understands a sentence, in whichever of the languages it is; where it is one in both, the first one counts.
///
/// # Errors
/// Where it stops to be understood, and what was expected there; by the language in which more of it is understood.
pub fn read(dataset: &Dataset, text: &str, about: &About, languages: [Locale; 2]) -> Result<Sentence, SentenceError> {
    let names = Names::of(dataset);
    let attempts = languages.map(|language| Parser::new(dataset, &names, text, Lexicon::of(language)).sentence(about));
    let [first, second] = attempts;
    match (first, second) {
        (Ok(sentence), _) | (Err(_), Ok(sentence)) => Ok(sentence),
        (Err(first), Err(second)) if second.understood > first.understood => Err(second.error),
        (Err(first), Err(_)) => Err(first.error),
    }
}

/// How a sentence may go on from its end, best first.
pub fn complete(dataset: &Dataset, text: &str, languages: [Locale; 2]) -> Vec<Completion> {
    let names = Names::of(dataset);
    let mut all: Vec<Completion> = Vec::new();
    let mut furthest = 0;
    for language in languages {
        let (understood, offered) = Parser::new(dataset, &names, text, Lexicon::of(language)).completions();
        // Of a sentence that is begun in one language nothing is offered in the other.
        if understood > furthest {
            all.clear();
            furthest = understood;
        }
        if understood == furthest {
            all.extend(
                offered.into_iter().filter(|one| !all.iter().any(|other| other.text == one.text)).collect::<Vec<_>>(),
            );
        }
    }
    all.truncate(OFFERED);
    all
}

#[cfg(test)]
mod tests;
