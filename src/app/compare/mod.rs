//! Two versions of a dataset set against each other: figures, claims, charts and all else that differs, in place of the
//! figure and the grid.

mod charts;
mod claims;
mod items;
mod values;

use std::sync::Arc;

use egui::{Button, Frame, Key, Modifiers, Panel, RichText, Ui};

use super::Context;
use crate::{
    analysis::{FigureFate, ItemFate},
    figure::Vision,
    model::Id,
    session::{Command, Compared, ComparedRow, Comparing, ComparisonCommand, FigureChoice, commands},
};

/// What the comparison remembers between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct CompareState {
    /// What it is about; another comparison starts afresh.
    of: Option<(crate::session::DocumentId, crate::session::Against)>,
    tab: Option<Tab>,
    choice: FigureChoice,
    /// The rows of the changed figures, and what they were made from.
    rows: Option<(Arc<Compared>, FigureChoice, Vec<ComparedRow>)>,
    /// The row of the list that has the keyboard.
    row: usize,
    /// That row is to be scrolled to.
    scrolls: bool,
    /// How far the list is scrolled, and how much of it is in sight.
    in_sight: (f32, f32),
    /// The list is to get the keyboard.
    opens: bool,
    /// The chart that takes all of the room.
    enlarged: Option<Id>,
}

/// What the parts of a comparison are given.
#[derive(Clone, Copy)]
struct Scene<'a> {
    context: Context<'a>,
    compared: &'a Arc<Compared>,
    names: &'a [String; 2],
    /// The theme of figures that name none.
    default_theme: &'a str,
    vision: Vision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Values,
    Claims,
    Charts,
    Items,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Values, Self::Claims, Self::Charts, Self::Items];

    fn text(self) -> &'static str {
        match self {
            Self::Values => "Values",
            Self::Claims => "Claims",
            Self::Charts => "Charts",
            Self::Items => "All else",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Values => "Figures that came, went or changed",
            Self::Claims => "Claims that come out otherwise",
            Self::Charts => "Charts that look different, came or went",
            Self::Items => {
                "Series, sources, events, claims and charts that came or went, and their fields that changed"
            }
        }
    }

    fn count(self, compared: &Compared) -> usize {
        let comparison = &compared.differences.comparison;
        match self {
            Self::Values => comparison.figures.len(),
            Self::Claims => comparison.verdicts.len(),
            Self::Charts => compared.pairs.len(),
            Self::Items => comparison.items.len(),
        }
    }
}

/// The comparison. `has_keys`: nothing lies over it that takes the keyboard.
pub(super) fn ui(
    ui: &mut Ui,
    (context, comparing): (Context<'_>, &Comparing),
    (default_theme, vision): (&str, Vision),
    state: &mut CompareState,
    has_keys: bool,
    queue: &mut Vec<Command>,
) {
    let of = (comparing.document(), comparing.against().clone());
    if state.of.as_ref() != Some(&of) {
        *state = CompareState { of: Some(of), opens: true, ..CompareState::default() };
    }
    let names = context.session.compared_names(comparing);
    let frame = Frame::NONE.inner_margin(egui::Margin { bottom: context.theme.margin, ..egui::Margin::ZERO });
    Panel::top("comparison").frame(frame).show_separator_line(false).show(ui, |ui| {
        head(ui, (context, comparing), &names, queue);
        if let Some(compared) = comparing.compared() {
            tabs(ui, compared, state);
        }
    });
    let is_free = has_keys && !ui.ctx().text_edit_focused() && !egui::Popup::is_any_open(ui.ctx());
    if is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        match state.enlarged.take() {
            Some(_) => ui.ctx().request_repaint(),
            None => queue.push(Command::Comparison(ComparisonCommand::End)),
        }
    }
    let Some(compared) = comparing.compared() else {
        match comparing.failure() {
            Some(failure) => {
                ui.colored_label(context.theme.error, format!("{} can't be compared: {failure}", names[0]))
            }
            None => ui.label("Comparing…"),
        };
        return;
    };
    if compared.differences.is_empty() && compared.pairs.is_empty() {
        ui.label("All figures, claims, charts and items are the same; only comments or the layout may differ.");
        return;
    }
    let scene = Scene { context, compared, names: &names, default_theme, vision };
    match state.tab(compared) {
        Tab::Values => values::ui(ui, scene, state, has_keys, queue),
        Tab::Claims => claims::ui(ui, scene, queue),
        Tab::Charts => charts::ui(ui, scene, &mut state.enlarged, queue),
        Tab::Items => items::ui(ui, scene, queue),
    }
}

impl CompareState {
    /// The part that is shown: the one that was chosen, else the first in which anything differs.
    fn tab(&self, compared: &Compared) -> Tab {
        let first = || Tab::ALL.into_iter().find(|tab| tab.count(compared) > 0);
        self.tab.or_else(first).unwrap_or(Tab::Values)
    }
}

