//! The plan of a figure, as a plain value.

use crate::model::{Id, Labels, Mark, Measure, Period, Qualifier, Stack, Status, number::Locale};

use super::{AxisScale, Hue, PlannedAnnotation, PlannedTrend};

/// Everything about a figure that can be decided without measuring text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartPlan {
    /// The chart's id.
    pub id: Id,
    /// The headline; may be empty.
    pub title: String,
    /// What is measured; may be empty.
    pub subtitle: String,
    /// The author's note and what the plan adds by itself: what hollow marks, whiskers and dashes mean, which values
    /// are left out and why. Each a sentence.
    pub notes: Vec<String>,
    /// The signs of doubt in the figure, with the sentence among the notes that says what each means.
    pub signs: Vec<(Sign, String)>,
    /// "Source: …" made from the sources of exactly the values shown; empty when there are none.
    pub source_line: String,
    /// Who made the figure, and how it may be used; empty when nothing is said of it.
    pub credit: String,
    /// Who made the figure, for what files say of themselves; empty when nothing is said of it.
    pub byline: String,
    /// The shape of the marks.
    pub mark: Mark,
    /// How the marks of several series stand to each other.
    pub stack: Stack,
    /// Where series are named.
    pub labels: Labels,
    /// Whether values are written beside their marks; where there are few if it is open.
    pub values: Option<bool>,
    /// What the values are measured in, where the author has named their axis and steps have changed it since.
    pub relabelled: Option<String>,
    /// The time axis; where time is no axis it only says which periods are considered.
    pub x: TimeAxisPlan,
    /// The value axis: upright, or level where the marks lie in rows.
    pub y: ValueAxisPlan,
    /// The level value axis of a scatter plot or a histogram.
    pub across: Option<ValueAxisPlan>,
    /// The series, in the order of the chart.
    pub series: Vec<PlannedSeries>,
    /// What colours stand for where they do not stand for series.
    pub groups: Vec<Group>,
    /// The rows of marks that lie in rows, from top to bottom; else empty.
    pub categories: Vec<Category>,
    /// What a scatter plot sets against each other.
    pub pairs: Vec<Pair>,
    /// The ranges of values that a histogram counts in.
    pub bins: Vec<(f64, f64)>,
    /// The sums of stacks.
    pub totals: Vec<Total>,
    /// The columns of a table; the two ends of dumbbells and slopes.
    pub moments: Vec<Period>,
    /// Small multiples: a figure each, in the order of reading. If there are any, only they are drawn.
    pub panels: Vec<ChartPlan>,
    /// The trends that are drawn through values.
    pub trends: Vec<PlannedTrend>,
    /// The events in the periods shown, by date.
    pub events: Vec<PlannedEvent>,
    /// What the author puts into the plot.
    pub annotations: Vec<PlannedAnnotation>,
    /// What is shown, in sentences: range, first and last value, extremes, gaps. The accessible description.
    pub description: String,
    /// Why there is nothing to draw ("No series is chosen"), else `None`.
    pub empty_reason: Option<String>,
}

/// How doubt is drawn. What it looks like follows from the mark: points, columns, steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Hollow: about, nearly.
    Approximate,
    /// Hollow, with an arrow in the direction in which the true value lies.
    Bound,
    /// Pale or hatched: estimated, provisional, of a period that is not over.
    NotFinal,
    /// A whisker from the lower to the upper end.
    Range,
    /// A faint cross.
    OtherSource,
    /// A stroke over the span of a value.
    Span,
    /// A dashed line over what is not known.
    Bridge,
    /// A dashed top on a stack that lacks a part.
    MissingPart,
    /// A dotted line with a pale band: computed from the values.
    Trend,
    /// A hollow diamond: put between values that are known.
    Interpolated,
}

/// The time axis, in decimal years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeAxisPlan {
    /// Left end.
    pub min: f64,
    /// Right end.
    pub max: f64,
    /// What its values are of.
    pub unit: TimeUnit,
    /// How its months and quarters are written.
    pub locale: Locale,
}

/// What the values of a time axis are of: quarters and months are its ticks as long as there is room for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Years, or several units.
    #[default]
    Year,
    /// Quarters only.
    Quarter,
    /// Months only.
    Month,
}

/// The value axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueAxisPlan {
    /// Lower end.
    pub min: f64,
    /// Upper end.
    pub max: f64,
    /// What it measures: "people", "percent of murders".
    pub label: String,
    /// Formats its ticks.
    pub measure: Measure,
    /// How values are spread over it.
    pub scale: AxisScale,
    /// How its numbers are written.
    pub locale: Locale,
}

