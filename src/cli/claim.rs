//! `docket claim`: what the figures say of a sentence; and, if asked, keeps it among the claims.

use std::{io::Write, path::PathBuf, process::ExitCode};

use super::{Failure, printable, read, save};
use crate::{
    analysis::{
        self, Outcome,
        sentence::{self, About},
    },
    document::{Document, Origin},
    model::{Edit, Id, Item, number::Locale},
    session::{claim_id, claim_of},
};

/// What is asked of `docket claim`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The sentence is in English or Spanish. Of a series it can say the value, a ratio or a change \
                        between two periods,\nthe sum or the mean over a span, that one is the highest or the lowest \
                        since a year, and how two series compare.\n\nExit code 0: it holds; 1: it fails, or can't be \
                        decided; 2: it is not understood.\n\nExamples:\n  \
                        docket claim extraditions.ron \"mexico-all 2013 is about half of 2012\"\n  \
                        docket claim extraditions.ron \"colombia de 2002 a 2014 suma casi 2000\" --add\n  \
                        docket claim judicial-errors.ron \"in 2015, 61% more than in 2003\" --series mexico")]
pub(super) struct Arguments {
    /// The dataset
    file: PathBuf,
    /// What is claimed
    sentence: String,
    /// The series that it is about where it names none
    #[arg(long, value_name = "ID")]
    series: Option<String>,
    /// Keep it in the file, to be checked from now on
    #[arg(long)]
    add: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let before = read(&arguments.file)?;
    let mut document: Document<()> = Document::from_text(&before, Origin::File(arguments.file.clone()));
    if document.is_read_only() {
        let file = arguments.file.display();
        return Err(Failure::Files(format!("the dataset has errors; `docket check {file}` lists them")));
    }
    let dataset = document.dataset();
    let text = arguments.sentence.trim();
    let about = About { series: arguments.series.as_deref().map(Id::from), at: None };
    if let Some(id) = about.series.as_ref().filter(|id| !dataset.series.contains_key(*id)) {
        return Err(Failure::Usage(format!("there is no series `{id}`")));
    }
    let sentence = sentence::read(dataset, text, &about, Locale::ALL).map_err(|error| {
        let indent = " ".repeat(text.get(..error.span.start).unwrap_or_default().chars().count());
        let length = text.get(error.span.clone()).unwrap_or_default().chars().count().max(1);
        Failure::Usage(format!("{error}\n  {text}\n  {indent}{}", "^".repeat(length)))
    })?;
    let language = sentence.language;
    let claim = claim_of(sentence, text);
    let verdict = analysis::verdict(dataset, &claim);
    let checked = sentence::write(dataset, &claim.check, claim.qualifier, claim.tolerance, language);
    writeln!(out, "{}", printable(&checked))?;
    writeln!(out, "{}: {}", verdict.outcome.name(), printable(&verdict.arithmetic))?;
    for warning in &verdict.warnings {
        writeln!(out, "note: {}", printable(warning))?;
    }
    if arguments.add {
        let id = claim_id(dataset, &claim.check);
        let edit = Edit::Insert { index: dataset.claims.len(), id: id.clone(), item: Item::Claim(claim) };
        document.apply(&edit, None, (), ()).map_err(|error| Failure::Files(error.to_string()))?;
        save(&arguments.file, &document.text().to_string(), Some(&before))?;
        writeln!(out, "added as {}", printable(&id))?;
    }
    Ok(ExitCode::from(u8::from(verdict.outcome != Outcome::Holds)))
}
