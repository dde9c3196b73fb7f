//! The program without a window: what commands do.

use std::path::PathBuf;

use docket::{
    app::worker,
    document::{disk::RealDisk, samples},
    format,
    model::{Chart, Edit, Id, Mark, Observation, Period, SectionKind},
    session::{Command, Effect, Job, Selection, Session, commands, gestures},
};

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

fn with_samples() -> Session {
    let mut session = Session::new();
    for sample in samples::ALL.iter().rev() {
        session.apply(Command::OpenSample(sample.file_name));
    }
    session
}

fn set(session: &Session, series: &str, at: i64, value: f64) -> Command {
    let dataset = session.dataset().expect("a dataset");
    let edit = gestures::set_cell(&dataset, &series.into(), year(at), |o| o.value = Some(value));
    Command::Edit { edit: edit.expect("a series"), label: None }
}

fn read(text: &str) -> Box<format::Parsed> {
    Box::new(format::parse(text))
}

fn text(session: &Session) -> String {
    session.active().expect("a document").1.text().to_string()
}

#[test]
fn the_first_chart_of_the_last_opened_dataset_is_shown() {
    let session = with_samples();
    assert_eq!(session.chart().map(Id::as_str), Some("by-year"));
    let plan = session.plan().expect("a plan");
    assert!(
        plan.series.iter().any(|s| s.label.contains("Mexico"))
            && plan.series.iter().any(|s| s.label.contains("Colombia"))
    );
}

#[test]
fn a_preview_is_seen_and_not_made() {
    let mut session = with_samples();
    let (before, described) = (text(&session), session.plan().expect("a plan").description.clone());
    let Command::Edit { edit, .. } = set(&session, "mexico", 2012, 400.0) else { unreachable!() };
    session.apply(Command::Preview(Some(edit)));
    assert_ne!(session.plan().expect("a plan").description, described);
    assert_eq!(text(&session), before);
    session.apply(Command::Preview(None));
    assert_eq!(session.plan().expect("a plan").description, described);
}

#[test]
fn an_edit_changes_the_verdict_and_undo_brings_it_back() {
    let mut session = with_samples();
    let verdict = |session: &Session| {
        let verdicts = session.verdicts();
        verdicts.iter().find(|(id, _)| id == "halved-to-the-us").map(|(_, v)| v.outcome.name()).expect("the claim")
    };
    assert_eq!(verdict(&session), "fails");
    let edit = set(&session, "mexico", 2014, 57.0);
    session.apply(edit);
    assert_eq!(verdict(&session), "holds");
    session.apply(Command::Undo);
    assert_eq!(verdict(&session), "fails");
    assert_eq!(&*text(&session), samples::ALL[0].text);
}

#[test]
fn undo_goes_back_to_what_was_selected() {
    let mut session = with_samples();
    let cell = Selection::Cell { series: "mexico".into(), at: year(2008) };
    session.apply(Command::Select(cell.clone()));
    let edit = set(&session, "mexico", 2008, 1.0);
    session.apply(edit);
    session.apply(Command::Select(Selection::Dataset));
    session.apply(Command::Undo);
    assert_eq!(*session.selection(), cell);
    let label = commands::by_id("redo").expect("a command").text_now(&session);
    assert_eq!(label, "Redo set mexico 2008");
}

