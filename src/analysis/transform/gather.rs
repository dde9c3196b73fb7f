//! Steps that put periods together: sums so far, windows, longer periods.

use super::{Figure, Lost, Report, Stage, Standing, figure::less_final, sums};
use crate::{
    analysis::{NoValue, bounds::Bounds, unit_of_day},
    model::{Gather, Measure, Period, Span, Status, Unit},
};

/// A sum of figures.
#[derive(Clone, Copy)]
struct Sum {
    value: f64,
    bounds: Bounds,
    is_ranged: bool,
    is_interpolated: bool,
    status: Status,
    from: (u32, u32),
}

impl Sum {
    fn of(figure: &Figure) -> Self {
        Self {
            value: figure.value,
            bounds: figure.bounds,
            is_ranged: figure.is_ranged,
            is_interpolated: figure.is_interpolated,
            status: figure.status,
            from: figure.from,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            value: self.value + other.value,
            bounds: self.bounds.plus(&other.bounds),
            is_ranged: self.is_ranged || other.is_ranged,
            is_interpolated: self.is_interpolated || other.is_interpolated,
            status: less_final(self.status, other.status),
            from: (self.from.0.min(other.from.0), self.from.1.max(other.from.1)),
        }
    }

    /// The figure of a period with this sum, or with its mean of so many.
    fn figure(&self, like: &Figure, by: Gather, count: f64, measure: Measure) -> Option<Figure> {
        let divisor = if by == Gather::Mean { count } else { 1.0 };
        let end = |v: f64| v / divisor;
        let bounds = Bounds { low: end(self.bounds.low), high: end(self.bounds.high), ..self.bounds };
        let like = Figure {
            is_ranged: self.is_ranged,
            status: self.status,
            from: self.from,
            is_interpolated: self.is_interpolated,
            ..*like
        };
        like.computed(end(self.value), bounds, measure, None)
    }
}

/// The sum of all values so far, of each kind of unit for itself. Where a period is missing the total goes on as a lower
/// bound if no value can be below zero; else it ends.
pub(super) fn cumulative(stage: &mut Stage<'_>) -> Result<(), NoValue> {
    let measure = stage.measure();
    sums(measure)?;
    let is_never_below = Bounds::least(measure) == 0.0 && stage.figures.iter().all(|f| f.value >= 0.0);
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return Ok(()) };
    let mut sum: Option<(Sum, Figure)> = None;
    let mut has_ended = false;
    figures.retain_mut(|figure| {
        if is_left_out(figure, report) {
            return false;
        }
        let now = match &sum {
            Some((sum, before)) if figure.is_like(before) => {
                let mut now = sum.plus(&Sum::of(figure));
                if figure.ordinal != before.ordinal + 1 {
                    if is_never_below {
                        (now.bounds.high, now.bounds.high_open) = (f64::INFINITY, true);
                        report.lower_bound_from.get_or_insert(figure.at);
                    } else {
                        has_ended = true;
                    }
                }
                now
            }
            _ => {
                has_ended = false;
                Sum::of(figure)
            }
        };
        if has_ended {
            report.lose(Lost::NoneBefore, figure.at);
            return false;
        }
        let first = sum.filter(|(_, before)| figure.is_like(before)).map_or(figure.at, |(_, before)| before.at);
        sum = Some((now, *figure));
        if super::is_broken_between(series, first, figure.at) {
            report.over_breaks.push(figure.at);
        }
        let Some(result) = now.figure(figure, Gather::Sum, 1.0, measure) else {
            report.lose(Lost::Anything, figure.at);
            return false;
        };
        *figure = result;
        true
    });
    Ok(())
}

/// Whether a figure can't be put together with others; it is reported then.
fn is_left_out(figure: &Figure, report: &mut Report) -> bool {
    match figure.standing {
        Standing::Preferred => return false,
        Standing::Interval => report.lose(Lost::OtherSpan, figure.at),
        Standing::Disagreeing => report.lose(Lost::OtherSource, figure.at),
    }
    true
}

/// The sum or the mean of so many consecutive periods, at the last of them.
///
/// Windows are put together from the running sums of blocks of their length, forwards and backwards (van Herk 1992; Gil
/// and Werman 1993): linear in time, and without subtractions, whose errors would add up. Where blocks start follows from
/// the calendar, so that a window gives the same number whatever lies before it.
pub(super) fn rolling(stage: &mut Stage<'_>, window: u32, by: Gather) -> Result<(), NoValue> {
    let measure = stage.measure();
    if by == Gather::Sum {
        sums(measure)?;
    }
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return Ok(()) };
    let n = window.max(1) as usize;
    let preferred = figures.iter().take_while(|f| f.standing == Standing::Preferred).count();
    for figure in &figures[preferred..] {
        is_left_out(figure, report);
    }
    let mut results = Vec::with_capacity(preferred);
    let mut block_starts: Option<Figure> = None;
    for run in figures[..preferred].chunk_by(|a, b| b.follows(a)) {
        let is_first = block_starts.is_none_or(|first| !run[0].is_like(&first));
        block_starts = Some(run[0]);
        let forwards = running(run, n);
        let backwards = backwards_in_blocks(run, n);
        for (i, figure) in run.iter().enumerate() {
            let Some(start) = (i + 1).checked_sub(n) else {
                // The first periods of all have nothing before them to be missed.
                if !is_first {
                    report.lose(Lost::Window(window), figure.at);
                }
                continue;
            };
            let sum = if starts_block(&run[start], n) { forwards[i] } else { backwards[start].plus(&forwards[i]) };
            match sum.figure(figure, by, n as f64, measure) {
                Some(result) => {
                    if super::is_broken_between(series, run[start].at, figure.at) {
                        report.over_breaks.push(figure.at);
                    }
                    results.push(result);
                }
                None => report.lose(Lost::Anything, figure.at),
            }
        }
    }
    *figures = results;
    stage.is_rounded |= by == Gather::Mean;
    Ok(())
}

