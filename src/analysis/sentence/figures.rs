//! Periods and numbers as people write them in a sentence.

use super::{
    parser::{Expected, Parser},
    tokens::Kind,
};
use crate::model::{Period, number::Locale};

impl Parser<'_> {
    pub(super) fn period(&mut self) -> Option<Period> {
        let found = self.iso().or_else(|| self.in_words());
        if let Some((period, n)) = found {
            self.at += n;
            return Some(period);
        }
        self.expect(Expected::Period);
        None
    }

    fn iso(&self) -> Option<(Period, usize)> {
        match &self.tokens.get(self.at)?.kind {
            Kind::Number(number) => Some((number.parse().ok()?, 1)),
            _ => None,
        }
    }

    /// `May 2012`, `21 May 2012`, `mayo de 2012`, `Q2 2012`
    fn in_words(&self) -> Option<(Period, usize)> {
        let mut at = self.at;
        let year_at = |at: usize| match &self.tokens.get(at)?.kind {
            Kind::Number(number) if number.len() == 4 => number.parse::<i16>().ok(),
            _ => None,
        };
        let word = |at: usize| match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word.as_str()),
            _ => None,
        };
        let day = match &self.tokens.get(at)?.kind {
            Kind::Number(number) if number.len() <= 2 => {
                at += 1;
                at += usize::from(word(at) == Some("de"));
                Some(number.parse::<i8>().ok()?)
            }
            _ => None,
        };
        let quarter = word(at).and_then(|word| word.strip_prefix('q')).and_then(|q| q.parse::<i8>().ok());
        let month = word(at).and_then(|word| self.lexicon.months.iter().position(|month| *month == word));
        at += 1;
        at += usize::from(matches!(word(at), Some("de" | "del" | "of")));
        let year = year_at(at)?;
        let spelled = match (day, quarter, month) {
            (None, Some(quarter), None) => format!("{year:04}-Q{quarter}"),
            (None, None, Some(month)) => format!("{year:04}-{:02}", month + 1),
            (Some(day), None, Some(month)) => format!("{year:04}-{:02}-{day:02}", month + 1),
            _ => return None,
        };
        Some((spelled.parse().ok()?, at + 1 - self.at))
    }

    pub(super) fn number(&mut self) -> Option<f64> {
        let before = self.at;
        let is_negative = self.sign('-') || self.sign('−');
        let mut number = match self.tokens.get(self.at).map(|token| &token.kind) {
            Some(Kind::Number(spelled)) => written_number(spelled, self.lexicon.language),
            Some(Kind::Word(word)) => {
                self.lexicon.numbers.iter().position(|number| number == word).map(|number| number as f64)
            }
            _ => None,
        };
        if number.is_some() {
            self.at += 1;
            let magnitude = self.lexicon.magnitudes.iter().find(|(word, _)| self.phrase(word).is_some());
            if let Some((_, by)) = magnitude {
                number = number.map(|number| number * by);
                self.at += 1;
            }
        } else {
            self.at = before;
            self.expect(Expected::Number);
        }
        number.filter(|number| number.is_finite()).map(|number| if is_negative { -number } else { number })
    }
}

/// A number as a language writes it: thousands in groups of three, and decimals. In English a comma that groups nothing
/// is decimal too, and in Spanish a point.
fn written_number(spelled: &str, language: Locale) -> Option<f64> {
    if !spelled.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '_' | '\u{a0}' | '\u{202f}')) {
        return None;
    }
    let (group, decimal) = match language {
        Locale::English => (',', '.'),
        Locale::Spanish => ('.', ','),
    };
    let blank = |c: char| matches!(c, '\'' | '_' | '\u{a0}' | '\u{202f}');
    let (whole, fraction) = match spelled.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (spelled, None),
    };
    let groups: Vec<&str> = whole.split(|c| c == group || blank(c)).collect();
    let are_groups = groups[0].len() <= 3 && groups[1..].iter().all(|digits| digits.len() == 3);
    let (whole, fraction) = match (groups.len(), are_groups, fraction) {
        (1, _, fraction) => (groups.concat(), fraction),
        (_, true, fraction) => (groups.concat(), fraction),
        // Not a group, so a decimal mark of another habit: 12,5 or 9.1.
        (2, false, None) if whole.contains(group) => (groups[0].to_owned(), Some(groups[1])),
        _ => return None,
    };
    let fraction = fraction.unwrap_or("0");
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    format!("{whole}.{fraction}").parse().ok()
}
