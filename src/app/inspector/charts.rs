//! The form of a chart.

use std::collections::HashSet;

use egui::{ComboBox, ScrollArea, Ui};

use super::{
    annotations::annotations,
    desk::Desk,
    events::{events, toggled},
    form::{Form, labelled},
    look, statistics,
    steps::steps,
};
use crate::{
    app::rows,
    chart::no_trend,
    model::{
        Chart, Dataset, Edit, Facet, Gaps, Id, Labels, Mark, Palette, Period, Scale, SectionKind, Stack, Trending, Unit,
    },
    session::Command,
};

/// The height of a long list of series.
const SERIES_HEIGHT: f32 = 240.0;

/// All fields of a chart, and of its annotation that is selected.
pub(super) fn chart(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, chart: &Chart, annotation: Option<usize>) {
    desk.id_field(ui, SectionKind::Charts, id);
    let edit = |chart| Edit::PutChart { id: id.clone(), chart };
    let (dataset, is_new) = (desk.dataset, desk.is_new);
    let themes = desk.figure_themes.names();
    let mut form = desk.form(("chart", id.as_str()), chart, &edit);
    form.prose(ui, "Title", chart.title.as_ref(), |chart, text| chart.title = text);
    form.prose(ui, "Subtitle", chart.subtitle.as_ref(), |chart, text| chart.subtitle = text);
    form.prose(ui, "Note", chart.note.as_ref(), |chart, text| chart.note = text);
    let marks = Mark::ALL.map(|mark| (mark, capitalised(mark.words())));
    form.choice(ui, "Mark", &chart.mark, marks, |chart, mark| chart.mark = mark);
    arrangement(ui, &mut form, chart);
    series(ui, &mut form, chart, dataset);
    highlight(ui, &mut form, chart, dataset);
    steps(ui, &mut form, (id, chart), dataset, first_period(chart, dataset));
    relabelled(ui, desk, id, chart);
    statistics::of_chart(ui, desk, chart);
    let mut form = desk.form(("chart", id.as_str()), chart, &edit);
    trend(ui, &mut form, chart);
    periods(ui, &mut form, chart);
    value_axis(ui, &mut form, chart);
    let gaps = [(Gaps::Show, "leave open".to_owned()), (Gaps::Bridge, "bridge, dashed".to_owned())];
    form.choice(ui, "Gaps", &chart.gaps, gaps, |chart, gaps| chart.gaps = gaps);
    events(ui, &mut form, chart, dataset);
    annotations(ui, &mut form, chart, dataset, (id, annotation, is_new), first_period(chart, dataset));
    ui.separator();
    palette(ui, &mut form, chart);
    let other = if dataset.theme.is_some() { "that of the dataset" } else { "that of the window" };
    look::theme(ui, &mut form, chart.theme.as_ref(), themes, other);
    look::signed(ui, &mut form, chart, look::Else::AsTheDataset);
    described(ui, &mut form, chart, dataset, id);
}

/// Says where the author's words on the axis are not what the steps have made of the values.
fn relabelled(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, chart: &Chart) {
    let plan = desk.session.plan().filter(|plan| plan.id == *id);
    let Some((own, label)) = plan.and_then(|plan| plan.relabelled.clone()).zip(chart.y.label.as_ref()) else { return };
    let words = format!("The axis label is yours and says “{label}”; after the steps the values are {own}.");
    ui.colored_label(desk.theme.warning, words);
    let button = ui.button("Take the axis label away");
    if button.on_hover_text("Let the axis say what the values are").clicked() {
        let mut chart = chart.clone();
        chart.y.label = None;
        let edit = Edit::PutChart { id: id.clone(), chart };
        desk.queue.push(Command::Edit { edit, label: Some("take the axis label away".to_owned()) });
    }
}

