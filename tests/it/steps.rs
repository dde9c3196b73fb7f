//! The steps that values go through: what they compute, what they refuse, and that no doubt is lost on the way.

use docket::{
    analysis::{Derived, Figure, Kept, Lost, NoValue, Standing, derive, explained},
    chart, format,
    model::{
        Chart, Dataset, Gather, Id, Measure, Observation, Period, Qualifier, Series, SeriesHead, Span, Status,
        Transform, Unit,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn at(text: &str) -> Period {
    text.parse().expect("a period")
}

fn dataset(series: &str) -> Dataset {
    let text = format!("Dataset(format: 1, title: \"T\", series: {{{series}}})");
    let parsed = format::parse(&text);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    (**parsed.dataset()).clone()
}

fn derived<'a>(dataset: &'a Dataset, id: &str, steps: &[Transform]) -> Derived<'a> {
    let ids: Vec<Id> = dataset.series.keys().cloned().collect();
    derive(dataset, &ids, &[Id::from(id)], steps).pop().expect("a result").expect("no refusal")
}

fn refused(dataset: &Dataset, id: &str, steps: &[Transform]) -> NoValue {
    let ids: Vec<Id> = dataset.series.keys().cloned().collect();
    derive(dataset, &ids, &[Id::from(id)], steps).pop().expect("a result").expect_err("a refusal").reason
}

/// The preferred results in words: "2012: about 3; 2013: 4".
fn said(derived: &Derived<'_>) -> String {
    let words = |figure: &Figure| {
        let round = |v: f64| (v * 1e4).round() / 1e4;
        let o = figure.observation();
        let o = Observation { value: o.value.map(round), low: o.low.map(round), high: o.high.map(round), ..o };
        format!("{}: {}", figure.at, o.shown(&Measure::Amount))
    };
    derived.figures.iter().flatten().map(words).collect::<Vec<_>>().join("; ")
}

const YEARS: &str = "\"a\": (entity: \"A\", unit: \"people\", measure: Count, observations: [\
    (at: 2010, value: 50), (at: 2011, value: 80), (at: 2012, value: 60), (at: 2014, value: 30)])";

#[test]
fn each_step_computes_what_it_says() {
    let more = ", \"b\": (entity: \"B\", unit: \"people\", measure: Count, observations: [\
        (at: 2010, value: 50), (at: 2011, value: 20), (at: 2012, value: 40)])";
    let dataset = dataset(&format!("{YEARS}{more}"));
    let base = at("2010");
    let b = Id::from("b");
    for (step, want) in [
        (Transform::Index { base }, "2010: 100; 2011: 160; 2012: 120; 2014: 60"),
        (Transform::Difference, "2011: 30; 2012: −20"),
        (Transform::DifferenceFrom { base }, "2010: 0; 2011: 30; 2012: 10; 2014: −20"),
        (Transform::PercentChange, "2011: 60; 2012: −25"),
        (Transform::PercentChangeOnYear, "2011: 60; 2012: −25"),
        (Transform::PercentChangeFrom { base }, "2010: 0; 2011: 60; 2012: 20; 2014: −40"),
        (Transform::Cumulative, "2010: 50; 2011: 130; 2012: 190; 2014: at least 220"),
        (Transform::RollingMean(3), "2012: 63.3333"),
        (Transform::RollingSum(2), "2011: 130; 2012: 140"),
        (Transform::ShareOfTotal, "2010: 50; 2011: 80; 2012: 60"),
        (Transform::Rate { per: 1000.0, of: b.clone() }, "2010: 1,000; 2011: 4,000; 2012: 1,500"),
        (Transform::RatioTo { series: b.clone() }, "2010: 1; 2011: 4; 2012: 1.5"),
        (Transform::DifferenceTo { series: b }, "2010: 0; 2011: 60; 2012: 20"),
        (Transform::Interpolate, "2010: 50; 2011: 80; 2012: 60; 2013: about 45; 2014: 30"),
        (Transform::Log, "2010: 1.699; 2011: 1.9031; 2012: 1.7782; 2014: 1.4771"),
    ] {
        assert_eq!(said(&derived(&dataset, "a", std::slice::from_ref(&step))), want, "{step:?}");
        let off = step.switched(false);
        assert!(derived(&dataset, "a", &[off]).figures.is_none(), "what is switched off is not done");
    }
}

