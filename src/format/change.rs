//! Reading a text, and reading again what a patch touched.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use super::{
    Parsed, Patch, Replacement, State, Text,
    check::{self, Facts, SourceSet, Sources},
    observations::{Chunk, List},
    outline::{Decoded, Outline},
    reader::{self, Known},
    tree::NodeId,
};
use crate::model::{Measure, Observations};

/// Up to so many bytes debug builds hold what a patch leads to against reading the whole text.
const MAX_CHECKED: usize = 20_000;

/// Reads a text.
pub(super) fn read(text: &str) -> Parsed {
    let mut parsed = read_frame(text, Known::new(), &Sources::default());
    parsed.text = Text::from(text);
    parsed.gather();
    parsed
}

/// Reads a text, or one that lacks what stands in the brackets of the lists that are known. Of those the facts hold if
/// the sources are those from before.
fn read_frame(frame: &str, known: Known, sources_before: &Sources) -> Parsed {
    let mut diagnostics = Vec::new();
    let (tree, lists) = reader::read_lists(frame, known, &mut diagnostics);
    let is_well_formed = diagnostics.is_empty();
    let decoded = Outline::decode(frame, tree, lists, diagnostics);
    let Decoded { mut outline, was_read, diagnostics: mut found, used_lists } = decoded;
    let in_model: HashSet<NodeId> = outline.lists.iter().copied().flatten().collect();
    for (nth, list) in outline.tree.lists.iter_mut().enumerate().filter(|(_, list)| !in_model.contains(&list.node)) {
        list.forget_findings(used_lists.contains(&nth));
    }
    let sources = if was_read { Sources::of(&outline, frame) } else { Sources::default() };
    let mut named_sources = SourceSet::default();
    if was_read {
        let keep_facts = sources == *sources_before;
        for series in 0..outline.lists.len() {
            outline.check_list(series, &sources, keep_facts);
        }
        let (dangling, named) = check::items(&outline, frame, &sources);
        found.extend(dangling);
        named_sources = named;
    }
    Parsed {
        text: Text::default(),
        outline,
        sources,
        named_sources,
        found,
        is_well_formed,
        diagnostics: Vec::new(),
        state: State::default(),
    }
}

/// A stretch of a list that has to be read again.
struct Stretch {
    list: usize,
    series: usize,
    chunks: Range<usize>,
    /// Its bytes before the patch.
    bytes: Range<usize>,
}

impl Parsed {
    /// Changes the text and reads again what that touches; what leads back.
    pub fn change(&mut self, patch: &Patch) -> Patch {
        let stretches = self.stretches(patch);
        let back = self.text.change(patch);
        let is_read = stretches.is_some_and(|stretches| self.read_stretches(&stretches, patch));
        if !is_read && !self.read_frame_again(patch) {
            *self = read(&self.text.to_string());
        }
        if cfg!(debug_assertions) && self.text.len() <= MAX_CHECKED {
            self.assert_is_reading_of_whole();
        }
        back
    }

    /// The stretches that a patch touches, if it touches nothing but observations.
    fn stretches(&self, patch: &Patch) -> Option<Vec<Stretch>> {
        if !self.is_well_formed {
            return None;
        }
        let lists = &self.outline.tree.lists;
        let mut stretches: Vec<Stretch> = Vec::new();
        // Of the list that the replacement before was in: its series, and where its chunks end.
        let mut at_hand: Option<(usize, usize, Vec<usize>)> = None;
        for Replacement { range, .. } in patch.replacements() {
            let nth = lists.partition_point(|list| list.start <= range.start).checked_sub(1)?;
            let list = &lists[nth];
            let (_, series, ends) = if let Some(same) = at_hand.take().filter(|(of, ..)| *of == nth) {
                at_hand.insert(same)
            } else {
                let series = self.outline.series_of(list)?;
                at_hand.insert((nth, series, list.chunk_ends()))
            };
            if ends.last().is_none_or(|end| range.end > *end) {
                return None;
            }
            let (series, chunks) = (*series, list.touched(range, ends));
            match stretches.last_mut().filter(|last| last.list == nth && last.chunks.end >= chunks.start) {
                Some(last) => last.chunks.end = last.chunks.end.max(chunks.end),
                None => stretches.push(Stretch { list: nth, series, chunks, bytes: 0..0 }),
            }
        }
        for stretch in &mut stretches {
            stretch.bytes = lists[stretch.list].bytes(&stretch.chunks);
        }
        Some(stretches)
    }

