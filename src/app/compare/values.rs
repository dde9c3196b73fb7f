//! The figures that came, went or changed, series by series; only the rows in sight are drawn.

use std::sync::Arc;

use egui::{Align2, ComboBox, EventFilter, Key, Modifiers, Rect, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2};

use super::{CompareState, Scene, line};
use crate::{
    analysis::{FigureChange, FigureFate},
    model::number,
    session::{Command, ComparedRow, Selection},
};

const SIGN: f32 = 18.0;
const PERIOD: f32 = 84.0;
const GAP: f32 = 10.0;

/// What can be listed.
const FATES: [(Option<FigureFate>, &str); 4] = [
    (None, "All"),
    (Some(FigureFate::Changed), "Changed"),
    (Some(FigureFate::Added), "Added"),
    (Some(FigureFate::Removed), "Removed"),
];

pub(super) fn ui(ui: &mut Ui, scene: Scene<'_>, state: &mut CompareState, has_keys: bool, queue: &mut Vec<Command>) {
    choices(ui, state);
    let made = state.rows.take();
    let is_made = |(of, choice, _): &(Arc<_>, _, _)| Arc::ptr_eq(of, scene.compared) && *choice == state.choice;
    let made = made.filter(is_made).unwrap_or_else(|| {
        let rows = scene.compared.rows(&state.choice);
        let is_figure = |row: &ComparedRow| matches!(row, ComparedRow::Figure(_));
        if !rows.get(state.row).is_some_and(is_figure) {
            state.row = rows.iter().position(is_figure).unwrap_or(0);
        }
        (Arc::clone(scene.compared), state.choice.clone(), rows)
    });
    let (_, _, rows) = state.rows.insert(made);
    if rows.is_empty() {
        ui.weak("None of the changed values fits");
        return;
    }
    let columns = Columns::over(ui.available_width());
    columns.head(ui, scene);
    let id = ui.scope_id().with("changed values");
    let list = ui.interact(ui.available_rect_before_wrap(), id, Sense::FOCUSABLE);
    list.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::List, true, "Changed values"));
    if std::mem::take(&mut state.opens) {
        list.request_focus();
    }
    if list.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        if has_keys {
            let page = (ui.available_height() / scene.context.theme.row_height).max(2.0) as usize - 1;
            if let Some(row) = keys(ui, rows, state.row, page) {
                state.row = row;
                state.scrolls = true;
                queue.extend(selecting(scene, rows, row).map(Command::Select));
            }
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
                queue.extend(selecting(scene, rows, state.row).map(Command::Reveal));
            }
        }
    }
    let mut area = ScrollArea::vertical().id_salt("changed values").auto_shrink(false);
    let height = scene.context.theme.row_height;
    if std::mem::take(&mut state.scrolls) {
        area = scrolled_to(area, state.in_sight, state.row as f32 * height, height);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut clicked = None;
    let output = area.show_rows(ui, height, rows.len(), |ui, range| {
        for n in range {
            let is_at = n == state.row && list.has_focus();
            let response = match rows[n] {
                ComparedRow::Series { first, count } => series(ui, scene, first, count, is_at),
                ComparedRow::Figure(figure) => row(ui, scene, &columns, figure, (is_at, state.choice.by_size)),
            };
            if response.double_clicked() {
                queue.extend(selecting(scene, rows, n).map(Command::Reveal));
            } else if response.clicked() {
                clicked = Some(n);
            }
        }
    });
    state.in_sight = (output.state.clamped_offset().y, output.inner_rect.height());
    if let Some(n) = clicked {
        state.row = n;
        list.request_focus();
        queue.extend(selecting(scene, rows, n).map(Command::Select));
    }
}

/// The list moved by as little as shows a row.
fn scrolled_to(area: ScrollArea, (offset, shown): (f32, f32), top: f32, height: f32) -> ScrollArea {
    if top < offset {
        area.vertical_scroll_offset(top)
    } else if top + height > offset + shown {
        area.vertical_scroll_offset(top + height - shown)
    } else {
        area
    }
}

