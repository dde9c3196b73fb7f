//! How far the axes of a chart reach, as set by pointing at their ends.

use crate::model::{Chart, Period, Unit};

use super::{AxisScale, ChartPlan, Plane};

/// An end of an axis that the author can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AxisEnd {
    /// The first period shown.
    First,
    /// The last period shown.
    Last,
    /// The lower end of the value axis.
    Lowest,
    /// The upper end of the value axis.
    Highest,
}

/// What happens to an end of an axis while the other one stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// The axis becomes so many times as long.
    Scaled(f64),
    /// The end moves by so many steps: periods, or tenths of the axis.
    Steps(i32),
    /// The axis ends where the values ask for it.
    Auto,
}

/// Such a small part of an axis is nothing to look at, and such a multiple of it is not meant.
const LEAST: f64 = 0.02;
const MOST: f64 = 50.0;
/// An end moved by a key moves by this part of the axis.
const STEP: f64 = 0.1;
/// Ends are round to so many parts of the axis.
const ROUND: f64 = 50.0;

impl AxisEnd {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::First, Self::Last, Self::Lowest, Self::Highest];

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::First => "First period shown",
            Self::Last => "Last period shown",
            Self::Lowest => "Lower end of the value axis",
            Self::Highest => "Upper end of the value axis",
        }
    }

    /// Whether it is one of the time axis.
    pub fn is_of_time(self) -> bool {
        matches!(self, Self::First | Self::Last)
    }

    /// Whether a figure has it, and may have it elsewhere: a length that is a value starts at zero.
    pub fn can_be_set(self, plan: &ChartPlan) -> bool {
        let has_values =
            matches!(plan.plane(), Plane::TimeValue | Plane::ValueRows | Plane::Moments | Plane::ValueValue);
        match self {
            Self::First | Self::Last => plan.plane() == Plane::TimeValue,
            Self::Lowest => has_values && !(plan.mark.starts_at_zero() && plan.y.min >= 0.0),
            Self::Highest => has_values,
        }
    }
}

/// The chart with an end of an axis elsewhere, at a round number or a whole period; `None` where it would not move.
pub fn reached(plan: &ChartPlan, chart: &Chart, end: AxisEnd, reach: Reach) -> Option<Chart> {
    let mut new = chart.clone();
    match end {
        AxisEnd::First | AxisEnd::Last => {
            let period = if reach == Reach::Auto { None } else { Some(period(plan, end, reach)?) };
            *(if end == AxisEnd::First { &mut new.x.from } else { &mut new.x.to }) = period;
        }
        AxisEnd::Lowest | AxisEnd::Highest => {
            let value = if reach == Reach::Auto { None } else { Some(value(plan, end, reach)?) };
            *(if end == AxisEnd::Lowest { &mut new.y.from } else { &mut new.y.to }) = value;
        }
    }
    (new != *chart).then_some(new)
}

/// Where an end of the time axis comes to be; `None` if it can't.
fn period(plan: &ChartPlan, end: AxisEnd, reach: Reach) -> Option<Period> {
    let (min, max) = (plan.x.min, plan.x.max);
    let at = match reach {
        Reach::Auto => return None,
        Reach::Scaled(by) => {
            let length = (max - min) * by.clamp(LEAST, MOST);
            if end == AxisEnd::First { max - length } else { min + length }
        }
        Reach::Steps(steps) => {
            let by = f64::from(steps) / units_in_a_year(plan);
            if end == AxisEnd::First { min + by } else { max + by }
        }
    };
    let per_year = units_in_a_year(plan);
    let back = i64::from(end == AxisEnd::Last);
    if per_year > 12.0 {
        let first = Period::year(at.floor() as i64)?;
        let days = ((at - at.floor()) * f64::from(first.last_day().day_of_year())).round() as i64;
        return stays(plan, end, Unit::Day(first.as_year()?, 1, 1).shifted(days - back)?);
    }
    let nth = (at * per_year).round() as i64 - back;
    let (year, part) = (nth.div_euclid(per_year as i64), nth.rem_euclid(per_year as i64));
    let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
    stays(plan, end, if per_year > 1.0 { Unit::Month(year, part as i8 + 1) } else { Unit::Year(year) })
}

