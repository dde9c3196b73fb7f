//! The sentences under a figure that say how to read it: only those that apply to what is shown.

use crate::{
    analysis::{listed, method, period_words},
    model::{Chart, Dataset, Gaps, Mark, Qualifier, Scale, Stack, Status, Transform, number},
};

use super::{
    AxisScale, ChartPlan, Plane, PlannedPoint, PlannedSeries, Role, Sign,
    rows::{Row, Rows, day_number, is_adjacent},
    scatter, select, stack,
    words::{capitalised, sentence, status_words},
};

/// So many values are named one by one; of more it is said that there are some.
const NAMED: usize = 6;

/// Sentences, and the signs that some of them are about.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) sentences: Vec<String>,
    pub(super) signs: Vec<(Sign, String)>,
}

impl Notes {
    fn extend(&mut self, sentences: impl IntoIterator<Item = String>) {
        self.sentences.extend(sentences);
    }

    /// Adds what a sign means.
    fn explain(&mut self, sign: Sign, sentence: String) {
        self.signs.push((sign, sentence.clone()));
        self.sentences.push(sentence);
    }
}

/// What the marks, dashes, gaps and breaks of the series shown mean.
pub(super) fn notes(chart: &Chart, plan: &ChartPlan, shown: &[Rows<'_>]) -> Notes {
    let mut notes = Notes::default();
    notes.extend(reading(plan, shown));
    marks(plan, shown, &mut notes);
    interpolated(plan, shown, &mut notes);
    if let Some(sentence) = not_final(chart.mark, shown) {
        match chart.mark {
            Mark::Table => notes.extend([sentence]),
            _ => notes.explain(Sign::NotFinal, sentence),
        }
    }
    for rows in shown {
        notes.extend(breaks(chart.mark, rows));
    }
    if matches!(chart.mark, Mark::Line | Mark::Step | Mark::Area | Mark::Scatter) {
        gaps(chart, shown, &mut notes);
    }
    for sentence in stack::missing_parts(plan) {
        notes.explain(Sign::MissingPart, sentence);
    }
    notes.extend(scales(chart, plan, shown));
    notes.extend(without_place(chart, plan, shown));
    notes
}

/// What the steps did to the values, and what they left out.
pub(super) fn steps(dataset: &Dataset, chart: &Chart, shown: &[Rows<'_>]) -> Vec<String> {
    let drawn = || shown.iter().filter(|rows| !rows.all.is_empty());
    if drawn().next().is_none() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let steps: Vec<&Transform> = chart.transform.iter().filter(|step| step.is_on()).collect();
    // That an index is relative to its base is said at the axis, unless the author calls that something else.
    let goes_without_saying =
        |step: &&Transform| matches!(step, Transform::Index { .. }) && steps.len() == 1 && chart.y.label.is_none();
    notes.extend(steps.iter().copied().filter(|step| !goes_without_saying(step)).map(|step| method(step, dataset)));
    for rows in shown {
        let reports = &rows.chosen.derived.reports;
        notes.extend(reports.iter().flat_map(|report| report.sentences(&rows.chosen.label)));
    }
    notes
}

/// What was put between values that are known.
fn interpolated(plan: &ChartPlan, shown: &[Rows<'_>], notes: &mut Notes) {
    let put_in = named_rows(shown, |_, rows| rows.all.iter().filter(|row| row.is_interpolated).copied().collect());
    let Some(named) = put_in else { return };
    match plan.mark {
        Mark::Column | Mark::Bar | Mark::Histogram => {
            notes.extend([format!("Interpolated, not counted (hollow): {named}.")]);
        }
        Mark::Step => notes.extend([format!("Interpolated, not counted (dashed): {named}.")]),
        Mark::Table => notes.extend([format!("Interpolated, not counted: {named}.")]),
        _ => notes.explain(Sign::Interpolated, format!("Hollow diamonds are interpolated, not counted: {named}.")),
    }
}

/// How to read a mark that does not say it by itself.
fn reading(plan: &ChartPlan, shown: &[Rows<'_>]) -> Vec<String> {
    let words = |text: &str| vec![text.to_owned()];
    let several = || plan.categories.iter().any(|row| row.members.len() > 1);
    match plan.mark {
        Mark::Range if several() => {
            words("Bars lead from the lowest to the highest value in the periods shown; the point is the latest.")
        }
        Mark::Dumbbell | Mark::Slope if plan.empty_reason.is_none() => {
            let [from, to] = plan.moments[..] else { return Vec::new() };
            let differs = |s: &&PlannedSeries| {
                let ends = (s.points.first().map(|p| p.at), s.points.last().map(|p| p.at));
                ends != (Some(from), Some(to)) && s.points.len() > 1
            };
            let others: Vec<String> = plan
                .series
                .iter()
                .filter(differs)
                .map(|s| {
                    let at = |p: Option<&PlannedPoint>| p.map(|p| period_words(p.at)).unwrap_or_default();
                    format!("{} ({} and {})", s.label, at(s.points.first()), at(s.points.last()))
                })
                .collect();
            let single = plan.series.iter().filter(|s| s.points.len() == 1);
            let single: Vec<String> =
                single.map(|s| format!("{} ({})", s.label, period_words(s.points[0].at))).collect();
            let mut notes = Vec::new();
            if !others.is_empty() {
                notes.push(format!("Other years: {}.", listed(&others)));
            }
            if !single.is_empty() {
                notes.push(format!("Only one value is known of {}.", listed(&single)));
            }
            notes
        }
        Mark::Scatter => {
            let mut sizes: Vec<String> = Vec::new();
            for rows in plan.pairs.iter().filter_map(|pair| shown.get(pair.size?)) {
                let words = rows.chosen.series.head.indicator.as_deref().map(capitalised);
                let words = words.unwrap_or_else(|| rows.chosen.label.clone());
                if !sizes.contains(&words) {
                    sizes.push(words);
                }
            }
            let known = plan.pairs.iter().filter(|pair| pair.size.is_some()).count();
            let some = if known < plan.pairs.len() { "; the smallest where it is not known" } else { "" };
            let said = |sizes: Vec<String>| format!("The larger a point, the more: {}{some}.", listed(&sizes));
            (!sizes.is_empty()).then(|| said(sizes)).into_iter().collect()
        }
        Mark::Histogram => {
            words("Heights say how many values lie in a range; a value on a border counts to the right.")
        }
        _ => Vec::new(),
    }
}

/// What an uneven scale is, and what has no place on it.
fn scales(chart: &Chart, plan: &ChartPlan, shown: &[Rows<'_>]) -> Vec<String> {
    let level = plan.across.as_ref().filter(|_| chart.mark == Mark::Scatter);
    let mut notes = Vec::new();
    if plan.y.scale.is_even() && chart.y.scale != Scale::Linear {
        notes.push(match chart.mark {
            mark if mark.starts_at_zero() => "The axis stays even: lengths on any other would mislead.".to_owned(),
            _ => "The axis is even.".to_owned(),
        });
    }
    let logarithmic = match (level.is_some_and(|axis| axis.scale == AxisScale::Log), plan.y.scale == AxisScale::Log) {
        (true, true) => Some("Logarithmic axes"),
        (true, false) => Some("Logarithmic level axis"),
        (false, true) if level.is_some() => Some("Logarithmic upright axis"),
        (false, true) => Some("Logarithmic axis"),
        (false, false) => None,
    };
    if let Some(axes) = logarithmic {
        notes.push(format!("{axes}: equal distances are equal ratios."));
        notes.extend(named(shown, |s, row| has_no_place(chart, plan, s, row)).map(|named| {
            let it = if axes.ends_with("axes") { "They have" } else { "It has" };
            format!("{it} no place for zero and below: {named}.")
        }));
    }
    for (axis, which) in level.map(|axis| (axis, "level ")).into_iter().chain([(&plan.y, "")]) {
        let which = if level.is_some() && which.is_empty() { "upright " } else { which };
        if let AxisScale::Symmetric { around } = axis.scale {
            let around = number::with_measure_in(around, &axis.measure, axis.locale);
            notes.push(format!(
                "The {which}axis is even up to about {around} on both sides of zero, logarithmic beyond."
            ));
        }
    }
    notes
}

/// Whether a value that is left out lies below the end of its logarithmic axis.
fn has_no_place(chart: &Chart, plan: &ChartPlan, series: usize, row: &Row) -> bool {
    let is_log = match chart.mark {
        Mark::Scatter => scatter::is_logarithmic(chart, &plan.pairs, series),
        _ => select::scale(chart) == Scale::Log,
    };
    is_log && row.y <= 0.0
}

/// The values that the mark can't show, by name: nothing is left out in silence.
fn without_place(chart: &Chart, plan: &ChartPlan, shown: &[Rows<'_>]) -> Vec<String> {
    let gone = |role: Role| named(shown, |s, row| row.role == role && !has_no_place(chart, plan, s, row));
    let mut notes = Vec::new();
    let alone = gone(Role::Plotted);
    notes.extend(alone.map(|named| format!("Left out, for want of a value of the other indicator: {named}.")));
    let spans = gone(Role::Interval);
    notes.extend(spans.map(|named| format!("Not drawn, since they cover other spans of time: {named}.")));
    let others = gone(Role::Disagreeing);
    notes.extend(others.map(|named| format!("Other sources have other values: {named}.")));
    notes
}

/// Values that are left out, in words: "Mexico 2013 (57)"; of many only how many there are.
fn named(shown: &[Rows<'_>], wanted: impl Fn(usize, &Row) -> bool) -> Option<String> {
    named_rows(shown, |s, rows| rows.left_out.iter().filter(|row| wanted(s, row)).copied().collect())
}

fn named_rows(shown: &[Rows<'_>], of: impl Fn(usize, &Rows<'_>) -> Vec<Row>) -> Option<String> {
    let mut names = Vec::new();
    for (s, rows) in shown.iter().enumerate() {
        let label = &rows.chosen.label;
        names.extend(
            of(s, rows).iter().map(|row| format!("{label} {} ({})", period_words(row.at), rows.value_label(row))),
        );
    }
    match names.len() {
        0 => None,
        n if n > NAMED => Some(format!("{n} values")),
        _ => Some(listed(&names)),
    }
}

fn marks(plan: &ChartPlan, shown: &[Rows<'_>], notes: &mut Notes) {
    let mark = plan.mark;
    let any = |test: &dyn Fn(&Row) -> bool| shown.iter().flat_map(|rows| &rows.all).any(test);
    let said = |wanted: &[Qualifier]| {
        let is_said = |row: &Row| row.role != Role::Interval && !row.is_interpolated;
        let used = |q: &&Qualifier| any(&|row| row.qualifier == **q && is_said(row));
        wanted.iter().filter(used).map(|q| format!("“{}”", q.words())).collect::<Vec<_>>()
    };
    // The cells of a table say it in words.
    if mark != Mark::Table {
        let marks = match mark {
            Mark::Step => "Dashed steps",
            Mark::Column => "Hollow columns",
            Mark::Bar => "Hollow bars",
            Mark::Histogram => "Hollow blocks",
            _ => "Hollow points",
        };
        let near = [Qualifier::About, Qualifier::Nearly];
        let bounds = [Qualifier::Over, Qualifier::AtLeast, Qualifier::AtMost];
        // On a stack, an arrow would point from the end of a part into the next.
        let has_arrows = plan.stack == Stack::Grouped && mark != Mark::Histogram;
        let mut explain = |sign, words: Vec<String>, what: &str| {
            if !words.is_empty() {
                notes.explain(sign, format!("{marks} {what}: the source says {}.", one_of(&words)));
            }
        };
        if has_arrows {
            explain(Sign::Approximate, said(&near), "are approximate");
            explain(Sign::Bound, said(&bounds), "with an arrow are bounds");
        } else {
            explain(
                Sign::Approximate,
                said(&[near.as_slice(), bounds.as_slice()].concat()),
                "are approximate or bounds",
            );
        }
    }
    if mark == Mark::Range && any(&|row| row.has_range) {
        notes.extend(["Bars hold the ranges in which values lie.".to_owned()]);
    } else if mark != Mark::Table && any(&|row| row.has_range) {
        let words = "Thin lines through a value show the range in which it lies.".to_owned();
        // Where they would be read off the axis, or there is no axis for them, they are only said.
        if plan.stack == Stack::Grouped && !matches!(mark, Mark::Scatter | Mark::Histogram) {
            notes.explain(Sign::Range, words);
        }
    }
    if any(&|row| row.role == Role::Disagreeing) {
        notes.explain(Sign::OtherSource, "Faint crosses: another source gives another value.".to_owned());
    }
    let over_time = Plane::of(mark) == Plane::TimeValue;
    if over_time && any(&|row| row.role == Role::Interval) {
        let usual =
            if any(&|row| row.role == Role::Plotted) { "other periods than the points" } else { "a span of time" };
        let words = format!("Horizontal strokes are single values for {usual}, drawn over the span that they cover.");
        notes.explain(Sign::Span, words);
    }
}

/// "a", "a or b", "a, b or c".
fn one_of(words: &[String]) -> String {
    match words {
        [init @ .., last] if !init.is_empty() => format!("{} or {last}", init.join(", ")),
        words => words.concat(),
    }
}

fn not_final(mark: Mark, shown: &[Rows<'_>]) -> Option<String> {
    let mut named = Vec::new();
    for rows in shown {
        for row in rows.all.iter().filter(|row| row.status != Status::Observed && !row.is_interpolated) {
            if named.len() == NAMED {
                return Some("Some values are not final, as their tooltips say.".to_owned());
            }
            let (label, at) = (&rows.chosen.label, period_words(row.at));
            named.push(format!("{label} {at} ({})", status_words(row.status)));
        }
    }
    let sign = match mark {
        Mark::Column | Mark::Bar | Mark::Histogram => " (hatched)",
        Mark::Step => " (dashed)",
        Mark::Table => "",
        _ => " (pale)",
    };
    (!named.is_empty()).then(|| format!("Not final{sign}: {}.", listed(&named)))
}

/// The breaks that have shown values on both sides.
fn breaks(mark: Mark, rows: &Rows<'_>) -> Vec<String> {
    let days = || rows.all.iter().map(|row| row.at);
    let (Some(first), Some(last)) = (days().min_by_key(|at| day_number(*at)), days().max_by_key(|at| day_number(*at)))
    else {
        return Vec::new();
    };
    let (first, last, label) = (first.first_day(), last.first_day(), &rows.chosen.label);
    let shown = rows.chosen.series.head.breaks.iter().filter(|b| b.at.first_day() > first && b.at.first_day() <= last);
    let stops = if matches!(mark, Mark::Line | Mark::Step) { ", so the line breaks" } else { "" };
    shown
        .map(|b| match &b.note {
            Some(note) => sentence(&format!("{label}, {}: {}", period_words(b.at), lower_first(note))),
            None => format!("{label}: the way of counting changes in {}{stops}.", period_words(b.at)),
        })
        .collect()
}

/// In lower case after a colon, unless the first word is an abbreviation or a letter alone.
fn lower_first(text: &str) -> String {
    const ARTICLES: [&str; 8] = ["The", "A", "An", "From", "Second", "Up", "Without", "Counted"];
    match text.split_once(' ') {
        Some((word, rest)) if ARTICLES.contains(&word) => format!("{} {rest}", word.to_lowercase()),
        _ => text.to_owned(),
    }
}

fn gaps(chart: &Chart, shown: &[Rows<'_>], notes: &mut Notes) {
    let gaps = chart.gaps;
    let shape = if chart.mark == Mark::Area { "area" } else { "line" };
    let mut dashes_over_gaps = false;
    let mut dashes_over_breaks = false;
    let mut stops = false;
    for rows in shown {
        let plotted = rows.plotted();
        if plotted.len() == 2 && rows.bridges.any {
            let label = &rows.chosen.label;
            let words = format!("{label}: only two values are known; the dashed line between them is no measurement.");
            notes.explain(Sign::Bridge, words);
            continue;
        }
        dashes_over_gaps |= rows.bridges.over_gaps;
        dashes_over_breaks |= rows.bridges.over_breaks;
        stops |= gaps == Gaps::Show && plotted.windows(2).any(|pair| !is_adjacent(pair[0].at, pair[1].at));
    }
    if dashes_over_gaps {
        notes.explain(Sign::Bridge, "Dashed lines lead over periods without a known value.".to_owned());
    }
    if dashes_over_breaks {
        let also = if dashes_over_gaps { "also " } else { "" };
        let words = format!("Dashed lines {also}lead over changes in the way of counting.");
        if dashes_over_gaps { notes.extend([words]) } else { notes.explain(Sign::Bridge, words) }
    }
    if stops {
        let article = if shape == "area" { "an" } else { "a" };
        notes.extend([format!("Where {article} {shape} stops, no value is known.")]);
    }
}
