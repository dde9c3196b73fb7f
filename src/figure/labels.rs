//! Values beside their marks, each only where it covers nothing.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::{
    annotations,
    color::Color,
    frame::Frame,
    marks::Target,
    obstacles::{Cover, Ground, Obstacles},
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    analysis::period_words,
    chart::{ChartPlan, Form, Plane, PlannedPoint, Role},
    model::{Mark, Qualifier, Stack, Status, number},
};

/// With more plotted values than this, the axis is read instead.
const VALUES_SHOWN: usize = 10;

/// With more marks than this in view there is no room for words between them, and looking for it takes too long.
const MARKS_LABELLED: usize = 400;

/// How far left of a slope its first values stand, so that a line can lead to them.
pub(super) const LEADER: f32 = 16.0;

/// What words are placed from.
pub(super) struct Labeller<'a> {
    pub(super) set: &'a Typesetter<'a>,
    pub(super) plan: &'a ChartPlan,
    pub(super) theme: &'a FigureTheme,
    pub(super) frame: &'a Frame,
    pub(super) page: Rect,
    /// What is in view.
    pub(super) targets: &'a [Target],
    /// The words of the author's annotations.
    pub(super) annotated: &'a [Rect],
}

impl Labeller<'_> {
    /// Places values; every label placed becomes an obstacle for the next.
    pub(super) fn draw(&self, obstacles: &mut Obstacles) -> Vec<Shape> {
        let mut shapes = Vec::new();
        if self.plan.values == Some(false) || self.targets.len() > MARKS_LABELLED {
            return shapes;
        }
        match self.plan.plane() {
            Plane::ValueRows => self.values_in_rows(obstacles, &mut shapes),
            Plane::Moments => self.values_on_the_left(obstacles, &mut shapes),
            Plane::TimeValue if self.plan.stack != Stack::Grouped => self.values_of_stacks(obstacles, &mut shapes),
            Plane::TimeValue | Plane::ValueValue => self.values(obstacles, &mut shapes),
            Plane::Bins | Plane::TimeRows | Plane::Cells => {}
        }
        shapes
    }

    /// Values beside bars and dots, in the parts of stacks, and sums at their ends.
    fn values_in_rows(&self, obstacles: &mut Obstacles, shapes: &mut Vec<Shape>) {
        if self.plan.stack != Stack::Grouped {
            self.values_of_stacks(obstacles, shapes);
            return;
        }
        let mut taken: Vec<Rect> = self.annotated.to_vec();
        for target in self.targets {
            let (series, point) = target.of(self.plan);
            if target.form == Form::Span {
                self.ends_of_span(target, &mut taken, shapes);
                continue;
            }
            if self.plan.mark == Mark::Range {
                continue;
            }
            let color = if series.is_context { self.theme.muted } else { self.theme.text };
            let galley = self.set.line(&point.label, Style::Label, color);
            let is_left = match target.form {
                Form::Bar => target.is_backwards(),
                _ => self.is_lower_end(target),
            };
            let dot = if target.form == Form::Bar { 0.0 } else { self.theme.sizes.point * 1.6 * self.set.scale };
            let reach = if is_left { point.low } else { point.high }.map_or(target.tip.x, |end| self.frame.x(end));
            let arrow = if Self::points_outwards(point, is_left) { 12.0 * self.set.scale } else { 0.0 };
            let gap = 6.0 * self.set.scale + dot + arrow;
            let rect = if is_left {
                Align2::RIGHT_CENTER.anchor_size(pos2(reach.min(target.tip.x) - gap, target.tip.y), galley.size())
            } else {
                Align2::LEFT_CENTER.anchor_size(pos2(reach.max(target.tip.x) + gap, target.tip.y), galley.size())
            };
            self.put_in_row(galley, rect, &mut taken, shapes);
        }
        self.latest_in_spans(&taken, shapes);
    }

    /// The latest values of ranges, over their points or under them; those at an end stand there already.
    fn latest_in_spans(&self, taken: &[Rect], shapes: &mut Vec<Shape>) {
        let spans: Vec<Rect> = self.targets.iter().filter(|t| t.form == Form::Span).map(|t| t.rect).collect();
        let mut taken = taken.to_vec();
        for target in self.targets.iter().filter(|t| t.form == Form::Point && self.plan.mark == Mark::Range) {
            let (series, point) = target.of(self.plan);
            let Some(span) = spans.iter().find(|span| span.y_range().contains(target.tip.y)) else { continue };
            let said = |is_there: &dyn Fn(&Rect) -> bool| {
                taken.iter().any(|text| text.y_range().contains(target.tip.y) && is_there(text))
            };
            let is_lowest = (span.left() - target.tip.x).abs() < 0.5 && said(&|text| text.right() <= span.left());
            let is_highest = (span.right() - target.tip.x).abs() < 0.5 && said(&|text| text.left() >= span.right());
            if (is_lowest || is_highest) && point.low.is_none() && point.high.is_none() {
                continue;
            }
            let color = super::paint::hue_of_words(self.theme, series);
            let galley = self.set.line(&point.label, Style::Note, color);
            let half = span.height().max(self.theme.sizes.point * 3.2 * self.set.scale) / 2.0;
            let over = Align2::CENTER_BOTTOM.anchor_size(target.tip - vec2(0.0, half), galley.size());
            let under = Align2::CENTER_TOP.anchor_size(target.tip + vec2(0.0, half), galley.size());
            // Letters are lower than their line.
            let covers = |rect: &Rect| {
                let rect = rect.shrink2(vec2(0.0, rect.height() * 0.12));
                spans.iter().chain(&taken).any(|other| other.intersects(rect))
            };
            let fits = |rect: &Rect| {
                rect.left() >= self.frame.rect.left()
                    && self.page.contains_rect(*rect)
                    && rect.bottom() <= self.frame.rect.bottom() + 4.0 * self.set.scale
            };
            if let Some(rect) = [over, under].into_iter().find(|rect| fits(rect) && !covers(rect)) {
                taken.push(rect);
                shapes.push(PlacedText::new(galley, rect.min).shape());
            }
        }
    }

    /// Puts a text into a row, if it stays in the plot and covers no other and no point.
    fn put_in_row(&self, galley: Arc<Galley>, rect: Rect, taken: &mut Vec<Rect>, shapes: &mut Vec<Shape>) {
        let within = rect.left() >= self.frame.rect.left() - 1.0 && rect.right() <= self.page.right();
        let radius = self.theme.sizes.point * 1.6 * self.set.scale;
        let mut points = self.targets.iter().filter(|t| t.form == Form::Point);
        let over_point = points.any(|t| Rect::from_center_size(t.tip, Vec2::splat(2.0 * radius)).intersects(rect));
        if within && !over_point && !taken.iter().any(|other| other.intersects(rect)) {
            taken.push(rect);
            // A thread of the grid runs through the row, or a reference line.
            if self.plan.mark != Mark::Bar || annotations::is_struck(self.plan, self.frame, rect) {
                let ground = rect.shrink2(vec2(-2.0, rect.height() * 0.2));
                shapes.push(Shape::rect_filled(ground, 0.0, self.theme.background));
            }
            shapes.push(PlacedText::new(galley, rect.min).shape());
        }
    }

    /// Whether a dot is the lower one of the two ends of a dumbbell.
    fn is_lower_end(&self, target: &Target) -> bool {
        let (series, point) = target.of(self.plan);
        let other = series.points.iter().enumerate().find(|(p, _)| *p != target.point);
        self.plan.mark == Mark::Dumbbell
            && other.is_some_and(|(p, other)| point.y < other.y || (point.y == other.y && target.point < p))
    }

    fn points_outwards(point: &PlannedPoint, is_left: bool) -> bool {
        match point.qualifier {
            Qualifier::AtLeast | Qualifier::Over => !is_left,
            Qualifier::AtMost => is_left,
            Qualifier::Exactly | Qualifier::About | Qualifier::Nearly => false,
        }
    }

    fn ends_of_span(&self, target: &Target, taken: &mut Vec<Rect>, shapes: &mut Vec<Shape>) {
        let (series, _) = target.of(self.plan);
        let ends = series.points.iter().flat_map(|p| [Some(p.y), p.low, p.high]).flatten();
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let words = |value: f64| {
            let named = series.points.iter().find(|p| p.y == value && p.low.is_none() && p.high.is_none());
            named.map_or_else(
                || number::with_measure_in(value, &self.plan.y.measure, self.plan.y.locale),
                |p| p.label.clone(),
            )
        };
        let gap = 5.0 * self.set.scale + self.theme.sizes.point * 1.6 * self.set.scale;
        let line = |text: &str| self.set.line(text, Style::Label, self.theme.text);
        let (left, right) = (line(&words(low)), line(&words(high)));
        let rect = Align2::RIGHT_CENTER.anchor_size(target.rect.left_center() - vec2(gap, 0.0), left.size());
        if high > low && rect.left() >= self.frame.rect.left() + 4.0 * self.set.scale {
            self.put_in_row(left, rect, taken, shapes);
        } else if high > low {
            self.put_in_span(&words(low), target.rect, taken, shapes);
        }
        let rect = Align2::LEFT_CENTER.anchor_size(target.rect.right_center() + vec2(gap, 0.0), right.size());
        self.put_in_row(right, rect, taken, shapes);
    }

    /// The lower end of a range that begins so near to the axis that there is no room beside it: on the bar itself.
    fn put_in_span(&self, words: &str, span: Rect, taken: &mut Vec<Rect>, shapes: &mut Vec<Shape>) {
        let fill = self.theme.series(0).mixed(self.theme.background, 0.6);
        let galley = self.set.line(words, Style::Note, self.theme.over(fill));
        let rect = Align2::LEFT_CENTER.anchor_size(span.left_center() + vec2(4.0 * self.set.scale, 0.0), galley.size());
        let radius = self.theme.sizes.point * 2.2 * self.set.scale;
        let mut points = self.targets.iter().filter(|t| t.form == Form::Point);
        let over_point = points.any(|t| Rect::from_center_size(t.tip, Vec2::splat(2.0 * radius)).intersects(rect));
        if span.shrink2(vec2(2.0, 0.0)).contains_rect(rect) && !over_point {
            taken.push(rect);
            shapes.push(PlacedText::new(galley, rect.min).shape());
            return;
        }
        let galley = self.set.line(words, Style::Note, self.theme.text);
        let under = Align2::LEFT_TOP.anchor_size(span.left_bottom() + vec2(0.0, 1.0), galley.size());
        let letters = under.shrink2(vec2(0.0, under.height() * 0.12));
        let spans = self.targets.iter().filter(|t| t.form == Form::Span).map(|t| &t.rect);
        let is_free = !spans.chain(taken.iter()).any(|other| other.intersects(letters));
        if is_free && under.bottom() <= self.frame.rect.bottom() && self.page.contains_rect(under) {
            taken.push(under);
            shapes.push(PlacedText::new(galley, under.min).shape());
        }
    }

    /// Values in the parts of stacks where they fit, and sums at their ends.
    fn values_of_stacks(&self, obstacles: &mut Obstacles, shapes: &mut Vec<Shape>) {
        for target in self.targets.iter().filter(|t| matches!(t.form, Form::Column | Form::Bar)) {
            let (series, point) = target.of(self.plan);
            let hue = super::paint::hue(self.theme, series);
            let is_plain = super::paint::is_plain(point);
            let fill = if is_plain { hue } else { hue.mixed(self.theme.background, 0.72) };
            let galley = self.set.line(&point.label, Style::Note, self.theme.over(fill));
            let rect = Align2::CENTER_CENTER.anchor_size(target.rect.center(), galley.size());
            let is_covered = self.annotated.iter().any(|words| words.intersects(rect));
            if target.rect.shrink(2.0).contains_rect(rect) && self.page.contains_rect(rect) && !is_covered {
                // Hatching would strike the number through.
                if point.status != Status::Observed {
                    shapes.push(Shape::rect_filled(rect.expand(1.0), 2.0, fill));
                }
                shapes.push(PlacedText::new(galley, rect.min).shape());
                obstacles.add_box(rect);
            }
        }
        for total in self.plan.totals.iter().filter(|total| !total.label.is_empty()) {
            let galley = self.set.line(&total.label, Style::Note, self.theme.text);
            let rect = if self.plan.plane() == Plane::ValueRows {
                let at = self.frame.pos(total.top, total.place) + vec2(6.0 * self.set.scale, 0.0);
                Align2::LEFT_CENTER.anchor_size(at, galley.size())
            } else {
                let top = if total.missing.is_empty() { 0.0 } else { super::paint::MISSING_TOP * self.set.scale };
                let at = self.frame.pos(total.place, total.top) - vec2(0.0, top + 3.0 * self.set.scale);
                Align2::CENTER_BOTTOM.anchor_size(at, galley.size())
            };
            let column =
                self.targets.iter().find(|t| t.form == Form::Column && t.rect.x_range().contains(rect.center().x));
            let is_wide = column.is_some_and(|column| rect.width() > column.rect.width() * 1.3);
            let inside = self.page.contains_rect(rect) && rect.top() >= self.frame.rect.top() - galley.size().y;
            if self.plan.mark != Mark::Area && !is_wide && inside && obstacles.is_free(rect, Cover::Stems) {
                put(&PlacedText::new(galley, rect.min), self.theme, obstacles, shapes);
            }
        }
    }

    /// The first values of a slope, left of their points, moved apart.
    fn values_on_the_left(&self, obstacles: &mut Obstacles, shapes: &mut Vec<Shape>) {
        let firsts: Vec<_> = self.targets.iter().filter(|t| t.point == 0).collect();
        let label = |t: &&&Target| {
            let (series, point) = t.of(self.plan);
            self.set.line(&point.label, Style::Label, super::paint::hue_of_words(self.theme, series))
        };
        let galleys: Vec<_> = firsts.iter().map(|t| label(&t)).collect();
        let wanted: Vec<(f32, f32)> = firsts.iter().zip(&galleys).map(|(t, g)| (t.tip.y, g.size().y)).collect();
        let (top, bottom) = (self.frame.rect.top() - 10.0, self.frame.rect.bottom() + 4.0);
        let Some(middles) = super::spread::apart(&wanted, top, bottom) else { return };
        let leader = Stroke::new(self.set.scale.max(1.0) * 0.8, self.theme.event);
        for ((galley, middle), target) in galleys.into_iter().zip(middles).zip(&firsts) {
            let at = pos2(self.frame.rect.left() - LEADER * self.set.scale, middle);
            let rect = Align2::RIGHT_CENTER.anchor_size(at, galley.size());
            if self.page.contains_rect(rect) {
                if (middle - target.tip.y).abs() > galley.size().y * 0.35 {
                    let ends = [at + vec2(3.0, 0.0), target.tip - vec2(5.0 * self.set.scale, 0.0)];
                    shapes.push(Shape::line_segment(ends, leader));
                }
                obstacles.add_box(rect);
                shapes.push(PlacedText::new(galley, rect.min).shape());
            }
        }
    }

    /// Values beside marks: all where there are few, else only those that are not exact numbers of one period.
    fn values(&self, obstacles: &mut Obstacles, shapes: &mut Vec<Shape>) {
        let Self { set, plan, theme, frame, targets, .. } = *self;
        let counted = |target: &&Target| target.of(plan).1.role != Role::Disagreeing;
        let few = targets.iter().filter(counted).count() <= VALUES_SHOWN;
        let all = few || plan.mark == Mark::Column || plan.values == Some(true);
        let is_scatter = plan.mark == Mark::Scatter;
        for target in targets {
            let (series, point) = target.of(plan);
            let special = point.role == Role::Interval || point.qualifier != Qualifier::Exactly || point.low.is_some();
            let special = special && !is_scatter && !series.is_context;
            let all = all && (!series.is_context || plan.mark == Mark::Column);
            if point.role == Role::Disagreeing || !(all || special) {
                continue;
            }
            let words = if is_scatter { period_words(point.at) } else { point.label.clone() };
            let galley = set.line(&words, Style::Note, super::paint::hue_of_words(theme, series));
            let places = places_beside(plan, set, frame, target, galley.size());
            let limits = frame.rect.expand2(vec2(4.0, galley.size().y));
            // A column's label stays over its own column, else one can't tell whose it is.
            if target.form == Form::Column && galley.size().x > target.rect.width() * 1.15 {
                continue;
            }
            let fits = |rect: &Rect, cover| {
                limits.contains_rect(*rect)
                    && self.page.contains_rect(*rect)
                    && rect.bottom() < frame.rect.bottom()
                    && obstacles.is_free(*rect, cover)
            };
            let place = [Cover::Nothing, Cover::Stems]
                .into_iter()
                .find_map(|cover| places.iter().copied().find(|rect| fits(rect, cover)));
            if let Some(rect) = place {
                put(&PlacedText::new(galley, rect.min), theme, obstacles, shapes);
            }
        }
    }
}

