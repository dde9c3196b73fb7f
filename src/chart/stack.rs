//! Sums of stacks, and values as percent of them. A part that is missing is never counted as nothing: a sum without it
//! is a lower bound, and a share of it does not exist.

use std::collections::BTreeMap;

use crate::{
    analysis::{listed, period_words},
    model::{Chart, Mark, Measure, Period, Qualifier, Stack, number},
};

use super::{
    ChartPlan, PlannedPoint, Role, Total,
    glyphs::row_middle,
    matrix::Matrix,
    rows::{Row, Rows},
    words::capitalised,
};

/// So many periods are named one by one.
const NAMED: usize = 6;

/// Whether the marks of a chart stand on each other.
pub(super) fn is_stacked(chart: &Chart) -> bool {
    chart.stack != Stack::Grouped && matches!(chart.mark, Mark::Area | Mark::Column | Mark::Bar)
}

/// What stands on the same stack: the values of a period, or those of a row.
fn key(chart: &Chart, matrix: Option<&Matrix>, series: usize, at: Period) -> (usize, Option<Period>) {
    match chart.mark {
        Mark::Bar => (matrix.map_or(series, |matrix| matrix.cells[series].0), None),
        _ => (0, Some(at)),
    }
}

/// The parts of each stack: positions of series with their values.
type Stacks = BTreeMap<(usize, Option<Period>), Vec<(usize, Row)>>;

