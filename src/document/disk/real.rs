//! The disk of this machine.

use std::{
    ffi::OsString,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{Disk, FileKind, Lock, Readers, Stamp};

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

    fn names(&self, path: &Path) -> io::Result<u64> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        return Ok(std::os::unix::fs::MetadataExt::nlink(&metadata));
        #[cfg(not(unix))]
        {
            let _ = metadata;
            Ok(1)
        }
    }

    fn copy_attributes(&self, from: &Path, to: &Path) -> io::Result<()> {
        let old = fs::metadata(from)?;
        #[cfg(unix)]
        unix::copy_owner(&old, to)?;
        // A change of the owner may take bits of the mode away, so the mode comes after it.
        fs::set_permissions(to, old.permissions())?;
        #[cfg(target_os = "linux")]
        unix::copy_extended(from, to)?;
        Ok(())
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        fs::OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        match unix::rename_with(from, to, rustix::fs::RenameFlags::NOREPLACE) {
            Err(error) if is_unsupported(&error) => {}
            outcome => return outcome,
        }
        // Between the look and the move another program may take the name; there is no other way here.
        if fs::symlink_metadata(to).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        {
            let exchanged = unix::rename_with(one, other, rustix::fs::RenameFlags::EXCHANGE);
            exchanged.map_err(|error| if is_unsupported(&error) { io::ErrorKind::Unsupported.into() } else { error })
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (one, other);
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        Ok(Stamp { size: metadata.len(), number, written: metadata.modified()? })
    }

    fn age(&self, path: &Path) -> io::Result<Duration> {
        let written = fs::symlink_metadata(path)?.modified()?;
        // A file from the future, as a clock that was put back makes it, is new.
        Ok(SystemTime::now().duration_since(written).unwrap_or_default())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        match fs::File::open(folder)?.sync_all() {
            // Some network file systems can't; what they promise of a file holds for its name too.
            Err(error) if is_unsupported(&error) => {}
            outcome => return outcome,
        }
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

    fn create_private_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
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

/// Whether a file system says that it does not know a call, or not with these flags.
#[cfg(unix)]
fn is_unsupported(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let Some(code) = error.raw_os_error() else { return error.kind() == io::ErrorKind::Unsupported };
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP].map(Errno::raw_os_error).contains(&code)
}

#[cfg(unix)]
mod unix {
    use std::{fs, io, os::unix::fs::MetadataExt as _, path::Path};

    /// Gives a file the owner and the group that another has.
    pub(super) fn copy_owner(old: &fs::Metadata, to: &Path) -> io::Result<()> {
        let new = fs::metadata(to)?;
        let owner = (old.uid() != new.uid()).then_some(old.uid());
        let group = (old.gid() != new.gid()).then_some(old.gid());
        if owner.is_none() && group.is_none() {
            return Ok(());
        }
        std::os::unix::fs::chown(to, owner, group)
    }

    #[cfg(target_os = "linux")]
    pub(super) fn rename_with(from: &Path, to: &Path, flags: rustix::fs::RenameFlags) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(rustix::fs::CWD, from, rustix::fs::CWD, to, flags)?)
    }

    /// Gives a file the access list, the label and the attributes that another has.
    #[cfg(target_os = "linux")]
    pub(super) fn copy_extended(from: &Path, to: &Path) -> io::Result<()> {
        let Some(names) = extended(|buffer| rustix::fs::listxattr(from, buffer))? else { return Ok(()) };
        for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let Some(value) = extended(|buffer| rustix::fs::getxattr(from, name, buffer))? else { continue };
            let has_it = extended(|buffer| rustix::fs::getxattr(to, name, buffer));
            if matches!(has_it, Ok(Some(same)) if same == value) {
                continue;
            }
            rustix::fs::setxattr(to, name, &value, rustix::fs::XattrFlags::empty())?;
        }
        Ok(())
    }

    /// What a call gives into a buffer that may have to grow; `None` where there is no such thing. Names and values have
    /// 64 kB at most.
    #[cfg(target_os = "linux")]
    fn extended(call: impl Fn(&mut [u8]) -> rustix::io::Result<usize>) -> io::Result<Option<Vec<u8>>> {
        use rustix::io::Errno;
        let mut buffer = vec![0; 1024];
        loop {
            match call(&mut buffer) {
                Ok(size) => {
                    buffer.truncate(size);
                    return Ok(Some(buffer));
                }
                Err(Errno::NOTSUP | Errno::NOSYS | Errno::NODATA) => return Ok(None),
                Err(Errno::RANGE) if buffer.len() < 1 << 20 => buffer.resize(buffer.len() * 8, 0),
                Err(error) => return Err(error.into()),
            }
        }
    }
}
