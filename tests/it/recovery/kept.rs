//! How long is kept what was closed without being saved, and how much of it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use docket::document::{
    disk::{Disk as _, RealDisk},
    recovery::Keeper,
};

const DAY: Duration = Duration::from_hours(24);

/// A file that was written so many days ago.
fn file(folder: &Path, number: u64, bytes: u64, days: u32) -> PathBuf {
    fs::create_dir_all(folder).expect("a folder");
    let path = folder.join(format!("{number:016x}-1.ron"));
    let file = File::create(&path).expect("a file");
    // The disk need not have them.
    file.set_len(bytes).expect("a length");
    file.set_modified(SystemTime::now() - DAY * days).expect("a time");
    path
}

#[test]
fn what_was_closed_goes_after_thirty_days_unless_the_clock_is_absurd() {
    let root = tempfile::tempdir().expect("a folder");
    let closed = root.path().join("closed");
    let [new, month, old, absurd] =
        [(1, 1), (2, 29), (3, 31), (4, 30 * 366)].map(|(n, days)| file(&closed, n, 9, days));
    let other = closed.join("notes.txt");
    fs::write(&other, "none of ours").expect("a file");
    File::options()
        .write(true)
        .open(&other)
        .expect("a file")
        .set_modified(SystemTime::now() - DAY * 40)
        .expect("a time");
    Keeper::<u8>::new(root.path().to_owned()).clean(&RealDisk);
    assert_eq!([&new, &month, &old, &absurd, &other].map(|path| path.exists()), [true, true, false, true, true]);
}

#[test]
fn too_much_goes_from_the_oldest_on_and_never_what_is_worked_on() {
    const MEGABYTE: u64 = 1 << 20;
    let root = tempfile::tempdir().expect("a folder");
    let closed = root.path().join("closed");
    let [a, b, c] = [(1, 3), (2, 2), (3, 1)].map(|(n, days)| file(&closed, n, 200 * MEGABYTE, days));
    // Of a window that runs: it holds its lock.
    let live = root.path().join("00000000000000aa");
    let worked_on = file(&live, 4, 900 * MEGABYTE, 20);
    let lock = RealDisk.lock(&live.join("lock")).expect("a disk").expect("a lock");
    let keeper = Keeper::<u8>::new(root.path().to_owned());
    keeper.clean(&RealDisk);
    assert_eq!([&a, &b, &c, &worked_on].map(|path| path.exists()), [false, true, true, true]);
    drop(lock);
}
