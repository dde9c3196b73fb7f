//! Tokens → a tree with spans. Any text gives a tree; what does not fit is reported and skipped.

mod lists;

use std::{collections::HashMap, mem, ops::Range};

pub(super) use lists::read_stretch;

use super::{
    decode::plain_name,
    diagnostic::Diagnostic,
    lexer::{Lexer, Token, TokenKind},
    observations::List,
    tree::{Kind, Node, NodeId, Tree, excerpt},
};
use crate::model::{Observations, Period};

/// Brackets in brackets. A dataset needs eight; `ron` gives up before 64.
const MAX_DEPTH: usize = 56;

/// A text in curly quotes is looked for among so many characters, so that a line of nothing but quotes is read at once.
const LONGEST_CURLY: usize = 500;

/// Lists of observations that are known already, by the byte of their opening bracket; the text lacks what they hold.
pub(super) type Known = HashMap<usize, (List, Observations)>;

/// What the observations of a text become.
enum Mode {
    /// Nodes like everything else.
    Nodes,
    /// Lists of their own, read to the end; those that are known are taken as they are.
    Lists { known: Known, read: Vec<Observations> },
}

/// Where in a dataset the reader is, on the way to the observations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Dataset,
    Series,
    Item,
    Observations,
    Elsewhere,
}

impl Place {
    /// The place of the value of an entry, by its key and its first token.
    fn inside(self, key: &str, value: TokenKind) -> Self {
        match (self, value) {
            (Self::Dataset, TokenKind::LeftBrace) if plain_name(key) == "series" => Self::Series,
            (Self::Series, TokenKind::LeftParen | TokenKind::Ident) => Self::Item,
            (Self::Item, TokenKind::LeftBracket) if plain_name(key) == "observations" => Self::Observations,
            _ => Self::Elsewhere,
        }
    }
}

/// Reads a text; everything becomes a node.
pub(super) fn read(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let mut reader = Reader::new(text, Lexer::new(text), Mode::Nodes, diagnostics);
    reader.file();
    reader.tree
}

/// Reads a text; observations become lists, given with their values.
pub(super) fn read_lists(text: &str, known: Known, diagnostics: &mut Vec<Diagnostic>) -> (Tree, Vec<Observations>) {
    let mode = Mode::Lists { known, read: Vec::new() };
    let mut reader = Reader::new(text, Lexer::new(text), mode, diagnostics);
    reader.file();
    let read = reader.take_read();
    (reader.tree, read)
}

struct Reader<'a, 'd> {
    text: &'a str,
    lexer: Lexer<'a>,
    token: Token,
    /// The end of the token before.
    before: usize,
    tree: Tree,
    diagnostics: &'d mut Vec<Diagnostic>,
    depth: usize,
    mode: Mode,
    place: Place,
    /// Whether nothing or a comma stood before the bracket that was closed last.
    is_separated: bool,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(text: &'a str, mut lexer: Lexer<'a>, mode: Mode, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        let token = lexer.next();
        let tree = Tree::default();
        let place = Place::Elsewhere;
        Self { text, lexer, token, before: 0, tree, diagnostics, depth: 0, mode, place, is_separated: true }
    }

    fn take_read(&mut self) -> Vec<Observations> {
        match &mut self.mode {
            Mode::Nodes => Vec::new(),
            Mode::Lists { read, .. } => mem::take(read),
        }
    }
}

impl Reader<'_, '_> {
    fn file(&mut self) {
        while self.token.kind == TokenKind::Hash {
            self.attribute();
        }
        if self.token.kind == TokenKind::End {
            let hint = "a dataset is written `Dataset(format: 1, title: \"…\")`";
            self.report("empty", self.token.span(), "the file is empty", Some(hint));
            return;
        }
        self.place = match self.token.kind {
            TokenKind::LeftParen | TokenKind::Ident => Place::Dataset,
            _ => Place::Elsewhere,
        };
        self.tree.root = Some(self.value());
        if self.token.kind != TokenKind::End {
            let hint = "a file holds one `Dataset( … )`; is a parenthesis closed too early?";
            self.report("trailing", self.token.span(), "there is more after the end of the dataset", Some(hint));
        }
    }

