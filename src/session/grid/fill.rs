//! Filling cells from their neighbours: the same again, or a sequence continued.

use super::{
    changes::{CellError, Changes},
    range::{Place, Span},
    sheet::{Column, Field, Sheet},
};
use crate::model::{Observation, Period, Qualifier};

/// How cells are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FillMode {
    /// Sequences of two and more numbers with equal steps, and periods, go on; all else is repeated.
    #[default]
    Auto,
    /// The same again.
    Repeat,
}

/// Fills the cells of `to` that are not in `from`. `to` reaches beyond `from` in one direction.
///
/// # Errors
/// When what stands in a cell can't stand in another, as a second id of the same name.
pub fn fill(changes: &mut Changes<'_>, sheet: &Sheet, from: Span, to: Span, mode: FillMode) -> Result<(), CellError> {
    let is_vertical = to.rows() != from.rows();
    let lines = if is_vertical { from.columns() } else { from.rows() };
    for line in lines {
        let at = |n: usize| if is_vertical { Place { row: n, column: line } } else { Place { row: line, column: n } };
        let (given, wanted) = if is_vertical { (from.rows(), to.rows()) } else { (from.columns(), to.columns()) };
        let sources: Vec<Place> = given.clone().map(at).collect();
        let rule = Rule::of(sheet, &sources, mode);
        let start = *given.start() as i64;
        for n in wanted.filter(|n| !given.contains(n)) {
            rule.put(changes, sheet, &sources, n as i64 - start, at(n))?;
        }
    }
    Ok(())
}

/// The first row of a span in all its rows; of a single row, the one above it.
///
/// # Errors
/// As `fill`.
pub fn fill_down(changes: &mut Changes<'_>, sheet: &Sheet, span: Span) -> Result<(), CellError> {
    let first = if span.height() == 1 { span.first.row.saturating_sub(1) } else { span.first.row };
    let top = |row| Place { row, column: span.first.column };
    let from = Span::of(top(first), Place { row: first, column: span.last.column });
    fill(changes, sheet, from, Span::of(top(first), span.last), FillMode::Repeat)
}

/// The first column of a span in all its columns; of a single column, the one to its left.
///
/// # Errors
/// As `fill`.
pub fn fill_right(changes: &mut Changes<'_>, sheet: &Sheet, span: Span) -> Result<(), CellError> {
    let first = if span.width() == 1 { span.first.column.saturating_sub(1) } else { span.first.column };
    let left = |column| Place { row: span.first.row, column };
    let from = Span::of(left(first), Place { row: span.last.row, column: first });
    fill(changes, sheet, from, Span::of(left(first), span.last), FillMode::Repeat)
}

/// How far down the neighbouring column is filled without a gap: where a double click on the handle fills to.
pub fn neighbour_end(sheet: &Sheet, span: Span) -> usize {
    let length = |column: usize| {
        let mut row = span.last.row;
        while row + 1 < sheet.row_count() && sheet.is_filled(Place { row: row + 1, column }) {
            row += 1;
        }
        row
    };
    let left = span.first.column.checked_sub(1).map(length);
    let right = (span.last.column + 1 < sheet.column_count()).then(|| length(span.last.column + 1));
    left.filter(|row| *row > span.last.row).or(right).unwrap_or(span.last.row)
}

/// What stands at the places to come.
enum Rule {
    /// Numbers with equal steps: the first, and the step.
    Steps { first: f64, step: f64, decimals: usize },
    /// Periods that follow each other, from this one on.
    Periods(Period),
    /// The same again, in turn.
    Repeat,
}

