//! What is already on the page, so that no text is put over it.

use egui::{Pos2, Rect, vec2};

use super::{
    events::PlacedEvent,
    frame::Frame,
    marks::{Marks, Target},
    paint::MISSING_TOP,
    trends,
};
use crate::{
    chart::{ChartPlan, Plane},
    model::Qualifier,
};

/// Lines and boxes that text must keep clear of.
#[derive(Default)]
pub(super) struct Obstacles {
    lines: Vec<[Pos2; 2]>,
    boxes: Vec<Rect>,
    words: Vec<Rect>,
    /// The lines of events: thin enough to be covered where there is no other place.
    stems: Vec<[Pos2; 2]>,
    /// The shaded stretches of events.
    spans: Vec<Rect>,
}

/// What may be covered by a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    Nothing,
    /// The lines of events; the text then needs a ground of its own.
    Stems,
    /// All but other texts.
    Marks,
}

/// The ground under a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    Page,
    Span,
}

impl Obstacles {
    /// The marks of a plan; `reach` is the radius of a point.
    pub(super) fn of_marks(plan: &ChartPlan, frame: &Frame, marks: &Marks, reach: f32) -> Self {
        let mut obstacles = Self::default();
        for target in &marks.targets {
            obstacles.add_target(plan, frame, target, reach);
        }
        obstacles.lines.extend(marks.segments.iter().map(|(_, segment)| *segment));
        obstacles.lines.extend(trends::segments(plan, frame));
        for total in plan.totals.iter().filter(|total| !total.missing.is_empty()) {
            let top = frame.pos(total.place, total.top);
            obstacles.boxes.push(Rect::from_center_size(top, vec2(2.0, MISSING_TOP * 2.0 * reach / 4.0)));
        }
        obstacles
    }

    fn add_target(&mut self, plan: &ChartPlan, frame: &Frame, target: &Target, reach: f32) {
        let (_, point) = target.of(plan);
        self.boxes.push(match target.form {
            form if form.is_block() => target.rect,
            _ => target.rect.expand(reach * target.size.max(1.0)),
        });
        let is_level = plan.plane() == Plane::ValueRows;
        let more = match point.qualifier {
            Qualifier::AtLeast | Qualifier::Over => 3.2 * reach,
            Qualifier::AtMost => -3.2 * reach,
            Qualifier::Exactly | Qualifier::About | Qualifier::Nearly => 0.0,
        };
        if more != 0.0 {
            let (arrow, room) =
                if is_level { (vec2(more, 0.0), vec2(0.0, 0.8)) } else { (vec2(0.0, -more), vec2(0.8, 0.0)) };
            self.boxes.push(Rect::from_two_pos(target.tip, target.tip + arrow).expand2(room * reach));
        }
        if plan.plane() == Plane::TimeValue
            && let (Some(low), Some(high)) = (point.low, point.high)
        {
            let x = target.rect.center().x;
            let whisker = Rect::from_two_pos(Pos2::new(x, frame.y(low)), Pos2::new(x, frame.y(high)));
            self.boxes.push(whisker.expand2(vec2(reach, 1.0)));
        }
    }

    pub(super) fn add_line(&mut self, a: Pos2, b: Pos2) {
        self.lines.push([a, b]);
    }

    /// Adds a text.
    pub(super) fn add_box(&mut self, rect: Rect) {
        self.words.push(rect);
    }

    /// Adds texts.
    pub(super) fn extend_words(&mut self, rects: impl IntoIterator<Item = Rect>) {
        self.words.extend(rects);
    }

    /// Adds a shaded stretch.
    pub(super) fn add_span(&mut self, rect: Rect) {
        self.spans.push(rect);
    }

    pub(super) fn add_event(&mut self, event: &PlacedEvent) {
        self.stems.push(event.stem);
        self.spans.extend(event.span);
        if let Some(label) = &event.label {
            self.words.push(label.rect());
        }
    }

    /// Whether a text in `rect` covers nothing but what it may.
    pub(super) fn is_free(&self, rect: Rect, cover: Cover) -> bool {
        let crossed = |lines: &[[Pos2; 2]]| lines.iter().any(|line| crosses(rect, line));
        let covers = |boxes: &[Rect]| boxes.iter().any(|b| b.intersects(rect));
        let is_beside_marks = || !covers(&self.boxes) && !crossed(&self.lines);
        !covers(&self.words)
            && match cover {
                Cover::Nothing => is_beside_marks() && !crossed(&self.stems),
                Cover::Stems => is_beside_marks() && self.ground(rect).is_some(),
                Cover::Marks => true,
            }
    }

    /// What a text in `rect` stands on; `None` if it is partly the one, partly the other.
    pub(super) fn ground(&self, rect: Rect) -> Option<Ground> {
        if self.spans.iter().any(|span| span.contains_rect(rect)) {
            Some(Ground::Span)
        } else {
            (!self.spans.iter().any(|span| span.intersects(rect))).then_some(Ground::Page)
        }
    }
}

/// Whether a line segment touches a rectangle (Liang and Barsky).
fn crosses(rect: Rect, [a, b]: &[Pos2; 2]) -> bool {
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    for (from, delta, low, high) in
        [(a.x, b.x - a.x, rect.left(), rect.right()), (a.y, b.y - a.y, rect.top(), rect.bottom())]
    {
        if delta.abs() < f32::EPSILON {
            if from < low || from > high {
                return false;
            }
            continue;
        }
        let (t0, t1) = ((low - from) / delta, (high - from) / delta);
        enter = enter.max(t0.min(t1));
        leave = leave.min(t0.max(t1));
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_line_crosses_a_box_or_not() {
        let rect = Rect::from_min_max(pos2(10.0, 10.0), pos2(20.0, 20.0));
        for (a, b, want) in [
            ((0.0, 15.0), (30.0, 15.0), true),
            ((0.0, 5.0), (30.0, 5.0), false),
            ((0.0, 0.0), (30.0, 30.0), true),
            ((0.0, 20.0), (9.0, 30.0), false),
            ((12.0, 12.0), (13.0, 13.0), true),
            ((21.0, 0.0), (21.0, 30.0), false),
        ] {
            assert_eq!(crosses(rect, &[pos2(a.0, a.1), pos2(b.0, b.1)]), want, "{a:?} {b:?}");
        }
    }
}
