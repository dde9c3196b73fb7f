//! One open file: text, model, history, saved revision; saving; the disk behind a small trait; the built-in datasets.

pub mod disk;
pub mod history;
mod open;
mod places;
mod prepare;
mod presence;
pub mod recovery;
mod reports;
pub mod samples;
mod save;
pub mod settings;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use open::{OpenError, own_path, read, read_bytes};
pub use places::{Places, spare_folder};
pub use prepare::{Prepared, prepare, prepare_patch};
pub use presence::Presence;
pub use reports::{untold_reports, write_report};
pub use save::{Base, Reason, Remark, SaveError, Saving, save, save_made, save_over, sweep, write, write_derived};

use crate::{
    format::{self, Diagnostic, Parsed, Patch, Severity, Text},
    model::{Dataset, Edit, EditError},
};

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Made here and not saved yet; its name.
    Untitled(String),
    /// A copy of a built-in dataset, not saved yet; the file name it is built from.
    Sample(&'static str),
    /// A file.
    File(PathBuf),
}

/// One open file. `S` is what is selected, kept with every step so that undo can go back to it.
///
/// The text is the truth: the model is always its parse.
#[derive(Clone, Debug)]
pub struct Document<S> {
    origin: Origin,
    parsed: Parsed,
    undo: Vec<Step<S>>,
    redo: Vec<Step<S>>,
    /// Counts the states that there have been; each has its own number.
    newest_revision: u64,
    revision: u64,
    saved_revision: Option<u64>,
}

/// A step of the history: how to leave the state that it is stored for.
#[derive(Clone, Debug)]
struct Step<S> {
    label: String,
    /// Shared with whoever works it out.
    patch: Arc<Patch>,
    /// The revision that the patch leads to.
    revision: u64,
    before: S,
    after: S,
}

impl<S: Clone> Document<S> {
    /// A document of its own, not saved yet.
    pub fn new_untitled(name: impl Into<String>, dataset: &Dataset) -> Self {
        Self::from_text(format::write(dataset), Origin::Untitled(name.into()))
    }

    /// A document with this text; only one from a file counts as saved.
    pub fn from_text(text: impl AsRef<str>, origin: Origin) -> Self {
        Self::from_parsed(format::parse(text.as_ref()), origin)
    }

