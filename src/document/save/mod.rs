//! Writing a file so that at every moment either the old or the new version is there, whole.
//!
//! 1. Links are followed; what is no regular file, or may not be written, is refused.
//! 2. What is on the disk is read and compared, byte by byte, with what the document came from. Size and time of a file
//!    say too little: another program may have changed neither.
//! 3. A temporary file beside the target gets the text, the owner, the mode, the access list and the attributes of the
//!    old one, is brought to the disk and read back.
//! 4. The two change places at once, where the file system can do that; what comes out is looked at again, and kept under
//!    a name of its own if another program was faster. Elsewhere the temporary file takes the target's place.
//! 5. The folder is brought to the disk. Only now a document counts as saved.
//!
//! Where a file can't be replaced without losing something (it has other names, its folder may not be written, its owner
//! can't be given to another file, it is a mount of its own) it is written over in place, after both versions have been
//! brought to the disk elsewhere; and that is said.

mod error;
mod in_place;
mod sweep;

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

pub use error::SaveError;
pub use in_place::Reason;
pub use sweep::sweep;

use super::{
    disk::{Disk, FileKind, Lock, Readers},
    history,
    places::{Places, spare_folder},
};
use crate::format;

/// What is to be found where a file is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base<'a> {
    /// Whatever it is, it is to be replaced.
    Whatever,
    /// These bytes; anything else was put there by another program.
    Known(&'a [u8]),
}

/// A file that is to be saved.
#[derive(Clone, Copy, Debug)]
pub struct Saving<'a> {
    /// Where.
    pub path: &'a Path,
    /// What.
    pub bytes: &'a [u8],
    /// What is expected there.
    pub base: Base<'a>,
    /// Where copies are kept while a file is written over in place: a folder of the program's own.
    pub spare: &'a Path,
    /// Where the version that is replaced is kept: a folder of the program's own. `None` for what is no document.
    pub history: Option<&'a Path>,
}

/// What is to be said of a file that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It was written over in place.
    InPlace(Reason),
    /// Another program changed the file at the same moment; what it wrote is kept there.
    ConflictKept(PathBuf),
    /// The version that was replaced could not be kept among the earlier ones.
    NotKept(String),
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InPlace(reason) => write!(f, "written over in place, since {reason}"),
            Self::ConflictKept(path) => {
                write!(f, "another program changed the file at the same moment; what it wrote is in {}", path.display())
            }
            Self::NotKept(why) => write!(f, "the version before is not kept among the earlier ones: {why}"),
        }
    }
}

/// Saves a document over the text that it came from, or over whatever is there. The version that is replaced is kept
/// among the earlier ones, and what killed saves have left beside the file is swept away.
///
/// # Errors
/// As `save_over`.
pub fn save(
    disk: &dyn Disk,
    places: Option<&Places>,
    path: &Path,
    text: &str,
    before: Option<&str>,
) -> Result<Vec<Remark>, SaveError> {
    let base = before.map_or(Base::Whatever, |before| Base::Known(before.as_bytes()));
    let spare = places.map_or_else(spare_folder, Places::spare);
    let history = places.map(Places::history);
    let saving = Saving { path, bytes: text.as_bytes(), base, spare: &spare, history: history.as_deref() };
    let saved = save_over(disk, saving);
    sweep(disk, &folder_of(path));
    saved
}

/// Saves a document whose text the program made.
///
/// # Errors
/// As `save`, and when the text has errors, which is a fault of the program.
pub fn save_made(
    disk: &dyn Disk,
    places: Option<&Places>,
    path: &Path,
    text: &str,
    before: Option<&str>,
) -> Result<Vec<Remark>, SaveError> {
    if format::parse(text).has_errors() {
        return Err(SaveError::NotReadable);
    }
    save(disk, places, path, text, before)
}

/// Puts bytes into a file, whatever is there, for tables and for what the program keeps; links are followed, the mode of
/// an old version is kept.
///
/// # Errors
/// As `save`.
pub fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let spare = spare_folder();
    save_over(disk, Saving { path, bytes, base: Base::Whatever, spare: &spare, history: None }).map(|_| ())
}

