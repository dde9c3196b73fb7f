//! Figures as tables print them: with the decimal mark and the thousands mark of a country, marks of footnotes behind
//! them, and signs for what is missing.

use crate::{
    exchange::{
        entry::{self, Entry, EntryError},
        marks::{is_space, split_mark},
    },
    model::{Missing, Status},
};

/// What parts the whole of a number from its decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Decimal {
    /// `1.5`
    #[default]
    Point,
    /// `1,5`
    Comma,
}

impl Decimal {
    /// Both, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Point, Self::Comma];

    /// The mark itself.
    pub fn mark(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// The name on command lines and in menus.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// What groups the thousands of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Nothing does.
    #[default]
    None,
    /// `1,234` where the decimal mark is a point, `1.234` where it is a comma.
    Other,
    /// `1 234`, by spaces of any width.
    Space,
    /// `1'234` or `1’234`
    Apostrophe,
}

impl Grouping {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [Self::None, Self::Other, Self::Space, Self::Apostrophe];

    /// The words in menus.
    pub fn words(self, decimal: Decimal) -> &'static str {
        match (self, decimal) {
            (Self::None, _) => "none",
            (Self::Other, Decimal::Point) => "comma: 1,234",
            (Self::Other, Decimal::Comma) => "point: 1.234",
            (Self::Space, _) => "space: 1 234",
            (Self::Apostrophe, _) => "apostrophe: 1'234",
        }
    }

    fn is_mark(self, decimal: Decimal, c: char) -> bool {
        match self {
            Self::None => false,
            Self::Other => c == if decimal == Decimal::Point { ',' } else { '.' },
            Self::Space => is_space(c),
            Self::Apostrophe => matches!(c, '\'' | '’' | 'ʼ'),
        }
    }
}

/// How the numbers of a table are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NumberStyle {
    /// What parts the whole from the decimals.
    pub decimal: Decimal,
    /// What groups the thousands.
    pub grouping: Grouping,
}

/// A figure with what stood behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The figure.
    pub entry: Entry,
    /// How final a flag says it is.
    pub status: Status,
    /// The mark of a footnote, as printed.
    pub mark: Option<String>,
}

/// Reads a cell that is not empty and no sign for what is missing.
///
/// # Errors
/// What is not understood, in the words of what people type.
pub fn read(text: &str, style: NumberStyle) -> Result<Figure, EntryError> {
    let text = text.trim_matches(is_space);
    // What keeps a spreadsheet from running a text is no part of it.
    let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['-', '+', '='])).unwrap_or(text);
    if let Some(value) = plain(text, style.decimal) {
        return Ok(Figure { entry: Entry { value: Some(value), ..Entry::default() }, ..Figure::default() });
    }
    let not_understood = || EntryError::NotUnderstood(text.to_owned());
    let whole = canonical(text, style).ok_or_else(not_understood).and_then(|canonical| entry::parse(&canonical));
    match whole {
        Ok(entry) => Ok(Figure { entry, ..Figure::default() }),
        // "<5" and a number too large are what they are, with or without a mark.
        Err(error @ (EntryError::LessThan(_) | EntryError::TooLarge(_) | EntryError::Backwards(_))) => Err(error),
        Err(error) => {
            let Some((figure, mark)) = split_mark(text) else { return Err(error) };
            let canonical = canonical(figure, style).ok_or_else(not_understood)?;
            let entry = entry::parse(&canonical).map_err(|_| not_understood())?;
            let status = flag(mark);
            let mark = (status == Status::Observed).then(|| mark.to_owned());
            Ok(Figure { entry, status, mark })
        }
    }
}

/// The value of a cell that is nothing but ASCII digits, a sign and a decimal mark: nearly all of them.
pub(super) fn plain(text: &str, decimal: Decimal) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mark = decimal.mark() as u8;
    let marks = digits.bytes().filter(|b| *b == mark).count();
    let is_plain = (1..=17).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == mark)
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && marks <= 1;
    if !is_plain {
        return None;
    }
    let value: Option<f64> =
        if decimal == Decimal::Comma && marks == 1 { text.replace(',', ".").parse().ok() } else { text.parse().ok() };
    // Adding zero makes the zero of "-0" a plain one.
    value.map(|value| value + 0.0)
}

/// The text with every number in it spelled with a decimal point and no groups; `None` if one is spelled otherwise than
/// the style says. Powers of ten (`1.2E+05`, as spreadsheets write large numbers) are resolved.
fn canonical(text: &str, style: NumberStyle) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            out.push(if is_space(chars[at]) { ' ' } else { chars[at] });
            at += 1;
            continue;
        }
        let end = end_of_number(&chars, at, style);
        out.push_str(&number(&chars[at..end], style)?);
        at = end;
    }
    Some(scientific(&out).unwrap_or(out))
}

