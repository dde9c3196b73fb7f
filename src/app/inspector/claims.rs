//! The form of a claim: what it says, in words and in figures, and what the data say of it.

use egui::Ui;

use super::{desk::Desk, form::Form};
use crate::{
    analysis::{Verdict, sentence},
    app::{claim_entry, theme::Theme},
    chart::shows_claim,
    model::{
        Check, Claim, Comparison, Dataset, Edit, Extreme, Id, Observation, Period, Qualifier, SectionKind, Unit,
        number::Locale,
    },
    session::Command,
};

/// All fields of a claim, and its verdict with the arithmetic.
pub(super) fn claim(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    chart: Option<&Id>,
    (id, claim): (&Id, &Claim),
    verdict: Option<&Verdict>,
) {
    if let Some(verdict) = verdict {
        show_verdict(ui, verdict, desk.theme);
        ui.separator();
    }
    drawn_in_chart(ui, desk, chart, id);
    desk.id_field(ui, SectionKind::Claims, id);
    let names = std::mem::take(&mut desk.names);
    let edit = |claim| Edit::PutClaim { id: id.clone(), claim };
    let dataset = desk.dataset;
    let mut form = desk.form(("claim", id.as_str()), claim, &edit);
    if names {
        select_all(ui, form.salt.with("Text"), &claim.text);
    }
    form.required_prose(ui, "Text", &claim.text, |claim, text| claim.text = text);
    ui.weak(sentence::write(dataset, &claim.check, claim.qualifier, claim.tolerance, Locale::English))
        .on_hover_text("What is checked");
    form.choice(ui, "Check", &Kind::of(&claim.check), Kind::ALL.map(|k| (k, k.words().to_owned())), |claim, kind| {
        claim.check = kind.check_from(&claim.check);
    });
    check_fields(ui, &mut form, &claim.check, dataset);
    let qualifiers =
        Qualifier::ALL.map(|q| (q, if q == Qualifier::Exactly { "exactly" } else { q.words() }.to_owned()));
    form.choice(ui, "Qualifier", &claim.qualifier, qualifiers, |claim, qualifier| claim.qualifier = qualifier);
    form.optional_number(ui, "Tolerance %", claim.tolerance, |claim, tolerance| claim.tolerance = tolerance);
    form.sources(ui, &claim.source, &dataset.sources, |claim, refs| claim.source = refs);
    form.prose(ui, "Note", claim.note.as_ref(), |claim, text| claim.note = text);
}

/// Gives a field the keyboard, with all of its text selected.
fn select_all(ui: &Ui, field: egui::Id, text: &str) {
    let all =
        egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(text.chars().count()));
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field).unwrap_or_default();
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field);
    ui.memory_mut(|memory| memory.request_focus(field));
}

/// Whether the chart that is looked at draws the claim, also when it is exported.
fn drawn_in_chart(ui: &mut Ui, desk: &mut Desk<'_>, chart: Option<&Id>, id: &Id) {
    let shown = chart.and_then(|chart| desk.dataset.charts.get_key_value(chart));
    let Some((chart_id, chart)) = shown else { return };
    let Some(claim) = desk.dataset.claims.get(id) else { return };
    let mut is_drawn = chart.claims.contains(id);
    let has_place = is_drawn || shows_claim(chart, claim);
    let about = if has_place {
        "An arrow, a shaded span or a line with the number that is claimed, in the window and in exports"
    } else {
        "The chart that is shown does not show what the claim is about"
    };
    let changed = ui.add_enabled(has_place, egui::Checkbox::new(&mut is_drawn, "Draw it in the figure"));
    if changed.on_hover_text(about).on_disabled_hover_text(about).clicked() {
        let mut chart = chart.clone();
        let others = chart.claims.iter().filter(|other| *other != id).cloned();
        chart.claims = others.chain(is_drawn.then(|| id.clone())).collect();
        let label = Some(format!("{} {id} in {chart_id}", if is_drawn { "draw" } else { "don't draw" }));
        desk.queue.push(Command::Edit { edit: Edit::PutChart { id: chart_id.clone(), chart }, label });
    }
}

fn show_verdict(ui: &mut Ui, verdict: &Verdict, theme: &Theme) {
    claim_entry::said(ui, verdict, theme);
    if !verdict.missing.is_empty() {
        let periods = verdict.missing.iter().map(Period::to_string).collect::<Vec<_>>().join(", ");
        ui.weak(format!("No value for {periods}"));
    }
}

/// The kinds of check, without their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    Change,
    Ratio,
    Sum,
    Mean,
    Extreme,
    Compare,
}

/// The fields that checks share, so that a change of kind keeps what still makes sense.
struct Parts {
    series: Id,
    from: Period,
    to: Period,
    number: f64,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Value, Self::Change, Self::Ratio, Self::Sum, Self::Mean, Self::Extreme, Self::Compare];

    fn of(check: &Check) -> Self {
        match check {
            Check::Value { .. } => Self::Value,
            Check::Change { .. } => Self::Change,
            Check::Ratio { .. } => Self::Ratio,
            Check::Sum { .. } => Self::Sum,
            Check::Mean { .. } => Self::Mean,
            Check::Extreme { .. } => Self::Extreme,
            Check::Compare { .. } => Self::Compare,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Value => "Value of a period",
            Self::Change => "Change in percent",
            Self::Ratio => "Ratio of two periods",
            Self::Sum => "Sum over periods",
            Self::Mean => "Mean over periods",
            Self::Extreme => "Highest or lowest",
            Self::Compare => "Comparison of two series",
        }
    }

    fn check_from(self, old: &Check) -> Check {
        let Parts { series, from, to, number } = parts(old);
        match self {
            Self::Value => Check::Value { series, at: from, value: number },
            Self::Change => Check::Change { series, from, to, percent: number },
            Self::Ratio => Check::Ratio { series, from, to, ratio: number },
            Self::Sum => Check::Sum { series, from, to, value: number },
            Self::Mean => Check::Mean { series, from, to, value: number },
            Self::Extreme => Check::Extreme { series, at: from, is: Extreme::Highest, since: None },
            Self::Compare => Check::Compare { with: series.clone(), series, at: from, is: Comparison::Higher },
        }
    }
}

