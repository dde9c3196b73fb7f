//! What a gesture of the user means as an edit. Pure: nothing is changed here.

pub use super::sourcing::{add_sources, overruled_count, prefer_source};
use super::{
    Selection, Session,
    apply::names_event,
    grid::{Sheet, Span},
};
use crate::chart::{AxisEnd, Reach, reached};
pub use crate::model::unique_id;
use crate::model::{
    Chart, Claim, Dataset, Edit, EventFilter, Id, Item, Mark, Observation, Observations, Period, SectionKind, Series,
    SeriesHead, SourceRefs,
};

/// What a command means as an edit, with the name of the step; `None` when it means nothing now.
pub(super) type Gesture = fn(&Session) -> Option<(Edit, Option<String>)>;

/// A dataset to start from: one series without values, and a chart of it.
pub fn new_dataset() -> Dataset {
    let mut dataset = Dataset::titled("New dataset");
    let head = SeriesHead { entity: Some("New series".to_owned()), ..SeriesHead::default() };
    dataset.series.insert("series-1".into(), Series { head, observations: Observations::new() });
    let chart = Chart { title: Some("New chart".to_owned()), series: vec!["series-1".into()], ..Chart::default() };
    dataset.charts.insert("chart-1".into(), chart);
    dataset
}

/// Whether a section has an item with this id.
pub fn is_taken(dataset: &Dataset, section: SectionKind, id: &str) -> bool {
    match section {
        SectionKind::Sources => dataset.sources.contains_key(id),
        SectionKind::Series => dataset.series.contains_key(id),
        SectionKind::Events => dataset.events.contains_key(id),
        SectionKind::Claims => dataset.claims.contains_key(id),
        SectionKind::Charts => dataset.charts.contains_key(id),
    }
}

/// The figure of a cell becomes what `change` makes of it: the preferred observation of that period if there is one,
/// else a new one in its place by period. Source and note of an old figure stay. `None` for a series that is not there.
pub fn set_cell(dataset: &Dataset, series: &Id, at: Period, change: impl FnOnce(&mut Observation)) -> Option<Edit> {
    let item = dataset.series.get(series)?;
    if let Some((index, old)) = item.observed_at(at).next() {
        let mut observation = old.clone();
        change(&mut observation);
        return Some(Edit::PutObservation { series: series.clone(), index, observation });
    }
    let mut observation = Observation::at(at);
    change(&mut observation);
    Some(Edit::InsertObservation { series: series.clone(), index: place_of(item, at), observation })
}

/// Another figure for a period, behind those that there are: a disagreeing source.
pub fn add_observation(dataset: &Dataset, series: &Id, observation: Observation) -> Option<Edit> {
    let item = dataset.series.get(series)?;
    let last = item.observed_at(observation.at).last().map(|(index, _)| index + 1);
    let index = last.unwrap_or_else(|| place_of(item, observation.at));
    Some(Edit::InsertObservation { series: series.clone(), index, observation })
}

/// Behind the last observation that is not later, so that files which are in order stay so.
fn place_of(series: &Series, at: Period) -> usize {
    let same_kind = |o: &&Observation| o.at.is_interval() == at.is_interval();
    let observations = series.observations.iter();
    let before = observations.enumerate().filter(|(_, o)| same_kind(o) && o.at <= at).map(|(i, _)| i + 1).max();
    before
        .unwrap_or_else(|| series.observations.iter().position(|o| same_kind(&o)).unwrap_or(series.observations.len()))
}

/// The figures of a cell go, all of them. `None` if there are none.
pub fn clear_cell(dataset: &Dataset, series: &Id, at: Period) -> Option<Edit> {
    let found: Vec<usize> = dataset.series.get(series)?.observed_at(at).map(|(index, _)| index).collect();
    let removals = found.into_iter().rev().map(|index| Edit::RemoveObservation { series: series.clone(), index });
    batch(removals.collect())
}

/// A row of the grid goes: all figures of the series shown for that period.
pub fn clear_period(dataset: &Dataset, series: &[Id], at: Period) -> Option<Edit> {
    batch(series.iter().filter_map(|id| clear_cell(dataset, id, at)).collect())
}

