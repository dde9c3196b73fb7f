//! Edits of so many cells that they are worked out away from the window: one at a time in a document, to be cancelled
//! until they are done, and one step in the end.

use std::{path::PathBuf, sync::Arc};

use super::{
    DocumentId, Effect, Job, Selection, Session,
    apply::{follow_charts, selection_after},
    freeze,
    grid::{CellAct, Planned, Sheet},
    import::Incoming,
};
use crate::{
    document::{self, Prepared},
    exchange::table::Stop,
    format::{Parsed, Patch, Severity},
    model::{Dataset, Edit, EditError, Id, Item, Period, number},
};

/// An edit of more figures than this could hold up a frame.
const MOST_AT_ONCE: usize = 2000;

/// What an edit is made of, away from the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// The edit itself.
    Edit(Box<Edit>),
    /// What is done to cells of a sheet.
    Cells {
        /// The sheet.
        sheet: Arc<Sheet>,
        /// The chart that gets new series.
        chart: Option<Id>,
        /// What is done.
        act: CellAct,
    },
    /// A table that comes in.
    Import(Incoming),
    /// The results of the steps of a chart that become series.
    Freeze(Id),
    /// A step that is taken back, or made again.
    Walk(Arc<Patch>),
}

impl Task {
    fn plan(self, dataset: &Dataset) -> Planned {
        match self {
            Self::Freeze(chart) => {
                let edit = freeze::freeze(dataset, &chart).map(|(edit, _)| edit);
                Planned { edit, ..Planned::default() }
            }
            Self::Walk(_) => Planned::default(),
            Self::Edit(edit) => Planned { edit: Some(*edit), ..Planned::default() },
            Self::Cells { sheet, chart, act } => act.plan(&sheet, chart.as_ref()),
            Self::Import(incoming) => Planned { edit: incoming.edit(), ..Planned::default() },
        }
    }
}

/// An edit that is to be worked out, away from the window.
#[derive(Clone, Debug, PartialEq)]
pub struct EditJob {
    /// The document.
    pub document: DocumentId,
    /// Which edit it is: the outcome of one that was cancelled comes too late.
    pub ticket: u64,
    /// Its text as it was read.
    pub parsed: Parsed,
    /// The state of the document that this is.
    pub revision: u64,
    /// What the edit is made of.
    pub task: Task,
    /// What is selected.
    pub selected: Selection,
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

/// An edit that was worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct EditOutcome {
    /// What it makes of the document; `None` where it changes nothing.
    pub prepared: Option<Box<Prepared>>,
    /// What is selected afterwards.
    pub selection: Selection,
    /// Periods that get a row although they have no figure.
    pub extra: Vec<Period>,
    /// What there is to say about it.
    pub say: Option<String>,
}

impl EditJob {
    /// Works the edit out.
    ///
    /// # Errors
    /// When the edit does not fit, or was cancelled.
    pub fn perform(self) -> Result<EditOutcome, EditError> {
        let Self { parsed, revision, task, selected, stop, .. } = self;
        if let Task::Walk(patch) = task {
            let prepared = Some(Box::new(document::prepare_patch(parsed, revision, &patch)));
            return Ok(EditOutcome { prepared, selection: selected, extra: Vec::new(), say: None });
        }
        let Planned { edit, select, extra, say, .. } = task.plan(parsed.dataset());
        let Some(edit) = edit else {
            return Ok(EditOutcome { prepared: None, selection: select.unwrap_or(selected), extra, say });
        };
        let selection = select.unwrap_or_else(|| selection_after(&edit, &selected));
        let prepared = document::prepare(parsed, revision, &edit, &|| !stop.is_asked())?.map(Box::new);
        Ok(EditOutcome { prepared, selection, extra, say })
    }
}

/// What becomes of the history when an edit is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A new step.
    Step,
    /// The last step goes.
    Undo,
    /// The step that went last comes back.
    Redo,
}

