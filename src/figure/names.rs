//! Naming the series: at the ends of their lines where that fits, else in a legend.

use std::sync::Arc;

use egui::{Align2, Galley, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::{
    color::Color,
    frame::Frame,
    marks::{Marks, Target},
    obstacles::{Cover, Obstacles},
    paint, spread,
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{Band, ChartPlan, Form, Plane, PlannedSeries, Role, Wording},
    model::{Labels, Mark, Stack},
};

/// What all that is only there to compare with is called.
const OTHERS: &str = "Others";

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
    /// Position of its series in the plan.
    pub(super) series: usize,
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
    if plan.series.is_empty() || plan.labels == Labels::Nowhere {
        return Names::Nowhere;
    }
    match plan.plane() {
        Plane::ValueRows if plan.groups.is_empty() => return Names::Nowhere,
        Plane::Bins if plan.series.len() < 2 => return Names::Nowhere,
        Plane::ValueValue if plan.pairs.len() < 2 => return Names::Nowhere,
        Plane::ValueRows | Plane::Bins => return Names::Legend,
        Plane::TimeRows | Plane::Cells => return Names::Nowhere,
        Plane::TimeValue if plan.mark == Mark::Column => return Names::Legend,
        Plane::TimeValue | Plane::Moments | Plane::ValueValue if plan.labels == Labels::Legend => return Names::Legend,
        Plane::TimeValue | Plane::Moments | Plane::ValueValue => {}
    }
    // A narrow column leaves more to the plot, as long as no name takes more than three lines.
    let narrow = (width * 0.17).max(90.0 * set.scale);
    let wide = (width * 0.26).max(70.0);
    let Some(galleys) = [narrow.min(wide), wide].into_iter().find_map(|most| wrapped(set, plan, theme, most)) else {
        return Names::Legend;
    };
    let widest = galleys.iter().map(|(_, galley)| galley.size().x).fold(0.0, f32::max);
    let whole = |column: f32| Frame::whole(plan, frame(column).rect);
    let reach = theme.sizes.point * set.scale + 1.0;
    let column = widest + gap(set) + 2.0;
    if inside && plan.plane() != Plane::Moments {
        // Where every line ends long before the border, the names stand in the plot and need no column.
        let frame = whole(gap(set));
        let names = Names::Direct(galleys.clone(), gap(set));
        let marks = Marks::of(plan, &frame);
        let mut obstacles = Obstacles::of_marks(plan, &frame, &marks, reach);
        let placed = place(set, plan, &names, &frame, &marks, &mut obstacles).unwrap_or_default();
        if !placed.is_empty() && placed.iter().all(|name| frame.rect.contains_rect(name.text.rect())) {
            return names;
        }
    }
    let beside = Names::Direct(galleys, column);
    let frame = whole(column);
    let marks = Marks::of(plan, &frame);
    let mut obstacles = Obstacles::of_marks(plan, &frame, &marks, reach);
    let fits = place(set, plan, &beside, &frame, &marks, &mut obstacles).is_some();
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
        .filter_map(|(s, series)| Some((s, series, name(plan, s, series)?)))
        .map(|(s, series, name)| {
            let color = paint::hue_of_words(theme, series);
            let style = if series.is_context { Style::Label } else { Style::SeriesName };
            let galley = set.wrapped(&name, style, color, most, 3);
            (!galley.elided).then_some((s, galley))
        })
        .collect()
}

/// What a series is called beside its marks; `None` if it has none of its own.
fn name(plan: &ChartPlan, s: usize, series: &PlannedSeries) -> Option<String> {
    let last = series.points.last()?;
    match plan.plane() {
        Plane::Moments => Some(format!("{}\u{2002}{}", last.label, series.label)),
        Plane::ValueValue => plan.pairs.iter().find(|pair| pair.y == s).map(|pair| pair.label.clone()),
        _ => Some(series.label.clone()),
    }
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
    marks: &Marks,
    obstacles: &mut Obstacles,
) -> Option<Vec<DirectName>> {
    let Names::Direct(galleys, _) = names else { return Some(Vec::new()) };
    let (mut placed, mut beside) = (Vec::new(), Vec::new());
    let own = of_series(plan, marks);
    for (s, galley) in galleys {
        let Some(end) = end_of(plan, frame, &own[*s]) else { continue };
        // Large points of a scatter plot have their names beside them, not over them.
        let largest = own[*s].targets.last().map_or(1.0, |target| target.size);
        let clear = (largest - 1.0).max(0.0) * 4.0 * set.scale;
        match is_far(set, frame, end).then(|| near(set, frame, (end, clear), galley, obstacles)).flatten() {
            Some(rect) => {
                obstacles.add_box(rect);
                let text = PlacedText::new(Arc::clone(galley), rect.min);
                placed.push(DirectName { series: *s, text, leader: None });
            }
            None => beside.push((*s, end, galley)),
        }
    }
    let wanted: Vec<(f32, f32)> = beside.iter().map(|(_, end, galley)| (end.y, galley.size().y)).collect();
    let middles = spread::apart(&wanted, frame.rect.top() - 10.0, frame.rect.bottom() + 4.0)?;
    let left = frame.rect.right() + gap(set);
    for ((series, end, galley), middle) in beside.into_iter().zip(middles) {
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
        placed.push(DirectName { series, text, leader });
    }
    Some(placed)
}

/// Whether a line ends so long before the border that a name there would not be seen to belong to it.
fn is_far(set: &Typesetter<'_>, frame: &Frame, end: Pos2) -> bool {
    end.x < frame.rect.right() - 60.0 * set.scale
}

