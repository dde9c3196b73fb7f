//! Several programs that change one file at the same time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Read as _, Seek as _, Write as _},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Child, Command as Process},
};

use docket::document::{
    Places, Remark, SaveError,
    disk::RealDisk,
    history::{read_version, versions},
    save,
};

use crate::support::random::Dice;

/// Where the other process finds the folder that all work in, and what it is called.
const FOLDER: &str = "DOCKET_TEST_RIVALS";
const NAME: &str = "DOCKET_TEST_RIVAL";
const ROUNDS: &str = "DOCKET_TEST_ROUNDS";

/// A version that is told from all others, of a length that all have.
fn text(id: &str) -> String {
    format!("Dataset(format: 1, title: \"{id:>16}\", note: \"{}\")\n", "x".repeat(2_000))
}

/// Which version a text is; `?` for one that is none, as somebody sees it who looks while it is written over.
fn id_of(bytes: &[u8]) -> String {
    let all = String::from_utf8_lossy(bytes);
    let id = all.split('"').nth(1).unwrap_or_default().trim().to_owned();
    if all == text(&id) { id } else { "?".to_owned() }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("data.ron")
}

fn places(folder: &Path) -> Places {
    Places::within(&folder.join("own"))
}

/// What this process has to say, a line each.
struct Log(fs::File);

impl Log {
    fn new(folder: &Path, name: &str) -> Self {
        Self(fs::File::create(folder.join(format!("{name}.log"))).expect("a log"))
    }

    fn say(&mut self, line: &str) {
        writeln!(self.0, "{line}").expect("a line");
    }
}

#[test]
#[ignore = "the other process of the tests below"]
fn the_rival() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let name = std::env::var(NAME).expect("a name");
    let rounds: usize = std::env::var(ROUNDS).expect("a number").parse().expect("a number");
    let (path, places) = (file(&folder), places(&folder));
    let mut log = Log::new(&folder, &name);
    let look = || fs::read(&path).expect("there is a file at every moment");
    let mut base = look();
    for round in 0..rounds {
        let id = format!("{name}-{round}");
        loop {
            let Ok(before) = std::str::from_utf8(&base) else {
                base = look();
                continue;
            };
            match save(&RealDisk, Some(&places), &path, &text(&id), Some(before)) {
                Ok(remarks) => {
                    log.say(&format!("saved {id} over {}", id_of(&base)));
                    let conflict = |remark: &Remark| matches!(remark, Remark::ConflictKept(_));
                    if remarks.iter().any(conflict) {
                        log.say(&format!("conflict {id}"));
                    } else if let Some(other) = remarks.first() {
                        log.say(&format!("remark {other}"));
                    }
                    if !base.is_empty() && !is_in_history(&places, &path, &base) {
                        log.say(&format!("unkept {}", id_of(&base)));
                    }
                    base = text(&id).into_bytes();
                    break;
                }
                Err(SaveError::Changed | SaveError::Gone) => base = look(),
                Err(error) => {
                    log.say(&format!("error {error}"));
                    break;
                }
            }
        }
    }
    log.say("done");
}

fn is_in_history(places: &Places, path: &Path, bytes: &[u8]) -> bool {
    let kept = versions(&RealDisk, &places.history(), path).expect("a list");
    // Others prune meanwhile; what has just been kept is among the newest.
    kept.iter().any(|version| read_version(&RealDisk, &version.file).is_ok_and(|kept| kept == bytes))
}

fn rival(folder: &Path, name: &str, rounds: usize) -> Child {
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "saving::rivals::the_rival", "--ignored", "--test-threads=1", "-q"])
        .env(FOLDER, folder)
        .env(NAME, name)
        .env(ROUNDS, rounds.to_string())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("another process")
}

/// What the logs and the folder say in the end.
#[derive(Debug, Default)]
struct Story {
    /// Versions that were said to be saved, or were written by another program.
    written: BTreeSet<String>,
    /// Versions that somebody replaced who had seen them.
    replaced: BTreeSet<String>,
    conflicts: usize,
    in_conflict_copies: BTreeSet<String>,
    on_disk: String,
    /// Versions that were replaced and not found among the earlier ones at once.
    unkept: Vec<String>,
    errors: Vec<String>,
    left: Vec<String>,
}

impl Story {
    fn of(folder: &Path, names: &[&str]) -> Self {
        let mut story = Self::default();
        for name in names {
            let log = fs::read_to_string(folder.join(format!("{name}.log"))).expect("a log");
            assert!(log.ends_with("done\n"), "{name} came to its end: {log}");
            for line in log.lines() {
                let words: Vec<&str> = line.split(' ').collect();
                match words[..] {
                    ["saved", id, "over", base] => {
                        story.written.insert(id.to_owned());
                        story.replaced.insert(base.to_owned());
                    }
                    ["conflict", _] => story.conflicts += 1,
                    ["unkept", id] => story.unkept.push(id.to_owned()),
                    ["done"] => {}
                    _ => story.errors.push(line.to_owned()),
                }
            }
        }
        story.on_disk = id_of(&fs::read(file(folder)).expect("a file"));
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.contains("(conflict ") {
                story.in_conflict_copies.insert(id_of(&fs::read(&path).expect("a copy")));
            } else if name.contains(".tmp") {
                story.left.push(name);
            }
        }
        story
    }

    /// Versions that are nowhere, though nobody who knew them has replaced them.
    fn vanished(&self) -> Vec<&String> {
        let is_somewhere =
            |id: &&String| **id == self.on_disk || self.replaced.contains(*id) || self.in_conflict_copies.contains(*id);
        self.written.iter().filter(|id| !is_somewhere(id)).collect()
    }
}

