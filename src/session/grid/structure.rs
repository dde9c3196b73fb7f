//! Rows and columns that come, go and change places.

use std::ops::RangeInclusive;

use super::{
    changes::Changes,
    new_rows,
    range::Span,
    sheet::{Column, Row, Sheet},
    view::Layout,
};
use crate::{
    model::{Check, Dataset, Edit, Extreme, Id, Item, Observation, SectionKind},
    session::gestures,
};

/// A step with its name.
pub type Step = (Edit, String);

/// Rows go with all that is in them: of the wide table the figures of the series shown, of the others the observations
/// or items, and what refers to these lets go of them. `None` where there is nothing.
pub(super) fn remove_rows(sheet: &Sheet, span: Span) -> Option<Edit> {
    if let Layout::Items(section) = sheet.layout() {
        let ids = span.rows().filter_map(|row| match sheet.row(row) {
            Some(Row::Item { id, .. }) => Some(id),
            _ => None,
        });
        return remove_items(sheet.dataset(), section, ids);
    }
    let mut changes = Changes::new(sheet);
    for row in span.rows() {
        match sheet.row(row) {
            Some(Row::Period(at)) => {
                sheet.columns().iter().filter_map(Column::series).for_each(|series| changes.clear_at(series, at));
            }
            Some(Row::Observation { series, index }) => changes.remove(&series, index),
            Some(Row::Item { .. }) | None => {}
        }
    }
    changes.into_edit(None)
}

/// Columns go: the series leave the dataset, with all that refers to them.
pub fn remove_columns(sheet: &Sheet, columns: RangeInclusive<usize>) -> Option<Step> {
    let ids: Vec<Id> =
        columns.filter_map(|column| sheet.columns().get(column).and_then(Column::series).cloned()).collect();
    let label = match ids.as_slice() {
        [id] => format!("delete series {id}"),
        ids => format!("delete {} series", ids.len()),
    };
    Some((remove_items(sheet.dataset(), SectionKind::Series, ids.into_iter())?, label))
}

/// Each removal is made before the next is thought of, since two of them may let go of the same thing.
fn remove_items(dataset: &Dataset, section: SectionKind, ids: impl Iterator<Item = Id>) -> Option<Edit> {
    let mut left = dataset.clone();
    let mut edits = Vec::new();
    for id in ids {
        let edit = gestures::remove_item(&left, section, &id);
        edit.apply(&mut left).ok()?;
        edits.push(edit);
    }
    gestures::batch(edits)
}

/// A row with nothing but what it can't do without, below another one. Rows of the wide table are periods and come by
/// the view.
pub fn insert_row(sheet: &Sheet, below: usize) -> Option<Step> {
    let dataset = sheet.dataset();
    match (sheet.layout(), sheet.row(below)) {
        (Layout::Long, Some(Row::Observation { series, index })) => {
            let at = dataset.series.get(&series)?.observations.get(index)?.at;
            let observation = Observation::at(at);
            let label = format!("add {series} {at}");
            Some((Edit::InsertObservation { series, index: index + 1, observation }, label))
        }
        (Layout::Items(section), row) => {
            let index = match &row {
                Some(Row::Item { id, .. }) => index_of(dataset, section, id).map_or(0, |index| index + 1),
                _ => 0,
            };
            let mut item = new_rows::blank(section)?;
            if let Item::Claim(claim) = &mut item {
                let (id, series) = dataset.series.first()?;
                let at = series.observations.get(0)?.at;
                claim.check = Check::Extreme { series: id.clone(), at, is: Extreme::Highest, since: None };
            }
            let id = gestures::unique_id(section.singular(), |id| gestures::is_taken(dataset, section, id));
            let label = format!("add {} {id}", section.singular());
            Some((Edit::Insert { index, id, item }, label))
        }
        _ => None,
    }
}

fn index_of(dataset: &Dataset, section: SectionKind, id: &Id) -> Option<usize> {
    super::fields::ids(dataset, section).iter().position(|other| other == id)
}

/// Rows move so that the first of them stands at `to`, or the last, if they move down. Rows that are sorted on screen
/// and observations of different series have no other place. `None` where they can't.
pub fn move_rows(sheet: &Sheet, rows: RangeInclusive<usize>, to: usize) -> Option<Step> {
    if sheet.is_ordered() || rows.contains(&to) {
        return None;
    }
    let label = format!("move {} rows", rows.clone().count());
    let (first, last) = (*rows.start(), *rows.end());
    // To move the rows up is to move those above them down, one by one, and the other way round.
    let passed: Vec<(usize, usize)> = if to < first {
        (to..first).rev().map(|row| (row, last - (first - 1 - row))).collect()
    } else {
        (last + 1..=to).map(|row| (row, first + (row - last - 1))).collect()
    };
    let mut edits = Vec::new();
    for (from, to) in passed {
        edits.push(match (sheet.row(from)?, sheet.row(to)?) {
            (Row::Observation { series, index }, Row::Observation { series: other, index: to }) if series == other => {
                Edit::MoveObservation { series, from: index, to }
            }
            (Row::Item { section, id }, Row::Item { id: other, .. }) => {
                Edit::Move { section, id, to: index_of(sheet.dataset(), section, &other)? }
            }
            _ => return None,
        });
    }
    Some((gestures::batch(edits)?, label))
}

/// Series move to where another column is: in the chart that is shown, or in the dataset where there is none.
pub fn move_columns(sheet: &Sheet, chart: Option<&Id>, columns: RangeInclusive<usize>, to: usize) -> Option<Step> {
    if columns.contains(&to) {
        return None;
    }
    let ids: Vec<Id> = sheet.columns().iter().filter_map(Column::series).cloned().collect();
    let moved: Vec<Id> = ids.get(columns.clone())?.to_vec();
    let target = ids.get(to)?;
    let dataset = sheet.dataset();
    let label = if moved.len() == 1 { format!("move {}", moved[0]) } else { format!("move {} series", moved.len()) };
    let is_later = to > *columns.end();
    if let Some((id, shown)) = chart.and_then(|id| Some((id, dataset.charts.get(id)?))) {
        let mut chart = shown.clone();
        chart.series.retain(|id| !moved.contains(id));
        let at = chart.series.iter().position(|id| id == target)? + usize::from(is_later);
        chart.series.splice(at..at, moved);
        return Some((Edit::PutChart { id: id.clone(), chart }, label));
    }
    let mut order: Vec<Id> = dataset.series.keys().filter(|id| !moved.contains(id)).cloned().collect();
    let at = order.iter().position(|id| id == target)? + usize::from(is_later);
    order.splice(at..at, moved.iter().cloned());
    let position = |id: &Id| order.iter().position(|other| other == id);
    let mut moves: Vec<(usize, Id)> = moved.into_iter().filter_map(|id| Some((position(&id)?, id))).collect();
    // Each is put in its place behind those that are there already.
    if is_later {
        moves.sort_by_key(|(to, _)| std::cmp::Reverse(*to));
    }
    let edits = moves.into_iter().map(|(to, id)| Edit::Move { section: SectionKind::Series, id, to });
    Some((gestures::batch(edits.collect())?, label))
}
