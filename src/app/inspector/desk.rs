//! What every form of the inspector is given, and the fields that all items have.

use egui::{Id as WidgetId, Ui};

use super::form::{Drafts, Form, Lines};
use crate::{
    app::theme::Theme,
    figure::themes::Shelf,
    model::{Dataset, Edit, Id, SectionKind},
    session::{Command, Session, gestures},
};

/// The dataset that is looked at, and where forms leave what is to be done.
pub(super) struct Desk<'a> {
    pub(super) dataset: &'a Dataset,
    /// The program that it is part of.
    pub(super) session: &'a Session,
    pub(super) drafts: &'a mut Drafts,
    pub(super) queue: &'a mut Vec<Command>,
    pub(super) theme: &'a Theme,
    /// The figure themes at hand.
    pub(super) figure_themes: &'a Shelf,
    /// The selection is a new one: lists scroll to it.
    pub(super) is_new: bool,
    /// The words of what is selected are to be written: their field gets the keyboard.
    pub(super) names: bool,
    /// Distinguishes the fields of this document from those of others.
    pub(super) salt: WidgetId,
}

impl Desk<'_> {
    /// The fields of an item.
    pub(super) fn form<'b, T>(
        &'b mut self,
        salt: impl egui::AsIdSalt,
        item: &'b T,
        edit: &'b dyn Fn(T) -> Edit,
    ) -> Form<'b, T> {
        Form { item, edit, salt: self.salt.with(salt), drafts: self.drafts, queue: self.queue, theme: self.theme }
    }

    /// The id of an item, which can be changed wherever it is referred to.
    pub(super) fn id_field(&mut self, ui: &mut Ui, section: SectionKind, id: &Id) {
        let dataset = self.dataset;
        let read = |text: &str| {
            let text = text.trim();
            if text.is_empty() || text.contains(char::is_whitespace) {
                Err("An id is one word, for example mexico-us".to_owned())
            } else if text != id.as_str() && gestures::is_taken(dataset, section, text) {
                Err(format!("There is a {} “{text}” already", section.singular()))
            } else {
                Ok(Id::from(text))
            }
        };
        let rename = |to: Id| Edit::Rename { section, id: id.clone(), to };
        let mut form = self.form((section, id.as_str(), "id"), id, &rename);
        form.parsed(ui, "Id", id, Lines::One, read, |id, to| *id = to);
    }
}
