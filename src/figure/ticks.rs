//! How many ticks an axis has room for.

use super::{
    frame::Frame,
    type_setting::{Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Tick},
    model::Mark,
};

/// The ticks of the time axis in view; none for bars.
pub(super) fn of_time(plan: &ChartPlan, frame: &Frame, set: &Typesetter<'_>, widest: f32) -> Vec<Tick> {
    if plan.mark == Mark::Bar {
        return Vec::new();
    }
    let room = (frame.rect.width() / (widest + 14.0 * set.scale)).floor().max(1.0) as usize;
    let (min, max) = frame.view.x;
    let mut ticks = time_ticks(min, max, room);
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
    let mut ticks = value_ticks(min, max, (room as usize).clamp(2, 7), &plan.y.measure);
    let slack = (max - min) * 1e-6;
    ticks.retain(|tick| tick.at >= min - slack && tick.at <= max + slack);
    ticks
}

/// Years in the middle of which a tick stands.
fn time_ticks(min: f64, max: f64, room: usize) -> Vec<Tick> {
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
        .into_iter()
        .find(|step| (max - min) / step <= room as f64)
        .unwrap_or(500.0);
    let mut at = (min / step).ceil() * step;
    let mut ticks = Vec::new();
    while at < max {
        ticks.push(Tick { at: at + 0.5, label: format!("{at:.0}") });
        at += step;
    }
    ticks
}

fn value_ticks(min: f64, max: f64, room: usize, measure: &crate::model::Measure) -> Vec<Tick> {
    let raw = (max - min) / room as f64;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= raw).unwrap_or(power);
    let mut n = (min / step).ceil();
    let mut ticks = Vec::new();
    while n * step <= max + step * 1e-6 {
        ticks.push(Tick { at: n * step, label: crate::model::number::with_measure(n * step, measure) });
        n += 1.0;
    }
    ticks
}
