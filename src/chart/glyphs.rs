//! Where the marks of a plan are, in the units of its axes: one glyph for each value, whatever the mark. The figure
//! paints them, finds what is under the pointer, and keeps words off them, all from these.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Mark, Period, Stack};

use super::{ChartPlan, Plane, PlannedPoint, Role};

/// The share of the distance between two periods or rows that their columns or bars take up.
const GROUP: f64 = 0.74;
/// The share of a column or bar in its place in a group.
const MEMBER: f64 = 0.92;

/// Columns are at most so many times as wide as columns of adjacent periods would be.
const WIDEST: f64 = 2.0;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A point.
    Point,
    /// A stroke over a stretch of time.
    Stroke,
    /// A column: its value is at the far end from zero.
    Column,
    /// A bar: its value is at the far end from zero.
    Bar,
    /// A pale bar from one value to another.
    Span,
    /// One of the values that a histogram counts.
    Unit,
}

impl Form {
    /// Whether it covers an area.
    pub fn is_block(self) -> bool {
        matches!(self, Self::Column | Self::Bar | Self::Span | Self::Unit)
    }
}

/// The mark of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Position in `ChartPlan::series`.
    pub series: usize,
    /// Position in `PlannedSeries::points`.
    pub point: usize,
    /// What it looks like.
    pub form: Form,
    /// Left and right end, in the unit of the level axis.
    pub x: (f64, f64),
    /// Where it starts and where its value is, in the unit of the upright axis.
    pub y: (f64, f64),
    /// How large a point is, as a share of the usual radius.
    pub size: f64,
}

impl Glyph {
    fn at((series, point): (usize, usize), form: Form, x: (f64, f64), y: (f64, f64)) -> Self {
        Self { series, point, form, x, y, size: 1.0 }
    }
}

/// The glyphs of a plan, in the order of painting. None for a table, whose cells have no unit, and for a timeline.
pub fn glyphs(plan: &ChartPlan) -> Vec<Glyph> {
    let mut glyphs = match plan.plane() {
        Plane::TimeValue => over_time(plan),
        Plane::ValueRows => in_rows(plan),
        Plane::Moments => at_moments(plan),
        Plane::ValueValue => against_each_other(plan),
        Plane::Bins => in_bins(plan),
        Plane::TimeRows | Plane::Cells => Vec::new(),
    };
    let is_finite = |(a, b): (f64, f64)| a.is_finite() && b.is_finite();
    glyphs.retain(|glyph| is_finite(glyph.x) && is_finite(glyph.y));
    glyphs
}

/// All points with their positions in the plan.
fn points(plan: &ChartPlan) -> impl Iterator<Item = ((usize, usize), &PlannedPoint)> {
    plan.series
        .iter()
        .enumerate()
        .flat_map(|(s, series)| series.points.iter().enumerate().map(move |(p, x)| ((s, p), x)))
}

fn over_time(plan: &ChartPlan) -> Vec<Glyph> {
    let mut glyphs = if plan.mark == Mark::Column { columns(plan) } else { Vec::new() };
    let stacked = stacked(plan, |_, point| point.at);
    for (at, point) in points(plan) {
        let form = match (point.role, plan.mark) {
            (Role::Interval, _) | (Role::Plotted, Mark::Step) => Form::Stroke,
            (Role::Plotted, Mark::Column) => continue,
            _ => Form::Point,
        };
        let x = if form == Form::Stroke { point.extent } else { (point.x, point.x) };
        let y = stacked.get(&at).filter(|_| plan.mark == Mark::Area).map_or(point.y, |(_, top)| *top);
        glyphs.push(Glyph::at(at, form, x, (y, y)));
    }
    glyphs
}

/// From where to where each plotted value reaches on its stack; nothing where values are not stacked. Values with the
/// same key stand on each other in the order of the series, those below zero downwards.
fn stacked<K: Ord>(
    plan: &ChartPlan,
    key: impl Fn((usize, usize), &PlannedPoint) -> K,
) -> HashMap<(usize, usize), (f64, f64)> {
    let mut reach = HashMap::new();
    if plan.stack == Stack::Grouped {
        return reach;
    }
    let mut ends: BTreeMap<K, (f64, f64)> = BTreeMap::new();
    for (at, point) in points(plan).filter(|(_, point)| point.role != Role::Disagreeing) {
        let (below, above) = ends.entry(key(at, point)).or_insert((0.0, 0.0));
        let end = if point.y < 0.0 { below } else { above };
        let start = *end;
        *end = (*end + point.y).clamp(-f64::MAX, f64::MAX);
        reach.insert(at, (start, *end));
    }
    reach
}

