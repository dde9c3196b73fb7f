//! What can be asked of the session, and what it asks of the world.

use std::{path::PathBuf, sync::Arc};

use super::{
    CaretPlace, Claimed, DocumentId, Selection, TextChange,
    bibliography::{BibliographyCommand, BibliographyJob},
    comparing::{CompareJob, ComparisonCommand},
    grid::{CellAct, Copied, GridView, PasteOptions, Query},
    import::{ImportChoices, TableJob, TableOutcome},
    inquiry::{Answer, Inquiry, Question},
    outside::Outside,
    pasting::{PasteJob, PasteOutcome},
    planning::PlanJob,
    under_way::{EditJob, EditOutcome},
    versions::{VersionsCommand, VersionsJob},
};
use crate::{
    chart::{ChartPlan, CopyForm, ExportRequest, View, Wording},
    document::{
        Remark,
        recovery::{Found, Restored},
    },
    exchange::table::{TableFormat, TableShape},
    format::{Parsed, Patch, Severity, Text},
    model::{AnnotationKind, Claim, Dataset, Edit, EditError, Id, Period},
};

/// What can be asked of the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A new dataset with one empty series and one chart.
    New,
    /// Ask which file to open.
    AskOpen,
    /// Open a file, or show it if it is open.
    Open(PathBuf),
    /// Open a built-in dataset as an unsaved copy, by its file name.
    OpenSample(&'static str),
    /// A file was read, or could not be; the error in words.
    Opened {
        /// The file.
        path: PathBuf,
        /// Its text as it was read, or why there is none.
        result: Result<Box<Parsed>, String>,
    },
    /// Look at another document.
    Activate(DocumentId),
    /// Look at a chart.
    ShowChart {
        /// The document it is in.
        document: DocumentId,
        /// The chart.
        chart: Id,
    },
    /// Look at the chart after the one that is looked at, round the end to the first.
    NextChart,
    /// Look at the one before it.
    PreviousChart,
    /// Look at another chart beside the one that is looked at; `None`: at that one alone.
    Compare(Option<Id>),
    /// Look at the next chart beside the one that is looked at, or at that one alone again.
    ToggleCompare,
    /// Show nothing but the figure, over the whole screen, or all again.
    TogglePresenting,
    /// Draw a series of a chart in colour and the others grey; if that is so already, all alike again.
    Highlight {
        /// The chart.
        chart: Id,
        /// The series.
        series: Id,
        /// Those in colour already stay so.
        adds: bool,
    },
    /// Select something in the active document.
    Select(Selection),
    /// Select a value besides the one that is selected.
    SelectAlso {
        /// Its series.
        series: Id,
        /// Its period.
        at: Period,
    },
    /// Make a claim of what is pointed at.
    Claim(Claimed),
    /// Add a claim.
    AddClaim(Box<Claim>),
    /// Make an edit.
    Edit {
        /// The edit.
        edit: Edit,
        /// What the step is called; by the edit when left out.
        label: Option<String>,
    },
    /// Do something to cells of the grid.
    ActOnCells(Box<CellAct>),
    /// Paste a text at the selected cells.
    Paste {
        /// The text.
        text: Arc<str>,
        /// What this program copied, if the text is that: it comes with its sources and notes.
        copied: Option<Arc<Copied>>,
    },
    /// A text to be pasted was understood.
    PasteRead {
        /// Which reading it was.
        ticket: u64,
        /// As what.
        outcome: PasteOutcome,
    },
    /// Understand the text to be pasted otherwise.
    ChoosePaste(PasteOptions),
    /// Paste it as it is understood.
    FinishPaste,
    /// Don't paste it.
    CancelPaste,
    /// Ask what to go to, of all that there is.
    SearchEverything {
        /// Only commands are wanted.
        only_commands: bool,
    },
    /// Look for something in all of the dataset.
    FindEverywhere(String),
    /// Go to something wherever it is shown.
    Reveal(Selection),
    /// Look for something in the grid.
    Search(Query),
    /// Look for nothing any more.
    EndSearch,
    /// Plan the chart that is looked at.
    Plan,
    /// A chart was planned.
    Planned {
        /// Which plan it is.
        ticket: u64,
        /// The plan; `None` where there is no such chart.
        plan: Option<Arc<ChartPlan>>,
    },
    /// Put the rows of the grid in the order that was asked for.
    Arrange,
    /// Sum up the selected cells.
    SumUp,
    /// Work statistics out.
    WorkOut(Box<Question>),
    /// Let go of the statistics that are being worked out.
    CancelStatistics,
    /// Keep the results of the steps of a chart as new series.
    Freeze(Id),
    /// A question about the table was answered.
    Answered {
        /// Which one it was.
        ticket: u64,
        /// The answer.
        answer: Box<Answer>,
    },
    /// A large edit was worked out, or does not fit.
    EditPrepared {
        /// The document.
        document: DocumentId,
        /// Which edit it was.
        ticket: u64,
        /// What came of it.
        result: Result<EditOutcome, EditError>,
    },
    /// Let go of the large edit of the active document that is under way.
    CancelEdit,
    /// Change the text of the active document by hand.
    EditText {
        /// The state of the document that the patch is of.
        revision: u64,
        /// The change.
        patch: Patch,
        /// What was done.
        change: TextChange,
        /// Where the caret stands afterwards; what stands there is selected.
        caret: CaretPlace,
    },
    /// Lay the text of the active document out afresh.
    TidyFile,
    /// Show the text of the active document, or hide it.
    ToggleSource,
    /// Go to the next error or warning in the text.
    NextProblem,
    /// Go to the one before.
    PreviousProblem,
    /// Show an edit without making it; `None` shows the document as it is.
    Preview(Option<Edit>),
    /// Take the last step back.
    Undo,
    /// Make it again.
    Redo,
    /// Save the active document; asks where if it has no file.
    Save,
    /// Ask where to save the active document.
    AskSaveAs,
    /// Save a document to a file.
    SaveAs {
        /// The document.
        document: DocumentId,
        /// The file.
        path: PathBuf,
    },
    /// Save all documents that have unsaved changes.
    SaveAll,
    /// A save came back.
    Saved {
        /// The document.
        document: DocumentId,
        /// The file.
        path: PathBuf,
        /// The revision that was written.
        revision: u64,
        /// What is to be said of it, or why it failed, in words.
        result: Result<Vec<Remark>, String>,
    },
    /// The file of a document is not as it was: another program has changed it.
    ChangedOutside {
        /// The document.
        document: DocumentId,
        /// The file.
        path: PathBuf,
        /// What is there now.
        now: Outside,
    },
    /// Another window has come to have the file of a document open too, or has closed it.
    OpenElsewhere {
        /// The document.
        document: DocumentId,
        /// Whether it is open there.
        is_open: bool,
    },
    /// Leave the active document open here and in the other window.
    KeepBothOpen,
    /// Read the file of the active document again, in place of the changes made here.
    Reload,
    /// Keep the changes made here; the next save writes over what another program has written.
    KeepMine,
    /// Something about earlier versions of a document.
    Versions(Box<VersionsCommand>),
    /// Show the unsaved work that can be brought back.
    AskRestore,
    /// Bring unsaved work back.
    Restore {
        /// Which.
        found: Box<Found>,
        /// As a document of its own, beside the one that it is of.
        as_copy: bool,
    },
    /// Don't offer unsaved work any more.
    Discard(Box<Found>),
    /// Unsaved work was read, or could not be; the error in words.
    Restored {
        /// Which.
        found: Box<Found>,
        /// As it was.
        result: Result<Box<Restored>, String>,
        /// As a document of its own.
        as_copy: bool,
    },
    /// Something about bibliographies.
    Bibliography(Box<BibliographyCommand>),
    /// Something about two versions that are compared.
    Comparison(ComparisonCommand),
    /// Close the active document.
    CloseActive,
    /// Close a document; asks if it has unsaved changes.
    Close(DocumentId),
    /// Close a document whatever it holds.
    CloseDiscarding(DocumentId),
    /// Save a document, then close it.
    SaveAndClose(DocumentId),
    /// Leave; asks if there are unsaved changes.
    Quit,
    /// Leave whatever is unsaved.
    QuitDiscarding,
    /// Save all, then leave.
    SaveAllAndQuit,
    /// Stop waiting to close or to leave.
    CancelWaiting,
    /// Look at a stretch of the chart, or at all of it.
    SetView(Option<View>),
    /// The same of the chart beside it.
    SetViewBeside(Option<View>),
    /// Make the stretch that is looked at what the axes of the chart show.
    KeepView,
    /// Play the chart through its periods, or end that.
    Play,
    /// Show nothing later than a period; `None` shows all again.
    ShowUntil(Option<Period>),
    /// Lay the data out in the grid in another way.
    SetGridView(Box<GridView>),
    /// Write a text of the figure anew, where it stands.
    Rewrite(Wording),
    /// Add an annotation of a kind to the chart that is looked at.
    Annotate(AnnotationKind),
    /// Ask how and where to export the figure.
    AskExport,
    /// Export the figure that is looked at.
    Export(ExportRequest),
    /// Export all figures of the dataset that is looked at, into a folder.
    ExportAll(ExportRequest),
    /// Put the figure that is looked at on the clipboard.
    CopyFigure(CopyForm),
    /// It is drawn, or can't be.
    FigureCopied(Result<CopiedFigure, String>),
    /// An export came back.
    Exported {
        /// The file.
        path: PathBuf,
        /// Why it failed, in words.
        result: Result<(), String>,
    },
    /// Ask how and where to write figures as a table.
    AskExportData,
    /// Write figures as a table.
    ExportData(DataRequest),
    /// Ask which table to import.
    AskImport,
    /// Read a table, to be looked at before it is imported.
    ImportTable(PathBuf),
    /// A table was read, or could not be; the error in words.
    TableRead {
        /// Which reading it was.
        ticket: u64,
        /// What it says, or why it can't be read.
        result: Result<TableOutcome, String>,
    },
    /// Read the table otherwise, or import it elsewhere.
    ChooseImport(Box<ImportChoices>),
    /// Import the table as it is read.
    FinishImport,
    /// Don't import it.
    CancelImport,
    /// A new chart of the series that are looked at.
    NewChart,
    /// A copy of what is selected.
    Duplicate,
    /// What is selected goes.
    Delete,
    /// The first row of the selected cells in all of them.
    FillDown,
    /// The first column of the selected cells in all of them.
    FillRight,
    /// Copy the selected cells with the names of their rows and columns.
    CopyWithHeaders,
    /// Copy the selected figures as a dataset of their own, with their sources.
    CopyAsRon,
    /// Ask the grid for something that only a window has.
    AskGrid(GridAsk),
    /// Say something to the user.
    Say(String),
    /// The message has been read.
    Dismiss,
}

