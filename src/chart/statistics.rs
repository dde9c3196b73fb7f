//! The statistics of what a chart shows, as a table in words.

use crate::{
    analysis::{
        NoValue, period_words,
        statistics::{
            FEW, NoStatistic, Sample, Summary, Trend, before_after, breakpoint, correlation, growth, ranks, samples,
            summary, trend,
        },
    },
    model::{
        Chart, Dataset, Id, Measure, Period, Trending,
        number::{self, Locale},
    },
};

use super::{axes::asked_range, build::choose};

/// So many series are held against each other in pairs.
const MOST_PAIRED: usize = 5;

/// The statistics of the series of a chart in the periods shown, after its steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatisticsTable {
    /// The names of the series.
    pub series: Vec<String>,
    /// What is computed: its name, and what it comes to for each series.
    pub rows: Vec<(&'static str, Vec<Cell>)>,
    /// How pairs of series go together, a sentence each.
    pub pairs: Vec<String>,
    /// The ranks of the series by period, the highest first.
    pub ranks: Vec<(String, Vec<String>)>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// A number in words, or why there is none.
pub type Cell = Result<String, String>;

impl StatisticsTable {
    /// The table with its ranks, parted by tabs; what can't be computed is left empty.
    pub fn tsv(&self) -> String {
        let mut lines = vec![format!("Statistic\t{}", self.series.join("\t"))];
        for (name, cells) in &self.rows {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
            lines.push(format!("{name}\t{}", cells.join("\t")));
        }
        lines.extend(self.ranks.iter().map(|(at, ranks)| format!("Rank in {at}\t{}", ranks.join("\t"))));
        lines.join("\n") + "\n"
    }
}

/// A series of a chart for statistics.
struct Column {
    label: String,
    measure: Measure,
    samples: Vec<Sample>,
}

fn columns(dataset: &Dataset, chart: &Chart) -> (Vec<Column>, Vec<String>) {
    let (chosen, left_out) = choose(dataset, chart, &chart.series, Locale::English);
    let (from, to) = asked_range(chart);
    let column = |c: super::rows::Chosen<'_>| {
        let mut samples = samples(&c.derived);
        samples.retain(|sample| sample.at.start() < to && sample.at.end() > from);
        Column { measure: c.measure(), label: c.label, samples }
    };
    (chosen.into_iter().map(column).collect(), left_out)
}

/// The statistics of a chart, whatever its mark.
pub fn statistics(dataset: &Dataset, chart: &Chart) -> StatisticsTable {
    statistics_while(dataset, chart, &|| true).unwrap_or_default()
}

/// The same as long as somebody waits for them; `None` when nobody does any more.
pub fn statistics_while(dataset: &Dataset, chart: &Chart, go_on: &dyn Fn() -> bool) -> Option<StatisticsTable> {
    if !go_on() {
        return None;
    }
    let (columns, mut notes) = columns(dataset, chart);
    let cell_while = |cell: &dyn Fn(&Column) -> Cell, column| if go_on() { cell(column) } else { Err(String::new()) };
    let each = |cell: &dyn Fn(&Column) -> Cell| columns.iter().map(|c| cell_while(cell, c)).collect::<Vec<Cell>>();
    let of_summary = |cell: &dyn Fn(&Column, Summary) -> Cell| {
        each(&|c| summary(&c.samples, c.measure).map_err(said).and_then(|summary| cell(c, summary)))
    };
    let lines = |kind| each(&|c| trend(&c.samples, kind).map(|trend| trend_words(&trend, c.measure)).map_err(said));
    let mut table = StatisticsTable {
        series: columns.iter().map(|c| c.label.clone()).collect(),
        rows: vec![
            (
                "Values",
                of_summary(&|_, s| {
                    Ok(if s.inexact == 0 {
                        s.count.to_string()
                    } else {
                        format!("{} ({} not exact)", s.count, s.inexact)
                    })
                }),
            ),
            (
                "Sum",
                of_summary(&|c, s| {
                    s.sum.map(|sum| words(sum, c.measure)).ok_or_else(|| NoValue::NoSum(c.measure).words())
                }),
            ),
            ("Mean", of_summary(&|c, s| Ok(words(s.mean, c.measure)))),
            ("Median", of_summary(&|c, s| Ok(words(s.median, c.measure)))),
            (
                "Standard deviation",
                of_summary(&|c, s| {
                    let too_few = || said(NoStatistic::TooFew { needed: 2, found: s.count });
                    s.deviation.map(|deviation| words(deviation, c.measure)).ok_or_else(too_few)
                }),
            ),
            (
                "Middle half",
                of_summary(&|c, s| {
                    Ok(format!("{} to {}", words(s.quartiles.0, c.measure), words(s.quartiles.1, c.measure)))
                }),
            ),
            (
                "Lowest",
                of_summary(&|c, s| Ok(format!("{} ({})", words(s.lowest.0, c.measure), period_words(s.lowest.1)))),
            ),
            (
                "Highest",
                of_summary(&|c, s| Ok(format!("{} ({})", words(s.highest.0, c.measure), period_words(s.highest.1)))),
            ),
            (
                "Growth a year",
                each(&|c| growth(&c.samples).map(|growth| percent(growth.percent_per_year)).map_err(said)),
            ),
            ("Trend a year (95%)", lines(Trending::Linear)),
            ("Log trend a year (95%)", lines(Trending::LogLinear)),
            (
                "Change of level",
                each(&|c| {
                    let found = breakpoint(&c.samples).map_err(said)?;
                    let p =
                        if found.p_value < 0.001 { "< 0.001".to_owned() } else { format!("= {:.3}", found.p_value) };
                    Ok(format!("{} (p {p})", period_words(found.at)))
                }),
            ),
        ],
        ..StatisticsTable::default()
    };
    if !go_on() {
        return None;
    }
    table.pairs = pairs(&columns);
    let of_all: Vec<Vec<Sample>> = columns.iter().map(|c| c.samples.clone()).collect();
    if of_all.len() > 1 {
        let rank = |rank: Option<usize>| rank.map(|rank| rank.to_string()).unwrap_or_default();
        let in_words =
            |(at, all): (Period, Vec<Option<usize>>)| (period_words(at), all.into_iter().map(rank).collect());
        table.ranks = ranks(&of_all).into_iter().map(in_words).collect();
    }
    if columns.iter().any(|c| (1..FEW).contains(&c.samples.len())) {
        notes.push(format!("Of fewer than {FEW} values intervals and tests say little."));
    }
    if columns.iter().any(|c| c.samples.iter().any(|sample| !sample.is_exact)) {
        notes.push("Values that are not exact are taken as they are stated.".to_owned());
    }
    notes.push(
        "Trends by least squares; the change of level by the CUSUM of residuals (Ploberger and Krämer 1992); both take \
         values as independent of each other."
            .to_owned(),
    );
    table.notes = notes;
    go_on().then_some(table)
}

