//! Verdicts that need more than exact yearly figures.

use crate::model::{
    Break, Check, Claim, Comparison, Dataset, Extreme, Id, Measure, Missing, Observation, Period, Qualifier, Series,
    SourceRefs, Status,
};

use super::{Outcome, Verdict, verdict};

fn at(text: &str) -> Period {
    text.parse().expect(text)
}

fn series(figures: &[(&str, f64)]) -> Series {
    let mut series = Series::default();
    series.head.measure = Measure::Count;
    series.observations = figures.iter().map(|(period, value)| Observation::exactly(at(period), *value)).collect();
    series
}

fn dataset(a: Series) -> Dataset {
    let mut dataset = Dataset::titled("Test");
    dataset.series.insert("a".into(), a);
    dataset
}

fn claim(check: Check) -> Claim {
    let qualifier = Qualifier::Exactly;
    Claim { text: String::new(), check, qualifier, tolerance: None, source: SourceRefs::default(), note: None }
}

fn sum(from: &str, to: &str, value: f64) -> Claim {
    claim(Check::Sum { series: "a".into(), from: at(from), to: at(to), value })
}

fn judged(figures: &[(&str, f64)], claim: &Claim) -> Verdict {
    verdict(&dataset(series(figures)), claim)
}

#[test]
fn a_sum_takes_spans_that_fit_without_overlap() {
    let figures = [("2001/2003", 30.0), ("2002/2004", 99.0), ("2004", 4.0), ("2005-01/2005-12", 5.0)];
    let verdict = judged(&figures, &sum("2001", "2005", 39.0));
    assert_eq!(verdict.outcome, Outcome::Holds, "{verdict:?}");
    assert_eq!(verdict.used, [(Id::from("a"), 0), (Id::from("a"), 2), (Id::from("a"), 3)]);
}

#[test]
fn a_sum_that_lacks_years_names_them_and_what_is_known() {
    let figures = [("2008", 10.0), ("2010", 20.0), ("2012", 30.0), ("2014", 40.0)];
    let verdict = judged(&figures, &sum("2002", "2014", 2000.0));
    assert_eq!(verdict.outcome, Outcome::Undecidable);
    assert_eq!(
        verdict.arithmetic,
        "10 + 20 + 30 + 40 = 100 is known, but 2002–2007, 2009, 2011 and 2013 are missing, so it cannot be decided"
    );
    assert_eq!(verdict.missing, [at("2002/2007"), at("2009"), at("2011"), at("2013")]);
}

#[test]
fn a_sum_over_the_whole_calendar_is_quick_and_names_stretches() {
    let verdict = judged(&[("2008", 10.0)], &sum("0001", "9999", 2000.0));
    assert_eq!(verdict.missing, [at("0001/2007"), at("2009/9999")]);
}

#[test]
fn a_mean_counts_units_and_not_observations() {
    let mean = |value| claim(Check::Mean { series: "a".into(), from: at("2001"), to: at("2004"), value });
    let verdict = judged(&[("2001/2003", 30.0), ("2004", 10.0)], &mean(10.0));
    assert_eq!((verdict.outcome, verdict.arithmetic.as_str()), {
        let words = "(30 + 10) / 4 = 10; 10 to the precision stated means 9.5 to 10.5: holds";
        (Outcome::Holds, words)
    });
    let mut shares = series(&[("2001/2003", 30.0), ("2004", 10.0)]);
    shares.head.measure = Measure::Share;
    assert_eq!(super::verdict(&dataset(shares), &mean(20.0)).missing, [at("2001/2003")]);
}

#[test]
fn another_source_may_turn_the_verdict() {
    let mut a = series(&[("2008", 95.0), ("2008", 85.0), ("2009", 107.0)]);
    a.observations[1].source = SourceRefs::from("embassy");
    let check = Check::Value { series: "a".into(), at: at("2008"), value: 95.0 };
    let verdict = verdict(&dataset(a), &claim(check));
    assert_eq!(verdict.outcome, Outcome::Holds);
    assert_eq!(verdict.warnings, ["With 85 (embassy) for 2008 it would fail."]);
}

#[test]
fn a_preferred_figure_that_is_missing_leaves_it_open_and_names_the_other() {
    let mut a = series(&[("2008", 95.0), ("2008", 85.0)]);
    a.observations[0] = Observation { missing: Some(Missing::NotPublished), ..Observation::at(at("2008")) };
    let check = Check::Value { series: "a".into(), at: at("2008"), value: 85.0 };
    let verdict = verdict(&dataset(a), &claim(check));
    assert_eq!(verdict.arithmetic, "a: there is no value for 2008 (not published), so it cannot be decided");
    assert_eq!(verdict.warnings, ["With 85 for 2008 it would hold."]);
}

#[test]
fn breaks_and_figures_that_are_not_final_warn() {
    let mut a = series(&[("2008", 100.0), ("2010", 50.0)]);
    a.head.breaks = vec![Break { at: at("2010"), note: Some("Another body counts.".into()) }];
    a.observations[1].status = Status::Provisional;
    let check = Check::Ratio { series: "a".into(), from: at("2008"), to: at("2010"), ratio: 0.5 };
    let verdict = verdict(&dataset(a), &claim(check));
    assert_eq!(verdict.outcome, Outcome::Holds);
    assert_eq!(
        verdict.warnings,
        ["The way of counting changes in 2010 (Another body counts).", "a: the value for 2010 is provisional."]
    );
}

#[test]
fn what_cannot_be_computed_is_said() {
    let change = claim(Check::Change { series: "a".into(), from: at("2008"), to: at("2009"), percent: 10.0 });
    let words = |figures: &[(&str, f64)], claim: &Claim| judged(figures, claim).arithmetic;
    assert_eq!(
        words(&[("2008", 0.0), ("2009", 5.0)], &change),
        "a: the value for 2008 is 0, to which nothing can be related, so it cannot be decided"
    );
    assert_eq!(judged(&[], &change).missing, [at("2008"), at("2009")]);
    assert_eq!(
        words(&[("2008", f64::MAX), ("2009", f64::MAX)], &sum("2008", "2009", 1.0)),
        "a: the result is too large to be computed, so it cannot be decided"
    );
    let other = Check::Compare { series: "a".into(), with: "b".into(), at: at("2008"), is: Comparison::Higher };
    assert_eq!(words(&[("2008", 1.0)], &claim(other)), "there is no series `b`, so it cannot be decided");
    assert_eq!(words(&[], &sum("2009", "2008", 1.0)), "2009 lies after 2008, so it cannot be decided");
}

#[test]
fn an_extreme_is_one_among_its_like() {
    let check = claim(Check::Extreme { series: "a".into(), at: at("2008"), is: Extreme::Highest, since: None });
    let verdict = judged(&[("2008", 9.0), ("2007", 8.0), ("2000/2008", 70.0), ("2008-01", 12.0)], &check);
    assert_eq!(verdict.arithmetic, "9 in 2008 is the highest of 2 known values: holds");
    assert_eq!(judged(&[("2008", 9.0)], &check).outcome, Outcome::Undecidable);
}
