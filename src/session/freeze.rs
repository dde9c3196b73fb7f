//! What the steps of a chart make of its series, as new series of the dataset.

use super::gestures::{batch, is_taken};
use crate::{
    analysis::{Derived, Figure, Standing, derive, method},
    model::{Dataset, Edit, Id, Item, Observation, SectionKind, Series, SeriesHead, SourceRefs, number, unique_id},
};

/// So many digits of a result are kept: all but the noise of computing.
const DIGITS: i32 = 12;

/// The results of a chart's steps as new series behind the others, with their qualifiers, statuses and sources, and with
/// what was done to them in their note; and the name of the step. `None` where there are no steps or no results.
pub fn freeze(dataset: &Dataset, chart: &Id) -> Option<(Edit, String)> {
    let chart = dataset.charts.get(chart)?;
    let results = derive(dataset, &chart.series, &chart.series, &chart.transform);
    let methods: Vec<String> =
        chart.transform.iter().filter(|step| step.is_on()).map(|step| method(step, dataset)).collect();
    let mut edits = Vec::new();
    let mut taken: Vec<Id> = Vec::new();
    for (id, derived) in chart.series.iter().zip(results) {
        let Ok(derived) = derived else { continue };
        if derived.figures.as_ref().is_none_or(Vec::is_empty) {
            continue;
        }
        let is_free = |new: &str| is_taken(dataset, SectionKind::Series, new) || taken.iter().any(|id| id == new);
        let new = unique_id(&format!("{id}-derived"), is_free);
        taken.push(new.clone());
        let item = Item::Series(series(dataset, id, &derived, &methods));
        edits.push(Edit::Insert { index: dataset.series.len() + edits.len(), id: new, item });
    }
    let label = match edits.len() {
        1 => "freeze a series".to_owned(),
        n => format!("freeze {n} series"),
    };
    batch(edits).map(|edit| (edit, label))
}

fn series(dataset: &Dataset, id: &Id, derived: &Derived<'_>, methods: &[String]) -> Series {
    let mut figures: Vec<&Figure> = derived.figures.iter().flatten().collect();
    figures.sort_by_key(|figure| (figure.standing == Standing::Interval, figure.at, figure.standing));
    let besides: Vec<&Observation> =
        derived.besides().filter_map(|(id, index)| dataset.series.get(id)?.observations.get(index as usize)).collect();
    let observation = |figure: &Figure| {
        let o = figure.observation();
        let round = |v: Option<f64>| v.map(|v| number::rounded(v, DIGITS));
        let mut ids: Vec<&Id> = Vec::new();
        for source in derived.made_from(figure).map(|(_, o)| o).chain(besides.iter().copied()) {
            for id in source.source.ids() {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        let source: SourceRefs = ids.into_iter().cloned().collect();
        let note = figure.is_interpolated.then(|| "Interpolated, not counted".to_owned());
        Observation { value: round(o.value), low: round(o.low), high: round(o.high), source, note, ..o }
    };
    let head = SeriesHead { note: Some(note(id, derived, methods)), ..derived.head.clone().into_owned() };
    Series { head, observations: figures.into_iter().map(observation).collect() }
}

/// Where the series comes from: what was done, what was lost, and what was said of the original.
fn note(id: &Id, derived: &Derived<'_>, methods: &[String]) -> String {
    let label = derived.series.label(id);
    let mut sentences = vec![format!("Derived from the series {id}.")];
    sentences.extend(methods.iter().cloned());
    sentences.extend(derived.reports.iter().flat_map(|report| report.sentences(label)));
    sentences.extend(derived.series.head.note.clone());
    sentences.join(" ")
}
