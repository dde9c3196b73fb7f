//! The index of the wide table: for each series, which of its observations belong to which row.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::sheet::Column;
use crate::model::{Dataset, Id, Observations, Period};

/// Periods down, series across.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::session) struct Wide {
    /// The periods, in order of time.
    pub(super) periods: Arc<Vec<Period>>,
    /// The periods that have a row of their own accord, with or without a value.
    extra: BTreeSet<Period>,
    columns: Vec<Indexed>,
    /// For each row, the number of observations in it.
    counts: Arc<Vec<u32>>,
}

/// The index of one column.
#[derive(Clone, Debug, PartialEq)]
struct Indexed {
    /// Row and position of every observation, by row and then by position.
    places: Arc<Vec<(u32, u32)>>,
    /// What the index was made from; shares its memory with the dataset.
    observations: Observations,
}

impl Wide {
    /// The index of some series of a dataset. Columns whose periods are as before are taken over from `before`; a
    /// column that has changed is indexed anew alone where no row comes or goes.
    pub(super) fn new(
        dataset: &Dataset,
        ids: &[&Id],
        extra: &BTreeSet<Period>,
        before: Option<(&Self, &Vec<Column>)>,
    ) -> Self {
        before
            .and_then(|(before, columns)| before.updated(dataset, ids, extra, columns))
            .unwrap_or_else(|| Self::from_scratch(dataset, ids, extra))
    }

    fn from_scratch(dataset: &Dataset, ids: &[&Id], extra: &BTreeSet<Period>) -> Self {
        let mut rows: HashMap<Period, u32> = HashMap::new();
        let mut periods: Vec<Period> = Vec::new();
        let mut columns: Vec<Indexed> = Vec::with_capacity(ids.len());
        let mut number = |at: Period| {
            *rows.entry(at).or_insert_with(|| {
                periods.push(at);
                periods.len() as u32 - 1
            })
        };
        for id in ids {
            let observations = dataset.series[*id].observations.clone();
            let places: Vec<(u32, u32)> =
                observations.iter().zip(0..).map(|(o, index)| (number(o.at), index)).collect();
            columns.push(Indexed { places: Arc::new(places), observations });
        }
        for at in extra {
            number(*at);
        }
        // From the order in which they were met to that of time.
        let mut by_time: Vec<u32> = (0..periods.len() as u32).collect();
        by_time.sort_by_cached_key(|met| in_time(periods[*met as usize]));
        let mut row_of = vec![0_u32; periods.len()];
        for (row, met) in by_time.iter().enumerate() {
            row_of[*met as usize] = row as u32;
        }
        let mut counts = vec![0_u32; periods.len()];
        for column in &mut columns {
            let places = Arc::make_mut(&mut column.places);
            for (row, _) in places.iter_mut() {
                *row = row_of[*row as usize];
                counts[*row as usize] += 1;
            }
            places.sort_unstable();
        }
        let periods: Vec<Period> = by_time.iter().map(|met| periods[*met as usize]).collect();
        Self { periods: Arc::new(periods), extra: extra.clone(), columns, counts: Arc::new(counts) }
    }

