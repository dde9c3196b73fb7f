//! The index of the wide table: for each series, which of its observations belong to which row.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::sheet::Column;
use crate::model::{Dataset, Id, Observation, Observations, Period};

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

/// Row and position of every observation, by row and then by position.
type Places = Arc<Vec<(u32, u32)>>;

/// The index of one column.
#[derive(Clone, Debug, PartialEq)]
struct Indexed {
    places: Places,
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
        let mut met = Met::default();
        let mut columns: Vec<Indexed> = Vec::with_capacity(ids.len());
        for id in ids {
            let observations = dataset.series[*id].observations.clone();
            // Series beside each other are mostly of the same periods, which are not looked up again.
            let beside = columns.last().filter(|beside| same_periods(&beside.observations, &observations));
            let places = match beside {
                Some(beside) => Arc::clone(&beside.places),
                None => Arc::new(met.places(&observations)),
            };
            columns.push(Indexed { places, observations });
        }
        for at in extra {
            met.number(*at);
        }
        let periods = met.periods;
        let by_time = in_time(&periods);
        let mut row_of = vec![0_u32; periods.len()];
        for (row, met) in by_time.iter().enumerate() {
            row_of[*met as usize] = row as u32;
        }
        renumber(&mut columns, &row_of);
        let periods: Vec<Period> = by_time.iter().map(|met| periods[*met as usize]).collect();
        let mut wide = Self { periods: Arc::new(periods), extra: extra.clone(), columns, counts: Arc::default() };
        wide.counts = Arc::new(wide.counted());
        wide
    }

    fn counted(&self) -> Vec<u32> {
        let mut counts = vec![0_u32; self.periods.len()];
        for (row, _) in self.columns.iter().flat_map(|column| column.places.iter()) {
            counts[*row as usize] += 1;
        }
        counts
    }

    /// `None` where there are other columns.
    fn updated(&self, dataset: &Dataset, ids: &[&Id], extra: &BTreeSet<Period>, columns: &[Column]) -> Option<Self> {
        let same_columns = ids.len() == columns.len() && ids.iter().zip(columns).all(|(id, c)| c.series() == Some(*id));
        if !same_columns {
            return None;
        }
        let mut updated = self.clone();
        updated.extra.clone_from(extra);
        let mut changed: Vec<usize> = Vec::new();
        for (n, (id, column)) in ids.iter().zip(&mut updated.columns).enumerate() {
            let observations = &dataset.series[*id].observations;
            if !observations.ptr_eq(&column.observations) {
                if !same_periods(observations, &column.observations) {
                    changed.push(n);
                }
                column.observations = observations.clone();
            }
        }
        if changed.is_empty() && self.extra == *extra {
            return Some(updated);
        }
        let counts = Arc::make_mut(&mut updated.counts);
        for (row, _) in changed.iter().flat_map(|n| self.columns[*n].places.iter()) {
            counts[*row as usize] -= 1;
        }
        let mut fresh: BTreeSet<Period> = extra.iter().copied().filter(|at| self.row_of(*at).is_none()).collect();
        for n in &changed {
            let mut next = 0;
            for o in &updated.columns[*n].observations {
                match row_near(&self.periods, next, o.at) {
                    Some(row) => {
                        counts[row] += 1;
                        next = row + 1;
                    }
                    None => {
                        fresh.insert(o.at);
                    }
                }
            }
        }
        let is_kept = |row: usize| updated.counts[row] > 0 || extra.contains(&self.periods[row]);
        let kept: Vec<bool> = (0..self.periods.len()).map(is_kept).collect();
        let rows_change = !fresh.is_empty() || !kept.iter().all(|kept| *kept);
        if rows_change {
            updated.move_rows(&kept, fresh);
        }
        for n in changed {
            let observations = &updated.columns[n].observations;
            let mut next = 0;
            let mut place = |(o, index): (&Observation, u32)| {
                let row = row_near(&updated.periods, next, o.at)?;
                next = row + 1;
                Some((row as u32, index))
            };
            let mut places: Vec<(u32, u32)> = observations.iter().zip(0..).filter_map(&mut place).collect();
            places.sort_unstable();
            updated.columns[n].places = Arc::new(places);
        }
        if rows_change {
            updated.counts = Arc::new(updated.counted());
        }
        Some(updated)
    }

    /// Rows that are not kept go, and those of fresh periods come. Columns that have something in a row that goes are
    /// to be indexed anew.
    fn move_rows(&mut self, kept: &[bool], fresh: BTreeSet<Period>) {
        let mut periods = Vec::with_capacity(self.periods.len() + fresh.len());
        let mut row_of = vec![0_u32; self.periods.len()];
        let mut fresh = fresh.into_iter().peekable();
        for (row, at) in self.periods.iter().enumerate().filter(|(row, _)| kept[*row]) {
            while let Some(new) = fresh.next_if(|new| new < at) {
                periods.push(new);
            }
            row_of[row] = periods.len() as u32;
            periods.push(*at);
        }
        periods.extend(fresh);
        self.periods = Arc::new(periods);
        renumber(&mut self.columns, &row_of);
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

/// The row of a period, which is likely to be this one.
fn row_near(periods: &[Period], likely: usize, at: Period) -> Option<usize> {
    if periods.get(likely) == Some(&at) { Some(likely) } else { periods.binary_search(&at).ok() }
}

/// Periods as they are met, each with a number.
#[derive(Default)]
struct Met {
    periods: Vec<Period>,
    /// Empty until a period has to be looked up.
    numbers: HashMap<Period, u32>,
}

impl Met {
    fn number(&mut self, at: Period) -> u32 {
        if self.numbers.is_empty() {
            self.numbers = self.periods.iter().copied().zip(0..).collect();
        }
        *self.numbers.entry(at).or_insert_with(|| {
            self.periods.push(at);
            self.periods.len() as u32 - 1
        })
    }

    /// For each observation the number of its period, and its position.
    fn places(&mut self, observations: &Observations) -> Vec<(u32, u32)> {
        let ends = |o: &Observation| o.at.first_day();
        // The first series need not be looked up if no period can be there twice.
        if self.periods.is_empty()
            && observations.iter().zip(observations.iter().skip(1)).all(|(a, b)| ends(a) < ends(b))
        {
            self.periods = observations.iter().map(|o| o.at).collect();
            return (0..self.periods.len() as u32).map(|n| (n, n)).collect();
        }
        observations.iter().zip(0..).map(|(o, index)| (self.number(o.at), index)).collect()
    }
}

/// The columns with other numbers for their rows. Those that share an index go on sharing it.
fn renumber(columns: &mut [Indexed], row_of: &[u32]) {
    let mut done: Option<(Places, Places)> = None;
    for column in columns {
        if let Some((before, after)) = done.as_ref().filter(|(before, _)| Arc::ptr_eq(before, &column.places)) {
            debug_assert_eq!(before.len(), after.len());
            column.places = Arc::clone(after);
            continue;
        }
        let moved = column.places.iter().map(|(row, index)| (row_of[*row as usize], *index));
        let mut places: Vec<(u32, u32)> = moved.collect();
        if !places.is_sorted() {
            places.sort_unstable();
        }
        let before = std::mem::replace(&mut column.places, Arc::new(places));
        done = Some((before, Arc::clone(&column.places)));
    }
}

/// Whether two lists are of the same periods, one by one. What both share is not looked at.
fn same_periods(a: &Observations, b: &Observations) -> bool {
    let of_leaves = || {
        let mut pairs = a.leaves().zip(b.leaves());
        pairs.all(|(a, b)| {
            a.len() == b.len() && (a.as_ptr() == b.as_ptr() || a.iter().zip(b).all(|(a, b)| a.at == b.at))
        })
    };
    // Leaves of other sizes say nothing.
    a.len() == b.len() && (of_leaves() || a.iter().zip(b).all(|(a, b)| a.at == b.at))
}

/// The positions of periods in order of time. What decides between periods of the same days is compared only there.
fn in_time(periods: &[Period]) -> Vec<u32> {
    let days: Vec<_> = periods.iter().map(|at| (at.first_day(), at.last_day())).collect();
    let mut positions: Vec<u32> = (0..periods.len() as u32).collect();
    if !days.is_sorted_by(|a, b| a < b) {
        let (days, periods) = (|n: u32| days[n as usize], |n: u32| periods[n as usize]);
        positions.sort_by(|a, b| days(*a).cmp(&days(*b)).then_with(|| periods(*a).cmp(&periods(*b))));
    }
    positions
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Series;

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
            (rows_before, rows_after) in (prop::collection::btree_set(0_u16..10, 0..3), prop::collection::btree_set(0_u16..10, 0..3)),
        ) {
            let after: Vec<_> = (0..3).map(|n| if changed[n] { after[n].clone() } else { before[n].clone() }).collect();
            let (before, after) = (dataset(&before), dataset(&after));
            let ids: Vec<&Id> = after.series.keys().collect();
            let columns: Vec<Column> = ids.iter().map(|id| Column::Series((*id).clone())).collect();
            let year = |year: &u16| Period::year(i64::from(*year) + 2000).expect("a year");
            let [extra_before, extra] = [rows_before, rows_after].map(|rows| rows.iter().map(year).collect());
            let old = Wide::from_scratch(&before, &ids, &extra_before);
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
