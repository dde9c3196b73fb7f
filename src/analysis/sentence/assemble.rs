//! From the parts of a sentence to a check; what the sentence leaves out is what is pointed at.

use std::ops::Range;

use super::{
    About, SentenceError,
    parser::{Other, Parser},
};
use crate::{
    analysis::{period_words, sentence::Sentence},
    model::{Check, Comparison, Extreme, Id, Period, Qualifier, number::Locale},
};

/// A period, or the two ends of a span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    Single(Period),
    Span(Period, Period),
}

/// What is said of the figures.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Predicate<'a> {
    Value(Qualifier, f64),
    Total(Qualifier, f64),
    Mean(Qualifier, f64),
    /// By so many percent up (1) or down (−1), or by the number with its own sign (0).
    Changed {
        percent: f64,
        direction: i8,
        qualifier: Qualifier,
        base: Option<Period>,
    },
    /// Doubled, halved.
    Folded {
        factor: f64,
        qualifier: Qualifier,
        base: Option<Period>,
    },
    Factor {
        factor: f64,
        qualifier: Qualifier,
        of: Other<'a>,
    },
    Extreme(Extreme, Option<Period>),
    Compared(Comparison, &'a Id),
}

/// What was found in a sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts<'a> {
    pub(super) series: Option<&'a Id>,
    /// Each with whether a word before it says that something starts from it, and where it stands.
    pub(super) spans: Vec<(When, bool, Range<usize>)>,
    pub(super) predicate: Option<Predicate<'a>>,
    pub(super) tolerance: Option<f64>,
}

struct Assembly<'a, 'p> {
    parser: &'p Parser<'a>,
    parts: &'p Parts<'a>,
    about: &'p About,
}

pub(super) fn sentence(
    parser: &Parser<'_>,
    parts: &Parts<'_>,
    about: &About,
    language: Locale,
) -> Result<Sentence, SentenceError> {
    let assembly = Assembly { parser, parts, about };
    let (check, qualifier) = assembly.check()?;
    Ok(Sentence { check, qualifier, tolerance: parts.tolerance, language })
}

impl Assembly<'_, '_> {
    fn end(&self, message: String) -> SentenceError {
        let end = self.parser.text.trim_end().len();
        SentenceError { span: end..end, message }
    }

    fn check(&self) -> Result<(Check, Qualifier), SentenceError> {
        let Some(predicate) = &self.parts.predicate else {
            return Err(self.end("expected what is claimed".to_owned()));
        };
        let series = self.series()?;
        Ok(match predicate.clone() {
            Predicate::Value(qualifier, value) => (Check::Value { series, at: self.one()?, value }, qualifier),
            Predicate::Total(qualifier, value) => {
                let (from, to) = self.ends()?;
                (Check::Sum { series, from, to, value }, qualifier)
            }
            Predicate::Mean(qualifier, value) => {
                let (from, to) = self.ends()?;
                (Check::Mean { series, from, to, value }, qualifier)
            }
            Predicate::Changed { percent, direction, qualifier, base } => {
                let (from, to) = self.pair(base)?;
                let (percent, qualifier) =
                    if direction < 0 { (negative(percent), self.of_a_fall(qualifier)?) } else { (percent, qualifier) };
                (Check::Change { series, from, to, percent }, qualifier)
            }
            Predicate::Folded { factor, qualifier, base } => {
                let (from, to) = self.pair(base)?;
                match qualifier {
                    // Nearly halved is a little more than half: a fall by nearly 50%.
                    Qualifier::Nearly if factor < 1.0 => {
                        (Check::Change { series, from, to, percent: (factor - 1.0) * 100.0 }, qualifier)
                    }
                    _ if factor < 1.0 => (Check::Ratio { series, from, to, ratio: factor }, self.of_a_fall(qualifier)?),
                    _ => (Check::Ratio { series, from, to, ratio: factor }, qualifier),
                }
            }
            Predicate::Factor { factor, qualifier, of: Other::Series(with) } => {
                let (with, at) = (with.clone(), self.one()?);
                (Check::Compare { series, with, at, is: Comparison::Times(factor) }, qualifier)
            }
            Predicate::Factor { factor, qualifier, of: Other::Period(base) } => {
                let (from, to) = self.pair(Some(base))?;
                (Check::Ratio { series, from, to, ratio: factor }, qualifier)
            }
            Predicate::Extreme(is, since) => {
                (Check::Extreme { series, at: self.one()?, is, since }, Qualifier::Exactly)
            }
            Predicate::Compared(is, with) => {
                (Check::Compare { series, with: with.clone(), at: self.one()?, is }, Qualifier::Exactly)
            }
        })
    }

