//! Values, tooltips and source lines in words.

use std::borrow::Cow;

use crate::{
    analysis::{Figure, listed, period_words},
    model::{
        Chart, Citation, Dataset, Event, Id, Measure, Observation, Source, SourceRefs, Status,
        number::{self, Locale},
    },
};

use super::rows::{Chosen, Row, Rows};

/// What a transform computes is said to four significant digits; more would claim what nobody measured.
const SIGNIFICANT: i32 = 4;

/// The sources of so many of the values that one is made from are named beside it.
const MOST_CITED: usize = 100;

/// Sums and differences are exact but for the noise of computing.
const EXACT: i32 = 12;

/// A value after steps in words, "nearly 2,000"; rounded where it is a quotient.
pub(super) fn derived_label(figure: &Figure, chosen: &Chosen<'_>) -> String {
    let significant = if chosen.derived.is_rounded { SIGNIFICANT } else { EXACT };
    let round = |v: Option<f64>| v.map(|v| number::rounded(v, significant));
    let o = figure.observation();
    let said = Observation { value: round(o.value), low: round(o.low), high: round(o.high), ..o };
    said.shown_in(&chosen.measure(), chosen.locale)
}

/// A value with its unit: "95 people", "9.1% of murders", "161 (2003 = 100)".
fn with_unit(label: &str, chosen: &Chosen<'_>) -> String {
    let unit = chosen.head().unit.as_deref().map(str::trim).filter(|u| !u.is_empty());
    match (chosen.measure(), unit) {
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

/// How the source line of a figure is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Citing {
    citation: Citation,
    with_accessed: bool,
    locale: Locale,
}

impl Citing {
    /// By the chart, else by the dataset.
    pub(super) fn of(dataset: &Dataset, chart: &Chart) -> Self {
        Self {
            citation: chart.citation.or(dataset.citation).unwrap_or_default(),
            with_accessed: chart.accessed.or(dataset.accessed).unwrap_or(false),
            locale: locale(dataset, chart),
        }
    }

    /// Sources as the line names them, each once, in order.
    pub(super) fn cited<'a>(self, dataset: &'a Dataset, refs: &'a SourceRefs) -> Vec<Cow<'a, str>> {
        let mut names: Vec<Cow<'a, str>> = Vec::new();
        for id in refs.ids() {
            let name = dataset.sources.get(id).map_or(Cow::from(id.as_str()), |source| self.name(id, source));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn name<'a>(self, id: &'a Id, source: &'a Source) -> Cow<'a, str> {
        let name = Cow::from(source.short_name(id));
        let date = said(source.date.as_ref());
        let name = match self.citation {
            Citation::Names | Citation::BySeries => name,
            Citation::Dated => match date.and_then(|date| date.get(..4)) {
                Some(year) if year.bytes().all(|b| b.is_ascii_digit()) => format!("{name}, {year}").into(),
                _ => name,
            },
            Citation::Full => {
                let title = said(source.title.as_ref()).filter(|title| *title != name).map(|title| match self.locale {
                    Locale::English => format!("“{title}”"),
                    Locale::Spanish => format!("«{title}»"),
                });
                let parts = [Some(name), title.map(Cow::from), date.map(Cow::from)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ").into()
            }
        };
        let accessed = said(source.accessed.as_ref()).filter(|_| self.with_accessed);
        accessed.map_or(name.clone(), |day| match self.locale {
            Locale::English => format!("{name} (accessed {day})").into(),
            Locale::Spanish => format!("{name} (consultado: {day})").into(),
        })
    }

    /// The line of these sources: "Sources: …"; empty without any.
    pub(super) fn line<T: AsRef<str>>(self, names: &[T]) -> String {
        match self.locale {
            Locale::English => labelled_sources(names).unwrap_or_default(),
            Locale::Spanish => match joined(names) {
                text if text.is_empty() => text,
                text if names.len() == 1 => format!("Fuente: {text}"),
                text => format!("Fuentes: {text}"),
            },
        }
    }
}

fn joined<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; ")
}

/// A text that says something.
fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Who made a figure: by the chart, else by the dataset.
pub(super) fn byline<'a>(dataset: &'a Dataset, chart: &'a Chart) -> Option<&'a str> {
    said(chart.byline.as_ref()).or_else(|| said(dataset.byline.as_ref()))
}

/// How the numbers of a figure are written: by the chart, else by the dataset.
pub(super) fn locale(dataset: &Dataset, chart: &Chart) -> Locale {
    chart.numbers.or(dataset.numbers).unwrap_or_default()
}

/// "Chart: Ana Gómez · CC BY 4.0"
pub(super) fn credit(dataset: &Dataset, chart: &Chart) -> String {
    let license = said(chart.license.as_ref()).or_else(|| said(dataset.license.as_ref()));
    let (made, licensed) = match locale(dataset, chart) {
        Locale::English => ("Chart", "Licence"),
        Locale::Spanish => ("Gráfico", "Licencia"),
    };
    match (byline(dataset, chart), license) {
        (Some(byline), Some(license)) => format!("{made}: {byline} · {license}"),
        (Some(byline), None) => format!("{made}: {byline}"),
        (None, Some(license)) => format!("{licensed}: {license}"),
        (None, None) => String::new(),
    }
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

fn labelled_sources<T: AsRef<str>>(names: &[T]) -> Option<String> {
    let text = joined(names);
    match names.len() {
        0 => None,
        1 => Some(format!("Source: {text}")),
        _ => Some(format!("Sources: {text}")),
    }
}

/// What a tooltip says of a value: series; period and value; what it is made from; status; other sources' values;
/// source; note.
pub(super) fn point_tooltip(dataset: &Dataset, rows: &Rows<'_>, row: &Row, label: &str) -> Vec<String> {
    let chosen = rows.chosen;
    let mut lines = vec![chosen.label.clone(), format!("{}: {}", period_words(row.at), with_unit(label, chosen))];
    if let Some(figure) = rows.figure(row) {
        lines.extend(made_from(chosen, figure));
    }
    let status = status_words(row.status);
    if row.is_interpolated {
        lines.push("Interpolated: nobody counted it".to_owned());
    } else if !status.is_empty() {
        lines.push(capitalised(status));
    }
    lines.extend(dated_sources(dataset, &rows.sources(row)));
    for (said, other) in rows.others(row) {
        if !said.is_empty() {
            let names = source_names(dataset, &other.source).join("; ");
            let by = if names.is_empty() { "another count".to_owned() } else { names };
            lines.push(format!("{said} according to {by}"));
        }
    }
    lines.extend(rows.note(row).map(capitalised));
    lines
}

/// "From the value nearly 2,000"; "From 12 values, January to December 2012".
fn made_from(chosen: &Chosen<'_>, figure: &Figure) -> Option<String> {
    let measure = &chosen.series.head.measure;
    let said = |o: &Observation| o.shown_in(measure, chosen.locale);
    let mut originals = chosen.derived.made_from(figure).map(|(_, o)| o);
    let count = originals.len();
    let first = originals.next()?;
    if count == 1 && first.at == figure.at {
        return Some(format!("From the value {}", said(first)));
    }
    if count <= 3 {
        let all = std::iter::once(first).chain(originals);
        let each: Vec<String> = all.map(|o| format!("{} ({})", said(o), period_words(o.at))).collect();
        return Some(format!("From the values {}", listed(&each)));
    }
    let last = originals.next_back()?;
    Some(format!("From {count} values, {}", period_words(first.at.hull(last.at))))
}

/// The sources of several observations, each once.
fn all_sources<'a>(observations: impl Iterator<Item = &'a Observation>) -> SourceRefs {
    let mut ids: Vec<&Id> = Vec::new();
    let mut before: Option<&SourceRefs> = None;
    for o in observations {
        if before != Some(&o.source) {
            for id in o.source.ids() {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        before = Some(&o.source);
    }
    ids.into_iter().cloned().collect()
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
pub(super) fn source_line(dataset: &Dataset, shown: &[Rows<'_>], citing: Citing) -> String {
    let mut all: Vec<Cow<'_, str>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut by_series: Vec<(&str, Vec<Cow<'_, str>>)> = Vec::new();
    for rows in shown {
        let mut before: Option<&SourceRefs> = None;
        let mut own: Vec<Cow<'_, str>> = Vec::new();
        let mut of_series = std::collections::HashSet::new();
        rows.each_source(dataset, |refs| {
            if before != Some(refs) {
                let said = citing.cited(dataset, refs);
                own.extend(said.into_iter().filter(|name| of_series.insert(name.clone())));
            }
            before = Some(refs);
        });
        all.extend(own.iter().filter(|name| seen.insert((*name).clone())).cloned());
        by_series.push((&rows.chosen.label, own));
    }
    by_series.retain(|(_, names)| !names.is_empty());
    let differ = by_series.windows(2).any(|pair| pair[0].1 != pair[1].1);
    if citing.citation == Citation::BySeries && differ {
        let parts: Vec<String> =
            by_series.iter().map(|(label, names)| format!("{label}: {}", names.join(", "))).collect();
        return citing.line(&parts);
    }
    citing.line(&all)
}

impl<'a> Rows<'a> {
    /// The sources of each observation that is shown, or that something shown is made from.
    pub(super) fn each_source(&self, dataset: &'a Dataset, mut take: impl FnMut(&'a SourceRefs)) {
        let derived = &self.chosen.derived;
        let mut covered = None;
        for row in self.all.iter().filter(|row| row.has_source || self.chosen.is_derived()) {
            match self.figure(row) {
                Some(figure) => derived.newly_made_from(figure, &mut covered).for_each(|o| take(&o.source)),
                None => take(&self.observation(row).source),
            }
        }
        if self.all.is_empty() {
            return;
        }
        for (id, index) in derived.besides() {
            let other = dataset.series.get(id).and_then(|series| series.observations.get(index as usize));
            if let Some(o) = other {
                take(&o.source);
            }
        }
    }

    /// The sources of a row: those of all that it is made from.
    pub(super) fn sources(&self, row: &Row) -> SourceRefs {
        match self.figure(row) {
            Some(figure) => {
                let made_from = self.chosen.derived.made_from(figure);
                all_sources(made_from.map(|(_, o)| o).take(MOST_CITED))
            }
            None => self.observation(row).source.clone(),
        }
    }

    /// The note of a row, if it is that of one observation.
    pub(super) fn note(&self, row: &Row) -> Option<&'a str> {
        if row.is_interpolated {
            return Some("Interpolated, not counted");
        }
        let is_one = self.figure(row).is_none_or(|figure| self.chosen.derived.made_from(figure).len() == 1);
        self.observation(row).note.as_deref().filter(|_| is_one)
    }
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
