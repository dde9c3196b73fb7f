//! What keys and the clipboard do to the text.

use std::ops::Range;

use super::{
    buffer::Buffer,
    caret::{Caret, Motion, after, before},
};
use crate::{
    format::{Patch, Replacement},
    session::TextChange,
};

/// One step of indentation, where a file does not say otherwise.
const INDENT: &str = "    ";

/// A text being typed in, and what was done to it since it was last taken over.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub buffer: Buffer,
    pub caret: Caret,
    /// What was done, and how long the text was before.
    pub(super) made: Option<(Patch, TextChange, usize)>,
}

impl Desk {
    /// What was done since the last time.
    pub fn take(&mut self) -> Option<(Patch, TextChange)> {
        self.made.take().map(|(patch, change, _)| (patch, change))
    }

    pub fn selected_text(&self) -> &str {
        &self.buffer.text()[self.caret.range()]
    }

    fn make(&mut self, patch: Patch, change: TextChange) {
        let length = self.buffer.text().len();
        // From the last on, so that the places of those before stay right.
        for replacement in patch.replacements().iter().rev() {
            self.buffer.replace(replacement.range.clone(), &replacement.text);
        }
        self.made = Some(match self.made.take() {
            Some((made, _, before)) => (made.then(&patch, before), change, before),
            None => (patch, change, length),
        });
    }

    fn put(&mut self, range: Range<usize>, text: &str, change: TextChange) {
        let caret = range.start + text.len();
        if self.buffer.text()[range.clone()] != *text {
            self.make(Patch::new(vec![Replacement { range, text: text.to_owned() }]), change);
        }
        self.caret = Caret::at(self.buffer.clamp(caret));
    }

    /// Puts what was typed in the place of what is selected.
    pub fn type_text(&mut self, text: &str) {
        self.put(self.caret.range(), text, TextChange::Typing);
    }

    /// Pastes; lines end as those of the file do.
    pub fn paste(&mut self, text: &str) {
        let line_end = self.buffer.line_end_at(self.caret.range().start);
        let text = text.replace("\r\n", "\n").replace('\n', line_end);
        self.put(self.caret.range(), &text, TextChange::Paste);
    }

    /// A new line that begins where this one begins, one step further in behind a bracket.
    pub fn new_line(&mut self) {
        let selected = self.caret.range();
        let line = self.buffer.line_range(selected.start);
        let until = &self.buffer.text()[line.start..selected.start];
        let blank = until.len() - until.trim_start_matches([' ', '\t']).len();
        let mut text = self.buffer.line_end_at(selected.start).to_owned() + &until[..blank];
        if until.trim_end().ends_with(['(', '[', '{']) {
            text += self.indent();
        }
        self.put(selected, &text, TextChange::Typing);
    }

    /// Takes away what is selected, or else what lies between here and where a motion leads.
    pub fn delete(&mut self, motion: Motion) {
        if !self.caret.selects_nothing() {
            self.put(self.caret.range(), "", TextChange::Removal);
            return;
        }
        let (at, to) = match motion {
            Motion::Left => (self.caret.at, self.backspace_to()),
            motion => (self.caret.at, self.caret.go(motion, false, &self.buffer).at),
        };
        let change = match motion {
            Motion::Left | Motion::Right => TextChange::Deletion,
            _ => TextChange::Removal,
        };
        self.put(at.min(to)..at.max(to), "", change);
    }

    /// In the blank before a line one step of indentation, elsewhere one character.
    fn backspace_to(&self) -> usize {
        let at = self.caret.at;
        let line = self.buffer.line_range(at);
        let until = &self.buffer.text()[line.start..at];
        let is_step = !until.is_empty() && until.bytes().all(|byte| byte == b' ') && self.indent() != "\t";
        if is_step { line.start + (until.len() - 1) / INDENT.len() * INDENT.len() } else { before(&self.buffer, at) }
    }

    /// Takes what is selected away and gives it; the line if nothing is selected.
    pub fn cut(&mut self) -> String {
        let range = self.copied_range();
        let text = self.buffer.text()[range.clone()].to_owned();
        self.put(range, "", TextChange::Cut);
        text
    }

    /// What copying takes: what is selected, or else the line.
    pub fn copied_range(&self) -> Range<usize> {
        if !self.caret.selects_nothing() {
            return self.caret.range();
        }
        let line = self.buffer.line_range(self.caret.at);
        line.start..after(&self.buffer, line.end)
    }

    /// How this file indents.
    fn indent(&self) -> &'static str {
        let rows = self.buffer.rows().iter().take(200).map(|row| &self.buffer.text()[row.start..row.end]);
        let first = rows.into_iter().find_map(|row| row.chars().next().filter(|c| matches!(c, ' ' | '\t')));
        if first == Some('\t') { "\t" } else { INDENT }
    }

    /// Moves the selected lines in; without a selection puts an indent at the caret.
    pub fn indent_in(&mut self) {
        if self.selected_text().contains('\n') {
            self.shift_lines(|desk, line| {
                let text = desk.indent().to_owned();
                (line.start < line.end).then_some(Replacement { range: line.start..line.start, text })
            });
            return;
        }
        let indent = self.indent();
        let (_, column) = self.buffer.place(self.caret.range().start);
        let length = if indent == "\t" { 1 } else { INDENT.len() - column % INDENT.len() };
        self.put(self.caret.range(), &indent[..length], TextChange::Typing);
    }

    /// Moves the selected lines, or the one of the caret, out.
    pub fn indent_out(&mut self) {
        self.shift_lines(|desk, line| {
            let text = &desk.buffer.text()[line.clone()];
            let spaces = text.len() - text.trim_start_matches(' ').len();
            let length = if text.starts_with('\t') { 1 } else { spaces.min(INDENT.len()) };
            (length > 0).then(|| Replacement { range: line.start..line.start + length, text: String::new() })
        });
    }

    fn shift_lines(&mut self, shift: impl Fn(&Self, Range<usize>) -> Option<Replacement>) {
        let selected = self.caret.range();
        let all = self.buffer.lines_of(&selected);
        let mut replacements = Vec::new();
        let mut at = all.start;
        while at <= all.end {
            let line = self.buffer.line_range(at);
            // A selection that ends before the first character of a line does not take it along.
            if line.start < selected.end || selected.is_empty() || line.start == selected.start {
                replacements.extend(shift(self, line.clone()));
            }
            let next = after(&self.buffer, line.end);
            if next == line.end {
                break;
            }
            at = next;
        }
        if replacements.is_empty() {
            return;
        }
        let patch = Patch::new(replacements);
        let follow = |byte| moved(&patch, byte);
        let (at, anchor) = (follow(self.caret.at), follow(self.caret.anchor));
        self.make(patch, TextChange::Indent);
        self.caret = Caret::at(self.buffer.clamp(anchor)).moved_to(self.buffer.clamp(at), true);
    }
}

