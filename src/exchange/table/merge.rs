//! What a table makes of a dataset: a new one, or an edit of one that there is, with all that would change.

use std::collections::{BTreeMap, HashMap};

use crate::model::{
    Chart, Dataset, Edit, Id, Item, Observation, Period, Section, Series, SeriesHead, Source, SourceRefs, unique_id,
};

use super::reading::{Proposal, ProposedSeries};

/// What is done where the dataset has another figure for the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Conflict {
    /// Ours stays, theirs is left out.
    KeepOurs,
    /// Theirs takes the place of ours.
    TakeTheirs,
    /// Theirs is put behind ours, as that of a disagreeing source. What the same source says now replaces what it said.
    #[default]
    KeepBoth,
}

impl Conflict {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::KeepBoth, Self::KeepOurs, Self::TakeTheirs];

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::KeepOurs => "keep ours",
            Self::TakeTheirs => "take theirs",
            Self::KeepBoth => "keep both, as disagreeing sources",
        }
    }

    /// The name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeepOurs => "ours",
            Self::TakeTheirs => "theirs",
            Self::KeepBoth => "both",
        }
    }
}

/// What a figure of a table is to the dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The dataset has none for the period.
    Added,
    /// The dataset has the same, by no other source.
    Same,
    /// The same figure, which had no source; or another figure of the same source.
    Changed,
    /// Another figure, by another source or by none.
    InConflict,
}

impl Kind {
    /// The words in lists.
    pub fn words(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Same => "same",
            Self::Changed => "changed",
            Self::InConflict => "in conflict",
        }
    }
}

/// A figure of a table beside that of the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The series of the dataset.
    pub series: Id,
    /// The period.
    pub at: Period,
    /// What the one is to the other.
    pub kind: Kind,
    /// The figure of the dataset, in words.
    pub ours: Option<String>,
    /// The figure of the table, in words.
    pub theirs: String,
}

/// So many changes are listed; the others are only counted.
const MOST_LISTED: usize = 1000;

/// What merging a table into a dataset would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// The edit; `None` if nothing would change.
    pub edit: Option<Edit>,
    /// How many figures there are of each kind.
    pub counts: BTreeMap<Kind, usize>,
    /// The series that would be new, with how many figures.
    pub new_series: Vec<(Id, usize)>,
    /// The first thousand figures that are not the same, those in conflict first.
    pub changes: Vec<Change>,
}

impl Merge {
    /// How many figures are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.counts.get(&kind).copied().unwrap_or(0)
    }
}

/// A dataset of what a table says, with a chart of its first series.
pub fn new_dataset(proposal: &Proposal, title: &str) -> Dataset {
    /// More lines than this in one chart can't be told apart.
    const MOST_LINES: usize = 8;
    let mut dataset = Dataset::titled(proposal.title.clone().unwrap_or_else(|| title.to_owned()));
    dataset.description.clone_from(&proposal.notes);
    dataset.sources.clone_from(&proposal.sources);
    for series in &proposal.series {
        dataset.series.insert(series.id.clone(), series_of(series.clone()));
    }
    let shown: Vec<Id> = dataset.series.keys().take(MOST_LINES).cloned().collect();
    if !shown.is_empty() {
        let chart = Chart { title: Some(dataset.title.clone()), series: shown, ..Chart::default() };
        dataset.charts.insert("chart".into(), chart);
    }
    dataset
}

fn series_of(proposed: ProposedSeries) -> Series {
    let ProposedSeries { entity, indicator, unit, observations, .. } = proposed;
    let head = SeriesHead { entity, indicator, unit, ..SeriesHead::default() };
    Series { head, observations: observations.into_iter().collect() }
}

/// Where the series of a table go, as told: by the id in the table, the series of the dataset, or `None` for a new one.
pub type Targets = Vec<(Id, Option<Id>)>;