fn two_processes(rounds: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().canonicalize().expect("a path");
    fs::write(file(&folder), text("start")).expect("a file");
    let begun = std::time::Instant::now();
    let children: Vec<Child> = ["one", "two"].map(|name| rival(&folder, name, rounds)).into();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    let story = Story::of(&folder, &["one", "two"]);
    println!(
        "{} versions saved by two processes in {:?}: {} in conflict copies, 0 expected to vanish, {:?} did; not kept: {:?}",
        story.written.len(),
        begun.elapsed(),
        story.in_conflict_copies.len(),
        story.vanished(),
        story.unkept,
    );
    assert_eq!(story.written.len(), 2 * rounds);
    assert_eq!(story.vanished(), Vec::<&String>::new());
    assert_eq!((&story.unkept, &story.errors, &story.left), (&vec![], &vec![], &vec![]));
    assert_eq!(story.conflicts, story.in_conflict_copies.len());
}

#[test]
fn two_processes_that_save_one_file_lose_no_version() {
    two_processes(60);
}

#[test]
#[ignore = "minutes; the command is in the README"]
fn two_processes_that_save_one_file_a_thousand_times_lose_no_version() {
    two_processes(1_000);
}

/// How another program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Another file takes the name.
    Atomically,
    /// The file is written over.
    InPlace,
    /// The same, and its time is put back; its length is the same anyway.
    Hidden,
}

/// Writes a version as another program does, which does not care what it writes over. Gives what that was, as it was
/// seen at that very moment, and whether the version went into the file that has the name, and not into one that had
/// lost it meanwhile, where nobody will ever look.
fn write_outside(path: &Path, way: Way, id: &str) -> (String, bool) {
    if way == Way::Atomically {
        let temporary = path.with_extension("outside");
        fs::write(&temporary, text(id)).expect("a file");
        // As a plain rename, but what it replaces can be looked at.
        let here = rustix::fs::CWD;
        let exchanged = rustix::fs::renameat_with(here, &temporary, here, path, rustix::fs::RenameFlags::EXCHANGE);
        exchanged.expect("an exchange");
        let replaced = id_of(&fs::read(&temporary).expect("what was there"));
        fs::remove_file(&temporary).expect("removed");
        return (replaced, true);
    }
    let mut open = fs::File::options().read(true).write(true).open(path).expect("a file");
    let time = open.metadata().and_then(|metadata| metadata.modified()).expect("a time");
    let mut before = Vec::new();
    open.read_to_end(&mut before).expect("what is there");
    open.rewind().expect("the beginning");
    open.write_all(text(id).as_bytes()).expect("a write");
    if way == Way::Hidden {
        open.set_modified(time).expect("a time");
    }
    let number = |metadata: std::io::Result<fs::Metadata>| metadata.map(|metadata| metadata.ino()).ok();
    (id_of(&before), number(open.metadata()) == number(fs::metadata(path)))
}

fn against_other_programs(rounds: usize, seed: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().canonicalize().expect("a path");
    fs::write(file(&folder), text("start")).expect("a file");
    let mut child = rival(&folder, "docket", rounds);
    let mut dice = Dice::new(seed);
    let mut written: BTreeMap<String, Way> = BTreeMap::new();
    let mut written_over: BTreeSet<String> = BTreeSet::new();
    let mut into_nothing = 0;
    for round in 0.. {
        if child.try_wait().expect("a child").is_some() {
            break;
        }
        let way = [Way::Atomically, Way::InPlace, Way::Hidden][dice.below(3)];
        let id = format!("outside-{round}");
        let (before, has_name) = write_outside(&file(&folder), way, &id);
        written_over.insert(before);
        if has_name {
            written.insert(id, way);
        } else {
            into_nothing += 1;
        }
        std::thread::sleep(std::time::Duration::from_micros(dice.below(12_000) as u64));
    }
    let mut story = Story::of(&folder, &["docket"]);
    let saves = story.written.len();
    let mut by_way: BTreeMap<Way, usize> = BTreeMap::new();
    for way in written.values() {
        *by_way.entry(*way).or_default() += 1;
    }
    println!(
        "{saves} saves against {} writes of another program {by_way:?} ({into_nothing} more into files without a name): \
         {} replaced by who had seen them, {} in conflict copies, {} written over by that program itself",
        written.len(),
        written.keys().filter(|id| story.replaced.contains(*id)).count(),
        story.in_conflict_copies.len(),
        written.keys().filter(|id| written_over.contains(*id)).count(),
    );
    // What the other program writes over is for it to answer for; all else is somewhere.
    story.written.extend(written.into_keys());
    story.replaced.extend(written_over);
    assert_eq!(story.vanished(), Vec::<&String>::new());
    assert_eq!((saves, &story.unkept, &story.errors, &story.left), (rounds, &vec![], &vec![], &vec![]));
}

#[test]
fn what_other_programs_write_while_docket_saves_is_never_lost() {
    against_other_programs(60, 3);
}

#[test]
#[ignore = "minutes; the command is in the README"]
fn what_other_programs_write_while_docket_saves_a_thousand_times_is_never_lost() {
    against_other_programs(1_000, 5);
}
