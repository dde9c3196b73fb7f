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
        let apart = replacements.windows(2).all(|w| w[0].range.end <= w[1].range.start);
        debug_assert!(apart, "replacements overlap: {replacements:?}");
        Self { replacements }
    }

    /// A patch of replacements that are in order.
    pub(super) fn of_sorted(replacements: Vec<Replacement>) -> Self {
        Self { replacements }
    }

    /// How many places it changes, or as many as it takes or brings bytes for: what it costs to carry out.
    pub fn weight(&self) -> usize {
        const BYTES_OF_A_PLACE: usize = 500;
        let bytes: usize = self.replacements.iter().map(|r| r.range.len().max(r.text.len())).sum();
        self.replacements.len().max(bytes / BYTES_OF_A_PLACE)
    }

    /// By how many bytes the text grows.
    pub(super) fn growth(&self) -> isize {
        self.replacements.iter().map(|r| r.text.len().cast_signed() - r.range.len().cast_signed()).sum()
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
            shift += r.text.len().cast_signed() - r.range.len().cast_signed();
        }
        Self { replacements }
    }

    /// This patch, then another on its outcome, as one. `length` is that of the text before both.
    #[must_use]
    pub fn then(&self, next: &Self, length: usize) -> Self {
        let pieces = splice(splice(vec![Piece::Kept(0..length)], self), next);
        let mut replacements = Vec::new();
        let (mut at, mut text) = (0, String::new());
        for piece in pieces.into_iter().chain([Piece::Kept(length..length)]) {
            match piece {
                Piece::New(new) => text.push_str(&new),
                Piece::Kept(range) => {
                    if range.start > at || !text.is_empty() {
                        replacements.push(Replacement { range: at..range.start, text: std::mem::take(&mut text) });
                    }
                    at = range.end;
                }
            }
        }
        Self { replacements }
    }
}

/// A stretch of a text in the making: kept from the old one, or new.
enum Piece {
    Kept(Range<usize>),
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    fn split(self, at: usize) -> (Self, Self) {
        match self {
            Self::Kept(range) => {
                let middle = range.start + at;
                (Self::Kept(range.start..middle), Self::Kept(middle..range.end))
            }
            Self::New(text) => (Self::New(text[..at].to_owned()), Self::New(text[at..].to_owned())),
        }
    }
}

/// Makes a patch on a text that is given in pieces.
fn splice(pieces: Vec<Piece>, patch: &Patch) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = pieces.into_iter();
    let mut head: Option<Piece> = rest.next();
    let mut at = 0;
    let mut take = |until: usize, out: Option<&mut Vec<Piece>>| {
        let mut taken = Vec::new();
        while at < until {
            let Some(piece) = head.take() else { break };
            let room = until - at;
            if piece.len() <= room {
                at += piece.len();
                taken.push(piece);
                head = rest.next();
            } else {
                let (first, second) = piece.split(room);
                at += room;
                taken.push(first);
                head = Some(second);
            }
        }
        if let Some(out) = out {
            out.extend(taken);
        }
    };
    for replacement in &patch.replacements {
        take(replacement.range.start, Some(&mut out));
        take(replacement.range.end, None);
        out.push(Piece::New(replacement.text.clone()));
    }
    take(usize::MAX, Some(&mut out));
    out
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// A patch of a text of so many bytes.
    fn patch(length: usize) -> impl Strategy<Value = Patch> {
        vec((0..=length, "[a-c]{0,3}"), 0..6).prop_map(|mut cuts| {
            cuts.sort();
            let pairs = cuts.chunks_exact(2);
            let replacements = pairs.map(|pair| Replacement { range: pair[0].0..pair[1].0, text: pair[0].1.clone() });
            Patch::new(replacements.collect())
        })
    }

    proptest! {
        #[test]
        fn two_patches_in_one_do_what_they_do_in_turn(
            (text, first, second) in "[x-z]{0,12}".prop_flat_map(|text| {
                let length = text.len();
                (Just(text), patch(length)).prop_flat_map(|(text, first)| {
                    let after = first.apply(&text).len();
                    (Just(text), Just(first), patch(after))
                })
            })
        ) {
            let between = first.apply(&text);
            let both = first.then(&second, text.len());
            prop_assert_eq!(both.apply(&text), second.apply(&between));
            prop_assert_eq!(both.invert(&text).apply(&second.apply(&between)), text.clone());
            prop_assert_eq!(first.invert(&text).apply(&between), text);
        }
    }
}
