//! A rectangle of cells: by what its corners are called, so that it survives changes of the table, and by where they
//! are now.

use std::ops::RangeInclusive;

use super::sheet::{Column, Row, Sheet};
use crate::{
    model::{Id, SectionKind},
    session::Selection,
};

/// A place in the sheet: row and column, counted from 0 at the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// A rectangle of places, with both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The top left corner.
    pub first: Place,
    /// The bottom right corner.
    pub last: Place,
}

impl Span {
    /// The smallest one with both places.
    pub fn of(a: Place, b: Place) -> Self {
        let first = Place { row: a.row.min(b.row), column: a.column.min(b.column) };
        let last = Place { row: a.row.max(b.row), column: a.column.max(b.column) };
        Self { first, last }
    }

    /// Whether a place is in it.
    pub fn contains(self, place: Place) -> bool {
        self.rows().contains(&place.row) && self.columns().contains(&place.column)
    }

    /// The rows, from top to bottom.
    pub fn rows(self) -> RangeInclusive<usize> {
        self.first.row..=self.last.row
    }

    /// The columns, from left to right.
    pub fn columns(self) -> RangeInclusive<usize> {
        self.first.column..=self.last.column
    }

    /// How many rows there are.
    pub fn height(self) -> usize {
        self.last.row - self.first.row + 1
    }

    /// How many columns there are.
    pub fn width(self) -> usize {
        self.last.column - self.first.column + 1
    }

    /// How many cells there are.
    pub fn count(self) -> usize {
        self.height() * self.width()
    }

    /// Whether it is one cell.
    pub fn is_single(self) -> bool {
        self.first == self.last
    }

    /// Every place, row by row.
    pub fn places(self) -> impl Iterator<Item = Place> {
        self.rows().flat_map(move |row| self.columns().map(move |column| Place { row, column }))
    }

    /// The place that follows in it, row by row or column by column, from the last one back to the first.
    #[must_use]
    pub fn cycle(self, from: Place, by_rows: bool, backwards: bool) -> Place {
        let (height, width) = (self.height(), self.width());
        let (row, column) = (from.row - self.first.row, from.column - self.first.column);
        let position = if by_rows { row * width + column } else { column * height + row };
        let count = self.count();
        let next = if backwards { (position + count - 1) % count } else { (position + 1) % count };
        let (row, column) = if by_rows { (next / width, next % width) } else { (next % height, next / height) };
        Place { row: self.first.row + row, column: self.first.column + column }
    }
}

/// A cell by what its row and its column are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellKey {
    /// The row.
    pub row: Row,
    /// The column.
    pub column: Column,
}

/// Whether a range reaches over the whole table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Whole {
    /// From corner to corner.
    #[default]
    No,
    /// All columns of its rows.
    Rows,
    /// All rows of its columns.
    Columns,
    /// Every cell.
    All,
}

/// A selected rectangle of cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellRange {
    /// The cell that typing goes to.
    pub active: CellKey,
    /// The corner that stays when the range is extended.
    pub anchor: CellKey,
    /// The corner that moves.
    pub focus: CellKey,
    /// Whether it reaches over the whole table.
    pub whole: Whole,
}

/// Where a range is in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The cell that typing goes to.
    pub active: Place,
    /// The corner that stays when the range is extended.
    pub anchor: Place,
    /// The corner that moves.
    pub focus: Place,
    /// Whether the range reaches over the whole table.
    pub whole: Whole,
    /// All cells of it.
    pub span: Span,
}

impl Selected {
    /// The rectangle between two corners, in a sheet of this size, with the anchor as its active cell.
    pub fn new(sheet: &Sheet, anchor: Place, focus: Place, whole: Whole) -> Self {
        let last = Place { row: sheet.row_count().saturating_sub(1), column: sheet.column_count().saturating_sub(1) };
        let mut span = Span::of(anchor, focus);
        if matches!(whole, Whole::Columns | Whole::All) {
            (span.first.row, span.last.row) = (0, last.row);
        }
        if matches!(whole, Whole::Rows | Whole::All) {
            (span.first.column, span.last.column) = (0, last.column);
        }
        Self { active: anchor, anchor, focus, whole, span }
    }

    /// One cell.
    pub fn cell(place: Place) -> Self {
        let span = Span::of(place, place);
        Self { active: place, anchor: place, focus: place, whole: Whole::No, span }
    }

    /// The same with another active cell.
    #[must_use]
    pub fn with_active(self, active: Place) -> Self {
        Self { active, ..self }
    }

    /// The range as a selection; one cell of a series and a period is a plain `Cell`. `None` outside the sheet.
    pub fn to_selection(self, sheet: &Sheet) -> Option<Selection> {
        let (active, anchor, focus) = (sheet.key(self.active)?, sheet.key(self.anchor)?, sheet.key(self.focus)?);
        if anchor == focus
            && self.whole == Whole::No
            && let (Row::Period(at), Column::Series(series)) = (&active.row, &active.column)
        {
            return Some(Selection::Cell { series: series.clone(), at: *at });
        }
        Some(Selection::Cells(Box::new(CellRange { active, anchor, focus, whole: self.whole })))
    }
}

impl CellRange {
    /// Where it is in a sheet. `None` when the active cell is not shown.
    pub fn places(&self, sheet: &Sheet) -> Option<Selected> {
        let active = sheet.place_of(&self.active)?;
        let place = |key| sheet.place_of(key).unwrap_or(active);
        Some(Selected::new(sheet, place(&self.anchor), place(&self.focus), self.whole).with_active(active))
    }

    /// The same range after an item got another id.
    #[must_use]
    pub fn renamed(&self, section: SectionKind, id: &Id, to: &Id) -> Self {
        let mut renamed = self.clone();
        for key in [&mut renamed.active, &mut renamed.anchor, &mut renamed.focus] {
            match &mut key.row {
                Row::Item { section: of, id: item } if *of == section && item == id => item.clone_from(to),
                Row::Observation { series, .. } if section == SectionKind::Series && series == id => {
                    series.clone_from(to);
                }
                _ => {}
            }
            match &mut key.column {
                Column::Series(series) if section == SectionKind::Series && series == id => series.clone_from(to),
                _ => {}
            }
        }
        renamed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: usize, column: usize) -> Place {
        Place { row, column }
    }

    #[test]
    fn a_span_is_the_same_from_every_corner() {
        let span = Span::of(at(3, 1), at(1, 2));
        assert_eq!((span.first, span.last), (at(1, 1), at(3, 2)));
        assert_eq!((span.height(), span.width(), span.count()), (3, 2, 6));
        assert_eq!(span.places().count(), 6);
        assert!(span.contains(at(2, 1)) && !span.contains(at(2, 0)) && !span.contains(at(4, 1)));
    }

    #[test]
    fn cycling_comes_by_every_place_once_and_back() {
        let span = Span::of(at(1, 1), at(3, 2));
        for (by_rows, second) in [(true, at(1, 2)), (false, at(2, 1))] {
            assert_eq!(span.cycle(at(1, 1), by_rows, false), second);
            let mut seen = vec![at(1, 1)];
            loop {
                let next = span.cycle(seen[seen.len() - 1], by_rows, false);
                assert_eq!(span.cycle(next, by_rows, true), seen[seen.len() - 1]);
                if next == seen[0] {
                    break;
                }
                assert!(span.contains(next) && !seen.contains(&next));
                seen.push(next);
            }
            assert_eq!(seen.len(), 6);
        }
    }
}
