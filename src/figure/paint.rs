//! The marks: lines as items of the plot; points, whiskers, intervals, columns and bars as shapes over it.

use egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};
use egui_plot::{Line, LineStyle, PlotPoints};

use super::{
    frame::Frame,
    marks::{Target, targets},
    theme::FigureTheme,
};
use crate::{
    chart::{ChartPlan, PlannedPoint, PlannedSeries, Role},
    model::{Id, Mark, Qualifier, Status},
};

/// Beyond this many points a line is drawn without points, unless a point says more than its place.
const POINTS_SHOWN: usize = 60;

/// The lines of a line chart: one item for each stretch without a gap, a dashed one for each bridge.
pub(super) fn lines<'a>(plan: &ChartPlan, theme: &FigureTheme, scale: f32) -> Vec<Line<'a>> {
    if plan.mark != Mark::Line {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for series in &plan.series {
        let color: Color32 = theme.series(series.color).into();
        for (run, bridge) in runs(series) {
            let points: Vec<[f64; 2]> = run.iter().map(|p| [series.points[*p].x, series.points[*p].y]).collect();
            let style = if bridge { LineStyle::Dashed { length: 6.0 * scale } } else { LineStyle::Solid };
            let width = theme.sizes.line * scale * if bridge { 0.8 } else { 1.0 };
            lines.push(
                Line::new(series.label.clone(), PlotPoints::from(points))
                    .id((&series.id, lines.len()))
                    .color(color)
                    .width(width)
                    .style(style)
                    .allow_hover(false),
            );
        }
    }
    lines
}

/// The points of each unbroken stretch, and of each bridge.
fn runs(series: &PlannedSeries) -> Vec<(Vec<usize>, bool)> {
    let known = |p: usize| series.points.get(p).is_some_and(|point| point.y.is_finite() && point.x.is_finite());
    let mut runs: Vec<(Vec<usize>, bool)> = Vec::new();
    for connection in series.connections.iter().filter(|c| known(c.from) && known(c.to)) {
        match runs.last_mut() {
            Some((run, false)) if !connection.bridge && run.last() == Some(&connection.from) => run.push(connection.to),
            _ => runs.push((vec![connection.from, connection.to], connection.bridge)),
        }
    }
    runs
}

/// For each point, whether a line leads to it or from it.
fn joined(series: &PlannedSeries) -> Vec<bool> {
    let mut joined = vec![false; series.points.len()];
    for end in series.connections.iter().flat_map(|c| [c.from, c.to]) {
        if let Some(joined) = joined.get_mut(end) {
            *joined = true;
        }
    }
    joined
}

/// Draws everything but the lines.
pub(super) struct MarkPainter<'a> {
    pub(super) plan: &'a ChartPlan,
    pub(super) theme: &'a FigureTheme,
    pub(super) frame: Frame,
    pub(super) scale: f32,
}

