//! Themes, exports and copies in the window.

use std::{fs, path::Path, time::Duration};

use docket::{
    app::{App, worker},
    document::disk::RealDisk,
    figure::{Color, FigureTheme, Vision, themes},
    session::{Command, Effect, FigureContent, Session},
};
use egui::{Color32, Key, Modifiers, OutputCommand, Shape, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::TEXT;
use crate::support;

/// The window with the dataset of a file.
fn window(path: &Path) -> Harness<'static, App> {
    let mut harness = support::window::window(vec![Command::Open(path.to_owned())], vec2(1280.0, 900.0));
    wait_for(&mut harness, "opening", |harness| harness.state().session().active().is_some());
    harness.run_steps(4);
    harness
}

fn wait_for(harness: &mut Harness<'_, App>, what: &str, is_done: impl Fn(&Harness<'_, App>) -> bool) {
    for _ in 0..3000 {
        harness.run_steps(1);
        if is_done(harness) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} did not happen");
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

/// Whether something is filled with a colour.
fn is_painted(harness: &Harness<'_, App>, color: Color) -> bool {
    fn any(shape: &Shape, color: Color32) -> bool {
        match shape {
            Shape::Vec(shapes) => shapes.iter().any(|shape| any(shape, color)),
            Shape::Rect(rect) => rect.fill == color,
            Shape::Circle(circle) => circle.fill == color,
            _ => false,
        }
    }
    harness.output().shapes.iter().any(|clipped| any(&clipped.shape, color.into()))
}

fn color(text: &str) -> Color {
    text.parse().expect("a colour")
}

fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.ron");
    fs::write(&path, TEXT).expect("a file");
    (folder, path)
}

#[test]
fn all_charts_are_exported_and_nothing_is_replaced_unasked() {
    let (folder, path) = folder();
    let mut harness = window(&path);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    click(&mut harness, "All 2 charts of the dataset");
    harness.get_by_role_and_label(Role::ComboBox, "Format").click();
    harness.run_steps(3);
    click(&mut harness, "SVG");
    click(&mut harness, "Column");
    let field = harness.get_by_role_and_label(Role::TextInput, "Folder");
    field.focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    let out = folder.path().join("out");
    harness.event(egui::Event::Text(out.display().to_string()));
    harness.run_steps(2);
    click(&mut harness, "Export");
    wait_for(&mut harness, "the export", |harness| harness.state().session().message().is_some());
    for id in ["both", "one"] {
        let svg = fs::read_to_string(out.join(format!("{id}.svg"))).expect("a figure");
        assert!(svg.contains("width=\"90mm\""), "{id}");
    }
    assert!(fs::read_to_string(out.join("one.svg")).expect("a figure").contains("#fbf8f2"), "its own theme");
    // The names are taken now.
    press(&mut harness, Modifiers::COMMAND, Key::E);
    click(&mut harness, "All 2 charts of the dataset");
    let field = harness.get_by_role_and_label(Role::TextInput, "Folder");
    field.focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(out.display().to_string()));
    harness.run_steps(2);
    fs::write(out.join("one.png"), "mine").expect("a file");
    click(&mut harness, "Export");
    assert!(harness.query_by_label_contains("they would be replaced").is_some());
    assert_eq!(fs::read_to_string(out.join("one.png")).expect("mine"), "mine");
}

#[test]
fn a_page_that_can_not_be_drawn_is_refused_in_words() {
    let (_folder, path) = folder();
    let mut harness = window(&path);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    click(&mut harness, "Page");
    let field = harness.get_by_role_and_label(Role::SpinButton, "Width");
    field.click();
    harness.run_steps(3);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("12,5".to_owned()));
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.query_by_label_contains("each side from 26.5 to 5292 mm").is_some());
    assert!(harness.query_by_label("Export").is_some_and(|button| button.accesskit_node().is_disabled()));
}

