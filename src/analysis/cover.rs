//! Which observations make up a span of time.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::model::{Period, Unit};

use super::{lookup::Known, period_of_days, same_kind};

/// The observations that make up a span, by time, and what they leave out.
pub(super) struct Cover<'a> {
    pub(super) pieces: Vec<Known<'a>>,
    pub(super) missing: Vec<Period>,
}

/// The days of a span and the unit in which it is counted.
#[derive(Clone, Copy)]
pub(super) struct Span {
    first: Date,
    last: Date,
    pub(super) unit: Unit,
}

impl Span {
    /// From the start of the one period to the end of the other; `None` if that runs backwards.
    pub(super) fn new(from: Period, to: Period) -> Option<Self> {
        let span = Self { first: from.first_day(), last: to.last_day(), unit: from.first() };
        (span.first <= span.last).then_some(span)
    }

    fn holds(&self, at: Period) -> bool {
        self.first <= at.first_day() && at.last_day() <= self.last
    }

    fn is_single(&self, at: Period) -> bool {
        !at.is_interval() && same_kind(at.first(), self.unit)
    }
}

/// Covers a span with observations that touch but do not overlap; single units of its kind come before intervals.
/// With `singles_only`, nothing else counts.
pub(super) fn cover<'a>(known: Vec<Known<'a>>, span: Span, singles_only: bool) -> Cover<'a> {
    let fits = |k: &Known<'_>| span.holds(k.at()) && (!singles_only || span.is_single(k.at()));
    let mut candidates: Vec<Known<'a>> = known.into_iter().filter(fits).collect();
    // The best one of those that start on the same day comes first.
    candidates.sort_by_key(|k| (k.at().first_day(), !span.is_single(k.at()), std::cmp::Reverse(k.at().last_day())));
    if let Some(pieces) = tiling(&candidates, span) {
        return Cover { pieces, missing: Vec::new() };
    }
    let pieces = without_overlap(candidates, span);
    let missing = left_out(&pieces, span);
    Cover { pieces, missing }
}

/// A row of observations from the first day to the last, each starting on the day after the one before.
fn tiling<'a>(candidates: &[Known<'a>], span: Span) -> Option<Vec<Known<'a>>> {
    // From the back: which candidate to take on a day from which the end of the span can be reached.
    let mut from_day: HashMap<Date, usize> = HashMap::new();
    for (i, candidate) in candidates.iter().enumerate().rev() {
        let last = candidate.at().last_day();
        let reaches = last == span.last || last.tomorrow().is_ok_and(|day| from_day.contains_key(&day));
        if reaches {
            from_day.insert(candidate.at().first_day(), i);
        }
    }
    let mut pieces = Vec::new();
    let mut day = span.first;
    loop {
        let piece = candidates[*from_day.get(&day)?];
        pieces.push(piece);
        if piece.at().last_day() == span.last {
            return Some(pieces);
        }
        day = piece.at().last_day().tomorrow().ok()?;
    }
}

/// As many observations as do not overlap, single units first, by time.
fn without_overlap<'a>(mut candidates: Vec<Known<'a>>, span: Span) -> Vec<Known<'a>> {
    candidates.sort_by_key(|k| !span.is_single(k.at()));
    let mut taken: BTreeMap<Date, Known<'a>> = BTreeMap::new();
    for candidate in candidates {
        let before = taken.range(..=candidate.at().last_day()).next_back();
        if before.is_none_or(|(_, other)| other.at().last_day() < candidate.at().first_day()) {
            taken.insert(candidate.at().first_day(), candidate);
        }
    }
    taken.into_values().collect()
}

/// The stretches of a span that the pieces leave out.
fn left_out(pieces: &[Known<'_>], span: Span) -> Vec<Period> {
    let mut missing = Vec::new();
    let mut day = Some(span.first);
    for piece in pieces {
        if let (Some(from), Ok(to)) = (day, piece.at().first_day().yesterday())
            && from <= to
        {
            missing.extend(period_of_days(from, to, span.unit));
        }
        day = piece.at().last_day().tomorrow().ok();
    }
    missing.extend(day.filter(|d| *d <= span.last).and_then(|d| period_of_days(d, span.last, span.unit)));
    missing
}

/// How many units a span has, if these can be counted without a calendar of their own.
pub(super) fn count_units(from: Period, to: Period) -> Option<f64> {
    let count = match (from.first(), to.last()) {
        (Unit::Year(a), Unit::Year(b)) => i32::from(b) - i32::from(a) + 1,
        (Unit::Quarter(a, q), Unit::Quarter(b, r)) => (i32::from(b) - i32::from(a)) * 4 + i32::from(r - q) + 1,
        (Unit::Month(a, m), Unit::Month(b, n)) => (i32::from(b) - i32::from(a)) * 12 + i32::from(n - m) + 1,
        (Unit::Day(..), Unit::Day(..)) => to.last_day().since(from.first_day()).ok()?.get_days() + 1,
        _ => return None,
    };
    Some(f64::from(count))
}