    /// `#![enable(…)]`, `#![type = "…"]` or `#![schema = "…"]`.
    fn attribute(&mut self) {
        let start = self.token.start;
        self.advance();
        let is_read = self.take(TokenKind::Exclamation) && self.take(TokenKind::LeftBracket) && self.attribute_body();
        if is_read && self.take(TokenKind::RightBracket) {
            return;
        }
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        while self.token.kind != TokenKind::End && self.token.start <= line_end && !self.take(TokenKind::RightBracket) {
            self.advance();
        }
        let hint = "the one that a dataset needs is `#![enable(implicit_some)]`";
        self.report("attribute", start..self.before, "this attribute can't be read", Some(hint));
    }

    fn attribute_body(&mut self) -> bool {
        let name = &self.text[self.token.span()];
        match (self.take(TokenKind::Ident), name) {
            (true, "enable") => {
                self.take(TokenKind::LeftParen) && self.extensions() && self.take(TokenKind::RightParen)
            }
            (true, "type" | "schema") => {
                self.take(TokenKind::Equals) && (self.take(TokenKind::Str) || self.take(TokenKind::RawStr))
            }
            _ => false,
        }
    }

    fn extensions(&mut self) -> bool {
        loop {
            let span = self.token.span();
            if !self.take(TokenKind::Ident) {
                return false;
            }
            match &self.text[span.clone()] {
                "implicit_some" | "unwrap_newtypes" | "unwrap_variant_newtypes" => {}
                "explicit_struct_names" => self.tree.needs_names = true,
                _ => {
                    let hint = "a dataset needs `implicit_some` and no other";
                    self.report("extension", span, "this extension is not known", Some(hint));
                }
            }
            if !self.take(TokenKind::Comma) || self.token.kind == TokenKind::RightParen {
                return true;
            }
        }
    }

    /// Goes on if this is the token at hand.
    fn take(&mut self, kind: TokenKind) -> bool {
        let is_here = self.token.kind == kind;
        if is_here {
            self.advance();
        }
        is_here
    }

    fn advance(&mut self) {
        self.before = self.token.end;
        self.token = self.lexer.next();
    }

    fn report(&mut self, code: &'static str, span: Range<usize>, message: impl Into<String>, hint: Option<&str>) {
        self.diagnostics.push(Diagnostic::error(code, span, message, hint.map(str::to_owned)));
    }

    fn push(&mut self, kind: Kind, span: Range<usize>, name: Option<Range<usize>>, children: Vec<NodeId>) -> NodeId {
        self.tree.nodes.push(Node { kind, span, name, children });
        (self.tree.nodes.len() - 1) as NodeId
    }

    fn leaf(&mut self, kind: Kind) -> NodeId {
        let span = self.token.span();
        self.advance();
        self.push(kind, span, None, Vec::new())
    }

    /// A value; when there is none, an error node that takes no token which could close what is around it.
    fn value(&mut self) -> NodeId {
        match self.token.kind {
            TokenKind::Str => self.quoted(),
            TokenKind::RawStr => self.leaf(Kind::RawStr),
            TokenKind::Bytes => self.leaf(Kind::Bytes),
            TokenKind::Char => self.leaf(Kind::Char),
            TokenKind::Number => self.number(),
            TokenKind::Ident => self.word(),
            TokenKind::LeftParen => self.nested(None, Reader::parenthesis),
            TokenKind::LeftBracket => self.nested(None, Reader::list),
            TokenKind::LeftBrace => self.nested(None, Reader::map),
            TokenKind::Unclosed => {
                let span = self.token.span();
                let message = if self.text[span.clone()].starts_with("/*") {
                    "this comment is not closed"
                } else {
                    "this text is not closed"
                };
                self.report("unclosed", span, message, Some("is a closing mark missing?"));
                self.leaf(Kind::Error)
            }
            TokenKind::Unknown | TokenKind::Hash | TokenKind::Exclamation | TokenKind::Equals => self.stray_sign(),
            _ => {
                let at = self.before..self.before;
                self.report("no-value", self.nearby(&at), "a value is missing here", None);
                self.push(Kind::Error, at, None, Vec::new())
            }
        }
    }

