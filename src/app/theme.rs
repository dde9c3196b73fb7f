//! Colours and sizes of the window; panels take them from here only.

use egui::Color32;

/// The tokens of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether it is dark.
    pub is_dark: bool,
    /// Text that is not the point: units, hints, counts.
    pub muted: Color32,
    /// Something is wrong.
    pub error: Color32,
    /// Something is probably wrong.
    pub warning: Color32,
    /// A claim that holds.
    pub good: Color32,
    /// What is selected.
    pub accent: Color32,
    /// Behind what is selected.
    pub selection: Color32,
    /// The pieces of a RON text.
    pub source: SourceColours,
    /// Behind headers.
    pub header: Color32,
    /// Between cells.
    pub line: Color32,
    /// The height of a row of a table, in points.
    pub row_height: f32,
    /// The space around a panel's content, in points.
    pub margin: i8,
}

/// The colours of the pieces of a RON text.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceColours {
    /// Behind the text.
    pub background: Color32,
    /// Behind the lines of what is selected.
    pub marked: Color32,
    /// Brackets and commas.
    pub plain: Color32,
    /// Comments.
    pub comment: Color32,
    /// Texts in quotes.
    pub quoted: Color32,
    /// Numbers.
    pub number: Color32,
    /// Names of fields.
    pub field: Color32,
    /// Names of structs and of choices.
    pub word: Color32,
}

impl Theme {
    /// Dark on light.
    pub fn light() -> Self {
        Self {
            is_dark: false,
            muted: Color32::from_rgb(0x59, 0x61, 0x6b),
            error: Color32::from_rgb(0xb4, 0x23, 0x18),
            warning: Color32::from_rgb(0x8a, 0x5a, 0x00),
            good: Color32::from_rgb(0x1a, 0x7f, 0x37),
            accent: Color32::from_rgb(0x0b, 0x5c, 0xad),
            selection: Color32::from_rgb(0xd6, 0xe6, 0xf7),
            source: SourceColours {
                background: Color32::from_rgb(0xff, 0xff, 0xff),
                marked: Color32::from_rgb(0xea, 0xf2, 0xfb),
                plain: Color32::from_rgb(0x3d, 0x44, 0x4d),
                comment: Color32::from_rgb(0x5c, 0x65, 0x70),
                quoted: Color32::from_rgb(0x0a, 0x63, 0x2f),
                number: Color32::from_rgb(0x0b, 0x4f, 0xb3),
                field: Color32::from_rgb(0x8a, 0x3f, 0x06),
                word: Color32::from_rgb(0x7a, 0x2c, 0x9c),
            },
            header: Color32::from_rgb(0xf0, 0xf2, 0xf5),
            line: Color32::from_rgb(0xd9, 0xdd, 0xe3),
            row_height: 22.0,
            margin: 8,
        }
    }

    /// Light on dark.
    pub fn dark() -> Self {
        Self {
            is_dark: true,
            muted: Color32::from_rgb(0xa3, 0xab, 0xb5),
            error: Color32::from_rgb(0xff, 0x8a, 0x80),
            warning: Color32::from_rgb(0xf2, 0xc1, 0x4e),
            good: Color32::from_rgb(0x6f, 0xd0, 0x8c),
            accent: Color32::from_rgb(0x7d, 0xb8, 0xf2),
            selection: Color32::from_rgb(0x24, 0x3d, 0x58),
            source: SourceColours {
                background: Color32::from_rgb(0x14, 0x16, 0x19),
                marked: Color32::from_rgb(0x1e, 0x2c, 0x3c),
                plain: Color32::from_rgb(0xd0, 0xd6, 0xdd),
                comment: Color32::from_rgb(0x9a, 0xa5, 0xb1),
                quoted: Color32::from_rgb(0x8f, 0xd9, 0xa8),
                number: Color32::from_rgb(0x9c, 0xcb, 0xff),
                field: Color32::from_rgb(0xf0, 0xc2, 0x8a),
                word: Color32::from_rgb(0xd9, 0xb3, 0xff),
            },
            header: Color32::from_rgb(0x2a, 0x2d, 0x31),
            line: Color32::from_rgb(0x3d, 0x42, 0x48),
            row_height: 22.0,
            margin: 8,
        }
    }
}
