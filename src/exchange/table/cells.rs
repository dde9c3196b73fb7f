//! The cells of a table as text, row by row, held in one piece.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// The most cells that a row may have: as many as a spreadsheet has columns.
pub const MOST_COLUMNS: usize = 16_384;
/// The most rows.
pub const MOST_ROWS: usize = 20_000_000;
/// The most cells, those left empty between others counted too.
pub const MOST_CELLS: usize = 100_000_000;
/// The most bytes of a cell.
pub const LONGEST_CELL: usize = 1 << 20;
/// The most bytes of all cells together.
pub const LONGEST_TEXT: usize = 1 << 30;

/// Tells work that is under way elsewhere to end.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the end was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The same if they are of the same work.
impl PartialEq for Stop {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Rows of cells; rows may differ in length. Indices count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    /// How many cells there are up to the end of each row.
    rows: Vec<u32>,
    widest: usize,
}

/// A limit that a table goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// `MOST_COLUMNS`
    Columns,
    /// `MOST_ROWS`
    Rows,
    /// `MOST_CELLS`
    Cells,
    /// `LONGEST_CELL`
    Cell,
    /// `LONGEST_TEXT`
    Text,
}

impl Cells {
    /// Without any, with room for so many bytes of text.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes.min(LONGEST_TEXT)), ..Self::default() }
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The number of cells of the longest row.
    pub fn width(&self) -> usize {
        self.widest
    }

    /// The number of cells of a row.
    pub fn width_of(&self, row: usize) -> usize {
        self.cells_of(row).len()
    }

    /// A cell; empty where there is none.
    pub fn get(&self, row: usize, column: usize) -> &str {
        let cells = self.cells_of(row);
        if column < cells.len() { self.cell(cells.start + column) } else { "" }
    }

    /// The cells of a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        self.cells_of(row).map(|index| self.cell(index))
    }

    fn cells_of(&self, row: usize) -> std::ops::Range<usize> {
        let Some(end) = self.rows.get(row) else { return 0..0 };
        let start = if row == 0 { 0 } else { self.rows[row - 1] };
        start as usize..*end as usize
    }

    fn cell(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// Adds a cell to the row that is being made.
    pub fn push(&mut self, cell: &str) -> Result<(), Limit> {
        if cell.len() > LONGEST_CELL {
            return Err(Limit::Cell);
        }
        if self.text.len() + cell.len() > LONGEST_TEXT {
            return Err(Limit::Text);
        }
        if self.ends.len() >= MOST_CELLS {
            return Err(Limit::Cells);
        }
        if self.open_width() >= MOST_COLUMNS {
            return Err(Limit::Columns);
        }
        self.text.push_str(cell);
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    /// The number of cells of the row that is being made.
    pub fn open_width(&self) -> usize {
        self.ends.len() - self.rows.last().map_or(0, |end| *end as usize)
    }

    /// Ends the row that is being made.
    pub fn end_row(&mut self) -> Result<(), Limit> {
        if self.rows.len() >= MOST_ROWS {
            return Err(Limit::Rows);
        }
        self.widest = self.widest.max(self.open_width());
        self.rows.push(self.ends.len() as u32);
        Ok(())
    }

    /// Takes empty rows off the end.
    pub fn trim_end(&mut self) {
        while self.height() > 0 && self.row(self.height() - 1).all(|cell| cell.trim().is_empty()) {
            self.rows.pop();
            let cells = self.rows.last().map_or(0, |end| *end as usize);
            self.ends.truncate(cells);
            self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
        }
    }
}

/// The first bytes of a text, at most so many, cut between characters.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_any_length_are_held_as_they_come() {
        let mut cells = Cells::default();
        for row in [&["a", "bc"][..], &[], &["", "d", "é"], &["", " "], &[]] {
            for cell in row {
                cells.push(cell).expect("room");
            }
            cells.end_row().expect("room");
        }
        assert_eq!((cells.height(), cells.width(), cells.width_of(1)), (5, 3, 0));
        assert_eq!((cells.get(0, 1), cells.get(2, 2), cells.get(1, 0), cells.get(9, 9)), ("bc", "é", "", ""));
        cells.trim_end();
        assert_eq!(cells.height(), 3);
        assert_eq!(cells.row(2).collect::<Vec<_>>(), ["", "d", "é"]);
    }

    #[test]
    fn no_row_is_wider_than_a_spreadsheet() {
        let mut cells = Cells::default();
        (0..MOST_COLUMNS).for_each(|_| cells.push("").expect("room"));
        assert_eq!(cells.push(""), Err(Limit::Columns));
        assert_eq!(Cells::default().push(&"x".repeat(LONGEST_CELL + 1)), Err(Limit::Cell));
    }
}
