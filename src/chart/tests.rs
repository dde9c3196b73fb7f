//! Rules of axes, labels and notes.

use crate::model::{
    Annotation, Chart, Dataset, Event, EventFilter, Gaps, Id, Mark, Measure, Observation, Period, PeriodAxis,
    Qualifier, Series, Transform,
};

use super::{AnnotationForm, ChartPlan, plan};

fn at(text: &str) -> Period {
    text.parse().expect(text)
}

fn series(entity: &str, measure: Measure, figures: &[(&str, f64)]) -> Series {
    let mut series = Series::default();
    series.head.entity = Some(entity.to_owned());
    series.head.measure = measure;
    series.observations = figures.iter().map(|(period, value)| Observation::exactly(at(period), *value)).collect();
    series
}

fn dataset(series: Vec<Series>, chart: Chart) -> Dataset {
    let mut dataset = Dataset::titled("Test");
    let ids: Vec<Id> = (0..series.len()).map(|i| Id::from(format!("s{i}"))).collect();
    dataset.charts.insert("c".into(), Chart { series: ids.clone(), ..chart });
    dataset.series.extend(ids.into_iter().zip(series));
    dataset
}

fn planned(series: Vec<Series>, chart: Chart) -> ChartPlan {
    plan(&dataset(series, chart), &Id::from("c")).expect("the chart")
}

fn value_range(measure: Measure, values: &[f64], chart: Chart) -> (f64, f64) {
    let periods: Vec<String> = (0..values.len()).map(|i| (2000 + i).to_string()).collect();
    let figures: Vec<(&str, f64)> = periods.iter().map(String::as_str).zip(values.iter().copied()).collect();
    let plan = planned(vec![series("A", measure, &figures)], chart);
    (plan.y.min, plan.y.max)
}

#[test]
fn the_value_axis_follows_the_measure() {
    let line = Chart::default;
    let index = Measure::Index { base: at("2003") };
    for (measure, values, want) in [
        (Measure::Count, vec![12.0, 115.0], (0.0, 120.0)),
        (Measure::Share, vec![2.2, 9.1], (0.0, 10.0)),
        (Measure::Share, vec![2.0, 54.0], (0.0, 100.0)),
        (Measure::Share, vec![99.9, 54.0], (0.0, 100.0)),
        (index, vec![150.0, 161.0], (90.0, 170.0)),
        (Measure::Change, vec![-12.0, 30.0], (-20.0, 40.0)),
        (Measure::Count, vec![0.0, 0.0], (0.0, 1.0)),
        (Measure::Count, vec![7.0], (0.0, 8.0)),
    ] {
        assert_eq!(value_range(measure, &values, line()), want, "{measure:?} {values:?}");
    }
}

#[test]
fn the_author_may_leave_zero_out_but_not_under_columns() {
    let mut chart = Chart::default();
    chart.y.zero = Some(false);
    assert_eq!(value_range(Measure::Count, &[95.0, 105.0], chart.clone()), (94.0, 106.0));
    assert_eq!(value_range(Measure::Count, &[95.0, 95.0], chart.clone()), (85.5, 104.5));
    chart.mark = Mark::Column;
    chart.y.from = Some(90.0);
    assert_eq!(value_range(Measure::Count, &[95.0, 105.0], chart), (0.0, 120.0));
    let mut chart = Chart::default();
    (chart.y.from, chart.y.to) = (Some(0.0), Some(12.0));
    assert_eq!(value_range(Measure::Share, &[2.2, 9.1], chart), (0.0, 12.0));
}

#[test]
fn the_time_axis_spans_what_is_asked_for_or_whole_units_of_the_data() {
    let range = |figures: &[(&str, f64)], from: Option<&str>, to: Option<&str>| {
        let x = PeriodAxis { from: from.map(at), to: to.map(at) };
        let plan = planned(vec![series("A", Measure::Count, figures)], Chart { x, ..Chart::default() });
        (plan.x.min, plan.x.max)
    };
    assert_eq!(range(&[("2001", 1.0), ("2004-05", 2.0)], None, None), (2001.0, 2005.0));
    assert_eq!(range(&[("2012", 1.0)], None, None), (2011.0, 2014.0));
    assert_eq!(range(&[("2001", 1.0)], Some("2000"), Some("2015")), (2000.0, 2016.0));
    assert_eq!(range(&[("2001", 1.0)], Some("2005"), None), (2005.0, 2015.0));
    let (min, max) = range(&[("2012-03", 1.0), ("2012-05", 1.0)], None, None);
    assert!((2012.1..2012.2).contains(&min) && (2012.4..2012.5).contains(&max), "{min} to {max}");
}

#[test]
fn names_are_told_apart_by_their_indicators_and_then_their_ids() {
    let with = |indicator: &str| {
        let mut series = series("Mexico", Measure::Count, &[("2001", 1.0)]);
        series.head.indicator = Some(indicator.to_owned());
        series
    };
    let plan = planned(vec![with("sent"), with("asked"), with("asked")], Chart::default());
    let labels: Vec<&str> = plan.series.iter().map(|s| s.label.as_str()).collect();
    assert_eq!(labels, ["Mexico, sent", "Mexico, asked, s1", "Mexico, asked, s2"]);
}

