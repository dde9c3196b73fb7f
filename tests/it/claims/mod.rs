//! Claims: made by pointing and in words, looked at in the figure, drawn in it, and what the built-in ones come to.

mod pointing;
mod samples;
mod words;

use docket::{
    app::App,
    format,
    model::{Claim, Period},
    session::{Command, Session},
};
use egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::window::window;

const TEXT: &str = r#"Dataset(
    format: 1,
    title: "Some",
    series: {
        "mexico": (
            entity: "Mexico",
            unit: "people",
            measure: Count,
            observations: [
                (at: 2010, value: 94),
                (at: 2011, value: 93),
                (at: 2012, value: 115),
                (at: 2013, value: 54),
                (at: 2014, value: 66, qualifier: About),
            ],
        ),
        "colombia": (
            entity: "Colombia",
            unit: "people",
            measure: Count,
            observations: [(at: 2010, value: 186), (at: 2011, value: 0), (at: 2013, value: 124)],
        ),
        "peru": (entity: "Peru", observations: [(at: 2010, value: 3)]),
    },
    claims: {
        "few": (text: "Few from Peru", check: Value(series: "peru", at: 2010, value: 3)),
    },
    charts: {
        "by-year": (title: "Mexico sends fewer people", series: ["mexico", "colombia"]),
        "peru": (title: "Peru", series: ["peru"]),
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

fn open() -> Harness<'static, App> {
    window(vec![opened()], vec2(1280.0, 800.0))
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

fn text_of(session: &Session) -> String {
    session.active().expect("a document").1.text().to_string()
}

/// The claims that were not there at first.
fn new_claims(session: &Session) -> Vec<Claim> {
    let (_, document) = session.active().expect("a document");
    document.dataset().claims.iter().filter(|(id, _)| *id != "few").map(|(_, claim)| claim.clone()).collect()
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn write(harness: &mut Harness<'_, App>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(2);
}
