//! The annotations of a chart: a list of them, and the fields of the one that is selected.

use egui::Ui;

use super::form::{Form, commit};
use crate::{
    chart::{Plane, has_place},
    model::{Annotation, AnnotationKind, Chart, Dataset, Id, Period, Spot},
    session::{Command, Selection},
};

/// All annotations of a chart, and the form of the one that is selected.
pub(super) fn annotations(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    chart: &Chart,
    dataset: &Dataset,
    (id, selected, is_new): (&Id, Option<usize>, bool),
    first: Period,
) {
    ui.separator();
    ui.label("Annotations").on_hover_text("Right click in the figure to put one where it belongs");
    let select = |index: usize| Command::Select(Selection::Annotation { chart: id.clone(), index });
    for (i, annotation) in chart.annotations.iter().enumerate() {
        let name = annotation.name();
        let row = ui.selectable_label(selected == Some(i), name.as_str());
        if selected == Some(i) && is_new {
            row.scroll_to_me(Some(egui::Align::Center));
        }
        if row.accessible_name(format!("Annotation {}: {name}", i + 1)).clicked() {
            form.queue.push(select(i));
        }
        if selected == Some(i) {
            ui.indent(("annotation", i), |ui| fields(ui, form, chart, dataset, i));
        }
    }
    ui.menu_button("Add annotation", |ui| {
        for kind in AnnotationKind::ALL {
            let enabled = has_place(Plane::of(chart.mark), kind);
            let button = ui.add_enabled(enabled, egui::Button::new(super::charts::capitalised(&kind.with_article())));
            if button.on_disabled_hover_text("The mark of this chart has no place for it").clicked() {
                let mut added = chart.clone();
                added.annotations.push(new(kind, chart, first));
                form.queue.push(commit((form.edit)(added)));
                form.queue.push(select(chart.annotations.len()));
                ui.close();
            }
        }
    });
}

/// An annotation of a kind, with something in all fields that it needs.
fn new(kind: AnnotationKind, chart: &Chart, first: Period) -> Annotation {
    let text = if kind == AnnotationKind::Note { "New note".to_owned() } else { String::new() };
    let mut new = Annotation { kind, text, ..Annotation::default() };
    let on_series = Spot { at: Some(first), series: chart.series.first().cloned(), ..Spot::default() };
    match kind {
        AnnotationKind::Note => new.point_at(on_series),
        AnnotationKind::Shade => new.at = Some(first),
        AnnotationKind::Line => new.value = Some(0.0),
        AnnotationKind::Band => (new.value, new.to) = (Some(0.0), Some(1.0)),
        AnnotationKind::Arrow => {
            new.point_at(on_series);
            new.from = Some(Spot { at: first.next().or(Some(first)), value: Some(0.0), ..Spot::default() });
        }
    }
    new
}

/// The fields that an annotation of this kind has.
fn fields(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, dataset: &Dataset, i: usize) {
    let annotation = &chart.annotations[i];
    let kind = annotation.kind;
    let is_scatter = Plane::of(chart.mark) == Plane::ValueValue;
    let mut part = form.part(("annotation", i));
    let kinds = AnnotationKind::ALL.map(|kind| (kind, kind.words().to_owned()));
    part.choice(ui, "Kind", &kind, kinds, |chart, kind| chart.annotations[i].kind = kind);
    part.prose(ui, "Words", Some(&annotation.text), |chart, text| {
        chart.annotations[i].text = text.unwrap_or_default();
    });
    if matches!(kind, AnnotationKind::Note | AnnotationKind::Arrow) {
        let series = chart.series.iter().map(|id| {
            (Some(id.clone()), dataset.series.get(id).map_or(id.as_str(), |series| series.label(id)).to_owned())
        });
        let options: Vec<(Option<Id>, String)> = std::iter::once((None, "none".to_owned())).chain(series).collect();
        part.choice(ui, "Points at", &annotation.series, options, |chart, id| chart.annotations[i].series = id);
    }
    if matches!(kind, AnnotationKind::Note | AnnotationKind::Arrow | AnnotationKind::Shade) {
        let label = if kind == AnnotationKind::Shade { "Shaded" } else { "At" };
        part.optional_period(ui, label, annotation.at, |chart, at| chart.annotations[i].at = at);
    }
    if is_scatter && kind != AnnotationKind::Band {
        part.optional_number(ui, "Across", annotation.across, |chart, v| chart.annotations[i].across = v);
    }
    if kind != AnnotationKind::Shade {
        part.optional_number(ui, "At value", annotation.value, |chart, v| chart.annotations[i].value = v);
    }
    if kind == AnnotationKind::Band {
        part.optional_number(ui, "To value", annotation.to, |chart, v| chart.annotations[i].to = v);
    }
    if kind == AnnotationKind::Arrow {
        let from = annotation.from.clone().unwrap_or_default();
        spot(ui, &mut part, &from, ["From", "From value", "From across"], is_scatter, move |chart, change| {
            change(chart.annotations[i].from.get_or_insert_default());
        });
    }
    let place = annotation.place.clone().unwrap_or_default();
    if !annotation.text.is_empty() {
        spot(
            ui,
            &mut part,
            &place,
            ["Words at", "Words at value", "Words across"],
            is_scatter,
            move |chart, change| {
                let place = &mut chart.annotations[i].place;
                change(place.get_or_insert_default());
                if *place == Some(Spot::default()) {
                    *place = None;
                }
            },
        );
    }
    ui.horizontal_wrapped(|ui| {
        if annotation.place.is_some() && ui.button("Let the figure place the words").clicked() {
            part.change(|chart| chart.annotations[i].place = None);
        }
        if ui.button("Remove annotation").clicked() {
            part.queue.push(Command::Delete);
        }
    });
}

/// The fields of a place.
fn spot(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    spot: &Spot,
    [at, value, across]: [&str; 3],
    is_scatter: bool,
    put: impl Fn(&mut Chart, &dyn Fn(&mut Spot)),
) {
    if is_scatter {
        form.optional_number(ui, across, spot.across, |chart, v| put(chart, &|spot| spot.across = v));
    } else {
        form.optional_period(ui, at, spot.at, |chart, at| put(chart, &|spot| spot.at = at));
    }
    form.optional_number(ui, value, spot.value, |chart, v| put(chart, &|spot| spot.value = v));
}
