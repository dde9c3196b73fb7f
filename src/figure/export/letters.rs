//! The letters of an SVG: as outlines, or as text with its typefaces in the file.

use std::{collections::HashMap, fmt::Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use egui::pos2;
use resvg::{tiny_skia::PathSegment, usvg};

use super::{attributes::Point, raster};
use crate::figure::fonts::{self, OwnFace};

/// The outlines of the texts of a document, as the data of paths, by the ids of their elements.
pub(super) fn outlines(svg: &str, own: &[OwnFace]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    // What was written just now can be read.
    if let Ok(tree) = raster::tree(svg, own) {
        collect(tree.root(), None, &mut found);
    }
    found
}

fn collect(group: &usvg::Group, of: Option<&str>, found: &mut HashMap<String, String>) {
    for node in group.children() {
        match (node, of) {
            (usvg::Node::Group(group), of) => collect(group, of, found),
            (usvg::Node::Text(text), _) => collect(text.flattened(), Some(text.id()), found),
            (usvg::Node::Path(path), Some(id)) => {
                let data = path.data().clone().transform(path.abs_transform());
                let out = found.entry(id.to_owned()).or_default();
                data.iter().flat_map(usvg::tiny_skia_path::Path::segments).for_each(|segment| draw(out, segment));
            }
            _ => {}
        }
    }
}

fn draw(out: &mut String, segment: PathSegment) {
    let at = |point: resvg::tiny_skia::Point| Point(pos2(point.x, point.y));
    let _ = match segment {
        PathSegment::MoveTo(to) => write!(out, "M{}", at(to)),
        PathSegment::LineTo(to) => write!(out, "L{}", at(to)),
        PathSegment::QuadTo(by, to) => write!(out, "Q{} {}", at(by), at(to)),
        PathSegment::CubicTo(a, b, to) => write!(out, "C{} {} {}", at(a), at(b), at(to)),
        PathSegment::Close => write!(out, "Z"),
    };
}

/// A rule of CSS that brings a typeface along.
pub(super) fn font_face((family, weight): (&str, u16), own: &[OwnFace]) -> String {
    let data = fonts::file_of(family, weight, own).map(|data| STANDARD.encode(data)).unwrap_or_default();
    format!(
        "@font-face{{font-family:\"{}\";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}\n",
        family.replace(['"', '\\', '<', '&'], "")
    )
}
