//! Work away from the window: one thread that reads, writes and draws, and answers in commands.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use super::{
    kept::Kept,
    themes,
    watch::{Watch, Watched},
};
use crate::{
    chart::{self, ChartPlan, CopyForm, ExportRequest},
    document::{
        self, Places,
        disk::{Disk, RealDisk},
        history,
        settings::Change,
    },
    exchange::table,
    figure::{export, themes::Shelf},
    format,
    model::Dataset,
    session::{BibliographyCommand, Command, ComparisonCommand, CopiedFigure, FigureContent, Job},
};

/// So often the files of open documents are looked at.
const LOOKS: Duration = Duration::from_secs(1);

/// What the thread is given.
enum Work {
    Job(Job),
    /// Something of the settings; nobody waits for it.
    Keep(Change),
    /// Bring to the disk what is still to be written, and say so.
    Finish(Sender<()>),
    /// The themes in some folders.
    Themes(Vec<PathBuf>),
    /// The files of open documents, to be looked after.
    Watch(Watched),
    /// Look at them now, whatever time and size say.
    Look,
}

/// The thread's two ends.
pub struct Worker {
    work: Sender<Work>,
    done: Receiver<Command>,
    answers: Sender<Command>,
    under_way: usize,
    shelves: Receiver<Shelf>,
}

