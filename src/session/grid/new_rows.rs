//! Rows that come to a table whose rows are observations or items.

use super::{
    changes::{CellError, Changes},
    fields::{self, Field},
    sheet::{Row, Sheet},
    view::Layout,
};
use crate::{
    model::{
        Check, Claim, Event, Extreme, Id, Item, Observation, Period, Qualifier, SectionKind, Source, SourceRefs, Unit,
    },
    session::gestures,
};

/// A row that is to come, with what is known of it so far.
pub struct NewRow<'a> {
    sheet: &'a Sheet,
    /// The row whose series is taken where none is given.
    beside: usize,
    texts: Vec<(Field, String)>,
}

impl<'a> NewRow<'a> {
    /// A row without anything in it.
    pub fn new(sheet: &'a Sheet, beside: usize) -> Self {
        Self { sheet, beside, texts: Vec::new() }
    }

    /// Puts a text into a field.
    pub fn set(&mut self, field: Field, text: &str) {
        self.texts.push((field, text.trim().to_owned()));
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.texts.iter().find(|(other, text)| *other == field && !text.is_empty()).map(|(_, text)| text.as_str())
    }

    /// Makes it part of the changes.
    ///
    /// # Errors
    /// When something that it needs is not given or can't be read.
    pub fn add_to(self, changes: &mut Changes<'_>) -> Result<(), CellError> {
        match self.sheet.layout() {
            Layout::Long => self.observation(changes),
            Layout::Items(section) => self.item(section, changes),
            Layout::Wide => Err(CellError::new("Rows of this table are periods")),
        }
    }

    fn observation(self, changes: &mut Changes<'_>) -> Result<(), CellError> {
        let dataset = self.sheet.dataset();
        let beside = self.sheet.row(self.beside.min(self.sheet.row_count().saturating_sub(1)));
        let series: Id = match (self.text(Field::Series), beside) {
            (Some(name), _) => changes.series_called(name)?,
            (None, Some(Row::Observation { series, .. })) => series,
            (None, _) => return Err(CellError::new("It needs a series")),
        };
        let Some(at) = self.text(Field::Period) else { return Err(CellError::new("It needs a period")) };
        let mut observation = Observation::at(fields::period(at)?);
        for (field, text) in self.texts.iter().filter(|(field, _)| *field != Field::Series) {
            if !(text.is_empty() && *field == Field::Period) {
                fields::set_observation(dataset, &mut observation, *field, text)?;
            }
        }
        changes.add(&series, observation);
        Ok(())
    }

    fn item(self, section: SectionKind, changes: &mut Changes<'_>) -> Result<(), CellError> {
        let dataset = self.sheet.dataset();
        let mut item = blank(section).ok_or_else(|| CellError::new("Add it in the inspector"))?;
        let needed: &[Field] = match section {
            SectionKind::Events => &[Field::Period, Field::Title],
            SectionKind::Claims => &[Field::Text, Field::Check],
            _ => &[],
        };
        if let Some(field) = needed.iter().find(|field| self.text(**field).is_none()) {
            return Err(CellError::new(format!("It needs something in the column {}", field.name())));
        }
        for (field, text) in self.texts.iter().filter(|(field, text)| *field != Field::Id && !text.is_empty()) {
            fields::set_item(dataset, &mut item, *field, text)?;
        }
        let names = [Field::Id, Field::Label, Field::Title, Field::Publisher, Field::Text];
        let name = names.iter().find_map(|field| self.text(*field)).unwrap_or(section.singular());
        let stem: String = name.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        let is_taken = |id: &str| gestures::is_taken(dataset, section, id) || changes.adds(section, id);
        let id = gestures::unique_id(&stem, is_taken);
        changes.add_item(id, item);
        Ok(())
    }
}

/// An item with nothing but what it can't do without.
pub(super) fn blank(section: SectionKind) -> Option<Item> {
    Some(match section {
        SectionKind::Sources => Item::Source(Source::default()),
        SectionKind::Events => Item::Event(Event::titled(Period::from(Unit::Year(2000)), "New event")),
        SectionKind::Claims => Item::Claim(Claim {
            text: "New claim".to_owned(),
            check: Check::Extreme {
                series: Id::default(),
                at: Period::from(Unit::Year(2000)),
                is: Extreme::Highest,
                since: None,
            },
            qualifier: Qualifier::default(),
            tolerance: None,
            source: SourceRefs::default(),
            note: None,
        }),
        SectionKind::Series | SectionKind::Charts => return None,
    })
}
