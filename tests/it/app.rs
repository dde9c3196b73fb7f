//! The whole window, by accessible names and real keys.

use std::{fs, path::Path, time::Duration};

use docket::{
    app::{App, first_commands},
    document::samples,
    session::{Command, Selection},
};
use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::NodeT as _, kittest::Queryable as _};

use crate::support::window::window as sized;

fn window(commands: Vec<Command>) -> Harness<'static, App> {
    sized(commands, vec2(1280.0, 800.0))
}

fn with_samples() -> Harness<'static, App> {
    window(first_commands(Vec::new()))
}

/// What the figure says of itself to those who can't see it.
fn description(harness: &Harness<'_, App>) -> String {
    let figure =
        harness.get_by(|node| node.role() == Role::Image && node.label().is_some_and(|l| l.starts_with("Figure: ")));
    figure.accesskit_node().description().expect("a description")
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn type_text(harness: &mut Harness<'_, App>, text: &str) {
    for c in text.chars() {
        harness.event(egui::Event::Text(c.to_string()));
        harness.run_steps(1);
    }
}

/// Waits for the thread that reads and writes.
fn wait_for(harness: &mut Harness<'_, App>, what: &str, is_done: impl Fn(&App) -> bool) {
    for _ in 0..3000 {
        harness.run_steps(1);
        if is_done(harness.state()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} did not happen");
}

#[test]
fn it_opens_with_extraditions_and_the_other_charts_are_a_click_away() {
    let mut harness = with_samples();
    let extraditions = description(&harness);
    assert!(extraditions.contains("Mexico") && extraditions.contains("Colombia"), "{extraditions}");
    click(&mut harness, "Judicial errors in Mexico");
    let errors = description(&harness);
    assert!(errors.contains("161"), "{errors}");
    click(&mut harness, "Murders and convictions in Latin America");
    assert_ne!(description(&harness), errors);
}

#[test]
fn a_number_is_edited_by_keyboard_saved_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    fs::write(&path, samples::ALL[0].text).expect("a file");
    let mut harness = window(vec![Command::Open(path.clone())]);
    wait_for(&mut harness, "opening", |app| app.session().active().is_some());
    harness.run_steps(4);
    let before = description(&harness);
    click(&mut harness, "mexico 2003");
    type_text(&mut harness, "170");
    let previewed = description(&harness);
    assert_ne!(previewed, before, "the chart follows while typing");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let after = description(&harness);
    assert!(after.contains("170"), "{after}");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    wait_for(&mut harness, "saving", |app| app.session().unsaved().is_empty());
    let saved = fs::read_to_string(&path).expect("the file");
    let changed: Vec<_> = samples::ALL[0].text.lines().zip(saved.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    let mut again = window(vec![Command::Open(path)]);
    wait_for(&mut again, "opening", |app| app.session().active().is_some());
    again.run_steps(4);
    assert_eq!(description(&again), after);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(description(&harness), before);
    let (_, document) = harness.state().session().active().expect("it is open");
    assert_eq!(document.text(), samples::ALL[0].text);
}

#[test]
fn the_menu_names_the_step_that_undo_takes_back() {
    let mut harness = with_samples();
    click(&mut harness, "mexico 2003");
    type_text(&mut harness, "1");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    click(&mut harness, "Edit");
    let undo = harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Undo set mexico 2003")));
    undo.click();
    harness.run_steps(4);
    let (_, document) = harness.state().session().active().expect("it is open");
    assert_eq!(document.text(), samples::ALL[0].text);
}

#[test]
fn escape_leaves_a_cell_and_the_chart_as_they_were() {
    let mut harness = with_samples();
    let before = description(&harness);
    click(&mut harness, "mexico 2003");
    type_text(&mut harness, "999");
    assert_ne!(description(&harness), before);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(description(&harness), before);
    assert!(harness.state().session().unsaved().is_empty());
}

#[test]
fn a_sample_is_saved_under_a_name_that_the_user_types() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.ron");
    let mut harness = with_samples();
    click(&mut harness, "mexico 2003");
    type_text(&mut harness, "108");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::COMMAND, Key::S);
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    field.focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, &path.display().to_string());
    click(&mut harness, "Save");
    wait_for(&mut harness, "saving", |app| app.session().unsaved().is_empty());
    assert!(fs::read_to_string(&path).expect("the file").contains("value: 108"));
}

