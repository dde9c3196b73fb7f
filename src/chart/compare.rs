//! Charts that look different, and in what; all that differs between two datasets, as text.

use std::fmt;

use serde::Serialize;

use super::{AxisScale, ChartPlan, ValueAxisPlan, still_plan};
use crate::{
    analysis::{Comparison, compare},
    model::{Dataset, Id},
};

/// All that differs between an earlier dataset and a later one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Differences {
    /// Figures, items and verdicts.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Charts that look different.
    pub charts: Vec<ChartChange>,
}

impl Differences {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.comparison.is_empty() && self.charts.is_empty()
    }
}

/// One change a line, as `docket diff` prints them.
impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { comparison, charts } = self;
        comparison.figures.iter().try_for_each(|change| writeln!(f, "{change}"))?;
        comparison.items.iter().try_for_each(|change| writeln!(f, "{change}"))?;
        comparison.verdicts.iter().try_for_each(|change| writeln!(f, "{change}"))?;
        charts.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}

/// Compares two datasets in all respects.
pub fn differences(before: &Dataset, after: &Dataset) -> Differences {
    let comparison = compare(before, after);
    // What looks different follows from something that is.
    let charts = if comparison.is_empty() { Vec::new() } else { changed_charts(before, after) };
    Differences { comparison, charts }
}

/// A chart that looks different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartChange {
    /// The chart.
    pub id: Id,
    /// What of it is different, in words: "values", "axes".
    pub differs: Vec<&'static str>,
}

/// The figures of a chart, to be looked at side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPair {
    /// The chart.
    pub id: Id,
    /// What of it is different, in words; nothing where the chart came or went.
    pub differs: Vec<&'static str>,
    /// The earlier figure; `None` where the chart is new.
    pub before: Option<ChartPlan>,
    /// The later figure; `None` where the chart is gone.
    pub after: Option<ChartPlan>,
}

/// The charts of both datasets whose figures differ, whatever the reason; those that come or go aside.
pub fn changed_charts(before: &Dataset, after: &Dataset) -> Vec<ChartChange> {
    let both = after.charts.keys().filter(|id| before.charts.contains_key(*id));
    both.filter_map(|id| {
        let differs = differing(&still_plan(before, id)?, &still_plan(after, id)?);
        (!differs.is_empty()).then(|| ChartChange { id: id.clone(), differs })
    })
    .collect()
}

/// The figures of charts that look different, came or went, in the order of the later dataset and then those that are
/// gone; where both are there, on the same axes. Ends early when `goes_on` says so.
pub fn chart_pairs(before: &Dataset, after: &Dataset, goes_on: &dyn Fn() -> bool) -> Vec<ChartPair> {
    let gone = before.charts.keys().filter(|id| !after.charts.contains_key(*id));
    let pair = |id: &Id| {
        let (mut old, mut new) = (still_plan(before, id), still_plan(after, id));
        let mut differs = Vec::new();
        if let (Some(old), Some(new)) = (&mut old, &mut new) {
            differs = differing(old, new);
            if differs.is_empty() {
                return None;
            }
            on_same_axes(old, new);
        }
        Some(ChartPair { id: id.clone(), differs, before: old, after: new })
    };
    after.charts.keys().chain(gone).take_while(|_| goes_on()).filter_map(pair).collect()
}

/// Gives two figures of one chart axes that hold the values of both, where they measure the same in the same way: what
/// is higher in one of them is then higher on the page.
fn on_same_axes(a: &mut ChartPlan, b: &mut ChartPlan) {
    if a.panels.len() == b.panels.len() {
        a.panels.iter_mut().zip(&mut b.panels).for_each(|(a, b)| on_same_axes(a, b));
    }
    if a.plane() != b.plane() {
        return;
    }
    let (min, max) = (a.x.min.min(b.x.min), a.x.max.max(b.x.max));
    (a.x.min, a.x.max, b.x.min, b.x.max) = (min, max, min, max);
    join(&mut a.y, &mut b.y);
    if let (Some(a), Some(b)) = (&mut a.across, &mut b.across) {
        join(a, b);
    }
}

fn join(a: &mut ValueAxisPlan, b: &mut ValueAxisPlan) {
    let is_alike = a.scale.is_even() == b.scale.is_even() && (a.scale == AxisScale::Log) == (b.scale == AxisScale::Log);
    if a.measure != b.measure || !is_alike {
        return;
    }
    let (min, max) = (a.min.min(b.min), a.max.max(b.max));
    let scale = match (a.scale, b.scale) {
        (AxisScale::Symmetric { around: a }, AxisScale::Symmetric { around: b }) => {
            AxisScale::Symmetric { around: a.min(b) }
        }
        (AxisScale::Log, _) => AxisScale::Log,
        _ => AxisScale::even(min, max),
    };
    for axis in [a, b] {
        (axis.min, axis.max, axis.scale) = (min, max, scale);
    }
}

fn differing(a: &ChartPlan, b: &ChartPlan) -> Vec<&'static str> {
    if a == b {
        return Vec::new();
    }
    let values = |plan: &ChartPlan| {
        let points = |s: &super::PlannedSeries| {
            s.points.iter().map(|p| (p.at, p.y, p.low, p.high, p.qualifier, p.status, p.role)).collect::<Vec<_>>()
        };
        plan.series.iter().map(|s| (s.id.clone(), points(s))).collect::<Vec<_>>()
    };
    let names = |plan: &ChartPlan| plan.series.iter().map(|s| s.label.clone()).collect::<Vec<_>>();
    let words = |plan: &ChartPlan| (plan.title.clone(), plan.subtitle.clone(), plan.notes.clone());
    let parts = [
        ("values", values(a) != values(b)),
        ("names", names(a) != names(b)),
        ("words", words(a) != words(b)),
        ("sources", a.source_line != b.source_line),
        ("axes", a.x != b.x || a.y != b.y || a.across != b.across),
        ("mark", a.mark != b.mark || a.stack != b.stack || a.panels.len() != b.panels.len()),
        ("events", a.events != b.events),
        ("annotations", a.annotations != b.annotations),
    ];
    let mut differs: Vec<&'static str> = parts.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect();
    if differs.is_empty() {
        differs.push("looks");
    }
    differs
}

/// `chart by-year looks different: values, axes`
impl fmt::Display for ChartChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chart {} looks different: {}", self.id, self.differs.join(", "))
    }
}
