//! A figure as a file: SVG with text as text, and from it PNG and PDF; a page for browsers; its values as a table. Needs
//! no window and no graphics card; the same plan gives the same bytes.

mod attributes;
mod html;
mod letters;
mod raster;
mod svg;
mod workbook;
mod xml;

use std::cell::RefCell;

use egui::{Rect, Shape, Vec2, epaint::ClippedShape};

use super::{
    FigureState,
    fonts::{self, OwnFace},
    parts::{self, Part, Parts},
    theme::FigureTheme,
};
use crate::{
    chart::{
        self, ChartPlan, ExportFormat, ExportRequest, Finish, LARGEST_SIDE, LengthUnit, Letters, PageSize,
        SMALLEST_SIDE,
    },
    model::Dataset,
};

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
    /// The picture could not be encoded.
    #[error("the figure could not be written as {format}: {reason}")]
    Encoding {
        /// "PNG", "PDF", "CSV" or "XLSX".
        format: &'static str,
        /// What the encoder says.
        reason: String,
    },
}

/// The figure as an SVG document of that size, in pixels. Sides are brought within 100 and 20,000.
pub fn svg(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> String {
    let page = PageSize { width: size.x, height: size.y, unit: LengthUnit::Pixels };
    svg_of(plan, theme, page, Finish::default())
}

/// The figure as an SVG document that states its size in the unit of the page.
fn svg_of(plan: &ChartPlan, theme: &FigureTheme, page: PageSize, finish: Finish) -> String {
    let (width, height) = page.pixels();
    let side = |v: f32| if v.is_finite() { v.clamp(SMALLEST_SIDE, LARGEST_SIDE) } else { SMALLEST_SIDE };
    let size = egui::vec2(side(width), side(height));
    let drawn = drawn(&finish.without.of(plan), theme, size, page.unit != LengthUnit::Pixels);
    let page = svg::Page { plan, theme, size, unit: page.unit, is_transparent: finish.is_transparent };
    match finish.letters {
        Letters::Text => svg::document(page, &drawn, &svg::Letters::Text),
        Letters::Embedded => svg::document(page, &drawn, &svg::Letters::Embedded),
        Letters::Outlines => {
            let marked = svg::document(page, &drawn, &svg::Letters::Marked);
            let outlines = letters::outlines(&marked, &theme.own_faces);
            svg::document(page, &drawn, &svg::Letters::Outlines(outlines))
        }
    }
}

/// The figure as a PNG of `size` × `scale` pixels.
pub fn png(plan: &ChartPlan, theme: &FigureTheme, size: Vec2, scale: f32) -> Result<Vec<u8>, ExportError> {
    let page = PageSize { width: size.x, height: size.y, unit: LengthUnit::Pixels };
    check(page, scale)?;
    let about = raster::About { plan, theme, author: None };
    raster::png(&svg_of(plan, theme, page, Finish::default()), about, scale, false)
}

/// The figure as pixels, each red, green and blue, and how many of them are in a row.
pub fn pixels(plan: &ChartPlan, theme: &FigureTheme, size: Vec2, scale: f32) -> Result<(Vec<u8>, usize), ExportError> {
    let page = PageSize { width: size.x, height: size.y, unit: LengthUnit::Pixels };
    check(page, scale)?;
    let (bytes, width, _) = raster::pixels(&svg_of(plan, theme, page, Finish::default()), theme, scale)?;
    Ok((bytes, width as usize))
}

/// The figure as a PDF of one page of that size, in pixels of 1/96 inch, with text as text.
pub fn pdf(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Result<Vec<u8>, ExportError> {
    let page = PageSize { width: size.x, height: size.y, unit: LengthUnit::Pixels };
    check(page, 1.0)?;
    raster::pdf(&svg_of(plan, theme, page, Finish::default()), raster::About { plan, theme, author: None })
}

/// The figure of a dataset as the bytes of the file that is asked for.
///
/// # Errors
/// When the page has no size that can be drawn, or the encoder fails.
pub fn file(
    plan: &ChartPlan,
    dataset: &Dataset,
    theme: &FigureTheme,
    request: &ExportRequest,
) -> Result<Vec<u8>, ExportError> {
    // A figure under the name of a paper was made by the paper, unless somebody is named.
    let logo = theme.logo.as_ref().map(|logo| logo.text.as_str());
    let said = |author: Option<&'_ str>| author.map(|author| author.trim().to_owned()).filter(|a| !a.is_empty());
    let author = said(request.author.as_deref()).or_else(|| said(Some(&plan.byline))).or_else(|| said(logo));
    let author = author.as_deref();
    let (page, finish) = (request.page, request.finish);
    let about = raster::About { plan, theme, author };
    // Only a file of text has letters of its own.
    let picture = || svg_of(plan, theme, page, Finish { letters: Letters::Text, ..finish });
    match request.format {
        ExportFormat::Svg => {
            check(page, 1.0)?;
            Ok(svg_of(plan, theme, page, finish).into_bytes())
        }
        ExportFormat::Png => {
            check(page, request.scale())?;
            raster::png(&picture(), about, request.scale(), finish.is_transparent)
        }
        ExportFormat::Pdf => {
            check(page, 1.0)?;
            raster::pdf(&picture(), about)
        }
        ExportFormat::Html => {
            check(page, 1.0)?;
            // A page for browsers is read on a screen, whatever its size is said in.
            // The page has a ground of its own, and looks the same whatever typefaces the reader has.
            let finish = Finish { letters: Letters::Embedded, is_transparent: false, ..finish };
            let svg = svg_of(plan, theme, page.in_unit(LengthUnit::Pixels), finish);
            Ok(html::page(plan, &chart::reading(plan, dataset), theme, &svg, author).into_bytes())
        }
        ExportFormat::Csv => csv(&chart::export_table(plan, dataset)),
        ExportFormat::Xlsx => workbook::xlsx(plan, dataset, author),
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

/// What is painted on the page of a figure, in pixels; on screen the same is painted on a page of the same size.
pub fn shapes(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<ClippedShape> {
    drawn(plan, theme, size, false).shapes
}

/// A table for the clipboard: cells parted by tabs, rows by line ends.
pub fn tsv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\r\n";
    rows.iter().map(line).collect()
}

/// The words of the exported figure, each with the rectangle that it covers, in pixels.
pub fn text_boxes(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<(String, Rect)> {
    let mut boxes = Vec::new();
    for clipped in &drawn(plan, theme, size, false).shapes {
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

fn check(page: PageSize, scale: f32) -> Result<(), ExportError> {
    let (width, height) = page.pixels();
    let pixels = egui::vec2(width, height) * scale;
    let side = |pixels: f32| (1.0..=LARGEST_SIDE + 0.5).contains(&pixels);
    if page.can_be_drawn() && side(pixels.x) && side(pixels.y) && pixels.x * pixels.y <= MOST_PIXELS {
        Ok(())
    } else {
        Err(ExportError::Size { width: pixels.x.round(), height: pixels.y.round() })
    }
}

/// The shapes of a page, and which part of the figure they are.
struct Drawn {
    shapes: Vec<ClippedShape>,
    parts: Parts,
}

impl Drawn {
    fn part(&self, shape: usize) -> Option<Part> {
        parts::of(&self.parts, shape)
    }
}

/// Where figures are drawn off screen. Making one reads the fonts, which takes longer than to draw a figure; so that
/// the figures of a dataset are drawn one after the other, it is kept.
#[derive(Default)]
struct Studio {
    ctx: egui::Context,
    /// The faces that the context has besides the built-in ones; `None` when it has none at all.
    own: Option<Vec<OwnFace>>,
}

impl Studio {
    /// The context with the faces of a theme, and nothing left of the figure before but its glyphs.
    fn prepared(&mut self, own_faces: &[OwnFace]) -> &egui::Context {
        if self.own.as_deref() != Some(own_faces) {
            self.ctx = egui::Context::default();
            self.ctx.set_fonts(fonts::bundled_only(own_faces));
            // Fonts are taken in at the start of a frame; until then they wait in the memory that is cleared below.
            self.ctx.run_ui(egui::RawInput::default(), |_| {}).drop_without_applying_deltas();
            self.own = Some(own_faces.to_vec());
        }
        self.ctx.memory_mut(|memory| *memory = egui::Memory::default());
        &self.ctx
    }
}

/// Reads the built-in typefaces, so that the first figure that this thread draws need not wait for them.
pub fn prepare() {
    STUDIO.with_borrow_mut(|studio| {
        studio.prepared(&[]);
    });
}

thread_local! {
    static STUDIO: RefCell<Studio> = RefCell::default();
}

/// Draws the figure in a context of its own.
fn drawn(plan: &ChartPlan, theme: &FigureTheme, size: Vec2, on_paper: bool) -> Drawn {
    STUDIO.with_borrow_mut(|studio| {
        let ctx = studio.prepared(&theme.own_faces);
        let drawn = frame(ctx, plan, theme, size, on_paper);
        // Nothing of a figure settles over frames, so the first is the last.
        debug_assert!(drawn.shapes == frame(ctx, plan, theme, size, on_paper).shapes, "two frames differ");
        drawn
    })
}

fn frame(ctx: &egui::Context, plan: &ChartPlan, theme: &FigureTheme, size: Vec2, on_paper: bool) -> Drawn {
    let input = egui::RawInput {
        screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, size)),
        max_texture_side: Some(4096),
        ..Default::default()
    };
    let mut parts = Parts::new();
    let mut output = ctx.run_ui(input, |ui| {
        parts = super::show(ui, plan, theme, FigureState { on_paper, ..FigureState::default() }).parts;
    });
    let shapes = std::mem::take(&mut output.shapes);
    output.drop_without_applying_deltas();
    Drawn { shapes, parts }
}
