//! What a paste would do: where every cell goes, what can't be read, what comes and what goes.

use std::collections::HashSet;

use super::{
    changes::Changes,
    copy::Copied,
    figure::Figure,
    growth::next_periods,
    new_rows::NewRow,
    range::{CellKey, CellRange, Place, Selected, Whole},
    sheet::{Column, Row, Sheet},
    view::Layout,
};
use crate::{
    exchange::{
        clipboard::{self, Separator},
        entry,
    },
    model::{Edit, Id, Item, Observation, Period, SeriesHead},
    session::Selection,
};

/// How a text is to be understood as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasteOptions {
    /// What parts its columns.
    pub separator: Separator,
    /// The first row holds the names of the columns.
    pub has_header: bool,
    /// The first column holds the periods.
    pub has_periods: bool,
    /// Rows are columns and columns are rows.
    pub is_swapped: bool,
    /// In numbers with two readings, as `1.234`, a comma is the decimal mark.
    pub comma_is_decimal: bool,
    /// Empty cells leave what is there.
    pub keep_under_empty: bool,
}

/// Where a column of the text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToColumn {
    /// To a column of the sheet.
    Shown(usize),
    /// To a series that the sheet does not show.
    Series(Id),
    /// To a series that is new.
    New(String),
    /// Nowhere.
    Beyond(String),
}

/// Where a row of the text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToRow {
    /// To a row of the sheet.
    Shown(usize),
    /// To a period that has no row.
    Period(Period),
    /// To an observation or an item that is new.
    New,
    /// Nowhere, for a reason.
    Beyond(String),
}

/// A cell that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its row in the text, from 1.
    pub row: usize,
    /// Its column in the text, from 1; 0 for the whole row.
    pub column: usize,
    /// What it holds.
    pub text: String,
    /// Why it is left out.
    pub why: String,
}

/// What a paste would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastePlan {
    /// Where the columns go.
    pub columns: Vec<ToColumn>,
    /// Where the rows go.
    pub rows: Vec<ToRow>,
    /// The cells of the text, without its heads.
    pub cells: Vec<Vec<String>>,
    /// How many empty cells get something.
    pub set: usize,
    /// How many cells get something else.
    pub replaced: usize,
    /// How many cells are cleared.
    pub cleared: usize,
    /// Periods that get a row.
    pub new_periods: Vec<Period>,
    /// Series that are new.
    pub new_series: Vec<String>,
    /// How many rows are new, where rows are not periods.
    pub new_rows: usize,
    /// A number with two readings, if there is one.
    pub ambiguous: Option<String>,
    /// The first cells that are left out.
    pub problems: Vec<Problem>,
    /// How many cells are left out.
    pub left_out: usize,
    /// Whether to ask before it is done.
    pub needs_preview: bool,
    /// The edit; `None` where nothing changes.
    pub edit: Option<Edit>,
    /// What is selected afterwards.
    pub selection: Option<Selection>,
}

/// How many cells that are left out are listed.
const LISTED: usize = 200;

