//! Unsaved work that can be brought back: what a window has left that did not end as it should, and what was closed
//! without being saved.

use std::path::{Path, PathBuf};

use egui::{Align, Layout, RichText, ScrollArea, Ui};
use jiff::{Timestamp, tz::TimeZone};

use super::Context;
use crate::{
    document::{
        Origin,
        recovery::{Found, Header, MOST_TRIES, OriginalNow},
    },
    session::Command,
};

/// The width of what can be done with a document.
const CHOICES: f32 = 248.0;

/// The dialog.
pub(in crate::app) struct UnsavedWork {
    found: Vec<Found>,
    /// How the program ended the last time, if by a fault of its own; where that is written down.
    faults: Vec<PathBuf>,
    /// It came by itself, for what a crash has left.
    is_offer: bool,
    /// What was asked for is not there yet.
    is_looking: bool,
}

impl UnsavedWork {
    /// What is offered when the program starts, if there is something to offer or to say.
    pub fn offer(found: &[Found], faults: &[PathBuf]) -> Option<Self> {
        let left: Vec<Found> = found.iter().filter(|found| !found.was_closed).cloned().collect();
        let has_any = !left.is_empty() || !faults.is_empty();
        has_any.then(|| Self { found: left, faults: faults.to_vec(), is_offer: true, is_looking: false })
    }

    /// What somebody asks for.
    pub fn asked_for() -> Self {
        Self { found: Vec::new(), faults: Vec::new(), is_offer: false, is_looking: true }
    }

    /// What there is was looked for again.
    pub fn take(&mut self, found: &[Found]) {
        let is_shown = |found: &&Found| !self.is_offer || !found.was_closed;
        self.found = found.iter().filter(is_shown).cloned().collect();
        self.is_looking = false;
    }

    /// Draws it; whether it was left.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        let before = (self.found.len(), self.is_offer && self.faults.is_empty());
        ui.set_width(600.0_f32.min(ui.ctx().content_rect().width() - 80.0));
        ui.heading(match (self.is_offer, self.faults.is_empty()) {
            (true, true) => "Docket did not end as it should the last time",
            (true, false) => "Docket ended by a fault of its own the last time",
            (false, _) => "Unsaved work",
        });
        if let Some(report) = self.faults.last() {
            ui.label("What is known of it, without any of your data, is in:");
            path(ui, "report", report);
        }
        if self.is_looking {
            ui.label("Looking…");
        } else if self.found.is_empty() {
            ui.label(if self.is_offer {
                "Nothing unsaved was lost."
            } else {
                "There is nothing to bring back. What you close without saving is kept here for 30 days."
            });
        }
        let height = (ui.ctx().content_rect().height() - 260.0).clamp(80.0, 380.0);
        let mut taken = None;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            let count = |was_closed| self.found.iter().filter(|found| found.was_closed == was_closed).count();
            for (was_closed, words) in [
                (false, "This was not saved yet. The files themselves are as they were."),
                (true, "Closed without being saved, or discarded; kept for 30 days:"),
            ] {
                if count(was_closed) > 0 {
                    ui.add_space(4.0);
                    ui.label(words);
                }
                for (at, found) in self.found.iter().enumerate().filter(|(_, found)| found.was_closed == was_closed) {
                    ui.push_id(at, |ui| {
                        if let Some(command) = row(ui, context, found) {
                            queue.push(command);
                            taken = Some(at);
                        }
                    });
                }
            }
        });
        // Asked for once; what becomes of it is seen when it has been looked for again.
        if let Some(at) = taken {
            self.found.remove(at);
        }
        ui.add_space(8.0);
        let is_left = ui.horizontal(|ui| {
            let can_be: Vec<usize> = (0..self.found.len()).filter(|at| is_restorable(&self.found[*at])).collect();
            if self.is_offer && can_be.len() > 1 && ui.button("Restore all").clicked() {
                for at in can_be.into_iter().rev() {
                    let found = Box::new(self.found.remove(at));
                    queue.push(Command::Restore { found, as_copy: false });
                }
            }
            let is_undecided = self.is_offer && !self.found.is_empty();
            let close = ui.button(if is_undecided { "Decide later" } else { "Close" });
            close.on_hover_text("“Restore unsaved work” in the File menu shows this again").clicked()
        });
        // When all has been decided there is nothing more to show.
        is_left.inner || (before.0 > 0 && self.found.is_empty() && before.1)
    }
}

