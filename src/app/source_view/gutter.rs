//! The margin of the source: line numbers, and a mark where something is wrong.

use egui::{Align2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::{SourceState, buffer::Buffer, editor::Metrics, problems};
use crate::{
    app::Context,
    format::{Diagnostic, Severity},
};

/// The room for the marks, in points.
const MARKS: f32 = 16.0;

pub(super) fn width(buffer: &Buffer, metrics: &Metrics) -> f32 {
    let digits = buffer.line_count().to_string().len().max(3);
    MARKS + digits as f32 * metrics.character + 8.0
}

pub(super) fn ui(ui: &mut Ui, context: Context<'_>, state: &mut SourceState, metrics: &Metrics, rect: Rect) {
    let Some((_, document)) = context.session.active() else { return };
    let theme = context.theme;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let line = Stroke::new(1.0, theme.line);
    painter.vline(rect.right() - 1.0, rect.y_range(), line);
    let first = (state.offset.y / metrics.row) as usize;
    let last = (((state.offset.y + state.size.y) / metrics.row) as usize + 1).min(state.desk.buffer.rows().len());
    let buffer = &state.desk.buffer;
    let row_of = |finding: &Diagnostic| buffer.row_of(buffer.clamp(finding.span.start));
    let findings: Vec<(usize, &Diagnostic)> = document.diagnostics().iter().map(|d| (row_of(d), d)).collect();
    let (caret, _) = state.desk.buffer.place(state.desk.caret.at);
    for at in first..last {
        let row = state.desk.buffer.rows()[at];
        let top = rect.top() - state.offset.y + at as f32 * metrics.row;
        if state.desk.buffer.begins_line(at) {
            let is_current = state.desk.buffer.rows()[caret].line == row.line;
            let colour = if is_current { theme.source.plain } else { theme.muted };
            let place = pos2(rect.right() - 6.0, top + metrics.row / 2.0);
            painter.text(place, Align2::RIGHT_CENTER, row.line, metrics.font.clone(), colour);
        }
        let here: Vec<&Diagnostic> = findings.iter().filter(|(row, _)| *row == at).map(|(_, d)| *d).collect();
        if let Some(worst) = here.iter().map(|finding| finding.severity).max() {
            let mark = Rect::from_min_size(pos2(rect.left(), top), vec2(MARKS, metrics.row)).intersect(rect);
            let texts: Vec<String> = here.iter().map(|finding| problems::description(finding)).collect();
            if sign(ui, context, mark, worst, (row.line, at), &texts.join("\n\n")) {
                let start = here[0].span.start;
                state.go_to_byte(start);
                return;
            }
        }
    }
}

/// A mark that says on hovering what is wrong in a row of a line. Whether it was clicked.
fn sign(ui: &Ui, context: Context<'_>, rect: Rect, severity: Severity, place: (usize, usize), text: &str) -> bool {
    let centre = rect.center();
    let shape = match severity {
        Severity::Error => Shape::circle_filled(centre, 4.0, context.theme.error),
        Severity::Warning => {
            let corners = [vec2(0.0, -4.5), vec2(4.5, 3.5), vec2(-4.5, 3.5)].map(|corner| centre + corner).to_vec();
            Shape::convex_polygon(corners, context.theme.warning, Stroke::NONE)
        }
    };
    ui.painter().with_clip_rect(rect).add(shape);
    let response = ui.interact(rect, egui::Id::unique(("problem in the margin", place)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Line {}: {text}", place.0)));
    response.on_hover_text(text).clicked()
}
