//! A figure as a file: SVG with text as text, and from it PNG and PDF. Needs no window and no graphics card; the same
//! plan gives the same bytes.

mod raster;
mod svg;

use egui::{Rect, Shape, Vec2, epaint::ClippedShape};

use super::{FigureState, fonts, theme::FigureTheme};
use crate::{
    chart::{self, ChartPlan, ExportFormat, ExportRequest},
    model::Dataset,
};

/// The least width and height of a page.
pub const SMALLEST_SIDE: f32 = 100.0;
/// The greatest width and height of a picture, in pixels.
pub const LARGEST_SIDE: f32 = 20_000.0;
/// The greatest number of pixels of a picture.
pub const MOST_PIXELS: f32 = 100_000_000.0;

/// Why a figure can't be exported.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExportError {
    /// A side is too short or too long, or there are too many pixels.
    #[error(
        "a picture of {width} × {height} pixels can't be made: each side must be 100 to 20,000 pixels, and the whole \
         at most 100 million; choose another size or scale"
    )]
    Size {
        /// The width asked for, in pixels.
        width: f32,
        /// The height asked for, in pixels.
        height: f32,
    },
    /// There is no figure theme of this name.
    #[error("there is no theme `{name}`; there are {}", FigureTheme::names().join(", "))]
    NoSuchTheme {
        /// The name.
        name: String,
    },
    /// The picture could not be encoded.
    #[error("the figure could not be written as {format}: {reason}")]
    Encoding {
        /// "PNG", "PDF" or "CSV".
        format: &'static str,
        /// What the encoder says.
        reason: String,
    },
}

/// The figure as an SVG document of that size, in points. Sides are brought within 100 and 20,000.
pub fn svg(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> String {
    let side = |v: f32| if v.is_finite() { v.clamp(SMALLEST_SIDE, LARGEST_SIDE) } else { SMALLEST_SIDE };
    let size = egui::vec2(side(size.x), side(size.y));
    svg::document(plan, size, &page(plan, theme, size))
}

/// The figure as a PNG of `size` × `scale` pixels.
pub fn png(plan: &ChartPlan, theme: &FigureTheme, size: Vec2, scale: f32) -> Result<Vec<u8>, ExportError> {
    check(size, scale)?;
    raster::png(&svg(plan, theme, size), scale)
}

/// The figure as a PDF of one page of that size, in points, with text as text.
pub fn pdf(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Result<Vec<u8>, ExportError> {
    check(size, 1.0)?;
    raster::pdf(&svg(plan, theme, size), plan)
}

/// The figure of a dataset as the bytes of the file that is asked for.
///
/// # Errors
/// When the theme is not known, the page has no size that can be drawn, or the encoder fails.
pub fn file(plan: &ChartPlan, dataset: &Dataset, request: &ExportRequest) -> Result<Vec<u8>, ExportError> {
    let named = FigureTheme::named(&request.theme);
    let theme = named.ok_or_else(|| ExportError::NoSuchTheme { name: request.theme.clone() })?;
    let size = Vec2::from(request.size);
    match request.format {
        ExportFormat::Svg => Ok(svg(plan, &theme, size).into_bytes()),
        ExportFormat::Png => png(plan, &theme, size, request.scale),
        ExportFormat::Pdf => pdf(plan, &theme, size),
        ExportFormat::Csv => csv(&chart::export_table(plan, dataset)),
    }
}

fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, ExportError> {
    let failed = |reason: String| ExportError::Encoding { format: "CSV", reason };
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// The words of the exported figure, each with the rectangle that it covers, in points.
pub fn text_boxes(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<(String, Rect)> {
    let mut boxes = Vec::new();
    for clipped in page(plan, theme, size) {
        collect_text(&clipped.shape, &mut boxes);
    }
    boxes
}

fn collect_text(shape: &Shape, boxes: &mut Vec<(String, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect_text(shape, boxes)),
        Shape::Text(text) => boxes.push((text.galley.job.text.clone(), text.visual_bounding_rect())),
        _ => {}
    }
}

fn check(size: Vec2, scale: f32) -> Result<(), ExportError> {
    let pixels = size * scale;
    let side = |points: f32, pixels: f32| points >= SMALLEST_SIDE && (1.0..=LARGEST_SIDE).contains(&pixels);
    if side(size.x, pixels.x) && side(size.y, pixels.y) && pixels.x * pixels.y <= MOST_PIXELS {
        Ok(())
    } else {
        Err(ExportError::Size { width: pixels.x.round(), height: pixels.y.round() })
    }
}

/// Draws the figure in a context of its own until two frames agree, and gives its shapes.
fn page(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<ClippedShape> {
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::bundled_only());
    let mut last: Vec<ClippedShape> = Vec::new();
    for _ in 0..4 {
        let input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, size)),
            max_texture_side: Some(4096),
            ..Default::default()
        };
        let mut output = ctx.run_ui(input, |ui| {
            super::show(ui, plan, theme, FigureState::default());
        });
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        if shapes == last {
            break;
        }
        last = shapes;
    }
    last
}
