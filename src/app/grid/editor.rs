//! The editor of a cell: a text field in its place, whose valid value the charts preview.

use egui::{EventFilter, Id as WidgetId, Rect, TextEdit, Tooltip, Ui, Vec2};

use crate::{
    app::theme::Theme,
    exchange::entry::{self, Entry, EntryError},
    model::{Id, Period},
};

/// What is typed into a cell.
#[derive(Clone, Debug)]
pub(super) struct CellEditor {
    pub(super) series: Id,
    pub(super) at: Period,
    pub(super) text: String,
    /// What the cell showed before; to leave this as it is changes nothing.
    before: String,
    /// Whether typing has replaced the value, so that arrows commit instead of moving the caret.
    pub(super) replacing: bool,
    /// Why the text can't be read, once that is to be said.
    pub(super) error: Option<String>,
    /// The field is new and wants the focus, with the caret at the end.
    opening: bool,
}

/// What a text in a cell means.
pub(super) enum Meaning {
    /// What the cell held before.
    Unchanged,
    /// The cell is to be empty.
    Nothing,
    /// A figure.
    Figure(Entry),
}

impl CellEditor {
    /// An editor with the value that the cell shows.
    pub(super) fn open(series: Id, at: Period, shown: String) -> Self {
        let text = shown.clone();
        Self { series, at, text, before: shown, replacing: false, error: None, opening: true }
    }

    /// An editor with other text in place of the value that the cell shows.
    pub(super) fn replace(series: Id, at: Period, shown: String, text: String) -> Self {
        Self { series, at, text, before: shown, replacing: true, error: None, opening: true }
    }

    /// What the text means, or why it can't be read.
    pub(super) fn meaning(&self) -> Result<Meaning, String> {
        if self.text.trim() == self.before {
            return Ok(Meaning::Unchanged);
        }
        match entry::parse(&self.text) {
            Ok(entry) => Ok(Meaning::Figure(entry)),
            Err(EntryError::Empty) => Ok(Meaning::Nothing),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Asks for the focus again.
    pub(super) fn refocus(&mut self) {
        self.opening = true;
    }

    /// Draws the field over its cell. Returns whether the text has changed, and whether the field was left by a click
    /// elsewhere.
    pub(super) fn show(&mut self, ui: &mut Ui, id: WidgetId, rect: Rect, theme: &Theme) -> (bool, bool) {
        let all_keys = EventFilter { tab: true, escape: true, horizontal_arrows: true, vertical_arrows: true };
        let wrong = self.error.is_some().then_some(theme.error);
        let opening = std::mem::take(&mut self.opening);
        if opening {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let name = format!("Edit {} {}", self.series, self.at);
        let mut output = TextEdit::singleline(&mut self.text)
            .id(id)
            .event_filter(all_keys)
            .return_key(None)
            .desired_width(rect.width())
            .min_size(Vec2::new(0.0, rect.height()))
            .margin(egui::Margin::symmetric(6, 2))
            .align(egui::Align2::RIGHT_CENTER)
            .text_color_opt(wrong)
            .background_color(ui.visuals().extreme_bg_color)
            .show(ui);
        if opening {
            let end = egui::text::CCursor::new(self.text.chars().count());
            output.state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
            output.state.store(ui.ctx(), id);
            // The field keeps Tab and Esc to itself from the next pass on.
            ui.ctx().request_repaint();
        }
        let response = output.response.response.accessible_name(name);
        if let Some(error) = &self.error {
            ui.painter().rect_stroke(
                rect.shrink(0.5),
                0,
                egui::Stroke::new(1.5, theme.error),
                egui::StrokeKind::Inside,
            );
            let color = theme.error;
            Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, rect).show(|ui| ui.colored_label(color, error));
        }
        (response.changed(), response.lost_focus() && !opening)
    }
}
