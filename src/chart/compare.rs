//! Charts that look different, and in what.

use serde::Serialize;

use super::{ChartPlan, plan};
use crate::model::{Dataset, Id};

/// A chart that looks different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChartChange {
    /// The chart.
    pub id: Id,
    /// What of it is different, in words: "values", "axes".
    pub differs: Vec<&'static str>,
}

/// The charts of both datasets whose figures differ, whatever the reason; those that come or go aside.
pub fn changed_charts(before: &Dataset, after: &Dataset) -> Vec<ChartChange> {
    let both = after.charts.keys().filter(|id| before.charts.contains_key(*id));
    both.filter_map(|id| {
        let differs = differing(&plan(before, id)?, &plan(after, id)?);
        (!differs.is_empty()).then(|| ChartChange { id: id.clone(), differs })
    })
    .collect()
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
impl std::fmt::Display for ChartChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "chart {} looks different: {}", self.id, self.differs.join(", "))
    }
}
