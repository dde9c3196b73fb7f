//! What a dataset that could be read may still get wrong: references that lead nowhere, values that can't be.

use std::{collections::HashSet, ops::Range};

use super::{MAX_DIAGNOSTICS, Parsed, decode::nearest, diagnostic::Diagnostic, tree::NodeId};
use crate::model::{Address, Dataset, Id, Measure, Observation, Observations, Period, SectionKind};

/// Where items of a section refer to items of another: section, path of fields, section referred to.
const REFERENCES: [(SectionKind, &[&str], SectionKind); 7] = [
    (SectionKind::Events, &["source"], SectionKind::Sources),
    (SectionKind::Claims, &["source"], SectionKind::Sources),
    (SectionKind::Claims, &["check", "series"], SectionKind::Series),
    (SectionKind::Claims, &["check", "with"], SectionKind::Series),
    (SectionKind::Charts, &["series"], SectionKind::Series),
    (SectionKind::Charts, &["annotations", "series"], SectionKind::Series),
    (SectionKind::Charts, &["events"], SectionKind::Events),
];

/// A hint is looked for among so many names, so that a large broken file is still read at once.
const MAX_CANDIDATES: usize = 500;

/// The paths in the items of each section that lead to ids of `referred`.
pub(super) fn references_to(referred: SectionKind) -> impl Iterator<Item = (SectionKind, &'static [&'static str])> {
    REFERENCES.into_iter().filter(move |(.., to)| *to == referred).map(|(section, path, _)| (section, path))
}

/// Checks what was read; `parsed` says where things stand.
pub(super) fn check(parsed: &Parsed, text: &str) -> Vec<Diagnostic> {
    let ids = SectionKind::ALL.map(|kind| parsed.spelled_ids(text, kind));
    let known = ids.each_ref().map(|ids| ids.iter().map(String::as_str).collect());
    let mut checker = Checker { parsed, text, known, used: HashSet::new(), found: Vec::new() };
    let dataset = &parsed.dataset;
    for (id, series) in &dataset.series {
        checker.sources_of(id, &series.observations);
        checker.observations(id, &series.observations, series.head.measure);
    }
    for (section, path, referred) in REFERENCES {
        checker.items(section, path, referred);
    }
    if !parsed.has_errors() {
        checker.unused_sources(dataset);
    }
    checker.found
}

struct Checker<'a> {
    parsed: &'a Parsed,
    text: &'a str,
    /// The ids of each section as the text has them.
    known: [HashSet<&'a str>; 5],
    used: HashSet<Id>,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn sources_of(&mut self, series: &Id, observations: &Observations) {
        for (index, observation) in observations.iter().enumerate() {
            let mut dangles = false;
            for id in observation.source.ids() {
                dangles |= !self.known[SectionKind::Sources as usize].contains(id.as_str());
                if !self.used.contains(id) {
                    self.used.insert(id.clone());
                }
            }
            if dangles {
                self.references(self.parsed.observation(series, index), &["source"], SectionKind::Sources);
            }
        }
    }

    /// The references of all items of a section.
    fn items(&mut self, section: SectionKind, path: &[&str], referred: SectionKind) {
        let (parsed, dataset) = (self.parsed, &self.parsed.dataset);
        let ids: Vec<&Id> = match section {
            SectionKind::Sources => dataset.sources.keys().collect(),
            SectionKind::Series => dataset.series.keys().collect(),
            SectionKind::Events => dataset.events.keys().collect(),
            SectionKind::Claims => dataset.claims.keys().collect(),
            SectionKind::Charts => dataset.charts.keys().collect(),
        };
        for id in ids {
            self.references(parsed.item(section, id), path, referred);
        }
    }

    fn references(&mut self, node: Option<NodeId>, path: &[&str], referred: SectionKind) {
        for (node, id) in self.parsed.references(self.text, node, path) {
            if self.known[referred as usize].contains(id.as_str()) {
                self.used.extend((referred == SectionKind::Sources).then(|| Id::from(id)));
            } else {
                self.dangling(node, &id, referred);
            }
        }
    }

    fn dangling(&mut self, node: NodeId, id: &str, referred: SectionKind) {
        let candidates = self.known[referred as usize].iter().copied().take(MAX_CANDIDATES);
        let near = if self.found.len() < MAX_DIAGNOSTICS { nearest(id, candidates) } else { None };
        let hint = near.map_or_else(
            || format!("add it to `{}`, or mend the id", referred.name()),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("there is no {} \"{}\"", referred.singular(), super::tree::excerpt(id));
        let span = self.parsed.tree.node(node).span.clone();
        self.found.push(Diagnostic::error("dangling", span, message, Some(hint)));
    }

    fn unused_sources(&mut self, dataset: &Dataset) {
        for id in dataset.sources.keys().filter(|id| !self.used.contains(*id)) {
            let place = self.parsed.key_span(SectionKind::Sources, id).unwrap_or(0..0);
            let message = format!("no value, event or claim names the source \"{}\"", super::tree::excerpt(id));
            self.found.push(Diagnostic::warning("unused-source", place, message, None));
        }
    }

    fn observations(&mut self, series: &Id, observations: &Observations, measure: Measure) {
        let mut seen = HashSet::with_capacity(observations.len());
        let mut latest: Option<Period> = None;
        for (index, observation) in observations.iter().enumerate() {
            let mut warn = |code, field, message, hint| {
                let place = self.place(series, index, field);
                self.found.push(Diagnostic::warning(code, place, message, hint));
            };
            if measure == Measure::Share {
                let numbers = [("value", observation.value), ("low", observation.low), ("high", observation.high)];
                for (field, _) in numbers.into_iter().filter(|(_, n)| n.is_some_and(|n| !(0.0..=100.0).contains(&n))) {
                    let hint = "the measure of this series is `Share`; is it another?".to_owned();
                    warn("share", field, "a share lies between 0 and 100 percent", Some(hint));
                }
            }
            if observation.low.zip(observation.high).is_some_and(|(low, high)| low > high) {
                warn("range", "low", "the range runs backwards: `low` is above `high`", None);
            }
            if observation.value.is_some() && observation.missing.is_some() {
                let hint = "leave out `value` or `missing`".to_owned();
                warn("missing", "missing", "this has a value and is said to be missing", Some(hint));
            }
            if !seen.insert(identity(observation)) {
                warn("identical", "", "this observation stands here twice", Some("delete one of the two".to_owned()));
            }
            if !observation.at.is_interval() {
                if latest.is_some_and(|latest| observation.at < latest) {
                    let hint = "order does not change the chart; sorted files are easier to read".to_owned();
                    warn("order", "at", "this period comes after a later one", Some(hint));
                }
                latest = Some(observation.at);
            }
        }
    }

    /// Where a field of an observation stands; all of it when the field is left out.
    fn place(&self, series: &Id, index: usize, field: &str) -> Range<usize> {
        let address = Address::Observation { series: series.clone(), index };
        let whole = self.parsed.address_node(&address);
        let node = self.parsed.field(self.text, whole, field).or(whole);
        node.map_or(0..0, |node| self.parsed.tree.node(node).span.clone())
    }
}

/// What makes two observations the same.
fn identity(o: &Observation) -> impl std::hash::Hash + Eq + '_ {
    let bits = |number: Option<f64>| number.map(f64::to_bits);
    (o.at, [o.value, o.low, o.high].map(bits), (o.qualifier, o.status, o.missing), &o.source, &o.note)
}
