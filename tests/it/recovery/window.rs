//! Recovery as it is met in the window.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use docket::{
    app::{App, Setup},
    document::{Origin, Places, recovery::read_slot, samples},
    format,
    model::{Edit, Header, Observation, Period},
    session::{Command, Session},
};
use egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::window::window_with;

pub const MINE: &str = "Dataset(\n    format: 1,\n    title: \"Some\", // kept\n    series: {\"s\": (observations: [\n        (at: 2001, value: 12),\n        (at: 2002, value: 15),\n    ])},\n    charts: {\"c\": (title: \"A chart\", series: [\"s\"])},\n)\n";

const OFFER: &str = "Docket did not end as it should the last time";

/// Somebody's computer: a file, and a folder for what the program keeps.
pub struct Desk {
    folder: tempfile::TempDir,
    pub file: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().canonicalize().expect("a path").join("some.ron");
        fs::write(&file, MINE).expect("a file");
        Self { folder, file }
    }

    pub fn places(&self) -> Places {
        Places::within(&self.folder.path().join("own"))
    }

    pub fn start(&self, commands: Vec<Command>) -> Harness<'static, App> {
        window_with(Setup::from(self.places()), commands, vec2(1280.0, 800.0))
    }

    /// A window on the file.
    fn open(&self) -> Harness<'static, App> {
        let mut harness = self.start(vec![Command::Open(self.file.clone())]);
        until(&mut harness, "opening", |app| app.session().active().is_some());
        harness
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.file).expect("the file")
    }

    /// The copies of all windows that run, or did not end as they should.
    fn copies(&self) -> Vec<PathBuf> {
        let mut copies = Vec::new();
        for session in fs::read_dir(self.places().recovery()).into_iter().flatten().flatten() {
            if session.file_name() != "closed" {
                let files = fs::read_dir(session.path()).into_iter().flatten().flatten().map(|file| file.path());
                copies.extend(files.filter(|path| path.extension().is_some_and(|e| e == "ron")));
            }
        }
        copies
    }

    /// Waits until there is a copy that says so.
    fn until_copied(&self, harness: &mut Harness<'_, App>, words: &str) {
        until(harness, "a copy", |_| self.copies().iter().any(|copy| says(copy, words)));
    }

    /// Somebody changes the first value of the file, and the window ends without being closed.
    fn crash(&self, value: f64) {
        let mut harness = self.open();
        put(&mut harness, value);
        self.until_copied(&mut harness, &format!("value: {value}"));
    }
}

fn says(copy: &Path, words: &str) -> bool {
    let bytes = fs::read(copy).unwrap_or_default();
    read_slot(&bytes).is_ok_and(|slot| slot.text.contains(words))
}

