//! What the values of a series are to a figure, before any of it is put into words: small, and made in one pass.

use std::collections::HashMap;

use crate::{
    analysis::{Derived, Figure, Standing, same_kind},
    model::{
        Chart, Gaps, Id, Mark, Measure, Observation, Period, Qualifier, Series, SeriesHead, Status, Unit,
        number::{self, Locale},
    },
};

use super::{Hue, Role, axes::asked_range, select, words};

/// A series of a chart, and what the steps of the chart make of its values.
pub(super) struct Chosen<'a> {
    pub(super) id: &'a Id,
    pub(super) series: &'a Series,
    pub(super) derived: Derived<'a>,
    pub(super) label: String,
    pub(super) hue: Hue,
    /// How its numbers are written.
    pub(super) locale: Locale,
}

impl Chosen<'_> {
    /// What its values measure, in which unit, after the steps.
    pub(super) fn head(&self) -> &SeriesHead {
        &self.derived.head
    }

    pub(super) fn measure(&self) -> Measure {
        self.derived.head.measure
    }

    /// Whether its values are not those of the dataset.
    pub(super) fn is_derived(&self) -> bool {
        self.derived.figures.is_some()
    }

    /// The observation of the dataset that a row stands for.
    fn origin(&self, index: u32) -> usize {
        let figure = self.derived.figures.as_ref().and_then(|figures| figures.get(index as usize));
        figure.map_or(index as usize, |figure| self.derived.origin(figure))
    }
}

/// How a value is joined to the one before it, of the same role and kind of unit. The later, the less is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    /// Nothing lies between.
    Solid,
    /// A dashed line leads over what lies between.
    Bridge,
    /// Not at all.
    Open,
}

/// A value of a series that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its position in the observations of the series, or in its figures after steps.
    pub(super) index: u32,
    pub(super) at: Period,
    /// The value, after transforms.
    pub(super) y: f64,
    pub(super) role: Role,
    pub(super) qualifier: Qualifier,
    pub(super) status: Status,
    pub(super) link: Link,
    /// Whether an end of a range is known.
    pub(super) has_range: bool,
    pub(super) has_source: bool,
    /// Whether it is put in between values that are known.
    pub(super) is_interpolated: bool,
}

/// What dashes there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bridges {
    pub(super) any: bool,
    pub(super) over_gaps: bool,
    pub(super) over_breaks: bool,
}

/// All values of a series that a chart shows.
pub(super) struct Rows<'a> {
    pub(super) chosen: &'a Chosen<'a>,
    /// The plotted ones by time, then the intervals, then the disagreeing ones; only those that the mark can show.
    pub(super) all: Vec<Row>,
    /// Those that the mark has no place for, though the reader could expect them.
    pub(super) left_out: Vec<Row>,
    /// Whether the values are percent of a sum.
    pub(super) are_shares: bool,
    pub(super) bridges: Bridges,
    /// The positions of the observations of those periods of which there are several.
    repeated: HashMap<Period, Vec<usize>>,
    /// Whether another source says something of one of the periods.
    has_disagreeing: bool,
}

impl<'a> Rows<'a> {
    /// The values in the periods asked for.
    pub(super) fn new(chart: &Chart, chosen: &'a Chosen<'a>) -> Self {
        let repeated = if chosen.is_derived() { HashMap::new() } else { repeated(chosen.series) };
        let (from, to) = asked_range(chart);
        let everything = from.is_infinite() && to.is_infinite();
        let in_view = |at: Period| everything || (at.start() < to && at.end() > from);
        let mut all: Vec<Row> = Vec::new();
        if let Some(figures) = &chosen.derived.figures {
            let in_view = figures.iter().enumerate().filter(|(_, figure)| in_view(figure.at));
            all.extend(in_view.map(|(index, figure)| derived_row(chosen, index, figure)));
        } else {
            let observations = &chosen.series.observations;
            all.reserve(observations.len());
            for (index, o) in observations.iter().enumerate() {
                if in_view(o.at) {
                    all.extend(row(index, o, &repeated));
                }
            }
        }
        let in_order = |pair: &[Row]| pair[0].role == pair[1].role && day_number(pair[0].at) < day_number(pair[1].at);
        if !all.windows(2).all(in_order) {
            all.sort_by_key(|row| (order(row.role), row.at, row.index));
        }
        let left_out = select::reduce(chart, &mut all);
        let has_disagreeing = all.iter().any(|row| row.role == Role::Disagreeing);
        let bridges = Bridges::default();
        let mut rows = Self { chosen, all, left_out, are_shares: false, bridges, repeated, has_disagreeing };
        rows.join(chart);
        rows
    }

