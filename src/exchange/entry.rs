//! What people type into a cell, read as the figure that they mean.
//!
//! A number may be grouped by commas, spaces, underscores or apostrophes in threes, and its decimals may follow a
//! point or a comma. Where one spelling has two readings, the choice is fixed:
//!
//! - `1,234` is one thousand two hundred and thirty-four: a single comma before exactly three digits groups them.
//!   `12,5`, `1,23` and `0,234` can't be groups, so there the comma is decimal.
//! - `1.234` is a little more than one: a single point is always decimal. `1.234.567` and `1.234,5` can only be
//!   grouped by points, and are.
//! - `=115/2` is arithmetic: its value is taken, the expression is not kept.
//! - `<5` is refused with a hint: the format has "at most" but no "less than", and to turn one into the other would
//!   change the figure without saying so.

use super::arithmetic;
use crate::model::{
    Missing, Observation, Qualifier,
    number::{decimals_of, grouped},
};

/// A figure as typed: a value, a range, both, or the reason why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The value in the unit of the series.
    pub value: Option<f64>,
    /// Lower end of the range.
    pub low: Option<f64>,
    /// Upper end of the range.
    pub high: Option<f64>,
    /// How exactly it is known.
    pub qualifier: Qualifier,
    /// Why there is no value.
    pub missing: Option<Missing>,
}

impl Entry {
    /// Replaces the figure of an observation; its period, status, sources and note stay.
    pub fn apply_to(&self, observation: &mut Observation) {
        observation.value = self.value;
        observation.low = self.low;
        observation.high = self.high;
        observation.qualifier = self.qualifier;
        observation.missing = self.missing;
    }
}

/// Why a text is not a figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// There is nothing but space.
    #[error("Nothing is typed. Write a number, for example 1,234")]
    Empty,
    /// Not a number, nor anything else that is understood.
    #[error("“{0}” is not a figure. Write for example 1,234, 12.5, nearly 2000, >70, 50-60 or not published")]
    NotUnderstood(String),
    /// The upper end of a range lies below the lower.
    #[error("The range “{0}” runs backwards. Write the lower end first, for example 50-60")]
    Backwards(String),
    /// Less than a number, which can't be stored.
    #[error("“{0}” means less than a number, which can't be stored. Write for example ≤4 for at most 4, or 0-4")]
    LessThan(String),
    /// A qualifier that makes no sense before a range.
    #[error("“{0}” qualifies a range. Write the range alone, for example 50-60, or one number, for example >50")]
    QualifiedRange(String),
    /// A number beyond what can be stored.
    #[error("“{0}” is too large to be stored. Write it in a larger unit, for example in millions")]
    TooLarge(String),
}

/// Reads what was typed into a cell.
///
/// ```
/// use docket::exchange::entry::parse;
/// use docket::model::Qualifier;
///
/// let entry = parse("nearly 2,000").unwrap();
/// assert_eq!((entry.value, entry.qualifier), (Some(2000.0), Qualifier::Nearly));
/// assert!(parse("lots").is_err());
/// ```
///
/// # Errors
/// What was not understood, in the user's words, with an example of what would have been.
pub fn parse(text: &str) -> Result<Entry, EntryError> {
    let plain = normalised(text);
    if plain.is_empty() {
        return Err(EntryError::Empty);
    }
    if let Some(missing) = missing(&plain) {
        return Ok(Entry { missing: Some(missing), ..Entry::default() });
    }
    let typed = || text.trim().to_owned();
    if let Some(value) = plain.strip_prefix('=').and_then(arithmetic::value) {
        return Ok(Entry { value: Some(value), ..Entry::default() });
    }
    let (figure, range) = match plain.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        Some((figure, range)) => (figure.trim(), Some(range.trim())),
        None => (plain.as_str(), None),
    };
    let mut entry = parse_figure(figure, text)?;
    if let Some(range) = range {
        if entry.value.is_none() {
            return Err(EntryError::NotUnderstood(typed()));
        }
        (entry.low, entry.high) = parse_bounds(range, text)?;
    }
    if [entry.value, entry.low, entry.high].into_iter().flatten().all(f64::is_finite) {
        Ok(entry)
    } else {
        Err(EntryError::TooLarge(typed()))
    }
}