#[test]
fn closing_with_unsaved_changes_asks_and_escape_stays() {
    let mut harness = with_samples();
    let open = harness.state().session().documents().count();
    click(&mut harness, "mexico 2003");
    type_text(&mut harness, "1");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    press(&mut harness, Modifiers::COMMAND, Key::W);
    harness.get_by_label("Save the changes to extraditions.ron?");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Save the changes to extraditions.ron?").is_none());
    assert_eq!(harness.state().session().documents().count(), open);
    press(&mut harness, Modifiers::COMMAND, Key::W);
    click(&mut harness, "Don't save");
    assert_eq!(harness.state().session().documents().count(), open - 1);
}

#[test]
fn a_file_that_is_missing_or_broken_leaves_the_rest_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.ron");
    fs::write(&broken, "Dataset(\n  format: 1,\n  title: \"T\",\n  sereis: {},\n  series: [],\n)\n").expect("a file");
    let mut harness = with_samples();
    let before = description(&harness);
    harness.state_mut().ask(Command::Open(folder.path().join("none.ron")));
    wait_for(&mut harness, "a message", |app| app.session().message().is_some());
    assert!(harness.state().session().message().is_some_and(|m| m.text.contains("no such file")));
    assert_eq!(description(&harness), before);
    harness.state_mut().ask(Command::Open(broken.clone()));
    wait_for(&mut harness, "opening", |app| app.session().active().is_some_and(|(_, d)| d.is_read_only()));
    harness.run_steps(4);
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("5:") && label.contains("error")));
    assert!(fs::read_to_string(&broken).expect("the file").contains("sereis"));
}

#[test]
fn the_figure_is_exported_from_the_menu() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("figure.png");
    let mut harness = with_samples();
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    field.focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, &path.display().to_string());
    click(&mut harness, "Export");
    wait_for(&mut harness, "the export", |app| app.session().message().is_some());
    let image = image::open(&path).expect("a picture");
    assert_eq!((image.width(), image.height()), (2400, 1500));
}

#[test]
fn a_point_that_is_clicked_is_selected_in_the_grid() {
    let mut harness = with_samples();
    click(&mut harness, "mexico 2003");
    let selected = harness.state().session().selection().clone();
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert_ne!(*harness.state().session().selection(), selected);
}

#[test]
fn no_window_is_too_small_and_none_too_large() {
    for size in [vec2(1.0, 1.0), vec2(60.0, 40.0), vec2(320.0, 200.0), vec2(1024.0, 640.0), vec2(5000.0, 3000.0)] {
        let mut harness = sized(first_commands(Vec::new()), size);
        harness.run_steps(3);
        for scale in [1.0, 1.25, 2.0, 3.0] {
            harness.set_pixels_per_point(scale);
            harness.run_steps(2);
        }
    }
}

#[test]
fn nothing_repaints_when_nothing_changes() {
    let mut harness = with_samples();
    harness.run_steps(20);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(1), "{delay:?}");
}

