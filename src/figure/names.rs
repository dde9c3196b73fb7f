//! Naming the series: at the ends of their lines where that fits, else in a legend.

use std::sync::Arc;

use egui::{Align2, Galley, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::{
    frame::Frame,
    obstacles::{Cover, Obstacles},
    spread,
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Connection, PlannedSeries, Role},
    model::Mark,
};

/// How series are named.
pub(super) enum Names {
    /// Beside the ends of the lines, in a column right of the plot.
    Direct(Vec<(usize, Arc<Galley>)>, f32),
    /// In a row above the plot.
    Legend,
    /// The rows of bars name themselves, or there is no room.
    Nowhere,
}

/// A name at its place, with the line that leads to it where it had to move.
pub(super) struct DirectName {
    pub(super) text: PlacedText,
    pub(super) leader: Option<[Pos2; 2]>,
}

impl Names {
    /// The width of the column right of the plot, if there is one.
    pub(super) fn column(&self) -> Option<f32> {
        match self {
            Self::Direct(_, width) => Some(*width),
            Self::Legend | Self::Nowhere => None,
        }
    }
}

/// Chooses direct names if they fit, in the plot if `inside` is asked for and possible, else beside it; `frame` gives
/// the plot for a width of the right column.
pub(super) fn choose(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    width: f32,
    inside: bool,
    frame: impl Fn(f32) -> Frame,
) -> Names {
    if plan.mark == Mark::Bar || plan.series.is_empty() {
        return Names::Nowhere;
    }
    if plan.mark == Mark::Column {
        return Names::Legend;
    }
    // A narrow column leaves more to the plot, as long as no name takes more than three lines.
    let narrow = (width * 0.17).max(90.0 * set.scale);
    let wide = (width * 0.26).max(70.0);
    let Some(galleys) = [narrow.min(wide), wide].into_iter().find_map(|most| wrapped(set, plan, theme, most)) else {
        return Names::Legend;
    };
    let widest = galleys.iter().map(|(_, galley)| galley.size().x).fold(0.0, f32::max);
    let whole = |column: f32| Frame { view: super::frame::shown(plan, None), ..frame(column) };
    let reach = theme.sizes.point * set.scale + 1.0;
    let column = widest + gap(set) + 2.0;
    if inside {
        // Where every line ends long before the border, the names stand in the plot and need no column.
        let frame = whole(gap(set));
        let names = Names::Direct(galleys.clone(), gap(set));
        let mut obstacles = Obstacles::of_marks(plan, &frame, reach);
        let placed = place(set, plan, &names, &frame, &mut obstacles).unwrap_or_default();
        if !placed.is_empty() && placed.iter().all(|name| frame.rect.contains_rect(name.text.rect())) {
            return names;
        }
    }
    let beside = Names::Direct(galleys, column);
    let frame = whole(column);
    let fits = place(set, plan, &beside, &frame, &mut Obstacles::of_marks(plan, &frame, reach)).is_some();
    if column <= width * 0.32 && fits { beside } else { Names::Legend }
}

/// The names of the series that have values, in at most three lines each; `None` if one needs more.
fn wrapped(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    most: f32,
) -> Option<Vec<(usize, Arc<Galley>)>> {
    plan.series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.points.is_empty())
        .map(|(s, series)| {
            let color = theme.series_text(series.color);
            let galley = set.wrapped(&series.label, Style::SeriesName, color, most, 3);
            (!galley.elided).then_some((s, galley))
        })
        .collect()
}

fn gap(set: &Typesetter<'_>) -> f32 {
    10.0 * set.scale
}

/// Places direct names: in the plot beside a line that ends long before the border, if that covers nothing; else in
/// the column right of the plot. `None` if they don't fit above each other. Each name becomes an obstacle.
pub(super) fn place(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    names: &Names,
    frame: &Frame,
    obstacles: &mut Obstacles,
) -> Option<Vec<DirectName>> {
    let Names::Direct(galleys, _) = names else { return Some(Vec::new()) };
    let (mut placed, mut beside) = (Vec::new(), Vec::new());
    for (s, galley) in galleys {
        let Some(end) = end_of(plan, &plan.series[*s], frame) else { continue };
        match is_far(set, frame, end).then(|| near(set, frame, end, galley, obstacles)).flatten() {
            Some(rect) => {
                obstacles.add_box(rect);
                placed.push(DirectName { text: PlacedText::new(Arc::clone(galley), rect.min), leader: None });
            }
            None => beside.push((end, galley)),
        }
    }
    let wanted: Vec<(f32, f32)> = beside.iter().map(|(end, galley)| (end.y, galley.size().y)).collect();
    let middles = spread::apart(&wanted, frame.rect.top() - 10.0, frame.rect.bottom() + 4.0)?;
    let left = frame.rect.right() + gap(set);
    for ((end, galley), middle) in beside.into_iter().zip(middles) {
        let pos = pos2(left, middle - galley.size().y / 2.0);
        let moved = (end.y - middle).abs() > galley.size().y * 0.35;
        let clear = 7.0 * set.scale;
        let leader = (is_far(set, frame, end) || moved).then(|| [pos2(end.x + clear, end.y), pos2(left - 3.0, middle)]);
        let leader = leader.filter(|[from, to]| from.x < to.x);
        if let Some([from, to]) = leader {
            obstacles.add_line(from, to);
        }
        let text = PlacedText::new(Arc::clone(galley), pos);
        obstacles.add_box(text.rect());
        placed.push(DirectName { text, leader });
    }
    Some(placed)
}

