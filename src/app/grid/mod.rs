//! The grid: the data of the chart that is looked at as a table, edited in place with the habits of spreadsheets.

mod acts;
mod cells;
mod editor;
mod filling;
mod find;
mod keys;
mod menu;
mod paint;
mod paste;
mod pointer;
mod structure;
mod toolbar;

use std::sync::Arc;

use egui::{EventFilter, Id as WidgetId, Rect, Sense, Ui};
use egui_table::{Column as TableColumn, HeaderRow, Table};

use self::{
    cells::{Cells, Gestures, Target},
    editor::CellEditor,
    find::{Find, GoTo},
    menu::{GridMenu, NoteDialog},
    pointer::Drag,
    toolbar::Asking,
};
use crate::{
    app::{Context, theme::Theme},
    model::{Dataset, Id},
    session::{
        Asked, Command, DocumentId, GridAsk, Selection, UnderWay,
        commands::{self, CommandInfo},
        grid::{CellKey, Column, Copied, Field, GridView, Layout, Place, Row, Selected, Sheet},
    },
};

/// The height of the head: the name of the series, and its unit.
const HEAD_HEIGHT: f32 = 40.0;

/// What the grid remembers between frames.
#[derive(Clone, Debug)]
pub struct GridState {
    document: Option<DocumentId>,
    editor: Option<CellEditor>,
    /// The editor of the name of a series, in its head.
    heading: Option<CellEditor>,
    asking: Option<Asking>,
    /// The corner of the selection that moved last, to scroll to it when it becomes another one.
    seen: Option<CellKey>,
    /// The number of rows and of columns in sight.
    page: (usize, usize),
    /// Where the cells are, without heads.
    area: Rect,
    /// The column in which a run of Tabs started; Enter goes back to it.
    tab_origin: Option<usize>,
    drag: Option<Drag>,
    /// What was copied here last, with what the clipboard does not hold.
    copied: Option<Arc<Copied>>,
    /// The next paste takes figures without their sources and notes.
    values_only: bool,
    /// A paste was asked for; the keyboard goes back to the cells when it is over.
    awaits_paste: bool,
    menu: Option<GridMenu>,
    note: Option<NoteDialog>,
    find: Find,
    go_to: Option<GoTo>,
    /// For how many frames more the grid asks for the keyboard: egui gives it to nothing below a dialog until a frame
    /// after the dialog is gone.
    wants_focus: u8,
    /// The menu of the selected cells was asked for by a key.
    wants_menu: bool,
    /// The cell whose sources and note are shown, until another one is active.
    details: Option<CellKey>,
}

/// What a frame of the grid works on.
struct Scene<'a> {
    sheet: &'a Arc<Sheet>,
    view: &'a GridView,
    theme: &'a Theme,
    chart: Option<&'a Id>,
    editable: bool,
    selected: Option<Selected>,
    /// The value that was pointed at first, of two.
    also: Option<Place>,
    /// What can be claimed of what is selected; found when the menu is open.
    claims: Vec<&'static CommandInfo>,
    id: WidgetId,
}

impl Scene<'_> {
    fn dataset(&self) -> &Dataset {
        self.sheet.dataset()
    }

    fn active(&self) -> Option<Place> {
        self.selected.map(|selected| selected.active)
    }
}

