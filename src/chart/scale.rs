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
    /// By their decimal logarithm.
    Log,
    /// Evenly up to `around` on both sides of zero, by their logarithm beyond it.
    Symmetric {
        /// From where on the logarithm rules; above 0.
        around: f64,
    },
}

impl AxisScale {
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
                    Self::Symmetric { around: 10_f64.powf(least.log10().floor()) }
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
            Self::Log if value > 0.0 => value.log10().max(BOTTOM),
            Self::Log => BOTTOM,
            Self::Symmetric { around } => value.signum() * (value.abs() / around).ln_1p() / std::f64::consts::LN_10,
        }
    }

    /// The value that lies there.
    pub fn back(self, at: f64) -> f64 {
        match self {
            Self::Linear => at,
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
    fn a_symmetric_scale_is_even_about_the_smallest_values() {
        let over = |values: &[f64]| AxisScale::over(Scale::Symmetric, values.iter().copied());
        assert_eq!(over(&[-250.0, 3.0, 0.0]), AxisScale::Symmetric { around: 1.0 });
        assert_eq!(over(&[0.0]), AxisScale::Symmetric { around: 1.0 });
        assert_eq!(over(&[]), AxisScale::Symmetric { around: 1.0 });
    }
}
