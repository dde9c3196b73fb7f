//! SVG → PNG and PDF, with the built-in fonts only, so that the result is the same on every machine.

use std::sync::{Arc, LazyLock};

use krilla::{
    Document,
    geom::Size,
    metadata::Metadata,
    page::PageSettings,
    tagging::{ContentTag, Tag, TagGroup, TagTree},
};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{self, fontdb},
};

use super::ExportError;
use crate::{
    chart::{ChartPlan, PIXELS_PER_INCH},
    figure::{
        fonts::{self, OwnFace},
        theme::FigureTheme,
    },
};

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for face in &fonts::FACES {
        database.load_font_source(fontdb::Source::Binary(Arc::new(face.data)));
    }
    database.set_sans_serif_family(fonts::TEXT);
    Arc::new(database)
});

/// What a file says about itself.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) plan: &'a ChartPlan,
    pub(super) theme: &'a FigureTheme,
    pub(super) author: Option<&'a str>,
}

/// A PNG of the SVG's size times `scale`, which says how large it is and what it shows.
pub(super) fn png(svg: &str, about: About<'_>, scale: f32, is_transparent: bool) -> Result<Vec<u8>, ExportError> {
    let About { plan, theme, author } = about;
    let (bytes, width, height) =
        if is_transparent { see_through(svg, theme, scale)? } else { pixels(svg, theme, scale)? };
    let write = || -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(if is_transparent { png::ColorType::Rgba } else { png::ColorType::Rgb });
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        let per_metre = (f64::from(scale * PIXELS_PER_INCH) / 0.0254).round() as u32;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
        let said = [
            ("Title", plan.title.as_str()),
            ("Author", author.unwrap_or_default()),
            ("Description", plan.description.as_str()),
            ("Source", plan.source_line.as_str()),
            ("Software", "Docket"),
        ];
        for (keyword, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
            let text = text.chars().filter(|c| *c != '\0').collect();
            encoder.add_itxt_chunk(keyword.to_owned(), text)?;
        }
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&bytes)?;
        writer.finish()?;
        Ok(file)
    };
    write().map_err(|error| ExportError::Encoding { format: "PNG", reason: error.to_string() })
}

/// The pixels of the SVG's size times `scale`, each red, green and blue; with width and height.
pub(super) fn pixels(svg: &str, theme: &FigureTheme, scale: f32) -> Result<(Vec<u8>, u32, u32), ExportError> {
    // A page that ends within a pixel would leave a transparent edge.
    let ground = theme.background;
    let picture = painted(svg, theme, scale, Color::from_rgba8(ground.red, ground.green, ground.blue, 255))?;
    let opaque = picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Ok((opaque, picture.width(), picture.height()))
}

/// The same without a ground, each pixel with how opaque it is.
fn see_through(svg: &str, theme: &FigureTheme, scale: f32) -> Result<(Vec<u8>, u32, u32), ExportError> {
    let picture = painted(svg, theme, scale, Color::TRANSPARENT)?;
    let straight = picture.pixels().iter().map(|pixel| pixel.demultiply());
    let bytes = straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
    Ok((bytes, picture.width(), picture.height()))
}

fn painted(svg: &str, theme: &FigureTheme, scale: f32, ground: Color) -> Result<Pixmap, ExportError> {
    let wrong = |reason: String| ExportError::Encoding { format: "PNG", reason };
    let tree = tree(svg, &theme.own_faces).map_err(&wrong)?;
    let side = |points: f32| (points * scale).round() as u32;
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let mut picture = Pixmap::new(width, height).ok_or_else(|| wrong("the size is empty".to_owned()))?;
    picture.fill(ground);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    Ok(picture)
}

/// A PDF of one page, which says what it shows and has no date. The page is tagged as a figure with a description, so
/// that it can be read aloud.
pub(super) fn pdf(svg: &str, about: About<'_>) -> Result<Vec<u8>, ExportError> {
    let About { plan, theme, author } = about;
    let wrong = |reason: String| ExportError::Encoding { format: "PDF", reason };
    let tree = tree(svg, &theme.own_faces).map_err(&wrong)?;
    let points = |pixels: f32| pixels * 72.0 / PIXELS_PER_INCH;
    let (width, height) = (points(tree.size().width()), points(tree.size().height()));
    let size = Size::from_wh(width, height).ok_or_else(|| wrong("the size is empty".to_owned()))?;
    let mut document = Document::new();
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let content = surface.start_tagged(ContentTag::Other);
    surface.draw_svg(&tree, size, SvgSettings::default());
    surface.end_tagged();
    surface.finish();
    page.finish();
    let mut figure = TagGroup::new(Tag::Figure(Some(plan.description.clone())));
    figure.push(content);
    let mut tags = TagTree::new();
    tags.push(figure);
    document.set_tag_tree(tags);
    let title = if plan.title.is_empty() { plan.id.to_string() } else { plan.title.clone() };
    let metadata = Metadata::new()
        .title(title)
        .authors(author.map(str::to_owned).into_iter().collect())
        .description(plan.description.clone())
        .language("en".to_owned())
        .creator("Docket".to_owned());
    document.set_metadata(metadata);
    document.finish().map_err(|error| wrong(format!("{error:?}")))
}

/// The SVG as it is drawn, its words set in the built-in faces and those of a theme.
pub(super) fn tree(svg: &str, own: &[OwnFace]) -> Result<usvg::Tree, String> {
    let mut fontdb = Arc::clone(&FONTS);
    for face in own {
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::clone(&face.data) as _;
        Arc::make_mut(&mut fontdb).load_font_source(fontdb::Source::Binary(data));
    }
    let options = usvg::Options { fontdb, font_family: fonts::TEXT.to_owned(), ..Default::default() };
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
                // Wrapped text is several rows in the picture.
                usvg::Node::Text(text) if text.chunks().len() == 1 => {
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
            texts(tree(&export::svg(&plan, &theme, size), &[]).expect("read").root(), &mut drawn);
            let mut compared = 0;
            for (words, rect) in &laid_out {
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
