//! The text of a file: copied in no time, changed in the middle in no time, whatever its size.

use std::{fmt, ops::Range};

use crop::Rope;

use super::{LineColumn, Patch, Replacement};

/// A text. Copies share what they have in common; places are bytes from its start.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Rope);

impl Text {
    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.0.byte_len()
    }

    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its parts in order; together they are the whole.
    pub fn chunks(&self) -> impl Iterator<Item = &str> {
        self.0.chunks()
    }

    /// A stretch of it; `None` when it reaches beyond the end or cuts a character.
    pub fn get(&self, range: Range<usize>) -> Option<String> {
        let fits = range.start <= range.end
            && range.end <= self.len()
            && self.0.is_char_boundary(range.start)
            && self.0.is_char_boundary(range.end);
        fits.then(|| self.slice(range))
    }

    /// A stretch of it that is known to be one.
    pub(super) fn slice(&self, range: Range<usize>) -> String {
        let mut out = String::with_capacity(range.len());
        out.extend(self.0.byte_slice(range).chunks());
        out
    }

    /// How many lines there are; a text that ends with a line end has an empty last one.
    pub fn line_count(&self) -> usize {
        self.line_starts_up_to(self.len()) + 1
    }

    /// The place of a byte.
    pub fn place(&self, byte: usize) -> LineColumn {
        let byte = byte.min(self.len());
        let line = self.line_starts_up_to(byte);
        let before = self.get(self.line_start(line)..byte).unwrap_or_default();
        LineColumn { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The bytes of a line without its end, counted from 1; empty, at the end, outside the text.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let Some(index) = line.checked_sub(1).filter(|index| *index < self.line_count()) else {
            return self.len()..self.len();
        };
        let start = self.line_start(index);
        let end = if index + 1 < self.line_count() { self.line_start(index + 1) } else { self.len() };
        let spelled = self.slice(start..end);
        start..start + spelled.trim_end_matches(['\n', '\r']).len()
    }

    /// A line without its end, counted from 1; empty outside the text.
    pub fn line(&self, line: usize) -> String {
        self.slice(self.line_span(line))
    }

    /// Where a line starts, counted from 0.
    pub(super) fn line_start(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.0.byte_of_line(index.min(self.0.line_len())) }
    }

    /// How many line ends lie before a byte.
    pub(super) fn line_starts_up_to(&self, byte: usize) -> usize {
        self.0.line_of_byte(byte)
    }

    /// Makes a patch; what leads back.
    pub(super) fn change(&mut self, patch: &Patch) -> Patch {
        let mut back = Vec::with_capacity(patch.replacements().len());
        // From the end, so that the places of those before still hold.
        let mut shift = patch.growth();
        for replacement in patch.replacements().iter().rev() {
            let Replacement { range, text } = replacement;
            shift -= text.len().cast_signed() - range.len().cast_signed();
            let start = range.start.saturating_add_signed(shift);
            back.push(Replacement { range: start..start + text.len(), text: self.slice(range.clone()) });
            self.0.replace(range.clone(), text);
        }
        back.reverse();
        Patch::of_sorted(back)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Rope::from(text))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0 == **other
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn places_lines_and_changes_are_those_of_a_plain_text(
            text in "[ab\r\nñ]{0,40}",
            byte in any::<prop::sample::Index>(),
            cuts in vec((any::<prop::sample::Index>(), "[x\n]{0,3}"), 0..6),
        ) {
            let rope = Text::from(text.as_str());
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let byte = places[byte.index(places.len())];
            let line = text[..byte].matches('\n').count();
            let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
            // A line end of two characters is one.
            let inside = text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
            if !inside {
                prop_assert_eq!(rope.place(byte), LineColumn { line: line + 1, column: text[start..byte].chars().count() + 1 });
            }
            prop_assert_eq!(rope.line_count(), text.matches('\n').count() + 1);
            for (index, expected) in text.split('\n').enumerate() {
                prop_assert_eq!(rope.line(index + 1), expected.trim_end_matches('\r'));
            }
            let mut cuts: Vec<(usize, String)> =
                cuts.into_iter().map(|(at, new)| (places[at.index(places.len())], new)).collect();
            cuts.sort();
            let pairs = cuts.chunks_exact(2);
            let patch = Patch::new(pairs.map(|p| Replacement { range: p[0].0..p[1].0, text: p[0].1.clone() }).collect());
            let mut changed = rope.clone();
            let back = changed.change(&patch);
            prop_assert_eq!(changed.to_string(), patch.apply(&text));
            prop_assert_eq!(&back, &patch.invert(&text));
            changed.change(&back);
            prop_assert_eq!(changed, rope);
        }
    }
}