    /// A text in quotes. One that ends on a later line where nothing fits is taken to lack its closing quote, so that
    /// one slip does not turn the rest of the file inside out.
    fn quoted(&mut self) -> NodeId {
        let span = self.token.span();
        self.advance();
        let fits = self.token.kind == TokenKind::End
            || matches!(self.token.kind, TokenKind::Comma | TokenKind::Colon)
            || is_closing(self.token.kind);
        let Some(line) = self.text[span.clone()].find('\n').filter(|_| !fits) else {
            return self.push(Kind::Str, span, None, Vec::new());
        };
        let line_end = span.start + line;
        let end = self.text[..line_end].trim_end().len();
        self.go_to(line_end, end);
        let hint = "a `\"` is missing at its end";
        self.report("unclosed", span.start..end, "this text is not closed", Some(hint));
        self.push(Kind::Error, span.start..end, None, Vec::new())
    }

    /// A number; what sticks to it makes it another thing: `2012-05`, `9%`.
    fn number(&mut self) -> NodeId {
        let start = self.token.start;
        self.advance();
        if !self.sticks() {
            return self.push(Kind::Number, start..self.before, None, Vec::new());
        }
        while self.sticks() {
            self.advance();
        }
        let span = start..self.before;
        let spelled = &self.text[span.clone()];
        let hint = if spelled.parse::<Period>().is_ok() {
            format!("a period that is not a year is written in quotes: \"{spelled}\"")
        } else if spelled.ends_with(';') {
            "fields and values are separated by `,`".to_owned()
        } else if spelled.ends_with('%') {
            "leave out the `%`; that a series is in percent is said by `measure: Share`".to_owned()
        } else {
            "write it like 1234.5, 1_234.5 or 1e6".to_owned()
        };
        self.report("number", span.clone(), format!("`{}` is not a number", excerpt(spelled)), Some(&hint));
        self.push(Kind::Error, span, None, Vec::new())
    }

    /// Whether the token at hand belongs to the word before it, as people write.
    fn sticks(&self) -> bool {
        let kind = self.token.kind;
        self.token.start == self.before && matches!(kind, TokenKind::Number | TokenKind::Ident | TokenKind::Unknown)
    }

    /// A sign that starts no value: `~115`.
    fn stray_sign(&mut self) -> NodeId {
        let start = self.token.start;
        let sign = self.text[self.token.span()].to_owned();
        if let Some(end) = self.end_of_curly_quotes(start) {
            self.go_to(end, end);
            let hint = "write straight quotes: \"…\"";
            self.report("unexpected", start..end, "a text stands in straight quotes, not in curly ones", Some(hint));
            return self.push(Kind::Error, start..end, None, Vec::new());
        }
        self.advance();
        while self.sticks() {
            self.advance();
        }
        let hint = match sign.as_str() {
            "~" | "≈" => "write the number, and after it `qualifier: About`",
            ">" => "write the number, and after it `qualifier: Over`",
            "<" | "≤" => "write the number, and after it `qualifier: AtMost`",
            "≥" => "write the number, and after it `qualifier: AtLeast`",
            _ => "a value was expected: a number, a \"text\", a (…), […] or {…}",
        };
        let message = format!("`{sign}` can't stand here");
        self.report("unexpected", start..start + sign.len(), message, Some(hint));
        self.push(Kind::Error, start..self.before, None, Vec::new())
    }

