//! The plotted data as a table, for other programs.

use crate::model::Dataset;

use super::{ChartPlan, Role, words::source_names};

/// The columns of an exported table.
pub const TABLE_HEADER: [&str; 10] =
    ["series", "period", "value", "qualifier", "low", "high", "status", "role", "sources", "note"];

/// The plotted data, a row a value under a header row. Numbers are plain decimals as drawn, after transforms; a value
/// of which only the range is known has an empty `value`. Periods, qualifiers and statuses are spelled as in a file,
/// roles as `plotted`, `interval` and `disagreeing`; sources are parted by `; `.
pub fn export_table(plan: &ChartPlan, dataset: &Dataset) -> Vec<Vec<String>> {
    let mut rows = vec![TABLE_HEADER.map(str::to_owned).to_vec()];
    for planned in &plan.series {
        let Some(series) = dataset.series.get(&planned.id) else { continue };
        for point in &planned.points {
            let Some(observation) = series.observations.get(point.index) else { continue };
            let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
            let role = match point.role {
                Role::Plotted => "plotted",
                Role::Interval => "interval",
                Role::Disagreeing => "disagreeing",
            };
            rows.push(vec![
                planned.label.clone(),
                point.at.to_string(),
                number(observation.value.map(|_| point.y)),
                point.qualifier.name().to_owned(),
                number(point.low),
                number(point.high),
                point.status.name().to_owned(),
                role.to_owned(),
                source_names(dataset, &observation.source).join("; "),
                observation.note.clone().unwrap_or_default(),
            ]);
        }
    }
    rows
}
