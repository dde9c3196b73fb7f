//! Steps in words: in short, as a method, and with the numbers of a series.

use super::{Derived, Figure, Standing, derive};
use crate::{
    analysis::{
        arithmetic::{plain, terms as terms_words},
        period_words,
    },
    model::{Dataset, Gather, Id, Measure, Observation, Period, Span, Transform, Unit, number},
};

/// The figures of longer series are not gone through just to explain a step.
const MOST_EXPLAINED: usize = 5_000;

/// A step in a few words: "index, 2003 = 100", "rolling mean of 3".
pub fn short_words(step: &Transform, dataset: &Dataset) -> String {
    let name = |id: &Id| dataset.series.get(id).map_or(id.as_str(), |series| series.label(id)).to_owned();
    match step {
        Transform::Index { base } => format!("index, {} = 100", period_words(*base)),
        Transform::Difference => "difference on the period before".to_owned(),
        Transform::DifferenceOnYear => "difference on a year earlier".to_owned(),
        Transform::DifferenceFrom { base } => format!("difference from {}", period_words(*base)),
        Transform::PercentChange => "percent change on the period before".to_owned(),
        Transform::PercentChangeOnYear => "percent change on a year earlier".to_owned(),
        Transform::PercentChangeFrom { base } => format!("percent change from {}", period_words(*base)),
        Transform::Cumulative => "running total".to_owned(),
        Transform::RollingMean(n) => format!("rolling mean of {n}"),
        Transform::RollingSum(n) => format!("rolling sum of {n}"),
        Transform::ShareOfTotal => "share of the total".to_owned(),
        Transform::Rate { per, of } => format!("per {} of {}", plain(*per), name(of)),
        Transform::RatioTo { series } => format!("ratio to {}", name(series)),
        Transform::DifferenceTo { series } => format!("difference to {}", name(series)),
        Transform::Interpolate => "interpolation".to_owned(),
        Transform::Resample { to, by } => format!("{} of {}", by.words(), to.words()),
        Transform::Log => "logarithm".to_owned(),
        Transform::Off(step) => short_words(step, dataset),
    }
}

