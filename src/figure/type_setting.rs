//! Measured text: galleys in the styles of a figure.

use std::sync::Arc;

use egui::{
    Color32, FontFamily, FontId, Galley, Pos2, Rect, Shape, Vec2,
    epaint::TextShape,
    text::{LayoutJob, TextFormat, TextWrapping},
};

use super::{color::Color, fonts, theme::FigureTheme};
use crate::chart::Wording;

/// The smallest scale on a screen: ticks of 11 pixels.
const LEAST_ON_SCREEN: f32 = 0.85;
/// The smallest scale on paper: ticks of 7 points, notes of 6.
const LEAST_ON_PAPER: f32 = 0.72;

/// What a piece of text is in the figure; decides its size and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Subtitle,
    /// Names of series, at line ends and in legends.
    SeriesName,
    Label,
    Tick,
    Note,
}

/// Sets text for one figure at its scale.
pub(super) struct Typesetter<'a> {
    ctx: &'a egui::Context,
    theme: &'a FigureTheme,
    /// The faces of the headline, of names and of all the rest.
    families: [FontFamily; 3],
    /// How much larger than on a page of 800 × 500 everything is.
    pub(super) scale: f32,
    /// Whether it sets a panel, whose headline is only a name.
    pub(super) is_panel: bool,
}

/// A galley at its place.
#[derive(Clone)]
pub(super) struct PlacedText {
    pub(super) galley: Arc<Galley>,
    pub(super) pos: Pos2,
    /// What the author can change it as.
    pub(super) wording: Option<Wording>,
}

impl PlacedText {
    pub(super) fn new(galley: Arc<Galley>, pos: Pos2) -> Self {
        Self { galley, pos, wording: None }
    }

    /// The same text, which the author can change as that.
    pub(super) fn of(self, wording: Wording) -> Self {
        Self { wording: Some(wording), ..self }
    }

    pub(super) fn rect(&self) -> Rect {
        Rect::from_min_size(self.pos, self.galley.size())
    }

    pub(super) fn shape(&self) -> Shape {
        if self.galley.job.text.is_empty() {
            return Shape::Noop;
        }
        TextShape::new(self.pos, Arc::clone(&self.galley), Color32::PLACEHOLDER).into()
    }
}

impl<'a> Typesetter<'a> {
    /// For a figure of that size. Type grows with the page, but less than the page, and is never too small to be read on
    /// a screen, or on paper.
    pub(super) fn new(ctx: &'a egui::Context, theme: &'a FigureTheme, size: Vec2, on_paper: bool) -> Self {
        let least = if on_paper { LEAST_ON_PAPER } else { LEAST_ON_SCREEN };
        let side = size.x.min(size.y * 1.6);
        let scale = (side / 800.0).max(0.01).powf(0.6).clamp(least, 2.6);
        let faces = theme.fonts.names();
        Self { ctx, theme, families: faces.map(|face| fonts::family_in(ctx, face)), scale, is_panel: false }
    }

    /// For the panels of the same figure.
    pub(super) fn of_panels(&self) -> Self {
        Self { ctx: self.ctx, theme: self.theme, families: self.families.clone(), scale: self.scale, is_panel: true }
    }

    /// One line.
    pub(super) fn line(&self, text: &str, style: Style, color: Color) -> Arc<Galley> {
        self.set(text, style, color, f32::INFINITY, 1)
    }

    /// As many lines as it takes at that width, but no more than `max_rows`; the rest becomes "…".
    pub(super) fn wrapped(&self, text: &str, style: Style, color: Color, width: f32, max_rows: usize) -> Arc<Galley> {
        self.set(text, style, color, width.max(1.0), max_rows)
    }

    /// The height of a line, in whole points.
    pub(super) fn height(&self, style: Style) -> f32 {
        let of_size = match style {
            Style::Title => 1.2,
            Style::Subtitle | Style::SeriesName | Style::Label | Style::Tick => 1.28,
            Style::Note => 1.3,
        };
        (self.font(style).size * of_size).round()
    }

    fn set(&self, text: &str, style: Style, color: Color, width: f32, max_rows: usize) -> Arc<Galley> {
        let mut format = TextFormat::simple(self.font(style), color.into());
        format.line_height = Some(self.height(style));
        let mut job = LayoutJob::single_section(printable(text), format);
        job.wrap = TextWrapping { max_width: width, max_rows, ..TextWrapping::default() };
        job.break_on_newline = max_rows > 1;
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn font(&self, style: Style) -> FontId {
        let sizes = &self.theme.sizes;
        let size = match style {
            Style::Title => sizes.title,
            Style::Subtitle => sizes.subtitle,
            Style::SeriesName | Style::Label => sizes.label,
            Style::Tick => sizes.tick,
            Style::Note => sizes.note,
        };
        let [title, strong, text] = &self.families;
        let family = match style {
            Style::Title => title,
            Style::SeriesName => strong,
            Style::Subtitle | Style::Label | Style::Tick | Style::Note => text,
        };
        // Halves of a point: a continuous size would fill egui's glyph atlas while a window is resized.
        FontId::new((size * self.scale * 2.0).round() / 2.0, family.clone())
    }
}

/// Text without control characters and without what turns the direction of writing around.
fn printable(text: &str) -> String {
    let unwanted = |c: &char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // Spaces that do not break keep room for a sign.
    let space = |c: char| c.is_whitespace() && c != '\u{a0}';
    text.trim_matches(space)
        .chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| !unwanted(c))
        .collect()
}