/// How a text is read where that is not plain from the text itself: arithmetic, and a mark that may part thousands or
/// decimals. `None` for all else, and for what can't be read.
///
/// ```
/// use docket::exchange::entry::reading;
///
/// assert_eq!(reading("=115/2").as_deref(), Some("= 57.5"));
/// assert!(reading("1.234").is_some_and(|reading| reading.contains("decimal point")));
/// assert_eq!(reading("1234.5"), None);
/// ```
pub fn reading(text: &str) -> Option<String> {
    let plain = normalised(text);
    if let Some(value) = plain.strip_prefix('=').and_then(arithmetic::value) {
        return Some(format!("= {}", grouped(value, decimals_of(value))));
    }
    let mark = ambiguous_mark(&plain)?;
    parse(&plain).ok()?;
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let (whole, fraction) = digits.split_at(digits.len() - 3);
    Some(if mark == '.' {
        format!("Read as {whole}.{fraction}, with a decimal point. For thousands write {whole},{fraction} or {digits}")
    } else {
        format!("Read as {digits}, with thousands. For decimals write {whole}.{fraction}")
    })
}

/// The one mark in a number that may part thousands or decimals: `1.234`, `1,234`.
pub fn ambiguous_mark(text: &str) -> Option<char> {
    let (_, number) = split_qualifier(text.trim());
    let number = number.trim().trim_end_matches('%').trim_end();
    let number = number.strip_prefix(DASHES).or(number.strip_prefix('+')).unwrap_or(number);
    let at = number.find(['.', ','])?;
    let (whole, fraction) = (&number[..at], &number[at + 1..]);
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_ambiguous = (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && fraction.len() == 3
        && is_digits(whole)
        && is_digits(fraction);
    is_ambiguous.then(|| number.as_bytes()[at] as char)
}

/// Reads a number alone, as the number fields of forms need it: grouping and a percent sign are allowed, qualifiers
/// and ranges are not.
///
/// # Errors
/// When it is not one number.
pub fn parse_number(text: &str) -> Result<f64, EntryError> {
    let plain = normalised(text);
    if plain.is_empty() {
        return Err(EntryError::Empty);
    }
    match number(&plain) {
        Some(value) if value.is_finite() => Ok(value),
        Some(_) => Err(EntryError::TooLarge(text.trim().to_owned())),
        None => Err(EntryError::NotUnderstood(text.trim().to_owned())),
    }
}

/// What may stand before a number, and what it says. `None`: less than, which has no place in the format.
const PREFIXES: [(&str, Option<Qualifier>); 55] = [
    (">=", Some(Qualifier::AtLeast)),
    ("=>", Some(Qualifier::AtLeast)),
    ("≥", Some(Qualifier::AtLeast)),
    ("⩾", Some(Qualifier::AtLeast)),
    ("at least", Some(Qualifier::AtLeast)),
    ("no fewer than", Some(Qualifier::AtLeast)),
    ("no less than", Some(Qualifier::AtLeast)),
    ("al menos", Some(Qualifier::AtLeast)),
    ("por lo menos", Some(Qualifier::AtLeast)),
    ("como mínimo", Some(Qualifier::AtLeast)),
    ("como minimo", Some(Qualifier::AtLeast)),
    ("no menos de", Some(Qualifier::AtLeast)),
    ("<=", Some(Qualifier::AtMost)),
    ("=<", Some(Qualifier::AtMost)),
    ("≤", Some(Qualifier::AtMost)),
    ("⩽", Some(Qualifier::AtMost)),
    ("at most", Some(Qualifier::AtMost)),
    ("up to", Some(Qualifier::AtMost)),
    ("no more than", Some(Qualifier::AtMost)),
    ("como máximo", Some(Qualifier::AtMost)),
    ("como maximo", Some(Qualifier::AtMost)),
    ("a lo sumo", Some(Qualifier::AtMost)),
    ("no más de", Some(Qualifier::AtMost)),
    ("no mas de", Some(Qualifier::AtMost)),
    ("hasta", Some(Qualifier::AtMost)),
    (">", Some(Qualifier::Over)),
    ("over", Some(Qualifier::Over)),
    ("more than", Some(Qualifier::Over)),
    ("above", Some(Qualifier::Over)),
    ("más de", Some(Qualifier::Over)),
    ("mas de", Some(Qualifier::Over)),
    ("nearly", Some(Qualifier::Nearly)),
    ("almost", Some(Qualifier::Nearly)),
    ("casi", Some(Qualifier::Nearly)),
    ("~", Some(Qualifier::About)),
    ("≈", Some(Qualifier::About)),
    ("about", Some(Qualifier::About)),
    ("around", Some(Qualifier::About)),
    ("approximately", Some(Qualifier::About)),
    ("roughly", Some(Qualifier::About)),
    ("circa", Some(Qualifier::About)),
    ("ca.", Some(Qualifier::About)),
    ("c.", Some(Qualifier::About)),
    ("unos", Some(Qualifier::About)),
    ("unas", Some(Qualifier::About)),
    ("alrededor de", Some(Qualifier::About)),
    ("cerca de", Some(Qualifier::About)),
    ("aproximadamente", Some(Qualifier::About)),
    ("exactly", Some(Qualifier::Exactly)),
    ("=", Some(Qualifier::Exactly)),
    ("<", None),
    ("less than", None),
    ("fewer than", None),
    ("under", None),
    ("menos de", None),
];

/// The words and signs for a figure that is known to be missing. `..` and "not available" are what statistical offices
/// print for figures that they don't give.
const MISSING: [(&str, Missing); 25] = [
    ("n/a", Missing::NotApplicable),
    ("na", Missing::NotApplicable),
    ("n.a.", Missing::NotApplicable),
    ("not applicable", Missing::NotApplicable),
    ("no aplica", Missing::NotApplicable),
    ("no aplicable", Missing::NotApplicable),
    ("..", Missing::NotPublished),
    ("...", Missing::NotPublished),
    ("…", Missing::NotPublished),
    ("not published", Missing::NotPublished),
    ("not available", Missing::NotPublished),
    ("no publicado", Missing::NotPublished),
    ("no disponible", Missing::NotPublished),
    ("n/d", Missing::NotPublished),
    ("s/d", Missing::NotPublished),
    ("not collected", Missing::NotCollected),
    ("not counted", Missing::NotCollected),
    ("no recogido", Missing::NotCollected),
    ("suppressed", Missing::Suppressed),
    ("withheld", Missing::Suppressed),
    ("suprimido", Missing::Suppressed),
    ("reservado", Missing::Suppressed),
    ("pending", Missing::Pending),
    ("expected", Missing::Pending),
    ("pendiente", Missing::Pending),
];

/// Lower case, spaces of all widths made one plain space, ends trimmed.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn missing(plain: &str) -> Option<Missing> {
    MISSING.iter().find(|(words, _)| *words == plain).map(|(_, missing)| *missing)
}

