//! Leaves out points that could not be seen: of a stretch of time narrower than a pixel only what sticks out is drawn.

use super::{
    Role,
    rows::{Link, Row, Rows, day_number},
};
use crate::{
    analysis::same_kind,
    model::{Qualifier, Status},
};

/// How many points are too many, and into how many stretches of time they are then gathered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thinning {
    /// Up to so many points, of one role and kind of unit, are all drawn.
    pub(super) most: usize,
    pub(super) stretches: usize,
}

impl Thinning {
    /// For each of so many series of a figure. Pages and screens are seldom wider than 2,000 pixels, and what several
    /// series say between them can be seen the less the more of them there are.
    pub(super) fn of(series: usize) -> Self {
        let stretches = (4_000 / series.max(1)).clamp(250, 2_000);
        Self { most: 5 * stretches, stretches }
    }

    /// Nothing is left out.
    #[cfg(test)]
    pub(super) const NONE: Self = Self { most: usize::MAX, stretches: 1 };

    /// Which of the rows are drawn; `None`: all.
    ///
    /// Of each stretch of time these are the first and the last, the lowest and the highest, both with their ranges,
    /// the first of each qualifier and status, and both sides of the first gap.
    pub(super) fn kept(self, rows: &Rows<'_>) -> Option<Vec<bool>> {
        if rows.all.len() <= self.most {
            return None;
        }
        let mut kept = vec![true; rows.all.len()];
        for role in [Role::Plotted, Role::Interval, Role::Disagreeing] {
            let start = rows.all.iter().position(|row| row.role == role);
            let Some(start) = start else { continue };
            let count = rows.all[start..].iter().take_while(|row| row.role == role).count();
            self.thin_role(rows, start..start + count, &mut kept);
        }
        Some(kept)
    }

    fn thin_role(self, rows: &Rows<'_>, range: std::ops::Range<usize>, kept: &mut [bool]) {
        let mut kinds: Vec<crate::model::Unit> = Vec::new();
        for row in &rows.all[range.clone()] {
            if !kinds.iter().any(|kind| same_kind(*kind, row.at.first())) {
                kinds.push(row.at.first());
            }
        }
        for kind in kinds {
            let positions = || range.clone().filter(|position| same_kind(kind, rows.all[*position].at.first()));
            if positions().count() > self.most {
                self.thin_kind(rows, positions, kept);
            }
        }
    }

    fn thin_kind<I: Iterator<Item = usize>>(self, rows: &Rows<'_>, positions: impl Fn() -> I, kept: &mut [bool]) {
        let day = |position: usize| i64::from(day_number(rows.all[position].at));
        // In order of time, so that the first and the last are the ends.
        let (Some(first), Some(last)) = (positions().next(), positions().last()) else { return };
        let (start, span) = (day(first), day(last) - day(first) + 1);
        let mut current: Option<(i64, Stretch)> = None;
        let mut before = None;
        for position in positions() {
            kept[position] = false;
            let number = (day(position) - start) * self.stretches as i64 / span;
            match &mut current {
                Some((same, stretch)) if *same == number => stretch.take(rows, before, position),
                _ => {
                    if let Some((_, done)) = current.replace((number, Stretch::new(rows, position))) {
                        done.keep(kept);
                    }
                }
            }
            before = Some(position);
        }
        if let Some((_, done)) = current {
            done.keep(kept);
        }
    }
}

/// What is kept of a stretch of time: positions in the rows.
struct Stretch {
    first: usize,
    last: usize,
    lowest: (f64, usize),
    highest: (f64, usize),
    low: (f64, usize),
    high: (f64, usize),
    qualifiers: [Option<usize>; Qualifier::ALL.len()],
    statuses: [Option<usize>; Status::ALL.len()],
    gap: Option<(usize, usize)>,
}

impl Stretch {
    fn new(rows: &Rows<'_>, position: usize) -> Self {
        let row = &rows.all[position];
        let mut stretch = Self {
            first: position,
            last: position,
            lowest: (row.y, position),
            highest: (row.y, position),
            low: (row.y, position),
            high: (row.y, position),
            qualifiers: [None; Qualifier::ALL.len()],
            statuses: [None; Status::ALL.len()],
            gap: None,
        };
        stretch.note(rows, row, position);
        stretch
    }

    fn take(&mut self, rows: &Rows<'_>, before: Option<usize>, position: usize) {
        let row = &rows.all[position];
        self.last = position;
        if row.y < self.lowest.0 {
            self.lowest = (row.y, position);
        }
        if row.y > self.highest.0 {
            self.highest = (row.y, position);
        }
        if row.link != Link::Solid && self.gap.is_none() {
            self.gap = before.map(|before| (before, position));
        }
        self.note(rows, row, position);
    }

