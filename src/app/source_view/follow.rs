//! The source in step with the document and with what is selected elsewhere.

use std::ops::Range;

use egui::Ui;

use super::{
    Reveal, SourceState,
    buffer::{Buffer, difference},
    caret::Caret,
    text_id,
    typing::Desk,
};
use crate::{
    app::Context,
    format::{self, Piece, Severity},
    session::{CaretPlace, Command, Selection},
};

/// Takes over what has changed since the last frame: the text, and what is selected.
pub(super) fn follow(ui: &Ui, context: Context<'_>, state: &mut SourceState) {
    let Some((id, document)) = context.session.active() else { return };
    let now = (id, document.revision());
    let is_other = state.shown.is_none_or(|(shown, _)| shown != id);
    let is_new = state.shown != Some(now);
    if is_other {
        state.desk = Desk { buffer: Buffer::new(document.text().to_string()), ..Desk::default() };
        state.desk.caret = Caret::at(state.desk.buffer.start());
        state.composing.clear();
    } else if is_new {
        let text = document.text().to_string();
        take_over(state, text, ui.memory(|memory| memory.has_focus(text_id())));
    }
    if is_new {
        state.over_lines = over_lines(state.desk.buffer.text());
        state.shown = Some(now);
    }
    let selection = context.session.selection();
    let is_selected_anew = is_other || state.selected != *selection;
    if !is_new && !is_selected_anew {
        return;
    }
    state.selected = selection.clone();
    let address = selection.address(document.dataset());
    let span = address.as_ref().and_then(|address| document.parsed().span(address));
    state.marked = match selection {
        // All of the text would be marked.
        Selection::Nothing | Selection::Dataset => 0..0,
        _ => span.clone().unwrap_or_default(),
    };
    if !is_selected_anew {
        return;
    }
    let first_error = document.diagnostics().iter().find(|d| d.severity == Severity::Error).filter(|_| is_other);
    let is_here = caret_place(&state.desk).address(document.parsed()) == address;
    let to = first_error.map(|error| error.span.start).or_else(|| span.filter(|_| !is_here).map(|span| span.start));
    if let Some(to) = to {
        state.desk.caret = Caret::at(state.desk.buffer.clamp(to));
        state.reveal = Reveal::Around(to);
    }
}

/// Another text of the same document: typed here, taken back, or changed elsewhere.
fn take_over(state: &mut SourceState, text: String, is_focused: bool) {
    let desk = &mut state.desk;
    if desk.buffer.text() == text {
        return;
    }
    let (from, to) = difference(desk.buffer.text(), &text);
    let (row, column) = desk.buffer.place(desk.caret.at);
    let buffer = Buffer::new(text);
    let follow = |byte: usize| match byte {
        byte if byte <= from.start => byte,
        byte if byte >= from.end => byte - from.end + to.end,
        // What it stood in was written anew: the same line and column is the best guess.
        _ => buffer.byte_at(row, column),
    };
    let (at, anchor) = (buffer.clamp(follow(desk.caret.at)), buffer.clamp(follow(desk.caret.anchor)));
    let is_small = to.len() < 2000;
    desk.caret = if is_focused && is_small {
        // Somebody who takes a step back here wants to see it.
        state.reveal = Reveal::Caret;
        Caret::at(buffer.clamp(to.end))
    } else {
        Caret::at(anchor).moved_to(at, true)
    };
    desk.buffer = buffer;
}

/// Where the caret stands.
pub(super) fn caret_place(desk: &Desk) -> CaretPlace {
    let line = desk.buffer.line_range(desk.caret.at);
    let text = &desk.buffer.text()[line.clone()];
    CaretPlace { byte: desk.caret.at, line: line.start + text.len() - text.trim_start().len() }
}

/// Selects what stands at the caret, unless it is selected.
pub(super) fn select(context: Context<'_>, state: &mut SourceState, place: CaretPlace, queue: &mut Vec<Command>) {
    let Some((_, document)) = context.session.active() else { return };
    let Some(address) = place.address(document.parsed()) else { return };
    let selection = context.session.selection();
    let is_selected = selection.address(document.dataset()).is_some_and(|selected| selected == address);
    let wanted = Selection::of(address);
    if !is_selected && *selection != wanted {
        state.moved_at = f64::NEG_INFINITY;
        queue.push(Command::Select(wanted));
    }
}

/// The pieces that go over the end of a line: whoever begins at a line must know whether it stands in one.
fn over_lines(text: &str) -> Vec<(Range<usize>, Piece)> {
    let long = |(range, _): &(Range<usize>, Piece)| text.as_bytes()[range.clone()].contains(&b'\n');
    format::pieces(text, 0).filter(long).collect()
}