    /// Where a text in quotes as word processors set them ends, if it ends on its line.
    fn end_of_curly_quotes(&self, start: usize) -> Option<usize> {
        let mut rest = self.text[start..].char_indices().take(LONGEST_CURLY).take_while(|(_, c)| *c != '\n');
        let close = match rest.next()?.1 {
            '“' | '”' | '„' => ['”', '“'],
            '«' => ['»'; 2],
            '‘' | '’' | '‚' => ['’', '‘'],
            _ => return None,
        };
        rest.find(|(_, c)| close.contains(c)).map(|(at, c)| start + at + c.len_utf8())
    }

    /// A place to put the caret: the token at hand, or at the end of the text the last character.
    fn nearby(&self, at: &Range<usize>) -> Range<usize> {
        if self.token.kind == TokenKind::End { at.clone() } else { self.token.span() }
    }

    fn word(&mut self) -> NodeId {
        let span = self.token.span();
        if self.lexer.parenthesis_follows() {
            self.advance();
            self.nested(Some(span), Reader::parenthesis)
        } else {
            self.leaf(Kind::Word)
        }
    }

    fn nested(&mut self, name: Option<Range<usize>>, read: fn(&mut Self, Option<Range<usize>>) -> NodeId) -> NodeId {
        if self.depth == MAX_DEPTH {
            let span = self.token.span();
            self.report(
                "too-deep",
                span.clone(),
                "this is nested too deep",
                Some("a dataset needs no more than eight levels"),
            );
            self.skip_balanced();
            return self.push(Kind::Error, span.start..self.before, name, Vec::new());
        }
        self.depth += 1;
        let node = read(self, name);
        self.depth -= 1;
        node
    }

