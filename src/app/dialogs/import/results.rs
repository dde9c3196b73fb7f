//! What comes of the table: its series, what was not understood, what would change.

use egui::{ComboBox, Grid, RichText, ScrollArea, Ui};

use crate::{
    app::theme::Theme,
    exchange::table::{Kind, Proposal, ProposedSeries, Weight},
    model::{Id, Measure},
    session::{Import, ImportChoices, Merging},
};

/// So many series are listed.
const MOST_SERIES: usize = 200;
/// So many figures of each are named.
const MOST_FIGURES: usize = 4;

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// `24 figures of 3 series`
pub(super) fn summary(proposal: &Proposal) -> String {
    format!("{} of {} series", counted(proposal.observations(), "figure"), proposal.series.len())
}

/// The series with their first figures, and where they go.
pub(super) fn series(ui: &mut Ui, proposal: &Proposal, import: &Import, choices: &mut ImportChoices) {
    let merging = import.merging().filter(|_| choices.into.is_some());
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        Grid::new("series").striped(true).spacing([14.0, 4.0]).show(ui, |ui| {
            ui.strong("Id");
            if merging.is_some() {
                ui.strong("Goes to");
            }
            for heading in ["Entity", "Indicator", "Unit", "Figures", ""] {
                ui.strong(heading);
            }
            ui.end_row();
            for (index, series) in proposal.series.iter().take(MOST_SERIES).enumerate() {
                let name = ui.label(series.id.as_str()).id;
                if let Some(merging) = merging {
                    target(ui, name, &series.id, (index, merging), choices);
                }
                for field in [&series.entity, &series.indicator, &series.unit] {
                    ui.label(field.as_deref().unwrap_or_default());
                }
                ui.label(series.observations.len().to_string());
                ui.label(figures(series));
                ui.end_row();
            }
        });
        if proposal.series.len() > MOST_SERIES {
            ui.label(format!("and {} more", proposal.series.len() - MOST_SERIES));
        }
    });
}

/// The series of the dataset that one of the table goes to, to be chosen.
fn target(ui: &mut Ui, name: egui::Id, id: &Id, (index, merging): (usize, &Merging), choices: &mut ImportChoices) {
    const NEW: &str = "a new series";
    let current = merging.targets.get(index).cloned().flatten();
    let mut chosen = current.clone();
    ComboBox::from_id_salt(("target", index))
        .selected_text(current.as_deref().unwrap_or(NEW))
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, None, NEW);
            for (id, series) in &merging.dataset.series {
                let hover = series.label(id).to_owned();
                ui.selectable_value(&mut chosen, Some(id.clone()), id.as_str()).on_hover_text(hover);
            }
        })
        .response
        .labelled_by(name);
    if chosen != current {
        choices.targets.retain(|(told, _)| told != id);
        choices.targets.push((id.clone(), chosen));
    }
}

fn figures(series: &ProposedSeries) -> String {
    let said = |o: &crate::model::Observation| {
        let shown = o.shown(&Measure::Amount);
        format!("{}: {}", o.at, if shown.is_empty() { "missing" } else { &shown })
    };
    let list: Vec<String> = series.observations.iter().take(MOST_FIGURES).map(said).collect();
    let more = if series.observations.len() > MOST_FIGURES { ", …" } else { "" };
    list.join(", ") + more
}

/// What has to be said, what is left out, and remarks.
pub(super) fn findings(ui: &mut Ui, theme: &Theme, proposal: &Proposal) {
    let findings = &proposal.findings;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if findings.list().is_empty() {
            ui.label("Everything was understood");
        }
        for weight in [Weight::Question, Weight::LeftOut, Weight::Remark] {
            for finding in findings.list().iter().filter(|finding| finding.weight == weight) {
                let place = match (finding.row, finding.column) {
                    (Some(row), Some(column)) => format!("Row {row}, column {column}: "),
                    (Some(row), None) => format!("Row {row}: "),
                    (None, Some(column)) => format!("Column {column}: "),
                    (None, None) => String::new(),
                };
                let text = RichText::new(format!("{place}{}", finding.text));
                let text = match weight {
                    Weight::Question => text.color(theme.warning).strong(),
                    Weight::LeftOut => text.color(theme.error),
                    Weight::Remark => text,
                };
                ui.add(egui::Label::new(text).wrap());
            }
        }
        if findings.unlisted() > 0 {
            ui.label(format!("and {} more", findings.unlisted()));
        }
    });
}

/// What would change in the document that the table is merged into.
pub(super) fn changes(ui: &mut Ui, theme: &Theme, import: &Import) {
    let Some(merging) = import.merging() else {
        ui.label("Reading…");
        return;
    };
    let merge = &merging.merge;
    let count = |kind| format!("{} {}", merge.count(kind), Kind::words(kind));
    ui.label([Kind::Added, Kind::Changed, Kind::Same, Kind::InConflict].map(count).join(", "));
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        Grid::new("changes").striped(true).spacing([14.0, 4.0]).show(ui, |ui| {
            for heading in ["", "Series", "Period", "In the dataset", "In the table"] {
                ui.strong(heading);
            }
            ui.end_row();
            for (id, count) in &merge.new_series {
                ui.label("new series");
                ui.label(id.as_str());
                ui.label("");
                ui.label("");
                ui.label(counted(*count, "figure"));
                ui.end_row();
            }
            for change in &merge.changes {
                let kind = RichText::new(change.kind.words());
                ui.label(if change.kind == Kind::InConflict { kind.color(theme.warning) } else { kind });
                ui.label(change.series.as_str());
                ui.label(change.at.to_string());
                ui.label(change.ours.as_deref().unwrap_or_default());
                ui.label(&change.theirs);
                ui.end_row();
            }
        });
    });
}