    /// A document with a text that has been read; only one from a file counts as saved.
    pub fn from_parsed(parsed: Parsed, origin: Origin) -> Self {
        let saved_revision = matches!(origin, Origin::File(_)).then_some(0);
        Self { origin, parsed, undo: Vec::new(), redo: Vec::new(), newest_revision: 0, revision: 0, saved_revision }
    }

    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The file, if it has one.
    pub fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Untitled(_) | Origin::Sample(_) => None,
        }
    }

    /// The name on screen: that of the file, or the one it would get.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Origin::Sample(name) => (*name).to_owned(),
            Origin::Untitled(name) => name.clone(),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> &Text {
        self.parsed.text()
    }

    /// The text as it was read.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// What the text says.
    pub fn dataset(&self) -> &Arc<Dataset> {
        self.parsed.dataset()
    }

    /// What is wrong with the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.parsed.diagnostics()
    }

    /// Whether the text has errors, and so is only shown.
    pub fn is_read_only(&self) -> bool {
        self.parsed.has_errors()
    }

    /// How many errors the text has; beyond many they are not listed one by one.
    pub fn error_count(&self) -> usize {
        self.parsed.diagnostics().iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// The number of the state that the document is in; a state that is come back to has the same.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the state differs from the one saved last.
    pub fn is_modified(&self) -> bool {
        self.saved_revision.is_some_and(|saved| saved != self.revision)
            || (self.saved_revision.is_none() && self.revision != 0)
    }

    /// Whether there is something that closing would lose. A sample that was only looked at is no loss.
    pub fn is_unsaved(&self) -> bool {
        self.is_modified()
    }

    /// Takes note that a revision is on disk now, as that file.
    pub fn mark_saved(&mut self, revision: u64, path: PathBuf) {
        self.origin = Origin::File(path);
        self.saved_revision = Some(revision);
    }

    /// Its file is not there any more, or not readable.
    pub fn mark_unsaved(&mut self) {
        // No state has that number.
        self.saved_revision = Some(u64::MAX);
    }

    /// Makes an edit as one step. `before` and `after` are the selections to go back to by undo and redo.
    /// Whether anything changed: an edit that changes nothing adds no step.
    ///
    /// # Errors
    /// When the edit does not fit the dataset, or the text has errors or would have them; nothing is changed then.
    pub fn apply(&mut self, edit: &Edit, label: Option<String>, before: S, after: S) -> Result<bool, EditError> {
        let Some(inverse) = prepare::change(&mut self.parsed, edit, &|| true)? else { return Ok(false) };
        let label = label.unwrap_or_else(|| edit.to_string());
        self.undo.push(Step { label, patch: Arc::new(inverse), revision: self.revision, before, after });
        self.begin_revision();
        Ok(true)
    }

    /// Takes an edit that was worked out elsewhere in as one step. `before` and `after` are the selections to go back
    /// to by undo and redo. Whether it was: what was prepared for another state of the document is not taken.
    pub fn take_in(&mut self, prepared: Prepared, label: impl Into<String>, before: S, after: S) -> bool {
        let Prepared { revision, parsed, inverse } = prepared;
        if revision != self.revision {
            return false;
        }
        self.parsed = parsed;
        self.undo.push(Step { label: label.into(), patch: Arc::new(inverse), revision, before, after });
        self.begin_revision();
        true
    }

    /// Makes any change of the text as one step, also when the text has errors or gets some. `before` and `after` are
    /// the selections to go back to by undo and redo. Whether anything changed: a patch that changes nothing adds no
    /// step.
    pub fn apply_patch(&mut self, patch: &Patch, label: impl Into<String>, before: S, after: S) -> bool {
        let Some(inverse) = self.patch_text(patch) else { return false };
        self.undo.push(Step { label: label.into(), patch: Arc::new(inverse), revision: self.revision, before, after });
        self.begin_revision();
        true
    }

    /// Makes any change of the text as part of the last step, so that undo takes both back at once; a step of its own
    /// if there is none. Whether anything changed.
    pub fn continue_step(&mut self, patch: &Patch, label: impl Into<String>, before: S, after: S) -> bool {
        let Some(mut step) = self.undo.pop() else { return self.apply_patch(patch, label, before, after) };
        let changed = if let Some(inverse) = self.patch_text(patch) {
            step = Step { patch: Arc::new(inverse.then(&step.patch, self.text().len())), after, ..step };
            self.begin_revision();
            true
        } else {
            false
        };
        self.undo.push(step);
        changed
    }

    /// Takes the last step back; the selection to return to.
    pub fn undo(&mut self) -> Option<S> {
        let step = self.undo.pop()?;
        let selection = step.before.clone();
        let inverse = self.parsed.change(&step.patch);
        let back = self.walk(step, inverse);
        self.redo.push(back);
        Some(selection)
    }

    /// Makes the step taken back last again; the selection to return to.
    pub fn redo(&mut self) -> Option<S> {
        let step = self.redo.pop()?;
        let selection = step.after.clone();
        let inverse = self.parsed.change(&step.patch);
        let back = self.walk(step, inverse);
        self.undo.push(back);
        Some(selection)
    }

    /// What undo does to the text.
    pub fn undo_patch(&self) -> Option<Arc<Patch>> {
        self.undo.last().map(|step| Arc::clone(&step.patch))
    }

    /// What redo does to the text.
    pub fn redo_patch(&self) -> Option<Arc<Patch>> {
        self.redo.last().map(|step| Arc::clone(&step.patch))
    }

    /// Takes the last step back as it was worked out from `undo_patch`; the selection to return to. `None` where it was
    /// worked out for another state.
    pub fn take_back(&mut self, prepared: Prepared) -> Option<S> {
        let step = self.undo.pop_if(|_| prepared.revision == self.revision)?;
        let selection = step.before.clone();
        self.parsed = prepared.parsed;
        let back = self.walk(step, prepared.inverse);
        self.redo.push(back);
        Some(selection)
    }

    /// Makes the step taken back last again as it was worked out from `redo_patch`; as `take_back`.
    pub fn take_again(&mut self, prepared: Prepared) -> Option<S> {
        let step = self.redo.pop_if(|_| prepared.revision == self.revision)?;
        let selection = step.after.clone();
        self.parsed = prepared.parsed;
        let back = self.walk(step, prepared.inverse);
        self.undo.push(back);
        Some(selection)
    }

    /// What the steps are called that can be taken back, from the first to the last.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.undo.iter().map(|step| step.label.as_str())
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What redo would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// Changes the text, and gives the patch that leads back; `None` if it changes nothing.
    fn patch_text(&mut self, patch: &Patch) -> Option<Patch> {
        let text = self.text();
        let changes = patch.replacements().iter().any(|r| text.get(r.range.clone()).as_ref() != Some(&r.text));
        changes.then(|| self.parsed.change(patch))
    }

    /// The state is a new one: what was taken back can't be made again.
    fn begin_revision(&mut self) {
        self.redo.clear();
        self.newest_revision += 1;
        self.revision = self.newest_revision;
    }

    /// Goes where a step leads, and gives the step that leads back.
    fn walk(&mut self, step: Step<S>, inverse: Patch) -> Step<S> {
        let revision = std::mem::replace(&mut self.revision, step.revision);
        Step { patch: Arc::new(inverse), revision, ..step }
    }
}
