//! Sources out of a bibliography.

use std::collections::HashMap;

use biblatex::{
    Bibliography, ChunksExt as _, Entry, ParseError, PermissiveType, Person, RawBibliography, RawChunk, RawEntry,
    Spanned, Type as _,
};

use super::ris;
use crate::model::{Id, Source, unique_id};

/// Why a bibliography can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct BibliographyError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl BibliographyError {
    pub(super) fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }
}

/// The sources of a bibliography in BibTeX, BibLaTeX or RIS, with ids made from its keys.
///
/// # Errors
/// Where it stops to be a bibliography. Of a faulty one nothing is taken.
pub fn read(text: &str) -> Result<Vec<(Id, Source)>, BibliographyError> {
    let found = if ris::is_ris(text) { ris::read(text)? } else { bibtex(text)? };
    if found.is_empty() {
        let message = "there is no entry; paste BibTeX (@online{key, title = {…}}) or RIS (TY  - …)";
        return Err(BibliographyError::at(text, 0, message));
    }
    let mut ids: Vec<Id> = Vec::new();
    Ok(found
        .into_iter()
        .map(|(key, source)| {
            let id = unique_id(&key, |id| ids.iter().any(|taken| taken == id));
            ids.push(id.clone());
            (id, source)
        })
        .collect())
}

fn bibtex(text: &str) -> Result<Vec<(String, Source)>, BibliographyError> {
    let wrong = |error: ParseError| BibliographyError::at(text, error.span.start, error.kind.to_string());
    let raw = RawBibliography::parse(text).map_err(wrong)?;
    // Addresses as they stand: hyphens in a row are no dashes there.
    let addresses: HashMap<String, String> = raw.entries.iter().filter_map(|entry| address(&entry.v)).collect();
    let bibliography = Bibliography::from_raw(raw).map_err(wrong)?;
    let source = |entry: &Entry| {
        let source = source_of(entry);
        Source { url: addresses.get(&entry.key).cloned().or(source.url), ..source }
    };
    Ok(bibliography.iter().map(|entry| (entry.key.clone(), source(entry))).collect())
}

/// The address of an entry as it is spelled, if it is spelled out, with the entry's key.
fn address(entry: &RawEntry<'_>) -> Option<(String, String)> {
    let field = entry.fields.iter().find(|field| field.key.v.eq_ignore_ascii_case("url"))?;
    match field.value.v.as_slice() {
        [Spanned { v: RawChunk::Normal(url), .. }] => {
            let url = url.trim().trim_start_matches('{').trim_end_matches('}');
            Some((entry.key.v.to_owned(), url.to_owned()))
        }
        _ => None,
    }
}

fn source_of(entry: &Entry) -> Source {
    let field = |name: &str| {
        let text = entry.get(name)?.format_verbatim();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    let any = |names: &[&str]| names.iter().find_map(|name| field(name));
    let people = entry.author().or_else(|_| entry.editors().map(|all| all.into_iter().flat_map(|(p, _)| p).collect()));
    let people: Vec<String> = people.unwrap_or_default().iter().map(name_of).collect();
    let body = any(&["publisher", "organization", "institution", "school", "journaltitle", "journal", "howpublished"]);
    let date = field("date").or_else(|| match entry.date() {
        Ok(PermissiveType::Typed(date)) => Some(date.to_chunks().format_verbatim()),
        Ok(PermissiveType::Chunks(chunks)) => Some(chunks.format_verbatim()),
        Err(_) => field("year"),
    });
    let doi = || field("doi").map(|doi| format!("https://doi.org/{doi}"));
    with_people(
        Source {
            publisher: body,
            title: field("title"),
            date,
            url: field("url").or_else(doi),
            accessed: field("urldate"),
            note: any(&["note", "annotation"]),
        },
        &people,
    )
}

fn name_of(person: &Person) -> String {
    let parts = [&person.given_name, &person.prefix, &person.name, &person.suffix];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Who wrote it stands for the publisher where none is named, else in the note.
pub(super) fn with_people(mut source: Source, people: &[String]) -> Source {
    if people.is_empty() {
        return source;
    }
    let people = people.join(", ");
    if source.publisher.is_none() {
        source.publisher = Some(people);
    } else {
        let said = format!("By {people}.");
        source.note = Some(source.note.map_or(said.clone(), |note| format!("{said} {note}")));
    }
    source
}