#[test]
fn other_measures_are_left_out_and_other_units_named() {
    let figures = [("2001", 1.0)];
    let mut people = series("A", Measure::Count, &figures);
    people.head.unit = Some("people".into());
    let mut cases = series("B", Measure::Count, &figures);
    cases.head.unit = Some("cases".into());
    let share = series("C", Measure::Share, &figures);
    let plan = planned(vec![people, cases, share], Chart::default());
    assert_eq!(plan.series.len(), 2);
    assert_eq!(plan.y.label, "people; cases");
    assert_eq!(
        plan.notes,
        [
            "C is left out: it is measured in percent, A in people.",
            "The units differ: A is measured in people, B is measured in cases."
        ]
    );
}

#[test]
fn an_index_relates_to_its_base_and_leaves_out_what_has_none() {
    let chart = Chart { transform: vec![Transform::Index { base: at("2003") }], ..Chart::default() };
    let a = series("A", Measure::Count, &[("2003", 62.0), ("2004", 100.0)]);
    let b = series("B", Measure::Share, &[("2004", 100.0)]);
    let plan = planned(vec![a, b], chart);
    assert_eq!(plan.series[0].points[1].label, "161.3");
    assert_eq!(plan.y.label, "index, 2003 = 100");
    assert_eq!(plan.notes, ["B is left out of the index: there is no value for 2003."]);
}

#[test]
fn bars_show_the_last_value_of_each_series_and_its_period_if_these_differ() {
    let a = series("A", Measure::Count, &[("2003", 6.0), ("2004", 1.0), ("2000/2009", 90.0)]);
    let b = series("B", Measure::Count, &[("2003", 2.0)]);
    let rows = |plan: &ChartPlan| plan.categories.iter().map(|c| c.label.clone()).collect::<Vec<_>>();
    let mut chart = Chart { mark: Mark::Bar, ..Chart::default() };
    assert_eq!(rows(&planned(vec![a.clone(), b.clone()], chart.clone())), ["B, 2003", "A, 2004"]);
    chart.x.to = Some(at("2003"));
    assert_eq!(rows(&planned(vec![a, b], chart)), ["A", "B"]);
}

#[test]
fn notes_say_how_to_read_what_is_shown_and_nothing_else() {
    let plain = series("A", Measure::Count, &[("2001", 1.0), ("2002", 2.0)]);
    assert!(planned(vec![plain.clone()], Chart::default()).notes.is_empty());
    let mut a = series("A", Measure::Count, &[("2001", 1.0), ("2001", 3.0), ("2003/2005", 9.0), ("2006", 2.0)]);
    a.observations[0].qualifier = Qualifier::Nearly;
    a.observations[3].low = Some(1.0);
    let chart = Chart { gaps: Gaps::Bridge, ..Chart::default() };
    assert_eq!(
        planned(vec![a], chart).notes,
        [
            "Hollow points are approximate: the source says “nearly”.",
            "Thin lines through a value show the range in which it lies.",
            "Faint crosses: another source gives another value.",
            "Horizontal strokes are single values for other periods than the points, drawn over the span that they cover.",
            "A: only two values are known; the dashed line between them is no measurement.",
        ]
    );
}

#[test]
fn events_and_annotations_are_those_of_the_periods_shown() {
    let event = |period: &str, place: &str| Event {
        place: Some(place.to_owned()),
        ..Event::titled(at(period), format!("In {period}"))
    };
    let text = |period: &str| Annotation {
        at: Some(at(period)),
        series: Some("s0".into()),
        text: "Here".into(),
        ..Annotation::default()
    };
    let chart = Chart {
        events: EventFilter::Places(vec!["Mexico".into()]),
        annotations: vec![text("2002"), text("1950")],
        ..Chart::default()
    };
    let mut dataset = dataset(vec![series("A", Measure::Count, &[("2001", 1.0), ("2002", 2.0)])], chart);
    for (id, event) in [
        ("late", event("2002-05", "Mexico")),
        ("early", event("1999/2001", "Mexico")),
        ("elsewhere", event("2002", "Peru")),
        ("outside", event("1999", "Mexico")),
    ] {
        dataset.events.insert(id.into(), event);
    }
    let plan = plan(&dataset, &Id::from("c")).expect("the chart");
    let ids: Vec<&str> = plan.events.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids, ["early", "late"]);
    assert_eq!(plan.annotations.len(), 1);
    assert_eq!(plan.annotations[0].form, AnnotationForm::Note { x: 2002.5, y: Some(2.0) });
}

#[test]
fn an_empty_figure_says_why() {
    let reason = |plan: ChartPlan| plan.empty_reason.unwrap_or_default();
    assert_eq!(reason(planned(Vec::new(), Chart::default())), "No series is chosen.");
    let empty = series("A", Measure::Count, &[]);
    assert_eq!(reason(planned(vec![empty], Chart::default())), "The series have no values yet.");
    let chart = Chart { x: PeriodAxis { from: Some(at("2010")), to: None }, ..Chart::default() };
    let early = series("A", Measure::Count, &[("2001", 1.0)]);
    assert_eq!(reason(planned(vec![early], chart)), "The series have no values in the periods shown.");
}
