//! What a dataset that could be read may still get wrong: references that lead nowhere, values that can't be.

use std::collections::{HashMap, HashSet};

use super::{
    MAX_DIAGNOSTICS, decode::nearest, diagnostic::Diagnostic, observations::List, outline::Outline, reader, tree,
};
use crate::model::{Id, Observation, Observations, Period, SectionKind};

/// Where items of a section refer to items of another: section, path of fields and of names before brackets, section
/// referred to.
const REFERENCES: [(SectionKind, &[&str], SectionKind); 16] = [
    (SectionKind::Events, &["source"], SectionKind::Sources),
    (SectionKind::Events, &["series"], SectionKind::Series),
    (SectionKind::Claims, &["source"], SectionKind::Sources),
    (SectionKind::Claims, &["check", "series"], SectionKind::Series),
    (SectionKind::Claims, &["check", "with"], SectionKind::Series),
    (SectionKind::Charts, &["series"], SectionKind::Series),
    (SectionKind::Charts, &["highlight"], SectionKind::Series),
    (SectionKind::Charts, &["transform", "series"], SectionKind::Series),
    (SectionKind::Charts, &["transform", "of"], SectionKind::Series),
    (SectionKind::Charts, &["annotations", "series"], SectionKind::Series),
    (SectionKind::Charts, &["claims"], SectionKind::Claims),
    (SectionKind::Charts, &["annotations", "from", "series"], SectionKind::Series),
    (SectionKind::Charts, &["annotations", "place", "series"], SectionKind::Series),
    (SectionKind::Charts, &["events", "Series"], SectionKind::Series),
    (SectionKind::Charts, &["events", "series"], SectionKind::Series),
    (SectionKind::Charts, &["events", "Only"], SectionKind::Events),
];

/// A hint is looked for among so many names, so that a large broken file is still read at once.
const MAX_CANDIDATES: usize = 500;

/// So many figures of one period are compared with each other where they stand; more are left to the slow way.
const LONGEST_RUN: usize = 8;

/// The paths in the items of each section that lead to ids of `referred`.
pub(super) fn references_to(referred: SectionKind) -> impl Iterator<Item = (SectionKind, &'static [&'static str])> {
    REFERENCES.into_iter().filter(move |(.., to)| *to == referred).map(|(section, path, _)| (section, path))
}

/// The ids of the sources as the text has them, each with its position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sources {
    positions: HashMap<Id, usize>,
    /// Those among which a misspelled id is looked for.
    candidates: Vec<Id>,
}

impl Sources {
    pub fn of(outline: &Outline, text: &str) -> Self {
        let ids: Vec<Id> = outline.spelled_ids(text, SectionKind::Sources).into_iter().map(Id::from).collect();
        let candidates = ids.iter().take(MAX_CANDIDATES).cloned().collect();
        Self { positions: ids.into_iter().enumerate().map(|(at, id)| (id, at)).collect(), candidates }
    }

    fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.candidates.iter().map(Id::as_str))
    }
}

/// A set of sources, by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SourceSet(Vec<u64>);

