//! The plot's place on the page: values ↔ positions.

use egui::{Pos2, Rect, emath::GuiRounding as _, pos2};
use egui_plot::PlotBounds;

use crate::{
    chart::{ChartPlan, View},
    model::Mark,
};

/// Beyond this, differences are lost in the arithmetic of the screen.
const FARTHEST: f64 = 1e15;

/// Where the data area is and what it shows. For bars the values lie on the horizontal axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) rect: Rect,
    pub(super) view: View,
}

impl Frame {
    pub(super) fn x(&self, value: f64) -> f32 {
        let (min, max) = self.view.x;
        self.rect.left() + ((value - min) / (max - min)).clamp(-9.0, 10.0) as f32 * self.rect.width()
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        let (min, max) = self.view.y;
        self.rect.bottom() - ((value - min) / (max - min)).clamp(-9.0, 10.0) as f32 * self.rect.height()
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
        Self { rect: self.rect, view: sane(view) }
    }
}

/// What the figure shows: the view if there is one, else the whole plan; always finite and of positive extent.
pub(super) fn shown(plan: &ChartPlan, view: Option<View>) -> View {
    let whole = View { x: (plan.x.min, plan.x.max), y: (plan.y.min, plan.y.max) };
    match plan.mark {
        Mark::Bar => sane(View { x: whole.y, y: (0.0, 1.0) }),
        _ => sane(view.unwrap_or(whole)),
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
