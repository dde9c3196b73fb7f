//! How a figure looks: colours and sizes, from RON files in `assets/themes/` that are built into the binary.

use std::{fmt, str::FromStr, sync::LazyLock};

use egui::Color32;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An opaque colour, written as `"#rrggbb"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// The sizes of type and marks, in points on a page of about 800 × 500; larger pages enlarge them moderately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSizes {
    /// The headline.
    pub title: f32,
    /// The line under the headline.
    pub subtitle: f32,
    /// Names of series, events and categories, and values beside marks.
    pub label: f32,
    /// The labels of the axes.
    pub tick: f32,
    /// Notes and the source line.
    pub note: f32,
    /// The width of a line.
    pub line: f32,
    /// The radius of a point.
    pub point: f32,
}

/// The colours and sizes of a figure.
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
    pub palette: Vec<Color>,
    /// Type and marks.
    pub sizes: FigureSizes,
}

static BUILT_IN: LazyLock<Vec<FigureTheme>> = LazyLock::new(|| {
    [include_str!("../../assets/themes/light.ron"), include_str!("../../assets/themes/dark.ron")]
        .into_iter()
        .map(|text| ron::from_str(text).expect("the built-in themes are read by a test"))
        .collect()
});

impl FigureTheme {
    /// The built-in theme of that name, or `None`.
    pub fn named(name: &str) -> Option<Self> {
        BUILT_IN.iter().find(|theme| theme.name == name).cloned()
    }

    /// The names of the built-in themes, the default one first.
    pub fn names() -> Vec<&'static str> {
        BUILT_IN.iter().map(|theme| theme.name.as_str()).collect()
    }

    /// The colour of the marks of a series.
    pub fn series(&self, place: usize) -> Color {
        match self.palette.len() {
            0 => self.text,
            n => self.palette[place % n],
        }
    }

    /// The colour of words about a series: its own, moved towards the text colour until it can be read (WCAG contrast
    /// of at least 4.5).
    pub fn series_text(&self, place: usize) -> Color {
        let color = self.series(place);
        (0..=10)
            .map(|step| color.mixed(self.title, step as f32 / 10.0))
            .find(|c| c.contrast(self.background) >= 4.5)
            .unwrap_or(self.title)
    }
}

impl Color {
    /// This colour with a share (0 to 1) of another.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }

    /// The contrast of two colours after WCAG 2, from 1 (same) to 21 (black on white).
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl From<Color> for Color32 {
    fn from(color: Color) -> Self {
        Self::from_rgb(color.red, color.green, color.blue)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl FromStr for Color {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour: expected six hex digits after #, such as \"#0b5fa5\"");
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii()).ok_or_else(wrong)?;
        let rgb = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = rgb.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_themes_are_read_and_can_be_read_by_people() {
        assert_eq!(FigureTheme::names(), ["light", "dark"]);
        assert_eq!(FigureTheme::named("sepia"), None);
        for name in FigureTheme::names() {
            let theme = FigureTheme::named(name).expect("a built-in theme");
            for (what, color) in [("title", theme.title), ("text", theme.text), ("muted", theme.muted)] {
                assert!(color.contrast(theme.background) >= 4.5, "{what} in {name}");
            }
            for place in 0..theme.palette.len() {
                assert!(theme.series(place).contrast(theme.background) >= 2.8, "series {place} in {name}");
                assert!(theme.series_text(place).contrast(theme.background) >= 4.5, "words of {place} in {name}");
            }
            let again: FigureTheme = ron::from_str(&ron::to_string(&theme).expect("written")).expect("read");
            assert_eq!(again, theme);
        }
    }

    #[test]
    fn colours_are_spelled_in_hex() {
        let color: Color = "#0b5fa5".parse().expect("a colour");
        assert_eq!((color.red, color.green, color.blue), (0x0b, 0x5f, 0xa5));
        assert_eq!(color.to_string(), "#0b5fa5");
        for wrong in ["0b5fa5", "#0b5fa", "#0b5fag", "#0b5fa5ff", "", "#äääää"] {
            assert!(wrong.parse::<Color>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = ("#000000".parse::<Color>().expect("a"), "#ffffff".parse::<Color>().expect("a"));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((white.contrast(white) - 1.0).abs() < 0.01);
    }
}
