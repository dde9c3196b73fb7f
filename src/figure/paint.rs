//! The marks: lines as items of the plot; points, whiskers, intervals, columns and bars as shapes over it.

use egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind, pos2};
use egui_plot::{Line, LineStyle, PlotPoints};

use super::{
    areas,
    color::Color,
    frame::Frame,
    marks::Target,
    signs::{BRIDGE_DASH, Signs},
    theme::FigureTheme,
    trends,
};
use crate::{
    chart::{self, ChartPlan, Form, Plane, PlannedPoint, PlannedSeries, Role},
    model::{Id, Mark, Qualifier, Stack, Status},
};

/// How high the dashed top of a stack that lacks a part is, in points.
pub(super) const MISSING_TOP: f32 = 9.0;

/// Blocks lower than this, in points, are not parted from each other.
const LEAST_BLOCK: f32 = 6.0;

/// Beyond this many points a line is drawn without points, unless a point says more than its place.
const POINTS_SHOWN: usize = 60;

/// The colour of the marks of a series: grey if it is only there to compare with.
pub(super) fn hue(theme: &FigureTheme, series: &PlannedSeries) -> Color {
    if series.is_context { theme.context() } else { theme.hue(series.hue) }
}

/// The colour of words about a series.
pub(super) fn hue_of_words(theme: &FigureTheme, series: &PlannedSeries) -> Color {
    if series.is_context { theme.muted } else { theme.hue_text(series.hue) }
}

/// The series in the order of painting: what is only there to compare with lies under the rest.
pub(super) fn in_order(plan: &ChartPlan) -> impl Iterator<Item = (usize, &PlannedSeries)> {
    let all = || plan.series.iter().enumerate();
    all().filter(|(_, series)| series.is_context).chain(all().filter(|(_, series)| !series.is_context))
}

/// The lines between values: one item for each stretch without a gap, a dashed one for each bridge.
pub(super) fn lines<'a>(plan: &ChartPlan, theme: &FigureTheme, frame: &Frame, scale: f32) -> Vec<Line<'a>> {
    if plan.series.iter().all(|series| series.connections.is_empty()) {
        return Vec::new();
    }
    let places = chart::places(plan, &chart::glyphs(plan));
    let place = |s: usize, p: usize| places[s].get(p).copied().flatten().map(|(x, y)| frame.spread(x, y));
    let mut lines = Vec::new();
    for (s, series) in in_order(plan) {
        for (run, bridge) in runs(series) {
            let points: Vec<[f64; 2]> = match plan.mark {
                // The area itself has an edge.
                Mark::Area if !bridge => continue,
                Mark::Step => riser(series, &run, frame),
                _ => run.iter().filter_map(|p| place(s, *p)).collect(),
            };
            let style = if bridge { LineStyle::Dashed { length: BRIDGE_DASH * scale } } else { LineStyle::Solid };
            let mut color = hue(theme, series);
            let mut width = theme.sizes.line * scale * if bridge { 0.8 } else { 1.0 };
            if plan.mark == Mark::Dumbbell {
                (color, width) = (color.mixed(theme.background, 0.6), width * 1.8);
            } else if plan.mark == Mark::Scatter || series.is_context {
                width *= 0.7;
            }
            lines.push(
                Line::new(series.label.clone(), PlotPoints::from(points))
                    .id((&series.id, lines.len()))
                    .color(color)
                    .width(width)
                    .style(style)
                    // As strokes, which an export knows, also where they are steep.
                    .allow_band(false)
                    .allow_hover(false),
            );
        }
    }
    lines
}

/// From the end of each step to the start of the next. The steps themselves are strokes.
fn riser(series: &PlannedSeries, run: &[usize], frame: &Frame) -> Vec<[f64; 2]> {
    let ends = run.iter().filter_map(|p| series.points.get(*p));
    let points: Vec<[f64; 2]> =
        ends.flat_map(|point| [point.extent.0, point.extent.1].map(|x| frame.spread(x, point.y))).collect();
    let inner = points.len().saturating_sub(1).max(1);
    points.get(1..inner).unwrap_or_default().to_vec()
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
    /// What is in view.
    pub(super) targets: &'a [Target],
    /// Whether it is one of several panels, in which points on lines would be too much.
    pub(super) is_panel: bool,
}

