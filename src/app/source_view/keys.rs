//! Events → what happens to the text.

use egui::{Event, ImeEvent, Key, Modifiers, Ui};

use super::{
    caret::{Caret, Motion},
    typing::Desk,
};

/// What an event asks for that is not the text's own affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The caret or the text has changed, or might have.
    Moved,
    /// Something goes to the clipboard.
    Copy(String),
    /// The search field is wanted.
    Find,
    /// The next or the one before of what was searched for.
    FindAgain { backwards: bool },
    /// A composition is under way, or over when empty.
    Composing(String),
    /// The event means nothing here.
    Nothing,
}

/// Does what an event asks for. `page` is the number of rows in sight.
pub(super) fn take(desk: &mut Desk, event: &Event, page: usize, is_editable: bool) -> Outcome {
    match event {
        Event::Text(text) if is_editable && !text.chars().any(char::is_control) => desk.type_text(text),
        Event::Paste(text) if is_editable && !text.is_empty() => desk.paste(text),
        Event::Ime(ImeEvent::Preedit { text, .. }) if is_editable => return Outcome::Composing(text.clone()),
        Event::Ime(ImeEvent::Commit(text)) if is_editable => {
            if !text.is_empty() && text != "\n" && text != "\r" {
                desk.type_text(text);
            }
            return Outcome::Composing(String::new());
        }
        Event::Copy => return Outcome::Copy(desk.buffer.text()[desk.copied_range()].to_owned()),
        Event::Cut if is_editable => return Outcome::Copy(desk.cut()),
        Event::Key { key, pressed: true, modifiers, .. } => return take_key(desk, *key, *modifiers, page, is_editable),
        _ => return Outcome::Nothing,
    }
    Outcome::Moved
}

fn take_key(desk: &mut Desk, key: Key, modifiers: Modifiers, page: usize, is_editable: bool) -> Outcome {
    let by_word = modifiers.command || modifiers.alt;
    let page = page.max(2) as isize - 1;
    let motion = match key {
        Key::ArrowLeft if by_word => Motion::WordLeft,
        Key::ArrowLeft => Motion::Left,
        Key::ArrowRight if by_word => Motion::WordRight,
        Key::ArrowRight => Motion::Right,
        Key::ArrowUp => Motion::Rows(-1),
        Key::ArrowDown => Motion::Rows(1),
        Key::PageUp => Motion::Rows(-page),
        Key::PageDown => Motion::Rows(page),
        Key::Home if modifiers.command => Motion::TextStart,
        Key::Home => Motion::LineStart,
        Key::End if modifiers.command => Motion::TextEnd,
        Key::End => Motion::LineEnd,
        _ => return take_other_key(desk, key, modifiers, is_editable),
    };
    desk.caret = desk.caret.go(motion, modifiers.shift, &desk.buffer);
    Outcome::Moved
}

fn take_other_key(desk: &mut Desk, key: Key, modifiers: Modifiers, is_editable: bool) -> Outcome {
    match key {
        Key::A if modifiers.command => desk.caret = Caret::over(desk.buffer.start()..desk.buffer.end()),
        Key::F if modifiers.command => return Outcome::Find,
        Key::F3 => return Outcome::FindAgain { backwards: modifiers.shift },
        Key::Enter if is_editable => desk.new_line(),
        Key::Tab if is_editable && modifiers.shift => desk.indent_out(),
        Key::Tab if is_editable => desk.indent_in(),
        Key::Backspace if is_editable && modifiers.command => desk.delete(Motion::WordLeft),
        Key::Backspace if is_editable => desk.delete(Motion::Left),
        Key::Delete if is_editable && modifiers.command => desk.delete(Motion::WordRight),
        Key::Delete if is_editable => desk.delete(Motion::Right),
        _ => return Outcome::Nothing,
    }
    Outcome::Moved
}

/// What the keyboard brought for the text since the last frame.
pub(super) fn events(ui: &Ui, is_editable: bool) -> Vec<Event> {
    ui.input(|input| input.filtered_events(&filter(is_editable)))
}

/// The keys that stay with the text: Tab only where it writes, and Escape leads out.
pub(super) fn filter(is_editable: bool) -> egui::EventFilter {
    egui::EventFilter { tab: is_editable, horizontal_arrows: true, vertical_arrows: true, escape: false }
}
