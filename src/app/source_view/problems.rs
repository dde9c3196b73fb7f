//! What is wrong with the text: the list, and the way from one place to the next.

use egui::{FontSelection, ScrollArea, Ui, text::LayoutJob};

use super::{Direction, SourceState, buffer::Buffer};
use crate::{
    app::Context,
    format::{Diagnostic, Severity},
};

/// The list; the byte to go to if one was chosen.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, state: &mut SourceState, findings: &[Diagnostic]) -> Option<usize> {
    let mut chosen = None;
    let caret = state.desk.caret.at;
    let has_moved = state.listed_for.replace(caret) != Some(caret);
    ui.horizontal(|ui| {
        ui.strong("Problems");
        ui.weak(in_words(findings)).on_hover_text("F8 goes to the next, Shift+F8 to the one before");
    });
    ScrollArea::vertical().id_salt("problems").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for finding in findings {
            let entry = entry(ui, context, &state.desk.buffer, finding);
            let is_here = caret == state.desk.buffer.clamp(finding.span.start);
            let fill = if is_here { context.theme.selection } else { egui::Color32::TRANSPARENT };
            let button = egui::Button::new(entry).fill(fill).wrap().min_size(egui::vec2(ui.available_width(), 0.0));
            let response = ui.add(button);
            if is_here && has_moved {
                response.scroll_to_me(None);
            }
            if response.on_hover_text("Go to the place").clicked() {
                chosen = Some(finding.span.start);
            }
        }
    });
    chosen
}

/// How many there are of each kind.
pub(in crate::app) fn in_words(findings: &[Diagnostic]) -> String {
    let count = |severity| findings.iter().filter(|d| d.severity == severity).count();
    let words = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "No problems".to_owned(),
        (0, n) => words(n, "warning"),
        (n, 0) => words(n, "error"),
        (e, w) => format!("{}, {}", words(e, "error"), words(w, "warning")),
    }
}

fn entry(ui: &Ui, context: Context<'_>, buffer: &Buffer, finding: &Diagnostic) -> LayoutJob {
    let theme = context.theme;
    let text = theme.source.plain;
    let severity = match finding.severity {
        Severity::Error => theme.error,
        Severity::Warning => theme.warning,
    };
    let (line, column) = place(buffer, finding.span.start);
    let mut job = LayoutJob::default();
    let font = FontSelection::Default.resolve(ui.style());
    let mut say = |words: &str, color| {
        job.append(words, 0.0, egui::TextFormat { font_id: font.clone(), color, ..Default::default() });
    };
    say(&format!("{line}:{column} "), theme.muted);
    say(finding.severity.name(), severity);
    say(&format!(": {}", finding.message), text);
    if let Some(hint) = &finding.hint {
        say(&format!("\n{}", sentence(hint)), theme.muted);
    }
    job
}

/// With a capital letter, as what stands by itself begins.
fn sentence(hint: &str) -> String {
    let mut chars = hint.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The line and the column of a byte, both from 1.
fn place(buffer: &Buffer, byte: usize) -> (usize, usize) {
    let at = buffer.clamp(byte);
    let line = buffer.line_range(at);
    (buffer.rows()[buffer.row_of(at)].line, buffer.text()[line.start..at].chars().count() + 1)
}

/// What a problem is called where there is room for all of it.
pub(super) fn description(finding: &Diagnostic) -> String {
    let hint = finding.hint.as_ref().map(|hint| format!("\n{}", sentence(hint))).unwrap_or_default();
    format!("{}: {}{hint}", finding.severity.name(), finding.message)
}

/// Puts the caret at the next problem or the one before, round the ends of the text.
pub(super) fn go(state: &mut SourceState, findings: &[Diagnostic], direction: Direction) {
    let places: Vec<usize> = findings.iter().map(|finding| state.desk.buffer.clamp(finding.span.start)).collect();
    let caret = state.desk.caret.at;
    let to = match direction {
        Direction::Forward => places.iter().find(|place| **place > caret).or_else(|| places.first()),
        Direction::Back => places.iter().rev().find(|place| **place < caret).or_else(|| places.last()),
    };
    if let Some(to) = to {
        state.go_to_byte(*to);
    }
}
