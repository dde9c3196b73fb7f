//! Annotations and the choice of events, as people write them.

use docket::{
    format,
    model::{Annotation, AnnotationKind, Chart, Edit, EventFilter, SectionKind, Spans, Spot},
};

use super::by_ron;

const FILE: &str = r#"#![enable(implicit_some)]
Dataset(
    format: 1,
    title: "T",
    series: {
        "mexico": (observations: [(at: 2012, value: 1)]),
    },
    events: {
        "term": (at: "2006-12/2012-11", category: "presidency", title: "Calderón", series: ["mexico"]),
    },
    charts: {
        "c": (
            series: ["mexico"],
            events: Where(categories: ["presidency"], series: ["mexico"]),
            spans: Line,
            annotations: [
                (at: 2012, series: "mexico", text: "As before"), // the oldest kind
                (at: "2009-06", value: 40, text: "The court decides", place: (at: "2003-02-11", value: 90)),
                (kind: Shade, at: "2006-12/2012-11", text: "Calderón"),
                (kind: Line, value: 50),
                (kind: Band, value: 50, to: 60, text: "Expected"),
                (kind: Arrow, at: 2013, series: "mexico", from: (at: 2012, value: 120), text: "Half as many"),
            ],
        ),
    },
)
"#;

fn chart(text: &str) -> Chart {
    format::parse(text).dataset().charts["c"].clone()
}

fn put(text: &str, change: impl FnOnce(&mut Chart)) -> String {
    let mut chart = chart(text);
    change(&mut chart);
    let edit = Edit::PutChart { id: "c".into(), chart };
    format::patch(&format::parse(text), &edit).expect("the edit fits").apply(text)
}

/// The lines that differ, those before with a "-".
fn difference(before: &str, after: &str) -> Vec<String> {
    let gone = before.lines().filter(|line| !after.lines().any(|other| other == *line)).map(|line| ("-", line));
    let come = after.lines().filter(|line| !before.lines().any(|other| other == *line)).map(|line| ("+", line));
    gone.chain(come).map(|(sign, line)| format!("{sign}{}", line.trim())).collect()
}

#[test]
fn what_is_written_by_hand_is_read_without_a_complaint() {
    let parsed = format::parse(FILE);
    assert_eq!(parsed.diagnostics(), []);
    assert_eq!(by_ron(FILE).as_ref(), Ok(&**parsed.dataset()));
    let chart = chart(FILE);
    let kinds: Vec<AnnotationKind> = chart.annotations.iter().map(|a| a.kind).collect();
    use AnnotationKind::{Arrow, Band, Line, Note, Shade};
    assert_eq!(kinds, [Note, Note, Shade, Line, Band, Arrow]);
    assert_eq!(chart.annotations[0].lacks(), None);
    assert_eq!(chart.spans, Spans::Line);
    let EventFilter::Where { places, categories, series } = chart.events else { panic!("another filter") };
    assert_eq!(
        (places.len(), &categories[..], &series[..]),
        (0, &["presidency".to_owned()][..], &["mexico".into()][..])
    );
}

