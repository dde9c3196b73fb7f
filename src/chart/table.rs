//! The plotted data as a table, for other programs.

use crate::model::Dataset;

use super::{ChartPlan, Role, build::choose, rows::Rows, words::source_names};

/// The columns of an exported table.
pub const TABLE_HEADER: [&str; 10] =
    ["series", "period", "value", "qualifier", "low", "high", "status", "role", "sources", "note"];

/// The plotted data, a row a value under a header row. Numbers are plain decimals as drawn, after transforms; a value
/// of which only the range is known has an empty `value`. Periods, qualifiers and statuses are spelled as in a file,
/// roles as `plotted`, `interval` and `disagreeing`; sources are parted by `; `.
///
/// All values are in it, also those that the plan leaves out of a figure in which they could not be told apart.
pub fn export_table(plan: &ChartPlan, dataset: &Dataset) -> Vec<Vec<String>> {
    let mut table = vec![TABLE_HEADER.map(str::to_owned).to_vec()];
    let Some(chart) = dataset.charts.get(&plan.id) else { return table };
    let (chosen, _) = choose(dataset, chart);
    for rows in chosen.iter().map(|chosen| Rows::new(chart, chosen)) {
        for row in &rows.all {
            let observation = rows.observation(row);
            let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
            let role = match row.role {
                Role::Plotted => "plotted",
                Role::Interval => "interval",
                Role::Disagreeing => "disagreeing",
            };
            let (low, high) = rows.range(row);
            table.push(vec![
                rows.chosen.label.clone(),
                row.at.to_string(),
                number(observation.value.map(|_| row.y)),
                row.qualifier.name().to_owned(),
                number(low),
                number(high),
                row.status.name().to_owned(),
                role.to_owned(),
                source_names(dataset, &observation.source).join("; "),
                observation.note.clone().unwrap_or_default(),
            ]);
        }
    }
    table
}
