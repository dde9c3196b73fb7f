//! How a figure looks: typefaces, sizes, colours and margins, as a RON file has them.

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{
    color::{Color, Vision},
    fonts::{self, OwnFace},
};
use crate::chart::Hue;

/// The colours, typefaces and sizes of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureTheme {
    /// The name it is asked for by: "light".
    pub name: String,
    /// The page.
    pub background: Color,
    /// The headline.
    pub title: Color,
    /// Text that carries content: names of categories, annotations.
    pub text: Color,
    /// Text that explains: subtitle, ticks, notes, source.
    pub muted: Color,
    /// Gridlines.
    pub grid: Color,
    /// The line at zero and the ticks of years.
    pub axis: Color,
    /// The lines of events and the leaders of labels.
    pub event: Color,
    /// The ground of events that last.
    pub span: Color,
    /// The colours of series, in order; repeated when there are more series.
    #[serde(deserialize_with = "some_colours")]
    pub palette: Vec<Color>,
    /// From little to much, for values that have a colour.
    #[serde(default = "sequential", deserialize_with = "some_colours")]
    pub sequential: Vec<Color>,
    /// From one extreme over the middle to the other.
    #[serde(default = "diverging", deserialize_with = "some_colours")]
    pub diverging: Vec<Color>,
    /// Type and marks.
    pub sizes: FigureSizes,
    /// Files of typefaces of one's own, beside the theme; `fonts` then names them by their full names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faces: Vec<String>,
    /// What is in those files.
    #[serde(skip)]
    pub(super) own_faces: Vec<OwnFace>,
    /// Typefaces.
    #[serde(default)]
    pub fonts: FigureFonts,
    /// The space around everything.
    #[serde(default)]
    pub margins: Margins,
    /// How gridlines are drawn.
    #[serde(default)]
    pub gridlines: Gridlines,
    /// A bar at the top of the page.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// Words at the bottom right, such as the name of a paper.
    #[serde(default)]
    pub logo: Option<Logo>,
}

/// The sizes of type and marks, in points on a page of about 800 × 500; larger pages enlarge them moderately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSizes {
    /// The headline.
    #[serde(deserialize_with = "type_size")]
    pub title: f32,
    /// The line under the headline.
    #[serde(deserialize_with = "type_size")]
    pub subtitle: f32,
    /// Names of series, events and categories, and values beside marks.
    #[serde(deserialize_with = "type_size")]
    pub label: f32,
    /// The labels of the axes.
    #[serde(deserialize_with = "type_size")]
    pub tick: f32,
    /// Notes and the source line.
    #[serde(deserialize_with = "type_size")]
    pub note: f32,
    /// The width of a line.
    #[serde(deserialize_with = "stroke_size")]
    pub line: f32,
    /// The radius of a point.
    #[serde(deserialize_with = "stroke_size")]
    pub point: f32,
}

/// The typefaces, by the full names of those that are built in or in `faces`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FigureFonts {
    /// The headline.
    pub title: String,
    /// Names of series and other strong text.
    pub strong: String,
    /// All the rest.
    pub text: String,
}

impl Default for FigureFonts {
    fn default() -> Self {
        Self { title: fonts::STRONG.to_owned(), strong: fonts::STRONG.to_owned(), text: fonts::TEXT.to_owned() }
    }
}

/// The space around everything, in points on a page of about 800 × 500.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Margins {
    /// Left of the words.
    #[serde(deserialize_with = "margin")]
    pub left: f32,
    /// Right of the words.
    #[serde(deserialize_with = "margin")]
    pub right: f32,
    /// Above the headline.
    #[serde(deserialize_with = "margin")]
    pub top: f32,
    /// Below the source line.
    #[serde(deserialize_with = "margin")]
    pub bottom: f32,
}

impl Default for Margins {
    fn default() -> Self {
        Self { left: 16.0, right: 16.0, top: 16.0, bottom: 16.0 }
    }
}

/// How gridlines are drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gridlines {
    /// Whether there is a line at each tick of the value axis.
    pub values: bool,
    /// Whether there is a line at each tick of the time axis.
    pub time: bool,
    /// Their width, in points.
    #[serde(deserialize_with = "stroke_size")]
    pub width: f32,
    /// Whether they are dotted.
    pub dotted: bool,
}

impl Default for Gridlines {
    fn default() -> Self {
        Self { values: true, time: false, width: 1.0, dotted: false }
    }
}

/// A bar at the top of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its colour.
    pub color: Color,
    /// Its height, in points.
    #[serde(deserialize_with = "stroke_size")]
    pub height: f32,
    /// Its width in points; as wide as the words when left out.
    #[serde(default)]
    pub width: Option<f32>,
}

/// Words at the bottom right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// The words.
    pub text: String,
    /// Their colour; that of the headline when left out.
    #[serde(default)]
    pub color: Option<Color>,
}

impl FigureFonts {
    /// The names of all faces.
    pub(super) fn names(&self) -> [&str; 3] {
        [&self.title, &self.strong, &self.text]
    }
}

impl FigureTheme {
    /// The built-in theme of that name, or `None`.
    pub fn named(name: &str) -> Option<Self> {
        super::themes::built_in().iter().find(|theme| theme.name == name).cloned()
    }

