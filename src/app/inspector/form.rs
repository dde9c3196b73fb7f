//! The fields of the inspector: what is typed is previewed at once and committed as one edit when the field is left.

use std::collections::HashMap;

use egui::{Color32, ComboBox, Id, Key, KeyboardShortcut, Modifiers, Response, TextEdit, Ui, Vec2};

use crate::{
    app::{rows, theme::Theme},
    exchange::entry,
    model::{self, Edit, Period, Section, Series, Source, SourceRefs},
    session::Command,
};

/// The width of the labels in front of one-line fields.
const LABEL_WIDTH: f32 = 78.0;

/// What is typed into a field and not committed.
#[derive(Clone, Debug)]
struct Draft {
    text: String,
    /// Why it can't be read.
    error: Option<String>,
    /// The edit that it would be, if it can be read.
    edit: Option<Edit>,
    /// The pass in which its field was last drawn.
    drawn: u64,
}

/// The drafts of all fields, by the id of the field.
#[derive(Clone, Debug, Default)]
pub(super) struct Drafts(HashMap<Id, Draft>);

impl Drafts {
    /// Forgets what was typed, without a commit: the document is another one.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Commits the drafts whose fields are gone from the screen, so that nothing typed is lost by a look elsewhere.
    pub(super) fn settle(&mut self, pass: u64, queue: &mut Vec<Command>) {
        self.0.retain(|_, draft| {
            let gone = draft.drawn + 1 < pass;
            if gone {
                queue.push(draft.edit.take().map_or(Command::Preview(None), commit));
            }
            !gone
        });
    }
}

/// One edit, named by itself.
pub(super) fn commit(edit: Edit) -> Command {
    Command::Edit { edit, label: None }
}

/// The fields of one item, each of which makes an edit out of a changed copy of it.
pub(super) struct Form<'a, T> {
    /// The item as the document has it.
    pub(super) item: &'a T,
    /// Makes the edit that puts a changed copy in its place.
    pub(super) edit: &'a dyn Fn(T) -> Edit,
    /// Distinguishes the fields of this item from those of others.
    pub(super) salt: Id,
    pub(super) drafts: &'a mut Drafts,
    pub(super) queue: &'a mut Vec<Command>,
    pub(super) theme: &'a Theme,
}

