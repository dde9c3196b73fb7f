//! The steps done again after an edit, only where it matters.
//!
//! What a step makes of a period follows from so much time around it, and from its base. So after a few values have
//! changed, only an excerpt goes through the steps: the stretch of time that can have changed, as much around it as the
//! steps look at, and the bases; of all else the results stay. That no figure came to be or was lost by the edit is found
//! in the reports of the steps. Where that is not so, and for running totals and interpolation, which look as far as the
//! series goes, all is done anew.

use std::{
    collections::{BTreeSet, HashSet},
    ops::RangeInclusive,
};

use super::{Derived, Figure, Refusal, Report, Standing, derive, figure, figure::Origins};
use crate::model::{Dataset, Id, Observation, Observations, Period, Series, SeriesHead, Span, Transform, Unit};

/// More changes than this are no edit of a few values.
const MOST_CHANGED: usize = 1_000;

/// The days of a year, at most.
const YEAR: i64 = 366;

/// What the steps of a chart have made of its series, to be brought up to date after an edit.
#[derive(Debug, Default)]
pub struct Kept {
    steps: Vec<Transform>,
    /// The series that go in: those that are wanted, then those that they are related to.
    inputs: Vec<Input>,
    /// The results of those that are wanted; none while they are lent.
    results: Vec<Made>,
}

#[derive(Debug)]
struct Input {
    id: Id,
    series: Series,
    origins: Origins,
}

/// A `Derived` without its dataset.
#[derive(Debug)]
struct Made {
    head: SeriesHead,
    figures: Vec<Figure>,
    is_rounded: bool,
    reports: Vec<Report>,
    besides: Vec<(Id, Vec<u32>)>,
}

/// The days that an edit can have changed, and those that the steps look at to find out.
#[derive(Clone, Debug)]
struct Reach {
    changed: RangeInclusive<i64>,
    needed: Vec<RangeInclusive<i64>>,
}

