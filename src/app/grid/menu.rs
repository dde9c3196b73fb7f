//! The menu of cells, rows and columns: with the right button, or with the menu key.

use egui::{
    Frame, Id as WidgetId, Key, Layout, Modal, Popup, PopupKind, Pos2, ScrollArea, SetOpenCommand, TextEdit, Ui,
};

use super::{GridState, Scene, acts, cells::Target, structure};
use crate::{
    model::{Missing, Qualifier, Status},
    session::{
        Command,
        grid::{self, Annotation, CellAct, Layout as Rows, Selected},
    },
};

/// The menu that is open, or about to be.
#[derive(Clone, Debug)]
pub(super) struct GridMenu {
    target: Target,
    at: Pos2,
    /// It is new, and opens in this frame.
    opens: bool,
    /// It was opened by a key, and so its first entry gets the keyboard.
    by_key: bool,
}

/// A note that is being written for the selected cells.
#[derive(Clone, Debug)]
pub(super) struct NoteDialog {
    selected: Selected,
    text: String,
    opens: bool,
}

/// Opens the menu of a part of the table; what is pointed at and not selected yet is selected first.
pub(super) fn open(
    scene: &Scene<'_>,
    state: &mut GridState,
    target: Target,
    at: Pos2,
    by_key: bool,
    queue: &mut Vec<Command>,
) {
    let is_selected = scene.selected.is_some_and(|selected| match target {
        Target::Cell(place) => selected.span.contains(place) || scene.also == Some(place),
        Target::Row(row) => selected.span.rows().contains(&row) && is_whole(scene, selected, true),
        Target::Column(column) => selected.span.columns().contains(&column) && is_whole(scene, selected, false),
        Target::Corner => false,
    });
    if !is_selected && let Some(selected) = super::pointer::point(scene, target, false) {
        acts::select(scene, selected, queue);
    }
    state.menu = Some(GridMenu { target, at, opens: true, by_key });
}

fn is_whole(scene: &Scene<'_>, selected: Selected, rows: bool) -> bool {
    if rows {
        selected.span.width() == scene.sheet.column_count()
    } else {
        selected.span.height() == scene.sheet.row_count()
    }
}

/// Shows the menu, if one is open.
pub(super) fn ui(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let Some(mut menu) = state.menu.take() else { return };
    let id = scene.id.with("menu");
    let opens = std::mem::take(&mut menu.opens);
    let popup = Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
        .kind(PopupKind::Menu)
        .layout(Layout::top_down_justified(egui::Align::Min))
        .style(egui::containers::menu::menu_style)
        .accessible_name("Cells")
        .gap(0.0)
        .open_memory(opens.then_some(SetOpenCommand::Bool(true)));
    popup.show(|ui| {
        ui.set_min_width(170.0);
        let first = match menu.target {
            Target::Column(_) => structure::column_menu(ui, scene, state, queue),
            Target::Row(_) => structure::row_menu(ui, scene, state, queue),
            Target::Cell(_) | Target::Corner => cells(ui, scene, state, queue),
        };
        if opens && menu.by_key {
            first.request_focus();
        }
    });
    if opens || Popup::is_id_open(ui.ctx(), id) {
        state.menu = Some(menu);
    } else {
        state.wants_focus = if state.note.is_some() { 0 } else { 2 };
    }
}

/// The entries for cells. Gives the first one.
fn cells(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) -> egui::Response {
    let first = ui.add_enabled(scene.editable, egui::Button::new("Cut"));
    if first.clicked() {
        acts::cut(ui, scene, state, queue);
    }
    if ui.button("Copy").clicked() {
        acts::copy(ui, scene, state);
    }
    if ui.button("Copy with headers").clicked() {
        queue.push(Command::CopyWithHeaders);
    }
    if ui.button("Copy as RON").clicked() {
        queue.push(Command::CopyAsRon);
    }
    ui.add_enabled_ui(scene.editable, |ui| {
        if ui.button("Paste").clicked() {
            acts::ask_paste(ui, scene, state, false);
        }
        if ui.button("Paste values only").clicked() {
            acts::ask_paste(ui, scene, state, true);
        }
        ui.separator();
        said_of_figures(ui, scene, state, queue);
        for command in &scene.claims {
            if ui.button(command.text).on_hover_text(command.tooltip).clicked() {
                queue.push((command.command)());
            }
        }
        if !scene.claims.is_empty() {
            ui.separator();
        }
        if scene.sheet.layout() == Rows::Wide {
            if ui.button("Fill down").clicked() {
                queue.push(Command::FillDown);
            }
            if ui.button("Fill right").clicked() {
                queue.push(Command::FillRight);
            }
        }
        if ui.button("Clear").clicked() {
            acts::clear(scene, queue);
        }
    });
    first
}

