//! The life of one monkey: its folder, its window, its deeds, and what was seen.

use std::{
    collections::VecDeque,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use docket::{app::first_commands, document::samples};
use egui::vec2;

use super::{
    checks::{Checks, settle},
    deeds,
};
use crate::support::{random::Dice, window::window};

/// So many deeds between two looks at everything.
const BETWEEN_CHECKS: usize = 100;

/// So many deeds are told of when something breaks.
const REMEMBERED: usize = 25;

/// The last deeds, told when the thread ends with a panic.
struct Diary {
    seed: u64,
    count: usize,
    last: VecDeque<String>,
}

impl Diary {
    fn write(&mut self, deed: String) {
        self.count += 1;
        self.last.push_back(deed);
        if self.last.len() > REMEMBERED {
            self.last.pop_front();
        }
    }
}

impl Drop for Diary {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let last: Vec<_> = self.last.iter().map(String::as_str).collect();
            eprintln!("monkey {} after {} events; the last were\n{}", self.seed, self.count, last.join("\n"));
        }
    }
}

/// Does so many things to a window and looks whether all is well as it goes on.
///
/// # Panics
/// When something is not.
pub fn live(folder: &Path, seed: u64, events: usize) {
    let files = provisions(folder);
    let mut dice = Dice::new(seed);
    let mut harness = window(first_commands(Vec::new()), vec2(1280.0, 800.0));
    // As in a real window: what no typeface has is a box.
    harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let mut checks = Checks::default();
    let mut diary = Diary { seed, count: 0, last: VecDeque::new() };
    let born = Instant::now();
    let (mut slowest, mut slowest_deed) = (0.0, String::new());
    let mut early = None;
    for number in 1..=events {
        let deed = deeds::next(&mut dice, &harness, &files);
        diary.write(format!("{number}: {deed:?}"));
        let begun = Instant::now();
        deeds::perform(&deed, &mut harness);
        let took = begun.elapsed().as_secs_f64();
        if took > slowest {
            (slowest, slowest_deed) = (took, format!("{deed:?}"));
        }
        checks.after_each(&harness);
        if number % BETWEEN_CHECKS == 0 {
            checks.of_everything(&mut harness, folder);
        }
        if number == events / 4 {
            early = memory();
        }
    }
    settle(&mut harness);
    checks.of_everything(&mut harness, folder);
    slowest_deed.truncate(100);
    println!(
        "monkey {seed}: {events} events in {:.0} s; {} looks at everything, {} steps undone and made again, {} files saved \
         and read; slowest {:.0} ms ({slowest_deed}); memory after a quarter and at the end: {} and {} MB",
        born.elapsed().as_secs_f64(),
        checks.looks,
        checks.steps,
        checks.saves,
        slowest * 1e3,
        early.unwrap_or(0),
        memory().unwrap_or(0),
    );
}

/// The files that there are to open, drop and change.
fn provisions(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a file");
        files.push(path);
    };
    for sample in &samples::ALL {
        put(sample.file_name, sample.text.as_bytes());
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    for name in ["broken/names.ron", "broken/missing-comma.ron", "tastes/windows.ron", "tastes/letters.ron"] {
        put(&name.replace('/', "-"), &fs::read(corpus.join(name)).expect("a file of the corpus"));
    }
    put("mine.ron", samples::ALL[0].text.as_bytes());
    put("table.csv", b"period,Mexico,Colombia\n2001,17,24\n2002,25,about 40\n");
    put("workbook.xlsx", &fs::read(corpus.join("tables/workbook.xlsx")).expect("a workbook"));
    put("bytes.ron", &[0xff, 0xfe, 0, 1, 2, 3]);
    put("empty.ron", b"");
    files
}

/// What the process takes of the memory, in MB, where the system says.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}
