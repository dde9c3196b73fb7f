//! The inspector with real keys and clicks, found by accessible names.

use std::sync::Arc;

use docket::{
    app::{Context, inspector, inspector::InspectorState, theme::Theme},
    model::{
        Annotation, AnnotationKind, Dataset, EventFilter, Facet, Gaps, Id, Labels, Mark, Measure, Period, Qualifier,
        Scale, SectionKind, Spot, Stack, Transform,
    },
    session::{Command, Selection, Session},
};
use egui::{Event, Key};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

pub const DATASET: &str = r#"Dataset(
    format: 1,
    title: "Test",
    sources: {"doj": Source(publisher: "Department of Justice"), "press": Source(title: "A newspaper")},
    series: {
        "mexico": Series(entity: "Mexico", unit: "people", measure: Count, observations: [
            (at: 2008, value: 95, source: "doj"),
            (at: 2008, value: 85, source: "press", note: "By another count"),
            (at: 2012, value: 122),
            (at: 2013, value: 57),
        ]),
        "colombia": Series(entity: "Colombia", unit: "people", measure: Count, observations: [(at: 2008, value: 208)]),
    },
    events: {"ban": Event(at: 2012, place: "Mexico", title: "A ban")},
    claims: {
        "halved": Claim(text: "Halved", check: Ratio(series: "mexico", from: 2012, to: 2013, ratio: 0.5), qualifier: About),
    },
    charts: {"both": Chart(title: "Both", series: ["mexico", "colombia"])},
)
"#;

pub struct App {
    pub session: Session,
    state: InspectorState,
    /// How many edits the panel has asked for.
    pub steps: usize,
    /// What was last given to be done away from the window.
    pub job: Option<docket::session::Job>,
}

pub fn harness() -> Harness<'static, App> {
    let mut session = Session::new();
    session
        .apply(Command::Opened { path: "/data/test.ron".into(), result: Ok(Box::new(docket::format::parse(DATASET))) });
    let (theme, shelf) = (Theme::light(), docket::figure::themes::Shelf::default());
    let app = App { session, state: InspectorState::default(), steps: 0, job: None };
    let mut harness =
        Harness::builder().with_size([300.0, 1500.0]).with_context_setup(docket::figure::install_fonts).build_ui_state(
            move |ui, app: &mut App| {
                let mut queue = Vec::new();
                let context = Context { session: &app.session, theme: &theme, figure_themes: &shelf };
                inspector::ui(ui, &context, &mut app.state, &mut queue);
                for command in queue {
                    app.steps += usize::from(matches!(command, Command::Edit { .. } | Command::Freeze(_)));
                    for effect in app.session.apply(command) {
                        if let docket::session::Effect::Job(job) = effect {
                            app.job = Some(job);
                        }
                    }
                }
            },
            app,
        );
    harness.run();
    harness
}

pub fn select(harness: &mut Harness<'_, App>, section: SectionKind, id: &str) {
    harness.state_mut().session.apply(Command::Select(Selection::Item { section, id: id.into() }));
    harness.run();
}

