//! What differs between two versions of a dataset: figures, items, and claims that come out otherwise. Layout and
//! comments of the files are nothing to a comparison.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    Claim, Dataset, Id, Measure, Observation, Observations, Period, Qualifier, Section, SectionKind, Series, Status,
    number::{self, Locale},
};

use super::verdict::{Outcome, verdict};

/// All that differs between two datasets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// The figures, by series in the order of the later dataset and by period.
    pub figures: Vec<FigureChange>,
    /// Everything else: the title, and items of the sections but for their figures.
    pub items: Vec<ItemChange>,
    /// Claims that come out otherwise, new and removed ones aside.
    pub verdicts: Vec<VerdictChange>,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.items.is_empty() && self.verdicts.is_empty()
    }
}

/// A figure that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureChange {
    /// The series.
    pub series: Id,
    /// The period.
    pub at: Period,
    /// The figure of the earlier dataset.
    pub before: Option<Observation>,
    /// The figure of the later one.
    pub after: Option<Observation>,
    /// Both are there as they were, but another one is plotted now.
    pub is_choice: bool,
    #[serde(skip)]
    measures: [Measure; 2],
}

/// What happened to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureFate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another one, or is told otherwise.
    Changed,
}

/// An item that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemChange {
    /// What it is: `dataset`, `source`, `series`, `event`, `claim` or `chart`.
    pub kind: &'static str,
    /// Its id; empty for the dataset.
    pub id: Id,
    /// What happened to it.
    pub change: ItemFate,
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemFate {
    /// It is new; for a series, with so many figures.
    Added(usize),
    /// It is gone; for a series, with so many figures.
    Removed(usize),
    /// Some of its fields differ.
    Changed(Vec<FieldChange>),
}

/// A field that differs. Values are spelled for people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Its name in a file.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// A claim that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictChange {
    /// The claim.
    pub id: Id,
    /// How it came out: `holds`, `fails`, `undecidable`.
    pub before: &'static str,
    /// How it comes out.
    pub after: &'static str,
    /// The arithmetic of the later verdict.
    pub arithmetic: String,
    /// The arithmetic of the earlier one.
    pub arithmetic_before: String,
}

/// Compares an earlier dataset with a later one.
pub fn compare(before: &Dataset, after: &Dataset) -> Comparison {
    let mut comparison = Comparison::default();
    let fields = changed_fields(&fields_of(&before.header()), &fields_of(&after.header()));
    if !fields.is_empty() {
        comparison.items.push(ItemChange { kind: "dataset", id: Id::default(), change: ItemFate::Changed(fields) });
    }
    let items = &mut comparison.items;
    compare_section(items, SectionKind::Sources, &before.sources, &after.sources, |_| 0, fields_of);
    let size = |series: &Series| series.observations.len();
    let head = |series: &Series| fields_of(&Series { head: series.head.clone(), observations: Observations::new() });
    compare_section(items, SectionKind::Series, &before.series, &after.series, size, head);
    compare_section(items, SectionKind::Events, &before.events, &after.events, |_| 0, fields_of);
    compare_section(items, SectionKind::Claims, &before.claims, &after.claims, |_| 0, fields_of);
    compare_section(items, SectionKind::Charts, &before.charts, &after.charts, |_| 0, fields_of);
    for (id, series) in &after.series {
        if let Some(old) = before.series.get(id) {
            compare_figures(&mut comparison.figures, id, old, series);
        }
    }
    comparison.verdicts = compare_verdicts(before, after);
    comparison
}

fn compare_section<T: PartialEq>(
    items: &mut Vec<ItemChange>,
    kind: SectionKind,
    before: &Section<T>,
    after: &Section<T>,
    size: impl Fn(&T) -> usize,
    fields: impl Fn(&T) -> BTreeMap<String, String>,
) {
    let kind = kind.singular();
    let gone = before.iter().filter(|(id, _)| !after.contains_key(*id));
    items.extend(gone.map(|(id, item)| ItemChange { kind, id: id.clone(), change: ItemFate::Removed(size(item)) }));
    for (id, item) in after {
        let change = match before.get(id) {
            None => ItemFate::Added(size(item)),
            Some(old) if old == item => continue,
            Some(old) => ItemFate::Changed(changed_fields(&fields(old), &fields(item))),
        };
        // A series may differ in its figures alone, which are told apart.
        if !matches!(&change, ItemFate::Changed(fields) if fields.is_empty()) {
            items.push(ItemChange { kind, id: id.clone(), change });
        }
    }
}

/// The fields of an item as a file would have them, their values spelled for people.
fn fields_of<T: Serialize>(item: &T) -> BTreeMap<String, String> {
    let spelled = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    match serde_json::to_value(item) {
        Ok(Value::Object(fields)) => {
            let said = fields.into_iter().filter(|(_, value)| !value.is_null());
            said.map(|(name, value)| (name, spelled(value))).collect()
        }
        _ => BTreeMap::new(),
    }
}

