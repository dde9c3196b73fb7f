//! The header of a table: one row or several, whose cells reach over those to the right that are empty.

use super::{
    cells::Cells,
    periods::{self, DateOrder, MarkedPeriod},
};
use crate::exchange::marks::is_space;

/// The texts over each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// For each column the texts from top to bottom.
    levels: Vec<Vec<String>>,
    /// The same, joined.
    texts: Vec<String>,
}

impl Header {
    /// The header of a table that starts at a row and has so many.
    pub fn of(cells: &Cells, first_row: usize, rows: usize) -> Self {
        let mut levels = vec![Vec::new(); cells.width()];
        for row in first_row..first_row + rows {
            let is_last = row + 1 == first_row + rows;
            let mut above = String::new();
            for (column, level) in levels.iter_mut().enumerate() {
                let text = plain(cells.get(row, column));
                if !text.is_empty() {
                    above.clone_from(&text);
                    level.push(text);
                } else if !is_last && column > 0 && !above.is_empty() {
                    // A cell above several columns is written in the first of them only.
                    level.push(above.clone());
                }
            }
        }
        let texts = levels.iter().map(|level| level.join(" – ")).collect();
        Self { levels, texts }
    }

    /// What stands over a column, all its levels joined.
    pub fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", String::as_str)
    }

    /// The period that stands over a column.
    pub fn period(&self, column: usize, order: DateOrder) -> Option<MarkedPeriod<'_>> {
        self.levels.get(column)?.iter().find_map(|text| periods::read(text, order))
    }

    /// What else stands over a column with a period.
    pub fn beside_period(&self, column: usize, order: DateOrder) -> String {
        let levels = self.levels.get(column).into_iter().flatten();
        let others: Vec<&str> =
            levels.filter(|text| periods::read(text, order).is_none()).map(String::as_str).collect();
        others.join(" – ")
    }
}

/// A text in one line, with single spaces.
pub(super) fn plain(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
