//! Numbers as people write them: thousands separated, no needless digits, qualified in words.

use serde::{Deserialize, Serialize};

use super::{Measure, Missing, Observation, Qualifier};

/// How the numbers of a figure are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// `12,345.6` and `9%`
    #[default]
    English,
    /// `12 345,6`, `1234,5` and `9 %`, after the Ortografía of the Real Academia Española (2010)
    Spanish,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Spanish",
        }
    }

    /// The language tag: "en".
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    fn decimal(self) -> char {
        match self {
            Self::English => '.',
            Self::Spanish => ',',
        }
    }

    /// What stands between groups of three digits, and from how many digits on.
    fn groups(self) -> (char, usize) {
        match self {
            Self::English => (',', 4),
            Self::Spanish => ('\u{a0}', 5),
        }
    }

    /// The sign of percent as it follows a number.
    pub fn percent(self) -> &'static str {
        match self {
            Self::English => "%",
            Self::Spanish => "\u{a0}%",
        }
    }
}

/// More decimals than these say nothing about people.
const MOST_DECIMALS: usize = 12;

/// A number with separated thousands and at most `decimals` decimals, trailing zeros left out: `1,234.5`.
pub fn grouped(value: f64, decimals: usize) -> String {
    grouped_in(value, decimals, Locale::English)
}

/// The same as it is written in a language: `1234,5`.
pub fn grouped_in(value: f64, decimals: usize, locale: Locale) -> String {
    spelled(&format!("{:.*}", decimals, value.abs()), value < 0.0, locale)
}

/// The digits of a number as they are written in a language, without needless zeros.
fn spelled(digits: &str, is_negative: bool, locale: Locale) -> String {
    let (separator, least) = locale.groups();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::with_capacity(digits.len() + whole.len() / 3 + 8);
    let is_grouped = whole.len() >= least;
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && is_grouped && (whole.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(locale.decimal());
        out.push_str(fraction);
    }
    if is_negative && out.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.insert(0, '\u{2212}');
    }
    out
}

/// How many decimals the shortest spelling of a number has.
pub fn decimals_of(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, fraction)| fraction.len()).min(MOST_DECIMALS)
}

/// A number with all of its decimals; where that would be a row of zeros, as a power of ten: `1.5e308`.
pub fn plain_in(value: f64, locale: Locale) -> String {
    let size = value.abs();
    if size >= POWERS_FROM || (size < POWERS_BELOW && size > 0.0) {
        return as_power(value, 6, locale);
    }
    let digits = size.to_string();
    match digits.split_once('.') {
        Some((_, fraction)) if fraction.len() > MOST_DECIMALS => grouped_in(value, MOST_DECIMALS, locale),
        _ => spelled(&digits, value < 0.0, locale),
    }
}

/// From this size on, and below the other, numbers are written as powers of ten.
const POWERS_FROM: f64 = 1e15;
/// See `POWERS_FROM`.
const POWERS_BELOW: f64 = 1e-9;

/// A number as a power of ten, with at most so many decimals: `1.5e308`.
pub fn as_power(value: f64, decimals: usize, locale: Locale) -> String {
    let text = format!("{value:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    let mantissa = mantissa.replace('.', &locale.decimal().to_string());
    format!("{mantissa}e{exponent}").replace('-', "\u{2212}")
}

/// A power of ten that has a word, in which the long numbers of an axis are counted: `2.3bn`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Magnitude {
    factor: f64,
    word: &'static str,
}

impl Magnitude {
    /// The one for numbers up to `largest` that are told apart by `step`; `None` where they are short enough in full.
    pub fn of(largest: f64, step: f64, locale: Locale) -> Option<Self> {
        // Spanish has no word for a thousand millions: it counts them in millions (Ortografía de la RAE, 2010).
        let known: &[(f64, &str)] = match locale {
            Locale::English => &[(1e12, "tn"), (1e9, "bn"), (1e6, "m")],
            Locale::Spanish => &[(1e12, "\u{a0}bill."), (1e6, "\u{a0}mill.")],
        };
        // With more than two decimals the word saves nothing.
        let saves = |factor: f64| largest >= factor * (1.0 - 1e-9) && step >= factor * 0.01 * (1.0 - 1e-9);
        known.iter().find(|(factor, _)| saves(*factor)).map(|&(factor, word)| Self { factor, word })
    }

    /// A number with the word: `5m`, `2,5 mill.`; nothing has none.
    pub fn number(self, value: f64, step: f64, locale: Locale) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        let decimals = (-(step / self.factor * (1.0 + 1e-9)).log10().floor()).clamp(0.0, 2.0) as usize;
        grouped_in(value / self.factor, decimals, locale) + self.word
    }
}

/// A value with the sign of its measure: `2,000`, `9.1%`.
pub fn with_measure(value: f64, measure: &Measure) -> String {
    with_measure_in(value, measure, Locale::English)
}

/// The number with no more decimals than it takes for so many significant digits; whole numbers stay as they are.
pub fn rounded(value: f64, significant: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (significant - 1 - magnitude).clamp(0, 12);
    let factor = 10_f64.powi(decimals);
    let result = (value * factor).round() / factor;
    if result.is_finite() { result } else { value }
}

