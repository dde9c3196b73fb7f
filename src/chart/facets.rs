//! Small multiples: the same chart once for each entity, or for each indicator where there is but one entity.

use crate::model::{Chart, Dataset, Facet, Id, Labels, Mark};

use super::{
    ChartPlan, Hue,
    axes::count_axis,
    build::{Making, choose, single},
    glyphs::bin_of,
    matrix::Matrix,
    rows::Chosen,
};

/// More panels than this could not be read.
const MOST: usize = 40;

/// Divides a plan into panels, if there is more than one thing to divide it by.
pub(super) fn divide(
    dataset: &Dataset,
    id: &Id,
    chart: &Chart,
    facet: Facet,
    making: Making<'_>,
    plan: &mut ChartPlan,
) {
    if chart.mark == Mark::Timeline || plan.empty_reason.is_some() {
        return;
    }
    let (chosen, _) = choose(dataset, chart, &chart.series, making.locale);
    let parts = parts(chart, &chosen);
    if parts.len() < 2 || parts.len() > MOST {
        return;
    }
    let mut panels = Vec::new();
    for (name, members) in &parts {
        let series: Vec<Id> = members.iter().map(|s| chosen[*s].id.clone()).collect();
        let of_part = Chart { series, facet: None, title: None, subtitle: None, note: None, ..chart.clone() };
        let mut panel = single(dataset, id, &of_part, &chart.series, making);
        name.clone_into(&mut panel.title);
        panel.notes.clear();
        panel.signs.clear();
        panel.source_line.clear();
        panel.credit.clear();
        panel.y.label.clear();
        if !matches!(chart.mark, Mark::Slope | Mark::Scatter) {
            panel.labels = Labels::Nowhere;
        }
        for (s, series) in panel.series.iter_mut().enumerate() {
            series.hue = if members.len() == 1 {
                Hue::default()
            } else {
                plan.series.iter().find(|other| other.id == series.id).map_or(Hue::Place(s), |other| other.hue)
            };
            // In a panel of its own a series is told apart by the title.
            series.is_context = series.is_context && members.len() > 1;
        }
        panels.push(panel);
    }
    share_axes(facet, plan, &mut panels);
    if facet == Facet::Free {
        plan.notes.push("Each panel has an axis of its own, so heights are not comparable between panels.".to_owned());
    }
    plan.panels = panels;
}

/// What each panel shows: its name, and positions of series.
fn parts(chart: &Chart, chosen: &[Chosen<'_>]) -> Vec<(String, Vec<usize>)> {
    let each = || chosen.iter().enumerate().map(|(s, c)| (c.label.clone(), vec![s])).collect();
    let Some(matrix) = Matrix::of(chosen) else { return each() };
    let gather = |names: &[String], of: &dyn Fn(usize) -> usize| -> Vec<(String, Vec<usize>)> {
        let members = |n: usize| (0..chosen.len()).filter(|s| of(*s) == n).collect();
        names.iter().enumerate().map(|(n, name)| (name.clone(), members(n))).collect()
    };
    let in_rows =
        matches!(chart.mark, Mark::Bar | Mark::DotPlot | Mark::Range | Mark::Dumbbell | Mark::Slope | Mark::Table);
    let (entities, indicators) = (matrix.entities.len(), matrix.indicators.len());
    if in_rows {
        // Rows are told apart by their names; only another indicator makes another panel of them.
        return if indicators > 1 { gather(&matrix.indicators, &|s| matrix.cells[s].1) } else { Vec::new() };
    }
    if indicators > 1 && entities == 1 {
        return gather(&matrix.indicators, &|s| matrix.cells[s].1);
    }
    if entities > 1 && entities < chosen.len() { gather(&matrix.entities, &|s| matrix.cells[s].0) } else { each() }
}

/// Gives all panels the same axes, or only the same time axis where the values have axes of their own.
fn share_axes(facet: Facet, plan: &ChartPlan, panels: &mut [ChartPlan]) {
    let min = panels.iter().map(|panel| panel.y.min).fold(f64::INFINITY, f64::min);
    let max = panels.iter().map(|panel| panel.y.max).fold(f64::NEG_INFINITY, f64::max);
    let fullest = panels.iter().map(|panel| fullest(panel, &plan.bins)).max().unwrap_or(0);
    let counts = count_axis(&Chart::default(), fullest, plan.y.locale).max;
    for panel in panels {
        panel.x = plan.x.clone();
        if facet == Facet::Free {
            continue;
        }
        panel.across.clone_from(&plan.across);
        panel.bins.clone_from(&plan.bins);
        (panel.y.min, panel.y.max, panel.y.scale) = match plan.mark {
            Mark::Histogram => (0.0, counts, plan.y.scale),
            _ => (min, max, plan.y.scale),
        };
    }
}

/// How many values of a panel lie in the fullest of the ranges.
fn fullest(panel: &ChartPlan, bins: &[(f64, f64)]) -> usize {
    let mut counts = vec![0; bins.len()];
    for point in panel.series.iter().flat_map(|series| &series.points) {
        if let Some(bin) = bin_of(bins, point.y) {
            counts[bin] += 1;
        }
    }
    counts.into_iter().max().unwrap_or(0)
}
