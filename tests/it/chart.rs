//! Plans of charts: what holds for all of them, and what those of the built-in datasets say.

use std::collections::BTreeSet;

use docket::{
    chart::{self, ChartPlan, Role},
    model::{
        Break, Chart, Dataset, Event, EventFilter, Gaps, Id, Mark, Measure, Observation, Period, PeriodAxis, Qualifier,
        Series, Source, SourceRefs, Status, Transform, ValueAxis,
    },
};
use proptest::prelude::*;

fn dataset(file: &str) -> Dataset {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/datasets").join(file);
    let text = std::fs::read_to_string(path.with_extension("ron")).expect(file);
    ron::from_str(&text).expect(file)
}

/// What a plan says in words of its own: without its points, and without the words of the chart's author.
fn words_of(dataset: &Dataset, id: &str) -> String {
    let plan = chart::plan(dataset, &Id::from(id)).expect(id);
    let labels: Vec<&str> = plan.series.iter().map(|s| s.label.as_str()).collect();
    let written = &dataset.charts[id].note;
    let automatic: Vec<String> = plan.notes.iter().filter(|n| Some(*n) != written.as_ref()).cloned().collect();
    let rows: Vec<&str> = plan.categories.iter().map(|c| c.label.as_str()).collect();
    [
        format!("x: {} to {}", plan.x.min, plan.x.max),
        format!("y: {} to {}, {}", plan.y.min, plan.y.max, plan.y.label),
        format!("series: {}", labels.join(" | ")),
        format!("rows: {}", rows.join(" | ")),
        format!("notes:\n  {}", automatic.join("\n  ")),
        plan.source_line.clone(),
        plan.description.replacen(&plan.title, "", 1),
    ]
    .join("\n")
}

#[test]
fn every_built_in_chart_has_a_plan_with_something_to_draw() {
    for file in ["extraditions", "conviction-rates", "judicial-errors"] {
        let dataset = dataset(file);
        for id in dataset.charts.keys() {
            let plan = chart::plan(&dataset, id).expect(id);
            assert_eq!(plan.empty_reason, None, "{file} {id}");
            assert!(plan.source_line.starts_with("Source"), "{file} {id}");
            assert!(plan.series.iter().all(|s| !s.points.is_empty()), "{file} {id}: {}", words_of(&dataset, id));
        }
    }
}

#[test]
fn the_plans_of_the_three_charts_of_the_article() {
    insta::assert_snapshot!("plan-by-year", words_of(&dataset("extraditions"), "by-year"));
    insta::assert_snapshot!("plan-convictions", words_of(&dataset("conviction-rates"), "convictions"));
    insta::assert_snapshot!("plan-index", words_of(&dataset("judicial-errors"), "index"));
}

#[test]
fn no_line_of_the_first_chart_leads_over_a_gap_or_a_break() {
    let plan = chart::plan(&dataset("extraditions"), &Id::from("by-year")).expect("the chart");
    let mexico = &plan.series[0];
    let solid: Vec<String> = mexico
        .connections
        .iter()
        .filter(|c| !c.bridge)
        .map(|c| format!("{}-{}", mexico.points[c.from].at, mexico.points[c.to].at))
        .collect();
    let expected: Vec<String> = (2000..2009).chain(2017..2019).map(|y| format!("{y}-{}", y + 1)).collect();
    assert_eq!(solid, expected);
    let dashed = mexico.connections.iter().filter(|c| c.bridge).count();
    assert_eq!(dashed, 3, "2009 to 2012, to 2014, to 2017");
}

#[test]
fn a_tooltip_says_series_value_source_and_what_others_say() {
    let plan = chart::plan(&dataset("extraditions"), &Id::from("by-year")).expect("the chart");
    let point = plan.series[0].points.iter().find(|p| p.at.as_year() == Some(2001)).expect("2001");
    assert_eq!(point.tooltip[..2], ["Mexico".to_owned(), "2001: 17 people".to_owned()]);
    assert!(point.tooltip.iter().any(|line| line.starts_with("19 according to ")), "{:?}", point.tooltip);
}

#[test]
fn the_exported_table_has_a_row_for_each_point_and_plain_numbers() {
    let dataset = dataset("extraditions");
    let plan = chart::plan(&dataset, &Id::from("by-year")).expect("the chart");
    let table = chart::export_table(&plan, &dataset);
    assert_eq!(table[0], chart::TABLE_HEADER);
    assert_eq!(table.len(), 1 + plan.series.iter().map(|s| s.points.len()).sum::<usize>());
    assert_eq!(table[1][..4], ["Mexico", "2000", "12", "Exactly"]);
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

fn any_period() -> impl Strategy<Value = Period> {
    prop_oneof![
        6 => (1995_i64..2010).prop_map(year),
        1 => proptest::sample::select(vec!["2001-02", "2001-03", "2001-Q2", "2001-05-21", "0001", "9999"])
            .prop_map(|text| text.parse().expect(text)),
        1 => (1995_i64..2010, 1_i64..5).prop_map(|(from, more)| year(from).hull(year(from + more))),
    ]
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0_i32..200).prop_map(f64::from),
        1 => (-50_i32..50).prop_map(|v| f64::from(v) / 7.0),
        1 => proptest::sample::select(vec![0.0, 1e308, -1e308, f64::MAX, 5e-324, 1e-300, 1e17, -0.0]),
    ]
}

