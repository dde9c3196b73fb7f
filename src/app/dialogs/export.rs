//! How and where to write the figure, with a preview of the page.

use std::path::PathBuf;

use egui::{ComboBox, DragValue, Rect, TextEdit, Ui, UiBuilder, emath::TSTransform, vec2};

use super::{
    Context,
    target::{Answer, Files, Target},
};
use crate::{
    chart::{self, ExportFormat, ExportRequest, Finish, LengthUnit, Letters, PageSize, Preset},
    document::settings::Exporting,
    figure::{self, FigureState, FigureTheme, themes::Shelf},
    session::Command,
};

const PREVIEW: egui::Vec2 = vec2(480.0, 240.0);

/// The dialog's state.
pub(in crate::app) struct ExportDialog {
    request: ExportRequest,
    target: Target,
    author: String,
    /// Whether all charts of the dataset are exported.
    all: bool,
}

/// A number field that takes a decimal comma too.
fn number(value: &mut f32) -> DragValue<'_> {
    DragValue::new(value).max_decimals(2).custom_parser(|text| text.trim().replace(',', ".").parse().ok())
}

/// A row of a label and what it names.
fn labelled(ui: &mut Ui, label: &str, widget: impl FnOnce(&mut Ui) -> egui::Response) {
    let label = ui.label(label);
    widget(ui).labelled_by(label.id);
}

impl ExportDialog {
    /// As figures were exported last, in the folder of that time if it is still there.
    pub fn new(context: Context<'_>, last: &Exporting) -> Self {
        let name = context.session.chart().map_or("figure", |id| id.as_str());
        let format = ExportFormat::ALL.into_iter().find(|format| Some(format.extension()) == last.format.as_deref());
        let format = format.unwrap_or_default();
        let request = ExportRequest {
            path: PathBuf::new(),
            format,
            page: PageSize::default(),
            dpi: 192.0,
            theme: None,
            author: None,
            finish: Finish::default(),
        };
        let file = format!("{}.{}", chart::file_name(name), format.extension());
        let target = Target::in_folder(last.folder.as_deref(), &file).unwrap_or_else(|| Target::beside(context, &file));
        Self { request, target, author: String::new(), all: false }
    }

    /// Whether it was answered.
    pub fn ui(&mut self, ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        ui.set_width(PREVIEW.x);
        ui.heading("Export the figure");
        ui.add_space(4.0);
        self.preview(ui, context);
        ui.horizontal(|ui| self.format(ui, context.figure_themes));
        ui.add_enabled_ui(self.request.format.is_picture(), |ui| self.size(ui));
        ui.horizontal(|ui| {
            let hint = TextEdit::singleline(&mut self.author).hint_text("for what the file says about itself");
            labelled(ui, "Author", |ui| ui.add(hint.desired_width(f32::INFINITY)));
        });
        ui.add_enabled_ui(self.request.format.is_picture(), |ui| self.finish(ui));
        let charts = context.session.dataset().map_or(0, |dataset| dataset.charts.len());
        if charts > 1 && ui.checkbox(&mut self.all, format!("All {charts} charts of the dataset")).changed() {
            if self.all {
                self.target.become_folder();
            } else {
                let name = context.session.chart().map_or("figure", |id| id.as_str());
                let ending = self.request.format.extension();
                self.target.become_file(&format!("{}.{ending}", chart::file_name(name)));
            }
        }
        let refused = self.refused();
        if let Some(words) = &refused {
            ui.colored_label(context.theme.error, words);
        }
        let names = if self.all { self.names(context) } else { Vec::new() };
        let files = if self.all { Files::Many(&names) } else { Files::One };
        match self.target.ui(ui, context, files, refused.is_none()) {
            Answer::None => return false,
            Answer::Cancel => {}
            Answer::Write(path) => {
                let author = Some(self.author.trim().to_owned()).filter(|author| !author.is_empty());
                let request = ExportRequest { path, author, ..self.request.clone() };
                queue.push(if self.all { Command::ExportAll(request) } else { Command::Export(request) });
            }
        }
        true
    }

    /// The files of all charts.
    fn names(&self, context: Context<'_>) -> Vec<String> {
        let dataset = context.session.dataset();
        let ids = dataset.iter().flat_map(|dataset| dataset.charts.keys().map(|id| id.as_str()));
        chart::file_names(ids, self.request.format)
    }

    /// Why a page of this size can't be drawn.
    fn refused(&self) -> Option<String> {
        let request = &self.request;
        if !request.format.is_picture() {
            return None;
        }
        if !request.page.can_be_drawn() {
            return Some(format!("A page has {}", PageSize::limits(request.page.unit)));
        }
        let (width, height) = request.page.pixels();
        let pixels = width * request.scale() * height * request.scale();
        let is_too_large = request.format == ExportFormat::Png && pixels > figure::export::MOST_PIXELS;
        is_too_large.then(|| "A picture has at most 100 million pixels; choose fewer dots per inch".to_owned())
    }

