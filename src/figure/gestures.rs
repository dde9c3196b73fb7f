//! Pointer and keyboard: what is under the pointer, what was clicked, and which view is asked for.

use egui::{CursorIcon, Key, Pos2, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::{
    Drawn, FigureResponse, FigureTheme,
    crosshair::{self, Line},
    events::PlacedEvent,
    frame::Frame,
    marks::Target,
    texts,
    type_setting::PlacedText,
};
use crate::{
    chart::{ChartPlan, View, Wording},
    model::Id,
};

/// How near the pointer must be to a mark, in points.
const REACH: f32 = 12.0;
/// How near the pointer must be to the line of an event, in points.
const EVENT_REACH: f32 = 5.0;
/// So many points of scrolling zoom by a factor of e.
const WHEEL: f32 = 250.0;
/// How far an arrow key moves the view, as a share of it.
const STEP: f64 = 0.1;

/// Reads what moves the view in this frame.
pub(super) fn move_view(
    ui: &Ui,
    plan: &ChartPlan,
    before: &Frame,
    now: &Frame,
    plot: &Response,
    result: &mut FigureResponse,
) {
    let whole = result.response.clone();
    if plot.clicked() || plot.drag_started() || whole.clicked() {
        whole.request_focus();
    }
    if now.view != before.view {
        result.view = Some(Some(now.view));
    }
    if plot.double_clicked() || (plan.plane().zooms() && whole.double_clicked()) {
        result.view = Some(None);
    }
    if whole.has_focus() && plan.plane().zooms() {
        keyboard(ui, whole.id, now.view, result);
    }
    if plan.plane().zooms() {
        wheel(ui, plot, now.view, result);
    }
}

/// The same for a figure without a plot: a drag of `area` moves the stretch of time.
pub(super) fn move_time(ui: &Ui, plan: &ChartPlan, now: &Frame, area: &Response, result: &mut FigureResponse) {
    let mut moved = *now;
    if area.dragged() && now.rect.width() > 0.0 {
        let (min, max) = now.view.x;
        let by = f64::from(area.drag_delta().x / now.rect.width()) * (max - min);
        moved.view.x = (min - by, max - by);
    }
    move_view(ui, plan, now, &moved, area, result);
}

/// Makes a button of every name of a series, to highlight it.
pub(super) fn names(
    ui: &Ui,
    plan: &ChartPlan,
    named: &[(usize, PlacedText)],
    theme: &FigureTheme,
    result: &mut FigureResponse,
) {
    let is_alone = plan.series.len() < 2;
    for (s, text) in named {
        let Some(series) = plan.series.get(*s) else { continue };
        let text = text.clone().of(Wording::Name(series.label.clone()));
        if is_alone {
            texts::offer(ui, [&text], theme, result);
            continue;
        }
        let rect = text.rect().expand(2.0);
        let name = ui.interact(rect, result.response.id.with(("name", &series.id)), Sense::CLICK | Sense::FOCUSABLE);
        let label = format!("Highlight {} in the figure", series.label);
        name.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        if name.has_focus() {
            ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.0, theme.muted), StrokeKind::Outside);
        }
        result.texts.extend(texts::written(&text, None));
        let by_key = name.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::F2));
        if name.double_clicked() || by_key {
            result.rewrite = Some(Wording::Name(series.label.clone()));
            result.named_again = name.double_clicked().then(|| series.id.clone());
        } else if name.clicked() {
            result.named = Some((series.id.clone(), ui.input(|input| input.modifiers.command)));
        }
        name.on_hover_cursor(CursorIcon::PointingHand)
            .on_hover_text("Highlight it, the rest grey; again for all alike. With Ctrl: it too. Twice: change it");
    }
}

/// Reads what is pointed at and clicked, and shows the tooltip of it; in a plot with the values of all series there.
pub(super) fn point(
    ui: &Ui,
    plan: &ChartPlan,
    targets: &[Target],
    events: &[PlacedEvent],
    plot: Option<(&Response, Drawn<'_>)>,
    result: &mut FigureResponse,
) {
    let whole = result.response.clone();
    let (plot, drawn) = plot.unzip();
    let dragged = plot.is_some_and(Response::dragged);
    let over_text = || ui.input(|input| input.pointer.hover_pos()).filter(|_| result.over_text);
    let over_plot = plot.and_then(Response::hover_pos);
    let pointer =
        whole.hover_pos().or(over_plot).or_else(over_text).filter(|_| !dragged && !egui::Popup::is_any_open(ui.ctx()));
    if let Some(pos) = pointer {
        let target = nearest(targets, pos);
        if let Some(target) = &target {
            result.hovered = Some(observation(plan, target));
        }
        let event = || event_at(plan, events, pos).unwrap_or_default();
        let mut lines: Vec<Line> = match &target {
            Some(target) => words_of(plan, target).into_iter().map(Line::plain).collect(),
            None => event().iter().map(Line::plain).collect(),
        };
        if let Some(first) = lines.first_mut() {
            first.is_strong = true;
        }
        let is_event = target.is_none() && !lines.is_empty();
        let crosshair = drawn.filter(|_| !is_event).and_then(|drawn| crosshair::at(drawn, pos, target.as_ref()));
        if let Some(crosshair) = crosshair {
            ui.painter().extend(crosshair.shapes);
            // Of a single series all is said already.
            if target.is_none() || crosshair.lines.len() > 2 {
                lines.extend(crosshair.lines);
            }
        }
        if !lines.is_empty() {
            tooltip(ui, &whole, &lines);
        }
    }
    let clicked = whole.clicked() || plot.is_some_and(Response::clicked);
    let pos = || plot.and_then(Response::interact_pointer_pos).or_else(|| whole.interact_pointer_pos());
    if let Some(pos) = clicked.then(pos).flatten()
        && let Some(target) = nearest(targets, pos)
    {
        result.clicked = Some(observation(plan, &target));
    }
}

fn observation(plan: &ChartPlan, target: &Target) -> (Id, usize) {
    let (series, point) = target.of(plan);
    (series.id.clone(), point.index)
}

/// What is said of a mark: in a scatter plot of both values and the size.
fn words_of(plan: &ChartPlan, target: &Target) -> Vec<String> {
    let (_, point) = target.of(plan);
    let mut lines = point.tooltip.clone();
    for pair in plan.pairs.iter().filter(|pair| pair.y == target.series) {
        for other in [Some(pair.x), pair.size].into_iter().flatten() {
            let partner = plan.series[other].points.iter().find(|partner| partner.at == point.at);
            lines.extend(partner.into_iter().flat_map(|partner| partner.tooltip.iter().skip(1).cloned()));
        }
    }
    lines
}

/// The mark nearest to a position, if one is near enough.
fn nearest(targets: &[Target], pos: Pos2) -> Option<Target> {
    targets
        .iter()
        .map(|target| (target.rect.distance_to_pos(pos), *target))
        .filter(|(distance, _)| *distance <= REACH)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, target)| target)
}