/// An edit of a document that is under way.
#[derive(Clone, Debug)]
pub struct UnderWay {
    ticket: u64,
    kind: Kind,
    figures: usize,
    label: String,
    stop: Stop,
    /// What was selected when it began.
    before: Selection,
    /// What is selected when it is done, if not what it leads to by itself.
    select: Option<Selection>,
    /// The document was made for it, and goes with it.
    is_first: bool,
    /// What is said when it is done.
    report: Option<String>,
    /// Where the document is to be saved when it is done.
    save_to: Option<PathBuf>,
}

impl UnderWay {
    /// What is going on: `Pasting 100,000 cells…`.
    pub fn words(&self) -> String {
        let doing = match self.label.split(' ').next().unwrap_or_default() {
            "paste" => "Pasting",
            "fill" => "Filling",
            "clear" => "Clearing",
            "copy" => "Copying",
            "freeze" => "Freezing",
            "cut" => "Cutting",
            "delete" => "Deleting",
            "import" => "Importing",
            "replace" => "Replacing",
            "sort" => "Sorting",
            "move" => "Moving",
            "set" => "Setting",
            _ => "Changing",
        };
        match self.kind {
            Kind::Step => {
                let what = if doing == "Freezing" { "values" } else { "cells" };
                format!("{doing} {} {what}…", number::grouped(self.figures as f64, 0))
            }
            Kind::Undo => format!("Taking back: {}…", self.label),
            Kind::Redo => format!("Making again: {}…", self.label),
        }
    }

    /// Why nothing else can be changed now.
    pub fn refusal(&self) -> String {
        format!("{} Nothing else can be changed until that is done or cancelled", self.words())
    }
}

/// How many figures an edit changes, brings or takes away; everything else counts as one.
fn figures(edit: &Edit) -> usize {
    match edit {
        Edit::Batch(edits) => edits.iter().map(figures).sum(),
        Edit::Insert { item: Item::Series(series), .. } => series.observations.len().max(1),
        _ => 1,
    }
}

/// How an edit begins and ends.
#[derive(Debug)]
pub(super) struct Circumstances {
    /// What becomes of the history.
    pub kind: Kind,
    /// The document was made for it, and goes with it.
    pub is_first: bool,
    /// What is selected when it is done, if not what it leads to by itself.
    pub select: Option<Selection>,
    /// What is said when it is done.
    pub report: Option<String>,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self { kind: Kind::Step, is_first: false, select: None, report: None }
    }
}

/// The charts before a step is taken back or made again, and whether the text had errors.
fn before_walk(open: &super::Open) -> (Vec<Id>, bool) {
    (open.document.dataset().charts.keys().cloned().collect(), open.document.is_read_only())
}

/// Selects what a step that was taken back or made again leads to.
fn after_walk(open: &mut super::Open, (charts, had_errors): &(Vec<Id>, bool), selection: Option<Selection>) {
    if let Some(selection) = selection {
        open.selection = selection;
        // What a text with errors lacks is not gone.
        if !had_errors && !open.document.is_read_only() {
            follow_charts(open, charts, &Edit::Batch(Vec::new()));
        }
    }
}

/// Takes in what was worked out; what there is to say about it.
fn take_outcome(open: &mut super::Open, edit: UnderWay, outcome: EditOutcome) -> Option<(Severity, String)> {
    let charts = before_walk(open);
    // What somebody has selected meanwhile stays selected.
    let is_left_alone = open.selection == edit.before;
    let wanted = edit.select.unwrap_or(outcome.selection);
    let after = if is_left_alone { wanted } else { open.selection.clone() };
    let selection = match (outcome.prepared, edit.kind) {
        (None, _) => Some(after),
        (Some(prepared), Kind::Step) => {
            open.document.take_in(*prepared, edit.label.clone(), edit.before, after.clone()).then_some(after)
        }
        (Some(prepared), Kind::Undo) => open.document.take_back(*prepared),
        (Some(prepared), Kind::Redo) => open.document.take_again(*prepared),
    };
    if selection.is_none() {
        let words = format!("Could not {}: the dataset has changed meanwhile; try it again", edit.label);
        return Some((Severity::Error, words));
    }
    open.grid.extra.extend(outcome.extra);
    after_walk(open, &charts, selection);
    edit.report.or(outcome.say).map(|report| (Severity::Warning, report))
}

