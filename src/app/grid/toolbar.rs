//! The buttons above the grid: rows and columns come and go.

use egui::{Key, TextEdit, Ui};

use super::{GridState, Scene};
use crate::{
    model::{Id, Period, SectionKind},
    session::{Command, Selection, gestures, grid::Column},
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
pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    ui.horizontal(|ui| match state.asking.take() {
        None => buttons(ui, scene, state, queue),
        Some(asking) => question(ui, scene, state, asking, queue),
    });
}

fn buttons(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let button = |ui: &mut Ui, enabled: bool, text: &str, about: &str| {
        ui.add_enabled(scene.editable && enabled, egui::Button::new(text)).on_hover_text(about).clicked()
    };
    let selected = scene.active().and_then(|place| scene.sheet.address(place)).map(|(id, at)| (id.clone(), at));
    if button(ui, scene.sheet.column_count() > 0, "Add period", "Add a row, for a period without values yet") {
        let next = scene.sheet.last_period().and_then(Period::next).map(|at| at.to_string());
        state.asking = Some(Asking::Period(Question { text: next.unwrap_or_default(), ..Question::default() }));
    }
    if button(ui, true, "Add series", "Add a column, measured as the first one is") {
        state.asking = Some(Asking::Series(Question::default()));
    }
    if button(ui, selected.is_some(), "Remove period", "Remove the selected row with all its values")
        && let Some((_, at)) = &selected
    {
        let mut view = scene.view.clone();
        if view.extra.remove(at) {
            queue.push(Command::SetGridView(Box::new(view)));
        }
        let series: Vec<Id> = scene.sheet.columns().iter().filter_map(Column::series).cloned().collect();
        if let Some(edit) = gestures::clear_period(scene.dataset(), &series, *at) {
            queue.push(Command::Edit { edit, label: Some(format!("remove {at}")) });
        }
    }
    if button(ui, selected.is_some(), "Remove series", "Delete the selected column from the dataset")
        && let Some((id, _)) = &selected
    {
        let edit = gestures::remove_item(scene.dataset(), SectionKind::Series, id);
        queue.push(Command::Edit { edit, label: Some(format!("delete series {id}")) });
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
