//! The program meets a fault of its own.

use std::{
    fs,
    path::Path,
    process::{Command as Process, Stdio},
    time::Duration,
};

use docket::{
    app::Setup,
    document::{Places, untold_reports, write_report},
    session::Command,
};
use egui::vec2;
use egui_kittest::kittest::Queryable as _;

use super::window::{Desk, put, until};
use crate::support::window::window_with;

const ENDING_BY_FAULT: &str = "Docket ended by a fault of its own the last time";

/// What a test that is started again as a process of its own works in.
pub const FOLDER: &str = "DOCKET_TEST_FOLDER";

/// A test of this program, as a process of its own.
pub fn test_as_process(name: &str, folder: &Path) -> Process {
    let mut process = Process::new(std::env::current_exe().expect("this program"));
    process.args([name, "--exact", "--ignored", "--nocapture", "--test-threads=1"]).env(FOLDER, folder);
    process
}

/// Not a test: the window of a process that meets a fault.
#[test]
#[ignore = "the process that another test starts"]
fn process_that_meets_a_fault() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let places = Places::within(&Path::new(&folder).join("own"));
    let commands = vec![Command::Open(Path::new(&folder).join("some.ron"))];
    let setup = Setup::from(places.clone());
    let mut harness = window_with(setup, commands, vec2(800.0, 600.0));
    harness.state().watch_for_faults(&places);
    until(&mut harness, "opening", |app| app.session().active().is_some());
    put(&mut harness, 13.0);
    // No copy has been made yet; and the words are the user's.
    panic!("could not draw the title {:?}", "a secret of the user");
}

#[test]
fn a_fault_is_written_down_without_data_and_the_last_edit_is_not_lost() {
    let desk = Desk::new();
    let folder = desk.file.parent().expect("a folder");
    let mut process = test_as_process("recovery::panics::process_that_meets_a_fault", folder);
    let output = process.stdout(Stdio::piped()).stderr(Stdio::piped()).output().expect("a process");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(stderr.contains("could not draw the title"), "what is printed stays: {stderr}");
    assert!(stderr.contains("without any of your data"), "{stderr}");
    let reports = desk.places().reports();
    let report = fs::read_dir(&reports).expect("a folder").flatten().next().expect("a report").path();
    let text = fs::read_to_string(&report).expect("a report");
    assert!(!text.contains("secret") && !text.contains("some.ron") && !text.contains("value"), "{text}");
    for words in ["panics.rs", "thread: recovery::panics::process_that", "Docket 0.", "process_that_meets_a_fault"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The next start says so, once, and what can be restored.
    let mut harness = desk.start(Vec::new());
    for _ in 0..1000 {
        harness.step();
        if harness.query_by_label(ENDING_BY_FAULT).is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(3);
    harness.get_by_label(ENDING_BY_FAULT);
    let told = report.to_string_lossy().replace(".new.txt", ".txt");
    harness.get_by_label(&told);
    assert!(Path::new(&told).exists());
    harness.get_by_label("Restore some.ron").click();
    until(&mut harness, "restoring", |app| app.session().active().is_some());
    let (_, document) = harness.state().session().active().expect("a document");
    assert!(document.text().to_string().contains("value: 13"), "the edit just before the fault");
    drop(harness);
    assert!(untold_reports(&docket::document::disk::RealDisk, &reports).is_empty(), "it is told once");
}

#[test]
fn reports_are_told_once_and_the_oldest_of_too_many_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = docket::document::disk::RealDisk;
    assert!(untold_reports(&disk, &folder.path().join("none")).is_empty());
    let mut written = Vec::new();
    for n in 0..25 {
        written.push(write_report(&disk, folder.path(), &format!("{n}")).expect("a report"));
        std::thread::sleep(Duration::from_millis(2));
    }
    let told = untold_reports(&disk, folder.path());
    assert_eq!(told, written[5..]);
    assert!(told.iter().all(|path| path.exists()));
    assert!(untold_reports(&disk, folder.path()).is_empty());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 20);
}
