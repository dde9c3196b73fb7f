//! Text with delimiters between its cells: CSV, TSV and their kin.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::{
    TableError,
    cells::{Cells, LONGEST_CELL, Limit, MOST_COLUMNS, MOST_ROWS, Stop, head},
};

/// The delimiters that are looked for, in the order in which a tie is decided.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// So many rows are read between two looks at whether to stop.
const ROWS_AT_ONCE: usize = 4096;

/// The most bytes of a row.
const LONGEST_ROW: usize = 16 * LONGEST_CELL;

/// Splits a text into cells. Lines may end in any way; quotes are doubled within quotes; empty lines are rows without
/// cells.
///
/// # Errors
/// When a row or a cell is beyond the limits, or a quote is opened and never closed.
pub fn split(text: &str, delimiter: u8, quote: Option<u8>, stop: &Stop) -> Result<Cells, TableError> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).quoting(quote.is_some()).quote(quote.unwrap_or(b'"'));
    let mut reader = builder.build();
    let mut cells = Cells::with_capacity(text.len());
    let mut row = RowBuffer::new(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last = 0;
    while at < bytes.len() {
        at += usize::from(at > 0 && bytes[at - 1] == b'\r' && bytes[at] == b'\n');
        let blank = blank_lines(&bytes[at..]);
        at += blank.bytes;
        if at == bytes.len() {
            break;
        }
        let place = |cells: &Cells, limit| TableError::Limit { limit, row: cells.height() + 1 };
        for _ in 0..blank.lines.min(MOST_ROWS) {
            cells.end_row().map_err(|limit| place(&cells, limit))?;
        }
        last = at;
        at += row.read(&mut reader, &bytes[at..]).map_err(|limit| {
            let is_in_quotes = quote.and_then(|quote| Some((quote, unclosed(&bytes[last..], delimiter, quote)?)));
            match is_in_quotes {
                Some((quote, offset)) if limit != Limit::Columns => unclosed_at(text, last + offset, quote),
                _ => place(&cells, limit),
            }
        })?;
        row.give(&mut cells).map_err(|limit| place(&cells, limit))?;
        if cells.height().is_multiple_of(ROWS_AT_ONCE) && stop.is_asked() {
            return Err(TableError::Stopped);
        }
    }
    if let Some(quote) = quote
        && let Some(offset) = unclosed(&bytes[last..], delimiter, quote)
    {
        return Err(unclosed_at(text, last + offset, quote));
    }
    cells.trim_end();
    Ok(cells)
}

/// The row that is being read.
struct RowBuffer {
    text: Vec<u8>,
    ends: Vec<usize>,
    length: usize,
    count: usize,
}

impl RowBuffer {
    /// Room for rows of a text of so many bytes.
    fn new(bytes: usize) -> Self {
        // One end more than there may be columns, so that the last allowed one does not fill it.
        Self { text: vec![0; bytes.clamp(1, LONGEST_ROW)], ends: vec![0; MOST_COLUMNS + 1], length: 0, count: 0 }
    }

    /// Reads one row; how many bytes it takes.
    fn read(&mut self, reader: &mut csv_core::Reader, bytes: &[u8]) -> Result<usize, Limit> {
        (self.length, self.count) = (0, 0);
        let mut taken = 0;
        loop {
            let (text, ends) = (&mut self.text[self.length..], &mut self.ends[self.count..]);
            let (result, read, written, ended) = reader.read_record(&bytes[taken..], text, ends);
            taken += read;
            self.length += written;
            self.count += ended;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(taken),
                // At the end of the text the reader is asked once more, with nothing left: that is its sign.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => return Err(Limit::Cell),
                ReadRecordResult::OutputEndsFull => return Err(Limit::Columns),
            }
        }
    }

    fn give(&self, cells: &mut Cells) -> Result<(), Limit> {
        if self.count > MOST_COLUMNS {
            return Err(Limit::Columns);
        }
        // Cut from a text at bytes that are characters of their own, so it is text itself.
        let text = std::str::from_utf8(&self.text[..self.length]).unwrap_or_default();
        let mut start = 0;
        for end in &self.ends[..self.count] {
            cells.push(text.get(start..*end).unwrap_or_default())?;
            start = *end;
        }
        cells.end_row()
    }
}

/// Empty lines.
struct Blank {
    lines: usize,
    bytes: usize,
}

/// The empty lines at the start.
fn blank_lines(bytes: &[u8]) -> Blank {
    let (mut lines, mut at) = (0, 0);
    loop {
        match bytes.get(at) {
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(b'\r' | b'\n') => at += 1,
            _ => return Blank { lines, bytes: at },
        }
        lines += 1;
    }
}

fn unclosed_at(text: &str, at: usize, quote: u8) -> TableError {
    let line = text[..at].matches('\n').count() + 1;
    TableError::Unclosed { line, quote: char::from(quote) }
}

