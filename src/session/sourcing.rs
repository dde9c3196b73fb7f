//! What gestures on sources mean as edits.

use std::collections::HashMap;

use super::gestures::{batch, is_taken};
use crate::model::{Dataset, Edit, Id, Item, Period, SectionKind, Series, Source, unique_id};

/// Sources that come from elsewhere, behind those that there are, as one step; with the ids that they get.
pub fn add_sources(dataset: &Dataset, sources: Vec<(Id, Source)>) -> (Vec<Id>, Edit) {
    let mut ids: Vec<Id> = Vec::new();
    let mut edits = Vec::new();
    for (wanted, source) in sources {
        let id = unique_id(&wanted, |id| ids.iter().any(|i| i == id) || is_taken(dataset, SectionKind::Sources, id));
        edits.push(Edit::Insert {
            index: dataset.sources.len() + ids.len(),
            id: id.clone(),
            item: Item::Source(source),
        });
        ids.push(id);
    }
    (ids, Edit::Batch(edits))
}

/// Of all periods of a series for which this source and others give values, its value becomes the one that is plotted.
/// `None` where that is so already.
pub fn prefer_source(dataset: &Dataset, series: &Id, source: &Id) -> Option<Edit> {
    let item = dataset.series.get(series)?;
    let mut edits = Vec::new();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    for (preferred, wanted) in overruled(item, source) {
        // What was moved to the front before has pushed those between back by one.
        let now = |index: usize| {
            moved.iter().fold(index, |at, (to, from)| if (*to..*from).contains(&at) { at + 1 } else { at })
        };
        let (to, from) = (now(preferred), now(wanted));
        edits.push(Edit::MoveObservation { series: series.clone(), from, to });
        moved.push((to, from));
    }
    batch(edits)
}

/// How many periods of a series would show another value if a source were preferred.
pub fn overruled_count(series: &Series, source: &Id) -> usize {
    overruled(series, source).len()
}

/// For every period in which a source is not the preferred one: where the preferred value is, and where its own.
fn overruled(series: &Series, source: &Id) -> Vec<(usize, usize)> {
    let mut firsts: HashMap<Period, usize> = HashMap::new();
    let mut found: HashMap<Period, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, o) in series.observations.iter().enumerate() {
        let first = *firsts.entry(o.at).or_insert(index);
        let is_known = o.plotted().is_some();
        if first != index && is_known && o.source.ids().contains(source) && !found.contains_key(&o.at) {
            found.insert(o.at, index);
            let names = |index: usize| series.observations.get(index).is_some_and(|o| o.source.ids().contains(source));
            if !names(first) {
                pairs.push((first, index));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Observation;

    proptest! {
        #[test]
        fn the_preferred_source_is_plotted_wherever_it_says_something(
            values in prop::collection::vec((2000_i64..2004, 0..3_usize), 0..14),
        ) {
            let mut dataset = Dataset::titled("Test");
            let observation = |(n, (year, source)): (usize, (i64, usize))| Observation {
                source: ["a", "b", "c"][source].into(),
                ..Observation::exactly(Period::year(year).expect("a year"), n as f64)
            };
            let series = Series {
                observations: values.into_iter().enumerate().map(observation).collect(),
                ..Series::default()
            };
            dataset.series.insert("s".into(), series.clone());
            if let Some(edit) = prefer_source(&dataset, &"s".into(), &"b".into()) {
                edit.apply(&mut dataset).expect("an edit");
            }
            let after = &dataset.series["s"];
            prop_assert_eq!(overruled_count(after, &"b".into()), 0);
            for o in &series.observations {
                let has_b = series.observed_at(o.at).any(|(_, o)| o.source.ids().contains(&"b".into()));
                let first = after.preferred(o.at).expect("a value");
                if has_b {
                    prop_assert!(first.source.ids().contains(&"b".into()));
                } else {
                    prop_assert_eq!(series.preferred(o.at), Some(first));
                }
            }
            prop_assert_eq!(after.observations.len(), series.observations.len());
            prop_assert_eq!(prefer_source(&dataset, &"s".into(), &"b".into()), None);
        }
    }
}