/// Whatever the marks, a change of the mark through the window keeps every field of the chart, and undo every byte.
#[test]
fn from_any_mark_to_any_other_nothing_is_lost() {
    let rich = "Dataset(format: 1, title: \"t\", series: {\"a\": (entity: \"A\", indicator: \"x\", observations: [\n\
        (at: 2001, value: 1), // one\n(at: 2_003, value: 2.50), (at: \"2001/2003\", value: 3)]),\n\
        \"b\": (entity: \"A\", indicator: \"y\", observations: [(at: 2001, value: 7), (at: 2003, value: 4)])},\n\
        events: {\"e\": (at: 2002, title: \"E\")},\n\
        charts: {\"c\": (title: \"T\", /* why */ mark: Line, stack: Share, facet: Free, series: [\"a\", \"b\"], highlight: [\"b\"],\n\
        labels: Legend, values: true, transform: [Index(base: 2001)], x: (from: 2001, to: 2003), y: (scale: Log, zero: true, from: 0.1, to: 9.0),\n\
        across: (scale: Symmetric, label: \"x\"), gaps: Bridge, events: All, annotations: [(at: 2001, series: \"a\", text: \"n\")],\n\
        theme: \"dark\", alt: \"words\",)})";
    for from in Mark::ALL {
        let original = rich.replace("mark: Line", &format!("mark: {}", from.name()));
        let mut session = Session::new();
        session.apply(Command::Opened { path: "/data/a.ron".into(), result: Ok(read(&original)) });
        let chart = session.dataset().expect("a dataset").charts["c"].clone();
        assert_eq!(chart.mark, from);
        for to in Mark::ALL {
            let edit = Edit::PutChart { id: "c".into(), chart: Chart { mark: to, ..chart.clone() } };
            session.apply(Command::Edit { edit, label: None });
            let now = session.dataset().expect("a dataset").charts["c"].clone();
            assert_eq!(now, Chart { mark: to, ..chart.clone() }, "{from:?} to {to:?}");
            let kept = |text: &str, mark: Mark| text.replace(&format!("mark: {}, ", mark.name()), "");
            assert_eq!(kept(&text(&session), to), kept(&original, from), "{from:?} to {to:?}");
            assert!(session.plan().is_some_and(|plan| plan.mark == to), "{from:?} to {to:?}");
            if to != from {
                session.apply(Command::Undo);
            }
            assert_eq!(text(&session), original, "{from:?} to {to:?} and back");
        }
    }
}

