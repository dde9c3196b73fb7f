//! Two versions of a dataset set against each other: a document and its file, another document or another file. What
//! differs is found away from the window, again whenever one of the two changes.

use std::{
    cmp::Ordering,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Command, DocumentId, Effect, Job, Selection, Session, apply::count};
use crate::{
    analysis::{Comparison, FigureChange, FigureFate, compare},
    chart::{ChartChange, ChartPair, Differences, chart_pairs},
    document::{Origin, samples},
    exchange::table::Stop,
    format::{self, Parsed, Severity, Text},
    model::{Address, Dataset, Id, SectionKind},
};

/// What a document is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// What is in its file, whoever wrote it; a built-in dataset as it came.
    OwnFile,
    /// Another open document.
    Document(DocumentId),
    /// Another file.
    File(PathBuf),
    /// An earlier version of the document.
    Earlier {
        /// The file that it is kept in.
        file: PathBuf,
        /// What it is called.
        name: String,
    },
}

/// What can be asked of comparisons, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum ComparisonCommand {
    /// Ask what to compare the active document with.
    Ask,
    /// Show what differs between the active document and another version.
    With(Against),
    /// Compare what is looked at, as it is now.
    Now,
    /// Two versions were compared, or can't be; the error in words.
    Compared {
        /// Which comparison it was.
        ticket: u64,
        /// What differs.
        result: Result<Arc<Compared>, String>,
    },
    /// Make the earlier version the later one.
    Swap,
    /// Look at the comparison, or at the documents and come back to it later.
    Show(bool),
    /// Let go of it.
    End,
    /// Put it on the clipboard, a change a line.
    Copy,
}

impl From<ComparisonCommand> for Command {
    fn from(command: ComparisonCommand) -> Self {
        Self::Comparison(command)
    }
}

/// A version of a dataset, to be compared.
#[derive(Clone, Debug)]
pub enum Version {
    /// As it is open.
    Dataset(Arc<Dataset>),
    /// As it was read or written last.
    Text(Arc<Text>),
    /// As it came with the program.
    Sample(&'static str),
    /// As it is in a file.
    File(PathBuf),
    /// As it was kept when it was saved over.
    Kept(PathBuf),
}

/// What reads a file.
type Reading<'a> = &'a dyn Fn(&Path) -> Result<Parsed, String>;

impl PartialEq for Version {
    /// By identity: two texts of a million figures are not looked through to see whether something has changed.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dataset(a), Self::Dataset(b)) => Arc::ptr_eq(a, b),
            (Self::Text(a), Self::Text(b)) => Arc::ptr_eq(a, b),
            (Self::Sample(a), Self::Sample(b)) => std::ptr::eq(*a, *b),
            (Self::File(a), Self::File(b)) | (Self::Kept(a), Self::Kept(b)) => a == b,
            _ => false,
        }
    }
}

impl Version {
    /// The dataset, and how many errors its text has.
    fn read(&self, (file, kept): (Reading<'_>, Reading<'_>)) -> Result<(Arc<Dataset>, usize), String> {
        let known = |parsed: &Parsed| {
            let errors = parsed.diagnostics().iter().filter(|finding| finding.severity == Severity::Error).count();
            (Arc::clone(parsed.dataset()), errors)
        };
        match self {
            Self::Dataset(dataset) => Ok((Arc::clone(dataset), 0)),
            Self::Text(text) => Ok(known(&format::parse(&text.to_string()))),
            Self::Sample(text) => Ok(known(&format::parse(text))),
            Self::File(path) => file(path).map(|parsed| known(&parsed)),
            Self::Kept(path) => kept(path).map(|parsed| known(&parsed)),
        }
    }
}

/// Two versions that are to be compared, away from the window.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareJob {
    /// Which comparison it is: the outcome of an older one comes too late.
    pub ticket: u64,
    /// The earlier and the later version.
    pub versions: [Version; 2],
    /// Asked to end when nobody waits for the outcome any more.
    pub stop: Stop,
}

impl CompareJob {
    /// Compares them; `file` reads a file, and `kept` one that an earlier version is kept in.
    ///
    /// # Errors
    /// Why a file can't be read, in words.
    pub fn perform(&self, file: Reading<'_>, kept: Reading<'_>) -> Result<Arc<Compared>, String> {
        let (before, errors_before) = self.versions[0].read((file, kept))?;
        let (after, errors_after) = self.versions[1].read((file, kept))?;
        let comparison = if self.stop.is_asked() { Comparison::default() } else { compare(&before, &after) };
        let goes_on = || !self.stop.is_asked();
        let pairs = if comparison.is_empty() { Vec::new() } else { chart_pairs(&before, &after, &goes_on) };
        let of_both = pairs.iter().filter(|pair| pair.before.is_some() && pair.after.is_some());
        let charts = of_both.map(|pair| ChartChange { id: pair.id.clone(), differs: pair.differs.clone() }).collect();
        let lines = comparison.figures.iter().map(ToString::to_string).collect();
        let differences = Differences { comparison, charts };
        Ok(Arc::new(Compared { before, after, errors: [errors_before, errors_after], differences, pairs, lines }))
    }
}

