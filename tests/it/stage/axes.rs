//! The ends of the axes, set by dragging them and from the keyboard, and what the wheel does there.

use docket::{model::Chart, session::Command};
use egui::{Key, Pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{TEXT, button, double_click, open, session, text_of, wheel};

fn chart(harness: &Harness<'_, docket::app::App>) -> Chart {
    session(harness).active().expect("a document").1.dataset().charts["by-year"].clone()
}

fn move_to(harness: &mut Harness<'_, docket::app::App>, pos: Pos2) {
    harness.event(egui::Event::PointerMoved(pos));
    harness.run_steps(2);
}

/// Presses on a handle and moves the pointer, without letting go.
fn pull(harness: &mut Harness<'_, docket::app::App>, handle: &str, by: egui::Vec2) -> Pos2 {
    let from = harness.get_by_label(handle).rect().center();
    move_to(harness, from);
    harness.event(button(from, true));
    harness.step();
    for share in [0.25, 0.5, 0.75, 1.0] {
        move_to(harness, from + by * share);
    }
    from + by
}

fn let_go(harness: &mut Harness<'_, docket::app::App>, at: Pos2) {
    harness.event(button(at, false));
    harness.run_steps(3);
}

#[test]
fn a_dragged_end_is_previewed_and_is_one_step() {
    let mut harness = open();
    assert_eq!(session(&harness).plan().expect("a plan").y.max, 200.0);
    let handle = harness.get_by_label("Upper end of the value axis").rect();
    // What was at three quarters of the axis comes to lie at half of it: the axis is half as long again.
    let at = pull(&mut harness, "Upper end of the value axis", vec2(0.0, handle.height() / 2.0));
    let shown = session(&harness).plan().expect("a plan").y.max;
    assert!((280.0..=320.0).contains(&shown), "{shown}");
    assert_eq!(text_of(&harness), TEXT, "nothing is changed while it is dragged");
    let_go(&mut harness, at);
    assert_eq!(chart(&harness).y.to, Some(shown));
    assert_eq!(chart(&harness).y.from, None);
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert_eq!(text_of(&harness), TEXT, "one step");
}

#[test]
fn esc_drops_a_drag() {
    let mut harness = open();
    let at = pull(&mut harness, "Last period shown", vec2(-120.0, 0.0));
    assert_ne!(session(&harness).plan().expect("a plan").x.max, 2014.0);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    let_go(&mut harness, at);
    assert_eq!(session(&harness).plan().expect("a plan").x.max, 2014.0);
    assert_eq!(text_of(&harness), TEXT);
}

#[test]
fn keys_move_an_end_by_a_step_and_delete_lets_it_be_where_it_was() {
    let mut harness = open();
    harness.get_by_label("First period shown").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(3);
    assert_eq!(chart(&harness).x.from.map(|at| at.to_string()).as_deref(), Some("2011"));
    harness.key_press(Key::Delete);
    harness.run_steps(3);
    assert_eq!(chart(&harness).x.from, None);
}

#[test]
fn a_double_click_on_an_end_lets_it_be_where_it_was() {
    let mut harness = open();
    let mut set = chart(&harness);
    set.y.to = Some(500.0);
    let edit = docket::model::Edit::PutChart { id: "by-year".into(), chart: set };
    harness.state_mut().ask(Command::Edit { edit, label: None });
    harness.run_steps(3);
    let at = harness.get_by_label("Upper end of the value axis").rect().center();
    double_click(&mut harness, at);
    assert_eq!(chart(&harness).y.to, None);
}

#[test]
fn a_view_can_be_kept_as_what_the_chart_shows() {
    let mut harness = open();
    let view = docket::chart::View { x: (2011.02, 2013.98), y: (0.0, 141.3) };
    harness.state_mut().ask(Command::SetView(Some(view)));
    harness.run_steps(2);
    harness.state_mut().ask(Command::KeepView);
    harness.run_steps(3);
    let chart = chart(&harness);
    let period = |at: Option<docket::model::Period>| at.map(|at| at.to_string());
    assert_eq!((period(chart.x.from).as_deref(), period(chart.x.to).as_deref()), (Some("2011"), Some("2013")));
    assert_eq!(chart.y.to, Some(140.0));
    assert_eq!(session(&harness).view(), None);
}

#[test]
fn the_wheel_over_an_axis_zooms_only_that_one() {
    for (handle, is_time) in [("Upper end of the value axis", false), ("Last period shown", true)] {
        let mut harness = open();
        let at = harness.get_by_label(handle).rect().center();
        move_to(&mut harness, at);
        wheel(&mut harness);
        let view = session(&harness).view().expect("a part is looked at");
        let plan = session(&harness).plan().expect("a plan");
        assert_eq!((view.x != (plan.x.min, plan.x.max), view.y != (plan.y.min, plan.y.max)), (is_time, !is_time));
    }
}
