//! Values, tooltips and source lines in words.

use crate::{
    analysis::{Scaling, period_words},
    model::{
        Dataset, Event, Measure, Observation, SourceRefs, Status,
        number::{self, Locale},
    },
};

use super::rows::{Chosen, Rows};

/// What a transform computes is said to four significant digits; more would claim what nobody measured.
const SIGNIFICANT: i32 = 4;

/// The value in words, "nearly 2,000"; computed values are rounded.
pub(super) fn value_label(scaled: &Observation, scaling: &Scaling, locale: Locale) -> String {
    if scaling.base.is_none() {
        return scaled.shown_in(&scaling.measure, locale);
    }
    let round = |v: Option<f64>| v.map(rounded);
    let said =
        Observation { value: round(scaled.value), low: round(scaled.low), high: round(scaled.high), ..scaled.clone() };
    said.shown_in(&scaling.measure, locale)
}

fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (SIGNIFICANT - 1 - magnitude).clamp(0, 12);
    let factor = 10_f64.powi(decimals);
    let result = (value * factor).round() / factor;
    if result.is_finite() { result } else { value }
}

/// A value with its unit: "95 people", "9.1% of murders", "161 (2003 = 100)".
fn with_unit(label: &str, chosen: &Chosen<'_>) -> String {
    let unit = chosen.series.head.unit.as_deref().map(str::trim).filter(|u| !u.is_empty());
    match (chosen.scaling.measure, unit) {
        (Measure::Index { base }, _) => format!("{label} ({} = 100)", period_words(base)),
        (Measure::Share, Some(unit)) => match unit.strip_prefix("percent") {
            Some(of) => format!("{label}{of}"),
            None => format!("{label} of {unit}"),
        },
        (Measure::Change, _) | (Measure::Share, None) => label.to_owned(),
        (Measure::Rate { per }, unit) if !unit.is_some_and(|u| u.split(' ').any(|word| word == "per")) => {
            let per = number::grouped(per, number::decimals_of(per));
            format!("{label}{} per {per}", unit.map(|u| format!(" {u}")).unwrap_or_default())
        }
        (_, Some(unit)) => format!("{label} {unit}"),
        (_, None) => label.to_owned(),
    }
}

/// A status in words, empty for a normal value.
pub(super) fn status_words(status: Status) -> &'static str {
    match status {
        Status::Observed => "",
        Status::Estimated => "estimated",
        Status::Provisional => "provisional",
        Status::Projected => "projected",
        Status::Partial => "the period was not over",
    }
}

/// The short names of sources, each once, in order.
pub(super) fn source_names<'a>(dataset: &'a Dataset, refs: &'a SourceRefs) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for id in refs.ids() {
        let name = dataset.sources.get(id).map_or(id.as_str(), |source| source.short_name(id));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// "Source: Reuters (2015-05); …" with dates; `None` without a source.
fn dated_sources(dataset: &Dataset, refs: &SourceRefs) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for id in refs.ids() {
        let name = match dataset.sources.get(id) {
            Some(source) => match &source.date {
                Some(date) => format!("{} ({date})", source.short_name(id)),
                None => source.short_name(id).to_owned(),
            },
            None => id.to_string(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    labelled_sources(&names)
}

pub(super) fn labelled_sources<T: AsRef<str>>(names: &[T]) -> Option<String> {
    let text = names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; ");
    match names.len() {
        0 => None,
        1 => Some(format!("Source: {text}")),
        _ => Some(format!("Sources: {text}")),
    }
}

/// What a tooltip says of a value: series; period and value; status; other sources' values; source; note.
pub(super) fn point_tooltip(
    dataset: &Dataset,
    chosen: &Chosen<'_>,
    original: &Observation,
    label: &str,
    others: &[&Observation],
) -> Vec<String> {
    let mut lines = vec![chosen.label.clone(), format!("{}: {}", period_words(original.at), with_unit(label, chosen))];
    if chosen.scaling.base.is_some() {
        lines.push(format!("From the value {}", original.shown_in(&chosen.series.head.measure, chosen.locale)));
    }
    let status = status_words(original.status);
    if !status.is_empty() {
        lines.push(capitalised(status));
    }
    lines.extend(dated_sources(dataset, &original.source));
    for other in others {
        let said = value_label(&chosen.scaling.observation(other), &chosen.scaling, chosen.locale);
        if !said.is_empty() {
            let names = source_names(dataset, &other.source).join("; ");
            let by = if names.is_empty() { "another count".to_owned() } else { names };
            lines.push(format!("{said} according to {by}"));
        }
    }
    lines.extend(original.note.as_deref().map(capitalised));
    lines
}

/// What a tooltip says of an event: title; when and where; source; note.
pub(super) fn event_tooltip(dataset: &Dataset, event: &Event) -> Vec<String> {
    let when = period_words(event.at);
    let when = event.place.as_ref().map_or_else(|| when.clone(), |place| format!("{when}, {place}"));
    let mut lines = vec![event.title.clone(), when];
    lines.extend(dated_sources(dataset, &event.source));
    lines.extend(event.note.as_deref().map(capitalised));
    lines
}

/// The source line of a figure: the sources of exactly the values shown, in order of first appearance.
pub(super) fn source_line(dataset: &Dataset, shown: &[Rows<'_>]) -> String {
    let mut seen = std::collections::HashSet::new();
    let mut names: Vec<&str> = Vec::new();
    for rows in shown {
        let mut before: Option<&SourceRefs> = None;
        for row in rows.all.iter().filter(|row| row.has_source) {
            let refs = &rows.observation(row).source;
            if before != Some(refs) {
                names.extend(source_names(dataset, refs).into_iter().filter(|name| seen.insert(*name)));
            }
            before = Some(refs);
        }
    }
    labelled_sources(&names).unwrap_or_default()
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text as a sentence: first letter in upper case, a full stop at the end.
pub(super) fn sentence(text: &str) -> String {
    let text = capitalised(text.trim());
    if text.ends_with(['.', '!', '?', '…']) { text } else { text + "." }
}
