//! What is asked of many cells, as it was asked: to be worked out here, or away from the window.

use super::{
    annotate::{Annotation, annotate},
    carry::carry,
    changes::Changes,
    fill::{FillMode, fill, fill_down, fill_right},
    find::{Query, replace},
    growth::selection_to_come,
    range::{Place, Selected, Span, Whole},
    sheet::Sheet,
    structure::remove_rows,
};
use crate::{
    model::{Edit, Id, Period},
    session::{Selection, gestures},
};

/// Something that is done to cells of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum CellAct {
    /// What stands there goes. A field that can't be left out stays as it is.
    Clear(Span),
    /// What was copied from there goes.
    Cut(Span),
    /// The same text in every cell.
    Put {
        /// The cells.
        span: Span,
        /// What they get.
        text: String,
    },
    /// Cells are filled from those beside them, as by the handle.
    Fill {
        /// Those that are filled from.
        from: Span,
        /// Those, and the ones to be filled.
        to: Span,
        /// How they go on.
        mode: FillMode,
    },
    /// The first row in all rows.
    FillDown(Span),
    /// The first column in all columns.
    FillRight(Span),
    /// Figures are moved or copied to other cells.
    Carry {
        /// Where they are.
        from: Span,
        /// Where they come to: as many cells.
        to: Span,
        /// They stay where they are, too.
        copies: bool,
    },
    /// Something is said of all figures.
    Annotate {
        /// The cells.
        span: Span,
        /// What is said.
        annotation: Annotation,
    },
    /// A text is put in place of what is found.
    Replace {
        /// The cells in which it was found.
        places: Vec<Place>,
        /// What was looked for.
        query: Query,
        /// What comes in its place.
        with: String,
    },
    /// Rows go with all that is in them.
    RemoveRows(Span),
}

/// What comes of something that was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planned {
    /// The edit; `None` where nothing changes.
    pub edit: Option<Edit>,
    /// What the step is called.
    pub label: String,
    /// What is selected afterwards, if not what the edit leads to by itself.
    pub select: Option<Selection>,
    /// Periods that get a row although they have no figure.
    pub extra: Vec<Period>,
    /// What there is to say about it.
    pub say: Option<String>,
}

impl CellAct {
    /// How many cells it is about, at most.
    pub fn size(&self) -> usize {
        match self {
            Self::Clear(span)
            | Self::Cut(span)
            | Self::Put { span, .. }
            | Self::FillDown(span)
            | Self::FillRight(span)
            | Self::Annotate { span, .. }
            | Self::RemoveRows(span) => span.count(),
            Self::Fill { to, .. } => to.count(),
            Self::Carry { from, .. } => 2 * from.count(),
            Self::Replace { places, .. } => places.len(),
        }
    }

    /// What the step is called before it is known what it comes to.
    pub fn label(&self, sheet: &Sheet) -> String {
        match self {
            Self::Clear(span) => gestures::label("clear", sheet, *span),
            Self::Cut(span) => gestures::label("cut", sheet, *span),
            Self::Put { span, text } => {
                gestures::label(if text.trim().is_empty() { "clear" } else { "set" }, sheet, *span)
            }
            Self::Fill { from, to, .. } => format!("fill {} cells", to.count() - from.count()),
            Self::FillDown(_) => "fill down".to_owned(),
            Self::FillRight(_) => "fill right".to_owned(),
            Self::Carry { from, copies, .. } => gestures::label(if *copies { "copy" } else { "move" }, sheet, *from),
            Self::Annotate { span, annotation } => gestures::label(annotation.verb(), sheet, *span),
            Self::Replace { places, .. } => format!("replace in {} cells", places.len()),
            Self::RemoveRows(span) => match span.height() {
                1 => format!("delete {}", sheet.row_name(span.first.row)),
                count => format!("delete {count} rows"),
            },
        }
    }

    /// Works it out. Takes time in proportion to the number of cells.
    pub fn plan(&self, sheet: &Sheet, chart: Option<&Id>) -> Planned {
        let mut changes = Changes::new(sheet);
        let mut planned = Planned { label: self.label(sheet), ..Planned::default() };
        let done = match self {
            // What can be cleared of it is.
            Self::Clear(span) => {
                planned.say = changes.clear_span(*span).err().map(|error| error.to_string());
                Ok(())
            }
            Self::Cut(span) => changes.clear_span(*span),
            Self::Put { span, text } => span.places().try_for_each(|place| changes.set_text(place, text)),
            Self::Fill { from, to, mode } => {
                planned.select = if to.last.row < sheet.row_count() {
                    let range = Selected::new(sheet, to.first, to.last, Whole::No);
                    range.with_active(from.first).to_selection(sheet)
                } else {
                    selection_to_come(sheet, *to)
                };
                fill(&mut changes, sheet, *from, *to, *mode).map(|empty| planned.extra = empty)
            }
            Self::FillDown(span) => fill_down(&mut changes, sheet, *span),
            Self::FillRight(span) => fill_right(&mut changes, sheet, *span),
            Self::Carry { from, to, copies } => {
                planned.select = Selected::new(sheet, to.first, to.last, Whole::No).to_selection(sheet);
                carry(&mut changes, sheet, *from, *to, *copies);
                Ok(())
            }
            Self::Annotate { span, annotation } => {
                annotate(&mut changes, sheet, *span, annotation);
                Ok(())
            }
            Self::Replace { places, query, with } => {
                let (count, said) = replace(&mut changes, sheet, places, query, with);
                planned.label = format!("replace in {count} cells");
                planned.say = Some(said);
                Ok(())
            }
            Self::RemoveRows(span) => {
                return Planned { edit: remove_rows(sheet, *span), ..planned };
            }
        };
        match done {
            Ok(()) => planned.edit = changes.into_edit(chart),
            Err(error) => {
                planned = Planned { label: planned.label, say: Some(error.to_string()), ..Planned::default() }
            }
        }
        // What was refused of a range is said only where nothing else came of it.
        if matches!(self, Self::Clear(_)) && planned.edit.is_some() {
            planned.say = None;
        }
        planned
    }
}
