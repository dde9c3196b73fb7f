//! Figures that are carried from cells of the wide table to others, with all that is said of them.

use super::{
    changes::Changes,
    range::{Place, Span},
    sheet::Sheet,
};
use crate::model::{Id, Observation, Period};

/// Where a span comes to stand that was taken hold of at one of its cells and let go at another cell: within the table.
pub fn carried_to(sheet: &Sheet, from: Span, held: Place, to: Place) -> Span {
    let start = |first: usize, held: usize, to: usize, size: usize, count: usize| {
        (to + first).saturating_sub(held).min(count.saturating_sub(size))
    };
    let first = Place {
        row: start(from.first.row, held.row, to.row, from.height(), sheet.row_count()),
        column: start(from.first.column, held.column, to.column, from.width(), sheet.column_count()),
    };
    let last = Place { row: first.row + from.height() - 1, column: first.column + from.width() - 1 };
    Span { first, last }
}

/// Moves or copies the figures of a span onto another of the same size: every figure of a cell, with its sources and
/// its note. What stood there goes.
pub fn carry(changes: &mut Changes<'_>, sheet: &Sheet, from: Span, to: Span, copies: bool) {
    if from == to {
        return;
    }
    let held: Vec<Vec<Observation>> = from.places().map(|place| figures(sheet, place)).collect();
    let address = |place: Place| sheet.address(place).map(|(series, at)| (series.clone(), at));
    let targets: Vec<Option<(Id, Period)>> = to.places().map(address).collect();
    let emptied = if copies { Vec::new() } else { from.places().filter_map(address).collect() };
    for (series, at) in emptied.iter().chain(targets.iter().flatten()) {
        changes.clear_at(series, *at);
    }
    for ((series, at), figures) in targets.into_iter().zip(held).filter_map(|(to, held)| Some((to?, held))) {
        for figure in figures {
            changes.add(&series, Observation { at, ..figure });
        }
    }
}

fn figures(sheet: &Sheet, place: Place) -> Vec<Observation> {
    sheet.cell(place).map(|cell| cell.observations.iter().map(|(_, o)| (*o).clone()).collect()).unwrap_or_default()
}
