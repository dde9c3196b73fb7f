//! A paste: how the text is understood and what it would do, until it is done or let go. Small texts are understood at
//! once, others away from the window.

use std::sync::Arc;

use super::{
    Command, DocumentId, Effect, Job, Session,
    grid::{self, Copied, PasteOptions, PastePlan, Planned, Selected, Sheet},
    under_way::Circumstances,
};
use crate::{
    format::{self, Severity},
    model::{Dataset, Id},
};

/// A longer text could hold up a frame.
const LONGEST_AT_ONCE: usize = 32 << 10;

/// A text that is to be understood as a table, or as a dataset of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct PasteJob {
    /// Which one it is: the outcome of one that was let go comes too late.
    pub ticket: u64,
    /// The text.
    pub text: Arc<str>,
    /// The cells that it goes to.
    pub selected: Selected,
    /// Where they are.
    pub sheet: Arc<Sheet>,
    /// The chart that gets new series.
    pub chart: Option<Id>,
    /// How it is to be understood; the likeliest way when left out.
    pub options: Option<PasteOptions>,
    /// What this program copied, if the text is that.
    pub copied: Option<Arc<Copied>>,
}

/// A text that was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum PasteOutcome {
    /// As a table.
    Table {
        /// How.
        options: PasteOptions,
        /// What it would do.
        plan: Box<PastePlan>,
    },
    /// As a dataset of its own, as `Copy as RON` makes it.
    Fragment(Box<Planned>),
}

impl PasteJob {
    /// Understands the text.
    pub fn perform(&self) -> PasteOutcome {
        if self.options.is_none()
            && let Some(fragment) = fragment(&self.text)
        {
            return PasteOutcome::Fragment(Box::new(grid::paste_fragment(&self.sheet, self.chart.as_ref(), &fragment)));
        }
        let options = self.options.unwrap_or_else(|| grid::guess(&self.sheet, &self.text));
        let copied = self.copied.as_deref();
        let plan = grid::plan_paste(&self.sheet, self.selected, self.chart.as_ref(), &self.text, options, copied);
        PasteOutcome::Table { options, plan: Box::new(plan) }
    }
}

/// A text that is a dataset of its own.
fn fragment(text: &str) -> Option<Dataset> {
    if !text.contains("Dataset(") {
        return None;
    }
    let parsed = format::parse(text);
    (!parsed.has_errors()).then(|| (**parsed.dataset()).clone())
}

/// A paste that waits: for its text to be understood, or for an answer.
#[derive(Clone, Debug)]
pub struct Pasting {
    job: PasteJob,
    /// The document that it is planned for, and its state.
    target: Option<(DocumentId, u64)>,
    understood: Option<(PasteOptions, Arc<PastePlan>)>,
    /// Another reading of it is on its way.
    is_reading: bool,
}

impl Pasting {
    /// How the text is understood, and what it would do; `None` until that is known.
    pub fn understood(&self) -> Option<(PasteOptions, &PastePlan)> {
        self.understood.as_ref().map(|(options, plan)| (*options, &**plan))
    }

    /// The table that it goes to.
    pub fn sheet(&self) -> &Sheet {
        &self.job.sheet
    }

    /// Whether it is still being read.
    pub fn is_reading(&self) -> bool {
        self.is_reading
    }
}

impl Session {
    /// The paste that waits.
    pub fn pasting(&self) -> Option<&Pasting> {
        self.pasting.as_ref()
    }

    fn state(&self) -> Option<(DocumentId, u64)> {
        self.active().map(|(id, document)| (id, document.revision()))
    }

    /// What a text would be understood as at the selected cells; `None` where nothing is selected.
    fn paste_job(&mut self, text: Arc<str>, copied: Option<Arc<Copied>>) -> Option<PasteJob> {
        let (sheet, selected) = self.sheet().zip(self.selected_cells())?;
        self.next_ticket += 1;
        let chart = self.chart().cloned();
        Some(PasteJob { ticket: self.next_ticket, text, selected, sheet, chart, options: None, copied })
    }

    /// Pastes a text at the selected cells: at once, or after asking.
    fn paste(&mut self, text: Arc<str>, copied: Option<Arc<Copied>>) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let target = self.state();
        let Some(job) = self.paste_job(text, copied) else { return Vec::new() };
        self.pasting = Some(Pasting { job, target, understood: None, is_reading: false });
        self.read_paste(None)
    }

    fn read_paste(&mut self, options: Option<PasteOptions>) -> Vec<Effect> {
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let Some(pasting) = &mut self.pasting else { return Vec::new() };
        (pasting.job.ticket, pasting.job.options) = (ticket, options);
        if options.is_some() {
            // What was copied lies as it was first understood.
            pasting.job.copied = None;
        }
        if pasting.job.text.len() > LONGEST_AT_ONCE {
            pasting.is_reading = true;
            return vec![Effect::Job(Job::ReadPaste(Box::new(pasting.job.clone())))];
        }
        let outcome = pasting.job.perform();
        self.paste_read(ticket, outcome)
    }

    fn paste_read(&mut self, ticket: u64, outcome: PasteOutcome) -> Vec<Effect> {
        let Some(pasting) = self.pasting.as_mut().filter(|pasting| pasting.job.ticket == ticket) else {
            return Vec::new();
        };
        pasting.is_reading = false;
        match outcome {
            PasteOutcome::Fragment(planned) => {
                self.pasting = None;
                self.carry_out(*planned)
            }
            PasteOutcome::Table { options, plan } => {
                // A choice was made already where the options were told; the answer is still to come.
                let is_asked = plan.needs_preview || pasting.job.options.is_some();
                pasting.understood = Some((options, Arc::from(plan)));
                if is_asked { Vec::new() } else { self.finish_paste() }
            }
        }
    }

    fn finish_paste(&mut self) -> Vec<Effect> {
        let Some(mut pasting) = self.pasting.take_if(|pasting| !pasting.is_reading) else { return Vec::new() };
        let is_current = self.state() == pasting.target;
        let Some((_, plan)) = pasting.understood.take().filter(|_| is_current) else {
            return self.tell(Severity::Error, "The dataset has changed meanwhile; paste again");
        };
        let label = grid::paste_label(&plan);
        let PastePlan { edit, selection, .. } = Arc::unwrap_or_clone(plan);
        let say = edit.is_none().then(|| "What was pasted is there already; nothing has changed".to_owned());
        self.carry_out(Planned { edit, label, select: selection, say, ..Planned::default() })
    }

    /// Makes what was planned, selects what it says, and says what there is to say.
    pub(super) fn carry_out(&mut self, planned: Planned) -> Vec<Effect> {
        let Planned { edit, label, select, extra, say } = planned;
        if let Some(open) = self.active_open_mut() {
            open.grid.extra.extend(extra);
        }
        let Some(edit) = edit else {
            let mut effects = select.map_or_else(Vec::new, |selection| self.select(selection));
            effects.extend(say.map_or_else(Vec::new, |say| self.tell(Severity::Warning, say)));
            return effects;
        };
        self.edit_in(edit, Some(label), Circumstances { select, report: say, ..Circumstances::default() })
    }
}

/// What a command about pasting does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::Paste { text, copied } => session.paste(text, copied),
        Command::PasteRead { ticket, outcome } => session.paste_read(ticket, outcome),
        Command::ChoosePaste(options) => session.read_paste(Some(options)),
        Command::FinishPaste => session.finish_paste(),
        _ => {
            session.pasting = None;
            Vec::new()
        }
    }
}
