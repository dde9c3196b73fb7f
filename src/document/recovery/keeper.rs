//! Keeping copies of what is worked on: which documents, when, and what is said when it can't be done.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;

use super::{
    schedule::Schedule,
    slot::{Header, fingerprint, write_slot},
    store,
};
use crate::{
    document::{
        Origin,
        disk::{Disk, Lock},
        save::sweep,
    },
    format::Text,
};

/// A document with changes that are in no file. `K` is what the window knows it by.
#[derive(Clone, Debug)]
pub struct Unsaved<K> {
    /// What it is known by as long as it is open.
    pub key: K,
    /// The state that it is in.
    pub revision: u64,
    /// Its text in that state.
    pub text: Text,
    /// Where it came from.
    pub origin: Origin,
    /// What its file is known to hold, if nobody needs to be asked before that is written over.
    pub base: Option<Arc<Text>>,
}

impl<K: PartialEq> Unsaved<K> {
    /// Whether a copy of one is a copy of the other.
    pub fn is_as(&self, other: &Self) -> bool {
        let is_base = match (&self.base, &other.base) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.key == other.key && self.revision == other.revision && is_base && self.origin == other.origin
    }
}

/// What is to become of the copies of a document.
#[derive(Debug)]
enum Wanted<K> {
    /// There is to be one of this.
    Kept(Unsaved<K>),
    /// This is to be among what was closed, and nowhere else.
    Aside(Unsaved<K>),
    /// There is to be none.
    None,
}

#[derive(Debug)]
struct Watched<K> {
    key: K,
    /// The number of the document, once it has one.
    number: Option<u64>,
    /// That of the last copy.
    sequence: u64,
    wanted: Wanted<K>,
    schedule: Schedule,
    /// Of the last try.
    error: Option<String>,
}

/// The one who keeps copies, for one window.
pub struct Keeper<K> {
    root: PathBuf,
    session: Option<(PathBuf, Lock)>,
    watched: Vec<Watched<K>>,
    /// What windows have left that did not end as they should; nobody else offers it as long as this one does.
    pub(super) claimed: Vec<(PathBuf, Option<Lock>)>,
}

impl<K: Copy + PartialEq> Keeper<K> {
    /// With a folder of its own in this one, once it needs one.
    pub fn new(root: PathBuf) -> Self {
        Self { root, session: None, watched: Vec::new(), claimed: Vec::new() }
    }

    /// The folder of all that is kept.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// These are the documents with unsaved changes now. Copies of others, which are saved or back where they were,
    /// are removed.
    pub fn take(&mut self, unsaved: Vec<Unsaved<K>>, now: Duration) {
        for watched in &mut self.watched {
            let is_gone = !unsaved.iter().any(|unsaved| unsaved.key == watched.key);
            if is_gone && matches!(watched.wanted, Wanted::Kept(_)) {
                watched.wanted = Wanted::None;
                watched.schedule.change(now);
            }
        }
        for unsaved in unsaved {
            let watched = self.watched_mut(unsaved.key);
            if !matches!(&watched.wanted, Wanted::Kept(known) if known.is_as(&unsaved)) {
                watched.wanted = Wanted::Kept(unsaved);
                watched.schedule.change(now);
            }
        }
    }

    /// A document is closed without being saved.
    pub fn put_aside(&mut self, unsaved: Unsaved<K>, now: Duration) {
        let watched = self.watched_mut(unsaved.key);
        watched.wanted = Wanted::Aside(unsaved);
        watched.schedule.change(now);
    }

    /// A document that was restored goes on with the number and the count that it had.
    pub fn adopt(&mut self, key: K, number: u64, sequence: u64) {
        let watched = self.watched_mut(key);
        watched.number = Some(number);
        watched.sequence = sequence;
    }

    fn watched_mut(&mut self, key: K) -> &mut Watched<K> {
        let at = self.watched.iter().position(|watched| watched.key == key).unwrap_or_else(|| {
            let schedule = Schedule::default();
            let wanted = Wanted::None;
            self.watched.push(Watched { key, number: None, sequence: 0, wanted, schedule, error: None });
            self.watched.len() - 1
        });
        &mut self.watched[at]
    }

    /// When there is something to be done.
    pub fn due(&self) -> Option<Duration> {
        self.watched.iter().filter_map(|watched| watched.schedule.due()).min()
    }

    /// Why copies are not being made, in words, if they are not.
    pub fn trouble(&self) -> Option<&str> {
        self.watched.iter().find_map(|watched| watched.error.as_deref())
    }

