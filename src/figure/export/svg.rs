//! egui's shapes as an SVG document.

use std::fmt::Write as _;

use egui::{
    Color32, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2,
    epaint::{CircleShape, ClippedShape, ColorMode, PathShape, RectShape, TextShape},
};

use crate::{chart::ChartPlan, figure::fonts};

/// The document of a page: title and description for assistive technology, then the shapes in their order.
pub(super) fn document(plan: &ChartPlan, size: Vec2, shapes: &[ClippedShape]) -> String {
    let mut writer = Writer::default();
    for clipped in shapes {
        writer.clipped(clipped);
    }
    writer.finish_run();
    writer.close_clip();
    let Writer { body, clips, .. } = writer;
    let (width, height) = (number(size.x), number(size.y));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title desc\" \
         font-family=\"'{}', sans-serif\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
        fonts::FAMILY,
        escaped(&plan.title),
        escaped(&plan.description),
    );
    if !clips.is_empty() {
        out.push_str("<defs>\n");
        for (nth, rect) in clips.iter().enumerate() {
            let _ = writeln!(out, "<clipPath id=\"c{nth}\"><rect {}/></clipPath>", rectangle(*rect));
        }
        out.push_str("</defs>\n");
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

#[derive(Default)]
struct Writer {
    body: String,
    clips: Vec<Rect>,
    /// The clip of the group that is open.
    open: Option<usize>,
    /// Line segments of the same stroke that follow each other: a dashed line is hundreds of them.
    run: Option<(Stroke, String)>,
}

impl Writer {
    fn clipped(&mut self, ClippedShape { clip_rect, shape, .. }: &ClippedShape) {
        self.shape(shape, *clip_rect);
    }

    fn shape(&mut self, shape: &Shape, clip: Rect) {
        if let Shape::Vec(shapes) = shape {
            for shape in shapes {
                self.shape(shape, clip);
            }
            return;
        }
        let bounds = shape.visual_bounding_rect();
        if matches!(shape, Shape::Noop) || !bounds.is_finite() || !bounds.intersects(clip) {
            return;
        }
        // Clip masks are slow to rasterise: only where a shape really leaves its clip.
        self.clip((!clip.contains_rect(bounds)).then_some(clip));
        if let Shape::LineSegment { points, stroke } = shape {
            self.segment(*points, *stroke);
            return;
        }
        self.finish_run();
        match shape {
            Shape::Circle(circle) => self.circle(circle),
            Shape::Path(path) => self.path(path),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => self.text(text),
            // The figure uses no others.
            _ => {}
        }
    }

    fn clip(&mut self, clip: Option<Rect>) {
        let wanted = clip.map(|rect| {
            self.clips.iter().position(|known| *known == rect).unwrap_or_else(|| {
                self.clips.push(rect);
                self.clips.len() - 1
            })
        });
        if wanted != self.open {
            self.finish_run();
            self.close_clip();
            if let Some(nth) = wanted {
                let _ = writeln!(self.body, "<g clip-path=\"url(#c{nth})\">");
            }
            self.open = wanted;
        }
    }

    fn close_clip(&mut self) {
        if self.open.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    fn segment(&mut self, [a, b]: [Pos2; 2], stroke: Stroke) {
        let piece = format!("M{} {}L{} {}", number(a.x), number(a.y), number(b.x), number(b.y));
        match &mut self.run {
            Some((current, path)) if *current == stroke => path.push_str(&piece),
            _ => {
                self.finish_run();
                self.run = Some((stroke, piece));
            }
        }
    }

    fn finish_run(&mut self) {
        if let Some((stroke, path)) = self.run.take() {
            let _ = writeln!(self.body, "<path d=\"{path}\" fill=\"none\"{}/>", stroked(stroke.width, stroke.color));
        }
    }

    fn circle(&mut self, circle: &CircleShape) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
            number(circle.center.x),
            number(circle.center.y),
            number(circle.radius),
            filled(circle.fill),
            stroked(circle.stroke.width, circle.stroke.color),
        );
    }

    fn path(&mut self, path: &PathShape) {
        let mut d = String::new();
        for (nth, point) in path.points.iter().enumerate() {
            let _ = write!(d, "{}{} {}", if nth == 0 { 'M' } else { 'L' }, number(point.x), number(point.y));
        }
        if path.closed {
            d.push('Z');
        }
        let color = match &path.stroke.color {
            ColorMode::Solid(color) => *color,
            ColorMode::UV(_) => Color32::PLACEHOLDER,
        };
        let _ = writeln!(
            self.body,
            "<path d=\"{d}\"{}{} stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
            filled(path.fill),
            stroked(path.stroke.width, color),
        );
    }

    fn rect(&mut self, shape: &RectShape) {
        let by = match shape.stroke_kind {
            _ if shape.stroke.is_empty() => 0.0,
            StrokeKind::Inside => -shape.stroke.width / 2.0,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => shape.stroke.width / 2.0,
        };
        let radius = shape.corner_radius.nw;
        let round = if radius > 0 { format!(" rx=\"{radius}\"") } else { String::new() };
        let _ = writeln!(
            self.body,
            "<rect {}{round}{}{}/>",
            rectangle(shape.rect.expand(by)),
            filled(shape.fill),
            stroked(shape.stroke.width, shape.stroke.color),
        );
    }

    /// One `<text>` a row, at the exact start of its baseline.
    fn text(&mut self, text: &TextShape) {
        let Some(section) = text.galley.job.sections.first() else { return };
        let font = &section.format.font_id;
        let weight = if font.family == egui::FontFamily::Proportional { "" } else { " font-weight=\"600\"" };
        for row in &text.galley.rows {
            let words = row.text();
            let kept = words.trim();
            let Some(first) = row.glyphs.iter().find(|glyph| !glyph.chr.is_whitespace()) else { continue };
            let at = text.pos + row.pos.to_vec2() + first.pos.to_vec2();
            let _ = writeln!(
                self.body,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{} xml:space=\"preserve\">{}</text>",
                number(at.x),
                number(at.y),
                number(font.size),
                filled(section.format.color),
                escaped(kept),
            );
        }
    }
}

fn rectangle(rect: Rect) -> String {
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.left()),
        number(rect.top()),
        number(rect.width()),
        number(rect.height())
    )
}

fn filled(color: Color32) -> String {
    if color == Color32::TRANSPARENT {
        return " fill=\"none\"".to_owned();
    }
    format!(" fill=\"{}\"{}", hex(color), opacity("fill-opacity", color))
}

fn stroked(width: f32, color: Color32) -> String {
    if width <= 0.0 || color == Color32::TRANSPARENT {
        return String::new();
    }
    format!(" stroke=\"{}\" stroke-width=\"{}\"{}", hex(color), number(width), opacity("stroke-opacity", color))
}

fn hex(color: Color32) -> String {
    let [r, g, b, _] = color.to_srgba_unmultiplied();
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn opacity(attribute: &str, color: Color32) -> String {
    match color.a() {
        255 => String::new(),
        a => format!(" {attribute}=\"{}\"", number(f32::from(a) / 255.0)),
    }
}

/// At most two decimals, without needless zeros or a negative zero.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML: markup escaped, characters that XML does not allow left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, want) in [(1.0, "1"), (1.25, "1.25"), (1.256, "1.26"), (-0.001, "0"), (100.0, "100"), (0.5, "0.5")]
        {
            assert_eq!(number(value), want);
        }
    }

    #[test]
    fn markup_in_words_is_escaped() {
        assert_eq!(escaped("a < b & \"c\"\u{1}\u{7}\n"), "a &lt; b &amp; &quot;c&quot; ");
    }
}
