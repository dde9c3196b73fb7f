//! What a figure shows, in sentences, for those who do not see it.

use crate::{
    analysis::{listed, period_words, same_kind, stretch_between},
    model::{Chart, Dataset, Id, Mark, Stack, number},
};

use super::{
    ChartPlan, Plane, Role,
    rows::{Row, Rows, is_adjacent},
    words::capitalised,
};

/// So many values of a series are named one by one; of more, the mean stands for the rest.
const NAMED: usize = 120;

/// So many gaps of a series are named.
const GAPS_NAMED: usize = 12;

/// The description that is made from the figures of a chart, whatever its author wrote; `None` if there is no such
/// chart.
pub fn automatic_description(dataset: &Dataset, chart: &Id) -> Option<String> {
    let mut dataset = dataset.clone();
    dataset.charts.get_mut(chart)?.alt = None;
    super::plan(&dataset, chart).map(|plan| plan.description)
}

/// The accessible description of a plan: the author's, else one that is made from the figures. That one names every value of a series of ordinary length, so that it changes when
/// any of them does.
pub(super) fn description(chart: &Chart, plan: &ChartPlan, shown: &[Rows<'_>]) -> String {
    if let Some(reason) = &plan.empty_reason {
        return reason.clone();
    }
    if let Some(alt) = chart.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty()) {
        return alt.to_owned();
    }
    let mut sentences = Vec::new();
    if !plan.title.is_empty() {
        sentences.push(closed(&plan.title));
    }
    sentences.push(overview(chart, plan));
    sentences.extend(shown.iter().filter(|rows| !rows.all.is_empty()).map(of_series));
    if !plan.events.is_empty() {
        let events: Vec<String> = plan.events.iter().map(|e| e.label.clone()).collect();
        sentences.push(format!("Events: {}.", events.join("; ")));
    }
    sentences.join(" ")
}

fn closed(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn overview(chart: &Chart, plan: &ChartPlan) -> String {
    let kind = match (chart.mark, plan.stack) {
        (Mark::Dot, _) => "Dot chart".to_owned(),
        (Mark::DotPlot | Mark::Histogram | Mark::Table, _) => capitalised(chart.mark.words()),
        (Mark::Timeline, _) => {
            let (first, last) = (plan.x.min.floor(), (plan.x.max - 1e-6).floor());
            let count = plan.events.len();
            return format!("Timeline of {count} event{}, {first:.0} to {last:.0}.", if count == 1 { "" } else { "s" });
        }
        (Mark::Scatter, _) => "Scatter plot".to_owned(),
        (mark, Stack::Stacked) => format!("Stacked {} chart", mark.words()),
        (mark, Stack::Share) => format!("Stacked {} chart in percent", mark.words()),
        (mark, Stack::Grouped) => format!("{} chart", capitalised(mark.words())),
    };
    let drawn = plan.series.iter().filter(|s| !s.points.is_empty()).count();
    let series = if drawn == 1 { "1 series".to_owned() } else { format!("{drawn} series") };
    let (first, last) = (plan.x.min.floor(), (plan.x.max - 1e-6).floor());
    let time = if first < last { format!("{first:.0} to {last:.0}") } else { format!("{first:.0}") };
    let unit = if plan.y.label.is_empty() { String::new() } else { format!(", in {}", plan.y.label) };
    let time = if Plane::of(chart.mark) == Plane::ValueRows { String::new() } else { format!(", {time}") };
    format!("{kind} of {series}{time}{unit}.")
}

fn said(rows: &Rows<'_>, row: &Row) -> String {
    format!("{} in {}", rows.label(row), period_words(row.at))
}

fn of_series(rows: &Rows<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(summary(rows));
    parts.extend(gaps(rows.plotted()));
    for (heading, role, least) in [
        ("All values:", Role::Plotted, 3),
        ("Spans of time:", Role::Interval, 1),
        ("Other sources:", Role::Disagreeing, 1),
    ] {
        parts.extend(values(heading, rows, role, least));
    }
    format!("{}: {}.", rows.chosen.label, parts.join(". "))
}

fn summary(rows: &Rows<'_>) -> Option<String> {
    let plotted = rows.plotted();
    let (first, last) = (plotted.first()?, plotted.last()?);
    let highest = plotted.iter().reduce(|a, b| if b.y > a.y { b } else { a })?;
    let lowest = plotted.iter().reduce(|a, b| if b.y < a.y { b } else { a })?;
    let said = |row: &Row| said(rows, row);
    Some(match plotted.len() {
        1 => said(first),
        2 => format!("{} and {}", said(first), said(last)),
        n => format!(
            "{n} values, first {}, last {}, highest {}, lowest {}",
            said(first),
            said(last),
            said(highest),
            said(lowest)
        ),
    })
}

fn gaps(plotted: &[Row]) -> Option<String> {
    let mut missing = Vec::new();
    let mut count = 0;
    for pair in plotted.windows(2) {
        let (a, b) = (pair[0].at.first(), pair[1].at.first());
        if same_kind(a, b) && !is_adjacent(pair[0].at, pair[1].at) {
            count += 1;
            if missing.len() < GAPS_NAMED {
                missing.extend(stretch_between(a, b).map(period_words));
            }
        }
    }
    match count {
        0 => None,
        n if n > GAPS_NAMED => Some(format!("{n} gaps without a value")),
        1 => Some(format!("1 gap without a value, {}", listed(&missing))),
        n => Some(format!("{n} gaps without a value, {}", listed(&missing))),
    }
}

/// The values of a role, if there are at least so many.
fn values(heading: &str, rows: &Rows<'_>, role: Role, least: usize) -> Option<String> {
    let count = rows.of_role(role).count();
    if count < least {
        return None;
    }
    if count > NAMED {
        // Each term is divided first, so that large values do not add up to infinity.
        let mean: f64 = rows.of_role(role).map(|row| row.y / count as f64).sum();
        return Some(format!("{heading} mean {}", number::grouped(mean, 12)));
    }
    let all: Vec<String> =
        rows.of_role(role).map(|row| format!("{}: {}", period_words(row.at), rows.label(row))).collect();
    Some(format!("{heading} {}", all.join("; ")))
}
