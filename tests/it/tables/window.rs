//! Tables in the window: read before they are imported, merged with a preview, written out.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use docket::{
    app::{App, first_commands},
    document::samples,
    exchange::table::{Stop, Told},
    session::{Command, Effect, ImportChoices, Job, Session, TableJob},
};
use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::NodeT as _, kittest::Queryable as _};

use super::corpus;
use crate::support::{self, window::Dropped};

fn window(commands: Vec<Command>) -> Harness<'static, App> {
    support::window::window(commands, vec2(1280.0, 800.0))
}

fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// Chooses from a list.
fn choose(harness: &mut Harness<'_, App>, list: &str, option: &str) {
    harness.get_by_role_and_label(Role::ComboBox, list).click();
    harness.run_steps(4);
    // The option itself: the list that was opened may show the same words.
    harness.get_by_role_and_label(Role::Button, option).click();
    harness.run_steps(4);
}

fn press(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(4);
}

fn type_text(harness: &mut Harness<'_, App>, text: &str) {
    for c in text.chars() {
        harness.event(egui::Event::Text(c.to_string()));
        harness.run_steps(1);
    }
}

fn wait_for(harness: &mut Harness<'_, App>, what: &str, is_done: impl Fn(&App) -> bool) {
    for _ in 0..3000 {
        harness.run_steps(1);
        if is_done(harness.state()) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} did not happen");
}

fn wait_until_read(harness: &mut Harness<'_, App>) {
    wait_for(harness, "reading", |app| app.session().import().is_some_and(|import| !import.is_reading()));
}

/// A window with a table in the import dialog.
fn importing(name: &str) -> Harness<'static, App> {
    let mut harness = window(vec![Command::ImportTable(corpus(name))]);
    wait_until_read(&mut harness);
    harness
}

fn shown(harness: &Harness<'_, App>, list: &str) -> String {
    harness.get_by_role_and_label(Role::ComboBox, list).value().unwrap_or_default()
}

fn can_import(harness: &Harness<'_, App>) -> bool {
    !harness.get_by_role_and_label(Role::Button, "Import").accesskit_node().is_disabled()
}

fn dataset(harness: &Harness<'_, App>) -> Arc<docket::model::Dataset> {
    Arc::clone(harness.state().session().active().expect("an open document").1.dataset())
}

#[test]
fn a_table_is_imported_from_the_menu_as_a_new_dataset_that_can_be_undone() {
    let mut harness = window(first_commands(Vec::new()));
    let open = harness.state().session().documents().count();
    click(&mut harness, "File");
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Import table…"))).click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::TextInput, "File").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    type_text(&mut harness, &corpus("extradiciones-1252.csv").display().to_string());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    wait_until_read(&mut harness);
    harness.get_by_label("Import extradiciones-1252.csv");
    assert_eq!(shown(&harness, "Encoding"), "windows-1252");
    assert_eq!(shown(&harness, "Delimiter"), "semicolon");
    assert_eq!(shown(&harness, "Decimal mark"), "comma: 1,5");
    assert_eq!(shown(&harness, "Layout"), "a row a period");
    harness.get_by_label("18 figures of 3 series");
    harness.get_by_label("Tasa de condena (%)");
    click(&mut harness, "Import");
    let session = harness.state().session();
    assert_eq!((session.documents().count(), session.unsaved().len()), (open + 1, 1));
    let imported = dataset(&harness);
    assert_eq!(imported.title, "Extradiciones concedidas y tasa de condena");
    assert_eq!(imported.series["solicitadas"].observations[0].value, Some(1204.0));
    assert!(harness.state().session().import().is_none());
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(dataset(&harness).series.is_empty());
}

#[test]
fn every_option_can_be_changed_and_the_preview_follows() {
    let mut harness = importing("figures-long.csv");
    harness.get_by_label("6 figures of 2 series");
    choose(&mut harness, "Delimiter", "tab");
    wait_until_read(&mut harness);
    assert!(!can_import(&harness));
    choose(&mut harness, "Delimiter", "comma");
    wait_until_read(&mut harness);
    harness.get_by_label("6 figures of 2 series");
    assert_eq!(shown(&harness, "Column 1"), "entity");
    choose(&mut harness, "Column 1", "not imported");
    wait_until_read(&mut harness);
    harness.get_by_label("6 figures of 1 series");
    choose(&mut harness, "Layout", "a row a period");
    wait_until_read(&mut harness);
    assert_eq!(shown(&harness, "Column 4"), "not imported");
    choose(&mut harness, "Layout", "a row a figure");
    wait_until_read(&mut harness);
    choose(&mut harness, "Empty cells", "pending");
    wait_until_read(&mut harness);
    harness.get_by_label("7 figures of 2 series");
    choose(&mut harness, "Encoding", "windows-1252");
    wait_until_read(&mut harness);
    assert_eq!(shown(&harness, "Encoding"), "windows-1252");
    harness.get_by_label("7 figures of 2 series");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.state().session().import().is_none());
    assert!(harness.query_by_label("Import figures-long.csv").is_none());
}

