//! What stands in the cells and in the head of the table, drawn by `egui_table` for those in sight only.

use egui::{CursorIcon, Id as WidgetId, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2};
use egui_table::{CellInfo, HeaderCellInfo, PrefetchInfo, TableDelegate};

use super::{
    editor::CellEditor,
    paint::{self, PADDING, body, plain},
};
use crate::{
    app::theme::Theme,
    session::{
        Asked,
        grid::{Cell, Column, Layout, Place, Selected, Sheet, Span, Whole},
    },
};

/// What was done with the pointer, and what the editor reports.
#[derive(Default)]
pub(super) struct Gestures {
    /// What the pointer went down on.
    pub(super) pressed: Option<Target>,
    /// A cell that was chosen without a pointer, as assistive technology does.
    pub(super) chosen: Option<Target>,
    /// What the pointer is over, whoever has it.
    pub(super) under: Option<Target>,
    /// A cell that was clicked twice.
    pub(super) edit: Option<Place>,
    /// A head that was clicked twice.
    pub(super) rename: Option<usize>,
    /// What the menu was asked for on.
    pub(super) menu: Option<(Target, Pos2)>,
    /// The handle in the corner of the selection was taken hold of.
    pub(super) handle: bool,
    /// The edge of the selection was taken hold of, at this cell.
    pub(super) edge: Option<Place>,
    /// The handle was clicked twice.
    pub(super) handle_twice: bool,
    pub(super) typed: bool,
    pub(super) left: bool,
    /// The accessible node of the active cell, if it is in sight.
    pub(super) active: Option<WidgetId>,
    /// Where the active cell is, if it is in sight.
    pub(super) active_rect: Option<Rect>,
    /// The cells in sight, besides those that stay there.
    pub(super) rows_in_sight: usize,
    pub(super) columns_in_sight: usize,
    /// The lower end of the last row, if it is in sight.
    pub(super) bottom: Option<f32>,
    /// The right end of the last column, if it is in sight.
    pub(super) right: Option<f32>,
}

/// A part of the table that the pointer can be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Cell(Place),
    Row(usize),
    Column(usize),
    Corner,
}

/// Draws the cells of a sheet.
pub(super) struct Cells<'a> {
    pub(super) theme: &'a Theme,
    pub(super) sheet: &'a Sheet,
    pub(super) selected: Option<Selected>,
    /// The value that was pointed at first, of two.
    pub(super) also: Option<Place>,
    /// Where the fill handle is being dragged to.
    pub(super) filling: Option<Span>,
    /// What the rows are called that filling adds below the last one.
    pub(super) coming: &'a [String],
    /// Cells that a search has found.
    pub(super) found: Option<&'a Asked>,
    /// Whether the sources and the note of the active cell are shown without the pointer on it.
    pub(super) shows_details: bool,
    /// Whether the grid has the keyboard.
    pub(super) focused: bool,
    pub(super) editable: bool,
    pub(super) editor: Option<&'a mut CellEditor>,
    pub(super) heading: Option<&'a mut CellEditor>,
    pub(super) id: WidgetId,
    pub(super) gestures: Gestures,
}

