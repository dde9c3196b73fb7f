//! Edits of so many cells that they are worked out away from the window: one at a time in a document, to be cancelled
//! until they are done, and one step in the end.

use std::path::PathBuf;

use super::{
    DocumentId, Effect, Job, Selection, Session,
    apply::{follow_charts, selection_after},
};
use crate::{
    document::{self, Prepared},
    exchange::table::Stop,
    format::{Parsed, Severity},
    model::{Edit, EditError, Item, number},
};

/// An edit of more figures than this could hold up a frame.
const MOST_AT_ONCE: usize = 2000;

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
    /// The edit.
    pub edit: Edit,
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

impl EditJob {
    /// Works the edit out; `None` if it changes nothing.
    ///
    /// # Errors
    /// When the edit does not fit, or was cancelled.
    pub fn perform(self) -> Result<Option<Box<Prepared>>, EditError> {
        let Self { parsed, revision, edit, stop, .. } = self;
        Ok(document::prepare(parsed, revision, &edit, &|| !stop.is_asked())?.map(Box::new))
    }
}

/// An edit of a document that is under way.
#[derive(Clone, Debug)]
pub struct UnderWay {
    ticket: u64,
    figures: usize,
    label: String,
    stop: Stop,
    /// What was selected when it began.
    before: Selection,
    /// What is selected when it is done, unless something else was selected meanwhile.
    after: Selection,
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
            "cut" => "Cutting",
            "delete" => "Deleting",
            "import" => "Importing",
            "replace" => "Replacing",
            "sort" => "Sorting",
            "move" => "Moving",
            "set" => "Setting",
            _ => "Changing",
        };
        format!("{doing} {} cells…", number::grouped(self.figures as f64, 0))
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

/// How a large edit begins and ends.
#[derive(Debug, Default)]
pub(super) struct Circumstances {
    /// The document was made for it, and goes with it.
    pub is_first: bool,
    /// What is said when it is done.
    pub report: Option<String>,
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

    /// Makes an edit: at once, or away from the window where it is of many figures.
    pub(super) fn edit(&mut self, edit: Edit, label: Option<String>) -> Vec<Effect> {
        self.edit_in(edit, label, Circumstances::default())
    }

    pub(super) fn edit_in(&mut self, edit: Edit, label: Option<String>, how: Circumstances) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let figures = figures(&edit);
        if figures <= MOST_AT_ONCE {
            return match self.edit_at_once(&edit, label) {
                Ok(()) => how.report.map_or_else(Vec::new, |report| self.tell(Severity::Warning, report)),
                Err(error) => {
                    if let Some(active) = self.active {
                        self.close_first(active, how.is_first);
                    }
                    self.tell(Severity::Error, format!("Could not {edit}: {error}"))
                }
            };
        }
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let stop = Stop::default();
        open.under_way = Some(UnderWay {
            ticket,
            figures,
            label: label.unwrap_or_else(|| edit.to_string()),
            stop: stop.clone(),
            before: open.selection.clone(),
            after: selection_after(&edit, &open.selection),
            is_first: how.is_first,
            report: how.report,
            save_to: None,
        });
        open.burst = None;
        let (parsed, revision) = (open.document.parsed().clone(), open.document.revision());
        let document = open.id;
        vec![Effect::Job(Job::Edit(Box::new(EditJob { document, ticket, parsed, revision, edit, stop })))]
    }

    /// Takes the outcome of a large edit in, if it is still waited for.
    pub(super) fn edit_prepared(
        &mut self,
        document: DocumentId,
        ticket: u64,
        result: Result<Option<Box<Prepared>>, EditError>,
    ) -> Vec<Effect> {
        let Some(open) = self.open_mut(document) else { return Vec::new() };
        let Some(edit) = open.under_way.take_if(|edit| edit.ticket == ticket) else { return Vec::new() };
        let is_failed = result.is_err();
        let said = match result {
            Ok(Some(prepared)) => {
                let after = if open.selection == edit.before { edit.after } else { open.selection.clone() };
                let charts_before: Vec<_> = open.document.dataset().charts.keys().cloned().collect();
                if open.document.take_in(*prepared, edit.label.clone(), edit.before.clone(), after.clone()) {
                    open.selection = after;
                    follow_charts(open, &charts_before, &Edit::Batch(Vec::new()));
                    edit.report.map(|report| (Severity::Warning, report))
                } else {
                    open.selection = edit.before;
                    let words = format!("Could not {}: the dataset has changed meanwhile; try it again", edit.label);
                    Some((Severity::Error, words))
                }
            }
            Ok(None) => edit.report.map(|report| (Severity::Warning, report)),
            Err(error) => {
                open.selection = edit.before;
                Some((Severity::Error, format!("Could not {}: {error}", edit.label)))
            }
        };
        if is_failed {
            self.close_first(document, edit.is_first);
        }
        let mut effects = said.map_or_else(Vec::new, |(severity, words)| self.tell(severity, words));
        effects.extend(self.save_after(document, edit.save_to));
        effects
    }

    /// Lets go of the large edit of the active document: nothing has changed.
    pub(super) fn cancel_edit(&mut self) -> Vec<Effect> {
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let Some(edit) = open.under_way.take() else { return Vec::new() };
        edit.stop.ask();
        open.selection = edit.before;
        let document = open.id;
        self.close_first(document, edit.is_first);
        let mut effects = self.tell(Severity::Warning, format!("Cancelled: {}; nothing has changed", edit.label));
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
