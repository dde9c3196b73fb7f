//! Edits worked out: in place, or away from the document, which takes the outcome in as one step.

use crate::{
    format::{self, Parsed, Patch, Severity},
    model::{Edit, EditError},
};

/// What an edit makes of one state of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The state that it was worked out for.
    pub(super) revision: u64,
    /// The text afterwards, as it was read.
    pub(super) parsed: Parsed,
    /// The patch that leads back.
    pub(super) inverse: Patch,
}

/// Works an edit out away from the document: from its text as it was read, which is cheap to clone, and its revision.
/// `None` if the edit changes nothing. `go_on` is asked now and then whether anybody still wants the outcome.
///
/// # Errors
/// When the edit does not fit the dataset, or the text has errors or would have them, or it was not to go on.
pub fn prepare(
    mut parsed: Parsed,
    revision: u64,
    edit: &Edit,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Prepared>, EditError> {
    let inverse = change(&mut parsed, edit, go_on)?;
    Ok(inverse.map(|inverse| Prepared { revision, parsed, inverse }))
}

/// Works a patch of the history out away from the document. Where the history leads to, errors and all, has been before.
pub fn prepare_patch(mut parsed: Parsed, revision: u64, patch: &Patch) -> Prepared {
    let inverse = parsed.change(patch);
    Prepared { revision, parsed, inverse }
}

/// Makes an edit and gives the patch that leads back; `None` if it changes nothing.
///
/// # Errors
/// As `prepare`; nothing is changed then.
pub(super) fn change(parsed: &mut Parsed, edit: &Edit, go_on: &dyn Fn() -> bool) -> Result<Option<Patch>, EditError> {
    if parsed.has_errors() {
        return Err(EditError::Text("the file has errors; mend them in its text first".to_owned()));
    }
    let patch = format::patch_while(parsed, edit, go_on)?;
    if patch.is_empty() {
        return Ok(None);
    }
    if !go_on() {
        return Err(EditError::Stopped);
    }
    let expected = cfg!(debug_assertions).then(|| {
        let mut expected = (**parsed.dataset()).clone();
        edit.apply(&mut expected).map(|()| expected)
    });
    let inverse = parsed.change(&patch);
    // A text with errors could be neither changed nor saved any more, so it must not come to one.
    if let Some(error) = parsed.diagnostics().iter().find(|d| d.severity == Severity::Error) {
        let error = EditError::Text(error.message.clone());
        parsed.change(&inverse);
        return Err(error);
    }
    if let Some(Ok(expected)) = expected {
        debug_assert!(**parsed.dataset() == expected, "the text says something else than the edit: {edit:?}");
    }
    Ok(Some(inverse))
}
