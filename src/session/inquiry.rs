//! Questions about a table that are answered away from the window where it is large: where something is found, what
//! numbers come to, which order its rows have.

use std::sync::Arc;

use super::{
    Command, ComparisonCommand, Effect, Hit, Job, Session, everything,
    grid::{GridView, Order, Place, Query, Sheet, Span, Summary},
};
use crate::{
    chart::{self, StatisticsTable},
    exchange::table::Stop,
    model::{Chart, Id},
};

/// To look through more cells than this could hold up a frame.
pub(super) const MOST_LOOKED_THROUGH: usize = 20_000;

/// To sum up more cells than this could hold up a frame.
pub(super) const MOST_SUMMED: usize = 50_000;

/// To go through more values than this for statistics could hold up a frame.
const MOST_GONE_THROUGH: usize = 5_000;

/// What is asked about a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// In which cells something is found.
    Search(Query),
    /// What the numbers in some cells come to.
    Sum(Span),
    /// Which rows are shown in which order.
    Arrange(GridView),
    /// What of the whole dataset has a name or a value like this.
    Everywhere(String),
    /// What the values of a chart come to.
    Statistics(Box<Chart>),
    /// What changes with an event in the values of a chart.
    Around(Box<Chart>, Id),
}

/// The cells in which something is found, row by row; or why it can't be looked for.
pub type Places = Result<Arc<Vec<Place>>, String>;

/// What the answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Where it is found.
    Found(Places),
    /// What they come to.
    Sum(Option<Summary>),
    /// The order; `None`: that of the data.
    Order(Option<Order>),
    /// What has such a name, the most alike first.
    Hits(Arc<Vec<Hit>>),
    /// What they come to; `None` where it was cancelled.
    Statistics(Option<Arc<StatisticsTable>>),
    /// What changes, a sentence each.
    Sentences(Arc<Vec<String>>),
}

/// A question about a table, to be answered anywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Inquiry {
    /// Which one it is: the answer to an older one comes too late.
    pub ticket: u64,
    /// The table.
    pub sheet: Arc<Sheet>,
    /// What is asked.
    pub question: Question,
    /// Asked to end when nobody waits for the answer any more.
    pub stop: Stop,
}

impl Inquiry {
    /// Finds the answer. Takes time in proportion to the number of cells.
    pub fn perform(&self) -> Answer {
        let go_on = || !self.stop.is_asked();
        match &self.question {
            Question::Search(query) => Answer::Found(match query.finder() {
                None => Ok(Arc::default()),
                Some(Ok(finder)) => Ok(Arc::new(finder.all(&self.sheet, &go_on))),
                Some(Err(error)) => Err(error),
            }),
            Question::Sum(span) => Answer::Sum(Summary::of(&self.sheet, *span)),
            Question::Everywhere(text) => Answer::Hits(Arc::new(everything::find(self.sheet.dataset(), text, &go_on))),
            Question::Arrange(view) => Answer::Order(Order::new(&self.sheet, view, &go_on)),
            Question::Statistics(chart) => {
                Answer::Statistics(chart::statistics_while(self.sheet.dataset(), chart, &go_on).map(Arc::new))
            }
            Question::Around(chart, event) => {
                Answer::Sentences(Arc::new(chart::around_event(self.sheet.dataset(), chart, event)))
            }
        }
    }
}

/// A question, and its answer as soon as there is one.
#[derive(Clone, Debug)]
pub struct Asked {
    inquiry: Inquiry,
    answer: Option<Answer>,
}

/// What is asked about the table that is shown; of each kind the last.
#[derive(Debug, Default)]
pub(super) struct Inquiries {
    search: Option<Asked>,
    sum: Option<Asked>,
    arrange: Option<Asked>,
    everywhere: Option<Asked>,
    statistics: Option<Asked>,
}

impl Inquiries {
    fn place_for(&mut self, question: &Question) -> &mut Option<Asked> {
        match question {
            Question::Search(_) => &mut self.search,
            Question::Sum(_) => &mut self.sum,
            Question::Arrange(_) => &mut self.arrange,
            Question::Everywhere(_) => &mut self.everywhere,
            Question::Statistics(_) | Question::Around(..) => &mut self.statistics,
        }
    }

    fn is_asked(&mut self, question: &Question, sheet: &Arc<Sheet>) -> bool {
        self.place_for(question).as_ref().is_some_and(|asked| asked.is_about(question, sheet))
    }

    /// The sum of some cells of a table; `None` where that is not known.
    pub(super) fn sum(&self, sheet: &Arc<Sheet>, span: Span) -> Option<&Option<Summary>> {
        let asked = self.sum.as_ref().filter(|asked| asked.is_about(&Question::Sum(span), sheet))?;
        match asked.answer.as_ref()? {
            Answer::Sum(summary) => Some(summary),
            _ => None,
        }
    }
}

impl Asked {
    fn is_about(&self, question: &Question, sheet: &Arc<Sheet>) -> bool {
        self.inquiry.question == *question && Arc::ptr_eq(&self.inquiry.sheet, sheet)
    }

