//! Chart spec + dataset + analysis → `ChartPlan`: everything about a figure that can be decided without measuring
//! text. Pure and printable.

mod axes;
mod build;
mod description;
mod notes;
mod page;
mod plan;
mod points;
mod request;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod thin;
mod ticks;
mod words;

pub use build::plan;
pub use description::automatic_description;
pub use page::{LARGEST_SIDE, LengthUnit, PIXELS_PER_INCH, PageSize, Preset, SMALLEST_SIDE};
pub use plan::{
    Category, ChartPlan, Connection, PlannedAnnotation, PlannedEvent, PlannedPoint, PlannedSeries, Role, Tick,
    TimeAxisPlan, ValueAxisPlan, View,
};
pub use request::{CopyForm, ExportFormat, ExportRequest, file_name, file_names};
pub use table::{Cited, Reading, TABLE_HEADER, export_table, reading};
pub use ticks::{time_ticks, value_ticks};
