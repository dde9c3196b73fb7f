//! What a chart shows, as the file has it.

use serde::{Deserialize, Serialize};

use super::{Annotation, Event, Id, Period, Transform, number::Locale, observation::is_default};

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
    /// How the marks of several series stand to each other.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stack: Stack,
    /// Small multiples, and whether they share their axes; one panel when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facet: Option<Facet>,
    /// The series shown, in the order of the palette.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Id>,
    /// The series that the figure is about; the others are grey. All when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlight: Vec<Id>,
    /// Where series are named.
    #[serde(default, skip_serializing_if = "is_default")]
    pub labels: Labels,
    /// Whether values are written beside their marks; where there are few when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<bool>,
    /// What is done to the values first, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transform: Vec<Transform>,
    /// The trend that is drawn through the values of each series, with its 95% confidence band, where values go over time
    /// on an axis of their own: `Linear`, or `LogLinear` for even growth in percent. None when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trending>,
    /// The periods shown; all when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub x: PeriodAxis,
    /// The value axis.
    #[serde(default, skip_serializing_if = "is_default")]
    pub y: ValueAxis,
    /// The level value axis of a scatter plot; boxed, as most charts have none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub across: Box<ValueAxis>,
    /// What a line does where no value is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gaps: Gaps,
    /// The events shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub events: EventFilter,
    /// How events that last are drawn.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spans: Spans,
    /// What the author puts into the plot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// The claims drawn in the plot: what each compares, with its words.
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub claims: Box<[Id]>,
    /// What the colours of series say.
    #[serde(default, skip_serializing_if = "is_default")]
    pub palette: Palette,
    /// The figure theme, by its name; that of the dataset, of the window or of the export when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Who made the figure; as the dataset has it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Under which licence it may be used ("CC BY 4.0"); as the dataset has it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Whether the source line says when sources were read; as the dataset has it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<bool>,
    /// How the source line names sources; as the dataset has it when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    /// The language that numbers and periods on axes, and the source line, are written in; as the dataset has it when
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Locale>,
    /// What the figure says to somebody who can't see it, in the author's words; made from the figures when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

/// What grows evenly along a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trending {
    /// The value: so much a year.
    Linear,
    /// Its logarithm: so many percent a year.
    LogLinear,
}

impl Trending {
    /// Both, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Linear, Self::LogLinear];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "Linear",
            Self::LogLinear => "LogLinear",
        }
    }
}

/// How the source line of a figure names sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Citation {
    /// By who published them, as newspapers do: "Reuters".
    #[default]
    Names,
    /// With the year: "Reuters, 2010".
    Dated,
    /// In full, as statistics offices do: "Reuters, “Mexico extradites record number”, 2010-01-02".
    Full,
    /// By who published them, series by series where those have different ones: "Mexico: Reuters; Colombia: El Tiempo".
    BySeries,
}

impl Citation {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Names, Self::Dated, Self::Full, Self::BySeries];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Names => "Names",
            Self::Dated => "Dated",
            Self::Full => "Full",
            Self::BySeries => "BySeries",
        }
    }

    /// What it is called in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::Names => "publishers",
            Self::Dated => "publishers with the year",
            Self::Full => "publishers, titles, dates",
            Self::BySeries => "publishers, series by series",
        }
    }
}

/// What the colours of series say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Palette {
    /// Which series it is: an entity has the same colour in all charts of a dataset.
    #[default]
    Qualitative,
    /// That the series are in an order, from little to much. Marks in rows of their own keep one colour.
    Sequential,
    /// That the series are in an order from one extreme over a middle to the other. Marks in rows of their own keep one
    /// colour.
    Diverging,
}

impl Palette {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Qualitative, Self::Sequential, Self::Diverging];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Qualitative => "Qualitative",
            Self::Sequential => "Sequential",
            Self::Diverging => "Diverging",
        }
    }
}

/// The shape that values take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Points joined over time.
    #[default]
    Line,
    /// Values held over their periods, joined by steps.
    Step,
    /// The area under a line.
    Area,
    /// Upright columns by period.
    Column,
    /// Horizontal bars, one a series at its latest period, sorted.
    Bar,
    /// Points over time that are not joined.
    Dot,
    /// A dot a series at its latest period, in sorted rows.
    DotPlot,
    /// From the lowest to the highest value of each series, in sorted rows.
    Range,
    /// The first and the last value of each series, joined, in sorted rows.
    Dumbbell,
    /// The first and the last value of each series, joined, side by side.
    Slope,
    /// One indicator against another, joined in time.
    Scatter,
    /// How many values lie in which range.
    Histogram,
    /// Series by periods in cells, with bars in them.
    Table,
    /// The events, by place.
    Timeline,
}

