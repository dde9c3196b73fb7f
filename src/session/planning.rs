//! The plan of the chart that is looked at: made at once, or away from the window where it is of very many figures. Until
//! the new one is there the one before is shown.

use std::sync::{Arc, Mutex};

use super::{Claimed, Command, Effect, Job, Key, Selection, Session};
use crate::{
    analysis::Kept,
    chart::{self, ChartPlan},
    exchange::table::Stop,
    model::{Claim, Dataset, Id, Period, SectionKind, unique_id},
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
    /// What the steps of the chart came to the last time.
    pub kept: KeptSteps,
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

impl PlanJob {
    /// Plans it; `None` where there is no such chart, or nobody waits for it.
    pub fn perform(&self) -> Option<Arc<ChartPlan>> {
        if self.stop.is_asked() {
            return None;
        }
        // One that was left behind by a panic is begun anew.
        let mut kept = self.kept.0.lock().unwrap_or_else(|poisoned| {
            let mut kept = poisoned.into_inner();
            *kept = Kept::default();
            kept
        });
        chart::plan_with(&self.dataset, &self.chart, &mut kept).map(Arc::new)
    }
}

/// What the steps of the chart that was planned last came to, which the next plan of it begins with.
#[derive(Clone, Debug, Default)]
pub struct KeptSteps(Arc<Mutex<Kept>>);

impl PartialEq for KeptSteps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A plan, and what it was made from.
#[derive(Debug)]
pub(super) struct CachedPlan {
    key: PlanKey,
    chart: Id,
    plan: Option<Arc<ChartPlan>>,
}

/// What a plan was made from: the dataset, and the claim that is shown in it because it is looked at.
#[derive(Clone, Debug, PartialEq)]
struct PlanKey {
    key: Key,
    claim: Option<Claim>,
}

/// A plan that is being made.
#[derive(Debug)]
pub(super) struct Planning {
    key: PlanKey,
    job: PlanJob,
}

impl Session {
    /// The plan of the chart that is looked at: of very many figures it may be the one before the last change, and none
    /// until the first is made.
    pub fn plan(&self) -> Option<Arc<ChartPlan>> {
        self.plan_of(self.chart()?)
    }

    /// The plan of the chart that is looked at beside it, as `plan`.
    pub fn plan_beside(&self) -> Option<Arc<ChartPlan>> {
        self.plan_of(self.beside()?)
    }

    fn plan_of(&self, chart: &Id) -> Option<Arc<ChartPlan>> {
        let key = self.plan_key(chart)?;
        let is_large = self.is_large(chart);
        let is_good = |made: &PlanKey| *made == key || (made.key.document == key.key.document && is_large);
        let known = |cached: &&CachedPlan| cached.chart == *chart && is_good(&cached.key);
        if let Some(cached) = self.cache.borrow().plans.iter().find(known) {
            return cached.plan.clone();
        }
        if is_large {
            return None;
        }
        let until = self.until().filter(|_| self.chart() == Some(chart));
        let dataset = self.drawn_dataset(chart, key.claim.as_ref())?;
        let plan = match until {
            Some(until) => chart::plan_until(&dataset, chart, until),
            None => chart::plan(&dataset, chart),
        };
        let plan = plan.map(Arc::new);
        self.keep_plan(CachedPlan { key, chart: chart.clone(), plan: plan.clone() });
        plan
    }

    fn plan_key(&self, chart: &Id) -> Option<PlanKey> {
        Some(PlanKey { key: self.key(self.active_open()?), claim: self.claim_looked_at(chart) })
    }

    /// The claim that is selected, or would be made of two values that are, where a chart does not draw it anyway.
    fn claim_looked_at(&self, chart: &Id) -> Option<Claim> {
        let dataset = self.dataset()?;
        let shown = dataset.charts.get(chart)?;
        let claim = match self.selection().subject() {
            Selection::Item { section: SectionKind::Claims, id } if !shown.claims.contains(&id) => {
                dataset.claims.get(&id).cloned()
            }
            pair @ Selection::Pair { .. } => self.proposal(pair),
            _ => None,
        };
        claim.filter(|claim| chart::shows_claim(shown, claim))
    }

    /// What would be claimed of two values; found once.
    fn proposal(&self, pair: Selection) -> Option<Claim> {
        let made_from = (self.key(self.active_open()?), pair);
        if let Some((known, claim)) = &self.cache.borrow().proposal
            && *known == made_from
        {
            return claim.clone();
        }
        let claim = self.proposed_claim(Claimed::Change).or_else(|| self.proposed_claim(Claimed::Difference));
        self.cache.borrow_mut().proposal = Some((made_from, claim.clone()));
        claim
    }

    /// The dataset with a claim that a chart draws besides its own.
    fn drawn_dataset(&self, chart: &Id, claim: Option<&Claim>) -> Option<Arc<Dataset>> {
        let dataset = self.dataset()?;
        let Some(claim) = claim else { return Some(dataset) };
        let id = unique_id("looked-at", |id| dataset.claims.contains_key(id));
        let mut drawn = (*dataset).clone();
        drawn.claims.insert(id.clone(), claim.clone());
        let shown = drawn.charts.get_mut(chart)?;
        shown.claims = shown.claims.iter().cloned().chain([id]).collect();
        Some(Arc::new(drawn))
    }

    /// Keeps a plan in place of those that nobody looks at any more.
    fn keep_plan(&self, new: CachedPlan) {
        let shown = [self.chart(), self.beside()];
        let plans = &mut self.cache.borrow_mut().plans;
        plans.retain(|cached| cached.chart != new.chart && shown.contains(&Some(&cached.chart)));
        plans.push(new);
    }

    /// The plan as it is after the last change, whatever it takes.
    pub(super) fn newest_plan(&self) -> Option<Arc<ChartPlan>> {
        let chart = self.chart()?;
        // What is only looked at is not on paper.
        let is_looked_at = self.until().is_some() || self.claim_looked_at(chart).is_some();
        if !self.is_to_be_planned(chart) && !is_looked_at {
            return self.plan();
        }
        chart::plan(&*self.dataset()?, chart).map(Arc::new)
    }

    /// The periods that the chart can be played through; none for one of so many figures that it takes too long.
    pub fn periods_to_play(&self) -> Vec<Period> {
        let Some(chart) = self.chart().filter(|chart| !self.is_large(chart)) else { return Vec::new() };
        let whole = self.dataset().and_then(|dataset| chart::over_time(&dataset, chart));
        whole.map(|whole| chart::periods_shown(&whole)).unwrap_or_default()
    }

    /// Whether the plan is still being made.
    pub fn is_planning(&self) -> bool {
        [self.chart(), self.beside()].into_iter().flatten().any(|chart| self.is_to_be_planned(chart))
    }

    fn is_to_be_planned(&self, chart: &Id) -> bool {
        let Some(key) = self.plan_key(chart) else { return false };
        let is_newest = |cached: &CachedPlan| cached.chart == *chart && cached.key == key;
        self.is_large(chart) && !self.cache.borrow().plans.iter().any(is_newest)
    }

    fn is_large(&self, chart: &Id) -> bool {
        let Some(dataset) = self.active_open().map(|open| open.document.dataset()) else { return false };
        let shown = dataset.charts.get(chart).map_or(&[][..], |chart| &chart.series);
        let figures = shown.iter().filter_map(|id| dataset.series.get(id)).map(|series| series.observations.len());
        figures.sum::<usize>() > MOST_AT_ONCE
    }

    /// The chart whose plan is to be made while nobody makes it yet.
    pub(super) fn wanted_plan(&self) -> Option<Id> {
        let chart = [self.chart(), self.beside()].into_iter().flatten().find(|chart| self.is_to_be_planned(chart))?;
        let key = self.plan_key(chart)?;
        let is_asked = |planning: &Planning| planning.key == key && planning.job.chart == *chart;
        (!self.planning.as_ref().is_some_and(is_asked)).then(|| chart.clone())
    }

    fn begin_plan(&mut self) -> Vec<Effect> {
        let Some(chart) = self.wanted_plan() else { return Vec::new() };
        self.next_ticket += 1;
        let Some(key) = self.plan_key(&chart) else { return Vec::new() };
        let Some(dataset) = self.drawn_dataset(&chart, key.claim.as_ref()) else { return Vec::new() };
        let kept = self.kept_steps.clone();
        let job = PlanJob { ticket: self.next_ticket, dataset, chart, kept, stop: Stop::default() };
        if let Some(before) = self.planning.replace(Planning { key, job: job.clone() }) {
            before.job.stop.ask();
        }
        vec![Effect::Job(Job::Plan(Box::new(job)))]
    }

    fn planned(&mut self, ticket: u64, plan: Option<Arc<ChartPlan>>) {
        if let Some(Planning { key, job }) = self.planning.take_if(|planning| planning.job.ticket == ticket) {
            // What is shown may have come to be the newest again, by undo.
            if self.is_to_be_planned(&job.chart) {
                self.keep_plan(CachedPlan { key, chart: job.chart, plan });
            }
        }
    }

    /// The chart after the one that is looked at, or before it, round the ends.
    pub(super) fn neighbour(&self, is_next: bool) -> Option<&Id> {
        let charts = &self.active_open()?.document.dataset().charts;
        let at = charts.get_index_of(self.chart()?)?;
        let to = if is_next { at + 1 } else { at + charts.len() - 1 };
        charts.get_index(to % charts.len()).map(|(id, _)| id)
    }

    pub(super) fn walk_charts(&mut self, is_next: bool) -> Vec<Effect> {
        match self.active.zip(self.neighbour(is_next).cloned()) {
            Some((document, chart)) => self.show_chart(document, chart),
            None => Vec::new(),
        }
    }

    pub(super) fn compare(&mut self, chart: Option<Id>) -> Vec<Effect> {
        if let Some(open) = self.active_open_mut() {
            open.view_beside = None;
            open.beside = chart;
        }
        Vec::new()
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
