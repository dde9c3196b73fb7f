//! Observations as they are mostly written, read straight from the bytes: `(at: 2008, value: 95, source: "doj-2010"),`.
//!
//! What is read here the general reader reads to the same value and without a finding; whatever is spelled in another
//! way is left to it.

use crate::model::{Missing, Observation, Period, Qualifier, SourceRefs, Status};

/// Reads one observation from its opening parenthesis on; the place behind its closing one.
pub(super) fn observation(text: &str, at: usize) -> Option<(Observation, usize)> {
    let mut cursor = Cursor { text, bytes: text.as_bytes(), at: at + 1 };
    let mut read = Observation::at(Period::from(crate::model::Unit::Year(1)));
    // One bit a field, so that one that is given twice is left to the general reader.
    let mut given = 0_u16;
    loop {
        cursor.skip_blank();
        if cursor.take(b')') {
            break;
        }
        let bit = cursor.field(&mut read)?;
        if given & bit != 0 {
            return None;
        }
        given |= bit;
        cursor.skip_blank();
        if cursor.take(b')') {
            break;
        }
        cursor.take(b',').then_some(())?;
    }
    let end = cursor.at;
    cursor.skip_blank();
    // With a colon behind it it is something else, of which the general reader knows what to say.
    (given & AT != 0 && cursor.peek() != Some(b':')).then_some((read, end))
}

/// The place of the next opening parenthesis, if nothing but a comma and white space stands before it.
pub(super) fn next(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor { text, bytes: text.as_bytes(), at };
    cursor.skip_blank();
    cursor.take(b',').then_some(())?;
    cursor.skip_blank();
    (cursor.peek() == Some(b'(')).then_some(cursor.at)
}

const AT: u16 = 1;

struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Reads `name: value` into an observation; the bit of the field.
    fn field(&mut self, into: &mut Observation) -> Option<u16> {
        let name = self.word()?;
        self.skip_blank();
        self.take(b':').then_some(())?;
        self.skip_blank();
        Some(match name {
            "at" => {
                into.at = self.period()?;
                AT
            }
            "value" => {
                into.value = Some(self.number()?);
                1 << 1
            }
            "source" => {
                into.source = SourceRefs::from(self.quoted()?);
                1 << 2
            }
            "note" => {
                into.note = Some(self.quoted()?.to_owned());
                1 << 3
            }
            "qualifier" => {
                into.qualifier = named(self.word()?, &Qualifier::ALL, Qualifier::name)?;
                1 << 4
            }
            "status" => {
                into.status = named(self.word()?, &Status::ALL, Status::name)?;
                1 << 5
            }
            "missing" => {
                into.missing = Some(named(self.word()?, &Missing::ALL, Missing::name)?);
                1 << 6
            }
            "low" => {
                into.low = Some(self.number()?);
                1 << 7
            }
            "high" => {
                into.high = Some(self.number()?);
                1 << 8
            }
            _ => return None,
        })
    }

    /// A name of ASCII letters, with nothing behind it that would belong to it.
    fn word(&mut self) -> Option<&'a str> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
            self.at += 1;
        }
        let ends =
            !self.peek().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'_' | b'#' | b'"' | b'\'') || b >= 0x80);
        (ends && self.at > start).then(|| &self.text[start..self.at])
    }

    /// A text in quotes, on one line and without escapes.
    fn quoted(&mut self) -> Option<&'a str> {
        self.take(b'"').then_some(())?;
        let start = self.at;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' | b'\n' => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(&self.text[start..self.at - 1])
    }

    /// A decimal number of digits, with a sign and a point or not.
    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        let is_negative = self.take(b'-');
        let digits_start = self.at;
        let mut whole = 0_u64;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        let digits = self.at - digits_start;
        let has_point = self.peek() == Some(b'.');
        if has_point {
            self.at += 1;
            while self.peek().is_some_and(|b| b.is_ascii_digit()) {
                self.at += 1;
            }
        }
        let ends = !self
            .peek()
            .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-') || b >= 0x80);
        if digits == 0 || !ends {
            return None;
        }
        // Up to fifteen digits a whole number is exact.
        if !has_point && digits <= 15 {
            let number = whole as f64;
            return Some(if is_negative { 0.0 - number } else { number });
        }
        self.text[start..self.at].parse().ok().filter(|number: &f64| number.is_finite()).map(|number| number + 0.0)
    }

    /// A year of up to four digits, or a period in quotes.
    fn period(&mut self) -> Option<Period> {
        if self.peek() == Some(b'"') {
            return self.quoted()?.parse().ok();
        }
        let start = self.at;
        let year = self.number()?;
        let is_year = self.at - start <= 4 && !self.bytes[start..self.at].iter().any(|b| matches!(b, b'-' | b'.'));
        is_year.then(|| Period::year(year as i64))?
    }
}

fn named<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|value| name(*value) == word)
}
