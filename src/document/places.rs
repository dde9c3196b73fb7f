//! Where the program keeps what is its own.

use std::path::{Path, PathBuf};

/// The folders of the program's own, of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    state: PathBuf,
    settings: PathBuf,
    running: PathBuf,
}

impl Places {
    /// Those of the user who runs the program; `None` where the system names none.
    pub fn of_this_user() -> Option<Self> {
        let folders = directories::ProjectDirs::from("org", "Docket", "Docket")?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned();
        let running = folders.runtime_dir().map_or_else(|| state.join("running"), Path::to_owned);
        Some(Self { state, settings: folders.config_dir().to_owned(), running })
    }

    /// All of them within one folder, for tests.
    pub fn within(folder: &Path) -> Self {
        let [state, settings, running] = ["state", "settings", "running"].map(|name| folder.join(name));
        Self { state, settings, running }
    }

    /// What is kept between sessions and is no document: copies, snapshots, versions.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// What the user has chosen.
    pub fn settings(&self) -> &Path {
        &self.settings
    }

    /// What only matters while the program runs: the system may remove it at the end of the session.
    pub fn running(&self) -> &Path {
        &self.running
    }

    /// Earlier versions of documents.
    pub fn history(&self) -> PathBuf {
        self.state.join("history")
    }

    /// Copies of unsaved work.
    pub fn recovery(&self) -> PathBuf {
        self.state.join("recovery")
    }

    /// How the program ended by a fault of its own.
    pub fn reports(&self) -> PathBuf {
        self.state.join("reports")
    }

    /// Copies for as long as a file is written over in place.
    pub fn spare(&self) -> PathBuf {
        self.state.join("in-place")
    }
}

/// What a document is called in the program's own folders: the hash of its path, which may be as long as it likes.
pub(super) fn key_of(path: &Path) -> String {
    blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex()[..32].to_owned()
}

/// Where copies are kept while a file is written over in place.
pub fn spare_folder() -> PathBuf {
    Places::of_this_user().map_or_else(|| std::env::temp_dir().join("docket-in-place"), |places| places.spare())
}
