//! What a chart shows, as the file has it.

use serde::{Deserialize, Serialize};

use super::{Id, Period, observation::is_default};

/// A chart: which series, drawn how, with which words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What the figure says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is measured, where, when, in which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// What a reader must know to read it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The shape that values take.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mark: Mark,
    /// The series shown, in the order of the palette.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Id>,
    /// What is done to the values first, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transform: Vec<Transform>,
    /// The periods shown; all when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub x: PeriodAxis,
    /// The value axis.
    #[serde(default, skip_serializing_if = "is_default")]
    pub y: ValueAxis,
    /// What a line does where no value is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gaps: Gaps,
    /// The events shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub events: EventFilter,
    /// Words put into the plot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// The figure theme, by its name; that of the window or of the export when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What the figure says to somebody who can't see it, in the author's words; made from the figures when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// The shape that values take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Points joined over time.
    #[default]
    Line,
    /// Upright columns, grouped by period.
    Column,
    /// Horizontal bars, one a series at its latest period, sorted.
    Bar,
    /// Points that are not joined.
    Dot,
}

impl Mark {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Line, Self::Column, Self::Bar, Self::Dot];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "Line",
            Self::Column => "Column",
            Self::Bar => "Bar",
            Self::Dot => "Dot",
        }
    }
}

/// What is done to the values of a chart before they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Transform {
    /// Each series relative to its own value in the base period, which becomes 100.
    Index {
        /// The base period.
        base: Period,
    },
}

/// The range of the time axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodAxis {
    /// The first period shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Period>,
    /// The last period shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Period>,
}

/// The range and the name of the value axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ValueAxis {
    /// Whether the axis starts at 0; by measure when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<bool>,
    /// Lower end of the axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Upper end of the axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// What the axis measures; the unit when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What a line does where no value is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gaps {
    /// It stops, and starts again at the next known value.
    #[default]
    Show,
    /// A dashed line leads to the next known value.
    Bridge,
}

/// Which events a chart shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventFilter {
    /// None of them.
    #[default]
    Nothing,
    /// All that fall into the periods shown.
    All,
    /// Those of the places named.
    Places(Vec<String>),
    /// Those with these ids.
    Only(Vec<Id>),
}

/// Words put into the plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The period they are about.
    pub at: Period,
    /// The series whose value they point at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Id>,
    /// The words.
    pub text: String,
}
