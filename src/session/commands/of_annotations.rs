//! Annotations put into the figure.

use super::{CommandInfo, Menu, can_be_drawn_anew};
use crate::{
    chart::{Plane, has_place},
    model::AnnotationKind,
    session::{Command, Session},
};

pub(super) const ANNOTATIONS: &[CommandInfo] = &[
    command!(
        "add-note",
        Chart,
        true,
        "Add note",
        "Put words about the selected value, or about the middle of the figure, into it",
        ["Ctrl+Shift+N"],
        |s| can_annotate(s, AnnotationKind::Note),
        Command::Annotate(AnnotationKind::Note)
    ),
    command!(
        "shade-period",
        Chart,
        false,
        "Shade a period",
        "Shade a stretch of time and name it; its ends can be moved",
        [],
        |s| can_annotate(s, AnnotationKind::Shade),
        Command::Annotate(AnnotationKind::Shade)
    ),
    command!(
        "add-line",
        Chart,
        false,
        "Add reference line",
        "Draw a line at a value over the whole figure",
        [],
        |s| can_annotate(s, AnnotationKind::Line),
        Command::Annotate(AnnotationKind::Line)
    ),
    command!(
        "add-band",
        Chart,
        false,
        "Add reference band",
        "Shade a range of values over the whole figure",
        [],
        |s| can_annotate(s, AnnotationKind::Band),
        Command::Annotate(AnnotationKind::Band)
    ),
    command!(
        "draw-arrow",
        Chart,
        false,
        "Add arrow",
        "Draw an arrow to the selected value, or to the middle of the figure",
        [],
        |s| can_annotate(s, AnnotationKind::Arrow),
        Command::Annotate(AnnotationKind::Arrow)
    ),
];

/// Whether the marks of the chart that is looked at leave a place for it.
fn can_annotate(session: &Session, kind: AnnotationKind) -> bool {
    let chart = || session.active()?.1.dataset().charts.get(session.chart()?);
    can_be_drawn_anew(session) && chart().is_some_and(|chart| has_place(Plane::of(chart.mark), kind))
}
