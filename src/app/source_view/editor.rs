//! The text itself, by as many rows as are in sight: keys, pointer, and what is drawn.

use std::ops::Range;
use std::sync::Arc;

use egui::{
    Color32, CursorIcon, FontId, Galley, Pos2, Rect, Response, ScrollArea, Sense, Stroke, TextFormat, TextStyle, Ui,
    Vec2,
    emath::TSTransform,
    output::IMEOutput,
    pos2,
    scroll_area::ScrollSource,
    text::{CCursor, LayoutJob},
    text_selection::{
        CCursorRange,
        accesskit_text::update_accesskit_for_text_widget,
        text_cursor_state::cursor_rect,
        visuals::{paint_text_cursor, paint_text_selection},
    },
    vec2,
};

use super::{
    Reveal, SourceState,
    caret::{Caret, after, word_at},
    find::Asked,
    gutter,
    keys::{self, Outcome},
    problems, text_id,
};
use crate::{
    app::{Context, theme::Theme},
    format::{self, Diagnostic, Piece, Severity},
};

/// Rows that begin farther than this behind their line are coloured as if they began something.
const FARTHEST_LINE_START: usize = 50_000;
/// The size of the letters, in points: small enough for an observation in a row.
const SIZE: f32 = 12.0;
/// The space before the text, in points.
const PADDING: f32 = 6.0;

/// The sizes of what is drawn, in points.
#[derive(Clone, Debug)]
pub(super) struct Metrics {
    pub font: FontId,
    pub row: f32,
    pub character: f32,
}

/// The rows in sight as they are laid out.
struct Sight {
    rows: Range<usize>,
    /// For each row the number of characters before it in the galley.
    starts: Vec<usize>,
    galley: Arc<Galley>,
    at: Pos2,
    /// What is being composed: the byte it stands at, and its characters.
    composing: Option<(usize, usize)>,
}

pub(super) fn ui(ui: &mut Ui, context: Context<'_>, state: &mut SourceState) {
    let font = FontId::new(SIZE, TextStyle::Monospace.resolve(ui.style()).family);
    let (row, character) = ui.fonts_mut(|fonts| (fonts.row_height(&font).ceil() + 2.0, fonts.glyph_width(&font, '0')));
    let metrics = Metrics { font, row, character };
    keep_keys(ui, state);
    take_keys(ui, state, &metrics);
    let whole = ui.available_rect_before_wrap();
    let gutter = gutter::width(&state.desk.buffer, &metrics);
    ui.painter().rect_filled(whole, 0.0, context.theme.source.background);
    let inner = Rect::from_min_max(pos2((whole.min.x + gutter).min(whole.max.x), whole.min.y), whole.max);
    let mut area = ScrollArea::both().id_salt("source").auto_shrink(false);
    area = area.scroll_source(ScrollSource {
        drag: egui::containers::scroll_area::DragScroll::Never,
        ..ScrollSource::default()
    });
    if let Some(offset) = offset(state, &metrics, inner.size()) {
        area = area.scroll_offset(offset);
    }
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let output = area.show_viewport(&mut child, |ui, viewport| rows(ui, context, state, &metrics, viewport));
    state.offset = output.state.clamped_offset();
    state.size = output.inner_rect.size();
    gutter::ui(ui, context, state, &metrics, Rect::from_min_max(whole.min, pos2(inner.min.x, whole.max.y)));
    ui.allocate_rect(whole, Sense::hover());
    // After the text has been drawn: a click elsewhere, which may be what leads here, takes the focus from it.
    if std::mem::take(&mut state.takes_focus) {
        ui.memory_mut(|memory| memory.request_focus(text_id()));
    }
}

/// Keeps arrows and Tab for the text while it has the keyboard.
fn keep_keys(ui: &Ui, state: &SourceState) {
    let filter = keys::filter(state.is_editable());
    ui.memory_mut(|memory| {
        if memory.has_focus(text_id()) {
            memory.set_focus_lock_filter(text_id(), filter);
        }
    });
}

