//! The trends that a chart draws through its values: a line each, with the band in which it may lie.

use crate::{
    analysis::{
        listed, period_words,
        statistics::{Sample, Trend, samples, trend},
    },
    model::{Chart, Mark, Stack, Trending},
};

use super::{AxisScale, ChartPlan, axes::asked_range, rows::Chosen};

/// A band is curved; so many straight pieces are enough to draw it.
const PIECES: usize = 48;

/// So many series are named with what was found of each.
const NAMED: usize = 6;

/// A trend in the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedTrend {
    /// Position in `ChartPlan::series`.
    pub series: usize,
    /// From the first to the last value, in the units of the axes.
    pub course: Vec<TrendPoint>,
}

/// Where a trend is at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// When, in decimal years.
    pub x: f64,
    /// The line.
    pub y: f64,
    /// The 95% confidence band of the mean.
    pub band: (f64, f64),
}

/// What is drawn, what the sign means, and what has no trend and why.
#[derive(Default)]
pub(super) struct Trends {
    pub(super) planned: Vec<PlannedTrend>,
    pub(super) sign: Option<String>,
    pub(super) refused: Vec<String>,
}

/// Why a chart can draw no trends; `None` if it can.
pub fn no_trend(chart: &Chart) -> Option<String> {
    let why = match chart.mark {
        Mark::Line | Mark::Step | Mark::Dot => return None,
        Mark::Area | Mark::Column if chart.stack == Stack::Grouped => return None,
        Mark::Area | Mark::Column => "on stacks the values of a series do not lie on one axis",
        Mark::Scatter => "a trend goes over time, which is no axis of it",
        Mark::Table => "a table has no axis of values",
        Mark::Timeline => "a timeline shows events and no values",
        Mark::Histogram => "ranges of values do not follow each other in time",
        Mark::Bar | Mark::DotPlot | Mark::Range | Mark::Dumbbell | Mark::Slope => {
            "it shows one or two periods of each series"
        }
    };
    let words = match chart.mark {
        Mark::Area | Mark::Column => "stack",
        mark => mark.words(),
    };
    Some(format!("No trend is drawn in a {words}: {why}."))
}

/// The trends of the series of a plan that has its axes.
pub(super) fn trends(chart: &Chart, chosen: &[Chosen<'_>], plan: &ChartPlan) -> Trends {
    let Some(kind) = chart.trend else { return Trends::default() };
    if let Some(reason) = no_trend(chart) {
        return Trends { refused: vec![reason], ..Trends::default() };
    }
    let (from, to) = asked_range(chart);
    let (mut trends, mut said) = (Trends::default(), Vec::new());
    for (series, one) in chosen.iter().enumerate().filter(|(series, _)| !plan.series[*series].is_context) {
        let mut samples = samples(&one.derived);
        samples.retain(|sample| sample.at.start() < to && sample.at.end() > from);
        match trend(&samples, kind) {
            Ok(trend) => {
                let course = course(&trend, &samples, plan);
                said.extend(words(&one.label, &samples));
                trends.planned.push(PlannedTrend { series, course });
            }
            Err(reason) => trends.refused.push(format!("{}: no trend is drawn, since {reason}.", one.label)),
        }
    }
    if trends.refused.len() > NAMED {
        trends.refused = vec![format!("No trend is drawn of {} series with too few values.", trends.refused.len())];
    }
    let of = if said.len() > NAMED { format!("of {} series", said.len()) } else { listed(&said) };
    let name = match kind {
        Trending::Linear => "linear",
        Trending::LogLinear => "log-linear",
    };
    trends.sign = (!said.is_empty()).then(|| {
        let what = if said.len() == 1 {
            format!("Dotted line: {name} trend by least squares with its 95% confidence band")
        } else {
            format!("Dotted lines: {name} trends by least squares with their 95% confidence bands")
        };
        format!("{what}, {of}.")
    });
    trends
}

/// "Mexico 2003 to 2014 (12 values)".
fn words(label: &str, samples: &[Sample]) -> Option<String> {
    let (first, last) = (samples.first()?, samples.last()?);
    Some(format!("{label} {} to {} ({} values)", period_words(first.at), period_words(last.at), samples.len()))
}

fn course(trend: &Trend, samples: &[Sample], plan: &ChartPlan) -> Vec<TrendPoint> {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return Vec::new() };
    let (start, end) = (first.at.position(), last.at.position());
    // What is zero or below has no place on a logarithmic axis.
    let least = if plan.y.scale == AxisScale::Log { plan.y.min } else { f64::NEG_INFINITY };
    let points = (0..=PIECES).map(|piece| {
        let x = start + (end - start) * piece as f64 / PIECES as f64;
        let (y, low, high) = trend.at(x);
        TrendPoint { x, y, band: (low.max(least), high.max(least)) }
    });
    points.filter(|point| point.y.is_finite() && point.band.1.is_finite() && point.y > least).collect()
}
