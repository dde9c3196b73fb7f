//! Events: a line or a shaded stretch in the plot, and a label in lanes above it.

use std::sync::Arc;

use egui::{Galley, Pos2, Rect, Shape, Stroke, pos2};

use super::{
    frame::Frame,
    spread::{self, Lane},
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::chart::{ChartPlan, Plane, PlannedEvent, Wording};

/// How events are labelled.
pub(super) struct EventLabels {
    /// The label of each event of the plan: its words, or its number.
    galleys: Vec<Arc<Galley>>,
    /// What the numbers stand for, if the labels are numbers.
    pub(super) key: Option<Arc<Galley>>,
    /// The height of the lanes above the plot.
    pub(super) height: f32,
}

/// An event at its place.
pub(super) struct PlacedEvent {
    /// Position in `ChartPlan::events`.
    pub(super) event: usize,
    pub(super) label: Option<PlacedText>,
    /// The line of the event, up to its label.
    pub(super) stem: [Pos2; 2],
    /// The stretch of a lasting event.
    pub(super) span: Option<Rect>,
}

/// Chooses words if they fit above the plot of the whole figure, else numbers with a key.
pub(super) fn choose(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    whole: &Frame,
    area: Rect,
) -> EventLabels {
    let none = EventLabels { galleys: Vec::new(), key: None, height: 0.0 };
    if plan.events.is_empty() || plan.plane() != Plane::TimeValue {
        return none;
    }
    let most = (whole.rect.height() * 0.3).max(0.0);
    let with_words =
        [(0.5, 320.0, 1), (0.3, 190.0, 2), (0.2, 130.0, 3)].into_iter().filter_map(|(share, widest, rows)| {
            let width = (whole.rect.width() * share).min(widest * set.scale);
            let words: Vec<_> = plan
                .events
                .iter()
                .map(|event| set.wrapped(&event.label, Style::Note, theme.muted, width, rows))
                .collect();
            let whole_words = words.iter().all(|galley| !galley.elided);
            if whole_words { fitting(set, plan, whole, area, words, most) } else { None }
        });
    if let Some(lowest) = with_words.min_by(|a, b| a.height.total_cmp(&b.height)) {
        return lowest;
    }
    let numbers: Vec<_> = (1..=plan.events.len()).map(|n| set.line(&n.to_string(), Style::Note, theme.text)).collect();
    let key: Vec<String> =
        plan.events.iter().enumerate().map(|(e, event)| format!("{}\u{a0}{}", e + 1, event.label)).collect();
    let key = set.wrapped(&key.join("   "), Style::Note, theme.muted, area.width(), 6);
    if key.size().y < whole.rect.height() * 0.3
        && let Some(labels) = fitting(set, plan, whole, area, numbers, most)
    {
        return EventLabels { key: Some(key), ..labels };
    }
    none
}

fn fitting(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    whole: &Frame,
    area: Rect,
    galleys: Vec<Arc<Galley>>,
    most: f32,
) -> Option<EventLabels> {
    let labels = EventLabels { galleys, key: None, height: most };
    let lanes = labels.stack(set, plan, whole, area.right())?;
    let height = labels.depths(&lanes, set).last().copied().unwrap_or(0.0) + below_lanes(set);
    (height <= most).then_some(EventLabels { height, ..labels })
}

/// The distance between the lowest lane and the plot.
fn below_lanes(set: &Typesetter<'_>) -> f32 {
    5.0 * set.scale
}

/// Where the line of an event stands: in the middle of a short one, at the start of a lasting one.
fn position(event: &PlannedEvent) -> f64 {
    if event.lasts() { event.extent.0 } else { f64::midpoint(event.extent.0, event.extent.1) }
}

impl EventLabels {
    /// The lanes of the events in view.
    fn stack(&self, set: &Typesetter<'_>, plan: &ChartPlan, frame: &Frame, right: f32) -> Option<Vec<(usize, Lane)>> {
        let pad = 4.0 * set.scale;
        let visible: Vec<usize> = in_view(plan, frame).collect();
        let wanted: Vec<(f32, f32)> = visible
            .iter()
            .map(|&e| {
                (stem_x(&plan.events[e], frame), self.galleys.get(e).map_or(0.0, |galley| galley.size().x) + 2.0 * pad)
            })
            .collect();
        let lanes = spread::stacked(&wanted, frame.rect.left() - pad, right)?;
        Some(visible.into_iter().zip(lanes).collect())
    }

    /// How far the top of each row is above the bottom of the lowest.
    fn depths(&self, lanes: &[(usize, Lane)], set: &Typesetter<'_>) -> Vec<f32> {
        let rows = lanes.iter().map(|(_, lane)| lane.row + 1).max().unwrap_or(0);
        let mut depth = 0.0;
        (0..rows)
            .map(|row| {
                let members = lanes.iter().filter(|(_, lane)| lane.row == row);
                depth += members.map(|(e, _)| self.galleys[*e].size().y).fold(0.0, f32::max) + 2.0 * set.scale;
                depth
            })
            .collect()
    }

    /// Lines, spans and labels for what is in view.
    pub(super) fn place(&self, set: &Typesetter<'_>, plan: &ChartPlan, frame: &Frame, lanes: Rect) -> Vec<PlacedEvent> {
        if plan.plane() != Plane::TimeValue {
            return Vec::new();
        }
        let pad = 4.0 * set.scale;
        let stacked = if self.galleys.is_empty() { None } else { self.stack(set, plan, frame, lanes.right()) };
        // In a view of a part, the labels may need more rows than were made room for; then only the lines are shown.
        let depths = stacked.as_ref().map(|stacked| self.depths(stacked, set)).unwrap_or_default();
        let room = depths.last().copied().unwrap_or(0.0) + below_lanes(set) <= self.height + 0.5;
        let stacked = stacked.filter(|_| room);
        in_view(plan, frame)
            .enumerate()
            .map(|(nth, e)| {
                let event = &plan.events[e];
                let x = stem_x(event, frame);
                let lane = stacked.as_ref().and_then(|lanes| lanes.get(nth)).map(|(_, lane)| lane);
                let top = lane.map_or(frame.rect.top(), |lane| lanes.bottom() - below_lanes(set) - depths[lane.row]);
                let label = lane.map(|lane| {
                    let label = PlacedText::new(Arc::clone(&self.galleys[e]), pos2(lane.left + pad, top));
                    label.of(Wording::Event(event.id.clone()))
                });
                let span = (event.lasts() && event.is_shaded).then(|| {
                    let right = frame.x(event.extent.1).min(frame.rect.right());
                    Rect::from_min_max(pos2(x, frame.rect.top()), pos2(right, frame.rect.bottom()))
                });
                PlacedEvent { event: e, label, stem: [pos2(x, top), pos2(x, frame.rect.bottom())], span }
            })
            .collect()
    }
}

fn in_view<'a>(plan: &'a ChartPlan, frame: &'a Frame) -> impl Iterator<Item = usize> + 'a {
    let (from, to) = frame.view.x;
    plan.events.iter().enumerate().filter(move |(_, event)| event_is_in(event, from, to)).map(|(e, _)| e)
}

fn event_is_in(event: &PlannedEvent, from: f64, to: f64) -> bool {
    if event.lasts() && event.is_shaded {
        event.extent.1 > from && event.extent.0 < to
    } else {
        (from..=to).contains(&position(event))
    }
}

fn stem_x(event: &PlannedEvent, frame: &Frame) -> f32 {
    frame.x(position(event)).max(frame.rect.left())
}

/// The shaded stretches, which lie under everything.
pub(super) fn spans(placed: &[PlacedEvent], theme: &FigureTheme) -> Vec<Shape> {
    placed.iter().filter_map(|event| event.span).map(|span| Shape::rect_filled(span, 0.0, theme.span)).collect()
}

/// The lines, which lie under the marks.
pub(super) fn stems(placed: &[PlacedEvent], theme: &FigureTheme, set: &Typesetter<'_>) -> Vec<Shape> {
    let stroke = Stroke::new(set.scale.max(1.0), theme.event);
    placed.iter().map(|event| Shape::line_segment(event.stem, stroke)).collect()
}