    /// What a row says besides its value.
    fn note(&mut self, rows: &Rows<'_>, row: &Row, position: usize) {
        self.qualifiers[row.qualifier as usize].get_or_insert(position);
        self.statuses[row.status as usize].get_or_insert(position);
        if row.has_range {
            let (low, high) = rows.range(row);
            if let Some(low) = low.filter(|low| *low < self.low.0) {
                self.low = (low, position);
            }
            if let Some(high) = high.filter(|high| *high > self.high.0) {
                self.high = (high, position);
            }
        }
    }

    fn keep(&self, kept: &mut [bool]) {
        let ends = [self.first, self.last, self.lowest.1, self.highest.1, self.low.1, self.high.1];
        let gap = self.gap.into_iter().flat_map(|(a, b)| [a, b]);
        let notes = self.qualifiers.iter().chain(&self.statuses).flatten().copied();
        for position in ends.into_iter().chain(gap).chain(notes) {
            kept[position] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        chart::{
            ChartPlan,
            build::{Making, thinned},
            export_table,
        },
        model::{Break, Chart, Dataset, Gaps, Id, Mark, Observation, Period, Series, Source, number::Locale},
    };

    const FEW: Thinning = Thinning { most: 40, stretches: 12 };

    fn observation() -> impl Strategy<Value = Observation> {
        let single = (2000_i16..2003, 1_i8..=12, 1_i8..=28);
        let at = prop_oneof![
            12 => single.prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
            2 => (2000_i32..2003, 1_i32..=12).prop_map(|(y, m)| format!("{y}-{m:02}")),
            1 => (2000_i32..2003).prop_map(|y| y.to_string()),
            1 => (2000_i32..2002, 0_i32..3).prop_map(|(y, n)| format!("{y}/{}", y + n)),
        ];
        let value = prop_oneof![9 => (-1000_i32..1000).prop_map(Some), 1 => Just(None)];
        let range = prop_oneof![9 => Just(None), 1 => (0..300_i32).prop_map(Some)];
        let qualifier = prop_oneof![30 => Just(Qualifier::Exactly), 1 => prop::sample::select(&Qualifier::ALL)];
        let status = prop_oneof![30 => Just(Status::Observed), 1 => prop::sample::select(&Status::ALL)];
        (at, value, range, qualifier, status, 0..4_usize).prop_map(|(at, value, range, qualifier, status, source)| {
            let mut o = Observation::at(at.parse().expect("a period"));
            o.value = value.map(f64::from);
            (o.low, o.high) = (range.map(|r| f64::from(-r)), range.map(|r| f64::from(r) * 2.0));
            (o.qualifier, o.status) = (qualifier, status);
            o.source = ["", "a", "b", "c"][source..]
                .first()
                .filter(|id| !id.is_empty())
                .map(|id| Id::from(*id))
                .into_iter()
                .collect();
            o
        })
    }

    /// Days one after the other, with some of them left out, and other periods and other counts among them.
    fn dataset() -> impl Strategy<Value = Dataset> {
        let days = prop::collection::vec(prop_oneof![9 => Just(1_usize), 1 => 1_usize..40], 60..240);
        let marks = prop::sample::select(vec![Mark::Line, Mark::Line, Mark::Dot, Mark::Column, Mark::Bar]);
        let more = prop::collection::vec(observation(), 0..80);
        (days, prop::collection::vec(observation(), 240), more, marks, any::<bool>(), any::<bool>()).prop_map(
            |(days, values, more, mark, bridge, breaks)| {
                let mut series = Series::default();
                let mut at: Period = "2000-01-01".parse().expect("a day");
                for (steps, value) in days.into_iter().zip(values) {
                    at = (0..steps).fold(at, |at, _| at.next().expect("a day"));
                    series.observations.push_back(Observation { at, ..value });
                }
                series.observations.extend(more);
                let change = || Break { at: "2000-03-05".parse().expect("a day"), note: None };
                series.head.breaks = breaks.then(change).into_iter().collect();
                let gaps = if bridge { Gaps::Bridge } else { Gaps::Show };
                let mut dataset = Dataset::titled("Test");
                for id in ["a", "b", "c"] {
                    dataset
                        .sources
                        .insert(id.into(), Source { title: Some(format!("Source {id}")), ..Source::default() });
                }
                dataset.series.insert("s".into(), series);
                let chart = Chart { series: vec!["s".into()], mark, gaps, ..Chart::default() };
                dataset.charts.insert("c".into(), chart);
                dataset
            },
        )
    }

    /// What the points of a role and kind say at most: ends in time and in value, and doubts.
    fn outline(plan: &ChartPlan) -> Vec<String> {
        let mut outline = BTreeSet::new();
        for role in [Role::Plotted, Role::Interval, Role::Disagreeing] {
            let points = || plan.series[0].points.iter().filter(move |p| p.role == role);
            let low = points().filter_map(|p| p.low).fold(f64::INFINITY, f64::min);
            let high = points().filter_map(|p| p.high).fold(f64::NEG_INFINITY, f64::max);
            let lowest = points().map(|p| p.y).fold(f64::INFINITY, f64::min);
            let highest = points().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
            let ends = (points().next().map(|p| p.index), points().next_back().map(|p| p.index));
            // A range within all values is not what sticks out.
            let (low, high) = (low.min(lowest), high.max(highest));
            outline.insert(format!("{role:?} {ends:?} {low} {high} {lowest} {highest}"));
            outline.extend(points().map(|p| format!("{role:?} {:?}", p.qualifier)));
            outline.extend(points().map(|p| format!("{role:?} {:?}", p.status)));
        }
        outline.into_iter().collect()
    }

    fn making(thinning: Thinning) -> Making<'static> {
        Making { locale: Locale::English, thinning, has_tooltips: true, kept: None }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn a_figure_of_fewer_points_says_the_same(dataset in dataset()) {
            let id = Id::from("c");
            let full = thinned(&dataset, &id, making(Thinning::NONE)).expect("a plan");
            let few = thinned(&dataset, &id, making(FEW)).expect("a plan");
            prop_assert!(few.series[0].points.len() <= full.series[0].points.len());
            prop_assert_eq!(outline(&few), outline(&full));
            let points = &full.series[0].points;
            let mut position = 0;
            let mut positions = Vec::new();
            for point in &few.series[0].points {
                position += points[position..].iter().position(|p| p == point).expect("a point of the full figure");
                positions.push(position);
            }
            // A line leads over nothing that the full figure leaves open, and is solid where all of it is.
            let links: BTreeSet<(usize, usize)> =
                full.series[0].connections.iter().map(|c| (c.from, c.to)).collect();
            let dashed: BTreeSet<usize> =
                full.series[0].connections.iter().filter(|c| c.bridge).map(|c| c.to).collect();
            for c in &few.series[0].connections {
                let (from, mut at) = (positions[c.from], positions[c.to]);
                let mut bridge = false;
                while at > from {
                    bridge |= dashed.contains(&at);
                    let before = links.iter().find(|(_, to)| *to == at).map(|(from, _)| *from);
                    prop_assert!(before.is_some(), "nothing leads to {} in the full figure", at);
                    at = before.unwrap_or_default();
                }
                prop_assert_eq!((at, bridge), (from, c.bridge));
            }
            let words = |plan: &ChartPlan| ChartPlan { series: Vec::new(), ..plan.clone() };
            prop_assert_eq!(words(&few), words(&full));
        }

        #[test]
        fn the_table_of_a_figure_of_fewer_points_is_complete(dataset in dataset()) {
            let id = Id::from("c");
            let full = thinned(&dataset, &id, making(Thinning::NONE)).expect("a plan");
            let few = thinned(&dataset, &id, making(FEW)).expect("a plan");
            let table = export_table(&few, &dataset);
            let periods: Vec<&str> = table[1..].iter().map(|row| row[1].as_str()).collect();
            let want: Vec<String> = full.series[0].points.iter().map(|p| p.at.to_string()).collect();
            prop_assert_eq!(periods, want);
        }
    }

    #[test]
    fn a_long_series_has_few_points_in_its_figure_and_all_in_its_words() {
        let first: Period = "0001-01-01".parse().expect("a day");
        let days = std::iter::successors(Some(first), |day| day.next()).take(30_000);
        let observations = days.zip(0..).map(|(at, n)| Observation::exactly(at, f64::from(n % 977))).collect();
        let mut dataset = Dataset::titled("Test");
        dataset.series.insert("s".into(), Series { observations, ..Series::default() });
        dataset.charts.insert("c".into(), Chart { series: vec!["s".into()], ..Chart::default() });
        let plan = crate::chart::plan(&dataset, &Id::from("c")).expect("a plan");
        assert!((2_000..=8_000).contains(&plan.series[0].points.len()), "{}", plan.series[0].points.len());
        assert!(plan.description.contains("30000 values, first 0 in 1 January 1, "), "{}", plan.description);
        assert_eq!(export_table(&plan, &dataset).len(), 30_001);
    }
}