fn event_at<'a>(plan: &'a ChartPlan, events: &[PlacedEvent], pos: Pos2) -> Option<&'a [String]> {
    let by_label = |event: &&PlacedEvent| event.label.as_ref().is_some_and(|label| label.rect().contains(pos));
    let by_line = |event: &&PlacedEvent| {
        let [top, bottom] = event.stem;
        (pos.x - top.x).abs() <= EVENT_REACH && pos.y >= top.y && pos.y <= bottom.y
    };
    let by_span = |event: &&PlacedEvent| event.span.is_some_and(|span| span.contains(pos));
    let event =
        events.iter().find(by_label).or_else(|| events.iter().find(by_line)).or_else(|| events.iter().find(by_span))?;
    Some(plan.events[event.event].tooltip.as_slice())
}

fn tooltip(ui: &Ui, over: &Response, lines: &[Line]) {
    egui::Tooltip::always_open(ui.ctx().clone(), over.layer_id, over.id.with("tooltip"), egui::PopupAnchor::Pointer)
        .gap(12.0)
        .width(340.0)
        .show(|ui| {
            for (nth, line) in lines.iter().enumerate() {
                if line.is_strong && nth > 0 {
                    ui.separator();
                }
                ui.horizontal_wrapped(|ui| {
                    if let Some(color) = line.color {
                        let (rect, _) = ui.allocate_exact_size(egui::vec2(9.0, 9.0), Sense::hover());
                        ui.painter().circle_filled(rect.center(), 4.0, color);
                    }
                    let text = egui::RichText::new(&line.text);
                    ui.label(if line.is_strong { text.strong() } else { text });
                });
            }
        });
}

/// The wheel zooms the time axis about the pointer; values keep their axis, which means something from 0 on.
fn wheel(ui: &Ui, plot: &Response, view: View, result: &mut FigureResponse) {
    let Some(pos) = plot.hover_pos().filter(|_| plot.rect.width() > 0.0) else { return };
    let Some(factor) = wheel_factor(ui) else { return };
    let share = f64::from((pos.x - plot.rect.left()) / plot.rect.width());
    let (min, max) = view.x;
    let at = min + share * (max - min);
    result.view = Some(Some(View { x: (at - (at - min) * factor, at + (max - at) * factor), ..view }));
}

/// By how much the wheel asks for more to be seen, if it is turned.
pub(super) fn wheel_factor(ui: &Ui) -> Option<f64> {
    let (turned, modifiers) = ui.input(|input| (input.smooth_scroll_delta.y, input.modifiers));
    (turned != 0.0 && !modifiers.any()).then(|| f64::from(-turned / WHEEL).exp())
}

/// Arrows pan, + and - zoom, 0 resets.
fn keyboard(ui: &Ui, id: egui::Id, view: View, result: &mut FigureResponse) {
    ui.memory_mut(|memory| {
        let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        memory.set_focus_lock_filter(id, arrows);
    });
    let pressed =
        |keys: &[Key]| ui.input_mut(|input| keys.iter().any(|key| input.consume_key(egui::Modifiers::NONE, *key)));
    if pressed(&[Key::Num0]) {
        result.view = Some(None);
        return;
    }
    let (mut dx, mut dy, mut zoom) = (0.0, 0.0, 1.0);
    for (key, x, y) in [
        (Key::ArrowLeft, -1.0, 0.0),
        (Key::ArrowRight, 1.0, 0.0),
        (Key::ArrowUp, 0.0, 1.0),
        (Key::ArrowDown, 0.0, -1.0),
    ] {
        if pressed(&[key]) {
            dx += x * STEP;
            dy += y * STEP;
        }
    }
    if pressed(&[Key::Plus, Key::Equals]) {
        zoom *= 0.8;
    }
    if pressed(&[Key::Minus]) {
        zoom *= 1.25;
    }
    if dx != 0.0 || dy != 0.0 || zoom != 1.0 {
        result.view = Some(Some(View { x: moved(view.x, dx, zoom), y: moved(view.y, dy, zoom) }));
    }
}

fn moved((min, max): (f64, f64), by: f64, zoom: f64) -> (f64, f64) {
    let (middle, half) = (f64::midpoint(min, max) + by * (max - min), (max - min) / 2.0 * zoom);
    (middle - half, middle + half)
}
