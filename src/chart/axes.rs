//! The ranges and names of the axes.

use crate::{
    analysis::period_words,
    model::{
        Chart, Mark, Measure, Period, Unit,
        number::{self, Locale},
    },
};

use super::{
    AxisScale, TimeAxisPlan, TimeUnit, ValueAxisPlan, annotations,
    rows::{Row, Rows, day_number},
    select,
    ticks::nice_step,
};

/// By so much `day_number` grows in a year.
const DAY_NUMBERS_OF_A_YEAR: i32 = 12 * 31;

/// Shares up to this are drawn on an axis of their own size: on one to 100 they could not be told apart.
const SMALL_SHARE: f64 = 40.0;

/// The stretch of time that a chart asks for; ends that it leaves out are infinite, and so is a range that runs
/// backwards.
pub(super) fn asked_range(chart: &Chart) -> (f64, f64) {
    let from = chart.x.from.map_or(f64::NEG_INFINITY, Period::start);
    let to = chart.x.to.map_or(f64::INFINITY, Period::end);
    if from < to { (from, to) } else { (f64::NEG_INFINITY, f64::INFINITY) }
}

/// The time axis: what the chart asks for, else what the points take up, in whole years unless the
/// stretch is short.
pub(super) fn time_axis(chart: &Chart, shown: &[Rows<'_>]) -> TimeAxisPlan {
    let (from, to) = asked_range(chart);
    let data = hull(shown).map(|hull| with_room_for_columns(chart, padded(hull, shown), shown));
    let anywhere = if from.is_finite() { (from, from + 10.0) } else { (2000.0, 2010.0) };
    let data = data.unwrap_or(anywhere);
    let mut min = if from.is_finite() { from } else { data.0 };
    let mut max = if to.is_finite() { to } else { data.1 };
    if min >= max {
        // Nothing lies in a range that is open on one side.
        (min, max) = if from.is_finite() { (from, from + 10.0) } else { (to - 10.0, to) };
    }
    let mut kinds = shown.iter().flat_map(|rows| &rows.all).map(|row| match row.at.first() {
        Unit::Quarter(..) => TimeUnit::Quarter,
        Unit::Month(..) => TimeUnit::Month,
        Unit::Year(_) | Unit::Day(..) => TimeUnit::Year,
    });
    let first = kinds.next().unwrap_or_default();
    let unit = if kinds.all(|kind| kind == first) { first } else { TimeUnit::Year };
    let locale = shown.first().map(|rows| rows.chosen.locale).unwrap_or_default();
    TimeAxisPlan { min, max, unit, locale }
}

/// From the start of the first period to the end of the last.
fn hull(shown: &[Rows<'_>]) -> Option<(f64, f64)> {
    let mut hull: Option<(f64, f64)> = None;
    let mut take = |at: Period| {
        let (start, end) = hull.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
        hull = Some((start.min(at.start()), end.max(at.end())));
    };
    for rows in shown {
        // What is plotted is in order of time, so that a later unit ends before an earlier one only if it is shorter
        // than a year.
        let plotted = rows.plotted();
        plotted.first().into_iter().for_each(|row| take(row.at));
        let last = plotted.last().map_or(0, |row| day_number(row.at));
        let may_end_last = |row: &&Row| day_number(row.at) >= last - DAY_NUMBERS_OF_A_YEAR;
        plotted.iter().rev().take_while(may_end_last).for_each(|row| take(row.at));
        rows.all[plotted.len()..].iter().for_each(|row| take(row.at));
    }
    hull
}

/// The stretch of columns, with room beside them where they are wider than their sparse periods.
fn with_room_for_columns(chart: &Chart, (start, end): (f64, f64), shown: &[Rows<'_>]) -> (f64, f64) {
    let plotted = || shown.iter().flat_map(|rows| rows.plotted()).map(|row| row.at);
    let mut middles: Vec<f64> = plotted().map(Period::position).collect();
    middles.sort_by(f64::total_cmp);
    let nearest = middles.windows(2).map(|w| w[1] - w[0]).filter(|d| *d > 1e-6).fold(f64::INFINITY, f64::min);
    let own = plotted().map(|at| at.end() - at.start()).fold(f64::INFINITY, f64::min);
    let is_sparse = chart.mark == Mark::Column && nearest.is_finite() && nearest > own * 1.5;
    if is_sparse { (start - own / 2.0, end + own / 2.0) } else { (start, end) }
}

fn padded((start, end): (f64, f64), shown: &[Rows<'_>]) -> (f64, f64) {
    let mut extents = shown.iter().flat_map(|rows| &rows.all).map(|row| (row.at.start(), row.at.end()));
    let alone = extents.all(|extent| extent == (start, end));
    let pad = if alone { end - start } else { 0.0 };
    let (start, end) = (start - pad, end + pad);
    if end - start >= 2.0 {
        return ((start + 1e-9).floor(), (end - 1e-9).ceil());
    }
    // Periods are whole months or days, so their ends are round already.
    (start, end)
}

/// The value axis over all values and ranges of the rows, and over the ends of stacks if there are any.
pub(super) fn value_axis<'a>(
    chart: &Chart,
    measure: Measure,
    label: String,
    shown: impl Iterator<Item = &'a Rows<'a>> + Clone,
    stacked: Option<(f64, f64)>,
) -> ValueAxisPlan {
    let hull = stacked.or_else(|| hull_of_values(shown.clone())).map(|hull| annotations::widened(chart, hull));
    let locale = shown.clone().next().map(|rows| rows.chosen.locale).unwrap_or_default();
    let values = shown.flat_map(|rows| &rows.all).map(|row| row.y);
    let scale = AxisScale::over(select::scale(chart), values);
    let (min, max) = match (scale, hull) {
        (AxisScale::Log, Some((low, high))) => ratio_range(chart, low, high),
        (AxisScale::Log, None) => (1.0, 10.0),
        _ => overridden(chart, automatic_range(chart, measure, hull)),
    };
    let scale = if scale == AxisScale::Linear { AxisScale::even(min, max) } else { scale };
    ValueAxisPlan { min, max, label, measure, scale, locale }
}

/// The lowest and the highest value, ranges included.
fn hull_of_values<'a>(shown: impl Iterator<Item = &'a Rows<'a>>) -> Option<(f64, f64)> {
    let mut hull: Option<(f64, f64)> = None;
    let mut take = |v: f64| hull = Some(hull.map_or((v, v), |(low, high)| (low.min(v), high.max(v))));
    for rows in shown {
        for row in &rows.all {
            take(row.y);
            if row.has_range {
                let (low, high) = rows.range(row);
                [low, high].into_iter().flatten().for_each(&mut take);
            }
        }
    }
    hull
}

/// A range for a logarithmic axis with ends at 1, 2 or 5 times a power of ten.
fn ratio_range(chart: &Chart, low: f64, high: f64) -> (f64, f64) {
    let set = |end: Option<f64>| end.filter(|v| v.is_finite() && *v > 0.0);
    // A range below zero has no place; the value itself is above it.
    let low = if low > 0.0 { low } else { high * 1e-3 };
    let below = |v: f64| {
        let power = 10_f64.powf(v.log10().floor());
        [5.0, 2.0, 1.0]
            .map(|m| m * power)
            .into_iter()
            .find(|end| *end <= v * (1.0 + 1e-9))
            .unwrap_or(power)
            .max(f64::from_bits(1))
    };
    let from = set(chart.y.from).unwrap_or_else(|| below(low));
    let to = set(chart.y.to).or_else(|| nice_step(high)).unwrap_or(high);
    if from < to && from > 0.0 && to.is_finite() { (from, to) } else { (below(low) / 2.0, finite(high * 2.0)) }
}

fn starts_at_zero(chart: &Chart, measure: Measure) -> bool {
    match chart.y.zero {
        _ if chart.mark.starts_at_zero() => true,
        Some(zero) => zero,
        None => {
            chart.mark != Mark::Scatter && chart.mark != Mark::Histogram && !matches!(measure, Measure::Index { .. })
        }
    }
}

fn automatic_range(chart: &Chart, measure: Measure, hull: Option<(f64, f64)>) -> (f64, f64) {
    let zero = starts_at_zero(chart, measure);
    let Some((mut low, mut high)) = hull else {
        return (0.0, if matches!(measure, Measure::Share | Measure::Index { .. }) { 100.0 } else { 1.0 });
    };
    let whole = measure == Measure::Share && zero && low >= 0.0 && high > SMALL_SHARE && high <= 100.0;
    if whole {
        return (0.0, 100.0);
    }
    if matches!(measure, Measure::Index { .. }) {
        (low, high) = (low.min(100.0), high.max(100.0));
    }
    if zero {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    let (min, max) = nice_range(low, high, zero);
    // A share has no room above the whole.
    if measure == Measure::Share && high <= 100.0 { (min, max.min(100.0)) } else { (min, max) }
}

/// Ranges of equal width and round ends that hold all of the values: about as many as tell the shape of so many.
pub(super) fn bins(values: &[f64]) -> Vec<(f64, f64)> {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    if !low.is_finite() || !high.is_finite() {
        return Vec::new();
    }
    let unit = AxisScale::even(low, high).unit();
    let bins = even_bins(low / unit, high / unit, values.len());
    let mut bins: Vec<(f64, f64)> =
        bins.into_iter().map(|(from, to)| (finite(from * unit), finite(to * unit))).collect();
    // Rounding may put the ends a little within the values.
    if let Some(first) = bins.first_mut() {
        first.0 = first.0.min(low);
    }
    if let Some(last) = bins.last_mut() {
        last.1 = last.1.max(high);
    }
    bins
}

fn even_bins(low: f64, high: f64, count: usize) -> Vec<(f64, f64)> {
    let span = high - low;
    // Sturges' rule, for small collections of figures.
    let wanted = ((count as f64).log2().ceil() + 1.0).clamp(4.0, 24.0);
    let step = nice_step(span / wanted * 0.7).filter(|step| low / step < 1e9 && *step > high.abs() * 1e-12);
    let Some(step) = step.filter(|_| span > 0.0) else {
        let half = if low == 0.0 { 0.5 } else { low.abs() * 0.05 };
        return vec![(low - half, low + half)];
    };
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    let edge = |n: usize| (first + n as f64) * step;
    (0..(last - first).min(1000.0) as usize).map(|n| (edge(n), edge(n + 1))).collect()
}

/// The axis that counts how many values lie in the fullest range.
pub(super) fn count_axis(chart: &Chart, most: usize, locale: Locale) -> ValueAxisPlan {
    let label = chart.y.label.clone().unwrap_or_else(|| "number of values".to_owned());
    let max = nice_range(0.0, most.max(1) as f64, true).1.max(1.0);
    ValueAxisPlan { min: 0.0, max, label, measure: Measure::Count, locale, ..ValueAxisPlan::default() }
}

/// A range with round ends around the values, with a little room where it does not end at zero.
fn nice_range(low: f64, high: f64, zero: bool) -> (f64, f64) {
    let unit = AxisScale::even(low, high).unit();
    let (min, max) = nice_range_in_units(low / unit, high / unit, zero);
    let (min, max) = (finite(min * unit), finite(max * unit));
    // Next to the smallest number there is, a tenth of it is nothing.
    if min < max { (min, max) } else { (finite(min - unit), finite(max + unit)) }
}

fn nice_range_in_units(low: f64, high: f64, zero: bool) -> (f64, f64) {
    let span = high - low;
    if span < 1e-300 || span <= low.abs().max(high.abs()) * 1e-12 {
        let room = if low.abs() < 1e-300 { 1.0 } else { low.abs() * 0.1 };
        return if zero && low.abs() < 1e-300 { (0.0, 1.0) } else { (low - room, high + room) };
    }
    let Some(step) = nice_step(span / 8.0) else { return (low, high) };
    let room = span * 0.03;
    let min = if zero && low == 0.0 { 0.0 } else { ((low - room) / step).floor() * step };
    let max = if zero && high == 0.0 { 0.0 } else { ((high + room) / step).ceil() * step };
    // An axis without a negative value does not lead below zero just to have room.
    let min = if low >= 0.0 { min.max(0.0) } else { min };
    (min, max)
}

fn finite(value: f64) -> f64 {
    value.clamp(-f64::MAX, f64::MAX)
}

/// The range with the ends that the author sets. Columns and bars keep their zero, since their length is the value.
fn overridden(chart: &Chart, (min, max): (f64, f64)) -> (f64, f64) {
    let set = |end: Option<f64>| end.filter(|v| v.is_finite());
    let (mut from, mut to) = (set(chart.y.from), set(chart.y.to));
    if chart.mark.starts_at_zero() {
        from = from.map(|v| v.min(0.0));
        to = to.map(|v| v.max(0.0));
    }
    let asked = (from.unwrap_or(min), to.unwrap_or(max));
    let span = finite(max - min);
    let range = match (from, to) {
        _ if asked.0 < asked.1 => asked,
        (Some(from), None) => (from, from + span),
        (None, Some(to)) => (to - span, to),
        _ => (min, max),
    };
    if range.0 < range.1 && range.0.is_finite() && range.1.is_finite() { range } else { (min, max) }
}

/// What an axis measures, in the words of a unit.
pub(super) fn measure_words(measure: Measure, unit: Option<&str>) -> String {
    let unit = unit.map(str::trim).filter(|u| !u.is_empty());
    match measure {
        Measure::Share => match unit {
            Some(unit) if unit.contains("percent") || unit.contains('%') => unit.to_owned(),
            Some(unit) => format!("percent of {unit}"),
            None => "percent".to_owned(),
        },
        Measure::Change => unit.unwrap_or("change in percent").to_owned(),
        Measure::Rate { per } => {
            let per = number::grouped(per, number::decimals_of(per));
            match unit {
                Some(unit) if unit.split(' ').any(|word| word == "per") => unit.to_owned(),
                Some(unit) => format!("{unit} per {per}"),
                None => format!("per {per}"),
            }
        }
        Measure::Index { base } => match unit {
            Some(unit) if unit.to_lowercase().contains("index") => unit.to_owned(),
            _ => format!("index, {} = 100", period_words(base)),
        },
        Measure::Count | Measure::Amount => unit.unwrap_or_default().to_owned(),
    }
}
