//! What finds everything, by its name.

use super::{CommandInfo, Menu, always};
use crate::session::Command;

pub(super) const SEARCHES: &[CommandInfo] = &[
    command!(
        "search",
        Edit,
        true,
        "Search everything…",
        "Go to a series, a value, a source, an event, a claim or a chart, or do what a command does, by name",
        ["Ctrl+P"],
        always,
        Command::SearchEverything { only_commands: false }
    ),
    command!(
        "commands",
        Edit,
        false,
        "Commands…",
        "Do what a command does, by its name",
        ["Ctrl+Shift+P"],
        always,
        Command::SearchEverything { only_commands: true }
    ),
];
