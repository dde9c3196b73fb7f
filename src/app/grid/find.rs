//! The bar that finds and replaces, and the question where to go.

use egui::{
    Button, Frame, Id as WidgetId, Key, Modal, Modifiers, PopupCloseBehavior, RichText, TextEdit, Ui,
    containers::menu::{MenuButton, MenuConfig},
};

use super::{GridState, Scene, acts};
use crate::session::{
    Asked, Command, GridAsk,
    grid::{self, CellAct, Place, Query, Selected},
};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    is_open: bool,
    replaces: bool,
    query: Query,
    with: String,
    /// The field is to get the keyboard.
    opens: bool,
    /// Where the search goes on, once it is known where.
    step: Option<bool>,
}

/// Where to go, while it is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct GoTo {
    text: String,
    error: Option<String>,
    is_asked: bool,
}

impl Find {
    /// Whether the cells in which it is found are to be marked.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Opens the bar, or goes on with what it has.
    pub(super) fn ask(&mut self, ask: GridAsk) {
        match ask {
            GridAsk::Find | GridAsk::Replace => {
                self.replaces = ask == GridAsk::Replace;
                (self.is_open, self.opens) = (true, true);
            }
            GridAsk::FindNext | GridAsk::FindPrevious if self.query.text.is_empty() => {
                (self.is_open, self.opens) = (true, true);
            }
            GridAsk::FindNext => self.step = Some(true),
            GridAsk::FindPrevious => self.step = Some(false),
            GridAsk::GoTo => {}
        }
    }
}

/// Draws the bar, if it is open.
pub(super) fn bar(
    ui: &mut Ui,
    scene: &Scene<'_>,
    state: &mut GridState,
    search: Option<&Asked>,
    queue: &mut Vec<Command>,
) {
    let mut find = std::mem::take(&mut state.find);
    let search = search.filter(|search| search.is_for(&find.query, scene.sheet));
    if find.is_open {
        ui.horizontal_wrapped(|ui| fields(ui, scene, &mut find, search, state, queue));
    }
    if (find.is_open || find.step.is_some()) && !search.is_some_and(|search| search.is_for(&find.query, scene.sheet)) {
        queue.push(Command::Search(find.query.clone()));
    } else if let Some(search) = search.filter(|search| search.found().is_some())
        && let Some(forwards) = find.step.take()
        && let Some(place) = search.next(scene.active(), forwards)
    {
        acts::select(scene, Selected::cell(place), queue);
    }
    state.find = find;
}

fn fields(
    ui: &mut Ui,
    scene: &Scene<'_>,
    find: &mut Find,
    search: Option<&Asked>,
    state: &mut GridState,
    queue: &mut Vec<Command>,
) {
    let label = ui.label("Find");
    let field = ui.add(TextEdit::singleline(&mut find.query.text).desired_width(130.0)).labelled_by(label.id);
    if std::mem::take(&mut find.opens) {
        field.request_focus();
    }
    let pressed = |ui: &Ui, modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if field.lost_focus() && pressed(ui, Modifiers::SHIFT, Key::Enter) {
        (find.step, find.opens) = (Some(false), true);
    } else if field.lost_focus() && pressed(ui, Modifiers::NONE, Key::Enter) {
        (find.step, find.opens) = (Some(true), true);
    }
    let found = search.and_then(Asked::found);
    let count = search.map_or(0, |search| search.places().len());
    let at = search.zip(scene.active()).and_then(|(search, active)| search.position(active).ok());
    let text = match (find.query.text.is_empty(), found, at) {
        (true, ..) | (_, Some(Err(_)), _) => String::new(),
        (_, None, _) => "searching…".to_owned(),
        (_, Some(Ok(_)), _) if count == 0 => "nothing found".to_owned(),
        (_, Some(Ok(_)), Some(at)) => format!("{} of {count}", at + 1),
        (_, Some(Ok(_)), None) => format!("{count} found"),
    };
    match found {
        Some(Err(error)) => ui.colored_label(scene.theme.error, error),
        _ => ui.label(RichText::new(text).color(scene.theme.muted)),
    };
    if ui.add_enabled(count > 0, Button::new("Previous")).on_hover_text("Shift+F3").clicked() {
        find.step = Some(false);
    }
    if ui.add_enabled(count > 0, Button::new("Next")).on_hover_text("F3").clicked() {
        find.step = Some(true);
    }
    let query = &mut find.query;
    let chosen = [query.is_case_sensitive, query.is_whole, query.is_regex].into_iter().filter(|chosen| *chosen).count();
    let name = if chosen == 0 { "Options".to_owned() } else { format!("Options ({chosen})") };
    let config = MenuConfig::default().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(name).config(config).ui(ui, |ui| {
        ui.checkbox(&mut query.is_case_sensitive, "Match case");
        ui.checkbox(&mut query.is_whole, "Whole cell");
        ui.checkbox(&mut query.is_regex, "Regular expression");
    });
    let close = ui.button("×").on_hover_text("Close the search");
    let closes = close.accessible_name("Close the search").clicked()
        || (field.lost_focus() && pressed(ui, Modifiers::NONE, Key::Escape));
    if find.replaces {
        ui.end_row();
        replacing(ui, scene, find, search, queue);
    }
    if closes {
        find.is_open = false;
        state.wants_focus = 2;
        queue.push(Command::EndSearch);
    }
}

