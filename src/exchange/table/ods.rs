//! The cells of an ODS file: rows and cells of `content.xml`, those that repeat written out only where they hold
//! something.

use std::io::{BufReader, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
    name::QName,
};

use super::{
    TableError,
    cells::{Cells, MOST_COLUMNS, Stop},
    workbook::{Sparse, choose, damaged, open, percent},
};

/// The most rows of a sheet.
const MOST_ROWS: usize = 1_048_576;
/// So many elements are read between two looks at whether to stop.
const EVENTS_AT_ONCE: usize = 16_384;
/// So many written-out cells of one cell that repeats are a table; more is a fill.
const MOST_REPEATED: usize = 1 << 20;

/// The cells of a sheet, as `workbook::cells` gives them.
pub(super) fn cells(bytes: &[u8], sheet: Option<&str>, stop: &Stop) -> Result<(Vec<String>, usize, Cells), TableError> {
    let mut archive = open(bytes)?;
    let is_encrypted = {
        let mut text = String::new();
        let manifest = archive.by_name("META-INF/manifest.xml").map_err(|error| damaged(&error))?;
        manifest.take(1 << 20).read_to_string(&mut text).map_err(|error| damaged(&error))?;
        text.contains("encryption-data")
    };
    if is_encrypted {
        return Err(TableError::Locked);
    }
    let names = {
        let content = archive.by_name("content.xml").map_err(|error| damaged(&error))?;
        Walk::new(BufReader::new(content), stop).names()?
    };
    let index = choose(&names, &vec![true; names.len()], sheet)?;
    let content = archive.by_name("content.xml").map_err(|error| damaged(&error))?;
    let cells = Walk::new(BufReader::new(content), stop).sheet(index)?;
    Ok((names, index, cells))
}

struct Walk<'a, R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    events: usize,
    stop: &'a Stop,
}

