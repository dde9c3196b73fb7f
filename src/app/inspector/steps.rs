//! The steps that the values of a chart go through: chips that are added, moved, switched off, set and explained.

use egui::{Button, Id as WidgetId, RichText, Sense, Ui};

use super::form::Form;
use crate::{
    analysis::{explained, short_words},
    exchange::entry,
    model::{Chart, Dataset, Gather, Id, Period, Span, Transform},
    session::Command,
};

/// All steps of a chart. `first` is a period to start a base from.
pub(super) fn steps(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    (id, chart): (&Id, &Chart),
    dataset: &Dataset,
    first: Period,
) {
    ui.separator();
    ui.label("Steps on the values");
    let mut places = Vec::new();
    for position in 0..chart.transform.len() {
        places.push(chip(ui, form, chart, dataset, position));
    }
    dragged(ui, form, &places);
    ui.horizontal_wrapped(|ui| {
        ui.menu_button("Add a step", |ui| {
            ui.set_min_width(220.0);
            for step in offered(chart, dataset, first) {
                if ui.button(capitalised(&short_words(&step, dataset))).clicked() {
                    form.change(|chart| chart.transform.push(step));
                    ui.close();
                }
            }
        })
        .response
        .on_hover_text("Do something to the values before they are drawn");
        freezing(ui, form, id, chart);
    });
}

fn freezing(ui: &mut Ui, form: &mut Form<'_, Chart>, id: &Id, chart: &Chart) {
    if !chart.transform.iter().any(Transform::is_on) {
        return;
    }
    let button = ui.button("Freeze into series");
    if button.on_hover_text("Keep the results as new series, with their sources and how they were made").clicked() {
        form.queue.push(Command::Freeze(id.clone()));
    }
}

fn capitalised(text: &str) -> String {
    super::charts::capitalised(text)
}

/// A step with its buttons, its fields and its explanation; where it is on the screen, and what is dragged.
fn chip(
    ui: &mut Ui,
    form: &mut Form<'_, Chart>,
    chart: &Chart,
    dataset: &Dataset,
    position: usize,
) -> (egui::Rect, bool) {
    let transform = &chart.transform[position];
    let words = short_words(transform, dataset);
    let open_id = form.salt.with(("step is open", position));
    let mut is_dragged = false;
    let frame = egui::Frame::group(ui.style()).inner_margin(4.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - 4.0);
        ui.horizontal(|ui| {
            let handle = ui.add(Button::new("↕").small().sense(Sense::click_and_drag()));
            let handle = handle.accessible_name_and_hover(&format!("Move step {}: {words}", position + 1));
            is_dragged = handle.dragged() || handle.drag_stopped();
            let mut on = transform.is_on();
            let name = format!("Step {}: {words}", position + 1);
            if ui.checkbox(&mut on, "").on_hover_text("Do this step, or only keep it").accessible_name(&name).clicked()
            {
                form.change(|chart| chart.transform[position] = transform.switched(on));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                buttons(ui, form, chart, position, &words, open_id);
            });
        });
        let text = RichText::new(capitalised(&words));
        ui.label(if transform.is_on() { text } else { text.weak().strikethrough() });
        if is_open(ui, open_id) {
            fields(ui, &mut form.part(("step", position)), transform, dataset, position);
            explanation(ui, form, chart, dataset, position);
        }
    });
    (frame.response.rect, is_dragged)
}

fn is_open(ui: &Ui, id: WidgetId) -> bool {
    ui.data(|data| data.get_temp(id)).unwrap_or(true)
}

fn buttons(ui: &mut Ui, form: &mut Form<'_, Chart>, chart: &Chart, position: usize, words: &str, open_id: WidgetId) {
    let last = position + 1 == chart.transform.len();
    let button = |ui: &mut Ui, enabled, sign: &str, name: String| {
        ui.add_enabled(enabled, Button::new(sign).small()).accessible_name_and_hover(&name).clicked()
    };
    if button(ui, true, "×", format!("Remove step {}: {words}", position + 1)) {
        form.change(|chart| {
            chart.transform.remove(position);
        });
    }
    if button(ui, !last, "↓", format!("Move step {} down", position + 1)) {
        form.change(|chart| chart.transform.swap(position, position + 1));
    }
    if button(ui, position > 0, "↑", format!("Move step {} up", position + 1)) {
        form.change(|chart| chart.transform.swap(position, position - 1));
    }
    let open = is_open(ui, open_id);
    let (sign, verb) = if open { ("−", "Hide") } else { ("+", "Show") };
    if button(ui, true, sign, format!("{verb} step {}", position + 1)) {
        ui.data_mut(|data| data.insert_temp(open_id, !open));
    }
}

/// Lets go of a dragged chip where the pointer is.
fn dragged(ui: &Ui, form: &mut Form<'_, Chart>, places: &[(egui::Rect, bool)]) {
    let Some(from) = places.iter().position(|(_, is_dragged)| *is_dragged) else { return };
    let Some(pointer) = ui.input(|i| i.pointer.latest_pos()) else { return };
    let to = places.iter().filter(|(rect, _)| rect.center().y < pointer.y).count();
    let to = if to > from { to.saturating_sub(1) } else { to };
    let line = if to > from { places[to].0.bottom() + 2.0 } else { places[to].0.top() - 2.0 };
    if to != from {
        let stroke = egui::Stroke::new(2.0, ui.visuals().selection.stroke.color);
        ui.painter().hline(places[to].0.x_range(), line, stroke);
    }
    if ui.input(|i| i.pointer.any_released()) && to != from {
        form.change(|chart| {
            let step = chart.transform.remove(from);
            chart.transform.insert(to, step);
        });
    }
}

