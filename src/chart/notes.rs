//! The sentences under a figure that say how to read it: only those that apply to what is shown.

use crate::{
    analysis::{listed, period_words},
    model::{Chart, Gaps, Mark, Qualifier, Series, Status},
};

use super::{
    PlannedPoint, PlannedSeries, Role,
    points::{Chosen, is_adjacent},
    words::{sentence, status_words},
};

/// So many values are named one by one; of more it is said that there are some.
const NAMED: usize = 6;

/// What the marks, dashes, gaps and breaks of the series shown mean.
pub(super) fn notes(chart: &Chart, shown: &[(&Chosen<'_>, &PlannedSeries)]) -> Vec<String> {
    let points: Vec<&PlannedPoint> = shown.iter().flat_map(|(_, planned)| &planned.points).collect();
    let mut notes = Vec::new();
    notes.extend(marks(chart.mark, &points));
    notes.extend(not_final(shown));
    for (chosen, planned) in shown {
        notes.extend(breaks(chart.mark, chosen.series, planned));
        notes.extend(index_across_breaks(chosen, planned));
    }
    if chart.mark == Mark::Line {
        notes.extend(gaps(chart.gaps, shown));
    }
    notes
}

fn marks(mark: Mark, points: &[&PlannedPoint]) -> Vec<String> {
    let any = |test: &dyn Fn(&PlannedPoint) -> bool| points.iter().any(|p| test(p));
    let mut notes = Vec::new();
    let bounds: Vec<String> = Qualifier::ALL
        .into_iter()
        .filter(|q| *q != Qualifier::Exactly && any(&|p| p.qualifier == *q && p.role != Role::Interval))
        .map(|q| format!("“{}”", q.words()))
        .collect();
    if !bounds.is_empty() {
        let marks = match mark {
            Mark::Line | Mark::Dot => "points",
            Mark::Column => "columns",
            Mark::Bar => "bars",
        };
        let words = if let [init @ .., last] = &bounds[..]
            && !init.is_empty()
        {
            format!("{} or {last}", init.join(", "))
        } else {
            bounds.concat()
        };
        notes.push(format!("Hollow {marks} are approximate or bounds: the source says {words}."));
    }
    if any(&|p| p.low.is_some() || p.high.is_some()) {
        notes.push("Thin lines through a value show the range in which it lies.".to_owned());
    }
    if any(&|p| p.role == Role::Disagreeing) {
        notes.push("Faint marks: another source gives another value.".to_owned());
    }
    if mark != Mark::Bar && any(&|p| p.role == Role::Interval) {
        let usual = if any(&|p| p.role == Role::Plotted) { "other periods than the points" } else { "a span of time" };
        notes.push(format!("Horizontal strokes are single values for {usual}, drawn over the span that they cover."));
    }
    notes
}

fn not_final(shown: &[(&Chosen<'_>, &PlannedSeries)]) -> Option<String> {
    let mut named = Vec::new();
    for (_, planned) in shown {
        for point in planned.points.iter().filter(|p| p.status != Status::Observed) {
            if named.len() == NAMED {
                return Some("Some values are not final, as their tooltips say.".to_owned());
            }
            let (label, at) = (&planned.label, period_words(point.at));
            named.push(format!("{label} {at} ({})", status_words(point.status)));
        }
    }
    (!named.is_empty()).then(|| format!("Not final: {}.", listed(&named)))
}

/// The breaks that have shown values on both sides.
fn breaks(mark: Mark, series: &Series, planned: &PlannedSeries) -> Vec<String> {
    let starts = || planned.points.iter().map(|p| p.at.first_day());
    let (Some(first), Some(last)) = (starts().min(), starts().max()) else { return Vec::new() };
    let shown = series.head.breaks.iter().filter(|b| b.at.first_day() > first && b.at.first_day() <= last);
    let stops = if mark == Mark::Line { ", so the line breaks" } else { "" };
    shown
        .map(|b| match &b.note {
            Some(note) => sentence(&format!("{}, {}: {}", planned.label, period_words(b.at), lower_first(note))),
            None => format!("{}: the way of counting changes in {}{stops}.", planned.label, period_words(b.at)),
        })
        .collect()
}

/// In lower case after a colon, unless the first word is an abbreviation or a letter alone.
fn lower_first(text: &str) -> String {
    const ARTICLES: [&str; 8] = ["The", "A", "An", "From", "Second", "Up", "Without", "Counted"];
    match text.split_once(' ') {
        Some((word, rest)) if ARTICLES.contains(&word) => format!("{} {rest}", word.to_lowercase()),
        _ => text.to_owned(),
    }
}

fn index_across_breaks(chosen: &Chosen<'_>, planned: &PlannedSeries) -> Option<String> {
    let base = chosen.scaling.base?;
    let first = planned.points.iter().map(|p| p.at).min()?;
    let last = planned.points.iter().map(|p| p.at).max()?;
    let changed = [first, last].into_iter().any(|at| {
        let (a, b) = if at.first_day() < base.first_day() { (at, base) } else { (base, at) };
        let mut breaks = chosen.series.head.breaks.iter().map(|change| change.at.first_day());
        breaks.any(|day| day > a.first_day() && day <= b.last_day())
    });
    changed
        .then(|| format!("{}: the index leads over a change in the way of counting, so it may mislead.", planned.label))
}

fn gaps(gaps: Gaps, shown: &[(&Chosen<'_>, &PlannedSeries)]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut dashes_over_gaps = false;
    let mut dashes_over_breaks = false;
    let mut stops = false;
    for (_, planned) in shown {
        let plotted: Vec<&PlannedPoint> = planned.points.iter().filter(|p| p.role == Role::Plotted).collect();
        let bridged = |c: &&super::Connection| c.bridge;
        if let ([_, _], Some(_)) = (&plotted[..], planned.connections.iter().find(bridged)) {
            notes.push(format!(
                "{}: only two values are known; the dashed line between them is no measurement.",
                planned.label
            ));
            continue;
        }
        for c in planned.connections.iter().filter(bridged) {
            let (a, b) = (&planned.points[c.from], &planned.points[c.to]);
            let partial = a.status == Status::Partial || b.status == Status::Partial;
            dashes_over_gaps |= !is_adjacent(a, b);
            dashes_over_breaks |= is_adjacent(a, b) && !partial;
        }
        stops |= gaps == Gaps::Show && plotted.windows(2).any(|pair| !is_adjacent(pair[0], pair[1]));
    }
    if dashes_over_gaps {
        notes.push("Dashed lines lead over periods without a known value.".to_owned());
    }
    if dashes_over_breaks {
        notes.push("Dashed lines also lead over changes in the way of counting.".to_owned());
    }
    if stops {
        notes.push("Where a line stops, no value is known.".to_owned());
    }
    notes
}
