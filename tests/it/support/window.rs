//! The whole window, off screen.

use std::{
    fs,
    path::{Path, PathBuf},
};

use docket::{
    app::{App, Setup},
    session::{Command, Session},
};
use egui::Vec2;
use egui_kittest::{Harness, HarnessBuilder};

use super::rasteriser::Rasteriser;

/// A window of that size which has done these commands.
pub fn window(commands: Vec<Command>, size: Vec2) -> Harness<'static, App> {
    window_of(Harness::builder(), commands, size)
}

/// The same, of a user who keeps something.
pub fn window_with(setup: Setup, commands: Vec<Command>, size: Vec2) -> Harness<'static, App> {
    build(Harness::builder(), setup, commands, size)
}

/// The same, with more said of how it is driven.
pub fn window_of(builder: HarnessBuilder<App>, commands: Vec<Command>, size: Vec2) -> Harness<'static, App> {
    build(builder, Setup::default(), commands, size)
}

fn build(builder: HarnessBuilder<App>, setup: Setup, commands: Vec<Command>, size: Vec2) -> Harness<'static, App> {
    let mut harness = builder.with_size(size).renderer(Rasteriser::default()).build_eframe(|cc| {
        let mut app = App::new(&cc.egui_ctx, Session::new(), setup);
        for command in commands {
            app.ask(command);
        }
        app
    });
    harness.run_steps(4);
    harness
}

/// A file that is dropped on the window.
#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}
