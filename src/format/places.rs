//! Where things stand: addresses, fields and references as nodes of the tree.

use std::ops::Range;

use super::{
    Parsed,
    decode::{Decoder, plain_name},
    tree::{Kind, NodeId},
};
use crate::model::{Address, Id, SectionKind};

impl Parsed {
    /// Where a thing stands in the text, its key included.
    pub fn span(&self, address: &Address) -> Option<Range<usize>> {
        Some(self.tree.node(self.address_node(address)?).span.clone())
    }

    /// What stands at a byte of the text: the smallest thing that has an address.
    pub fn address_at(&self, byte: usize) -> Option<Address> {
        for kind in SectionKind::ALL {
            let Some(section) = self.section(kind).filter(|s| self.covers(*s, byte)) else { continue };
            let Some(id) = self.child_at(section, byte).and_then(|index| self.id_at(kind, index)) else {
                return Some(Address::Section(kind));
            };
            let list = if kind == SectionKind::Series { self.observations(&id) } else { None };
            if let Some(index) = list.and_then(|list| self.child_at(list, byte)) {
                return Some(Address::Observation { series: id, index });
            }
            return Some(Address::Item { section: kind, id });
        }
        self.tree.root.filter(|root| self.covers(*root, byte)).map(|_| Address::Dataset)
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

    pub(super) fn address_node(&self, address: &Address) -> Option<NodeId> {
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

    pub(super) fn index_of(&self, kind: SectionKind, id: &Id) -> Option<usize> {
        let dataset = &self.dataset;
        match kind {
            SectionKind::Sources => dataset.sources.get_index_of(id),
            SectionKind::Series => dataset.series.get_index_of(id),
            SectionKind::Events => dataset.events.get_index_of(id),
            SectionKind::Claims => dataset.claims.get_index_of(id),
            SectionKind::Charts => dataset.charts.get_index_of(id),
        }
    }

    pub(super) fn section(&self, kind: SectionKind) -> Option<NodeId> {
        self.sections[kind as usize]
    }

    fn item_entry(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        self.child(self.section(kind)?, self.index_of(kind, id)?)
    }

    pub(super) fn item(&self, kind: SectionKind, id: &Id) -> Option<NodeId> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(_, value)| value)
    }

    /// Where the id of an item stands.
    pub(super) fn key_span(&self, kind: SectionKind, id: &Id) -> Option<Range<usize>> {
        self.tree.entry(self.item_entry(kind, id)?).map(|(key, _)| self.tree.node(key).span.clone())
    }

    pub(super) fn observations(&self, series: &Id) -> Option<NodeId> {
        self.lists.get(self.index_of(SectionKind::Series, series)?).copied().flatten()
    }

    pub(super) fn observation(&self, series: &Id, index: usize) -> Option<NodeId> {
        self.child(self.observations(series)?, index)
    }

    /// For each series of the model its list of observations.
    pub(super) fn observation_lists(&self, text: &str) -> Vec<Option<NodeId>> {
        let entries = self.section(SectionKind::Series).map_or(&[][..], |s| &self.tree.node(s).children);
        let read = entries.iter().filter(|entry| !self.unread.contains(entry));
        let items = read.map(|entry| self.tree.entry(*entry).map(|(_, item)| item));
        items.map(|item| self.field(text, item, "observations")).collect()
    }

    /// The value of a field of a struct.
    pub(super) fn field(&self, text: &str, of: Option<NodeId>, name: &str) -> Option<NodeId> {
        self.tree.node(of?).children.iter().find_map(|child| {
            let (key, value) = self.tree.entry(*child)?;
            (plain_name(&text[self.tree.node(key).span.clone()]) == name).then_some(value)
        })
    }

    /// The ids at the end of a path of field names, with what they stand for; lists on the way are followed to each
    /// of their items.
    pub(super) fn references(&self, text: &str, of: Option<NodeId>, path: &[&str]) -> Vec<(NodeId, String)> {
        let mut found = Vec::new();
        self.collect_references(text, of, path, &mut found);
        found
    }

    fn collect_references(&self, text: &str, of: Option<NodeId>, path: &[&str], found: &mut Vec<(NodeId, String)>) {
        let Some(id) = of else { return };
        let node = self.tree.node(id);
        let name = node.name.as_ref().map(|name| plain_name(&text[name.clone()]));
        match (node.kind, path) {
            (Kind::Fields, [field, rest @ ..]) => {
                self.collect_references(text, self.field(text, of, field), rest, found);
            }
            (Kind::List | Kind::Tuple, _) if name != Some("Places") => {
                for child in &node.children {
                    self.collect_references(text, Some(*child), path, found);
                }
            }
            (Kind::Str | Kind::RawStr | Kind::Char, []) => {
                let spelled = Decoder::new(text, &self.tree, Vec::new()).quoted(id);
                found.extend(spelled.map(|spelled| (id, spelled)));
            }
            _ => {}
        }
    }

    /// The ids of a section that stand in the text, whether or not their items could be read.
    pub(super) fn spelled_ids(&self, text: &str, kind: SectionKind) -> Vec<String> {
        let entries = self.section(kind).map_or(&[][..], |s| &self.tree.node(s).children);
        let keys = entries.iter().filter_map(|entry| self.tree.entry(*entry).map(|(key, _)| key));
        keys.flat_map(|key| self.references(text, Some(key), &[])).map(|(_, id)| id).collect()
    }
}
