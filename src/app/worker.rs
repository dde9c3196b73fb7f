//! Work away from the window: one thread that reads, writes and draws, and answers in commands.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use crate::{
    document::{
        self,
        disk::{Disk, RealDisk},
    },
    exchange::table,
    figure::export,
    format,
    session::{Command, Job},
};

/// What the thread is given.
enum Work {
    Job(Job),
    /// A small file of the program's own; nobody waits for it.
    Keep(PathBuf, String),
}

/// The thread's two ends.
pub struct Worker {
    work: Sender<Work>,
    done: Receiver<Command>,
    answers: Sender<Command>,
    under_way: usize,
}

impl Worker {
    /// Starts the thread; `wake` is called from it when there is an answer.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let (work, jobs) = mpsc::channel();
        let (answers, done) = mpsc::channel();
        let answer = answers.clone();
        let run = move || {
            for work in jobs {
                match work {
                    Work::Job(job) => {
                        if answer.send(perform(&RealDisk, job)).is_err() {
                            return;
                        }
                        wake();
                    }
                    Work::Keep(path, text) => keep(&path, &text),
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("docket-io".to_owned()).spawn(run) {
            log::error!("no thread for files: {error}");
        }
        Self { work, done, answers, under_way: 0 }
    }

    /// Gives the thread something to do.
    pub fn give(&mut self, job: Job) {
        self.under_way += 1;
        if self.work.send(Work::Job(job)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Keeps a small text of the program's own.
    pub fn keep(&self, path: PathBuf, text: String) {
        if self.work.send(Work::Keep(path, text)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Where other threads (system dialogs) put their answers.
    pub fn answers(&self) -> Sender<Command> {
        self.answers.clone()
    }

    /// What has come back since the last time.
    pub fn drain(&mut self) -> Vec<Command> {
        let commands: Vec<Command> = self.done.try_iter().collect();
        let finished = commands.iter().filter(|command| !is_answer(command));
        self.under_way = self.under_way.saturating_sub(finished.count());
        commands
    }

    /// Whether something is being read, written or drawn.
    pub fn is_busy(&self) -> bool {
        self.under_way > 0
    }
}

/// Whether a command is what a system dialog says, and no job's outcome.
fn is_answer(command: &Command) -> bool {
    matches!(command, Command::Open(_) | Command::SaveAs { .. } | Command::ImportTable(_))
}

/// Does a job and says how it went.
pub fn perform(disk: &dyn Disk, job: Job) -> Command {
    match job {
        Job::Open(path) => {
            let result = document::read(disk, &path)
                .map(|text| Box::new(format::parse(&text)))
                .map_err(|error| error.to_string());
            Command::Opened { path: document::own_path(disk, path), result }
        }
        Job::Save { document, path, text, revision } => {
            let result = document::save_typed(disk, &path, &text.to_string()).map_err(|error| error.to_string());
            Command::Saved { document, path: document::own_path(disk, path), revision, result }
        }
        Job::Edit(job) => {
            let (document, ticket) = (job.document, job.ticket);
            Command::EditPrepared { document, ticket, result: job.perform() }
        }
        Job::ReadPaste(job) => Command::PasteRead { ticket: job.ticket, outcome: job.perform() },
        Job::Search(job) => Command::Found { ticket: job.ticket, places: job.perform() },
        Job::ReadTable(job) => {
            let (ticket, path) = (job.ticket, job.path.clone());
            let read = || document::read_bytes(disk, &path).map_err(|error| error.to_string());
            Command::TableRead { ticket, result: job.perform(read) }
        }
        Job::ExportData { dataset, request } => {
            let text = table::write(&dataset, &request.series, request.format, request.shape);
            let result = document::write(disk, &request.path, text.as_bytes()).map_err(|error| error.to_string());
            Command::Exported { path: request.path, result }
        }
        Job::Export { plan, dataset, request } => {
            let bytes = export::file(&plan, &dataset, &request).map_err(|error| error.to_string());
            let result =
                bytes.and_then(|bytes| document::write(disk, &request.path, &bytes).map_err(|error| error.to_string()));
            Command::Exported { path: request.path, result }
        }
    }
}

fn keep(path: &Path, text: &str) {
    let made = path.parent().map_or(Ok(()), |folder| RealDisk.create_folders(folder));
    if let Err(error) = made {
        log::warn!("{}: {error}", path.display());
    } else if let Err(error) = document::write(&RealDisk, path, text.as_bytes()) {
        log::warn!("{}: {error}", path.display());
    }
}
