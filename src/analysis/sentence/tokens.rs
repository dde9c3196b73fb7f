//! The words and numbers of a sentence, with where they stand.

use std::ops::Range;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A word, in lower case and without accents.
    Word(String),
    /// Digits with what stands between them: `1,234.5`, `2012-05`, `2002/2014`.
    Number(String),
    /// What stands in quotes.
    Quoted(String),
    /// Any other character: `%`, `,`, `–`, `=`.
    Sign(char),
}

/// A text in lower case and without the accents of Spanish, by which words are told.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(unaccented).collect()
}

fn unaccented(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

/// The tokens of a text, in order. Never fails: what means nothing is a sign.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, kind) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if let Some((length, quoted)) = quoted(rest) {
            (length, Kind::Quoted(quoted))
        } else if c.is_ascii_digit() {
            let length = number_length(rest);
            (length, Kind::Number(rest[..length].to_owned()))
        } else if c.is_alphabetic() {
            let length = word_length(rest);
            let word = folded(&rest[..length]);
            let whose = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
            (length, Kind::Word(whose.unwrap_or(&word).to_owned()))
        } else {
            (c.len_utf8(), Kind::Sign(c))
        };
        found.push(Token { span: at..at + length, kind });
        at += length;
    }
    found
}

/// What stands in quotes at the start of a text, in which a doubled quote stands for one.
fn quoted(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut letters = inner.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if c != '"' {
            out.push(c);
        } else if letters.peek().is_some_and(|(_, next)| *next == '"') {
            letters.next();
            out.push('"');
        } else {
            return Some((1 + at + 1, out));
        }
    }
    None
}

/// Letters and digits; a hyphen or an apostrophe only between letters or digits.
fn word_length(text: &str) -> usize {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let is_inner = |c: char| matches!(c, '-' | '_' | '\'' | '’');
    let mut end = 0;
    for (n, (at, c)) in letters.iter().enumerate() {
        let goes_on = letters.get(n + 1).is_some_and(|(_, next)| next.is_alphanumeric());
        if c.is_alphanumeric() || (is_inner(*c) && goes_on && n > 0) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Digits, and marks between them: `,`, `.`, `-`, `/`, a narrow or fixed blank before three digits, and the Q of
/// quarters.
fn number_length(text: &str) -> usize {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let digit = |n: usize| letters.get(n).is_some_and(|(_, c)| c.is_ascii_digit());
    let mut n = 0;
    while let Some((_, c)) = letters.get(n) {
        let goes_on = match c {
            c if c.is_ascii_digit() => true,
            ',' | '.' | '/' | '\'' | '_' => digit(n + 1),
            // Not before a sign of its own: `2002-2014` is taken apart later.
            '-' => digit(n + 1) || letters.get(n + 1).is_some_and(|(_, c)| matches!(c, 'q' | 'Q')) && digit(n + 2),
            'q' | 'Q' => n > 0 && letters[n - 1].1 == '-' && digit(n + 1),
            '\u{a0}' | '\u{202f}' => digit(n + 1) && digit(n + 2) && digit(n + 3) && !digit(n + 4),
            _ => false,
        };
        if !goes_on {
            break;
        }
        n += 1;
    }
    letters.get(n).map_or(text.len(), |(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs_are_told_apart() {
        let kinds = |text: &str| tokens(text).into_iter().map(|token| token.kind).collect::<Vec<_>>();
        let word = |text: &str| Kind::Word(text.to_owned());
        let number = |text: &str| Kind::Number(text.to_owned());
        assert_eq!(
            kinds("México-all 2013: 1,234.5 %."),
            [word("mexico-all"), number("2013"), Kind::Sign(':'), number("1,234.5"), Kind::Sign('%'), Kind::Sign('.')]
        );
        assert_eq!(kinds("2002–2014"), [number("2002"), Kind::Sign('–'), number("2014")]);
        assert_eq!(kinds("2012-Q2 2002-2014"), [number("2012-Q2"), number("2002-2014")]);
        assert_eq!(kinds("1\u{a0}234 567"), [number("1\u{a0}234"), number("567")]);
        assert_eq!(kinds("\"a \"\"b\"\"\" c"), [Kind::Quoted("a \"b\"".to_owned()), word("c")]);
    }
}
