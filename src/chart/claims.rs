//! Claims as annotations: what each compares, with its numbers.

use std::borrow::Cow;

use crate::{
    analysis::{Outcome, period_words, verdict},
    model::{
        Annotation, AnnotationKind, Chart, Check, Claim, Comparison, Dataset, Extreme, Id, Period, Spot,
        number::{self, decimals_of, grouped},
    },
};

/// The chart with what its claims look like among its annotations, behind those that are its own.
pub(super) fn with_claims<'a>(dataset: &Dataset, chart: &'a Chart) -> Cow<'a, Chart> {
    if chart.claims.is_empty() {
        return Cow::Borrowed(chart);
    }
    let mut drawn = chart.clone();
    drawn.annotations.extend(chart.claims.iter().flat_map(|id| drawn_in(dataset, chart, id)));
    Cow::Owned(drawn)
}

/// Whether all that a claim is about is shown in a chart, so that it can be drawn there.
pub fn shows_claim(chart: &Chart, claim: &Claim) -> bool {
    claim.check.series().into_iter().all(|id| chart.series.contains(id))
}

/// What a claim looks like in a chart: nothing where its series are not shown. A number that is claimed has no place
/// among transformed ones.
fn drawn_in(dataset: &Dataset, chart: &Chart, id: &Id) -> Vec<Annotation> {
    let claim = dataset.claims.get(id).filter(|claim| shows_claim(chart, claim));
    let mut drawn = claim.map(|claim| annotations_of(dataset, claim)).unwrap_or_default();
    drawn.retain(|annotation| chart.transform.is_empty() || annotation.kind != AnnotationKind::Line);
    drawn
}

/// The claim of a chart that one of its annotations is of, counted as in a plan: behind the author's own.
pub fn claim_of_annotation<'a>(dataset: &Dataset, chart: &'a Chart, index: usize) -> Option<&'a Id> {
    let mut before = chart.annotations.len();
    chart.claims.iter().find(|id| {
        let end = before + drawn_in(dataset, chart, id).len();
        let is_within = (before..end).contains(&index);
        before = end;
        is_within
    })
}

/// What a claim looks like: an arrow for a change, a shaded span for a sum or a mean, a line at a value that is claimed,
/// words at an extreme.
fn annotations_of(dataset: &Dataset, claim: &Claim) -> Vec<Annotation> {
    let outcome = verdict(dataset, claim).outcome;
    let sign = match outcome {
        Outcome::Holds => "",
        Outcome::Fails => " (does not hold)",
        Outcome::Undecidable => " (cannot be decided)",
    };
    let qualified = |number: String| match claim.qualifier.words() {
        "" => number,
        words => format!("{words} {number}"),
    };
    let plain = |value: f64| grouped(value, decimals_of(value));
    let of_series = |id: &Id, value: f64| match dataset.series.get(id) {
        Some(series) => number::with_measure(value, &series.head.measure),
        None => plain(value),
    };
    let arrow = |series: &Id, from: Period, to: Period, text: String| Annotation {
        kind: AnnotationKind::Arrow,
        at: Some(to),
        series: Some(series.clone()),
        from: Some(Spot { at: Some(from), series: Some(series.clone()), ..Spot::default() }),
        text,
        ..Annotation::default()
    };
    let shade = |from: Period, to: Period, text: String| Annotation {
        kind: AnnotationKind::Shade,
        at: Period::interval(from.first(), to.last()),
        text,
        ..Annotation::default()
    };
    let note = |series: &Id, at: Period, text: String| Annotation {
        at: Some(at),
        series: Some(series.clone()),
        text,
        ..Annotation::default()
    };
    let line = |value: f64, text: String| Annotation {
        kind: AnnotationKind::Line,
        value: Some(value),
        text,
        ..Annotation::default()
    };
    match &claim.check {
        Check::Value { series, at, value } => {
            let said = qualified(of_series(series, *value));
            vec![line(*value, format!("Claimed: {said}{sign}")), note(series, *at, period_words(*at))]
        }
        Check::Change { series, from, to, percent } => {
            let plus = if *percent > 0.0 { "+" } else { "" };
            let said = qualified(format!("{plus}{}%", plain(*percent)));
            vec![arrow(series, *from, *to, format!("{said}{sign}"))]
        }
        Check::Ratio { series, from, to, ratio } => {
            vec![arrow(series, *from, *to, format!("{}{sign}", qualified(format!("× {}", plain(*ratio)))))]
        }
        Check::Sum { series, from, to, value } => {
            vec![shade(*from, *to, format!("Sum: {}{sign}", qualified(of_series(series, *value))))]
        }
        Check::Mean { series, from, to, value } => {
            let said = qualified(of_series(series, *value));
            vec![shade(*from, *to, String::new()), line(*value, format!("Mean: {said}{sign}"))]
        }
        Check::Extreme { series, at, is, since } => {
            let word = if *is == Extreme::Highest { "Highest" } else { "Lowest" };
            let since = since.map(|since| format!(" since {}", period_words(since))).unwrap_or_default();
            vec![note(series, *at, format!("{word}{since}{sign}"))]
        }
        Check::Compare { series, with, at, is } => {
            let said = match is {
                Comparison::Higher => "higher".to_owned(),
                Comparison::Lower => "lower".to_owned(),
                Comparison::Times(times) => qualified(format!("× {}", plain(*times))),
            };
            let mut arrow = arrow(series, *at, *at, format!("{said}{sign}"));
            if let Some(from) = &mut arrow.from {
                from.series = Some(with.clone());
            }
            vec![arrow]
        }
    }
}
