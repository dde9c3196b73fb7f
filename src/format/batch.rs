//! Several edits as one patch: those that can't get in each other's way are written in one go.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Parsed, Patch, excerpt::Excerpt, rewrite};
use crate::model::{Edit, EditError, Id};

pub(super) fn patch(parsed: &Parsed, edit: &Edit, go_on: &dyn Fn() -> bool) -> Result<Patch, EditError> {
    if parsed.has_errors() {
        return Err(EditError::Text("the file has errors; mend them first".to_owned()));
    }
    let Edit::Batch(edits) = edit else { return step(parsed, std::slice::from_ref(edit)) };
    let mut flat = Vec::new();
    flatten(edits, &mut flat);
    let (mut whole, mut now) = (Patch::default(), None);
    let steps = steps(flat);
    for (nth, edits) in steps.iter().enumerate() {
        if !go_on() {
            return Err(EditError::Stopped);
        }
        let before = now.as_ref().unwrap_or(parsed);
        let patch = step(before, edits)?;
        if patch.is_empty() {
            continue;
        }
        if nth + 1 < steps.len() {
            now.get_or_insert_with(|| parsed.clone()).change(&patch);
        }
        whole = whole.then(&patch, parsed.text.len());
    }
    Ok(whole)
}

fn flatten(edits: &[Edit], into: &mut Vec<Edit>) {
    for edit in edits {
        match edit {
            Edit::Batch(edits) => flatten(edits, into),
            edit => into.push(edit.clone()),
        }
    }
}

/// Edits in an order that comes to the same, put together where they can be written in one go.
fn steps(edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    let mut steps = Steps::default();
    for edit in edits {
        steps.take(edit);
    }
    steps.let_go();
    steps.done
}

/// Edits on their way into steps. What happens to the observations of a series does not matter to items that come,
/// unless that series is one of them.
#[derive(Default)]
struct Steps {
    done: Vec<Vec<Edit>>,
    /// Edits of observations.
    cells: Vec<Edit>,
    /// New items of one section, each right behind the one before.
    items: Vec<Edit>,
    /// The ids of those items.
    new: HashSet<Id>,
}

impl Steps {
    fn take(&mut self, edit: Edit) {
        if let Some(series) = series_of(&edit) {
            if self.new.contains(series) {
                self.let_go();
            }
            return self.cells.push(edit);
        }
        let Edit::Insert { id, .. } = &edit else {
            self.let_go();
            return self.done.push(vec![edit]);
        };
        if self.new.contains(id) || !self.items.last().is_none_or(|last| edit.goes_behind(last)) {
            self.let_go();
        }
        self.new.insert(id.clone());
        self.items.push(edit);
    }

    /// Makes steps of all that is on its way.
    fn let_go(&mut self) {
        self.done.extend(in_rounds(std::mem::take(&mut self.cells)));
        self.done.extend(Some(std::mem::take(&mut self.items)).filter(|items| !items.is_empty()));
        self.new.clear();
    }
}

/// The series whose observations an edit changes.
fn series_of(edit: &Edit) -> Option<&Id> {
    match edit {
        Edit::PutObservation { series, .. }
        | Edit::InsertObservation { series, .. }
        | Edit::RemoveObservation { series, .. }
        | Edit::MoveObservation { series, .. } => Some(series),
        _ => None,
    }
}

/// Edits of observations in rounds: what happens to one series does not matter to another.
fn in_rounds(edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    let mut runs: IndexMap<Id, Vec<Run>> = IndexMap::new();
    for edit in edits {
        let Some(series) = series_of(&edit).cloned() else { continue };
        let runs = runs.entry(series).or_default();
        let left = match runs.last_mut() {
            Some(run) => run.take(edit),
            None => Some(edit),
        };
        runs.extend(left.map(Run::new));
    }
    let rounds = runs.values().map(Vec::len).max().unwrap_or(0);
    let mut runs: Vec<_> = runs.into_values().map(Vec::into_iter).collect();
    (0..rounds).map(|_| runs.iter_mut().filter_map(Iterator::next).flat_map(|run| run.edits).collect()).collect()
}

/// Edits of one series that can be written in one go.
struct Run {
    edits: Vec<Edit>,
    changed: HashSet<usize>,
    ways: Ways,
}