fn replacing(ui: &mut Ui, scene: &Scene<'_>, find: &mut Find, search: Option<&Asked>, queue: &mut Vec<Command>) {
    let label = ui.label("Replace with");
    ui.add(TextEdit::singleline(&mut find.with).desired_width(110.0)).labelled_by(label.id);
    let found = search.filter(|search| scene.editable && !search.places().is_empty());
    if ui.add_enabled(found.is_some(), Button::new("Replace")).clicked() {
        if let Some(place) = scene.active().filter(|active| found.is_some_and(|found| found.holds(*active))) {
            replace(scene, find, vec![place], queue);
        }
        find.step = Some(true);
    }
    if ui.add_enabled(found.is_some(), Button::new("Replace all")).clicked()
        && let Some(found) = found
    {
        replace(scene, find, found.places().to_vec(), queue);
    }
}

/// Replaces in these cells as one step, and says how many there were.
fn replace(scene: &Scene<'_>, find: &Find, places: Vec<Place>, queue: &mut Vec<Command>) {
    let (query, with) = (find.query.clone(), find.with.clone());
    acts::act(scene, CellAct::Replace { places, query, with }, queue);
}

/// Asks where to go, if that is being asked.
pub(super) fn go_to(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let Some(mut dialog) = state.go_to.take() else { return };
    let frame = Frame::popup(ui.style()).inner_margin(16);
    let mut is_done = false;
    let modal = Modal::new(WidgetId::unique("go to dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(320.0);
        let label = ui.heading("Go to");
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let field = ui.add(TextEdit::singleline(&mut dialog.text).hint_text("mexico 2008, or a period, or a series"));
        let field = field.labelled_by(label.id);
        if !std::mem::replace(&mut dialog.is_asked, true) {
            field.request_focus();
        }
        if field.changed() {
            dialog.error = None;
        }
        if let Some(error) = &dialog.error {
            ui.colored_label(scene.theme.error, error);
        }
        ui.horizontal(|ui| {
            if ui.button("Go").clicked() || enter {
                match grid::go_to(scene.sheet, &dialog.text) {
                    Some(place) => {
                        acts::select(scene, Selected::cell(place), queue);
                        is_done = true;
                    }
                    None => dialog.error = Some(format!("There is no “{}” in this table", dialog.text.trim())),
                }
            }
            is_done |= ui.button("Cancel").clicked();
        });
    });
    if is_done || modal.should_close() {
        state.wants_focus = 2;
        ui.ctx().request_repaint();
    } else {
        state.go_to = Some(dialog);
    }
}
