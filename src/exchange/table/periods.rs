//! Periods as tables print them: `2008`, `2012Q2`, `2012M05`, `mayo 2012`, `21/05/2012`, `2002–2014`.

use crate::{
    exchange::marks::{is_space, split_mark},
    model::{Period, Unit},
};

/// Whether the day or the month comes first in `05/04/2012`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The day: 5 April.
    #[default]
    DayFirst,
    /// The month: 4 May.
    MonthFirst,
}

impl DateOrder {
    /// Both, in the order of menus.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::DayFirst => "day first: 31/12/2012",
            Self::MonthFirst => "month first: 12/31/2012",
        }
    }
}

/// A period with the mark of a footnote that stood behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedPeriod<'a> {
    /// The period.
    pub at: Period,
    /// The mark, as printed.
    pub mark: Option<&'a str>,
}

/// Reads a period; `None` if it is none.
pub fn read(text: &str, order: DateOrder) -> Option<MarkedPeriod<'_>> {
    if text.len() == 4
        && let Some(year) = year(text)
    {
        return Some(MarkedPeriod { at: Unit::Year(year).into(), mark: None });
    }
    let text = text.trim_matches(is_space);
    if text.len() > 64 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(at) = unmarked(text, order) {
        return Some(MarkedPeriod { at, mark: None });
    }
    // "1990 [YR1990]", as the World Bank's DataBank has it, says the same twice.
    if let Some((year, code)) = text.split_once(" [YR")
        && code.strip_suffix(']') == Some(year)
    {
        return unmarked(year, order).map(|at| MarkedPeriod { at, mark: None });
    }
    let (period, mark) = split_mark(text).or_else(|| split_letter(text))?;
    Some(MarkedPeriod { at: unmarked(period, order)?, mark: Some(mark) })
}

/// `2012p`: a letter right behind a year.
fn split_letter(text: &str) -> Option<(&str, &str)> {
    let (year, letter) = text.split_at_checked(4)?;
    (letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())).then_some((year, letter))
}

fn unmarked(text: &str, order: DateOrder) -> Option<Period> {
    if let Ok(at) = text.parse::<Period>() {
        return Some(at);
    }
    let unit = |text: &str| unit(text, order);
    if let Some(unit) = unit(text) {
        return Some(unit.into());
    }
    // "2002-2014" and "2002–2014" are years from the one to the other. "2008/09" and "2008-09" are not read: the one
    // is a fiscal year, which is no whole calendar years, and the other is a month.
    let (first, last) =
        text.split_once(['–', '—', '-']).or_else(|| text.split_once(" to ")).or_else(|| text.split_once(" a "))?;
    Period::interval(unit(first.trim_matches(is_space))?, unit(last.trim_matches(is_space))?)
}

/// One calendar unit, however it is written.
fn unit(text: &str, order: DateOrder) -> Option<Unit> {
    if text.len() == 4
        && let Some(year) = year(text)
    {
        return Some(Unit::Year(year));
    }
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| is_space(c) || matches!(c, '-' | '/' | '.' | ',' | '_'))
        .filter(|part| !part.is_empty() && *part != "de" && *part != "del")
        .collect();
    match *parts.as_slice() {
        // "2008.0", as some programs write whole numbers.
        [whole, "0"] if text == format!("{whole}.0") => year(whole).map(Unit::Year),
        [one] => joined(one),
        [a, b] => match (year(a), year(b)) {
            // "2008/09" is a fiscal year, and "2012.5" is a number.
            (Some(_), None) if is_number(b) && !text.contains('-') => None,
            (None, Some(_)) if is_number(a) && !text.contains(['-', '/']) => None,
            (Some(y), None) => quarter_or_month(y, b),
            (None, Some(y)) => quarter_or_month(y, a),
            _ => None,
        },
        // "2012-05-21 00:00:00" and "2012-05-21T00:00:00", as spreadsheets write dates.
        [y, m, d] if year(y).is_some() => {
            let day = d.split('t').next().filter(|_| is_midnight(d)).unwrap_or(d);
            day_of(year(y)?, m, day)
        }
        [y, m, d, time] if year(y).is_some() && matches!(time, "00:00" | "00:00:00") => day_of(year(y)?, m, d),
        [first, second, y] if year(y).is_some() => {
            let is_name = |text: &str| month(text).is_some() && !is_number(text);
            let month_first = is_name(first) || (!is_name(second) && order == DateOrder::MonthFirst);
            let (month, day) = if month_first { (first, second) } else { (second, first) };
            day_of(year(y)?, month, day)
        }
        _ => None,
    }
}