/// Which of the changed figures are listed, and in which order.
fn choices(ui: &mut Ui, state: &mut CompareState) {
    ui.horizontal_wrapped(|ui| {
        let field = TextEdit::singleline(&mut state.choice.filter).hint_text("Series, period, source…");
        ui.add(field.desired_width(170.0)).accessible_name("Filter the changed values");
        for (fate, text) in FATES {
            ui.selectable_value(&mut state.choice.fate, fate, text);
        }
        let orders = [(false, "By series"), (true, "Largest change first")];
        let now = if state.choice.by_size { orders[1].1 } else { orders[0].1 };
        let combo = ComboBox::from_id_salt("order of changes").selected_text(now).show_ui(ui, |ui| {
            for (by_size, text) in orders {
                ui.selectable_value(&mut state.choice.by_size, by_size, text);
            }
        });
        combo.response.on_hover_text("Changes are as large as they are in percent").accessible_name("Order");
    });
    ui.add_space(4.0);
}

/// Where the keys lead to from a row, over the names of series.
fn keys(ui: &Ui, rows: &[ComparedRow], row: usize, page: usize) -> Option<usize> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = rows.len().saturating_sub(1);
    let (to, is_down) = if pressed(Key::ArrowDown) {
        ((row + 1).min(last), true)
    } else if pressed(Key::ArrowUp) {
        (row.saturating_sub(1), false)
    } else if pressed(Key::PageDown) {
        ((row + page).min(last), true)
    } else if pressed(Key::PageUp) {
        (row.saturating_sub(page), false)
    } else if pressed(Key::Home) {
        (0, true)
    } else if pressed(Key::End) {
        (last, false)
    } else {
        return None;
    };
    let is_figure = |n: &usize| matches!(rows[*n], ComparedRow::Figure(_));
    let found = if is_down { (to..rows.len()).find(is_figure) } else { (0..=to).rev().find(is_figure) };
    found.or_else(|| if is_down { None } else { (0..rows.len()).find(is_figure) })
}

/// What a row stands for in the document.
fn selecting(scene: Scene<'_>, rows: &[ComparedRow], row: usize) -> Option<Selection> {
    let figures = &scene.compared.differences.comparison.figures;
    match rows.get(row)? {
        ComparedRow::Figure(n) => scene.context.session.selection_of_change(figures.get(*n)?),
        ComparedRow::Series { first, .. } => {
            scene.context.session.selection_of_item("series", &figures.get(*first)?.series)
        }
    }
}

/// Where the columns begin and end, from the left.
struct Columns {
    period: (f32, f32),
    before: (f32, f32),
    after: (f32, f32),
    difference: (f32, f32),
    details: (f32, f32),
}

impl Columns {
    fn over(width: f32) -> Self {
        let rest = (width - SIGN - PERIOD - 4.0 * GAP).max(100.0);
        let mut left = SIGN;
        let mut next = |width: f32| {
            let place = (left, left + width);
            left += width + GAP;
            place
        };
        Self {
            period: next(PERIOD),
            before: next(rest * 0.2),
            after: next(rest * 0.2),
            difference: next(rest * 0.2),
            details: next(rest * 0.4),
        }
    }

    fn head(&self, ui: &mut Ui, scene: Scene<'_>) {
        let height = scene.context.theme.row_height;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
        let heads = [
            (self.period, "Period", false),
            (self.before, "Before", true),
            (self.after, "After", true),
            (self.difference, "Difference", true),
            (self.details, "Source, status, note", false),
        ];
        for (column, text, at_right) in heads {
            line(ui, part(rect, column), text, scene.context.theme.muted, at_right, false);
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), (1.0, scene.context.theme.line));
    }
}

