//! The marks of charts: what they keep, what they leave out and say, and where their glyphs are.

use docket::{
    chart::{self, AxisScale, ChartPlan, Form, Role, Sign, TimeUnit, glyphs},
    figure::{FigureTheme, export},
    format,
    model::{
        Chart, Dataset, Edit, EventFilter, Facet, Gaps, Id, Mark, Measure, Observation, Period, PeriodAxis, Qualifier,
        Scale, Series, Stack, Status, ValueAxis, number::Locale,
    },
};

use egui::vec2;

use crate::support::random;

fn at(text: &str) -> Period {
    text.parse().expect(text)
}

fn series(entity: &str, indicator: &str, figures: &[(&str, f64)]) -> Series {
    let mut series = Series::default();
    series.head.entity = Some(entity.to_owned());
    series.head.indicator = Some(indicator.to_owned());
    series.observations = figures.iter().map(|(period, value)| Observation::exactly(at(period), *value)).collect();
    series
}

fn planned(all: Vec<Series>, chart: Chart) -> ChartPlan {
    let mut dataset = Dataset::titled("Test");
    let ids: Vec<Id> = (0..all.len()).map(|i| Id::from(format!("s{i}"))).collect();
    dataset.charts.insert("c".into(), Chart { series: ids.clone(), ..chart });
    dataset.series.extend(ids.into_iter().zip(all));
    chart::plan(&dataset, &Id::from("c")).expect("the chart")
}

fn of(mark: Mark) -> Chart {
    Chart { mark, ..Chart::default() }
}

fn stacked(mark: Mark, stack: Stack) -> Chart {
    Chart { stack, ..of(mark) }
}

fn says(plan: &ChartPlan, words: &str) -> bool {
    plan.notes.iter().any(|note| note.contains(words))
}

#[test]
fn a_stack_carries_the_doubt_of_its_parts_and_names_those_that_are_missing() {
    let mut about = series("B", "x", &[("2001", 5.0), ("2002", 6.0)]);
    about.observations[0].qualifier = Qualifier::About;
    let all = vec![series("A", "x", &[("2001", 1.0), ("2002", 2.0), ("2003", 3.0)]), about];
    let plan = planned(all, stacked(Mark::Column, Stack::Stacked));
    let labels: Vec<&str> = plan.totals.iter().map(|total| total.label.as_str()).collect();
    assert_eq!(labels, ["about 6", "8", "at least 3"]);
    assert_eq!(plan.totals[2].missing, ["B"]);
    assert!(says(&plan, "B has no known value in 2003, so these stacks are too low"), "{:?}", plan.notes);
    assert!(plan.y.max > 8.0, "the axis holds the sums");
}

#[test]
fn the_columns_of_a_stack_stand_on_each_other_and_those_below_zero_hang() {
    let all = vec![
        series("A", "x", &[("2001", 1.0)]),
        series("B", "x", &[("2001", -2.0)]),
        series("C", "x", &[("2001", 4.0)]),
    ];
    let plan = planned(all, stacked(Mark::Column, Stack::Stacked));
    let reach: Vec<(f64, f64)> = glyphs(&plan).iter().map(|g| g.y).collect();
    assert_eq!(reach, [(0.0, 1.0), (0.0, -2.0), (1.0, 5.0)]);
}

#[test]
fn shares_add_up_to_a_hundred_and_stacks_without_a_part_have_none() {
    let all = vec![
        series("A", "x", &[("2001", 1.0), ("2002", 5.0), ("2003", 1.0)]),
        series("B", "x", &[("2001", 3.0), ("2003", 2.0)]),
    ];
    for mark in [Mark::Column, Mark::Area] {
        let plan = planned(all.clone(), stacked(mark, Stack::Share));
        let sums = [2001.5, 2003.5].map(|x| {
            let points = plan.series.iter().flat_map(|s| &s.points).filter(|p| p.x == x);
            points.map(|p| p.y).sum::<f64>()
        });
        assert!(sums.iter().all(|sum| (sum - 100.0).abs() < 1e-9), "{sums:?}");
        assert!(plan.series[0].points.iter().all(|p| p.x != 2002.5));
        assert!(says(&plan, "2002 is left out"), "{:?}", plan.notes);
        assert_eq!((plan.y.min, plan.y.max, plan.y.measure), (0.0, 100.0, Measure::Share));
        assert_eq!(plan.series[0].points[0].label, "25%");
    }
}

