//! The sentences under a figure that say how to read it: only those that apply to what is shown.

use crate::{
    analysis::{listed, period_words},
    model::{Chart, Gaps, Mark, Qualifier, Status},
};

use super::{
    Role,
    rows::{Row, Rows, day_number, is_adjacent},
    words::{sentence, status_words},
};

/// So many values are named one by one; of more it is said that there are some.
const NAMED: usize = 6;

/// What the marks, dashes, gaps and breaks of the series shown mean.
pub(super) fn notes(chart: &Chart, shown: &[Rows<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(marks(chart.mark, shown));
    notes.extend(not_final(shown));
    for rows in shown {
        notes.extend(breaks(chart.mark, rows));
        notes.extend(index_across_breaks(rows));
    }
    if chart.mark == Mark::Line {
        notes.extend(gaps(chart.gaps, shown));
    }
    notes
}

fn marks(mark: Mark, shown: &[Rows<'_>]) -> Vec<String> {
    let any = |test: &dyn Fn(&Row) -> bool| shown.iter().flat_map(|rows| &rows.all).any(test);
    let mut notes = Vec::new();
    let bounds: Vec<String> = Qualifier::ALL
        .into_iter()
        .filter(|q| *q != Qualifier::Exactly && any(&|row| row.qualifier == *q && row.role != Role::Interval))
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
    if any(&|row| row.has_range) {
        notes.push("Thin lines through a value show the range in which it lies.".to_owned());
    }
    if any(&|row| row.role == Role::Disagreeing) {
        notes.push("Faint marks: another source gives another value.".to_owned());
    }
    if mark != Mark::Bar && any(&|row| row.role == Role::Interval) {
        let usual =
            if any(&|row| row.role == Role::Plotted) { "other periods than the points" } else { "a span of time" };
        notes.push(format!("Horizontal strokes are single values for {usual}, drawn over the span that they cover."));
    }
    notes
}

fn not_final(shown: &[Rows<'_>]) -> Option<String> {
    let mut named = Vec::new();
    for rows in shown {
        for row in rows.all.iter().filter(|row| row.status != Status::Observed) {
            if named.len() == NAMED {
                return Some("Some values are not final, as their tooltips say.".to_owned());
            }
            let (label, at) = (&rows.chosen.label, period_words(row.at));
            named.push(format!("{label} {at} ({})", status_words(row.status)));
        }
    }
    (!named.is_empty()).then(|| format!("Not final: {}.", listed(&named)))
}

/// The breaks that have shown values on both sides.
fn breaks(mark: Mark, rows: &Rows<'_>) -> Vec<String> {
    let days = || rows.all.iter().map(|row| row.at);
    let (Some(first), Some(last)) = (days().min_by_key(|at| day_number(*at)), days().max_by_key(|at| day_number(*at)))
    else {
        return Vec::new();
    };
    let (first, last, label) = (first.first_day(), last.first_day(), &rows.chosen.label);
    let shown = rows.chosen.series.head.breaks.iter().filter(|b| b.at.first_day() > first && b.at.first_day() <= last);
    let stops = if mark == Mark::Line { ", so the line breaks" } else { "" };
    shown
        .map(|b| match &b.note {
            Some(note) => sentence(&format!("{label}, {}: {}", period_words(b.at), lower_first(note))),
            None => format!("{label}: the way of counting changes in {}{stops}.", period_words(b.at)),
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

fn index_across_breaks(rows: &Rows<'_>) -> Option<String> {
    let chosen = rows.chosen;
    let base = chosen.scaling.base.filter(|_| !chosen.series.head.breaks.is_empty())?;
    let first = rows.all.iter().map(|row| row.at).min()?;
    let last = rows.all.iter().map(|row| row.at).max()?;
    let changed = [first, last].into_iter().any(|at| {
        let (a, b) = if at.first_day() < base.first_day() { (at, base) } else { (base, at) };
        let mut breaks = chosen.series.head.breaks.iter().map(|change| change.at.first_day());
        breaks.any(|day| day > a.first_day() && day <= b.last_day())
    });
    changed
        .then(|| format!("{}: the index leads over a change in the way of counting, so it may mislead.", chosen.label))
}

fn gaps(gaps: Gaps, shown: &[Rows<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut dashes_over_gaps = false;
    let mut dashes_over_breaks = false;
    let mut stops = false;
    for rows in shown {
        let plotted = rows.plotted();
        if plotted.len() == 2 && rows.bridges.any {
            notes.push(format!(
                "{}: only two values are known; the dashed line between them is no measurement.",
                rows.chosen.label
            ));
            continue;
        }
        dashes_over_gaps |= rows.bridges.over_gaps;
        dashes_over_breaks |= rows.bridges.over_breaks;
        stops |= gaps == Gaps::Show && plotted.windows(2).any(|pair| !is_adjacent(pair[0].at, pair[1].at));
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