#[test]
fn months_become_years_where_all_are_known() {
    let months: Vec<String> = (1..=12)
        .map(|m| format!("(at: \"2012-{m:02}\", value: {m})"))
        .chain((1..=7).map(|m| format!("(at: \"2013-{m:02}\", value: 1)")))
        .collect();
    let dataset = dataset(&format!("\"a\": (measure: Count, observations: [{}])", months.join(",")));
    let by = |by| derived(&dataset, "a", &[Transform::Resample { to: Span::Year, by }]);
    assert_eq!(said(&by(Gather::Sum)), "2012: 78");
    assert_eq!(said(&by(Gather::Mean)), "2012: 6.5");
    assert_eq!(by(Gather::Sum).reports[0].lost, [(Lost::Incomplete(Span::Year), vec![at("2013")])]);
    let quarters = derived(&dataset, "a", &[Transform::Resample { to: Span::Quarter, by: Gather::Sum }]);
    assert_eq!(said(&quarters), "2012-Q1: 6; 2012-Q2: 15; 2012-Q3: 24; 2012-Q4: 33; 2013-Q1: 3; 2013-Q2: 3");
    let result = &by(Gather::Sum);
    let figure = &result.figures.as_ref().expect("figures")[0];
    assert_eq!(result.made_from(figure).len(), 12);
    // A year of leap days is one of 366.
    let days = std::iter::successors(Some(Unit::Day(2012, 1, 1)), |day| day.next()).take(366 + 364);
    let observations = days.map(|day| Observation::exactly(day.into(), 1.0)).collect();
    let mut of_days = Dataset::titled("T");
    of_days.series.insert("a".into(), Series { observations, ..Series::default() });
    assert_eq!(said(&derived(&of_days, "a", &[Transform::Resample { to: Span::Year, by: Gather::Sum }])), "2012: 366");
}

#[test]
fn a_year_earlier_is_the_same_month() {
    let dataset = dataset(
        "\"a\": (observations: [(at: \"2011-02\", value: 4), (at: \"2011-03\", value: 5), (at: \"2012-02\", value: 6), \
         (at: \"2012-04\", value: 6), (at: \"2012-02-29\", value: 1)])",
    );
    let result = derived(&dataset, "a", &[Transform::DifferenceOnYear]);
    assert_eq!(said(&result), "2012-02: 2");
    assert_eq!(result.reports[0].lost, [(Lost::NoneAYearEarlier, vec![at("2012-04")])]);
}

#[test]
fn what_cannot_be_done_is_refused_in_words() {
    let dataset = dataset(
        "\"a\": (unit: \"people\", measure: Count, observations: [(at: 2010, value: 0), (at: 2011, value: 5), (at: 2012, missing: \
         NotPublished)]), \"share\": (measure: Share, observations: [(at: 2010, value: 5)]), \"b\": (unit: \"cases\", \
         measure: Count, observations: [(at: 2010, value: 0)])",
    );
    for (id, step, words) in [
        ("a", Transform::Index { base: at("2010") }, "the value for 2010 is 0, to which nothing can be related"),
        ("a", Transform::Index { base: at("2009") }, "there is no value for 2009"),
        ("a", Transform::PercentChangeFrom { base: at("2012") }, "there is no value for 2012 (not published)"),
        ("share", Transform::Cumulative, "shares can't be summed"),
        ("share", Transform::RollingSum(2), "shares can't be summed"),
        ("share", Transform::Resample { to: Span::Year, by: Gather::Sum }, "shares can't be summed"),
        ("share", Transform::ShareOfTotal, "it takes counts or amounts, not shares"),
        ("share", Transform::Rate { per: 1e5, of: "a".into() }, "it takes counts or amounts, not shares"),
        ("a", Transform::RatioTo { series: "a".into() }, "it can't be related to itself"),
        ("a", Transform::RatioTo { series: "c".into() }, "there is no series `c`"),
        (
            "a",
            Transform::DifferenceTo { series: "b".into() },
            "it is measured in people, and the other series in cases",
        ),
    ] {
        assert_eq!(refused(&dataset, id, std::slice::from_ref(&step)).words(), words, "{step:?}");
    }
    // Where only some values can't be had, these are reported.
    let lost = |steps: &[Transform]| derived(&dataset, "a", steps).reports[0].lost.clone();
    assert_eq!(lost(&[Transform::PercentChange]), [(Lost::Divisor, vec![at("2011")])]);
    assert_eq!(
        lost(&[Transform::RatioTo { series: "b".into() }]),
        [(Lost::Divisor, vec![at("2010")]), (Lost::NoOther, vec![at("2011")])]
    );
    assert_eq!(lost(&[Transform::Log]), [(Lost::NoLogarithm, vec![at("2010")])]);
    // One observation has no change and no window, and that goes without saying.
    let one =
        Dataset { series: [("a".into(), dataset.series["share"].clone())].into_iter().collect(), ..dataset.clone() };
    for step in [Transform::Difference, Transform::RollingMean(3)] {
        let result = derived(&one, "a", &[step]);
        assert_eq!((said(&result).as_str(), result.reports[0].lost.len()), ("", 0));
    }
}

