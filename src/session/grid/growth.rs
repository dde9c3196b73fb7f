//! Rows that come below the last one, where a table is filled farther than it reaches.

use super::{
    changes::{CellError, Changes},
    new_rows::NewRow,
    range::{CellKey, CellRange, Place, Span, Whole},
    sheet::{Column, Field, Row, Sheet},
    view::Layout,
};
use crate::{
    model::{Observation, Period, Unit},
    session::Selection,
};

/// How far it is from one period to the next of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A number of units of the kind that they are.
    Units(i64),
    /// A number of months between days, each on the same day of its month.
    Months(i64),
}

impl Step {
    /// The step of periods that are equally far from each other; of a single one, one unit. `None` for all else.
    pub(super) fn of(periods: &[Period]) -> Option<Self> {
        if periods.is_empty() || periods.iter().any(|at| at.is_interval()) {
            return None;
        }
        let units: Vec<Unit> = periods.iter().map(|at| at.first()).collect();
        let months: Option<Vec<Unit>> = units.iter().map(|unit| month_beside(*unit, units[0])).collect();
        let of_months = months.and_then(|months| equal_steps(&months)).filter(|step| units.len() > 1 && *step != 0);
        of_months.map(Self::Months).or_else(|| equal_steps(&units).filter(|step| *step != 0).map(Self::Units))
    }

    /// The period `n` steps after another; `None` outside the calendar.
    pub(super) fn from(self, start: Period, n: i64) -> Option<Period> {
        let unit = match (self, start.first()) {
            (Self::Months(step), Unit::Day(y, m, day)) => {
                let month = Unit::Month(y, m).shifted(step.checked_mul(n)?)?.last_day();
                Unit::Day(month.year(), month.month(), day.min(month.day()))
            }
            (Self::Units(step) | Self::Months(step), unit) => unit.shifted(step.checked_mul(n)?)?,
        };
        Some(unit.into())
    }
}

/// The month of a day that is on the same day of its month as another one.
fn month_beside(day: Unit, other: Unit) -> Option<Unit> {
    match (day, other) {
        (Unit::Day(y, m, d), Unit::Day(.., same)) if d == same => Some(Unit::Month(y, m)),
        _ => None,
    }
}

fn equal_steps(units: &[Unit]) -> Option<i64> {
    let mut steps = units.windows(2).map(|pair| pair[0].steps_to(pair[1]));
    let Some(first) = steps.next() else { return Some(1) };
    steps.all(|step| step == first).then_some(first)?
}

/// The periods of the rows that would come below the last one, in the step that the last three periods have; by single
/// units where they have none. Fewer than `count` where the calendar ends; none where rows have no single period.
pub fn next_periods(sheet: &Sheet, count: usize) -> Vec<Period> {
    if count == 0 {
        return Vec::new();
    }
    let last: Vec<Period> = match (sheet.layout(), sheet.row_count().checked_sub(1).and_then(|row| sheet.row(row))) {
        (Layout::Wide, _) => latest(sheet.periods().iter().copied()),
        (_, Some(Row::Observation { series, .. })) => {
            let observed = sheet.dataset().series.get(&series).map(|item| item.observations.iter().map(|o| o.at));
            latest(observed.into_iter().flatten())
        }
        _ => Vec::new(),
    };
    let Some(end) = last.last() else { return Vec::new() };
    let step = Step::of(&last).unwrap_or(Step::Units(1));
    (1..).take(count).map_while(|n| step.from(*end, n)).collect()
}

/// The three latest single periods, of the kind that the latest has, in order of time.
fn latest(periods: impl Iterator<Item = Period> + Clone) -> Vec<Period> {
    let Some(end) = periods.clone().filter(|at| !at.is_interval()).max() else { return Vec::new() };
    let mut found: Vec<Period> = Vec::new();
    for at in periods.filter(|at| !at.is_interval() && end.first().steps_to(at.first()).is_some()) {
        if let Err(place) = found.binary_search(&at) {
            found.insert(place, at);
            if found.len() > 3 {
                found.remove(0);
            }
        }
    }
    found
}

/// Why no rows can come below the last one, in the user's words.
pub fn refusal(sheet: &Sheet) -> Option<&'static str> {
    let takes_periods = matches!(sheet.layout(), Layout::Wide | Layout::Long);
    if sheet.is_ordered() {
        Some("No rows can be added while they are sorted or filtered")
    } else if takes_periods && next_periods(sheet, 1).is_empty() {
        Some("Which period comes next is not clear. Add a period first")
    } else {
        None
    }
}

/// The rows that are to come, with what has been put into them.
pub(super) enum Growth<'a> {
    /// None, or rows of the wide table: for each its period, and whether it has got a figure.
    Periods(Vec<(Period, bool)>),
    /// Rows of another table.
    Rows(Vec<NewRow<'a>>),
}