    /// What a qualifier of the size of a fall means for the change, which is negative.
    fn of_a_fall(&self, qualifier: Qualifier) -> Result<Qualifier, SentenceError> {
        Ok(match qualifier {
            Qualifier::AtLeast => Qualifier::AtMost,
            Qualifier::AtMost => Qualifier::AtLeast,
            Qualifier::Over => {
                return Err(self.end(
                    "a fall by more than a number can't be said of a claim; by “at least” a number it can".to_owned(),
                ));
            }
            other => other,
        })
    }

    fn series(&self) -> Result<Id, SentenceError> {
        let only = || match self.parser.dataset.series.keys().collect::<Vec<_>>()[..] {
            [one] => Some(one),
            _ => None,
        };
        let series = self.parts.series.or(self.about.series.as_ref()).or_else(only);
        series.cloned().ok_or_else(|| {
            let message = format!("which series is it about? Expected one here: {}", self.parser.some_series());
            SentenceError { span: 0..0, message }
        })
    }

    /// The one period that it is about.
    fn one(&self) -> Result<Period, SentenceError> {
        match self.parts.spans.as_slice() {
            [] => self.about.at.ok_or_else(|| self.end("expected a period here, such as 2012: when?".to_owned())),
            [(When::Single(at), ..)] => Ok(*at),
            [(When::Span(first, last), _, span)] => Period::interval(first.first(), last.last()).ok_or_else(|| {
                let message = format!("{} lies after {}", period_words(*first), period_words(*last));
                SentenceError { span: span.clone(), message }
            }),
            [.., (_, _, span)] => Err(SentenceError {
                span: span.clone(),
                message: "this is about one period, and here is another one".to_owned(),
            }),
        }
    }

    /// The ends of the span that it is about.
    fn ends(&self) -> Result<(Period, Period), SentenceError> {
        let (first, last, span) = match self.parts.spans.as_slice() {
            [] => match self.about.at {
                Some(at) => return Ok((at, at)),
                None => {
                    return Err(self.end("expected a span here, such as 2002 to 2014: from when to when?".to_owned()));
                }
            },
            [(When::Single(at), ..)] => return Ok((*at, *at)),
            [(When::Span(first, last), _, span)] => (*first, *last, span),
            [.., (_, _, span)] => {
                return Err(SentenceError {
                    span: span.clone(),
                    message: "this is about one span, and here is another one".to_owned(),
                });
            }
        };
        if first.first_day() > last.last_day() {
            let message = format!("{} lies after {}", period_words(first), period_words(last));
            return Err(SentenceError { span: span.clone(), message });
        }
        Ok((first, last))
    }

    /// The period that is compared with, and the one that is compared.
    fn pair(&self, base: Option<Period>) -> Result<(Period, Period), SentenceError> {
        let later = |base: Period| {
            let message =
                format!("expected a period here, such as 2012: which one is compared with {}?", period_words(base));
            self.about.at.filter(|at| *at != base).ok_or_else(|| self.end(message))
        };
        let too_many = |span: &Range<usize>| SentenceError {
            span: span.clone(),
            message: "two periods are compared here, and this is another one".to_owned(),
        };
        match (base, self.parts.spans.as_slice()) {
            (Some(base), []) => Ok((base, later(base)?)),
            (Some(base), [_]) => Ok((base, self.one()?)),
            (None, [(When::Span(from, to), ..)]) => Ok((*from, *to)),
            (None, [(When::Single(at), true, _)]) => Ok((*at, later(*at)?)),
            (
                None,
                [(When::Single(to), false, _), (When::Single(from), true, _)]
                | [(When::Single(from), true, _), (When::Single(to), false, _)],
            ) => Ok((*from, *to)),
            (None, [(When::Single(_), ..)]) => {
                Err(self.end("expected what it is compared with, such as “since 2003”".to_owned()))
            }
            (None, []) => Err(self.end("expected the two periods here, such as “from 2003 to 2015”".to_owned())),
            (_, [.., (_, _, span)]) => Err(too_many(span)),
        }
    }
}

/// So much less; nothing less is nothing.
fn negative(percent: f64) -> f64 {
    if percent == 0.0 { 0.0 } else { -percent }
}