/// Two versions that have been compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The earlier one.
    pub before: Arc<Dataset>,
    /// The later one.
    pub after: Arc<Dataset>,
    /// How many errors each text has; what could be read of it is compared.
    pub errors: [usize; 2],
    /// All that differs.
    pub differences: Differences,
    /// The charts that look different, came or went, with their figures.
    pub pairs: Vec<ChartPair>,
    /// The changed figures in words, to be looked through.
    lines: Vec<String>,
}

/// A row of the list of changed figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedRow {
    /// The figures of another series follow.
    Series {
        /// The first of them.
        first: usize,
        /// How many there are.
        count: usize,
    },
    /// A figure, by its position in the comparison.
    Figure(usize),
}

/// Which of the changed figures are listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureChoice {
    /// Only those whose line, or whose series, contains this.
    pub filter: String,
    /// Only those that came, went or changed.
    pub fate: Option<FigureFate>,
    /// The largest change in percent first, instead of series by series.
    pub by_size: bool,
}

impl Compared {
    /// The changed figures in rows.
    pub fn rows(&self, choice: &FigureChoice) -> Vec<ComparedRow> {
        let figures = &self.differences.comparison.figures;
        let filter = choice.filter.trim().to_lowercase();
        let mut named: Option<(&Id, bool)> = None;
        let mut is_chosen = |n: &usize| {
            let figure = &figures[*n];
            if choice.fate.is_some_and(|fate| figure.fate() != fate) {
                return false;
            }
            let is_of_series = match named {
                Some((id, is)) if *id == figure.series => is,
                _ => self.series_name(&figure.series).to_lowercase().contains(&filter),
            };
            named = Some((&figure.series, is_of_series));
            is_of_series || self.lines[*n].to_lowercase().contains(&filter)
        };
        let mut chosen: Vec<usize> = (0..figures.len()).filter(&mut is_chosen).collect();
        if choice.by_size {
            let size = |n: &usize| relative(&figures[*n]);
            chosen.sort_by(|a, b| size(b).partial_cmp(&size(a)).unwrap_or(Ordering::Equal));
            return chosen.into_iter().map(ComparedRow::Figure).collect();
        }
        let groups = chosen.chunk_by(|a, b| figures[*a].series == figures[*b].series);
        let rows = groups.flat_map(|group| {
            let head = ComparedRow::Series { first: group[0], count: group.len() };
            std::iter::once(head).chain(group.iter().map(|n| ComparedRow::Figure(*n)))
        });
        rows.collect()
    }

    /// What a series is called, with its id.
    pub fn series_name(&self, id: &Id) -> String {
        let series = self.after.series.get(id).or_else(|| self.before.series.get(id));
        let parts = series.map(|series| [series.head.entity.as_deref(), series.head.indicator.as_deref()]);
        let parts: Vec<&str> = parts.into_iter().flatten().flatten().chain([id.as_str()]).collect();
        parts.join(" · ")
    }
}

/// How large a change is against what was there; those that are no change of a number come last.
fn relative(figure: &FigureChange) -> f64 {
    let before = figure.before.as_ref().and_then(|o| o.plotted()).map_or(0.0, f64::abs);
    figure.difference().map_or(-1.0, |by| by.abs() / before.max(f64::MIN_POSITIVE))
}

/// A comparison that is looked at, or can be come back to.
#[derive(Debug)]
pub struct Comparing {
    document: DocumentId,
    against: Against,
    /// The document is the earlier one.
    is_swapped: bool,
    /// It is looked at.
    is_shown: bool,
    /// What is being compared.
    asked: Option<CompareJob>,
    /// What was compared last: of these versions.
    known: Option<([Version; 2], Arc<Compared>)>,
    /// Why it can't be compared.
    failure: Option<([Version; 2], String)>,
}

impl Comparing {
    /// The document.
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// What it is compared with.
    pub fn against(&self) -> &Against {
        &self.against
    }

    /// Whether the document is the earlier version.
    pub fn is_swapped(&self) -> bool {
        self.is_swapped
    }

    /// What was found last; while one of both changes it may be of before the change.
    pub fn compared(&self) -> Option<&Arc<Compared>> {
        self.known.as_ref().map(|(_, compared)| compared)
    }

