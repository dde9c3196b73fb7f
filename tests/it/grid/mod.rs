//! The grid with real keys and clicks, found by accessible names.

mod carry;
mod clipboard;
mod fill_handle;
mod find;
mod laws;
mod menu;
mod selection;
mod structure;
mod tables;
mod typing;

use std::sync::Arc;

use docket::{
    app::{Context, grid, grid::GridState, shortcuts, theme::Theme},
    document::{Document, Origin},
    model::{Dataset, Id, Observation, Period, Qualifier},
    session::{Command, Effect, Selection, Session},
};
use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::{Harness, kittest::Queryable as _};

const DATASET: &str = r#"Dataset(
    format: 1,
    title: "Test",
    sources: {"doj": Source(publisher: "Department of Justice"), "press": Source(title: "A newspaper")},
    series: {
        "mexico": Series(entity: "Mexico", unit: "people", measure: Count, observations: [
            (at: 2008, value: 95, source: "doj"),
            (at: 2008, value: 85, source: "press", note: "By another count"),
            (at: 2009, value: 107),
            (at: 2010, value: 94, qualifier: About),
        ]),
        "colombia": Series(entity: "Colombia", unit: "people", measure: Count, observations: [
            (at: 2008, value: 208),
            (at: 2010, missing: NotPublished),
        ]),
        "hidden": Series(observations: [(at: 1990, value: 1)]),
    },
    charts: {"both": Chart(title: "Both", series: ["mexico", "colombia"])},
)
"#;

struct App {
    session: Session,
    state: GridState,
    /// What the last frames asked for, previews left out.
    asked: Vec<Command>,
    /// What was put on the clipboard last.
    copied: Option<String>,
}

fn session_of(text: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::Opened { path: "/data/test.ron".into(), result: Ok(Box::new(docket::format::parse(text))) });
    session
}

fn harness_of(text: &str) -> Harness<'static, App> {
    let (theme, shelf) = (Theme::light(), docket::figure::themes::Shelf::default());
    let app = App { session: session_of(text), state: GridState::default(), asked: Vec::new(), copied: None };
    Harness::builder().with_size([560.0, 320.0]).with_step_dt(1.0 / 60.0).build_ui_state(
        move |ui, app: &mut App| {
            let mut queue = Vec::new();
            if !app.state.is_asking() {
                shortcuts::take(ui.ctx(), &app.session, &mut queue);
            }
            let context = Context { session: &app.session, theme: &theme, figure_themes: &shelf };
            grid::ui(ui, &context, &mut app.state, &mut queue);
            for command in queue {
                if !matches!(command, Command::Preview(_)) {
                    app.asked.push(command.clone());
                }
                for effect in app.session.apply(command) {
                    match effect {
                        Effect::Copy(text) => ui.ctx().copy_text(text),
                        Effect::Grid(ask) => app.state.ask(ask),
                        _ => {}
                    }
                }
            }
            ui.ctx().output(|output| {
                for command in &output.commands {
                    if let OutputCommand::CopyText(text) = command {
                        app.copied = Some(text.clone());
                    }
                }
            });
        },
        app,
    )
}

fn harness() -> Harness<'static, App> {
    let mut harness = harness_of(DATASET);
    harness.run();
    harness
}

/// A dataset of two series and ten years: `a` has 1 to 10, `b` has 10 to 100 with a gap in 2004 and 2005.
const TEN_YEARS: &str = r#"Dataset(
    format: 1,
    title: "Ten years",
    series: {
        "a": Series(unit: "people", measure: Count, observations: [
            (at: 2001, value: 1), (at: 2002, value: 2), (at: 2003, value: 3), (at: 2004, value: 4), (at: 2005, value: 5),
            (at: 2006, value: 6), (at: 2007, value: 7), (at: 2008, value: 8), (at: 2009, value: 9), (at: 2010, value: 10),
        ]),
        "b": Series(unit: "people", measure: Count, observations: [
            (at: 2001, value: 10), (at: 2002, value: 20), (at: 2003, value: 30),
            (at: 2006, value: 60, qualifier: About), (at: 2007, value: 70), (at: 2008, value: 80), (at: 2009, value: 90),
            (at: 2010, value: 100),
        ]),
        "share": Series(unit: "of cases", measure: Share, observations: [(at: 2001, value: 40), (at: 2002, value: 60)]),
    },
    charts: {"all": Chart(series: ["a", "b", "share"])},
)
"#;

fn ten_years() -> Harness<'static, App> {
    let mut harness = harness_of(TEN_YEARS);
    harness.run();
    harness
}

