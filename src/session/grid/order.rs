//! The order of the rows on screen, and which of them are shown.

use std::cmp::Ordering;

use super::{
    fields::Field,
    sheet::{Base, Column, Row, Sheet, source_names},
    view::{GridView, SortKey},
};
use crate::model::{Observation, Period};

/// Which row of the data stands in which row of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    shown: Vec<u32>,
    /// By row of the data; `HIDDEN` for one that is not shown.
    places: Vec<u32>,
}

const HIDDEN: u32 = u32::MAX;

impl Order {
    /// The order that a view asks for; `None` where all rows are shown in the order of the data. `go_on` is asked now
    /// and then whether anybody still wants to know.
    pub fn new(sheet: &Sheet, view: &GridView, go_on: &dyn Fn() -> bool) -> Option<Self> {
        if !view.is_ordered() {
            return None;
        }
        let needle = view.filter.text.trim().to_lowercase();
        let count = sheet.unfiltered_row_count();
        let mut shown: Vec<u32> = (0..count as u32)
            .take_while(|row| !row.is_multiple_of(256) || go_on())
            .filter(|row| matches(sheet, *row as usize, &needle))
            .collect();
        if let Some(key) = &view.sort {
            sort(sheet, key, &mut shown);
        }
        let mut places = vec![HIDDEN; count];
        for (at, row) in shown.iter().enumerate() {
            places[*row as usize] = at as u32;
        }
        Some(Self { shown, places })
    }

    /// How many rows of the data it is of.
    pub(super) fn of(&self) -> usize {
        self.places.len()
    }

    pub(super) fn len(&self) -> usize {
        self.shown.len()
    }

    pub(super) fn to_base(&self, row: usize) -> usize {
        self.shown.get(row).map_or(usize::MAX, |row| *row as usize)
    }

    pub(super) fn to_view(&self, base: usize) -> Option<usize> {
        self.places.get(base).filter(|row| **row != HIDDEN).map(|row| *row as usize)
    }
}

/// Whether some cell of a row holds the text, in its value, a note or a source.
fn matches(sheet: &Sheet, row: usize, needle: &str) -> bool {
    if needle.is_empty() {
        return true;
    }
    let holds = |text: &str| text.to_lowercase().contains(needle);
    let dataset = sheet.dataset();
    let of_observation = |o: &Observation| {
        o.note.as_deref().is_some_and(holds)
            || o.source.ids().iter().any(|id| holds(id))
            || holds(&source_names(dataset, &o.source))
    };
    match (sheet.base(), sheet.row_of_base(row)) {
        (Base::Wide(wide), Some(Row::Period(at))) => {
            holds(&at.to_string())
                || sheet.columns().iter().enumerate().any(|(position, column)| {
                    let Some(series) = column.series().and_then(|id| dataset.series.get(id)) else { return false };
                    wide.positions(position, row)
                        .filter_map(|i| series.observations.get(i))
                        .any(|o| holds(&o.shown(&series.head.measure)) || of_observation(o))
                })
        }
        (_, Some(Row::Observation { series, index })) => {
            let found = dataset.series.get(&series).and_then(|s| Some((s, s.observations.get(index)?)));
            found.is_some_and(|(item, o)| {
                holds(&series) || holds(&o.at.to_string()) || holds(&o.shown(&item.head.measure)) || of_observation(o)
            })
        }
        (_, Some(_)) => {
            sheet.columns().iter().enumerate().any(|(at, column)| holds(&sheet.text_of_base(row, at, column)))
        }
        _ => false,
    }
}

/// What a row is sorted by.
enum Value {
    Number(f64),
    Period(Period),
    Text(String),
    Nothing,
}

impl Value {
    /// Numbers before periods before text; nothing comes last whichever way the rest is sorted.
    fn cmp(&self, other: &Self, descending: bool) -> Ordering {
        let turned = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => turned(a.total_cmp(b)),
            (Self::Period(a), Self::Period(b)) => turned(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => turned(a.cmp(b)),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Period(_) => 1,
            Self::Text(_) => 2,
            Self::Nothing => 3,
        }
    }
}

fn sort(sheet: &Sheet, key: &SortKey, rows: &mut [u32]) {
    let position = key.column.as_ref().and_then(|column| sheet.column_of(column));
    let mut keyed: Vec<(Value, u32)> = rows.iter().map(|row| (value(sheet, *row as usize, position), *row)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b, key.descending));
    for (slot, (_, row)) in rows.iter_mut().zip(keyed) {
        *slot = row;
    }
}

fn value(sheet: &Sheet, row: usize, position: Option<usize>) -> Value {
    let dataset = sheet.dataset();
    let number = |number: Option<f64>| number.map_or(Value::Nothing, Value::Number);
    let Some(position) = position else {
        return match sheet.row_of_base(row) {
            Some(Row::Period(at)) => Value::Period(at),
            Some(Row::Item { id, .. }) => Value::Text(id.to_lowercase().into()),
            _ => Value::Number(row as f64),
        };
    };
    let column = &sheet.columns()[position];
    match (sheet.base(), column, sheet.row_of_base(row)) {
        (Base::Wide(wide), Column::Series(id), _) => {
            let index = wide.positions(position, row).next();
            number(index.and_then(|i| dataset.series.get(id)?.observations.get(i)?.plotted()))
        }
        (_, Column::Field(field), Some(Row::Observation { series, index })) => {
            let Some(o) = dataset.series.get(&series).and_then(|s| s.observations.get(index)) else {
                return Value::Nothing;
            };
            match field {
                Field::Period => Value::Period(o.at),
                Field::Value => number(o.value),
                Field::Low => number(o.low),
                Field::High => number(o.high),
                _ => text(sheet, row, position, column),
            }
        }
        (_, Column::Field(Field::Period), Some(Row::Item { id, .. })) => {
            dataset.events.get(&id).map_or(Value::Nothing, |event| Value::Period(event.at))
        }
        _ => text(sheet, row, position, column),
    }
}

fn text(sheet: &Sheet, row: usize, position: usize, column: &Column) -> Value {
    let text = sheet.text_of_base(row, position, column).to_lowercase();
    if text.is_empty() { Value::Nothing } else { Value::Text(text) }
}
