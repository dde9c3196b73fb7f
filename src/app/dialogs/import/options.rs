//! How the table is read, and where it goes.

use egui::{DragValue, TextEdit, Ui};

use super::{Context, choice, choice_of};
use crate::{
    exchange::table::{
        Conflict, DELIMITERS, DateOrder, Decimal, Encoding, Form, Grouping, Layout, Meaning, NumberStyle, Question,
        Reading, Weight,
    },
    model::Id,
    session::{Import, ImportChoices},
};

fn delimiter_words(delimiter: u8) -> &'static str {
    match delimiter {
        b',' => "comma",
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "bar",
        _ => "other",
    }
}

/// The options; what is changed is put into the choices.
pub(super) fn ui(
    ui: &mut Ui,
    context: Context<'_>,
    import: &Import,
    choices: &mut ImportChoices,
    source: &mut Option<String>,
) {
    ui.horizontal_wrapped(|ui| {
        match import.reading().map(|reading| &reading.loaded.form) {
            Some(Form::Sheet { sheets, index }) => sheet(ui, sheets, *index, choices),
            Some(Form::Text(form)) => text(ui, (form.encoding, form.delimiter, form.quote), choices),
            // A text that can't be cut into cells as it is may be so otherwise.
            None if !import.is_workbook() => text(ui, (Encoding::UTF_8, b',', Some(b'"')), choices),
            None => {}
        }
    });
    let Some(reading) = import.reading() else { return };
    ui.horizontal_wrapped(|ui| shape(ui, reading, choices));
    ui.horizontal_wrapped(|ui| numbers(ui, reading, choices));
    ui.horizontal_wrapped(|ui| {
        source_of_all(ui, context, reading, choices, source);
        words(ui, reading, choices);
    });
}

/// What was found out of cells, once they are cut otherwise, holds no more.
fn forget_shape(choices: &mut ImportChoices) {
    let told = &mut choices.told;
    (told.first_row, told.header_rows, told.end_row) = (None, None, None);
    (told.layout, told.roles, told.numbers, told.dates) = (None, None, None, None);
}

fn sheet(ui: &mut Ui, sheets: &[String], index: usize, choices: &mut ImportChoices) {
    let options: Vec<(usize, &str)> = sheets.iter().map(String::as_str).enumerate().collect();
    if let Some(chosen) = choice_of(ui, "Sheet", &sheets[index], &options) {
        forget_shape(choices);
        choices.told.sheet = Some(sheets[chosen].clone());
    }
}

fn text(ui: &mut Ui, found: (Encoding, u8, Option<u8>), choices: &mut ImportChoices) {
    let told = &choices.told;
    let encoding = told.encoding.unwrap_or(found.0);
    let delimiter = told.delimiter.unwrap_or(found.1);
    let quote = told.quote.unwrap_or(found.2);
    if let Some(chosen) = choice(ui, "Encoding", encoding, &Encoding::common(), Encoding::name) {
        choices.told.encoding = Some(chosen);
    }
    if let Some(chosen) = choice(ui, "Delimiter", delimiter, &DELIMITERS, delimiter_words) {
        forget_shape(choices);
        choices.told.delimiter = Some(chosen);
    }
    let quotes = [Some(b'"'), Some(b'\''), None];
    let words = |quote: Option<u8>| match quote {
        Some(b'"') => "\" double",
        Some(_) => "' single",
        None => "none",
    };
    if let Some(chosen) = choice(ui, "Quotes", quote, &quotes, words) {
        forget_shape(choices);
        choices.told.quote = Some(chosen);
    }
}

fn shape(ui: &mut Ui, reading: &Reading, choices: &mut ImportChoices) {
    let options = &reading.options;
    if let Some(layout) = choice(ui, "Layout", options.layout, &Layout::ALL, Layout::words) {
        (choices.told.layout, choices.told.roles) = (Some(layout), None);
    }
    let height = reading.loaded.cells.height();
    let mut rows = [options.first_row, options.header_rows, options.end_row];
    let limits = [0..=height.saturating_sub(1), 0..=9, options.body_start()..=height];
    let names = ["Rows above", "Header rows", "Last row"];
    for ((value, limits), name) in rows.iter_mut().zip(limits).zip(names) {
        let label = ui.label(name);
        ui.add(DragValue::new(value).range(limits)).labelled_by(label.id);
    }
    let [first, header, end] = rows;
    if first != options.first_row {
        (choices.told.first_row, choices.told.roles) = (Some(first), None);
    }
    if header != options.header_rows {
        (choices.told.header_rows, choices.told.roles) = (Some(header), None);
    }
    if end != options.end_row {
        choices.told.end_row = Some(end);
    }
}