/// Draws the grid of the active document. What is changed or selected goes into the queue.
pub fn ui(ui: &mut Ui, context: &Context<'_>, state: &mut GridState, queue: &mut Vec<Command>) {
    let session = context.session;
    let (Some((document_id, document)), Some(sheet), Some(view)) =
        (session.active(), session.sheet(), session.grid_view())
    else {
        ui.weak("No dataset is open");
        return;
    };
    state.follow(document_id, &sheet);
    let scene = Scene {
        sheet: &sheet,
        view,
        theme: context.theme,
        chart: session.chart(),
        editable: !document.is_read_only() && session.under_way().is_none(),
        selected: session.selected_cells(),
        also: match session.selection() {
            Selection::Pair { from: (series, at), .. } => {
                sheet.place_of(&CellKey { row: Row::Period(*at), column: Column::Series(series.clone()) })
            }
            _ => None,
        },
        claims: if state.menu.is_some() { commands::possible_claims(session) } else { Vec::new() },
        id: WidgetId::unique((document_id, "grid")),
    };
    toolbar::ui(ui, &scene, state, session.is_arranging(), queue);
    if sheet.column_count() == 0 {
        ui.weak("This chart shows no series yet. Add one here, or choose some in the inspector.");
        return;
    }
    if !state.is_asking() && session.pasting().is_none() && state.wants_focus > 0 {
        state.wants_focus -= 1;
        ui.memory_mut(|memory| memory.request_focus(scene.id));
        ui.ctx().request_repaint();
    }
    find::bar(ui, &scene, state, session.search(), queue);
    paste::dialog(ui, &scene, state, session.pasting(), queue);
    menu::note(ui, &scene, state, queue);
    find::go_to(ui, &scene, state, queue);
    let refusal = session.under_way().map(UnderWay::refusal);
    let is_asking = state.is_asking() || session.pasting().is_some();
    let focused = !is_asking && take_keys(ui, &scene, state, refusal.as_deref(), queue);
    let gestures = table(ui, &scene, state, session.search(), focused);
    pointer::after(ui, &scene, state, &gestures, queue);
    if std::mem::take(&mut state.wants_menu)
        && let Some((active, rect)) = scene.active().zip(gestures.active_rect)
    {
        menu::open(&scene, state, Target::Cell(active), rect.left_bottom(), true, queue);
    }
    menu::ui(ui, &scene, state, queue);
}

impl Default for GridState {
    fn default() -> Self {
        Self {
            document: None,
            editor: None,
            heading: None,
            asking: None,
            seen: None,
            page: (0, 0),
            area: Rect::NOTHING,
            tab_origin: None,
            drag: None,
            copied: None,
            values_only: false,
            awaits_paste: false,
            menu: None,
            note: None,
            find: Find::default(),
            go_to: None,
            wants_focus: 0,
            wants_menu: false,
            details: None,
        }
    }
}

impl GridState {
    /// Whether the grid waits for an answer, and the rest of the window with it.
    pub fn is_asking(&self) -> bool {
        self.note.is_some() || self.go_to.is_some()
    }

    /// Does what was asked for in the menu bar or by a shortcut.
    pub fn ask(&mut self, ask: GridAsk) {
        match ask {
            GridAsk::GoTo => self.go_to = Some(GoTo::default()),
            ask => self.find.ask(ask),
        }
    }

    /// Lets go of what belongs to another document or to a cell that is gone.
    fn follow(&mut self, document: DocumentId, sheet: &Sheet) {
        if self.document != Some(document) {
            let copied = self.copied.take();
            *self = Self { document: Some(document), page: self.page, copied, ..Self::default() };
        }
        for editor in [&mut self.editor, &mut self.heading] {
            editor.take_if(|editor| match sheet.place_of(&editor.key) {
                Some(place) => {
                    editor.place = place;
                    false
                }
                None => true,
            });
        }
    }
}

