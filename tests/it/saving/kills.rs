//! Saves by the real program that are killed at any moment.

use std::{
    fs,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use docket::document::{
    disk::RealDisk,
    history::{read_version, versions},
};

use crate::support::{program::program, random::Dice};

/// What became of the kills.
#[derive(Debug, Default)]
struct Counts {
    old: usize,
    new: usize,
    /// The program had ended before it was to be killed.
    ended: usize,
    /// A temporary file was left: the kill fell into the midst of writing.
    within: usize,
    torn: usize,
    missing: usize,
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("data.ron"), text(0)).expect("a file");
        Self { folder }
    }

    fn set(&self, value: usize) -> std::process::Command {
        let mut command = program(self.folder.path());
        command.args(["set", "data.ron", "s", "2001", &value.to_string()]);
        command.env("XDG_STATE_HOME", self.folder.path().join("state"));
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// How long a save takes that nobody kills.
    fn usual(&self) -> Duration {
        let mut times: Vec<Duration> = (1..=5)
            .map(|value| {
                let begun = Instant::now();
                let output = self.set(value).output().expect("the program runs");
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                begun.elapsed()
            })
            .collect();
        times.sort();
        times[2]
    }

    fn temporary_files(&self) -> usize {
        fn count(folder: PathBuf) -> usize {
            let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
            entries
                .map(|path| match path.extension() {
                    _ if path.is_dir() => count(path),
                    Some(ending) if ending == "tmp" => 1,
                    _ => 0,
                })
                .sum()
        }
        count(self.folder.path().to_owned())
    }
}

/// A dataset that is told by its figure.
fn text(value: usize) -> String {
    format!(
        "Dataset(\n    format: 1,\n    title: \"Some\",\n    series: {{\"s\": (observations: [\n        (at: 2001, value: {value}),\n    ])}},\n)\n"
    )
}

fn kill(kills: usize, seed: u64) -> Counts {
    let place = Place::new();
    let mut longest = place.usual();
    let path = place.folder.path().join("data.ron");
    let mut dice = Dice::new(seed);
    let mut counts = Counts::default();
    let mut current = 5;
    let mut left = 0;
    let begun = Instant::now();
    for value in 6..6 + kills {
        let mut child = place.set(value).spawn().expect("the program runs");
        std::thread::sleep(longest.mul_f64(dice.below(1_000) as f64 / 1_000.0));
        // From its start to a little after its end, which comes sooner or later as the machine is busy.
        if child.try_wait().expect("a child").is_some() {
            counts.ended += 1;
            longest = longest.mul_f64(0.95);
        } else {
            longest = longest.mul_f64(1.01);
        }
        // SIGKILL; it may have ended by now.
        let _ = child.kill();
        child.wait().expect("it ends");
        match fs::read_to_string(&path) {
            Ok(found) if found == text(current) => counts.old += 1,
            Ok(found) if found == text(value) => {
                counts.new += 1;
                current = value;
            }
            Ok(_) => counts.torn += 1,
            Err(_) => counts.missing += 1,
        }
        // Each run sweeps up what was left some seconds before.
        let before = std::mem::replace(&mut left, place.temporary_files());
        counts.within += usize::from(left > before);
    }
    println!("{counts:?} of {kills} kills after up to some {longest:?}, {:?} in all", begun.elapsed());
    // What was made in the last two seconds might still be part of a save.
    std::thread::sleep(Duration::from_millis(2_100));
    let output = place.set(6 + kills).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("{left} temporary files before the next run, {} after it", place.temporary_files());
    assert!(place.temporary_files() <= 1);
    assert_eq!(fs::read_to_string(&path).expect("a file"), text(6 + kills));
    // The state folder of the program, as Linux lays it out.
    let state = place.folder.path().join("state/docket/history");
    let kept = versions(&RealDisk, &state, &path).expect("a list");
    assert_eq!(kept.len(), docket::document::history::MOST_VERSIONS);
    assert!(kept.iter().all(|version| read_version(&RealDisk, &version.file).is_ok()), "each is whole");
    assert_eq!(read_version(&RealDisk, &kept[0].file).expect("a version"), text(current).as_bytes());
    counts
}

fn check(kills: usize, seed: u64) {
    let counts = kill(kills, seed);
    assert_eq!((counts.torn, counts.missing), (0, 0), "{counts:?}");
    assert_eq!(counts.old + counts.new, kills);
    assert!(counts.old > kills / 20 && counts.new > kills / 100, "the kills fall before and after saves: {counts:?}");
}

#[test]
fn three_hundred_kills_during_saves_leave_the_old_or_the_new_version() {
    check(300, 7);
}

#[test]
#[ignore = "ten minutes; the command is in the README"]
fn ten_thousand_kills_during_saves_leave_the_old_or_the_new_version() {
    check(10_000, 11);
}
