//! What another program has done to the file of the document that is looked at, and what can be done about it; and
//! what keeps unsaved work from being kept.

use egui::{Frame, Panel, Ui};

use super::{Context, recovery::Recovery, theme::Theme};
use crate::session::{Against, Command, ComparisonCommand};

/// What was wrong with the settings, until it has been read.
pub(super) fn trouble(ui: &mut Ui, theme: &Theme, trouble: &mut Option<String>) {
    let Some(words) = trouble else { return };
    let frame = Frame::side_top_panel(ui.style());
    let is_read = Panel::top("trouble").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.colored_label(theme.warning, words.as_str());
            ui.button("Understood").clicked()
        })
        .inner
    });
    if is_read.inner {
        *trouble = None;
    }
}

/// That another window has the document open too, until the user knows.
pub(super) fn elsewhere(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let Some(words) = context.session.open_elsewhere() else { return };
    let frame = Frame::side_top_panel(ui.style());
    Panel::top("open elsewhere").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.colored_label(context.theme.warning, words);
            let keep = ui.button("Keep both open");
            if keep.on_hover_text("If both change it, the one that saves second is asked first").clicked() {
                queue.push(Command::KeepBothOpen);
            }
            let close = ui.button("Close here");
            if close.on_hover_text("Close it in this window; the other one keeps it").clicked() {
                queue.push(Command::CloseActive);
            }
        });
    });
}

/// The banners, if there is something to say.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, recovery: Option<&Recovery>, queue: &mut Vec<Command>) {
    if let Some(recovery) = recovery {
        let trouble = recovery.trouble().map(|why| format!("Recovery copies are not being written: {why}."));
        let fault = "A part of Docket has met a fault of its own. Save your work, then start Docket again.";
        let fault = recovery.has_fault().then(|| fault.to_owned());
        for (id, words) in [("recovery", trouble), ("fault", fault)] {
            let Some(words) = words else { continue };
            Panel::top(id).frame(Frame::side_top_panel(ui.style())).show(ui, |ui| {
                ui.horizontal_wrapped(|ui| ui.colored_label(context.theme.warning, words));
            });
        }
    }
    changed_outside(ui, context, queue);
}

fn changed_outside(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
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
                choice(
                    "Compare",
                    "Show what differs, as figures",
                    Command::Comparison(ComparisonCommand::With(Against::OwnFile)),
                );
            }
            choice("Keep mine", "Write over it with the next save", Command::KeepMine);
            choice("Save a copy…", "Save what is here under another name", Command::AskSaveAs);
        });
    });
}
