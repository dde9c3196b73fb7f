//! What every command does.

use std::{path::PathBuf, sync::Arc};

use super::{
    Command, ComparisonCommand, DocumentId, Effect, Job, Open, Selection, Session, Waiting, bibliography, comparing,
    export, gestures,
    grid::{self, CellAct, GridView, Sheet, Span},
    import, inquiry,
    outside::{self, Elsewhere},
    pasting, planning, recovering,
    under_way::Kind,
    versions,
};
use crate::{
    chart::{claim_of_annotation, shows_claim},
    document::{Document, Origin, samples},
    format::{Parsed, Severity},
    model::{Dataset, Edit, EditError, EventFilter, Id, Period, SectionKind},
};

impl Session {
    /// Carries out a command; what has to happen outside comes back, in order.
    pub fn apply(&mut self, command: Command) -> Vec<Effect> {
        if !matches!(
            command,
            Command::Preview(_)
                | Command::Opened { .. }
                | Command::ShowUntil(_)
                | Command::Saved { .. }
                | Command::ChangedOutside { .. }
                | Command::OpenElsewhere { .. }
                | Command::Exported { .. }
                | Command::Versions(_)
                | Command::FigureCopied(_)
                | Command::TableRead { .. }
                | Command::EditPrepared { .. }
                | Command::PasteRead { .. }
                | Command::Search(_)
                | Command::FindEverywhere(_)
                | Command::Arrange
                | Command::SumUp
                | Command::WorkOut(_)
                | Command::CancelStatistics
                | Command::Plan
                | Command::Planned { .. }
                | Command::Comparison(ComparisonCommand::Now | ComparisonCommand::Compared { .. })
                | Command::Answered { .. }
        ) {
            self.preview = None;
        }
        self.leave_comparison(&command);
        match command {
            Command::New => self.new_document(),
            Command::AskOpen => vec![Effect::PickFileToOpen],
            Command::Open(path) => self.open_path(path),
            Command::OpenSample(file_name) => self.open_sample(file_name),
            Command::Opened { path, result } => self.opened(path, result),
            Command::Activate(document) => self.activate(document),
            Command::ShowChart { document, chart } => self.show_chart(document, chart),
            Command::Highlight { chart, series, adds } => match gestures::highlight(self, &chart, &series, adds) {
                Some((edit, label)) => self.edit(edit, label),
                None => Vec::new(),
            },
            Command::NextChart => self.walk_charts(true),
            Command::PreviousChart => self.walk_charts(false),
            Command::Compare(chart) => self.compare(chart),
            Command::ToggleCompare => {
                let beside = if self.beside().is_some() { None } else { self.neighbour(true).cloned() };
                self.compare(beside)
            }
            Command::TogglePresenting => self.chart().map_or_else(Vec::new, |_| vec![Effect::TogglePresenting]),
            Command::Select(selection) => self.select(selection),
            Command::SearchEverything { only_commands } => vec![Effect::SearchEverything { only_commands }],
            Command::Reveal(selection) => self.reveal(selection),
            Command::SelectAlso { series, at } => self.select_also(series, at),
            Command::Claim(claimed) => self.claim(claimed),
            Command::AddClaim(claim) => self.add_claim(*claim),
            Command::Edit { edit, label } => self.edit(edit, label),
            Command::ActOnCells(act) => self.act_on_cells(*act),
            Command::EditPrepared { document, ticket, result } => self.edit_prepared(document, ticket, result),
            Command::CancelEdit => self.cancel_edit(),
            Command::EditText { revision, patch, change, caret } => self.edit_text(revision, &patch, change, caret),
            Command::TidyFile => self.tidy_file(),
            Command::ToggleSource => self.active.map_or_else(Vec::new, |_| vec![Effect::ToggleSource]),
            Command::NextProblem => self.go_to_problem(Effect::GoToNextProblem),
            Command::PreviousProblem => self.go_to_problem(Effect::GoToPreviousProblem),
            Command::Preview(preview) => {
                self.preview = preview;
                Vec::new()
            }
            Command::Undo => self.walk(Kind::Undo),
            Command::Redo => self.walk(Kind::Redo),
            Command::Save => self.active.map_or_else(Vec::new, |active| self.save(active)),
            Command::AskSaveAs => self.active.map_or_else(Vec::new, |active| self.ask_where(active)),
            Command::SaveAs { document, path } => self.save_to(document, path),
            Command::SaveAll => self.save_all(),
            Command::Saved { document, path, revision, result } => self.saved(document, path, revision, result),
            Command::CloseActive => self.active.map_or_else(Vec::new, |active| self.close(active)),
            Command::Close(document) => self.close(document),
            Command::CloseDiscarding(document) => self.close_discarding(document),
            Command::SaveAndClose(document) => {
                self.waiting = Waiting::Close(document);
                self.save(document)
            }
            Command::Quit => match self.unsaved() {
                unsaved if unsaved.is_empty() => vec![Effect::Quit],
                unsaved => vec![Effect::AskBeforeQuitting(unsaved)],
            },
            Command::QuitDiscarding => vec![Effect::Quit],
            Command::SaveAllAndQuit => self.save_all_and_quit(),
            Command::CancelWaiting => {
                self.waiting = Waiting::Nothing;
                Vec::new()
            }
            Command::SetView(view) => {
                if let Some(open) = self.active_open_mut() {
                    open.view = view;
                }
                Vec::new()
            }
            Command::SetViewBeside(view) => {
                if let Some(open) = self.active_open_mut() {
                    open.view_beside = view;
                }
                Vec::new()
            }
            Command::KeepView => match gestures::keep_view(self) {
                Some((edit, label)) => {
                    let effects = self.edit(edit, label);
                    if let Some(open) = self.active_open_mut() {
                        open.view = None;
                    }
                    effects
                }
                None => Vec::new(),
            },
            Command::Play => self.chart().map_or_else(Vec::new, |_| vec![Effect::Play]),
            Command::ShowUntil(until) => {
                if let Some(open) = self.active_open_mut() {
                    open.until = until;
                }
                Vec::new()
            }
            Command::SetGridView(view) => {
                if let Some(open) = self.active_open_mut() {
                    open.grid = *view;
                }
                Vec::new()
            }
            Command::Annotate(kind) => self.chart().map_or_else(Vec::new, |_| vec![Effect::Annotate(kind)]),
            Command::Rewrite(wording) => self.chart().map_or_else(Vec::new, |_| vec![Effect::Rewrite(wording)]),
            Command::AskExport
            | Command::Export(_)
            | Command::ExportAll(_)
            | Command::Exported { .. }
            | Command::CopyFigure(_)
            | Command::FigureCopied(_) => export::apply(self, command),
            Command::AskExportData => self.active.map_or_else(Vec::new, |_| vec![Effect::PickDataExport]),
            Command::ExportData(request) => match self.active() {
                Some((_, document)) => {
                    vec![Effect::Job(Job::ExportData { dataset: Arc::clone(document.dataset()), request })]
                }
                None => Vec::new(),
            },
            Command::AskImport
            | Command::ImportTable(_)
            | Command::TableRead { .. }
            | Command::ChooseImport(_)
            | Command::FinishImport
            | Command::CancelImport => import::apply(self, command),
            Command::Paste { .. }
            | Command::PasteRead { .. }
            | Command::ChoosePaste(_)
            | Command::FinishPaste
            | Command::CancelPaste => pasting::apply(self, command),
            Command::ChangedOutside { .. }
            | Command::OpenElsewhere { .. }
            | Command::KeepBothOpen
            | Command::Reload
            | Command::KeepMine => outside::apply(self, command),
            Command::Versions(command) => versions::apply(self, *command),
            Command::AskRestore | Command::Restore { .. } | Command::Discard(_) | Command::Restored { .. } => {
                recovering::apply(self, command)
            }
            Command::Comparison(command) => comparing::apply(self, command),
            Command::Bibliography(command) => bibliography::apply(self, *command),
            Command::Plan | Command::Planned { .. } => planning::apply(self, command),
            Command::FindEverywhere(_)
            | Command::Search(_)
            | Command::EndSearch
            | Command::Arrange
            | Command::SumUp
            | Command::WorkOut(_)
            | Command::CancelStatistics
            | Command::Answered { .. } => inquiry::apply(self, command),
            Command::Freeze(chart) => self.freeze(chart),
            Command::NewChart => self.gesture(gestures::new_chart),
            Command::Duplicate => self.gesture(gestures::duplicate),
            Command::Delete if matches!(self.selection(), Selection::Cells(_)) => self.act_on_selected(CellAct::Clear),
            Command::Delete => {
                let selected = self.selection().clone();
                let also =
                    gestures::delete(self).and_then(|(edit, label)| Some((gestures::consequences(&edit)?, label)));
                let mut effects = self.gesture(gestures::delete);
                if let Some((also, Some(label))) = also.filter(|_| *self.selection() != selected) {
                    effects.extend(
                        self.tell(Severity::Warning, format!("Done: {label}; {also}. Undo brings all of it back")),
                    );
                }
                if let Selection::Annotation { chart: id, .. } = selected {
                    effects.extend(self.select(Selection::Item { section: SectionKind::Charts, id }));
                }
                effects
            }
            Command::FillDown => self.act_on_selected(CellAct::FillDown),
            Command::FillRight => self.act_on_selected(CellAct::FillRight),
            Command::CopyWithHeaders => self.copy(|sheet, span| grid::tsv(sheet, span, true)),
            Command::CopyAsRon => self.copy(grid::fragment),
            Command::AskGrid(ask) => vec![Effect::Grid(ask)],
            Command::Say(text) => self.tell(Severity::Warning, text),
            Command::Dismiss => {
                self.message = None;
                Vec::new()
            }
        }
    }