pub fn until(harness: &mut Harness<'_, App>, what: &str, is_so: impl Fn(&App) -> bool) {
    for _ in 0..2000 {
        harness.step();
        if is_so(harness.state()) {
            harness.run_steps(4);
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("{what} did not happen");
}

fn until_shown(harness: &mut Harness<'_, App>, label: &str) {
    for _ in 0..2000 {
        harness.step();
        if harness.query_by_label(label).is_some() {
            return harness.run_steps(2);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("{label} was not shown");
}

fn until_gone(harness: &mut Harness<'_, App>, label: &str) {
    for _ in 0..2000 {
        harness.step();
        if harness.query_by_label(label).is_none() {
            return harness.run_steps(2);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("{label} is still shown");
}

pub fn put(harness: &mut Harness<'_, App>, value: f64) {
    let observation = Observation::exactly(Period::year(2001).expect("a year"), value);
    let edit = Edit::PutObservation { series: "s".into(), index: 0, observation };
    harness.state_mut().ask(Command::Edit { edit, label: None });
    harness.run_steps(2);
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

fn from_menu(harness: &mut Harness<'_, App>) {
    click(harness, "File");
    click(harness, "Restore unsaved work…");
}

fn active(session: &Session) -> (String, Origin, bool) {
    let (_, document) = session.active().expect("a document");
    (document.text().to_string(), document.origin().clone(), document.is_unsaved())
}

fn changed() -> String {
    MINE.replace("value: 12", "value: 13")
}

#[test]
fn what_a_crash_left_is_offered_and_restored_unsaved_with_the_file_as_it_was() {
    let desk = Desk::new();
    desk.crash(13.0);
    assert_eq!(desk.text(), MINE);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    let restored = active(harness.state().session());
    assert_eq!(restored, (changed(), Origin::File(desk.file.clone()), true));
    assert_eq!(desk.text(), MINE, "nothing is written before it is asked for");
    assert!(harness.query_by_label(OFFER).is_none(), "all is decided");
    // What it was restored from goes when there is another copy.
    until(&mut harness, "settling", |_| desk.copies().len() == 1);
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert_eq!(active(harness.state().session()), (MINE.to_owned(), Origin::File(desk.file.clone()), false));
    until(&mut harness, "the copy goes", |_| desk.copies().is_empty());
    harness.state_mut().ask(Command::Redo);
    harness.state_mut().ask(Command::Save);
    until(&mut harness, "saving", |app| app.session().unsaved().is_empty());
    assert_eq!(desk.text(), changed());
    until(&mut harness, "the copy goes", |_| desk.copies().is_empty());
    drop(harness);
    let left: Vec<_> = fs::read_dir(desk.places().recovery()).expect("a folder").flatten().collect();
    assert!(left.is_empty(), "a window that ends well leaves nothing: {left:?}");
}

#[test]
fn a_crash_after_restoring_loses_nothing_either() {
    let desk = Desk::new();
    desk.crash(13.0);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    drop(harness);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    assert_eq!(harness.get_all_by_label("Restore some.ron").count(), 1);
    assert_eq!(desk.text(), MINE);
}

#[test]
fn a_copy_is_a_dataset_of_its_own() {
    let desk = Desk::new();
    desk.crash(13.0);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore as copy some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    let restored = active(harness.state().session());
    assert_eq!(restored, (changed(), Origin::Untitled("some (restored).ron".to_owned()), true));
    assert_eq!(desk.text(), MINE);
}

#[test]
fn escape_decides_later_and_discarding_keeps_it_for_a_while() {
    let desk = Desk::new();
    desk.crash(13.0);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    harness.key_press(Key::Escape);
    until_gone(&mut harness, OFFER);
    harness.run_steps(20);
    assert!(harness.query_by_label(OFFER).is_none(), "it is offered once");
    assert_eq!(desk.copies().len(), 1);
    from_menu(&mut harness);
    until_shown(&mut harness, "Discard some.ron");
    drop(harness);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Discard some.ron");
    until_gone(&mut harness, OFFER);
    until(&mut harness, "discarding", |_| desk.copies().is_empty());
    drop(harness);
    let mut harness = desk.start(Vec::new());
    harness.run_steps(20);
    from_menu(&mut harness);
    until_shown(&mut harness, "Restore some.ron");
    assert!(harness.query_by_label("Discard some.ron").is_none());
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert_eq!(active(harness.state().session()).0, changed());
}

#[test]
fn a_file_that_has_changed_since_is_not_written_over_unasked() {
    let desk = Desk::new();
    desk.crash(13.0);
    let theirs = MINE.replace("value: 15", "value: 16");
    fs::write(&desk.file, &theirs).expect("a file");
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    assert!(harness.query_by_label_contains("has changed since").is_some());
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert!(harness.state().session().conflict().is_some());
    harness.state_mut().ask(Command::Save);
    harness.run_steps(20);
    assert_eq!((desk.text(), harness.state().session().unsaved().len()), (theirs, 1));
    // A crash before that is answered asks again.
    desk.until_copied(&mut harness, "value: 13");
    until(&mut harness, "settling", |_| desk.copies().len() == 1);
    drop(harness);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().conflict().is_some());
    click(&mut harness, "Keep mine");
    harness.state_mut().ask(Command::Save);
    until(&mut harness, "saving", |app| app.session().unsaved().is_empty());
    assert_eq!(desk.text(), changed());
}

#[test]
fn a_file_that_is_gone_is_written_again_by_the_next_save() {
    let desk = Desk::new();
    desk.crash(13.0);
    fs::remove_file(&desk.file).expect("removed");
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert!(active(harness.state().session()).2 && !desk.file.exists());
    harness.state_mut().ask(Command::Save);
    until(&mut harness, "saving", |app| app.session().unsaved().is_empty());
    assert_eq!(desk.text(), changed());
}

#[test]
fn a_file_that_is_open_already_gets_its_changes_back_and_one_with_other_changes_keeps_them() {
    let desk = Desk::new();
    desk.crash(13.0);
    let mut harness = desk.open();
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| !app.session().unsaved().is_empty());
    assert_eq!(harness.state().session().documents().count(), 1);
    assert_eq!(active(harness.state().session()), (changed(), Origin::File(desk.file.clone()), true));
    desk.until_copied(&mut harness, "value: 13");
    until(&mut harness, "settling", |_| desk.copies().len() == 1);
    drop(harness);
    let mut harness = desk.open();
    until_shown(&mut harness, OFFER);
    harness.key_press(Key::Escape);
    until_gone(&mut harness, OFFER);
    put(&mut harness, 14.0);
    from_menu(&mut harness);
    until_shown(&mut harness, "Restore some.ron");
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().documents().count() == 2);
    assert_eq!(active(harness.state().session()).1, Origin::Untitled("some (restored).ron".to_owned()));
    assert_eq!(active(harness.state().session()).0, changed());
}

#[test]
fn what_is_closed_without_saving_comes_back_from_the_menu() {
    let desk = Desk::new();
    let mut harness = desk.open();
    put(&mut harness, 13.0);
    // At once: no copy has been made yet.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("can be brought back for 30 days").is_some());
    click(&mut harness, "Don't save");
    assert!(harness.state().session().active().is_none());
    from_menu(&mut harness);
    until_shown(&mut harness, "Unsaved work");
    for _ in 0..400 {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
        if harness.query_by_label("Restore some.ron").is_some() {
            break;
        }
        // It is looked for when it is asked for.
        harness.key_press(Key::Escape);
        harness.run_steps(2);
        from_menu(&mut harness);
    }
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert_eq!(active(harness.state().session()), (changed(), Origin::File(desk.file.clone()), true));
    assert_eq!(desk.text(), MINE);
}

#[test]
fn what_is_left_without_saving_is_not_offered_but_there() {
    let desk = Desk::new();
    let mut harness = desk.open();
    put(&mut harness, 13.0);
    harness.state_mut().ask(Command::Quit);
    harness.run_steps(3);
    click(&mut harness, "Don't save");
    drop(harness);
    assert!(desk.copies().is_empty());
    let mut harness = desk.start(Vec::new());
    harness.run_steps(30);
    assert!(harness.query_by_label(OFFER).is_none(), "nothing went wrong");
    from_menu(&mut harness);
    until_shown(&mut harness, "Restore some.ron");
    click(&mut harness, "Restore some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert_eq!(active(harness.state().session()).0, changed());
}

fn titled(title: &str) -> Edit {
    let header = format::parse("Dataset(format: 1)").dataset().header();
    Edit::PutHeader(Box::new(Header { title: title.to_owned(), ..header }))
}

#[test]
fn documents_without_a_file_come_back_as_what_they_were() {
    let desk = Desk::new();
    let sample = samples::ALL[0];
    let mut harness = desk.start(vec![Command::New]);
    let edit = titled("Mine");
    harness.state_mut().ask(Command::Edit { edit, label: None });
    harness.state_mut().ask(Command::OpenSample(sample.file_name));
    let edit = titled("Theirs");
    harness.state_mut().ask(Command::Edit { edit, label: None });
    harness.run_steps(3);
    desk.until_copied(&mut harness, "Mine");
    desk.until_copied(&mut harness, "Theirs");
    drop(harness);
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore all");
    until(&mut harness, "restoring", |app| app.session().documents().count() == 2);
    let session = harness.state().session();
    let mut origins: Vec<_> = session.documents().map(|(_, document)| document.origin().clone()).collect();
    origins.sort_by_key(|origin| matches!(origin, Origin::Sample(_)));
    assert_eq!(origins, [Origin::Untitled("untitled.ron".to_owned()), Origin::Sample(sample.file_name)]);
    assert_eq!(session.unsaved().len(), 2);
}

#[test]
fn many_documents_fit_into_a_small_window() {
    let desk = Desk::new();
    let mut harness = desk.start(Vec::new());
    for n in 0..12 {
        harness.state_mut().ask(Command::New);
        harness.state_mut().ask(Command::Edit { edit: titled(&format!("Number {n}")), label: None });
        harness.run_steps(2);
    }
    desk.until_copied(&mut harness, "Number 11");
    drop(harness);
    for size in [vec2(1024.0, 640.0), vec2(720.0, 480.0)] {
        let mut harness = window_with(Setup::from(desk.places()), Vec::new(), size);
        until_shown(&mut harness, OFFER);
        harness.run_steps(4);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        for label in [OFFER, "Restore all", "Decide later"] {
            assert!(window.contains_rect(harness.get_by_label(label).rect()), "{label} in {size}");
        }
    }
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    click(&mut harness, "Restore all");
    until(&mut harness, "restoring", |app| app.session().documents().count() == 12);
    let titles: std::collections::BTreeSet<_> =
        harness.state().session().documents().map(|(_, document)| document.dataset().title.clone()).collect();
    assert_eq!(titles.len(), 12);
}

#[test]
fn a_place_that_can_not_be_written_is_said_until_it_can() {
    let desk = Desk::new();
    let recovery = desk.places().recovery();
    fs::create_dir_all(recovery.parent().expect("a folder")).expect("a folder");
    fs::write(&recovery, "in the way").expect("a file");
    let mut harness = desk.open();
    put(&mut harness, 13.0);
    until(&mut harness, "a message", |_| true);
    for _ in 0..1000 {
        harness.step();
        if harness.query_by_label_contains("Recovery copies are not being written").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.get_by_label_contains("Recovery copies are not being written");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("are lost").is_some(), "nothing is promised meanwhile");
    harness.key_press(Key::Escape);
    fs::remove_file(&recovery).expect("removed");
    desk.until_copied(&mut harness, "value: 13");
    for _ in 0..400 {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(harness.query_by_label_contains("Recovery copies are not being written").is_none());
}

#[test]
fn a_document_that_can_not_be_restored_is_left_where_it_lies_after_two_tries() {
    let desk = Desk::new();
    desk.crash(13.0);
    let copy = desk.copies().remove(0);
    let tries =
        copy.file_name().expect("a name").to_string_lossy().replace(".b.ron", ".tries").replace(".a.ron", ".tries");
    fs::write(copy.with_file_name(tries), "2").expect("a file");
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    assert!(harness.query_by_label_contains("Docket ended 2 times while restoring this").is_some());
    assert!(harness.query_by_label_contains(&copy.display().to_string()).is_some());
    assert!(harness.query_by_label("Restore some.ron").is_none());
    click(&mut harness, "Try again some.ron");
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    assert_eq!(active(harness.state().session()).0, changed());
}

#[test]
fn a_damaged_copy_is_kept_and_said() {
    let desk = Desk::new();
    desk.crash(13.0);
    for copy in desk.copies() {
        let bytes = fs::read(&copy).expect("a copy");
        fs::write(&copy, &bytes[..bytes.len() - 20]).expect("a copy");
    }
    let copies = desk.copies();
    let mut harness = desk.start(Vec::new());
    until_shown(&mut harness, OFFER);
    assert!(harness.query_by_label_contains("It can't be restored").is_some());
    assert!(harness.query_by_label_contains(&copies[0].display().to_string()).is_some());
    click(&mut harness, "Discard A damaged copy");
    until(&mut harness, "discarding", |_| desk.copies().is_empty());
    assert_eq!(fs::read_dir(desk.places().recovery().join("closed")).expect("a folder").count(), copies.len());
}

#[cfg(unix)]
#[test]
fn only_the_user_may_look_into_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.crash(13.0);
    let copy = desk.copies().remove(0);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&copy), mode(copy.parent().expect("a folder"))), (0o600, 0o700));
}

#[test]
fn nothing_repaints_while_copies_are_made() {
    let desk = Desk::new();
    let mut harness = desk.open();
    put(&mut harness, 13.0);
    desk.until_copied(&mut harness, "value: 13");
    harness.run_steps(20);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(1), "{delay:?}");
}
