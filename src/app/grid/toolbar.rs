//! The buttons above the grid: rows and columns come and go.

use egui::{ComboBox, Key, RichText, TextEdit, Ui};

use super::{GridState, Scene, structure};
use crate::{
    model::Period,
    session::{
        Command, Selection, gestures,
        grid::{Column, GridView, Layout, Sheet, Whole, next_periods},
    },
};

/// A question that is asked in place of the buttons.
#[derive(Clone, Debug)]
pub(super) enum Asking {
    /// Which period to add.
    Period(Question),
    /// What the new series is about.
    Series(Question),
}

/// What is typed as the answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    text: String,
    error: Option<String>,
    asked: bool,
}

/// Draws the buttons, or the question that one of them asks.
pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, is_arranging: bool, queue: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| match state.asking.take() {
        None => {
            if scene.sheet.layout() == Layout::Wide {
                buttons(ui, scene, state);
            } else {
                row_buttons(ui, scene, state, queue);
            }
            ui.separator();
            layout(ui, scene, is_arranging, queue);
        }
        Some(asking) => question(ui, scene, state, asking, queue),
    });
}

/// The buttons of tables whose rows are observations or items.
fn row_buttons(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    if ui.add_enabled(scene.editable, egui::Button::new("Insert row")).on_hover_text("Ctrl++").clicked() {
        structure::insert(scene, state, queue);
    }
    let can_remove = scene.editable && scene.selected.is_some();
    if ui.add_enabled(can_remove, egui::Button::new("Delete rows")).on_hover_text("Ctrl+−").clicked() {
        structure::remove(scene, Whole::Rows, queue);
    }
}

fn buttons(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState) {
    let button = |ui: &mut Ui, enabled: bool, text: &str, about: &str| {
        ui.add_enabled(scene.editable && enabled, egui::Button::new(text)).on_hover_text(about).clicked()
    };
    if button(ui, scene.sheet.column_count() > 0, "Add period", "Add a row, for a period without values yet") {
        state.asking = Some(Asking::period(scene.sheet));
    }
    if button(ui, true, "Add series", "Add a column, measured as the first one is") {
        state.asking = Some(Asking::series());
    }
}

/// What the rows are, which of them are shown, and what is hidden.
fn layout(ui: &mut Ui, scene: &Scene<'_>, is_arranging: bool, queue: &mut Vec<Command>) {
    let mut view = scene.view.clone();
    let label = ui.label("Rows");
    let combo = ComboBox::from_id_salt("layout").selected_text(view.layout.text()).width(96.0).show_ui(ui, |ui| {
        for layout in Layout::ALL {
            ui.selectable_value(&mut view.layout, layout, layout.text());
        }
    });
    combo.response.labelled_by(label.id);
    let filter = TextEdit::singleline(&mut view.filter.text).hint_text("Filter").desired_width(110.0);
    let filter = ui.add(filter).accessible_name("Filter rows");
    filter.on_hover_text("Show only rows in which a value, a note or a source holds this text");
    if is_arranging {
        ui.label(RichText::new("putting rows in order…").color(scene.theme.muted));
    } else if !view.filter.text.trim().is_empty() {
        let (shown, all) = (scene.sheet.row_count(), scene.sheet.unfiltered_row_count());
        ui.label(RichText::new(format!("{shown} of {all}")).color(scene.theme.muted));
    }
    if !view.hidden.is_empty() {
        let text = format!("{} hidden", view.hidden.len());
        if ui.small_button(text).on_hover_text("Show hidden columns").clicked() {
            view.hidden.clear();
        }
    }
    if view.layout != scene.view.layout {
        // What was said of one table makes no sense in another.
        view = GridView { layout: view.layout, extra: view.extra, filter: view.filter, ..GridView::default() };
    }
    if view != *scene.view {
        queue.push(Command::SetGridView(Box::new(view)));
    }
}

impl Asking {
    /// Asks which period to add, with the one after the last as the first answer.
    pub(super) fn period(sheet: &Sheet) -> Self {
        let next = next_periods(sheet, 1).first().map(Period::to_string);
        Self::Period(Question { text: next.unwrap_or_default(), ..Question::default() })
    }

    /// Asks for the name of a new series.
    pub(super) fn series() -> Self {
        Self::Series(Question::default())
    }
}

fn question(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, asking: Asking, queue: &mut Vec<Command>) {
    let (name, hint, is_period) = match &asking {
        Asking::Period(_) => ("New period", "2012 or 2012-05", true),
        Asking::Series(_) => ("New series", "Whom or what it is about", false),
    };
    let (Asking::Period(mut question) | Asking::Series(mut question)) = asking;
    let label = ui.label(name);
    let wrong = question.error.is_some().then_some(scene.theme.error);
    let field = TextEdit::singleline(&mut question.text).hint_text(hint).desired_width(160.0).text_color_opt(wrong);
    let field = ui.add(field).labelled_by(label.id);
    if !question.asked {
        question.asked = true;
        field.request_focus();
    }
    if field.changed() {
        question.error = None;
    }
    let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let cancelled = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
    let add = ui.button("Add").clicked();
    if ui.button("Cancel").clicked() || cancelled {
        return;
    }
    if entered || add {
        let answer = question.text.trim();
        let answered = if is_period { add_period(scene, answer, queue) } else { add_series(scene, answer, queue) };
        match answered {
            Ok(()) => {
                // The key is spent; the grid, which gets the focus, must not act on it too.
                ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
                ui.memory_mut(|memory| memory.request_focus(scene.id));
                return;
            }
            Err(error) => {
                question.error = Some(error);
                field.request_focus();
            }
        }
    }
    if let Some(error) = &question.error {
        ui.colored_label(scene.theme.error, error);
    }
    state.asking = Some(if is_period { Asking::Period(question) } else { Asking::Series(question) });
}

fn add_period(scene: &Scene<'_>, answer: &str, queue: &mut Vec<Command>) -> Result<(), String> {
    let at: Period =
        answer.parse().map_err(|error| format!("{error}. Write for example 2012, 2012-05 or 2002/2014"))?;
    if scene.sheet.row_of_period(at).is_none() {
        let mut view = scene.view.clone();
        view.extra.insert(at);
        queue.push(Command::SetGridView(Box::new(view)));
    }
    if let Some(series) = scene.sheet.columns().iter().find_map(Column::series) {
        queue.push(Command::Select(Selection::Cell { series: series.clone(), at }));
    }
    Ok(())
}

fn add_series(scene: &Scene<'_>, answer: &str, queue: &mut Vec<Command>) -> Result<(), String> {
    if answer.is_empty() {
        return Err("Write a name, for example Mexico".to_owned());
    }
    let (id, edit) = gestures::add_series(scene.dataset(), scene.chart, answer);
    queue.push(Command::Edit { edit, label: Some(format!("add series {id}")) });
    Ok(())
}
