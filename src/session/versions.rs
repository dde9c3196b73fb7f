//! Earlier versions of the active document: which there are, how they differ from what is here, and going back to one.

use std::path::{Path, PathBuf};

use super::{Command, DocumentId, Effect, Job, Session, apply::count, outside::between};
use crate::{
    analysis,
    document::{Document, Origin, history::Version},
    format::{self, Parsed, Severity},
};

/// What can be asked of earlier versions, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum VersionsCommand {
    /// Show those of the active document.
    Ask,
    /// They were listed, or could not be; the error in words.
    Listed {
        /// The document.
        document: DocumentId,
        /// The newest first.
        result: Result<Vec<Version>, String>,
    },
    /// One was held against what is here.
    Compared {
        /// The file that it is kept in.
        file: PathBuf,
        /// What differs, or why it can't be read.
        differs: Differs,
    },
    /// Take one.
    Take {
        /// The file that it is kept in.
        file: PathBuf,
        /// As what.
        how: Taking,
    },
    /// One that was to be taken was read, or could not be; the error in words.
    Read {
        /// The document.
        document: DocumentId,
        /// As what it is taken.
        how: Taking,
        /// Its text as it was read.
        result: Result<Box<Parsed>, String>,
    },
    /// Show them no longer.
    Leave,
}

/// As what an earlier version is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    /// As a document of its own, not saved yet, of this name.
    Copy {
        /// The name that it would be saved by.
        name: String,
    },
    /// In place of what is here, as one step of this name.
    GoBack {
        /// What the step is called.
        label: String,
    },
}

/// How a version differs from what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Not at all.
    Not,
    /// In comments or layout only.
    InLayout,
    /// In these figures and items: in a sentence, from then to now.
    In(String),
    /// It can't be read, and why.
    Unreadable(String),
}

/// What is asked of the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionsJob {
    document: DocumentId,
    task: Task,
}

#[derive(Clone, Debug, PartialEq)]
enum Task {
    List(PathBuf),
    Compare { file: PathBuf, now: Box<Parsed> },
    Read { file: PathBuf, how: Taking },
}

impl VersionsJob {
    /// Does it: `list` gives the versions of a document, `read` the bytes of one.
    pub fn perform(
        self,
        list: impl Fn(&Path) -> Result<Vec<Version>, String>,
        read: impl Fn(&Path) -> Result<Vec<u8>, String>,
    ) -> VersionsCommand {
        let document = self.document;
        let parsed = |file: &Path| {
            let text = String::from_utf8(read(file)?).map_err(|_| "this version is not text".to_owned())?;
            Ok(format::parse(&text))
        };
        match self.task {
            Task::List(path) => VersionsCommand::Listed { document, result: list(&path) },
            Task::Compare { file, now } => {
                let differs = parsed(&file).map_or_else(Differs::Unreadable, |then| differs(&then, &now));
                VersionsCommand::Compared { file, differs }
            }
            Task::Read { file, how } => VersionsCommand::Read { document, how, result: parsed(&file).map(Box::new) },
        }
    }
}

fn differs(then: &Parsed, now: &Parsed) -> Differs {
    if then.text() == now.text() {
        return Differs::Not;
    }
    let brief = analysis::in_brief(&analysis::compare(then.dataset(), now.dataset()));
    let errors = then.diagnostics().iter().filter(|found| found.severity == Severity::Error).count();
    match (brief, errors) {
        (None, 0) => Differs::InLayout,
        (Some(brief), 0) => Differs::In(brief),
        (brief, errors) => {
            let said = brief.map(|brief| format!("; {brief}")).unwrap_or_default();
            Differs::In(format!("{} mended{said}", count(errors, "error")))
        }
    }
}

/// The versions of a document that are looked at.
#[derive(Clone, Debug)]
pub struct Versions {
    document: DocumentId,
    result: Result<Vec<ListedVersion>, String>,
}

/// A version that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedVersion {
    /// The version.
    pub version: Version,
    /// How it differs from what is here, once that is known.
    pub differs: Option<Differs>,
}

