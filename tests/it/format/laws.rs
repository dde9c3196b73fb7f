//! The laws of the format, over generated files, layouts and edits. `DOCKET_CASES` sets how many.

use docket::{
    format::{self, Parsed, Patch, Replacement},
    model::{Address, Dataset, Edit, Id, SectionKind},
};
use proptest::{collection::vec, prelude::*};
use ron::{extensions::Extensions, ser::PrettyConfig};

use super::{
    by_ron,
    generate::{dataset, edit, mangled},
    tastes::TASTES,
};

fn cases() -> ProptestConfig {
    let cases = std::env::var("DOCKET_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256);
    ProptestConfig { cases, max_shrink_iters: 4000, ..ProptestConfig::default() }
}

/// Whether the edit leaves references that lead nowhere: such a file is readable, and read-only.
fn dangles(text: &str) -> bool {
    format::parse(text).diagnostics().iter().all(|d| d.severity == format::Severity::Warning || d.code == "dangling")
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_written_is_read_the_same_by_us_and_by_ron(dataset in dataset()) {
        let text = format::write(&dataset);
        let parsed = format::parse(&text);
        prop_assert!(!parsed.has_errors(), "{}\n{}", super::rendered(&text), text);
        prop_assert_eq!(&**parsed.dataset(), &dataset);
        prop_assert_eq!(by_ron(&text), Ok(dataset.clone()), "{}", text);
    }

    #[test]
    fn layout_has_no_meaning(dataset in dataset(), seeds in vec(any::<u8>(), 1..200)) {
        let text = mangled(&format::write(&dataset), &seeds);
        let parsed = format::parse(&text);
        prop_assert!(!parsed.has_errors(), "{}\n{}", super::rendered(&text), text);
        prop_assert_eq!(&**parsed.dataset(), &dataset, "{}", text);
        prop_assert_eq!(by_ron(&text), Ok(dataset.clone()), "{}", text);
    }

    #[test]
    fn an_edit_of_the_text_is_the_edit_of_the_model(
        dataset in dataset(),
        seeds in vec(any::<u8>(), 1..200),
        with_names in any::<bool>(),
        edits in vec(edit(), 1..6),
    ) {
        let plain = if with_names { written_by_ron(&dataset) } else { format::write(&dataset) };
        let original = mangled(&plain, &seeds);
        let mut text = original.clone();
        let mut model = dataset;
        let mut undo: Vec<Patch> = Vec::new();
        let mut changing = format::parse(&original);
        for edit in edits {
            let parsed = format::parse(&text);
            if parsed.has_errors() {
                prop_assert!(dangles(&text), "{}\n{}", super::rendered(&text), text);
                break;
            }
            let mut edited = model.clone();
            let fits = in_full(&edit, &mut edited);
            let patch = format::patch(&parsed, &edit);
            prop_assert_eq!(patch.is_ok(), fits.is_ok(), "{:?}", edit);
            let Ok(patch) = patch else { continue };
            let after = patch.apply(&text);
            let inverse = patch.invert(&text);
            prop_assert_eq!(&inverse.apply(&after), &text);
            let read = format::parse(&after);
            prop_assert!(dangles(&after), "{:?}\n{}\n--- before\n{}\n--- after\n{}", edit, super::rendered(&after), text, after);
            prop_assert_eq!(&**read.dataset(), &edited, "{:?}\n--- before\n{}\n--- after\n{}", edit, text, after);
            prop_assert_eq!(by_ron(&after), Ok(edited.clone()), "{:?}\n--- before\n{}\n--- after\n{}", edit, text, after);
            // Sections compare equal in any order, so order is compared as it is written.
            prop_assert_eq!(format::write(read.dataset()), format::write(&edited), "{:?}\n--- before\n{}\n--- after\n{}", edit, text, after);
            if format::write(&edited) == format::write(&model) {
                prop_assert!(patch.is_empty() || matches!(edit, Edit::Batch(_)), "{:?} changes nothing but bytes", edit);
            }
            prop_assert_eq!(changing.change(&patch), inverse.clone());
            same_as_read_at_once(&changing)?;
            undo.push(inverse);
            (text, model) = (after, edited);
        }
        for patch in undo.into_iter().rev() {
            text = patch.apply(&text);
            changing.change(&patch);
            same_as_read_at_once(&changing)?;
        }
        prop_assert_eq!(&text, &original);
        prop_assert_eq!(changing.text().to_string(), original);
    }

    /// Whatever is typed into the text of a file, and wherever.
    #[test]
    fn what_is_read_after_a_change_is_what_reading_it_all_gives(
        dataset in dataset(),
        seeds in vec(any::<u8>(), 1..200),
        changes in vec((any::<prop::sample::Index>(), 0_usize..30, typed()), 1..6),
    ) {
        let original = mangled(&format::write(&dataset), &seeds);
        let mut parsed = format::parse(&original);
        let mut undo = Vec::new();
        for (at, length, typed) in changes {
            let text = parsed.text().to_string();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = at.index(places.len());
            let range = places[first]..places[(first + length).min(places.len() - 1)];
            let patch = Patch::new(vec![Replacement { range, text: typed }]);
            let after = patch.apply(&text);
            undo.push(parsed.change(&patch));
            prop_assert_eq!(parsed.text().to_string(), after);
            same_as_read_at_once(&parsed)?;
        }
        for patch in undo.into_iter().rev() {
            parsed.change(&patch);
            same_as_read_at_once(&parsed)?;
        }
        prop_assert_eq!(parsed.text().to_string(), original);
    }

    #[test]
    fn everything_is_found_where_it_stands(dataset in dataset(), seeds in vec(any::<u8>(), 1..200)) {
        let text = mangled(&format::write(&dataset), &seeds);
        let parsed = format::parse(&text);
        let items = [
            (SectionKind::Sources, dataset.sources.keys().cloned().collect::<Vec<Id>>()),
            (SectionKind::Series, dataset.series.keys().cloned().collect()),
            (SectionKind::Events, dataset.events.keys().cloned().collect()),
            (SectionKind::Claims, dataset.claims.keys().cloned().collect()),
            (SectionKind::Charts, dataset.charts.keys().cloned().collect()),
        ];
        let items = items.into_iter().flat_map(|(section, ids)| ids.into_iter().map(move |id| Address::Item { section, id }));
        let observations = dataset.series.iter().flat_map(|(series, item)| {
            (0..item.observations.len()).map(|index| Address::Observation { series: series.clone(), index })
        });
        for address in items.chain(observations).chain([Address::Dataset]) {
            let span = parsed.span(&address);
            prop_assert!(span.is_some(), "{:?}\n{}", address, text);
            let span = span.unwrap_or_default();
            prop_assert!(text.get(span.clone()).is_some());
            prop_assert_eq!(parsed.address_at(span.start), Some(address.clone()), "{}", text);
        }
    }

    #[test]
    fn a_tidy_text_means_the_same_keeps_all_comments_and_stays_as_it_is(
        dataset in dataset(),
        seeds in vec(any::<u8>(), 1..200),
    ) {
        let text = mangled(&format::write(&dataset), &seeds);
        let tidy = format::tidy(&format::parse(&text)).expect("a text without errors");
        let parsed = format::parse(&tidy);
        prop_assert!(!parsed.has_errors(), "{}\n{}", super::rendered(&tidy), tidy);
        prop_assert_eq!(&**parsed.dataset(), &dataset, "{}", tidy);
        prop_assert_eq!(format::write(parsed.dataset()), format::write(&dataset));
        prop_assert_eq!(by_ron(&tidy), Ok(dataset.clone()), "{}", tidy);
        let words = |text: &str| ["a comment, with", "\"quoted\"", "c, [", "nested"].map(|w| text.matches(w).count());
        prop_assert_eq!(words(&tidy), words(&text), "--- before\n{}\n--- after\n{}", text, tidy);
        let again = format::tidy(&parsed).expect("a text without errors");
        prop_assert_eq!(&again, &tidy);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\PC\n\"'(){}\\[\\],:/*#!rb\\\\0-9a-z]{0,60}") {
        let parsed = format::parse(&text);
        if !parsed.has_errors() {
            prop_assert!(by_ron(&text).is_ok(), "{}", text);
        }
        super::rendered(&text);
    }

    #[test]
    fn what_is_read_of_a_tampered_file_is_what_ron_reads(
        (_, text) in prop::sample::select(&TASTES[..]),
        at in any::<prop::sample::Index>(),
        put in "[(){}\\[\\],:\"a5/*#'\\\\_. \n]|//|/\\*|\\*/|r#|Some\\(|None|0x|u8|é|²",
    ) {
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let at = places[at.index(places.len())];
        let next = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        for tampered in [format!("{}{put}{}", &text[..at], &text[at..]), format!("{}{put}{}", &text[..at], &text[next..])] {
            let parsed = format::parse(&tampered);
            if !parsed.has_errors() {
                prop_assert_eq!(by_ron(&tampered), Ok((**parsed.dataset()).clone()), "{}", tampered);
            }
        }
    }

    #[test]
    fn a_broken_file_is_an_error_to_us_if_it_is_one_to_ron(dataset in dataset(), at in any::<prop::sample::Index>(), c in "[(){}\\[\\],:\"a5/*#]") {
        let text = format::write(&dataset);
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let at = places[at.index(places.len())];
        let next = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        for broken in [format!("{}{c}{}", &text[..at], &text[at..]), format!("{}{}", &text[..at], &text[next..])] {
            let parsed = format::parse(&broken);
            if !parsed.has_errors() {
                prop_assert_eq!(by_ron(&broken), Ok((**parsed.dataset()).clone()), "{}", broken);
            }
        }
    }
}

/// A dataset as `ron` writes it, which asks for the names of all structs.
fn written_by_ron(dataset: &Dataset) -> String {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::EXPLICIT_STRUCT_NAMES;
    let layout = PrettyConfig::new().struct_names(true).extensions(extensions);
    ron::ser::to_string_pretty(dataset, layout).expect("a dataset is written")
}

/// What people type, in the middle of things.
fn typed() -> impl Strategy<Value = String> {
    let pieces = [
        "",
        " ",
        "\n",
        "\r\n",
        ",",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        ":",
        "//",
        "// note\n",
        "/*",
        "*/",
        "5",
        "-",
        "%",
        "(at: 2001, value: 7),",
        "(at: 2001, value: 7, source: \"doj\")",
        ", (at: 2001)",
        "note: \"x\", ",
        "unknown: 1, ",
        "(at: \"2002-13\"),",
        "(value: 3),",
        "value: 500, ",
        "source: \"nobody\", ",
        "Some(",
        "r#",
        "\\",
        "\u{feff}",
        "é",
    ];
    vec(prop::sample::select(pieces.to_vec()), 0..3).prop_map(|pieces| pieces.concat())
}

/// A text that was changed is read as if it had been read at once.
fn same_as_read_at_once(parsed: &Parsed) -> Result<(), TestCaseError> {
    let text = parsed.text().to_string();
    let whole = format::parse(&text);
    prop_assert_eq!(parsed.dataset(), whole.dataset(), "{}", text);
    prop_assert_eq!(format::write(parsed.dataset()), format::write(whole.dataset()), "{}", text);
    prop_assert_eq!(parsed.diagnostics(), whole.diagnostics(), "{}", text);
    prop_assert_eq!(parsed.has_errors(), whole.has_errors());
    for (series, item) in &whole.dataset().series {
        for index in 0..item.observations.len() {
            let address = Address::Observation { series: series.clone(), index };
            prop_assert_eq!(parsed.span(&address), whole.span(&address), "{}", text);
        }
    }
    for byte in (0..text.len()).filter(|byte| text.is_char_boundary(*byte)).step_by(7) {
        prop_assert_eq!(parsed.address_at(byte), whole.address_at(byte), "{} {}", byte, text);
    }
    Ok(())
}

/// Changes of the first lines say how all that follows is read.
#[test]
fn what_the_first_lines_say_counts_for_all_that_was_read_before() {
    let text = "#![enable(implicit_some)]\nDataset(format: 1, title: \"T\", series: {\"a\": Series(observations: [\
                (at: 2002, value: 0), (at: 2001, value: 0), (at: 2001, value: 0), (value: 3)])})";
    let changes =
        [("implicit_some", "explicit_struct_names"), ("format: 1", "format: 12"), ("0), (value", "-0), (value")];
    for (old, new) in changes {
        let mut parsed = format::parse(text);
        let at = text.find(old).expect("it stands in the text");
        let patch = Patch::new(vec![Replacement { range: at..at + old.len(), text: new.to_owned() }]);
        let back = parsed.change(&patch);
        same_as_read_at_once(&parsed).expect("the same");
        parsed.change(&back);
        same_as_read_at_once(&parsed).expect("the same");
    }
}

/// A batch that fails half-way leaves the model half-way, so it is tried on a copy.
fn in_full(edit: &Edit, dataset: &mut Dataset) -> Result<(), docket::model::EditError> {
    let mut copy = dataset.clone();
    edit.apply(&mut copy)?;
    *dataset = copy;
    Ok(())
}
