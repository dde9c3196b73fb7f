//! When typing in the text goes on and when it is a new step: one step is a word, as editors do.

use crate::{
    format::{Parsed, Patch, Replacement},
    model::Address,
};

/// What somebody did to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextChange {
    /// Characters came from the keyboard.
    Typing,
    /// Characters were taken away one after the other.
    Deletion,
    /// A stretch was taken away at once.
    Removal,
    /// Something came from the clipboard.
    Paste,
    /// Something went to the clipboard.
    Cut,
    /// Lines moved in or out.
    Indent,
}

impl TextChange {
    /// What the step is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Typing => "typing",
            Self::Deletion | Self::Removal => "deletion",
            Self::Paste => "paste",
            Self::Cut => "cut",
            Self::Indent => "indentation",
        }
    }
}

/// Where a caret stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaretPlace {
    /// The byte that it stands before.
    pub byte: usize,
    /// The first byte of its line that is not blank.
    pub line: usize,
}

impl CaretPlace {
    /// What the caret stands at: the smallest thing it is in, or what its line begins with if that is smaller, so that
    /// the comma and the comment behind an observation belong to it.
    pub fn address(self, parsed: &Parsed) -> Option<Address> {
        let size = |address: &Option<Address>| match address {
            Some(Address::Observation { .. }) => 0,
            Some(Address::Item { .. }) => 1,
            Some(Address::Section(_)) => 2,
            Some(Address::Dataset) => 3,
            None => 4,
        };
        let (here, line) = (parsed.address_at(self.byte), parsed.address_at(self.line));
        if size(&line) < size(&here) { line } else { here }
    }
}

/// A run of typing that may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Burst {
    change: TextChange,
    /// The state that the last change led to.
    revision: u64,
    /// Where the next change must touch.
    at: usize,
    /// Whether the last character typed was a blank: what follows is another word.
    is_after_blank: bool,
}

impl Burst {
    /// The run that a change begins or goes on with; `revision` is the state that it led to.
    pub fn after(change: TextChange, patch: &Patch, revision: u64) -> Option<Self> {
        let only = only(patch)?;
        let is_after_blank = only.text.ends_with(char::is_whitespace);
        match change {
            TextChange::Typing => {
                Some(Self { change, revision, at: only.range.start + only.text.len(), is_after_blank })
            }
            TextChange::Deletion => Some(Self { change, revision, at: only.range.start, is_after_blank }),
            TextChange::Removal | TextChange::Paste | TextChange::Cut | TextChange::Indent => None,
        }
    }

    /// Whether a change of the state `revision` belongs to the same step.
    pub fn goes_on_with(self, change: TextChange, patch: &Patch, revision: u64) -> bool {
        let Some(only) = only(patch).filter(|_| change == self.change && revision == self.revision) else {
            return false;
        };
        match change {
            TextChange::Typing => {
                let begins_word = self.is_after_blank && !only.text.starts_with(char::is_whitespace);
                only.range == (self.at..self.at) && !begins_word && !only.text.contains('\n')
            }
            TextChange::Deletion => only.text.is_empty() && (only.range.end == self.at || only.range.start == self.at),
            TextChange::Removal | TextChange::Paste | TextChange::Cut | TextChange::Indent => false,
        }
    }
}

fn only(patch: &Patch) -> Option<&Replacement> {
    match patch.replacements() {
        [only] => Some(only),
        _ => None,
    }
}