/// Takes the qualifier off the front (`>70`) or the end (`70+`).
fn split_qualifier(plain: &str) -> (Option<Qualifier>, &str) {
    for (words, qualifier) in PREFIXES {
        let Some(rest) = plain.strip_prefix(words) else { continue };
        let is_word = words.ends_with(char::is_alphabetic);
        if is_word && rest.starts_with(char::is_alphabetic) {
            continue;
        }
        return (qualifier, rest.trim_start());
    }
    for suffix in ["+", " or more", " o más", " o mas"] {
        if let Some(rest) = plain.strip_suffix(suffix) {
            return (Some(Qualifier::AtLeast), rest.trim_end());
        }
    }
    (Some(Qualifier::Exactly), plain)
}

/// A qualified number or a range, without anything in parentheses.
fn parse_figure(plain: &str, text: &str) -> Result<Entry, EntryError> {
    let typed = || text.trim().to_owned();
    let (qualifier, rest) = split_qualifier(plain);
    let single = number(rest);
    let Some(qualifier) = qualifier else {
        return Err(if single.is_some() { EntryError::LessThan(typed()) } else { EntryError::NotUnderstood(typed()) });
    };
    if let Some(value) = single {
        return Ok(Entry { value: Some(value), qualifier, ..Entry::default() });
    }
    let (low, high) = range(rest).ok_or_else(|| EntryError::NotUnderstood(typed()))?;
    if !matches!(qualifier, Qualifier::Exactly | Qualifier::About) {
        return Err(EntryError::QualifiedRange(typed()));
    }
    if low > high {
        return Err(EntryError::Backwards(typed()));
    }
    Ok(Entry { low: Some(low), high: Some(high), qualifier, ..Entry::default() })
}

