//! What differs between two datasets, in words.

use docket::{
    analysis::compare,
    document::samples,
    format,
    model::{Dataset, Edit},
};

fn dataset(body: &str) -> Dataset {
    let parsed = format::parse(&format!("Dataset(format: 1, title: \"T\", {body})"));
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    (**parsed.dataset()).clone()
}

fn series(observations: &str) -> Dataset {
    dataset(&format!(
        "sources: {{\"a\": (), \"b\": ()}}, series: {{\"mexico\": (entity: \"Mexico\", observations: [{observations}])}}"
    ))
}

fn lines(before: &Dataset, after: &Dataset) -> Vec<String> {
    let comparison = compare(before, after);
    let figures = comparison.figures.iter().map(ToString::to_string);
    figures.chain(comparison.items.iter().map(ToString::to_string)).collect()
}

#[test]
fn figures_are_compared_by_period_and_source() {
    let before = "(at: 2007, value: 83, source: \"a\"), (at: 2008, value: 95, source: \"b\"), (at: 2008, value: 85, source: \"a\")";
    for (after, said) in [
        (before, &[][..]),
        (
            "(at: 2007, value: 84, source: \"a\"), (at: 2008, value: 95, source: \"b\"), (at: 2008, value: 85, source: \"a\")",
            &["mexico 2007: 83 → 84 (source a)"],
        ),
        (
            "(at: 2007, value: 83, source: \"b\"), (at: 2008, value: 85, source: \"a\"), (at: 2008, value: 95, source: \"b\")",
            &["mexico 2007: 83 (source a → b)", "mexico 2008: 85 is plotted in place of 95"],
        ),
        (
            "(at: 2007, value: 83, source: \"a\", status: Provisional), (at: 2008, value: 86, source: \"a\"), (at: 2008, value: 95, source: \"b\")",
            &["mexico 2007: 83 (observed → provisional)", "mexico 2008: 85 → 86 (source a)"],
        ),
        (
            "(at: 2008, value: 95, source: \"b\"), (at: 2008, value: 85, source: \"a\", note: \"To June.\"), (at: 2009, missing: Pending)",
            &[
                "mexico 2007: 83 → nothing (source a)",
                "mexico 2008: 85 (note “To June.”)",
                "mexico 2009: nothing → pending",
            ],
        ),
        (
            "(at: 2007, value: 83, qualifier: Nearly, source: \"a\"), (at: 2008, value: 95, source: \"b\")",
            &["mexico 2007: 83 → nearly 83 (source a)", "mexico 2008: 85 → nothing (source a)"],
        ),
    ] {
        assert_eq!(lines(&series(before), &series(after)), said, "{after}");
    }
}

#[test]
fn items_are_compared_field_by_field() {
    let before = dataset("sources: {\"a\": (title: \"One\"), \"gone\": ()}, series: {\"s\": (unit: \"people\")}");
    let after = dataset(
        "description: \"D\", sources: {\"a\": (title: \"Two\")}, \
         series: {\"s\": (unit: \"persons\"), \"t\": (observations: [(at: 2008, value: 1)])}",
    );
    let want = [
        "dataset: description none → D",
        "source gone: removed",
        "source a: title One → Two",
        "series s: unit people → persons",
        "series t: added, with 1 figure",
    ];
    assert_eq!(lines(&before, &after), want);
}

#[test]
fn no_dataset_differs_from_itself_and_every_figure_taken_away_is_told() {
    for sample in samples::ALL {
        let dataset = (**format::parse(sample.text).dataset()).clone();
        assert!(compare(&dataset, &dataset).is_empty());
        for (id, series) in &dataset.series {
            for index in 0..series.observations.len() {
                let mut less = dataset.clone();
                Edit::RemoveObservation { series: id.clone(), index }.apply(&mut less).expect("a figure");
                let comparison = compare(&dataset, &less);
                let told: Vec<_> = comparison.figures.iter().filter(|change| !change.is_choice).collect();
                assert!(told.len() == 1 && told[0].after.is_none() && told[0].series == id, "{id} {index}: {told:?}");
                assert_eq!(told[0].before.as_ref(), series.observations.get(index));
            }
        }
    }
}
