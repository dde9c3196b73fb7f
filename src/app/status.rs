//! The status bar: which file, whether it is saved, what is wrong with it, what is going on, what was last said.

use egui::{Align, Layout, RichText, Ui};

use super::{
    Context,
    source_view::{self, Direction, SourceState},
};
use crate::{document::Origin, format::Severity, session::Command};

pub(super) fn ui(
    ui: &mut Ui,
    context: Context<'_>,
    is_busy: bool,
    queue: &mut Vec<Command>,
    source_is_shown: &mut bool,
    source: &mut SourceState,
) {
    ui.horizontal(|ui| {
        if let Some((id, document)) = context.session.active() {
            let place = document.path().map_or_else(|| document.name(), |path| path.display().to_string());
            ui.add(egui::Label::new(place).truncate());
            ui.separator();
            let state = if context.session.is_saving(id) {
                "Saving…"
            } else if document.is_unsaved() {
                "• Unsaved changes"
            } else {
                match document.origin() {
                    Origin::File(_) => "Saved",
                    Origin::Sample(_) => "Built-in dataset",
                    Origin::Untitled(_) => "Not saved yet",
                }
            };
            ui.label(state);
            ui.separator();
            problems(ui, context, source_is_shown, source);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(edit) = context.session.under_way() {
                if ui.small_button("Cancel").on_hover_text("Let it be; nothing has changed yet (Esc)").clicked() {
                    queue.push(Command::CancelEdit);
                }
                ui.label(edit.words());
            } else if is_busy {
                ui.label("Working…");
            }
            if context.session.is_summing() {
                ui.label("Summing up…");
                ui.separator();
            } else if let Some(summary) = context.session.summary() {
                ui.add(egui::Label::new(summary.words()).truncate()).on_hover_text(
                    "Of the selected cells. “about”: some of them are qualified or ranges, so nothing made of them is exact",
                );
                ui.separator();
            }
            if let Some(message) = context.session.message() {
                if ui.small_button("×").on_hover_text("Dismiss the message").clicked() {
                    queue.push(Command::Dismiss);
                }
                let text = RichText::new(&message.text);
                let text = if message.severity == Severity::Error { text.color(context.theme.error) } else { text };
                ui.add(egui::Label::new(text).truncate()).on_hover_text(&message.text);
            }
        });
    });
}

/// How many findings there are; a click shows them, with the first of them.
fn problems(ui: &mut Ui, context: Context<'_>, source_is_shown: &mut bool, source: &mut SourceState) {
    let Some((_, document)) = context.session.active() else { return };
    let findings = document.diagnostics();
    if findings.is_empty() {
        ui.label("No problems");
        return;
    }
    let colour = if document.is_read_only() { context.theme.error } else { context.theme.warning };
    let words = RichText::new(source_view::in_words(findings)).color(colour);
    if ui.button(words).on_hover_text("Show them in the source (F8)").clicked() {
        *source_is_shown = true;
        source.go_to_problem(Direction::Forward);
    }
}
