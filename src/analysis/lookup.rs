//! The figures that a claim reads.

use std::collections::HashSet;

use crate::model::{Dataset, Id, Observation, Period, Series};

use super::{NoValue, bounds::Bounds};

/// A dataset, in which one observation may be taken in place of the preferred one of its period.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) instead: Option<(&'a Id, usize)>,
}

/// An observation of which something is known.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) index: usize,
    pub(super) observation: &'a Observation,
    pub(super) bounds: Bounds,
}

impl Known<'_> {
    pub(super) fn at(&self) -> Period {
        self.observation.at
    }

    /// The value to count with: the one stated, else the middle or the known end of the range.
    pub(super) fn value(&self) -> f64 {
        let ends = || self.observation.low.or(self.observation.high);
        self.observation.plotted().or_else(ends).unwrap_or_default()
    }
}

impl<'a> Lookup<'a> {
    pub(super) fn series(&self, id: &Id) -> Result<&'a Series, NoValue> {
        self.dataset.series.get(id).ok_or_else(|| NoValue::UnknownSeries(id.clone()))
    }

    /// The observation that counts for a period, also if it has no value.
    pub(super) fn position(&self, id: &Id, at: Period) -> Result<Option<usize>, NoValue> {
        let series = self.series(id)?;
        let replaced = self.instead_in(id).filter(|i| series.observations.get(*i).is_some_and(|o| o.at == at));
        Ok(replaced.or_else(|| series.observed_at(at).next().map(|(index, _)| index)))
    }

    /// What is known of a period.
    pub(super) fn known(&self, id: &Id, at: Period) -> Result<Known<'a>, NoValue> {
        let series = self.series(id)?;
        let index = self.position(id, at)?.ok_or(NoValue::NotGiven(at))?;
        known(series, index).ok_or_else(|| NoValue::KnownMissing(at, series.observations[index].missing))
    }

    /// What is known of all periods, one observation for each, in the order of the file.
    pub(super) fn all(&self, id: &Id) -> Result<Vec<Known<'a>>, NoValue> {
        let series = self.series(id)?;
        let instead = self.instead_in(id);
        let replaced = instead.and_then(|i| series.observations.get(i)).map(|o| o.at);
        let mut seen: HashSet<Period> = replaced.into_iter().collect();
        let mut all = Vec::new();
        for (index, o) in series.observations.iter().enumerate() {
            if Some(index) == instead || seen.insert(o.at) {
                all.extend(known(series, index));
            }
        }
        Ok(all)
    }

    fn instead_in(&self, id: &Id) -> Option<usize> {
        self.instead.filter(|(series, _)| *series == id).map(|(_, index)| index)
    }
}

fn known(series: &Series, index: usize) -> Option<Known<'_>> {
    let observation = series.observations.get(index)?;
    let bounds = Bounds::of_observation(observation, series.head.measure)?;
    Some(Known { index, observation, bounds })
}
