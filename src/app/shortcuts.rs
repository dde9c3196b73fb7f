//! Keys → commands, from the one table.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::source_view;
use crate::session::{
    Command, Session,
    commands::{self, CommandInfo, Menu},
};

/// A shortcut of the table as egui has it: `Ctrl+Shift+S`.
pub(super) fn parse(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in text.split('+') {
        match part {
            "Ctrl" => modifiers = modifiers.plus(Modifiers::COMMAND),
            "Shift" => modifiers = modifiers.plus(Modifiers::SHIFT),
            "Alt" => modifiers = modifiers.plus(Modifiers::ALT),
            name => key = Key::from_name(name),
        }
    }
    Some(KeyboardShortcut::new(modifiers, key?))
}

/// The shortcut to show beside a command.
pub(super) fn shown(ctx: &egui::Context, command: &CommandInfo) -> Option<String> {
    command.shortcuts.first().and_then(|text| parse(text)).map(|shortcut| ctx.format_shortcut(&shortcut))
}

/// Takes the keys of commands out of this frame's input, and asks for what they stand for.
pub fn take(ctx: &egui::Context, session: &Session, queue: &mut Vec<Command>) {
    let typing = ctx.text_edit_focused();
    let in_source = ctx.memory(|memory| memory.has_focus(source_view::text_id()));
    let mut keys: Vec<(KeyboardShortcut, &CommandInfo)> = commands::ALL
        .iter()
        .flat_map(|command| command.shortcuts.iter().filter_map(move |text| Some((parse(text)?, command))))
        .collect();
    // A shortcut with more modifiers must get its keys before the one with fewer.
    keys.sort_by_key(|(shortcut, _)| {
        std::cmp::Reverse(u8::from(shortcut.modifiers.shift) + u8::from(shortcut.modifiers.alt))
    });
    for (shortcut, command) in keys {
        let is_of_the_grid = in_source && command.menu == Menu::Data;
        let belongs_to_the_field = is_of_the_grid || (typing && commands::OF_FIELDS.contains(&command.id));
        if !belongs_to_the_field && (command.is_enabled)(session) && ctx.input_mut(|i| i.consume_shortcut(&shortcut)) {
            queue.push((command.command)());
        }
    }
}

/// Takes the keys that lead through a talk: to the other charts, and out of it.
pub(super) fn take_while_presenting(ctx: &egui::Context, queue: &mut Vec<Command>) {
    const KEYS: [(Key, Command); 6] = [
        (Key::Escape, Command::TogglePresenting),
        (Key::ArrowRight, Command::NextChart),
        (Key::PageDown, Command::NextChart),
        (Key::Space, Command::NextChart),
        (Key::ArrowLeft, Command::PreviousChart),
        (Key::PageUp, Command::PreviousChart),
    ];
    for (key, command) in KEYS {
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            queue.push(command);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_of_the_table_is_a_key_of_its_own() {
        let mut seen = Vec::new();
        for command in commands::ALL.iter() {
            for text in command.shortcuts {
                let shortcut = parse(text).unwrap_or_else(|| panic!("{text} is no key"));
                assert!(!seen.contains(&shortcut), "{text} is given twice");
                seen.push(shortcut);
            }
        }
    }
}
