//! Where the keys lead to from a cell.

use super::{range::Place, sheet::Sheet};

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One column to the left.
    Left,
    /// One column to the right.
    Right,
    /// To the right, at the end of a row to the start of the one below.
    Forward,
    /// To the left, at the start of a row to the end of the one above.
    Back,
    /// As many rows up as are in sight.
    PageUp,
    /// As many rows down as are in sight.
    PageDown,
    /// As many columns to the left as are in sight.
    PageLeft,
    /// As many columns to the right as are in sight.
    PageRight,
    /// Up to the edge of the data.
    EdgeUp,
    /// Down to the edge of the data.
    EdgeDown,
    /// Left to the edge of the data.
    EdgeLeft,
    /// Right to the edge of the data.
    EdgeRight,
    /// The first column of the row.
    RowStart,
    /// The last column of the row.
    RowEnd,
    /// The first cell.
    SheetStart,
    /// The last cell.
    SheetEnd,
}

impl Motion {
    /// Where this leads to from `from`. `page` is the number of rows and of columns in sight. Stays in the sheet.
    pub fn lead(self, sheet: &Sheet, from: Place, page: (usize, usize)) -> Place {
        let (rows, columns) = (sheet.row_count(), sheet.column_count());
        let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
        let Place { row, column } = from;
        let page = (page.0.max(1), page.1.max(1));
        let down =
            |start: usize, forwards| edge(start, last_row, forwards, |row| sheet.is_filled(Place { row, column }));
        let across = |start: usize, forwards| {
            edge(start, last_column, forwards, |column| sheet.is_filled(Place { row, column }))
        };
        let (row, column) = match self {
            Self::Up => (row.saturating_sub(1), column),
            Self::Down => (row + 1, column),
            Self::Left => (row, column.saturating_sub(1)),
            Self::Right => (row, column + 1),
            Self::Forward if column < last_column => (row, column + 1),
            Self::Forward if row < last_row => (row + 1, 0),
            Self::Back if column > 0 => (row, column - 1),
            Self::Back if row > 0 => (row - 1, last_column),
            Self::Forward | Self::Back => (row, column),
            Self::PageUp => (row.saturating_sub(page.0), column),
            Self::PageDown => (row + page.0, column),
            Self::PageLeft => (row, column.saturating_sub(page.1)),
            Self::PageRight => (row, column + page.1),
            Self::EdgeUp => (down(row, false), column),
            Self::EdgeDown => (down(row, true), column),
            Self::EdgeLeft => (row, across(column, false)),
            Self::EdgeRight => (row, across(column, true)),
            Self::RowStart => (row, 0),
            Self::RowEnd => (row, last_column),
            Self::SheetStart => (0, 0),
            Self::SheetEnd => (last_row, last_column),
        };
        Place { row: row.min(last_row), column: column.min(last_column) }
    }
}

/// The edge of the data as spreadsheets have it: from inside a block to its end, else to the next filled cell, else to
/// the end of the table.
fn edge(start: usize, last: usize, forwards: bool, is_filled: impl Fn(usize) -> bool) -> usize {
    let end = if forwards { last } else { 0 };
    let next = |at: usize| if forwards { at + 1 } else { at - 1 };
    if start == end {
        return end;
    }
    let mut at = next(start);
    if is_filled(start) && is_filled(at) {
        while at != end && is_filled(next(at)) {
            at = next(at);
        }
    } else {
        while at != end && !is_filled(at) {
            at = next(at);
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_of_the_data_is_that_of_a_block_or_the_next_one() {
        let filled = |at: usize| matches!(at, 1..=3 | 6 | 8..=9);
        let to = |start, forwards| edge(start, 11, forwards, filled);
        for (start, want) in [(0, 1), (1, 3), (2, 3), (3, 6), (4, 6), (6, 8), (8, 9), (9, 11), (11, 11)] {
            assert_eq!(to(start, true), want, "from {start}");
        }
        for (start, want) in [(11, 9), (9, 8), (8, 6), (6, 3), (3, 1), (2, 1), (1, 0), (0, 0)] {
            assert_eq!(to(start, false), want, "back from {start}");
        }
    }
}
