//! `docket themes`: the built-in figure themes as files, to be copied and changed.

use std::{io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, printable};
use crate::{
    document::{
        self,
        disk::{Disk as _, RealDisk},
    },
    figure::themes,
};

/// What is asked of `docket themes`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A theme of your own is a file NAME.theme.ron beside the dataset, or in the folder of settings. A \
                        chart picks it with theme: \"NAME\", an export with --theme.\n\n\
                        Examples:\n  \
                        docket themes                  the names of the built-in themes\n  \
                        docket themes . --only slide   slide.theme.ron here, to be changed"
)]
pub(super) struct Arguments {
    /// The folder to write them into; only their names are printed when left out
    folder: Option<PathBuf>,
    /// Write only this one
    #[arg(long, value_name = "NAME", requires = "folder")]
    only: Option<String>,
    /// Replace files that are there already
    #[arg(long, requires = "folder")]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let is_wanted = |name: &str| arguments.only.as_deref().is_none_or(|only| only == name);
    let wanted: Vec<(&str, &str)> = themes::BUILT_IN.into_iter().filter(|(name, _)| is_wanted(name)).collect();
    if wanted.is_empty() {
        let known = themes::BUILT_IN.map(|(name, _)| name).join(", ");
        let only = arguments.only.as_deref().unwrap_or_default();
        return Err(Failure::Usage(format!("there is no theme `{only}`; there are {known}")));
    }
    let Some(folder) = &arguments.folder else {
        for (name, _) in wanted {
            writeln!(out, "{name}")?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    RealDisk
        .create_folders(folder)
        .map_err(|error| Failure::Files(format!("the folder can't be made: {error} ({})", folder.display())))?;
    let files: Vec<(PathBuf, &str)> =
        wanted.into_iter().map(|(name, text)| (folder.join(format!("{name}{}", themes::ENDING)), text)).collect();
    let is_there = |path: &PathBuf| RealDisk.kind(path).is_ok();
    if let Some((path, _)) = files.iter().find(|(path, _)| !arguments.force && is_there(path)) {
        return Err(Failure::Files(format!("{} is there already; --force replaces it", path.display())));
    }
    for (path, text) in files {
        document::write(&RealDisk, &path, text.as_bytes())
            .map_err(|error| Failure::Files(format!("{error} ({})", path.display())))?;
        writeln!(out, "{}", printable(&path.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}
