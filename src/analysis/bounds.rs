//! What a value may be, given how exactly it is known, and which values a claim allows.

use crate::model::{Claim, Measure, Observation, Qualifier, number};

/// The share by which "about" may be off on either side, and "nearly" below.
const LOOSE: f64 = 0.1;

/// Differences smaller than this, relative to the numbers, come from computing and not from the figures.
const NOISE: f64 = 1e-9;

/// A range of values; an end may be open, or infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) low_open: bool,
    pub(super) high_open: bool,
}

fn close(a: f64, b: f64) -> bool {
    a == b || ((a - b).abs() <= NOISE * a.abs().max(b.abs()) && (a - b).is_finite())
}

impl Bounds {
    pub(super) fn closed(low: f64, high: f64) -> Self {
        Self { low, high, low_open: false, high_open: false }
    }

    pub(super) fn exactly(value: f64) -> Self {
        Self::closed(value, value)
    }

    pub(super) fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// From a value and how exactly it is meant; `nature` says whether it can be negative.
    pub(super) fn qualified(value: f64, qualifier: Qualifier, least: f64) -> Self {
        let off = value.abs() * LOOSE;
        match qualifier {
            Qualifier::Exactly => Self::exactly(value),
            Qualifier::About => Self::closed(value - off, value + off),
            // A little less of it: nearer to zero, also for a fall.
            Qualifier::Nearly if value < 0.0 => Self::closed(value, value + off),
            Qualifier::Nearly => Self::closed(value - off, value),
            Qualifier::Over => Self { low: value, high: f64::INFINITY, low_open: true, high_open: true },
            Qualifier::AtLeast => Self { low: value, high: f64::INFINITY, low_open: false, high_open: true },
            Qualifier::AtMost => Self { low: least.min(value), high: value, low_open: false, high_open: false },
        }
    }

    /// The least that can be measured: nobody counts less than none.
    pub(super) fn least(measure: Measure) -> f64 {
        match measure {
            Measure::Count | Measure::Share | Measure::Rate { .. } | Measure::Index { .. } => 0.0,
            Measure::Change | Measure::Amount => f64::NEG_INFINITY,
        }
    }

    /// What the value of an observation may be; `None` if nothing is known of it.
    pub(super) fn of_observation(o: &Observation, measure: Measure) -> Option<Self> {
        let least = Self::least(measure);
        let mut bounds = match (o.value, o.low, o.high) {
            (None, None, None) => return None,
            (Some(value), ..) => Self::qualified(value, o.qualifier, least),
            (None, ..) => Self { low: least, high: f64::INFINITY, low_open: least != 0.0, high_open: true },
        };
        if let Some(low) = o.low {
            (bounds.low, bounds.low_open) = (low, false);
        }
        if let Some(high) = o.high {
            (bounds.high, bounds.high_open) = (high, false);
        }
        if bounds.low > bounds.high {
            (bounds.low, bounds.high) = (bounds.high, bounds.low);
        }
        (!bounds.low.is_nan() && !bounds.high.is_nan()).then_some(bounds)
    }

    /// The values that a claim allows. "Exactly" means to the precision in which the number is stated: 9 is 8.5 to 9.5,
    /// 0.5 is 0.45 to 0.55. Zeros at the end of a whole number do not widen it: 2,000 is 1,999.5 to 2,000.5. A tolerance
    /// replaces the 10% of "about" and "nearly" and the precision of "exactly", and loosens the bound of the others.
    pub(super) fn of_claim(value: f64, claim: &Claim) -> Self {
        if let Some(percent) = claim.tolerance.filter(|t| t.is_finite()) {
            let off = value.abs() * percent.abs() / 100.0;
            return match claim.qualifier {
                Qualifier::Exactly | Qualifier::About => Self::closed(value - off, value + off),
                Qualifier::Nearly if value < 0.0 => Self::closed(value, value + off),
                Qualifier::Nearly => Self::closed(value - off, value),
                Qualifier::Over | Qualifier::AtLeast => {
                    Self::qualified(value - off, claim.qualifier, f64::NEG_INFINITY)
                }
                Qualifier::AtMost => Self::qualified(value + off, claim.qualifier, f64::NEG_INFINITY),
            };
        }
        if claim.qualifier == Qualifier::Exactly {
            let half = 0.5 * 10_f64.powf(-(number::decimals_of(value) as f64));
            return Self::closed(value - half, value + half);
        }
        Self::qualified(value, claim.qualifier, f64::NEG_INFINITY)
    }

