//! The inspector: lists of all that the dataset holds, and a form for what is selected.

mod annotations;
mod charts;
mod claims;
mod desk;
mod events;
mod form;
mod items;
mod lists;
mod look;
mod sources;
mod statistics;
mod steps;
mod values;

use egui::{Id as WidgetId, ScrollArea, Ui};

use self::{desk::Desk, form::Drafts, sources::SourceDesk};
use crate::{
    app::{Context, claim_entry::ClaimEntry},
    model::{Id, Period, SectionKind},
    session::{Command, DocumentId, Selection, commands},
};

/// What the inspector remembers between frames: the list that is shown, and what is typed and not committed.
#[derive(Clone, Debug, Default)]
pub struct InspectorState {
    tab: Tab,
    drafts: Drafts,
    /// What was selected when the list was last chosen by it.
    followed: Option<(DocumentId, Selection)>,
    /// The words of what is selected are to be written.
    names: bool,
    entry: ClaimEntry,
    sources: SourceDesk,
    /// What the lists are narrowed to.
    filter: String,
}

impl InspectorState {
    /// Gives the words of what is selected the keyboard.
    pub fn name_selected(&mut self) {
        self.names = true;
    }
}

/// The lists of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Tab {
    #[default]
    Dataset,
    Section(SectionKind),
}

impl Tab {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Dataset, "Dataset"),
        (Self::Section(SectionKind::Series), "Series"),
        (Self::Section(SectionKind::Sources), "Sources"),
        (Self::Section(SectionKind::Events), "Events"),
        (Self::Section(SectionKind::Claims), "Claims"),
        (Self::Section(SectionKind::Charts), "Charts"),
    ];

    /// Where the form of a selection stands.
    fn of(selection: &Selection) -> Self {
        match selection {
            Selection::Nothing | Selection::Dataset => Self::Dataset,
            Selection::Item { section, .. } => Self::Section(*section),
            Selection::Annotation { .. } => Self::Section(SectionKind::Charts),
            Selection::Cell { .. } | Selection::Observation { .. } | Selection::Pair { .. } | Selection::Cells(_) => {
                Self::Section(SectionKind::Series)
            }
        }
    }
}

/// Draws the inspector of the active document. What is changed goes into the queue.
pub fn ui(ui: &mut Ui, context: &Context<'_>, state: &mut InspectorState, queue: &mut Vec<Command>) {
    let session = context.session;
    let Some((document_id, document)) = session.active() else {
        ui.weak("No dataset is open");
        return;
    };
    let now = (document_id, session.selection().subject());
    let is_new = state.followed.as_ref() != Some(&now);
    if is_new {
        if state.followed.as_ref().is_some_and(|(document, _)| *document != document_id) {
            state.drafts.clear();
        }
        state.tab = Tab::of(&now.1);
        state.followed = Some(now);
    }
    tabs(ui, state, queue);
    ui.separator();
    if document.is_read_only() {
        ui.weak("The file has errors: read-only until its source is mended");
    }
    let pass = ui.ctx().cumulative_pass_nr();
    let dataset = document.dataset();
    let mut desk = Desk {
        dataset,
        session,
        drafts: &mut state.drafts,
        theme: context.theme,
        figure_themes: context.figure_themes,
        is_new,
        names: std::mem::take(&mut state.names),
        queue,
        salt: WidgetId::unique((document_id, "inspector")),
    };
    let (tab, entry, sources, filter) = (state.tab, &mut state.entry, &mut state.sources, &mut state.filter);
    let key = (document_id, document.revision());
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_enabled_ui(!document.is_read_only(), |ui| match tab {
            Tab::Dataset => items::dataset(ui, &mut desk),
            Tab::Section(section) => {
                if section == SectionKind::Claims {
                    entry.ui(ui, *context, desk.queue);
                    ui.separator();
                }
                let unused = (section == SectionKind::Sources).then(|| sources.unused(dataset, key));
                lists::list(ui, &mut desk, section, &session.selection().subject(), (filter, unused));
                ui.separator();
                selected(ui, context, &mut desk, section);
                if section == SectionKind::Sources {
                    if let Selection::Item { section: SectionKind::Sources, id } = session.selection().subject() {
                        sources.supports(ui, &mut desk, &id, key);
                    }
                    ui.separator();
                    sources.bibliographies(ui, &mut desk);
                }
            }
        });
    });
    state.drafts.settle(pass, queue);
}