impl<'a> Growth<'a> {
    /// A number of rows below the last one.
    pub(super) fn new(sheet: &'a Sheet, count: usize, columns: &[Column]) -> Result<Self, CellError> {
        if count == 0 {
            return Ok(Self::Periods(Vec::new()));
        }
        if let Some(why) = refusal(sheet) {
            return Err(CellError::new(why));
        }
        let periods = next_periods(sheet, count);
        if matches!(sheet.layout(), Layout::Wide | Layout::Long) && periods.len() < count {
            return Err(CellError::new("The calendar ends there"));
        }
        if sheet.layout() == Layout::Wide {
            return Ok(Self::Periods(periods.into_iter().map(|at| (at, false)).collect()));
        }
        let is_given = columns.contains(&Column::Field(Field::Period));
        let row = |n: usize| {
            let mut row = NewRow::new(sheet, sheet.row_count().saturating_sub(1));
            if let Some(at) = periods.get(n).filter(|_| !is_given) {
                row.set(Field::Period, &at.to_string());
            }
            row
        };
        Ok(Self::Rows((0..count).map(row).collect()))
    }

    /// Puts a figure into a cell of a new row, or leaves it empty.
    pub(super) fn put_figure(
        &mut self,
        changes: &mut Changes<'_>,
        n: usize,
        column: &Column,
        figure: Option<Observation>,
    ) {
        let Self::Periods(rows) = self else { return };
        if let (Some((at, is_filled)), Some(figure), Some(series)) = (rows.get_mut(n), figure, column.series()) {
            changes.change_at(series, *at, |o| *o = Observation { at: o.at, note: o.note.clone(), ..figure });
            *is_filled = true;
        }
    }

    /// Puts a text into a cell of a new row.
    pub(super) fn put_text(&mut self, n: usize, column: &Column, text: &str) {
        if let (Self::Rows(rows), Column::Field(field)) = (self, column)
            && let Some(row) = rows.get_mut(n)
        {
            row.set(*field, text);
        }
    }

    /// Makes the rows part of the changes. Gives the periods that have got no figure.
    pub(super) fn finish(self, changes: &mut Changes<'_>) -> Result<Vec<Period>, CellError> {
        match self {
            Self::Periods(rows) => Ok(rows.into_iter().filter(|(_, is_filled)| !is_filled).map(|(at, _)| at).collect()),
            Self::Rows(rows) => {
                rows.into_iter().try_for_each(|row| row.add_to(changes))?;
                Ok(Vec::new())
            }
        }
    }
}

/// A span that reaches below the last row as a selection, once its rows are there. `None` where it can't be told what
/// they will be called.
pub fn selection_to_come(sheet: &Sheet, span: Span) -> Option<Selection> {
    let key = |place: Place| {
        let beyond = place.row.checked_sub(sheet.row_count());
        let row = match (beyond, sheet.layout()) {
            (None, _) => sheet.row(place.row)?,
            (Some(n), Layout::Wide) => Row::Period(*next_periods(sheet, n + 1).get(n)?),
            (Some(n), Layout::Long) => match sheet.row(sheet.row_count().checked_sub(1)?)? {
                Row::Observation { series, index } => Row::Observation { series, index: index + n + 1 },
                _ => return None,
            },
            (Some(_), Layout::Items(_)) => return None,
        };
        Some(CellKey { row, column: sheet.columns().get(place.column)?.clone() })
    };
    let (anchor, focus) = (key(span.first)?, key(span.last)?);
    Some(Selection::Cells(Box::new(CellRange { active: anchor.clone(), anchor, focus, whole: Whole::No })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(texts: &[&str]) -> Vec<Period> {
        texts.iter().map(|text| text.parse().expect("a period")).collect()
    }

    #[test]
    fn a_sequence_of_periods_goes_on_in_its_step() {
        for (given, n, want) in [
            (&["2012"][..], 1, Some("2013")),
            (&["2000", "2005", "2010"], 1, Some("2015")),
            (&["2010", "2009"], 2, Some("2007")),
            (&["2012-Q3", "2012-Q4"], 1, Some("2013-Q1")),
            (&["2012-10", "2012-12"], 1, Some("2013-02")),
            (&["2012-02-20", "2012-02-27"], 1, Some("2012-03-05")),
            (&["2012-01-15", "2012-02-15"], 1, Some("2012-03-15")),
            (&["2011-10-31", "2011-12-31"], 1, Some("2012-02-29")),
            (&["9998", "9999"], 1, None),
        ] {
            let given = periods(given);
            let last = given[given.len() - 1];
            let step = Step::of(&given).expect("a step");
            assert_eq!(step.from(last, n).map(|at| at.to_string()).as_deref(), want, "{given:?}");
        }
        for given in [&["2000", "2001", "2003"][..], &["2000/2002"], &["2000", "2001-05"], &["2000", "2000"], &[]] {
            assert_eq!(Step::of(&periods(given)), None, "{given:?}");
        }
    }

    #[test]
    fn the_latest_are_those_of_one_kind_whatever_their_order() {
        let found = |texts: &[&str]| latest(periods(texts).into_iter());
        assert_eq!(found(&["2003", "2001", "2001", "2002", "1999"]), periods(&["2001", "2002", "2003"]));
        assert_eq!(found(&["2001", "2002", "2002-05", "2000/2009"]), periods(&["2002-05"]));
        assert_eq!(found(&["2002-05", "2002", "2003"]), periods(&["2002", "2003"]));
    }
}