fn is_midnight(text: &str) -> bool {
    text.split_once('t').is_some_and(|(_, time)| time.trim_end_matches('z').bytes().all(|b| b == b'0' || b == b':'))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4 && is_number(text)).then(|| text.parse().ok()).flatten().filter(|year| *year >= 1)
}

/// `2012q2`, `2012m05`, `q22012`, `2012t2`.
fn joined(text: &str) -> Option<Unit> {
    if let Some((y, rest)) = text.split_at_checked(4)
        && let Some(y) = year(y)
    {
        return (!is_number(rest)).then(|| quarter_or_month(y, rest))?;
    }
    let (rest, y) = text.split_at_checked(text.len().checked_sub(4)?)?;
    let y = year(y)?;
    (!is_number(rest)).then(|| quarter_or_month(y, rest))?
}

fn quarter_or_month(year: i16, text: &str) -> Option<Unit> {
    let digit = |text: &str| (text.len() == 1).then(|| text.parse::<i8>().ok()).flatten();
    let quarter = text.strip_prefix(['q', 't']).or_else(|| text.strip_suffix(['q', 't'])).and_then(digit);
    if let Some(quarter) = quarter.filter(|q| (1..=4).contains(q)) {
        return Some(Unit::Quarter(year, quarter));
    }
    let roman = ["i", "ii", "iii", "iv"].iter().position(|roman| *roman == text);
    if let Some(quarter) = roman {
        return Some(Unit::Quarter(year, quarter as i8 + 1));
    }
    month(text.strip_prefix('m').filter(|rest| is_number(rest)).unwrap_or(text)).map(|month| Unit::Month(year, month))
}

const MONTHS: [[&str; 2]; 12] = [
    ["january", "enero"],
    ["february", "febrero"],
    ["march", "marzo"],
    ["april", "abril"],
    ["may", "mayo"],
    ["june", "junio"],
    ["july", "julio"],
    ["august", "agosto"],
    ["september", "septiembre"],
    ["october", "octubre"],
    ["november", "noviembre"],
    ["december", "diciembre"],
];

/// A month by number or by its English or Spanish name, whole or in three letters (`sept` in four).
fn month(text: &str) -> Option<i8> {
    if (1..=2).contains(&text.len()) && is_number(text) {
        return text.parse().ok().filter(|month| (1..=12).contains(month));
    }
    let matches = |name: &&str| **name == *text || (text.len() >= 3 && text.len() <= 4 && name.starts_with(text));
    if matches!(text, "setiembre" | "set") {
        return Some(9);
    }
    let found = MONTHS.iter().position(|names| names.iter().any(matches));
    found.map(|index| index as i8 + 1)
}

fn day_of(year: i16, month_text: &str, day: &str) -> Option<Unit> {
    let day = (1..=2).contains(&day.len()).then(|| day.parse::<i8>().ok()).flatten()?;
    // The calendar itself decides whether there is such a day.
    let text = format!("{year:04}-{:02}-{day:02}", month(month_text)?);
    text.parse::<Period>().ok().map(Period::first)
}

/// What a date tells of the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderEvidence {
    /// It is no such date, or the same in either order.
    Nothing,
    /// It is in the calendar in either order.
    Either,
    /// It is in the calendar in this order only.
    Only(DateOrder),
}