/// What a step does, as a sentence for the note of a figure.
pub fn method(step: &Transform, dataset: &Dataset) -> String {
    let name = |id: &Id| dataset.series.get(id).map_or(id.as_str(), |series| series.label(id)).to_owned();
    let said = match step.step() {
        Transform::Index { base } => {
            format!("each value is divided by the value of the same series for {}, times 100", period_words(*base))
        }
        Transform::Difference => "each value is the difference to the value of the period before".to_owned(),
        Transform::DifferenceOnYear => {
            "each value is the difference to the value of the same period a year earlier".to_owned()
        }
        Transform::DifferenceFrom { base } => {
            format!("each value is the difference to the value for {}", period_words(*base))
        }
        Transform::PercentChange => "each value is the change on the period before, in percent of it".to_owned(),
        Transform::PercentChangeOnYear => {
            "each value is the change on the same period a year earlier, in percent of it".to_owned()
        }
        Transform::PercentChangeFrom { base } => {
            format!("each value is the change since {}, in percent of it", period_words(*base))
        }
        Transform::Cumulative => "each value is the sum of all values up to it".to_owned(),
        Transform::RollingMean(n) => {
            format!("each value is the mean of {n} consecutive periods, the last of them its own")
        }
        Transform::RollingSum(n) => {
            format!("each value is the sum of {n} consecutive periods, the last of them its own")
        }
        Transform::ShareOfTotal => {
            "each value is percent of the sum of all series shown, for periods in which all are known".to_owned()
        }
        Transform::Rate { per, of } => {
            format!("each value is divided by that of {} and multiplied with {}", name(of), plain(*per))
        }
        Transform::RatioTo { series } => {
            format!("each value is divided by that of {} for the same period", name(series))
        }
        Transform::DifferenceTo { series } => {
            format!("from each value that of {} for the same period is subtracted", name(series))
        }
        Transform::Interpolate => {
            "where no value is known between two that are, one on a straight line between them is put in".to_owned()
        }
        Transform::Resample { to, by } => {
            let whole = match to {
                Span::Year => "year",
                Span::Quarter => "quarter",
                Span::Month => "month",
            };
            format!("each value is the {} of all shorter periods of a {whole}, where all are known", by.words())
        }
        Transform::Log | Transform::Off(_) => "each value is the logarithm to base 10".to_owned(),
    };
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// What the step at `position` does to a series, with its own numbers: "each value divided by Mexico's 2003 value, 79,
/// times 100; 2013: 54 / 79 × 100 = 68.4". `Err` with the reason where it can't be done to this series.
///
/// # Errors
/// Why the step, or one before it, can't be done.
pub fn explained(
    dataset: &Dataset,
    whole: &[Id],
    steps: &[Transform],
    position: usize,
    id: &Id,
) -> Result<String, String> {
    let Some(step) = steps.get(position).map(Transform::step) else { return Err(String::new()) };
    let method = method(step, dataset);
    let length = dataset.series.get(id).map_or(0, |series| series.observations.len());
    if length > MOST_EXPLAINED {
        return Ok(method);
    }
    let wanted = std::slice::from_ref(id);
    let mut until: Vec<Transform> = steps[..position].to_vec();
    let before = derive(dataset, whole, wanted, &until).pop();
    until.push(step.clone());
    let after = derive(dataset, whole, wanted, &until).pop();
    let (before, after) = match (before, after) {
        (Some(Ok(before)), Some(Ok(after))) => (before, after),
        (Some(Err(refusal)), _) | (_, Some(Err(refusal))) => return Err(refusal.reason.words()),
        _ => return Err(String::new()),
    };
    let mut shown = after.figures.iter().flatten().filter(|figure| figure.standing == Standing::Preferred);
    let of_interest = |figure: &&Figure| *step != Transform::Interpolate || figure.is_interpolated;
    let Some(last) = shown.rfind(of_interest) else { return Ok(method) };
    let input = Inputs::of(&before);
    let arithmetic = input.arithmetic(dataset, step, last, &after);
    Ok(arithmetic.map_or_else(|| method.clone(), |arithmetic| format!("{method} {arithmetic}")))
}

/// The values that go into a step, by period.
struct Inputs(Vec<(Period, Observation)>);

impl Inputs {
    fn of(before: &Derived<'_>) -> Self {
        let originals = || super::figure::figures(before.series).0;
        let figures = before.figures.clone().unwrap_or_else(originals);
        let preferred = figures.iter().filter(|figure| figure.standing != Standing::Disagreeing);
        Self(preferred.map(|figure| (figure.at, figure.observation())).collect())
    }

    fn said(&self, at: Period) -> Option<String> {
        self.0.iter().find(|(period, _)| *period == at).map(|(_, o)| number_words(o))
    }

    /// "2013: 54 / 79 × 100 = 68.35".
    fn arithmetic(&self, dataset: &Dataset, step: &Transform, result: &Figure, after: &Derived<'_>) -> Option<String> {
        let at = result.at;
        let own = || self.said(at);
        let partner = |id: &Id| {
            let used = after.besides().filter(|(other, _)| *other == id);
            let mut used = used.filter_map(|(_, index)| dataset.series.get(id)?.observations.get(index as usize));
            used.rfind(|o| o.at.contains(at)).map(number_words)
        };
        let earlier = |year: bool| {
            let unit = at.first();
            let before = match (unit, year) {
                (Unit::Day(y, m, d), true) => Unit::Day(y - 1, m, d),
                (Unit::Year(_), true) | (_, false) => unit.previous()?,
                (Unit::Quarter(..), true) => unit.shifted(-4)?,
                (Unit::Month(..), true) => unit.shifted(-12)?,
            };
            self.said(before.into())
        };
        let terms = || {
            let parts: Vec<String> = self
                .0
                .iter()
                .filter(|(period, _)| is_part(step, result, *period))
                .map(|(_, o)| number_words(o))
                .collect();
            (!parts.is_empty()).then(|| terms_words(&parts))
        };
        let sum = match step {
            Transform::Index { base } => format!("{} / {} × 100", own()?, self.said(*base)?),
            Transform::Difference => format!("{} − {}", own()?, earlier(false)?),
            Transform::DifferenceOnYear => format!("{} − {}", own()?, earlier(true)?),
            Transform::DifferenceFrom { base } => format!("{} − {}", own()?, self.said(*base)?),
            Transform::PercentChange => change_words(&own()?, &earlier(false)?),
            Transform::PercentChangeOnYear => change_words(&own()?, &earlier(true)?),
            Transform::PercentChangeFrom { base } => change_words(&own()?, &self.said(*base)?),
            Transform::Cumulative | Transform::RollingSum(_) => terms()?,
            Transform::RollingMean(n) => format!("({}) / {n}", terms()?),
            Transform::Resample { by: Gather::Sum, .. } => terms()?,
            Transform::Resample { by: Gather::Mean, .. } => {
                let count = self.0.iter().filter(|(period, _)| is_part(step, result, *period)).count();
                format!("({}) / {count}", terms()?)
            }
            Transform::ShareOfTotal => {
                let part = &self.0.iter().find(|(period, _)| *period == at)?.1;
                let total = number::rounded(part.plotted()? / result.value * 100.0, 12);
                format!("{} / {} × 100", number_words(part), Some(plain(total)).filter(|_| result.value > 0.0)?)
            }
            Transform::Rate { per, of } => format!("{} / {} × {}", own()?, partner(of)?, plain(*per)),
            Transform::RatioTo { series } => format!("{} / {}", own()?, partner(series)?),
            Transform::DifferenceTo { series } => format!("{} − {}", own()?, partner(series)?),
            Transform::Log => format!("log {}", own()?),
            Transform::Interpolate | Transform::Off(_) => {
                let before = self.0.iter().rfind(|(period, _)| *period < at)?;
                let after = self.0.iter().find(|(period, _)| *period > at)?;
                format!(
                    "between {} in {} and {} in {}",
                    number_words(&before.1),
                    period_words(before.0),
                    number_words(&after.1),
                    period_words(after.0)
                )
            }
        };
        let result = number_words(&rounded(result, after.is_rounded));
        Some(format!("{}: {sum} = {result}.", period_words(at)))
    }
}

/// Whether a period is one of those that are put together.
fn is_part(step: &Transform, result: &Figure, period: Period) -> bool {
    let unit = period.first();
    if period.is_interval() {
        return false;
    }
    match step {
        Transform::Cumulative => super::same_kind(unit, result.at.first()) && period <= result.at,
        Transform::RollingMean(n) | Transform::RollingSum(n) => {
            unit.steps_to(result.at.first()).is_some_and(|steps| steps >= 0 && steps < i64::from(*n))
        }
        _ => period != result.at && result.at.contains(period),
    }
}

fn change_words(now: &str, then: &str) -> String {
    format!("({now} − {then}) / {then} × 100")
}

fn number_words(o: &Observation) -> String {
    let round = |v: Option<f64>| v.map(|v| number::rounded(v, 6));
    let o = Observation { value: round(o.value), low: round(o.low), high: round(o.high), ..o.clone() };
    o.shown(&Measure::Amount)
}

/// Quotients are told to four significant digits.
fn rounded(figure: &Figure, is_rounded: bool) -> Observation {
    let digits = if is_rounded { 4 } else { 12 };
    let round = |v: Option<f64>| v.map(|v| number::rounded(v, digits));
    let o = figure.observation();
    Observation { value: round(o.value), low: round(o.low), high: round(o.high), ..o }
}
