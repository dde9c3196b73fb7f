//! Verdicts on claims.

use docket::{
    analysis::{self, Outcome},
    model::Dataset,
};

fn dataset(file: &str) -> Dataset {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/datasets").join(file);
    let text = std::fs::read_to_string(path.with_extension("ron")).expect(file);
    ron::from_str(&text).expect(file)
}

/// Every claim of a dataset with its verdict, in words.
fn verdicts(file: &str) -> String {
    let dataset = dataset(file);
    let mut lines = Vec::new();
    for (id, claim) in &dataset.claims {
        let verdict = analysis::verdict(&dataset, claim);
        lines.push(format!("{id}: {}", verdict.outcome.name()));
        lines.push(format!("  {}", verdict.arithmetic));
        lines.extend(verdict.warnings.iter().map(|warning| format!("  ! {warning}")));
    }
    lines.join("\n")
}

/// What the README of the collected data found for each claim of the article.
#[test]
fn the_claims_of_the_article_come_out_as_they_were_found_to() {
    let expected = [
        ("extraditions", "halved", Outcome::Holds),
        ("extraditions", "halved-to-the-us", Outcome::Fails),
        ("extraditions", "halved-first-24-months", Outcome::Fails),
        ("extraditions", "halved-by-september-2015", Outcome::Holds),
        ("extraditions", "nearly-2000", Outcome::Undecidable),
        ("extraditions", "sum-2000-to-2006", Outcome::Holds),
        ("extraditions", "record-2009", Outcome::Fails),
        ("extraditions", "more-than-70-dead", Outcome::Holds),
        ("conviction-rates", "nine-percent", Outcome::Holds),
        ("conviction-rates", "five-percent", Outcome::Fails),
        ("conviction-rates", "americas-below-world", Outcome::Holds),
        ("judicial-errors", "61-percent-more", Outcome::Holds),
    ];
    for (file, id, outcome) in expected {
        let dataset = dataset(file);
        let verdict = analysis::verdict(&dataset, &dataset.claims[id]);
        assert_eq!(verdict.outcome, outcome, "{file} {id}: {}", verdict.arithmetic);
    }
}

#[test]
fn the_verdicts_on_the_built_in_claims_say_why() {
    insta::assert_snapshot!("verdicts-extraditions", verdicts("extraditions"));
    insta::assert_snapshot!("verdicts-conviction-rates", verdicts("conviction-rates"));
    insta::assert_snapshot!("verdicts-judicial-errors", verdicts("judicial-errors"));
}

/// A claim held against figures by trying values: written from the words of the format, not from the program.
mod oracle {
    use docket::{
        analysis::{self, Outcome, Verdict},
        model::{
            Check, Claim, Comparison, Dataset, Extreme, Id, Measure, Observation, Period, Qualifier, Series, SourceRefs,
        },
    };
    use proptest::prelude::*;

    const YEARS: std::ops::Range<i64> = 2000..2006;

    fn year(year: i64) -> Period {
        Period::year(year).expect("a year")
    }

    fn any_qualifier() -> impl Strategy<Value = Qualifier> {
        prop_oneof![6 => Just(Qualifier::Exactly), 4 => proptest::sample::select(Qualifier::ALL.to_vec())]
    }

    /// A figure, `None` where there is none for its year; some have a range instead of a qualifier.
    fn any_figure() -> impl Strategy<Value = Option<(f64, Qualifier, bool)>> {
        proptest::option::weighted(0.85, (0_u32..60, any_qualifier(), proptest::bool::weighted(0.15)))
            .prop_map(|figure| figure.map(|(value, qualifier, range)| (f64::from(value), qualifier, range)))
    }

    fn any_series() -> impl Strategy<Value = Series> {
        proptest::collection::vec(any_figure(), YEARS.count()).prop_map(|figures| {
            let mut series = Series::default();
            series.head.measure = Measure::Count;
            for (at, figure) in YEARS.zip(figures) {
                let Some((value, qualifier, range)) = figure else { continue };
                let mut o = Observation { qualifier, ..Observation::exactly(year(at), value) };
                if range {
                    o = Observation { low: Some(value), high: Some(value + 10.0), ..Observation::at(year(at)) };
                }
                series.observations.push_back(o);
            }
            series
        })
    }

