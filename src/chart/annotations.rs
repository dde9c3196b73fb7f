//! What the author puts into a plot, in the units of its axes.

use crate::{
    analysis::period_words,
    model::{Annotation, AnnotationKind, Chart, Id, Period, Spot, Stack, number},
};

use super::{ChartPlan, Plane, Role, glyphs, places, rows::Rows, words};

/// An annotation with its place in the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedAnnotation {
    /// Its position in `Chart::annotations`.
    pub index: usize,
    /// What it looks like, and where.
    pub form: AnnotationForm,
    /// Where the middle of its words is, if the author says so.
    pub place: Option<(f64, f64)>,
    /// The words; may be empty.
    pub text: String,
}

/// What an annotation looks like, in the units of the axes: of two numbers the first is on the level one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnnotationForm {
    /// Words about a point, or about a period as a whole.
    Note {
        /// Where on the level axis.
        x: f64,
        /// Where on the upright axis, if they are about a point.
        y: Option<f64>,
    },
    /// A shaded stretch of time, from its start to its end.
    Shade(f64, f64),
    /// A line over the whole plot.
    Line {
        /// Where.
        at: f64,
        /// Whether it runs from left to right, at a value of the upright axis.
        is_level: bool,
    },
    /// A shaded range of values over the whole plot.
    Band {
        /// Its ends, the lower one first.
        ends: (f64, f64),
        /// Whether it runs from left to right.
        is_level: bool,
    },
    /// An arrow.
    Arrow {
        /// Where it starts.
        from: (f64, f64),
        /// Where its head is.
        to: (f64, f64),
    },
}

impl AnnotationForm {
    /// Its name in a file.
    pub fn kind(self) -> AnnotationKind {
        match self {
            Self::Note { .. } => AnnotationKind::Note,
            Self::Shade(..) => AnnotationKind::Shade,
            Self::Line { .. } => AnnotationKind::Line,
            Self::Band { .. } => AnnotationKind::Band,
            Self::Arrow { .. } => AnnotationKind::Arrow,
        }
    }
}

/// Whether marks that are laid out so leave a place for annotations of a kind.
pub fn has_place(plane: Plane, kind: AnnotationKind) -> bool {
    match kind {
        AnnotationKind::Note | AnnotationKind::Arrow => {
            matches!(plane, Plane::TimeValue | Plane::Moments | Plane::ValueValue)
        }
        AnnotationKind::Shade => matches!(plane, Plane::TimeValue | Plane::TimeRows),
        AnnotationKind::Line | AnnotationKind::Band => !matches!(plane, Plane::TimeRows | Plane::Cells),
    }
}

/// The value axis is long enough for the reference lines and bands.
pub(super) fn widened(chart: &Chart, (low, high): (f64, f64)) -> (f64, f64) {
    let ends = chart.annotations.iter().flat_map(|a| match a.kind {
        AnnotationKind::Line => [a.value, None],
        AnnotationKind::Band => [a.value, a.to],
        AnnotationKind::Note | AnnotationKind::Shade | AnnotationKind::Arrow => [None, None],
    });
    ends.flatten().filter(|v| v.is_finite()).fold((low, high), |(low, high), v| (low.min(v), high.max(v)))
}

/// The annotations that have a place in a plan, and sentences about those that have none.
pub(super) fn annotations(
    chart: &Chart,
    plan: &ChartPlan,
    shown: &[Rows<'_>],
) -> (Vec<PlannedAnnotation>, Vec<String>) {
    let (mut planned, mut notes) = (Vec::new(), Vec::new());
    if chart.annotations.is_empty() {
        return (planned, notes);
    }
    let finder = Finder { plan, shown, places: places(plan, &glyphs(plan)) };
    let plane = plan.plane();
    for (index, annotation) in chart.annotations.iter().enumerate() {
        if annotation.lacks().is_some() {
            continue;
        }
        if !has_place(plane, annotation.kind) {
            let words = words::capitalised(&annotation.kind.with_article());
            let said = if annotation.text.is_empty() { String::new() } else { format!(" “{}”", annotation.text) };
            let mark = plan.mark.words();
            notes.push(format!("{words}{said} is left out: a {mark} chart has no place for it."));
            continue;
        }
        let Some(form) = finder.form(annotation) else { continue };
        let place = annotation.place.as_ref().and_then(|spot| finder.point(spot));
        planned.push(PlannedAnnotation { index, form, place, text: annotation.text.trim().to_owned() });
    }
    (planned, notes)
}

/// Finds the places of annotations.
struct Finder<'a> {
    plan: &'a ChartPlan,
    shown: &'a [Rows<'a>],
    /// Where the values of the plan are.
    places: Vec<Vec<Option<(f64, f64)>>>,
}

