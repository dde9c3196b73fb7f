//! What is done to many cells, gathered into one edit in the order of the number of cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use super::{
    fields,
    figure::Figure,
    range::{Place, Span},
    sheet::{Column, Field, Row, Sheet},
};
use crate::{
    exchange::entry::EntryError,
    model::{Dataset, Edit, Id, Item, Observation, Period, SectionKind, Series, SeriesHead},
    session::gestures,
};

/// Why a text can't stand in a cell, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CellError(String);

impl CellError {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl From<EntryError> for CellError {
    fn from(error: EntryError) -> Self {
        Self(error.to_string())
    }
}

/// Changes of cells that are to become one step.
#[derive(Debug)]
pub struct Changes<'a> {
    sheet: &'a Sheet,
    dataset: &'a Dataset,
    series: BTreeMap<usize, SeriesChanges>,
    new_series: Vec<(Id, Series)>,
    items: IndexMap<(SectionKind, Id), Item>,
    renames: Vec<Edit>,
}

/// What happens to the observations of one series.
#[derive(Debug, Default)]
struct SeriesChanges {
    /// New fields, by position.
    put: BTreeMap<usize, Observation>,
    /// What goes, by position.
    removed: BTreeSet<usize>,
    /// What comes, by period.
    added: HashMap<Period, Vec<Observation>>,
}

impl<'a> Changes<'a> {
    /// No changes yet.
    pub fn new(sheet: &'a Sheet) -> Self {
        Self {
            sheet,
            dataset: sheet.dataset(),
            series: BTreeMap::new(),
            new_series: Vec::new(),
            items: IndexMap::new(),
            renames: Vec::new(),
        }
    }

    /// The observation that stands for a place becomes what `change` makes of it; an empty cell gets one.
    /// `None` where there can't be one.
    pub fn change<R>(&mut self, place: Place, change: impl FnOnce(&mut Observation) -> R) -> Option<R> {
        let key = self.sheet.key(place)?;
        match (key.row, key.column) {
            (Row::Period(at), Column::Series(series)) => self.change_at(&series, at, change),
            (Row::Observation { series, index }, _) => Some(change(self.observation(&series, index)?)),
            _ => None,
        }
    }

    /// The preferred observation of a series and a period becomes what `change` makes of it; where there is none, a
    /// new one does. `None` if there is no such series.
    pub fn change_at<R>(&mut self, series: &Id, at: Period, change: impl FnOnce(&mut Observation) -> R) -> Option<R> {
        let position = self.dataset.series.get_index_of(series)?;
        let preferred = self.positions(series, at).into_iter().find(|index| !self.is_removed(position, *index));
        if let Some(index) = preferred {
            return Some(change(self.observation(series, index)?));
        }
        let added = self.series.entry(position).or_default().added.entry(at).or_default();
        if added.is_empty() {
            added.push(Observation::at(at));
        }
        added.first_mut().map(change)
    }

    /// Another observation for its period, behind those that there are.
    pub fn add(&mut self, series: &Id, observation: Observation) -> Option<()> {
        let position = self.dataset.series.get_index_of(series)?;
        self.series.entry(position).or_default().added.entry(observation.at).or_default().push(observation);
        Some(())
    }

    /// A series that is new with all that is in it; the id that it gets.
    pub fn add_series(&mut self, name: &str, head: SeriesHead, observations: Vec<Observation>) -> Id {
        let is_taken = |id: &str| {
            gestures::is_taken(self.dataset, SectionKind::Series, id)
                || self.new_series.iter().any(|(new, _)| new == id)
        };
        let id = gestures::unique_id(name, is_taken);
        let mut series = Series { head, ..Series::default() };
        series.observations = observations.into_iter().collect();
        self.new_series.push((id.clone(), series));
        id
    }

    /// A new item at the end of its section, with fields still to be set.
    pub fn add_item(&mut self, id: Id, item: Item) {
        self.items.insert((item.section(), id), item);
    }

    /// Puts what was typed or pasted into a cell. An empty text clears it.
    ///
    /// # Errors
    /// When the text makes no sense there; nothing is changed then.
    pub fn set_text(&mut self, place: Place, text: &str) -> Result<(), CellError> {
        let key = self.sheet.key(place).ok_or_else(|| CellError::new("There is no such cell"))?;
        match (key.row, key.column) {
            (Row::Period(at), Column::Series(series)) => match Figure::read(self.dataset, text, false)? {
                Some(figure) => {
                    self.change_at(&series, at, |o| figure.apply_to(o));
                }
                None => self.clear_at(&series, at),
            },
            (Row::Observation { series, index }, Column::Field(Field::Series)) => {
                self.move_to_series(&series, index, text.trim())?;
            }
            (Row::Observation { series, index }, Column::Field(field)) => {
                let dataset = self.dataset;
                if let Some(o) = self.observation(&series, index) {
                    let mut changed = o.clone();
                    fields::set_observation(dataset, &mut changed, field, text)?;
                    *o = changed;
                }
            }
            (Row::Item { section, id }, Column::Field(Field::Id)) => self.rename(section, &id, text.trim())?,
            (Row::Item { .. }, Column::Field(field)) => self.set_field(place.row, field, text)?,
            _ => return Err(CellError::new("This can't be changed here")),
        }
        Ok(())
    }

