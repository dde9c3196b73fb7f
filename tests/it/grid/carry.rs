//! Figures dragged by the edge of the selection, and what is said of a figure, shown by a key.

use docket::session::Command;
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{App, click, drag, harness, preferred, press, press_with, range, shown, steps, ten_years, text};

/// Drags from the upper edge of one cell to the middle of another.
fn drag_edge(harness: &mut Harness<'_, App>, modifiers: Modifiers, from: &str, to: &str) {
    let from = harness.get_by_label(from).rect().center_top() + egui::vec2(0.0, 1.0);
    let to = harness.get_by_label(to).rect().center();
    harness.hover_at(from);
    harness.run_steps(2);
    harness.drag_at(from);
    harness.run_steps(2);
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.run_steps(2);
    }
    let button = egui::PointerButton::Primary;
    harness.event_modifiers(egui::Event::PointerButton { pos: to, button, pressed: false, modifiers }, modifiers);
    harness.run_steps(30);
}

#[test]
fn the_edge_of_the_selection_carries_its_figures_elsewhere_as_one_step() {
    let mut harness = ten_years();
    let before = text(&harness);
    drag(&mut harness, "a 2001", "a 2002");
    drag_edge(&mut harness, Modifiers::NONE, "a 2001", "share 2004");
    assert_eq!(shown(&harness, "share"), ["2001 40%", "2002 60%", "2004 1%", "2005 2%"]);
    assert_eq!((shown(&harness, "a").len(), steps(&harness)), (8, 1));
    assert_eq!(range(&harness), "share 2004 to share 2005");
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
}

#[test]
fn figures_move_over_their_own_cells_and_stop_at_the_end_of_the_table() {
    let mut harness = ten_years();
    drag(&mut harness, "a 2001", "a 2003");
    drag_edge(&mut harness, Modifiers::NONE, "a 2001", "a 2002");
    assert_eq!(shown(&harness, "a")[..4], ["2002 1", "2003 2", "2004 3", "2005 5"]);
    assert_eq!(range(&harness), "a 2002 to a 2004");
}

#[test]
fn ctrl_copies_with_every_source_and_note() {
    let mut harness = harness();
    click(&mut harness, "mexico 2008");
    drag_edge(&mut harness, Modifiers::COMMAND, "mexico 2008", "colombia 2009");
    assert_eq!(shown(&harness, "colombia")[1..3], ["2009 95", "2009 85"]);
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(95.0));
    let copied = preferred(&harness, "colombia", 2009).expect("a figure");
    assert_eq!(copied.source.ids(), [docket::model::Id::from("doj")]);
}

#[test]
fn ctrl_and_f1_show_what_is_said_of_a_figure_until_another_is_active() {
    let mut harness = harness();
    click(&mut harness, "mexico 2008");
    let words = "Note: By another count";
    assert!(harness.query_by_label_contains(words).is_none());
    press_with(&mut harness, Modifiers::COMMAND, Key::F1);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains(words).is_some());
    press_with(&mut harness, Modifiers::COMMAND, Key::F1);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains(words).is_none(), "the same key hides it");
    press_with(&mut harness, Modifiers::COMMAND, Key::F1);
    press(&mut harness, Key::ArrowDown);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains(words).is_none());
    assert_eq!(steps(&harness), 0);
}