#[test]
fn bars_of_several_indicators_are_grouped_by_entity() {
    let all = vec![
        series("A", "asked", &[("2001", 10.0)]),
        series("A", "sent", &[("2001", 7.0)]),
        series("B", "asked", &[("2001", 20.0)]),
        series("B", "sent", &[("2001", 2.0)]),
    ];
    let plan = planned(all.clone(), of(Mark::Bar));
    let rows: Vec<(&str, usize)> = plan.categories.iter().map(|c| (c.label.as_str(), c.members.len())).collect();
    assert_eq!(rows, [("B", 2), ("A", 2)]);
    let groups: Vec<&str> = plan.groups.iter().map(|g| g.label.as_str()).collect();
    assert_eq!(groups, ["Asked", "Sent"]);
    assert_eq!(plan.series[0].hue, plan.series[2].hue);
    let sums: Vec<String> =
        planned(all, stacked(Mark::Bar, Stack::Stacked)).totals.iter().map(|t| t.label.clone()).collect();
    assert_eq!(sums, ["22", "17"]);
}

#[test]
fn a_logarithmic_axis_names_what_it_has_no_place_for() {
    let all = vec![series("A", "x", &[("2001", 0.0), ("2002", 3.0), ("2003", -1.0), ("2004", 700.0)])];
    let log = Chart { y: ValueAxis { scale: Scale::Log, ..ValueAxis::default() }, ..of(Mark::Line) };
    let plan = planned(all.clone(), log.clone());
    assert!(says(&plan, "It has no place for zero and below: A 2001 (0) and A 2003 (−1)"), "{:?}", plan.notes);
    assert_eq!((plan.y.min, plan.y.max), (2.0, 1000.0));
    let ticks = chart::scaled_ticks(plan.y.min, plan.y.max, 4, &plan.y);
    assert_eq!(ticks.iter().map(|t| t.label.as_str()).collect::<Vec<_>>(), ["10", "100", "1,000"]);
    let columns = planned(all, Chart { mark: Mark::Column, ..log });
    assert_eq!(columns.y.scale, AxisScale::Linear, "the length of a column is its value");
    assert!(says(&columns, "The axis stays even"), "{:?}", columns.notes);
}

#[test]
fn a_symmetric_axis_has_a_place_for_everything() {
    let all = vec![series("A", "x", &[("2001", -250.0), ("2002", 0.0), ("2003", 3.0), ("2004", 700.0)])];
    let y = ValueAxis { scale: Scale::Symmetric, ..ValueAxis::default() };
    let plan = planned(all, Chart { y, ..of(Mark::Dot) });
    assert_eq!(plan.series[0].points.len(), 4);
    let ticks = chart::scaled_ticks(-1000.0, 1000.0, 7, &plan.y);
    let labels: Vec<&str> = ticks.iter().map(|t| t.label.as_str()).collect();
    assert!(labels.contains(&"0") && labels.contains(&"−100") && labels.contains(&"100"), "{labels:?}");
}

#[test]
fn dumbbells_and_slopes_show_the_ends_of_the_periods_and_name_other_years() {
    let all = vec![
        series("A", "x", &[("2000", 9.0), ("2003", 1.0), ("2007", 5.0), ("2010", 4.0)]),
        series("B", "x", &[("2003", 2.0), ("2010", 3.0)]),
        series("C", "x", &[("2004", 2.0), ("2010", 1.0)]),
        series("D", "x", &[("2005", 2.0)]),
    ];
    for mark in [Mark::Dumbbell, Mark::Slope] {
        let x = PeriodAxis { from: Some(at("2003")), to: None };
        let plan = planned(all.clone(), Chart { x, ..of(mark) });
        assert_eq!(plan.moments, [at("2003"), at("2010")]);
        let ends: Vec<f64> = plan.series[0].points.iter().map(|p| p.y).collect();
        assert_eq!(ends, [1.0, 4.0]);
        assert!(says(&plan, "Other years: C (2004 and 2010)"), "{:?}", plan.notes);
        assert!(says(&plan, "Only one value is known of D (2005)"), "{:?}", plan.notes);
    }
}

