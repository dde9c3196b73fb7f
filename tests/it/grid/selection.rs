//! Choosing cells with keys and pointer, and what the status bar says of them.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{click, click_with, drag, press, press_with, range, selected, steps, ten_years, type_text};

const SHIFT_CTRL: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

#[test]
fn ctrl_and_an_arrow_go_to_the_edge_of_the_data() {
    let mut harness = ten_years();
    click(&mut harness, "b 2001");
    for (key, want) in [
        (Key::ArrowDown, "b 2003"),
        (Key::ArrowDown, "b 2006"),
        (Key::ArrowDown, "b 2010"),
        (Key::ArrowUp, "b 2006"),
        (Key::ArrowUp, "b 2003"),
        (Key::ArrowUp, "b 2001"),
        (Key::ArrowLeft, "a 2001"),
        (Key::ArrowRight, "share 2001"),
    ] {
        press_with(&mut harness, Modifiers::COMMAND, key);
        assert_eq!(range(&harness), want, "{key:?}");
    }
}

#[test]
fn shift_extends_whatever_the_key_and_the_pointer_do() {
    let mut harness = ten_years();
    click(&mut harness, "a 2003");
    for (modifiers, key, want) in [
        (Modifiers::SHIFT, Key::ArrowDown, "a 2003 to a 2004"),
        (Modifiers::SHIFT, Key::ArrowRight, "a 2003 to b 2004"),
        (Modifiers::SHIFT, Key::ArrowUp, "a 2003 to b 2003"),
        (Modifiers::SHIFT, Key::ArrowUp, "a 2002 to b 2003"),
        (SHIFT_CTRL, Key::ArrowDown, "a 2003 to b 2003"),
        (Modifiers::SHIFT, Key::End, "a 2003 to share 2003"),
        (Modifiers::SHIFT, Key::Home, "a 2003"),
        (SHIFT_CTRL, Key::End, "a 2003 to share 2010"),
        (SHIFT_CTRL, Key::Home, "a 2001 to a 2003"),
        (Modifiers::SHIFT, Key::PageDown, "a 2003 to a 2010"),
    ] {
        press_with(&mut harness, modifiers, key);
        assert_eq!(range(&harness), want, "{modifiers:?} {key:?}");
    }
    assert_eq!(harness.get_by_label("a 2005").accesskit_node().is_selected(), Some(true));
    click_with(&mut harness, Modifiers::SHIFT, "b 2004");
    assert_eq!(range(&harness), "a 2003 to b 2004");
    press(&mut harness, Key::Escape);
    assert_eq!(range(&harness), "a 2003", "Esc lets go of the range");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn a_range_is_dragged_open_over_cells_rows_and_columns() {
    let mut harness = ten_years();
    drag(&mut harness, "b 2004", "a 2002");
    assert_eq!(range(&harness), "a 2002 to b 2004");
    drag(&mut harness, "2003", "2005");
    assert_eq!(range(&harness), "a 2003 to share 2005");
    drag(&mut harness, "a", "b");
    assert_eq!(range(&harness), "a 2001 to b 2010");
}

#[test]
fn rows_columns_and_everything_are_chosen_by_their_heads_and_by_keys() {
    let mut harness = ten_years();
    click(&mut harness, "2004");
    assert_eq!(range(&harness), "a 2004 to share 2004");
    click_with(&mut harness, Modifiers::SHIFT, "2006");
    assert_eq!(range(&harness), "a 2004 to share 2006");
    click(&mut harness, "b");
    assert_eq!(range(&harness), "b 2001 to b 2010");
    click_with(&mut harness, Modifiers::SHIFT, "share");
    assert_eq!(range(&harness), "b 2001 to share 2010");
    click(&mut harness, "Select all");
    assert_eq!(range(&harness), "a 2001 to share 2010");
    click(&mut harness, "b 2005");
    press_with(&mut harness, Modifiers::SHIFT, Key::Space);
    assert_eq!(range(&harness), "a 2005 to share 2005");
    click(&mut harness, "b 2005");
    press_with(&mut harness, Modifiers::COMMAND, Key::Space);
    assert_eq!(range(&harness), "b 2001 to b 2010");
    press_with(&mut harness, Modifiers::SHIFT, Key::Space);
    assert_eq!(range(&harness), "a 2001 to share 2010", "both make it all");
    click(&mut harness, "b 2005");
    press_with(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(range(&harness), "a 2001 to share 2010");
}

#[test]
fn a_whole_column_shows_its_series_in_the_inspector() {
    let mut harness = ten_years();
    click(&mut harness, "b");
    assert_eq!(
        harness.state().session.selection().subject(),
        docket::session::Selection::Item { section: docket::model::SectionKind::Series, id: "b".into() }
    );
}

#[test]
fn enter_and_tab_go_round_inside_a_range() {
    let mut harness = ten_years();
    drag(&mut harness, "a 2001", "b 2002");
    let active = |harness: &egui_kittest::Harness<'_, super::App>| {
        let session = &harness.state().session;
        session.sheet().expect("a sheet").cell_name(session.selected_cells().expect("a selection").active)
    };
    for (modifiers, key, want) in [
        (Modifiers::NONE, Key::Enter, "a 2002"),
        (Modifiers::NONE, Key::Enter, "b 2001"),
        (Modifiers::NONE, Key::Enter, "b 2002"),
        (Modifiers::NONE, Key::Enter, "a 2001"),
        (Modifiers::SHIFT, Key::Enter, "b 2002"),
        (Modifiers::NONE, Key::Tab, "a 2001"),
        (Modifiers::NONE, Key::Tab, "b 2001"),
        (Modifiers::SHIFT, Key::Tab, "a 2001"),
    ] {
        press_with(&mut harness, modifiers, key);
        assert_eq!((active(&harness).as_str(), range(&harness).as_str()), (want, "a 2001 to b 2002"), "{key:?}");
    }
    type_text(&mut harness, "7");
    press(&mut harness, Key::Enter);
    assert_eq!((active(&harness).as_str(), range(&harness).as_str()), ("a 2002", "a 2001 to b 2002"));
}

#[test]
fn what_the_numbers_come_to_is_said_without_more_precision_than_they_have() {
    let mut harness = ten_years();
    let words = |harness: &egui_kittest::Harness<'_, super::App>| {
        harness.state().session.summary().map(|summary| summary.words()).unwrap_or_default()
    };
    click(&mut harness, "a 2001");
    assert_eq!(words(&harness), "", "one number needs no summary");
    drag(&mut harness, "a 2001", "a 2004");
    assert_eq!(words(&harness), "Count 4 · Sum 10 · Mean 2.5 · Min 1 · Max 4");
    drag(&mut harness, "b 2003", "b 2006");
    assert_eq!(words(&harness), "Count 2 · Sum about 90 · Mean about 45 · Min about 30 · Max about 60");
    drag(&mut harness, "share 2001", "share 2002");
    assert_eq!(
        words(&harness),
        "Count 2 · No sum: shares, rates and indices don't add up · Mean 50% · Min 40% · Max 60%"
    );
    drag(&mut harness, "b 2001", "share 2002");
    assert_eq!(words(&harness), "Count 4 · No sum: different units · Min 10 · Max 60");
}

#[test]
fn alt_and_page_keys_go_sideways() {
    let mut harness = ten_years();
    click(&mut harness, "a 2001");
    press_with(&mut harness, Modifiers::ALT, Key::PageDown);
    assert_eq!(selected(&harness), "share 2001");
    press_with(&mut harness, Modifiers::ALT, Key::PageUp);
    assert_eq!(selected(&harness), "a 2001");
    assert!(harness.query_by_label("Fill handle").is_some());
}

#[test]
fn a_drag_beyond_the_edge_scrolls_on() {
    let mut harness = ten_years();
    harness.set_size(egui::vec2(560.0, 200.0));
    harness.run_steps(2);
    assert!(harness.query_by_label("a 2010").is_none(), "it is out of sight");
    let from = harness.get_by_label("a 2001").rect().center();
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(from + egui::vec2(0.0, 60.0));
    harness.run_steps(2);
    harness.hover_at(egui::pos2(from.x, 230.0));
    harness.run_steps(40);
    harness.drop_at(egui::pos2(from.x, 230.0));
    harness.run_steps(4);
    assert_eq!(range(&harness), "a 2001 to a 2010");
}
