//! What other programs do to the files of open documents.
//!
//! A document without changes of its own follows its file, as one step that can be taken back. One with changes keeps
//! them, and asks; until that is answered it is not saved.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Command, DocumentId, Effect, Open, Session};
use crate::format::{Parsed, Patch, Replacement, Severity, Text};

/// What another program has made of the file of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Outside {
    /// There is something else in it.
    Other(Box<Parsed>),
    /// There is no such file any more.
    Gone,
    /// There is something in it that is not text, or can't be read.
    Unreadable(String),
}

/// What is asked of a file that another program has changed while the document has changes of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What happened, in a sentence.
    pub words: String,
    /// Whether the other version can be read again and compared.
    pub can_be_read: bool,
}

/// Whether another window has a document open too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Elsewhere {
    #[default]
    No,
    /// It has, and the user is to know.
    Yes,
    /// It has, and the user knows.
    Known,
}

impl Session {
    /// That another window has the active document open too, in a sentence, if the user does not know yet.
    pub fn open_elsewhere(&self) -> Option<String> {
        let open = self.active_open().filter(|open| open.elsewhere == Elsewhere::Yes)?;
        let name = open.document.name();
        Some(format!("{name} is also open in another window of Docket. Neither writes over what the other has saved."))
    }

    fn elsewhere(&mut self, document: DocumentId, is_open: bool) {
        if let Some(open) = self.open_mut(document) {
            open.elsewhere = match open.elsewhere {
                Elsewhere::Known if is_open => Elsewhere::Known,
                _ if is_open => Elsewhere::Yes,
                _ => Elsewhere::No,
            };
        }
    }

    /// What another program has done to the file of the active document, if that is still to be answered.
    pub fn conflict(&self) -> Option<Conflict> {
        let open = self.active_open()?;
        let name = open.document.name();
        Some(match open.outside.as_ref()? {
            Outside::Other(_) => Conflict {
                words: format!("Another program has changed {name}, and there are unsaved changes here."),
                can_be_read: true,
            },
            Outside::Gone => Conflict {
                words: format!("{name} has been removed by another program. Saving writes it again."),
                can_be_read: false,
            },
            Outside::Unreadable(why) => Conflict {
                words: format!("Another program has changed {name}, and it can't be read: {why}."),
                can_be_read: false,
            },
        })
    }

    /// The files of open documents with what is known to be in them.
    pub fn watched(&self) -> Vec<(DocumentId, PathBuf, Arc<Text>)> {
        let known = self.open.iter().filter_map(|open| Some((open.id, open.document.path()?, open.on_disk.clone()?)));
        known.map(|(id, path, text)| (id, path.to_owned(), text)).collect()
    }

    /// The file of a document is not as it was.
    fn changed_outside(&mut self, document: DocumentId, path: &Path, now: Outside) -> Vec<Effect> {
        let Some(open) = self.open_mut(document).filter(|open| open.document.path() == Some(path)) else {
            return Vec::new();
        };
        let is_known = match &now {
            Outside::Other(parsed) => open.on_disk.as_deref() == Some(parsed.text()),
            Outside::Gone | Outside::Unreadable(_) => open.outside.as_ref() == Some(&now),
        };
        if is_known {
            return Vec::new();
        }
        if let Outside::Other(parsed) = &now {
            open.on_disk = Some(Arc::new(parsed.text().clone()));
            // Both have come to the same by themselves.
            if parsed.text() == open.document.text() {
                open.document.mark_saved(open.document.revision(), path.to_owned());
                open.outside = None;
                return Vec::new();
            }
            if !open.document.is_modified() && open.under_way.is_none() {
                return self.read_again(document, now);
            }
        }
        open.outside = Some(now);
        self.waiting = super::Waiting::Nothing;
        Vec::new()
    }

    /// Takes the text of the file in as one step; what is selected stays selected.
    fn read_again(&mut self, document: DocumentId, now: Outside) -> Vec<Effect> {
        let Some(open) = self.open_mut(document) else { return Vec::new() };
        let Outside::Other(parsed) = now else { return Vec::new() };
        let patch = between(&open.document.text().to_string(), &parsed.text().to_string());
        let selection = open.selection.clone();
        open.document.apply_patch(&patch, "reading the file again", selection.clone(), selection);
        open.outside = None;
        open.burst = None;
        let (name, path) = (open.document.name(), open.document.path().map(Path::to_owned));
        if let Some(path) = path {
            open.document.mark_saved(open.document.revision(), path);
        }
        self.preview = None;
        let text = format!("{name} was changed by another program and has been read again; Undo brings back what was");
        self.tell(Severity::Warning, text)
    }

    fn reload(&mut self) -> Vec<Effect> {
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let (id, outside) = (open.id, open.outside.take());
        match outside {
            Some(now @ Outside::Other(_)) => self.read_again(id, now),
            other => {
                open.outside = other;
                Vec::new()
            }
        }
    }

    /// The next save writes over what is there, knowing it.
    fn keep_mine(&mut self) -> Vec<Effect> {
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        match open.outside.take() {
            Some(Outside::Gone | Outside::Unreadable(_)) => {
                open.on_disk = None;
                open.document.mark_unsaved();
            }
            Some(Outside::Other(_)) | None => {}
        }
        Vec::new()
    }
}

impl Open {
    /// Why the document can't be saved now.
    pub(super) fn refusal(&self) -> Option<String> {
        let name = self.document.name();
        match self.outside {
            Some(Outside::Other(_) | Outside::Unreadable(_)) => {
                Some(format!("{name} was changed by another program; choose above what is to become of it"))
            }
            Some(Outside::Gone) | None => None,
        }
    }
}

/// The change of one stretch that makes one text of another.
pub(super) fn between(old: &str, new: &str) -> Patch {
    let same = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let mut start = same(old, new);
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let (rest_old, rest_new) = (&old[start..], &new[start..]);
    let mut end = rest_old.bytes().rev().zip(rest_new.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !rest_old.is_char_boundary(rest_old.len() - end) || !rest_new.is_char_boundary(rest_new.len() - end) {
        end -= 1;
    }
    let range = start..old.len() - end;
    Patch::new(vec![Replacement { range, text: rest_new[..rest_new.len() - end].to_owned() }])
}

/// What a command about other programs does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::ChangedOutside { document, path, now } => session.changed_outside(document, &path, now),
        Command::OpenElsewhere { document, is_open } => {
            session.elsewhere(document, is_open);
            Vec::new()
        }
        Command::KeepBothOpen => {
            if let Some(open) = session.active_open_mut() {
                open.elsewhere = Elsewhere::Known;
            }
            Vec::new()
        }
        Command::Reload => session.reload(),
        Command::KeepMine => session.keep_mine(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn the_change_between_two_texts_is_as_small_as_it_can_be() {
        for (old, new) in [
            ("abc", "abc"),
            ("", "a"),
            ("a", ""),
            ("aXc", "aYYc"),
            ("aa", "aaa"),
            ("é", "è"),
            ("xéy", "xèy"),
            ("1€2", "1₭2"),
        ] {
            let patch = between(old, new);
            assert_eq!(patch.apply(old), new, "{old} → {new}");
            assert!(patch.replacements().iter().all(|r| r.range.len() <= old.len()));
        }
        assert_eq!(between("aXc", "aYYc").replacements()[0].range, 1..2);
    }
}
