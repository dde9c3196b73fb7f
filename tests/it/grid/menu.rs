//! What is said of figures besides their values: marks, hover, and the menu of the selected cells.

use docket::{
    model::{Id, Missing, Qualifier, Status},
    session::Command,
};
use egui::{Key, Modifiers, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{App, click, drag, harness, preferred, press, press_with, range, steps, text, type_text};

fn choose(harness: &mut Harness<'_, App>, entries: &[&str]) {
    for entry in entries {
        harness.get_by_label(entry).click();
        harness.run_steps(8);
    }
}

fn open_menu(harness: &mut Harness<'_, App>, cell: &str) {
    harness.set_size(vec2(800.0, 700.0));
    harness.run_steps(2);
    harness.get_by_label(cell).click_secondary();
    harness.run_steps(4);
}

#[test]
fn the_source_of_a_whole_selection_is_set_in_one_step() {
    let mut harness = harness();
    let before = text(&harness);
    drag(&mut harness, "mexico 2008", "colombia 2010");
    open_menu(&mut harness, "mexico 2009");
    choose(&mut harness, &["Source", "A newspaper"]);
    for (series, at) in [("mexico", 2008), ("mexico", 2009), ("colombia", 2008), ("colombia", 2010)] {
        assert_eq!(preferred(&harness, series, at).expect("a figure").source.ids(), &[Id::from("press")][..]);
    }
    assert!(preferred(&harness, "colombia", 2009).is_none(), "an empty cell stays empty");
    assert_eq!(steps(&harness), 1);
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
}

#[test]
fn qualifier_status_and_reason_are_set_from_the_menu() {
    let mut harness = harness();
    drag(&mut harness, "mexico 2008", "mexico 2009");
    open_menu(&mut harness, "mexico 2008");
    choose(&mut harness, &["Qualifier", "at least"]);
    open_menu(&mut harness, "mexico 2008");
    choose(&mut harness, &["Status", "provisional"]);
    let set = preferred(&harness, "mexico", 2009).expect("a figure");
    assert_eq!((set.value, set.qualifier, set.status), (Some(107.0), Qualifier::AtLeast, Status::Provisional));
    click(&mut harness, "colombia 2009");
    open_menu(&mut harness, "colombia 2009");
    choose(&mut harness, &["Missing because", "not collected"]);
    assert_eq!(preferred(&harness, "colombia", 2009).and_then(|o| o.missing), Some(Missing::NotCollected));
    assert_eq!(steps(&harness), 3);
}

#[test]
fn a_note_is_written_for_all_selected_cells() {
    let mut harness = harness();
    drag(&mut harness, "mexico 2009", "mexico 2010");
    open_menu(&mut harness, "mexico 2009");
    choose(&mut harness, &["Note…"]);
    type_text(&mut harness, "By fiscal year");
    press_with(&mut harness, Modifiers::COMMAND, Key::Enter);
    for at in [2009, 2010] {
        assert_eq!(preferred(&harness, "mexico", at).and_then(|o| o.note).as_deref(), Some("By fiscal year"));
    }
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "mexico 2009 to mexico 2010"));
    harness.run_steps(4);
    press(&mut harness, Key::Delete);
    assert_eq!(preferred(&harness, "mexico", 2009), None, "the grid has the keyboard again");
}

#[test]
fn the_menu_opens_by_key_and_is_worked_by_keys() {
    for (modifiers, key) in [(Modifiers::NONE, Key::Menu), (Modifiers::SHIFT, Key::F10)] {
        let mut harness = harness();
        harness.set_size(vec2(800.0, 700.0));
        click(&mut harness, "mexico 2009");
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(6);
        assert!(harness.get_by_label("Cut").is_focused());
        harness.key_press(Key::Escape);
        harness.run_steps(6);
        assert!(harness.query_by_label("Cut").is_none());
        press(&mut harness, Key::ArrowDown);
        assert_eq!(range(&harness), "mexico 2010", "the grid has the keyboard again");
    }
}

#[test]
fn a_right_click_outside_the_selection_selects_first() {
    let mut harness = harness();
    drag(&mut harness, "mexico 2008", "mexico 2009");
    open_menu(&mut harness, "mexico 2008");
    assert_eq!(range(&harness), "mexico 2008 to mexico 2009");
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    open_menu(&mut harness, "colombia 2010");
    assert_eq!(range(&harness), "colombia 2010");
    choose(&mut harness, &["Clear"]);
    assert_eq!(preferred(&harness, "colombia", 2010), None);
}

#[test]
fn what_marks_stand_for_is_told_to_those_who_can_not_see_them() {
    let harness = harness();
    let said = harness.get_by_label("mexico 2008").accesskit_node().description().expect("a description");
    for words in ["95, Department of Justice", "Other sources", "85, A newspaper", "Note: By another count"] {
        assert!(said.contains(words), "{said}");
    }
}
