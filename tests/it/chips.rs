//! Steps and statistics in the inspector, with real keys, clicks and drags.

use docket::{
    model::{Edit, Item, Observation, Period, SectionKind, Series, SeriesHead, Transform, Unit},
    session::{Command, Effect, Job},
};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::inspector::{App, click, dataset, enter, harness, select, write};

fn edit(harness: &mut Harness<'_, App>, edit: Edit) -> Vec<Effect> {
    let effects = harness.state_mut().session.apply(Command::Edit { edit, label: None });
    harness.run();
    effects
}

fn add_step(harness: &mut Harness<'_, App>, step: &str) {
    click(harness, "Add a step");
    click(harness, step);
}

#[test]
fn steps_are_chips_added_set_moved_switched_off_removed_and_frozen() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Charts, "both");
    let steps = |harness: &Harness<'_, App>| dataset(harness).charts["both"].transform.clone();
    for step in ["Running total", "Rolling mean of 3"] {
        click(&mut harness, "Add a step");
        click(&mut harness, step);
    }
    assert_eq!(steps(&harness), [Transform::Cumulative, Transform::RollingMean(3)]);
    write(&mut harness, "Periods", "2");
    enter(&mut harness);
    click(&mut harness, "Move step 2 up");
    assert_eq!(steps(&harness), [Transform::RollingMean(2), Transform::Cumulative]);
    click(&mut harness, "Step 2: running total");
    assert_eq!(steps(&harness), [Transform::RollingMean(2), Transform::Cumulative.switched(false)]);
    harness.get_by_label_contains("Mexico: Each value is the mean of 2 consecutive periods");
    harness.get_by_label_contains("2013: (122 + 57) / 2 = 89.5.");
    click(&mut harness, "Freeze into series");
    let frozen = dataset(&harness).series["mexico-derived"].clone();
    assert_eq!(frozen.observations.len(), 1);
    assert_eq!(frozen.observations[0].value, Some(89.5));
    let note = frozen.head.note.unwrap_or_default();
    assert!(note.starts_with("Derived from the series mexico. Each value is the mean of 2 consecutive"), "{note}");
    // What can't be done is said where it is set.
    select(&mut harness, SectionKind::Charts, "both");
    click(&mut harness, "Remove step 1: rolling mean of 2");
    click(&mut harness, "Add a step");
    click(&mut harness, "Index, 2008 = 100");
    write(&mut harness, "Base period", "1999");
    enter(&mut harness);
    harness.get_by_label_contains("there is no value for 1999.");
    let (before, now) = (8, harness.state().steps);
    assert_eq!(now, before + 1, "one step of the history for each gesture");
}

#[test]
fn a_step_is_dragged_to_another_place() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Charts, "both");
    for step in ["Running total", "Logarithm", "Interpolation"] {
        click(&mut harness, "Add a step");
        click(&mut harness, step);
    }
    let center = |harness: &Harness<'_, App>, label: &str| harness.get_by_label(label).rect().center();
    let from = center(&harness, "Move step 1: running total");
    let to = center(&harness, "Move step 3: interpolation") + egui::vec2(0.0, 60.0);
    harness.drag_at(from);
    harness.run();
    harness.hover_at(from + egui::vec2(0.0, 20.0));
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
    let names: Vec<&str> = dataset(&harness).charts["both"].transform.iter().map(Transform::name).collect();
    assert_eq!(names, ["Log", "Interpolate", "Cumulative"]);
    assert_eq!(harness.state().steps, 4);
}

#[test]
fn statistics_are_shown_of_a_chart_a_series_and_an_event() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Charts, "both");
    click(&mut harness, "Statistics");
    // 95, 122 and 57 of Mexico; 208 of Colombia.
    for said in ["91.333", "57 (2013)", "122 (2012)", "274", "Rank in 2008"] {
        harness.get_by_label(said);
    }
    harness.get_by_label("Mexico and Colombia: no correlation, since it takes 4 values, and there is 1.");
    click(&mut harness, "Copy statistics");
    select(&mut harness, SectionKind::Series, "colombia");
    harness.get_by_label("Standard deviation");
    harness.get_all_by_label("208").next().expect("the mean of one value");
    select(&mut harness, SectionKind::Events, "ban");
    click(&mut harness, "Before and after");
    harness.get_by_label("Mexico: it takes 2 values, and there is 1 on each side.");
}

