//! Looking after the files of open documents, which other programs may change.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use crate::{
    document::{
        self, OpenError,
        disk::{Disk, Stamp},
    },
    format::{self, Text},
    session::{Command, DocumentId, Outside},
};

/// Files with what is known to be in them.
pub(super) type Watched = Vec<(DocumentId, PathBuf, Arc<Text>)>;

/// What is looked after, and how it was when it was last looked at.
#[derive(Default)]
pub(super) struct Watch {
    files: Watched,
    stamps: HashMap<PathBuf, Option<Stamp>>,
}

impl Watch {
    /// Looks after these files from now on.
    pub(super) fn take(&mut self, files: Watched) {
        self.stamps.retain(|path, _| files.iter().any(|(_, watched, _)| watched == path));
        self.files = files;
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
