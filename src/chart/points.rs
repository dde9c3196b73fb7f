//! Series with their points, and which of these are joined.

use std::collections::HashMap;

use crate::{
    analysis::{Scaling, same_kind},
    model::{Chart, Dataset, Gaps, Id, Mark, Observation, Period, Series, Status},
};

use super::{Connection, PlannedPoint, PlannedSeries, Role, axes::asked_range, words};

/// A series of a chart, and what is done to its values.
pub(super) struct Chosen<'a> {
    pub(super) id: &'a Id,
    pub(super) series: &'a Series,
    pub(super) scaling: Scaling,
    pub(super) label: String,
    pub(super) color: usize,
}

/// The series with all points in the periods asked for.
pub(super) fn planned_series(dataset: &Dataset, chart: &Chart, chosen: &Chosen<'_>) -> PlannedSeries {
    let (from, to) = asked_range(chart);
    let observations = &chosen.series.observations;
    let mut by_period: HashMap<Period, Vec<usize>> = HashMap::new();
    for (index, o) in observations.iter().enumerate() {
        by_period.entry(o.at).or_default().push(index);
    }
    let in_view = |at: Period| at.start() < to && at.end() > from;
    let mut points: Vec<PlannedPoint> = observations
        .iter()
        .enumerate()
        .filter(|(_, o)| in_view(o.at))
        .filter_map(|(index, o)| {
            let same = by_period.get(&o.at).map(Vec::as_slice).unwrap_or_default();
            point(dataset, chosen, index, o, same)
        })
        .collect();
    points.sort_by_key(|p| (order(p.role), p.at, p.index));
    if chart.mark == Mark::Bar {
        points = latest(points).into_iter().collect();
    }
    let connections =
        if chart.mark == Mark::Line { connections(chosen.series, chart.gaps, &points) } else { Vec::new() };
    PlannedSeries { id: chosen.id.clone(), label: chosen.label.clone(), color: chosen.color, points, connections }
}

fn order(role: Role) -> u8 {
    match role {
        Role::Plotted => 0,
        Role::Interval => 1,
        Role::Disagreeing => 2,
    }
}

/// The point that a bar shows: the last single period, or the last interval if there is nothing else.
fn latest(points: Vec<PlannedPoint>) -> Option<PlannedPoint> {
    let role = [Role::Plotted, Role::Interval].into_iter().find(|role| points.iter().any(|p| p.role == *role))?;
    // Of several values for the last interval the first is the preferred one, and `max_by_key` takes the last.
    points.into_iter().rev().filter(|p| p.role == role).max_by_key(|p| (p.at.last_day(), p.at.first_day()))
}

fn point(
    dataset: &Dataset,
    chosen: &Chosen<'_>,
    index: usize,
    original: &Observation,
    same_period: &[usize],
) -> Option<PlannedPoint> {
    let scaled = chosen.scaling.observation(original);
    let y = scaled.plotted().filter(|y| y.is_finite())?;
    let role = match (original.at.is_interval(), same_period.first() == Some(&index)) {
        (true, _) => Role::Interval,
        (false, true) => Role::Plotted,
        (false, false) => Role::Disagreeing,
    };
    let label = words::value_label(&scaled, &chosen.scaling);
    let others = same_period.iter().filter(|other| **other != index);
    let others: Vec<&Observation> = others.filter_map(|other| chosen.series.observations.get(*other)).collect();
    Some(PlannedPoint {
        index,
        at: original.at,
        x: original.at.position(),
        extent: (original.at.start(), original.at.end()),
        y,
        low: scaled.low.filter(|v| v.is_finite()),
        high: scaled.high.filter(|v| v.is_finite()),
        qualifier: scaled.qualifier,
        status: original.status,
        role,
        tooltip: words::point_tooltip(dataset, chosen, original, &label, &others),
        label,
    })
}

/// Joins neighbours of the same kind of unit: solid where nothing lies between, dashed where the author asks to lead
/// over a gap or a break, and dashed to a period that was not over.
fn connections(series: &Series, gaps: Gaps, points: &[PlannedPoint]) -> Vec<Connection> {
    let mut last_of_kind: Vec<usize> = Vec::new();
    let mut connections = Vec::new();
    for (to, point) in points.iter().enumerate().filter(|(_, p)| p.role == Role::Plotted) {
        let unit = point.at.first();
        let Some(slot) = last_of_kind.iter_mut().find(|i| same_kind(points[**i].at.first(), unit)) else {
            last_of_kind.push(to);
            continue;
        };
        let from = std::mem::replace(slot, to);
        let partial = [from, to].iter().any(|i| points[*i].status == Status::Partial);
        let whole = is_adjacent(&points[from], point) && !breaks_between(series, points[from].at, point.at);
        if whole || gaps == Gaps::Bridge {
            connections.push(Connection { from, to, bridge: partial || !whole });
        }
    }
    connections
}

/// Whether the one period follows the other without anything between.
pub(super) fn is_adjacent(a: &PlannedPoint, b: &PlannedPoint) -> bool {
    a.at.next() == Some(b.at)
}

/// Whether the definition changed after the start of `a`, by the end of `b`.
fn breaks_between(series: &Series, a: Period, b: Period) -> bool {
    let mut breaks = series.head.breaks.iter().map(|change| change.at.first_day());
    breaks.any(|day| day > a.first_day() && day <= b.last_day())
}
