//! Looking after the files of open documents, which other programs may change.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use crate::{
    document::{
        self, OpenError, Places, Presence,
        disk::{Disk, Stamp},
    },
    format::{self, Text},
    session::{Command, DocumentId, Outside},
};

/// Files with what is known to be in them.
pub(super) type Watched = Vec<(DocumentId, PathBuf, Arc<Text>)>;

/// What is looked after, and how it was when it was last looked at.
pub(super) struct Watch {
    places: Option<Places>,
    files: Watched,
    stamps: HashMap<PathBuf, Option<Stamp>>,
    /// What tells other windows of the files, and whether any has them open too.
    presences: HashMap<PathBuf, (Presence, bool)>,
}

impl Watch {
    /// Looks after nothing yet. Other windows are told of files in these places.
    pub(super) fn new(places: Option<Places>) -> Self {
        Self { places, files: Vec::new(), stamps: HashMap::new(), presences: HashMap::new() }
    }

    /// Looks after these files from now on.
    pub(super) fn take(&mut self, disk: &dyn Disk, files: Watched) {
        self.stamps.retain(|path, _| files.iter().any(|(_, watched, _)| watched == path));
        self.presences.retain(|path, _| files.iter().any(|(_, watched, _)| watched == path));
        for (_, path, _) in &files {
            if let Some(places) = &self.places
                && !self.presences.contains_key(path)
                && let Some(presence) = Presence::take(disk, places, path)
            {
                self.presences.insert(path.clone(), (presence, false));
            }
        }
        self.files = files;
    }

    /// Which files other windows have come to have open too, or have closed, since the last time.
    pub(super) fn company(&mut self, disk: &dyn Disk) -> Vec<Command> {
        let mut changes = Vec::new();
        for (document, path, _) in &self.files {
            let Some((presence, known)) = self.presences.get_mut(path) else { continue };
            let is_open = presence.has_company(disk);
            if std::mem::replace(known, is_open) != is_open {
                changes.push(Command::OpenElsewhere { document: *document, is_open });
            }
        }
        changes
    }

    /// Whether there is anything to look after.
    pub(super) fn is_idle(&self) -> bool {
        self.files.is_empty()
    }

    /// What has changed since the last time. `thoroughly`: by what is in the files, whatever their time and size say.
    pub(super) fn look(&mut self, disk: &dyn Disk, thoroughly: bool) -> Vec<Command> {
        let mut changes = Vec::new();
        for (document, path, known) in &self.files {
            let stamp = disk.stamp(path).ok();
            let is_same = self.stamps.insert(path.clone(), stamp) == Some(stamp);
            if is_same && !thoroughly {
                continue;
            }
            let now = match document::read(disk, path) {
                Ok(text) if **known == *text.as_str() => continue,
                Ok(text) => Outside::Other(Box::new(format::parse(&text))),
                Err(OpenError::Missing) => Outside::Gone,
                Err(error) => Outside::Unreadable(error.to_string()),
            };
            changes.push(Command::ChangedOutside { document: *document, path: path.clone(), now });
        }
        changes
    }
}