/// A new series, shown in the chart if one is given, measured as the chart's first series is.
pub fn add_series(dataset: &Dataset, chart: Option<&Id>, entity: &str) -> (Id, Edit) {
    let id = unique_id(entity, |id| is_taken(dataset, SectionKind::Series, id));
    let shown = chart.and_then(|chart| Some((chart, dataset.charts.get(chart)?)));
    let like = shown.and_then(|(_, chart)| dataset.series.get(chart.series.first()?));
    let mut head =
        like.map(|series| SeriesHead { note: None, breaks: Vec::new(), ..series.head.clone() }).unwrap_or_default();
    head.entity = Some(entity.to_owned());
    let item = Item::Series(Series { head, observations: Observations::new() });
    let mut edits = vec![Edit::Insert { index: dataset.series.len(), id: id.clone(), item }];
    if let Some((chart_id, chart)) = shown {
        let mut chart = chart.clone();
        chart.series.push(id.clone());
        edits.push(Edit::PutChart { id: chart_id.clone(), chart });
    }
    (id, Edit::Batch(edits))
}

/// An item goes, and all that refers to it lets go of it: a source is taken from the figures that name it, a series
/// from charts, with the claims about it, an event from the charts that chose it.
pub fn remove_item(dataset: &Dataset, section: SectionKind, id: &Id) -> Edit {
    let mut edits = Vec::new();
    match section {
        SectionKind::Sources => release_source(dataset, id, &mut edits),
        SectionKind::Series => release_series(dataset, id, &mut edits),
        SectionKind::Events => {
            for (chart_id, chart) in dataset.charts.iter().filter(|(_, chart)| names_event(&chart.events, id)) {
                let mut chart = chart.clone();
                if let EventFilter::Only(ids) = &mut chart.events {
                    ids.retain(|event| event != id);
                }
                edits.push(Edit::PutChart { id: chart_id.clone(), chart });
            }
        }
        SectionKind::Claims => release_claims(dataset, std::slice::from_ref(id), &mut edits),
        SectionKind::Charts => {}
    }
    edits.push(Edit::Remove { section, id: id.clone() });
    batch(edits).unwrap_or_else(|| Edit::Batch(Vec::new()))
}

/// What else changes when an item goes, in words: `also 2 charts and 1 claim`; `None` if nothing does.
pub fn consequences(edit: &Edit) -> Option<String> {
    let Edit::Batch(edits) = edit else { return None };
    // The last one is the item itself.
    let (_, edits) = edits.split_last()?;
    let count = |is: fn(&Edit) -> bool| edits.iter().filter(|edit| is(edit)).count();
    let claims =
        |edit: &Edit| matches!(edit, Edit::PutClaim { .. } | Edit::Remove { section: SectionKind::Claims, .. });
    let kinds = [
        (count(|edit| matches!(edit, Edit::PutObservation { .. })), "value"),
        (count(|edit| matches!(edit, Edit::PutChart { .. })), "chart"),
        (count(|edit| matches!(edit, Edit::PutEvent { .. })), "event"),
        (count(claims), "claim"),
    ];
    let said: Vec<String> =
        kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| super::apply::count(n, word)).collect();
    (!said.is_empty()).then(|| format!("also {}", crate::analysis::listed(&said)))
}

fn without(refs: &SourceRefs, id: &Id) -> SourceRefs {
    refs.ids().iter().filter(|source| *source != id).cloned().collect()
}

fn release_source(dataset: &Dataset, id: &Id, edits: &mut Vec<Edit>) {
    for (series, item) in &dataset.series {
        for (index, old) in item.observations.iter().enumerate().filter(|(_, o)| o.source.ids().contains(id)) {
            let observation = Observation { source: without(&old.source, id), ..old.clone() };
            edits.push(Edit::PutObservation { series: series.clone(), index, observation });
        }
    }
    for (event_id, old) in dataset.events.iter().filter(|(_, e)| e.source.ids().contains(id)) {
        let mut event = old.clone();
        event.source = without(&old.source, id);
        edits.push(Edit::PutEvent { id: event_id.clone(), event });
    }
    for (claim_id, old) in dataset.claims.iter().filter(|(_, c)| c.source.ids().contains(id)) {
        let mut claim = old.clone();
        claim.source = without(&old.source, id);
        edits.push(Edit::PutClaim { id: claim_id.clone(), claim });
    }
}

