//! Text ↔ model without loss: tokens → tree with spans → model and diagnostics; `Edit` → `Patch`.
//!
//! Everything is preserved. What is read is what `ron` reads, except:
//! - more is read: a byte order mark;
//! - less is read: byte strings and ranges, which no field takes even if it is unknown; the extension
//!   `explicit_struct_names`; what is nested deeper than a dataset can be; and, of course, what a dataset must not
//!   hold, such as an id twice or an infinite number.

mod check;
mod decode;
mod decode_items;
mod diagnostic;
mod layout;
mod lexer;
mod literal;
mod patch;
mod places;
mod rewrite;
mod schema;
mod spell;
mod tidy;
mod tree;

use std::collections::HashSet;

pub use diagnostic::{Diagnostic, LineColumn, LineIndex, Severity};
pub use patch::{Patch, Replacement};

use self::{
    decode::Decoder,
    tree::{NodeId, Tree},
};
use crate::model::{Dataset, Edit, EditError, SectionKind};

/// More findings than this are counted, not listed.
const MAX_DIAGNOSTICS: usize = 1000;

/// What a text was read as.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The dataset; as much as could be read when there are errors.
    pub dataset: Dataset,
    /// What is wrong with the text, by place.
    pub diagnostics: Vec<Diagnostic>,
    tree: Tree,
    /// The nodes of the sections, so that none is searched for twice.
    sections: [Option<NodeId>; 5],
    /// For each series its list of observations.
    lists: Vec<Option<NodeId>>,
    /// Entries and observations that stand in the text and, because of their errors, not in the dataset.
    unread: HashSet<NodeId>,
}

/// Reads a text. Any text can be read; what is wrong with it is in the diagnostics.
pub fn parse(text: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    let tree = tree::read(text, &mut diagnostics);
    let mut decoder = Decoder::new(text, &tree, diagnostics);
    let dataset = tree.root.and_then(|root| decoder.dataset(root));
    let Decoder { diagnostics, unread, .. } = decoder;
    let was_read = dataset.is_some();
    let dataset = dataset.unwrap_or_else(|| Dataset::titled(""));
    let mut parsed = Parsed { dataset, diagnostics, tree, sections: [None; 5], lists: Vec::new(), unread };
    parsed.sections = SectionKind::ALL.map(|kind| parsed.field(text, parsed.tree.root, kind.name()));
    parsed.lists = parsed.observation_lists(text);
    if was_read {
        let found = check::check(&parsed, text);
        parsed.diagnostics.extend(found);
    }
    parsed.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    parsed.bound_diagnostics(text.len());
    parsed
}

/// The smallest change of the text that makes the edit.
///
/// # Errors
/// When the edit does not fit the dataset, or the text has errors.
pub fn patch(text: &str, parsed: &Parsed, edit: &Edit) -> Result<Patch, EditError> {
    rewrite::patch(text, parsed, edit)
}

/// A dataset as a text of its own, in canonical layout.
pub fn write(dataset: &Dataset) -> String {
    spell::dataset(dataset)
}

/// A text in canonical layout, with all its comments and the spelling of all its values.
///
/// # Errors
/// When the text has errors, and so can't be laid out.
pub fn tidy(text: &str, parsed: &Parsed) -> Result<String, EditError> {
    if parsed.has_errors() {
        return Err(EditError::Text("the file has errors; mend them first".to_owned()));
    }
    Ok(tidy::tidy(text, &parsed.tree))
}

impl Parsed {
    /// Whether the text has errors, and so can only be shown.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether the model is not what the text says. References that lead nowhere are errors, but can be written.
    fn is_misread(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error && d.code != "dangling")
    }

    fn bound_diagnostics(&mut self, end: usize) {
        let more = self.diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
        if more > 0 {
            // Errors stay before warnings, so that what makes a file unusable is never cut off by what does not.
            self.diagnostics.sort_by_key(|d| std::cmp::Reverse(d.severity));
            self.diagnostics.truncate(MAX_DIAGNOSTICS);
            self.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
            let severity = if self.has_errors() { Severity::Error } else { Severity::Warning };
            let message = format!("and {more} more findings; mend these first");
            self.diagnostics.push(Diagnostic { severity, code: "more", span: end..end, message, hint: None });
        }
    }
}
