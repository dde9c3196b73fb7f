//! Tables out: of a dataset or of some of its series, as CSV, TSV or Markdown, long or wide.

use std::borrow::Cow;

use crate::model::{Dataset, Id, Observation, Period, Qualifier, Series};

/// The columns of a long table. Numbers are plain decimals; periods, qualifiers, statuses and reasons are spelled as in
/// a file; sources are ids parted by `; `.
pub const LONG_HEADER: [&str; 13] = [
    "series",
    "entity",
    "indicator",
    "unit",
    "period",
    "value",
    "low",
    "high",
    "qualifier",
    "status",
    "missing",
    "source",
    "note",
];

/// What a table is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TableFormat {
    /// Cells parted by commas.
    #[default]
    Csv,
    /// Cells parted by tabs.
    Tsv,
    /// A table for people, as Markdown.
    Markdown,
}

impl TableFormat {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Tsv, Self::Markdown];

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Markdown => "md",
        }
    }

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Markdown => "Markdown",
        }
    }
}

/// How its rows are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TableShape {
    /// A row a figure, with all that is known of it: what Docket reads back without loss.
    #[default]
    Long,
    /// A row a period, a column a series, as in the grid; of disagreeing figures the one that is plotted.
    Wide,
}

impl TableShape {
    /// Both, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Long, Self::Wide];

    /// The name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Wide => "wide",
        }
    }

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::Long => "a row a figure, with sources and notes",
            Self::Wide => "a row a period, a column a series",
        }
    }
}

/// A cell of a table that goes out.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Number(f64),
    Text(String),
}

/// The table of some series of a dataset, in their order.
///
/// Texts that a spreadsheet would run as formulas get an apostrophe before them (in CSV and TSV); numbers never do.
///
/// ```
/// use docket::{exchange::table::{TableFormat, TableShape, write}, model::Dataset};
///
/// let table = write(&Dataset::titled("Empty"), &[], TableFormat::Csv, TableShape::Wide);
/// assert_eq!(table, "period\n");
/// ```
pub fn write(dataset: &Dataset, series: &[Id], format: TableFormat, shape: TableShape) -> String {
    let series: Vec<(&Id, &Series)> = series.iter().filter_map(|id| dataset.series.get_key_value(id)).collect();
    let rows = match shape {
        TableShape::Long => long(&series),
        TableShape::Wide => wide(&series),
    };
    match format {
        TableFormat::Csv => delimited(&rows, b','),
        TableFormat::Tsv => delimited(&rows, b'\t'),
        TableFormat::Markdown => markdown(&rows),
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(value: Option<f64>) -> Cell {
    value.map_or_else(|| text(""), Cell::Number)
}

fn long(series: &[(&Id, &Series)]) -> Vec<Vec<Cell>> {
    let mut rows = vec![LONG_HEADER.map(text).to_vec()];
    for (id, series) in series {
        let head = |field: &Option<String>| text(field.clone().unwrap_or_default());
        rows.extend(series.observations.iter().map(|o| {
            vec![
                text(id.as_str()),
                head(&series.head.entity),
                head(&series.head.indicator),
                head(&series.head.unit),
                text(o.at.to_string()),
                number(o.value),
                number(o.low),
                number(o.high),
                text(o.qualifier.name()),
                text(o.status.name()),
                text(o.missing.map_or("", |missing| missing.name())),
                text(join_ids(o.source.ids())),
                text(o.note.clone().unwrap_or_default()),
            ]
        }));
    }
    rows
}

fn wide(series: &[(&Id, &Series)]) -> Vec<Vec<Cell>> {
    let mut periods: Vec<Period> = series.iter().flat_map(|(_, s)| s.observations.iter().map(|o| o.at)).collect();
    periods.sort_unstable();
    periods.dedup();
    let columns: Vec<std::collections::HashMap<Period, &Observation>> = series
        .iter()
        // From the last to the first, so that the one that is plotted stays.
        .map(|(_, s)| s.observations.iter().rev().map(|o| (o.at, o)).collect())
        .collect();
    let mut header = vec![text("period")];
    header.extend(column_names(series).into_iter().map(Cell::Text));
    let mut rows = vec![header];
    for at in periods {
        let mut row = vec![text(at.to_string())];
        row.extend(columns.iter().map(|column| column.get(&at).map_or_else(|| text(""), |o| figure(o))));
        rows.push(row);
    }
    rows
}

/// The entities, or what else is needed to tell the columns apart.
fn column_names(series: &[(&Id, &Series)]) -> Vec<String> {
    let entity = |(id, series): &(&Id, &Series)| series.label(id).to_owned();
    let full = |(id, series): &(&Id, &Series)| match &series.head.indicator {
        Some(indicator) => format!("{}, {indicator}", series.label(id)),
        None => series.label(id).to_owned(),
    };
    let is_unique = |names: &[String]| names.iter().collect::<std::collections::HashSet<_>>().len() == names.len();
    let by_entity: Vec<String> = series.iter().map(entity).collect();
    if is_unique(&by_entity) {
        return by_entity;
    }
    let by_both: Vec<String> = series.iter().map(full).collect();
    if is_unique(&by_both) { by_both } else { series.iter().map(|(id, _)| id.to_string()).collect() }
}

/// A figure as it can be typed: a number where it is one, words where it is more.
fn figure(o: &Observation) -> Cell {
    let range = match (o.low, o.high) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("at least {low}")),
        (None, Some(high)) => Some(format!("at most {high}")),
        (None, None) => None,
    };
    let qualified = |rest: &str| match o.qualifier {
        Qualifier::Exactly => rest.to_owned(),
        other => format!("{} {rest}", other.words()),
    };
    match (o.value, range) {
        (Some(value), None) if o.qualifier == Qualifier::Exactly => Cell::Number(value),
        (Some(value), None) => text(qualified(&value.to_string())),
        (Some(value), Some(range)) => text(format!("{} ({range})", qualified(&value.to_string()))),
        (None, Some(range)) => text(qualified(&range)),
        (None, None) => text(o.missing.map_or("", |missing| missing.words())),
    }
}