/// The likeliest way to understand a text as a table for a sheet.
pub fn guess(sheet: &Sheet, text: &str) -> PasteOptions {
    let separator = Separator::of(text);
    let rows = clipboard::read(text, separator);
    let is_wide = sheet.layout() == Layout::Wide;
    let is_figure = |cell: &String| Figure::read(sheet.dataset(), cell, false).is_ok();
    let is_period = |cell: &String| cell.trim().parse::<Period>().is_ok();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let body = || rows.iter().skip(1);
    let has_header = match rows.first() {
        Some(first) if rows.len() > 1 && is_wide => {
            let names = first.iter().any(|cell| !is_figure(cell) && !is_period(cell));
            names && body().any(|row| row.iter().any(|cell| !cell.trim().is_empty() && is_figure(cell)))
        }
        Some(first) if rows.len() > 1 => {
            let known = |cell: &String| sheet.columns().iter().any(|c| same(&sheet.column_name(c), cell));
            !first.is_empty() && first.iter().all(known)
        }
        _ => false,
    };
    let data = rows.iter().skip(usize::from(has_header));
    let has_periods =
        is_wide && width > 1 && data.clone().count() > 0 && data.clone().all(|row| row.first().is_some_and(is_period));
    let decimal_commas = rows.iter().flatten().filter(|cell| shows_decimal_comma(cell)).count();
    let decimal_points = rows.iter().flatten().filter(|cell| shows_decimal_point(cell)).count();
    PasteOptions {
        separator,
        has_header,
        has_periods,
        is_swapped: false,
        comma_is_decimal: decimal_commas > decimal_points,
        keep_under_empty: false,
    }
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Whether a number can only be meant with a decimal comma: `12,5`, `1.234,5`, `1.234.567`.
fn shows_decimal_comma(cell: &str) -> bool {
    is_marked(cell, ',', '.')
}

/// Whether a number can only be meant with a decimal point.
fn shows_decimal_point(cell: &str) -> bool {
    is_marked(cell, '.', ',')
}

fn is_marked(cell: &str, decimal: char, thousands: char) -> bool {
    if !cell.contains([decimal, thousands]) || entry::ambiguous_mark(cell).is_some() || entry::parse(cell).is_err() {
        return false;
    }
    match (cell.rfind(decimal), cell.rfind(thousands)) {
        (Some(decimal), Some(thousands)) => decimal > thousands,
        (Some(_), None) => cell.matches(decimal).count() == 1,
        (None, _) => cell.matches(thousands).count() > 1,
    }
}

/// Plans the paste of a text at the selected cells. What this program copied itself (`copied`) comes with sources and
/// notes.
pub fn plan(
    sheet: &Sheet,
    selected: Selected,
    chart: Option<&Id>,
    text: &str,
    options: PasteOptions,
    copied: Option<&Copied>,
) -> PastePlan {
    let mut table = clipboard::read(text, options.separator);
    if options.is_swapped {
        table = swapped(&table);
    }
    let header = (options.has_header && !table.is_empty()).then(|| table.remove(0));
    let first = usize::from(options.has_periods);
    let heads: Vec<String> = table.iter().map(|row| row.first().cloned().unwrap_or_default()).collect();
    for row in &mut table {
        row.drain(..first.min(row.len()));
    }
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut table {
        row.resize(width, String::new());
    }
    let names = header.as_ref().map(|header| header.get(first..).unwrap_or_default());
    let mut paste = Paste {
        sheet,
        options,
        at: Place { row: selected.span.first.row, column: selected.span.first.column },
        changes: Changes::new(sheet),
        plan: PastePlan { cells: table, ..PastePlan::default() },
        figures: copied.map(|copied| copied.rows.as_slice()).filter(|rows| !rows.is_empty()),
        new_series: Vec::new(),
    };
    paste.tile(selected, header.is_some() || first > 0);
    paste.find_columns(names);
    paste.find_rows((first > 0).then_some(&heads));
    if let Some(copied) = copied {
        for (id, source) in copied.sources.iter().filter(|(id, _)| !sheet.dataset().sources.contains_key(*id)) {
            paste.changes.add_item(id.clone(), Item::Source(source.clone()));
        }
    }
    let heads_before = usize::from(header.is_some());
    paste.put(heads_before, first);
    paste.finish(selected, chart, header.is_some() || first > 0, copied.is_some())
}

fn swapped(table: &[Vec<String>]) -> Vec<Vec<String>> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).map(|column| table.iter().map(|row| row.get(column).cloned().unwrap_or_default()).collect()).collect()
}

/// A paste that is being planned.
struct Paste<'a> {
    sheet: &'a Sheet,
    options: PasteOptions,
    /// The cell that the first one of the text goes to.
    at: Place,
    changes: Changes<'a>,
    plan: PastePlan,
    /// The figures that belong to the cells, where this program copied them.
    figures: Option<&'a [Vec<Option<Observation>>]>,
    new_series: Vec<(String, Vec<Observation>)>,
}

