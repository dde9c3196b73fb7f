//! The file that something is written to: named here, and replaced only after a word of warning.

use std::path::PathBuf;

use egui::{Button, TextEdit, Ui};

use super::Context;
use crate::document::disk::{Disk as _, RealDisk};

/// The file, and what the user has been told of it.
pub(super) struct Target {
    path: String,
    /// The path of a file that is there already, once the user has been told so.
    may_replace: Option<String>,
}

/// What the user wants.
pub(super) enum Answer {
    /// To go on choosing.
    None,
    Cancel,
    /// To write this file.
    Write(PathBuf),
}

impl Target {
    /// A file beside that of the active dataset, or where the program was started.
    pub fn beside(context: Context<'_>, name: &str) -> Self {
        let folder = context.session.active().and_then(|(_, d)| d.path()?.parent().map(PathBuf::from));
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        Self { path: folder.join(name).display().to_string(), may_replace: None }
    }

    /// The same file with another ending.
    pub fn set_extension(&mut self, extension: &str) {
        self.path = PathBuf::from(&self.path).with_extension(extension).display().to_string();
    }

    /// The name of the file, and the buttons at the end of the dialog.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>) -> Answer {
        let label = ui.label("File");
        ui.add(TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY)).labelled_by(label.id);
        let replaces = self.may_replace.as_deref() == Some(self.path.as_str());
        if replaces {
            ui.colored_label(context.theme.warning, "There is a file of this name; it would be replaced");
        }
        ui.add_space(8.0);
        let verb = if replaces { "Replace the file" } else { "Export" };
        let can_export = !self.path.trim().is_empty();
        let (exports, cancels) = ui
            .horizontal(|ui| (ui.add_enabled(can_export, Button::new(verb)).clicked(), ui.button("Cancel").clicked()))
            .inner;
        let path = PathBuf::from(self.path.trim());
        if cancels {
            Answer::Cancel
        } else if exports && !replaces && RealDisk.kind(&path).is_ok() {
            self.may_replace = Some(self.path.clone());
            Answer::None
        } else if exports {
            Answer::Write(path)
        } else {
            Answer::None
        }
    }
}
