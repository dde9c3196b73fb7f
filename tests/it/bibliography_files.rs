//! Bibliographies to files and from them, in the window.

use std::{fs, time::Duration};

use docket::{
    app::App,
    document::samples,
    exchange::bibliography::{BibliographyForm, read, write},
    format,
    model::{Section, Source},
    session::{BibliographyCommand, Command, Session, same_source},
};
use egui::{accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use proptest::prelude::*;

use crate::support::window::window;

const BIB: &str = "@online{reuters, organization = {Reuters}, title = {A new record}, url = {https://r.org/2}}\n\
                   @misc{second, organization = {El Tiempo}, title = {Otra vez}, date = {2014}}\n\
                   @online{known, title = {Anything}, url = {http://www.jurist.org/paperchase/2009/11/mexico-extraditions-to-us-reach-record.php/}}\n";

fn until(harness: &mut Harness<'_, App>, is_so: impl Fn(&Harness<'_, App>) -> bool) {
    for _ in 0..1000 {
        harness.step();
        if is_so(harness) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never came to be so");
}

fn sources(session: &Session) -> Section<Source> {
    session.active().expect("a document").1.dataset().sources.clone()
}

/// The built-in extraditions, asked to add sources from a file that holds a text.
fn asked(name: &str, text: &str) -> (tempfile::TempDir, Harness<'static, App>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a file");
    let mut harness = window(vec![Command::OpenSample("extraditions.ron")], vec2(1024.0, 640.0));
    harness.state_mut().ask(BibliographyCommand::AskAdd.into());
    harness.run_steps(3);
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.get_by_role_and_label(Role::TextInput, "File").type_text(&path.display().to_string());
    harness.run_steps(2);
    harness.get_by_label("Look at them").click();
    until(&mut harness, |harness| harness.query_by_label_contains("Add sources from ").is_some());
    (folder, harness)
}

#[test]
fn sources_of_a_file_are_looked_at_and_added_in_one_step_but_for_those_that_are_there() {
    let (_folder, mut harness) = asked("new.bib", BIB);
    let before = sources(harness.state().session());
    assert!(harness.query_by_label("the same as jurist-2009-11").is_some());
    assert!(
        harness.query_by_label_contains("A new record").is_some()
            && harness.query_by_label_contains("Otra vez").is_some()
    );
    harness.get_by_label("Add 2 sources").click();
    harness.run_steps(3);
    let after = sources(harness.state().session());
    assert_eq!(after.len(), before.len() + 2);
    assert_eq!(after["second"].title.as_deref(), Some("Otra vez"));
    harness.state_mut().ask(Command::Undo);
    harness.run_steps(3);
    assert_eq!(sources(harness.state().session()), before, "one step takes them back");
}

#[test]
fn a_duplicate_is_added_when_it_is_chosen_and_escape_adds_nothing() {
    let (_folder, mut harness) = asked("new.bib", BIB);
    let before = sources(harness.state().session()).len();
    harness.get_by_label("Add known").click();
    harness.run_steps(3);
    harness.get_by_label("Add 3 sources").click();
    harness.run_steps(3);
    assert_eq!(sources(harness.state().session()).len(), before + 3);
    let (_folder, mut harness) = asked("new.ris", "TY  - WEB\nTI  - A title\nPB  - EFE\nER  - \n");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert_eq!(sources(harness.state().session()).len(), before);
    assert!(harness.state().session().adding().is_none());
}

#[test]
fn a_faulty_file_is_refused_with_its_place() {
    let (_folder, mut harness) = asked("faulty.bib", "@online{a, title = {x},\n  url = }");
    assert!(harness.query_by_label_contains("line 2, column 9").is_some());
    harness.get_by_label("Close").click();
    harness.run_steps(3);
    assert!(harness.state().session().adding().is_none());
}

#[test]
fn the_sources_are_saved_as_a_bibliography_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.bib");
    let mut harness = window(vec![Command::OpenSample("extraditions.ron")], vec2(1024.0, 640.0));
    harness.state_mut().ask(BibliographyCommand::AskSave.into());
    harness.run_steps(3);
    harness.get_by_label("CSL-JSON").click();
    harness.run_steps(2);
    harness.get_by_label("BibTeX").click();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "File").focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.get_by_role_and_label(Role::TextInput, "File").type_text(&path.display().to_string());
    harness.run_steps(2);
    harness.get_by_label("Export").click();
    until(&mut harness, |_| path.exists());
    let wanted = write(&sources(harness.state().session()), BibliographyForm::Bibtex);
    until(&mut harness, |_| fs::read_to_string(&path).is_ok_and(|text| text == wanted));
}

#[test]
fn the_same_source_is_known_by_its_address_or_its_words() {
    let parsed = format::parse(samples::ALL[0].text);
    let known = &parsed.dataset().sources;
    for (id, source) in known {
        let found = same_source(known, source);
        assert!(found.is_some() || (source.url.is_none() && source.title.is_none()), "{id} is not known again");
    }
    let text = |text: &str| Some(text.to_owned());
    let mut sources = Section::new();
    let one = Source { publisher: text("EFE"), title: text("A title"), date: text("2010"), ..Source::default() };
    sources.insert("a".into(), Source { url: text("https://www.efe.es/a/"), ..one.clone() });
    assert!(same_source(&sources, &Source { url: text("http://efe.es/a"), ..Source::default() }).is_some());
    assert!(same_source(&sources, &Source { title: text("a  TITLE."), ..one.clone() }).is_some(), "with no address");
    assert!(same_source(&sources, &Source { url: text("https://efe.es/b"), ..one.clone() }).is_none(), "elsewhere");
    assert!(same_source(&sources, &Source { title: text("Another"), ..one }).is_none());
    assert!(same_source(&sources, &Source::default()).is_none(), "nothing is the same as nothing");
}

/// A text with all that BibTeX takes for more than it is.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "~", "^", "\\", "{", "}", "$", "%", "#", "&", "_", "-", "--", "\"", "'", "@", "=", ",", ":", "a", "é", "ñ",
        "i", " ", "word", "\\~", "\\^", "~n", "^o", "\\textbf", "²", "–", "\u{a0}", "\n",
    ]);
    prop_oneof![prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat()), "\\PC{1,12}"]
}

proptest! {
    #[test]
    fn any_words_survive_bibtex(publisher in text(), title in text(), note in text()) {
        let plain = |text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        let source = Source { publisher: plain(&publisher), title: plain(&title), note: plain(&note), ..Source::default() };
        let mut sources = Section::new();
        sources.insert("a".into(), source.clone());
        let text = write(&sources, BibliographyForm::Bibtex);
        let found = read(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        prop_assert_eq!(&found[0].1, &source, "{}", text);
    }
}
