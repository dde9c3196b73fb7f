//! Typing into cells, and filling them by keys.

use docket::session::Command;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{
    click, dataset, drag, harness, preferred, press, press_with, range, selected, shown, steps, ten_years, text,
    type_text, year,
};

fn value(harness: &egui_kittest::Harness<'_, super::App>, series: &str, at: i64) -> Option<f64> {
    preferred(harness, series, at).and_then(|o| o.value)
}

#[test]
fn enter_returns_to_the_column_where_tabbing_started() {
    let mut harness = ten_years();
    click(&mut harness, "a 2003");
    type_text(&mut harness, "31");
    press(&mut harness, Key::Tab);
    type_text(&mut harness, "32");
    press(&mut harness, Key::Tab);
    type_text(&mut harness, "33");
    press(&mut harness, Key::Enter);
    assert_eq!(selected(&harness), "a 2004");
    assert_eq!(["a", "b", "share"].map(|id| value(&harness, id, 2003)), [Some(31.0), Some(32.0), Some(33.0)]);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Enter);
    assert_eq!(selected(&harness), "b 2005", "only tabbing is remembered");
}

#[test]
fn f2_while_typing_gives_the_arrows_to_the_caret() {
    let mut harness = ten_years();
    click(&mut harness, "a 2003");
    type_text(&mut harness, "15");
    press(&mut harness, Key::F2);
    press(&mut harness, Key::ArrowLeft);
    type_text(&mut harness, "2");
    press(&mut harness, Key::Enter);
    assert_eq!(value(&harness, "a", 2003), Some(125.0));
    type_text(&mut harness, "4");
    press(&mut harness, Key::ArrowRight);
    assert_eq!((value(&harness, "a", 2004), selected(&harness).as_str()), (Some(4.0), "b 2004"));
}

#[test]
fn ctrl_enter_and_alt_enter_fill_the_selection_in_one_step() {
    for modifiers in [Modifiers::COMMAND, Modifiers::ALT] {
        let mut harness = ten_years();
        let before = text(&harness);
        drag(&mut harness, "a 2003", "b 2005");
        type_text(&mut harness, "~7");
        press_with(&mut harness, modifiers, Key::Enter);
        assert_eq!(steps(&harness), 1);
        for (series, at) in [("a", 2003), ("a", 2005), ("b", 2004)] {
            let set = preferred(&harness, series, at).expect("an observation");
            assert_eq!((set.value, set.qualifier.name()), (Some(7.0), "About"));
        }
        assert_eq!(range(&harness), "a 2003 to b 2005");
        harness.state_mut().session.apply(Command::Undo);
        assert_eq!(text(&harness), before);
    }
}

#[test]
fn delete_clears_a_range_in_one_step() {
    let mut harness = ten_years();
    let before = text(&harness);
    drag(&mut harness, "a 2002", "share 2009");
    press(&mut harness, Key::Delete);
    assert_eq!(shown(&harness, "a"), ["2001 1", "2010 10"]);
    assert_eq!(shown(&harness, "b"), ["2001 10", "2010 100"]);
    assert_eq!(steps(&harness), 1);
    assert_eq!(harness.state().session.active().expect("a document").1.undo_label(), Some("clear 24 cells"));
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
    assert_eq!(range(&harness), "a 2002 to share 2009", "undo comes back to the range");
}

#[test]
fn ctrl_d_and_ctrl_r_fill_from_the_first_row_and_column_or_from_the_neighbour() {
    let mut harness = ten_years();
    drag(&mut harness, "a 2001", "b 2003");
    press_with(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!([2001, 2002, 2003].map(|at| value(&harness, "b", at)), [Some(10.0); 3]);
    assert_eq!(steps(&harness), 1);
    click(&mut harness, "a 2006");
    press_with(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!(value(&harness, "a", 2006), Some(5.0), "from the row above");
    drag(&mut harness, "a 2009", "share 2010");
    press_with(&mut harness, Modifiers::COMMAND, Key::R);
    assert_eq!(["a", "b", "share"].map(|id| value(&harness, id, 2010)), [Some(10.0); 3]);
}

#[test]
fn ctrl_d_while_typing_is_left_to_the_field() {
    let mut harness = ten_years();
    click(&mut harness, "a 2006");
    type_text(&mut harness, "1");
    press_with(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!((value(&harness, "a", 2006), steps(&harness)), (Some(6.0), 0));
}

#[test]
fn ctrl_and_the_quote_start_with_what_stands_above() {
    let mut harness = ten_years();
    click(&mut harness, "b 2004");
    press_with(&mut harness, Modifiers::COMMAND, Key::Quote);
    assert_eq!(harness.get_by_label("Edit b 2004").value().as_deref(), Some("30"));
    press(&mut harness, Key::Enter);
    assert_eq!(value(&harness, "b", 2004), Some(30.0));
}

#[test]
fn arithmetic_gives_its_value_and_says_so_before_it_is_taken() {
    let mut harness = harness();
    click(&mut harness, "mexico 2009");
    type_text(&mut harness, "=115/2");
    assert!(harness.query_by_label("= 57.5").is_some());
    press(&mut harness, Key::Enter);
    assert_eq!(value(&harness, "mexico", 2009), Some(57.5));
}

#[test]
fn a_number_of_two_readings_is_shown_as_understood() {
    let mut harness = harness();
    for (typed, hint, want) in [
        ("1.234", "Read as 1.234, with a decimal point", 1.234),
        ("1,234", "Read as 1234, with thousands", 1234.0),
        ("12,5", "", 12.5),
        ("12.5", "", 12.5),
    ] {
        click(&mut harness, "mexico 2009");
        type_text(&mut harness, typed);
        assert_eq!(harness.query_by_label_contains("Read as").is_some(), !hint.is_empty(), "{typed}");
        if !hint.is_empty() {
            assert!(harness.query_by_label_contains(hint).is_some(), "{typed}");
        }
        press(&mut harness, Key::Enter);
        assert_eq!(value(&harness, "mexico", 2009), Some(want), "{typed}");
    }
    assert_eq!(dataset(&harness).series["mexico"].observed_at(year(2009)).count(), 1);
}
