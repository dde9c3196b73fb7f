//! Events by place.

use crate::model::{Chart, Dataset, SourceRefs};

use super::{Category, ChartPlan, PlannedEvent, TimeAxisPlan, axes::asked_range, words};

/// From the first event to the last, in whole years, unless the chart asks for something else.
pub(super) fn time_axis(chart: &Chart, events: &[PlannedEvent], otherwise: TimeAxisPlan) -> TimeAxisPlan {
    let (from, to) = asked_range(chart);
    let first = events.iter().map(|event| event.extent.0).reduce(f64::min);
    let last = events.iter().map(|event| event.extent.1).reduce(f64::max);
    let (Some(first), Some(last)) = (first, last) else { return otherwise };
    let min = if from.is_finite() { from } else { (first + 1e-9).floor() };
    let max = if to.is_finite() { to } else { (last - 1e-9).ceil() };
    if min < max { TimeAxisPlan { min, max, ..otherwise } } else { otherwise }
}

/// Gives a timeline a row a place, in the order of the first event there, and the sources of its events.
pub(super) fn fill(dataset: &Dataset, chart: &Chart, plan: &mut ChartPlan) {
    for event in &plan.events {
        let label = event.place.clone().unwrap_or_default();
        if plan.categories.iter().all(|row| row.label != label) {
            plan.categories.push(Category { label, members: Vec::new() });
        }
    }
    let sources = plan.events.iter().filter_map(|event| dataset.events.get(&event.id)).map(|event| &event.source);
    let ids: SourceRefs = sources.flat_map(SourceRefs::ids).cloned().collect();
    let citing = words::Citing::of(dataset, chart);
    let mut names = citing.cited(dataset, &ids);
    names.truncate(SOURCES_NAMED);
    plan.source_line = citing.line(&names);
}

/// A timeline names the sources of its first events; the tooltips name all of them.
const SOURCES_NAMED: usize = 200;
