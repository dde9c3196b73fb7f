//! Datasets with one chart that follow from a number: any mark, one to twenty series, long and short names, gaps,
//! doubts, one value or three centuries of them.

use docket::model::{
    Annotation, AnnotationKind, Chart, Dataset, Event, EventFilter, Facet, Gaps, Id, Labels, Mark, Measure,
    Observation, Period, PeriodAxis, Qualifier, Scale, Series, Source, SourceRefs, Spot, Stack, Status, Trending,
    ValueAxis,
};

/// The plan of the chart of a seed.
pub fn plan(seed: u64) -> docket::chart::ChartPlan {
    docket::chart::plan(&dataset(seed), &Id::from("c")).expect("the chart")
}

/// The dataset of a seed; its chart is called "c".
pub fn dataset(seed: u64) -> Dataset {
    let mut dice = Dice::new(seed);
    let mut dataset = Dataset::titled("Any");
    let count = [1, 2, 3, 5, 8, 20][dice.below(6)];
    let values = Values::any(&mut dice);
    let (entities, indicators) = ([3, 7, 20][dice.below(3)], 1 + dice.below(3));
    let measure = [Measure::Count, Measure::Share, Measure::Rate { per: 1e5 }, Measure::Change, Measure::Amount];
    let measure = measure[dice.below(5)];
    for s in 0..count {
        let mut series = Series::default();
        series.head.entity = Some(format!("{} {}", dice.words(0, 5), s % entities));
        series.head.indicator = Some(format!("{} {}", dice.words(1, 4), s % indicators));
        series.head.unit = Some(dice.words(0, 3));
        series.head.measure = measure;
        series.observations = values.series(&mut dice).into();
        dataset.series.insert(Id::from(format!("s{s}")), series);
    }
    let source = Source { publisher: Some(dice.words(2, 9)), ..Source::default() };
    dataset.sources.insert("someone".into(), source);
    for e in 0..dice.below(14) {
        dataset.events.insert(Id::from(format!("e{e}")), values.event(&mut dice));
    }
    let chart = chart(&mut dice, &dataset, &values);
    dataset.charts.insert("c".into(), chart);
    dataset
}

fn chart(dice: &mut Dice, dataset: &Dataset, values: &Values) -> Chart {
    let ids: Vec<Id> = dataset.series.keys().cloned().collect();
    let some = |dice: &mut Dice, one_in: usize| dice.below(one_in) == 0;
    let first = values.period(0);
    Chart {
        title: Some(dice.words(2, 22)),
        subtitle: some(dice, 2).then(|| dice.words(2, 25)),
        note: some(dice, 2).then(|| dice.words(5, 60)),
        mark: Mark::ALL[dice.below(Mark::ALL.len())],
        stack: Stack::ALL[dice.below(3)],
        facet: [None, None, None, Some(Facet::Shared), Some(Facet::Free)][dice.below(5)],
        highlight: if some(dice, 4) { vec![ids[dice.below(ids.len())].clone()] } else { Vec::new() },
        labels: Labels::ALL[[0, 0, 0, 1, 2][dice.below(5)]],
        values: [None, None, Some(true), Some(false)][dice.below(4)],
        x: PeriodAxis { from: some(dice, 8).then_some(first), to: None },
        y: ValueAxis {
            scale: Scale::ALL[[0, 0, 1, 2][dice.below(4)]],
            label: some(dice, 3).then(|| dice.words(1, 6)),
            ..ValueAxis::default()
        },
        across: Box::new(ValueAxis { scale: Scale::ALL[[0, 0, 1, 2][dice.below(4)]], ..ValueAxis::default() }),
        gaps: if some(dice, 2) { Gaps::Bridge } else { Gaps::Show },
        events: if some(dice, 2) { EventFilter::All } else { EventFilter::Nothing },
        annotations: annotations(dice, values),
        trend: [None, None, Some(Trending::Linear), Some(Trending::LogLinear)][dice.clone().below(4)],
        series: ids,
        ..Chart::default()
    }
}

