//! Crashes and failing calls while copies are made, put aside, restored and discarded: all of them.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use docket::{
    document::{
        Origin,
        recovery::{FileNow, Found, Keeper, OriginalNow, Unsaved},
    },
    format::Text,
};

use crate::saving::sim::{Error, Fault, SimDisk, State};

const ERRORS: [Error; 9] = [
    Error::Kind(ErrorKind::StorageFull),
    Error::Kind(ErrorKind::Other),
    Error::Kind(ErrorKind::QuotaExceeded),
    Error::Kind(ErrorKind::PermissionDenied),
    Error::Kind(ErrorKind::ReadOnlyFilesystem),
    Error::Kind(ErrorKind::Interrupted),
    Error::Kind(ErrorKind::StaleNetworkFileHandle),
    Error::Kind(ErrorKind::NotFound),
    Error::Short,
];

fn root() -> PathBuf {
    PathBuf::from("/state/recovery")
}

fn original() -> &'static Path {
    Path::new("/data/figures.ron")
}

const ORIGINAL: &[u8] = b"state 0";

fn state(n: u64) -> Unsaved<u8> {
    Unsaved {
        key: 7,
        revision: n,
        text: Text::from(format!("state {n}").as_str()),
        origin: Origin::File(original().to_owned()),
        base: Some(Arc::new(Text::from("state 0"))),
    }
}

/// Which state a text is.
fn number(text: &str) -> u64 {
    text.strip_prefix("state ").and_then(|n| n.parse().ok()).expect("a state")
}

/// What somebody finds who starts the program after a crash has left the disk in a state.
fn found_in(state: &State) -> Vec<(Found, Option<u64>)> {
    let disk = SimDisk::after(state);
    let mut keeper: Keeper<u8> = Keeper::new(root());
    let found = keeper.found(&disk).expect("a healthy disk");
    let with_text = found.into_iter().map(|found| {
        let restored = keeper.restore(&disk, &found).ok();
        let n = restored.map(|restored| number(&restored.text));
        (found, n)
    });
    with_text.collect()
}

fn newest(state: &State) -> Option<u64> {
    found_in(state).into_iter().filter_map(|(_, n)| n).max()
}

struct Run {
    disk: SimDisk,
    keeper: Keeper<u8>,
    now: u64,
}

impl Run {
    fn on(disk: SimDisk) -> Self {
        Self { disk, keeper: Keeper::new(root()), now: 0 }
    }

    fn new() -> Self {
        Self::on(SimDisk::with(&[(original(), ORIGINAL)]))
    }

    /// Time passes, and what is due is done.
    fn pass(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now += 1;
            let now = Duration::from_secs(self.now);
            self.keeper.work(&self.disk, &|| now);
        }
    }

    fn take(&mut self, unsaved: Vec<Unsaved<u8>>) {
        self.keeper.take(unsaved, Duration::from_secs(self.now));
    }
}

#[test]
fn a_crash_at_any_moment_leaves_the_last_copy_that_was_made_or_the_next() {
    let mut run = Run::new();
    // When how much had been done, which state was safe.
    let mut safe = vec![(0, 0)];
    let last = 5;
    for n in 1..=last {
        run.take(vec![state(n)]);
        run.pass(2);
        safe.push((run.disk.made(), n));
    }
    assert_eq!(run.keeper.trouble(), None);
    let crashes = run.disk.crashes();
    for (made, crash) in &crashes {
        let at_least = safe.iter().filter(|(by, _)| by <= made).map(|(_, n)| *n).max().expect("some");
        let found = newest(crash).unwrap_or(0);
        assert!(found == at_least || found == at_least + 1, "after {made}: {found}, {at_least} was safe: {crash:?}");
        assert_eq!(crash.content(original()), Some(ORIGINAL));
    }
    assert!(crashes.len() > 60, "{} states", crashes.len());
    println!("{} states", crashes.len());
}

