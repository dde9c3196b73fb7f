//! The other tables: every value in a row of its own, events, sources and claims.

use docket::{
    model::{Id, Period, Qualifier, SectionKind, Status},
    session::{
        Command,
        grid::{GridView, Layout},
    },
};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{App, click, dataset, harness_of, press, press_with, steps, text, type_text};

const DATASET: &str = r#"Dataset(
    format: 1,
    title: "Test",
    sources: {
        "doj": Source(publisher: "Department of Justice"),
        "press": Source(title: "A newspaper"),
    },
    series: {
        "mexico": Series(measure: Count, observations: [
            (at: 2008, value: 95, source: "doj"),
            (at: 2009, value: 107), // a comment that stays
        ]),
        "colombia": Series(measure: Count, observations: [(at: 2008, value: 208)]),
    },
    events: {
        "law": Event(at: 2001, title: "A law"),
        "treaty": Event(at: 2002, title: "A treaty", place: "Lima"),
    },
    claims: {
        "more": Claim(text: "More in 2009", check: Ratio(series: "mexico", from: 2008, to: 2009, ratio: 1.1)),
    },
)
"#;

fn table(layout: Layout) -> Harness<'static, App> {
    let mut harness = harness_of(DATASET);
    harness.set_size(vec2(1500.0, 500.0));
    harness.run_steps(2);
    let view = GridView { layout, ..GridView::default() };
    harness.state_mut().session.apply(Command::SetGridView(Box::new(view)));
    harness.run_steps(4);
    harness
}

/// Types into a cell and goes on.
fn put(harness: &mut Harness<'_, App>, cell: &str, typed: &str) {
    click(harness, cell);
    type_text(harness, typed);
    press(harness, Key::Enter);
    harness.run_steps(4);
}

#[test]
fn the_switch_above_the_table_chooses_what_the_rows_are() {
    let mut harness = table(Layout::Wide);
    harness.get_by_label("Rows").click();
    harness.run_steps(4);
    harness.get_by_label("Every value").click();
    harness.run_steps(4);
    assert_eq!(harness.get_by_label("Value of mexico 2008 #1").value().as_deref(), Some("95"));
    assert_eq!(harness.get_by_label("Source of mexico 2008 #1").value().as_deref(), Some("doj"));
    assert_eq!(harness.get_by_label("Series of colombia 2008 #1").value().as_deref(), Some("colombia"));
}

#[test]
fn every_field_of_a_value_is_edited_in_its_cell() {
    let mut harness = table(Layout::Long);
    let before = text(&harness);
    let fields = [
        ("Value", "99"),
        ("Low", "90"),
        ("High", "110"),
        ("Qualifier", "about"),
        ("Status", "provisional"),
        ("Source", "A newspaper"),
        ("Note", "By fiscal year"),
    ];
    for (field, typed) in fields {
        put(&mut harness, &format!("{field} of mexico 2009 #2"), typed);
    }
    let set = dataset(&harness).series["mexico"].observations[1].clone();
    assert_eq!((set.value, set.low, set.high), (Some(99.0), Some(90.0), Some(110.0)));
    assert_eq!((set.qualifier, set.status), (Qualifier::About, Status::Provisional));
    assert_eq!((set.source.ids(), set.note.as_deref()), (&[Id::from("press")][..], Some("By fiscal year")));
    put(&mut harness, "Period of mexico 2009 #2", "2010-05");
    assert_eq!(dataset(&harness).series["mexico"].observations[1].at, "2010-05".parse::<Period>().expect("a month"));
    assert!(text(&harness).contains("// a comment that stays"));
    put(&mut harness, "Series of mexico 2010-05 #2", "colombia");
    assert_eq!(dataset(&harness).series["colombia"].observations.len(), 2);
    for _ in 0..steps(&harness) {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(text(&harness), before);
}

#[test]
fn what_makes_no_sense_in_a_field_stays_in_the_editor_with_the_reason() {
    for (field, typed, reason) in [
        ("Period", "soon", "is not a period"),
        ("Source", "nobody", "There is no source “nobody”"),
        ("Status", "guess", "“guess” is not a status"),
        ("Series", "peru", "There is no series “peru”"),
        ("Low", "few", "is not a figure"),
    ] {
        let mut harness = table(Layout::Long);
        click(&mut harness, &format!("{field} of mexico 2009 #2"));
        type_text(&mut harness, typed);
        press(&mut harness, Key::Enter);
        assert!(harness.query_by_label_contains(reason).is_some(), "{field}");
        assert_eq!(steps(&harness), 0, "{field}");
    }
}

#[test]
fn events_sources_and_claims_are_edited_like_figures() {
    let mut harness = table(Layout::Items(SectionKind::Events));
    put(&mut harness, "Period of law", "2003-02");
    put(&mut harness, "Source of treaty", "press");
    put(&mut harness, "Id of law", "the-law");
    let data = dataset(&harness);
    assert_eq!(data.events["the-law"].at.to_string(), "2003-02");
    assert_eq!(data.events["treaty"].source.ids(), &[Id::from("press")][..]);

    let mut harness = table(Layout::Items(SectionKind::Sources));
    put(&mut harness, "URL of doj", "https://example.org/report");
    assert_eq!(dataset(&harness).sources["doj"].url.as_deref(), Some("https://example.org/report"));

    let mut harness = table(Layout::Items(SectionKind::Claims));
    put(&mut harness, "Text of more", "A tenth more");
    click(&mut harness, "Check of more");
    type_text(&mut harness, "Ratio(series:\"peru\",from:2008,to:2009,ratio:1.2)");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("There is no series “peru”").is_some());
    assert_eq!(dataset(&harness).claims["more"].text, "A tenth more");
}

