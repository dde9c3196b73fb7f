//! The signs of doubt: drawn by the same hand in the plot and in the key beside the words under it.

use std::sync::Arc;

use egui::{
    Color32, Galley, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2,
    text::{CCursor, CharIndex},
    vec2,
};

use super::{
    color::Color,
    hatch, paint,
    theme::FigureTheme,
    trends,
    type_setting::{Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Plane, Sign},
    model::{Mark, Qualifier, Status},
};

/// The dashes of a line over what is not known, in points.
pub(super) const BRIDGE_DASH: f32 = 6.0;
/// The dashes of a stroke or a step that is not exact or not final, and the gaps between them.
const STROKE_DASHES: (f32, f32) = (7.0, 4.0);
/// The width of a sign in the key.
const SAMPLE: f32 = 20.0;
/// The width of one that is no longer than high.
const SMALL_SAMPLE: f32 = 12.0;
/// Signs in the key are a little smaller than in the plot, since they stand in a line of words.
const SMALLER: f32 = 0.85;

/// Draws the signs of a figure.
#[derive(Clone, Copy)]
pub(super) struct Signs<'a> {
    pub(super) theme: &'a FigureTheme,
    pub(super) scale: f32,
}

impl Signs<'_> {
    /// A point that is not exact, or not final: hollow, or filled with a pale colour.
    pub(super) fn uncertain_point(self, at: Pos2, radius: f32, color: Color, status: Status) -> Vec<Shape> {
        let is_final = status == Status::Observed;
        let fill = if is_final { self.theme.background } else { color.mixed(self.theme.background, 0.6) };
        let stroke = Stroke::new(1.7 * self.scale, color);
        vec![Shape::circle_filled(at, radius, fill), Shape::circle_stroke(at, radius + 0.3 * self.scale, stroke)]
    }

    /// What nobody counted: a hollow diamond.
    pub(super) fn interpolated_point(self, at: Pos2, radius: f32, color: Color) -> Vec<Shape> {
        let reach = radius * 1.25;
        let corners = [vec2(0.0, -reach), vec2(reach, 0.0), vec2(0.0, reach), vec2(-reach, 0.0)];
        let corners = corners.into_iter().map(|corner| at + corner).collect();
        let stroke = Stroke::new(1.3 * self.scale, Color32::from(color));
        vec![Shape::convex_polygon(corners, Color32::from(self.theme.background), stroke)]
    }

    /// What another source says: a cross.
    pub(super) fn other_source(self, at: Pos2, radius: f32, color: Color32) -> Vec<Shape> {
        let half = radius * 0.95;
        let stroke = Stroke::new(1.6 * self.scale, color);
        vec![
            Shape::line_segment([at - Vec2::splat(half), at + Vec2::splat(half)], stroke),
            Shape::line_segment([at + vec2(-half, half), at + vec2(half, -half)], stroke),
        ]
    }

    /// A small arrow in the direction in which the true value lies.
    pub(super) fn arrow(self, at: Pos2, qualifier: Qualifier, color: Color32, is_level: bool) -> Vec<Shape> {
        let more = match qualifier {
            Qualifier::AtLeast | Qualifier::Over => 1.0,
            Qualifier::AtMost => -1.0,
            Qualifier::Exactly | Qualifier::About | Qualifier::Nearly => return Vec::new(),
        };
        let (along, aside) =
            if is_level { (vec2(more, 0.0), vec2(0.0, 1.0)) } else { (vec2(0.0, -more), vec2(1.0, 0.0)) };
        let start = at + along * (self.theme.sizes.point + 2.0) * self.scale;
        let end = start + along * 7.0 * self.scale;
        let (back, side) = (along * -3.0 * self.scale, aside * 3.0 * self.scale);
        let stroke = Stroke::new(1.5 * self.scale, color);
        vec![
            Shape::line_segment([start, end], stroke),
            Shape::line(vec![end + back - side, end, end + back + side], stroke),
        ]
    }

    /// A block that is not exact, or not final: pale with a border, and hatched.
    pub(super) fn uncertain_block(self, rect: Rect, color: Color, status: Status) -> Vec<Shape> {
        let width = (1.5 * self.scale).min(rect.width() / 3.0);
        let mut shapes = vec![Shape::rect_filled(rect, 0.0, color.mixed(self.theme.background, 0.72))];
        if status != Status::Observed {
            shapes.extend(hatch::hatch(rect, 5.0 * self.scale, self.scale, color.into()));
        }
        shapes.push(Shape::rect_stroke(rect, 0.0, Stroke::new(width, color), StrokeKind::Inside));
        shapes
    }

    /// From the one end of a range to the other, with a cap on each end that is one.
    pub(super) fn whisker(self, ends: [(Pos2, bool); 2], color: Color32) -> Vec<Shape> {
        let stroke = Stroke::new(1.5 * self.scale, color);
        let [(a, _), (b, _)] = ends;
        let is_level = (a.x - b.x).abs() > (a.y - b.y).abs();
        let cap = 4.0 * self.scale;
        let cap = if is_level { vec2(0.0, cap) } else { vec2(cap, 0.0) };
        let mut shapes = vec![Shape::line_segment([a, b], stroke)];
        let caps = ends.into_iter().filter(|(_, has_cap)| *has_cap);
        shapes.extend(caps.map(|(end, _)| Shape::line_segment([end - cap, end + cap], stroke)));
        shapes
    }

    /// A stroke over the span of a value, dashed where it is not exact or not final, with caps at the ends given.
    pub(super) fn span(self, ends: [Pos2; 2], caps: &[Pos2], stroke: Stroke, is_plain: bool) -> Vec<Shape> {
        let (dash, gap) = STROKE_DASHES;
        let mut shapes = if is_plain {
            vec![Shape::line_segment(ends, stroke)]
        } else {
            Shape::dashed_line(&ends, stroke, dash * self.scale, gap * self.scale)
        };
        let cap = vec2(0.0, 4.5 * self.scale);
        shapes.extend(caps.iter().map(|end| Shape::line_segment([*end - cap, *end + cap], stroke)));
        shapes
    }

    /// The open top of a stack that lacks a part.
    pub(super) fn missing_part(self, (from, to): (f32, f32), bottom: f32) -> Vec<Shape> {
        let stroke = Stroke::new(1.3 * self.scale, Color32::from(self.theme.muted));
        let top = bottom - paint::MISSING_TOP * self.scale;
        let way = [pos2(from, bottom), pos2(from, top), pos2(to, top), pos2(to, bottom)];
        Shape::dashed_line(&way, stroke, 3.0 * self.scale, 2.5 * self.scale)
    }

    /// A sign as it looks in the figure, in a place of the key.
    fn sample(self, sign: Sign, plan: &ChartPlan, place: Rect) -> Vec<Shape> {
        let color = self.color_of_key(plan);
        let radius = self.theme.sizes.point * self.scale;
        let (left, right) = (place.left_center(), place.right_center() - vec2(5.0 * self.scale, 0.0));
        // What is small stands at the edge of the words, not in the middle of its room.
        let middle = left + vec2(radius * 1.4, 0.0);
        let stroke = Stroke::new(self.theme.sizes.line * self.scale, color);
        let status = if sign == Sign::NotFinal { Status::Provisional } else { Status::Observed };
        let is_level = plan.plane() == Plane::ValueRows;
        match sign {
            Sign::Range if is_level => {
                let mut shapes = self.whisker([(left, true), (right, true)], color.into());
                shapes.push(Shape::circle_filled(left.lerp(right, 0.5), radius * 0.8, color));
                shapes
            }
            Sign::Range => {
                let reach = vec2(0.0, place.height() * 0.42);
                let mut shapes = self.whisker([(middle - reach, true), (middle + reach, true)], color.into());
                shapes.push(Shape::circle_filled(middle, radius * 0.8, color));
                shapes
            }
            Sign::OtherSource => self.other_source(middle, radius, color.mixed(self.theme.background, 0.5).into()),
            Sign::Span => self.span([left, right], &[left, right], stroke, true),
            Sign::Bridge => Shape::dashed_line(&[left, right], stroke, BRIDGE_DASH * self.scale, 3.7 * self.scale),
            Sign::Interpolated => self.interpolated_point(middle, radius, color),
            Sign::Trend => {
                let band = Rect::from_two_pos(left, right).expand2(vec2(0.0, place.height() * 0.28));
                let (dot, gap) = trends::DOTS;
                let stroke = Stroke::new(stroke.width * trends::WIDTH, color);
                let mut shapes = vec![Shape::rect_filled(band, 0.0, Color32::from(color).gamma_multiply(trends::PALE))];
                shapes.extend(Shape::dashed_line(&[left, right], stroke, dot * self.scale, gap * self.scale));
                shapes
            }
            Sign::MissingPart => {
                self.missing_part((middle.x - radius * 1.6, middle.x + radius * 1.6), place.bottom() - 2.0)
            }
            Sign::Approximate | Sign::NotFinal | Sign::Bound if plan.mark == Mark::Step => {
                self.span([left, right], &[], stroke, false)
            }
            Sign::Approximate | Sign::NotFinal | Sign::Bound
                if matches!(plan.mark, Mark::Column | Mark::Bar | Mark::Histogram) =>
            {
                let block = Rect::from_center_size(middle, vec2(radius * 2.6, place.height() * 0.72));
                let mut shapes = self.uncertain_block(block, color, status);
                if sign == Sign::Bound {
                    shapes.extend(self.arrow(middle, Qualifier::AtLeast, color.into(), true));
                }
                shapes
            }
            Sign::Approximate | Sign::NotFinal => self.uncertain_point(middle, radius, color, status),
            Sign::Bound => {
                let mut shapes = self.uncertain_point(middle, radius, color, status);
                // Level, as there is no height in a line of words.
                shapes.extend(self.arrow(middle, Qualifier::AtLeast, color.into(), true));
                shapes
            }
        }
    }

    /// Where there is but one colour, the signs of the key have it too.
    fn color_of_key(self, plan: &ChartPlan) -> Color {
        let mut hues = plan.series.iter().filter(|s| !s.is_context).map(|series| paint::hue(self.theme, series));
        let first = hues.next();
        first.filter(|first| hues.all(|hue| hue == *first)).unwrap_or(self.theme.text)
    }
}

