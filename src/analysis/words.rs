//! Periods in plain words.

use jiff::{ToSpan as _, civil::Date};

use crate::model::{Period, Unit};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, 1 to 12; empty for any other number.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).copied().unwrap_or_default()
}

fn unit_words(unit: Unit) -> String {
    match unit {
        Unit::Year(y) => y.to_string(),
        Unit::Quarter(y, q) => format!("Q{q} {y}"),
        Unit::Month(y, m) => format!("{} {y}", month_name(m)),
        Unit::Day(y, m, d) => format!("{d} {} {y}", month_name(m)),
    }
}

/// A period as people write it: `2012`, `May 2012`, `2002–2014`, `December 2006 to November 2008`.
pub fn period_words(at: Period) -> String {
    match (at.first(), at.last()) {
        (first, last) if first == last => unit_words(first),
        (Unit::Year(from), Unit::Year(to)) => format!("{from}–{to}"),
        (first, last) => {
            let (first, last) = in_months(first, last);
            let start = unit_words(first);
            // The year is said once where both ends are in it.
            let year = format!(" {}", first.first_day().year());
            let same = first.first_day().year() == last.first_day().year();
            let start = start.strip_suffix(&year).filter(|_| same).unwrap_or(&start);
            format!("{start} to {}", unit_words(last))
        }
    }
}

/// Whole months that are given by their days, as months.
fn in_months(first: Unit, last: Unit) -> (Unit, Unit) {
    if let (Unit::Day(..), Unit::Day(..)) = (first, last) {
        let month = Unit::Month(1, 1);
        let (from, to) = (unit_of_day(first.first_day(), month), unit_of_day(last.first_day(), month));
        if from.first_day() == first.first_day() && to.last_day() == last.last_day() && from != to {
            return (from, to);
        }
    }
    (first, last)
}

/// Things in a row: `2002–2007, 2009 and 2011`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// Whether two units are of the same kind: both years, both months.
pub fn same_kind(a: Unit, b: Unit) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// The unit of the kind of `like` in which a day lies.
pub fn unit_of_day(day: Date, like: Unit) -> Unit {
    let (y, m) = (day.year(), day.month());
    match like {
        Unit::Year(_) => Unit::Year(y),
        Unit::Quarter(..) => Unit::Quarter(y, (m - 1) / 3 + 1),
        Unit::Month(..) => Unit::Month(y, m),
        Unit::Day(..) => Unit::Day(y, m, day.day()),
    }
}

/// The days from `first` to `last`, both included, as a period: in units of the kind of `like` where these fit exactly,
/// else in days. `None` if it runs backwards.
pub fn period_of_days(first: Date, last: Date, like: Unit) -> Option<Period> {
    let (from, to) = (unit_of_day(first, like), unit_of_day(last, like));
    let day = Unit::Day(1, 1, 1);
    if from.first_day() == first && to.last_day() == last {
        Period::interval(from, to)
    } else {
        Period::interval(unit_of_day(first, day), unit_of_day(last, day))
    }
}

/// What lies between two single units of a kind; `None` if nothing does.
pub fn stretch_between(before: Unit, after: Unit) -> Option<Period> {
    let first = before.last_day().checked_add(1.day()).ok()?;
    let last = after.first_day().checked_sub(1.day()).ok()?;
    if first > last { None } else { period_of_days(first, last, before) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect(text)
    }

    #[test]
    fn periods_read_like_prose() {
        for (at, want) in [
            ("2012", "2012"),
            ("2012-05", "May 2012"),
            ("2012-05-21", "21 May 2012"),
            ("2012-Q2", "Q2 2012"),
            ("2002/2014", "2002–2014"),
            ("2006-12/2008-11", "December 2006 to November 2008"),
            ("2012-12-01/2013", "1 December 2012 to 2013"),
            ("2011-01-01/2011-06-30", "January to June 2011"),
            ("2008-01-01/2008-12-30", "1 January to 30 December 2008"),
            ("2012-02/2012-Q2", "February to Q2 2012"),
        ] {
            assert_eq!(period_words(period(at)), want);
        }
    }

    #[test]
    fn what_lies_between_is_said_in_the_same_units() {
        let between = |a: &str, b: &str| stretch_between(period(a).first(), period(b).first()).map(period_words);
        assert_eq!(between("2012", "2013"), None);
        assert_eq!(between("2012", "2014").as_deref(), Some("2013"));
        assert_eq!(between("2012-11", "2013-02").as_deref(), Some("December 2012 to January 2013"));
    }
}
