//! The ends of the axes, to be set by dragging them or from the keyboard; the wheel over an axis zooms only that one.

use egui::{CursorIcon, EventFilter, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2};

use super::{FigureResponse, FigureTheme, frame::Frame, gestures};
use crate::chart::{AxisEnd, ChartPlan, Plane, View};

/// How high the strip of the level axis is, in points.
const STRIP: f32 = 24.0;

/// What is done to an end of an axis in this frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AxisGesture {
    /// It is dragged: the axis is to be so many times as long as it was when the drag began, whose pointer and plot the
    /// caller keeps.
    Dragged {
        /// Where the pointer is.
        to: Pos2,
        /// Where it was pressed, as long as it is held.
        from: Pos2,
        /// The plot as it is now.
        plot: Rect,
        /// Whether it is let go of.
        is_done: bool,
    },
    /// It moves by so many steps.
    Steps(i32),
    /// It goes back to where the values ask for it.
    Auto,
}

impl AxisGesture {
    /// How many times as long an axis becomes when what was under the pointer is dragged along with it.
    pub fn scaled(end: AxisEnd, is_level: bool, plot: Rect, from: Pos2, to: Pos2) -> f64 {
        let from_fixed = |pos: Pos2| match (end, is_level) {
            (AxisEnd::First, _) | (AxisEnd::Lowest, true) => plot.right() - pos.x,
            (AxisEnd::Last, _) | (AxisEnd::Highest, true) => pos.x - plot.left(),
            (AxisEnd::Lowest, false) => pos.y - plot.top(),
            (AxisEnd::Highest, false) => plot.bottom() - pos.y,
        };
        f64::from(from_fixed(from).max(1.0) / from_fixed(to).max(1.0))
    }
}

/// Offers the ends of the axes of a figure that is seen as a whole.
pub(super) fn offer(
    ui: &Ui,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    left: f32,
    result: &mut FigureResponse,
) {
    for end in AxisEnd::ALL.into_iter().filter(|end| end.can_be_set(plan)) {
        let is_level = is_level(plan, end);
        let (rect, edge) = place(frame.rect, left, end, is_level);
        if rect.width() < 4.0 || rect.height() < 4.0 {
            continue;
        }
        let sense = Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE;
        let handle = ui.interact(rect, result.response.id.with(("end", end)), sense);
        handle.widget_info(|| WidgetInfo::labeled(Role::Slider, true, end.words()));
        if handle.hovered() || handle.dragged() || handle.has_focus() {
            ui.painter().line_segment(edge, Stroke::new(3.0, theme.muted));
        }
        if let Some(gesture) = gesture(ui, &handle, frame.rect, is_level) {
            result.axis = Some((end, gesture));
        }
        zoom(ui, plan, &handle, frame, is_level, result);
        let cursor = if is_level { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical };
        handle.on_hover_cursor(cursor).on_hover_text("Drag to set where the axis ends; twice: by itself again");
    }
}

/// Whether an end lies on the level axis.
pub fn is_level(plan: &ChartPlan, end: AxisEnd) -> bool {
    end.is_of_time() || plan.plane() == Plane::ValueRows
}

/// The half of the axis that an end is taken hold of at, and the edge of the plot that it moves.
fn place(plot: Rect, left: f32, end: AxisEnd, is_level: bool) -> (Rect, [Pos2; 2]) {
    let (middle, strip) = (plot.center(), if is_level { STRIP } else { 0.0 });
    let is_first = matches!(end, AxisEnd::First | AxisEnd::Lowest);
    if is_level {
        let below =
            Rect::from_min_max(pos2(plot.left(), plot.bottom() + 2.0), pos2(plot.right(), plot.bottom() + strip));
        let half = if is_first { below.with_max_x(middle.x) } else { below.with_min_x(middle.x) };
        let x = if is_first { plot.left() } else { plot.right() };
        (half, [pos2(x, plot.bottom() - 6.0), pos2(x, plot.bottom() + 6.0)])
    } else {
        let beside = Rect::from_min_max(pos2(left, plot.top()), pos2(plot.left() - 6.0, plot.bottom()));
        let half = if is_first { beside.with_min_y(middle.y) } else { beside.with_max_y(middle.y) };
        let y = if is_first { plot.bottom() } else { plot.top() };
        (half, [pos2(plot.left() - 8.0, y), pos2(plot.left() + 4.0, y)])
    }
}

fn gesture(ui: &Ui, handle: &Response, plot: Rect, is_level: bool) -> Option<AxisGesture> {
    if handle.double_clicked() {
        return Some(AxisGesture::Auto);
    }
    if handle.dragged() || handle.drag_stopped() {
        let to = handle.interact_pointer_pos()?;
        let from = to - handle.total_drag_delta().unwrap_or_default();
        return Some(AxisGesture::Dragged { to, from, plot, is_done: handle.drag_stopped() });
    }
    if !handle.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        let arrows = EventFilter { horizontal_arrows: is_level, vertical_arrows: !is_level, ..Default::default() };
        memory.set_focus_lock_filter(handle.id, arrows);
    });
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (more, less) = if is_level { (Key::ArrowRight, Key::ArrowLeft) } else { (Key::ArrowUp, Key::ArrowDown) };
    if pressed(more) {
        Some(AxisGesture::Steps(1))
    } else if pressed(less) {
        Some(AxisGesture::Steps(-1))
    } else if pressed(Key::Delete) || pressed(Key::Backspace) {
        Some(AxisGesture::Auto)
    } else {
        None
    }
}

/// The wheel over an axis zooms it about the pointer.
fn zoom(ui: &Ui, plan: &ChartPlan, handle: &Response, frame: &Frame, is_level: bool, result: &mut FigureResponse) {
    let Some(pos) = handle.hover_pos().filter(|_| plan.plane().zooms()) else { return };
    let Some(factor) = gestures::wheel_factor(ui) else { return };
    let (view, rect) = (frame.view, frame.rect);
    let about = |(min, max): (f64, f64), share: f32| {
        let at = min + f64::from(share) * (max - min);
        (at - (at - min) * factor, at + (max - at) * factor)
    };
    result.view = Some(Some(if is_level {
        View { x: about(view.x, (pos.x - rect.left()) / rect.width()), ..view }
    } else {
        View { y: about(view.y, (rect.bottom() - pos.y) / rect.height()), ..view }
    }));
}
