//! The fields of observations and items as text, and back.

use super::changes::CellError;
use crate::{
    exchange::entry,
    model::{
        Dataset, Id, Item, Missing, Observation, Period, PeriodError, Qualifier, SectionKind, SourceRefs, Status,
        number::{decimals_of, grouped},
    },
};

/// A field of an observation or of an item that has a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The id of an item.
    Id,
    /// When.
    Period,
    /// The series of an observation.
    Series,
    /// The value.
    Value,
    /// Lower end of the range.
    Low,
    /// Upper end of the range.
    High,
    /// How exactly it is known or meant.
    Qualifier,
    /// How final a value is.
    Status,
    /// Why there is no value.
    Missing,
    /// Who says so.
    Source,
    /// Where.
    Place,
    /// What kind of event.
    Category,
    /// What an event or a source is called.
    Title,
    /// A few words for the figure.
    Label,
    /// Who published a source.
    Publisher,
    /// When a source was published.
    Date,
    /// Where a source can be read.
    Url,
    /// When a source was read.
    Accessed,
    /// The words of a claim.
    Text,
    /// What a claim says in figures.
    Check,
    /// By how much a claim may differ.
    Tolerance,
    /// Whatever else a reader should know.
    Note,
}

impl Field {
    /// The columns of the table of every value.
    pub const OF_OBSERVATIONS: [Self; 10] = [
        Self::Period,
        Self::Series,
        Self::Value,
        Self::Low,
        Self::High,
        Self::Qualifier,
        Self::Status,
        Self::Missing,
        Self::Source,
        Self::Note,
    ];

    /// The columns of the table of a section.
    pub fn of_items(section: SectionKind) -> &'static [Self] {
        match section {
            SectionKind::Events => &[
                Self::Id,
                Self::Period,
                Self::Place,
                Self::Category,
                Self::Title,
                Self::Label,
                Self::Source,
                Self::Note,
            ],
            SectionKind::Sources => {
                &[Self::Id, Self::Publisher, Self::Title, Self::Date, Self::Url, Self::Accessed, Self::Note]
            }
            SectionKind::Claims => {
                &[Self::Id, Self::Text, Self::Check, Self::Qualifier, Self::Tolerance, Self::Source, Self::Note]
            }
            SectionKind::Series | SectionKind::Charts => &[Self::Id, Self::Title, Self::Note],
        }
    }

    /// The word above the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "Id",
            Self::Period => "Period",
            Self::Series => "Series",
            Self::Value => "Value",
            Self::Low => "Low",
            Self::High => "High",
            Self::Qualifier => "Qualifier",
            Self::Status => "Status",
            Self::Missing => "Missing",
            Self::Source => "Source",
            Self::Place => "Place",
            Self::Category => "Category",
            Self::Title => "Title",
            Self::Label => "Label",
            Self::Publisher => "Publisher",
            Self::Date => "Date",
            Self::Url => "URL",
            Self::Accessed => "Accessed",
            Self::Text => "Text",
            Self::Check => "Check",
            Self::Tolerance => "Tolerance",
            Self::Note => "Note",
        }
    }

    /// Whether its cells are numbers, which stand at the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Value | Self::Low | Self::High | Self::Tolerance)
    }
}

/// A number as a cell shows it.
pub(super) fn number(value: Option<f64>) -> String {
    value.map(|value| grouped(value, decimals_of(value))).unwrap_or_default()
}

fn sources(refs: &SourceRefs) -> String {
    refs.ids().join(", ")
}

