//! Earlier versions: what saves replace is kept, found again and gone back to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use docket::{
    app::{App, Setup},
    document::{
        Places, Remark,
        disk::RealDisk,
        history::{self, MOST_BYTES, MOST_VERSIONS, Version, VersionError},
        save,
    },
    session::{Command, Session},
};
use egui::{Key, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::{program::program, window::window_with};

struct Place {
    folder: tempfile::TempDir,
    places: Places,
    path: PathBuf,
}

/// A dataset of two figures.
fn text(first: u32, second: u32) -> String {
    format!(
        "Dataset(\n    format: 1,\n    title: \"Some\",\n    series: {{\"s\": (observations: [\n        (at: 2001, value: {first}),\n        \
         (at: 2002, value: {second}),\n    ])}},\n    charts: {{\"c\": (title: \"A chart\", series: [\"s\"])}},\n)\n"
    )
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().canonicalize().expect("a path").join("some.ron");
        fs::write(&path, text(1, 1)).expect("a file");
        Self { places: Places::within(&folder.path().join("own")), folder, path }
    }

    fn save(&self, text: &str) -> Vec<Remark> {
        let before = fs::read_to_string(&self.path).expect("a file");
        save(&RealDisk, Some(&self.places), &self.path, text, Some(&before)).expect("a save")
    }

    fn versions(&self) -> Vec<Version> {
        history::versions(&RealDisk, &self.places.history(), &self.path).expect("a list")
    }

    fn kept(&self) -> Vec<String> {
        let read = |version: &Version| history::read_version(&RealDisk, &version.file).expect("a version");
        self.versions().iter().map(|version| String::from_utf8(read(version)).expect("a text")).collect()
    }
}

#[test]
fn what_a_save_replaces_is_kept_the_newest_first_and_each_text_once() {
    let place = Place::new();
    for second in 2..5 {
        assert_eq!(place.save(&text(1, second)), []);
    }
    assert_eq!(place.kept(), [text(1, 3), text(1, 2), text(1, 1)]);
    assert_eq!(place.save(&text(1, 4)), [], "nothing is replaced by the same");
    assert_eq!(place.versions().len(), 3);
    // There and back again: what was kept before becomes the newest, and is not written twice.
    place.save(&text(1, 2));
    place.save(&text(1, 5));
    assert_eq!(place.kept(), [text(1, 2), text(1, 4), text(1, 3), text(1, 1)]);
    let sizes: Vec<u64> = place.versions().iter().map(|version| version.size).collect();
    assert_eq!(sizes, [text(1, 2).len() as u64; 4]);
}

#[test]
fn the_newest_ten_of_a_document_are_kept() {
    let place = Place::new();
    for second in 2..30 {
        place.save(&text(1, second));
    }
    let expected: Vec<String> = (29 - MOST_VERSIONS as u32..29).rev().map(|second| text(1, second)).collect();
    assert_eq!(place.kept(), expected);
}

#[test]
fn of_all_documents_together_the_newest_200_mb_are_kept() {
    let place = Place::new();
    place.save(&text(1, 2));
    // Versions of other documents that were replaced long before.
    let mut large = Vec::new();
    for (at, part) in [(1, 8), (2, 4), (3, 2), (4, 4)] {
        let folder = place.places.history().join(format!("{at:032x}"));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(format!("{at:013}-{at:013}-{:032x}.ron", 0));
        fs::File::create(&path).and_then(|file| file.set_len(MOST_BYTES / part)).expect("a file");
        large.push(path);
    }
    place.save(&text(1, 3));
    let there: Vec<bool> = large.iter().map(|path| path.exists()).collect();
    assert_eq!(there, [false, false, true, true], "the oldest went, until there was room");
    assert_eq!(place.kept(), [text(1, 2), text(1, 1)]);
}

#[test]
fn what_cannot_be_kept_keeps_nobody_from_saving_and_is_said() {
    let place = Place::new();
    // A file in the place of the folder: that is so for the superuser too.
    fs::create_dir_all(place.places.state()).expect("a folder");
    fs::write(place.places.history(), "in the way").expect("a file");
    let remarks = place.save(&text(1, 2));
    assert!(matches!(&remarks[..], [Remark::NotKept(_)]), "{remarks:?}");
    assert_eq!(fs::read_to_string(&place.path).expect("a file"), text(1, 2));
}

#[test]
fn a_damaged_version_and_one_that_went_are_said_to_be_so() {
    let place = Place::new();
    place.save(&text(1, 2));
    let file = place.versions()[0].file.clone();
    fs::write(&file, text(1, 7)).expect("a file");
    assert!(matches!(history::read_version(&RealDisk, &file), Err(VersionError::Damaged)));
    fs::remove_file(&file).expect("removed");
    assert!(matches!(history::read_version(&RealDisk, &file), Err(VersionError::Gone)));
}

#[test]
fn only_the_owner_may_look_into_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.save(&text(1, 2));
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&place.places.history()), 0o700);
    assert_eq!(mode(&place.versions()[0].file), 0o600);
}

