//! Tables as text on the clipboard, as spreadsheets, web pages and people write them.

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Tabs, as spreadsheets and web browsers copy.
    Tabs,
    /// Commas.
    Commas,
    /// Semicolons.
    Semicolons,
    /// Upright lines, as in Markdown.
    Bars,
    /// Two or more spaces, as in text set in columns.
    Spaces,
    /// Nothing: every line is one cell.
    Lines,
}

impl Separator {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 6] = [Self::Tabs, Self::Commas, Self::Semicolons, Self::Bars, Self::Spaces, Self::Lines];

    /// The word in a menu.
    pub fn text(self) -> &'static str {
        match self {
            Self::Tabs => "tabs",
            Self::Commas => "commas",
            Self::Semicolons => "semicolons",
            Self::Bars => "upright lines",
            Self::Spaces => "spaces",
            Self::Lines => "nothing",
        }
    }

    /// What most probably parts the cells of a text: tabs if there are any, else what is in every line the same number
    /// of times. A comma between digits may belong to a number, so it parts cells only where something else shows it.
    pub fn of(text: &str) -> Self {
        if text.contains('\t') {
            return Self::Tabs;
        }
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() && lines.iter().all(|line| line.starts_with('|') && line.ends_with('|')) {
            return Self::Bars;
        }
        let parts = |separator| {
            let widths: Vec<usize> = read(text, separator).iter().map(Vec::len).collect();
            widths.first().is_some_and(|first| *first > 1 && widths.iter().all(|width| width == first))
        };
        if parts(Self::Semicolons) {
            Self::Semicolons
        } else if parts(Self::Commas) && !lines.iter().all(|line| is_number_with_comma(line)) && !is_prose(text) {
            Self::Commas
        } else if lines.len() > 1 && parts(Self::Spaces) {
            Self::Spaces
        } else {
            Self::Lines
        }
    }
}

/// Whether a line is one number that has commas in it.
fn is_number_with_comma(line: &str) -> bool {
    super::entry::parse(line).is_ok()
}

/// Whether a text is one line of words rather than a row of a table.
fn is_prose(text: &str) -> bool {
    text.trim().lines().count() == 1 && !text.bytes().any(|b| b.is_ascii_digit())
}

/// The rows of a text, each with its cells. Rows may be of different lengths. Empty rows at the end, and columns at the
/// end that are empty in every row, are not part of the table: they are left by the way that programs end lines.
pub fn read(text: &str, separator: Separator) -> Vec<Vec<String>> {
    let mut rows = match separator {
        Separator::Tabs => quoted(text, '\t'),
        Separator::Commas => quoted(text, ','),
        Separator::Semicolons => quoted(text, ';'),
        Separator::Bars => bars(text),
        Separator::Spaces => text.lines().map(spaced).collect(),
        Separator::Lines => text.lines().map(|line| vec![line.trim().to_owned()]).collect(),
    };
    let is_empty = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
    while rows.last().is_some_and(is_empty) {
        rows.pop();
    }
    let filled = |row: &Vec<String>| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    let width = rows.iter().map(filled).max().unwrap_or(0);
    for row in &mut rows {
        row.truncate(width);
    }
    rows
}

/// Cells that may stand in quotes. A quote opens a cell only at its start, and only if another one closes it right
/// before the end of the cell: Google Sheets does not double the quotes of text that it does not put in quotes.
fn quoted(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (cell, after) = in_quotes(rest, separator).unwrap_or_else(|| {
            let end = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        rest = match after.chars().next() {
            None => return rows,
            Some(c) if c == separator => &after[c.len_utf8()..],
            Some(_) => {
                rows.push(Vec::new());
                after.strip_prefix("\r\n").unwrap_or(&after[1..])
            }
        };
    }
}

/// A cell in quotes at the start of a text, and what comes after it.
fn in_quotes(text: &str, separator: char) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let at = rest.find('"')?;
        cell.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.chars().next() {
            Some('"') => {
                cell.push('"');
                rest = &rest[1..];
            }
            Some(c) if c != separator && c != '\n' && c != '\r' => return None,
            _ => return Some((cell.replace("\r\n", "\n"), rest)),
        }
    }
}

/// The rows of a Markdown table, without the line below its head.
fn bars(text: &str) -> Vec<Vec<String>> {
    let is_rule = |row: &Vec<String>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ')))
    };
    let cells = |line: &str| {
        let line = line.trim();
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(cells).filter(|row| !is_rule(row)).collect()
}

fn spaced(line: &str) -> Vec<String> {
    line.trim().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// Rows as tab-separated text that spreadsheets read back as the same cells: in quotes where a cell holds a tab, a line
/// break, or a quote at its start.
pub fn write<R: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut out = String::new();
    for row in rows {
        for (n, cell) in row.into_iter().enumerate() {
            if n > 0 {
                out.push('\t');
            }
            if cell.contains(['\t', '\n', '\r']) || cell.starts_with('"') {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&cell);
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_parts_the_cells_is_found_from_the_text() {
        for (text, want) in [
            ("a\tb\n1\t2", Separator::Tabs),
            ("a;b\n1,5;2", Separator::Semicolons),
            ("year,mexico\n2008,95", Separator::Commas),
            ("1,234\n2,345", Separator::Lines),
            ("12,5", Separator::Lines),
            ("Mexico, United States", Separator::Lines),
            ("| a | b |\n|---|---|\n| 1 | 2 |", Separator::Bars),
            ("2008   95\n2009   107", Separator::Spaces),
            ("95", Separator::Lines),
            ("about 95\nnearly 2,000", Separator::Lines),
        ] {
            assert_eq!(Separator::of(text), want, "{text}");
        }
    }

    #[test]
    fn quotes_hold_line_breaks_and_are_kept_where_they_are_text() {
        let text = "\"two\r\nlines\"\tsay \"hi\"\t\"hi\" he said\t\"a \"\"b\"\"\"\r\n1\t\t\t\t\r\n";
        assert_eq!(
            read(text, Separator::Tabs),
            [vec!["two\nlines", "say \"hi\"", "\"hi\" he said", "a \"b\""], vec!["1", "", "", ""]]
        );
        assert_eq!(read("\"never closed\t1\n2", Separator::Tabs), [vec!["\"never closed", "1"], vec!["2"]]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a-z\"\t\n ]{0,5}x", 3), 1..5)
        ) {
            let text = write(rows.clone());
            prop_assert_eq!(read(&text, Separator::Tabs), rows);
        }

        #[test]
        fn no_text_is_too_odd(text in "[ -~\t\n\r\"|;,é]{0,80}") {
            for separator in Separator::ALL {
                read(&text, separator);
            }
            Separator::of(&text);
        }
    }
}