/// A field of an observation as its cell shows it; empty for what is left out.
pub(super) fn of_observation(o: &Observation, series: &str, field: Field) -> String {
    match field {
        Field::Period => o.at.to_string(),
        Field::Series => series.to_owned(),
        Field::Value => number(o.value),
        Field::Low => number(o.low),
        Field::High => number(o.high),
        Field::Qualifier => o.qualifier.words().to_owned(),
        Field::Status if o.status != Status::Observed => o.status.name().to_lowercase(),
        Field::Missing => o.missing.map(Missing::words).unwrap_or_default().to_owned(),
        Field::Source => sources(&o.source),
        Field::Note => o.note.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Puts what was typed into a field of an observation. The series is not one of them: it takes more than that.
pub(super) fn set_observation(
    dataset: &Dataset,
    o: &mut Observation,
    field: Field,
    text: &str,
) -> Result<(), CellError> {
    let text = text.trim();
    match field {
        Field::Period => o.at = period(text)?,
        Field::Value => match entry::parse(text) {
            Ok(entry) => {
                let is_plain = entry.value.is_some()
                    && entry.low.is_none()
                    && entry.high.is_none()
                    && entry.qualifier == Qualifier::Exactly;
                if is_plain {
                    (o.value, o.missing) = (entry.value, None);
                } else {
                    entry.apply_to(o);
                }
            }
            Err(entry::EntryError::Empty) => o.value = None,
            Err(error) => return Err(error.into()),
        },
        Field::Low => o.low = optional_number(text)?,
        Field::High => o.high = optional_number(text)?,
        Field::Qualifier => o.qualifier = qualifier(text)?,
        Field::Status => {
            let names = Status::ALL.map(|status| (status, status.name().to_owned(), String::new()));
            o.status = choice(text, "status", &names)?.unwrap_or_default();
        }
        Field::Missing => {
            let names = Missing::ALL.map(|m| (m, m.name().to_owned(), m.words().to_owned()));
            o.missing = match entry::parse(text) {
                Ok(entry) if entry.missing.is_some() => entry.missing,
                _ => choice(text, "reason", &names)?,
            };
        }
        Field::Source => o.source = source_refs(dataset, text)?,
        Field::Note => o.note = optional(text),
        _ => return Err(CellError::new("This can't be changed here")),
    }
    Ok(())
}

fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn optional_number(text: &str) -> Result<Option<f64>, CellError> {
    match entry::parse_number(text) {
        Ok(value) => Ok(Some(value)),
        Err(entry::EntryError::Empty) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn period(text: &str) -> Result<Period, CellError> {
    text.parse().map_err(|error: PeriodError| {
        CellError::new(format!("{error}. Write for example 2012, 2012-05, 2012-Q2 or 2002/2014"))
    })
}

fn qualifier(text: &str) -> Result<Qualifier, CellError> {
    let names = Qualifier::ALL.map(|q| (q, q.name().to_owned(), q.words().to_owned()));
    Ok(choice(text, "qualifier", &names)?.unwrap_or_default())
}

/// One of some names, by the name in a file or in words, without regard to case.
fn choice<T: Copy>(text: &str, what: &str, names: &[(T, String, String)]) -> Result<Option<T>, CellError> {
    if text.is_empty() {
        return Ok(None);
    }
    let same = |name: &str| !name.is_empty() && name.to_lowercase() == text.to_lowercase();
    if let Some((value, ..)) = names.iter().find(|(_, name, words)| same(name) || same(words)) {
        return Ok(Some(*value));
    }
    let known: Vec<&str> =
        names.iter().map(|(_, name, words)| if words.is_empty() { name.as_str() } else { words.as_str() }).collect();
    Err(CellError::new(format!("“{text}” is not a {what}. Write one of: {}", known.join(", "))))
}

/// Sources by their ids or their names, with commas or semicolons between.
pub(super) fn source_refs(dataset: &Dataset, text: &str) -> Result<SourceRefs, CellError> {
    // A name may hold a comma itself.
    if let Some(id) = source(dataset, text.trim()) {
        return Ok([id].into_iter().collect());
    }
    text.split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            source(dataset, name)
                .ok_or_else(|| CellError::new(format!("There is no source “{name}”. Add it to the sources first")))
        })
        .collect()
}

/// A source by its id, or by its publisher or title where only one has it.
fn source(dataset: &Dataset, name: &str) -> Option<Id> {
    if dataset.sources.contains_key(name) {
        return Some(name.into());
    }
    let lower = name.to_lowercase();
    let same = |text: &Option<String>| text.as_deref().is_some_and(|text| text.to_lowercase() == lower);
    let mut found = dataset.sources.iter().filter(|(_, source)| same(&source.publisher) || same(&source.title));
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Some(id.clone()),
        _ => None,
    }
}

/// The ids of a section.
pub(super) fn ids(dataset: &Dataset, section: SectionKind) -> Vec<Id> {
    match section {
        SectionKind::Sources => dataset.sources.keys().cloned().collect(),
        SectionKind::Series => dataset.series.keys().cloned().collect(),
        SectionKind::Events => dataset.events.keys().cloned().collect(),
        SectionKind::Claims => dataset.claims.keys().cloned().collect(),
        SectionKind::Charts => dataset.charts.keys().cloned().collect(),
    }
}

/// An item of a section; series and charts have tables of another kind.
pub(super) fn item(dataset: &Dataset, section: SectionKind, id: &Id) -> Option<Item> {
    match section {
        SectionKind::Sources => dataset.sources.get(id).cloned().map(Item::Source),
        SectionKind::Events => dataset.events.get(id).cloned().map(Item::Event),
        SectionKind::Claims => dataset.claims.get(id).cloned().map(Item::Claim),
        SectionKind::Series | SectionKind::Charts => None,
    }
}

/// A field of an item as its cell shows it; empty for what is left out.
pub(super) fn of_item(item: &Item, id: &str, field: Field) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match (item, field) {
        (_, Field::Id) => id.to_owned(),
        (Item::Event(x), Field::Period) => x.at.to_string(),
        (Item::Event(x), Field::Place) => text(&x.place),
        (Item::Event(x), Field::Category) => text(&x.category),
        (Item::Event(x), Field::Title) => x.title.clone(),
        (Item::Event(x), Field::Label) => text(&x.label),
        (Item::Event(x), Field::Source) => sources(&x.source),
        (Item::Event(x), Field::Note) => text(&x.note),
        (Item::Source(x), Field::Publisher) => text(&x.publisher),
        (Item::Source(x), Field::Title) => text(&x.title),
        (Item::Source(x), Field::Date) => text(&x.date),
        (Item::Source(x), Field::Url) => text(&x.url),
        (Item::Source(x), Field::Accessed) => text(&x.accessed),
        (Item::Source(x), Field::Note) => text(&x.note),
        (Item::Claim(x), Field::Text) => x.text.clone(),
        (Item::Claim(x), Field::Check) => ron_of(&x.check),
        (Item::Claim(x), Field::Qualifier) => x.qualifier.words().to_owned(),
        (Item::Claim(x), Field::Tolerance) => number(x.tolerance),
        (Item::Claim(x), Field::Source) => sources(&x.source),
        (Item::Claim(x), Field::Note) => text(&x.note),
        _ => String::new(),
    }
}

