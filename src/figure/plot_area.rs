//! A plot as the pointer knows it: places on the page ↔ places in the units of the axes, and where the annotations are.

use egui::{Pos2, Rect, Vec2, pos2};

use super::{
    annotations::{self, Place, PlacedAnnotation},
    frame::Frame,
    marks::Target,
    texts::{self, WrittenText},
};
use crate::{
    chart::{AnnotationForm, ChartPlan, Plane},
    model::{AnnotationChange, Calendar, Period, Spot, Unit},
};

/// How near a value must be for a place to become that of the value, in points.
const REACH: f32 = 10.0;
/// A unit of time that is at least so wide is told from its neighbours, in points.
const TOLD_APART: f32 = 5.0;
/// How near the pointer must be to a line, in points.
const LINE_REACH: f32 = 4.0;

/// A plot on the page.
#[derive(Clone, Debug)]
pub struct PlotArea {
    /// The annotations in view.
    pub annotations: Vec<ShownAnnotation>,
    /// Of the plot; what lies over it is asked before.
    pub response: egui::Response,
    frame: Frame,
    plane: Plane,
    targets: Vec<Target>,
    /// For each target the series and the period that a place near it stands for.
    anchors: Vec<Spot>,
    /// The periods of the two sides of a slope.
    moments: Vec<Period>,
}

/// An annotation on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownAnnotation {
    /// Its position in `Chart::annotations`.
    pub index: usize,
    /// What it looks like, and where.
    pub form: AnnotationForm,
    /// Its words, where there is room for them.
    pub words: Option<WrittenText>,
    /// Where it can be pointed at, besides its words.
    pub body: Vec<Rect>,
    /// What it is moved by, and where that is.
    pub grips: Vec<(Grip, Pos2)>,
}

/// What an annotation is moved by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grip {
    /// All of it but its words.
    Whole,
    /// Its words.
    Words,
    /// What it points at: the head of an arrow.
    Point,
    /// Where an arrow starts.
    From,
    /// The start of a period, or the lower end of a band.
    Start,
    /// The end of a period, or the upper end of a band.
    End,
}

impl Grip {
    /// What it is called: "start".
    pub fn words(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Words => "words",
            Self::Point => "point",
            Self::From => "tail",
            Self::Start => "start",
            Self::End => "end",
        }
    }
}

/// What a place on the page is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snap {
    /// A value that is near, else a period that is told from its neighbours.
    Values,
    /// A period that is told from its neighbours.
    Periods,
    /// The day and the value right there.
    Nothing,
}

impl PlotArea {
    pub(super) fn new(
        plan: &ChartPlan,
        frame: Frame,
        targets: Vec<Target>,
        placed: &[PlacedAnnotation],
        response: egui::Response,
    ) -> Self {
        let anchors = targets.iter().map(|target| {
            let (series, point) = target.of(plan);
            Spot { at: Some(point.at), series: Some(series.id.clone()), ..Spot::default() }
        });
        let anchors = anchors.collect();
        let annotations = placed.iter().filter_map(|placed| shown(plan, &frame, placed)).collect();
        Self { annotations, response, frame, plane: plan.plane(), targets, anchors, moments: plan.moments.clone() }
    }

    /// Where values are drawn.
    pub fn rect(&self) -> Rect {
        self.frame.rect
    }

    /// What its marks are laid out over.
    pub fn plane(&self) -> Plane {
        self.plane
    }

    /// Where something in the units of the axes is on the page.
    pub fn position(&self, x: f64, y: f64) -> Pos2 {
        self.frame.pos(x, y)
    }

    /// Where the value of a series for a period is, by the position of the value in its series.
    pub fn value_position(&self, plan: &ChartPlan, series: &str, index: usize) -> Option<Pos2> {
        let found = self.targets.iter().find(|target| {
            let (of, point) = target.of(plan);
            of.id == series && point.index == index
        });
        found.map(|target| target.tip)
    }

    /// What a place on the page is; `None` where a place has no meaning.
    pub fn spot(&self, pos: Pos2, snap: Snap) -> Option<Spot> {
        let pos = self.frame.rect.clamp(pos);
        if snap == Snap::Values
            && let Some(spot) = self.near(pos)
        {
            return Some(spot);
        }
        let value = Some(self.value(pos));
        match self.plane {
            Plane::TimeValue => {
                let calendar = self.rounding(snap);
                let at = Unit::at(self.frame.x_at(pos.x), calendar);
                Some(Spot { at: Some(at.into()), value, ..Spot::default() })
            }
            Plane::Moments => {
                let [first, last] = self.moments.as_slice() else { return None };
                let share = self.frame.x_at(pos.x);
                let at = first.position() + share * (last.position() - first.position());
                let end = [(0.0, first), (1.0, last)].into_iter().find(|(end, _)| (share - end).abs() < 0.02);
                let at = end.map_or_else(|| Unit::at(at, Calendar::Days).into(), |(_, period)| *period);
                Some(Spot { at: Some(at), value, ..Spot::default() })
            }
            Plane::ValueValue => {
                let across = rounded(self.frame.x_at(pos.x), self.frame.x_at(pos.x + 1.0));
                Some(Spot { across: Some(across), value, ..Spot::default() })
            }
            Plane::ValueRows | Plane::Bins | Plane::TimeRows | Plane::Cells => None,
        }
    }

