//! From a chart as the file has it to its plan.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use crate::{
    analysis::{Derived, Kept, Refusal, derive, result_words},
    model::{Chart, Dataset, EventFilter, Id, Mark, Period, Spans, Stack, number::Locale},
};

use super::{
    AxisScale, ChartPlan, Hue, Pair, Plane, PlannedEvent, PlannedPoint, PlannedSeries, Sign, TimeAxisPlan,
    ValueAxisPlan,
    annotations::annotations,
    axes::{asked_range, bins, count_axis, measure_words, time_axis, value_axis},
    claims,
    description::description,
    facets,
    glyphs::bin_of,
    hues,
    matrix::{Matrix, categories, pairs},
    notes,
    points::planned_series,
    rows::{Chosen, Rows},
    scatter, stack,
    thin::Thinning,
    timeline,
    trends::trends,
    words,
};

/// A table has so many columns at most.
const COLUMNS: usize = 8;

/// The plan of a chart; `None` if the dataset has no chart with this id.
///
/// Of a series with far more values than a page has pixels, only those are among its points that stick out; what the
/// plan says in words and the ends of its axes follow from all of them, and so does [`super::export_table`].
pub fn plan(dataset: &Dataset, chart: &Id) -> Option<ChartPlan> {
    plan_in(dataset, chart, dataset.charts.get(chart).map_or(Locale::default(), |chart| words::locale(dataset, chart)))
}

/// The same for a figure that nobody points at: without tooltips, which are most of the words of a plan.
pub fn still_plan(dataset: &Dataset, chart: &Id) -> Option<ChartPlan> {
    let (id, of) = dataset.charts.get_key_value(chart)?;
    let (locale, thinning) = (words::locale(dataset, of), Thinning::of(of.series.len()));
    thinned(dataset, id, Making { locale, thinning, has_tooltips: false, kept: None })
}

/// The plan of a chart of very many figures, with what its steps came to the last time: after an edit they are done
/// again only where it matters.
pub fn plan_with(dataset: &Dataset, chart: &Id, kept: &mut Kept) -> Option<ChartPlan> {
    let of = dataset.charts.get(chart)?;
    let (locale, thinning) = (words::locale(dataset, of), Thinning::of(of.series.len()));
    let cell = RefCell::new(std::mem::take(kept));
    let plan = thinned(dataset, chart, Making { locale, thinning, has_tooltips: true, kept: Some(&cell) });
    *kept = cell.into_inner();
    plan
}

/// The same with its numbers as they are written in a language, whatever chart and dataset say.
pub fn plan_in(dataset: &Dataset, chart: &Id, locale: Locale) -> Option<ChartPlan> {
    let series = dataset.charts.get(chart).map_or(0, |chart| chart.series.len());
    thinned(dataset, chart, Making { locale, thinning: Thinning::of(series), has_tooltips: true, kept: None })
}

/// How a plan is made, whatever it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making<'k> {
    pub(super) locale: Locale,
    pub(super) thinning: Thinning,
    /// Whether somebody may point at its values.
    pub(super) has_tooltips: bool,
    /// What the steps came to the last time.
    pub(super) kept: Option<&'k RefCell<Kept>>,
}

/// The plan with so many points at most.
pub(super) fn thinned(dataset: &Dataset, chart: &Id, making: Making<'_>) -> Option<ChartPlan> {
    let (id, chart) = dataset.charts.get_key_value(chart)?;
    let chart = claims::with_claims(dataset, chart);
    let kept = making.kept.filter(|_| chart.facet.is_none());
    let making = Making { kept, ..making };
    let mut plan = single(dataset, id, &chart, &chart.series, making);
    if let Some(facet) = chart.facet {
        facets::divide(dataset, id, &chart, facet, making, &mut plan);
    }
    Some(plan)
}

