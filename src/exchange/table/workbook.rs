//! Workbooks: XLSX by `calamine`, cell by cell; ODS by its own few elements, since `calamine` builds whole rectangles of
//! cells from what an ODS file merely claims to repeat.
//!
//! Both are archives, and an archive of a few kilobytes can claim to hold gigabytes. Every part is unpacked once into
//! nothing, and counted, before anything is made of it.

use std::{
    io::{self, BufReader, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Cell, DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{
    TableError,
    cells::{Cells, Limit, Stop},
    ods,
};

/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;
/// The most bytes that all its parts may unpack to.
const MOST_BYTES: u64 = 512 << 20;
/// A part that unpacks to more than this many times its size, and is large, is a trap and not a table.
const MOST_RATIO: u64 = 200;
const LARGE: u64 = 16 << 20;

/// So many cells are read between two looks at whether to stop.
const CELLS_AT_ONCE: usize = 16_384;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The kinds of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookKind {
    /// Of Excel since 2007.
    Xlsx,
    /// Of `LibreOffice` and others.
    Ods,
}

/// The cells of a sheet: that of the name, or the first that is shown. With the names of all sheets, and its position.
pub fn cells(
    kind: WorkbookKind,
    bytes: &[u8],
    sheet: Option<&str>,
    stop: &Stop,
) -> Result<(Vec<String>, usize, Cells), TableError> {
    inspect(bytes, stop)?;
    // What a damaged file does to its reader must not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        WorkbookKind::Xlsx => xlsx(bytes, sheet, stop),
        WorkbookKind::Ods => ods::cells(bytes, sheet, stop),
    }));
    read.unwrap_or_else(|_| Err(TableError::Damaged("its parts contradict each other".to_owned())))
}

/// Unpacks every part into nothing and counts.
fn inspect(bytes: &[u8], stop: &Stop) -> Result<(), TableError> {
    let mut archive = open(bytes)?;
    if archive.len() > MOST_PARTS {
        return Err(TableError::Swells);
    }
    let mut total = 0;
    let mut strings = Vec::new();
    for index in 0..archive.len() {
        if stop.is_asked() {
            return Err(TableError::Stopped);
        }
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let packed = part.compressed_size().max(1);
        let is_strings = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        // The size that is declared may be a lie; what counts is what comes out.
        let left = MOST_BYTES - total;
        let count = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| damaged(&error))?;
        if count > left || (count > LARGE && count / packed > MOST_RATIO) {
            return Err(TableError::Swells);
        }
        total += count;
        strings.extend(is_strings.then_some((index, count)));
    }
    strings.into_iter().try_for_each(|(index, bytes)| check_shared_strings(&mut archive, index, bytes))
}

/// `calamine` makes room for as many texts as a file declares, which may be more than any machine has.
fn check_shared_strings(archive: &mut Archive<'_>, index: usize, bytes: u64) -> Result<(), TableError> {
    let part = archive.by_index(index).map_err(|error| damaged(&error))?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let (Event::Start(element) | Event::Empty(element)) = (match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => event,
            Err(error) => return Err(damaged(&error)),
        }) else {
            continue;
        };
        if element.local_name().as_ref() == "si" {
            return Ok(());
        }
        let mut counts = element.attributes().filter_map(Result::ok).filter(|a| a.key.as_ref() == "uniqueCount");
        // The shortest text takes five bytes: `<si/>`.
        if counts.any(|a| a.value.trim().parse::<u64>().map_or(true, |count| count > bytes / 5)) {
            return Err(TableError::Damaged("it declares more texts than it holds".to_owned()));
        }
    }
}

pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, TableError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))
}

pub(super) fn damaged(error: &dyn std::fmt::Display) -> TableError {
    TableError::Damaged(error.to_string())
}

fn xlsx_error(error: &XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Locked,
        error => damaged(error),
    }
}