fn select_cell(harness: &mut Harness<'_, App>, series: &str, at: i64) {
    harness.state_mut().session.apply(Command::Select(Selection::Cell { series: series.into(), at: year(at) }));
    harness.run();
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

pub fn dataset(harness: &Harness<'_, App>) -> Arc<Dataset> {
    let (_, document) = harness.state().session.active().expect("an open document");
    Arc::clone(document.dataset())
}

pub fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// Puts a text in place of that of a field, without leaving it.
pub fn write(harness: &mut Harness<'_, App>, field: &str, text: &str) {
    write_nth(harness, field, 0, text);
}

fn write_nth(harness: &mut Harness<'_, App>, field: &str, nth: usize, text: &str) {
    harness.get_all_by_label(field).nth(nth).unwrap_or_else(|| panic!("no field {field} {nth}")).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.run();
    if text.is_empty() {
        harness.key_press(Key::Delete);
    } else {
        harness.event(Event::Text(text.to_owned()));
    }
    harness.run();
}

pub fn enter(harness: &mut Harness<'_, App>) {
    harness.key_press(Key::Enter);
    harness.run();
}

/// Chooses one of the options of a field.
pub fn choose(harness: &mut Harness<'_, App>, field: &str, option: &str) {
    harness.get_all_by_label(field).last().unwrap_or_else(|| panic!("no field {field}")).click();
    harness.run();
    harness.get_by_label(option).click();
    harness.run();
}

#[test]
fn typing_previews_and_enter_commits_one_step() {
    let mut harness = harness();
    write(&mut harness, "Title", "Of both");
    let previewed = harness.state().session.dataset().expect("a dataset");
    assert_eq!(previewed.charts["both"].title.as_deref(), Some("Of both"));
    assert_eq!(dataset(&harness).charts["both"].title.as_deref(), Some("Both"), "only previewed");
    enter(&mut harness);
    assert_eq!(dataset(&harness).charts["both"].title.as_deref(), Some("Of both"));
    assert_eq!(harness.state().steps, 1);
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(dataset(&harness).charts["both"].title.as_deref(), Some("Both"));
}

#[test]
fn leaving_a_field_commits_and_escape_does_not() {
    let mut harness = harness();
    write(&mut harness, "Subtitle", "People a year");
    harness.get_by_label("Title").focus();
    harness.run();
    assert_eq!(dataset(&harness).charts["both"].subtitle.as_deref(), Some("People a year"));
    write(&mut harness, "Title", "Not this");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(dataset(&harness).charts["both"].title.as_deref(), Some("Both"));
    assert_eq!(harness.get_by_label("Title").value().as_deref(), Some("Both"));
    assert_eq!((harness.state().steps, harness.state().session.preview()), (1, None));
}

#[test]
fn what_is_typed_is_not_lost_by_a_look_elsewhere() {
    let mut harness = harness();
    write(&mut harness, "Title", "Kept");
    select(&mut harness, SectionKind::Sources, "doj");
    harness.run_steps(3);
    assert_eq!(dataset(&harness).charts["both"].title.as_deref(), Some("Kept"));
    assert_eq!(harness.state().steps, 1);
}

#[test]
fn a_field_left_as_it_was_is_no_step() {
    let mut harness = harness();
    write(&mut harness, "Title", "Both");
    enter(&mut harness);
    assert_eq!(harness.state().steps, 0);
}

#[test]
fn the_dataset_has_a_title_and_a_description() {
    let mut harness = harness();
    click(&mut harness, "Dataset");
    write(&mut harness, "Title", "Renamed");
    enter(&mut harness);
    write(&mut harness, "Description", "What it holds");
    enter(&mut harness);
    let data = dataset(&harness);
    assert_eq!((data.title.as_str(), data.description.as_deref()), ("Renamed", Some("What it holds")));
    write(&mut harness, "Title", "");
    enter(&mut harness);
    assert!(harness.query_by_label("Write something here").is_some());
    assert_eq!(dataset(&harness).title, "Renamed");
}

#[test]
fn a_series_is_renamed_everywhere_and_measured_anew() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Series, "mexico");
    write(&mut harness, "Id", "colombia");
    assert!(harness.query_by_label_contains("There is a series “colombia” already").is_some());
    write(&mut harness, "Id", "mx");
    enter(&mut harness);
    let data = dataset(&harness);
    assert_eq!(data.charts["both"].series, ["mx", "colombia"]);
    assert_eq!(data.claims["halved"].check.series(), [&Id::from("mx")]);
    write(&mut harness, "Unit", "");
    enter(&mut harness);
    choose(&mut harness, "Measure", "Rate");
    write(&mut harness, "Per", "1,000");
    enter(&mut harness);
    click(&mut harness, "Add break");
    write(&mut harness, "From", "2012");
    enter(&mut harness);
    write(&mut harness, "What changed", "All destinations");
    enter(&mut harness);
    let head = dataset(&harness).series["mx"].head.clone();
    assert_eq!((head.unit, head.measure), (None, Measure::Rate { per: 1000.0 }));
    assert_eq!((head.breaks[0].at, head.breaks[0].note.as_deref()), (year(2012), Some("All destinations")));
    click(&mut harness, "Remove break");
    assert!(dataset(&harness).series["mx"].head.breaks.is_empty());
}

