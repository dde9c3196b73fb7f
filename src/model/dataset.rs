//! A dataset and its sections: sources, series, events and claims.

use compact_str::CompactString;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Chart, Citation, Claim, Observation, Period, SourceRefs, number::Locale, observation::is_default};

/// The key of a source, series, event, claim or chart in its section.
pub type Id = CompactString;

/// A section: items by id, in the order of the file, which is the order on screen.
pub type Section<T> = IndexMap<Id, T>;

/// The figures of a series. Copies share what they have in common, so that a dataset of a million figures is copied,
/// and one of them changed, in no time.
pub type Observations = imbl::Vector<Observation>;

/// The version of the format that this program writes, and the highest it reads.
pub const FORMAT: u32 = 1;

/// Everything that one file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Dataset")]
pub struct Dataset {
    /// The version of the format.
    pub format: u32,
    /// What the dataset is called.
    pub title: String,
    /// What it holds, in a sentence or a few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The figure theme of all charts that name none themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Who made the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Under which licence they may be used ("CC BY 4.0").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Whether the source line says when sources were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<bool>,
    /// How source lines name sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    /// The language that numbers and periods on axes, and source lines, are written in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Locale>,
    /// Where the figures come from.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sources: Section<Source>,
    /// The figures.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub series: Section<Series>,
    /// What happened when.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub events: Section<Event>,
    /// Statements held against the figures.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub claims: Section<Claim>,
    /// What is drawn.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub charts: Section<Chart>,
}

impl Dataset {
    /// A dataset with a title and nothing else.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            format: FORMAT,
            title: title.into(),
            description: None,
            theme: None,
            byline: None,
            license: None,
            accessed: None,
            citation: None,
            numbers: None,
            sources: Section::new(),
            series: Section::new(),
            events: Section::new(),
            claims: Section::new(),
            charts: Section::new(),
        }
    }

    /// All but the sections.
    pub fn header(&self) -> Header {
        let Self { title, description, theme, byline, license, accessed, citation, numbers, .. } = self.clone();
        Header { title, description, theme, byline, license, accessed, citation, numbers }
    }

    /// Takes over what a header says.
    pub fn set_header(&mut self, header: Header) {
        let Header { title, description, theme, byline, license, accessed, citation, numbers } = header;
        self.title = title;
        self.description = description;
        self.theme = theme;
        self.byline = byline;
        self.license = license;
        self.accessed = accessed;
        self.citation = citation;
        self.numbers = numbers;
    }
}

/// What a dataset says of itself, and how its figures look and are signed: all of it but its sections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Header {
    /// As [`Dataset::title`].
    pub title: String,
    /// As [`Dataset::description`].
    pub description: Option<String>,
    /// As [`Dataset::theme`].
    pub theme: Option<String>,
    /// As [`Dataset::byline`].
    pub byline: Option<String>,
    /// As [`Dataset::license`].
    pub license: Option<String>,
    /// As [`Dataset::accessed`].
    pub accessed: Option<bool>,
    /// As [`Dataset::citation`].
    pub citation: Option<Citation>,
    /// As [`Dataset::numbers`].
    pub numbers: Option<Locale>,
}

/// Where figures come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, as far as that is known (free text, ISO 8601 preferred).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was read there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<String>,
    /// What it says, or how far it is to be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Source {
    /// The short name for lists and source lines: the publisher, else the title, else the id.
    pub fn short_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.publisher.as_deref().or(self.title.as_deref()).unwrap_or(id)
    }
}

/// What the values of a series measure. Decides formatting, axis rules, and which transforms make sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Measure {
    /// A number of things; its axis starts at 0.
    Count,
    /// Percent of a whole, 0 to 100.
    Share,
    /// So many per a number of others.
    Rate {
        /// Per how many.
        per: f64,
    },
    /// Relative to a base period, which is 100.
    Index {
        /// The period that is 100.
        base: Period,
    },
    /// A change in percent.
    Change,
    /// Any other quantity.
    #[default]
    Amount,
}

impl Measure {
    /// The name in a file, without the fields.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Share => "Share",
            Self::Rate { .. } => "Rate",
            Self::Index { .. } => "Index",
            Self::Change => "Change",
            Self::Amount => "Amount",
        }
    }
}

/// The definition or the method of a series changed here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// The first period under the new definition.
    pub at: Period,
    /// What changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// All of a series but its observations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesHead {
    /// Whom or what it is about ("Mexico").
    pub entity: Option<String>,
    /// What is measured ("Extraditions to the United States").
    pub indicator: Option<String>,
    /// The unit of the values ("people").
    pub unit: Option<String>,
    /// The kind of quantity.
    pub measure: Measure,
    /// Definition, coverage, caveats.
    pub note: Option<String>,
    /// Its place in the palette of figures, from 1; as its entity has it, when left out.
    pub color: Option<u8>,
    /// Where the definition or the method changed.
    pub breaks: Vec<Break>,
}

/// Figures of one entity and one indicator, by period.
///
/// Of several observations for one period the first is the one plotted; the others are disagreeing sources.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "SeriesFields", into = "SeriesFields")]
pub struct Series {
    /// All but the observations.
    pub head: SeriesHead,
    /// The figures, in the order of the file.
    pub observations: Observations,
}

impl Series {
    /// The name on screen: the entity, else the id.
    pub fn label<'a>(&'a self, id: &'a str) -> &'a str {
        self.head.entity.as_deref().unwrap_or(id)
    }

    /// The observations of a period, the preferred one first, with their positions in the series.
    pub fn observed_at(&self, at: Period) -> impl Iterator<Item = (usize, &Observation)> {
        self.observations.iter().enumerate().filter(move |(_, o)| o.at == at)
    }

    /// The observation that is plotted for a period.
    pub fn preferred(&self, at: Period) -> Option<&Observation> {
        self.observed_at(at).next().map(|(_, o)| o)
    }
}

/// A series as the file has it: one flat struct.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename = "Series")]
struct SeriesFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    indicator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    measure: Measure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    color: Option<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    breaks: Vec<Break>,
    #[serde(default, skip_serializing_if = "Observations::is_empty")]
    observations: Observations,
}

impl From<SeriesFields> for Series {
    fn from(f: SeriesFields) -> Self {
        let head = SeriesHead {
            entity: f.entity,
            indicator: f.indicator,
            unit: f.unit,
            measure: f.measure,
            note: f.note,
            color: f.color,
            breaks: f.breaks,
        };
        Self { head, observations: f.observations }
    }
}

impl From<Series> for SeriesFields {
    fn from(s: Series) -> Self {
        let SeriesHead { entity, indicator, unit, measure, note, color, breaks } = s.head;
        Self { entity, indicator, unit, measure, note, color, breaks, observations: s.observations }
    }
}

/// Something that happened and that a figure may show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Period,
    /// Where; charts choose events by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What kind of event: "law", "presidency"; charts choose events by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What happened, in full.
    pub title: String,
    /// A few words for the figure; the title when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The series that it bears on; charts choose events by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Id>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "SourceRefs::is_empty")]
    pub source: SourceRefs,
    /// Whatever else a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Event {
    /// An event of which only this is known.
    pub fn titled(at: Period, title: impl Into<String>) -> Self {
        Self {
            at,
            place: None,
            category: None,
            title: title.into(),
            label: None,
            series: Vec::new(),
            source: SourceRefs::default(),
            note: None,
        }
    }
}
