//! RIS: a line a field, `TY  - WEB` to `ER  -`.

use super::read::{BibliographyError, with_people};
use crate::model::Source;

/// Whether a text is RIS: its first line that is not blank starts an entry.
pub(super) fn is_ris(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).find(|line| !line.is_empty());
    first.is_some_and(|line| tag(line).is_some())
}

/// Tag and value of a line; the blanks of the standard are taken as they come.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.trim_start_matches('\u{feff}').split_at_checked(2)?;
    let mut letters = tag.chars();
    let is_tag = letters.next()?.is_ascii_uppercase() && letters.next()?.is_ascii_alphanumeric();
    let value = rest.trim_start().strip_prefix('-')?;
    is_tag.then(|| (tag, value.trim()))
}

#[derive(Default)]
struct Entry {
    id: String,
    source: Source,
    people: Vec<String>,
    journal: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Vec<(String, Source)>, BibliographyError> {
    let mut found = Vec::new();
    let mut entry: Option<(usize, Entry)> = None;
    let mut byte = 0;
    for line in text.split_inclusive('\n') {
        let (start, plain) = (byte, line.trim_end());
        byte += line.len();
        if plain.trim_start_matches('\u{feff}').is_empty() {
            continue;
        }
        let Some((tag, value)) = tag(plain) else {
            // Long values may go on in the next line.
            if let Some((_, entry)) = &mut entry
                && let Some(note) = &mut entry.source.note
            {
                note.push(' ');
                note.push_str(plain.trim());
                continue;
            }
            return Err(BibliographyError::at(text, start, "expected a field such as TI  - …"));
        };
        match (tag, &mut entry) {
            ("TY", None) => entry = Some((start, Entry::default())),
            ("TY", Some(_)) => {
                return Err(BibliographyError::at(text, start, "the entry before is not ended by ER  -"));
            }
            ("ER", _) => match entry.take() {
                Some((_, entry)) => found.push(finished(entry, found.len())),
                None => {
                    return Err(BibliographyError::at(text, start, "ER  - ends an entry that was not begun by TY  -"));
                }
            },
            (_, None) => return Err(BibliographyError::at(text, start, "expected TY  -, which begins an entry")),
            (tag, Some((_, entry))) => put(entry, tag, value),
        }
    }
    match entry {
        Some((start, _)) => Err(BibliographyError::at(text, start, "this entry is not ended by ER  -")),
        None => Ok(found),
    }
}

fn put(entry: &mut Entry, tag: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let source = &mut entry.source;
    let text = || Some(value.to_owned());
    match tag {
        "ID" => value.clone_into(&mut entry.id),
        "TI" | "T1" => source.title = text(),
        "PB" => source.publisher = text(),
        "AU" | "A1" => entry.people.push(value.to_owned()),
        "T2" | "JO" | "JF" => entry.journal = text(),
        "DA" => source.date = Some(date(value)),
        "PY" | "Y1" if source.date.is_none() => source.date = Some(date(value)),
        "UR" => source.url = text(),
        "DO" if source.url.is_none() => source.url = Some(format!("https://doi.org/{value}")),
        "Y2" => source.accessed = Some(date(value)),
        "N1" => source.note = text(),
        _ => {}
    }
}

/// `2012/05/21/` as `2012-05-21`.
fn date(value: &str) -> String {
    let parts: Vec<&str> = value.split('/').map(str::trim).take_while(|part| !part.is_empty()).take(3).collect();
    if parts.is_empty() { value.to_owned() } else { parts.join("-") }
}

fn finished(mut entry: Entry, nth: usize) -> (String, Source) {
    if entry.source.publisher.is_none() {
        entry.source.publisher = entry.journal.take();
    }
    let key = if entry.id.is_empty() {
        let by = entry.source.publisher.as_deref().or(entry.people.first().map(String::as_str)).unwrap_or("source");
        format!("{by} {}", entry.source.date.as_deref().and_then(|date| date.get(..4)).unwrap_or_default())
    } else {
        entry.id
    };
    let key = if key.trim().is_empty() { format!("source-{}", nth + 1) } else { key };
    (key, with_people(entry.source, &entry.people))
}
