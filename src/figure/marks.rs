//! Where the marks are: one target for each value in view, for painting, for hit tests and for keeping text off them.

use egui::{Pos2, Rect, pos2};

use super::frame::Frame;
use crate::{
    chart::{self, Band, ChartPlan, Form, Glyph, PlannedPoint, PlannedSeries},
    model::{Mark, Stack},
};

/// Bars don't get thicker than this, in points.
const THICKEST_BAR: f32 = 46.0;

/// The mark of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    /// Position in `ChartPlan::series`.
    pub(super) series: usize,
    /// Position in `PlannedSeries::points`.
    pub(super) point: usize,
    pub(super) form: Form,
    /// The point itself (of no size), the stroke (of no height), or the whole of a block.
    pub(super) rect: Rect,
    /// Where the value is read off.
    pub(super) tip: Pos2,
    /// How large a point is, as a share of the usual radius.
    pub(super) size: f32,
}

impl Target {
    pub(super) fn of<'a>(&self, plan: &'a ChartPlan) -> (&'a PlannedSeries, &'a PlannedPoint) {
        let series = &plan.series[self.series];
        (series, &series.points[self.point])
    }

    /// Whether its value lies left of or below where it starts.
    pub(super) fn is_backwards(&self) -> bool {
        match self.form {
            Form::Bar => self.tip.x < self.rect.center().x,
            _ => self.tip.y > self.rect.center().y,
        }
    }
}

/// All that is drawn of the values in a frame, found once and used by all who need to know.
pub(super) struct Marks {
    /// The targets in view, in the order of painting.
    pub(super) targets: Vec<Target>,
    /// The lines between the values that are joined, in view or not: their series, and where they lead.
    pub(super) segments: Vec<(usize, [Pos2; 2])>,
    pub(super) bands: Vec<Band>,
}

impl Marks {
    pub(super) fn of(plan: &ChartPlan, frame: &Frame) -> Self {
        let glyphs = chart::glyphs(plan);
        let targets = glyphs.iter().filter_map(|glyph| target(plan, frame, glyph)).collect();
        let places = chart::places(plan, &glyphs);
        let mut segments = Vec::new();
        for (s, series) in plan.series.iter().enumerate() {
            let place = |p: usize| places[s].get(p).copied().flatten().map(|(x, y)| frame.pos(x, y));
            let ends = series.connections.iter().filter_map(|c| Some([place(c.from)?, place(c.to)?]));
            segments.extend(ends.map(|ends| (s, ends)));
        }
        Self { targets, segments, bands: chart::bands(plan) }
    }
}

fn target(plan: &ChartPlan, frame: &Frame, glyph: &Glyph) -> Option<Target> {
    let (from, to) = (frame.pos(glyph.x.0, glyph.y.0), frame.pos(glyph.x.1, glyph.y.1));
    let mut rect = Rect::from_two_pos(from, to);
    let area = frame.rect;
    let (rect, tip) = match glyph.form {
        Form::Point | Form::Stroke => {
            if !rect.intersects(area.expand(1.0)) {
                return None;
            }
            (rect, rect.center())
        }
        Form::Column | Form::Unit => {
            // At the sides of a view of a part, half a column would look like a whole one.
            if rect.left() < area.left() - 1.0 || rect.right() > area.right() + 1.0 {
                return None;
            }
            rect.max.x = rect.max.x.max(rect.min.x + 0.5);
            (rect.intersect(area), pos2(rect.center().x, to.y.clamp(area.top(), area.bottom())))
        }
        Form::Bar | Form::Span => {
            let rect = slimmer(plan, frame, rect).intersect(area.expand2(egui::vec2(0.5, 0.0)));
            (rect, pos2(to.x.clamp(area.left(), area.right()), rect.center().y))
        }
    };
    let is_there = rect.width() >= 0.0 && rect.height() >= 0.0;
    let Glyph { series, point, form, size, .. } = *glyph;
    is_there.then_some(Target { series, point, form, rect, tip, size: size as f32 })
}

/// Bars of few rows are drawn nearer to the middle of their row, so that they do not get thicker than they are long.
fn slimmer(plan: &ChartPlan, frame: &Frame, rect: Rect) -> Rect {
    let rows = plan.categories.len().max(1);
    let height = frame.rect.height() / rows as f32;
    let row = ((rect.center().y - frame.rect.top()) / height).floor().clamp(0.0, rows as f32 - 1.0);
    let middle = frame.rect.top() + (row + 0.5) * height;
    let members = plan.categories.get(row as usize).map_or(1, |category| category.members.len());
    let bars = if plan.mark == Mark::Bar && plan.stack == Stack::Grouped { members.max(1) } else { 1 };
    let share = (THICKEST_BAR * bars as f32 / (0.74 * height)).min(1.0);
    let y = |at: f32| middle + (at - middle) * share;
    Rect::from_min_max(pos2(rect.left(), y(rect.top())), pos2(rect.right(), y(rect.bottom())))
}
