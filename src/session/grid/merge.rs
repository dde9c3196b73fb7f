//! Pasting what was copied as RON: figures with their sources, into the series and periods that they belong to.

use super::{act::Planned, changes::Changes, fields, sheet::Sheet};
use crate::model::{Dataset, Id, Item, Observation, Series};

/// Brings all of a fragment into the dataset of a sheet, and says so in words. Of a figure that is there
/// already with another value, the pasted one becomes the preferred; other items of the same id stay as they are.
pub fn paste_fragment(sheet: &Sheet, chart: Option<&Id>, fragment: &Dataset) -> Planned {
    let dataset = sheet.dataset();
    let mut changes = Changes::new(sheet);
    let (mut new, mut replaced, mut kept) = (0, 0, Vec::new());
    for (id, series) in &fragment.series {
        if dataset.series.contains_key(id) {
            merge_series(&mut changes, dataset, id, series, (&mut new, &mut replaced));
        } else {
            new += series.observations.len();
            changes.add_series(id, series.head.clone(), series.observations.iter().cloned().collect());
        }
    }
    let sources = fragment.sources.iter().map(|(id, item)| (id, Item::Source(item.clone())));
    let events = fragment.events.iter().map(|(id, item)| (id, Item::Event(item.clone())));
    let claims = fragment.claims.iter().map(|(id, item)| (id, Item::Claim(item.clone())));
    let mut items = 0;
    for (id, item) in sources.chain(events).chain(claims) {
        match fields::item(dataset, item.section(), id) {
            None => {
                items += 1;
                changes.add_item(id.clone(), item);
            }
            Some(old) if old != item => kept.push(format!("{} {id}", item.section().singular())),
            Some(_) => {}
        }
    }
    let kept = if kept.is_empty() { String::new() } else { format!("; kept as they are here: {}", kept.join(", ")) };
    let report = format!("Pasted: {new} new values, {replaced} replaced, {items} new items{kept}");
    let label = "paste from another dataset".to_owned();
    Planned { edit: changes.into_edit(chart), label, say: Some(report), ..Planned::default() }
}

fn merge_series(
    changes: &mut Changes<'_>,
    dataset: &Dataset,
    id: &Id,
    pasted: &Series,
    (new, replaced): (&mut usize, &mut usize),
) {
    let mut seen = std::collections::HashSet::new();
    let Some(old) = dataset.series.get(id) else { return };
    let mut by_period: std::collections::HashMap<_, Vec<&Observation>> = std::collections::HashMap::new();
    for o in &old.observations {
        by_period.entry(o.at).or_default().push(o);
    }
    for observation in &pasted.observations {
        let there = by_period.get(&observation.at).map_or(&[][..], Vec::as_slice);
        if there.contains(&observation) {
            seen.insert(observation.at);
            continue;
        }
        if seen.insert(observation.at) && !there.is_empty() {
            *replaced += 1;
            changes.change_at(id, observation.at, |o| o.clone_from(observation));
        } else {
            *new += 1;
            changes.add(id, observation.clone());
        }
    }
}