    /// Puts a text into a field of the item that a row is, whether its column is shown or not.
    ///
    /// # Errors
    /// When the text makes no sense there, or there is no such field.
    pub fn set_field(&mut self, row: usize, field: Field, text: &str) -> Result<(), CellError> {
        let Some(Row::Item { section, id }) = self.sheet.row(row) else {
            return Err(CellError::new("This can't be changed here"));
        };
        let dataset = self.dataset;
        if let Some(item) = self.item(section, &id) {
            let mut changed = item.clone();
            fields::set_item(dataset, &mut changed, field, text)?;
            *item = changed;
        }
        Ok(())
    }

    /// Clears a cell: of the wide table all its figures go, of the others the field.
    ///
    /// # Errors
    /// When the field is one that can't be left out.
    pub fn clear(&mut self, place: Place) -> Result<(), CellError> {
        self.set_text(place, "")
    }

    /// Clears what can be cleared of a span. Gives the first refusal, if there was one.
    ///
    /// # Errors
    /// When a field can't be left out; the others are cleared all the same.
    pub fn clear_span(&mut self, span: Span) -> Result<(), CellError> {
        let mut refused = Ok(());
        for place in span.places().filter(|place| self.sheet.is_filled(*place)) {
            let cleared = self.clear(place);
            if refused.is_ok() {
                refused = cleared;
            }
        }
        refused
    }

    /// All figures of a series and a period go.
    pub fn clear_at(&mut self, series: &Id, at: Period) {
        let found = self.positions(series, at);
        let Some(position) = self.dataset.series.get_index_of(series) else { return };
        if found.is_empty() && !self.series.contains_key(&position) {
            return;
        }
        let changes = self.series.entry(position).or_default();
        changes.removed.extend(found);
        changes.added.remove(&at);
    }

    /// An observation goes.
    pub fn remove(&mut self, series: &Id, index: usize) {
        if let Some(position) = self.dataset.series.get_index_of(series) {
            self.series.entry(position).or_default().removed.insert(index);
        }
    }

    fn positions(&self, series: &Id, at: Period) -> Vec<usize> {
        self.sheet.positions_at(series, at).unwrap_or_else(|| {
            let item = self.dataset.series.get(series);
            item.map(|item| item.observed_at(at).map(|(index, _)| index).collect()).unwrap_or_default()
        })
    }

    fn is_removed(&self, position: usize, index: usize) -> bool {
        self.series.get(&position).is_some_and(|changes| changes.removed.contains(&index))
    }

    /// An observation as it is after the changes so far.
    fn observation(&mut self, series: &Id, index: usize) -> Option<&mut Observation> {
        let (position, _, item) = self.dataset.series.get_full(series)?;
        let old = item.observations.get(index)?;
        Some(self.series.entry(position).or_default().put.entry(index).or_insert_with(|| old.clone()))
    }

    fn item(&mut self, section: SectionKind, id: &Id) -> Option<&mut Item> {
        let key = (section, id.clone());
        if !self.items.contains_key(&key) {
            self.items.insert(key.clone(), fields::item(self.dataset, section, id)?);
        }
        self.items.get_mut(&key)
    }

    fn move_to_series(&mut self, series: &Id, index: usize, to: &str) -> Result<(), CellError> {
        let to = &self.series_called(to)?;
        if to != series
            && let Some(moved) = self.observation(series, index).cloned()
        {
            self.remove(series, index);
            self.add(to, moved);
        }
        Ok(())
    }

    /// A series by its id or its name.
    pub(super) fn series_called(&self, name: &str) -> Result<Id, CellError> {
        if self.dataset.series.contains_key(name) {
            return Ok(name.into());
        }
        let lower = name.to_lowercase();
        let named = |(id, item): &(&Id, &Series)| item.label(id).to_lowercase() == lower;
        match self.dataset.series.iter().find(named) {
            Some((id, _)) => Ok(id.clone()),
            None => Err(CellError::new(format!("There is no series “{name}”. Add it first"))),
        }
    }

    /// Whether an item that is new has this id.
    pub(super) fn adds(&self, section: SectionKind, id: &str) -> bool {
        self.items.keys().any(|(other, new)| *other == section && new == id)
    }

    /// Whether there is a figure for a series and a period before the changes.
    pub(super) fn has_figure(&self, series: &Id, at: Period) -> bool {
        !self.positions(series, at).is_empty()
    }

    fn rename(&mut self, section: SectionKind, id: &Id, to: &str) -> Result<(), CellError> {
        if to == id.as_str() {
            return Ok(());
        }
        if to.is_empty() || to.contains(char::is_whitespace) {
            return Err(CellError::new("An id is one word, for example mexico-us"));
        }
        let is_new = |edit: &Edit| matches!(edit, Edit::Rename { to: other, .. } if other == to);
        if gestures::is_taken(self.dataset, section, to) || self.renames.iter().any(is_new) {
            return Err(CellError::new(format!("There is a {} “{to}” already", section.singular())));
        }
        self.renames.push(Edit::Rename { section, id: id.clone(), to: to.into() });
        Ok(())
    }

