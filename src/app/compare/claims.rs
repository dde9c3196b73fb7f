//! The claims that come out otherwise, with both verdicts and their arithmetic.

use egui::{Button, RichText, ScrollArea, Ui};

use super::Scene;
use crate::{
    analysis::{Outcome, VerdictChange},
    app::library::{color, mark},
    session::Command,
};

/// Up to so many claims are all drawn, as high as their words make them; of more, each takes three lines.
const ALL_DRAWN: usize = 100;

pub(super) fn ui(ui: &mut Ui, scene: Scene<'_>, queue: &mut Vec<Command>) {
    let verdicts = &scene.compared.differences.comparison.verdicts;
    let area = ScrollArea::vertical().id_salt("changed claims").auto_shrink(false);
    if verdicts.len() <= ALL_DRAWN {
        area.show(ui, |ui| verdicts.iter().for_each(|change| claim(ui, scene, change, true, queue)));
        return;
    }
    let line = ui.spacing().interact_size.y.max(ui.text_style_height(&egui::TextStyle::Body));
    let height = 3.0 * (line + ui.spacing().item_spacing.y) + 8.0;
    area.show_rows(ui, height, verdicts.len(), |ui, range| {
        for change in &verdicts[range] {
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| claim(ui, scene, change, false, queue));
        }
    });
}

fn claim(ui: &mut Ui, scene: Scene<'_>, change: &VerdictChange, wraps: bool, queue: &mut Vec<Command>) {
    let text = scene.compared.after.claims.get(&change.id).map_or(change.id.as_str(), |claim| claim.text.as_str());
    let selection = scene.context.session.selection_of_item("claim", &change.id);
    let is_selected = selection.as_ref().is_some_and(|selection| selection == scene.context.session.selection());
    let button = Button::selectable(is_selected, RichText::new(text).strong());
    let button = ui.add_enabled(selection.is_some(), if wraps { button.wrap() } else { button.truncate() });
    let button = button.on_hover_text("A click selects the claim, a double click shows it in the figure");
    if let Some(selection) = selection {
        if button.double_clicked() {
            queue.push(Command::Reveal(selection));
        } else if button.clicked() {
            queue.push(Command::Select(selection));
        }
    }
    let sides = [("Before", change.before, &change.arithmetic_before), ("After", change.after, &change.arithmetic)];
    for (side, outcome, arithmetic) in sides {
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            super::fixed(ui, 48.0, RichText::new(side).color(scene.context.theme.muted));
            let outcome = outcome_of(outcome);
            let words = format!("{} {}", mark(outcome), outcome.words());
            ui.colored_label(color(scene.context.theme, outcome), words);
            let arithmetic_label = egui::Label::new(arithmetic.as_str());
            let label = if wraps { arithmetic_label.wrap() } else { arithmetic_label.truncate() };
            ui.add(label).on_hover_text(arithmetic);
        });
    }
    ui.add_space(8.0);
}

fn outcome_of(name: &str) -> Outcome {
    let all = [Outcome::Holds, Outcome::Fails, Outcome::Undecidable];
    all.into_iter().find(|outcome| outcome.name() == name).unwrap_or(Outcome::Undecidable)
}
