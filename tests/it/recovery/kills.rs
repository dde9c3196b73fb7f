//! The program is killed while somebody types: what it finds at the next start.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use docket::{
    app::Setup,
    document::{Places, disk::RealDisk, recovery::Keeper},
    session::Command,
};
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{
    panics::{FOLDER, test_as_process},
    window::{Desk, MINE, until},
};
use crate::support::window::window_with;

/// What a crash may cost.
const PROMISE: u64 = 2000;
/// The longest that somebody types.
const LONGEST: u64 = 5000;

/// By a clock that two processes read alike.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis() as u64
}

/// Any time up to so many milliseconds.
fn chance(most: u64) -> Duration {
    Duration::from_millis(getrandom::u64().expect("a number") % most)
}

fn with_first(value: u64) -> String {
    if value == 0 { MINE.to_owned() } else { MINE.replace("value: 12)", &format!("value: {value})")) }
}

/// Not a test: a window in which somebody types one number after the other, and says when, until it is killed.
#[test]
#[ignore = "the process that other tests start and kill"]
fn process_in_which_somebody_types() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let setup = Setup::from(Places::within(&Path::new(&folder).join("own")));
    let commands = vec![Command::Open(Path::new(&folder).join("some.ron"))];
    let mut harness = window_with(setup, commands, vec2(1024.0, 640.0));
    until(&mut harness, "opening", |app| app.session().active().is_some());
    harness.get_by_label("s 2001").click();
    harness.run_steps(3);
    println!("\nready");
    for n in 1_u64.. {
        // From the moment that Enter is pressed the number is the user's.
        harness.event(egui::Event::Text(n.to_string()));
        harness.step();
        let at = now();
        harness.key_press(Key::Enter);
        harness.step();
        let (_, document) = harness.state().session().active().expect("a document");
        assert_eq!(document.text().to_string(), with_first(n));
        // Whoever waits for it may have gone.
        let _ = writeln!(std::io::stdout(), "typed {n} {at}");
        harness.key_press(Key::ArrowUp);
        harness.step();
        thread::sleep(chance(250));
    }
}

/// What a kill has cost.
struct Outcome {
    typed: usize,
    /// The numbers that are lost.
    lost: usize,
    /// How long before the kill the first of them was typed, in milliseconds.
    age: u64,
}

/// Starts a window, kills it after a while, and looks what the next start finds.
fn kill(after: Duration) -> Outcome {
    let desk = Desk::new();
    let folder = desk.file.parent().expect("a folder");
    let mut process = test_as_process("recovery::kills::process_in_which_somebody_types", folder);
    // Not a pipe: nobody reads it until the end.
    let (errors, said) = (folder.join("errors.txt"), fs::File::create(folder.join("errors.txt")).expect("a file"));
    let errors = || fs::read_to_string(&errors).unwrap_or_default();
    let mut child = process.stdout(Stdio::piped()).stderr(said).spawn().expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    if !lines.any(|line| line == "ready") {
        child.wait().expect("its end");
        panic!("it never came to typing: {}", errors());
    }
    // It is killed in the midst of whatever it does; what it has said until then is in the pipe.
    thread::sleep(after);
    let killed = now();
    child.kill().expect("it ran until now");
    assert_eq!(child.wait().expect("its end").code(), None, "{}", errors());
    let mut times = Vec::new();
    for line in lines {
        if let Some((n, at)) = line.strip_prefix("typed ").and_then(|rest| rest.split_once(' ')) {
            assert_eq!(n, (times.len() + 1).to_string());
            times.push(at.parse::<u64>().expect("a time"));
        }
    }
    assert_eq!(fs::read_to_string(&desk.file).expect("the file"), MINE, "the file itself is as it was");
    let found = restored(&desk);
    let text = found.as_deref().unwrap_or(MINE);
    // The last number may have been typed without being said any more.
    let values = 0..=times.len() as u64 + 1;
    let Some(value) = values.clone().find(|value| with_first(*value) == text) else {
        panic!("what was restored never was: {text}");
    };
    let lost = &times[(value as usize).min(times.len())..];
    let age = lost.first().map_or(0, |at| killed.saturating_sub(*at));
    Outcome { typed: times.len(), lost: lost.len(), age }
}

/// What the next start offers, as it would be restored.
fn restored(desk: &Desk) -> Option<String> {
    let mut keeper: Keeper<u8> = Keeper::new(desk.places().recovery());
    let found = keeper.found(&RealDisk).expect("a folder");
    assert!(found.len() <= 1, "{found:?}");
    let found = found.first()?;
    assert!(found.newest.is_ok() && !found.was_closed, "{found:?}");
    Some(keeper.restore(&RealDisk, found).expect("a copy").text)
}

/// Kills so often, and gives how many cost more than was promised.
fn kill_often(times: usize, at_once: usize) -> usize {
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once)
            .map(|_| {
                scope.spawn(|| {
                    let mut outcomes = Vec::new();
                    while next.fetch_add(1, Ordering::Relaxed) < times {
                        outcomes.push(kill(chance(LONGEST)));
                    }
                    outcomes
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("its kills")).collect()
    });
    let mut ages: Vec<u64> = outcomes.iter().map(|outcome| outcome.age).collect();
    ages.sort_unstable();
    let typed: usize = outcomes.iter().map(|outcome| outcome.typed).sum();
    let lost: usize = outcomes.iter().map(|outcome| outcome.lost).sum();
    let without = outcomes.iter().filter(|outcome| outcome.lost == 0).count();
    let too_old = ages.iter().filter(|age| **age > PROMISE).count();
    let at = |share: f64| ages[((ages.len() - 1) as f64 * share) as usize];
    println!(
        "{} kills: {typed} numbers typed, {lost} lost, {without} kills cost none; the oldest that was lost: half the \
         time at most {} ms, in 99 of 100 at most {} ms, at most {} ms; older than {PROMISE} ms: {too_old}",
        outcomes.len(),
        at(0.5),
        at(0.99),
        at(1.0),
    );
    assert_eq!(outcomes.len(), times);
    too_old
}

/// What is found is always some state that there was. How old it is depends on what else the machine does, so that only
/// a machine that is in the way half of the time is let pass; all of two thousand are held to it by hand.
#[test]
fn a_kill_while_typing_costs_two_seconds_at_most() {
    let too_old = kill_often(12, 4);
    assert!(too_old <= 6, "{too_old} of 12");
}

#[test]
#[ignore = "takes an hour"]
fn two_thousand_kills_while_typing_cost_two_seconds_at_most_each() {
    // More at a time keep two processors so busy that the test measures itself.
    assert_eq!(kill_often(2000, 3), 0);
}
