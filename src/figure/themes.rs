//! The themes that a figure can have: those that are built in, and those of the user's own in files named
//! `NAME.theme.ron`, beside the dataset or in the folder of settings.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use super::{
    fonts::{self, OwnFace},
    theme::FigureTheme,
};
use crate::{
    document::disk::{Disk, FileKind},
    model::{Dataset, Id},
};

/// What the names of the files of themes end in.
pub const ENDING: &str = ".theme.ron";

/// Larger files are no themes.
const LARGEST: u64 = 1 << 20;

/// Larger files are no typefaces.
const LARGEST_FACE: u64 = 32 << 20;

/// The texts of the built-in themes, by name, the default one first.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("light", include_str!("../../assets/themes/light.ron")),
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("newspaper", include_str!("../../assets/themes/newspaper.ron")),
    ("report", include_str!("../../assets/themes/report.ron")),
    ("slide", include_str!("../../assets/themes/slide.ron")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.ron")),
];

static READ: LazyLock<Vec<FigureTheme>> = LazyLock::new(|| {
    let read = |(_, text): &(&str, &str)| parse(text).expect("the built-in themes are read by a test");
    BUILT_IN.iter().map(read).collect()
});

/// The built-in themes, the default one first.
pub(super) fn built_in() -> &'static [FigureTheme] {
    &READ
}

/// Why a text is no theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.line, self.column, self.message, self.hint)
    }
}

impl std::error::Error for ThemeError {}

/// Reads a theme.
///
/// # Errors
/// When the text is not RON, a field is missing, unknown or of another kind, or a value can't be.
pub fn parse(text: &str) -> Result<FigureTheme, ThemeError> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let read = options.from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let at = error.span.start;
        ThemeError { line: at.line.max(1), column: at.col.max(1), hint: hint(&error.code), message: said(&error.code) }
    });
    let theme: FigureTheme = read?;
    // Which faces there are besides the built-in ones is known once their files are read.
    if theme.faces.is_empty() {
        check_faces(&theme, text)?;
    }
    Ok(theme)
}

/// Whether all faces that a theme names are there.
fn check_faces(theme: &FigureTheme, text: &str) -> Result<(), ThemeError> {
    let own: Vec<&str> = theme.own_faces.iter().map(|face| face.name.as_str()).collect();
    let is_there = |name: &str| own.contains(&name) || fonts::is_known(name);
    let Some(name) = theme.fonts.names().into_iter().find(|name| !is_there(name)) else { return Ok(()) };
    let known: Vec<String> =
        fonts::FACES.iter().map(|face| face.name).chain(own).map(|name| format!("\"{name}\"")).collect();
    let before = &text[..text.find(&format!("\"{name}\"")).unwrap_or(0)];
    let (line, last) = (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or_default());
    Err(ThemeError {
        line,
        column: last.chars().count() + 1,
        message: format!("there is no typeface \"{name}\""),
        hint: format!("there are {}; `faces: [\"File.ttf\"]` adds those of files beside the theme", known.join(", ")),
    })
}

fn said(error: &ron::Error) -> String {
    let text = error.to_string();
    // The words of `ron` name Rust's types, which nobody who writes a theme has heard of.
    let text = text.replace("`FigureTheme`", "a theme").replace("`FigureSizes`", "`sizes`");
    let text = text.replace("`FigureFonts`", "`fonts`").replace("`Margins`", "`margins`");
    text.replace("`Gridlines`", "`gridlines`").replace("`Rule`", "`rule`").replace("`Logo`", "`logo`")
}

fn hint(error: &ron::Error) -> String {
    match error {
        ron::Error::NoSuchStructField { expected, found, .. } => {
            // Comparing takes the square of the length, and nobody misspells a field by so much.
            let found: &str = &found.chars().take(40).collect::<String>();
            let close = expected.iter().map(|name| (strsim::damerau_levenshtein(name, found), name)).min();
            match close {
                Some((distance, name)) if distance <= 3 => format!("did you mean `{name}`?"),
                _ => "take the field out".to_owned(),
            }
        }
        ron::Error::MissingStructField { field, .. } => format!("add `{field}: …`, as a built-in theme has it"),
        ron::Error::DuplicateStructField { .. } => "take one of them out".to_owned(),
        _ => "compare it with a built-in theme: `docket themes DIR` writes them".to_owned(),
    }
}

/// The themes at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// Those of the user's own, nearest first.
    own: Vec<FigureTheme>,
    /// Files that are no themes: the name asked for, and what is wrong.
    broken: Vec<(String, String)>,
}