/// None, one or several annotations of any kind, about values, periods and places in and out of the plot; from dice of
/// their own.
fn annotations(dice: &Dice, values: &Values) -> Vec<Annotation> {
    let mut dice = dice.clone();
    let count = [0, 0, 1, 3, 7][dice.below(5)];
    let mut all = Vec::new();
    for _ in 0..count {
        let spot = |dice: &mut Dice| Spot {
            at: Some(values.period(dice.below(values.count))),
            across: (dice.below(2) == 0).then(|| values.value(dice)),
            series: (dice.below(2) == 0).then(|| Id::from("s0")),
            value: (dice.below(2) == 0).then(|| values.value(dice)),
        };
        let mut one = Annotation { kind: AnnotationKind::ALL[dice.below(5)], ..Annotation::default() };
        one.point_at(spot(&mut dice));
        match one.kind {
            AnnotationKind::Note => {}
            AnnotationKind::Shade => one.at = one.at.map(|at| at.hull(values.period(dice.below(values.count)))),
            AnnotationKind::Line => one.value = Some(values.value(&mut dice)),
            AnnotationKind::Band => {
                one.value = Some(values.value(&mut dice));
                one.to = Some(values.value(&mut dice));
            }
            AnnotationKind::Arrow => one.from = Some(spot(&mut dice)),
        }
        one.place = (dice.below(3) == 0).then(|| spot(&mut dice));
        let least = dice.below(3);
        one.text = dice.words(least, 9);
        all.push(one);
    }
    all
}

/// What the values of a dataset are like.
struct Values {
    first: i32,
    count: usize,
    by_month: bool,
    top: f64,
    kind: usize,
}

impl Values {
    fn any(dice: &mut Dice) -> Self {
        let count = [1, 2, 6, 25, 300][dice.below(5)];
        let first = if count == 300 { 1700 + dice.small(20) } else { 1985 + dice.small(20) };
        let top = [1.0, 100.0, 2500.0, 1_250_000.0, 8e11][dice.below(5)];
        Self { first, count, by_month: count < 50 && dice.below(5) == 0, top, kind: dice.below(6) }
    }

    fn period(&self, nth: usize) -> Period {
        let nth = i32::try_from(nth).expect("few");
        let text = if self.by_month {
            format!("{}-{:02}", self.first + nth / 12, 1 + nth % 12)
        } else {
            format!("{}", self.first + nth)
        };
        text.parse().expect("a period")
    }

    fn value(&self, dice: &mut Dice) -> f64 {
        let share = (dice.share() * 1000.0).round() / 1000.0;
        match self.kind {
            // All are equal; some are below zero; whole numbers.
            0 => self.top / 2.0,
            1 => self.top * (share - 0.5),
            2 => (self.top * share).round(),
            _ => self.top * share,
        }
    }

    fn series(&self, dice: &mut Dice) -> Vec<Observation> {
        let mut observations = Vec::new();
        for nth in 0..self.count {
            if dice.below(5) == 0 && self.count > 1 {
                continue;
            }
            let mut one = Observation::exactly(self.period(nth), self.value(dice));
            one.qualifier = Qualifier::ALL[dice.below(20).min(Qualifier::ALL.len() - 1)];
            if dice.below(3) > 0 {
                one.qualifier = Qualifier::Exactly;
            }
            one.status =
                if dice.below(12) == 0 { Status::ALL[dice.below(Status::ALL.len())] } else { Status::Observed };
            if dice.below(10) == 0 {
                let value = one.value.unwrap_or_default();
                (one.low, one.high) = (Some(value - value.abs() * 0.2), Some(value + value.abs() * 0.1));
            }
            one.source = SourceRefs::from("someone");
            observations.push(one);
        }
        if dice.below(4) == 0 && self.count > 4 && !self.by_month {
            let span = format!("{}/{}", self.first, self.first + 3).parse().expect("a span");
            observations.push(Observation::exactly(span, self.value(dice)));
        }
        observations
    }

    fn event(&self, dice: &mut Dice) -> Event {
        let year = self.first + dice.small(i32::try_from(self.count.max(2)).expect("few"));
        let at = match dice.below(3) {
            0 => format!("{year}"),
            1 => format!("{year}-{:02}", 1 + dice.below(12)),
            _ => format!("{year}/{}", year + 3),
        };
        let place = ["Mexico", "Colombia", "A place with a long name"][dice.below(3)].to_owned();
        Event {
            place: (dice.below(5) > 0).then_some(place),
            source: SourceRefs::from("someone"),
            ..Event::titled(at.parse().expect("a period"), dice.words(1, 9))
        }
    }
}

/// Xorshift: the same numbers from the same seed, everywhere.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % limit
    }

    /// The same for small numbers with a sign.
    pub fn small(&mut self, limit: i32) -> i32 {
        let limit = usize::try_from(limit).expect("a limit above zero");
        i32::try_from(self.below(limit)).expect("below a small limit")
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.below(1000) as f64 / 1000.0
    }

    /// So many words, some of them long.
    pub fn words(&mut self, least: usize, most: usize) -> String {
        const WORDS: [&str; 10] =
            ["extradition", "of", "the", "Mexico", "convictions", "1,234", "per", "responsabilidad", "murders", "año"];
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}
