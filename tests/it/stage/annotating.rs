//! Annotations made, moved, written and taken away in the figure.

use docket::{
    app::App,
    model::{Annotation, AnnotationKind},
    session::{Command, Selection},
};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, vec2};
use egui_kittest::{Harness, kittest::NodeT as _, kittest::Queryable as _};

use super::{TEXT, button, click, double_click, open, session, text_of};

fn annotations(harness: &Harness<'_, App>) -> Vec<Annotation> {
    let (_, document) = session(harness).active().expect("a document");
    document.dataset().charts["by-year"].annotations.clone()
}

fn previewed(harness: &Harness<'_, App>) -> Vec<Annotation> {
    session(harness).dataset().expect("a dataset").charts["by-year"].annotations.clone()
}

/// Somewhere in the plot, as shares of the figure.
fn at(harness: &Harness<'_, App>, x: f32, y: f32) -> Pos2 {
    let figure = harness.get_by_label_contains("Figure:").rect();
    figure.min + figure.size() * vec2(x, y)
}

fn settle(harness: &mut Harness<'_, App>) {
    harness.run_steps(4);
}

fn right_click(harness: &mut Harness<'_, App>, pos: Pos2) {
    let press =
        |pressed| Event::PointerButton { pos, button: PointerButton::Secondary, pressed, modifiers: Modifiers::NONE };
    for event in [Event::PointerMoved(pos), press(true), press(false)] {
        harness.event(event);
        harness.step();
    }
    settle(harness);
}

fn drag(harness: &mut Harness<'_, App>, from: Pos2, by: Vec2) {
    take_hold(harness, from, by);
    harness.event(button(from + by, false));
    settle(harness);
}

/// A drag without its end.
fn take_hold(harness: &mut Harness<'_, App>, from: Pos2, by: Vec2) {
    harness.event(Event::PointerMoved(from));
    harness.step();
    harness.event(button(from, true));
    harness.step();
    for n in 1..=4 {
        harness.event(Event::PointerMoved(from + by * (n as f32 / 4.0)));
        harness.step();
    }
    settle(harness);
}

/// Chooses an entry of the menu of the figure.
fn choose(harness: &mut Harness<'_, App>, pos: Pos2, entry: &str) {
    right_click(harness, pos);
    harness.get_by_label(entry).click();
    settle(harness);
}

/// Types the words that are being asked for.
fn say(harness: &mut Harness<'_, App>, text: &str, end: Key) {
    harness.get_by_label("Edit the annotation").type_text(text);
    harness.run_steps(2);
    harness.key_press(end);
    settle(harness);
}