/// What is compared with what, and what can be done with it.
fn head(ui: &mut Ui, (context, comparing): (Context<'_>, &Comparing), names: &[String; 2], queue: &mut Vec<Command>) {
    let height = ui.text_style_height(&egui::TextStyle::Heading).max(ui.spacing().interact_size.y);
    let size = egui::vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let close = ui.button("×").on_hover_text("Close the comparison (Esc)").accessible_name("Close the comparison");
        if close.clicked() {
            queue.push(Command::Comparison(ComparisonCommand::End));
        }
        let copy = commands::by_id("copy-comparison");
        if let Some(copy) = copy {
            let button = ui.add_enabled((copy.is_enabled)(context.session), Button::new("Copy as text"));
            if button.on_hover_text(copy.tooltip).clicked() {
                queue.push(Command::Comparison(ComparisonCommand::Copy));
            }
        }
        let swap = ui.button("Swap").on_hover_text("Make the earlier version the later one");
        if swap.accessible_name("Swap the versions").clicked() {
            queue.push(Command::Comparison(ComparisonCommand::Swap));
        }
        if context.session.is_comparing() && comparing.compared().is_some() {
            ui.spinner();
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            let words = format!("{} → {}", names[0], names[1]);
            let heading = RichText::new(&words).heading();
            ui.add(egui::Label::new(heading).truncate()).on_hover_text(words);
        });
    });
    let Some(compared) = comparing.compared() else { return };
    for (errors, name) in compared.errors.iter().zip(names).filter(|(errors, _)| **errors > 0) {
        let errors = if *errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        let words = format!("{name} has {errors}; what could be read of it is compared.");
        ui.colored_label(context.theme.warning, words);
    }
    ui.add(egui::Label::new(RichText::new(summary(compared)).color(context.theme.muted)).wrap());
}

/// The parts in which something differs, each with the number of changes.
fn tabs(ui: &mut Ui, compared: &Compared, state: &mut CompareState) {
    let shown = state.tab(compared);
    ui.horizontal_wrapped(|ui| {
        for tab in Tab::ALL {
            let count = tab.count(compared);
            let text = format!("{} {}", tab.text(), crate::model::number::grouped(count as f64, 0));
            let button = ui.add_enabled(count > 0, Button::selectable(tab == shown, text));
            if button.on_hover_text(tab.tooltip()).clicked() {
                state.tab = Some(tab);
                state.enlarged = None;
                state.opens = true;
            }
        }
    });
}

/// All that differs in a sentence: `3 values changed, 1 added. 1 claim comes out otherwise.`
fn summary(compared: &Compared) -> String {
    let comparison = &compared.differences.comparison;
    let mut sentences = Vec::new();
    let of_fate = |fate| comparison.figures.iter().filter(|figure| figure.fate() == fate).count();
    let fates = [
        (of_fate(FigureFate::Changed), "changed"),
        (of_fate(FigureFate::Added), "added"),
        (of_fate(FigureFate::Removed), "removed"),
    ];
    sentences.extend(counted(&fates, "value", "values"));
    sentences.extend(match comparison.verdicts.len() {
        0 => None,
        1 => Some("1 claim comes out otherwise".to_owned()),
        many => Some(format!("{many} claims come out otherwise")),
    });
    sentences.extend(match compared.differences.charts.len() {
        0 => None,
        1 => Some("1 chart looks different".to_owned()),
        many => Some(format!("{many} charts look different")),
    });
    let of_items = |fate: fn(&ItemFate) -> bool| comparison.items.iter().filter(|item| fate(&item.change)).count();
    let fates = [
        (of_items(|fate| matches!(fate, ItemFate::Changed(_))), "changed"),
        (of_items(|fate| matches!(fate, ItemFate::Added(_))), "added"),
        (of_items(|fate| matches!(fate, ItemFate::Removed(_))), "removed"),
    ];
    sentences.extend(counted(&fates, "item", "items"));
    if sentences.is_empty() { String::new() } else { sentences.join(". ") + "." }
}

/// `3 values changed, 1 added`; nothing where all are none.
fn counted(fates: &[(usize, &str)], one: &str, many: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (count, word) in fates.iter().filter(|(count, _)| *count > 0) {
        let number = crate::model::number::grouped(*count as f64, 0);
        let noun = if *count == 1 { one } else { many };
        parts.push(if parts.is_empty() { format!("{number} {noun} {word}") } else { format!("{number} {word}") });
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The way back to a comparison that is not looked at.
pub(super) fn strip(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let session = context.session;
    let Some(comparing) = session.comparing().filter(|_| session.shown_comparison().is_none()) else { return };
    let [before, after] = session.compared_names(comparing);
    Panel::top("to the comparison").frame(Frame::side_top_panel(ui.style())).show(ui, |ui| {
        ui.horizontal(|ui| {
            if ui.button("Back to the comparison").on_hover_text("Show again what differs").clicked() {
                queue.push(Command::Comparison(ComparisonCommand::Show(true)));
            }
            let close = ui.button("×").on_hover_text("Let go of the comparison");
            if close.accessible_name("Close the comparison").clicked() {
                queue.push(Command::Comparison(ComparisonCommand::End));
            }
            let words = RichText::new(format!("{before} → {after}")).color(context.theme.muted);
            ui.add(egui::Label::new(words).truncate());
        });
    });
}

/// A word in a column of that width.
fn fixed(ui: &mut Ui, width: f32, text: RichText) {
    let size = egui::vec2(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(text).truncate());
    });
}

/// A line of text, cut off with an ellipsis where it is too long for its place.
fn line(ui: &Ui, rect: egui::Rect, text: &str, color: egui::Color32, at_right: bool, strong: bool) {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let font = if strong { egui::FontId::new(font.size, crate::figure::semibold()) } else { font };
    let format = egui::TextFormat { font_id: font, color, ..Default::default() };
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let x = if at_right { rect.right() - galley.size().x } else { rect.left() };
    ui.painter().galley(egui::pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
}
