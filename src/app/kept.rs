//! Settings on their way to the disk: changes are gathered while they come quickly, as when a window is dragged.

use std::time::{Duration, Instant};

use crate::document::{
    Places,
    disk::Disk,
    settings::{self, Change},
};

/// So long changes are gathered.
const GATHERED: Duration = Duration::from_secs(1);

/// Changes that are still to be written.
pub(super) struct Kept {
    places: Option<Places>,
    changes: Vec<Change>,
    since: Option<Instant>,
    has_failed: bool,
}

impl Kept {
    pub(super) fn new(places: Option<Places>) -> Self {
        Self { places, changes: Vec::new(), since: None, has_failed: false }
    }

    /// Whether there is nothing to write.
    pub(super) fn is_idle(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether changes have been gathered for long enough.
    pub(super) fn is_due(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() >= GATHERED)
    }

    pub(super) fn add(&mut self, change: Change) {
        if self.places.is_some() {
            self.changes.retain(|before| !before.is_undone_by(&change));
            self.changes.push(change);
            self.since.get_or_insert_with(Instant::now);
        }
    }

    /// Writes them; why they can't be written, the first time. They are not tried again: what is chosen next is.
    pub(super) fn write(&mut self, disk: &dyn Disk) -> Result<(), String> {
        let changes = std::mem::take(&mut self.changes);
        self.since = None;
        match &self.places {
            Some(places) if !changes.is_empty() => match settings::change(disk, places, &changes) {
                Ok(()) => self.has_failed = false,
                Err(error) if !std::mem::replace(&mut self.has_failed, true) => return Err(error),
                Err(_) => {}
            },
            _ => {}
        }
        Ok(())
    }
}
