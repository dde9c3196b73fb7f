//! What recovery is given of the documents, and taking in what it brings back.

use std::{path::PathBuf, sync::Arc};

use super::{Command, DocumentId, Effect, Open, Selection, Session, outside::between};
use crate::{
    document::{
        Document, Origin,
        recovery::{FileNow, Restored, Unsaved},
        samples,
    },
    format::{self, Severity},
    session::Outside,
};

const LABEL: &str = "restoring unsaved work";

impl Session {
    /// The documents with changes that are in no file. Cheap: texts share what they have in common.
    pub fn unsaved_work(&self) -> Vec<Unsaved<DocumentId>> {
        self.open.iter().filter(|open| open.document.is_unsaved()).map(Open::work).collect()
    }

    /// Opens a document as it was; it is unsaved, and what is in its file now is asked about if it is something else.
    fn restored(&mut self, restored: Restored, as_copy: bool) -> Vec<Effect> {
        let Restored { origin, text, now } = restored;
        let name = match (origin, as_copy) {
            (Origin::File(path), false) => match self.document_of(&path) {
                // What is changed there is not to be mixed with it.
                Some(open) if self.unsaved().contains(&open) => self.restore_copy(&Origin::File(path), &text),
                open => self.restore_file(path, open, &text, now),
            },
            (Origin::Sample(file_name), false) => {
                let sample = samples::by_file_name(file_name).map_or("", |sample| sample.text);
                self.add(Document::from_text(sample, Origin::Sample(file_name)));
                self.bring_to(&text);
                file_name.to_owned()
            }
            (Origin::Untitled(name), false) => self.restore_untitled(name, &text),
            (origin, true) => self.restore_copy(&origin, &text),
        };
        self.tell(Severity::Warning, format!("{name} is as it was; it is not saved yet"))
    }

    /// Makes the document of a file what it was, as a step on top of what is in the file now. `open` is the document, if
    /// it is open.
    fn restore_file(&mut self, path: PathBuf, open: Option<DocumentId>, text: &str, now: FileNow) -> String {
        let known = open.and_then(|id| self.open_mut(id)).and_then(|open| open.on_disk.clone());
        let (in_file, outside) = match now {
            FileNow::Text { text: now, is_base } => {
                let parsed = format::parse(&now);
                let is_known = is_base && known.is_none_or(|known| *known == *parsed.text());
                let outside = (!is_known).then(|| Outside::Other(Box::new(parsed.clone())));
                (Some(parsed), outside)
            }
            FileNow::Gone | FileNow::NoFile => (None, Some(Outside::Gone)),
            FileNow::Unreadable(why) => (None, Some(Outside::Unreadable(why))),
        };
        match (open, &in_file) {
            (Some(id), _) => drop(self.activate(id)),
            (None, Some(parsed)) => drop(self.add(Document::from_parsed(parsed.clone(), Origin::File(path)))),
            (None, None) => drop(self.add(Document::from_text(text, Origin::File(path)))),
        }
        self.bring_to(text);
        let Some(open) = self.active_open_mut() else { return String::new() };
        if in_file.is_none() {
            open.document.mark_unsaved();
        }
        open.on_disk = in_file.map(|parsed| Arc::new(parsed.text().clone()));
        open.outside = outside;
        open.document.name()
    }

    fn restore_untitled(&mut self, name: String, text: &str) -> String {
        self.add(Document::from_text(text, Origin::Untitled(name.clone())));
        if let Some(open) = self.active_open_mut() {
            open.document.mark_unsaved();
        }
        name
    }

    fn restore_copy(&mut self, origin: &Origin, text: &str) -> String {
        let name = match origin {
            Origin::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Origin::Sample(name) => (*name).to_owned(),
            Origin::Untitled(name) => name.clone(),
        };
        let stem = name.strip_suffix(".ron").unwrap_or(&name);
        self.restore_untitled(format!("{stem} (restored).ron"), text)
    }

    /// Makes the text of the active document this one, as one step.
    fn bring_to(&mut self, text: &str) {
        let Some(open) = self.active_open_mut() else { return };
        let patch = between(&open.document.text().to_string(), text);
        let selection = open.selection.clone();
        open.document.apply_patch(&patch, LABEL, selection, Selection::Dataset);
        open.burst = None;
        // The chart that is looked at may be there only now, or not any more.
        let charts = &open.document.dataset().charts;
        if open.chart.as_ref().is_none_or(|chart| !charts.contains_key(chart)) {
            open.chart = charts.keys().next().cloned();
            open.view = None;
        }
        self.preview = None;
    }
}

impl Open {
    fn work(&self) -> Unsaved<DocumentId> {
        Unsaved {
            key: self.id,
            revision: self.document.revision(),
            text: self.document.text().clone(),
            origin: self.document.origin().clone(),
            // What nobody has agreed to write over is not what the work was made from.
            base: self.on_disk.clone().filter(|_| self.outside.is_none()),
        }
    }
}

/// What a command about recovery does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::AskRestore => vec![Effect::ShowUnsavedWork],
        Command::Restore { found, as_copy } => vec![Effect::Restore { found, as_copy }],
        Command::Discard(found) => vec![Effect::Discard(found)],
        Command::Restored { result: Ok(restored), as_copy, .. } => session.restored(*restored, as_copy),
        Command::Restored { found, result: Err(error), .. } => {
            let words = format!("Could not restore: {error} ({})", found.path.display());
            session.tell(Severity::Error, words)
        }
        _ => Vec::new(),
    }
}
