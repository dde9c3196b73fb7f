//! What a dataset is: periods, observations, series, sources, events, claims, charts; and `Edit`, the vocabulary of
//! change. Knows nothing of egui, of files, or of how any of this is spelled in one.

mod address;
mod annotation;
mod chart;
mod claim;
mod dataset;
mod edit;
pub mod number;
mod observation;
mod period;
mod transform;

pub use address::{Address, unique_id};
pub use annotation::{Annotation, AnnotationChange, AnnotationKind, Spot};
pub use chart::{
    Chart, Citation, EventFilter, Facet, Gaps, Labels, Mark, Palette, PeriodAxis, Scale, Spans, Stack, Trending,
    ValueAxis,
};
pub use claim::{Check, Claim, Comparison, Extreme};
pub use dataset::{
    Break, Dataset, Event, FORMAT, Header, Id, Measure, Observations, Section, Series, SeriesHead, Source,
};
pub use edit::{Edit, EditError, Item, SectionKind};
pub use observation::{Missing, Observation, Qualifier, SourceRefs, Status};
pub use period::{Calendar, Period, PeriodError, Unit};
pub use transform::{Gather, Span, Transform};
