//! Bibliographies as files: the sources of the active document written as one, and those of one looked at before they
//! are added.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Command, DocumentId, Effect, Job, Session, apply::count, gestures};
use crate::{
    exchange::bibliography::{self, BibliographyForm},
    format::Severity,
    model::{Dataset, Id, Section, Source},
};

/// What can be asked of bibliographies, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum BibliographyCommand {
    /// Ask how and where to write the sources of the active document.
    AskSave,
    /// Write them.
    Save {
        /// The file.
        path: PathBuf,
        /// As what.
        form: BibliographyForm,
    },
    /// Ask from which file to add sources.
    AskAdd,
    /// Read a file of sources.
    Read(PathBuf),
    /// It was read, or could not be; the error in words, with its place.
    WasRead {
        /// The document that they are for.
        document: DocumentId,
        /// The file.
        path: PathBuf,
        /// The sources with the ids that they would like.
        result: Result<Vec<(Id, Source)>, String>,
    },
    /// Add the sources at these places of the list.
    Add(Vec<usize>),
    /// Add none.
    Cancel,
}

impl From<BibliographyCommand> for Command {
    fn from(command: BibliographyCommand) -> Self {
        Self::Bibliography(Box::new(command))
    }
}

/// What is asked of the disk.
#[derive(Clone, Debug, PartialEq)]
pub enum BibliographyJob {
    /// Read sources: `BibliographyCommand::WasRead`.
    Read {
        /// The document that they are for.
        document: DocumentId,
        /// The file.
        path: PathBuf,
    },
    /// Write sources: `Command::Exported`.
    Write {
        /// The dataset.
        dataset: Arc<Dataset>,
        /// The file.
        path: PathBuf,
        /// As what.
        form: BibliographyForm,
    },
}

impl BibliographyJob {
    /// Does it: `read` gives the text of a file, `write` writes one.
    pub fn perform(
        self,
        read: impl Fn(&Path) -> Result<String, String>,
        write: impl Fn(&Path, &str) -> Result<(), String>,
    ) -> Command {
        match self {
            Self::Read { document, path } => {
                let found = |text: String| bibliography::read(&text).map_err(|error| error.to_string());
                let result = read(&path).and_then(found);
                BibliographyCommand::WasRead { document, path, result }.into()
            }
            Self::Write { dataset, path, form } => {
                let result = write(&path, &bibliography::write(&dataset.sources, form));
                Command::Exported { path, result }
            }
        }
    }
}

/// A source that may be added.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSource {
    /// The id that it would like.
    pub id: Id,
    /// The source.
    pub source: Source,
    /// The source that is there already and seems to be the same: in the dataset, or before it in the file.
    pub same_as: Option<Id>,
}

/// Sources of a file that are looked at before they are added.
#[derive(Clone, Debug)]
pub struct Adding {
    document: DocumentId,
    /// The name of the file.
    pub name: String,
    /// The sources, or why the file can't be read.
    pub found: Result<Vec<FoundSource>, String>,
}

/// The source among some that is the same as another one: at the same address, or of the same publisher, title and date.
pub fn same_source<'a>(sources: &'a Section<Source>, source: &Source) -> Option<&'a Id> {
    let plain = |text: &Option<String>| {
        let words = text.as_deref().unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    let address = |source: &Source| {
        let url = source.url.as_deref().unwrap_or_default().trim();
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/').to_owned()
    };
    let words = |source: &Source| [plain(&source.publisher), plain(&source.title), plain(&source.date)];
    let (at, said) = (address(source), words(source));
    let is_same = |other: &Source| {
        let other_at = address(other);
        let is_elsewhere = !at.is_empty() && !other_at.is_empty() && at != other_at;
        (!at.is_empty() && at == other_at) || (!is_elsewhere && !said[1].is_empty() && words(other) == said)
    };
    sources.iter().find(|(_, other)| is_same(other)).map(|(id, _)| id)
}

impl Session {
    /// The sources that are looked at before they are added.
    pub fn adding(&self) -> Option<&Adding> {
        self.adding.as_ref().filter(|adding| self.active == Some(adding.document))
    }

    fn look_at_sources(&mut self, document: DocumentId, path: &Path, result: Result<Vec<(Id, Source)>, String>) {
        let Some(open) = self.open_mut(document) else { return };
        let mut known = open.document.dataset().sources.clone();
        let found = result.map(|found| {
            let look = |(id, source): (Id, Source)| {
                let same_as = same_source(&known, &source).cloned();
                let key = crate::model::unique_id(&id, |id| known.contains_key(id));
                known.insert(key, source.clone());
                FoundSource { id, source, same_as }
            };
            found.into_iter().map(look).collect()
        });
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.adding = Some(Adding { document, name, found });
    }

    fn add_found(&mut self, places: &[usize]) -> Vec<Effect> {
        let Some(adding) = self.adding.take().filter(|adding| self.active == Some(adding.document)) else {
            return Vec::new();
        };
        let found = adding.found.unwrap_or_default();
        let chosen = places.iter().filter_map(|place| found.get(*place));
        let sources: Vec<(Id, Source)> = chosen.map(|found| (found.id.clone(), found.source.clone())).collect();
        let Some((_, document)) = self.active().filter(|_| !sources.is_empty()) else { return Vec::new() };
        let (ids, edit) = gestures::add_sources(document.dataset(), sources);
        let added = count(ids.len(), "source");
        let mut effects = self.edit(edit, Some(format!("add {added}")));
        effects.extend(self.tell(Severity::Warning, format!("Added {added} from {}", adding.name)));
        effects
    }
}

/// What a command about bibliographies does.
pub(super) fn apply(session: &mut Session, command: BibliographyCommand) -> Vec<Effect> {
    let Some((active, document)) = session.active() else { return Vec::new() };
    match command {
        BibliographyCommand::AskSave => vec![Effect::PickBibliography],
        BibliographyCommand::AskAdd => vec![Effect::PickSources],
        BibliographyCommand::Save { path, form } => {
            let dataset = Arc::clone(document.dataset());
            vec![Effect::Job(Job::Bibliography(Box::new(BibliographyJob::Write { dataset, path, form })))]
        }
        BibliographyCommand::Read(path) => {
            vec![Effect::Job(Job::Bibliography(Box::new(BibliographyJob::Read { document: active, path })))]
        }
        BibliographyCommand::WasRead { document, path, result } => {
            session.look_at_sources(document, &path, result);
            session.adding().map_or_else(Vec::new, |_| vec![Effect::ShowSources])
        }
        BibliographyCommand::Add(places) => session.add_found(&places),
        BibliographyCommand::Cancel => {
            session.adding = None;
            Vec::new()
        }
    }
}
