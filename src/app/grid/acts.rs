//! What the keys do: moving and extending the selection, editing, clearing, committing.

use std::sync::Arc;

use egui::Ui;

use super::{
    GridState, Scene,
    editor::CellEditor,
    keys::{Act, Leave, Next},
    paste, structure,
};
use crate::{
    model::{Edit, SeriesHead},
    session::{
        Command,
        grid::{CellAct, Changes, Copied, FillMode, Motion, Place, Selected, Span, Whole},
    },
};

pub(super) fn perform(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, act: Act, queue: &mut Vec<Command>) {
    if !matches!(act, Act::Next(_) | Act::Edit | Act::Replace(_) | Act::ClearAndEdit | Act::FromAbove) {
        state.tab_origin = None;
    }
    match act {
        Act::Go { motion, extend } => go(scene, state, motion, extend, queue),
        Act::Next(next) => go_on(scene, state, next, queue),
        Act::Select(whole) => select_whole(scene, whole, queue),
        Act::Edit => start_editing(scene, state, scene.active(), None),
        Act::Replace(text) => start_editing(scene, state, scene.active(), Some(text)),
        Act::Clear => clear(scene, queue),
        Act::ClearAndEdit => match scene.selected {
            Some(selected) if selected.span.is_single() => {
                start_editing(scene, state, Some(selected.active), Some(String::new()));
            }
            _ => clear(scene, queue),
        },
        Act::Collapse => {
            if let Some(selected) = scene.selected {
                select(scene, Selected::cell(selected.active), queue);
            }
        }
        Act::Copy => {
            copy(ui, scene, state);
        }
        Act::Cut => cut(ui, scene, state, queue),
        Act::Paste(text) => paste::paste(scene, state, &text, queue),
        Act::PasteValues => ask_paste(ui, scene, state, true),
        Act::FromAbove => from_above(scene, state),
        Act::Menu => state.wants_menu = true,
        Act::Details => {
            let key = scene.active().and_then(|place| scene.sheet.key(place));
            state.details = key.filter(|key| state.details.as_ref() != Some(key));
        }
        Act::Insert => structure::insert(scene, state, queue),
        Act::Remove => {
            let whole = scene.selected.map_or(Whole::Rows, |selected| selected.whole);
            structure::remove(scene, whole, queue);
        }
        Act::MoveRows { up } => {
            if let Some(span) = scene.selected.map(|selected| selected.span) {
                let to = if up { span.first.row.checked_sub(1) } else { Some(span.last.row + 1) };
                if let Some(to) = to {
                    structure::move_rows(scene, to, queue);
                }
            }
        }
    }
    if let Some(editor) = &state.editor {
        queue.push(preview(scene, editor));
    }
}

/// Selects a range, which is shown from now on.
pub(super) fn select(scene: &Scene<'_>, selected: Selected, queue: &mut Vec<Command>) {
    if let Some(selection) = selected.to_selection(scene.sheet) {
        queue.push(Command::Select(selection));
    }
}

fn go(scene: &Scene<'_>, state: &GridState, motion: Motion, extend: bool, queue: &mut Vec<Command>) {
    if scene.sheet.is_empty() {
        return;
    }
    let Some(selected) = scene.selected else {
        return select(scene, Selected::cell(Place { row: 0, column: 0 }), queue);
    };
    let from = if extend { selected.focus } else { selected.active };
    let to = motion.lead(scene.sheet, from, state.page);
    if extend {
        select(scene, Selected::new(scene.sheet, selected.anchor, to, selected.whole), queue);
    } else {
        select(scene, Selected::cell(to), queue);
    }
}

