//! Finding, replacing, and going to a place.

use docket::session::Command;
use egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{App, click, harness, preferred, press, press_with, range, shown, steps, ten_years, text, type_text};

fn wide(mut harness: Harness<'static, App>) -> Harness<'static, App> {
    harness.set_size(vec2(1000.0, 500.0));
    harness.run_steps(4);
    harness
}

fn button(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(6);
}

fn ask(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    press_with(harness, modifiers, key);
    harness.run_steps(4);
}

#[test]
fn values_notes_and_sources_are_found_and_counted() {
    let mut harness = wide(harness());
    click(&mut harness, "mexico 2009");
    for (looked_for, count) in [
        ("107", "1 of 1"),
        ("another count", "1 found"),
        ("newspaper", "1 found"),
        ("0", "2 of 2"),
        ("published", "1 found"),
    ] {
        ask(&mut harness, Modifiers::COMMAND, Key::F);
        let field = harness.get_by_label("Find");
        assert!(field.is_focused(), "{looked_for}");
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        type_text(&mut harness, looked_for);
        harness.run_steps(2);
        assert!(harness.query_by_label(count).is_some(), "{looked_for}");
    }
    ask(&mut harness, Modifiers::NONE, Key::F3);
    assert_eq!(range(&harness), "colombia 2010");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn f3_goes_round_and_shift_f3_back() {
    let mut harness = wide(ten_years());
    click(&mut harness, "a 2001");
    ask(&mut harness, Modifiers::COMMAND, Key::F);
    type_text(&mut harness, "1");
    harness.run_steps(2);
    assert!(harness.query_by_label("1 of 4").is_some(), "1, 10, 10 and 100");
    for want in ["b 2001", "a 2010", "b 2010", "a 2001"] {
        ask(&mut harness, Modifiers::NONE, Key::F3);
        assert_eq!(range(&harness), want);
    }
    ask(&mut harness, Modifiers::SHIFT, Key::F3);
    assert_eq!(range(&harness), "b 2010");
}

#[test]
fn case_whole_cells_and_regular_expressions_are_choices() {
    let mut harness = wide(ten_years());
    ask(&mut harness, Modifiers::COMMAND, Key::F);
    type_text(&mut harness, "10");
    harness.run_steps(2);
    assert!(harness.query_by_label("3 found").is_some(), "10 twice and 100");
    button(&mut harness, "Options");
    button(&mut harness, "Whole cell");
    assert!(harness.query_by_label("2 found").is_some());
    button(&mut harness, "Whole cell");
    button(&mut harness, "Regular expression");
    button(&mut harness, "Find");
    press_with(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "^[12]0$");
    harness.run_steps(2);
    assert!(harness.query_by_label("3 found").is_some(), "10, 10 and 20");
    type_text(&mut harness, "(");
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("unclosed group").is_some(), "what is wrong is said");
}

#[test]
fn all_that_is_found_is_replaced_in_one_step() {
    let mut harness = wide(ten_years());
    let before = text(&harness);
    ask(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "0");
    button(&mut harness, "Replace with");
    type_text(&mut harness, "5");
    harness.run_steps(2);
    button(&mut harness, "Replace all");
    assert_eq!(shown(&harness, "b")[..3], ["2001 15", "2002 25", "2003 35"]);
    assert_eq!(shown(&harness, "b")[7], "2010 155");
    assert_eq!(steps(&harness), 1);
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
}

#[test]
fn notes_are_replaced_and_what_would_make_no_sense_stays() {
    let mut harness = wide(harness());
    ask(&mut harness, Modifiers::COMMAND, Key::H);
    type_text(&mut harness, "9");
    button(&mut harness, "Replace with");
    type_text(&mut harness, "x");
    button(&mut harness, "Replace all");
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(95.0));
    let said = harness.state().session.message().map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("stays as it is"), "{said}");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn go_to_leads_to_a_cell_a_period_or_a_series() {
    let mut harness = wide(ten_years());
    for (typed, want) in [("b 2005", "b 2005"), ("2009", "a 2009"), ("share", "share 2001"), ("B 2002", "b 2002")] {
        ask(&mut harness, Modifiers::COMMAND, Key::G);
        type_text(&mut harness, typed);
        press(&mut harness, Key::Enter);
        harness.run_steps(4);
        assert_eq!(range(&harness), want);
    }
    ask(&mut harness, Modifiers::COMMAND, Key::G);
    type_text(&mut harness, "nowhere");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label("There is no “nowhere” in this table").is_some());
}
