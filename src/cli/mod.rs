//! The commands from a shell: `check`, `claim`, `export`, `import`, `diff`, `set`, `fmt`, `samples`; without one, the window.
//!
//! Results go to the standard output, messages to the standard error. Exit codes: 0 all is well, 1 something is
//! wrong with the files, 2 wrong usage.

mod check;
mod claim;
mod crew;
mod diff;
mod export;
mod fmt;
mod history;
mod import;
mod samples;
mod set;
mod sources;
mod themes;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::{
    app,
    document::{self, Places, SaveError, disk::RealDisk},
};

/// Charts figures that are kept by hand: every number with its source, every claim checked.
#[derive(Debug, Parser)]
#[command(
    name = "docket",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Without a command the window opens, with the files named or with the built-in datasets.\n\n\
                  A first look from a shell:\n  \
                  docket samples .                       write the built-in datasets here\n  \
                  docket check extraditions.ron          is all well, and do the claims hold?\n  \
                  docket export extraditions.ron --all   draw all its figures"
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files to open in the window
    files: Vec<PathBuf>,
    /// What draws the window; chosen by platform when left out
    #[arg(long, value_enum)]
    renderer: Option<RendererName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RendererName {
    Glow,
    Wgpu,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what is wrong with datasets, and whether their claims hold
    Check(check::Arguments),
    /// Say whether a sentence holds: "mexico 2013 is half of 2012"
    Claim(claim::Arguments),
    /// Draw figures as PNG, SVG, PDF or HTML, or write tables as CSV, XLSX, TSV or Markdown; needs no display
    Export(export::Arguments),
    /// Make a dataset of a table: CSV, TSV, XLSX or ODS; or merge the table into one
    Import(import::Arguments),
    /// Say what changed between two datasets, figure by figure
    Diff(diff::Arguments),
    /// Write a bibliography of a dataset, or add sources out of one
    Sources(sources::Arguments),
    /// Change one figure of a dataset; everything else in the file stays as it is
    Set(set::Arguments),
    /// Lay datasets out canonically; all comments stay
    Fmt(fmt::Arguments),
    /// List the versions of a dataset that saves have replaced, or write one out
    History(history::Arguments),
    /// Write the built-in datasets into a folder
    Samples(samples::Arguments),
    /// Name the built-in figure themes, or write them as files to be changed
    Themes(themes::Arguments),
}

/// Why a command ends early.
#[derive(Debug)]
enum Failure {
    /// Something is wrong with the files: exit code 1.
    Files(String),
    /// The command was used wrongly: exit code 2.
    Usage(String),
    /// Nobody reads the output any more; nothing is to be said.
    Silent,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Silent,
            _ => Self::Files(format!("the output can't be written: {error}")),
        }
    }
}

/// Runs the program with the arguments that it was started with.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where help can't be printed nobody reads it.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut out = io::stdout().lock();
    let outcome = match arguments.command {
        Some(Command::Check(arguments)) => check::run(&arguments, &mut out),
        Some(Command::Claim(arguments)) => claim::run(&arguments, &mut out),
        Some(Command::Export(arguments)) => export::run(&arguments, &mut out),
        Some(Command::Import(arguments)) => import::run(&arguments, &mut out),
        Some(Command::Diff(arguments)) => diff::run(&arguments, &mut out),
        Some(Command::Sources(arguments)) => sources::run(&arguments, &mut out),
        Some(Command::Set(arguments)) => set::run(&arguments, &mut out),
        Some(Command::History(arguments)) => history::run(&arguments, &mut out),
        Some(Command::Fmt(arguments)) => fmt::run(&arguments, &mut out),
        Some(Command::Samples(arguments)) => samples::run(&arguments, &mut out),
        Some(Command::Themes(arguments)) => themes::run(&arguments, &mut out),
        None => {
            drop(out);
            window(arguments.files, arguments.renderer)
        }
    };
    match outcome {
        Ok(code) => code,
        Err(Failure::Silent) => ExitCode::SUCCESS,
        Err(Failure::Files(message)) => {
            complain(&message);
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            complain(&message);
            complain(&format!("for help: {} --help", Arguments::command().get_name()));
            ExitCode::from(2)
        }
    }
}

fn window(files: Vec<PathBuf>, renderer: Option<RendererName>) -> Result<ExitCode, Failure> {
    let renderer = renderer.map(|name| match name {
        RendererName::Glow => app::Renderer::Glow,
        RendererName::Wgpu => app::Renderer::Wgpu,
    });
    app::run(&app::Options { files, renderer }).map(|()| ExitCode::SUCCESS).map_err(Failure::Files)
}

fn complain(message: &str) {
    // Where the standard error is closed there is nowhere left to say it.
    let _ = writeln!(io::stderr().lock(), "docket: {}", printable(message));
}

/// The text of a file, or what to say when there is none.
fn read(path: &Path) -> Result<String, Failure> {
    document::read(&RealDisk, path).map_err(|error| Failure::Files(format!("{error} ({})", path.display())))
}

/// Saves a dataset over the text that was read of it, or over whatever is there.
fn save(path: &Path, text: &str, before: Option<&str>) -> Result<(), Failure> {
    try_save(path, text, before).map_err(|error| Failure::Files(format!("{error} ({})", path.display())))
}

/// The same, where the reason why it can't be saved matters.
fn try_save(path: &Path, text: &str, before: Option<&str>) -> Result<(), SaveError> {
    let places = Places::of_this_user();
    let remarks = document::save_made(&RealDisk, places.as_ref(), path, text, before)?;
    for remark in remarks {
        complain(&format!("{}: {remark}", path.display()));
    }
    Ok(())
}

/// A text without what would command a terminal: control characters and those that change its direction.
fn printable(text: &str) -> String {
    let commands = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if commands(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
