//! The window: what happens in a frame, and in which order.

use std::{sync::Arc, time::Duration};

use egui::{CentralPanel, Frame, Margin, Panel, Ui, ViewportCommand};

use super::{
    Context, banner,
    compare::{self, CompareState},
    dialogs::Dialog,
    grid::{self, GridState},
    inspector::{self, InspectorState},
    keeping::Keeping,
    library,
    menu::{self, ViewOptions},
    palette::Palette,
    recovery::Recovery,
    setup::Setup,
    shortcuts,
    source_view::{self, Direction, SourceState},
    stage::{self, StageState},
    status,
    theme::Theme,
    themes::Themes,
    watch::Watched,
    worker::Worker,
};
use crate::{
    document::Places,
    figure,
    session::{Command, Effect, FigureContent, Session},
};

/// The least width for figure and grid beside the source, in points.
const SMALLEST_STAGE: f32 = 360.0;
const SMALLEST_INSPECTOR: f32 = 240.0;
/// The least width for a comparison beside the inspector.
const SMALLEST_COMPARISON: f32 = 600.0;
/// So long the end of the program waits for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(2);

/// The program with its window.
pub struct App {
    session: Session,
    worker: Worker,
    /// Keeps unsaved work, where there is a place for it.
    recovery: Option<Recovery>,
    keeping: Keeping,
    view: ViewOptions,
    source: SourceState,
    grid: GridState,
    inspector: InspectorState,
    stage: StageState,
    compare: CompareState,
    dialog: Dialog,
    palette: Palette,
    /// What has been asked for and not been done yet.
    queue: Vec<Command>,
    themes: [Theme; 2],
    figure_themes: Themes,
    title: String,
    /// The files that are looked after, with what is known to be in them.
    watched: Watched,
    /// The window had the focus in the last frame.
    had_focus: bool,
    /// The close button was answered; the window may go.
    may_close: bool,
}

impl App {
    /// A window on a session.
    pub fn new(ctx: &egui::Context, session: Session, setup: Setup) -> Self {
        figure::install_fonts(ctx);
        // Where the system does not say, as on paper.
        ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        ctx.all_styles_mut(|style| {
            style.spacing.item_spacing = egui::vec2(6.0, 5.0);
            style.interaction.selectable_labels = false;
        });
        let wake = ctx.clone();
        let recovery = setup.places.as_ref().map(|places| {
            let wake = ctx.clone();
            Recovery::start(places, move || wake.request_repaint())
        });
        Self {
            session,
            recovery,
            worker: Worker::start(setup.places.clone(), move || wake.request_repaint()),
            view: ViewOptions::of(&setup.settings.settings.look),
            keeping: Keeping::new(setup.settings),
            source: SourceState::default(),
            grid: GridState::default(),
            inspector: InspectorState::default(),
            stage: StageState::default(),
            compare: CompareState::default(),
            dialog: Dialog::None,
            palette: Palette::default(),
            queue: Vec::new(),
            themes: [Theme::light(), Theme::dark()],
            figure_themes: Themes::default(),
            title: String::new(),
            watched: Vec::new(),
            had_focus: true,
            may_close: false,
        }
    }

    /// Asks for something, to be done in the next frame.
    pub fn ask(&mut self, command: Command) {
        self.queue.push(command);
    }

    /// Faults of the program are written down from now on, in all of the process, and unsaved work is copied when there
    /// is one.
    pub fn watch_for_faults(&self, places: &Places) {
        if let Some(recovery) = &self.recovery {
            recovery.watch_for_faults(places);
        }
    }

    /// The program without the window.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether something is under way away from the window.
    pub fn is_busy(&self) -> bool {
        self.worker.is_busy()
    }

    /// Does all that has been asked for, in order.
    fn work_off(&mut self, ctx: &egui::Context) {
        let mut queue: std::collections::VecDeque<Command> = std::mem::take(&mut self.queue).into();
        while let Some(command) = queue.pop_front() {
            self.keeping.remember(&command, &self.worker);
            if let Some(recovery) = &mut self.recovery {
                recovery.before(&command, &self.session);
            }
            let restored = match &command {
                Command::Restored { found, result: Ok(_), .. } => Some(found.clone()),
                _ => None,
            };
            for effect in self.session.apply(command) {
                self.carry_out(ctx, effect);
            }
            if let (Some(found), Some(recovery), Some((id, _))) = (restored, &mut self.recovery, self.session.active())
            {
                recovery.opened(found, id);
            }
        }
        if let Some(recovery) = &mut self.recovery {
            recovery.keep_up(&self.session);
        }
    }

