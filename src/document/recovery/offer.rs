//! What can be brought back, and bringing it back.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    keeper::Keeper,
    slot::{Header, fingerprint, read_slot},
    store::{self, Copy},
};
use crate::{
    document::{OpenError, Origin, disk::Disk, read, read_bytes},
    format::Text,
};

/// So often it is tried to restore a document before it is left where it lies.
pub const MOST_TRIES: u32 = 2;

/// How the file of a document is now, beside what it was when the copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginalNow {
    /// The document has no file.
    NoFile,
    /// As it was.
    AsItWas,
    /// Something else is in it.
    Changed,
    /// It is not there any more.
    Gone,
}

/// A document that can be brought back, or what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number of the document.
    pub document: u64,
    /// Whether it was closed without saving, or discarded; otherwise a window did not end as it should.
    pub was_closed: bool,
    /// What its newest copy says of itself; or, if none can be trusted, why.
    pub newest: Result<Header, String>,
    /// Its newest copy that can be trusted, or what is left.
    pub path: PathBuf,
    /// The bytes of its text, or of what is left.
    pub size: u64,
    /// How its file is now.
    pub original: OriginalNow,
    /// How often it was tried to restore it, and the program ended before it was shown.
    pub tries: u32,
    /// All copies of it that are whole.
    whole: Vec<PathBuf>,
    /// Those that are not, or could not be read. One of them may be the newest.
    damaged: Vec<PathBuf>,
}

/// What is in the file of a document that is restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileNow {
    /// The document has none.
    NoFile,
    /// This text.
    Text {
        /// The text.
        text: String,
        /// Whether it is what the document was made from.
        is_base: bool,
    },
    /// There is no such file.
    Gone,
    /// It can't be read, in words.
    Unreadable(String),
}

/// Unsaved work as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the document came from.
    pub origin: Origin,
    /// Its text.
    pub text: String,
    /// What is in its file now.
    pub now: FileNow,
}

impl<K: std::marker::Copy + PartialEq> Keeper<K> {
    /// What can be brought back: first what windows have left that did not end as they should, then what was closed,
    /// each from the newest to the oldest.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn found(&mut self, disk: &dyn Disk) -> io::Result<Vec<Found>> {
        let root = self.root().to_owned();
        self.claimed.extend(store::claim(disk, &root)?);
        let mut left: BTreeMap<u64, (Vec<Copy>, u32)> = BTreeMap::new();
        let mut kept = Vec::new();
        for (folder, lock) in std::mem::take(&mut self.claimed) {
            if store::remove_if_empty(disk, &folder).unwrap_or(false) {
                continue;
            }
            for copy in store::copies(disk, &folder)? {
                let tries = store::tries(disk, &folder, copy.document);
                let of_document = left.entry(copy.document).or_default();
                of_document.1 = of_document.1.max(tries);
                of_document.0.push(copy);
            }
            kept.push((folder, lock));
        }
        self.claimed = kept;
        let mut found: Vec<Found> =
            left.into_values().filter_map(|(copies, tries)| found(disk, copies, tries, false)).collect();
        // What is in its file already is nothing that could be lost: the last save was the last that the disk has got.
        found.retain(|found| {
            let is_in_file = found.original == OriginalNow::Changed && is_in_its_file(disk, found);
            if is_in_file && let Err(error) = forget(disk, &root, found) {
                log::warn!("{}: {error}", found.path.display());
            }
            !is_in_file
        });
        let closed = store::closed(disk, &root)?;
        found.extend(closed.into_iter().filter_map(|copy| self::found(disk, vec![copy], 0, true)));
        let written = |found: &Found| found.newest.as_ref().ok().map(|header| header.written);
        found.sort_by_key(|found| (found.was_closed, std::cmp::Reverse(written(found))));
        Ok(found)
    }

    /// Reads a document that is to be restored, and takes note that this was tried.
    ///
    /// # Errors
    /// In words, when its copy or its file can't be read.
    pub fn restore(&mut self, disk: &dyn Disk, found: &Found) -> Result<Restored, String> {
        if !found.was_closed
            && let Some(folder) = found.path.parent()
            && let Err(error) = store::note_try(disk, folder, found.document, found.tries + 1)
        {
            // Somebody who wants their work back is not kept from it by that.
            log::warn!("{}: {error}", found.path.display());
        }
        let bytes = read_bytes(disk, &found.path).map_err(|error| error.to_string())?;
        let slot = read_slot(&bytes).map_err(|error| error.to_string())?;
        let now = match &slot.header.origin {
            Origin::File(path) => match read(disk, path) {
                Ok(text) => {
                    let is_base = slot.header.base == Some(fingerprint(&Text::from(text.as_str())));
                    FileNow::Text { text, is_base }
                }
                Err(OpenError::Missing) => FileNow::Gone,
                Err(error) => FileNow::Unreadable(error.to_string()),
            },
            Origin::Untitled(_) | Origin::Sample(_) => FileNow::NoFile,
        };
        Ok(Restored { origin: slot.header.origin, text: slot.text.to_owned(), now })
    }

    /// A document was restored and shown: when there is a copy of it as it is now, those that it was restored from are
    /// removed.
    ///
    /// # Errors
    /// When there is no such copy, or they can't be removed.
    pub fn settle(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration, found: &Found) -> io::Result<()> {
        self.flush(disk, clock);
        match self.trouble() {
            Some(words) => Err(io::Error::other(words.to_owned())),
            None => forget(disk, self.root(), found),
        }
    }

    /// A document is not wanted: it is kept for a while among what was closed.
    ///
    /// # Errors
    /// When that can't be done; it stays where it is then.
    pub fn discard(&mut self, disk: &dyn Disk, found: &Found) -> io::Result<()> {
        if found.was_closed {
            return Ok(());
        }
        if let Ok(header) = &found.newest {
            let bytes = read_bytes(disk, &found.path).map_err(io::Error::other)?;
            store::put_aside(disk, self.root(), &store::closed_name(found.document, header.sequence), &bytes)?;
        }
        forget(disk, self.root(), found)?;
        self.clean(disk);
        Ok(())
    }
}