/// What can be set about a step.
fn fields(ui: &mut Ui, form: &mut Form<'_, Chart>, transform: &Transform, dataset: &Dataset, at: usize) {
    match transform.step() {
        Transform::Index { base } | Transform::DifferenceFrom { base } | Transform::PercentChangeFrom { base } => {
            form.period(ui, "Base period", *base, move |chart, base| {
                if let Some(old) = chart.transform[at].base_mut() {
                    *old = base;
                }
            });
        }
        Transform::RollingMean(n) | Transform::RollingSum(n) => {
            let read = |text: &str| {
                let number = entry::parse_number(text).map_err(|error| error.to_string())?;
                let is_whole = number.fract() == 0.0 && (1.0..=1e6).contains(&number);
                if is_whole { Ok(number as u32) } else { Err("Write a whole number of periods, 1 or more".to_owned()) }
            };
            form.parsed(ui, "Periods", &n.to_string(), super::form::Lines::One, read, move |chart, n| {
                change_step(chart, at, |step| {
                    if let Transform::RollingMean(old) | Transform::RollingSum(old) = step {
                        *old = n;
                    }
                });
            });
        }
        Transform::Rate { per, of } => {
            let read = |text: &str| match entry::parse_number(text) {
                Ok(number) if number > 0.0 => Ok(number),
                Ok(_) => Err("Write a number above 0, for example 100000".to_owned()),
                Err(error) => Err(error.to_string()),
            };
            form.parsed(ui, "Per", &per.to_string(), super::form::Lines::One, read, move |chart, per| {
                change_step(chart, at, |step| {
                    if let Transform::Rate { per: old, .. } = step {
                        *old = per;
                    }
                });
            });
            form.series(ui, "Of", of, &dataset.series, move |chart, id| change_series(chart, at, id));
        }
        Transform::RatioTo { series } | Transform::DifferenceTo { series } => {
            form.series(ui, "Series", series, &dataset.series, move |chart, id| change_series(chart, at, id));
        }
        Transform::Resample { to, by } => {
            let spans = Span::ALL.map(|span| (span, span.words().to_owned()));
            form.choice(ui, "To", to, spans, move |chart, span| {
                change_step(chart, at, |step| {
                    if let Transform::Resample { to, .. } = step {
                        *to = span;
                    }
                });
            });
            let ways = Gather::ALL.map(|gather| (gather, gather.words().to_owned()));
            form.choice(ui, "By", by, ways, move |chart, gather| {
                change_step(chart, at, |step| {
                    if let Transform::Resample { by, .. } = step {
                        *by = gather;
                    }
                });
            });
        }
        _ => {}
    }
}

fn change_series(chart: &mut Chart, at: usize, id: Id) {
    if let Some(old) = chart.transform[at].series_mut() {
        *old = id;
    }
}

fn change_step(chart: &mut Chart, at: usize, change: impl FnOnce(&mut Transform)) {
    let on = chart.transform[at].is_on();
    let mut step = chart.transform[at].step().clone();
    change(&mut step);
    chart.transform[at] = step.switched(on);
}

/// What the step does to the first series to which it can be done, in its own numbers; and to which it can't be done.
fn explanation(ui: &mut Ui, form: &Form<'_, Chart>, chart: &Chart, dataset: &Dataset, position: usize) {
    let of = |id: &Id| explained(dataset, &chart.series, &chart.transform, position, id);
    let name = |id: &Id| dataset.series.get(id).map_or(id.as_str(), |series| series.label(id)).to_owned();
    let Some(first) = chart.series.first() else { return };
    if let Some((id, words)) = chart.series.iter().take(8).find_map(|id| Some((id, of(id).ok()?))) {
        ui.weak(if chart.series.len() > 1 { format!("{}: {words}", name(id)) } else { words });
    } else {
        let why = of(first).err().unwrap_or_default();
        ui.colored_label(form.theme.error, format!("{}: {why}.", name(first)));
    }
}

/// The steps that can be added, each as it may be wanted first.
fn offered(chart: &Chart, dataset: &Dataset, base: Period) -> Vec<Transform> {
    let other = dataset.series.keys().find(|id| !chart.series.contains(id)).or_else(|| dataset.series.keys().last());
    let mut steps = vec![
        Transform::Index { base },
        Transform::PercentChange,
        Transform::PercentChangeOnYear,
        Transform::PercentChangeFrom { base },
        Transform::Difference,
        Transform::DifferenceOnYear,
        Transform::DifferenceFrom { base },
        Transform::Cumulative,
        Transform::RollingMean(3),
        Transform::RollingSum(3),
        Transform::ShareOfTotal,
    ];
    if let Some(id) = other {
        steps.push(Transform::Rate { per: 100_000.0, of: id.clone() });
        steps.push(Transform::RatioTo { series: id.clone() });
        steps.push(Transform::DifferenceTo { series: id.clone() });
    }
    steps.extend([
        Transform::Interpolate,
        Transform::Resample { to: Span::Year, by: Gather::Sum },
        Transform::Resample { to: Span::Year, by: Gather::Mean },
        Transform::Log,
    ]);
    steps
}

/// One name for eyes and ears.
trait Named {
    fn accessible_name_and_hover(self, name: &str) -> Self;
}

impl Named for egui::Response {
    fn accessible_name_and_hover(self, name: &str) -> Self {
        self.on_hover_text(name).accessible_name(name)
    }
}