impl Kept {
    /// What the steps of a chart make of its series, as `derive` with all of them wanted. The results are lent: they are
    /// to be given back for the next time.
    ///
    /// # Errors
    /// As `derive`.
    pub fn derive<'a>(
        &mut self,
        dataset: &'a Dataset,
        ids: &[Id],
        steps: &[Transform],
    ) -> Vec<Result<Derived<'a>, Refusal>> {
        let steps: Vec<Transform> = steps.iter().filter(|step| step.is_on()).cloned().collect();
        if self.bring_up_to_date(dataset, ids, &steps).is_some()
            && let Some(results) = self.lend(dataset, ids.len())
        {
            return results;
        }
        let results = derive(dataset, ids, ids, &steps);
        *self = Self::default();
        let is_complete =
            || results.iter().all(|result| result.as_ref().is_ok_and(|derived| derived.figures.is_some()));
        if !ids.is_empty() && results.len() == ids.len() && is_complete() && reach_of(&steps, 1, 0..=0, &[]).is_some() {
            self.steps = steps;
            self.inputs = inputs(dataset, ids, &self.steps);
        }
        results
    }

    /// Takes back what was lent, in the same order.
    pub fn give_back<'a>(&mut self, results: impl IntoIterator<Item = Derived<'a>>) {
        let partners = self.steps.iter().filter(|step| step.series().is_some()).count();
        let wanted = self.inputs.len().saturating_sub(partners);
        self.results.clear();
        for (input, derived) in self.inputs.iter_mut().zip(results) {
            let Derived { head, figures, is_rounded, reports, origins, besides, .. } = derived;
            let Some(figures) = figures else { break };
            input.origins = origins;
            let besides = besides.into_iter().map(|(id, positions)| (id.clone(), positions)).collect();
            self.results.push(Made { head: head.into_owned(), figures, is_rounded, reports, besides });
        }
        if self.results.len() != wanted {
            *self = Self::default();
        }
    }

    /// The results as those of a dataset; nothing is kept meanwhile.
    fn lend<'a>(&mut self, dataset: &'a Dataset, wanted: usize) -> Option<Vec<Result<Derived<'a>, Refusal>>> {
        let mut lent = Vec::with_capacity(wanted);
        for (input, result) in self.inputs.iter_mut().zip(self.results.drain(..)) {
            let series = dataset.series.get(&input.id)?;
            let besides = result.besides.into_iter();
            let besides = besides.map(|(id, positions)| Some((dataset.series.get_key_value(&id)?.0, positions)));
            lent.push(Ok(Derived {
                series,
                head: std::borrow::Cow::Owned(result.head),
                figures: Some(result.figures),
                is_rounded: result.is_rounded,
                reports: result.reports,
                origins: std::mem::take(&mut input.origins),
                besides: besides.collect::<Option<_>>()?,
            }));
        }
        Some(lent)
    }

    /// Puts into the results what has changed; `None` where all has to be done anew.
    fn bring_up_to_date(&mut self, dataset: &Dataset, ids: &[Id], steps: &[Transform]) -> Option<()> {
        let is_same = self.steps == steps && self.results.len() == ids.len() && !ids.is_empty();
        let are_wanted = self.inputs.iter().map(|input| &input.id).zip(ids).all(|(kept, id)| kept == id);
        if !is_same || !are_wanted {
            return None;
        }
        let mut days: Option<RangeInclusive<i64>> = None;
        let mut count = 0;
        for input in &self.inputs {
            let now = dataset.series.get(&input.id)?;
            if now.head != input.series.head {
                return None;
            }
            for (index, old, new) in changes(&input.series.observations, &now.observations)? {
                // A share names the sources of all that it is a share of.
                if old.source != new.source && steps.contains(&Transform::ShareOfTotal) {
                    return None;
                }
                let has_figure = |o| figure::has_figure(o, now.head.measure);
                if old.at != new.at || has_figure(old) != has_figure(new) {
                    return None;
                }
                count += 1;
                if count > MOST_CHANGED || index as usize >= now.observations.len() {
                    return None;
                }
                let (first, last) = days_of(new.at);
                let known = days.unwrap_or(first..=last);
                days = Some((*known.start()).min(first)..=(*known.end()).max(last));
            }
        }
        if let Some(days) = days {
            let longest = self.inputs.iter().filter_map(Input::longest_unit).max().unwrap_or(YEAR);
            let bases: Vec<Period> = steps.iter().filter_map(Transform::base).collect();
            let reach = reach_of(steps, longest, days, &bases)?;
            self.splice(dataset, ids, &reach)?;
        }
        for input in &mut self.inputs {
            input.series = dataset.series.get(&input.id)?.clone();
        }
        Some(())
    }

    /// Does the steps to an excerpt and puts its results among the others.
    fn splice(&mut self, dataset: &Dataset, ids: &[Id], reach: &Reach) -> Option<()> {
        let mut excerpt = Dataset::titled("");
        let mut taken: Vec<Vec<u32>> = Vec::new();
        let mut room = self.inputs.iter().map(|input| input.origins.positions.len()).sum::<usize>() / 2;
        for input in &self.inputs {
            let now = dataset.series.get(&input.id)?;
            let positions = input.within(&now.observations, &reach.needed);
            // Half of it twice is no faster than all of it once.
            room = room.checked_sub(positions.len())?;
            let observations = input.excerpt(&now.observations, &positions);
            excerpt.series.insert(input.id.clone(), Series { head: now.head.clone(), observations });
            taken.push(positions);
        }
        let fresh: Vec<Derived<'_>> =
            derive(&excerpt, ids, ids, &self.steps).into_iter().collect::<Result<_, _>>().ok()?;
        let is_changed = |at: Period| reach.changed.contains(&days_of(at).0);
        let mut places = Vec::new();
        for (result, fresh) in self.results.iter().zip(&fresh) {
            let figures = fresh.figures.as_ref()?;
            if !same_reports(&result.reports, &fresh.reports, &is_changed) {
                return None;
            }
            let ranges = |figures: &[Figure]| of_days(figures, &reach.changed);
            let (old, new) = (ranges(&result.figures), ranges(figures));
            let of = |figures: &[Figure], positions: &[usize]| {
                positions.iter().map(|at| (figures[*at].standing, figures[*at].at)).collect::<Vec<_>>()
            };
            if of(&result.figures, &old) != of(figures, &new) {
                return None;
            }
            places.push((old, new));
        }
        for (nth, (result, fresh)) in self.results.iter_mut().zip(&fresh).enumerate() {
            let (old, new) = &places[nth];
            let origin = |position: u32| taken[nth].get(position as usize).copied();
            for (old, new) in old.iter().zip(new) {
                let figure = fresh.figures.as_ref()?[*new];
                let (first, last) = figure.from;
                result.figures[*old] = figure.made_from(origin(first)?, origin(last)?);
            }
        }
        Some(())
    }
}

