//! Filling by the handle in the corner of the selection.

use docket::session::{
    Command,
    grid::{GridView, Layout, SortKey},
};
use egui::{Key, Modifiers, Vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{App, click, drag, harness_of, preferred, press_with, range, shown, steps, ten_years, text};

fn value(harness: &Harness<'_, App>, series: &str, at: i64) -> Option<f64> {
    preferred(harness, series, at).and_then(|o| o.value)
}

/// Drags the handle from the cell it is in by a number of pixels, and gives what was said beside the pointer.
fn drag_handle(harness: &mut Harness<'_, App>, by: Vec2) -> Option<String> {
    let from = harness.get_by_label("Fill handle").rect().center();
    harness.drag_at(from);
    harness.run_steps(2);
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + by * share);
        harness.run_steps(2);
    }
    let words = ["Adds", "No rows", "Filling adds"];
    let said = words.iter().find_map(|words| harness.query_by_label_contains(words)?.value());
    harness.drop_at(from + by);
    harness.run_steps(30);
    said
}

/// Three years in the step of five, of two series, so that there is room below the table.
const FEW: &str = r#"Dataset(
    format: 1,
    title: "Few",
    series: {
        "a": Series(unit: "people", measure: Count, observations: [
            (at: 2000, value: 1), (at: 2005, value: 3), (at: 2010, value: 5), // the last one
        ]),
        "b": Series(unit: "people", measure: Count, observations: [(at: 2000, value: 7, note: "A note"), (at: 2010, value: 9)]),
    },
    charts: {"all": Chart(series: ["a", "b"])},
)
"#;

fn few(text: &str) -> Harness<'static, App> {
    let mut harness = harness_of(text);
    harness.run();
    harness
}

/// The height of a row.
const ROW: f32 = 22.0;

#[test]
fn the_fill_handle_continues_a_sequence_and_repeats_all_else() {
    let mut harness = ten_years();
    drag(&mut harness, "b 2002", "b 2003");
    drag(&mut harness, "Fill handle", "b 2005");
    assert_eq!([2004, 2005].map(|at| value(&harness, "b", at)), [Some(40.0), Some(50.0)]);
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "b 2002 to b 2005"));
    click(&mut harness, "b 2005");
    drag(&mut harness, "Fill handle", "b 2007");
    assert_eq!([2006, 2007].map(|at| value(&harness, "b", at)), [Some(50.0), Some(50.0)], "one number is repeated");
    drag(&mut harness, "a 2009", "a 2010");
    drag(&mut harness, "Fill handle", "share 2010");
    assert_eq!(["b", "share"].map(|id| value(&harness, id, 2010)), [Some(10.0); 2], "to the side as well");
}

#[test]
fn two_clicks_on_the_fill_handle_fill_to_the_length_of_the_neighbour() {
    let mut harness = ten_years();
    drag(&mut harness, "share 2001", "share 2002");
    harness.get_by_label("Fill handle").click();
    harness.get_by_label("Fill handle").click();
    harness.run();
    assert_eq!(shown(&harness, "share"), ["2001 40%", "2002 60%", "2003 80%"], "b has a gap after 2003");
}

#[test]
fn below_the_last_row_periods_are_added_in_the_step_of_the_last_ones_as_one_step() {
    let mut harness = few(FEW);
    drag(&mut harness, "a 2005", "b 2010");
    let said = drag_handle(&mut harness, Vec2::new(0.0, 3.0 * ROW));
    assert_eq!(said.as_deref(), Some("Adds 2015 to 2025"));
    assert_eq!(shown(&harness, "a")[3..], ["2015 7", "2020 9", "2025 11"], "the sequence goes on");
    assert_eq!(shown(&harness, "b")[2..], ["2020 9"], "a gap and a figure are repeated in turn");
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "a 2005 to b 2025"));
    harness.state_mut().session.apply(Command::Undo);
    harness.run();
    assert_eq!(text(&harness), FEW);
    assert!(harness.query_by_label("a 2015").is_none());
    assert_eq!(range(&harness), "a 2005 to b 2010");
    harness.state_mut().session.apply(Command::Redo);
    assert_eq!(value(&harness, "a", 2025), Some(11.0));
}

#[test]
fn a_handle_that_is_hardly_moved_or_brought_back_adds_nothing() {
    let mut harness = few(FEW);
    click(&mut harness, "a 2010");
    assert_eq!(drag_handle(&mut harness, Vec2::new(7.0, 7.0)), None);
    assert_eq!((steps(&harness), text(&harness).as_str()), (0, FEW));
    let (from, last) = (harness.get_by_label("Fill handle").rect().center(), harness.get_by_label("a 2010").rect());
    harness.drag_at(from);
    harness.run_steps(2);
    for to in [from + Vec2::new(0.0, 90.0), last.center()] {
        harness.hover_at(to);
        harness.run_steps(2);
    }
    harness.drop_at(last.center());
    harness.run_steps(30);
    assert_eq!((steps(&harness), text(&harness).as_str()), (0, FEW));
}

