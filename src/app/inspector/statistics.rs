//! The statistics of a chart or of a series, as a table that can be copied.

use egui::{CollapsingHeader, Grid, ScrollArea, Ui};

use super::desk::Desk;
use crate::{
    model::{Chart, Id},
    session::{Answer, Command, Question, Statistics},
};

/// The answer to a question that may take long: it is asked when somebody looks, and can be let go of.
fn answer(ui: &mut Ui, desk: &mut Desk<'_>, question: Question) -> Option<Answer> {
    match desk.session.statistics(&question) {
        Statistics::Known(answer) => return Some(answer),
        Statistics::Working => {
            ui.horizontal(|ui| {
                ui.label("Working it out…");
                if ui.button("Cancel").on_hover_text("Let it be").accessible_name("Cancel the statistics").clicked() {
                    desk.queue.push(Command::CancelStatistics);
                }
            });
        }
        Statistics::Unasked if desk.session.is_cancelled(&question) => {
            ui.weak("Cancelled");
            if ui.button("Work it out").clicked() {
                desk.queue.push(Command::WorkOut(Box::new(question)));
            }
        }
        Statistics::Unasked => {
            desk.queue.push(Command::WorkOut(Box::new(question)));
            ui.ctx().request_repaint();
        }
    }
    None
}

/// The statistics of what a chart shows.
pub(super) fn of_chart(ui: &mut Ui, desk: &mut Desk<'_>, chart: &Chart) {
    let header = CollapsingHeader::new("Statistics").id_salt((desk.salt, "statistics"));
    header.show(ui, |ui| {
        // Of a chart only what its values are matters; its words change nothing.
        let asked = Chart {
            series: chart.series.clone(),
            transform: chart.transform.clone(),
            x: chart.x,
            mark: chart.mark,
            ..Chart::default()
        };
        let answer = answer(ui, desk, Question::Statistics(Box::new(asked)));
        let Some(Answer::Statistics(Some(table))) = answer else { return };
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
pub(super) fn of_series(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id) {
    of_chart(ui, desk, &Chart { series: vec![id.clone()], ..Chart::default() });
}

/// What changes with an event in the series of a chart.
pub(super) fn of_event(ui: &mut Ui, desk: &mut Desk<'_>, chart: Option<&Id>, event: &Id) {
    let Some(chart) = chart.and_then(|id| desk.dataset.charts.get(id)).cloned() else { return };
    let header = CollapsingHeader::new("Before and after").id_salt((desk.salt, "before and after"));
    header.show(ui, |ui| {
        let answer = answer(ui, desk, Question::Around(Box::new(chart), event.clone()));
        let Some(Answer::Sentences(sentences)) = answer else { return };
        if sentences.is_empty() {
            ui.weak("The chart shows no values");
        }
        for sentence in sentences.iter() {
            ui.label(sentence);
        }
        if !sentences.is_empty() && ui.button("Copy comparison").clicked() {
            ui.copy_text(sentences.join("\n"));
        }
    });
}