#[test]
fn what_is_closed_without_saving_is_in_one_place_or_the_other_at_every_moment() {
    let mut run = Run::new();
    run.take(vec![state(1)]);
    run.pass(2);
    let safe = run.disk.made();
    run.keeper.put_aside(state(2), Duration::from_secs(run.now));
    run.take(Vec::new());
    run.pass(2);
    for (made, crash) in run.disk.crashes().into_iter().filter(|(made, _)| *made >= safe) {
        assert!(newest(&crash) >= Some(1), "after {made}: {crash:?}");
    }
    let end = found_in(&run.disk.state());
    assert_eq!(end.len(), 1);
    assert!(end[0].0.was_closed && end[0].1 == Some(2), "{end:?}");
    // The window ends: nothing is left of it but that.
    run.keeper.end(&run.disk, &|| Duration::from_secs(99));
    let left: Vec<_> = run.disk.state().names.keys().filter(|path| path.starts_with(root())).cloned().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_is_saved_or_back_where_it_was_leaves_no_copy() {
    let mut run = Run::new();
    run.take(vec![state(1)]);
    run.pass(2);
    run.take(Vec::new());
    run.pass(2);
    assert!(found_in(&run.disk.state()).is_empty());
    // Changed again, and back before a copy was made.
    run.take(vec![state(2)]);
    run.take(Vec::new());
    run.pass(2);
    assert!(found_in(&run.disk.state()).is_empty());
    run.keeper.end(&run.disk, &|| Duration::from_secs(99));
    let left: Vec<_> = run.disk.state().names.keys().cloned().collect();
    assert_eq!(left, [original()]);
}

#[test]
fn every_call_that_fails_is_said_and_tried_again_and_no_copy_gets_lost_by_it() {
    let mut runs = 0;
    for error in ERRORS {
        for for_ever in [false, true] {
            for nth in 0.. {
                let fault = Some(Fault { nth, error, for_ever });
                let mut run = Run::on(SimDisk { fault, ..SimDisk::with(&[(original(), ORIGINAL)]) });
                let mut safe = 0;
                for n in 1..=4 {
                    run.take(vec![state(n)]);
                    run.pass(2);
                    let what = format!("{error:?} at {nth}, for ever: {for_ever}, state {n}: {:?}", run.disk.calls());
                    let found = newest(&run.disk.state()).unwrap_or(0);
                    if run.keeper.trouble().is_none() {
                        safe = n;
                    }
                    assert!(found >= safe, "{found}, {safe} was safe; {what}");
                    assert!(run.keeper.trouble().is_none_or(|said| said.len() > 10), "{what}");
                }
                if run.disk.calls().len() <= nth {
                    break;
                }
                runs += usize::from(run.disk.has_failed());
                if !for_ever {
                    run.pass(3);
                    assert_eq!((run.keeper.trouble(), newest(&run.disk.state())), (None, Some(4)), "{error:?} {nth}");
                }
            }
        }
    }
    assert!(runs > 300, "{runs} runs");
    println!("{runs} runs");
}

#[test]
fn restoring_discarding_and_settling_lose_nothing_whatever_fails() {
    let left = {
        let mut run = Run::new();
        run.take(vec![state(1)]);
        run.pass(2);
        run.take(vec![state(2)]);
        run.pass(2);
        run.disk.state()
    };
    let mut runs = 0;
    for error in ERRORS {
        for for_ever in [false, true] {
            for act in ["discard", "restore"] {
                for nth in 0.. {
                    let fault = Some(Fault { nth, error, for_ever });
                    let mut run = Run::on(SimDisk { fault, ..SimDisk::after(&left) });
                    let found = run.keeper.found(&run.disk).unwrap_or_default();
                    if let Some(found) = found.first() {
                        if act == "discard" {
                            let _ = run.keeper.discard(&run.disk, found);
                        } else if run.keeper.restore(&run.disk, found).is_ok() {
                            run.keeper.adopt(7, found.document, 2);
                            run.take(vec![state(2)]);
                            let _ = run.keeper.settle(&run.disk, &|| Duration::from_secs(50), found);
                        }
                    }
                    let what = format!("{act} {error:?} at {nth}, for ever: {for_ever}: {:?}", run.disk.calls());
                    assert_eq!(newest(&run.disk.state()), Some(2), "{what}");
                    if run.disk.calls().len() <= nth {
                        break;
                    }
                    runs += usize::from(run.disk.has_failed());
                }
            }
        }
    }
    assert!(runs > 200, "{runs} runs");
    println!("{runs} runs");
}

#[test]
fn a_torn_newest_copy_gives_way_to_the_other_and_two_are_kept_and_said() {
    let mut run = Run::new();
    for n in 1..=2 {
        run.take(vec![state(n)]);
        run.pass(2);
    }
    let mut torn = run.disk.state();
    let slots: Vec<PathBuf> =
        torn.names.keys().filter(|path| path.extension().is_some_and(|e| e == "ron")).cloned().collect();
    let tear = |torn: &mut State, n: u64| {
        let path = slots.iter().find(|path| torn.content(path).is_some_and(|c| c.ends_with(format!("{n}").as_bytes())));
        let node = torn.names[path.expect("a copy")];
        torn.files[node].truncate(300);
    };
    tear(&mut torn, 2);
    assert_eq!(newest(&torn), Some(1));
    tear(&mut torn, 1);
    let found = found_in(&torn);
    let [(found, None)] = &found[..] else { panic!("{found:?}") };
    assert!(found.newest.is_err() && torn.content(&found.path).is_some(), "{found:?}");
    // Discarded, it is still there to be looked at.
    let disk = SimDisk::after(&torn);
    let mut keeper: Keeper<u8> = Keeper::new(root());
    let found = keeper.found(&disk).expect("a disk").remove(0);
    keeper.discard(&disk, &found).expect("a disk");
    let again: Vec<_> = Keeper::<u8>::new(root()).found(&disk).expect("a disk");
    assert_eq!(again.iter().filter(|found| found.was_closed && found.newest.is_err()).count(), 2, "{again:?}");
}

#[test]
fn what_windows_that_run_work_on_is_not_offered_and_only_one_offers_what_is_left() {
    let mut run = Run::new();
    run.take(vec![state(1)]);
    run.pass(2);
    let mut other: Keeper<u8> = Keeper::new(root());
    assert!(other.found(&run.disk).expect("a disk").is_empty(), "the first window runs");
    drop(run.keeper);
    assert_eq!(other.found(&run.disk).expect("a disk").len(), 1);
    let mut third: Keeper<u8> = Keeper::new(root());
    assert!(third.found(&run.disk).expect("a disk").is_empty(), "the second window offers it");
    assert_eq!(other.found(&run.disk).expect("a disk").len(), 1, "still");
}

#[test]
fn how_the_file_is_now_is_said_and_what_is_in_it_already_is_no_loss() {
    let mut run = Run::new();
    run.take(vec![state(1)]);
    run.pass(2);
    let left = run.disk.state();
    let with = |bytes: Option<&[u8]>| {
        let mut state = left.clone();
        match bytes {
            Some(bytes) => {
                state.names.insert(original().to_owned(), state.files.len());
                state.files.push(bytes.to_vec());
            }
            None => drop(state.names.remove(original())),
        }
        let disk = SimDisk::after(&state);
        let mut keeper: Keeper<u8> = Keeper::new(root());
        let found = keeper.found(&disk).expect("a disk");
        let restored = found.first().map(|found| keeper.restore(&disk, found).expect("a copy").now);
        (found.first().map(|found| found.original), restored)
    };
    let text = |text: &str, is_base| Some(FileNow::Text { text: text.to_owned(), is_base });
    assert_eq!(with(Some(ORIGINAL)), (Some(OriginalNow::AsItWas), text("state 0", true)));
    assert_eq!(with(Some(b"state 9")), (Some(OriginalNow::Changed), text("state 9", false)));
    assert_eq!(with(None), (Some(OriginalNow::Gone), Some(FileNow::Gone)));
    assert_eq!(with(Some(b"state 1")), (None, None), "it was saved; only the copy had not gone yet");
}

#[test]
fn tries_are_counted_until_a_restored_document_was_shown() {
    let mut run = Run::new();
    run.take(vec![state(1)]);
    run.pass(2);
    let disk = SimDisk::after(&run.disk.state());
    for tries in 0..3 {
        let mut keeper: Keeper<u8> = Keeper::new(root());
        let found = keeper.found(&disk).expect("a disk").remove(0);
        assert_eq!(found.tries, tries);
        // It is restored, a copy of it is made, and then the program ends by a fault of its own.
        keeper.restore(&disk, &found).expect("a copy");
        keeper.adopt(1, found.document, found.newest.expect("whole").sequence);
        keeper.take(vec![Unsaved { key: 1, ..state(1) }], Duration::ZERO);
        keeper.flush(&disk, &|| Duration::ZERO);
    }
    let mut keeper: Keeper<u8> = Keeper::new(root());
    let found = keeper.found(&disk).expect("a disk");
    assert_eq!(found.len(), 1, "it is one document, however often it was restored: {found:?}");
    keeper.adopt(1, found[0].document, 9);
    keeper.take(vec![Unsaved { key: 1, ..state(1) }], Duration::ZERO);
    keeper.settle(&disk, &|| Duration::ZERO, &found[0]).expect("a disk");
    drop(keeper);
    let found = Keeper::<u8>::new(root()).found(&disk).expect("a disk");
    assert_eq!(found.iter().map(|found| found.tries).collect::<Vec<_>>(), [0]);
}
