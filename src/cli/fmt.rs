//! `docket fmt`: a dataset in canonical layout, with all its comments.

use std::{io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, printable, read, save};
use crate::format;

/// What is asked of `docket fmt`.
#[derive(Debug, clap::Args)]
#[command(after_help = "One line an observation, one line a field; comments, blank lines and the spelling of every \
                        value stay.\nNothing else in Docket changes the layout of a file.\n\nExample:\n  \
                        docket fmt --check *.ron")]
pub(super) struct Arguments {
    /// The datasets
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Change nothing; exit with 1 if a file is not laid out so
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut is_tidy = true;
    for path in &arguments.files {
        let file = path.display().to_string();
        let text = read(path)?;
        let tidy = format::tidy(&format::parse(&text))
            .map_err(|_| Failure::Files(format!("{file} has errors; `docket check {file}` lists them")))?;
        if tidy == text {
            continue;
        }
        is_tidy = false;
        writeln!(out, "{}", printable(&file))?;
        if !arguments.check {
            save(path, &tidy, Some(&text))?;
        }
    }
    Ok(ExitCode::from(u8::from(arguments.check && !is_tidy)))
}
