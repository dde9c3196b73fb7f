//! Writing over a file that can't be replaced. There is a moment at which it is neither the old nor the new version, so
//! both are brought to the disk elsewhere first.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use super::{Base, Remark, SaveError, Saving, bring_to_disk, temporary_name};
use crate::document::disk::{Disk, Readers};

/// Why a file is written over in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is a hard link.
    OtherNames,
    /// Its folder may not be written.
    Folder,
    /// No other file can be given its owner or its attributes.
    Owner,
    /// It is a mount of its own.
    Mount,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherNames => "the file has other names (hard links) that are to stay the same file",
            Self::Folder => "its folder does not allow replacing it",
            Self::Owner => "another file can't be given its owner and attributes",
            Self::Mount => "it is mounted by itself",
        })
    }
}

/// Writes over a file, with both versions kept meanwhile.
pub(super) fn write(
    disk: &dyn Disk,
    saving: Saving<'_>,
    target: &Path,
    old: &[u8],
    reason: Reason,
) -> Result<Option<Remark>, SaveError> {
    let spare = saving.spare;
    disk.create_folders(spare)?;
    let copy = kept(disk, spare, saving.bytes)?;
    let before = kept(disk, spare, old).inspect_err(|_| drop(disk.remove(&copy)))?;
    let forget = || {
        let _ = disk.remove(&copy);
        let _ = disk.remove(&before);
    };
    // The copies took a while.
    if matches!(saving.base, Base::Known(_)) && disk.read(target).is_ok_and(|now| now != old) {
        forget();
        return Err(SaveError::Changed);
    }
    let written = disk.overwrite(target, saving.bytes).and_then(|()| {
        if disk.read(target)? == saving.bytes { Ok(()) } else { Err(io::Error::other("it gives back something else")) }
    });
    match written {
        Ok(()) => {
            forget();
            Ok(Some(Remark::InPlace(reason)))
        }
        // Nothing has been touched.
        Err(error) if disk.read(target).is_ok_and(|now| now == old) => {
            forget();
            Err(error.into())
        }
        Err(error) => Err(SaveError::Interrupted { error, copy, old: before }),
    }
}

/// A copy that is on the disk.
fn kept(disk: &dyn Disk, spare: &Path, bytes: &[u8]) -> Result<PathBuf, SaveError> {
    let path = spare.join(temporary_name().replace(super::ENDING, ".ron").trim_start_matches('.'));
    let made = disk.create_new(&path, bytes, Readers::Owner).map_err(SaveError::from);
    let made = made.and_then(|()| bring_to_disk(disk, &path, bytes));
    let made = made.and_then(|()| disk.sync_folder(spare).map_err(SaveError::from));
    made.inspect_err(|_| drop(disk.remove(&path)))?;
    Ok(path)
}
