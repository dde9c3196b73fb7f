//! A document as a table: what its rows and columns are, and where each value is found.

use std::sync::Arc;

use super::{
    fields,
    order::Order,
    range::{CellKey, Place},
    view::{GridView, Layout},
    wide::Wide,
};
use crate::model::{Chart, Dataset, Id, Observation, Period, SectionKind, Series, SourceRefs};

pub use super::fields::Field;

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// A series.
    Series(Id),
    /// A field of the observation or the item that the row is.
    Field(Field),
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// A period.
    Period(Period),
    /// One observation.
    Observation {
        /// Its series.
        series: Id,
        /// Its position there.
        index: usize,
    },
    /// An item.
    Item {
        /// Its section.
        section: SectionKind,
        /// Its id.
        id: Id,
    },
}

/// A dataset laid out as a table. Finds what stands at a place without looking at anything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    dataset: Arc<Dataset>,
    layout: Layout,
    columns: Vec<Column>,
    base: Base,
    /// The order of the rows on screen, where it is not that of the base.
    order: Option<Order>,
}

/// The rows in the order of the data.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Base {
    Wide(Wide),
    /// The series, and for each the number of observations before its first; at the end the number of all.
    Long {
        series: Vec<Id>,
        starts: Vec<usize>,
    },
    Items {
        section: SectionKind,
        ids: Vec<Id>,
    },
}

impl Base {
    fn count(&self) -> usize {
        match self {
            Self::Wide(wide) => wide.periods.len(),
            Self::Long { starts, .. } => starts.last().copied().unwrap_or(0),
            Self::Items { ids, .. } => ids.len(),
        }
    }
}

/// What stands in a cell of a series and a period, or in the row of one observation.
pub struct Cell<'a> {
    /// All that is said of the period, the preferred observation first, with their positions in the series.
    pub observations: Vec<(usize, &'a Observation)>,
    /// The series.
    pub series: &'a Series,
}

/// The series that are shown: those of the chart, or all where there is no chart.
pub(super) fn shown_series(dataset: &Dataset, chart: Option<&Chart>) -> Vec<Id> {
    let Some(chart) = chart else { return dataset.series.keys().cloned().collect() };
    let mut seen = std::collections::BTreeSet::new();
    let known = |id: &&Id| dataset.series.contains_key(*id);
    chart.series.iter().filter(known).filter(|id| seen.insert(*id)).cloned().collect()
}

impl Sheet {
    /// The table of a dataset, with its rows in the order of the data. What a sheet made before has found out, and what is still true, is taken over.
    pub fn new(dataset: &Arc<Dataset>, chart: Option<&Chart>, view: &GridView, before: Option<&Self>) -> Self {
        let shown = shown_series(dataset, chart);
        let visible = |column: &Column| !view.hidden.contains(column);
        let (columns, base) = match view.layout {
            Layout::Wide => {
                let columns: Vec<Column> = shown.into_iter().map(Column::Series).filter(visible).collect();
                let ids: Vec<&Id> = columns.iter().filter_map(Column::series).collect();
                let before = before.and_then(|sheet| match &sheet.base {
                    Base::Wide(wide) => Some((wide, &sheet.columns)),
                    _ => None,
                });
                let wide = Wide::new(dataset, &ids, &view.extra, before);
                (columns, Base::Wide(wide))
            }
            Layout::Long => {
                let mut starts = vec![0];
                for id in &shown {
                    starts.push(starts[starts.len() - 1] + dataset.series[id].observations.len());
                }
                let columns = Field::OF_OBSERVATIONS.map(Column::Field).into_iter().filter(visible).collect();
                (columns, Base::Long { series: shown, starts })
            }
            Layout::Items(section) => {
                let ids = fields::ids(dataset, section);
                let columns = Field::of_items(section).iter().copied().map(Column::Field).filter(visible).collect();
                (columns, Base::Items { section, ids })
            }
        };
        Self { dataset: Arc::clone(dataset), layout: view.layout, columns, base, order: None }
    }

    /// The same table with its rows in another order; `None`: that of the data.
    #[must_use]
    pub fn in_order(&self, order: Option<Order>) -> Self {
        Self { order, ..self.clone() }
    }

    /// The order of this table for another one, if that has as many rows.
    pub fn order_for(&self, other: &Self) -> Option<Order> {
        self.order.clone().filter(|order| order.of() == other.base.count())
    }

