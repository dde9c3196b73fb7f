//! What the author puts into a plot: shaded stretches under everything, lines and arrows over the marks, and words
//! where they cover nothing that is to be read.

use std::sync::Arc;

use egui::{Align2, Galley, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::{
    frame::Frame,
    labels,
    obstacles::{Cover, Obstacles},
    theme::FigureTheme,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::chart::{AnnotationForm, ChartPlan, PlannedAnnotation, Wording};

/// Words are set narrower if that brings them nearer to what they are about by so many points.
const NARROWING: f32 = 12.0;
/// Words of an arrow are not farther from its tail than this, in points.
const FARTHEST: f32 = 30.0;

/// An annotation on the page.
#[derive(Clone)]
pub(super) struct PlacedAnnotation {
    /// Position in `ChartPlan::annotations`.
    pub(super) nth: usize,
    /// Its words, where there is room for them.
    pub(super) words: Option<PlacedText>,
    /// The line from the words to what they are about.
    leader: Option<[Pos2; 2]>,
}

/// Where the shape of an annotation is on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    Point(Pos2),
    Area(Rect),
    Line([Pos2; 2]),
}

/// Where the shape of an annotation is; `None` for what is out of view.
pub(super) fn place_of(form: AnnotationForm, frame: &Frame) -> Option<Place> {
    let rect = frame.rect;
    let upright = |x: f32| [pos2(x, rect.top()), pos2(x, rect.bottom())];
    let level = |y: f32| [pos2(rect.left(), y), pos2(rect.right(), y)];
    let inside = |[a, b]: [Pos2; 2]| frame.holds(a) && frame.holds(b);
    let area = |a: Pos2, b: Pos2| {
        let area = Rect::from_two_pos(a, b).intersect(rect);
        (area.width() > 0.0 && area.height() > 0.0).then_some(Place::Area(area))
    };
    match form {
        AnnotationForm::Note { x, y } => {
            let at = pos2(frame.x(x), y.map_or(rect.top(), |y| frame.y(y)));
            frame.holds(at).then_some(Place::Point(at))
        }
        AnnotationForm::Shade(from, to) => area(pos2(frame.x(from), rect.top()), pos2(frame.x(to), rect.bottom())),
        AnnotationForm::Line { at, is_level } => {
            let line = if is_level { level(frame.y(at)) } else { upright(frame.x(at)) };
            inside(line).then_some(Place::Line(line))
        }
        AnnotationForm::Band { ends: (from, to), is_level: true } => {
            area(pos2(rect.left(), frame.y(from)), pos2(rect.right(), frame.y(to)))
        }
        AnnotationForm::Band { ends: (from, to), is_level: false } => {
            area(pos2(frame.x(from), rect.top()), pos2(frame.x(to), rect.bottom()))
        }
        AnnotationForm::Arrow { from, to } => {
            let line = [frame.pos(from.0, from.1), frame.pos(to.0, to.1)];
            inside(line).then_some(Place::Line(line))
        }
    }
}

/// Adds the lines and the stretches to what words keep clear of.
pub(super) fn obstruct(plan: &ChartPlan, frame: &Frame, obstacles: &mut Obstacles) {
    for annotation in &plan.annotations {
        match place_of(annotation.form, frame) {
            Some(Place::Area(area)) => obstacles.add_span(area),
            Some(Place::Line([a, b])) => obstacles.add_line(a, b),
            Some(Place::Point(_)) | None => {}
        }
    }
}

/// Whether a line of an annotation runs through a text.
pub(super) fn is_struck(plan: &ChartPlan, frame: &Frame, rect: Rect) -> bool {
    plan.annotations.iter().any(|annotation| match place_of(annotation.form, frame) {
        Some(Place::Line([a, b])) => Rect::from_two_pos(a, b).expand(0.5).intersects(rect),
        _ => false,
    })
}

/// The shaded stretches, which lie under everything.
pub(super) fn shades(plan: &ChartPlan, frame: &Frame, theme: &FigureTheme) -> Vec<Shape> {
    let areas = plan.annotations.iter().filter_map(|annotation| match place_of(annotation.form, frame)? {
        Place::Area(area) => Some((annotation.form, area)),
        Place::Point(_) | Place::Line(_) => None,
    });
    let areas: Vec<(AnnotationForm, Rect)> = areas.collect();
    let fills = areas.iter().map(|(_, area)| Shape::rect_filled(*area, 0.0, theme.span));
    // Where a band leads through a shaded period, its ends are still seen.
    let edge = Stroke::new(0.8, theme.event);
    let edges = areas.iter().flat_map(|(form, area)| match form {
        AnnotationForm::Band { is_level: true, .. } => {
            vec![Shape::hline(area.x_range(), area.top(), edge), Shape::hline(area.x_range(), area.bottom(), edge)]
        }
        AnnotationForm::Band { .. } => {
            vec![Shape::vline(area.left(), area.y_range(), edge), Shape::vline(area.right(), area.y_range(), edge)]
        }
        _ => Vec::new(),
    });
    fills.chain(edges).collect()
}

/// Finds places for the words of all annotations: first of those whose place the author has chosen, so that the others
/// can keep clear of them.
pub(super) fn place(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    obstacles: &mut Obstacles,
) -> Vec<PlacedAnnotation> {
    let mut order: Vec<usize> = (0..plan.annotations.len()).collect();
    order.sort_by_key(|nth| plan.annotations[*nth].place.is_none());
    let mut placed = Vec::new();
    for nth in order {
        let annotation = &plan.annotations[nth];
        let Some(place) = place_of(annotation.form, frame) else { continue };
        let finder = Finder { set, theme, frame, obstacles, annotation };
        let words = if annotation.text.is_empty() { None } else { finder.words(place) };
        let leader = words.as_ref().and_then(|words| finder.leader(words.rect(), place));
        if let Some([a, b]) = leader {
            obstacles.add_line(a, b);
        }
        if let Some(words) = &words {
            // Texts are painted on whole pixels, and so up to half a point beside their places.
            obstacles.add_box(words.rect().expand(1.0));
        }
        placed.push(PlacedAnnotation { nth, words, leader });
    }
    placed.sort_by_key(|placed| placed.nth);
    placed
}

/// Lines, arrows, and the words on a ground of their own.
pub(super) fn shapes(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    placed: &[PlacedAnnotation],
    obstacles: &Obstacles,
) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for placed in placed {
        let form = plan.annotations[placed.nth].form;
        match (form, place_of(form, frame)) {
            (AnnotationForm::Arrow { .. }, Some(Place::Line(line))) => shapes.extend(arrow(line, set.scale, theme)),
            (_, Some(Place::Line(line))) => {
                shapes.push(Shape::line_segment(line, Stroke::new(1.2 * set.scale, theme.muted)));
            }
            _ => {}
        }
        shapes.extend(placed.leader.map(|line| Shape::line_segment(line, Stroke::new(set.scale, theme.event))));
    }
    for words in placed.iter().filter_map(|placed| placed.words.as_ref()) {
        shapes.push(labels::ground_of(words.rect(), theme, obstacles));
        shapes.push(words.shape());
    }
    shapes
}