impl Worker {
    /// Starts the thread, which keeps what is the program's own in these places; `wake` is called from it when there is
    /// an answer.
    pub fn start(places: Option<Places>, wake: impl Fn() + Send + 'static) -> Self {
        let (work, jobs) = mpsc::channel();
        let (answers, done) = mpsc::channel();
        let (shelf, shelves) = mpsc::channel();
        let answer = answers.clone();
        let run = move || {
            let mut watch = Watch::new(places.clone());
            let mut kept = Kept::new(places.clone());
            loop {
                // Whoever waits for work looks after the files meanwhile.
                let work = if watch.is_idle() && kept.is_idle() {
                    jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
                } else {
                    jobs.recv_timeout(LOOKS)
                };
                let thoroughly = matches!(work, Ok(Work::Look));
                let looks = thoroughly || matches!(work, Err(RecvTimeoutError::Timeout));
                if looks {
                    let changed = watch.look(&RealDisk, thoroughly);
                    for command in changed.into_iter().chain(watch.company(&RealDisk)) {
                        if answer.send(command).is_err() {
                            return;
                        }
                        wake();
                    }
                }
                if kept.is_due()
                    && let Err(error) = kept.write(&RealDisk)
                {
                    let text = format!("What is chosen in the window can't be kept: {error}");
                    if answer.send(Command::Say(text)).is_err() {
                        return;
                    }
                    wake();
                }
                let work = match work {
                    Ok(work) => work,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => {
                        let _ = kept.write(&RealDisk);
                        return;
                    }
                };
                match work {
                    Work::Look => {}
                    Work::Watch(files) => {
                        watch.take(&RealDisk, files);
                        for command in watch.company(&RealDisk) {
                            if answer.send(command).is_err() {
                                return;
                            }
                            wake();
                        }
                    }
                    Work::Job(job) => {
                        let outcome = perform_with(&RealDisk, places.as_ref(), job);
                        // What a save was refused for is to be seen at once, whatever time and size say of the file.
                        let is_refused = matches!(outcome, Command::Saved { result: Err(_), .. });
                        let seen = if is_refused { watch.look(&RealDisk, true) } else { Vec::new() };
                        for command in std::iter::once(outcome).chain(seen) {
                            if answer.send(command).is_err() {
                                return;
                            }
                        }
                        wake();
                    }
                    Work::Keep(change) => kept.add(change),
                    Work::Finish(done) => {
                        // Nobody is there any more to be told that it failed.
                        let _ = kept.write(&RealDisk);
                        // Whoever waited may have lost patience.
                        let _ = done.send(());
                    }
                    Work::Themes(folders) => {
                        if shelf.send(Shelf::read(&RealDisk, &folders)).is_err() {
                            return;
                        }
                        wake();
                    }
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("docket-io".to_owned()).spawn(run) {
            log::error!("no thread for files: {error}");
        }
        Self { work, done, answers, under_way: 0, shelves }
    }

    /// Gives the thread something to do.
    pub fn give(&mut self, job: Job) {
        self.under_way += 1;
        if self.work.send(Work::Job(job)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Keeps something of the settings.
    pub(super) fn keep(&self, change: Change) {
        if self.work.send(Work::Keep(change)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Waits until what was given so far is done, but not for longer than that.
    pub(super) fn finish(&self, patience: Duration) {
        let (done, wait) = mpsc::channel();
        if self.work.send(Work::Finish(done)).is_ok() && wait.recv_timeout(patience).is_err() {
            log::warn!("something was still being written when the program ended");
        }
    }

    /// Asks for the themes in some folders.
    pub fn read_themes(&self, folders: Vec<PathBuf>) {
        if self.work.send(Work::Themes(folders)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Looks after these files from now on: `Command::ChangedOutside`.
    pub(super) fn watch(&self, files: Watched) {
        if self.work.send(Work::Watch(files)).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// Looks at them now, by what is in them.
    pub(super) fn look(&self) {
        if self.work.send(Work::Look).is_err() {
            log::error!("the thread for files has ended");
        }
    }

    /// The themes that were read last, if any have been read since the last time.
    pub fn themes(&self) -> Option<Shelf> {
        self.shelves.try_iter().last()
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

/// Whether a command is what a system dialog or the watch says, and no job's outcome.
fn is_answer(command: &Command) -> bool {
    if let Command::Bibliography(command) = command {
        return matches!(**command, BibliographyCommand::Read(_));
    }
    matches!(
        command,
        Command::Open(_)
            | Command::SaveAs { .. }
            | Command::ImportTable(_)
            | Command::Comparison(ComparisonCommand::With(_))
            | Command::ChangedOutside { .. }
            | Command::OpenElsewhere { .. }
            | Command::Say(_)
    )
}

/// Does a job, keeping nothing of the program's own, and says how it went.
pub fn perform(disk: &dyn Disk, job: Job) -> Command {
    perform_with(disk, None, job)
}

/// Does a job, keeping what is the program's own in these places, and says how it went.
pub fn perform_with(disk: &dyn Disk, places: Option<&Places>, job: Job) -> Command {
    match job {
        Job::Open(path) => {
            let result = document::read(disk, &path)
                .map(|text| Box::new(format::parse(&text)))
                .map_err(|error| error.to_string());
            Command::Opened { path: document::own_path(disk, path), result }
        }
        Job::Save { document, path, text, revision, base } => {
            let (text, base) = (text.to_string(), base.map(|base| base.to_string()));
            let result = document::save(disk, places, &path, &text, base.as_deref()).map_err(|error| error.to_string());
            Command::Saved { document, path: document::own_path(disk, path), revision, result }
        }
        Job::Versions(job) => {
            let list = |path: &Path| {
                let listed = places.map(|places| history::versions(disk, &places.history(), path));
                listed.unwrap_or_else(|| Ok(Vec::new())).map_err(|error| error.to_string())
            };
            job.perform(list, |file| history::read_version(disk, file).map_err(|error| error.to_string())).into()
        }
        Job::Edit(job) => {
            let (document, ticket) = (job.document, job.ticket);
            Command::EditPrepared { document, ticket, result: job.perform() }
        }
        Job::ReadPaste(job) => Command::PasteRead { ticket: job.ticket, outcome: job.perform() },
        Job::Plan(job) => Command::Planned { ticket: job.ticket, plan: job.perform() },
        Job::Bibliography(job) => {
            let read = |path: &Path| document::read(disk, path).map_err(|error| error.to_string());
            let write = |path: &Path, text: &str| {
                document::write(disk, path, text.as_bytes()).map_err(|error| error.to_string())
            };
            job.perform(read, write)
        }
        Job::Compare(job) => {
            let file = |path: &Path| {
                document::read(disk, path).map(|text| format::parse(&text)).map_err(|error| error.to_string())
            };
            let kept = |path: &Path| {
                let bytes = history::read_version(disk, path).map_err(|error| error.to_string())?;
                String::from_utf8(bytes).map(|text| format::parse(&text)).map_err(|_| "it is not text".to_owned())
            };
            ComparisonCommand::Compared { ticket: job.ticket, result: job.perform(&file, &kept) }.into()
        }
        Job::Inquire(inquiry) => Command::Answered { ticket: inquiry.ticket, answer: Box::new(inquiry.perform()) },
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
        Job::Export { plan, dataset, request, folder } => {
            let shelf = shelf(disk, folder.as_deref());
            let result = export(disk, &shelf, &plan, &dataset, &request);
            Command::Exported { path: request.path, result }
        }
        Job::ExportAll { dataset, request, folder } => {
            let shelf = shelf(disk, folder.as_deref());
            let result = export_all(disk, &shelf, &dataset, &request);
            Command::Exported { path: request.path, result }
        }
        Job::CopyFigure { plan, dataset, form, folder } => {
            Command::FigureCopied(copied(&shelf(disk, folder.as_deref()), &plan, &dataset, form))
        }
    }
}

fn shelf(disk: &dyn Disk, folder: Option<&Path>) -> Shelf {
    Shelf::read(disk, &themes::folders(folder))
}

fn export(
    disk: &dyn Disk,
    shelf: &Shelf,
    plan: &ChartPlan,
    dataset: &Dataset,
    request: &ExportRequest,
) -> Result<(), String> {
    let theme = shelf.of_chart(dataset, &plan.id, request.theme.as_deref(), "light")?;
    let bytes = export::file(plan, dataset, &theme, request).map_err(|error| error.to_string())?;
    document::write_derived(disk, &request.path, &bytes).map_err(|error| error.to_string())
}

/// Writes a file a chart into the folder; what can't be drawn does not keep the others from it.
fn export_all(disk: &dyn Disk, shelf: &Shelf, dataset: &Dataset, request: &ExportRequest) -> Result<(), String> {
    let folder = &request.path;
    disk.create_folders(folder).map_err(|error| format!("the folder can't be made: {error}"))?;
    let names = chart::file_names(dataset.charts.keys().map(|id| id.as_str()), request.format);
    let mut wrong = Vec::new();
    for (id, name) in dataset.charts.keys().zip(names) {
        let request = ExportRequest { path: folder.join(name), ..request.clone() };
        let plan = chart::plan(dataset, id).ok_or_else(|| "there is no such chart".to_owned());
        if let Err(error) = plan.and_then(|plan| export(disk, shelf, &plan, dataset, &request)) {
            wrong.push(format!("{id}: {error}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// The page that is put on the clipboard.
const COPIED: egui::Vec2 = egui::vec2(1200.0, 750.0);
/// The pixels of a copied picture for each of the page.
const COPIED_SCALE: f32 = 2.0;

fn copied(shelf: &Shelf, plan: &ChartPlan, dataset: &Dataset, form: CopyForm) -> Result<CopiedFigure, String> {
    let theme = || shelf.of_chart(dataset, &plan.id, None, "light");
    Ok(match form {
        CopyForm::Picture => {
            let (rgb, width) =
                export::pixels(plan, &theme()?, COPIED, COPIED_SCALE).map_err(|error| error.to_string())?;
            let said = format!("Copied the figure as a picture of {} × {} pixels", width, rgb.len() / 3 / width.max(1));
            CopiedFigure { content: FigureContent::Picture { rgb, width }, said }
        }
        CopyForm::Svg => {
            let content = FigureContent::Text(export::svg(plan, &theme()?, COPIED));
            CopiedFigure { content, said: "Copied the figure as the text of an SVG document".to_owned() }
        }
        CopyForm::Data => {
            let table = chart::export_table(plan, dataset);
            let said = format!("Copied the data of the figure, {} rows", table.len() - 1);
            CopiedFigure { content: FigureContent::Text(export::tsv(&table)), said }
        }
    })
}
