//! What a table is like: where it starts and ends, what its rows and columns are, how its numbers are printed.

use std::ops::Range;

use super::{
    cells::Cells,
    delimited::most_frequent,
    header::Header,
    labels,
    notes::source_for_all,
    numbers::{self, Evidence, Meaning, NumberStyle, usual_meaning},
    options::{Form, Layout, Question, Role, TableOptions, Told},
    periods::{self, DateOrder, OrderEvidence},
    write::LONG_HEADER,
};

/// So many rows from the start are looked at to find what a table is like.
const SAMPLE: usize = 400;
/// So many cells of each of them.
const SAMPLE_WIDTH: usize = 2_000;

/// Finds out what was not told.
pub fn options(cells: &Cells, form: &Form, told: &Told) -> TableOptions {
    let is_own = cells.row(0).eq(LONG_HEADER);
    if is_own && *told == (Told { encoding: told.encoding, source: told.source.clone(), ..Told::default() }) {
        return own(cells, told);
    }
    let (style, is_decimal_open) = number_style(cells, form, told);
    let look = Look { cells, style };
    let first_row = told.first_row.unwrap_or_else(|| look.first_row()).min(cells.height());
    let header_rows = told.header_rows.unwrap_or_else(|| look.header_rows(first_row)).min(cells.height() - first_row);
    let start = first_row + header_rows;
    let end_row = told.end_row.unwrap_or_else(|| look.end_row(start)).clamp(start, cells.height());
    let header = Header::of(cells, first_row, header_rows);
    let columns = look.columns(start, end_row, &header);
    let layout = told.layout.unwrap_or_else(|| likeliest_layout(&header, &columns));
    let mut roles = told.roles.clone().unwrap_or_else(|| roles(layout, &header, &columns, cells, start..end_row));
    roles.resize(cells.width(), Role::Ignore);
    let (dates, is_order_open) = date_order(cells, start, end_row, &roles, told);
    let mut questions = Vec::new();
    if is_decimal_open && !is_own {
        questions.push(Question::Decimal);
    }
    if is_order_open {
        questions.push(Question::DateOrder);
    }
    let has_periods = match layout {
        Layout::PeriodsAcross => (0..cells.width()).any(|column| header.period(column, dates).is_some()),
        Layout::PeriodsDown | Layout::Long => roles.contains(&Role::Period),
    };
    if !has_periods {
        questions.push(Question::NoPeriods);
    }
    if !roles.iter().any(|role| matches!(role, Role::Value | Role::Low | Role::High)) {
        questions.push(Question::NoValues);
    }
    TableOptions {
        first_row,
        header_rows,
        end_row,
        layout,
        roles,
        numbers: style,
        dates,
        words: told.words.clone(),
        source: source_for_all(cells, first_row, told),
        is_own,
        questions,
    }
}

/// Of a table that Docket wrote.
fn own(cells: &Cells, told: &Told) -> TableOptions {
    let roles = LONG_HEADER.iter().map(|name| Role::by_name(name).unwrap_or(Role::Ignore)).collect();
    TableOptions {
        first_row: 0,
        header_rows: 1,
        end_row: cells.height(),
        layout: Layout::Long,
        roles,
        numbers: NumberStyle::default(),
        dates: DateOrder::default(),
        words: Vec::new(),
        source: source_for_all(cells, 0, told),
        is_own: true,
        questions: Vec::new(),
    }
}

/// How numbers are printed, and whether that is open.
fn number_style(cells: &Cells, form: &Form, told: &Told) -> (NumberStyle, bool) {
    let mut evidence = Evidence::default();
    let rows = (0..cells.height().min(SAMPLE)).chain(spread(cells.height()));
    for row in rows {
        cells.row(row).take(SAMPLE_WIDTH).for_each(|cell| evidence.add(cell));
    }
    let (found, is_open) = evidence.style(form.delimiter());
    match told.numbers {
        Some(told) => (told, false),
        // A workbook holds numbers as numbers, spelled here with a point.
        None => (found, is_open),
    }
}

/// Some rows behind the sample, evenly spread to the end.
fn spread(height: usize) -> impl Iterator<Item = usize> {
    let rest = height.saturating_sub(SAMPLE);
    let step = (rest / SAMPLE).max(1);
    (SAMPLE..height).step_by(step).take(SAMPLE + 1)
}

fn date_order(cells: &Cells, start: usize, end: usize, roles: &[Role], told: &Told) -> (DateOrder, bool) {
    if let Some(order) = told.dates {
        return (order, false);
    }
    let Some(column) = roles.iter().position(|role| *role == Role::Period) else {
        return (DateOrder::default(), false);
    };
    let mut is_open = false;
    for row in start..end.min(start + 100_000) {
        match periods::order_of(cells.get(row, column)) {
            OrderEvidence::Only(order) => return (order, false),
            OrderEvidence::Either => is_open = true,
            OrderEvidence::Nothing => {}
        }
    }
    (DateOrder::default(), is_open)
}

