//! Files that are made to hurt: each gives data or a located message, under a limit of memory and of computing time,
//! never a crash, and what they hold stays text wherever it goes.

use std::{fmt::Write as _, fs, path::Path, process::Output};

use docket::{app::App, session::Command};
use egui::vec2;
use egui_kittest::Harness;

use crate::{
    monkey::nothing_is_drawn_nowhere,
    support::{program::program, window::window},
};

const HEAD: &str = "Dataset(\n  format: 1,\n  title: \"T\",\n";

/// So many bytes may a message about a file have at most, however large the file.
const MOST_SAID: usize = 400_000;

/// A file of its name, its bytes, and what `check` must say of it; `None` where there is nothing to complain about.
struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    says: Option<&'static str>,
}

fn hostile(name: &'static str, bytes: impl Into<Vec<u8>>, says: Option<&'static str>) -> Hostile {
    Hostile { name, bytes: bytes.into(), says }
}

fn series(observations: &str) -> String {
    format!(
        "{HEAD}  series: {{\"a\": (entity: \"A\", observations: [{observations}])}},\n  charts: {{\"c\": (series: [\"a\"])}},\n)\n"
    )
}

/// Files of about this many parts.
fn files(size: usize) -> Vec<Hostile> {
    let id = "i".repeat(size.max(100_000));
    let nested = |open: &str, close: &str| format!("{HEAD}  x: {}1{},\n)\n", open.repeat(size), close.repeat(size));
    let mut many_series = format!("{HEAD}  series: {{\n");
    let mut named = String::new();
    for n in 0..size / 50 {
        writeln!(
            many_series,
            "\"s{n}\": (entity: \"E{n}\", observations: [(at: 2001, value: {n}), (at: 2002, value: 3)]),"
        )
        .expect("room");
        write!(named, "\"s{n}\",").expect("room");
    }
    write!(many_series, "  }},\n  charts: {{\"c\": (series: [{named}])}},\n)\n").expect("room");
    let mut days = String::new();
    for n in 0..size {
        let (year, month, day) = (1 + n / 336, 1 + n / 28 % 12, 1 + n % 28);
        write!(days, "(at: \"{year:04}-{month:02}-{day:02}\", value: {}),", n % 977).expect("room");
    }
    vec![
        hostile("open.ron", "(".repeat(size), Some(":1:1: error: this is never closed")),
        hostile("lists.ron", nested("[", "]"), Some(":4:")),
        hostile("maps.ron", nested("{\"a\":", "}"), Some(":4:")),
        hostile("options.ron", nested("Some(", ")"), Some(":4:")),
        hostile("comments.ron", format!("{HEAD}{}{})\n", "/*".repeat(size), "*/".repeat(size)), None),
        hostile("giant-text.ron", format!("{HEAD}  description: \"{}\",\n)\n", "añ ".repeat(size * 10)), None),
        hostile(
            "giant-unknown.ron",
            format!("{HEAD}  unknown: \"{}\",\n)\n", "a".repeat(size * 10)),
            Some(":4:3: warning: "),
        ),
        hostile("never-closed.ron", format!("{HEAD}  note: \"{}", "a\\\"".repeat(size)), Some("error: ")),
        hostile("errors.ron", series(&"(at: x, value: y, z: 1),\n".repeat(size)), Some(":4:")),
        hostile(
            "one-id.ron",
            format!("{HEAD}  series: {{{}}},\n)\n", "\"s\": (observations: []),\n".repeat(size / 2)),
            Some(":5:1: error: the id `s` is taken already"),
        ),
        hostile("one-field.ron", format!("{HEAD}{})\n", "title: \"x\",\n".repeat(size / 2)), Some("error: ")),
        hostile(
            "bytes.ron",
            [HEAD.as_bytes(), b"  note: \"\xff\xfe\xc0\x80\",\n)\n"].concat(),
            Some("line 4, column 10 is not UTF-8"),
        ),
        hostile("zeros.ron", vec![0; size * 5], Some(":1:1: error: `\\u{0}` can't stand here")),
        hostile(
            "too-large.ron",
            series(
                "(at: 2001, value: 1e999), (at: 2002, value: -1e999), (at: 2003, value: NaN), (at: 2004, value: inf)",
            ),
            Some("error: 1e999 is too large"),
        ),
        hostile(
            "long-number.ron",
            series(&format!("(at: 2001, value: {}), (at: {}, value: 1)", "9".repeat(size), "1".repeat(size))),
            Some(":4:"),
        ),
        hostile(
            "long-id.ron",
            format!(
                "{HEAD}  sources: {{\"{id}\": (publisher: \"P\")}},\n series: {{\"{id}\": (observations: [(at: 2001, value: 1, source: \"{id}\"), (at: 2002, value: 3)])}},\n charts: {{\"{id}\": (series: [\"{id}\", \"{id}x\"])}},\n)\n"
            ),
            Some("error: "),
        ),
        hostile("days.ron", series(&days), None),
        hostile("many-series.ron", many_series, None),
        hostile(
            "edges.ron",
            series(
                "(at: 1000, value: 1e308), (at: 1001, value: -1e308), (at: 2003, value: 5e-324), (at: 2004, value: 1.7976931348623157e308), (at: 9999, value: 1e-308)",
            ),
            None,
        ),
        hostile("far.ron", series("(at: \"0001-01-01\", value: 7), (at: \"9999-12-31\", value: 7)"), None),
        hostile("letters.ron", letters(), None),
    ]
}

