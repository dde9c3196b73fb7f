//! The attributes of elements of SVG, written straight into a document: a figure has thousands of them.

use std::fmt::{self, Display, Formatter};

use egui::{Color32, Pos2, Rect};

/// A number with at most two decimals, without needless zeros or a negative zero.
pub(super) struct Number(pub(super) f32);

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // A product of an `f32` and a hundred is exact as `f64`.
        let hundredths = (f64::from(self.0) * 100.0).round_ties_even();
        if hundredths.abs() >= 1e15 {
            return write!(f, "{hundredths}");
        }
        let hundredths = hundredths as i64;
        let (mut rest, mut decimals) = (hundredths.unsigned_abs(), 2);
        while decimals > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            decimals -= 1;
        }
        // From the last digit to the first.
        let mut text = [0; 24];
        let mut start = text.len();
        let mut put = |byte: u8| {
            start -= 1;
            text[start] = byte;
        };
        let mut digits = 0;
        while rest > 0 || digits <= decimals {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
            digits += 1;
            if digits == decimals {
                put(b'.');
            }
        }
        if hundredths < 0 {
            put(b'-');
        }
        f.write_str(str::from_utf8(&text[start..]).unwrap_or_default())
    }
}

/// A point in a path.
pub(super) struct Point(pub(super) Pos2);

impl Display for Point {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Number(self.0.x).fmt(f)?;
        f.write_str(" ")?;
        Number(self.0.y).fmt(f)
    }
}

/// The place of a text.
pub(super) struct At(pub(super) Pos2);

impl Display for At {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "x=\"{}\" y=\"{}\"", Number(self.0.x), Number(self.0.y))
    }
}

/// The place and the size of a rectangle.
pub(super) struct Rectangle(pub(super) Rect);

impl Display for Rectangle {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (width, height) = (Number(self.0.width()), Number(self.0.height()));
        write!(f, "{} width=\"{width}\" height=\"{height}\"", At(self.0.min))
    }
}

/// What a shape is filled with.
pub(super) struct Fill(pub(super) Color32);

impl Display for Fill {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 == Color32::TRANSPARENT {
            return f.write_str(" fill=\"none\"");
        }
        write!(f, " fill=\"{}\"", Hex(self.0))?;
        opacity(f, "fill-opacity", self.0)
    }
}

/// The line around a shape, if it has one.
pub(super) struct Outline(pub(super) f32, pub(super) Color32);

impl Display for Outline {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(width, color) = *self;
        if width <= 0.0 || color == Color32::TRANSPARENT {
            return Ok(());
        }
        write!(f, " stroke=\"{}\" stroke-width=\"{}\"", Hex(color), Number(width))?;
        opacity(f, "stroke-opacity", color)
    }
}

/// A colour without how opaque it is.
struct Hex(Color32);

impl Display for Hex {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let [r, g, b, _] = self.0.to_srgba_unmultiplied();
        let mut text = *b"#000000";
        for (nth, part) in [r, g, b].into_iter().enumerate() {
            text[2 * nth + 1] = DIGITS[usize::from(part >> 4)];
            text[2 * nth + 2] = DIGITS[usize::from(part & 15)];
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

fn opacity(f: &mut Formatter<'_>, attribute: &str, color: Color32) -> fmt::Result {
    match color.a() {
        255 => Ok(()),
        a => write!(f, " {attribute}=\"{}\"", Number(f32::from(a) / 255.0)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, want) in [
            (1.0, "1"),
            (1.25, "1.25"),
            (1.256, "1.26"),
            (-0.001, "0"),
            (-0.05, "-0.05"),
            (-12.5, "-12.5"),
            (100.0, "100"),
            (0.5, "0.5"),
            (0.0, "0"),
        ] {
            assert_eq!(Number(value).to_string(), want);
        }
    }

    #[test]
    fn colours_are_hexadecimal() {
        let color = Color32::from_rgba_unmultiplied(255, 10, 171, 255);
        assert_eq!(Fill(color).to_string(), " fill=\"#ff0aab\"");
        assert_eq!(Fill(Color32::TRANSPARENT).to_string(), " fill=\"none\"");
        assert_eq!(Outline(0.0, color).to_string(), "");
        assert_eq!(Outline(1.5, color).to_string(), " stroke=\"#ff0aab\" stroke-width=\"1.5\"");
    }

    proptest! {
        /// The standard library writes the same numbers, with all their zeros.
        #[test]
        fn numbers_are_rounded_as_everywhere(value in prop_oneof![-1e6_f32..1e6, -2.0_f32..2.0, (-4000_i32..4000).prop_map(|n| n as f32 / 200.0)]) {
            let whole = format!("{value:.2}");
            let want = whole.trim_end_matches('0').trim_end_matches('.');
            let want = if want == "-0" { "0" } else { want };
            prop_assert_eq!(Number(value).to_string(), want);
        }
    }
}