/// What the cells of a row, or of a column, are.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    filled: usize,
    /// Periods that are numbers as well.
    years: usize,
    /// Periods that are no numbers.
    dates: usize,
    /// Figures that are no periods, and signs for missing ones.
    figures: usize,
    texts: usize,
}

impl Counts {
    fn periods(self) -> usize {
        self.years + self.dates
    }
}

/// What a column holds, with whether a period comes twice in it.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    counts: Counts,
    repeats: bool,
}

/// A look at the cells, numbers being printed in a style.
struct Look<'a> {
    cells: &'a Cells,
    style: NumberStyle,
}

impl Look<'_> {
    fn filled(&self, row: usize) -> usize {
        self.cells.row(row).filter(|cell| !cell.trim().is_empty()).count()
    }

    fn count(&self, counts: &mut Counts, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        counts.filled += 1;
        match (periods::read(cell, DateOrder::default()).is_some(), self.is_figure(cell)) {
            (true, true) => counts.years += 1,
            (true, false) => counts.dates += 1,
            (false, true) => counts.figures += 1,
            (false, false) => counts.texts += 1,
        }
    }

    fn is_figure(&self, cell: &str) -> bool {
        matches!(usual_meaning(cell), Some(Meaning::Missing(_))) || numbers::read(cell, self.style).is_ok()
    }

    /// What is right of the first cell of a row.
    fn right(&self, row: usize) -> Counts {
        let mut counts = Counts::default();
        self.cells.row(row).skip(1).take(SAMPLE_WIDTH).for_each(|cell| self.count(&mut counts, cell));
        counts
    }

    /// The first row that is as wide as most are; those above are titles.
    fn first_row(&self) -> usize {
        let height = self.cells.height().min(SAMPLE);
        let widths: Vec<usize> = (0..height).map(|row| self.filled(row)).collect();
        let many: Vec<usize> = widths.iter().copied().filter(|width| *width > 1).collect();
        let (usual, _) = most_frequent(&many);
        let enough = (usual * 3).div_ceil(5).max(2).min(usual.saturating_sub(1).max(2));
        let is_start = |row: &usize| {
            let follows = widths.get(row + 1).is_none_or(|next| *next >= (usual / 2).max(2).min(enough));
            widths[*row] >= enough && follows
        };
        (0..height).find(is_start).unwrap_or(0)
    }

    fn header_rows(&self, first: usize) -> usize {
        if first >= self.cells.height() {
            return 0;
        }
        let top = self.right(first);
        let corner = self.cells.get(first, 0);
        let is_years = top.periods() >= 2 && top.figures == 0;
        // A row of figures behind a period, or of figures behind a name, is no header.
        let starts_with_period = periods::read(corner, DateOrder::default()).is_some();
        if top.figures > 0 || (starts_with_period && top.texts == 0) {
            return 0;
        }
        let mut has_periods = is_years || top.periods() > 0;
        let mut rows = 1;
        while rows < 4 && first + rows + 1 < self.cells.height() {
            let row = self.right(first + rows);
            let is_texts = row.texts > 0 && row.figures == 0 && row.periods() == 0;
            let is_period_row = !has_periods && row.periods() >= 2 && row.figures == 0 && row.texts == 0;
            let leads_to_figures = (rows + 1..rows + 4)
                .any(|next| self.right(first + next).figures + self.right(first + next).periods() > 0);
            let names = self.cells.get(first + rows, 0).trim();
            // Texts below the header are rows of it only if they name nothing themselves.
            if !leads_to_figures || !(is_period_row || (is_texts && (names.is_empty() || names == corner.trim()))) {
                break;
            }
            has_periods |= row.periods() > 0;
            rows += 1;
        }
        rows
    }

    /// The row behind the last one with a figure in it.
    fn end_row(&self, start: usize) -> usize {
        let is_data = |row: &usize| {
            let counts = self.right(*row);
            counts.figures + counts.periods() > 0
        };
        (start..self.cells.height()).rev().find(is_data).map_or(self.cells.height(), |row| row + 1)
    }

    fn columns(&self, start: usize, end: usize, header: &Header) -> Vec<Column> {
        let mut columns = vec![Column::default(); self.cells.width()];
        let mut seen: Vec<std::collections::HashSet<&str>> =
            vec![std::collections::HashSet::new(); columns.len().min(64)];
        for row in start..end.min(start + SAMPLE) {
            for (index, cell) in self.cells.row(row).enumerate().take(SAMPLE_WIDTH) {
                self.count(&mut columns[index].counts, cell);
                if let Some(seen) = seen.get_mut(index)
                    && !cell.trim().is_empty()
                {
                    columns[index].repeats |= !seen.insert(cell.trim());
                }
            }
        }
        // What is right of the sample is like its last column, as in a table of very many periods.
        for (index, column) in columns.iter_mut().enumerate().skip(SAMPLE_WIDTH) {
            if !header.text(index).is_empty() {
                column.counts = Counts { filled: 1, figures: 1, ..Counts::default() };
            }
        }
        columns
    }
}