    fn skip_balanced(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.token.kind {
                TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => open += 1,
                TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                    open = open.saturating_sub(1);
                }
                TokenKind::End => return,
                _ => {}
            }
            self.advance();
            if open == 0 {
                return;
            }
        }
    }

    fn list(&mut self, name: Option<Range<usize>>) -> NodeId {
        let start = self.token.start;
        let children = self.items(TokenKind::RightBracket, Reader::list_item);
        self.push(Kind::List, start..self.before, name, children)
    }

    fn list_item(&mut self) -> NodeId {
        let item = self.value();
        if self.token.kind != TokenKind::Colon {
            return item;
        }
        let hint = "with names it is written in `{ … }` or `( … )`";
        self.report("unexpected", self.token.span(), "values in a list `[ … ]` have no names", Some(hint));
        self.entry_after(item)
    }

    fn map(&mut self, name: Option<Range<usize>>) -> NodeId {
        let start = self.token.start;
        let children = self.items(TokenKind::RightBrace, Reader::map_entry);
        self.push(Kind::Map, start..self.before, name, children)
    }

    fn parenthesis(&mut self, name: Option<Range<usize>>) -> NodeId {
        let start = name.as_ref().map_or(self.token.start, |n| n.start);
        let children = self.items(TokenKind::RightParen, Reader::field_or_value);
        let named = children.iter().filter(|c| self.tree.node(**c).kind == Kind::Entry).count();
        let kind = if named > 0 { Kind::Fields } else { Kind::Tuple };
        if named > 0 {
            self.report_unnamed(&children);
        }
        self.push(kind, start..self.before, name, children)
    }

    /// Reports the first value without a name among those with names, unless something was said of its place.
    fn report_unnamed(&mut self, children: &[NodeId]) {
        let is_unnamed = |id: &NodeId| !matches!(self.tree.node(*id).kind, Kind::Entry | Kind::Error);
        let Some(at) = children.iter().position(is_unnamed) else { return };
        let span = self.tree.node(children[at]).span.clone();
        let before = at.checked_sub(1).map(|before| children[before]);
        let since = before.map_or(span.start, |before| self.tree.node(before).span.start);
        if self.diagnostics.iter().rev().take(8).any(|d| (since..span.end).contains(&d.span.start)) {
            return;
        }
        let value_before = before.and_then(|before| self.tree.entry(before)).map(|(_, value)| value);
        let is_number = |id: NodeId| self.tree.node(id).kind == Kind::Number;
        let hint = if value_before.is_some_and(is_number) && is_number(children[at]) {
            UNSEPARATED
        } else {
            "write it as `name: value`"
        };
        self.report("no-name", span, "this value has no name", Some(hint));
    }

    fn map_entry(&mut self) -> NodeId {
        let key = self.value();
        self.entry_after(key)
    }

    fn field_or_value(&mut self) -> NodeId {
        let first = self.value();
        if self.token.kind == TokenKind::Colon && self.tree.node(first).kind == Kind::Word {
            self.entry_after(first)
        } else {
            first
        }
    }

    fn entry_after(&mut self, key: NodeId) -> NodeId {
        let key_span = self.tree.node(key).span.clone();
        if self.token.kind != TokenKind::Colon {
            if self.tree.node(key).kind != Kind::Error {
                self.report("no-colon", key_span.clone(), "a `:` and a value are missing after this", None);
            }
            return self.push(Kind::Error, key_span, None, Vec::new());
        }
        self.advance();
        let outside = self.place;
        self.place = outside.inside(&self.text[key_span.clone()], self.token.kind);
        let is_list = self.place == Place::Observations && matches!(self.mode, Mode::Lists { .. });
        let value = if is_list { self.observation_list() } else { self.value() };
        self.place = outside;
        let end = self.tree.node(value).span.end;
        self.push(Kind::Entry, key_span.start..end, None, vec![key, value])
    }

    /// Goes on at a byte that is not inside a token; the token before it ends at `before`.
    fn go_to(&mut self, at: usize, before: usize) {
        self.lexer.go_back_to(at);
        self.before = before;
        self.token = self.lexer.next();
    }

    fn report_missing_comma(&mut self) {
        let last = self.text[..self.before].chars().next_back();
        let at = self.before - last.map_or(0, char::len_utf8)..self.before;
        let numbers = self.token.kind == TokenKind::Number && last.is_some_and(|c| c.is_ascii_digit());
        let hint = if numbers {
            UNSEPARATED.to_owned()
        } else {
            format!("before `{}`", excerpt(&self.text[self.token.span()]))
        };
        self.report("no-comma", at, "a comma is missing after this", Some(&hint));
    }

    /// What stands between brackets, separated by commas; reads the closing bracket too.
    fn items<T>(&mut self, close: TokenKind, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let open = self.token.span();
        self.advance();
        let mut items = Vec::new();
        let mut is_separated = true;
        loop {
            if self.token.kind == close {
                self.advance();
                self.is_separated = is_separated;
                return items;
            }
            let kind = self.token.kind;
            if kind == TokenKind::End || (is_closing(kind) && self.depth > 1) {
                let message = format!("this is never closed: {} is missing", bracket_name(close));
                let hint = match kind {
                    TokenKind::End => "the file ends before it".to_owned(),
                    _ => format!("{} comes before it", bracket_name(kind)),
                };
                self.report("unclosed", open, message, Some(&hint));
                return items;
            }
            if is_closing(kind) {
                let message = format!("{} closes nothing that is open", bracket_name(kind));
                self.report("unexpected", self.token.span(), message, None);
                self.advance();
                continue;
            }
            let before = self.token.start;
            items.push(read(self));
            is_separated = self.token.kind == TokenKind::Comma;
            match self.token.kind {
                TokenKind::Comma => self.advance(),
                kind if kind == close || kind == TokenKind::End || is_closing(kind) => {}
                _ => {
                    if self.diagnostics.last().is_none_or(|d| d.span.end < before) {
                        self.report_missing_comma();
                    }
                    if self.token.start == before {
                        self.advance();
                    }
                }
            }
        }
    }
}

/// What is said of `1,234` and `1 234`.
const UNSEPARATED: &str = "a number is written without commas and spaces: 1234 or 1_234";

fn is_closing(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace)
}

fn bracket_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::RightParen => "`)`",
        TokenKind::RightBracket => "`]`",
        _ => "`}`",
    }
}
