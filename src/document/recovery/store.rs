//! The folder of recovery copies.
//!
//! ```text
//! recovery/
//!   4f…/                 one folder for each window that runs, or that did not end as it should
//!     lock               held by that window
//!     91….a.ron          the copies of a document, written in turns
//!     91….b.ron
//!     91….tries          how often it was tried to restore it
//!   closed/
//!     91…-12.ron         what was closed without saving, or discarded
//! ```

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::slot::{Header, read_slot};
use crate::document::{
    disk::{Disk, FileKind, Lock, Readers},
    read_bytes,
    save::temporary_name,
};

/// What is closed without saving is kept for so long.
pub const KEPT: Duration = Duration::from_hours(30 * 24);
/// A clock that is so far ahead is wrong, and nothing is removed by it.
const ABSURD: Duration = Duration::from_hours(10 * 366 * 24);
/// All that is kept besides what is being worked on takes at most so many bytes.
pub const MOST_BYTES: u64 = 500 * 1024 * 1024;

const LOCK: &str = "lock";
const CLOSED: &str = "closed";

/// Where the copies of a document are written in turns.
pub(super) fn slot_path(session: &Path, document: u64, sequence: u64) -> PathBuf {
    let turn = if sequence.is_multiple_of(2) { 'a' } else { 'b' };
    session.join(format!("{document:016x}.{turn}.ron"))
}

/// A folder for what this window works on, with its lock.
pub(super) fn begin(disk: &dyn Disk, root: &Path) -> io::Result<(PathBuf, Lock)> {
    for _ in 0..16 {
        let folder = root.join(format!("{:016x}", random()?));
        disk.create_private_folder(&folder)?;
        let lock = disk.lock(&folder.join(LOCK))?;
        // Another window that cleans up may have been at it between the two calls.
        if let Some(lock) = lock
            && disk.kind(&folder.join(LOCK)).is_ok()
        {
            disk.sync_folder(root)?;
            return Ok((folder, lock));
        }
    }
    Err(io::Error::other("no folder can be locked"))
}

/// A number that nobody else has.
pub(super) fn random() -> io::Result<u64> {
    getrandom::u64().map_err(io::Error::other)
}

/// Puts bytes into a file of ours, at once and so that they last.
pub(super) fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = folder.join(temporary_name());
    let put = disk
        .create_new(&temporary, bytes, Readers::Owner)
        .and_then(|()| disk.sync(&temporary))
        .and_then(|()| disk.rename(&temporary, path));
    put.inspect_err(|_| drop(disk.remove(&temporary)))?;
    disk.sync_folder(folder)
}

/// Puts a copy into the one of two files whose turn it is. From here on it outlives the program; it outlives the machine
/// when it is `confirm`ed, and until then the other one does.
pub(super) fn place(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(temporary_name());
    let placed = disk.create_new(&temporary, bytes, Readers::Owner).and_then(|()| disk.rename(&temporary, path));
    placed.inspect_err(|_| drop(disk.remove(&temporary)))
}

/// Waits until a copy is on the disk.
pub(super) fn confirm(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    disk.sync(path)?;
    disk.sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Keeps a copy among what was closed; where it is.
pub(super) fn put_aside(disk: &dyn Disk, root: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let closed = root.join(CLOSED);
    disk.create_private_folder(&closed)?;
    let path = closed.join(name);
    put(disk, &path, bytes)?;
    Ok(path)
}

/// The name of a copy among what was closed.
pub(super) fn closed_name(document: u64, sequence: u64) -> String {
    format!("{document:016x}-{sequence}.ron")
}

/// Removes files of ours; those that are not there are no fault.
pub(super) fn remove<'a>(disk: &dyn Disk, paths: impl IntoIterator<Item = &'a PathBuf>) -> io::Result<()> {
    let mut outcome = Ok(());
    let mut folders: Vec<&Path> = Vec::new();
    for path in paths {
        match disk.remove(path) {
            Ok(()) => folders.extend(path.parent()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => outcome = Err(error),
        }
    }
    folders.dedup();
    for folder in folders {
        disk.sync_folder(folder)?;
    }
    outcome
}

/// A copy in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    pub path: PathBuf,
    /// The number of its document, as its name says it.
    pub document: u64,
    /// The bytes of its text; of all of it, if it is not whole.
    pub size: u64,
    /// What it says of itself, or what is wrong with it.
    pub header: Result<Header, String>,
}

/// The number of the document that a file is a copy of.
fn document_of(name: &str) -> Option<u64> {
    let name = name.strip_suffix(".ron")?;
    let (number, rest) = name.split_at_checked(16)?;
    let is_ours = matches!(rest, ".a" | ".b") || rest.strip_prefix('-').is_some_and(|rest| rest.parse::<u64>().is_ok());
    u64::from_str_radix(number, 16).ok().filter(|_| is_ours)
}

