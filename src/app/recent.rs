//! The files opened last, kept between sessions.

use std::path::{Path, PathBuf};

use crate::document::{
    Places,
    disk::{Disk as _, RealDisk},
};

const MOST: usize = 10;

/// The files opened or saved last, newest first.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    paths: Vec<PathBuf>,
    store: Option<PathBuf>,
}

impl Recent {
    /// Those kept; empty when there are none, or they can't be read: nobody should be kept from starting.
    pub fn kept_in(places: &Places) -> Self {
        let store = places.state().join("recent.ron");
        let read = || {
            let text = String::from_utf8(RealDisk.read(&store).ok()?).ok()?;
            ron::from_str::<Vec<PathBuf>>(&text).ok()
        };
        Self { paths: read().unwrap_or_default(), store: Some(store) }
    }

    /// The files, newest first.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// A file was opened or saved. Where to keep the list and its text, if it is to be kept.
    pub fn add(&mut self, path: &Path) -> Option<(PathBuf, String)> {
        self.paths.retain(|known| known != path);
        self.paths.insert(0, path.to_owned());
        self.paths.truncate(MOST);
        let text = ron::ser::to_string_pretty(&self.paths, ron::ser::PrettyConfig::default()).ok()?;
        Some((self.store.clone()?, text))
    }
}