fn any_observation() -> impl Strategy<Value = Observation> {
    let kinds = (
        proptest::sample::select(Qualifier::ALL.to_vec()),
        proptest::sample::select(Status::ALL.to_vec()),
        0_u8..4,
        0_u8..8,
    );
    (any_period(), any_value(), kinds).prop_map(|(at, value, (qualifier, status, source, kind))| {
        let source = if source == 0 { SourceRefs::default() } else { SourceRefs::from(&*format!("s{source}")) };
        let base = Observation { qualifier, status, source, ..Observation::exactly(at, value) };
        match kind {
            0 => Observation { value: None, ..base },
            1 => Observation { value: None, low: Some(value), high: Some((value + 5.0).min(f64::MAX)), ..base },
            _ => base,
        }
    })
}

fn any_measure() -> impl Strategy<Value = Measure> {
    let all = [Measure::Count, Measure::Share, Measure::Rate { per: 1e5 }, Measure::Change, Measure::Amount];
    prop_oneof![3 => Just(Measure::Count), 1 => proptest::sample::select(all.to_vec())]
}

fn any_series() -> impl Strategy<Value = Series> {
    let observations = proptest::collection::vec(any_observation(), 0..14);
    (observations, any_measure(), proptest::option::of(1995_i64..2010)).prop_map(|(observations, measure, change)| {
        let mut series = Series { observations: observations.into(), ..Series::default() };
        series.head.measure = measure;
        series.head.entity = Some("Somewhere".into());
        series.head.breaks.extend(change.map(|at| Break { at: year(at), note: None }));
        series
    })
}

fn any_chart() -> impl Strategy<Value = Chart> {
    let range = || proptest::option::of((1990_i64..2015).prop_map(year));
    let ends = || proptest::option::weighted(0.2, any_value());
    let looks = (proptest::sample::select(Mark::ALL.to_vec()), any::<bool>(), proptest::bool::weighted(0.2));
    let axis = (proptest::option::of(any::<bool>()), ends(), ends());
    (range(), range(), looks, axis).prop_map(|(from, to, (mark, bridge, index), (zero, low, high))| Chart {
        mark,
        series: vec!["a".into(), "b".into(), "a".into(), "nowhere".into()],
        transform: if index { vec![Transform::Index { base: year(2000) }] } else { Vec::new() },
        x: PeriodAxis { from, to },
        y: ValueAxis { zero, from: low, to: high, ..ValueAxis::default() },
        gaps: if bridge { Gaps::Bridge } else { Gaps::Show },
        events: EventFilter::All,
        ..Chart::default()
    })
}

fn any_dataset() -> impl Strategy<Value = Dataset> {
    (any_series(), any_series(), any_chart(), any_period()).prop_map(|(a, b, chart, at)| {
        let mut dataset = Dataset::titled("Any");
        for id in ["s1", "s2"] {
            let source = Source { publisher: Some(format!("Publisher {id}")), ..Source::default() };
            dataset.sources.insert(id.into(), source);
        }
        dataset.series.insert("a".into(), a);
        dataset.series.insert("b".into(), b);
        let event = Event { source: SourceRefs::from("s9"), ..Event::titled(at, "Event") };
        dataset.events.insert("e".into(), event);
        dataset.charts.insert("c".into(), chart);
        dataset
    })
}

fn planned(dataset: &Dataset) -> ChartPlan {
    chart::plan(dataset, &Id::from("c")).expect("the chart")
}

/// The line that is expected over the sources of the points shown.
fn expected_source_line(dataset: &Dataset, plan: &ChartPlan) -> BTreeSet<String> {
    let points =
        plan.series.iter().flat_map(|s| s.points.iter().map(move |p| &dataset.series[&s.id].observations[p.index]));
    // The base of an index has gone into all of its values.
    let drawn = plan.series.iter().filter(|s| !s.points.is_empty());
    let bases = dataset.charts[&plan.id].transform.iter().filter_map(Transform::base);
    let bases = bases.flat_map(|base| drawn.clone().filter_map(move |s| dataset.series[&s.id].preferred(base)));
    points
        .chain(bases)
        .flat_map(|o| o.source.ids())
        .map(|id| dataset.sources.get(id).map_or(id.to_string(), |s| s.short_name(id).to_owned()))
        .collect()
}

