//! Text ↔ model without loss: tokens → tree with spans → model and diagnostics; `Edit` → `Patch`.
//!
//! Everything is preserved. What is read is what `ron` reads, except:
//! - more is read: a byte order mark;
//! - less is read: ranges such as `0..5`, which no field takes even if it is unknown; what is nested deeper than a
//!   dataset can be; and, of course, what a dataset must not hold, such as an id twice or an infinite number.
//!
//! A text of any size is changed in the middle in no time: the observations of a series are read in chunks, and a
//! patch makes only those that it touches be read again. What comes of it is what reading the whole text would give.

mod batch;
mod change;
mod check;
mod decode;
mod decode_items;
mod decode_steps;
mod diagnostic;
mod excerpt;
mod findings;
mod layout;
mod lexer;
mod literal;
mod observations;
mod outline;
mod patch;
mod pieces;
mod plain;
mod reader;
mod rewrite;
mod schema;
mod spell;
mod text;
mod tidy;
mod tree;

use std::{ops::Range, sync::Arc};

pub use diagnostic::{Diagnostic, LineColumn, Severity};
pub use patch::{Patch, Replacement};
pub use pieces::{Piece, pieces};
pub use text::Text;

use self::{
    check::{SourceSet, Sources},
    outline::Outline,
};
use crate::model::{Address, Dataset, Edit, EditError};

/// More findings than this are counted, not listed.
const MAX_DIAGNOSTICS: usize = 1000;

/// A text and what it was read as.
#[derive(Clone, Debug)]
pub struct Parsed {
    text: Text,
    outline: Outline,
    sources: Sources,
    /// The sources that are named elsewhere than in observations.
    named_sources: SourceSet,
    /// What was found outside the lists of observations: first by the reader, then by all others.
    found: Vec<Diagnostic>,
    /// Whether brackets, commas and quotes are where they must be, so that a part of the text can be read by itself.
    is_well_formed: bool,
    diagnostics: Vec<Diagnostic>,
    state: State,
}

/// What the findings mean for the text as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    has_errors: bool,
    /// The model is not what the text says. References that lead nowhere are errors, but can be written.
    is_misread: bool,
}

/// Reads a text. Any text can be read; what is wrong with it is in the diagnostics.
pub fn parse(text: &str) -> Parsed {
    change::read(text)
}

/// The smallest change of the text that makes the edit.
///
/// # Errors
/// When the edit does not fit the dataset, or the text has errors.
pub fn patch(parsed: &Parsed, edit: &Edit) -> Result<Patch, EditError> {
    patch_while(parsed, edit, &|| true)
}

/// The same for as long as `go_on` says so, which is asked now and then.
///
/// # Errors
/// As `patch`; `EditError::Stopped` when it was not to go on.
pub fn patch_while(parsed: &Parsed, edit: &Edit, go_on: &dyn Fn() -> bool) -> Result<Patch, EditError> {
    batch::patch(parsed, edit, go_on)
}

/// A dataset as a text of its own, in canonical layout.
pub fn write(dataset: &Dataset) -> String {
    spell::dataset(dataset)
}

/// A text in canonical layout, with all its comments and the spelling of all its values.
///
/// # Errors
/// When the text has errors, and so can't be laid out.
pub fn tidy(parsed: &Parsed) -> Result<String, EditError> {
    if parsed.has_errors() {
        return Err(EditError::Text("the file has errors; mend them first".to_owned()));
    }
    let text = parsed.text.to_string();
    Ok(tidy::tidy(&text, &reader::read(&text, &mut Vec::new())))
}

/// A text is read in one way only.
impl PartialEq for Parsed {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Parsed {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What it says; as much as could be read when there are errors.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.outline.dataset
    }

    /// What is wrong with it, by place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether it has errors, and so can only be shown.
    pub fn has_errors(&self) -> bool {
        self.state.has_errors
    }

    /// Where a thing stands in the text, its key included.
    pub fn span(&self, address: &Address) -> Option<Range<usize>> {
        self.outline.span(address)
    }

    /// What stands at a byte of the text: the smallest thing that has an address.
    pub fn address_at(&self, byte: usize) -> Option<Address> {
        self.outline.address_at(byte)
    }
}