impl SourceSet {
    fn insert(&mut self, source: usize) {
        let (word, bit) = (source / 64, source % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    fn contains(&self, source: usize) -> bool {
        self.0.get(source / 64).is_some_and(|word| word & (1 << (source % 64)) != 0)
    }

    pub fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}

/// What is remarkable about an observation; where it stands and how it is said is found out when it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// A field that is no share.
    Share(&'static str),
    Range,
    Missing,
    /// The source that is not there, counted among those of the observation that are not.
    Dangling(usize),
    Identical,
    Order,
}

impl Finding {
    pub fn is_error(self) -> bool {
        matches!(self, Self::Dangling(_))
    }

    /// Says it of an observation that is spelled so and starts there.
    pub fn tell(self, spelled: &str, start: usize, sources: &Sources) -> Diagnostic {
        let tree = reader::read(spelled, &mut Vec::new());
        let place = |field: &str| {
            let node = tree.field(spelled, tree.root, field).or(tree.root);
            let span = node.map_or(0..0, |node| tree.node(node).span.clone());
            start + span.start..start + span.end
        };
        let warning = |code, field, message: &str, hint: Option<&str>| {
            Diagnostic::warning(code, place(field), message, hint.map(str::to_owned))
        };
        match self {
            Self::Share(field) => {
                let hint = Some("the measure of this series is `Share`; is it another?");
                warning("share", field, "a share lies between 0 and 100 percent", hint)
            }
            Self::Range => warning("range", "low", "the range runs backwards: `low` is above `high`", None),
            Self::Missing => {
                let hint = Some("leave out `value` or `missing`");
                warning("missing", "missing", "this has a value and is said to be missing", hint)
            }
            Self::Identical => {
                warning("identical", "", "this observation stands here twice", Some("delete one of the two"))
            }
            Self::Order => {
                let hint = Some("order does not change the chart; sorted files are easier to read");
                warning("order", "at", "this period comes after a later one", hint)
            }
            Self::Dangling(nth) => {
                let references = tree.references(spelled, tree.root, &["source"]);
                let mut lost = references.into_iter().filter(|(_, id)| !sources.positions.contains_key(id.as_str()));
                let (span, id) =
                    lost.nth(nth).map_or((0..0, String::new()), |(node, id)| (tree.node(node).span.clone(), id));
                let near = sources.nearest(&id);
                dangling(start + span.start..start + span.end, &id, SectionKind::Sources, near)
            }
        }
    }
}

/// What the observations of a chunk say that others must know.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// Whether the observations were looked at.
    pub is_known: bool,
    /// What is remarkable, by position in the chunk.
    pub findings: Vec<(u32, Finding)>,
    /// The sources that are named.
    pub sources: SourceSet,
    /// The first and the last period, if the periods rise and nothing stands there twice.
    rising: Option<(Period, Period)>,
}

impl Facts {
    pub fn of<'o>(observations: impl Iterator<Item = &'o Observation>, is_share: bool, sources: &Sources) -> Self {
        let mut facts = Self { is_known: true, ..Self::default() };
        let mut run: Vec<&Observation> = Vec::new();
        let mut rises = true;
        let mut source_before: Option<(&Id, usize)> = None;
        for (at, o) in observations.enumerate() {
            let mut found = |finding| facts.findings.push((at as u32, finding));
            if is_share {
                let numbers = [("value", o.value), ("low", o.low), ("high", o.high)];
                let outside = numbers.into_iter().filter(|(_, n)| n.is_some_and(|n| !(0.0..=100.0).contains(&n)));
                outside.for_each(|(field, _)| found(Finding::Share(field)));
            }
            if o.low.zip(o.high).is_some_and(|(low, high)| low > high) {
                found(Finding::Range);
            }
            if o.value.is_some() && o.missing.is_some() {
                found(Finding::Missing);
            }
            let mut lost = 0;
            for id in o.source.ids() {
                // Neighbours mostly have the same source.
                let known = source_before.filter(|(before, _)| *before == id).map(|(_, source)| source);
                if let Some(source) = known.or_else(|| sources.positions.get(id).copied()) {
                    source_before = Some((id, source));
                    facts.sources.insert(source);
                } else {
                    found(Finding::Dangling(lost));
                    lost += 1;
                }
            }
            rises = rises && goes_on(&mut run, o);
            if let (Some((first, _)), true) = (facts.rising, rises) {
                facts.rising = Some((first, o.at));
            } else {
                facts.rising = rises.then_some((o.at, o.at));
            }
        }
        facts
    }
}

/// Whether an observation comes after the run of those of one period before it, or is another one of them.
fn goes_on<'o>(run: &mut Vec<&'o Observation>, next: &'o Observation) -> bool {
    if next.at.is_interval() {
        return false;
    }
    match run.last().map(|last| last.at.cmp(&next.at)) {
        None | Some(std::cmp::Ordering::Less) => run.clear(),
        Some(std::cmp::Ordering::Equal) if run.len() < LONGEST_RUN => {
            if run.iter().any(|o| identity(o) == identity(next)) {
                return false;
            }
        }
        Some(_) => return false,
    }
    run.push(next);
    true
}

/// What is remarkable about the observations of a list beside each other.
pub(super) fn beside_each_other(list: &List, observations: &Observations) -> Vec<(usize, Finding)> {
    if rise(list, observations) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut seen = HashSet::with_capacity(observations.len());
    let mut latest: Option<Period> = None;
    for (index, o) in observations.iter().enumerate() {
        if !seen.insert(identity(o)) {
            findings.push((index, Finding::Identical));
        }
        if !o.at.is_interval() {
            if latest.is_some_and(|latest| o.at < latest) {
                findings.push((index, Finding::Order));
            }
            latest = Some(o.at);
        }
    }
    findings
}

/// Whether the periods of a list rise and nothing stands there twice, as far as its chunks tell.
fn rise(list: &List, observations: &Observations) -> bool {
    let mut latest: Option<Period> = None;
    for (_, first_index, chunk) in list.placed().filter(|(.., chunk)| chunk.observations() > 0) {
        let Some((first, last)) = chunk.facts.rising else { return false };
        if latest.is_some_and(|latest| latest > first) || (latest == Some(first) && !runs_on(observations, first_index))
        {
            return false;
        }
        latest = Some(last);
    }
    true
}

