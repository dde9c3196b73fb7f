//! Removing what saves that were killed have left behind.

use std::{path::Path, time::Duration};

use super::{ENDING, TEMPORARY};
use crate::document::disk::{Disk, FileKind};

/// No save takes so long.
const LEFT: Duration = Duration::from_hours(1);
/// Between making a temporary file and locking it there are microseconds.
const UNLOCKED: Duration = Duration::from_secs(2);

/// Removes the temporary files in a folder whose saves have ended: nobody has them locked, or, where that can't be told,
/// they are older than an hour. Gives how many there were.
pub fn sweep(disk: &dyn Disk, folder: &Path) -> usize {
    let Ok(names) = disk.list(folder) else { return 0 };
    let is_ours = |name: &str| {
        let number = name.strip_prefix(TEMPORARY).and_then(|rest| rest.strip_suffix(ENDING));
        number.is_some_and(|number| number.len() >= 13 && number.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'))
    };
    let left = names
        .into_iter()
        .filter(|(name, kind)| matches!(kind, FileKind::File(_)) && name.to_str().is_some_and(is_ours));
    left.map(|(name, _)| folder.join(name)).filter(|path| has_ended(disk, path) && disk.remove(path).is_ok()).count()
}

/// Whether the save that made a temporary file is over.
fn has_ended(disk: &dyn Disk, path: &Path) -> bool {
    match disk.age(path) {
        Ok(age) if age > LEFT => true,
        Ok(age) if age > UNLOCKED && cfg!(unix) => matches!(disk.lock(path), Ok(Some(_))),
        _ => false,
    }
}
