//! Steps and statistics in the inspector, with real keys, clicks and drags.

use docket::model::{SectionKind, Transform};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::inspector::{App, click, dataset, enter, harness, select, write};

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
