//! Where the program keeps what is its own.

use std::path::PathBuf;

/// The folder for what is kept between sessions and may be lost without harm to a document: the list of recent files,
/// copies, snapshots. `None` where the system names none.
pub fn state_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("org", "Docket", "Docket")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// Where copies are kept while a file is written over in place.
pub fn spare_folder() -> PathBuf {
    state_folder().unwrap_or_else(std::env::temp_dir).join("in-place")
}