    pub(super) fn add(&mut self, document: Document<Selection>) -> DocumentId {
        let id = DocumentId(self.next_id);
        self.next_id += 1;
        let on_disk = document.path().map(|_| Arc::new(document.text().clone()));
        let chart = document.dataset().charts.keys().next().cloned();
        let selection =
            chart.clone().map_or(Selection::Dataset, |id| Selection::Item { section: SectionKind::Charts, id });
        self.open.push(Open {
            id,
            document,
            chart,
            beside: None,
            selection,
            view: None,
            view_beside: None,
            until: None,
            grid: GridView::default(),
            saving: None,
            on_disk,
            outside: None,
            elsewhere: Elsewhere::default(),
            burst: None,
            under_way: None,
        });
        self.active = Some(id);
        self.preview = None;
        id
    }

    fn new_document(&mut self) -> Vec<Effect> {
        let taken: Vec<String> = self.documents().map(|(_, document)| document.name()).collect();
        let names = (1..).map(|n| if n == 1 { "untitled.ron".to_owned() } else { format!("untitled-{n}.ron") });
        let name = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
        self.add(Document::new_untitled(name, &gestures::new_dataset()));
        Vec::new()
    }

    fn open_path(&mut self, path: PathBuf) -> Vec<Effect> {
        match self.document_of(&path) {
            Some(open) => self.activate(open),
            None if import::is_table(&path) => self.start_import(path),
            None => vec![Effect::Job(Job::Open(path))],
        }
    }