/// The corners of what is selected: `a 2001 to b 2003`.
fn range(harness: &Harness<'_, App>) -> String {
    let session = &harness.state().session;
    let (Some(sheet), Some(selected)) = (session.sheet(), session.selected_cells()) else {
        return "nothing".to_owned();
    };
    let (first, last) = (sheet.cell_name(selected.span.first), sheet.cell_name(selected.span.last));
    if first == last { first } else { format!("{first} to {last}") }
}

/// The values of a series by year, as its cells show them.
fn shown(harness: &Harness<'_, App>, series: &str) -> Vec<String> {
    let data = dataset(harness);
    let series = &data.series[series];
    series.observations.iter().map(|o| format!("{} {}", o.at, o.shown(&series.head.measure))).collect()
}

fn text(harness: &Harness<'_, App>) -> String {
    harness.state().session.active().expect("an open document").1.text().to_string()
}

/// Drags from the middle of one part of the grid to that of another.
fn drag(harness: &mut Harness<'_, App>, from: &str, to: &str) {
    let at = |harness: &Harness<'_, App>, label: &str| harness.get_by_label(label).rect().center();
    let (from, to) = (at(harness, from), at(harness, to));
    harness.drag_at(from);
    harness.run_steps(2);
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.run_steps(2);
    }
    harness.drop_at(to);
    // So that the next click is not the second half of a double click.
    harness.run_steps(30);
}

fn click_with(harness: &mut Harness<'_, App>, modifiers: Modifiers, cell: &str) {
    harness.get_by_label(cell).click_modifiers(modifiers);
    harness.run();
    harness.run_steps(30);
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

fn dataset(harness: &Harness<'_, App>) -> Arc<Dataset> {
    let (_, document) = harness.state().session.active().expect("an open document");
    Arc::clone(document.dataset())
}

fn preferred(harness: &Harness<'_, App>, series: &str, at: i64) -> Option<Observation> {
    dataset(harness).series[series].preferred(year(at)).cloned()
}

fn selected(harness: &Harness<'_, App>) -> String {
    match harness.state().session.selection() {
        Selection::Cell { series, at } => format!("{series} {at}"),
        other => format!("{other:?}"),
    }
}

fn click(harness: &mut Harness<'_, App>, cell: &str) {
    harness.get_by_label(cell).click();
    harness.run();
    // So that the next click is not the second half of a double click.
    harness.run_steps(30);
}

fn press(harness: &mut Harness<'_, App>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn press_with(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn type_text(harness: &mut Harness<'_, App>, text: &str) {
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
}

fn steps(harness: &Harness<'_, App>) -> usize {
    harness.state().session.active().map_or(0, |(_, document)| document.steps().len())
}

#[test]
fn cells_are_named_by_series_and_period_and_say_their_value() {
    let harness = harness();
    for (cell, value) in [
        ("mexico 2008", "95"),
        ("mexico 2010", "about 94"),
        ("colombia 2008", "208"),
        ("colombia 2009", ""),
        ("colombia 2010", "not published"),
    ] {
        assert_eq!(harness.get_by_label(cell).value().unwrap_or_default(), value, "{cell}");
    }
    assert!(harness.query_by_label("hidden 1990").is_none(), "the chart does not show it");
}

#[test]
fn arrows_and_their_kin_move_the_selection() {
    let mut harness = harness();
    click(&mut harness, "mexico 2008");
    assert_eq!(selected(&harness), "mexico 2008");
    for (modifiers, key, want) in [
        (Modifiers::NONE, Key::ArrowDown, "mexico 2009"),
        (Modifiers::NONE, Key::ArrowRight, "colombia 2009"),
        (Modifiers::NONE, Key::ArrowRight, "colombia 2009"),
        (Modifiers::NONE, Key::ArrowUp, "colombia 2008"),
        (Modifiers::NONE, Key::ArrowLeft, "mexico 2008"),
        (Modifiers::NONE, Key::End, "colombia 2008"),
        (Modifiers::NONE, Key::Home, "mexico 2008"),
        (Modifiers::COMMAND, Key::End, "colombia 2010"),
        (Modifiers::COMMAND, Key::Home, "mexico 2008"),
        (Modifiers::NONE, Key::PageDown, "mexico 2010"),
        (Modifiers::NONE, Key::PageUp, "mexico 2008"),
        (Modifiers::NONE, Key::ArrowDown, "mexico 2009"),
        (Modifiers::NONE, Key::Tab, "colombia 2009"),
        (Modifiers::NONE, Key::Tab, "mexico 2010"),
        (Modifiers::SHIFT, Key::Tab, "colombia 2009"),
        (Modifiers::SHIFT, Key::Enter, "colombia 2008"),
        (Modifiers::NONE, Key::Enter, "colombia 2009"),
    ] {
        press_with(&mut harness, modifiers, key);
        assert_eq!(selected(&harness), want, "{modifiers:?} {key:?}");
    }
    assert_eq!(steps(&harness), 0);
}

#[test]
fn typing_replaces_previews_and_enter_commits_one_step_and_moves_down() {
    let mut harness = harness();
    click(&mut harness, "mexico 2008");
    type_text(&mut harness, "1,23");
    assert_eq!(harness.get_by_label("Edit mexico 2008").value().as_deref(), Some("1,23"));
    type_text(&mut harness, "4");
    let previewed = harness.state().session.dataset().expect("a dataset");
    assert_eq!(previewed.series["mexico"].preferred(year(2008)).and_then(|o| o.value), Some(1234.0));
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(95.0), "only previewed");
    press(&mut harness, Key::Enter);
    let committed = preferred(&harness, "mexico", 2008).expect("an observation");
    assert_eq!((committed.value, committed.source.ids()), (Some(1234.0), &[Id::from("doj")][..]));
    assert_eq!(selected(&harness), "mexico 2009");
    assert_eq!(steps(&harness), 1);
    assert_eq!(harness.state().session.preview(), None);
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(95.0));
}