    fn any_check() -> impl Strategy<Value = Check> {
        let series = || Id::from("a");
        let years = || (YEARS, YEARS).prop_map(|(a, b)| (year(a.min(b)), year(a.max(b))));
        let number = || (0_i32..120).prop_map(f64::from);
        prop_oneof![
            (YEARS, number()).prop_map(move |(at, value)| Check::Value { series: series(), at: year(at), value }),
            (years(), -100_i32..100).prop_map(move |((from, to), percent)| Check::Change {
                series: series(),
                from,
                to,
                percent: f64::from(percent)
            }),
            (years(), 1_i32..30).prop_map(move |((from, to), tenths)| Check::Ratio {
                series: series(),
                from,
                to,
                ratio: f64::from(tenths) / 10.0
            }),
            (years(), number()).prop_map(move |((from, to), value)| Check::Sum {
                series: series(),
                from,
                to,
                value: value * 2.0
            }),
            (years(), number()).prop_map(move |((from, to), value)| Check::Mean {
                series: series(),
                from,
                to,
                value: value / 2.0
            }),
            (YEARS, proptest::sample::select(vec![Extreme::Highest, Extreme::Lowest]), proptest::option::of(YEARS))
                .prop_map(move |(at, is, since)| Check::Extreme {
                    series: series(),
                    at: year(at),
                    is,
                    since: since.map(|since| year(since.min(at)))
                }),
            (YEARS, proptest::sample::select(vec![Comparison::Higher, Comparison::Lower, Comparison::Times(0.5)]))
                .prop_map(move |(at, is)| Check::Compare { series: series(), with: "b".into(), at: year(at), is }),
        ]
    }

    /// Values that a figure may have, its ends and some between; a stand-in for infinity at an open end.
    fn possible(o: &Observation) -> Vec<f64> {
        if let (Some(low), Some(high)) = (o.low, o.high) {
            return vec![low, f64::midpoint(low, high), high];
        }
        let v = o.value.expect("a value or a range");
        match o.qualifier {
            Qualifier::Exactly => vec![v],
            Qualifier::About => vec![v * 0.9, v, v * 1.1],
            Qualifier::Nearly => vec![v * 0.9, v * 0.95, v],
            Qualifier::Over => vec![v + 1e-4, v + 1.0, v + 1e9],
            Qualifier::AtLeast => vec![v, v + 1.0, v + 1e9],
            Qualifier::AtMost => vec![0.0, v / 2.0, v],
        }
    }

    /// Whether a number bears a claim out; `None` where it lies on the edge, where rounding decides.
    fn satisfies(found: f64, claimed: f64, claim: &Claim) -> Option<bool> {
        let decimals = claimed.to_string().split_once('.').map_or(0, |(_, d)| d.len());
        let tenth = claimed.abs() / 10.0;
        let (low, high) = match claim.qualifier {
            Qualifier::Exactly => {
                let half = 0.5 / 10_f64.powf(decimals as f64);
                (claimed - half, claimed + half)
            }
            Qualifier::About => (claimed - tenth, claimed + tenth),
            Qualifier::Nearly if claimed < 0.0 => (claimed, claimed + tenth),
            Qualifier::Nearly => (claimed - tenth, claimed),
            Qualifier::Over | Qualifier::AtLeast => (claimed, f64::INFINITY),
            Qualifier::AtMost => (f64::NEG_INFINITY, claimed),
        };
        let edge = [low, high].into_iter().any(|end| (found - end).abs() <= 1e-6 * end.abs().max(1.0));
        (!edge).then_some(low < found && found < high)
    }

    /// All ways to choose one value from each list, as long as there are few; else the ends alone.
    fn choices(lists: &[Vec<f64>]) -> Vec<Vec<f64>> {
        lists.iter().fold(vec![Vec::new()], |chosen, list| {
            chosen.iter().flat_map(|c| list.iter().map(|v| [&c[..], &[*v]].concat())).collect()
        })
    }

