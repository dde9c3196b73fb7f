//! What the keys do in the grid: as in the usual spreadsheets, and where those differ, both.

use egui::{Event, Key, Modifiers};

use crate::session::grid::{Motion, Whole};

/// What a key asks for while no cell is edited.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Select another cell, or extend the selection to it.
    Go { motion: Motion, extend: bool },
    /// Go on as after typing; inside a range, from cell to cell of it.
    Next(Next),
    /// Extend the selection to whole rows, whole columns, or everything.
    Select(Whole),
    /// Edit the active cell as it is.
    Edit,
    /// Edit the active cell, with this text in place of what it holds.
    Replace(String),
    /// Clear the selected cells.
    Clear,
    /// Clear the selected cells, of a single one start to type anew.
    ClearAndEdit,
    /// Take what stands above the active cell.
    FromAbove,
    /// Show the menu of the selected cells.
    Menu,
    /// Show the sources and the note of the active cell, or hide them.
    Details,
    /// Copy the selected cells.
    Copy,
    /// Copy the selected cells, and clear them.
    Cut,
    /// Put this text into the selected cells and beyond.
    Paste(String),
    /// Put the figures on the clipboard there, without their sources and notes.
    PasteValues,
    /// Let go of a range.
    Collapse,
    /// Insert rows or columns.
    Insert,
    /// Delete rows or columns.
    Remove,
    /// Move the selected rows by one.
    MoveRows { up: bool },
}

impl Act {
    /// Whether it changes the dataset, or begins to.
    pub(super) fn is_change(&self) -> bool {
        !matches!(
            self,
            Self::Go { .. }
                | Self::Next(_)
                | Self::Select(_)
                | Self::Menu
                | Self::Details
                | Self::Copy
                | Self::Collapse
        )
    }
}

/// Where the selection goes after a cell is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Down, to the column where a run of Tabs started.
    Enter,
    /// Up.
    ShiftEnter,
    /// To the right.
    Tab,
    /// To the left.
    ShiftTab,
}

/// What an event asks for while the grid has the focus and no cell is edited.
pub(super) fn act(event: &Event) -> Option<Act> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => key_act(*key, *modifiers),
        Event::Text(text) if text.chars().any(|c| !c.is_control()) => Some(Act::Replace(text.clone())),
        Event::Paste(text) => Some(Act::Paste(text.clone())),
        Event::Copy => Some(Act::Copy),
        Event::Cut => Some(Act::Cut),
        _ => None,
    }
}

fn key_act(key: Key, modifiers: Modifiers) -> Option<Act> {
    use Motion::{
        Down, EdgeDown, EdgeLeft, EdgeRight, EdgeUp, Left, PageDown, PageLeft, PageRight, PageUp, Right, RowEnd,
        RowStart, SheetEnd, SheetStart, Up,
    };
    if modifiers.alt {
        let motion = match key {
            Key::PageUp => PageLeft,
            Key::PageDown => PageRight,
            Key::ArrowUp => return Some(Act::MoveRows { up: true }),
            Key::ArrowDown => return Some(Act::MoveRows { up: false }),
            _ => return None,
        };
        return Some(Act::Go { motion, extend: modifiers.shift });
    }
    let motion = match (key, modifiers.command) {
        (Key::ArrowUp, false) => Up,
        (Key::ArrowDown, false) => Down,
        (Key::ArrowLeft, false) => Left,
        (Key::ArrowRight, false) => Right,
        (Key::ArrowUp, true) => EdgeUp,
        (Key::ArrowDown, true) => EdgeDown,
        (Key::ArrowLeft, true) => EdgeLeft,
        (Key::ArrowRight, true) => EdgeRight,
        (Key::Home, false) => RowStart,
        (Key::End, false) => RowEnd,
        (Key::Home, true) => SheetStart,
        (Key::End, true) => SheetEnd,
        (Key::PageUp, false) => PageUp,
        (Key::PageDown, false) => PageDown,
        _ => return other_act(key, modifiers),
    };
    Some(Act::Go { motion, extend: modifiers.shift })
}

fn other_act(key: Key, modifiers: Modifiers) -> Option<Act> {
    Some(match (key, modifiers.command, modifiers.shift) {
        (Key::Enter, false, false) => Act::Next(Next::Enter),
        (Key::Enter, false, true) => Act::Next(Next::ShiftEnter),
        (Key::Tab, false, false) => Act::Next(Next::Tab),
        (Key::Tab, false, true) => Act::Next(Next::ShiftTab),
        (Key::A, true, false) => Act::Select(Whole::All),
        (Key::Space, true, false) => Act::Select(Whole::Columns),
        (Key::Space, false, true) => Act::Select(Whole::Rows),
        (Key::V, true, true) => Act::PasteValues,
        (Key::F2, false, false) => Act::Edit,
        (Key::Delete, false, false) => Act::Clear,
        (Key::Backspace, false, false) => Act::ClearAndEdit,
        (Key::Escape, false, false) => Act::Collapse,
        (Key::Quote, true, false) => Act::FromAbove,
        (Key::Menu, false, false) | (Key::F10, false, true) => Act::Menu,
        (Key::F1, true, false) => Act::Details,
        (Key::Plus | Key::Equals, true, _) => Act::Insert,
        (Key::Minus, true, false) => Act::Remove,
        _ => return None,
    })
}

/// What a key asks for while a cell is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Commit, then go on.
    Next(Next),
    /// Commit, then go there.
    Commit(Motion),
    /// Put what is typed into every selected cell.
    Fill,
    /// Forget what was typed.
    Cancel,
    /// The arrows are to move the caret from now on.
    Caret,
}

/// What an event asks for while a cell is edited. Where typing has replaced the value, arrows commit it; after F2 they
/// move the caret. Alt+Enter fills as in Calc, Ctrl+Enter as in Excel.
pub(super) fn leave(event: &Event, replacing: bool) -> Option<Leave> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    if *key == Key::Enter && (modifiers.command || modifiers.alt) {
        return Some(Leave::Fill);
    }
    if modifiers.command || modifiers.alt {
        return None;
    }
    Some(match (key, modifiers.shift) {
        (Key::Enter, false) => Leave::Next(Next::Enter),
        (Key::Enter, true) => Leave::Next(Next::ShiftEnter),
        (Key::Tab, false) => Leave::Next(Next::Tab),
        (Key::Tab, true) => Leave::Next(Next::ShiftTab),
        (Key::Escape, _) => Leave::Cancel,
        (Key::F2, false) if replacing => Leave::Caret,
        (Key::ArrowUp, false) if replacing => Leave::Commit(Motion::Up),
        (Key::ArrowDown, false) if replacing => Leave::Commit(Motion::Down),
        (Key::ArrowLeft, false) if replacing => Leave::Commit(Motion::Left),
        (Key::ArrowRight, false) if replacing => Leave::Commit(Motion::Right),
        (Key::PageUp, false) if replacing => Leave::Commit(Motion::PageUp),
        (Key::PageDown, false) if replacing => Leave::Commit(Motion::PageDown),
        _ => return None,
    })
}