/// The columns of each period: side by side, or on each other.
fn columns(plan: &ChartPlan) -> Vec<Glyph> {
    let group = step(plan) * GROUP;
    let stacked = stacked(plan, |_, point| point.at);
    let width = if plan.stack == Stack::Grouped { group / plan.series.len().max(1) as f64 } else { group };
    let plotted = points(plan).filter(|(_, point)| point.role == Role::Plotted);
    plotted
        .map(|(at, point)| {
            let slot = if plan.stack == Stack::Grouped { at.0 as f64 } else { 0.0 };
            let left = point.x - group / 2.0 + width * (slot + (1.0 - MEMBER) / 2.0);
            let y = stacked.get(&at).copied().unwrap_or((0.0, point.y));
            Glyph::at(at, Form::Column, (left, left + width * MEMBER), y)
        })
        .collect()
}

/// The room for the columns of one period: the smallest distance between two periods.
fn step(plan: &ChartPlan) -> f64 {
    let plotted = || points(plan).map(|(_, point)| point).filter(|point| point.role == Role::Plotted);
    let mut middles: Vec<f64> = plotted().map(|point| point.x).filter(|x| x.is_finite()).collect();
    middles.sort_by(f64::total_cmp);
    // Where periods are sparse, their columns may be wider than they are long, but not so much that they seem to be of
    // other periods.
    let own = plotted().map(|point| point.extent.1 - point.extent.0).fold(f64::INFINITY, f64::min) * WIDEST;
    let nearest = middles.windows(2).map(|w| w[1] - w[0]).filter(|d| *d > 1e-6).fold(own, f64::min);
    // Those at the ends of the axis keep all of their width.
    let beside = middles.first().zip(middles.last()).map(|(first, last)| (first - plan.x.min).min(plan.x.max - last));
    let nearest = beside.map_or(nearest, |beside| nearest.min((2.0 * beside / GROUP).max(own / WIDEST)));
    let step = if nearest.is_finite() && nearest > 0.0 { nearest } else { 1.0 };
    step.min((plan.x.max - plan.x.min) * 0.4)
}

/// The middle of a row, counted from the bottom.
pub fn row_middle(plan: &ChartPlan, row: usize) -> f64 {
    plan.categories.len() as f64 - row as f64 - 0.5
}

fn in_rows(plan: &ChartPlan) -> Vec<Glyph> {
    let row_of: HashMap<(usize, usize), usize> =
        plan.categories.iter().enumerate().flat_map(|(row, c)| c.members.iter().map(move |m| (*m, row))).collect();
    let stacked = stacked(plan, |at, _| row_of.get(&at).copied());
    let mut glyphs = Vec::new();
    for (row, category) in plan.categories.iter().enumerate() {
        let middle = row_middle(plan, row);
        let members = category.members.iter().filter_map(|&(s, p)| Some(((s, p), plan.series.get(s)?.points.get(p)?)));
        let members: Vec<_> = members.collect();
        if plan.mark == Mark::Range {
            glyphs.extend(span(&members, middle));
        }
        for (nth, (at, point)) in members.iter().enumerate() {
            let value = (point.y, point.y);
            glyphs.push(match (plan.mark, plan.stack) {
                (Mark::Bar, Stack::Grouped) => {
                    let width = GROUP / members.len().max(1) as f64;
                    let top = middle + GROUP / 2.0 - width * (nth as f64 + (1.0 - MEMBER) / 2.0);
                    Glyph::at(*at, Form::Bar, (0.0, point.y), (top - width * MEMBER, top))
                }
                (Mark::Bar, _) => {
                    let reach = stacked.get(at).copied().unwrap_or((0.0, point.y));
                    Glyph::at(*at, Form::Bar, reach, (middle - GROUP / 2.0, middle + GROUP / 2.0))
                }
                (Mark::Range, _) if nth + 1 < members.len() => continue,
                _ => Glyph::at(*at, Form::Point, value, (middle, middle)),
            });
        }
    }
    glyphs
}

/// From the lowest to the highest value of a row, ranges included.
fn span(members: &[((usize, usize), &PlannedPoint)], middle: f64) -> Option<Glyph> {
    let at = members.last()?.0;
    let ends = members.iter().flat_map(|(_, point)| [Some(point.y), point.low, point.high]).flatten();
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    Some(Glyph::at(at, Form::Span, (low, high), (middle - 0.2, middle + 0.2)))
}

/// The first values on the left, the last ones on the right.
fn at_moments(plan: &ChartPlan) -> Vec<Glyph> {
    let place = |at: (usize, usize)| if at.1 == 0 { 0.0 } else { 1.0 };
    points(plan).map(|(at, point)| Glyph::at(at, Form::Point, (place(at), place(at)), (point.y, point.y))).collect()
}

