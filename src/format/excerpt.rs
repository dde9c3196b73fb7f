//! The part of a large text that an edit needs: its frame with the series and the observations around those that
//! change. The rest is left out between two neighbours, so that what remains is laid out as the whole is.

use std::{collections::BTreeMap, ops::Range};

use super::{Parsed, Patch, Replacement, outline::Outline, tree::NodeId};
use crate::model::{Edit, Id, SectionKind};

/// So many neighbours at each side tell how things are laid out here.
const MARGIN: usize = 2;

/// Up to so many children nothing is left out.
const SHORT: usize = 3 * MARGIN;

/// A part of a text, read by itself.
pub(super) struct Excerpt {
    pub text: String,
    pub outline: Outline,
    /// Where something was left out, by place in the excerpt, and how many bytes up to there in all.
    gaps: Vec<(usize, usize)>,
    kept: Kept,
}

/// What is kept of a text.
#[derive(Default)]
struct Kept {
    /// The positions of the series that are kept, if not all of them.
    series: Option<Vec<usize>>,
    /// For each series the positions of the observations that are kept, if not all of them.
    observations: BTreeMap<usize, Option<Vec<usize>>>,
}

/// What some edits need of a text.
#[derive(Default)]
struct Wanted {
    series: Vec<usize>,
    whole: Vec<usize>,
    observations: BTreeMap<usize, Vec<usize>>,
}

impl Wanted {
    fn of(outline: &Outline, edits: &[Edit]) -> Self {
        let mut wanted = Self::default();
        let index_of = |id: &Id| outline.index_of(SectionKind::Series, id);
        for (nth, edit) in edits.iter().enumerate() {
            match edit {
                // What comes right behind another one needs what that one needs.
                Edit::Insert { .. } if nth > 0 && edit.goes_behind(&edits[nth - 1]) => {}
                Edit::PutObservation { series, index, .. }
                | Edit::InsertObservation { series, index, .. }
                | Edit::RemoveObservation { series, index } => wanted.observation(index_of(series), *index),
                Edit::MoveObservation { series, from, to } => {
                    wanted.observation(index_of(series), *from);
                    wanted.observation(index_of(series), *to);
                }
                Edit::PutSeries { id, .. } | Edit::Rename { section: SectionKind::Series, id, .. } => {
                    wanted.series.extend(index_of(id));
                }
                Edit::Remove { section: SectionKind::Series, id } => wanted.series.extend(index_of(id)),
                Edit::Insert { index, item, .. } if item.section() == SectionKind::Series => wanted.series.push(*index),
                Edit::Move { section: SectionKind::Series, id, to } => {
                    wanted.series.extend(index_of(id));
                    wanted.series.push(*to);
                    wanted.whole.extend(index_of(id));
                }
                Edit::Rename { section: SectionKind::Sources, id, .. } => wanted.observations_of(outline, id),
                _ => {}
            }
        }
        wanted
    }

    fn observation(&mut self, series: Option<usize>, index: usize) {
        if let Some(series) = series {
            self.series.push(series);
            self.observations.entry(series).or_default().push(index);
        }
    }

    fn observations_of(&mut self, outline: &Outline, source: &Id) {
        for (at, series) in outline.dataset.series.values().enumerate() {
            for (index, _) in series.observations.iter().enumerate().filter(|(_, o)| o.source.ids().contains(source)) {
                self.observation(Some(at), index);
            }
        }
    }
}

/// The positions around those that are wanted, and the last one; `None` if that leaves out too little.
fn around(mut wanted: Vec<usize>, count: usize) -> Option<Vec<usize>> {
    if count <= SHORT {
        return None;
    }
    wanted.push(count - 1);
    wanted.sort_unstable();
    let mut kept: Vec<usize> = Vec::new();
    for at in wanted {
        let first = at.saturating_sub(MARGIN).max(kept.last().map_or(0, |last| last + 1));
        kept.extend(first..count.min(at + MARGIN + 1));
    }
    (kept.len() < count).then_some(kept)
}

/// The runs of positions that are not kept, each with what follows it.
fn runs_between(kept: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let before = std::iter::once(0).chain(kept.iter().map(|at| at + 1));
    before.zip(kept).map(|(from, to)| from..*to).filter(|run| !run.is_empty())
}