#[test]
fn every_sign_in_the_window_has_a_glyph() {
    let harness = with_samples();
    let mut missing = Vec::new();
    for folder in ["src/app", "src/session", "src/figure", "src/chart", "src/analysis"] {
        for file in crate::tidy::rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = fs::read_to_string(&file).expect("a source file");
            for (number, line) in crate::tidy::code(&text) {
                let font =
                    if line.contains('▶') { egui::FontId::monospace(12.0) } else { egui::FontId::proportional(12.0) };
                let signs = line.chars().filter(|c| !c.is_ascii() && !c.is_control() && !line.contains("assert"));
                for c in signs {
                    if !harness.ctx.fonts_mut(|fonts| fonts.has_glyph(&font, c)) {
                        missing.push(format!("{}:{number}: {c} {:?}", file.display(), c.escape_unicode().to_string()));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn of_thousands_of_charts_only_those_in_sight_are_drawn_and_the_last_can_be_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.ron");
    let charts: Vec<String> =
        (0..5000).map(|n| format!("\"c{n}\": Chart(title: \"Chart {n}\", series: [\"a\"]),\n")).collect();
    let charts = charts.concat();
    let series = "\"a\": Series(observations: [(at: 2001, value: 1), (at: 2002, value: 2)])";
    fs::write(&path, format!("Dataset(format: 1, title: \"Many\", series: {{{series}}}, charts: {{{charts}}})"))
        .expect("a file");
    let mut harness = window(vec![Command::Open(path)]);
    wait_for(&mut harness, "opening", |app| app.session().active().is_some());
    harness.run_steps(4);
    // The inspector has a list of the charts too, at the right.
    let entries = |harness: &Harness<'_, App>| -> Vec<(String, egui::Rect)> {
        let is_entry = |label: &str| label.strip_prefix("Chart ").is_some_and(|n| n.parse::<u32>().is_ok());
        let buttons = harness.query_all_by_role(Role::Button);
        let named = buttons.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
        named.filter(|(label, rect)| is_entry(label) && rect.left() < 200.0).collect()
    };
    let place = |harness: &Harness<'_, App>, label: &str| {
        let found = entries(harness).into_iter().find(|(name, _)| name == label);
        found.unwrap_or_else(|| panic!("{label} is not drawn")).1.center()
    };
    let drawn = |harness: &Harness<'_, App>| entries(harness).len();
    assert!((5..100).contains(&drawn(&harness)), "{}", drawn(&harness));
    let middle = place(&harness, "Chart 3");
    harness.hover_at(middle);
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, -1e7),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(40);
    assert!((5..100).contains(&drawn(&harness)), "{}", drawn(&harness));
    let last = place(&harness, "Chart 4999");
    harness.hover_at(last);
    harness.run_steps(2);
    harness.drag_at(last);
    harness.run_steps(2);
    harness.drop_at(last);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chart().map(|id| id.as_str()), Some("c4999"));
}

