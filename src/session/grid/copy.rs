//! What is copied of a range: text for other programs, and all that is known of the figures for this one.

use super::{
    fields,
    range::{Place, Span},
    sheet::{Column, Row, Sheet},
    view::Layout,
};
use crate::{
    exchange::clipboard,
    format,
    model::{Dataset, Id, Item, Measure, Observation, Section, SectionKind, Series, Source, SourceRefs},
};

/// A copied range with what text does not hold: sources, notes, status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copied {
    /// The text that went to the clipboard; another text there means that this is no longer what is copied.
    pub text: String,
    /// The preferred figure of every cell, row by row.
    pub rows: Vec<Vec<Option<Observation>>>,
    /// The sources that the figures name.
    pub sources: Section<Source>,
}

impl Copied {
    /// Copies a range of the wide table, or of another as text alone.
    pub fn new(sheet: &Sheet, span: Span) -> Self {
        let text = tsv(sheet, span, false);
        if sheet.layout() != Layout::Wide {
            return Self { text, ..Self::default() };
        }
        let figure = |place| sheet.cell(place).and_then(|cell| cell.preferred().cloned());
        let row = |row| span.columns().map(|column| figure(Place { row, column })).collect();
        let rows: Vec<Vec<Option<Observation>>> = span.rows().map(row).collect();
        let mut sources = Section::new();
        for observation in rows.iter().flatten().flatten() {
            add_sources(sheet.dataset(), &observation.source, &mut sources);
        }
        Self { text, rows, sources }
    }
}

fn add_sources(dataset: &Dataset, refs: &SourceRefs, sources: &mut Section<Source>) {
    for id in refs.ids() {
        if let Some(source) = dataset.sources.get(id).filter(|_| !sources.contains_key(id)) {
            sources.insert(id.clone(), source.clone());
        }
    }
}

/// A range as tab-separated text, with the names of its columns and rows if those are asked for.
pub fn tsv(sheet: &Sheet, span: Span, with_heads: bool) -> String {
    let with_rows = with_heads && sheet.layout() == Layout::Wide;
    let head = with_heads.then(|| {
        let names = span.columns().filter_map(|column| sheet.columns().get(column));
        let first = with_rows.then(|| "Period".to_owned());
        first.into_iter().chain(names.map(|column| sheet.column_name(column))).collect::<Vec<_>>()
    });
    let row = |row: usize| {
        let first = with_rows.then(|| sheet.row_name(row));
        let cells = span.columns().map(|column| plain(sheet, Place { row, column }));
        first.into_iter().chain(cells).collect::<Vec<_>>()
    };
    clipboard::write(head.into_iter().chain(span.rows().map(row)))
}

/// What a cell holds as other programs read it: numbers without separated thousands.
fn plain(sheet: &Sheet, place: Place) -> String {
    let is_figure = match sheet.columns().get(place.column) {
        Some(Column::Series(_)) => true,
        Some(Column::Field(field)) => field.is_number(),
        None => false,
    };
    let text = match sheet.columns().get(place.column) {
        Some(Column::Series(_)) => {
            sheet.cell(place).and_then(|cell| Some(cell.preferred()?.shown(&Measure::Amount))).unwrap_or_default()
        }
        _ => sheet.text(place),
    };
    if is_figure { text.replace(',', "").replace('\u{2212}', "-") } else { text }
}

/// A range as a dataset of its own, as a file would have it: the series with the observations of the range, and the
/// sources that those name.
pub fn fragment(sheet: &Sheet, span: Span) -> String {
    let dataset = sheet.dataset();
    let mut part = Dataset::titled(&dataset.title);
    let mut add = |id: &Id, item: &Series, observation: &Observation| {
        add_sources(dataset, &observation.source, &mut part.sources);
        let empty = || Series { head: item.head.clone(), ..Series::default() };
        part.series.entry(id.clone()).or_insert_with(empty).observations.push_back(observation.clone());
    };
    for column in span.columns() {
        for row in span.rows() {
            let Some(cell) = sheet.cell(Place { row, column }) else { continue };
            match (sheet.columns().get(column), sheet.row(row)) {
                (Some(Column::Series(id)), _) => cell.observations.iter().for_each(|(_, o)| add(id, cell.series, o)),
                // In the table of every value a row is copied once, however many of its fields are selected.
                (_, Some(Row::Observation { series, .. })) if column == span.first.column => {
                    cell.observations.iter().for_each(|(_, o)| add(&series, cell.series, o));
                }
                _ => {}
            }
        }
    }
    part.series.values_mut().for_each(|series| series.head.breaks.clear());
    if let Layout::Items(section) = sheet.layout() {
        add_items(sheet, span, section, &mut part);
    }
    format::write(&part)
}

fn add_items(sheet: &Sheet, span: Span, section: SectionKind, part: &mut Dataset) {
    let dataset = sheet.dataset();
    for row in span.rows() {
        let Some(Row::Item { id, .. }) = sheet.row(row) else { continue };
        match fields::item(dataset, section, &id) {
            Some(Item::Source(source)) => {
                part.sources.insert(id, source);
            }
            Some(Item::Event(event)) => {
                add_sources(dataset, &event.source, &mut part.sources);
                part.events.insert(id, event);
            }
            Some(Item::Claim(claim)) => {
                add_sources(dataset, &claim.source, &mut part.sources);
                part.claims.insert(id, claim);
            }
            _ => {}
        }
    }
}
