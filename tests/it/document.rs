//! A document's history, and what opening and saving do to the disk.

use std::{io, path::Path};

use docket::{
    document::{
        Document, OpenError, Origin, SaveError,
        disk::{Disk as _, RealDisk},
        own_path, read, samples, save_made, write, write_derived,
    },
    format::{Patch, Replacement},
    model::{Edit, EditError, Header, Observation, Period, SectionKind},
};

fn document() -> Document<u32> {
    Document::from_text(samples::ALL[0].text, Origin::File("extraditions.ron".into()))
}

fn set_2008(document: &Document<u32>, value: f64) -> Edit {
    let at = Period::year(2008).expect("a year");
    let (index, old) = document.dataset().series["mexico"].observed_at(at).next().expect("a value");
    Edit::PutObservation {
        series: "mexico".into(),
        index,
        observation: Observation { value: Some(value), ..old.clone() },
    }
}

#[test]
fn undoing_everything_gives_the_original_bytes_and_the_saved_state() {
    let mut document = document();
    for (step, value) in [96.0, 97.5, 1000.0].into_iter().enumerate() {
        let edit = set_2008(&document, value);
        assert_eq!(document.apply(&edit, None, step as u32, step as u32 + 1), Ok(true));
    }
    assert!(document.is_modified());
    assert_eq!(document.undo_label(), Some("set mexico 2008"));
    assert_eq!([document.undo(), document.undo(), document.undo(), document.undo()], [Some(2), Some(1), Some(0), None]);
    assert_eq!(document.text(), samples::ALL[0].text);
    assert!(!document.is_modified(), "back at the saved state");
    assert_eq!([document.redo(), document.redo(), document.redo(), document.redo()], [Some(1), Some(2), Some(3), None]);
    assert_eq!(
        document.dataset().series["mexico"].preferred(Period::year(2008).expect("a year")).and_then(|o| o.value),
        Some(1000.0)
    );
}

#[test]
fn an_edit_that_changes_nothing_is_no_step_and_keeps_redo() {
    let mut document = document();
    let edit = set_2008(&document, 96.0);
    document.apply(&edit, None, 0, 0).expect("an edit");
    document.undo();
    let same = set_2008(&document, 95.0);
    assert_eq!(document.apply(&same, None, 0, 0), Ok(false));
    assert_eq!(document.redo_label(), Some("set mexico 2008"));
    assert!(!document.is_modified());
}

/// A patch that puts something in the place of a stretch that stands in the text once.
fn put(document: &Document<u32>, old: &str, new: &str) -> Patch {
    let start = document.text().to_string().find(old).expect("it stands in the text");
    Patch::new(vec![Replacement { range: start..start + old.len(), text: new.to_owned() }])
}

#[test]
fn any_change_of_the_text_is_a_step_even_one_that_makes_errors() {
    let mut document = document();
    assert!(document.apply_patch(&put(&document, "(at: 2008, value: 95", "(at: 2008, value: 9x"), "typing", 1, 2));
    assert!(document.is_read_only());
    assert!(document.apply(&set_2008(&self::document(), 1.0), None, 2, 2).is_err(), "no edits while there are errors");
    assert!(document.apply_patch(&put(&document, "value: 9x", "value: 96"), "typing", 2, 3));
    assert!(!document.is_read_only());
    document.apply(&set_2008(&document, 97.0), None, 3, 4).expect("an edit");
    assert_eq!([document.undo(), document.undo(), document.undo(), document.undo()], [Some(3), Some(2), Some(1), None]);
    assert_eq!((document.text().to_string().as_str(), document.is_modified()), (samples::ALL[0].text, false));
    assert_eq!([document.redo(), document.redo(), document.redo()], [Some(2), Some(3), Some(4)]);
    assert_eq!(
        document.dataset().series["mexico"].preferred(Period::year(2008).expect("a year")).and_then(|o| o.value),
        Some(97.0)
    );
}

#[test]
fn a_patch_that_changes_nothing_is_no_step_and_keeps_redo() {
    let mut document = document();
    document.apply_patch(&put(&document, "format: 1", "format:  1"), "typing", 0, 1);
    document.undo();
    for same in [put(&document, "format: 1", "format: 1"), Patch::default()] {
        assert!(!document.apply_patch(&same, "typing", 0, 1));
        assert!(!document.continue_step(&same, "typing", 0, 1));
    }
    assert_eq!((document.undo_label(), document.redo_label()), (None, Some("typing")));
}

#[test]
fn a_step_that_is_continued_is_taken_back_at_once() {
    let mut document = document();
    document.apply_patch(&put(&document, "format: 1", "format: 12"), "first", 0, 1);
    document.apply_patch(&put(&document, "format: 12", "format: 13"), "typing", 1, 2);
    document.continue_step(&put(&document, "format: 13", "format: 134"), "typing", 2, 3);
    document.continue_step(&put(&document, "format: 134", "format: 4"), "typing", 3, 4);
    assert_eq!(document.undo(), Some(1));
    assert!(document.text().to_string().contains("format: 12,"));
    assert_eq!(document.redo(), Some(4));
    assert!(document.text().to_string().contains("format: 4,"));
    assert_eq!([document.undo(), document.undo(), document.undo()], [Some(1), Some(0), None]);
    assert_eq!(document.text(), samples::ALL[0].text);
}

