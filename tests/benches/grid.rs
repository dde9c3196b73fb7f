//! The grid on datasets of 10^3 to 10^6 observations: what a frame costs while scrolling and selecting, what a
//! keystroke costs until the figure is drawn, and what a paste of 10^5 cells costs.
//!
//! `cargo bench --bench grid`; `cargo bench --bench grid -- frame` picks by name.

use std::fmt::Write as _;

use divan::Bencher;
use docket::{
    app::{App, Context, Setup, grid, grid::GridState, theme::Theme},
    format,
    model::{Edit, Id, Period},
    session::{
        Command, Selection, Session,
        grid::{self as cells, GridView, Motion, Place, Selected, Sheet, Whole},
    },
};
use egui_kittest::{Harness, kittest::Queryable as _};

fn main() {
    divan::main();
}

/// Rows and columns.
#[derive(Clone, Copy, Debug)]
struct Size(usize, usize);

const SIZES: [Size; 4] = [Size(100, 10), Size(1_000, 100), Size(10_000, 100), Size(1_000_000, 1)];

/// A day of the calendar for each row, from the year 1 on.
fn periods(rows: usize) -> Vec<Period> {
    let first: Period = "0001-01-01".parse().expect("a day");
    std::iter::successors(Some(first), |day| day.next()).take(rows).collect()
}

fn text(Size(rows, columns): Size) -> String {
    let periods = periods(rows);
    let mut text = "Dataset(format: 1, title: \"Large\", series: {\n".to_owned();
    for column in 0..columns {
        let _ = writeln!(text, "    \"s{column}\": (observations: [");
        for (row, at) in periods.iter().enumerate() {
            let _ = writeln!(text, "        (at: \"{at}\", value: {}),", row * columns + column);
        }
        text.push_str("    ]),\n");
    }
    // Charts of as many series as a figure can show, or of one.
    let few: Vec<String> = (0..columns.min(5)).map(|column| format!("\"s{column}\"")).collect();
    let _ = writeln!(text, "}}, charts: {{\"few\": (series: [{}])}})", few.join(", "));
    text
}

fn opened(text: &str) -> Command {
    Command::Opened { path: "/large.ron".into(), result: Ok(Box::new(format::parse(text))) }
}

/// A session with the dataset open; the grid shows all series.
fn session(size: Size) -> Session {
    let mut session = Session::new();
    let text = text(size);
    let charts = text.rfind(", charts:").expect("charts");
    session.apply(opened(&format!("{})", &text[..charts])));
    session
}

fn harness(session: Session) -> Harness<'static, (Session, GridState)> {
    let (theme, shelf) = (Theme::light(), docket::figure::themes::Shelf::default());
    let mut harness = Harness::builder().with_size([1000.0, 700.0]).build_ui_state(
        move |ui, (session, state): &mut (Session, GridState)| {
            let mut queue = Vec::new();
            grid::ui(ui, &Context { session, theme: &theme, figure_themes: &shelf }, state, &mut queue);
            for command in queue {
                session.apply(command);
            }
        },
        (session, GridState::default()),
    );
    harness.run_steps(4);
    harness
}

/// A frame of the grid while the wheel scrolls it.
#[divan::bench(args = SIZES, sample_count = 40)]
fn frame_scrolling(bencher: Bencher<'_, '_>, size: Size) {
    let mut harness = harness(session(size));
    let delta = egui::vec2(0.0, -40.0);
    harness.hover_at(egui::pos2(400.0, 400.0));
    harness.run_steps(2);
    bencher.bench_local(|| {
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            source: egui::MouseWheelSource::Wheel,
            delta,
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
        });
        harness.step();
    });
}

/// A frame of the grid in which the selection goes on by a cell.
#[divan::bench(args = SIZES, sample_count = 40)]
fn frame_selecting(bencher: Bencher<'_, '_>, size: Size) {
    let mut harness = harness(session(size));
    let mut place = Place { row: size.0 / 2, column: 0 };
    bencher.bench_local(|| {
        let session = &mut harness.state_mut().0;
        let sheet = session.sheet().expect("a sheet");
        place = Motion::Down.lead(&sheet, place, (20, 5));
        session.apply(Command::Select(Selected::cell(place).to_selection(&sheet).expect("a cell")));
        harness.step();
    });
}