fn stacks(chart: &Chart, matrix: Option<&Matrix>, shown: &[Rows<'_>]) -> Stacks {
    let mut stacks = Stacks::new();
    for (s, rows) in shown.iter().enumerate() {
        for row in &rows.all {
            stacks.entry(key(chart, matrix, s, row.at)).or_default().push((s, *row));
        }
    }
    stacks
}

/// How many parts a stack has when none is missing.
fn whole(chart: &Chart, matrix: Option<&Matrix>, shown: &[Rows<'_>], row: usize) -> usize {
    match matrix {
        Some(matrix) if chart.mark == Mark::Bar => matrix.cells.iter().filter(|cell| cell.0 == row).count(),
        _ if chart.mark == Mark::Bar => 1,
        _ => shown.len(),
    }
}

/// Takes out the stacks that can't be drawn, and turns the others into percent of their sum if that is asked for. A
/// stack that lacks a part has no such percent, and an area over it would seem to fall; a part below zero has no share.
/// What is taken out is said.
pub(super) fn settle(chart: &Chart, matrix: Option<&Matrix>, shown: &mut [Rows<'_>]) -> Vec<String> {
    let to_shares = chart.stack == Stack::Share;
    if !is_stacked(chart) || !(to_shares || chart.mark == Mark::Area) {
        return Vec::new();
    }
    let mut gone = Vec::new();
    let mut sums = BTreeMap::new();
    for (key, parts) in stacks(chart, matrix, shown) {
        // Counted in the largest part, so that sums of the largest numbers are numbers too.
        let most = parts.iter().map(|(_, row)| row.y.abs()).fold(f64::from_bits(1), f64::max);
        let sum: f64 = parts.iter().map(|(_, row)| row.y / most).sum();
        let is_whole = parts.len() == whole(chart, matrix, shown, key.0);
        let has_shares = parts.iter().all(|(_, row)| row.y >= 0.0) && sum > 0.0;
        if is_whole && (has_shares || !to_shares) {
            let is_exact = parts.iter().all(|(_, row)| row.qualifier == Qualifier::Exactly && !row.has_range);
            sums.insert(key, (most, sum, is_exact));
        } else {
            gone.push(match key.1 {
                Some(at) => period_words(at),
                None => parts.first().map(|(s, _)| shown[*s].chosen.label.clone()).unwrap_or_default(),
            });
        }
    }
    for (s, rows) in shown.iter_mut().enumerate() {
        rows.are_shares = to_shares;
        rows.all.retain_mut(|row| {
            let Some((most, sum, is_exact)) = sums.get(&key(chart, matrix, s, row.at)) else { return false };
            if to_shares {
                row.y = row.y / most / sum * 100.0;
                row.has_range = false;
                row.qualifier = if *is_exact { Qualifier::Exactly } else { Qualifier::About };
            }
            true
        });
        rows.join(chart);
    }
    left_out(&gone, to_shares)
}

fn left_out(gone: &[String], to_shares: bool) -> Vec<String> {
    let named = match gone {
        [] => return Vec::new(),
        [one] => format!("{one} is"),
        many if many.len() > NAMED => format!("{} periods are", many.len()),
        many => format!("{} are", listed(many)),
    };
    let why = if to_shares { "where a part is not known, no part has a share" } else { "a part is not known" };
    vec![format!("{} left out: {why}.", capitalised(&named))]
}

/// The lowest and the highest end of the stacks.
pub(super) fn reach(chart: &Chart, matrix: Option<&Matrix>, shown: &[Rows<'_>]) -> Option<(f64, f64)> {
    if chart.stack == Stack::Share {
        return Some((0.0, 100.0));
    }
    let mut ends: BTreeMap<(usize, Option<Period>), (f64, f64)> = BTreeMap::new();
    for (s, rows) in shown.iter().enumerate() {
        for row in &rows.all {
            let (below, above) = ends.entry(key(chart, matrix, s, row.at)).or_insert((0.0, 0.0));
            let end = if row.y < 0.0 { below } else { above };
            *end = (*end + row.y).clamp(-f64::MAX, f64::MAX);
        }
    }
    let ends = ends.into_values();
    ends.reduce(|(low, high), (below, above)| (low.min(below), high.max(above)))
        .filter(|(low, high)| low.is_finite() && high.is_finite())
}

/// The sums of the stacks of a plan, from left to right or from top to bottom.
pub(super) fn totals(chart: &Chart, plan: &ChartPlan) -> Vec<Total> {
    if !is_stacked(chart) || chart.stack != Stack::Stacked {
        return Vec::new();
    }
    let lacking = |parts: &[(usize, &PlannedPoint)]| {
        let lacking = plan.series.iter().enumerate().filter(|(s, _)| parts.iter().all(|(p, _)| p != s));
        lacking.map(|(_, series)| series.label.clone()).collect()
    };
    if chart.mark == Mark::Bar {
        let rows = plan.categories.iter().enumerate().map(|(row, category)| {
            let parts = category.members.iter().map(|&(s, p)| (s, &plan.series[s].points[p]));
            let place = (row_middle(plan, row), category.label.clone());
            total(place, &parts.collect::<Vec<_>>(), plan, Vec::new())
        });
        return rows.collect();
    }
    let mut stacks: BTreeMap<Period, Vec<(usize, &PlannedPoint)>> = BTreeMap::new();
    for (s, series) in plan.series.iter().enumerate() {
        for point in series.points.iter().filter(|point| point.role == Role::Plotted) {
            stacks.entry(point.at).or_default().push((s, point));
        }
    }
    let place = |at: Period| (at.position(), period_words(at));
    stacks.into_iter().map(|(at, parts)| total(place(at), &parts, plan, lacking(&parts))).collect()
}

fn total(
    (place, stack): (f64, String),
    parts: &[(usize, &PlannedPoint)],
    plan: &ChartPlan,
    missing: Vec<String>,
) -> Total {
    let sum: f64 = parts.iter().map(|(_, point)| point.y).sum();
    let top = parts.iter().map(|(_, point)| point.y.max(0.0)).sum::<f64>().min(f64::MAX);
    let decimals = parts.iter().map(|(_, point)| number::decimals_of(point.y)).max().unwrap_or(0).min(2);
    let factor = 10_f64.powi(decimals as i32);
    let rounded = (sum * factor).round() / factor;
    let rounded = if rounded.is_finite() { rounded } else { sum };
    // No number stands for a sum beyond all numbers.
    let is_known = rounded.is_finite();
    let never_below = parts.iter().all(|(_, point)| point.y >= 0.0);
    let mut doubts: Vec<Qualifier> = parts.iter().map(|(_, point)| doubt(point)).collect();
    if !missing.is_empty() {
        doubts.push(if never_below { Qualifier::AtLeast } else { Qualifier::About });
    }
    // A stack of one part is named by it.
    if !is_known || (parts.len() == 1 && missing.is_empty()) {
        return Total { place, stack, top, label: String::new(), missing };
    }
    let label = number::qualified_in(rounded, combined(&doubts), &plan.y.measure, plan.y.locale);
    Total { place, stack, top, label, missing }
}

fn doubt(point: &PlannedPoint) -> Qualifier {
    let ranged = point.qualifier == Qualifier::Exactly && (point.low.is_some() || point.high.is_some());
    if ranged { Qualifier::About } else { point.qualifier }
}

/// How exactly a sum is known: as its parts are, if they err in one direction; else about.
fn combined(doubts: &[Qualifier]) -> Qualifier {
    let any = |wanted: &[Qualifier]| doubts.iter().any(|doubt| wanted.contains(doubt));
    let (over, under) = (any(&[Qualifier::AtLeast, Qualifier::Over]), any(&[Qualifier::AtMost]));
    match (over, under, any(&[Qualifier::About, Qualifier::Nearly])) {
        (false, false, false) => Qualifier::Exactly,
        (true, false, false) => Qualifier::AtLeast,
        (false, true, false) => Qualifier::AtMost,
        _ => Qualifier::About,
    }
}

/// What the stacks that lack a part do not hold.
pub(super) fn missing_parts(plan: &ChartPlan) -> Vec<String> {
    let mut notes = Vec::new();
    for series in &plan.series {
        let lacking = plan.totals.iter().filter(|total| total.missing.contains(&series.label));
        let stacks: Vec<String> = lacking.map(|total| total.stack.clone()).collect();
        let named = match stacks.len() {
            0 => continue,
            n if n > NAMED => format!("{n} periods"),
            _ => listed(&stacks),
        };
        notes
            .push(format!("Dashed tops: {} has no known value in {named}, so these stacks are too low.", series.label));
    }
    notes
}

/// What the values of a chart in percent of their sums measure.
pub(super) fn share_label(chart: &Chart) -> Option<(Measure, String)> {
    let label = || chart.y.label.clone().unwrap_or_else(|| "percent of the sum".to_owned());
    (is_stacked(chart) && chart.stack == Stack::Share).then(|| (Measure::Share, label()))
}
