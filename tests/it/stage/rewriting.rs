//! The words of the figure, written anew where they stand.

use docket::{app::App, session::Command};
use egui::Key;
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{TEXT, double_click, open, session, text_of};

/// Opens a text by a double click, replaces it and ends with a key.
fn rewrite(harness: &mut Harness<'_, App>, place: &str, field: &str, text: &str, end: Key) {
    let at = harness.get_by_label(place).rect().center();
    double_click(harness, at);
    harness.get_by_label(field).type_text(text);
    harness.run_steps(2);
    harness.key_press(end);
    harness.run_steps(3);
    assert!(harness.query_by_label(field).is_none(), "{field} is closed");
    // So that the next click is not the third of them.
    harness.run_steps(40);
}

#[test]
fn words_are_changed_where_they_stand_and_one_undo_brings_them_back() {
    for (place, field, text, before, after) in [
        (
            "Change the title",
            "Edit the title",
            "Down by half",
            r#"title: "Mexico sends"#,
            r#"title: "Down by half", // the"#,
        ),
        (
            "Change the name of the axis",
            "Edit the name of the axis",
            "prisoners",
            "events: All,",
            r#"y: (label: "prisoners")"#,
        ),
        (
            "Highlight Mexico in the figure",
            "Edit the name Mexico",
            "México",
            r#"entity: "Mexico""#,
            r#"entity: "México""#,
        ),
        (
            "Change the event window",
            "Edit the event window",
            "One desk",
            r#"label: "Single window""#,
            r#"label: "One desk""#,
        ),
        ("Change the sources", "Edit the source", "EFE", r#"publisher: "Reuters""#, r#"publisher: "EFE""#),
    ] {
        let mut harness = open();
        assert!(TEXT.contains(before), "{before}");
        let at = harness.get_by_label(place).rect();
        double_click(&mut harness, at.left_center() + egui::vec2(70.0_f32.min(at.width() / 2.0), 0.0));
        harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(field))).type_text(text);
        harness.run_steps(2);
        assert_eq!(text_of(&harness), TEXT, "{place}: nothing is changed while it is written");
        harness.key_press(Key::Enter);
        harness.run_steps(3);
        let now = text_of(&harness);
        assert!(now.contains(after), "{place}: {now}");
        harness.state_mut().ask(Command::Undo);
        harness.run_steps(3);
        assert_eq!(text_of(&harness), TEXT, "{place}: one step");
    }
}

#[test]
fn what_is_written_is_shown_at_once_and_dropped_by_esc() {
    let mut harness = open();
    let at = harness.get_by_label("Change the title").rect().center();
    double_click(&mut harness, at);
    harness.get_by_label("Edit the title").type_text("Other words");
    harness.run_steps(2);
    let plan = session(&harness).plan().expect("a plan");
    assert_eq!(plan.title, "Other words");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert_eq!(session(&harness).plan().expect("a plan").title, "Mexico sends fewer people");
    assert_eq!(text_of(&harness), TEXT);
    assert_eq!(session(&harness).active().expect("a document").1.undo_label(), None);
}

#[test]
fn the_keyboard_reaches_the_words_and_those_that_are_not_there_yet() {
    let mut harness = open();
    harness.get_by_label("Change the title").focus();
    harness.run_steps(2);
    harness.key_press(Key::F2);
    harness.run_steps(2);
    harness.get_by_label("Edit the title").type_text("By key");
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(text_of(&harness).contains("title: \"By key\""));
    for (command, field) in [("edit-subtitle", "Edit the subtitle"), ("edit-note", "Edit the note")] {
        let command = docket::session::commands::by_id(command).expect("in the table");
        assert!((command.is_enabled)(session(&harness)));
        harness.state_mut().ask((command.command)());
        harness.run_steps(3);
        harness.get_by_label(field).type_text("Words of mine");
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
    }
    let text = text_of(&harness);
    assert!(text.contains("subtitle: \"Words of mine\"") && text.contains("note: \"Words of mine\""), "{text}");
}

#[test]
fn a_click_elsewhere_keeps_what_was_written() {
    let mut harness = open();
    rewrite(&mut harness, "Change the title", "Edit the title", "First", Key::Enter);
    let at = harness.get_by_label("Change the title").rect().center();
    double_click(&mut harness, at);
    harness.get_by_label("Edit the title").type_text("Second");
    harness.run_steps(2);
    let away = harness.get_by_label_contains("Figure:").rect().center();
    super::click(&mut harness, away);
    harness.run_steps(3);
    assert!(text_of(&harness).contains("title: \"Second\""));
}
