//! Rows and columns by their heads: they come, go, move, are sorted, hidden and kept in sight.

use egui::{Button, Response, Ui};

use super::{GridState, Scene, acts, editor::CellEditor, toolbar::Asking};
use crate::{
    model::{Edit, Period},
    session::{
        Command, Selection,
        grid::{self, CellAct, CellKey, CellRange, GridView, Layout, Place, Row, Selected, SortKey, Whole},
    },
};

/// The entries for columns. Gives the first one.
pub(super) fn column_menu(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) -> Response {
    let span = scene.selected.map(|selected| selected.span);
    let column = span.map_or(0, |span| span.first.column);
    let Some(what) = scene.sheet.columns().get(column).cloned() else { return ui.label("") };
    let is_series = what.series().is_some();
    let mut put_view = |change: &dyn Fn(&mut GridView)| {
        let mut view = scene.view.clone();
        change(&mut view);
        queue.push(Command::SetGridView(Box::new(view)));
    };
    let sort = |descending| {
        let column = Some(what.clone());
        move |view: &mut GridView| view.sort = Some(SortKey { column: column.clone(), descending })
    };
    let first = ui.button("Sort rows by this column");
    if first.clicked() {
        put_view(&sort(false));
    }
    if ui.button("Sort rows from high to low").clicked() {
        put_view(&sort(true));
    }
    if scene.view.sort.is_some() && ui.button("Rows in their own order").clicked() {
        put_view(&|view| view.sort = None);
    }
    ui.separator();
    if ui.button("Hide").clicked()
        && let Some(span) = span
    {
        let hidden = scene.sheet.columns()[span.columns()].to_vec();
        put_view(&|view| view.hidden.extend(hidden.iter().cloned()));
    }
    if !scene.view.hidden.is_empty() && ui.button("Show hidden columns").clicked() {
        put_view(&|view| view.hidden.clear());
    }
    if ui.button("Keep in sight up to here").clicked() {
        put_view(&|view| view.frozen = column + 1);
    }
    if scene.view.frozen > 0 && ui.button("Let all columns scroll").clicked() {
        put_view(&|view| view.frozen = 0);
    }
    if is_series {
        ui.separator();
        ui.add_enabled_ui(scene.editable, |ui| series_entries(ui, scene, state, column, queue));
    }
    first
}

fn series_entries(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, column: usize, queue: &mut Vec<Command>) {
    let Some(span) = scene.selected.map(|selected| selected.span) else { return };
    if ui.button("Rename").clicked() {
        state.heading = CellEditor::of_head(scene.sheet, column);
    }
    if ui.button("Insert series…").clicked() {
        state.asking = Some(Asking::series());
    }
    let last = scene.sheet.column_count().saturating_sub(1);
    if ui.add_enabled(span.first.column > 0, Button::new("Move left")).clicked() {
        move_columns(scene, span.first.column.saturating_sub(1), queue);
    }
    if ui.add_enabled(span.last.column < last, Button::new("Move right")).clicked() {
        move_columns(scene, span.last.column + 1, queue);
    }
    if ui.button("Delete").clicked() {
        step(grid::remove_columns(scene.sheet, span.columns()), queue);
    }
}

/// The entries for rows. Gives the first one.
pub(super) fn row_menu(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) -> Response {
    let span = scene.selected.map(|selected| selected.span);
    let is_wide = scene.sheet.layout() == Layout::Wide;
    let first = ui.add_enabled(scene.editable, Button::new(if is_wide { "Insert period above" } else { "Insert row" }));
    if first.clicked() {
        insert_rows(scene, state, true, queue);
    }
    ui.add_enabled_ui(scene.editable, |ui| {
        if is_wide && ui.button("Insert period below").clicked() {
            insert_rows(scene, state, false, queue);
        }
        if let Some(span) = span.filter(|_| !is_wide) {
            let (up, down) = (span.first.row.checked_sub(1), span.last.row + 1);
            if ui.add_enabled(up.is_some(), Button::new("Move up")).clicked()
                && let Some(to) = up
            {
                move_rows(scene, to, queue);
            }
            if ui.add_enabled(down < scene.sheet.row_count(), Button::new("Move down")).clicked() {
                move_rows(scene, down, queue);
            }
        }
        if ui.button("Delete").clicked() {
            remove(scene, Whole::Rows, queue);
        }
    });
    ui.separator();
    if ui.button("Sort rows from last to first").clicked() {
        let mut view = scene.view.clone();
        view.sort = Some(SortKey { column: None, descending: true });
        queue.push(Command::SetGridView(Box::new(view)));
    }
    if scene.view.sort.is_some() && ui.button("Rows in their own order").clicked() {
        let mut view = scene.view.clone();
        view.sort = None;
        queue.push(Command::SetGridView(Box::new(view)));
    }
    first
}

