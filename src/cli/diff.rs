//! `docket diff`: what changed between two datasets, as figures and not as lines.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::ValueEnum;
use serde::Serialize;

use super::{Failure, export::readable, printable};
use crate::{
    analysis::{self, Comparison},
    chart::{self, ChartChange},
};

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

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    comparison: Comparison,
    /// Charts that look different.
    charts: Vec<ChartChange>,
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
    let comparison = analysis::compare(&datasets[0], &datasets[1]);
    let charts = if comparison.is_empty() { Vec::new() } else { chart::changed_charts(&datasets[0], &datasets[1]) };
    let is_same = comparison.is_empty();
    match arguments.format {
        Output::Text => {
            for change in &comparison.figures {
                writeln!(out, "{}", printable(&change.to_string()))?;
            }
            for change in &comparison.items {
                writeln!(out, "{}", printable(&change.to_string()))?;
            }
            for change in &comparison.verdicts {
                writeln!(out, "{}", printable(&change.to_string()))?;
            }
            for change in &charts {
                writeln!(out, "{}", printable(&change.to_string()))?;
            }
        }
        Output::Json => {
            let json = serde_json::to_string_pretty(&Report { comparison, charts })
                .map_err(|error| Failure::Files(error.to_string()))?;
            writeln!(out, "{json}")?;
        }
    }
    Ok(ExitCode::from(u8::from(!is_same)))
}
