//! The first rows of the table as they are read: what is a title, a header, a figure, a note; what is not understood.

use std::collections::HashMap;

use egui::{ComboBox, Grid, RichText, ScrollArea, Ui};

use crate::{
    app::theme::Theme,
    exchange::table::{Reading, Role, Weight},
    session::ImportChoices,
};

/// So many rows and columns are shown.
const ROWS: usize = 60;
const COLUMNS: usize = 24;
/// So many rows around the end of the table, where notes begin.
const END_ROWS: usize = 12;

pub(super) fn ui(ui: &mut Ui, theme: &Theme, reading: &Reading, choices: &mut ImportChoices) {
    let cells = &reading.loaded.cells;
    let options = &reading.options;
    let columns = cells.width().min(COLUMNS);
    let wrong: HashMap<(usize, usize), &str> = reading
        .proposal
        .findings
        .list()
        .iter()
        .filter(|finding| finding.weight == Weight::LeftOut)
        .filter_map(|finding| Some(((finding.row? - 1, finding.column? - 1), finding.text.as_str())))
        .collect();
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        Grid::new("table").striped(false).spacing([10.0, 3.0]).show(ui, |ui| {
            ui.label("");
            for column in 0..columns {
                role(ui, theme.muted, column, reading, choices);
            }
            ui.end_row();
            let last = cells.height();
            let ends = options.end_row.saturating_sub(END_ROWS / 2).max(ROWS)..last.min(options.end_row + END_ROWS / 2);
            let mut previous = None;
            for row in (0..last.min(ROWS)).chain(ends) {
                if previous.is_some_and(|previous| previous + 1 != row) {
                    ui.label("…");
                    ui.end_row();
                }
                previous = Some(row);
                ui.label(RichText::new((row + 1).to_string()).color(theme.muted));
                for column in 0..columns.min(cells.width_of(row)) {
                    let text = one_line(cells.get(row, column));
                    let is_outside = row < options.first_row || row >= options.end_row;
                    let is_header = !is_outside && row < options.body_start();
                    let is_ignored = options.roles.get(column).is_none_or(|role| *role == Role::Ignore);
                    let finding = wrong.get(&(row, column));
                    let text = RichText::new(text);
                    let text = match () {
                        () if finding.is_some() => text.color(theme.error).underline(),
                        () if is_outside || is_ignored => text.color(theme.muted).italics(),
                        () if is_header => text.strong(),
                        () => text,
                    };
                    let response = ui.add(egui::Label::new(text).extend());
                    if let Some(finding) = finding {
                        response.on_hover_text(*finding);
                    }
                }
                ui.end_row();
            }
        });
        let (more_rows, more_columns) = (cells.height().saturating_sub(ROWS), cells.width() - columns);
        if more_rows + more_columns > 0 {
            let text = format!("{} rows and {} columns in all", cells.height(), cells.width());
            ui.label(RichText::new(text).color(theme.muted));
        }
    });
}

/// What a column is, to be chosen.
fn role(ui: &mut Ui, muted: egui::Color32, column: usize, reading: &Reading, choices: &mut ImportChoices) {
    let current = reading.options.roles.get(column).copied().unwrap_or(Role::Ignore);
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new(format!("Column {}", column + 1)).color(muted));
        let mut chosen = current;
        ComboBox::from_id_salt(("role", column))
            .selected_text(current.words())
            .width(90.0)
            .show_ui(ui, |ui| {
                for role in Role::ALL {
                    ui.selectable_value(&mut chosen, role, role.words());
                }
            })
            .response
            .labelled_by(label.id);
        if chosen != current {
            let mut roles = reading.options.roles.clone();
            if let Some(role) = roles.get_mut(column) {
                *role = chosen;
            }
            choices.told.roles = Some(roles);
        }
    });
}

/// A cell in one line, cut where it is long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 48;
    let line = text.replace(['\n', '\r', '\t'], " ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
