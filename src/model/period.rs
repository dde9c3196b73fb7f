//! Periods of time: a year, a quarter, a month, a day, or an interval of whole such units.

use std::{cmp::Ordering, fmt, str::FromStr};

use jiff::{Span, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One whole calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A calendar year, 1 to 9999.
    Year(i16),
    /// A quarter of a year, 1 to 4.
    Quarter(i16, i8),
    /// A month, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(i16, i8, i8),
}

/// What an observation, an event or a claim refers to: one calendar unit, or an interval of whole units with both
/// ends included (ISO 8601 `start/end`).
///
/// A period has an extent on the time axis, measured in decimal years: the year 2012 reaches from 2012.0 to 2013.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    first: Unit,
    last: Unit,
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not of any of the forms that a period has.
    #[error("`{0}` is not a period")]
    Form(String),
    /// Of the right form, but there is no such quarter, month or day.
    #[error("`{0}` is not in the calendar")]
    Calendar(String),
    /// An interval whose end lies before its start.
    #[error("the interval `{0}` runs backwards")]
    Backwards(String),
}

impl PeriodError {
    /// What would have been accepted, in the user's words.
    pub const EXPECTED: &'static str =
        "a year, or a quoted period such as \"2012-05\", \"2012-05-21\", \"2012-Q2\" or \"2002/2014\"";
}

impl Unit {
    /// The first day.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(y) => Date::constant(y, 1, 1),
            Self::Quarter(y, q) => Date::constant(y, 3 * (q - 1) + 1, 1),
            Self::Month(y, m) => Date::constant(y, m, 1),
            Self::Day(y, m, d) => Date::constant(y, m, d),
        }
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(y) => Date::constant(y, 12, 31),
            Self::Quarter(y, q) => Date::constant(y, 3 * q, 1).last_of_month(),
            Self::Month(y, m) => Date::constant(y, m, 1).last_of_month(),
            Self::Day(y, m, d) => Date::constant(y, m, d),
        }
    }

    /// The unit of the same kind that follows, or `None` at the end of the calendar.
    pub fn next(self) -> Option<Self> {
        self.shifted(1)
    }

    /// The unit of the same kind that comes before, or `None` at the start of the calendar.
    pub fn previous(self) -> Option<Self> {
        self.shifted(-1)
    }

    /// The unit of the same kind that comes `n` later, or earlier for a negative `n`; `None` outside the calendar.
    pub fn shifted(self, n: i64) -> Option<Self> {
        let year = |y: i64| i16::try_from(y).ok().filter(|y| (1..=9999).contains(y));
        let part = |parts: i64| {
            let count = self.ordinal().checked_add(n)?;
            Some((year(count.div_euclid(parts))?, count.rem_euclid(parts) as i8 + 1))
        };
        match self {
            Self::Year(y) => year(i64::from(y).checked_add(n)?).map(Self::Year),
            Self::Quarter(..) => part(4).map(|(y, q)| Self::Quarter(y, q)),
            Self::Month(..) => part(12).map(|(y, m)| Self::Month(y, m)),
            Self::Day(..) => {
                let date = self.first_day().checked_add(Span::new().try_days(n).ok()?).ok()?;
                Some(Self::Day(year(date.year().into())?, date.month(), date.day()))
            }
        }
    }

    /// How many units later another one of the same kind is; negative for one that is earlier.
    pub fn steps_to(self, other: Self) -> Option<i64> {
        (std::mem::discriminant(&self) == std::mem::discriminant(&other)).then(|| other.ordinal() - self.ordinal())
    }

    /// A number that grows by one from a unit to the next of its kind: the year, the quarters and months since the year
    /// 0, the days since 1 March of it.
    pub fn ordinal(self) -> i64 {
        match self {
            Self::Year(y) => y.into(),
            Self::Quarter(y, q) => 4 * i64::from(y) + i64::from(q) - 1,
            Self::Month(y, m) => 12 * i64::from(y) + i64::from(m) - 1,
            Self::Day(y, m, d) => {
                // Years are taken from March to February, so that the day that comes and goes is the last of them.
                let (year, month) = if m > 2 { (i64::from(y), m - 3) } else { (i64::from(y) - 1, m + 9) };
                let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
                before + (153 * i64::from(month) + 2) / 5 + i64::from(d) - 1
            }
        }
    }

    fn parse(text: &str) -> Option<Result<Self, ()>> {
        let digits = |s: &str, n: usize| {
            (s.len() == n && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok())?
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let second = parts.next();
        let third = parts.next();
        if parts.next().is_some() {
            return None;
        }
        let unit = match (second, third) {
            (None, _) => Self::Year(year),
            (Some(quarter), None) if quarter.starts_with(['Q', 'q']) => {
                Self::Quarter(year, digits(&quarter[1..], 1)? as i8)
            }
            (Some(month), None) => Self::Month(year, digits(month, 2)? as i8),
            (Some(month), Some(day)) => Self::Day(year, digits(month, 2)? as i8, digits(day, 2)? as i8),
        };
        let valid = match unit {
            _ if year < 1 => false,
            Self::Year(_) => true,
            Self::Quarter(_, q) => (1..=4).contains(&q),
            Self::Month(_, m) => (1..=12).contains(&m),
            Self::Day(y, m, d) => Date::new(y, m, d).is_ok(),
        };
        Some(if valid { Ok(unit) } else { Err(()) })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}

/// A date as a decimal year: the year, plus the share of it that has passed at the start of that day.
fn decimal_year(date: Date) -> f64 {
    f64::from(date.year()) + f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year())
}

