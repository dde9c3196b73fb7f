//! What is looked for in the grid, and where it is found: at once, or away from the window where there are many cells.

use std::sync::Arc;

use super::{
    Command, Effect, Job, Session,
    grid::{Place, Query, Sheet},
};
use crate::exchange::table::Stop;

/// To look through more cells than this could hold up a frame.
const MOST_AT_ONCE: usize = 20_000;

/// A table that is to be looked through.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchJob {
    /// Which search it is: the outcome of an older one comes too late.
    pub ticket: u64,
    /// The table.
    pub sheet: Arc<Sheet>,
    /// What is looked for.
    pub query: Query,
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

/// The cells in which something is found, row by row; or why it can't be looked for.
pub type Places = Result<Arc<Vec<Place>>, String>;

impl SearchJob {
    /// Looks through the table.
    ///
    /// # Errors
    /// Why a regular expression is none.
    pub fn perform(&self) -> Places {
        match self.query.finder() {
            None => Ok(Arc::default()),
            Some(Ok(finder)) => Ok(Arc::new(finder.all(&self.sheet, &|| !self.stop.is_asked()))),
            Some(Err(error)) => Err(error),
        }
    }
}

/// What is looked for, and where it is found.
#[derive(Clone, Debug)]
pub struct Search {
    job: SearchJob,
    found: Option<Places>,
}

impl Search {
    /// Where it is found; `None` until that is known.
    pub fn found(&self) -> Option<&Places> {
        self.found.as_ref()
    }

    /// The cells in which it is found, row by row; none until they are known.
    pub fn places(&self) -> &[Place] {
        self.found.as_ref().and_then(|found| found.as_ref().ok()).map_or(&[], |places| places)
    }

    /// Whether it is found in a cell.
    pub fn holds(&self, place: Place) -> bool {
        self.position(place).is_ok()
    }

    /// How many cells come before this one, if it is among them; else before where it would be.
    ///
    /// # Errors
    /// When it is not among them.
    pub fn position(&self, place: Place) -> Result<usize, usize> {
        let key = |place: &Place| (place.row, place.column);
        self.places().binary_search_by_key(&key(&place), key)
    }

    /// Whether it is for this in this table.
    pub fn is_for(&self, query: &Query, sheet: &Arc<Sheet>) -> bool {
        self.job.query == *query && self.is_in(sheet)
    }

    /// Whether it is in this table.
    pub fn is_in(&self, sheet: &Arc<Sheet>) -> bool {
        Arc::ptr_eq(&self.job.sheet, sheet)
    }

    /// The cell that follows, round the end to the start.
    pub fn next(&self, from: Option<Place>, forwards: bool) -> Option<Place> {
        let places = self.places();
        let position = from.map(|from| self.position(from));
        if forwards {
            let at = position.map_or(0, |position| position.map_or_else(|before| before, |at| at + 1));
            places.get(at).or(places.first()).copied()
        } else {
            let at = position.map_or(0, |position| position.unwrap_or_else(|before| before));
            at.checked_sub(1).and_then(|at| places.get(at)).or(places.last()).copied()
        }
    }
}

impl Session {
    /// What is looked for in the grid.
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    fn look_for(&mut self, query: Query) -> Vec<Effect> {
        let Some(sheet) = self.sheet() else { return Vec::new() };
        if self.search.as_ref().is_some_and(|search| search.is_for(&query, &sheet)) {
            return Vec::new();
        }
        self.stop_search();
        self.next_ticket += 1;
        let is_large = sheet.row_count().saturating_mul(sheet.column_count()) > MOST_AT_ONCE && !query.text.is_empty();
        let job = SearchJob { ticket: self.next_ticket, sheet, query, stop: Stop::default() };
        let found = (!is_large).then(|| job.perform());
        let effects = if is_large { vec![Effect::Job(Job::Search(Box::new(job.clone())))] } else { Vec::new() };
        self.search = Some(Search { job, found });
        effects
    }

    fn stop_search(&mut self) {
        if let Some(search) = self.search.take() {
            search.job.stop.ask();
        }
    }
}

/// What a command about searches does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::Search(query) => return session.look_for(query),
        Command::Found { ticket, places } => {
            if let Some(search) = session.search.as_mut().filter(|search| search.job.ticket == ticket) {
                search.found = Some(places);
            }
        }
        _ => session.stop_search(),
    }
    Vec::new()
}
