//! How many ticks an axis has room for.

use super::{
    color::Color,
    frame::Frame,
    type_setting::{Style, Typesetter},
};
use crate::chart::{self, ChartPlan, Plane, Tick, ValueAxisPlan};

/// So many years on an axis are enough: fewer are written in short, so that there can be more of them.
const ENOUGH_YEARS: usize = 5;

/// The ticks of the time axis in view; none where time is not level.
pub(super) fn of_time(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>, color: Color) -> Vec<Tick> {
    if !plan.plane().has_time() {
        return Vec::new();
    }
    let axis = TimeAxis { plan, frame, set, color };
    let full = axis.ticks(false);
    let enough = !set.is_panel && full.len() >= ENOUGH_YEARS;
    if enough || full.iter().any(|tick| tick.short.is_none()) {
        return full;
    }
    let short = axis.ticks(true);
    // Panels beside each other are written alike.
    let gain = if set.is_panel { 1 } else { 2 };
    if short.len() >= full.len() + gain { short } else { full }
}

/// A time axis whose labels are measured.
struct TimeAxis<'a> {
    plan: &'a ChartPlan,
    frame: &'a Frame,
    set: &'a Typesetter<'a>,
    color: Color,
}

impl TimeAxis<'_> {
    /// As many ticks as keep apart; years all but the first in short, if that is asked for.
    fn ticks(&self, in_short: bool) -> Vec<Tick> {
        let gap = 12.0 * self.set.scale;
        fitting(self.frame.rect.width() / (if in_short { 2.0 } else { 4.0 } * gap), |room| {
            let (min, max) = self.frame.view.x;
            let mut ticks = chart::time_ticks(&self.plan.x, min, max, room);
            ticks.retain(|tick| tick.at >= min && tick.at <= max);
            if in_short {
                shorten(&mut ticks);
            }
            let apart = ticks.windows(2).all(|pair| self.are_apart(&pair[0], &pair[1], gap));
            self.end_with_last_year(&mut ticks, in_short);
            self.ends_only(&mut ticks, gap);
            (ticks, apart)
        })
    }

    /// A reader wants to know up to when the values go: the last year of the axis is the last tick, in the place of one
    /// that it has no room beside.
    fn end_with_last_year(&self, ticks: &mut Vec<Tick>, in_short: bool) {
        let max = self.frame.view.x.1;
        let are_years = ticks.iter().all(|tick| tick.short.is_some());
        if ticks.len() < 2 || !are_years || max < self.plan.x.max - 1e-6 {
            return;
        }
        let Some(mut last) = chart::last_year(max) else { return };
        if in_short {
            shorten_one(&mut last);
        }
        if ticks.last().is_some_and(|tick| tick.at >= last.at) {
            return;
        }
        let near = 5.0 * self.set.scale;
        if ticks.last().is_some_and(|tick| !self.are_apart(tick, &last, near)) {
            ticks.pop();
        }
        ticks.push(last);
    }

    /// Where there is room for two years only, they are the first and the last.
    fn ends_only(&self, ticks: &mut Vec<Tick>, gap: f32) {
        let (min, max) = self.frame.view.x;
        let is_whole = min <= self.plan.x.min + 1e-6 && max >= self.plan.x.max - 1e-6;
        let are_years = ticks.iter().all(|tick| tick.short.is_some());
        if ticks.len() > 2 || !are_years || !is_whole {
            return;
        }
        // The first year that begins in the plot ends where the one before it would, and a year later.
        let ends = [chart::last_year(min.ceil() + 1.0), chart::last_year(max)];
        if let [Some(first), Some(last)] = ends
            && first.at < last.at
            && self.are_apart(&first, &last, gap)
        {
            *ticks = vec![first, last];
        }
    }

    fn are_apart(&self, a: &Tick, b: &Tick, gap: f32) -> bool {
        let width = |tick: &Tick| self.set.line(&tick.label, Style::Tick, self.color).size().x;
        self.frame.x(b.at) - self.frame.x(a.at) >= f32::midpoint(width(a), width(b)) + gap
    }
}

fn shorten(ticks: &mut [Tick]) {
    ticks.iter_mut().skip(1).for_each(shorten_one);
}

fn shorten_one(tick: &mut Tick) {
    if let Some(short) = tick.short.clone() {
        tick.label = short;
    }
}

/// As many ticks as keep apart, from so many down to one.
fn fitting(most: f32, ticks: impl Fn(usize) -> (Vec<Tick>, bool)) -> Vec<Tick> {
    let mut room = (most as usize).clamp(1, 40);
    loop {
        let (found, apart) = ticks(room);
        if apart || room <= 1 {
            return found;
        }
        room = (found.len().min(room) - 1).max(1);
    }
}

/// The ticks of the upright axis in view, from the lowest.
pub(super) fn upright(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>) -> Vec<Tick> {
    if !matches!(plan.plane(), Plane::TimeValue | Plane::ValueValue | Plane::Bins) {
        return Vec::new();
    }
    let height = set.height(Style::Tick);
    // Low plots need the axis as much as high ones.
    let apart = if set.is_panel { 1.8 } else { 2.6 };
    let room = (frame.rect.height() / (height * apart)).round() as usize;
    let (min, max) = frame.upright_ends();
    let mut ticks = of_values(&plan.y, min, max, room.clamp(2, 7));
    let mut lowest = f32::INFINITY;
    ticks.retain(|tick| {
        let y = frame.y(tick.at);
        let apart = y <= lowest - height * 1.05;
        lowest = if apart { y } else { lowest };
        apart
    });
    ticks
}

/// The ticks of a level axis of values.
pub(super) fn level(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>, color: Color) -> Vec<Tick> {
    let width = |tick: &Tick| set.line(&tick.label, Style::Tick, color).size().x;
    let axis = match plan.plane() {
        Plane::ValueRows => &plan.y,
        Plane::ValueValue | Plane::Bins => match &plan.across {
            Some(axis) => axis,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let (min, max) = frame.level_ends();
    let gap = 10.0 * set.scale;
    fitting((frame.rect.width() / (60.0 * set.scale)).clamp(2.0, 9.0), |room| {
        let ticks = of_values(axis, min, max, room);
        let apart = ticks.windows(2).all(|pair| {
            let distance = frame.x(pair[1].at) - frame.x(pair[0].at);
            distance >= f32::midpoint(width(&pair[0]), width(&pair[1])) + gap
        });
        (ticks, apart)
    })
}

fn of_values(axis: &ValueAxisPlan, min: f64, max: f64, room: usize) -> Vec<Tick> {
    let mut ticks = chart::scaled_ticks(min, max, room, axis);
    let slack = if axis.scale.is_even() { max * 1e-6 - min * 1e-6 } else { max.abs() * 1e-6 };
    ticks.retain(|tick| tick.at >= min - slack && tick.at <= max + slack);
    ticks
}
