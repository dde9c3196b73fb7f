//! The source in the window: real keys, by accessible names.

mod looks;
mod session;

use docket::{
    app::{App, first_commands},
    document::samples,
    session::{Command, Selection},
};
use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::support::window::window_of;

fn window(commands: Vec<Command>) -> Harness<'static, App> {
    sized(commands, vec2(1280.0, 800.0))
}

fn sized(commands: Vec<Command>, size: egui::Vec2) -> Harness<'static, App> {
    window_of(Harness::builder().with_step_dt(0.02), commands, size)
}

fn of(text: &str) -> Harness<'static, App> {
    window(vec![Command::Opened { path: "/data/mine.ron".into(), result: Ok(Box::new(docket::format::parse(text))) }])
}

/// The built-in datasets with the source of the first.
fn with_source() -> Harness<'static, App> {
    let mut harness = window(first_commands(Vec::new()));
    press(&mut harness, Modifiers::COMMAND, Key::U);
    harness
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn type_text(harness: &mut Harness<'_, App>, text: &str) {
    for c in text.chars() {
        harness.event(egui::Event::Text(c.to_string()));
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

/// Puts the caret behind the first place of a text, with the search.
fn go_behind(harness: &mut Harness<'_, App>, text: &str) {
    harness.get_by_label("Source").focus();
    harness.run_steps(2);
    press(harness, Modifiers::COMMAND, Key::Home);
    press(harness, Modifiers::COMMAND, Key::F);
    press(harness, Modifiers::COMMAND, Key::A);
    type_text(harness, text);
    press(harness, Modifiers::NONE, Key::Escape);
    press(harness, Modifiers::NONE, Key::ArrowRight);
}

fn text(harness: &Harness<'_, App>) -> String {
    harness.state().session().active().expect("a document").1.text().to_string()
}

fn is_read_only(harness: &Harness<'_, App>) -> bool {
    harness.state().session().active().expect("a document").1.is_read_only()
}

/// What a cell of the grid shows.
fn cell(harness: &Harness<'_, App>, name: &str) -> String {
    harness.get_by_label(name).value().unwrap_or_default()
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// The rows of the source that are in sight.
fn in_sight(harness: &Harness<'_, App>) -> String {
    let runs = harness.get_by_label("Source").accesskit_node().children();
    let lines: Vec<String> = runs.filter(|run| run.role() == Role::TextRun).filter_map(|run| run.value()).collect();
    lines.concat()
}

#[test]
fn what_is_typed_in_the_source_is_seen_in_the_grid_at_once() {
    let mut harness = with_source();
    go_behind(&mut harness, "(at: 2008, value: 95");
    assert_eq!(cell(&harness, "mexico 2008"), "95");
    type_text(&mut harness, "1");
    assert_eq!(cell(&harness, "mexico 2008"), "951");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!((cell(&harness, "mexico 2008").as_str(), text(&harness).as_str()), ("95", samples::ALL[0].text));
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(cell(&harness, "mexico 2008"), "951");
    assert!(harness.get_by_label("Source").is_focused(), "the keyboard stays in the source");
    type_text(&mut harness, "2");
    assert_eq!(cell(&harness, "mexico 2008"), "9,512", "the caret is where the step was made again");
}

#[test]
fn an_error_makes_all_else_read_only_until_it_is_mended() {
    let mut harness = with_source();
    go_behind(&mut harness, "(at: 2008, value: 95");
    type_text(&mut harness, "x");
    assert!(is_read_only(&harness));
    harness.get_by_label_contains("Mend the source, and all can be edited again");
    harness.get_by_label("colombia 2008");
    click(&mut harness, "colombia 2008");
    let broken = text(&harness);
    type_text(&mut harness, "7");
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(text(&harness), broken, "the grid is only shown");
    go_behind(&mut harness, "value: 95x");
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert!(!is_read_only(&harness));
    click(&mut harness, "mexico 2008");
    type_text(&mut harness, "96");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(cell(&harness, "mexico 2008"), "96");
}

#[test]
fn undo_goes_through_both_views_to_the_original_bytes() {
    let mut harness = with_source();
    go_behind(&mut harness, "(at: 2008, value: 95");
    type_text(&mut harness, "1");
    click(&mut harness, "mexico 2007");
    type_text(&mut harness, "7");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    go_behind(&mut harness, "format: 1");
    press(&mut harness, Modifiers::NONE, Key::Backspace);
    assert!(is_read_only(&harness));
    let undo = |harness: &Harness<'_, App>| {
        harness.state().session().active().and_then(|(_, document)| document.undo_label().map(str::to_owned))
    };
    let mut steps = Vec::new();
    while let Some(step) = undo(&harness) {
        steps.push(step);
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(steps, ["deletion", "set mexico 2007", "typing"]);
    assert_eq!(text(&harness), samples::ALL[0].text);
    assert!(harness.state().session().unsaved().is_empty());
}

const TWO_PROBLEMS: &str = "Dataset(\n    format: 1,\n    title: \"T\",\n    sereis: {},\n    series: {\n        \"a\": \
                            (observations: [\n            (at: 2012, value: 1),\n            (at: 2013, value: oops),\n        \
                            ]),\n    },\n    charts: {\"c\": (series: [\"a\"])},\n)\n";

#[test]
fn a_problem_that_is_clicked_has_the_caret() {
    let mut harness = of(TWO_PROBLEMS);
    assert!(is_read_only(&harness));
    harness.get_by_label("a 2012");
    let problem =
        harness.get_by(|node| node.label().is_some_and(|l| l.starts_with("8:31 error")) && node.role() == Role::Button);
    problem.click();
    harness.run_steps(4);
    type_text(&mut harness, "3, note: \"");
    assert!(text(&harness).contains("value: 3, note: \"oops"));
}

#[test]
fn f8_goes_from_problem_to_problem_and_round() {
    let mut harness = of(TWO_PROBLEMS);
    press(&mut harness, Modifiers::COMMAND, Key::Home);
    for mark in ["_", "3", "_"] {
        press(&mut harness, Modifiers::NONE, Key::F8);
        type_text(&mut harness, mark);
    }
    assert!(text(&harness).contains("__sereis") && text(&harness).contains("3oops"), "{}", text(&harness));
    press(&mut harness, Modifiers::SHIFT, Key::F8);
    type_text(&mut harness, "#");
    assert!(text(&harness).contains("#__sereis") || text(&harness).contains("#3oops"), "{}", text(&harness));
}

#[test]
fn the_count_of_problems_opens_the_source_at_the_first() {
    let mut harness = of(&TWO_PROBLEMS.replace("oops", "2"));
    assert!(harness.query_by_label("Source").is_none(), "warnings open nothing");
    click(&mut harness, "1 warning");
    harness.get_by_label("Problems");
    type_text(&mut harness, "x");
    assert!(text(&harness).contains("xsereis"));
}

#[test]
fn the_caret_selects_what_it_stands_in_and_a_selection_brings_the_source_there() {
    let mut harness = with_source();
    go_behind(&mut harness, "(at: 2008, value: 95");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    let selected = harness.state().session().selection().clone();
    let Selection::Observation { series, index } = selected else { panic!("{selected:?}") };
    let dataset = harness.state().session().dataset().expect("a dataset");
    assert_eq!(
        (series.as_str(), dataset.series["mexico"].observations[index].at.to_string()),
        ("mexico", "2008".into())
    );
    press(&mut harness, Modifiers::COMMAND, Key::End);
    assert!(!in_sight(&harness).contains("(at: 2008, value: 95"));
    click(&mut harness, "mexico 2007");
    assert!(in_sight(&harness).contains("(at: 2008, value: 95"), "{}", in_sight(&harness));
    assert!(!harness.get_by_label("Source").is_focused(), "the grid keeps the keyboard");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(matches!(harness.state().session().selection(), Selection::Cell { .. }));
}

#[test]
fn windows_line_ends_tabs_and_a_byte_order_mark_survive() {
    let mine = format!("\u{feff}{}", TWO_PROBLEMS.replace("oops", "2").replace("    ", "\t").replace('\n', "\r\n"));
    let mut harness = of(&mine);
    press(&mut harness, Modifiers::COMMAND, Key::U);
    go_behind(&mut harness, "title: \"T");
    type_text(&mut harness, "é");
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    type_text(&mut harness, "// x");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(text(&harness), mine.replace("\"T\",\r\n", "\"Té\",\r\n\t// x\r\n\t\t\r\n"));
    press(&mut harness, Modifiers::COMMAND, Key::A);
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(text(&harness), "\u{feff}");
    while harness.state().session().active().is_some_and(|(_, document)| document.undo_label().is_some()) {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(text(&harness), mine);
}

#[test]
fn tidy_file_stands_in_the_menu_and_can_be_undone() {
    let mut harness = of("Dataset(format: 1, title: \"T\", /* mine */ series: {})");
    click(&mut harness, "Edit");
    click(&mut harness, "Tidy file");
    assert!(text(&harness).contains('\n') && text(&harness).contains("/* mine */"), "{}", text(&harness));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&harness), "Dataset(format: 1, title: \"T\", /* mine */ series: {})");
}

#[test]
fn the_clipboard_and_the_keys_of_editors_work() {
    let mut harness = of("Dataset(format: 1, title: \"one two\")");
    press(&mut harness, Modifiers::COMMAND, Key::U);
    go_behind(&mut harness, "one two");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    harness.event(egui::Event::Cut);
    harness.run_steps(2);
    harness.event(egui::Event::Paste("three\nfour".to_owned()));
    harness.run_steps(2);
    assert_eq!(text(&harness), "Dataset(format: 1, title: \"one three\nfour\")");
    press(&mut harness, Modifiers::COMMAND, Key::Backspace);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    type_text(&mut harness, "X");
    press(&mut harness, Modifiers::NONE, Key::Home);
    type_text(&mut harness, " ");
    assert_eq!(text(&harness), " X\")");
}

#[test]
fn composed_characters_arrive_and_what_is_being_composed_is_no_step() {
    let mut harness = of("Dataset(format: 1, title: \"a\")");
    press(&mut harness, Modifiers::COMMAND, Key::U);
    go_behind(&mut harness, "title: \"a");
    let before = text(&harness);
    harness.event(egui::Event::Ime(egui::ImeEvent::Preedit { text: "´".to_owned(), active_range_chars: None }));
    harness.run_steps(2);
    assert!(in_sight(&harness).contains("a´\""), "{}", in_sight(&harness));
    assert_eq!(text(&harness), before);
    harness.event(egui::Event::Ime(egui::ImeEvent::Commit("é".to_owned())));
    harness.run_steps(2);
    assert_eq!(text(&harness), before.replace("\"a", "\"aé"));
}

#[test]
fn a_text_that_is_too_large_is_shown_and_says_so() {
    let note = "a long note ".repeat(100);
    let row = |year| format!("            (at: {year}, value: {year}, note: \"{note}\"),\n");
    let rows: String = (1000..4500).map(row).collect();
    let large = format!(
        "Dataset(\n    format: 1,\n    title: \"L\",\n    series: {{\n        \"a\": (observations: [\n{rows}        ]),\n    }},\n)\n"
    );
    let mut harness = of(&large);
    press(&mut harness, Modifiers::COMMAND, Key::U);
    harness.get_by_label_contains("too much to be edited here");
    press(&mut harness, Modifiers::COMMAND, Key::Home);
    type_text(&mut harness, "x");
    assert_eq!(text(&harness), large);
    press(&mut harness, Modifiers::COMMAND, Key::End);
    assert!(in_sight(&harness).contains("value: 4499"), "{}", in_sight(&harness));
}

/// A place in the source as it is when it is scrolled to its beginning: the row, and the column in characters.
fn place(harness: &Harness<'_, App>, row: usize, column: usize) -> egui::Pos2 {
    let runs = harness.get_by_label("Source");
    let run = runs.accesskit_node().children().nth(row).and_then(|run| run.raw_bounds()).expect("a row in sight");
    let text: String = runs.accesskit_node().children().nth(row).and_then(|run| run.value()).expect("a row");
    let width = (run.x1 - run.x0) / text.trim_end_matches('\n').chars().count() as f64;
    egui::pos2((run.x0 + width * (column as f64 + 0.2)) as f32, f32::midpoint(run.y0 as f32, run.y1 as f32))
}

fn click_at(harness: &mut Harness<'_, App>, place: egui::Pos2, times: usize) {
    for _ in 0..times {
        harness.drag_at(place);
        harness.run_steps(1);
        harness.drop_at(place);
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

#[test]
fn the_pointer_puts_the_caret_selects_by_dragging_and_takes_words_and_lines() {
    let mine = "Dataset(\n    format: 1,\n    title: \"one\",\n)\n";
    for (times, expected) in [
        (1, mine.replace("one", "oXne")),
        (2, mine.replace("one", "X")),
        (3, mine.replace("    title: \"one\",\n", "X")),
    ] {
        let mut harness = of(mine);
        press(&mut harness, Modifiers::COMMAND, Key::U);
        let at = place(&harness, 2, 13);
        click_at(&mut harness, at, times);
        type_text(&mut harness, "X");
        assert_eq!(text(&harness), expected, "{times}");
    }
    let mut harness = of(mine);
    press(&mut harness, Modifiers::COMMAND, Key::U);
    let (from, to) = (place(&harness, 1, 4), place(&harness, 2, 9));
    harness.drag_at(from);
    harness.run_steps(1);
    harness.hover_at(to);
    harness.run_steps(1);
    harness.drop_at(to);
    harness.run_steps(2);
    type_text(&mut harness, "X");
    assert_eq!(text(&harness), mine.replace("format: 1,\n    title", "X"));
}

#[test]
fn a_mark_in_the_margin_says_what_is_wrong_and_leads_there() {
    let mut harness = of(TWO_PROBLEMS);
    let mark = harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Line 8: error: ")));
    mark.click();
    harness.run_steps(3);
    type_text(&mut harness, "7");
    assert!(text(&harness).contains("value: 7oops"));
}

#[test]
fn nothing_repaints_while_the_source_is_only_shown() {
    let mut harness = with_source();
    click(&mut harness, "mexico 2001");
    harness.run_steps(20);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}
