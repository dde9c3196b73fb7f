//! How cells are painted: text, lines and marks.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Response, Shape, Stroke, TextStyle, Ui, Vec2, text::LayoutJob,
};

use crate::{
    app::theme::Theme,
    model::Status,
    session::grid::{Cell, Place, Span},
};

pub(super) const PADDING: f32 = 8.0;

pub(super) fn body(ui: &Ui) -> FontId {
    TextStyle::Body.resolve(ui.style())
}

/// The colour of text that is the point, as that of buttons is.
pub(super) fn plain(ui: &Ui) -> Color32 {
    ui.visuals().widgets.inactive.text_color()
}

/// The line below a cell.
pub(super) fn line(ui: &Ui, rect: Rect, color: Color32) {
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, color));
}

/// The edges of a span where they run along this place.
pub(super) fn edges(painter: &Painter, rect: Rect, span: Span, place: Place, stroke: Stroke) {
    if !span.contains(place) {
        return;
    }
    let rect = rect.shrink(stroke.width / 2.0);
    if place.row == span.first.row {
        painter.hline(rect.x_range(), rect.top(), stroke);
    }
    if place.row == span.last.row {
        painter.hline(rect.x_range(), rect.bottom(), stroke);
    }
    if place.column == span.first.column {
        painter.vline(rect.left(), rect.y_range(), stroke);
    }
    if place.column == span.last.column {
        painter.vline(rect.right(), rect.y_range(), stroke);
    }
}

/// A line of text in a cell, at its right for numbers; returns the width that it would like to have.
pub(super) fn text(ui: &Ui, rect: Rect, text: &str, color: Color32, at_right: bool, italics: bool) -> f32 {
    let first = text.lines().next().unwrap_or_default();
    let format = egui::TextFormat { font_id: body(ui), color, italics, ..Default::default() };
    let galley = ui.painter().layout_job(LayoutJob::single_section(first.to_owned(), format));
    let width = galley.size().x;
    let left = if at_right { (rect.right() - PADDING - width).max(rect.left() + 2.0) } else { rect.left() + PADDING };
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(Pos2::new(left, top), galley, color);
    width + 3.0 * PADDING
}

/// Two short lines in a rectangle; returns the width that they would like to have.
pub(super) fn lines(ui: &Ui, rect: Rect, at_left: bool, upper: (&str, Color32), lower: (&str, Color32)) -> f32 {
    let small = TextStyle::Small.resolve(ui.style());
    let mut widest: f32 = 0.0;
    let one_line = lower.0.is_empty();
    for (text, color, font, share) in
        [(upper.0, upper.1, body(ui), if one_line { 0.5 } else { 0.3 }), (lower.0, lower.1, small, 0.74)]
    {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color);
        let right = (rect.right() - PADDING - galley.size().x).max(rect.left() + 2.0);
        let left = if at_left { rect.left() + PADDING } else { right };
        let top = rect.top() + rect.height() * share - galley.size().y / 2.0;
        widest = widest.max(galley.size().x + 2.0 * PADDING);
        ui.painter().galley(Pos2::new(left, top), galley, color);
    }
    widest
}

/// What a reader should know before trusting the number: that sources disagree (how many others there are, in the
/// colour of warnings where their values differ), that it is not final, and, faintly, since there may be many, that
/// there is a note (in the corner in which spreadsheets mark comments). A qualifier, a range and the reason for a gap are the text of the cell itself.
pub(super) fn marks(ui: &Ui, rect: Rect, content: &Cell<'_>, theme: &Theme) {
    let small = FontId::new(9.0, TextStyle::Small.resolve(ui.style()).family);
    let mut left = rect.left() + 4.0;
    let mut word = |text: &str, color: Color32| {
        let painted =
            ui.painter().text(Pos2::new(left, rect.top() + 2.0), Align2::LEFT_TOP, text, small.clone(), color);
        left = painted.right() + 4.0;
    };
    if content.others() > 0 {
        let color = if content.is_disputed() { theme.warning } else { theme.muted };
        word(&format!("+{}", content.others()), color);
    }
    let status = content.preferred().map_or(Status::Observed, |o| o.status);
    if let Some(letters) = status_letters(status) {
        word(letters, theme.muted);
    }
    if content.observations.iter().any(|(_, o)| o.note.is_some()) {
        let corner = rect.right_top();
        let triangle = vec![corner, corner - Vec2::new(5.0, 0.0), corner + Vec2::new(0.0, 5.0)];
        ui.painter().add(Shape::convex_polygon(triangle, theme.muted.gamma_multiply(0.6), Stroke::NONE));
    }
}

/// The short mark of a status, as statistical tables have it.
fn status_letters(status: Status) -> Option<&'static str> {
    match status {
        Status::Observed => None,
        Status::Estimated => Some("est."),
        Status::Provisional => Some("prov."),
        Status::Projected => Some("proj."),
        Status::Partial => Some("part."),
    }
}

/// The cell as programs and screen readers see it: its address as name, what it shows as value, the rest as
/// description.
pub(super) fn name_cell(ui: &Ui, response: &Response, name: &str, shown: &str, details: &[String], selected: bool) {
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Cell, true, selected, name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(shown);
        node.set_selected(selected);
        if !details.is_empty() {
            node.set_description(details.join("\n"));
        }
    });
}
