//! Tables as other programs and statistical offices write them: CSV and its kin, XLSX and ODS, in and out.
//!
//! A table comes in by these steps, each with a plain value as its outcome: bytes → cells (`load`), cells → options
//! (found out, save for what was told), cells and options → a proposal of series with everything that was not
//! understood (`read`), and from that a new dataset or an edit of one (`merge`). Nothing is guessed silently: what is
//! open is a question, and what is not understood is left out and listed.

mod cells;
mod columns;
mod delimited;
mod detect;
mod encoding;
mod finding;
mod header;
mod labels;
mod merge;
mod notes;
mod numbers;
mod ods;
mod options;
mod periods;
mod reading;
mod remarks;
mod sources;
mod workbook;
mod write;

use std::sync::Arc;

pub use cells::{Cells, Limit, Stop};
pub use delimited::DELIMITERS;
pub use encoding::Encoding;
pub use finding::{Finding, Findings, Weight};
pub use merge::{Change, Conflict, Kind, Merge, Targets, match_series, merge, new_dataset};
pub use numbers::{Decimal, Grouping, Meaning, NumberStyle};
pub use options::{Form, Layout, Question, Role, TableOptions, TextForm, Told};
pub use periods::DateOrder;
pub use reading::{FoundWord, Proposal, ProposedSeries};
pub use workbook::WorkbookKind;
pub use write::{LONG_HEADER, TableFormat, TableShape, write};

/// Why a file can't be read as a table. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A row, a cell or the whole is beyond what a table of figures can be.
    #[error("row {row}: {}", limit_words(*limit))]
    Limit {
        /// Which limit.
        limit: Limit,
        /// The row, from 1.
        row: usize,
    },
    /// A quote is opened and not closed.
    #[error(
        "line {line}: the quote {quote} that is opened here is never closed; close it, or read the table without quotes"
    )]
    Unclosed {
        /// The line of the quote, from 1.
        line: usize,
        /// The quote.
        quote: char,
    },
    /// An archive that unpacks to far more than it is.
    #[error("the workbook unpacks to far more than a table of figures holds; nothing of it was read")]
    Swells,
    /// A workbook of the kind before 2007.
    #[error("this is a workbook of Excel 97 to 2003; save it as XLSX or CSV")]
    OldWorkbook,
    /// The workbook has a password.
    #[error("the workbook is locked by a password; save it without one")]
    Locked,
    /// The workbook can't be read.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
    /// There is no such sheet.
    #[error("there is no sheet “{name}”; there are {known}")]
    NoSuchSheet {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The user asked for it.
    #[error("stopped")]
    Stopped,
}

fn limit_words(limit: Limit) -> &'static str {
    match limit {
        Limit::Columns => "there are more than 16,384 cells in the row; is the delimiter right?",
        Limit::Rows => "there are more than 20 million rows; import a part of the table",
        Limit::Cells => "there are more than 100 million cells up to here; import a part of the table",
        Limit::Cell => {
            "a cell or a row is longer than a table of figures has any; are the delimiter and the quotes right?"
        }
        Limit::Text => "there is more than a gigabyte of text up to here; import a part of the table",
    }
}

/// What a file is, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileForm {
    Text,
    Workbook(WorkbookKind),
}

/// A file that is to be read as a table, perhaps several times with other options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    bytes: Arc<[u8]>,
    form: FileForm,
}

impl TableFile {
    /// The file with these bytes; what it is follows from them, not from its name.
    ///
    /// # Errors
    /// When it is empty or of a kind that is not read.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Result<Self, TableError> {
        let bytes = bytes.into();
        let form = if bytes.starts_with(b"PK\x03\x04") {
            // The first part of an ODS file is its kind, unpacked.
            let start = &bytes[..bytes.len().min(256)];
            let is_ods = start.windows(OPEN_DOCUMENT.len()).any(|window| window == OPEN_DOCUMENT);
            FileForm::Workbook(if is_ods { WorkbookKind::Ods } else { WorkbookKind::Xlsx })
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Err(TableError::OldWorkbook);
        } else if bytes.iter().take(4096).all(|byte| byte.is_ascii_whitespace()) && bytes.len() <= 4096 {
            return Err(TableError::Empty);
        } else {
            FileForm::Text
        };
        Ok(Self { bytes, form })
    }

    /// Whether it is a workbook with sheets.
    pub fn is_workbook(&self) -> bool {
        self.form != FileForm::Text
    }

    /// The number of bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// The cells of a table, and what they were taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The cells.
    pub cells: Cells,
    /// What they were taken from.
    pub form: Form,
    /// The line of the first bytes that are no character in the encoding, from 1.
    pub first_wrong_line: Option<usize>,
}

/// Takes the cells from a file.
///
/// # Errors
/// When the file is damaged, beyond the limits, or the sheet is not there; when it was told to stop.
pub fn load(file: &TableFile, told: &Told, stop: &Stop) -> Result<Loaded, TableError> {
    let loaded = match file.form {
        FileForm::Text => text(file, told, stop)?,
        FileForm::Workbook(kind) => {
            let (sheets, index, cells) = workbook::cells(kind, &file.bytes, told.sheet.as_deref(), stop)?;
            Loaded { cells, form: Form::Sheet { sheets, index }, first_wrong_line: None }
        }
    };
    // An empty sheet of several is no reason to refuse the others.
    if loaded.cells.height() == 0 && !file.is_workbook() { Err(TableError::Empty) } else { Ok(loaded) }
}

fn text(file: &TableFile, told: &Told, stop: &Stop) -> Result<Loaded, TableError> {
    let decoded = encoding::decode(file.bytes.to_vec(), told.encoding);
    let delimiter = told.delimiter.unwrap_or_else(|| delimiter_of(&decoded.text));
    let quote = told.quote.unwrap_or(Some(b'"'));
    let cells = delimited::split(&decoded.text, delimiter, quote, stop)?;
    let form = Form::Text(TextForm { encoding: decoded.encoding, delimiter, quote });
    Ok(Loaded { cells, form, first_wrong_line: decoded.first_wrong_line })
}

fn delimiter_of(text: &str) -> u8 {
    let is_own = |delimiter: &u8| {
        let header = LONG_HEADER.join(&char::from(*delimiter).to_string());
        text.strip_prefix(&header).is_some_and(|rest| rest.starts_with(['\r', '\n']) || rest.is_empty())
    };
    DELIMITERS.into_iter().find(is_own).unwrap_or_else(|| delimited::likeliest_delimiter(text))
}

/// A table as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its cells.
    pub loaded: Arc<Loaded>,
    /// How it was read: what was told, and what was found out.
    pub options: TableOptions,
    /// What it says.
    pub proposal: Proposal,
}

/// Reads loaded cells: finds out what was not told, then takes the figures.
///
/// # Errors
/// Only when it was told to stop.
pub fn read(loaded: Arc<Loaded>, told: &Told, stop: &Stop) -> Result<Reading, TableError> {
    let options = detect::options(&loaded.cells, &loaded.form, told);
    let mut proposal = reading::read(&loaded.cells, &loaded.form, &options, stop)?;
    if let (Some(line), Form::Text(form)) = (loaded.first_wrong_line, &loaded.form) {
        let name = form.encoding.name();
        proposal.findings.add(Weight::Remark, Some(line - 1), None, || {
            format!("from here on there are bytes that are no characters in {name}; is the encoding right?")
        });
    }
    Ok(Reading { loaded, options, proposal })
}