#[test]
fn what_is_open_is_asked_and_what_is_not_understood_needs_leave() {
    let mut harness = importing("ambiguous.csv");
    assert!(!can_import(&harness));
    harness.get_by_label_contains("say which mark is the decimal one");
    choose(&mut harness, "Decimal mark", "point: 1.5");
    wait_until_read(&mut harness);
    assert!(can_import(&harness));
    click(&mut harness, "Import");
    assert_eq!(dataset(&harness).series["people"].observations[0].value, Some(1.234));
    harness.state_mut().ask(Command::ImportTable(corpus("figures-long.csv")));
    wait_until_read(&mut harness);
    assert!(!can_import(&harness));
    click(&mut harness, "Not understood (1)");
    harness.get_by_label("Row 9, column 3: “lots” is not a figure (decimal point)");
    click(&mut harness, "Leave out 1 cell or row that is not understood");
    assert!(can_import(&harness));
}

fn mine(folder: &Path) -> PathBuf {
    let path = folder.join("mine.ron");
    let text = "Dataset(format: 1, title: \"Mine\",\n  sources: { \"embassy-2008\": () },\n  series: { \"mx\": (entity: \
                \"Mexico\", observations: [\n    (at: 2007, value: 83), // by hand\n    (at: 2009, value: 100, source: \
                \"embassy-2008\"),\n  ]) },\n)\n";
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn a_table_is_merged_into_the_open_dataset_with_a_preview_and_one_undo() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = mine(folder.path());
    let before = fs::read_to_string(&path).expect("the file");
    let mut harness = window(vec![Command::Open(path)]);
    wait_for(&mut harness, "opening", |app| app.session().active().is_some());
    harness.state_mut().ask(Command::ImportTable(corpus("figures-long.csv")));
    wait_until_read(&mut harness);
    click(&mut harness, "Merge into “Mine”");
    wait_until_read(&mut harness);
    click(&mut harness, "Leave out 1 cell or row that is not understood");
    click(&mut harness, "Changes");
    harness.get_by_label("4 added, 1 changed, 0 same, 1 in conflict");
    harness.get_by_label("100 (embassy-2008)");
    harness.get_by_label("107 (doj-2010)");
    click(&mut harness, "Series (2)");
    assert_eq!(shown(&harness, "mexico"), "mx");
    choose(&mut harness, "mexico", "a new series");
    wait_until_read(&mut harness);
    click(&mut harness, "Changes");
    harness.get_by_label("6 added, 0 changed, 0 same, 0 in conflict");
    click(&mut harness, "Series (2)");
    choose(&mut harness, "mexico", "mx");
    wait_until_read(&mut harness);
    choose(&mut harness, "In conflict", "take theirs");
    wait_until_read(&mut harness);
    click(&mut harness, "Import");
    let merged = dataset(&harness);
    let preferred = merged.series["mx"].preferred("2009".parse().expect("a year")).and_then(|o| o.value);
    assert_eq!((preferred, merged.series.len()), (Some(107.0), 2));
    let text = |harness: &Harness<'_, App>| harness.state().session().active().expect("it").1.text().to_string();
    assert!(text(&harness).contains("// by hand"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&harness), before);
}

#[test]
fn new_series_of_a_merged_table_are_shown_in_the_open_chart_unless_that_is_not_wanted() {
    for wanted in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = mine(folder.path());
        let plain = fs::read_to_string(&path).expect("the file");
        let before =
            plain.replace("]) },\n)", "]) },\n  charts: { \"mine\": (title: \"My chart\", series: [\"mx\"]) },\n)");
        fs::write(&path, &before).expect("a file");
        let mut harness = window(vec![Command::Open(path)]);
        wait_for(&mut harness, "opening", |app| app.session().active().is_some());
        harness.state_mut().ask(Command::ImportTable(corpus("figures-long.csv")));
        wait_until_read(&mut harness);
        assert!(harness.query_by_label_contains("new series in").is_none(), "only where a table is merged");
        click(&mut harness, "Merge into “Mine”");
        wait_until_read(&mut harness);
        click(&mut harness, "Leave out 1 cell or row that is not understood");
        if !wanted {
            click(&mut harness, "Show 1 new series in “My chart”");
        }
        click(&mut harness, "Import");
        let merged = dataset(&harness);
        assert_eq!(merged.series.len(), 2);
        let new = merged.series.keys().nth(1).cloned();
        let shown: Vec<_> = ["mx".into()].into_iter().chain(new.filter(|_| wanted)).collect();
        assert_eq!(merged.charts["mine"].series, shown);
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        let (_, document) = harness.state().session().active().expect("a document");
        assert_eq!(document.text().to_string(), before, "one step");
    }
}

