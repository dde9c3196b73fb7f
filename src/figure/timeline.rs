//! Events by place over time: a mark each, with its words beside it where they cover nothing.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::{
    Drawing, Drawn, FigureResponse, annotations,
    events::PlacedEvent,
    frame::{self, Frame},
    gestures, layout,
    obstacles::{Ground, Obstacles},
    parts::{self, Part},
    texts, ticks,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::chart::{PlannedEvent, Wording};

/// Events longer than this many years are bars.
const LASTING: f64 = 0.3;

/// A place with its events, one under another where their words would cover each other.
struct Lane {
    name: Arc<Galley>,
    /// For each event: its position in the plan, the line in the lane, its words and where they start.
    events: Vec<(usize, usize, Arc<Galley>, f32)>,
    /// The heights of the lines.
    lines: Vec<f32>,
}

impl Lane {
    fn height(&self, set: &Typesetter<'_>) -> f32 {
        self.lines.iter().sum::<f32>().max(self.name.size().y) + 9.0 * set.scale
    }
}

/// Draws a timeline; `false` if there is no room for it.
pub(super) fn show(ui: &mut Ui, drawing: Drawing<'_>, result: &mut FigureResponse) -> bool {
    let Drawing { set, plan, theme, page, state } = drawing;
    let below = set.height(Style::Tick) + 8.0 * set.scale;
    // Words are set the narrower, and then left out, the less room there is.
    let ways = [(0.34, 0.26), (0.26, 0.14), (0.2, 0.0)]
        .into_iter()
        .flat_map(|shares| [(0.26, 2), (0.2, 3), (0.16, 3)].map(move |words| (shares, words)).into_iter());
    let ways = ways.map(|(shares, words)| (shares, words, usize::MAX));
    // Where not all have room, each place has so many lines, and the events that find none have no words.
    let ways = ways.chain((1..=8).rev().map(|lines| ((0.2, 0.0), (0.2, 2), lines)));
    let found = ways.into_iter().find_map(|((header, footer), (share, rows), most)| {
        let rest = layout::words(drawing, header, footer);
        let names = row_names(drawing, rest.rect.width());
        let left = names.iter().map(|name| name.size().x).fold(0.0, f32::max);
        let left = if left > 0.0 { left + 12.0 * set.scale } else { 4.0 * set.scale };
        let short = if most == usize::MAX { 0.0 } else { set.height(Style::Note) + 2.0 * set.scale };
        let floor = rest.rect.max - vec2(0.0, below + short);
        let area = Rect::from_min_max(pos2(rest.rect.left() + left, rest.rect.top()), floor);
        if area.width() < 60.0 || area.height() < 30.0 {
            return None;
        }
        let frame = Frame::new(plan, area, frame::shown(plan, state.view));
        let lanes = lanes(drawing, &frame, names, (share, rows, most));
        let height: f32 = lanes.iter().map(|lane| lane.height(set)).sum();
        (height <= area.height()).then_some((rest, frame, lanes, height, short > 0.0))
    });
    let Some((rest, mut frame, lanes, height, is_short)) = found else { return false };
    // No more room than it needs, with a little air.
    let air = ((frame.rect.height() - height) / lanes.len().max(1) as f32).min(40.0 * set.scale);
    frame.rect.max.y = frame.rect.top() + height + air * lanes.len() as f32;
    let painter = ui.painter().with_clip_rect(page.intersect(ui.clip_rect()));
    parts::begin(&mut result.parts, ui, Part::Shades);
    painter.extend(annotations::shades(plan, &frame, theme));
    parts::begin(&mut result.parts, ui, Part::Words);
    painter.extend(rest.texts.iter().map(PlacedText::shape));
    painter.extend(rest.key.iter().cloned());
    if is_short {
        let words = set.line("Some events have no room for their names.", Style::Note, theme.muted);
        let pos = pos2(rest.rect.left(), rest.rect.bottom() - words.size().y);
        painter.add(PlacedText::new(words, pos).shape());
    }
    let (shapes, placed) = drawn(drawing, &frame, &rest.rect, &lanes, air);
    painter.extend(layout::bar(set, theme, page).filter(|_| !set.is_panel));
    parts::begin(&mut result.parts, ui, Part::Columns);
    painter.extend(shapes);
    parts::begin(&mut result.parts, ui, Part::Annotations);
    let mut obstacles = Obstacles::default();
    annotations::obstruct(plan, &frame, &mut obstacles);
    for event in &placed {
        obstacles.add_line(event.stem[0], event.stem[1]);
        obstacles.extend_words(event.label.as_ref().map(PlacedText::rect));
    }
    let annotations = annotations::place(set, plan, theme, &frame, &mut obstacles);
    painter.extend(annotations::shapes(set, plan, theme, &frame, &annotations, &obstacles));
    if state.interactive {
        let id = result.response.id.with("timeline");
        let area = ui.interact(frame.rect, id, egui::Sense::click_and_drag());
        let labels = placed.iter().filter_map(|event| event.label.as_ref());
        texts::offer(ui, rest.texts.iter().chain(labels), theme, result);
        gestures::move_time(ui, plan, &frame, &area, result);
        let drawn = Drawn { plan, theme, frame: &frame, targets: &[], scale: set.scale };
        gestures::point(ui, plan, &[], &placed, Some((&area, drawn)), result);
    }
    true
}

fn row_names(drawing: Drawing<'_>, width: f32) -> Vec<Arc<Galley>> {
    let Drawing { set, plan, theme, .. } = drawing;
    let name = |label: &str| set.wrapped(label, Style::SeriesName, theme.text, width * 0.2, 2);
    plan.categories.iter().map(|row| name(&row.label)).collect()
}