fn until(harness: &mut Harness<'_, App>, is_so: impl Fn(&Session) -> bool) {
    for _ in 0..1000 {
        harness.step();
        if is_so(harness.state().session()) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it never came to be so");
}

fn text_of(session: &Session) -> String {
    session.active().expect("a document").1.text().to_string()
}

/// A window on the dataset, with the earlier versions shown.
fn window_of_versions(place: &Place) -> Harness<'static, App> {
    let setup = Setup::from(place.places.clone());
    let mut harness = window_with(setup, vec![Command::Open(place.path.clone())], vec2(1280.0, 800.0));
    until(&mut harness, |session| session.active().is_some());
    harness.get_by_label("File").click();
    harness.run_steps(3);
    harness.get_by_label("Earlier versions…").click();
    harness.run_steps(3);
    until(&mut harness, |session| {
        let listed = session.versions().map(|versions| versions.listed().expect("a list"));
        listed.is_some_and(|listed| listed.iter().all(|one| one.differs.is_some()))
    });
    harness
}

#[test]
fn the_window_lists_them_with_what_changed_since_and_goes_back_in_one_step() {
    let place = Place::new();
    for (first, second) in [(1, 2), (1, 3), (4, 9)] {
        place.save(&text(first, second));
    }
    let mut harness = window_of_versions(&place);
    assert_eq!(harness.query_all_by_label_contains("Since then: 2 values changed in s").count(), 3);
    let back = harness.get_all_by_label_contains("Go back to the version of today").nth(1).expect("three versions");
    back.click();
    harness.run_steps(2);
    until(&mut harness, |session| text_of(session) == text(1, 2));
    let session = harness.state().session();
    assert_eq!(session.unsaved().len(), 1, "it is a change like any other");
    let (_, document) = session.active().expect("a document");
    assert!(document.undo_label().is_some_and(|label| label.starts_with("going back to the version of today")));
    assert_eq!(fs::read_to_string(&place.path).expect("a file"), text(4, 9), "the file is as it was");
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert_eq!(text_of(harness.state().session()), text(4, 9));
    assert!(harness.state().session().unsaved().is_empty());
}

#[test]
fn an_earlier_version_opens_as_a_copy_and_escape_leaves_the_list() {
    let place = Place::new();
    place.save(&text(1, 2));
    let mut harness = window_of_versions(&place);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Earlier versions of").is_none());
    assert!(harness.state().session().versions().is_none());
    let mut harness = window_of_versions(&place);
    harness.get_by(|node| node.label().is_some_and(|label| label.ends_with("as a copy"))).click();
    harness.run_steps(2);
    until(&mut harness, |session| session.documents().count() == 2);
    let session = harness.state().session();
    assert_eq!(text_of(session), text(1, 1));
    assert_eq!(session.unsaved().len(), 1, "closing it asks");
    let (_, document) = session.active().expect("a document");
    assert!(document.path().is_none() && document.name().starts_with("some ("), "{}", document.name());
}

#[test]
fn a_window_without_earlier_versions_says_so() {
    let place = Place::new();
    let harness = window_of_versions(&place);
    assert!(harness.query_by_label_contains("There are none yet").is_some());
}

#[test]
fn a_shell_lists_them_and_writes_one_out() {
    let place = Place::new();
    let state = place.folder.path().join("of-the-shell");
    let docket = |arguments: &[&str]| {
        let mut command = program(place.folder.path());
        command.args(arguments).env("XDG_STATE_HOME", &state).output().expect("the program runs")
    };
    assert_eq!(String::from_utf8_lossy(&docket(&["history", "some.ron"]).stderr).lines().count(), 1);
    assert!(docket(&["set", "some.ron", "s", "2001", "5"]).status.success());
    assert!(docket(&["set", "some.ron", "s", "2002", "6"]).status.success());
    let listed = String::from_utf8(docket(&["history", "some.ron"]).stdout).expect("a text");
    let ends: Vec<&str> = listed.lines().filter_map(|line| line.split("  ").nth(3)).collect();
    assert_eq!(ends, ["since then: 1 value changed in s", "since then: 2 values changed in s"], "{listed}");
    assert_eq!(docket(&["history", "some.ron", "--show", "2"]).stdout, text(1, 1).as_bytes());
    let none = docket(&["history", "some.ron", "--show", "3"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("2 are kept"));
}

#[test]
fn an_earlier_version_is_compared_with_what_is_here_in_full() {
    let place = Place::new();
    place.save(&text(1, 2));
    place.save(&text(1, 3));
    let mut harness = window_of_versions(&place);
    let newest = harness.get_all_by_label_contains("Compare with the version of today").next().expect("a version");
    newest.click();
    harness.run_steps(2);
    until(&mut harness, |session| session.shown_comparison().is_some_and(|comparing| comparing.compared().is_some()));
    assert!(harness.query_by_label_contains("2 → 3").is_some());
}
