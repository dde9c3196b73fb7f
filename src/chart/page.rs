//! The size of a page: in pixels of 1/96 inch, as the web has them, in millimetres or in inches.

use std::{fmt, str::FromStr};

/// Pixels in an inch, after CSS.
pub const PIXELS_PER_INCH: f32 = 96.0;
const MILLIMETRES_PER_INCH: f32 = 25.4;

/// The least width and height of a page, in pixels.
pub const SMALLEST_SIDE: f32 = 100.0;
/// The greatest width and height of a page and of a picture, in pixels.
pub const LARGEST_SIDE: f32 = 20_000.0;

/// What a length is measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LengthUnit {
    /// 1/96 of an inch.
    #[default]
    Pixels,
    /// For print.
    Millimetres,
    /// For print.
    Inches,
}

impl LengthUnit {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Pixels, Self::Millimetres, Self::Inches];

    /// As it is written behind a number.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Pixels => "px",
            Self::Millimetres => "mm",
            Self::Inches => "in",
        }
    }

    /// So many pixels are one of it.
    pub fn pixels(self) -> f32 {
        match self {
            Self::Pixels => 1.0,
            Self::Millimetres => PIXELS_PER_INCH / MILLIMETRES_PER_INCH,
            Self::Inches => PIXELS_PER_INCH,
        }
    }

    /// The dots per inch that a picture of such a size is usually made with: those of the screen, or those of print.
    pub fn usual_dpi(self) -> f32 {
        match self {
            Self::Pixels => PIXELS_PER_INCH,
            Self::Millimetres | Self::Inches => 300.0,
        }
    }
}

/// Width and height of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// In the unit.
    pub width: f32,
    /// In the unit.
    pub height: f32,
    /// What both are measured in.
    pub unit: LengthUnit,
}

impl Default for PageSize {
    fn default() -> Self {
        Self { width: 1200.0, height: 750.0, unit: LengthUnit::Pixels }
    }
}

/// A size that is often wanted, with the dots per inch that it is wanted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// What it is asked for by: "column".
    pub name: &'static str,
    /// What it is for.
    pub words: &'static str,
    /// The page.
    pub size: PageSize,
    /// For pictures.
    pub dpi: f32,
}

impl Preset {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [
        Self {
            name: "column",
            words: "a column of a paper, 90 × 95 mm",
            size: PageSize { width: 90.0, height: 95.0, unit: LengthUnit::Millimetres },
            dpi: 300.0,
        },
        Self {
            name: "page",
            words: "the width of an A4 page, 180 × 115 mm",
            size: PageSize { width: 180.0, height: 115.0, unit: LengthUnit::Millimetres },
            dpi: 300.0,
        },
        Self {
            name: "slide",
            words: "a slide of 16:9, 1280 × 720 px",
            size: PageSize { width: 1280.0, height: 720.0, unit: LengthUnit::Pixels },
            dpi: 144.0,
        },
        Self {
            name: "square",
            words: "a square post, 1080 × 1080 px",
            size: PageSize { width: 1080.0, height: 1080.0, unit: LengthUnit::Pixels },
            dpi: 96.0,
        },
    ];

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name.eq_ignore_ascii_case(name))
    }
}

impl PageSize {
    /// Width and height in pixels of 1/96 inch.
    pub fn pixels(self) -> (f32, f32) {
        let factor = self.unit.pixels();
        (self.width * factor, self.height * factor)
    }

    /// The same page measured in something else, to a tenth of a pixel or millimetre, a hundredth of an inch.
    #[must_use]
    pub fn in_unit(self, unit: LengthUnit) -> Self {
        if unit == self.unit {
            return self;
        }
        let steps = if unit == LengthUnit::Inches { 100.0 } else { 10.0 };
        let side = |side: f32| (side * self.unit.pixels() / unit.pixels() * steps).round() / steps;
        Self { width: side(self.width), height: side(self.height), unit }
    }