    fn near(&self, pos: Pos2) -> Option<Spot> {
        let near = self.targets.iter().zip(&self.anchors).map(|(target, spot)| (target.tip.distance(pos), spot));
        let near = near.filter(|(distance, _)| *distance <= REACH).min_by(|a, b| a.0.total_cmp(&b.0));
        near.map(|(_, spot)| spot.clone())
    }

    /// Whether values go right, so that reference lines stand upright.
    pub fn is_level(&self) -> bool {
        matches!(self.plane, Plane::ValueRows | Plane::Bins)
    }

    /// The value at a place, as exactly as the page shows it.
    pub fn value(&self, pos: Pos2) -> f64 {
        let pos = self.frame.rect.clamp(pos);
        if self.is_level() {
            rounded(self.frame.x_at(pos.x), self.frame.x_at(pos.x + 1.0))
        } else {
            rounded(self.frame.y_at(pos.y), self.frame.y_at(pos.y - 1.0))
        }
    }

    /// The shortest unit of time that is wide enough to be told from its neighbours.
    pub fn calendar(&self) -> Calendar {
        let year = self.year();
        if year / 366.0 >= TOLD_APART {
            Calendar::Days
        } else if year / 12.0 >= TOLD_APART {
            Calendar::Months
        } else {
            Calendar::Years
        }
    }

    fn rounding(&self, snap: Snap) -> Calendar {
        if snap == Snap::Nothing { Calendar::Days } else { self.calendar() }
    }

    /// How far an arrow key moves a grip, in points: words by a point, all else by the unit of time that is told apart.
    pub fn step(&self, grip: Grip) -> Vec2 {
        let is_in_time = matches!(self.plane, Plane::TimeValue | Plane::TimeRows) && grip != Grip::Words;
        let unit = match self.calendar() {
            Calendar::Days => self.year() / 365.25,
            Calendar::Months => self.year() / 12.0,
            Calendar::Years => self.year(),
        };
        Vec2::new(if is_in_time { unit } else { 1.0 }, 1.0)
    }

    /// The width of a year, in points.
    fn year(&self) -> f32 {
        let (from, to) = self.frame.view.x;
        self.frame.rect.width() / (to - from) as f32
    }

    /// The period between two places, in units that are told apart.
    pub fn period(&self, a: Pos2, b: Pos2, snap: Snap) -> Option<Period> {
        let calendar = self.rounding(snap);
        let (from, to) = (self.frame.x_at(a.x.min(b.x)), self.frame.x_at(a.x.max(b.x)));
        let first = begun(from, calendar);
        let last = begun(to, calendar).previous().filter(|last| last.first_day() >= first.first_day());
        Period::spanning(first, last.unwrap_or(first))
    }

    /// What it means to move an annotation by one of its grips from where it was; `was` and `by` are in points.
    pub fn moved(&self, was: &ShownAnnotation, grip: Grip, by: Vec2, snap: Snap) -> Option<AnnotationChange> {
        let (_, start) = was.grips.iter().find(|(other, _)| *other == grip)?;
        let to = *start + by;
        let point = |(x, y): (f64, f64)| self.frame.pos(x, y) + by;
        Some(match (grip, was.form) {
            (Grip::Words, _) => AnnotationChange::Place(Some(self.spot_of_words(to)?)),
            (Grip::Point, AnnotationForm::Note { y: None, .. }) => {
                let spot = self.spot(to, snap)?;
                AnnotationChange::Point(Spot { at: spot.at, ..Spot::default() })
            }
            (Grip::Point, _) => AnnotationChange::Point(self.spot(to, snap)?),
            (Grip::From, _) => AnnotationChange::From(self.spot(to, snap)?),
            (Grip::Whole, AnnotationForm::Arrow { from, to }) => {
                AnnotationChange::Arrow(self.spot(point(from), Snap::Nothing)?, self.spot(point(to), Snap::Nothing)?)
            }
            (_, AnnotationForm::Line { is_level, .. }) => {
                if self.plane == Plane::ValueValue && !is_level {
                    AnnotationChange::Across(rounded(self.frame.x_at(to.x), self.frame.x_at(to.x + 1.0)))
                } else {
                    AnnotationChange::Value(self.value(to))
                }
            }
            (_, AnnotationForm::Band { ends, .. }) => {
                let at = |value: f64| if self.is_level() { point((value, 0.0)) } else { point((0.0, value)) };
                match grip {
                    Grip::Start => AnnotationChange::Band(self.value(at(ends.0)), ends.1),
                    Grip::End => AnnotationChange::Band(ends.0, self.value(at(ends.1))),
                    _ => AnnotationChange::Band(self.value(at(ends.0)), self.value(at(ends.1))),
                }
            }
            (_, AnnotationForm::Shade(from, to)) => {
                let calendar = self.rounding(snap);
                AnnotationChange::Period(self.shifted((from, to), grip, by.x, calendar)?)
            }
            (Grip::Whole | Grip::Start | Grip::End, AnnotationForm::Note { .. } | AnnotationForm::Arrow { .. }) => {
                return None;
            }
        })
    }