    /// Finds anew which values are joined.
    pub(super) fn join(&mut self, chart: &Chart) {
        self.bridges = match chart.mark {
            Mark::Line | Mark::Step | Mark::Area | Mark::Scatter => link(self.chosen.series, chart.gaps, &mut self.all),
            Mark::Dumbbell | Mark::Slope => link_ends(self.chosen.series, &mut self.all),
            _ => Bridges::default(),
        };
    }

    /// The plotted values, by time.
    pub(super) fn plotted(&self) -> &[Row] {
        &self.all[..self.all.partition_point(|row| row.role == Role::Plotted)]
    }

    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = &Row> {
        self.all.iter().filter(move |row| row.role == role)
    }

    /// The observation of a row as it is in the dataset: that of its period, or the last one that it is made from.
    pub(super) fn observation(&self, row: &Row) -> &'a Observation {
        &self.chosen.series.observations[self.position(row)]
    }

    /// Where that observation is in its series.
    pub(super) fn position(&self, row: &Row) -> usize {
        self.chosen.origin(row.index)
    }

    /// What steps made of it; `None` where there are none.
    pub(super) fn figure(&self, row: &Row) -> Option<&Figure> {
        self.chosen.derived.figures.as_ref()?.get(row.index as usize)
    }

    /// The known ends of the range of a row, after steps.
    pub(super) fn range(&self, row: &Row) -> (Option<f64>, Option<f64>) {
        if !row.has_range {
            return (None, None);
        }
        if let Some(figure) = self.figure(row) {
            return figure.range();
        }
        let original = self.observation(row);
        let end = |v: Option<f64>| v.filter(|v| v.is_finite());
        (end(original.low), end(original.high))
    }

    /// The value of a row, where more is known than a range.
    pub(super) fn stated(&self, row: &Row) -> Option<f64> {
        self.figure(row).map_or_else(|| self.observation(row).value.map(|_| row.y), Figure::stated)
    }

    /// The value of a row in words.
    pub(super) fn label(&self, row: &Row) -> String {
        let chosen = self.chosen;
        if self.are_shares {
            let share = if row.y < 1.0 { (row.y * 10.0).round() / 10.0 } else { row.y.round() };
            return number::qualified_in(share, row.qualifier, &Measure::Share, chosen.locale);
        }
        self.value_label(row)
    }

    /// The value of a row in words, also where its share is drawn.
    pub(super) fn value_label(&self, row: &Row) -> String {
        let chosen = self.chosen;
        match self.figure(row) {
            Some(figure) => words::derived_label(figure, chosen),
            None => self.observation(row).shown_in(&chosen.measure(), chosen.locale),
        }
    }

    /// What else is said of the period of a row, in words, each with the observation that says it.
    pub(super) fn others(&self, row: &Row) -> Vec<(String, &'a Observation)> {
        let chosen = self.chosen;
        if let Some(figures) = &chosen.derived.figures {
            if !self.has_disagreeing {
                return Vec::new();
            }
            let same = figures.iter().enumerate().filter(|(_, figure)| figure.at == row.at);
            let others = same.filter(|(index, _)| *index != row.index as usize);
            return others
                .map(|(_, figure)| {
                    let observation = &chosen.series.observations[chosen.derived.origin(figure)];
                    (words::derived_label(figure, chosen), observation)
                })
                .collect();
        }
        let same = self.repeated.get(&row.at).map(Vec::as_slice).unwrap_or_default();
        let others = same.iter().filter(|other| **other != row.index as usize);
        let others = others.filter_map(|other| chosen.series.observations.get(*other));
        others.map(|other| (other.shown_in(&chosen.measure(), chosen.locale), other)).collect()
    }
}

/// A number that grows with the first day of a period, nearly evenly, and takes no calendar to find.
pub(super) fn day_number(at: Period) -> i32 {
    let (year, month, day) = match at.first() {
        Unit::Year(y) => (y, 1, 1),
        Unit::Quarter(y, q) => (y, 3 * (q - 1) + 1, 1),
        Unit::Month(y, m) => (y, m, 1),
        Unit::Day(y, m, d) => (y, m, d),
    };
    (i32::from(year) * 12 + i32::from(month) - 1) * 31 + i32::from(day) - 1
}

/// Most series go from day to day and say one thing of each; of those nothing has to be looked up.
fn repeated(series: &Series) -> HashMap<Period, Vec<usize>> {
    let mut before = i32::MIN;
    let ascends = series.observations.iter().all(|o| {
        let day = day_number(o.at);
        std::mem::replace(&mut before, day) < day
    });
    let mut repeated: HashMap<Period, Vec<usize>> = HashMap::new();
    if !ascends {
        let mut first: HashMap<Period, usize> = HashMap::with_capacity(series.observations.len());
        for (index, o) in series.observations.iter().enumerate() {
            let met = *first.entry(o.at).or_insert(index);
            if met != index {
                repeated.entry(o.at).or_insert_with(|| vec![met]).push(index);
            }
        }
    }
    repeated
}

