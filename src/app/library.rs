//! The library: open datasets with their charts, and the claims of the one in front with their verdicts.

use egui::{Panel, RichText, ScrollArea, Ui};

use super::{Context, rows, theme::Theme};
use crate::{
    analysis::Outcome,
    document::Document,
    model::SectionKind,
    session::{Command, DocumentId, Selection},
};

pub(super) fn ui(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    if context.session.active().is_none() {
        ui.label("Nothing is open. Open a file, or one of the samples, from the File menu.");
        return;
    }
    if !context.session.verdicts().is_empty() {
        let height = ui.available_height();
        let sizes = (height * 0.15).max(60.0)..=(height * 0.8).max(61.0);
        let frame = egui::Frame::NONE.inner_margin(egui::Margin { top: context.theme.margin, ..egui::Margin::ZERO });
        Panel::bottom("claims").frame(frame).resizable(true).default_size(height * 0.38).size_range(sizes).show(
            ui,
            |ui| {
                claims(ui, context, queue);
            },
        );
    }
    ScrollArea::vertical().id_salt("library").auto_shrink(false).show(ui, |ui| {
        ui.label(RichText::new("Datasets").strong());
        for (id, document) in context.session.documents() {
            dataset(ui, context, id, document, queue);
        }
        ui.add_space(8.0);
        charts(ui, context, queue);
    });
}

fn dataset(
    ui: &mut Ui,
    context: Context<'_>,
    id: DocumentId,
    document: &Document<Selection>,
    queue: &mut Vec<Command>,
) {
    let is_active = context.session.active().is_some_and(|(active, _)| active == id);
    let title = Some(&document.dataset().title).filter(|title| !title.is_empty()).cloned();
    let title = title.unwrap_or_else(|| document.name());
    let mark = if document.is_unsaved() { "• " } else { "" };
    let response = ui.add(egui::Button::selectable(is_active, format!("{mark}{title}")).wrap());
    let hover = format!("{}{}", document.name(), if document.is_unsaved() { " (unsaved changes)" } else { "" });
    if response.on_hover_text(hover).clicked() {
        queue.push(Command::Activate(id));
        if is_active {
            queue.push(Command::Select(Selection::Dataset));
        }
    }
}

fn charts(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let Some((id, document)) = context.session.active() else { return };
    ui.label(RichText::new("Charts").strong());
    let charts = &document.dataset().charts;
    // Of many charts each takes one line, so that only those in sight have to be laid out.
    let is_long = charts.len() > rows::ALL_DRAWN;
    let shown = context.session.chart().and_then(|shown| charts.get_index_of(shown));
    let reveal = newly_selected(ui, "charts", shown);
    rows::within(ui, charts.len(), reveal, |ui, index| {
        let Some((chart_id, chart)) = charts.get_index(index) else { return };
        let is_shown = context.session.chart() == Some(chart_id);
        let title = chart.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(chart_id);
        let entry = if is_long {
            egui::Button::selectable(is_shown, title).truncate()
        } else {
            egui::Button::selectable(is_shown, two_rows(ui, title))
        };
        if ui.add(entry).on_hover_text(title).clicked() {
            queue.push(Command::ShowChart { document: id, chart: chart_id.clone() });
        }
    });
}

/// The row of a list that is selected now and was not in the frame before: it is to be seen, wherever it was selected.
fn newly_selected(ui: &Ui, list: &str, now: Option<usize>) -> Option<usize> {
    let id = ui.scope_id().with((list, "selected"));
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, None), now));
    now.filter(|_| before != now)
}

/// A title over at most two rows: enough to tell one from the other, and the list stays a list.
fn two_rows(ui: &Ui, title: &str) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::default();
    let format = egui::TextFormat { font_id: egui::TextStyle::Body.resolve(ui.style()), ..Default::default() };
    job.append(title, 0.0, egui::TextFormat { color: egui::Color32::PLACEHOLDER, ..format });
    job.wrap.max_rows = 2;
    job.wrap.max_width = ui.available_width() - 2.0 * ui.spacing().button_padding.x;
    ui.painter().layout_job(job)
}

/// The mark of a verdict: a shape, so that it does not hang on colour alone.
pub(super) fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "✓",
        Outcome::Fails => "×",
        Outcome::Undecidable => "?",
    }
}

/// The colour of that mark.
pub(super) fn color(theme: &Theme, outcome: Outcome) -> egui::Color32 {
    match outcome {
        Outcome::Holds => theme.good,
        Outcome::Fails => theme.error,
        Outcome::Undecidable => theme.warning,
    }
}

fn claims(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) {
    let (Some(dataset), verdicts) = (context.session.dataset(), context.session.verdicts()) else { return };
    if verdicts.is_empty() {
        return;
    }
    ui.label(RichText::new("Claims").strong());
    // Of many claims each takes one line, so that only those in sight have to be laid out.
    let is_long = verdicts.len() > rows::ALL_DRAWN;
    let area = ScrollArea::vertical().id_salt("claims").auto_shrink(false);
    let selected = match context.session.selection() {
        Selection::Item { section: SectionKind::Claims, id } => verdicts.iter().position(|(claim, _)| claim == id),
        _ => None,
    };
    let reveal = newly_selected(ui, "claims", selected);
    rows::rows(ui, area, verdicts.len(), reveal, |ui, index| {
        let (id, verdict) = &verdicts[index];
        let Some(claim) = dataset.claims.get(id) else { return };
        let selection = Selection::Item { section: SectionKind::Claims, id: id.clone() };
        let colour = color(context.theme, verdict.outcome);
        ui.horizontal_top(|ui| {
            let mark = egui::Label::new(RichText::new(mark(verdict.outcome)).color(colour).strong());
            ui.add_sized([12.0, 18.0], mark).on_hover_text(verdict.outcome.words());
            let is_selected = *context.session.selection() == selection;
            let label = egui::Button::selectable(is_selected, claim.text.as_str());
            let response = ui.add(if is_long { label.truncate() } else { label.wrap() });
            response.widget_info(|| {
                let name = format!("{}: {}", claim.text, verdict.outcome.words());
                egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, name)
            });
            let about = if is_long { format!("{}\n{}", claim.text, hover(verdict)) } else { hover(verdict) };
            if response.on_hover_text(about).clicked() {
                queue.push(Command::Select(selection));
            }
        });
    });
}

fn hover(verdict: &crate::analysis::Verdict) -> String {
    let mut lines = vec![verdict.arithmetic.clone()];
    lines.extend(verdict.warnings.iter().cloned());
    lines.join("\n")
}