impl Rule {
    fn of(sheet: &Sheet, sources: &[Place], mode: FillMode) -> Self {
        if mode == FillMode::Repeat {
            return Self::Repeat;
        }
        let column = sources.first().and_then(|place| sheet.columns().get(place.column));
        if column == Some(&Column::Field(Field::Period)) {
            let periods: Option<Vec<Period>> = sources.iter().map(|place| sheet.text(*place).parse().ok()).collect();
            return match periods.as_deref() {
                Some([first, rest @ ..]) if follow_each_other(*first, rest) => Self::Periods(*first),
                _ => Self::Repeat,
            };
        }
        let numbers: Option<Vec<f64>> = sources.iter().map(|place| number(sheet, *place)).collect();
        match numbers.as_deref() {
            Some([first, second, rest @ ..]) => {
                let step = second - first;
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
                let continues = |(n, value): (usize, &f64)| close(*value, first + step * (n + 2) as f64);
                if !rest.iter().enumerate().all(continues) {
                    return Self::Repeat;
                }
                let decimals = [*first, *second].map(crate::model::number::decimals_of);
                Self::Steps { first: *first, step, decimals: decimals[0].max(decimals[1]) }
            }
            _ => Self::Repeat,
        }
    }

    /// Puts what belongs `n` places after the first source.
    fn put(
        &self,
        changes: &mut Changes<'_>,
        sheet: &Sheet,
        sources: &[Place],
        n: i64,
        place: Place,
    ) -> Result<(), CellError> {
        match self {
            Self::Steps { first, step, decimals } => {
                // To the decimals that the numbers have, so that 0.1, 0.2 goes on with 0.3.
                let value = first + step * n as f64;
                let value: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
                if sheet.columns().get(place.column).is_some_and(|column| column.series().is_some()) {
                    changes.change(place, |o| {
                        *o = Observation { note: o.note.clone(), ..Observation::exactly(o.at, value) };
                    });
                    Ok(())
                } else {
                    changes.set_text(place, &value.to_string())
                }
            }
            Self::Periods(first) => {
                let Some(period) = shifted(*first, n) else { return Err(CellError::new("The calendar ends there")) };
                changes.set_text(place, &period.to_string())
            }
            Self::Repeat => {
                let turn = n.rem_euclid(sources.len().max(1) as i64) as usize;
                let Some(source) = sources.get(turn) else { return Ok(()) };
                copy(changes, sheet, *source, place)
            }
        }
    }
}

/// Copies what a cell holds to another: of a figure its value, status and sources. The note is about the one it is of.
fn copy(changes: &mut Changes<'_>, sheet: &Sheet, from: Place, to: Place) -> Result<(), CellError> {
    let is_series = |place: Place| sheet.columns().get(place.column).is_some_and(|column| column.series().is_some());
    if !(is_series(from) && is_series(to)) {
        return changes.set_text(to, &sheet.text(from));
    }
    match sheet.cell(from).and_then(|cell| cell.preferred().cloned()) {
        None => changes.clear(to),
        Some(source) => {
            changes.change(to, |o| *o = Observation { at: o.at, note: o.note.clone(), ..source });
            Ok(())
        }
    }
}

/// An exact number in a cell.
fn number(sheet: &Sheet, place: Place) -> Option<f64> {
    let cell = sheet.cell(place)?;
    let o = cell.preferred()?;
    match sheet.columns().get(place.column)? {
        Column::Series(_) | Column::Field(Field::Value) => {
            o.value.filter(|_| o.qualifier == Qualifier::Exactly && o.low.is_none() && o.high.is_none())
        }
        Column::Field(Field::Low) => o.low,
        Column::Field(Field::High) => o.high,
        Column::Field(_) => None,
    }
}

fn follow_each_other(first: Period, rest: &[Period]) -> bool {
    let mut last = first;
    !first.is_interval()
        && rest.iter().all(|period| {
            let follows = last.next() == Some(*period);
            last = *period;
            follows
        })
}

/// The period `n` steps later, or earlier.
fn shifted(period: Period, n: i64) -> Option<Period> {
    let step = if n < 0 { Period::previous } else { Period::next };
    (0..n.abs()).try_fold(period, |period, _| step(period))
}