#[test]
fn doubt_goes_along() {
    let dataset = dataset(
        "\"a\": (measure: Count, observations: [(at: 2010, value: 100), (at: 2011, value: 110, qualifier: About), \
         (at: 2012, value: 120, qualifier: AtLeast), (at: 2013, value: 90, low: 80, high: 100), \
         (at: 2014, value: 50, status: Provisional)])",
    );
    let base = at("2010");
    for (steps, want) in [
        (
            vec![Transform::Index { base }],
            "2010: 100; 2011: about 110; 2012: at least 120; 2013: 90 (80–100); 2014: 50",
        ),
        (
            vec![Transform::PercentChange],
            "2011: about 10 (−1–21); 2012: at least −0.8264; 2013: at most −16.6667; 2014: about −44.4444 (−50–−37.5)",
        ),
        (
            vec![Transform::Cumulative],
            "2010: 100; 2011: about 210; 2012: at least 319; 2013: at least 399; 2014: at least 449",
        ),
        (
            vec![Transform::Difference],
            "2011: about 10 (−1–21); 2012: at least −1; 2013: at most −20; 2014: about −40 (−50–−30)",
        ),
        (
            vec![Transform::RollingMean(2)],
            "2011: about 105; 2012: at least 109.5; 2013: at least 100; 2014: about 70 (65–75)",
        ),
    ] {
        assert_eq!(said(&derived(&dataset, "a", &steps)), want, "{steps:?}");
    }
    let result = derived(&dataset, "a", &[Transform::RollingSum(2)]);
    assert_eq!(result.figures.expect("figures").last().map(|f| f.status), Some(Status::Provisional));
}

#[test]
fn totals_of_other_spans_are_not_related_to_years() {
    let head = |measure| {
        format!(
            "\"a\": (measure: {measure}, observations: [(at: 2010, value: 10), (at: 2011, value: 20), (at: \"2002/2014\", \
             value: 90), (at: 2011, value: 25)])"
        )
    };
    let index = [Transform::Index { base: at("2010") }];
    let (counts, shares) = (dataset(&head("Count")), dataset(&head("Share")));
    let result = derived(&counts, "a", &index);
    assert_eq!(said(&result), "2010: 100; 2011: 200; 2011: 250");
    assert_eq!(result.reports[0].lost, [(Lost::OtherSpan, vec![at("2002/2014")])]);
    let result = derived(&shares, "a", &index);
    assert_eq!(said(&result), "2010: 100; 2011: 200; 2002/2014: 900; 2011: 250");
    let standings: Vec<Standing> = result.figures.iter().flatten().map(|f| f.standing).collect();
    assert_eq!(standings[2..], [Standing::Interval, Standing::Disagreeing]);
}