/// Adds a text on a ground of its own, and to the obstacles.
fn put(text: &PlacedText, theme: &FigureTheme, obstacles: &mut Obstacles, shapes: &mut Vec<Shape>) {
    shapes.extend(ground(text.rect(), theme, obstacles));
    shapes.push(text.shape());
    obstacles.add_box(text.rect());
}

/// The ground of a text in the plot, so that gridlines and the lines of events don't strike it through.
pub(super) fn ground(rect: Rect, theme: &FigureTheme, obstacles: &Obstacles) -> Option<Shape> {
    let color = match obstacles.ground(rect)? {
        Ground::Span => theme.span,
        Ground::Page => theme.background,
    };
    Some(on_ground(rect, color))
}

/// The same for a text that may cover anything: where it stands partly on one ground and partly on another, the page.
pub(super) fn ground_of(rect: Rect, theme: &FigureTheme, obstacles: &Obstacles) -> Shape {
    ground(rect, theme, obstacles).unwrap_or_else(|| on_ground(rect, theme.background))
}

fn on_ground(rect: Rect, color: Color) -> Shape {
    Shape::rect_filled(rect.shrink2(vec2(0.0, rect.height() * 0.12)), 0.0, color)
}

/// The places beside a mark for a label of that size, the best first.
fn places_beside(plan: &ChartPlan, set: &Typesetter<'_>, frame: &Frame, target: &Target, size: Vec2) -> Vec<Rect> {
    let (_, point) = target.of(plan);
    let tip = target.tip;
    // The ends of a range are drawn in time only.
    let (low, high) = if plan.mark == Mark::Scatter { (None, None) } else { (point.low, point.high) };
    let top = high.map_or(tip.y, |high| frame.y(high).min(tip.y));
    let bottom = low.map_or(tip.y, |low| frame.y(low).max(tip.y));
    let radius = (target.size - 1.0).max(0.0) * 4.0;
    let clear = (if target.form == Form::Column { 3.0 } else { 6.5 } + radius) * set.scale;
    let arrow = |towards: bool| if towards { 14.0 * set.scale } else { clear };
    let up = arrow(matches!(point.qualifier, Qualifier::AtLeast | Qualifier::Over));
    let down = arrow(point.qualifier == Qualifier::AtMost);
    let above = |x: f32| Align2::CENTER_BOTTOM.anchor_size(pos2(x, top - up), size);
    let below = |x: f32| Align2::CENTER_TOP.anchor_size(pos2(x, bottom + down), size);
    if target.form == Form::Column {
        return vec![if point.y < 0.0 { below(tip.x) } else { above(tip.x) }];
    }
    if target.form == Form::Stroke {
        // Anywhere along the stroke.
        let (left, right) = (target.rect.left() + size.x / 2.0, target.rect.right() - size.x / 2.0);
        let along = [0.5, 0.3, 0.7, 0.0, 1.0].map(|share| left + (right - left) * share);
        return along.into_iter().map(above).chain(along.into_iter().map(below)).collect();
    }
    let aside = size.x / 2.0 - 2.0 * set.scale;
    vec![
        above(tip.x),
        below(tip.x),
        above(tip.x + aside),
        above(tip.x - aside),
        below(tip.x + aside),
        below(tip.x - aside),
        Align2::LEFT_CENTER.anchor_size(pos2(tip.x + clear + 2.0 * set.scale, tip.y), size),
        Align2::RIGHT_CENTER.anchor_size(pos2(tip.x - clear - 2.0 * set.scale, tip.y), size),
    ]
}
