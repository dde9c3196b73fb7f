//! How and where to write the figure, with a preview of the page.

use std::path::PathBuf;

use egui::{ComboBox, DragValue, Rect, Ui, UiBuilder, emath::TSTransform, vec2};

use super::{
    Context,
    target::{Answer, Target},
};
use crate::{
    chart::{ExportFormat, ExportRequest},
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
    target: Target,
}

/// A number field that takes a decimal comma too.
fn number(value: &mut f32) -> DragValue<'_> {
    DragValue::new(value).custom_parser(|text| text.trim().replace(',', ".").parse().ok())
}

impl ExportDialog {
    pub fn new(context: Context<'_>) -> Self {
        let name = context.session.chart().map_or("figure", |id| id.as_str());
        let request = ExportRequest {
            path: PathBuf::new(),
            format: ExportFormat::Png,
            size: (1200.0, 750.0),
            scale: 2.0,
            theme: "light".to_owned(),
        };
        Self { request, target: Target::beside(context, &format!("{name}.png")) }
    }

    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, shown: &FigureTheme, queue: &mut Vec<Command>) -> bool {
        ui.set_width(PREVIEW.x);
        ui.heading("Export the figure");
        ui.add_space(4.0);
        self.preview(ui, context, shown);
        self.format(ui);
        self.size(ui);
        match self.target.ui(ui, context) {
            Answer::None => return false,
            Answer::Cancel => {}
            Answer::Write(path) => queue.push(Command::Export(ExportRequest { path, ..self.request.clone() })),
        }
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
                self.target.set_extension(self.request.format.extension());
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