/// Source, qualifier, status, reason and note of the selected figures.
fn said_of_figures(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let Some(span) = scene.selected.map(|selected| selected.span) else { return };
    let sheet = scene.sheet;
    let mut say = |annotation: Annotation| {
        acts::act(scene, CellAct::Annotate { span, annotation }, queue);
    };
    ui.menu_button("Source", |ui| {
        let now = grid::common(sheet, span, |o| o.source.clone());
        ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
            let none = now.as_ref().is_some_and(|refs| refs.is_empty());
            if ui.radio(none, "No source").clicked() {
                say(Annotation::Source(None));
                ui.close();
            }
            for (id, source) in &scene.dataset().sources {
                let is_now = now.as_ref().is_some_and(|refs| refs.ids().contains(id));
                let entry = ui.radio(is_now, source.short_name(id));
                let add = ui.input(|input| input.modifiers.command);
                let about = source.title.as_deref().unwrap_or_default();
                if entry.on_hover_text(format!("{about}\n{id}\nWith Ctrl: beside the sources that are named")).clicked()
                {
                    say(if add { Annotation::AlsoSource(id.clone()) } else { Annotation::Source(Some(id.clone())) });
                    ui.close();
                }
            }
        });
    });
    ui.menu_button("Qualifier", |ui| {
        let now = grid::common(sheet, span, |o| o.qualifier);
        for qualifier in Qualifier::ALL {
            let words = if qualifier == Qualifier::Exactly { "exactly" } else { qualifier.words() };
            if ui.radio(now == Some(qualifier), words).clicked() {
                say(Annotation::Qualifier(qualifier));
                ui.close();
            }
        }
    });
    ui.menu_button("Status", |ui| {
        let now = grid::common(sheet, span, |o| o.status);
        for status in Status::ALL {
            if ui.radio(now == Some(status), status.name().to_lowercase()).clicked() {
                say(Annotation::Status(status));
                ui.close();
            }
        }
    });
    ui.menu_button("Missing because", |ui| {
        let now = grid::common(sheet, span, |o| o.missing).flatten();
        for missing in Missing::ALL {
            if ui.radio(now == Some(missing), missing.words()).clicked() {
                say(Annotation::Missing(missing));
                ui.close();
            }
        }
    });
    if ui.button("Note…").clicked()
        && let Some(selected) = scene.selected
    {
        let text = grid::common(sheet, span, |o| o.note.clone()).flatten().unwrap_or_default();
        state.note = Some(NoteDialog { selected, text, opens: true });
    }
}

/// Shows the field for a note, if one is being written.
pub(super) fn note(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let Some(mut dialog) = state.note.take() else { return };
    let frame = Frame::popup(ui.style()).inner_margin(16);
    let mut answer = None;
    let modal = Modal::new(WidgetId::unique("note dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        let count = dialog.selected.span.count();
        let title = if count == 1 { scene.sheet.cell_name(dialog.selected.active) } else { format!("{count} cells") };
        let label = ui.heading(format!("Note on {title}"));
        // Ctrl+Enter, since Enter starts a new line.
        let done = ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, Key::Enter));
        let field = ui.add(TextEdit::multiline(&mut dialog.text).desired_rows(3).desired_width(f32::INFINITY));
        let field = field.labelled_by(label.id);
        if std::mem::take(&mut dialog.opens) {
            field.request_focus();
        }
        ui.horizontal(|ui| {
            if ui.button("Set note").on_hover_text("Ctrl+Enter").clicked() || done {
                answer = Some(true);
            }
            if ui.button("Cancel").clicked() {
                answer = Some(false);
            }
        });
    });
    if answer.is_none() && modal.should_close() {
        answer = Some(false);
    }
    let Some(is_wanted) = answer else {
        state.note = Some(dialog);
        return;
    };
    state.wants_focus = 2;
    ui.ctx().request_repaint();
    if is_wanted {
        let text = dialog.text.trim();
        let note = Annotation::Note((!text.is_empty()).then(|| text.to_owned()));
        acts::act(scene, CellAct::Annotate { span: dialog.selected.span, annotation: note }, queue);
    }
}