impl<T: Clone + PartialEq> Form<'_, T> {
    /// The same item with other fields, for one part of it of which there are several.
    pub(super) fn part(&mut self, salt: impl egui::AsIdSalt) -> Form<'_, T> {
        let Self { item, edit, theme, .. } = *self;
        Form { item, edit, salt: self.salt.with(salt), drafts: self.drafts, queue: self.queue, theme }
    }

    /// A line of text that must not be empty.
    pub(super) fn text(&mut self, ui: &mut Ui, label: &str, current: &str, put: impl Fn(&mut T, String)) {
        let read = |text: &str| {
            if text.trim().is_empty() { Err("Write something here".to_owned()) } else { Ok(text.to_owned()) }
        };
        self.parsed(ui, label, current, Lines::One, read, put);
    }

    /// A line of text that may be empty, which leaves the field out of the file.
    pub(super) fn optional(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: Option<&String>,
        put: impl Fn(&mut T, Option<String>),
    ) {
        self.parsed(ui, label, current.map_or("", |s| s), Lines::One, |text| Ok(non_empty(text)), put);
    }

    /// Some lines of text that may be empty.
    pub(super) fn prose(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: Option<&String>,
        put: impl Fn(&mut T, Option<String>),
    ) {
        self.parsed(ui, label, current.map_or("", |s| s), Lines::Several, |text| Ok(non_empty(text)), put);
    }

    /// Some lines of text that must not be empty.
    pub(super) fn required_prose(&mut self, ui: &mut Ui, label: &str, current: &str, put: impl Fn(&mut T, String)) {
        let read = |text: &str| non_empty(text).ok_or_else(|| "Write something here".to_owned());
        self.parsed(ui, label, current, Lines::Several, read, put);
    }

    /// A number that must be there.
    pub(super) fn number(&mut self, ui: &mut Ui, label: &str, current: f64, put: impl Fn(&mut T, f64)) {
        let read = |text: &str| entry::parse_number(text).map_err(|e| e.to_string());
        self.parsed(ui, label, &current.to_string(), Lines::One, read, put);
    }

    /// A number that may be left out.
    pub(super) fn optional_number(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: Option<f64>,
        put: impl Fn(&mut T, Option<f64>),
    ) {
        let read = |text: &str| match text.trim() {
            "" => Ok(None),
            text => entry::parse_number(text).map(Some).map_err(|e| e.to_string()),
        };
        let current = current.map(|n| n.to_string()).unwrap_or_default();
        self.parsed(ui, label, &current, Lines::One, read, put);
    }

    /// A period that must be there.
    pub(super) fn period(&mut self, ui: &mut Ui, label: &str, current: Period, put: impl Fn(&mut T, Period)) {
        self.parsed(ui, label, &current.to_string(), Lines::One, read_period, put);
    }

    /// A period that may be left out.
    pub(super) fn optional_period(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: Option<Period>,
        put: impl Fn(&mut T, Option<Period>),
    ) {
        let read = |text: &str| if text.trim().is_empty() { Ok(None) } else { read_period(text).map(Some) };
        let current = current.map(|p| p.to_string()).unwrap_or_default();
        self.parsed(ui, label, &current, Lines::One, read, put);
    }

    /// One of a few values, by the words for them.
    pub(super) fn choice<V: PartialEq>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: &V,
        options: impl IntoIterator<Item = (V, String)>,
        put: impl Fn(&mut T, V),
    ) {
        let options: Vec<(V, String)> = options.into_iter().collect();
        let shown = options.iter().find(|(value, _)| value == current).map_or("", |(_, words)| words);
        let mut chosen = None;
        labelled(ui, label, |ui| {
            let width = ui.available_width();
            ComboBox::from_id_salt((self.salt, label))
                .selected_text(shown)
                .width(width)
                .truncate()
                .show_ui(ui, |ui| {
                    for (value, words) in &options {
                        if ui.selectable_label(value == current, words).clicked() {
                            chosen = Some(value);
                        }
                    }
                })
                .response
        });
        if let Some(at) = chosen.and_then(|chosen| options.iter().position(|(value, _)| value == chosen))
            && let Some((value, _)) = options.into_iter().nth(at)
        {
            self.change(|item| put(item, value));
        }
    }

    /// A series of the dataset; an id that none has stays until another is chosen.
    pub(super) fn series(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: &model::Id,
        all: &Section<Series>,
        put: impl Fn(&mut T, model::Id),
    ) {
        let shown = match all.get(current) {
            Some(series) => format!("{} ({current})", series.label(current)),
            None => format!("{current} (no such series)"),
        };
        let mut chosen = None;
        labelled(ui, label, |ui| {
            let width = ui.available_width();
            let list = ComboBox::from_id_salt((self.salt, label)).selected_text(shown).width(width).truncate();
            let list = list.show_ui(ui, |ui| {
                ui.set_min_width(width);
                rows::within(ui, all.len(), None, |ui, index| {
                    let Some((id, series)) = all.get_index(index) else { return };
                    let words = format!("{} ({id})", series.label(id));
                    let entry = egui::Button::selectable(id == current, words.as_str()).truncate();
                    if ui.add(entry).on_hover_text(words).clicked() {
                        chosen = Some(id.clone());
                    }
                });
            });
            list.response
        });
        if let Some(id) = chosen.filter(|id| id != current) {
            self.change(|item| put(item, id));
        }
    }

    /// Series of the dataset, several at will.
    pub(super) fn several_series(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: &[model::Id],
        all: &Section<Series>,
        put: impl Fn(&mut T, Vec<model::Id>),
    ) {
        let names = current.iter().map(|id| all.get(id).map_or(id.as_str(), |series| series.label(id)));
        let names = names.collect::<Vec<_>>().join(", ");
        let shown = if names.is_empty() { "no series".to_owned() } else { names };
        let mut toggled = None;
        labelled(ui, label, |ui| {
            let width = ui.available_width();
            let list = ComboBox::from_id_salt((self.salt, label)).selected_text(&shown).width(width).truncate();
            let list = list.close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show_ui(ui, |ui| {
                rows::within(ui, all.len(), None, |ui, index| {
                    let Some((id, series)) = all.get_index(index) else { return };
                    let mut chosen = current.contains(id);
                    if ui.checkbox(&mut chosen, format!("{} ({id})", series.label(id))).clicked() {
                        toggled = Some((id.clone(), chosen));
                    }
                });
            });
            list.response.on_hover_text(&shown)
        });
        if let Some((id, chosen)) = toggled {
            let list = super::events::toggled(current, &id, chosen);
            self.change(|item| put(item, list));
        }
    }

    /// The sources of a value, several at will.
    pub(super) fn sources(
        &mut self,
        ui: &mut Ui,
        current: &SourceRefs,
        sources: &Section<Source>,
        put: impl Fn(&mut T, SourceRefs),
    ) {
        let name = |id: &str| sources.get(id).map_or(id, |source| source.short_name(id)).to_owned();
        let shown = match current.ids() {
            [] => "none".to_owned(),
            ids => ids.iter().map(|id| name(id)).collect::<Vec<_>>().join(", "),
        };
        let mut toggled = None;
        labelled(ui, "Source", |ui| {
            let width = ui.available_width();
            ComboBox::from_id_salt((self.salt, "Source"))
                .selected_text(&shown)
                .width(width)
                .truncate()
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show_ui(ui, |ui| {
                    if sources.is_empty() {
                        ui.weak("There are no sources yet");
                    }
                    for id in sources.keys() {
                        let mut chosen = current.ids().contains(id);
                        if ui.checkbox(&mut chosen, format!("{} ({id})", name(id))).clicked() {
                            toggled = Some((id.clone(), chosen));
                        }
                    }
                })
                .response
                .on_hover_text(&shown)
        });
        if let Some((id, chosen)) = toggled {
            let kept = current.ids().iter().filter(|other| **other != id).cloned();
            let refs = kept.chain(chosen.then_some(id.clone())).collect::<SourceRefs>();
            self.change(|item| put(item, refs));
        }
    }

    /// Commits a change that is made at once, not typed.
    pub(super) fn change(&mut self, put: impl FnOnce(&mut T)) {
        let mut item = self.item.clone();
        put(&mut item);
        if item != *self.item {
            self.queue.push(commit((self.edit)(item)));
        }
    }

    /// A field whose text is read by `read`. What can't be read stays, marked, with the reason below.
    pub(super) fn parsed<V>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        current: &str,
        lines: Lines,
        read: impl Fn(&str) -> Result<V, String>,
        put: impl Fn(&mut T, V),
    ) {
        let id = self.salt.with(label);
        let pass = ui.ctx().cumulative_pass_nr();
        let mut text = self.drafts.0.get(&id).map_or_else(|| current.to_owned(), |draft| draft.text.clone());
        let error = self.drafts.0.get(&id).and_then(|draft| draft.error.clone());
        let (item, edit) = (self.item, self.edit);
        let wrong = error.is_some().then_some(self.theme.error);
        let edit_of = |value: V| {
            let mut changed = item.clone();
            put(&mut changed, value);
            (changed != *item).then(|| edit(changed))
        };
        let response = match lines {
            Lines::One => labelled(ui, label, |ui| text_field(ui, id, &mut text, lines, wrong)),
            Lines::Several => {
                let name = ui.label(label);
                text_field(ui, id, &mut text, lines, wrong).labelled_by(name.id)
            }
        };
        if let Some(error) = &error {
            ui.colored_label(self.theme.error, error);
        }
        if response.changed() {
            let (error, edit) = match read(&text) {
                Ok(value) => (None, edit_of(value)),
                Err(error) => (Some(error), None),
            };
            self.queue.push(Command::Preview(edit.clone()));
            self.drafts.0.insert(id, Draft { text, error, edit, drawn: pass });
        }
        let entered = lines == Lines::Several
            && response.has_focus()
            && ui.input(|i| i.key_pressed(Key::Enter) && !i.modifiers.shift);
        if entered {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        let Some(draft) = self.drafts.0.get_mut(&id) else { return };
        draft.drawn = pass;
        if response.has_focus() && !entered {
            return;
        }
        if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
            self.drafts.0.remove(&id);
            self.queue.push(Command::Preview(None));
        } else if draft.error.is_none() {
            let edit = draft.edit.take();
            self.drafts.0.remove(&id);
            self.queue.push(edit.map_or(Command::Preview(None), commit));
        }
    }
}

