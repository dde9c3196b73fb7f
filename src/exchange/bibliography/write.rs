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

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::CslJson => "json",
            Self::Plain => "txt",
        }
    }

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
                // A line a field: what reads them takes any white space for a blank.
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let chunk = if field == "url" { Chunk::Verbatim(text) } else { Chunk::Normal(text) };
                entry.set(field, vec![Spanned::detached(chunk)]);
            }
        }
        bibliography.insert(entry);
    }
    let text = mended(&bibliography.to_biblatex_string());
    // An entry of many fields is read line by line.
    text.trim().replace("\n@", "\n\n@").replace("\n\n\n", "\n\n") + "\n"
}

/// BibTeX in which tildes, carets and hyphens are those characters: `\~` and `\^` put an accent on the next letter, and
/// hyphens in a row are dashes. Addresses are taken as they stand.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("url = ") {
            out.push_str(line);
            continue;
        }
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            out.push(letter);
            if letter == '\\' {
                let escaped = letters.next();
                out.extend(escaped);
                if matches!(escaped, Some('~' | '^')) {
                    out.push_str("{}");
                }
            } else if letter == '-' && letters.peek() == Some(&'-') {
                out.push_str("{}");
            }
        }
    }
    out
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
