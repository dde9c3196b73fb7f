//! The table that is being imported: how it is read, what it would do, until the user decides.

use std::{path::PathBuf, sync::Arc};

use super::{Command, DocumentId, Effect, Job, Session, gestures, under_way::Circumstances};
use crate::{
    document::Document,
    exchange::table::{
        self, Conflict, Loaded, Merge, Proposal, Reading, Stop, TableError, TableFile, Targets, Told, Weight,
    },
    model::{Dataset, Edit, Id, Item},
};

/// What the user decides about a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportChoices {
    /// How it is read, as far as that was told.
    pub told: Told,
    /// The document that it is merged into; `None`: a new one.
    pub into: Option<DocumentId>,
    /// The series that those of the table go to, where that was told.
    pub targets: Targets,
    /// What is done where that has another figure.
    pub conflict: Conflict,
    /// Cells that are not understood may be left out.
    pub leave_out: bool,
    /// New series are kept out of the chart that is shown.
    pub out_of_chart: bool,
}

/// A table that is to be read, away from the window.
#[derive(Clone, Debug, PartialEq)]
pub struct TableJob {
    /// Which reading it is: an answer to an older one comes too late.
    pub ticket: u64,
    /// The file.
    pub path: PathBuf,
    /// Its bytes, if they have been read.
    pub file: Option<Arc<TableFile>>,
    /// Its cells, if they are taken as they are to be.
    pub loaded: Option<Arc<Loaded>>,
    /// How it is to be read.
    pub told: Told,
    /// The dataset that it is to be merged into.
    pub into: Option<Arc<Dataset>>,
    /// The series that those of the table go to, where that was told.
    pub targets: Targets,
    /// What is done where that has another figure.
    pub conflict: Conflict,
    /// Asked to end when nobody waits for the answer any more.
    pub stop: Stop,
}

/// A table that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct TableOutcome {
    /// Its bytes.
    pub file: Arc<TableFile>,
    /// How it was read, and what it says; or why it can't be read.
    pub reading: Result<Arc<Reading>, TableError>,
    /// What it would do to the dataset that was given.
    pub merge: Option<Merging>,
}

/// What a table would do to a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Merging {
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// The series that those of the table go to; `None` for new ones.
    pub targets: Vec<Option<Id>>,
    /// What would change.
    pub merge: Arc<Merge>,
}

impl Merging {
    /// What a table would do to a dataset, where its series go as told or to those of their names.
    fn of(proposal: &Proposal, dataset: Arc<Dataset>, targets: &Targets, conflict: Conflict) -> Self {
        let targets = table::match_series(proposal, &dataset, targets);
        let merge = Arc::new(table::merge(proposal, &dataset, &targets, conflict));
        Self { dataset, targets, merge }
    }
}

impl TableJob {
    /// Reads the table from the bytes of its file.
    ///
    /// # Errors
    /// When the file is none that is read as a table.
    pub fn perform(self, bytes: impl FnOnce() -> Result<Vec<u8>, String>) -> Result<TableOutcome, String> {
        let file = match self.file {
            Some(file) => file,
            None => Arc::new(TableFile::new(bytes()?).map_err(|error| error.to_string())?),
        };
        let load = || table::load(&file, &self.told, &self.stop).map(Arc::new);
        let loaded = self.loaded.map_or_else(load, Ok);
        let reading = loaded.and_then(|loaded| table::read(loaded, &self.told, &self.stop)).map(Arc::new);
        let merge = match (&reading, self.into) {
            (Ok(reading), Some(dataset)) => Some(Merging::of(&reading.proposal, dataset, &self.targets, self.conflict)),
            _ => None,
        };
        Ok(TableOutcome { file, reading, merge })
    }
}

/// The table that is being imported.
#[derive(Clone, Debug)]
pub struct Import {
    path: PathBuf,
    choices: ImportChoices,
    file: Option<Arc<TableFile>>,
    reading: Option<Arc<Reading>>,
    /// The choices that the reading was made with.
    read_with: Told,
    merge: Option<Merging>,
    error: Option<String>,
    ticket: u64,
    stop: Stop,
    is_reading: bool,
}

impl Import {
    /// The name of the file.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// What the user has decided so far.
    pub fn choices(&self) -> &ImportChoices {
        &self.choices
    }