fn rect(harness: &Harness<'_, App>, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

fn undo(harness: &mut Harness<'_, App>) {
    harness.state_mut().ask(Command::Undo);
    settle(harness);
}

fn key(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

#[test]
fn each_kind_is_put_in_with_the_pointer_as_one_step() {
    for (entry, kind, words, is_drawn) in [
        ("Add a note here", AnnotationKind::Note, "Here", false),
        ("Shade a period…", AnnotationKind::Shade, "A term", true),
        ("Add a reference line here", AnnotationKind::Line, "", false),
        ("Add a band…", AnnotationKind::Band, "Expected", true),
        ("Draw an arrow…", AnnotationKind::Arrow, "Down", true),
    ] {
        let mut harness = open();
        let start = at(&harness, 0.35, 0.55);
        choose(&mut harness, start, entry);
        if is_drawn {
            take_hold(&mut harness, start, vec2(160.0, 50.0));
            assert_eq!(previewed(&harness).len(), 1, "{entry}: shown while it is drawn");
            harness.event(button(start + vec2(160.0, 50.0), false));
            settle(&mut harness);
        }
        assert_eq!(text_of(&harness), TEXT, "{entry}: nothing is changed before it has its words");
        say(&mut harness, words, Key::Enter);
        let all = annotations(&harness);
        assert_eq!((all.len(), all[0].kind, all[0].text.as_str()), (1, kind, words), "{entry}");
        assert_eq!(all[0].lacks(), None);
        let name = if words.is_empty() { "reference line" } else { words };
        harness.get_by_label(&format!("Annotation: {name}"));
        let chosen = Selection::Annotation { chart: "by-year".into(), index: 0 };
        assert_eq!(*session(&harness).selection(), chosen, "{entry}: and is selected");
        undo(&mut harness);
        assert_eq!(text_of(&harness), TEXT, "{entry}: one step");
    }
}

#[test]
fn two_clicks_draw_as_a_drag_does_and_esc_draws_nothing() {
    let mut harness = open();
    let start = at(&harness, 0.35, 0.55);
    choose(&mut harness, start, "Shade a period…");
    click(&mut harness, start);
    click(&mut harness, start + vec2(160.0, 0.0));
    settle(&mut harness);
    say(&mut harness, "A term", Key::Enter);
    assert_eq!(annotations(&harness)[0].kind, AnnotationKind::Shade);
    undo(&mut harness);
    choose(&mut harness, start, "Draw an arrow…");
    take_hold(&mut harness, start, vec2(90.0, 40.0));
    assert_eq!(previewed(&harness).len(), 1);
    harness.key_press(Key::Escape);
    settle(&mut harness);
    harness.event(button(start, false));
    settle(&mut harness);
    assert_eq!(previewed(&harness), []);
    assert!(harness.query_by_label("Edit the annotation").is_none());
    choose(&mut harness, start, "Add a note here");
    say(&mut harness, "Not this", Key::Escape);
    assert_eq!((text_of(&harness).as_str(), previewed(&harness).len()), (TEXT, 0));
}

#[test]
fn words_follow_the_pointer_are_moved_by_one_step_and_dropped_by_esc() {
    let mut harness = open();
    let start = at(&harness, 0.5, 0.5);
    choose(&mut harness, start, "Add a note here");
    say(&mut harness, "Look", Key::Enter);
    let put = text_of(&harness);
    let words = rect(&harness, "Annotation: Look");
    take_hold(&mut harness, words.center(), vec2(-70.0, 60.0));
    let shown = rect(&harness, "Annotation: Look");
    assert!(shown.center().distance(words.center() + vec2(-70.0, 60.0)) < 3.0, "{words} {shown}");
    assert_eq!(text_of(&harness), put, "only shown");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    harness.event(button(words.center(), false));
    settle(&mut harness);
    assert_eq!(text_of(&harness), put);
    assert_eq!(rect(&harness, "Annotation: Look"), words, "dropped");
    drag(&mut harness, words.center(), vec2(-70.0, 60.0));
    let place = annotations(&harness)[0].place.clone().expect("a place");
    assert_eq!(place.at.expect("a day").to_string().len(), 10, "to the day");
    assert!(place.value.is_some());
    let moved = rect(&harness, "Annotation: Look").center();
    assert!(moved.distance(words.center() + vec2(-70.0, 60.0)) < 3.0, "{words} {moved}");
    undo(&mut harness);
    assert_eq!(text_of(&harness), put, "one step");
}

#[test]
fn a_note_snaps_to_the_value_that_it_is_dragged_to() {
    let mut harness = open();
    harness.state_mut().ask(Command::Select(Selection::Observation { series: "mexico".into(), index: 2 }));
    settle(&mut harness);
    let command = docket::session::commands::by_id("add-note").expect("in the table");
    assert!((command.is_enabled)(session(&harness)));
    harness.state_mut().ask((command.command)());
    settle(&mut harness);
    say(&mut harness, "Most", Key::Enter);
    let note = annotations(&harness)[0].clone();
    assert_eq!((note.series.as_deref(), note.at), (Some("mexico"), "2012".parse().ok()), "about the selected value");
    assert_eq!(note.value, None);
    let point = rect(&harness, "Move the point of Most").center();
    drag(&mut harness, point, vec2(-25.0, 40.0));
    let moved = annotations(&harness)[0].clone();
    assert!(moved.series.is_none() && moved.value.is_some(), "{moved:?}");
    let there = rect(&harness, "Move the point of Most").center();
    drag(&mut harness, there, point + vec2(3.0, -4.0) - there);
    assert_eq!(annotations(&harness)[0], note, "back on the value");
}

#[test]
fn ends_are_moved_by_their_handles() {
    let mut harness = open();
    let start = at(&harness, 0.3, 0.5);
    choose(&mut harness, start, "Shade a period…");
    drag(&mut harness, start, vec2(150.0, 0.0));
    say(&mut harness, "Term", Key::Enter);
    let before = annotations(&harness)[0].at.expect("a period");
    let end = rect(&harness, "Move the end of Term").center();
    drag(&mut harness, end, vec2(80.0, 0.0));
    let longer = annotations(&harness)[0].at.expect("a period");
    assert!(longer.first_day() == before.first_day() && longer.last_day() > before.last_day(), "{before} {longer}");
    let whole = rect(&harness, "Move the whole of Term").center();
    drag(&mut harness, whole, vec2(-60.0, 0.0));
    let earlier = annotations(&harness)[0].at.expect("a period");
    assert!(earlier.first_day() < longer.first_day() && earlier.last_day() < longer.last_day());
    for _ in 0..3 {
        undo(&mut harness);
    }
    assert_eq!(text_of(&harness), TEXT);
}

#[test]
fn the_keyboard_does_all_that_the_pointer_does() {
    let mut harness = open();
    for (command, words) in
        [("add-note", "N"), ("shade-period", "S"), ("add-line", "L"), ("add-band", "B"), ("draw-arrow", "A")]
    {
        let command = docket::session::commands::by_id(command).expect("in the table");
        harness.state_mut().ask((command.command)());
        settle(&mut harness);
        say(&mut harness, words, Key::Enter);
    }
    let all = annotations(&harness);
    assert_eq!(all.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["N", "S", "L", "B", "A"]);
    let put = text_of(&harness);
    let value = |harness: &Harness<'_, App>| annotations(harness)[2].value.expect("a value");
    harness.get_by_label("Move the whole of A").focus();
    settle(&mut harness);
    harness.get_by_label("Annotation: L").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert!(annotations(&harness)[2].place.is_some(), "the words: {:#?}", annotations(&harness)[2]);
    undo(&mut harness);
    assert_eq!(text_of(&harness), put, "a nudge is a step");
    harness.state_mut().ask(Command::Select(Selection::Annotation { chart: "by-year".into(), index: 2 }));
    settle(&mut harness);
    let old = value(&harness);
    harness.get_by_label("Move the whole of L").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::ArrowUp);
    let once = value(&harness) - old;
    key(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    let ten = value(&harness) - old - once;
    assert!(once > 0.0 && (ten / once - 10.0).abs() < 3.0, "{once} {ten}");
    harness.get_by_label("Annotation: L").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::F2);
    say(&mut harness, "Line", Key::Enter);
    assert_eq!(annotations(&harness)[2].text, "Line");
    harness.get_by_label("Annotation: Line").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(annotations(&harness).len(), 4);
    harness.get_by_label("Annotation: N").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::SHIFT, Key::F10);
    harness.get_by_label("Edit the words");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    harness.get_by_label_contains("Figure:").focus();
    settle(&mut harness);
    key(&mut harness, Modifiers::SHIFT, Key::F10);
    harness.get_by_label("Add a note here");
}

#[test]
fn a_click_selects_a_double_click_writes_and_the_menu_takes_away() {
    let mut harness = open();
    let start = at(&harness, 0.5, 0.5);
    choose(&mut harness, start, "Add a note here");
    say(&mut harness, "Look", Key::Enter);
    harness.state_mut().ask(Command::Select(Selection::Dataset));
    settle(&mut harness);
    harness.run_steps(40);
    let words = rect(&harness, "Annotation: Look").center();
    click(&mut harness, words);
    settle(&mut harness);
    assert!(matches!(session(&harness).selection(), Selection::Annotation { index: 0, .. }));
    let node = harness.get_by_label("Annotation: Look");
    assert_eq!(node.accesskit_node().value().as_deref(), Some("note"));
    harness.get_by_label("Annotation 1: Look");
    harness.run_steps(40);
    double_click(&mut harness, words);
    settle(&mut harness);
    say(&mut harness, "Look here", Key::Enter);
    assert_eq!(annotations(&harness)[0].text, "Look here");
    harness.run_steps(40);
    let words = rect(&harness, "Annotation: Look here").center();
    choose(&mut harness, words, "Delete annotation");
    assert_eq!(annotations(&harness), []);
    undo(&mut harness);
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!(text_of(&harness), TEXT);
}
