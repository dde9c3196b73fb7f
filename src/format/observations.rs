//! Lists of observations, in chunks: of each observation only its place is kept, and a change reads only the chunks
//! that it touches again.

use std::{ops::Range, sync::Arc};

use super::{check::Facts, check::Finding, diagnostic::Diagnostic, tree::NodeId};
use crate::model::{Observation, Observations};

/// The most observations of a chunk. Few in debug builds, so that tests with short lists have many chunks.
const CHUNK: usize = if cfg!(debug_assertions) { 4 } else { 128 };

/// A child of a list: its bytes from the start of its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element {
    start: u32,
    end: u32,
}

/// A stretch of a list. The first starts behind the opening bracket, all others at their first element; each reaches
/// to the next, the last to the closing bracket.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Chunk {
    /// Its bytes.
    pub length: usize,
    elements: Vec<Element>,
    /// The elements that could not be read, and so are not in the model.
    unread: Vec<u32>,
    /// What was found while reading it, by place from its start.
    pub diagnostics: Vec<Diagnostic>,
    /// What its observations say that others must know.
    pub facts: Facts,
}

impl Chunk {
    /// How many observations of the model it has.
    pub fn observations(&self) -> usize {
        self.elements.len() - self.unread.len()
    }

    /// Where one of its observations stands, from its start.
    pub fn span(&self, observation: usize) -> Option<Range<usize>> {
        let element = self.elements.get(self.element(observation))?;
        Some(element.start as usize..element.end as usize)
    }

    /// The position among its elements of one of its observations.
    fn element(&self, observation: usize) -> usize {
        self.unread.iter().fold(observation, |at, unread| at + usize::from(*unread as usize <= at))
    }
}

/// A list of observations.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    /// Its node.
    pub node: NodeId,
    /// The byte behind its opening bracket.
    pub start: usize,
    pub chunks: Vec<Arc<Chunk>>,
    /// What is remarkable about observations beside others, by position in the model.
    pub findings: Vec<(usize, Finding)>,
    /// Whether its values were checked as shares.
    pub is_share: bool,
    /// Whether its values were checked since they changed.
    pub is_checked: bool,
}

impl List {
    /// The byte of its closing bracket.
    pub fn end(&self) -> usize {
        self.start + self.chunks.iter().map(|chunk| chunk.length).sum::<usize>()
    }

