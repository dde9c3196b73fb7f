//! `docket samples`: the built-in datasets as files.

use std::{io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, printable, save};
use crate::document::{
    disk::{Disk as _, RealDisk},
    samples,
};

/// What is asked of `docket samples`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to write into; made if it is not there
    folder: PathBuf,
    /// Replace files of the same names
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    RealDisk.create_folders(&arguments.folder).map_err(|error| {
        Failure::Files(format!("the folder can't be made: {error} ({})", arguments.folder.display()))
    })?;
    let targets = samples::ALL.map(|sample| (arguments.folder.join(sample.file_name), sample));
    // All or nothing: whoever keeps own changes in one of them should not find the others replaced.
    if let Some((path, _)) = targets.iter().find(|(path, _)| !arguments.force && RealDisk.kind(path).is_ok()) {
        return Err(Failure::Files(format!("there is a file already; --force replaces it ({})", path.display())));
    }
    for (path, sample) in targets {
        save(&path, sample.text, None)?;
        writeln!(out, "{}", printable(&path.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}