/// The plan of one panel.
///
/// It may show a part of a `whole`.
pub(super) fn single(dataset: &Dataset, id: &Id, chart: &Chart, whole: &[Id], making: Making<'_>) -> ChartPlan {
    let mut notes: Vec<String> = chart.note.iter().cloned().collect();
    let (chosen, left_out) = match making.kept {
        Some(kept) if whole == chart.series && chart.mark != Mark::Timeline => {
            let results = kept.borrow_mut().derive(dataset, whole, &chart.transform);
            choose_among(dataset, chart, results, making.locale)
        }
        _ => choose(dataset, chart, whole, making.locale),
    };
    let matrix = Matrix::of_rows(chart, &chosen);
    let pairs = pairs(chart, &chosen);
    let mut shown: Vec<Rows<'_>> = chosen.iter().map(|c| Rows::new(chart, c)).collect();
    scatter::keep_partners(chart, &pairs, &mut shown);
    let without_share = stack::settle(chart, matrix.as_ref(), &mut shown);
    let mut series: Vec<PlannedSeries> =
        shown.iter().map(|rows| planned_series(dataset, chart, rows, making)).collect();
    color(chart, matrix.as_ref(), &pairs, &mut series);
    let x = time_axis(chart, &shown);
    let is_timeline = chart.mark == Mark::Timeline;
    let events = events(dataset, chart, &x);
    let x = if is_timeline { timeline::time_axis(chart, &events, x) } else { x };
    let nothing = series.iter().all(|s| s.points.is_empty());
    let empty_reason = if is_timeline {
        events.is_empty().then(|| "There are no events in the periods shown.".to_owned())
    } else {
        nothing.then(|| empty_reason(chart, &chosen, &left_out))
    };
    notes.extend(left_out);
    if chart.mark != Mark::Scatter {
        notes.extend(mixed_units(chart, &chosen));
    }
    notes.extend(without_share);
    let mut plan = ChartPlan {
        id: id.clone(),
        title: chart.title.clone().unwrap_or_default(),
        subtitle: chart.subtitle.clone().unwrap_or_default(),
        source_line: words::source_line(dataset, &shown, words::Citing::of(dataset, chart)),
        credit: words::credit(dataset, chart),
        byline: words::byline(dataset, chart).unwrap_or_default().to_owned(),
        mark: chart.mark,
        stack: if stack::is_stacked(chart) { chart.stack } else { Stack::Grouped },
        labels: chart.labels,
        values: chart.values,
        groups: matrix.as_ref().map(Matrix::groups).unwrap_or_default(),
        categories: categories(chart, matrix.as_ref(), &series),
        moments: moments(chart.mark, &series),
        x,
        pairs,
        series,
        events,
        empty_reason,
        ..ChartPlan::default()
    };
    value_axes(chart, &chosen, matrix.as_ref(), &shown, &mut plan);
    plan.totals = stack::totals(chart, &plan);
    let trends = trends(chart, &chosen, &plan);
    plan.trends = trends.planned;
    let (annotations, without_place) = annotations(chart, &plan, &shown);
    plan.annotations = annotations;
    notes.extend(without_place);
    if is_timeline {
        timeline::fill(dataset, chart, &mut plan);
    }
    notes.extend(notes::steps(dataset, chart, &shown));
    let reading = notes::notes(chart, &plan, &shown);
    notes.extend(reading.sentences);
    notes.extend(trends.refused);
    plan.signs = reading.signs;
    plan.signs.extend(trends.sign.iter().cloned().map(|sentence| (Sign::Trend, sentence)));
    notes.extend(trends.sign.clone());
    plan.notes = notes;
    plan.description = description(chart, &plan, &shown, trends.sign.as_deref());
    if let Some(kept) = making.kept {
        kept.borrow_mut().give_back(chosen.into_iter().map(|c| c.derived));
    }
    plan
}

