//! Trends in the figure: what is drawn, what is said of it, and where none is drawn.

use docket::{
    chart::{self, ChartPlan, Sign},
    figure::{FigureTheme, export},
    format,
    model::{Mark, SectionKind, Stack, Trending},
};
use egui::vec2;
use egui_kittest::kittest::Queryable as _;

use super::inspector::{choose, click, dataset, harness, select};

const VALUES: &str = "\"a\": (entity: \"A\", unit: \"people\", observations: [(at: 2001, value: 2), (at: 2002, value: 4), \
    (at: 2003, value: 7), (at: 2004, value: 8), (at: 2006, value: 12)]), \"b\": (entity: \"B\", unit: \"people\", \
    observations: [(at: 2001, value: 3), (at: 2002, value: 0)])";

fn planned(chart: &str) -> ChartPlan {
    let text = format!("Dataset(format: 1, title: \"T\", series: {{{VALUES}}}, charts: {{\"c\": ({chart})}})");
    let parsed = format::parse(&text);
    assert!(parsed.diagnostics().is_empty(), "{:?}", parsed.diagnostics());
    chart::plan(parsed.dataset(), &"c".into()).expect("a plan")
}

#[test]
fn a_trend_is_the_line_of_least_squares_and_says_what_it_is() {
    let plan = planned("series: [\"a\", \"b\"], trend: Linear");
    let [trend] = &plan.trends[..] else { panic!("one trend: {:?}", plan.trends) };
    assert_eq!(trend.series, 0);
    let (first, last) = (trend.course[0], trend.course[trend.course.len() - 1]);
    // By hand: slope 29.4 / 14.8 about the mean of 6.6 in 2003.2.
    let line = |year: f64| 6.6 + 29.4 / 14.8 * (year - 2003.2);
    assert!((first.y - line(2001.0)).abs() < 1e-9 && (last.y - line(2006.0)).abs() < 1e-9, "{first:?} {last:?}");
    assert!(trend.course.iter().all(|point| point.band.0 < point.y && point.y < point.band.1));
    let sentence =
        "Dotted line: linear trend by least squares with its 95% confidence band, A 2001 to 2006 (5 values).";
    assert!(plan.signs.contains(&(Sign::Trend, sentence.to_owned())), "{:?}", plan.signs);
    assert!(plan.description.contains(sentence));
    assert!(plan.notes.contains(&"B: no trend is drawn, since it takes 3 values, and there are 2.".to_owned()));
    // Only the periods shown, after the steps.
    let later = planned("series: [\"a\"], trend: LogLinear, x: (from: 2002), transform: [Index(base: 2002)]");
    assert!(
        later
            .notes
            .iter()
            .any(|note| note.contains("log-linear trend") && note.ends_with("A 2002 to 2006 (4 values)."))
    );
    assert!(planned("series: [\"b\"]").trends.is_empty());
}

#[test]
fn where_a_trend_makes_no_sense_it_is_said_and_not_drawn() {
    for mark in Mark::ALL {
        let plan = planned(&format!("series: [\"a\"], trend: Linear, mark: {}", mark.name()));
        let over_time = matches!(mark, Mark::Line | Mark::Step | Mark::Area | Mark::Column | Mark::Dot);
        assert_eq!(plan.trends.len(), usize::from(over_time), "{mark:?}");
        let said = plan.notes.iter().any(|note| note.starts_with("No trend is drawn in a "));
        assert_eq!(said, !over_time, "{mark:?}: {:?}", plan.notes);
    }
    let plan = planned("series: [\"a\"], trend: Linear, mark: Column, stack: Stacked");
    assert!(plan.trends.is_empty());
    assert!(plan.notes.iter().any(|note| note.starts_with("No trend is drawn in a stack: ")), "{:?}", plan.notes);
    let log = planned("series: [\"b\"], trend: LogLinear");
    assert!(log.trends.is_empty());
}

#[test]
fn an_exported_trend_is_dotted_over_a_pale_band() {
    let theme = FigureTheme::named("light").expect("a theme");
    let svg = |chart: &str| export::svg(&planned(chart), &theme, vec2(640.0, 440.0));
    let (without, with) = (svg("series: [\"a\"]"), svg("series: [\"a\"], trend: Linear"));
    assert!(with.len() > without.len() + 1_000, "{} {}", with.len(), without.len());
    assert!(with.contains("trend by least squares"));
}

#[test]
fn a_trend_is_chosen_in_the_inspector() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Charts, "both");
    choose(&mut harness, "Trend in the figure", "linear, with 95% band");
    assert_eq!(dataset(&harness).charts["both"].trend, Some(Trending::Linear));
    choose(&mut harness, "Mark", "Bar");
    harness.get_by_label_contains("No trend is drawn in a bar: ");
    assert_eq!(dataset(&harness).charts["both"].stack, Stack::Grouped);
    choose(&mut harness, "Trend in the figure", "none");
    assert_eq!(dataset(&harness).charts["both"].trend, None);
    click(&mut harness, "Statistics");
}
