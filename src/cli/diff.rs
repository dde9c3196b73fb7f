//! `docket diff`: what changed between two datasets, as figures and not as lines.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::{Failure, export::readable, printable};
use crate::chart;

/// What is asked of `docket diff`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Figures that were changed, added or removed, with their sources; items that differ; claims that \
                        come out otherwise;\ncharts that look different.\nComments and layout make no difference.\n\nExit code 0: the same; 1: \
                        different; 2: wrong usage, or a file that can't be read.\n\nExample:\n  \
                        docket diff last-year.ron extraditions.ron"
)]
pub(super) struct Arguments {
    /// The earlier dataset
    before: PathBuf,
    /// The later one
    after: PathBuf,
    /// For people, or for scripts
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut datasets = Vec::new();
    for path in [&arguments.before, &arguments.after] {
        match readable(path) {
            Ok(dataset) => datasets.push(dataset),
            // As with other programs that compare: that they can't be compared is not that they differ.
            Err(Failure::Files(message)) => {
                super::complain(&message);
                return Ok(ExitCode::from(2));
            }
            Err(other) => return Err(other),
        }
    }
    let differences = chart::differences(&datasets[0], &datasets[1]);
    match arguments.format {
        Output::Text => {
            for line in differences.to_string().lines() {
                writeln!(out, "{}", printable(line))?;
            }
        }
        Output::Json => {
            let json = serde_json::to_string_pretty(&differences).map_err(|error| Failure::Files(error.to_string()))?;
            writeln!(out, "{json}")?;
        }
    }
    Ok(ExitCode::from(u8::from(!differences.is_empty())))
}