/// The range in parentheses after a value: both ends, or `at least 50`, or `at most 60`.
fn parse_bounds(plain: &str, text: &str) -> Result<(Option<f64>, Option<f64>), EntryError> {
    let entry = parse_figure(plain, text)?;
    match (entry.value, entry.qualifier) {
        (None, Qualifier::Exactly) => Ok((entry.low, entry.high)),
        (Some(low), Qualifier::AtLeast) => Ok((Some(low), None)),
        (Some(high), Qualifier::AtMost) => Ok((None, Some(high))),
        _ => Err(EntryError::NotUnderstood(text.trim().to_owned())),
    }
}

const DASHES: [char; 6] = ['-', '–', '—', '‐', '‑', '−'];

/// Two numbers with a dash or a word between them.
fn range(plain: &str) -> Option<(f64, f64)> {
    for (opening, word) in [("", " to "), ("", " a "), ("between ", " and "), ("entre ", " y "), ("de ", " a ")] {
        let halves = plain.strip_prefix(opening).and_then(|rest| rest.split_once(word));
        if let Some((low, high)) = halves
            && let (Some(low), Some(high)) = (number(low), number(high))
        {
            return Some((low, high));
        }
    }
    // A dash may also be the sign of either number, so each one is tried as the divider.
    plain.char_indices().filter(|(_, c)| DASHES.contains(c)).find_map(|(at, dash)| {
        let (low, high) = (&plain[..at], &plain[at + dash.len_utf8()..]);
        Some((number(low)?, number(high)?))
    })
}

/// One number, with its sign; a percent sign after it says nothing that the measure does not.
fn number(plain: &str) -> Option<f64> {
    let plain = plain.trim();
    let plain = ["%", "per cent", "percent", "por ciento"].iter().find_map(|s| plain.strip_suffix(s)).unwrap_or(plain);
    let plain = plain.trim_end();
    let (sign, digits) = match plain.strip_prefix(DASHES) {
        Some(rest) => (-1.0, rest),
        None => (1.0, plain.strip_prefix('+').unwrap_or(plain)),
    };
    // Adding zero makes the zero of "-0" a plain one.
    Some(sign * decimal(digits.trim_start())? + 0.0)
}

/// A number without sign: groups resolved, then the decimals.
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = split_decimals(text)?;
    let whole = ungrouped(whole)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    format!("0{whole}.{fraction}0").parse().ok()
}

/// Decides which mark is the decimal one; see the choices at the top of the file.
fn split_decimals(text: &str) -> Option<(&str, &str)> {
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let mark = match (commas, points) {
        (0, 1) => Some('.'),
        (1, 0) => {
            let (whole, fraction) = text.split_once(',')?;
            let groups = fraction.len() == 3 && !whole.is_empty() && !whole.starts_with('0');
            (!groups).then_some(',')
        }
        (0, _) | (_, 0) => None,
        // With both, the one that comes last is the decimal one.
        _ => Some(if text.rfind(',') > text.rfind('.') { ',' } else { '.' }),
    };
    match mark {
        None => Some((text, "")),
        // "5," and "5." are numbers not typed to their end.
        Some(mark) => text.rsplit_once(mark).filter(|(_, fraction)| !fraction.is_empty()),
    }
}