    /// Why they can't be compared, in words.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_ref().map(|(_, words)| words.as_str())
    }
}

impl Session {
    /// The comparison that is looked at or can be come back to.
    pub fn comparing(&self) -> Option<&Comparing> {
        self.comparing.as_ref().filter(|comparing| self.versions_of(comparing).is_some())
    }

    /// The comparison that is looked at.
    pub fn shown_comparison(&self) -> Option<&Comparing> {
        self.comparing().filter(|comparing| comparing.is_shown && self.active == Some(comparing.document))
    }

    /// What the earlier and the later version are called.
    pub fn compared_names(&self, comparing: &Comparing) -> [String; 2] {
        let Some(document) = self.document(comparing.document) else { return Default::default() };
        let other = match &comparing.against {
            Against::OwnFile if document.path().is_some() => format!("{} in its file", document.name()),
            Against::OwnFile => format!("{} as it came", document.name()),
            Against::Document(id) => self.document(*id).map(|other| other.name()).unwrap_or_default(),
            Against::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Against::Earlier { name, .. } => name.clone(),
        };
        let mut here = document.name();
        if matches!(comparing.against, Against::OwnFile) || here == other {
            here.push_str(" as it is here");
        }
        if comparing.is_swapped { [here, other] } else { [other, here] }
    }

    /// Whether a document has a file, or a text it came with, to be compared with.
    pub fn has_own_file(&self, id: DocumentId) -> bool {
        self.own_file(id).is_some()
    }

    fn own_file(&self, id: DocumentId) -> Option<Version> {
        let open = self.open.iter().find(|open| open.id == id)?;
        match open.document.origin() {
            Origin::Sample(name) => samples::by_file_name(name).map(|sample| Version::Sample(sample.text)),
            Origin::File(_) => open.on_disk.clone().map(Version::Text),
            Origin::Untitled(_) => None,
        }
    }

    /// What is compared: the earlier and the later version; `None` if one of them is no longer open.
    fn versions_of(&self, comparing: &Comparing) -> Option<[Version; 2]> {
        let opened = |id: DocumentId| Some(Version::Dataset(Arc::clone(self.document(id)?.dataset())));
        let here = opened(comparing.document)?;
        let other = match &comparing.against {
            Against::OwnFile => self.own_file(comparing.document)?,
            Against::Document(id) => opened(*id)?,
            Against::File(path) => Version::File(path.clone()),
            Against::Earlier { file, .. } => Version::Kept(file.clone()),
        };
        Some(if comparing.is_swapped { [here, other] } else { [other, here] })
    }

    /// The versions that are to be compared while nobody does so yet.
    pub(super) fn wanted_comparison(&self) -> Option<[Version; 2]> {
        let comparing = self.shown_comparison()?;
        let versions = self.versions_of(comparing)?;
        let is_asked = comparing.asked.as_ref().is_some_and(|job| job.versions == versions);
        let is_known = comparing.known.as_ref().is_some_and(|(of, _)| *of == versions);
        let has_failed = comparing.failure.as_ref().is_some_and(|(of, _)| *of == versions);
        (!is_asked && !is_known && !has_failed).then_some(versions)
    }

    /// Whether what is shown is still being compared.
    pub fn is_comparing(&self) -> bool {
        self.comparing.as_ref().is_some_and(|comparing| comparing.asked.is_some())
    }

    fn compare_with(&mut self, against: Against) -> Vec<Effect> {
        let Some(document) = self.active else { return Vec::new() };
        if against == Against::Document(document) {
            return Vec::new();
        }
        self.end_comparison();
        let (is_swapped, is_shown) = (false, true);
        let comparing = Comparing { document, against, is_swapped, is_shown, asked: None, known: None, failure: None };
        if self.versions_of(&comparing).is_none() {
            return self.tell(Severity::Warning, "There is nothing to compare with: it was never saved");
        }
        self.comparing = Some(comparing);
        self.compare_now()
    }

    fn compare_now(&mut self) -> Vec<Effect> {
        let Some(versions) = self.wanted_comparison() else { return Vec::new() };
        self.next_ticket += 1;
        let job = CompareJob { ticket: self.next_ticket, versions, stop: Stop::default() };
        let Some(comparing) = &mut self.comparing else { return Vec::new() };
        if let Some(before) = comparing.asked.replace(job.clone()) {
            before.stop.ask();
        }
        vec![Effect::Job(Job::Compare(Box::new(job)))]
    }

    fn was_compared(&mut self, ticket: u64, result: Result<Arc<Compared>, String>) {
        let Some(comparing) = &mut self.comparing else { return };
        let Some(job) = comparing.asked.take_if(|job| job.ticket == ticket) else { return };
        match result {
            Ok(compared) => (comparing.known, comparing.failure) = (Some((job.versions, compared)), None),
            Err(words) => (comparing.known, comparing.failure) = (None, Some((job.versions, words))),
        }
    }

