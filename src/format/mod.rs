//! Text ↔ model without loss: tokens → tree with spans → model and diagnostics; `Edit` → `Patch`.
//!
//! What is not preserved: nothing. What is not read although `ron` reads it: numbers with a type suffix (`5u8`),
//! hexadecimal and other spellings of a value, and byte strings, since no field of a dataset takes one.

mod check;
mod decode;
mod decode_items;
mod diagnostic;
mod layout;
mod lexer;
mod patch;
mod rewrite;
mod schema;
mod spell;
mod tree;

use std::ops::Range;

pub use diagnostic::{Diagnostic, LineColumn, LineIndex, Severity};
pub use patch::{Patch, Replacement};

use self::{
    decode::Decoder,
    tree::{NodeId, Tree},
};
use crate::model::{Address, Dataset, Edit, EditError, Id, SectionKind};

/// More findings than this are counted, not listed.
const MAX_DIAGNOSTICS: usize = 1000;

/// What a text was read as.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The dataset; as much as could be read when there are errors.
    pub dataset: Dataset,
    /// What is wrong with the text, by place.
    pub diagnostics: Vec<Diagnostic>,
    tree: Tree,
    /// The nodes of the sections, so that none is searched for twice.
    sections: [Option<NodeId>; 5],
    /// For each series its list of observations.
    lists: Vec<Option<NodeId>>,
}

/// Reads a text. Any text can be read; what is wrong with it is in the diagnostics.
pub fn parse(text: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    let tree = tree::read(text, &mut diagnostics);
    let mut decoder = Decoder { text, tree: &tree, diagnostics };
    let dataset = tree.root.and_then(|root| decoder.dataset(root));
    let was_read = dataset.is_some();
    let diagnostics = decoder.into_diagnostics();
    let dataset = dataset.unwrap_or_else(|| Dataset::titled(""));
    let mut parsed = Parsed { dataset, diagnostics, tree, sections: [None; 5], lists: Vec::new() };
    parsed.sections = SectionKind::ALL.map(|kind| parsed.field(text, parsed.tree.root, kind.name()));
    parsed.lists = parsed.observation_lists(text);
    if was_read {
        let found = check::check(&parsed, text);
        parsed.diagnostics.extend(found);
    }
    parsed.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    parsed.bound_diagnostics(text.len());
    parsed
}

/// The smallest change of the text that makes the edit.
///
/// # Errors
/// When the edit does not fit the dataset, or the text has errors.
pub fn patch(text: &str, parsed: &Parsed, edit: &Edit) -> Result<Patch, EditError> {
    rewrite::patch(text, parsed, edit)
}

/// A dataset as a text of its own, in canonical layout.
pub fn write(dataset: &Dataset) -> String {
    spell::dataset(dataset)
}

impl Parsed {
    /// Whether the text has errors, and so can only be shown.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// Where a thing stands in the text, its key included.
    pub fn span(&self, address: &Address) -> Option<Range<usize>> {
        let node = match address {
            Address::Dataset => self.tree.root?,
            Address::Section(kind) => self.section(*kind)?,
            Address::Item { section, id } => self.item_entry(*section, id)?,
            Address::Observation { series, index } => self.observation(series, *index)?,
        };
        Some(self.tree.node(node).span.clone())
    }

    /// What stands at a byte of the text: the smallest thing that has an address.
    pub fn address_at(&self, byte: usize) -> Option<Address> {
        let covers = |node: NodeId| self.tree.node(node).span.contains(&byte);
        for kind in SectionKind::ALL {
            let Some(section) = self.section(kind).filter(|s| covers(*s)) else { continue };
            let position = self.tree.node(section).children.iter().position(|entry| covers(*entry));
            let Some(id) = position.and_then(|at| self.id_at(kind, at)) else { return Some(Address::Section(kind)) };
            if kind == SectionKind::Series
                && let Some(list) = self.observations(&id)
                && let Some(index) = self.tree.node(list).children.iter().position(|o| covers(*o))
            {
                return Some(Address::Observation { series: id, index });
            }
            return Some(Address::Item { section: kind, id });
        }
        self.tree.root.filter(|root| covers(*root)).map(|_| Address::Dataset)
    }

    fn id_at(&self, kind: SectionKind, index: usize) -> Option<Id> {
        let dataset = &self.dataset;
        match kind {
            SectionKind::Sources => dataset.sources.get_index(index).map(|(id, _)| id.clone()),
            SectionKind::Series => dataset.series.get_index(index).map(|(id, _)| id.clone()),
            SectionKind::Events => dataset.events.get_index(index).map(|(id, _)| id.clone()),
            SectionKind::Claims => dataset.claims.get_index(index).map(|(id, _)| id.clone()),
            SectionKind::Charts => dataset.charts.get_index(index).map(|(id, _)| id.clone()),
        }
    }

    fn index_of(&self, kind: SectionKind, id: &Id) -> Option<usize> {
        let dataset = &self.dataset;
        match kind {
            SectionKind::Sources => dataset.sources.get_index_of(id),
            SectionKind::Series => dataset.series.get_index_of(id),
            SectionKind::Events => dataset.events.get_index_of(id),
            SectionKind::Claims => dataset.claims.get_index_of(id),
            SectionKind::Charts => dataset.charts.get_index_of(id),
        }
    }

    fn section(&self, kind: SectionKind) -> Option<NodeId> {
        self.sections[kind as usize]
    }

    fn item_entry(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        let section = self.section(kind)?;
        self.tree.node(section).children.get(self.index_of(kind, id)?).copied()
    }

    fn item(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(_, value)| value)
    }

    /// Where the id of an item stands.
    pub(crate) fn key_span(&self, kind: SectionKind, id: &Id) -> Option<Range<usize>> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(key, _)| self.tree.node(key).span.clone())
    }

    fn observations(&self, series: &Id) -> Option<NodeId> {
        self.lists.get(self.index_of(SectionKind::Series, series)?).copied().flatten()
    }

    fn observation(&self, series: &Id, index: usize) -> Option<NodeId> {
        self.tree.node(self.observations(series)?).children.get(index).copied()
    }

    fn observation_lists(&self, text: &str) -> Vec<Option<NodeId>> {
        let entries = self.section(SectionKind::Series).map_or(&[][..], |s| &self.tree.node(s).children);
        let items = entries.iter().map(|entry| self.tree.entry(*entry).map(|(_, item)| item));
        items.map(|item| self.field(text, item, "observations")).collect()
    }

    /// The value of a field of a struct.
    fn field(&self, text: &str, of: Option<NodeId>, name: &str) -> Option<NodeId> {
        self.tree.node(of?).children.iter().find_map(|child| {
            let (key, value) = self.tree.entry(*child)?;
            (text[self.tree.node(key).span.clone()].trim_start_matches("r#") == name).then_some(value)
        })
    }

    fn bound_diagnostics(&mut self, end: usize) {
        let more = self.diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
        if more > 0 {
            // Errors stay before warnings, so that what makes a file unusable is never cut off by what does not.
            self.diagnostics.sort_by_key(|d| std::cmp::Reverse(d.severity));
            self.diagnostics.truncate(MAX_DIAGNOSTICS);
            self.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
            let severity = if self.has_errors() { Severity::Error } else { Severity::Warning };
            let message = format!("and {more} more findings; mend these first");
            self.diagnostics.push(Diagnostic { severity, code: "more", span: end..end, message, hint: None });
        }
    }
}