#[test]
fn what_cannot_be_done_is_said_in_its_chip() {
    let mut harness = harness();
    let year = |year: i64| Period::year(year).expect("a year");
    let zero = Observation::exactly(year(2008), 0.0);
    edit(&mut harness, Edit::PutObservation { series: "colombia".into(), index: 0, observation: zero });
    let mut chart = dataset(&harness).charts["both"].clone();
    chart.series = vec!["colombia".into()];
    edit(&mut harness, Edit::PutChart { id: "both".into(), chart });
    select(&mut harness, SectionKind::Charts, "both");
    // Division by zero.
    add_step(&mut harness, "Index, 2008 = 100");
    harness.get_by_label("Colombia: the value for 2008 is 0, to which nothing can be related.");
    // A base that is not there.
    write(&mut harness, "Base period", "1999");
    enter(&mut harness);
    harness.get_by_label("Colombia: there is no value for 1999.");
    click(&mut harness, "Remove step 1: index, 1999 = 100");
    // One observation has no change and no window: the method is said, and no number.
    add_step(&mut harness, "Percent change on the period before");
    harness.get_by_label("Each value is the change on the period before, in percent of it.");
    click(&mut harness, "Remove step 1: percent change on the period before");
    // A series that depends on itself.
    let mut chart = dataset(&harness).charts["both"].clone();
    chart.transform = vec![Transform::RatioTo { series: "colombia".into() }];
    edit(&mut harness, Edit::PutChart { id: "both".into(), chart });
    harness.get_by_label("Colombia: it can't be related to itself.");
    // A series that is gone from the file.
    open(
        &mut harness,
        "series: [\"mexico\", \"colombia\"]",
        "series: [\"colombia\"], transform: [RatioTo(series: \"gone\")]",
    );
    select(&mut harness, SectionKind::Charts, "both");
    harness.get_by_label("Colombia: there is no series `gone`.");
}

/// Opens the dataset with something else in its text.
fn open(harness: &mut Harness<'_, App>, old: &str, new: &str) {
    let text = super::inspector::DATASET.replace(old, new);
    assert!(text.contains(new), "{old}");
    let result = Ok(Box::new(docket::format::parse(&text)));
    harness.state_mut().session.apply(Command::Opened { path: "/data/other.ron".into(), result });
    harness.run();
}

#[test]
fn a_claim_on_a_removed_series_says_so_where_it_stands() {
    let mut harness = harness();
    // What the window takes away goes with all that refers to it, in one step.
    select(&mut harness, SectionKind::Series, "mexico");
    harness.state_mut().session.apply(Command::Delete);
    assert!(dataset(&harness).claims.is_empty() && !dataset(&harness).series.contains_key("mexico"));
    harness.state_mut().session.apply(Command::Undo);
    assert!(dataset(&harness).claims.contains_key("halved"));
    // What is gone from the file is said by the verdict.
    open(&mut harness, "Ratio(series: \"mexico\"", "Ratio(series: \"gone\"");
    select(&mut harness, SectionKind::Claims, "halved");
    let said = harness.get_all_by_label_contains("there is no series `gone`, so it cannot be decided").count();
    assert!(said > 0, "the verdict says what is missing");
}

#[test]
fn statistics_of_one_value_say_why_there_are_none() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Series, "colombia");
    click(&mut harness, "Statistics");
    let dashes: Vec<_> = harness.get_all_by_label("–").map(|node| node.rect().center()).collect();
    assert!(dashes.len() >= 4, "no deviation, growth, trends, change of level");
    harness.hover_at(dashes[0]);
    harness.run();
    harness.get_by_label("it takes 2 values, and there is 1");
}

#[test]
fn an_axis_label_that_is_no_longer_true_is_warned_of_and_taken_away() {
    let mut harness = harness();
    let mut chart = dataset(&harness).charts["both"].clone();
    chart.y.label = Some("people a year".to_owned());
    chart.series = vec!["mexico".into()];
    edit(&mut harness, Edit::PutChart { id: "both".into(), chart });
    select(&mut harness, SectionKind::Charts, "both");
    assert!(harness.query_by_label_contains("The axis label is yours").is_none());
    add_step(&mut harness, "Index, 2008 = 100");
    harness.get_by_label_contains("The axis label is yours and says “people a year”; after the steps the values are ");
    click(&mut harness, "Take the axis label away");
    assert_eq!(dataset(&harness).charts["both"].y.label, None);
    assert!(harness.query_by_label_contains("The axis label is yours").is_none());
}