impl Period {
    /// A calendar year, or `None` outside 1 to 9999.
    pub fn year(year: i64) -> Option<Self> {
        i16::try_from(year).ok().filter(|y| (1..=9999).contains(y)).map(|y| Self::from(Unit::Year(y)))
    }

    /// An interval with both ends included, or `None` if it runs backwards.
    pub fn interval(first: Unit, last: Unit) -> Option<Self> {
        (first.first_day() <= last.first_day() && first.last_day() <= last.last_day()).then_some(Self { first, last })
    }

    /// The first unit; for a single unit, that unit.
    pub fn first(self) -> Unit {
        self.first
    }

    /// The last unit, included; for a single unit, that unit.
    pub fn last(self) -> Unit {
        self.last
    }

    /// Whether this is more than one unit.
    pub fn is_interval(self) -> bool {
        self.first != self.last
    }

    /// The calendar year, if this is exactly one such year.
    pub fn as_year(self) -> Option<i16> {
        match (self.is_interval(), self.first) {
            (false, Unit::Year(y)) => Some(y),
            _ => None,
        }
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first.first_day()
    }

    /// The last day, included.
    pub fn last_day(self) -> Date {
        self.last.last_day()
    }

    /// Where the period starts, in decimal years.
    pub fn start(self) -> f64 {
        decimal_year(self.first_day())
    }

    /// Where the period ends, in decimal years: the start of the day after its last.
    pub fn end(self) -> f64 {
        let last = self.last_day();
        f64::from(last.year()) + f64::from(last.day_of_year()) / f64::from(last.days_in_year())
    }

    /// The middle of the period, in decimal years: where a point for it is drawn.
    pub fn position(self) -> f64 {
        f64::midpoint(self.start(), self.end())
    }

    /// Whether every day of `other` lies in this period.
    pub fn contains(self, other: Self) -> bool {
        self.first_day() <= other.first_day() && other.last_day() <= self.last_day()
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }

    /// The period of the same kind that follows a single unit; `None` for an interval.
    pub fn next(self) -> Option<Self> {
        if self.is_interval() { None } else { self.first.next().map(Self::from) }
    }

    /// The period of the same kind before a single unit; `None` for an interval.
    pub fn previous(self) -> Option<Self> {
        if self.is_interval() { None } else { self.first.previous().map(Self::from) }
    }

    /// The smallest period from the start of the one to the end of the other.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let first = if other.first_day() < self.first_day() { other.first } else { self.first };
        let last = if other.last_day() > self.last_day() { other.last } else { self.last };
        Self { first, last }
    }
}

