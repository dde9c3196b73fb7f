//! What marks are laid out over.

use crate::model::Mark;

use super::ChartPlan;

/// The two directions of a plot. Every mark belongs to one plane, and everything that draws axes, reads positions or
/// moves a view asks for the plane and not for the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plane {
    /// Time goes right, values go up.
    TimeValue,
    /// Values go right, rows go down.
    ValueRows,
    /// Two moments side by side, values go up.
    Moments,
    /// Values go right and up.
    ValueValue,
    /// Ranges of values go right, how many there are goes up.
    Bins,
    /// Time goes right, rows go down.
    TimeRows,
    /// Cells of a table.
    Cells,
}

impl Plane {
    /// The plane of a mark.
    pub fn of(mark: Mark) -> Self {
        match mark {
            Mark::Line | Mark::Step | Mark::Area | Mark::Column | Mark::Dot => Self::TimeValue,
            Mark::Bar | Mark::DotPlot | Mark::Range | Mark::Dumbbell => Self::ValueRows,
            Mark::Slope => Self::Moments,
            Mark::Scatter => Self::ValueValue,
            Mark::Histogram => Self::Bins,
            Mark::Timeline => Self::TimeRows,
            Mark::Table => Self::Cells,
        }
    }

    /// Whether a part of it can be looked at: there is an axis that does not mean something only from end to end.
    pub fn zooms(self) -> bool {
        matches!(self, Self::TimeValue | Self::ValueValue | Self::TimeRows)
    }

    /// Whether time goes right, so that events and stretches have a place.
    pub fn has_time(self) -> bool {
        matches!(self, Self::TimeValue | Self::TimeRows)
    }
}

impl ChartPlan {
    /// What its marks are laid out over.
    pub fn plane(&self) -> Plane {
        Plane::of(self.mark)
    }
}