/// Digits, with marks that stand between digits.
fn end_of_number(chars: &[char], start: usize, style: NumberStyle) -> usize {
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut at = start;
    loop {
        while is_digit(at) {
            at += 1;
        }
        let Some(c) = chars.get(at) else { return at };
        // A space groups only if just three digits follow it: in "1 234" it does, in "85 1/" it does not.
        let three = (1..=3).all(|i| is_digit(at + i)) && !is_digit(at + 4);
        let goes_on = match c {
            '.' | ',' => is_digit(at + 1),
            c if style.grouping.is_mark(style.decimal, *c) => three,
            _ => false,
        };
        if !goes_on {
            return at;
        }
        at += 1;
    }
}

/// One number without its groups; `None` if it is not printed in the style.
fn number(chars: &[char], style: NumberStyle) -> Option<String> {
    let mark = style.decimal.mark();
    let whole_end = chars.iter().position(|c| *c == mark).unwrap_or(chars.len());
    let (whole, fraction) = (&chars[..whole_end], chars.get(whole_end + 1..).unwrap_or_default());
    if !fraction.iter().all(char::is_ascii_digit) {
        return None;
    }
    let groups: Vec<&[char]> = whole.split(|c| style.grouping.is_mark(style.decimal, *c)).collect();
    let in_threes = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let digits: String = groups.concat().into_iter().collect();
    if !in_threes || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: String = fraction.iter().collect();
    Some(if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") })
}

/// `1.2E+05` as a plain decimal.
fn scientific(text: &str) -> Option<String> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    let is_whole = power.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit());
    if !is_number(digits) || !is_number(power) || !is_whole {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    value.is_finite().then(|| value.to_string())
}

/// What the flags of Eurostat and SDMX say that the format has a word for.
pub(super) fn flag(mark: &str) -> Status {
    let letters = mark.trim_matches(['(', ')', '[', ']', '/']);
    match letters {
        "p" | "P" | "ᵖ" => Status::Provisional,
        "e" | "E" | "ᵉ" => Status::Estimated,
        "f" | "F" => Status::Projected,
        _ => Status::Observed,
    }
}

/// What a sign or a word that stands for a figure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// There is no observation at all.
    Nothing,
    /// Known to be missing, with the reason if there is one.
    Missing(Option<Missing>),
    /// Zero: some offices print none as a dash.
    Zero,
}

impl Meaning {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 8] = [
        Self::Nothing,
        Self::Missing(None),
        Self::Missing(Some(Missing::NotCollected)),
        Self::Missing(Some(Missing::NotPublished)),
        Self::Missing(Some(Missing::NotApplicable)),
        Self::Missing(Some(Missing::Suppressed)),
        Self::Missing(Some(Missing::Pending)),
        Self::Zero,
    ];

    /// The words in menus and messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "left out",
            Self::Missing(None) => "missing",
            Self::Missing(Some(reason)) => reason.words(),
            Self::Zero => "zero",
        }
    }
}

/// What a sign means unless told otherwise; `None` for what is no such sign.
pub(super) fn usual_meaning(text: &str) -> Option<Meaning> {
    let plain = text.trim_matches(is_space);
    let reason = match plain {
        "" => return Some(Meaning::Nothing),
        "-" | "–" | "—" | "―" | "--" | "---" | "." | "x" | "X" => None,
        ":" => Some(Missing::NotPublished),
        ": c" | ":c" | "(c)" | "(C)" => Some(Missing::Suppressed),
        ": z" | ":z" => Some(Missing::NotApplicable),
        _ if plain.len() > 24 || plain.starts_with(|c: char| c.is_ascii_digit()) => return None,
        _ if ["nan", "null", "none", "#n/a", "missing", "no data", "sin datos"].contains(&&*plain.to_lowercase()) => {
            None
        }
        _ => Some(entry::parse(plain).ok()?.missing?),
    };
    Some(Meaning::Missing(reason))
}

/// What the spelling of numbers says of a table's style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    point: usize,
    comma: usize,
    points_group: usize,
    commas_group: usize,
    spaces: usize,
    apostrophes: usize,
    /// `1.234`: either.
    point_either: usize,
    comma_either: usize,
}

