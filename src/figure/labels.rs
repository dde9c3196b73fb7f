//! Words in the plot: values beside their marks, and the author's annotations. Each is placed only where it covers
//! nothing.

use egui::{Align2, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::{
    frame::Frame,
    marks::{self, Target},
    obstacles::{Cover, Ground, Obstacles},
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Role},
    model::{Mark, Qualifier},
};

/// With more plotted values than this, the axis is read instead.
const VALUES_SHOWN: usize = 10;

/// With more marks than this in view there is no room for words between them, and looking for it takes too long.
const MARKS_LABELLED: usize = 400;

/// Places the author's annotations, then values; every label placed becomes an obstacle for the next.
pub(super) fn draw(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    page: Rect,
    obstacles: &mut Obstacles,
) -> Vec<Shape> {
    let mut shapes = Vec::new();
    if plan.mark == Mark::Bar {
        bar_values(set, plan, theme, frame, page, &mut shapes);
        return shapes;
    }
    annotations(set, plan, theme, frame, obstacles, &mut shapes);
    values(set, plan, theme, frame, obstacles, &mut shapes);
    shapes
}

fn bar_values(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    page: Rect,
    shapes: &mut Vec<Shape>,
) {
    let mut free_from = f32::NEG_INFINITY;
    for target in marks::targets(plan, frame) {
        let (_, point) = target.of(plan);
        let galley = set.line(&point.label, Style::Label, theme.text);
        let reach = point.high.map_or(target.rect.right(), |high| frame.x(high).max(target.rect.right()));
        let pos = pos2(reach + 6.0 * set.scale, target.rect.center().y - galley.size().y / 2.0);
        if pos.y >= free_from && pos.x + galley.size().x <= page.right() {
            free_from = pos.y + galley.size().y;
            shapes.push(PlacedText::new(galley, pos).shape());
        }
    }
}

/// Values beside marks: all where there are few, else only those that are not exact numbers of one period.
fn values(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    obstacles: &mut Obstacles,
    shapes: &mut Vec<Shape>,
) {
    let targets = marks::targets(plan, frame);
    if targets.len() > MARKS_LABELLED {
        return;
    }
    let few = targets.iter().filter(|target| target.of(plan).1.role != Role::Disagreeing).count() <= VALUES_SHOWN;
    let all = few || plan.mark == Mark::Column;
    for target in &targets {
        let (series, point) = target.of(plan);
        let special = point.role == Role::Interval || point.qualifier != Qualifier::Exactly || point.low.is_some();
        if point.role == Role::Disagreeing || !(all || special) {
            continue;
        }
        let galley = set.line(&point.label, Style::Note, theme.series_text(series.color));
        let places = places_beside(plan, set, frame, target, galley.size());
        let limits = frame.rect.expand2(vec2(4.0, galley.size().y));
        // A column's label stays over its own column, else one can't tell whose it is.
        if is_column(plan, target) && galley.size().x > target.rect.width() * 1.15 {
            continue;
        }
        let fits = |rect: &Rect, cover| {
            limits.contains_rect(*rect) && rect.bottom() < frame.rect.bottom() && obstacles.is_free(*rect, cover)
        };
        let place = [Cover::Nothing, Cover::Stems]
            .into_iter()
            .find_map(|cover| places.iter().copied().find(|rect| fits(rect, cover)));
        if let Some(rect) = place {
            put(&PlacedText::new(galley, rect.min), theme, obstacles, shapes);
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
    Some(Shape::rect_filled(rect.shrink2(vec2(0.0, rect.height() * 0.12)), 0.0, color))
}

fn is_column(plan: &ChartPlan, target: &Target) -> bool {
    plan.mark == Mark::Column && target.of(plan).1.role == Role::Plotted
}

/// The places beside a mark for a label of that size, the best first.
fn places_beside(plan: &ChartPlan, set: &Typesetter<'_>, frame: &Frame, target: &Target, size: Vec2) -> Vec<Rect> {
    let (_, point) = target.of(plan);
    let tip = target.tip(plan);
    let top = point.high.map_or(tip.y, |high| frame.y(high).min(tip.y));
    let bottom = point.low.map_or(tip.y, |low| frame.y(low).max(tip.y));
    let clear = if is_column(plan, target) { 3.0 } else { 6.5 } * set.scale;
    let arrow = |towards: bool| if towards { 14.0 * set.scale } else { clear };
    let up = arrow(matches!(point.qualifier, Qualifier::AtLeast | Qualifier::Over));
    let down = arrow(point.qualifier == Qualifier::AtMost);
    let above = |x: f32| Align2::CENTER_BOTTOM.anchor_size(pos2(x, top - up), size);
    let below = |x: f32| Align2::CENTER_TOP.anchor_size(pos2(x, bottom + down), size);
    if is_column(plan, target) {
        return vec![if point.y < 0.0 { below(tip.x) } else { above(tip.x) }];
    }
    if point.role == Role::Interval {
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

fn annotations(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    obstacles: &mut Obstacles,
    shapes: &mut Vec<Shape>,
) {
    for annotation in &plan.annotations {
        let y = annotation.y.map_or(frame.rect.top(), |y| frame.y(y));
        let subject = pos2(frame.x(annotation.x), y);
        if !frame.holds(subject) {
            continue;
        }
        let width = (frame.rect.width() * 0.3).clamp(60.0, 200.0 * set.scale);
        let found = [Cover::Nothing, Cover::Stems].into_iter().find_map(|cover| {
            [1.0, 0.66, 0.45].into_iter().find_map(|share| {
                let galley = set.wrapped(&annotation.text, Style::Note, theme.text, width * share, 4);
                let rect = around(subject, galley.size(), set.scale, frame, obstacles, cover)?;
                (!galley.elided).then_some((galley, rect))
            })
        });
        let Some((galley, rect)) = found else { continue };
        if annotation.y.is_some() {
            let end = nearest(rect.expand(2.0), subject);
            let start = subject + (end - subject).normalized() * 6.0 * set.scale;
            if (end - subject).length() > 10.0 * set.scale {
                shapes.push(Shape::line_segment([start, end], Stroke::new(set.scale, theme.event)));
                obstacles.add_line(start, end);
            }
        }
        put(&PlacedText::new(galley, rect.min), theme, obstacles, shapes);
    }
}

/// The free place nearest to a subject, on rings of growing distance around it.
fn around(subject: Pos2, size: Vec2, scale: f32, frame: &Frame, obstacles: &Obstacles, cover: Cover) -> Option<Rect> {
    let half = size / 2.0;
    for ring in 1..=9 {
        let distance = 12.0 * scale * ring as f32;
        for (dx, dy) in
            [(0.7, -0.7), (-0.7, -0.7), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.7, 0.7), (-0.7, 0.7), (0.0, 1.0)]
        {
            let direction = vec2(dx, dy);
            let center = subject + direction * distance + direction * half * vec2(1.2, 1.2);
            let rect = Rect::from_center_size(center, size);
            if frame.rect.contains_rect(rect) && obstacles.is_free(rect.expand(2.0), cover) {
                return Some(rect);
            }
        }
    }
    None
}

fn nearest(rect: Rect, pos: Pos2) -> Pos2 {
    pos2(pos.x.clamp(rect.left(), rect.right()), pos.y.clamp(rect.top(), rect.bottom()))
}
