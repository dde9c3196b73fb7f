//! What a source supports.

use crate::model::{Dataset, Id, SourceRefs};

/// All that names a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Observations, as series and position, in the order of the file.
    pub values: Vec<(Id, usize)>,
    /// Events.
    pub events: Vec<Id>,
    /// Claims: who made them.
    pub claims: Vec<Id>,
    /// Charts that show a value of it.
    pub charts: Vec<Id>,
}

impl Uses {
    /// Whether nothing names it.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.events.is_empty() && self.claims.is_empty()
    }
}

/// All that names a source.
pub fn uses(dataset: &Dataset, source: &Id) -> Uses {
    let names = |refs: &SourceRefs| refs.ids().contains(source);
    let mut uses = Uses::default();
    for (id, series) in &dataset.series {
        let named = series.observations.iter().enumerate().filter(|(_, o)| names(&o.source));
        uses.values.extend(named.map(|(index, _)| (id.clone(), index)));
    }
    uses.events.extend(dataset.events.iter().filter(|(_, event)| names(&event.source)).map(|(id, _)| id.clone()));
    uses.claims.extend(dataset.claims.iter().filter(|(_, claim)| names(&claim.source)).map(|(id, _)| id.clone()));
    let mut series: Vec<&Id> = uses.values.iter().map(|(id, _)| id).collect();
    series.dedup();
    let shows = |shown: &[Id]| shown.iter().any(|id| series.contains(&id));
    uses.charts.extend(dataset.charts.iter().filter(|(_, chart)| shows(&chart.series)).map(|(id, _)| id.clone()));
    uses
}

/// The sources that nothing names, in the order of the file.
pub fn unused_sources(dataset: &Dataset) -> Vec<Id> {
    let observed = dataset.series.values().flat_map(|series| &series.observations).map(|o| &o.source);
    let events = dataset.events.values().map(|event| &event.source);
    let claims = dataset.claims.values().map(|claim| &claim.source);
    let used: std::collections::HashSet<&Id> = observed.chain(events).chain(claims).flat_map(SourceRefs::ids).collect();
    dataset.sources.keys().filter(|id| !used.contains(id)).cloned().collect()
}