    /// Does what is to be done by now.
    pub fn work(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration) {
        self.work_on(disk, clock, |schedule| schedule.due().is_some_and(|due| due <= clock()));
    }

    /// Does all that there is to be done, at once.
    pub fn flush(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration) {
        self.work_on(disk, clock, |schedule| schedule.due().is_some());
    }

    /// The window ends: the last copies are made, and a folder that nobody needs is removed.
    pub fn end(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration) {
        self.flush(disk, clock);
        if let Some((folder, _lock)) = self.session.take()
            && let Err(error) = store::remove_if_empty(disk, &folder)
        {
            log::warn!("{}: {error}", folder.display());
        }
    }

    fn work_on(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration, is_due: impl Fn(&Schedule) -> bool) {
        let mut was_put_aside = false;
        let mut done = Vec::new();
        for at in 0..self.watched.len() {
            if !is_due(&self.watched[at].schedule) {
                continue;
            }
            let begun = clock();
            let outcome = self.work_off(disk, clock, at);
            let watched = &mut self.watched[at];
            match outcome {
                Ok(placed) => {
                    // What it takes the disk to confirm a copy is no work, and no reason to make fewer of them.
                    watched.schedule.made(begun, placed);
                    watched.error = None;
                    was_put_aside |= matches!(watched.wanted, Wanted::Aside(_));
                    if !matches!(watched.wanted, Wanted::Kept(_)) {
                        done.push(watched.key);
                    }
                }
                Err(error) => {
                    watched.schedule.failed(begun, clock());
                    watched.error = Some(words(&error, &self.root));
                    if error.kind() == io::ErrorKind::NotFound {
                        self.begin_anew(clock());
                    }
                }
            }
        }
        self.watched.retain(|watched| !done.contains(&watched.key));
        if was_put_aside {
            self.clean(disk);
        }
    }

    /// Somebody has removed the folder: all is to be written again.
    fn begin_anew(&mut self, now: Duration) {
        self.session = None;
        for watched in &mut self.watched {
            watched.schedule.change(now);
        }
    }

    /// Brings one document to what is wanted of it; when that was done but for the disk's word on it.
    fn work_off(&mut self, disk: &dyn Disk, clock: &dyn Fn() -> Duration, at: usize) -> io::Result<Duration> {
        let watched = &mut self.watched[at];
        let number = match watched.number {
            Some(number) => number,
            None => *watched.number.insert(store::random()?),
        };
        let header = |unsaved: &Unsaved<K>, sequence| Header {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            document: number,
            origin: unsaved.origin.clone(),
            base: unsaved.base.as_deref().map(fingerprint),
            written: Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default(),
            sequence,
        };
        let next = watched.sequence + 1;
        match &watched.wanted {
            Wanted::Kept(unsaved) => {
                let session = match &self.session {
                    Some(session) => session,
                    None => self.session.insert(store::begin(disk, &self.root)?),
                };
                let bytes = write_slot(&header(unsaved, next), &unsaved.text);
                let path = store::slot_path(&session.0, number, next);
                store::place(disk, &path, &bytes)?;
                let placed = clock();
                // Until the disk has confirmed it this file keeps its turn: the other one is certain.
                store::confirm(disk, &path)?;
                watched.sequence = next;
                return Ok(placed);
            }
            Wanted::Aside(unsaved) => {
                let bytes = write_slot(&header(unsaved, next), &unsaved.text);
                store::put_aside(disk, &self.root, &store::closed_name(number, next), &bytes)?;
            }
            Wanted::None => {}
        }
        if let Some((folder, _)) = &self.session {
            store::remove(disk, &[0, 1].map(|turn| store::slot_path(folder, number, turn)))?;
        }
        Ok(clock())
    }

    /// Removes what has been kept for long enough, and the oldest of what is too much.
    pub fn clean(&self, disk: &dyn Disk) {
        let left: Vec<PathBuf> = self.claimed.iter().map(|(folder, _)| folder.clone()).collect();
        sweep(disk, &self.root.join("closed"));
        if let Err(error) = store::clean(disk, &self.root, &left, store::MOST_BYTES) {
            log::warn!("{}: {error}", self.root.display());
        }
    }
}

fn words(error: &io::Error, root: &Path) -> String {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => "the disk is full".to_owned(),
        PermissionDenied | ReadOnlyFilesystem => format!("{} may not be written", root.display()),
        _ => format!("{error} ({})", root.display()),
    }
}
