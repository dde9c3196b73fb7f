//! Two versions set against each other in the window.

use std::{path::PathBuf, time::Duration};

use docket::{
    app::{App, worker},
    chart::{chart_pairs, differences},
    document::disk::RealDisk,
    format,
    model::{Edit, Id, Observation, Period, SectionKind},
    session::{
        Against, Command, Compared, ComparedRow, ComparisonCommand, Effect, FigureChoice, Job, Selection, Session,
    },
};
use egui::{Key, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::support::window::window;

const BEFORE: &str = r#"Dataset(
    format: 1,
    title: "Some",
    sources: {"doj": (publisher: "Department of Justice")},
    series: {
        "mexico": (entity: "Mexico", indicator: "Extraditions", observations: [
            (at: 2012, value: 115, source: "doj"), (at: 2013, value: 54),
        ]),
        "peru": (entity: "Peru", observations: [(at: 2012, value: 3), (at: 2013, value: 4)]),
    },
    claims: {"halved": (text: "It was cut in half", check: Ratio(series: "mexico", from: 2012, to: 2013, ratio: 0.5), qualifier: About)},
    charts: {
        "by-year": (title: "Fewer people", series: ["mexico"]),
        "andes": (title: "In the Andes", series: ["peru"]),
        "gone": (title: "Of old", series: ["peru"]),
    },
)
"#;

fn after() -> String {
    BEFORE
        .replace("(at: 2013, value: 54)", "(at: 2013, value: 250), (at: 2014, value: 60)")
        .replace("        \"gone\": (title: \"Of old\", series: [\"peru\"]),\n", "")
}

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("before.ron"), BEFORE).expect("a file");
        std::fs::write(folder.path().join("after.ron"), after()).expect("a file");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().expect("a folder").join(name)
    }

    /// The later version in a window, compared with the earlier one.
    fn window(&self) -> Harness<'static, App> {
        let mut harness = window(vec![Command::Open(self.path("after.ron"))], vec2(1280.0, 800.0));
        until(&mut harness, |session| session.active().is_some());
        harness.state_mut().ask(Command::Comparison(ComparisonCommand::With(Against::File(self.path("before.ron")))));
        until(&mut harness, is_compared);
        harness
    }
}

fn is_compared(session: &Session) -> bool {
    session.shown_comparison().is_some_and(|comparing| comparing.compared().is_some())
}

/// Runs until something is so; the thread takes its time.
fn until(harness: &mut Harness<'_, App>, is_so: impl Fn(&Session) -> bool) {
    for _ in 0..2000 {
        harness.step();
        if is_so(harness.state().session()) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never came to be so");
}

fn click(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_label(name).click();
    harness.run_steps(3);
}

#[test]
fn a_changed_value_is_selected_by_a_click_and_edited_while_the_comparison_follows() {
    let files = Files::new();
    let mut harness = files.window();
    click(&mut harness, "mexico 2013: 54 → 250");
    let wanted = Selection::Observation { series: "mexico".into(), index: 1 };
    assert_eq!(*harness.state().session().selection(), wanted);
    assert!(harness.query_by_label("mexico 2014: nothing → 60").is_some());
    // Back to what it was: nothing is left to be told of this value.
    let observation = Observation::exactly(Period::year(2013).expect("a year"), 54.0);
    let edit = Edit::PutObservation { series: "mexico".into(), index: 1, observation };
    harness.state_mut().ask(Command::Edit { edit, label: None });
    until(&mut harness, |session| {
        let compared = session.shown_comparison().and_then(|comparing| comparing.compared());
        compared.is_some_and(|compared| compared.differences.comparison.figures.len() == 1)
    });
    assert!(harness.query_by_label("mexico 2013: 54 → 250").is_none());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.state().session().comparing().is_none(), "Esc closes it");
    assert!(harness.query_by_label("Figure: Fewer people").is_some(), "and the figure is back");
}

#[test]
fn the_list_of_values_works_from_the_keyboard() {
    let files = Files::new();
    let mut harness = files.window();
    harness.key_press(Key::ArrowDown);
    harness.run_steps(3);
    let selected = |harness: &Harness<'_, App>| harness.state().session().selection().clone();
    assert_eq!(selected(&harness), Selection::Observation { series: "mexico".into(), index: 2 });
    harness.key_press(Key::Home);
    harness.run_steps(3);
    assert_eq!(selected(&harness), Selection::Observation { series: "mexico".into(), index: 1 });
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    let session = harness.state().session();
    assert!(session.shown_comparison().is_none() && session.comparing().is_some(), "Enter shows it in the document");
    click(&mut harness, "Back to the comparison");
    until(&mut harness, is_compared);
}

