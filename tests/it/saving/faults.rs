//! Crashes and failing calls, all of them.

use std::{io::ErrorKind, path::Path};

use docket::document::{Base, Remark, SaveError, Saving, save_over, sweep, write_derived};

use super::sim::{Error, Fault, Nature, SimDisk, State};

const OLD: &[u8] = b"Dataset(format: 1, title: \"the old version\")";
const NEW: &[u8] = b"Dataset(format: 1, title: \"the new version\")";
const RIVAL: &[u8] = b"Dataset(format: 1, title: \"of another program\")";

fn target() -> &'static Path {
    Path::new("/data/figures.ron")
}

fn spare() -> &'static Path {
    Path::new("/state/in-place")
}

/// A way in which a file can be saved.
#[derive(Clone, Copy, Debug)]
enum Way {
    Replaced,
    Renamed,
    New,
    InPlace,
    /// Replaced, and the old version kept.
    Kept,
}

const WAYS: [Way; 5] = [Way::Replaced, Way::Renamed, Way::New, Way::InPlace, Way::Kept];

impl Way {
    fn disk(self) -> SimDisk {
        let nature = match self {
            Self::Replaced | Self::New | Self::Kept => Nature::default(),
            Self::Renamed => Nature { no_exchange: true, ..Nature::default() },
            Self::InPlace => Nature { other_names: 1, ..Nature::default() },
        };
        let files: &[(&Path, &[u8])] = if matches!(self, Self::New) { &[] } else { &[(target(), OLD)] };
        SimDisk { nature, ..SimDisk::with(files) }
    }

    fn base(self) -> Base<'static> {
        if matches!(self, Self::New) { Base::Whatever } else { Base::Known(OLD) }
    }

    fn save(self, disk: &SimDisk) -> Result<Vec<Remark>, SaveError> {
        let history = matches!(self, Self::Kept).then(|| Path::new("/state/history"));
        save_over(disk, Saving { path: target(), bytes: NEW, base: self.base(), spare: spare(), history })
    }
}

/// What there is for somebody who looks for their figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Old,
    New,
    /// Neither, but both are kept elsewhere, whole.
    Kept,
    Torn,
    Missing,
}

fn found(state: &State, way: Way) -> Found {
    let is_kept = |bytes: &[u8]| {
        let mut copies = state.names.keys().filter(|path| path.parent() == Some(spare()));
        copies.any(|path| state.content(path) == Some(bytes))
    };
    match state.content(target()) {
        Some(bytes) if bytes == OLD => Found::Old,
        Some(bytes) if bytes == NEW => Found::New,
        _ if is_kept(OLD) && is_kept(NEW) => Found::Kept,
        Some(_) => Found::Torn,
        None if matches!(way, Way::New) => Found::Old,
        None => Found::Missing,
    }
}

/// Whether the old version is kept among the earlier ones.
fn is_in_history(state: &State) -> bool {
    state.names.keys().any(|path| path.starts_with("/state/history") && state.content(path) == Some(OLD))
}

#[test]
fn no_crash_at_any_moment_leaves_a_torn_or_missing_file_or_an_old_one_that_was_said_to_be_saved() {
    let mut count = 0;
    for way in WAYS {
        let disk = way.disk();
        way.save(&disk).expect("a disk without faults");
        let crashes = disk.crashes();
        let last = crashes.iter().map(|(made, _)| *made).max().expect("some");
        for (made, state) in &crashes {
            let found = found(state, way);
            let is_fine = match found {
                Found::Old => *made < last,
                Found::New => true,
                Found::Kept => matches!(way, Way::InPlace) && *made < last,
                Found::Torn | Found::Missing => false,
            };
            assert!(is_fine, "{way:?}, after {made} of {last}: {found:?}, {state:?}");
            let is_kept = !matches!(way, Way::Kept) || found == Found::Old || is_in_history(state);
            assert!(is_kept, "after {made} of {last} the old version is nowhere: {state:?}");
        }
        count += crashes.len();
    }
    assert!(count > 60, "{count} states");
    println!("{count} states");
}

#[test]
fn every_call_that_fails_once_or_for_ever_leaves_the_old_or_the_new_file_and_says_why() {
    let errors = [
        ErrorKind::StorageFull,
        ErrorKind::Other,
        ErrorKind::QuotaExceeded,
        ErrorKind::PermissionDenied,
        ErrorKind::ReadOnlyFilesystem,
        ErrorKind::Interrupted,
        ErrorKind::StaleNetworkFileHandle,
        ErrorKind::Unsupported,
        ErrorKind::NotFound,
        ErrorKind::ResourceBusy,
    ];
    let errors = errors.map(Error::Kind).into_iter().chain([Error::Short]);
    let mut runs = 0;
    for error in errors {
        for for_ever in [false, true] {
            for way in WAYS {
                for nth in 0.. {
                    let disk = SimDisk { fault: Some(Fault { nth, error, for_ever }), ..way.disk() };
                    let outcome = way.save(&disk);
                    if disk.calls().len() <= nth {
                        break;
                    }
                    if disk.has_failed() {
                        runs += 1;
                        check(&disk, way, &outcome, &format!("{way:?} {error:?} at {nth}, for ever: {for_ever}"));
                    }
                }
            }
        }
    }
    assert!(runs > 700, "{runs} runs");
    println!("{runs} runs");
}