    /// Whether every value of this range lies in the other.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let low = if close(self.low, other.low) { !other.low_open || self.low_open } else { self.low > other.low };
        let high =
            if close(self.high, other.high) { !other.high_open || self.high_open } else { self.high < other.high };
        low && high
    }

    /// Whether no value of this range lies in the other.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        self.is_below(other) || other.is_below(self)
    }

    /// Whether every value of this range is smaller than every value of the other.
    pub(super) fn is_below(&self, other: &Self) -> bool {
        if close(self.high, other.low) { self.high_open || other.low_open } else { self.high < other.low }
    }

    /// Whether every value of this range is smaller than or as large as every value of the other.
    pub(super) fn is_not_above(&self, other: &Self) -> bool {
        close(self.high, other.low) || self.high < other.low
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
            low_open: self.low_open || other.low_open,
            high_open: self.high_open || other.high_open,
        }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// Multiplied with a positive number, then moved.
    pub(super) fn scaled(&self, factor: f64, offset: f64) -> Self {
        Self { low: self.low * factor + offset, high: self.high * factor + offset, ..*self }
    }

    /// All quotients; `None` if the divisor may be zero.
    pub(super) fn over(&self, divisor: &Self) -> Option<Self> {
        if divisor.low < 0.0 && divisor.high <= 0.0 && !(divisor.high == 0.0) {
            return self.negated().over(&divisor.negated());
        }
        if divisor.low <= 0.0 {
            return None;
        }
        // The smallest quotient has the smallest dividend, over the largest divisor if it is positive.
        let (low_by, low_by_open) = if self.low >= 0.0 { divisor.upper() } else { divisor.lower() };
        let (high_by, high_by_open) = if self.high >= 0.0 { divisor.lower() } else { divisor.upper() };
        let quotient = |a: f64, b: f64| if b.is_infinite() { 0.0 } else { a / b };
        Some(Self {
            low: quotient(self.low, low_by),
            high: quotient(self.high, high_by),
            low_open: self.low_open || (low_by_open && self.low != 0.0),
            high_open: self.high_open || (high_by_open && self.high != 0.0),
        })
    }

    fn lower(&self) -> (f64, bool) {
        (self.low, self.low_open)
    }

    fn upper(&self) -> (f64, bool) {
        (self.high, self.high_open)
    }

    pub(super) fn negated(&self) -> Self {
        Self { low: -self.high, high: -self.low, low_open: self.high_open, high_open: self.low_open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Check, Period, SourceRefs};

    fn claim(qualifier: Qualifier, tolerance: Option<f64>) -> Claim {
        let at = Period::year(2012).expect("a year");
        Claim {
            text: String::new(),
            check: Check::Value { series: "a".into(), at, value: 0.0 },
            qualifier,
            tolerance,
            source: SourceRefs::default(),
            note: None,
        }
    }

    fn allows(value: f64, claim: &Claim, found: f64) -> bool {
        Bounds::exactly(found).is_within(&Bounds::of_claim(value, claim))
    }

    #[test]
    fn a_claim_allows_what_its_words_allow() {
        use Qualifier::{About, AtLeast, AtMost, Exactly, Nearly, Over};
        for (value, qualifier, inside, outside) in [
            (9.0, Exactly, vec![8.5, 9.1, 9.5], vec![8.49, 9.51]),
            (0.5, Exactly, vec![0.45, 0.55], vec![0.44, 0.56]),
            (2000.0, Exactly, vec![1999.5, 2000.5], vec![1999.0, 2001.0]),
            (0.5, About, vec![0.45, 0.467, 0.55], vec![0.449, 0.551]),
            (2000.0, Nearly, vec![1800.0, 2000.0], vec![1799.0, 2001.0]),
            (-50.0, Nearly, vec![-45.0, -50.0], vec![-51.0, -44.0]),
            (70.0, Over, vec![70.1, 1e9], vec![70.0, 3.0]),
            (70.0, AtLeast, vec![70.0, 71.0], vec![69.9]),
            (70.0, AtMost, vec![70.0, -5.0], vec![70.1]),
        ] {
            for found in inside {
                assert!(allows(value, &claim(qualifier, None), found), "{found} is {qualifier:?} {value}");
            }
            for found in outside {
                assert!(!allows(value, &claim(qualifier, None), found), "{found} is not {qualifier:?} {value}");
            }
        }
        assert!(allows(0.5, &claim(Exactly, Some(20.0)), 0.6) && !allows(0.5, &claim(Exactly, Some(20.0)), 0.61));
    }

    #[test]
    fn quotients_hold_every_quotient() {
        let at_least = |low| Bounds { low, high: f64::INFINITY, low_open: false, high_open: true };
        assert_eq!(Bounds::closed(1.0, 2.0).over(&Bounds::closed(4.0, 5.0)), Some(Bounds::closed(0.2, 0.5)));
        assert_eq!(Bounds::closed(-1.0, 2.0).over(&Bounds::closed(4.0, 5.0)), Some(Bounds::closed(-0.25, 0.5)));
        assert_eq!(Bounds::exactly(10.0).over(&Bounds::closed(-5.0, -4.0)), Some(Bounds::closed(-2.5, -2.0)));
        let quotient = Bounds::exactly(10.0).over(&at_least(5.0)).expect("no zero");
        assert_eq!((quotient.low, quotient.high, quotient.low_open), (0.0, 2.0, true));
        assert_eq!(Bounds::exactly(1.0).over(&Bounds::closed(-1.0, 1.0)), None);
        assert_eq!(Bounds::exactly(1.0).over(&Bounds::closed(0.0, 1.0)), None);
    }
}
