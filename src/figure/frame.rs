//! The plot's place on the page: values ↔ positions.

use egui::{Pos2, Rect, emath::GuiRounding as _, pos2};
use egui_plot::PlotBounds;

use crate::chart::{AxisScale, ChartPlan, Plane, ValueAxisPlan, View};

/// Beyond this, differences are lost in the arithmetic of the screen. Larger numbers are counted in larger units.
const FARTHEST: f64 = 1e15;

/// Where the data area is and what it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) rect: Rect,
    /// In the units of the axes as their scales spread them.
    pub(super) view: View,
    /// How values are spread, level and upright.
    scales: (AxisScale, AxisScale),
}

impl Frame {
    pub(super) fn new(plan: &ChartPlan, rect: Rect, view: View) -> Self {
        Self { rect, view, scales: scales(plan) }
    }

    /// The whole of a plan in that rectangle.
    pub(super) fn whole(plan: &ChartPlan, rect: Rect) -> Self {
        Self::new(plan, rect, shown(plan, None))
    }

    pub(super) fn x(&self, value: f64) -> f32 {
        let (min, max) = self.view.x;
        let value = self.scales.0.forward(value);
        self.rect.left() + ((value - min) / (max - min)).clamp(-9.0, 10.0) as f32 * self.rect.width()
    }

    /// What is at a place on the level axis.
    pub(super) fn x_at(&self, x: f32) -> f64 {
        let share = f64::from((x - self.rect.left()) / self.rect.width());
        self.scales.0.back(self.view.x.0 + share * (self.view.x.1 - self.view.x.0))
    }

    /// What is at a place on the upright axis.
    pub(super) fn y_at(&self, y: f32) -> f64 {
        let share = f64::from((self.rect.bottom() - y) / self.rect.height());
        self.scales.1.back(self.view.y.0 + share * (self.view.y.1 - self.view.y.0))
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        let (min, max) = self.view.y;
        let value = self.scales.1.forward(value);
        self.rect.bottom() - ((value - min) / (max - min)).clamp(-9.0, 10.0) as f32 * self.rect.height()
    }

    /// A place in the units of `egui_plot`, which knows nothing of scales.
    pub(super) fn spread(&self, x: f64, y: f64) -> [f64; 2] {
        [self.scales.0.forward(x), self.scales.1.forward(y)]
    }

    /// The values at the ends of the level axis.
    pub(super) fn level_ends(&self) -> (f64, f64) {
        (self.scales.0.back(self.view.x.0), self.scales.0.back(self.view.x.1))
    }

    /// The values at the ends of the upright axis.
    pub(super) fn upright_ends(&self) -> (f64, f64) {
        (self.scales.1.back(self.view.y.0), self.scales.1.back(self.view.y.1))
    }

    pub(super) fn pos(&self, x: f64, y: f64) -> Pos2 {
        pos2(self.x(x), self.y(y))
    }

    /// Whether a position lies in the data area, its border included.
    pub(super) fn holds(&self, pos: Pos2) -> bool {
        self.rect.expand(1.0).contains(pos)
    }

    /// The area that the plot clips at, larger by `pad` points so that marks on the border stay whole, and its bounds.
    pub(super) fn padded(&self, pad: f32) -> (Rect, PlotBounds) {
        // On the grid that egui puts its own rectangles on, or lines would lie a little beside their points.
        let rect = self.rect.expand(pad).round_ui();
        let x = |at: f32| self.view.x.0 + self.per_point().0 * f64::from(at - self.rect.left());
        let y = |at: f32| self.view.y.0 + self.per_point().1 * f64::from(self.rect.bottom() - at);
        (rect, PlotBounds::from_min_max([x(rect.left()), y(rect.bottom())], [x(rect.right()), y(rect.top())]))
    }

    /// How much a point of the screen is in years and in values.
    fn per_point(&self) -> (f64, f64) {
        let (x, y) = (self.view.x, self.view.y);
        ((x.1 - x.0) / f64::from(self.rect.width()), (y.1 - y.0) / f64::from(self.rect.height()))
    }

    /// The same area after a gesture has moved the plot's bounds.
    pub(super) fn moved(&self, from: &PlotBounds, to: &PlotBounds) -> Self {
        let along = |axis: usize, value: f64| {
            let share = (value - from.min()[axis]) / (from.max()[axis] - from.min()[axis]);
            to.min()[axis] + share * (to.max()[axis] - to.min()[axis])
        };
        let (x, y) = (self.view.x, self.view.y);
        let view = View { x: (along(0, x.0), along(0, x.1)), y: (along(1, y.0), along(1, y.1)) };
        Self { view: sane(view), ..*self }
    }
}

/// How the values of the level and the upright axis are spread.
fn scales(plan: &ChartPlan) -> (AxisScale, AxisScale) {
    match plan.plane() {
        Plane::TimeValue | Plane::Moments => (AxisScale::Linear, plan.y.scale),
        Plane::ValueValue | Plane::Bins => (plan.across.as_ref().map_or(AxisScale::Linear, |a| a.scale), plan.y.scale),
        Plane::ValueRows => (plan.y.scale, AxisScale::Linear),
        Plane::TimeRows | Plane::Cells => (AxisScale::Linear, AxisScale::Linear),
    }
}

/// What the figure shows: the view if there is one, else the whole plan; always finite and of positive extent.
pub(super) fn shown(plan: &ChartPlan, view: Option<View>) -> View {
    let time = (plan.x.min, plan.x.max);
    let ends = |axis: &ValueAxisPlan| (axis.scale.forward(axis.min), axis.scale.forward(axis.max));
    let values = ends(&plan.y);
    let across = plan.across.as_ref().map_or((0.0, 1.0), ends);
    let rows = (0.0, plan.categories.len().max(1) as f64);
    let (x, y) = match plan.plane() {
        Plane::TimeValue => (time, values),
        Plane::ValueRows => (values, rows),
        Plane::Moments => ((0.0, 1.0), values),
        Plane::ValueValue | Plane::Bins => (across, values),
        Plane::TimeRows => (time, rows),
        Plane::Cells => ((0.0, 1.0), (0.0, 1.0)),
    };
    let view = view.filter(|_| plan.plane().zooms()).unwrap_or(View { x, y });
    // Of a timeline all rows are shown.
    let y = if plan.plane() == Plane::TimeRows { y } else { view.y };
    sane(View { x: view.x, y })
}

/// What one of several panels shows: the stretch of time of the view, which all have in common, and all of its values.
pub(super) fn of_panel(panel: &ChartPlan, view: Option<View>) -> View {
    let whole = shown(panel, None);
    match view {
        Some(view) if panel.plane() == Plane::TimeValue => sane(View { x: view.x, y: whole.y }),
        _ => whole,
    }
}

fn sane(view: View) -> View {
    let range = |(min, max): (f64, f64)| {
        let end = |v: f64| if v.is_finite() { v.clamp(-FARTHEST, FARTHEST) } else { 0.0 };
        let (min, max) = (end(min.min(max)), end(max.max(min)));
        // A thousandth of a millionth of the numbers themselves is as near as one can look.
        let least = (min.abs().max(max.abs()) * 1e-9).max(1e-9);
        if max - min < least { (min - 0.5 - least, max + 0.5 + least) } else { (min, max) }
    };
    View { x: range(view.x), y: range(view.y) }
}