impl Finder<'_> {
    fn form(&self, annotation: &Annotation) -> Option<AnnotationForm> {
        let plane = self.plan.plane();
        let is_level = !matches!(plane, Plane::ValueRows | Plane::Bins);
        let has_value = |value: f64| !(self.plan.y.scale == super::AxisScale::Log && value <= 0.0);
        match annotation.kind {
            AnnotationKind::Note => {
                let spot = annotation.spot();
                let (x, y) = self.place(&spot)?;
                let is_in = plane != Plane::TimeValue || self.is_in_time(x);
                (is_in && (y.is_some() || plane == Plane::TimeValue)).then_some(AnnotationForm::Note { x, y })
            }
            AnnotationKind::Shade => {
                let at = annotation.at?;
                let is_in = at.end() > self.plan.x.min && at.start() < self.plan.x.max;
                is_in.then(|| AnnotationForm::Shade(at.start(), at.end()))
            }
            AnnotationKind::Line => match (annotation.value, annotation.across) {
                (Some(at), _) => has_value(at).then_some(AnnotationForm::Line { at, is_level }),
                (None, at) => {
                    Some(AnnotationForm::Line { at: at?, is_level: false }).filter(|_| plane == Plane::ValueValue)
                }
            },
            AnnotationKind::Band => {
                let (a, b) = (annotation.value?, annotation.to?);
                (has_value(a) && has_value(b)).then(|| AnnotationForm::Band { ends: (a.min(b), a.max(b)), is_level })
            }
            AnnotationKind::Arrow => {
                let (from, to) = (self.point(annotation.from.as_ref()?)?, self.point(&annotation.spot())?);
                (from != to).then_some(AnnotationForm::Arrow { from, to })
            }
        }
    }

    fn is_in_time(&self, x: f64) -> bool {
        (self.plan.x.min..=self.plan.x.max).contains(&x)
    }

    fn point(&self, spot: &Spot) -> Option<(f64, f64)> {
        let (x, y) = self.place(spot)?;
        Some((x, y?))
    }

    /// Where a spot is; without a value it is about a period as a whole.
    fn place(&self, spot: &Spot) -> Option<(f64, Option<f64>)> {
        if let Some(id) = spot.series.as_ref() {
            // In a panel, what is about the series of another has no place.
            let is_shown = self.shown.iter().any(|rows| rows.chosen.id == id)
                || self.plan.pairs.iter().any(|pair| self.is_of_pair(pair, id));
            if !is_shown {
                return None;
            }
        }
        let of_series = || self.value_of(spot.series.as_ref()?, spot.at?);
        match self.plan.plane() {
            Plane::TimeValue => {
                let at = spot.at?.position();
                match (spot.value, of_series()) {
                    (Some(value), _) => Some((at, Some(value))),
                    (None, Some((x, y))) => Some((x, Some(y))),
                    (None, None) => Some((at, None)),
                }
            }
            Plane::Moments => {
                let place = of_series();
                let x = place.map(|(x, _)| x).or_else(|| self.between_moments(spot.at?))?;
                Some((x, spot.value.or(place.map(|(_, y)| y))))
            }
            Plane::ValueValue => match (spot.across, spot.value, of_series()) {
                (Some(x), Some(y), _) => Some((x, Some(y))),
                (_, _, Some((x, y))) => Some((x, Some(y))),
                _ => None,
            },
            Plane::ValueRows | Plane::Bins | Plane::TimeRows | Plane::Cells => None,
        }
    }

    fn is_of_pair(&self, pair: &super::Pair, id: &Id) -> bool {
        [pair.x, pair.y].into_iter().any(|s| self.plan.series.get(s).is_some_and(|series| series.id == *id))
    }

    /// Where a period lies between the two that stand side by side.
    fn between_moments(&self, at: Period) -> Option<f64> {
        let [first, last] = self.plan.moments.as_slice() else { return None };
        let share = (at.position() - first.position()) / (last.position() - first.position());
        (0.0..=1.0).contains(&share).then_some(share)
    }

    /// Where the value of a series for a period is drawn.
    fn value_of(&self, id: &Id, at: Period) -> Option<(f64, f64)> {
        let plan = self.plan;
        let own = plan.series.iter().position(|series| series.id == *id)?;
        let pair = plan.pairs.iter().find(|pair| self.is_of_pair(pair, id));
        let s = pair.map_or(own, |pair| pair.y);
        let points = plan.series.get(s)?.points.iter().enumerate();
        let mut drawn = points.filter(|(_, point)| point.at == at && point.role != Role::Disagreeing);
        if let Some((p, _)) = drawn.next() {
            return *self.places.get(s)?.get(p)?;
        }
        // Of a very long series not every value is among the points.
        let rows = self.shown.iter().find(|rows| rows.chosen.id == id).filter(|_| plan.stack == Stack::Grouped)?;
        let row = rows.all.iter().find(|row| row.at == at && row.role != Role::Disagreeing)?;
        Some((at.position(), row.y))
    }
}

/// What the annotations of a plan say, for those who don't see them.
pub(super) fn said(chart: &Chart, plan: &ChartPlan) -> Option<String> {
    let said: Vec<String> = plan.annotations.iter().filter_map(|planned| said_of(chart, plan, planned)).collect();
    (!said.is_empty()).then(|| format!("Annotations: {}.", said.join("; ")))
}

fn said_of(chart: &Chart, plan: &ChartPlan, planned: &PlannedAnnotation) -> Option<String> {
    let annotation = chart.annotations.get(planned.index)?;
    let axis = match planned.form {
        AnnotationForm::Line { is_level: false, .. } | AnnotationForm::Band { is_level: false, .. } => {
            plan.across.as_ref().unwrap_or(&plan.y)
        }
        _ => &plan.y,
    };
    let value = |value: f64| number::with_measure_in(value, &axis.measure, axis.locale);
    let what = match planned.form {
        AnnotationForm::Note { .. } | AnnotationForm::Arrow { .. } => {
            let series = annotation.series.as_ref().and_then(|id| plan.series.iter().find(|s| s.id == *id));
            let at = annotation.at.map(period_words);
            let words = [series.map(|series| series.label.clone()), at, annotation.value.map(value)];
            let words: Vec<String> = words.into_iter().flatten().collect();
            let arrow = if annotation.kind == AnnotationKind::Arrow { "arrow to " } else { "" };
            format!("{arrow}{}", words.join(", "))
        }
        AnnotationForm::Shade(..) => format!("shaded {}", period_words(annotation.at?)),
        AnnotationForm::Line { at, .. } => format!("line at {}", value(at)),
        AnnotationForm::Band { ends: (from, to), .. } => format!("band from {} to {}", value(from), value(to)),
    };
    Some(if planned.text.is_empty() { what } else { format!("“{}” ({what})", planned.text) })
}