proptest! {
    #[test]
    fn axes_are_finite_and_not_empty(dataset in any_dataset()) {
        let plan = planned(&dataset);
        let values = (plan.y.scale.forward(plan.y.min), plan.y.scale.forward(plan.y.max));
        for (min, max) in [(plan.x.min, plan.x.max), values] {
            prop_assert!(min < max && (max - min).is_finite(), "{min} to {max}");
        }
        if matches!(plan.mark, Mark::Column | Mark::Bar | Mark::Area) {
            prop_assert!(plan.y.min <= 0.0 && plan.y.max >= 0.0, "{:?}", plan.y);
        }
        prop_assert!(chart::time_ticks(&plan.x, plan.x.min, plan.x.max, 8).len() <= 8);
        let ticks = chart::value_ticks(plan.y.min, plan.y.max, 6, &plan.y.measure);
        prop_assert!(ticks.len() <= 6 && ticks.iter().all(|t| t.at.is_finite()));
        prop_assert!(plan.series.iter().flat_map(|s| &s.points).all(|p| p.y.is_finite()));
    }

    #[test]
    fn lines_join_neighbours_and_dashes_the_rest(dataset in any_dataset()) {
        let plan = planned(&dataset);
        let gaps = dataset.charts["c"].gaps;
        for series in &plan.series {
            let breaks = &dataset.series[&series.id].head.breaks;
            for c in &series.connections {
                let (a, b) = (&series.points[c.from], &series.points[c.to]);
                let joins = [Mark::Line, Mark::Step, Mark::Area, Mark::Scatter, Mark::Dumbbell, Mark::Slope];
                prop_assert!(joins.contains(&plan.mark));
                prop_assert!(a.role == Role::Plotted && b.role == Role::Plotted && a.x < b.x);
                let changed = breaks.iter().any(|change| a.at < change.at && change.at.start() < b.at.end());
                let whole = a.at.next() == Some(b.at) && !changed;
                let partial = a.status == Status::Partial || b.status == Status::Partial;
                if matches!(plan.mark, Mark::Dumbbell | Mark::Slope) {
                    prop_assert_eq!(c.bridge, changed, "its ends are joined, whatever lies between");
                } else {
                    prop_assert_eq!(c.bridge, !whole || partial);
                    prop_assert!(whole || gaps == Gaps::Bridge);
                }
            }
        }
    }

    #[test]
    fn each_point_is_what_it_is_to_its_series(dataset in any_dataset()) {
        let plan = planned(&dataset);
        let labels: BTreeSet<&str> = plan.series.iter().map(|s| s.label.as_str()).collect();
        prop_assert_eq!(labels.len(), plan.series.len());
        for series in &plan.series {
            let observations = &dataset.series[&series.id].observations;
            for point in &series.points {
                let first = observations.iter().position(|o| o.at == point.at);
                let role = match (point.at.is_interval(), first == Some(point.index)) {
                    (true, _) => Role::Interval,
                    (false, true) => Role::Plotted,
                    (false, false) => Role::Disagreeing,
                };
                prop_assert_eq!(point.role, role);
            }
        }
        let last = plan.categories.iter().filter_map(|c| c.members.last());
        let values: Vec<f64> = last.map(|(s, p)| plan.series[*s].points[*p].y).collect();
        prop_assert!(values.is_sorted_by(|a, b| a >= b));
        prop_assume!(plan.mark != Mark::Timeline);
        prop_assert_eq!(plan.empty_reason.is_some(), plan.series.iter().all(|s| s.points.is_empty()));
    }

    #[test]
    fn the_source_line_names_the_sources_of_the_values_shown(dataset in any_dataset()) {
        let plan = planned(&dataset);
        prop_assume!(plan.mark != Mark::Timeline);
        let expected = expected_source_line(&dataset, &plan);
        let line = plan.source_line.split_once(": ").map_or("", |(_, names)| names);
        let found: BTreeSet<String> = line.split("; ").filter(|n| !n.is_empty()).map(str::to_owned).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_description_changes_with_any_value_shown(dataset in any_dataset(), which in any::<proptest::sample::Index>()) {
        let plan = planned(&dataset);
        let shown: Vec<(Id, usize)> =
            plan.series.iter().flat_map(|s| s.points.iter().map(|p| (s.id.clone(), p.index))).collect();
        prop_assume!(!shown.is_empty() && dataset.charts["c"].transform.is_empty());
        let (id, index) = which.get(&shown);
        let mut changed = dataset.clone();
        let o = &mut changed.series[id].observations[*index];
        prop_assume!(o.value.is_some_and(|v| v.abs() < 1e6 && v.abs() > 1e-6));
        o.value = o.value.map(|v| v + 1.0);
        prop_assert_ne!(planned(&changed).description, plan.description);
    }
}

#[test]
fn the_smallest_number_there_is_has_an_axis() {
    let text = "Dataset(format: 1, title: \"t\", series: {\"s\": (observations: [(at: 2001, value: 5e-324)])}, \
                charts: {\"c\": (series: [\"s\"], y: (zero: false))})";
    let plan = chart::plan(docket::format::parse(text).dataset(), &"c".into()).expect("a plan");
    let ends = (plan.y.scale.forward(plan.y.min), plan.y.scale.forward(plan.y.max));
    assert!(ends.0 < ends.1 && (ends.1 - ends.0).is_finite(), "{ends:?}");
}
