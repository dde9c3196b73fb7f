//! The search in the text.

use std::ops::Range;

use egui::{Key, Modifiers, TextEdit, Ui};

use super::{buffer::Buffer, caret::Caret};

/// What is searched for, while the field is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    pub is_open: bool,
    pub text: String,
    /// The field takes the focus.
    pub takes_focus: bool,
    /// It was searched for and is not there.
    pub is_missing: bool,
}

/// What the field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    /// The text searched for is another: its first place from where the selection begins.
    Anew,
    Next,
    Previous,
    /// The field is closed; the text gets the focus back.
    Close,
}

impl Find {
    pub fn ui(&mut self, ui: &mut Ui) -> Asked {
        let mut asked = Asked::Nothing;
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.text).hint_text("Find in the source").desired_width(180.0);
            let response = ui.add(field);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find in the source"));
            if std::mem::take(&mut self.takes_focus) {
                response.request_focus();
            }
            if response.changed() {
                asked = Asked::Anew;
            }
            let key = |key, modifiers| ui.input_mut(|i| i.consume_key(modifiers, key));
            if response.has_focus() || response.lost_focus() {
                if key(Key::Enter, Modifiers::SHIFT) || key(Key::F3, Modifiers::SHIFT) {
                    (asked, self.takes_focus) = (Asked::Previous, true);
                } else if key(Key::Enter, Modifiers::NONE) || key(Key::F3, Modifiers::NONE) {
                    (asked, self.takes_focus) = (Asked::Next, true);
                } else if key(Key::Escape, Modifiers::NONE) || ui.input(|i| i.key_pressed(Key::Escape)) {
                    asked = Asked::Close;
                }
            }
            if ui.button("Previous").on_hover_text("The place before (Shift+Enter)").clicked() {
                asked = Asked::Previous;
            }
            if ui.button("Next").on_hover_text("The next place (Enter)").clicked() {
                asked = Asked::Next;
            }
            if ui.button("×").on_hover_text("Close the search (Escape)").clicked() {
                asked = Asked::Close;
            }
            if self.is_missing {
                ui.weak("Not found");
            }
        });
        if asked == Asked::Close {
            self.is_open = false;
        }
        asked
    }

    /// The place to go to from a caret, round the ends of the text.
    pub fn place(&mut self, buffer: &Buffer, caret: Caret, asked: Asked) -> Option<Range<usize>> {
        let selected = caret.range();
        let place = match asked {
            Asked::Anew => next(buffer, &self.text, selected.start).or_else(|| next(buffer, &self.text, 0)),
            Asked::Next => next(buffer, &self.text, selected.end).or_else(|| next(buffer, &self.text, 0)),
            Asked::Previous => previous(buffer, &self.text, selected.start)
                .or_else(|| previous(buffer, &self.text, buffer.text().len())),
            Asked::Nothing | Asked::Close => return None,
        };
        self.is_missing = place.is_none() && !self.text.is_empty();
        place
    }
}

/// Searches without regard to the case of ASCII letters, unless there are capitals in what is searched for.
fn next(buffer: &Buffer, what: &str, from: usize) -> Option<Range<usize>> {
    let text = buffer.text();
    let minds_case = what.chars().any(char::is_uppercase);
    let from = buffer.clamp(from);
    if what.is_empty() {
        return None;
    }
    let at = if minds_case {
        text[from..].find(what)
    } else {
        let (text, what) = (&text.as_bytes()[from..], what.as_bytes());
        text.windows(what.len()).position(|window| window.eq_ignore_ascii_case(what))
    };
    at.map(|at| from + at..from + at + what.len())
}

fn previous(buffer: &Buffer, what: &str, until: usize) -> Option<Range<usize>> {
    let (text, needle) = (&buffer.text().as_bytes()[..until], what.as_bytes());
    if needle.is_empty() {
        return None;
    }
    let minds_case = what.chars().any(char::is_uppercase);
    let is_it = |window: &[u8]| if minds_case { window == needle } else { window.eq_ignore_ascii_case(needle) };
    text.windows(needle.len()).rposition(is_it).map(|at| at..at + needle.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_goes_round_in_both_directions() {
        let buffer = Buffer::new("Ab é ab AB".to_owned());
        let go = |text: &str, caret: Caret, asked| {
            let mut find = Find { text: text.to_owned(), ..Find::default() };
            find.place(&buffer, caret, asked)
        };
        assert_eq!(go("ab", Caret::at(0), Asked::Anew), Some(0..2));
        assert_eq!(go("ab", Caret::over(0..2), Asked::Next), Some(6..8));
        assert_eq!(go("ab", Caret::over(9..11), Asked::Next), Some(0..2));
        assert_eq!(go("ab", Caret::over(0..2), Asked::Previous), Some(9..11));
        assert_eq!(go("AB", Caret::at(0), Asked::Next), Some(9..11), "capitals are meant");
        assert_eq!(go("é", Caret::at(0), Asked::Anew), Some(3..5));
        assert_eq!(go("x", Caret::at(0), Asked::Next), None);
    }
}
