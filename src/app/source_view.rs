//! A file with errors: its text, read-only, under the list of what is wrong with it.

use egui::{Label, RichText, ScrollArea, Ui};

use super::Context;
use crate::format::{Diagnostic, LineIndex};

/// The line to scroll to next.
#[derive(Debug, Default)]
pub(super) struct SourceState {
    go_to: Option<usize>,
}

pub(super) fn ui(ui: &mut Ui, context: Context<'_>, state: &mut SourceState) {
    let Some((_, document)) = context.session.active() else { return };
    let text = document.text();
    let lines = LineIndex::new(text);
    ui.heading(format!("{} can't be charted yet", document.name()));
    ui.label("Mend these places in a text editor and open the file again. Nothing in it is changed.");
    ui.add_space(4.0);
    let findings = document.diagnostics();
    ScrollArea::vertical().id_salt("findings").max_height(ui.available_height() * 0.4).show(ui, |ui| {
        for finding in findings {
            let place = lines.place(text, finding.span.start);
            let hint = finding.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            let words =
                format!("{}:{} {}: {}{hint}", place.line, place.column, finding.severity.name(), finding.message);
            if ui.add(egui::Button::new(words).wrap().frame(false)).on_hover_text("Show the place").clicked() {
                state.go_to = Some(place.line);
            }
        }
    });
    ui.separator();
    source(ui, context, text, &lines, findings, state.go_to.take());
}

fn source(
    ui: &mut Ui,
    context: Context<'_>,
    text: &str,
    lines: &LineIndex,
    findings: &[Diagnostic],
    go_to: Option<usize>,
) {
    let wrong: std::collections::HashSet<usize> =
        findings.iter().map(|f| lines.place(text, f.span.start).line).collect();
    let count = text.lines().count().max(1);
    let row = ui.text_style_height(&egui::TextStyle::Monospace);
    let mut area = ScrollArea::both().id_salt("source").auto_shrink(false);
    if let Some(line) = go_to {
        area = area.vertical_scroll_offset(line.saturating_sub(4) as f32 * (row + ui.spacing().item_spacing.y));
    }
    area.show_rows(ui, row, count, |ui, rows| {
        for line in rows {
            let mark = if wrong.contains(&(line + 1)) { "▶" } else { " " };
            let numbered = format!("{mark}{:>6}  {}", line + 1, lines.line(text, line + 1));
            let styled = RichText::new(numbered).monospace();
            let styled = if wrong.contains(&(line + 1)) { styled.color(context.theme.error) } else { styled };
            ui.add(Label::new(styled).extend());
        }
    });
}