fn parts(check: &Check) -> Parts {
    let (series, from, to, number) = match check {
        Check::Value { series, at, value } => (series, *at, *at, *value),
        Check::Change { series, from, to, percent } => (series, *from, *to, *percent),
        Check::Ratio { series, from, to, ratio } => (series, *from, *to, *ratio),
        Check::Sum { series, from, to, value } | Check::Mean { series, from, to, value } => {
            (series, *from, *to, *value)
        }
        Check::Extreme { series, at, .. } => (series, *at, *at, 0.0),
        Check::Compare { series, at, is, .. } => {
            (series, *at, *at, if let Comparison::Times(times) = is { *times } else { 1.0 })
        }
    };
    Parts { series: series.clone(), from, to, number }
}

/// A check for a new claim: the first value of the first series.
pub(super) fn starting_check(dataset: &Dataset) -> Check {
    let first = dataset.series.iter().next();
    let observation = first.and_then(|(_, series)| series.observations.front());
    Check::Value {
        series: first.map(|(id, _)| id.clone()).unwrap_or_default(),
        at: observation.map_or(Period::from(Unit::Year(2000)), |o| o.at),
        value: observation.and_then(Observation::plotted).unwrap_or_default(),
    }
}

fn check_fields(ui: &mut Ui, form: &mut Form<'_, Claim>, check: &Check, dataset: &Dataset) {
    let series = check.series()[0];
    form.series(ui, "Series", series, &dataset.series, |claim, id| {
        if let Some(series) = claim.check.series_mut().into_iter().next() {
            *series = id;
        }
    });
    match check {
        Check::Value { at, value, .. } => {
            form.period(ui, "Period", *at, set_first);
            form.number(ui, "Value", *value, set_number);
        }
        Check::Change { from, to, percent, .. } => {
            span(ui, form, *from, *to);
            form.number(ui, "Percent", *percent, set_number);
        }
        Check::Ratio { from, to, ratio, .. } => {
            span(ui, form, *from, *to);
            form.number(ui, "Ratio", *ratio, set_number);
        }
        Check::Sum { from, to, value, .. } | Check::Mean { from, to, value, .. } => {
            span(ui, form, *from, *to);
            form.number(ui, "Value", *value, set_number);
        }
        Check::Extreme { at, is, since, .. } => {
            form.period(ui, "Period", *at, set_first);
            let ends = [(Extreme::Highest, "highest".to_owned()), (Extreme::Lowest, "lowest".to_owned())];
            form.choice(ui, "Is the", is, ends, |claim, end| {
                if let Check::Extreme { is, .. } = &mut claim.check {
                    *is = end;
                }
            });
            form.optional_period(ui, "Since", *since, |claim, period| {
                if let Check::Extreme { since, .. } = &mut claim.check {
                    *since = period;
                }
            });
        }
        Check::Compare { with, at, is, .. } => comparison(ui, form, with, *at, *is, dataset),
    }
}

fn comparison(ui: &mut Ui, form: &mut Form<'_, Claim>, with: &Id, at: Period, is: Comparison, dataset: &Dataset) {
    form.series(ui, "Compared with", with, &dataset.series, |claim, id| {
        if let Check::Compare { with, .. } = &mut claim.check {
            *with = id;
        }
    });
    form.period(ui, "Period", at, set_first);
    let times = if let Comparison::Times(times) = is { times } else { 2.0 };
    let options = [
        (Comparison::Higher, "higher".to_owned()),
        (Comparison::Lower, "lower".to_owned()),
        (Comparison::Times(times), "so many times".to_owned()),
    ];
    form.choice(ui, "Is", &is, options, |claim, chosen| {
        if let Check::Compare { is, .. } = &mut claim.check {
            *is = chosen;
        }
    });
    if let Comparison::Times(times) = is {
        form.number(ui, "Times", times, set_number);
    }
}

fn span(ui: &mut Ui, form: &mut Form<'_, Claim>, from: Period, to: Period) {
    form.period(ui, "From", from, set_first);
    form.period(ui, "To", to, |claim, period| {
        if let Check::Change { to, .. } | Check::Ratio { to, .. } | Check::Sum { to, .. } | Check::Mean { to, .. } =
            &mut claim.check
        {
            *to = period;
        }
    });
}

fn set_first(claim: &mut Claim, period: Period) {
    match &mut claim.check {
        Check::Value { at, .. } | Check::Extreme { at, .. } | Check::Compare { at, .. } => *at = period,
        Check::Change { from, .. } | Check::Ratio { from, .. } | Check::Sum { from, .. } | Check::Mean { from, .. } => {
            *from = period;
        }
    }
}

fn set_number(claim: &mut Claim, number: f64) {
    match &mut claim.check {
        Check::Value { value, .. } | Check::Sum { value, .. } | Check::Mean { value, .. } => *value = number,
        Check::Change { percent, .. } => *percent = number,
        Check::Ratio { ratio, .. } => *ratio = number,
        Check::Compare { is, .. } => *is = Comparison::Times(number),
        Check::Extreme { .. } => {}
    }
}
