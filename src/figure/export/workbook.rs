//! The plotted values as a workbook of Excel: numbers as numbers, and a sheet that says where they come from.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::ExportError;
use crate::{
    chart::{self, ChartPlan},
    model::Dataset,
};

/// The rows of a sheet after Excel's limit.
const MOST_ROWS: usize = 1_048_576;
/// The letters of a cell after Excel's limit.
const MOST_LETTERS: usize = 32_767;
/// The columns of `chart::export_table` that hold numbers.
const NUMBERS: [&str; 4] = ["period", "value", "low", "high"];

/// The workbook of a figure: one sheet with a row a value, one with the words of the figure and its sources.
pub(super) fn xlsx(plan: &ChartPlan, dataset: &Dataset, author: Option<&str>) -> Result<Vec<u8>, ExportError> {
    let wrong = |reason: String| ExportError::Encoding { format: "XLSX", reason };
    let table = chart::export_table(plan, dataset);
    if table.len() > MOST_ROWS {
        return Err(wrong(format!("a sheet has {MOST_ROWS} rows, the figure {}; write it as CSV", table.len())));
    }
    written(plan, dataset, &table, author).map_err(|error| wrong(error.to_string()))
}

fn written(
    plan: &ChartPlan,
    dataset: &Dataset,
    table: &[Vec<String>],
    author: Option<&str>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same figure gives the same bytes, so that a workbook can't say when it was made.
    let no_day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(clipped(&plan.title))
        .set_author(author.unwrap_or_default())
        .set_comment(clipped(&plan.description))
        .set_creation_datetime(&no_day);
    workbook.set_properties(&properties);
    figures(workbook.add_worksheet(), table)?;
    about(workbook.add_worksheet(), plan, dataset)?;
    workbook.save_to_buffer()
}

fn clipped(text: &str) -> String {
    text.chars().take(MOST_LETTERS).collect()
}

fn figures(sheet: &mut Worksheet, table: &[Vec<String>]) -> Result<(), XlsxError> {
    sheet.set_name("Figures")?;
    let bold = Format::new().set_bold();
    let header = table.first().map(Vec::as_slice).unwrap_or_default();
    for (row, cells) in (0_u32..).zip(table) {
        for (column, cell) in (0_u16..).zip(cells) {
            let is_number = header.get(usize::from(column)).is_some_and(|name| NUMBERS.contains(&name.as_str()));
            // Periods are numbers only where they are years.
            let number = cell.parse::<f64>().ok().filter(|n| is_number && n.is_finite());
            match number {
                _ if row == 0 => sheet.write_with_format(row, column, cell.as_str(), &bold)?,
                Some(number) => sheet.write_number(row, column, number)?,
                None if cell.is_empty() => continue,
                None => sheet.write_string(row, column, clipped(cell))?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = (table.len().saturating_sub(1) as u32, header.len().saturating_sub(1) as u16);
    sheet.autofilter(0, 0, last.0, last.1)?;
    for (column, width) in [(0, 28.0), (1, 12.0), (2, 12.0), (8, 32.0), (9, 40.0)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

fn about(sheet: &mut Worksheet, plan: &ChartPlan, dataset: &Dataset) -> Result<(), XlsxError> {
    sheet.set_name("About")?;
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 14.0)?;
    sheet.set_column_width(1, 90.0)?;
    let mut row = 0;
    let mut said = |sheet: &mut Worksheet, name: &str, words: &str, url: Option<&String>| -> Result<(), XlsxError> {
        sheet.write_with_format(row, 0, name, &bold)?;
        match url {
            // Excel takes no longer addresses.
            Some(url) if url.len() < 2_000 => {
                sheet.write_url_with_text(row, 1, Url::new(url.clone()), clipped(words))?;
            }
            _ => {
                sheet.write_with_format(row, 1, clipped(words), &wrapped)?;
            }
        }
        row += 1;
        Ok(())
    };
    let notes = plan.notes.join(" ");
    let words = [
        ("Title", &plan.title),
        ("Subtitle", &plan.subtitle),
        ("Measured in", &plan.y.label),
        ("Note", &notes),
        ("Description", &plan.description),
    ];
    for (name, text) in words.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        said(sheet, name, text, None)?;
    }
    for source in chart::reading(plan, dataset).sources {
        let accessed = source.accessed.map(|day| format!(", accessed {day}")).unwrap_or_default();
        said(sheet, "Source", &format!("{}{accessed}", source.words), source.url.as_ref())?;
    }
    Ok(())
}
