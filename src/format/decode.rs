//! Tree → values of the model's plain types; what does not fit is reported with its place and what was expected.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Range,
};

use super::{
    diagnostic::Diagnostic,
    literal,
    tree::{Kind, NodeId, Tree, excerpt},
};
use crate::model::{Id, Observations, Period, PeriodError, Section, SourceRefs};

/// Reads nodes of a tree and reports into a list.
pub(super) struct Decoder<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
    pub diagnostics: Vec<Diagnostic>,
    /// What is not in the model because it could not be read: entries of sections, and observations.
    pub unread: HashSet<NodeId>,
    /// The values of the lists of observations of the tree, to be taken from here.
    pub lists: Vec<Observations>,
    /// Those that were taken.
    pub used_lists: BTreeSet<usize>,
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
    pub fn new(text: &'a str, tree: &'a Tree, diagnostics: Vec<Diagnostic>) -> Self {
        Self { text, tree, diagnostics, unread: HashSet::new(), lists: Vec::new(), used_lists: BTreeSet::new() }
    }

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
        self.expected_or(id, expected, None);
    }

    /// The same, with what to do about it.
    fn expected_or(&mut self, id: NodeId, expected: &str, hint: Option<String>) {
        let node = self.tree.node(id);
        if node.kind == Kind::Error {
            return;
        }
        let found = match node.kind {
            Kind::Str | Kind::RawStr => format!("the text {}", excerpt(self.spelled(id))),
            Kind::Bytes => "bytes".to_owned(),
            Kind::Char => format!("{} in single quotes", excerpt(self.spelled(id))),
            Kind::Number => format!("the number {}", excerpt(self.spelled(id))),
            Kind::Word => format!("the word `{}`", excerpt(self.spelled(id))),
            Kind::List => "a list […]".to_owned(),
            Kind::Map => "a map {…}".to_owned(),
            Kind::Fields | Kind::Tuple => match &node.name {
                Some(name) => format!("`{}(…)`", excerpt(&self.text[name.clone()])),
                None if node.kind == Kind::Tuple => "a group (…) without names".to_owned(),
                None => "a group (…)".to_owned(),
            },
            Kind::Entry | Kind::Error => "something else".to_owned(),
        };
        self.error("wrong-type", id, format!("expected {expected}, found {found}"), hint);
    }

    /// The fields of a struct: `(name: value, …)`, with the struct's name before it or not.
    pub fn record(&mut self, id: NodeId, type_name: &str, what: &'static str, known: &[&str]) -> Option<Record<'a>> {
        let node = self.tree.node(id);
        let is_struct = node.kind == Kind::Fields || (node.kind == Kind::Tuple && node.children.is_empty());
        if !is_struct {
            let (name, hint) = match (type_name, node.kind) {
                ("Dataset", Kind::Map) => (type_name, Some("is this JSON? A dataset is written with `( … )`")),
                ("Dataset", _) => (type_name, Some("is this a table? `docket import` reads tables")),
                _ => ("", None),
            };
            self.expected_or(id, &format!("{what}: {name}(name: value, …)"), hint.map(str::to_owned));
            return None;
        }
        if let Some(name_span) = &node.name {
            let name = plain_name(&self.text[name_span.clone()]);
            if name != type_name && !type_name.is_empty() {
                let message = format!("expected `{type_name}(…)`, found `{}(…)`", excerpt(name));
                let or_none = if self.tree.needs_names { "" } else { ", or no name at all" };
                let hint = Some(format!("write `{type_name}(`{or_none}"));
                self.diagnostics.push(Diagnostic::error("wrong-name", name_span.clone(), message, hint));
            }
        }
        if node.name.is_none() && self.tree.needs_names && !type_name.is_empty() {
            let message = format!("`{type_name}` is missing before this: the file asks for the names of all structs");
            let hint = Some(format!("write `{type_name}(`, or take `explicit_struct_names` out of the first lines"));
            let start = node.span.start;
            self.diagnostics.push(Diagnostic::error("no-struct-name", start..start + 1, message, hint));
        }
        let mut fields: Vec<(&str, NodeId)> = Vec::with_capacity(node.children.len());
        for child in &node.children {
            let Some((key, value)) = self.tree.entry(*child) else { continue };
            let name = plain_name(self.spelled(key));
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
                self.any(value);
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
        let first = self.text[record.span.clone()].chars().next().map_or(0, char::len_utf8);
        let span = record.span.start..record.span.start + first;
        let message = format!("{} needs the field `{name}`", record.what);
        let example = match name {
            "format" => "1",
            "title" | "text" | "series" | "with" => "\"…\"",
            "at" | "from" | "to" | "base" => "2012",
            _ => "…",
        };
        self.diagnostics.push(Diagnostic::error(
            "missing-field",
            span,
            message,
            Some(format!("add `{name}: {example}`")),
        ));
        None
    }

    pub fn string(&mut self, id: NodeId) -> Option<String> {
        match self.tree.node(id).kind {
            Kind::RawStr | Kind::Str => self.quoted(id),
            Kind::Char => {
                let inside = self.spelled(id).trim_matches('\'');
                self.expected_or(id, "a \"text\" in quotes", Some(format!("write \"{}\"", excerpt(inside))));
                None
            }
            _ => {
                self.expected(id, "a \"text\" in quotes");
                None
            }
        }
    }

    /// What a text or a character in quotes stands for.
    pub fn quoted(&mut self, id: NodeId) -> Option<String> {
        let spelled = self.spelled(id);
        let kind = self.tree.node(id).kind;
        if kind == Kind::RawStr {
            let inside = spelled.trim_start_matches('r').trim_matches('#');
            return Some(inside[1..inside.len() - 1].to_owned());
        }
        match literal::unescape(&spelled[1..spelled.len() - 1]) {
            Ok(text) if kind == Kind::Char && !is_one_character(&spelled[1..spelled.len() - 1], &text) => {
                self.expected(id, "a \"text\" in double quotes");
                None
            }
            Ok(text) => Some(text),
            Err(unknown) => {
                for escape in unknown {
                    let start = self.span(id).start + 1 + escape.at;
                    let span = start..start + escape.length;
                    let message = format!("`{}` is not a known escape", &self.text[span.clone()]);
                    let hint = "for a backslash itself write `\\\\`".to_owned();
                    self.diagnostics.push(Diagnostic::error("escape", span, message, Some(hint)));
                }
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
            Kind::Number => match literal::decimal(spelled) {
                // A zero has no sign: two that are equal are one and the same.
                Some(number) if number.is_finite() => Some(number + 0.0),
                Some(_) => {
                    self.error("not-finite", id, format!("{spelled} is too large for a number"), None);
                    None
                }
                None if matches!(spelled.trim_start_matches(['+', '-']), "inf" | "NaN" | "inff64" | "NaNf64") => {
                    self.not_a_figure(id);
                    None
                }
                None => {
                    let hint = "write it like 1234.5, 1_234.5 or 1e6".to_owned();
                    self.error("number", id, format!("`{}` is not a decimal number", excerpt(spelled)), Some(hint));
                    None
                }
            },
            Kind::Word if matches!(spelled, "NaN" | "inf" | "NaNf64" | "inff64") => {
                self.not_a_figure(id);
                None
            }
            _ => {
                self.expected(id, "a number");
                None
            }
        }
    }

    fn not_a_figure(&mut self, id: NodeId) {
        let hint = "leave `value` out for a missing figure; `missing: NotPublished` says why".to_owned();
        self.error("not-finite", id, format!("{} is not a figure", self.spelled(id)), Some(hint));
    }

    pub fn bool(&mut self, id: NodeId) -> Option<bool> {
        if self.spelled(id).starts_with("r#") {
            self.expected(id, "true or false");
            return None;
        }
        self.word(id, "true or false", &[("true", true), ("false", false)])
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, id: NodeId, expected: &str, words: &[(&str, T)]) -> Option<T> {
        if self.tree.node(id).kind != Kind::Word {
            let inside = self.spelled(id).trim_matches('"');
            let is_quoted = self.tree.node(id).kind == Kind::Str && words.iter().any(|(word, _)| *word == inside);
            self.expected_or(id, expected, is_quoted.then(|| format!("write {inside} without quotes")));
            return None;
        }
        let spelled = plain_name(self.spelled(id));
        let found = words.iter().find(|(word, _)| *word == spelled).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown_word(id, spelled, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        }
        found
    }

    pub fn unknown_word(&mut self, id: NodeId, spelled: &str, known: &[&str]) {
        let hint = nearest(spelled, known.iter().copied())
            .map_or_else(|| format!("write one of {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        let span = self.tree.node(id).name.clone().unwrap_or_else(|| self.span(id));
        let message = format!("`{}` is not known here", excerpt(spelled));
        self.diagnostics.push(Diagnostic::error("unknown-word", span, message, Some(hint)));
    }

    pub fn period(&mut self, id: NodeId) -> Option<Period> {
        let spelled = self.spelled(id);
        let read = match self.tree.node(id).kind {
            Kind::Number => literal::integer(spelled)
                .and_then(|(year, _)| Period::year(year))
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
        let mut items = Vec::with_capacity(tree.node(id).children.len());
        for child in &tree.node(id).children {
            match read(self, *child) {
                Some(item) => items.push(item),
                None => {
                    self.unread.insert(*child);
                }
            }
        }
        Some(items)
    }

    /// The id of a source, or several in brackets of any kind, as `ron` reads them.
    pub fn source_refs(&mut self, id: NodeId) -> Option<SourceRefs> {
        let tree = self.tree;
        let node = tree.node(id);
        let is_literal = node.name.as_ref().is_some_and(|name| LITERALS.contains(&&self.text[name.clone()]));
        match node.kind {
            Kind::List | Kind::Tuple if !is_literal => {
                Some(node.children.iter().filter_map(|child| self.id(*child)).collect())
            }
            Kind::Str | Kind::RawStr | Kind::Char => self.quoted(id).map(|id| SourceRefs::from_iter([Id::from(id)])),
            _ => {
                self.expected(id, "the id of a source in quotes, or a list of ids");
                None
            }
        }
    }

    /// A value that is not used; its literals must be readable all the same.
    fn any(&mut self, id: NodeId) {
        let tree = self.tree;
        let node = tree.node(id);
        let name = node.name.as_ref().map(|name| &self.text[name.clone()]);
        let is_option = name == Some("Some");
        match node.kind {
            Kind::Fields | Kind::Tuple if !is_option && name.is_some_and(|name| LITERALS.contains(&name)) => {
                self.expected(id, "a text, a number or a group");
            }
            Kind::Str | Kind::Char => {
                self.quoted(id);
            }
            Kind::Number if self.spelled(id).contains("..") => {
                self.error("range-value", id, "no field of a dataset takes a range", None);
            }
            Kind::Number if literal::decimal(self.spelled(id)).is_none() => {
                let is_float = |suffix| self.spelled(id).strip_suffix(suffix).and_then(literal::decimal).is_some();
                if literal::integer(self.spelled(id)).is_none() && !is_float("f32") {
                    self.expected(id, "a number");
                }
            }
            Kind::Bytes if !literal::are_bytes(self.spelled(id)) => {
                self.expected(id, "bytes such as b\"abc\" or b\"\\x00\"");
            }
            Kind::Word if self.spelled(id) == "Some" => self.expected(id, "a value in Some(…)"),
            Kind::Fields | Kind::Tuple if is_option && (node.kind == Kind::Fields || node.children.len() != 1) => {
                self.expected(id, "one value in Some(…)");
            }
            _ => {}
        }
        for child in &node.children {
            match tree.entry(*child) {
                Some((_, value)) if node.kind == Kind::Fields => self.any(value),
                Some((key, value)) => {
                    self.any(key);
                    self.any(value);
                }
                None => self.any(*child),
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
            let Some((key, value)) = tree.entry(*child) else {
                self.unread.insert(*child);
                continue;
            };
            let (key_id, item) = (self.id(key), read(self, value));
            match (key_id, item) {
                (Some(key_id), _) if section.contains_key(&key_id) => {
                    let hint = Some("ids are unique in their section; give one of the two another".to_owned());
                    self.error("duplicate-id", key, format!("the id `{}` is taken already", excerpt(&key_id)), hint);
                }
                (Some(key_id), Some(item)) => {
                    section.insert(key_id, item);
                    continue;
                }
                _ => {}
            }
            self.unread.insert(*child);
        }
        Some(section)
    }
}

/// Words that stand for values of their own, and so can't name a group.
const LITERALS: [&str; 10] = ["Some", "None", "true", "false", "inf", "inff32", "inff64", "NaN", "NaNf32", "NaNf64"];

/// Whether what stands in single quotes is one character, spelled plain or with one escape.
fn is_one_character(inside: &str, unescaped: &str) -> bool {
    let escapes = inside.matches('\\').count();
    unescaped.chars().count() == 1 && (escapes <= 1 || inside == "\\\\")
}

/// A name without the mark of a raw one: `r#at` is `at`.
pub(super) fn plain_name(spelled: &str) -> &str {
    spelled.strip_prefix("r#").unwrap_or(spelled)
}

/// Names longer than this, in bytes, are not compared: that takes the square of their length.
const COMPARED: usize = 100;

/// The known name that a misspelled one is nearest to, if it is near enough.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .filter(|candidate| name.len() <= COMPARED && candidate.len() <= COMPARED)
        .map(|candidate| (strsim::jaro_winkler(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
