//! From a chart as the file has it to its plan.

use crate::{
    analysis::{period_words, scaling},
    model::{Chart, Dataset, EventFilter, Id, Mark},
};

use super::{
    Category, ChartPlan, PlannedAnnotation, PlannedEvent, PlannedPoint, PlannedSeries, Role, TimeAxisPlan,
    axes::{measure_words, time_axis, value_axis},
    description::description,
    notes,
    points::planned_series,
    rows::{Chosen, Rows},
    thin::Thinning,
    words,
};

/// The plan of a chart; `None` if the dataset has no chart with this id.
///
/// Of a series with far more values than a page has pixels, only those are among its points that stick out; what the
/// plan says in words and the ends of its axes follow from all of them, and so does [`super::export_table`].
pub fn plan(dataset: &Dataset, chart: &Id) -> Option<ChartPlan> {
    thinned(dataset, chart, Thinning::default())
}

/// The plan with so many points at most.
pub(super) fn thinned(dataset: &Dataset, chart: &Id, thinning: Thinning) -> Option<ChartPlan> {
    let (id, chart) = dataset.charts.get_key_value(chart)?;
    let mut notes: Vec<String> = chart.note.iter().cloned().collect();
    let (chosen, left_out) = choose(dataset, chart);
    let shown: Vec<Rows<'_>> = chosen.iter().map(|c| Rows::new(chart, c)).collect();
    let series: Vec<PlannedSeries> = shown.iter().map(|rows| planned_series(dataset, chart, rows, thinning)).collect();
    let x = time_axis(chart, &shown);
    let measure = chosen.first().map(|c| c.scaling.measure).unwrap_or_default();
    let label = chart.y.label.clone().unwrap_or_else(|| axis_label(&chosen));
    let y = value_axis(chart, measure, label, &shown);
    let empty_reason = series.iter().all(|s| s.points.is_empty()).then(|| empty_reason(chart, &chosen, &left_out));
    notes.extend(left_out);
    notes.extend(mixed_units(chart, &chosen));
    notes.extend(notes::notes(chart, &shown));
    let mut plan = ChartPlan {
        id: id.clone(),
        title: chart.title.clone().unwrap_or_default(),
        subtitle: chart.subtitle.clone().unwrap_or_default(),
        notes,
        source_line: words::source_line(dataset, &shown),
        mark: chart.mark,
        categories: if chart.mark == Mark::Bar { categories(&series) } else { Vec::new() },
        events: events(dataset, chart, &x),
        annotations: annotations(chart, &x, &shown),
        x,
        y,
        series,
        description: String::new(),
        empty_reason,
    };
    plan.description = description(chart, &plan, &shown);
    Some(plan)
}

/// The series that can share an axis with the first, and sentences about those that are left out.
pub(super) fn choose<'a>(dataset: &'a Dataset, chart: &Chart) -> (Vec<Chosen<'a>>, Vec<String>) {
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut left_out = Vec::new();
    for (color, id) in chart.series.iter().enumerate() {
        let Some((id, series)) = dataset.series.get_key_value(id) else {
            left_out.push(format!("There is no series `{id}`, so it is left out."));
            continue;
        };
        if chosen.iter().any(|c| c.id == id) {
            continue;
        }
        let label = series.label(id).to_owned();
        let scaling = match scaling(&chart.transform, series) {
            Ok(scaling) => scaling,
            Err(reason) => {
                left_out.push(format!("{label} is left out of the index: {}.", reason.words()));
                continue;
            }
        };
        if let Some(first) = chosen.first().filter(|first| first.scaling.measure != scaling.measure) {
            let unit = |measure, unit: &Option<String>| {
                let words = measure_words(measure, unit.as_deref());
                if words.is_empty() { "another unit".to_owned() } else { words }
            };
            left_out.push(format!(
                "{label} is left out: it is measured in {}, {} in {}.",
                unit(scaling.measure, &series.head.unit),
                first.label,
                unit(first.scaling.measure, &first.series.head.unit)
            ));
            continue;
        }
        chosen.push(Chosen { id, series, scaling, label, color });
    }
    make_labels_unique(&mut chosen);
    (chosen, left_out)
}