#[test]
fn all_values_of_a_cell_are_edited() {
    let mut harness = harness();
    select_cell(&mut harness, "mexico", 2008);
    write(&mut harness, "Value", "lots");
    enter(&mut harness);
    assert!(harness.query_by_label_contains("“lots” is not a figure").is_some());
    assert_eq!(harness.state().steps, 0);
    write(&mut harness, "Value", "nearly 100");
    enter(&mut harness);
    write(&mut harness, "High", "110");
    enter(&mut harness);
    let first = dataset(&harness).series["mexico"].observations[0].clone();
    assert_eq!((first.value, first.qualifier, first.high), (Some(100.0), Qualifier::Nearly, Some(110.0)));
    assert_eq!(first.source.ids(), ["doj"]);
    write_nth(&mut harness, "Value", 1, "86");
    enter(&mut harness);
    assert_eq!(dataset(&harness).series["mexico"].observations[1].value, Some(86.0));
    click(&mut harness, "Make preferred");
    assert_eq!(dataset(&harness).series["mexico"].preferred(year(2008)).and_then(|o| o.value), Some(86.0));
    harness.get_all_by_label("Remove value").next().expect("a button").click();
    harness.run();
    assert_eq!(dataset(&harness).series["mexico"].preferred(year(2008)).and_then(|o| o.value), Some(100.0));
    click(&mut harness, "Add another value");
    assert_eq!(dataset(&harness).series["mexico"].observed_at(year(2008)).count(), 2);
}

#[test]
fn the_source_and_the_reason_of_a_missing_value_are_chosen() {
    let mut harness = harness();
    select_cell(&mut harness, "colombia", 2008);
    choose(&mut harness, "Source", "A newspaper (press)");
    assert_eq!(dataset(&harness).series["colombia"].observations[0].source.ids(), ["press"]);
    harness.key_press(Key::Escape);
    harness.run();
    choose(&mut harness, "Missing", "suppressed");
    let gone = dataset(&harness).series["colombia"].observations[0].clone();
    assert_eq!((gone.value, gone.shown(&Measure::Count).as_str()), (None, "suppressed"));
}

#[test]
fn an_empty_cell_takes_its_first_value() {
    let mut harness = harness();
    select_cell(&mut harness, "colombia", 2012);
    write(&mut harness, "Value", "115-120");
    enter(&mut harness);
    let found = dataset(&harness).series["colombia"].preferred(year(2012)).cloned().expect("an observation");
    assert_eq!((found.low, found.high), (Some(115.0), Some(120.0)));
}

#[test]
fn sources_and_events_are_edited() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Sources, "doj");
    for (field, text) in [("Publisher", "DOJ"), ("Address", "https://example.org/"), ("Accessed", "2026-11-01")] {
        write(&mut harness, field, text);
        enter(&mut harness);
    }
    let source = dataset(&harness).sources["doj"].clone();
    assert_eq!(source.publisher.as_deref(), Some("DOJ"));
    assert_eq!((source.url.as_deref(), source.accessed.as_deref()), (Some("https://example.org/"), Some("2026-11-01")));
    select(&mut harness, SectionKind::Events, "ban");
    write(&mut harness, "Date", "2012-13");
    enter(&mut harness);
    assert!(harness.query_by_label_contains("is not in the calendar").is_some());
    write(&mut harness, "Date", "2012-12-01");
    enter(&mut harness);
    write(&mut harness, "Label", "Ban");
    enter(&mut harness);
    let event = dataset(&harness).events["ban"].clone();
    assert_eq!((event.at.to_string().as_str(), event.label.as_deref()), ("2012-12-01", Some("Ban")));
}

#[test]
fn a_claim_shows_its_verdict_and_changes_its_kind() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Claims, "halved");
    assert!(harness.query_by_label("The claim holds").is_some());
    assert!(harness.query_by_label_contains("57 / 122").is_some(), "the arithmetic is shown");
    write(&mut harness, "Ratio", "0,4");
    enter(&mut harness);
    choose(&mut harness, "Check", "Sum over periods");
    write(&mut harness, "From", "2008");
    enter(&mut harness);
    write(&mut harness, "Tolerance %", "5%");
    enter(&mut harness);
    let claim = dataset(&harness).claims["halved"].clone();
    let docket::model::Check::Sum { from, to, value, .. } = claim.check else { panic!("another kind of check") };
    assert_eq!((from, to, value, claim.tolerance), (year(2008), year(2013), 0.4, Some(5.0)));
}

