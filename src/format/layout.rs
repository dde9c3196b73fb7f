//! Children of a bracketed group come and go: where their bytes start and end, with comma, line and comment.

use std::ops::Range;

use super::{
    Replacement,
    lexer::comments,
    outline::Outline,
    spell::{Layout, Value},
    tree::{NodeId, Tree},
};

/// A bracketed group of a text: a list, a map or a struct.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    text: &'a str,
    tree: &'a Tree,
    line_end: &'static str,
    node: NodeId,
}

impl<'a> Group<'a> {
    pub fn new(text: &'a str, outline: &'a Outline, node: NodeId) -> Self {
        Self { text, tree: &outline.tree, line_end: outline.line_end, node }
    }

    fn children(&self) -> &'a [NodeId] {
        &self.tree.node(self.node).children
    }

    fn span(&self, child: usize) -> Range<usize> {
        self.tree.node(self.children()[child]).span.clone()
    }

    /// Just behind the opening bracket.
    fn open_end(&self) -> usize {
        let node = self.tree.node(self.node);
        let from = node.name.as_ref().map_or(node.span.start, |n| n.end);
        let bracket = self.text[from..].find(['(', '[', '{']).unwrap_or(0);
        from + bracket + 1
    }

    /// The closing bracket.
    fn close_start(&self) -> usize {
        self.tree.node(self.node).span.end - 1
    }

    /// The end of a child's own comma, or of the child if it has none.
    fn comma_end(&self, child: usize) -> usize {
        let end = self.span(child).end;
        let until = self.children().get(child + 1).map_or(self.close_start(), |next| self.tree.node(*next).span.start);
        comma(self.text, end..until).map_or(end, |comma| comma + 1)
    }

    /// Whether a child has a comma behind it.
    fn has_comma(&self, child: usize) -> bool {
        self.comma_end(child) > self.span(child).end
    }

    /// The end of the line that a child ends on, its comment included, if nothing else of the group stands there.
    fn line_end(&self, child: usize) -> Option<usize> {
        let from = self.comma_end(child);
        let until = self.children().get(child + 1).map_or(self.close_start(), |next| self.tree.node(*next).span.start);
        let end = from + self.text[from..until].find('\n')?;
        let trimmed = self.text[..end].trim_end_matches('\r').len();
        let open_comment = comments(self.text, from..until).iter().any(|c| c.contains(&end));
        (!open_comment).then_some(trimmed.max(from))
    }

    /// The start of the line that a child starts on, if nothing but white space stands before it.
    fn line_start(&self, child: usize) -> Option<usize> {
        let start = self.span(child).start;
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        (line >= self.open_end() && self.text[line..start].trim().is_empty()).then_some(line)
    }

    /// Where commas stand in front: the lines of a child that shares them with the comma before it and nothing else.
    fn comma_line(&self, child: usize) -> Option<CommaLine<'a>> {
        let span = self.span(child);
        let start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.text[start..span.start];
        if start < self.open_end() || before.trim() != "," {
            return None;
        }
        let until = self.children().get(child + 1).map_or(self.close_start(), |next| self.tree.node(*next).span.start);
        let line_break = span.end + self.text[span.end..until].find('\n')?;
        let comments = comments(self.text, span.end..until);
        let is_free = comma_in(self.text, span.end..line_break, &comments).is_none()
            && !comments.iter().any(|comment| comment.contains(&line_break));
        let end = self.text[..line_break].trim_end_matches('\r').len().max(span.end);
        is_free.then_some(CommaLine { start, end, before })
    }

    /// Whether the text around a child has no blanks behind commas and colons.
    fn is_tight(&self, child: usize) -> bool {
        let spelled = &self.text[self.span(child)];
        if spelled.contains(':') {
            return !spelled.contains(": ");
        }
        let other = if child > 0 { child - 1 } else { child + 1 };
        let (first, second) = (child.min(other), child.max(other));
        second < self.children().len() && &self.text[self.span(first).end..self.span(second).start] == ","
    }

    /// Whether a child has its lines for itself.
    fn has_own_lines(&self, child: usize) -> bool {
        self.line_start(child).is_some() && self.line_end(child).is_some()
    }

    fn layout_at(&self, byte: usize) -> Layout {
        let indent_at = |byte: usize| {
            let line = self.text[..byte].rfind('\n').map_or(0, |at| at + 1);
            let rest = &self.text[line..];
            rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()].to_owned()
        };
        let indent = indent_at(byte);
        let root = self.tree.root.map(|root| self.tree.node(root));
        let first =
            root.and_then(|root| root.children.first()).map(|child| indent_at(self.tree.node(*child).span.start));
        let step = first.filter(|step| !step.is_empty()).unwrap_or_else(|| "    ".to_owned());
        Layout { indent, step, line_end: self.line_end, is_tight: false, is_inline: false }
    }

    /// The bytes that go with a child: its lines with its end-of-line comment, or itself with one comma.
    pub fn removal(&self, child: usize) -> Replacement {
        let (start, end) = match (self.line_start(child), self.line_end(child), self.comma_line(child)) {
            (Some(start), Some(end), _) => (start, end + line_break(&self.text[end..])),
            (.., Some(line)) => (line.start, line.end + line_break(&self.text[line.end..])),
            _ => self.inline_removal(child),
        };
        Replacement { range: start..end, text: String::new() }
    }

    fn inline_removal(&self, child: usize) -> (usize, usize) {
        let span = self.span(child);
        if self.has_comma(child) {
            let end = self.comma_end(child);
            let blank = self.text[end..].len() - self.text[end..].trim_start_matches([' ', '\t']).len();
            let before_close = end + blank == self.close_start();
            let start = if before_close { self.blank_before(span.start) } else { span.start };
            return (start, if before_close { end } else { end + blank });
        }
        let before = child.checked_sub(1).map(|previous| self.span(previous).end);
        match before {
            Some(before) if comments(self.text, before..span.start).is_empty() => (before, span.end),
            _ => (span.start, span.end),
        }
    }

    fn blank_before(&self, at: usize) -> usize {
        self.text[..at].trim_end_matches([' ', '\t']).len().max(self.open_end())
    }

    /// The text of a child with what belongs to it, to be put elsewhere: itself and its end-of-line comment.
    pub fn carried(&self, child: usize) -> (String, String) {
        let comment = match (self.has_own_lines(child), self.line_end(child), self.comma_line(child)) {
            (true, Some(end), _) => self.text[self.comma_end(child)..end].trim_end().to_owned(),
            (.., Some(line)) => self.text[self.span(child).end..line.end].trim_end().to_owned(),
            _ => String::new(),
        };
        (self.text[self.span(child)].to_owned(), comment)
    }

    /// Puts a new child before the one at `index`, or at the end; `spell` is given the layout of the place and
    /// whether the neighbours have several lines each.
    pub fn insertion(
        &self,
        index: usize,
        comment: &str,
        spell: impl Fn(&Layout, Option<bool>) -> String,
    ) -> Vec<Replacement> {
        let neighbour = if index > 0 {
            Some(index - 1)
        } else if self.children().is_empty() {
            None
        } else {
            Some(0)
        };
        let Some(neighbour) = neighbour else { return vec![self.first_child(comment, spell)] };
        let several = self.text[self.span(neighbour)].contains('\n');
        let layout = self.layout_at(self.span(neighbour).start);
        if let Some(replacement) = self.comma_line_insertion(index, comment, &layout, &spell) {
            return vec![replacement];
        }
        if !self.has_own_lines(neighbour) {
            let is_tight = self.is_tight(neighbour);
            let text = spell(&Layout { is_tight, is_inline: true, ..layout }, Some(several));
            let comma = if is_tight { "," } else { ", " };
            let carried = if comment.is_empty() { String::new() } else { inline_comment(comment) };
            let replacement = if index > 0 {
                let at = self.span(neighbour).end;
                Replacement { range: at..at, text: format!("{comma}{text}{carried}") }
            } else {
                let at = self.span(neighbour).start;
                Replacement { range: at..at, text: format!("{text}{carried}{comma}") }
            };
            return vec![replacement];
        }
        let text = spell(&layout, Some(several));
        let Layout { indent, line_end, .. } = &layout;
        if index == 0 {
            let end = self.open_end();
            let at = end + self.text[end..].find('\n').unwrap_or(0);
            let at = self.text[..at].trim_end_matches('\r').len();
            return vec![Replacement { range: at..at, text: format!("{line_end}{indent}{text},{comment}") }];
        }
        let at = self.line_end(neighbour).unwrap_or(self.span(neighbour).end);
        let mut replacements = Vec::new();
        let mut comma = ",";
        if !self.has_comma(neighbour) {
            let end = self.span(neighbour).end;
            replacements.push(Replacement { range: end..end, text: ",".to_owned() });
            comma = "";
        }
        replacements.push(Replacement { range: at..at, text: format!("{line_end}{indent}{text}{comma}{comment}") });
        replacements
    }

    /// A new child with its comma in front, where the neighbours have it so.
    fn comma_line_insertion(
        &self,
        index: usize,
        comment: &str,
        layout: &Layout,
        spell: &impl Fn(&Layout, Option<bool>) -> String,
    ) -> Option<Replacement> {
        let line_end = layout.line_end;
        if index == 0 {
            let line = (self.children().len() > 1).then(|| self.comma_line(1))??;
            let at = self.span(0).start;
            let text = format!("{}{comment}{line_end}{}", spell(layout, Some(false)), line.before);
            return Some(Replacement { range: at..at, text });
        }
        let line = self.comma_line(index - 1)?;
        let text = format!("{line_end}{}{}{comment}", line.before, spell(layout, Some(false)));
        Some(Replacement { range: line.end..line.end, text })
    }

    fn first_child(&self, comment: &str, spell: impl Fn(&Layout, Option<bool>) -> String) -> Replacement {
        let (open, close) = (self.open_end(), self.close_start());
        let outer = self.layout_at(self.tree.node(self.node).span.start);
        let inner = outer.deeper();
        let inside = &self.text[open..close];
        if let Some(last_line) = inside.rfind('\n') {
            let closing_line = open + last_line + 1;
            let own_line = self.text[closing_line..close].trim().is_empty();
            let at = if own_line { closing_line } else { close };
            let text = spell(&inner, None);
            let lead = if own_line { "" } else { outer.line_end };
            let tail = if own_line { outer.line_end.to_owned() } else { format!("{}{}", outer.line_end, outer.indent) };
            return Replacement { range: at..at, text: format!("{lead}{}{text},{comment}{tail}", inner.indent) };
        }
        let text = spell(&inner, None);
        let fits_on_the_line = comment.is_empty() && !text.contains('\n') && self.text[open - 1..].starts_with('(');
        if fits_on_the_line {
            return Replacement { range: close..close, text };
        }
        let line = format!("{}{}{text},{comment}{}{}", outer.line_end, inner.indent, outer.line_end, outer.indent);
        Replacement { range: close..close, text: line }
    }
}