/// What the session asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Work to be done away from the window.
    Job(Job),
    /// Something that the grid is to ask or to show.
    Grid(GridAsk),
    /// Put a text on the clipboard.
    Copy(String),
    /// Put a figure on the clipboard.
    CopyFigure(FigureContent),
    /// Ask which file to open.
    PickFileToOpen,
    /// Ask where to save.
    PickFileToSave {
        /// The document.
        document: DocumentId,
        /// The name to start from.
        suggested_name: String,
    },
    /// Show the earlier versions of a document.
    ShowVersions,
    /// Ask what to compare the active document with.
    PickComparison,
    /// Ask how and where to write the sources.
    PickBibliography,
    /// Ask from which file to add sources.
    PickSources,
    /// Show the sources that may be added.
    ShowSources,
    /// Ask how and where to export.
    PickExport,
    /// Ask how and where to write figures as a table.
    PickDataExport,
    /// Ask which table to import.
    PickTable,
    /// Show the table that is being imported.
    ShowImport,
    /// Show the unsaved work that can be brought back.
    ShowUnsavedWork,
    /// Read unsaved work: `Command::Restored`.
    Restore {
        /// Which.
        found: Box<Found>,
        /// As a document of its own.
        as_copy: bool,
    },
    /// Don't offer unsaved work any more.
    Discard(Box<Found>),
    /// A document with unsaved changes is about to be closed: save, discard or cancel?
    AskBeforeClosing(DocumentId),
    /// The program is about to end with unsaved changes: save, discard or cancel?
    AskBeforeQuitting(Vec<DocumentId>),
    /// Let a text of the figure be written anew, where it stands.
    Rewrite(Wording),
    /// Play the figure through its periods, or end that.
    Play,
    /// Let an annotation of a kind be put into the figure.
    Annotate(AnnotationKind),
    /// Show nothing but the figure, or all again.
    TogglePresenting,
    /// Show the text, or hide it.
    ToggleSource,
    /// Show the next error or warning in the text.
    GoToNextProblem,
    /// Show the one before.
    GoToPreviousProblem,
    /// Say something to the user.
    Tell(Message),
    /// Ask what to go to.
    SearchEverything {
        /// Only commands are wanted.
        only_commands: bool,
    },
    /// Let the words of what is selected be written.
    NameSelected,
    /// End the program.
    Quit,
}

