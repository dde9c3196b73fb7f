//! The data of a chart as a table: periods down, series across.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Chart, Dataset, Id, Observation, Period, Qualifier, Series};

/// Which series are the columns, which periods the rows, and where each value is found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    /// The series, from left to right.
    pub(super) columns: Vec<Id>,
    /// The periods, from top to bottom.
    pub(super) rows: Vec<Period>,
    /// For each column: by period, the positions of its observations, the preferred one first.
    positions: Vec<HashMap<Period, Vec<usize>>>,
}

/// A place in the sheet: row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// What stands in a cell.
pub(super) struct Cell<'a> {
    /// All that is said of the period, the preferred observation first.
    pub(super) observations: Vec<(usize, &'a Observation)>,
    series: &'a Series,
}

impl Sheet {
    /// The table for a chart, or of all series where there is no chart; `extra` are periods that have no value yet.
    pub(super) fn new(dataset: &Dataset, chart: Option<&Chart>, extra: &[Period]) -> Self {
        let columns: Vec<Id> = match chart {
            Some(chart) => {
                let mut seen = BTreeSet::new();
                let known = |id: &&Id| dataset.series.contains_key(*id);
                chart.series.iter().filter(known).filter(|id| seen.insert(*id)).cloned().collect()
            }
            None => dataset.series.keys().cloned().collect(),
        };
        let mut rows: BTreeSet<Period> = extra.iter().copied().collect();
        let mut positions = Vec::with_capacity(columns.len());
        for id in &columns {
            let mut column: HashMap<Period, Vec<usize>> = HashMap::new();
            for (index, observation) in dataset.series[id].observations.iter().enumerate() {
                rows.insert(observation.at);
                column.entry(observation.at).or_default().push(index);
            }
            positions.push(column);
        }
        Self { columns, rows: rows.into_iter().collect(), positions }
    }

    /// Where a series and a period meet.
    pub(super) fn place_of(&self, series: &Id, at: Period) -> Option<Place> {
        let column = self.columns.iter().position(|id| id == series)?;
        let row = self.rows.binary_search(&at).ok()?;
        Some(Place { row, column })
    }

    /// The series and the period of a place.
    pub(super) fn address(&self, place: Place) -> Option<(&Id, Period)> {
        Some((self.columns.get(place.column)?, *self.rows.get(place.row)?))
    }

    /// What stands at a place of the dataset that the sheet was made from.
    pub(super) fn cell<'a>(&self, dataset: &'a Dataset, place: Place) -> Option<Cell<'a>> {
        let (id, at) = self.address(place)?;
        let series = dataset.series.get(id)?;
        let found = self.positions.get(place.column)?.get(&at).map_or(&[][..], Vec::as_slice);
        let observations = found.iter().filter_map(|i| Some((*i, series.observations.get(*i)?))).collect();
        Some(Cell { observations, series })
    }
}

impl Cell<'_> {
    /// The preferred value in words.
    pub(super) fn shown(&self) -> String {
        self.observations.first().map(|(_, o)| o.shown(&self.series.head.measure)).unwrap_or_default()
    }

    /// How many values other than the preferred one there are.
    pub(super) fn others(&self) -> usize {
        self.observations.len().saturating_sub(1)
    }

    /// Whether there is more to say of the value than its number: a note, a qualifier, a range.
    pub(super) fn is_annotated(&self) -> bool {
        self.observations
            .iter()
            .any(|(_, o)| o.note.is_some() || o.qualifier != Qualifier::Exactly || o.low.is_some() || o.high.is_some())
    }

    /// Every value with its sources and its note, line by line; empty for an empty cell.
    pub(super) fn details(&self, dataset: &Dataset) -> Vec<String> {
        let mut lines = Vec::new();
        for (_, observation) in &self.observations {
            let shown = observation.shown(&self.series.head.measure);
            let sources: Vec<&str> = observation
                .source
                .ids()
                .iter()
                .map(|id| dataset.sources.get(id).map_or(id.as_str(), |source| source.short_name(id)))
                .collect();
            let value = if shown.is_empty() { "no value" } else { &shown };
            lines.push(match sources.as_slice() {
                [] => format!("{value}, no source given"),
                sources => format!("{value}, {}", sources.join(", ")),
            });
            lines.extend(observation.note.clone());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Measure, SeriesHead};

    fn year(year: i64) -> Period {
        Period::year(year).expect("a year")
    }

    fn dataset() -> Dataset {
        let mut dataset = Dataset::titled("Test");
        let head = SeriesHead { measure: Measure::Count, ..SeriesHead::default() };
        let mexico = vec![
            Observation::exactly(year(2009), 107.0),
            Observation::exactly(year(2008), 95.0),
            Observation { note: Some("by another count".into()), ..Observation::exactly(year(2008), 85.0) },
        ];
        dataset.series.insert("mexico".into(), Series { head: head.clone(), observations: mexico.into() });
        let colombia = vec![Observation::exactly(year(2010), 180.0)];
        dataset.series.insert("colombia".into(), Series { head, observations: colombia.into() });
        dataset
    }

    #[test]
    fn periods_are_sorted_and_values_found_where_they_meet() {
        let dataset = dataset();
        let sheet = Sheet::new(&dataset, None, &[year(2012)]);
        assert_eq!(sheet.rows, [2008, 2009, 2010, 2012].map(year));
        let place = sheet.place_of(&"mexico".into(), year(2008)).expect("a place");
        assert_eq!(place, Place { row: 0, column: 0 });
        let cell = sheet.cell(&dataset, place).expect("a cell");
        assert_eq!((cell.shown().as_str(), cell.others(), cell.is_annotated()), ("95", 1, true));
        assert_eq!(cell.details(&dataset), ["95, no source given", "85, no source given", "by another count"]);
        let empty = sheet.cell(&dataset, Place { row: 0, column: 1 }).expect("a cell");
        assert_eq!(empty.shown(), "");
    }

    #[test]
    fn a_chart_chooses_the_columns_and_unknown_series_are_left_out() {
        let chart = Chart { series: vec!["colombia".into(), "nowhere".into(), "colombia".into()], ..Chart::default() };
        let sheet = Sheet::new(&dataset(), Some(&chart), &[]);
        assert_eq!((sheet.columns, sheet.rows), (vec![Id::from("colombia")], vec![year(2010)]));
    }
}
