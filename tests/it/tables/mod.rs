//! Tables in and out: real files read whole, hostile ones refused, what goes out comes back.

mod cli;
mod files;
mod hostile;
mod laws;
mod window;

use std::{fmt::Write as _, fs, path::PathBuf, sync::Arc};

use docket::{
    exchange::table::{self, Form, Reading, Stop, TableError, TableFile, Told},
    model::Measure,
};

pub fn corpus(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tables").join(name)
}

pub fn read_bytes(bytes: Vec<u8>, told: &Told) -> Result<Reading, TableError> {
    let file = TableFile::new(bytes)?;
    let loaded = table::load(&file, told, &Stop::default())?;
    table::read(Arc::new(loaded), told, &Stop::default())
}

pub fn read_file(name: &str, told: &Told) -> Reading {
    read_bytes(fs::read(corpus(name)).expect("a fixture"), told).expect(name)
}

/// All that a table says, and how it was read, for eyes.
pub fn dump(reading: &Reading) -> String {
    let (options, proposal) = (&reading.options, &reading.proposal);
    let mut out = String::new();
    match &reading.loaded.form {
        Form::Text(form) => {
            let quote = form.quote.map(char::from);
            writeln!(out, "{}, cells parted by {:?}, quote {quote:?}", form.encoding.name(), char::from(form.delimiter))
        }
        Form::Sheet { sheets, index } => writeln!(out, "sheet {index} of {sheets:?}"),
    }
    .expect("a line");
    let roles: Vec<&str> = options.roles.iter().map(|role| role.words()).collect();
    let (decimal, grouping) = (options.numbers.decimal, options.numbers.grouping);
    writeln!(out, "{}: {}", options.layout.words(), roles.join(" | ")).expect("a line");
    writeln!(out, "decimal {}, thousands {}", decimal.name(), grouping.words(decimal)).expect("a line");
    let (first, header, end) = (options.first_row, options.header_rows, options.end_row);
    writeln!(out, "{first} rows above, {header} of header, ends before row {end}").expect("a line");
    writeln!(out, "title {:?}, notes {:?}", proposal.title, proposal.notes).expect("a line");
    for (id, source) in &proposal.sources {
        writeln!(out, "source {id}: {:?} {:?} {:?}", source.publisher, source.title, source.date).expect("a line");
    }
    for series in &proposal.series {
        let unit = series.unit.as_deref().unwrap_or("no unit");
        writeln!(out, "series {}: {:?} {:?}, {unit}", series.id, series.entity, series.indicator).expect("a line");
        for o in &series.observations {
            let shown = o.shown(&Measure::Amount);
            let (status, sources) = (o.status.name(), o.source.ids().join(" "));
            write!(out, "    {}: {shown:?} {status}", o.at).expect("a line");
            if !sources.is_empty() {
                write!(out, " by {sources}").expect("a line");
            }
            if let Some(note) = &o.note {
                write!(out, " note {note:?}").expect("a line");
            }
            out.push('\n');
        }
    }
    for word in &proposal.words {
        writeln!(out, "word {:?} ×{}: {}", word.text, word.count, word.meaning.words()).expect("a line");
    }
    for finding in proposal.findings.list() {
        writeln!(out, "{finding}").expect("a line");
    }
    out
}