fn release_series(dataset: &Dataset, id: &Id, edits: &mut Vec<Edit>) {
    let about = |claim: &Claim| claim.check.series().contains(&id);
    let about_it: Vec<Id> =
        dataset.claims.iter().filter(|(_, claim)| about(claim)).map(|(claim, _)| claim.clone()).collect();
    for (chart_id, old) in &dataset.charts {
        let mut chart = old.clone();
        chart.series.retain(|series| series != id);
        chart.highlight.retain(|series| series != id);
        chart.annotations.retain(|annotation| annotation.series.as_ref() != Some(id));
        for spot in chart.annotations.iter_mut().flat_map(|a| [&mut a.from, &mut a.place]) {
            spot.take_if(|spot| spot.series.as_ref() == Some(id));
        }
        if let EventFilter::Series(ids) | EventFilter::Where { series: ids, .. } = &mut chart.events {
            ids.retain(|series| series != id);
        }
        chart.transform.retain(|step| step.series() != Some(id));
        chart.claims = without_claims(old, &about_it);
        if chart != *old {
            edits.push(Edit::PutChart { id: chart_id.clone(), chart });
        }
    }
    for (event_id, old) in dataset.events.iter().filter(|(_, event)| event.series.contains(id)) {
        let mut event = old.clone();
        event.series.retain(|series| series != id);
        edits.push(Edit::PutEvent { id: event_id.clone(), event });
    }
    edits.extend(about_it.into_iter().map(|id| Edit::Remove { section: SectionKind::Claims, id }));
}

/// The claims that a chart draws, but for some.
fn without_claims(chart: &Chart, ids: &[Id]) -> Box<[Id]> {
    chart.claims.iter().filter(|claim| !ids.contains(claim)).cloned().collect()
}

/// Charts let go of claims.
fn release_claims(dataset: &Dataset, ids: &[Id], edits: &mut Vec<Edit>) {
    for (chart_id, old) in dataset.charts.iter().filter(|(_, chart)| chart.claims.iter().any(|c| ids.contains(c))) {
        let mut chart = old.clone();
        chart.claims = without_claims(old, ids);
        edits.push(Edit::PutChart { id: chart_id.clone(), chart });
    }
}

/// A copy of an item, right behind it.
pub fn duplicate_item(dataset: &Dataset, section: SectionKind, id: &Id) -> Option<Edit> {
    let (index, item) = match section {
        SectionKind::Sources => dataset.sources.get_full(id).map(|(i, _, x)| (i, Item::Source(x.clone()))),
        SectionKind::Series => dataset.series.get_full(id).map(|(i, _, x)| (i, Item::Series(x.clone()))),
        SectionKind::Events => dataset.events.get_full(id).map(|(i, _, x)| (i, Item::Event(x.clone()))),
        SectionKind::Claims => dataset.claims.get_full(id).map(|(i, _, x)| (i, Item::Claim(x.clone()))),
        SectionKind::Charts => dataset.charts.get_full(id).map(|(i, _, x)| (i, Item::Chart(Box::new(x.clone())))),
    }?;
    let copy = unique_id(id, |id| is_taken(dataset, section, id));
    Some(Edit::Insert { index: index + 1, id: copy, item })
}

/// What several edits are as one step; `None` if there are none.
pub fn batch(mut edits: Vec<Edit>) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Batch(edits)),
    }
}

/// A chart of the series that are looked at, or of the first one.
pub(super) fn new_chart(session: &Session) -> Option<(Edit, Option<String>)> {
    let (_, document) = session.active()?;
    let dataset = document.dataset();
    let shown = session.chart().and_then(|id| dataset.charts.get(id)).map(|chart| chart.series.clone());
    let series =
        shown.filter(|list| !list.is_empty()).unwrap_or_else(|| dataset.series.keys().take(1).cloned().collect());
    let id = unique_id("chart", |id| is_taken(dataset, SectionKind::Charts, id));
    let chart = Chart { title: Some("New chart".to_owned()), mark: Mark::Line, series, ..Chart::default() };
    let label = Some(format!("new chart {id}"));
    Some((Edit::Insert { index: dataset.charts.len(), id, item: Item::Chart(Box::new(chart)) }, label))
}