    /// Where it is found; `None` until that is known.
    pub fn found(&self) -> Option<&Places> {
        match &self.answer {
            Some(Answer::Found(places)) => Some(places),
            _ => None,
        }
    }

    /// The cells in which it is found, row by row; none until they are known.
    pub fn places(&self) -> &[Place] {
        self.found().and_then(|found| found.as_ref().ok()).map_or(&[], |places| places)
    }

    /// Whether it is found in a cell.
    pub fn holds(&self, place: Place) -> bool {
        self.position(place).is_ok()
    }

    /// How many cells come before this one, if it is among them; else before where it would be.
    ///
    /// # Errors
    /// When it is not among them.
    pub fn position(&self, place: Place) -> Result<usize, usize> {
        let key = |place: &Place| (place.row, place.column);
        self.places().binary_search_by_key(&key(&place), key)
    }

    /// Whether it is looked for in this table.
    pub fn is_for(&self, query: &Query, sheet: &Arc<Sheet>) -> bool {
        self.is_in(sheet) && matches!(&self.inquiry.question, Question::Search(of) if of == query)
    }

    /// Whether it is about this table.
    pub fn is_in(&self, sheet: &Arc<Sheet>) -> bool {
        Arc::ptr_eq(&self.inquiry.sheet, sheet)
    }

    /// The cell that follows, round the end to the start.
    pub fn next(&self, from: Option<Place>, forwards: bool) -> Option<Place> {
        let places = self.places();
        let position = from.map(|from| self.position(from));
        if forwards {
            let at = position.map_or(0, |position| position.map_or_else(|before| before, |at| at + 1));
            places.get(at).or(places.first()).copied()
        } else {
            let at = position.map_or(0, |position| position.unwrap_or_else(|before| before));
            at.checked_sub(1).and_then(|at| places.get(at)).or(places.last()).copied()
        }
    }
}

impl Session {
    /// What is looked for in the grid.
    pub fn search(&self) -> Option<&Asked> {
        self.inquiries.search.as_ref()
    }

    /// What has to be asked for all that is shown to be right.
    pub fn open_questions(&self) -> Vec<Command> {
        let wanted = [
            self.wanted_plan().map(|_| Command::Plan),
            self.open_order().map(|_| Command::Arrange),
            self.open_sum().map(|_| Command::SumUp),
            self.wanted_comparison().map(|_| ComparisonCommand::Now.into()),
        ];
        wanted.into_iter().flatten().collect()
    }

    /// Whether the rows are still being put in order.
    pub fn is_arranging(&self) -> bool {
        self.sheet().is_some() && self.cache.borrow().sheet.as_ref().is_some_and(|cached| cached.is_provisional)
    }

    /// Whether the numbers of the selected cells are still being summed up.
    pub fn is_summing(&self) -> bool {
        let Some((sheet, selected)) = self.sheet().zip(self.selected_cells()) else { return false };
        selected.span.count() > MOST_SUMMED && self.inquiries.sum(&sheet, selected.span).is_none()
    }

    fn open_order(&self) -> Option<(Arc<Sheet>, Question)> {
        let sheet = self.sheet().filter(|_| self.is_arranging())?;
        let question = Question::Arrange(self.grid_view()?.clone());
        let is_asked = self.inquiries.arrange.as_ref().is_some_and(|asked| asked.is_about(&question, &sheet));
        (!is_asked).then_some((sheet, question))
    }

    fn open_sum(&self) -> Option<(Arc<Sheet>, Question)> {
        if !self.is_summing() {
            return None;
        }
        let (sheet, selected) = self.sheet().zip(self.selected_cells())?;
        let question = Question::Sum(selected.span);
        let is_asked = self.inquiries.sum.as_ref().is_some_and(|asked| asked.is_about(&question, &sheet));
        (!is_asked).then_some((sheet, question))
    }

    fn look_for(&mut self, query: Query) -> Vec<Effect> {
        let Some(sheet) = self.sheet() else { return Vec::new() };
        let question = Question::Search(query);
        let cells = sheet.row_count().saturating_mul(sheet.column_count());
        let is_at_once = cells <= MOST_LOOKED_THROUGH;
        self.inquire(sheet, question, is_at_once)
    }

    fn find_everywhere(&mut self, text: String) -> Vec<Effect> {
        let Some(sheet) = self.sheet() else { return Vec::new() };
        let dataset = sheet.dataset();
        let figures: usize = dataset.series.values().map(|series| 1 + series.observations.len()).sum();
        self.inquire(sheet, Question::Everywhere(text), figures <= MOST_LOOKED_THROUGH)
    }

    /// What was found in all of the dataset for a text; `None` until it is known.
    pub fn found_everywhere(&self, text: &str) -> Option<Arc<Vec<Hit>>> {
        let asked = self.inquiries.everywhere.as_ref()?;
        match (&asked.inquiry.question, &asked.answer) {
            (Question::Everywhere(of), Some(Answer::Hits(hits))) if of == text => Some(Arc::clone(hits)),
            _ => None,
        }
    }

