//! When copies are made. No clock runs here: time is a number.

use std::time::Duration;

use docket::{
    document::{
        Origin,
        recovery::{Keeper, Schedule, Unsaved},
    },
    format::Text,
};
use proptest::prelude::*;

use crate::saving::sim::{Error, Fault, SimDisk};

const PROMISE: Duration = Duration::from_secs(2);

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

proptest! {
    /// Somebody edits at these moments, and each copy takes so long: whenever the program is killed, what is lost is not
    /// older than two seconds.
    #[test]
    fn each_change_is_in_a_copy_within_two_seconds(
        gaps in proptest::collection::vec(0_u64..1500, 1..60),
        costs in proptest::collection::vec(0_u64..400, 1..20),
    ) {
        let mut edits = Vec::new();
        let mut at = 0;
        for gap in gaps {
            at += gap;
            edits.push(millis(at));
        }
        let (mut schedule, mut copies, mut seen) = (Schedule::default(), 0, 0);
        let mut now = Duration::ZERO;
        loop {
            let due = schedule.due();
            let next = edits.get(seen).copied();
            match (due, next) {
                (None, None) => break,
                (due, Some(edit)) if due.is_none_or(|due| edit <= due.max(now)) => {
                    now = now.max(edit);
                    schedule.change(edit);
                    seen += 1;
                }
                (Some(due), _) => {
                    let begun = now.max(due);
                    let ended = begun + millis(costs[copies % costs.len()]);
                    schedule.made(begun, ended);
                    let first = edits.drain(..seen).next();
                    prop_assert!(first.is_none_or(|first| ended <= first + PROMISE), "{first:?} {ended:?}");
                    seen = 0;
                    copies += 1;
                    now = ended;
                }
                (None, Some(_)) => unreachable!("an edit that is next is taken"),
            }
        }
        // As few as they may be: less than one a second and one more.
        prop_assert!(copies as u64 <= now.as_secs() + 2, "{copies} in {now:?}");
    }
}

#[test]
fn nothing_is_due_without_a_change_and_failures_are_tried_again_less_and_less_often() {
    let mut schedule = Schedule::default();
    assert_eq!(schedule.due(), None);
    schedule.change(millis(100));
    schedule.rest();
    assert_eq!(schedule.due(), None);
    schedule.change(millis(5000));
    let mut waits = Vec::new();
    for _ in 0..10 {
        let due = schedule.due().expect("a copy is missing");
        schedule.failed(due, due);
        waits.push(schedule.due().expect("a copy is missing").saturating_sub(due).as_secs());
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    assert!(schedule.has_failed());
    let due = schedule.due().expect("a copy is missing");
    schedule.made(due, due + millis(3));
    assert!(schedule.due().is_none() && !schedule.has_failed());
}

#[test]
fn one_slow_moment_does_not_keep_copies_from_being_made_for_long() {
    let mut schedule = Schedule::default();
    schedule.change(millis(0));
    schedule.made(millis(250), millis(60_000));
    schedule.change(millis(60_000));
    assert!(schedule.due().is_some_and(|due| due <= millis(60_250)));
}

#[test]
fn a_disk_that_is_full_for_a_while_is_said_until_it_is_not() {
    let fault = Some(Fault { nth: 0, error: Error::Kind(std::io::ErrorKind::StorageFull), for_ever: true });
    let mut disk = SimDisk { fault, ..SimDisk::default() };
    let mut keeper = Keeper::new("/state/recovery".into());
    let text = Text::from("text");
    keeper
        .take(vec![Unsaved { key: 1, revision: 1, text, origin: Origin::Untitled("t".into()), base: None }], millis(0));
    keeper.work(&disk, &|| millis(100));
    assert_eq!(keeper.trouble(), None, "it is not due yet");
    keeper.work(&disk, &|| millis(300));
    assert_eq!(keeper.trouble(), Some("the disk is full"));
    let due = keeper.due().expect("it is tried again");
    disk.fault = None;
    keeper.work(&disk, &|| due);
    assert_eq!((keeper.trouble(), keeper.due()), (None, None));
}