fn part(row: Rect, (left, right): (f32, f32)) -> Rect {
    Rect::from_min_max(pos2(row.left() + left, row.top()), pos2((row.left() + right).min(row.right()), row.bottom()))
}

/// The place of a row, with its ground.
fn ground(ui: &mut Ui, scene: Scene<'_>, (is_selected, is_at): (bool, bool)) -> (Rect, egui::Response) {
    let theme = scene.context.theme;
    // The keyboard is the list's: it leads from row to row.
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme.row_height), Sense::CLICK);
    if is_selected {
        ui.painter().rect_filled(rect, 2.0, theme.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 2.0, theme.header);
    }
    if is_at {
        let stroke = (1.5, theme.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 2.0, stroke, egui::StrokeKind::Inside);
    }
    (rect, response)
}

fn series(ui: &mut Ui, scene: Scene<'_>, first: usize, count: usize, is_at: bool) -> egui::Response {
    let figure = &scene.compared.differences.comparison.figures[first];
    let name = scene.compared.series_name(&figure.series);
    let words = format!("{name} ({})", number::grouped(count as f64, 0));
    let (rect, response) = ground(ui, scene, (false, is_at));
    line(ui, rect.shrink2(egui::vec2(2.0, 0.0)), &words, ui.visuals().text_color(), false, true);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    response.on_hover_text("Select the series")
}

fn row(
    ui: &mut Ui,
    scene: Scene<'_>,
    columns: &Columns,
    n: usize,
    (is_at, names_series): (bool, bool),
) -> egui::Response {
    let figure = &scene.compared.differences.comparison.figures[n];
    let theme = scene.context.theme;
    let is_selected = is_selected(scene, figure);
    let (rect, response) = ground(ui, scene, (is_selected, is_at));
    let (sign, color) = match figure.fate() {
        FigureFate::Added => ("+", theme.good),
        FigureFate::Removed => ("−", theme.error),
        FigureFate::Changed => ("→", theme.muted),
    };
    let middle = pos2(rect.left() + SIGN / 2.0, rect.center().y);
    ui.painter().text(middle, Align2::CENTER_CENTER, sign, egui::TextStyle::Body.resolve(ui.style()), color);
    let (before, after) = figure.said();
    let (plain, muted) = (ui.visuals().text_color(), theme.muted);
    let of_number = |o: &Option<_>| if o.is_some() { plain } else { muted };
    let mut details = figure.details();
    if figure.is_choice {
        details.insert(0, "another one is plotted now".to_owned());
    }
    if names_series {
        details.insert(0, figure.series.to_string());
    }
    let details = details.join("; ");
    line(ui, part(rect, columns.period), &figure.at.to_string(), plain, false, false);
    line(ui, part(rect, columns.before), &before, of_number(&figure.before), true, false);
    line(ui, part(rect, columns.after), &after, of_number(&figure.after), true, true);
    line(ui, part(rect, columns.difference), &figure.difference_words(), plain, true, false);
    line(ui, part(rect, columns.details), &details, muted, false, false);
    let words = figure.to_string();
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_selected, &words));
    response.on_hover_ui(|ui| {
        ui.label(&words);
        ui.weak(if scene.context.session.selection_of_change(figure).is_some() {
            "A click selects it, a double click shows it in the figure"
        } else {
            "Its series is not in the open dataset"
        });
    })
}

/// Whether what is selected is this figure, or its cell.
fn is_selected(scene: Scene<'_>, figure: &FigureChange) -> bool {
    match scene.context.session.selection() {
        Selection::Cell { series, at } => *series == figure.series && *at == figure.at,
        Selection::Observation { series, index } if *series == figure.series => {
            let dataset = scene.context.session.active().map(|(_, document)| document.dataset());
            let found = dataset.and_then(|dataset| dataset.series.get(series)?.observations.get(*index));
            found.is_some_and(|o| Some(o) == figure.after.as_ref() || Some(o) == figure.before.as_ref())
        }
        _ => false,
    }
}
