//! The plan of the chart that is looked at: made at once, or away from the window where it is of very many figures. Until
//! the new one is there the one before is shown.

use std::sync::Arc;

use super::{Command, Effect, Job, Key, Session};
use crate::{
    chart::{self, ChartPlan},
    exchange::table::Stop,
    model::{Dataset, Id},
};

/// The plan of more figures than this could hold up a frame.
const MOST_AT_ONCE: usize = 20_000;

/// A chart that is to be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanJob {
    /// Which one it is: the outcome of an older one comes too late.
    pub ticket: u64,
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// The chart.
    pub chart: Id,
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

impl PlanJob {
    /// Plans it; `None` where there is no such chart, or nobody waits for it.
    pub fn perform(&self) -> Option<Arc<ChartPlan>> {
        if self.stop.is_asked() { None } else { chart::plan(&self.dataset, &self.chart).map(Arc::new) }
    }
}

/// A plan, and what it was made from.
#[derive(Debug)]
pub(super) struct CachedPlan {
    key: Key,
    chart: Id,
    plan: Option<Arc<ChartPlan>>,
}

/// A plan that is being made.
#[derive(Debug)]
pub(super) struct Planning {
    key: Key,
    job: PlanJob,
}

impl Session {
    /// The plan of the chart that is looked at: of very many figures it may be the one before the last change, and none
    /// until the first is made.
    pub fn plan(&self) -> Option<Arc<ChartPlan>> {
        let (open, chart) = (self.active_open()?, self.chart()?);
        let key = self.key(open);
        if let Some(cached) = &self.cache.borrow().plan
            && cached.chart == *chart
            && (cached.key == key || (cached.key.document == key.document && self.is_large(chart)))
        {
            return cached.plan.clone();
        }
        if self.is_large(chart) {
            return None;
        }
        let plan = chart::plan(&*self.dataset()?, chart).map(Arc::new);
        self.cache.borrow_mut().plan = Some(CachedPlan { key, chart: chart.clone(), plan: plan.clone() });
        plan
    }

    /// The plan as it is after the last change, whatever it takes.
    pub(super) fn newest_plan(&self) -> Option<Arc<ChartPlan>> {
        if !self.is_planning() {
            return self.plan();
        }
        chart::plan(&*self.dataset()?, self.chart()?).map(Arc::new)
    }

    /// Whether the plan is still being made.
    pub fn is_planning(&self) -> bool {
        let Some((open, chart)) = self.active_open().zip(self.chart()) else { return false };
        let key = self.key(open);
        let is_newest = |cached: &CachedPlan| cached.chart == *chart && cached.key == key;
        self.is_large(chart) && !self.cache.borrow().plan.as_ref().is_some_and(is_newest)
    }

    fn is_large(&self, chart: &Id) -> bool {
        let Some(dataset) = self.active_open().map(|open| open.document.dataset()) else { return false };
        let shown = dataset.charts.get(chart).map_or(&[][..], |chart| &chart.series);
        let figures = shown.iter().filter_map(|id| dataset.series.get(id)).map(|series| series.observations.len());
        figures.sum::<usize>() > MOST_AT_ONCE
    }

    /// Whether the plan is to be made and nobody makes it yet.
    pub(super) fn wants_plan(&self) -> bool {
        let Some((open, chart)) = self.active_open().zip(self.chart()) else { return false };
        let key = self.key(open);
        let is_asked = |planning: &Planning| planning.key == key && planning.job.chart == *chart;
        self.is_planning() && !self.planning.as_ref().is_some_and(is_asked)
    }

    fn begin_plan(&mut self) -> Vec<Effect> {
        if !self.wants_plan() {
            return Vec::new();
        }
        self.next_ticket += 1;
        let (Some(open), Some(chart), Some(dataset)) = (self.active_open(), self.chart().cloned(), self.dataset())
        else {
            return Vec::new();
        };
        let key = self.key(open);
        let job = PlanJob { ticket: self.next_ticket, dataset, chart, stop: Stop::default() };
        if let Some(before) = self.planning.replace(Planning { key, job: job.clone() }) {
            before.job.stop.ask();
        }
        vec![Effect::Job(Job::Plan(Box::new(job)))]
    }

    fn planned(&mut self, ticket: u64, plan: Option<Arc<ChartPlan>>) {
        if let Some(Planning { key, job }) = self.planning.take_if(|planning| planning.job.ticket == ticket) {
            // What is shown may have come to be the newest again, by undo.
            if self.is_planning() {
                self.cache.get_mut().plan = Some(CachedPlan { key, chart: job.chart, plan });
            }
        }
    }
}

/// What a command about plans does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::Planned { ticket, plan } => {
            session.planned(ticket, plan);
            Vec::new()
        }
        _ => session.begin_plan(),
    }
}