impl Paste<'_> {
    /// One value, or a block that fits several times, goes into the whole selection.
    fn tile(&mut self, selected: Selected, has_heads: bool) {
        let (height, width) = (self.plan.cells.len(), self.plan.cells.first().map_or(0, Vec::len));
        if has_heads || height == 0 || width == 0 {
            return;
        }
        let (rows, columns) = (selected.span.height(), selected.span.width());
        let fits = rows.is_multiple_of(height) && columns.is_multiple_of(width) && (rows > height || columns > width);
        if fits {
            let cells = std::mem::take(&mut self.plan.cells);
            self.plan.cells = (0..rows)
                .map(|row| (0..columns).map(|column| cells[row % height][column % width].clone()).collect())
                .collect();
        }
    }

    fn find_columns(&mut self, names: Option<&[String]>) {
        let width = self.plan.cells.first().map_or(0, Vec::len);
        let is_wide = self.sheet.layout() == Layout::Wide;
        for n in 0..width {
            let to = match names {
                Some(names) => self.named_column(names.get(n).map_or("", |name| name.trim()), n),
                None if self.at.column + n < self.sheet.column_count() => ToColumn::Shown(self.at.column + n),
                None if is_wide => ToColumn::New(format!("Series {}", self.plan.new_series.len() + 1)),
                None => ToColumn::Beyond(format!("column {}", n + 1)),
            };
            let to = match to {
                // A second column of the same name is not to run over the first.
                ToColumn::New(name) => ToColumn::New(self.unlike_others(&name)),
                ToColumn::Shown(_) | ToColumn::Series(_) if self.plan.columns.contains(&to) => {
                    ToColumn::Beyond(format!(
                        "{}, which stands here twice",
                        names.and_then(|names| names.get(n)).map_or("", |name| name.trim())
                    ))
                }
                to => to,
            };
            if let ToColumn::New(name) = &to {
                self.plan.new_series.push(name.clone());
                self.new_series.push((name.clone(), Vec::new()));
            }
            self.plan.columns.push(to);
        }
    }

    fn unlike_others(&self, name: &str) -> String {
        let names = (2..).map(|n| format!("{name} ({n})"));
        let is_new = |name: &String| !self.plan.new_series.contains(name);
        std::iter::once(name.to_owned()).chain(names).find(is_new).unwrap_or_default()
    }

    fn named_column(&self, name: &str, n: usize) -> ToColumn {
        let is_wide = self.sheet.layout() == Layout::Wide;
        if name.is_empty() && is_wide {
            return ToColumn::New(format!("Series {}", n + 1));
        }
        let is_called = |column: &Column| {
            same(&self.sheet.column_name(column), name) || column.series().is_some_and(|id| same(id, name))
        };
        if let Some(at) = self.sheet.columns().iter().position(is_called) {
            return ToColumn::Shown(at);
        }
        let elsewhere =
            self.sheet.dataset().series.iter().find(|(id, item)| same(id, name) || same(item.label(id), name));
        match elsewhere {
            Some((id, _)) if is_wide => ToColumn::Series(id.clone()),
            _ if is_wide => ToColumn::New(name.to_owned()),
            _ => ToColumn::Beyond(name.to_owned()),
        }
    }

    fn find_rows(&mut self, heads: Option<&Vec<String>>) {
        let is_wide = self.sheet.layout() == Layout::Wide;
        let beyond = (self.at.row + self.plan.cells.len()).saturating_sub(self.sheet.row_count());
        let mut next = next_periods(self.sheet, if is_wide { beyond } else { 0 }).into_iter();
        let mut seen = HashSet::new();
        for n in 0..self.plan.cells.len() {
            let to = match heads {
                Some(heads) => match heads.get(n).map(|head| head.trim().parse::<Period>()) {
                    // A second row of the same period is not to run over the first.
                    Some(Ok(at)) if !seen.insert(at) => ToRow::Beyond(format!("{at} stands here twice")),
                    Some(Ok(at)) => match self.sheet.row_of_period(at) {
                        Some(row) => ToRow::Shown(row),
                        None => ToRow::Period(at),
                    },
                    _ => ToRow::Beyond(format!("“{}” is not a period", heads.get(n).map_or("", String::as_str))),
                },
                None if self.at.row + n < self.sheet.row_count() => ToRow::Shown(self.at.row + n),
                None if !is_wide => ToRow::New,
                None => match next.next() {
                    Some(next) => ToRow::Period(next),
                    None => ToRow::Beyond("There is no period for this row. Add a period first".to_owned()),
                },
            };
            if let ToRow::Period(at) = to {
                self.plan.new_periods.push(at);
            }
            self.plan.rows.push(to);
        }
    }

    fn leave_out(&mut self, row: usize, column: usize, text: &str, why: impl Into<String>) {
        self.plan.left_out += 1;
        if self.plan.problems.len() < LISTED {
            let text = text.chars().take(60).collect();
            self.plan.problems.push(Problem { row, column, text, why: why.into() });
        }
    }

    /// Puts every cell where it belongs. The two numbers are how many rows and columns of heads the text has.
    fn put(&mut self, above: usize, before: usize) {
        let cells = std::mem::take(&mut self.plan.cells);
        let rows = self.plan.rows.clone();
        let columns = self.plan.columns.clone();
        for (n, (row, to_row)) in cells.iter().zip(&rows).enumerate() {
            match to_row {
                ToRow::Beyond(why) => {
                    if row.iter().any(|cell| !cell.trim().is_empty()) {
                        self.leave_out(n + 1 + above, 0, &row.join(" "), why.clone());
                    }
                    continue;
                }
                ToRow::New => {
                    self.put_new_row(n + 1 + above, row, &columns);
                    continue;
                }
                ToRow::Shown(_) | ToRow::Period(_) => {}
            }
            for (m, (text, to_column)) in row.iter().zip(&columns).enumerate() {
                self.note_ambiguity(text);
                let place = (n + 1 + above, m + 1 + before);
                if let Err(why) = self.put_cell(text, to_row, to_column, (n, m)) {
                    self.leave_out(place.0, place.1, text, why);
                }
            }
        }
        self.plan.cells = cells;
    }

    fn note_ambiguity(&mut self, text: &str) {
        if self.plan.ambiguous.is_none() && self.figures.is_none() && entry::ambiguous_mark(text).is_some() {
            self.plan.ambiguous = Some(text.trim().to_owned());
        }
    }

    fn put_cell(&mut self, text: &str, row: &ToRow, column: &ToColumn, at: (usize, usize)) -> Result<(), String> {
        let is_empty = text.trim().is_empty();
        if is_empty && self.options.keep_under_empty {
            return Ok(());
        }
        let dataset = self.sheet.dataset();
        if let (ToRow::Shown(row), ToColumn::Shown(column)) = (row, column)
            && self.sheet.layout() != Layout::Wide
        {
            let place = Place { row: *row, column: *column };
            self.count(is_empty, self.sheet.is_filled(place));
            return self.changes.set_text(place, text).map_err(|error| error.to_string());
        }
        let period = match row {
            ToRow::Shown(row) => self.sheet.period(*row),
            ToRow::Period(at) => Some(*at),
            ToRow::New | ToRow::Beyond(_) => None,
        };
        let Some(period) = period else { return Err("There is no period for this row".to_owned()) };
        let mut observation = Observation::at(period);
        let read = match self.figure(at) {
            Some(copied) => {
                observation = Observation { at: period, ..copied.clone() };
                None
            }
            None => Figure::read(dataset, text, self.options.comma_is_decimal).map_err(|error| error.to_string())?,
        };
        let series = match column {
            ToColumn::Shown(column) => self.sheet.columns().get(*column).and_then(Column::series).cloned(),
            ToColumn::Series(id) => Some(id.clone()),
            ToColumn::New(name) => {
                if !is_empty {
                    if let Some(figure) = &read {
                        figure.apply_to(&mut observation);
                    }
                    self.count(false, false);
                    if let Some((_, list)) = self.new_series.iter_mut().find(|(new, _)| new == name) {
                        list.push(observation);
                    }
                }
                return Ok(());
            }
            ToColumn::Beyond(name) => return Err(format!("There is no column for “{name}”")),
        };
        let Some(series) = series else { return Err("There is no such series".to_owned()) };
        self.count(is_empty, self.changes.has_figure(&series, period));
        if is_empty {
            self.changes.clear_at(&series, period);
        } else if let Some(figure) = read {
            self.changes.change_at(&series, period, |o| figure.apply_to(o));
        } else {
            self.changes.change_at(&series, period, |o| *o = observation);
        }
        Ok(())
    }

    /// The copied figure of a cell.
    fn figure(&self, (row, column): (usize, usize)) -> Option<&Observation> {
        let rows = self.figures?;
        let row = rows.get(row % rows.len())?;
        row.get(column % row.len().max(1))?.as_ref()
    }

    fn count(&mut self, is_empty: bool, is_filled: bool) {
        match (is_empty, is_filled) {
            (true, true) => self.plan.cleared += 1,
            (true, false) => {}
            (false, true) => self.plan.replaced += 1,
            (false, false) => self.plan.set += 1,
        }
    }

    fn put_new_row(&mut self, number: usize, row: &[String], columns: &[ToColumn]) {
        let mut new = NewRow::new(self.sheet, self.at.row);
        for (m, (text, column)) in row.iter().zip(columns).enumerate() {
            match column {
                ToColumn::Shown(column) => match self.sheet.columns().get(*column) {
                    Some(Column::Field(field)) => new.set(*field, text),
                    _ => self.leave_out(number, m + 1, text, "There is no column for it"),
                },
                ToColumn::Beyond(name) if !text.trim().is_empty() => {
                    self.leave_out(number, m + 1, text, format!("There is no column for “{name}”"));
                }
                _ => {}
            }
        }
        match new.add_to(&mut self.changes) {
            Ok(()) => {
                self.plan.new_rows += 1;
                self.plan.set += row.iter().filter(|cell| !cell.trim().is_empty()).count();
            }
            Err(why) => self.leave_out(number, 0, &row.join(" "), why.to_string()),
        }
    }

    fn finish(mut self, selected: Selected, chart: Option<&Id>, has_heads: bool, is_own: bool) -> PastePlan {
        let like = self.sheet.columns().iter().find_map(Column::series);
        let head = like.and_then(|id| self.sheet.dataset().series.get(id)).map(|series| SeriesHead {
            note: None,
            breaks: Vec::new(),
            ..series.head.clone()
        });
        let mut added = Vec::new();
        for (name, mut observations) in std::mem::take(&mut self.new_series) {
            observations.sort_by_key(|o| o.at);
            let head = SeriesHead { entity: Some(name.clone()), ..head.clone().unwrap_or_default() };
            added.push((name.clone(), self.changes.add_series(&name, head, observations)));
        }
        let plan = &mut self.plan;
        let (height, width) = (plan.cells.len(), plan.cells.first().map_or(0, Vec::len));
        let is_larger = height > selected.span.height() || width > selected.span.width();
        let comes = !plan.new_periods.is_empty() || !plan.new_series.is_empty() || plan.new_rows > 0;
        plan.needs_preview =
            has_heads || comes || plan.left_out > 0 || (plan.ambiguous.is_some() && !is_own) || (is_larger && !is_own);
        plan.selection = Self::selection(self.sheet, plan, &added);
        plan.edit = self.changes.into_edit(chart);
        self.plan
    }

    /// The cells that were pasted into, by their names, since some are still to come.
    fn selection(sheet: &Sheet, plan: &PastePlan, added: &[(String, Id)]) -> Option<Selection> {
        let row = |to: &ToRow| match to {
            ToRow::Shown(row) => sheet.row(*row),
            ToRow::Period(at) => Some(Row::Period(*at)),
            ToRow::New | ToRow::Beyond(_) => None,
        };
        let column = |to: &ToColumn| match to {
            ToColumn::Shown(column) => sheet.columns().get(*column).cloned(),
            ToColumn::Series(_) | ToColumn::Beyond(_) => None,
            ToColumn::New(name) => added.iter().find(|(new, _)| new == name).map(|(_, id)| Column::Series(id.clone())),
        };
        let rows: Vec<Row> = plan.rows.iter().filter_map(row).collect();
        let columns: Vec<Column> = plan.columns.iter().filter_map(column).collect();
        let anchor = CellKey { row: rows.first()?.clone(), column: columns.first()?.clone() };
        let focus = CellKey { row: rows.last()?.clone(), column: columns.last()?.clone() };
        if let (true, Row::Period(at), Column::Series(series)) = (anchor == focus, &anchor.row, &anchor.column) {
            return Some(Selection::Cell { series: series.clone(), at: *at });
        }
        Some(Selection::Cells(Box::new(CellRange { active: anchor.clone(), anchor, focus, whole: Whole::No })))
    }
}

/// The name of what is pasted, for the history: `paste 12 cells`.
pub fn label(plan: &PastePlan) -> String {
    match plan.set + plan.replaced + plan.cleared {
        1 => "paste a cell".to_owned(),
        count => format!("paste {count} cells"),
    }
}