#[test]
fn the_figure_is_copied_as_picture_svg_and_data() {
    let (_folder, path) = folder();
    let mut harness = window(&path);
    let copied = |harness: &Harness<'_, App>| harness.output().platform_output.commands.clone();
    let keys = Modifiers::COMMAND | Modifiers::SHIFT;
    harness.key_press_modifiers(keys, Key::G);
    wait_for(&mut harness, "a copy", |harness| {
        let is_picture =
            |command: &OutputCommand| matches!(command, OutputCommand::CopyImage(image) if image.size == [2400, 1500]);
        copied(harness).iter().any(is_picture)
    });
    let said = harness.state().session().message().expect("a word").text.clone();
    assert_eq!(said, "Copied the figure as a picture of 2400 × 1500 pixels");
    click(&mut harness, "Chart");
    harness.get_by_label_contains("Copy figure as SVG").click();
    let is_text = |start: &'static str| {
        move |harness: &Harness<'_, App>| {
            let is =
                |command: &OutputCommand| matches!(command, OutputCommand::CopyText(text) if text.starts_with(start));
            copied(harness).iter().any(is)
        }
    };
    wait_for(&mut harness, "a copy", is_text("<svg "));
    press(&mut harness, keys, Key::T);
    wait_for(&mut harness, "a copy", |harness| {
        let message = harness.state().session().message();
        message.is_some_and(|message| message.text == "Copied the data of the figure, 7 rows")
    });
}

#[test]
fn what_is_copied_as_data_is_a_table_parted_by_tabs() {
    let mut session = Session::new();
    let parsed = docket::format::parse(TEXT);
    session.apply(Command::Opened { path: "/data/t.ron".into(), result: Ok(Box::new(parsed)) });
    let effects = session.apply(Command::CopyFigure(docket::chart::CopyForm::Data));
    let [Effect::Job(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = session.apply(worker::perform(&RealDisk, job.clone()));
    let Some(Effect::CopyFigure(FigureContent::Text(text))) = effects.last() else { panic!("{effects:?}") };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0].split('\t').count()), (8, 10));
    assert!(lines[3].starts_with("Mexico & co.\t2010\t2000\tNearly\t"), "{}", lines[3]);
}

#[test]
fn the_figure_has_the_theme_that_its_chart_names() {
    let (folder, path) = folder();
    let text = TEXT.replace("newspaper", "house");
    fs::write(&path, &text).expect("a file");
    let mut harness = window(&path);
    let one = harness.query_all_by_label("one").next().expect("the chart in the library");
    one.click();
    harness.run_steps(4);
    let trouble = "there is no theme `house`";
    wait_for(&mut harness, "a word", |harness| harness.query_by_label_contains(trouble).is_some());
    // The theme is written elsewhere, and the window is come back to.
    let house = themes::BUILT_IN[0].1.replace("#ffffff", "#fffff0");
    fs::write(folder.path().join("house.theme.ron"), house.replace("grid:", "gird:")).expect("a file");
    harness.event(egui::Event::WindowFocused(true));
    wait_for(&mut harness, "a word", |harness| harness.query_by_label_contains("house.theme.ron:10:5: ").is_some());
    fs::write(folder.path().join("house.theme.ron"), house).expect("a file");
    harness.event(egui::Event::WindowFocused(true));
    wait_for(&mut harness, "the theme", |harness| is_painted(harness, color("#fffff0")));
    assert!(harness.query_by_label_contains("house.theme.ron").is_none());
}

#[test]
fn the_figure_is_looked_at_with_other_eyes() {
    let (_folder, path) = folder();
    let mut harness = window(&path);
    let first = FigureTheme::named("light").expect("a built-in theme").series(0);
    assert!(is_painted(&harness, first));
    click(&mut harness, "View");
    harness.get_by_label_contains("Look at the figure with").hover();
    harness.run_steps(20);
    click(&mut harness, Vision::Deuteranopia.words());
    let seen = first.seen_through(Vision::Deuteranopia);
    assert!(is_painted(&harness, seen) && !is_painted(&harness, first));
}
