//! Real disks that are full, may not be written, or are something else: by the real program, in mounts of its own.
//!
//! What the machine does not allow (mounts, another user) is passed over, and that is printed.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
};

use docket::document::{Base, SaveError, Saving, disk::RealDisk, save_over};

use crate::support::program::program;

/// A dataset of so many figures.
fn text(figures: usize) -> String {
    let figure = |nth: usize| format!("        (at: \"{}-{:02}\", value: {nth}),\n", 1001 + nth / 12, 1 + nth % 12);
    let figures: Vec<String> = (0..figures).map(figure).collect();
    format!(
        "Dataset(\n    format: 1,\n    title: \"Some\",\n    series: {{\"s\": (observations: [\n{}    ])}},\n)\n",
        figures.concat()
    )
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(figures: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("old.ron"), text(figures)).expect("a file");
        fs::create_dir(folder.path().join("disk")).expect("a folder");
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A script of the shell, in the folder; the program is `$docket`.
    fn script(&self, with: &[&str], script: &str) -> Output {
        let of_docket = program(self.path());
        let mut command = Command::new(with[0]);
        command.args(&with[1..]).args(["sh", "-c", script]).current_dir(self.path());
        command.envs(of_docket.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("docket", of_docket.get_program()).env("XDG_STATE_HOME", self.path().join("state"));
        command.output().expect("a shell")
    }

    /// The same, in mounts of its own; `None` where these are not allowed.
    fn in_mounts(&self, script: &str) -> Option<Output> {
        let may = self.script(&["unshare", "-m"], "mount -t tmpfs none disk").status.success();
        if !may {
            println!("passed over: only the superuser can mount");
            return None;
        }
        Some(self.script(&["unshare", "-m"], script))
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a script prints after a save that was refused: the exit code, that the old version is as it was, and all names.
const STATE: &str = "echo code $?; cmp old.ron disk/data.ron && echo intact; ls -A disk";
const REFUSED: &str = "code 1\nintact\ndata.ron\n";

#[test]
fn a_full_disk_leaves_the_old_version_and_says_so() {
    // Twice this has no room on the disk.
    let place = Place::new(32_000);
    let size = fs::metadata(place.path().join("old.ron")).expect("a file").len();
    assert!((800_000..1_400_000).contains(&size), "{size}");
    let mount = "mount -t tmpfs -o size=1536k none disk && cp old.ron disk/data.ron";
    let Some(full) = place.in_mounts(&format!("{mount}; $docket set disk/data.ron s 1001-07 5; {STATE}")) else {
        return;
    };
    assert_eq!(out(&full), REFUSED, "{}", err(&full));
    assert!(err(&full).contains("the disk is full; the old version is intact: make room, or save to another place"));
}

#[test]
fn a_disk_that_has_no_room_for_another_file_leaves_the_old_version_and_says_so() {
    let place = Place::new(10);
    let mount = "mount -t tmpfs -o nr_inodes=2 none disk && cp old.ron disk/data.ron";
    let Some(full) = place.in_mounts(&format!("{mount}; $docket set disk/data.ron s 1001-07 5; {STATE}")) else {
        return;
    };
    assert_eq!(out(&full), REFUSED, "{}", err(&full));
    assert!(err(&full).contains("the disk is full"));
}

#[test]
fn a_full_state_folder_keeps_nobody_from_saving_and_is_said() {
    let place = Place::new(2_000);
    let script = "mkdir state && mount -t tmpfs -o size=16k none state && cp old.ron disk/data.ron; \
                  $docket set disk/data.ron s 1001-07 5; echo code $?; cmp -s old.ron disk/data.ron || echo saved; ls -A disk";
    let Some(full) = place.in_mounts(script) else { return };
    assert_eq!(out(&full), "s 1001-07: 6 → 5\ncode 0\nsaved\ndata.ron\n", "{}", err(&full));
    assert!(err(&full).contains("the version before is not kept among the earlier ones: the disk is full"));
}

#[test]
fn a_limit_on_the_size_of_files_leaves_the_old_version_whether_it_kills_or_not() {
    let place = Place::new(2_000);
    // The limit is in blocks of 512 bytes; the signal is passed over, so that the call fails.
    let limit = "cp old.ron disk/data.ron; trap '' XFSZ; ulimit -f 16";
    let output = place.script(&["env"], &format!("{limit}; $docket set disk/data.ron s 1001-07 5; {STATE}"));
    assert_eq!(out(&output), REFUSED, "{}", err(&output));
    assert!(err(&output).contains("no file may be so large here"), "{}", err(&output));
    // Where it is not, it kills.
    let killed = place.script(
        &["env"],
        "(ulimit -f 16; exec $docket set disk/data.ron s 1001-07 5); echo code $?; cmp old.ron disk/data.ron && echo intact",
    );
    assert!(
        out(&killed).starts_with("code 1") && out(&killed).ends_with("intact\n"),
        "{} {}",
        out(&killed),
        err(&killed)
    );
}

#[test]
fn a_read_only_disk_is_refused_in_words() {
    let place = Place::new(10);
    let mount = "mount -t tmpfs none disk && cp old.ron disk/data.ron && mount -o remount,ro disk";
    let Some(output) = place.in_mounts(&format!("{mount}; $docket set disk/data.ron s 1001-07 5; {STATE}")) else {
        return;
    };
    assert_eq!(out(&output), REFUSED, "{}", err(&output));
    assert!(err(&output).contains("you are not allowed to write here; save to another place"), "{}", err(&output));
}

#[test]
fn a_file_that_is_mounted_by_itself_is_written_over_and_that_is_said() {
    let place = Place::new(10);
    let script = "cp old.ron disk/data.ron && touch disk/mounted.ron && mount --bind disk/data.ron disk/mounted.ron; \
                  $docket set disk/mounted.ron s 1001-07 5; echo code $?; cmp disk/data.ron disk/mounted.ron && echo same; \
                  cmp -s old.ron disk/data.ron || echo saved; ls -A disk; ls -A state/docket/in-place";
    let Some(output) = place.in_mounts(script) else { return };
    assert_eq!(out(&output), "s 1001-07: 6 → 5\ncode 0\nsame\nsaved\ndata.ron\nmounted.ron\n", "{}", err(&output));
    assert!(err(&output).contains("written over in place, since it is mounted by itself"), "{}", err(&output));
}

/// Runs a script as a user who may do nothing special; `None` where that is not possible.
fn as_nobody(place: &Place, script: &str) -> Option<Output> {
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
    for name in ["state", "home"] {
        let folder = place.path().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        // Only the superuser can give folders away.
        if std::os::unix::fs::chown(&folder, Some(65534), Some(65534)).is_err() {
            println!("passed over: only the superuser can become another user");
            return None;
        }
    }
    let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    if !place.script(&user, "$docket --version").status.success() {
        println!("passed over: another user may not run the program where it lies");
        return None;
    }
    Some(place.script(&user, script))
}

#[test]
fn in_a_folder_that_may_not_be_written_the_file_is_written_over_and_that_is_said() {
    let place = Place::new(10);
    let file = place.path().join("disk/data.ron");
    fs::copy(place.path().join("old.ron"), &file).expect("a copy");
    let _ = std::os::unix::fs::chown(&file, Some(65534), Some(65534));
    let save = "$docket set disk/data.ron s 1001-07 5; echo code $?; ls -A disk";
    let Some(output) = as_nobody(&place, save) else { return };
    assert_eq!(out(&output), "s 1001-07: 6 → 5\ncode 0\ndata.ron\n", "{}", err(&output));
    let said = "written over in place, since its folder does not allow replacing it";
    assert!(err(&output).contains(said), "{}", err(&output));
    // A file that may not be written either is refused.
    let before = fs::read(&file).expect("a file");
    std::os::unix::fs::chown(&file, Some(0), Some(0)).expect("an owner");
    let output = as_nobody(&place, &save.replace(" 5;", " 9;")).expect("as before");
    assert_eq!(out(&output), "code 1\ndata.ron\n");
    assert!(err(&output).contains("you are not allowed to write here"), "{}", err(&output));
    assert_eq!(fs::read(&file).expect("a file"), before);
}

#[test]
fn somebody_elses_file_in_a_sticky_folder_is_written_over_and_that_is_said() {
    let place = Place::new(10);
    let (folder, file) = (place.path().join("disk"), place.path().join("disk/data.ron"));
    fs::copy(place.path().join("old.ron"), &file).expect("a copy");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o1777)).expect("a mode");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).expect("a mode");
    let Some(output) = as_nobody(&place, "$docket set disk/data.ron s 1001-07 5; echo code $?; ls -A disk") else {
        return;
    };
    assert_eq!(out(&output), "s 1001-07: 6 → 5\ncode 0\ndata.ron\n", "{}", err(&output));
    assert!(err(&output).contains("written over in place, since"), "{}", err(&output));
    use std::os::unix::fs::MetadataExt as _;
    assert_eq!(fs::metadata(&file).expect("a file").uid(), 0, "it is still theirs");
}

