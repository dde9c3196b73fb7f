//! Everything by its name, over the window: what is typed is looked for, the arrows choose, Enter goes there.

use egui::{Button, Frame, Id, Key, Modal, Modifiers, RichText, ScrollArea, TextEdit, Ui};

use super::{Context, shortcuts};
use crate::{
    analysis::Verdict,
    model::Claim,
    session::{Command, Hit, commands::CommandInfo, commands_like},
};

/// The height of the list.
const HEIGHT: f32 = 320.0;
/// How far a page goes.
const PAGE: usize = 8;

/// What is looked for, while the palette is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Palette {
    open: Option<Open>,
}

#[derive(Clone, Debug)]
struct Open {
    text: String,
    only_commands: bool,
    chosen: usize,
    /// The field is to get the keyboard.
    opens: bool,
    /// What was shown last, until the answer to what is typed is there.
    before: Vec<Hit>,
    /// The text as a claim, and whether it is one.
    claim: Option<(String, Option<(Claim, Verdict)>)>,
}

/// A line of the list.
enum Line {
    Command(&'static CommandInfo),
    Claim(Claim, Verdict),
    Hit(Hit),
}

impl Palette {
    /// Opens it.
    pub(super) fn ask(&mut self, only_commands: bool) {
        self.open =
            Some(Open { text: String::new(), only_commands, chosen: 0, opens: true, before: Vec::new(), claim: None });
    }

    /// Whether it has the keyboard.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Draws it, if it is open. Gives whether something was chosen that the inspector shows.
    pub(super) fn ui(&mut self, ui: &Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
        let Some(open) = &mut self.open else { return false };
        let lines = open.lines(context, queue);
        open.chosen = open.chosen.min(lines.len().saturating_sub(1));
        let moved = open.keys(ui, lines.len());
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let mut taken = enter.then_some(open.chosen);
        let frame = Frame::popup(ui.style()).inner_margin(12);
        let width = (ui.ctx().content_rect().width() - 48.0).clamp(240.0, 560.0);
        let modal = Modal::new(Id::unique("palette")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width(width);
            open.field(ui);
            ui.separator();
            let area = ScrollArea::vertical().max_height(HEIGHT).min_scrolled_height(HEIGHT);
            area.auto_shrink([false, true]).show(ui, |ui| {
                if lines.is_empty() {
                    ui.weak(if open.is_waiting(context) { "Searching…" } else { "Nothing has such a name" });
                }
                for (n, line) in lines.iter().enumerate() {
                    let response = row(ui, context, line, n == open.chosen, width);
                    if n == open.chosen && moved {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        taken = Some(n);
                    }
                }
            });
        });
        let leaves = modal.should_close();
        let line = taken.and_then(|n| lines.into_iter().nth(n));
        if line.is_some() || leaves {
            self.open = None;
            ui.ctx().request_repaint();
        }
        match line {
            Some(Line::Command(command)) => {
                queue.push((command.command)());
                false
            }
            Some(Line::Claim(claim, _)) => {
                queue.push(Command::AddClaim(Box::new(claim)));
                true
            }
            Some(Line::Hit(hit)) => {
                queue.push(Command::Reveal(hit.target));
                true
            }
            None => false,
        }
    }
}

impl Open {
    fn field(&mut self, ui: &mut Ui) {
        let name = if self.only_commands { "Commands" } else { "Search everything" };
        let hint = if self.only_commands {
            "A command"
        } else {
            "A series, a value, a source, a claim in words, a command…"
        };
        let field = TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(name);
        if std::mem::take(&mut self.opens) || !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            self.chosen = 0;
        }
    }

    fn is_waiting(&self, context: Context<'_>) -> bool {
        !self.only_commands
            && context.session.active().is_some()
            && context.session.found_everywhere(&self.text).is_none()
    }

    /// What is shown: a claim that is written out, then what has such a name, then commands.
    fn lines(&mut self, context: Context<'_>, queue: &mut Vec<Command>) -> Vec<Line> {
        let commands = commands_like(context.session, &self.text).into_iter().map(Line::Command);
        if self.only_commands {
            return commands.collect();
        }
        match context.session.found_everywhere(&self.text) {
            Some(hits) => self.before = hits.to_vec(),
            None => queue.push(Command::FindEverywhere(self.text.clone())),
        }
        let commands = if self.text.trim().is_empty() { 0 } else { usize::MAX };
        let commands = commands_like(context.session, &self.text).into_iter().take(commands).map(Line::Command);
        let claim = self.claim(context).map(|(claim, verdict)| Line::Claim(claim, verdict));
        claim.into_iter().chain(self.before.iter().cloned().map(Line::Hit)).chain(commands).collect()
    }

    /// The claim that is typed, where it is one and the dataset can be edited.
    fn claim(&mut self, context: Context<'_>) -> Option<(Claim, Verdict)> {
        let is_edited = context.session.active().is_some_and(|(_, document)| !document.is_read_only());
        if !is_edited || self.text.split_whitespace().count() < 3 {
            return None;
        }
        if self.claim.as_ref().is_none_or(|(of, _)| *of != self.text) {
            self.claim = Some((self.text.clone(), context.session.read_claim(&self.text).ok()));
        }
        self.claim.as_ref().and_then(|(_, claim)| claim.clone())
    }

    /// Moves the choice; whether it moved.
    fn keys(&mut self, ui: &Ui, count: usize) -> bool {
        let last = count.saturating_sub(1);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = if pressed(Key::ArrowDown) {
            if self.chosen == last { 0 } else { self.chosen + 1 }
        } else if pressed(Key::ArrowUp) {
            self.chosen.checked_sub(1).unwrap_or(last)
        } else if pressed(Key::PageDown) {
            (self.chosen + PAGE).min(last)
        } else if pressed(Key::PageUp) {
            self.chosen.saturating_sub(PAGE)
        } else {
            return false;
        };
        self.chosen = to;
        true
    }
}

fn row(ui: &mut Ui, context: Context<'_>, line: &Line, is_chosen: bool, width: f32) -> egui::Response {
    let (what, text, detail) = match line {
        Line::Command(command) => {
            let shortcut = shortcuts::shown(ui.ctx(), command).unwrap_or_default();
            ("command", command.text_now(context.session), shortcut)
        }
        Line::Claim(claim, verdict) => ("add claim", claim.text.clone(), verdict.outcome.words().to_owned()),
        Line::Hit(hit) => (hit.what, hit.text.clone(), hit.detail.clone()),
    };
    let muted = context.theme.muted;
    let content = (
        RichText::new(format!("{what:<10}")).monospace().small().color(muted),
        RichText::new(&text),
        egui::Atom::grow(),
        RichText::new(&detail).color(muted),
    );
    let row = Button::new(content).selected(is_chosen).frame_when_inactive(is_chosen).truncate();
    let row = ui.add_sized([width - 16.0, ui.spacing().interact_size.y], row);
    row.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_chosen, format!("{what}: {text}")));
    row
}