/// Whether a line ends so long before the border that a name there would not be seen to belong to it.
fn is_far(set: &Typesetter<'_>, frame: &Frame, end: Pos2) -> bool {
    end.x < frame.rect.right() - 60.0 * set.scale
}

/// A free place in the plot beside the end of a line.
fn near(set: &Typesetter<'_>, frame: &Frame, end: Pos2, galley: &Galley, obstacles: &Obstacles) -> Option<Rect> {
    let size = galley.size();
    let (aside, up) = (9.0 * set.scale, 7.0 * set.scale);
    [
        Align2::LEFT_CENTER.anchor_size(pos2(end.x + aside, end.y), size),
        Align2::LEFT_BOTTOM.anchor_size(pos2(end.x + aside * 0.6, end.y - up * 0.3), size),
        Align2::LEFT_TOP.anchor_size(pos2(end.x + aside * 0.6, end.y + up * 0.3), size),
        Align2::CENTER_BOTTOM.anchor_size(pos2(end.x, end.y - up), size),
        Align2::CENTER_TOP.anchor_size(pos2(end.x, end.y + up), size),
    ]
    .into_iter()
    .find(|rect| frame.rect.shrink(2.0).contains_rect(*rect) && obstacles.is_free(rect.expand(1.0), Cover::Nothing))
}

/// Where a series ends in view: where its line leaves the plot on the right, else at its last value or interval.
fn end_of(plan: &ChartPlan, series: &PlannedSeries, frame: &Frame) -> Option<Pos2> {
    let right = frame.rect.right();
    let leaves = |connection: &Connection| {
        let (from, to) = (series.points.get(connection.from)?, series.points.get(connection.to)?);
        let (a, b) = (frame.pos(from.x, from.y), frame.pos(to.x, to.y));
        let share = (right - a.x) / (b.x - a.x);
        let at = pos2(right, a.y + share * (b.y - a.y));
        (a.x <= right && b.x > right && frame.holds(at)).then_some(at)
    };
    if plan.mark == Mark::Line
        && let Some(border) = series.connections.iter().find_map(leaves)
    {
        return Some(border);
    }
    let last = |disagreeing: bool| {
        series
            .points
            .iter()
            .filter(|p| (p.role == Role::Disagreeing) == disagreeing && p.y.is_finite())
            .map(|p| (if p.role == Role::Interval { p.extent } else { (p.x, p.x) }, p.y))
            .filter(|((from, to), _)| *from <= frame.view.x.1 && *to >= frame.view.x.0)
            .map(|((_, to), y)| frame.pos(to.min(frame.view.x.1), y))
            .filter(|pos| frame.holds(*pos))
            .max_by(|a, b| a.x.total_cmp(&b.x))
    };
    last(false).or_else(|| last(true))
}

/// A legend in rows at the top of `area`: its height, its words and its samples.
pub(super) fn legend(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    area: Rect,
) -> (f32, Vec<PlacedText>, Vec<Shape>) {
    let (sample, space) = (11.0 * set.scale, 16.0 * set.scale);
    let row = set.height(Style::SeriesName) + 4.0 * set.scale;
    let (mut at, mut words, mut samples) = (area.min, Vec::new(), Vec::new());
    for series in plan.series.iter().filter(|series| !series.points.is_empty()) {
        let most = (area.width() - sample * 1.6).max(1.0);
        let galley = set.wrapped(&series.label, Style::Label, theme.text, most, 1);
        if at.x > area.left() && at.x + sample * 1.6 + galley.size().x > area.right() {
            at = pos2(area.left(), at.y + row);
        }
        let middle = at.y + galley.size().y / 2.0;
        let color = theme.series(series.color);
        samples.push(if plan.mark == Mark::Column {
            Shape::rect_filled(
                Rect::from_center_size(pos2(at.x + sample / 2.0, middle), vec2(sample, sample)),
                0.0,
                color,
            )
        } else {
            let stroke = Stroke::new(theme.sizes.line * set.scale * 1.3, color);
            Shape::line_segment([pos2(at.x, middle), pos2(at.x + sample, middle)], stroke)
        });
        at.x += sample * 1.6;
        let width = galley.size().x;
        words.push(PlacedText::new(galley, at));
        at.x += width + space;
    }
    (if words.is_empty() { 0.0 } else { at.y - area.top() + row + 4.0 * set.scale }, words, samples)
}