#[test]
fn a_device_that_is_always_full_is_refused_and_so_is_output_to_it() {
    let place = Place::new(10);
    let output = place.script(
        &["env"],
        "$docket fmt /dev/full; echo code $?; cp old.ron disk/data.ron; $docket check disk/data.ron > /dev/full; echo code $?",
    );
    assert_eq!(out(&output), "code 1\ncode 1\n", "{}", err(&output));
    assert!(err(&output).contains("not a regular file") && err(&output).contains("the output can't be written"));
    let saving = |path| Saving { path, bytes: b"x", base: Base::Whatever, spare: place.path(), history: None };
    assert!(matches!(save_over(&RealDisk, saving(Path::new("/dev/full"))), Err(SaveError::NotAFile)));
}

#[test]
fn a_file_whose_folder_goes_while_it_is_open_is_refused_in_words() {
    let place = Place::new(10);
    let (old, path) = (text(10), place.path().join("disk/data.ron"));
    fs::write(&path, &old).expect("a file");
    fs::remove_dir_all(place.path().join("disk")).expect("removed");
    let saving = |base| Saving { path: &path, bytes: b"x", base, spare: place.path(), history: None };
    let known = save_over(&RealDisk, saving(Base::Known(old.as_bytes()))).expect_err("nothing is there");
    assert!(known.to_string().contains("has been removed"), "{known}");
    let whatever = save_over(&RealDisk, saving(Base::Whatever)).expect_err("nothing is there");
    assert!(whatever.to_string().contains("there is no such folder"), "{whatever}");
}
