//! `docket set`: one figure, by the same way as in the window.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::{Failure, printable, read, try_save};
use crate::{
    document::{Document, Origin, SaveError},
    exchange::entry,
    model::{Id, Observation, Period, PeriodError, Qualifier, SourceRefs},
    session::gestures,
};

/// What is asked of `docket set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "VALUE is read as in a cell of the window: 94, 1,234, ~115, \">70\", 50-60, \"nearly 2000\", \
                        \"not published\".\nOf several figures for the period the first, which is the one plotted, \
                        is changed.\n\nExamples:\n  \
                        docket set extraditions.ron mexico 2010 94 --source crs\n  \
                        docket set extraditions.ron colombia 2002/2014 2000 --qualifier nearly")]
pub(super) struct Arguments {
    /// The dataset
    file: PathBuf,
    /// The series, by its id
    series: String,
    /// The period: 2012, 2012-05, 2012-05-21, 2012-Q2 or 2002/2014
    at: String,
    /// The figure
    #[arg(allow_hyphen_values = true)]
    value: String,
    /// How exactly it is known
    #[arg(long, value_enum)]
    qualifier: Option<QualifierName>,
    /// Who says so, by the id of a source; may be given several times
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// What a reader should know
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Where other programs change the file all the time, so often the figure is set in what they have made of it.
const TRIES: usize = 100;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum QualifierName {
    Exactly,
    About,
    Nearly,
    Over,
    AtLeast,
    AtMost,
}

impl From<QualifierName> for Qualifier {
    fn from(name: QualifierName) -> Self {
        match name {
            QualifierName::Exactly => Self::Exactly,
            QualifierName::About => Self::About,
            QualifierName::Nearly => Self::Nearly,
            QualifierName::Over => Self::Over,
            QualifierName::AtLeast => Self::AtLeast,
            QualifierName::AtMost => Self::AtMost,
        }
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let at: Period = arguments
        .at
        .parse()
        .map_err(|error| Failure::Usage(format!("{error}; write {}", PeriodError::EXPECTED.replace("quoted ", ""))))?;
    let figure = entry::parse(&arguments.value).map_err(|error| Failure::Usage(error.to_string()))?;
    for _ in 1..TRIES {
        match set(arguments, at, &figure)? {
            Err(SaveError::Changed) => {}
            outcome => return tell(arguments, outcome, out),
        }
    }
    tell(arguments, set(arguments, at, &figure)?, out)
}

fn tell(arguments: &Arguments, outcome: Result<String, SaveError>, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let line = outcome.map_err(|error| Failure::Files(format!("{error} ({})", arguments.file.display())))?;
    writeln!(out, "{}", printable(&line))?;
    Ok(ExitCode::SUCCESS)
}

/// Sets the figure in the file as it is now; what was done, or why it can't be saved.
fn set(arguments: &Arguments, at: Period, figure: &entry::Entry) -> Result<Result<String, SaveError>, Failure> {
    let before_text = read(&arguments.file)?;
    let mut document: Document<()> = Document::from_text(&before_text, Origin::File(arguments.file.clone()));
    if document.is_read_only() {
        let file = arguments.file.display();
        return Err(Failure::Files(format!("the dataset has errors; `docket check {file}` lists them")));
    }
    let dataset = document.dataset();
    let series = Id::from(arguments.series.as_str());
    let Some(item) = dataset.series.get(&series) else {
        let known: Vec<&str> = dataset.series.keys().map(Id::as_str).collect();
        return Err(Failure::Usage(format!("there is no series `{series}`; there are {}", known.join(", "))));
    };
    if let Some(source) = arguments.source.iter().find(|id| !dataset.sources.contains_key(id.as_str())) {
        return Err(Failure::Usage(format!("there is no source `{source}`; add it to the file first")));
    }
    let before = item.preferred(at).map_or_else(|| "nothing".to_owned(), |o| o.shown(&item.head.measure));
    let change = |observation: &mut Observation| {
        figure.apply_to(observation);
        if let Some(qualifier) = arguments.qualifier {
            observation.qualifier = qualifier.into();
        }
        if !arguments.source.is_empty() {
            observation.source = arguments.source.iter().map(|id| Id::from(id.as_str())).collect::<SourceRefs>();
        }
        if arguments.note.is_some() {
            observation.note.clone_from(&arguments.note);
        }
    };
    let edit = gestures::set_cell(dataset, &series, at, change);
    let edit = edit.ok_or_else(|| Failure::Files(format!("series `{series}` can't be changed")))?;
    let changed = document.apply(&edit, None, (), ()).map_err(|error| Failure::Files(error.to_string()))?;
    if changed && let Err(error) = try_save(&arguments.file, &document.text().to_string(), Some(&before_text)) {
        return Ok(Err(error));
    }
    let item = &document.dataset().series[&series];
    let after = item.preferred(at).map(|o| o.shown(&item.head.measure)).unwrap_or_default();
    Ok(Ok(if changed {
        format!("{series} {at}: {before} → {after}")
    } else {
        format!("{series} {at}: {after}, as before")
    }))
}