impl Mark {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 14] = [
        Self::Line,
        Self::Step,
        Self::Area,
        Self::Column,
        Self::Bar,
        Self::Dot,
        Self::DotPlot,
        Self::Range,
        Self::Dumbbell,
        Self::Slope,
        Self::Scatter,
        Self::Histogram,
        Self::Table,
        Self::Timeline,
    ];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "Line",
            Self::Step => "Step",
            Self::Area => "Area",
            Self::Column => "Column",
            Self::Bar => "Bar",
            Self::Dot => "Dot",
            Self::DotPlot => "DotPlot",
            Self::Range => "Range",
            Self::Dumbbell => "Dumbbell",
            Self::Slope => "Slope",
            Self::Scatter => "Scatter",
            Self::Histogram => "Histogram",
            Self::Table => "Table",
            Self::Timeline => "Timeline",
        }
    }

    /// What it is called in menus and descriptions: "dot plot".
    pub fn words(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Step => "stepped line",
            Self::Area => "area",
            Self::Column => "column",
            Self::Bar => "bar",
            Self::Dot => "dots over time",
            Self::DotPlot => "dot plot",
            Self::Range => "range",
            Self::Dumbbell => "dumbbell",
            Self::Slope => "slope",
            Self::Scatter => "scatter",
            Self::Histogram => "histogram",
            Self::Table => "table",
            Self::Timeline => "timeline",
        }
    }

    /// Whether its length or area is the value, so that it must start at zero.
    pub fn starts_at_zero(self) -> bool {
        matches!(self, Self::Area | Self::Column | Self::Bar | Self::Table)
    }
}

/// How areas, columns and bars of several series stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stack {
    /// Side by side; areas behind each other.
    #[default]
    Grouped,
    /// On top of each other.
    Stacked,
    /// On top of each other, as percent of their sum.
    Share,
}

impl Stack {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Grouped, Self::Stacked, Self::Share];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grouped => "Grouped",
            Self::Stacked => "Stacked",
            Self::Share => "Share",
        }
    }
}

/// The axes of small multiples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Facet {
    /// All panels have the same axes.
    Shared,
    /// Each panel has the axes that suit it.
    Free,
}

impl Facet {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Shared, Self::Free];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shared => "Shared",
            Self::Free => "Free",
        }
    }
}

/// Where series are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Labels {
    /// Beside their marks where that fits, else in a legend.
    #[default]
    Direct,
    /// In a legend.
    Legend,
    /// Nowhere: the words around the chart say it.
    Nowhere,
}

impl Labels {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Legend, Self::Nowhere];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "Direct",
            Self::Legend => "Legend",
            Self::Nowhere => "Nowhere",
        }
    }
}

/// How values are spread over their axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scale {
    /// Evenly.
    #[default]
    Linear,
    /// By their logarithm: equal distances are equal ratios. Zero and negative values have no place.
    Log,
    /// By their logarithm in both directions from zero, evenly about it.
    Symmetric,
}

impl Scale {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Linear, Self::Log, Self::Symmetric];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "Linear",
            Self::Log => "Log",
            Self::Symmetric => "Symmetric",
        }
    }
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
    /// How values are spread over the axis.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: Scale,
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

/// Which events a chart shows. Those of a list are the ones that have any of its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventFilter {
    /// None of them.
    #[default]
    Nothing,
    /// All that fall into the periods shown.
    All,
    /// Those of the places named.
    Places(Vec<String>),
    /// Those of the categories named.
    Categories(Vec<String>),
    /// Those that are about any of these series.
    Series(Vec<Id>),
    /// Those with these ids.
    Only(Vec<Id>),
    /// Those that pass all of several lists: `Where(places: ["Mexico"], categories: ["law", "court"])`.
    Where {
        /// The places; any when left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<String>,
        /// The categories; any when left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        categories: Vec<String>,
        /// The series; any, or none, when left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        series: Vec<Id>,
    },
}

impl EventFilter {
    /// Whether it lets an event through.
    pub fn admits(&self, id: &Id, event: &Event) -> bool {
        let among = |list: &[String], word: Option<&String>| word.is_some_and(|word| list.contains(word));
        let about = |list: &[Id]| event.series.iter().any(|series| list.contains(series));
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Places(places) => among(places, event.place.as_ref()),
            Self::Categories(categories) => among(categories, event.category.as_ref()),
            Self::Series(series) => about(series),
            Self::Only(ids) => ids.contains(id),
            Self::Where { places, categories, series } => {
                (places.is_empty() || among(places, event.place.as_ref()))
                    && (categories.is_empty() || among(categories, event.category.as_ref()))
                    && (series.is_empty() || about(series))
            }
        }
    }
}

/// How events that last longer than a year are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Spans {
    /// Shaded from their start to their end.
    #[default]
    Shade,
    /// As a line at their start.
    Line,
    /// Not at all.
    Hide,
}

impl Spans {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Shade, Self::Line, Self::Hide];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shade => "Shade",
            Self::Line => "Line",
            Self::Hide => "Hide",
        }
    }
}