/// What the copies of one document come to.
fn found(disk: &dyn Disk, mut copies: Vec<Copy>, tries: u32, was_closed: bool) -> Option<Found> {
    // By their count, never by a clock.
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.header.as_ref().ok().map(|header| header.sequence)));
    let paths = |is_whole: bool| {
        let of_kind = copies.iter().filter(|copy| copy.header.is_ok() == is_whole);
        of_kind.map(|copy| copy.path.clone()).collect()
    };
    let (whole, damaged) = (paths(true), paths(false));
    let newest = copies.into_iter().next()?;
    let original = newest.header.as_ref().map_or(OriginalNow::NoFile, |header| original_now(disk, header));
    let Copy { path, size, document, header } = newest;
    Some(Found { document, was_closed, newest: header, path, size, original, tries, whole, damaged })
}

fn original_now(disk: &dyn Disk, header: &Header) -> OriginalNow {
    let Origin::File(path) = &header.origin else { return OriginalNow::NoFile };
    match read_bytes(disk, path) {
        Ok(bytes) if header.base == Some(blake3::hash(&bytes)) => OriginalNow::AsItWas,
        Err(OpenError::Missing) => OriginalNow::Gone,
        Ok(_) | Err(_) => OriginalNow::Changed,
    }
}

fn is_in_its_file(disk: &dyn Disk, found: &Found) -> bool {
    let Ok(Header { origin: Origin::File(path), .. }) = &found.newest else { return false };
    let (Ok(copy), Ok(file)) = (read_bytes(disk, &found.path), read_bytes(disk, path)) else { return false };
    read_slot(&copy).is_ok_and(|slot| slot.text.as_bytes() == file)
}

/// Removes the copies of a document that are known to be whole and so not to be newer than the newest; the others are
/// put aside, for what they are worth.
fn forget(disk: &dyn Disk, root: &Path, found: &Found) -> io::Result<()> {
    for path in &found.damaged {
        let bytes = read_bytes(disk, path).map_err(io::Error::other)?;
        store::put_aside(disk, root, &store::closed_name(found.document, store::random()?), &bytes)?;
        store::remove(disk, [path])?;
    }
    store::remove(disk, &found.whole)?;
    for folder in found.whole.iter().chain(&found.damaged).filter_map(|file| file.parent()) {
        store::forget_tries(disk, folder, found.document);
    }
    Ok(())
}