fn is_restorable(found: &Found) -> bool {
    found.newest.is_ok() && found.tries < MOST_TRIES
}

/// A document with what can be done with it.
fn row(ui: &mut Ui, context: Context<'_>, found: &Found) -> Option<Command> {
    ui.separator();
    let name = found.newest.as_ref().map_or_else(|_| "A damaged copy".to_owned(), |header| name(&header.origin));
    let mut command = None;
    ui.horizontal(|ui| {
        let choice = |ui: &mut Ui, words: &str, tooltip: &str| {
            let button = ui.button(words);
            let is_enabled = button.enabled();
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, is_enabled, format!("{words} {name}")));
            button.on_hover_text(tooltip).clicked()
        };
        let size = egui::vec2((ui.available_width() - CHOICES).max(60.0), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(size.x);
            ui.add(egui::Label::new(RichText::new(&name).strong()).truncate()).on_hover_text(&name);
        });
        let boxed = || Box::new(found.clone());
        if found.newest.is_ok() {
            let words = if found.tries < MOST_TRIES { "Restore" } else { "Try again" };
            if choice(ui, words, "Open it with its changes; the file stays as it is until you save") {
                command = Some(Command::Restore { found: boxed(), as_copy: false });
            }
            let has_file = matches!(&found.newest, Ok(Header { origin: Origin::File(_), .. }));
            if has_file && choice(ui, "Restore as copy", "Open it as a dataset of its own, beside the file") {
                command = Some(Command::Restore { found: boxed(), as_copy: true });
            }
        }
        if !found.was_closed && choice(ui, "Discard", "Don't offer it any more; it is kept for 30 days") {
            command = Some(Command::Discard(boxed()));
        }
    });
    match &found.newest {
        Ok(header) => {
            let time = local(header.written);
            let folder = match &header.origin {
                Origin::File(path) => path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
                Origin::Sample(_) => "a built-in dataset".to_owned(),
                Origin::Untitled(_) => "never saved".to_owned(),
            };
            let words = format!("{time} · {} · {folder}", size(found.size));
            ui.add(egui::Label::new(RichText::new(&words).color(context.theme.muted)).truncate()).on_hover_text(&words);
        }
        Err(error) => {
            let words = format!("It can't be restored: {error}. What is left is in:");
            ui.colored_label(context.theme.warning, words);
            path(ui, "copy", &found.path);
        }
    }
    if let Some(words) = match found.original {
        OriginalNow::Changed => Some("The file has changed since; you will be asked before it is written over."),
        OriginalNow::Gone => Some("The file is not there any more; saving writes it again."),
        OriginalNow::NoFile | OriginalNow::AsItWas => None,
    } {
        ui.colored_label(context.theme.warning, words);
    }
    if found.newest.is_ok() && found.tries >= MOST_TRIES {
        let words = format!("Docket ended {} times while restoring this. Any text editor can open it:", found.tries);
        ui.colored_label(context.theme.warning, words);
        path(ui, "copy", &found.path);
    }
    command
}

/// A row of the height of a button, filled from its right end.
fn from_right(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), content);
}

/// A path that can be taken elsewhere.
fn path(ui: &mut Ui, what: &str, path: &Path) {
    let words = path.display().to_string();
    from_right(ui, |ui| {
        let copy = ui.small_button("Copy path");
        copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Copy path of the {what}")));
        if copy.clicked() {
            ui.copy_text(words.clone());
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(RichText::new(&words).monospace()).truncate()).on_hover_text(&words);
        });
    });
}

fn name(origin: &Origin) -> String {
    match origin {
        Origin::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        Origin::Sample(name) => (*name).to_owned(),
        Origin::Untitled(name) => name.clone(),
    }
}

fn local(time: Timestamp) -> String {
    time.to_zoned_datetime(TimeZone::system()).strftime("%-d %B %Y, %H:%M").to_string()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