impl Shelf {
    /// The built-in themes and those in some folders; a theme in an earlier folder hides one of the same name in a
    /// later one, and a built-in one.
    pub fn read(disk: &dyn Disk, folders: &[PathBuf]) -> Self {
        let mut shelf = Self::default();
        for folder in folders {
            // Where there is no such folder there are no themes.
            let mut files = disk.list(folder).unwrap_or_default();
            files.sort_by(|a, b| a.0.cmp(&b.0));
            for (file, kind) in files {
                let file = file.to_string_lossy().into_owned();
                let Some(name) = file.strip_suffix(ENDING).filter(|name| !name.is_empty()) else { continue };
                if shelf.names().iter().any(|known| known == name) && !built_in().iter().any(|t| t.name == name)
                    || shelf.own.iter().any(|theme| theme.name == name)
                    || shelf.broken.iter().any(|(known, _)| known == name)
                {
                    continue;
                }
                match read_file(disk, &folder.join(&file), kind) {
                    Ok(theme) => shelf.own.push(FigureTheme { name: name.to_owned(), ..theme }),
                    Err(wrong) => shelf.broken.push((name.to_owned(), wrong)),
                }
            }
        }
        shelf
    }

    /// Gives a window the faces of these themes, besides the built-in ones.
    pub fn install_fonts(&self, ctx: &egui::Context) {
        let mut faces: Vec<OwnFace> = Vec::new();
        for face in self.own.iter().flat_map(|theme| &theme.own_faces) {
            if !faces.iter().any(|known| known.name == face.name) {
                faces.push(face.clone());
            }
        }
        fonts::install_fonts_with(ctx, &faces);
    }

    /// Whether these themes have the same typefaces as others.
    pub fn has_same_faces(&self, other: &Self) -> bool {
        let faces = |shelf: &Self| shelf.own.iter().flat_map(|theme| theme.own_faces.clone()).collect::<Vec<_>>();
        faces(self) == faces(other)
    }

    /// The names of all themes: the built-in ones, then the user's own.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = built_in().iter().map(|theme| theme.name.clone()).collect();
        for theme in &self.own {
            if !names.contains(&theme.name) {
                names.push(theme.name.clone());
            }
        }
        names
    }

    /// The theme of that name.
    ///
    /// # Errors
    /// In words: that there is none, or what is wrong with its file.
    pub fn named(&self, name: &str) -> Result<FigureTheme, String> {
        if let Some(theme) = self.own.iter().find(|theme| theme.name == name) {
            return Ok(theme.clone());
        }
        if let Some((_, wrong)) = self.broken.iter().find(|(known, _)| known == name) {
            return Err(wrong.clone());
        }
        FigureTheme::named(name).ok_or_else(|| {
            let known = self.names().join(", ");
            format!(
                "there is no theme `{name}`; there are {known}, and a theme of your own is a file `NAME{ENDING}` \
                 beside the dataset or in the folder of settings"
            )
        })
    }

    /// The theme that is asked for, else the one that a chart names, else `default`.
    ///
    /// # Errors
    /// Those of `named`.
    pub fn of_chart(
        &self,
        dataset: &Dataset,
        chart: &Id,
        asked: Option<&str>,
        default: &str,
    ) -> Result<FigureTheme, String> {
        let named = dataset.charts.get(chart).and_then(|chart| chart.theme.as_deref()).or(dataset.theme.as_deref());
        self.named(asked.or(named).unwrap_or(default))
    }
}

/// The theme of a file.
///
/// # Errors
/// In words that start with the name of the file, with line and column where it is the text that is wrong.
pub fn read_file(disk: &dyn Disk, path: &Path, kind: FileKind) -> Result<FigureTheme, String> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let wrong = |reason: &str| format!("{name}: {reason}");
    match kind {
        FileKind::File(bytes) if bytes <= LARGEST => {}
        FileKind::File(_) => return Err(wrong("this is too large for a theme")),
        FileKind::Folder | FileKind::Other => return Err(wrong("this is no file")),
    }
    let bytes = disk.read(path).map_err(|error| wrong(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("this is not UTF-8 text"))?;
    let mut theme = parse(&text).map_err(|error| format!("{name}:{error}"))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for file in &theme.faces {
        let face = read_face(disk, folder, file).map_err(|reason| wrong(&format!("typeface \"{file}\": {reason}")))?;
        theme.own_faces.push(face);
    }
    check_faces(&theme, &text).map_err(|error| format!("{name}:{error}"))?;
    Ok(theme)
}