/// What a stretch of time is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Calendar {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Unit {
    /// The day, month or year that a moment in decimal years lies in; the nearest one in the years 1 to 9999.
    pub fn at(moment: f64, calendar: Calendar) -> Self {
        let moment = if moment.is_finite() { moment.clamp(1.0, 9999.999) } else { 2000.0 };
        let year = moment.floor() as i16;
        let first = Date::constant(1, 1, 1);
        let start = Date::new(year, 1, 1).unwrap_or(first);
        let day = ((moment - f64::from(year)) * f64::from(start.days_in_year()) + 1e-6).floor();
        let date = start.checked_add(Span::new().try_days(day as i64).unwrap_or_default()).unwrap_or(start);
        match calendar {
            Calendar::Days => Self::Day(date.year(), date.month(), date.day()),
            Calendar::Months => Self::Month(date.year(), date.month()),
            Calendar::Years => Self::Year(date.year()),
        }
    }

    /// The same stretch in the longest units that it is made of: the first of January begins a year.
    fn begins(self) -> Calendar {
        let first = self.first_day();
        match (first.month(), first.day()) {
            (1, 1) => Calendar::Years,
            (_, 1) => Calendar::Months,
            _ => Calendar::Days,
        }
    }
}

impl Period {
    /// From the start of a unit to the end of another, in the longest units that make up exactly that; `None` if it
    /// runs backwards.
    pub fn spanning(first: Unit, last: Unit) -> Option<Self> {
        let (start, end) = (first.first_day(), last.last_day());
        let behind = Unit::Day(end.year(), end.month(), end.day()).next().map_or(Calendar::Years, Unit::begins);
        let calendar = first.begins().min(behind);
        let unit = |date: Date| match calendar {
            Calendar::Days => Unit::Day(date.year(), date.month(), date.day()),
            Calendar::Months => Unit::Month(date.year(), date.month()),
            Calendar::Years => Unit::Year(date.year()),
        };
        Self::interval(unit(start), unit(end))
    }
}

impl From<Unit> for Period {
    fn from(unit: Unit) -> Self {
        Self { first: unit, last: unit }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let unit = |part: &str| match Unit::parse(part) {
            None => Err(PeriodError::Form(text.to_owned())),
            Some(Err(())) => Err(PeriodError::Calendar(text.to_owned())),
            Some(Ok(unit)) => Ok(unit),
        };
        match text.split_once('/') {
            None => unit(text).map(Self::from),
            Some((first, last)) => {
                Self::interval(unit(first)?, unit(last)?).ok_or_else(|| PeriodError::Backwards(text.to_owned()))
            }
        }
    }
}