    /// The names of the built-in themes, the default one first.
    pub fn names() -> Vec<&'static str> {
        super::themes::built_in().iter().map(|theme| theme.name.as_str()).collect()
    }

    /// The colour of the marks of a series.
    pub fn series(&self, place: usize) -> Color {
        match self.palette.len() {
            0 => self.text,
            n => self.palette[place % n],
        }
    }

    /// The colour of the marks of a series, on a scale where it is ordered.
    pub fn hue(&self, hue: Hue) -> Color {
        match hue {
            Hue::Place(place) => self.series(place),
            // The pale end of a scale is that of fields; a line in it would not be seen.
            Hue::Sequential(share) => {
                let palest = (0..=10).map(|step| step as f32 / 20.0);
                let least = palest.into_iter().find(|from| self.can_be_seen(self.sequential(*from))).unwrap_or(0.5);
                self.sequential(least + (1.0 - least) * share)
            }
            Hue::Diverging(share) => {
                let color = self.diverging(share);
                let darker = (0..=10).map(|step| color.mixed(self.text, step as f32 / 10.0));
                darker.into_iter().find(|color| self.can_be_seen(*color)).unwrap_or(self.text)
            }
        }
    }

    /// The colour of words about a series: its own, moved towards the text colour until it can be read.
    pub fn hue_text(&self, hue: Hue) -> Color {
        self.readable(self.hue(hue))
    }

    fn can_be_seen(&self, mark: Color) -> bool {
        mark.contrast(self.background) >= 1.7
    }

    /// The colour of marks that are only there to compare with.
    pub fn context(&self) -> Color {
        self.muted.mixed(self.background, 0.55)
    }

    /// The colour of words that stand on a mark of that colour: the one of the page or of the headline that is read
    /// more easily.
    pub fn over(&self, mark: Color) -> Color {
        if self.background.contrast(mark) > self.title.contrast(mark) { self.background } else { self.title }
    }

    /// The colour of words about a series: its own, moved towards the text colour until it can be read (WCAG contrast
    /// of at least 4.5).
    pub fn series_text(&self, place: usize) -> Color {
        self.readable(self.series(place))
    }

    fn readable(&self, color: Color) -> Color {
        (0..=10)
            .map(|step| color.mixed(self.title, step as f32 / 10.0))
            .find(|c| c.contrast(self.background) >= 4.5)
            .unwrap_or(self.title)
    }

    /// The colour of a value between little (0) and much (1).
    pub fn sequential(&self, share: f32) -> Color {
        between(&self.sequential, share).unwrap_or(self.text)
    }

    /// The colour of a value between one extreme (0), the middle (0.5) and the other extreme (1).
    pub fn diverging(&self, share: f32) -> Color {
        between(&self.diverging, share).unwrap_or(self.text)
    }

    /// The theme as somebody else sees it.
    #[must_use]
    pub fn seen_through(&self, vision: Vision) -> Self {
        let seen = |color: &Color| color.seen_through(vision);
        let all = |colors: &[Color]| colors.iter().map(seen).collect();
        Self {
            background: seen(&self.background),
            title: seen(&self.title),
            text: seen(&self.text),
            muted: seen(&self.muted),
            grid: seen(&self.grid),
            axis: seen(&self.axis),
            event: seen(&self.event),
            span: seen(&self.span),
            palette: all(&self.palette),
            sequential: all(&self.sequential),
            diverging: all(&self.diverging),
            rule: self.rule.as_ref().map(|rule| Rule { color: seen(&rule.color), ..rule.clone() }),
            logo: self.logo.as_ref().map(|logo| Logo { color: logo.color.as_ref().map(seen), ..logo.clone() }),
            ..self.clone()
        }
    }
}

/// The colour at a share of the way along some colours.
fn between(colors: &[Color], share: f32) -> Option<Color> {
    let last = colors.len().checked_sub(1)?;
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let at = share * last as f32;
    let from = (at.floor() as usize).min(last);
    let to = (from + 1).min(last);
    Some(colors[from].mixed(colors[to], at - from as f32))
}

fn colours(texts: &[&str]) -> Vec<Color> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

fn sequential() -> Vec<Color> {
    colours(&["#e6f0f8", "#a9cbe6", "#6aa3d2", "#2f78b7", "#0b4a82"])
}

fn diverging() -> Vec<Color> {
    colours(&["#a5410a", "#e2935c", "#f2f2f0", "#74a9d4", "#0b4a82"])
}

fn some_colours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Color>, D::Error> {
    let colors = Vec::<Color>::deserialize(deserializer)?;
    if colors.is_empty() { Err(de::Error::custom("a palette needs at least one colour")) } else { Ok(colors) }
}

fn number_in<'de, D: Deserializer<'de>>(deserializer: D, what: &str, least: f32, most: f32) -> Result<f32, D::Error> {
    let number = f32::deserialize(deserializer)?;
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(de::Error::custom(format!("{what} is {number}: expected a number from {least} to {most}")))
    }
}

fn type_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    number_in(deserializer, "a size of type", 4.0, 100.0)
}

fn stroke_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    number_in(deserializer, "a width", 0.1, 40.0)
}

fn margin<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    number_in(deserializer, "a margin", 0.0, 200.0)
}
