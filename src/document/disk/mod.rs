//! The file system behind a small trait, so that every fault can be played in tests.

mod real;

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

pub use real::RealDisk;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file of so many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A pipe, a device or a socket.
    Other,
}

/// What tells one version of a file from another without reading it: a hint, and no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The bytes it has.
    pub size: u64,
    /// The number of the file on its disk, where there is one.
    pub number: u64,
    /// When it was written.
    pub written: SystemTime,
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner.
    Owner,
    /// Whoever may read the files that this user makes.
    Usual,
}

/// A file that is locked, for as long as this lives; the system lets go of it when the process ends, however it ends.
pub type Lock = Box<dyn Send>;

/// The calls that opening, saving and recovery make, one method each.
pub trait Disk: Send + Sync {
    /// What is at a path, links followed.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;
    /// All bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether its owner has forbidden writing to a file.
    fn is_read_only(&self, path: &Path) -> io::Result<bool>;
    /// Whether there is a link at a path, wherever it leads.
    fn is_link(&self, path: &Path) -> bool;
    /// The path that all links lead to.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// A new file with these bytes; an error if there is one already.
    fn create_new(&self, path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()>;
    /// How many names a file has.
    fn names(&self, path: &Path) -> io::Result<u64>;
    /// Gives a file the owner, the mode, the access list and the attributes of another.
    fn copy_attributes(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until a file is on the disk.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// Puts a file in the place of another.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a name that must be free.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Puts two files in each other's place, at once; `Unsupported` where the file system can't.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Writes over what is in a file, which stays the same file, and waits until that is on the disk.
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// What tells one version of a file from another, as long as nobody hides it: its size, its number, its time.
    fn stamp(&self, path: &Path) -> io::Result<Stamp>;
    /// How long ago a file was written.
    fn age(&self, path: &Path) -> io::Result<Duration>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it.
    fn create_folders(&self, folder: &Path) -> io::Result<()>;
    /// Makes a folder that only its owner may look into, and those above it.
    fn create_private_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a folder that has nothing in it.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Locks a file, which is made if there is none; `None` where somebody else has locked it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;
    /// The names in a folder with what they lead to.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>>;
}