/// Whether the run of one period that reaches over a border between chunks holds nothing twice.
fn runs_on(observations: &Observations, border: usize) -> bool {
    let Some(at) = observations.get(border).map(|o| o.at) else { return true };
    let same = |index: &usize| observations.get(*index).is_some_and(|o| o.at == at);
    let first = (0..border).rev().take_while(same).take(LONGEST_RUN + 1).last().unwrap_or(border);
    let run: Vec<&Observation> =
        (first..).take_while(same).take(LONGEST_RUN + 1).filter_map(|i| observations.get(i)).collect();
    let apart = run.iter().enumerate().all(|(i, o)| run[..i].iter().all(|other| identity(other) != identity(o)));
    run.len() <= LONGEST_RUN && apart
}

/// What makes two observations the same.
fn identity(o: &Observation) -> impl std::hash::Hash + Eq + '_ {
    let bits = |number: Option<f64>| number.map(f64::to_bits);
    (o.at, [o.value, o.low, o.high].map(bits), (o.qualifier, o.status, o.missing), &o.source, &o.note)
}

/// The references of all items but the observations: those that lead nowhere, and the sources that are named.
pub(super) fn items(outline: &Outline, text: &str, sources: &Sources) -> (Vec<Diagnostic>, SourceSet) {
    let known = SectionKind::ALL.map(|kind| match kind {
        // Not needed: sources are looked up by position, and nothing refers to charts.
        SectionKind::Sources | SectionKind::Charts => Vec::new(),
        SectionKind::Series | SectionKind::Events | SectionKind::Claims => outline.spelled_ids(text, kind),
    });
    let sets = known.each_ref().map(|ids| ids.iter().map(String::as_str).collect::<HashSet<&str>>());
    let (mut found, mut used) = (Vec::new(), SourceSet::default());
    for (section, path, referred) in REFERENCES {
        for (node, id) in referring(outline, section).flat_map(|item| outline.tree.references(text, item, path)) {
            let place = outline.tree.node(node).span.clone();
            let is_hinted = found.len() < MAX_DIAGNOSTICS;
            if referred == SectionKind::Sources {
                if let Some(source) = sources.positions.get(id.as_str()) {
                    used.insert(*source);
                } else {
                    let near = if is_hinted { sources.nearest(&id) } else { None };
                    found.push(dangling(place, &id, referred, near));
                }
            } else if !sets[referred as usize].contains(id.as_str()) {
                let candidates = known[referred as usize].iter().map(String::as_str).take(MAX_CANDIDATES);
                let near = if is_hinted { nearest(&id, candidates) } else { None };
                found.push(dangling(place, &id, referred, near));
            }
        }
    }
    (found, used)
}

/// The nodes of the items of a section that are in the model.
fn referring(outline: &Outline, section: SectionKind) -> impl Iterator<Item = Option<tree::NodeId>> {
    let dataset = &outline.dataset;
    let ids: Vec<&Id> = match section {
        SectionKind::Sources => dataset.sources.keys().collect(),
        SectionKind::Series => dataset.series.keys().collect(),
        SectionKind::Events => dataset.events.keys().collect(),
        SectionKind::Claims => dataset.claims.keys().collect(),
        SectionKind::Charts => dataset.charts.keys().collect(),
    };
    ids.into_iter().map(move |id| outline.item(section, id))
}

fn dangling(place: std::ops::Range<usize>, id: &str, referred: SectionKind, near: Option<&str>) -> Diagnostic {
    let hint = near.map_or_else(
        || format!("add it to `{}`, or mend the id", referred.name()),
        |near| format!("did you mean \"{near}\"?"),
    );
    let message = format!("there is no {} \"{}\"", referred.singular(), tree::excerpt(id));
    Diagnostic::error("dangling", place, message, Some(hint))
}

/// The sources that nothing names.
pub(super) fn unused_sources(outline: &Outline, sources: &Sources, used: &SourceSet) -> Vec<Diagnostic> {
    let ids = outline.dataset.sources.keys();
    let unused = ids.filter(|id| !sources.positions.get(*id).is_some_and(|source| used.contains(*source)));
    unused
        .map(|id| {
            let place = outline.key_span(SectionKind::Sources, id).unwrap_or(0..0);
            let message = format!("no value, event or claim names the source \"{}\"", tree::excerpt(id));
            Diagnostic::warning("unused-source", place, message, None)
        })
        .collect()
}
