//! What a source supports, and sources out of bibliographies and into them.

use std::collections::HashSet;

use egui::{ScrollArea, TextEdit, Ui};

use super::desk::Desk;
use crate::{
    analysis::{Uses, unused_sources, uses},
    app::rows,
    exchange::bibliography::{self, BibliographyForm},
    model::{Dataset, Id, SectionKind},
    session::{Command, DocumentId, Selection, gestures},
};

/// The height that the list of values takes at most.
const VALUES_HEIGHT: f32 = 150.0;

/// What is known of the sources, found once for each state of the document; and what is being pasted.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceDesk {
    unused: Option<((DocumentId, u64), HashSet<Id>)>,
    supported: Option<((DocumentId, u64, Id), Supported)>,
    pasted: String,
    error: Option<String>,
}

/// What a source supports, and where others are preferred to it.
#[derive(Clone, Debug, Default)]
struct Supported {
    uses: Uses,
    /// Series in which it says something that is not plotted, with the number of periods.
    overruled: Vec<(Id, usize)>,
}

impl Supported {
    fn of(dataset: &Dataset, source: &Id) -> Self {
        let uses = uses(dataset, source);
        let mut series: Vec<&Id> = uses.values.iter().map(|(id, _)| id).collect();
        series.dedup();
        let count = |id: &Id| dataset.series.get(id).map_or(0, |series| gestures::overruled_count(series, source));
        let counts = series.into_iter().map(|id| (id.clone(), count(id)));
        Self { overruled: counts.filter(|(_, count)| *count > 0).collect(), uses }
    }
}

impl SourceDesk {
    /// The sources that nothing names.
    pub(super) fn unused(&mut self, dataset: &Dataset, key: (DocumentId, u64)) -> &HashSet<Id> {
        if self.unused.as_ref().is_none_or(|(of, _)| *of != key) {
            self.unused = Some((key, unused_sources(dataset).into_iter().collect()));
        }
        &self.unused.get_or_insert_with(|| (key, HashSet::new())).1
    }

    /// Draws what a source supports; a click goes there.
    pub(super) fn supports(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, key: (DocumentId, u64)) {
        let key = (key.0, key.1, id.clone());
        if self.supported.as_ref().is_none_or(|(of, _)| *of != key) {
            self.supported = Some((key, Supported::of(desk.dataset, id)));
        }
        let Some((_, supported)) = &self.supported else { return };
        ui.separator();
        ui.strong("Supports");
        let uses = &supported.uses;
        if uses.is_empty() {
            ui.colored_label(desk.theme.warning, "Nothing: no value, event or claim names this source");
            return;
        }
        for (series, count) in &supported.overruled {
            let periods = if *count == 1 { "1 period".to_owned() } else { format!("{count} periods") };
            let button = ui.button(format!("Prefer for {series} ({periods})"));
            let about =
                "Plot what this source says wherever it disagrees with the one that is plotted; the others stay";
            if button.on_hover_text(about).clicked()
                && let Some(edit) = gestures::prefer_source(desk.dataset, series, id)
            {
                desk.queue.push(Command::Edit { edit, label: Some(format!("prefer {id} for {series}")) });
            }
        }
        items(ui, desk, uses);
        values(ui, desk, uses);
    }

    /// Draws the buttons for bibliographies.
    pub(super) fn bibliographies(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        ui.horizontal_wrapped(|ui| {
            ui.menu_button("Copy bibliography", |ui| {
                for form in BibliographyForm::ALL {
                    if ui.button(form.name()).clicked() {
                        ui.ctx().copy_text(bibliography::write(&desk.dataset.sources, form));
                        let count = desk.dataset.sources.len();
                        desk.queue.push(Command::Say(format!("Copied {count} sources as {}", form.name())));
                        ui.close();
                    }
                }
            });
        });
        ui.collapsing("Add from BibTeX or RIS", |ui| {
            let hint = "@online{…, title = {…}, url = {…}}\nor\nTY  - WEB\n…";
            let field = TextEdit::multiline(&mut self.pasted).hint_text(hint).desired_rows(4);
            if ui.add(field.desired_width(f32::INFINITY)).accessible_name("Bibliography").changed() {
                self.error = None;
            }
            if let Some(error) = &self.error {
                ui.colored_label(desk.theme.error, error);
            }
            let has_text = !self.pasted.trim().is_empty();
            if ui.add_enabled(has_text, egui::Button::new("Add sources")).clicked() {
                match bibliography::read(&self.pasted) {
                    Ok(found) => {
                        let (ids, edit) = gestures::add_sources(desk.dataset, found);
                        let label = Some(format!("add {} sources", ids.len()));
                        desk.queue.push(Command::Edit { edit, label });
                        self.pasted.clear();
                    }
                    Err(error) => self.error = Some(error.to_string()),
                }
            }
        });
    }
}

/// Events, claims and charts, each a click away.
fn items(ui: &mut Ui, desk: &mut Desk<'_>, uses: &Uses) {
    let dataset = desk.dataset;
    let claim = |id: &Id| dataset.claims.get(id).map(|claim| claim.text.clone());
    let event = |id: &Id| {
        dataset.events.get(id).map(|event| format!("{} {}", event.at, event.label.as_ref().unwrap_or(&event.title)))
    };
    let chart = |id: &Id| dataset.charts.get(id).map(|chart| chart.title.clone().unwrap_or_else(|| id.to_string()));
    type Name<'a> = &'a dyn Fn(&Id) -> Option<String>;
    let lists: [(SectionKind, &[Id], Name<'_>); 3] = [
        (SectionKind::Claims, &uses.claims, &claim),
        (SectionKind::Events, &uses.events, &event),
        (SectionKind::Charts, &uses.charts, &chart),
    ];
    for (section, ids, name) in lists {
        for id in ids {
            let Some(name) = name(id) else { continue };
            let words = format!("{}: {name}", section.singular());
            if ui.add(egui::Button::new(&words).frame(false).truncate()).on_hover_text(&words).clicked() {
                desk.queue.push(Command::Reveal(Selection::Item { section, id: id.clone() }));
            }
        }
    }
}

fn values(ui: &mut Ui, desk: &mut Desk<'_>, uses: &Uses) {
    let count = uses.values.len();
    ui.weak(match count {
        0 => "No value refers to this source".to_owned(),
        1 => "One value refers to this source".to_owned(),
        many => format!("{many} values refer to this source"),
    });
    let area = ScrollArea::vertical().id_salt("values of source").max_height(VALUES_HEIGHT).auto_shrink([false, true]);
    rows::rows(ui, area, count, None, |ui, n| {
        let (series, index) = &uses.values[n];
        let Some(item) = desk.dataset.series.get(series) else { return };
        let Some(o) = item.observations.get(*index) else { return };
        let words = format!("{series} {}: {}", o.at, o.shown(&item.head.measure));
        if ui.add(egui::Button::new(&words).frame(false).truncate()).on_hover_text("Go to the value").clicked() {
            desk.queue.push(Command::Reveal(Selection::Observation { series: series.clone(), index: *index }));
        }
    });
}
