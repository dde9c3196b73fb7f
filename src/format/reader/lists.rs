//! Lists of observations, read straight into the model.

use std::mem;

use super::{Known, Mode, Reader};
use crate::{
    format::{
        decode::Decoder,
        lexer::{Lexer, TokenKind},
        observations::{List, ListBuilder},
        plain,
        tree::{Kind, NodeId, Tree},
    },
    model::Observations,
};

/// The brackets around a list of observations: the dataset, its series, one of them.
const LIST_DEPTH: usize = 3;

/// Reads what stands between the brackets of a list of observations, or a stretch of it that starts at an element.
/// `None` when what comes behind it would be read in another way than before.
pub(in crate::format) fn read_stretch(stretch: &str, is_last: bool, needs_names: bool) -> Option<(List, Observations)> {
    let text = format!("[{stretch}]");
    let mut diagnostics = Vec::new();
    let mode = Mode::Lists { known: Known::new(), read: Vec::new() };
    let mut reader = Reader::new(&text, Lexer::within(&text), mode, &mut diagnostics);
    reader.depth = LIST_DEPTH;
    reader.tree.needs_names = needs_names;
    reader.observation_list();
    let is_whole = reader.before == text.len() && reader.token.kind == TokenKind::End;
    let fits = is_whole && (is_last || reader.is_separated);
    let (list, read) = (reader.tree.lists.pop()?, reader.take_read().pop()?);
    (fits && diagnostics.is_empty()).then_some((list, read))
}

impl Reader<'_, '_> {
    /// A list of observations; its node has no children.
    pub(super) fn observation_list(&mut self) -> NodeId {
        let open = self.token.span();
        let known = match &mut self.mode {
            Mode::Nodes => None,
            Mode::Lists { known, .. } => known.remove(&open.start),
        };
        let (mut list, observations) = if let Some((list, observations)) = known {
            // What it holds is left out here.
            self.advance();
            self.take(TokenKind::RightBracket);
            (List { start: open.end, ..list }, observations)
        } else {
            let mut builder = ListBuilder::new(open.end);
            self.depth += 1;
            self.items(TokenKind::RightBracket, |reader| reader.elements(&mut builder));
            self.depth -= 1;
            builder.finish(0, self.before.saturating_sub(1))
        };
        let node = self.push(Kind::List, open.start..self.before, None, Vec::new());
        list.node = node;
        self.tree.lists.push(list);
        if let Mode::Lists { read, .. } = &mut self.mode {
            read.push(observations);
        }
        node
    }

    /// One observation, or as many plain ones as follow each other.
    fn elements(&mut self, builder: &mut ListBuilder) {
        let mut at = self.token.start;
        while self.token.kind == TokenKind::LeftParen && !self.tree.needs_names {
            let Some((observation, end)) = plain::observation(self.text, at) else { break };
            builder.push(at..end, Some(observation), Vec::new());
            let Some(next) = plain::next(self.text, end) else {
                self.go_to(end, end);
                return;
            };
            at = next;
        }
        if at != self.token.start {
            self.go_to(at, self.text[..at].trim_end_matches([' ', '\n', '\r', '\t']).len());
        }
        let needs_names = self.tree.needs_names;
        let tree = mem::replace(&mut self.tree, Tree { needs_names, ..Tree::default() });
        let element = self.list_item();
        let scratch = mem::replace(&mut self.tree, tree);
        let mut decoder = Decoder::new(self.text, &scratch, Vec::new());
        let observation = decoder.observation(element);
        builder.push(scratch.node(element).span.clone(), observation, decoder.diagnostics);
    }
}
