//! Numbers as people write them: thousands separated, no needless digits, qualified in words.

use super::{Measure, Missing, Observation, Qualifier};

/// A number with separated thousands and at most `decimals` decimals, trailing zeros left out: `1,234.5`.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::with_capacity(text.len() + whole.len() / 3 + 1);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if value < 0.0 && out.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.insert(0, '\u{2212}');
    }
    out
}

/// How many decimals the shortest spelling of a number has.
pub fn decimals_of(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, fraction)| fraction.len()).min(12)
}

/// A value with the sign of its measure: `2,000`, `9.1%`.
pub fn with_measure(value: f64, measure: &Measure) -> String {
    let number = grouped(value, decimals_of(value));
    match measure {
        Measure::Share | Measure::Change => number + "%",
        Measure::Count | Measure::Rate { .. } | Measure::Index { .. } | Measure::Amount => number,
    }
}

/// A qualified value in words: `nearly 2,000`.
pub fn qualified(value: f64, qualifier: Qualifier, measure: &Measure) -> String {
    let number = with_measure(value, measure);
    match qualifier {
        Qualifier::Exactly => number,
        _ => format!("{} {number}", qualifier.words()),
    }
}

impl Observation {
    /// The figure as it is said in tooltips, tables and labels: `nearly 2,000`, `55 (50–60)`, `50–60`,
    /// `not published`. Empty when nothing is known.
    pub fn shown(&self, measure: &Measure) -> String {
        let range = || match (self.low, self.high) {
            (Some(low), Some(high)) => {
                Some(format!("{}–{}", grouped(low, decimals_of(low)), with_measure(high, measure)))
            }
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
