//! The editor of a cell: a text field in its place, whose valid value the charts preview.

use egui::{EventFilter, Id as WidgetId, Rect, TextEdit, Tooltip, Ui, Vec2};

use crate::{
    app::theme::Theme,
    exchange::entry,
    session::grid::{CellKey, Column, Place, Sheet},
};

/// What is typed into a cell or into the head of a column.
#[derive(Clone, Debug)]
pub(super) struct CellEditor {
    pub(super) place: Place,
    pub(super) key: CellKey,
    pub(super) text: String,
    /// What the field is called.
    name: String,
    /// What the cell showed before; to leave this as it is changes nothing.
    before: String,
    /// Whether typing has replaced the value, so that arrows commit instead of moving the caret.
    pub(super) replacing: bool,
    /// Why the text can't be read, once that is to be said.
    pub(super) error: Option<String>,
    /// The field is new and wants the focus, with the caret at the end.
    opening: bool,
    /// Whether the text is a figure, which stands at the right and may have two readings.
    is_figure: bool,
}

impl CellEditor {
    /// An editor of a cell: with what it shows, or with another text in place of that.
    pub(super) fn open(sheet: &Sheet, place: Place, text: Option<String>) -> Option<Self> {
        let key = sheet.key(place)?;
        let before = sheet.text(place);
        let replacing = text.is_some();
        let is_figure = match &key.column {
            Column::Series(_) => true,
            Column::Field(field) => field.is_number(),
        };
        Some(Self {
            place,
            key,
            text: text.unwrap_or_else(|| before.clone()),
            name: format!("Edit {}", sheet.cell_name(place)),
            before,
            replacing,
            error: None,
            opening: true,
            is_figure,
        })
    }

    /// An editor of the head of a column.
    pub(super) fn of_head(sheet: &Sheet, column: usize) -> Option<Self> {
        let place = Place { row: 0, column };
        let what = sheet.columns().get(column)?;
        let id = what.series()?;
        let text = sheet.column_name(what);
        let key = sheet.key(place)?;
        let name = format!("Name of {id}");
        let before = text.clone();
        Some(Self { place, key, text, name, before, replacing: false, error: None, opening: true, is_figure: false })
    }

    /// Whether the text is what it was.
    pub(super) fn is_unchanged(&self) -> bool {
        self.text.trim() == self.before.trim()
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
        let align = if self.is_figure { egui::Align2::RIGHT_CENTER } else { egui::Align2::LEFT_CENTER };
        let mut output = TextEdit::singleline(&mut self.text)
            .id(id)
            .event_filter(all_keys)
            .return_key(None)
            .desired_width(rect.width())
            .min_size(Vec2::new(0.0, rect.height()))
            .margin(egui::Margin::symmetric(6, 2))
            .align(align)
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
        let response = output.response.response.accessible_name(&self.name);
        if let Some(error) = &self.error {
            let stroke = egui::Stroke::new(1.5, theme.error);
            ui.painter().rect_stroke(rect.shrink(0.5), 0, stroke, egui::StrokeKind::Inside);
            let color = theme.error;
            Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, rect).show(|ui| ui.colored_label(color, error));
        } else if self.is_figure
            && !self.is_unchanged()
            && let Some(reading) = entry::reading(&self.text)
        {
            Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, rect).show(|ui| ui.label(reading));
        }
        (response.changed(), response.lost_focus() && !opening)
    }
}
