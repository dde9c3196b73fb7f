//! The source: the text of the document with what is wrong with it, to be read and typed in, in step with the rest.

mod buffer;
mod caret;
mod editor;
mod find;
mod follow;
mod gutter;
mod keys;
mod problems;
mod typing;

use std::ops::Range;

use egui::{Id as WidgetId, Panel, RichText, Ui, Vec2};

use self::{
    caret::Caret,
    find::{Asked, Find},
    typing::Desk,
};
pub(super) use problems::in_words;

use super::Context;
use crate::{
    document::Document,
    format::Piece,
    session::{Command, DocumentId, Selection},
};

/// With every keystroke the rows and the colours of the whole text are made again; of a larger one that would be felt.
const LARGEST_EDITABLE: usize = 4_000_000;

/// What the source remembers between frames.
#[derive(Debug, Default)]
pub(super) struct SourceState {
    desk: Desk,
    /// The pieces of the text that go over the end of a line.
    over_lines: Vec<(Range<usize>, Piece)>,
    /// What the desk holds.
    shown: Option<(DocumentId, u64)>,
    /// What was selected when it was last looked at, and where that stands.
    selected: Selection,
    marked: Range<usize>,
    reveal: Reveal,
    offset: Vec2,
    size: Vec2,
    find: Find,
    /// What an input method is composing.
    composing: String,
    /// When the caret last moved, so that it does not blink away while it moves.
    moved_at: f64,
    takes_focus: bool,
    /// Where the caret stood when the list of problems was drawn last.
    listed_for: Option<usize>,
    /// A problem to go to.
    go_to: Option<Direction>,
    /// The files with errors for which the source has opened by itself.
    opened_for: Vec<DocumentId>,
    /// The file that has nothing to show but its source.
    is_all_of: Option<DocumentId>,
}

/// What to bring into sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reveal {
    #[default]
    Nothing,
    /// The caret, by as little as possible.
    Caret,
    /// A byte, with what is around it.
    Around(usize),
}

/// The next problem or the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Back,
}

impl SourceState {
    /// Goes to a problem in the next frame.
    pub(super) fn go_to_problem(&mut self, direction: Direction) {
        self.go_to = Some(direction);
    }

    /// Takes the keyboard in the next frame.
    pub(super) fn take_focus(&mut self) {
        self.takes_focus = true;
    }

    /// Whether the source should open by itself: a file with errors is looked at for the first time.
    pub(super) fn opens_for(&mut self, id: DocumentId, document: &Document<Selection>) -> bool {
        let opens = document.is_read_only() && !self.opened_for.contains(&id);
        if opens {
            self.opened_for.push(id);
            self.takes_focus = true;
            self.is_all_of = is_all_there_is(document).then_some(id);
        }
        opens
    }

    /// Whether the source has the window to itself: the file was opened with nothing in it that can be read. Once there
    /// is something it stays beside the rest, whatever is typed.
    pub(super) fn is_all_of(&mut self, id: DocumentId, document: &Document<Selection>) -> bool {
        self.is_all_of = self.is_all_of.filter(|all| *all != id || is_all_there_is(document));
        self.is_all_of == Some(id)
    }

    fn is_editable(&self) -> bool {
        self.desk.buffer.text().len() <= LARGEST_EDITABLE
    }

    fn go_to_byte(&mut self, byte: usize) {
        self.desk.caret = Caret::at(self.desk.buffer.clamp(byte));
        self.reveal = Reveal::Around(byte);
        self.takes_focus = true;
    }
}

/// Whether nothing of a document could be read but its text.
fn is_all_there_is(document: &Document<Selection>) -> bool {
    let dataset = document.dataset();
    document.is_read_only() && dataset.series.is_empty() && dataset.charts.is_empty()
}

/// Says above what is shown of a file with errors why it can't be edited, and how to go on.
pub(super) fn banner(ui: &mut Ui, context: Context<'_>, is_shown: &mut bool, state: &mut SourceState) {
    let Some((_, document)) = context.session.active() else { return };
    ui.horizontal_wrapped(|ui| {
        ui.colored_label(context.theme.error, in_words(document.diagnostics()));
        ui.label(if is_all_there_is(document) {
            "Nothing else can be shown yet. Mend the source, and all can be seen and edited."
        } else {
            "Shown as far as it could be read. Mend the source, and all can be edited again."
        });
        if ui.button("Go to the next problem").on_hover_text("Show it in the source (F8)").clicked() {
            *is_shown = true;
            state.go_to_problem(Direction::Forward);
        }
    });
}

/// The widget of the text.
pub(super) fn text_id() -> WidgetId {
    WidgetId::unique("the text of the source")
}

/// Draws the source of the active document.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, state: &mut SourceState, queue: &mut Vec<Command>) {
    let Some((id, document)) = context.session.active() else { return };
    follow::follow(ui, context, state);
    let caret = state.desk.caret;
    if let Some(direction) = state.go_to.take() {
        problems::go(state, document.diagnostics(), direction);
    }
    heading(ui, state, document);
    if !document.diagnostics().is_empty() {
        problem_list(ui, context, state);
    }
    search(ui, state);
    editor::ui(ui, context, state);
    let place = follow::caret_place(&state.desk);
    if let Some((patch, change)) = state.desk.take() {
        let revision = state.shown.filter(|(shown, _)| *shown == id).map_or(u64::MAX, |(_, revision)| revision);
        queue.push(Command::EditText { revision, patch, change, caret: place });
    } else if state.desk.caret.at != caret.at {
        follow::select(context, state, place, queue);
    }
}

fn heading(ui: &mut Ui, state: &mut SourceState, document: &Document<Selection>) {
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(RichText::new(format!("Source of {}", document.name())).strong()).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Find").on_hover_text("Find in the source (Ctrl+F)").clicked() {
                (state.find.is_open, state.find.takes_focus) = (true, true);
            }
        });
    });
    if !state.is_editable() {
        let megabytes = state.desk.buffer.text().len() as f64 / 1e6;
        ui.label(format!(
            "This text has {megabytes:.1} MB, which is too much to be edited here: change it in the grid, or in a text \
             editor."
        ));
    }
}

fn problem_list(ui: &mut Ui, context: Context<'_>, state: &mut SourceState) {
    let height = ui.available_height();
    let sizes = 60.0_f32.min(height * 0.3)..=(height * 0.6).max(61.0);
    let frame = egui::Frame::NONE.inner_margin(egui::Margin { top: context.theme.margin, ..egui::Margin::ZERO });
    let panel = Panel::bottom("problems").frame(frame).resizable(true).default_size(height * 0.28).size_range(sizes);
    panel.show(ui, |ui| {
        let Some((_, document)) = context.session.active() else { return };
        if let Some(byte) = problems::ui(ui, context, state, document.diagnostics()) {
            state.go_to_byte(byte);
        }
    });
}

fn search(ui: &mut Ui, state: &mut SourceState) {
    if !state.find.is_open {
        return;
    }
    let asked = state.find.ui(ui);
    let place = state.find.place(&state.desk.buffer, state.desk.caret, asked);
    if let Some(place) = place {
        state.reveal = Reveal::Around(place.start);
        state.desk.caret = Caret::over(place);
    }
    if asked == Asked::Close {
        state.takes_focus = true;
    }
}