/// What matters of an element.
enum Node {
    Open(BytesStart<'static>),
    Close(String),
    Text(String),
    End,
    Other,
}

impl<'a, R: std::io::BufRead> Walk<'a, R> {
    fn new(content: R, stop: &'a Stop) -> Self {
        let mut xml = Reader::from_reader(content);
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), events: 0, stop }
    }

    fn next(&mut self) -> Result<Node, TableError> {
        self.events += 1;
        if self.events.is_multiple_of(EVENTS_AT_ONCE) && self.stop.is_asked() {
            return Err(TableError::Stopped);
        }
        self.buffer.clear();
        let event = self.xml.read_event_into(&mut self.buffer).map_err(|error| damaged(&error))?;
        Ok(match event {
            Event::Start(element) => Node::Open(element.into_owned()),
            Event::End(element) => Node::Close(element.name().as_ref().to_owned()),
            Event::Text(text) => Node::Text(text.to_string()),
            Event::GeneralRef(reference) => Node::Text(referred(&reference)),
            Event::Eof => Node::End,
            _ => Node::Other,
        })
    }

    /// The names of all sheets.
    fn names(&mut self) -> Result<Vec<String>, TableError> {
        let mut names = Vec::new();
        loop {
            match self.next()? {
                Node::Open(element) if element.name() == QName("table:table") => {
                    names.push(attribute(&element, "table:name").unwrap_or_default());
                }
                Node::End => return Ok(names),
                _ => {}
            }
        }
    }

    /// The cells of the sheet at a position.
    fn sheet(&mut self, index: usize) -> Result<Cells, TableError> {
        let mut tables = 0;
        loop {
            match self.next()? {
                Node::Open(element) if element.name() == QName("table:table") => {
                    if tables == index {
                        return self.table();
                    }
                    tables += 1;
                }
                Node::End => return Err(TableError::Damaged("a sheet is missing".to_owned())),
                _ => {}
            }
        }
    }

    fn table(&mut self) -> Result<Cells, TableError> {
        let mut sheet = Sparse::default();
        let mut row = 0;
        let mut written = 0;
        loop {
            match self.next()? {
                Node::Open(element) if element.name() == QName("table:table-row") => {
                    let repeats = count(&element, "table:number-rows-repeated");
                    let cells = self.row()?;
                    if !cells.is_empty() {
                        written += cells.len() * repeats;
                        if written > MOST_REPEATED && repeats > 1 {
                            return Err(TableError::Swells);
                        }
                        for row in row..(row + repeats).min(MOST_ROWS) {
                            for (column, text) in &cells {
                                sheet.put(row, *column, text)?;
                            }
                        }
                    }
                    row = (row + repeats).min(MOST_ROWS);
                }
                Node::Close(name) if name == "table:table" => return sheet.finish(),
                Node::End => return Err(TableError::Damaged("it ends within a sheet".to_owned())),
                _ => {}
            }
        }
    }

    /// The filled cells of a row, with their columns.
    fn row(&mut self) -> Result<Vec<(usize, String)>, TableError> {
        let mut cells = Vec::new();
        let mut column = 0;
        loop {
            match self.next()? {
                Node::Open(element) if is_cell(&element) => {
                    let repeats = count(&element, "table:number-columns-repeated");
                    let text = self.cell(&element)?;
                    if !text.is_empty() {
                        let end = (column + repeats).min(MOST_COLUMNS);
                        cells.extend((column..end).map(|column| (column, text.clone())));
                    }
                    column = (column + repeats).min(MOST_COLUMNS);
                }
                Node::Close(name) if name == "table:table-row" => return Ok(cells),
                Node::End => return Err(TableError::Damaged("it ends within a row".to_owned())),
                _ => {}
            }
        }
    }

    /// A cell as it would be typed.
    fn cell(&mut self, element: &BytesStart<'_>) -> Result<String, TableError> {
        let value = match attribute(element, "office:value-type").as_deref() {
            Some("float" | "currency") => attribute(element, "office:value"),
            Some("percentage") => attribute(element, "office:value").map(|value| value.parse().map_or(value, percent)),
            Some("date") => attribute(element, "office:date-value"),
            Some("boolean") => attribute(element, "office:boolean-value"),
            _ => None,
        };
        let name = element.name().as_ref().to_owned();
        let mut text = String::new();
        let (mut depth, mut aside) = (1, 0);
        loop {
            match self.next()? {
                Node::Open(inner) => {
                    depth += 1;
                    match inner.name().as_ref() {
                        // Remarks on a cell are not in it.
                        "office:annotation" => aside = depth,
                        "text:p" if aside == 0 && !text.is_empty() => text.push('\n'),
                        "text:s" if aside == 0 => {
                            text.extend(std::iter::repeat_n(' ', count(&inner, "text:c").min(64)));
                        }
                        "text:tab" if aside == 0 => text.push('\t'),
                        "text:line-break" if aside == 0 => text.push('\n'),
                        _ => {}
                    }
                }
                Node::Close(closed) => {
                    if aside == depth {
                        aside = 0;
                    }
                    depth -= 1;
                    if depth == 0 && closed == name {
                        return Ok(value.unwrap_or(text));
                    }
                    if depth == 0 {
                        return Err(TableError::Damaged("its elements are not nested".to_owned()));
                    }
                }
                Node::Text(more) if aside == 0 && depth > 1 && text.len() <= super::cells::LONGEST_CELL => {
                    text.push_str(&more);
                }
                Node::Text(_) | Node::Other => {}
                Node::End => return Err(TableError::Damaged("it ends within a cell".to_owned())),
            }
        }
    }
}

fn is_cell(element: &BytesStart<'_>) -> bool {
    matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// The text that `&amp;` and its kin stand for.
fn referred(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference.as_ref();
    quick_xml::escape::resolve_xml_entity(name).unwrap_or_default().to_owned()
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|attribute| attribute.key == QName(name))?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}

/// How often something repeats: at least once.
fn count(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}