/// Letters that turn the direction of a text, command a terminal, or end an element.
const LETTERS: &str = "\\u{202e}gnp.exe\\u{2066}\\u{1b}]0;x\\u{7}\\u{1b}[31mred\\u{0}\\u{8}\\u{200d}\\u{2028}</text><script>alert(1)</script>]]>&amp;";

fn letters() -> String {
    format!(
        "{HEAD}  sources: {{\"s\": (publisher: \"{LETTERS}\", url: \"javascript:alert(1)\")}},\n  \
         series: {{\"a\\u{{1b}}[31m\": (entity: \"{LETTERS}\", observations: [(at: 2001, value: 1, source: \"s\"), (at: 2002, value: 3)])}},\n  \
         events: {{\"e\": (at: 2001, title: \"{LETTERS}\")}},\n  \
         charts: {{\"c\\u{{1b}}\": (title: \"{LETTERS}\", series: [\"a\\u{{1b}}[31m\"])}},\n)\n"
    )
}

/// Runs the program with at most 4 GB of memory and two minutes of computing, after which the system kills it.
fn docket(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program(folder);
    if cfg!(unix) {
        let bounded = program(folder);
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "ulimit -v 4000000; ulimit -t 120; exec \"$0\" \"$@\""]);
        shell.arg(bounded.get_program()).current_dir(folder);
        for (name, value) in bounded.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        command = shell;
    }
    command.args(arguments).output().expect("the program runs")
}

/// What was said, if the program came to an end by itself and said what a terminal can show.
fn said(file: &str, output: &Output) -> String {
    let bytes = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8(bytes).expect("text");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{file}: {} {}", output.status, &text[..text.len().min(2000)]);
    assert!(text.len() < MOST_SAID, "{file}: {} bytes are said", text.len());
    let strange = text.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{2069}').contains(c));
    assert!(strange.is_none(), "{file}: a terminal is given {strange:?}");
    text
}

fn check_and_draw(size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files(size) {
        fs::write(folder.path().join(file.name), &file.bytes).expect("a file");
        let text = said(file.name, &docket(folder.path(), &["check", file.name]));
        match file.says {
            Some(says) => assert!(text.contains(says), "{}: {}", file.name, &text[..text.len().min(2000)]),
            None => assert!(text.contains("0 errors"), "{}: {}", file.name, &text[..text.len().min(2000)]),
        }
        for format in ["svg", "png", "pdf"] {
            said(file.name, &docket(folder.path(), &["export", file.name, "--all", "--to", "out", "--format", format]));
        }
        said(file.name, &docket(folder.path(), &["fmt", "--check", file.name]));
        assert_eq!(
            fs::read(folder.path().join(file.name)).expect("the file"),
            file.bytes,
            "{} is as it was",
            file.name
        );
    }
}

#[test]
fn files_that_are_made_to_hurt_give_data_or_a_located_message() {
    check_and_draw(3_000);
}

#[test]
#[ignore = "takes minutes: cargo test --profile long --test it hostile -- --ignored"]
fn files_of_a_million_parts_that_are_made_to_hurt_give_data_or_a_located_message() {
    check_and_draw(1_000_000);
}

#[test]
fn whatever_a_dataset_says_stays_text_in_a_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letters.ron"), letters()).expect("a file");
    for format in ["svg", "html"] {
        let arguments = ["export", "letters.ron", "--all", "--to", "out", "--format", format];
        assert_eq!(docket(folder.path(), &arguments).status.code(), Some(0));
        let mut drawn = fs::read_dir(folder.path().join("out")).expect("the folder");
        let path = drawn.find_map(|file| file.ok().filter(|file| file.path().extension().is_some_and(|e| e == format)));
        let text = fs::read_to_string(path.expect("a figure").path()).expect("text");
        assert!(text.contains("&lt;script&gt;"), "{text}");
        assert!(!text.contains("<script") && !text.contains("href=\"javascript"), "{text}");
        assert!(text.chars().all(|c| !c.is_control() || c.is_whitespace()), "{text:?}");
        if format == "svg" {
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
        }
    }
}

fn open(path: &Path) -> Harness<'static, App> {
    let mut harness = window(Vec::new(), vec2(1024.0, 640.0));
    harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    harness.state_mut().ask(Command::Open(path.to_owned()));
    for _ in 0..60_000 {
        harness.step();
        if !harness.state().is_busy() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    harness.run_steps(4);
    nothing_is_drawn_nowhere(&harness);
    harness
}

#[test]
fn the_window_shows_files_that_are_made_to_hurt() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().canonicalize().expect("the folder");
    for file in files(2_000) {
        let path = folder.join(file.name);
        fs::write(&path, &file.bytes).expect("a file");
        println!("{}", file.name);
        let harness = open(&path);
        let session = harness.state().session();
        assert!(!harness.state().is_busy(), "{} is still being read", file.name);
        let is_open = session.active().is_some_and(|(_, document)| document.path() == Some(path.as_path()));
        assert!(is_open || session.message().is_some(), "{}: neither shown nor refused", file.name);
    }
}
