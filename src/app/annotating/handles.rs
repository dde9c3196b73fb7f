//! Selecting, dragging and nudging annotations.

use egui::{
    CursorIcon, EventFilter, Id as WidgetId, Key, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::{Annotating, Scene, escape};
use crate::{
    chart::AnnotationForm,
    figure::{Grip, PlotArea, ShownAnnotation, Snap},
    model::AnnotationChange,
    session::Command,
};

/// The radius of a handle.
const HANDLE: f32 = 4.5;

/// An annotation that is dragged.
#[derive(Debug)]
pub(super) struct Drag {
    /// How it was shown when it was taken hold of.
    was: ShownAnnotation,
    grip: Grip,
    origin: Pos2,
    change: Option<AnnotationChange>,
}

/// What happened to one widget.
struct Touch {
    response: Response,
    grip: Grip,
}

impl Annotating {
    pub(super) fn handles(&mut self, ui: &mut Ui, scene: Scene<'_>, is_new: bool, queue: &mut Vec<Command>) {
        if self.drag.is_some() && escape(ui) {
            self.drag = None;
            ui.ctx().stop_dragging();
            queue.push(Command::Preview(None));
        }
        for (nth, plot) in scene.plots().enumerate() {
            for shown in &plot.annotations {
                let salt = scene.response.response.id.with(("annotation", nth, shown.index));
                let main = widget(ui, scene, shown, salt);
                let is_selected = scene.selected == Some(shown.index);
                if is_selected && is_new && ui.memory(|memory| memory.focused().is_none()) {
                    main.response.request_focus();
                }
                keyboard(ui, scene, plot, shown, &main, queue);
                let f10 = || ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
                if main.response.has_focus() && f10() {
                    self.open_menu(main.response.rect.left_bottom(), Some(shown.index), true);
                }
                let by_enter = main.response.clicked() && !main.response.clicked_by(PointerButton::Primary);
                let f2 = main.response.has_focus() && pressed(ui, Key::F2);
                if main.response.double_clicked() || by_enter || f2 {
                    queue.push(scene.select(shown.index));
                    self.rewrite = Some(shown.index);
                    ui.ctx().request_repaint();
                }
                let mut touches = vec![main];
                touches.extend(edges(ui, shown, salt));
                if is_selected {
                    touches.extend(grips(ui, scene, plot, shown, salt, queue));
                }
                for touch in touches {
                    self.touched(ui, scene, plot, shown, &touch, queue);
                }
            }
        }
    }

    /// A click selects, a drag moves.
    fn touched(
        &mut self,
        ui: &Ui,
        scene: Scene<'_>,
        plot: &PlotArea,
        shown: &ShownAnnotation,
        touch: &Touch,
        queue: &mut Vec<Command>,
    ) {
        let response = &touch.response;
        if (response.clicked() || response.drag_started()) && scene.selected != Some(shown.index) {
            queue.push(scene.select(shown.index));
        }
        if response.clicked() {
            response.request_focus();
        }
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            self.open_menu(at, Some(shown.index), false);
        }
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            self.drag = Some(Drag { was: shown.clone(), grip: touch.grip, origin, change: None });
        }
        let Some(drag) = self.drag.as_mut().filter(|drag| drag.was.index == shown.index && drag.grip == touch.grip)
        else {
            return;
        };
        if response.dragged()
            && let Some(pos) = response.interact_pointer_pos()
        {
            let snap = if ui.input(|input| input.modifiers.alt) { Snap::Nothing } else { Snap::Values };
            let change = plot.moved(&drag.was, drag.grip, pos - drag.origin, snap);
            if change != drag.change {
                let edit = change.clone().and_then(|change| scene.changed(shown.index, |a| change.apply(a)));
                queue.push(Command::Preview(edit));
                drag.change = change;
            }
        }
        if response.drag_stopped()
            && let Some(drag) = self.drag.take()
        {
            let edit = drag.change.and_then(|change| scene.changed(drag.was.index, |a| change.apply(a)));
            queue.push(edit.map_or(Command::Preview(None), |edit| Command::Edit {
                edit,
                label: Some(format!("move {}", shown.form.kind().words())),
            }));
        }
    }
}

fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

/// What takes the focus for an annotation: its words, or what there is of it without words.
fn widget(ui: &Ui, scene: Scene<'_>, shown: &ShownAnnotation, salt: WidgetId) -> Touch {
    let words = shown.words.as_ref().map(|words| words.rect.expand(3.0));
    let grip = if words.is_some() { Grip::Words } else { whole_of(shown) };
    let rect = words.or_else(|| shown.body.first().copied()).unwrap_or(Rect::NOTHING);
    let response = ui.interact(rect, salt, Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE);
    let is_selected = scene.selected == Some(shown.index);
    let name = format!("Annotation: {}", scene.name(shown.index));
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(Role::Button, true, is_selected, &name);
        info.current_text_value = Some(shown.form.kind().words().to_owned());
        info
    });
    if response.hovered() || response.has_focus() || is_selected {
        let color = if is_selected { ui.visuals().selection.stroke.color } else { scene.theme.muted.into() };
        ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.0, color), StrokeKind::Outside);
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    Touch { response: response.on_hover_cursor(CursorIcon::Grab), grip }
}