#[test]
fn qualified_values_are_taken_as_what_they_mean() {
    let mut harness = harness();
    click(&mut harness, "colombia 2009");
    type_text(&mut harness, "nearly 2000");
    press(&mut harness, Key::Tab);
    let set = preferred(&harness, "colombia", 2009).expect("an observation");
    assert_eq!((set.value, set.qualifier), (Some(2000.0), Qualifier::Nearly));
    assert_eq!(selected(&harness), "mexico 2010", "Tab goes on to the next row");
}

#[test]
fn f2_and_a_double_click_edit_what_is_there() {
    for open in ["F2", "double click"] {
        let mut harness = harness();
        click(&mut harness, "mexico 2009");
        if open == "F2" {
            press(&mut harness, Key::F2);
        } else {
            harness.get_by_label("mexico 2009").click();
            harness.get_by_label("mexico 2009").click();
            harness.run();
        }
        let editor = harness.query_by_label("Edit mexico 2009").unwrap_or_else(|| panic!("{open} opens no editor"));
        assert_eq!(editor.value().as_deref(), Some("107"), "{open}");
        type_text(&mut harness, "5");
        press_with(&mut harness, Modifiers::SHIFT, Key::Enter);
        assert_eq!(preferred(&harness, "mexico", 2009).and_then(|o| o.value), Some(1075.0), "{open}");
        assert_eq!(selected(&harness), "mexico 2008", "{open}");
    }
}

#[test]
fn escape_leaves_all_as_it_was() {
    let mut harness = harness();
    click(&mut harness, "mexico 2009");
    type_text(&mut harness, "7");
    assert!(harness.state().session.preview().is_some());
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Edit mexico 2009").is_none());
    assert_eq!(harness.state().session.preview(), None);
    assert_eq!((steps(&harness), selected(&harness).as_str()), (0, "mexico 2009"));
    press(&mut harness, Key::ArrowDown);
    assert_eq!(selected(&harness), "mexico 2010", "the grid has the keyboard again");
}

#[test]
fn what_cannot_be_read_stays_in_the_editor_with_the_reason() {
    let mut harness = harness();
    click(&mut harness, "mexico 2009");
    type_text(&mut harness, "lots");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.get_by_label("Edit mexico 2009").value().as_deref(), Some("lots"));
    assert!(harness.query_by_label_contains("“lots” is not a figure").is_some());
    assert_eq!((steps(&harness), selected(&harness).as_str()), (0, "mexico 2009"));
    click(&mut harness, "colombia 2008");
    assert_eq!(selected(&harness), "mexico 2009", "a click elsewhere does not lose it either");
    assert!(harness.query_by_label("Edit mexico 2009").is_some());
}

#[test]
fn a_click_on_another_cell_commits_what_is_typed() {
    let mut harness = harness();
    click(&mut harness, "mexico 2009");
    type_text(&mut harness, "8");
    click(&mut harness, "colombia 2008");
    assert_eq!(preferred(&harness, "mexico", 2009).and_then(|o| o.value), Some(8.0));
    assert_eq!((steps(&harness), selected(&harness).as_str()), (1, "colombia 2008"));
}

#[test]
fn what_is_left_unchanged_is_no_step() {
    let mut harness = harness();
    click(&mut harness, "mexico 2010");
    press(&mut harness, Key::F2);
    press(&mut harness, Key::Enter);
    assert_eq!(steps(&harness), 0);
}