#[test]
fn claims_have_both_verdicts_with_their_arithmetic() {
    let files = Files::new();
    let mut harness = files.window();
    click(&mut harness, "Claims 1");
    assert!(harness.query_by_label_contains("54 / 115 = 0.47").is_some());
    assert!(harness.query_by_label_contains("250 / 115 = 2.17").is_some());
    assert!(harness.query_by_label("✓ holds").is_some() && harness.query_by_label("× fails").is_some());
    click(&mut harness, "It was cut in half");
    let wanted = Selection::Item { section: SectionKind::Claims, id: "halved".into() };
    assert_eq!(*harness.state().session().selection(), wanted);
}

#[test]
fn charts_that_look_different_are_shown_side_by_side_enlarged_and_gone_to() {
    let files = Files::new();
    let mut harness = files.window();
    click(&mut harness, "Charts 2");
    assert_eq!(harness.query_all_by_label("Figure: Fewer people").count(), 2);
    assert_eq!(harness.query_all_by_label("Figure: Of old").count(), 1, "there is but one figure of what is gone");
    assert!(harness.query_by_label("Figure: In the Andes").is_none(), "it looks the same");
    click(&mut harness, "After: chart by-year");
    assert!(harness.query_by_label("Figure: Of old").is_none(), "one chart takes all of the room");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Figure: Of old").is_some());
    click(&mut harness, "Go to the chart by-year");
    let session = harness.state().session();
    assert!(session.shown_comparison().is_none() && session.chart().map(Id::as_str) == Some("by-year"));
}

#[test]
fn what_came_or_went_is_listed_and_the_text_is_that_of_the_shell() {
    let files = Files::new();
    let mut harness = files.window();
    click(&mut harness, "All else 1");
    assert!(harness.query_by_label("chart gone").is_some_and(|node| node.accesskit_node().is_disabled()));
    let said = differences(format::parse(BEFORE).dataset(), format::parse(&after()).dataset()).to_string();
    let mut session = compared_session();
    let copied =
        session.apply(Command::Comparison(ComparisonCommand::Copy)).into_iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        });
    assert_eq!(copied.as_deref(), Some(said.as_str()));
    assert!(said.lines().any(|line| line == "mexico 2013: 54 → 250") && said.contains("chart gone: removed"));
    click(&mut harness, "Swap the versions");
    until(&mut harness, is_compared);
    click(&mut harness, "Values 2");
    assert!(harness.query_by_label("mexico 2013: 250 → 54").is_some());
    assert!(harness.query_by_label("mexico 2014: 60 → nothing").is_some());
}

/// Carries out the jobs that commands ask for.
fn run(session: &mut Session, command: Command) {
    let mut commands = vec![command];
    while let Some(command) = commands.pop() {
        for effect in session.apply(command) {
            if let Effect::Job(job) = effect {
                commands.push(worker::perform(&RealDisk, job));
            }
        }
    }
}

/// Both versions, the later one compared with the earlier one.
fn compared_session() -> Session {
    let mut session = Session::new();
    for (name, text) in [("before.ron", BEFORE.to_owned()), ("after.ron", after())] {
        let path = PathBuf::from("/data").join(name);
        session.apply(Command::Opened { path, result: Ok(Box::new(format::parse(&text))) });
    }
    let (before, _) = session.documents().next().expect("a document");
    run(&mut session, Command::Comparison(ComparisonCommand::With(Against::Document(before))));
    session
}

#[test]
fn a_document_is_compared_with_its_file_with_another_and_from_the_menu() {
    let mut harness = window(vec![Command::OpenSample("extraditions.ron")], vec2(1024.0, 640.0));
    harness.state_mut().ask(Command::Comparison(ComparisonCommand::Ask));
    harness.run_steps(3);
    click(&mut harness, "With the dataset as it came");
    until(&mut harness, is_compared);
    assert!(harness.query_by_label_contains("are the same").is_some());
    click(&mut harness, "Close the comparison");
    click(&mut harness, "View");
    harness.get_by_label_contains("Compare with…").click();
    harness.run_steps(3);
    click(&mut harness, "With another file…");
    assert!(harness.query_by_role_and_label(Role::TextInput, "File").is_some());
}

#[test]
fn a_comparison_ends_with_its_documents_and_says_why_it_can_not_be_made() {
    let mut session = compared_session();
    let (other, _) = session.documents().next().expect("a document");
    assert!(session.shown_comparison().is_some());
    session.apply(Command::CloseDiscarding(other));
    assert!(session.comparing().is_none());
    run(&mut session, Command::Comparison(ComparisonCommand::With(Against::File("/nowhere/at-all.ron".into()))));
    let failure = session.shown_comparison().and_then(|comparing| comparing.failure().map(str::to_owned));
    assert!(failure.is_some_and(|words| !words.is_empty()));
    assert!(session.open_questions().is_empty(), "it is not tried again and again");
    session.apply(Command::New);
    assert!(session.shown_comparison().is_none(), "another document is looked at");
    let said = session.apply(Command::Comparison(ComparisonCommand::With(Against::OwnFile)));
    assert!(matches!(&said[..], [Effect::Tell(_)]), "a new one has no file: {said:?}");
}

