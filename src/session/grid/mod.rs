//! The grid without a window: which cells there are, what is selected of them, and what every gesture means as an edit.

mod annotate;
mod carry;
mod changes;
mod copy;
mod fields;
mod figure;
mod fill;
mod find;
mod merge;
mod motion;
mod new_rows;
mod order;
mod paste;
mod range;
mod sheet;
mod structure;
mod summary;
mod view;
mod wide;

pub use annotate::{Annotation, annotate, common};
pub use carry::{carried_to, carry};
pub use changes::{CellError, Changes};
pub use copy::{Copied, fragment, tsv};
pub use figure::Figure;
pub use fill::{FillMode, fill, fill_down, fill_right, neighbour_end};
pub use find::{Finder, Query, go_to};
pub use merge::paste_fragment;
pub use motion::Motion;
pub use new_rows::NewRow;
pub use paste::{PasteOptions, PastePlan, Problem, ToColumn, ToRow, guess, label as paste_label, plan as plan_paste};
pub use range::{CellKey, CellRange, Place, Selected, Span, Whole};
pub use sheet::{Cell, Column, Field, Row, Sheet};
pub use structure::{Step, insert_row, move_columns, move_rows, remove_columns, remove_rows};
pub use summary::Summary;
pub use view::{Filter, GridView, Layout, SortKey};
