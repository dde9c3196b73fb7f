//! Arithmetic as it is typed after an equals sign: `115/2`, `(95+85)/2`, `2^10`.

use super::entry;

/// The value of an expression of numbers with `+ - * / ^` and parentheses; `None` when it is none, or has no finite
/// value. `^` binds closest and from the right; a sign binds less, so that `-2^2` is −4 as in mathematics.
pub(super) fn value(text: &str) -> Option<f64> {
    let mut reader = Reader { rest: text.trim(), depth: 0 };
    let value = reader.sum()?;
    reader.skip();
    // What binary fractions add in the last digits is not part of the sum.
    (reader.rest.is_empty() && value.is_finite()).then(|| rounded(value))
}

/// A number to 15 significant digits, which is what decimals survive binary arithmetic with.
fn rounded(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

struct Reader<'a> {
    rest: &'a str,
    /// Parentheses and signs around what is being read: a text can't exhaust the stack.
    depth: usize,
}

const DEEPEST: usize = 100;

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, signs: &[char]) -> Option<char> {
        self.skip();
        let sign = self.rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(sign)
    }

    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        while let Some(sign) = self.take(&['+', '-', '−', '–']) {
            let next = self.product()?;
            value = if sign == '+' { value + next } else { value - next };
        }
        Some(value)
    }

    fn product(&mut self) -> Option<f64> {
        let mut value = self.signed()?;
        while let Some(sign) = self.take(&['*', '×', '·', '/', '÷', ':']) {
            let next = self.signed()?;
            value = if matches!(sign, '*' | '×' | '·') { value * next } else { value / next };
        }
        Some(value)
    }

    fn signed(&mut self) -> Option<f64> {
        if self.depth > DEEPEST {
            return None;
        }
        match self.take(&['-', '−', '–', '+']) {
            Some(sign) => {
                self.depth += 1;
                let value = self.signed()?;
                self.depth -= 1;
                Some(if sign == '+' { value } else { -value })
            }
            None => self.power(),
        }
    }

    fn power(&mut self) -> Option<f64> {
        let base = self.atom()?;
        if self.take(&['^']).is_none() {
            return Some(base);
        }
        Some(base.powf(self.signed()?))
    }

    fn atom(&mut self) -> Option<f64> {
        let value = if self.take(&['(']).is_some() {
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let value = self.sum()?;
            self.depth -= 1;
            self.take(&[')'])?;
            value
        } else {
            self.skip();
            let end = self.rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '_' | '\''));
            let (number, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
            self.rest = rest;
            entry::parse_number(number).ok()?
        };
        Some(if self.take(&['%']).is_some() { value / 100.0 } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_have_the_values_that_mathematics_gives_them() {
        for (text, want) in [
            ("115/2", 57.5),
            ("(95+85)/2", 90.0),
            ("1+2*3", 7.0),
            ("10-4-3", 3.0),
            ("2^3^2", 512.0),
            ("-2^2", -4.0),
            ("2*-3", -6.0),
            ("1,234+1", 1235.0),
            ("12,5*2", 25.0),
            ("0.1+0.2", 0.3),
            ("50%*200", 100.0),
            (" 7 ", 7.0),
        ] {
            assert_eq!(value(text), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_expression_has_no_value() {
        let deep = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
        let signs = format!("{}1", "-".repeat(10_000));
        for text in ["", "1+", "(1", "1)", "1 2", "one", "1/0", "0/0", "9^999", "A1+1", &deep, &signs] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