impl TableDelegate for Cells<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        self.gestures.rows_in_sight = info.visible_rows.end.saturating_sub(info.visible_rows.start) as usize;
        self.gestures.columns_in_sight = info.visible_columns.len();
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        let Some(column) = cell.col_range.start.checked_sub(1) else { return self.corner(ui, rect) };
        let Some(what) = self.sheet.columns().get(column) else { return };
        let is_selected = self.selected.is_some_and(|selected| selected.span.columns().contains(&column));
        ui.painter().rect_filled(rect, 0, if is_selected { self.theme.selection } else { self.theme.header });
        paint::line(ui, rect, self.theme.line);
        if let Some(editor) = self.heading.as_deref_mut().filter(|editor| editor.place.column == column) {
            let (typed, left) = editor.show(ui, self.id.with("heading"), rect, self.theme);
            self.gestures.typed |= typed;
            self.gestures.left |= left;
            return;
        }
        let (name, about, width) = self.head_text(ui, rect, what);
        ui.allocate_space(Vec2::new(width, rect.height()));
        let id = self.id.with(("head", what));
        let head = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
        head.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ColumnHeader, true, &name));
        self.point(ui, &head, rect, Target::Column(column));
        if head.double_clicked() {
            self.gestures.rename = Some(column);
        }
        head.on_hover_text(about);
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let rect = ui.max_rect();
        paint::line(ui, rect, self.theme.line);
        let Ok(row) = usize::try_from(cell.row_nr) else { return };
        let rows = self.sheet.row_count();
        if row + 1 == rows + self.coming.len() {
            self.gestures.bottom = Some(rect.bottom());
        }
        if cell.col_nr == self.sheet.column_count() {
            self.gestures.right = Some(rect.right());
        }
        if row >= rows {
            return self.row_to_come(ui, row, cell.col_nr.checked_sub(1), rect);
        }
        let Some(column) = cell.col_nr.checked_sub(1) else { return self.row_head(ui, row, rect) };
        let place = Place { row, column };
        if let Some(editor) = self.editor.as_deref_mut().filter(|editor| editor.place == place) {
            let (typed, left) = editor.show(ui, self.id.with("editor"), rect, self.theme);
            self.gestures.typed |= typed;
            self.gestures.left |= left;
            self.gestures.active_rect = Some(rect);
            return;
        }
        self.value(ui, place, rect);
    }

    fn default_row_height(&self) -> f32 {
        self.theme.row_height
    }
}

