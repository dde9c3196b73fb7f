//! The grid: the data of the chart that is looked at, periods down and series across, edited in place.

mod cells;
mod editor;
mod keys;
mod sheet;
mod toolbar;

use std::sync::Arc;

use egui::{EventFilter, Id as WidgetId, Sense, Ui};
use egui_table::{Column, HeaderRow, Table};

use self::{
    cells::{Cells, Gestures, HEAD_HEIGHT},
    editor::{CellEditor, Meaning},
    keys::{Act, Leave, Motion},
    sheet::{Place, Sheet},
    toolbar::Asking,
};
use crate::{
    app::{Context, theme::Theme},
    model::{Dataset, Edit, Id, Period, SectionKind},
    session::{Command, DocumentId, Selection, Session, gestures},
};

/// What the grid remembers between frames.
#[derive(Clone, Debug, Default)]
pub struct GridState {
    sheet: Sheet,
    /// What the sheet was made from.
    made_from: Option<(DocumentId, u64, Option<Id>)>,
    /// Rows that were added and have no value yet.
    extra: Vec<Period>,
    editor: Option<CellEditor>,
    asking: Option<Asking>,
    /// The selected cell of the last frame, to scroll to it when it becomes another one.
    seen: Option<(Id, Period)>,
    /// The number of rows in sight.
    page: usize,
}

/// What a frame of the grid works on.
struct Scene<'a> {
    dataset: &'a Arc<Dataset>,
    theme: &'a Theme,
    chart: Option<&'a Id>,
    editable: bool,
    selected: Option<Place>,
    id: WidgetId,
}

/// Draws the grid of the active document. What is changed or selected goes into the queue.
pub fn ui(ui: &mut Ui, context: &Context<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let session = context.session;
    let Some((document_id, document)) = session.active() else {
        ui.weak("No dataset is open");
        return;
    };
    state.follow(session, document_id, document.revision(), document.dataset());
    let scene = Scene {
        dataset: document.dataset(),
        theme: context.theme,
        chart: session.chart(),
        editable: !document.is_read_only(),
        selected: selected_place(session.selection(), document.dataset(), &state.sheet),
        id: WidgetId::unique((document_id, "grid")),
    };
    toolbar::ui(ui, &scene, state, queue);
    if state.sheet.columns.is_empty() {
        ui.weak("This chart shows no series yet. Add one here, or choose some in the inspector.");
        return;
    }
    let focused = take_keys(ui, &scene, state, queue);
    let gestures = table(ui, &scene, state, focused);
    after_gestures(ui, &scene, state, gestures, queue);
}

impl GridState {
    /// Makes the sheet anew when it shows something else.
    fn follow(&mut self, session: &Session, document: DocumentId, revision: u64, dataset: &Dataset) {
        let made_from = (document, revision, session.chart().cloned());
        if self.made_from.as_ref() == Some(&made_from) {
            return;
        }
        if self.made_from.as_ref().is_some_and(|(other, ..)| *other != document) {
            (self.extra, self.editor, self.asking) = (Vec::new(), None, None);
        }
        let chart = session.chart().and_then(|id| dataset.charts.get(id));
        self.sheet = Sheet::new(dataset, chart, &self.extra);
        let sheet = &self.sheet;
        self.editor.take_if(|editor| sheet.place_of(&editor.series, editor.at).is_none());
        self.made_from = Some(made_from);
    }

    /// A row for a period that has no value yet.
    fn add_row(&mut self, at: Period) {
        self.extra.push(at);
        self.made_from = None;
    }
}

/// The place of what is selected, if the sheet shows it.
fn selected_place(selection: &Selection, dataset: &Dataset, sheet: &Sheet) -> Option<Place> {
    match selection {
        Selection::Cell { series, at } => sheet.place_of(series, *at),
        Selection::Observation { series, index } => {
            let at = dataset.series.get(series)?.observations.get(*index)?.at;
            sheet.place_of(series, at)
        }
        Selection::Nothing | Selection::Dataset | Selection::Item { .. } => None,
    }
}