    /// Whether the table is a workbook; not known before its file is read.
    pub fn is_workbook(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.is_workbook())
    }

    /// How it was read last; what was told since then is on its way.
    pub fn reading(&self) -> Option<&Arc<Reading>> {
        self.reading.as_ref()
    }

    /// What it would do to the document that it is to be merged into.
    pub fn merging(&self) -> Option<&Merging> {
        self.merge.as_ref()
    }

    /// Why it can't be read.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Whether it is being read.
    pub fn is_reading(&self) -> bool {
        self.is_reading
    }

    /// Why it can't be imported now; `None` if it can.
    pub fn obstacle(&self) -> Option<String> {
        if self.is_reading {
            return Some("The table is being read".to_owned());
        }
        if let Some(error) = &self.error {
            return Some(error.clone());
        }
        let proposal = &self.reading.as_ref()?.proposal;
        let left_out = proposal.findings.count(Weight::LeftOut);
        if proposal.findings.count(Weight::Question) > 0 {
            let mut questions = proposal.findings.list().iter().filter(|finding| finding.weight == Weight::Question);
            return questions.next().map(|question| question.text.clone());
        }
        if proposal.series.is_empty() {
            return Some("There are no figures in the table as it is read".to_owned());
        }
        if left_out > 0 && !self.choices.leave_out {
            return Some(
                "Cells that are not understood would be left out: allow it, or change how they are read".to_owned(),
            );
        }
        if self.choices.into.is_some() && self.merge.as_ref().is_some_and(|merging| merging.merge.edit.is_none()) {
            return Some("Nothing would change".to_owned());
        }
        None
    }

    fn job(&self, session: &Session) -> Job {
        // Cells are taken anew only if what was told of them is new.
        let same_cells = |told: &Told| {
            let of_cells = |t: &Told| (t.encoding, t.delimiter, t.quote, t.sheet.clone());
            of_cells(told) == of_cells(&self.choices.told)
        };
        let loaded = self.reading.as_ref().filter(|_| same_cells(&self.read_with)).map(|r| Arc::clone(&r.loaded));
        let into = self.choices.into.and_then(|id| session.document(id)).map(|document| Arc::clone(document.dataset()));
        Job::ReadTable(Box::new(TableJob {
            ticket: self.ticket,
            path: self.path.clone(),
            file: self.file.clone(),
            loaded,
            told: self.choices.told.clone(),
            into,
            targets: self.choices.targets.clone(),
            conflict: self.choices.conflict,
            stop: self.stop.clone(),
        }))
    }
}

impl Session {
    /// The table that is being imported.
    pub fn import(&self) -> Option<&Import> {
        self.import.as_ref()
    }

    pub(super) fn start_import(&mut self, path: PathBuf) -> Vec<Effect> {
        self.stop_import();
        self.next_ticket += 1;
        let import = Import {
            path,
            choices: ImportChoices::default(),
            file: None,
            reading: None,
            read_with: Told::default(),
            merge: None,
            error: None,
            ticket: self.next_ticket,
            stop: Stop::default(),
            is_reading: true,
        };
        let job = import.job(self);
        self.import = Some(import);
        vec![Effect::ShowImport, Effect::Job(job)]
    }

    /// Ends the import; what is still read for it is read no further.
    pub(super) fn stop_import(&mut self) {
        if let Some(import) = self.import.take() {
            import.stop.ask();
        }
    }

    pub(super) fn choose_import(&mut self, choices: ImportChoices) -> Vec<Effect> {
        let Some(mut import) = self.import.take() else { return Vec::new() };
        let of_reading =
            |choices: &ImportChoices| ImportChoices { leave_out: false, out_of_chart: false, ..choices.clone() };
        let needs_reading = of_reading(&choices) != of_reading(&import.choices);
        import.choices = choices;
        let mut effects = Vec::new();
        if needs_reading {
            import.stop.ask();
            self.next_ticket += 1;
            (import.ticket, import.stop, import.is_reading) = (self.next_ticket, Stop::default(), true);
            effects.push(Effect::Job(import.job(self)));
        }
        self.import = Some(import);
        effects
    }

    pub(super) fn table_read(&mut self, ticket: u64, result: Result<TableOutcome, String>) -> Vec<Effect> {
        let Some(import) = self.import.as_mut().filter(|import| import.ticket == ticket) else { return Vec::new() };
        import.is_reading = false;
        import.error = None;
        import.merge = None;
        match result {
            Ok(outcome) => {
                import.file = Some(outcome.file);
                import.merge = outcome.merge;
                match outcome.reading {
                    Ok(reading) => {
                        import.reading = Some(reading);
                        import.read_with = import.choices.told.clone();
                    }
                    Err(error) => import.error = Some(error.to_string()),
                }
            }
            Err(error) => import.error = Some(error),
        }
        Vec::new()
    }