/// The axes of values, and the ranges of a histogram.
fn value_axes(chart: &Chart, chosen: &[Chosen<'_>], matrix: Option<&Matrix>, shown: &[Rows<'_>], plan: &mut ChartPlan) {
    let label = || chart.y.label.clone().unwrap_or_else(|| axis_label(chosen));
    let is_changed = |c: &Chosen<'_>| c.head().measure != c.series.head.measure || c.head().unit != c.series.head.unit;
    plan.relabelled = chart
        .y
        .label
        .as_ref()
        .filter(|_| chosen.iter().any(is_changed))
        .map(|_| axis_label(chosen))
        .filter(|own| !own.is_empty() && chart.y.label.as_ref().is_some_and(|label| label.trim() != own.trim()));
    let measure = chosen.first().map(|c| c.measure()).unwrap_or_default();
    let locale = chosen.first().map(|c| c.locale).unwrap_or_default();
    match chart.mark {
        Mark::Scatter => {
            let across = |pick: &dyn Fn(&Pair) -> usize, label: Option<String>| {
                let of: Vec<usize> = plan.pairs.iter().map(pick).collect();
                let first = of.first().and_then(|s| chosen.get(*s));
                let measure = first.map(|c| c.measure()).unwrap_or_default();
                let entity = |s: usize| chosen[s].series.label(chosen[s].id);
                let of_two = plan.pairs.iter().any(|pair| entity(pair.x) != entity(pair.y));
                let label = label.or_else(|| first.map(|c| scatter::axis_label(c, of_two))).unwrap_or_default();
                let rows = shown.iter().enumerate().filter(|(s, _)| of.contains(s)).map(|(_, rows)| rows);
                (measure, label, rows.collect::<Vec<_>>())
            };
            let (measure, words, rows) = across(&|pair| pair.x, chart.across.label.clone());
            let mut level_axis = Chart { y: (*chart.across).clone(), ..chart.clone() };
            // The values of reference lines and bands are those of the upright axis.
            level_axis.annotations.clear();
            let level = value_axis(&level_axis, measure, words, rows.into_iter(), None);
            let (measure, words, rows) = across(&|pair| pair.y, chart.y.label.clone());
            plan.y = value_axis(chart, measure, words, rows.into_iter(), None);
            plan.across = Some(level);
        }
        Mark::Histogram => {
            let values: Vec<f64> = shown.iter().flat_map(|rows| rows.plotted()).map(|row| row.y).collect();
            plan.bins = bins(&values);
            let count = |bin: usize| values.iter().filter(|v| bin_of(&plan.bins, **v) == Some(bin)).count();
            let most = (0..plan.bins.len()).map(count).max().unwrap_or(0);
            let (min, max) = match (plan.bins.first(), plan.bins.last()) {
                (Some(first), Some(last)) => (first.0, last.1),
                _ => (0.0, 1.0),
            };
            plan.across =
                Some(ValueAxisPlan { min, max, label: label(), measure, scale: AxisScale::even(min, max), locale });
            plan.y = count_axis(&Chart { y: crate::model::ValueAxis::default(), ..chart.clone() }, most, locale);
        }
        _ => {
            let stacked = if stack::is_stacked(chart) { stack::reach(chart, matrix, shown) } else { None };
            let (measure, label) = stack::share_label(chart).unwrap_or_else(|| (measure, label()));
            plan.y = value_axis(chart, measure, label, shown.iter(), stacked);
        }
    }
}

/// Gives series the colours by which they can be told apart: none where they lie in rows of their own, those of their
/// indicators where rows have several, those of their pairs in a scatter plot.
fn color(chart: &Chart, matrix: Option<&Matrix>, pairs: &[Pair], series: &mut [PlannedSeries]) {
    let hues: Vec<Hue> = series.iter().map(|series| series.hue).collect();
    for (s, one) in series.iter_mut().enumerate() {
        one.hue = match (chart.mark, matrix) {
            (_, Some(matrix)) => Hue::Place(matrix.cells[s].1),
            (Mark::Bar | Mark::DotPlot | Mark::Range | Mark::Dumbbell | Mark::Table, None) => Hue::default(),
            (Mark::Scatter, None) if pairs.len() > 1 => {
                let nth = pairs.iter().position(|pair| pair.y == s);
                let is_shared = |nth: usize| pairs[..nth].iter().any(|pair| hues[pair.y] == one.hue);
                nth.filter(|nth| is_shared(*nth)).map_or(one.hue, Hue::Place)
            }
            _ => one.hue,
        };
    }
}

/// The columns of a table, or the two ends that most of the series have.
fn moments(mark: Mark, series: &[PlannedSeries]) -> Vec<Period> {
    let all = || series.iter().flat_map(|s| &s.points).map(|point| point.at);
    match mark {
        Mark::Table => {
            let mut periods: Vec<Period> = all().collect();
            periods.sort();
            periods.dedup();
            let (count, last) = (periods.len(), periods.len().saturating_sub(1));
            if count > COLUMNS {
                let chosen = (0..COLUMNS).map(|c| c * last / (COLUMNS - 1));
                return chosen.map(|at| periods[at]).collect();
            }
            periods
        }
        Mark::Dumbbell | Mark::Slope => {
            let usual = |pick: fn(&PlannedSeries) -> Option<&PlannedPoint>| {
                let periods: Vec<Period> = series.iter().filter_map(pick).map(|point| point.at).collect();
                let count = |at: &Period| periods.iter().filter(|other| *other == at).count();
                // Of the periods that are as frequent, the first.
                periods.iter().rev().max_by_key(|at| count(at)).copied()
            };
            usual(|s| s.points.first()).into_iter().chain(usual(|s| s.points.last())).collect()
        }
        _ => Vec::new(),
    }
}

/// The series that can share an axis with the first, and sentences about those that are left out.
///
/// The chart may show a part of a `whole`, as a panel does.
pub(super) fn choose<'a>(
    dataset: &'a Dataset,
    chart: &Chart,
    whole: &[Id],
    locale: Locale,
) -> (Vec<Chosen<'a>>, Vec<String>) {
    if chart.mark == Mark::Timeline {
        return (Vec::new(), Vec::new());
    }
    choose_among(dataset, chart, derive(dataset, whole, &chart.series, &chart.transform), locale)
}

