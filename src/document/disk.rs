//! The file system behind a small trait, so that every fault can be played in tests.

use std::{
    ffi::OsString,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

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

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner.
    Owner,
    /// Whoever may read the files that this user makes.
    Usual,
}

/// The calls that opening and saving make, one method each.
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
    /// Gives a file the mode of another.
    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until a file is on the disk.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// Puts a file in the place of another.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it.
    fn create_folders(&self, folder: &Path) -> io::Result<()>;
    /// The names in a folder with what they lead to.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

fn kind_of(metadata: &fs::Metadata) -> FileKind {
    if metadata.is_dir() {
        FileKind::Folder
    } else if metadata.is_file() {
        FileKind::File(metadata.len())
    } else {
        FileKind::Other
    }
}

impl Disk for RealDisk {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        fs::metadata(path).map(|metadata| kind_of(&metadata))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn is_read_only(&self, path: &Path) -> io::Result<bool> {
        fs::metadata(path).map(|metadata| metadata.permissions().readonly())
    }

    fn is_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn create_new(&self, path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = readers;
        options.open(path)?.write_all(bytes)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        fs::OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folders(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // A link that leads nowhere is listed as what it is: nothing that can be opened.
            let kind = fs::metadata(entry.path()).map_or(FileKind::Other, |metadata| kind_of(&metadata));
            names.push((entry.file_name(), kind));
        }
        Ok(names)
    }
}
