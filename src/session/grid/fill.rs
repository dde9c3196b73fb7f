//! Filling cells from their neighbours: the same again, or a sequence continued.

use super::{
    changes::{CellError, Changes},
    growth::{Growth, Step},
    range::{Place, Span},
    sheet::{Column, Field, Sheet},
    view::Layout,
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

/// Fills the cells of `to` that are not in `from`. `to` reaches beyond `from` in one direction; where it reaches below
/// the last row, rows are added. Gives the periods of new rows that got no figure.
///
/// # Errors
/// When what stands in a cell can't stand in another, as a second id of the same name, or when no row can be added.
pub fn fill(
    changes: &mut Changes<'_>,
    sheet: &Sheet,
    from: Span,
    to: Span,
    mode: FillMode,
) -> Result<Vec<Period>, CellError> {
    let is_vertical = to.rows() != from.rows();
    let rows = sheet.row_count();
    let columns = sheet.columns().get(from.columns()).unwrap_or_default();
    let mut growth = Growth::new(sheet, (to.last.row + 1).saturating_sub(rows), columns)?;
    let lines = if is_vertical { from.columns() } else { from.rows() };
    for line in lines {
        let at = |n: usize| if is_vertical { Place { row: n, column: line } } else { Place { row: line, column: n } };
        let (given, wanted) = if is_vertical { (from.rows(), to.rows()) } else { (from.columns(), to.columns()) };
        let sources: Vec<Place> = given.clone().map(at).collect();
        let rule = Rule::of(sheet, &sources, mode);
        let start = *given.start() as i64;
        for n in wanted.filter(|n| !given.contains(n)) {
            let content = rule.content(sheet, &sources, n as i64 - start)?;
            let place = at(n);
            match (place.row.checked_sub(rows), sheet.columns().get(place.column), content) {
                (Some(row), Some(column), Content::Figure(figure)) => growth.put_figure(changes, row, column, figure),
                (Some(row), Some(column), Content::Text(text)) => growth.put_text(row, column, &text),
                (_, _, Content::Text(text)) => changes.set_text(place, &text)?,
                (_, _, Content::Figure(None)) => changes.clear(place)?,
                (_, _, Content::Figure(Some(figure))) => {
                    changes.change(place, |o| *o = Observation { at: o.at, note: o.note.clone(), ..figure });
                }
            }
        }
    }
    growth.finish(changes)
}

/// The first row of a span in all its rows; of a single row, the one above it.
///
/// # Errors
/// As `fill`.
pub fn fill_down(changes: &mut Changes<'_>, sheet: &Sheet, span: Span) -> Result<(), CellError> {
    let first = if span.height() == 1 { span.first.row.saturating_sub(1) } else { span.first.row };
    let top = |row| Place { row, column: span.first.column };
    let from = Span::of(top(first), Place { row: first, column: span.last.column });
    fill(changes, sheet, from, Span::of(top(first), span.last), FillMode::Repeat).map(|_| ())
}

/// The first column of a span in all its columns; of a single column, the one to its left.
///
/// # Errors
/// As `fill`.
pub fn fill_right(changes: &mut Changes<'_>, sheet: &Sheet, span: Span) -> Result<(), CellError> {
    let first = if span.width() == 1 { span.first.column.saturating_sub(1) } else { span.first.column };
    let left = |column| Place { row: span.first.row, column };
    let from = Span::of(left(first), Place { row: span.last.row, column: first });
    fill(changes, sheet, from, Span::of(left(first), span.last), FillMode::Repeat).map(|_| ())
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

/// What comes to a cell.
enum Content {
    /// Of a figure its value, status and sources: the note is about the one it is of. `None` clears the cell.
    Figure(Option<Observation>),
    /// The text of a field.
    Text(String),
}

/// What stands at the places to come.
enum Rule {
    /// Numbers with equal steps: the first, and the step.
    Steps { first: f64, step: f64, decimals: usize },
    /// Periods that follow each other in equal steps, from this one on.
    Periods(Period, Step),
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
            let sequence = periods.and_then(|periods| Some(Self::Periods(*periods.first()?, Step::of(&periods)?)));
            return sequence.unwrap_or(Self::Repeat);
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

    /// What belongs `n` places after the first source.
    fn content(&self, sheet: &Sheet, sources: &[Place], n: i64) -> Result<Content, CellError> {
        let is_wide = sheet.layout() == Layout::Wide;
        Ok(match self {
            Self::Steps { first, step, decimals } => {
                // To the decimals that the numbers have, so that 0.1, 0.2 goes on with 0.3.
                let value = first + step * n as f64;
                let value: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
                let preferred = sources.first().and_then(|place| sheet.cell(*place)?.preferred().cloned());
                match preferred.filter(|_| is_wide) {
                    Some(o) => Content::Figure(Some(Observation::exactly(o.at, value))),
                    None => Content::Text(value.to_string()),
                }
            }
            Self::Periods(first, step) => match step.from(*first, n) {
                Some(period) => Content::Text(period.to_string()),
                None => return Err(CellError::new("The calendar ends there")),
            },
            Self::Repeat => {
                let turn = n.rem_euclid(sources.len().max(1) as i64) as usize;
                match sources.get(turn) {
                    Some(source) if is_wide => {
                        Content::Figure(sheet.cell(*source).and_then(|cell| cell.preferred().cloned()))
                    }
                    Some(source) => Content::Text(sheet.text(*source)),
                    None => Content::Figure(None),
                }
            }
        })
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