/// How many lines a text field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// One, with the label in front.
    One,
    /// As many as the text needs, with the label above.
    Several,
}

/// Reads a period as typed into a field.
pub(super) fn read_period(text: &str) -> Result<Period, String> {
    text.trim()
        .parse()
        .map_err(|error| format!("{error}. Write a year, or for example 2012-05, 2012-05-21, 2012-Q2 or 2002/2014"))
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A widget with its label in front, on one line.
pub(super) fn labelled(ui: &mut Ui, label: &str, widget: impl FnOnce(&mut Ui) -> Response) -> Response {
    ui.horizontal(|ui| {
        let size = Vec2::new(LABEL_WIDTH, ui.spacing().interact_size.y);
        let left = egui::Layout::left_to_right(egui::Align::Center);
        let name = ui.allocate_ui_with_layout(size, left, |ui| {
            ui.set_min_width(LABEL_WIDTH);
            ui.add(egui::Label::new(label).truncate())
        });
        widget(ui).labelled_by(name.inner.id)
    })
    .inner
}

fn text_field(ui: &mut Ui, id: Id, text: &mut String, lines: Lines, color: Option<Color32>) -> Response {
    let field = match lines {
        Lines::One => TextEdit::singleline(text),
        Lines::Several => {
            TextEdit::multiline(text).desired_rows(2).return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        }
    };
    ui.add(field.id(id).desired_width(ui.available_width()).text_color_opt(color))
}