fn changed_fields(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<FieldChange> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    differing
        .map(|name| FieldChange {
            field: name.clone(),
            before: before.get(name).cloned(),
            after: after.get(name).cloned(),
        })
        .collect()
}

fn by_period(series: &Series) -> BTreeMap<Period, Vec<&Observation>> {
    let mut periods: BTreeMap<Period, Vec<&Observation>> = BTreeMap::new();
    for observation in &series.observations {
        periods.entry(observation.at).or_default().push(observation);
    }
    periods
}

fn compare_figures(figures: &mut Vec<FigureChange>, id: &Id, before: &Series, after: &Series) {
    if before.observations == after.observations {
        return;
    }
    let measures = [before.head.measure, after.head.measure];
    let change = |at, before: Option<&Observation>, after: Option<&Observation>, is_choice| FigureChange {
        series: id.clone(),
        at,
        before: before.cloned(),
        after: after.cloned(),
        is_choice,
        measures,
    };
    let (old, new) = (by_period(before), by_period(after));
    let mut periods: Vec<Period> = old.keys().chain(new.keys()).copied().collect();
    periods.sort_unstable();
    periods.dedup();
    for at in periods {
        let (a, b) = (old.get(&at).map(Vec::as_slice), new.get(&at).map(Vec::as_slice));
        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
        if a == b {
            continue;
        }
        let pairs = paired(a, b);
        let differing = pairs.iter().filter(|(a, b)| a != b);
        figures.extend(differing.map(|(before, after)| change(at, *before, *after, false)));
        // The first is the one that is plotted: to move another to its place changes the chart.
        if let (Some(first), Some(now)) = (a.first(), b.first())
            && pairs.contains(&(Some(*now), Some(*now)))
            && !pairs.iter().any(|(before, after)| before == &Some(*first) && after == &Some(*now))
            && pairs.contains(&(Some(*first), Some(*first)))
        {
            figures.push(change(at, Some(first), Some(now), true));
        }
    }
}

type Pair<'a> = (Option<&'a Observation>, Option<&'a Observation>);

/// Figures of one period, each with what it has become: the same, else one of the same sources, else the next.
fn paired<'a>(before: &[&'a Observation], after: &[&'a Observation]) -> Vec<Pair<'a>> {
    let mut old: Vec<&Observation> = before.to_vec();
    let mut open: Vec<&Observation> = Vec::new();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for o in after {
        match old.iter().position(|a| a == o) {
            Some(same) => {
                let same = old.remove(same);
                pairs.push((Some(same), Some(o)));
            }
            None => open.push(o),
        }
    }
    open.retain(|o| {
        let same = (!o.source.is_empty()).then(|| old.iter().position(|a| a.source == o.source)).flatten();
        if let Some(same) = same {
            let same = old.remove(same);
            pairs.push((Some(same), Some(o)));
        }
        same.is_none()
    });
    let rest = old.len().max(open.len());
    pairs.extend((0..rest).map(|index| (old.get(index).copied(), open.get(index).copied())));
    pairs
}

fn compare_verdicts(before: &Dataset, after: &Dataset) -> Vec<VerdictChange> {
    let changed = |(id, claim): (&Id, &Claim)| {
        let old = before.claims.get(id)?;
        let (then, now) = (verdict(before, old), verdict(after, claim));
        let name = |outcome: Outcome| outcome.name();
        (then.outcome != now.outcome).then(|| VerdictChange {
            id: id.clone(),
            before: name(then.outcome),
            after: name(now.outcome),
            arithmetic: now.arithmetic,
            arithmetic_before: then.arithmetic,
        })
    };
    after.claims.iter().filter_map(changed).collect()
}

/// `mexico 2008: 85 → 95 (source doj-2010)`
impl fmt::Display for FigureChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.said();
        write!(f, "{} {}: ", self.series, self.at)?;
        if self.is_choice {
            return write!(f, "{after} is plotted in place of {before}");
        }
        let is_same = before == after;
        f.write_str(&if is_same { after } else { format!("{before} → {after}") })?;
        let details = self.details();
        if details.is_empty() { Ok(()) } else { write!(f, " ({})", details.join("; ")) }
    }
}

impl FigureChange {
    /// The earlier and the later figure as they are said: `85`, `nearly 2,000`, `missing`; `nothing` where there is none.
    pub fn said(&self) -> (String, String) {
        let said = |o: &Option<Observation>, measure: &Measure| {
            let Some(o) = o else { return "nothing".to_owned() };
            let shown = o.shown(measure);
            if shown.is_empty() { "missing".to_owned() } else { shown }
        };
        (said(&self.before, &self.measures[0]), said(&self.after, &self.measures[1]))
    }