fn xlsx(bytes: &[u8], sheet: Option<&str>, stop: &Stop) -> Result<(Vec<String>, usize, Cells), TableError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| xlsx_error(&error))?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let visible: Vec<bool> = sheets.iter().map(|(_, visible)| *visible).collect();
    let index = choose(&names, &visible, sheet)?;
    let mut reader = workbook.worksheet_cells_reader(&names[index]).map_err(|error| xlsx_error(&error))?;
    let percents: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%')))
        .collect();
    let mut sheet = Sparse::default();
    let mut count = 0_usize;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| xlsx_error(&error))? {
        let is_percent = percents.get(style).copied().unwrap_or_default();
        let (row, column) = cell.get_position();
        let text = spelled(&cell, is_percent);
        if !text.is_empty() {
            sheet.put(row as usize, column as usize, &text)?;
        }
        count += 1;
        if count.is_multiple_of(CELLS_AT_ONCE) && stop.is_asked() {
            return Err(TableError::Stopped);
        }
    }
    Ok((names, index, sheet.finish()?))
}

/// The position of the sheet that is asked for, or of the first that is shown.
pub(super) fn choose(names: &[String], visible: &[bool], sheet: Option<&str>) -> Result<usize, TableError> {
    let asked = |wanted: &str| {
        let found = names.iter().position(|name| name == wanted);
        // By its number, from 1, where no sheet has that name.
        let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|index| *index < names.len());
        found
            .or_else(by_number)
            .ok_or_else(|| TableError::NoSuchSheet { name: wanted.to_owned(), known: names.join(", ") })
    };
    match sheet {
        Some(name) => asked(name),
        None if names.is_empty() => Err(TableError::Damaged("it has no sheets".to_owned())),
        None => Ok(visible.iter().position(|visible| *visible).unwrap_or(0)),
    }
}

/// A cell as it would be typed: numbers with a point, dates as years, months and days, percentages with their sign.
fn spelled(cell: &Cell<DataRef<'_>>, is_percent: bool) -> String {
    match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) if is_percent => percent(*value),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) => date_of(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A share of one in percent, moved by two places in its decimal spelling so that no digit is made up.
pub(super) fn percent(value: f64) -> String {
    let text = value.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{fraction:0<2}");
    let (moved, rest) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{sign}{whole}%") } else { format!("{sign}{whole}.{rest}%") }
}

fn date_of(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { day } else { format!("{day} {hour:02}:{minute:02}:{second:02}") }
}

/// Cells put at their places from the top left on; those between are empty. Rows end with their last cell, so that a
/// cell in the last corner of a sheet costs no more than its row.
#[derive(Default)]
pub(super) struct Sparse {
    cells: Cells,
}

impl Sparse {
    /// Puts a cell; those before it in its row and the rows above it must have been put already, or are left empty.
    pub fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), TableError> {
        let place = |limit: Limit| TableError::Limit { limit, row: row + 1 };
        if row < self.cells.height() {
            return Err(TableError::Damaged(format!("row {} comes twice", row + 1)));
        }
        while self.cells.height() < row {
            self.cells.end_row().map_err(place)?;
        }
        if column < self.cells.open_width() {
            return Err(TableError::Damaged(format!("a cell of row {} comes twice", row + 1)));
        }
        while self.cells.open_width() < column {
            self.cells.push("").map_err(place)?;
        }
        self.cells.push(text).map_err(place)
    }

    pub fn finish(mut self) -> Result<Cells, TableError> {
        let row = self.cells.height() + 1;
        self.cells.end_row().map_err(|limit| TableError::Limit { limit, row })?;
        self.cells.trim_end();
        Ok(self.cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_keep_their_digits() {
        for (value, text) in
            [(0.091, "9.1%"), (0.07, "7%"), (1.0, "100%"), (0.0, "0%"), (-0.125, "-12.5%"), (12.345_6, "1234.56%")]
        {
            assert_eq!(percent(value), text);
        }
    }

    #[test]
    fn cells_far_apart_cost_no_rectangle() {
        let mut sheet = Sparse::default();
        sheet.put(0, 0, "first").expect("room");
        sheet.put(1_048_575, 16_383, "last").expect("room");
        let cells = sheet.finish().expect("room");
        assert_eq!((cells.height(), cells.width()), (1_048_576, 16_384));
        assert_eq!((cells.width_of(1), cells.get(1_048_575, 16_383)), (0, "last"));
        let mut twice = Sparse::default();
        twice.put(3, 3, "x").expect("room");
        assert!(twice.put(3, 3, "y").is_err() && twice.put(2, 9, "y").is_err());
    }
}
