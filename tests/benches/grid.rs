//! The grid on datasets of 10^3 to 10^6 observations: what a frame costs while scrolling and selecting, what a
//! keystroke costs until the plan of the figure, and what a paste of 10^5 cells costs.
//!
//! `cargo bench --bench grid`; `cargo bench --bench grid -- frame` picks by name.

use std::{collections::BTreeSet, fmt::Write as _};

use divan::Bencher;
use docket::{
    app::{Context, grid, grid::GridState, theme::Theme},
    format,
    model::{Edit, Id, Period},
    session::{
        Command, Selection, Session,
        grid::{self as cells, GridView, Motion, Place, Selected, Sheet, Whole},
    },
};
use egui_kittest::Harness;

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
    // A chart of one series, as a window with so many would show.
    text.push_str("}, charts: {\"c\": (series: [\"s0\"])})\n");
    text
}

/// A session with the dataset open; the grid shows all series.
fn session(size: Size) -> Session {
    let mut session = Session::new();
    let text = text(size).replace(", charts: {\"c\": (series: [\"s0\"])}", "");
    session.apply(Command::Opened { path: "/large.ron".into(), result: Ok(Box::new(format::parse(&text))) });
    session
}

fn harness(session: Session) -> Harness<'static, (Session, GridState)> {
    let theme = Theme::light();
    let mut harness = Harness::builder().with_size([1000.0, 700.0]).build_ui_state(
        move |ui, (session, state): &mut (Session, GridState)| {
            let mut queue = Vec::new();
            grid::ui(ui, &Context { session, theme: &theme }, state, &mut queue);
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

/// A number typed in the middle: the edit of text and model, the table, and the plan of a chart of that series.
#[divan::bench(args = SIZES, sample_count = 10)]
fn keystroke_to_plan(bencher: Bencher<'_, '_>, size: Size) {
    let mut session = Session::new();
    session.apply(Command::Opened { path: "/large.ron".into(), result: Ok(Box::new(format::parse(&text(size)))) });
    session.apply(Command::SetGridView(Box::new(GridView { extra: BTreeSet::new(), ..GridView::default() })));
    let index = size.0 / 2;
    let mut value = 0.5;
    let _ = (session.plan(), session.sheet());
    bencher.bench_local(|| {
        value += 1.0;
        let dataset = session.dataset().expect("a dataset");
        let mut observation = dataset.series["s0"].observations[index].clone();
        observation.value = Some(value);
        let edit = Edit::PutObservation { series: Id::from("s0"), index, observation };
        session.apply(Command::Edit { edit, label: None });
        (session.plan(), session.sheet())
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
    use super::{Bencher, Command, Place, Selected, Selection, Size, cells, session};

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

    #[divan::bench(sample_count = 3)]
    fn edit_and_undo(bencher: Bencher<'_, '_>) {
        let (mut session, text) = (session(SIZE), pasted());
        let sheet = session.sheet().expect("a sheet");
        let selected = Selected::cell(Place::default());
        let plan = cells::plan_paste(&sheet, selected, None, &text, cells::guess(&sheet, &text), None);
        let edit = plan.edit.expect("an edit");
        session.apply(Command::Select(Selection::Dataset));
        bencher.bench_local(|| {
            session.apply(Command::Edit { edit: edit.clone(), label: None });
            session.apply(Command::Undo);
        });
    }
}
