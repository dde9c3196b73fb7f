//! Trends: a pale band and a dotted line, so that nobody takes them for values.

use egui::{
    Color32, Pos2, Rangef, Shape, Stroke,
    epaint::{BandPoint, BandShape},
};

use super::{frame::Frame, paint, theme::FigureTheme};
use crate::chart::{ChartPlan, PlannedTrend};

/// The dots of a trend and the gaps between them, in points: shorter than all dashes that mean doubt.
pub(super) const DOTS: (f32, f32) = (1.8, 2.6);
/// The width of a trend, as a share of that of a line.
pub(super) const WIDTH: f32 = 0.65;
/// How much of its colour a band has.
pub(super) const PALE: f32 = 0.13;

/// The bands, and over them the lines.
pub(super) fn trends(plan: &ChartPlan, theme: &FigureTheme, frame: &Frame, scale: f32) -> Vec<Shape> {
    let (mut bands, mut lines) = (Vec::new(), Vec::new());
    for trend in &plan.trends {
        let Some(series) = plan.series.get(trend.series) else { continue };
        let color: Color32 = paint::hue(theme, series).into();
        bands.push(band(trend, frame, color.gamma_multiply(PALE)));
        let stroke = Stroke::new(theme.sizes.line * scale * WIDTH, color);
        for run in runs(trend, frame) {
            lines.extend(Shape::dashed_line(&run, stroke, DOTS.0 * scale, DOTS.1 * scale));
        }
    }
    bands.append(&mut lines);
    bands
}

/// Where the lines lead in the plot: pieces of each, to keep words off.
pub(super) fn segments(plan: &ChartPlan, frame: &Frame) -> Vec<[Pos2; 2]> {
    let runs = plan.trends.iter().flat_map(|trend| runs(trend, frame));
    runs.flat_map(|run| run.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()).collect()
}

/// The parts of a line that are in view.
fn runs(trend: &PlannedTrend, frame: &Frame) -> Vec<Vec<Pos2>> {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    let mut is_in_view = false;
    for point in &trend.course {
        let at = frame.pos(point.x, point.y);
        let was_in_view = std::mem::replace(&mut is_in_view, frame.holds(at));
        match runs.last_mut().filter(|_| was_in_view) {
            Some(run) if is_in_view => run.push(at),
            _ if is_in_view => runs.push(vec![at]),
            _ => {}
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

fn band(trend: &PlannedTrend, frame: &Frame, fill: Color32) -> Shape {
    let area = frame.rect;
    let points = trend.course.iter().map(|point| {
        let y = |value: f64| frame.y(value).clamp(area.top(), area.bottom());
        let (a, b) = (y(point.band.0), y(point.band.1));
        (frame.x(point.x), Rangef::new(a.min(b), a.max(b)))
    });
    let in_view = points.filter(|(x, _)| area.x_range().expand(0.5).contains(*x));
    Shape::Band(BandShape::filled(in_view.map(|(x, range)| BandPoint::new(x, range)).collect(), fill))
}
