//! Ticks of the axes.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    analysis::month_name,
    model::{
        Measure, Period, Unit,
        number::{self, Locale},
    },
};

use super::{AxisScale, Tick, TimeAxisPlan, TimeUnit, ValueAxisPlan};

/// No axis needs more ticks than this.
const MOST: usize = 1000;

/// Over so many years the ticks of monthly values may be months.
const MONTHS_OVER: f64 = 6.0;

/// Ticks for a stretch of a time axis in decimal years, not more than `at_most`: at the middle of whole years, or of
/// quarters, months or days where the stretch is short. Empty for an empty or infinite stretch.
pub fn time_ticks(axis: &TimeAxisPlan, min: f64, max: f64, at_most: usize) -> Vec<Tick> {
    if !min.is_finite() || !max.is_finite() || max <= min || at_most == 0 {
        return Vec::new();
    }
    let (at_most, span) = (at_most.min(MOST), max - min);
    let quarters =
        if axis.unit == TimeUnit::Quarter { quarter_ticks(min, max, at_most, axis.locale) } else { Vec::new() };
    if !quarters.is_empty() {
        return quarters;
    }
    let by_month = axis.unit == TimeUnit::Month && span <= MONTHS_OVER;
    let steps: &[i8] = if span < 2.0 { &[1, 2, 3, 6, 12] } else { &[1, 2, 3, 6] };
    let months = if span >= 1.0 / 6.0 && (span < 2.0 || by_month) {
        month_ticks(min, max, at_most, steps, axis.locale)
    } else {
        Vec::new()
    };
    match months.is_empty() {
        true if span >= 2.0 => year_ticks(min, max, at_most),
        true => day_ticks(min, max, at_most, axis.locale),
        false => months,
    }
}

/// The tick of the last year that ends by there.
pub fn last_year(max: f64) -> Option<Tick> {
    let year = (max + 1e-6).floor() - 1.0;
    (1.0..10_000.0).contains(&year).then(|| year_tick(year as i64))
}

/// Ticks at the middle of quarters: all of them, or every other one; none where there would be more than `at_most`.
fn quarter_ticks(min: f64, max: f64, at_most: usize, locale: Locale) -> Vec<Tick> {
    let sane = max - min < 50.0;
    let Some(start) = sane.then(|| day_at(min.max(1.0))).flatten() else { return Vec::new() };
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
    let sign = if locale == Locale::Spanish { "T" } else { "Q" };
    for step in [1, 2] {
        let chosen: Vec<_> = quarters.iter().filter(|(.., quarter)| (quarter - 1) % step == 0).collect();
        if chosen.len() <= at_most {
            let label = |i: usize, year, quarter: i8| {
                if i == 0 || quarter == 1 { format!("{sign}{quarter} {year}") } else { format!("{sign}{quarter}") }
            };
            let ticks = chosen.into_iter().enumerate();
            return ticks.map(|(i, (at, year, quarter))| Tick::at(*at, label(i, year, *quarter))).collect();
        }
    }
    Vec::new()
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
            return years.into_iter().map(year_tick).collect();
        }
    }
    Vec::new()
}

/// A year at its middle; in short its last two digits, but for the first year of a century.
fn year_tick(year: i64) -> Tick {
    let label = year.to_string();
    let short = if year % 100 == 0 { label.clone() } else { format!("{:02}", year % 100) };
    Tick { at: year as f64 + 0.5, label, short: Some(short) }
}

/// The first letters of a month.
fn month_words(month: i8, locale: Locale) -> &'static str {
    const SPANISH: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
    match locale {
        Locale::English => &month_name(month)[..3],
        Locale::Spanish => SPANISH.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default(),
    }
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

/// Ticks at the middle of every first, second, … of the months; none if there would be more than `at_most`.
fn month_ticks(min: f64, max: f64, at_most: usize, steps: &[i8], locale: Locale) -> Vec<Tick> {
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
    let Some(step) = steps.iter().copied().find(|step| fits(*step)) else { return Vec::new() };
    let chosen = months.into_iter().filter(|m| (m.2 - 1) % step == 0);
    let with_year = |i: usize, month: i8| i == 0 || month == 1;
    chosen
        .enumerate()
        .map(|(i, (at, year, month))| {
            let name = month_words(month, locale);
            let label = if with_year(i, month) { format!("{name} {year}") } else { name.to_owned() };
            Tick::at(at, label)
        })
        .collect()
}

