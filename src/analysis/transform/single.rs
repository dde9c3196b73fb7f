//! Steps that look at one period, and at a base.

use super::{Figure, Lost, Stage, Standing, figure::quotient, grows_with_time, of_differences};
use crate::{
    analysis::{NoValue, bounds::Bounds},
    model::{Measure, Period},
};

/// Each value divided by that of the base, times 100 (the index number of a simple relative, e.g. ILO, *Consumer Price
/// Index Manual*, 2020, ch. 1). The base itself is 100, as exactly as it is known.
pub(super) fn index(stage: &mut Stage<'_>, at: Period) -> Result<(), NoValue> {
    let base = divisor(stage, at)?;
    let measure = Measure::Index { base: at };
    each(stage, &base, |figure| {
        if figure.at == at && figure.standing != Standing::Disagreeing {
            let bounds = figure.bounds.scaled(100.0 / base.value, 0.0);
            return Some(Figure { value: 100.0, bounds, ..*figure });
        }
        if base.bounds.is_exact() {
            let value = figure.value / base.value * 100.0;
            let end = |v: f64| v / base.value * 100.0;
            let bounds = Bounds { low: end(figure.bounds.low), high: end(figure.bounds.high), ..figure.bounds };
            return value.is_finite().then_some(Figure { value, bounds, ..*figure });
        }
        let bounds = quotient(&figure.bounds, &base.bounds)?.scaled(100.0, 0.0);
        figure.computed(figure.value / base.value * 100.0, bounds, measure, Some(&base))
    });
    stage.now(measure, None);
    stage.is_rounded = true;
    Ok(())
}

/// What lies between each value and that of the base.
pub(super) fn difference_from(stage: &mut Stage<'_>, at: Period) -> Result<(), NoValue> {
    let base = stage.base(at)?;
    let (measure, unit) = of_differences(&stage.head);
    each(stage, &base, |figure| {
        let bounds = figure.bounds.minus(&base.bounds);
        figure.computed(figure.value - base.value, bounds, measure, Some(&base))
    });
    stage.now(measure, unit);
    Ok(())
}

/// The change since the base, in percent of it.
pub(super) fn percent_change_from(stage: &mut Stage<'_>, at: Period) -> Result<(), NoValue> {
    let base = divisor(stage, at)?;
    each(stage, &base, |figure| percent_change(figure, &base));
    stage.now(Measure::Change, None);
    stage.is_rounded = true;
    Ok(())
}

/// How much one value is above another, in percent of that.
pub(super) fn percent_change(figure: &Figure, base: &Figure) -> Option<Figure> {
    let mut bounds = quotient(&figure.bounds, &base.bounds)?.scaled(100.0, -100.0);
    if bounds.low == -100.0 {
        // Nothing falls by more than all of it: that goes without saying.
        bounds.low = f64::NEG_INFINITY;
    }
    let value = (figure.value - base.value) / base.value * 100.0;
    if figure.bounds.is_exact() && base.bounds.is_exact() {
        // The same number, without the noise of subtracting 100.
        return figure.computed(value, Bounds::exactly(value), Measure::Change, Some(base));
    }
    figure.computed(value, bounds, Measure::Change, Some(base))
}

/// The common logarithm.
pub(super) fn log(stage: &mut Stage<'_>) {
    let Stage { figures, reports, .. } = stage;
    let report = reports.last_mut();
    let mut lost = Vec::new();
    figures.retain_mut(|figure| {
        let log = |v: f64| if v > 0.0 { v.log10() } else { f64::NEG_INFINITY };
        let bounds = Bounds { low: log(figure.bounds.low), high: log(figure.bounds.high), ..figure.bounds };
        let result = (figure.value > 0.0).then(|| {
            let result = figure.computed(figure.value.log10(), bounds, Measure::Amount, None);
            result.ok_or(Lost::Anything)
        });
        match result.unwrap_or(Err(Lost::NoLogarithm)) {
            Ok(result) => *figure = result,
            Err(why) => {
                lost.push((why, figure.at));
                return false;
            }
        }
        true
    });
    if let Some(report) = report {
        for (why, at) in lost {
            report.lose(why, at);
        }
    }
    let unit = stage.head.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
    let unit = unit.map_or_else(|| "logarithm to base 10".to_owned(), |unit| format!("{unit}, logarithm to base 10"));
    stage.now(Measure::Amount, Some(unit));
    stage.is_rounded = true;
}

/// The base of a division.
fn divisor(stage: &mut Stage<'_>, at: Period) -> Result<Figure, NoValue> {
    let base = stage.base(at)?;
    if base.value > 0.0 { Ok(base) } else { Err(NoValue::UnfitBase(at, base.value)) }
}

/// Relates each figure to the base, if it covers as much time.
fn each(stage: &mut Stage<'_>, base: &Figure, relate: impl Fn(&Figure) -> Option<Figure>) {
    let grows = grows_with_time(stage.measure());
    let Stage { figures, reports, series, .. } = stage;
    let Some(report) = reports.last_mut() else { return };
    figures.retain_mut(|figure| {
        if grows && !covers_as_much(figure, base) {
            report.lose(Lost::OtherSpan, figure.at);
            return false;
        }
        let Some(result) = relate(figure) else {
            report.lose(Lost::Anything, figure.at);
            return false;
        };
        if super::is_broken_between(series, figure.at, base.at) {
            report.over_breaks.push(figure.at);
        }
        *figure = result;
        true
    });
}

/// Whether two figures are of single units of a kind, or of as many of them.
fn covers_as_much(figure: &Figure, base: &Figure) -> bool {
    let units = |f: &Figure| super::figure::kind(f.at.first()) == super::figure::kind(f.at.last());
    let alike = super::figure::kind(figure.at.first()) == super::figure::kind(base.at.first());
    let count = |f: &Figure| f.at.last().ordinal() - f.ordinal;
    alike && units(figure) && units(base) && count(figure) == count(base)
}
