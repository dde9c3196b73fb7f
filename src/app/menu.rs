//! The menu bar, made from the table of commands.

use std::path::PathBuf;

use egui::{Button, MenuBar, ThemePreference, Ui};

use super::{Context, shortcuts};
use crate::{
    document::{
        samples,
        settings::{Colours, Look},
    },
    figure::Vision,
    session::{
        Command,
        commands::{self, CommandInfo, Menu},
    },
};

/// Which panels are shown, and in which colours.
#[derive(Clone, Debug)]
pub(super) struct ViewOptions {
    pub library: bool,
    pub grid: bool,
    pub inspector: bool,
    pub source: bool,
    /// Nothing but the figure is shown.
    pub presenting: bool,
    pub theme: ThemePreference,
    /// The figure in the window is white as on paper, whatever the window is.
    pub figure_on_paper: bool,
    /// Whose eyes the figure is looked at through.
    pub vision: Vision,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self {
            library: true,
            grid: true,
            inspector: true,
            source: false,
            presenting: false,
            theme: ThemePreference::System,
            figure_on_paper: false,
            vision: Vision::default(),
        }
    }
}

/// The names of visions in the settings.
const VISIONS: [(Vision, &str); 4] = [
    (Vision::Protanopia, "protanopia"),
    (Vision::Deuteranopia, "deuteranopia"),
    (Vision::Tritanopia, "tritanopia"),
    (Vision::Grey, "grey"),
];

impl ViewOptions {
    /// As it was left the last time.
    pub fn of(look: &Look) -> Self {
        let Look { colours, figure_on_paper, ref vision, library, grid, inspector } = *look;
        let theme = match colours {
            Colours::System => ThemePreference::System,
            Colours::Light => ThemePreference::Light,
            Colours::Dark => ThemePreference::Dark,
        };
        let vision = VISIONS.iter().find(|(_, name)| name == vision).map_or(Vision::Usual, |(vision, _)| *vision);
        Self { library, grid, inspector, theme, figure_on_paper, vision, ..Self::default() }
    }

    /// What of it is kept for the next time.
    pub fn look(&self) -> Look {
        let colours = match self.theme {
            ThemePreference::System => Colours::System,
            ThemePreference::Light => Colours::Light,
            ThemePreference::Dark => Colours::Dark,
        };
        let vision = VISIONS.iter().find(|(vision, _)| *vision == self.vision).map_or("", |(_, name)| name).to_owned();
        let Self { library, grid, inspector, figure_on_paper, .. } = *self;
        Look { colours, figure_on_paper, vision, library, grid, inspector }
    }
}

pub(super) fn ui(
    ui: &mut Ui,
    context: Context<'_>,
    view: &mut ViewOptions,
    recent: &[PathBuf],
    queue: &mut Vec<Command>,
) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.text(), |ui| {
                if menu == Menu::View {
                    ui.checkbox(&mut view.library, "Library");
                    ui.checkbox(&mut view.grid, "Grid");
                    ui.checkbox(&mut view.inspector, "Inspector");
                }
                for command in commands::ALL.iter().filter(|command| command.menu == menu) {
                    if command.starts_group {
                        ui.separator();
                    }
                    let is_on = match command.id {
                        "source" => Some(view.source),
                        "compare" => Some(context.session.beside().is_some()),
                        _ => None,
                    };
                    if let Some(is_on) = is_on {
                        panel_entry(ui, context, command, is_on, queue);
                        continue;
                    }
                    entry(ui, context, command, queue);
                    if command.id == "open" {
                        recent_files(ui, recent, queue);
                        sample_files(ui, queue);
                    }
                }
                if menu == Menu::View {
                    looks(ui, view);
                }
            });
        }
    });
}

/// A panel that has a command, and so a shortcut, of its own.
fn panel_entry(ui: &mut Ui, context: Context<'_>, command: &CommandInfo, is_on: bool, queue: &mut Vec<Command>) {
    let mut is_shown = is_on;
    let shortcut = shortcuts::shown(ui.ctx(), command).unwrap_or_default();
    let content = (command.text, egui::Atom::grow(), egui::RichText::new(shortcut).weak());
    let is_enabled = (command.is_enabled)(context.session);
    let response = ui.add_enabled(is_enabled, egui::Checkbox::new(&mut is_shown, content));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, is_enabled, is_on, command.text));
    if response.on_hover_text(command.tooltip).clicked() {
        queue.push((command.command)());
        ui.close();
    }
}

fn entry(ui: &mut Ui, context: Context<'_>, command: &CommandInfo, queue: &mut Vec<Command>) {
    let mut button = Button::new(command.text_now(context.session));
    if let Some(shortcut) = shortcuts::shown(ui.ctx(), command) {
        button = button.shortcut_text(shortcut);
    }
    let is_enabled = (command.is_enabled)(context.session);
    if ui.add_enabled(is_enabled, button).on_hover_text(command.tooltip).clicked() {
        queue.push((command.command)());
        ui.close();
    }
}

fn recent_files(ui: &mut Ui, recent: &[PathBuf], queue: &mut Vec<Command>) {
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for path in recent {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    queue.push(Command::Open(path.clone()));
                    ui.close();
                }
            }
        });
    });
}

fn sample_files(ui: &mut Ui, queue: &mut Vec<Command>) {
    ui.menu_button("Open sample", |ui| {
        for sample in samples::ALL {
            if ui.button(sample.name).clicked() {
                queue.push(Command::OpenSample(sample.file_name));
                ui.close();
            }
        }
    });
}

fn looks(ui: &mut Ui, view: &mut ViewOptions) {
    ui.separator();
    ui.radio_value(&mut view.theme, ThemePreference::System, "Colours of the system");
    ui.radio_value(&mut view.theme, ThemePreference::Light, "Light");
    ui.radio_value(&mut view.theme, ThemePreference::Dark, "Dark");
    ui.separator();
    ui.checkbox(&mut view.figure_on_paper, "Figure on white paper");
    ui.menu_button("Look at the figure with", |ui| {
        for vision in Vision::ALL {
            ui.radio_value(&mut view.vision, vision, vision.words());
        }
    });
}