fn check(disk: &SimDisk, way: Way, outcome: &Result<Vec<Remark>, SaveError>, what: &str) {
    let state = disk.state();
    let found = found(&state, way);
    let said = outcome.as_ref().err().map(ToString::to_string);
    let what = format!("{what}: {found:?}, said {said:?}, calls {:?}", disk.calls());
    match outcome {
        // What can't be kept keeps nobody from saving.
        Ok(remarks) => {
            assert_eq!(found, Found::New, "{what}");
            let is_said = remarks.iter().any(|remark| matches!(remark, Remark::NotKept(_)));
            assert!(!matches!(way, Way::Kept) || is_said || is_in_history(&state), "{what}");
        }
        Err(SaveError::NotConfirmed(_)) => assert_eq!(found, Found::New, "{what}"),
        Err(SaveError::Interrupted { copy, old, .. }) => {
            assert!(matches!(way, Way::InPlace), "{what}");
            assert_eq!((state.content(copy), state.content(old)), (Some(NEW), Some(OLD)), "{what}");
        }
        Err(_) => assert_eq!(found, Found::Old, "{what}"),
    }
    assert!(said.is_none_or(|said| said.len() > 10), "{what}");
    // Nothing is left beside the file, unless removing it fails too; then the sweep knows it.
    let beside = |state: &State| state.names.keys().filter(|p| p.parent() == target().parent()).count();
    let expected = usize::from(state.content(target()).is_some());
    let left = beside(&state) - expected;
    let calls = disk.calls();
    let failed = |name: &str| disk.fault.is_some_and(|fault| calls.get(fault.nth).is_some_and(|c| c.starts_with(name)));
    // What came out of an exchange is not removed unseen.
    let is_unseen = failed("read .docket") && calls.iter().any(|call| call.starts_with("exchange"));
    let removal_fails = disk.fault.is_some_and(|fault| fault.for_ever) || failed("remove") || is_unseen;
    assert!(left == 0 || (left == 1 && removal_fails), "{what}: {left} left");
    let files: Vec<(&Path, &[u8])> =
        state.names.keys().map(|path| (path.as_path(), state.content(path).unwrap_or_default())).collect();
    let healthy = SimDisk::with(&files);
    assert_eq!(sweep(&healthy, Path::new("/data")), left, "{what}");
}

#[test]
fn what_another_program_writes_is_never_overwritten_unseen() {
    for before in ["kind", "resolve", "read", "names", "create", "attributes", "sync", "exchange", "rename"] {
        for way in [Way::Replaced, Way::Renamed, Way::InPlace] {
            let rival = Some((before, RIVAL.to_vec(), target().to_owned()));
            let disk = SimDisk { rival, ..way.disk() };
            let outcome = way.save(&disk);
            let state = disk.state();
            let all: Vec<&[u8]> = state.names.keys().filter_map(|path| state.content(path)).collect();
            let never_came = !disk.calls().iter().any(|call| call.starts_with(before));
            // Between the last look and a plain rename there is a moment that no call can close.
            let is_the_gap = matches!((way, before), (Way::Renamed, "rename"));
            assert!(
                never_came || is_the_gap || all.contains(&RIVAL),
                "{way:?}, before {before}: {outcome:?} {:?}",
                disk.calls()
            );
            if let Some(Remark::ConflictKept(kept)) = outcome.as_ref().ok().and_then(|remarks| remarks.first()) {
                assert_eq!(state.content(kept), Some(RIVAL));
                assert_eq!(kept.file_name().and_then(|name| name.to_str()), Some("figures (conflict 1).ron"));
                assert_eq!(state.content(target()), Some(NEW));
            }
        }
    }
}

#[test]
fn a_file_that_is_not_as_it_was_read_is_not_overwritten_even_if_it_is_as_long() {
    let other = b"Dataset(format: 1, title: \"the odd version\")";
    assert_eq!(other.len(), OLD.len());
    let disk = SimDisk::with(&[(target(), other)]);
    assert!(matches!(Way::Replaced.save(&disk), Err(SaveError::Changed)));
    assert_eq!(disk.state().content(target()), Some(&other[..]));
    let gone = SimDisk::with(&[]);
    assert!(matches!(Way::Replaced.save(&gone), Err(SaveError::Gone)));
}

#[test]
fn a_failed_sync_is_not_tried_again() {
    // After a failed sync the system may count the pages as clean: a second one succeeds and the bytes are gone.
    let disk = Way::Replaced.disk();
    way_calls(&disk);
    let nth = disk.calls().iter().position(|call| call.starts_with("sync ")).expect("a sync");
    let failing = SimDisk {
        fault: Some(Fault { nth, error: Error::Kind(ErrorKind::Other), for_ever: false }),
        ..Way::Replaced.disk()
    };
    way_calls(&failing);
    assert_eq!(failing.calls().iter().filter(|call| call.starts_with("sync ")).count(), 1);
}

fn way_calls(disk: &SimDisk) {
    let _ = Way::Replaced.save(disk);
}

#[test]
fn what_can_be_made_again_takes_the_old_ones_place_without_waiting_for_the_disk() {
    let calls =
        |disk: &SimDisk| disk.calls().iter().filter_map(|c| c.split(' ').next()).map(str::to_owned).collect::<Vec<_>>();
    let disk = SimDisk::with(&[]);
    write_derived(&disk, target(), b"first").expect("a figure");
    assert_eq!(calls(&disk), ["kind", "create", "lock", "rename"]);
    let disk = SimDisk::with(&[(target(), b"first")]);
    write_derived(&disk, target(), b"second").expect("a figure");
    assert_eq!(calls(&disk), ["kind", "read-only", "resolve", "create", "lock", "attributes", "rename"]);
    assert_eq!(disk.state().content(target()), Some(&b"second"[..]));
    let fault = Some(Fault { nth: 3, error: Error::Short, for_ever: false });
    let full = SimDisk { fault, ..SimDisk::with(&[(target(), b"first")]) };
    assert!(matches!(write_derived(&full, target(), b"third"), Err(SaveError::Full)));
    assert_eq!((full.state().content(target()), full.state().names.len()), (Some(&b"first"[..]), 1));
}
