//! The one table of what a user can ask for: text, tooltip, shortcut, and when it makes sense. Menus and shortcuts
//! are made from it.

use std::sync::LazyLock;

use super::{Command, GridAsk, Selection, Session, VersionsCommand};
use crate::chart::{CopyForm, Wording};

/// The menu that a command stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Menu {
    /// Opening, saving, closing.
    File,
    /// Undo, and changes of what is selected.
    Edit,
    /// The grid.
    Data,
    /// The figure.
    Chart,
    /// What is shown; the window adds its panels.
    View,
}

impl Menu {
    /// All of them, from left to right.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Data, Self::Chart, Self::View];

    /// The word in the menu bar.
    pub fn text(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Data => "Data",
            Self::Chart => "Chart",
            Self::View => "View",
        }
    }
}

/// Something that a user can ask for.
#[derive(Clone, Copy)]
pub struct CommandInfo {
    /// Its stable name.
    pub id: &'static str,
    /// The menu it stands in.
    pub menu: Menu,
    /// Whether a line parts it from the one above.
    pub starts_group: bool,
    /// The words in the menu; an "…" when it asks for more.
    pub text: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// The keys, as `Ctrl+Shift+S`; `Ctrl` is ⌘ on a Mac. The first is shown.
    pub shortcuts: &'static [&'static str],
    /// Whether it makes sense now.
    pub is_enabled: fn(&Session) -> bool,
    /// What is asked of the session.
    pub command: fn() -> Command,
}

/// The ones whose keys are those of a text field while something is typed there.
pub const OF_FIELDS: [&str; 5] = ["undo", "redo", "fill-down", "fill-right", "cancel-edit"];

impl CommandInfo {
    /// The words in the menu as they are now: undo and redo name their step.
    pub fn text_now(&self, session: &Session) -> String {
        let document = session.active().map(|(_, document)| document);
        let step = match self.id {
            "undo" => document.and_then(|d| d.undo_label()),
            "redo" => document.and_then(|d| d.redo_label()),
            _ => None,
        };
        step.map_or_else(|| self.text.to_owned(), |step| format!("{} {step}", self.text))
    }
}

fn always(_: &Session) -> bool {
    true
}

fn has_document(session: &Session) -> bool {
    session.active().is_some()
}

fn can_be_edited(session: &Session) -> bool {
    session.active().is_some_and(|(_, document)| !document.is_read_only()) && session.under_way().is_none()
}

/// A text with errors is written only when it was changed here.
fn can_be_saved(session: &Session) -> bool {
    session.active().is_some_and(|(_, document)| !document.is_read_only() || document.is_modified())
}

fn has_problems(session: &Session) -> bool {
    session.active().is_some_and(|(_, document)| !document.diagnostics().is_empty())
}

fn has_chart(session: &Session) -> bool {
    session.chart().is_some()
}

fn can_be_drawn_anew(session: &Session) -> bool {
    has_chart(session) && can_be_edited(session)
}

fn has_several_charts(session: &Session) -> bool {
    session.chart().is_some() && session.active().is_some_and(|(_, document)| document.dataset().charts.len() > 1)
}

fn has_item(session: &Session) -> bool {
    can_be_edited(session) && matches!(session.selection(), Selection::Item { .. })
}

fn has_something_to_delete(session: &Session) -> bool {
    can_be_edited(session)
        && !matches!(session.selection(), Selection::Nothing | Selection::Dataset | Selection::Pair { .. })
}

fn shows_cells(session: &Session) -> bool {
    session.selected_cells().is_some()
}

fn has_cells(session: &Session) -> bool {
    can_be_edited(session) && matches!(session.selection(), Selection::Cell { .. } | Selection::Cells(_))
}

macro_rules! command {
    ($id:literal, $menu:ident, $group:literal, $text:literal, $tooltip:literal, $shortcuts:expr, $enabled:expr, $command:expr) => {
        CommandInfo {
            id: $id,
            menu: Menu::$menu,
            starts_group: $group,
            text: $text,
            tooltip: $tooltip,
            shortcuts: &$shortcuts,
            is_enabled: $enabled,
            command: || $command,
        }
    };
}

mod of_annotations;
mod of_claims;
mod of_comparisons;
mod of_search;
mod of_sources;

/// All of them, in the order of the menus.
///
/// There is none for today's date, which spreadsheets have on Ctrl+;. Figures are of periods that are over, so that
/// today is never the period of one; and a session has no clock, so that the same commands always do the same.
pub static ALL: LazyLock<Vec<CommandInfo>> = LazyLock::new(|| {
    [
        of_search::SEARCHES,
        MOST,
        of_annotations::ANNOTATIONS,
        of_claims::CLAIMS,
        of_comparisons::COMPARISONS,
        of_sources::BIBLIOGRAPHIES,
    ]
    .concat()
});

