//! The vocabulary of change, and what each change means for a dataset.
//!
//! `Edit::apply` is pure. It is the oracle for `format`, which makes the same change to the text of the file: the
//! parse of the patched text must equal the dataset that `apply` gives.

use std::fmt;

use super::{Chart, Claim, Dataset, Event, EventFilter, Header, Id, Observation, Section, Series, SeriesHead, Source};

/// One of the five sections of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// `sources`
    Sources,
    /// `series`
    Series,
    /// `events`
    Events,
    /// `claims`
    Claims,
    /// `charts`
    Charts,
}

impl SectionKind {
    /// All of them, in the order of a file.
    pub const ALL: [Self; 5] = [Self::Sources, Self::Series, Self::Events, Self::Claims, Self::Charts];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Series => "series",
            Self::Events => "events",
            Self::Claims => "claims",
            Self::Charts => "charts",
        }
    }

    /// What one of its items is called.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Sources => "source",
            Self::Series => "series",
            Self::Events => "event",
            Self::Claims => "claim",
            Self::Charts => "chart",
        }
    }
}

/// An item of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A source.
    Source(Source),
    /// A series with its observations.
    Series(Series),
    /// An event.
    Event(Event),
    /// A claim.
    Claim(Claim),
    /// A chart, which has more fields than the others.
    Chart(Box<Chart>),
}

impl Item {
    /// The section that it belongs to.
    pub fn section(&self) -> SectionKind {
        match self {
            Self::Source(_) => SectionKind::Sources,
            Self::Series(_) => SectionKind::Series,
            Self::Event(_) => SectionKind::Events,
            Self::Claim(_) => SectionKind::Claims,
            Self::Chart(_) => SectionKind::Charts,
        }
    }
}

/// One change to a dataset. `Put…` replaces what is there; in the text only the fields that differ change.
#[expect(clippy::large_enum_variant, reason = "an edit is made for each gesture, not for each figure")]
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// New fields for the dataset itself; its sections stay.
    PutHeader(Box<Header>),
    /// New fields for a source.
    PutSource {
        /// Which one.
        id: Id,
        /// Its new fields.
        source: Source,
    },
    /// New fields for a series; its observations stay.
    PutSeries {
        /// Which one.
        id: Id,
        /// Its new fields.
        head: SeriesHead,
    },
    /// New fields for an event.
    PutEvent {
        /// Which one.
        id: Id,
        /// Its new fields.
        event: Event,
    },
    /// New fields for a claim.
    PutClaim {
        /// Which one.
        id: Id,
        /// Its new fields.
        claim: Claim,
    },
    /// New fields for a chart.
    PutChart {
        /// Which one.
        id: Id,
        /// Its new fields.
        chart: Chart,
    },
    /// A new item, before the one that is at `index` now, or at the end.
    Insert {
        /// Its position in the section, 0 to the number of items.
        index: usize,
        /// Its id, new in the section.
        id: Id,
        /// Its fields.
        item: Item,
    },
    /// An item goes. What refers to it stays and dangles, unless other edits see to it.
    Remove {
        /// In which section.
        section: SectionKind,
        /// Which one.
        id: Id,
    },
    /// A new id for an item and in all that refers to it.
    Rename {
        /// In which section.
        section: SectionKind,
        /// The id it has.
        id: Id,
        /// The id it gets, new in the section.
        to: Id,
    },
    /// An item changes its place in the section.
    Move {
        /// In which section.
        section: SectionKind,
        /// Which one.
        id: Id,
        /// Its position afterwards.
        to: usize,
    },
    /// New fields for an observation.
    PutObservation {
        /// In which series.
        series: Id,
        /// Its position there.
        index: usize,
        /// Its new fields.
        observation: Observation,
    },
    /// A new observation, before the one that is at `index` now, or at the end.
    InsertObservation {
        /// In which series.
        series: Id,
        /// Its position there, 0 to the number of observations.
        index: usize,
        /// Its fields.
        observation: Observation,
    },
    /// An observation goes.
    RemoveObservation {
        /// In which series.
        series: Id,
        /// Its position there.
        index: usize,
    },
    /// An observation changes its place in the series.
    MoveObservation {
        /// In which series.
        series: Id,
        /// Its position there.
        from: usize,
        /// Its position afterwards.
        to: usize,
    },
    /// Several changes as one, in order; each sees the dataset as the one before left it.
    Batch(
        /// The changes.
        Vec<Edit>,
    ),
}