/// How the edits of a run keep out of each other's way; a run of one edit may go on in several.
#[derive(Clone, Copy)]
struct Ways {
    /// Each changes an observation of its own.
    apart: bool,
    /// New observations side by side, the first one first.
    rising: bool,
    /// New and changed observations from the back to the front, so that the positions are those from before.
    falling: bool,
    /// Observations that go, from the back to the front.
    going: bool,
}

impl Ways {
    fn any(self) -> bool {
        self.apart || self.rising || self.falling || self.going
    }
}

impl Run {
    fn new(edit: Edit) -> Self {
        let ways = match &edit {
            Edit::PutObservation { .. } => Ways { apart: true, rising: false, falling: true, going: false },
            Edit::InsertObservation { .. } => Ways { apart: false, rising: true, falling: true, going: false },
            Edit::RemoveObservation { .. } => Ways { apart: false, rising: false, falling: false, going: true },
            _ => Ways { apart: false, rising: false, falling: false, going: false },
        };
        let mut run = Self { edits: Vec::new(), changed: HashSet::new(), ways };
        run.add(edit);
        run
    }

    fn add(&mut self, edit: Edit) {
        if let Edit::PutObservation { index, .. } = edit {
            self.changed.insert(index);
        }
        self.edits.push(edit);
    }

    /// Takes the edit in if it fits one of the ways of those before it; gives it back if not.
    fn take(&mut self, edit: Edit) -> Option<Edit> {
        let before = match self.edits.last() {
            Some(Edit::PutObservation { index, .. }) => Some((*index, false)),
            Some(Edit::InsertObservation { index, .. }) => Some((*index, true)),
            Some(Edit::RemoveObservation { index, .. }) => Some((*index, false)),
            _ => None,
        };
        let Some((last, is_new)) = before else { return Some(edit) };
        let now = self.ways;
        let ways = match &edit {
            Edit::PutObservation { index, .. } => Ways {
                apart: now.apart && !self.changed.contains(index),
                rising: false,
                falling: now.falling && *index < last,
                going: false,
            },
            Edit::InsertObservation { index, .. } => Ways {
                apart: false,
                rising: now.rising && is_new && last + 1 == *index,
                falling: now.falling && *index <= last,
                going: false,
            },
            Edit::RemoveObservation { index, .. } => {
                Ways { apart: false, rising: false, falling: false, going: now.going && *index < last }
            }
            _ => return Some(edit),
        };
        if !ways.any() {
            return Some(edit);
        }
        self.ways = ways;
        self.add(edit);
        None
    }
}

/// The patch of edits that are written in one go. What they leave dangling, a later one may mend.
fn step(parsed: &Parsed, edits: &[Edit]) -> Result<Patch, EditError> {
    if parsed.state.is_misread {
        return Err(EditError::Text("the edit can't be written into the file".to_owned()));
    }
    // The model refuses what does not fit, so that from here on only fitting edits are written.
    for (nth, edit) in edits.iter().enumerate() {
        let is_behind = nth > 0 && edit.goes_behind(&edits[nth - 1]);
        // Where the one before it fits, there is room for one more behind it.
        if is_behind { at_first(edit).fits(parsed.dataset())? } else { edit.fits(parsed.dataset())? }
    }
    let excerpt = Excerpt::of(parsed, edits);
    let mut inside: Vec<Edit> = edits.iter().map(|edit| excerpt.inside(parsed, edit)).collect();
    for nth in 1..edits.len() {
        // Those that go side by side stay so, whatever is left out around them.
        if edits[nth].goes_behind(&edits[nth - 1])
            && let (before, [now, ..]) = inside.split_at_mut(nth)
            && let Some(Edit::InsertObservation { index: before, .. } | Edit::Insert { index: before, .. }) =
                before.last()
            && let Edit::InsertObservation { index, .. } | Edit::Insert { index, .. } = now
        {
            *index = before + 1;
        }
    }
    let patch = rewrite::patch(&excerpt.text, &excerpt.outline, &inside)?;
    Ok(excerpt.outside(&patch))
}

/// The same edit with what it puts in at the first position.
fn at_first(edit: &Edit) -> Edit {
    let mut edit = edit.clone();
    if let Edit::InsertObservation { index, .. } | Edit::Insert { index, .. } = &mut edit {
        *index = 0;
    }
    edit
}