/// A tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in the axis's unit. For years: the middle of the year.
    pub at: f64,
    /// What it says.
    pub label: String,
    /// What it says after others of its kind where there is little room: "95" for 1995.
    pub short: Option<String>,
}

impl Tick {
    /// A tick that has but one way of saying it.
    pub(super) fn at(at: f64, label: String) -> Self {
        Self { at, label, short: None }
    }
}

/// A series with its points.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSeries {
    /// The series.
    pub id: Id,
    /// Its name in the figure; unique in the figure.
    pub label: String,
    /// Its colour.
    pub hue: Hue,
    /// Whether it is only there to compare with, and so is grey.
    pub is_context: bool,
    /// Its points: the plotted ones by time, then the intervals, then the disagreeing ones; where marks lie in rows only
    /// those that are shown there.
    pub points: Vec<PlannedPoint>,
    /// Which plotted points are joined, and how.
    pub connections: Vec<Connection>,
}

/// What a point is to its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The preferred value of a single calendar unit; takes part in lines.
    Plotted,
    /// An interval: drawn over its extent, joined to nothing.
    Interval,
    /// Another source for a period that has a plotted value: faint, joined to nothing.
    Disagreeing,
}

/// A value in the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPoint {
    /// Its position in the observations of the series.
    pub index: usize,
    /// The period.
    pub at: Period,
    /// Where it is drawn, in decimal years: the middle of the period.
    pub x: f64,
    /// Start and end of the period, in decimal years.
    pub extent: (f64, f64),
    /// The value, after transforms.
    pub y: f64,
    /// Lower end of a known range, after transforms.
    pub low: Option<f64>,
    /// Upper end of a known range, after transforms.
    pub high: Option<f64>,
    /// How exactly it is known.
    pub qualifier: Qualifier,
    /// How final it is.
    pub status: Status,
    /// What it is to its series.
    pub role: Role,
    /// Whether nobody counted it: it lies on a straight line between two values that are known.
    pub is_interpolated: bool,
    /// The value in words: "nearly 2,000".
    pub label: String,
    /// What a tooltip says, line by line: series, period, value as qualified, source, note.
    pub tooltip: Vec<String>,
}

/// Two points that are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Position of the one in `PlannedSeries::points`.
    pub from: usize,
    /// Position of the other.
    pub to: usize,
    /// Whether the line leads over a gap, and so is dashed.
    pub bridge: bool,
}

/// A row of bars or dots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Category {
    /// What it is called: "Colombia, 2014".
    pub label: String,
    /// Its values: each the position of a series in `ChartPlan::series` and that of a value in `PlannedSeries::points`.
    pub members: Vec<(usize, usize)>,
}

/// What a colour stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What it is called.
    pub label: String,
    /// Its place in the palette.
    pub color: usize,
}

/// Two indicators of one entity, set against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The entity.
    pub label: String,
    /// Positions in `ChartPlan::series`: what is level, what is upright, and what gives the size.
    pub x: usize,
    /// See `x`.
    pub y: usize,
    /// See `x`.
    pub size: Option<usize>,
}

/// The sum of a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    /// The middle of the stack: in decimal years, or in rows from the bottom.
    pub place: f64,
    /// The period or the row that is summed, in words.
    pub stack: String,
    /// The upper end of what is stacked.
    pub top: f64,
    /// The sum in words, with the doubt of its parts: "at least 179".
    pub label: String,
    /// The names of the series without a value here.
    pub missing: Vec<String>,
}

/// An event in the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEvent {
    /// The event.
    pub id: Id,
    /// Where it happened.
    pub place: Option<String>,
    /// Start and end, in decimal years.
    pub extent: (f64, f64),
    /// Whether it is shaded if it lasts; else its start is a line.
    pub is_shaded: bool,
    /// A few words.
    pub label: String,
    /// What a tooltip says, line by line.
    pub tooltip: Vec<String>,
}

/// Events longer than this many years last; shorter ones are moments.
const LASTING: f64 = 1.01;

impl PlannedEvent {
    /// Whether it is a stretch of time rather than a moment.
    pub fn lasts(&self) -> bool {
        self.extent.1 - self.extent.0 > LASTING
    }
}

/// The stretch of a figure that is looked at, when it is not the whole plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Left and right end, in decimal years or, where a value lies level, in its unit.
    pub x: (f64, f64),
    /// Lower and upper end, in the unit of the values as their scale spreads them.
    pub y: (f64, f64),
}