/// Why an edit can't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no item with this id.
    #[error("there is no {} `{id}`", section.singular())]
    NoSuchItem {
        /// In which section.
        section: SectionKind,
        /// The id.
        id: Id,
    },
    /// There is an item with this id already.
    #[error("there is a {} `{id}` already", section.singular())]
    IdTaken {
        /// In which section.
        section: SectionKind,
        /// The id.
        id: Id,
    },
    /// There is no observation at this position.
    #[error("series `{series}` has no observation at position {index}")]
    NoSuchObservation {
        /// The series.
        series: Id,
        /// The position.
        index: usize,
    },
    /// A position outside the section.
    #[error("position {index} is outside the {}", section.name())]
    NoSuchPosition {
        /// The section.
        section: SectionKind,
        /// The position.
        index: usize,
    },
    /// A number that a file can't hold.
    #[error("a value must be a finite number")]
    NotFinite,
    /// Working it out was given up before it was done; nothing has changed.
    #[error("it was cancelled")]
    Stopped,
    /// The text of the file can't be changed (it has errors).
    #[error("{0}")]
    Text(String),
}

impl Edit {
    /// Makes the change.
    ///
    /// # Errors
    /// When the edit does not fit the dataset; the dataset is then as it was, except that of a `Batch` the edits
    /// before the failing one have been made: apply a batch to a clone.
    pub fn apply(&self, dataset: &mut Dataset) -> Result<(), EditError> {
        match self {
            Self::PutHeader(header) => dataset.set_header((**header).clone()),
            Self::PutSource { id, source } => *item(&mut dataset.sources, SectionKind::Sources, id)? = source.clone(),
            Self::PutSeries { id, head } => item(&mut dataset.series, SectionKind::Series, id)?.head = head.clone(),
            Self::PutEvent { id, event } => *item(&mut dataset.events, SectionKind::Events, id)? = event.clone(),
            Self::PutClaim { id, claim } => *item(&mut dataset.claims, SectionKind::Claims, id)? = claim.clone(),
            Self::PutChart { id, chart } => *item(&mut dataset.charts, SectionKind::Charts, id)? = chart.clone(),
            Self::Insert { index, id, item } => match item {
                Item::Source(x) => insert(&mut dataset.sources, SectionKind::Sources, *index, id, x)?,
                Item::Series(x) => insert(&mut dataset.series, SectionKind::Series, *index, id, x)?,
                Item::Event(x) => insert(&mut dataset.events, SectionKind::Events, *index, id, x)?,
                Item::Claim(x) => insert(&mut dataset.claims, SectionKind::Claims, *index, id, x)?,
                Item::Chart(x) => insert(&mut dataset.charts, SectionKind::Charts, *index, id, x)?,
            },
            Self::Remove { section, id } => on_section(dataset, *section, Change::Remove(id))?,
            Self::Rename { section, id, to } => {
                on_section(dataset, *section, Change::Rename(id, to))?;
                if id != to {
                    rename_references(dataset, *section, id, to);
                }
            }
            Self::Move { section, id, to } => on_section(dataset, *section, Change::Move(id, *to))?,
            Self::PutObservation { series, index, observation } => {
                *observation_mut(dataset, series, *index)? = checked(observation)?;
            }
            Self::InsertObservation { series, index, observation } => {
                let list = &mut item(&mut dataset.series, SectionKind::Series, series)?.observations;
                if *index > list.len() {
                    return Err(EditError::NoSuchObservation { series: series.clone(), index: *index });
                }
                list.insert(*index, checked(observation)?);
            }
            Self::RemoveObservation { series, index } => {
                observation_mut(dataset, series, *index)?;
                dataset.series[series].observations.remove(*index);
            }
            Self::MoveObservation { series, from, to } => {
                observation_mut(dataset, series, *from)?;
                observation_mut(dataset, series, *to)?;
                let list = &mut dataset.series[series].observations;
                let moved = list.remove(*from);
                list.insert(*to, moved);
            }
            Self::Batch(edits) => edits.iter().try_for_each(|edit| edit.apply(dataset))?,
        }
        Ok(())
    }
}

