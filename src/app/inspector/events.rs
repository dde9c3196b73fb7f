//! Which events a chart shows, and how.

use egui::Ui;

use super::form::Form;
use crate::model::{Chart, Dataset, Event, EventFilter, Id, Spans};

/// The events of a chart.
pub(super) fn events(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, dataset: &Dataset) {
    ui.separator();
    form.choice(ui, "Events", &chart.events, filters(&chart.events), |chart, events| chart.events = events);
    match &chart.events {
        EventFilter::Nothing => return,
        EventFilter::All => {}
        EventFilter::Places(chosen) => {
            words(ui, form, dataset, "", (chosen, |event| event.place.as_ref()), EventFilter::Places);
        }
        EventFilter::Categories(chosen) => {
            words(ui, form, dataset, "", (chosen, |event| event.category.as_ref()), EventFilter::Categories);
        }
        EventFilter::Series(chosen) => series(ui, form, dataset, chosen, EventFilter::Series),
        EventFilter::Only(chosen) => {
            for (id, event) in &dataset.events {
                let mut on = chosen.contains(id);
                let label = event.label.as_ref().unwrap_or(&event.title);
                if ui.checkbox(&mut on, format!("{} {label}", event.at)).clicked() {
                    form.change(|chart| chart.events = EventFilter::Only(toggled(chosen, id, on)));
                }
            }
        }
        EventFilter::Where { places, categories, series: ids } => {
            let of = |places: &[String], categories: &[String], series: &[Id]| EventFilter::Where {
                places: places.to_vec(),
                categories: categories.to_vec(),
                series: series.to_vec(),
            };
            let place: Choice<'_> = (places, |event| event.place.as_ref());
            words(ui, form, dataset, "Places", place, |places| of(&places, categories, ids));
            let category: Choice<'_> = (categories, |event| event.category.as_ref());
            words(ui, form, dataset, "Categories", category, |categories| of(places, &categories, ids));
            ui.weak("Series");
            series(ui, form, dataset, ids, |ids| of(places, categories, &ids));
        }
    }
    let spans = [
        (Spans::Shade, "shaded".to_owned()),
        (Spans::Line, "a line at their start".to_owned()),
        (Spans::Hide, "hidden".to_owned()),
    ];
    form.choice(ui, "Long events", &chart.spans, spans, |chart, spans| chart.spans = spans);
}

/// The kinds of event filter; those with a list keep the one they have.
fn filters(current: &EventFilter) -> [(EventFilter, String); 7] {
    let (mut places, mut categories, mut series, mut ids) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    match current {
        EventFilter::Nothing | EventFilter::All => {}
        EventFilter::Places(chosen) => places.clone_from(chosen),
        EventFilter::Categories(chosen) => categories.clone_from(chosen),
        EventFilter::Series(chosen) => series.clone_from(chosen),
        EventFilter::Only(chosen) => ids.clone_from(chosen),
        EventFilter::Where { places: p, categories: c, series: s } => {
            (places, categories, series) = (p.clone(), c.clone(), s.clone());
        }
    }
    [
        (EventFilter::Nothing, "none".to_owned()),
        (EventFilter::All, "all".to_owned()),
        (EventFilter::Places(places.clone()), "of some places".to_owned()),
        (EventFilter::Categories(categories.clone()), "of some categories".to_owned()),
        (EventFilter::Series(series.clone()), "about some series".to_owned()),
        (EventFilter::Only(ids), "chosen ones".to_owned()),
        (EventFilter::Where { places, categories, series }, "by place, category and series".to_owned()),
    ]
}

/// The words chosen, and where an event has such a word.
type Choice<'a> = (&'a Vec<String>, fn(&Event) -> Option<&String>);

/// A box for each word that any event has.
fn words(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    dataset: &Dataset,
    heading: &str,
    (chosen, word): Choice<'_>,
    filter: impl Fn(Vec<String>) -> EventFilter,
) {
    let mut all: Vec<&String> = dataset.events.values().filter_map(word).collect();
    all.extend(chosen);
    all.sort();
    all.dedup();
    if !heading.is_empty() && !all.is_empty() {
        ui.weak(heading);
    }
    for word in all {
        let mut on = chosen.contains(word);
        if ui.checkbox(&mut on, word).clicked() {
            form.change(|chart| chart.events = filter(toggled(chosen, word, on)));
        }
    }
}

/// A box for each series that any event is about.
fn series(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    dataset: &Dataset,
    chosen: &Vec<Id>,
    filter: impl Fn(Vec<Id>) -> EventFilter,
) {
    let mut all: Vec<&Id> = dataset.events.values().flat_map(|event| &event.series).collect();
    all.extend(chosen);
    all.sort();
    all.dedup();
    if all.is_empty() {
        ui.weak("No event says which series it bears on");
    }
    for id in all {
        let mut on = chosen.contains(id);
        let label = dataset.series.get(id).map_or(id.as_str(), |series| series.label(id));
        if ui.checkbox(&mut on, label).accessible_name(format!("Events about {id}")).clicked() {
            form.change(|chart| chart.events = filter(toggled(chosen, id, on)));
        }
    }
}

/// The list with one more or one less.
pub(super) fn toggled<T: Clone + PartialEq>(chosen: &[T], one: &T, on: bool) -> Vec<T> {
    let kept = chosen.iter().filter(|other| *other != one).cloned();
    kept.chain(on.then(|| one.clone())).collect()
}