/// The series that the steps take, each with where its figures come from, if it is not wanted itself.
fn inputs(dataset: &Dataset, ids: &[Id], steps: &[Transform]) -> Vec<Input> {
    let input = |id: &Id, with_origins: bool| {
        let series = dataset.series.get(id)?.clone();
        let origins = if with_origins { figure::figures(&series).1 } else { Origins::default() };
        Some(Input { id: id.clone(), series, origins })
    };
    let wanted = ids.iter().map(|id| input(id, false));
    wanted.chain(steps.iter().filter_map(Transform::series).map(|id| input(id, true))).flatten().collect()
}

impl Input {
    fn at(&self, position: usize) -> Option<Period> {
        self.series.observations.get(*self.origins.positions.get(position)? as usize).map(|o| o.at)
    }

    /// The days of the longest unit that it has values of.
    fn longest_unit(&self) -> Option<i64> {
        self.origins.starts.iter().filter_map(|(start, _)| self.at(*start as usize)).map(|at| length(at.first())).max()
    }

    /// The positions of the figures that start within some days, and of the first ones of each kind, in order.
    fn within(&self, observations: &Observations, days: &[RangeInclusive<i64>]) -> Vec<u32> {
        let starts = || self.origins.starts.iter().map(|(start, _)| *start);
        let ends = starts().skip(1).chain([self.origins.positions.len() as u32]);
        let segments: Vec<(u32, u32)> = starts().zip(ends).collect();
        let day = |position: u32| {
            observations.get(self.origins.positions[position as usize] as usize).map_or(0, |o| days_of(o.at).0)
        };
        let firsts = segments.iter().map(|(start, _)| day(*start)).map(|day| day..=day);
        let days: Vec<RangeInclusive<i64>> = days.iter().cloned().chain(firsts).collect();
        let mut positions = BTreeSet::new();
        for (start, end) in segments {
            for days in &days {
                let first = partition(start, end, |position| day(position) < *days.start());
                let behind = partition(first, end, |position| day(position) <= *days.end());
                positions.extend(first..behind);
            }
        }
        positions.into_iter().collect()
    }

    /// The observations of some figures, in the order of the file. Where another source says something of a period whose
    /// preferred observation has no figure, that one is there too.
    fn excerpt(&self, observations: &Observations, positions: &[u32]) -> Observations {
        let index = |position: &u32| self.origins.positions[*position as usize];
        let disagreeing = self.origins.starts.iter().find(|(_, standing)| *standing == Standing::Disagreeing);
        let first = disagreeing.map_or(self.origins.positions.len() as u32, |(start, _)| *start);
        let (preferred, others) = positions.split_at(positions.partition_point(|position| *position < first));
        let at = |position: &u32| observations[index(position) as usize].at;
        let known: HashSet<Period> =
            if others.is_empty() { HashSet::new() } else { preferred.iter().map(at).collect() };
        let without: BTreeSet<Period> = others.iter().map(at).filter(|at| !known.contains(at)).collect();
        let mut indices: Vec<u32> = positions.iter().map(index).collect();
        indices.sort_unstable();
        let of_figures = indices.iter().map(|index| observations[*index as usize].clone());
        without.into_iter().map(Observation::at).chain(of_figures).collect()
    }
}

