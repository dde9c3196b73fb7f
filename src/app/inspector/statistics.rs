//! The statistics of a chart or of a series, as a table that can be copied.

use egui::{CollapsingHeader, Grid, ScrollArea, Ui};

use super::desk::Desk;
use crate::{
    chart::{around_event, statistics},
    model::{Chart, Id},
};

/// More values than this are not gone through in a frame.
const MOST_AT_ONCE: usize = 20_000;

/// The statistics of what a chart shows.
pub(super) fn of_chart(ui: &mut Ui, desk: &Desk<'_>, chart: &Chart) {
    let dataset = desk.dataset;
    let header = CollapsingHeader::new("Statistics").id_salt((desk.salt, "statistics"));
    header.show(ui, |ui| {
        let count = chart.series.iter().filter_map(|id| dataset.series.get(id)).map(|s| s.observations.len());
        if count.sum::<usize>() > MOST_AT_ONCE {
            ui.weak("These are too many values to be gone through while you look on");
            return;
        }
        let table = statistics(dataset, chart);
        if table.series.is_empty() {
            ui.weak("There are no values");
            return;
        }
        ScrollArea::horizontal().id_salt((desk.salt, "statistics table")).show(ui, |ui| {
            Grid::new((desk.salt, "statistics grid")).striped(true).num_columns(table.series.len() + 1).show(
                ui,
                |ui| {
                    ui.label("");
                    for name in &table.series {
                        ui.strong(name);
                    }
                    ui.end_row();
                    for (name, cells) in &table.rows {
                        ui.label(*name);
                        for cell in cells {
                            match cell {
                                Ok(words) => ui.label(words),
                                Err(reason) => ui.weak("–").on_hover_text(reason),
                            };
                        }
                        ui.end_row();
                    }
                    for (at, ranks) in table.ranks.iter().rev().take(12) {
                        ui.label(format!("Rank in {at}"));
                        for rank in ranks {
                            ui.label(rank);
                        }
                        ui.end_row();
                    }
                },
            );
            // Room for the scroll bar, which else lies on the last row.
            ui.add_space(12.0);
        });
        for sentence in table.pairs.iter().chain(&table.notes) {
            ui.weak(sentence);
        }
        let copy = ui.button("Copy statistics");
        if copy.on_hover_text("Put the table on the clipboard, parted by tabs, for a spreadsheet").clicked() {
            ui.copy_text(table.tsv());
        }
    });
}

/// The statistics of one series as it is in the dataset.
pub(super) fn of_series(ui: &mut Ui, desk: &Desk<'_>, id: &Id) {
    of_chart(ui, desk, &Chart { series: vec![id.clone()], ..Chart::default() });
}

/// What changes with an event in the series of a chart.
pub(super) fn of_event(ui: &mut Ui, desk: &Desk<'_>, chart: Option<&Id>, event: &Id) {
    let Some(chart) = chart.and_then(|id| desk.dataset.charts.get(id)) else { return };
    let header = CollapsingHeader::new("Before and after").id_salt((desk.salt, "before and after"));
    header.show(ui, |ui| {
        let sentences = around_event(desk.dataset, chart, event);
        if sentences.is_empty() {
            ui.weak("The chart shows no values");
        }
        for sentence in &sentences {
            ui.label(sentence);
        }
        if !sentences.is_empty() && ui.button("Copy comparison").clicked() {
            ui.copy_text(sentences.join("\n"));
        }
    });
}