/// Adds the indicator, then the id, to names that more than one series has.
fn make_labels_unique(chosen: &mut [Chosen<'_>]) {
    let additions: [fn(&Chosen<'_>) -> Option<String>; 2] =
        [|c| c.series.head.indicator.clone(), |c| Some(c.id.to_string())];
    for addition in additions {
        let labels: Vec<String> = chosen.iter().map(|c| c.label.clone()).collect();
        for c in chosen.iter_mut() {
            if labels.iter().filter(|label| **label == c.label).count() > 1
                && let Some(more) = addition(c)
            {
                c.label = format!("{}, {more}", c.label);
            }
        }
    }
}

/// The units of the series, each once.
fn axis_label(chosen: &[Chosen<'_>]) -> String {
    let mut units: Vec<String> = Vec::new();
    for c in chosen {
        let unit = match c.scaling.base {
            Some(_) => measure_words(c.scaling.measure, None),
            None => measure_words(c.scaling.measure, c.series.head.unit.as_deref()),
        };
        if !unit.is_empty() && !units.contains(&unit) {
            units.push(unit);
        }
    }
    units.join("; ")
}

/// Says which series has which unit where they differ, unless the author has named the axis for all of them.
fn mixed_units(chart: &Chart, chosen: &[Chosen<'_>]) -> Option<String> {
    let unit = |c: &Chosen<'_>| c.series.head.unit.clone().unwrap_or_default();
    let first = chosen.first().filter(|c| c.scaling.base.is_none())?;
    if chart.y.label.is_some() || chosen.iter().all(|c| unit(c) == unit(first)) {
        return None;
    }
    let said: Vec<String> = chosen
        .iter()
        .map(|c| match unit(c) {
            unit if unit.is_empty() => format!("{} has no unit", c.label),
            unit => format!("{} is measured in {unit}", c.label),
        })
        .collect();
    Some(format!("The units differ: {}.", said.join(", ")))
}

fn empty_reason(chart: &Chart, chosen: &[Chosen<'_>], left_out: &[String]) -> String {
    if chart.series.is_empty() {
        "No series is chosen.".to_owned()
    } else if chosen.is_empty() {
        left_out.join(" ")
    } else if chosen.iter().all(|c| c.series.observations.iter().all(|o| o.plotted().is_none())) {
        "The series have no values yet.".to_owned()
    } else {
        "The series have no values in the periods shown.".to_owned()
    }
}

/// A row a series, from the highest value to the lowest.
fn categories(series: &[PlannedSeries]) -> Vec<Category> {
    let mut rows: Vec<(usize, &PlannedSeries, &PlannedPoint)> =
        series.iter().enumerate().filter_map(|(i, s)| Some((i, s, s.points.first()?))).collect();
    rows.sort_by(|a, b| b.2.y.total_cmp(&a.2.y));
    let same_period = rows.iter().all(|row| row.2.at == rows[0].2.at);
    let label = |s: &PlannedSeries, p: &PlannedPoint| {
        if same_period { s.label.clone() } else { format!("{}, {}", s.label, period_words(p.at)) }
    };
    rows.iter().map(|(i, s, p)| Category { label: label(s, p), series: *i, point: 0 }).collect()
}

fn events(dataset: &Dataset, chart: &Chart, x: &TimeAxisPlan) -> Vec<PlannedEvent> {
    if chart.mark == Mark::Bar {
        return Vec::new();
    }
    let wanted = |id: &Id, place: Option<&String>| match &chart.events {
        EventFilter::Nothing => false,
        EventFilter::All => true,
        EventFilter::Places(places) => place.is_some_and(|place| places.contains(place)),
        EventFilter::Only(ids) => ids.contains(id),
    };
    let mut events: Vec<_> = dataset
        .events
        .iter()
        .filter(|(id, event)| wanted(id, event.place.as_ref()))
        .filter(|(_, event)| event.at.start() < x.max && event.at.end() > x.min)
        .collect();
    events.sort_by_key(|(_, event)| event.at);
    events
        .into_iter()
        .map(|(id, event)| PlannedEvent {
            id: id.clone(),
            extent: (event.at.start(), event.at.end()),
            label: event.label.clone().unwrap_or_else(|| event.title.clone()),
            tooltip: words::event_tooltip(dataset, event),
        })
        .collect()
}

fn annotations(chart: &Chart, x: &TimeAxisPlan, shown: &[Rows<'_>]) -> Vec<PlannedAnnotation> {
    if chart.mark == Mark::Bar {
        return Vec::new();
    }
    let value = |id: &Option<Id>, at| {
        let rows = shown.iter().find(|rows| Some(rows.chosen.id) == id.as_ref())?;
        rows.all.iter().find(|p| p.at == at && p.role != Role::Disagreeing).map(|p| p.y)
    };
    chart
        .annotations
        .iter()
        .filter(|a| (x.min..=x.max).contains(&a.at.position()))
        .map(|a| PlannedAnnotation { x: a.at.position(), y: value(&a.series, a.at), text: a.text.clone() })
        .collect()
}
