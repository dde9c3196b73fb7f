//! Three steps on a million figures, done anew and done again after one edit; and the plan of the chart with them.
//!
//! `cargo bench --bench steps` takes 10^4 and 10^6 observations; `cargo bench --bench steps -- 100000` so many.

use std::{hint::black_box, time::Instant};

use docket::{
    analysis::{Kept, derive},
    chart,
    model::{
        Chart, Dataset, Gather, Id, Measure, Observation, Observations, Period, Series, SeriesHead, Span, Transform,
        Unit,
    },
};

/// A frame at 60 frames a second, in milliseconds.
const FRAME: f64 = 1e3 / 60.0;

/// Steps on so many series together.
struct Pipeline {
    name: &'static str,
    series: usize,
    steps: Vec<Transform>,
}

fn main() {
    let counts: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![10_000, 1_000_000] } else { counts };
    println!(
        "{:>9} {:<47} | {:>9} | after one edit: {:>9} {:>9} {:>9} | {:>7} of a frame | {:>9} | {:>9}",
        "count", "steps", "anew", "start", "middle", "end", "worst", "plan anew", "plan again"
    );
    for count in counts {
        for pipeline in pipelines() {
            row(count, &pipeline);
        }
    }
}

fn pipelines() -> Vec<Pipeline> {
    let base = Period::from(Unit::Day(1500, 6, 1));
    let rate = Transform::Rate { per: 1e5, of: "people".into() };
    let by_year = Transform::Resample { to: Span::Year, by: Gather::Mean };
    vec![
        Pipeline {
            name: "index, rolling mean of 7, percent change",
            series: 1,
            steps: vec![Transform::Index { base }, Transform::RollingMean(7), Transform::PercentChange],
        },
        Pipeline {
            name: "share of total, mean of 7, a year earlier; of 4",
            series: 4,
            steps: vec![Transform::ShareOfTotal, Transform::RollingMean(7), Transform::DifferenceOnYear],
        },
        Pipeline { name: "per 100,000, mean of year, log", series: 1, steps: vec![rate, by_year, Transform::Log] },
        Pipeline {
            name: "running total, share of total, log; of 2",
            series: 2,
            steps: vec![Transform::Cumulative, Transform::ShareOfTotal, Transform::Log],
        },
    ]
}

fn row(count: usize, Pipeline { name, series, steps }: &Pipeline) {
    let mut dataset = dataset(*series, count / series);
    let ids: Vec<Id> = dataset.series.keys().filter(|id| id.starts_with('s')).cloned().collect();
    let chart = Chart { series: ids.clone(), transform: steps.clone(), ..Chart::default() };
    dataset.charts.insert("c".into(), chart);
    let id = Id::from("c");
    let rounds = (3_000_000 / count).clamp(5, 100);
    let anew = best(rounds, || drop(black_box(derive(&dataset, &ids, &ids, steps))));
    let plan = best(3, || drop(black_box(chart::plan(&dataset, &id))));
    let mut kept = Kept::default();
    let mut again = |dataset: &Dataset| {
        let start = Instant::now();
        let results = black_box(kept.derive(dataset, &ids, steps));
        kept.give_back(results.into_iter().flatten());
        start.elapsed().as_secs_f64() * 1e3
    };
    again(&dataset);
    let last = count / series - 1;
    // The worst of several edits in each place.
    let times = [1, last / 2, last].map(|place| {
        let edits = (0_u32..5).map(|nth| {
            edit(&mut dataset, place, f64::from(nth + 7));
            again(&dataset)
        });
        edits.fold(0.0, f64::max)
    });
    let worst = times.into_iter().fold(0.0, f64::max);
    let mut kept = Kept::default();
    let _ = chart::plan_with(&dataset, &id, &mut kept);
    let planned = (0_u32..3).map(|nth| {
        edit(&mut dataset, last / 2, f64::from(nth + 17));
        best(1, || drop(black_box(chart::plan_with(&dataset, &id, &mut kept))))
    });
    let planned = planned.fold(f64::INFINITY, f64::min);
    let [start, middle, end] = times;
    println!(
        "{count:>9} {name:<47} | {anew:>6.1} ms | {:>15} {start:>6.2} ms {middle:>6.2} ms {end:>6.2} ms | {:>7.3} {:>10} | \
         {plan:>6.1} ms | {planned:>6.1} ms",
        "",
        worst / FRAME,
        ""
    );
}

/// Puts another value into the first series.
fn edit(dataset: &mut Dataset, place: usize, value: f64) {
    let observations: &mut Observations = &mut dataset.series[0].observations;
    let new = Observation { value: Some(value), ..observations[place].clone() };
    observations.set(place, new);
}

/// The least milliseconds of some runs.
fn best(rounds: usize, mut run: impl FnMut()) -> f64 {
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1e3
    });
    times.fold(f64::INFINITY, f64::min)
}

/// Daily counts from 1500 on, and the yearly number of people.
fn dataset(series: usize, each: usize) -> Dataset {
    let mut dataset = Dataset::titled("Large");
    let head = SeriesHead { measure: Measure::Count, ..SeriesHead::default() };
    for nth in 0..series {
        let days = std::iter::successors(Some(Unit::Day(1500, 1, 1)), |day| day.next()).take(each);
        let value = |at: usize| ((nth * 7919 + at * 104_729) % 100_000 + 1) as f64;
        let observations = days.enumerate().map(|(at, day)| Observation::exactly(day.into(), value(at))).collect();
        dataset.series.insert(format!("s{nth}").into(), Series { head: head.clone(), observations });
    }
    let years = (1500..6000).map(|y| Observation::exactly(Unit::Year(y).into(), 1e6 + f64::from(y))).collect();
    dataset.series.insert("people".into(), Series { head, observations: years });
    dataset
}