fn day_ticks(min: f64, max: f64, at_most: usize, locale: Locale) -> Vec<Tick> {
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
        let short = format!("{} {}", day.day(), month_words(day.month(), locale));
        if i == 0 || (day.month() == 1 && day.day() == 1) { format!("{short} {}", day.year()) } else { short }
    };
    let chosen = days.into_iter().step_by(step.max(1)).enumerate();
    chosen.map(|(i, (at, day))| Tick::at(at, label(i, day))).collect()
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
    let unit = AxisScale::even(min, max).unit();
    let (min, max) = (min / unit, max / unit);
    let span = max - min;
    if !span.is_finite() || span <= 0.0 || at_most == 0 {
        return Vec::new();
    }
    let at_most = at_most.min(MOST);
    let mut least = span / at_most as f64;
    if axis.measure == Measure::Count {
        least = least.max(1.0 / unit);
    }
    // The first step that is tried may give one tick too many, where both ends are ticks.
    for _ in 0..3 {
        let Some(step) = nice_step(least) else { return Vec::new() };
        let first = (min / step - 1e-9).ceil();
        let count = (max / step + 1e-9).floor() - first + 1.0;
        if count <= at_most as f64 {
            let places = (0..count.max(0.0) as usize).map(|i| (first + i as f64) * step * unit);
            let places: Vec<f64> = places.filter(|at| at.is_finite()).collect();
            let largest = places.iter().map(|at| at.abs()).fold(0.0, f64::max);
            let label = |at| value_label(at, (step * unit).min(f64::MAX), largest, axis);
            return places.into_iter().map(|at| Tick::at(at, label(at))).collect();
        }
        least = step * 1.5;
    }
    Vec::new()
}

/// Ticks for an axis of values, spread as the axis is, about as many as `at_most`.
pub fn scaled_ticks(min: f64, max: f64, at_most: usize, axis: &ValueAxisPlan) -> Vec<Tick> {
    match axis.scale {
        AxisScale::Linear | AxisScale::Counted { .. } => even_ticks(min, max, at_most, axis),
        AxisScale::Log => ratio_ticks(min, max, at_most, axis),
        AxisScale::Symmetric { around } => {
            // Where one side is small or not there, the other has all the room.
            let (below, above) = ((-min).max(0.0), max.max(0.0));
            let has_two_sides = below >= around && above >= around;
            let room = if has_two_sides { at_most / 2 } else { at_most.saturating_sub(1) }.max(1);
            let sizes = |most: f64| if most < around { Vec::new() } else { ratio_ticks(around, most, room, axis) };
            let mut ticks = sizes(below);
            ticks.reverse();
            for tick in &mut ticks {
                tick.at = -tick.at;
                tick.label.insert(0, '\u{2212}');
            }
            ticks.push(Tick::at(0.0, value_label(0.0, 1.0, 0.0, axis)));
            ticks.extend(sizes(above));
            ticks
        }
    }
}

/// Ticks at 1, 2 and 5 times powers of ten where there is room for them, else at some of the powers.
fn ratio_ticks(min: f64, max: f64, at_most: usize, axis: &ValueAxisPlan) -> Vec<Tick> {
    // The ends of an axis may lie beyond all numbers that there are.
    let (min, max) = (if min == 0.0 { f64::MIN_POSITIVE } else { min }, max.min(f64::MAX));
    if !(min > 0.0 && max > min) {
        return Vec::new();
    }
    let (first, last) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let within = |v: &f64| v.is_finite() && *v >= min * (1.0 - 1e-9) && *v / (1.0 + 1e-9) <= max;
    let places = |step: i32, multiples: &[f64]| -> Vec<f64> {
        let powers = (first..=last).filter(|power| power.rem_euclid(step) == 0);
        powers.flat_map(|power| multiples.iter().map(move |m| m * 10_f64.powi(power))).filter(within).collect()
    };
    let ways = [(1, &[1.0, 2.0, 5.0][..]), (1, &[1.0, 3.0][..]), (1, &[1.0][..])];
    let ways = ways.into_iter().chain([2, 3, 5, 10, 20, 50, 100, 200].map(|step| (step, &[1.0][..])));
    let found = ways.map(|(step, multiples)| places(step, multiples)).find(|places| places.len() <= at_most.max(2));
    let found = found.unwrap_or_default();
    // Looked at from near, a scale is as good as even.
    if found.len() < 2 {
        return even_ticks(min, max, at_most, axis);
    }
    found.into_iter().map(|at| Tick::at(at, value_label(at, at, at, axis))).collect()
}

