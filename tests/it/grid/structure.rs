//! Rows and columns come, go, move, are renamed, sorted, hidden and filtered.

use docket::{model::Id, session::Command};
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{App, click, click_with, dataset, press, press_with, range, shown, steps, ten_years, text, type_text};

fn large() -> Harness<'static, App> {
    let mut harness = ten_years();
    harness.set_size(vec2(900.0, 700.0));
    harness.run_steps(4);
    harness
}

fn menu(harness: &mut Harness<'_, App>, head: &str, entry: &str) {
    harness.get_by_label(head).click_secondary();
    harness.run_steps(4);
    harness.get_by_label(entry).click();
    harness.run_steps(8);
}

fn columns(harness: &Harness<'_, App>) -> Vec<String> {
    let sheet = harness.state().session.sheet().expect("a sheet");
    sheet.columns().iter().map(|column| column.series().map(ToString::to_string).unwrap_or_default()).collect()
}

fn rows(harness: &Harness<'_, App>) -> Vec<String> {
    let sheet = harness.state().session.sheet().expect("a sheet");
    (0..sheet.row_count()).map(|row| sheet.row_name(row)).collect()
}

#[test]
fn a_series_is_renamed_in_its_head() {
    let mut harness = large();
    harness.get_by_label("b").click();
    harness.get_by_label("b").click();
    harness.run_steps(6);
    assert_eq!(harness.get_by_label("Name of b").value().as_deref(), Some("b"));
    type_text(&mut harness, "razil");
    press(&mut harness, Key::Enter);
    assert_eq!(dataset(&harness).series["b"].head.entity.as_deref(), Some("brazil"));
    menu(&mut harness, "a", "Rename");
    type_text(&mut harness, "x");
    press(&mut harness, Key::Escape);
    assert_eq!((dataset(&harness).series["a"].head.entity.as_deref(), steps(&harness)), (None, 1));
}

#[test]
fn rows_are_deleted_by_menu_and_by_key() {
    let mut harness = large();
    let before = text(&harness);
    click(&mut harness, "2002");
    click_with(&mut harness, Modifiers::SHIFT, "2009");
    menu(&mut harness, "2004", "Delete");
    assert_eq!(rows(&harness), ["2001", "2010"]);
    assert_eq!(steps(&harness), 1);
    click(&mut harness, "a 2010");
    press_with(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert_eq!(rows(&harness), ["2001"]);
    for _ in 0..2 {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(text(&harness), before);
}

#[test]
fn columns_are_deleted_with_all_that_refers_to_them() {
    let mut harness = large();
    let before = text(&harness);
    click(&mut harness, "b");
    press_with(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert_eq!(columns(&harness), ["a", "share"]);
    assert_eq!(dataset(&harness).charts["all"].series, ["a", "share"]);
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
}

#[test]
fn a_period_is_inserted_where_there_is_room_else_it_is_asked_for() {
    let mut harness = large();
    menu(&mut harness, "2001", "Insert period above");
    assert_eq!(rows(&harness)[0], "2000");
    assert_eq!((steps(&harness), range(&harness).as_str()), (0, "a 2000"), "a row without a value is no change");
    menu(&mut harness, "2005", "Insert period below");
    assert_eq!(harness.get_by_label("New period").value().as_deref(), Some("2011"));
}

#[test]
fn columns_move_by_menu_and_by_dragging_with_alt() {
    let mut harness = large();
    let before = text(&harness);
    menu(&mut harness, "share", "Move left");
    assert_eq!(columns(&harness), ["a", "share", "b"]);
    let at = |harness: &Harness<'_, App>, label: &str| harness.get_by_label(label).rect().center();
    let (from, to) = (at(&harness, "a"), at(&harness, "b"));
    let button =
        |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::ALT };
    harness.event(Event::ModifiersChanged(Modifiers::ALT));
    harness.event(Event::PointerMoved(from));
    harness.event(button(from, true));
    harness.run_steps(2);
    harness.hover_at(from + (to - from) * 0.5);
    harness.run_steps(2);
    harness.hover_at(to);
    harness.run_steps(2);
    harness.event(button(to, false));
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(4);
    assert_eq!(columns(&harness), ["share", "b", "a"]);
    assert_eq!(steps(&harness), 2);
    for _ in 0..2 {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(text(&harness), before);
}

#[test]
fn sorting_hiding_and_freezing_change_what_is_seen_and_not_the_file() {
    let mut harness = large();
    let before = text(&harness);
    menu(&mut harness, "b", "Sort rows from high to low");
    assert_eq!(rows(&harness)[..3], ["2010", "2009", "2008"]);
    assert_eq!(rows(&harness)[8..], ["2004", "2005"], "rows without a value come last");
    menu(&mut harness, "b", "Rows in their own order");
    assert_eq!(rows(&harness)[..2], ["2001", "2002"]);
    menu(&mut harness, "b", "Hide");
    assert_eq!(columns(&harness), ["a", "share"]);
    harness.get_by_label("1 hidden").click();
    harness.run_steps(4);
    assert_eq!(columns(&harness), ["a", "b", "share"]);
    menu(&mut harness, "a", "Keep in sight up to here");
    assert_eq!(harness.state().session.grid_view().map(|view| view.frozen), Some(1));
    assert_eq!((text(&harness), steps(&harness)), (before, 0));
}

#[test]
fn what_is_typed_into_sorted_rows_goes_where_it_belongs() {
    let mut harness = large();
    menu(&mut harness, "b", "Sort rows from high to low");
    click(&mut harness, "a 2010");
    type_text(&mut harness, "77");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, "a").last().map(String::as_str), Some("2010 77"));
    assert_eq!(range(&harness), "a 2009");
}

#[test]
fn the_filter_shows_rows_that_hold_a_text() {
    let mut harness = large();
    harness.get_by_label("Filter rows").click();
    harness.run_steps(2);
    type_text(&mut harness, "about");
    harness.run_steps(2);
    assert_eq!(rows(&harness), ["2006"]);
    assert!(harness.query_by_label("1 of 10").is_some());
    assert!(dataset(&harness).charts["all"].series.contains(&Id::from("a")));
}
