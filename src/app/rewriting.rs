//! The editor of a text of the figure, in the place and the type of that text. What is typed is previewed at once and
//! committed as one edit by Enter or by a click elsewhere; Esc drops it.

use std::sync::Arc;

use egui::{EventFilter, FontId, Galley, Key, Modifiers, Rect, TextBuffer, TextEdit, Ui, text::LayoutJob, vec2};

use super::Context;
use crate::{
    chart::Wording,
    figure::{FigureResponse, FigureTheme, WrittenText},
    model::{Annotation, Dataset, Edit, Id},
    session::{Command, DocumentId, Selection},
};

/// The narrowest field for a name, in points.
const NARROWEST: f32 = 150.0;

/// What is being written in the figure, if anything.
#[derive(Debug, Default)]
pub(super) struct Rewriting {
    writing: Option<Writing>,
    /// What a command wants to be written anew.
    asked: Option<Wording>,
}

/// The annotation that what is written is added with.
#[derive(Debug)]
struct Added {
    annotation: Annotation,
    index: usize,
}

#[derive(Debug)]
struct Writing {
    document: DocumentId,
    chart: Id,
    wording: Wording,
    text: String,
    /// How and where it was last shown; while it is written it may have no place of its own.
    shown: WrittenText,
    /// The field is new and wants the focus.
    is_new: bool,
    /// The annotation whose words these are, if it is not there yet.
    added: Option<Added>,
}

impl Rewriting {
    /// Opens the editor in the next frame.
    pub(super) fn ask(&mut self, wording: Wording) {
        self.asked = Some(wording);
    }

    /// Whether something is being written.
    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Opens the editor for the words of a new annotation, which comes with them.
    pub(super) fn add(
        &mut self,
        (document, chart): (DocumentId, Id),
        annotation: Annotation,
        index: usize,
        rect: Rect,
    ) {
        let wording = Wording::Annotation(index);
        let font = FontId::proportional(13.0);
        let shown =
            WrittenText { wording: wording.clone(), rect, font, color: egui::Color32::PLACEHOLDER, line_height: 17.0 };
        let text = annotation.text.clone();
        let added = Some(Added { annotation, index });
        self.writing = Some(Writing { document, chart, wording, text, shown, is_new: true, added });
    }

    /// Opens and draws the editor over the figure of a chart.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        context: Context<'_>,
        chart: &Id,
        theme: &FigureTheme,
        response: &FigureResponse,
        queue: &mut Vec<Command>,
    ) {
        if let Some(wording) = self.asked.take() {
            self.writing = Writing::open(context, chart, wording, theme, response);
        }
        if let Some(wording) = &response.rewrite {
            take_back_highlight(context, response, queue);
            // In the frame after the click, which else would take the focus away again.
            self.ask(wording.clone());
            ui.ctx().request_repaint();
        }
        let Some(writing) = &mut self.writing else { return };
        if context.session.active().is_none_or(|(id, _)| id != writing.document) || *chart != writing.chart {
            self.writing = None;
            queue.push(Command::Preview(None));
            return;
        }
        if writing.is_new && writing.added.is_some() {
            writing.shown.color = theme.text.into();
            queue.push(Command::Preview(writing.edit(context)));
        }
        if let Some(shown) = response.texts.iter().find(|text| text.wording == writing.wording) {
            writing.shown = shown.clone();
        }
        match writing.show(ui, theme, response.response.rect) {
            Outcome::Goes => {}
            Outcome::Typed => queue.push(Command::Preview(writing.edit(context))),
            Outcome::Dropped => {
                self.writing = None;
                queue.push(Command::Preview(None));
            }
            Outcome::Done => {
                let label = Some(format!("change the {}", writing.wording.words()));
                let label = writing.added.as_ref().map(Added::label).or(label);
                let edit = writing.edit(context);
                let selection = edit.as_ref().and_then(|_| writing.selected_after());
                queue.push(edit.map_or(Command::Preview(None), |edit| Command::Edit { edit, label }));
                queue.extend(selection.map(Command::Select));
                self.writing = None;
            }
        }
    }
}

/// The first click of a double click on a name has highlighted it, which was not meant.
fn take_back_highlight(context: Context<'_>, response: &FigureResponse, queue: &mut Vec<Command>) {
    let Some(series) = &response.named_again else { return };
    let last = context.session.active().and_then(|(_, document)| document.undo_label());
    if last == Some(format!("highlight {series}").as_str()) {
        queue.push(Command::Undo);
    }
}

impl Added {
    fn label(&self) -> String {
        format!("add {}", self.annotation.kind.words())
    }

    /// `None` as long as it says nothing and has to.
    fn edit(&self, dataset: &Dataset, id: &Id, text: &str) -> Option<Edit> {
        let mut chart = dataset.charts.get(id).filter(|chart| chart.annotations.len() == self.index)?.clone();
        let annotation = Annotation { text: text.trim().to_owned(), ..self.annotation.clone() };
        if annotation.lacks().is_some() {
            return None;
        }
        chart.annotations.push(annotation);
        Some(Edit::PutChart { id: id.clone(), chart })
    }
}

/// What became of what is written.
enum Outcome {
    Goes,
    Typed,
    Dropped,
    Done,
}

