//! Finding and replacing in values, notes and sources.

use regex::{Regex, RegexBuilder};

use super::{
    changes::{CellError, Changes},
    range::Place,
    sheet::{Column, Sheet, source_names},
};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The text, or the regular expression.
    pub text: String,
    /// Capital and small letters differ.
    pub is_case_sensitive: bool,
    /// The whole of a value, a note or a source, not a part of it.
    pub is_whole: bool,
    /// The text is a regular expression.
    pub is_regex: bool,
}

/// A query that is ready to be used.
#[derive(Clone, Debug)]
pub struct Finder(Regex);

impl Query {
    /// Makes it ready. `None` where nothing is looked for.
    ///
    /// # Errors
    /// Why the regular expression is none.
    pub fn finder(&self) -> Option<Result<Finder, String>> {
        if self.text.is_empty() {
            return None;
        }
        let pattern = if self.is_regex { self.text.clone() } else { regex::escape(&self.text) };
        let pattern = if self.is_whole { format!("^(?:{pattern})$") } else { pattern };
        let built = RegexBuilder::new(&pattern).case_insensitive(!self.is_case_sensitive).size_limit(1 << 20).build();
        Some(built.map(Finder).map_err(|error| match error {
            regex::Error::Syntax(text) => text.lines().last().unwrap_or_default().to_owned(),
            other => other.to_string(),
        }))
    }
}

impl Finder {
    /// Every cell in whose value, note or source it is found, row by row. `go_on` is asked now and then whether anybody
    /// still wants to know.
    pub fn all(&self, sheet: &Sheet, go_on: &dyn Fn() -> bool) -> Vec<Place> {
        let columns = sheet.column_count();
        (0..sheet.row_count())
            .take_while(|row| !row.is_multiple_of(256) || go_on())
            .flat_map(|row| (0..columns).map(move |column| Place { row, column }))
            .filter(|place| self.is_in(sheet, *place))
            .collect()
    }

    fn is_in(&self, sheet: &Sheet, place: Place) -> bool {
        let found = |text: &str| !text.is_empty() && self.0.is_match(text);
        if !matches!(sheet.columns().get(place.column), Some(Column::Series(_))) {
            return found(&sheet.text(place));
        }
        let Some(cell) = sheet.cell(place) else { return false };
        cell.observations.iter().any(|(_, o)| {
            found(&o.shown(&cell.series.head.measure))
                || o.note.as_deref().is_some_and(found)
                || o.source.ids().iter().any(|id| found(id))
                || found(&source_names(sheet.dataset(), &o.source))
        })
    }

    /// Puts `with` in place of what is found in a cell: in the value of the preferred figure and in its note. Sources
    /// are found but not renamed by this. `$1` stands for a group of a regular expression. Whether anything changed.
    ///
    /// # Errors
    /// When the new text makes no sense in the cell.
    fn replace(
        &self,
        changes: &mut Changes<'_>,
        sheet: &Sheet,
        place: Place,
        with: &str,
        is_regex: bool,
    ) -> Result<bool, CellError> {
        let replaced = |text: &str| -> Option<String> {
            let new =
                if is_regex { self.0.replace_all(text, with) } else { self.0.replace_all(text, regex::NoExpand(with)) };
            (!text.is_empty() && new != text).then(|| new.into_owned())
        };
        let mut is_changed = false;
        if let Some(new) = replaced(&sheet.text(place)) {
            changes.set_text(place, &new)?;
            is_changed = true;
        }
        let is_series = matches!(sheet.columns().get(place.column), Some(Column::Series(_)));
        let note = sheet.cell(place).and_then(|cell| cell.preferred().and_then(|o| o.note.clone()));
        if is_series && let Some(new) = note.as_deref().and_then(replaced) {
            changes.change(place, |o| o.note = (!new.trim().is_empty()).then_some(new));
            is_changed = true;
        }
        Ok(is_changed)
    }
}

/// Replaces what a query finds in these cells. What would make no sense is left as it is. In how many cells there is
/// something else now, and a sentence about it.
pub(super) fn replace(
    changes: &mut Changes<'_>,
    sheet: &Sheet,
    places: &[Place],
    query: &Query,
    with: &str,
) -> (usize, String) {
    let Some(Ok(finder)) = query.finder() else { return (0, String::new()) };
    let (mut count, mut refused) = (0, None);
    for place in places {
        match finder.replace(changes, sheet, *place, with, query.is_regex) {
            Ok(is_changed) => count += usize::from(is_changed),
            Err(error) => {
                refused.get_or_insert((*place, error));
            }
        }
    }
    let said = match &refused {
        Some((place, error)) => format!("; {} stays as it is: {error}", sheet.cell_name(*place)),
        None => String::new(),
    };
    (count, format!("Replaced in {count} cells{said}"))
}

/// The place that a text names: `mexico 2008`, a period, a series, or a number of a row.
pub fn go_to(sheet: &Sheet, text: &str) -> Option<Place> {
    let text = text.trim().to_lowercase();
    let column = |name: &str| {
        sheet.columns().iter().position(|column| {
            sheet.column_name(column).to_lowercase() == name
                || column.series().is_some_and(|id| id.to_lowercase() == name)
        })
    };
    let row = |name: &str| {
        let at = name.to_uppercase().parse().ok().and_then(|at| sheet.row_of_period(at));
        let number = || name.parse::<usize>().ok().filter(|n| (1..=sheet.row_count()).contains(n)).map(|n| n - 1);
        let item = || {
            use super::{sheet::Row, view::Layout};
            let Layout::Items(section) = sheet.layout() else { return None };
            sheet.row_of(&Row::Item { section, id: name.into() })
        };
        at.or_else(item).or_else(number)
    };
    if let Some(row) = row(&text) {
        return Some(Place { row, column: 0 });
    }
    if let Some(column) = column(&text) {
        return Some(Place { row: 0, column });
    }
    let (name, at) = text.rsplit_once(char::is_whitespace)?;
    Some(Place { row: row(at.trim())?, column: column(name.trim())? })
}