/// Gives each event the first line of its lane in which its words cover no other.
fn lanes(
    drawing: Drawing<'_>,
    frame: &Frame,
    names: Vec<Arc<Galley>>,
    (share, rows, most): (f32, usize, usize),
) -> Vec<Lane> {
    let Drawing { set, plan, theme, .. } = drawing;
    let gap = 10.0 * set.scale;
    let mut lanes: Vec<Lane> =
        names.into_iter().map(|name| Lane { name, events: Vec::new(), lines: Vec::new() }).collect();
    let mut ends: Vec<Vec<f32>> = vec![Vec::new(); lanes.len()];
    for (e, event) in plan.events.iter().enumerate() {
        let place = event.place.as_deref().unwrap_or_default();
        let Some(l) = plan.categories.iter().position(|row| row.label == place) else { continue };
        let (start, end) = (frame.x(event.extent.0), frame.x(event.extent.1));
        if end < frame.rect.left() || start > frame.rect.right() {
            continue;
        }
        let width = (frame.rect.width() * share).max(60.0);
        let galley = set.wrapped(&event.label, Style::Note, theme.text, width, rows);
        let mark_end = if lasts(event) { start + 2.0 } else { start + 7.0 * set.scale };
        // Left of the mark where the page ends.
        let is_flipped = mark_end + galley.size().x > frame.rect.right();
        let left = if is_flipped { start - 7.0 * set.scale - galley.size().x } else { mark_end };
        let left = left.max(frame.rect.left());
        let from = left.min(start - 4.0 * set.scale);
        let to = (left + galley.size().x).max(if lasts(event) { end } else { start + 4.0 * set.scale });
        let free = ends[l].iter().take(most).position(|taken| *taken + gap <= from);
        if free.is_none() && ends[l].len() >= most {
            // A line under the others has only marks.
            if ends[l].len() == most {
                ends[l].push(f32::INFINITY);
                lanes[l].lines.push(set.height(Style::Note) * 0.8);
            }
            lanes[l].events.push((e, most, set.line("", Style::Note, theme.text), left));
            continue;
        }
        let line = free.unwrap_or_else(|| {
            ends[l].push(f32::NEG_INFINITY);
            lanes[l].lines.push(0.0);
            ends[l].len() - 1
        });
        ends[l][line] = to;
        let height = galley.size().y.max(set.height(Style::Note)) + if lasts(event) { 9.0 } else { 3.0 } * set.scale;
        lanes[l].lines[line] = lanes[l].lines[line].max(height);
        lanes[l].events.push((e, line, galley, left));
    }
    lanes
}

fn lasts(event: &PlannedEvent) -> bool {
    event.extent.1 - event.extent.0 > LASTING
}

fn drawn(drawing: Drawing<'_>, frame: &Frame, area: &Rect, lanes: &[Lane], air: f32) -> (Vec<Shape>, Vec<PlacedEvent>) {
    let Drawing { set, plan, theme, .. } = drawing;
    let (mut shapes, mut placed) = (Vec::new(), Vec::new());
    let hairline = Stroke::new(set.scale.max(1.0), theme.grid);
    for tick in ticks::of_time(plan, frame, set, theme.muted) {
        let x = frame.x(tick.at);
        shapes.push(Shape::vline(x, frame.rect.y_range(), hairline));
        let galley = set.line(&tick.label, Style::Tick, theme.muted);
        let rect = Align2::CENTER_TOP.anchor_size(pos2(x, frame.rect.bottom() + 5.0 * set.scale), galley.size());
        shapes.push(PlacedText::new(galley, rect.min).shape());
    }
    let mut shaded = Obstacles::default();
    annotations::obstruct(plan, frame, &mut shaded);
    let mut top = frame.rect.top();
    for (l, lane) in lanes.iter().enumerate() {
        let height = lane.height(set) + air;
        let color = theme.series(l);
        shapes.push(Shape::hline(area.left()..=frame.rect.right(), top, hairline));
        let inner = top + 5.0 * set.scale + air / 2.0;
        shapes.push(PlacedText::new(Arc::clone(&lane.name), pos2(area.left(), inner)).shape());
        for (e, line, galley, left) in &lane.events {
            let event = &plan.events[*e];
            let y = inner + lane.lines[..*line].iter().sum::<f32>();
            let row = set.height(Style::Note);
            let (start, end) = (frame.x(event.extent.0), frame.x(event.extent.1));
            let text = if lasts(event) {
                let bar = Rect::from_min_max(pos2(start, y), pos2(end.max(start + 2.0), y + 5.0 * set.scale));
                let bar = bar.intersect(frame.rect);
                shapes.push(Shape::rect_filled(bar, 0.0, color));
                pos2(*left, y + 6.0 * set.scale)
            } else {
                let half = lane.lines[*line].min(row) / 2.0;
                let middle = pos2(f32::midpoint(start, end), y + half);
                shapes.push(Shape::circle_filled(middle, theme.sizes.point * set.scale, color));
                pos2(*left, y)
            };
            let label = (!galley.job.text.is_empty())
                .then(|| PlacedText::new(Arc::clone(galley), text).of(Wording::Event(event.id.clone())));
            let ground = label.as_ref().map(|label| label.rect());
            shapes.extend(ground.map(|rect| {
                let is_shaded = shaded.ground(rect) == Some(Ground::Span);
                Shape::rect_filled(rect, 0.0, if is_shaded { theme.span } else { theme.background })
            }));
            shapes.extend(label.as_ref().map(PlacedText::shape));
            let stem = [pos2(start, y), pos2(start, y + row)];
            placed.push(PlacedEvent { event: *e, label, stem, span: None });
        }
        top += height;
    }
    (shapes, placed)
}