fn numbers(ui: &mut Ui, reading: &Reading, choices: &mut ImportChoices) {
    let NumberStyle { decimal, grouping } = reading.options.numbers;
    let words = |decimal: Decimal| if decimal == Decimal::Point { "point: 1.5" } else { "comma: 1,5" };
    if let Some(chosen) = choice(ui, "Decimal mark", decimal, &Decimal::ALL, words) {
        choices.told.numbers = Some(NumberStyle { decimal: chosen, grouping });
    }
    if let Some(chosen) = choice(ui, "Thousands", grouping, &Grouping::ALL, |g| g.words(decimal)) {
        choices.told.numbers = Some(NumberStyle { decimal, grouping: chosen });
    }
    let asks_for_order = reading.options.questions.contains(&Question::DateOrder);
    if (asks_for_order || choices.told.dates.is_some())
        && let Some(order) = choice(ui, "Dates", reading.options.dates, &DateOrder::ALL, DateOrder::words)
    {
        choices.told.dates = Some(order);
    }
}

fn source_of_all(
    ui: &mut Ui,
    context: Context<'_>,
    reading: &Reading,
    choices: &mut ImportChoices,
    typed: &mut Option<String>,
) {
    // What was told counts at once; what the table itself states, once it is read.
    let told = choices.told.source.clone();
    let current = told.or_else(|| reading.options.source.clone()).unwrap_or_default();
    let label = ui.label("Source of all figures");
    let text = typed.get_or_insert_with(|| current.to_string());
    let field = TextEdit::singleline(text).desired_width(260.0).hint_text("none, or an id");
    let response = ui.add(field).labelled_by(label.id);
    let ids: Vec<Id> = choices
        .into
        .and_then(|id| context.session.document(id))
        .map(|document| document.dataset().sources.keys().cloned().collect())
        .unwrap_or_default();
    let mut picked = None;
    if !ids.is_empty() {
        ui.menu_button("Known sources", |ui| {
            egui::ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
                for id in &ids {
                    if ui.button(id.as_str()).clicked() {
                        picked = Some(id.clone());
                        ui.close();
                    }
                }
            });
        });
    }
    if let Some(id) = picked {
        *text = id.to_string();
        choices.told.source = Some(id);
    } else if response.lost_focus() && text.trim() != current.as_str() {
        choices.told.source = Some(Id::from(text.trim()));
    } else if !response.has_focus() {
        *text = current.to_string();
    }
}

/// What signs for missing figures mean.
fn words(ui: &mut Ui, reading: &Reading, choices: &mut ImportChoices) {
    const MOST: usize = 12;
    for word in reading.proposal.words.iter().take(MOST) {
        let name = if word.text.is_empty() {
            "Empty cells".to_owned()
        } else {
            format!("“{}” ×{}", word.text, word.count)
        };
        if let Some(meaning) = choice(ui, &name, word.meaning, &Meaning::ALL, Meaning::words) {
            let words = &mut choices.told.words;
            words.retain(|(text, _)| *text != word.text);
            words.push((word.text.clone(), meaning));
        }
    }
}

/// Whether the chart that is shown gets the series that are new.
fn show_too(ui: &mut Ui, context: Context<'_>, import: &Import, choices: &mut ImportChoices) {
    let new = import.merging().map_or(0, |merging| merging.merge.new_series.len());
    let Some(chart) = context.session.chart().filter(|_| new > 0) else { return };
    let title = context.session.dataset().and_then(|dataset| dataset.charts.get(chart)?.title.clone());
    let mut is_shown = !choices.out_of_chart;
    ui.checkbox(&mut is_shown, format!("Show {new} new series in “{}”", title.unwrap_or_else(|| chart.to_string())));
    choices.out_of_chart = !is_shown;
}

/// Where the table goes.
pub(super) fn target(ui: &mut Ui, context: Context<'_>, import: &Import, choices: &mut ImportChoices) {
    ui.horizontal_wrapped(|ui| {
        ui.radio_value(&mut choices.into, None, "Into a new dataset");
        if let Some((id, document)) = context.session.active().filter(|(_, document)| !document.is_read_only()) {
            let text = format!("Merge into “{}”", document.dataset().title);
            ui.radio_value(&mut choices.into, Some(id), text);
        }
        if choices.into.is_some() {
            let chosen = choice(ui, "In conflict", choices.conflict, &Conflict::ALL, Conflict::words);
            choices.conflict = chosen.unwrap_or(choices.conflict);
            show_too(ui, context, import, choices);
        }
    });
    let left_out = import.reading().map_or(0, |reading| reading.proposal.findings.count(Weight::LeftOut));
    if left_out > 0 {
        let text = if left_out == 1 {
            "Leave out 1 cell or row that is not understood".to_owned()
        } else {
            format!("Leave out {left_out} cells and rows that are not understood")
        };
        ui.checkbox(&mut choices.leave_out, text);
    }
}
