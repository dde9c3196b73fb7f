//! A disk in memory that can fail and crash: every call is counted and noted, and after a crash it holds any of the
//! states that the weakest reading of POSIX allows.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use docket::document::disk::{Disk, FileKind, Lock, Readers, Stamp};

/// A number of a file, whatever its names.
pub type Node = usize;

/// What a call has done to the disk.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Bytes of a file, which the disk may have none, some or all of.
    Write(Node, Vec<u8>),
    /// From here on the disk has all bytes of a file.
    Sync(Node),
    /// Names that come to lead to files, or to nothing, all at once.
    Names(Vec<(PathBuf, Option<Node>)>),
    /// From here on the disk has all names in a folder.
    SyncFolder(PathBuf),
}

#[derive(Clone, Debug, Default)]
pub struct State {
    pub names: BTreeMap<PathBuf, Node>,
    pub files: Vec<Vec<u8>>,
}

impl State {
    pub fn content(&self, path: &Path) -> Option<&[u8]> {
        // A file that has a name only has no bytes yet.
        self.names.get(path).map(|node| self.files.get(*node).map_or(&[][..], Vec::as_slice))
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Write(node, bytes) => {
                self.files.resize(self.files.len().max(node + 1), Vec::new());
                self.files[*node].clone_from(bytes);
            }
            Op::Names(changes) => {
                for (path, node) in changes {
                    match node {
                        Some(node) => drop(self.names.insert(path.clone(), *node)),
                        None => drop(self.names.remove(path)),
                    }
                }
            }
            Op::Sync(_) | Op::SyncFolder(_) => {}
        }
    }
}

/// A fault that is played.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The number of the call, from 0.
    pub nth: usize,
    pub error: Error,
    /// Whether all calls after it fail too.
    pub for_ever: bool,
}

/// What a call fails with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    Kind(io::ErrorKind),
    /// Half of what is to be written is, then the disk is full.
    Short,
}

impl Error {
    fn io(self) -> io::Error {
        match self {
            Self::Kind(kind) => kind.into(),
            Self::Short => io::ErrorKind::StorageFull.into(),
        }
    }

    /// Whether a call can fail so: what needs no room does not fail for want of it.
    fn is_plausible(self, call: &str) -> bool {
        use io::ErrorKind::{QuotaExceeded, StorageFull, Unsupported};
        match self {
            Self::Short | Self::Kind(StorageFull | QuotaExceeded) => {
                matches!(
                    call,
                    "create" | "sync" | "overwrite" | "exchange" | "rename" | "sync-folder" | "folders" | "lock"
                )
            }
            Self::Kind(Unsupported) => matches!(call, "exchange" | "attributes"),
            Self::Kind(_) => true,
        }
    }
}

/// What the disk can't do, and what else happens on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nature {
    /// Each file has so many names beside the one it is saved by.
    pub other_names: u64,
    /// It can't exchange files.
    pub no_exchange: bool,
}

#[derive(Debug, Default)]
pub struct Inner {
    state: State,
    ops: Vec<Op>,
    calls: Vec<String>,
    failed: bool,
}

/// The disk.
#[derive(Debug, Default)]
pub struct SimDisk {
    pub inner: Mutex<Inner>,
    pub start: State,
    pub fault: Option<Fault>,
    pub nature: Nature,
    /// Done by another program just before the call of that name.
    pub rival: Option<(&'static str, Vec<u8>, PathBuf)>,
    pub met: Mutex<bool>,
    /// The files that are locked.
    pub locked: Arc<Mutex<BTreeSet<Node>>>,
}

/// A file that is locked.
struct Held {
    node: Node,
    locked: Arc<Mutex<BTreeSet<Node>>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.locked.lock().expect("locks").remove(&self.node);
    }
}

impl SimDisk {
    /// A disk that holds these files, for certain.
    pub fn with(files: &[(&Path, &[u8])]) -> Self {
        let mut state = State::default();
        for (path, bytes) in files {
            state.names.insert((*path).to_owned(), state.files.len());
            state.files.push(bytes.to_vec());
        }
        Self { inner: Mutex::new(Inner { state: state.clone(), ..Inner::default() }), start: state, ..Self::default() }
    }

    /// A disk after a crash, which has come up well.
    pub fn after(state: &State) -> Self {
        Self {
            inner: Mutex::new(Inner { state: state.clone(), ..Inner::default() }),
            start: state.clone(),
            ..Self::default()
        }
    }