/// The first position of which that is not so.
fn partition(start: u32, end: u32, is_before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (start, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The positions of the figures that start within some days.
fn of_days(figures: &[Figure], days: &RangeInclusive<i64>) -> Vec<usize> {
    let mut positions = Vec::new();
    for standing in [Standing::Preferred, Standing::Interval, Standing::Disagreeing] {
        for kind in 0..=figure::kind(Unit::Year(1)) {
            let place = |figure: &Figure| (figure.place().0, figure.place().1);
            let start = figures.partition_point(|figure| place(figure) < (standing, kind));
            let end = start + figures[start..].partition_point(|figure| place(figure) == (standing, kind));
            let of = &figures[start..end];
            let first = of.partition_point(|figure| days_of(figure.at).0 < *days.start());
            let behind = first + of[first..].partition_point(|figure| days_of(figure.at).0 <= *days.end());
            positions.extend(start + first..start + behind);
        }
    }
    positions
}

/// Whether steps say the same of what can have changed.
fn same_reports(old: &[Report], new: &[Report], is_changed: &impl Fn(Period) -> bool) -> bool {
    let of = |periods: &[Period]| periods.iter().copied().filter(|at| is_changed(*at)).collect::<Vec<_>>();
    let lost = |report: &Report| {
        let lost = report.lost.iter().map(|(why, periods)| (*why, of(periods)));
        lost.filter(|(_, periods)| !periods.is_empty()).collect::<Vec<_>>()
    };
    old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| {
            let (before, now) = (lost(old), lost(new));
            before.len() == now.len()
                && before.iter().all(|reason| now.contains(reason))
                && of(&old.over_breaks) == of(&new.over_breaks)
        })
}

/// How far an edit of values within some days reaches through the steps, with units of up to so many days; `None` where
/// it reaches as far as the series goes.
fn reach_of(steps: &[Transform], longest: i64, days: RangeInclusive<i64>, bases: &[Period]) -> Option<Reach> {
    let (mut first, mut last) = days.into_inner();
    let (mut unit, mut before, mut behind) = (longest, 0, 0);
    for step in steps {
        match step {
            Transform::Index { base } | Transform::DifferenceFrom { base } | Transform::PercentChangeFrom { base } => {
                // Then all values are related to another one. What starts within these days ends a unit later.
                let (base_first, base_last) = days_of(*base);
                if !bases.is_empty() && base_last >= first && base_first <= last + unit {
                    return None;
                }
            }
            Transform::Difference | Transform::PercentChange => {
                last += unit;
                before += unit;
            }
            Transform::DifferenceOnYear | Transform::PercentChangeOnYear => {
                last += YEAR;
                before += YEAR;
            }
            Transform::RollingMean(n) | Transform::RollingSum(n) => {
                last += i64::from(*n) * unit;
                before += i64::from(*n) * unit;
            }
            Transform::Resample { to, .. } => {
                first -= YEAR;
                before += YEAR;
                behind += YEAR;
                unit = unit.max(length(match to {
                    Span::Year => Unit::Year(1),
                    Span::Quarter => Unit::Quarter(1, 1),
                    Span::Month => Unit::Month(1, 1),
                }));
            }
            Transform::ShareOfTotal
            | Transform::Rate { .. }
            | Transform::RatioTo { .. }
            | Transform::DifferenceTo { .. }
            | Transform::Log
            | Transform::Off(_) => {}
            Transform::Cumulative | Transform::Interpolate => return None,
        }
    }
    // A value may be related to one of the year around it.
    let around = |first: i64, last: i64| first - before - YEAR..=last + behind + YEAR;
    let of_bases = bases.iter().map(|base| days_of(*base)).map(|(first, last)| around(first, last));
    let needed = std::iter::once(around(first, last)).chain(of_bases).collect();
    Some(Reach { changed: first..=last, needed })
}

/// The days of a unit, at most.
fn length(unit: Unit) -> i64 {
    match unit {
        Unit::Day(..) => 1,
        Unit::Month(..) => 31,
        Unit::Quarter(..) => 92,
        Unit::Year(_) => YEAR,
    }
}

/// The numbers of the first and the last day of a period.
fn days_of(at: Period) -> (i64, i64) {
    let day = |day: jiff::civil::Date| Unit::Day(day.year(), day.month(), day.day()).ordinal();
    (day(at.first_day()), day(at.last_day()))
}

/// The observations that differ, with their positions, old and new; `None` where there are more or fewer of them. What
/// both have in common is passed over by its place in memory.
fn changes<'a>(old: &'a Observations, new: &'a Observations) -> Option<Vec<(u32, &'a Observation, &'a Observation)>> {
    if old.len() != new.len() {
        return None;
    }
    let mut found = Vec::new();
    if old.ptr_eq(new) {
        return Some(found);
    }
    let (mut olds, mut news) = (old.leaves(), new.leaves());
    let (mut a, mut b): (&[Observation], &[Observation]) = (&[], &[]);
    let mut index = 0;
    while index < old.len() {
        if a.is_empty() {
            a = olds.next()?;
        }
        if b.is_empty() {
            b = news.next()?;
        }
        let count = a.len().min(b.len());
        if a.as_ptr() != b.as_ptr() {
            for (at, (old, new)) in a.iter().zip(b).enumerate() {
                if old != new {
                    found.push(((index + at) as u32, old, new));
                    if found.len() > MOST_CHANGED {
                        return None;
                    }
                }
            }
        }
        (a, b) = (&a[count..], &b[count..]);
        index += count;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::model::{Gather, Measure, Qualifier, Status};

    /// What is done to a value: which series, where, and what it is from then on.
    type Change = (usize, usize, Observation);

    fn observation(at: Period) -> impl Strategy<Value = Observation> {
        let value = prop_oneof![20 => (1_u32..5000).prop_map(|n| Some(f64::from(n) / 4.0)), 1 => Just(Some(0.0)), 1 => Just(None)];
        let range = prop_oneof![12 => Just(None), 1 => (1_u32..100).prop_map(|n| Some(f64::from(n)))];
        let qualifier = prop_oneof![8 => Just(Qualifier::Exactly), 1 => select(&Qualifier::ALL[..])];
        let status = prop_oneof![8 => Just(Status::Observed), 1 => select(&Status::ALL[..])];
        (value, range, qualifier, status).prop_map(move |(value, range, qualifier, status)| {
            let high = value.zip(range).map(|(value, range)| value + range);
            Observation { value, high, qualifier, status, ..Observation::at(at) }
        })
    }

    /// Months of a century with gaps, years, and what other sources say, the last two also in the wrong places.
    fn series() -> impl Strategy<Value = Series> {
        let first = Unit::Month(1901, 1);
        let months = (0..1200_i64).filter_map(move |n| first.shifted(n)).map(Period::from).collect::<Vec<_>>();
        let gaps = vec(prop_oneof![60 => Just(true), 1 => Just(false)], months.len());
        let others = vec((any::<prop::sample::Index>(), 1901_i16..2001, any::<bool>()), 0..20);
        (gaps, others, any::<bool>()).prop_flat_map(move |(known, others, breaks)| {
            let mut periods: Vec<Period> =
                months.iter().zip(known).filter(|(_, is_known)| *is_known).map(|(at, _)| *at).collect();
            for (place, year, is_month) in others {
                let at = if is_month { Unit::Month(year, 5) } else { Unit::Year(year) };
                periods.insert(place.index(periods.len()), at.into());
            }
            let change = crate::model::Break { at: Unit::Year(1950).into(), note: None };
            let breaks: Vec<_> = breaks.then_some(change).into_iter().collect();
            periods.into_iter().map(observation).collect::<Vec<_>>().prop_map(move |observations| Series {
                head: SeriesHead { measure: Measure::Count, breaks: breaks.clone(), ..SeriesHead::default() },
                observations: observations.into_iter().collect(),
            })
        })
    }

    fn step() -> impl Strategy<Value = Transform> {
        let base = (1901_i16..2001, 1_i8..=12).prop_map(|(y, m)| Period::from(Unit::Month(y, m)));
        prop_oneof![
            base.clone().prop_map(|base| Transform::Index { base }),
            base.clone().prop_map(|base| Transform::DifferenceFrom { base }),
            base.prop_map(|base| Transform::PercentChangeFrom { base }),
            select(vec![
                Transform::Difference,
                Transform::DifferenceOnYear,
                Transform::PercentChange,
                Transform::PercentChangeOnYear,
                Transform::ShareOfTotal,
                Transform::Log,
                Transform::Cumulative,
                Transform::Interpolate,
                Transform::Rate { per: 1000.0, of: "other".into() },
                Transform::RatioTo { series: "other".into() },
                Transform::DifferenceTo { series: "other".into() },
                Transform::Resample { to: Span::Year, by: Gather::Mean },
                Transform::Resample { to: Span::Quarter, by: Gather::Sum },
            ]),
            (1_u32..15).prop_map(Transform::RollingMean),
            (1_u32..15).prop_map(Transform::RollingSum),
        ]
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let change = (0..3_usize, any::<prop::sample::Index>(), observation(Unit::Year(1).into()));
        vec(change.prop_map(|(series, place, o)| (series, place.index(1100), o)), 1..4)
    }

    fn dataset(series: Vec<Series>) -> Dataset {
        let mut dataset = Dataset::titled("Test");
        for (id, series) in ["a", "b", "other"].into_iter().zip(series) {
            dataset.series.insert(id.into(), series);
        }
        dataset
    }

    /// The same dataset with another value; what period it is of stays.
    fn put(dataset: &mut Dataset, (series, place, o): &Change) {
        let observations = &mut dataset.series[*series].observations;
        let at = observations[*place].at;
        observations.set(*place, Observation { at, ..o.clone() });
    }

    /// In what the two differ, in short.
    fn difference(found: &[Result<Derived<'_>, Refusal>], want: &[Result<Derived<'_>, Refusal>]) -> Result<(), String> {
        for (found, want) in found.iter().zip(want) {
            let (Ok(a), Ok(b)) = (found, want) else { continue };
            let figures = a.figures.iter().flatten().zip(b.figures.iter().flatten());
            if let Some((a, b)) = figures.into_iter().find(|(a, b)| a != b) {
                return Err(format!("{a:?} is not {b:?}"));
            }
            if a.reports != b.reports {
                return Err(format!("{:?} is not {:?}", a.reports, b.reports));
            }
        }
        if found == want { Ok(()) } else { Err("they differ".to_owned()) }
    }

    proptest! {
        #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn after_each_edit_the_results_are_those_of_doing_all_anew(
            series in vec(series(), 3),
            steps in vec(step(), 1..4),
            changes in changes(),
        ) {
            let mut dataset = dataset(series);
            let ids: Vec<Id> = vec!["a".into(), "b".into()];
            let mut kept = Kept::default();
            for change in changes {
                let given = kept.derive(&dataset, &ids, &steps);
                prop_assert_eq!(difference(&given, &derive(&dataset, &ids, &ids, &steps)), Ok(()), "{:?}", steps);
                kept.give_back(given.into_iter().flatten().collect::<Vec<_>>());
                put(&mut dataset, &change);
            }
            let given = kept.derive(&dataset, &ids, &steps);
            prop_assert_eq!(difference(&given, &derive(&dataset, &ids, &ids, &steps)), Ok(()), "{:?}", steps);
        }
    }

    #[test]
    fn an_edit_in_the_middle_takes_an_excerpt_and_one_of_the_base_takes_all() {
        let days = std::iter::successors(Some(Unit::Day(1900, 1, 1)), |day| day.next()).take(40_000);
        let observations = days.zip(1_u32..).map(|(day, n)| Observation::exactly(day.into(), f64::from(n % 977 + 1)));
        let head = SeriesHead { measure: Measure::Count, ..SeriesHead::default() };
        let all = Series { head, observations: observations.collect() };
        let mut dataset = dataset(vec![all.clone(), all.clone(), all]);
        let (ids, base) = ([Id::from("a")], Unit::Day(1900, 1, 1).into());
        let steps = [Transform::Index { base }, Transform::RollingMean(7), Transform::PercentChange];
        let mut kept = Kept::default();
        for (place, is_excerpt) in [(20_000, true), (39_999, true), (0, false)] {
            let given = kept.derive(&dataset, &ids, &steps);
            kept.give_back(given.into_iter().flatten());
            put(&mut dataset, &(0, place, Observation::exactly(base, 5.0)));
            assert_eq!(kept.bring_up_to_date(&dataset, &ids, &steps).is_some(), is_excerpt, "{place}");
            let lent = kept.lend(&dataset, 1);
            let all = derive(&dataset, &ids, &ids, &steps);
            assert_eq!(lent.is_some_and(|lent| lent == all), is_excerpt);
        }
    }
}
