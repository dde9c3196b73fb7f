//! How and where to write the figure, with a preview of the page.

use std::path::PathBuf;

use egui::{ComboBox, DragValue, Rect, TextEdit, Ui, UiBuilder, emath::TSTransform, vec2};

use super::Context;
use crate::{
    chart::{ExportFormat, ExportRequest},
    document::disk::{Disk as _, RealDisk},
    figure::{self, FigureState, FigureTheme},
    session::Command,
};

/// Pages that people often want: name, width, height.
const SIZES: [(&str, f32, f32); 4] =
    [("Report", 1200.0, 750.0), ("Slide", 1280.0, 720.0), ("Square", 1080.0, 1080.0), ("Column", 640.0, 560.0)];

const PREVIEW: egui::Vec2 = vec2(480.0, 300.0);

/// The dialog's state.
pub(in crate::app) struct ExportDialog {
    request: ExportRequest,
    path: String,
    /// The path of a file that is there already, once the user has been told so.
    may_replace: Option<String>,
}

/// A number field that takes a decimal comma too.
fn number(value: &mut f32) -> DragValue<'_> {
    DragValue::new(value).custom_parser(|text| text.trim().replace(',', ".").parse().ok())
}

impl ExportDialog {
    pub fn new(context: Context<'_>) -> Self {
        let name = context.session.chart().map_or("figure", |id| id.as_str());
        let folder = context.session.active().and_then(|(_, d)| d.path()?.parent().map(PathBuf::from));
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let path = folder.join(format!("{name}.png")).display().to_string();
        let request = ExportRequest {
            path: PathBuf::new(),
            format: ExportFormat::Png,
            size: (1200.0, 750.0),
            scale: 2.0,
            theme: "light".to_owned(),
        };
        Self { request, path, may_replace: None }
    }

    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, shown: &FigureTheme, queue: &mut Vec<Command>) -> bool {
        ui.set_width(PREVIEW.x);
        ui.heading("Export the figure");
        ui.add_space(4.0);
        self.preview(ui, context, shown);
        self.format(ui);
        self.size(ui);
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
            cancels || (exports && self.take(replaces, queue))
        })
        .inner
    }

    /// Whether the export was asked for; a file that is there is replaced only after a word of warning.
    fn take(&mut self, replaces: bool, queue: &mut Vec<Command>) -> bool {
        let path = PathBuf::from(self.path.trim());
        if !replaces && RealDisk.kind(&path).is_ok() {
            self.may_replace = Some(self.path.clone());
            return false;
        }
        queue.push(Command::Export(ExportRequest { path, ..self.request.clone() }));
        true
    }

    /// The page in small, in its proportions.
    fn preview(&self, ui: &mut Ui, context: Context<'_>, shown: &FigureTheme) {
        let Some(plan) = context.session.plan() else { return };
        let theme = FigureTheme::named(&self.request.theme);
        let theme = theme.as_ref().unwrap_or(shown);
        let (width, height) = self.request.size;
        let scale = (PREVIEW.x / width).min(PREVIEW.y / height);
        let (area, _) = ui.allocate_exact_size(PREVIEW, egui::Sense::hover());
        let page = Rect::from_center_size(area.center(), vec2(width, height) * scale);
        // Laid out at its real size and then made smaller, so that it is the page that will be written.
        let real = Rect::from_min_size(page.min, vec2(width, height));
        let smaller = TSTransform::from_translation(page.min.to_vec2())
            * TSTransform::from_scaling(scale)
            * TSTransform::from_translation(-page.min.to_vec2());
        // A child of its own, since the page is larger than the room it is given here.
        let mut child = ui.new_child(UiBuilder::new().max_rect(real).id_salt("preview"));
        child.with_visual_transform(smaller, |ui| {
            ui.set_clip_rect(real);
            figure::show(ui, &plan, theme, FigureState::default());
        });
        let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter().rect_stroke(page, 0.0, stroke, egui::StrokeKind::Outside);
        let pixels = if self.request.format == ExportFormat::Png { self.request.scale } else { 1.0 };
        let unit = if self.request.format == ExportFormat::Png { "pixels" } else { "points" };
        ui.vertical_centered(|ui| ui.label(format!("{:.0} × {:.0} {unit}", width * pixels, height * pixels)));
    }

    fn format(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let label = ui.label("Format");
            let before = self.request.format;
            let name = |format: ExportFormat| format.extension().to_uppercase();
            ComboBox::from_id_salt("format")
                .selected_text(name(self.request.format))
                .show_ui(ui, |ui| {
                    for format in ExportFormat::ALL {
                        ui.selectable_value(&mut self.request.format, format, name(format));
                    }
                })
                .response
                .labelled_by(label.id);
            if before != self.request.format {
                let path = PathBuf::from(&self.path).with_extension(self.request.format.extension());
                self.path = path.display().to_string();
            }
            let label = ui.label("Theme");
            ComboBox::from_id_salt("theme")
                .selected_text(&self.request.theme)
                .show_ui(ui, |ui| {
                    for theme in FigureTheme::names() {
                        ui.selectable_value(&mut self.request.theme, theme.to_owned(), theme);
                    }
                })
                .response
                .labelled_by(label.id);
        });
    }

    fn size(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            for (name, width, height) in SIZES {
                ui.selectable_value(&mut self.request.size, (width, height), name);
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label("Width");
            ui.add(number(&mut self.request.size.0).range(200.0..=8000.0).suffix(" pt")).labelled_by(label.id);
            let label = ui.label("Height");
            ui.add(number(&mut self.request.size.1).range(150.0..=8000.0).suffix(" pt")).labelled_by(label.id);
            if self.request.format == ExportFormat::Png {
                let label = ui.label("Scale");
                ui.add(number(&mut self.request.scale).range(0.5..=4.0).speed(0.1).prefix("× ")).labelled_by(label.id);
            }
        });
    }
}
