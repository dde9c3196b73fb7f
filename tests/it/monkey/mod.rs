//! A monkey at the window: what follows from a seed is clicked, typed, pasted, dropped, scrolled and resized, and as it
//! goes on it is seen that nothing breaks.
//!
//! Each monkey is a process of its own, with a folder of its own, so that whatever it saves or exports stays there.
//! `DOCKET_EVENTS` says how many events there are in all, `DOCKET_SEED` where the seeds start; `DOCKET_MONKEYS` how many
//! monkeys there are at a time.

mod checks;
mod deeds;
mod life;

pub use checks::nothing_is_drawn_nowhere;

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

/// What a process is told to be one monkey by: its seed and the number of its events.
const ONE: &str = "DOCKET_MONKEY";

/// As many events as fit into an ordinary run of the tests.
const EVENTS: usize = 1_000;

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn whatever_is_done_to_the_window_nothing_breaks() {
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let monkeys = number("DOCKET_MONKEYS", at_once.min(2)).max(1);
    let events = number("DOCKET_EVENTS", EVENTS).div_ceil(monkeys);
    let first = number("DOCKET_SEED", 1);
    let folder = tempfile::tempdir().expect("a folder");
    let children: Vec<_> = (first..first + monkeys)
        .map(|seed| {
            let home = folder.path().join(format!("monkey-{seed}"));
            (seed, one(&home, seed, events))
        })
        .collect();
    for (seed, child) in children {
        let output = child.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        print!("{said}");
        assert!(output.status.success(), "{ONE}={seed}:{events} ended with {}\n{said}\n{errors}", output.status);
    }
}

/// Starts a monkey that lives in a folder.
fn one(home: &Path, seed: usize, events: usize) -> Child {
    fs::create_dir_all(home).expect("a folder");
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "monkey::one_monkey", "--include-ignored", "--nocapture", "--test-threads=1"]);
    command.current_dir(home).env(ONE, format!("{seed}:{events}"));
    for name in
        ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"]
    {
        command.env(name, home);
    }
    // No dialog of the system may open on the screen of whoever runs the tests.
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(name);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process")
}

#[test]
#[ignore = "one monkey, which the test above starts in a folder of its own"]
fn one_monkey() {
    let Ok(life) = std::env::var(ONE) else { return };
    let (seed, events) = life.split_once(':').expect("SEED:EVENTS");
    let (seed, events) = (seed.parse().expect("a seed"), events.parse().expect("a number"));
    life::live(Path::new("."), seed, events);
}