/// The face in a file beside a theme.
fn read_face(disk: &dyn Disk, folder: &Path, file: &str) -> Result<OwnFace, String> {
    // A theme that came by mail has no business anywhere else.
    if Path::new(file).file_name() != Some(std::ffi::OsStr::new(file)) {
        return Err("it must be the name of a file beside the theme, without a folder".to_owned());
    }
    let path = folder.join(file);
    let kind = disk.kind(&path).map_err(|error| error.to_string())?;
    if !matches!(kind, FileKind::File(bytes) if bytes <= LARGEST_FACE) {
        return Err("this is no font file, or a too large one".to_owned());
    }
    let data = disk.read(&path).map_err(|error| error.to_string())?;
    OwnFace::read(data).ok_or_else(|| "this is no font in OpenType or TrueType that can be read".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Color, Vision};

    /// Colours nearer to each other than this are easily taken for each other in thin lines, side by side or not.
    const APART: f32 = 0.09;
    /// The same for the colours after the sixth, which few figures need.
    const FARTHER_DOWN: f32 = 0.065;

    #[test]
    fn the_built_in_themes_are_read_and_named_as_their_files() {
        let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        assert_eq!(FigureTheme::names(), names);
        for (name, text) in BUILT_IN {
            let theme = parse(text).unwrap_or_else(|error| panic!("{name}:{error}"));
            let written = ron::to_string(&theme).expect("written");
            assert_eq!(ron::from_str::<FigureTheme>(&written).expect("read again"), theme, "{name}");
        }
        assert_eq!(FigureTheme::named("sepia"), None);
    }

    #[test]
    fn words_and_marks_stand_out_from_the_ground() {
        for theme in built_in() {
            let most = theme.name == "high-contrast";
            let (words, marks) = if most { (7.0, 4.5) } else { (4.5, 3.0) };
            let on_ground = |color: Color| color.contrast(theme.background);
            for color in [theme.title, theme.text, theme.muted] {
                assert!(on_ground(color) >= words, "{}: {color} {}", theme.name, on_ground(color));
                assert!(color.contrast(theme.span) >= words * 0.9, "{}: {color} on a shaded span", theme.name);
            }
            for color in theme.palette.iter().chain([&theme.axis]) {
                assert!(on_ground(*color) >= marks * 0.985, "{}: {color} {}", theme.name, on_ground(*color));
            }
            for place in 0..theme.palette.len() {
                assert!(on_ground(theme.series_text(place)) >= 4.5, "{}: words of series {place}", theme.name);
            }
            assert!(on_ground(theme.grid) < 2.0 || most, "{}: a grid stays behind", theme.name);
        }
    }

    #[test]
    fn colours_of_series_stay_apart_in_all_eyes() {
        for theme in built_in() {
            for vision in Vision::ALL.into_iter().filter(|vision| *vision != Vision::Grey) {
                let seen: Vec<Color> = theme.palette.iter().map(|color| color.seen_through(vision)).collect();
                for (second, color) in seen.iter().enumerate() {
                    for (first, other) in seen[..second].iter().enumerate() {
                        let (least, found) = (if second < 6 { APART } else { FARTHER_DOWN }, color.distance(*other));
                        assert!(found >= least, "{}, {vision:?}: {first} and {second} are {found}", theme.name);
                    }
                }
            }
        }
    }

    #[test]
    fn sequences_go_one_way_and_diverging_colours_two_in_all_eyes() {
        for theme in built_in() {
            for vision in Vision::ALL {
                let ground = theme.background.seen_through(vision);
                let steps: Vec<f32> =
                    (0..=8).map(|n| theme.sequential(n as f32 / 8.0).seen_through(vision).contrast(ground)).collect();
                assert!(steps.windows(2).all(|w| w[0] < w[1]), "{}, {vision:?}: {steps:?}", theme.name);
                let middle = theme.diverging(0.5).seen_through(vision);
                for end in [0.0, 1.0] {
                    let side: Vec<f32> = (0..=4)
                        .map(|n| theme.diverging(0.5 + (end - 0.5) * n as f32 / 4.0).seen_through(vision))
                        .map(|color| color.distance(middle))
                        .collect();
                    assert!(side.windows(2).all(|w| w[0] < w[1]), "{}, {vision:?}: {side:?}", theme.name);
                }
                let apart =
                    theme.diverging(0.0).seen_through(vision).distance(theme.diverging(1.0).seen_through(vision));
                assert!(vision == Vision::Grey || apart > APART, "{}, {vision:?}: {apart}", theme.name);
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_theme_is_said_with_its_place() {
        let light = BUILT_IN[0].1;
        for (from, to, words, hint) in [
            ("title: \"#16191d\"", "title: \"red\"", "`red` is not a colour", "docket themes"),
            ("muted:", "mutted:", "`mutted`", "did you mean `muted`?"),
            ("    grid: \"#e3e6ea\",\n", "", "`grid`", "add `grid: …`"),
            ("title: 21.0", "title: -3.0", "expected a number from 4 to 100", "docket themes"),
            ("title: 21.0", "title: \"big\"", "xpected", "docket themes"),
            ("text: \"IBM Plex Sans\"", "text: \"Comic Sans\"", "no typeface \"Comic Sans\"", "faces: [\"File.ttf\"]"),
        ] {
            assert!(light.contains(from), "{from}");
            let text = light.replacen(from, to, 1);
            let error = parse(&text).expect_err(to);
            let said = error.to_string();
            assert!(said.contains(words) && said.contains(hint), "{to}: {said}");
            assert!(error.line > 1 && error.column >= 1, "{to}: {said}");
            assert!(!said.contains("Figure"), "{to}: {said}");
        }
        let empty = light.split("palette: [").next().expect("a text").to_owned() + "palette: [],\n sizes: (";
        assert!(parse(&empty).expect_err("empty").to_string().contains("at least one colour"));
    }
}
