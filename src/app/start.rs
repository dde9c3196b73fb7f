//! From a command line to a window: which renderer, and what to say when there is no display.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{App, Setup, on_screen};
use crate::{
    document::{samples, settings::WindowPlace},
    session::{Command, Session},
};

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL 2.1 or ES 2.0, drawn by software where there is no graphics card.
    Glow,
    /// Vulkan, Metal, Direct3D 12 or OpenGL.
    Wgpu,
}

impl Renderer {
    /// On Linux OpenGL starts faster, with less memory, and in software too; on Windows and macOS the system's own
    /// interface is the one that also works over remote desktops.
    fn of_this_platform() -> Self {
        if cfg!(any(target_os = "windows", target_os = "macos")) { Self::Wgpu } else { Self::Glow }
    }

    fn other(self) -> Self {
        match self {
            Self::Glow => Self::Wgpu,
            Self::Wgpu => Self::Glow,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Glow => "OpenGL (glow)",
            Self::Wgpu => "wgpu",
        }
    }
}

/// How the window is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The files to open; the built-in datasets when there are none.
    pub files: Vec<PathBuf>,
    /// What draws the window; chosen by platform when left out.
    pub renderer: Option<Renderer>,
}

/// Opens the window and comes back when it is closed.
///
/// # Errors
/// When there is no display, or no renderer starts: in one line what is missing, and which command draws figures
/// anyway.
pub fn run(options: &Options) -> Result<(), String> {
    const ANYWAY: &str = "`docket export FILE --all` draws the figures without a window";
    if !has_display() {
        return Err(format!("no display: neither WAYLAND_DISPLAY nor DISPLAY is set; {ANYWAY}"));
    }
    // eframe refuses to start with it, by a panic.
    if std::env::var_os("EFRAME_SCREENSHOT_TO").is_some() {
        return Err(format!("the window can't be opened while EFRAME_SCREENSHOT_TO is set: unset it; {ANYWAY}"));
    }
    let first = options.renderer.unwrap_or_else(Renderer::of_this_platform);
    let setup = Setup::of_this_user();
    let error = match open(first, options, setup.clone()) {
        Ok(()) => return Ok(()),
        Err(Ended::ByFault) => return Err(FAULT.to_owned()),
        Err(Ended::NotStarted(error)) => error,
    };
    // Without an event loop there is no window for any renderer, and winit makes no second one.
    if error.contains("EventLoopError") {
        let reason = error.rsplit(": ").next().unwrap_or_default();
        return Err(format!("the display can't be used ({reason}); {ANYWAY}"));
    }
    eprintln!("docket: {} did not start ({error}); trying {}", first.name(), first.other().name());
    open(first.other(), options, setup).map_err(|ended| match ended {
        Ended::ByFault => FAULT.to_owned(),
        Ended::NotStarted(error) => format!("no window could be opened: {error}; {ANYWAY}"),
    })
}

const FAULT: &str = "it ended by a fault of its own; unsaved work is offered when it is started again";

/// Why there is no window any more that anybody has closed.
enum Ended {
    /// There never was one.
    NotStarted(String),
    /// The program met a fault.
    ByFault,
}

fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET") || is_set("DISPLAY")
}

fn open(renderer: Renderer, options: &Options, setup: Setup) -> Result<(), Ended> {
    let place = setup.settings.settings.window.and_then(WindowPlace::sane);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Docket")
        .with_app_id("org.docket.Docket")
        .with_inner_size(place.map_or([1280.0, 800.0], |place| place.size.into()))
        .with_maximized(place.is_some_and(|place| place.is_maximized))
        .with_min_inner_size([720.0, 480.0])
        .with_drag_and_drop(true);
    let viewport = match place.and_then(|place| place.corner) {
        Some((x, y)) => viewport.with_position([x, y]),
        None => viewport,
    };
    let native = eframe::NativeOptions {
        viewport,
        renderer: match renderer {
            Renderer::Glow => eframe::Renderer::Glow,
            Renderer::Wgpu => eframe::Renderer::Wgpu,
        },
        persist_window: false,
        ..Default::default()
    };
    let files = options.files.clone();
    let has_started = Arc::new(AtomicBool::new(false));
    let starts = Arc::clone(&has_started);
    let start = move |cc: &eframe::CreationContext<'_>| {
        let places = setup.places.clone();
        if let Some((window, place)) = cc.winit_window().zip(place) {
            on_screen::bring(window, place);
        }
        let mut app = App::new(&cc.egui_ctx, Session::new(), setup);
        for command in first_commands(files) {
            app.ask(command);
        }
        match places {
            Some(places) => app.watch_for_faults(&places),
            None => app.ask(Command::Say(
                "The system names no folder for what Docket keeps: unsaved work would be lost in a crash".to_owned(),
            )),
        }
        starts.store(true, Ordering::Relaxed);
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    // Windowing libraries panic where they can't even start; that must not keep the other renderer from trying.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native("Docket", native, Box::new(start))
    }));
    match outcome {
        Ok(outcome) => outcome.map_err(|error| Ended::NotStarted(error.to_string())),
        Err(_) if has_started.load(Ordering::Relaxed) => Err(Ended::ByFault),
        Err(_) => Err(Ended::NotStarted("it ended with a fault of its own".to_owned())),
    }
}

/// What the window starts with: the files, or the built-in datasets with the first one in front.
pub fn first_commands(files: Vec<PathBuf>) -> Vec<Command> {
    if files.is_empty() {
        let others = samples::ALL[1..].iter().chain(&samples::ALL[..1]);
        let mut commands: Vec<_> = samples::ALL.iter().map(|sample| Command::OpenSample(sample.file_name)).collect();
        commands.extend(others.last().map(|first| Command::OpenSample(first.file_name)));
        return commands;
    }
    files.into_iter().map(Command::Open).collect()
}
