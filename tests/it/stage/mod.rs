//! Work on the figure itself, in the window.

mod annotating;
mod axes;
mod reading;
mod rewriting;

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use docket::{
    app::App,
    format,
    session::{Command, Session},
};
use egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;

use crate::support::window::window_of;

const TEXT: &str = r#"Dataset(
    format: 1,
    title: "Some", // kept
    sources: {
        "one": (publisher: "Reuters"),
        "two": (publisher: "AP"),
    },
    series: {
        "mexico": (
            entity: "Mexico",
            unit: "people",
            measure: Count,
            observations: [
                (at: 2010, value: 94, source: "one"),
                (at: 2011, value: 93, source: "one"),
                (at: 2012, value: 115, source: "two"),
                (at: 2013, value: 54, source: "two"),
            ],
        ),
        "colombia": (
            entity: "Colombia",
            unit: "people",
            measure: Count,
            observations: [
                (at: 2010, value: 186, source: "one"),
                (at: 2011, value: 129, source: "one"),
                (at: 2013, value: 124, source: "two"),
            ],
        ),
    },
    events: {
        "window": (at: 2012, title: "A single window for requests", label: "Single window"),
    },
    charts: {
        "by-year": (
            title: "Mexico sends fewer people", // the finding
            series: ["mexico", "colombia"],
            events: All,
        ),
    },
)
"#;

/// A file with the dataset above. The window looks after it, so it must be there: a banner that says that it is gone
/// would come at any moment and move all that is pointed at.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stage.ron");
    std::fs::write(&path, TEXT).expect("the file is written");
    path
});

/// A window on the dataset above.
fn open() -> Harness<'static, App> {
    let opened = Command::Opened { path: FILE.clone(), result: Ok(Box::new(format::parse(TEXT))) };
    // As fast as a hand: the two halves of a double click are frames of their own.
    let builder = Harness::builder().with_step_dt(1.0 / 60.0);
    window_of(builder, vec![opened], vec2(1280.0, 800.0))
}

fn session<'a>(harness: &'a Harness<'_, App>) -> &'a Session {
    harness.state().session()
}

/// The text of the document as it would be saved.
fn text_of(harness: &Harness<'_, App>) -> String {
    session(harness).active().expect("a document").1.text().to_string()
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn click(harness: &mut Harness<'_, App>, pos: Pos2) {
    for event in [Event::PointerMoved(pos), button(pos, true), button(pos, false)] {
        harness.event(event);
        harness.step();
    }
}

fn double_click(harness: &mut Harness<'_, App>, pos: Pos2) {
    click(harness, pos);
    click(harness, pos);
    harness.run_steps(2);
}

/// Turns the wheel where the pointer is.
fn wheel(harness: &mut Harness<'_, App>) {
    harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, 60.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(12);
}
