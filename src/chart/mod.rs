//! Chart spec + dataset + analysis → `ChartPlan`: everything about a figure that can be decided without measuring
//! text. Pure and printable.

mod plan;

pub use plan::{
    Category, ChartPlan, Connection, PlannedAnnotation, PlannedEvent, PlannedPoint, PlannedSeries, Role, Tick,
    TimeAxisPlan, ValueAxisPlan, View,
};