/// The trend that the figure draws.
fn trend(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart) {
    let trends = [
        (None, "none".to_owned()),
        (Some(Trending::Linear), "linear, with 95% band".to_owned()),
        (Some(Trending::LogLinear), "log-linear, with 95% band".to_owned()),
    ];
    form.choice(ui, "Trend in the figure", &chart.trend, trends, |chart, trend| chart.trend = trend);
    if chart.trend.is_some()
        && let Some(reason) = no_trend(chart)
    {
        ui.weak(reason);
    }
}

/// What the colours of series say.
fn palette(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart) {
    let palettes = [
        (Palette::Qualitative, "which series it is".to_owned()),
        (Palette::Sequential, "little to much".to_owned()),
        (Palette::Diverging, "one extreme to the other".to_owned()),
    ];
    form.choice(ui, "Colours say", &chart.palette, palettes, |chart, palette| chart.palette = palette);
}

/// What the figure says to somebody who can't see it: made from the figures, or in the author's words.
fn described(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, dataset: &Dataset, id: &Id) {
    form.prose(ui, "Description", chart.alt.as_ref(), |chart, text| chart.alt = text);
    if chart.alt.is_some() {
        let button = ui.button("Use the automatic description");
        if button.on_hover_text("Let the description follow the figures again").clicked() {
            form.change(|chart| chart.alt = None);
        }
    } else {
        let button = ui.button("Start from the automatic description");
        if button.on_hover_text("Take the description that is made from the figures, to change its words").clicked()
            && let Some(text) = crate::chart::automatic_description(dataset, id)
        {
            form.change(|chart| chart.alt = Some(text));
        }
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How the marks stand to each other, and what is written beside them.
fn arrangement(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart) {
    let stacks = [
        (Stack::Grouped, "grouped".to_owned()),
        (Stack::Stacked, "stacked".to_owned()),
        (Stack::Share, "stacked to 100%".to_owned()),
    ];
    if matches!(chart.mark, Mark::Area | Mark::Column | Mark::Bar) {
        form.choice(ui, "Stack", &chart.stack, stacks, |chart, stack| chart.stack = stack);
    }
    let panels = [
        (None, "one".to_owned()),
        (Some(Facet::Shared), "small multiples, same axes".to_owned()),
        (Some(Facet::Free), "small multiples, own axes".to_owned()),
    ];
    form.choice(ui, "Panels", &chart.facet, panels, |chart, facet| chart.facet = facet);
    let labels = [
        (Labels::Direct, "beside the marks".to_owned()),
        (Labels::Legend, "in a legend".to_owned()),
        (Labels::Nowhere, "nowhere".to_owned()),
    ];
    form.choice(ui, "Names", &chart.labels, labels, |chart, labels| chart.labels = labels);
    let values = [
        (None, "where there are few".to_owned()),
        (Some(true), "where there is room".to_owned()),
        (Some(false), "nowhere".to_owned()),
    ];
    form.choice(ui, "Values", &chart.values, values, |chart, values| chart.values = values);
}

/// The series that are in colour while the others are grey.
fn highlight(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, dataset: &Dataset) {
    if chart.series.len() < 2 || chart.series.len() > rows::ALL_DRAWN {
        return;
    }
    ui.label("Highlighted, the rest grey");
    for id in &chart.series {
        let name = dataset.series.get(id).map_or(id.as_str(), |series| series.label(id));
        let mut on = chart.highlight.contains(id);
        let named = format!("Highlight {id}");
        if ui.checkbox(&mut on, name).accessible_name(named).clicked() {
            form.change(|chart| chart.highlight = toggled(&chart.highlight, id, on));
        }
    }
}

fn series(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, dataset: &Dataset) {
    ui.separator();
    ui.label("Series shown");
    let area = ScrollArea::vertical().id_salt((form.salt, "series shown")).auto_shrink([false, true]);
    let area = if chart.series.len() > rows::ALL_DRAWN { area.max_height(SERIES_HEIGHT) } else { area };
    rows::rows(ui, area, chart.series.len(), None, |ui, i| {
        let id = &chart.series[i];
        let name = dataset.series.get(id).map_or("no such series", |series| series.label(id));
        ui.horizontal(|ui| {
            let mut action = |ui: &mut Ui, enabled, sign: &str, name: String, put: &dyn Fn(&mut Chart)| {
                let button = ui.add_enabled(enabled, egui::Button::new(sign).small());
                if button.on_hover_text(&name).accessible_name(name).clicked() {
                    form.change(put);
                }
            };
            action(ui, i > 0, "↑", format!("Move {id} up"), &|chart| chart.series.swap(i, i - 1));
            let last = i + 1 == chart.series.len();
            action(ui, !last, "↓", format!("Move {id} down"), &|chart| chart.series.swap(i, i + 1));
            action(ui, true, "×", format!("Take {id} out"), &|chart| {
                chart.series.remove(i);
            });
            ui.add(egui::Label::new(format!("{name} ({id})")).truncate());
        });
    });
    let mut added = None;
    labelled(ui, "Show also", |ui| {
        let width = ui.available_width();
        ComboBox::from_id_salt((form.salt, "add series"))
            .selected_text("choose a series")
            .width(width)
            .truncate()
            .show_ui(ui, |ui| {
                let shown: HashSet<&Id> = chart.series.iter().collect();
                let others: Vec<_> = dataset.series.iter().filter(|(id, _)| !shown.contains(id)).collect();
                rows::within(ui, others.len(), None, |ui, i| {
                    let (id, series) = others[i];
                    if ui.selectable_label(false, format!("{} ({id})", series.label(id))).clicked() {
                        added = Some(id.clone());
                    }
                });
            })
            .response
    });
    if let Some(id) = added {
        form.change(|chart| chart.series.push(id));
    }
}

/// The first period that the chart has a value for.
fn first_period(chart: &Chart, dataset: &Dataset) -> Period {
    let shown = chart.series.iter().filter_map(|id| dataset.series.get(id));
    let first = shown.flat_map(|series| &series.observations).map(|o| o.at).min();
    first.unwrap_or(Period::from(Unit::Year(2000)))
}

fn periods(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart) {
    form.optional_period(ui, "First period", chart.x.from, |chart, from| chart.x.from = from);
    form.optional_period(ui, "Last period", chart.x.to, |chart, to| chart.x.to = to);
}

/// The words for the scales of an axis.
fn scales() -> [(Scale, String); 3] {
    [
        (Scale::Linear, "even".to_owned()),
        (Scale::Log, "logarithmic".to_owned()),
        (Scale::Symmetric, "logarithmic about zero".to_owned()),
    ]
}

fn value_axis(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart) {
    let zero = [
        (None, "by measure".to_owned()),
        (Some(true), "starts at zero".to_owned()),
        (Some(false), "fits the values".to_owned()),
    ];
    form.choice(ui, "Scale", &chart.y.scale, scales(), |chart, scale| chart.y.scale = scale);
    form.choice(ui, "Value axis", &chart.y.zero, zero, |chart, zero| chart.y.zero = zero);
    form.optional_number(ui, "Axis from", chart.y.from, |chart, from| chart.y.from = from);
    form.optional_number(ui, "Axis to", chart.y.to, |chart, to| chart.y.to = to);
    form.optional(ui, "Axis label", chart.y.label.as_ref(), |chart, label| chart.y.label = label);
    if chart.mark == Mark::Scatter {
        let across = &chart.across;
        form.choice(ui, "Level scale", &across.scale, scales(), |chart, scale| chart.across.scale = scale);
        form.optional_number(ui, "Level axis from", across.from, |chart, from| chart.across.from = from);
        form.optional_number(ui, "Level axis to", across.to, |chart, to| chart.across.to = to);
        form.optional(ui, "Level axis label", across.label.as_ref(), |chart, label| chart.across.label = label);
    }
}