impl Session {
    /// The large edit of the active document that is under way.
    pub fn under_way(&self) -> Option<&UnderWay> {
        self.active_open()?.under_way.as_ref()
    }

    /// Refuses, in words, to change the active document while it is being changed.
    pub(super) fn refuse_meanwhile(&mut self) -> Option<Vec<Effect>> {
        let refusal = self.under_way()?.refusal();
        Some(self.tell(Severity::Warning, refusal))
    }

    /// Does to cells what was asked: at once, or away from the window where it is about many.
    pub(super) fn act_on_cells(&mut self, act: CellAct) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let Some(sheet) = self.sheet() else { return Vec::new() };
        let chart = self.chart().cloned();
        let figures = act.size();
        if figures > MOST_AT_ONCE {
            let label = act.label(&sheet);
            return self.begin(Task::Cells { sheet, chart, act }, figures, label, Circumstances::default());
        }
        self.carry_out(act.plan(&sheet, chart.as_ref()))
    }

    /// Makes an edit: at once, or away from the window where it is of many figures.
    pub(super) fn edit(&mut self, edit: Edit, label: Option<String>) -> Vec<Effect> {
        self.edit_in(edit, label, Circumstances::default())
    }

    pub(super) fn edit_in(&mut self, edit: Edit, label: Option<String>, how: Circumstances) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let figures = figures(&edit);
        if figures > MOST_AT_ONCE {
            let label = label.unwrap_or_else(|| edit.to_string());
            return self.begin(Task::Edit(Box::new(edit)), figures, label, how);
        }
        match self.edit_at_once(&edit, label, how.select) {
            Ok(()) => how.report.map_or_else(Vec::new, |report| self.tell(Severity::Warning, report)),
            Err(error) => {
                if let Some(active) = self.active {
                    self.close_first(active, how.is_first);
                }
                self.tell(Severity::Error, format!("Could not {edit}: {error}"))
            }
        }
    }

    /// Brings a table in: at once, or away from the window where it has many figures.
    pub(super) fn bring_in(&mut self, incoming: Incoming, label: String, how: Circumstances) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let figures = incoming.figures();
        if figures > MOST_AT_ONCE {
            return self.begin(Task::Import(incoming), figures, label, how);
        }
        match incoming.edit() {
            Some(edit) => self.edit_in(edit, Some(label), how),
            None => Vec::new(),
        }
    }

    /// Takes the last step back, or makes it again: at once, or away from the window where it is large.
    pub(super) fn walk(&mut self, kind: Kind) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        open.burst = None;
        let (patch, label) = match kind {
            Kind::Redo => (open.document.redo_patch(), open.document.redo_label()),
            Kind::Undo | Kind::Step => (open.document.undo_patch(), open.document.undo_label()),
        };
        let Some((patch, label)) = patch.zip(label.map(str::to_owned)) else { return Vec::new() };
        let weight = patch.weight();
        if weight > MOST_AT_ONCE {
            let task = Task::Walk(patch);
            return self.begin(task, weight, label, Circumstances { kind, ..Circumstances::default() });
        }
        let charts = before_walk(open);
        let selection = if kind == Kind::Redo { open.document.redo() } else { open.document.undo() };
        after_walk(open, &charts, selection);
        Vec::new()
    }

    /// Makes series of the results of the steps of a chart: at once, or away from the window where they are many.
    pub(super) fn freeze(&mut self, chart: Id) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let Some(open) = self.active_open() else { return Vec::new() };
        let dataset = open.document.dataset();
        let Some(shown) = dataset.charts.get(&chart) else { return Vec::new() };
        let of = |id: &Id| dataset.series.get(id).map_or(0, |series| series.observations.len());
        let figures = shown.series.iter().map(of).sum();
        if figures > MOST_AT_ONCE {
            let label = format!("freeze the results of {chart}");
            return self.begin(Task::Freeze(chart), figures, label, Circumstances::default());
        }
        match freeze::freeze(dataset, &chart) {
            Some((edit, label)) => self.edit(edit, Some(label)),
            None => Vec::new(),
        }
    }

    fn begin(&mut self, task: Task, figures: usize, label: String, how: Circumstances) -> Vec<Effect> {
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let stop = Stop::default();
        open.under_way = Some(UnderWay {
            ticket,
            kind: how.kind,
            figures,
            label,
            stop: stop.clone(),
            before: open.selection.clone(),
            select: how.select,
            is_first: how.is_first,
            report: how.report,
            save_to: None,
        });
        open.burst = None;
        let (parsed, revision) = (open.document.parsed().clone(), open.document.revision());
        let (document, selected) = (open.id, open.selection.clone());
        vec![Effect::Job(Job::Edit(Box::new(EditJob { document, ticket, parsed, revision, task, selected, stop })))]
    }

    /// Takes the outcome of a large edit in, if it is still waited for.
    pub(super) fn edit_prepared(
        &mut self,
        document: DocumentId,
        ticket: u64,
        result: Result<EditOutcome, EditError>,
    ) -> Vec<Effect> {
        let Some(open) = self.open_mut(document) else { return Vec::new() };
        let Some(edit) = open.under_way.take_if(|edit| edit.ticket == ticket) else { return Vec::new() };
        let (is_failed, is_first, save_to) = (result.is_err(), edit.is_first, edit.save_to.clone());
        let said = match result {
            Ok(outcome) => take_outcome(open, edit, outcome),
            Err(error) => Some((Severity::Error, format!("Could not {}: {error}", edit.label))),
        };
        if is_failed {
            self.close_first(document, is_first);
        }
        let mut effects = said.map_or_else(Vec::new, |(severity, words)| self.tell(severity, words));
        effects.extend(self.save_after(document, save_to));
        effects
    }

    /// Lets go of the large edit of the active document: nothing has changed.
    pub(super) fn cancel_edit(&mut self) -> Vec<Effect> {
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let Some(edit) = open.under_way.take() else { return Vec::new() };
        edit.stop.ask();
        let document = open.id;
        self.close_first(document, edit.is_first);
        let what = if edit.kind == Kind::Step { edit.label } else { "the way through the history".to_owned() };
        let mut effects = self.tell(Severity::Warning, format!("Cancelled: {what}; nothing has changed"));
        effects.extend(self.save_after(document, edit.save_to));
        effects
    }

    /// Closes a document that was made for an edit which came to nothing.
    fn close_first(&mut self, document: DocumentId, is_first: bool) {
        if is_first {
            self.close_discarding(document);
        }
    }

    /// Keeps a save for when the large edit of a document is done. Whether there is one.
    pub(super) fn save_later(&mut self, document: DocumentId, path: &std::path::Path) -> bool {
        let Some(edit) = self.open_mut(document).and_then(|open| open.under_way.as_mut()) else { return false };
        edit.save_to = Some(path.to_owned());
        true
    }

    fn save_after(&mut self, document: DocumentId, path: Option<PathBuf>) -> Vec<Effect> {
        path.map_or_else(Vec::new, |path| self.save_to(document, path))
    }
}

impl super::Open {
    /// Asks what is worked out for a document that goes to end.
    pub(super) fn stop_edit(&self) {
        if let Some(edit) = &self.under_way {
            edit.stop.ask();
        }
    }
}
