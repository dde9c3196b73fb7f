//! What a place in a dataset is called, independent of where it stands in a file.

use super::{Id, SectionKind};

/// A place in a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// The dataset itself: its title and description.
    Dataset,
    /// A whole section.
    Section(SectionKind),
    /// An item of a section.
    Item {
        /// The section.
        section: SectionKind,
        /// The item.
        id: Id,
    },
    /// An observation.
    Observation {
        /// The series.
        series: Id,
        /// Its position in the series.
        index: usize,
    },
}

/// An id made from a title, unlike all that are taken: `New series` → `new-series`, `new-series-2`.
pub fn unique_id(title: &str, is_taken: impl Fn(&str) -> bool) -> Id {
    let mut stem = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            stem.push(c);
        } else if !stem.ends_with('-') && !stem.is_empty() {
            stem.push('-');
        }
    }
    let stem = if stem.trim_matches('-').is_empty() { "item" } else { stem.trim_matches('-') };
    if !is_taken(stem) {
        return stem.into();
    }
    let numbered = (2_usize..).map(|n| format!("{stem}-{n}"));
    numbered.into_iter().find(|id| !is_taken(id)).unwrap_or_default().into()
}
