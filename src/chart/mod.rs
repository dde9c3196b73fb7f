//! Chart spec + dataset + analysis → `ChartPlan`: everything about a figure that can be decided without measuring
//! text. Pure and printable.

mod plan;

pub use plan::{
    Category, ChartPlan, Connection, PlannedAnnotation, PlannedEvent, PlannedPoint, PlannedSeries, Role, Tick,
    TimeAxisPlan, ValueAxisPlan, View,
};

/// The plan of a chart, `None` when there is no such chart.
pub fn plan(_dataset: &crate::model::Dataset, _chart: &crate::model::Id) -> Option<ChartPlan> {
    None
}
