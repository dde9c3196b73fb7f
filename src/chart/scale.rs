//! How values are spread over an axis.

use crate::model::Scale;

/// A logarithm has no lower end; nothing is drawn so far down.
const BOTTOM: f64 = -330.0;

/// How values are spread over an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum AxisScale {
    /// Evenly.
    #[default]
    Linear,
    /// Evenly, counted in multiples of `by`: numbers too large or too small for the arithmetic of a plot.
    Counted {
        /// A power of ten near the largest number; above 0.
        by: f64,
    },
    /// By their decimal logarithm.
    Log,
    /// Evenly up to `around` on both sides of zero, by their logarithm beyond it.
    Symmetric {
        /// From where on the logarithm rules; above 0.
        around: f64,
    },
}

/// The sizes of numbers that a plot can count in ones.
const PLAIN: std::ops::RangeInclusive<f64> = 1e-6..=1e12;

impl AxisScale {
    /// The even scale of an axis that holds both numbers.
    pub(super) fn even(low: f64, high: f64) -> Self {
        let largest = low.abs().max(high.abs());
        if largest == 0.0 || !largest.is_finite() || PLAIN.contains(&largest) {
            return Self::Linear;
        }
        // The smallest number there is, where a power of ten would be zero.
        Self::Counted { by: 10_f64.powf(largest.log10().floor()).max(f64::from_bits(1)) }
    }

    /// What numbers are counted in.
    pub(super) fn unit(self) -> f64 {
        if let Self::Counted { by } = self { by } else { 1.0 }
    }

    /// Whether equal distances are equal differences.
    pub fn is_even(self) -> bool {
        matches!(self, Self::Linear | Self::Counted { .. })
    }

    /// The scale that a chart asks for over these values.
    pub(super) fn over(scale: Scale, values: impl Iterator<Item = f64>) -> Self {
        match scale {
            Scale::Linear => Self::Linear,
            Scale::Log => Self::Log,
            Scale::Symmetric => {
                let sizes = values.map(f64::abs).filter(|size| *size > 0.0 && size.is_finite());
                let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(l, m), size| (l.min(size), m.max(size)));
                // Not so near to zero that the small values take all of the room.
                let least = least.max(most * 1e-4);
                if least.is_finite() && least > 0.0 {
                    Self::Symmetric { around: 10_f64.powf(least.log10().floor()).max(f64::from_bits(1)) }
                } else {
                    Self::Symmetric { around: 1.0 }
                }
            }
        }
    }

    /// Where a value lies on the axis, in the unit of the axis.
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Counted { by } => value / by,
            Self::Log if value > 0.0 => value.log10().max(BOTTOM),
            Self::Log => BOTTOM,
            Self::Symmetric { around } => value.signum() * (value.abs() / around).ln_1p() / std::f64::consts::LN_10,
        }
    }

    /// The value that lies there.
    pub fn back(self, at: f64) -> f64 {
        match self {
            Self::Linear => at,
            Self::Counted { by } => (at * by).clamp(-f64::MAX, f64::MAX),
            Self::Log => 10_f64.powf(at.clamp(BOTTOM, -BOTTOM)),
            Self::Symmetric { around } => {
                at.signum() * (at.abs().min(-BOTTOM) * std::f64::consts::LN_10).exp_m1() * around
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_grows_and_comes_back() {
        for scale in [AxisScale::Linear, AxisScale::Log, AxisScale::Symmetric { around: 0.5 }] {
            let mut before = f64::NEG_INFINITY;
            for value in [-1e6, -3.0, 0.0, 1e-9, 0.4, 7.0, 1e12] {
                let at = scale.forward(value);
                assert!(at.is_finite() && at >= before, "{scale:?} {value}");
                before = at;
                if scale != AxisScale::Log || value > 0.0 {
                    assert!((scale.back(at) - value).abs() <= value.abs() * 1e-9 + 1e-12, "{scale:?} {value}");
                }
            }
        }
    }

    #[test]
    fn numbers_of_any_size_are_counted_in_what_a_plot_can_hold() {
        for (low, high) in [(-1.7e308, 1.7e308), (0.0, 5e-324), (1e-310, 3e-308), (0.0, 1e300), (3e20, 4e20)] {
            let scale = AxisScale::even(low, high);
            for value in [low, high] {
                let at = scale.forward(value);
                assert!(at.abs() < 100.0, "{scale:?} {value}: {at}");
                assert!((scale.back(at) - value).abs() <= value.abs() * 1e-9, "{scale:?} {value}");
            }
            assert!(scale.forward(high) - scale.forward(low) > 0.05, "{scale:?}");
        }
        assert_eq!(AxisScale::even(0.0, 264.0), AxisScale::Linear);
        assert_eq!(AxisScale::even(0.0, 0.0), AxisScale::Linear);
    }

    #[test]
    fn a_symmetric_scale_is_even_about_the_smallest_values() {
        let over = |values: &[f64]| AxisScale::over(Scale::Symmetric, values.iter().copied());
        assert_eq!(over(&[-250.0, 3.0, 0.0]), AxisScale::Symmetric { around: 1.0 });
        assert_eq!(over(&[0.0]), AxisScale::Symmetric { around: 1.0 });
        assert_eq!(over(&[]), AxisScale::Symmetric { around: 1.0 });
    }
}