    /// Whether a figure can be laid out on it.
    pub fn can_be_drawn(self) -> bool {
        let (width, height) = self.pixels();
        // A little more than the limits, for what is rounded in another unit.
        [width, height].iter().all(|side| (SMALLEST_SIDE - 0.5..=LARGEST_SIDE + 0.5).contains(side))
    }

    /// What a page may measure, in words.
    pub fn limits(unit: LengthUnit) -> String {
        let (least, most) = (SMALLEST_SIDE / unit.pixels(), LARGEST_SIDE / unit.pixels());
        let decimals = usize::from(unit != LengthUnit::Pixels);
        format!("each side from {least:.decimals$} to {most:.0} {}", unit.symbol())
    }
}

impl fmt::Display for PageSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {} {}", self.width, self.height, self.unit.symbol())
    }
}

impl FromStr for PageSize {
    type Err = String;

    /// "column", "1600x900", "90x80mm", "8.5 x 5in".
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(preset) = Preset::named(text.trim()) {
            return Ok(preset.size);
        }
        let lower = text.trim().to_lowercase();
        let unit = LengthUnit::ALL.into_iter().find(|unit| lower.ends_with(unit.symbol()));
        let sides = unit.and_then(|unit| lower.strip_suffix(unit.symbol())).unwrap_or(&lower);
        let unit = unit.unwrap_or_default();
        let number = |side: &str| side.trim().replace(',', ".").parse::<f32>().ok().filter(|side| side.is_finite());
        let read = sides.split_once(['x', '×']).and_then(|(width, height)| Some((number(width)?, number(height)?)));
        let Some((width, height)) = read else {
            let names = Preset::ALL.map(|preset| preset.name).join(", ");
            return Err(format!(
                "`{text}` is no size: write {names}, or width and height as 1600x900, 90x80mm or 8x5in"
            ));
        };
        let size = Self { width, height, unit };
        if size.can_be_drawn() {
            Ok(size)
        } else {
            Err(format!("a page of {size} can't be drawn: {}", Self::limits(unit)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_all_units() {
        for (text, width, height) in [
            ("1600x900", 1600.0, 900.0),
            ("1600 × 900 px", 1600.0, 900.0),
            ("254x127mm", 960.0, 480.0),
            ("8.5x5in", 816.0, 480.0),
            ("8,5 X 5 in", 816.0, 480.0),
            ("slide", 1280.0, 720.0),
            ("Square", 1080.0, 1080.0),
        ] {
            let (w, h) = text.parse::<PageSize>().expect(text).pixels();
            assert!((w - width).abs() < 0.01 && (h - height).abs() < 0.01, "{text}: {w} × {h}");
        }
    }

    #[test]
    fn what_is_no_size_or_too_large_is_said_to_be_so() {
        for text in ["", "x", "1600", "wide", "NaNxNaN", "infx5", "10x10x10", "90x80cm", "-5xmm"] {
            let said = text.parse::<PageSize>().expect_err(text);
            assert!(said.contains("column, page, slide, square"), "{text}: {said}");
        }
        for (text, words) in [
            ("99x500", "each side from 100 to 20000 px"),
            ("20mmx80mm", "no size"),
            ("20x80mm", "each side from 26.5 to 5292 mm"),
            ("500x5in", "each side from 1.0 to 208 in"),
            ("-500x500", "each side"),
        ] {
            let said = text.parse::<PageSize>().expect_err(text);
            assert!(said.contains(words), "{text}: {said}");
        }
    }

    #[test]
    fn presets_can_be_drawn_and_a_change_of_unit_keeps_the_page() {
        for preset in Preset::ALL {
            assert!(preset.size.can_be_drawn(), "{}", preset.name);
            for unit in LengthUnit::ALL {
                let (a, b) = (preset.size.pixels(), preset.size.in_unit(unit).pixels());
                assert!((a.0 - b.0).abs() < 0.5 && (a.1 - b.1).abs() < 0.5, "{}: {a:?} {b:?}", preset.name);
            }
        }
    }
}