impl Excerpt {
    /// What some edits of a text without errors need of it.
    pub fn of(parsed: &Parsed, edits: &[Edit]) -> Self {
        let outline = &parsed.outline;
        let wanted = Wanted::of(outline, edits);
        let mut left_out: Vec<Range<usize>> = Vec::new();
        let count = outline.dataset.series.len();
        let mut kept = Kept { series: around(wanted.series, count), ..Kept::default() };
        if let (Some(series), Some(section)) = (&kept.series, outline.section(SectionKind::Series)) {
            let entries = &outline.tree.node(section).children;
            left_out.extend(runs_between(series).map(|run| starts(outline, entries, &run)));
        }
        let all: Vec<usize> = (0..count).collect();
        for at in kept.series.as_ref().unwrap_or(&all) {
            let list =
                outline.lists[*at].and_then(|node| outline.tree.list_at(node)).map(|nth| &outline.tree.lists[nth]);
            let Some(list) = list.filter(|_| !wanted.whole.contains(at)) else { continue };
            let elements = around(wanted.observations.get(at).cloned().unwrap_or_default(), list.len());
            if let Some(elements) = &elements {
                let starts = list.starts(elements.iter().copied());
                let mut firsts = list.starts(runs_between(elements).map(|run| run.start)).into_iter();
                let kept_starts = elements.iter().zip(starts);
                let ends: BTreeMap<usize, usize> = kept_starts.map(|(at, start)| (*at, start)).collect();
                left_out.extend(runs_between(elements).filter_map(|run| Some(firsts.next()?..*ends.get(&run.end)?)));
            }
            kept.observations.insert(*at, elements);
        }
        left_out.sort_by_key(|range| range.start);
        Self::without(parsed, &left_out, kept)
    }

    fn without(parsed: &Parsed, left_out: &[Range<usize>], kept: Kept) -> Self {
        let mut text = String::new();
        let mut gaps = Vec::with_capacity(left_out.len());
        let (mut at, mut left) = (0, 0);
        for range in left_out {
            text.push_str(&parsed.text.slice(at..range.start));
            left += range.len();
            gaps.push((text.len(), left));
            at = range.end;
        }
        text.push_str(&parsed.text.slice(at..parsed.text.len()));
        let outline = Outline::of(&text);
        Self { text, outline, gaps, kept }
    }

    /// An edit of the whole text as one of the excerpt.
    pub fn inside(&self, parsed: &Parsed, edit: &Edit) -> Edit {
        let among = |kept: Option<&Vec<usize>>, at: usize| kept.map_or(at, |kept| kept.partition_point(|k| *k < at));
        let series_at = |at: usize| among(self.kept.series.as_ref(), at);
        let at = |series: &Id, index: usize| {
            let series = parsed.outline.index_of(SectionKind::Series, series);
            let kept = series.and_then(|series| self.kept.observations.get(&series)).and_then(Option::as_ref);
            among(kept, index)
        };
        let mut edit = edit.clone();
        match &mut edit {
            Edit::PutObservation { series, index, .. }
            | Edit::InsertObservation { series, index, .. }
            | Edit::RemoveObservation { series, index } => *index = at(series, *index),
            Edit::MoveObservation { series, from, to } => (*from, *to) = (at(series, *from), at(series, *to)),
            Edit::Insert { index, item, .. } if item.section() == SectionKind::Series => *index = series_at(*index),
            Edit::Move { section: SectionKind::Series, to, .. } => *to = series_at(*to),
            _ => {}
        }
        edit
    }

    /// A patch of the excerpt as one of the whole text.
    pub fn outside(&self, patch: &Patch) -> Patch {
        let replacements = patch.replacements().iter().map(|r| {
            // What begins where something was left out comes behind that, what ends there before it.
            let start = self.whole(r.range.start, |gap, at| gap <= at);
            let end = if r.range.is_empty() { start } else { self.whole(r.range.end, |gap, at| gap < at) };
            Replacement { range: start..end, text: r.text.clone() }
        });
        Patch::of_sorted(replacements.collect())
    }

    fn whole(&self, at: usize, is_before: impl Fn(usize, usize) -> bool) -> usize {
        let passed = self.gaps.partition_point(|(gap, _)| is_before(*gap, at));
        at + passed.checked_sub(1).map_or(0, |last| self.gaps[last].1)
    }
}

/// From where a run of children starts to where the one behind it starts.
fn starts(outline: &Outline, children: &[NodeId], run: &Range<usize>) -> Range<usize> {
    outline.tree.node(children[run.start]).span.start..outline.tree.node(children[run.end]).span.start
}
