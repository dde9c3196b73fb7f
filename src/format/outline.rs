//! Where the things of a dataset stand: addresses as nodes of the tree, and as bytes.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Range,
    sync::Arc,
};

use super::{
    decode::Decoder,
    diagnostic::Diagnostic,
    observations::List,
    reader,
    tree::{NodeId, Tree},
};
use crate::model::{Address, Dataset, Id, Observations, SectionKind};

/// A dataset with the places of its things in a text.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub dataset: Arc<Dataset>,
    pub tree: Tree,
    /// The line end of the text: that of Windows if there is one.
    pub line_end: &'static str,
    /// The nodes of the sections, so that none is searched for twice.
    sections: [Option<NodeId>; 5],
    /// For each series its list of observations.
    pub lists: Vec<Option<NodeId>>,
    /// Entries and observations that stand in the text and, because of their errors, not in the dataset.
    unread: HashSet<NodeId>,
}

impl Outline {
    /// Reads a text in which observations are nodes like everything else. What is wrong with it is not told.
    pub fn of(text: &str) -> Self {
        let mut diagnostics = Vec::new();
        let tree = reader::read(text, &mut diagnostics);
        Self::decode(text, tree, Vec::new(), diagnostics).outline
    }

    /// Reads the values of a tree; `lists` are those of its lists of observations.
    pub fn decode(text: &str, tree: Tree, lists: Vec<Observations>, diagnostics: Vec<Diagnostic>) -> Decoded {
        let mut decoder = Decoder::new(text, &tree, diagnostics);
        decoder.lists = lists;
        let dataset = tree.root.and_then(|root| decoder.dataset(root));
        let Decoder { diagnostics, unread, used_lists, .. } = decoder;
        let was_read = dataset.is_some();
        let dataset = Arc::new(dataset.unwrap_or_else(|| Dataset::titled("")));
        let sections = SectionKind::ALL.map(|kind| tree.field(text, tree.root, kind.name()));
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut outline = Self { dataset, tree, line_end, sections, lists: Vec::new(), unread };
        if was_read {
            outline.lists = outline.observation_lists(text);
        }
        Decoded { outline, was_read, diagnostics, used_lists }
    }

    /// Where a thing stands in the text, its key included.
    pub fn span(&self, address: &Address) -> Option<Range<usize>> {
        if let Address::Observation { series, index } = address
            && let Some(list) = self.list_of(series)
        {
            return self.tree.lists[list].span(*index);
        }
        Some(self.tree.node(self.address_node(address)?).span.clone())
    }

    /// What stands at a byte of the text: the smallest thing that has an address.
    pub fn address_at(&self, byte: usize) -> Option<Address> {
        for kind in SectionKind::ALL {
            let Some(section) = self.section(kind).filter(|s| self.covers(*s, byte)) else { continue };
            let Some(id) = self.child_at(section, byte).and_then(|index| self.id_at(kind, index)) else {
                return Some(Address::Section(kind));
            };
            if kind == SectionKind::Series
                && let Some(index) = self.observation_at(&id, byte)
            {
                return Some(Address::Observation { series: id, index });
            }
            return Some(Address::Item { section: kind, id });
        }
        self.tree.root.filter(|root| self.covers(*root, byte)).map(|_| Address::Dataset)
    }

    fn observation_at(&self, series: &Id, byte: usize) -> Option<usize> {
        match self.list_of(series) {
            Some(list) => self.tree.lists[list].observation_at(byte),
            None => self.child_at(self.observations(series)?, byte),
        }
    }

    fn covers(&self, node: NodeId, byte: usize) -> bool {
        self.tree.node(node).span.contains(&byte)
    }

    /// The position in the model of the child that stands at a byte.
    fn child_at(&self, of: NodeId, byte: usize) -> Option<usize> {
        let children = &self.tree.node(of).children;
        let after = children.partition_point(|child| self.tree.node(*child).span.start <= byte);
        let at = after.checked_sub(1).filter(|at| self.covers(children[*at], byte))?;
        if self.unread.is_empty() {
            return Some(at);
        }
        let was_read = !self.unread.contains(&children[at]);
        was_read.then(|| children[..at].iter().filter(|child| !self.unread.contains(child)).count())
    }

