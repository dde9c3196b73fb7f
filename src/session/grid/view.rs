//! How the data of a document are laid out as a table: which rows and columns are shown, and in which order.

use std::collections::BTreeSet;

use super::sheet::Column;
use crate::model::{Period, SectionKind};

/// What the rows of the grid are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Periods down, series across.
    #[default]
    Wide,
    /// One row for each observation, its fields across.
    Long,
    /// One row for each item of a section, its fields across.
    Items(SectionKind),
}

impl Layout {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 5] = [
        Self::Wide,
        Self::Long,
        Self::Items(SectionKind::Events),
        Self::Items(SectionKind::Sources),
        Self::Items(SectionKind::Claims),
    ];

    /// The word on the switch.
    pub fn text(self) -> &'static str {
        match self {
            Self::Wide => "By period",
            Self::Long => "Every value",
            Self::Items(SectionKind::Sources) => "Sources",
            Self::Items(SectionKind::Series) => "Series",
            Self::Items(SectionKind::Events) => "Events",
            Self::Items(SectionKind::Claims) => "Claims",
            Self::Items(SectionKind::Charts) => "Charts",
        }
    }
}

/// What the rows are sorted by on screen; the file keeps its order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The column; `None`: the head of the row.
    pub column: Option<Column>,
    /// From high to low.
    pub descending: bool,
}

/// Which rows are shown: all in which some cell holds this text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The text, looked for in values, notes and sources without regard to case; empty: all rows.
    pub text: String,
}

impl GridView {
    /// Whether the rows are sorted or filtered.
    pub fn is_ordered(&self) -> bool {
        self.sort.is_some() || !self.filter.text.trim().is_empty()
    }
}

/// How a document is shown in the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GridView {
    /// What the rows are.
    pub layout: Layout,
    /// Columns that are not shown.
    pub hidden: BTreeSet<Column>,
    /// How many columns stay in sight when the rest is scrolled, besides the head of the rows.
    pub frozen: usize,
    /// The order of the rows, if not that of the data.
    pub sort: Option<SortKey>,
    /// Which rows are shown.
    pub filter: Filter,
    /// Periods that have a row although they have no value yet.
    pub extra: BTreeSet<Period>,
}
