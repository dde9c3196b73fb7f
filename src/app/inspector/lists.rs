//! The items of a section, to be chosen, added, copied and deleted.

use egui::{Button, ScrollArea, Ui};

use super::{claims::starting_check, desk::Desk, form::commit};
use crate::{
    model::{Claim, Dataset, Edit, Event, Id, Item, Period, Qualifier, SectionKind, Source, SourceRefs, Unit},
    session::{Command, Selection, gestures},
};

/// The height that a list takes at most; the form below it needs the rest.
const LIST_HEIGHT: f32 = 132.0;

/// The list of a section with its buttons.
pub(super) fn list(ui: &mut Ui, desk: &mut Desk<'_>, section: SectionKind, selection: &Selection) {
    let dataset = desk.dataset;
    let chosen = match selection {
        Selection::Item { section: other, id } if *other == section => Some(id),
        Selection::Cell { series, .. } | Selection::Observation { series, .. } if section == SectionKind::Series => {
            Some(series)
        }
        _ => None,
    };
    buttons(ui, desk, section, chosen);
    let rows = names(dataset, section);
    if rows.is_empty() {
        ui.weak(format!("There are no {} yet", section.name()));
    }
    ScrollArea::vertical().id_salt(section).max_height(LIST_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        for (id, name) in rows {
            let row = ui.add(
                Button::selectable(chosen == Some(id), &name).truncate().min_size([ui.available_width(), 0.0].into()),
            );
            if desk.is_new && chosen == Some(id) {
                row.scroll_to_me(None);
            }
            if row.on_hover_text(format!("{name} ({id})")).clicked() {
                desk.queue.push(Command::Select(Selection::Item { section, id: id.clone() }));
            }
        }
    });
}

fn buttons(ui: &mut Ui, desk: &mut Desk<'_>, section: SectionKind, chosen: Option<&Id>) {
    let dataset = desk.dataset;
    ui.horizontal_wrapped(|ui| {
        let named = |ui: &mut Ui, enabled: bool, text: &str| {
            let name = format!("{text} {}", section.singular());
            ui.add_enabled(enabled, Button::new(text)).on_hover_text(&name).accessible_name(name).clicked()
        };
        if named(ui, true, "New") {
            desk.queue.push(new_item(dataset, section));
        }
        if named(ui, chosen.is_some(), "Duplicate")
            && let Some(id) = chosen
            && let Some(edit) = gestures::duplicate_item(dataset, section, id)
        {
            desk.queue.push(Command::Edit { edit, label: Some(format!("duplicate {id}")) });
        }
        if named(ui, chosen.is_some(), "Delete")
            && let Some(id) = chosen
        {
            let label = Some(format!("delete {} {id}", section.singular()));
            desk.queue.push(Command::Edit { edit: gestures::remove_item(dataset, section, id), label });
        }
    });
}

/// The items by the names that people know them by.
fn names(dataset: &Dataset, section: SectionKind) -> Vec<(&Id, String)> {
    match section {
        SectionKind::Sources => dataset.sources.iter().map(|(id, source)| (id, source_name(id, source))).collect(),
        SectionKind::Series => {
            dataset.series.iter().map(|(id, series)| (id, format!("{} · {id}", series.label(id)))).collect()
        }
        SectionKind::Events => dataset
            .events
            .iter()
            .map(|(id, event)| (id, format!("{} {}", event.at, event.label.as_ref().unwrap_or(&event.title))))
            .collect(),
        SectionKind::Claims => dataset.claims.iter().map(|(id, claim)| (id, claim.text.clone())).collect(),
        SectionKind::Charts => dataset
            .charts
            .iter()
            .map(|(id, chart)| (id, chart.title.clone().unwrap_or_else(|| id.to_string())))
            .collect(),
    }
}

fn source_name(id: &Id, source: &Source) -> String {
    match (&source.publisher, &source.title) {
        (Some(publisher), Some(title)) => format!("{publisher}: {title}"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => id.to_string(),
    }
}

fn new_item(dataset: &Dataset, section: SectionKind) -> Command {
    let id = |stem: &str| gestures::unique_id(stem, |id| gestures::is_taken(dataset, section, id));
    match section {
        SectionKind::Sources => {
            let item = Item::Source(Source { title: Some("New source".to_owned()), ..Source::default() });
            commit(Edit::Insert { index: dataset.sources.len(), id: id("source"), item })
        }
        SectionKind::Series => {
            let (id, edit) = gestures::add_series(dataset, None, "New series");
            Command::Edit { edit, label: Some(format!("add series {id}")) }
        }
        SectionKind::Events => {
            let event = Event {
                at: dataset.events.values().next_back().map_or(Period::from(Unit::Year(2000)), |event| event.at),
                place: None,
                title: "New event".to_owned(),
                label: None,
                source: SourceRefs::default(),
                note: None,
            };
            commit(Edit::Insert { index: dataset.events.len(), id: id("event"), item: Item::Event(event) })
        }
        SectionKind::Claims => {
            let claim = Claim {
                text: "New claim".to_owned(),
                check: starting_check(dataset),
                qualifier: Qualifier::default(),
                tolerance: None,
                source: SourceRefs::default(),
                note: None,
            };
            commit(Edit::Insert { index: dataset.claims.len(), id: id("claim"), item: Item::Claim(claim) })
        }
        SectionKind::Charts => Command::NewChart,
    }
}