/// The index of the table, made from nothing.
#[divan::bench(args = SIZES, sample_count = 10)]
fn sheet_from_scratch(bencher: Bencher<'_, '_>, size: Size) {
    let session = session(size);
    let dataset = session.dataset().expect("a dataset");
    bencher.bench(|| Sheet::new(&dataset, None, &GridView::default(), None));
}

/// The whole window, with a cell in the middle selected.
fn window(size: Size) -> Harness<'static, App> {
    let text = text(size);
    let at = periods(size.0)[size.0 / 2];
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |cc| {
        let mut app = App::new(&cc.egui_ctx, Session::new(), Setup::default());
        app.ask(opened(&text));
        app.ask(Command::Select(Selection::Cell { series: Id::from("s0"), at }));
        app
    });
    harness.run_steps(4);
    harness.get_by_label(&format!("s0 {at}")).click();
    harness.run_steps(4);
    harness
}

/// The keys go to the cell, and what is typed shows in the figure before it is taken.
fn assert_typing_shows(harness: &mut Harness<'_, App>) {
    harness.event(egui::Event::Text("7".to_owned()));
    harness.run_steps(2);
    assert!(harness.state().session().preview().is_some(), "the cell is not being edited");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
}

/// Draws frames until the figure shows what was typed last.
fn until_drawn(harness: &mut Harness<'_, App>) {
    harness.step();
    while harness.state().session().is_planning() {
        std::thread::sleep(std::time::Duration::from_micros(100));
        harness.step();
    }
    harness.step();
}

/// A digit typed into a cell in the middle, until the figure that shows it is drawn.
#[divan::bench(args = SIZES, sample_count = 20)]
fn keystroke_to_figure(bencher: Bencher<'_, '_>, size: Size) {
    let mut harness = window(size);
    assert_typing_shows(&mut harness);
    until_drawn(&mut harness);
    // The number grows; no more digits than a number can tell apart.
    let mut typed = 0;
    bencher.bench_local(|| {
        typed += 1;
        let event = if typed % 12 == 0 {
            egui::Event::Key {
                key: egui::Key::Backspace,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: egui::Modifiers::NONE,
            }
        } else {
            egui::Event::Text("7".to_owned())
        };
        harness.event(event);
        until_drawn(&mut harness);
    });
}

/// The frames of a keystroke and of Esc, whether the figure has followed by then or not: what the window is held up.
#[divan::bench(args = SIZES, sample_count = 20)]
fn keystroke_frames(bencher: Bencher<'_, '_>, size: Size) {
    digit_and(bencher, size, egui::Key::Escape);
}

/// The frames of a keystroke and of Enter: the edit of text and model, and what shows it.
#[divan::bench(args = SIZES, sample_count = 20)]
fn enter_frames(bencher: Bencher<'_, '_>, size: Size) {
    digit_and(bencher, size, egui::Key::Enter);
}

/// Two frames after a digit, and two after a key that ends the typing.
fn digit_and(bencher: Bencher<'_, '_>, size: Size, end: egui::Key) {
    let mut harness = window(size);
    assert_typing_shows(&mut harness);
    let mut digits = "123456789".chars().cycle();
    bencher.bench_local(|| {
        harness.event(egui::Event::Text(digits.next().expect("a digit").to_string()));
        harness.run_steps(2);
        harness.key_press(end);
        harness.run_steps(2);
    });
}

/// A frame of the whole window in which nothing happens.
#[divan::bench(args = SIZES, sample_count = 20)]
fn frame_of_the_window(bencher: Bencher<'_, '_>, size: Size) {
    let mut harness = window(size);
    bencher.bench_local(|| harness.step());
}

/// A number typed in the middle, without a window: the edit of text and model; after it, the table; after it, the plan
/// of the figure.
#[divan::bench(args = SIZES, sample_count = 10)]
fn edit_alone(bencher: Bencher<'_, '_>, size: Size) {
    edits(bencher, size, |_| {});
}

/// With the table.
#[divan::bench(args = SIZES, sample_count = 10)]
fn edit_and_sheet(bencher: Bencher<'_, '_>, size: Size) {
    edits(bencher, size, |session| {
        session.sheet();
    });
}

/// With the plan of the figure.
#[divan::bench(args = SIZES, sample_count = 10)]
fn edit_and_plan(bencher: Bencher<'_, '_>, size: Size) {
    edits(bencher, size, |session| {
        session.plan();
    });
}