/// Puts what was typed into a field of an item; the id is not one of them.
pub(super) fn set_item(dataset: &Dataset, item: &mut Item, field: Field, text: &str) -> Result<(), CellError> {
    let text = text.trim();
    let needed = |what: &str| {
        if text.is_empty() { Err(CellError::new(format!("It needs {what}"))) } else { Ok(text.to_owned()) }
    };
    match (item, field) {
        (Item::Event(x), Field::Period) => x.at = period(text)?,
        (Item::Event(x), Field::Place) => x.place = optional(text),
        (Item::Event(x), Field::Category) => x.category = optional(text),
        (Item::Event(x), Field::Title) => x.title = needed("a title")?,
        (Item::Event(x), Field::Label) => x.label = optional(text),
        (Item::Event(x), Field::Source) => x.source = source_refs(dataset, text)?,
        (Item::Event(x), Field::Note) => x.note = optional(text),
        (Item::Source(x), Field::Publisher) => x.publisher = optional(text),
        (Item::Source(x), Field::Title) => x.title = optional(text),
        (Item::Source(x), Field::Date) => x.date = optional(text),
        (Item::Source(x), Field::Url) => x.url = optional(text),
        (Item::Source(x), Field::Accessed) => x.accessed = optional(text),
        (Item::Source(x), Field::Note) => x.note = optional(text),
        (Item::Claim(x), Field::Text) => x.text = needed("the words of the claim")?,
        (Item::Claim(x), Field::Check) => x.check = check(dataset, text)?,
        (Item::Claim(x), Field::Qualifier) => x.qualifier = qualifier(text)?,
        (Item::Claim(x), Field::Tolerance) => x.tolerance = optional_number(text)?,
        (Item::Claim(x), Field::Source) => x.source = source_refs(dataset, text)?,
        (Item::Claim(x), Field::Note) => x.note = optional(text),
        _ => return Err(CellError::new("This can't be changed here")),
    }
    Ok(())
}

fn ron_of(check: &crate::model::Check) -> String {
    ron::to_string(check).unwrap_or_default()
}

fn check(dataset: &Dataset, text: &str) -> Result<crate::model::Check, CellError> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let check: crate::model::Check = options.from_str(text).map_err(|error| {
        CellError::new(format!(
            "{}. Write it as in the file, for example Ratio(series: \"mexico\", from: 2012, to: 2013, ratio: 0.5)",
            error.code
        ))
    })?;
    match check.series().into_iter().find(|id| !dataset.series.contains_key(*id)) {
        Some(id) => Err(CellError::new(format!("There is no series “{id}”"))),
        None => Ok(check),
    }
}
