//! What stands in a text and where: nodes with spans.

use std::ops::Range;

use super::{
    decode::{Decoder, plain_name},
    observations::List,
};

/// A node's place in the tree.
pub(super) type NodeId = u32;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Str,
    RawStr,
    Bytes,
    Char,
    Number,
    /// A word without parentheses: `Line`, `true`, `None`.
    Word,
    /// `[…]`
    List,
    /// `{…}`; its children are entries.
    Map,
    /// `(…)` or `Name(…)` with named fields; its children are entries.
    Fields,
    /// `(…)` or `Name(…)` with values only.
    Tuple,
    /// `key: value`; two children.
    Entry,
    /// What could not be read.
    Error,
}

/// A node: its bytes, and its children in order.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// All of it, its name and its brackets included.
    pub span: Range<usize>,
    /// The name before the parenthesis.
    pub name: Option<Range<usize>>,
    pub children: Vec<NodeId>,
}

/// All nodes of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub root: Option<NodeId>,
    /// Whether every struct must have its name before it.
    pub needs_names: bool,
    /// The lists of observations, by place, if their observations are not nodes.
    pub lists: Vec<List>,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The list or map that starts at a byte.
    pub fn group_at(&self, start: usize) -> Option<NodeId> {
        let found = self.nodes.iter().position(|n| n.span.start == start && matches!(n.kind, Kind::List | Kind::Map));
        found.map(|at| at as NodeId)
    }

    /// Which list of observations a node is, if they are not nodes themselves.
    pub fn list_at(&self, id: NodeId) -> Option<usize> {
        self.lists.binary_search_by_key(&id, |list| list.node).ok()
    }

    /// Key and value of an entry.
    pub fn entry(&self, id: NodeId) -> Option<(NodeId, NodeId)> {
        match (self.node(id).kind, self.node(id).children.as_slice()) {
            (Kind::Entry, [key, value]) => Some((*key, *value)),
            _ => None,
        }
    }
}

impl Tree {
    /// The value of a field of a struct.
    pub fn field(&self, text: &str, of: Option<NodeId>, name: &str) -> Option<NodeId> {
        self.node(of?).children.iter().find_map(|child| {
            let (key, value) = self.entry(*child)?;
            (plain_name(&text[self.node(key).span.clone()]) == name).then_some(value)
        })
    }

    /// The ids at the end of a path of field names, with what they stand for; lists on the way are followed to each
    /// of their items.
    pub fn references(&self, text: &str, of: Option<NodeId>, path: &[&str]) -> Vec<(NodeId, String)> {
        let mut found = Vec::new();
        self.collect_references(text, of, path, &mut found);
        found
    }

    fn collect_references(&self, text: &str, of: Option<NodeId>, path: &[&str], found: &mut Vec<(NodeId, String)>) {
        let Some(id) = of else { return };
        let node = self.node(id);
        let name = node.name.as_ref().map(|name| plain_name(&text[name.clone()]));
        match (node.kind, path) {
            (Kind::Fields, [field, rest @ ..]) => {
                self.collect_references(text, self.field(text, of, field), rest, found);
            }
            (Kind::Tuple, [wanted, rest @ ..]) if name == Some(*wanted) => {
                for child in &node.children {
                    self.collect_references(text, Some(*child), rest, found);
                }
            }
            (Kind::List | Kind::Tuple, _) if matches!(name, None | Some("Some" | "Off")) => {
                for child in &node.children {
                    self.collect_references(text, Some(*child), path, found);
                }
            }
            (Kind::Str | Kind::RawStr | Kind::Char, []) => {
                let spelled = Decoder::new(text, self, Vec::new()).quoted(id);
                found.extend(spelled.map(|spelled| (id, spelled)));
            }
            _ => {}
        }
    }
}

/// The first characters of a text, for a message.
pub(super) fn excerpt(text: &str) -> String {
    let mut out: String = text.chars().take(24).filter(|c| !c.is_control()).collect();
    if text.chars().count() > 24 {
        out.push('…');
    }
    out
}