/// The same with what the steps make of the series of the chart.
fn choose_among<'a>(
    dataset: &'a Dataset,
    chart: &Chart,
    results: Vec<Result<Derived<'a>, Refusal>>,
    locale: Locale,
) -> (Vec<Chosen<'a>>, Vec<String>) {
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut left_out = Vec::new();
    let mut seen = HashSet::new();
    for (id, derived) in chart.series.iter().zip(results) {
        let Some((id, series)) = dataset.series.get_key_value(id) else {
            left_out.push(format!("There is no series `{id}`, so it is left out."));
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        let label = series.label(id).to_owned();
        let derived = match derived {
            Ok(derived) => derived,
            Err(refusal) => {
                let step = refusal.step.as_ref().map(result_words).unwrap_or_default();
                left_out.push(format!("{label} is left out of the {step}: {}.", refusal.reason.words()));
                continue;
            }
        };
        let shares_axis = |first: &&Chosen<'_>| chart.mark == Mark::Scatter || first.measure() == derived.head.measure;
        if let Some(first) = chosen.first().filter(|first| !shares_axis(first)) {
            let unit = |measure, unit: &Option<String>| {
                let words = measure_words(measure, unit.as_deref());
                if words.is_empty() { "another unit".to_owned() } else { words }
            };
            left_out.push(format!(
                "{label} is left out: it is measured in {}, {} in {}.",
                unit(derived.head.measure, &derived.head.unit),
                first.label,
                unit(first.measure(), &first.head().unit)
            ));
            continue;
        }
        chosen.push(Chosen { id, series, derived, label, hue: Hue::default(), locale });
    }
    make_labels_unique(&mut chosen);
    hues::assign(dataset, chart, &mut chosen);
    (chosen, left_out)
}

/// Adds the indicator, then the id, to names that more than one series has.
fn make_labels_unique(chosen: &mut [Chosen<'_>]) {
    let additions: [fn(&Chosen<'_>) -> Option<String>; 2] =
        [|c| c.series.head.indicator.clone(), |c| Some(c.id.to_string())];
    for addition in additions {
        let mut times: HashMap<String, usize> = HashMap::new();
        for c in chosen.iter() {
            *times.entry(c.label.clone()).or_default() += 1;
        }
        for c in chosen.iter_mut() {
            if times.get(&c.label).is_some_and(|times| *times > 1)
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
        let unit = measure_words(c.measure(), c.head().unit.as_deref());
        if !unit.is_empty() && !units.contains(&unit) {
            units.push(unit);
        }
    }
    units.join("; ")
}

/// Says which series has which unit where they differ, unless the author has named the axis for all of them.
fn mixed_units(chart: &Chart, chosen: &[Chosen<'_>]) -> Option<String> {
    let unit = |c: &Chosen<'_>| c.head().unit.clone().unwrap_or_default();
    let first = chosen.first()?;
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
    } else if chosen.iter().all(|c| c.derived.figures.as_ref().is_some_and(Vec::is_empty)) {
        let lost = chosen.iter().flat_map(|c| c.derived.reports.iter().flat_map(|report| report.sentences(&c.label)));
        let lost: Vec<String> = lost.collect();
        if lost.is_empty() { "There are too few values for these steps.".to_owned() } else { lost.join(" ") }
    } else {
        "The series have no values in the periods shown.".to_owned()
    }
}

fn events(dataset: &Dataset, chart: &Chart, x: &TimeAxisPlan) -> Vec<PlannedEvent> {
    let is_timeline = chart.mark == Mark::Timeline;
    if !Plane::of(chart.mark).has_time() {
        return Vec::new();
    }
    let (from, to) = if is_timeline { asked_range(chart) } else { (x.min, x.max) };
    // A timeline without events would be nothing.
    let all = is_timeline && chart.events == EventFilter::Nothing;
    let mut events: Vec<_> = dataset
        .events
        .iter()
        .filter(|(id, event)| all || chart.events.admits(id, event))
        .filter(|(_, event)| event.at.start() < to && event.at.end() > from)
        .collect();
    events.sort_by_key(|(_, event)| event.at);
    events
        .into_iter()
        .map(|(id, event)| PlannedEvent {
            id: id.clone(),
            place: event.place.clone(),
            extent: (event.at.start(), event.at.end()),
            is_shaded: chart.spans == Spans::Shade,
            label: event.label.clone().unwrap_or_else(|| event.title.clone()),
            tooltip: words::event_tooltip(dataset, event),
        })
        .filter(|event| is_timeline || chart.spans != Spans::Hide || !event.lasts())
        .collect()
}
