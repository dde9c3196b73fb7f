//! Settings on the disk.

use std::{
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{Change, Settings, file, parse, write};
use crate::document::{
    Base, Places, SaveError, Saving,
    disk::{Disk, FileKind, Lock},
    save_over,
};

/// Settings as a window starts with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The settings; as at first where none can be read.
    pub settings: Settings,
    /// What is to be said of those that can't be.
    pub trouble: Option<String>,
}

/// The settings that are kept. Never fails: what can't be understood is kept aside.
pub fn load(disk: &dyn Disk, places: &Places) -> Loaded {
    let path = file(places);
    match read(disk, &path) {
        Ok(Some(found)) => Loaded { settings: found.settings, trouble: None },
        Ok(None) => Loaded::default(),
        Err(why) => {
            let outcome = match set_aside(disk, &path) {
                Ok(aside) => format!("It is kept as {}.", aside.file_name().unwrap_or_default().to_string_lossy()),
                Err(error) => format!("It can't be put aside ({error}), so what is chosen now is not kept."),
            };
            let trouble = format!(
                "The settings could not be read: {why} ({}). {outcome} Everything is as at the first start.",
                path.display()
            );
            Loaded { settings: Settings::default(), trouble: Some(trouble) }
        }
    }
}

/// Makes changes in the settings as they are on the disk now, with what other windows have changed meanwhile.
///
/// # Errors
/// When they can't be written; in words.
pub fn change(disk: &dyn Disk, places: &Places, changes: &[Change]) -> Result<(), String> {
    const TRIES: usize = 20;
    let path = file(places);
    disk.create_folders(places.settings()).map_err(|error| error.to_string())?;
    // Windows wait for each other here; the save below looks itself, for where files can't be locked.
    let _turn = turn(disk, places);
    for _ in 0..TRIES {
        let found = match read(disk, &path) {
            Ok(found) => found,
            Err(_) => set_aside(disk, &path).map(|_| None).map_err(|error| error.to_string())?,
        };
        let before = found.as_ref().map(|found| found.settings.clone());
        let mut settings = before.clone().unwrap_or_default();
        for change in changes {
            change.apply_to(&mut settings);
        }
        if before.as_ref() == Some(&settings) {
            return Ok(());
        }
        let text = write(&settings)?;
        let base = found.as_ref().map_or(Base::Whatever, |found| Base::Known(&found.bytes));
        let spare = places.spare();
        match save_over(disk, Saving { path: &path, bytes: text.as_bytes(), base, spare: &spare, history: None }) {
            Ok(_) => return Ok(()),
            Err(SaveError::Changed | SaveError::Gone) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err("other windows change them all the time".to_owned())
}

/// Settings, and the bytes that say them.
struct Found {
    settings: Settings,
    bytes: Vec<u8>,
}

/// What is there; `None` if nothing is, and in words why it can't be understood.
fn read(disk: &dyn Disk, path: &Path) -> Result<Option<Found>, String> {
    match disk.kind(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !disk.is_link(path) => return Ok(None),
        Err(error) => return Err(error.to_string()),
        Ok(FileKind::Folder) => return Err("a folder is in the place of the file".to_owned()),
        // A pipe would keep whoever reads it waiting for ever.
        Ok(FileKind::Other) => return Err("it is not a regular file".to_owned()),
        Ok(FileKind::File(_)) => {}
    }
    let bytes = disk.read(path).map_err(|error| error.to_string())?;
    let settings = parse(&bytes).map_err(|error| error.to_string())?;
    Ok(Some(Found { settings, bytes }))
}

/// Gives what can't be understood another name, so that nothing of it is lost.
fn set_aside(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    for count in 1..1000 {
        let aside = path.with_extension(format!("ron.bad-{count}"));
        match disk.rename_new(path, &aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Waits until no other window changes the settings; not for long, and not where files can't be locked.
fn turn(disk: &dyn Disk, places: &Places) -> Option<Lock> {
    const PATIENCE: usize = 100;
    disk.create_private_folder(places.running()).ok()?;
    let path = places.running().join("settings.lock");
    for _ in 0..PATIENCE {
        match disk.lock(&path) {
            Ok(Some(lock)) => return Some(lock),
            Ok(None) => thread::sleep(Duration::from_millis(10)),
            Err(_) => return None,
        }
    }
    None
}
