//! How many ticks an axis has room for.

use super::{
    color::Color,
    frame::Frame,
    type_setting::{Style, Typesetter},
};
use crate::chart::{self, AxisScale, ChartPlan, Plane, Tick, ValueAxisPlan};

/// The ticks of the time axis in view; none where time is not level.
pub(super) fn of_time(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>, color: Color) -> Vec<Tick> {
    if !plan.plane().has_time() {
        return Vec::new();
    }
    let (min, max) = frame.view.x;
    let gap = 12.0 * set.scale;
    let width = |tick: &Tick| set.line(&tick.label, Style::Tick, color).size().x;
    fitting(frame.rect.width() / (4.0 * gap), |room| {
        let by = if plan.x.by_quarter { chart::quarter_ticks } else { chart::time_ticks };
        let mut ticks = by(min, max, room);
        ticks.retain(|tick| tick.at >= min && tick.at <= max);
        let apart = ticks.windows(2).all(|pair| {
            let distance = frame.x(pair[1].at) - frame.x(pair[0].at);
            distance >= f32::midpoint(width(&pair[0]), width(&pair[1])) + gap
        });
        (ticks, apart)
    })
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
    let room = (frame.rect.height() / (height * 2.6)) as usize;
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
    let slack = if axis.scale == AxisScale::Linear { (max - min) * 1e-6 } else { max.abs() * 1e-6 };
    ticks.retain(|tick| tick.at >= min - slack && tick.at <= max + slack);
    ticks
}