    /// `None` where rows come or go.
    fn updated(&self, dataset: &Dataset, ids: &[&Id], extra: &BTreeSet<Period>, columns: &[Column]) -> Option<Self> {
        let same_columns = ids.len() == columns.len() && ids.iter().zip(columns).all(|(id, c)| c.series() == Some(*id));
        if !same_columns || self.extra != *extra {
            return None;
        }
        let mut updated = self.clone();
        let mut counts: Option<Vec<u32>> = None;
        for (id, column) in ids.iter().zip(&mut updated.columns) {
            let observations = &dataset.series[*id].observations;
            let is_same = || {
                observations.len() == column.observations.len()
                    && observations.iter().zip(&column.observations).all(|(o, before)| o.at == before.at)
            };
            if observations.ptr_eq(&column.observations) {
                continue;
            }
            if is_same() {
                column.observations = observations.clone();
                continue;
            }
            let counts = counts.get_or_insert_with(|| (*self.counts).clone());
            for (row, _) in column.places.iter() {
                counts[*row as usize] -= 1;
            }
            let mut places = Vec::with_capacity(observations.len());
            for (index, o) in observations.iter().enumerate() {
                let row = self.row_of(o.at)?;
                counts[row] += 1;
                places.push((row as u32, index as u32));
            }
            places.sort_unstable();
            *column = Indexed { places: Arc::new(places), observations: observations.clone() };
        }
        if let Some(counts) = counts {
            let is_gone = |(row, count): (usize, &u32)| *count == 0 && !self.extra.contains(&self.periods[row]);
            if counts.iter().enumerate().any(is_gone) {
                return None;
            }
            updated.counts = Arc::new(counts);
        }
        Some(updated)
    }

    /// The row of a period.
    pub(super) fn row_of(&self, at: Period) -> Option<usize> {
        self.periods.binary_search(&at).ok()
    }

    /// The positions in its series of what stands in a row of a column, the preferred one first.
    pub(super) fn positions(&self, column: usize, row: usize) -> impl Iterator<Item = usize> + '_ {
        let places = self.columns.get(column).map_or(&[][..], |column| column.places.as_slice());
        let start = places.partition_point(|(at, _)| (*at as usize) < row);
        places[start..].iter().take_while(move |(at, _)| *at as usize == row).map(|(_, index)| *index as usize)
    }
}

/// What `Period` is ordered by, to be computed once for each.
fn in_time(at: Period) -> (jiff::civil::Date, jiff::civil::Date, String) {
    (at.first_day(), at.last_day(), at.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Observation, Series};

    fn dataset(columns: &[Vec<u16>]) -> Dataset {
        let mut dataset = Dataset::titled("Test");
        for (n, years) in columns.iter().enumerate() {
            let at = |year: &u16| Observation::at(Period::year(i64::from(*year) + 2000).expect("a year"));
            let observations = years.iter().map(at).collect();
            dataset.series.insert(format!("s{n}").into(), Series { observations, ..Series::default() });
        }
        dataset
    }

    fn all(wide: &Wide) -> Vec<Vec<Vec<usize>>> {
        let rows = 0..wide.periods.len();
        rows.map(|row| (0..wide.columns.len()).map(|column| wide.positions(column, row).collect()).collect()).collect()
    }

    proptest! {
        #[test]
        fn an_index_that_is_kept_up_to_date_is_the_one_made_from_scratch(
            before in prop::collection::vec(prop::collection::vec(0_u16..8, 0..8), 3),
            after in prop::collection::vec(prop::collection::vec(0_u16..8, 0..8), 3),
            changed in prop::collection::vec(any::<bool>(), 3),
        ) {
            let after: Vec<_> = (0..3).map(|n| if changed[n] { after[n].clone() } else { before[n].clone() }).collect();
            let (before, after) = (dataset(&before), dataset(&after));
            let ids: Vec<&Id> = after.series.keys().collect();
            let columns: Vec<Column> = ids.iter().map(|id| Column::Series((*id).clone())).collect();
            let extra = BTreeSet::from([Period::year(2003).expect("a year")]);
            let old = Wide::from_scratch(&before, &ids, &extra);
            let new = Wide::new(&after, &ids, &extra, Some((&old, &columns)));
            let want = Wide::from_scratch(&after, &ids, &extra);
            prop_assert_eq!(&new.periods, &want.periods);
            prop_assert_eq!(&new.counts, &want.counts);
            prop_assert_eq!(all(&new), all(&want));
            for (n, (_, series)) in after.series.iter().enumerate() {
                for (index, o) in series.observations.iter().enumerate() {
                    let row = new.row_of(o.at).expect("a row");
                    prop_assert!(new.positions(n, row).any(|i| i == index));
                }
            }
        }
    }
}
