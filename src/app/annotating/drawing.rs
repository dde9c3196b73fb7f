//! Annotations that are new: put where the pointer is, drawn by a drag or by two clicks, or put somewhere in the middle
//! to be moved by keys.

use egui::{CursorIcon, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{Annotating, Scene, escape};
use crate::{
    figure::{PlotArea, Snap},
    model::{Annotation, AnnotationChange, AnnotationKind},
    session::{Command, Selection},
};

/// A drag that is shorter than this is a click, in points.
const CLICK: f32 = 5.0;

/// An annotation that is being drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    kind: AnnotationKind,
    /// In which plot, and where, the first end is.
    first: Option<(usize, Pos2)>,
    /// What was last shown of it.
    shown: Option<Annotation>,
}

impl Drawing {
    pub(super) fn of(kind: AnnotationKind) -> Self {
        Self { kind, first: None, shown: None }
    }

    fn hint(&self) -> &'static str {
        match self.kind {
            AnnotationKind::Shade => "Drag over the period, or click where it starts and where it ends. Esc: none",
            AnnotationKind::Band => "Drag from one value to the other, or click at both. Esc: none",
            _ => "Drag from the tail of the arrow to what it points at, or click at both. Esc: none",
        }
    }
}

impl Annotating {
    /// Lets the two ends of an annotation be pointed at.
    pub(super) fn draw(&mut self, ui: &mut Ui, scene: Scene<'_>, queue: &mut Vec<Command>) {
        let Some(drawing) = &mut self.drawing else { return };
        if escape(ui) {
            self.drawing = None;
            queue.push(Command::Preview(None));
            return;
        }
        let mut done = None;
        for (nth, plot) in scene.plots().enumerate() {
            let id = scene.response.response.id.with(("drawing", nth));
            let surface = ui.interact(plot.rect(), id, Sense::CLICK | Sense::DRAG);
            surface.widget_info(|| WidgetInfo::labeled(egui::Role::Canvas, true, drawing.hint()));
            let surface = surface.on_hover_cursor(CursorIcon::Crosshair);
            let press = ui.input(|input| input.pointer.press_origin());
            if surface.drag_started() && drawing.first.is_none() {
                drawing.first = press.map(|at| (nth, at));
            }
            let pos = surface.interact_pointer_pos().or_else(|| surface.hover_pos());
            let (Some(pos), Some((in_plot, from))) = (pos, drawing.first) else {
                if surface.clicked() {
                    drawing.first = surface.interact_pointer_pos().map(|at| (nth, at));
                }
                continue;
            };
            if in_plot != nth {
                continue;
            }
            let annotation = between(plot, drawing.kind, from, pos).filter(|_| from.distance(pos) > CLICK);
            if (surface.drag_stopped() || surface.clicked()) && annotation.is_some() {
                done = annotation.map(|annotation| (annotation, words_near(plot, from, pos)));
                break;
            }
            if annotation != drawing.shown {
                queue.push(Command::Preview(annotation.clone().map(|annotation| scene.added(annotation))));
                drawing.shown = annotation;
            }
        }
        hint(ui, scene, drawing.hint());
        if let Some(new) = done {
            self.drawing = None;
            self.new = Some(new);
            ui.ctx().request_repaint();
        }
    }
}

/// Where the words of something between two places are written.
fn words_near(plot: &PlotArea, from: Pos2, to: Pos2) -> Pos2 {
    let middle = from + (to - from) * 0.5;
    plot.rect().shrink(10.0).clamp(middle - vec2(60.0, 10.0))
}

/// Says at the top of the figure what is waited for.
fn hint(ui: &Ui, scene: Scene<'_>, words: &str) {
    let page = scene.response.response.rect;
    let font = egui::TextStyle::Body.resolve(ui.style());
    let visuals = ui.visuals();
    let galley = ui.painter().layout(words.to_owned(), font, visuals.text_color(), page.width() - 40.0);
    let rect = Rect::from_center_size(page.center_top() + vec2(0.0, 22.0), galley.size() + vec2(20.0, 12.0));
    let stroke = Stroke::new(1.0, visuals.selection.stroke.color);
    ui.painter().rect(rect, 4.0, visuals.extreme_bg_color, stroke, egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, visuals.text_color());
}

/// What lies between two places; `None` where they are the same to the figure.
fn between(plot: &PlotArea, kind: AnnotationKind, from: Pos2, to: Pos2) -> Option<Annotation> {
    let mut new = Annotation { kind, ..Annotation::default() };
    let change = match kind {
        AnnotationKind::Shade => AnnotationChange::Period(plot.period(from, to, Snap::Values)?),
        AnnotationKind::Band => {
            let (a, b) = (plot.value(from), plot.value(to));
            (a != b).then_some(AnnotationChange::Band(a, b))?
        }
        AnnotationKind::Arrow => {
            let (tail, head) = (plot.spot(from, Snap::Values)?, plot.spot(to, Snap::Values)?);
            (tail != head).then_some(AnnotationChange::Arrow(tail, head))?
        }
        AnnotationKind::Line => AnnotationChange::Value(plot.value(to)),
        AnnotationKind::Note => AnnotationChange::Point(plot.spot(to, Snap::Values)?),
    };
    change.apply(&mut new);
    Some(new)
}

/// A note or a line at a place of the page.
pub(super) fn here(scene: Scene<'_>, kind: AnnotationKind, at: Pos2) -> Option<(Annotation, Pos2)> {
    let plot = scene.plots().find(|plot| plot.rect().expand(4.0).contains(at))?;
    Some((between(plot, kind, at, at)?, words_near(plot, at, at)))
}

/// One of a kind for somebody who does not point: about the selected value, else in the middle of the first plot.
pub(super) fn anywhere(scene: Scene<'_>, kind: AnnotationKind) -> Option<(Annotation, Pos2)> {
    let plot = scene.plots().next()?;
    let middle = middle(scene)?;
    let reach = plot.rect().size() / 6.0;
    let (from, to) = match kind {
        AnnotationKind::Note | AnnotationKind::Line => (middle, middle),
        AnnotationKind::Shade | AnnotationKind::Band => (middle - reach, middle + reach),
        AnnotationKind::Arrow => (plot.rect().clamp(middle - vec2(reach.x, reach.y)), middle),
    };
    let rect = plot.rect();
    let annotation = between(plot, kind, rect.clamp(from), rect.clamp(to))?;
    Some((annotation, words_near(plot, from, to)))
}

/// The place of the selected value, else the middle of the first plot.
pub(super) fn middle(scene: Scene<'_>) -> Option<Pos2> {
    let plot = scene.plots().next()?;
    let session = scene.context.session;
    let selected = match session.selection().subject() {
        Selection::Observation { series, index } => Some((series, index)),
        Selection::Cell { series, at } => {
            session.observed_at(&series, at).first().copied().map(|index| (series, index))
        }
        _ => None,
    };
    let value = selected.filter(|_| scene.plan.panels.is_empty());
    let value = value.and_then(|(series, index)| plot.value_position(scene.plan, &series, index));
    Some(value.unwrap_or(plot.rect().center()))
}
