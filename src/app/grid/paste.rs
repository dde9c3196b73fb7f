//! What a paste would do, shown before it is done, with every choice that was made open to change.

use egui::{Align, ComboBox, Frame, Grid, Id as WidgetId, Key, Layout, Modal, RichText, ScrollArea, Ui};

use super::{GridState, Scene, acts};
use crate::{
    app::theme::Theme,
    exchange::{clipboard::Separator, entry},
    session::{
        Command, Pasting,
        grid::{self, PasteOptions, PastePlan, Selected, Sheet, ToColumn, ToRow},
    },
};

/// How much of the table is shown.
const ROWS_SHOWN: usize = 12;
const COLUMNS_SHOWN: usize = 8;

/// A longer text is not typed into a cell.
const LONGEST_CELL: usize = 4 << 10;

/// Asks for a text to be pasted at the selected cells.
pub(super) fn paste(scene: &Scene<'_>, state: &mut GridState, text: &str, queue: &mut Vec<Command>) {
    let values_only = std::mem::take(&mut state.values_only);
    let Some(selected) = scene.selected.filter(|_| scene.editable) else { return };
    let copied = state.copied.as_ref().filter(|copied| !values_only && copied.text == text);
    if copied.is_none() && text.len() < LONGEST_CELL && needs_a_look(scene, selected, text) {
        // One cell is shown as understood, or with what is wrong about it, where it is typed.
        return acts::start_editing(scene, state, Some(selected.active), Some(text.trim().to_owned()));
    }
    state.awaits_paste = true;
    queue.push(Command::Paste { text: text.into(), copied: copied.cloned() });
}

/// Whether a text is that of a single cell, and not to be taken as it is.
fn needs_a_look(scene: &Scene<'_>, selected: Selected, text: &str) -> bool {
    if text.trim().contains(['\t', '\n', '\r']) {
        return false;
    }
    let options = grid::guess(scene.sheet, text);
    let plan = grid::plan_paste(scene.sheet, selected, scene.chart, text, options, None);
    plan.cells.len() == 1 && plan.cells[0].len() == 1 && plan.needs_preview
}

/// Shows what is being pasted, if it waits for something.
pub(super) fn dialog(
    ui: &Ui,
    scene: &Scene<'_>,
    state: &mut GridState,
    pasting: Option<&Pasting>,
    queue: &mut Vec<Command>,
) {
    let Some(pasting) = pasting else {
        if std::mem::take(&mut state.awaits_paste) {
            state.wants_focus = 2;
            ui.ctx().request_repaint();
        }
        return;
    };
    let frame = Frame::popup(ui.style()).inner_margin(16);
    let size = ui.ctx().content_rect().size();
    let mut answer = None;
    let modal = Modal::new(WidgetId::unique("paste dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_max_width((size.x - 80.0).clamp(320.0, 760.0));
        let Some((options, plan)) = pasting.understood() else {
            ui.heading("Paste");
            progress(ui);
            answer = ui.button("Cancel").clicked().then_some(Command::CancelPaste);
            return;
        };
        ui.heading(heading(plan));
        let mut chosen = options;
        choices(ui, &mut chosen, plan);
        if chosen != options {
            queue.push(Command::ChoosePaste(chosen));
        }
        ui.separator();
        if pasting.is_reading() {
            progress(ui);
        } else {
            ui.label(consequences(plan));
        }
        preview(ui, pasting.sheet(), scene.theme, plan, options);
        problems(ui, scene.theme, plan);
        ui.separator();
        answer = buttons(ui, plan, !pasting.is_reading());
    });
    queue.extend(answer.or_else(|| modal.should_close().then_some(Command::CancelPaste)));
}

fn progress(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label("Reading what is pasted…");
    });
}

fn heading(plan: &PastePlan) -> String {
    let (height, width) = (plan.cells.len(), plan.cells.first().map_or(0, Vec::len));
    format!("Paste {height} × {width} cells")
}

fn choices(ui: &mut Ui, options: &mut PasteOptions, plan: &PastePlan) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Columns parted by");
        let combo = ComboBox::from_id_salt("separator").selected_text(options.separator.text()).show_ui(ui, |ui| {
            for separator in Separator::ALL {
                ui.selectable_value(&mut options.separator, separator, separator.text());
            }
        });
        combo.response.labelled_by(label.id);
        ui.checkbox(&mut options.has_header, "First row holds names");
        ui.checkbox(&mut options.has_periods, "First column holds periods");
        ui.checkbox(&mut options.is_swapped, "Swap rows and columns");
        ui.checkbox(&mut options.keep_under_empty, "Empty cells leave what is there");
    });
    if let Some(number) = &plan.ambiguous {
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("“{number}” has two readings:"));
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let (whole, fraction) = digits.split_at(digits.len().saturating_sub(3));
            let decimal = format!("{whole}.{fraction}");
            let is_point = entry::ambiguous_mark(number) == Some('.');
            let (point, comma) = if is_point { (&decimal, &digits) } else { (&digits, &decimal) };
            ui.radio_value(&mut options.comma_is_decimal, false, format!("Decimal point: {point}"));
            ui.radio_value(&mut options.comma_is_decimal, true, format!("Decimal comma: {comma}"));
        });
    }
}

