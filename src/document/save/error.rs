//! Why a file can't be saved, in words that say what to do.

use std::{io, path::PathBuf};

/// Why a file can't be saved. The old version is intact unless something else is said, and the document stays unsaved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The text that the program made has errors; a fault of the program.
    #[error("the text would not be read back as it stands; nothing was written")]
    NotReadable,
    /// The disk gave back something else than it was given.
    #[error("the disk gives back something else than was written; the old version is intact, save to another place")]
    Differs,
    /// Another program has changed the file, or made one of that name, since it was read.
    #[error("another program has changed the file since it was read; nothing was written")]
    Changed,
    /// Another program has removed the file since it was read.
    #[error("the file has been removed since it was read; save it again, or to another place")]
    Gone,
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
    /// Links lead to each other.
    #[error("this link leads to itself; save under another name")]
    Loop,
    /// The disk is full.
    #[error("the disk is full; the old version is intact: make room, or save to another place")]
    Full,
    /// Files may not become so large there.
    #[error("no file may be so large here, by a limit of the disk or of your account; the old version is intact")]
    TooLarge,
    /// Replacing is not possible there, and writing over the file failed on the way.
    #[error("writing over the file failed on the way: {error}; the new version is in {copy}, the old one in {old}")]
    Interrupted {
        /// What the system says.
        error: io::Error,
        /// Where the new version is.
        copy: PathBuf,
        /// Where the old version is.
        old: PathBuf,
    },
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
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            io::ErrorKind::IsADirectory => Self::Folder,
            // `FilesystemLoop` has no stable name in the standard library.
            _ if is_loop(&error) => Self::Loop,
            _ => Self::Io(error),
        }
    }
}

#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_loop(_: &io::Error) -> bool {
    false
}
