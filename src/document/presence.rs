//! Which documents are open in which windows: told by locks, which the system lets go of however a window ends.
//!
//! Each document has a few places for windows, files named by the hash of its path; a window that has it open holds the
//! lock of one. Whether there are others shows by trying theirs. A word among windows of one machine only: what keeps
//! two from overwriting each other is the look at the file before each save.

use std::path::{Path, PathBuf};

use super::{
    Places,
    disk::{Disk, Lock},
    places::key_of,
};

/// So many windows of one document know of each other.
const SEATS: usize = 8;

/// A document that a window has open, for as long as this lives.
pub struct Presence {
    seats: Vec<PathBuf>,
    own: usize,
    _lock: Lock,
}

impl Presence {
    /// A window has a document open, whose path has all links followed. `None` where files can't be locked, or all
    /// places are taken.
    pub fn take(disk: &dyn Disk, places: &Places, document: &Path) -> Option<Self> {
        disk.create_private_folder(places.running()).ok()?;
        let key = key_of(document);
        let seats: Vec<PathBuf> = (0..SEATS).map(|seat| places.running().join(format!("{key}.{seat}.lock"))).collect();
        let (own, lock) =
            seats.iter().enumerate().find_map(|(own, seat)| Some((own, disk.lock(seat).ok().flatten()?)))?;
        Some(Self { seats, own, _lock: lock })
    }

    /// Whether another window has it open too.
    pub fn has_company(&self, disk: &dyn Disk) -> bool {
        let others = self.seats.iter().enumerate().filter(|(seat, _)| *seat != self.own);
        // A place that nobody ever took has no file, and is to get none by being looked at.
        others.filter(|(_, seat)| disk.kind(seat).is_ok()).any(|(_, seat)| matches!(disk.lock(seat), Ok(None)))
    }
}
