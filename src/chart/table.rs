//! The plotted data as a table, for other programs.

use crate::{
    analysis::period_words,
    model::{Dataset, Id},
};

use super::{
    ChartPlan, Role,
    build::choose,
    rows::Rows,
    words::{self, source_names, status_words},
};

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
    let (chosen, _) = choose(dataset, chart, &chart.series, words::locale(dataset, chart));
    for rows in chosen.iter().map(|chosen| Rows::new(chart, chosen)) {
        for row in &rows.all {
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
                number(rows.stated(row)),
                row.qualifier.name().to_owned(),
                number(low),
                number(high),
                row.status.name().to_owned(),
                role.to_owned(),
                source_names(dataset, &rows.sources(row)).join("; "),
                rows.note(row).unwrap_or_default().to_owned(),
            ]);
        }
    }
    table
}

/// The plotted data in words, to be read beside the figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the columns are called.
    pub header: Vec<&'static str>,
    /// A row a value; the first cell says whose value it is.
    pub rows: Vec<Vec<String>>,
    /// The sources of the values, in order of first appearance.
    pub sources: Vec<Cited>,
}

/// A source as a reader wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Publisher, title and date.
    pub words: String,
    /// Where it is found, if that is an address of the web.
    pub url: Option<String>,
    /// When it was looked at.
    pub accessed: Option<String>,
}

/// The plotted data as a table in words ("nearly 2,000", "provisional"), with its sources. Columns that would be empty
/// are left out.
pub fn reading(plan: &ChartPlan, dataset: &Dataset) -> Reading {
    let Some(chart) = dataset.charts.get(&plan.id) else { return Reading::default() };
    let (chosen, _) = choose(dataset, chart, &chart.series, words::locale(dataset, chart));
    let header = ["Series", "Period", "Value", "Status", "Source", "Note"];
    let mut table: Vec<[String; 6]> = Vec::new();
    let mut ids: Vec<&Id> = Vec::new();
    for rows in chosen.iter().map(|chosen| Rows::new(chart, chosen)) {
        rows.each_source(dataset, |refs| {
            for id in refs.ids() {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        });
        for row in &rows.all {
            table.push([
                rows.chosen.label.clone(),
                period_words(row.at),
                rows.label(row),
                status_words(row.status).to_owned(),
                source_names(dataset, &rows.sources(row)).join("; "),
                rows.note(row).unwrap_or_default().to_owned(),
            ]);
        }
    }
    let is_kept = |column: usize| column < 3 || table.iter().any(|row| !row[column].is_empty());
    let kept: Vec<usize> = (0..header.len()).filter(|column| is_kept(*column)).collect();
    let pick = |row: &[String; 6]| kept.iter().map(|column| row[*column].clone()).collect();
    Reading {
        rows: table.iter().map(pick).collect(),
        header: kept.into_iter().map(|column| header[column]).collect(),
        sources: ids.into_iter().map(|id| cited(dataset, id)).collect(),
    }
}

fn cited(dataset: &Dataset, id: &Id) -> Cited {
    let Some(source) = dataset.sources.get(id) else { return Cited { words: id.to_string(), ..Cited::default() } };
    let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let parts: Vec<String> = [&source.publisher, &source.title].into_iter().filter_map(said).collect();
    let words = if parts.is_empty() { source.short_name(id).to_owned() } else { parts.join(": ") };
    let words = said(&source.date).map_or_else(|| words.clone(), |date| format!("{words} ({date})"));
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    Cited { words, url: said(&source.url).filter(is_web), accessed: said(&source.accessed) }
}