/// The unit as an end of the time axis, if it leaves something of it.
fn stays(plan: &ChartPlan, end: AxisEnd, unit: Unit) -> Option<Period> {
    let period = Period::interval(unit, unit)?;
    let is_before = if end == AxisEnd::First { period.start() < plan.x.max } else { period.end() > plan.x.min };
    is_before.then_some(period)
}

/// Whole years where the values are of years and on an axis of several, else months, else days.
fn units_in_a_year(plan: &ChartPlan) -> f64 {
    let mut points = plan.series.iter().flat_map(|series| &series.points).peekable();
    let is_year = |unit| matches!(unit, Unit::Year(_));
    let is_by_year = points.peek().is_some() && points.all(|p| is_year(p.at.first()) && is_year(p.at.last()));
    match plan.x.max - plan.x.min {
        length if is_by_year || length > 4.0 => 1.0,
        length if length > 0.4 => 12.0,
        _ => 365.0,
    }
}

/// Where an end of the value axis comes to be; `None` if it can't.
fn value(plan: &ChartPlan, end: AxisEnd, reach: Reach) -> Option<f64> {
    let axis = &plan.y;
    let (min, max) = (axis.scale.forward(axis.min), axis.scale.forward(axis.max));
    let length = max - min;
    let at = match reach {
        Reach::Auto => return None,
        Reach::Scaled(by) if end == AxisEnd::Lowest => max - length * by.clamp(LEAST, MOST),
        Reach::Scaled(by) => min + length * by.clamp(LEAST, MOST),
        Reach::Steps(steps) => {
            let by = f64::from(steps) * STEP * length;
            if end == AxisEnd::Lowest { min + by } else { max + by }
        }
    };
    let value = round(axis.scale, at, length);
    let (low, high) = if end == AxisEnd::Lowest { (value, axis.max) } else { (axis.min, value) };
    (value.is_finite() && low < high).then_some(value)
}