#[test]
fn a_break_is_warned_of_and_never_interpolated() {
    let dataset = dataset(
        "\"a\": (measure: Count, breaks: [(at: 2012)], observations: [(at: 2010, value: 10), (at: 2011, value: 20), \
         (at: 2012, value: 30), (at: 2014, value: 40)])",
    );
    let warned = |step| derived(&dataset, "a", &[step]).reports[0].over_breaks.clone();
    assert_eq!(warned(Transform::Difference), [at("2012")]);
    assert_eq!(warned(Transform::Index { base: at("2010") }), [at("2012"), at("2014")]);
    assert_eq!(warned(Transform::RollingMean(3)), [at("2012")]);
    let steps = [Transform::Interpolate];
    assert_eq!(said(&derived(&dataset, "a", &steps)), "2010: 10; 2011: 20; 2012: 30; 2013: about 35; 2014: 40");
    let gap =
        self::dataset("\"a\": (breaks: [(at: 2012)], observations: [(at: 2010, value: 10), (at: 2013, value: 30)])");
    let result = derived(&gap, "a", &steps);
    assert_eq!(
        (said(&result).as_str(), &result.reports[0].lost[..]),
        ("2010: 10; 2013: 30", &[(Lost::Break, vec![at("2011")])][..])
    );
}

#[test]
fn a_rate_takes_the_population_of_the_year_around() {
    let dataset = dataset(
        "\"a\": (unit: \"people\", measure: Count, observations: [(at: \"2012-05\", value: 3), (at: \"2013-05\", value: 4)]), \
         \"population\": (entity: \"Population\", measure: Count, observations: [(at: 2012, value: 1500)])",
    );
    let steps = [Transform::Rate { per: 1000.0, of: "population".into() }];
    let result = derived(&dataset, "a", &steps);
    assert_eq!(said(&result), "2012-05: 2");
    assert_eq!(result.besides().collect::<Vec<_>>(), [(&Id::from("population"), 0)]);
    assert_eq!((result.head.measure, result.head.unit.as_deref()), (Measure::Rate { per: 1000.0 }, Some("people")));
}

#[test]
fn a_step_is_explained_with_its_own_numbers() {
    let more = ", \"b\": (entity: \"B\", unit: \"people\", measure: Count, observations: [\
        (at: 2010, value: 50), (at: 2011, value: 20), (at: 2012, value: 40)])";
    let dataset = dataset(&format!("{YEARS}{more}"));
    let ids: Vec<Id> = dataset.series.keys().cloned().collect();
    let b = Id::from("b");
    for (step, want) in [
        (Transform::Index { base: at("2010") }, "2014: 30 / 50 × 100 = 60."),
        (Transform::PercentChange, "2012: (60 − 80) / 80 × 100 = −25."),
        (Transform::RollingMean(3), "2012: (50 + 80 + 60) / 3 = 63.33."),
        (Transform::ShareOfTotal, "2012: 60 / 100 × 100 = 60."),
        (Transform::Rate { per: 1000.0, of: b }, "2012: 60 / 40 × 1,000 = 1,500."),
        (Transform::Interpolate, "2013: between 60 in 2012 and 30 in 2014 = about 45."),
        (Transform::Cumulative, "2014: 50 + 80 + 60 + 30 = at least 220."),
    ] {
        let text = explained(&dataset, &ids, std::slice::from_ref(&step), 0, &ids[0]).expect("an explanation");
        assert!(text.ends_with(want), "{text}");
    }
    let refused = explained(&dataset, &ids, &[Transform::Index { base: at("2001") }], 0, &ids[0]);
    assert_eq!(refused, Err("there is no value for 2001".to_owned()));
}

/// The steps of a chart say what they do, what they leave out, and what they are made from.
#[test]
fn steps_are_said_in_the_note_the_axis_and_the_tooltip() {
    let text = r#"Dataset(format: 1, title: "T", sources: {"s": (publisher: "Office"), "p": (publisher: "Census")}, series: {
        "a": (entity: "A", unit: "people", measure: Count, observations: [
            (at: 2010, value: 50, source: "s"), (at: 2011, value: 80, source: "s"), (at: 2013, value: 60)]),
        "people": (entity: "Population", measure: Count, observations: [(at: 2010, value: 1000, source: "p"), (at: 2011, value: 2000)])},
        charts: {"c": (series: ["a"], transform: [Rate(per: 1000, of: "people"), Off(Log)])})"#;
    let parsed = format::parse(text);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    let plan = chart::plan(parsed.dataset(), &"c".into()).expect("a plan");
    assert_eq!(plan.y.label, "people per 1,000");
    assert_eq!(plan.source_line, "Sources: Office; Census");
    assert_eq!(
        plan.notes,
        [
            "Each value is divided by that of Population and multiplied with 1,000.",
            "A: no rate for 2013, since the other series has no value there."
        ]
    );
    let tooltip = &plan.series[0].points[1].tooltip;
    assert_eq!(tooltip[1..3], ["2011: 40 people per 1,000".to_owned(), "From the value 80".to_owned()]);
    let table = chart::export_table(&plan, parsed.dataset());
    assert_eq!(table[1][..3], ["A".to_owned(), "2010".to_owned(), "50".to_owned()]);
}