/// What the paste would change, in words.
fn consequences(plan: &PastePlan) -> String {
    let mut parts = Vec::new();
    let mut count = |n: usize, one: &str, many: &str| {
        if n > 0 {
            parts.push(if n == 1 { format!("1 {one}") } else { format!("{n} {many}") });
        }
    };
    count(plan.set, "cell is filled", "cells are filled");
    count(plan.replaced, "value is replaced", "values are replaced");
    count(plan.cleared, "value is cleared", "values are cleared");
    count(plan.new_rows, "row is added", "rows are added");
    count(plan.left_out, "cell is left out", "cells are left out");
    if !plan.new_periods.is_empty() {
        let shown: Vec<String> = plan.new_periods.iter().take(4).map(ToString::to_string).collect();
        let more = if plan.new_periods.len() > 4 { ", …" } else { "" };
        parts.push(format!("{} new: {}{more}", periods(plan.new_periods.len()), shown.join(", ")));
    }
    if !plan.new_series.is_empty() {
        parts.push(format!("new series: {}", plan.new_series.join(", ")));
    }
    if parts.is_empty() { "Nothing changes.".to_owned() } else { parts.join("; ") + "." }
}

fn periods(count: usize) -> String {
    if count == 1 { "1 period".to_owned() } else { format!("{count} periods") }
}

fn preview(ui: &mut Ui, sheet: &Sheet, theme: &Theme, plan: &PastePlan, options: PasteOptions) {
    let before = usize::from(options.has_periods);
    let above = usize::from(options.has_header);
    let is_wrong = |row: usize, column: usize| {
        plan.problems.iter().any(|problem| {
            problem.row == row + above + 1 && (problem.column == 0 || problem.column == column + before + 1)
        })
    };
    ScrollArea::horizontal().id_salt("paste preview").max_height(260.0).show(ui, |ui| {
        Grid::new("paste preview grid").striped(true).spacing([16.0, 3.0]).show(ui, |ui| {
            ui.label("");
            for column in plan.columns.iter().take(COLUMNS_SHOWN) {
                let (name, is_new) = match column {
                    ToColumn::Shown(at) => {
                        (sheet.columns().get(*at).map(|c| sheet.column_name(c)).unwrap_or_default(), false)
                    }
                    ToColumn::Series(id) => (id.to_string(), false),
                    ToColumn::New(name) => (format!("{name} (new)"), true),
                    ToColumn::Beyond(name) => (format!("{name} (left out)"), true),
                };
                let name = RichText::new(name).strong();
                ui.label(if is_new { name.color(theme.warning) } else { name });
            }
            ui.end_row();
            for (n, (row, cells)) in plan.rows.iter().zip(&plan.cells).take(ROWS_SHOWN).enumerate() {
                let (name, is_new) = match row {
                    ToRow::Shown(at) => (sheet.row_name(*at), false),
                    ToRow::Period(at) => (format!("{at} (new)"), true),
                    ToRow::New => ("new row".to_owned(), true),
                    ToRow::Beyond(_) => ("left out".to_owned(), true),
                };
                let name = RichText::new(name);
                ui.label(if is_new { name.color(theme.warning) } else { name });
                for (m, cell) in cells.iter().take(COLUMNS_SHOWN).enumerate() {
                    let short: String = cell.chars().take(40).collect();
                    let text = RichText::new(short);
                    ui.label(if is_wrong(n, m) { text.color(theme.error).strikethrough() } else { text });
                }
                ui.end_row();
            }
        });
    });
    let (rows, columns) = (plan.cells.len(), plan.columns.len());
    if rows > ROWS_SHOWN || columns > COLUMNS_SHOWN {
        let (rows, columns) = (rows.saturating_sub(ROWS_SHOWN), columns.saturating_sub(COLUMNS_SHOWN));
        ui.weak(format!("… and {rows} more rows, {columns} more columns, which are pasted too"));
    }
}

fn problems(ui: &mut Ui, theme: &Theme, plan: &PastePlan) {
    if plan.problems.is_empty() {
        return;
    }
    ui.colored_label(theme.error, "Left out, since it can't be read:");
    ScrollArea::vertical().id_salt("paste problems").max_height(110.0).show(ui, |ui| {
        for problem in &plan.problems {
            let place = match problem.column {
                0 => format!("Row {}", problem.row),
                column => format!("Row {}, column {column}", problem.row),
            };
            ui.label(format!("{place}: {}", problem.why));
        }
        if plan.left_out > plan.problems.len() {
            ui.label(format!("… and {} more", plan.left_out - plan.problems.len()));
        }
    });
}

/// Whether to go on, once that is answered.
fn buttons(ui: &mut Ui, plan: &PastePlan, is_ready: bool) -> Option<Command> {
    let enter = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
    let text = if plan.left_out > 0 { "Paste the rest" } else { "Paste" };
    let can_paste = is_ready && plan.edit.is_some();
    let mut answer = None;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if ui.add_enabled(can_paste, egui::Button::new(text)).clicked() || (enter && can_paste) {
            answer = Some(Command::FinishPaste);
        }
        if ui.button("Cancel").clicked() {
            answer = Some(Command::CancelPaste);
        }
    });
    answer
}
