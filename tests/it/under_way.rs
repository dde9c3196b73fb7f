//! Edits of so many cells that they are worked out away from the window.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use docket::{
    app::{App, worker},
    document::{Document, Origin, disk::RealDisk, prepare},
    format,
    model::{Edit, EditError, Observation, Period},
    session::{
        Command, DocumentId, EditJob, Effect, Job, Selection, Session, Task,
        grid::{CellAct, Filter, GridView, Place, Query, Selected, Whole},
    },
};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::support;

/// A dataset of so many series, each with so many years.
fn dataset(series: usize, years: usize) -> String {
    let mut text = "Dataset(\n    format: 1,\n    title: \"Large\", // kept\n    series: {\n".to_owned();
    for s in 0..series {
        writeln!(text, "        \"s{s}\": Series(observations: [").expect("a string");
        for year in 0..years {
            writeln!(text, "            (at: {}, value: {}),", 1000 + year, s + year).expect("a string");
        }
        text.push_str("        ]),\n");
    }
    text.push_str("    },\n    charts: {\"all\": Chart(series: [");
    for s in 0..series {
        write!(text, "\"s{s}\", ").expect("a string");
    }
    text.push_str("])},\n)\n");
    text
}

fn session_of(text: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::Opened { path: "/data/large.ron".into(), result: Ok(Box::new(format::parse(text))) });
    session
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

/// 3000 figures of the first series become -1.
fn large_edit() -> Command {
    let put = |index: usize| Edit::PutObservation {
        series: "s0".into(),
        index,
        observation: Observation::exactly(year(1000 + index as i64), -1.0),
    };
    Command::Edit { edit: Edit::Batch((0..3000).map(put).collect()), label: Some("paste 3000 cells".into()) }
}

fn small_edit() -> Command {
    let observation = Observation::exactly(year(1000), 7.0);
    Command::Edit { edit: Edit::PutObservation { series: "s0".into(), index: 0, observation }, label: None }
}

fn begin(session: &mut Session) -> Box<EditJob> {
    let mut effects = session.apply(large_edit());
    assert_eq!(effects.len(), 1, "{effects:?}");
    match effects.remove(0) {
        Effect::Job(Job::Edit(job)) => job,
        other => panic!("{other:?}"),
    }
}

fn outcome(job: Box<EditJob>) -> Command {
    worker::perform(&RealDisk, Job::Edit(job))
}

fn active(session: &Session) -> (DocumentId, String, usize) {
    let (id, document) = session.active().expect("a document");
    let negative = document.dataset().series[0].observations.iter().filter(|o| o.value == Some(-1.0)).count();
    (id, document.text().to_string(), negative)
}

#[test]
fn a_large_edit_is_a_job_and_its_outcome_is_one_step() {
    let text = dataset(1, 3000);
    let mut session = session_of(&text);
    let cell = Selection::Cell { series: "s0".into(), at: year(1005) };
    session.apply(Command::Select(cell.clone()));
    let job = begin(&mut session);
    assert_eq!(session.under_way().map(|edit| edit.words()).as_deref(), Some("Pasting 3,000 cells…"));
    assert_eq!(active(&session).1, text, "nothing has changed yet");
    assert_eq!(session.unsaved(), [active(&session).0], "closing would lose it");
    let later = Selection::Cell { series: "s0".into(), at: year(1009) };
    session.apply(Command::Select(later.clone()));
    session.apply(outcome(job));
    assert!(session.under_way().is_none());
    assert_eq!((active(&session).2, session.selection()), (3000, &later));
    assert_eq!(session.active().and_then(|(_, d)| d.undo_label()), Some("paste 3000 cells"));
    finish(&mut session, Command::Undo);
    assert_eq!((active(&session).1 == text, session.selection()), (true, &cell));
    finish(&mut session, Command::Redo);
    assert_eq!((active(&session).2, session.selection()), (3000, &later));
}

