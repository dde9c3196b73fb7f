//! The grid without a window: which cells there are, what is selected of them, and what every gesture means as an edit.

mod changes;
mod copy;
mod fields;
mod figure;
mod fill;
mod merge;
mod motion;
mod new_rows;
mod order;
mod paste;
mod range;
mod sheet;
mod summary;
mod view;
mod wide;

pub use changes::{CellError, Changes};
pub use copy::{Copied, fragment, tsv};
pub use figure::Figure;
pub use fill::{FillMode, fill, fill_down, fill_right, neighbour_end};
pub use merge::paste_fragment;
pub use motion::Motion;
pub use new_rows::NewRow;
pub use paste::{PasteOptions, PastePlan, Problem, ToColumn, ToRow, guess, label as paste_label, plan as plan_paste};
pub use range::{CellKey, CellRange, Place, Selected, Span, Whole};
pub use sheet::{Cell, Column, Field, Row, Sheet};
pub use summary::Summary;
pub use view::{Filter, GridView, Layout, SortKey};