/// Whether a date could be read either way, or only one way.
pub(super) fn order_of(text: &str) -> OrderEvidence {
    numeric_date(text).map_or(OrderEvidence::Nothing, |(first, second)| match (first > 12, second > 12) {
        (true, _) => OrderEvidence::Only(DateOrder::DayFirst),
        (_, true) => OrderEvidence::Only(DateOrder::MonthFirst),
        _ if first == second => OrderEvidence::Nothing,
        _ => OrderEvidence::Either,
    })
}

/// The two numbers before the year.
fn numeric_date(text: &str) -> Option<(i8, i8)> {
    let parts: Vec<&str> = text.trim_matches(is_space).split(['/', '-', '.']).collect();
    let [first, second, y] = *parts.as_slice() else { return None };
    let number = |text: &str| ((1..=2).contains(&text.len()) && is_number(text)).then(|| text.parse::<i8>().ok())?;
    year(y)?;
    Some((number(first)?, number(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_offices_print_them() {
        for (text, want) in [
            ("2008", "2008"),
            (" 2008 ", "2008"),
            ("2008.0", "2008"),
            ("2012-05", "2012-05"),
            ("2012M05", "2012-05"),
            ("2012M5", "2012-05"),
            ("mayo de 2012", "2012-05"),
            ("May 2012", "2012-05"),
            ("ene-2012", "2012-01"),
            ("Sept. 2012", "2012-09"),
            ("setiembre 2012", "2012-09"),
            ("05/2012", "2012-05"),
            ("2012-Q2", "2012-Q2"),
            ("2012Q2", "2012-Q2"),
            ("Q2 2012", "2012-Q2"),
            ("2012 T2", "2012-Q2"),
            ("2T 2012", "2012-Q2"),
            ("II 2012", "2012-Q2"),
            ("21/05/2012", "2012-05-21"),
            ("5.4.2012", "2012-04-05"),
            ("21 de mayo de 2012", "2012-05-21"),
            ("May 21, 2012", "2012-05-21"),
            ("2012-05-21 00:00:00", "2012-05-21"),
            ("2012-05-21T00:00:00", "2012-05-21"),
            ("2002/2014", "2002/2014"),
            ("2002–2014", "2002/2014"),
            ("2002-2014", "2002/2014"),
            ("1990 [YR1990]", "1990"),
        ] {
            let read = read(text, DateOrder::DayFirst).map(|p| (p.at.to_string(), p.mark));
            assert_eq!(read, Some((want.to_owned(), None)), "{text}");
        }
        assert_eq!(read("05/04/2012", DateOrder::MonthFirst).map(|p| p.at.to_string()).as_deref(), Some("2012-05-04"));
    }

    #[test]
    fn what_is_no_whole_period_of_the_calendar_is_none() {
        for text in [
            "",
            "85",
            "20081",
            "2008/09",
            "31/02/2012",
            "2012-13",
            "2014-2002",
            "Total",
            "2012 apples",
            "1,234",
            "Q5 2012",
        ] {
            assert_eq!(read(text, DateOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_mark_behind_a_year_is_told_from_it() {
        for (text, mark) in [("2012*", "*"), ("2012 1/", "1/"), ("2012p", "p"), ("2012 (p)", "(p)"), ("2012²", "²")] {
            let read = read(text, DateOrder::DayFirst);
            assert_eq!(read.map(|p| (p.at.to_string(), p.mark)), Some(("2012".to_owned(), Some(mark))), "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_known_from_days_beyond_the_twelfth() {
        assert_eq!(order_of("21/05/2012"), OrderEvidence::Only(DateOrder::DayFirst));
        assert_eq!(order_of("05/21/2012"), OrderEvidence::Only(DateOrder::MonthFirst));
        assert_eq!(order_of("05/04/2012"), OrderEvidence::Either);
        assert_eq!(order_of("05/05/2012"), OrderEvidence::Nothing);
        assert_eq!(order_of("2012-05-04"), OrderEvidence::Nothing);
    }
}