/// Where a byte is after a patch: behind what was put at its place.
pub(super) fn moved(patch: &Patch, byte: usize) -> usize {
    let mut to = byte;
    for replacement in patch.replacements().iter().rev() {
        if replacement.range.end <= byte {
            to = to + replacement.text.len() - replacement.range.len();
        } else if replacement.range.start < byte {
            to = to - (byte - replacement.range.start) + replacement.text.len().min(byte - replacement.range.start);
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A desk from a text with `|` for the caret, and `<` where the selection began.
    fn desk(text: &str) -> Desk {
        let at = text.replace('<', "").find('|').expect("a caret");
        let anchor = text.replace('|', "").find('<').unwrap_or(at);
        let caret = Caret::at(anchor).moved_to(at, true);
        Desk { buffer: Buffer::new(text.replace(['|', '<'], "")), caret, made: None }
    }

    fn shown(desk: &Desk) -> String {
        let mut text = desk.buffer.text().to_owned();
        text.insert(desk.caret.at, '|');
        if !desk.caret.selects_nothing() {
            text.insert(desk.caret.anchor + usize::from(desk.caret.anchor > desk.caret.at), '<');
        }
        text
    }

    fn after_doing(text: &str, act: impl Fn(&mut Desk)) -> String {
        let mut desk = desk(text);
        act(&mut desk);
        shown(&desk)
    }

    #[test]
    fn a_new_line_keeps_the_indent_and_the_ends_of_lines() {
        assert_eq!(after_doing("  a|b\r\n", Desk::new_line), "  a\r\n  |b\r\n");
        assert_eq!(after_doing("\ta: (|\n", Desk::new_line), "\ta: (\n\t\t|\n");
        assert_eq!(after_doing("  a|", Desk::new_line), "  a\n  |");
    }

    #[test]
    fn tab_indents_and_shift_tab_takes_it_back() {
        assert_eq!(after_doing("a|b", Desk::indent_in), "a   |b");
        assert_eq!(after_doing("<a\n\nb|\nc", Desk::indent_in), "    <a\n\n    b|\nc");
        assert_eq!(after_doing("<    a\n  b\n|c", Desk::indent_out), "<a\nb\n|c");
        assert_eq!(after_doing("\ta|b", Desk::indent_out), "a|b");
    }

    #[test]
    fn deleting_takes_a_character_a_word_a_line_end_or_the_selection() {
        assert_eq!(after_doing("a\r\n|b", |d| d.delete(Motion::Left)), "a|b");
        assert_eq!(after_doing("a|\r\nb", |d| d.delete(Motion::Right)), "a|b");
        assert_eq!(after_doing("        |b", |d| d.delete(Motion::Left)), "    |b");
        assert_eq!(after_doing("ab cd|", |d| d.delete(Motion::WordLeft)), "ab |");
        assert_eq!(after_doing("a<bc|d", |d| d.delete(Motion::Left)), "a|d");
        assert_eq!(after_doing("\u{feff}|a", |d| d.delete(Motion::Left)), "\u{feff}|a");
    }

    #[test]
    fn pasted_lines_end_as_those_of_the_file() {
        assert_eq!(after_doing("a|\r\n", |d| d.paste("x\ny\r\nz")), "ax\r\ny\r\nz|\r\n");
        assert_eq!(after_doing("a|\n", |d| d.paste("x\r\ny")), "ax\ny|\n");
    }

    proptest! {
        #[test]
        fn what_was_done_leads_from_the_old_text_to_the_new(
            text in "[a ({\t\n]{0,20}",
            acts in proptest::collection::vec((0_usize..8, 0_usize..24, 0_usize..24), 1..6),
        ) {
            let mut desk = Desk { buffer: Buffer::new(text.clone()), ..Desk::default() };
            for (act, at, anchor) in acts {
                let (at, anchor) = (desk.buffer.clamp(at), desk.buffer.clamp(anchor));
                desk.caret = Caret::at(anchor).moved_to(at, true);
                match act {
                    0 => desk.type_text("x"),
                    1 => desk.new_line(),
                    2 => desk.delete(Motion::Left),
                    3 => desk.delete(Motion::WordRight),
                    4 => desk.paste("y\nz"),
                    5 => drop(desk.cut()),
                    6 => desk.indent_in(),
                    _ => desk.indent_out(),
                }
                prop_assert_eq!(desk.buffer.clamp(desk.caret.at), desk.caret.at);
            }
            let expected = desk.take().map_or(text.clone(), |(patch, _)| patch.apply(&text));
            prop_assert_eq!(desk.buffer.text(), expected);
        }
    }
}