/// The canonical spelling: `2012`, `2012-Q2`, `2012-05`, `2012-05-21`, `2002/2014`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_interval() { write!(f, "{}/{}", self.first, self.last) } else { self.first.fmt(f) }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By first day, then by last day, then by spelling.
impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |p: &Self| (p.first_day(), p.last_day());
        key(self)
            .cmp(&key(other))
            .then_with(|| if self == other { Ordering::Equal } else { self.to_string().cmp(&other.to_string()) })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_year() {
            Some(year) => serializer.serialize_i16(year),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Period;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(PeriodError::EXPECTED)
            }
            fn visit_i64<E: de::Error>(self, year: i64) -> Result<Period, E> {
                Period::year(year).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(year), &self))
            }
            fn visit_u64<E: de::Error>(self, year: u64) -> Result<Period, E> {
                i64::try_from(year)
                    .ok()
                    .and_then(Period::year)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(year), &self))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect(text)
    }

    #[test]
    fn every_form_is_read_and_spelled_back() {
        for text in ["2012", "2012-05", "2012-05-21", "2012-Q2", "2002/2014", "2006-12/2011-04-29"] {
            assert_eq!(period(text).to_string(), text);
        }
        assert_eq!(period("2002/2002"), period("2002"));
    }

    #[test]
    fn what_is_not_a_period_is_refused_with_the_reason() {
        for (text, want) in [
            ("12", PeriodError::Form("12".into())),
            ("2012-5", PeriodError::Form("2012-5".into())),
            ("2012-13", PeriodError::Calendar("2012-13".into())),
            ("2011-02-29", PeriodError::Calendar("2011-02-29".into())),
            ("2012-Q5", PeriodError::Calendar("2012-Q5".into())),
            ("2014/2002", PeriodError::Backwards("2014/2002".into())),
            ("0000", PeriodError::Calendar("0000".into())),
        ] {
            assert_eq!(text.parse::<Period>(), Err(want));
        }
    }

    #[test]
    fn extents_are_in_decimal_years() {
        assert_eq!((period("2012").start(), period("2012").end()), (2012.0, 2013.0));
        assert_eq!(period("2002/2014").end(), 2015.0);
        assert_eq!(period("2012-Q3").first_day(), Date::constant(2012, 7, 1));
        assert_eq!(period("2012-02").last_day(), Date::constant(2012, 2, 29));
        assert!(period("2012").contains(period("2012-12-31")));
        assert!(!period("2012-05").contains(period("2012")));
    }

    #[test]
    fn a_moment_is_in_the_unit_that_holds_it() {
        for text in ["2012-01-01", "2012-02-29", "2011-12-31", "0001-01-01", "9999-12-31", "2012-07", "2012"] {
            let calendar = match text.len() {
                10 => Calendar::Days,
                7 => Calendar::Months,
                _ => Calendar::Years,
            };
            let unit = period(text).first();
            assert_eq!(Unit::at(period(text).position(), calendar), unit);
            assert_eq!(Unit::at(period(text).start(), calendar), unit, "{text}");
        }
        assert_eq!(Unit::at(f64::NAN, Calendar::Years), Unit::Year(2000));
        assert_eq!(Unit::at(-5.0, Calendar::Years), Unit::Year(1));
    }

    #[test]
    fn a_span_is_in_the_longest_units_that_make_it_up() {
        for (first, last, want) in [
            ("2006-01-01", "2011-12-31", Some("2006/2011")),
            ("2006-01", "2006-12", Some("2006")),
            ("2006-12-01", "2012-11-30", Some("2006-12/2012-11")),
            ("2006", "2012-11", Some("2006-01/2012-11")),
            ("2006-12-02", "2012", Some("2006-12-02/2012-12-31")),
            ("9999", "9999", Some("9999")),
            ("2012", "2011", None),
        ] {
            let spanning = Period::spanning(period(first).first(), period(last).first());
            assert_eq!(spanning.map(|p| p.to_string()).as_deref(), want);
        }
    }

    #[test]
    fn what_follows_is_of_the_same_kind() {
        for (from, to) in
            [("2012", "2013"), ("2012-Q4", "2013-Q1"), ("2012-12", "2013-01"), ("2012-02-28", "2012-02-29")]
        {
            assert_eq!(period(from).next(), Some(period(to)));
            assert_eq!(period(to).previous(), Some(period(from)));
        }
        assert_eq!(period("0001").previous(), None);
        assert_eq!(period("0001-01-01").previous(), None);
        assert_eq!(period("9999").next(), None);
        assert_eq!(period("2002/2014").next(), None);
    }

    #[test]
    fn shifting_and_counting_steps_undo_each_other() {
        for (from, n, to) in [
            ("2012", 8, "2020"),
            ("2012-Q3", 7, "2014-Q2"),
            ("2012-11", 14, "2014-01"),
            ("2012-02-28", 366, "2013-02-28"),
        ] {
            let (from, to) = (period(from).first(), period(to).first());
            assert_eq!((from.shifted(n), to.shifted(-n)), (Some(to), Some(from)));
            assert_eq!((from.steps_to(to), to.steps_to(from)), (Some(n), Some(-n)));
            assert_eq!((from.shifted(i64::MAX), from.shifted(i64::MIN)), (None, None));
        }
        assert_eq!(period("2012").first().steps_to(period("2012-01").first()), None);
    }
}
