//! Typing in the text, without the window: steps, saving, and what is selected.

use std::path::PathBuf;

use docket::{
    document::samples,
    format::{Patch, Replacement},
    model::{Id, Observation, Period},
    session::{CaretPlace, Command, Effect, Job, Selection, Session, TextChange, commands, gestures},
};
use proptest::{collection::vec, prelude::*};

fn open(text: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::Opened { path: "/data/a.ron".into(), result: Ok(Box::new(docket::format::parse(text))) });
    session
}

fn text(session: &Session) -> String {
    session.active().expect("a document").1.text().to_string()
}

fn said(session: &Session) -> String {
    session.message().map(|message| message.text.clone()).unwrap_or_default()
}

fn revision(session: &Session) -> u64 {
    session.active().expect("a document").1.revision()
}

fn change(session: &mut Session, range: std::ops::Range<usize>, new: &str, change: TextChange) {
    let caret = range.start + new.len();
    let patch = Patch::new(vec![Replacement { range, text: new.to_owned() }]);
    let caret = CaretPlace { byte: caret, line: caret };
    session.apply(Command::EditText { revision: revision(session), patch, change, caret });
}

/// Types at a place that is given by what stands before it; where the caret is afterwards.
fn type_after(session: &mut Session, before: &str, new: &str) -> usize {
    let mut at = text(session).find(before).expect("it stands in the text") + before.len();
    for c in new.chars() {
        change(session, at..at, &c.to_string(), TextChange::Typing);
        at += c.len_utf8();
    }
    at
}

fn undo_all(session: &mut Session) -> usize {
    let mut steps = 0;
    while session.active().is_some_and(|(_, document)| document.undo_label().is_some()) {
        session.apply(Command::Undo);
        steps += 1;
    }
    steps
}

const SMALL: &str = "Dataset(format: 1, title: \"A\", series: {\"a\": (observations: [\n  (at: 2012, value: 1), // one\n  \
                     (at: 2013, value: 2),\n])}, charts: {\"c\": (series: [\"a\"]), \"d\": (series: [\"a\"])})";

#[test]
fn a_step_is_a_word() {
    let mut session = open(SMALL);
    let at = type_after(&mut session, "title: \"A", " new title");
    assert_eq!(undo_all(&mut session), 3, "a blank, new and a blank, title");
    assert_eq!(text(&session), SMALL);
    while session.active().is_some_and(|(_, document)| document.redo_label().is_some()) {
        session.apply(Command::Redo);
    }
    for back in 0..3 {
        change(&mut session, at - back - 1..at - back, "", TextChange::Deletion);
    }
    let redone = commands::by_id("undo").expect("a command").text_now(&session);
    assert_eq!((redone.as_str(), text(&session).contains("A new ti\"")), ("Undo deletion", true));
    session.apply(Command::Undo);
    assert!(text(&session).contains("A new title\""), "what was deleted letter by letter is one step");
}

#[test]
fn another_place_a_selection_a_save_or_an_undo_ends_the_step() {
    let steps = |between: &dyn Fn(&mut Session)| {
        let mut session = open(SMALL);
        let at = type_after(&mut session, "title: \"A", "b");
        between(&mut session);
        change(&mut session, at..at, "c", TextChange::Typing);
        let steps = undo_all(&mut session);
        assert_eq!(text(&session), SMALL);
        steps
    };
    assert_eq!(steps(&|_| {}), 1);
    assert_eq!(
        steps(&|session| {
            type_after(session, "(at: 2012, value: 1", "0");
        }),
        3
    );
    assert_eq!(steps(&|session| drop(session.apply(Command::Select(Selection::Dataset)))), 2);
    assert_eq!(steps(&|session| drop(session.apply(Command::Save))), 2);
    assert_eq!(
        steps(&|session| {
            session.apply(Command::Undo);
            session.apply(Command::Redo);
        }),
        2
    );
    for kind in [TextChange::Paste, TextChange::Cut, TextChange::Indent, TextChange::Removal] {
        assert_eq!(steps(&|session| change(session, 0..0, " ", kind)), 3);
    }
}

#[test]
fn what_stands_at_the_caret_is_selected_the_comment_behind_included() {
    let mut session = open(SMALL);
    let observation = |index| Selection::Observation { series: "a".into(), index };
    type_after(&mut session, "(at: 2013, value: 2", "0");
    assert_eq!(*session.selection(), observation(1));
    let now = text(&session);
    let (comment, line) = (now.find("// one").expect("it"), now.find("(at: 2012").expect("it"));
    let (_, document) = session.active().expect("a document");
    let address = CaretPlace { byte: comment + 3, line }.address(document.parsed()).map(Selection::of);
    assert_eq!(address, Some(observation(0)));
}

#[test]
fn the_chart_stays_shown_while_the_text_has_errors() {
    let mut session = open(SMALL);
    session.apply(Command::Select(Selection::Item { section: docket::model::SectionKind::Charts, id: "d".into() }));
    assert_eq!(session.chart().map(Id::as_str), Some("d"));
    let at = type_after(&mut session, "series: {\"a\": (observations: [", "\"");
    assert!(session.active().is_some_and(|(_, document)| document.is_read_only()));
    change(&mut session, at - 1..at, "", TextChange::Deletion);
    assert_eq!(session.chart().map(Id::as_str), Some("d"));
    session.apply(Command::Undo);
    session.apply(Command::Undo);
    assert_eq!((session.chart().map(Id::as_str), text(&session).as_str()), (Some("d"), SMALL));
}

