//! Earlier versions of documents: what a save replaces is kept for a while.
//!
//! Each document has a folder, named by the hash of its path with all links followed. A version is a file in it, as its
//! bytes were; its name tells when it was replaced (which is the order of versions, whatever clocks do), when it had been
//! written, and the hash of its bytes. So the same bytes are kept once, and a copy that was damaged is noticed.

mod words;

use std::{
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use jiff::Timestamp;

use super::{
    disk::{Disk, FileKind, Readers},
    places::key_of,
    save::{self, SaveError},
};

pub use words::{said_day, said_size, said_time, said_time_exactly};

/// So many versions of each document are kept,
pub const MOST_VERSIONS: usize = 10;
/// and so many bytes of all documents together.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;

/// In each folder, the path of the document: for people who look into it.
const OF: &str = "of.txt";

/// An earlier version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The file that it is kept in.
    pub file: PathBuf,
    /// The bytes it has.
    pub size: u64,
    /// When it had been written.
    pub written: Timestamp,
    /// When it was replaced, in milliseconds since 1970; later versions have larger numbers.
    replaced: u64,
    hash: String,
}

/// Why an earlier version can't be read.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// It is not there any more: newer ones took its place.
    #[error("this version is not kept any more")]
    Gone,
    /// Its bytes are not those that were kept.
    #[error("the copy of this version is damaged")]
    Damaged,
    /// Whatever else the system says.
    #[error("this version can't be read: {0}")]
    Io(io::Error),
}

/// The versions that are kept of a document, the newest first.
///
/// # Errors
/// When the folder can't be read; that there is none is no error.
pub fn versions(disk: &dyn Disk, history: &Path, document: &Path) -> io::Result<Vec<Version>> {
    // A document that was removed still has its versions.
    let target = disk.resolve(document).unwrap_or_else(|_| document.to_owned());
    versions_in(disk, &history.join(key_of(&target)))
}

/// The bytes of a version.
///
/// # Errors
/// When it is not there any more, or not as it was.
pub fn read_version(disk: &dyn Disk, file: &Path) -> Result<Vec<u8>, VersionError> {
    let bytes = disk.read(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => VersionError::Gone,
        _ => VersionError::Io(error),
    })?;
    let version = file.file_name().and_then(|name| Version::of_name(file, name.to_str()?, 0));
    match version {
        Some(version) if version.hash == hash_of(&bytes) => Ok(bytes),
        _ => Err(VersionError::Damaged),
    }
}

/// Keeps the version of a document that is about to be replaced; `target` is its path with all links followed. What is
/// kept already is not written again, but becomes the newest. Older versions go where there are too many.
///
/// # Errors
/// When it can't be kept. The versions that were there still are.
pub(super) fn keep(disk: &dyn Disk, history: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let size = bytes.len() as u64;
    if size == 0 {
        return Ok(());
    }
    if size > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it has more than 200 MB"));
    }
    let folder = history.join(key_of(target));
    disk.create_private_folder(&folder)?;
    let before = versions_in(disk, &folder)?;
    let written = disk.stamp(target).map_or(UNIX_EPOCH, |stamp| stamp.written);
    let newest = before.first();
    let replaced = milliseconds(SystemTime::now()).max(newest.map_or(0, |version| version.replaced + 1));
    let hash = hash_of(bytes);
    let file = folder.join(format!("{replaced:013}-{:013}-{hash}.ron", milliseconds(written)));
    let same = before.iter().position(|version| version.hash == hash && version.size == size);
    match same {
        Some(0) => return Ok(()),
        Some(same) if disk.rename_new(&before[same].file, &file).is_ok() => {}
        // Another window may have come first.
        _ => {
            match save::create(disk, &file, bytes, Readers::Owner) {
                Ok(()) | Err(SaveError::Changed) => {}
                Err(error) => return Err(io::Error::other(error)),
            }
            if before.is_empty() {
                let of = format!("Earlier versions of {}\n", target.display());
                // Nobody needs it but people who look.
                let _ = save::write_derived(disk, &folder.join(OF), of.as_bytes());
            }
        }
    }
    save::sweep(disk, &folder);
    prune(disk, history, &folder);
    Ok(())
}

/// Removes the oldest versions of a document, and then of all, where there are too many. What can't be removed stays.
fn prune(disk: &dyn Disk, history: &Path, folder: &Path) {
    for version in versions_in(disk, folder).unwrap_or_default().iter().skip(MOST_VERSIONS) {
        let _ = disk.remove(&version.file);
    }
    let folders = disk.list(history).unwrap_or_default().into_iter().filter(|(_, kind)| *kind == FileKind::Folder);
    let mut all: Vec<Version> =
        folders.flat_map(|(name, _)| versions_in(disk, &history.join(name)).unwrap_or_default()).collect();
    all.sort_by_key(|version| version.replaced);
    let mut bytes: u64 = all.iter().map(|version| version.size).sum();
    for version in &all {
        if bytes <= MOST_BYTES {
            return;
        }
        if disk.remove(&version.file).is_ok() {
            bytes -= version.size;
        }
    }
}

fn versions_in(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<Version>> {
    let names = match disk.list(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        names => names?,
    };
    let version = |(name, kind): (std::ffi::OsString, FileKind)| match kind {
        FileKind::File(size) => Version::of_name(&folder.join(&name), name.to_str()?, size),
        _ => None,
    };
    let mut versions: Vec<Version> = names.into_iter().filter_map(version).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.replaced));
    Ok(versions)
}

impl Version {
    /// What the name of a file says of it, if it is one of a version.
    fn of_name(file: &Path, name: &str, size: u64) -> Option<Self> {
        let mut parts = name.strip_suffix(".ron")?.split('-');
        let (replaced, written, hash) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |text: &str| text.parse::<u64>().ok().filter(|_| text.len() >= 13);
        let written = Timestamp::from_millisecond(i64::try_from(number(written)?).ok()?).ok()?;
        let is_hash = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) && parts.next().is_none();
        let (file, hash) = (file.to_owned(), hash.to_owned());
        is_hash.then_some(Self { file, size, written, replaced: number(replaced)?, hash })
    }
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

fn milliseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