impl Evidence {
    /// Takes a cell into account, if it is a number.
    pub fn add(&mut self, text: &str) {
        let text = text.trim_matches(is_space);
        let text = split_mark(text).map_or(text, |(figure, _)| figure);
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
        let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
        // A number in a sentence says nothing of how figures are printed.
        if digits.len() > 40
            || text.len() > digits.len() + 16
            || !digits.chars().all(|c| c.is_ascii_digit() || is_between(c))
        {
            return;
        }
        let parts = |mark: char| digits.split(mark).map(str::len).collect::<Vec<_>>();
        let groups = |mark: char| {
            let parts = parts(mark);
            parts.len() > 1 && (1..=3).contains(&parts[0]) && parts[1..].iter().all(|length| *length == 3)
        };
        if digits.contains(is_space) {
            let whole = digits.split(['.', ',']).next().unwrap_or_default();
            let lengths: Vec<usize> = whole.split(is_space).map(str::len).collect();
            if lengths.len() > 1 && (1..=3).contains(&lengths[0]) && lengths[1..].iter().all(|l| *l == 3) {
                self.spaces += 1;
            }
        }
        self.apostrophes += usize::from(digits.contains(['\'', '’', 'ʼ']));
        let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
        match (points, commas) {
            (0, 0) => {}
            (1, 0) if groups('.') && !digits.starts_with('0') && !digits.contains(is_space) => self.point_either += 1,
            (0, 1) if groups(',') && !digits.starts_with('0') && !digits.contains(is_space) => self.comma_either += 1,
            (1, 0) => self.point += 1,
            (0, 1) => self.comma += 1,
            (_, 0) if groups('.') => self.points_group += 1,
            (0, _) if groups(',') => self.commas_group += 1,
            _ if digits.rfind(',') > digits.rfind('.') => {
                self.comma += 1;
                self.points_group += 1;
            }
            _ => {
                self.point += 1;
                self.commas_group += 1;
            }
        }
    }

    /// The style that the most numbers are in, and an example of what could be read either way if nothing else tells.
    pub fn style(self, delimiter: Option<u8>) -> (NumberStyle, bool) {
        let for_point = self.point + self.commas_group;
        let for_comma = self.comma + self.points_group;
        let either = self.point_either + self.comma_either;
        // A comma that parts cells is hardly the decimal mark within them; where a semicolon does, it mostly is.
        let decimal = match for_point.cmp(&for_comma) {
            std::cmp::Ordering::Greater => Decimal::Point,
            std::cmp::Ordering::Less => Decimal::Comma,
            std::cmp::Ordering::Equal if delimiter == Some(b';') && either > 0 => Decimal::Comma,
            std::cmp::Ordering::Equal => Decimal::Point,
        };
        let is_open =
            for_point == for_comma && either > 0 && (self.comma_either > 0 || !matches!(delimiter, Some(b',') | None));
        let other = match decimal {
            Decimal::Point => self.commas_group + self.comma_either,
            Decimal::Comma => self.points_group + self.point_either,
        };
        let grouping = if self.spaces > other && self.spaces >= self.apostrophes {
            Grouping::Space
        } else if self.apostrophes > other {
            Grouping::Apostrophe
        } else if other > 0 {
            Grouping::Other
        } else {
            Grouping::None
        };
        (NumberStyle { decimal, grouping }, is_open)
    }
}