fn edits(bencher: Bencher<'_, '_>, size: Size, then: impl Fn(&Session)) {
    let mut session = Session::new();
    session.apply(opened(&text(size)));
    let index = size.0 / 2;
    let mut value = 0.5;
    then(&session);
    bencher.bench_local(|| {
        value += 1.0;
        let dataset = session.dataset().expect("a dataset");
        let mut observation = dataset.series["s0"].observations[index].clone();
        observation.value = Some(value);
        let edit = Edit::PutObservation { series: Id::from("s0"), index, observation };
        session.apply(Command::Edit { edit, label: None });
        then(&session);
    });
}

/// A period that is new: a row comes.
#[divan::bench(args = SIZES, sample_count = 10)]
fn edit_with_a_new_row(bencher: Bencher<'_, '_>, size: Size) {
    let mut session = Session::new();
    session.apply(opened(&text(size)));
    let mut index = session.dataset().expect("a dataset").series["s0"].observations.len();
    let _ = session.sheet();
    let mut at: Period = "5000-01-01".parse().expect("a day");
    bencher.bench_local(|| {
        at = at.next().expect("a day");
        let edit = Edit::InsertObservation {
            series: Id::from("s0"),
            index,
            observation: docket::model::Observation::exactly(at, 1.0),
        };
        session.apply(Command::Edit { edit, label: None });
        index += 1;
        session.sheet()
    });
}

/// The sum of all cells, as the status bar shows it once everything is selected.
#[divan::bench(args = SIZES, sample_count = 5)]
fn summary_of_everything(bencher: Bencher<'_, '_>, size: Size) {
    let session = session(size);
    let sheet = session.sheet().expect("a sheet");
    let all = Selected::new(&sheet, Place::default(), Place::default(), Whole::All);
    bencher.bench(|| cells::Summary::of(&sheet, all.span));
}

/// A paste of 10^5 cells over as many others: what is read, planned and made one edit, and that edit with its undo.
mod paste {
    use docket::{app::worker, document::disk::RealDisk, session::Effect};

    use super::{Bencher, Command, Place, Selected, Session, Size, cells, session};

    const SIZE: Size = Size(1_000, 100);

    fn pasted() -> String {
        let row = |row: usize| (0..100).map(|column| (row + column).to_string()).collect::<Vec<_>>().join("\t");
        (0..1_000).map(row).collect::<Vec<_>>().join("\n")
    }

    #[divan::bench(sample_count = 5)]
    fn plan(bencher: Bencher<'_, '_>) {
        let (session, text) = (session(SIZE), pasted());
        let sheet = session.sheet().expect("a sheet");
        let selected = Selected::cell(Place::default());
        bencher.bench(|| {
            let options = cells::guess(&sheet, &text);
            cells::plan_paste(&sheet, selected, None, &text, options, None)
        });
    }

    /// All of it: read, planned, made one edit of the text, taken in. What the jobs do happens away from the window.
    #[divan::bench(sample_count = 3)]
    fn whole(bencher: Bencher<'_, '_>) {
        let text = pasted();
        bencher.with_inputs(|| session(SIZE)).bench_local_values(|mut session| {
            paste(&mut session, &text);
            session
        });
    }

    /// Undo of it.
    #[divan::bench(sample_count = 3)]
    fn undo(bencher: Bencher<'_, '_>) {
        let text = pasted();
        let with_paste = || {
            let mut session = session(SIZE);
            paste(&mut session, &text);
            session
        };
        bencher.with_inputs(with_paste).bench_local_values(|mut session| {
            finish(&mut session, Command::Undo);
            session
        });
    }

    fn paste(session: &mut Session, text: &str) {
        let sheet = session.sheet().expect("a sheet");
        session.apply(Command::Select(Selected::cell(Place::default()).to_selection(&sheet).expect("a cell")));
        finish(session, Command::Paste { text: text.into(), copied: None });
        // It is larger than the selection, and so is shown first.
        finish(session, Command::FinishPaste);
    }

    /// A command with all jobs that follow from it.
    fn finish(session: &mut Session, command: Command) {
        for effect in session.apply(command) {
            if let Effect::Job(job) = effect {
                finish(session, worker::perform(&RealDisk, job));
            }
        }
    }
}