    /// How many observations of the model it has.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.observations()).sum()
    }

    /// Its chunks, each with where it starts in the text and the position of its first observation.
    pub fn placed(&self) -> impl Iterator<Item = (usize, usize, &Arc<Chunk>)> {
        self.chunks.iter().scan((self.start, 0), |(start, first), chunk| {
            let placed = (*start, *first, chunk);
            *start += chunk.length;
            *first += chunk.observations();
            Some(placed)
        })
    }

    /// Where an observation of the model stands.
    pub fn span(&self, observation: usize) -> Option<Range<usize>> {
        let (start, first, chunk) =
            self.placed().find(|(_, first, chunk)| observation < first + chunk.observations())?;
        let span = chunk.span(observation - first)?;
        Some(start + span.start..start + span.end)
    }

    /// The position in the model of the observation at a byte.
    pub fn observation_at(&self, byte: usize) -> Option<usize> {
        let (start, first, chunk) =
            self.placed().find(|(start, _, chunk)| (*start..start + chunk.length).contains(&byte))?;
        let relative = (byte - start) as u32;
        let at = chunk.elements.partition_point(|element| element.start <= relative).checked_sub(1)?;
        let is_in = relative < chunk.elements[at].end && !chunk.unread.contains(&(at as u32));
        is_in.then(|| first + at - chunk.unread.iter().filter(|unread| (**unread as usize) < at).count())
    }

    /// Where its chunks end.
    pub fn chunk_ends(&self) -> Vec<usize> {
        self.placed().map(|(start, _, chunk)| start + chunk.length).collect()
    }

    /// The chunks that a stretch of the list touches, those that end or start there included, and a small one behind
    /// them, so that chunks stay of a size. `ends` is where its chunks end.
    pub fn touched(&self, range: &Range<usize>, ends: &[usize]) -> Range<usize> {
        let first = ends.partition_point(|end| *end < range.start);
        let last = ends.partition_point(|end| *end <= range.end).min(ends.len() - 1);
        let is_small = self.chunks.get(last + 1).is_some_and(|chunk| chunk.elements.len() < CHUNK / 2);
        first..last + 1 + usize::from(is_small)
    }

    /// The bytes of some of its chunks.
    pub fn bytes(&self, chunks: &Range<usize>) -> Range<usize> {
        let length = |chunks: &[Arc<Chunk>]| chunks.iter().map(|chunk| chunk.length).sum::<usize>();
        let start = self.start + length(&self.chunks[..chunks.start]);
        start..start + length(&self.chunks[chunks.clone()])
    }

    /// Where the observations of some positions start, given in rising order.
    pub fn starts(&self, positions: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut placed = self.placed().peekable();
        let start = |at: usize| {
            while placed.next_if(|(_, first, chunk)| first + chunk.observations() <= at).is_some() {}
            let (start, first, chunk) = placed.peek()?;
            Some(start + chunk.span(at - first)?.start)
        };
        positions.into_iter().filter_map(start).collect()
    }

    /// Puts the chunks of another list in the place of some of its own.
    pub fn replace(&mut self, chunks: Range<usize>, by: Self) {
        self.chunks.splice(chunks, by.chunks);
        self.is_checked = false;
    }

    /// Leaves out what was found about its values, and what was found while they were read if that counts no more.
    pub fn forget_findings(&mut self, keep_read: bool) {
        self.findings.clear();
        self.is_checked = false;
        for chunk in &mut self.chunks {
            let chunk = Arc::make_mut(chunk);
            chunk.facts = Facts::default();
            if !keep_read {
                chunk.diagnostics.clear();
            }
        }
    }
}

/// A list in the making.
pub(super) struct ListBuilder {
    start: usize,
    chunk_start: usize,
    open: Chunk,
    closed: Vec<Arc<Chunk>>,
    /// The observations that could be read, in order.
    pub observations: Observations,
}

impl ListBuilder {
    /// A list whose opening bracket ends at a byte.
    pub fn new(start: usize) -> Self {
        Self {
            start,
            chunk_start: start,
            open: Chunk::default(),
            closed: Vec::new(),
            observations: Observations::new(),
        }
    }

    /// The next element: its place, what it was read as, and what was found about it, by place in the text.
    pub fn push(&mut self, span: Range<usize>, observation: Option<Observation>, found: Vec<Diagnostic>) {
        if self.open.elements.len() == CHUNK {
            self.close_chunk(span.start);
        }
        let from = self.chunk_start;
        if observation.is_none() {
            self.open.unread.push(self.open.elements.len() as u32);
        }
        self.open.elements.push(Element { start: (span.start - from) as u32, end: (span.end - from) as u32 });
        self.observations.extend(observation);
        self.open.diagnostics.extend(found.into_iter().map(|mut finding| {
            // A finding about what comes before the element, such as a missing value, stays in its chunk.
            finding.span = finding.span.start.saturating_sub(from)..finding.span.end.saturating_sub(from);
            finding
        }));
    }

    fn close_chunk(&mut self, end: usize) {
        let mut chunk = std::mem::take(&mut self.open);
        chunk.length = end - self.chunk_start;
        self.closed.push(Arc::new(chunk));
        self.chunk_start = end;
    }

    /// The whole list, up to the byte of its closing bracket.
    pub fn finish(mut self, node: NodeId, end: usize) -> (List, Observations) {
        self.close_chunk(end.max(self.chunk_start));
        let (start, chunks) = (self.start, self.closed);
        let list = List { node, start, chunks, findings: Vec::new(), is_share: false, is_checked: false };
        (list, self.observations)
    }
}