    /// Reads stretches of the changed text; whether that was enough, and so was put in.
    fn read_stretches(&mut self, stretches: &[Stretch], patch: &Patch) -> bool {
        let shifts = Shifts::of(patch);
        let mut read: Vec<(List, Observations)> = Vec::with_capacity(stretches.len());
        for stretch in stretches {
            let (start, end) = (shifts.start(stretch.bytes.start), shifts.end(stretch.bytes.end));
            let is_last = stretch.chunks.end == self.outline.tree.lists[stretch.list].chunks.len();
            let Some(new) = reader::read_stretch(&self.text.slice(start..end), is_last, self.outline.tree.needs_names)
            else {
                return false;
            };
            read.push(new);
        }
        // From the last to the first, so that the positions of those before still hold.
        for (stretch, (list, observations)) in stretches.iter().zip(read).rev() {
            self.outline.put(stretch, list, observations);
        }
        self.shift(&shifts);
        let mut series: Vec<usize> = stretches.iter().map(|stretch| stretch.series).collect();
        series.dedup();
        for series in series {
            self.outline.check_list(series, &self.sources, true);
        }
        self.gather();
        true
    }

    /// Moves the places of all that stands outside the lists.
    fn shift(&mut self, shifts: &Shifts) {
        if shifts.is_nothing() {
            return;
        }
        for node in &mut self.outline.tree.nodes {
            node.span = shifts.span(&node.span);
            node.name = node.name.as_ref().map(|name| shifts.span(name));
        }
        for list in &mut self.outline.tree.lists {
            list.start = shifts.start(list.start);
        }
        for finding in &mut self.found {
            finding.span = shifts.span(&finding.span);
        }
    }

    /// Reads all but the lists that the patch leaves as they are; whether that was enough, and so was put in.
    fn read_frame_again(&mut self, patch: &Patch) -> bool {
        let untouched = self.untouched_lists(patch);
        let mut frame = String::new();
        let mut known = Known::new();
        let mut gaps = Vec::with_capacity(untouched.len());
        let mut at = 0;
        for (range, list, observations) in untouched {
            frame.push_str(&self.text.slice(at..range.start));
            known.insert(frame.len() - 1, (list, observations));
            gaps.push(Replacement { range: frame.len()..frame.len(), text: String::new() });
            at = range.end;
        }
        if gaps.is_empty() {
            return false;
        }
        frame.push_str(&self.text.slice(at..self.text.len()));
        let expected = known.len();
        let mut read = read_frame(&frame, known, &self.sources);
        let lists = &read.outline.tree.lists;
        let placed = lists.iter().filter(|list| gaps.binary_search_by_key(&list.start, |g| g.range.start).is_ok());
        // What was left out must stand where it is read in the same way.
        let same_names = read.outline.tree.needs_names == self.outline.tree.needs_names;
        if !read.is_well_formed || placed.count() != expected || !same_names {
            return false;
        }
        let lengths: HashMap<usize, usize> = lists.iter().map(|list| (list.start, list.end() - list.start)).collect();
        let gaps = gaps.iter().map(|gap| (gap.range.start, lengths.get(&gap.range.start).copied().unwrap_or(0)));
        read.shift(&Shifts::of_gaps(gaps));
        read.text = std::mem::take(&mut self.text);
        *self = read;
        self.gather();
        true
    }

    /// The lists that a patch leaves as they are: where their insides stand afterwards, and what they hold.
    fn untouched_lists(&self, patch: &Patch) -> Vec<(Range<usize>, List, Observations)> {
        let shifts = Shifts::of(patch);
        let replacements = patch.replacements();
        let mut untouched = Vec::new();
        for (series, node) in self.outline.lists.iter().enumerate().filter(|_| self.is_well_formed) {
            let Some(list) = node.and_then(|node| self.outline.tree.list_at(node)) else { continue };
            let list = &self.outline.tree.lists[list];
            let (open, close) = (list.start - 1, list.end());
            let before = replacements.partition_point(|r| r.range.end <= open);
            let is_free = replacements.get(before).is_none_or(|next| next.range.start > close);
            if let Some((_, item)) = self.outline.dataset.series.get_index(series).filter(|_| is_free) {
                let start = shifts.end(open) + 1;
                untouched.push((start..start + close - list.start, list.clone(), item.observations.clone()));
            }
        }
        untouched.sort_by_key(|(range, ..)| range.start);
        untouched
    }