    /// What each choice of possible values says of a claim; `None` in place of the list where a figure is missing.
    fn tried(dataset: &Dataset, claim: &Claim) -> Option<Vec<Option<bool>>> {
        let get = |id: &str, at: Period| dataset.series[id].preferred(at).map(possible);
        let by = |lists: &[Vec<f64>], compute: &dyn Fn(&[f64]) -> Option<bool>| {
            Some(choices(lists).iter().map(|choice| compute(choice)).collect())
        };
        match &claim.check {
            Check::Value { at, value, .. } => by(&[get("a", *at)?], &|c| satisfies(c[0], *value, claim)),
            Check::Change { from, to, percent, .. } => {
                by(&[get("a", *from)?, get("a", *to)?], &|c| satisfies((c[1] - c[0]) / c[0] * 100.0, *percent, claim))
            }
            Check::Ratio { from, to, ratio, .. } => {
                by(&[get("a", *from)?, get("a", *to)?], &|c| satisfies(c[1] / c[0], *ratio, claim))
            }
            Check::Sum { from, to, value, .. } | Check::Mean { from, to, value, .. } => {
                let years = from.as_year()?..=to.as_year()?;
                let lists: Option<Vec<_>> = years.map(|y| get("a", year(i64::from(y)))).collect();
                let mean = matches!(claim.check, Check::Mean { .. });
                by(&lists?, &|c| {
                    let sum: f64 = c.iter().sum();
                    satisfies(if mean { sum / c.len() as f64 } else { sum }, *value, claim)
                })
            }
            Check::Extreme { at, is, since, .. } => {
                let own = get("a", *at)?;
                let counts = |o: &&Observation| o.at != *at && since.is_none_or(|since| o.at >= since);
                let others = dataset.series["a"].observations.iter().filter(counts).map(possible);
                let lists: Vec<_> = std::iter::once(own).chain(others).collect();
                by(&lists, &|c| {
                    Some(c[1..].iter().all(|v| if *is == Extreme::Highest { *v <= c[0] } else { *v >= c[0] }))
                })
            }
            Check::Compare { at, is, .. } => by(&[get("a", *at)?, get("b", *at)?], &|c| match is {
                Comparison::Higher => Some(c[0] > c[1]),
                Comparison::Lower => Some(c[0] < c[1]),
                Comparison::Times(times) => satisfies(c[0] / c[1], *times, claim),
            }),
        }
    }

    fn divides_by_what_may_be_zero(dataset: &Dataset, check: &Check) -> bool {
        let (id, at) = match check {
            Check::Change { from, .. } | Check::Ratio { from, .. } => ("a", *from),
            Check::Compare { at, is: Comparison::Times(_), .. } => ("b", *at),
            _ => return false,
        };
        dataset.series[id].preferred(at).is_some_and(|o| possible(o).contains(&0.0) || o.value == Some(0.0))
    }

    fn agree(dataset: &Dataset, claim: &Claim, verdict: &Verdict) -> Result<(), TestCaseError> {
        let words = format!("{verdict:?}\n{claim:?}\n{:?}", dataset.series);
        let Some(tried) = tried(dataset, claim) else {
            prop_assert_eq!(verdict.outcome, Outcome::Undecidable, "{}", words);
            prop_assert!(!verdict.missing.is_empty(), "{}", words);
            return Ok(());
        };
        prop_assert!(verdict.missing.is_empty(), "{}", words);
        let lonely = match claim.check {
            Check::Extreme { since, .. } => {
                let counts = |o: &&Observation| since.is_none_or(|since| o.at >= since);
                dataset.series["a"].observations.iter().filter(counts).count() == 1
            }
            _ => false,
        };
        if lonely || divides_by_what_may_be_zero(dataset, &claim.check) {
            prop_assert_eq!(verdict.outcome, Outcome::Undecidable, "{}", words);
            return Ok(());
        }
        match verdict.outcome {
            Outcome::Holds => prop_assert!(!tried.contains(&Some(false)), "{}", words),
            Outcome::Fails => prop_assert!(!tried.contains(&Some(true)), "{}", words),
            Outcome::Undecidable => {
                let mixed = tried.contains(&Some(true)) && tried.contains(&Some(false));
                let narrow = !tried.contains(&Some(true)) && tried.len() > 1;
                prop_assert!(mixed || narrow || tried.contains(&None), "{}", words);
            }
        }
        Ok(())
    }

    proptest! {
        // Few cases come near the edge of what a claim allows.
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn a_verdict_is_what_trying_all_values_gives(
            a in any_series(), b in any_series(), check in any_check(), qualifier in any_qualifier(),
        ) {
            let mut dataset = Dataset::titled("Tried");
            dataset.series.insert("a".into(), a);
            dataset.series.insert("b".into(), b);
            let claim =
                Claim { text: String::new(), check, qualifier, tolerance: None, source: SourceRefs::default(), note: None };
            agree(&dataset, &claim, &analysis::verdict(&dataset, &claim))?;
        }
    }
}