#[test]
fn an_outcome_that_comes_too_late_is_let_go() {
    let mut session = compared_session();
    let (other, _) = session.documents().next().expect("a document");
    let jobs = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::Job(Job::Compare(job)) => Some(job),
            _ => None,
        })
    };
    let first =
        jobs(session.apply(Command::Comparison(ComparisonCommand::With(Against::Document(other))))).expect("a job");
    let second = jobs(session.apply(Command::Comparison(ComparisonCommand::Swap))).expect("a job");
    assert!(first.stop.is_asked() && !second.stop.is_asked());
    session.apply(worker::perform(&RealDisk, Job::Compare(first)));
    assert!(session.comparing().is_some_and(|comparing| comparing.compared().is_none()));
    session.apply(worker::perform(&RealDisk, Job::Compare(second)));
    assert!(session.comparing().is_some_and(|comparing| comparing.compared().is_some()));
}

#[test]
fn figures_set_side_by_side_have_the_same_axes() {
    let (before, after) = (format::parse(BEFORE), format::parse(&after()));
    let pairs = chart_pairs(before.dataset(), after.dataset(), &|| true);
    let ids: Vec<&str> = pairs.iter().map(|pair| pair.id.as_str()).collect();
    assert_eq!(ids, ["by-year", "gone"]);
    let (old, new) = (pairs[0].before.as_ref().expect("a figure"), pairs[0].after.as_ref().expect("a figure"));
    assert_eq!((old.x.min, old.x.max, old.y.max), (new.x.min, new.x.max, new.y.max));
    assert!(old.y.max >= 250.0 && new.x.max >= 2015.0);
    assert!(pairs[1].after.is_none() && pairs[1].before.is_some());
    assert!(chart_pairs(before.dataset(), after.dataset(), &|| false).is_empty(), "nobody waits any more");
}

/// A series of so many years with the values of a number each.
fn long(values: impl Iterator<Item = usize>) -> String {
    let line = |(n, value): (usize, usize)| format!("(at: \"{}\", value: {value}),\n", day(n));
    let lines: Vec<String> = values.enumerate().map(line).collect();
    let lines = lines.concat();
    format!("Dataset(format: 1, title: \"Long\", series: {{\"s\": (entity: \"Long\", observations: [{lines}])}})")
}

fn day(n: usize) -> String {
    let (year, rest) = (1000 + n / 336, n % 336);
    format!("{year:04}-{:02}-{:02}", rest / 28 + 1, rest % 28 + 1)
}

#[test]
fn of_a_hundred_thousand_changes_only_those_in_sight_are_drawn() {
    const COUNT: usize = 100_000;
    let mut session = Session::new();
    for (name, text) in [("a.ron", long((0..COUNT).map(|n| n + 1))), ("b.ron", long((0..COUNT).map(|n| n + 2)))] {
        let path = PathBuf::from("/data").join(name);
        session.apply(Command::Opened { path, result: Ok(Box::new(format::parse(&text))) });
    }
    let (before, _) = session.documents().next().expect("a document");
    run(&mut session, Command::Comparison(ComparisonCommand::With(Against::Document(before))));
    let compared = session.shown_comparison().and_then(|c| c.compared()).expect("an outcome").clone();
    assert_eq!(rows(&compared, &FigureChoice::default()).len(), COUNT + 1);
    let filter = |text: &str| FigureChoice { filter: text.to_owned(), ..FigureChoice::default() };
    assert_eq!(rows(&compared, &filter("s 1000-01-02: 2 → 3")).len(), 2, "the series and the value");
    assert_eq!(rows(&compared, &filter("LONG")).len(), COUNT + 1, "by the name of the series");
    let largest = rows(&compared, &FigureChoice { by_size: true, ..FigureChoice::default() });
    assert_eq!(largest[0], ComparedRow::Figure(0), "1 → 2 doubles it");
    let size = vec2(1024.0, 640.0);
    let mut harness = Harness::builder()
        .with_size(size)
        .build_eframe(|cc| App::new(&cc.egui_ctx, session, docket::app::Setup::default()));
    harness.run_steps(4);
    let drawn = harness.query_all_by_label_contains("s 1").count();
    assert!((10..100).contains(&drawn), "{drawn} rows are drawn");
    harness.key_press(Key::End);
    harness.run_steps(4);
    let last = format!("s {}: {COUNT} → {}", day(COUNT - 1), COUNT + 1);
    assert!(harness.query_by_label_contains(&last.replace("100000", "100,000").replace("100001", "100,001")).is_some());
}

fn rows(compared: &Compared, choice: &FigureChoice) -> Vec<ComparedRow> {
    compared.rows(choice)
}
