//! One function for each kind of check: reads the figures and compares.

use crate::model::{Check, Claim, Comparison as Relation, Extreme, Id, Measure, Period, Series, number};

use super::{
    NoValue, Outcome, Verdict,
    arithmetic::{self, Comparison, range_words, sign_of, terms},
    bounds::Bounds,
    breaks::breaks_between,
    cover::{Cover, Span, count_units, cover},
    listed,
    lookup::{Known, Lookup},
    period_words, same_kind, stretch_between,
};

/// So many gaps are named in a warning.
const GAPS_NAMED: usize = 12;

impl Lookup<'_> {
    /// The verdict by the figures of this look-up alone, without a word on those that disagree.
    pub(super) fn evaluate(&self, claim: &Claim) -> Verdict {
        let mut found = Findings::default();
        let result = match &claim.check {
            Check::Value { series, at, value } => self.value(claim, &mut found, series, *at, *value),
            Check::Change { series, from, to, percent } => {
                self.quotient(claim, &mut found, series, (*from, *to), *percent, true)
            }
            Check::Ratio { series, from, to, ratio } => {
                self.quotient(claim, &mut found, series, (*from, *to), *ratio, false)
            }
            Check::Sum { series, from, to, value } => {
                self.total(claim, &mut found, series, (*from, *to), *value, false)
            }
            Check::Mean { series, from, to, value } => {
                self.total(claim, &mut found, series, (*from, *to), *value, true)
            }
            Check::Extreme { series, at, is, since } => self.extreme(&mut found, series, *at, *is, *since),
            Check::Compare { series, with, at, is } => self.compare(claim, &mut found, (series, with), *at, *is),
        };
        let (outcome, arithmetic) = result.unwrap_or_else(|reason| {
            found.missing.extend(reason.missing_period());
            found.missing.sort();
            let series = found.reading.as_ref().and_then(|id| Some(self.dataset.series.get(id)?.label(id)));
            let series = series.map(|label| format!("{label}: ")).unwrap_or_default();
            (Outcome::Undecidable, format!("{series}{}, so it cannot be decided", reason.words()))
        });
        Verdict { outcome, arithmetic, missing: found.missing, warnings: found.warnings, used: found.used }
    }

    /// Reads a value and notes that it was read.
    fn read(&self, found: &mut Findings, id: &Id, at: Period) -> Result<Known<'_>, NoValue> {
        found.reading = Some(id.clone());
        found.used.extend(self.position(id, at)?.map(|index| (id.clone(), index)));
        let known = self.known(id, at)?;
        let series = self.series(id)?;
        found.doubts(series.label(id), series, &known);
        Ok(known)
    }

    fn value(&self, claim: &Claim, found: &mut Findings, id: &Id, at: Period, claimed: f64) -> Decided {
        let known = self.read(found, id, at)?;
        let measure = self.series(id)?.head.measure;
        let comparison = Comparison { claim, claimed, found: known.bounds, sign: sign_of(measure), signed: false };
        let value = format!("{}: {}", period_words(at), known.observation.shown(&measure));
        decide(&comparison, &value)
    }

    /// A ratio, or a change in percent.
    fn quotient(
        &self,
        claim: &Claim,
        found: &mut Findings,
        id: &Id,
        (from, to): (Period, Period),
        claimed: f64,
        is_change: bool,
    ) -> Decided {
        let series = self.series(id)?;
        found.changed(series, from, to);
        let (base, value) = (self.read(found, id, from), self.read(found, id, to));
        if let (Err(first), Err(second)) = (&base, &value) {
            found.missing.extend(second.missing_period().filter(|_| first != second));
        }
        let (base, value) = (base?, value?);
        let (a, b) = (base.observation.shown(&series.head.measure), value.observation.shown(&series.head.measure));
        let ratio = value.bounds.over(&base.bounds).ok_or(NoValue::UnfitBase(from, base.value()))?;
        let result = match is_change {
            // Exact figures are subtracted first, which loses less than subtracting the quotients.
            true if ratio.is_exact() => Bounds::exactly((value.value() - base.value()) / base.value() * 100.0),
            true => ratio.scaled(100.0, -100.0),
            false => ratio,
        };
        let sign = if is_change { "%" } else { "" };
        let comparison = Comparison { claim, claimed, found: result, sign, signed: is_change };
        let formula = if is_change { format!("({b} − {a}) / {a}") } else { format!("{b} / {a}") };
        decide(&comparison, &format!("{formula} = {}", comparison.found_words()))
    }

    /// A sum or a mean over a span.
    fn total(
        &self,
        claim: &Claim,
        found: &mut Findings,
        id: &Id,
        (from, to): (Period, Period),
        claimed: f64,
        is_mean: bool,
    ) -> Decided {
        let series = self.series(id)?;
        let measure = series.head.measure;
        found.reading = Some(id.clone());
        found.changed(series, from, to);
        let Some(span) = Span::new(from, to) else {
            let text = format!("{} lies after {}, so it cannot be decided", period_words(from), period_words(to));
            return Ok((Outcome::Undecidable, text));
        };
        let additive = matches!(measure, Measure::Count | Measure::Amount);
        if !additive && !is_mean {
            found.warnings.push("Values of this kind do not add up to a whole.".to_owned());
        }
        let Cover { pieces, missing } = cover(self.all(id)?, span, is_mean && !additive);
        for piece in &pieces {
            found.used.push((id.clone(), piece.index));
            found.doubts(series.label(id), series, piece);
        }
        let sum = pieces.iter().fold(Bounds::exactly(0.0), |sum, piece| sum.plus(&piece.bounds));
        let said: Vec<String> = pieces.iter().map(|piece| piece.observation.shown(&measure)).collect();
        if !missing.is_empty() {
            let text = incomplete(&pieces, &said, &sum, &missing, sign_of(measure));
            found.missing = missing;
            return Ok((Outcome::Undecidable, text));
        }
        let count = count_units(from, to).unwrap_or(pieces.len() as f64);
        let result = if is_mean { sum.scaled(1.0 / count, 0.0) } else { sum };
        let comparison = Comparison { claim, claimed, found: result, sign: sign_of(measure), signed: false };
        let formula = match (is_mean, &said[..]) {
            (false, [one]) => return decide(&comparison, &format!("{}: {one}", period_words(from.hull(to)))),
            (false, _) => terms(&said),
            (true, _) => format!("({}) / {count}", terms(&said)),
        };
        decide(&comparison, &format!("{formula} = {}", comparison.found_words()))
    }

    fn extreme(&self, found: &mut Findings, id: &Id, at: Period, is: Extreme, since: Option<Period>) -> Decided {
        let series = self.series(id)?;
        let measure = series.head.measure;
        let known = self.read(found, id, at)?;
        let mut others: Vec<Known<'_>> =
            self.all(id)?.into_iter().filter(|k| k.at() != at && are_alike(k.at(), at)).collect();
        if let Some(since) = since {
            if at.first_day() < since.first_day() {
                let (at, since) = (period_words(at), period_words(since));
                return Ok((Outcome::Undecidable, format!("{at} lies before {since}, so it cannot be decided")));
            }
            others.retain(|k| k.at().first_day() >= since.first_day());
        }
        others.sort_by_key(Known::at);
        found.used.extend(others.iter().map(|k| (id.clone(), k.index)));
        if let (Some(first), Some(last)) = (others.first(), others.last()) {
            found.changed(series, first.at().min(at), last.at().max(at));
        }
        found.gaps(&others, at);
        let (own, word) = (known.observation.shown(&measure), superlative(is));
        let own = format!("{own} in {}", period_words(at));
        let Some(_) = others.first() else {
            let since = since.map(|since| format!(" since {}", period_words(since))).unwrap_or_default();
            return Ok((
                Outcome::Undecidable,
                format!("{own} is the only known value{since}, so it cannot be decided"),
            ));
        };
        let beats = |other: &Known<'_>| match is {
            Extreme::Highest => known.bounds.is_below(&other.bounds),
            Extreme::Lowest => other.bounds.is_below(&known.bounds),
        };
        let is_beaten = |other: &&Known<'_>| match is {
            Extreme::Highest => other.bounds.is_not_above(&known.bounds),
            Extreme::Lowest => known.bounds.is_not_above(&other.bounds),
        };
        let said = |k: &Known<'_>| format!("{} in {}", k.observation.shown(&measure), period_words(k.at()));
        // Of those that are beyond it, the most extreme one tells most.
        let furthest = others.iter().filter(|k| beats(k)).reduce(|a, b| {
            let further = if is == Extreme::Highest { b.value() > a.value() } else { b.value() < a.value() };
            if further { b } else { a }
        });
        let comparative = if is == Extreme::Highest { "higher" } else { "lower" };
        Ok(match (furthest, others.iter().find(|k| !is_beaten(k))) {
            (Some(rival), _) => (Outcome::Fails, format!("{} is {comparative} than {own}: fails", said(rival))),
            (None, Some(rival)) => {
                let text = format!("{} may be {comparative} than {own}: cannot be decided", said(rival));
                (Outcome::Undecidable, text)
            }
            (None, None) => {
                let since = since.map(|since| format!(" since {}", period_words(since))).unwrap_or_default();
                let text = format!("{own} is the {word} of {} known values{since}: holds", others.len() + 1);
                (Outcome::Holds, text)
            }
        })
    }

    fn compare(
        &self,
        claim: &Claim,
        found: &mut Findings,
        (one, other): (&Id, &Id),
        at: Period,
        is: Relation,
    ) -> Decided {
        let (a, b) = (self.read(found, one, at)?, self.read(found, other, at)?);
        let (first, second) = (self.series(one)?, self.series(other)?);
        let (said_a, said_b) = (a.observation.shown(&first.head.measure), b.observation.shown(&second.head.measure));
        if let Relation::Times(claimed) = is {
            let ratio = a.bounds.over(&b.bounds).ok_or(NoValue::UnfitBase(at, b.value()))?;
            let comparison = Comparison { claim, claimed, found: ratio, sign: "", signed: false };
            return decide(&comparison, &format!("{said_a} / {said_b} = {}", comparison.found_words()));
        }
        if first.head.unit != second.head.unit || first.head.measure != second.head.measure {
            found.warnings.push("The two series are measured in different units.".to_owned());
        }
        let (above, below, word) = match is {
            Relation::Higher => (&a.bounds, &b.bounds, "higher"),
            Relation::Lower | Relation::Times(_) => (&b.bounds, &a.bounds, "lower"),
        };
        let pair = format!("{} {said_a}, {} {said_b}", first.label(one), second.label(other));
        Ok(if below.is_below(above) {
            (Outcome::Holds, format!("{pair}; {word}: holds"))
        } else if above.is_not_above(below) {
            (Outcome::Fails, format!("{pair}; not {word}: fails"))
        } else {
            (Outcome::Undecidable, format!("{pair}; either may be {word}: cannot be decided"))
        })
    }
}

