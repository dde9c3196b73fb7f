//! The text that is looked at, cut into the rows that are drawn.

use std::ops::Range;

/// A line of more bytes than this is shown in several rows, so that a row is always quick to lay out.
const LONGEST_ROW: usize = 400;
const MARK: char = '\u{feff}';

/// A stretch of a line, without the line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub start: usize,
    pub end: usize,
    /// The line it belongs to, from 1.
    pub line: usize,
}

/// A text with its rows. All positions are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    text: String,
    rows: Vec<Row>,
    longest: usize,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new(String::new())
    }
}

impl Buffer {
    pub fn new(text: String) -> Self {
        let (rows, longest) = rows(&text);
        Self { text, rows, longest }
    }

    /// The bytes of the longest row.
    pub fn longest(&self) -> usize {
        self.longest
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// At least one.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn line_count(&self) -> usize {
        self.rows.last().map_or(1, |row| row.line)
    }

    /// Whether a row is the first of its line.
    pub fn begins_line(&self, row: usize) -> bool {
        row == 0 || self.rows[row - 1].line != self.rows[row].line
    }

    /// The first place that a caret can have; a byte order mark stays before it.
    pub fn start(&self) -> usize {
        self.rows[0].start
    }

    /// The last place that a caret can have.
    pub fn end(&self) -> usize {
        self.rows[self.rows.len() - 1].end
    }

    /// The row that a byte stands in.
    pub fn row_of(&self, byte: usize) -> usize {
        self.rows.partition_point(|row| row.start <= byte).saturating_sub(1)
    }

    /// The next place at or before a byte where a caret can stand.
    pub fn clamp(&self, byte: usize) -> usize {
        let row = self.rows[self.row_of(byte)];
        let mut at = byte.clamp(row.start, row.end);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The row and the column, in characters and from 0, of a byte.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let row = self.row_of(byte);
        let start = self.rows[row].start;
        (row, self.text[start..self.clamp(byte)].chars().count())
    }

    /// The byte at a column of a row, or at the row's end.
    pub fn byte_at(&self, row: usize, column: usize) -> usize {
        let Some(Row { start, end, .. }) = self.rows.get(row).copied() else { return self.end() };
        self.text[start..end].char_indices().nth(column).map_or(end, |(at, _)| start + at)
    }

    /// The bytes of the line that a byte stands in, without its end.
    pub fn line_range(&self, byte: usize) -> Range<usize> {
        let row = self.row_of(byte);
        let line = self.rows[row].line;
        let first = self.rows[..row].iter().rposition(|r| r.line != line).map_or(0, |at| at + 1);
        let after = self.rows[row..].iter().position(|r| r.line != line).map_or(self.rows.len(), |at| row + at);
        self.rows[first].start..self.rows[after - 1].end
    }

    /// The bytes of the lines that a range touches, without the end of the last.
    pub fn lines_of(&self, range: &Range<usize>) -> Range<usize> {
        self.line_range(range.start).start..self.line_range(range.end).end
    }

    /// How lines end where a byte stands: as its line does, or as the line before.
    pub fn line_end_at(&self, byte: usize) -> &'static str {
        let end = self.line_range(byte).end;
        let rest = &self.text[end..];
        let is_windows = if rest.is_empty() {
            self.text[..end].rfind('\n').is_some_and(|at| self.text[..at].ends_with('\r'))
        } else {
            rest.starts_with("\r\n")
        };
        if is_windows { "\r\n" } else { "\n" }
    }

    /// Puts something in the place of a stretch.
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        self.text.replace_range(range, text);
        (self.rows, self.longest) = rows(&self.text);
    }
}

/// The rows of a text, and the bytes of the longest.
fn rows(text: &str) -> (Vec<Row>, usize) {
    let mut rows = Vec::new();
    let mut start = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let mut line = 1;
    loop {
        let length = text[start..].find('\n');
        let next = length.map(|length| start + length + 1);
        let end = match length {
            Some(length) if text[start..start + length].ends_with('\r') => start + length - 1,
            Some(length) => start + length,
            None => text.len(),
        };
        while end - start > LONGEST_ROW {
            let cut = (0..=LONGEST_ROW).rev().map(|length| start + length).find(|at| text.is_char_boundary(*at));
            let cut = cut.filter(|cut| *cut > start).unwrap_or(end);
            rows.push(Row { start, end: cut, line });
            start = cut;
        }
        rows.push(Row { start, end, line });
        let Some(next) = next else { break };
        start = next;
        line += 1;
    }
    let longest = rows.iter().map(|row| row.end - row.start).max().unwrap_or(0);
    (rows, longest)
}

/// Where two texts differ: the stretch of the old one that became the stretch of the new one.
pub(super) fn difference(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let mut before = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    while !(old.is_char_boundary(before) && new.is_char_boundary(before)) {
        before -= 1;
    }
    let room = a.len().min(b.len()) - before;
    let mut after = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    while !(old.is_char_boundary(a.len() - after) && new.is_char_boundary(b.len() - after)) {
        after -= 1;
    }
    (before..a.len() - after, before..b.len() - after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_in_either_way_and_a_mark_is_no_place() {
        let buffer = Buffer::new("\u{feff}ab\r\n\r\né\nx".to_owned());
        let texts: Vec<_> = buffer.rows().iter().map(|row| &buffer.text()[row.start..row.end]).collect();
        assert_eq!(texts, ["ab", "", "é", "x"]);
        assert_eq!((buffer.start(), buffer.line_count()), (3, 4));
        assert_eq!([buffer.line_end_at(3), buffer.line_end_at(9), buffer.line_end_at(12)], ["\r\n", "\n", "\n"]);
        assert_eq!(buffer.clamp(6), 5, "not between the two characters of a line's end");
        assert_eq!(buffer.clamp(10), 9, "not inside a character");
    }

    #[test]
    fn long_lines_are_cut_into_rows_of_one_line() {
        let buffer = Buffer::new(format!("a\n{}\nb", "é".repeat(1000)));
        assert_eq!((buffer.line_count(), buffer.rows().len()), (3, 7));
        assert_eq!(buffer.line_range(1000), 2..2002);
        assert!(buffer.begins_line(1) && !buffer.begins_line(2));
    }

    proptest! {
        #[test]
        fn places_and_bytes_say_the_same(text in "\u{feff}?[a-c\u{e9}\n\r\t]{0,60}", byte in 0_usize..80) {
            let buffer = Buffer::new(text);
            let at = buffer.clamp(byte);
            let (row, column) = buffer.place(at);
            prop_assert_eq!(buffer.byte_at(row, column), at);
            prop_assert!(buffer.line_range(at).start <= at && at <= buffer.line_range(at).end);
        }

        #[test]
        fn a_difference_leads_from_one_text_to_the_other(old in "[a-b\u{e9}\u{e8}]{0,12}", new in "[a-b\u{e9}\u{e8}]{0,12}") {
            let (from, to) = difference(&old, &new);
            let mut text = old.clone();
            text.replace_range(from, &new[to]);
            prop_assert_eq!(text, new);
        }
    }
}