/// The names of the figures that are shown, from left to right.
fn figures(harness: &Harness<'_, App>) -> Vec<String> {
    let is_figure = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() == Role::Image && node.label().is_some_and(|label| label.starts_with("Figure: "))
    };
    let mut figures: Vec<(f32, String)> = harness
        .query_all_by(is_figure)
        .map(|node| (node.rect().left(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    figures.sort_by(|a, b| a.0.total_cmp(&b.0));
    figures.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn two_charts_stand_side_by_side_until_one_is_closed() {
    let mut harness = with_samples();
    let alone = figures(&harness);
    assert_eq!(alone.len(), 1);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    harness.run_steps(4);
    let both = figures(&harness);
    assert_eq!((both.len(), &both[0]), (2, &alone[0]));
    assert!(both[1].contains("Mexico sent out 122 people"), "{both:?}");
    click(&mut harness, "Chart beside");
    let other = "Colombia sent 1,149 people to the US in Uribe's eight years";
    harness.get_all_by_label(other).last().expect("an entry").click();
    harness.run_steps(4);
    assert_eq!(figures(&harness), [alone[0].clone(), format!("Figure: {other}")]);
    click(&mut harness, "Close the chart beside");
    assert_eq!(figures(&harness), alone);
}

#[test]
fn both_charts_side_by_side_follow_what_is_typed() {
    let mut harness = with_samples();
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    let charts = harness.state().session();
    let (before, beside) = (charts.plan().expect("a plan"), charts.plan_beside().expect("a plan"));
    let at = "2012".parse().expect("a year");
    harness.state_mut().ask(Command::Select(Selection::Cell { series: "mexico".into(), at }));
    harness.run_steps(4);
    click(&mut harness, "mexico 2012");
    type_text(&mut harness, "300");
    harness.run_steps(2);
    let session = harness.state().session();
    assert!(*session.plan().expect("a plan") != *before && *session.plan_beside().expect("a plan") != *beside);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let session = harness.state().session();
    assert!(*session.plan().expect("a plan") == *before && *session.plan_beside().expect("a plan") == *beside);
}

#[test]
fn a_talk_shows_figures_alone_and_arrows_lead_through_them() {
    let mut harness = with_samples();
    let first = figures(&harness);
    press(&mut harness, Modifiers::NONE, Key::F11);
    assert!(harness.query_by_label("File").is_none() && harness.query_by_label("Add period").is_none());
    assert_eq!(figures(&harness), first);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let second = figures(&harness);
    assert_ne!(second, first);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_ne!(figures(&harness), second);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    assert_eq!(figures(&harness), first);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_ne!(figures(&harness), first, "before the first comes the last");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("File").is_some() && harness.query_by_label("Add period").is_some());
}

/// The series of the chart that are in colour while the others are grey.
fn highlighted(harness: &Harness<'_, App>) -> Vec<String> {
    let session = harness.state().session();
    let dataset = session.dataset().expect("a dataset");
    dataset.charts[session.chart().expect("a chart")].highlight.iter().map(ToString::to_string).collect()
}

#[test]
fn a_click_on_a_name_in_the_figure_highlights_its_series() {
    let mut harness = with_samples();
    click(&mut harness, "Highlight Mexico in the figure");
    assert_eq!(highlighted(&harness), ["mexico"]);
    harness.get_by_label("Highlight Colombia, all destinations in the figure").click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    assert_eq!(highlighted(&harness), ["mexico", "colombia-all"]);
    click(&mut harness, "Highlight Mexico in the figure");
    assert_eq!(highlighted(&harness), ["mexico"], "without Ctrl it alone");
    click(&mut harness, "Highlight Mexico in the figure");
    assert_eq!(highlighted(&harness), [""; 0]);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(highlighted(&harness), ["mexico"], "each is a step");
}

#[test]
fn a_name_in_the_chart_beside_is_highlighted_there() {
    let mut harness = with_samples();
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    click(&mut harness, "Highlight Mexico, all destinations in the figure");
    assert_eq!(highlighted(&harness), [""; 0], "not in the one that is looked at");
    press(&mut harness, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(highlighted(&harness), ["mexico-all"]);
}

#[test]
fn a_name_in_a_legend_is_clicked_and_worked_by_keys_too() {
    let mut harness = with_samples();
    press(&mut harness, Modifiers::COMMAND, Key::PageDown);
    let name = "Highlight Mexico, all destinations in the figure";
    click(&mut harness, name);
    assert_eq!(highlighted(&harness), ["mexico-all"]);
    harness.get_by_label(name).focus();
    harness.run_steps(3);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(highlighted(&harness), [""; 0]);
}

#[test]
fn a_presentation_whose_figure_is_gone_ends_and_leaves_escape_to_the_menus() {
    let mut harness = with_samples();
    press(&mut harness, Modifiers::NONE, Key::F11);
    assert!(harness.query_by_label("View").is_none(), "only the figure is shown");
    harness.state_mut().ask(Command::New);
    harness.run_steps(4);
    let charts: Vec<_> = {
        let (_, document) = harness.state().session().active().expect("it is open");
        document.dataset().charts.keys().cloned().collect()
    };
    for chart in charts {
        let remove = docket::model::Edit::Remove { section: docket::model::SectionKind::Charts, id: chart };
        harness.state_mut().ask(Command::Edit { edit: remove, label: None });
    }
    harness.run_steps(4);
    click(&mut harness, "View");
    assert!(harness.ctx.any_popup_open());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!harness.ctx.any_popup_open(), "Escape closes the menu");
}

#[test]
fn a_claim_that_is_selected_elsewhere_is_scrolled_to_in_the_library() {
    let mut harness = with_samples();
    let (id, words) = {
        let dataset = harness.state().session().dataset().expect("a dataset");
        let (id, claim) = dataset.claims.last().expect("a claim");
        (id.clone(), claim.text.clone())
    };
    let place = |harness: &Harness<'_, App>| {
        let entry = harness.get_by(|node| {
            let is_entry = node.label().is_some_and(|label| label.starts_with(&format!("{words}: ")));
            is_entry && node.raw_bounds().is_some_and(|bounds| bounds.x0 < 200.0)
        });
        entry.rect()
    };
    assert!(place(&harness).top() > 800.0, "it is out of sight");
    let claims = docket::model::SectionKind::Claims;
    harness.state_mut().ask(Command::Reveal(Selection::Item { section: claims, id }));
    harness.run_steps(20);
    let rect = place(&harness);
    assert!(rect.top() > 400.0 && rect.bottom() < 780.0, "{rect:?}");
}
