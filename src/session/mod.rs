//! The program without a window: open documents, what is shown and selected, and what every command does.
//!
//! Knows neither egui nor files nor clocks: what has to be read, written or asked comes out as an `Effect`, and its
//! outcome comes back as a `Command`.

mod apply;
mod bibliography;
mod claiming;
mod command;
pub mod commands;
mod comparing;
mod everything;
mod export;
mod freeze;
pub mod gestures;
pub mod grid;
mod import;
mod inquiry;
mod outside;
mod pasting;
mod planning;
mod recovering;
mod saving;
mod sourcing;
mod text;
mod typing;
mod under_way;
mod versions;

use std::{cell::RefCell, path::Path, sync::Arc};

pub use bibliography::{Adding, BibliographyCommand, BibliographyJob, FoundSource, same_source};
pub use claiming::{Claimed, claim_id, claim_of};
pub use command::{Command, CopiedFigure, DataRequest, Effect, FigureContent, GridAsk, Job, Message};
pub use comparing::{Against, CompareJob, Compared, ComparedRow, Comparing, ComparisonCommand, FigureChoice};
pub use everything::{Hit, commands_like};
pub use import::{Import, ImportChoices, Incoming, Merging, TableJob, TableOutcome, is_table};
pub use inquiry::{Answer, Asked, Inquiry, Places, Question, Statistics};
pub use outside::{Conflict, Outside};
pub use pasting::{PasteJob, PasteOutcome, Pasting};
pub use planning::{KeptSteps, PlanJob};
pub use typing::{CaretPlace, TextChange};
pub use under_way::{EditJob, EditOutcome, Task, UnderWay};
pub use versions::{Differs, ListedVersion, Taking, Versions, VersionsCommand, VersionsJob};

use self::grid::{
    CellKey, CellRange, Column, Field, GridView, Order, Place, Row, Selected, Sheet, Span, Summary, Whole,
};
use crate::{
    analysis::{self, Verdict},
    chart::View,
    document::Document,
    format::{Severity, Text},
    model::{Address, Claim, Dataset, Edit, Id, Period, SectionKind},
};

/// A document for as long as it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(u64);

/// What is selected in the active document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    #[default]
    Nothing,
    /// The dataset itself.
    Dataset,
    /// An item of a section.
    Item {
        /// The section.
        section: SectionKind,
        /// The item.
        id: Id,
    },
    /// A cell of the grid, with or without an observation in it.
    Cell {
        /// The series.
        series: Id,
        /// The period.
        at: Period,
    },
    /// One observation, of several in its cell perhaps.
    Observation {
        /// The series.
        series: Id,
        /// Its position there.
        index: usize,
    },
    /// What the author put into the plot of a chart.
    Annotation {
        /// The chart.
        chart: Id,
        /// Its position among the annotations there.
        index: usize,
    },
    /// Two values, by series and period, in the order in which they were pointed at.
    Pair {
        /// The one that was selected first.
        from: (Id, Period),
        /// The one that was pointed at besides.
        to: (Id, Period),
    },
    /// A rectangle of cells of the grid, or one cell of a table whose rows are not periods.
    Cells(Box<CellRange>),
}

impl Selection {
    /// What is selected as one thing: of a range of cells, what its active cell is about.
    #[must_use]
    pub fn subject(&self) -> Self {
        let Self::Cells(range) = self else { return self.clone() };
        match (&range.active.row, &range.active.column) {
            (Row::Period(_), Column::Series(series))
                if range.whole == Whole::Columns && range.anchor.column == range.focus.column =>
            {
                Self::Item { section: SectionKind::Series, id: series.clone() }
            }
            (Row::Period(at), Column::Series(series)) => Self::Cell { series: series.clone(), at: *at },
            (Row::Observation { series, index }, _) => Self::Observation { series: series.clone(), index: *index },
            (Row::Item { section, id }, _) => Self::Item { section: *section, id: id.clone() },
            (Row::Period(_), Column::Field(_)) => Self::Nothing,
        }
    }

    /// The same thing as a place in a dataset.
    pub fn address(&self, dataset: &Dataset) -> Option<Address> {
        match self {
            Self::Cells(_) => self.subject().address(dataset),
            Self::Nothing => None,
            Self::Dataset => Some(Address::Dataset),
            Self::Item { section, id } => Some(Address::Item { section: *section, id: id.clone() }),
            Self::Annotation { chart, .. } => Some(Address::Item { section: SectionKind::Charts, id: chart.clone() }),
            Self::Observation { series, index } => Some(Address::Observation { series: series.clone(), index: *index }),
            Self::Cell { series, at } | Self::Pair { to: (series, at), .. } => {
                let (index, _) = dataset.series.get(series)?.observed_at(*at).next()?;
                Some(Address::Observation { series: series.clone(), index })
            }
        }
    }