#[test]
fn small_edits_are_made_at_once() {
    let mut session = session_of(&dataset(1, 10));
    assert_eq!(session.apply(small_edit()), []);
    assert_eq!(session.dataset().expect("a dataset").series[0].observations[0].value, Some(7.0));
}

#[test]
fn nothing_else_is_changed_meanwhile_and_the_reason_is_said() {
    let text = dataset(1, 3000);
    let mut session = session_of(&text);
    let job = begin(&mut session);
    for command in [small_edit(), large_edit(), Command::Undo, Command::TidyFile, Command::NewChart] {
        let effects = session.apply(command);
        assert!(matches!(effects.as_slice(), [Effect::Tell(message)] if message.text.contains("Pasting 3,000 cells")));
        assert_eq!(active(&session).1, text);
    }
    session.apply(outcome(job));
    assert_eq!(active(&session).2, 3000);
}

#[test]
fn what_is_cancelled_has_changed_nothing_and_comes_too_late() {
    let text = dataset(1, 3000);
    let mut session = session_of(&text);
    let job = begin(&mut session);
    session.apply(Command::Select(Selection::Dataset));
    session.apply(Command::CancelEdit);
    assert!(session.under_way().is_none() && job.stop.is_asked());
    assert_eq!((active(&session).1 == text, session.selection()), (true, &Selection::Dataset));
    assert!(session.unsaved().is_empty());
    let late = EditJob { stop: docket::exchange::table::Stop::default(), ..(*job).clone() };
    assert!(matches!(outcome(job), Command::EditPrepared { result: Err(EditError::Stopped), .. }));
    let late = outcome(Box::new(late));
    assert!(matches!(late, Command::EditPrepared { result: Ok(_), .. }));
    session.apply(late.clone());
    assert_eq!(active(&session).1, text);
    // Nor is it taken for another that has begun since.
    let next = begin(&mut session);
    session.apply(late);
    assert!(session.under_way().is_some());
    session.apply(outcome(next));
    assert_eq!(active(&session).2, 3000);
}