#[test]
fn a_scatter_plot_pairs_the_indicators_of_each_entity() {
    let all = vec![
        series("A", "rate", &[("2001", 1.0), ("2002", 2.0), ("2003", 3.0)]),
        series("B", "rate", &[("2001", 4.0)]),
        series("A", "share", &[("2001", 10.0), ("2003", 30.0), ("2004", 40.0)]),
        series("B", "share", &[("2001", 5.0)]),
        series("A", "people", &[("2001", 4.0), ("2003", 1.0)]),
    ];
    let plan = planned(all, of(Mark::Scatter));
    let places: Vec<((f64, f64), f64)> = glyphs(&plan).iter().map(|g| ((g.x.0, g.y.0), g.size)).collect();
    let points: Vec<(f64, f64)> = places.iter().map(|(place, _)| *place).collect();
    assert_eq!(points, [(1.0, 10.0), (3.0, 30.0), (4.0, 5.0)]);
    assert!(places[0].1 > places[1].1, "the third indicator is the size");
    assert!(says(&plan, "A, rate 2002 (2) and A, share 2004 (40)"), "{:?}", plan.notes);
}

#[test]
fn both_axes_of_a_scatter_plot_can_be_logarithmic() {
    let all = vec![
        series("A", "rate", &[("2001", 0.0), ("2002", 2.0), ("2003", 300.0)]),
        series("A", "share", &[("2001", 10.0), ("2002", -1.0), ("2003", 30.0)]),
        series("B", "rate", &[("2003", 4.0)]),
        series("B", "share", &[("2003", 40_000.0)]),
    ];
    let log = || ValueAxis { scale: Scale::Log, ..ValueAxis::default() };
    let plan = planned(all.clone(), Chart { y: log(), across: Box::new(log()), ..of(Mark::Scatter) });
    let across = plan.across.clone().expect("a level axis");
    assert_eq!((plan.y.scale, across.scale), (AxisScale::Log, AxisScale::Log));
    let places: Vec<(f64, f64)> = glyphs(&plan).iter().map(|g| (g.x.0, g.y.0)).collect();
    assert_eq!(places, [(300.0, 30.0), (4.0, 40_000.0)]);
    assert!(says(&plan, "Logarithmic axes: equal distances are equal ratios."), "{:?}", plan.notes);
    let gone = "They have no place for zero and below: A, rate 2001 (0) and A, share 2002 (−1).";
    assert!(says(&plan, gone), "{:?}", plan.notes);
    assert!(!says(&plan, "for want of"), "{:?}", plan.notes);

    let level = planned(all.clone(), Chart { across: Box::new(log()), ..of(Mark::Scatter) });
    assert_eq!(glyphs(&level).len(), 3, "what is below zero has its place on the even axis");
    assert!(says(&level, "Logarithmic level axis"), "{:?}", level.notes);
    let symmetric = ValueAxis { scale: Scale::Symmetric, ..ValueAxis::default() };
    let both = planned(all, Chart { y: symmetric.clone(), across: Box::new(symmetric), ..of(Mark::Scatter) });
    assert_eq!(glyphs(&both).len(), 4);
    assert!(says(&both, "The level axis is even up to about 1 on both"), "{:?}", both.notes);
}

