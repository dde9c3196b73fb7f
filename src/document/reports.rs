//! What is written down when the program meets a fault of its own: short texts in a folder, told of once.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::disk::{Disk, FileKind, Readers};

/// What a report is called until it has been told of.
const UNTOLD: &str = ".new.txt";
/// So many are kept.
const MOST: usize = 20;

/// Writes a report down; where it will be once it has been told of.
///
/// # Errors
/// When that can't be done.
pub fn write_report(disk: &dyn Disk, folder: &Path, text: &str) -> io::Result<PathBuf> {
    disk.create_private_folder(folder)?;
    let time = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S%3f");
    let name = format!("report-{time}-{}", std::process::id());
    let path = folder.join(format!("{name}{UNTOLD}"));
    disk.create_new(&path, text.as_bytes(), Readers::Owner)?;
    disk.sync(&path)?;
    disk.sync_folder(folder)?;
    Ok(folder.join(format!("{name}.txt")))
}

/// The reports that nobody has been told of yet, oldest first; from now on they count as told of. The oldest of too many
/// are removed.
pub fn untold_reports(disk: &dyn Disk, folder: &Path) -> Vec<PathBuf> {
    let Ok(listed) = disk.list(folder) else { return Vec::new() };
    let mut names: Vec<String> = listed
        .into_iter()
        .filter(|(_, kind)| matches!(kind, FileKind::File(_)))
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with("report-") && name.to_ascii_lowercase().ends_with(".txt"))
        .collect();
    names.sort();
    for old in names.drain(..names.len().saturating_sub(MOST)) {
        let _ = disk.remove(&folder.join(old));
    }
    let untold = names.iter().filter_map(|name| Some((name, name.strip_suffix(UNTOLD)?)));
    untold
        .map(|(name, stem)| {
            let (from, to) = (folder.join(name), folder.join(format!("{stem}.txt")));
            // It is told of twice where it can't be renamed.
            if disk.rename(&from, &to).is_ok() { to } else { from }
        })
        .collect()
}
