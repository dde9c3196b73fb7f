//! What stands in the cells and in the head of the table, drawn by `egui_table` for those in sight only.

use egui::{Align2, Color32, FontId, Id as WidgetId, Pos2, Rect, Response, Sense, Stroke, TextStyle, Ui, Vec2};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};

use super::{
    editor::CellEditor,
    sheet::{Cell, Place, Sheet},
};
use crate::{
    app::theme::Theme,
    model::{Dataset, Id},
};

/// The height of the head: the name of the series, and its unit.
pub(super) const HEAD_HEIGHT: f32 = 40.0;
const PADDING: f32 = 8.0;

/// What was done with the pointer, and what the editor reports.
#[derive(Default)]
pub(super) struct Gestures {
    pub(super) clicked: Option<Place>,
    pub(super) edit: Option<Place>,
    pub(super) head: Option<Id>,
    pub(super) typed: bool,
    pub(super) left: bool,
    /// The accessible node of the selected cell, if it is in sight.
    pub(super) active: Option<WidgetId>,
}

/// Draws the cells of a sheet.
pub(super) struct Cells<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) theme: &'a Theme,
    pub(super) sheet: &'a Sheet,
    pub(super) selected: Option<Place>,
    /// Whether the grid has the keyboard.
    pub(super) focused: bool,
    pub(super) editor: Option<&'a mut CellEditor>,
    pub(super) id: WidgetId,
    pub(super) gestures: Gestures,
}

impl TableDelegate for Cells<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0, self.theme.header);
        line(ui, rect, self.theme.line);
        let Some(id) = cell.col_range.start.checked_sub(1).and_then(|column| self.sheet.columns.get(column)) else {
            let name = ui.painter().clone();
            let middle = Pos2::new(rect.left() + PADDING, rect.center().y);
            name.text(middle, Align2::LEFT_CENTER, "Period", body(ui), ui.visuals().strong_text_color());
            return;
        };
        let Some(series) = self.dataset.series.get(id) else { return };
        let unit = series.head.unit.as_deref().unwrap_or_default();
        let strong = ui.visuals().strong_text_color();
        let width = two_lines(ui, rect, (series.label(id), strong), (unit, self.theme.muted));
        ui.allocate_space(Vec2::new(width, rect.height()));
        let head = ui.interact(rect, self.id.with(("head", id.as_str())), Sense::CLICK);
        head.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ColumnHeader, true, id));
        let about = series.head.indicator.as_deref().map_or(String::new(), |indicator| format!("{indicator}\n"));
        if head.on_hover_text(format!("{about}Series {id}")).clicked() {
            self.gestures.head = Some(id.clone());
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let rect = ui.max_rect();
        line(ui, rect, self.theme.line);
        let Ok(row) = usize::try_from(cell.row_nr) else { return };
        let Some(column) = cell.col_nr.checked_sub(1) else { return self.period(ui, row, rect) };
        let place = Place { row, column };
        let (sheet, dataset) = (self.sheet, self.dataset);
        let Some((series, at)) = sheet.address(place) else { return };
        if let Some(editor) = self.editor.as_deref_mut().filter(|e| e.series == *series && e.at == at) {
            let (typed, left) = editor.show(ui, self.id.with("editor"), rect, self.theme);
            self.gestures.typed |= typed;
            self.gestures.left |= left;
            return;
        }
        if let Some(content) = sheet.cell(dataset, place) {
            self.value(ui, place, &content, rect);
        }
    }

    fn default_row_height(&self) -> f32 {
        self.theme.row_height
    }
}

