//! Colours: contrast, distance, and how they look to people who see fewer of them.

use std::{fmt, str::FromStr};

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

/// Whose eyes a figure is looked at through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Vision {
    /// All three kinds of cones.
    #[default]
    Usual,
    /// No cones for long waves: red is dark, and like green.
    Protanopia,
    /// No cones for middle waves: red is like green.
    Deuteranopia,
    /// No cones for short waves: blue is like green.
    Tritanopia,
    /// Light and dark only, as in a grey print.
    Grey,
}

impl Vision {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] = [Self::Usual, Self::Protanopia, Self::Deuteranopia, Self::Tritanopia, Self::Grey];

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Usual => "All colours",
            Self::Protanopia => "Protanopia (no red)",
            Self::Deuteranopia => "Deuteranopia (no green)",
            Self::Tritanopia => "Tritanopia (no blue)",
            Self::Grey => "Grey print",
        }
    }

    /// What becomes of linear red, green and blue: the matrices for the whole loss of a kind of cones of Machado,
    /// Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
    /// table 1, severity 1.0; for grey the luminance of ITU-R BT.709.
    fn matrix(self) -> Option<[[f32; 3]; 3]> {
        Some(match self {
            Self::Usual => return None,
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritanopia => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
            Self::Grey => [LUMINANCE; 3],
        })
    }
}

const LUMINANCE: [f32; 3] = [0.2126, 0.7152, 0.0722];

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

    /// The colour as somebody else sees it.
    #[must_use]
    pub fn seen_through(self, vision: Vision) -> Self {
        let Some(matrix) = vision.matrix() else { return self };
        let linear = self.linear();
        let [red, green, blue] = matrix.map(|row| encoded(dot(row, linear)));
        Self { red, green, blue }
    }

    /// How far two colours are apart to the eye: their distance in Oklab (Björn Ottosson, 2020), 0 to 1 from black to
    /// white. Less than about 0.02 can't be told apart side by side.
    pub fn distance(self, other: Self) -> f32 {
        let (a, b) = (self.oklab(), other.oklab());
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
    }

    fn oklab(self) -> [f32; 3] {
        let rgb = self.linear();
        let cones = [
            [0.412_221_46, 0.536_332_55, 0.051_445_995],
            [0.211_903_5, 0.680_699_5, 0.107_396_96],
            [0.088_302_46, 0.281_718_85, 0.629_978_7],
        ]
        .map(|row| dot(row, rgb).max(0.0).cbrt());
        [
            [0.210_454_26, 0.793_617_8, -0.004_072_047],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904_037, 0.782_771_77, -0.808_675_77],
        ]
        .map(|row| dot(row, cones))
    }

    fn linear(self) -> [f32; 3] {
        [self.red, self.green, self.blue].map(|channel| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(self) -> f32 {
        dot(LUMINANCE, self.linear())
    }
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A channel of sRGB of linear light.
fn encoded(linear: f32) -> u8 {
    let c = linear.clamp(0.0, 1.0);
    let c = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
    (c * 255.0).round() as u8
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
        let is_hex = |d: &&str| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit());
        let digits = text.strip_prefix('#').filter(is_hex).ok_or_else(wrong)?;
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

    fn color(text: &str) -> Color {
        text.parse().expect("a colour")
    }

    #[test]
    fn colours_are_six_hex_digits() {
        assert_eq!(color("#0b5fa5").to_string(), "#0b5fa5");
        for text in ["0b5fa5", "#0b5fa", "#0b5fa5ff", "#gg0000", "", "#äöü", "#+12345"] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (color("#000000"), color("#ffffff"));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((white.contrast(white) - 1.0).abs() < 0.01);
    }

    #[test]
    fn distance_is_that_of_oklab() {
        let (black, white) = (color("#000000"), color("#ffffff"));
        assert!((black.distance(white) - 1.0).abs() < 1e-3);
        assert!((color("#ff0000").distance(black) - 0.679).abs() < 2e-3, "the length of (0.628, 0.225, 0.126)");
    }

    #[test]
    fn greys_stay_grey_and_red_and_green_come_together_without_their_cones() {
        let grey = color("#808080");
        let (red, green) = (color("#c00000"), color("#408000"));
        for vision in Vision::ALL {
            assert!(grey.seen_through(vision).distance(grey) < 0.01, "{vision:?}");
        }
        let apart = |vision| red.seen_through(vision).distance(green.seen_through(vision));
        assert!(apart(Vision::Deuteranopia) < apart(Vision::Usual) / 2.5);
        assert!(apart(Vision::Protanopia) < apart(Vision::Usual) / 1.5);
        let grey = red.seen_through(Vision::Grey);
        assert!(grey.red == grey.green && grey.green == grey.blue);
    }
}