impl Edit {
    /// Whether the edit can be made, without making it.
    ///
    /// # Errors
    /// Those of `apply`.
    pub fn fits(&self, dataset: &Dataset) -> Result<(), EditError> {
        let count = |id: &Id| match dataset.series.get(id) {
            Some(series) => Ok(series.observations.len()),
            None => Err(EditError::NoSuchItem { section: SectionKind::Series, id: id.clone() }),
        };
        let at = |series: &Id, index: usize, end: usize| {
            let is_there = index < end;
            is_there.then_some(()).ok_or_else(|| EditError::NoSuchObservation { series: series.clone(), index })
        };
        match self {
            Self::PutObservation { series, index, observation } => {
                at(series, *index, count(series)?)?;
                checked(observation).map(|_| ())
            }
            Self::InsertObservation { series, index, observation } => {
                at(series, *index, count(series)? + 1)?;
                checked(observation).map(|_| ())
            }
            Self::RemoveObservation { series, index } => at(series, *index, count(series)?),
            Self::MoveObservation { series, from, to } => {
                at(series, *from, count(series)?)?;
                at(series, *to, count(series)?)
            }
            Self::Insert { index, id, item } => {
                let section = item.section();
                let (is_taken, count) = match section {
                    SectionKind::Sources => (dataset.sources.contains_key(id), dataset.sources.len()),
                    SectionKind::Series => (dataset.series.contains_key(id), dataset.series.len()),
                    SectionKind::Events => (dataset.events.contains_key(id), dataset.events.len()),
                    SectionKind::Claims => (dataset.claims.contains_key(id), dataset.claims.len()),
                    SectionKind::Charts => (dataset.charts.contains_key(id), dataset.charts.len()),
                };
                if is_taken {
                    return Err(EditError::IdTaken { section, id: id.clone() });
                }
                let is_there = *index <= count;
                is_there.then_some(()).ok_or(EditError::NoSuchPosition { section, index: *index })
            }
            _ => self.apply(&mut dataset.clone()),
        }
    }

    /// Whether this comes right behind what another one puts in: a new observation behind one of the same series, or a
    /// new item behind one of the same section.
    pub fn goes_behind(&self, other: &Self) -> bool {
        match (other, self) {
            (
                Self::InsertObservation { series: before, index: at, .. },
                Self::InsertObservation { series, index, .. },
            ) => before == series && at + 1 == *index,
            (Self::Insert { item: before, index: at, .. }, Self::Insert { item, index, .. }) => {
                before.section() == item.section() && at + 1 == *index
            }
            _ => false,
        }
    }
}

fn checked(observation: &Observation) -> Result<Observation, EditError> {
    let finite = [observation.value, observation.low, observation.high].into_iter().flatten().all(f64::is_finite);
    if finite { Ok(observation.clone()) } else { Err(EditError::NotFinite) }
}

fn item<'a, T>(section: &'a mut Section<T>, kind: SectionKind, id: &Id) -> Result<&'a mut T, EditError> {
    section.get_mut(id).ok_or_else(|| EditError::NoSuchItem { section: kind, id: id.clone() })
}

fn observation_mut<'a>(dataset: &'a mut Dataset, series: &Id, index: usize) -> Result<&'a mut Observation, EditError> {
    let list = &mut item(&mut dataset.series, SectionKind::Series, series)?.observations;
    list.get_mut(index).ok_or_else(|| EditError::NoSuchObservation { series: series.clone(), index })
}

fn insert<T: Clone>(
    section: &mut Section<T>,
    kind: SectionKind,
    index: usize,
    id: &Id,
    item: &T,
) -> Result<(), EditError> {
    if section.contains_key(id) {
        return Err(EditError::IdTaken { section: kind, id: id.clone() });
    }
    if index > section.len() {
        return Err(EditError::NoSuchPosition { section: kind, index });
    }
    section.shift_insert(index, id.clone(), item.clone());
    Ok(())
}

