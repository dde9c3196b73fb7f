//! Two indicators against each other.

use std::collections::HashSet;

use crate::model::{Chart, Mark, Period, Scale, ValueAxis};

use super::{
    Pair,
    axes::measure_words,
    rows::{Chosen, Rows},
    words::capitalised,
};

/// Keeps the values that have one of the other indicator for the same period.
pub(super) fn keep_partners(chart: &Chart, pairs: &[Pair], shown: &mut [Rows<'_>]) {
    if chart.mark != Mark::Scatter {
        return;
    }
    without_place(chart, pairs, shown);
    let periods = |rows: &Rows<'_>| rows.all.iter().map(|row| row.at).collect::<HashSet<Period>>();
    let known: Vec<HashSet<Period>> = shown.iter().map(periods).collect();
    for (s, rows) in shown.iter_mut().enumerate() {
        let pair = pairs.iter().find(|pair| pair.x == s || pair.y == s || pair.size == Some(s));
        let has_place = |at: &Period| pair.is_some_and(|pair| known[pair.x].contains(at) && known[pair.y].contains(at));
        let alone = rows.all.extract_if(.., |row| !has_place(&row.at));
        rows.left_out.extend(alone);
        rows.join(chart);
    }
}

/// Takes out what a logarithmic axis has no place for, and the other values of those periods with it.
fn without_place(chart: &Chart, pairs: &[Pair], shown: &mut [Rows<'_>]) {
    for pair in pairs {
        let mut gone: HashSet<Period> = HashSet::new();
        for s in [pair.x, pair.y] {
            if is_logarithmic(chart, pairs, s) {
                let rows = &mut shown[s];
                let out = rows.all.extract_if(.., |row| row.y <= 0.0);
                rows.left_out.extend(out);
                gone.extend(rows.left_out.iter().filter(|row| row.y <= 0.0).map(|row| row.at));
            }
        }
        for s in [Some(pair.x), Some(pair.y), pair.size].into_iter().flatten() {
            shown[s].all.retain(|row| !gone.contains(&row.at));
        }
    }
}

/// Whether the values of a series lie on a logarithmic axis.
pub(super) fn is_logarithmic(chart: &Chart, pairs: &[Pair], series: usize) -> bool {
    let on = |axis: &ValueAxis, is_its: bool| is_its && axis.scale == Scale::Log;
    let of = |pair: &Pair| on(&chart.across, pair.x == series) || on(&chart.y, pair.y == series);
    pairs.iter().any(of)
}

/// What an axis of a scatter plot measures: the indicator with its unit.
pub(super) fn axis_label(chosen: &Chosen<'_>, is_one_of_two: bool) -> String {
    let words = indicator(chosen);
    if is_one_of_two { format!("{}: {words}", chosen.label) } else { words }
}

fn indicator(chosen: &Chosen<'_>) -> String {
    let unit = measure_words(chosen.measure(), chosen.head().unit.as_deref());
    match chosen.series.head.indicator.as_deref().map(capitalised) {
        Some(indicator) if unit.is_empty() || unit.to_lowercase().contains(&indicator.to_lowercase()) => indicator,
        Some(indicator) => format!("{indicator}, {unit}"),
        None if unit.is_empty() => chosen.label.clone(),
        None => format!("{}, {unit}", chosen.label),
    }
}
