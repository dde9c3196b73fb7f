//! A change of a text as a value: applied, inverted, composed.

use std::ops::Range;

/// One stretch of the old text and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes of the old text.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// Replacements that do not overlap, by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    replacements: Vec<Replacement>,
}

impl Patch {
    /// A patch of replacements that do not overlap, in any order. Those that touch at one point keep their order.
    pub fn new(mut replacements: Vec<Replacement>) -> Self {
        replacements.sort_by_key(|r| (r.range.start, r.range.end));
        debug_assert!(replacements.windows(2).all(|w| w[0].range.end <= w[1].range.start), "replacements overlap");
        Self { replacements }
    }

    /// The replacements, by position.
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.replacements.is_empty()
    }

    /// The text afterwards.
    pub fn apply(&self, text: &str) -> String {
        let grown: usize = self.replacements.iter().map(|r| r.text.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut at = 0;
        for r in &self.replacements {
            out.push_str(&text[at..r.range.start]);
            out.push_str(&r.text);
            at = r.range.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// The patch that leads from the text afterwards back to `text`.
    #[must_use]
    pub fn invert(&self, text: &str) -> Self {
        let mut shift = 0_isize;
        let mut replacements = Vec::with_capacity(self.replacements.len());
        for r in &self.replacements {
            let start = r.range.start.saturating_add_signed(shift);
            replacements
                .push(Replacement { range: start..start + r.text.len(), text: text[r.range.clone()].to_owned() });
            shift += r.text.len() as isize - r.range.len() as isize;
        }
        Self { replacements }
    }
}
