//! Everything by its name: series, values, sources, events, claims, charts and commands, the most alike first.

use std::fmt::Write as _;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use super::{
    Effect, Selection, Session,
    commands::{self, CommandInfo},
};
use crate::{
    analysis::sentence::folded,
    model::{Dataset, EventFilter, Id, SectionKind, Series},
};

/// So many are shown.
const SHOWN: usize = 60;

/// What a period that is spelled out counts for, beside the letters of a name: whoever writes one means the value.
const EXACT: u32 = 400;

/// So many values are looked at between two looks at whether anybody still waits.
const AT_ONCE: usize = 4096;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is: "series".
    pub what: &'static str,
    /// What it is called.
    pub text: String,
    /// What tells it from others of that name.
    pub detail: String,
    /// What it selects.
    pub target: Selection,
    score: u32,
}

/// What the letters of a text are looked for with.
struct Finder {
    matcher: Matcher,
    pattern: Pattern,
    letters: Vec<char>,
}

impl Finder {
    fn new(text: &str) -> Self {
        // Accents make no difference, whether they are typed or not.
        let pattern = Pattern::parse(&folded(text), CaseMatching::Ignore, Normalization::Smart);
        Self { matcher: Matcher::new(Config::DEFAULT), pattern, letters: Vec::new() }
    }

    /// How alike a name is; `None` where letters are missing.
    fn score(&mut self, name: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(name, &mut self.letters), &mut self.matcher)
    }
}

/// The commands that make sense now and are called like this, the most alike first.
pub fn commands_like(session: &Session, text: &str) -> Vec<&'static CommandInfo> {
    let mut finder = Finder::new(text);
    let enabled = commands::ALL.iter().filter(|command| (command.is_enabled)(session));
    let mut found: Vec<(u32, &CommandInfo)> =
        enabled.filter_map(|command| finder.score(command.text).map(|score| (score, command))).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, command)| command).collect()
}

/// What of a dataset is called like this. Values are found by words of their series together with their period or their
/// number: `mexico 2008`, `colombia 208`. An empty text finds the charts and the series.
pub(super) fn find(dataset: &Dataset, text: &str, go_on: &dyn Fn() -> bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut finder = Finder::new(text);
    let text = text.trim();
    items(dataset, &mut finder, text.is_empty(), &mut hits);
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits.truncate(SHOWN);
    values(dataset, text, go_on, &mut hits);
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits.truncate(SHOWN);
    hits
}

fn items(dataset: &Dataset, finder: &mut Finder, only_some: bool, hits: &mut Vec<Hit>) {
    let mut add = |section: SectionKind, id: &Id, name: &str, detail: String| {
        // The id is a name too, and so is what stands beside it.
        let score = finder.score(name).max(finder.score(id)).max(finder.score(&format!("{name} {detail}")));
        if let Some(score) = score {
            let target = Selection::Item { section, id: id.clone() };
            hits.push(Hit { what: section.singular(), text: name.to_owned(), detail, target, score });
        }
    };
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    for (id, chart) in &dataset.charts {
        add(SectionKind::Charts, id, chart.title.as_deref().unwrap_or(id), chart.mark.words().to_owned());
    }
    for (id, series) in &dataset.series {
        let detail = [said(&series.head.indicator), id.to_string()];
        let detail = detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        add(SectionKind::Series, id, series.label(id), detail);
    }
    if only_some {
        return;
    }
    for (id, claim) in &dataset.claims {
        add(SectionKind::Claims, id, &claim.text, String::new());
    }
    for (id, event) in &dataset.events {
        let place = event.place.as_ref().map(|place| format!(" · {place}")).unwrap_or_default();
        add(SectionKind::Events, id, event.label.as_ref().unwrap_or(&event.title), format!("{}{place}", event.at));
    }
    for (id, source) in &dataset.sources {
        add(SectionKind::Sources, id, source.short_name(id), said(&source.title));
    }
}

/// Words of a text: those with digits are of a period or a number, the others of a series.
fn values(dataset: &Dataset, text: &str, go_on: &dyn Fn() -> bool, hits: &mut Vec<Hit>) {
    let has_digit = |word: &&str| word.bytes().any(|b| b.is_ascii_digit());
    let (numbers, words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(has_digit);
    if numbers.is_empty() {
        return;
    }
    let mut finder = Finder::new(&words.join(" "));
    let mut spelled = String::new();
    for (id, series) in &dataset.series {
        let Some(alike) = score_of(&mut finder, id, series) else { continue };
        // A number may also be part of the name: "Place 7".
        let name = format!("{} {id}", series.label(id));
        let is_of_name = |word: &str| name.split([' ', '-', '_']).any(|part| part == word);
        let numbers: Vec<&str> = numbers.iter().copied().filter(|word| !is_of_name(word)).collect();
        if numbers.is_empty() {
            continue;
        }
        // A few of each series are enough: those that fit best come first.
        let mut found: Vec<Hit> = Vec::new();
        for (index, o) in series.observations.iter().enumerate() {
            if index % AT_ONCE == 0 && !go_on() {
                return;
            }
            spelled.clear();
            let _ = write!(spelled, "{}", o.at);
            let at = spelled.len();
            if let Some(value) = o.value {
                let _ = write!(spelled, " {value}");
            }
            let fits = |word: &&str| {
                if *word == &spelled[..at] {
                    Some(EXACT)
                } else if spelled[..at].starts_with(*word) {
                    Some(EXACT / 2)
                } else {
                    spelled.get(at + 1..).filter(|value| value == word).map(|_| EXACT - 1)
                }
            };
            let Some(fit) = numbers.iter().map(fits).sum::<Option<u32>>() else { continue };
            found.push(Hit {
                what: "value",
                text: format!("{} {}", series.label(id), o.at),
                detail: o.shown(&series.head.measure),
                target: Selection::Observation { series: id.clone(), index },
                score: alike + fit,
            });
            if found.len() >= SHOWN {
                break;
            }
        }
        hits.append(&mut found);
        if hits.len() > 20 * SHOWN {
            hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
            hits.truncate(SHOWN);
        }
    }
}

fn score_of(finder: &mut Finder, id: &Id, series: &Series) -> Option<u32> {
    let label = series.label(id);
    let long = || format!("{label} {}", series.head.indicator.as_deref().unwrap_or_default());
    finder.score(label).max(finder.score(id)).or_else(|| finder.score(&long()))
}

impl Session {
    /// Selects something, in a chart that shows it if there is one.
    pub(super) fn reveal(&mut self, selection: Selection) -> Vec<Effect> {
        let chart = self.active().and_then(|(_, document)| {
            let dataset = document.dataset();
            let shows = |id: &Id| {
                let Some(chart) = dataset.charts.get(id) else { return false };
                match &selection {
                    Selection::Observation { series, .. } | Selection::Cell { series, .. } => {
                        chart.series.contains(series)
                    }
                    Selection::Item { section: SectionKind::Series, id } => chart.series.contains(id),
                    Selection::Item { section: SectionKind::Events, id } => match &chart.events {
                        EventFilter::Only(ids) => ids.contains(id),
                        filter => *filter == EventFilter::All,
                    },
                    _ => true,
                }
            };
            let now = self.chart().filter(|id| shows(id));
            now.or_else(|| dataset.charts.keys().find(|id| shows(id))).cloned()
        });
        if let Some((document, chart)) = self.active.zip(chart) {
            self.show_chart(document, chart);
        }
        self.select(selection)
    }
}
