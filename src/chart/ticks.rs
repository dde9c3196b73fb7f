//! Ticks of the axes.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    analysis::month_name,
    model::{Measure, Period, Unit, number},
};

use super::{AxisScale, Tick, ValueAxisPlan};

/// No axis needs more ticks than this.
const MOST: usize = 1000;

/// Ticks for a stretch of time in decimal years, not more than `at_most`: at the middle of whole years, or of months or
/// days where the stretch is short. Empty for an empty or infinite stretch.
pub fn time_ticks(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    if !min.is_finite() || !max.is_finite() || max <= min || at_most == 0 {
        return Vec::new();
    }
    let at_most = at_most.min(MOST);
    if max - min >= 2.0 {
        return year_ticks(min, max, at_most);
    }
    let months = if max - min >= 1.0 / 6.0 { month_ticks(min, max, at_most) } else { Vec::new() };
    if months.is_empty() { day_ticks(min, max, at_most) } else { months }
}

/// Ticks at the middle of quarters, not more than `at_most`: all of them, or every other one; of longer stretches, years.
pub fn quarter_ticks(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    let sane = min.is_finite() && max.is_finite() && max > min && max - min < 50.0;
    let Some(start) = sane.then(|| day_at(min.max(1.0))).flatten() else { return time_ticks(min, max, at_most) };
    let mut quarters = Vec::new();
    let mut unit = Some(Unit::Quarter(start.year(), (start.month() + 2) / 3));
    while let Some(Unit::Quarter(year, quarter)) = unit {
        let at = Period::from(Unit::Quarter(year, quarter)).position();
        if at > max {
            break;
        }
        if at >= min {
            quarters.push((at, year, quarter));
        }
        unit = Unit::Quarter(year, quarter).next();
    }
    for step in [1, 2] {
        let chosen: Vec<_> = quarters.iter().filter(|(.., quarter)| (quarter - 1) % step == 0).collect();
        if chosen.len() <= at_most {
            let label = |i: usize, year, quarter: i8| {
                if i == 0 || quarter == 1 { format!("Q{quarter} {year}") } else { format!("Q{quarter}") }
            };
            let ticks = chosen.into_iter().enumerate();
            return ticks.map(|(i, (at, year, quarter))| Tick { at: *at, label: label(i, year, *quarter) }).collect();
        }
    }
    time_ticks(min, max, at_most)
}

fn year_ticks(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    let first = (min - 0.5).ceil().clamp(1.0, 9999.0) as i64;
    let last = (max - 0.5).floor().clamp(0.0, 9999.0) as i64;
    let steps = (0..4).flat_map(|power| [1, 2, 5].map(|step| step * 10_i64.pow(power)));
    for step in steps {
        let start = first.div_euclid(step) * step;
        let start = if start < first { start + step } else { start };
        let count = if last < start { 0 } else { (last - start) / step + 1 };
        if count as usize <= at_most {
            let years: Vec<i64> = (0..count).map(|i| start + i * step).collect();
            let years = if years.is_empty() && first <= last { vec![first] } else { years };
            return years.into_iter().map(|y| Tick { at: y as f64 + 0.5, label: y.to_string() }).collect();
        }
    }
    Vec::new()
}

/// The day in which a decimal year lies; `None` outside the calendar.
fn day_at(at: f64) -> Option<Date> {
    if !(1.0..10_000.0).contains(&at) {
        return None;
    }
    let start = Date::new(at.floor() as i16, 1, 1).ok()?;
    let days = f64::from(start.days_in_year());
    start.checked_add(((at.fract() * days + 1e-6).floor().min(days - 1.0) as i64).days()).ok()
}

fn month_ticks(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    let Some(start) = day_at(min.max(1.0)) else { return Vec::new() };
    let mut months = Vec::new();
    let mut unit = Some(Unit::Month(start.year(), start.month()));
    while let Some(Unit::Month(year, month)) = unit {
        let at = Period::from(Unit::Month(year, month)).position();
        if at > max {
            break;
        }
        if at >= min {
            months.push((at, year, month));
        }
        unit = Unit::Month(year, month).next();
    }
    let fits = |step: i8| months.iter().filter(|m| (m.2 - 1) % step == 0).count() <= at_most;
    let step = [1, 2, 3, 6].into_iter().find(|step| fits(*step)).unwrap_or(12);
    let chosen = months.into_iter().filter(|m| (m.2 - 1) % step == 0).take(at_most);
    let with_year = |i: usize, month: i8| i == 0 || month == 1;
    chosen
        .enumerate()
        .map(|(i, (at, year, month))| {
            let name = &month_name(month)[..3];
            let label = if with_year(i, month) { format!("{name} {year}") } else { name.to_owned() };
            Tick { at, label }
        })
        .collect()
}

