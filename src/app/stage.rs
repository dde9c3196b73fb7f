//! The centre: the figure of the chart that is shown.

use egui::{Align, ComboBox, Frame, Layout, Panel, Ui};

use super::{
    Context, annotating::Annotating, playing::Playing, reaching::Reaching, rewriting::Rewriting, themes::Shown,
};
use crate::{
    figure::{self, FigureResponse, FigureState},
    model::Id,
    session::{Command, Selection},
};

/// What is done in the figure and not yet finished.
#[derive(Debug, Default)]
pub(super) struct StageState {
    pub(super) rewriting: Rewriting,
    pub(super) annotating: Annotating,
    pub(super) playing: Playing,
    reaching: Reaching,
}

/// The figure, and the one beside it if two are compared.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, shown: &Shown, state: &mut StageState, queue: &mut Vec<Command>) {
    state.playing.go_on(ui, context, queue);
    if state.playing.is_open() && context.session.chart().is_some() {
        let frame = Frame::side_top_panel(ui.style());
        Panel::bottom("play").frame(frame).show(ui, |ui| state.playing.bar(ui, context, queue));
    }
    if let Some(beside) = context.session.beside().cloned() {
        let width = ui.available_width();
        Panel::right("beside").frame(Frame::NONE).resizable(false).exact_size(width * 0.5).show(ui, |ui| {
            choice(ui, context, &beside, queue);
            if let Some(plan) = context.session.plan_beside() {
                let view = context.session.view_beside();
                let state = FigureState { interactive: true, view, ..FigureState::default() };
                let response = ui.push_id("beside", |ui| figure::show(ui, &plan, &shown.theme, state)).inner;
                take(ui, context, &response, &beside, queue);
                queue.extend(response.view.map(Command::SetViewBeside));
            }
        });
    }
    alone(ui, context, shown, state, queue);
}

/// Asks for what was clicked in the figure of a chart: a value, or the name of a series.
fn take(ui: &Ui, context: Context<'_>, response: &FigureResponse, chart: &Id, queue: &mut Vec<Command>) {
    if let Some((series, index)) = response.clicked.clone() {
        let at = || {
            let dataset = context.session.dataset()?;
            Some(dataset.series.get(&series)?.observations.get(index)?.at)
        };
        match at().filter(|_| ui.input(|input| input.modifiers.command)) {
            Some(at) => queue.push(Command::SelectAlso { series, at }),
            None => queue.push(Command::Select(Selection::Observation { series, index })),
        }
    }
    if let Some((series, adds)) = response.named.clone() {
        queue.push(Command::Highlight { chart: chart.clone(), series, adds });
    }
}

/// Which chart is shown beside.
fn choice(ui: &mut Ui, context: Context<'_>, beside: &Id, queue: &mut Vec<Command>) {
    let Some((_, document)) = context.session.active() else { return };
    let charts = &document.dataset().charts;
    let name = |id: &Id| charts.get(id).and_then(|chart| chart.title.clone()).unwrap_or_else(|| id.to_string());
    let frame = Frame::side_top_panel(ui.style());
    Panel::top("beside choice").frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button("×").on_hover_text("Show one chart alone");
            if close.accessible_name("Close the chart beside").clicked() {
                queue.push(Command::Compare(None));
            }
            let combo =
                ComboBox::from_id_salt("beside").selected_text(name(beside)).width(ui.available_width()).truncate();
            let combo = combo.show_ui(ui, |ui| {
                for id in charts.keys() {
                    if ui.selectable_label(id == beside, name(id)).clicked() {
                        queue.push(Command::Compare(Some(id.clone())));
                    }
                }
            });
            combo.response.accessible_name("Chart beside");
        });
    });
}

fn alone(ui: &mut Ui, context: Context<'_>, shown: &Shown, stage: &mut StageState, queue: &mut Vec<Command>) {
    let Some(plan) = context.session.plan() else {
        // The figure brings its own background; without one the window's is painted here.
        ui.painter().rect_filled(ui.max_rect(), 0.0, ui.visuals().panel_fill);
        ui.centered_and_justified(|ui| {
            let document = context.session.active().map(|(_, document)| document);
            ui.label(if context.session.is_planning() {
                "Drawing…"
            } else if document.is_some_and(|document| document.is_read_only()) {
                "No chart could be read."
            } else if document.is_some() {
                "There is no chart yet. Add one from the Chart menu."
            } else {
                "Nothing is open. Open a file, or one of the samples, from the File menu."
            });
        });
        return;
    };
    if let Some(trouble) = &shown.trouble {
        let frame = egui::Frame::side_top_panel(ui.style());
        egui::Panel::top("theme trouble").frame(frame).show(ui, |ui| {
            ui.colored_label(
                context.theme.warning,
                format!("Theme: {trouble}. The figure is shown as “{}”.", shown.theme.name),
            );
        });
    }
    let selected = selected_observation(context);
    let state = FigureState {
        view: context.session.view(),
        selected: selected.as_ref().map(|(series, index)| (series, *index)),
        interactive: true,
        on_paper: false,
    };
    let response = figure::show(ui, &plan, &shown.theme, state);
    take(ui, context, &response, &plan.id, queue);
    let StageState { rewriting, annotating, reaching, .. } = stage;
    annotating.ui(ui, context, &plan, &shown.theme, &response, (&mut *rewriting, &mut *queue));
    rewriting.ui(ui, context, &plan.id, &shown.theme, &response, queue);
    reaching.take(ui, context, &plan, &response, queue);
    if let Some(view) = response.view {
        queue.push(Command::SetView(view));
    }
}

/// The observation that is selected, by itself or by its cell.
fn selected_observation(context: Context<'_>) -> Option<(Id, usize)> {
    match context.session.selection().subject() {
        Selection::Observation { series, index } => Some((series, index)),
        Selection::Cell { series, at } | Selection::Pair { to: (series, at), .. } => {
            let index = context.session.observed_at(&series, at).first().copied()?;
            Some((series, index))
        }
        _ => None,
    }
}
