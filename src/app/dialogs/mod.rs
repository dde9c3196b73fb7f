//! Questions and choices, over the window; one at a time.

mod compare;
mod data;
mod export;
mod import;
mod path;
mod question;
mod sources;
mod target;
mod unsaved;
mod versions;

use std::sync::mpsc::Sender;

use egui::{Frame, Id, Modal, Ui};

use super::Context;
use crate::document::settings::Settings;
use crate::session::{BibliographyCommand, Command, DocumentId, Effect, VersionsCommand};
pub(super) use path::PathDialog;
pub(super) use unsaved::UnsavedWork;

/// The dialog that is open.
#[derive(Default)]
pub(super) enum Dialog {
    #[default]
    None,
    /// A document with unsaved changes is to be closed.
    Closing(DocumentId),
    /// The program is to end with unsaved changes.
    Quitting(Vec<DocumentId>),
    /// Which file to open, or where to save.
    Path(PathDialog),
    /// How and where to export.
    Export(Box<export::ExportDialog>),
    /// How and where to write figures as a table.
    Data(data::DataDialog),
    /// Earlier versions of a document.
    Versions,
    /// Unsaved work that can be brought back.
    Unsaved(UnsavedWork),
    /// What a dataset is to be compared with.
    Compare,
    /// How and where to write the sources.
    SaveBibliography(sources::SaveBibliography),
    /// Which sources of a file to add.
    AddSources(sources::AddSources),
    /// How a table is read, and where it goes.
    Import(import::ImportDialog),
}

impl Dialog {
    /// The dialog that an effect asks for, if it asks for one.
    pub fn of(effect: &Effect, context: Context<'_>, settings: &Settings) -> Option<Self> {
        match effect {
            Effect::AskBeforeClosing(document) => Some(Self::Closing(*document)),
            Effect::AskBeforeQuitting(documents) => Some(Self::Quitting(documents.clone())),
            Effect::PickFileToOpen => Some(Self::Path(PathDialog::to_open())),
            Effect::PickFileToSave { document, suggested_name } => {
                Some(Self::Path(PathDialog::to_save(*document, suggested_name)))
            }
            Effect::PickExport => Some(Self::Export(Box::new(export::ExportDialog::new(context, &settings.export)))),
            Effect::ShowVersions => Some(Self::Versions),
            Effect::ShowUnsavedWork => Some(Self::Unsaved(UnsavedWork::asked_for())),
            Effect::PickComparison => Some(Self::Compare),
            Effect::PickBibliography => Some(Self::SaveBibliography(sources::SaveBibliography::new(context))),
            Effect::PickSources => Some(Self::Path(PathDialog::to_add_sources())),
            Effect::ShowSources => Some(Self::AddSources(sources::AddSources::default())),
            Effect::PickDataExport => Some(Self::Data(data::DataDialog::new(context))),
            Effect::PickTable => Some(Self::Path(PathDialog::to_import())),
            Effect::ShowImport => Some(Self::Import(import::ImportDialog::default())),
            Effect::Job(_)
            | Effect::Copy(_)
            | Effect::CopyFigure(_)
            | Effect::Grid(_)
            | Effect::ToggleSource
            | Effect::TogglePresenting
            | Effect::Rewrite(_)
            | Effect::Play
            | Effect::Annotate(_)
            | Effect::GoToNextProblem
            | Effect::GoToPreviousProblem
            | Effect::Tell(_)
            | Effect::Restore { .. }
            | Effect::Discard(_)
            | Effect::NameSelected
            | Effect::SearchEverything { .. }
            | Effect::Quit => None,
        }
    }

    /// Shows the dialog. `answers` takes what a system dialog says later; `keeps` says whether what is closed without
    /// being saved is kept for a while.
    pub fn ui(
        &mut self,
        ui: &Ui,
        context: Context<'_>,
        answers: &Sender<Command>,
        keeps: bool,
        queue: &mut Vec<Command>,
    ) {
        if matches!(self, Self::None) {
            return;
        }
        let ctx = ui.ctx().clone();
        let frame = Frame::popup(ui.style()).inner_margin(16);
        let mut next = Self::None;
        let modal = Modal::new(Id::unique("dialog")).frame(frame).show(&ctx, |ui| match self {
            Self::None => true,
            Self::Closing(document) => question::closing(ui, context, *document, keeps, queue),
            Self::Quitting(documents) => question::quitting(ui, context, documents, keeps, queue),
            Self::Path(dialog) => dialog.ui(ui, context, answers, queue),
            Self::Export(dialog) => dialog.ui(ui, context, queue),
            Self::Versions => versions::ui(ui, context, queue),
            Self::Compare => match compare::ui(ui, context, queue) {
                compare::Answer::None => false,
                compare::Answer::Done => true,
                compare::Answer::File => {
                    next = Self::Path(PathDialog::to_compare());
                    true
                }
            },
            Self::Data(dialog) => dialog.ui(ui, context, queue),
            Self::SaveBibliography(dialog) => dialog.ui(ui, context, queue),
            Self::AddSources(dialog) => dialog.ui(ui, context, queue),
            Self::Unsaved(dialog) => dialog.ui(ui, context, queue),
            Self::Import(dialog) => dialog.ui(ui, context, queue),
        });
        // Asked once: the answer takes the Escape key out of the input.
        let (is_answered, is_left) = (modal.inner, modal.should_close());
        if is_left && !is_answered {
            queue.push(match self {
                Self::Import(_) => Command::CancelImport,
                Self::Versions => VersionsCommand::Leave.into(),
                Self::AddSources(_) => BibliographyCommand::Cancel.into(),
                _ => Command::CancelWaiting,
            });
        }
        if is_answered || is_left {
            *self = next;
        }
    }
}