/// Puts bytes that can be made again into a file: it is replaced as a whole too, but nobody waits until the disk has
/// it, nor reads it back, which takes longer than to draw a figure.
///
/// # Errors
/// As `save`.
pub fn write_derived(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let (target, exists) = target(disk, path)?;
    let temporary = folder_of(&target).join(temporary_name());
    let readers = if exists { Readers::Owner } else { Readers::Usual };
    let replaced = begin(disk, &temporary, bytes, readers).and_then(|_live| {
        if exists {
            disk.copy_attributes(&target, &temporary)?;
        }
        disk.rename(&temporary, &target)
    });
    replaced.map_err(|error| give_up(disk, &temporary, error.into()))
}

/// Saves a file over what is expected there.
///
/// # Errors
/// As `save`, and when something else is there than expected. After `NotConfirmed` the new version is there, and after
/// `Interrupted` neither may be whole: both are kept elsewhere.
pub fn save_over(disk: &dyn Disk, saving: Saving<'_>) -> Result<Vec<Remark>, SaveError> {
    let (target, exists) = target(disk, saving.path)?;
    if !exists {
        return match saving.base {
            Base::Known(_) => Err(SaveError::Gone),
            Base::Whatever => create(disk, &target, saving.bytes, Readers::Usual).map(|()| Vec::new()),
        };
    }
    let old = disk.read(&target)?;
    if let Base::Known(known) = saving.base
        && known != old
    {
        return Err(SaveError::Changed);
    }
    // Before it is replaced, so that there is no moment at which it is nowhere.
    let is_kept = match saving.history {
        Some(history) if old != saving.bytes => history::keep(disk, history, &target, &old),
        _ => Ok(()),
    };
    let remark = if disk.names(&target)? > 1 {
        in_place::write(disk, saving, &target, &old, Reason::OtherNames)?
    } else {
        match replace(disk, saving, &target, &old) {
            Err(Trouble::Place(reason)) => in_place::write(disk, saving, &target, &old, reason)?,
            Err(Trouble::Save(error)) => return Err(error),
            Ok(remark) => remark,
        }
    };
    let not_kept = is_kept.err().map(|error| Remark::NotKept(error.to_string()));
    Ok(remark.into_iter().chain(not_kept).collect())
}

/// Why a file was not replaced.
enum Trouble {
    /// It can't be replaced there, but perhaps be written over.
    Place(Reason),
    Save(SaveError),
}

impl From<SaveError> for Trouble {
    fn from(error: SaveError) -> Self {
        Self::Save(error)
    }
}

/// Where links lead, and whether there is a file; what can't be saved to is refused.
fn target(disk: &dyn Disk, path: &Path) -> Result<(PathBuf, bool), SaveError> {
    match disk.kind(path) {
        Ok(FileKind::Folder) => Err(SaveError::Folder),
        Ok(FileKind::Other) => Err(SaveError::NotAFile),
        // Replacing a file needs leave to write to its folder only; the owner's word on the file counts all the same.
        Ok(FileKind::File(_)) if disk.is_read_only(path)? => Err(SaveError::ReadOnly),
        Ok(FileKind::File(_)) => Ok((disk.resolve(path)?, true)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && disk.is_link(path) => Err(SaveError::DanglingLink),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((path.to_owned(), false)),
        Err(error) => Err(error.into()),
    }
}

fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes a file where there was none.
pub(super) fn create(disk: &dyn Disk, target: &Path, bytes: &[u8], readers: Readers) -> Result<(), SaveError> {
    let folder = folder_of(target);
    let temporary = folder.join(temporary_name());
    let made = begin(disk, &temporary, bytes, readers).map_err(SaveError::from).and_then(|_live| {
        bring_to_disk(disk, &temporary, bytes)?;
        match disk.rename_new(&temporary, target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SaveError::Changed),
            outcome => outcome.map_err(SaveError::from),
        }
    });
    made.map_err(|error| give_up(disk, &temporary, error))?;
    disk.sync_folder(&folder).map_err(SaveError::NotConfirmed)
}