    /// Looks at the comparison again, or at the documents.
    fn show_comparison(&mut self, is_shown: bool) {
        let Some(comparing) = &mut self.comparing else { return };
        // What is in another file may have changed meanwhile.
        if is_shown && !comparing.is_shown && matches!(comparing.against, Against::File(_)) {
            comparing.failure = None;
            comparing.known.take_if(|(of, _)| of.iter().any(|version| matches!(version, Version::File(_))));
        }
        comparing.is_shown = is_shown;
        if is_shown {
            let document = comparing.document;
            self.activate(document);
        }
    }

    pub(super) fn end_comparison(&mut self) {
        if let Some(job) = self.comparing.take().and_then(|comparing| comparing.asked) {
            job.stop.ask();
        }
    }

    /// Lets go of a comparison with a document that is closed.
    pub(super) fn forget_compared(&mut self, document: DocumentId) {
        let is_of_it = |c: &Comparing| c.document == document || c.against == Against::Document(document);
        if self.comparing.as_ref().is_some_and(is_of_it) {
            self.end_comparison();
        }
    }

    /// Looks at the documents again where a command shows something of them.
    pub(super) fn leave_comparison(&mut self, command: &Command) {
        let leads_elsewhere = matches!(
            command,
            Command::New
                | Command::Open(_)
                | Command::OpenSample(_)
                | Command::Activate(_)
                | Command::ShowChart { .. }
                | Command::NextChart
                | Command::PreviousChart
                | Command::Compare(_)
                | Command::ToggleCompare
                | Command::TogglePresenting
                | Command::Reveal(_)
                | Command::AskGrid(_)
                | Command::ToggleSource
                | Command::NextProblem
                | Command::PreviousProblem
                | Command::Play
                | Command::Rewrite(_)
                | Command::Annotate(_)
                | Command::NewChart
        );
        if leads_elsewhere {
            self.show_comparison(false);
        }
    }

    fn copy_comparison(&mut self) -> Vec<Effect> {
        let Some(compared) = self.comparing().and_then(Comparing::compared).map(Arc::clone) else { return Vec::new() };
        let text = compared.differences.to_string();
        let said = format!("Copied {}", count(text.lines().count(), "change"));
        let mut effects = vec![Effect::Copy(text)];
        effects.extend(self.tell(Severity::Warning, said));
        effects
    }

    /// What a changed figure selects in the document that is compared; `None` if its series is not there.
    pub fn selection_of_change(&self, change: &FigureChange) -> Option<Selection> {
        let comparing = self.comparing()?;
        let dataset = self.document(comparing.document)?.dataset();
        let series = dataset.series.get(&change.series)?;
        let here = if comparing.is_swapped { &change.before } else { &change.after };
        let same = here.as_ref().and_then(|o| series.observed_at(change.at).find(|(_, other)| *other == o));
        let id = change.series.clone();
        Some(match same {
            Some((index, _)) => Selection::Observation { series: id, index },
            None => Selection::Cell { series: id, at: change.at },
        })
    }

    /// What a changed item selects in the document that is compared; `None` if it is not there.
    pub fn selection_of_item(&self, kind: &str, id: &Id) -> Option<Selection> {
        let dataset = self.document(self.comparing()?.document)?.dataset();
        if id.is_empty() {
            return Some(Selection::Dataset);
        }
        let section = SectionKind::ALL.into_iter().find(|section| section.singular() == kind)?;
        let address = Address::Item { section, id: id.clone() };
        super::gestures::is_taken(dataset, section, id).then(|| Selection::of(address))
    }
}

/// What a command about comparisons does.
pub(super) fn apply(session: &mut Session, command: ComparisonCommand) -> Vec<Effect> {
    match command {
        ComparisonCommand::Ask => return session.active.map_or_else(Vec::new, |_| vec![Effect::PickComparison]),
        ComparisonCommand::With(against) => return session.compare_with(against),
        ComparisonCommand::Now => return session.compare_now(),
        ComparisonCommand::Copy => return session.copy_comparison(),
        ComparisonCommand::Compared { ticket, result } => session.was_compared(ticket, result),
        ComparisonCommand::Swap => {
            if let Some(comparing) = &mut session.comparing {
                comparing.is_swapped = !comparing.is_swapped;
                comparing.known = None;
            }
            return session.compare_now();
        }
        ComparisonCommand::Show(is_shown) => session.show_comparison(is_shown),
        ComparisonCommand::End => session.end_comparison(),
    }
    Vec::new()
}
