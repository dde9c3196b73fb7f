//! How a figure is to be written: said by menus and command lines, done by `figure`.

use std::{borrow::Cow, collections::HashSet, path::PathBuf};

use super::{
    ChartPlan,
    page::{PIXELS_PER_INCH, PageSize},
};

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
    /// A page for a browser: the figure, its figures as a table, its sources.
    Html,
    /// The plotted values as a table.
    Csv,
    /// The plotted values as a workbook.
    Xlsx,
}

impl ExportFormat {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 6] = [Self::Png, Self::Svg, Self::Pdf, Self::Html, Self::Csv, Self::Xlsx];

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Whether it is a picture, with a size and a theme, and not a table.
    pub fn is_picture(self) -> bool {
        !matches!(self, Self::Csv | Self::Xlsx)
    }

    /// The format of that ending.
    pub fn by_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }
}

/// How and where to export a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// The file; the folder, where all charts are exported.
    pub path: PathBuf,
    /// What it is written as.
    pub format: ExportFormat,
    /// The page.
    pub page: PageSize,
    /// Dots per inch, for PNG.
    pub dpi: f32,
    /// The figure theme; the one that the chart names, else "light", when left out.
    pub theme: Option<String>,
    /// Who made the figure, for what a file says about itself; whom chart and dataset name, when left out.
    pub author: Option<String>,
    /// What is different from the figure on screen.
    pub finish: Finish,
}

/// How a figure is finished for where it is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finish {
    /// The words that are set elsewhere.
    pub without: Without,
    /// Whether what is behind the page shows through, in PNG, SVG and PDF.
    pub is_transparent: bool,
    /// How words are kept, in SVG.
    pub letters: Letters,
}

/// Words that are left out of a picture, since the page around it has them; what a file says of itself has them still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Without {
    /// The headline.
    pub title: bool,
    /// The line under it.
    pub subtitle: bool,
    /// The notes.
    pub notes: bool,
    /// The source line.
    pub source: bool,
    /// Who made the figure, and how it may be used.
    pub credit: bool,
}

/// How the words of an SVG are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Letters {
    /// As text, in typefaces that the reader has or not.
    #[default]
    Text,
    /// As text, with the typefaces in the file.
    Embedded,
    /// As outlines, which look the same everywhere and can be neither searched nor changed.
    Outlines,
}

impl Letters {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Text, Self::Embedded, Self::Outlines];

    /// What it is called in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Embedded => "text, with its typefaces",
            Self::Outlines => "outlines",
        }
    }
}

impl Without {
    /// The plan with these words left out.
    pub fn of<'a>(&self, plan: &'a ChartPlan) -> Cow<'a, ChartPlan> {
        if *self == Self::default() {
            return Cow::Borrowed(plan);
        }
        let mut plan = plan.clone();
        for (is_left_out, text) in [
            (self.title, &mut plan.title),
            (self.subtitle, &mut plan.subtitle),
            (self.source, &mut plan.source_line),
            (self.credit, &mut plan.credit),
        ] {
            if is_left_out {
                text.clear();
            }
        }
        if self.notes {
            plan.notes.clear();
        }
        Cow::Owned(plan)
    }
}

impl ExportRequest {
    /// How many dots of a picture a pixel of the page is.
    pub fn scale(&self) -> f32 {
        self.dpi / PIXELS_PER_INCH
    }
}

/// What a figure is put on the clipboard as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopyForm {
    /// Pixels.
    Picture,
    /// The text of an SVG document.
    Svg,
    /// The plotted values, parted by tabs.
    Data,
}

/// An id as the name of a file, without an ending: ids may hold anything, names may not.
pub fn file_name(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = id.chars().map(safe).take(80).collect();
    if name.trim_matches('.').is_empty() { "chart".to_owned() } else { name.trim_start_matches('.').to_owned() }
}

/// The names of the files of several figures, each its own even where two ids give the same name.
pub fn file_names<'a>(ids: impl IntoIterator<Item = &'a str>, format: ExportFormat) -> Vec<String> {
    // Some file systems do not tell upper from lower case.
    let mut taken: HashSet<String> = HashSet::new();
    let mut names = Vec::new();
    for id in ids {
        let nth = |n: usize| if n == 1 { String::new() } else { format!("-{n}") };
        let named = |n| format!("{}{}.{}", file_name(id), nth(n), format.extension());
        names.extend((1..=usize::MAX).map(named).find(|name| taken.insert(name.to_lowercase())));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, name) in
            [("by-year", "by-year"), ("../../etc", "_.._etc"), ("..", "chart"), ("a/b\\c:d", "a_b_c_d"), ("", "chart")]
        {
            assert_eq!(file_name(id), name);
        }
    }

    #[test]
    fn no_figure_takes_the_file_of_another() {
        let names = file_names(["a/b", "a:b", "A_B", "c"], ExportFormat::Svg);
        assert_eq!(names, ["a_b.svg", "a_b-2.svg", "A_B-3.svg", "c.svg"]);
    }
}
