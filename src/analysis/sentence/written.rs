//! A check as a sentence.

use super::{lexicon::Lexicon, names::Names};
use crate::model::{
    Check, Comparison, Dataset, Extreme, Period, Qualifier,
    number::{Locale, decimals_of, grouped_in},
};

/// What a check says, as a sentence that is understood again as the same check.
///
/// ```
/// use docket::analysis::sentence::write;
/// use docket::model::{Check, Dataset, Period, Qualifier, number::Locale};
///
/// let at = |year| Period::year(year).unwrap();
/// let check = Check::Ratio { series: "mexico".into(), from: at(2012), to: at(2013), ratio: 0.5 };
/// let mut dataset = Dataset::titled("Extraditions");
/// dataset.series.insert("mexico".into(), Default::default());
/// let said = |locale| write(&dataset, &check, Qualifier::About, None, locale);
/// assert_eq!(said(Locale::English), "mexico 2013 is about half of 2012");
/// assert_eq!(said(Locale::Spanish), "mexico 2013 es cerca de la mitad que en 2012");
/// ```
pub fn write(
    dataset: &Dataset,
    check: &Check,
    qualifier: Qualifier,
    tolerance: Option<f64>,
    language: Locale,
) -> String {
    let names = Names::of(dataset);
    let writer = Writer { names: &names, lexicon: Lexicon::of(language), qualifier };
    let mut text = writer.check(check);
    if let Some(percent) = tolerance {
        let said = writer.lexicon.give_or_take[0];
        text = format!("{text}, {} {}{}", accented(said), writer.number(percent), language.percent());
    }
    text
}

struct Writer<'a> {
    names: &'a Names<'a>,
    lexicon: &'static Lexicon,
    qualifier: Qualifier,
}

