//! `docket sources`: a bibliography of a dataset, and sources out of one.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::{Failure, printable, read, save};
use crate::{
    analysis,
    document::{Document, Origin},
    exchange::bibliography::{self, BibliographyForm},
    session::gestures,
};

/// What is asked of `docket sources`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
                        docket sources extraditions.ron --format bibtex > extraditions.bib\n  \
                        docket sources extraditions.ron --unused\n  \
                        docket sources extraditions.ron --add new.bib          (BibTeX, BibLaTeX or RIS)")]
pub(super) struct Arguments {
    /// The dataset
    file: PathBuf,
    /// What the bibliography is written as
    #[arg(long, value_enum, default_value_t = Form::Plain)]
    format: Form,
    /// Only those that no value, event or claim names
    #[arg(long)]
    unused: bool,
    /// Add the sources of a bibliography to the dataset instead
    #[arg(long, value_name = "BIBLIOGRAPHY", conflicts_with_all = ["unused", "format"])]
    add: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Bibtex,
    CslJson,
    Plain,
}

impl From<Form> for BibliographyForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Bibtex => Self::Bibtex,
            Form::CslJson => Self::CslJson,
            Form::Plain => Self::Plain,
        }
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let before = read(&arguments.file)?;
    let mut document: Document<()> = Document::from_text(&before, Origin::File(arguments.file.clone()));
    if document.is_read_only() {
        let file = arguments.file.display();
        return Err(Failure::Files(format!("the dataset has errors; `docket check {file}` lists them")));
    }
    let dataset = document.dataset();
    let Some(path) = &arguments.add else {
        let mut sources = dataset.sources.clone();
        if arguments.unused {
            let unused = analysis::unused_sources(dataset);
            sources.retain(|id, _| unused.contains(id));
        }
        let text = bibliography::write(&sources, arguments.format.into());
        write!(out, "{}", printable(&text))?;
        return Ok(ExitCode::SUCCESS);
    };
    let found = bibliography::read(&read(path)?).map_err(|error| {
        Failure::Files(format!("{}:{}:{}: {}", path.display(), error.line, error.column, error.message))
    })?;
    let (ids, edit) = gestures::add_sources(dataset, found);
    document.apply(&edit, None, (), ()).map_err(|error| Failure::Files(error.to_string()))?;
    save(&arguments.file, &document.text().to_string(), Some(&before))?;
    for id in ids {
        let source = &document.dataset().sources[&id];
        writeln!(out, "{}: {}", printable(&id), printable(&bibliography::cited(&id, source)))?;
    }
    Ok(ExitCode::SUCCESS)
}