/// The lines of a child that has its comma in front.
struct CommaLine<'a> {
    start: usize,
    /// Without the line break.
    end: usize,
    /// What stands before the child: indent, comma, blank.
    before: &'a str,
}

/// A field or an entry as it is written in a place.
pub(super) fn spelled_entry(key: &str, value: &Value, layout: &Layout, several_lines: bool) -> String {
    let value = if several_lines { value.lines(layout) } else { value.inline() };
    layout.spaced(format!("{key}: {value}"))
}

/// A line comment would swallow what follows it on the line.
fn inline_comment(comment: &str) -> String {
    let comment = comment.trim();
    match comment.strip_prefix("//") {
        Some(words) => format!(" /*{} */", words.replace("*/", "* /").replace("/*", "/ *")),
        None => format!(" {comment}"),
    }
}

fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// Where the comma is in a stretch between two children.
fn comma(text: &str, range: Range<usize>) -> Option<usize> {
    comma_in(text, range.clone(), &comments(text, range))
}

/// The first comma of a stretch that is in none of the comments.
fn comma_in(text: &str, range: Range<usize>, comments: &[Range<usize>]) -> Option<usize> {
    text[range.clone()]
        .match_indices(',')
        .map(|(at, _)| range.start + at)
        .find(|at| !comments.iter().any(|comment| comment.contains(at)))
}
