//! Chart spec + dataset + analysis → `ChartPlan`: everything about a figure that can be decided without measuring
//! text. Pure and printable.

mod axes;
mod build;
mod description;
mod notes;
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
pub use plan::{
    Category, ChartPlan, Connection, PlannedAnnotation, PlannedEvent, PlannedPoint, PlannedSeries, Role, Tick,
    TimeAxisPlan, ValueAxisPlan, View,
};
pub use request::{ExportFormat, ExportRequest};
pub use table::{TABLE_HEADER, export_table};
pub use ticks::{time_ticks, value_ticks};