#[test]
fn the_copied_statistics_are_the_table() {
    let mut harness = harness();
    select(&mut harness, SectionKind::Charts, "both");
    click(&mut harness, "Statistics");
    harness.get_by_label("Copy statistics").click();
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("a text on the clipboard");
    let lines: Vec<Vec<&str>> = copied.lines().map(|line| line.split('\t').collect()).collect();
    assert!(lines.iter().all(|line| line.len() == 3), "{lines:?}");
    for line in [
        ["Statistic", "Mexico", "Colombia"],
        ["Values", "3", "1"],
        ["Sum", "274", "208"],
        ["Mean", "91.333", "208"],
        ["Median", "95", "208"],
        ["Lowest", "57 (2013)", "208 (2008)"],
        ["Highest", "122 (2012)", "208 (2008)"],
        ["Change of level", "", ""],
        ["Rank in 2008", "2", "1"],
    ] {
        assert!(lines.iter().any(|other| other[..] == line), "{line:?} is not in {lines:?}");
    }
}

/// Six thousand days in one series, more than are gone through in a frame.
fn many(harness: &mut Harness<'_, App>) {
    let days = std::iter::successors(Some(Unit::Day(1900, 1, 1)), |day| day.next()).take(6_000);
    let observations = days.zip(0_u32..).map(|(day, n)| Observation::exactly(day.into(), f64::from(n % 100)));
    let head = SeriesHead { entity: Some("Many".to_owned()), ..SeriesHead::default() };
    let series = Series { head, observations: observations.collect() };
    let edit_of_many = Edit::Insert { index: 2, id: "many".into(), item: Item::Series(series) };
    let effects = edit(harness, edit_of_many);
    finish(harness, effects);
    let mut chart = dataset(harness).charts["both"].clone();
    chart.series = vec!["many".into()];
    edit(harness, Edit::PutChart { id: "both".into(), chart });
    select(harness, SectionKind::Charts, "both");
}

fn finish(harness: &mut Harness<'_, App>, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Job(job) = effect {
            let outcome = docket::app::worker::perform(&docket::document::disk::RealDisk, job);
            harness.state_mut().session.apply(outcome);
        }
    }
    harness.run();
}

#[test]
fn statistics_of_very_many_values_are_worked_out_away_from_the_window_and_can_be_cancelled() {
    let mut harness = harness();
    many(&mut harness);
    click(&mut harness, "Statistics");
    harness.get_by_label("Working it out…");
    click(&mut harness, "Cancel the statistics");
    harness.get_by_label("Cancelled");
    assert!(harness.query_by_label("Working it out…").is_none(), "it does not begin again by itself");
    click(&mut harness, "Work it out");
    harness.get_by_label("Working it out…");
    let job = harness.state().job.clone().expect("a job");
    assert!(matches!(job, Job::Inquire(_)), "{job:?}");
    finish(&mut harness, vec![Effect::Job(job)]);
    assert_eq!(harness.get_all_by_label("49.5").count(), 2, "mean and median");
    harness.get_by_label("297,000");
}

#[test]
fn the_results_of_very_many_values_are_frozen_away_from_the_window() {
    let mut harness = harness();
    many(&mut harness);
    add_step(&mut harness, "Running total");
    click(&mut harness, "Freeze into series");
    let under_way = harness.state().session.under_way().map(|edit| edit.words());
    assert_eq!(under_way.as_deref(), Some("Freezing 6,000 values…"));
    assert!(!dataset(&harness).series.contains_key("many-derived"));
    let job = harness.state().job.clone().expect("a job");
    finish(&mut harness, vec![Effect::Job(job)]);
    let frozen = dataset(&harness).series["many-derived"].observations.clone();
    assert_eq!((frozen.len(), frozen[5_999].value), (6_000, Some(297_000.0)));
}
