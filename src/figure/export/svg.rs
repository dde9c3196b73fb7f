//! egui's shapes as an SVG document: its parts are groups with names, the marks of each series are groups of their own,
//! and words are text.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

use egui::{
    Color32, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2,
    epaint::{BandShape, CircleShape, ColorMode, PathShape, RectShape, TextShape},
    pos2,
};

use super::{
    Drawn,
    attributes::{At, Fill, Number, Outline, Point, Rectangle},
    letters::font_face,
    xml::{escaped, name},
};
use crate::{
    chart::{ChartPlan, LengthUnit},
    figure::{
        fonts::{self, OwnFace},
        parts::Part,
        theme::FigureTheme,
    },
    model::Mark,
};

/// What a document is of.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) plan: &'a ChartPlan,
    pub(super) theme: &'a FigureTheme,
    pub(super) size: Vec2,
    pub(super) unit: LengthUnit,
    /// Whether there is no ground.
    pub(super) is_transparent: bool,
}

/// How words are written.
#[derive(Default)]
pub(super) enum Letters {
    /// As text.
    #[default]
    Text,
    /// As text, its typefaces before it.
    Embedded,
    /// As text, each with an id.
    Marked,
    /// As paths, by those ids.
    Outlines(HashMap<String, String>),
}

/// The document of a page: title and description for assistive technology, then the shapes in their order.
pub(super) fn document(page: Page<'_>, drawn: &Drawn, letters: &Letters) -> String {
    let Page { plan, theme, size, unit, is_transparent } = page;
    let prefix = name(&plan.id);
    let mut writer = Writer {
        prefix: prefix.clone(),
        kinds: kinds(plan),
        series: series(plan, theme),
        faces: &theme.own_faces,
        letters,
        body: String::new(),
        clips: Vec::new(),
        begun: Vec::new(),
        open_part: None,
        open_series: None,
        open_clip: None,
        run: None,
        texts: 0,
        used: BTreeSet::new(),
    };
    for (nth, clipped) in drawn.shapes.iter().enumerate() {
        let part = drawn.part(nth);
        if is_transparent && part == Some(Part::Background) {
            continue;
        }
        writer.part(part);
        writer.shape(&clipped.shape, clipped.clip_rect);
    }
    writer.part(None);
    let Writer { body, clips, used, .. } = writer;
    let length = |pixels: f32| match unit {
        LengthUnit::Pixels => Number(pixels).to_string(),
        LengthUnit::Millimetres | LengthUnit::Inches => {
            format!("{}{}", ((pixels / unit.pixels()) * 1000.0).round() / 1000.0, unit.symbol())
        }
    };
    let title = if plan.title.trim().is_empty() { plan.id.as_str() } else { plan.title.as_str() };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"{prefix}-title {prefix}-desc\" lang=\"en\" font-family=\"'{}', sans-serif\">\n\
         <title id=\"{prefix}-title\">{}</title>\n<desc id=\"{prefix}-desc\">{}</desc>\n",
        length(size.x),
        length(size.y),
        Number(size.x),
        Number(size.y),
        fonts::TEXT,
        escaped(title),
        escaped(&plan.description),
    );
    if matches!(letters, Letters::Embedded) {
        out.push_str("<style>\n");
        out.extend(used.iter().map(|(family, weight)| font_face((family, *weight), &theme.own_faces)));
        out.push_str("</style>\n");
    }
    if !clips.is_empty() {
        out.push_str("<defs>\n");
        for (nth, rect) in clips.iter().enumerate() {
            let _ = writeln!(out, "<clipPath id=\"{prefix}-clip-{nth}\"><rect {}/></clipPath>", Rectangle(*rect));
        }
        out.push_str("</defs>\n");
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

/// The texts that have a place of their own in every figure, with what they are.
fn kinds(plan: &ChartPlan) -> Vec<(String, &'static str)> {
    // Sources and notes may be there in part: they are known by how they begin.
    let source = plan.source_line.split("; ").next().unwrap_or_default().to_owned();
    let note = plan.notes.first().cloned().unwrap_or_default();
    let words = [
        (&plan.title, "title"),
        (&plan.subtitle, "subtitle"),
        (&source, "source"),
        (&note, "note"),
        (&plan.credit, "credit"),
    ];
    words
        .into_iter()
        .filter(|(text, _)| !text.trim().is_empty())
        .map(|(text, kind)| (text.trim().to_owned(), kind))
        .collect()
}

/// The colours of the series with their ids, as far as a colour belongs to one series only: the full colour, and the
/// paler ones of values that are not final, approximate, or of another source.
fn series(plan: &ChartPlan, theme: &FigureTheme) -> Vec<(Color32, String)> {
    let mut known: Vec<(Color32, Option<String>)> = Vec::new();
    // Here colours say something else: the period, the lane, or nothing.
    let is_otherwise = matches!(plan.mark, Mark::Bar | Mark::Table | Mark::Timeline | Mark::Histogram);
    if is_otherwise || !plan.groups.is_empty() {
        return Vec::new();
    }
    for series in &plan.series {
        let color = theme.hue(series.hue);
        let pale = [0.0, 0.5, 0.6, 0.72].map(|share| color.mixed(theme.background, share));
        for color in pale.into_iter().chain([theme.hue_text(series.hue)]) {
            let color = Color32::from(color);
            match known.iter_mut().find(|(other, _)| *other == color) {
                Some((_, id)) if id.as_deref() != Some(series.id.as_str()) => *id = None,
                Some(_) => {}
                None => known.push((color, Some(series.id.to_string()))),
            }
        }
    }
    known.into_iter().filter_map(|(color, id)| Some((color, id?))).collect()
}

struct Writer<'a> {
    prefix: String,
    kinds: Vec<(String, &'static str)>,
    series: Vec<(Color32, String)>,
    faces: &'a [OwnFace],
    letters: &'a Letters,
    body: String,
    clips: Vec<Rect>,
    /// The parts whose groups were opened so far.
    begun: Vec<Part>,
    /// The part whose group is open.
    open_part: Option<Part>,
    /// The series whose group is open, within the part, by its position in `series`.
    open_series: Option<usize>,
    /// The clip whose group is open, within the series.
    open_clip: Option<usize>,
    /// Line segments of the same stroke that follow each other: a dashed line is hundreds of them.
    run: Option<Stroke>,
    /// How many texts there were so far.
    texts: usize,
    /// The families and weights of the faces that texts are set in.
    used: BTreeSet<(String, u16)>,
}

impl Writer<'_> {
    /// What follows belongs to another part.
    fn part(&mut self, part: Option<Part>) {
        if part == self.open_part {
            return;
        }
        self.series(None);
        self.finish_run();
        self.close_clip();
        if self.open_part.is_some() {
            // A part that shows nothing leaves no trace.
            let start = self.body.rfind("<g id=").filter(|at| self.body[*at..].matches('\n').count() == 1);
            match start {
                Some(at) => self.body.truncate(at),
                None => self.body.push_str("</g>\n"),
            }
        }
        if let Some(part) = part {
            let (prefix, name) = (&self.prefix, part.name());
            // Each of several panels has parts of its own.
            self.begun.push(part);
            let nth = self.begun.iter().filter(|begun| **begun == part).count();
            let nth = if nth > 1 { format!("-{nth}") } else { String::new() };
            let _ = writeln!(self.body, "<g id=\"{prefix}-{name}{nth}\" class=\"{name}\">");
        }
        self.open_part = part;
    }

    /// What follows is of a series, or of none.
    fn series(&mut self, series: Option<usize>) {
        if series == self.open_series {
            return;
        }
        self.finish_run();
        self.close_clip();
        if self.open_series.is_some() {
            self.body.push_str("</g>\n");
        }
        if let Some((_, id)) = series.and_then(|series| self.series.get(series)) {
            let _ = writeln!(self.body, "<g class=\"series\" data-series=\"{}\">", escaped(id));
        }
        self.open_series = series;
    }

    /// The series that a shape is of, by its colour.
    fn series_of(&self, shape: &Shape) -> Option<usize> {
        let is_of_series = self.open_part.is_some_and(Part::is_of_series);
        let color = if is_of_series { color_of(shape) } else { None }?;
        let nth = self.series.iter().position(|(known, _)| *known == color)?;
        // Paler colours of a series stand beside its own: all of them are the first of them.
        self.series.iter().position(|(_, id)| *id == self.series[nth].1)
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
        // What has no colour of its own, such as the ground of a hollow point, stays with what surrounds it.
        let series = self.series_of(shape).or_else(|| if is_ground(shape) { self.open_series } else { None });
        self.series(series);
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
            Shape::Band(band) => self.band(band),
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
        if wanted != self.open_clip {
            self.finish_run();
            self.close_clip();
            if let Some(nth) = wanted {
                let _ = writeln!(self.body, "<g clip-path=\"url(#{}-clip-{nth})\">", self.prefix);
            }
            self.open_clip = wanted;
        }
    }

    fn close_clip(&mut self) {
        if self.open_clip.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    fn segment(&mut self, [a, b]: [Pos2; 2], stroke: Stroke) {
        if self.run != Some(stroke) {
            self.finish_run();
            self.run = Some(stroke);
            self.body.push_str("<path d=\"");
        }
        let _ = write!(self.body, "M{}L{}", Point(a), Point(b));
    }

    fn finish_run(&mut self) {
        if let Some(stroke) = self.run.take() {
            let _ = writeln!(self.body, "\" fill=\"none\"{}/>", Outline(stroke.width, stroke.color));
        }
    }

    fn circle(&mut self, circle: &CircleShape) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
            Number(circle.center.x),
            Number(circle.center.y),
            Number(circle.radius),
            Fill(circle.fill),
            Outline(circle.stroke.width, circle.stroke.color),
        );
    }

    fn path(&mut self, path: &PathShape) {
        self.outline(path.points.iter().copied());
        if path.closed {
            self.body.push('Z');
        }
        let color = match &path.stroke.color {
            ColorMode::Solid(color) => *color,
            ColorMode::UV(_) => Color32::PLACEHOLDER,
        };
        let _ = writeln!(
            self.body,
            "\"{}{} stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
            Fill(path.fill),
            Outline(path.stroke.width, color),
        );
    }

    /// The start of a path along some points.
    fn outline(&mut self, points: impl Iterator<Item = Pos2>) {
        self.body.push_str("<path d=\"");
        for (nth, point) in points.enumerate() {
            let _ = write!(self.body, "{}{}", if nth == 0 { 'M' } else { 'L' }, Point(point));
        }
    }

    /// An area as one outline: along its upper edge, and back along the lower one.
    fn band(&mut self, band: &BandShape) {
        let upper = band.points.iter().map(|point| pos2(point.x, point.y.min));
        let lower = band.points.iter().rev().map(|point| pos2(point.x, point.y.max));
        self.outline(upper.chain(lower));
        let _ = writeln!(self.body, "Z\"{}/>", Fill(band.fill));
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
            Rectangle(shape.rect.expand(by)),
            Fill(shape.fill),
            Outline(shape.stroke.width, shape.stroke.color),
        );
    }

    /// One `<text>`, its rows each at the exact start of their baseline.
    fn text(&mut self, text: &TextShape) {
        let Some(section) = text.galley.job.sections.first() else { return };
        let font = &section.format.font_id;
        let (family, weight) = fonts::face_of(&font.family, self.faces);
        if matches!(self.letters, Letters::Embedded) {
            self.used.insert((family.to_owned(), weight));
        }
        let generic = if family.contains("Serif") { "serif" } else { "sans-serif" };
        let family = if family == fonts::TEXT {
            String::new()
        } else {
            format!(" font-family=\"'{}', {generic}\"", escaped(&family.replace('\'', "")))
        };
        let weight = if weight == 400 { String::new() } else { format!(" font-weight=\"{weight}\"") };
        let mut rows: Vec<(Pos2, String)> = Vec::new();
        for row in &text.galley.rows {
            let words = row.text();
            let Some(first) = row.glyphs.iter().find(|glyph| !glyph.chr.is_whitespace()) else { continue };
            rows.push((text.pos + row.pos.to_vec2() + first.pos.to_vec2(), words.trim().to_owned()));
        }
        // Room for a sign is no word.
        let whole = text.galley.job.text.trim();
        let is_words = self.open_part == Some(Part::Words);
        let kind = self
            .kinds
            .iter()
            .find(|(known, kind)| {
                let may_be_cut = matches!(*kind, "source" | "note");
                is_words && (known.as_str() == whole || (may_be_cut && whole.starts_with(known.as_str())))
            })
            .map(|(_, kind)| *kind);
        let mut class = kind.map(|kind| format!(" class=\"{kind}\"")).unwrap_or_default();
        self.texts += 1;
        let id = format!("{}-text-{}", self.prefix, self.texts);
        match self.letters {
            Letters::Text | Letters::Embedded => {}
            Letters::Marked => class = format!(" id=\"{id}\"{class}"),
            Letters::Outlines(outlines) => {
                let said = rows.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" ");
                if let Some(d) = outlines.get(&id) {
                    let (said, fill) = (escaped(&said), Fill(section.format.color));
                    let _ = writeln!(self.body, "<path{class} role=\"img\" aria-label=\"{said}\" d=\"{d}\"{fill}/>");
                }
                return;
            }
        }
        let looks = format!(
            "font-size=\"{}\"{family}{weight}{} xml:space=\"preserve\"",
            Number(font.size),
            Fill(section.format.color)
        );
        if let [(pos, words)] = &rows[..] {
            let _ = writeln!(self.body, "<text{class} {} {looks}>{}</text>", At(*pos), escaped(words));
        } else if !rows.is_empty() {
            let spans: Vec<String> =
                rows.iter().map(|(pos, words)| format!("<tspan {}>{}</tspan>", At(*pos), escaped(words))).collect();
            // The space between the rows keeps words apart when they are copied.
            let _ = writeln!(self.body, "<text{class} {looks}>{}</text>", spans.join(" "));
        }
    }
}

/// The colour that says which series a shape is of.
fn color_of(shape: &Shape) -> Option<Color32> {
    let solid = |fill: Color32, stroke: Color32, width: f32| {
        let color = if width > 0.0 && stroke != Color32::TRANSPARENT { stroke } else { fill };
        (color != Color32::TRANSPARENT).then_some(color)
    };
    match shape {
        Shape::Circle(circle) => solid(circle.fill, circle.stroke.color, circle.stroke.width),
        Shape::LineSegment { stroke, .. } => Some(stroke.color),
        Shape::Path(path) => match &path.stroke.color {
            ColorMode::Solid(color) => solid(path.fill, *color, path.stroke.width),
            ColorMode::UV(_) => None,
        },
        Shape::Rect(rect) => solid(rect.fill, rect.stroke.color, rect.stroke.width),
        Shape::Text(text) => text.galley.job.sections.first().map(|section| section.format.color),
        _ => None,
    }
}

/// Whether a shape only covers what is under it.
fn is_ground(shape: &Shape) -> bool {
    matches!(shape, Shape::Circle(circle) if circle.stroke.width <= 0.0)
}