    /// The dataset that it was made from.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// What the rows are.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The columns, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many columns there are.
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.order.as_ref().map_or_else(|| self.base.count(), Order::len)
    }

    /// How many rows there would be without a filter.
    pub fn unfiltered_row_count(&self) -> usize {
        self.base.count()
    }

    /// Whether the rows on screen are not those of the data in their order.
    pub fn is_ordered(&self) -> bool {
        self.order.is_some()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.row_count() == 0 || self.columns.is_empty()
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    fn base_row(&self, row: usize) -> usize {
        self.order.as_ref().map_or(row, |order| order.to_base(row))
    }

    /// What a row is.
    pub fn row(&self, row: usize) -> Option<Row> {
        if row >= self.row_count() {
            return None;
        }
        self.row_of_base(self.base_row(row))
    }

    pub(super) fn row_of_base(&self, row: usize) -> Option<Row> {
        match &self.base {
            Base::Wide(wide) => wide.periods.get(row).copied().map(Row::Period),
            Base::Long { series, starts } => {
                let at = starts.partition_point(|start| *start <= row).checked_sub(1)?;
                Some(Row::Observation { series: series.get(at)?.clone(), index: row - starts[at] })
            }
            Base::Items { section, ids } => ids.get(row).map(|id| Row::Item { section: *section, id: id.clone() }),
        }
    }

    /// The period of a row of the wide table.
    pub fn period(&self, row: usize) -> Option<Period> {
        match self.row(row)? {
            Row::Period(at) => Some(at),
            _ => None,
        }
    }

    /// Where a period has its row.
    pub fn row_of_period(&self, at: Period) -> Option<usize> {
        let Base::Wide(wide) = &self.base else { return None };
        self.view_row(wide.row_of(at)?)
    }

    /// The periods of the wide table in order of time; none of another.
    pub(super) fn periods(&self) -> &[Period] {
        match &self.base {
            Base::Wide(wide) => &wide.periods,
            _ => &[],
        }
    }

    fn view_row(&self, base: usize) -> Option<usize> {
        self.order.as_ref().map_or(Some(base), |order| order.to_view(base))
    }

    /// What the cell at a place is called.
    pub fn key(&self, place: Place) -> Option<CellKey> {
        Some(CellKey { row: self.row(place.row)?, column: self.columns.get(place.column)?.clone() })
    }

    /// Where a row is.
    pub fn row_of(&self, row: &Row) -> Option<usize> {
        let base = match (&self.base, row) {
            (Base::Wide(wide), Row::Period(at)) => wide.row_of(*at)?,
            (Base::Wide(wide), Row::Observation { series, index }) => {
                wide.row_of(self.dataset.series.get(series)?.observations.get(*index)?.at)?
            }
            (Base::Long { series: all, starts }, Row::Observation { series, index }) => {
                let at = all.iter().position(|id| id == series)?;
                let row = starts[at] + index;
                (row < starts[at + 1]).then_some(row)?
            }
            (Base::Items { section, ids }, Row::Item { section: other, id }) if section == other => {
                ids.iter().position(|other| other == id)?
            }
            _ => return None,
        };
        self.view_row(base)
    }

    /// Where a column is.
    pub fn column_of(&self, column: &Column) -> Option<usize> {
        self.columns.iter().position(|other| other == column)
    }

    /// Where a cell is.
    pub fn place_of(&self, key: &CellKey) -> Option<Place> {
        Some(Place { row: self.row_of(&key.row)?, column: self.column_of(&key.column)? })
    }

    /// The series and the period of a place of the wide table.
    pub fn address(&self, place: Place) -> Option<(&Id, Period)> {
        match self.columns.get(place.column)? {
            Column::Series(series) => Some((series, self.period(place.row)?)),
            Column::Field(_) => None,
        }
    }

    /// What stands at a place: of the wide table all observations, of the long one that of the row.
    pub fn cell(&self, place: Place) -> Option<Cell<'_>> {
        let base = self.base_row(place.row);
        let column = self.columns.get(place.column)?;
        match (&self.base, column) {
            (Base::Wide(wide), Column::Series(id)) => {
                let series = self.dataset.series.get(id)?;
                let found = wide.positions(place.column, base);
                let observations = found.filter_map(|i| Some((i, series.observations.get(i)?))).collect();
                Some(Cell { observations, series })
            }
            (Base::Long { .. }, _) => {
                let Row::Observation { series, index } = self.row_of_base(base)? else { return None };
                let series = self.dataset.series.get(&series)?;
                Some(Cell { observations: vec![(index, series.observations.get(index)?)], series })
            }
            _ => None,
        }
    }

    /// The observation that stands for a place, with its series.
    pub(super) fn figure(&self, place: Place) -> Option<(&Series, &Observation)> {
        if let (Base::Wide(wide), Column::Series(id)) = (&self.base, self.columns.get(place.column)?) {
            let index = wide.positions(place.column, self.base_row(place.row)).next()?;
            let series = self.dataset.series.get(id)?;
            return Some((series, series.observations.get(index)?));
        }
        let Cell { observations, series } = self.cell(place)?;
        Some((series, observations.first()?.1))
    }

    /// The series and the position of the observation that stands for a place, if there is one.
    pub fn preferred(&self, place: Place) -> Option<(Id, usize)> {
        match (&self.base, self.columns.get(place.column)?) {
            (Base::Wide(wide), Column::Series(id)) => {
                let index = wide.positions(place.column, self.base_row(place.row)).next()?;
                Some((id.clone(), index))
            }
            _ => match self.row(place.row)? {
                Row::Observation { series, index } => Some((series, index)),
                _ => None,
            },
        }
    }

    /// The positions of the observations of a series and a period, where the wide table shows that series.
    pub(in crate::session) fn positions_at(&self, series: &Id, at: Period) -> Option<Vec<usize>> {
        let Base::Wide(wide) = &self.base else { return None };
        let column = self.columns.iter().position(|column| column.series() == Some(series))?;
        Some(wide.row_of(at).map(|row| wide.positions(column, row).collect()).unwrap_or_default())
    }

    /// Whether something stands at a place.
    pub fn is_filled(&self, place: Place) -> bool {
        match &self.base {
            Base::Wide(wide) => wide.positions(place.column, self.base_row(place.row)).next().is_some(),
            _ => !self.text(place).is_empty(),
        }
    }

    /// What a place shows.
    pub fn text(&self, place: Place) -> String {
        let base = self.base_row(place.row);
        self.columns.get(place.column).map(|column| self.text_of_base(base, place.column, column)).unwrap_or_default()
    }

    pub(super) fn text_of_base(&self, base: usize, position: usize, column: &Column) -> String {
        match (&self.base, column) {
            (Base::Wide(wide), Column::Series(id)) => {
                let Some(series) = self.dataset.series.get(id) else { return String::new() };
                let first = wide.positions(position, base).next().and_then(|i| series.observations.get(i));
                first.map(|o| o.shown(&series.head.measure)).unwrap_or_default()
            }
            (_, Column::Field(field)) => match self.row_of_base(base) {
                Some(Row::Observation { series, index }) => self
                    .dataset
                    .series
                    .get(&series)
                    .and_then(|item| Some(fields::of_observation(item.observations.get(index)?, &series, *field)))
                    .unwrap_or_default(),
                Some(Row::Item { section, id }) => fields::item(&self.dataset, section, &id)
                    .map(|item| fields::of_item(&item, &id, *field))
                    .unwrap_or_default(),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// What a column is called on screen.
    pub fn column_name(&self, column: &Column) -> String {
        match column {
            Column::Series(id) => {
                self.dataset.series.get(id).map_or_else(|| id.to_string(), |series| series.label(id).to_owned())
            }
            Column::Field(field) => field.name().to_owned(),
        }
    }

    /// What a row is called on screen and by screen readers.
    pub fn row_name(&self, row: usize) -> String {
        match self.row(row) {
            Some(Row::Period(at)) => at.to_string(),
            Some(Row::Observation { series, index }) => {
                let at = self.dataset.series.get(&series).and_then(|item| item.observations.get(index)).map(|o| o.at);
                at.map_or_else(|| series.to_string(), |at| format!("{series} {at} #{}", index + 1))
            }
            Some(Row::Item { id, .. }) => id.to_string(),
            None => String::new(),
        }
    }

    /// The name of a cell: `mexico 2008` in the wide table, `Value of mexico 2008 #1` in the others.
    pub fn cell_name(&self, place: Place) -> String {
        match self.columns.get(place.column) {
            Some(Column::Series(id)) => format!("{id} {}", self.row_name(place.row)),
            Some(Column::Field(field)) => format!("{} of {}", field.name(), self.row_name(place.row)),
            None => String::new(),
        }
    }
}

impl Column {
    /// The series, if it is one.
    pub fn series(&self) -> Option<&Id> {
        match self {
            Self::Series(id) => Some(id),
            Self::Field(_) => None,
        }
    }
}

impl Cell<'_> {
    /// The preferred observation.
    pub fn preferred(&self) -> Option<&Observation> {
        self.observations.first().map(|(_, o)| *o)
    }

    /// How many values other than the preferred one there are.
    pub fn others(&self) -> usize {
        self.observations.len().saturating_sub(1)
    }

    /// Whether the sources give different values.
    pub fn is_disputed(&self) -> bool {
        let first = self.preferred().and_then(Observation::plotted);
        self.observations.iter().any(|(_, o)| o.plotted() != first)
    }

    /// Every value with its sources, its status and its note, line by line; empty for an empty cell.
    pub fn details(&self, dataset: &Dataset) -> Vec<String> {
        let mut lines = Vec::new();
        for (n, (_, observation)) in self.observations.iter().enumerate() {
            let shown = observation.shown(&self.series.head.measure);
            let value = if shown.is_empty() { "no value" } else { &shown };
            let status = match observation.status {
                crate::model::Status::Observed => String::new(),
                other => format!(", {}", other.name().to_lowercase()),
            };
            let rank = if n == 1 { "Other sources:\n" } else { "" };
            lines.push(match source_names(dataset, &observation.source).as_str() {
                "" => format!("{rank}{value}{status}, no source given"),
                sources => format!("{rank}{value}{status}, {sources}"),
            });
            lines.extend(observation.note.iter().map(|note| format!("Note: {note}")));
        }
        lines
    }
}

/// The short names of sources, with commas between.
pub(super) fn source_names(dataset: &Dataset, sources: &SourceRefs) -> String {
    let names = sources.ids().iter();
    let names = names.map(|id| dataset.sources.get(id).map_or(id.as_str(), |source| source.short_name(id)));
    names.collect::<Vec<_>>().join(", ")
}