#[test]
fn delete_clears_the_cell_and_backspace_starts_it_anew() {
    let mut harness = harness();
    click(&mut harness, "mexico 2009");
    press(&mut harness, Key::Delete);
    assert_eq!(preferred(&harness, "mexico", 2009), None);
    assert_eq!(steps(&harness), 1);
    press(&mut harness, Key::Delete);
    assert_eq!(steps(&harness), 1, "an empty cell stays as it is");
    click(&mut harness, "mexico 2010");
    press(&mut harness, Key::Backspace);
    assert_eq!(harness.get_by_label("Edit mexico 2010").value().unwrap_or_default(), "");
    press(&mut harness, Key::Escape);
    assert!(preferred(&harness, "mexico", 2010).is_some(), "Esc brings it back");
    press(&mut harness, Key::Backspace);
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "mexico", 2010), None);
}

#[test]
fn a_period_is_added_in_place_and_keeps_its_row_until_it_has_a_value() {
    let mut harness = harness();
    harness.get_by_label("Add period").click();
    harness.run();
    assert_eq!(harness.get_by_label("New period").value().as_deref(), Some("2011"), "the next one is offered");
    type_text(&mut harness, "x");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("is not a period").is_some());
    press(&mut harness, Key::Backspace);
    press(&mut harness, Key::Enter);
    assert_eq!(selected(&harness), "mexico 2011");
    type_text(&mut harness, "93");
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "mexico", 2011).and_then(|o| o.value), Some(93.0));
}

#[test]
fn a_series_is_added_to_the_chart_and_removed_again() {
    let mut harness = harness();
    harness.get_by_label("Add series").click();
    harness.run();
    type_text(&mut harness, "Peru");
    press(&mut harness, Key::Enter);
    let data = dataset(&harness);
    assert_eq!(data.series["peru"].head.unit.as_deref(), Some("people"));
    assert_eq!(data.charts["both"].series, ["mexico", "colombia", "peru"]);
    assert_eq!(steps(&harness), 1);
    click(&mut harness, "peru 2009");
    harness.get_by_label("peru").click_secondary();
    harness.run_steps(4);
    harness.get_by_label("Delete").click();
    harness.run_steps(4);
    assert!(!dataset(&harness).series.contains_key("peru"));
}

#[test]
fn a_period_is_removed_with_all_values_shown() {
    let mut harness = harness();
    click(&mut harness, "colombia 2008");
    harness.get_by_label("2008").click_secondary();
    harness.run_steps(4);
    harness.get_by_label("Delete").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("mexico 2008").is_none());
    assert_eq!(preferred(&harness, "hidden", 1990).and_then(|o| o.value), Some(1.0));
    assert_eq!(steps(&harness), 1);
}

#[test]
fn what_is_selected_elsewhere_is_scrolled_to() {
    let rows = (1900..2000).map(|year| format!("(at: {year}, value: {year}),")).collect::<Vec<_>>().concat();
    let text = format!(
        "Dataset(format: 1, title: \"Long\", series: {{\"long\": Series(observations: [{rows}])}}, \
         charts: {{\"c\": Chart(series: [\"long\"])}})"
    );
    let mut harness = harness_of(&text);
    harness.run();
    assert!(harness.query_by_label("long 1990").is_none(), "only what is in sight is drawn");
    harness.state_mut().session.apply(Command::Select(Selection::Observation { series: "long".into(), index: 90 }));
    harness.run();
    assert!(harness.query_by_label("long 1990").is_some());
    assert!(harness.query_by_label("long 1900").is_none());
}

#[test]
fn keys_without_the_focus_are_left_alone() {
    let mut harness = harness();
    harness.state_mut().session.apply(Command::Select(Selection::Cell { series: "mexico".into(), at: year(2008) }));
    harness.run();
    press(&mut harness, Key::Delete);
    type_text(&mut harness, "7");
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(95.0));
    assert!(harness.query_by_label("Edit mexico 2008").is_none());
}

#[test]
fn a_document_with_errors_is_not_edited() {
    let broken = DATASET.replace("value: 107", "value: oops");
    assert!(Document::<Selection>::from_text(broken.as_str(), Origin::File("/x.ron".into())).is_read_only());
    let mut harness = harness_of(&broken);
    harness.run();
    if harness.query_by_label("mexico 2008").is_some() {
        click(&mut harness, "mexico 2008");
        type_text(&mut harness, "7");
        press(&mut harness, Key::Delete);
    }
    assert!(harness.query_by_label("Edit mexico 2008").is_none());
    assert_eq!(steps(&harness), 0);
}

#[test]
fn hovering_tells_all_values_with_sources_and_notes() {
    let mut harness = harness();
    harness.get_by_label("mexico 2008").hover();
    harness.run_steps(60);
    assert!(harness.query_by_label_contains("85, A newspaper").is_some());
    assert!(harness.query_by_label_contains("95, Department of Justice").is_some());
}