    /// What an address selects.
    pub fn of(address: Address) -> Self {
        match address {
            Address::Dataset | Address::Section(_) => Self::Dataset,
            Address::Item { section, id } => Self::Item { section, id },
            Address::Observation { series, index } => Self::Observation { series, index },
        }
    }
}

/// The verdicts on the claims of a dataset, in its order.
pub type Verdicts = Arc<Vec<(Id, Verdict)>>;

/// A document with how it is looked at.
#[derive(Debug)]
struct Open {
    id: DocumentId,
    document: Document<Selection>,
    chart: Option<Id>,
    /// The chart that is looked at beside it.
    beside: Option<Id>,
    selection: Selection,
    view: Option<View>,
    /// The stretch of the chart beside it that is looked at.
    view_beside: Option<View>,
    /// Nothing later is shown while the chart is played through time.
    until: Option<Period>,
    grid: GridView,
    /// A save is on its way.
    saving: Option<BeingSaved>,
    /// What is known to be in its file.
    on_disk: Option<Arc<Text>>,
    /// What another program has made of its file, until that is answered.
    outside: Option<Outside>,
    /// Another window has it open too.
    elsewhere: outside::Elsewhere,
    /// A run of typing that may go on.
    burst: Option<typing::Burst>,
    /// A large edit that is being worked out elsewhere.
    under_way: Option<UnderWay>,
}

/// A text on its way to the disk.
#[derive(Debug)]
struct BeingSaved {
    errors: usize,
    text: Text,
}

/// All that is open.
#[derive(Debug, Default)]
pub struct Session {
    open: Vec<Open>,
    active: Option<DocumentId>,
    next_id: u64,
    preview: Option<Edit>,
    message: Option<Message>,
    import: Option<Import>,
    pasting: Option<Pasting>,
    versions: Option<Versions>,
    inquiries: inquiry::Inquiries,
    planning: Option<planning::Planning>,
    comparing: Option<Comparing>,
    kept_steps: planning::KeptSteps,
    adding: Option<Adding>,
    next_ticket: u64,
    /// Documents that are still to be saved before something else happens.
    waiting: Waiting,
    cache: RefCell<Cache>,
}

/// What goes on once all saves have come back well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Waiting {
    #[default]
    Nothing,
    Close(DocumentId),
    Quit,
}

/// What follows from the documents, kept for as long as it is true.
#[derive(Debug, Default)]
struct Cache {
    dataset: Option<(Key, Arc<Dataset>)>,
    /// Of the charts that are looked at.
    plans: Vec<planning::CachedPlan>,
    verdicts: Option<(Key, analysis::Judged, Verdicts)>,
    sheet: Option<CachedSheet>,
    summary: Option<(SheetKey, Span, Option<Summary>)>,
    /// What would be claimed of two values that are selected.
    proposal: Option<((Key, Selection), Option<Claim>)>,
}

/// A sheet that was made.
#[derive(Debug)]
struct CachedSheet {
    key: SheetKey,
    sheet: Arc<Sheet>,
    /// Its rows are still to be put in the order that the view asks for.
    is_provisional: bool,
}

/// What a sheet was made from.
#[derive(Clone, Debug, PartialEq)]
struct SheetKey {
    document: DocumentId,
    revision: u64,
    chart: Option<Id>,
    view: GridView,
}

/// What a derived value was made from.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    document: DocumentId,
    revision: u64,
    preview: Option<Edit>,
    /// Of plans.
    until: Option<Period>,
}

impl Session {
    /// With nothing open.
    pub fn new() -> Self {
        Self::default()
    }