#[test]
fn a_workbook_dropped_on_the_window_opens_the_dialog_and_its_sheet_is_chosen() {
    let mut harness = window(first_commands(Vec::new()));
    harness.input_mut().dropped_files.push(Arc::new(Dropped(corpus("workbook.xlsx"))));
    harness.run_steps(3);
    wait_until_read(&mut harness);
    harness.get_by_label("Import workbook.xlsx");
    assert_eq!(shown(&harness, "Sheet"), "Figures");
    choose(&mut harness, "Sheet", "World Bank");
    wait_until_read(&mut harness);
    harness.get_by_label("5 figures of 2 series");
    click(&mut harness, "Series (2)");
    harness.get_by_label("2009: 34.9, 2010: 33.4, 2011: 32.1");
    click(&mut harness, "Cancel");
    assert!(harness.state().session().import().is_none());
}

#[test]
fn a_hostile_table_leaves_everything_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("open.csv");
    fs::write(&path, "year,a\n2008,\"1\n2009,2\n").expect("a file");
    let mut harness = window(first_commands(Vec::new()));
    harness.state_mut().ask(Command::Open(path));
    wait_until_read(&mut harness);
    assert!(!can_import(&harness));
    assert!(harness.query_all_by_label_contains("line 2: the quote").next().is_some());
    choose(&mut harness, "Quotes", "none");
    wait_until_read(&mut harness);
    harness.get_by_label("1 figure of 1 series");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let (_, document) = harness.state().session().active().expect("a sample");
    assert_eq!(&document.text().to_string(), samples::ALL[0].text);
    harness.state_mut().ask(Command::ImportTable(folder.path().join("none.csv")));
    wait_until_read(&mut harness);
    assert!(harness.query_all_by_label_contains("no such file").next().is_some());
}

#[test]
fn what_is_no_longer_waited_for_is_read_no_further() {
    let mut session = Session::new();
    let job = |effects: Vec<Effect>| {
        let job = effects.into_iter().find_map(|effect| match effect {
            Effect::Job(Job::ReadTable(job)) => Some(*job),
            _ => None,
        });
        job.expect("a table to be read")
    };
    let first = job(session.apply(Command::ImportTable(corpus("figures-long.csv"))));
    let told = Told { delimiter: Some(b';'), ..Told::default() };
    let choices = ImportChoices { told, ..ImportChoices::default() };
    let second = job(session.apply(Command::ChooseImport(Box::new(choices))));
    assert!(first.stop.is_asked() && !second.stop.is_asked());
    let read = |job: TableJob| {
        let (ticket, path) = (job.ticket, job.path.clone());
        let bytes = || fs::read(path).map_err(|error| error.to_string());
        Command::TableRead { ticket, result: job.perform(bytes) }
    };
    session.apply(read(TableJob { stop: Stop::default(), ..first }));
    assert!(session.import().is_some_and(|import| import.is_reading()), "an answer that comes too late is none");
    session.apply(read(second.clone()));
    assert!(session.import().is_some_and(|import| !import.is_reading()));
    session.apply(Command::CancelImport);
    assert!(second.stop.is_asked() && session.import().is_none());
}

#[test]
fn a_source_that_is_typed_is_that_of_all_figures() {
    let mut harness = importing("extradiciones-1252.csv");
    harness.get_by_role_and_label(Role::TextInput, "Source of all figures").focus();
    harness.run_steps(2);
    type_text(&mut harness, "sre-2012");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    wait_until_read(&mut harness);
    click(&mut harness, "Import");
    let imported = dataset(&harness);
    assert!(imported.series.values().flat_map(|s| &s.observations).all(|o| o.source.ids() == ["sre-2012"]));
    assert_eq!(imported.sources["sre-2012"].title.as_deref(), Some("Extradiciones concedidas y tasa de condena"));
}

#[test]
fn figures_are_exported_as_tables_from_the_menu() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.csv");
    let mut harness = window(first_commands(Vec::new()));
    for (format, rows, start) in [
        ("CSV", "a row a period, a column a series", "period,Mexico,"),
        ("TSV", "a row a figure, with sources and notes", "series\tentity\tindicator"),
        ("Markdown", "a row a period, a column a series", "| period"),
    ] {
        click(&mut harness, "File");
        click(&mut harness, "Export data…");
        click(&mut harness, "The series of the chart that is shown");
        if format != "CSV" {
            choose(&mut harness, "Format", format);
        }
        if rows != "a row a figure, with sources and notes" {
            choose(&mut harness, "Layout", rows);
        }
        harness.get_by_role_and_label(Role::TextInput, "File").focus();
        harness.run_steps(2);
        press(&mut harness, Modifiers::COMMAND, Key::A);
        type_text(&mut harness, &path.display().to_string());
        click(&mut harness, "Export");
        if format != "CSV" {
            click(&mut harness, "Replace the file");
        }
        wait_for(&mut harness, "writing", |app| {
            app.session().message().is_some_and(|m| m.text.starts_with("Exported")) && path.exists()
        });
        let text = fs::read_to_string(&path).expect("the table");
        assert!(text.starts_with(start), "{format}: {text}");
        harness.state_mut().ask(Command::Dismiss);
        harness.run_steps(2);
    }
}