    /// The page in small, in its proportions.
    fn preview(&self, ui: &mut Ui, context: Context<'_>) {
        let themes = context.figure_themes;
        let (area, _) = ui.allocate_exact_size(PREVIEW, egui::Sense::hover());
        let chart = context.session.plan().zip(context.session.dataset());
        let Some((plan, dataset)) = chart.filter(|_| self.request.page.can_be_drawn()) else { return };
        let theme = themes.of_chart(&dataset, &plan.id, self.request.theme.as_deref(), "light");
        let theme = theme.or_else(|_| themes.named("light")).ok().or_else(|| FigureTheme::named("light"));
        let Some(theme) = theme else { return };
        let (width, height) = self.request.page.pixels();
        let scale = (PREVIEW.x / width).min(PREVIEW.y / height);
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
            let on_paper = self.request.page.unit != LengthUnit::Pixels && self.request.format != ExportFormat::Html;
            let plan = self.request.finish.without.of(&plan);
            figure::show(ui, &plan, &theme, FigureState { on_paper, ..FigureState::default() });
        });
        let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter().rect_stroke(page, 0.0, stroke, egui::StrokeKind::Outside);
        let words = match self.request.format {
            ExportFormat::Png => {
                let scale = self.request.scale();
                format!("{:.0} × {:.0} pixels", width * scale, height * scale)
            }
            ExportFormat::Csv | ExportFormat::Xlsx => "the values of this figure".to_owned(),
            ExportFormat::Svg | ExportFormat::Pdf | ExportFormat::Html => self.request.page.to_string(),
        };
        ui.vertical_centered(|ui| ui.label(words));
    }

    fn format(&mut self, ui: &mut Ui, themes: &Shelf) {
        let before = self.request.format;
        let name = |format: ExportFormat| format.extension().to_uppercase();
        labelled(ui, "Format", |ui| {
            let formats = ComboBox::from_id_salt("format").selected_text(name(before)).width(70.0);
            let shown = formats.show_ui(ui, |ui| {
                for format in ExportFormat::ALL {
                    ui.selectable_value(&mut self.request.format, format, name(format));
                }
            });
            shown.response
        });
        if before != self.request.format && !self.all {
            self.target.set_extension(self.request.format.extension());
        }
        const OF_THE_CHART: &str = "that of the chart";
        labelled(ui, "Theme", |ui| {
            let chosen = self.request.theme.as_deref().unwrap_or(OF_THE_CHART).to_owned();
            let names = ComboBox::from_id_salt("theme").selected_text(chosen).width(150.0);
            let shown = names.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.request.theme, None, OF_THE_CHART);
                for theme in themes.names() {
                    ui.selectable_value(&mut self.request.theme, Some(theme.clone()), theme);
                }
            });
            shown.response
        });
    }

    /// What is different from the figure on screen.
    fn finish(&mut self, ui: &mut Ui) {
        let Finish { without, is_transparent, letters } = &mut self.request.finish;
        ui.horizontal(|ui| {
            ui.label("Leave out");
            for (words, is_left_out) in [
                ("title", &mut without.title),
                ("subtitle", &mut without.subtitle),
                ("notes", &mut without.notes),
                ("sources", &mut without.source),
                ("credit", &mut without.credit),
            ] {
                ui.checkbox(is_left_out, words).accessible_name(format!("Leave out the {words}"));
            }
        });
        ui.horizontal(|ui| {
            let format = self.request.format;
            ui.add_enabled_ui(format != ExportFormat::Html, |ui| {
                ui.checkbox(is_transparent, "Transparent ground")
                    .on_hover_text("What is behind the figure shows through")
            });
            if format == ExportFormat::Svg {
                labelled(ui, "Letters", |ui| {
                    let kinds = ComboBox::from_id_salt("letters").selected_text(letters.words()).width(170.0);
                    let shown = kinds.show_ui(ui, |ui| {
                        for kind in Letters::ALL {
                            ui.selectable_value(letters, kind, kind.words());
                        }
                    });
                    shown.response
                });
            }
        });
    }

    fn size(&mut self, ui: &mut Ui) {
        let request = &mut self.request;
        ui.horizontal(|ui| {
            for preset in Preset::ALL {
                let mut name = preset.name.to_owned();
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                let response = ui.selectable_label(request.page == preset.size, name).on_hover_text(preset.words);
                if response.clicked() {
                    (request.page, request.dpi) = (preset.size, preset.dpi);
                }
            }
        });
        ui.horizontal(|ui| {
            let unit = request.page.unit;
            let speed = if unit == LengthUnit::Inches { 0.05 } else { 1.0 };
            labelled(ui, "Width", |ui| ui.add(number(&mut request.page.width).range(0.0..=20_000.0).speed(speed)));
            labelled(ui, "Height", |ui| ui.add(number(&mut request.page.height).range(0.0..=20_000.0).speed(speed)));
            labelled(ui, "Unit", |ui| {
                let units = ComboBox::from_id_salt("unit").selected_text(unit.symbol()).width(48.0);
                let shown = units.show_ui(ui, |ui| {
                    for other in LengthUnit::ALL {
                        if ui.selectable_label(other == unit, other.symbol()).clicked() {
                            request.page = request.page.in_unit(other);
                        }
                    }
                });
                shown.response
            });
            if request.format == ExportFormat::Png {
                labelled(ui, "Dots per inch", |ui| ui.add(number(&mut request.dpi).range(10.0..=2_400.0)));
            }
        });
    }
}