/// The series of a dataset that those of a table belong to, as told; else by entity and indicator; else by the entity or
/// the id alone if those leave no doubt. `None` for those that are new.
pub fn match_series(proposal: &Proposal, dataset: &Dataset, told: &Targets) -> Vec<Option<Id>> {
    let plain = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_lowercase());
    let mut by_names: HashMap<(Option<String>, Option<String>), Vec<&Id>> = HashMap::new();
    let mut by_entity: HashMap<String, Vec<&Id>> = HashMap::new();
    for (id, series) in &dataset.series {
        let (entity, indicator) = (plain(&series.head.entity), plain(&series.head.indicator));
        by_entity.entry(entity.clone().unwrap_or_else(|| id.to_lowercase().to_string())).or_default().push(id);
        by_names.entry((entity, indicator)).or_default().push(id);
    }
    let find = |series: &ProposedSeries| {
        if let Some((_, target)) = told.iter().find(|(id, _)| *id == series.id) {
            return target.clone();
        }
        let (entity, indicator) = (plain(&series.entity), plain(&series.indicator));
        let same_names = by_names.get(&(entity.clone(), indicator.clone())).filter(|_| entity.is_some());
        if let Some([id]) = same_names.map(Vec::as_slice) {
            return Some((*id).clone());
        }
        // An id is made of the names where a table gives none, so either may be the one that is meant.
        let same_entity = entity.as_ref().and_then(|entity| by_entity.get(entity)).into_iter().flatten().copied();
        let same_id = dataset.series.get_key_value(&series.id).map(|(id, _)| id);
        let fits = |id: &&Id| {
            let ours = plain(&dataset.series[*id].head.indicator);
            indicator.is_none() || ours.is_none() || ours == indicator
        };
        let mut candidates: Vec<&Id> = same_entity.chain(same_id).filter(fits).collect();
        candidates.sort_unstable();
        candidates.dedup();
        if let [only] = candidates.as_slice() { Some((*only).clone()) } else { None }
    };
    proposal.series.iter().map(find).collect()
}

/// Merges what a table says into a dataset. `targets` are the series it belongs to, one for each of the proposal.
pub fn merge(proposal: &Proposal, dataset: &Dataset, targets: &[Option<Id>], conflict: Conflict) -> Merge {
    let mut merging = Merging { dataset, conflict, merge: Merge::default(), edits: Vec::new() };
    merging.sources(&proposal.sources);
    let mut taken: std::collections::HashSet<Id> = dataset.series.keys().cloned().collect();
    let mut by_target: BTreeMap<usize, Vec<&Observation>> = BTreeMap::new();
    for (series, target) in proposal.series.iter().zip(targets.iter().chain(std::iter::repeat(&None))) {
        match target.as_ref().and_then(|id| dataset.series.get_index_of(id)) {
            Some(index) => by_target.entry(index).or_default().extend(&series.observations),
            None => merging.new_series(series, &mut taken),
        }
    }
    for (index, incoming) in by_target {
        if let Some((id, series)) = dataset.series.get_index(index) {
            merging.put_into(id, series, &incoming);
        }
    }
    let Merging { mut merge, mut edits, .. } = merging;
    merge.changes.sort_by_key(|change| std::cmp::Reverse(change.kind));
    merge.edit = match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Batch(edits)),
    };
    merge
}

struct Merging<'a> {
    dataset: &'a Dataset,
    conflict: Conflict,
    merge: Merge,
    edits: Vec<Edit>,
}

