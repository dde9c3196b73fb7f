//! Events: a line or a shaded stretch in the plot, and a label in lanes above it.

use std::sync::Arc;

use egui::{Galley, Pos2, Rect, Shape, Stroke, pos2};

use super::{
    frame::Frame,
    spread::{self, Lane},
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, PlannedEvent},
    model::Mark,
};

/// Events longer than this many years are shaded; shorter ones are a line.
const LASTING: f64 = 1.01;

/// How events are labelled.
pub(super) struct EventLabels {
    /// The label of each event of the plan: its words, or its number.
    galleys: Vec<Arc<Galley>>,
    /// What the numbers stand for, if the labels are numbers.
    pub(super) key: Option<Arc<Galley>>,
    /// The height of the lanes above the plot.
    pub(super) height: f32,
    rows: usize,
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
    let none = EventLabels { galleys: Vec::new(), key: None, height: 0.0, rows: 0 };
    if plan.events.is_empty() || plan.mark == Mark::Bar {
        return none;
    }
    let most = (whole.rect.height() * 0.34).max(0.0);
    let width = (whole.rect.width() * 0.24).clamp(80.0, 190.0 * set.scale);
    let words: Vec<_> =
        plan.events.iter().map(|event| set.wrapped(&event.label, Style::Note, theme.muted, width, 2)).collect();
    if words.iter().all(|galley| !galley.elided)
        && let Some(labels) = fitting(set, plan, whole, area, words, most)
    {
        return labels;
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
    let row = row_height(set, &galleys);
    let labels = EventLabels { galleys, key: None, height: 0.0, rows: (most / row).floor() as usize };
    let lanes = labels.stack(set, plan, whole, area.right())?;
    let rows = lanes.iter().map(|(_, lane)| lane.row + 1).max().unwrap_or(0);
    Some(EventLabels { height: rows as f32 * row + 4.0 * set.scale, rows, ..labels })
}

fn row_height(set: &Typesetter<'_>, galleys: &[Arc<Galley>]) -> f32 {
    galleys.iter().map(|galley| galley.size().y).fold(0.0, f32::max) + 3.0 * set.scale
}

/// Where the line of an event stands: in the middle of a short one, at the start of a lasting one.
fn position(event: &PlannedEvent) -> f64 {
    if lasts(event) { event.extent.0 } else { f64::midpoint(event.extent.0, event.extent.1) }
}

fn lasts(event: &PlannedEvent) -> bool {
    event.extent.1 - event.extent.0 > LASTING
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
        let lanes = spread::stacked(&wanted, frame.rect.left() - pad, right, self.rows)?;
        Some(visible.into_iter().zip(lanes).collect())
    }

    /// Lines, spans and labels for what is in view.
    pub(super) fn place(&self, set: &Typesetter<'_>, plan: &ChartPlan, frame: &Frame, lanes: Rect) -> Vec<PlacedEvent> {
        if plan.mark == Mark::Bar {
            return Vec::new();
        }
        let pad = 4.0 * set.scale;
        let row = row_height(set, &self.galleys);
        let stacked = self.stack(set, plan, frame, lanes.right()).filter(|_| !self.galleys.is_empty());
        in_view(plan, frame)
            .enumerate()
            .map(|(nth, e)| {
                let event = &plan.events[e];
                let x = stem_x(event, frame);
                let lane = stacked.as_ref().and_then(|lanes| lanes.get(nth)).map(|(_, lane)| lane);
                let top = lane
                    .map_or(frame.rect.top(), |lane| lanes.bottom() - 4.0 * set.scale - row * (lane.row as f32 + 1.0));
                let label = lane.map(|lane| PlacedText::new(Arc::clone(&self.galleys[e]), pos2(lane.left + pad, top)));
                let span = lasts(event).then(|| {
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
    if lasts(event) { event.extent.1 > from && event.extent.0 < to } else { (from..=to).contains(&position(event)) }
}

fn stem_x(event: &PlannedEvent, frame: &Frame) -> f32 {
    frame.x(position(event)).max(frame.rect.left())
}

/// What lies under the marks: shaded stretches and the lines.
pub(super) fn shapes(placed: &[PlacedEvent], theme: &FigureTheme, set: &Typesetter<'_>) -> Vec<Shape> {
    let spans = placed.iter().filter_map(|event| event.span).map(|span| Shape::rect_filled(span, 0.0, theme.span));
    let stroke = Stroke::new(set.scale.max(1.0), theme.event);
    spans.chain(placed.iter().map(|event| Shape::line_segment(event.stem, stroke))).collect()
}
