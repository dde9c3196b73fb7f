//! What a user has chosen in the window, kept between sessions.
//!
//! A file of RON in the folder of settings, read when a window opens. What is wrong with it never keeps a window from
//! opening: a file that can't be understood is kept aside under another name, and everything starts as at first. Several
//! windows keep their settings in one file: each makes only its own changes, in what is there at that moment.

mod store;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use store::{Loaded, change, load};

/// The version of the file that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
/// No settings are as large.
const MAX_BYTES: usize = 1024 * 1024;
/// So many files are in the list of recent ones.
pub const MOST_RECENT: usize = 10;

/// All that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The version of the file.
    pub format: u32,
    /// What is shown, and how.
    pub look: Look,
    /// Where the window was.
    pub window: Option<WindowPlace>,
    /// How figures were exported last.
    pub export: Exporting,
    /// The files opened or saved last, newest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        let (look, window, export, recent) = Default::default();
        Self { format: FORMAT, look, window, export, recent }
    }
}

/// Which colours a window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colours {
    /// Those of the system.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What is shown, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The colours of the window.
    pub colours: Colours,
    /// The figure in the window is white as on paper, whatever the window is.
    pub figure_on_paper: bool,
    /// Whose eyes the figure is looked at through, by name; what is not known is as if it were not said.
    pub vision: String,
    /// Whether the library is shown.
    pub library: bool,
    /// Whether the grid is.
    pub grid: bool,
    /// Whether the inspector is.
    pub inspector: bool,
}

impl Default for Look {
    fn default() -> Self {
        let (colours, vision) = Default::default();
        Self { colours, figure_on_paper: false, vision, library: true, grid: true, inspector: true }
    }
}

/// Where a window is, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// The upper left corner of its frame; not every system says.
    pub corner: Option<(f32, f32)>,
    /// Width and height of what is inside of it.
    pub size: (f32, f32),
    /// It filled the screen.
    pub is_maximized: bool,
}

impl WindowPlace {
    /// The least and the largest size that a window is opened with.
    const SIZES: [(f32, f32); 2] = [(720.0, 480.0), (8192.0, 8192.0)];
    /// Further off there is no screen, and some systems can't count so far.
    const FARTHEST: f32 = 30_000.0;

    /// The place with nothing absurd in it; `None` where nothing is left of it.
    pub fn sane(self) -> Option<Self> {
        let (width, height) = self.size;
        if !width.is_finite() || !height.is_finite() || width <= 0.0 || height <= 0.0 {
            return None;
        }
        let [least, most] = Self::SIZES;
        let size = (width.clamp(least.0, most.0), height.clamp(least.1, most.1));
        let is_there = |(x, y): &(f32, f32)| x.abs() <= Self::FARTHEST && y.abs() <= Self::FARTHEST;
        Some(Self { corner: self.corner.filter(is_there), size, ..self })
    }
}

/// How figures were exported last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exporting {
    /// Into which folder.
    pub folder: Option<PathBuf>,
    /// As what, by the ending of the file.
    pub format: Option<String>,
}

/// A change of the settings. Several windows may make some at once; each only touches what it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Something is shown otherwise.
    Look(Look),
    /// The window is elsewhere.
    Window(WindowPlace),
    /// Figures were exported.
    Export(Exporting),
    /// A file was opened or saved.
    Recent(PathBuf),
}

impl Change {
    /// Makes it.
    pub fn apply_to(&self, settings: &mut Settings) {
        match self {
            Self::Look(look) => settings.look.clone_from(look),
            Self::Window(place) => settings.window = Some(*place),
            Self::Export(export) => settings.export.clone_from(export),
            Self::Recent(path) => {
                settings.recent.retain(|known| known != path);
                settings.recent.insert(0, path.clone());
                settings.recent.truncate(MOST_RECENT);
            }
        }
    }

    /// Whether a later change makes this one pointless.
    pub fn is_undone_by(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Look(_), Self::Look(_))
            | (Self::Window(_), Self::Window(_))
            | (Self::Export(_), Self::Export(_)) => true,
            (Self::Recent(one), Self::Recent(other)) => one == other,
            _ => false,
        }
    }
}

/// Why settings can't be understood.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is nothing in them.
    #[error("the file is empty")]
    Empty,
    /// They are larger than settings are.
    #[error("the file has {0} bytes; settings have less than a megabyte")]
    TooLarge(usize),
    /// They are not text.
    #[error("the file is not text")]
    NotText,
    /// They are not what is written there.
    #[error("line {line}, column {column}: {message}")]
    NotUnderstood {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// They are of a later version of the program.
    #[error("the file is of a newer version of Docket (format {0})")]
    Newer(u32),
}

/// Understands settings. Fields that are not known are passed over, those that are left out are as at first.
///
/// # Errors
/// When the bytes are no settings, or those of a newer version.
pub fn parse(bytes: &[u8]) -> Result<Settings, SettingsError> {
    if bytes.len() > MAX_BYTES {
        return Err(SettingsError::TooLarge(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SettingsError::NotText)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
        return Err(SettingsError::Empty);
    }
    // Of a newer version perhaps nothing but its number is understood.
    #[derive(Deserialize)]
    #[serde(rename = "Settings")]
    struct Version {
        format: u32,
    }
    if let Ok(Version { format }) = ron::from_str(text)
        && format > FORMAT
    {
        return Err(SettingsError::Newer(format));
    }
    let mut settings: Settings = ron::from_str(text).map_err(|error| SettingsError::NotUnderstood {
        line: error.span.start.line,
        column: error.span.start.col,
        message: error.code.to_string(),
    })?;
    settings.format = FORMAT;
    settings.recent.truncate(MOST_RECENT);
    Ok(settings)
}

/// The text of settings, as `parse` reads it.
///
/// # Errors
/// When they hold a path that is not text.
pub fn write(settings: &Settings) -> Result<String, String> {
    let pretty = ron::ser::PrettyConfig::default().struct_names(true).new_line("\n");
    let text = ron::ser::to_string_pretty(settings, pretty).map_err(|error| error.to_string())?;
    Ok(format!("// What was chosen in the window of Docket.\n{text}\n"))
}

/// Where the settings are kept.
pub fn file(places: &super::Places) -> PathBuf {
    places.settings().join("settings.ron")
}

/// Whether a path can be kept: files of RON hold text.
pub fn can_be_kept(path: &Path) -> bool {
    path.to_str().is_some()
}