impl Merging<'_> {
    fn sources(&mut self, sources: &Section<Source>) {
        let new = sources.iter().filter(|(id, _)| !self.dataset.sources.contains_key(*id));
        let start = self.dataset.sources.len();
        self.edits.extend(new.enumerate().map(|(count, (id, source))| Edit::Insert {
            index: start + count,
            id: id.clone(),
            item: Item::Source(source.clone()),
        }));
    }

    fn new_series(&mut self, series: &ProposedSeries, taken: &mut std::collections::HashSet<Id>) {
        let id =
            if taken.contains(&series.id) { unique_id(&series.id, |id| taken.contains(id)) } else { series.id.clone() };
        taken.insert(id.clone());
        let index = self.dataset.series.len() + self.merge.new_series.len();
        self.merge.new_series.push((id.clone(), series.observations.len()));
        *self.merge.counts.entry(Kind::Added).or_default() += series.observations.len();
        self.edits.push(Edit::Insert { index, id, item: Item::Series(series_of(series.clone())) });
    }

    fn put_into(&mut self, id: &Id, series: &Series, incoming: &[&Observation]) {
        let mut at: HashMap<Period, Vec<usize>> = HashMap::new();
        for (index, o) in series.observations.iter().enumerate() {
            at.entry(o.at).or_default().push(index);
        }
        let places = Places::of(series);
        let mut used = std::collections::HashSet::new();
        // Where each edit is made in the series as it is: made from the back, none moves the place of another.
        let mut made: Vec<(usize, Option<Period>, Edit)> = Vec::new();
        for theirs in incoming {
            let ours = at.get(&theirs.at).map(Vec::as_slice).unwrap_or_default();
            let free = |index: &&usize| !used.contains(*index);
            let same = ours.iter().filter(free).find(|i| is_same_figure(&series.observations[**i], theirs));
            let by_same = ours
                .iter()
                .filter(free)
                .find(|i| !theirs.source.is_empty() && series.observations[**i].source == theirs.source);
            let (kind, index) = match (same, by_same, ours.first()) {
                (Some(index), ..) if gains_source(&series.observations[*index], theirs) => {
                    (Kind::Changed, Some(*index))
                }
                (Some(index), ..) => (Kind::Same, Some(*index)),
                (None, Some(index), _) => (Kind::Changed, Some(*index)),
                (None, None, Some(first)) => (Kind::InConflict, Some(*first)),
                (None, None, None) => (Kind::Added, None),
            };
            let is_kept = match kind {
                Kind::Same => true,
                Kind::Changed if same.is_none() => self.conflict == Conflict::KeepOurs,
                Kind::InConflict => self.conflict == Conflict::KeepOurs,
                Kind::Changed | Kind::Added => false,
            };
            if kind != Kind::InConflict || self.conflict == Conflict::TakeTheirs {
                used.extend(index);
            }
            self.note(id, series, index, theirs, kind);
            if is_kept {
                continue;
            }
            let beside = kind == Kind::InConflict && self.conflict == Conflict::KeepBoth;
            let (series_id, observation) = (id.clone(), (*theirs).clone());
            made.push(match index {
                Some(index) if !beside => {
                    let observation = replaced(&series.observations[index], theirs);
                    (index, None, Edit::PutObservation { series: series_id, index, observation })
                }
                _ => {
                    let index = ours.last().map_or_else(|| places.place(theirs.at), |last| last + 1);
                    (index, Some(theirs.at), Edit::InsertObservation { series: series_id, index, observation })
                }
            });
        }
        // At one place the later period is put first, and pushed on by the earlier; of one period the last.
        let order = |(index, at, _): &(usize, Option<Period>, Edit)| (*index, *at);
        made.reverse();
        made.sort_by_key(|edit| std::cmp::Reverse(order(edit)));
        self.edits.extend(made.into_iter().map(|(.., edit)| edit));
    }

    fn note(&mut self, id: &Id, series: &Series, index: Option<usize>, theirs: &Observation, kind: Kind) {
        *self.merge.counts.entry(kind).or_default() += 1;
        // Conflicts are what a user has to see; what is added must not keep them out of the list.
        let is_listed = kind != Kind::Same && (kind != Kind::Added || self.merge.changes.len() < MOST_LISTED / 2);
        if is_listed && self.merge.changes.len() < MOST_LISTED {
            let measure = &series.head.measure;
            self.merge.changes.push(Change {
                series: id.clone(),
                at: theirs.at,
                kind,
                ours: index.map(|index| said(&series.observations[index], measure)),
                theirs: said(theirs, measure),
            });
        }
    }
}

/// A figure in words, with its sources.
fn said(o: &Observation, measure: &crate::model::Measure) -> String {
    let figure = o.shown(measure);
    let figure = if figure.is_empty() { "missing".to_owned() } else { figure };
    let sources: Vec<&str> = o.source.ids().iter().map(Id::as_str).collect();
    if sources.is_empty() { figure } else { format!("{figure} ({})", sources.join("; ")) }
}

fn is_same_figure(a: &Observation, b: &Observation) -> bool {
    (a.value, a.low, a.high, a.qualifier, a.missing) == (b.value, b.low, b.high, b.qualifier, b.missing)
}

fn gains_source(ours: &Observation, theirs: &Observation) -> bool {
    ours.source.is_empty() && !theirs.source.is_empty()
}

/// Theirs in the place of ours; what theirs does not speak of stays.
fn replaced(ours: &Observation, theirs: &Observation) -> Observation {
    let source: SourceRefs = if theirs.source.is_empty() && is_same_figure(ours, theirs) {
        ours.source.clone()
    } else {
        theirs.source.clone()
    };
    Observation { source, note: theirs.note.clone().or_else(|| ours.note.clone()), ..theirs.clone() }
}

/// Where new periods go in a series: behind the last one that is not later, so that what is in order stays so.
struct Places {
    /// Periods of single units and of intervals, in order, each with the furthest position of all up to it.
    sorted: [Vec<(Period, usize)>; 2],
    length: usize,
}

impl Places {
    fn of(series: &Series) -> Self {
        let sorted = [false, true].map(|is_interval| {
            let observations = series.observations.iter().enumerate();
            let of_kind = observations.filter(|(_, o)| o.at.is_interval() == is_interval);
            let mut list: Vec<(Period, usize)> = of_kind.map(|(index, o)| (o.at, index)).collect();
            list.sort_unstable();
            let mut furthest = 0;
            for (_, index) in &mut list {
                furthest = furthest.max(*index);
                *index = furthest;
            }
            list
        });
        Self { sorted, length: series.observations.len() }
    }

    fn place(&self, at: Period) -> usize {
        let list = &self.sorted[usize::from(at.is_interval())];
        let before = list.partition_point(|(period, _)| *period <= at);
        match (before.checked_sub(1).map(|last| list[last].1 + 1), list.iter().map(|(_, index)| *index).min()) {
            (Some(place), _) => place,
            (None, Some(first)) => first,
            (None, None) => self.length,
        }
    }
}
