//! A table before it is imported: how it is read, what it says, what is not understood, what it would change.

mod options;
mod preview;
mod results;

use egui::{ComboBox, Ui};

use super::Context;
use crate::{
    exchange::table::Weight,
    session::{Command, Import},
};

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    /// The cells of the table.
    #[default]
    Table,
    /// The series that come of it.
    Series,
    /// What was not understood, and remarks.
    Findings,
    /// What would change in the document that it is merged into.
    Changes,
}

/// The dialog's state.
#[derive(Default)]
pub(in crate::app) struct ImportDialog {
    page: Page,
    /// The id of the source as it is being typed.
    source: Option<String>,
}

/// A list to choose from, named by its label; what was chosen, if anything was.
pub(super) fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    current: T,
    all: &[T],
    words: impl Fn(T) -> &'static str,
) -> Option<T> {
    let options: Vec<(T, &str)> = all.iter().map(|option| (*option, words(*option))).collect();
    choice_of(ui, label, words(current), &options)
}

/// The same for options that are named here.
fn choice_of<T: Copy>(ui: &mut Ui, label: &str, current: &str, options: &[(T, &str)]) -> Option<T> {
    let name = ui.label(label);
    let mut chosen = None;
    ComboBox::from_id_salt(label)
        .selected_text(current)
        .show_ui(ui, |ui| {
            for (option, words) in options {
                if ui.selectable_label(*words == current, *words).clicked() {
                    chosen = Some(*option);
                }
            }
        })
        .response
        .labelled_by(name.id);
    chosen
}

impl ImportDialog {
    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        let Some(import) = context.session.import() else { return true };
        let room = ui.ctx().content_rect().size() - egui::vec2(80.0, 80.0);
        ui.set_width(room.x.min(960.0));
        ui.heading(format!("Import {}", import.name()));
        ui.add_space(2.0);
        let mut choices = import.choices().clone();
        options::ui(ui, context, import, &mut choices, &mut self.source);
        ui.separator();
        self.pages(ui, import);
        let height = (room.y - 330.0).clamp(150.0, 420.0);
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            match (self.page, import.reading()) {
                (_, None) => {
                    let text = import.error().unwrap_or("Reading the table…");
                    ui.label(text);
                }
                (Page::Table, Some(reading)) => preview::ui(ui, context.theme, reading, &mut choices),
                (Page::Series, Some(reading)) => results::series(ui, &reading.proposal, import, &mut choices),
                (Page::Findings, Some(reading)) => results::findings(ui, context.theme, &reading.proposal),
                (Page::Changes, Some(_)) => results::changes(ui, context.theme, import),
            }
        });
        ui.separator();
        options::target(ui, context, import, &mut choices);
        if choices != *import.choices() {
            queue.push(Command::ChooseImport(Box::new(choices)));
        }
        ui.add_space(4.0);
        Self::buttons(ui, context, import, queue)
    }

    fn pages(&mut self, ui: &mut Ui, import: &Import) {
        ui.horizontal(|ui| {
            let proposal = import.reading().map(|reading| &reading.proposal);
            let series = proposal.map_or(0, |p| p.series.len());
            let open = proposal.map_or(0, |p| p.findings.count(Weight::LeftOut) + p.findings.count(Weight::Question));
            let mut page = |page, text: String| ui.selectable_value(&mut self.page, page, text);
            page(Page::Table, "Table".to_owned());
            page(Page::Series, format!("Series ({series})"));
            page(Page::Findings, format!("Not understood ({open})"));
            if import.choices().into.is_some() {
                page(Page::Changes, "Changes".to_owned());
            } else if self.page == Page::Changes {
                self.page = Page::Table;
            }
            if import.is_reading() {
                ui.label("Reading…");
            } else if let (Some(proposal), None) = (proposal, import.error()) {
                ui.label(results::summary(proposal));
            }
        });
    }

    fn buttons(ui: &mut Ui, context: Context<'_>, import: &Import, queue: &mut Vec<Command>) -> bool {
        let obstacle = import.obstacle();
        ui.horizontal(|ui| {
            let imports = ui.add_enabled(obstacle.is_none(), egui::Button::new("Import")).clicked();
            let cancels = ui.button("Cancel").clicked();
            if let Some(obstacle) = &obstacle {
                let colour = if import.is_reading() { context.theme.muted } else { context.theme.warning };
                ui.add(egui::Label::new(egui::RichText::new(obstacle).color(colour)).wrap());
            }
            if imports {
                queue.push(Command::FinishImport);
            } else if cancels {
                queue.push(Command::CancelImport);
            }
            imports || cancels
        })
        .inner
    }
}
