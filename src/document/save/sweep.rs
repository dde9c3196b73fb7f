//! Removing what saves that were killed have left behind.

use std::{path::Path, time::Duration};

use super::{ENDING, TEMPORARY};
use crate::document::disk::{Disk, FileKind};

/// No save takes so long.
const LEFT: Duration = Duration::from_hours(1);

/// Removes the temporary files of saves in a folder that are older than an hour; gives how many there were.
pub fn sweep(disk: &dyn Disk, folder: &Path) -> usize {
    let Ok(names) = disk.list(folder) else { return 0 };
    let is_ours = |name: &str| {
        let number = name.strip_prefix(TEMPORARY).and_then(|rest| rest.strip_suffix(ENDING));
        number.is_some_and(|number| number.len() >= 13 && number.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'))
    };
    let left = names
        .into_iter()
        .filter(|(name, kind)| matches!(kind, FileKind::File(_)) && name.to_str().is_some_and(is_ours));
    left.map(|(name, _)| folder.join(name))
        .filter(|path| disk.age(path).is_ok_and(|age| age > LEFT) && disk.remove(path).is_ok())
        .count()
}
