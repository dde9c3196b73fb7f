//! What the pointer does: choosing cells, rows and columns, extending by Shift and by dragging.

use egui::{Rect, Ui};

use super::{
    GridState, Scene, acts,
    cells::{Gestures, Target},
    editor::CellEditor,
    filling::Filling,
    keys::Leave,
    menu, structure,
};
use crate::session::{
    Command,
    grid::{self, CellAct, FillMode, Place, Selected, Span, Whole},
};

/// What is being dragged.
#[derive(Clone, Debug)]
pub(super) enum Drag {
    /// The selection, from the place where the pointer went down.
    Select { anchor: Place, whole: Whole },
    /// The selected rows or columns, to where the pointer is: Alt is held, as in Calc.
    Move { columns: bool, to: Option<usize> },
    /// The fill handle.
    Fill(Filling),
    /// The figures of a span by its edge, taken hold of at a cell of it, to another cell; Ctrl copies them.
    Carry { from: Span, held: Place, to: Place },
}

impl Drag {
    /// The cells that would be filled.
    pub(super) fn target(&self, sheet: &grid::Sheet) -> Option<Span> {
        match self {
            Self::Fill(filling) => Some(filling.to),
            Self::Carry { from, held, to } => Some(grid::carried_to(sheet, *from, *held, *to)),
            Self::Select { .. } | Self::Move { .. } => None,
        }
    }

    /// What the rows are called that would be added below the last one.
    pub(super) fn coming(&self) -> &[String] {
        if let Self::Fill(filling) = self { &filling.coming } else { &[] }
    }

    /// Where the table is to scroll to follow it.
    pub(super) fn take_scroll(&mut self) -> Option<Place> {
        if let Self::Fill(filling) = self { filling.scroll.take() } else { None }
    }
}

/// Does what the pointer asked for, and what the editor reports.
pub(super) fn after(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, gestures: &Gestures, queue: &mut Vec<Command>) {
    if gestures.typed
        && let Some(editor) = &mut state.editor
    {
        acts::typed(scene, editor, queue);
    }
    let pointed = gestures.pressed.or(gestures.chosen);
    let is_interrupted =
        gestures.left || pointed.is_some() || gestures.edit.is_some() || gestures.handle || gestures.edge.is_some();
    if is_interrupted && state.heading.is_some() {
        acts::leave_heading(ui, scene, state, Leave::Next(super::keys::Next::Enter), queue);
    }
    // A text that can't be read keeps the editor, and the pointer does nothing else.
    if is_interrupted && state.editor.is_some() && !acts::commit(scene, state, false, queue) {
        return;
    }
    if let Some(target) = pointed {
        ui.memory_mut(|memory| memory.request_focus(scene.id));
        state.tab_origin = None;
        let (extend, moves) = ui.input(|input| (input.modifiers.shift, input.modifiers.alt));
        if moves && let Target::Row(_) | Target::Column(_) = target {
            let columns = matches!(target, Target::Column(_));
            let is_in = |selected: Selected| match target {
                Target::Row(row) => selected.span.rows().contains(&row),
                Target::Column(column) => selected.span.columns().contains(&column),
                Target::Cell(_) | Target::Corner => false,
            };
            if !scene.selected.is_some_and(is_in)
                && let Some(selected) = point(scene, target, false)
            {
                acts::select(scene, selected, queue);
            }
            state.drag = Some(Drag::Move { columns, to: None });
            return;
        }
        // With Ctrl a second value is pointed at, to claim something of the two.
        if ui.input(|input| input.modifiers.command)
            && let Target::Cell(place) = target
            && let Some((series, at)) = scene.sheet.address(place)
        {
            queue.push(Command::SelectAlso { series: series.clone(), at });
            return;
        }
        let selected = point(scene, target, extend);
        if gestures.pressed.is_some() {
            state.drag = selected.map(|s| Drag::Select { anchor: s.anchor, whole: s.whole });
        }
        if let Some(selected) = selected.filter(|selected| scene.selected != Some(*selected)) {
            acts::select(scene, selected, queue);
        }
    }
    drag(ui, scene, state, gestures, queue);
    if let Some((target, at)) = gestures.menu {
        menu::open(scene, state, target, at, false, queue);
    }
    if let Some(place) = gestures.edit {
        acts::start_editing(scene, state, Some(place), None);
        state.drag = None;
    }
    if let Some(column) = gestures.rename.filter(|_| scene.editable) {
        state.heading = CellEditor::of_head(scene.sheet, column);
        state.drag = None;
    }
}

