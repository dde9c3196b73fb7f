//! How many ticks an axis has room for.

use super::{
    frame::Frame,
    type_setting::{Style, Typesetter},
};
use crate::{
    chart::{self, ChartPlan, Tick},
    model::Mark,
};

/// The ticks of the time axis in view; none for bars.
pub(super) fn of_time(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>, widest: f32) -> Vec<Tick> {
    if plan.mark == Mark::Bar {
        return Vec::new();
    }
    let room = (frame.rect.width() / (widest + 14.0 * set.scale)).floor().max(1.0) as usize;
    let (min, max) = frame.view.x;
    let mut ticks = chart::time_ticks(min, max, room);
    ticks.retain(|tick| tick.at >= min && tick.at <= max);
    ticks
}

/// The ticks of the value axis in view, from the lowest.
pub(super) fn of_values(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>) -> Vec<Tick> {
    let room = if plan.mark == Mark::Bar {
        frame.rect.width() / (70.0 * set.scale)
    } else {
        frame.rect.height() / (set.height(Style::Tick) * 2.6)
    };
    let (min, max) = if plan.mark == Mark::Bar { frame.view.x } else { frame.view.y };
    let mut ticks = chart::value_ticks(min, max, (room as usize).clamp(2, 7), &plan.y.measure);
    let slack = (max - min) * 1e-6;
    ticks.retain(|tick| tick.at >= min - slack && tick.at <= max + slack);
    ticks
}