type Decided = Result<(Outcome, String), NoValue>;

fn decide(comparison: &Comparison<'_>, found: &str) -> Decided {
    let Bounds { low, high, .. } = comparison.found;
    let overflown = low.is_nan() || high.is_nan() || low == f64::INFINITY || high == f64::NEG_INFINITY;
    if overflown || !comparison.claimed.is_finite() {
        return Err(NoValue::TooLarge);
    }
    Ok((comparison.outcome(), format!("{found}; {}", comparison.conclusion())))
}

fn superlative(is: Extreme) -> &'static str {
    match is {
        Extreme::Highest => "highest",
        Extreme::Lowest => "lowest",
    }
}

/// Whether values of the two periods can be compared: single units of a kind, or intervals of about the same length.
fn are_alike(a: Period, b: Period) -> bool {
    let length = |p: Period| p.end() - p.start();
    match (a.is_interval(), b.is_interval()) {
        (false, false) => same_kind(a.first(), b.first()),
        (true, true) => (length(a) - length(b)).abs() <= 0.02 * length(a).max(length(b)),
        _ => false,
    }
}

/// What is known of a sum that lacks periods.
fn incomplete(pieces: &[Known<'_>], said: &[String], sum: &Bounds, missing: &[Period], sign: &str) -> String {
    let names: Vec<String> = missing.iter().map(|p| period_words(*p)).collect();
    let are = if names.len() == 1 && missing.iter().all(|p| !p.is_interval()) { "is" } else { "are" };
    let lacking = format!("{} {are} missing", listed(&names));
    let known = match pieces {
        [] => return format!("Nothing is known: {lacking}, so it cannot be decided"),
        [one] => format!("{} for {}", said.concat(), period_words(one.at())),
        _ => format!("{} = {}", terms(said), range_words(sum, |v| format!("{}{sign}", arithmetic::plain(v)))),
    };
    format!("{known} is known, but {lacking}, so it cannot be decided")
}

/// What came up while a check was evaluated.
#[derive(Default)]
struct Findings {
    missing: Vec<Period>,
    warnings: Vec<String>,
    used: Vec<(Id, usize)>,
    reading: Option<Id>,
}

impl Findings {
    /// Warns of a value that is not final or not exact.
    fn doubts(&mut self, label: &str, series: &Series, known: &Known<'_>) {
        let at = period_words(known.at());
        let status = match known.observation.status {
            crate::model::Status::Observed => None,
            crate::model::Status::Estimated => Some("is an estimate"),
            crate::model::Status::Provisional => Some("is provisional"),
            crate::model::Status::Projected => Some("is a projection"),
            crate::model::Status::Partial => Some("was given before the period was over"),
        };
        self.warnings.extend(status.map(|status| format!("{label}: the value for {at} {status}.")));
        if !known.bounds.is_exact() {
            let measure = series.head.measure;
            let number = |v: f64| number::with_measure((v * 1e9).round() / 1e9, &measure);
            let (shown, range) = (known.observation.shown(&measure), range_words(&known.bounds, number));
            self.warnings.push(format!("{label}: the value for {at} is not exact; {shown} may be {range}."));
        }
    }

    /// Warns of changes in the way of counting between two periods.
    fn changed(&mut self, series: &Series, from: Period, to: Period) {
        for change in breaks_between(series, from, to) {
            self.warnings.push(format!("The way of counting changes in {change}."));
        }
    }

    /// Warns of periods without a value among those compared.
    fn gaps(&mut self, others: &[Known<'_>], at: Period) {
        let mut periods: Vec<Period> = others.iter().map(Known::at).chain([at]).collect();
        periods.sort();
        let between = periods.windows(2).filter(|pair| !pair[0].is_interval() && !pair[1].is_interval());
        let gaps: Vec<String> = between
            .filter_map(|pair| stretch_between(pair[0].first(), pair[1].first()))
            .map(period_words)
            .take(GAPS_NAMED + 1)
            .collect();
        match gaps.len() {
            0 => {}
            n if n > GAPS_NAMED => self.warnings.push("Many periods between have no value.".to_owned()),
            _ => self.warnings.push(format!("There is no value for {}.", listed(&gaps))),
        }
    }
}