fn against_each_other(plan: &ChartPlan) -> Vec<Glyph> {
    let largest = plan.pairs.iter().filter_map(|pair| plan.series.get(pair.size?));
    let largest = largest.flat_map(|series| &series.points).map(|point| point.y.abs()).fold(0.0, f64::max);
    let mut glyphs = Vec::new();
    for pair in &plan.pairs {
        let value = |series: Option<usize>, at: Period| {
            let points = &plan.series.get(series?)?.points;
            points.iter().find(|point| point.at == at && point.role == Role::Plotted).map(|point| point.y)
        };
        let Some(upright) = plan.series.get(pair.y) else { continue };
        for (p, point) in upright.points.iter().enumerate().filter(|(_, point)| point.role == Role::Plotted) {
            let Some(x) = value(Some(pair.x), point.at) else { continue };
            let mut glyph = Glyph::at((pair.y, p), Form::Point, (x, x), (point.y, point.y));
            if pair.size.is_some() && largest > 0.0 {
                // Areas are read, so the radius grows with the root; what has no size is a small point.
                let share = value(pair.size, point.at).map_or(0.0, |size| size.abs() / largest);
                glyph.size = 0.7 + 3.8 * share.sqrt();
            }
            glyphs.push(glyph);
        }
    }
    glyphs
}

/// The values of each range on each other, in the order of the series: at the bottom, where they can be compared, those
/// that the figure is about.
fn in_bins(plan: &ChartPlan) -> Vec<Glyph> {
    let mut members: Vec<Vec<(usize, usize)>> = vec![Vec::new(); plan.bins.len()];
    for (at, point) in points(plan).filter(|(_, point)| point.role == Role::Plotted) {
        if let Some(bin) = bin_of(&plan.bins, point.y) {
            members[bin].push(at);
        }
    }
    let mut glyphs = Vec::new();
    for (bin, mut members) in members.into_iter().enumerate() {
        members.sort_by_key(|(s, _)| plan.series[*s].is_context);
        let blocks = members.into_iter().enumerate();
        glyphs
            .extend(blocks.map(|(nth, at)| Glyph::at(at, Form::Unit, plan.bins[bin], (nth as f64, nth as f64 + 1.0))));
    }
    glyphs
}

/// The range in which a value lies: from its lower end up to below its upper one; the last has both ends.
pub(super) fn bin_of(bins: &[(f64, f64)], value: f64) -> Option<usize> {
    let bin = bins.iter().position(|(from, to)| (*from..*to).contains(&value));
    bin.or_else(|| bins.last().filter(|(_, to)| value == *to).map(|_| bins.len() - 1))
}

/// Where the value of each point is read off, series by series: in the units of the axes, nothing for a point without
/// a glyph.
pub fn places(plan: &ChartPlan, glyphs: &[Glyph]) -> Vec<Vec<Option<(f64, f64)>>> {
    let mut places: Vec<Vec<Option<(f64, f64)>>> = plan.series.iter().map(|s| vec![None; s.points.len()]).collect();
    for glyph in glyphs {
        places[glyph.series][glyph.point] = Some((f64::midpoint(glyph.x.0, glyph.x.1), glyph.y.1));
    }
    places
}

/// The area of a series between a lower and an upper edge, without a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Position in `ChartPlan::series`.
    pub series: usize,
    /// From left to right: where, the lower and the upper edge.
    pub edges: Vec<(f64, f64, f64)>,
    /// Whether it leads over a gap.
    pub bridge: bool,
}

/// The areas of a plan; none for other marks.
pub fn bands(plan: &ChartPlan) -> Vec<Band> {
    if plan.mark != Mark::Area {
        return Vec::new();
    }
    let stacked = stacked(plan, |_, point| point.at);
    let mut bands: Vec<Band> = Vec::new();
    for (s, series) in plan.series.iter().enumerate() {
        let mut last = None;
        for connection in &series.connections {
            let edge = |p: usize| {
                let point = series.points.get(p).filter(|point| point.x.is_finite() && point.y.is_finite())?;
                let (low, high) = stacked.get(&(s, p)).copied().unwrap_or((0.0, point.y));
                Some((point.x, low, high))
            };
            let (Some(from), Some(to)) = (edge(connection.from), edge(connection.to)) else { continue };
            match bands.last_mut() {
                Some(band) if last == Some((connection.from, connection.bridge)) => band.edges.push(to),
                _ => bands.push(Band { series: s, edges: vec![from, to], bridge: connection.bridge }),
            }
            last = Some((connection.to, connection.bridge));
        }
    }
    bands
}
