//! Which file: typed here, or chosen in the system's own dialog, which not every machine has.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    thread,
};

use egui::{Key, TextEdit, Ui};

use super::Context;
use crate::{
    document::disk::{Disk as _, FileKind, RealDisk},
    session::{Against, BibliographyCommand, Command, ComparisonCommand, DocumentId},
};

/// What the file is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Open,
    Table,
    Compare,
    Sources,
    Save(DocumentId),
}

/// The dialog's state.
pub(in crate::app) struct PathDialog {
    purpose: Purpose,
    path: String,
    /// Why the path was not taken.
    refusal: Option<String>,
    /// The user has been told that there is a file of this name.
    may_replace: Option<String>,
    has_focus: bool,
}

impl PathDialog {
    pub fn to_open() -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        Self::new(Purpose::Open, folder.join("").display().to_string())
    }

    pub fn to_import() -> Self {
        Self { purpose: Purpose::Table, ..Self::to_open() }
    }

    pub fn to_add_sources() -> Self {
        Self { purpose: Purpose::Sources, ..Self::to_open() }
    }

    pub fn to_compare() -> Self {
        Self { purpose: Purpose::Compare, ..Self::to_open() }
    }

    pub fn to_save(document: DocumentId, suggested_name: &str) -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        Self::new(Purpose::Save(document), folder.join(suggested_name).display().to_string())
    }

    fn new(purpose: Purpose, path: String) -> Self {
        Self { purpose, path, refusal: None, may_replace: None, has_focus: false }
    }

    /// Whether it was answered.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        context: Context<'_>,
        answers: &Sender<Command>,
        queue: &mut Vec<Command>,
    ) -> bool {
        ui.set_width(480.0);
        let (heading, verb) = match self.purpose {
            Purpose::Open => ("Open a dataset", "Open"),
            Purpose::Table => ("Import a table", "Import"),
            Purpose::Compare => ("Compare with a file", "Compare"),
            Purpose::Sources => ("Add sources from a file", "Look at them"),
            Purpose::Save(_) => ("Save the dataset", "Save"),
        };
        ui.heading(heading);
        ui.add_space(4.0);
        let label = ui.label("File");
        let field = TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if !self.has_focus {
            response.request_focus();
            self.has_focus = true;
        }
        if response.changed() {
            (self.refusal, self.may_replace) = (None, None);
        }
        if let Some(refusal) = &self.refusal {
            ui.colored_label(context.theme.error, refusal);
        }
        ui.add_space(8.0);
        let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        let replaces = self.may_replace.as_deref() == Some(self.path.as_str());
        ui.horizontal(|ui| {
            let taken = ui.button(if replaces { "Replace the file" } else { verb }).clicked() || enter;
            let system = ui.button("Choose…").on_hover_text("Choose in the system's own dialog").clicked();
            let cancelled = ui.button("Cancel").clicked();
            if cancelled {
                queue.push(Command::CancelWaiting);
            }
            if system {
                choose_in_system_dialog(self.purpose, &self.path, answers.clone(), ui.ctx().clone());
            }
            cancelled || system || (taken && self.take(queue))
        })
        .inner
    }

    fn take(&mut self, queue: &mut Vec<Command>) -> bool {
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            self.refusal = Some("Type the path of a file".to_owned());
            return false;
        }
        match (self.purpose, RealDisk.kind(&path)) {
            (_, Ok(FileKind::Folder)) => {
                self.refusal = Some("This is a folder: add the name of a file".to_owned());
                false
            }
            (Purpose::Open | Purpose::Table | Purpose::Compare | Purpose::Sources, Err(_)) => {
                self.refusal = Some("There is no such file".to_owned());
                false
            }
            (Purpose::Save(_), Ok(_)) if self.may_replace.as_deref() != Some(self.path.as_str()) => {
                self.refusal = Some("There is a file of this name; it would be replaced".to_owned());
                self.may_replace = Some(self.path.clone());
                false
            }
            (purpose, _) => {
                queue.push(answer(purpose, path));
                true
            }
        }
    }
}

fn answer(purpose: Purpose, path: PathBuf) -> Command {
    match purpose {
        Purpose::Open => Command::Open(path),
        Purpose::Table => Command::ImportTable(path),
        Purpose::Sources => BibliographyCommand::Read(path).into(),
        Purpose::Compare => Command::Comparison(ComparisonCommand::With(Against::File(path))),
        Purpose::Save(document) => Command::SaveAs { document, path },
    }
}

/// The system's dialog, on a thread of its own: it may take as long as it likes, or never answer.
fn choose_in_system_dialog(purpose: Purpose, path: &str, answers: Sender<Command>, ctx: egui::Context) {
    let path = Path::new(path);
    let mut dialog = rfd::AsyncFileDialog::new();
    dialog = match purpose {
        Purpose::Table => dialog.add_filter("Tables", &["csv", "tsv", "tab", "txt", "xlsx", "ods"]),
        Purpose::Sources => dialog.add_filter("Bibliographies", &["bib", "bibtex", "ris", "txt"]),
        Purpose::Open | Purpose::Compare | Purpose::Save(_) => dialog.add_filter("Datasets", &["ron"]),
    };
    if let Some(folder) = path.parent().filter(|folder| folder.is_absolute()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = path.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    // Made here, since some systems want that on the main thread; waited for elsewhere.
    let choice: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match purpose {
        Purpose::Open | Purpose::Table | Purpose::Compare | Purpose::Sources => Box::pin(dialog.pick_file()),
        Purpose::Save(_) => Box::pin(dialog.save_file()),
    };
    let wait = move || {
        if let Some(file) = pollster::block_on(choice) {
            let command = answer(purpose, file.path().to_owned());
            if answers.send(command).is_ok() {
                ctx.request_repaint();
            }
        }
    };
    if let Err(error) = thread::Builder::new().name("docket-dialog".to_owned()).spawn(wait) {
        log::error!("no thread for the system's dialog: {error}");
    }
}