impl MarkPainter<'_> {
    /// Areas and blocks, which lie under the baseline.
    pub(super) fn blocks(&self) -> Vec<Shape> {
        let mut shapes = areas::areas(self.plan, self.theme, &self.frame, self.scale);
        for target in self.joined_blocks() {
            let (series, point) = target.of(self.plan);
            shapes.extend(self.block(&target, series, point));
        }
        shapes.extend(self.missing_parts());
        shapes.extend(trends::trends(self.plan, self.theme, &self.frame, self.scale));
        shapes
    }

    /// The blocks; those of a histogram that are too low to be told apart as one.
    fn joined_blocks(&self) -> Vec<Target> {
        let mut blocks: Vec<Target> = Vec::new();
        for target in self.in_order().filter(|target| target.form.is_block()) {
            let (series, point) = target.of(self.plan);
            match blocks.last_mut() {
                Some(last)
                    if target.form == Form::Unit
                        && target.rect.height() <= LEAST_BLOCK
                        && last.rect.left() == target.rect.left()
                        && (last.rect.top() - target.rect.bottom()).abs() < 0.5
                        && hue(self.theme, last.of(self.plan).0) == hue(self.theme, series)
                        && is_plain(last.of(self.plan).1) == is_plain(point)
                        && last.of(self.plan).1.status == point.status =>
                {
                    last.rect = last.rect.union(target.rect);
                }
                _ => blocks.push(*target),
            }
        }
        blocks
    }

    /// Whiskers, strokes and points, in this order so that points stay visible.
    pub(super) fn points(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for target in self.in_order() {
            let (series, point) = target.of(self.plan);
            shapes.extend(self.whisker(target, series, point));
        }
        let joined: Vec<Vec<bool>> = self.plan.series.iter().map(joined).collect();
        for faint in [true, false] {
            for target in self.in_order().filter(|target| !target.form.is_block()) {
                let (series, point) = target.of(self.plan);
                if (point.role == Role::Disagreeing) != faint {
                    continue;
                }
                if target.form == Form::Stroke {
                    shapes.extend(self.stroke(target.rect, series, point));
                } else if self.shows_point(series, target.point, &joined[target.series]) {
                    shapes.extend(self.point(target, series, point));
                }
            }
        }
        shapes
    }

    /// The ring around the selected value.
    pub(super) fn ring(&self, selected: Option<(&Id, usize)>) -> Option<Shape> {
        let (id, index) = selected?;
        let target = self.targets.iter().find(|target| {
            let (series, point) = target.of(self.plan);
            series.id == *id && point.index == index
        })?;
        let stroke = Stroke::new(2.0 * self.scale, self.theme.title);
        if target.form.is_block() || target.rect.width() > 0.0 {
            let rect = target.rect.expand(3.0 * self.scale);
            return Some(Shape::rect_stroke(rect, 2.0, stroke, StrokeKind::Middle));
        }
        let radius = self.theme.sizes.point * self.scale * target.size;
        Some(Shape::circle_stroke(target.rect.center(), radius + 4.0, stroke))
    }

    /// The targets, those that are only there to compare with first.
    fn in_order(&self) -> impl Iterator<Item = &Target> {
        let is_context = |target: &&Target| target.of(self.plan).0.is_context;
        self.targets.iter().filter(is_context).chain(self.targets.iter().filter(move |target| !is_context(target)))
    }

    fn signs(&self) -> Signs<'_> {
        Signs { theme: self.theme, scale: self.scale }
    }

    /// The colour of a mark: that of its series, paler where the value is not the one that counts; grey for the earlier
    /// end of a dumbbell.
    fn color(&self, series: &PlannedSeries, point: &PlannedPoint) -> Color {
        let is_earlier = self.plan.mark == Mark::Dumbbell && series.points.len() > 1 && *point == series.points[0];
        let color = match (is_earlier, series.is_context) {
            (true, true) => self.theme.context().mixed(self.theme.background, 0.5),
            (true, false) => self.theme.muted,
            (false, _) => hue(self.theme, series),
        };
        if point.role == Role::Disagreeing { color.mixed(self.theme.background, 0.5) } else { color }
    }

    fn block(&self, target: &Target, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        let (rect, color) = (target.rect, hue(self.theme, series));
        if target.form == Form::Span {
            return vec![Shape::rect_filled(rect, 0.0, color.mixed(self.theme.background, 0.6))];
        }
        // What lies on each other is parted by a hairline of the page.
        let on_each_other = self.plan.stack != Stack::Grouped || target.form == Form::Unit;
        let seam =
            if on_each_other && rect.height() > LEAST_BLOCK && rect.width() > 4.0 { self.scale * 0.8 } else { 0.0 };
        let rect = rect.shrink(seam / 2.0);
        if is_plain(point) {
            return vec![Shape::rect_filled(rect, 0.0, color)];
        }
        let mut shapes = self.signs().uncertain_block(rect, color, point.status);
        if self.plan.stack == Stack::Grouped && matches!(target.form, Form::Column | Form::Bar) {
            let is_level = target.form == Form::Bar;
            shapes.extend(self.signs().arrow(target.tip, point.qualifier, color.into(), is_level));
        }
        shapes
    }

    /// An open, dashed top on each column that lacks a part.
    fn missing_parts(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for total in self.plan.totals.iter().filter(|total| !total.missing.is_empty()) {
            let (x, y) = (self.frame.x(total.place), self.frame.y(total.top));
            if !self.frame.holds(pos2(x, y)) {
                continue;
            }
            let column = self.targets.iter().find(|t| t.form == Form::Column && t.rect.x_range().contains(x));
            let half = column.map_or(3.0 * self.scale, |t| t.rect.width() / 2.0 - self.scale);
            shapes.extend(self.signs().missing_part((x - half, x + half), y));
        }
        shapes
    }

    fn whisker(&self, target: &Target, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        if point.low.is_none() && point.high.is_none() {
            return Vec::new();
        }
        let (low, high) = (point.low.unwrap_or(point.y), point.high.unwrap_or(point.y));
        let center = target.rect.center();
        // The bar of a range says it already; on a stack the ends would be read off the axis.
        let says_already = matches!(self.plan.mark, Mark::Range | Mark::Scatter | Mark::Histogram);
        if says_already || self.plan.stack != Stack::Grouped {
            return Vec::new();
        }
        let horizontal = self.plan.plane() == Plane::ValueRows;
        let at = |value: f64| {
            if horizontal { pos2(self.frame.x(value), center.y) } else { pos2(center.x, self.frame.y(value)) }
        };
        let color = if target.form.is_block() { self.theme.text } else { self.color(series, point) };
        // Zoomed in, the whisker ends at the border of the plot, without a cap.
        let within = self.frame.rect;
        let (a, b) = (within.clamp(at(low)), within.clamp(at(high)));
        let has_cap = |value: f64, end: Pos2, known: bool| known && (at(value) - end).length() < 1.0;
        let ends = [(a, has_cap(low, a, point.low.is_some())), (b, has_cap(high, b, point.high.is_some()))];
        self.signs().whisker(ends, color.into())
    }

    /// A stroke over the whole stretch that a value is about; with caps at its ends where it is no step.
    fn stroke(&self, rect: Rect, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        let wide = if point.role == Role::Interval { 1.1 } else { 1.0 };
        let stroke = Stroke::new(self.theme.sizes.line * self.scale * wide, self.color(series, point));
        let (from, to) = (rect.left_center(), rect.right_center());
        let inside = self.frame.rect.expand(self.scale);
        let ends = [pos2(from.x.max(inside.left()), from.y), pos2(to.x.min(inside.right()), to.y)];
        let caps = if point.role == Role::Interval { vec![from, to] } else { Vec::new() };
        let caps: Vec<Pos2> = caps.into_iter().filter(|end| inside.x_range().contains(end.x)).collect();
        let mut shapes = self.signs().span(ends, &caps, stroke, is_plain(point));
        shapes.extend(self.signs().arrow(rect.center(), point.qualifier, stroke.color, false));
        shapes
    }

    /// Whether a point is drawn at all: on long lines only where it says more than the line does.
    fn shows_point(&self, series: &PlannedSeries, p: usize, joined: &[bool]) -> bool {
        let point = &series.points[p];
        let has_lines = matches!(self.plan.mark, Mark::Line | Mark::Area);
        if !has_lines || point.role != Role::Plotted || !is_plain(point) {
            return true;
        }
        // Grey lines are there for their course, not for their values.
        if self.plan.mark == Mark::Area || series.is_context || self.is_panel {
            return !joined[p];
        }
        let crowded = series.points.len() > POINTS_SHOWN
            || self.frame.rect.width() < series.points.len() as f32 * 9.0 * self.scale;
        !crowded || !joined[p]
    }

    fn point(&self, target: &Target, series: &PlannedSeries, point: &PlannedPoint) -> Vec<Shape> {
        let (at, color) = (target.tip, self.color(series, point));
        let larger = match self.plan.mark {
            Mark::Dot => 1.35,
            Mark::DotPlot | Mark::Range | Mark::Dumbbell => 1.6,
            _ => 1.0,
        };
        let radius = self.theme.sizes.point * self.scale * larger * target.size;
        if point.role == Role::Disagreeing {
            return self.signs().other_source(at, radius, color.into());
        }
        if point.is_interpolated {
            return self.signs().interpolated_point(at, radius, color);
        }
        let mut shapes = if is_plain(point) && self.partners_are_plain(target, point) {
            // Large points may cover each other.
            let fill = Color32::from(color);
            let fill = if target.size > 1.0 { fill.gamma_multiply(0.7) } else { fill };
            vec![Shape::circle_filled(at, radius, fill)]
        } else {
            self.signs().uncertain_point(at, radius, color, point.status)
        };
        let is_level = self.plan.plane() == Plane::ValueRows;
        shapes.extend(self.signs().arrow(at, point.qualifier, color.into(), is_level));
        shapes
    }

    /// Whether the other values of a point of a scatter plot are exact and final too.
    fn partners_are_plain(&self, target: &Target, point: &PlannedPoint) -> bool {
        let pairs = self.plan.pairs.iter().filter(|pair| pair.y == target.series);
        let mut partners = pairs.flat_map(|pair| [Some(pair.x), pair.size]).flatten();
        partners.all(|s| self.plan.series[s].points.iter().all(|other| other.at != point.at || is_plain(other)))
    }
}

/// Whether a value is exact and final.
pub(super) fn is_plain(point: &PlannedPoint) -> bool {
    point.qualifier == Qualifier::Exactly && point.status == Status::Observed
}
