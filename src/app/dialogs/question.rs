//! What to do with unsaved changes.

use egui::{Key, Ui};

use super::Context;
use crate::session::{Command, DocumentId};

/// Before a document is closed; whether it was answered.
pub(super) fn closing(ui: &mut Ui, context: Context<'_>, document: DocumentId, queue: &mut Vec<Command>) -> bool {
    let name = context.session.document(document).map(|d| d.name()).unwrap_or_default();
    ask(
        ui,
        &format!("Save the changes to {name}?"),
        "They are lost if you don't save them.",
        ("Save", Command::SaveAndClose(document)),
        Command::CloseDiscarding(document),
        queue,
    )
}

/// Before the program ends; whether it was answered.
pub(super) fn quitting(ui: &mut Ui, context: Context<'_>, documents: &[DocumentId], queue: &mut Vec<Command>) -> bool {
    let names: Vec<String> = documents.iter().filter_map(|id| Some(context.session.document(*id)?.name())).collect();
    ask(
        ui,
        "Save the changes before leaving?",
        &format!("Unsaved: {}. Changes are lost if you don't save them.", names.join(", ")),
        (if documents.len() > 1 { "Save all" } else { "Save" }, Command::SaveAllAndQuit),
        Command::QuitDiscarding,
        queue,
    )
}

fn ask(
    ui: &mut Ui,
    question: &str,
    consequence: &str,
    save: (&str, Command),
    discard: Command,
    queue: &mut Vec<Command>,
) -> bool {
    ui.set_max_width(420.0);
    ui.heading(question);
    ui.label(consequence);
    ui.add_space(12.0);
    let enter = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
    ui.horizontal(|ui| {
        let saves = ui.button(save.0).clicked() || enter;
        let discards = ui.button("Don't save").clicked();
        let cancels = ui.button("Cancel").clicked();
        if saves {
            queue.push(save.1);
        } else if discards {
            queue.push(discard);
        } else if cancels {
            queue.push(Command::CancelWaiting);
        }
        saves || discards || cancels
    })
    .inner
}
