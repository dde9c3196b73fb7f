//! The words of a figure that its author can change where they stand.

use egui::{
    Color32, CursorIcon, FontId, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
};

use super::{FigureResponse, FigureTheme, type_setting::PlacedText};
use crate::chart::Wording;

/// A text of a figure that its author can change, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenText {
    /// What it is.
    pub wording: Wording,
    /// Where it stands.
    pub rect: Rect,
    /// What it is set in.
    pub font: FontId,
    /// What it is drawn in.
    pub color: Color32,
    /// From row to row, in points.
    pub line_height: f32,
}

/// Lets each of the texts be pointed at and focused; a double click, Enter or F2 asks to write it anew.
pub(super) fn offer<'a>(
    ui: &Ui,
    texts: impl IntoIterator<Item = &'a PlacedText>,
    theme: &FigureTheme,
    result: &mut FigureResponse,
) {
    for text in texts {
        let Some(wording) = &text.wording else { continue };
        let rect = text.rect().expand(2.0).intersect(result.response.rect);
        // Several panels may have the same name.
        let salt = ("text", wording, rect.left() as i32, rect.top() as i32);
        let field = ui.interact(rect, result.response.id.with(salt), Sense::CLICK | Sense::FOCUSABLE);
        let label = format!("Change the {}", kind(wording));
        field.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(Role::Button, true, &label);
            info.current_text_value = Some(text.galley.text().to_owned());
            info
        });
        let is_watched = field.hovered() || field.has_focus();
        if is_watched {
            let stroke = Stroke::new(1.0, theme.muted);
            ui.painter().rect_stroke(rect, 2.0, stroke, StrokeKind::Outside);
        }
        result.over_text |= field.hovered();
        let asked = is_asked_for(ui, &field);
        let at = field.interact_pointer_pos().filter(|_| field.double_clicked());
        if let Some(written) = written(text, at) {
            if asked {
                result.rewrite = Some(written.wording.clone());
            }
            result.texts.push(written);
        }
        field.on_hover_cursor(CursorIcon::Text);
    }
}

/// Whether a text that can be pointed at is to be written anew: by a double click, or from the keyboard.
fn is_asked_for(ui: &Ui, field: &Response) -> bool {
    let by_key = field.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::F2));
    let by_enter = field.clicked() && !field.clicked_by(PointerButton::Primary);
    field.double_clicked() || by_key || by_enter
}

/// What a text is, and how it is set; of a source line the source that is pointed at.
pub(super) fn written(text: &PlacedText, at: Option<Pos2>) -> Option<WrittenText> {
    let wording = match text.wording.clone()? {
        Wording::Source(_) => Wording::Source(source_at(text, at)?),
        wording => wording,
    };
    let format = &text.galley.job.sections.first()?.format;
    let font = format.font_id.clone();
    let line_height = format.line_height.unwrap_or(font.size * 1.25);
    Some(WrittenText { wording, rect: text.rect(), font, color: format.color, line_height })
}

/// The name of a source in a source line: that under the pointer, else the first.
fn source_at(text: &PlacedText, at: Option<Pos2>) -> Option<String> {
    let line = text.galley.text();
    let char_at = at.map_or(0, |at| text.galley.cursor_from_pos(at - text.pos).index.0);
    let before: String = line.chars().take(char_at).collect();
    let name = line.split("; ").nth(before.matches("; ").count())?;
    Some(name.strip_prefix("Sources: ").or_else(|| name.strip_prefix("Source: ")).unwrap_or(name).to_owned())
}

/// What a kind of text is called.
fn kind(wording: &Wording) -> String {
    match wording {
        Wording::Source(_) => "sources".to_owned(),
        wording => wording.words(),
    }
}
