//! Tree → values of the model's plain types; what does not fit is reported with its place and what was expected.

use std::ops::Range;

use super::{
    diagnostic::Diagnostic,
    tree::{Kind, NodeId, Tree, excerpt},
};
use crate::model::{Id, Period, PeriodError, Section, SourceRefs};

/// Reads nodes of a tree and reports into a list.
pub(super) struct Decoder<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
    pub diagnostics: Vec<Diagnostic>,
}

/// The named fields of a struct, as they stand.
pub(super) struct Record<'a> {
    fields: Vec<(&'a str, NodeId)>,
    span: Range<usize>,
    what: &'static str,
}

impl Record<'_> {
    pub fn get(&self, name: &str) -> Option<NodeId> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }
}

impl<'a> Decoder<'a> {
    pub fn span(&self, id: NodeId) -> Range<usize> {
        self.tree.node(id).span.clone()
    }

    pub fn spelled(&self, id: NodeId) -> &'a str {
        &self.text[self.span(id)]
    }

    pub fn error(&mut self, code: &'static str, id: NodeId, message: impl Into<String>, hint: Option<String>) {
        let span = self.span(id);
        self.diagnostics.push(Diagnostic::error(code, span, message, hint));
    }

    /// Reports that a node is not what was expected; silent for what the reader has reported already.
    pub fn expected(&mut self, id: NodeId, expected: &str) {
        let node = self.tree.node(id);
        if node.kind == Kind::Error {
            return;
        }
        let found = match node.kind {
            Kind::Str | Kind::RawStr => format!("the text {}", excerpt(self.spelled(id))),
            Kind::Bytes => "bytes".to_owned(),
            Kind::Char => "a character".to_owned(),
            Kind::Number => format!("the number {}", excerpt(self.spelled(id))),
            Kind::Word => format!("the word `{}`", excerpt(self.spelled(id))),
            Kind::List => "a list […]".to_owned(),
            Kind::Map => "a map {…}".to_owned(),
            Kind::Fields | Kind::Tuple => match &node.name {
                Some(name) => format!("`{}(…)`", excerpt(&self.text[name.clone()])),
                None => "a group (…)".to_owned(),
            },
            Kind::Entry | Kind::Error => "something else".to_owned(),
        };
        self.error("wrong-type", id, format!("expected {expected}, found {found}"), None);
    }

    /// The fields of a struct: `(name: value, …)`, with the struct's name before it or not.
    pub fn record(&mut self, id: NodeId, type_name: &str, what: &'static str, known: &[&str]) -> Option<Record<'a>> {
        let node = self.tree.node(id);
        let is_struct = node.kind == Kind::Fields || (node.kind == Kind::Tuple && node.children.is_empty());
        if !is_struct {
            self.expected(id, &format!("{what}: (name: value, …)"));
            return None;
        }
        if let Some(name) = &node.name {
            let name = &self.text[name.clone()];
            if name != type_name && !type_name.is_empty() {
                self.error("wrong-name", id, format!("expected `{type_name}(…)`, found `{name}(…)`"), None);
                return None;
            }
        }
        let mut fields: Vec<(&str, NodeId)> = Vec::with_capacity(node.children.len());
        for child in &node.children {
            let Some((key, value)) = self.tree.entry(*child) else { continue };
            let name = self.spelled(key).trim_start_matches("r#");
            if fields.iter().any(|(field, _)| *field == name) {
                self.error(
                    "duplicate-field",
                    key,
                    format!("`{name}` is given twice"),
                    Some("keep one of them".to_owned()),
                );
            } else if known.contains(&name) {
                fields.push((name, value));
            } else {
                let hint = nearest(name, known.iter().copied()).map_or_else(
                    || format!("{what} has the fields {}", known.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("{what} has no field `{name}`; it is kept in the file and not used");
                self.diagnostics.push(Diagnostic::warning("unknown-field", self.span(key), message, Some(hint)));
            }
        }
        Some(Record { fields, span: self.span(id), what })
    }

    /// A field that may be left out, written plain, as `Some(…)` or as `None`.
    pub fn optional<T>(
        &mut self,
        record: &Record<'_>,
        name: &str,
        read: impl Fn(&mut Self, NodeId) -> Option<T>,
    ) -> Option<T> {
        let id = record.get(name)?;
        let node = self.tree.node(id);
        if node.kind == Kind::Word && self.spelled(id) == "None" {
            return None;
        }
        let some = node.kind == Kind::Tuple && node.name.as_ref().is_some_and(|n| &self.text[n.clone()] == "Some");
        match (some, node.children.as_slice()) {
            (true, [inside]) => read(self, *inside),
            (true, _) => {
                self.expected(id, "one value in Some(…)");
                None
            }
            (false, _) => read(self, id),
        }
    }

    /// A field that has a default.
    pub fn or_default<T: Default>(
        &mut self,
        record: &Record<'_>,
        name: &str,
        read: impl Fn(&mut Self, NodeId) -> Option<T>,
    ) -> T {
        record.get(name).and_then(|id| read(self, id)).unwrap_or_default()
    }

    /// A field that must be there.
    pub fn required<T>(
        &mut self,
        record: &Record<'_>,
        name: &str,
        read: impl Fn(&mut Self, NodeId) -> Option<T>,
    ) -> Option<T> {
        if let Some(id) = record.get(name) {
            return read(self, id);
        }
        let span = record.span.start..record.span.end.min(record.span.start + 1);
        let message = format!("{} needs the field `{name}`", record.what);
        self.diagnostics.push(Diagnostic::error("missing-field", span, message, Some(format!("add `{name}: …`"))));
        None
    }

    pub fn string(&mut self, id: NodeId) -> Option<String> {
        let spelled = self.spelled(id);
        match self.tree.node(id).kind {
            Kind::RawStr => {
                let inside = spelled.trim_start_matches('r').trim_matches('#');
                Some(inside[1..inside.len() - 1].to_owned())
            }
            Kind::Str => match unescape(&spelled[1..spelled.len() - 1]) {
                Ok(text) => Some(text),
                Err((at, escape)) => {
                    let start = self.span(id).start + 1 + at;
                    let hint = "for a backslash itself write `\\\\`".to_owned();
                    let message = format!("`{escape}` is not a known escape");
                    self.diagnostics.push(Diagnostic::error(
                        "escape",
                        start..start + escape.len(),
                        message,
                        Some(hint),
                    ));
                    None
                }
            },
            _ => {
                self.expected(id, "a \"text\" in quotes");
                None
            }
        }
    }

    pub fn id(&mut self, id: NodeId) -> Option<Id> {
        self.string(id).map(Id::from)
    }

    /// A finite decimal number.
    pub fn number(&mut self, id: NodeId) -> Option<f64> {
        let spelled = self.spelled(id);
        match self.tree.node(id).kind {
            Kind::Number => match decimal(spelled) {
                Some(number) if number.is_finite() => Some(number),
                Some(_) => {
                    self.error("not-finite", id, format!("{spelled} is too large for a number"), None);
                    None
                }
                None => {
                    let hint = "write it like 1234.5, 1_234.5 or 1e6".to_owned();
                    self.error("number", id, format!("`{}` is not a decimal number", excerpt(spelled)), Some(hint));
                    None
                }
            },
            Kind::Word if matches!(spelled, "NaN" | "inf") => {
                let hint = "leave `value` out for a missing figure; `missing: NotPublished` says why".to_owned();
                self.error("not-finite", id, format!("{spelled} is not a figure"), Some(hint));
                None
            }
            _ => {
                self.expected(id, "a number");
                None
            }
        }
    }

    pub fn bool(&mut self, id: NodeId) -> Option<bool> {
        self.word(id, "true or false", &[("true", true), ("false", false)])
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, id: NodeId, expected: &str, words: &[(&str, T)]) -> Option<T> {
        if self.tree.node(id).kind != Kind::Word {
            self.expected(id, expected);
            return None;
        }
        let spelled = self.spelled(id);
        let found = words.iter().find(|(word, _)| *word == spelled).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown_word(id, spelled, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        }
        found
    }

    pub fn unknown_word(&mut self, id: NodeId, spelled: &str, known: &[&str]) {
        let hint = nearest(spelled, known.iter().copied())
            .map_or_else(|| format!("one of {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        self.error("unknown-word", id, format!("`{}` is not known here", excerpt(spelled)), Some(hint));
    }

    pub fn period(&mut self, id: NodeId) -> Option<Period> {
        let spelled = self.spelled(id);
        let read = match self.tree.node(id).kind {
            Kind::Number => spelled
                .replace('_', "")
                .parse()
                .ok()
                .and_then(Period::year)
                .ok_or_else(|| PeriodError::Form(spelled.to_owned())),
            Kind::Str | Kind::RawStr => self.string(id)?.parse(),
            _ => {
                self.expected(id, PeriodError::EXPECTED);
                return None;
            }
        };
        read.map_err(|error| {
            let expected = format!("write {}", PeriodError::EXPECTED);
            let hint = match error {
                PeriodError::Backwards(_) => "the earlier period comes first: \"2002/2014\"".to_owned(),
                _ => expected,
            };
            self.error("period", id, error.to_string(), Some(hint));
        })
        .ok()
    }

    pub fn list<T>(&mut self, id: NodeId, what: &str, read: impl Fn(&mut Self, NodeId) -> Option<T>) -> Option<Vec<T>> {
        if self.tree.node(id).kind != Kind::List {
            self.expected(id, what);
            return None;
        }
        let tree = self.tree;
        Some(tree.node(id).children.iter().filter_map(|child| read(self, *child)).collect())
    }

    pub fn source_refs(&mut self, id: NodeId) -> Option<SourceRefs> {
        match self.tree.node(id).kind {
            Kind::List => self.list(id, "a list", Self::id).map(|ids| ids.into_iter().collect()),
            Kind::Str | Kind::RawStr => self.id(id).map(|id| SourceRefs::from_iter([id])),
            _ => {
                self.expected(id, "the id of a source in quotes, or a list of ids");
                None
            }
        }
    }

    /// A section: `{ "id": (…), … }`.
    pub fn section<T>(&mut self, id: NodeId, read: impl Fn(&mut Self, NodeId) -> Option<T>) -> Option<Section<T>> {
        if self.tree.node(id).kind != Kind::Map {
            self.expected(id, "a map: { \"id\": (…), … }");
            return None;
        }
        let tree = self.tree;
        let mut section = Section::new();
        for child in &tree.node(id).children {
            let Some((key, value)) = tree.entry(*child) else { continue };
            let (key_id, item) = (self.id(key), read(self, value));
            let Some(key_id) = key_id else { continue };
            if section.contains_key(&key_id) {
                let hint = Some("ids are unique in their section; give one of the two another".to_owned());
                self.error("duplicate-id", key, format!("the id `{}` is taken already", excerpt(&key_id)), hint);
            } else if let Some(item) = item {
                section.insert(key_id, item);
            }
        }
        Some(section)
    }
}

/// The known name that a misspelled one is nearest to, if it is near enough.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .map(|candidate| (strsim::jaro_winkler(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A number as `ron` reads it into an `f64`: decimal, underscores between digits.
fn decimal(spelled: &str) -> Option<f64> {
    let bytes = spelled.as_bytes();
    let known = bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E' | b'_'));
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let neat = bytes.iter().enumerate().all(|(i, b)| *b != b'_' || (digit(i.checked_sub(1)) && digit(Some(i + 1))));
    if known && neat { spelled.replace('_', "").parse().ok() } else { None }
}

/// The text that a quoted one stands for, or where an unknown escape is and how it is spelled.
fn unescape(inside: &str) -> Result<String, (usize, String)> {
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let escape = chars.next().map_or(' ', |(_, c)| c);
        let unknown = || (at, format!("\\{escape}"));
        match escape {
            '\\' | '"' | '\'' => out.push(escape),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            '0' => out.push('\0'),
            'x' => {
                let digits: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
                let code = u8::from_str_radix(&digits, 16).ok().filter(|code| code.is_ascii() && digits.len() == 2);
                out.push(code.map(char::from).ok_or_else(unknown)?);
            }
            'u' => {
                let rest = chars.as_str();
                let digits = rest.strip_prefix('{').and_then(|r| r.split_once('}')).map(|(digits, _)| digits);
                let digits = digits.filter(|d| (1..=6).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_hexdigit()));
                let code = digits.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32);
                out.push(code.ok_or_else(unknown)?);
                chars.nth(digits.map_or(0, |d| d.len() + 1));
            }
            _ => return Err(unknown()),
        }
    }
    Ok(out)
}
