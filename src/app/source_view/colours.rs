//! What the pieces of a RON text are, to be told apart by colour. Any text is taken; whether it is right is not asked.

use std::ops::Range;

/// The longest way of writing one character is `'\u{10FFFF}'`.
const LONGEST_CHARACTER: usize = 12;
/// A raw text that does not end must not be searched for its end from every line.
const LONGEST_RAW: usize = 100_000;

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    /// Brackets, commas and what stands between.
    Plain,
    Comment,
    /// A text, with its quotes.
    Quoted,
    Number,
    /// The name of a field.
    Field,
    /// The name of a struct or of a choice.
    Word,
}

/// The pieces of a text from a place on that is not inside one; what is plain or blank is left out.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }
}

impl Iterator for Pieces<'_> {
    type Item = (Range<usize>, Piece);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            let start = self.at;
            let (length, piece) = piece(rest, first);
            self.at += length;
            if piece != Piece::Plain {
                return Some((start..self.at, piece));
            }
        }
    }
}

/// What a text that is not empty begins with, and how long that is.
fn piece(rest: &str, first: char) -> (usize, Piece) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Piece::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Piece::Comment);
    }
    match first {
        '"' => (quoted(rest), Piece::Quoted),
        '\'' => (character(rest), Piece::Quoted),
        'r' | 'b' if raw(rest).is_some() => (raw(rest).unwrap_or(1), Piece::Quoted),
        c if c.is_ascii_digit() || (matches!(c, '+' | '-' | '.') && rest[1..].starts_with(is_number)) => {
            (run(rest, is_number), Piece::Number)
        }
        c if c.is_alphabetic() || c == '_' => {
            let length = run(rest, |c| c.is_alphanumeric() || c == '_');
            let is_field = rest[length..].trim_start().starts_with(':');
            (length, if is_field { Piece::Field } else { Piece::Word })
        }
        c => (c.len_utf8(), Piece::Plain),
    }
}

fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}

/// The length of the first character and of those after it that are of a kind.
fn run(text: &str, is_kind: impl Fn(char) -> bool) -> usize {
    text.char_indices().skip(1).find(|(_, c)| !is_kind(*c)).map_or(text.len(), |(at, _)| at)
}

/// At most so many bytes of a text.
fn ahead(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

fn rest_of_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The length of a text in quotes; of the line if it does not end.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !is_escaped => return at + 1,
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    rest_of_line(text)
}

fn character(text: &str) -> usize {
    let line = ahead(text, LONGEST_CHARACTER);
    let line = &line[..rest_of_line(line)];
    let mut is_escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        if c == '\'' && !is_escaped && at > 1 {
            return at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    1
}

/// The length of a raw text or of one with a prefix, if it is one.
fn raw(text: &str) -> Option<usize> {
    let prefix = text.len() - text.trim_start_matches(['b', 'r']).len();
    let after = text.get(prefix..).filter(|_| matches!(&text[..prefix], "r" | "b" | "br"))?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    let open = after[hashes..].strip_prefix('"')?;
    if !text[..prefix].ends_with('r') {
        return (hashes == 0).then(|| prefix + quoted(after));
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let length = ahead(open, LONGEST_RAW).find(&close).map(|length| prefix + hashes + 1 + length + close.len());
    Some(length.unwrap_or_else(|| rest_of_line(text)))
}

/// The length of a comment that may hold others; all of the text if it does not end.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" if depth == 1 => return at + 2,
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    text.len()
}

/// The pieces that go over the end of a line: whoever begins at a line must know whether it stands in one.
pub(super) fn over_lines(text: &str) -> Vec<(Range<usize>, Piece)> {
    let long = |(range, _): &(Range<usize>, Piece)| text.as_bytes()[range.clone()].contains(&b'\n');
    Pieces::new(text, 0).filter(long).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(text: &str) -> Vec<(&str, Piece)> {
        Pieces::new(text, 0).map(|(range, piece)| (&text[range], piece)).collect()
    }

    #[test]
    fn each_kind_is_told_apart() {
        use Piece::{Comment, Field, Number, Quoted, Word};
        let text = "Dataset(a : -1_000.5e, // c\n b: \"x\\\"y\", r#\"r\"\"#, /* /* */ */ 'q', None, b\"z\", 'a)";
        let expected = [
            ("Dataset", Word),
            ("a", Field),
            ("-1_000.5e", Number),
            ("// c", Comment),
            ("b", Field),
            ("\"x\\\"y\"", Quoted),
            ("r#\"r\"\"#", Quoted),
            ("/* /* */ */", Comment),
            ("'q'", Quoted),
            ("None", Word),
            ("b\"z\"", Quoted),
            ("'", Quoted),
            ("a", Word),
        ];
        assert_eq!(pieces(text), expected);
    }

    #[test]
    fn what_does_not_end_ends_with_its_line_or_the_text() {
        assert_eq!(pieces("\"ab\nx"), [("\"ab", Piece::Quoted), ("x", Piece::Word)]);
        assert_eq!(pieces("/* ab\nx"), [("/* ab\nx", Piece::Comment)]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_a_gap_or_an_overlap(text in "[\"'/*#rb\\\\a1:\u{e9}\n. -]{0,40}") {
            let mut at = 0;
            for (range, _) in Pieces::new(&text, 0) {
                prop_assert!(at <= range.start && range.start < range.end);
                at = range.end;
            }
            for (range, piece) in over_lines(&text) {
                let found = Pieces::new(&text, range.start).next();
                prop_assert_eq!(found, Some((range, piece)));
            }
        }
    }
}