    fn inquire(&mut self, sheet: Arc<Sheet>, question: Question, is_at_once: bool) -> Vec<Effect> {
        if self.inquiries.is_asked(&question, &sheet) {
            return Vec::new();
        }
        self.next_ticket += 1;
        let inquiry = Inquiry { ticket: self.next_ticket, sheet, question, stop: Stop::default() };
        let answer = is_at_once.then(|| inquiry.perform());
        let job = (!is_at_once).then(|| Effect::Job(Job::Inquire(Box::new(inquiry.clone()))));
        let place = self.inquiries.place_for(&inquiry.question);
        if let Some(before) = place.replace(Asked { inquiry, answer }) {
            before.inquiry.stop.ask();
        }
        job.into_iter().collect()
    }

    fn answered(&mut self, ticket: u64, answer: Answer) {
        let Inquiries { search, sum, arrange, everywhere, statistics } = &mut self.inquiries;
        let asked = [search, sum, arrange, everywhere, statistics];
        let asked = asked.into_iter().flatten().find(|asked| asked.inquiry.ticket == ticket);
        let Some(asked) = asked else { return };
        if let Answer::Order(order) = answer {
            let sheet = Arc::clone(&asked.inquiry.sheet);
            self.inquiries.arrange = None;
            self.put_in_order(&sheet, order);
        } else {
            asked.answer = Some(answer);
        }
    }

    /// The rows of the table that is shown stand in this order from now on, if it is still that table.
    fn put_in_order(&mut self, sheet: &Arc<Sheet>, order: Option<Order>) {
        if let Some(cached) = self.cache.get_mut().sheet.as_mut().filter(|cached| Arc::ptr_eq(&cached.sheet, sheet)) {
            cached.sheet = Arc::new(sheet.in_order(order));
            cached.is_provisional = false;
        }
    }
}

/// How far statistics are that may take long.
#[derive(Clone, Debug, PartialEq)]
pub enum Statistics {
    /// Nobody has asked for them, or their work was cancelled.
    Unasked,
    /// They are being worked out.
    Working,
    /// What they are.
    Known(Answer),
}

impl Session {
    /// What the values of a chart come to, or what changes in them with an event, by the question; of the committed
    /// dataset.
    pub fn statistics(&self, question: &Question) -> Statistics {
        let Some(open) = self.active_open() else { return Statistics::Unasked };
        let is_about = |asked: &&Asked| {
            asked.inquiry.question == *question && Arc::ptr_eq(asked.inquiry.sheet.dataset(), open.document.dataset())
        };
        match self.inquiries.statistics.as_ref().filter(is_about) {
            Some(Asked { answer: Some(answer), .. }) => Statistics::Known(answer.clone()),
            Some(asked) if !asked.inquiry.stop.is_asked() => Statistics::Working,
            _ => Statistics::Unasked,
        }
    }

    /// Whether work on a question about statistics was cancelled: it is not begun again by itself.
    pub fn is_cancelled(&self, question: &Question) -> bool {
        let asked = self.inquiries.statistics.as_ref().filter(|asked| asked.inquiry.question == *question);
        asked.is_some_and(|asked| asked.answer.is_none() && asked.inquiry.stop.is_asked())
    }

    /// Works statistics out: at once, or away from the window where they are of many values.
    fn work_out(&mut self, question: Question) -> Vec<Effect> {
        let Some(sheet) = self.sheet() else { return Vec::new() };
        let (Question::Statistics(chart) | Question::Around(chart, _)) = &question else { return Vec::new() };
        // What was cancelled is begun anew.
        self.inquiries.statistics.take_if(|asked| asked.inquiry.stop.is_asked());
        let of = |id: &Id| sheet.dataset().series.get(id).map_or(0, |series| series.observations.len());
        let is_at_once = chart.series.iter().map(of).sum::<usize>() <= MOST_GONE_THROUGH;
        self.inquire(sheet, question, is_at_once)
    }

    fn cancel_statistics(&mut self) {
        if let Some(asked) = &self.inquiries.statistics {
            asked.inquiry.stop.ask();
        }
    }
}

/// What a command about questions does.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::Search(query) => session.look_for(query),
        Command::FindEverywhere(text) => session.find_everywhere(text),
        Command::Arrange => {
            session.open_order().map_or_else(Vec::new, |(sheet, question)| session.inquire(sheet, question, false))
        }
        Command::SumUp => {
            session.open_sum().map_or_else(Vec::new, |(sheet, question)| session.inquire(sheet, question, false))
        }
        Command::WorkOut(question) => session.work_out(*question),
        Command::CancelStatistics => {
            session.cancel_statistics();
            Vec::new()
        }
        Command::Answered { ticket, answer } => {
            session.answered(ticket, *answer);
            Vec::new()
        }
        _ => {
            if let Some(asked) = session.inquiries.search.take() {
                asked.inquiry.stop.ask();
            }
            Vec::new()
        }
    }
}
