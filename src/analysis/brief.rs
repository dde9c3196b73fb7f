//! What differs between two versions of a dataset, in a sentence.

use indexmap::IndexMap;

use super::compare::{Comparison, FigureChange, ItemFate};

/// So many series are named; of more it is said how many they are.
const MOST_NAMED: usize = 2;

/// What differs, in a sentence or two: `3 values changed in mexico, 1 value added in colombia; 2 sources added`.
/// `None` where nothing but comments or the layout does.
pub fn in_brief(comparison: &Comparison) -> Option<String> {
    let mut said = figures(&comparison.figures);
    said.extend(items(comparison));
    match comparison.verdicts.len() {
        0 => {}
        1 => said.push("1 claim comes out otherwise".to_owned()),
        count => said.push(format!("{count} claims come out otherwise")),
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn figures(changes: &[FigureChange]) -> Vec<String> {
    let mut by_fate: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for change in changes {
        let fate = match (&change.before, &change.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        *by_fate.entry(fate).or_default().entry(change.series.as_str()).or_default() += 1;
    }
    let phrase = |(fate, series): (&&str, &IndexMap<&str, usize>)| {
        let count: usize = series.values().sum();
        let place = match series.len() {
            0..=MOST_NAMED => series.keys().copied().collect::<Vec<_>>().join(" and "),
            many => format!("{many} series"),
        };
        format!("{} {fate} in {place}", counted(count, "value"))
    };
    let phrases: Vec<String> = by_fate.iter().map(phrase).collect();
    if phrases.is_empty() { Vec::new() } else { vec![phrases.join(", ")] }
}

fn items(comparison: &Comparison) -> Vec<String> {
    let mut counts: IndexMap<(&str, &str), usize> = IndexMap::new();
    for item in &comparison.items {
        let fate = match item.change {
            ItemFate::Added(_) => "added",
            ItemFate::Removed(_) => "removed",
            ItemFate::Changed(_) => "changed",
        };
        *counts.entry((item.kind, fate)).or_default() += 1;
    }
    let said = counts.into_iter().map(|((kind, fate), count)| match kind {
        "dataset" => "the dataset itself changed".to_owned(),
        // One or many, it is the same word.
        "series" => format!("{count} series {fate}"),
        kind => format!("{} {fate}", counted(count, kind)),
    });
    said.collect()
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
