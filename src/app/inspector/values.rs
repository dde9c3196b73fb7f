//! The form of a cell of the grid: every value that sources give for one series and period.

use egui::Ui;

use super::{
    desk::Desk,
    form::{Form, Lines, commit},
};
use crate::{
    exchange::entry,
    model::{Edit, Id, Measure, Missing, Observation, Period, Qualifier, Section, Series, Source, Status},
};

/// All values of a period, the preferred one first.
pub(super) fn cell(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, (series, at): (&Series, Period), positions: &[usize]) {
    let observed: Vec<(usize, &Observation)> =
        positions.iter().filter_map(|index| Some((*index, series.observations.get(*index)?))).collect();
    let measure = &series.head.measure;
    if observed.is_empty() {
        return first_value(ui, desk, id, series, at);
    }
    disagreement(ui, desk, measure, &observed);
    let (preferred, end) = (observed[0].0, observed[observed.len() - 1].0 + 1);
    let dataset = desk.dataset;
    for (n, (index, observation)) in observed.iter().copied().enumerate() {
        if n > 0 {
            ui.separator();
            ui.label(format!("Another value, {} of {}", n + 1, observed.len()));
        }
        let edit = |observation| Edit::PutObservation { series: id.clone(), index, observation };
        let mut form = desk.form((id.as_str(), at, n), observation, &edit);
        fields(ui, &mut form, observation, measure, &dataset.sources);
        ui.horizontal_wrapped(|ui| {
            if n > 0 && ui.button("Make preferred").on_hover_text("Plot this value, keep the others").clicked() {
                desk.queue.push(commit(Edit::MoveObservation { series: id.clone(), from: index, to: preferred }));
            }
            if ui.button("Remove value").clicked() {
                desk.queue.push(commit(Edit::RemoveObservation { series: id.clone(), index }));
            }
        });
    }
    ui.separator();
    if ui.button("Add another value").on_hover_text("What another source says of the same period").clicked() {
        let observation = Observation::at(at);
        desk.queue.push(commit(Edit::InsertObservation { series: id.clone(), index: end, observation }));
    }
}

/// What the sources say, the earliest first, where they disagree.
fn disagreement(ui: &mut Ui, desk: &Desk<'_>, measure: &Measure, observed: &[(usize, &Observation)]) {
    let known: Vec<&Observation> = observed.iter().map(|(_, o)| *o).filter(|o| o.plotted().is_some()).collect();
    if known.len() < 2 || known.iter().all(|o| o.plotted() == known[0].plotted()) {
        return;
    }
    let first_source = |o: &Observation| o.source.ids().first().and_then(|id| desk.dataset.sources.get(id));
    let date = |o: &Observation| first_source(o).and_then(|source| source.date.clone()).unwrap_or_default();
    let accessed = |o: &Observation| {
        let when = first_source(o).and_then(|source| source.accessed.clone());
        when.map(|when| format!("accessed {when}")).unwrap_or_default()
    };
    let mut by_date = known.clone();
    by_date.sort_by_key(|o| date(o));
    let said = |o: &&Observation| {
        let names: Vec<&str> = o
            .source
            .ids()
            .iter()
            .map(|id| desk.dataset.sources.get(id).map_or(id.as_str(), |source| source.short_name(id)))
            .collect();
        let by = [names.join("; "), date(o), accessed(o)].into_iter().filter(|part| !part.is_empty());
        let by = by.collect::<Vec<_>>().join(", ");
        let shown = o.shown(measure);
        let plotted = if std::ptr::eq(*o, known[0]) { ", plotted" } else { "" };
        if by.is_empty() { format!("{shown}{plotted}") } else { format!("{shown}{plotted} ({by})") }
    };
    let history: Vec<String> = by_date.iter().map(said).collect();
    let values = || known.iter().filter_map(|o| o.plotted());
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let apart = if low > 0.0 { format!(", {:.0}% apart", (high / low - 1.0) * 100.0) } else { String::new() };
    ui.colored_label(desk.theme.warning, format!("Sources disagree{apart}"));
    for said in history {
        ui.weak(said);
    }
}

/// The field of a cell that has no value yet.
fn first_value(ui: &mut Ui, desk: &mut Desk<'_>, id: &Id, series: &Series, at: Period) {
    ui.weak("No value yet");
    let edit = |observation| {
        let index = series.observations.iter().position(|o| o.at > at).unwrap_or(series.observations.len());
        Edit::InsertObservation { series: id.clone(), index, observation }
    };
    let empty = Observation::at(at);
    let mut form = desk.form((id.as_str(), at, 0_usize), &empty, &edit);
    value_field(ui, &mut form, &empty, &series.head.measure);
}

fn value_field(ui: &mut Ui, form: &mut Form<'_, Observation>, observation: &Observation, measure: &Measure) {
    let read = |text: &str| entry::parse(text).map_err(|e| e.to_string());
    form.parsed(ui, "Value", &observation.shown(measure), Lines::One, read, |observation, entry| {
        entry.apply_to(observation);
    });
}

fn fields(
    ui: &mut Ui,
    form: &mut Form<'_, Observation>,
    observation: &Observation,
    measure: &Measure,
    sources: &Section<Source>,
) {
    value_field(ui, form, observation, measure);
    let qualifiers =
        Qualifier::ALL.map(|q| (q, if q == Qualifier::Exactly { "exactly" } else { q.words() }.to_owned()));
    form.choice(ui, "Qualifier", &observation.qualifier, qualifiers, |o, qualifier| o.qualifier = qualifier);
    form.optional_number(ui, "Low", observation.low, |o, low| o.low = low);
    form.optional_number(ui, "High", observation.high, |o, high| o.high = high);
    let statuses = Status::ALL.map(|s| (s, s.name().to_lowercase()));
    form.choice(ui, "Status", &observation.status, statuses, |o, status| o.status = status);
    let reasons = Missing::ALL.map(|m| (Some(m), m.words().to_owned()));
    let reasons = std::iter::once((None, "no".to_owned())).chain(reasons);
    form.choice(ui, "Missing", &observation.missing, reasons, |o, missing| {
        o.missing = missing;
        if missing.is_some() {
            (o.value, o.low, o.high, o.qualifier) = (None, None, None, Qualifier::Exactly);
        }
    });
    form.sources(ui, &observation.source, sources, |o, source| o.source = source);
    form.prose(ui, "Note", observation.note.as_ref(), |o, note| o.note = note);
}
