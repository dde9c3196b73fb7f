//! What a figure shows, in sentences, for those who do not see it.

use crate::{
    analysis::{listed, period_words, same_kind, stretch_between},
    model::{Chart, Dataset, Id, Mark, Stack, Status, number},
};

use super::{
    ChartPlan, Plane, Role, annotations,
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

/// The accessible description of a plan: the author's, else one that is made from the figures. That one says first what
/// there is to see (kind, span, range, trend, extremes, gaps, events, sources), so that who listens to it can stop
/// there; then it names every value of a series of ordinary length, so that it changes when any of them does.
pub(super) fn description(chart: &Chart, plan: &ChartPlan, shown: &[Rows<'_>], trend: Option<&str>) -> String {
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
    let drawn = || shown.iter().filter(|rows| !rows.all.is_empty());
    let named = |rows: &Rows<'_>, parts: Vec<String>| {
        (!parts.is_empty()).then(|| format!("{}: {}.", rows.chosen.label, parts.join(". ")))
    };
    sentences.extend(drawn().filter_map(|rows| named(rows, seen(rows))));
    if !plan.events.is_empty() {
        let events: Vec<String> = plan.events.iter().map(|e| e.label.clone()).collect();
        sentences.push(format!("Events: {}.", events.join("; ")));
    }
    sentences.extend(trend.map(str::to_owned));
    sentences.extend(annotations::said(chart, plan));
    if !plan.source_line.is_empty() {
        sentences.push(closed(&plan.source_line));
    }
    sentences.extend(drawn().filter_map(|rows| named(rows, all_values(rows))));
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

/// What there is to see of a series.
fn seen(rows: &Rows<'_>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(summary(rows));
    parts.extend(trend(rows.plotted()).map(str::to_owned));
    parts.extend(gaps(rows.plotted()));
    let open = rows.all.iter().filter(|row| row.status != Status::Observed).count();
    match open {
        0 => {}
        1 => parts.push("1 value is not final".to_owned()),
        n => parts.push(format!("{n} values are not final")),
    }
    parts
}

fn all_values(rows: &Rows<'_>) -> Vec<String> {
    [("All values:", Role::Plotted, 3), ("Spans of time:", Role::Interval, 1), ("Other sources:", Role::Disagreeing, 1)]
        .into_iter()
        .filter_map(|(heading, role, least)| values(heading, rows, role, least))
        .collect()
}

/// Of the distance between the lowest and the highest value, a rise or a fall of less than this is none.
const LEVEL: f64 = 0.1;

/// Which way the values go, told from the first, the last and the extremes; `None` of less than three values.
fn trend(plotted: &[Row]) -> Option<&'static str> {
    let (first, last) = (plotted.first()?, plotted.last()?);
    let highest = plotted.iter().map(|row| row.y).fold(f64::NEG_INFINITY, f64::max);
    let lowest = plotted.iter().map(|row| row.y).fold(f64::INFINITY, f64::min);
    let step = (highest - lowest) * LEVEL;
    if plotted.len() < 3 || !step.is_finite() {
        return None;
    }
    let (is_above, is_below) = (|a: f64, b: f64| a - b > step, |a: f64, b: f64| b - a > step);
    let peaks = is_above(highest, first.y) && is_above(highest, last.y);
    let dips = is_below(lowest, first.y) && is_below(lowest, last.y);
    Some(if highest == lowest {
        "The values are all the same"
    } else if peaks && dips {
        "The values rise and fall"
    } else if peaks {
        "The values rise to the highest, then fall"
    } else if dips {
        "The values fall to the lowest, then rise"
    } else if is_above(last.y, first.y) {
        "The values rise"
    } else if is_below(last.y, first.y) {
        "The values fall"
    } else {
        "The values end about where they began"
    })
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

#[cfg(test)]
mod tests {
    use crate::format;

    fn described(figures: &str, more: &str) -> String {
        let text = format!(
            "Dataset(format: 1, title: \"T\", sources: {{\"s\": (publisher: \"Office\")}}, series: {{\"a\": (entity: \"A\", \
             observations: [{figures}])}}, charts: {{\"c\": (title: \"Title\", series: [\"a\"]{more})}})"
        );
        let parsed = format::parse(&text);
        assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
        super::super::plan(parsed.dataset(), &"c".into()).expect("the chart exists").description
    }

    fn years(values: &[f64]) -> String {
        let row = |(year, value)| format!("(at: {year}, value: {value}, source: \"s\")");
        (2000..).zip(values).map(row).collect::<Vec<String>>().join(",")
    }

    #[test]
    fn it_says_which_way_the_values_go() {
        for (values, words) in [
            (&[1.0, 2.0, 3.0][..], "The values rise."),
            (&[3.0, 2.0, 1.0], "The values fall."),
            (&[1.0, 9.0, 2.0], "The values rise to the highest, then fall."),
            (&[9.0, 1.0, 8.0], "The values fall to the lowest, then rise."),
            (&[5.0, 9.0, 1.0, 5.0], "The values rise and fall."),
            (&[5.0, 5.0, 5.0], "The values are all the same."),
            (&[0.0, 100.0, 95.0], "The values rise."),
            (&[f64::MAX, -f64::MAX, 0.0], "last 0 in 2002"),
        ] {
            let text = described(&years(values), "");
            assert!(text.contains(words), "{values:?}: {text}");
        }
        assert!(!described(&years(&[1.0, 2.0]), "").contains("The values"), "two values are said themselves");
    }

    #[test]
    fn what_there_is_to_see_comes_before_the_values() {
        let figures =
            "(at: 2000, value: 1, source: \"s\"), (at: 2001, value: 5), (at: 2004, value: 3, status: Estimated)";
        let text = described(figures, "");
        let places: Vec<usize> = [
            "Title.",
            "Line chart of 1 series, 2000 to 2004",
            "3 values, first 1 in 2000, last 3 in 2004, highest 5 in 2001, lowest 1 in 2000",
            "The values rise to the highest, then fall",
            "1 gap without a value, 2002–2003",
            "1 value is not final",
            "Source: Office.",
            "All values: 2000: 1; 2001: 5; 2004: 3",
        ]
        .into_iter()
        .map(|words| text.find(words).unwrap_or_else(|| panic!("{words}: {text}")))
        .collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn the_words_of_the_author_go_before() {
        let (figures, alt) = (years(&[1.0, 2.0, 3.0]), ", alt: \" What is to be seen. \"");
        assert_eq!(described(&figures, alt), "What is to be seen.");
        assert_eq!(described("", alt), "The series have no values yet.");
        assert!(described(&figures, ", alt: \"\"").starts_with("Title."));
    }
}
