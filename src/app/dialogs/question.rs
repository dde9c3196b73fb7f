//! What to do with unsaved changes.

use egui::{Key, Ui};

use super::Context;
use crate::session::{Command, DocumentId};

/// Before a document is closed; whether it was answered.
pub(super) fn closing(
    ui: &mut Ui,
    context: Context<'_>,
    document: DocumentId,
    keeps: bool,
    queue: &mut Vec<Command>,
) -> bool {
    let name = context.session.document(document).map(|d| d.name()).unwrap_or_default();
    ask(
        ui,
        &format!("Save the changes to {name}?"),
        consequence(keeps),
        ("Save", Command::SaveAndClose(document)),
        Command::CloseDiscarding(document),
        queue,
    )
}

/// Before the program ends; whether it was answered.
pub(super) fn quitting(
    ui: &mut Ui,
    context: Context<'_>,
    documents: &[DocumentId],
    keeps: bool,
    queue: &mut Vec<Command>,
) -> bool {
    let names: Vec<String> = documents.iter().filter_map(|id| Some(context.session.document(*id)?.name())).collect();
    ask(
        ui,
        "Save the changes before leaving?",
        &format!("Unsaved: {}. {}", names.join(", "), consequence(keeps)),
        (if documents.len() > 1 { "Save all" } else { "Save" }, Command::SaveAllAndQuit),
        Command::QuitDiscarding,
        queue,
    )
}

/// What becomes of changes that are not saved.
fn consequence(keeps: bool) -> &'static str {
    if keeps {
        "Changes that you don't save can be brought back for 30 days: “Restore unsaved work” in the File menu."
    } else {
        "Changes that you don't save are lost."
    }
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
