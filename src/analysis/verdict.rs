//! What the figures say of a claim.

use std::collections::HashMap;

use crate::model::{Claim, Dataset, Id, Period};

use super::{bounds::Bounds, lookup::Lookup, period_words};

/// So many disagreeing values are tried.
const TRIED: usize = 20;

/// The verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The figures bear the claim out.
    Holds,
    /// The figures contradict the claim.
    Fails,
    /// The figures do not suffice.
    Undecidable,
}

impl Outcome {
    /// The word for programs: `holds`, `fails`, `undecidable`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecidable => "undecidable",
        }
    }

    /// The words for people: "holds", "fails", "cannot be decided".
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecidable => "cannot be decided",
        }
    }
}

/// What the figures say of a claim, and how that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The verdict in one word.
    pub outcome: Outcome,
    /// The arithmetic in plain words: "57 / 122 = 0.47; about 0.5 means 0.45 to 0.55: holds".
    pub arithmetic: String,
    /// Periods without a value that would be needed.
    pub missing: Vec<Period>,
    /// What a reader should know besides: disagreeing sources, breaks, uncertain values.
    pub warnings: Vec<String>,
    /// The observations that were used, as series and position.
    pub used: Vec<(Id, usize)>,
}

/// Holds a claim against the preferred figures of a dataset, and says under which of the disagreeing ones it would come
/// out otherwise.
///
/// A figure that is not exact stands for a range of values: the claim holds if all of them bear it out, fails if none
/// does, and cannot be decided otherwise. What the claim allows follows from its qualifier and tolerance; "exactly" means
/// to the decimal places in which the number is written.
pub fn verdict(dataset: &Dataset, claim: &Claim) -> Verdict {
    let mut verdict = Lookup { dataset, instead: None }.evaluate(claim);
    let contested = contested(dataset, &verdict.used);
    for (id, index) in contested.iter().take(TRIED) {
        let other = Lookup { dataset, instead: Some((id, *index)) }.evaluate(claim);
        verdict.warnings.extend(disagreement(dataset, (id, *index), verdict.outcome, other.outcome));
    }
    if contested.len() > TRIED {
        verdict.warnings.push(format!("{} more values by other sources were not tried.", contested.len() - TRIED));
    }
    verdict
}

/// The observations with which others, of the same period, disagree with those used.
fn contested(dataset: &Dataset, used: &[(Id, usize)]) -> Vec<(Id, usize)> {
    let mut by_period: HashMap<&Id, HashMap<Period, Vec<usize>>> = HashMap::new();
    for (id, index) in used {
        let Some((id, series)) = dataset.series.get_key_value(id) else { continue };
        if let Some(o) = series.observations.get(*index) {
            by_period.entry(id).or_default().insert(o.at, Vec::new());
        }
    }
    // Of a long series only the periods that were used are looked at.
    for (id, periods) in &mut by_period {
        for (i, o) in dataset.series[*id].observations.iter().enumerate() {
            if let Some(positions) = periods.get_mut(&o.at) {
                positions.push(i);
            }
        }
    }
    let mut others = Vec::new();
    for (id, index) in used {
        let Some((id, series)) = dataset.series.get_key_value(id) else { continue };
        let at = series.observations.get(*index).map(|o| o.at);
        let same = at.and_then(|at| by_period.get(id)?.get(&at));
        let known = |i: &&usize| Bounds::of_observation(&series.observations[**i], series.head.measure).is_some();
        others.extend(same.into_iter().flatten().filter(|i| *i != index).filter(known).map(|i| (id.clone(), *i)));
    }
    others.dedup();
    others
}

/// "With 19 (Labardini) for 2001 it would fail."
fn disagreement(dataset: &Dataset, (id, index): (&Id, usize), now: Outcome, then: Outcome) -> Option<String> {
    let series = dataset.series.get(id)?;
    let o = series.observations.get(index)?;
    let names: Vec<&str> = o
        .source
        .ids()
        .iter()
        .map(|source| dataset.sources.get(source).map_or(source.as_str(), |s| s.short_name(source)))
        .collect();
    let by = if names.is_empty() { String::new() } else { format!(" ({})", names.join("; ")) };
    let still = if now == then { "still " } else { "" };
    let would = match then {
        Outcome::Holds => format!("would {still}hold"),
        Outcome::Fails => format!("would {still}fail"),
        Outcome::Undecidable => format!("could {still}not be decided"),
    };
    Some(format!("With {}{by} for {} it {would}.", o.shown(&series.head.measure), period_words(o.at)))
}