    /// What happened to the figure.
    pub fn fate(&self) -> FigureFate {
        match (&self.before, &self.after) {
            (None, _) => FigureFate::Added,
            (_, None) => FigureFate::Removed,
            _ => FigureFate::Changed,
        }
    }

    /// By how much the number differs, in the unit of the series; `None` where one of both has none, or they measure
    /// different things.
    pub fn difference(&self) -> Option<f64> {
        let [old, new] = &self.measures;
        let number = |o: &Option<Observation>| o.as_ref().and_then(Observation::plotted);
        (old == new).then(|| Some(number(&self.after)? - number(&self.before)?))?
    }

    /// The difference in words: `+10 (+12%)`, `−1.5 points`, `about +10` where one of both numbers is not exact. Empty
    /// where there is none.
    pub fn difference_words(&self) -> String {
        let Some(difference) = self.difference().filter(|by| *by != 0.0 && by.is_finite()) else {
            return String::new();
        };
        let is_exact = |o: &Option<Observation>| {
            o.as_ref().is_some_and(|o| o.value.is_some() && o.qualifier == Qualifier::Exactly)
        };
        let about = if is_exact(&self.before) && is_exact(&self.after) { "" } else { "about " };
        let sign = |number: f64| if number < 0.0 { "−" } else { "+" };
        // What is left of the last decimals of a subtraction is nobody's figure.
        let by = number::plain_in(number::rounded(difference.abs(), 6), Locale::English);
        let by = format!("{about}{}{by}", sign(difference));
        if matches!(self.measures[1], Measure::Share | Measure::Change) {
            return format!("{by} points");
        }
        let before = self.before.as_ref().and_then(Observation::plotted).filter(|before| *before > 0.0);
        match before.map(|before| difference / before * 100.0).filter(|share| share.abs() < 1e6) {
            Some(share) => {
                let percent = number::plain_in(number::rounded(share.abs(), 2), Locale::English);
                format!("{by} ({}{percent}%)", sign(share))
            }
            None => by,
        }
    }

    /// What else differs, and who says so.
    pub fn details(&self) -> Vec<String> {
        let (before, after) = self.said();
        let is_same_figure = before == after;
        let sources = |o: &Option<Observation>| {
            o.as_ref().map(|o| o.source.ids().iter().map(Id::as_str).collect::<Vec<_>>().join(", ")).unwrap_or_default()
        };
        let (old, new) = (sources(&self.before), sources(&self.after));
        let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        let mut details = Vec::new();
        match (&self.before, &self.after) {
            (Some(_), None) if !old.is_empty() => details.push(format!("source {old}")),
            _ if is_same_figure && old != new => {
                details.push(format!("source {} → {}", or_none(&old), or_none(&new)));
            }
            (_, Some(_)) if !new.is_empty() && !is_same_figure => details.push(format!("source {new}")),
            _ => {}
        }
        let status = |o: &Option<Observation>| o.as_ref().map_or(Status::Observed, |o| o.status);
        if status(&self.before) != status(&self.after) && self.after.is_some() {
            let [old, new] = [status(&self.before), status(&self.after)].map(|s| s.name().to_lowercase());
            details.push(format!("{old} → {new}"));
        }
        if let (Some(old), Some(new)) = (&self.before, &self.after)
            && old.note != new.note
        {
            details.push(match (&old.note, &new.note) {
                (_, Some(note)) => format!("note “{}”", shortened(note)),
                (_, None) => "without its note".to_owned(),
            });
        }
        details
    }
}

/// A value that fits into a line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// `source crs: url changed: https://a → https://b`
impl fmt::Display for ItemChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        if !self.id.is_empty() {
            write!(f, " {}", self.id)?;
        }
        let figures = |count: usize| match (self.kind, count) {
            ("series", 1) => ", with 1 figure".to_owned(),
            ("series", count) => format!(", with {count} figures"),
            _ => String::new(),
        };
        match &self.change {
            ItemFate::Added(count) => write!(f, ": added{}", figures(*count)),
            ItemFate::Removed(count) => write!(f, ": removed{}", figures(*count)),
            ItemFate::Changed(fields) => {
                let said = |text: &Option<String>| text.as_deref().map_or_else(|| "none".to_owned(), shortened);
                let list: Vec<String> = fields
                    .iter()
                    .map(|field| format!("{} {} → {}", field.field, said(&field.before), said(&field.after)))
                    .collect();
                write!(f, ": {}", list.join("; "))
            }
        }
    }
}

/// `claim halved: holds → fails — 57 / 95 = 0.6 … (before: 54 / 115 = 0.47 …)`
impl fmt::Display for VerdictChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, before, after, arithmetic, arithmetic_before } = self;
        write!(f, "claim {id}: {before} → {after} — {arithmetic} (before: {arithmetic_before})")
    }
}