fn day_ticks(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    let (Some(first), Some(last)) = (day_at(min.max(1.0)), day_at(max.min(9999.999))) else { return Vec::new() };
    let mut days = Vec::new();
    let mut day = first;
    while day <= last && days.len() < MOST {
        let at = Period::from(Unit::Day(day.year(), day.month(), day.day())).position();
        if (min..=max).contains(&at) {
            days.push((at, day));
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    let step = [1, 2, 5, 10, 20].into_iter().find(|step| days.len().div_ceil(*step) <= at_most).unwrap_or(days.len());
    let label = |i: usize, day: Date| {
        let short = format!("{} {}", day.day(), &month_name(day.month())[..3]);
        if i == 0 || (day.month() == 1 && day.day() == 1) { format!("{short} {}", day.year()) } else { short }
    };
    let chosen = days.into_iter().step_by(step.max(1)).enumerate();
    chosen.map(|(i, (at, day))| Tick { at, label: label(i, day) }).collect()
}

/// The smallest of 1, 2, 5 × a power of ten that is at least `least`; `None` where numbers end.
pub(super) fn nice_step(least: f64) -> Option<f64> {
    let power = 10_f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= least * (1.0 - 1e-9))?;
    (step.is_finite() && step > 0.0).then_some(step)
}

/// Ticks for a range of values, not more than `at_most`: at multiples of 1, 2 or 5 times a power of ten. Empty for an
/// empty or infinite range.
pub fn value_ticks(min: f64, max: f64, at_most: usize, measure: &Measure) -> Vec<Tick> {
    even_ticks(min, max, at_most, &ValueAxisPlan { measure: *measure, ..ValueAxisPlan::default() })
}

fn even_ticks(min: f64, max: f64, at_most: usize, axis: &ValueAxisPlan) -> Vec<Tick> {
    let span = max - min;
    if !span.is_finite() || span <= 0.0 || at_most == 0 {
        return Vec::new();
    }
    let at_most = at_most.min(MOST);
    let mut least = span / at_most as f64;
    if axis.measure == Measure::Count {
        least = least.max(1.0);
    }
    // The first step that is tried may give one tick too many, where both ends are ticks.
    for _ in 0..3 {
        let Some(step) = nice_step(least) else { return Vec::new() };
        let first = (min / step - 1e-9).ceil();
        let count = (max / step + 1e-9).floor() - first + 1.0;
        if count <= at_most as f64 {
            let places = (0..count.max(0.0) as usize).map(|i| (first + i as f64) * step);
            return places.map(|at| Tick { at, label: value_label(at, step, axis) }).collect();
        }
        least = step * 1.5;
    }
    Vec::new()
}

/// Ticks for an axis of values, spread as the axis is, about as many as `at_most`.
pub fn scaled_ticks(min: f64, max: f64, at_most: usize, axis: &ValueAxisPlan) -> Vec<Tick> {
    match axis.scale {
        AxisScale::Linear => even_ticks(min, max, at_most, axis),
        AxisScale::Log => ratio_ticks(min, max, at_most, axis),
        AxisScale::Symmetric { around } => {
            let sizes = |most: f64| {
                let most = most.max(0.0);
                if most < around { Vec::new() } else { ratio_ticks(around, most, (at_most / 2).max(1), axis) }
            };
            let mut ticks = sizes(-min);
            ticks.reverse();
            for tick in &mut ticks {
                tick.at = -tick.at;
                tick.label.insert(0, '\u{2212}');
            }
            ticks.push(Tick { at: 0.0, label: value_label(0.0, 1.0, axis) });
            ticks.extend(sizes(max));
            ticks
        }
    }
}

/// Ticks at 1, 2 and 5 times powers of ten where there is room for them, else at some of the powers.
fn ratio_ticks(min: f64, max: f64, at_most: usize, axis: &ValueAxisPlan) -> Vec<Tick> {
    if !(min > 0.0 && max > min && max.is_finite()) {
        return Vec::new();
    }
    let (first, last) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let within = |v: &f64| *v >= min * (1.0 - 1e-9) && *v <= max * (1.0 + 1e-9);
    let places = |step: i32, multiples: &[f64]| -> Vec<f64> {
        let powers = (first..=last).filter(|power| power.rem_euclid(step) == 0);
        powers.flat_map(|power| multiples.iter().map(move |m| m * 10_f64.powi(power))).filter(within).collect()
    };
    let ways = [(1, &[1.0, 2.0, 5.0][..]), (1, &[1.0, 3.0][..]), (1, &[1.0][..])];
    let ways = ways.into_iter().chain([2, 3, 5, 10, 20, 50, 100, 200].map(|step| (step, &[1.0][..])));
    let found = ways.map(|(step, multiples)| places(step, multiples)).find(|places| places.len() <= at_most.max(2));
    let found = found.unwrap_or_default();
    found.into_iter().map(|at| Tick { at, label: value_label(at, at / 2.0, axis) }).collect()
}

fn value_label(at: f64, step: f64, axis: &ValueAxisPlan) -> String {
    let sign = if matches!(axis.measure, Measure::Share | Measure::Change) { axis.locale.percent() } else { "" };
    let at = if at.abs() < step * 1e-6 { 0.0 } else { at };
    if at != 0.0 && (at.abs() >= 1e15 || step < 1e-9) {
        let text = format!("{at:.3e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.').replace('-', "−");
        return format!("{mantissa}e{exponent}{sign}");
    }
    let decimals = (-(step * (1.0 + 1e-9)).log10().floor()).clamp(0.0, 12.0) as usize;
    number::grouped_in(at, decimals, axis.locale) + sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn years_are_years_at_their_middle() {
        let ticks = time_ticks(2000.0, 2025.0, 6);
        assert_eq!(labels(&ticks), ["2000", "2005", "2010", "2015", "2020"]);
        assert_eq!(ticks[0].at, 2000.5);
        assert_eq!(labels(&time_ticks(2012.0, 2015.0, 8)), ["2012", "2013", "2014"]);
        assert_eq!(labels(&time_ticks(2011.0, 2015.0, 1)), ["2011"]);
    }

    #[test]
    fn a_short_stretch_has_months_and_a_shorter_one_days() {
        assert_eq!(labels(&time_ticks(2011.9, 2013.1, 8)), ["Jan 2012", "Mar", "May", "Jul", "Sep", "Nov", "Jan 2013"]);
        let days = time_ticks(2012.0, 2012.02, 4);
        assert_eq!(labels(&days), ["1 Jan 2012", "3 Jan", "5 Jan", "7 Jan"]);
    }

    #[test]
    fn quarters_are_quarters_until_there_are_too_many() {
        assert_eq!(labels(&quarter_ticks(2012.0, 2013.3, 8)), ["Q1 2012", "Q2", "Q3", "Q4", "Q1 2013"]);
        assert_eq!(labels(&quarter_ticks(2012.2, 2014.0, 4)), ["Q3 2012", "Q1 2013", "Q3"]);
        assert_eq!(labels(&quarter_ticks(2010.0, 2020.0, 4)), ["2010", "2015"]);
        assert!(quarter_ticks(f64::NAN, 1.0, 5).is_empty());
    }

    #[test]
    fn absurd_stretches_have_few_ticks_or_none() {
        assert!(time_ticks(f64::NAN, 1.0, 5).is_empty());
        assert!(time_ticks(2012.0, 2012.0, 5).is_empty());
        assert!(time_ticks(-1e300, 1e300, 5).len() <= 5);
        assert!(time_ticks(1.0, 10_000.0, 7).len() <= 7);
        assert!(time_ticks(9998.5, 9999.9, 7).len() <= 7);
    }

    #[test]
    fn values_have_round_ticks_in_the_form_of_their_measure() {
        assert_eq!(labels(&value_ticks(0.0, 1200.0, 4, &Measure::Count)), ["0", "500", "1,000"]);
        assert_eq!(labels(&value_ticks(0.0, 12.0, 4, &Measure::Share)), ["0%", "5%", "10%"]);
        assert_eq!(labels(&value_ticks(0.0, 1.0, 8, &Measure::Count)), ["0", "1"]);
        assert_eq!(labels(&value_ticks(-0.2, 0.3, 6, &Measure::Amount)), ["−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]);
    }

    #[test]
    fn huge_and_tiny_ranges_have_finite_ticks() {
        for (min, max) in [(0.0, 1.7e308), (0.0, 5e-324), (-8e307, 8e307), (1e17, 1e17 + 64.0), (0.0, 1e-12)] {
            let ticks = value_ticks(min, max, 6, &Measure::Amount);
            assert!(ticks.len() <= 6 && ticks.iter().all(|t| t.at.is_finite() && t.label.len() < 24), "{ticks:?}");
        }
    }
}