fn step(step: Option<grid::Step>, queue: &mut Vec<Command>) {
    if let Some((edit, label)) = step {
        queue.push(Command::Edit { edit, label: Some(label) });
    }
}

/// Inserts what the selection is made of: series beside whole columns, else rows.
pub(super) fn insert(scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    if !scene.editable {
        return;
    }
    if scene.selected.is_some_and(|selected| selected.whole == Whole::Columns) {
        state.asking = Some(Asking::series());
    } else {
        insert_rows(scene, state, false, queue);
    }
}

fn insert_rows(scene: &Scene<'_>, state: &mut GridState, above: bool, queue: &mut Vec<Command>) {
    let row = scene.selected.map_or(0, |selected| if above { selected.span.first.row } else { selected.span.last.row });
    if scene.sheet.layout() != Layout::Wide {
        if let Some((edit, label)) = grid::insert_row(scene.sheet, row) {
            let new = selection_of(&edit);
            queue.push(Command::Edit { edit, label: Some(label) });
            if let (Some(row), Some(column)) = (new, scene.sheet.columns().first().cloned()) {
                let key = CellKey { row, column };
                let range = CellRange { active: key.clone(), anchor: key.clone(), focus: key, whole: Whole::No };
                queue.push(Command::Select(Selection::Cells(Box::new(range))));
            }
        }
        return;
    }
    let beside = scene.sheet.period(row);
    let next = beside.and_then(if above { Period::previous } else { Period::next });
    match next.filter(|next| scene.sheet.row_of_period(*next).is_none()) {
        Some(period) => add_period(scene, period, queue),
        None => state.asking = Some(Asking::period(scene.sheet)),
    }
}

/// The row that an insertion makes.
fn selection_of(edit: &Edit) -> Option<Row> {
    match edit {
        Edit::InsertObservation { series, index, .. } => {
            Some(Row::Observation { series: series.clone(), index: *index })
        }
        Edit::Insert { id, item, .. } => Some(Row::Item { section: item.section(), id: id.clone() }),
        _ => None,
    }
}

/// Gives a period a row, and selects the first cell of it.
pub(super) fn add_period(scene: &Scene<'_>, period: Period, queue: &mut Vec<Command>) {
    let mut view = scene.view.clone();
    view.extra.insert(period);
    queue.push(Command::SetGridView(Box::new(view)));
    let column = scene.active().map_or(0, |active| active.column);
    if let Some(series) = scene.sheet.columns().get(column).and_then(|column| column.series()) {
        queue.push(Command::Select(Selection::Cell { series: series.clone(), at: period }));
    }
}

/// Removes what the selection is made of: series of whole columns, else rows.
pub(super) fn remove(scene: &Scene<'_>, whole: Whole, queue: &mut Vec<Command>) {
    let Some(selected) = scene.selected.filter(|_| scene.editable) else { return };
    if whole == Whole::Columns {
        return step(grid::remove_columns(scene.sheet, selected.span.columns()), queue);
    }
    let mut view = scene.view.clone();
    for at in selected.span.rows().filter_map(|row| scene.sheet.period(row)) {
        view.extra.remove(&at);
    }
    if view != *scene.view {
        queue.push(Command::SetGridView(Box::new(view)));
    }
    acts::act(scene, CellAct::RemoveRows(selected.span), queue);
}

pub(super) fn move_rows(scene: &Scene<'_>, to: usize, queue: &mut Vec<Command>) {
    let Some(selected) = scene.selected.filter(|_| scene.editable && to < scene.sheet.row_count()) else { return };
    let Some(moved) = grid::move_rows(scene.sheet, selected.span.rows(), to) else { return };
    step(Some(moved), queue);
    // The same rows stay selected. Those of items have names that go with them.
    if scene.sheet.layout() == Layout::Long {
        let shift = |row: usize| {
            if to < selected.span.first.row {
                row - (selected.span.first.row - to)
            } else {
                row + (to - selected.span.last.row)
            }
        };
        let at = |place: Place| Place { row: shift(place.row), ..place };
        let range = Selected::new(scene.sheet, at(selected.anchor), at(selected.focus), selected.whole);
        acts::select(scene, range.with_active(at(selected.active)), queue);
    }
}

pub(super) fn move_columns(scene: &Scene<'_>, to: usize, queue: &mut Vec<Command>) {
    if let Some(selected) = scene.selected.filter(|_| scene.editable) {
        step(grid::move_columns(scene.sheet, scene.chart, selected.span.columns(), to), queue);
    }
}