#[test]
fn an_annotation_that_is_moved_is_one_line_of_a_diff() {
    let place = |at: &str, value| Spot { at: at.parse().ok(), value: Some(value), ..Spot::default() };
    let moved = put(FILE, |chart| chart.annotations[1].place = Some(place("2004-07-02", 95.5)));
    assert_eq!(
        difference(FILE, &moved)[1..],
        [r#"+(at: "2009-06", value: 40, text: "The court decides", place: (at: "2004-07-02", value: 95.5)),"#]
    );
    let placed = put(FILE, |chart| chart.annotations[0].place = Some(place("2003", 9.0)));
    assert_eq!(
        difference(FILE, &placed)[1..],
        [r#"+(at: 2012, series: "mexico", place: (at: 2003, value: 9), text: "As before"), // the oldest kind"#]
    );
    let free = put(&moved, |chart| chart.annotations[1].place = None);
    assert_eq!(difference(FILE, &free)[1..], [r#"+(at: "2009-06", value: 40, text: "The court decides"),"#]);
    let gone = put(FILE, |chart| drop(chart.annotations.remove(3)));
    assert_eq!(difference(FILE, &gone), ["-(kind: Line, value: 50),"]);
}

#[test]
fn annotations_that_come_have_a_line_each() {
    let line = Annotation { kind: AnnotationKind::Line, value: Some(12.5), ..Annotation::default() };
    let more = put(FILE, |chart| chart.annotations.push(line.clone()));
    assert_eq!(difference(FILE, &more), ["+(kind: Line, value: 12.5),"]);
    let none = put(FILE, |chart| chart.annotations.clear());
    let first = put(&none, |chart| chart.annotations.extend([line.clone(), line.clone()]));
    assert!(
        first.contains("[\n                (kind: Line, value: 12.5),\n                (kind: Line, value: 12.5),\n"),
        "{first}"
    );
}

#[test]
fn what_lacks_a_field_is_read_and_warned_of() {
    for (annotation, message) in [
        ("(text: \"Here\")", "a note needs `at`"),
        ("(at: 2012)", "a note needs `text`"),
        ("(kind: Shade, value: 3)", "a shaded period needs `at`"),
        ("(kind: Line, at: 2012)", "a reference line needs `value`"),
        ("(kind: Band, value: 3)", "a reference band needs `to`"),
        ("(kind: Arrow, at: 2012, value: 3)", "an arrow needs `from`"),
    ] {
        let text = FILE.replace("(kind: Line, value: 50)", annotation);
        let parsed = format::parse(&text);
        let [warning] = parsed.diagnostics() else { panic!("{annotation}: {:?}", parsed.diagnostics()) };
        assert!(warning.message.contains(message), "{warning:?}");
        assert!(!parsed.has_errors());
        assert_eq!(parsed.dataset().charts["c"].annotations.len(), 6);
    }
}

#[test]
fn references_to_a_series_are_checked_and_follow_its_name() {
    for (right, wrong) in [
        ("series: [\"mexico\"]),\n    },\n    charts", "series: [\"mexica\"]),\n    },\n    charts"),
        ("presidency\"], series: [\"mexico\"]", "presidency\"], series: [\"mexica\"]"),
        ("at: 2013, series: \"mexico\"", "at: 2013, series: \"mexica\""),
        ("(at: 2012, value: 120)", "(at: 2012, series: \"mexica\")"),
        ("events: Where(categories: [\"presidency\"], series: [\"mexico\"])", "events: Series([\"mexica\"])"),
    ] {
        let text = FILE.replacen(right, wrong, 1);
        assert_ne!(text, FILE, "{right}");
        let parsed = format::parse(&text);
        let messages: Vec<&str> = parsed.diagnostics().iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["there is no series \"mexica\""], "{wrong}");
    }
    let rename = Edit::Rename { section: SectionKind::Series, id: "mexico".into(), to: "mx".into() };
    let renamed = format::patch(&format::parse(FILE), &rename).expect("the edit fits").apply(FILE);
    assert!(!renamed.contains("mexico"), "{renamed}");
    assert_eq!(format::parse(&renamed).diagnostics(), []);
}

#[test]
fn events_are_chosen_by_any_of_a_list_and_by_all_of_several() {
    let parsed = format::parse(FILE);
    let (id, event) = parsed.dataset().events.first().expect("an event");
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let all_of = |places: &[&str], categories: &[&str], series: &str| EventFilter::Where {
        places: words(places),
        categories: words(categories),
        series: if series.is_empty() { Vec::new() } else { vec![series.into()] },
    };
    for (filter, wanted) in [
        (EventFilter::Nothing, false),
        (EventFilter::All, true),
        (EventFilter::Places(words(&["Mexico"])), false),
        (EventFilter::Categories(words(&["law", "presidency"])), true),
        (EventFilter::Series(vec!["peru".into()]), false),
        (EventFilter::Series(vec!["peru".into(), "mexico".into()]), true),
        (EventFilter::Only(vec!["term".into()]), true),
        (all_of(&[], &[], ""), true),
        (all_of(&[], &["presidency"], "mexico"), true),
        (all_of(&["Mexico"], &["presidency"], "mexico"), false),
        (all_of(&[], &["presidency"], "peru"), false),
    ] {
        assert_eq!(filter.admits(id, event), wanted, "{filter:?}");
    }
}