#[test]
fn a_save_that_took_a_while_leaves_later_edits_unsaved() {
    let mut document = document();
    document.apply(&set_2008(&document, 96.0), None, 0, 0).expect("an edit");
    let written = document.revision();
    document.apply(&set_2008(&document, 97.0), None, 0, 0).expect("an edit");
    document.mark_saved(written, "extraditions.ron".into());
    assert!(document.is_modified());
    document.undo();
    assert!(!document.is_modified());
}

const OLD: &str = "Dataset(format: 1, title: \"old\")";
const NEW: &str = "Dataset(format: 1, title: \"new\")";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = RealDisk
        .list(folder)
        .expect("a folder")
        .into_iter()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_text_with_errors_that_the_program_made_is_never_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.ron");
    assert!(matches!(save_made(&RealDisk, None, &path, "Dataset(format: 1", None), Err(SaveError::NotReadable)));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn what_somebody_typed_is_written_with_its_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.ron");
    std::fs::write(&path, OLD).expect("a file");
    write(&RealDisk, &path, b"Dataset(format: 1").expect("a save");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "Dataset(format: 1");
}

#[cfg(unix)]
#[test]
fn new_files_may_be_read_by_whom_other_programs_files_may() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let mode = |name: &str| folder.path().join(name).metadata().expect("a file").permissions().mode() & 0o777;
    std::fs::write(folder.path().join("usual"), "").expect("a file");
    save_made(&RealDisk, None, &folder.path().join("new.ron"), NEW, None).expect("a save");
    write_derived(&RealDisk, &folder.path().join("new.svg"), b"figure").expect("a figure");
    assert_eq!(mode("new.ron"), mode("usual"));
    assert_eq!(mode("new.svg"), mode("usual"));
}

#[cfg(unix)]
#[test]
fn a_read_only_file_and_a_link_that_leads_nowhere_are_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let (locked, link) = (folder.path().join("locked.ron"), folder.path().join("link.ron"));
    std::fs::write(&locked, OLD).expect("a file");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o444)).expect("a mode");
    symlink(folder.path().join("nowhere.ron"), &link).expect("a link");
    assert!(matches!(save_made(&RealDisk, None, &locked, NEW, None), Err(SaveError::ReadOnly)));
    assert!(matches!(save_made(&RealDisk, None, &link, NEW, None), Err(SaveError::DanglingLink)));
    assert_eq!(std::fs::read_to_string(&locked).expect("a file"), OLD);
    assert_eq!(names(folder.path()), ["link.ron", "locked.ron"]);
}

#[test]
fn each_way_of_not_opening_has_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |path: &Path| read(&RealDisk, path).expect_err("no file").to_string();
    assert_eq!(said(&folder.path().join("none.ron")), "there is no such file; is the path right?");
    assert_eq!(said(folder.path()), "this is a folder; choose a file in it");
    let latin = folder.path().join("latin.ron");
    std::fs::write(&latin, b"Dataset(\n  title: \"Per\xfa\")").expect("a file");
    assert_eq!(said(&latin), "line 2, column 14 is not UTF-8 text; is this a dataset? Save it as UTF-8 to open it");
}

#[test]
fn an_edit_that_would_leave_errors_is_refused_and_nothing_changes() {
    let mut document = document();
    let source = document.dataset().sources.keys().next().expect("a source").clone();
    let edit = Edit::Remove { section: SectionKind::Sources, id: source };
    let refused = document.apply(&edit, None, 0, 0);
    assert!(matches!(refused, Err(EditError::Text(_))), "figures still name the source: {refused:?}");
    assert_eq!((document.text().to_string().as_str(), document.undo_label()), (samples::ALL[0].text, None));
}

#[test]
fn a_text_with_a_dangling_source_is_not_edited() {
    let text =
        "Dataset(format: 1, title: \"A\", series: {\"a\": (observations: [(at: 2012, value: 1, source: \"x\")])})";
    let mut document: Document<u32> = Document::from_text(text, Origin::File("a.ron".into()));
    let edit = Edit::PutHeader(Box::new(Header { title: "B".to_owned(), ..Header::default() }));
    assert!(document.apply(&edit, None, 0, 0).is_err());
    assert_eq!(document.text(), text);
}

#[cfg(unix)]
#[test]
fn a_file_has_one_path_whichever_way_it_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (target, link) = (folder.path().join("target.ron"), folder.path().join("link.ron"));
    std::fs::write(&target, OLD).expect("a file");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let own = own_path(&RealDisk, target.clone());
    assert_eq!(own_path(&RealDisk, link), own);
    assert_eq!(own_path(&RealDisk, folder.path().join(".").join("target.ron")), own);
    let none = folder.path().join("none.ron");
    assert_eq!(own_path(&RealDisk, none.clone()), none);
}

#[test]
fn what_the_system_forbids_is_said_in_plain_words() {
    // Played, since the superuser, whom tests often run as, may read everything.
    let said = |kind: io::ErrorKind| OpenError::from(io::Error::from(kind)).to_string();
    assert_eq!(said(io::ErrorKind::PermissionDenied), "you are not allowed to read this file; check its permissions");
    assert_eq!(said(io::ErrorKind::NotFound), "there is no such file; is the path right?");
}