#[test]
fn rows_of_items_are_inserted_moved_and_deleted() {
    let mut harness = table(Layout::Items(SectionKind::Events));
    let before = text(&harness);
    click(&mut harness, "Title of law");
    press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(dataset(&harness).events.keys().collect::<Vec<_>>(), ["treaty", "law"]);
    press_with(&mut harness, Modifiers::COMMAND, Key::Plus);
    assert_eq!(dataset(&harness).events.keys().collect::<Vec<_>>(), ["treaty", "law", "event"]);
    click(&mut harness, "Title of treaty");
    press_with(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert_eq!(dataset(&harness).events.keys().collect::<Vec<_>>(), ["law", "event"]);
    for _ in 0..3 {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(text(&harness), before);
}

#[test]
fn observations_are_inserted_moved_and_deleted_in_their_series() {
    let mut harness = table(Layout::Long);
    click(&mut harness, "Value of mexico 2009 #2");
    press_with(&mut harness, Modifiers::ALT, Key::ArrowUp);
    let values = |harness: &Harness<'_, App>| -> Vec<Option<f64>> {
        dataset(harness).series["mexico"].observations.iter().map(|o| o.value).collect()
    };
    assert_eq!(values(&harness), [Some(107.0), Some(95.0)]);
    press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(values(&harness), [Some(95.0), Some(107.0)]);
    press_with(&mut harness, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(steps(&harness), 2, "an observation does not move into another series");
    click(&mut harness, "Value of mexico 2008 #1");
    press_with(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert_eq!(values(&harness), [Some(107.0)]);
}

#[test]
fn rows_are_pasted_into_the_tables() {
    let mut harness = table(Layout::Items(SectionKind::Events));
    click(&mut harness, "Id of treaty");
    harness.event(Event::Paste("Id\tPeriod\tTitle\ntreaty\t2002\tA treaty\nban\t2004\tA ban\n".to_owned()));
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("1 row is added").is_some());
    press(&mut harness, Key::Enter);
    assert_eq!(dataset(&harness).events["ban"].title, "A ban");
    let mut harness = table(Layout::Long);
    click(&mut harness, "Period of colombia 2008 #1");
    harness.event(Event::Paste("2008\tcolombia\t210\n2009\tmexico\t108\n2010\tcolombia\t~180\n".to_owned()));
    harness.run_steps(4);
    press(&mut harness, Key::Enter);
    let data = dataset(&harness);
    assert_eq!(
        data.series["colombia"].observations.iter().map(|o| o.value).collect::<Vec<_>>(),
        [Some(210.0), Some(180.0)]
    );
    assert_eq!(data.series["mexico"].observations.len(), 3);
}