#[test]
fn a_chart_that_is_renamed_in_the_text_stays_shown() {
    let mut session = open(SMALL);
    type_after(&mut session, "\"d", "ifferent");
    assert_eq!(session.chart().map(Id::as_str), Some("different"));
}

#[test]
fn a_change_of_another_state_is_refused() {
    let mut session = open(SMALL);
    let old = revision(&session);
    type_after(&mut session, "title: \"A", "b");
    let (now, patch) = (text(&session), Patch::new(vec![Replacement { range: 0..7, text: "X".to_owned() }]));
    let caret = CaretPlace { byte: 0, line: 0 };
    session.apply(Command::EditText { revision: old, patch, change: TextChange::Typing, caret });
    assert_eq!(text(&session), now);
    assert!(said(&session).contains("changed meanwhile"));
}

#[test]
fn tidying_is_one_step_says_when_there_is_nothing_to_do_and_needs_a_text_without_errors() {
    let mut session = open(SMALL);
    session.apply(Command::TidyFile);
    let tidy = text(&session);
    assert!(tidy != SMALL && tidy.contains("// one"), "{tidy}");
    assert_eq!(said(&session), "a.ron is laid out afresh");
    session.apply(Command::TidyFile);
    assert_eq!((text(&session), said(&session).as_str()), (tidy, "a.ron is tidy already; nothing was changed"));
    assert_eq!(undo_all(&mut session), 1);
    assert_eq!(text(&session), SMALL);
    type_after(&mut session, "value: 1", "x");
    let broken = text(&session);
    session.apply(Command::TidyFile);
    assert_eq!(
        (text(&session), said(&session).as_str()),
        (broken, "a.ron has 1 error; mend them, then it can be tidied")
    );
}

fn jobs(effects: &[Effect]) -> Vec<&Job> {
    effects.iter().filter_map(|effect| if let Effect::Job(job) = effect { Some(job) } else { None }).collect()
}

#[test]
fn what_somebody_typed_is_saved_with_its_errors_and_what_was_only_opened_is_not() {
    let path = PathBuf::from("/data/a.ron");
    let mut session = open(&SMALL.replace("value: 1", "value: x"));
    let (id, _) = session.active().expect("a document");
    assert_eq!(jobs(&session.apply(Command::Save)), [] as [&Job; 0]);
    assert!(said(&session).contains("nothing is written"), "{}", said(&session));
    assert!(!(commands::by_id("save").expect("a command").is_enabled)(&session));
    type_after(&mut session, "title: \"A", "b");
    assert!((commands::by_id("save").expect("a command").is_enabled)(&session));
    let effects = session.apply(Command::Save);
    let [Job::Save { text: written, revision, .. }] = jobs(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(written.to_string(), text(&session));
    session.apply(Command::Saved { document: id, path: path.clone(), revision: *revision, result: Ok(Vec::new()) });
    assert_eq!(said(&session), "Saved /data/a.ron with 1 error");
    assert!(session.unsaved().is_empty());
}

/// Something that may be done to a text.
#[derive(Clone, Debug)]
enum Act {
    Change(usize, usize, String, TextChange),
    SetCell(i64, f64),
    Undo,
    Redo,
    Tidy,
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop_oneof![Just(TextChange::Typing), Just(TextChange::Deletion), Just(TextChange::Paste)];
    let new = prop_oneof!["[a-z0-9 \r\n\"(){}:,é/*]{0,3}", Just(String::new())];
    prop_oneof![
        6 => (0_usize..4000, 0_usize..4, new, kind).prop_map(|(at, length, new, kind)| Act::Change(at, length, new, kind)),
        2 => (2000_i64..2015, 0.0..1000.0).prop_map(|(at, value)| Act::SetCell(at, value)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => Just(Act::Tidy),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The history against a list of the texts that there were.
    #[test]
    fn all_that_is_done_can_be_undone_to_the_byte(acts in vec(act(), 1..24)) {
        let original = samples::ALL[0].text;
        let mut session = open(original);
        for act in acts {
            let before = text(&session);
            match act {
                Act::Change(at, length, new, kind) => {
                    let at = boundary(&before, at % (before.len() + 1));
                    let end = boundary(&before, at + length).max(at);
                    change(&mut session, at..end, &new, kind);
                    let mut expected = before.clone();
                    expected.replace_range(at..end, &new);
                    prop_assert_eq!(text(&session), expected);
                }
                Act::SetCell(at, value) => {
                    let (Some(dataset), Some(at)) = (session.dataset(), Period::year(at)) else { continue };
                    let edit = gestures::set_cell(&dataset, &"mexico".into(), at, |o: &mut Observation| o.value = Some(value));
                    if let Some(edit) = edit {
                        session.apply(Command::Edit { edit, label: None });
                    }
                }
                Act::Undo => {
                    let could = session.active().is_some_and(|(_, d)| d.undo_label().is_some());
                    session.apply(Command::Undo);
                    session.apply(Command::Redo);
                    if could {
                        prop_assert_eq!(&text(&session), &before, "undo, then redo");
                    }
                    session.apply(Command::Undo);
                }
                Act::Redo => drop(session.apply(Command::Redo)),
                Act::Tidy => drop(session.apply(Command::TidyFile)),
            }
        }
        undo_all(&mut session);
        prop_assert_eq!(text(&session), original);
        prop_assert!(session.unsaved().is_empty());
    }
}