const MOST: &[CommandInfo] = &[
    command!("new", File, false, "New dataset", "Start an empty dataset", ["Ctrl+N"], always, Command::New),
    command!("open", File, false, "Open…", "Open a dataset from a file", ["Ctrl+O"], always, Command::AskOpen),
    command!(
        "restore",
        File,
        false,
        "Restore unsaved work…",
        "Bring back what was closed without being saved, or what a crash has left",
        [],
        always,
        Command::AskRestore
    ),
    command!("save", File, true, "Save", "Write the dataset to its file", ["Ctrl+S"], can_be_saved, Command::Save),
    command!(
        "save-as",
        File,
        false,
        "Save as…",
        "Write the dataset to another file",
        ["Ctrl+Shift+S"],
        can_be_saved,
        Command::AskSaveAs
    ),
    command!(
        "save-all",
        File,
        false,
        "Save all",
        "Write all datasets with unsaved changes",
        [],
        |s| !s.unsaved().is_empty(),
        Command::SaveAll
    ),
    command!(
        "versions",
        File,
        false,
        "Earlier versions…",
        "Show what saves have replaced, to open it or to go back to it",
        [],
        |s| s.active().is_some_and(|(_, document)| document.path().is_some()),
        Command::Versions(Box::new(VersionsCommand::Ask))
    ),
    command!(
        "export",
        File,
        true,
        "Export figure…",
        "Write the figure, or all of them, as PNG, SVG, PDF, HTML, CSV or XLSX",
        ["Ctrl+E"],
        has_chart,
        Command::AskExport
    ),
    command!(
        "export-data",
        File,
        false,
        "Export data…",
        "Write figures as CSV, TSV or a Markdown table",
        [],
        can_be_edited,
        Command::AskExportData
    ),
    command!(
        "import",
        File,
        false,
        "Import table…",
        "Make a dataset of a CSV, TSV, XLSX or ODS table, or merge the table into the one that is open",
        ["Ctrl+I"],
        always,
        Command::AskImport
    ),
    command!("close", File, true, "Close", "Close the dataset", ["Ctrl+W"], has_document, Command::CloseActive),
    command!("quit", File, false, "Quit", "Leave Docket", ["Ctrl+Q"], always, Command::Quit),
    command!(
        "undo",
        Edit,
        false,
        "Undo",
        "Take the last change back",
        ["Ctrl+Z"],
        |s| s.under_way().is_none() && s.active().is_some_and(|(_, d)| d.undo_label().is_some()),
        Command::Undo
    ),
    command!(
        "redo",
        Edit,
        false,
        "Redo",
        "Make the change again",
        ["Ctrl+Y", "Ctrl+Shift+Z"],
        |s| s.under_way().is_none() && s.active().is_some_and(|(_, d)| d.redo_label().is_some()),
        Command::Redo
    ),
    command!(
        "cancel-edit",
        Edit,
        false,
        "Cancel change",
        "Let go of the change that is under way; nothing has changed yet",
        ["Escape"],
        |s| s.under_way().is_some(),
        Command::CancelEdit
    ),
    command!(
        "duplicate",
        Edit,
        true,
        "Duplicate",
        "Copy the selected chart, series, event, claim or source",
        [],
        has_item,
        Command::Duplicate
    ),
    command!("delete", Edit, false, "Delete", "Delete what is selected", [], has_something_to_delete, Command::Delete),
    command!(
        "find",
        Data,
        false,
        "Find…",
        "Look for something in values, notes and sources",
        ["Ctrl+F"],
        has_document,
        Command::AskGrid(GridAsk::Find)
    ),
    command!(
        "replace",
        Data,
        false,
        "Replace…",
        "Put something else in the place of what is found",
        ["Ctrl+H"],
        can_be_edited,
        Command::AskGrid(GridAsk::Replace)
    ),
    command!(
        "find-next",
        Data,
        false,
        "Find next",
        "Go to the next cell that is found",
        ["F3"],
        has_document,
        Command::AskGrid(GridAsk::FindNext)
    ),
    command!(
        "find-previous",
        Data,
        false,
        "Find previous",
        "Go to the cell found before",
        ["Shift+F3"],
        has_document,
        Command::AskGrid(GridAsk::FindPrevious)
    ),
    command!(
        "go-to",
        Data,
        false,
        "Go to…",
        "Go to a cell, a period or a series by its name",
        ["Ctrl+G"],
        has_document,
        Command::AskGrid(GridAsk::GoTo)
    ),
    command!(
        "copy-with-headers",
        Data,
        true,
        "Copy with headers",
        "Copy the selected cells with the names of their rows and columns",
        ["Ctrl+Shift+C"],
        shows_cells,
        Command::CopyWithHeaders
    ),
    command!(
        "copy-as-ron",
        Data,
        false,
        "Copy as RON",
        "Copy the selected figures as a dataset of their own, with their sources and notes",
        [],
        shows_cells,
        Command::CopyAsRon
    ),
    command!(
        "fill-down",
        Data,
        true,
        "Fill down",
        "Put the first row of the selected cells into all of them, or the row above into a single one",
        ["Ctrl+D"],
        has_cells,
        Command::FillDown
    ),
    command!(
        "fill-right",
        Data,
        false,
        "Fill right",
        "Put the first column of the selected cells into all of them, or the column before into a single one",
        ["Ctrl+R"],
        has_cells,
        Command::FillRight
    ),
    command!(
        "tidy",
        Edit,
        true,
        "Tidy file",
        "Lay the whole text out afresh; comments and the spelling of values stay",
        [],
        has_document,
        Command::TidyFile
    ),
    command!(
        "next-problem",
        Edit,
        true,
        "Next problem",
        "Go to the next error or warning in the text",
        ["F8"],
        has_problems,
        Command::NextProblem
    ),
    command!(
        "previous-problem",
        Edit,
        false,
        "Previous problem",
        "Go to the error or warning before",
        ["Shift+F8"],
        has_problems,
        Command::PreviousProblem
    ),
    command!(
        "new-chart",
        Chart,
        false,
        "New chart",
        "Add a chart of the series that are shown",
        [],
        can_be_edited,
        Command::NewChart
    ),
    command!(
        "edit-title",
        Chart,
        true,
        "Edit title",
        "Write the title of the chart, in the figure; a double click on any of its words does the same",
        ["Ctrl+F2"],
        can_be_drawn_anew,
        Command::Rewrite(Wording::Title)
    ),
    command!(
        "edit-subtitle",
        Chart,
        false,
        "Edit subtitle",
        "Write what is measured, where, when and in which unit, in the figure",
        [],
        can_be_drawn_anew,
        Command::Rewrite(Wording::Subtitle)
    ),
    command!(
        "edit-note",
        Chart,
        false,
        "Edit note",
        "Write the note under the figure",
        [],
        can_be_drawn_anew,
        Command::Rewrite(Wording::Note)
    ),
    command!(
        "copy-figure",
        Chart,
        true,
        "Copy figure as picture",
        "Put the figure on the clipboard as pixels, for a text or a slide",
        ["Ctrl+Shift+G"],
        has_chart,
        Command::CopyFigure(CopyForm::Picture)
    ),
    command!(
        "copy-figure-svg",
        Chart,
        false,
        "Copy figure as SVG",
        "Put the figure on the clipboard as the text of an SVG document, for a drawing program or a web page",
        ["Ctrl+Shift+L"],
        has_chart,
        Command::CopyFigure(CopyForm::Svg)
    ),
    command!(
        "copy-figure-data",
        Chart,
        false,
        "Copy data of the figure",
        "Put the values that the figure shows on the clipboard as a table, for a spreadsheet",
        ["Ctrl+Shift+T"],
        has_chart,
        Command::CopyFigure(CopyForm::Data)
    ),
    command!(
        "next-chart",
        Chart,
        true,
        "Next chart",
        "Look at the chart after this one",
        ["Ctrl+PageDown"],
        has_several_charts,
        Command::NextChart
    ),
    command!(
        "previous-chart",
        Chart,
        false,
        "Previous chart",
        "Look at the chart before this one",
        ["Ctrl+PageUp"],
        has_several_charts,
        Command::PreviousChart
    ),
    command!(
        "reset-view",
        Chart,
        true,
        "Show all",
        "Show the whole figure again",
        ["Ctrl+0"],
        |s| s.view().is_some(),
        Command::SetView(None)
    ),
    command!(
        "keep-view",
        Chart,
        false,
        "Keep this view",
        "Make the stretch that is looked at what the chart shows, in the file and in exports",
        [],
        |s| s.view().is_some() && can_be_drawn_anew(s),
        Command::KeepView
    ),
    command!(
        "play",
        Chart,
        false,
        "Play through time",
        "Show the figure as it was period by period; again to end it",
        ["F5"],
        has_chart,
        Command::Play
    ),
    command!(
        "source",
        View,
        false,
        "Source",
        "Show the text of the dataset, to be read and edited",
        ["Ctrl+U"],
        has_document,
        Command::ToggleSource
    ),
    command!(
        "compare",
        View,
        false,
        "Two charts side by side",
        "Show another chart beside this one, to compare them",
        ["Ctrl+Shift+B"],
        has_several_charts,
        Command::ToggleCompare
    ),
    command!(
        "present",
        View,
        false,
        "Present",
        "Show nothing but the figure, over the whole screen: arrows lead to the other charts, Esc leaves",
        ["F11"],
        has_chart,
        Command::TogglePresenting
    ),
];

/// The one with this name.
pub fn by_id(id: &str) -> Option<&'static CommandInfo> {
    ALL.iter().find(|command| command.id == id)
}

/// The claims that can be made of what is pointed at.
pub fn possible_claims(session: &Session) -> Vec<&'static CommandInfo> {
    let is_claim = |command: &&CommandInfo| command.id.starts_with("claim-");
    ALL.iter().filter(is_claim).filter(|command| (command.is_enabled)(session)).collect()
}
