//! Which of the values of a series a mark has a place for.

use crate::model::{Chart, Mark, Scale, Stack};

use super::{Role, rows::Row};

/// The scale that the upright axis of a chart can have, or the level one where marks lie in rows: where a length or an
/// area is the value, only an even one tells no lie.
pub(super) fn scale(chart: &Chart) -> Scale {
    match chart.mark {
        Mark::Line
        | Mark::Step
        | Mark::Dot
        | Mark::DotPlot
        | Mark::Range
        | Mark::Dumbbell
        | Mark::Slope
        | Mark::Scatter => chart.y.scale,
        _ => Scale::Linear,
    }
}

/// Keeps the rows that the mark shows, and gives those that it should show but can't.
pub(super) fn reduce(chart: &Chart, rows: &mut Vec<Row>) -> Vec<Row> {
    let mut left_out = Vec::new();
    let mut keep = |rows: &mut Vec<Row>, wanted: &dyn Fn(&Row) -> bool| {
        left_out.extend(rows.extract_if(.., |row| !wanted(row)));
    };
    // Which axis a series of a scatter plot lies on is known of pairs only.
    if scale(chart) == Scale::Log && chart.mark != Mark::Scatter {
        keep(rows, &|row| row.y > 0.0);
    }
    let is_stacked = chart.stack != Stack::Grouped;
    match chart.mark {
        Mark::Bar | Mark::DotPlot => *rows = latest(rows).into_iter().collect(),
        Mark::Dumbbell | Mark::Slope => ends(rows),
        Mark::Range if rows.iter().all(|row| row.role != Role::Plotted) => {}
        Mark::Range | Mark::Scatter | Mark::Histogram => keep(rows, &|row| row.role == Role::Plotted),
        Mark::Table => keep(rows, &|row| row.role != Role::Disagreeing),
        Mark::Area | Mark::Column if is_stacked => keep(rows, &|row| row.role == Role::Plotted),
        Mark::Line | Mark::Step | Mark::Area | Mark::Column | Mark::Dot | Mark::Timeline => {}
    }
    left_out
}

/// The row that a bar shows: the last single period, or the last interval if there is nothing else.
fn latest(rows: &[Row]) -> Option<Row> {
    let role = [Role::Plotted, Role::Interval].into_iter().find(|role| rows.iter().any(|row| row.role == *role))?;
    // Of several values for the last interval the first is the preferred one, and `max_by_key` takes the last.
    let of_role = rows.iter().rev().filter(|row| row.role == role);
    of_role.max_by_key(|row| (row.at.last_day(), row.at.first_day())).copied()
}

/// The first and the last single period, if there are two.
fn ends(rows: &mut Vec<Row>) {
    rows.retain(|row| row.role == Role::Plotted);
    if rows.len() > 2 {
        rows.drain(1..rows.len() - 1);
    }
}
