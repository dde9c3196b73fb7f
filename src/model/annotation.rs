//! What the author puts into a plot besides the values: words, shaded periods, reference lines and bands, arrows.

use serde::{Deserialize, Serialize};

use super::{Id, Period, observation::is_default};

/// Words or a shape that the author puts into the plot. In a file each is a line of its own:
///
/// ```ron
/// annotations: [
///     // Words about the value of a series, with a line to it where they don't stand beside it.
///     (at: 2012, series: "mexico", text: "Record year"),
///     // About any place in the plot; put where the author wants them, not where the figure finds room.
///     (at: "2009-06", value: 40, text: "The court decides", place: (at: "2003-02-11", value: 90)),
///     // A shaded period, a reference line, a reference band, an arrow; their words may be left out.
///     (kind: Shade, at: "2006-12/2012-11", text: "Calderón"),
///     (kind: Line, value: 50, text: "Half of all cases"),
///     (kind: Band, value: 50, to: 60, text: "What the ministry expects"),
///     (kind: Arrow, at: 2013, series: "mexico", from: (at: 2012, value: 120), text: "Half as many"),
/// ]
/// ```
///
/// Places are in the units of the axes, so they stay right when the figure gets another size, theme or range: a period
/// stands for its middle, a `value` is one of the value axis. In a scatter plot `across` is a value of the level axis;
/// a series and a period stand for its point there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// What it looks like.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: AnnotationKind,
    /// The period that it is about, or that is shaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Period>,
    /// Where on the level axis of a scatter plot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub across: Option<f64>,
    /// The series whose value it points at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Id>,
    /// The value that it points at, of a reference line, or at one end of a band. Goes before that of a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The value at the other end of a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// Where an arrow starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Spot>,
    /// Where the middle of its words is; the figure finds room for them when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
    /// The words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Annotation {
    /// What it is called in lists: its words, or what it is.
    pub fn name(&self) -> String {
        let text = self.text.trim();
        if text.is_empty() { self.kind.words() } else { text }.to_owned()
    }

    /// What it points at.
    pub fn spot(&self) -> Spot {
        Spot { at: self.at, across: self.across, series: self.series.clone(), value: self.value }
    }

    /// Makes it point at something else.
    pub fn point_at(&mut self, spot: Spot) {
        let Spot { at, across, series, value } = spot;
        (self.at, self.across, self.series, self.value) = (at, across, series, value);
    }

    /// The first field that it can't be drawn without and that it lacks.
    pub fn lacks(&self) -> Option<&'static str> {
        let lacking = |field, is_there: bool| (!is_there).then_some(field);
        let is_placed = self.at.is_some() || self.across.is_some();
        match self.kind {
            AnnotationKind::Note => lacking("at", is_placed).or(lacking("text", !self.text.trim().is_empty())),
            AnnotationKind::Shade => lacking("at", self.at.is_some()),
            AnnotationKind::Line => lacking("value", self.value.is_some() || self.across.is_some()),
            AnnotationKind::Band => lacking("value", self.value.is_some()).or(lacking("to", self.to.is_some())),
            AnnotationKind::Arrow => lacking("at", is_placed).or(lacking("from", self.from.is_some())),
        }
    }
}

/// What a gesture does to an annotation.
#[derive(Clone, Debug, PartialEq)]
pub enum AnnotationChange {
    /// It is about something else.
    Point(Spot),
    /// Its arrow starts elsewhere.
    From(Spot),
    /// Its arrow starts and ends elsewhere.
    Arrow(Spot, Spot),
    /// Its words stand elsewhere, or where the figure finds room.
    Place(Option<Spot>),
    /// It shades another period.
    Period(Period),
    /// Its line is at another value.
    Value(f64),
    /// Its line is at another value of the level axis of a scatter plot.
    Across(f64),
    /// Its band reaches from one value to another.
    Band(f64, f64),
}

impl AnnotationChange {
    /// Makes the change.
    pub fn apply(self, annotation: &mut Annotation) {
        match self {
            Self::Point(spot) => annotation.point_at(spot),
            Self::From(spot) => annotation.from = Some(spot),
            Self::Arrow(from, to) => {
                annotation.from = Some(from);
                annotation.point_at(to);
            }
            Self::Place(place) => annotation.place = place,
            Self::Period(at) => annotation.at = Some(at),
            Self::Value(value) => annotation.value = Some(value),
            Self::Across(across) => annotation.across = Some(across),
            Self::Band(from, to) => (annotation.value, annotation.to) = (Some(from.min(to)), Some(from.max(to))),
        }
    }
}

/// What an annotation looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnnotationKind {
    /// Words, with a line to what they are about.
    #[default]
    Note,
    /// A shaded period.
    Shade,
    /// A line at a value, over the whole plot.
    Line,
    /// A shaded range of values, over the whole plot.
    Band,
    /// An arrow between two points.
    Arrow,
}

impl AnnotationKind {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] = [Self::Note, Self::Shade, Self::Line, Self::Band, Self::Arrow];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Shade => "Shade",
            Self::Line => "Line",
            Self::Band => "Band",
            Self::Arrow => "Arrow",
        }
    }

    /// What it is called in menus and descriptions: "shaded period".
    pub fn words(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Shade => "shaded period",
            Self::Line => "reference line",
            Self::Band => "reference band",
            Self::Arrow => "arrow",
        }
    }

    /// The same as one of them: "an arrow".
    pub fn with_article(self) -> String {
        format!("{} {}", if self == Self::Arrow { "an" } else { "a" }, self.words())
    }
}

/// A place in a plot, in the units of its axes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// The period whose middle it is at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Period>,
    /// Where on the level axis of a scatter plot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub across: Option<f64>,
    /// The series whose value it is at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Id>,
    /// The value that it is at; goes before that of a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}