impl Cells<'_> {
    fn period(&self, ui: &mut Ui, row: usize, rect: Rect) {
        let Some(at) = self.sheet.rows.get(row) else { return };
        ui.painter().rect_filled(rect.with_max_y(rect.bottom() - 1.0), 0, self.theme.header);
        let selected = self.selected.is_some_and(|place| place.row == row);
        let color = if selected { ui.visuals().strong_text_color() } else { plain(ui) };
        let galley = ui.painter().layout_no_wrap(at.to_string(), body(ui), color);
        ui.allocate_space(Vec2::new(galley.size().x + 2.0 * PADDING, rect.height()));
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(Pos2::new(rect.left() + PADDING, top), galley, color);
        let head = ui.interact(rect, self.id.with(("row", row)), Sense::hover());
        head.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::RowHeader, true, at));
    }

    fn value(&mut self, ui: &mut Ui, place: Place, content: &Cell<'_>, rect: Rect) {
        let Some((series, at)) = self.sheet.address(place) else { return };
        let shown = content.shown();
        let selected = self.selected == Some(place);
        let id = self.id.with(("cell", series.as_str(), at));
        if selected {
            self.mark_selected(ui, rect);
            self.gestures.active = Some(id);
        }
        let missing = content.observations.first().is_some_and(|(_, o)| o.plotted().is_none());
        let color = if missing { self.theme.muted } else { plain(ui) };
        let galley = ui.painter().layout_no_wrap(shown.clone(), body(ui), color);
        ui.allocate_space(Vec2::new(galley.size().x + 3.0 * PADDING, rect.height()));
        let top = rect.center().y - galley.size().y / 2.0;
        let left = (rect.right() - PADDING - galley.size().x).max(rect.left() + 2.0);
        ui.painter().galley(Pos2::new(left, top), galley, color);
        marks(ui, rect, content, self.theme.accent);

        let response = ui.interact(rect, id, Sense::CLICK);
        name_cell(ui, &response, &format!("{series} {at}"), shown, selected);
        if response.double_clicked() {
            self.gestures.edit = Some(place);
        } else if response.clicked() {
            self.gestures.clicked = Some(place);
        }
        if response.hovered() {
            let details = content.details(self.dataset);
            if !details.is_empty() {
                response.on_hover_text(details.join("\n"));
            }
        }
    }

    fn mark_selected(&self, ui: &Ui, rect: Rect) {
        let color = self.theme.accent;
        if self.focused {
            ui.painter().rect_filled(rect, 0, self.theme.selection);
        }
        let width = if self.focused { 2.0 } else { 1.0 };
        ui.painter().rect_stroke(rect.shrink(1.0), 0, Stroke::new(width, color), egui::StrokeKind::Inside);
    }
}

fn body(ui: &Ui) -> FontId {
    TextStyle::Body.resolve(ui.style())
}

/// The colour of text that is the point, as that of buttons is.
fn plain(ui: &Ui) -> Color32 {
    ui.visuals().widgets.inactive.text_color()
}

/// The line below a cell.
fn line(ui: &Ui, rect: Rect, color: Color32) {
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, color));
}

/// Two short lines at the right of a rectangle; returns the width that they would like to have.
fn two_lines(ui: &Ui, rect: Rect, upper: (&str, Color32), lower: (&str, Color32)) -> f32 {
    let small = TextStyle::Small.resolve(ui.style());
    let mut widest: f32 = 0.0;
    let one_line = lower.0.is_empty();
    for (text, color, font, share) in
        [(upper.0, upper.1, body(ui), if one_line { 0.5 } else { 0.3 }), (lower.0, lower.1, small, 0.74)]
    {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color);
        let left = (rect.right() - PADDING - galley.size().x).max(rect.left() + 2.0);
        let top = rect.top() + rect.height() * share - galley.size().y / 2.0;
        widest = widest.max(galley.size().x + 2.0 * PADDING);
        ui.painter().galley(Pos2::new(left, top), galley, color);
    }
    widest
}

/// A dot in the corner for a note or a qualifier, a count for values of other sources.
fn marks(ui: &Ui, rect: Rect, content: &Cell<'_>, color: Color32) {
    if content.others() > 0 {
        let small = FontId::new(9.0, TextStyle::Small.resolve(ui.style()).family);
        let corner = rect.left_top() + Vec2::new(4.0, 2.0);
        ui.painter().text(corner, Align2::LEFT_TOP, format!("+{}", content.others()), small, color);
    } else if content.is_annotated() {
        ui.painter().circle_filled(rect.left_top() + Vec2::new(6.0, 6.0), 2.0, color);
    }
}

/// The cell as programs and screen readers see it: its address as name, what it shows as value.
fn name_cell(ui: &Ui, response: &Response, name: &str, shown: String, selected: bool) {
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Cell, true, selected, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(shown));
}