fn tabs(ui: &mut Ui, state: &mut InspectorState, queue: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (tab, name) in Tab::ALL {
            if ui.selectable_label(state.tab == tab, name).clicked() {
                state.tab = tab;
                state.filter.clear();
                if tab == Tab::Dataset {
                    queue.push(Command::Select(Selection::Dataset));
                }
            }
        }
    });
}

/// The form of what is selected, if it belongs to the list that is shown.
fn selected(ui: &mut Ui, context: &Context<'_>, desk: &mut Desk<'_>, shown: SectionKind) {
    let dataset = desk.dataset;
    let selection = context.session.selection().subject();
    match &selection {
        Selection::Cell { series, at } if shown == SectionKind::Series => cell(ui, context, desk, series, *at),
        Selection::Pair { from, to } if shown == SectionKind::Series => pair(ui, context, desk, from, to),
        Selection::Observation { series, index } if shown == SectionKind::Series => {
            let found = dataset.series.get(series).and_then(|s| s.observations.get(*index));
            if let Some(observation) = found {
                cell(ui, context, desk, series, observation.at);
            }
        }
        Selection::Item { section, id } if *section == shown => item(ui, context, desk, shown, id),
        Selection::Annotation { chart, index } if shown == SectionKind::Charts => {
            if let Some(found) = dataset.charts.get(chart) {
                charts::chart(ui, desk, chart, found, Some(*index));
            }
        }
        _ => {
            ui.weak(format!("Choose a {} to see its fields", shown.singular()));
        }
    }
}

fn cell(ui: &mut Ui, context: &Context<'_>, desk: &mut Desk<'_>, id: &Id, at: Period) {
    let dataset = desk.dataset;
    if let Some(series) = dataset.series.get(id) {
        ui.strong(format!("{}, {at}", series.label(id)));
        values::cell(ui, desk, id, (series, at), &context.session.observed_at(id, at));
    }
}

/// Two values, and what can be claimed of them.
fn pair(ui: &mut Ui, context: &Context<'_>, desk: &mut Desk<'_>, from: &(Id, Period), to: &(Id, Period)) {
    for (id, at) in [from, to] {
        let Some(series) = desk.dataset.series.get(id) else { continue };
        let said = series.preferred(*at).map(|o| o.shown(&series.head.measure)).unwrap_or_default();
        ui.strong(format!("{}, {at}: {said}", series.label(id)));
    }
    for command in commands::possible_claims(context.session) {
        let Command::Claim(claimed) = (command.command)() else { continue };
        let Some(claim) = context.session.proposed_claim(claimed) else { continue };
        if ui.button(command.text).on_hover_text(command.tooltip).clicked() {
            desk.queue.push(Command::Claim(claimed));
        }
        ui.weak(&claim.text);
    }
}

fn item(ui: &mut Ui, context: &Context<'_>, desk: &mut Desk<'_>, section: SectionKind, id: &Id) {
    let dataset = desk.dataset;
    match section {
        SectionKind::Sources => {
            if let Some(source) = dataset.sources.get(id) {
                items::source(ui, desk, id, source);
            }
        }
        SectionKind::Series => {
            if let Some(series) = dataset.series.get(id) {
                items::series(ui, desk, id, series);
                statistics::of_series(ui, desk, id);
            }
        }
        SectionKind::Events => {
            if let Some(event) = dataset.events.get(id) {
                items::event(ui, desk, id, event);
                statistics::of_event(ui, desk, context.session.chart(), id);
            }
        }
        SectionKind::Claims => {
            if let Some(claim) = dataset.claims.get(id) {
                let verdicts = context.session.verdicts();
                let verdict = verdicts.iter().find(|(other, _)| other == id).map(|(_, verdict)| verdict);
                claims::claim(ui, desk, context.session.chart(), (id, claim), verdict);
            }
        }
        SectionKind::Charts => {
            if let Some(chart) = dataset.charts.get(id) {
                charts::chart(ui, desk, id, chart, None);
            }
        }
    }
}
