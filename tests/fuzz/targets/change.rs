//! Any changes of a text: what is read after each is what reading it all at once gives, and going back gives back
//! every byte.
#![no_main]

#[path = "../../../src/format/mod.rs"]
mod format;
#[path = "../../../src/model/mod.rs"]
mod model;

use format::{Parsed, Patch, Replacement};
use libfuzzer_sys::fuzz_target;

const BASES: [&str; 4] = [
    include_str!("../../corpus/tastes/spacious.ron"),
    include_str!("../../corpus/tastes/letters.ron"),
    include_str!("../../corpus/tastes/named.ron"),
    include_str!("../../corpus/tastes/prose.ron"),
];

const PIECES: [&str; 20] = [
    "", ",", "(", ")", "[", "]", "{", "}", "\"", "\n", "//", "/*", "*/", "(at: 2001, value: 7),", "(at: 2008)", "note: \"x\", ",
    "source: \"nobody\", ", "r#\"", "\\", "é",
];

fuzz_target!(|bytes: &[u8]| {
    let [base, changes @ ..] = bytes else { return };
    let original = BASES[usize::from(*base) % BASES.len()];
    let mut parsed = format::parse(original);
    let mut undo = Vec::new();
    for change in changes.chunks_exact(4).take(8) {
        let text = parsed.text().to_string();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let first = (usize::from(change[0]) * 256 + usize::from(change[1])) % places.len();
        let last = (first + usize::from(change[2]) % 40).min(places.len() - 1);
        let piece = PIECES[usize::from(change[3]) % PIECES.len()].to_owned();
        let patch = Patch::new(vec![Replacement { range: places[first]..places[last], text: piece }]);
        undo.push(parsed.change(&patch));
        same_as_read_at_once(&parsed);
    }
    for patch in undo.into_iter().rev() {
        parsed.change(&patch);
    }
    assert_eq!(parsed.text().to_string(), original);
    same_as_read_at_once(&parsed);
});

fn same_as_read_at_once(parsed: &Parsed) {
    let whole = format::parse(&parsed.text().to_string());
    assert!(parsed.dataset() == whole.dataset());
    assert_eq!(parsed.diagnostics(), whole.diagnostics());
}
