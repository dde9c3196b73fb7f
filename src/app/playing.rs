//! Playing a chart through its periods: a bar under the figure with a button and a slider.

use egui::{Button, Slider, Ui};

use super::Context;
use crate::{
    analysis::period_words,
    model::{Id, Period},
    session::{Command, DocumentId},
};

/// The whole play lasts about so many seconds, if its periods are neither too few nor too many.
const SECONDS: f64 = 12.0;

/// Whether the chart is being played.
#[derive(Debug, Default)]
pub(super) struct Playing {
    is_open: bool,
    is_running: bool,
    /// When the period shown came up.
    since: f64,
    /// The periods of a chart of a document at a revision.
    periods: Option<(DocumentId, u64, Id, Vec<Period>)>,
}

impl Playing {
    /// Opens the bar and starts, or closes it.
    pub(super) fn toggle(&mut self, now: f64) {
        self.is_open = !self.is_open;
        self.is_running = self.is_open;
        self.since = now;
    }

    /// Whether the bar is shown.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Goes on to the next period when it is time.
    pub(super) fn go_on(&mut self, ui: &Ui, context: Context<'_>, queue: &mut Vec<Command>) {
        if !self.is_open {
            if context.session.until().is_some() {
                queue.push(Command::ShowUntil(None));
            }
            return;
        }
        self.look_up(context);
        let periods = self.periods.as_ref().map_or(&[][..], |(.., periods)| periods);
        let Some(first) = periods.first().filter(|_| periods.len() > 1) else {
            self.is_running = false;
            return;
        };
        let now = ui.input(|input| input.time);
        let Some(at) = position(periods, context.session.until()) else {
            queue.push(Command::ShowUntil(Some(*first)));
            self.since = now;
            return;
        };
        if !self.is_running {
            return;
        }
        let each = (SECONDS / periods.len() as f64).clamp(0.12, 0.8);
        let left = self.since + each - now;
        if left > 0.0 {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        } else if let Some(next) = periods.get(at + 1) {
            queue.push(Command::ShowUntil(Some(*next)));
            self.since = now;
        } else {
            self.is_running = false;
        }
    }

    /// Keeps the periods of the chart that is looked at.
    fn look_up(&mut self, context: Context<'_>) {
        let now = context.session.active().zip(context.session.chart());
        let Some(((document, open), chart)) = now else {
            self.periods = None;
            return;
        };
        let is_known = |(of, revision, shown, _): &(DocumentId, u64, Id, Vec<Period>)| {
            *of == document && *revision == open.revision() && shown == chart
        };
        if !self.periods.as_ref().is_some_and(is_known) {
            let periods = context.session.periods_to_play();
            self.periods = Some((document, open.revision(), chart.clone(), periods));
        }
    }

    /// The bar.
    pub(super) fn bar(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
        let periods = self.periods.as_ref().map(|(.., periods)| periods.clone()).unwrap_or_default();
        ui.horizontal(|ui| {
            if periods.len() < 2 {
                ui.label("There is nothing to play: the chart has values of fewer than two periods, or very many.");
            } else {
                self.controls(ui, context, &periods, queue);
            }
            let close = ui.button("×").on_hover_text("Show all periods again");
            if close.accessible_name("Stop playing").clicked() {
                self.is_open = false;
            }
        });
    }

    fn controls(&mut self, ui: &mut Ui, context: Context<'_>, periods: &[Period], queue: &mut Vec<Command>) {
        let last = periods.len() - 1;
        let at = position(periods, context.session.until()).unwrap_or(0);
        let words = if self.is_running { "Pause" } else { "Play" };
        // As wide for both, or the slider would jump.
        if ui.add(Button::new(words).min_size(egui::vec2(56.0, 0.0))).clicked() {
            self.is_running = !self.is_running;
            self.since = ui.input(|input| input.time);
            if self.is_running && at == last {
                queue.push(Command::ShowUntil(Some(periods[0])));
            }
        }
        let mut chosen = at;
        ui.spacing_mut().slider_width = (ui.available_width() - 150.0).max(60.0);
        let slider = ui.add(Slider::new(&mut chosen, 0..=last).show_value(false));
        if slider.accessible_name("Period shown").changed() && chosen != at {
            self.is_running = false;
            queue.push(Command::ShowUntil(Some(periods[chosen])));
        }
        ui.label(period_words(periods[chosen.min(last)]));
    }
}

/// The position of the last period that is shown.
fn position(periods: &[Period], until: Option<Period>) -> Option<usize> {
    let until = until?;
    periods.iter().rposition(|at| at.last_day() <= until.last_day())
}
