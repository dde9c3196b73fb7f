//! What stands above and below a table: its title, its source, its footnotes.

use crate::model::{Id, Source, unique_id};

use super::{
    cells::Cells,
    header::plain,
    options::{TableOptions, Told},
};

/// So many lines above and below a table are kept.
const MOST_LINES: usize = 200;

/// The lines around a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The first line above the table.
    pub title: Option<String>,
    /// All other lines, above and below.
    pub others: Option<String>,
    /// Footnotes by their marks.
    marked: Vec<(String, String)>,
}

impl Notes {
    /// What stands around the table.
    pub fn of(cells: &Cells, options: &TableOptions) -> Self {
        let line = |row: usize| {
            let parts: Vec<String> = cells.row(row).map(plain).filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        };
        let stated = stated_source(cells, options.first_row).and_then(|(_, source)| source.title);
        let is_stated = |row: &usize| stated.is_some() && SOURCE_LINES.contains(&cells.get(*row, 0).trim());
        let above = (0..options.first_row).filter(|row| !is_stated(row)).map(line);
        let above: Vec<String> = above.filter(|line| !line.is_empty()).take(MOST_LINES).collect();
        let below: Vec<String> =
            (options.end_row..cells.height()).map(line).filter(|l| !l.is_empty()).take(MOST_LINES).collect();
        let marked = below.iter().chain(&above).filter_map(|line| footnote(line)).collect();
        let others = above.iter().skip(usize::from(stated.is_none())).chain(&below);
        let others: Vec<&str> = others.map(String::as_str).collect();
        let title = stated.or_else(|| above.first().cloned());
        Self { title, others: (!others.is_empty()).then(|| others.join("\n")), marked }
    }

    /// The footnote with that mark, however the mark is dressed: `1/`, `(1)`, `¹`.
    pub fn of_mark(&self, mark: &str) -> Option<&str> {
        let key = key(mark);
        self.marked.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str())
    }
}

/// A mark without what it is dressed in.
fn key(mark: &str) -> String {
    const RAISED: [(char, char); 19] = [
        ('⁰', '0'),
        ('¹', '1'),
        ('²', '2'),
        ('³', '3'),
        ('⁴', '4'),
        ('⁵', '5'),
        ('⁶', '6'),
        ('⁷', '7'),
        ('⁸', '8'),
        ('⁹', '9'),
        ('ᵃ', 'a'),
        ('ᵇ', 'b'),
        ('ᶜ', 'c'),
        ('ᵈ', 'd'),
        ('ᵉ', 'e'),
        ('ᶠ', 'f'),
        ('ᵖ', 'p'),
        ('ʳ', 'r'),
        ('ˢ', 's'),
    ];
    let plain = |c: char| RAISED.iter().find(|(raised, _)| *raised == c).map_or(c, |(_, plain)| *plain);
    let kept = mark.chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '/' | '.' | ':'));
    kept.map(plain).flat_map(char::to_lowercase).collect()
}

/// A line that begins with a mark: `* Preliminary`, `1/ Preliminary`, `(a) Preliminary`, `p = provisional`.
fn footnote(line: &str) -> Option<(String, String)> {
    let (mark, text) = match line.find(|c: char| !matches!(c, '*' | '†' | '‡' | '§' | '¶' | '#')) {
        Some(end) if end > 0 => line.split_at(end),
        _ => line.split_once(' ')?,
    };
    let is_dressed = mark.ends_with([')', ']', '/', '.', ':', '*', '†', '‡', '§', '¶', '#'])
        || mark
            .chars()
            .all(|c| !c.is_ascii() && (c.is_numeric() || c.is_alphabetic()) && key(&c.to_string()) != c.to_string())
        || text.trim_start().starts_with(['=', ':', '–', '-']);
    let key = key(mark);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | ':' | '–' | '-' | ')' | '/'));
    (is_dressed && !key.is_empty() && key.chars().count() <= 3 && !text.is_empty()).then(|| (key, text.to_owned()))
}

/// What the lines above a table of the World Bank begin with.
const SOURCE_LINES: [&str; 2] = ["Data Source", "Last Updated Date"];

/// The source that the lines above a table of the World Bank name, with an id for it.
pub(super) fn stated_source(cells: &Cells, first_row: usize) -> Option<(Id, Source)> {
    let value = |name: &str| {
        let row = (0..first_row.min(20)).find(|row| cells.get(*row, 0).trim() == name)?;
        let text = plain(cells.get(row, 1));
        (!text.is_empty()).then_some(text)
    };
    let [title, date] = SOURCE_LINES.map(value);
    let title = title?;
    let id = unique_id(&title, |_| false);
    Some((id, Source { publisher: Some("World Bank".to_owned()), title: Some(title), date, ..Source::default() }))
}

/// The source of all figures: as told, or else the one that is stated.
pub(super) fn source_for_all(cells: &Cells, first_row: usize, told: &Told) -> Option<Id> {
    match &told.source {
        Some(id) => (!id.is_empty()).then(|| id.clone()),
        None => stated_source(cells, first_row).map(|(id, _)| id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_are_found_by_their_marks() {
        for (line, mark, text) in [
            ("* Preliminary", "*", "Preliminary"),
            ("*Preliminary", "*", "Preliminary"),
            ("1/ Cifras preliminares", "1/", "Cifras preliminares"),
            ("(a) To June", "a/", "To June"),
            ("¹ To June", "¹", "To June"),
            ("¹ To June", "(1)", "To June"),
            ("p = provisional", "p", "provisional"),
            ("r: revised", "r", "revised"),
        ] {
            let (key_of_line, said) = footnote(line).expect(line);
            assert_eq!((key_of_line, said.as_str()), (key(mark), text), "{line}");
        }
        for line in ["Source: the ministry", "Fuente INEGI", "A note on the whole", "In 2012 the law changed"] {
            assert_eq!(footnote(line), None, "{line}");
        }
    }
}
