//! Reading the figure: the crosshair, playing through time, two charts side by side.

use docket::session::{Command, commands};
use egui::vec2;
use egui_kittest::kittest::Queryable as _;

use super::{TEXT, open, session, text_of, wheel};

#[test]
fn the_crosshair_says_what_all_series_are_there() {
    let mut harness = open();
    let first = harness.get_by_label("First period shown").rect();
    let last = harness.get_by_label("Last period shown").rect();
    // 2010 to 2013 take up a quarter of the axis each; above the points, so that no mark is hit.
    let at = egui::pos2(first.left() + (last.right() - first.left()) * 0.38, first.top() - 20.0);
    harness.event(egui::Event::PointerMoved(at));
    harness.run_steps(3);
    for words in ["129\u{2002}Colombia", "93\u{2002}Mexico"] {
        assert!(harness.query_by_label(words).is_some(), "{words}");
    }
    assert!(harness.query_all_by_label("2011").count() > 1, "the head says which year, beside the grid's");
    assert!(harness.query_by_label("115\u{2002}Mexico").is_none(), "that is another year");
    let above = |label: &str| harness.get_by_label(label).rect().top();
    assert!(above("129\u{2002}Colombia") < above("93\u{2002}Mexico"), "the highest comes first");
}

#[test]
fn a_chart_is_played_period_by_period_on_axes_that_stay() {
    let mut harness = open();
    let whole = session(&harness).plan().expect("a plan");
    let play = commands::by_id("play").expect("in the table");
    harness.state_mut().ask((play.command)());
    let mut seen = Vec::new();
    // A step is a sixtieth of a second, and the whole takes about three.
    for _ in 0..300 {
        harness.step();
        let until = session(&harness).until().map(|at| at.to_string());
        if seen.last() != Some(&until) {
            seen.push(until);
        }
        let plan = session(&harness).plan().expect("a plan");
        assert_eq!((plan.x.min, plan.x.max, plan.y.max), (whole.x.min, whole.x.max, whole.y.max));
    }
    let years: Vec<String> = seen.into_iter().flatten().collect();
    assert_eq!(years, ["2010", "2011", "2012", "2013"]);
    harness.get_by_label("Play");
    harness.get_by_label("Stop playing").click();
    harness.run_steps(4);
    assert_eq!(session(&harness).until(), None);
    assert_eq!(*session(&harness).plan().expect("a plan"), *whole);
    assert_eq!(text_of(&harness), TEXT, "playing changes nothing");
}

#[test]
fn the_slider_of_a_play_goes_to_a_period_and_stops_there() {
    let mut harness = open();
    harness.state_mut().ask(Command::Play);
    harness.run_steps(4);
    harness.get_by_label("Pause").click();
    harness.run_steps(4);
    harness.get_by_label("Period shown").focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowRight);
    harness.run_steps(60);
    assert_eq!(session(&harness).until().map(|at| at.to_string()).as_deref(), Some("2011"));
    let plan = session(&harness).plan().expect("a plan");
    assert!(plan.notes[0].contains("2011"), "{:?}", plan.notes);
    assert!(plan.series.iter().flat_map(|series| &series.points).all(|point| point.at.to_string().as_str() <= "2011"));
}

#[test]
fn the_chart_beside_has_a_view_of_its_own() {
    let mut harness = open();
    harness.state_mut().ask(Command::NewChart);
    harness.state_mut().ask(Command::ToggleCompare);
    harness.run_steps(4);
    let beside = harness.get_by_label("Chart beside").rect();
    let at = beside.left_bottom() + vec2(120.0, 160.0);
    harness.event(egui::Event::PointerMoved(at));
    harness.run_steps(2);
    wheel(&mut harness);
    assert!(session(&harness).view_beside().is_some());
    assert_eq!(session(&harness).view(), None, "the other one stays as it was");
}