fn said(reason: NoStatistic) -> String {
    reason.to_string()
}

/// A computed number, to five significant digits.
fn words(value: f64, measure: Measure) -> String {
    number::with_measure(number::rounded(value, 5), &measure)
}

fn percent(value: f64) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}%", number::grouped(number::rounded(value, 3), 12))
}

fn trend_words(trend: &Trend, measure: Measure) -> String {
    let told = |value: f64| match trend.kind {
        Trending::LogLinear => percent(value),
        Trending::Linear => {
            let sign = if value > 0.0 { "+" } else { "" };
            let value = number::grouped(number::rounded(value, 3), 12);
            let unit = if matches!(measure, Measure::Share | Measure::Change) { " points" } else { "" };
            format!("{sign}{value}{unit}")
        }
    };
    format!("{} ({} to {})", told(trend.per_year), told(trend.interval.0), told(trend.interval.1))
}

fn pairs(columns: &[Column]) -> Vec<String> {
    let mut sentences = Vec::new();
    if columns.len() > MOST_PAIRED {
        return sentences;
    }
    for (nth, one) in columns.iter().enumerate() {
        for other in &columns[nth + 1..] {
            let of = format!("{} and {}", one.label, other.label);
            sentences.push(match correlation(&one.samples, &other.samples) {
                Ok(found) => {
                    let few = if found.count < FEW { "; so few say little" } else { "" };
                    let digits = |v: f64| number::grouped(v, 2);
                    format!(
                        "{of}: r = {} (95%: {} to {}, Fisher) over {} common periods{few}.",
                        digits(found.coefficient),
                        digits(found.interval.0),
                        digits(found.interval.1),
                        found.count
                    )
                }
                Err(reason) => format!("{of}: no correlation, since {reason}."),
            });
        }
    }
    sentences
}

/// Means before and after an event for each series of a chart, a sentence each.
pub fn around_event(dataset: &Dataset, chart: &Chart, event: &Id) -> Vec<String> {
    let Some(event) = dataset.events.get(event) else { return Vec::new() };
    let (columns, mut sentences) = columns(dataset, chart);
    for c in columns {
        let found = match before_after(&c.samples, event.at) {
            Ok(found) => found,
            Err(reason) => {
                sentences.push(format!("{}: {reason} on each side.", c.label));
                continue;
            }
        };
        let few = found.before.min(found.after) < FEW;
        let mut sentence = format!(
            "{}: mean {} before ({} values), {} after ({}); difference {} (95%: {} to {}, Welch's interval",
            c.label,
            words(found.means.0, c.measure),
            found.before,
            words(found.means.1, c.measure),
            found.after,
            words(found.difference, c.measure),
            words(found.interval.0, c.measure),
            words(found.interval.1, c.measure)
        );
        sentence += if few { "; so few values say little)." } else { ")." };
        if let Some(at) = found.left_out {
            sentence += &[" ", &period_words(at), " counts on neither side."].concat();
        }
        sentences.push(sentence);
    }
    sentences
}
