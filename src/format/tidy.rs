//! A text laid out canonically: the same meaning, the same spelling of every value, and all comments.
//!
//! Comments stay with what they comment on: one behind a value on its line stays on the line, one on a line of its
//! own stays before what follows it. One blank line between two things stays; several become one.

use std::ops::Range;

use super::{
    lexer::comments,
    tree::{Kind, NodeId, Tree},
};

const STEP: &str = "    ";

/// Lays out a text whose syntax is right.
pub(super) fn tidy(text: &str, tree: &Tree) -> String {
    let Some(root) = tree.root else { return text.to_owned() };
    let span = tree.node(root).span.clone();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut writer = Writer { text, tree, line_end, out: String::with_capacity(text.len()) };
    writer.out.push_str(text[..span.start].trim_end());
    if !writer.out.is_empty() {
        writer.out.push_str(line_end);
    }
    writer.value(root, 0, true);
    let rest = text[span.end..].trim_end();
    writer.out.push_str(if rest.trim().is_empty() { "" } else { rest });
    writer.out.push_str(line_end);
    writer.out
}

struct Writer<'a> {
    text: &'a str,
    tree: &'a Tree,
    line_end: &'static str,
    out: String,
}

/// What stands between two children of a group.
struct Gap {
    /// Comments on the line of what comes before.
    behind: Vec<Range<usize>>,
    /// Comments on lines of their own, each with whether a blank line stands before it.
    own_lines: Vec<(Range<usize>, bool)>,
    /// Whether a blank line stands before what comes after.
    is_blank_before_next: bool,
}