    fn open_sample(&mut self, file_name: &'static str) -> Vec<Effect> {
        let same =
            |document: &Document<Selection>| *document.origin() == Origin::Sample(file_name) && !document.is_modified();
        let is_open = self.documents().find(|(_, document)| same(document)).map(|(id, _)| id);
        if let Some(open) = is_open {
            return self.activate(open);
        }
        if let Some(sample) = samples::by_file_name(file_name) {
            self.add(Document::from_text(sample.text, Origin::Sample(sample.file_name)));
        }
        Vec::new()
    }

    fn opened(&mut self, path: PathBuf, result: Result<Box<Parsed>, String>) -> Vec<Effect> {
        match result {
            Err(error) => self.tell(Severity::Error, format!("Could not open: {error} ({})", path.display())),
            // The same file may have been asked for twice before the first answer came.
            Ok(_) if self.document_of(&path).is_some() => self.open_path(path),
            Ok(parsed) => {
                let document = Document::from_parsed(*parsed, Origin::File(path));
                let (name, errors) = (document.name(), document.error_count());
                self.add(document);
                if errors == 0 {
                    return Vec::new();
                }
                let words = format!("{name} has {}; mend them in its text", count(errors, "error"));
                self.tell(Severity::Error, words)
            }
        }
    }

    pub(super) fn activate(&mut self, document: DocumentId) -> Vec<Effect> {
        if self.document(document).is_some() {
            self.active = Some(document);
            // It was of the document looked at before.
            self.preview = None;
        }
        Vec::new()
    }