    /// What the thread for recovery has to say; what a crash has left is offered when nothing else is asked.
    fn take_news(&mut self) {
        let Some(recovery) = &mut self.recovery else { return };
        let (commands, has_looked) = recovery.news();
        self.queue.extend(commands);
        match &mut self.dialog {
            Dialog::Unsaved(dialog) if has_looked => dialog.take(recovery.found()),
            Dialog::None => {
                if let Some(offer) = recovery.offer() {
                    self.dialog = Dialog::Unsaved(offer);
                }
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, effect: Effect) {
        let context =
            Context { session: &self.session, theme: &self.themes[0], figure_themes: self.figure_themes.shelf() };
        if let Some(dialog) = Dialog::of(&effect, context, self.keeping.settings()) {
            self.dialog = dialog;
            match (&mut self.dialog, &mut self.recovery) {
                (Dialog::Unsaved(_), Some(recovery)) => recovery.look(),
                (Dialog::Unsaved(dialog), None) => dialog.take(&[]),
                _ => {}
            }
            return;
        }
        match effect {
            Effect::Job(job) => self.worker.give(job),
            Effect::Copy(text) | Effect::CopyFigure(FigureContent::Text(text)) => ctx.copy_text(text),
            Effect::CopyFigure(FigureContent::Picture { rgb, width }) => {
                let height = rgb.len() / 3 / width.max(1);
                ctx.copy_image(egui::ColorImage::from_rgb([width, height], &rgb));
            }
            Effect::TogglePresenting => self.present(ctx, !self.view.presenting),
            Effect::ToggleSource => {
                self.view.source = !self.view.source;
                if self.view.source {
                    self.source.take_focus();
                }
            }
            Effect::GoToNextProblem => self.show_problem(Direction::Forward),
            Effect::GoToPreviousProblem => self.show_problem(Direction::Back),
            Effect::Grid(ask) => {
                self.view.grid = true;
                self.grid.ask(ask);
            }
            Effect::Rewrite(wording) => self.stage.rewriting.ask(wording),
            Effect::Play => self.stage.playing.toggle(ctx.input(|input| input.time)),
            Effect::SearchEverything { only_commands } => self.palette.ask(only_commands),
            Effect::NameSelected => {
                self.view.inspector = true;
                self.inspector.name_selected();
            }
            Effect::Restore { found, as_copy } => {
                if let Some(recovery) = &mut self.recovery {
                    recovery.restore(found, as_copy);
                }
            }
            Effect::Discard(found) => {
                if let Some(recovery) = &mut self.recovery {
                    recovery.discard(found);
                }
            }
            Effect::Annotate(kind) => self.stage.annotating.ask(kind),
            Effect::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            _ => {}
        }
        ctx.request_repaint();
    }

    fn present(&mut self, ctx: &egui::Context, presenting: bool) {
        self.view.presenting = presenting;
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(presenting));
    }

    fn show_problem(&mut self, direction: Direction) {
        self.view.source = true;
        self.source.go_to_problem(direction);
    }

    fn take_closing_and_drops(&mut self, ctx: &egui::Context) {
        if ctx.input(|i| i.viewport().close_requested()) && !self.may_close && !self.session.unsaved().is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.queue.push(Command::Quit);
        }
        let dropped = ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect::<Vec<_>>());
        self.queue.extend(dropped.into_iter().map(Command::Open));
    }

    /// Tells the thread which files other programs may change, and when the user comes back from one of those.
    fn look_after_files(&mut self, ctx: &egui::Context) {
        let watched = self.session.watched();
        let is_same = |(one, other): (&(_, _, Arc<_>), &(_, _, Arc<_>))| {
            (&one.0, &one.1) == (&other.0, &other.1) && Arc::ptr_eq(&one.2, &other.2)
        };
        if watched.len() != self.watched.len() || !watched.iter().zip(&self.watched).all(is_same) {
            self.worker.watch(watched.clone());
            self.watched = watched;
        }
        let has_focus = ctx.input(|input| input.focused);
        if has_focus && !self.had_focus {
            self.worker.look();
        }
        self.had_focus = has_focus;
    }

    fn put_title(&mut self, ctx: &egui::Context) {
        let title = self.session.active().map_or_else(
            || "Docket".to_owned(),
            |(_, document)| format!("{}{} — Docket", if document.is_unsaved() { "• " } else { "" }, document.name()),
        );
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// All but what lies over it; `has_keys`: nothing lies there that takes the keyboard.
    fn panels(&mut self, ui: &mut Ui, has_keys: bool) {
        let is_dark = ui.visuals().dark_mode;
        let theme = &self.themes[usize::from(is_dark)];
        let on_ground = if is_dark && !self.view.figure_on_paper { "dark" } else { "light" };
        let shown = self.figure_themes.shown(&self.session, on_ground, self.view.vision);
        let context = Context { session: &self.session, theme, figure_themes: self.figure_themes.shelf() };
        let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::same(theme.margin));
        let queue = &mut self.queue;
        if self.view.presenting {
            CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
                stage::ui(ui, context, &shown, &mut self.stage, queue);
            });
            return;
        }
        Panel::top("menu").show(ui, |ui| menu::ui(ui, context, &mut self.view, &self.keeping.settings().recent, queue));
        banner::trouble(ui, context.theme, &mut self.keeping.trouble);
        banner::elsewhere(ui, context, queue);
        banner::ui(ui, context, self.recovery.as_ref(), queue);
        Panel::bottom("status").show(ui, |ui| {
            status::ui(ui, context, self.worker.is_busy(), queue, &mut self.view.source, &mut self.source);
        });
        if let Some(comparing) = self.session.shown_comparison() {
            if self.view.inspector && ui.available_width() >= SMALLEST_COMPARISON + SMALLEST_INSPECTOR {
                let sizes = SMALLEST_INSPECTOR..=480.0;
                Panel::right("inspector").frame(frame).default_size(300.0).size_range(sizes).show(ui, |ui| {
                    inspector::ui(ui, &context, &mut self.inspector, queue);
                });
            }
            CentralPanel::default().frame(frame).show(ui, |ui| {
                let looks = (on_ground, self.view.vision);
                compare::ui(ui, (context, comparing), looks, &mut self.compare, has_keys, queue);
            });
            return;
        }
        compare::strip(ui, context, queue);
        if self.view.library {
            Panel::left("library").frame(frame).default_size(220.0).size_range(150.0..=360.0).show(ui, |ui| {
                library::ui(ui, context, queue);
            });
        }
        if let Some((id, document)) = self.session.active() {
            self.view.source |= self.source.opens_for(id, document);
            let (is_shown, is_all) = (self.view.source, self.source.is_all_of(id, document));
            let has_errors = document.is_read_only();
            if is_shown && is_all {
                Panel::top("errors").frame(frame).show(ui, |ui| {
                    source_view::banner(ui, context, &mut self.view.source, &mut self.source);
                });
                CentralPanel::default().frame(frame).show(ui, |ui| {
                    source_view::ui(ui, context, &mut self.source, queue);
                });
                return;
            }
            if is_shown {
                let width = ui.available_width();
                let sizes = 260.0..=(width - SMALLEST_STAGE).max(261.0);
                Panel::right("source").frame(frame).default_size(width * 0.5).size_range(sizes).show(ui, |ui| {
                    source_view::ui(ui, context, &mut self.source, queue);
                });
            }
            if has_errors {
                Panel::top("errors").frame(frame).show(ui, |ui| {
                    source_view::banner(ui, context, &mut self.view.source, &mut self.source);
                });
            }
        }
        // Beside the source there may be no room for the inspector, which shows the same.
        let has_room = !self.view.source || ui.available_width() >= SMALLEST_STAGE + SMALLEST_INSPECTOR;
        if self.view.inspector && has_room && self.session.active().is_some() {
            let sizes = SMALLEST_INSPECTOR..=480.0;
            Panel::right("inspector").frame(frame).default_size(300.0).size_range(sizes).show(ui, |ui| {
                inspector::ui(ui, &context, &mut self.inspector, queue);
            });
        }
        if self.view.grid && self.session.active().is_some() {
            let height = ui.available_height();
            let sizes = (height * 0.15).max(90.0)..=(height * 0.75).max(91.0);
            Panel::bottom("grid").frame(frame).resizable(true).default_size(height * 0.3).size_range(sizes).show(
                ui,
                |ui| {
                    grid::ui(ui, &context, &mut self.grid, queue);
                },
            );
        }
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            stage::ui(ui, context, &shown, &mut self.stage, queue);
        });
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.queue.extend(self.worker.drain());
        self.take_news();
        self.take_closing_and_drops(ctx);
        self.work_off(ctx);
        // A figure that is gone can't be presented, nor left by a key.
        if self.view.presenting && self.session.chart().is_none() {
            self.present(ctx, false);
        }
        self.figure_themes.keep_up(ctx, &self.session, &self.worker);
        self.put_title(ctx);
        self.look_after_files(ctx);
        self.keeping.keep_up(ctx, self.view.look(), &self.worker);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.worker.finish(PATIENCE);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        ctx.set_theme(self.view.theme);
        let is_asking = self.palette.is_open() || self.grid.is_asking() || self.session.pasting().is_some();
        let has_keys = matches!(self.dialog, Dialog::None) && !is_asking;
        if has_keys {
            if self.view.presenting {
                shortcuts::take_while_presenting(&ctx, &mut self.queue);
            }
            shortcuts::take(&ctx, &self.session, &mut self.queue);
            // A step taken back is seen by what is typed in the same frame.
            self.work_off(&ctx);
        }
        self.panels(ui, has_keys);
        let theme = &self.themes[usize::from(ui.visuals().dark_mode)];
        let context = Context { session: &self.session, theme, figure_themes: self.figure_themes.shelf() };
        let keeps = self.recovery.as_ref().is_some_and(|recovery| recovery.trouble().is_none());
        self.dialog.ui(ui, context, &self.worker.answers(), keeps, &mut self.queue);
        self.view.inspector |= self.palette.ui(ui, context, &mut self.queue);
        self.queue.extend(self.session.open_questions());
        // What was asked for in this frame is drawn in this frame's successor, at once.
        if !self.queue.is_empty() {
            self.work_off(&ctx);
            ctx.request_repaint();
        }
        if self.recovery.as_mut().is_some_and(Recovery::drawn) {
            ctx.request_repaint();
        }
    }
}
