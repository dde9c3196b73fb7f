//! What a dataset that could be read may still get wrong: references that lead nowhere, values that can't be.

use std::{collections::HashSet, ops::Range};

use super::{Parsed, decode::nearest, diagnostic::Diagnostic};
use crate::model::{Address, Dataset, EventFilter, Id, Measure, Observation, Section, SectionKind, SourceRefs};

/// Checks what was read; `parsed` says where things stand.
pub(super) fn check(parsed: &Parsed, text: &str) -> Vec<Diagnostic> {
    let mut checker = Checker { parsed, text, found: Vec::new() };
    let dataset = &parsed.dataset;
    checker.sources(dataset);
    for (id, series) in &dataset.series {
        checker.observations(id, &series.observations, series.head.measure);
    }
    checker.series_references(dataset);
    checker.found
}

struct Checker<'a> {
    parsed: &'a Parsed,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// The place of a word in the text of an item: as exact as it can be said.
    fn place(&self, address: &Address, quoted: Option<&str>) -> Range<usize> {
        let whole = self.parsed.span(address).unwrap_or(0..0);
        let inside = quoted.and_then(|id| {
            let needle = format!("\"{id}\"");
            self.text.get(whole.clone())?.rfind(&needle).map(|at| whole.start + at..whole.start + at + needle.len())
        });
        inside.unwrap_or(whole)
    }

    fn dangling<T>(&mut self, address: &Address, kind: SectionKind, id: &Id, section: &Section<T>) {
        let hint = nearest(id, section.keys().map(Id::as_str)).map_or_else(
            || format!("add it to `{}`, or mend the id", kind.name()),
            |near| format!("did you mean \"{near}\"?"),
        );
        let place = self.place(address, Some(id));
        let message = format!("there is no {} \"{id}\"", kind.singular());
        self.found.push(Diagnostic::error("dangling", place, message, Some(hint)));
    }

    fn sources(&mut self, dataset: &Dataset) {
        let mut used: HashSet<&Id> = HashSet::new();
        let mut refer = |checker: &mut Self, refs: &'_ SourceRefs, address: &dyn Fn() -> Address| {
            for id in refs.ids() {
                match dataset.sources.get_key_value(id) {
                    Some((key, _)) => {
                        used.insert(key);
                    }
                    None => checker.dangling(&address(), SectionKind::Sources, id, &dataset.sources),
                }
            }
        };
        for (series, item) in &dataset.series {
            for (index, observation) in item.observations.iter().enumerate() {
                refer(self, &observation.source, &|| Address::Observation { series: series.clone(), index });
            }
        }
        for (id, event) in &dataset.events {
            refer(self, &event.source, &|| Address::Item { section: SectionKind::Events, id: id.clone() });
        }
        for (id, claim) in &dataset.claims {
            refer(self, &claim.source, &|| Address::Item { section: SectionKind::Claims, id: id.clone() });
        }
        for id in dataset.sources.keys().filter(|id| !used.contains(id)) {
            let place = self.parsed.key_span(SectionKind::Sources, id).unwrap_or(0..0);
            let message = format!("no value, event or claim names the source \"{id}\"");
            self.found.push(Diagnostic::warning("unused-source", place, message, None));
        }
    }

    fn observations(&mut self, series: &Id, observations: &[Observation], measure: Measure) {
        let address = |index| Address::Observation { series: series.clone(), index };
        let mut seen: HashSet<crate::model::Period> = HashSet::with_capacity(observations.len());
        let mut last_unit: Option<&Observation> = None;
        for (index, observation) in observations.iter().enumerate() {
            let numbers = [observation.value, observation.low, observation.high];
            if measure == Measure::Share && numbers.into_iter().flatten().any(|v| !(0.0..=100.0).contains(&v)) {
                let message = "a share lies between 0 and 100 percent";
                self.warn("share", &address(index), message, None);
            }
            if let (Some(low), Some(high)) = (observation.low, observation.high)
                && low > high
            {
                self.warn("range", &address(index), "the range runs backwards: `low` is above `high`", None);
            }
            if observation.value.is_some() && observation.missing.is_some() {
                self.warn("missing", &address(index), "this has a value and is said to be missing", None);
            }
            if !seen.insert(observation.at) && observations[..index].contains(observation) {
                self.warn("identical", &address(index), "this observation stands here twice", None);
            }
            if !observation.at.is_interval() {
                if last_unit.is_some_and(|last| observation.at < last.at) {
                    let hint = "order does not change the chart; sorted files are easier to read";
                    self.warn("order", &address(index), "this period comes after a later one", Some(hint));
                }
                last_unit = Some(observation);
            }
        }
    }

    fn warn(&mut self, code: &'static str, address: &Address, message: &str, hint: Option<&str>) {
        let place = self.place(address, None);
        self.found.push(Diagnostic::warning(code, place, message, hint.map(str::to_owned)));
    }

    fn series_references(&mut self, dataset: &Dataset) {
        for (id, claim) in &dataset.claims {
            let address = Address::Item { section: SectionKind::Claims, id: id.clone() };
            for series in claim.check.series() {
                if !dataset.series.contains_key(series) {
                    self.dangling(&address, SectionKind::Series, series, &dataset.series);
                }
            }
        }
        for (id, chart) in &dataset.charts {
            let address = Address::Item { section: SectionKind::Charts, id: id.clone() };
            let pointed_at = chart.annotations.iter().filter_map(|a| a.series.as_ref());
            for series in chart.series.iter().chain(pointed_at) {
                if !dataset.series.contains_key(series) {
                    self.dangling(&address, SectionKind::Series, series, &dataset.series);
                }
            }
            if let EventFilter::Only(events) = &chart.events {
                for event in events.iter().filter(|event| !dataset.events.contains_key(*event)) {
                    self.dangling(&address, SectionKind::Events, event, &dataset.events);
                }
            }
        }
    }
}