    fn assert_is_reading_of_whole(&self) {
        let whole = super::parse(&self.text.to_string());
        debug_assert!(self.dataset() == whole.dataset(), "the changed model is not that of the text:\n{}", self.text);
        debug_assert_eq!(
            self.diagnostics, whole.diagnostics,
            "the changed findings are not those of the text:\n{}",
            self.text
        );
        let spans = |parsed: &Self| -> Vec<Option<Range<usize>>> {
            let lists = parsed.outline.tree.lists.iter();
            lists.flat_map(|list| (0..list.len()).map(|at| list.span(at)).collect::<Vec<_>>()).collect()
        };
        debug_assert_eq!(spans(self), spans(&whole), "the changed places are not those of the text:\n{}", self.text);
        let nodes = |parsed: &Self| {
            parsed.outline.tree.nodes.iter().map(|n| (n.span.clone(), n.name.clone())).collect::<Vec<_>>()
        };
        debug_assert_eq!(nodes(self), nodes(&whole), "the changed nodes are not those of the text:\n{}", self.text);
    }
}

impl Outline {
    /// Puts a stretch that was read again in the place of what was there.
    fn put(&mut self, stretch: &Stretch, read: List, new: Observations) {
        let list = &mut self.tree.lists[stretch.list];
        let counted = |chunks: &[Arc<Chunk>]| chunks.iter().map(|c| c.observations()).sum::<usize>();
        let first = counted(&list.chunks[..stretch.chunks.start]);
        let old = counted(&list.chunks[stretch.chunks.clone()]);
        list.replace(stretch.chunks.clone(), read);
        let Some((_, series)) = Arc::make_mut(&mut self.dataset).series.get_index_mut(stretch.series) else { return };
        let observations = &mut series.observations;
        if new.len() == old {
            for (at, observation) in new.into_iter().enumerate() {
                if observations[first + at] != observation {
                    observations.set(first + at, observation);
                }
            }
        } else {
            let behind = observations.split_off(first + old);
            observations.truncate(first);
            observations.append(new);
            observations.append(behind);
        }
    }

    /// Checks the observations of a series; of the chunks that have facts already only if those may not be kept.
    fn check_list(&mut self, series: usize, sources: &Sources, keep_facts: bool) {
        let Some(nth) = self.lists[series].and_then(|node| self.tree.list_at(node)) else { return };
        let Some((_, item)) = self.dataset.series.get_index(series) else { return };
        let list = &mut self.tree.lists[nth];
        let is_share = item.head.measure == Measure::Share;
        let keep_facts = keep_facts && list.is_share == is_share;
        if keep_facts && list.is_checked {
            return;
        }
        (list.is_share, list.is_checked) = (is_share, true);
        let mut first = 0;
        for chunk in &mut list.chunks {
            let end = first + chunk.observations();
            if !(keep_facts && chunk.facts.is_known) {
                let observations = item.observations.focus().narrow(first..end);
                Arc::make_mut(chunk).facts = Facts::of(observations.into_iter(), is_share, sources);
            }
            first = end;
        }
        list.findings = check::beside_each_other(list, &item.observations);
    }
}

/// How far a patch moves what stands behind each of its replacements.
struct Shifts(Vec<(Range<usize>, isize)>);

impl Shifts {
    fn of(patch: &Patch) -> Self {
        let mut shift = 0;
        let shifts = patch.replacements().iter().map(|r| {
            shift += r.text.len().cast_signed() - r.range.len().cast_signed();
            (r.range.clone(), shift)
        });
        Self(shifts.collect())
    }

    /// What stood out comes back: places and lengths, by place.
    fn of_gaps(gaps: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut shift = 0;
        let shifts = gaps.map(|(at, length)| {
            shift += length.cast_signed();
            (at..at, shift)
        });
        Self(shifts.collect())
    }

    fn is_nothing(&self) -> bool {
        self.0.iter().all(|(_, shift)| *shift == 0)
    }

    /// The place afterwards of what starts at a byte that no replacement covers; what is put there comes behind it.
    fn start(&self, byte: usize) -> usize {
        let before = self.0.partition_point(|(range, _)| range.start < byte);
        self.moved(byte, before)
    }

    /// The same for what ends there; what is put there belongs to it.
    fn end(&self, byte: usize) -> usize {
        let before = self.0.partition_point(|(range, _)| range.end <= byte);
        self.moved(byte, before)
    }

    fn moved(&self, byte: usize, before: usize) -> usize {
        byte.saturating_add_signed(before.checked_sub(1).map_or(0, |last| self.0[last].1))
    }

    fn span(&self, span: &Range<usize>) -> Range<usize> {
        self.start(span.start)..self.start(span.end)
    }
}