    /// How much has been done to the disk.
    pub fn made(&self) -> usize {
        self.inner.lock().expect("the disk").ops.len()
    }

    pub fn calls(&self) -> Vec<String> {
        self.inner.lock().expect("the disk").calls.clone()
    }

    /// Whether the fault was met.
    pub fn has_failed(&self) -> bool {
        self.inner.lock().expect("the disk").failed
    }

    pub fn state(&self) -> State {
        self.inner.lock().expect("the disk").state.clone()
    }

    fn call<T>(&self, name: &str, path: &Path, act: impl FnOnce(&mut Inner) -> io::Result<T>) -> io::Result<T> {
        let mut inner = self.inner.lock().expect("the disk");
        if let Some((before, bytes, target)) = &self.rival
            && *before == name
            && !std::mem::replace(&mut *self.met.lock().expect("a flag"), true)
        {
            // As editors do: another file takes the name.
            let node = inner.state.files.len();
            for op in [Op::Write(node, bytes.clone()), Op::Names(vec![(target.clone(), Some(node))])] {
                inner.state.apply(&op);
                inner.ops.push(op);
            }
        }
        let nth = inner.calls.len();
        inner.calls.push(format!("{name} {}", path.file_name().unwrap_or_default().to_string_lossy()));
        if let Some(fault) = self.fault
            && (nth == fault.nth || (fault.for_ever && nth > fault.nth))
            && fault.error.is_plausible(name)
        {
            inner.failed = true;
            if fault.error == Error::Short && matches!(name, "create" | "overwrite") {
                // What was begun stays; the caller must see to it.
                inner.calls.push("short".to_owned());
                let _ = act(&mut inner);
                if let Some(Op::Write(node, bytes)) =
                    inner.ops.iter().rev().find(|op| matches!(op, Op::Write(..))).cloned()
                {
                    let op = Op::Write(node, bytes[..bytes.len() / 2].to_vec());
                    inner.state.apply(&op);
                    inner.ops.push(op);
                }
            }
            return Err(fault.error.io());
        }
        act(&mut inner)
    }

    /// Every state in which a crash after any call may leave the disk; each with the number of calls that were made.
    pub fn crashes(&self) -> Vec<(usize, State)> {
        let ops = self.inner.lock().expect("the disk").ops.clone();
        let mut states = Vec::new();
        for made in 0..=ops.len() {
            for state in self.crashes_after(&ops[..made]) {
                states.push((made, state));
            }
        }
        states
    }

