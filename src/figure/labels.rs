//! Words in the plot: values beside their marks, and the author's annotations. Each is placed only where it covers
//! nothing.

use egui::{Align2, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::{
    frame::Frame,
    marks::{self, Target},
    obstacles::Obstacles,
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Role},
    model::{Mark, Qualifier},
};

/// With more plotted values than this, the axis is read instead.
const VALUES_SHOWN: usize = 10;

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
    let few = targets.iter().filter(|target| target.of(plan).1.role != Role::Disagreeing).count() <= VALUES_SHOWN;
    let all = few || plan.mark == Mark::Column;
    for target in &targets {
        let (series, point) = target.of(plan);
        let special = point.role == Role::Interval || point.qualifier != Qualifier::Exactly || point.low.is_some();
        if point.role == Role::Disagreeing || !(all || special) {
            continue;
        }
        let galley = set.line(&point.label, Style::Note, theme.series_text(series.color));
        if let Some(rect) = beside(plan, set, frame, target, galley.size(), obstacles) {
            obstacles.add_box(rect);
            shapes.push(PlacedText::new(galley, rect.min).shape());
        }
    }
}

/// The first place beside a mark where a label of that size covers nothing.
fn beside(
    plan: &ChartPlan,
    set: &Typesetter<'_>,
    frame: &Frame,
    target: &Target,
    size: Vec2,
    obstacles: &Obstacles,
) -> Option<Rect> {
    let (_, point) = target.of(plan);
    let tip = target.tip(plan);
    let top = point.high.map_or(tip.y, |high| frame.y(high).min(tip.y));
    let bottom = point.low.map_or(tip.y, |low| frame.y(low).max(tip.y));
    let clear = (plan_reach(plan, target, set) + 2.0 * set.scale).max(2.0);
    let arrow = if matches!(point.qualifier, Qualifier::AtLeast | Qualifier::Over) { 10.0 * set.scale } else { 0.0 };
    let above = Align2::CENTER_BOTTOM.anchor_size(pos2(tip.x, top - clear - arrow), size);
    let below = Align2::CENTER_TOP.anchor_size(pos2(tip.x, bottom + clear), size);
    let right = Align2::LEFT_CENTER.anchor_size(pos2(tip.x + clear + 2.0 * set.scale, tip.y), size);
    let left = Align2::RIGHT_CENTER.anchor_size(pos2(tip.x - clear - 2.0 * set.scale, tip.y), size);
    let is_column = plan.mark == Mark::Column && point.role == Role::Plotted;
    let choices: &[Rect] = match (is_column, point.role) {
        (true, _) if point.y < 0.0 => &[below],
        (true, _) => &[above],
        (_, Role::Interval) => &[above, below],
        _ => &[above, below, right, left],
    };
    // A column's label stays over its own column, else one can't tell whose it is.
    let fits = |rect: &Rect| {
        frame.rect.expand2(vec2(0.0, size.y + clear)).contains_rect(*rect)
            && rect.bottom() <= frame.rect.bottom() - 1.0
            && obstacles.is_free(*rect)
            && (!is_column || size.x <= target.rect.width() * 1.15)
    };
    choices.iter().copied().find(|rect| fits(rect))
}

fn plan_reach(plan: &ChartPlan, target: &Target, set: &Typesetter<'_>) -> f32 {
    let (_, point) = target.of(plan);
    if plan.mark == Mark::Column && point.role == Role::Plotted { 0.0 } else { 4.6 * set.scale }
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
        let galley = set.wrapped(&annotation.text, Style::Note, theme.text, width, 4);
        let Some(rect) = around(subject, galley.size(), set.scale, frame, obstacles) else { continue };
        if annotation.y.is_some() {
            let end = nearest(rect.expand(2.0), subject);
            let start = subject + (end - subject).normalized() * 6.0 * set.scale;
            if (end - subject).length() > 10.0 * set.scale {
                shapes.push(Shape::line_segment([start, end], Stroke::new(set.scale, theme.event)));
                obstacles.add_line(start, end);
            }
        }
        obstacles.add_box(rect);
        shapes.push(PlacedText::new(galley, rect.min).shape());
    }
}

/// The free place nearest to a subject, on rings of growing distance around it.
fn around(subject: Pos2, size: Vec2, scale: f32, frame: &Frame, obstacles: &Obstacles) -> Option<Rect> {
    let half = size / 2.0;
    for ring in 1..=9 {
        let distance = 12.0 * scale * ring as f32;
        for (dx, dy) in
            [(0.7, -0.7), (-0.7, -0.7), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.7, 0.7), (-0.7, 0.7), (0.0, 1.0)]
        {
            let direction = vec2(dx, dy);
            let center = subject + direction * distance + direction * half * vec2(1.2, 1.2);
            let rect = Rect::from_center_size(center, size);
            if frame.rect.contains_rect(rect) && obstacles.is_free(rect.expand(2.0)) {
                return Some(rect);
            }
        }
    }
    None
}

fn nearest(rect: Rect, pos: Pos2) -> Pos2 {
    pos2(pos.x.clamp(rect.left(), rect.right()), pos.y.clamp(rect.top(), rect.bottom()))
}