/// A line with a head of two strokes at its end.
fn arrow([from, to]: [Pos2; 2], scale: f32, theme: &FigureTheme) -> Vec<Shape> {
    let stroke = Stroke::new(1.4 * scale, theme.text);
    let along = (to - from).normalized();
    let aside = vec2(-along.y, along.x);
    let length = (9.0 * scale).min((to - from).length() * 0.6);
    let back = |side: f32| to - along * length + aside * (side * length * 0.5);
    vec![Shape::line_segment([from, to], stroke), Shape::line(vec![back(1.0), to, back(-1.0)], stroke)]
}

/// Looks for the place of the words of one annotation.
struct Finder<'a> {
    set: &'a Typesetter<'a>,
    theme: &'a FigureTheme,
    frame: &'a Frame,
    obstacles: &'a Obstacles,
    annotation: &'a PlannedAnnotation,
}

impl Finder<'_> {
    fn words(&self, place: Place) -> Option<PlacedText> {
        let found = match self.annotation.place {
            Some((x, y)) => self.chosen(self.frame.pos(x, y)),
            None => self.free(place),
        };
        let (galley, rect) = found?;
        Some(PlacedText::new(galley, rect.min).of(Wording::Annotation(self.annotation.index)))
    }

    fn set(&self, width: f32, rows: usize) -> Option<Arc<Galley>> {
        let galley = self.set.wrapped(&self.annotation.text, Style::Note, self.theme.text, width, rows);
        (!galley.elided).then_some(galley)
    }

    /// The widths to try, with the rows that they may take.
    fn widths(&self) -> [(f32, usize); 5] {
        let whole = self.frame.rect.width();
        let width = (whole * 0.3).clamp(60.0, 200.0 * self.set.scale);
        [(width, 4), (width * 0.66, 4), (width * 0.45, 4), (width * 1.4, 6), (whole * 0.9, 8)]
    }

    /// About the middle that the author has chosen, but in the plot and beside other words.
    fn chosen(&self, middle: Pos2) -> Option<(Arc<Galley>, Rect)> {
        let galley = self.widths().into_iter().find_map(|(width, rows)| self.set(width, rows))?;
        let half = galley.size() / 2.0;
        let room = Rect::from_min_max(self.frame.rect.min + half, self.frame.rect.max - half);
        if room.is_negative() {
            return None;
        }
        let step = 6.0 * self.set.scale;
        let away = (0..24).flat_map(|ring| {
            let around = if ring == 0 { 1 } else { 12 };
            (0..around).map(move |n| Vec2::angled(n as f32 / around as f32 * std::f32::consts::TAU) * ring as f32)
        });
        away.map(|offset| Rect::from_center_size(room.clamp(middle + offset * step), galley.size()))
            .find(|rect| self.obstacles.is_free(rect.expand(1.0), Cover::Marks))
            .map(|rect| (Arc::clone(&galley), rect))
    }

    /// Where the words cover as little as possible.
    fn free(&self, place: Place) -> Option<(Arc<Galley>, Rect)> {
        let subject = match (self.annotation.form, place) {
            (AnnotationForm::Arrow { .. }, Place::Line([from, _])) => Some(from),
            (_, Place::Point(subject)) => Some(subject),
            _ => None,
        };
        [Cover::Nothing, Cover::Stems, Cover::Marks].into_iter().find_map(|cover| {
            let found = self.widths().into_iter().enumerate().filter_map(|(nth, (width, rows))| {
                let galley = self.set(width, rows)?;
                let rect = self.candidates(place, galley.size()).into_iter().find(|rect| {
                    self.frame.rect.contains_rect(*rect) && self.obstacles.is_free(rect.expand(2.0), cover)
                })?;
                let away = subject.map_or(0.0, |subject| rect.distance_to_pos(subject));
                Some((away + nth as f32 * NARROWING * self.set.scale, galley, rect))
            });
            let best = found.min_by(|a, b| a.0.total_cmp(&b.0));
            best.map(|(_, galley, rect)| (galley, rect))
        })
    }

    /// The places for words of that size, the best first.
    fn candidates(&self, place: Place, size: Vec2) -> Vec<Rect> {
        match (self.annotation.form, place) {
            (AnnotationForm::Arrow { .. }, Place::Line([from, to])) => {
                let mut places = around(from, size, self.set.scale, Some((from - to).normalized()));
                // Farther away they would not be taken for the words of the arrow.
                places.retain(|rect| rect.distance_to_pos(from) < FARTHEST * self.set.scale);
                places
            }
            (_, Place::Point(subject)) => around(subject, size, self.set.scale, None),
            (_, Place::Area(area)) => self.in_area(area, size),
            (_, Place::Line(line)) => self.along(line, size),
        }
    }

    /// In a stretch, from its top or from its right end; else beside it.
    fn in_area(&self, area: Rect, size: Vec2) -> Vec<Rect> {
        let pad = 5.0 * self.set.scale;
        let inner = area.shrink(pad);
        let steps = [0.0, 1.0, 0.15, 0.3, 0.5, 0.7, 0.85];
        let is_band = matches!(self.annotation.form, AnnotationForm::Band { is_level: true, .. });
        let mut places = Vec::new();
        if size.x <= inner.width() && size.y <= area.height() {
            let span = inner.size() - size;
            for step in steps {
                places.extend([0.5, 0.0, 1.0].map(|aside| {
                    let share = if is_band { vec2(1.0 - step, aside) } else { vec2(aside, step) };
                    Rect::from_min_size(inner.min + span * share, size)
                }));
            }
        }
        let (left, right) = (area.left() - pad, area.right() + pad);
        for step in steps {
            if is_band {
                let x = self.frame.rect.right() - pad - size.x - step * (self.frame.rect.width() - size.x - 2.0 * pad);
                places.push(Rect::from_min_size(pos2(x, area.top() - pad * 0.4 - size.y), size));
                places.push(Rect::from_min_size(pos2(x, area.bottom() + pad * 0.4), size));
            } else {
                let y = inner.top() + step * (inner.height() - size.y);
                places.push(Rect::from_min_size(pos2(right, y), size));
                places.push(Rect::from_min_size(pos2(left - size.x, y), size));
            }
        }
        places
    }

    /// Above or below a level line, or on both sides of an upright one.
    fn along(&self, [a, b]: [Pos2; 2], size: Vec2) -> Vec<Rect> {
        let (plot, gap) = (self.frame.rect, 4.0 * self.set.scale);
        let is_level = a.y == b.y;
        let steps = [0.0, 1.0, 0.12, 0.25, 0.5, 0.75, 0.88];
        let places = steps.into_iter().flat_map(|step| {
            if is_level {
                let x = plot.right() - gap - size.x - step * (plot.width() - size.x - 2.0 * gap);
                [pos2(x, a.y - gap * 0.7 - size.y), pos2(x, a.y + gap * 0.7)]
            } else {
                let y = plot.top() + gap + step * (plot.height() - size.y - 2.0 * gap);
                [pos2(a.x + gap, y), pos2(a.x - gap - size.x, y)]
            }
        });
        places.map(|min| Rect::from_min_size(min, size)).collect()
    }

    /// The line from words to the point that they are about, unless they stand beside it.
    fn leader(&self, words: Rect, place: Place) -> Option<[Pos2; 2]> {
        let Place::Point(subject) = place else { return None };
        if matches!(self.annotation.form, AnnotationForm::Note { y: None, .. }) {
            return None;
        }
        let rect = words.expand(2.0);
        let end = pos2(subject.x.clamp(rect.left(), rect.right()), subject.y.clamp(rect.top(), rect.bottom()));
        let start = subject + (end - subject).normalized() * 6.0 * self.set.scale;
        ((end - subject).length() > 10.0 * self.set.scale).then_some([start, end])
    }
}

/// Places around a point on rings of growing distance; with a direction, those that lie that way first.
fn around(subject: Pos2, size: Vec2, scale: f32, towards: Option<Vec2>) -> Vec<Rect> {
    const WAYS: [(f32, f32); 12] = [
        (0.7, -0.7),
        (-0.7, -0.7),
        (0.0, -1.0),
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.0, 1.0),
        (0.94, -0.34),
        (-0.94, -0.34),
        (0.94, 0.34),
        (-0.94, 0.34),
    ];
    let mut ways = WAYS.map(|(x, y)| vec2(x, y));
    if let Some(towards) = towards {
        ways.sort_by(|a, b| b.dot(towards).total_cmp(&a.dot(towards)));
    }
    let first = if towards.is_some() { 4.0 } else { 12.0 } * scale;
    let rings = (0..9).map(move |ring| first + 12.0 * scale * ring as f32);
    rings
        .flat_map(|distance| {
            ways.map(|way| {
                let center = subject + way * distance + way * (size / 2.0) * vec2(1.2, 1.2);
                Align2::CENTER_CENTER.anchor_size(center, size)
            })
        })
        .collect()
}
