//! Saving, closing and leaving, which wait for each other.

use std::{path::PathBuf, sync::Arc};

use super::{BeingSaved, DocumentId, Effect, Job, Session, Waiting, apply::count};
use crate::{
    document::{Document, Origin, Remark},
    format::Severity,
};

impl Session {
    pub(super) fn save(&mut self, document: DocumentId) -> Vec<Effect> {
        match self.document(document).map(Document::origin) {
            Some(Origin::File(path)) => {
                let path = path.clone();
                self.save_to(document, path)
            }
            Some(_) => self.ask_where(document),
            None => Vec::new(),
        }
    }

    pub(super) fn ask_where(&self, document: DocumentId) -> Vec<Effect> {
        let suggested_name = self.document(document).map(Document::name);
        suggested_name.map(|suggested_name| Effect::PickFileToSave { document, suggested_name }).into_iter().collect()
    }

    pub(super) fn save_to(&mut self, document: DocumentId, path: PathBuf) -> Vec<Effect> {
        if self.document_of(&path).is_some_and(|other| other != document) {
            self.waiting = Waiting::Nothing;
            let text = format!("{} is open here as another document; choose another name", path.display());
            return self.tell(Severity::Error, text);
        }
        if self.save_later(document, &path) {
            return Vec::new();
        }
        let Some(open) = self.open_mut(document) else { return Vec::new() };
        // What somebody typed is kept, finished or not; what was only opened is left as it is.
        if open.document.is_read_only() && !open.document.is_modified() {
            let text = format!("{} has errors and was not changed; nothing is written", open.document.name());
            self.waiting = Waiting::Nothing;
            return self.tell(Severity::Error, text);
        }
        let is_own = open.document.path() == Some(path.as_path());
        if is_own && let Some(refusal) = open.refusal() {
            self.waiting = Waiting::Nothing;
            return self.tell(Severity::Error, refusal);
        }
        // A file chosen just now may be replaced: that was asked when it was chosen.
        let base = open.on_disk.as_deref().cloned().filter(|_| is_own && open.outside.is_none());
        let (text, revision) = (open.document.text().clone(), open.document.revision());
        open.saving = Some(BeingSaved { errors: open.document.error_count(), text: text.clone() });
        open.burst = None;
        vec![Effect::Job(Job::Save { document, path, text, revision, base })]
    }

    pub(super) fn save_all(&mut self) -> Vec<Effect> {
        self.unsaved().into_iter().flat_map(|document| self.save(document)).collect()
    }

    pub(super) fn save_all_and_quit(&mut self) -> Vec<Effect> {
        if self.unsaved().is_empty() {
            return vec![Effect::Quit];
        }
        self.waiting = Waiting::Quit;
        self.save_all()
    }

    pub(super) fn saved(
        &mut self,
        document: DocumentId,
        path: PathBuf,
        revision: u64,
        result: Result<Vec<Remark>, String>,
    ) -> Vec<Effect> {
        let Some(open) = self.open_mut(document) else { return Vec::new() };
        let saving = open.saving.take();
        let remarks = match result {
            Ok(remarks) => remarks,
            Err(error) => {
                self.waiting = Waiting::Nothing;
                return self.tell(Severity::Error, format!("Could not save: {error} ({})", path.display()));
            }
        };
        let errors = saving.as_ref().map_or(0, |saving| saving.errors);
        open.on_disk = saving.map(|saving| Arc::new(saving.text));
        open.outside = None;
        let (severity, words) = match errors {
            0 => (Severity::Warning, String::new()),
            n => (Severity::Error, format!(" with {}", count(n, "error"))),
        };
        let remarks: Vec<String> = remarks.iter().map(|remark| format!("; {remark}")).collect();
        let message = format!("Saved {}{words}{}", path.display(), remarks.concat());
        open.document.mark_saved(revision, path);
        let mut effects = self.tell(severity, message);
        match self.waiting {
            Waiting::Close(waiting) if waiting == document => {
                self.waiting = Waiting::Nothing;
                effects.extend(self.close(document));
            }
            Waiting::Quit => match self.unsaved() {
                unsaved if unsaved.is_empty() => effects.push(Effect::Quit),
                // It was changed while it was being saved; only the user knows whether that may be lost.
                unsaved if unsaved.contains(&document) => {
                    self.waiting = Waiting::Nothing;
                    effects.push(Effect::AskBeforeQuitting(unsaved));
                }
                _ => {}
            },
            _ => {}
        }
        effects
    }

    pub(super) fn close(&mut self, document: DocumentId) -> Vec<Effect> {
        if self.unsaved().contains(&document) {
            return vec![Effect::AskBeforeClosing(document)];
        }
        self.close_discarding(document)
    }

    pub(super) fn close_discarding(&mut self, document: DocumentId) -> Vec<Effect> {
        let Some(at) = self.open.iter().position(|open| open.id == document) else { return Vec::new() };
        self.open.remove(at).stop_edit();
        self.forget_compared(document);
        if self.waiting == Waiting::Close(document) {
            self.waiting = Waiting::Nothing;
        }
        if self.active == Some(document) {
            self.active = self.open.get(at).or_else(|| self.open.last()).map(|open| open.id);
            self.preview = None;
        }
        Vec::new()
    }
}
