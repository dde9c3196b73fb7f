//! Chart spec + dataset + analysis → `ChartPlan`: everything about a figure that can be decided without measuring
//! text. Pure and printable.

mod annotations;
mod axes;
mod build;
mod claims;
mod compare;
mod description;
mod facets;
mod glyphs;
mod hues;
mod matrix;
mod notes;
mod page;
mod plan;
mod plane;
mod points;
mod reach;
mod request;
mod rows;
mod scale;
mod scatter;
mod select;
mod stack;
mod statistics;
mod table;
#[cfg(test)]
mod tests;
mod thin;
mod ticks;
mod timeline;
mod trends;
mod until;
mod wording;
mod words;

pub use annotations::{AnnotationForm, PlannedAnnotation, has_place};
pub use build::{plan, plan_in, plan_with, still_plan};
pub use claims::{claim_of_annotation, shows_claim};
pub use compare::{ChartChange, ChartPair, Differences, changed_charts, chart_pairs, differences};
pub use description::automatic_description;
pub use glyphs::{Band, Form, Glyph, bands, glyphs, places};
pub use hues::Hue;
pub use page::{LARGEST_SIDE, LengthUnit, PIXELS_PER_INCH, PageSize, Preset, SMALLEST_SIDE};
pub use plan::{
    Category, ChartPlan, Connection, Group, Pair, PlannedEvent, PlannedPoint, PlannedSeries, Role, Sign, Tick,
    TimeAxisPlan, TimeUnit, Total, ValueAxisPlan, View,
};
pub use plane::Plane;
pub use reach::{AxisEnd, Reach, reached};
pub use request::{CopyForm, ExportFormat, ExportRequest, Finish, Letters, Without, file_name, file_names};
pub use scale::AxisScale;
pub use statistics::{StatisticsTable, around_event, statistics, statistics_while};
pub use table::{Cited, Reading, TABLE_HEADER, export_table, reading};
pub use ticks::{last_year, scaled_ticks, time_ticks, value_ticks};
pub use trends::{PlannedTrend, TrendPoint, no_trend};
pub use until::{over_time, periods_shown, plan_until};
pub use wording::Wording;
