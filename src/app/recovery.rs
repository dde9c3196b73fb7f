//! The thread that keeps copies of unsaved work, and the window's end of it.
//!
//! It has a clock and a disk of its own, and does not wait for frames: a window that is hidden is drawn no more.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use super::{dialogs::UnsavedWork, panics};
use crate::{
    document::{
        Places,
        disk::RealDisk,
        recovery::{Found, Keeper, Unsaved},
        untold_reports,
    },
    session::{Command, DocumentId, Session},
};

/// What is waited for at the end, at most: there is somebody who wants the window gone.
const LONGEST_END: Duration = Duration::from_secs(5);
/// What a fault is held up for copies of unsaved work.
const LONGEST_FLUSH: Duration = Duration::from_secs(2);
/// A document that was drawn so often counts as restored.
const FRAMES: u32 = 3;
const NAME: &str = "docket-recovery";

/// What the thread is asked for.
enum Order {
    /// These are the documents with unsaved changes.
    Take(Vec<Unsaved<DocumentId>>),
    /// This is closed without being saved.
    PutAside(Unsaved<DocumentId>),
    /// This document goes on where that one was left.
    Adopt(DocumentId, Box<Found>),
    /// See what can be brought back.
    Look,
    Restore(Box<Found>, bool),
    Settle(Box<Found>),
    Discard(Box<Found>),
    /// A thread meets a fault: make all copies now, then answer.
    Flush(Sender<()>),
    End,
}

/// What it answers.
enum Report {
    Trouble(Option<String>),
    Found(Vec<Found>),
    /// The program met a fault before it ended the last time; where that is written down.
    Faults(Vec<PathBuf>),
    /// A thread meets a fault now.
    Fault,
    Say(Box<Command>),
}

/// The window's end.
pub(super) struct Recovery {
    orders: Sender<Order>,
    reports: Receiver<Report>,
    ended: Receiver<()>,
    /// What the thread knows.
    known: Vec<Unsaved<DocumentId>>,
    /// What was restored, and how often it was drawn since.
    settling: Vec<(Box<Found>, u32)>,
    /// What can be brought back, as far as it is known, and whether it was looked for at all.
    found: Vec<Found>,
    has_looked: bool,
    /// Faults of the last time.
    faults: Vec<PathBuf>,
    is_offered: bool,
    trouble: Option<String>,
    has_fault: bool,
}

impl Recovery {
    /// Starts the thread; `wake` is called from it when there is something to show.
    pub fn start(places: &Places, wake: impl Fn() + Send + 'static) -> Self {
        let (orders, to_do) = mpsc::channel();
        let (answers, reports) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let (folder, faults) = (places.recovery(), places.reports());
        let run = move || {
            let _end = end;
            run(Keeper::new(folder), &faults, &to_do, &|answer| {
                // Where the window is gone nobody needs to know.
                let _ = answers.send(answer);
                wake();
            });
        };
        let spawned = thread::Builder::new().name(NAME.to_owned()).spawn(run);
        let trouble = spawned.err().map(|error| format!("no thread for them: {error}"));
        Self {
            orders,
            reports,
            ended,
            known: Vec::new(),
            settling: Vec::new(),
            found: Vec::new(),
            has_looked: false,
            faults: Vec::new(),
            is_offered: false,
            trouble,
            has_fault: false,
        }
    }

    /// Faults of the program are written down from now on, and unsaved work is copied when there is one.
    pub fn watch_for_faults(&self, places: &Places) {
        let orders = self.orders.clone();
        panics::watch(places.reports(), move || {
            // The window is not woken from here: the thread that meets the fault may hold what that takes.
            let (done, is_done) = mpsc::channel();
            if thread::current().name() != Some(NAME) && orders.send(Order::Flush(done)).is_ok() {
                let _ = is_done.recv_timeout(LONGEST_FLUSH);
            }
        });
    }

    /// Hands over what has changed; called whenever something may have.
    pub fn keep_up(&mut self, session: &Session) {
        let now = session.unsaved_work();
        let is_known =
            now.len() == self.known.len() && now.iter().zip(&self.known).all(|(one, other)| one.is_as(other));
        if !is_known {
            self.known.clone_from(&now);
            self.order(Order::Take(now));
        }
    }

    /// Before a command is carried out: what it closes without saving is kept.
    pub fn before(&mut self, command: &Command, session: &Session) {
        let closed = match command {
            Command::CloseDiscarding(document) => Some(*document),
            Command::QuitDiscarding => None,
            _ => return,
        };
        // What was changed in this very frame is kept too.
        self.keep_up(session);
        let is_closed = |unsaved: &Unsaved<DocumentId>| closed.is_none_or(|document| document == unsaved.key);
        for unsaved in session.unsaved_work().into_iter().filter(is_closed) {
            self.order(Order::PutAside(unsaved));
        }
    }

    /// Looks for what can be brought back.
    pub fn look(&mut self) {
        self.order(Order::Look);
    }

