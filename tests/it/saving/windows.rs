//! Two windows on one file.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command as Process, Stdio},
    time::Duration,
};

use docket::{
    app::{App, Setup},
    document::Places,
    session::{Command, Session},
};
use egui::vec2;
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support::window::window_with;

const BANNER: &str = "some.ron is also open in another window of Docket";
/// Where the other process finds the folder that both work in.
const FOLDER: &str = "DOCKET_TEST_WINDOWS";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("some.ron"), docket::document::samples::ALL[0].text).expect("a file");
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("some.ron")
    }
}

fn window(folder: &Path, path: PathBuf) -> Harness<'static, App> {
    let setup = Setup::from(Places::within(&folder.join("own")));
    let mut harness = window_with(setup, vec![Command::Open(path)], vec2(1280.0, 800.0));
    until(&mut harness, "opening", |harness| harness.state().session().active().is_some());
    harness
}

fn until(harness: &mut Harness<'static, App>, what: &str, is_so: impl Fn(&Harness<'static, App>) -> bool) {
    for _ in 0..1500 {
        harness.step();
        if is_so(harness) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} did not happen");
}

fn is_told(harness: &Harness<'static, App>) -> bool {
    harness.query_by_label_contains(BANNER).is_some()
}

#[test]
#[ignore = "the other process of the test below"]
fn the_other_window() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut harness = window(&folder, folder.join("some.ron"));
    until(&mut harness, "the banner", is_told);
    println!("told");
    std::io::stdout().flush().expect("a reader");
    // Until it is killed.
    loop {
        harness.step();
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn other_window(place: &Place) -> Child {
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "saving::windows::the_other_window", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, place.folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("another process")
}

#[test]
fn two_processes_with_one_file_are_told_of_each_other_until_one_is_killed() {
    let place = Place::new();
    let mut mine = window(place.folder.path(), place.path());
    assert!(!is_told(&mine), "nobody else is there");
    let mut other = other_window(&place);
    let lines = BufReader::new(other.stdout.take().expect("its output")).lines();
    let told = lines.map_while(Result::ok).any(|line| line.contains("told"));
    assert!(told, "the second window is told");
    until(&mut mine, "the banner of the first window", is_told);
    mine.get_by_label("Keep both open").click();
    mine.run_steps(3);
    assert!(!is_told(&mine), "it has been read");
    other.kill().expect("killed");
    other.wait().expect("ended");
    // A third one knows nothing of the one that was killed, but of the first; and the first of the third.
    std::thread::sleep(Duration::from_millis(1500));
    mine.run_steps(3);
    let mut third = other_window(&place);
    until(&mut mine, "the banner for the third window", is_told);
    third.kill().expect("killed");
    third.wait().expect("ended");
    until(&mut mine, "the end of the banner", |harness| !is_told(harness));
}

#[test]
fn a_window_that_is_alone_is_told_nothing_and_one_that_leaves_is_gone() {
    let place = Place::new();
    let mut first = window(place.folder.path(), place.path());
    let mut second = window(place.folder.path(), place.path());
    until(&mut second, "the banner", is_told);
    until(&mut first, "the banner of the first", is_told);
    second.get_by_label("Close here").click();
    second.run_steps(3);
    assert!(second.state().session().active().is_none());
    until(&mut first, "the end of the banner", |harness| !is_told(harness));
}

#[test]
fn a_file_that_is_opened_twice_by_two_names_is_one_document() {
    let place = Place::new();
    let link = place.folder.path().join("link.ron");
    std::os::unix::fs::symlink(place.path(), &link).expect("a link");
    let other = place.folder.path().join("other.ron");
    fs::write(&other, docket::document::samples::ALL[1].text).expect("a file");
    let mut harness = window(place.folder.path(), place.path());
    let first = |session: &Session| session.documents().next().map(|(id, _)| id);
    let some = first(harness.state().session());
    harness.state_mut().ask(Command::Open(other));
    until(&mut harness, "opening", |harness| harness.state().session().documents().count() == 2);
    for name in [link, place.path()] {
        let second = harness.state().session().documents().nth(1).expect("two").0;
        harness.state_mut().ask(Command::Activate(second));
        harness.run_steps(2);
        harness.state_mut().ask(Command::Open(name));
        until(&mut harness, "coming to the front", |harness| {
            harness.state().session().active().map(|(id, _)| id) == some
        });
        assert_eq!(harness.state().session().documents().count(), 2);
    }
    assert!(!is_told(&harness));
}