/// The digits of a whole number, if its groups are all of one kind and of three digits. Underscores may stand
/// anywhere between digits.
fn ungrouped(whole: &str) -> Option<String> {
    let marks: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(mark) = marks.first() else { return Some(whole.to_owned()) };
    if marks.iter().any(|m| m != mark) || !matches!(mark, ',' | '.' | ' ' | '_' | '\'' | '’') {
        return None;
    }
    let groups: Vec<&str> = whole.split(*mark).collect();
    let in_threes = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let fits = if *mark == '_' { groups.iter().all(|group| !group.is_empty()) } else { in_threes };
    fits.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Measure, Period};

    fn qualified(qualifier: Qualifier, value: f64) -> Entry {
        Entry { value: Some(value), qualifier, ..Entry::default() }
    }

    fn between(low: f64, high: f64) -> Entry {
        Entry { low: Some(low), high: Some(high), ..Entry::default() }
    }

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        for (text, want) in [
            ("95", 95.0),
            (" 95 ", 95.0),
            ("1,234", 1234.0),
            ("1 234", 1234.0),
            ("1\u{a0}234", 1234.0),
            ("1\u{2009}234\u{202f}567", 1_234_567.0),
            ("1_000", 1000.0),
            ("1'234", 1234.0),
            ("12.5", 12.5),
            ("12,5", 12.5),
            ("0,234", 0.234),
            ("1.234", 1.234),
            ("1.234.567", 1_234_567.0),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1 234,56", 1234.56),
            (".5", 0.5),
            ("9%", 9.0),
            ("9 %", 9.0),
            ("9.1 por ciento", 9.1),
            ("-3", -3.0),
            ("−3", -3.0),
            ("+3", 3.0),
            ("-0", 0.0),
        ] {
            assert_eq!(parse(text), Ok(qualified(Qualifier::Exactly, want)), "{text}");
            assert_eq!(parse_number(text), Ok(want), "{text}");
        }
        assert!(parse("-0").is_ok_and(|e| e.value.is_some_and(f64::is_sign_positive)));
    }

    #[test]
    fn qualifiers_are_read_in_signs_and_words() {
        use Qualifier::{About, AtLeast, AtMost, Nearly, Over};
        for (text, qualifier, value) in [
            ("~115", About, 115.0),
            ("≈115", About, 115.0),
            ("about 115", About, 115.0),
            ("unos 115", About, 115.0),
            ("Nearly 2000", Nearly, 2000.0),
            ("casi 2000", Nearly, 2000.0),
            (">70", Over, 70.0),
            ("over 70", Over, 70.0),
            ("more than 70%", Over, 70.0),
            ("más de 70", Over, 70.0),
            (">=70", AtLeast, 70.0),
            ("≥ 70", AtLeast, 70.0),
            ("at least 70", AtLeast, 70.0),
            ("al menos 70", AtLeast, 70.0),
            ("70+", AtLeast, 70.0),
            ("≤5", AtMost, 5.0),
            ("<=5", AtMost, 5.0),
            ("at most 5", AtMost, 5.0),
            ("up to 5", AtMost, 5.0),
            ("como máximo 5", AtMost, 5.0),
            ("about -3", About, -3.0),
        ] {
            assert_eq!(parse(text), Ok(qualified(qualifier, value)), "{text}");
        }
    }

    #[test]
    fn ranges_are_read_with_dashes_and_words() {
        for text in ["50-60", "50–60", "50 – 60", "50 to 60", "50–60%", "50%-60%", "between 50 and 60", "entre 50 y 60"]
        {
            assert_eq!(parse(text), Ok(between(50.0, 60.0)), "{text}");
        }
        assert_eq!(parse("-5--3"), Ok(between(-5.0, -3.0)));
        assert_eq!(parse("−5–−3"), Ok(between(-5.0, -3.0)));
        assert_eq!(parse("1,000-2,000"), Ok(between(1000.0, 2000.0)));
        assert_eq!(parse("about 50-60"), Ok(Entry { qualifier: Qualifier::About, ..between(50.0, 60.0) }));
        assert_eq!(parse("55 (50-60)"), Ok(Entry { value: Some(55.0), ..between(50.0, 60.0) }));
        let open = Entry { value: Some(55.0), low: Some(50.0), qualifier: Qualifier::About, ..Entry::default() };
        assert_eq!(parse("about 55 (at least 50)"), Ok(open));
    }

    #[test]
    fn missing_figures_are_read_as_such() {
        for (text, missing) in [
            ("n/a", Missing::NotApplicable),
            ("Not published", Missing::NotPublished),
            ("..", Missing::NotPublished),
            ("pendiente", Missing::Pending),
        ] {
            assert_eq!(parse(text), Ok(Entry { missing: Some(missing), ..Entry::default() }), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_with_the_reason() {
        let not_understood = |text: &str| EntryError::NotUnderstood(text.into());
        for (text, want) in [
            ("", EntryError::Empty),
            ("  ", EntryError::Empty),
            ("lots", not_understood("lots")),
            ("overt 70", not_understood("overt 70")),
            ("12,34,567", not_understood("12,34,567")),
            ("1 23", not_understood("1 23")),
            ("5.", not_understood("5.")),
            ("nan", not_understood("nan")),
            ("inf", not_understood("inf")),
            ("1e5", not_understood("1e5")),
            ("-", not_understood("-")),
            ("(50-60)", not_understood("(50-60)")),
            ("60-50", EntryError::Backwards("60-50".into())),
            ("<5", EntryError::LessThan("<5".into())),
            ("menos de 5", EntryError::LessThan("menos de 5".into())),
            ("over 50-60", EntryError::QualifiedRange("over 50-60".into())),
        ] {
            assert_eq!(parse(text), Err(want), "{text}");
        }
        let huge = "9".repeat(400);
        assert_eq!(parse(&huge), Err(EntryError::TooLarge(huge)));
        assert!(parse("<5").is_err_and(|e| e.to_string().contains("≤4")));
    }

    #[test]
    fn an_entry_replaces_the_figure_and_nothing_else() {
        let at = Period::year(2008).expect("a year");
        let before =
            Observation { missing: Some(Missing::Pending), note: Some("see the annex".into()), ..Observation::at(at) };
        let mut after = before.clone();
        parse("nearly 2000").expect("a figure").apply_to(&mut after);
        let want = Observation { value: Some(2000.0), qualifier: Qualifier::Nearly, missing: None, ..before };
        assert_eq!(after, want);
    }

    /// Numbers with at most four decimals, as people publish them.
    fn published() -> impl Strategy<Value = f64> + Clone {
        (-1_000_000_000_i64..1_000_000_000, 0..5_i32).prop_map(|(n, decimals)| n as f64 / 10_f64.powi(decimals))
    }

    fn measure() -> impl Strategy<Value = Measure> {
        prop_oneof![Just(Measure::Count), Just(Measure::Share), Just(Measure::Amount), Just(Measure::Change)]
    }

    fn figure() -> impl Strategy<Value = Observation> {
        let at = Period::year(2008).expect("a year");
        let ends = (published(), published()).prop_map(|(a, b)| (a.min(b), a.max(b)));
        let qualifier = prop::sample::select(Qualifier::ALL.to_vec());
        let missing = prop::sample::select(Missing::ALL.to_vec());
        prop_oneof![
            (published(), qualifier.clone())
                .prop_map(move |(value, qualifier)| Observation { qualifier, ..Observation::exactly(at, value) }),
            (published(), qualifier, ends.clone(), any::<bool>(), any::<bool>()).prop_map(
                move |(value, qualifier, (low, high), with_low, with_high)| Observation {
                    qualifier,
                    low: with_low.then_some(low),
                    high: with_high.then_some(high),
                    ..Observation::exactly(at, value)
                }
            ),
            ends.prop_map(move |(low, high)| Observation { low: Some(low), high: Some(high), ..Observation::at(at) }),
            missing.prop_map(move |missing| Observation { missing: Some(missing), ..Observation::at(at) }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_as_the_same_figure(figure in figure(), measure in measure()) {
            let mut read = Observation::at(figure.at);
            let shown = figure.shown(&measure);
            parse(&shown).map_err(|e| TestCaseError::fail(format!("{shown}: {e}")))?.apply_to(&mut read);
            prop_assert_eq!(read, figure, "{}", shown);
        }

        #[test]
        fn no_text_is_too_odd(text in ".{0,24}") {
            if let Ok(entry) = parse(&text) {
                prop_assert!([entry.value, entry.low, entry.high].into_iter().flatten().all(f64::is_finite));
            }
        }
    }
}