fn take_keys(ui: &Ui, state: &mut SourceState, metrics: &Metrics) {
    if !ui.memory(|memory| memory.has_focus(text_id())) {
        state.composing.clear();
        return;
    }
    let (page, is_editable) = ((state.size.y / metrics.row) as usize, state.is_editable());
    let before = state.desk.caret;
    for event in keys::events(ui, is_editable) {
        match keys::take(&mut state.desk, &event, page, is_editable) {
            Outcome::Moved => state.reveal = Reveal::Caret,
            Outcome::Copy(text) => ui.copy_text(text),
            Outcome::Composing(text) => {
                state.composing = text;
                state.reveal = Reveal::Caret;
            }
            Outcome::Find => {
                let selected = state.desk.selected_text();
                if !selected.is_empty() && !selected.contains('\n') {
                    state.find.text = selected.to_owned();
                }
                (state.find.is_open, state.find.takes_focus) = (true, true);
            }
            Outcome::FindAgain { backwards } => {
                let asked = if backwards { Asked::Previous } else { Asked::Next };
                if let Some(place) = state.find.place(&state.desk.buffer, state.desk.caret, asked) {
                    state.reveal = Reveal::Around(place.start);
                    state.desk.caret = Caret::over(place);
                }
            }
            Outcome::Nothing => {}
        }
    }
    if state.desk.caret != before {
        state.moved_at = ui.input(|input| input.time);
    }
}

/// Where to scroll to, if what is to be seen is not in sight.
fn offset(state: &mut SourceState, metrics: &Metrics, size: Vec2) -> Option<Vec2> {
    let size = if state.size == Vec2::ZERO { size } else { state.size };
    let byte = match state.reveal {
        Reveal::Nothing => return None,
        Reveal::Caret => state.desk.caret.at,
        Reveal::Around(byte) => state.desk.buffer.clamp(byte),
    };
    let (row, column) = state.desk.buffer.place(byte);
    let (top, left) = (row as f32 * metrics.row, column as f32 * metrics.character);
    let mut to = state.offset;
    let (first, last) = (to.y, to.y + size.y - metrics.row);
    if top < first || top > last {
        to.y = match state.reveal {
            Reveal::Caret if top < first => top - metrics.row,
            Reveal::Caret => top - size.y + 2.0 * metrics.row,
            _ => top - size.y / 3.0,
        };
    }
    let margin = 4.0 * metrics.character;
    if left < to.x || left > to.x + size.x - margin - PADDING {
        let far = left + 4.0 * margin - size.x;
        to.x = if far <= 0.0 {
            0.0
        } else if left < to.x {
            left - margin
        } else {
            far
        };
    }
    state.reveal = Reveal::Nothing;
    (to != state.offset).then(|| to.max(Vec2::ZERO))
}

fn rows(ui: &mut Ui, context: Context<'_>, state: &mut SourceState, metrics: &Metrics, viewport: Rect) {
    let buffer = &state.desk.buffer;
    let width = PADDING + (buffer.longest() as f32 + 4.0) * metrics.character;
    ui.set_width(width.max(viewport.width()));
    ui.set_height(buffer.rows().len() as f32 * metrics.row + metrics.row);
    let origin = ui.max_rect().min;
    let first = ((viewport.min.y / metrics.row).max(0.0) as usize).min(buffer.rows().len() - 1);
    let last = ((viewport.max.y / metrics.row).max(0.0) as usize + 1).min(buffer.rows().len());
    let at = pos2(origin.x + PADDING, origin.y + first as f32 * metrics.row);
    let sight = lay_out(ui, context.theme, state, metrics, first..last.max(first + 1), at);
    let response = ui.interact(ui.clip_rect(), text_id(), Sense::click_and_drag());
    let findings = context.session.active().map_or(&[][..], |(_, document)| document.diagnostics());
    point(ui, state, &response, &sight, metrics);
    paint(ui, context.theme, state, &sight, metrics, findings);
    describe(ui, state, &response, &sight);
    hover(ui, response, state, &sight, metrics, findings);
}