/// A number on an axis with that distance between its ticks, of which the largest is so large.
fn value_label(at: f64, step: f64, largest: f64, axis: &ValueAxisPlan) -> String {
    let sign = if matches!(axis.measure, Measure::Share | Measure::Change) { axis.locale.percent() } else { "" };
    let at = if at.abs() < step * 1e-6 { 0.0 } else { at };
    if at != 0.0 && (at.abs() >= 1e15 || step < 1e-9) {
        return number::as_power(at, 3, axis.locale) + sign;
    }
    if let Some(magnitude) = number::Magnitude::of(largest, step, axis.locale) {
        return magnitude.number(at, step, axis.locale) + sign;
    }
    let decimals = (-(step * (1.0 + 1e-9)).log10().floor()).clamp(0.0, 12.0) as usize;
    number::grouped_in(at, decimals, axis.locale) + sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(min: f64, max: f64, at_most: usize) -> Vec<Tick> {
        time_ticks(&TimeAxisPlan::default(), min, max, at_most)
    }

    fn of(unit: TimeUnit, min: f64, max: f64, at_most: usize) -> Vec<Tick> {
        time_ticks(&TimeAxisPlan { unit, ..TimeAxisPlan::default() }, min, max, at_most)
    }

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn years_are_years_at_their_middle() {
        let ticks = years(2000.0, 2025.0, 6);
        assert_eq!(labels(&ticks), ["2000", "2005", "2010", "2015", "2020"]);
        assert_eq!(ticks[0].at, 2000.5);
        assert_eq!(labels(&years(2012.0, 2015.0, 8)), ["2012", "2013", "2014"]);
        assert_eq!(labels(&years(2011.0, 2015.0, 1)), ["2011"]);
    }

    #[test]
    fn a_short_stretch_has_months_and_a_shorter_one_days() {
        assert_eq!(labels(&years(2011.9, 2013.1, 8)), ["Jan 2012", "Mar", "May", "Jul", "Sep", "Nov", "Jan 2013"]);
        let days = years(2012.0, 2012.02, 4);
        assert_eq!(labels(&days), ["1 Jan 2012", "3 Jan", "5 Jan", "7 Jan"]);
    }

    #[test]
    fn quarters_are_quarters_until_there_are_too_many() {
        assert_eq!(labels(&of(TimeUnit::Quarter, 2012.0, 2013.3, 8)), ["Q1 2012", "Q2", "Q3", "Q4", "Q1 2013"]);
        assert_eq!(labels(&of(TimeUnit::Quarter, 2012.2, 2014.0, 4)), ["Q3 2012", "Q1 2013", "Q3"]);
        assert_eq!(labels(&of(TimeUnit::Quarter, 2010.0, 2020.0, 4)), ["2010", "2015"]);
        assert!(of(TimeUnit::Quarter, f64::NAN, 1.0, 5).is_empty());
    }

    #[test]
    fn months_are_ticks_of_monthly_values_for_some_years() {
        let months = of(TimeUnit::Month, 2012.0, 2015.0, 8);
        assert_eq!(labels(&months), ["Jan 2012", "Jul", "Jan 2013", "Jul", "Jan 2014", "Jul"]);
        assert_eq!(labels(&of(TimeUnit::Month, 2012.0, 2015.0, 4)), ["2012", "2013", "2014"]);
        assert_eq!(labels(&of(TimeUnit::Month, 2000.0, 2015.0, 4)), ["2000", "2005", "2010"]);
    }

    #[test]
    fn months_and_quarters_are_written_in_their_language() {
        let spanish = |unit| TimeAxisPlan { unit, locale: Locale::Spanish, ..TimeAxisPlan::default() };
        let ticks = time_ticks(&spanish(TimeUnit::Month), 2012.0, 2012.4, 8);
        assert_eq!(labels(&ticks), ["ene 2012", "feb", "mar", "abr", "may"]);
        let ticks = time_ticks(&spanish(TimeUnit::Quarter), 2012.0, 2012.6, 8);
        assert_eq!(labels(&ticks), ["T1 2012", "T2"]);
    }

    #[test]
    fn years_in_short_keep_those_that_begin_a_century() {
        let ticks = years(1985.0, 2006.0, 8);
        let short: Vec<&str> = ticks.iter().filter_map(|tick| tick.short.as_deref()).collect();
        assert_eq!(short, ["85", "90", "95", "2000", "05"]);
        assert_eq!(last_year(2024.0).map(|tick| (tick.at, tick.label)), Some((2023.5, "2023".to_owned())));
        assert_eq!(last_year(f64::NAN), None);
    }

    #[test]
    fn long_numbers_are_written_in_words_all_alike() {
        assert_eq!(labels(&value_ticks(0.0, 6e6, 4, &Measure::Count)), ["0", "2m", "4m", "6m"]);
        assert_eq!(labels(&value_ticks(0.0, 1.5e6, 4, &Measure::Amount)), ["0", "0.5m", "1m", "1.5m"]);
        assert_eq!(labels(&value_ticks(0.0, 300_000.0, 4, &Measure::Count)), ["0", "100,000", "200,000", "300,000"]);
        let zoomed = value_ticks(5_000_000.0, 5_000_040.0, 3, &Measure::Amount);
        assert_eq!(labels(&zoomed), ["5,000,000", "5,000,020", "5,000,040"]);
        let log = ValueAxisPlan { scale: AxisScale::Log, ..ValueAxisPlan::default() };
        assert_eq!(
            labels(&scaled_ticks(1e3, 1e9, 7, &log)),
            ["1,000", "10,000", "100,000", "1m", "10m", "100m", "1bn"]
        );
        let spanish = ValueAxisPlan { locale: Locale::Spanish, ..ValueAxisPlan::default() };
        let ticks = scaled_ticks(0.0, 3e9, 4, &spanish);
        assert_eq!(labels(&ticks), ["0", "1000\u{a0}mill.", "2000\u{a0}mill.", "3000\u{a0}mill."]);
    }

    #[test]
    fn numbers_at_the_end_of_numbers_are_powers() {
        assert_eq!(labels(&value_ticks(0.0, 1.5e308, 4, &Measure::Amount)), ["0", "5e307", "1e308", "1.5e308"]);
        let both = value_ticks(-1.5e308, 1.5e308, 5, &Measure::Count);
        assert_eq!(labels(&both), ["−1e308", "0", "1e308"]);
        assert_eq!(labels(&value_ticks(0.0, 4e-308, 3, &Measure::Amount)), ["0", "2e−308", "4e−308"]);
    }

    #[test]
    fn absurd_stretches_have_few_ticks_or_none() {
        assert!(years(f64::NAN, 1.0, 5).is_empty());
        assert!(years(2012.0, 2012.0, 5).is_empty());
        assert!(years(-1e300, 1e300, 5).len() <= 5);
        assert!(years(1.0, 10_000.0, 7).len() <= 7);
        assert!(years(9998.5, 9999.9, 7).len() <= 7);
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
        for (min, max) in
            [(-f64::MAX, f64::MAX), (0.0, 1.7e308), (0.0, 5e-324), (-8e307, 8e307), (1e17, 1e17 + 64.0), (0.0, 1e-12)]
        {
            let ticks = value_ticks(min, max, 6, &Measure::Amount);
            assert!(ticks.len() <= 6 && ticks.iter().all(|t| t.at.is_finite() && t.label.len() < 24), "{ticks:?}");
        }
    }
}
