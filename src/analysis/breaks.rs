//! Where the way of counting changes.

use crate::model::{Period, Series};

use super::period_words;

/// The breaks of a series between two periods, in words; they make what relates the two doubtful.
pub(super) fn breaks_between(series: &Series, a: Period, b: Period) -> Vec<String> {
    let (first, last) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
    series
        .head
        .breaks
        .iter()
        .filter(|change| change.at.first_day() > first.first_day() && change.at.first_day() <= last.last_day())
        .map(|change| match &change.note {
            Some(note) => format!("{} ({})", period_words(change.at), note.trim_end_matches('.')),
            None => period_words(change.at),
        })
        .collect()
}

/// Whether there are any. Takes no time where the series has none at all.
pub(super) fn is_broken_between(series: &Series, a: Period, b: Period) -> bool {
    if series.head.breaks.is_empty() {
        return false;
    }
    let (first, last) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
    let (from, to) = (first.first_day(), last.last_day());
    series.head.breaks.iter().any(|change| change.at.first_day() > from && change.at.first_day() <= to)
}
