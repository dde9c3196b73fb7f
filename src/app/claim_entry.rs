//! The field in which a claim is written as a sentence: completed while it is typed, with the verdict below.

use egui::{Color32, Key, Modifiers, RichText, Stroke, TextBuffer, TextEdit, TextFormat, Ui, text::LayoutJob};

use super::{Context, theme::Theme};
use crate::{
    analysis::{
        Outcome, Verdict,
        sentence::{self, About, Completion, SentenceError},
    },
    model::{Claim, number::Locale},
    session::{Command, DocumentId},
};

/// What is typed, and what is known of it.
#[derive(Clone, Debug, Default)]
pub(super) struct ClaimEntry {
    text: String,
    known: Option<Known>,
    /// The completion that the arrows have chosen.
    chosen: Option<usize>,
}

/// What follows from a text; found once for each.
#[derive(Clone, Debug)]
struct Known {
    of: (DocumentId, u64, String, About),
    read: Result<(Claim, Verdict), SentenceError>,
    completions: Vec<Completion>,
}

impl ClaimEntry {
    /// Draws the field and what is said below it. Enter adds the claim.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
        let Some((id, document)) = context.session.active() else { return };
        self.find_out(context, (id, document.revision()));
        let field_id = ui.scope_id().with("claim in words");
        let has_focus = ui.memory(|memory| memory.has_focus(field_id));
        let completions = self.known.as_ref().map(|known| known.completions.clone()).unwrap_or_default();
        if has_focus {
            self.keys(ui, &completions, field_id);
        }
        let label = ui.label("New claim in words");
        let wrong = self.known.as_ref().and_then(|known| known.read.as_ref().err()).map(|error| error.span.clone());
        let colour = context.theme.error;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            ui.painter().layout_job(marked(ui, text.as_str(), wrong.clone(), colour, width))
        };
        let field = TextEdit::singleline(&mut self.text)
            .id(field_id)
            .hint_text("mexico 2013 is half of 2012")
            .desired_width(f32::INFINITY)
            .lock_focus(!completions.is_empty())
            .layouter(&mut layouter);
        let response = ui.add(field).labelled_by(label.id);
        if response.changed() {
            self.chosen = None;
            self.find_out(context, (id, document.revision()));
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if self.text.trim().is_empty() {
            return;
        }
        let Some(known) = self.known.clone() else { return };
        let mut adds = enter;
        match &known.read {
            Ok((claim, verdict)) => {
                said(ui, verdict, context.theme);
                let button = ui.button("Add claim");
                adds |= button.on_hover_text("Keep it among the claims, to be checked from now on (Enter)").clicked();
                if adds {
                    queue.push(Command::AddClaim(Box::new(claim.clone())));
                    *self = Self::default();
                    return;
                }
            }
            Err(error) => {
                // At its end a sentence is only not finished yet.
                let colour = if error.span.is_empty() { context.theme.muted } else { context.theme.error };
                ui.colored_label(colour, error.message.as_str());
                if enter {
                    response.request_focus();
                }
            }
        }
        if has_focus || response.has_focus() {
            self.offer(ui, &known.completions, field_id);
        }
    }

    fn find_out(&mut self, context: Context<'_>, (id, revision): (DocumentId, u64)) {
        let of = (id, revision, self.text.clone(), context.session.about());
        if self.known.as_ref().is_some_and(|known| known.of == of) {
            return;
        }
        let dataset = context.session.dataset();
        let completions =
            dataset.map(|dataset| sentence::complete(&dataset, &self.text, Locale::ALL)).unwrap_or_default();
        let completions = if self.text.trim().is_empty() { Vec::new() } else { completions };
        self.known = Some(Known { read: context.session.read_claim(&self.text), completions, of });
    }

    /// Tab takes a completion, the arrows choose one.
    fn keys(&mut self, ui: &Ui, completions: &[Completion], field: egui::Id) {
        if completions.is_empty() {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) {
            self.chosen = Some(self.chosen.map_or(0, |at| (at + 1) % completions.len()));
        } else if pressed(Key::ArrowUp) {
            self.chosen = Some(self.chosen.unwrap_or(0).checked_sub(1).unwrap_or(completions.len() - 1));
        } else if pressed(Key::Tab) || (self.chosen.is_some() && pressed(Key::Enter)) {
            let completion = completions[self.chosen.unwrap_or(0).min(completions.len() - 1)].clone();
            self.take(ui, &completion, field);
        }
    }

    fn take(&mut self, ui: &Ui, completion: &Completion, field: egui::Id) {
        if self.text.get(completion.span.clone()).is_some() {
            self.text.replace_range(completion.span.clone(), &completion.text);
            if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.chosen = None;
        let end = egui::text::CCursor::new(self.text.chars().count());
        let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field).unwrap_or_default();
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), field);
    }

    /// Ways to go on, each a button.
    fn offer(&mut self, ui: &mut Ui, completions: &[Completion], field: egui::Id) {
        let mut taken = None;
        ui.horizontal_wrapped(|ui| {
            for (n, completion) in completions.iter().enumerate() {
                let button = egui::Button::selectable(self.chosen == Some(n), &completion.text).small();
                let button = ui.add(button).on_hover_text(format!("{}: Tab takes the first", completion.what));
                if button.accessible_name(format!("Go on with {}", completion.text)).clicked() {
                    taken = Some(completion.clone());
                }
            }
        });
        if let Some(completion) = taken {
            self.take(ui, &completion, field);
            ui.memory_mut(|memory| memory.request_focus(field));
        }
    }
}

/// A verdict with its arithmetic, in the colour of the verdict.
pub(super) fn said(ui: &mut Ui, verdict: &Verdict, theme: &Theme) {
    let colour = match verdict.outcome {
        Outcome::Holds => theme.good,
        Outcome::Fails => theme.error,
        Outcome::Undecidable => theme.warning,
    };
    ui.label(RichText::new(format!("The claim {}", verdict.outcome.words())).color(colour).strong());
    ui.label(&verdict.arithmetic);
    for warning in &verdict.warnings {
        ui.weak(warning);
    }
}

/// The text with what is not understood underlined.
fn marked(ui: &Ui, text: &str, wrong: Option<std::ops::Range<usize>>, colour: Color32, width: f32) -> LayoutJob {
    let font_id = egui::TextStyle::Body.resolve(ui.style());
    let plain = TextFormat { font_id, color: ui.visuals().text_color(), ..TextFormat::default() };
    let underlined = TextFormat { underline: Stroke::new(1.5, colour), ..plain.clone() };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let wrong = wrong.filter(|span| text.get(span.clone()).is_some()).unwrap_or(text.len()..text.len());
    job.append(&text[..wrong.start], 0.0, plain.clone());
    job.append(&text[wrong.clone()], 0.0, underlined);
    job.append(&text[wrong.end..], 0.0, plain);
    job
}
