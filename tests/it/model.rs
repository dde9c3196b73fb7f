//! What edits mean for a dataset, and how the model's types are read.

use docket::model::{
    Annotation, Chart, Check, Claim, Dataset, Edit, EditError, Event, EventFilter, Item, Observation, Period,
    Qualifier, SectionKind, Series, Source, SourceRefs,
};
use proptest::prelude::*;

fn year(year: i64) -> Period {
    Period::year(year).expect("a year of the calendar")
}

fn sample() -> Dataset {
    let mut dataset = Dataset::titled("Sample");
    dataset.sources.insert("doj".into(), Source::default());
    dataset.sources.insert("embassy".into(), Source::default());
    let mut mexico = Series::default();
    for (at, value) in [(2007, 83.0), (2008, 95.0)] {
        let source = SourceRefs::from_iter(["embassy".into(), "doj".into()]);
        mexico.observations.push_back(Observation { source, ..Observation::exactly(year(at), value) });
    }
    dataset.series.insert("mexico".into(), mexico);
    dataset.series.insert("colombia".into(), Series::default());
    dataset.events.insert("ban".into(), Event { source: "doj".into(), ..Event::titled(year(1991), "A ban") });
    dataset.claims.insert(
        "more".into(),
        Claim {
            text: "Mexico sent more".into(),
            check: Check::Compare {
                series: "mexico".into(),
                with: "colombia".into(),
                at: year(2008),
                is: docket::model::Comparison::Higher,
            },
            qualifier: Qualifier::Exactly,
            tolerance: None,
            source: "doj".into(),
            note: None,
        },
    );
    dataset.charts.insert(
        "by-year".into(),
        Chart {
            series: vec!["mexico".into(), "colombia".into()],
            events: EventFilter::Only(vec!["ban".into()]),
            annotations: vec![Annotation {
                at: Some(year(2008)),
                series: Some("mexico".into()),
                text: "Most".into(),
                ..Annotation::default()
            }],
            ..Chart::default()
        },
    );
    dataset
}

#[test]
fn a_new_id_reaches_all_that_refers_to_the_item() {
    let mut dataset = sample();
    let renames = [
        (SectionKind::Series, "mexico", "mx"),
        (SectionKind::Sources, "doj", "justice"),
        (SectionKind::Events, "ban", "stop"),
    ];
    for (section, id, to) in renames {
        Edit::Rename { section, id: id.into(), to: to.into() }.apply(&mut dataset).expect("a rename");
    }
    assert_eq!(dataset.series.get_index(0).map(|(id, _)| id.as_str()), Some("mx"), "it keeps its place");
    assert_eq!(dataset.series["mx"].observations[0].source.ids(), ["embassy", "justice"]);
    assert_eq!(dataset.claims["more"].check.series(), ["mx", "colombia"]);
    assert_eq!(dataset.claims["more"].source.ids(), ["justice"]);
    let chart = &dataset.charts["by-year"];
    assert_eq!((chart.series[0].as_str(), chart.annotations[0].series.as_deref()), ("mx", Some("mx")));
    assert_eq!(chart.events, EventFilter::Only(vec!["stop".into()]));
}

#[test]
fn an_edit_that_does_not_fit_is_refused_and_changes_nothing() {
    let before = sample();
    let taken = Edit::Insert { index: 0, id: "doj".into(), item: Item::Source(Source::default()) };
    let far = Edit::Insert { index: 9, id: "new".into(), item: Item::Source(Source::default()) };
    let gone = Edit::RemoveObservation { series: "mexico".into(), index: 7 };
    let infinite = Edit::PutObservation {
        series: "mexico".into(),
        index: 0,
        observation: Observation::exactly(year(2007), f64::INFINITY),
    };
    let clash = Edit::Rename { section: SectionKind::Series, id: "mexico".into(), to: "colombia".into() };
    let wanted = [
        (taken, EditError::IdTaken { section: SectionKind::Sources, id: "doj".into() }),
        (far, EditError::NoSuchPosition { section: SectionKind::Sources, index: 9 }),
        (gone, EditError::NoSuchObservation { series: "mexico".into(), index: 7 }),
        (infinite, EditError::NotFinite),
        (clash, EditError::IdTaken { section: SectionKind::Series, id: "colombia".into() }),
    ];
    for (edit, error) in wanted {
        let mut dataset = before.clone();
        assert_eq!(edit.apply(&mut dataset), Err(error));
        assert_eq!(dataset, before);
    }
}

#[test]
fn a_batch_is_made_in_order() {
    let mut dataset = sample();
    let edits = vec![
        Edit::InsertObservation {
            series: "colombia".into(),
            index: 0,
            observation: Observation::exactly(year(2008), 207.0),
        },
        Edit::MoveObservation { series: "mexico".into(), from: 1, to: 0 },
        Edit::Move { section: SectionKind::Series, id: "colombia".into(), to: 0 },
    ];
    let batch = Edit::Batch(edits);
    batch.apply(&mut dataset).expect("a batch that fits");
    assert_eq!(dataset.series.get_index(0).map(|(id, s)| (id.as_str(), s.observations.len())), Some(("colombia", 1)));
    assert_eq!(dataset.series["mexico"].observations[0].at, year(2008));
    assert_eq!(batch.to_string(), "add colombia 2008 and 2 more");
}

proptest! {
    #[test]
    fn any_two_years_give_an_interval_only_forwards(a in 1_i64..9999, b in 1_i64..9999) {
        let text = format!("{a:04}/{b:04}");
        let read = text.parse::<Period>();
        prop_assert_eq!(read.is_ok(), a <= b);
        if let Ok(period) = read {
            prop_assert!(period.contains(year(a)) && period.contains(year(b)));
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }

    #[test]
    fn periods_of_the_same_kind_follow_each_other_without_a_hole(y in 1_i16..9998, m in 1_i8..=12) {
        for text in [format!("{y:04}-{m:02}"), format!("{y:04}-Q{}", (m - 1) / 3 + 1), format!("{y:04}-{m:02}-28")] {
            let period: Period = text.parse().expect("a period");
            let next = period.next().expect("not the last of the calendar");
            prop_assert!((period.end() - next.start()).abs() < 1e-9, "{} ends at {}", period, period.end());
            prop_assert!(!period.overlaps(next) && period < next);
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_refused_as_a_period(text in "\\PC{0,12}") {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }
}
