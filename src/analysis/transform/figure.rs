//! A value on its way through the steps, and how exactly it is known.

use std::collections::HashSet;

use crate::{
    analysis::{bounds::Bounds, same_kind},
    model::{Measure, Observation, Period, Qualifier, Series, Status, Unit},
};

/// What a value is to its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The preferred one of a single calendar unit.
    Preferred,
    /// One of an interval.
    Interval,
    /// One of another source for a period that has a preferred one.
    Disagreeing,
}

/// A value after some steps, with what it may be and what it is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The period.
    pub at: Period,
    /// The value to draw.
    pub value: f64,
    /// How exactly it is known.
    pub qualifier: Qualifier,
    /// How final it is: as little as the least final of what it is made from.
    pub status: Status,
    /// What it is to its series.
    pub standing: Standing,
    /// Whether nobody gave it: it lies on a straight line between two that are known.
    pub is_interpolated: bool,
    /// Whether only the range is known, of which the value is the middle.
    pub(super) is_range_only: bool,
    /// Whether what it may be is told beside it.
    pub(super) is_ranged: bool,
    pub(super) bounds: Bounds,
    /// The first and the last of the values of the dataset that it is made from, by time.
    pub(super) from: (u32, u32),
    /// Grows by one from a period to the next of its kind.
    pub(super) ordinal: i64,
}

impl Figure {
    /// The known ends of the range in which it lies, where there is one to be told.
    pub fn range(&self) -> (Option<f64>, Option<f64>) {
        if !self.is_ranged {
            return (None, None);
        }
        let end = |v: f64| Some(v).filter(|v| v.is_finite());
        (end(self.bounds.low), end(self.bounds.high))
    }

    /// The value, where more is known than a range.
    pub fn stated(&self) -> Option<f64> {
        (!self.is_range_only).then_some(self.value)
    }

    /// As an observation, without source and note.
    pub fn observation(&self) -> Observation {
        let (low, high) = self.range();
        let (qualifier, status) = (self.qualifier, self.status);
        Observation { value: self.stated(), low, high, qualifier, status, ..Observation::at(self.at) }
    }

    /// What is computed from others: its value, what it may be, and those that it is made from. `None` where it may be
    /// anything, or is more than a computer can hold.
    pub(super) fn computed(self, value: f64, bounds: Bounds, measure: Measure, with: Option<&Self>) -> Option<Self> {
        let is_ranged = self.is_ranged || with.is_some_and(|other| other.is_ranged);
        let (value, qualifier, needs_range) = told(value, &bounds, measure)?;
        Some(Self {
            value,
            bounds,
            qualifier,
            // A range that is open on one side is what the qualifier says already.
            is_ranged: (is_ranged || needs_range)
                && bounds.low.is_finite()
                && bounds.high.is_finite()
                && !bounds.is_exact(),
            is_range_only: false,
            status: with.map_or(self.status, |other| less_final(self.status, other.status)),
            ..self
        })
    }

    /// Made from all between these.
    pub(super) fn made_from(self, first: u32, last: u32) -> Self {
        Self { from: (first, last), ..self }
    }

    /// Whether it is one of the preferred ones and directly behind another of them.
    pub(super) fn follows(&self, before: &Self) -> bool {
        self.is_like(before) && self.ordinal == before.ordinal + 1
    }

    /// Whether both are preferred ones of the same kind of unit.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.standing, other.standing) == (Standing::Preferred, Standing::Preferred)
            && same_kind(self.at.first(), other.at.first())
    }

    /// Where it stands among the figures of its series.
    pub(super) fn place(&self) -> (Standing, u8, i64) {
        (self.standing, kind(self.at.first()), self.ordinal)
    }
}

/// Days, months, quarters, years.
pub(super) fn kind(unit: Unit) -> u8 {
    match unit {
        Unit::Day(..) => 0,
        Unit::Month(..) => 1,
        Unit::Quarter(..) => 2,
        Unit::Year(_) => 3,
    }
}