/// What rows and columns are, by what the header names and the columns hold.
fn likeliest_layout(header: &Header, columns: &[Column]) -> Layout {
    let in_header = (0..columns.len()).filter(|c| header.period(*c, DateOrder::default()).is_some()).count();
    let down = period_column(header, columns);
    if in_header >= 2 || (in_header == 1 && down.is_none()) {
        return Layout::PeriodsAcross;
    }
    let named = |role| (0..columns.len()).any(|c| Role::by_name(header.text(c)) == Some(role));
    let labels = [Role::Entity, Role::Indicator, Role::Series].into_iter().any(named);
    let has_value = named(Role::Value);
    let texts = label_columns(header, columns, down);
    let repeats = down.is_some_and(|column| columns[column].repeats);
    if labels || has_value || (repeats && !texts.is_empty()) { Layout::Long } else { Layout::PeriodsDown }
}

/// The column of periods: by its name, or the first with hardly anything else in it.
fn period_column(header: &Header, columns: &[Column]) -> Option<usize> {
    let share = |column: &Column| column.counts.periods() as f64 / column.counts.filled.max(1) as f64;
    let is_named = |c: &usize| Role::by_name(header.text(*c)) == Some(Role::Period);
    let named = (0..columns.len()).filter(is_named).find(|c| share(&columns[*c]) >= 0.5);
    named.or_else(|| columns.iter().position(|column| column.counts.filled > 0 && share(column) >= 0.8))
}

/// Columns of texts that are not known by their names.
fn label_columns(header: &Header, columns: &[Column], period: Option<usize>) -> Vec<usize> {
    let is_label = |c: &usize| {
        let counts = columns[*c].counts;
        Some(*c) != period && counts.texts * 2 > counts.filled && Role::by_name(header.text(*c)).is_none()
    };
    (0..columns.len()).filter(is_label).collect()
}

fn roles(layout: Layout, header: &Header, columns: &[Column], cells: &Cells, rows: Range<usize>) -> Vec<Role> {
    let count = columns.len();
    let named = |c: usize| Role::by_name(header.text(c));
    let mut roles = vec![Role::Ignore; count];
    let period = period_column(header, columns);
    let is_figures = |c: usize| {
        let counts = columns[c].counts;
        counts.filled > 0 && (counts.figures + counts.years) * 2 >= counts.filled
    };
    match layout {
        Layout::PeriodsAcross => {
            for (c, role) in roles.iter_mut().enumerate() {
                *role = match named(c) {
                    _ if header.period(c, DateOrder::default()).is_some() => Role::Value,
                    // A heading such as "Value" or "Year" over the names says nothing of them.
                    Some(Role::Entity | Role::Indicator | Role::Series | Role::Unit | Role::Source | Role::Ignore) => {
                        named(c).unwrap_or(Role::Ignore)
                    }
                    Some(Role::Note) => Role::Note,
                    _ => Role::Ignore,
                };
            }
            let free: Vec<usize> = (0..count)
                .filter(|c| roles[*c] == Role::Ignore && named(*c) != Some(Role::Ignore))
                .filter(|c| columns[*c].counts.texts > 0)
                .collect();
            let free = [&second_entities(&mut roles)[..], &free].concat();
            labels::name(&mut roles, &free, None, cells, rows);
        }
        Layout::PeriodsDown => {
            for (c, role) in roles.iter_mut().enumerate() {
                *role = match named(c) {
                    _ if Some(c) == period => Role::Period,
                    Some(Role::Ignore) => Role::Ignore,
                    _ if is_figures(c) => Role::Value,
                    _ => Role::Ignore,
                };
            }
            if roles.iter().filter(|role| **role == Role::Value).count() == 1 {
                for c in (0..count).filter(|c| matches!(named(*c), Some(Role::Note | Role::Source | Role::Unit))) {
                    roles[c] = named(c).unwrap_or(Role::Ignore);
                }
            }
        }
        Layout::Long => {
            for (c, role) in roles.iter_mut().enumerate() {
                *role = match named(c) {
                    _ if Some(c) == period => Role::Period,
                    Some(Role::Period) => Role::Ignore,
                    Some(role) => role,
                    None if is_figures(c) => Role::Value,
                    None => Role::Ignore,
                };
            }
            // Beside a column that is called so, other columns of numbers are codes and the like.
            let values: Vec<usize> = (0..count).filter(|c| named(*c) == Some(Role::Value)).collect();
            if !values.is_empty() {
                for (c, role) in roles.iter_mut().enumerate() {
                    if *role == Role::Value && !values.contains(&c) {
                        *role = Role::Ignore;
                    }
                }
            }
            let free = [second_entities(&mut roles), label_columns(header, columns, period)].concat();
            labels::name(&mut roles, &free, period, cells, rows);
        }
    }
    roles
}

/// Of several columns whose names say that they are entities (state and region), the first is; the others.
fn second_entities(roles: &mut [Role]) -> Vec<usize> {
    let entities = roles.iter().enumerate().filter(|(_, role)| **role == Role::Entity).map(|(column, _)| column);
    let others: Vec<usize> = entities.skip(1).collect();
    for column in &others {
        roles[*column] = Role::Ignore;
    }
    others
}
