//! `docket history`: the versions of a dataset that saves have replaced.

use std::{io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, printable, read};
use crate::{
    analysis,
    document::{
        Places,
        disk::RealDisk,
        history::{self, Version, said_day, said_size},
    },
    format,
};

/// What is asked of `docket history`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What a save replaces is kept, by the window and by the commands from a shell alike: the last 10 \
                        versions of each dataset.\n\nExamples:\n  \
                        docket history extraditions.ron                        list them, the newest first\n  \
                        docket history extraditions.ron --show 2 > before.ron  the text of the second"
)]
pub(super) struct Arguments {
    /// The dataset
    file: PathBuf,
    /// Write the text of a version to the standard output, by its number in the list
    #[arg(long, value_name = "NUMBER")]
    show: Option<usize>,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let Some(places) = Places::of_this_user() else {
        return Err(Failure::Files("this system names no folder in which versions could be kept".to_owned()));
    };
    let versions = history::versions(&RealDisk, &places.history(), &arguments.file)
        .map_err(|error| Failure::Files(format!("the versions can't be listed: {error}")))?;
    if let Some(number) = arguments.show {
        let chosen = number.checked_sub(1).and_then(|index| versions.get(index));
        let version =
            chosen.ok_or_else(|| Failure::Usage(format!("there is no version {number}; {}", kept(&versions))))?;
        let bytes = history::read_version(&RealDisk, &version.file).map_err(|e| Failure::Files(e.to_string()))?;
        out.write_all(&bytes)?;
        return Ok(ExitCode::SUCCESS);
    }
    if versions.is_empty() {
        super::complain(&format!("no earlier version of {} is kept", arguments.file.display()));
        return Ok(ExitCode::SUCCESS);
    }
    // Where the dataset itself can't be read its versions are all the more wanted.
    let now = read(&arguments.file).ok().map(|text| format::parse(&text));
    for (index, version) in versions.iter().enumerate() {
        let since = now.as_ref().map(|now| since(version, now)).unwrap_or_default();
        let (day, size) = (said_day(version.written).replace('.', ":"), said_size(version.size));
        writeln!(out, "{}", printable(&format!("{}  {day}  {size}{since}", index + 1)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn kept(versions: &[Version]) -> String {
    match versions.len() {
        0 => "none is kept".to_owned(),
        1 => "one is kept".to_owned(),
        count => format!("{count} are kept"),
    }
}

/// What has changed since a version.
fn since(version: &Version, now: &format::Parsed) -> String {
    let bytes = match history::read_version(&RealDisk, &version.file) {
        Ok(bytes) => bytes,
        Err(error) => return format!("  {error}"),
    };
    let then = format::parse(&String::from_utf8_lossy(&bytes));
    if then.text() == now.text() {
        return "  the same as the file".to_owned();
    }
    match analysis::in_brief(&analysis::compare(then.dataset(), now.dataset())) {
        Some(brief) => format!("  since then: {brief}"),
        None => "  since then, only comments or the layout changed".to_owned(),
    }
}