impl Versions {
    /// The document.
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// The versions, the newest first, or why they can't be listed.
    pub fn listed(&self) -> Result<&[ListedVersion], &str> {
        self.result.as_deref().map_err(String::as_str)
    }
}

impl Session {
    /// The earlier versions that are looked at.
    pub fn versions(&self) -> Option<&Versions> {
        self.versions.as_ref()
    }

    fn list_versions(&self) -> Vec<Effect> {
        let Some((document, path)) = self.active().and_then(|(id, document)| Some((id, document.path()?))) else {
            return Vec::new();
        };
        job(document, Task::List(path.to_owned()))
    }

    /// Asks for the first comparison that is still to be made. One at a time: a save is not to wait for all of them.
    fn compare_next(&self) -> Vec<Effect> {
        let Some(versions) = &self.versions else { return Vec::new() };
        let open = versions.result.iter().flatten().find(|listed| listed.differs.is_none());
        let now = self.document(versions.document).map(Document::parsed);
        open.zip(now).map_or_else(Vec::new, |(listed, now)| {
            let (file, now) = (listed.version.file.clone(), Box::new(now.clone()));
            job(versions.document, Task::Compare { file, now })
        })
    }

    fn take_version(&mut self, document: DocumentId, how: Taking, parsed: Parsed) -> Vec<Effect> {
        match how {
            Taking::Copy { name } => {
                let mut copy = Document::from_parsed(parsed, Origin::Untitled(name.clone()));
                copy.mark_unsaved();
                self.add(copy);
                self.tell(Severity::Warning, format!("Opened {name}; it is not saved yet"))
            }
            Taking::GoBack { label } => {
                let Some(open) = self.open_mut(document) else { return Vec::new() };
                let patch = between(&open.document.text().to_string(), &parsed.text().to_string());
                let selection = open.selection.clone();
                open.burst = None;
                let is_changed = open.document.apply_patch(&patch, label.clone(), selection.clone(), selection);
                self.preview = None;
                let said = if is_changed {
                    format!("Done: {label}. Undo brings back what was; the file is as it was until you save")
                } else {
                    "That version is what is here already".to_owned()
                };
                self.tell(Severity::Warning, said)
            }
        }
    }
}

fn job(document: DocumentId, task: Task) -> Vec<Effect> {
    vec![Effect::Job(Job::Versions(Box::new(VersionsJob { document, task })))]
}

/// What a command about earlier versions does.
pub(super) fn apply(session: &mut Session, command: VersionsCommand) -> Vec<Effect> {
    match command {
        VersionsCommand::Ask => session.list_versions(),
        VersionsCommand::Listed { document, result } => {
            let listed = |version| ListedVersion { version, differs: None };
            let result = result.map(|versions| versions.into_iter().map(listed).collect());
            session.versions = Some(Versions { document, result });
            let mut effects = vec![Effect::ShowVersions];
            effects.extend(session.compare_next());
            effects
        }
        VersionsCommand::Compared { file, differs } => {
            let versions = session.versions.iter_mut().flat_map(|versions| versions.result.iter_mut().flatten());
            for listed in versions.filter(|listed| listed.version.file == file) {
                listed.differs = Some(differs.clone());
            }
            session.compare_next()
        }
        VersionsCommand::Take { file, how } => {
            let versions = session.versions.take();
            versions.map_or_else(Vec::new, |versions| job(versions.document, Task::Read { file, how }))
        }
        VersionsCommand::Read { document, how, result } => match result {
            Ok(parsed) => session.take_version(document, how, *parsed),
            Err(error) => session.tell(Severity::Error, format!("Could not take the earlier version: {error}")),
        },
        VersionsCommand::Leave => {
            session.versions = None;
            Vec::new()
        }
    }
}

impl From<VersionsCommand> for Command {
    fn from(command: VersionsCommand) -> Self {
        Self::Versions(Box::new(command))
    }
}