    pub(super) fn show_chart(&mut self, document: DocumentId, chart: Id) -> Vec<Effect> {
        self.activate(document);
        if let Some(open) = self.open_mut(document) {
            if open.chart.as_ref() != Some(&chart) {
                open.view = None;
                open.until = None;
            }
            open.selection = Selection::Item { section: SectionKind::Charts, id: chart.clone() };
            open.chart = Some(chart);
        }
        Vec::new()
    }

    pub(super) fn select(&mut self, selection: Selection) -> Vec<Effect> {
        if let Some(open) = self.active_open_mut() {
            let selection = of_claim(open.document.dataset(), selection);
            show_claim(open, &selection);
            if let Selection::Item { section: SectionKind::Charts, id } | Selection::Annotation { chart: id, .. } =
                &selection
                && open.chart.as_ref() != Some(id)
            {
                open.chart = Some(id.clone());
                open.view = None;
                open.until = None;
            }
            open.selection = selection;
            open.burst = None;
        }
        Vec::new()
    }

    /// Makes an edit; what it leads to is selected, or what is given.
    pub(super) fn edit_at_once(
        &mut self,
        edit: &Edit,
        label: Option<String>,
        select: Option<Selection>,
    ) -> Result<(), EditError> {
        let Some(open) = self.active_open_mut() else { return Ok(()) };
        let before = open.selection.clone();
        let charts_before: Vec<Id> = open.document.dataset().charts.keys().cloned().collect();
        let after = select.unwrap_or_else(|| selection_after(edit, &before));
        if open.document.apply(edit, label, before, after.clone())? {
            open.selection = after;
            follow_charts(open, &charts_before, edit);
        }
        Ok(())
    }

    fn copy(&self, text: fn(&Sheet, Span) -> String) -> Vec<Effect> {
        let copied = self.sheet().zip(self.selected_cells()).map(|(sheet, selected)| text(&sheet, selected.span));
        copied.map(Effect::Copy).into_iter().collect()
    }

    fn act_on_selected(&mut self, act: fn(Span) -> CellAct) -> Vec<Effect> {
        self.selected_cells().map_or_else(Vec::new, |selected| self.act_on_cells(act(selected.span)))
    }

    fn gesture(&mut self, gesture: gestures::Gesture) -> Vec<Effect> {
        gesture(self).map_or_else(Vec::new, |(edit, label)| self.edit(edit, label))
    }
}

/// What a figure draws of a claim stands for the claim.
fn of_claim(dataset: &Dataset, selection: Selection) -> Selection {
    let Selection::Annotation { chart, index } = &selection else { return selection };
    let claim = dataset.charts.get(chart).and_then(|chart| claim_of_annotation(dataset, chart, *index));
    match claim {
        Some(id) => Selection::Item { section: SectionKind::Claims, id: id.clone() },
        None => selection,
    }
}

/// A claim is looked at in a chart that shows what it is about: the one that is shown if it does, else the first.
fn show_claim(open: &mut Open, selection: &Selection) {
    let Selection::Item { section: SectionKind::Claims, id } = selection else { return };
    let dataset = open.document.dataset();
    let Some(claim) = dataset.claims.get(id) else { return };
    let shows = |chart: &Id| dataset.charts.get(chart).is_some_and(|chart| shows_claim(chart, claim));
    if open.chart.as_ref().is_some_and(shows) {
        return;
    }
    if let Some(chart) = dataset.charts.keys().find(|id| shows(id)).cloned() {
        open.chart = Some(chart);
        open.view = None;
    }
}

