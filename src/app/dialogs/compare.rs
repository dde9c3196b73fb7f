//! What a dataset is to be compared with.

use egui::{Button, Ui};

use super::Context;
use crate::session::{Against, Command, ComparisonCommand};

/// What was answered.
pub(super) enum Answer {
    /// Nothing yet.
    None,
    /// It is asked which file.
    File,
    /// All is said.
    Done,
}

/// Draws the choice.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> Answer {
    ui.set_width(420.0);
    let Some((id, document)) = context.session.active() else { return Answer::Done };
    let name = document.name();
    ui.heading(format!("Compare {name}"));
    ui.add_space(4.0);
    let mut answer = Answer::None;
    let mut choice = |ui: &mut Ui, words: String, is_enabled: bool, against: Option<Against>| {
        let button = Button::new(words).truncate().min_size([ui.available_width(), 28.0].into());
        if ui.add_enabled(is_enabled, button).clicked() {
            answer = if against.is_some() { Answer::Done } else { Answer::File };
            queue.extend(against.map(|against| ComparisonCommand::With(against).into()));
        }
    };
    let own = if document.path().is_some() { "With what is in its file" } else { "With the dataset as it came" };
    choice(ui, own.to_owned(), context.session.has_own_file(id), Some(Against::OwnFile));
    for (other, document) in context.session.documents().filter(|(other, _)| *other != id) {
        choice(ui, format!("With {}", document.name()), true, Some(Against::Document(other)));
    }
    choice(ui, "With another file…".to_owned(), true, None);
    ui.add_space(8.0);
    if ui.button("Cancel").clicked() { Answer::Done } else { answer }
}