/// The value there, as round as the axis is long.
fn round(scale: AxisScale, at: f64, length: f64) -> f64 {
    let value = scale.back(at);
    let about = match scale {
        AxisScale::Linear | AxisScale::Counted { .. } => length / ROUND * scale.unit(),
        AxisScale::Log | AxisScale::Symmetric { .. } => value.abs() / ROUND,
    };
    if about <= 0.0 || !about.is_finite() {
        return value;
    }
    let power = about.log10().floor() as i32;
    let unit = [1.0, 2.0, 5.0, 10.0].into_iter().find(|unit| unit * 10_f64.powi(power) >= about).unwrap_or(10.0);
    // By division where the step is small, since a power of a tenth has no exact double.
    let steps = if power < 0 { value * 10_f64.powi(-power) / unit } else { value / (unit * 10_f64.powi(power)) };
    let rounded =
        if power < 0 { steps.round() * unit / 10_f64.powi(-power) } else { steps.round() * unit * 10_f64.powi(power) };
    match rounded {
        0.0 => 0.0,
        rounded if rounded.is_finite() => rounded,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chart, format};

    fn plan_of(chart: &str) -> (ChartPlan, Chart) {
        let text = format!(
            "Dataset(format: 1, title: \"t\", series: {{\"s\": (unit: \"people\", measure: Count, observations: [\
             (at: 2001, value: 12), (at: 2008, value: 95), (at: 2015, value: 44)]), \
             \"m\": (unit: \"people\", measure: Count, observations: [(at: \"2008-02\", value: 4), \
             (at: \"2009-03\", value: 5)])}}, charts: {{\"c\": {chart}}})"
        );
        let parsed = format::parse(&text);
        let dataset = parsed.dataset();
        (chart::plan(dataset, &"c".into()).expect("a plan"), dataset.charts["c"].clone())
    }

    fn put(plan: &(ChartPlan, Chart), end: AxisEnd, reach: Reach) -> Option<Chart> {
        reached(&plan.0, &plan.1, end, reach)
    }

    #[test]
    fn ends_of_values_are_round_and_the_other_end_stays() {
        let plan = plan_of("(series: [\"s\"])");
        assert_eq!((plan.0.y.min, plan.0.y.max), (0.0, 100.0));
        let to = |by| put(&plan, AxisEnd::Highest, Reach::Scaled(by)).expect("moved").y;
        assert_eq!((to(1.5).from, to(1.5).to), (None, Some(150.0)));
        assert_eq!(to(0.7317).to, Some(74.0));
        assert_eq!(put(&plan, AxisEnd::Highest, Reach::Steps(2)).expect("moved").y.to, Some(120.0));
        assert_eq!(put(&plan, AxisEnd::Lowest, Reach::Scaled(0.8)).expect("moved").y.from, Some(20.0));
        assert_eq!(put(&plan, AxisEnd::Highest, Reach::Auto), None, "it is where it would be");
        let set = plan_of("(series: [\"s\"], y: (to: 200))");
        assert_eq!(put(&set, AxisEnd::Highest, Reach::Auto).expect("back").y.to, None);
    }

    #[test]
    fn ends_of_time_are_whole_periods() {
        let plan = plan_of("(series: [\"s\"])");
        let year = |year| Period::year(year);
        assert_eq!(put(&plan, AxisEnd::Last, Reach::Steps(1)).expect("moved").x.to, year(2016));
        assert_eq!(put(&plan, AxisEnd::First, Reach::Steps(2)).expect("moved").x.from, year(2003));
        assert_eq!(put(&plan, AxisEnd::Last, Reach::Scaled(0.5)).expect("moved").x.to, year(2008));
        let near = plan_of("(series: [\"s\"], x: (from: 2008, to: 2009))");
        assert_eq!(put(&near, AxisEnd::Last, Reach::Steps(-1)).expect("moved").x.to, year(2008));
        // Other values are of months.
        let monthly = |chart: &str| plan_of(&chart.replace("\"s\"", "\"m\""));
        let near = monthly("(series: [\"s\"], x: (from: 2008, to: 2009))");
        let month = put(&near, AxisEnd::Last, Reach::Steps(-3)).expect("moved").x.to.expect("set");
        assert_eq!(month.to_string(), "2009-09");
        let days = monthly("(series: [\"s\"], x: (from: \"2008-02\", to: \"2008-03\"))");
        let day = put(&days, AxisEnd::First, Reach::Steps(5)).expect("moved").x.from.expect("set");
        assert_eq!(day.to_string(), "2008-02-06");
    }

    #[test]
    fn no_end_is_pulled_over_the_other_and_bars_start_at_zero() {
        let plan = plan_of("(series: [\"s\"])");
        for by in [-3.0, 0.0, f64::NAN, 1e300] {
            for end in AxisEnd::ALL {
                let Some(chart) = put(&plan, end, Reach::Scaled(by)) else { continue };
                let order = chart.x.from.zip(chart.x.to).is_none_or(|(from, to)| from <= to);
                assert!(order && chart.y.to.is_none_or(|to| to > 0.0 && to <= 5000.0), "{end:?} {by}: {chart:?}");
            }
        }
        let (bars, _) = plan_of("(mark: Column, series: [\"s\"])");
        assert!(!AxisEnd::Lowest.can_be_set(&bars) && AxisEnd::Highest.can_be_set(&bars));
        let (table, _) = plan_of("(mark: Table, series: [\"s\"])");
        assert!(AxisEnd::ALL.iter().all(|end| !end.can_be_set(&table)));
    }
}