#[test]
fn a_built_in_dataset_is_saved_where_the_user_says() {
    let mut session = with_samples();
    let (id, document) = session.active().expect("a document");
    assert!(document.path().is_none() && !document.is_unsaved(), "looking at a sample loses nothing");
    let edit = set(&session, "mexico", 2008, 1.0);
    session.apply(edit);
    assert_eq!(session.unsaved(), [id]);
    let asked = session.apply(Command::Save);
    assert_eq!(asked, [Effect::PickFileToSave { document: id, suggested_name: "extraditions.ron".into() }]);
    let path = PathBuf::from("/data/mine.ron");
    let effects = session.apply(Command::SaveAs { document: id, path: path.clone() });
    let [Effect::Job(Job::Save { revision, text: written, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    let (revision, written) = (*revision, written.to_string());
    let edit = set(&session, "mexico", 2009, 2.0);
    session.apply(edit);
    session.apply(Command::Saved { document: id, path: path.clone(), revision, result: Ok(Vec::new()) });
    assert_eq!(session.unsaved(), [id], "the edit made meanwhile is not saved");
    assert_ne!(written, text(&session));
    session.apply(Command::Undo);
    assert!(session.unsaved().is_empty());
    assert_eq!(session.document(id).and_then(|d| d.path()), Some(&*path));
}

#[test]
fn unsaved_changes_are_asked_about_and_a_failed_save_keeps_the_document() {
    let mut session = with_samples();
    let (id, _) = session.active().expect("a document");
    assert_eq!(session.apply(Command::Quit), [Effect::Quit]);
    let edit = set(&session, "mexico", 2008, 1.0);
    session.apply(edit);
    assert_eq!(session.apply(Command::CloseActive), [Effect::AskBeforeClosing(id)]);
    assert_eq!(session.apply(Command::Quit), [Effect::AskBeforeQuitting(vec![id])]);
    session.apply(Command::SaveAndClose(id));
    let path = PathBuf::from("/full/x.ron");
    session.apply(Command::SaveAs { document: id, path: path.clone() });
    let revision = session.document(id).expect("it").revision();
    session.apply(Command::Saved {
        document: id,
        path: path.clone(),
        revision,
        result: Err("the disk is full".into()),
    });
    assert!(session.document(id).is_some() && session.unsaved() == [id]);
    session.apply(Command::SaveAndClose(id));
    session.apply(Command::SaveAs { document: id, path: path.clone() });
    session.apply(Command::Saved { document: id, path, revision, result: Ok(Vec::new()) });
    assert!(session.document(id).is_none(), "saved, then closed");
}

#[test]
fn one_file_is_open_once() {
    let mut session = Session::new();
    let path = PathBuf::from("/data/a.ron");
    assert_eq!(session.apply(Command::Open(path.clone())), [Effect::Job(Job::Open(path.clone()))]);
    for _ in 0..2 {
        let result = Ok(read("Dataset(format: 1, title: \"A\")"));
        session.apply(Command::Opened { path: path.clone(), result });
    }
    assert_eq!(session.documents().count(), 1);
    assert!(session.apply(Command::Open(path)).is_empty());
}

#[test]
fn a_file_with_errors_is_shown_and_neither_edited_nor_saved() {
    let mut session = Session::new();
    let broken = "Dataset(format: 1, title: \"A\", series: {\"a\": (observations: [(at: 2012, value: NaN)])})";
    session.apply(Command::Opened { path: "/data/a.ron".into(), result: Ok(read(broken)) });
    let (id, document) = session.active().expect("it is open");
    assert!(document.is_read_only());
    let edit =
        Edit::InsertObservation { series: "a".into(), index: 0, observation: Observation::exactly(year(2013), 1.0) };
    session.apply(Command::Edit { edit, label: None });
    session.apply(Command::SaveAs { document: id, path: "/data/a.ron".into() });
    assert_eq!(&*text(&session), broken);
    assert!(session.message().is_some_and(|m| m.text.contains("errors")));
}

#[test]
fn deleting_takes_along_what_refers_to_it_and_leaves_no_errors() {
    let mut session = with_samples();
    let dataset = session.dataset().expect("a dataset");
    let victims: Vec<(SectionKind, Id)> = [
        (SectionKind::Sources, dataset.sources.keys().next()),
        (SectionKind::Series, dataset.series.keys().next()),
        (SectionKind::Events, dataset.events.keys().next()),
        (SectionKind::Claims, dataset.claims.keys().next()),
        (SectionKind::Charts, dataset.charts.keys().next()),
    ]
    .into_iter()
    .filter_map(|(section, id)| Some((section, id?.clone())))
    .collect();
    assert_eq!(victims.len(), 5);
    for (section, id) in &victims {
        session.apply(Command::Select(Selection::Item { section: *section, id: id.clone() }));
        session.apply(Command::Delete);
        let (_, document) = session.active().expect("a document");
        assert!(!gestures::is_taken(document.dataset(), *section, id), "{id}");
        assert!(!document.is_read_only(), "{id}: {:?}", document.diagnostics());
    }
    assert!(session.chart().is_some(), "a neighbour of the deleted chart is shown");
    for _ in victims {
        session.apply(Command::Undo);
    }
    assert_eq!(&*text(&session), samples::ALL[0].text);
}

#[test]
fn what_is_new_is_selected_and_shown() {
    let mut session = Session::new();
    session.apply(Command::New);
    session.apply(Command::NewChart);
    let chart = session.chart().cloned().expect("a chart");
    assert_eq!(*session.selection(), Selection::Item { section: SectionKind::Charts, id: chart.clone() });
    session.apply(Command::Duplicate);
    assert_ne!(session.chart(), Some(&chart));
    session.apply(Command::Undo);
    assert_eq!(session.chart(), Some(&chart));
}

#[test]
fn a_new_figure_finds_its_place_by_period() {
    let mut session = Session::new();
    session.apply(Command::New);
    for at in [2010, 2008, 2009, 2012, 2011] {
        let edit = set(&session, "series-1", at, 1.0);
        session.apply(edit);
    }
    let dataset = session.dataset().expect("a dataset");
    let years: Vec<_> = dataset.series["series-1"].observations.iter().filter_map(|o| o.at.as_year()).collect();
    assert_eq!(years, [2008, 2009, 2010, 2011, 2012]);
}

#[test]
fn ids_are_made_from_titles() {
    for (title, id) in [("New series", "new-series-2"), ("  Peña Nieto (2012) ", "peña-nieto-2012"), ("—", "item")]
    {
        assert_eq!(gestures::unique_id(title, |id| id == "new-series"), id);
    }
}

fn save_comes_back(session: &mut Session, effects: &[Effect], result: Result<(), String>) -> Vec<Effect> {
    let [Effect::Job(Job::Save { document, path, revision, .. })] = effects else { panic!("{effects:?}") };
    session.apply(Command::Saved {
        document: *document,
        path: path.clone(),
        revision: *revision,
        result: result.map(|()| Vec::new()),
    })
}

#[test]
fn leaving_asks_again_about_what_changed_while_it_was_saved() {
    let mut session = Session::new();
    let path = PathBuf::from("/data/a.ron");
    let result = Ok(read("Dataset(format: 1, title: \"A\", series: {\"a\": ()})"));
    session.apply(Command::Opened { path, result });
    let (id, _) = session.active().expect("a document");
    let first = set(&session, "a", 2008, 1.0);
    session.apply(first);
    let effects = session.apply(Command::SaveAllAndQuit);
    let second = set(&session, "a", 2009, 2.0);
    session.apply(second);
    let after = save_comes_back(&mut session, &effects, Ok(()));
    assert_eq!(after.last(), Some(&Effect::AskBeforeQuitting(vec![id])));
    // The user stays; a later save must not end the program.
    let effects = session.apply(Command::Save);
    let after = save_comes_back(&mut session, &effects, Ok(()));
    assert!(!after.contains(&Effect::Quit), "{after:?}");
    assert_eq!(session.apply(Command::SaveAllAndQuit), [Effect::Quit], "nothing is left to wait for");
}

#[test]
fn a_save_that_can_not_begin_ends_the_wait_to_close() {
    let mut session = with_samples();
    let (id, _) = session.active().expect("a document");
    let other = PathBuf::from("/data/other.ron");
    let result = Ok(read("Dataset(format: 1, title: \"A\")"));
    session.apply(Command::Opened { path: other.clone(), result });
    session.apply(Command::Activate(id));
    let edit = set(&session, "mexico", 2008, 1.0);
    session.apply(edit);
    session.apply(Command::SaveAndClose(id));
    let refused = session.apply(Command::SaveAs { document: id, path: other });
    assert!(matches!(refused.as_slice(), [Effect::Tell(_)]), "{refused:?}");
    let effects = session.apply(Command::SaveAs { document: id, path: "/data/mine.ron".into() });
    save_comes_back(&mut session, &effects, Ok(()));
    assert!(session.document(id).is_some(), "saved, and still open");
}

#[test]
fn a_preview_is_of_one_document_only() {
    let mut session = with_samples();
    let Command::Edit { edit, .. } = set(&session, "mexico", 2012, 400.0) else { unreachable!() };
    session.apply(Command::Preview(Some(edit)));
    session.apply(Command::Opened { path: "/data/copy.ron".into(), result: Ok(read(samples::ALL[0].text)) });
    assert!(session.preview().is_none());
    assert_eq!(session.dataset(), session.active().map(|(_, document)| std::sync::Arc::clone(document.dataset())));
}

#[test]
fn the_selected_figure_stays_selected_when_others_come_and_go() {
    let mut session = Session::new();
    session.apply(Command::New);
    for at in 2008..2011 {
        let edit = set(&session, "series-1", at, 1.0);
        session.apply(edit);
    }
    let series: Id = "series-1".into();
    let selected = |index| Selection::Observation { series: "series-1".into(), index };
    session.apply(Command::Select(selected(1)));
    let earlier = set(&session, "series-1", 2007, 1.0);
    session.apply(earlier);
    assert_eq!(*session.selection(), selected(2), "2009 moved on by one");
    let edit = Edit::RemoveObservation { series: series.clone(), index: 0 };
    session.apply(Command::Edit { edit, label: None });
    assert_eq!(*session.selection(), selected(1));
    session.apply(Command::Delete);
    assert_eq!(*session.selection(), Selection::Item { section: SectionKind::Series, id: series });
    session.apply(Command::Undo);
    assert_eq!(*session.selection(), selected(1));
}

#[test]
fn every_command_has_a_name_and_keys_of_its_own() {
    let mut ids: Vec<_> = commands::ALL.iter().map(|command| command.id).collect();
    let mut keys: Vec<_> = commands::ALL.iter().flat_map(|command| command.shortcuts).collect();
    for (all, unique) in [
        (ids.len(), {
            ids.sort_unstable();
            ids.dedup();
            ids.len()
        }),
        (keys.len(), {
            keys.sort_unstable();
            keys.dedup();
            keys.len()
        }),
    ] {
        assert_eq!(all, unique);
    }
    assert!(commands::ALL.iter().all(|command| !command.text.is_empty() && !command.tooltip.is_empty()));
    // On many keyboards they are AltGr, which types a letter: ś in Polish, € in German.
    let holds = |keys: &str, key: &str| keys.split('+').any(|part| part == key);
    assert_eq!(keys.iter().find(|keys| holds(keys, "Ctrl") && holds(keys, "Alt")), None);
}

#[test]
fn what_can_not_be_opened_is_said_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bytes.ron"), b"\xff").expect("a file");
    let mut session = with_samples();
    let shown = session.active().expect("a document").0;
    for (name, words) in [
        ("none.ron", "there is no such file; is the path right?"),
        (".", "this is a folder; choose a file in it"),
        ("bytes.ron", "line 1, column 1 is not UTF-8 text; is this a dataset? Save it as UTF-8 to open it"),
    ] {
        let effects = session.apply(Command::Open(folder.path().join(name)));
        let [Effect::Job(job)] = effects.as_slice() else { panic!("{effects:?}") };
        session.apply(worker::perform(&RealDisk, job.clone()));
        let message = session.message().expect("a message");
        assert!(message.text.starts_with(&format!("Could not open: {words} (")), "{}", message.text);
        assert_eq!((session.documents().count(), session.active().map(|(id, _)| id)), (3, Some(shown)));
    }
    let edit = set(&session, "mexico", 2008, 1.0);
    session.apply(edit);
    assert_eq!(session.unsaved(), [shown]);
}

#[cfg(unix)]
#[test]
fn a_file_named_in_two_ways_is_opened_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (target, link) = (folder.path().join("target.ron"), folder.path().join("link.ron"));
    std::fs::write(&target, samples::ALL[2].text).expect("a file");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let mut session = Session::new();
    for path in [target, link] {
        session.apply(worker::perform(&RealDisk, Job::Open(path)));
    }
    assert_eq!(session.documents().count(), 1);
}

#[test]
fn deleting_says_what_else_goes() {
    let text = "Dataset(format: 1, title: \"T\", series: {\"m\": (observations: [(at: 2012, value: 2)])}, claims: {\"c\": \
                (text: \"It was 2\", check: Value(series: \"m\", at: 2012, value: 2))}, charts: {\"a\": (series: [\"m\"])})";
    let mut session = docket::session::Session::new();
    session.apply(docket::session::Command::Opened {
        path: "/data/t.ron".into(),
        result: Ok(Box::new(docket::format::parse(text))),
    });
    let series = docket::session::Selection::Item { section: docket::model::SectionKind::Series, id: "m".into() };
    session.apply(docket::session::Command::Select(series));
    session.apply(docket::session::Command::Delete);
    let said = session.message().expect("words").text.clone();
    assert!(said.contains("delete series m; also 1 chart and 1 claim"), "{said}");
    session.apply(docket::session::Command::Undo);
    assert_eq!(session.active().expect("a document").1.text().to_string(), text, "it is one step");
}