fn is_between(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | 'ʼ') || is_space(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Qualifier;

    const ENGLISH: NumberStyle = NumberStyle { decimal: Decimal::Point, grouping: Grouping::Other };
    const SPANISH: NumberStyle = NumberStyle { decimal: Decimal::Comma, grouping: Grouping::Other };
    const FRENCH: NumberStyle = NumberStyle { decimal: Decimal::Comma, grouping: Grouping::Space };
    const SWISS: NumberStyle = NumberStyle { decimal: Decimal::Point, grouping: Grouping::Apostrophe };

    #[test]
    fn a_number_is_read_in_the_style_of_its_table() {
        for (text, style, value) in [
            ("85", ENGLISH, 85.0),
            ("-0.5", ENGLISH, -0.5),
            ("1,234", ENGLISH, 1234.0),
            ("1,234", SPANISH, 1.234),
            ("1.234", SPANISH, 1234.0),
            ("1.234.567,8", SPANISH, 1_234_567.8),
            ("−12,5", SPANISH, -12.5),
            ("1\u{202f}234,5", FRENCH, 1234.5),
            ("12\u{a0}345\u{2009}678", FRENCH, 12_345_678.0),
            ("1'234.5", SWISS, 1234.5),
            ("1’234", SWISS, 1234.0),
            ("12.5%", ENGLISH, 12.5),
            ("1.2E+05", ENGLISH, 120_000.0),
            (" 7 ", ENGLISH, 7.0),
        ] {
            assert_eq!(read(text, style).map(|f| f.entry.value), Ok(Some(value)), "{text}");
        }
        let none = NumberStyle::default();
        for (text, style) in [
            ("1,23", ENGLISH),
            ("1.23", SPANISH),
            ("1,234", none),
            ("1.2.3", ENGLISH),
            ("12 34", FRENCH),
            ("lots", none),
        ] {
            assert!(read(text, style).is_err(), "{text}");
        }
    }

    #[test]
    fn marks_of_footnotes_are_told_from_the_figure() {
        for (text, value, mark) in [
            ("85*", 85.0, "*"),
            ("85**", 85.0, "**"),
            ("1.234 1/", 1234.0, "1/"),
            ("85(a)", 85.0, "(a)"),
            ("85 [2]", 85.0, "[2]"),
            ("9,1²", 9.1, "²"),
            ("9,1 r", 9.1, "r"),
            ("85 a/", 85.0, "a/"),
        ] {
            let figure = read(text, SPANISH).expect(text);
            assert_eq!((figure.entry.value, figure.mark.as_deref()), (Some(value), Some(mark)), "{text}");
        }
        for (text, status) in
            [("9,1 p", Status::Provisional), ("9,1 (e)", Status::Estimated), ("9,1ᵖ", Status::Provisional)]
        {
            let figure = read(text, SPANISH).expect(text);
            assert_eq!((figure.entry.value, figure.status, figure.mark), (Some(9.1), status, None), "{text}");
        }
        for text in ["851/", "(85)", "85 apples", "*", "85 12"] {
            assert!(read(text, ENGLISH).is_err(), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_read_in_the_style_too() {
        let figure = read("casi 2.000", SPANISH).expect("nearly");
        assert_eq!((figure.entry.value, figure.entry.qualifier), (Some(2000.0), Qualifier::Nearly));
        let range = read("1,5-2,5", SPANISH).expect("a range").entry;
        assert_eq!((range.low, range.high), (Some(1.5), Some(2.5)));
        assert!(matches!(read("<5", ENGLISH), Err(EntryError::LessThan(_))));
    }

    #[test]
    fn signs_for_what_is_missing_have_their_usual_meaning() {
        for (text, meaning) in [
            ("", Some(Meaning::Nothing)),
            ("..", Some(Meaning::Missing(Some(Missing::NotPublished)))),
            ("…", Some(Meaning::Missing(Some(Missing::NotPublished)))),
            (":", Some(Meaning::Missing(Some(Missing::NotPublished)))),
            ("n/a", Some(Meaning::Missing(Some(Missing::NotApplicable)))),
            ("NA", Some(Meaning::Missing(Some(Missing::NotApplicable)))),
            ("-", Some(Meaning::Missing(None))),
            (": c", Some(Meaning::Missing(Some(Missing::Suppressed)))),
            ("NaN", Some(Meaning::Missing(None))),
            ("85", None),
            ("50-60", None),
            ("lots", None),
        ] {
            assert_eq!(usual_meaning(text), meaning, "{text}");
        }
    }

    #[test]
    fn the_style_follows_from_the_numbers_and_what_is_open_is_said() {
        let style = |cells: &[&str], delimiter| {
            let mut evidence = Evidence::default();
            for cell in cells {
                evidence.add(cell);
            }
            evidence.style(delimiter)
        };
        assert_eq!(style(&["1,234", "1,234.5"], Some(b'\t')), (ENGLISH, false));
        assert_eq!(style(&["1.234", "12,5"], Some(b';')), (SPANISH, false));
        assert_eq!(style(&["1 234,5", "12 345"], Some(b';')), (FRENCH, false));
        assert_eq!(style(&["1'234", "2"], Some(b';')), (SWISS, false));
        assert_eq!(style(&["85", "95"], Some(b',')), (NumberStyle::default(), false));
        assert_eq!(style(&["1.234", "2.345"], Some(b',')).0.decimal, Decimal::Point);
        assert!(!style(&["1.234", "2.345"], Some(b',')).1, "a comma parts the cells, a point the decimals");
        assert_eq!(style(&["1.234", "2.345"], Some(b';')), (SPANISH, true));
        assert_eq!(style(&["1,234"], Some(b'\t')), (ENGLISH, true));
        assert_eq!(style(&["0.123", "1.234"], Some(b';')).0.decimal, Decimal::Point);
    }
}