/// A free place in the plot beside the end of a line.
fn near(
    set: &Typesetter<'_>,
    frame: &Frame,
    (end, clear): (Pos2, f32),
    galley: &Galley,
    obstacles: &Obstacles,
) -> Option<Rect> {
    let size = galley.size();
    let (aside, up) = (9.0 * set.scale + clear, 7.0 * set.scale + clear);
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

/// What is drawn of one series.
#[derive(Clone, Default)]
struct Own<'a> {
    targets: Vec<&'a Target>,
    segments: Vec<&'a [Pos2; 2]>,
    bands: Vec<&'a Band>,
}

/// What is drawn, series by series.
fn of_series<'a>(plan: &ChartPlan, marks: &'a Marks) -> Vec<Own<'a>> {
    let mut all = vec![Own::default(); plan.series.len()];
    marks.targets.iter().for_each(|target| all[target.series].targets.push(target));
    marks.segments.iter().for_each(|(s, segment)| all[*s].segments.push(segment));
    marks.bands.iter().for_each(|band| all[band.series].bands.push(band));
    all
}

/// Where a series ends in view: where its line leaves the plot on the right, else at its last value or stroke.
fn end_of(plan: &ChartPlan, frame: &Frame, own: &Own<'_>) -> Option<Pos2> {
    let right = frame.rect.right();
    let leaves = |[a, b]: &[Pos2; 2]| {
        let share = (right - a.x) / (b.x - a.x);
        let at = pos2(right, a.y + share * (b.y - a.y));
        (a.x <= right && b.x > right && frame.holds(at)).then_some(at)
    };
    if plan.plane() == Plane::TimeValue
        && let Some(border) = own.segments.iter().copied().find_map(leaves)
    {
        return Some(border);
    }
    let is_faint = |target: &Target| target.of(plan).1.role == Role::Disagreeing;
    let end = |target: &Target| {
        let x = if target.form == Form::Stroke { target.rect.right().min(right) } else { target.tip.x };
        pos2(x, target.tip.y)
    };
    if plan.plane() == Plane::ValueValue {
        // In time, not on the page.
        return own.targets.last().map(|target| target.tip);
    }
    let last = |faint: bool| {
        let wanted = own
            .targets
            .iter()
            .filter(|target| is_faint(target) == faint)
            .map(|target| end(target))
            .filter(|pos| frame.holds(*pos));
        wanted.max_by(|a, b| a.x.total_cmp(&b.x))
    };
    let end = last(false).or_else(|| last(true))?;
    // On a stack the name stands beside the middle of its part.
    let middle = |band: &Band| {
        let edge = band.edges.iter().find(|edge| (frame.x(edge.0) - end.x).abs() < 0.5)?;
        Some(pos2(end.x, f32::midpoint(frame.y(edge.1), frame.y(edge.2))))
    };
    let is_stacked = plan.stack != Stack::Grouped;
    let bands = own.bands.iter().filter(|_| is_stacked);
    Some(bands.filter_map(|band| middle(band)).next_back().unwrap_or(end))
}

/// What the colours stand for: indicators where rows have several, else series, of which the position is given.
fn legend_entries(plan: &ChartPlan, theme: &FigureTheme) -> Vec<(String, Color, Option<usize>)> {
    if !plan.groups.is_empty() {
        return plan.groups.iter().map(|group| (group.label.clone(), theme.series(group.color), None)).collect();
    }
    let named =
        plan.series.iter().enumerate().filter_map(|(s, series)| Some((s, series, name_in_legend(plan, s, series)?)));
    let mut entries = Vec::new();
    let mut has_others = false;
    for (s, series, name) in named {
        if series.is_context {
            has_others = true;
        } else {
            entries.push((name, paint::hue(theme, series), Some(s)));
        }
    }
    // What is only there to compare with has one colour, and so one entry.
    entries.extend(has_others.then(|| (OTHERS.to_owned(), theme.context(), None)));
    entries
}

fn name_in_legend(plan: &ChartPlan, s: usize, series: &PlannedSeries) -> Option<String> {
    match plan.plane() {
        Plane::ValueValue => name(plan, s, series),
        _ => (!series.points.is_empty()).then(|| series.label.clone()),
    }
}

/// A legend in rows.
#[derive(Default)]
pub(super) struct Legend {
    pub(super) height: f32,
    pub(super) words: Vec<PlacedText>,
    /// The samples of colour.
    pub(super) samples: Vec<Shape>,
    /// Where series are named, by their positions in the plan.
    pub(super) named: Vec<(usize, PlacedText)>,
}

/// A legend at the top of `area`.
pub(super) fn legend(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme, area: Rect) -> Legend {
    let (sample, space) = (11.0 * set.scale, 16.0 * set.scale);
    let row = set.height(Style::SeriesName) + 4.0 * set.scale;
    let (mut at, mut legend) = (area.min, Legend::default());
    for (label, color, series) in legend_entries(plan, theme) {
        let most = (area.width() - sample * 1.6).max(1.0);
        let galley = set.wrapped(&label, Style::Label, theme.text, most, 1);
        if at.x > area.left() && at.x + sample * 1.6 + galley.size().x > area.right() {
            at = pos2(area.left(), at.y + row);
        }
        let middle = at.y + galley.size().y / 2.0;
        let has_blocks = matches!(plan.mark, Mark::Column | Mark::Bar | Mark::Area | Mark::Histogram);
        legend.samples.push(if has_blocks || plan.mark == Mark::DotPlot {
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
        let mut words = PlacedText::new(galley, at);
        if series.is_none() && label != OTHERS {
            words = words.of(Wording::Name(label));
        }
        legend.named.extend(series.map(|series| (series, words.clone())));
        legend.words.push(words);
        at.x += width + space;
    }
    if !legend.words.is_empty() {
        legend.height = at.y - area.top() + row + 4.0 * set.scale;
    }
    legend
}