#[test]
fn what_is_interpolated_is_dashed_hollow_and_said() {
    let text = r#"Dataset(format: 1, title: "T", series: {"a": (entity: "A", observations: [
        (at: 2010, value: 10), (at: 2012, value: 20), (at: 2013, value: 30)])},
        charts: {"c": (series: ["a"], transform: [Interpolate])})"#;
    let plan = chart::plan(format::parse(text).dataset(), &"c".into()).expect("a plan");
    let points = &plan.series[0].points;
    assert_eq!(points.iter().map(|p| p.label.as_str()).collect::<Vec<_>>(), ["10", "about 15", "20", "30"]);
    let dashed: Vec<bool> = plan.series[0].connections.iter().map(|c| c.bridge).collect();
    assert_eq!(dashed, [true, true, false]);
    assert!(points[1].tooltip.contains(&"Interpolated: nobody counted it".to_owned()), "{:?}", points[1].tooltip);
    let said = "Hollow diamonds are interpolated, not counted: A 2011 (about 15).".to_owned();
    assert!(plan.notes.contains(&said), "{:?}", plan.notes);
    assert!(plan.signs.contains(&(chart::Sign::Interpolated, said)), "{:?}", plan.signs);
    assert!(!plan.notes.iter().any(|note| note.contains("the source says")), "no source says it: {:?}", plan.notes);
    assert_eq!(points.iter().map(|p| p.is_interpolated).collect::<Vec<_>>(), [false, true, false, false]);
    let parsed = format::parse(text);
    let table = chart::export_table(&plan, parsed.dataset());
    assert_eq!((table[2][6].as_str(), table[2][9].as_str()), ("Estimated", "Interpolated, not counted"));
    let read = chart::reading(&plan, parsed.dataset());
    assert_eq!(read.rows[1].last().map(String::as_str), Some("Interpolated, not counted"));
    let columns = chart::plan(
        format::parse(&text.replace("series: [\"a\"]", "mark: Column, series: [\"a\"]")).dataset(),
        &"c".into(),
    );
    let notes = columns.expect("a plan").notes;
    assert!(notes.contains(&"Interpolated, not counted (hollow): A 2011 (about 15).".to_owned()), "{notes:?}");
}