impl Writer<'_> {
    /// `is_table`: a struct with a line for each of its fields.
    fn value(&mut self, id: NodeId, depth: usize, is_table: bool) {
        let node = self.tree.node(id);
        let is_group = matches!(node.kind, Kind::List | Kind::Map | Kind::Fields | Kind::Tuple);
        let start = node.name.as_ref().map_or(node.span.start, |name| name.end);
        let Some(open) = self.text[start..node.span.end].find(['(', '[', '{']).filter(|_| is_group) else {
            self.out.push_str(&self.text[node.span.clone()]);
            return;
        };
        let open = start + open;
        if let Some(name) = &node.name {
            self.out.push_str(&self.text[name.clone()]);
        }
        self.out.push_str(&self.text[open..=open]);
        let is_commented = !self.comments_within(id, open).is_empty();
        let breaks = is_commented || self.is_list_of_groups(id) || node.kind == Kind::Map || is_table;
        if breaks && (is_commented || !node.children.is_empty()) {
            self.lines(id, open + 1, depth);
        } else {
            for (nth, child) in node.children.iter().enumerate() {
                if nth > 0 {
                    self.out.push_str(", ");
                }
                self.child(*child, depth, false);
            }
        }
        self.out.push_str(&self.text[node.span.end - 1..node.span.end]);
    }

    fn is_list_of_groups(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let is_group = |child: &NodeId| {
            let child = self.tree.node(*child);
            child.name.is_none() && matches!(child.kind, Kind::Fields | Kind::Tuple)
        };
        node.kind == Kind::List && node.children.iter().any(is_group)
    }

    /// The comments of a group, those of its children included.
    fn comments_within(&self, id: NodeId, open: usize) -> Vec<Range<usize>> {
        let node = self.tree.node(id);
        let mut found = Vec::new();
        let mut at = open + 1;
        for child in &node.children {
            let span = self.tree.node(*child).span.clone();
            found.extend(comments(self.text, at..span.start));
            found.extend(self.comments_inside(*child));
            at = span.end;
        }
        found.extend(comments(self.text, at..node.span.end - 1));
        found
    }

    fn comments_inside(&self, id: NodeId) -> Vec<Range<usize>> {
        let node = self.tree.node(id);
        if let Some((key, value)) = self.tree.entry(id) {
            let mut found = self.comments_in_entry(key, value);
            found.extend(self.comments_inside(value));
            return found;
        }
        let start = node.name.as_ref().map_or(node.span.start, |name| name.end);
        match (node.kind, self.text[start..node.span.end].find(['(', '[', '{'])) {
            (Kind::List | Kind::Map | Kind::Fields | Kind::Tuple, Some(open)) => {
                let mut found = comments(self.text, start..start + open);
                found.extend(self.comments_within(id, start + open));
                found
            }
            _ => Vec::new(),
        }
    }

    fn comments_in_entry(&self, key: NodeId, value: NodeId) -> Vec<Range<usize>> {
        comments(self.text, self.tree.node(key).span.end..self.tree.node(value).span.start)
    }

    fn new_line(&mut self, depth: usize) {
        self.out.push_str(self.line_end);
        for _ in 0..depth {
            self.out.push_str(STEP);
        }
    }

    fn lines(&mut self, id: NodeId, start: usize, depth: usize) {
        let node = self.tree.node(id);
        let is_section = node.kind == Kind::Map;
        let mut at = start;
        for (nth, child) in node.children.iter().enumerate() {
            let span = self.tree.node(*child).span.clone();
            let gap = self.gap(at..span.start);
            self.behind(&gap);
            self.own_lines(&gap, depth + 1, nth == 0);
            if gap.is_blank_before_next && (nth > 0 || !gap.own_lines.is_empty()) {
                self.out.push_str(self.line_end);
            }
            self.misplaced_comments(*child, depth + 1);
            self.new_line(depth + 1);
            self.child(*child, depth + 1, is_section);
            self.out.push(',');
            at = span.end;
        }
        let gap = self.gap(at..node.span.end - 1);
        self.behind(&gap);
        self.own_lines(&gap, depth + 1, node.children.is_empty());
        self.new_line(depth);
    }

    fn behind(&mut self, gap: &Gap) {
        for comment in &gap.behind {
            self.out.push(' ');
            self.out.push_str(&self.text[comment.clone()]);
        }
    }

    fn own_lines(&mut self, gap: &Gap, depth: usize, is_first: bool) {
        for (nth, (comment, is_blank_before)) in gap.own_lines.iter().enumerate() {
            if *is_blank_before && !(is_first && nth == 0) {
                self.out.push_str(self.line_end);
            }
            self.new_line(depth);
            self.out.push_str(&self.text[comment.clone()]);
        }
    }

    /// Comments where no line of a tidy text has room for them, such as between a name and its value: they go before
    /// what they stand in.
    fn misplaced_comments(&mut self, child: NodeId, depth: usize) {
        let mut found = Vec::new();
        let mut at = child;
        while let Some((key, value)) = self.tree.entry(at) {
            found.extend(self.comments_in_entry(key, value));
            at = value;
        }
        let node = self.tree.node(at);
        if let Some(name) = &node.name {
            let open = self.text[name.end..node.span.end].find(['(', '[', '{']).unwrap_or(0);
            found.extend(comments(self.text, name.end..name.end + open));
        }
        for comment in found {
            self.new_line(depth);
            self.out.push_str(&self.text[comment]);
        }
    }

    /// An entry or a value; the items of a section have a line for each field.
    fn child(&mut self, id: NodeId, depth: usize, is_item: bool) {
        let Some((key, value)) = self.tree.entry(id) else {
            self.value(id, depth, false);
            return;
        };
        self.out.push_str(&self.text[self.tree.node(key).span.clone()]);
        self.out.push_str(": ");
        self.value(value, depth, is_item && self.tree.node(value).kind == Kind::Fields);
    }

    fn gap(&self, range: Range<usize>) -> Gap {
        let mut gap = Gap { behind: Vec::new(), own_lines: Vec::new(), is_blank_before_next: false };
        let mut at = range.start;
        let mut is_first_line = true;
        for comment in comments(self.text, range.clone()) {
            let breaks = self.text[at..comment.start].matches('\n').count();
            is_first_line &= breaks == 0;
            if is_first_line && !self.text[comment.clone()].contains('\n') {
                gap.behind.push(comment.clone());
            } else {
                is_first_line = false;
                gap.own_lines.push((comment.clone(), breaks > 1));
            }
            at = comment.end;
        }
        gap.is_blank_before_next = self.text[at..range.end].matches('\n').count() > 1;
        gap
    }
}