/// Numbers of any size a file may hold: every value keeps its mark, within the axis, and the axis has ticks.
#[test]
fn no_number_is_too_large_or_too_small_for_a_plot() {
    let lists: [&[f64]; 8] = [
        &[1.5e308, 1.7e308, 3e307],
        &[-1.7e308, 1.7e308, 0.0],
        &[5e-324, 1e-323, 0.0],
        &[1e-308, 3e-308, 2e-308],
        &[-4e-200, 3e-200, 1e-200],
        &[1e300, 1e300, 1e300],
        &[7e-312, 7e-312, 7e-312],
        &[1e15, 1e15 + 1.0, 1e15 + 2.0],
    ];
    for values in lists {
        let figures: Vec<(String, f64)> =
            values.iter().enumerate().map(|(n, value)| (format!("{}", 2001 + n), *value)).collect();
        let figures: Vec<(&str, f64)> = figures.iter().map(|(at, value)| (at.as_str(), *value)).collect();
        let all = || vec![series("A", "x", &figures), series("A", "y", &figures), series("B", "x", &figures)];
        for mark in Mark::ALL.into_iter().filter(|mark| !matches!(mark, Mark::Timeline | Mark::Table)) {
            for (scale, stack) in [
                (Scale::Linear, Stack::Grouped),
                (Scale::Log, Stack::Grouped),
                (Scale::Symmetric, Stack::Grouped),
                (Scale::Linear, Stack::Stacked),
                (Scale::Linear, Stack::Share),
            ] {
                let y = ValueAxis { scale, ..ValueAxis::default() };
                let plan = planned(all(), Chart { y: y.clone(), across: Box::new(y), stack, ..of(mark) });
                let what = format!("{mark:?} {scale:?} {stack:?} of {values:?}");
                let points: usize = plan.series.iter().map(|s| s.points.len()).sum();
                let drawn = glyphs(&plan);
                let places = if mark == Mark::Scatter { plan.series[1].points.len() } else { points };
                assert!(mark == Mark::Range || drawn.len() == places, "{what}: {} of {places}", drawn.len());
                for axis in [Some(&plan.y), plan.across.as_ref()].into_iter().flatten() {
                    let ends = (axis.scale.forward(axis.min), axis.scale.forward(axis.max));
                    assert!(ends.0.is_finite() && ends.1.is_finite() && ends.1 - ends.0 > 1e-4, "{what}: {axis:?}");
                    assert!(ends.0.abs() < 1e13 && ends.1.abs() < 1e13, "{what}: {axis:?}");
                    let ticks = chart::scaled_ticks(axis.min, axis.max, 5, axis);
                    let short = |tick: &chart::Tick| tick.at.is_finite() && tick.label.chars().count() < 20;
                    assert!(!ticks.is_empty() && ticks.iter().all(short), "{what}: {ticks:?}");
                }
            }
        }
    }
}

#[test]
fn a_histogram_counts_every_value_once() {
    for seed in 0..200 {
        let mut dataset = random::dataset(seed);
        let chart = &mut dataset.charts["c"];
        (chart.mark, chart.facet) = (Mark::Histogram, None);
        let plan = chart::plan(&dataset, &Id::from("c")).expect("the chart");
        let values: usize = plan.series.iter().map(|s| s.points.len()).sum();
        let glyphs = glyphs(&plan);
        assert_eq!(glyphs.len(), values, "seed {seed}: {:?}", plan.bins);
        assert!(glyphs.iter().all(|g| g.form == Form::Unit && g.y.1 <= plan.y.max), "seed {seed}");
    }
}