/// Goes on as after typing. Inside a range the active cell goes through it, and the range stays.
fn go_on(scene: &Scene<'_>, state: &mut GridState, next: Next, queue: &mut Vec<Command>) {
    if scene.sheet.is_empty() {
        return;
    }
    let Some(selected) = scene.selected else {
        return select(scene, Selected::cell(Place { row: 0, column: 0 }), queue);
    };
    if !selected.span.is_single() {
        let by_rows = matches!(next, Next::Tab | Next::ShiftTab);
        let backwards = matches!(next, Next::ShiftEnter | Next::ShiftTab);
        let active = selected.span.cycle(selected.active, by_rows, backwards);
        return select(scene, selected.with_active(active), queue);
    }
    let from = selected.active;
    let origin = state.tab_origin;
    let (motion, start) = match next {
        Next::Tab => (Motion::Forward, from),
        Next::ShiftTab => (Motion::Back, from),
        Next::Enter => (Motion::Down, Place { column: origin.unwrap_or(from.column), ..from }),
        Next::ShiftEnter => (Motion::Up, from),
    };
    state.tab_origin = match next {
        Next::Tab => Some(origin.unwrap_or(from.column)),
        Next::ShiftTab => origin,
        Next::Enter | Next::ShiftEnter => None,
    };
    select(scene, Selected::cell(motion.lead(scene.sheet, start, state.page)), queue);
}

pub(super) fn select_whole(scene: &Scene<'_>, whole: Whole, queue: &mut Vec<Command>) {
    if scene.sheet.is_empty() {
        return;
    }
    let selected = scene.selected.unwrap_or(Selected::cell(Place { row: 0, column: 0 }));
    let chosen = match (whole, selected.whole) {
        (Whole::Rows, Whole::Columns) | (Whole::Columns, Whole::Rows) => Whole::All,
        _ => whole,
    };
    let range = Selected::new(scene.sheet, selected.anchor, selected.focus, chosen);
    select(scene, range.with_active(selected.active), queue);
}

pub(super) fn start_editing(scene: &Scene<'_>, state: &mut GridState, place: Option<Place>, text: Option<String>) {
    let Some(place) = place.filter(|_| scene.editable) else { return };
    let Some(mut editor) = CellEditor::open(scene.sheet, place, text) else { return };
    editor.error = edit_of(scene, &editor).err();
    state.editor = Some(editor);
}

/// Asks for something to be done to cells, where the dataset can be changed.
pub(super) fn act(scene: &Scene<'_>, act: CellAct, queue: &mut Vec<Command>) {
    if scene.editable {
        queue.push(Command::ActOnCells(Box::new(act)));
    }
}

pub(super) fn clear(scene: &Scene<'_>, queue: &mut Vec<Command>) {
    if let Some(selected) = scene.selected {
        act(scene, CellAct::Clear(selected.span), queue);
    }
}

/// Copies the selected cells: as text for all programs, and with sources and notes for this one.
pub(super) fn copy(ui: &Ui, scene: &Scene<'_>, state: &mut GridState) -> Option<Span> {
    let span = scene.selected?.span;
    let copied = Copied::new(scene.sheet, span);
    ui.ctx().copy_text(copied.text.clone());
    state.copied = Some(Arc::new(copied));
    Some(span)
}

/// Copies the selected cells, and clears them.
pub(super) fn cut(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    if let Some(span) = copy(ui, scene, state) {
        act(scene, CellAct::Cut(span), queue);
    }
}

/// Asks for what is on the clipboard; it comes as an event of its own.
pub(super) fn ask_paste(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, values_only: bool) {
    state.values_only = values_only;
    ui.memory_mut(|memory| memory.request_focus(scene.id));
    ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
}

/// Starts to type with what stands above.
fn from_above(scene: &Scene<'_>, state: &mut GridState) {
    let Some(active) = scene.active().filter(|active| active.row > 0) else { return };
    let above = scene.sheet.text(Place { row: active.row - 1, ..active });
    start_editing(scene, state, Some(active), Some(above));
}

/// Fills from one span to a larger one, as a step of its own, and selects what is filled.
pub(super) fn fill(scene: &Scene<'_>, from: Span, to: Span, mode: FillMode, queue: &mut Vec<Command>) {
    if from != to {
        act(scene, CellAct::Fill { from, to, mode }, queue);
    }
}