impl Writer<'_> {
    fn check(&self, check: &Check) -> String {
        let Lexicon { is, totals, averages, .. } = self.lexicon;
        let is = is[0];
        let name = |id: &str| self.names.written(id);
        match check {
            Check::Value { series, at, value } => {
                format!("{} {} {is} {}", name(series), one(*at), self.qualified(self.number(*value)))
            }
            Check::Sum { series, from, to, value } => {
                let number = self.qualified(self.number(*value));
                format!("{} {} {} {number}", name(series), self.span(*from, *to), totals[0])
            }
            Check::Mean { series, from, to, value } => {
                let number = self.qualified(self.number(*value));
                format!("{} {} {} {number}", name(series), self.span(*from, *to), averages[0])
            }
            Check::Ratio { series, from, to, ratio } => {
                let factor = self.qualified(self.factor(*ratio, " en", &from.to_string()));
                format!("{} {} {is} {factor}", name(series), one(*to))
            }
            Check::Change { series, from, to, percent } => self.change(&name(series), *from, *to, *percent),
            Check::Extreme { series, at, is: end, since } => {
                let extremes = self.lexicon.extremes.iter();
                let word = extremes.filter(|(_, means)| means == end).map(|(phrase, _)| *phrase).next();
                let word = word.unwrap_or(if *end == Extreme::Highest { "highest" } else { "lowest" });
                let since = since.map(|since| format!(" {} {since}", self.lexicon.since[0])).unwrap_or_default();
                format!("{} {} {is} {}{since}", name(series), one(*at), accented(word))
            }
            Check::Compare { series, with, at, is: relation } => {
                let start = format!("{} {} {is}", name(series), one(*at));
                match relation {
                    Comparison::Higher => format!("{start} {} {}", accented(self.lexicon.higher_than[0]), name(with)),
                    Comparison::Lower => format!("{start} {} {}", accented(self.lexicon.lower_than[0]), name(with)),
                    Comparison::Times(times) => {
                        format!("{start} {}", self.qualified(self.factor(*times, "", &name(with))))
                    }
                }
            }
        }
    }

    /// "61% more than in 2003"; with its own sign where a qualifier would have to be turned round and can't.
    fn change(&self, name: &str, from: Period, to: Period, percent: f64) -> String {
        let Lexicon { language, is, .. } = self.lexicon;
        let sign = language.percent();
        let size = self.number(percent.abs());
        let a = match language {
            Locale::English => "",
            Locale::Spanish => "un ",
        };
        let qualified = |qualifier: Qualifier| match accented(self.lexicon.qualifier(qualifier)) {
            words if words.is_empty() => format!("{a}{size}{sign}"),
            words => format!("{words} {a}{size}{sign}"),
        };
        let fall = match self.qualifier {
            Qualifier::AtLeast => Some(Qualifier::AtMost),
            Qualifier::AtMost => Some(Qualifier::AtLeast),
            Qualifier::Over => None,
            other => Some(other),
        };
        let than = |phrase: &str| accented(phrase);
        match (percent >= 0.0, fall) {
            (true, _) => format!(
                "{name} {} {} {} {} {from}",
                one(to),
                is[0],
                qualified(self.qualifier),
                than(self.lexicon.more_than[0])
            ),
            (false, Some(qualifier)) => {
                format!(
                    "{name} {} {} {} {} {from}",
                    one(to),
                    is[0],
                    qualified(qualifier),
                    than(self.lexicon.less_than[0])
                )
            }
            (false, None) => {
                let verb = accented(self.lexicon.moves[0].0);
                let words = self.qualified(format!("{a}−{size}{sign}"));
                format!("{name} {} {verb} {words} {} {from}", one(to), self.lexicon.since[0])
            }
        }
    }

    /// The word for a factor, and whether it is a part of something: "half", not "twice".
    fn word_of(&self, factor: f64) -> Option<(&'static str, bool)> {
        let words = self.lexicon.factors.iter();
        words.filter(|(_, means)| *means == factor).map(|(word, means)| (*word, *means < 1.0)).next()
    }

    /// "half of 2012", "2.5 times that of 2012", "la mitad que en 2012"; `at` stands before a period in Spanish.
    fn factor(&self, factor: f64, at: &str, other: &str) -> String {
        let word = self.word_of(factor);
        let of = match (self.lexicon.language, word) {
            (Locale::English, Some((_, true))) => "of",
            (Locale::English, _) => "that of",
            (Locale::Spanish, Some(_)) => &format!("que{at}"),
            (Locale::Spanish, None) => "la cifra de",
        };
        match word {
            Some((word, _)) => format!("{} {of} {other}", accented(word)),
            None => format!("{} {} {of} {other}", self.number(factor), self.lexicon.times[0]),
        }
    }

    fn qualified(&self, number: String) -> String {
        match accented(self.lexicon.qualifier(self.qualifier)) {
            words if words.is_empty() => number,
            words => format!("{words} {number}"),
        }
    }

    /// A number as the language writes it, with all its digits.
    fn number(&self, value: f64) -> String {
        let language = self.lexicon.language;
        let shown = grouped_in(value, decimals_of(value), language);
        let decimal = if language == Locale::Spanish { ',' } else { '.' };
        let plain: String =
            shown.chars().filter(|c| c.is_ascii_digit() || *c == decimal).collect::<String>().replace(decimal, ".");
        if plain.parse::<f64>().is_ok_and(|read| read == value.abs()) {
            shown
        } else {
            // More digits than are ever shown, but none is lost.
            value.to_string().replace('-', "−").replace('.', &decimal.to_string())
        }
    }

    fn span(&self, from: Period, to: Period) -> String {
        if from == to { from.to_string() } else { format!("{from} {} {to}", self.lexicon.to[0]) }
    }
}

/// A period in one piece.
fn one(at: Period) -> String {
    at.to_string()
}

/// The words of the lexicon that are written with accents.
fn accented(phrase: &str) -> String {
    let word = |word: &str| {
        match word {
            "mas" => "más",
            "maximo" => "máximo",
            "minimo" => "mínimo",
            "vario" => "varió",
            "cayo" => "cayó",
            "subio" => "subió",
            "decimo" => "décimo",
            "decima" => "décima",
            "duplico" => "duplicó",
            "triplico" => "triplicó",
            other => other,
        }
        .to_owned()
    };
    phrase.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
