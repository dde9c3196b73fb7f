//! The rules of the house that the compiler does not enforce.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms in their order: a room may use itself and those named with it.
const ROOMS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("format", &["model"]),
    ("analysis", &["model"]),
    ("chart", &["model", "analysis"]),
    ("document", &["model", "format", "analysis", "chart"]),
    ("exchange", &["model", "format", "analysis", "chart", "document"]),
    ("session", &["model", "format", "analysis", "chart", "document", "exchange"]),
    ("figure", &["model", "format", "analysis", "chart", "document", "exchange"]),
    ("app", &["model", "format", "analysis", "chart", "document", "exchange", "session", "figure"]),
    ("cli", &["model", "format", "analysis", "chart", "document", "exchange", "session", "figure", "app"]),
];

/// What must not be named in a room.
const FORBIDDEN: [(&str, &[&str]); 8] = [
    ("model", &["egui", "eframe", "std::fs", "std::io"]),
    ("format", &["egui", "eframe", "std::fs"]),
    ("analysis", &["egui", "eframe", "std::fs"]),
    ("chart", &["egui", "eframe", "std::fs"]),
    ("document", &["egui", "eframe"]),
    ("exchange", &["egui", "eframe"]),
    ("session", &["egui", "eframe", "std::fs", "Instant", "SystemTime"]),
    ("app", &["std::fs"]),
];

const LONGEST_FILE: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The lines of code with their numbers: no comments, and nothing from `#[cfg(test)]` on.
pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Every room that a line names by path.
fn rooms_named(line: &str) -> Vec<&str> {
    let mut named = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            named.extend(list.split(',').filter_map(|part| part.trim().split([':', '}', ' ']).next()));
        } else {
            named.extend(rest.split([':', ';', '(', ' ', ')', ',']).next());
        }
    }
    named
}

#[test]
fn a_room_uses_only_the_rooms_before_it() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        for file in rust_files(&root().join("src").join(room)) {
            let text = fs::read_to_string(&file).expect("a source file");
            for (number, line) in code(&text) {
                for named in rooms_named(line) {
                    let is_room = ROOMS.iter().any(|(r, _)| *r == named);
                    if is_room && named != room && !allowed.contains(&named) {
                        wrong.push(format!("{}:{number}: {room} uses {named}", file.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_room_must_not_know_is_not_named_there() {
    let mut wrong = Vec::new();
    for (room, words) in FORBIDDEN {
        for file in rust_files(&root().join("src").join(room)) {
            let text = fs::read_to_string(&file).expect("a source file");
            for (number, line) in code(&text) {
                for word in words {
                    if line.contains(word) {
                        wrong.push(format!("{}:{number}: {room} names {word}", file.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_enough_to_read() {
    let folders = ["src", "tests"].map(|f| root().join(f));
    let long: Vec<_> = folders
        .iter()
        .flat_map(|folder| rust_files(folder))
        .map(|file| (fs::read_to_string(&file).expect("a source file").lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let allowed = ["Cargo.toml", "Cargo.lock", "src", "assets", "tests", "README.md", "target"];
    let extra: Vec<_> = fs::read_dir(root())
        .expect("the repository")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()))
        .collect();
    assert!(extra.is_empty(), "{extra:?}");
}

#[test]
fn nothing_unfinished_is_left_in_the_source() {
    let words = ["todo!(", "unimplemented!(", "dbg!(", "FIXME", "XXX"];
    let mut found = Vec::new();
    for file in rust_files(&root().join("src")) {
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(root().join("src/architecture.md")).expect("the map");
    for (room, _) in ROOMS {
        assert!(map.contains(&format!("`{room}/`")), "{room} is missing in src/architecture.md");
    }
}
