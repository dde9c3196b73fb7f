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