/// A series of a chart in colour and the others grey, or all alike again.
pub(super) fn highlight(session: &Session, chart: &Id, series: &Id, adds: bool) -> Option<(Edit, Option<String>)> {
    let (_, document) = session.active()?;
    let (id, chart) = document.dataset().charts.get_key_value(chart)?;
    let mut chart = chart.clone();
    let is_on = chart.highlight.contains(series);
    let is_alone = is_on && chart.highlight.len() == 1;
    if adds {
        chart.highlight.retain(|other| other != series);
    } else {
        chart.highlight.clear();
    }
    let comes = if adds { !is_on } else { !is_alone };
    if comes {
        chart.highlight.push(series.clone());
    }
    Some((Edit::PutChart { id: id.clone(), chart }, Some(format!("highlight {series}"))))
}

/// A copy of the selected item.
pub(super) fn duplicate(session: &Session) -> Option<(Edit, Option<String>)> {
    let (_, document) = session.active()?;
    let Selection::Item { section, id } = session.selection() else { return None };
    Some((duplicate_item(document.dataset(), *section, id)?, Some(format!("duplicate {id}"))))
}

/// What a step on some cells is called: `clear mexico 2008`, `clear 12 cells`.
pub fn label(verb: &str, sheet: &Sheet, span: Span) -> String {
    if span.is_single() {
        return format!("{verb} {}", sheet.cell_name(span.first));
    }
    format!("{verb} {} cells", span.count())
}

/// What is selected goes.
pub(super) fn delete(session: &Session) -> Option<(Edit, Option<String>)> {
    let (_, document) = session.active()?;
    let dataset = document.dataset();
    match session.selection() {
        // Cells are cleared by an act of the grid.
        Selection::Nothing | Selection::Dataset | Selection::Cells(_) | Selection::Pair { .. } => None,
        Selection::Annotation { chart: id, index } => {
            let mut chart = dataset.charts.get(id).filter(|chart| *index < chart.annotations.len())?.clone();
            let kind = chart.annotations.remove(*index).kind;
            Some((Edit::PutChart { id: id.clone(), chart }, Some(format!("delete {}", kind.words()))))
        }
        Selection::Item { section, id } => {
            let label = format!("delete {} {id}", section.singular());
            Some((remove_item(dataset, *section, id), Some(label)))
        }
        Selection::Cell { series, at } => {
            Some((clear_cell(dataset, series, *at)?, Some(format!("clear {series} {at}"))))
        }
        Selection::Observation { series, index } => {
            let at = dataset.series.get(series)?.observations.get(*index)?.at;
            let edit = Edit::RemoveObservation { series: series.clone(), index: *index };
            Some((edit, Some(format!("clear {series} {at}"))))
        }
    }
}

/// The stretch that is looked at becomes what the axes of the chart show: whole periods, and values as they are seen.
pub(super) fn keep_view(session: &Session) -> Option<(Edit, Option<String>)> {
    let (_, document) = session.active()?;
    let (plan, view) = (session.plan()?, session.view()?);
    let (id, chart) = document.dataset().charts.get_key_value(&plan.id)?;
    let mut chart = chart.clone();
    let scaled = |now: (f64, f64), whole: (f64, f64), first: bool| {
        let length = whole.1 - whole.0;
        Reach::Scaled(if first { (whole.1 - now.0) / length } else { (now.1 - whole.0) / length })
    };
    let values = (plan.y.scale.forward(plan.y.min), plan.y.scale.forward(plan.y.max));
    for end in AxisEnd::ALL.into_iter().filter(|end| end.can_be_set(&plan)) {
        let is_first = matches!(end, AxisEnd::First | AxisEnd::Lowest);
        let (now, whole) = if end.is_of_time() { (view.x, (plan.x.min, plan.x.max)) } else { (view.y, values) };
        if now != whole {
            chart = reached(&plan, &chart, end, scaled(now, whole, is_first)).unwrap_or(chart);
        }
    }
    let edit = Edit::PutChart { id: id.clone(), chart };
    Some((edit, Some("set what the axes show".to_owned())))
}
