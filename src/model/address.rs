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
