//! The grid without a window: which cells there are, what is selected of them, and what every gesture means as an edit.

mod changes;
mod fields;
mod fill;
mod motion;
mod order;
mod range;
mod sheet;
mod summary;
mod view;
mod wide;

pub use changes::{CellError, Changes};
pub use fill::{FillMode, fill, fill_down, fill_right, neighbour_end};
pub use motion::Motion;
pub use range::{CellKey, CellRange, Place, Selected, Span, Whole};
pub use sheet::{Cell, Column, Field, Row, Sheet};
pub use summary::Summary;
pub use view::{Filter, GridView, Layout, SortKey};