    pub(super) fn finish_import(&mut self) -> Vec<Effect> {
        let ready = self.import.as_ref().filter(|import| import.obstacle().is_none());
        let Some(import) = ready.cloned() else { return Vec::new() };
        let Some(reading) = import.reading.clone() else { return Vec::new() };
        self.import = None;
        let label = format!("import {}", import.name());
        match import.choices.into {
            Some(document) => {
                let Some(target) = self.document(document).map(|d| Arc::clone(d.dataset())) else { return Vec::new() };
                let ImportChoices { targets, conflict, out_of_chart, .. } = import.choices;
                // The dataset may have changed since, by a reload perhaps.
                let merged = import.merge.filter(|merging| Arc::ptr_eq(&merging.dataset, &target)).map(|m| m.merge);
                self.activate(document);
                let chart = self.chart().filter(|_| !out_of_chart).cloned();
                let incoming = Incoming::Merged { reading, dataset: target, targets, conflict, chart, merged };
                self.bring_in(incoming, label, Circumstances::default())
            }
            None => self.import_as_new(&import, reading, label),
        }
    }

    /// The table as a document of its own. It comes in as one step, so it is not lost unasked, and can be taken back.
    fn import_as_new(&mut self, import: &Import, reading: Arc<Reading>, label: String) -> Vec<Effect> {
        let stem = import.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = reading.proposal.title.clone().unwrap_or_else(|| stem.clone());
        self.add(Document::new_untitled(format!("{stem}.ron"), &Dataset::titled(title)));
        let (figures, series) = (reading.proposal.observations(), reading.proposal.series.len());
        let figures = if figures == 1 { "1 figure".to_owned() } else { format!("{figures} figures") };
        let report = format!("Imported {figures} of {series} series from {}", import.name());
        let how = Circumstances { is_first: true, report: Some(report), ..Circumstances::default() };
        self.bring_in(Incoming::New { reading, stem }, label, how)
    }
}

/// A table that comes into a document: what the edit is worked out from.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// All that the document holds.
    New {
        /// The table.
        reading: Arc<Reading>,
        /// The name of its file without its ending.
        stem: String,
    },
    /// Beside what the document holds.
    Merged {
        /// The table.
        reading: Arc<Reading>,
        /// The dataset of the document.
        dataset: Arc<Dataset>,
        /// The series that those of the table go to, where that was told.
        targets: Targets,
        /// What is done where the dataset has another figure.
        conflict: Conflict,
        /// The chart that shows new series.
        chart: Option<Id>,
        /// What was found out already.
        merged: Option<Arc<Merge>>,
    },
}

impl Incoming {
    /// How many figures come.
    pub(super) fn figures(&self) -> usize {
        match self {
            Self::New { reading, .. } | Self::Merged { reading, .. } => reading.proposal.observations(),
        }
    }

    /// The edit; `None` where nothing comes of it.
    pub(super) fn edit(self) -> Option<Edit> {
        match self {
            Self::New { reading, stem } => Some(filling(table::new_dataset(&reading.proposal, &stem))),
            Self::Merged { reading, dataset, targets, conflict, chart, merged } => {
                let merge = || Merging::of(&reading.proposal, Arc::clone(&dataset), &targets, conflict).merge;
                let merge = merged.unwrap_or_else(merge);
                let edit = merge.edit.clone()?;
                let shown = chart.and_then(|id| shown_too(&dataset, &id, &merge));
                gestures::batch(std::iter::once(edit).chain(shown).collect())
            }
        }
    }
}

/// New series in a chart, behind those that it shows.
fn shown_too(dataset: &Dataset, id: &Id, merge: &Merge) -> Option<Edit> {
    let mut chart = dataset.charts.get(id).filter(|_| !merge.new_series.is_empty())?.clone();
    chart.series.extend(merge.new_series.iter().map(|(series, _)| series.clone()));
    Some(Edit::PutChart { id: id.clone(), chart })
}

/// All of a dataset, put into an empty one of the same title.
fn filling(dataset: Dataset) -> Edit {
    let mut edits = vec![Edit::PutHeader(Box::new(dataset.header()))];
    let mut insert = |index, id, item| edits.push(Edit::Insert { index, id, item });
    for (index, (id, source)) in dataset.sources.into_iter().enumerate() {
        insert(index, id, Item::Source(source));
    }
    for (index, (id, series)) in dataset.series.into_iter().enumerate() {
        insert(index, id, Item::Series(series));
    }
    for (index, (id, chart)) in dataset.charts.into_iter().enumerate() {
        insert(index, id, Item::Chart(Box::new(chart)));
    }
    Edit::Batch(edits)
}

/// Whether a file is a table, by the ending of its name.
pub fn is_table(path: &std::path::Path) -> bool {
    const ENDINGS: [&str; 6] = ["csv", "tsv", "tab", "txt", "xlsx", "ods"];
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// What a command about imports does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::AskImport => vec![Effect::PickTable],
        Command::ImportTable(path) => session.start_import(path),
        Command::TableRead { ticket, result } => session.table_read(ticket, result),
        Command::ChooseImport(choices) => session.choose_import(*choices),
        Command::FinishImport => session.finish_import(),
        _ => {
            session.stop_import();
            Vec::new()
        }
    }
}
