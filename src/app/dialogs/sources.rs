//! Bibliographies: how and where to write one, and which sources of one to add.

use egui::{Checkbox, Label, RichText, ScrollArea, Ui};

use super::{
    Context,
    target::{Answer, Files, Target},
};
use crate::{
    app::rows,
    exchange::bibliography::{self, BibliographyForm},
    session::{BibliographyCommand, Command, FoundSource},
};

/// How and where to write a bibliography.
pub(in crate::app) struct SaveBibliography {
    form: BibliographyForm,
    target: Target,
}

impl SaveBibliography {
    pub fn new(context: Context<'_>) -> Self {
        let form = BibliographyForm::Bibtex;
        let name = context.session.active().map(|(_, document)| document.name()).unwrap_or_default();
        let name = std::path::Path::new(&name).with_extension(form.extension()).display().to_string();
        Self { form, target: Target::beside(context, &name) }
    }

    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        ui.set_width(480.0);
        ui.heading("Save bibliography");
        let count = context.session.active().map_or(0, |(_, document)| document.dataset().sources.len());
        let words = if count == 1 { "1 source".to_owned() } else { format!("{count} sources") };
        ui.colored_label(context.theme.muted, words);
        ui.add_space(4.0);
        for form in BibliographyForm::ALL {
            if ui.radio_value(&mut self.form, form, form.name()).clicked() {
                self.target.set_extension(form.extension());
            }
        }
        match self.target.ui(ui, context, Files::One, count > 0) {
            Answer::None => return false,
            Answer::Cancel => {}
            Answer::Write(path) => queue.push(BibliographyCommand::Save { path, form: self.form }.into()),
        }
        true
    }
}

/// Which of the sources of a file to add.
#[derive(Default)]
pub(in crate::app) struct AddSources {
    /// For each, whether it is to be added; made when they are first shown.
    chosen: Vec<bool>,
}

impl AddSources {
    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        let Some(adding) = context.session.adding() else { return true };
        ui.set_width(540.0);
        ui.heading(format!("Add sources from {}", adding.name));
        ui.add_space(4.0);
        let found = match &adding.found {
            Ok(found) => found,
            Err(error) => {
                ui.colored_label(context.theme.error, error);
                ui.label(
                    "Nothing of the file is taken. BibTeX (@online{key, title = {…}}) and RIS (TY  - …) are read.",
                );
                ui.add_space(8.0);
                let is_closed = ui.button("Close").clicked();
                queue.extend(is_closed.then(|| BibliographyCommand::Cancel.into()));
                return is_closed;
            }
        };
        if self.chosen.len() != found.len() {
            self.chosen = found.iter().map(|found| found.same_as.is_none()).collect();
        }
        let known = found.iter().filter(|found| found.same_as.is_some()).count();
        if known > 0 {
            let words = match known {
                1 => "1 seems to be there already, and is left out unless you choose it.".to_owned(),
                many => format!("{many} seem to be there already, and are left out unless you choose them."),
            };
            ui.colored_label(context.theme.warning, words);
        }
        let area = ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]);
        rows::rows(ui, area, found.len(), None, |ui, n| row(ui, context, &found[n], &mut self.chosen[n]));
        ui.add_space(8.0);
        let places: Vec<usize> = (0..found.len()).filter(|n| self.chosen[*n]).collect();
        let verb = match places.len() {
            1 => "Add 1 source".to_owned(),
            many => format!("Add {many} sources"),
        };
        ui.horizontal(|ui| {
            let adds = ui.add_enabled(!places.is_empty(), egui::Button::new(verb)).clicked();
            let cancels = ui.button("Cancel").clicked();
            if adds {
                queue.push(BibliographyCommand::Add(places).into());
            } else if cancels {
                queue.push(BibliographyCommand::Cancel.into());
            }
            adds || cancels
        })
        .inner
    }
}

fn row(ui: &mut Ui, context: Context<'_>, found: &FoundSource, is_chosen: &mut bool) {
    let words = bibliography::cited(&found.id, &found.source);
    ui.horizontal(|ui| {
        ui.add(Checkbox::without_text(is_chosen)).accessible_name(format!("Add {}", found.id));
        ui.add(Label::new(RichText::new(found.id.as_str()).strong()).truncate());
        if let Some(same) = &found.same_as {
            ui.colored_label(context.theme.warning, format!("the same as {same}"));
        }
        ui.add(Label::new(&words).truncate()).on_hover_text(&words);
    });
}
