//! Writing a file so that at every moment either the old or the new version is there, whole.
//!
//! A temporary file beside the target, written and brought to the disk, takes the target's place; then the folder is
//! brought to the disk too. Only after that a document counts as saved.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use super::disk::{Disk, FileKind, Readers};
use crate::format;

/// Why a file can't be saved. The old version is intact, and the document stays unsaved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The text that the program made has errors; a fault of the program.
    #[error("the text would not be read back as it stands; nothing was written")]
    NotReadable,
    /// The disk gave back something else than it was given.
    #[error("the disk gives back something else than was written; the old version is intact, save to another place")]
    Differs,
    /// The target is a folder.
    #[error("this is a folder; give the file a name in it")]
    Folder,
    /// The target is a pipe, a device or a socket.
    #[error("this is not a regular file; save under another name")]
    NotAFile,
    /// There is no such folder.
    #[error("there is no such folder; save to another place")]
    NoFolder,
    /// The folder or the file may not be written.
    #[error("you are not allowed to write here; save to another place")]
    Forbidden,
    /// The file is marked as not to be written.
    #[error("the file is read-only; allow writing to it, or save under another name")]
    ReadOnly,
    /// The target is a link to a file that is not there.
    #[error("this link leads nowhere; save under another name")]
    DanglingLink,
    /// The disk is full.
    #[error("the disk is full; the old version is intact")]
    Full,
    /// Written, but the disk did not confirm that it will last.
    #[error("written, but the disk did not confirm it: {0}")]
    NotConfirmed(io::Error),
    /// Whatever else the system says.
    #[error("the file can't be written: {0}")]
    Io(io::Error),
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NoFolder,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Forbidden,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

/// Puts a text that the program made into a file; links are followed, the mode of an old version is kept.
///
/// # Errors
/// When the text has errors, which is a fault of the program, or writing fails; the old version is then as it was, and
/// no temporary file is left.
pub fn save(disk: &dyn Disk, path: &Path, text: &str) -> Result<(), SaveError> {
    if format::parse(text).has_errors() {
        return Err(SaveError::NotReadable);
    }
    save_typed(disk, path, text)
}

/// Puts a text that somebody typed into a file in the same way, with whatever errors it has: work in hand is kept.
///
/// # Errors
/// When writing fails; the old version is then as it was, and no temporary file is left.
pub fn save_typed(disk: &dyn Disk, path: &Path, text: &str) -> Result<(), SaveError> {
    write(disk, path, text.as_bytes())
}

/// Puts bytes into a file in the same way: for tables and for what the program keeps.
///
/// # Errors
/// As `save`.
pub fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    put(disk, path, bytes, true)
}

/// Puts bytes that can be made again into a file: it is replaced as a whole too, but nobody waits until the disk has
/// it, nor reads it back, which takes longer than to draw a figure.
///
/// # Errors
/// As `save`.
pub fn write_derived(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    put(disk, path, bytes, false)
}

fn put(disk: &dyn Disk, path: &Path, bytes: &[u8], is_awaited: bool) -> Result<(), SaveError> {
    let (target, exists) = match disk.kind(path) {
        Ok(FileKind::Folder) => return Err(SaveError::Folder),
        Ok(FileKind::Other) => return Err(SaveError::NotAFile),
        // Replacing a file needs leave to write to its folder only; the owner's word on the file counts all the same.
        Ok(FileKind::File(_)) if disk.is_read_only(path)? => return Err(SaveError::ReadOnly),
        Ok(FileKind::File(_)) => (disk.resolve(path)?, true),
        Err(error) if error.kind() == io::ErrorKind::NotFound && disk.is_link(path) => {
            return Err(SaveError::DanglingLink);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), false),
        Err(error) => return Err(error.into()),
    };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let temporary = folder.join(temporary_name());
    let replaced = write_beside(disk, &temporary, bytes, exists.then_some(&*target), is_awaited)
        .and_then(|()| disk.rename(&temporary, &target).map_err(SaveError::from));
    if let Err(error) = replaced {
        // What can't be removed either is reported no further: the first error is the one to act on.
        let _ = disk.remove(&temporary);
        return Err(error);
    }
    if is_awaited { disk.sync_folder(&folder).map_err(SaveError::NotConfirmed) } else { Ok(()) }
}

fn write_beside(
    disk: &dyn Disk,
    temporary: &Path,
    bytes: &[u8],
    old: Option<&Path>,
    is_awaited: bool,
) -> Result<(), SaveError> {
    // What an old version holds may be for its readers only.
    disk.create_new(temporary, bytes, if old.is_some() { Readers::Owner } else { Readers::Usual })?;
    if let Some(old) = old {
        disk.copy_mode(old, temporary)?;
    }
    if !is_awaited {
        return Ok(());
    }
    disk.sync(temporary)?;
    if disk.read(temporary)? == bytes { Ok(()) } else { Err(SaveError::Differs) }
}

/// A name of its own for every save of every process; it does not hold the target's, which may be as long as a name
/// can be.
fn temporary_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!(".docket-{:08x}-{count:04x}.tmp", std::process::id())
}
