//! The items of a section, to be chosen, added, copied and deleted.

use std::collections::HashSet;

use egui::{Button, ScrollArea, TextEdit, Ui};

use super::{claims::starting_check, desk::Desk, form::commit};
use crate::{
    app::rows,
    model::{Claim, Dataset, Edit, Event, Id, Item, Period, Qualifier, Section, SectionKind, Source, SourceRefs, Unit},
    session::{Command, Selection, gestures},
};

/// The height that a list takes at most; the form below it needs the rest.
const LIST_HEIGHT: f32 = 132.0;

/// Lists of so many items can be narrowed.
const FILTERED: usize = 8;

/// The list of a section with its buttons.
pub(super) fn list(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    section: SectionKind,
    selection: &Selection,
    (filter, unused): (&mut String, Option<&HashSet<Id>>),
) {
    let dataset = desk.dataset;
    let chosen = match selection {
        Selection::Item { section: other, id } if *other == section => Some(id),
        Selection::Annotation { chart, .. } if section == SectionKind::Charts => Some(chart),
        Selection::Cell { series, .. } | Selection::Observation { series, .. } if section == SectionKind::Series => {
            Some(series)
        }
        _ => None,
    };
    buttons(ui, desk, section, chosen);
    let (count, position) = find(dataset, section, chosen);
    if count == 0 {
        ui.weak(format!("There are no {} yet", section.name()));
    }
    let kept = filtered(ui, dataset, section, count, filter);
    let position = position.and_then(|at| kept.as_ref().map_or(Some(at), |kept| kept.iter().position(|n| *n == at)));
    let count = kept.as_ref().map_or(count, Vec::len);
    let reveal = position.filter(|_| desk.is_new);
    let area = ScrollArea::vertical().id_salt(section).max_height(LIST_HEIGHT).auto_shrink([false, true]);
    rows::rows(ui, area, count, reveal, |ui, index| {
        let index = kept.as_ref().and_then(|kept| kept.get(index)).copied().unwrap_or(index);
        let Some((id, mut name)) = name(dataset, section, index) else { return };
        if unused.is_some_and(|unused| unused.contains(id)) {
            name.push_str(" (unused)");
        }
        let row = Button::selectable(chosen == Some(id), &name).truncate();
        let row = ui.add(row.min_size([ui.available_width(), 0.0].into()));
        if row.on_hover_text(format!("{name} ({id})")).clicked() {
            desk.queue.push(Command::Select(Selection::Item { section, id: id.clone() }));
        }
    });
}

/// The items whose names, places or categories hold what is typed; `None` for all of them.
fn filtered(
    ui: &mut Ui,
    dataset: &Dataset,
    section: SectionKind,
    count: usize,
    filter: &mut String,
) -> Option<Vec<usize>> {
    if count < FILTERED {
        return None;
    }
    let hint = if section == SectionKind::Events { "a word, a place, a category, a year" } else { "a word" };
    super::form::labelled(ui, "Filter", |ui| {
        ui.add(TextEdit::singleline(filter).hint_text(hint).desired_width(ui.available_width()))
    });
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return None;
    }
    let holds = |index: &usize| {
        let Some((id, mut text)) = name(dataset, section, *index) else { return false };
        text.push_str(id);
        if let Some((_, event)) = dataset.events.get_index(*index).filter(|_| section == SectionKind::Events) {
            for part in [Some(&event.title), event.place.as_ref(), event.category.as_ref()].into_iter().flatten() {
                text.push(' ');
                text.push_str(part);
            }
        }
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let kept: Vec<usize> = (0..count).filter(holds).collect();
    if kept.is_empty() {
        ui.weak("None of them fits");
    }
    Some(kept)
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
            let label = format!("delete {} {id}", section.singular());
            let edit = gestures::remove_item(dataset, section, id);
            let also = gestures::consequences(&edit);
            let said = also.map(|also| Command::Say(format!("Done: {label}; {also}. Undo brings all of it back")));
            desk.queue.push(Command::Edit { edit, label: Some(label) });
            desk.queue.extend(said);
        }
    });
}

/// The number of items in a section, and where one of them is.
fn find(dataset: &Dataset, section: SectionKind, id: Option<&Id>) -> (usize, Option<usize>) {
    fn among<T>(items: &Section<T>, id: Option<&Id>) -> (usize, Option<usize>) {
        (items.len(), id.and_then(|id| items.get_index_of(id)))
    }
    match section {
        SectionKind::Sources => among(&dataset.sources, id),
        SectionKind::Series => among(&dataset.series, id),
        SectionKind::Events => among(&dataset.events, id),
        SectionKind::Claims => among(&dataset.claims, id),
        SectionKind::Charts => among(&dataset.charts, id),
    }
}

/// An item by the name that people know it by.
fn name(dataset: &Dataset, section: SectionKind, index: usize) -> Option<(&Id, String)> {
    Some(match section {
        SectionKind::Sources => {
            let (id, source) = dataset.sources.get_index(index)?;
            (id, source_name(id, source))
        }
        SectionKind::Series => {
            let (id, series) = dataset.series.get_index(index)?;
            (id, format!("{} · {id}", series.label(id)))
        }
        SectionKind::Events => {
            let (id, event) = dataset.events.get_index(index)?;
            (id, format!("{} {}", event.at, event.label.as_ref().unwrap_or(&event.title)))
        }
        SectionKind::Claims => {
            let (id, claim) = dataset.claims.get_index(index)?;
            (id, claim.text.clone())
        }
        SectionKind::Charts => {
            let (id, chart) = dataset.charts.get_index(index)?;
            (id, chart.title.clone().unwrap_or_else(|| id.to_string()))
        }
    })
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
            let at = dataset.events.values().next_back().map_or(Period::from(Unit::Year(2000)), |event| event.at);
            let event = Event::titled(at, "New event");
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