    /// Reads unsaved work to be opened again: `Command::Restored`.
    pub fn restore(&mut self, found: Box<Found>, as_copy: bool) {
        self.order(Order::Restore(found, as_copy));
    }

    /// Does not want it, for now.
    pub fn discard(&mut self, found: Box<Found>) {
        self.order(Order::Discard(found));
    }

    /// It is open again, as this document.
    pub fn opened(&mut self, found: Box<Found>, document: DocumentId) {
        self.order(Order::Adopt(document, found.clone()));
        self.settling.push((found, 0));
    }

    /// A frame was drawn; whether another one is needed.
    pub fn drawn(&mut self) -> bool {
        for (_, frames) in &mut self.settling {
            *frames += 1;
        }
        let (settled, waiting) =
            std::mem::take(&mut self.settling).into_iter().partition(|(_, frames)| *frames >= FRAMES);
        self.settling = waiting;
        let settled: Vec<_> = settled;
        for (found, _) in settled {
            self.order(Order::Settle(found));
        }
        !self.settling.is_empty()
    }

    /// What is to be done by what has come up since the last time, and whether it is known anew what can be brought back.
    pub fn news(&mut self) -> (Vec<Command>, bool) {
        let (mut commands, mut has_looked) = (Vec::new(), false);
        for report in self.reports.try_iter() {
            match report {
                Report::Trouble(trouble) => self.trouble = trouble,
                Report::Found(found) => {
                    self.found = found;
                    self.has_looked = true;
                    has_looked = true;
                }
                Report::Faults(faults) => self.faults = faults,
                Report::Fault => self.has_fault = true,
                Report::Say(command) => commands.push(*command),
            }
        }
        (commands, has_looked)
    }

    /// What can be brought back.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// What is to be offered when the program has started; once.
    pub fn offer(&mut self) -> Option<UnsavedWork> {
        if !self.has_looked || std::mem::replace(&mut self.is_offered, true) {
            return None;
        }
        UnsavedWork::offer(&self.found, &self.faults)
    }

    /// Why no copies are being made, if none are.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether a thread of the program has met a fault.
    pub fn has_fault(&self) -> bool {
        self.has_fault
    }

    fn order(&mut self, order: Order) {
        if self.orders.send(order).is_err() {
            self.trouble.get_or_insert_with(|| "the thread for them has ended; save your work".to_owned());
        }
    }
}

impl Drop for Recovery {
    /// What is to be copied still is.
    fn drop(&mut self) {
        if self.orders.send(Order::End).is_ok() {
            let _ = self.ended.recv_timeout(LONGEST_END);
        }
    }
}

fn run(mut keeper: Keeper<DocumentId>, faults: &Path, orders: &Receiver<Order>, report: &dyn Fn(Report)) {
    let started = Instant::now();
    let clock = || started.elapsed();
    let disk = &RealDisk;
    let mut trouble: Option<String> = None;
    let told = untold_reports(disk, faults);
    if !told.is_empty() {
        report(Report::Faults(told));
    }
    look(&mut keeper, report);
    keeper.clean(disk);
    loop {
        let order = match keeper.due() {
            Some(due) => orders.recv_timeout(due.saturating_sub(clock())),
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => return keeper.end(disk, &clock),
            Ok(Order::Take(unsaved)) => keeper.take(unsaved, clock()),
            Ok(Order::PutAside(unsaved)) => keeper.put_aside(unsaved, clock()),
            Ok(Order::Adopt(document, found)) => {
                let sequence = found.newest.as_ref().map_or(0, |header| header.sequence);
                keeper.adopt(document, found.document, sequence);
            }
            Ok(Order::Look) => look(&mut keeper, report),
            Ok(Order::Restore(found, as_copy)) => {
                let result = keeper.restore(disk, &found).map(Box::new);
                report(Report::Say(Box::new(Command::Restored { found, result, as_copy })));
            }
            Ok(Order::Settle(found)) => {
                if let Err(error) = keeper.settle(disk, &clock, &found) {
                    log::warn!("{}: {error}", found.path.display());
                }
                look(&mut keeper, report);
            }
            Ok(Order::Discard(found)) => {
                if let Err(error) = keeper.discard(disk, &found) {
                    report(Report::Say(Box::new(Command::Say(format!("Could not discard it: {error}")))));
                }
                look(&mut keeper, report);
            }
            Ok(Order::Flush(done)) => {
                keeper.flush(disk, &clock);
                let _ = done.send(());
                report(Report::Fault);
            }
        }
        keeper.work(disk, &clock);
        if keeper.trouble() != trouble.as_deref() {
            trouble = keeper.trouble().map(str::to_owned);
            report(Report::Trouble(trouble.clone()));
        }
    }
}

fn look(keeper: &mut Keeper<DocumentId>, report: &dyn Fn(Report)) {
    match keeper.found(&RealDisk) {
        Ok(found) => report(Report::Found(found)),
        Err(error) => {
            let words = format!("What was left unsaved can't be looked for: {error}");
            report(Report::Say(Box::new(Command::Say(words))));
        }
    }
}