/// What moves when an annotation is taken hold of where it has no handle.
fn whole_of(shown: &ShownAnnotation) -> Grip {
    match shown.form {
        AnnotationForm::Note { .. } => Grip::Point,
        AnnotationForm::Shade(..) => Grip::Start,
        AnnotationForm::Band { is_level, .. } => {
            if is_level {
                Grip::End
            } else {
                Grip::Start
            }
        }
        AnnotationForm::Line { .. } | AnnotationForm::Arrow { .. } => Grip::Whole,
    }
}

/// The lines of an annotation, which the pointer can take hold of.
fn edges(ui: &Ui, shown: &ShownAnnotation, salt: WidgetId) -> Vec<Touch> {
    // The first is the widget itself where there are no words.
    let first = usize::from(shown.words.is_none());
    let edges = shown.body.iter().enumerate().skip(first).map(|(n, rect)| {
        let (grip, cursor) = match (whole_of(shown), n) {
            (Grip::Start, 1) => (Grip::End, CursorIcon::ResizeHorizontal),
            (Grip::Start, _) => (Grip::Start, CursorIcon::ResizeHorizontal),
            (Grip::End, 1) => (Grip::Start, CursorIcon::ResizeVertical),
            (grip, _) => (grip, CursorIcon::Grab),
        };
        let response = ui.interact(*rect, salt.with(("edge", n)), Sense::CLICK | Sense::DRAG);
        Touch { response: response.on_hover_cursor(cursor), grip }
    });
    edges.collect()
}

/// The handles of the one that is selected.
fn grips(
    ui: &Ui,
    scene: Scene<'_>,
    plot: &PlotArea,
    shown: &ShownAnnotation,
    salt: WidgetId,
    queue: &mut Vec<Command>,
) -> Vec<Touch> {
    let mut touches = Vec::new();
    for (grip, at) in shown.grips.iter().copied().filter(|(grip, _)| *grip != Grip::Words) {
        let rect = Rect::from_center_size(at, Vec2::splat(HANDLE * 3.0));
        let response = ui.interact(rect, salt.with(grip), Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE);
        let name = format!("Move the {} of {}", grip.words(), scene.name(shown.index));
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &name));
        let stroke = ui.visuals().selection.stroke.color;
        let fill = if response.hovered() || response.has_focus() { stroke } else { scene.theme.background.into() };
        if grip == Grip::Whole {
            let square = Rect::from_center_size(at, Vec2::splat(HANDLE * 1.8));
            ui.painter().rect(square, 1.0, fill, Stroke::new(1.5, stroke), StrokeKind::Middle);
        } else {
            ui.painter().circle(at, HANDLE, fill, Stroke::new(1.5, stroke));
        }
        let touch = Touch { response: response.on_hover_cursor(CursorIcon::Grab), grip };
        keyboard(ui, scene, plot, shown, &touch, queue);
        if touch.response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(touch.response.id, filter));
        }
        touches.push(touch);
    }
    touches
}

/// Arrows nudge, ten times as far with Shift; Delete takes it away, Esc lets go of it.
fn keyboard(
    ui: &Ui,
    scene: Scene<'_>,
    plot: &PlotArea,
    shown: &ShownAnnotation,
    touch: &Touch,
    queue: &mut Vec<Command>,
) {
    if !touch.response.has_focus() {
        return;
    }
    let mut way = Vec2::ZERO;
    for (key, step) in [
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
    ] {
        // Without modifiers stands also for Shift, so that one is asked for first.
        way += step * 10.0 * ui.input_mut(|input| input.count_and_consume_key(Modifiers::SHIFT, key)) as f32;
        way += step * ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as f32;
    }
    if way != Vec2::ZERO {
        let by = plot.step(touch.grip) * way;
        let change = plot.moved(shown, touch.grip, by, Snap::Periods);
        let edit = change.and_then(|change| scene.changed(shown.index, |a| change.apply(a)));
        if let Some(edit) = edit {
            queue.push(scene.select(shown.index));
            queue.push(Command::Edit { edit, label: Some(format!("move {}", shown.form.kind().words())) });
        }
    }
    if pressed(ui, Key::Delete) || pressed(ui, Key::Backspace) {
        queue.push(scene.select(shown.index));
        queue.push(Command::Delete);
    }
    if escape(ui) {
        touch.response.surrender_focus();
        queue.push(scene.unselect());
    }
}