/// Where the quote stands that is still open at the end of these bytes, which begin with a row.
fn unclosed(bytes: &[u8], delimiter: u8, quote: u8) -> Option<usize> {
    let mut opened = None;
    let mut starts_cell = true;
    for (at, byte) in bytes.iter().enumerate() {
        match opened {
            // A doubled quote closes and opens again, which comes to the same.
            Some(_) if *byte == quote => {
                opened = None;
                starts_cell = bytes.get(at + 1) == Some(&quote);
            }
            Some(_) => {}
            None if *byte == quote && starts_cell => opened = Some(at),
            None => starts_cell = *byte == delimiter || *byte == b'\n' || *byte == b'\r',
        }
    }
    opened
}

/// The delimiter that parts the lines of a text most evenly into most cells.
pub fn likeliest_delimiter(text: &str) -> u8 {
    const LINES: usize = 400;
    // Cut at a line's end, so that no quote is left open by the cut alone.
    let sample = head(text, 1 << 22);
    let sample = sample.match_indices('\n').nth(LINES).map_or(sample, |(at, _)| &sample[..at]);
    let score = |delimiter: u8| {
        let Ok(cells) = split(sample, delimiter, Some(b'"'), &Stop::default()) else { return (0, 0) };
        let widths: Vec<usize> = (0..cells.height()).map(|row| cells.width_of(row)).filter(|w| *w > 1).collect();
        // Rows of the width that is most frequent count; others (titles, notes with commas in them) don't.
        let (width, rows) = most_frequent(&widths);
        (rows, width)
    };
    let mut best = (DELIMITERS[0], (0_usize, 0_usize));
    for delimiter in DELIMITERS {
        let found = score(delimiter);
        // A few rows more by one delimiter don't outweigh many more cells by another.
        let is_better = found.0 * found.1.saturating_sub(1) > best.1.0 * best.1.1.saturating_sub(1);
        let is_odd = best.1.0 > 0 && found.0 * 2 < best.1.0;
        if is_better && !is_odd {
            best = (delimiter, found);
        }
    }
    best.0
}

/// The value that is there most often, and how often; of equals the largest.
pub(super) fn most_frequent(values: &[usize]) -> (usize, usize) {
    let mut counts = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(*value).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(value, count)| (*count, *value)).unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let cells = split(text, b',', Some(b'"'), &Stop::default()).expect("a table");
        (0..cells.height()).map(|row| cells.row(row).map(str::to_owned).collect()).collect()
    }

    #[test]
    fn lines_end_in_any_way_and_empty_ones_are_rows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,\"x,\"\"y\"\"\"", "", ""].join(end);
            assert_eq!(rows(&text), [vec!["a", "b"], vec![], vec!["1", "x,\"y\""]], "{text:?}");
        }
        assert_eq!(rows("\n\na\n"), [vec![], vec![], vec!["a"]]);
        assert_eq!(rows("a,\"b\r\nc\"\r\nd,"), [["a", "b\r\nc"], ["d", ""]]);
        assert_eq!(rows(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_by_its_line() {
        for (text, line) in [("a,b\n1,\"x\ny,2\n3,4\n", 2), ("a\n\"", 2), ("\"a\"\"\nb", 1), ("a,\"b\"c\",\"d", 1)] {
            let found = split(text, b',', Some(b'"'), &Stop::default());
            assert_eq!(found, Err(TableError::Unclosed { line, quote: '"' }), "{text:?}");
            assert!(split(text, b',', None, &Stop::default()).is_ok());
        }
        assert_eq!(rows("5\" pipe,6\n"), [["5\" pipe", "6"]]);
    }

    #[test]
    fn rows_beyond_the_limits_are_refused() {
        let wide = format!("a,b\n{}", ",".repeat(1_000_000));
        let want = TableError::Limit { limit: Limit::Columns, row: 2 };
        assert_eq!(split(&wide, b',', Some(b'"'), &Stop::default()), Err(want));
        let long = format!("a\n{}", "x".repeat(LONGEST_CELL + 1));
        let want = TableError::Limit { limit: Limit::Cell, row: 2 };
        assert_eq!(split(&long, b',', Some(b'"'), &Stop::default()), Err(want));
        let open = format!("a\n1,\"{}", "x,\n".repeat(LONGEST_ROW));
        assert_eq!(split(&open, b',', Some(b'"'), &Stop::default()), Err(TableError::Unclosed { line: 2, quote: '"' }));
        let most = ",".repeat(MOST_COLUMNS - 1) + "a";
        assert_eq!(rows(&most)[0].len(), MOST_COLUMNS);
    }

    #[test]
    fn the_delimiter_is_the_one_that_parts_most_evenly() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("Año;México\n2008;1,5\n2009;2,25\n", b';'),
            ("Notes, with commas, and more\n\na\tb\tc\n1\t2\t3\n4\t5\t6\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("Mexico; all of it,2008,5\nPeru,2008,6\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(likeliest_delimiter(text)), char::from(delimiter), "{text:?}");
        }
    }
}
