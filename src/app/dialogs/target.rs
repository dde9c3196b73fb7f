//! The file that something is written to, or the folder of several: named here, and replaced only after a word of
//! warning.

use std::path::{Path, PathBuf};

use egui::{Button, TextEdit, Ui};

use super::Context;
use crate::document::disk::{Disk as _, FileKind, RealDisk};

/// The file, and what the user has been told of it.
pub(super) struct Target {
    path: String,
    /// The path of a file that is there already, once the user has been told so.
    may_replace: Option<String>,
}

/// What is written to the path.
#[derive(Clone, Copy, Debug)]
pub(super) enum Files<'a> {
    /// A file.
    One,
    /// Files of these names in a folder.
    Many(&'a [String]),
}

/// What the user wants.
pub(super) enum Answer {
    /// To go on choosing.
    None,
    Cancel,
    /// To write this file, or into this folder.
    Write(PathBuf),
}

impl Target {
    /// A file beside that of the active dataset, or where the program was started.
    pub fn beside(context: Context<'_>, name: &str) -> Self {
        let folder = context.session.active().and_then(|(_, d)| d.path()?.parent().map(PathBuf::from));
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        Self { path: folder.join(name).display().to_string(), may_replace: None }
    }

    /// A file in a folder, if there is such a folder.
    pub fn in_folder(folder: Option<&Path>, name: &str) -> Option<Self> {
        let folder = folder.filter(|folder| matches!(RealDisk.kind(folder), Ok(FileKind::Folder)))?;
        Some(Self { path: folder.join(name).display().to_string(), may_replace: None })
    }

    /// The same file with another ending.
    pub fn set_extension(&mut self, extension: &str) {
        self.path = PathBuf::from(&self.path).with_extension(extension).display().to_string();
    }

    /// The folder of the file.
    pub fn become_folder(&mut self) {
        let folder = Path::new(self.path.trim()).parent().map(Path::to_owned).unwrap_or_default();
        self.path = folder.display().to_string();
    }

    /// A file in the folder.
    pub fn become_file(&mut self, name: &str) {
        self.path = Path::new(self.path.trim()).join(name).display().to_string();
    }

    /// The name of the file or folder, and the buttons at the end of the dialog; whether there is something to write is
    /// for the caller to say.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, files: Files<'_>, can_write: bool) -> Answer {
        let (label, words, replace) = match files {
            Files::One => ("File", "There is a file of this name; it would be replaced", "Replace the file"),
            Files::Many(_) => ("Folder", "There are files of these names; they would be replaced", "Replace the files"),
        };
        let label = ui.label(label);
        ui.add(TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY)).labelled_by(label.id);
        let replaces = self.may_replace.as_deref() == Some(self.path.as_str());
        if replaces {
            ui.colored_label(context.theme.warning, words);
        }
        ui.add_space(8.0);
        let verb = if replaces { replace } else { "Export" };
        let can_export = can_write && !self.path.trim().is_empty();
        let (exports, cancels) = ui
            .horizontal(|ui| (ui.add_enabled(can_export, Button::new(verb)).clicked(), ui.button("Cancel").clicked()))
            .inner;
        let path = PathBuf::from(self.path.trim());
        let is_there = |path: &Path| RealDisk.kind(path).is_ok();
        let any_there = || match files {
            Files::One => is_there(&path),
            Files::Many(names) => names.iter().any(|name| is_there(&path.join(name))),
        };
        if cancels {
            Answer::Cancel
        } else if exports && !replaces && any_there() {
            self.may_replace = Some(self.path.clone());
            Answer::None
        } else if exports {
            Answer::Write(path)
        } else {
            Answer::None
        }
    }
}