/// Handles the keyboard, if it is the grid's. Returns whether it is.
fn take_keys(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) -> bool {
    let editor_id = scene.id.with("editor");
    let editing = state.editor.is_some() && ui.memory(|m| m.has_focus(editor_id) || m.has_focus(scene.id));
    let focused = ui.memory(|m| m.has_focus(scene.id));
    if editing {
        let replacing = state.editor.as_ref().is_some_and(|editor| editor.replacing);
        if let Some(leave) = take_event(ui, |event| keys::leave(event, replacing)) {
            leave_editor(ui, scene, state, leave, queue);
        }
        return true;
    }
    if focused {
        keep_arrows(ui, scene, state);
        // Several keys may have come since the last frame; the first decides, the rest is for the editor it may open.
        if let Some(act) = take_event(ui, keys::act) {
            perform(ui, scene, state, act, queue);
        }
    }
    focused
}

/// Takes the first event that means something out of the input, so that nobody else acts on it too.
fn take_event<T>(ui: &Ui, meaning: impl Fn(&egui::Event) -> Option<T>) -> Option<T> {
    ui.input_mut(|input| {
        let at = input.events.iter().position(|event| meaning(event).is_some())?;
        meaning(&input.events.remove(at))
    })
}

/// Keeps arrows and Tab for the grid, but lets Tab lead out of it at either end.
fn keep_arrows(ui: &Ui, scene: &Scene<'_>, state: &GridState) {
    let last = Motion::SheetEnd.from(Place { row: 0, column: 0 }, state.sheet.rows.len(), state.sheet.columns.len(), 1);
    let first = Place { row: 0, column: 0 };
    let at_end = scene.selected.is_none_or(|place| place == last || place == first);
    let filter = EventFilter { tab: !at_end, horizontal_arrows: true, vertical_arrows: true, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(scene.id, filter));
}

fn perform(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, act: Act, queue: &mut Vec<Command>) {
    let from = scene.selected;
    match act {
        Act::Go(motion) => {
            let (rows, columns) = (state.sheet.rows.len(), state.sheet.columns.len());
            let start = Place { row: 0, column: 0 };
            let to = from.map_or(start, |from| motion.from(from, rows, columns, state.page));
            select(state, to, queue);
        }
        Act::Edit => start_editing(scene, state, from, None),
        Act::Replace(text) => start_editing(scene, state, from, Some(text)),
        Act::Clear => clear(scene, state, from, queue),
        Act::Copy => {
            if let Some(cell) = from.and_then(|place| state.sheet.cell(scene.dataset, place)) {
                ui.ctx().copy_text(cell.shown());
            }
        }
    }
    if let Some(editor) = &state.editor {
        queue.push(preview(scene, editor));
    }
}

fn select(state: &GridState, place: Place, queue: &mut Vec<Command>) {
    if let Some((series, at)) = state.sheet.address(place) {
        queue.push(Command::Select(Selection::Cell { series: series.clone(), at }));
    }
}

fn start_editing(scene: &Scene<'_>, state: &mut GridState, place: Option<Place>, text: Option<String>) {
    let Some(place) = place.filter(|_| scene.editable) else { return };
    let Some((series, at)) = state.sheet.address(place) else { return };
    let shown = state.sheet.cell(scene.dataset, place).map(|cell| cell.shown()).unwrap_or_default();
    let series = series.clone();
    let mut editor = match text {
        Some(text) => CellEditor::replace(series, at, shown, text),
        None => CellEditor::open(series, at, shown),
    };
    editor.error = editor.meaning().err();
    state.editor = Some(editor);
}

fn clear(scene: &Scene<'_>, state: &GridState, place: Option<Place>, queue: &mut Vec<Command>) {
    let address = place.filter(|_| scene.editable).and_then(|place| state.sheet.address(place));
    if let Some((series, at)) = address
        && let Some(edit) = gestures::clear_cell(scene.dataset, series, at)
    {
        queue.push(Command::Edit { edit, label: Some(format!("clear {series} {at}")) });
    }
}

/// The edit that an editor stands for.
fn edit_of(scene: &Scene<'_>, editor: &CellEditor) -> Result<Option<Edit>, String> {
    Ok(match editor.meaning()? {
        Meaning::Unchanged => None,
        Meaning::Nothing => gestures::clear_cell(scene.dataset, &editor.series, editor.at),
        Meaning::Figure(entry) => gestures::set_cell(scene.dataset, &editor.series, editor.at, |observation| {
            entry.apply_to(observation);
        }),
    })
}

fn preview(scene: &Scene<'_>, editor: &CellEditor) -> Command {
    Command::Preview(edit_of(scene, editor).unwrap_or_default())
}

