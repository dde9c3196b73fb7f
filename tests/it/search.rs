//! Everything by its name: from the keyboard alone, and at any size.

use docket::{
    app::App,
    format,
    model::{Dataset, Observation, Period, SectionKind, Series, SeriesHead},
    session::{Command, Effect, Job, Selection, Session},
};
use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::window::window;

const TEXT: &str = r#"Dataset(
    format: 1,
    title: "Some",
    sources: {"doj": (publisher: "Department of Justice", title: "Statistics")},
    series: {
        "mexico": (entity: "Mexico", indicator: "Extraditions", observations: [
            (at: 2012, value: 115, source: "doj"), (at: 2013, value: 54),
        ]),
        "peru": (entity: "Peru", observations: [(at: 2012, value: 3)]),
    },
    events: {
        "window": (at: 2012, place: "Mexico", title: "A single window"),
        "treaty": (at: "2013-05", place: "Mexico", title: "A treaty"),
    },
    claims: {"halved": (text: "It was cut in half", check: Ratio(series: "mexico", from: 2012, to: 2013, ratio: 0.5))},
    charts: {
        "by-year": (title: "Fewer people", series: ["mexico"]),
        "andes": (title: "In the Andes", series: ["peru"]),
    },
)
"#;

fn opened() -> Command {
    Command::Opened { path: "/data/some.ron".into(), result: Ok(Box::new(format::parse(TEXT))) }
}

fn session() -> Session {
    let mut session = Session::new();
    session.apply(opened());
    session
}

/// What is found first for a text.
fn first(session: &mut Session, text: &str) -> (&'static str, Selection) {
    session.apply(Command::FindEverywhere(text.to_owned()));
    let hits = session.found_everywhere(text).expect("an answer at once");
    let hit = hits.first().unwrap_or_else(|| panic!("{text}: nothing"));
    (hit.what, hit.target.clone())
}

fn item(section: SectionKind, id: &str) -> Selection {
    Selection::Item { section, id: id.into() }
}

#[test]
fn everything_is_found_by_a_few_of_its_letters() {
    let mut session = session();
    for (text, what, target) in [
        ("mexi", "series", item(SectionKind::Series, "mexico")),
        ("prú", "series", item(SectionKind::Series, "peru")),
        ("justice", "source", item(SectionKind::Sources, "doj")),
        ("sngl wndw", "event", item(SectionKind::Events, "window")),
        ("cut half", "claim", item(SectionKind::Claims, "halved")),
        ("andes", "chart", item(SectionKind::Charts, "andes")),
        ("mexico 2013", "value", Selection::Observation { series: "mexico".into(), index: 1 }),
        ("mexico 115", "value", Selection::Observation { series: "mexico".into(), index: 0 }),
        ("2012 per", "value", Selection::Observation { series: "peru".into(), index: 0 }),
    ] {
        assert_eq!(first(&mut session, text), (what, target), "{text}");
    }
    session.apply(Command::FindEverywhere("no such thing".to_owned()));
    assert!(session.found_everywhere("no such thing").expect("an answer").is_empty());
}

#[test]
fn what_is_gone_to_is_shown_in_a_chart_that_has_it() {
    let mut session = session();
    session.apply(Command::Reveal(Selection::Observation { series: "peru".into(), index: 0 }));
    assert_eq!(session.chart().map(|id| id.as_str()), Some("andes"));
    assert!(session.selected_cells().is_some(), "the grid shows it too");
    session.apply(Command::Reveal(item(SectionKind::Series, "mexico")));
    assert_eq!(session.chart().map(|id| id.as_str()), Some("by-year"));
}

#[test]
fn of_very_many_values_some_are_found_away_from_the_window_and_the_newest_question_wins() {
    let mut dataset = Dataset::titled("Large");
    for n in 0..40 {
        let observations = (1000..2000).map(|at| Observation::exactly(Period::year(at).expect("a year"), at as f64));
        let head = SeriesHead { entity: Some(format!("Place {n}")), ..SeriesHead::default() };
        dataset.series.insert(format!("s{n}").into(), Series { head, observations: observations.collect() });
    }
    let text = format::write(&dataset);
    let mut session = Session::new();
    session.apply(Command::Opened { path: "/data/large.ron".into(), result: Ok(Box::new(format::parse(&text))) });
    let ask = |session: &mut Session, text: &str| match session.apply(Command::FindEverywhere(text.to_owned())).pop() {
        Some(Effect::Job(Job::Inquire(inquiry))) => inquiry,
        other => panic!("a job, not {other:?}"),
    };
    let first = ask(&mut session, "place 7 1500");
    let second = ask(&mut session, "place 31 1777");
    assert!(first.stop.is_asked(), "nobody waits for it");
    let (ticket, answer) = (second.ticket, Box::new(second.perform()));
    session.apply(Command::Answered { ticket, answer });
    let hits = session.found_everywhere("place 31 1777").expect("an answer");
    assert!(hits.iter().any(|hit| hit.text == "Place 31 1777"), "{:?}", &hits[..hits.len().min(5)]);
}

fn open() -> Harness<'static, App> {
    window(vec![opened()], vec2(1024.0, 640.0))
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn write(harness: &mut Harness<'_, App>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(4);
}

#[test]
fn the_keyboard_alone_leads_there() {
    let mut harness = open();
    press(&mut harness, Modifiers::COMMAND, Key::P);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Search everything").is_some());
    write(&mut harness, "half");
    assert!(harness.query_by_label("claim: It was cut in half").is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Search everything").is_none(), "it is closed");
    assert_eq!(*harness.state().session().selection(), item(SectionKind::Claims, "halved"));
    press(&mut harness, Modifiers::COMMAND, Key::P);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(*harness.state().session().selection(), item(SectionKind::Claims, "halved"), "Esc leaves all as it is");
}

#[test]
fn commands_are_done_by_name_and_a_sentence_becomes_a_claim() {
    let mut harness = open();
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    write(&mut harness, "new char");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let charts = |harness: &Harness<'_, App>| {
        let (_, document) = harness.state().session().active().expect("a document");
        document.dataset().charts.len()
    };
    assert_eq!(charts(&harness), 3);
    press(&mut harness, Modifiers::COMMAND, Key::P);
    write(&mut harness, "mexico 2013 is lower than mexico");
    write(&mut harness, "x");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::P);
    write(&mut harness, "mexico 2013 is about half of 2012");
    assert!(harness.query_by_label("add claim: mexico 2013 is about half of 2012").is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let (_, document) = harness.state().session().active().expect("a document");
    assert_eq!(document.dataset().claims.len(), 2);
}
