//! The line under the pointer, with what all series say there.

use egui::{Color32, Pos2, Shape, Stroke};

use super::{Drawn, marks::Target, paint};
use crate::{
    analysis::period_words,
    chart::{Form, Plane, Role},
    model::Period,
};

/// A line of what is said, in the colour of its series if it has one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) color: Option<Color32>,
    pub(super) is_strong: bool,
}

impl Line {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), color: None, is_strong: false }
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self { is_strong: true, ..Self::plain(text) }
    }
}

/// What a crosshair shows.
pub(super) struct Crosshair {
    pub(super) shapes: Vec<Shape>,
    /// The period, then each series with its value, from the highest to the lowest.
    pub(super) lines: Vec<Line>,
}

/// The crosshair at a position; `hit` is the mark that is pointed at. `None` where there is nothing to read off.
pub(super) fn at(drawn: Drawn<'_>, pos: Pos2, hit: Option<&Target>) -> Option<Crosshair> {
    let Drawn { plan, frame, theme, targets, scale } = drawn;
    let stroke = Stroke::new(scale.max(1.0) * 0.8, theme.muted);
    let rect = frame.rect;
    match plan.plane() {
        Plane::TimeValue => {
            let (x, at) = nearest_period(drawn, pos, hit)?;
            let mut members: Vec<&Target> = targets.iter().filter(|target| is_of(drawn, target, at)).collect();
            members.sort_by(|a, b| a.tip.y.total_cmp(&b.tip.y));
            let points = members.iter().filter(|target| target.form == Form::Point);
            let rings = points.map(|target| {
                let color = paint::hue(theme, target.of(plan).0);
                Shape::circle_stroke(
                    target.tip,
                    theme.sizes.point * scale + 2.5,
                    Stroke::new(1.2 * scale.max(1.0), color),
                )
            });
            let shapes = std::iter::once(Shape::vline(x, rect.y_range(), stroke)).chain(rings).collect();
            let mut lines = vec![Line::strong(period_words(at))];
            lines.extend(members.iter().map(|target| {
                let (series, point) = target.of(plan);
                let color = paint::hue_of_words(theme, series).into();
                Line { color: Some(color), ..Line::plain(format!("{}\u{2002}{}", point.label, series.label)) }
            }));
            Some(Crosshair { shapes, lines })
        }
        Plane::ValueValue => {
            let tip = hit?.tip;
            let shapes = vec![
                Shape::line_segment([tip, egui::pos2(tip.x, rect.bottom())], stroke),
                Shape::line_segment([egui::pos2(rect.left(), tip.y), tip], stroke),
            ];
            Some(Crosshair { shapes, lines: Vec::new() })
        }
        _ => None,
    }
}

/// Whether a mark is the plotted value of a period.
fn is_of(drawn: Drawn<'_>, target: &Target, at: Period) -> bool {
    let point = target.of(drawn.plan).1;
    point.role == Role::Plotted && point.at == at
}

/// The period of the mark that is pointed at, else the one whose values are nearest in time.
fn nearest_period(drawn: Drawn<'_>, pos: Pos2, hit: Option<&Target>) -> Option<(f32, Period)> {
    let place = |target: &Target| {
        let point = target.of(drawn.plan).1;
        (drawn.frame.x(point.x), point.at)
    };
    if let Some(hit) = hit {
        return (hit.of(drawn.plan).1.role == Role::Plotted).then(|| place(hit));
    }
    if !drawn.frame.rect.contains(pos) {
        return None;
    }
    let plotted = drawn.targets.iter().filter(|target| target.of(drawn.plan).1.role == Role::Plotted).map(place);
    plotted.min_by(|a, b| (a.0 - pos.x).abs().total_cmp(&(b.0 - pos.x).abs()))
}