/// Handles the keyboard, if it is the grid's. Returns whether it is.
fn take_keys(
    ui: &mut Ui,
    scene: &Scene<'_>,
    state: &mut GridState,
    refusal: Option<&str>,
    queue: &mut Vec<Command>,
) -> bool {
    let has_focus = |id: WidgetId| ui.memory(|memory| memory.has_focus(id));
    let focused = has_focus(scene.id);
    if state.heading.is_some() && (has_focus(scene.id.with("heading")) || focused) {
        if let Some(leave) = take_event(ui, |event| keys::leave(event, false)) {
            acts::leave_heading(ui, scene, state, leave, queue);
        }
        return true;
    }
    if state.editor.is_some() && (has_focus(scene.id.with("editor")) || focused) {
        let replacing = state.editor.as_ref().is_some_and(|editor| editor.replacing);
        if let Some(leave) = take_event(ui, |event| keys::leave(event, replacing)) {
            acts::leave_editor(ui, scene, state, leave, queue);
        }
        return true;
    }
    if focused {
        keep_arrows(ui, scene);
        // Several keys may have come since the last frame; the first decides, the rest is for the editor it may open.
        if let Some(act) = take_event(ui, keys::act) {
            if let Some(refusal) = refusal.filter(|_| act.is_change()) {
                queue.push(Command::Say(refusal.to_owned()));
            }
            acts::perform(ui, scene, state, act, queue);
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
fn keep_arrows(ui: &Ui, scene: &Scene<'_>) {
    let first = Place { row: 0, column: 0 };
    let last =
        Place { row: scene.sheet.row_count().saturating_sub(1), column: scene.sheet.column_count().saturating_sub(1) };
    let at_end = scene
        .selected
        .is_none_or(|selected| selected.span.is_single() && (selected.active == last || selected.active == first));
    let has_range = scene.selected.is_some_and(|selected| !selected.span.is_single());
    let filter = EventFilter { tab: !at_end, horizontal_arrows: true, vertical_arrows: true, escape: has_range };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(scene.id, filter));
}

/// The columns as the table widget wants them: the head of the rows, then those of the sheet.
fn columns(sheet: &Sheet) -> Vec<TableColumn> {
    let head = if sheet.layout() == Layout::Wide { 92.0 } else { 56.0 };
    let mut columns = Vec::with_capacity(sheet.column_count() + 1);
    let head_id = WidgetId::unique(("period column", sheet.layout()));
    columns.push(TableColumn::new(head).range(44.0..=220.0).id(head_id));
    for column in sheet.columns() {
        let (width, most) = match column {
            Column::Series(_) => (112.0, 280.0),
            Column::Field(Field::Note | Field::Text | Field::Title | Field::Check | Field::Url) => (220.0, 480.0),
            Column::Field(_) => (96.0, 280.0),
        };
        let id = WidgetId::unique(("column", sheet.layout(), column));
        columns.push(TableColumn::new(width).range(60.0..=most).id(id));
    }
    columns
}

fn table(ui: &mut Ui, scene: &Scene<'_>, state: &mut GridState, search: Option<&Asked>, focused: bool) -> Gestures {
    let area = ui.available_rect_before_wrap();
    let focus = ui.interact(area, scene.id, Sense::focusable_noninteractive());
    let coming = state.drag.as_ref().map(|drag| drag.coming().to_vec()).unwrap_or_default();
    let mut table = Table::new()
        .id_salt(("data", scene.sheet.layout()))
        .num_rows((scene.sheet.row_count() + coming.len()) as u64)
        .columns(columns(scene.sheet))
        .num_sticky_cols(1 + scene.view.frozen)
        .headers([HeaderRow::new(HEAD_HEIGHT)]);
    let moved = scene.selected.map(|selected| {
        if selected.span.contains(selected.active) && selected.active != selected.anchor {
            selected.active
        } else {
            selected.focus
        }
    });
    let key = moved.and_then(|place| scene.sheet.key(place));
    if let Some(place) = moved.filter(|_| key != state.seen) {
        table = table.scroll_to_row(place.row as u64, None);
        if place.column >= scene.view.frozen {
            table = table.scroll_to_column(place.column + 1, None);
        }
    }
    state.seen = key;
    if let Some(place) = state.drag.as_mut().and_then(Drag::take_scroll) {
        table = table.scroll_to_row(place.row as u64, None);
        if place.column >= scene.view.frozen {
            table = table.scroll_to_column(place.column + 1, None);
        }
    }
    let active = scene.active().and_then(|place| scene.sheet.key(place));
    state.details.take_if(|shown| active.as_ref() != Some(shown));
    let found = search.filter(|search| state.find.is_open() && search.is_in(scene.sheet));
    let filling = state.drag.as_ref().and_then(|drag| drag.target(scene.sheet));
    let mut cells = Cells {
        theme: scene.theme,
        sheet: scene.sheet,
        selected: scene.selected,
        also: scene.also,
        filling,
        coming: &coming,
        found,
        shows_details: state.details.is_some(),
        focused,
        editable: scene.editable,
        editor: state.editor.as_mut(),
        heading: state.heading.as_mut(),
        id: scene.id,
        gestures: Gestures::default(),
    };
    table.show(ui, &mut cells);
    let gestures = cells.gestures;
    state.area = area.with_min_y(area.top() + HEAD_HEIGHT);
    // Moving by a page keeps a row of the one before in sight.
    state.page = (
        (((area.height() - HEAD_HEIGHT) / scene.theme.row_height) as usize).saturating_sub(1),
        gestures.columns_in_sight.saturating_sub(1),
    );
    focus.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Table, true, "Data"));
    ui.ctx().accesskit_node_builder(scene.id, |node| {
        if let Some(active) = gestures.active {
            node.set_active_descendant(active.accesskit_id());
        }
    });
    gestures
}
