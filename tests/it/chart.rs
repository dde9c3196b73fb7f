//! Plans of charts: what holds for all of them, and what those of the built-in datasets say.

use docket::{
    chart,
    model::{Dataset, Id},
};

fn dataset(file: &str) -> Dataset {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/datasets").join(file);
    let text = std::fs::read_to_string(path.with_extension("ron")).expect(file);
    ron::from_str(&text).expect(file)
}

/// What a plan says in words, without its numbers.
fn words_of(dataset: &Dataset, id: &str) -> String {
    let plan = chart::plan(dataset, &Id::from(id)).expect(id);
    let labels: Vec<&str> = plan.series.iter().map(|s| s.label.as_str()).collect();
    format!(
        "x {:?}\ny {:?}\nseries: {}\nnotes:\n  {}\n{}\n{}",
        (plan.x.min, plan.x.max),
        (plan.y.min, plan.y.max, &plan.y.label),
        labels.join(" | "),
        plan.notes.join("\n  "),
        plan.source_line,
        plan.description,
    )
}

#[test]
fn every_built_in_chart_has_a_plan_with_something_to_draw() {
    for file in ["extraditions", "conviction-rates", "judicial-errors"] {
        let dataset = dataset(file);
        for id in dataset.charts.keys() {
            let plan = chart::plan(&dataset, id).expect(id);
            assert_eq!(plan.empty_reason, None, "{file} {id}");
            assert!(plan.source_line.starts_with("Source"), "{file} {id}");
            assert!(plan.series.iter().all(|s| !s.points.is_empty()), "{file} {id}: {}", words_of(&dataset, id));
        }
    }
}
