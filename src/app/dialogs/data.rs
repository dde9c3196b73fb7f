//! Which figures to write as a table, how and where.

use std::path::PathBuf;

use egui::{TextEdit, Ui};

use super::{Context, import::choice};
use crate::{
    document::disk::{Disk as _, RealDisk},
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
    path: String,
    /// The path of a file that is there already, once the user has been told so.
    may_replace: Option<String>,
}

impl DataDialog {
    pub fn new(context: Context<'_>) -> Self {
        let document = context.session.active().map(|(_, document)| document);
        let folder = document.and_then(|d| d.path()?.parent().map(PathBuf::from));
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let name = document.map(|d| d.name()).unwrap_or_default();
        let path = folder.join(name).with_extension(TableFormat::default().extension()).display().to_string();
        let (format, shape) = (TableFormat::default(), TableShape::default());
        Self { of_chart: false, format, shape, path, may_replace: None }
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
                self.path = PathBuf::from(&self.path).with_extension(format.extension()).display().to_string();
            }
            self.shape = choice(ui, "Layout", self.shape, &TableShape::ALL, TableShape::words).unwrap_or(self.shape);
        });
        let hint = match self.shape {
            TableShape::Long => "Everything that is known of each figure; Docket reads it back as it is",
            TableShape::Wide => "Of disagreeing figures the one that is plotted; sources and notes are left out",
        };
        ui.colored_label(context.theme.muted, hint);
        let label = ui.label("File");
        ui.add(TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY)).labelled_by(label.id);
        let replaces = self.may_replace.as_deref() == Some(self.path.as_str());
        if replaces {
            ui.colored_label(context.theme.warning, "There is a file of this name; it would be replaced");
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let can_export = !self.path.trim().is_empty();
            let verb = if replaces { "Replace the file" } else { "Export" };
            let exports = ui.add_enabled(can_export, egui::Button::new(verb)).clicked();
            let cancels = ui.button("Cancel").clicked();
            cancels || (exports && self.take(context, replaces, queue))
        })
        .inner
    }

    /// Whether the export was asked for; a file that is there is replaced only after a word of warning.
    fn take(&mut self, context: Context<'_>, replaces: bool, queue: &mut Vec<Command>) -> bool {
        let path = PathBuf::from(self.path.trim());
        if !replaces && RealDisk.kind(&path).is_ok() {
            self.may_replace = Some(self.path.clone());
            return false;
        }
        let Some((_, document)) = context.session.active() else { return true };
        let dataset = document.dataset();
        let of_chart = context.session.chart().and_then(|id| dataset.charts.get(id)).filter(|_| self.of_chart);
        let series: Vec<Id> =
            of_chart.map_or_else(|| dataset.series.keys().cloned().collect(), |chart| chart.series.clone());
        queue.push(Command::ExportData(DataRequest { path, series, format: self.format, shape: self.shape }));
        true
    }
}
