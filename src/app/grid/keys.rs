//! What the keys do in the grid: as in the usual spreadsheets.

use egui::{Event, Key, Modifiers};

use super::sheet::Place;

/// What a key asks for while no cell is edited.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Select another cell.
    Go(Motion),
    /// Edit the selected cell as it is.
    Edit,
    /// Edit the selected cell, with this text in place of what it holds.
    Replace(String),
    /// Clear the selected cell.
    Clear,
    /// Copy what the selected cell shows.
    Copy,
}

/// Where the selection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    Up,
    Down,
    Left,
    Right,
    /// To the right, at the end of a row to the start of the one below.
    Forward,
    /// To the left, at the start of a row to the end of the one above.
    Back,
    PageUp,
    PageDown,
    RowStart,
    RowEnd,
    ColumnStart,
    ColumnEnd,
    SheetStart,
    SheetEnd,
}

impl Motion {
    /// Where this leads to from `from`; `page` is the number of rows in sight.
    pub(super) fn from(self, from: Place, rows: usize, columns: usize, page: usize) -> Place {
        let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
        let Place { row, column } = from;
        let page = page.max(1);
        let (row, column) = match self {
            Self::Up => (row.saturating_sub(1), column),
            Self::Down => (row + 1, column),
            Self::Left => (row, column.saturating_sub(1)),
            Self::Right => (row, column + 1),
            Self::Forward if column < last_column => (row, column + 1),
            Self::Forward if row < last_row => (row + 1, 0),
            Self::Back if column > 0 => (row, column - 1),
            Self::Back if row > 0 => (row - 1, last_column),
            Self::Forward | Self::Back => (row, column),
            Self::PageUp => (row.saturating_sub(page), column),
            Self::PageDown => (row + page, column),
            Self::RowStart => (row, 0),
            Self::RowEnd => (row, last_column),
            Self::ColumnStart => (0, column),
            Self::ColumnEnd => (last_row, column),
            Self::SheetStart => (0, 0),
            Self::SheetEnd => (last_row, last_column),
        };
        Place { row: row.min(last_row), column: column.min(last_column) }
    }
}

/// What an event asks for while the grid has the focus and no cell is edited.
pub(super) fn act(event: &Event) -> Option<Act> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => key_act(*key, *modifiers),
        Event::Text(text) if text.chars().any(|c| !c.is_control()) => Some(Act::Replace(text.clone())),
        Event::Paste(text) => Some(Act::Replace(text.lines().next().unwrap_or_default().trim().to_owned())),
        Event::Copy => Some(Act::Copy),
        _ => None,
    }
}

fn key_act(key: Key, modifiers: Modifiers) -> Option<Act> {
    use Motion::{
        Back, ColumnEnd, ColumnStart, Down, Forward, Left, PageDown, PageUp, Right, RowEnd, RowStart, SheetEnd,
        SheetStart, Up,
    };
    let motion = match (key, modifiers.command, modifiers.shift) {
        _ if modifiers.alt => return None,
        (Key::ArrowUp, false, false) | (Key::Enter, false, true) => Up,
        (Key::ArrowDown, false, false) => Down,
        (Key::ArrowLeft, false, false) => Left,
        (Key::ArrowRight, false, false) => Right,
        (Key::ArrowUp, true, false) => ColumnStart,
        (Key::ArrowDown, true, false) => ColumnEnd,
        (Key::ArrowLeft, true, false) | (Key::Home, false, false) => RowStart,
        (Key::ArrowRight, true, false) | (Key::End, false, false) => RowEnd,
        (Key::Home, true, false) => SheetStart,
        (Key::End, true, false) => SheetEnd,
        (Key::PageUp, false, false) => PageUp,
        (Key::PageDown, false, false) => PageDown,
        (Key::Tab, false, false) => Forward,
        (Key::Tab, false, true) => Back,
        (Key::Enter | Key::F2, false, false) => return Some(Act::Edit),
        (Key::Delete | Key::Backspace, false, false) => return Some(Act::Clear),
        _ => return None,
    };
    Some(Act::Go(motion))
}

/// What a key asks for while a cell is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Commit, then select another cell.
    Commit(Motion),
    /// Forget what was typed.
    Cancel,
}

/// What an event asks for while a cell is edited. Where typing has replaced the value, arrows commit it; after F2 they
/// move the caret.
pub(super) fn leave(event: &Event, replacing: bool) -> Option<Leave> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    if modifiers.command || modifiers.alt {
        return None;
    }
    Some(match (key, modifiers.shift) {
        (Key::Enter, false) => Leave::Commit(Motion::Down),
        (Key::Enter, true) => Leave::Commit(Motion::Up),
        (Key::Tab, false) => Leave::Commit(Motion::Forward),
        (Key::Tab, true) => Leave::Commit(Motion::Back),
        (Key::Escape, _) => Leave::Cancel,
        (Key::ArrowUp, false) if replacing => Leave::Commit(Motion::Up),
        (Key::ArrowDown, false) if replacing => Leave::Commit(Motion::Down),
        (Key::ArrowLeft, false) if replacing => Leave::Commit(Motion::Left),
        (Key::ArrowRight, false) if replacing => Leave::Commit(Motion::Right),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motions_stay_in_the_sheet() {
        let at = |row, column| Place { row, column };
        for (motion, from, want) in [
            (Motion::Up, at(0, 1), at(0, 1)),
            (Motion::Down, at(9, 1), at(9, 1)),
            (Motion::Left, at(3, 0), at(3, 0)),
            (Motion::Right, at(3, 2), at(3, 2)),
            (Motion::Forward, at(3, 2), at(4, 0)),
            (Motion::Back, at(3, 0), at(2, 2)),
            (Motion::Forward, at(9, 2), at(9, 2)),
            (Motion::Back, at(0, 0), at(0, 0)),
            (Motion::PageUp, at(3, 0), at(0, 0)),
            (Motion::PageDown, at(3, 0), at(7, 0)),
            (Motion::RowStart, at(3, 1), at(3, 0)),
            (Motion::RowEnd, at(3, 1), at(3, 2)),
            (Motion::ColumnStart, at(3, 1), at(0, 1)),
            (Motion::ColumnEnd, at(3, 1), at(9, 1)),
            (Motion::SheetStart, at(3, 1), at(0, 0)),
            (Motion::SheetEnd, at(3, 1), at(9, 2)),
        ] {
            assert_eq!(motion.from(from, 10, 3, 4), want, "{motion:?}");
        }
        assert_eq!(Motion::SheetEnd.from(at(0, 0), 0, 0, 0), at(0, 0));
    }
}
