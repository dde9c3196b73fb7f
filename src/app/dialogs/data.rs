//! Which figures to write as a table, how and where.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::{
    Context,
    import::choice,
    target::{Answer, Files, Target},
};
use crate::{
    exchange::table::{TableFormat, TableShape},
    model::Id,
    session::{Command, DataRequest},
};

/// The dialog's state.
pub(in crate::app) struct DataDialog {
    /// Only the series of the chart that is shown.
    of_chart: bool,
    format: TableFormat,
    shape: TableShape,
    target: Target,
}

impl DataDialog {
    pub fn new(context: Context<'_>) -> Self {
        let name = context.session.active().map(|(_, document)| document.name()).unwrap_or_default();
        let (format, shape) = (TableFormat::default(), TableShape::default());
        let name = Path::new(&name).with_extension(format.extension()).display().to_string();
        Self { of_chart: false, format, shape, target: Target::beside(context, &name) }
    }

    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        ui.set_width(480.0);
        ui.heading("Export data");
        ui.add_space(4.0);
        if context.session.chart().is_some() {
            ui.radio_value(&mut self.of_chart, false, "All series of the dataset");
            ui.radio_value(&mut self.of_chart, true, "The series of the chart that is shown");
        }
        ui.horizontal(|ui| {
            if let Some(format) = choice(ui, "Format", self.format, &TableFormat::ALL, TableFormat::words) {
                self.format = format;
                self.target.set_extension(format.extension());
            }
            self.shape = choice(ui, "Layout", self.shape, &TableShape::ALL, TableShape::words).unwrap_or(self.shape);
        });
        let hint = match self.shape {
            TableShape::Long => "Everything that is known of each figure; Docket reads it back as it is",
            TableShape::Wide => "Of disagreeing figures the one that is plotted; sources and notes are left out",
        };
        ui.colored_label(context.theme.muted, hint);
        match self.target.ui(ui, context, Files::One, true) {
            Answer::None => return false,
            Answer::Cancel => {}
            Answer::Write(path) => self.export(context, path, queue),
        }
        true
    }

    fn export(&self, context: Context<'_>, path: PathBuf, queue: &mut Vec<Command>) {
        let Some((_, document)) = context.session.active() else { return };
        let dataset = document.dataset();
        let of_chart = context.session.chart().and_then(|id| dataset.charts.get(id)).filter(|_| self.of_chart);
        let series: Vec<Id> =
            of_chart.map_or_else(|| dataset.series.keys().cloned().collect(), |chart| chart.series.clone());
        queue.push(Command::ExportData(DataRequest { path, series, format: self.format, shape: self.shape }));
    }
}
