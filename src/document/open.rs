//! Reading a file: every way in which it can fail has its own words.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::disk::{Disk, FileKind};

/// Larger files are refused: they are not hand-kept tables.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Why a file can't be opened. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is nothing at the path.
    #[error("there is no such file; is the path right?")]
    Missing,
    /// It is a folder.
    #[error("this is a folder; choose a file in it")]
    Folder,
    /// It is a pipe, a device or a socket.
    #[error("this is not a regular file")]
    NotAFile,
    /// It may not be read.
    #[error("you are not allowed to read this file; check its permissions")]
    Forbidden,
    /// It is larger than a dataset can be.
    #[error("the file has {0} bytes; files of more than 512 MB are not opened")]
    TooLarge(u64),
    /// It is not text.
    #[error("line {line}, column {column} is not UTF-8 text; is this a dataset? Save it as UTF-8 to open it")]
    NotText {
        /// The line of the first wrong byte, from 1.
        line: usize,
        /// The column of the first wrong byte in characters, from 1.
        column: usize,
    },
    /// Whatever else the system says.
    #[error("the file can't be read: {0}")]
    Io(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Forbidden,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

/// The one path of a file, whichever way it was named: absolute, with all links followed, so that one file is not
/// opened as two documents. The path as it is where there is no such file.
pub fn own_path(disk: &dyn Disk, path: PathBuf) -> PathBuf {
    let Ok(resolved) = disk.resolve(&path) else { return path };
    // Windows gives such paths a prefix that people don't know and that says nothing of a drive's files.
    let plain = resolved.to_str().and_then(|text| text.strip_prefix(r"\\?\")).filter(|text| !text.starts_with("UNC"));
    plain.map(PathBuf::from).unwrap_or(resolved)
}

/// The bytes of a file.
///
/// # Errors
/// When there is none, or it may not be read, or is too large.
pub fn read_bytes(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, OpenError> {
    match disk.kind(path)? {
        FileKind::Folder => Err(OpenError::Folder),
        FileKind::Other => Err(OpenError::NotAFile),
        FileKind::File(bytes) if bytes > MAX_BYTES => Err(OpenError::TooLarge(bytes)),
        FileKind::File(_) => Ok(disk.read(path)?),
    }
}

/// The text of a file.
///
/// # Errors
/// When there is none, or it may not be read, or is not text.
pub fn read(disk: &dyn Disk, path: &Path) -> Result<String, OpenError> {
    String::from_utf8(read_bytes(disk, path)?).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|b| *b == b'\n').count();
        let start = valid.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&valid[start..]).chars().count() + 1;
        OpenError::NotText { line, column }
    })
}