#[test]
fn small_multiples_share_their_axes_or_have_their_own() {
    let all = vec![series("A", "x", &[("2001", 1.0), ("2005", 3.0)]), series("B", "x", &[("2003", 700.0)])];
    let shared = planned(all.clone(), Chart { facet: Some(Facet::Shared), ..of(Mark::Line) });
    assert_eq!(shared.panels.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(shared.panels[0].y, shared.panels[1].y);
    assert_eq!(shared.panels[0].x, shared.panels[1].x);
    let free = planned(all, Chart { facet: Some(Facet::Free), ..of(Mark::Line) });
    assert!(free.panels[0].y.max < 10.0 && free.panels[1].y.max > 500.0);
    assert_eq!(free.panels[0].x, free.panels[1].x);
    assert!(says(&free, "heights are not comparable"), "{:?}", free.notes);
}

#[test]
fn a_timeline_has_a_row_a_place_and_the_sources_of_its_events() {
    let mut dataset = random::dataset(3);
    let chart = &mut dataset.charts["c"];
    (chart.mark, chart.events, chart.x) = (Mark::Timeline, EventFilter::All, PeriodAxis::default());
    let plan = chart::plan(&dataset, &Id::from("c")).expect("the chart");
    assert_eq!(plan.events.len(), dataset.events.len());
    let places: std::collections::BTreeSet<String> =
        dataset.events.values().map(|e| e.place.clone().unwrap_or_default()).collect();
    assert_eq!(plan.categories.len(), places.len());
    assert_eq!(plan.empty_reason.is_some(), dataset.events.is_empty());
}

/// A chart keeps all that another mark has no use for, so that it is there again when it makes sense again; and the file
/// changes in the one word that names the mark.
#[test]
fn another_mark_changes_one_word_of_the_file() {
    let mut dataset = Dataset::titled("Test");
    dataset.series.insert("a".into(), series("A", "x", &[("2001", 1.0), ("2003", 2.0)]));
    let chart = Chart {
        series: vec!["a".into()],
        highlight: vec!["a".into()],
        facet: Some(Facet::Free),
        values: Some(true),
        y: ValueAxis { scale: Scale::Log, zero: Some(true), ..ValueAxis::default() },
        ..stacked(Mark::Area, Stack::Share)
    };
    dataset.charts.insert("c".into(), chart.clone());
    let text = format::write(&dataset);
    let without_mark = |text: &str| {
        let of_other_lines = |line: &&str| !line.trim_start().starts_with("mark:");
        text.lines().filter(of_other_lines).map(str::to_owned).collect::<Vec<_>>()
    };
    for mark in Mark::ALL {
        let edit = Edit::PutChart { id: "c".into(), chart: Chart { mark, ..chart.clone() } };
        let after = format::patch(&format::parse(&text), &edit).expect("a patch").apply(&text);
        assert_eq!(without_mark(&after), without_mark(&text), "{mark:?}");
        assert_eq!(format::parse(&after).dataset().charts["c"].mark, mark);
        let plan = chart::plan(format::parse(&after).dataset(), &Id::from("c")).expect("the chart");
        assert!(plan.mark == mark && !plan.description.is_empty(), "{mark:?}");
    }
}

#[test]
fn numbers_of_a_figure_are_written_in_its_language() {
    let mut dataset = Dataset::titled("Test");
    dataset.series.insert("a".into(), series("A", "x", &[("2001", 1234.5), ("2002", 15000.0)]));
    let charts = [("c", Mark::Column), ("h", Mark::Bar)];
    for (id, mark) in charts {
        dataset.charts.insert(id.into(), Chart { series: vec!["a".into()], ..of(mark) });
    }
    let plan = chart::plan_in(&dataset, &Id::from("c"), Locale::Spanish).expect("the chart");
    let labels: Vec<&str> = plan.series[0].points.iter().map(|p| p.label.as_str()).collect();
    assert_eq!(labels, ["1234,5", "15\u{a0}000"]);
    let ticks = chart::scaled_ticks(0.0, 20_000.0, 4, &plan.y);
    assert_eq!(ticks.last().map(|tick| tick.label.as_str()), Some("20\u{a0}000"));
    let english = chart::plan(&dataset, &Id::from("c")).expect("the chart");
    assert_eq!(english.series[0].points[1].label, "15,000");
}

#[test]
fn figures_of_quarters_have_quarters_for_ticks() {
    let quarters = series("A", "x", &[("2012-Q1", 1.0), ("2012-Q2", 2.0)]);
    assert_eq!(planned(vec![quarters.clone()], of(Mark::Line)).x.unit, TimeUnit::Quarter);
    let months = series("B", "x", &[("2012-01", 1.0)]);
    assert_eq!(planned(vec![quarters, months], of(Mark::Line)).x.unit, TimeUnit::Year);
}

/// Every value of a figure has a glyph, whatever the mark: nothing that the plan holds is not drawn.
#[test]
fn every_value_of_a_plan_has_a_glyph() {
    for seed in 0..400 {
        let dataset = random::dataset(seed);
        let plan = chart::plan(&dataset, &Id::from("c")).expect("the chart");
        let points = || plan.series.iter().enumerate().flat_map(|(s, x)| (0..x.points.len()).map(move |p| (s, p)));
        let drawn: std::collections::HashSet<(usize, usize)> =
            glyphs(&plan).iter().map(|g| (g.series, g.point)).collect();
        let wanted: Vec<(usize, usize)> = match plan.mark {
            Mark::Table | Mark::Timeline => continue,
            // A pair of values is one point; a range is one bar.
            Mark::Scatter | Mark::Range => continue,
            _ => points().collect(),
        };
        let missing: Vec<_> = wanted.iter().filter(|at| !drawn.contains(at)).collect();
        assert!(missing.is_empty(), "seed {seed}, {:?}: {missing:?}", plan.mark);
    }
}

/// Doubt can be read without a manual: each sign in the figure is explained once, and drawn beside its words.
#[test]
fn every_sign_of_doubt_is_drawn_beside_its_words() {
    let mut all = series("A", "x", &[("2001", 1.0), ("2002", 2.0), ("2003", 3.0), ("2005", 4.0), ("2003", 3.5)]);
    all.observations[1].qualifier = Qualifier::About;
    all.observations[2].qualifier = Qualifier::AtLeast;
    all.observations[0].status = Status::Provisional;
    (all.observations[3].low, all.observations[3].high) = (Some(2.0), Some(5.0));
    all.observations.push_back(Observation::exactly(at("2006/2007"), 2.0));
    let plan = planned(vec![all], Chart { gaps: Gaps::Bridge, ..of(Mark::Line) });
    let signs: Vec<Sign> = plan.signs.iter().map(|(sign, _)| *sign).collect();
    let expected =
        [Sign::Approximate, Sign::Bound, Sign::Range, Sign::OtherSource, Sign::Span, Sign::NotFinal, Sign::Bridge];
    assert_eq!(signs, expected, "{:?}", plan.notes);
    assert!(plan.signs.iter().all(|(_, sentence)| plan.notes.contains(sentence)), "{:?}", plan.signs);

    let theme = FigureTheme::named("light").expect("a built-in theme");
    let key = |plan: &ChartPlan| {
        let svg = export::svg(plan, &theme, vec2(800.0, 500.0));
        let legend = svg.split("class=\"legend\"").nth(1).map(|rest| rest.split("</g>").next().unwrap_or_default());
        legend.map_or(0, |legend| legend.matches("<circle").count() + legend.matches("<path").count())
    };
    assert!(key(&plan) >= expected.len(), "{} signs are drawn", key(&plan));
    let plain = ChartPlan { signs: Vec::new(), ..plan };
    assert_eq!(key(&plain), 0, "without words there is no key");
}

#[test]
fn a_sign_is_explained_in_every_random_chart_that_has_it() {
    for seed in 0..300 {
        let plan = random::plan(seed);
        assert!(plan.signs.iter().all(|(_, sentence)| plan.notes.contains(sentence)), "seed {seed}");
        let drawn = plan
            .series
            .iter()
            .flat_map(|s| &s.points)
            .any(|p| p.role == Role::Plotted && p.qualifier == Qualifier::About);
        let has = plan.signs.iter().any(|(sign, _)| *sign == Sign::Approximate);
        let all_shown = plan.mark != Mark::Table && plan.mark != Mark::Timeline && plan.stack != Stack::Share;
        assert!(!all_shown || !drawn || has, "seed {seed}, {:?}", plan.mark);
    }
}