    /// The open documents, in the order in which they were opened.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentId, &Document<Selection>)> {
        self.open.iter().map(|open| (open.id, &open.document))
    }

    /// One of the open documents.
    pub fn document(&self, id: DocumentId) -> Option<&Document<Selection>> {
        self.open.iter().find(|open| open.id == id).map(|open| &open.document)
    }

    /// The document that is looked at.
    pub fn active(&self) -> Option<(DocumentId, &Document<Selection>)> {
        self.active_open().map(|open| (open.id, &open.document))
    }

    /// The chart that is looked at.
    pub fn chart(&self) -> Option<&Id> {
        let open = self.active_open()?;
        let charts = &open.document.dataset().charts;
        let chosen = open.chart.as_ref().filter(|id| charts.contains_key(*id));
        // While a text has errors the chosen one may be among what can't be read; it comes back with it.
        chosen.or_else(|| charts.keys().next().filter(|_| open.document.is_read_only()))
    }

    /// The chart that is looked at beside it.
    pub fn beside(&self) -> Option<&Id> {
        let open = self.active_open()?;
        open.beside.as_ref().filter(|id| open.document.dataset().charts.contains_key(*id))
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        self.active_open().map_or(&Selection::Nothing, |open| &open.selection)
    }

    /// The stretch of the chart that is looked at, if not all of it.
    pub fn view(&self) -> Option<View> {
        self.active_open()?.view
    }

    /// The stretch of the chart beside it that is looked at, if not all of it.
    pub fn view_beside(&self) -> Option<View> {
        self.active_open()?.view_beside
    }

    /// The period up to which the chart is shown while it is played through time.
    pub fn until(&self) -> Option<Period> {
        self.active_open()?.until
    }

    /// The edit that is shown but not made.
    pub fn preview(&self) -> Option<&Edit> {
        self.preview.as_ref()
    }

    /// What was last to be said.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// Whether a save of a document is on its way.
    pub fn is_saving(&self, id: DocumentId) -> bool {
        self.open.iter().any(|open| open.id == id && open.saving.is_some())
    }

    /// The open document of a file.
    pub fn document_of(&self, path: &Path) -> Option<DocumentId> {
        self.open.iter().find(|open| open.document.path() == Some(path)).map(|open| open.id)
    }

    /// Whether closing would lose something, be it a change that is under way.
    pub fn unsaved(&self) -> Vec<DocumentId> {
        let would_lose = |open: &&Open| open.document.is_unsaved() || open.under_way.is_some();
        self.open.iter().filter(would_lose).map(|open| open.id).collect()
    }

    /// The active dataset, with the preview made.
    pub fn dataset(&self) -> Option<Arc<Dataset>> {
        let open = self.active_open()?;
        // Not kept: a dataset that nobody else holds is changed in place.
        let Some(preview) = &self.preview else { return Some(Arc::clone(open.document.dataset())) };
        let key = self.key(open);
        if let Some((made_from, dataset)) = &self.cache.borrow().dataset
            && *made_from == key
        {
            return Some(Arc::clone(dataset));
        }
        let mut previewed = (**open.document.dataset()).clone();
        let dataset = match preview.apply(&mut previewed) {
            Ok(()) => Arc::new(previewed),
            Err(_) => Arc::clone(open.document.dataset()),
        };
        self.cache.borrow_mut().dataset = Some((key, Arc::clone(&dataset)));
        Some(dataset)
    }

    /// The verdicts on the claims of the active document, in its order.
    pub fn verdicts(&self) -> Verdicts {
        let Some(open) = self.active_open() else { return Arc::default() };
        let key = self.key(open);
        if let Some((made_from, _, verdicts)) = &self.cache.borrow().verdicts
            && *made_from == key
        {
            return Arc::clone(verdicts);
        }
        let dataset = self.dataset().unwrap_or_else(|| Arc::clone(open.document.dataset()));
        let mut cache = self.cache.borrow_mut();
        let judged = analysis::Judged::new(&dataset, cache.verdicts.as_ref().map(|(_, before, _)| before));
        let verdicts = judged.verdicts().map(|(id, verdict)| (id.clone(), verdict.clone()));
        let verdicts = Arc::new(verdicts.collect::<Vec<_>>());
        cache.verdicts = Some((key, judged, Arc::clone(&verdicts)));
        verdicts
    }

    /// How the active document is shown in the grid.
    pub fn grid_view(&self) -> Option<&GridView> {
        self.active_open().map(|open| &open.grid)
    }

    /// The active document as a table.
    pub fn sheet(&self) -> Option<Arc<Sheet>> {
        let open = self.active_open()?;
        let key = self.sheet_key(open);
        let mut cache = self.cache.borrow_mut();
        if let Some(cached) = cache.sheet.as_ref().filter(|cached| cached.key == key) {
            return Some(Arc::clone(&cached.sheet));
        }
        let dataset = open.document.dataset();
        let chart = key.chart.as_ref().and_then(|id| dataset.charts.get(id));
        let before = cache.sheet.as_ref().filter(|before| before.key.document == key.document);
        let sheet = Sheet::new(dataset, chart, &key.view, before.map(|before| &*before.sheet));
        let cells = sheet.row_count().saturating_mul(sheet.column_count());
        let is_provisional = key.view.is_ordered() && cells > inquiry::MOST_LOOKED_THROUGH;
        let order = if is_provisional {
            // Rows stay where they are until it is known where they go.
            let alike = before.filter(|before| before.key.view == key.view && before.key.chart == key.chart);
            alike.and_then(|before| before.sheet.order_for(&sheet))
        } else {
            Order::new(&sheet, &key.view, &|| true)
        };
        let sheet = Arc::new(sheet.in_order(order));
        cache.sheet = Some(CachedSheet { key, sheet: Arc::clone(&sheet), is_provisional });
        Some(sheet)
    }

    /// The positions of all that is observed for a series and a period, the preferred one first: by the index of the
    /// grid where it shows the series, so that it takes no time in long series either.
    pub fn observed_at(&self, series: &Id, at: Period) -> Vec<usize> {
        let Some(sheet) = self.sheet() else { return Vec::new() };
        sheet.positions_at(series, at).unwrap_or_else(|| {
            let item = sheet.dataset().series.get(series);
            item.map(|item| item.observed_at(at).map(|(index, _)| index).collect()).unwrap_or_default()
        })
    }

    /// The cells that are selected, if the grid shows any of them.
    pub fn selected_cells(&self) -> Option<Selected> {
        let sheet = self.sheet()?;
        match self.selection() {
            Selection::Cells(range) => range.places(&sheet),
            Selection::Cell { series, at } | Selection::Pair { to: (series, at), .. } => {
                let key = CellKey { row: Row::Period(*at), column: Column::Series(series.clone()) };
                sheet.place_of(&key).map(Selected::cell)
            }
            Selection::Observation { series, index } => {
                let row = sheet.row_of(&Row::Observation { series: series.clone(), index: *index })?;
                let column = sheet.column_of(&Column::Series(series.clone()));
                let column = column.or_else(|| sheet.column_of(&Column::Field(Field::Value)))?;
                Some(Selected::cell(Place { row, column }))
            }
            Selection::Item { section, id } => {
                let row = sheet.row_of(&Row::Item { section: *section, id: id.clone() })?;
                Some(Selected::cell(Place { row, column: 0 }))
            }
            Selection::Nothing | Selection::Dataset | Selection::Annotation { .. } => None,
        }
    }

    /// What the numbers of the selected cells come to; `None` for less than two of them, and until it is known.
    pub fn summary(&self) -> Option<Summary> {
        let span = self.selected_cells()?.span;
        if span.is_single() {
            return None;
        }
        let sheet = self.sheet()?;
        if span.count() > inquiry::MOST_SUMMED {
            return self.inquiries.sum(&sheet, span)?.clone();
        }
        let key = self.sheet_key(self.active_open()?);
        if let Some((made_from, of, summary)) = &self.cache.borrow().summary
            && *made_from == key
            && *of == span
        {
            return summary.clone();
        }
        let summary = Summary::of(&sheet, span);
        self.cache.borrow_mut().summary = Some((key, span, summary.clone()));
        summary
    }

    fn sheet_key(&self, open: &Open) -> SheetKey {
        let (revision, view) = (open.document.revision(), open.grid.clone());
        SheetKey { document: open.id, revision, chart: self.chart().cloned(), view }
    }

    fn key(&self, open: &Open) -> Key {
        let (revision, preview) = (open.document.revision(), self.preview.clone());
        Key { document: open.id, revision, preview, until: open.until }
    }

    fn active_open(&self) -> Option<&Open> {
        let active = self.active?;
        self.open.iter().find(|open| open.id == active)
    }

    fn active_open_mut(&mut self) -> Option<&mut Open> {
        let active = self.active?;
        self.open_mut(active)
    }

    fn open_mut(&mut self, id: DocumentId) -> Option<&mut Open> {
        self.open.iter_mut().find(|open| open.id == id)
    }

    fn tell(&mut self, severity: Severity, text: impl Into<String>) -> Vec<Effect> {
        let message = Message { severity, text: text.into() };
        self.message = Some(message.clone());
        vec![Effect::Tell(message)]
    }
}