    /// The child of a position in the model: what could not be read has none.
    fn child(&self, of: NodeId, index: usize) -> Option<NodeId> {
        let children = &self.tree.node(of).children;
        if self.unread.is_empty() {
            return children.get(index).copied();
        }
        children.iter().copied().filter(|child| !self.unread.contains(child)).nth(index)
    }

    fn address_node(&self, address: &Address) -> Option<NodeId> {
        match address {
            Address::Dataset => self.tree.root,
            Address::Section(kind) => self.section(*kind),
            Address::Item { section, id } => self.item_entry(*section, id),
            Address::Observation { series, index } => self.observation(series, *index),
        }
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

    pub fn index_of(&self, kind: SectionKind, id: &Id) -> Option<usize> {
        let dataset = &self.dataset;
        match kind {
            SectionKind::Sources => dataset.sources.get_index_of(id),
            SectionKind::Series => dataset.series.get_index_of(id),
            SectionKind::Events => dataset.events.get_index_of(id),
            SectionKind::Claims => dataset.claims.get_index_of(id),
            SectionKind::Charts => dataset.charts.get_index_of(id),
        }
    }

    pub fn section(&self, kind: SectionKind) -> Option<NodeId> {
        self.sections[kind as usize]
    }

    /// The entry of an item, its key included.
    pub fn item_entry(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        self.child(self.section(kind)?, self.index_of(kind, id)?)
    }

    pub fn item(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(_, value)| value)
    }

    /// Where the id of an item stands.
    pub fn key_span(&self, kind: SectionKind, id: &Id) -> Option<Range<usize>> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(key, _)| self.tree.node(key).span.clone())
    }

    /// The node of the observations of a series.
    pub fn observations(&self, series: &Id) -> Option<NodeId> {
        self.lists.get(self.index_of(SectionKind::Series, series)?).copied().flatten()
    }

    /// The position of the series whose observations are a list; both stand in the order of the text.
    pub fn series_of(&self, list: &List) -> Option<usize> {
        let lists = &self.lists;
        // Series without observations have no list, so the search goes on from the nearest that has one.
        let mut from = lists.partition_point(|node| node.is_some_and(|node| node < list.node));
        while lists.get(from).is_some_and(Option::is_none) {
            from += 1;
        }
        let found = lists.get(from).is_some_and(|node| *node == Some(list.node));
        if found { Some(from) } else { lists.iter().position(|node| *node == Some(list.node)) }
    }

    /// The list that the observations of a series are, if they are not nodes.
    pub fn list_of(&self, series: &Id) -> Option<usize> {
        self.tree.list_at(self.observations(series)?)
    }

    /// The node of an observation, where observations are nodes.
    pub fn observation(&self, series: &Id, index: usize) -> Option<NodeId> {
        self.child(self.observations(series)?, index)
    }

    /// For each series of the model its list of observations.
    fn observation_lists(&self, text: &str) -> Vec<Option<NodeId>> {
        let entries = self.section(SectionKind::Series).map_or(&[][..], |s| &self.tree.node(s).children);
        let read = entries.iter().filter(|entry| !self.unread.contains(entry));
        let items = read.map(|entry| self.tree.entry(*entry).map(|(_, item)| item));
        items.map(|item| self.tree.field(text, item, "observations")).collect()
    }

    /// The ids of a section that stand in the text, whether or not their items could be read.
    pub fn spelled_ids(&self, text: &str, kind: SectionKind) -> Vec<String> {
        let entries = self.section(kind).map_or(&[][..], |s| &self.tree.node(s).children);
        let keys = entries.iter().filter_map(|entry| self.tree.entry(*entry).map(|(key, _)| key));
        keys.flat_map(|key| self.tree.references(text, Some(key), &[])).map(|(_, id)| id).collect()
    }
}

/// What the values of a tree were read as.
pub(super) struct Decoded {
    pub outline: Outline,
    /// Whether there is a dataset at all.
    pub was_read: bool,
    pub diagnostics: Vec<Diagnostic>,
    /// The lists of observations that were read as those of a series.
    pub used_lists: BTreeSet<usize>,
}
