//! The status bar: which file, whether it is saved, what is wrong with it, what is going on, what was last said.

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use super::Context;
use crate::{
    document::Origin,
    format::{LineIndex, Severity},
    session::{Command, Selection},
};

pub(super) fn ui(ui: &mut Ui, context: Context<'_>, is_busy: bool, queue: &mut Vec<Command>) {
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
            problems(ui, context, queue);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if is_busy {
                ui.label("Working…");
            }
            if let Some(summary) = context.session.summary() {
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

/// How many findings there are, and on a click which.
fn problems(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let Some((_, document)) = context.session.active() else { return };
    let count = |severity| document.diagnostics().iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings == 0 {
        ui.label("No problems");
        return;
    }
    let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let text = match (errors, warnings) {
        (0, n) => plural(n, "warning"),
        (n, 0) => plural(n, "error"),
        (e, w) => format!("{}, {}", plural(e, "error"), plural(w, "warning")),
    };
    let colour = if errors > 0 { context.theme.error } else { context.theme.warning };
    ui.menu_button(RichText::new(text).color(colour), |ui| {
        let lines = LineIndex::new(document.text());
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for finding in document.diagnostics() {
                let place = lines.place(document.text(), finding.span.start);
                let text = format!("Line {}: {}", place.line, finding.message);
                let response = ui.button(text).on_hover_text(finding.hint.as_deref().unwrap_or("Show where"));
                if response.clicked()
                    && let Some(address) = document.parsed().address_at(finding.span.start)
                {
                    queue.push(Command::Select(Selection::of(address)));
                    ui.close();
                }
            }
        });
    });
}
