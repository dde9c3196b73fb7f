//! Files that other programs change while they are open.

use std::{fs, path::PathBuf, time::Duration};

use docket::{
    app::App,
    session::{Command, Effect, Outside, Selection, Session},
};
use egui::{Key, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::window::window;

const MINE: &str = "Dataset(\n    format: 1,\n    title: \"Some\", // kept\n    series: {\"s\": (observations: [\n        (at: 2001, value: 12),\n        (at: 2002, value: 15),\n    ])},\n    charts: {\"c\": (title: \"A chart\", series: [\"s\"])},\n)\n";

/// As long as `MINE`, so that size says nothing.
fn theirs() -> String {
    MINE.replace("value: 15", "value: 16")
}

struct Open {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Open {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().canonicalize().expect("a path").join("some.ron");
        fs::write(&path, MINE).expect("a file");
        Self { folder, path }
    }

    fn window(&self) -> Harness<'static, App> {
        let mut harness = window(vec![Command::Open(self.path.clone())], vec2(1280.0, 800.0));
        until(&mut harness, |session| session.active().is_some());
        harness
    }

    /// Another program writes the file over, and leaves its time as it was.
    fn change(&self, text: &str) {
        let time = fs::metadata(&self.path).and_then(|metadata| metadata.modified()).expect("a time");
        fs::write(&self.path, text).expect("a file");
        fs::File::options().write(true).open(&self.path).and_then(|file| file.set_modified(time)).expect("a time");
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("a file")
    }
}

/// Runs until something is so; the thread for files takes its time.
fn until(harness: &mut Harness<'_, App>, is_so: impl Fn(&Session) -> bool) {
    for _ in 0..1000 {
        harness.step();
        if is_so(harness.state().session()) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never came to be so");
}

fn text_of(session: &Session) -> String {
    session.active().expect("a document").1.text().to_string()
}

/// The user comes back to the window.
fn come_back(harness: &mut Harness<'_, App>) {
    for focused in [false, true] {
        harness.input_mut().focused = focused;
        harness.event(egui::Event::WindowFocused(focused));
        harness.run_steps(2);
    }
}

fn set_first(harness: &mut Harness<'_, App>, value: f64) {
    let at = docket::model::Period::year(2001).expect("a year");
    let observation = docket::model::Observation::exactly(at, value);
    let edit = docket::model::Edit::PutObservation { series: "s".into(), index: 0, observation };
    harness.state_mut().ask(Command::Edit { edit, label: None });
    harness.run_steps(3);
}

#[test]
fn a_document_without_changes_follows_its_file_and_undo_brings_back_what_was() {
    let open = Open::new();
    let mut harness = open.window();
    let cell = Selection::Cell { series: "s".into(), at: docket::model::Period::year(2002).expect("a year") };
    harness.state_mut().ask(Command::Select(cell.clone()));
    harness.run_steps(3);
    open.change(&theirs());
    come_back(&mut harness);
    until(&mut harness, |session| text_of(session) == theirs());
    let session = harness.state().session();
    let (_, document) = session.active().expect("a document");
    assert!(!document.is_modified() && session.conflict().is_none());
    assert_eq!(*session.selection(), cell, "what is selected stays");
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert_eq!(text_of(harness.state().session()), MINE);
}

#[test]
fn a_document_with_changes_asks_and_is_not_saved_over_the_other_version() {
    let open = Open::new();
    let mut harness = open.window();
    set_first(&mut harness, 13.0);
    open.change(&theirs());
    come_back(&mut harness);
    until(&mut harness, |session| session.conflict().is_some());
    harness.state_mut().ask(Command::Save);
    harness.run_steps(10);
    assert_eq!(open.text(), theirs(), "nothing is overwritten before that is answered");
    harness.get_by_label("Compare").click();
    until(&mut harness, |session| session.shown_comparison().is_some_and(|comparing| comparing.compared().is_some()));
    assert!(harness.query_by_label("s 2002: 16 → 15").is_some(), "the figures that differ are shown");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.state().session().comparing().is_none());
    harness.get_by_label("Keep mine").click();
    harness.run_steps(3);
    harness.state_mut().ask(Command::Save);
    until(&mut harness, |session| session.unsaved().is_empty());
    assert_eq!(open.text(), MINE.replace("value: 12", "value: 13"));
}

#[test]
fn a_save_looks_again_itself_even_if_nobody_has_noticed_anything() {
    let open = Open::new();
    let mut harness = open.window();
    set_first(&mut harness, 13.0);
    // The file has been looked at: from here on its time and size say that nothing has changed.
    come_back(&mut harness);
    std::thread::sleep(Duration::from_millis(200));
    open.change(&theirs());
    harness.state_mut().ask(Command::Save);
    until(&mut harness, |session| session.message().is_some_and(|message| message.text.contains("Could not save")));
    assert_eq!(open.text(), theirs());
    assert_eq!(harness.state().session().unsaved().len(), 1, "still unsaved");
    until(&mut harness, |session| session.conflict().is_some());
    harness.get_by_label("Reload").click();
    harness.run_steps(3);
    assert_eq!(text_of(harness.state().session()), theirs());
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert!(text_of(harness.state().session()).contains("value: 13"), "what was here is a step back");
}

#[test]
fn a_file_that_is_removed_is_said_and_saving_writes_it_again() {
    let open = Open::new();
    let mut harness = open.window();
    fs::remove_file(&open.path).expect("removed");
    come_back(&mut harness);
    until(&mut harness, |session| session.conflict().is_some_and(|conflict| conflict.words.contains("removed")));
    harness.get_by_label("Keep mine").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().unsaved().len(), 1);
    harness.state_mut().ask(Command::Save);
    until(&mut harness, |session| session.unsaved().is_empty());
    assert_eq!(open.text(), MINE);
    drop(open.folder);
}

#[test]
fn what_comes_to_the_same_on_both_sides_is_no_conflict() {
    let mut session = Session::new();
    let path = PathBuf::from("/data/some.ron");
    let parsed = |text: &str| Box::new(docket::format::parse(text));
    session.apply(Command::Opened { path: path.clone(), result: Ok(parsed(MINE)) });
    let (document, _) = session.active().expect("a document");
    let at = docket::model::Period::year(2002).expect("a year");
    let observation = docket::model::Observation::exactly(at, 16.0);
    let edit = docket::model::Edit::PutObservation { series: "s".into(), index: 1, observation };
    session.apply(Command::Edit { edit, label: None });
    assert_eq!(session.unsaved().len(), 1);
    let now = Outside::Other(parsed(&theirs()));
    session.apply(Command::ChangedOutside { document, path: path.clone(), now });
    assert!(session.unsaved().is_empty() && session.conflict().is_none());
    // The next save expects what is there now.
    let at = docket::model::Period::year(2001).expect("a year");
    let observation = docket::model::Observation::exactly(at, 1.0);
    session.apply(Command::Edit {
        edit: docket::model::Edit::PutObservation { series: "s".into(), index: 0, observation },
        label: None,
    });
    let effects = session.apply(Command::Save);
    let base = effects.iter().find_map(|effect| match effect {
        Effect::Job(docket::session::Job::Save { base, .. }) => base.clone(),
        _ => None,
    });
    assert_eq!(base.expect("a base").to_string(), theirs());
}
