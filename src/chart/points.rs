//! The values of a series as points with their words, and which of them are joined.

use crate::{
    analysis::same_kind,
    model::{Chart, Dataset, Mark},
};

use super::{
    Connection, PlannedPoint, PlannedSeries, Role,
    build::Making,
    rows::{Link, Row, Rows},
    words,
};

/// The series with the points that are drawn: all of them, unless there are more than could be told apart.
pub(super) fn planned_series(dataset: &Dataset, chart: &Chart, rows: &Rows<'_>, making: Making<'_>) -> PlannedSeries {
    let kept = making.thinning.kept(rows);
    let connections = if joins(chart.mark) { connections(rows, kept.as_deref()) } else { Vec::new() };
    let is_kept = |position: usize| kept.as_ref().is_none_or(|kept| kept[position]);
    let shown = rows.all.iter().enumerate().filter(|(position, _)| is_kept(*position));
    let points = shown.map(|(_, row)| point(dataset, rows, row, making.has_tooltips)).collect();
    let chosen = rows.chosen;
    let is_context = !chart.highlight.is_empty() && !chart.highlight.contains(chosen.id);
    let (id, label) = (chosen.id.clone(), chosen.label.clone());
    PlannedSeries { id, label, hue: chosen.hue, is_context, points, connections }
}

/// Whether neighbours are joined.
fn joins(mark: Mark) -> bool {
    use Mark::{Area, Dumbbell, Line, Scatter, Slope, Step};
    matches!(mark, Line | Step | Area | Scatter | Dumbbell | Slope)
}

fn point(dataset: &Dataset, rows: &Rows<'_>, row: &Row, has_tooltip: bool) -> PlannedPoint {
    let (low, high) = rows.range(row);
    let label = rows.label(row);
    let tooltip = if has_tooltip { words::point_tooltip(dataset, rows, row, &label) } else { Vec::new() };
    PlannedPoint {
        index: rows.position(row),
        at: row.at,
        x: row.at.position(),
        extent: (row.at.start(), row.at.end()),
        y: row.y,
        low,
        high,
        qualifier: row.qualifier,
        status: row.status,
        role: row.role,
        is_interpolated: row.is_interpolated,
        label,
        tooltip,
    }
}

/// Joins each point to the one before it of its kind, by the weakest of the links that lie between: a line never leads
/// over a gap only because the points beside it are not drawn.
fn connections(rows: &Rows<'_>, kept: Option<&[bool]>) -> Vec<Connection> {
    struct Kind {
        like: crate::model::Unit,
        from: Option<usize>,
        weakest: Link,
    }
    let mut kinds: Vec<Kind> = Vec::new();
    let mut connections = Vec::new();
    let mut to = 0;
    for (position, row) in rows.all.iter().enumerate() {
        if row.role != Role::Plotted {
            break;
        }
        let unit = row.at.first();
        let at = kinds.iter().position(|kind| same_kind(kind.like, unit)).unwrap_or_else(|| {
            kinds.push(Kind { like: unit, from: None, weakest: Link::Solid });
            kinds.len() - 1
        });
        let kind = &mut kinds[at];
        kind.weakest = kind.weakest.max(row.link);
        if kept.is_none_or(|kept| kept[position]) {
            if let Some(from) = kind.from
                && kind.weakest != Link::Open
            {
                connections.push(Connection { from, to, bridge: kind.weakest == Link::Bridge });
            }
            (kind.from, kind.weakest) = (Some(to), Link::Solid);
            to += 1;
        }
    }
    connections
}