impl MarkPainter<'_> {
    /// Columns and bars, which lie under the baseline.
    pub(super) fn blocks(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for target in self.targets().iter().filter(|target| self.is_block(target)) {
            let (series, point) = target.of(self.plan);
            shapes.extend(self.block(target.rect, series, point));
        }
        shapes
    }

    /// Whiskers, intervals and points, in this order so that points stay visible.
    pub(super) fn points(&self) -> Vec<Shape> {
        let targets = self.targets();
        let mut shapes = Vec::new();
        for target in &targets {
            let (series, point) = target.of(self.plan);
            shapes.extend(self.whisker(target, series, point));
        }
        let joined: Vec<Vec<bool>> = self.plan.series.iter().map(joined).collect();
        for faint in [true, false] {
            for target in targets.iter().filter(|target| !self.is_block(target)) {
                let (series, point) = target.of(self.plan);
                if (point.role == Role::Disagreeing) != faint {
                    continue;
                }
                if point.role == Role::Interval {
                    shapes.extend(self.interval(target.rect, series, point));
                } else if self.shows_point(series, target.point, &joined[target.series]) {
                    shapes.extend(self.point(target.rect.center(), series, point));
                }
            }
        }
        shapes
    }

    /// The ring around the selected value.
    pub(super) fn ring(&self, selected: Option<(&Id, usize)>) -> Option<Shape> {
        let (id, index) = selected?;
        let target = self.targets().into_iter().find(|target| {
            let (series, point) = target.of(self.plan);
            series.id == *id && point.index == index
        })?;
        let stroke = Stroke::new(2.0 * self.scale, self.theme.title);
        if self.is_block(&target) || target.rect.width() > 0.0 {
            let rect = target.rect.expand(3.0 * self.scale);
            return Some(Shape::rect_stroke(rect, 2.0, stroke, StrokeKind::Middle));
        }
        Some(Shape::circle_stroke(target.rect.center(), self.theme.sizes.point * self.scale + 4.0, stroke))
    }

    fn targets(&self) -> Vec<Target> {
        targets(self.plan, &self.frame)
    }

    fn is_block(&self, target: &Target) -> bool {
        match self.plan.mark {
            Mark::Bar => true,
            Mark::Column => target.of(self.plan).1.role == Role::Plotted,
            Mark::Line | Mark::Dot => false,
        }
    }

    /// The colour of a mark: that of its series, paler where the value is not final or not the one that counts.
    fn color(&self, series: &PlannedSeries, point: &PlannedPoint) -> Color32 {
        let color = self.theme.series(series.color);
        let pale = match (point.role, point.status) {
            (Role::Disagreeing, _) => 0.5,
            (_, Status::Observed) => 0.0,
            _ => 0.3,
        };
        color.mixed(self.theme.background, pale).into()
    }

    fn block(&self, rect: Rect, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        // Where each bar is a series of its own, its name stands beside it and colours would say nothing.
        let one_each = self.plan.mark == Mark::Bar && self.plan.categories.len() == self.plan.series.len();
        let color = self.theme.series(if one_each { 0 } else { series.color });
        if is_plain(point) {
            return vec![Shape::rect_filled(rect, 0.0, color)];
        }
        // Not exact or not final: a pale block with a border, as a hollow point in a line chart.
        let fill = color.mixed(self.theme.background, 0.72);
        let width = (1.5 * self.scale).min(rect.width() / 3.0);
        let mut shapes = vec![
            Shape::rect_filled(rect, 0.0, fill),
            Shape::rect_stroke(rect, 0.0, Stroke::new(width, color), StrokeKind::Inside),
        ];
        let tip = if self.plan.mark == Mark::Bar { rect.right_center() } else { rect.center_top() };
        if self.plan.mark == Mark::Column {
            shapes.extend(self.arrow(tip, point.qualifier, color.into()));
        }
        shapes
    }

    fn whisker(&self, target: &Target, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        if point.low.is_none() && point.high.is_none() {
            return Vec::new();
        }
        let (low, high) = (point.low.unwrap_or(point.y), point.high.unwrap_or(point.y));
        let center = target.rect.center();
        let horizontal = self.plan.mark == Mark::Bar;
        let at = |value: f64| {
            if horizontal { pos2(self.frame.x(value), center.y) } else { pos2(center.x, self.frame.y(value)) }
        };
        let color: Color32 = if self.is_block(target) { self.theme.text.into() } else { self.color(series, point) };
        let stroke = Stroke::new(1.5 * self.scale, color);
        let cap = 4.0 * self.scale;
        let cap = if horizontal { vec2(0.0, cap) } else { vec2(cap, 0.0) };
        // Zoomed in, the whisker ends at the border of the plot, without a cap.
        let within = self.frame.rect;
        let (a, b) = (within.clamp(at(low)), within.clamp(at(high)));
        let mut shapes = vec![Shape::line_segment([a, b], stroke)];
        for (value, end, known) in [(low, a, point.low.is_some()), (high, b, point.high.is_some())] {
            if known && (at(value) - end).length() < 1.0 {
                shapes.push(Shape::line_segment([end - cap, end + cap], stroke));
            }
        }
        shapes
    }

    /// A stroke over the whole stretch that a value is about, with caps at its ends.
    fn interval(&self, rect: Rect, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        let stroke = Stroke::new(self.theme.sizes.line * self.scale * 1.1, self.color(series, point));
        let (from, to) = (rect.left_center(), rect.right_center());
        let inside = self.frame.rect.expand(self.scale);
        let ends = [pos2(from.x.max(inside.left()), from.y), pos2(to.x.min(inside.right()), to.y)];
        let mut shapes = if is_plain(point) {
            vec![Shape::line_segment(ends, stroke)]
        } else {
            Shape::dashed_line(&ends, stroke, 7.0 * self.scale, 4.0 * self.scale)
        };
        let cap = vec2(0.0, 4.5 * self.scale);
        for end in [from, to] {
            if inside.x_range().contains(end.x) {
                shapes.push(Shape::line_segment([end - cap, end + cap], stroke));
            }
        }
        shapes.extend(self.arrow(rect.center(), point.qualifier, stroke.color));
        shapes
    }

    /// Whether a point is drawn at all: on long lines only where it says more than the line does.
    fn shows_point(&self, series: &PlannedSeries, p: usize, joined: &[bool]) -> bool {
        let point = &series.points[p];
        if self.plan.mark != Mark::Line || point.role != Role::Plotted || !is_plain(point) {
            return true;
        }
        let crowded = series.points.len() > POINTS_SHOWN
            || self.frame.rect.width() < series.points.len() as f32 * 9.0 * self.scale;
        !crowded || !joined[p]
    }

    fn point(&self, at: Pos2, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        let color = self.color(series, point);
        let mut radius = self.theme.sizes.point * self.scale;
        if self.plan.mark == Mark::Dot {
            radius *= 1.35;
        }
        if point.role == Role::Disagreeing {
            let half = radius * 0.95;
            let stroke = Stroke::new(1.6 * self.scale, color);
            return vec![
                Shape::line_segment([at - Vec2::splat(half), at + Vec2::splat(half)], stroke),
                Shape::line_segment([at + vec2(-half, half), at + vec2(half, -half)], stroke),
            ];
        }
        let mut shapes = if is_plain(point) {
            vec![Shape::circle_filled(at, radius, color)]
        } else {
            let stroke = Stroke::new(1.7 * self.scale, color);
            vec![
                Shape::circle_filled(at, radius, self.theme.background),
                Shape::circle_stroke(at, radius + 0.3 * self.scale, stroke),
            ]
        };
        shapes.extend(self.arrow(at, point.qualifier, color));
        shapes
    }

    /// A small arrow in the direction in which the true value lies.
    fn arrow(&self, at: Pos2, qualifier: Qualifier, color: Color32) -> Vec<Shape> {
        let up = match qualifier {
            Qualifier::AtLeast | Qualifier::Over => -1.0,
            Qualifier::AtMost => 1.0,
            Qualifier::Exactly | Qualifier::About | Qualifier::Nearly => return Vec::new(),
        };
        let start = at + vec2(0.0, up * (self.theme.sizes.point + 2.0) * self.scale);
        let end = start + vec2(0.0, up * 7.0 * self.scale);
        let side = 3.0 * self.scale;
        let stroke = Stroke::new(1.5 * self.scale, color);
        vec![
            Shape::line_segment([start, end], stroke),
            Shape::line(vec![end + vec2(-side, -up * side), end, end + vec2(side, -up * side)], stroke),
        ]
    }
}

/// Whether a value is exact and final.
fn is_plain(point: &PlannedPoint) -> bool {
    point.qualifier == Qualifier::Exactly && point.status == Status::Observed
}
