//! The verdicts on all claims of a dataset, kept for as long as what they follow from is the same.

use indexmap::IndexMap;

use super::{Verdict, verdict};
use crate::model::{Claim, Dataset, Id, Observations, Section, SeriesHead, Source};

/// Series up to this length are compared value by value.
const SHORT: usize = 64;

/// The verdicts on the claims of a dataset, with all that they were made from.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    sources: Section<Source>,
    claims: IndexMap<Id, Case>,
}

/// A claim with the series that it names; these share their memory with the dataset.
#[derive(Clone, Debug)]
struct Case {
    claim: Claim,
    series: Vec<Option<(SeriesHead, Observations)>>,
    verdict: Verdict,
}

impl Judged {
    /// The verdicts on the claims of a dataset, in its order. Those of before are taken over where neither the claim,
    /// nor a series that it names, nor a source has changed.
    pub fn new(dataset: &Dataset, before: Option<&Self>) -> Self {
        let before = before.filter(|before| before.sources == dataset.sources);
        let case = |id: &Id, claim: &Claim| {
            let kept = before.and_then(|before| before.claims.get(id)).filter(|case| case.holds(dataset, claim));
            kept.cloned().unwrap_or_else(|| Case::new(dataset, claim))
        };
        let claims = dataset.claims.iter().map(|(id, claim)| (id.clone(), case(id, claim))).collect();
        Self { sources: dataset.sources.clone(), claims }
    }

    /// The verdicts, in the order of the dataset.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Id, &Verdict)> {
        self.claims.iter().map(|(id, case)| (id, &case.verdict))
    }
}

impl Case {
    fn new(dataset: &Dataset, claim: &Claim) -> Self {
        let named = claim.check.series().into_iter().map(|id| dataset.series.get(id));
        let series = named.map(|series| series.map(|s| (s.head.clone(), s.observations.clone()))).collect();
        Self { claim: claim.clone(), series, verdict: verdict(dataset, claim) }
    }

    /// Whether the verdict is still the one on this claim.
    fn holds(&self, dataset: &Dataset, claim: &Claim) -> bool {
        let named = || claim.check.series().into_iter().map(|id| dataset.series.get(id));
        self.claim == *claim
            && named().zip(&self.series).all(|(now, then)| match (now, then) {
                (None, None) => true,
                (Some(now), Some((head, observations))) => {
                    now.head == *head && is_same(&now.observations, observations)
                }
                _ => false,
            })
    }
}

/// Whether nothing has changed, as far as that is seen without reading a long series: if not, the verdict is only found
/// once more.
fn is_same(now: &Observations, then: &Observations) -> bool {
    now.ptr_eq(then) || (now.len() == then.len() && now.len() <= SHORT && now == then)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Check, Extreme, Observation, Period, Qualifier, Series, SourceRefs};

    fn year(year: i64) -> Period {
        Period::year(year).expect("a year")
    }

    fn dataset(length: i64) -> Dataset {
        let mut dataset = Dataset::titled("Test");
        dataset.sources.insert("src".into(), Source { title: Some("Ministry".into()), ..Source::default() });
        for id in ["a", "b"] {
            let observations = (0..length).map(|n| Observation::exactly(year(1000 + n), n as f64)).collect();
            dataset.series.insert(id.into(), Series { observations, ..Series::default() });
            let checks = [
                Check::Extreme { series: id.into(), at: year(1003), is: Extreme::Highest, since: None },
                Check::Value { series: id.into(), at: year(1004), value: 4.0 },
            ];
            for (n, check) in checks.into_iter().enumerate() {
                let claim = Claim {
                    text: format!("{id} {n}"),
                    check,
                    qualifier: Qualifier::Exactly,
                    tolerance: None,
                    source: SourceRefs::default(),
                    note: None,
                };
                dataset.claims.insert(format!("{id}{n}").into(), claim);
            }
        }
        dataset
    }

    proptest! {
        #[test]
        fn verdicts_that_are_kept_are_those_made_anew(
            length in prop::sample::select(vec![8_i64, 300]),
            changes in prop::collection::vec((0..5_usize, 0..8_usize, 0..9_u8), 1..6),
        ) {
            let mut dataset = dataset(length);
            let mut kept = Judged::new(&dataset, None);
            for (what, index, value) in changes {
                let id = Id::from(if index % 2 == 0 { "a" } else { "b" });
                match what {
                    0 => dataset.series[&id].observations[index].value = Some(f64::from(value)),
                    1 => {
                        let other = Observation { source: "src".into(), ..Observation::exactly(year(1004), f64::from(value)) };
                        dataset.series[&id].observations.push_back(other);
                    }
                    2 => dataset.series[&id].head.entity = Some(format!("Place {value}")),
                    3 => dataset.sources["src"].title = Some(format!("Office {value}")),
                    _ => dataset.claims[index % 4].tolerance = Some(f64::from(value)),
                }
                kept = Judged::new(&dataset, Some(&kept));
                let anew = Judged::new(&dataset, None);
                prop_assert_eq!(kept.verdicts().collect::<Vec<_>>(), anew.verdicts().collect::<Vec<_>>());
            }
        }
    }
}