/// Puts a new version in the place of the old one, which is `old`.
fn replace(disk: &dyn Disk, saving: Saving<'_>, target: &Path, old: &[u8]) -> Result<Option<Remark>, Trouble> {
    let folder = folder_of(target);
    let temporary = folder.join(temporary_name());
    let _live = begin(disk, &temporary, saving.bytes, Readers::Owner).map_err(|error| {
        // It may have been made before the disk was full.
        let _ = disk.remove(&temporary);
        match error.kind() {
            io::ErrorKind::PermissionDenied => Trouble::Place(Reason::Folder),
            _ => Trouble::Save(error.into()),
        }
    })?;
    if let Err(error) = disk.copy_attributes(target, &temporary) {
        let error = give_up(disk, &temporary, error.into());
        return Err(match error {
            SaveError::Forbidden => Trouble::Place(Reason::Owner),
            SaveError::Io(error) if error.kind() == io::ErrorKind::Unsupported => Trouble::Place(Reason::Owner),
            error => Trouble::Save(error),
        });
    }
    bring_to_disk(disk, &temporary, saving.bytes).map_err(|error| give_up(disk, &temporary, error))?;
    let remark = match disk.exchange(&temporary, target) {
        Ok(()) => after_exchange(disk, &temporary, target, old)?,
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            // A last look, since what is replaced here is gone.
            let now = disk.read(target).map_err(SaveError::from);
            match now {
                Ok(now) if now == old => {}
                Ok(_) => return Err(give_up(disk, &temporary, SaveError::Changed).into()),
                Err(error) => return Err(give_up(disk, &temporary, error).into()),
            }
            disk.rename(&temporary, target).map_err(|error| place_or(disk, &temporary, error))?;
            None
        }
        Err(error) => return Err(place_or(disk, &temporary, error)),
    };
    disk.sync_folder(&folder).map_err(SaveError::NotConfirmed)?;
    Ok(remark)
}

/// What came out of the exchange is removed if it is what was expected, and kept if another program wrote it.
fn after_exchange(disk: &dyn Disk, came_out: &Path, target: &Path, old: &[u8]) -> Result<Option<Remark>, Trouble> {
    match disk.read(came_out) {
        Ok(bytes) if bytes != old => {
            let kept = keep_conflict(disk, came_out, target).map_err(SaveError::from)?;
            Ok(Some(Remark::ConflictKept(kept)))
        }
        // Some file systems rename where they are asked to exchange; then nothing comes out.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // What can't be read is not removed unseen. The sweep will find it.
        Err(_) => Ok(None),
        Ok(_) => {
            let _ = disk.remove(came_out);
            Ok(None)
        }
    }
}

/// Gives what another program wrote a name of its own beside the file.
fn keep_conflict(disk: &dyn Disk, came_out: &Path, target: &Path) -> io::Result<PathBuf> {
    let stem = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = target.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    for count in 1..100_000 {
        // Names have 255 bytes at most.
        let room = 255 - extension.len().min(100) - " (conflict 99999)".len();
        let cut =
            stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
        let name = format!("{} (conflict {count}){extension}", &stem[..cut]);
        let kept = folder_of(target).join(name);
        match disk.rename_new(came_out, &kept) {
            Ok(()) => return Ok(kept),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A file that is a mount of its own can't be replaced, whoever asks.
fn place_or(disk: &dyn Disk, temporary: &Path, error: io::Error) -> Trouble {
    let kind = error.kind();
    let error = give_up(disk, temporary, error.into());
    match kind {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Trouble::Place(Reason::Mount),
        io::ErrorKind::PermissionDenied => Trouble::Place(Reason::Folder),
        _ => Trouble::Save(error),
    }
}

/// Begins a temporary file: while it is locked it is part of a save that is under way, and no sweep takes it. Where files
/// can't be locked it is safe for as long as no save takes. Windows lets nobody read what is locked, so it is not there.
fn begin(disk: &dyn Disk, temporary: &Path, bytes: &[u8], readers: Readers) -> io::Result<Option<Lock>> {
    disk.create_new(temporary, bytes, readers)?;
    Ok(if cfg!(unix) { disk.lock(temporary).ok().flatten() } else { None })
}

/// Waits until a file is on the disk, and reads it back.
fn bring_to_disk(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    disk.sync(path)?;
    if disk.read(path)? == bytes { Ok(()) } else { Err(SaveError::Differs) }
}

/// Removes what was begun. What can't be removed either is reported no further: the first error is the one to act on.
fn give_up(disk: &dyn Disk, temporary: &Path, error: SaveError) -> SaveError {
    let _ = disk.remove(temporary);
    error
}

/// A name of its own for every save of every process; it does not hold the target's, which may be as long as a name
/// can be.
pub(super) fn temporary_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{TEMPORARY}{:08x}-{count:04x}{ENDING}", std::process::id())
}

const TEMPORARY: &str = ".docket-";
const ENDING: &str = ".tmp";