/// Room for a sign in a line of words: spaces that do not break.
pub(super) fn room(set: &Typesetter<'_>, color: Color, sign: Sign) -> String {
    const SPACE: &str = "\u{a0}";
    let width = |text: &str| set.line(text, Style::Note, color).size().x;
    let space = width(&format!("x{SPACE}x")) - width("xx");
    let sample = match sign {
        Sign::Approximate | Sign::NotFinal | Sign::OtherSource | Sign::Interpolated => SMALL_SAMPLE,
        Sign::Bound | Sign::Range | Sign::Span | Sign::Bridge | Sign::MissingPart | Sign::Trend => SAMPLE,
    };
    let count = (sample * set.scale / space.max(1.0)).ceil().clamp(3.0, 24.0) as usize;
    SPACE.repeat(count + 1)
}

/// The signs in the room that a text leaves for them, in its order.
pub(super) fn key(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    (galley, pos): (&Arc<Galley>, Pos2),
    signs: &[Sign],
) -> Vec<Shape> {
    let text: Vec<char> = galley.job.text.chars().collect();
    let (mut from, mut shapes) = (0, Vec::new());
    for sign in signs {
        let room: Vec<char> = room(set, theme.muted, *sign).chars().collect();
        let Some(at) = text.get(from..).and_then(|rest| rest.windows(room.len()).position(|w| *w == room[..])) else {
            break;
        };
        let start = from + at;
        from = start + room.len();
        let edge = |index: usize| galley.pos_from_cursor(CCursor::new(CharIndex(index)));
        // A cursor at the start of a line could also be at the end of the one before.
        let (second, last) = (edge(start + 1), edge(from - 1));
        let place = Rect::from_min_max(second.min, last.max).translate(pos.to_vec2());
        let place = place.with_min_x(place.left() - (last.right() - second.left()) / (room.len() as f32 - 2.0));
        let signs = Signs { theme, scale: set.scale * SMALLER };
        shapes.extend(signs.sample(*sign, plan, place));
    }
    shapes
}
