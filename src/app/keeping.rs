//! What is kept of the window for the next time, as it changes.

use std::path::Path;

use super::worker::Worker;
use crate::{
    document::settings::{self, Change, Exporting, Look, Settings, WindowPlace},
    session::Command,
};

/// The settings as they are here, and what is to be said of them.
pub(super) struct Keeping {
    settings: Settings,
    /// What was wrong with those that were kept, until it has been read.
    pub(super) trouble: Option<String>,
}

impl Keeping {
    pub(super) fn new(loaded: settings::Loaded) -> Self {
        Self { settings: loaded.settings, trouble: loaded.trouble }
    }

    /// The settings.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Keeps what a command says of files and exports.
    pub(super) fn remember(&mut self, command: &Command, worker: &Worker) {
        let change = match command {
            Command::Opened { path, result: Ok(_) } | Command::Saved { path, result: Ok(_), .. } => recent(path),
            Command::Export(request) => Some(exporting(request.path.parent(), request.format.extension())),
            Command::ExportAll(request) => Some(exporting(Some(&request.path), request.format.extension())),
            _ => None,
        };
        self.change(change, worker);
    }

    /// Keeps what is shown and where the window is.
    pub(super) fn keep_up(&mut self, ctx: &egui::Context, look: Look, worker: &Worker) {
        let look = (self.settings.look != look).then_some(Change::Look(look));
        self.change(look, worker);
        let place = place(ctx, self.settings.window).filter(|place| self.settings.window != Some(*place));
        self.change(place.map(Change::Window), worker);
    }

    fn change(&mut self, change: Option<Change>, worker: &Worker) {
        if let Some(change) = change {
            change.apply_to(&mut self.settings);
            worker.keep(change);
        }
    }
}

fn recent(path: &Path) -> Option<Change> {
    settings::can_be_kept(path).then(|| Change::Recent(path.to_owned()))
}

fn exporting(folder: Option<&Path>, format: &str) -> Change {
    let folder = folder.filter(|folder| settings::can_be_kept(folder)).map(Path::to_owned);
    Change::Export(Exporting { folder, format: Some(format.to_owned()) })
}

/// Where the window is now; what it was before, where that is to come back: minimized or over the whole screen it is
/// nowhere of its own.
fn place(ctx: &egui::Context, before: Option<WindowPlace>) -> Option<WindowPlace> {
    ctx.input(|input| {
        let viewport = input.viewport();
        let is = |what: Option<bool>| what == Some(true);
        if is(viewport.minimized) || is(viewport.fullscreen) {
            return None;
        }
        if is(viewport.maximized) {
            return before.map(|before| WindowPlace { is_maximized: true, ..before });
        }
        let inner = viewport.inner_rect?;
        let corner = viewport.outer_rect.map(|outer| (outer.left().round(), outer.top().round()));
        let size = (inner.width().round(), inner.height().round());
        WindowPlace { corner, size, is_maximized: false }.sane()
    })
}
