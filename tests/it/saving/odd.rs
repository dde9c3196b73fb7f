//! Odd targets on a real disk.

use std::{
    fs,
    os::unix::{
        ffi::OsStringExt as _,
        fs::{MetadataExt as _, PermissionsExt as _, symlink},
    },
    path::{Path, PathBuf},
};

use docket::document::{Base, Reason, Remark, SaveError, Saving, disk::RealDisk, save_over, sweep};

const OLD: &str = "Dataset(format: 1, title: \"old\")";
const NEW: &str = "Dataset(format: 1, title: \"new\")";

struct Place {
    folder: tempfile::TempDir,
    spare: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = || tempfile::tempdir().expect("a folder");
        Self { folder: folder(), spare: folder() }
    }

    fn file(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, OLD).expect("a file");
        path
    }

    fn save(&self, path: &Path) -> Result<Vec<Remark>, SaveError> {
        let base = if path.exists() { Base::Known(OLD.as_bytes()) } else { Base::Whatever };
        save_over(&RealDisk, Saving { path, bytes: NEW.as_bytes(), base, spare: self.spare.path(), history: None })
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

#[test]
fn links_and_chains_of_links_stay_and_what_they_lead_to_is_saved() {
    let place = Place::new();
    let target = place.file("target.ron");
    let [one, two] = ["one.ron", "two.ron"].map(|name| place.folder.path().join(name));
    symlink("target.ron", &one).expect("a link");
    symlink(&one, &two).expect("a link");
    assert_eq!(place.save(&two).expect("a save"), []);
    assert_eq!(text(&target), NEW);
    assert!([&one, &two].iter().all(|link| link.symlink_metadata().expect("a link").is_symlink()));
    assert_eq!(place.names(), ["one.ron", "target.ron", "two.ron"]);
}

#[test]
fn a_loop_of_links_and_a_link_to_nothing_are_refused_in_words() {
    let place = Place::new();
    let [one, two, none] = ["one.ron", "two.ron", "none.ron"].map(|name| place.folder.path().join(name));
    symlink(&two, &one).expect("a link");
    symlink(&one, &two).expect("a link");
    symlink("nowhere.ron", &none).expect("a link");
    let whatever = |path: &Path| {
        let saving =
            Saving { path, bytes: NEW.as_bytes(), base: Base::Whatever, spare: place.spare.path(), history: None };
        save_over(&RealDisk, saving).expect_err("no file").to_string()
    };
    assert!(whatever(&one).contains("leads to itself"), "{}", whatever(&one));
    assert!(whatever(&none).contains("leads nowhere"));
}

#[test]
fn a_hard_link_stays_the_same_file_and_that_is_said() {
    let place = Place::new();
    let path = place.file("data.ron");
    let other = place.folder.path().join("other.ron");
    fs::hard_link(&path, &other).expect("a link");
    assert_eq!(place.save(&path).expect("a save"), [Remark::InPlace(Reason::OtherNames)]);
    assert_eq!((text(&path), text(&other)), (NEW.to_owned(), NEW.to_owned()));
    assert_eq!(fs::metadata(&path).expect("a file").ino(), fs::metadata(&other).expect("a file").ino());
    assert_eq!(fs::read_dir(place.spare.path()).expect("a folder").count(), 0, "no copies are left");
}

#[test]
fn a_pipe_and_a_folder_are_refused() {
    let place = Place::new();
    let pipe = place.folder.path().join("pipe");
    let made = rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0);
    made.expect("a pipe");
    let saving =
        |path| Saving { path, bytes: NEW.as_bytes(), base: Base::Whatever, spare: place.spare.path(), history: None };
    assert!(matches!(save_over(&RealDisk, saving(&pipe)), Err(SaveError::NotAFile)));
    assert!(matches!(save_over(&RealDisk, saving(place.folder.path())), Err(SaveError::Folder)));
}

#[test]
fn names_of_255_bytes_and_names_that_are_no_text_are_saved() {
    let place = Place::new();
    let long = place.file(&"x".repeat(255));
    assert_eq!(place.save(&long).expect("a save"), []);
    assert_eq!(text(&long), NEW);
    let odd = place.folder.path().join(std::ffi::OsString::from_vec(b"a\xff\xfe.ron".to_vec()));
    fs::write(&odd, OLD).expect("a file");
    assert_eq!(place.save(&odd).expect("a save"), []);
    assert_eq!(text(&odd), NEW);
}

#[test]
fn mode_owner_and_attributes_are_those_of_the_old_file() {
    let place = Place::new();
    let path = place.file("data.ron");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    let attributes = rustix::fs::XattrFlags::empty();
    let has_attributes = rustix::fs::setxattr(&path, "user.docket-test", b"kept", attributes).is_ok();
    // The list: the owner, another user who may read, the group, the mask, others.
    let mut list = vec![2, 0, 0, 0];
    for (tag, rights, id) in
        [(1_u16, 6_u16, u32::MAX), (2, 4, 12345), (4, 4, u32::MAX), (16, 4, u32::MAX), (32, 0, u32::MAX)]
    {
        list.extend(tag.to_le_bytes());
        list.extend(rights.to_le_bytes());
        list.extend(id.to_le_bytes());
    }
    let has_list = rustix::fs::setxattr(&path, "system.posix_acl_access", &list, attributes).is_ok();
    // Only the superuser can give files away.
    let is_given = std::os::unix::fs::chown(&path, Some(12345), Some(12346)).is_ok();
    let before = fs::metadata(&path).expect("a file");
    assert_eq!(place.save(&path).expect("a save"), []);
    assert_eq!(text(&path), NEW);
    let after = fs::metadata(&path).expect("a file");
    assert_eq!((after.mode(), after.uid(), after.gid()), (before.mode(), before.uid(), before.gid()));
    assert!(!is_given || after.uid() == 12345);
    let attribute = |name: &str| {
        let mut buffer = [0; 256];
        rustix::fs::getxattr(&path, name, &mut buffer).map(|size| buffer[..size].to_vec())
    };
    assert!(!has_attributes || attribute("user.docket-test") == Ok(b"kept".to_vec()));
    assert!(!has_list || attribute("system.posix_acl_access") == Ok(list));
}

#[test]
fn a_file_marked_as_read_only_is_left_alone() {
    let place = Place::new();
    let path = place.file("data.ron");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
    assert!(matches!(place.save(&path), Err(SaveError::ReadOnly)));
    assert_eq!(text(&path), OLD);
    assert_eq!(place.names(), ["data.ron"]);
}

#[test]
fn what_killed_saves_leave_is_swept_away_after_an_hour_and_nothing_else() {
    let place = Place::new();
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(2);
    for (name, is_old) in [
        (".docket-00000fa3-0001.tmp", true),
        (".docket-00000fa3-0002.tmp", false),
        (".docket-notes.tmp", true),
        ("data.ron", true),
    ] {
        let path = place.file(name);
        if is_old {
            fs::File::options().write(true).open(path).expect("a file").set_modified(old).expect("a time");
        }
    }
    assert_eq!(sweep(&RealDisk, place.folder.path()), 1);
    assert_eq!(place.names(), [".docket-00000fa3-0002.tmp", ".docket-notes.tmp", "data.ron"]);
}