/// A change that is the same for items of every kind.
#[derive(Clone, Copy)]
enum Change<'a> {
    Remove(&'a Id),
    Rename(&'a Id, &'a Id),
    Move(&'a Id, usize),
}

fn on_section(dataset: &mut Dataset, kind: SectionKind, change: Change<'_>) -> Result<(), EditError> {
    match kind {
        SectionKind::Sources => on_items(&mut dataset.sources, kind, change),
        SectionKind::Series => on_items(&mut dataset.series, kind, change),
        SectionKind::Events => on_items(&mut dataset.events, kind, change),
        SectionKind::Claims => on_items(&mut dataset.claims, kind, change),
        SectionKind::Charts => on_items(&mut dataset.charts, kind, change),
    }
}

fn on_items<T>(section: &mut Section<T>, kind: SectionKind, change: Change<'_>) -> Result<(), EditError> {
    let (Change::Remove(id) | Change::Rename(id, _) | Change::Move(id, _)) = change;
    let Some(index) = section.get_index_of(id) else {
        return Err(EditError::NoSuchItem { section: kind, id: id.clone() });
    };
    match change {
        Change::Remove(_) => {
            section.shift_remove_index(index);
        }
        Change::Rename(_, to) if to == id => {}
        Change::Rename(_, to) => {
            if section.contains_key(to) {
                return Err(EditError::IdTaken { section: kind, id: to.clone() });
            }
            if let Some((_, item)) = section.shift_remove_index(index) {
                section.shift_insert(index, to.clone(), item);
            }
        }
        Change::Move(_, to) => {
            if to >= section.len() {
                return Err(EditError::NoSuchPosition { section: kind, index: to });
            }
            section.move_index(index, to);
        }
    }
    Ok(())
}

/// Puts `to` wherever `id` refers to an item of the section.
fn rename_references(dataset: &mut Dataset, section: SectionKind, id: &Id, to: &Id) {
    let rename = |reference: &mut Id| {
        if reference == id {
            reference.clone_from(to);
        }
    };
    match section {
        SectionKind::Sources => {
            let observations = dataset.series.values_mut().flat_map(|s| &mut s.observations).map(|o| &mut o.source);
            let events = dataset.events.values_mut().map(|e| &mut e.source);
            let claims = dataset.claims.values_mut().map(|c| &mut c.source);
            for refs in observations.chain(events).chain(claims) {
                if refs.ids().contains(id) {
                    *refs = refs.ids().iter().map(|r| if r == id { to.clone() } else { r.clone() }).collect();
                }
            }
        }
        SectionKind::Series => {
            dataset.claims.values_mut().flat_map(|c| c.check.series_mut()).for_each(rename);
            dataset.events.values_mut().flat_map(|event| &mut event.series).for_each(rename);
            for chart in dataset.charts.values_mut() {
                chart.series.iter_mut().chain(&mut chart.highlight).for_each(rename);
                if let EventFilter::Series(ids) | EventFilter::Where { series: ids, .. } = &mut chart.events {
                    ids.iter_mut().for_each(rename);
                }
                for annotation in &mut chart.annotations {
                    let spots = annotation.from.iter_mut().chain(&mut annotation.place);
                    spots.filter_map(|spot| spot.series.as_mut()).chain(&mut annotation.series).for_each(rename);
                }
                chart.transform.iter_mut().filter_map(|step| step.series_mut()).for_each(rename);
            }
        }
        SectionKind::Events => {
            for chart in dataset.charts.values_mut() {
                if let EventFilter::Only(ids) = &mut chart.events {
                    ids.iter_mut().for_each(rename);
                }
            }
        }
        SectionKind::Claims => dataset.charts.values_mut().flat_map(|chart| &mut chart.claims).for_each(rename),
        SectionKind::Charts => {}
    }
}

/// What the edit does, for "Undo …" in the menu: "set mexico 2008".
impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PutHeader(_) => f.write_str("change the dataset"),
            Self::PutSource { id, .. } => write!(f, "change source {id}"),
            Self::PutSeries { id, .. } => write!(f, "change series {id}"),
            Self::PutEvent { id, .. } => write!(f, "change event {id}"),
            Self::PutClaim { id, .. } => write!(f, "change claim {id}"),
            Self::PutChart { id, .. } => write!(f, "change chart {id}"),
            Self::Insert { id, item, .. } => write!(f, "add {} {id}", item.section().singular()),
            Self::Remove { section, id } => write!(f, "delete {} {id}", section.singular()),
            Self::Rename { id, to, .. } => write!(f, "rename {id} to {to}"),
            Self::Move { id, .. } => write!(f, "move {id}"),
            Self::PutObservation { series, observation, .. } => write!(f, "set {series} {}", observation.at),
            Self::InsertObservation { series, observation, .. } => write!(f, "add {series} {}", observation.at),
            Self::RemoveObservation { series, .. } => write!(f, "clear a value of {series}"),
            Self::MoveObservation { series, .. } => write!(f, "reorder {series}"),
            Self::Batch(edits) => match edits.as_slice() {
                [] => f.write_str("nothing"),
                [one] => one.fmt(f),
                [first, rest @ ..] => write!(f, "{first} and {} more", rest.len()),
            },
        }
    }
}
