//! `docket import`: a table of another program as a dataset, or merged into one.

use std::{
    fmt::Write as _,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::ValueEnum;

use super::{Failure, complain, printable, read, save};
use crate::{
    document::{
        self, Document, Origin,
        disk::{Disk as _, RealDisk},
    },
    exchange::table::{
        self, Conflict, Decimal, Encoding, Form, Grouping, Kind, Layout, Merge, NumberStyle, Reading, Stop, TableFile,
        Told, Weight,
    },
    format,
    model::Id,
};

/// What is asked of `docket import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Encoding, delimiter, header, layout and the spelling of numbers are found out and said; each \
                        can be given.\nWhat could be read in two ways is asked for, and cells that are not understood \
                        stop the import unless they may be left out.\n\nExit code 0: imported; 1: something is wrong \
                        with the table; 2: wrong usage.\n\nExamples:\n  \
                        docket import homicides.csv --to homicides.ron\n  \
                        docket import book.xlsx --sheet Figures --into extraditions.ron --source sre-2012 --dry-run")]
pub(super) struct Arguments {
    /// The table: CSV, TSV, XLSX or ODS
    table: PathBuf,
    /// The dataset to write
    #[arg(long, value_name = "FILE", required_unless_present_any = ["into", "dry_run"])]
    to: Option<PathBuf>,
    /// The dataset to merge the table into; written back, or to --to
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// The sheet of a workbook, by its name or number; the first when left out
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What parts the cells: a character, or comma, semicolon, tab, bar
    #[arg(long, value_name = "CHAR", value_parser = parse_delimiter)]
    delimiter: Option<u8>,
    /// How characters are written as bytes, such as utf-8, windows-1252
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    encoding: Option<Encoding>,
    /// What encloses cells; none if nothing does
    #[arg(long, value_name = "CHAR", value_parser = parse_quote)]
    quote: Option<Quote>,
    /// The decimal mark of numbers
    #[arg(long, value_enum)]
    decimal: Option<DecimalName>,
    /// What rows and columns are: a period a row, a period a column, or a figure a row
    #[arg(long, value_enum)]
    layout: Option<LayoutName>,
    /// The source of all figures that name none, by its id; added if it is not there
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// The series of the dataset that one of the table goes to, by their ids; a new one if nothing follows the sign.
    /// May be given several times
    #[arg(long = "as", value_name = "TABLE=DATASET", value_parser = parse_target)]
    targets: Vec<(Id, Option<Id>)>,
    /// What is done where the dataset has another figure
    #[arg(long, value_enum, default_value_t = ConflictName::Both)]
    conflict: ConflictName,
    /// Import the rest where cells are not understood
    #[arg(long)]
    leave_out: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Replace the file of --to if there is one
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug)]
struct Quote(Option<u8>);

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DecimalName {
    Point,
    Comma,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LayoutName {
    Down,
    Across,
    Long,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ConflictName {
    Both,
    Ours,
    Theirs,
}

impl From<ConflictName> for Conflict {
    fn from(name: ConflictName) -> Self {
        match name {
            ConflictName::Both => Self::KeepBoth,
            ConflictName::Ours => Self::KeepOurs,
            ConflictName::Theirs => Self::TakeTheirs,
        }
    }
}

fn one_character(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(*byte),
        _ => Err("write one character that is no letter and no digit".to_owned()),
    }
}

fn parse_delimiter(text: &str) -> Result<u8, String> {
    match text {
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "tab" | "\\t" => Ok(b'\t'),
        "bar" | "pipe" => Ok(b'|'),
        other => one_character(other).map_err(|error| error + ", or comma, semicolon, tab, bar"),
    }
}

fn parse_quote(text: &str) -> Result<Quote, String> {
    if text == "none" { Ok(Quote(None)) } else { one_character(text).map(|quote| Quote(Some(quote))) }
}

fn parse_encoding(text: &str) -> Result<Encoding, String> {
    let known = || Encoding::common().map(Encoding::name).join(", ");
    Encoding::named(text).ok_or_else(|| format!("there is no such encoding; there are {}", known()))
}

fn parse_target(text: &str) -> Result<(Id, Option<Id>), String> {
    let (from, to) = text.split_once('=').ok_or("write the series of the table, =, and that of the dataset")?;
    Ok((Id::from(from), (!to.is_empty()).then(|| Id::from(to))))
}

impl Arguments {
    fn told(&self) -> Told {
        Told {
            encoding: self.encoding,
            delimiter: self.delimiter,
            quote: self.quote.map(|quote| quote.0),
            sheet: self.sheet.clone(),
            layout: self.layout.map(|layout| match layout {
                LayoutName::Down => Layout::PeriodsDown,
                LayoutName::Across => Layout::PeriodsAcross,
                LayoutName::Long => Layout::Long,
            }),
            source: self.source.as_deref().map(Id::from),
            ..Told::default()
        }
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let name = arguments.table.display().to_string();
    let wrong = |message: &dyn std::fmt::Display| Failure::Files(format!("{message} ({name})"));
    if let Some(to) = &arguments.to
        && !arguments.force
        && !arguments.dry_run
        && arguments.into.as_ref() != Some(to)
        && RealDisk.kind(to).is_ok()
    {
        return Err(Failure::Files(format!("there is a file already; --force replaces it ({})", to.display())));
    }
    let bytes = document::read_bytes(&RealDisk, &arguments.table).map_err(|error| wrong(&error))?;
    let file = TableFile::new(bytes).map_err(|error| wrong(&error))?;
    let mut told = arguments.told();
    let loaded = Arc::new(table::load(&file, &told, &Stop::default()).map_err(|error| wrong(&error))?);
    let mut reading = table::read(Arc::clone(&loaded), &told, &Stop::default()).map_err(|error| wrong(&error))?;
    if let Some(decimal) = arguments.decimal {
        let decimal = match decimal {
            DecimalName::Point => Decimal::Point,
            DecimalName::Comma => Decimal::Comma,
        };
        // What groups the thousands is kept; where it was the decimal mark itself, it is the other one.
        let grouping = match reading.options.numbers.grouping {
            Grouping::None => Grouping::Other,
            found => found,
        };
        told.numbers = Some(NumberStyle { decimal, grouping });
        reading = table::read(loaded, &told, &Stop::default()).map_err(|error| wrong(&error))?;
    }
    complain(&said_of(&reading, &name));
    let is_whole = report(&reading, &name);
    if !reading.proposal.is_ready() {
        return Err(wrong(&"nothing was imported"));
    }
    if !is_whole && !arguments.leave_out && !arguments.dry_run {
        return Err(wrong(&"cells were not understood; nothing was imported. Import the rest with --leave-out"));
    }
    match &arguments.into {
        Some(into) => merge(arguments, &reading, into, out)?,
        None => create(arguments, &reading, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// How the table was read.
fn said_of(reading: &Reading, name: &str) -> String {
    let options = &reading.options;
    let mut text = format!("{name}: ");
    match &reading.loaded.form {
        Form::Text(form) => {
            let delimiter = match form.delimiter {
                b'\t' => "tabs".to_owned(),
                other => format!("“{}”", char::from(other)),
            };
            let _ = write!(text, "{}, {delimiter} between cells", form.encoding.name());
        }
        Form::Sheet { sheets, index } => {
            let _ = write!(text, "sheet “{}”", sheets[*index]);
            if sheets.len() > 1 {
                let others: Vec<&str> = sheets.iter().filter(|s| **s != sheets[*index]).map(String::as_str).collect();
                let _ = write!(text, " (not {})", others.join(", "));
            }
        }
    }
    let decimal = options.numbers.decimal.name();
    let _ = write!(text, ", decimal {decimal}, {}", options.layout.words());
    let below = reading.loaded.cells.height() - options.end_row;
    for (count, place) in [(options.first_row, "above"), (below, "below")] {
        if count > 0 {
            let rows = if count == 1 { "row" } else { "rows" };
            let _ = write!(text, ", {count} {rows} {place} the table");
        }
    }
    for word in &reading.proposal.words {
        let _ = write!(text, "; “{}” is read as {}", word.text, word.meaning.words());
    }
    text
}

/// Says all findings; whether nothing was left out.
fn report(reading: &Reading, name: &str) -> bool {
    let findings = &reading.proposal.findings;
    for finding in findings.list() {
        complain(&format!("{name}:{}{finding}", if finding.row.is_some() { "" } else { " " }));
    }
    if findings.unlisted() > 0 {
        complain(&format!("{name}: {} more", findings.unlisted()));
    }
    findings.count(Weight::LeftOut) == 0
}

fn create(arguments: &Arguments, reading: &Reading, out: &mut impl Write) -> Result<(), Failure> {
    let stem = arguments.table.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let dataset = table::new_dataset(&reading.proposal, &stem);
    for series in &reading.proposal.series {
        let count = series.observations.len();
        writeln!(out, "{}", printable(&format!("series {}: {count} {}", series.id, figures(count))))?;
    }
    match &arguments.to {
        Some(to) if !arguments.dry_run => write_to(to, &format::write(&dataset), None, out),
        _ => Ok(()),
    }
}

fn figures(count: usize) -> &'static str {
    if count == 1 { "figure" } else { "figures" }
}

fn merge(arguments: &Arguments, reading: &Reading, into: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let before = read(into)?;
    let mut document: Document<()> = Document::from_text(&before, Origin::File(into.to_owned()));
    if document.is_read_only() {
        let file = into.display();
        return Err(Failure::Files(format!("the dataset has errors; `docket check {file}` lists them")));
    }
    let dataset = document.dataset();
    for (from, to) in &arguments.targets {
        let is_known = reading.proposal.series.iter().any(|series| series.id == *from);
        if !is_known {
            return Err(Failure::Usage(format!("there is no series `{from}` in the table")));
        }
        if let Some(to) = to.as_ref().filter(|to| !dataset.series.contains_key(*to)) {
            return Err(Failure::Usage(format!("there is no series `{to}` in the dataset")));
        }
    }
    let targets = table::match_series(&reading.proposal, dataset, &arguments.targets);
    for (series, target) in reading.proposal.series.iter().zip(&targets) {
        let target = target.as_deref().unwrap_or("a new series");
        complain(&format!("series {} goes to {target}", series.id));
    }
    let merge = table::merge(&reading.proposal, dataset, &targets, arguments.conflict.into());
    tell(&merge, arguments.conflict.into(), out)?;
    if arguments.dry_run {
        return Ok(());
    }
    let changed = match &merge.edit {
        Some(edit) => document.apply(edit, None, (), ()).map_err(|error| Failure::Files(error.to_string()))?,
        None => false,
    };
    let to = arguments.to.as_deref().unwrap_or(into);
    let before = (to == into).then_some(before.as_str());
    if changed || to != into { write_to(to, &document.text().to_string(), before, out) } else { Ok(()) }
}

/// What a merge does, figure by figure.
fn tell(merge: &Merge, conflict: Conflict, out: &mut impl Write) -> Result<(), Failure> {
    for (id, count) in &merge.new_series {
        writeln!(out, "{}", printable(&format!("series {id}: added, with {count} {}", figures(*count))))?;
    }
    for change in &merge.changes {
        let ours = change.ours.as_deref().unwrap_or("nothing");
        let line = format!("{} {}: {ours} → {} ({})", change.series, change.at, change.theirs, change.kind.words());
        writeln!(out, "{}", printable(&line))?;
    }
    let count = |kind| format!("{} {}", merge.count(kind), Kind::words(kind));
    let counts = [Kind::Added, Kind::Changed, Kind::Same, Kind::InConflict].map(count).join(", ");
    let decided = if merge.count(Kind::InConflict) > 0 { format!(": {}", conflict.words()) } else { String::new() };
    writeln!(out, "{counts}{decided}")?;
    Ok(())
}

fn write_to(path: &Path, text: &str, before: Option<&str>, out: &mut impl Write) -> Result<(), Failure> {
    save(path, text, before)?;
    writeln!(out, "{}", printable(&path.display().to_string()))?;
    Ok(())
}