/// What is selected by pointing at a part of the table.
pub(super) fn point(scene: &Scene<'_>, target: Target, extend: bool) -> Option<Selected> {
    if scene.sheet.is_empty() {
        return None;
    }
    let (place, whole) = match target {
        Target::Cell(place) => (place, Whole::No),
        Target::Row(row) => (Place { row, column: 0 }, Whole::Rows),
        Target::Column(column) => (Place { row: 0, column }, Whole::Columns),
        Target::Corner => (Place { row: 0, column: 0 }, Whole::All),
    };
    let anchor = scene.selected.filter(|_| extend).map_or(place, |selected| selected.anchor);
    Some(Selected::new(scene.sheet, anchor, place, whole))
}

/// The next cell outside what is in sight, where the pointer is beyond the edge of the table: the table scrolls there.
fn beyond_edge(ui: &Ui, scene: &Scene<'_>, area: Rect) -> Option<Target> {
    let pointer = ui.input(|input| input.pointer.latest_pos())?;
    let Place { row, column } = scene.selected?.focus;
    let rows = if pointer.y > area.bottom() {
        (row + 1).min(scene.sheet.row_count().saturating_sub(1))
    } else if pointer.y < area.top() {
        row.saturating_sub(1)
    } else {
        row
    };
    let columns = if pointer.x > area.right() {
        (column + 1).min(scene.sheet.column_count().saturating_sub(1))
    } else if pointer.x < area.left() {
        column.saturating_sub(1)
    } else {
        column
    };
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(30));
    Some(Target::Cell(Place { row: rows, column: columns }))
}

/// Goes on with what is being dragged, until the button is let go.
fn drag(ui: &Ui, scene: &Scene<'_>, state: &mut GridState, gestures: &Gestures, queue: &mut Vec<Command>) {
    if gestures.handle
        && let Some(selected) = scene.selected
    {
        state.drag = Some(Drag::Fill(Filling::new(selected.span)));
        return;
    }
    if let Some((held, selected)) = gestures.edge.zip(scene.selected) {
        ui.memory_mut(|memory| memory.request_focus(scene.id));
        state.drag = Some(Drag::Carry { from: selected.span, held, to: held });
        return;
    }
    let (is_down, is_moving) = ui.input(|i| (i.pointer.primary_down(), i.pointer.is_decidedly_dragging()));
    if gestures.handle_twice
        && let Some(from) = scene.selected.map(|selected| selected.span)
    {
        let end = grid::neighbour_end(scene.sheet, from);
        let to = Span::of(from.first, Place { row: end, ..from.last });
        acts::fill(scene, from, to, FillMode::Auto, queue);
    }
    let Some(drag) = &mut state.drag else { return };
    if !is_down {
        // egui takes the focus from what lies under the cells when the button is let go.
        ui.memory_mut(|memory| memory.request_focus(scene.id));
        let dragged = state.drag.take();
        if let Some(Drag::Move { columns, to: Some(to) }) = dragged {
            if columns {
                structure::move_columns(scene, to, queue);
            } else {
                structure::move_rows(scene, to, queue);
            }
        }
        if let Some(Drag::Carry { from, held, to }) = dragged {
            if held == to {
                // Only clicked, not dragged: the cell is chosen as anywhere else in it.
                return acts::select(scene, Selected::cell(held), queue);
            }
            let copies = ui.input(|input| input.modifiers.command);
            let to = grid::carried_to(scene.sheet, from, held, to);
            return acts::act(scene, CellAct::Carry { from, to, copies }, queue);
        }
        if let Some(Drag::Fill(filling)) = dragged {
            // Ctrl turns a sequence into the same again, as in Excel and Calc.
            let repeat = ui.input(|input| input.modifiers.command);
            queue.extend(filling.refusal.map(|why| Command::Say(why.to_owned())));
            acts::fill(scene, filling.from, filling.to, if repeat { FillMode::Repeat } else { FillMode::Auto }, queue);
        }
        return;
    }
    if !is_moving || gestures.pressed.is_some() {
        return;
    }
    if let Drag::Fill(filling) = drag {
        return filling.follow(ui, scene, gestures, state.area);
    }
    let Some(under) = gestures.under.or_else(|| beyond_edge(ui, scene, state.area)) else { return };
    match drag {
        Drag::Select { anchor, whole } => {
            let focus = match (under, *whole) {
                (Target::Cell(place), _) => place,
                (Target::Row(row), _) => Place { row, column: anchor.column },
                (Target::Column(column), _) => Place { row: anchor.row, column },
                (Target::Corner, _) => return,
            };
            let range = Selected::new(scene.sheet, *anchor, focus, *whole);
            if scene.selected != Some(range) {
                acts::select(scene, range, queue);
            }
        }
        Drag::Move { columns, to } => match under {
            Target::Column(column) | Target::Cell(Place { column, .. }) if *columns => *to = Some(column),
            Target::Row(row) | Target::Cell(Place { row, .. }) if !*columns => *to = Some(row),
            _ => {}
        },
        Drag::Carry { to, .. } => {
            if let Target::Cell(place) = under {
                *to = place;
            }
        }
        Drag::Fill(_) => {}
    }
}
