//! The forms of the dataset itself, of sources, of series and of events.

use egui::Ui;

use super::{desk::Desk, look};
use crate::model::{Break, Edit, Event, Id, Measure, Period, SectionKind, Series, SeriesHead, Source, Unit};

/// As many colours can be told apart, and palettes have them.
const COLORS: u8 = 6;

/// What the dataset says of itself, and how its figures look.
pub(super) fn dataset(ui: &mut Ui, desk: &mut Desk<'_>) {
    let header = desk.dataset.header();
    let themes = desk.figure_themes.names();
    let edit = |header| Edit::PutHeader(Box::new(header));
    let mut form = desk.form("dataset", &header, &edit);
    form.text(ui, "Title", &header.title, |header, title| header.title = title);
    form.prose(ui, "Description", header.description.as_ref(), |header, description| header.description = description);
    ui.separator();
    look::theme(ui, &mut form, header.theme.as_ref(), themes, "that of the window");
    look::signed(ui, &mut form, &header, look::Else::OfItself);
}

/// All fields of a source.
pub(super) fn source(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, source: &Source) {
    desk.id_field(ui, SectionKind::Sources, id);
    let edit = |source| Edit::PutSource { id: id.clone(), source };
    let mut form = desk.form(("source", id.as_str()), source, &edit);
    form.optional(ui, "Publisher", source.publisher.as_ref(), |source, text| source.publisher = text);
    form.optional(ui, "Title", source.title.as_ref(), |source, text| source.title = text);
    form.optional(ui, "Date", source.date.as_ref(), |source, text| source.date = text);
    form.optional(ui, "Address", source.url.as_ref(), |source, text| source.url = text);
    form.optional(ui, "Accessed", source.accessed.as_ref(), |source, text| source.accessed = text);
    form.prose(ui, "Note", source.note.as_ref(), |source, text| source.note = text);
    if let Some(url) = source.url.as_ref().filter(|url| url.starts_with("http://") || url.starts_with("https://")) {
        ui.hyperlink_to("Open in the browser", url).on_hover_text(url);
    }
}

/// All fields of an event.
pub(super) fn event(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, event: &Event) {
    desk.id_field(ui, SectionKind::Events, id);
    let edit = |event| Edit::PutEvent { id: id.clone(), event };
    let dataset = desk.dataset;
    let mut form = desk.form(("event", id.as_str()), event, &edit);
    form.period(ui, "Date", event.at, |event, at| event.at = at);
    form.optional(ui, "Place", event.place.as_ref(), |event, text| event.place = text);
    form.optional(ui, "Category", event.category.as_ref(), |event, text| event.category = text);
    form.required_prose(ui, "Title", &event.title, |event, text| event.title = text);
    form.optional(ui, "Label", event.label.as_ref(), |event, text| event.label = text);
    form.several_series(ui, "Bears on", &event.series, &dataset.series, |event, series| event.series = series);
    form.sources(ui, &event.source, &dataset.sources, |event, refs| event.source = refs);
    form.prose(ui, "Note", event.note.as_ref(), |event, text| event.note = text);
}

/// All fields of a series but its values.
pub(super) fn series(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, series: &Series) {
    desk.id_field(ui, SectionKind::Series, id);
    let head = &series.head;
    let edit = |head| Edit::PutSeries { id: id.clone(), head };
    let mut form = desk.form(("series", id.as_str()), head, &edit);
    form.optional(ui, "Entity", head.entity.as_ref(), |head, text| head.entity = text);
    form.optional(ui, "Indicator", head.indicator.as_ref(), |head, text| head.indicator = text);
    form.optional(ui, "Unit", head.unit.as_ref(), |head, text| head.unit = text);
    let first = series.observations.front().map_or(Period::from(Unit::Year(2000)), |o| o.at);
    form.choice(ui, "Measure", &head.measure, measures(head.measure, first), |head, measure| head.measure = measure);
    match head.measure {
        Measure::Rate { per } => {
            form.number(ui, "Per", per, |head, per| head.measure = Measure::Rate { per });
        }
        Measure::Index { base } => {
            form.period(ui, "Base period", base, |head, base| head.measure = Measure::Index { base });
        }
        Measure::Count | Measure::Share | Measure::Change | Measure::Amount => {}
    }
    form.prose(ui, "Note", head.note.as_ref(), |head, text| head.note = text);
    let places =
        (1..=COLORS.max(head.color.unwrap_or(0))).map(|place| (Some(place), format!("colour {place} of the palette")));
    let colors = std::iter::once((None, "as its entity has it".to_owned())).chain(places);
    form.choice(ui, "Colour", &head.color, colors, |head, color| head.color = color);
    breaks(ui, &mut form, head, first);
    ui.weak(match series.observations.len() {
        1 => "One value".to_owned(),
        many => format!("{many} values"),
    });
}

/// The kinds of measure in words; those with a parameter keep the one they have.
fn measures(current: Measure, base: Period) -> [(Measure, String); 6] {
    let rate = if matches!(current, Measure::Rate { .. }) { current } else { Measure::Rate { per: 100_000.0 } };
    let index = if matches!(current, Measure::Index { .. }) { current } else { Measure::Index { base } };
    [
        (Measure::Count, "Count".to_owned()),
        (Measure::Share, "Share in percent".to_owned()),
        (rate, "Rate".to_owned()),
        (index, "Index".to_owned()),
        (Measure::Change, "Change in percent".to_owned()),
        (Measure::Amount, "Amount".to_owned()),
    ]
}

fn breaks(ui: &mut Ui, form: &mut super::form::Form<'_, SeriesHead>, head: &SeriesHead, first: Period) {
    ui.separator();
    ui.label("Breaks in the definition").on_hover_text("Periods from which on the values are counted differently");
    for (i, found) in head.breaks.iter().enumerate() {
        let mut part = form.part(("break", i));
        part.period(ui, "From", found.at, |head, at| head.breaks[i].at = at);
        part.optional(ui, "What changed", found.note.as_ref(), |head, note| head.breaks[i].note = note);
        if ui.small_button("Remove break").clicked() {
            part.change(|head| {
                head.breaks.remove(i);
            });
        }
    }
    if ui.button("Add break").clicked() {
        form.change(|head| head.breaks.push(Break { at: first, note: None }));
    }
}