/// Commits what is typed. A text that can't be read stays in the editor, with the reason.
fn commit(scene: &Scene<'_>, state: &mut GridState, queue: &mut Vec<Command>) -> bool {
    let Some(mut editor) = state.editor.take() else { return true };
    match edit_of(scene, &editor) {
        Ok(None) => queue.push(Command::Preview(None)),
        Ok(Some(edit)) => {
            let verb = if matches!(editor.meaning(), Ok(Meaning::Nothing)) { "clear" } else { "set" };
            queue.push(Command::Edit { edit, label: Some(format!("{verb} {} {}", editor.series, editor.at)) });
        }
        Err(error) => {
            editor.error = Some(error);
            state.editor = Some(editor);
            return false;
        }
    }
    true
}

fn leave_editor(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, leave: Leave, queue: &mut Vec<Command>) {
    let edited = state.editor.as_ref().and_then(|editor| state.sheet.place_of(&editor.series, editor.at));
    match leave {
        Leave::Cancel => {
            state.editor = None;
            queue.push(Command::Preview(None));
        }
        Leave::Commit(motion) => {
            if !commit(scene, state, queue) {
                if let Some(editor) = &mut state.editor {
                    editor.refocus();
                }
                return;
            }
            if let Some(from) = edited {
                select(state, motion.from(from, state.sheet.rows.len(), state.sheet.columns.len(), state.page), queue);
            }
        }
    }
    ui.memory_mut(|memory| memory.request_focus(scene.id));
}

fn table(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, focused: bool) -> Gestures {
    let area = ui.available_rect_before_wrap();
    // One row less than fits, so that a page keeps a row of the one before in sight.
    state.page = (((area.height() - HEAD_HEIGHT) / scene.theme.row_height) as usize).saturating_sub(1);
    let focus = ui.interact(area, scene.id, Sense::focusable_noninteractive());
    let columns = std::iter::once(Column::new(92.0).range(60.0..=220.0).id(WidgetId::unique("period column")));
    let series = state.sheet.columns.iter();
    let columns = columns.chain(
        series.map(|id| Column::new(112.0).range(72.0..=280.0).id(WidgetId::unique(("series column", id.as_str())))),
    );
    let mut table = Table::new()
        .id_salt("data")
        .num_rows(state.sheet.rows.len() as u64)
        .columns(columns.collect::<Vec<_>>())
        .num_sticky_cols(1)
        .headers([HeaderRow::new(HEAD_HEIGHT)]);
    let address = scene.selected.and_then(|place| state.sheet.address(place)).map(|(id, at)| (id.clone(), at));
    if let Some(place) = scene.selected.filter(|_| address != state.seen) {
        table = table.scroll_to_row(place.row as u64, None).scroll_to_column(place.column + 1, None);
    }
    state.seen = address;
    let mut cells = Cells {
        dataset: scene.dataset,
        theme: scene.theme,
        sheet: &state.sheet,
        selected: scene.selected,
        focused,
        editor: state.editor.as_mut(),
        id: scene.id,
        gestures: Gestures::default(),
    };
    table.show(ui, &mut cells);
    let gestures = cells.gestures;
    focus.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Table, true, "Data"));
    ui.ctx().accesskit_node_builder(scene.id, |node| {
        if let Some(active) = gestures.active {
            node.set_active_descendant(active.accesskit_id());
        }
    });
    gestures
}

/// Does what the pointer asked for, and what the editor reports.
fn after_gestures(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, gestures: Gestures, queue: &mut Vec<Command>) {
    if gestures.typed
        && let Some(editor) = &mut state.editor
    {
        editor.error = editor.meaning().err();
        queue.push(preview(scene, editor));
    }
    let pointed = gestures.clicked.or(gestures.edit);
    if (gestures.left || pointed.is_some() || gestures.head.is_some())
        && state.editor.is_some()
        && !commit(scene, state, queue)
    {
        if let Some(editor) = state.editor.as_mut().filter(|_| pointed.is_some()) {
            editor.refocus();
        }
        return;
    }
    if let Some(place) = pointed {
        ui.memory_mut(|memory| memory.request_focus(scene.id));
        if scene.selected != Some(place) {
            select(state, place, queue);
        }
    }
    if gestures.edit.is_some() {
        start_editing(scene, state, gestures.edit, None);
    }
    if let Some(id) = gestures.head {
        queue.push(Command::Select(Selection::Item { section: SectionKind::Series, id }));
    }
}