#[test]
fn a_chart_is_edited_in_all_its_parts() {
    let mut harness = harness();
    choose(&mut harness, "Mark", "Stepped line");
    choose(&mut harness, "Mark", "Area");
    choose(&mut harness, "Stack", "stacked to 100%");
    choose(&mut harness, "Mark", "Dots over time");
    choose(&mut harness, "Panels", "small multiples, own axes");
    choose(&mut harness, "Names", "in a legend");
    choose(&mut harness, "Values", "where there is room");
    choose(&mut harness, "Scale", "logarithmic");
    click(&mut harness, "Highlight mexico");
    choose(&mut harness, "Gaps", "bridge, dashed");
    choose(&mut harness, "Value axis", "starts at zero");
    click(&mut harness, "Move colombia up");
    click(&mut harness, "Add a step");
    click(&mut harness, "Index, 2008 = 100");
    write(&mut harness, "Base period", "2012");
    enter(&mut harness);
    write(&mut harness, "First period", "2008");
    enter(&mut harness);
    write(&mut harness, "Axis to", "300");
    enter(&mut harness);
    choose(&mut harness, "Events", "chosen ones");
    click(&mut harness, "2012 A ban");
    choose(&mut harness, "Long events", "a line at their start");
    click(&mut harness, "Add annotation");
    click(&mut harness, "A note");
    write(&mut harness, "Words", "Here");
    enter(&mut harness);
    let chart = dataset(&harness).charts["both"].clone();
    assert_eq!((chart.mark, chart.gaps, chart.y.zero), (Mark::Dot, Gaps::Bridge, Some(true)));
    assert_eq!(chart.series, ["colombia", "mexico"]);
    assert_eq!((chart.stack, chart.facet, chart.labels), (Stack::Share, Some(Facet::Free), Labels::Legend));
    assert_eq!((chart.values, chart.y.scale), (Some(true), Scale::Log));
    assert_eq!(chart.highlight, ["mexico"]);
    assert_eq!(chart.transform, [Transform::Index { base: year(2012) }]);
    assert_eq!((chart.x.from, chart.y.to), (Some(year(2008)), Some(300.0)));
    assert_eq!(chart.events, docket::model::EventFilter::Only(vec!["ban".into()]));
    assert_eq!(chart.spans, docket::model::Spans::Line);
    assert_eq!(chart.annotations[0].text, "Here");
    click(&mut harness, "Take colombia out");
    assert_eq!(dataset(&harness).charts["both"].series, ["mexico"]);
    choose(&mut harness, "Show also", "Colombia (colombia)");
    assert_eq!(dataset(&harness).charts["both"].series, ["mexico", "colombia"]);
    choose(&mut harness, "Theme", "dark");
    assert_eq!(dataset(&harness).charts["both"].theme.as_deref(), Some("dark"));
}

#[test]
fn annotations_are_edited_without_a_figure() {
    let mut harness = harness();
    choose(&mut harness, "Mark", "Line");
    click(&mut harness, "Add annotation");
    click(&mut harness, "An arrow");
    write(&mut harness, "Words", "Half as many");
    enter(&mut harness);
    choose(&mut harness, "Points at", "Mexico");
    for (field, text) in
        [("At", "2013"), ("At value", "60"), ("From", "2012-06"), ("From value", "120"), ("Words at", "2010-02-03")]
    {
        write(&mut harness, field, text);
        enter(&mut harness);
    }
    write(&mut harness, "Words at value", "150");
    enter(&mut harness);
    let only = |harness: &Harness<'_, App>| dataset(harness).charts["both"].annotations[0].clone();
    let spot =
        |at: &str, value| Spot { at: Some(at.parse().expect("a period")), value: Some(value), ..Spot::default() };
    let arrow = Annotation {
        kind: AnnotationKind::Arrow,
        at: Some(year(2013)),
        series: Some("mexico".into()),
        value: Some(60.0),
        from: Some(spot("2012-06", 120.0)),
        place: Some(spot("2010-02-03", 150.0)),
        text: "Half as many".to_owned(),
        ..Annotation::default()
    };
    assert_eq!(only(&harness), arrow);
    click(&mut harness, "Let the figure place the words");
    assert_eq!(only(&harness).place, None);
    click(&mut harness, "Add annotation");
    click(&mut harness, "A reference band");
    write(&mut harness, "To value", "40");
    enter(&mut harness);
    let band = dataset(&harness).charts["both"].annotations[1].clone();
    assert_eq!((band.kind, band.value, band.to), (AnnotationKind::Band, Some(0.0), Some(40.0)));
    click(&mut harness, "Annotation 1: Half as many");
    click(&mut harness, "Remove annotation");
    assert_eq!(dataset(&harness).charts["both"].annotations, [band]);
}

