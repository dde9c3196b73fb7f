//! Steps from one period to another: changes, and what lies between.

use super::{Figure, Lost, Stage, Standing, of_differences, single::percent_change};
use crate::{
    analysis::bounds::Bounds,
    model::{Measure, Period, Qualifier, Status, Unit},
};

/// More values than this are not put between others.
const MOST_BETWEEN: i64 = 1_000_000;

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    /// The period before.
    Period,
    /// The same period a year earlier.
    Year,
}

/// How it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// By subtraction.
    Difference,
    /// In percent of the earlier value.
    Percent,
}

/// The change of each value on an earlier one.
pub(super) fn change(stage: &mut Stage<'_>, earlier: Earlier, change: Change) {
    let (measure, unit) = match change {
        Change::Difference => of_differences(&stage.head),
        Change::Percent => (Measure::Change, None),
    };
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return };
    let mut results = Vec::with_capacity(figures.len());
    // The figures rise, and so do those that are a year earlier: one finger for each.
    let mut finger = 0;
    let mut start = 0;
    for (position, figure) in figures.iter().enumerate() {
        if figure.standing != Standing::Preferred {
            let why = if figure.standing == Standing::Interval { Lost::OtherSpan } else { Lost::OtherSource };
            report.lose(why, figure.at);
            continue;
        }
        if position > 0 && !figure.is_like(&figures[position - 1]) {
            (start, finger) = (position, position);
        }
        let before = match earlier {
            Earlier::Period => position.checked_sub(1).map(|i| &figures[i]).filter(|before| figure.follows(before)),
            Earlier::Year => a_year_earlier(figure.at.first()).and_then(|ordinal| {
                while finger < position && figures[finger].ordinal < ordinal {
                    finger += 1;
                }
                figures.get(finger).filter(|before| before.ordinal == ordinal && finger < position)
            }),
        };
        let Some(before) = before else {
            let lacks = match earlier {
                Earlier::Period => position > start,
                Earlier::Year => a_year_earlier(figure.at.first()).is_some_and(|o| o >= figures[start].ordinal),
            };
            // That the first has none before it goes without saying.
            if lacks {
                let why = if earlier == Earlier::Period { Lost::NoneBefore } else { Lost::NoneAYearEarlier };
                report.lose(why, figure.at);
            }
            continue;
        };
        let result = match change {
            Change::Percent if before.value <= 0.0 => Err(Lost::Divisor),
            Change::Percent => percent_change(figure, before).ok_or(Lost::Anything),
            Change::Difference => {
                let bounds = figure.bounds.minus(&before.bounds);
                figure.computed(figure.value - before.value, bounds, measure, Some(before)).ok_or(Lost::Anything)
            }
        };
        match result {
            Ok(result) => {
                if super::is_broken_between(series, before.at, figure.at) {
                    report.over_breaks.push(figure.at);
                }
                results.push(result.made_from(before.from.0.min(figure.from.0), figure.from.1));
            }
            Err(why) => report.lose(why, figure.at),
        }
    }
    *figures = results;
    stage.now(measure, unit);
    stage.is_rounded |= change == Change::Percent;
}

/// The number of the unit a year earlier; the last of February has none in every year.
fn a_year_earlier(unit: Unit) -> Option<i64> {
    Some(match unit {
        Unit::Year(_) => unit.ordinal() - 1,
        Unit::Quarter(..) => unit.ordinal() - 4,
        Unit::Month(..) => unit.ordinal() - 12,
        Unit::Day(_, 2, 29) => return None,
        Unit::Day(y, m, d) => Unit::Day(y - 1, m, d).ordinal(),
    })
}

/// Values on a straight line through the gaps between known ones; not over a change in the way of counting, since there
/// is no line through that.
pub(super) fn interpolate(stage: &mut Stage<'_>) {
    let measure = stage.measure();
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return };
    let mut results: Vec<Figure> = Vec::with_capacity(figures.len());
    let mut room = MOST_BETWEEN;
    for (position, figure) in figures.iter().enumerate() {
        let before = position.checked_sub(1).map(|i| figures[i]).filter(|before| figure.is_like(before));
        if let Some(before) = before {
            let steps = figure.ordinal - before.ordinal;
            let first = before.at.next();
            if steps > 1 && super::is_broken_between(series, before.at, figure.at) {
                if let Some(at) = first {
                    report.lose(Lost::Break, at);
                }
            } else if steps > 1 && steps < room {
                room -= steps;
                results.extend(between(&before, figure, first, measure));
            }
        }
        results.push(*figure);
    }
    *figures = results;
}

fn between(before: &Figure, after: &Figure, first: Option<Period>, measure: Measure) -> impl Iterator<Item = Figure> {
    let steps = (after.ordinal - before.ordinal) as f64;
    let (before, after) = (*before, *after);
    std::iter::successors(first, |at| at.next()).zip(1..after.ordinal - before.ordinal).filter_map(move |(at, nth)| {
        let share = nth as f64 / steps;
        let mixed = |a: f64, b: f64| a + (b - a) * share;
        let (a, b) = (before.bounds, after.bounds);
        let bounds = Bounds {
            low: mixed(a.low, b.low),
            high: mixed(a.high, b.high),
            low_open: a.low_open || b.low_open,
            high_open: a.high_open || b.high_open,
        };
        let figure = Figure { at, ordinal: before.ordinal + nth, is_interpolated: true, ..before };
        let figure = figure.computed(mixed(before.value, after.value), bounds, measure, Some(&after))?;
        // Nobody counted it: whatever the ends are, it is about that.
        let qualifier = if figure.qualifier == Qualifier::Exactly { Qualifier::About } else { figure.qualifier };
        let status = super::figure::less_final(figure.status, Status::Estimated);
        Some(Figure { qualifier, status, ..figure.made_from(before.from.0, after.from.1) })
    })
}