fn row(index: usize, o: &Observation, repeated: &HashMap<Period, Vec<usize>>) -> Option<Row> {
    let y = o.plotted().filter(|y| y.is_finite())?;
    let is_first = || repeated.is_empty() || repeated.get(&o.at).is_none_or(|same| same.first() == Some(&index));
    let role = match o.at.is_interval() {
        true => Role::Interval,
        false if is_first() => Role::Plotted,
        false => Role::Disagreeing,
    };
    Some(Row {
        index: index as u32,
        at: o.at,
        y,
        role,
        qualifier: o.qualifier,
        status: o.status,
        link: Link::Solid,
        has_range: [o.low, o.high].into_iter().flatten().any(f64::is_finite),
        has_source: !o.source.is_empty(),
        is_interpolated: false,
    })
}

fn derived_row(chosen: &Chosen<'_>, index: usize, figure: &Figure) -> Row {
    let (low, high) = figure.range();
    Row {
        index: index as u32,
        at: figure.at,
        y: figure.value,
        role: match figure.standing {
            Standing::Preferred => Role::Plotted,
            Standing::Interval => Role::Interval,
            Standing::Disagreeing => Role::Disagreeing,
        },
        qualifier: figure.qualifier,
        status: figure.status,
        link: Link::Solid,
        has_range: low.is_some() || high.is_some(),
        has_source: !chosen.series.observations[chosen.derived.origin(figure)].source.is_empty(),
        is_interpolated: figure.is_interpolated,
    }
}

fn order(role: Role) -> u8 {
    match role {
        Role::Plotted => 0,
        Role::Interval => 1,
        Role::Disagreeing => 2,
    }
}

/// Joins neighbours of the same kind of unit: solid where nothing lies between, dashed where the author asks to lead
/// over a gap or a break, and dashed to a period that was not over.
fn link(series: &Series, gaps: Gaps, rows: &mut [Row]) -> Bridges {
    let mut bridges = Bridges::default();
    let breaks: Vec<_> = series.head.breaks.iter().map(|change| change.at.first_day()).collect();
    let mut last_of_kind: Vec<usize> = Vec::new();
    for to in 0..rows.len() {
        let row = rows[to];
        if row.role != Role::Plotted {
            break;
        }
        let unit = row.at.first();
        let Some(slot) = last_of_kind.iter_mut().find(|i| same_kind(rows[**i].at.first(), unit)) else {
            last_of_kind.push(to);
            rows[to].link = Link::Open;
            continue;
        };
        let from = rows[std::mem::replace(slot, to)];
        let partial = [&from, &row].iter().any(|end| end.status == Status::Partial);
        let adjacent = is_adjacent(from.at, row.at);
        let whole = adjacent && (breaks.is_empty() || !breaks_between(&breaks, from.at, row.at));
        let interpolated = from.is_interpolated || row.is_interpolated;
        rows[to].link = match (whole, gaps) {
            (true, _) if interpolated => Link::Bridge,
            (true, _) if !partial => Link::Solid,
            (true, _) | (false, Gaps::Bridge) => Link::Bridge,
            (false, _) => Link::Open,
        };
        if rows[to].link == Link::Bridge {
            bridges.any = true;
            bridges.over_gaps |= !adjacent;
            bridges.over_breaks |= adjacent && !partial && !interpolated;
        }
    }
    bridges
}

/// Joins the first value to the last: dashed where the way of counting changed between them.
fn link_ends(series: &Series, rows: &mut [Row]) -> Bridges {
    let breaks: Vec<_> = series.head.breaks.iter().map(|change| change.at.first_day()).collect();
    let [from, to] = rows else { return Bridges::default() };
    let changed = breaks_between(&breaks, from.at, to.at);
    (from.link, to.link) = (Link::Open, if changed { Link::Bridge } else { Link::Solid });
    Bridges { any: changed, over_gaps: false, over_breaks: changed }
}

/// Whether the one period follows the other without anything between.
pub(super) fn is_adjacent(a: Period, b: Period) -> bool {
    if let (Unit::Day(y, m, d), Unit::Day(year, month, day)) = (a.first(), b.first())
        && (y, m) == (year, month)
        && !a.is_interval()
    {
        return d + 1 == day && !b.is_interval();
    }
    a.next() == Some(b)
}

/// Whether the definition changed after the start of `a`, by the end of `b`.
fn breaks_between(breaks: &[jiff::civil::Date], a: Period, b: Period) -> bool {
    breaks.iter().any(|day| *day > a.first_day() && *day <= b.last_day())
}
