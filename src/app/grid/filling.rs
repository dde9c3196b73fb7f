//! The fill handle while it is dragged: which cells it reaches, and which rows it would add below the last one.

use egui::{PopupAnchor, Rect, Tooltip, Ui};

use super::{
    Scene,
    cells::{Gestures, Target},
};
use crate::session::grid::{self, Layout, Place, Span};

/// The share of a row by which the pointer must be below the last one for another to be added: a handle that is only
/// taken hold of adds nothing.
const SLACK: f32 = 0.25;

/// A fill that is under way.
#[derive(Clone, Debug)]
pub(super) struct Filling {
    pub(super) from: Span,
    /// What would be filled, with rows that would be added.
    pub(super) to: Span,
    /// What those rows are called.
    pub(super) coming: Vec<String>,
    /// What is said beside the pointer.
    hint: String,
    /// Why it reaches no farther, if the pointer does.
    pub(super) refusal: Option<&'static str>,
    /// Where the table is to scroll.
    pub(super) scroll: Option<Place>,
    /// When it last went on by itself, with the pointer beyond the edge; in seconds.
    went_on: f64,
}

impl Filling {
    pub(super) fn new(from: Span) -> Self {
        let (coming, hint) = (Vec::new(), String::new());
        Self { from, to: from, coming, hint, refusal: None, scroll: None, went_on: 0.0 }
    }

    /// Reaches to where the pointer is.
    pub(super) fn follow(&mut self, ui: &Ui, scene: &Scene<'_>, gestures: &Gestures, area: Rect) {
        let wanted = self.wanted(ui, scene, gestures, area);
        self.reach(scene, wanted);
        if let Some(says) = self.refusal.or(Some(self.hint.as_str())).filter(|says| !says.is_empty()) {
            let id = scene.id.with("fill hint");
            let tooltip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, PopupAnchor::Pointer);
            tooltip.gap(16.0).show(|ui| ui.add(egui::Label::new(says).extend()));
        }
    }

    /// The place of the pointer, in rows below the last one and columns behind the last one as well.
    fn wanted(&mut self, ui: &Ui, scene: &Scene<'_>, gestures: &Gestures, area: Rect) -> Place {
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return self.from.last };
        let under = match gestures.under {
            Some(Target::Cell(place)) => place,
            Some(Target::Row(row)) => Place { row, ..self.from.last },
            Some(Target::Column(column)) => Place { column, ..self.from.first },
            Some(Target::Corner) | None => self.from.last,
        };
        let goes_on = !area.contains(pointer) && self.may_go_on(ui, scene);
        let row = if pointer.y > area.bottom() {
            self.to.last.row + usize::from(goes_on)
        } else if pointer.y < area.top() {
            self.to.first.row - usize::from(goes_on && self.to.first.row > 0)
        } else if let Some(bottom) = gestures.bottom.filter(|bottom| pointer.y > *bottom) {
            let below = (pointer.y - bottom) / scene.theme.row_height + 1.0 - SLACK;
            scene.sheet.row_count() + self.coming.len() - 1 + below as usize
        } else {
            under.row
        };
        let column = if pointer.x > area.right() {
            self.to.last.column + usize::from(goes_on)
        } else if pointer.x < area.left() {
            self.to.first.column - usize::from(goes_on && self.to.first.column > 0)
        } else if gestures.right.is_some_and(|right| pointer.x > right) {
            scene.sheet.column_count()
        } else {
            under.column
        };
        let place = Place { row, column };
        if goes_on {
            self.scroll = Some(place);
        }
        place
    }

    /// Whether it is time to reach a cell farther with the pointer beyond the edge: rows that are added come slower
    /// than those that are there go by, so that nobody gets hundreds.
    fn may_go_on(&mut self, ui: &Ui, scene: &Scene<'_>) -> bool {
        let adds = self.to.last.row + 1 >= scene.sheet.row_count();
        let pause = if adds { 0.12 } else { 0.03 };
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(pause));
        let now = ui.input(|input| input.time);
        let may = now - self.went_on >= pause;
        if may {
            self.went_on = now;
        }
        may
    }

    /// Reaches to a place as far as the table goes, and below it where rows can be added.
    fn reach(&mut self, scene: &Scene<'_>, place: Place) {
        let sheet = scene.sheet;
        let mut to = reach(self.from, place);
        self.refusal = None;
        if to.last.column >= sheet.column_count() {
            to.last.column = sheet.column_count() - 1;
            self.refusal = Some("Filling adds no series. Use Add series");
        }
        let rows = sheet.row_count();
        let wanted = (to.last.row + 1).saturating_sub(rows);
        if wanted == 0 {
            (self.coming, self.hint) = (Vec::new(), String::new());
        } else if let Some(why) = grid::growth_refusal(sheet) {
            self.refusal = Some(why);
        } else if wanted != self.coming.len() {
            self.grow(scene, wanted);
        }
        to.last.row = to.last.row.min(rows + self.coming.len() - 1);
        if let Some(scroll) = &mut self.scroll {
            *scroll = Place { row: scroll.row.min(to.last.row), column: scroll.column.min(to.last.column) };
        }
        self.to = to;
    }

    fn grow(&mut self, scene: &Scene<'_>, wanted: usize) {
        let rows = scene.sheet.row_count();
        let layout = scene.sheet.layout();
        let periods = grid::next_periods(scene.sheet, wanted);
        let has_periods = matches!(layout, Layout::Wide | Layout::Long);
        let count = if has_periods { periods.len() } else { wanted };
        if count < wanted {
            self.refusal = Some("The calendar ends there");
        }
        if layout == Layout::Wide {
            self.coming = periods.iter().map(ToString::to_string).collect();
            self.hint = match self.coming.as_slice() {
                [] => String::new(),
                [one] => format!("Adds {one}"),
                [first, .., last] => format!("Adds {first} to {last}"),
            };
        } else {
            self.coming = (0..count).map(|n| (rows + n + 1).to_string()).collect();
            self.hint = if count == 1 { "Adds 1 row".to_owned() } else { format!("Adds {count} rows") };
        }
    }
}

/// The span that a fill handle dragged to this place would fill: in one direction, the one it was dragged farther in.
fn reach(from: Span, place: Place) -> Span {
    let beyond = |at: usize, first: usize, last: usize| first.saturating_sub(at).max(at.saturating_sub(last));
    let rows = beyond(place.row, from.first.row, from.last.row);
    let columns = beyond(place.column, from.first.column, from.last.column);
    let (mut first, mut last) = (from.first, from.last);
    if rows >= columns {
        (first.row, last.row) = (first.row.min(place.row), last.row.max(place.row));
    } else {
        (first.column, last.column) = (first.column.min(place.column), last.column.max(place.column));
    }
    Span { first, last }
}