    /// How many figures and items are touched.
    pub fn count(&self) -> usize {
        let of_series =
            |c: &SeriesChanges| c.put.len() + c.removed.len() + c.added.values().map(Vec::len).sum::<usize>();
        let new: usize = self.new_series.iter().map(|(_, series)| series.observations.len()).sum();
        self.series.values().map(of_series).sum::<usize>() + new + self.items.len() + self.renames.len()
    }

    /// All of it as one edit; `None` where nothing differs. New series are added to the chart, if one is given.
    pub fn into_edit(self, chart: Option<&Id>) -> Option<Edit> {
        let mut edits = Vec::new();
        for (position, changes) in self.series {
            if let Some((id, series)) = self.dataset.series.get_index(position) {
                changes.edits(id, series, &mut edits);
            }
        }
        for ((section, id), item) in self.items {
            if fields::item(self.dataset, section, &id).as_ref() == Some(&item) {
                continue;
            }
            let is_new = !gestures::is_taken(self.dataset, section, &id);
            edits.push(match item {
                item if is_new => {
                    let already = edits.iter().filter(|edit| is_insertion(edit, section)).count();
                    Edit::Insert { index: fields::ids(self.dataset, section).len() + already, id, item }
                }
                Item::Source(source) => Edit::PutSource { id, source },
                Item::Event(event) => Edit::PutEvent { id, event },
                Item::Claim(claim) => Edit::PutClaim { id, claim },
                Item::Series(series) => Edit::PutSeries { id, head: series.head },
                Item::Chart(chart) => Edit::PutChart { id, chart: *chart },
            });
        }
        edits.extend(self.renames);
        let ids: Vec<Id> = self.new_series.iter().map(|(id, _)| id.clone()).collect();
        for (n, (id, series)) in self.new_series.into_iter().enumerate() {
            edits.push(Edit::Insert { index: self.dataset.series.len() + n, id, item: Item::Series(series) });
        }
        if let Some((id, shown)) = chart.and_then(|id| Some((id, self.dataset.charts.get(id)?)))
            && !ids.is_empty()
        {
            let mut shown = shown.clone();
            shown.series.extend(ids);
            edits.push(Edit::PutChart { id: id.clone(), chart: shown });
        }
        gestures::batch(edits)
    }
}

fn is_insertion(edit: &Edit, section: SectionKind) -> bool {
    matches!(edit, Edit::Insert { item, .. } if item.section() == section)
}

impl SeriesChanges {
    /// The edits in an order in which every position still means what it did before.
    fn edits(self, id: &Id, series: &Series, edits: &mut Vec<Edit>) {
        for (index, observation) in self.put {
            let is_changed = series.observations.get(index).is_some_and(|old| *old != observation);
            if is_changed && !self.removed.contains(&index) {
                edits.push(Edit::PutObservation { series: id.clone(), index, observation });
            }
        }
        let mut added: Vec<(Period, Vec<Observation>)> = self.added.into_iter().collect();
        added.sort_by_key(|(at, _)| *at);
        let positions = places(series, added.iter().map(|(at, _)| *at));
        // From the end of the series to its start; at one position what goes goes before something comes.
        let mut structural: Vec<(usize, bool, Edit)> = Vec::new();
        for (index, (_, observations)) in positions.into_iter().zip(added) {
            for observation in observations {
                structural.push((index, true, Edit::InsertObservation { series: id.clone(), index, observation }));
            }
        }
        for index in self.removed {
            structural.push((index, false, Edit::RemoveObservation { series: id.clone(), index }));
        }
        // Stable, and then read backwards: of what comes to one position the last is put there first.
        structural.sort_by_key(|(index, comes, _)| (*index, !comes));
        edits.extend(structural.into_iter().rev().map(|(.., edit)| edit));
    }
}

/// Where in a series observations of these periods belong: behind the last one of the same kind that is not later, so
/// that files which are in order stay so.
fn places(series: &Series, periods: impl Iterator<Item = Period>) -> Vec<usize> {
    let mut periods = periods.peekable();
    if periods.peek().is_none() {
        return Vec::new();
    }
    let mut known: [Vec<(Period, usize)>; 2] = [Vec::new(), Vec::new()];
    for (index, o) in series.observations.iter().enumerate() {
        known[usize::from(o.at.is_interval())].push((o.at, index));
    }
    let firsts = known.each_ref().map(|kind| kind.first().map_or(series.observations.len(), |(_, index)| *index));
    for kind in &mut known {
        kind.sort_by_key(|(at, _)| *at);
        let mut end = 0;
        for (_, index) in kind.iter_mut() {
            end = end.max(*index + 1);
            *index = end;
        }
    }
    let place = |at: Period| {
        let kind = usize::from(at.is_interval());
        let before = known[kind].partition_point(|(other, _)| *other <= at);
        before.checked_sub(1).map_or(firsts[kind], |last| known[kind][last].1)
    };
    periods.map(place).collect()
}