#[test]
fn events_are_chosen_by_place_category_and_series() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Events, "ban");
    write(&mut harness, "Category", "law");
    enter(&mut harness);
    choose(&mut harness, "Bears on", "Mexico (mexico)");
    select(&mut harness, SectionKind::Charts, "both");
    choose(&mut harness, "Events", "by place, category and series");
    click(&mut harness, "law");
    click(&mut harness, "Events about mexico");
    let dataset = dataset(&harness);
    let event = &dataset.events["ban"];
    assert_eq!((event.category.as_deref(), &event.series[..]), (Some("law"), &["mexico".into()][..]));
    let filter =
        EventFilter::Where { places: Vec::new(), categories: vec!["law".to_owned()], series: vec!["mexico".into()] };
    assert_eq!(dataset.charts["both"].events, filter);
}

#[test]
fn the_description_of_a_chart_is_the_authors_or_the_automatic_one() {
    let mut harness = harness();
    let described = |harness: &Harness<'_, App>| {
        let dataset = dataset(harness);
        docket::chart::plan(&dataset, &"both".into()).expect("the chart exists").description
    };
    let automatic = described(&harness);
    click(&mut harness, "Start from the automatic description");
    assert_eq!(dataset(&harness).charts["both"].alt.as_deref(), Some(automatic.as_str()));
    write(&mut harness, "Description", "Mexico fell, Colombia did not.");
    enter(&mut harness);
    assert_eq!(described(&harness), "Mexico fell, Colombia did not.");
    click(&mut harness, "Use the automatic description");
    assert_eq!(dataset(&harness).charts["both"].alt, None);
    assert_eq!(described(&harness), automatic);
}

#[test]
fn items_are_added_copied_and_deleted_and_all_of_it_is_undone() {
    let mut harness = harness();
    let before = dataset(&harness);
    for (tab, name, section) in [
        ("Series", "series", SectionKind::Series),
        ("Sources", "source", SectionKind::Sources),
        ("Events", "event", SectionKind::Events),
        ("Claims", "claim", SectionKind::Claims),
        ("Charts", "chart", SectionKind::Charts),
    ] {
        let count = |harness: &Harness<'_, App>| match section {
            SectionKind::Sources => dataset(harness).sources.len(),
            SectionKind::Series => dataset(harness).series.len(),
            SectionKind::Events => dataset(harness).events.len(),
            SectionKind::Claims => dataset(harness).claims.len(),
            SectionKind::Charts => dataset(harness).charts.len(),
        };
        click(&mut harness, tab);
        let start = count(&harness);
        click(&mut harness, &format!("New {name}"));
        assert_eq!(count(&harness), start + 1, "{name}");
        click(&mut harness, &format!("Duplicate {name}"));
        assert_eq!(count(&harness), start + 2, "{name}");
        click(&mut harness, &format!("Delete {name}"));
        assert_eq!(count(&harness), start + 1, "{name}");
    }
    for _ in 0..15 {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(dataset(&harness), before);
}

#[test]
fn a_long_list_draws_only_what_is_in_sight_and_shows_what_is_selected() {
    let mut harness = harness();
    let text = (0..3_000).fold("Dataset(format: 1, title: \"Long\", series: {".to_owned(), |text, n| {
        format!("{text}\"s{n}\": Series(entity: \"Place {n}\", observations: []),")
    }) + "})";
    let result = Ok(Box::new(docket::format::parse(&text)));
    let id = Id::from("s2900");
    let session = &mut harness.state_mut().session;
    session.apply(Command::Opened { path: "/data/long.ron".into(), result });
    session.apply(Command::Select(Selection::Item { section: SectionKind::Series, id }));
    harness.run();
    let rows = harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with("Place ")));
    let rows: Vec<String> = rows.filter_map(|node| node.accesskit_node().label()).collect();
    assert!(rows.len() < 20, "{} rows", rows.len());
    assert!(rows.iter().any(|row| row == "Place 2900 · s2900"), "{rows:?}");
    harness.get_by_label("Place 2899 · s2899").click();
    harness.run();
    let selected = harness.state().session.selection().clone();
    assert_eq!(selected, Selection::Item { section: SectionKind::Series, id: "s2899".into() });
}

