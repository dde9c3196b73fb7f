//! SVG → PNG and PDF, with the built-in fonts only, so that the result is the same on every machine.

use std::sync::{Arc, LazyLock};

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, fontdb},
};

use super::ExportError;
use crate::{chart::ChartPlan, figure::fonts};

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for face in [fonts::REGULAR, fonts::SEMIBOLD] {
        database.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    database.set_sans_serif_family(fonts::FAMILY);
    Arc::new(database)
});

/// A PNG of the SVG's size times `scale`.
pub(super) fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ExportError> {
    let wrong = |reason: String| ExportError::Encoding { format: "PNG", reason };
    let tree = tree(svg).map_err(&wrong)?;
    let side = |points: f32| (points * scale).round() as u32;
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let mut picture = Pixmap::new(width, height).ok_or_else(|| wrong("the size is empty".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| wrong(error.to_string()))
}

/// A PDF of one page, with the plan's title and description and without a date.
pub(super) fn pdf(svg: &str, plan: &ChartPlan) -> Result<Vec<u8>, ExportError> {
    let wrong = |reason: String| ExportError::Encoding { format: "PDF", reason };
    let tree = tree(svg).map_err(&wrong)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let size = Size::from_wh(width, height).ok_or_else(|| wrong("the size is empty".to_owned()))?;
    let mut document = Document::new();
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface.draw_svg(&tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    let title = if plan.title.is_empty() { plan.id.to_string() } else { plan.title.clone() };
    document
        .set_metadata(Metadata::new().title(title).description(plan.description.clone()).creator("Docket".to_owned()));
    document.finish().map_err(|error| wrong(format!("{error:?}")))
}

fn tree(svg: &str) -> Result<usvg::Tree, String> {
    let options =
        usvg::Options { fontdb: Arc::clone(&FONTS), font_family: fonts::FAMILY.to_owned(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chart,
        figure::{FigureTheme, export},
        format,
    };

    fn texts(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => texts(group, found),
                usvg::Node::Text(text) => {
                    let words = text.chunks().iter().map(usvg::TextChunk::text).collect();
                    found.push((words, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }

    /// The figure is laid out with egui's measure of text and rasterised with another's: they must agree, or texts
    /// that were placed apart would touch.
    #[test]
    fn words_are_as_wide_in_the_picture_as_in_the_layout() {
        let text = include_str!("../../../assets/datasets/extraditions.ron");
        let parsed = format::parse(text);
        let dataset = parsed.dataset();
        let theme = FigureTheme::named("light").expect("a built-in theme");
        for id in dataset.charts.keys() {
            let plan = chart::plan(dataset, id).expect("the chart exists");
            let size = egui::vec2(1000.0, 640.0);
            let laid_out = export::text_boxes(&plan, &theme, size);
            let mut drawn = Vec::new();
            texts(tree(&export::svg(&plan, &theme, size)).expect("read").root(), &mut drawn);
            let mut compared = 0;
            for (words, rect) in &laid_out {
                // Wrapped text is several texts in the picture.
                let Some((_, found)) = drawn.iter().find(|(other, at)| {
                    other == words && (at.left() - rect.left()).abs() < 3.0 && (at.top() - rect.top()).abs() < 30.0
                }) else {
                    continue;
                };
                compared += 1;
                let off = (found.width() - rect.width()).abs();
                assert!(off < 2.0 + rect.width() * 0.01, "{id}: \"{words}\" is off by {off}");
            }
            assert!(compared * 2 > laid_out.len(), "{id}: only {compared} of {} compared", laid_out.len());
        }
    }
}