/// The copies in a folder.
pub(super) fn copies(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<Copy>> {
    let mut copies = Vec::new();
    for (name, kind) in disk.list(folder)? {
        let FileKind::File(size) = kind else { continue };
        let Some(document) = name.to_str().and_then(document_of) else { continue };
        let path = folder.join(name);
        let read = read_bytes(disk, &path).map_err(|error| error.to_string()).and_then(|bytes| {
            let slot = read_slot(&bytes).map_err(|error| error.to_string())?;
            Ok((slot.header, slot.text.len() as u64))
        });
        let size = read.as_ref().map_or(size, |(_, of_text)| *of_text);
        copies.push(Copy { path, document, size, header: read.map(|(header, _)| header) });
    }
    Ok(copies)
}

/// The folders of windows that did not end as they should, locked; those of windows that run are left out.
pub(super) fn claim(disk: &dyn Disk, root: &Path) -> io::Result<Vec<(PathBuf, Option<Lock>)>> {
    let listed = match disk.list(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut claimed = Vec::new();
    for (name, kind) in listed {
        if kind != FileKind::Folder || name == CLOSED {
            continue;
        }
        let folder = root.join(name);
        match disk.lock(&folder.join(LOCK)) {
            Ok(Some(lock)) => claimed.push((folder, Some(lock))),
            Ok(None) => {}
            // Where it can't be told, work is rather offered twice than not at all.
            Err(_) => claimed.push((folder, None)),
        }
    }
    Ok(claimed)
}

/// Removes the folder of a window that has ended, if there is nothing more in it that anybody needs.
pub(super) fn remove_if_empty(disk: &dyn Disk, folder: &Path) -> io::Result<bool> {
    let files = disk.list(folder)?;
    if files.iter().any(|(name, _)| name.to_str().is_none_or(|name| document_of(name).is_some())) {
        return Ok(false);
    }
    for (name, kind) in files {
        if kind != FileKind::Folder && name != LOCK {
            disk.remove(&folder.join(name))?;
        }
    }
    // The lock last: until then nobody else takes the folder for their own.
    disk.remove(&folder.join(LOCK))?;
    disk.remove_folder(folder)?;
    Ok(true)
}

/// What was closed without saving, or discarded.
pub(super) fn closed(disk: &dyn Disk, root: &Path) -> io::Result<Vec<Copy>> {
    match copies(disk, &root.join(CLOSED)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        copies => copies,
    }
}

/// Removes what was closed longer ago than it is kept, and the oldest of all beyond `most` bytes: first of what was
/// closed, then of what windows have left that did not end as they should. How many files were removed.
pub(super) fn clean(disk: &dyn Disk, root: &Path, left: &[PathBuf], most: u64) -> io::Result<usize> {
    let files = |folder: &Path| -> io::Result<Vec<(Duration, u64, PathBuf)>> {
        let listed = match disk.list(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            listed => listed?,
        };
        let mut files = Vec::new();
        for (name, kind) in listed {
            let is_copy = name.to_str().is_some_and(|name| document_of(name).is_some());
            if let FileKind::File(size) = kind
                && is_copy
            {
                let path = folder.join(name);
                files.push((disk.age(&path)?, size, path));
            }
        }
        files.sort();
        files.reverse();
        Ok(files)
    };
    let mut all = files(&root.join(CLOSED))?;
    let mut gone = Vec::new();
    all.retain(|(age, _, path)| {
        let is_over = *age > KEPT && *age < ABSURD;
        if is_over {
            gone.push(path.clone());
        }
        !is_over
    });
    for folder in left {
        all.extend(files(folder)?);
    }
    let mut bytes: u64 = all.iter().map(|(_, size, _)| size).sum();
    for (_, size, path) in all {
        if bytes <= most {
            break;
        }
        bytes -= size;
        gone.push(path);
    }
    remove(disk, &gone)?;
    Ok(gone.len())
}

fn tries_path(folder: &Path, document: u64) -> PathBuf {
    folder.join(format!("{document:016x}.tries"))
}

/// How often it was tried to restore a document of a folder.
pub(super) fn tries(disk: &dyn Disk, folder: &Path, document: u64) -> u32 {
    let path = tries_path(folder, document);
    // A handful of digits; anything longer is none of ours.
    let is_small = matches!(disk.kind(&path), Ok(FileKind::File(size)) if size < 16);
    let bytes = if is_small { disk.read(&path).unwrap_or_default() } else { Vec::new() };
    str::from_utf8(&bytes).ok().and_then(|digits| digits.trim().parse().ok()).unwrap_or(0)
}

/// Takes note of a try, before it is made.
pub(super) fn note_try(disk: &dyn Disk, folder: &Path, document: u64, tries: u32) -> io::Result<()> {
    put(disk, &tries_path(folder, document), tries.to_string().as_bytes())
}

/// Nobody needs to know any more.
pub(super) fn forget_tries(disk: &dyn Disk, folder: &Path, document: u64) {
    let _ = disk.remove(&tries_path(folder, document));
}