/// What the grid can be asked for besides changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridAsk {
    /// Look for something.
    Find,
    /// Look for something and put something else in its place.
    Replace,
    /// The next one that is found.
    FindNext,
    /// The one before.
    FindPrevious,
    /// Ask where to go.
    GoTo,
}

/// Work to be done away from the window; its outcome comes back as a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Read a file: `Command::Opened`.
    Open(PathBuf),
    /// Write a document: `Command::Saved`.
    Save {
        /// The document.
        document: DocumentId,
        /// The file.
        path: PathBuf,
        /// Its text.
        text: Text,
        /// The revision that the text is.
        revision: u64,
        /// What is expected in the file; anything else was put there by another program.
        base: Option<Text>,
    },
    /// List, read or compare earlier versions: `Command::Versions`.
    Versions(Box<VersionsJob>),
    /// Work a large edit out: `Command::EditPrepared`.
    Edit(Box<EditJob>),
    /// Understand a text that is to be pasted: `Command::PasteRead`.
    ReadPaste(Box<PasteJob>),
    /// Plan a chart: `Command::Planned`.
    Plan(Box<PlanJob>),
    /// Read or write sources.
    Bibliography(Box<BibliographyJob>),
    /// Compare two versions: `Command::Compared`.
    Compare(Box<CompareJob>),
    /// Answer a question about a table: `Command::Answered`.
    Inquire(Box<Inquiry>),
    /// Read a table: `Command::TableRead`.
    ReadTable(Box<TableJob>),
    /// Write figures as a table: `Command::Exported`.
    ExportData {
        /// The dataset.
        dataset: Arc<Dataset>,
        /// What, how and where.
        request: DataRequest,
    },
    /// Draw and write a figure: `Command::Exported`.
    Export {
        /// The figure.
        plan: Arc<ChartPlan>,
        /// The dataset it is of.
        dataset: Arc<Dataset>,
        /// How and where.
        request: ExportRequest,
        /// The folder of the dataset, where themes may be.
        folder: Option<PathBuf>,
    },
    /// Draw and write all figures of a dataset: `Command::Exported`.
    ExportAll {
        /// The dataset.
        dataset: Arc<Dataset>,
        /// How, and in which folder.
        request: ExportRequest,
        /// The folder of the dataset, where themes may be.
        folder: Option<PathBuf>,
    },
    /// Draw a figure for the clipboard: `Command::FigureCopied`.
    CopyFigure {
        /// The figure.
        plan: Arc<ChartPlan>,
        /// The dataset it is of.
        dataset: Arc<Dataset>,
        /// As what.
        form: CopyForm,
        /// The folder of the dataset, where themes may be.
        folder: Option<PathBuf>,
    },
}

/// A figure that is ready for the clipboard.
#[derive(Clone, Debug, PartialEq)]
pub struct CopiedFigure {
    /// What is put there.
    pub content: FigureContent,
    /// What is said about it.
    pub said: String,
}

/// What a clipboard takes of a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureContent {
    /// A text: an SVG document, or a table.
    Text(String),
    /// Pixels, each red, green and blue.
    Picture {
        /// Row after row.
        rgb: Vec<u8>,
        /// The pixels of a row.
        width: usize,
    },
}

/// Something to be said to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How bad it is; a warning may also be good news.
    pub severity: Severity,
    /// The words.
    pub text: String,
}

/// Figures that are to be written as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// The file.
    pub path: PathBuf,
    /// The series, in the order of the table.
    pub series: Vec<Id>,
    /// What it is written as.
    pub format: TableFormat,
    /// How its rows are made.
    pub shape: TableShape,
}
