//! Series, sources, events, claims and charts that came, went or changed, with the fields that did; a line each, of
//! which only those in sight are drawn.

use egui::{Button, Label, RichText, ScrollArea, Ui};

use super::Scene;
use crate::{
    analysis::{FieldChange, ItemChange, ItemFate},
    session::Command,
};

/// A line of the list.
enum Line<'a> {
    Item(&'a ItemChange),
    Field(&'a FieldChange),
}

pub(super) fn ui(ui: &mut Ui, scene: Scene<'_>, queue: &mut Vec<Command>) {
    let items = &scene.compared.differences.comparison.items;
    let fields = |item: &ItemChange| if let ItemFate::Changed(fields) = &item.change { fields.len() } else { 0 };
    // Where each item stands among the lines, so that those in sight are found without going through all.
    let starts: Vec<usize> =
        items.iter().scan(0, |at, item| Some(std::mem::replace(at, *at + 1 + fields(item)))).collect();
    let count = starts.last().zip(items.last()).map_or(0, |(start, item)| start + 1 + fields(item));
    let height = ui.spacing().interact_size.y;
    let area = ScrollArea::vertical().id_salt("changed items").auto_shrink(false);
    area.show_rows(ui, height, count, |ui, range| {
        for n in range {
            let at = starts.partition_point(|start| *start <= n).saturating_sub(1);
            let item = &items[at];
            let shown = match (n.checked_sub(starts[at] + 1), &item.change) {
                (Some(field), ItemFate::Changed(fields)) => Line::Field(&fields[field]),
                _ => Line::Item(item),
            };
            match shown {
                Line::Item(item) => head(ui, scene, item, queue),
                Line::Field(change) => field(ui, scene, change),
            }
        }
    });
}

fn head(ui: &mut Ui, scene: Scene<'_>, item: &ItemChange, queue: &mut Vec<Command>) {
    let theme = scene.context.theme;
    let (sign, color, fate) = match &item.change {
        ItemFate::Added(count) => ("+", theme.good, format!("added{}", figures(item.kind, *count))),
        ItemFate::Removed(count) => ("−", theme.error, format!("removed{}", figures(item.kind, *count))),
        ItemFate::Changed(_) => ("→", theme.muted, String::new()),
    };
    let selection = scene.context.session.selection_of_item(item.kind, &item.id);
    ui.horizontal(|ui| {
        super::fixed(ui, 14.0, RichText::new(sign).color(color).strong());
        let name = if item.id.is_empty() { item.kind.to_owned() } else { format!("{} {}", item.kind, item.id) };
        let is_selected = selection.as_ref().is_some_and(|selection| selection == scene.context.session.selection());
        let button =
            ui.add_enabled(selection.is_some(), Button::selectable(is_selected, RichText::new(&name).strong()));
        let button = button.on_hover_text("A click selects it, a double click shows it in the documents");
        let button = button.on_disabled_hover_text("It is not in the open dataset");
        if let Some(selection) = selection {
            if button.double_clicked() {
                queue.push(Command::Reveal(selection));
            } else if button.clicked() {
                queue.push(Command::Select(selection));
            }
        }
        let title = title(scene, item);
        let words = [title.as_str(), fate.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        ui.add(Label::new(RichText::new(words.join(", ")).color(theme.muted)).truncate());
    });
}

fn figures(kind: &str, count: usize) -> String {
    match (kind, count) {
        ("series", 1) => ", with 1 figure".to_owned(),
        ("series", count) => format!(", with {count} figures"),
        _ => String::new(),
    }
}

/// The name that people know an item by.
fn title(scene: Scene<'_>, item: &ItemChange) -> String {
    let compared = scene.compared;
    let dataset = if matches!(item.change, ItemFate::Removed(_)) { &compared.before } else { &compared.after };
    let id = &item.id;
    let title = match item.kind {
        "source" => dataset.sources.get(id).map(|source| source.short_name(id).to_owned()),
        "series" => dataset.series.get(id).map(|series| series.label(id).to_owned()),
        "event" => dataset.events.get(id).map(|event| format!("{} {}", event.at, event.title)),
        "claim" => dataset.claims.get(id).map(|claim| claim.text.clone()),
        "chart" => dataset.charts.get(id).and_then(|chart| chart.title.clone()),
        _ => None,
    };
    title.filter(|title| title != id.as_str()).unwrap_or_default()
}

fn field(ui: &mut Ui, scene: Scene<'_>, change: &FieldChange) {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let (before, after) = (said(&change.before), said(&change.after));
    ui.horizontal(|ui| {
        ui.add_space(28.0);
        let width = ui.available_width();
        super::fixed(ui, 90.0, RichText::new(&change.field).color(scene.context.theme.muted));
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = Label::new(format!("{} → {}", one_line(&before), one_line(&after))).truncate();
        ui.add(label).on_hover_ui(|ui| {
            ui.set_max_width(width.min(480.0));
            ui.label(&before);
            ui.weak("→");
            ui.label(&after);
        });
    });
}