impl Cells<'_> {
    fn corner(&mut self, ui: &mut Ui, rect: Rect) {
        ui.painter().rect_filled(rect, 0, self.theme.header);
        paint::line(ui, rect, self.theme.line);
        let word = if self.sheet.layout() == Layout::Wide { "Period" } else { "#" };
        let middle = Pos2::new(rect.left() + PADDING, rect.center().y);
        let strong = ui.visuals().strong_text_color();
        ui.painter().text(middle, egui::Align2::LEFT_CENTER, word, body(ui), strong);
        let corner = ui.interact(rect, self.id.with("corner"), Sense::CLICK);
        corner.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ColumnHeader, true, "Select all"));
        self.point(ui, &corner, rect, Target::Corner);
    }

    /// Paints the name of a column; its accessible name, what is said of it on hover, and the width it would like.
    fn head_text(&self, ui: &Ui, rect: Rect, column: &Column) -> (String, String, f32) {
        let strong = ui.visuals().strong_text_color();
        let series = column.series().and_then(|id| self.sheet.dataset().series.get(id));
        let (Some(id), Some(series)) = (column.series(), series) else {
            let name = self.sheet.column_name(column);
            let width = paint::lines(ui, rect, !is_number(column), (&name, strong), ("", self.theme.muted));
            return (name.clone(), name, width);
        };
        let unit = series.head.unit.as_deref().unwrap_or_default();
        let width = paint::lines(ui, rect, false, (series.label(id), strong), (unit, self.theme.muted));
        let about = series.head.indicator.as_deref().map_or(String::new(), |indicator| format!("{indicator}\n"));
        (id.to_string(), format!("{about}Series {id}"), width)
    }

    fn row_head(&mut self, ui: &mut Ui, row: usize, rect: Rect) {
        let is_wide = self.sheet.layout() == Layout::Wide;
        let name = self.sheet.row_name(row);
        let shown = if is_wide { name.clone() } else { (row + 1).to_string() };
        let is_selected = self.selected.is_some_and(|selected| selected.span.rows().contains(&row));
        let fill = if is_selected { self.theme.selection } else { self.theme.header };
        ui.painter().rect_filled(rect.with_max_y(rect.bottom() - 1.0), 0, fill);
        let color = match (is_selected, is_wide) {
            (true, _) => ui.visuals().strong_text_color(),
            (false, true) => plain(ui),
            (false, false) => self.theme.muted,
        };
        let galley = ui.painter().layout_no_wrap(shown, body(ui), color);
        ui.allocate_space(Vec2::new(galley.size().x + 2.0 * PADDING, rect.height()));
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(Pos2::new(rect.left() + PADDING, top), galley, color);
        let head = ui.interact(rect, self.id.with(("row", row)), Sense::CLICK | Sense::DRAG);
        let name = if is_wide { name } else { format!("Row {name}") };
        head.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::RowHeader, true, &name));
        self.point(ui, &head, rect, Target::Row(row));
    }

    /// A row that filling adds when the button is let go.
    fn row_to_come(&mut self, ui: &Ui, row: usize, column: Option<usize>, rect: Rect) {
        let Some(column) = column else {
            ui.painter().rect_filled(rect.with_max_y(rect.bottom() - 1.0), 0, self.theme.header);
            let name = row.checked_sub(self.sheet.row_count()).and_then(|n| self.coming.get(n));
            paint::text(ui, rect, name.map_or("", String::as_str), self.theme.warning, false, true);
            return;
        };
        let place = Place { row, column };
        self.mark_selected(ui, place, rect);
        let pointer = ui.input(|input| input.pointer.latest_pos());
        if pointer.is_some_and(|at| rect.intersect(ui.clip_rect()).contains(at)) {
            self.gestures.under = Some(Target::Cell(place));
        }
    }

    fn value(&mut self, ui: &mut Ui, place: Place, rect: Rect) {
        let (Some(key), Some(column)) = (self.sheet.key(place), self.sheet.columns().get(place.column)) else { return };
        let content = self.sheet.cell(place);
        let shown = self.sheet.text(place);
        let id = self.id.with(("cell", &key));
        let is_active = self.selected.is_some_and(|selected| selected.active == place);
        self.mark_selected(ui, place, rect);
        if self.found.is_some_and(|search| search.holds(place)) {
            ui.painter().rect_filled(rect.shrink(1.0), 0, self.theme.warning.gamma_multiply(0.25));
        }
        if is_active {
            self.gestures.active = Some(id);
            self.gestures.active_rect = Some(rect);
        }
        let is_series = column.series().is_some();
        let is_missing = is_series && content.as_ref().and_then(Cell::preferred).is_some_and(|o| o.plotted().is_none());
        let color = if is_missing { self.theme.muted } else { plain(ui) };
        let width = paint::text(ui, rect, &shown, color, is_number(column), is_missing);
        ui.allocate_space(Vec2::new(width, rect.height()));
        let details = match &content {
            Some(cell) if is_series => {
                paint::marks(ui, rect, cell, self.theme);
                cell.details(self.sheet.dataset())
            }
            _ => Vec::new(),
        };
        let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
        let is_selected =
            self.also == Some(place) || self.selected.is_some_and(|selected| selected.span.contains(place));
        paint::name_cell(ui, &response, &self.sheet.cell_name(place), &shown, &details, is_selected);
        self.point(ui, &response, rect, Target::Cell(place));
        if response.double_clicked() {
            self.gestures.edit = Some(place);
        }
        if self.is_on_edge(ui, place, rect) {
            ui.ctx().set_cursor_icon(CursorIcon::Move);
            if self.gestures.pressed == Some(Target::Cell(place)) {
                self.gestures.pressed = None;
                self.gestures.edge = Some(place);
            }
        }
        if is_active || self.selected.is_some_and(|selected| selected.span.last == place) {
            self.handle(ui, place, rect);
        }
        if is_active && self.shows_details {
            let nothing = "No figure here, so no source and no note".to_owned();
            response.show_tooltip_text(if details.is_empty() { nothing } else { details.join("\n") });
        } else if response.hovered() && !details.is_empty() {
            response.on_hover_text(details.join("\n"));
        } else if response.hovered() && width > rect.width() && !shown.is_empty() {
            response.on_hover_text(shown);
        }
    }

    /// Takes note of what the pointer does on a part of the table.
    fn point(&mut self, ui: &Ui, response: &egui::Response, rect: Rect, target: Target) {
        let visible = rect.intersect(ui.clip_rect());
        let (pointer, pressed, released) =
            ui.input(|i| (i.pointer.latest_pos(), i.pointer.primary_pressed(), i.pointer.any_released()));
        if pointer.is_some_and(|at| visible.contains(at)) {
            self.gestures.under = Some(target);
        }
        if pressed && (response.is_pointer_button_down_on() || response.clicked()) {
            self.gestures.pressed = Some(target);
        } else if response.clicked() && !released {
            self.gestures.chosen = Some(target);
        }
        if response.secondary_clicked() {
            self.gestures.menu = Some((target, pointer.unwrap_or(rect.center())));
        }
    }

    fn mark_selected(&self, ui: &Ui, place: Place, rect: Rect) {
        let Some(selected) = self.selected else { return };
        let painter = ui.painter();
        let is_active = selected.active == place;
        let is_single = selected.span.is_single();
        let is_filled = if is_single { self.focused } else { !is_active };
        if selected.span.contains(place) && is_filled {
            painter.rect_filled(rect, 0, self.theme.selection);
        }
        if is_active {
            let width = if self.focused { 2.0 } else { 1.0 };
            painter.rect_stroke(rect.shrink(1.0), 0, Stroke::new(width, self.theme.accent), StrokeKind::Inside);
        }
        if self.also == Some(place) {
            painter.rect_filled(rect, 0, self.theme.selection);
            painter.rect_stroke(rect.shrink(1.0), 0, Stroke::new(1.0, self.theme.accent), StrokeKind::Inside);
        }
        if !selected.span.is_single() {
            paint::edges(painter, rect, selected.span, place, Stroke::new(1.0, self.theme.accent));
        }
        if let Some(filling) = self.filling {
            paint::edges(painter, rect, filling, place, Stroke::new(2.0, self.theme.warning));
        }
    }

    /// Whether the pointer is on the outline of the selection where it runs along this cell, to drag the figures by it.
    fn is_on_edge(&self, ui: &Ui, place: Place, rect: Rect) -> bool {
        const REACH: f32 = 3.0;
        let Some(selected) = self.selected.filter(|selected| selected.span.contains(place)) else { return false };
        if !self.editable || !self.focused || selected.whole != Whole::No || self.sheet.layout() != Layout::Wide {
            return false;
        }
        let visible = rect.intersect(ui.clip_rect());
        // With Shift the selection is extended, wherever in a cell the pointer is.
        let (at, extends) = ui.input(|input| (input.pointer.latest_pos(), input.modifiers.shift));
        let Some(at) = at.filter(|at| !extends && visible.contains(*at)) else { return false };
        let Span { first, last } = selected.span;
        (place.row == first.row && at.y - rect.top() <= REACH)
            || (place.row == last.row && rect.bottom() - at.y <= REACH)
            || (place.column == first.column && at.x - rect.left() <= REACH)
            || (place.column == last.column && rect.right() - at.x <= REACH)
    }

    /// The handle in the last corner of the selection, to fill by dragging.
    fn handle(&mut self, ui: &Ui, place: Place, rect: Rect) {
        let Some(selected) = self.selected else { return };
        if selected.span.last != place || !self.editable || !self.focused || selected.whole != Whole::No {
            return;
        }
        let corner = rect.right_bottom() - Vec2::splat(4.0);
        let square = Rect::from_center_size(corner, Vec2::splat(6.0));
        ui.painter().rect_filled(square, 0, self.theme.accent);
        let handle = ui.interact(square.expand(3.0), self.id.with("handle"), Sense::CLICK | Sense::DRAG);
        handle.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Fill handle"));
        if (handle.is_pointer_button_down_on() || handle.clicked()) && ui.input(|i| i.pointer.primary_pressed()) {
            self.gestures.handle = true;
        }
        if handle.double_clicked() {
            self.gestures.handle_twice = true;
        }
        handle.on_hover_cursor(CursorIcon::Crosshair);
    }
}

/// Whether the cells of a column stand at the right.
fn is_number(column: &Column) -> bool {
    match column {
        Column::Series(_) => true,
        Column::Field(field) => field.is_number(),
    }
}