/// What is selected after an edit: what was added; not what is gone.
pub(super) fn selection_after(edit: &Edit, before: &Selection) -> Selection {
    match edit {
        Edit::Insert { id, item, .. } => Selection::Item { section: item.section(), id: id.clone() },
        Edit::Rename { section, id, to } => match before {
            Selection::Cells(range) => Selection::Cells(Box::new(range.renamed(*section, id, to))),
            Selection::Item { section: s, id: i } if s == section && i == id => {
                Selection::Item { section: *section, id: to.clone() }
            }
            Selection::Annotation { chart, index } if *section == SectionKind::Charts && chart == id => {
                Selection::Annotation { chart: to.clone(), index: *index }
            }
            Selection::Cell { series, at } if *section == SectionKind::Series && series == id => {
                Selection::Cell { series: to.clone(), at: *at }
            }
            Selection::Observation { series, index } if *section == SectionKind::Series && series == id => {
                Selection::Observation { series: to.clone(), index: *index }
            }
            Selection::Pair { from: one, to: other } if *section == SectionKind::Series => {
                let renamed =
                    |(series, at): &(Id, Period)| (if series == id { to.clone() } else { series.clone() }, *at);
                Selection::Pair { from: renamed(one), to: renamed(other) }
            }
            _ => before.clone(),
        },
        Edit::Remove { section, id } => match before {
            Selection::Item { section: s, id: i } if s == section && i == id => Selection::Dataset,
            Selection::Annotation { chart, .. } if *section == SectionKind::Charts && chart == id => Selection::Dataset,
            Selection::Cell { series, .. } | Selection::Observation { series, .. }
                if *section == SectionKind::Series && series == id =>
            {
                Selection::Dataset
            }
            Selection::Pair { from, to } if *section == SectionKind::Series && (from.0 == *id || to.0 == *id) => {
                Selection::Dataset
            }
            _ => before.clone(),
        },
        Edit::MoveObservation { series, from, to } => match before {
            Selection::Observation { series: s, index } if s == series && index == from => {
                Selection::Observation { series: series.clone(), index: *to }
            }
            _ => before.clone(),
        },
        Edit::InsertObservation { series, index, .. } => match before {
            Selection::Observation { series: s, index: i } if s == series && i >= index => {
                Selection::Observation { series: series.clone(), index: i + 1 }
            }
            _ => before.clone(),
        },
        Edit::RemoveObservation { series, index } => match before {
            Selection::Observation { series: s, index: i } if s == series && i > index => {
                Selection::Observation { series: series.clone(), index: i - 1 }
            }
            Selection::Observation { series: s, index: i } if s == series && i == index => {
                Selection::Item { section: SectionKind::Series, id: series.clone() }
            }
            _ => before.clone(),
        },
        Edit::PutChart { id, chart } => match before {
            Selection::Annotation { chart: of, index } if of == id && *index >= chart.annotations.len() => {
                Selection::Item { section: SectionKind::Charts, id: id.clone() }
            }
            _ => before.clone(),
        },
        Edit::Batch(edits) => edits.iter().fold(before.clone(), |selection, edit| selection_after(edit, &selection)),
        _ => before.clone(),
    }
}

/// A new chart is shown, a renamed one stays shown, and a deleted one gives way to its neighbour.
pub(super) fn follow_charts(open: &mut Open, before: &[Id], edit: &Edit) {
    let charts = &open.document.dataset().charts;
    let renamed = match edit {
        Edit::Rename { section: SectionKind::Charts, id, to } if open.chart.as_ref() == Some(id) => Some(to.clone()),
        _ => None,
    };
    let added = charts.keys().find(|id| !before.contains(id)).cloned();
    let is_gone = open.chart.as_ref().is_none_or(|id| !charts.contains_key(id));
    let shown = renamed.or(added).or_else(|| {
        let at = before.iter().position(|id| open.chart.as_ref() == Some(id)).unwrap_or(0);
        is_gone.then(|| charts.get_index(at.min(charts.len().saturating_sub(1))).map(|(id, _)| id.clone())).flatten()
    });
    if shown.is_some() || is_gone {
        open.chart = shown;
        open.view = None;
    }
}

/// So many of something, in words.
pub(super) fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// Whether a chart names an event by its id.
pub(super) fn names_event(filter: &EventFilter, id: &Id) -> bool {
    matches!(filter, EventFilter::Only(ids) if ids.contains(id))
}
