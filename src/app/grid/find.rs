//! The bar that finds and replaces, and the question where to go.

use std::{collections::HashSet, sync::Arc};

use egui::{
    Button, Frame, Id as WidgetId, Key, Modal, Modifiers, PopupCloseBehavior, RichText, TextEdit, Ui,
    containers::menu::{MenuButton, MenuConfig},
};

use super::{GridState, Scene, acts};
use crate::session::{
    Command, GridAsk,
    grid::{self, Changes, Finder, Place, Query, Selected, Sheet},
};

/// What is looked for, and what has been found.
#[derive(Clone, Debug, Default)]
pub(super) struct Find {
    is_open: bool,
    replaces: bool,
    query: Query,
    with: String,
    found: Arc<Found>,
    /// The field is to get the keyboard.
    opens: bool,
    /// Where the search goes on in this frame.
    step: Option<bool>,
}

/// The cells that a query has found in a sheet.
#[derive(Debug, Default)]
struct Found {
    sheet: Option<Arc<Sheet>>,
    query: Query,
    finder: Option<Finder>,
    error: Option<String>,
    places: Vec<Place>,
    set: HashSet<Place>,
}

/// Where to go, while it is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct GoTo {
    text: String,
    error: Option<String>,
    is_asked: bool,
}

impl Find {
    /// Whether a cell is to be marked as found.
    pub(super) fn holds(&self, place: Place) -> bool {
        self.is_open && self.found.set.contains(&place)
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

    /// Looks again where the sheet or the query is another one.
    fn follow(&mut self, sheet: &Arc<Sheet>) {
        let same = self.found.sheet.as_ref().is_some_and(|other| Arc::ptr_eq(other, sheet));
        if same && self.found.query == self.query {
            return;
        }
        let (finder, error) = match self.query.finder() {
            None => (None, None),
            Some(Ok(finder)) => (Some(finder), None),
            Some(Err(error)) => (None, Some(error)),
        };
        let places = finder.as_ref().map(|finder| finder.all(sheet)).unwrap_or_default();
        let set = places.iter().copied().collect();
        let (sheet, query) = (Some(Arc::clone(sheet)), self.query.clone());
        self.found = Arc::new(Found { sheet, query, finder, error, places, set });
    }

    /// The place that follows, round the end to the start.
    fn next(&self, from: Option<Place>, forwards: bool) -> Option<Place> {
        let key = |place: &Place| (place.row, place.column);
        let places = &self.found.places;
        let from = from.map(|place| key(&place));
        if forwards {
            let at = from.map_or(0, |from| places.partition_point(|place| key(place) <= from));
            places.get(at).or(places.first()).copied()
        } else {
            let at = from.map_or(0, |from| places.partition_point(|place| key(place) < from));
            at.checked_sub(1).and_then(|at| places.get(at)).or(places.last()).copied()
        }
    }
}

/// Draws the bar, if it is open.
pub(super) fn bar(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let mut find = std::mem::take(&mut state.find);
    if find.is_open || find.step.is_some() {
        find.follow(scene.sheet);
    }
    if find.is_open {
        ui.horizontal_wrapped(|ui| fields(ui, scene, &mut find, state, queue));
        find.follow(scene.sheet);
    }
    if let Some(forwards) = find.step.take()
        && let Some(place) = find.next(scene.active(), forwards)
    {
        acts::select(scene, Selected::cell(place), queue);
    }
    state.find = find;
}

fn fields(ui: &mut Ui, scene: &Scene<'_>, find: &mut Find, state: &mut GridState, queue: &mut Vec<Command>) {
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
    find.follow(scene.sheet);
    let count = find.found.places.len();
    let at = scene.active().and_then(|active| find.found.places.iter().position(|place| *place == active));
    let text = match (find.query.text.is_empty(), count, at) {
        (true, ..) => String::new(),
        (_, 0, _) => "nothing found".to_owned(),
        (_, _, Some(at)) => format!("{} of {count}", at + 1),
        (_, _, None) => format!("{count} found"),
    };
    match &find.found.error {
        Some(error) => ui.colored_label(scene.theme.error, error),
        None => ui.label(RichText::new(text).color(scene.theme.muted)),
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
        replacing(ui, scene, find, queue);
    }
    if closes {
        find.is_open = false;
        state.wants_focus = 2;
    }
}

fn replacing(ui: &mut Ui, scene: &Scene<'_>, find: &mut Find, queue: &mut Vec<Command>) {
    let label = ui.label("Replace with");
    ui.add(TextEdit::singleline(&mut find.with).desired_width(110.0)).labelled_by(label.id);
    let can_replace = scene.editable && !find.found.places.is_empty();
    let active = scene.active().filter(|active| find.found.set.contains(active));
    if ui.add_enabled(can_replace, Button::new("Replace")).clicked() {
        if let Some(place) = active {
            replace(scene, find, &[place], queue);
        }
        find.step = Some(true);
    }
    if ui.add_enabled(can_replace, Button::new("Replace all")).clicked() {
        let places = find.found.places.clone();
        replace(scene, find, &places, queue);
    }
}

/// Replaces in these cells as one step, and says how many there were. What would make no sense is left as it is.
fn replace(scene: &Scene<'_>, find: &Find, places: &[Place], queue: &mut Vec<Command>) {
    let Some(finder) = &find.found.finder else { return };
    let mut changes = Changes::new(scene.sheet);
    let (mut count, mut refused) = (0, None);
    for place in places {
        match finder.replace(&mut changes, scene.sheet, *place, &find.with, find.query.is_regex) {
            Ok(is_changed) => count += usize::from(is_changed),
            Err(error) => {
                refused.get_or_insert((*place, error));
            }
        }
    }
    let said = match &refused {
        Some((place, error)) => format!("; {} stays as it is: {error}", scene.sheet.cell_name(*place)),
        None => String::new(),
    };
    if let Some(edit) = changes.into_edit(None) {
        queue.push(Command::Edit { edit, label: Some(format!("replace in {count} cells")) });
    }
    queue.push(Command::Say(format!("Replaced in {count} cells{said}")));
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