/// Ids in one cell; `;` and `\` within an id have a backslash before them.
fn join_ids(ids: &[Id]) -> String {
    let escaped: Vec<String> = ids.iter().map(|id| id.replace('\\', "\\\\").replace(';', "\\;")).collect();
    escaped.join("; ")
}

/// The ids of a cell that `join_ids` made.
pub(super) fn split_ids(text: &str) -> impl Iterator<Item = String> {
    let mut ids = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, ids.last_mut()) {
            ('\\', Some(id)) => id.extend(chars.next()),
            (';', _) => {
                chars.next_if_eq(&' ');
                ids.push(String::new());
            }
            (c, Some(id)) => id.push(c),
            (_, None) => {}
        }
    }
    ids.into_iter()
}

/// What a spreadsheet takes for the start of a formula.
const RUN: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn is_run(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(RUN)
}

/// A text that no spreadsheet runs.
fn escaped(text: &str) -> Cow<'_, str> {
    if is_run(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was escaped, of a table that Docket wrote; other tables hold what they hold.
pub(super) fn unescaped(text: &str, is_own: bool) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if is_own && is_run(rest) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(text),
    }
}

fn delimited(rows: &[Vec<Cell>], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for row in rows {
        for cell in row {
            let written = match cell {
                Cell::Number(value) => writer.write_field(value.to_string()),
                Cell::Text(text) => writer.write_field(&*escaped(text)),
            };
            // Writing to memory does not fail.
            debug_assert!(written.is_ok());
        }
        let ended = writer.write_record(None::<&[u8]>);
        debug_assert!(ended.is_ok());
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A table whose columns are as wide as their widest cell; numbers to the right.
fn markdown(rows: &[Vec<Cell>]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Number(value) => value.to_string(),
        Cell::Text(text) => {
            let one_line = text.replace("\r\n", "<br>").replace(['\n', '\r'], "<br>");
            one_line.replace('\\', "\\\\").replace('|', "\\|")
        }
    };
    let Some((header, body)) = rows.split_first() else { return String::new() };
    let is_number = |column: usize| body.iter().any(|row| matches!(row.get(column), Some(Cell::Number(_))));
    let texts: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let width = |column: usize| {
        let widths = texts.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count());
        widths.max().unwrap_or(0).clamp(3, 80)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut out = String::new();
    for (index, row) in texts.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            let width = widths[column];
            let padded = if is_number(column) && index > 0 {
                format!("| {text:>width$} ")
            } else {
                format!("| {text:<width$} ")
            };
            out.push_str(&padded);
        }
        out.push_str("|\n");
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let colon = if is_number(column) { ":" } else { "" };
                out.extend(["| ", &"-".repeat(width - colon.len()), colon, " "]);
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_escaped_and_read_back() {
        for text in ["=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\rx", "'=x", "plain", "'quoted'", "", "5-4", "''-"] {
            let safe = escaped(text);
            assert!(!safe.starts_with(RUN), "{safe}");
            assert_eq!(unescaped(&safe, true), text);
        }
        assert_eq!(unescaped("'=x", false), "'=x");
    }

    #[test]
    fn ids_of_any_kind_share_a_cell() {
        for ids in [&["a", "b"][..], &["a; b", "c\\"], &["\\;", ";"], &["a"]] {
            let ids: Vec<Id> = ids.iter().map(|id| Id::from(*id)).collect();
            let back: Vec<String> = split_ids(&join_ids(&ids)).collect();
            assert_eq!(back, ids);
        }
    }
}