    fn crashes_after(&self, ops: &[Op]) -> Vec<State> {
        let is_certain = |nth: usize, op: &Op| {
            ops[nth + 1..].iter().any(|later| match (op, later) {
                (Op::Write(node, _), Op::Sync(synced)) => node == synced,
                (Op::Names(changes), Op::SyncFolder(folder)) => {
                    changes.iter().any(|(path, _)| path.parent() == Some(folder.as_path()))
                }
                _ => false,
            })
        };
        let mut states = vec![self.start.clone()];
        for (nth, op) in ops.iter().enumerate() {
            // Torn: nothing, half, or all of what was written.
            let ways: Vec<Option<Op>> = match op {
                Op::Sync(_) | Op::SyncFolder(_) => continue,
                op if is_certain(nth, op) => vec![Some(op.clone())],
                Op::Names(_) => vec![None, Some(op.clone())],
                Op::Write(node, bytes) => {
                    let part = |to: usize| Some(Op::Write(*node, bytes[..to].to_vec()));
                    vec![None, part(0), part(bytes.len() / 2), part(bytes.len())]
                }
            };
            states = states
                .iter()
                .flat_map(|state| {
                    ways.iter().map(|way| {
                        let mut state = state.clone();
                        if let Op::Write(node, _) = op {
                            state.files.resize(state.files.len().max(node + 1), Vec::new());
                        }
                        if let Some(op) = way {
                            state.apply(op);
                        }
                        state
                    })
                })
                .collect();
        }
        states
    }
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk for SimDisk {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.call("kind", path, |inner| {
            inner.state.content(path).map(|bytes| FileKind::File(bytes.len() as u64)).ok_or_else(missing)
        })
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call("read", path, |inner| inner.state.content(path).map(<[u8]>::to_vec).ok_or_else(missing))
    }
    fn is_read_only(&self, path: &Path) -> io::Result<bool> {
        self.call("read-only", path, |_| Ok(false))
    }
    fn is_link(&self, _: &Path) -> bool {
        false
    }
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("resolve", path, |_| Ok(path.to_owned()))
    }
    fn create_new(&self, path: &Path, bytes: &[u8], _: Readers) -> io::Result<()> {
        self.call("create", path, |inner| {
            if inner.state.names.contains_key(path) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let node = inner.state.files.len();
            inner.act([Op::Names(vec![(path.to_owned(), Some(node))]), Op::Write(node, bytes.to_vec())]);
            Ok(())
        })
    }
    fn names(&self, path: &Path) -> io::Result<u64> {
        self.call("names", path, |_| Ok(1 + self.nature.other_names))
    }
    fn copy_attributes(&self, _: &Path, to: &Path) -> io::Result<()> {
        self.call("attributes", to, |_| Ok(()))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.call("sync", path, |inner| {
            let node = *inner.state.names.get(path).ok_or_else(missing)?;
            inner.act([Op::Sync(node)]);
            Ok(())
        })
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename", to, |inner| {
            let node = *inner.state.names.get(from).ok_or_else(missing)?;
            inner.act([Op::Names(vec![(from.to_owned(), None), (to.to_owned(), Some(node))])]);
            Ok(())
        })
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename-new", to, |inner| {
            if inner.state.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let node = *inner.state.names.get(from).ok_or_else(missing)?;
            inner.act([Op::Names(vec![(from.to_owned(), None), (to.to_owned(), Some(node))])]);
            Ok(())
        })
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call("exchange", other, |inner| {
            if self.nature.no_exchange {
                return Err(io::ErrorKind::Unsupported.into());
            }
            let [a, b] = [one, other].map(|path| inner.state.names.get(path).copied());
            let (a, b) = (a.ok_or_else(missing)?, b.ok_or_else(missing)?);
            inner.act([Op::Names(vec![(one.to_owned(), Some(b)), (other.to_owned(), Some(a))])]);
            Ok(())
        })
    }
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.call("overwrite", path, |inner| {
            let node = *inner.state.names.get(path).ok_or_else(missing)?;
            inner.act([Op::Write(node, bytes.to_vec()), Op::Sync(node)]);
            Ok(())
        })
    }
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let size = self.state().content(path).ok_or_else(missing)?.len() as u64;
        Ok(Stamp { size, number: 0, written: std::time::SystemTime::UNIX_EPOCH })
    }
    fn age(&self, _: &Path) -> io::Result<Duration> {
        Ok(Duration::from_hours(2))
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("sync-folder", folder, |inner| {
            inner.act([Op::SyncFolder(folder.to_owned())]);
            Ok(())
        })
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call("remove", path, |inner| {
            inner.state.names.get(path).ok_or_else(missing)?;
            inner.act([Op::Names(vec![(path.to_owned(), None)])]);
            Ok(())
        })
    }
    fn create_folders(&self, folder: &Path) -> io::Result<()> {
        self.call("folders", folder, |_| Ok(()))
    }
    fn create_private_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("folders", folder, |_| Ok(()))
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("remove-folder", folder, |_| Ok(()))
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.call("lock", path, |inner| {
            if !inner.state.names.contains_key(path) {
                let node = inner.state.files.len();
                inner.act([Op::Names(vec![(path.to_owned(), Some(node))]), Op::Write(node, Vec::new())]);
            }
            let node = *inner.state.names.get(path).ok_or_else(missing)?;
            let mut locked = self.locked.lock().expect("locks");
            if !locked.insert(node) {
                return Ok(None);
            }
            Ok(Some(Box::new(Held { node, locked: Arc::clone(&self.locked) }) as Lock))
        })
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        let state = self.state();
        let mut inside = BTreeMap::new();
        for path in state.names.keys() {
            let Ok(rest) = path.strip_prefix(folder) else { continue };
            let mut parts = rest.components();
            let Some(name) = parts.next() else { continue };
            let is_file = parts.next().is_none();
            let size = state.content(path).map_or(0, <[u8]>::len) as u64;
            inside.insert(name.as_os_str().to_owned(), if is_file { FileKind::File(size) } else { FileKind::Folder });
        }
        Ok(inside.into_iter().collect())
    }
}

impl Inner {
    fn act<const N: usize>(&mut self, ops: [Op; N]) {
        for op in ops {
            self.state.apply(&op);
            self.ops.push(op);
        }
    }
}
