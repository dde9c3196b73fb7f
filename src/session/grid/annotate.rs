//! What is said of figures besides their values, for many cells at once.

use super::{
    changes::Changes,
    range::{Place, Span},
    sheet::{Column, Field, Row, Sheet},
};
use crate::model::{Id, Missing, Observation, Qualifier, SourceRefs, Status};

/// Something to be said of every figure in a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// Who says so; `None`: nobody is named.
    Source(Option<Id>),
    /// Another source says the same.
    AlsoSource(Id),
    /// How exactly they are known.
    Qualifier(Qualifier),
    /// How final they are.
    Status(Status),
    /// That there is no value, and why.
    Missing(Missing),
    /// A note; `None` takes the notes away.
    Note(Option<String>),
}

impl Annotation {
    /// What the step is called.
    pub(super) fn verb(&self) -> &'static str {
        match self {
            Self::Source(_) | Self::AlsoSource(_) => "set the source of",
            Self::Qualifier(_) => "qualify",
            Self::Status(_) => "set the status of",
            Self::Missing(_) => "set as missing",
            Self::Note(_) => "note on",
        }
    }

    fn apply_to(&self, o: &mut Observation) {
        match self {
            Self::Source(source) => o.source = source.iter().cloned().collect(),
            Self::AlsoSource(id) => {
                let others = o.source.ids().iter().filter(|other| *other != id).cloned();
                o.source = others.chain([id.clone()]).collect::<SourceRefs>();
            }
            Self::Qualifier(qualifier) => o.qualifier = *qualifier,
            Self::Status(status) => o.status = *status,
            Self::Missing(missing) => {
                *o = Observation {
                    missing: Some(*missing),
                    source: o.source.clone(),
                    note: o.note.clone(),
                    ..Observation::at(o.at)
                };
            }
            Self::Note(note) => o.note.clone_from(note),
        }
    }

    /// The field of an item that this is, with its text.
    fn field(&self) -> Option<(Field, String)> {
        Some(match self {
            Self::Source(id) => (Field::Source, id.as_ref().map(ToString::to_string).unwrap_or_default()),
            Self::Qualifier(qualifier) => (Field::Qualifier, qualifier.name().to_owned()),
            Self::Note(note) => (Field::Note, note.clone().unwrap_or_default()),
            Self::AlsoSource(_) | Self::Status(_) | Self::Missing(_) => return None,
        })
    }
}

/// Says something of every figure in a span. Empty cells stay empty, except that they can be said to be missing.
pub(super) fn annotate(changes: &mut Changes<'_>, sheet: &Sheet, span: Span, annotation: &Annotation) {
    let is_wide = matches!(sheet.columns().first(), Some(Column::Series(_)));
    let columns = if is_wide { span.columns() } else { span.first.column..=span.first.column };
    for row in span.rows() {
        if let Some(Row::Item { .. }) = sheet.row(row) {
            let Some((field, text)) = annotation.field() else { return };
            // An item without this field is left as it is.
            let _ = changes.set_field(row, field, &text);
            continue;
        }
        for column in columns.clone() {
            let place = Place { row, column };
            if is_wide && !sheet.is_filled(place) && !matches!(annotation, Annotation::Missing(_)) {
                continue;
            }
            changes.change(place, |o| annotation.apply_to(o));
        }
    }
}

/// What all figures of a span have in common; `None` where they differ or there are none.
pub fn common<T: PartialEq>(sheet: &Sheet, span: Span, of: impl Fn(&Observation) -> T) -> Option<T> {
    /// Beyond this many cells a menu need not know.
    const LOOKED_AT: usize = 10_000;
    let mut common = None;
    for place in span.places().take(LOOKED_AT) {
        let Some(cell) = sheet.cell(place) else { continue };
        let Some(value) = cell.preferred().map(&of) else { continue };
        if common.get_or_insert_with(|| of(cell.observations[0].1)) != &value {
            return None;
        }
    }
    common
}
