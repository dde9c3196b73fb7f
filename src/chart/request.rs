//! How a figure is to be written: said by menus and command lines, done by `figure`.

use std::path::PathBuf;

/// What a figure is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Pixels.
    #[default]
    Png,
    /// Scalable, text as text.
    Svg,
    /// Scalable, for print.
    Pdf,
    /// The plotted values as a table.
    Csv,
}

impl ExportFormat {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Png, Self::Svg, Self::Pdf, Self::Csv];

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
        }
    }

    /// The format of that ending.
    pub fn by_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }
}

/// How and where to export a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// The file.
    pub path: PathBuf,
    /// What it is written as.
    pub format: ExportFormat,
    /// Width and height of the page, in points.
    pub size: (f32, f32),
    /// Pixels per point, for PNG.
    pub scale: f32,
    /// The figure theme.
    pub theme: String,
}
