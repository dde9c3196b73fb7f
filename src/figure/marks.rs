//! Where the marks are: one target for each value in view, for painting, for hit tests and for keeping text off them.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::frame::Frame;
use crate::{
    chart::{ChartPlan, PlannedPoint, PlannedSeries, Role},
    model::Mark,
};

/// Bars don't get thicker than this, in points.
const THICKEST_BAR: f32 = 64.0;

/// The mark of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    /// Position in `ChartPlan::series`.
    pub(super) series: usize,
    /// Position in `PlannedSeries::points`.
    pub(super) point: usize,
    /// The point itself (of no size), the stroke of an interval (of no height), or the whole column or bar.
    pub(super) rect: Rect,
}

impl Target {
    pub(super) fn of<'a>(&self, plan: &'a ChartPlan) -> (&'a PlannedSeries, &'a PlannedPoint) {
        let series = &plan.series[self.series];
        (series, &series.points[self.point])
    }

    /// Where the value is read off.
    pub(super) fn tip(&self, plan: &ChartPlan) -> Pos2 {
        let (_, point) = self.of(plan);
        match plan.mark {
            Mark::Bar if point.y < 0.0 => self.rect.left_center(),
            Mark::Bar => self.rect.right_center(),
            Mark::Column if point.role == Role::Plotted && point.y < 0.0 => self.rect.center_bottom(),
            Mark::Column if point.role == Role::Plotted => self.rect.center_top(),
            _ => self.rect.center(),
        }
    }
}

/// The targets in view, in the order of painting: series by series.
pub(super) fn targets(plan: &ChartPlan, frame: &Frame) -> Vec<Target> {
    match plan.mark {
        Mark::Bar => bars(plan, frame),
        Mark::Column => columns(plan, frame),
        Mark::Line | Mark::Dot => points(plan, frame, |_| true),
    }
}

fn points(plan: &ChartPlan, frame: &Frame, wanted: impl Fn(&PlannedPoint) -> bool) -> Vec<Target> {
    let mut targets = Vec::new();
    for (s, series) in plan.series.iter().enumerate() {
        for (p, point) in series.points.iter().enumerate() {
            if !point.y.is_finite() || !wanted(point) {
                continue;
            }
            let rect = if point.role == Role::Interval {
                let y = frame.y(point.y);
                Rect::from_min_max(pos2(frame.x(point.extent.0), y), pos2(frame.x(point.extent.1), y))
            } else {
                Rect::from_center_size(frame.pos(point.x, point.y), Vec2::ZERO)
            };
            if rect.intersects(frame.rect.expand(1.0)) {
                targets.push(Target { series: s, point: p, rect });
            }
        }
    }
    targets
}

/// Columns of the same period stand side by side; intervals and disagreeing values are drawn as in a line chart.
fn columns(plan: &ChartPlan, frame: &Frame) -> Vec<Target> {
    let slot = slot_width(plan, frame);
    let group = slot * 0.74;
    let width = group / plan.series.len().max(1) as f32;
    let base = frame.y(0.0).clamp(frame.rect.top(), frame.rect.bottom());
    let mut targets = Vec::new();
    for (s, series) in plan.series.iter().enumerate() {
        for (p, point) in series.points.iter().enumerate() {
            if point.role != Role::Plotted || !point.y.is_finite() {
                continue;
            }
            let left = frame.x(point.x) - group / 2.0 + width * s as f32;
            let bar = (width * 0.92).max(0.5);
            let rect = Rect::from_two_pos(pos2(left, base), pos2(left + bar, frame.y(point.y)));
            if rect.left() >= frame.rect.left() - 1.0 && rect.right() <= frame.rect.right() + 1.0 {
                targets.push(Target { series: s, point: p, rect: rect.intersect(frame.rect) });
            }
        }
    }
    targets.extend(points(plan, frame, |point| point.role != Role::Plotted));
    targets
}

/// The room for the columns of one period: the smallest distance between two periods.
fn slot_width(plan: &ChartPlan, frame: &Frame) -> f32 {
    let plotted = || plan.series.iter().flat_map(|s| &s.points).filter(|p| p.role == Role::Plotted);
    let mut middles: Vec<f64> = plotted().map(|p| p.x).filter(|x| x.is_finite()).collect();
    middles.sort_by(f64::total_cmp);
    let own = plotted().map(|p| p.extent.1 - p.extent.0).fold(f64::INFINITY, f64::min);
    let nearest = middles.windows(2).map(|w| w[1] - w[0]).filter(|d| *d > 1e-6).fold(own, f64::min);
    let step = if nearest.is_finite() && nearest > 0.0 { nearest } else { 1.0 };
    ((step / (frame.view.x.1 - frame.view.x.0)) as f32 * frame.rect.width()).min(frame.rect.width() * 0.4).max(0.5)
}

/// The height of a row of bars.
pub(super) fn row_height(rows: usize, frame: &Frame) -> f32 {
    frame.rect.height() / rows.max(1) as f32
}

fn bars(plan: &ChartPlan, frame: &Frame) -> Vec<Target> {
    let height = row_height(plan.categories.len(), frame);
    let zero = frame.x(0.0).clamp(frame.rect.left(), frame.rect.right());
    let mut targets = Vec::new();
    for (row, category) in plan.categories.iter().enumerate() {
        let Some(point) = plan.series.get(category.series).and_then(|s| s.points.get(category.point)) else { continue };
        if !point.y.is_finite() {
            continue;
        }
        let end = frame.x(point.y).clamp(frame.rect.left(), frame.rect.right());
        let middle = frame.rect.top() + height * (row as f32 + 0.5);
        let rect = Rect::from_two_pos(pos2(zero, middle), pos2(end, middle))
            .expand2(vec2(0.0, (height * 0.31).min(THICKEST_BAR / 2.0)));
        targets.push(Target { series: category.series, point: category.point, rect });
    }
    targets
}