/// Whether a block of `n` periods starts with this one.
fn starts_block(figure: &Figure, n: usize) -> bool {
    figure.ordinal.rem_euclid(n as i64) == 0
}

/// The sums from the start of each block of `n` to each figure.
fn running(run: &[Figure], n: usize) -> Vec<Sum> {
    let mut sums: Vec<Sum> = Vec::with_capacity(run.len());
    for (i, figure) in run.iter().enumerate() {
        let one = Sum::of(figure);
        let sum = if i == 0 || starts_block(figure, n) { one } else { sums[i - 1].plus(&one) };
        sums.push(sum);
    }
    sums
}

/// The sums from each figure to the end of its block of `n`.
fn backwards_in_blocks(run: &[Figure], n: usize) -> Vec<Sum> {
    let mut sums: Vec<Sum> = run.iter().map(Sum::of).collect();
    for i in (0..sums.len().saturating_sub(1)).rev() {
        if !starts_block(&run[i + 1], n) {
            sums[i] = sums[i].plus(&sums[i + 1]);
        }
    }
    sums
}

/// The kind of unit of a span, for any day.
fn unit_of(span: Span) -> Unit {
    match span {
        Span::Year => Unit::Year(1),
        Span::Quarter => Unit::Quarter(1, 1),
        Span::Month => Unit::Month(1, 1),
    }
}

/// One value for each longer period of which all shorter ones are known. What is given for the longer period itself stays
/// as it is.
pub(super) fn resample(stage: &mut Stage<'_>, to: Span, by: Gather) -> Result<(), NoValue> {
    let measure = stage.measure();
    if by == Gather::Sum {
        sums(measure)?;
    }
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return Ok(()) };
    let target = unit_of(to);
    let rank = super::figure::kind(target);
    let longer = |figure: &Figure| unit_of_day(figure.at.first_day(), target);
    let mut results: Vec<Figure> = Vec::new();
    let mut given: std::collections::HashSet<Unit> = std::collections::HashSet::new();
    for figure in figures.iter() {
        if is_left_out(figure, report) {
            continue;
        }
        match super::figure::kind(figure.at.first()).cmp(&rank) {
            std::cmp::Ordering::Equal => {
                given.insert(figure.at.first());
                results.push(*figure);
            }
            std::cmp::Ordering::Greater => report.lose(Lost::OtherSpan, figure.at),
            std::cmp::Ordering::Less => {}
        }
    }
    let shorter = |f: &&Figure| f.standing == Standing::Preferred && super::figure::kind(f.at.first()) < rank;
    let shorter: Vec<Figure> = figures.iter().filter(shorter).copied().collect();
    for parts in shorter.chunk_by(|a, b| a.is_like(b) && longer(a) == longer(b)) {
        let whole = longer(&parts[0]);
        if !given.insert(whole) {
            continue;
        }
        let at = Period::from(whole);
        if parts.len() as i64 != parts_in(whole, parts[0].at.first()) {
            report.lose(Lost::Incomplete(to), at);
            given.remove(&whole);
            continue;
        }
        let sum = parts[1..].iter().fold(Sum::of(&parts[0]), |sum, part| sum.plus(&Sum::of(part)));
        let like = Figure { at, ordinal: whole.ordinal(), ..parts[0] };
        match sum.figure(&like, by, parts.len() as f64, measure) {
            Some(result) => {
                let (first, last) = (parts[0].at, parts[parts.len() - 1].at);
                if super::is_broken_between(series, first, last) {
                    report.over_breaks.push(at);
                }
                results.push(result);
            }
            None => report.lose(Lost::Anything, at),
        }
    }
    // Of a period that one kind of unit fills, it does not matter that another does not.
    for (why, periods) in &mut report.lost {
        if matches!(why, Lost::Incomplete(_)) {
            periods.retain(|at| !given.contains(&at.first()));
            periods.sort();
            periods.dedup();
        }
    }
    report.lost.retain(|(_, periods)| !periods.is_empty());
    results.sort_by_key(Figure::place);
    *figures = results;
    stage.is_rounded |= by == Gather::Mean;
    Ok(())
}

/// How many units of a shorter kind a longer one has.
fn parts_in(whole: Unit, part: Unit) -> i64 {
    let first = unit_of_day(whole.first_day(), part).ordinal();
    unit_of_day(whole.last_day(), part).ordinal() - first + 1
}
