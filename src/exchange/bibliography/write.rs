//! A bibliography of the sources of a dataset.

use std::fmt::Write as _;

use biblatex::{Bibliography, Chunk, Entry, EntryType, Spanned};
use serde_json::{Map, Value, json};

use crate::model::{Id, Section, Source};

/// What a bibliography is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BibliographyForm {
    /// For LaTeX and reference managers.
    Bibtex,
    /// For Pandoc and whatever else uses citation styles.
    CslJson,
    /// For people: a line each.
    Plain,
}

impl BibliographyForm {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Bibtex, Self::CslJson, Self::Plain];

    /// What it is called in menus.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::CslJson => "CSL-JSON",
            Self::Plain => "Plain text",
        }
    }
}

/// The sources of a dataset as a bibliography.
pub fn write(sources: &Section<Source>, form: BibliographyForm) -> String {
    match form {
        BibliographyForm::Bibtex => bibtex(sources),
        BibliographyForm::CslJson => csl_json(sources),
        BibliographyForm::Plain => plain(sources),
    }
}

/// A source in full, in words: `Reuters. Mexico extradites record number. 2010-01-02. https://… (read 2026-11-23).`
pub fn cited(id: &str, source: &Source) -> String {
    let mut out = String::new();
    let parts = [&source.publisher, &source.title, &source.date];
    for part in parts.into_iter().flatten().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        let end = if part.ends_with(['.', '!', '?', '…']) { " " } else { ". " };
        let _ = write!(out, "{part}{end}");
    }
    if out.is_empty() {
        let _ = write!(out, "{id}. ");
    }
    if let Some(url) = &source.url {
        let _ = write!(out, "{url} ");
    }
    if let Some(accessed) = &source.accessed {
        let _ = write!(out, "(read {accessed})");
    }
    out.trim_end().to_owned()
}

fn plain(sources: &Section<Source>) -> String {
    sources.iter().fold(String::new(), |text, (id, source)| text + &cited(id, source) + "\n")
}

/// Keys of BibTeX hold no blanks, commas or braces.
fn key(id: &Id) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/') { c } else { '_' };
    id.chars().map(plain).collect()
}

fn bibtex(sources: &Section<Source>) -> String {
    let mut bibliography = Bibliography::new();
    for (id, source) in sources {
        let mut key = key(id);
        while bibliography.get(&key).is_some() {
            key.push('_');
        }
        let kind = if source.url.is_some() { EntryType::Online } else { EntryType::Misc };
        let mut entry = Entry::new(key, kind);
        let fields = [
            // The publisher is who says it; an author of its own a source has not.
            ("organization", &source.publisher),
            ("title", &source.title),
            ("date", &source.date),
            ("url", &source.url),
            ("urldate", &source.accessed),
            ("note", &source.note),
        ];
        for (field, text) in fields {
            if let Some(text) = text {
                let chunk = if field == "url" { Chunk::Verbatim(text.clone()) } else { Chunk::Normal(text.clone()) };
                entry.set(field, vec![Spanned::detached(chunk)]);
            }
        }
        bibliography.insert(entry);
    }
    let text = bibliography.to_biblatex_string();
    // An entry of many fields is read line by line.
    text.trim().replace("\n@", "\n\n@").replace("\n\n\n", "\n\n") + "\n"
}

fn csl_json(sources: &Section<Source>) -> String {
    let items: Vec<Value> = sources
        .iter()
        .map(|(id, source)| {
            let mut item = Map::new();
            item.insert("id".to_owned(), json!(id.as_str()));
            item.insert("type".to_owned(), json!(if source.url.is_some() { "webpage" } else { "document" }));
            let mut put = |name: &str, text: &Option<String>, value: &dyn Fn(&str) -> Value| {
                if let Some(text) = text {
                    item.insert(name.to_owned(), value(text));
                }
            };
            let plain = |text: &str| json!(text);
            put("publisher", &source.publisher, &plain);
            put("title", &source.title, &plain);
            put("issued", &source.date, &date);
            put("URL", &source.url, &plain);
            put("accessed", &source.accessed, &date);
            put("note", &source.note, &plain);
            Value::Object(item)
        })
        .collect();
    serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
}

/// A date of CSL: in parts where it is one, else as it stands.
fn date(text: &str) -> Value {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() <= 3 && parts[0].len() == 4 && parts.iter().all(is_number) {
        let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        return json!({ "date-parts": [numbers] });
    }
    json!({ "literal": text })
}