/// The less final of two.
pub(super) fn less_final(a: Status, b: Status) -> Status {
    let rank = |status| match status {
        Status::Observed => 0,
        Status::Provisional => 1,
        Status::Estimated => 2,
        Status::Projected => 3,
        Status::Partial => 4,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// The value to tell, the tightest qualifier that holds all that it may be, and whether the range must be told too, since
/// no qualifier does. A value known to be above or below something is told as that bound. `None` where it may be anything.
fn told(value: f64, bounds: &Bounds, measure: Measure) -> Option<(f64, Qualifier, bool)> {
    if !value.is_finite() || bounds.low.is_nan() || bounds.high.is_nan() {
        return None;
    }
    if bounds.is_exact() {
        return Some((value, Qualifier::Exactly, false));
    }
    let least = Bounds::least(measure);
    let holds = |value, qualifier| bounds.is_within(&Bounds::qualified(value, qualifier, least));
    let fits = [Qualifier::Nearly, Qualifier::About, Qualifier::Over, Qualifier::AtLeast, Qualifier::AtMost];
    if let Some(qualifier) = fits.into_iter().find(|qualifier| holds(value, *qualifier)) {
        return Some((value, qualifier, false));
    }
    // What is divided by something that is known to about a tenth is itself known to about a ninth.
    let off = value.abs() / 9.0;
    if bounds.is_within(&Bounds::closed(value - off, value + off)) {
        return Some((value, Qualifier::About, false));
    }
    match (bounds.low.is_finite() && bounds.low > least, bounds.high.is_finite()) {
        (true, false) => Some((bounds.low, if bounds.low_open { Qualifier::Over } else { Qualifier::AtLeast }, false)),
        (false, true) => Some((bounds.high, Qualifier::AtMost, false)),
        (true, true) => Some((value, Qualifier::About, true)),
        (false, false) => None,
    }
}

/// All quotients; also by what may be as small as one likes, as long as it is above zero.
pub(super) fn quotient(dividend: &Bounds, divisor: &Bounds) -> Option<Bounds> {
    if divisor.low != 0.0 || divisor.high <= 0.0 || dividend.low < 0.0 {
        return dividend.over(divisor);
    }
    let least = if divisor.high.is_infinite() { 0.0 } else { dividend.low / divisor.high };
    let low_open = dividend.low_open || divisor.high_open;
    Some(Bounds { low: least, high: f64::INFINITY, low_open: low_open && least > 0.0, high_open: true })
}

/// Where figures come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Origins {
    /// The position of each in the observations of the series.
    pub(super) positions: Vec<u32>,
    /// Where the figures of one standing and kind of unit start; within them they are in order of time.
    pub(super) starts: Vec<(u32, Standing)>,
}

/// The values of a series, as the dataset has them: the preferred ones by kind of unit and time, then the intervals, then
/// the disagreeing ones; and where they come from.
pub(super) fn figures(series: &Series) -> (Vec<Figure>, Origins) {
    let measure = series.head.measure;
    let mut seen: HashSet<Period> = HashSet::new();
    let mut is_rising = true;
    let mut before: Option<(u8, i64)> = None;
    let mut figures: Vec<Figure> = Vec::with_capacity(series.observations.len());
    for (index, o) in series.observations.iter().enumerate() {
        let unit = o.at.first();
        let (place, is_interval) = ((kind(unit), unit.ordinal()), o.at.is_interval());
        if is_rising && (is_interval || before.is_some_and(|before| before >= place)) {
            // From here on it has to be looked up what was met.
            is_rising = false;
            seen.extend(series.observations.iter().take(index).map(|o| o.at));
        }
        before = Some(place);
        let is_first = is_rising || seen.insert(o.at);
        let standing = match (is_interval, is_first) {
            (true, _) => Standing::Interval,
            (false, true) => Standing::Preferred,
            (false, false) => Standing::Disagreeing,
        };
        figures.extend(figure(o, measure, standing, place.1, index as u32));
    }
    if !is_rising {
        figures.sort_by_key(|figure| (figure.place(), figure.at, figure.from.0));
    }
    let mut origins = Origins { positions: Vec::with_capacity(figures.len()), starts: Vec::new() };
    let mut before = None;
    for (position, figure) in figures.iter_mut().enumerate() {
        origins.positions.push(figure.from.0);
        let (standing, kind, _) = figure.place();
        if before.replace((standing, kind)) != Some((standing, kind)) {
            origins.starts.push((position as u32, standing));
        }
        figure.from = (position as u32, position as u32);
    }
    (figures, origins)
}

/// Whether an observation has a figure.
pub(super) fn has_figure(o: &Observation, measure: Measure) -> bool {
    figure(o, measure, Standing::Preferred, 0, 0).is_some()
}

fn figure(o: &Observation, measure: Measure, standing: Standing, ordinal: i64, index: u32) -> Option<Figure> {
    let value = o.plotted().filter(|value| value.is_finite())?;
    let is_ranged = o.low.is_some() || o.high.is_some();
    let bounds = if o.qualifier == Qualifier::Exactly && !is_ranged {
        Bounds::exactly(value)
    } else {
        Bounds::of_observation(o, measure)?
    };
    Some(Figure {
        at: o.at,
        value,
        qualifier: o.qualifier,
        status: o.status,
        standing,
        is_interpolated: false,
        is_range_only: o.value.is_none(),
        is_ranged,
        bounds,
        from: (index, index),
        ordinal,
    })
}