    /// Words are put to the day, whatever is near.
    fn spot_of_words(&self, to: Pos2) -> Option<Spot> {
        if let Some(spot) = self.spot(to, Snap::Nothing) {
            return Some(spot);
        }
        let value = Some(self.value(to));
        (self.plane == Plane::TimeRows).then(|| Spot {
            at: Some(Unit::at(self.frame.x_at(to.x), Calendar::Days).into()),
            value,
            ..Spot::default()
        })
    }

    /// A period whose start, end or both are moved to another border of the calendar.
    fn shifted(&self, (from, to): (f64, f64), grip: Grip, by: f32, calendar: Calendar) -> Option<Period> {
        let moved = |at: f64| self.frame.x_at(self.frame.x(at) + by);
        let (first, last) = (Unit::at(from, Calendar::Days), Unit::at(to, Calendar::Days).previous()?);
        match grip {
            Grip::Start => Period::spanning(begun(moved(from), calendar), last),
            Grip::End => Period::spanning(first, begun(moved(to), calendar).previous()?),
            _ => {
                let whole = Period::spanning(first, last)?;
                let start = begun(moved(from), calendar);
                // As many years, months or days as before.
                let unit = match whole.first() {
                    Unit::Year(_) => Unit::at(Period::from(start).start(), Calendar::Years),
                    Unit::Month(..) | Unit::Quarter(..) => Unit::at(Period::from(start).start(), Calendar::Months),
                    Unit::Day(..) => Unit::at(Period::from(start).start(), Calendar::Days),
                };
                let length = whole.first().steps_to(whole.last())?;
                Period::spanning(unit, unit.shifted(length)?)
            }
        }
    }
}

/// The unit that starts nearest to a moment.
fn begun(moment: f64, calendar: Calendar) -> Unit {
    let unit = Unit::at(moment, calendar);
    let period = Period::from(unit);
    if moment > period.position() { unit.next().unwrap_or(unit) } else { unit }
}

/// A number with no more digits than it takes to tell it from the one a point further.
fn rounded(value: f64, next: f64) -> f64 {
    let step = (next - value).abs();
    if !(step > 0.0 && step.is_finite()) {
        return value;
    }
    let digits = step.log10().floor().clamp(-300.0, 300.0) as i32;
    if digits >= 0 {
        let unit = 10_f64.powi(digits);
        (value / unit).round() * unit
    } else {
        let unit = 10_f64.powi(-digits);
        (value * unit).round() / unit
    }
}

fn shown(plan: &ChartPlan, frame: &Frame, placed: &PlacedAnnotation) -> Option<ShownAnnotation> {
    let annotation = plan.annotations.get(placed.nth)?;
    let place = annotations::place_of(annotation.form, frame)?;
    let words = placed.words.as_ref().and_then(|words| texts::written(words, None));
    let mut grips: Vec<(Grip, Pos2)> = Vec::new();
    grips.extend(words.as_ref().map(|words| (Grip::Words, words.rect.center())));
    let body = match (annotation.form, place) {
        (AnnotationForm::Arrow { .. }, Place::Line([from, to])) => {
            grips.extend([(Grip::From, from), (Grip::Point, to), (Grip::Whole, from + (to - from) * 0.5)]);
            let steps = ((to - from).length() / (2.0 * LINE_REACH)).ceil().clamp(1.0, 60.0);
            let at = |n: f32| Rect::from_center_size(from + (to - from) * (n / steps), Vec2::splat(2.0 * LINE_REACH));
            (0..=steps as usize).map(|n| at(n as f32)).collect()
        }
        (_, Place::Line([a, b])) => {
            grips.push((Grip::Whole, a + (b - a) * 0.5));
            vec![Rect::from_two_pos(a, b).expand(LINE_REACH)]
        }
        (_, Place::Point(at)) => {
            grips.push((Grip::Point, at));
            Vec::new()
        }
        (form, Place::Area(area)) => {
            let is_level = matches!(form, AnnotationForm::Band { is_level: true, .. });
            let (start, end) = if is_level {
                (area.center_bottom(), area.center_top())
            } else {
                (area.left_center(), area.right_center())
            };
            let aside = if is_level {
                pos2(area.left() + 12.0, area.center().y)
            } else {
                pos2(area.center().x, area.bottom() - 12.0)
            };
            grips.extend([(Grip::Start, start), (Grip::End, end), (Grip::Whole, aside)]);
            let edges = if is_level {
                [(area.left_top(), area.right_top()), (area.left_bottom(), area.right_bottom())]
            } else {
                [(area.left_top(), area.left_bottom()), (area.right_top(), area.right_bottom())]
            };
            edges.map(|(a, b)| Rect::from_two_pos(a, b).expand(LINE_REACH)).to_vec()
        }
    };
    Some(ShownAnnotation { index: annotation.index, form: annotation.form, words, body, grips })
}
