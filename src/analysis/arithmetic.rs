//! Arithmetic in plain words.

use crate::model::{Claim, Measure, Qualifier, number};

use super::{Outcome, bounds::Bounds};

/// So many terms of a sum are written out.
const TERMS: usize = 15;

/// A computed number without the noise of computing; very large ones by their power of ten.
pub(super) fn plain(value: f64) -> String {
    if value.abs() >= 1e15 && value.is_finite() {
        return format!("{value:.4e}").replace('-', "−");
    }
    number::grouped(value, 12)
}

/// A number rounded for reading.
fn rounded(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 { plain(value) } else { number::grouped(value, decimals) }
}

/// The sign that follows the numbers of a measure.
pub(super) fn sign_of(measure: Measure) -> &'static str {
    if matches!(measure, Measure::Share | Measure::Change) { "%" } else { "" }
}

/// What was found, held against what was claimed.
pub(super) struct Comparison<'a> {
    pub(super) claim: &'a Claim,
    pub(super) claimed: f64,
    pub(super) found: Bounds,
    /// "%" or nothing.
    pub(super) sign: &'static str,
    /// Whether a rise is written with a plus.
    pub(super) signed: bool,
}

impl Comparison<'_> {
    pub(super) fn outcome(&self) -> Outcome {
        let allowed = self.allowed();
        if self.found.is_within(&allowed) {
            Outcome::Holds
        } else if self.found.is_apart_from(&allowed) {
            Outcome::Fails
        } else {
            Outcome::Undecidable
        }
    }

    fn allowed(&self) -> Bounds {
        Bounds::of_claim(self.claimed, self.claim)
    }

    /// The result as found, rounded to one decimal more than the claim has, or to as many as it takes to see that it
    /// lies inside or outside of what is allowed.
    pub(super) fn found_words(&self) -> String {
        let decimals = number::decimals_of(self.claimed) + 1;
        let signed = |value: f64, decimals: usize| {
            let plus = if self.signed && value > 0.0 { "+" } else { "" };
            format!("{plus}{}{}", rounded(value, decimals), self.sign)
        };
        if self.found.is_exact() {
            let allowed = self.allowed();
            let is_allowed = |value| Bounds::exactly(value).is_within(&allowed);
            let round = |decimals: usize| {
                let factor = 10_f64.powf(decimals as f64);
                (self.found.low * factor).round() / factor
            };
            let truth = is_allowed(self.found.low);
            let enough = (decimals..12).find(|d| is_allowed(round(*d)) == truth).unwrap_or(12);
            return signed(self.found.low, enough);
        }
        range_words(&self.found, |value| signed(value, decimals))
    }

    /// "about 0.5 means 0.45 to 0.55: holds".
    pub(super) fn conclusion(&self) -> String {
        let (allowed, outcome) = (self.allowed(), self.outcome());
        let with_sign = |value: f64| format!("{}{}", plain(value), self.sign);
        let stated = with_sign(self.claimed);
        let stated = match (self.claim.qualifier, self.claim.tolerance) {
            (Qualifier::Exactly, None) => format!("{stated} to the precision stated"),
            (Qualifier::Exactly, Some(percent)) => format!("{stated}, give or take {}%,", plain(percent.abs())),
            (qualifier, None) => format!("{} {stated}", qualifier.words()),
            (qualifier, Some(percent)) => {
                format!("{} {stated}, with a tolerance of {}%,", qualifier.words(), plain(percent.abs()))
            }
        };
        let why =
            if outcome == Outcome::Undecidable { ", since only some of the possible values would do" } else { "" };
        format!("{stated} means {}: {}{why}", range_words(&allowed, with_sign), outcome.words())
    }
}

/// A range in words: "0.45 to 0.55", "more than 70", "70 or more", "0% or less".
pub(super) fn range_words(range: &Bounds, number: impl Fn(f64) -> String) -> String {
    match (range.low.is_finite(), range.high.is_finite()) {
        (true, true) if range.is_exact() => number(range.low),
        (true, true) => format!("{} to {}", number(range.low), number(range.high)),
        (true, false) if range.low_open => format!("more than {}", number(range.low)),
        (true, false) => format!("{} or more", number(range.low)),
        (false, true) if range.high_open => format!("less than {}", number(range.high)),
        (false, true) => format!("{} or less", number(range.high)),
        (false, false) => "anything".to_owned(),
    }
}

/// The terms of a sum, as said, the middle ones of many left out: "12 + 17 + 25".
pub(super) fn terms(said: &[String]) -> String {
    if said.len() <= TERMS {
        return said.join(" + ");
    }
    let half = TERMS / 2;
    let (first, last) = (said[..half].join(" + "), said[said.len() - half..].join(" + "));
    format!("{first} + … + {last} ({} values)", said.len())
}