#[test]
fn of_thousands_of_series_a_claim_offers_those_in_sight_and_takes_the_one_that_is_chosen() {
    let mut harness = harness();
    let series: Vec<String> =
        (0..3000).map(|n| format!("\"s{n}\": Series(entity: \"Place {n}\", observations: []),")).collect();
    let series = series.concat();
    let claim = "\"c\": Claim(text: \"A claim\", check: Value(series: \"s7\", at: 2001, value: 1))";
    let text = format!("Dataset(format: 1, title: \"Long\", series: {{{series}}}, claims: {{{claim}}})");
    let result = Ok(Box::new(docket::format::parse(&text)));
    harness.state_mut().session.apply(Command::Opened { path: "/data/long.ron".into(), result });
    select(&mut harness, SectionKind::Claims, "c");
    harness.get_by(|node| node.value().is_some_and(|value| value == "Place 7 (s7)")).click();
    harness.run_steps(4);
    let drawn = harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with("Place "))).count();
    assert!((5..60).contains(&drawn), "{drawn} entries");
    harness.get_by_label("Place 3 (s3)").click();
    harness.run_steps(4);
    assert_eq!(dataset(&harness).claims["c"].check.series()[0].as_str(), "s3");
}

#[test]
fn a_source_says_what_it_supports_and_is_preferred_in_one_step() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Sources, "press");
    assert!(harness.query_by_label("One value refers to this source").is_some());
    assert!(harness.query_by_label("chart: Both").is_some());
    let before = text(&harness);
    click(&mut harness, "Prefer for mexico (1 period)");
    let first = dataset(&harness).series["mexico"].preferred(year(2008)).expect("a value").value;
    assert_eq!((first, harness.state().steps), (Some(85.0), 1));
    assert!(harness.query_by_label_contains("Prefer for").is_none());
    harness.state_mut().session.apply(Command::Undo);
    harness.run();
    assert_eq!(text(&harness), before);
    click(&mut harness, "mexico 2008: 85");
    assert_eq!(
        *harness.state().session.selection(),
        Selection::Observation { series: "mexico".into(), index: 1 },
        "a click goes to the value"
    );
    assert!(harness.query_by_label_contains("Sources disagree, 12% apart").is_some());
    assert!(harness.query_by_label_contains("95, plotted").is_some(), "which of them is plotted");
}

fn text(harness: &Harness<'_, App>) -> String {
    let (_, document) = harness.state().session.active().expect("an open document");
    document.text().to_string()
}

#[test]
fn sources_are_added_from_a_bibliography_and_its_errors_are_located() {
    let mut harness = harness();
    click(&mut harness, "Sources");
    click(&mut harness, "Add from BibTeX or RIS");
    write(&mut harness, "Bibliography", "@online{crs, title = {A report}\n");
    click(&mut harness, "Add sources");
    assert!(harness.query_by_label_contains("line 2, column 1").is_some());
    assert_eq!(harness.state().steps, 0);
    write(&mut harness, "Bibliography", "@online{crs, title = {A report}}\n@online{doj, title = {Another}}");
    click(&mut harness, "Add sources");
    let data = dataset(&harness);
    assert_eq!(data.sources.keys().map(Id::as_str).collect::<Vec<_>>(), ["doj", "press", "crs", "doj-2"]);
    assert_eq!(harness.state().steps, 1);
    select(&mut harness, SectionKind::Sources, "crs");
    assert!(harness.query_by_label_contains("no value, event or claim names this source").is_some());
    assert!(harness.query_by_label("A report (unused)").is_some());
}

#[test]
fn a_list_is_narrowed_by_what_is_typed() {
    let place = |n: usize| if n.is_multiple_of(2) { "Peru" } else { "Chile" };
    let event = |n| format!("\"e{n}\": (at: {}, place: \"{}\", title: \"Event {n}\")", 2000 + n, place(n));
    let events = (0..12).map(event).collect::<Vec<_>>().join(", ");
    let mut harness = harness();
    let text = format!("Dataset(format: 1, title: \"T\", events: {{{events}}})");
    let opened = Command::Opened { path: "/data/e.ron".into(), result: Ok(Box::new(docket::format::parse(&text))) };
    harness.state_mut().session.apply(opened);
    harness.run();
    click(&mut harness, "Events");
    assert!(harness.query_by_label("2001 Event 1").is_some());
    write(&mut harness, "Filter", "peru 200");
    assert!(harness.query_by_label("2001 Event 1").is_none(), "it is of Chile");
    assert!(harness.query_by_label("2002 Event 2").is_some());
    assert!(harness.query_by_label("2010 Event 10").is_none(), "it is of 2010");
    write(&mut harness, "Filter", "brazil");
    assert!(harness.query_by_label("None of them fits").is_some());
}