/// The same as it is written in a language: `9,1 %`.
pub fn with_measure_in(value: f64, measure: &Measure, locale: Locale) -> String {
    let mut number = plain_in(value, locale);
    match measure {
        Measure::Share | Measure::Change => number.push_str(locale.percent()),
        Measure::Count | Measure::Rate { .. } | Measure::Index { .. } | Measure::Amount => {}
    }
    number
}

/// A qualified value in words: `nearly 2,000`.
pub fn qualified(value: f64, qualifier: Qualifier, measure: &Measure) -> String {
    qualified_in(value, qualifier, measure, Locale::English)
}

/// The same with the number as it is written in a language.
pub fn qualified_in(value: f64, qualifier: Qualifier, measure: &Measure, locale: Locale) -> String {
    let number = with_measure_in(value, measure, locale);
    match qualifier {
        Qualifier::Exactly => number,
        _ => format!("{} {number}", qualifier.words()),
    }
}

impl Observation {
    /// The figure as it is said in tooltips, tables and labels: `nearly 2,000`, `55 (50–60)`, `50–60`,
    /// `not published`. Empty when nothing is known.
    pub fn shown(&self, measure: &Measure) -> String {
        self.shown_in(measure, Locale::English)
    }

    /// The same with its numbers as they are written in a language.
    pub fn shown_in(&self, measure: &Measure, locale: Locale) -> String {
        let with_measure = |value: f64, measure: &Measure| with_measure_in(value, measure, locale);
        let qualified = |value, qualifier, measure: &Measure| qualified_in(value, qualifier, measure, locale);
        let range = || match (self.low, self.high) {
            (Some(low), Some(high)) => Some(format!("{}–{}", plain_in(low, locale), with_measure(high, measure))),
            (Some(low), None) => Some(format!("at least {}", with_measure(low, measure))),
            (None, Some(high)) => Some(format!("at most {}", with_measure(high, measure))),
            (None, None) => None,
        };
        match (self.value, range()) {
            (Some(value), Some(range)) => format!("{} ({range})", qualified(value, self.qualifier, measure)),
            (Some(value), None) => qualified(value, self.qualifier, measure),
            (None, Some(range)) => range,
            (None, None) => self.missing.map(Missing::words).unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Period;

    #[test]
    fn thousands_are_separated_and_zeros_dropped() {
        for (value, decimals, want) in [
            (0.0, 0, "0"),
            (999.0, 0, "999"),
            (2000.0, 0, "2,000"),
            (1_234_567.891, 2, "1,234,567.89"),
            (9.10, 2, "9.1"),
            (-1500.0, 0, "−1,500"),
            (-0.001, 1, "0"),
        ] {
            assert_eq!(grouped(value, decimals), want);
        }
    }

    #[test]
    fn numbers_are_written_as_in_their_language() {
        for (value, english, spanish) in [
            (1234.5, "1,234.5", "1234,5"),
            (12345.0, "12,345", "12\u{a0}345"),
            (-1_234_567.25, "−1,234,567.25", "−1\u{a0}234\u{a0}567,25"),
            (0.5, "0.5", "0,5"),
        ] {
            assert_eq!(grouped_in(value, 2, Locale::English), english);
            assert_eq!(grouped_in(value, 2, Locale::Spanish), spanish);
        }
        assert_eq!(with_measure_in(9.1, &Measure::Share, Locale::English), "9.1%");
        assert_eq!(with_measure_in(9.1, &Measure::Share, Locale::Spanish), "9,1\u{a0}%");
        assert_eq!(with_measure_in(3.4, &Measure::Rate { per: 1e5 }, Locale::Spanish), "3,4");
    }

    #[test]
    fn numbers_of_any_size_are_short() {
        for (value, english) in [(1.5e308, "1.5e308"), (-2e-308, "−2e−308"), (1e15, "1e15"), (1e-9, "0.000000001")]
        {
            assert_eq!(plain_in(value, Locale::English), english);
        }
        assert_eq!(plain_in(1.5e308, Locale::Spanish), "1,5e308");
    }

    #[test]
    fn long_numbers_are_counted_in_words() {
        let said = |value: f64, step: f64, locale| {
            Magnitude::of(value, step, locale).map(|magnitude| magnitude.number(value, step, locale))
        };
        for (value, step, english, spanish) in [
            (5e6, 1e6, Some("5m"), Some("5\u{a0}mill.")),
            (2.5e6, 5e5, Some("2.5m"), Some("2,5\u{a0}mill.")),
            (2.3e9, 1e8, Some("2.3bn"), Some("2300\u{a0}mill.")),
            (4e12, 1e12, Some("4tn"), Some("4\u{a0}bill.")),
            (1_000_500.0, 100.0, None, None),
            (250_000.0, 5e4, None, None),
        ] {
            assert_eq!(said(value, step, Locale::English).as_deref(), english);
            assert_eq!(said(value, step, Locale::Spanish).as_deref(), spanish);
        }
    }

    #[test]
    fn a_figure_is_said_as_qualified() {
        let at = Period::year(2011).expect("a year");
        let mut o = Observation::exactly(at, 2000.0);
        o.qualifier = Qualifier::Nearly;
        assert_eq!(o.shown(&Measure::Count), "nearly 2,000");
        let range = Observation { low: Some(50.0), high: Some(60.0), ..Observation::at(at) };
        assert_eq!(range.shown(&Measure::Share), "50–60%");
        let gone = Observation { missing: Some(Missing::NotPublished), ..Observation::at(at) };
        assert_eq!(gone.shown(&Measure::Count), "not published");
    }
}
