//! Where the caret goes.

use std::ops::Range;

use super::buffer::Buffer;

/// The place where typing happens, and the other end of what is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Caret {
    /// The byte that the caret stands before.
    pub at: usize,
    /// Where the selection began; the same place when nothing is selected.
    pub anchor: usize,
    /// The column to keep to on the way up and down.
    column: Option<usize>,
}

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    Left,
    Right,
    WordLeft,
    WordRight,
    /// So many rows down; up when negative.
    Rows(isize),
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

impl Caret {
    pub fn at(byte: usize) -> Self {
        Self { at: byte, anchor: byte, column: None }
    }

    /// With a stretch selected, the caret at its end.
    pub fn over(range: Range<usize>) -> Self {
        Self { at: range.end, anchor: range.start, column: None }
    }

    /// What is selected.
    pub fn range(self) -> Range<usize> {
        self.at.min(self.anchor)..self.at.max(self.anchor)
    }

    pub fn selects_nothing(self) -> bool {
        self.at == self.anchor
    }

    /// The caret at another place; the selection reaches there when it is extended.
    pub fn moved_to(self, byte: usize, is_extending: bool) -> Self {
        Self { at: byte, anchor: if is_extending { self.anchor } else { byte }, column: None }
    }

    pub fn go(self, motion: Motion, is_extending: bool, buffer: &Buffer) -> Self {
        let text = buffer.text();
        let selection = self.range();
        let to = match motion {
            Motion::Left if !is_extending && !self.selects_nothing() => selection.start,
            Motion::Right if !is_extending && !self.selects_nothing() => selection.end,
            Motion::Left => before(buffer, self.at),
            Motion::Right => after(buffer, self.at),
            Motion::WordLeft => word_before(buffer, self.at),
            Motion::WordRight => word_after(buffer, self.at),
            Motion::LineStart => {
                let line = buffer.line_range(self.at);
                let blank = text[line.clone()].len() - text[line.clone()].trim_start_matches([' ', '\t']).len();
                if self.at == line.start + blank { line.start } else { line.start + blank }
            }
            Motion::LineEnd => buffer.line_range(self.at).end,
            Motion::TextStart => buffer.start(),
            Motion::TextEnd => buffer.end(),
            Motion::Rows(rows) => return self.go_rows(rows, is_extending, buffer),
        };
        self.moved_to(to, is_extending)
    }

    fn go_rows(self, rows: isize, is_extending: bool, buffer: &Buffer) -> Self {
        let (row, column) = buffer.place(self.at);
        let column = self.column.unwrap_or(column);
        let last = buffer.rows().len() - 1;
        let to = match row.checked_add_signed(rows) {
            None => buffer.start(),
            Some(to) if to > last => buffer.end(),
            Some(to) => buffer.byte_at(to, column),
        };
        Self { column: Some(column), ..self.moved_to(to, is_extending) }
    }
}

/// The place of the character before.
pub(super) fn before(buffer: &Buffer, byte: usize) -> usize {
    match byte {
        byte if byte <= buffer.start() => buffer.start(),
        byte => buffer.clamp(byte - 1),
    }
}

/// The place behind the character that follows; the two characters of a line's end are one step.
pub(super) fn after(buffer: &Buffer, byte: usize) -> usize {
    let rest = &buffer.text()[byte..];
    if rest.starts_with("\r\n") {
        return byte + 2;
    }
    rest.chars().next().map_or(byte, |c| byte + c.len_utf8())
}

#[derive(PartialEq, Eq)]
enum Kind {
    Blank,
    Word,
    Sign,
}

fn kind(c: char) -> Kind {
    match c {
        c if c.is_whitespace() => Kind::Blank,
        c if c.is_alphanumeric() || c == '_' => Kind::Word,
        _ => Kind::Sign,
    }
}

fn word_after(buffer: &Buffer, byte: usize) -> usize {
    let rest = &buffer.text()[byte..];
    let Some(first) = rest.chars().next().map(kind) else { return byte };
    let word = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
    let blank = rest[word..].len() - rest[word..].trim_start_matches([' ', '\t']).len();
    // The end of a line is a place to stop at.
    let end = buffer.line_range(byte).end;
    if byte == end { after(buffer, byte) } else { (byte + word + blank).min(end) }
}

fn word_before(buffer: &Buffer, byte: usize) -> usize {
    let line = buffer.line_range(byte);
    if byte <= line.start {
        return before(buffer, byte);
    }
    let until = &buffer.text()[line.start..byte];
    let word_end = until.trim_end_matches([' ', '\t']);
    let Some(last) = word_end.chars().next_back().map(kind) else { return line.start };
    line.start + word_end.trim_end_matches(|c| kind(c) == last).len()
}

/// The word, or whatever is of one kind, that a byte stands in.
pub(super) fn word_at(buffer: &Buffer, byte: usize) -> Range<usize> {
    let line = buffer.line_range(byte);
    let text = buffer.text();
    let (until, rest) = (&text[line.start..byte], &text[byte..line.end]);
    let of = match (rest.chars().next().map(kind), until.chars().next_back().map(kind)) {
        (Some(Kind::Sign | Kind::Blank) | None, Some(Kind::Word)) => Kind::Word,
        (Some(kind), _) | (None, Some(kind)) => kind,
        (None, None) => return byte..byte,
    };
    let start = line.start + until.trim_end_matches(|c| kind(c) == of).len();
    let end = line.end - rest.trim_start_matches(|c| kind(c) == of).len();
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str, from: usize, motions: &[Motion]) -> Vec<usize> {
        let buffer = Buffer::new(text.to_owned());
        let mut caret = Caret::at(from);
        let step = |motion: &Motion| {
            caret = caret.go(*motion, false, &buffer);
            caret.at
        };
        motions.iter().map(step).collect()
    }

    #[test]
    fn the_caret_goes_by_character_word_and_row() {
        use Motion::{Left, LineEnd, LineStart, Right, Rows, TextEnd, TextStart, WordLeft, WordRight};
        let text = "  ab: 12,\r\n\r\n  cde";
        assert_eq!(walk(text, 0, &[WordRight; 8]), [2, 4, 6, 8, 9, 11, 13, 15]);
        assert_eq!(walk(text, 18, &[WordLeft; 8]), [15, 13, 11, 9, 8, 6, 4, 2]);
        assert_eq!(walk(text, 9, &[Right, Right, Left, Left]), [11, 13, 11, 9]);
        assert_eq!(walk(text, 4, &[Rows(1), Rows(1), Rows(1), Rows(-2), Rows(-1)]), [11, 17, 18, 4, 0]);
        assert_eq!(walk(text, 5, &[LineStart, LineStart, LineStart, LineEnd]), [2, 0, 2, 9]);
        assert_eq!(walk(text, 5, &[TextEnd, TextStart]), [18, 0]);
    }

    #[test]
    fn what_is_selected_is_left_at_its_ends() {
        let buffer = Buffer::new("abcdef".to_owned());
        let selected = Caret::at(1).go(Motion::Right, true, &buffer).go(Motion::Right, true, &buffer);
        assert_eq!(selected.range(), 1..3);
        assert_eq!(selected.go(Motion::Left, false, &buffer), Caret::at(1));
        assert_eq!(selected.go(Motion::Right, false, &buffer), Caret::at(3));
    }

    #[test]
    fn a_word_is_found_at_either_of_its_ends() {
        let buffer = Buffer::new("a: mexico,".to_owned());
        for at in 3..=9 {
            assert_eq!(word_at(&buffer, at), 3..9, "{at}");
        }
        assert_eq!(word_at(&buffer, 10), 9..10);
    }
}