impl Writing {
    /// `None` for what can't be changed.
    fn open(
        context: Context<'_>,
        chart: &Id,
        wording: Wording,
        theme: &FigureTheme,
        response: &FigureResponse,
    ) -> Option<Self> {
        let (document, open) = context.session.active()?;
        if open.is_read_only() || context.session.under_way().is_some() {
            return None;
        }
        let text = wording.text(open.dataset(), chart)?;
        let shown = response.texts.iter().find(|text| text.wording == wording).cloned();
        let shown = shown.unwrap_or_else(|| nowhere(&wording, theme, response));
        Some(Self { document, chart: chart.clone(), wording, text, shown, is_new: true, added: None })
    }

    /// What it means to the document as it is.
    fn edit(&self, context: Context<'_>) -> Option<Edit> {
        let (_, document) = context.session.active()?;
        if let Some(added) = &self.added {
            return added.edit(document.dataset(), &self.chart, &self.text);
        }
        self.wording.rewritten(document.dataset(), &self.chart, &self.text)
    }

    /// What is selected when it is written: the annotation, so that it can be moved at once.
    fn selected_after(&self) -> Option<Selection> {
        let Wording::Annotation(index) = self.wording else { return None };
        Some(Selection::Annotation { chart: self.chart.clone(), index })
    }

    fn show(&mut self, ui: &mut Ui, theme: &FigureTheme, page: Rect) -> Outcome {
        let id = ui.scope_id().with("rewriting");
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        let pressed = |key| is_focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Escape) {
            return Outcome::Dropped;
        }
        if pressed(Key::Enter) || pressed(Key::Tab) {
            return Outcome::Done;
        }
        let rect = self.place(page);
        let (font, color, line_height) = (self.shown.font.clone(), self.shown.color, self.shown.line_height);
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| -> Arc<Galley> {
            let mut format = egui::TextFormat::simple(font.clone(), color);
            format.line_height = Some(line_height);
            let mut job = LayoutJob::single_section(text.as_str().to_owned(), format);
            job.wrap.max_width = width;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let is_new = std::mem::take(&mut self.is_new);
        if is_new {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::default()));
        let mut output = TextEdit::multiline(&mut self.text)
            .id(id)
            .event_filter(EventFilter { tab: true, escape: true, horizontal_arrows: true, vertical_arrows: true })
            .return_key(None)
            .desired_rows(1)
            .desired_width(rect.width() - 8.0)
            .margin(egui::Margin::symmetric(4, 2))
            .hint_text(hint(&self.wording))
            .background_color(theme.background.into())
            .text_color(color)
            .layouter(&mut layouter)
            .show(&mut child);
        if is_new {
            let all = egui::text::CCursorRange::select_all(&output.galley);
            output.state.cursor.set_char_range(Some(all));
            output.state.store(ui.ctx(), id);
            // The field keeps Tab and Esc to itself from the next pass on.
            ui.ctx().request_repaint();
        }
        let field = output.response.response.accessible_name(format!("Edit the {}", self.wording.words()));
        ui.painter().rect_stroke(
            field.rect,
            2.0,
            egui::Stroke::new(1.5, ui.visuals().selection.stroke.color),
            egui::StrokeKind::Outside,
        );
        if field.changed() {
            Outcome::Typed
        } else if field.lost_focus() && !is_new {
            Outcome::Done
        } else {
            Outcome::Goes
        }
    }

    /// Over the text; as wide as there is room for what runs over the whole page, and never beyond it.
    fn place(&self, page: Rect) -> Rect {
        let text = self.shown.rect;
        let margin = (text.left() - page.left()).clamp(4.0, 60.0);
        let width = match self.wording {
            Wording::Name(_) | Wording::Event(_) | Wording::Annotation(_) => (text.width() + 40.0).max(NARROWEST),
            _ => page.right() - margin - text.left(),
        };
        let width = width.clamp(NARROWEST, (page.width() - 8.0).max(NARROWEST));
        let left = (text.left() - 4.0).min(page.right() - width - 4.0).max(page.left());
        Rect::from_min_size(egui::pos2(left, text.top() - 2.0), vec2(width, text.height().max(self.shown.line_height)))
    }
}

fn hint(wording: &Wording) -> &'static str {
    match wording {
        Wording::Title => "What the figure says",
        Wording::Subtitle => "What is measured, where, when, in which unit",
        Wording::Note => "What a reader must know to read it right",
        Wording::ValueAxis => "What the axis measures; follows from the unit",
        Wording::Name(_) | Wording::Source(_) | Wording::Event(_) => "Name",
        Wording::Annotation(_) => "Say it in a few words",
    }
}

/// Where a text goes that the figure does not have yet.
fn nowhere(wording: &Wording, theme: &FigureTheme, response: &FigureResponse) -> WrittenText {
    let page = response.response.rect;
    let size = if *wording == Wording::Title { theme.sizes.title } else { theme.sizes.subtitle };
    let line_height = size * 1.25;
    let top = match wording {
        Wording::Note => page.bottom() - line_height - 12.0,
        Wording::Subtitle => {
            let title = response.texts.iter().find(|text| text.wording == Wording::Title);
            title.map_or(page.top() + 12.0, |title| title.rect.bottom() + 2.0)
        }
        _ => page.top() + 12.0,
    };
    let rect = Rect::from_min_size(egui::pos2(page.left() + 16.0, top), vec2(1.0, line_height));
    let color = theme.title.into();
    WrittenText { wording: wording.clone(), rect, font: FontId::proportional(size), color, line_height }
}