#[test]
fn quarters_months_and_days_go_on_as_they_are() {
    for (last, want) in [
        (["2012-Q3", "2012-Q4"], "2013-Q1"),
        (["2012-10", "2012-12"], "2013-02"),
        (["2012-02-27", "2012-02-28"], "2012-02-29"),
        (["2012-01-01", "2012-02-01"], "2012-03-01"),
    ] {
        let text = FEW
            .replace("2000,", &format!("\"{}\",", last[0]))
            .replace("(at: 2005, value: 3), ", "")
            .replace("2010,", &format!("\"{}\",", last[1]));
        let mut harness = few(&text);
        click(&mut harness, &format!("a {}", last[1]));
        assert_eq!(drag_handle(&mut harness, Vec2::new(0.0, ROW)), Some(format!("Adds {want}")));
        assert_eq!(shown(&harness, "a")[2..], [format!("{want} 5")]);
    }
}

#[test]
fn beyond_the_edge_of_the_window_the_table_scrolls_and_grows_row_by_row() {
    let mut harness = ten_years();
    click(&mut harness, "a 2001");
    press_with(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    press_with(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    let from = harness.get_by_label("Fill handle").rect().center();
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(from + Vec2::new(0.0, 20.0));
    harness.run_steps(2);
    harness.hover_at(egui::pos2(from.x, 340.0));
    harness.run_steps(60);
    let said = harness.query_by_label_contains("Adds 2011").and_then(|node| node.value()).expect("what is added");
    harness.drop_at(egui::pos2(from.x, 340.0));
    harness.run_steps(30);
    let added = shown(&harness, "a").split_off(10);
    assert!((3..20).contains(&added.len()), "{added:?}");
    assert_eq!(said, format!("Adds 2011 to {}", 2010 + added.len()));
    assert_eq!(added[..2], ["2011 11", "2012 12"]);
    assert_eq!(steps(&harness), 1);
    assert!(harness.query_by_label(&format!("a {}", 2010 + added.len())).is_some(), "the last one is in sight");
}

#[test]
fn beyond_the_last_series_and_below_sorted_rows_nothing_is_added_and_it_says_why() {
    let mut harness = few(FEW);
    click(&mut harness, "b 2010");
    let said = drag_handle(&mut harness, Vec2::new(130.0, 0.0));
    assert_eq!(said.as_deref(), Some("Filling adds no series. Use Add series"));
    assert_eq!(steps(&harness), 0);
    let (_, document) = harness.state().session.active().expect("a document");
    assert_eq!(document.dataset().series.len(), 2);
    let sort = Some(SortKey { column: None, descending: true });
    let view = GridView { sort, ..GridView::default() };
    harness.state_mut().session.apply(Command::SetGridView(Box::new(view)));
    harness.run();
    click(&mut harness, "b 2000");
    let said = drag_handle(&mut harness, Vec2::new(0.0, 40.0));
    assert_eq!(said.as_deref(), Some("No rows can be added while they are sorted or filtered"));
    assert_eq!(text(&harness), FEW);
}

#[test]
fn empty_cells_below_the_last_row_are_periods_without_a_figure() {
    let text_before = FEW.replace("(at: 2010, value: 9)", "");
    let mut harness = few(&text_before);
    click(&mut harness, "b 2010");
    assert_eq!(drag_handle(&mut harness, Vec2::new(0.0, ROW)).as_deref(), Some("Adds 2015"));
    assert_eq!((steps(&harness), text(&harness)), (0, text_before));
    assert_eq!(range(&harness), "b 2010 to b 2015");
}

#[test]
fn rows_of_every_value_are_added_to_the_same_series() {
    let mut harness = few(FEW);
    let view = GridView { layout: Layout::Long, ..GridView::default() };
    harness.state_mut().session.apply(Command::SetGridView(Box::new(view)));
    harness.run();
    click(&mut harness, "Value of b 2010 #2");
    let said = drag_handle(&mut harness, Vec2::new(0.0, 2.0 * ROW));
    assert_eq!(said.as_deref(), Some("Adds 2 rows"));
    assert_eq!(shown(&harness, "b")[2..], ["2020 9", "2030 9"]);
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "Value of b 2010 #2 to Value of b 2030 #4"));
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), FEW);
}