/// The edit that an editor stands for; `None` where it changes nothing.
fn edit_of(scene: &Scene<'_>, editor: &CellEditor) -> Result<Option<Edit>, String> {
    if editor.is_unchanged() {
        return Ok(None);
    }
    let mut changes = Changes::new(scene.sheet);
    changes.set_text(editor.place, &editor.text).map_err(|error| error.to_string())?;
    Ok(changes.into_edit(None))
}

pub(super) fn preview(scene: &Scene<'_>, editor: &CellEditor) -> Command {
    Command::Preview(edit_of(scene, editor).unwrap_or_default())
}

/// Takes note of what was typed: whether it can be read, and what it would make of the figure.
pub(super) fn typed(scene: &Scene<'_>, editor: &mut CellEditor, queue: &mut Vec<Command>) {
    editor.error = edit_of(scene, editor).err();
    queue.push(preview(scene, editor));
}

/// Commits what is typed. A text that can't be read stays in the editor, with the reason.
pub(super) fn commit(scene: &Scene<'_>, state: &mut GridState, fill: bool, queue: &mut Vec<Command>) -> bool {
    let Some(mut editor) = state.editor.take() else { return true };
    let edit = edit_of(scene, &editor);
    if let Err(error) = edit {
        editor.error = Some(error);
        editor.refocus();
        state.editor = Some(editor);
        return false;
    }
    let verb = if editor.text.trim().is_empty() { "clear" } else { "set" };
    match scene.selected.filter(|selected| fill && selected.span.contains(editor.place)) {
        Some(selected) => act(scene, CellAct::Put { span: selected.span, text: editor.text }, queue),
        None => match edit {
            Ok(Some(edit)) => {
                let label = format!("{verb} {}", scene.sheet.cell_name(editor.place));
                queue.push(Command::Edit { edit, label: Some(label) });
            }
            _ => queue.push(Command::Preview(None)),
        },
    }
    true
}

pub(super) fn leave_editor(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, leave: Leave, queue: &mut Vec<Command>) {
    match leave {
        Leave::Caret => {
            if let Some(editor) = &mut state.editor {
                editor.replacing = false;
            }
            return;
        }
        Leave::Cancel => {
            state.editor = None;
            queue.push(Command::Preview(None));
        }
        Leave::Fill => {
            if !commit(scene, state, true, queue) {
                return;
            }
        }
        Leave::Next(next) => {
            if !commit(scene, state, false, queue) {
                return;
            }
            go_on(scene, state, next, queue);
        }
        Leave::Commit(motion) => {
            if !commit(scene, state, false, queue) {
                return;
            }
            state.tab_origin = None;
            go(scene, state, motion, false, queue);
        }
    }
    ui.memory_mut(|memory| memory.request_focus(scene.id));
}

/// Commits or forgets the new name of a series.
pub(super) fn leave_heading(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, leave: Leave, queue: &mut Vec<Command>) {
    if leave == Leave::Caret {
        return;
    }
    let Some(mut editor) = state.heading.take() else { return };
    if leave != Leave::Cancel && !editor.is_unchanged() {
        let name = editor.text.trim();
        if name.is_empty() {
            editor.error = Some("Write a name, for example Mexico".to_owned());
            editor.refocus();
            state.heading = Some(editor);
            return;
        }
        let column = scene.sheet.columns().get(editor.place.column);
        if let Some((id, series)) = column.and_then(|c| scene.dataset().series.get_key_value(c.series()?)) {
            let head = SeriesHead { entity: Some(name.to_owned()), ..series.head.clone() };
            let label = Some(format!("rename series {id}"));
            queue.push(Command::Edit { edit: Edit::PutSeries { id: id.clone(), head }, label });
        }
    }
    ui.memory_mut(|memory| memory.request_focus(scene.id));
}