#[test]
fn what_was_worked_out_for_another_state_is_not_taken() {
    let path = Origin::File("/data/large.ron".into());
    let mut document: Document<()> = Document::from_text(dataset(1, 20), path);
    let edit = |value| Edit::PutObservation {
        series: "s0".into(),
        index: 0,
        observation: Observation::exactly(year(1000), value),
    };
    let work_out = |document: &Document<()>, value| {
        let outcome = prepare(document.parsed().clone(), document.revision(), &edit(value), &|| true);
        outcome.expect("an edit that fits")
    };
    let prepared = work_out(&document, 5.0).expect("a change");
    document.apply(&edit(6.0), None, (), ()).expect("an edit that fits");
    let text = document.text().to_string();
    assert!(!document.take_in(prepared, "late", (), ()));
    assert_eq!((document.text().to_string(), document.undo_label()), (text, Some("set s0 1000")));
    assert_eq!(work_out(&document, 6.0), None, "it is so already");
    let prepared = work_out(&document, 5.0).expect("a change");
    assert!(document.take_in(prepared, "in time", (), ()));
    assert_eq!(document.text(), format::parse(&document.text().to_string()).text());
    assert!(document.text().to_string().contains("(at: 1000, value: 5)"));
    let gone = prepare(document.parsed().clone(), document.revision(), &edit(1.0), &|| false);
    assert_eq!(gone, Err(EditError::Stopped));
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing_and_says_why() {
    let text = dataset(1, 3000);
    let mut session = session_of(&text);
    let Command::Edit { edit: Edit::Batch(mut edits), label } = large_edit() else { unreachable!() };
    edits.push(Edit::RemoveObservation { series: "s0".into(), index: 9000 });
    let mut effects = session.apply(Command::Edit { edit: Edit::Batch(edits), label });
    let Some(Effect::Job(Job::Edit(job))) = effects.pop() else { panic!("no job") };
    session.apply(outcome(job));
    assert_eq!(active(&session).1, text);
    let message = session.message().expect("a message");
    assert!(message.text.starts_with("Could not paste 3000 cells: series `s0` has no observation"), "{}", message.text);
}

#[test]
fn a_save_waits_for_the_edit_that_is_under_way() {
    let mut session = session_of(&dataset(1, 3000));
    let job = begin(&mut session);
    assert_eq!(session.apply(Command::Save), []);
    let effects = session.apply(outcome(job));
    let [Effect::Job(Job::Save { text, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(text.to_string(), active(&session).1);
    assert_eq!(text.to_string().matches("value: -1").count(), 3000);
}

#[test]
fn closing_asks_first_and_lets_go_of_the_edit() {
    let mut session = session_of(&dataset(1, 3000));
    let job = begin(&mut session);
    let (id, ..) = active(&session);
    assert_eq!(session.apply(Command::CloseActive), [Effect::AskBeforeClosing(id)]);
    session.apply(Command::CloseDiscarding(id));
    assert!(job.stop.is_asked() && session.active().is_none());
    assert_eq!(session.apply(outcome(job)), []);
}

/// The only job of some effects.
fn job_of(effects: Vec<Effect>) -> Job {
    match <[Effect; 1]>::try_from(effects) {
        Ok([Effect::Job(job)]) => job,
        other => panic!("{other:?}"),
    }
}

/// A command with all jobs that follow from it.
fn finish(session: &mut Session, command: Command) {
    for effect in session.apply(command) {
        if let Effect::Job(job) = effect {
            finish(session, worker::perform(&RealDisk, job));
        }
    }
}

fn select_all(session: &mut Session) {
    let sheet = session.sheet().expect("a sheet");
    let all = Selected::new(&sheet, Place::default(), Place::default(), Whole::All);
    session.apply(Command::Select(all.to_selection(&sheet).expect("cells")));
}

#[test]
fn what_is_done_to_many_cells_is_planned_away_from_the_window_too() {
    let text = dataset(2, 3000);
    let mut session = session_of(&text);
    select_all(&mut session);
    let selected = session.selection().clone();
    let job = job_of(session.apply(Command::Delete));
    let Job::Edit(edit) = &job else { panic!("{job:?}") };
    assert!(matches!(&edit.task, Task::Cells { act: CellAct::Clear(span), .. } if span.count() == 6000));
    assert_eq!(session.under_way().map(|edit| edit.words()).as_deref(), Some("Clearing 6,000 cells…"));
    session.apply(worker::perform(&RealDisk, job));
    let (_, document) = session.active().expect("a document");
    assert!(document.dataset().series.values().all(|series| series.observations.is_empty()));
    assert_eq!(document.steps().collect::<Vec<_>>(), ["clear 6000 cells"]);
    finish(&mut session, Command::Undo);
    assert_eq!((active(&session).1 == text, session.selection()), (true, &selected));
}

#[test]
fn what_many_cells_refuse_is_said_and_nothing_is_changed() {
    let text = dataset(2, 3000);
    let mut session = session_of(&text);
    let sheet = session.sheet().expect("a sheet");
    let span = Selected::new(&sheet, Place::default(), Place::default(), Whole::All).span;
    let act = CellAct::Put { span, text: "lots".to_owned() };
    let job = job_of(session.apply(Command::ActOnCells(Box::new(act))));
    session.apply(worker::perform(&RealDisk, job));
    assert!(session.message().is_some_and(|message| message.text.contains("lots")), "{:?}", session.message());
    assert!(session.under_way().is_none() && active(&session).1 == text);
}

#[test]
fn a_long_text_is_understood_away_from_the_window_and_then_pasted_as_one_step() {
    let text = dataset(4, 3000);
    let mut session = session_of(&text);
    select_all(&mut session);
    let pasted = "-1\t-1\t-1\t-1\n".repeat(3000);
    let read = job_of(session.apply(Command::Paste { text: pasted.as_str().into(), copied: None }));
    assert!(session.pasting().is_some_and(|pasting| pasting.is_reading() && pasting.understood().is_none()));
    let outcome = worker::perform(&RealDisk, read.clone());
    session.apply(Command::CancelPaste);
    assert_eq!(session.apply(outcome), [], "it comes too late");
    let read = job_of(session.apply(Command::Paste { text: pasted.as_str().into(), copied: None }));
    let edit = job_of(session.apply(worker::perform(&RealDisk, read)));
    assert!(session.pasting().is_none(), "nothing is to be asked");
    session.apply(worker::perform(&RealDisk, edit));
    let selected = session.selected_cells().expect("cells");
    assert_eq!((active(&session).2, selected.span.height(), selected.span.width()), (3000, 3000, 4));
    finish(&mut session, Command::Undo);
    assert_eq!(active(&session).1, text);
}

#[test]
fn a_paste_of_new_series_is_asked_about_and_selected_when_it_comes_back() {
    let text = dataset(1, 3);
    let mut session = session_of(&text);
    session.apply(Command::Select(Selection::Cell { series: "s0".into(), at: year(1000) }));
    let pasted = "Year\tNew\n1000\t5\n1001\t6\n";
    assert_eq!(session.apply(Command::Paste { text: pasted.into(), copied: None }), []);
    let (_, plan) = session.pasting().and_then(|pasting| pasting.understood()).expect("a plan");
    assert_eq!(plan.new_series, ["New"]);
    session.apply(Command::FinishPaste);
    let selected = session.selection().clone();
    assert!(matches!(selected, Selection::Cells(_)), "{selected:?}");
    finish(&mut session, Command::Undo);
    assert_eq!(active(&session).1, text);
    finish(&mut session, Command::Redo);
    assert_eq!(session.selection(), &selected);
}

#[test]
fn many_cells_are_searched_away_from_the_window_and_the_newest_search_wins() {
    let mut session = session_of(&dataset(10, 3000));
    let query = |text: &str| Query { text: text.to_owned(), is_whole: true, ..Query::default() };
    let first = job_of(session.apply(Command::Search(query("5"))));
    let Job::Inquire(job) = first.clone() else { panic!("{first:?}") };
    assert_eq!(session.apply(Command::Search(query("5"))), [], "it is under way");
    let second = job_of(session.apply(Command::Search(query("2,999"))));
    assert!(job.stop.is_asked());
    session.apply(worker::perform(&RealDisk, first));
    assert!(session.search().is_some_and(|search| search.found().is_none()));
    session.apply(worker::perform(&RealDisk, second));
    let search = session.search().expect("a search");
    // s0 has it in its last year, s1 in the year before, and so on.
    let found: Vec<(usize, usize)> = search.places().iter().map(|place| (place.row, place.column)).collect();
    assert_eq!(found, (0..10).rev().map(|n| (2999 - n, n)).collect::<Vec<_>>());
    assert_eq!(search.next(None, false), Some(Place { row: 2999, column: 0 }));
    assert_eq!(search.next(Some(Place { row: 2999, column: 0 }), true), Some(Place { row: 2990, column: 9 }));
    assert_eq!(search.next(Some(Place { row: 2991, column: 0 }), true), Some(Place { row: 2991, column: 8 }));
}

#[test]
fn a_large_step_is_taken_back_and_made_again_away_from_the_window() {
    let text = dataset(2, 3000);
    let mut session = session_of(&text);
    select_all(&mut session);
    finish(&mut session, Command::Paste { text: "-1\t-1\n".repeat(3000).into(), copied: None });
    let pasted = active(&session).1;
    let undo = job_of(session.apply(Command::Undo));
    assert_eq!(session.under_way().map(|edit| edit.words()).as_deref(), Some("Taking back: paste 6000 cells…"));
    assert_eq!(active(&session).1, pasted, "nothing has changed yet");
    let said = session.apply(small_edit());
    assert!(matches!(said.as_slice(), [Effect::Tell(message)] if message.text.contains("Nothing else can be changed")));
    session.apply(Command::CancelEdit);
    session.apply(worker::perform(&RealDisk, undo));
    assert_eq!(active(&session).1, pasted, "it was cancelled");
    finish(&mut session, Command::Undo);
    let (_, document) = session.active().expect("a document");
    assert!(document.text().to_string() == text && !document.is_unsaved());
    assert_eq!((document.undo_label(), document.redo_label()), (None, Some("paste 6000 cells")));
    let redo = job_of(session.apply(Command::Redo));
    assert_eq!(session.under_way().map(|edit| edit.words()).as_deref(), Some("Making again: paste 6000 cells…"));
    session.apply(worker::perform(&RealDisk, redo));
    assert_eq!(active(&session).1, pasted);
}

#[test]
fn a_chart_of_very_many_figures_is_planned_away_from_the_window() {
    let mut session = session_of(&dataset(10, 3000));
    assert!(session.plan().is_none() && session.is_planning());
    answer_questions(&mut session);
    let first = session.plan().expect("a plan");
    assert!(!session.is_planning() && first.description.contains("3000 values"), "{}", first.description);
    session.apply(small_edit());
    assert!(session.is_planning());
    assert!(session.plan().is_some_and(|plan| Arc::ptr_eq(&plan, &first)), "the one before is shown until then");
    let late = job_of(session.apply(Command::Plan));
    session.apply(Command::Undo);
    answer_questions(&mut session);
    session.apply(worker::perform(&RealDisk, late));
    assert!(!session.is_planning() && session.plan().is_some_and(|plan| *plan == *first));
    session.apply(small_edit());
    answer_questions(&mut session);
    assert!(session.plan().is_some_and(|plan| *plan != *first));
}

/// Asks all that is open about the table, and answers it. How many questions there were.
fn answer_questions(session: &mut Session) -> usize {
    let questions = session.open_questions();
    let jobs: Vec<Job> = questions.into_iter().map(|question| job_of(session.apply(question))).collect();
    assert_eq!(session.open_questions(), [], "what is asked is not asked again");
    let count = jobs.len();
    for job in jobs {
        session.apply(worker::perform(&RealDisk, job));
    }
    count
}

fn filter(session: &mut Session, text: &str) {
    let filter = Filter { text: text.to_owned() };
    session.apply(Command::SetGridView(Box::new(GridView { filter, ..GridView::default() })));
}

#[test]
fn many_rows_are_filtered_away_from_the_window_and_stay_where_they_are_until_then() {
    let mut session = session_of(&dataset(10, 3000));
    answer_questions(&mut session);
    assert_eq!(session.open_questions(), []);
    filter(&mut session, "2,999");
    assert!(session.is_arranging());
    assert_eq!(session.sheet().map(|sheet| sheet.row_count()), Some(3000));
    assert_eq!(answer_questions(&mut session), 1);
    let shown = |session: &Session| {
        let sheet = session.sheet().expect("a sheet");
        (0..sheet.row_count()).map(|row| sheet.row_name(row)).collect::<Vec<_>>()
    };
    let want: Vec<String> = (3990..4000).map(|year| year.to_string()).collect();
    assert_eq!((shown(&session), session.is_arranging()), (want.clone(), false));
    // The year 3999 has 2,999 only in s0.
    let observation = Observation::exactly(year(3999), 1.0);
    session.apply(Command::Edit {
        edit: Edit::PutObservation { series: "s0".into(), index: 2999, observation },
        label: None,
    });
    assert_eq!(shown(&session), want, "no row goes while it is not known whether it does");
    assert_eq!(answer_questions(&mut session), 2, "the chart, too");
    assert_eq!(shown(&session), want[..9]);
}

#[test]
fn an_order_that_comes_too_late_is_not_taken() {
    let mut session = session_of(&dataset(10, 3000));
    answer_questions(&mut session);
    filter(&mut session, "2,999");
    let questions = session.open_questions();
    let late: Vec<Job> = questions.into_iter().map(|question| job_of(session.apply(question))).collect();
    filter(&mut session, "2,998");
    assert_eq!(session.open_questions(), [Command::Arrange]);
    for job in late {
        session.apply(worker::perform(&RealDisk, job));
    }
    assert!(session.is_arranging());
    answer_questions(&mut session);
    assert_eq!(session.sheet().map(|sheet| (sheet.row_count(), sheet.row_name(0))), Some((10, "3989".to_owned())));
}

#[test]
fn many_cells_are_summed_up_away_from_the_window() {
    let mut session = session_of(&dataset(40, 3000));
    answer_questions(&mut session);
    select_all(&mut session);
    assert!(session.summary().is_none() && session.is_summing());
    assert_eq!(answer_questions(&mut session), 1);
    let summary = session.summary().expect("a summary");
    // Series s has s, s + 1 and so on: 3,000 times the mean of s, and of 0 to 2,999.
    assert_eq!((summary.count, summary.mean), (120_000, Some(19.5 + 1499.5)));
    assert!(!session.is_summing());
}

fn window(text: &str) -> Harness<'static, App> {
    let opened = Command::Opened { path: "/data/large.ron".into(), result: Ok(Box::new(format::parse(text))) };
    support::window::window(vec![opened], vec2(1280.0, 800.0))
}

fn paste_into_all(harness: &mut Harness<'_, App>, rows: usize, columns: usize) {
    harness.get_by_label("Select all").click();
    harness.run_steps(3);
    let row = vec!["-1"; columns].join("\t") + "\n";
    harness.event(Event::Paste(row.repeat(rows)));
    harness.run_steps(4);
}

/// Draws frames until something holds.
fn until(harness: &mut Harness<'_, App>, holds: impl Fn(&Session) -> bool) {
    for _ in 0..6000 {
        harness.run_steps(1);
        if holds(harness.state().session()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it has taken a minute");
}

/// Begins to paste and cancels that, until once the paste was not faster, as it may be on a machine with much to do.
fn cancel_a_paste(harness: &mut Harness<'_, App>, text: &str, cancel: impl Fn(&Harness<'_, App>)) {
    for _ in 0..50 {
        paste_into_all(harness, 1000, 20);
        until(harness, |session| session.under_way().is_some());
        assert!(harness.query_by_label("Pasting 20,000 cells…").is_some());
        cancel(harness);
        harness.run_steps(3);
        until(harness, |session| session.under_way().is_none());
        if active(harness.state().session()).1 == text {
            return;
        }
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(3);
        until(harness, |session| session.under_way().is_none());
    }
    panic!("none was cancelled");
}

#[test]
fn a_large_paste_says_what_it_does_is_cancelled_by_its_button_or_done_as_one_step() {
    let text = dataset(20, 1000);
    let mut harness = window(&text);
    paste_into_all(&mut harness, 1000, 20);
    assert!(harness.query_by_label("Reading what is pasted…").is_some());
    harness.get_by_label("Cancel").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Reading what is pasted…").is_none());
    cancel_a_paste(&mut harness, &text, |harness| {
        if let Some(cancel) = harness.query_by_label("Cancel") {
            cancel.click();
        }
    });
    assert!(harness.query_by_label("Pasting 20,000 cells…").is_none());
    cancel_a_paste(&mut harness, &text, |harness| harness.key_press(Key::Escape));
    paste_into_all(&mut harness, 1000, 20);
    until(&mut harness, |session| session.under_way().is_some());
    harness.event(Event::Text("5".to_owned()));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("Nothing else can be changed until").is_some());
    until(&mut harness, |session| session.under_way().is_none());
    assert_eq!(active(harness.state().session()).2, 1000);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(3);
    until(&mut harness, |session| session.under_way().is_none());
    assert_eq!(active(harness.state().session()).1, text);
}