#[test]
fn a_figure_without_a_value_says_which_step_left_none() {
    let of = |observations: &str, step: &str| {
        let text = format!(
            r#"Dataset(format: 1, title: "T", series: {{"a": (entity: "A", measure: Share, observations: [{observations}])}},
            charts: {{"c": (series: ["a"], transform: [{step}])}})"#
        );
        let plan = chart::plan(format::parse(&text).dataset(), &"c".into()).expect("a plan");
        plan.empty_reason.unwrap_or_default()
    };
    let two = "(at: 2010, value: 0), (at: 2011, value: 5)";
    assert_eq!(of(two, "Cumulative"), "A is left out of the running total: shares can't be summed.");
    assert_eq!(
        of(two, "PercentChange"),
        "A: no change in percent for 2011, since it would be divided by zero or less."
    );
    assert_eq!(of("(at: 2010, value: 1)", "Difference"), "There are too few values for these steps.");
    assert_eq!(of(two, r#"RatioTo(series: "a")"#), "A is left out of the ratio: it can't be related to itself.");
}

fn observation() -> impl Strategy<Value = Observation> {
    let value = option::weighted(0.9, (1_u32..5000).prop_map(|n| f64::from(n) / 4.0));
    let range = option::weighted(0.1, (1_u32..100).prop_map(f64::from));
    let qualifier = prop_oneof![4 => Just(Qualifier::Exactly), 1 => select(&Qualifier::ALL[..])];
    let status = prop_oneof![4 => Just(Status::Observed), 1 => select(&Status::ALL[..])];
    let at = prop_oneof![
        8 => (2000_i16..2020).prop_map(|y| Period::from(Unit::Year(y))),
        3 => (2000_i16..2004, 1_i8..=12).prop_map(|(y, m)| Period::from(Unit::Month(y, m))),
        1 => (2000_i16..2010, 1_i16..8).prop_filter_map("runs forwards", |(y, n)| {
            Period::interval(Unit::Year(y), Unit::Year(y + n))
        }),
    ];
    (at, value, range, qualifier, status).prop_map(|(at, value, range, qualifier, status)| {
        let ends = value.zip(range).map(|(value, range)| (value - range.min(value), value + range));
        Observation {
            value,
            low: ends.map(|ends| ends.0),
            high: ends.map(|ends| ends.1),
            qualifier,
            status,
            ..Observation::at(at)
        }
    })
}

fn any_dataset() -> impl Strategy<Value = Dataset> {
    vec((vec(observation(), 0..40), any::<bool>()), 2..5).prop_map(|series| {
        let mut dataset = Dataset::titled("T");
        for (nth, (mut observations, sorted)) in series.into_iter().enumerate() {
            if sorted {
                observations.sort_by_key(|o| o.at);
            }
            let head = SeriesHead { measure: Measure::Count, ..SeriesHead::default() };
            dataset.series.insert(Id::from(format!("s{nth}")), Series { head, observations: observations.into() });
        }
        dataset
    })
}

fn any_step() -> impl Strategy<Value = Transform> {
    let base = (2000_i16..2010).prop_map(|y| Period::from(Unit::Year(y)));
    prop_oneof![
        base.clone().prop_map(|base| Transform::Index { base }),
        base.clone().prop_map(|base| Transform::DifferenceFrom { base }),
        base.prop_map(|base| Transform::PercentChangeFrom { base }),
        select(vec![
            Transform::Difference,
            Transform::DifferenceOnYear,
            Transform::PercentChange,
            Transform::PercentChangeOnYear,
            Transform::Cumulative,
            Transform::ShareOfTotal,
            Transform::Interpolate,
            Transform::Log,
            Transform::Rate { per: 1000.0, of: "s1".into() },
            Transform::RatioTo { series: "s1".into() },
            Transform::DifferenceTo { series: "s1".into() },
            Transform::Resample { to: Span::Year, by: Gather::Sum },
            Transform::Resample { to: Span::Quarter, by: Gather::Mean },
        ]),
        (1_u32..5).prop_map(Transform::RollingMean),
        (1_u32..5).prop_map(Transform::RollingSum),
    ]
}

#[test]
fn the_plan_made_with_what_is_kept_is_that_made_anew() {
    let days = std::iter::successors(Some(Unit::Day(1990, 1, 1)), |day| day.next()).take(8_000);
    let observations = days.zip(1_u32..).map(|(day, n)| Observation::exactly(day.into(), f64::from(n % 97 + 1)));
    let mut dataset = Dataset::titled("T");
    let head = SeriesHead { measure: Measure::Count, ..SeriesHead::default() };
    dataset.series.insert("a".into(), Series { head, observations: observations.collect() });
    let id = Id::from("c");
    let transform =
        vec![Transform::RollingMean(7), Transform::PercentChange, Transform::Index { base: at("1990-02-01") }];
    let chart = Chart { series: vec!["a".into()], transform, ..Chart::default() };
    dataset.charts.insert(id.clone(), chart);
    let mut kept = Kept::default();
    for (place, value) in [(0, 5.0), (4_000, 700.0), (7_999, 3.0), (4_001, 0.0), (31, 9.0)] {
        dataset.series["a"].observations[place].value = Some(value);
        assert_eq!(chart::plan_with(&dataset, &id, &mut kept), chart::plan(&dataset, &id), "{place}");
    }
    dataset.charts[&id].transform.pop();
    assert_eq!(chart::plan_with(&dataset, &id, &mut kept), chart::plan(&dataset, &id));
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    /// An index, taken back with the value of its base, is what it was made from.
    #[test]
    fn to_index_and_back_is_nothing(dataset in any_dataset(), year in 2000_i16..2020) {
        let base = Period::from(Unit::Year(year));
        let id = Id::from("s0");
        let steps = [Transform::Index { base }];
        let Some(Ok(result)) = derive(&dataset, &[], std::slice::from_ref(&id), &steps).pop() else { return Ok(()) };
        let o = dataset.series[&id].preferred(base).expect("a base");
        let original = o.plotted().expect("a value");
        // Values are told as bounds where the base is not known exactly.
        prop_assume!(o.qualifier == Qualifier::Exactly && o.low.is_none());
        for figure in result.figures.iter().flatten() {
            let (_, o) = result.made_from(figure).next().expect("an observation");
            prop_assert!(close(figure.value / 100.0 * original, o.plotted().expect("a value")), "{figure:?}");
            prop_assert_eq!(figure.qualifier, o.qualifier);
        }
    }

    /// The differences of a running total are the values that it is made from.
    #[test]
    fn a_running_total_and_its_differences_undo_each_other(values in vec(-1000_i32..1000, 1..60)) {
        let years = (2000_i16..).map(|y| Period::from(Unit::Year(y)));
        let observations = years.zip(&values).map(|(at, n)| Observation::exactly(at, f64::from(*n))).collect();
        let mut dataset = Dataset::titled("T");
        dataset.series.insert("a".into(), Series { observations, ..Series::default() });
        let result = derived(&dataset, "a", &[Transform::Cumulative, Transform::Difference]);
        let back: Vec<f64> = result.figures.iter().flatten().map(|f| f.value).collect();
        let want: Vec<f64> = values[1..].iter().map(|n| f64::from(*n)).collect();
        prop_assert_eq!(back, want);
        prop_assert!(result.figures.iter().flatten().all(|f| f.qualifier == Qualifier::Exactly));
    }

    /// The shares of all series in a period are 100 percent together; none lies outside of 0 to 100.
    #[test]
    fn shares_sum_to_the_whole(dataset in any_dataset()) {
        let ids: Vec<Id> = dataset.series.keys().cloned().collect();
        let results = derive(&dataset, &ids, &ids, &[Transform::ShareOfTotal]);
        let mut sums: std::collections::BTreeMap<Period, (f64, usize)> = std::collections::BTreeMap::new();
        for figure in results.iter().flatten().flat_map(|result| result.figures.iter().flatten()) {
            prop_assert!((0.0..=100.0).contains(&figure.value), "{figure:?}");
            let sum = sums.entry(figure.at).or_default();
            *sum = (sum.0 + figure.value, sum.1 + 1);
        }
        for (at, (sum, count)) in sums {
            let is_exact = results.iter().flatten().all(|result| {
                result.figures.iter().flatten().filter(|f| f.at == at).all(|f| f.qualifier == Qualifier::Exactly)
            });
            prop_assert_eq!(count, ids.len());
            // A share that is told as a bound is not the share of the values that are told.
            prop_assert!(!is_exact || close(sum, 100.0), "{at}: {sum}");
        }
    }

    /// Whatever is done to them, values that are not exact never give one that is; nor do those that are not final.
    #[test]
    fn qualifiers_never_vanish(dataset in any_dataset(), steps in vec(any_step(), 1..4)) {
        let ids: Vec<Id> = dataset.series.keys().cloned().collect();
        let results = derive(&dataset, &ids, &ids, &steps);
        // The share of what is alone, or beside nothing but zeros, is all, however large it is.
        let is_all = |step: &Transform| *step == Transform::ShareOfTotal;
        let makes_zeros = |step: &Transform| {
            matches!(
                step,
                Transform::Difference
                    | Transform::DifferenceOnYear
                    | Transform::DifferenceFrom { .. }
                    | Transform::DifferenceTo { .. }
                    | Transform::Log
            )
        };
        let is_alone = results.iter().filter(|result| result.is_ok()).count() == 1;
        let may_be_all = steps.iter().any(is_all) && (is_alone || steps.iter().any(makes_zeros));
        for (id, result) in ids.iter().zip(results) {
            let Ok(result) = result else { continue };
            for figure in result.figures.iter().flatten() {
                prop_assert!(figure.value.is_finite());
                let is_doubted = |o: &Observation| o.qualifier != Qualifier::Exactly || o.low.is_some() || o.high.is_some();
                let made_from: Vec<_> = result.made_from(figure).collect();
                prop_assert!(!made_from.is_empty());
                if made_from.iter().any(|(_, o)| is_doubted(o)) && made_from.len() == 1 && !may_be_all {
                    let (low, high) = figure.range();
                    let is_told = figure.qualifier != Qualifier::Exactly || low.is_some() || high.is_some();
                    // At the base, and against itself, nothing is left of a doubt: a value less itself is nothing.
                    prop_assert!(is_told || made_from[0].1.low == made_from[0].1.high, "{id} {figure:?} {made_from:?}");
                }
                if made_from.len() == 1 && made_from[0].1.status != Status::Observed {
                    prop_assert!(figure.status != Status::Observed, "{figure:?}");
                }
                let (low, high) = figure.range();
                if let (Some(low), Some(high)) = (low, high) {
                    prop_assert!(low <= high, "{figure:?}");
                }
            }
        }
    }

    /// What a value may be after a step holds every value that comes of values that the figures may be.
    #[test]
    fn what_it_may_be_holds_what_it_is(
        dataset in any_dataset(),
        step in any_step(),
        picks in vec(0.0_f64..=1.0, 40),
    ) {
        // The same dataset, in which each value is one of those that it may be, and exact.
        let mut exact = dataset.clone();
        for (nth, o) in exact.series.values_mut().flat_map(|s| &mut s.observations).enumerate() {
            let pick = picks[nth % picks.len()];
            let Some(value) = o.value else { continue };
            let (low, high) = match (o.low, o.high, o.qualifier) {
                (Some(low), Some(high), _) => (low, high),
                (.., Qualifier::Exactly) => (value, value),
                (.., Qualifier::About) => (value * 0.9, value * 1.1),
                (.., Qualifier::Nearly) => (value * 0.9, value),
                (.., Qualifier::Over) => (value * 1.001, value * 3.0),
                (.., Qualifier::AtLeast) => (value, value * 3.0),
                (.., Qualifier::AtMost) => (value * 0.01, value),
            };
            *o = Observation::exactly(o.at, low + (high - low) * pick);
        }
        let ids: Vec<Id> = dataset.series.keys().cloned().collect();
        let steps = [step.clone()];
        let doubtful = derive(&dataset, &ids, &ids, &steps);
        let certain = derive(&exact, &ids, &ids, &steps);
        for (doubtful, certain) in doubtful.into_iter().zip(certain) {
            let (Ok(doubtful), Ok(certain)) = (doubtful, certain) else { continue };
            for figure in doubtful.figures.iter().flatten().filter(|f| f.standing == Standing::Preferred) {
                let same = |f: &&Figure| f.at == figure.at && f.standing == Standing::Preferred;
                let Some(truth) = certain.figures.iter().flatten().find(same) else { continue };
                // What is 100 by definition is about 100 only for how its base is known.
                if step.base() == Some(figure.at) {
                    continue;
                }
                let (low, high) = figure.range();
                let off = figure.value.abs() / 9.0 * 1.000_001 + 1e-9;
                let slack = 1e-9 * figure.value.abs().max(1.0);
                let holds = match (low, high, figure.qualifier) {
                    (Some(low), Some(high), _) => truth.value >= low - slack && truth.value <= high + slack,
                    (.., Qualifier::Exactly) => close(truth.value, figure.value) || low.is_some() || high.is_some(),
                    (.., Qualifier::About | Qualifier::Nearly) => (truth.value - figure.value).abs() <= off,
                    (.., Qualifier::Over | Qualifier::AtLeast) => truth.value >= figure.value - slack,
                    (.., Qualifier::AtMost) => truth.value <= figure.value + slack,
                };
                prop_assert!(holds, "{step:?} {figure:?} {truth:?}");
            }
        }
    }
}
