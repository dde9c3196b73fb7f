//! Naming the series: at the ends of their lines where that fits, else in a legend.

use std::sync::Arc;

use egui::{Galley, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::{
    frame::Frame,
    spread,
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, PlannedSeries, Role},
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

/// Chooses direct names if they fit beside the plot; `frame` gives the plot for a width of the right column.
pub(super) fn choose(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    width: f32,
    frame: impl Fn(f32) -> Frame,
) -> Names {
    if plan.mark == Mark::Bar || plan.series.is_empty() {
        return Names::Nowhere;
    }
    if plan.mark == Mark::Column {
        return Names::Legend;
    }
    let most = (width * 0.26).max(70.0);
    let galleys: Vec<_> = plan
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.points.is_empty())
        .map(|(s, series)| (s, set.wrapped(&series.label, Style::SeriesName, theme.series_text(series.color), most, 3)))
        .collect();
    let widest = galleys.iter().map(|(_, galley)| galley.size().x).fold(0.0, f32::max);
    let column = widest + gap(set) + 2.0;
    let names = Names::Direct(galleys, column);
    let elided = matches!(&names, Names::Direct(galleys, _) if galleys.iter().any(|(_, galley)| galley.elided));
    let full = Frame { view: super::frame::shown(plan, None), ..frame(column) };
    if column > width * 0.32 || elided || place(set, plan, &names, &full).is_none() {
        return Names::Legend;
    }
    names
}

fn gap(set: &Typesetter<'_>) -> f32 {
    10.0 * set.scale
}

/// Puts direct names beside the plot; `None` if they don't fit above each other.
pub(super) fn place(set: &Typesetter<'_>, plan: &ChartPlan, names: &Names, frame: &Frame) -> Option<Vec<DirectName>> {
    let Names::Direct(galleys, _) = names else { return Some(Vec::new()) };
    let mut ends = Vec::new();
    for (s, galley) in galleys {
        if let Some(end) = end_of(&plan.series[*s], frame) {
            ends.push((end, galley));
        }
    }
    let wanted: Vec<(f32, f32)> = ends.iter().map(|(end, galley)| (end.y, galley.size().y)).collect();
    let middles = spread::apart(&wanted, frame.rect.top() - 10.0, frame.rect.bottom() + 4.0)?;
    let left = frame.rect.right() + gap(set);
    let placed = ends.into_iter().zip(middles).map(|((end, galley), middle)| {
        let pos = pos2(left, middle - galley.size().y / 2.0);
        // The first row of a wrapped name stands for it; the leader goes to the middle of the block.
        let far = end.x < frame.rect.right() - 60.0 * set.scale;
        let moved = (end.y - middle).abs() > galley.size().y * 0.35;
        let clear = 7.0 * set.scale;
        let leader = (far || moved).then(|| [pos2(end.x + clear, end.y), pos2(left - 3.0, middle)]);
        DirectName { text: PlacedText::new(Arc::clone(galley), pos), leader: leader.filter(|[from, to]| from.x < to.x) }
    });
    Some(placed.collect())
}

/// Where the line of a series ends in view: its last value, or the end of its last interval.
fn end_of(series: &PlannedSeries, frame: &Frame) -> Option<Pos2> {
    let ends = |role: Role| {
        series
            .points
            .iter()
            .filter(move |p| p.role == role && p.y.is_finite())
            .map(move |p| if role == Role::Interval { (p.extent.1, p.y) } else { (p.x, p.y) })
            .map(|(x, y)| frame.pos(x, y))
            .filter(|pos| frame.holds(pos2(pos.x.min(frame.rect.right()), pos.y)))
            .max_by(|a, b| a.x.total_cmp(&b.x))
    };
    let end = ends(Role::Plotted).or_else(|| ends(Role::Interval)).or_else(|| ends(Role::Disagreeing))?;
    Some(pos2(end.x.min(frame.rect.right()), end.y))
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
