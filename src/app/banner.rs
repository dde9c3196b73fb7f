//! What another program has done to the file of the document that is looked at, and what can be done about it.

use egui::{Frame, Panel, Ui};

use super::Context;
use crate::session::Command;

/// The banner, if there is something to say.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let Some(conflict) = context.session.conflict() else { return };
    let frame = Frame::side_top_panel(ui.style());
    Panel::top("changed outside").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.colored_label(context.theme.warning, &conflict.words);
            let mut choice = |words: &str, tooltip: &str, command: Command| {
                if ui.button(words).on_hover_text(tooltip).clicked() {
                    queue.push(command);
                }
            };
            if conflict.can_be_read {
                choice("Reload", "Take the file as it is now; Undo brings back what is here", Command::Reload);
                choice("Compare", "Show what differs, as figures", Command::CompareOutside);
            }
            choice("Keep mine", "Write over it with the next save", Command::KeepMine);
            choice("Save a copy…", "Save what is here under another name", Command::AskSaveAs);
        });
    });
}
