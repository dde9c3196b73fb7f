//! The figure themes at hand: which one a chart has, and what is wrong with the one it names.

use std::path::{Path, PathBuf};

use super::worker::Worker;
use crate::{
    figure::{FigureTheme, Vision, themes::Shelf},
    session::Session,
};

/// The folder of settings in which themes of the user's own are found: `themes` beside the other settings.
pub fn themes_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("org", "Docket", "Docket")?;
    Some(folders.config_dir().join("themes"))
}

/// The folders in which the themes of a dataset are found, nearest first.
pub(super) fn folders(dataset: Option<&Path>) -> Vec<PathBuf> {
    dataset.map(Path::to_owned).into_iter().chain(themes_folder()).collect()
}

/// The themes of the dataset that is looked at.
#[derive(Default)]
pub(super) struct Themes {
    shelf: Shelf,
    /// The folders whose themes were last asked for.
    asked: Vec<PathBuf>,
}

/// The theme that a figure is shown in.
pub(super) struct Shown {
    pub(super) theme: FigureTheme,
    /// Why it is not the one that the chart names.
    pub(super) trouble: Option<String>,
}

impl Themes {
    /// Takes what has been read, and asks for what is needed: when another folder is looked at, and when the window is
    /// come back to, since a theme may have been changed elsewhere.
    pub(super) fn keep_up(&mut self, ctx: &egui::Context, session: &Session, worker: &Worker) {
        if let Some(shelf) = worker.themes() {
            if !shelf.has_same_faces(&self.shelf) {
                shelf.install_fonts(ctx);
            }
            self.shelf = shelf;
        }
        let folder = session.active().and_then(|(_, document)| document.path()?.parent().map(Path::to_owned));
        let is_back = ctx.input(|i| i.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true))));
        let folders = folders(folder.as_deref());
        if is_back || self.asked != folders {
            worker.read_themes(folders.clone());
            self.asked = folders;
        }
    }

    /// All themes at hand.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The theme of the chart that is looked at, as somebody with that vision sees it.
    pub(super) fn shown(&self, session: &Session, default: &str, vision: Vision) -> Shown {
        let fallback = || FigureTheme::named(default).or_else(|| self.shelf.named("light").ok());
        let chart = session.chart().zip(session.dataset());
        let found = chart.map(|(chart, dataset)| self.shelf.of_chart(&dataset, chart, None, default));
        let (theme, trouble) = match found {
            Some(Ok(theme)) => (Some(theme), None),
            Some(Err(trouble)) => (fallback(), Some(trouble)),
            None => (fallback(), None),
        };
        let theme = theme.expect("the default themes are built in");
        Shown { theme: if vision == Vision::Usual { theme } else { theme.seen_through(vision) }, trouble }
    }
}
