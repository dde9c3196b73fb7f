//! Areas between a lower and an upper edge.

use egui::{
    Color32, Rangef, Shape, Stroke,
    epaint::{BandPoint, BandShape},
};

use super::{frame::Frame, paint, theme::FigureTheme};
use crate::{
    chart::{self, Band, ChartPlan},
    model::Stack,
};

/// The areas of a plan, and then their upper edges, so that no area hides the edge of another.
pub(super) fn areas(plan: &ChartPlan, theme: &FigureTheme, frame: &Frame, scale: f32) -> Vec<Shape> {
    let (mut fills, mut edges) = (Vec::new(), Vec::new());
    for band in chart::bands(plan) {
        let series = &plan.series[band.series];
        let color = paint::hue(theme, series);
        // Behind each other, areas must let the others through; on each other they are told apart by their colours.
        let pale = match (plan.stack, band.bridge) {
            (Stack::Grouped, false) if plan.series.len() == 1 => 0.55,
            (Stack::Grouped, _) => 0.75,
            (_, false) => 0.1,
            (_, true) => 0.75,
        };
        let fill: Color32 = color.mixed(theme.background, pale).into();
        let fill = if plan.stack == Stack::Grouped { fill.gamma_multiply(0.75) } else { fill };
        fills.push(strip(&band, frame, fill));
        if !band.bridge {
            let place = |edge: &(f64, f64, f64)| frame.pos(edge.0, edge.2);
            let stroke = match plan.stack {
                Stack::Grouped => Stroke::new(theme.sizes.line * scale, Color32::from(color)),
                _ => Stroke::new(scale, Color32::from(theme.background)),
            };
            edges.push(Shape::line(band.edges.iter().map(place).collect(), stroke));
        }
    }
    fills.append(&mut edges);
    fills
}

fn strip(band: &Band, frame: &Frame, fill: Color32) -> Shape {
    let point = |&(x, low, high): &(f64, f64, f64)| {
        let (a, b) = (frame.y(low), frame.y(high));
        BandPoint::new(frame.x(x), Rangef::new(a.min(b), a.max(b)))
    };
    Shape::Band(BandShape::filled(band.edges.iter().map(point).collect(), fill))
}
