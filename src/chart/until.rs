//! A chart as it was up to a period: its axes stay those of the whole, so that what moves is the figures.

use crate::model::{Chart, Dataset, Id, Mark, Period};

use super::{
    ChartPlan, Plane, Role,
    build::{Making, plan, single},
    facets,
    thin::Thinning,
    words,
};
use crate::analysis::period_words;

/// The periods that a chart can be played through: those of its plotted values, in order.
pub fn periods_shown(whole: &ChartPlan) -> Vec<Period> {
    let of = |plan: &ChartPlan| {
        let points = plan.series.iter().flat_map(|series| &series.points);
        points.filter(|point| point.role == Role::Plotted).map(|point| point.at).collect::<Vec<_>>()
    };
    let mut periods = of(whole);
    periods.sort_by_key(|at| (at.last_day(), at.first_day()));
    periods.dedup();
    periods
}

/// The chart that shows all periods of a chart as points over time: what it can be played through.
pub fn over_time(dataset: &Dataset, chart: &Id) -> Option<ChartPlan> {
    let item = dataset.charts.get(chart)?;
    let points = Chart { mark: Mark::Dot, facet: None, y: zeroed(item), ..item.clone() };
    Some(single(dataset, chart, &points, &points.series, making(dataset, item)))
}

/// The plan of a chart with nothing later than a period; `None` if the dataset has no chart with this id.
pub fn plan_until(dataset: &Dataset, chart: &Id, until: Period) -> Option<ChartPlan> {
    let item = dataset.charts.get(chart)?;
    let whole = plan(dataset, chart)?;
    let ends_before = item.x.to.is_some_and(|to| to.last_day() <= until.last_day());
    if ends_before {
        return Some(whole);
    }
    let mut part = item.clone();
    part.x.to = Some(until);
    let mut shown = single(dataset, chart, &part, &part.series, making(dataset, item));
    if let Some(facet) = item.facet {
        facets::divide(dataset, chart, &part, facet, making(dataset, item), &mut shown);
    }
    let range = over_time(dataset, chart).map(|plan| (plan.y.min, plan.y.max));
    keep_axes(&whole, range, &mut shown);
    for (panel, of_whole) in shown.panels.iter_mut().zip(&whole.panels) {
        keep_axes(of_whole, range, panel);
    }
    shown.notes.insert(0, format!("Shown up to {}.", period_words(until)));
    Some(shown)
}

fn making(dataset: &Dataset, chart: &Chart) -> Making<'static> {
    let (locale, thinning) = (words::locale(dataset, chart), Thinning::of(chart.series.len()));
    Making { locale, thinning, has_tooltips: true, kept: None }
}

/// The value axis as a length would have it.
fn zeroed(chart: &Chart) -> crate::model::ValueAxis {
    let zero = if chart.mark.starts_at_zero() { Some(true) } else { chart.y.zero };
    crate::model::ValueAxis { zero, ..chart.y.clone() }
}

/// Gives a part the axes of the whole: where marks are of single periods, those over all periods.
fn keep_axes(whole: &ChartPlan, range: Option<(f64, f64)>, part: &mut ChartPlan) {
    part.x = whole.x.clone();
    part.across.clone_from(&whole.across);
    part.y.scale = whole.y.scale;
    (part.y.min, part.y.max) = match (part.plane(), range) {
        (Plane::ValueRows | Plane::Moments, Some((min, max))) => (min.min(whole.y.min), max.max(whole.y.max)),
        _ => (whole.y.min, whole.y.max),
    };
    if part.plane() == Plane::Bins {
        part.bins.clone_from(&whole.bins);
    }
}