fn lay_out(ui: &Ui, theme: &Theme, state: &SourceState, metrics: &Metrics, rows: Range<usize>, at: Pos2) -> Sight {
    let buffer = &state.desk.buffer;
    let colours = &theme.source;
    let format = |color: Color32| TextFormat {
        font_id: metrics.font.clone(),
        color,
        line_height: Some(metrics.row),
        valign: egui::Align::Center,
        ..TextFormat::default()
    };
    let (from, until) = (buffer.rows()[rows.start].start, buffer.rows()[rows.end - 1].end);
    let line = buffer.line_range(from).start;
    let line = if from - line > FARTHEST_LINE_START { from } else { line };
    let inside = state.over_lines.partition_point(|(range, _)| range.end <= line);
    let begin =
        state.over_lines.get(inside).filter(|(range, _)| range.start < line).map_or(line, |(range, _)| range.start);
    let mut pieces = format::pieces(buffer.text(), begin).take_while(|(range, _)| range.start < until).peekable();
    let composing = (!state.composing.is_empty()).then_some(state.desk.caret.at);
    let mut job = LayoutJob { break_on_newline: true, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    job.keep_trailing_whitespace = true;
    let (mut starts, mut count) = (Vec::with_capacity(rows.len()), 0);
    for row in rows.clone() {
        let range = buffer.rows()[row];
        starts.push(count);
        let mut at = range.start;
        while at < range.end {
            while pieces.next_if(|(piece, _)| piece.end <= at).is_some() {}
            let (end, color) = match pieces.peek() {
                Some((piece, kind)) if piece.start <= at => (piece.end, colour(theme, *kind)),
                Some((piece, _)) => (piece.start, colours.plain),
                None => (range.end, colours.plain),
            };
            let mut end = end.min(range.end);
            if let Some(caret) = composing.filter(|caret| at < *caret && *caret < end) {
                end = caret;
            }
            if composing == Some(at) {
                job.append(&state.composing, 0.0, composed(format(colours.plain)));
            }
            job.append(&buffer.text()[at..end], 0.0, format(color));
            at = end;
        }
        count += buffer.text()[range.start..range.end].chars().count() + 1;
        if composing == Some(range.end) && buffer.row_of(range.end) == row {
            job.append(&state.composing, 0.0, composed(format(colours.plain)));
        }
        if row + 1 < rows.end {
            job.append("\n", 0.0, format(colours.plain));
        }
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let composing = composing.map(|caret| (caret, state.composing.chars().count()));
    Sight { rows, starts, galley, at, composing }
}

fn composed(format: TextFormat) -> TextFormat {
    TextFormat { underline: Stroke::new(1.0, format.color), ..format }
}

fn colour(theme: &Theme, piece: Piece) -> Color32 {
    let colours = &theme.source;
    match piece {
        Piece::Comment => colours.comment,
        Piece::Quoted => colours.quoted,
        Piece::Number => colours.number,
        Piece::Field => colours.field,
        Piece::Word => colours.word,
    }
}

impl Sight {
    /// The place in the galley of a byte; the nearest if it is out of sight.
    fn cursor(&self, state: &SourceState, byte: usize) -> CCursor {
        let (row, column) = state.desk.buffer.place(byte);
        let mut index = if row < self.rows.start {
            0
        } else if row >= self.rows.end {
            self.galley.end().index.0
        } else {
            self.starts[row - self.rows.start] + column
        };
        index += self.composing.filter(|(at, _)| byte >= *at && row >= self.rows.start).map_or(0, |(_, length)| length);
        CCursor::new(index)
    }

    /// The byte at a place of the galley.
    fn byte(&self, state: &SourceState, cursor: CCursor) -> usize {
        let index = cursor.index.0;
        let row = self.starts.partition_point(|start| *start <= index).saturating_sub(1);
        state.desk.buffer.byte_at(self.rows.start + row, index - self.starts[row])
    }

    fn shows(&self, state: &SourceState, byte: usize) -> bool {
        self.rows.contains(&state.desk.buffer.row_of(byte))
    }

    /// Where a stretch of a row stands on the screen; at least one character wide.
    fn stretch(&self, state: &SourceState, range: &Range<usize>, metrics: &Metrics) -> Rect {
        let start = self.galley.pos_from_cursor(self.cursor(state, range.start));
        let end = self.galley.pos_from_cursor(self.cursor(state, range.end));
        let right = if range.is_empty() { start.min.x + metrics.character } else { end.min.x };
        Rect::from_min_max(start.min, pos2(right, start.min.y + metrics.row)).translate(self.at.to_vec2())
    }
}

fn point(ui: &Ui, state: &mut SourceState, response: &Response, sight: &Sight, metrics: &Metrics) {
    if response.hovered() {
        ui.set_cursor_icon(CursorIcon::Text);
    }
    let Some(pointer) = response.interact_pointer_pos() else { return };
    let byte = sight.byte(state, sight.galley.cursor_from_pos(pointer - sight.at));
    let (is_pressed, is_extending) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
    let before = state.desk.caret;
    if response.double_clicked() {
        state.desk.caret = Caret::over(word_at(&state.desk.buffer, byte));
    } else if response.triple_clicked() {
        let line = state.desk.buffer.line_range(byte);
        state.desk.caret = Caret::over(line.start..after(&state.desk.buffer, line.end));
    } else if is_pressed && response.is_pointer_button_down_on() {
        ui.memory_mut(|memory| memory.request_focus(text_id()));
        state.desk.caret = state.desk.caret.moved_to(byte, is_extending);
    } else if response.dragged_by(egui::PointerButton::Primary) {
        let page = ui.clip_rect();
        // Beyond an edge the text follows, one row a frame.
        let beyond = if pointer.y < page.top() {
            -metrics.row
        } else if pointer.y > page.bottom() {
            metrics.row
        } else {
            0.0
        };
        let to = sight.byte(state, sight.galley.cursor_from_pos(pointer + vec2(0.0, beyond) - sight.at));
        state.desk.caret = state.desk.caret.moved_to(to, true);
        if beyond != 0.0 {
            state.reveal = Reveal::Caret;
            ui.request_repaint();
        }
    }
    if state.desk.caret != before {
        state.moved_at = ui.input(|input| input.time);
        state.composing.clear();
    }
}

fn paint(ui: &Ui, theme: &Theme, state: &SourceState, sight: &Sight, metrics: &Metrics, findings: &[Diagnostic]) {
    let painter = ui.painter();
    let buffer = &state.desk.buffer;
    for (at, row) in buffer.rows()[sight.rows.clone()].iter().enumerate() {
        if !state.marked.is_empty() && row.start < state.marked.end && state.marked.start <= row.end {
            let top = sight.at.y + at as f32 * metrics.row;
            let rect = Rect::from_x_y_ranges(ui.clip_rect().x_range(), top..=top + metrics.row);
            painter.rect_filled(rect, 0.0, theme.source.marked);
        }
    }
    let selected = state.desk.caret.range();
    let mut galley = Arc::clone(&sight.galley);
    if !selected.is_empty() && state.composing.is_empty() {
        let range = CCursorRange::two(sight.cursor(state, selected.start), sight.cursor(state, selected.end));
        paint_text_selection(&mut galley, ui.visuals(), &range, None);
    }
    painter.galley(sight.at, galley, theme.source.plain);
    underline(ui, theme, state, sight, metrics, findings);
    let is_focused = ui.memory(|memory| memory.has_focus(text_id())) && ui.input(|input| input.focused);
    if is_focused && sight.shows(state, state.desk.caret.at) {
        let cursor = sight.cursor(state, state.desk.caret.at);
        let rect = cursor_rect(&sight.galley, &cursor, metrics.row).translate(sight.at.to_vec2());
        if state.is_editable() {
            paint_text_cursor(ui, painter, rect, ui.input(|input| input.time) - state.moved_at);
        }
        ui.output_mut(|output| {
            output.ime = Some(IMEOutput {
                purpose: egui::IMEPurpose::Normal,
                rect: ui.clip_rect(),
                cursor_rect: rect,
                should_interrupt_composition: false,
            });
        });
    }
}

fn underline(ui: &Ui, theme: &Theme, state: &SourceState, sight: &Sight, metrics: &Metrics, findings: &[Diagnostic]) {
    let rows = &state.desk.buffer.rows()[sight.rows.clone()];
    for finding in findings {
        let start = state.desk.buffer.clamp(finding.span.start);
        let end = state.desk.buffer.clamp(finding.span.end).max(start);
        let colour = match finding.severity {
            Severity::Error => theme.error,
            Severity::Warning => theme.warning,
        };
        for row in rows.iter().filter(|row| row.start <= end && start <= row.end) {
            let range = start.max(row.start)..end.min(row.end);
            if range.is_empty() && range.start != start {
                continue;
            }
            let rect = sight.stretch(state, &range, metrics);
            ui.painter().line(wave(rect), Stroke::new(1.2, colour));
        }
    }
}

/// A wave along the lower edge of a rectangle.
fn wave(rect: Rect) -> Vec<Pos2> {
    let bottom = rect.bottom() - 1.5;
    let steps = (rect.width() / 2.5).ceil().max(2.0) as usize;
    (0..=steps)
        .map(|step| {
            pos2((rect.left() + step as f32 * 2.5).min(rect.right()), bottom - if step % 2 == 0 { 0.0 } else { 2.0 })
        })
        .collect()
}

/// For those who can't see it.
fn describe(ui: &Ui, state: &SourceState, response: &Response, sight: &Sight) {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, "Source"));
    let is_editable = state.is_editable();
    ui.ctx().accesskit_node_builder(text_id(), |node| {
        node.set_role(egui::accesskit::Role::MultilineTextInput);
        node.set_description("The text of the dataset. Tab indents; Escape, then Tab leads on.");
        if is_editable {
            node.add_action(egui::accesskit::Action::ReplaceSelectedText);
        } else {
            node.set_read_only();
        }
    });
    let caret = state.desk.caret;
    let range = sight.shows(state, caret.at).then(|| CCursorRange {
        primary: sight.cursor(state, caret.at),
        secondary: sight.cursor(state, caret.anchor),
        h_pos: None,
    });
    let transform = TSTransform::from_translation(sight.at.to_vec2());
    update_accesskit_for_text_widget(ui.ctx(), text_id(), range, transform, &sight.galley);
}

/// What is wrong at the pointer.
fn hover(ui: &Ui, response: Response, state: &SourceState, sight: &Sight, metrics: &Metrics, findings: &[Diagnostic]) {
    let Some(pointer) = response.hover_pos().filter(|_| !ui.input(|input| input.pointer.any_down())) else { return };
    let byte = sight.byte(state, sight.galley.cursor_from_pos(pointer - sight.at));
    let is_on_text = |finding: &&Diagnostic| {
        let start = state.desk.buffer.clamp(finding.span.start);
        let row = state.desk.buffer.rows()[state.desk.buffer.row_of(byte)];
        let range = start.max(row.start)..finding.span.end.min(row.end).max(start.max(row.start));
        range.start <= byte && byte <= range.end && sight.stretch(state, &range, metrics).expand(1.0).contains(pointer)
    };
    let texts: Vec<String> = findings.iter().filter(is_on_text).map(problems::description).collect();
    if !texts.is_empty() {
        response.on_hover_text_at_pointer(texts.join("\n\n"));
    }
}
