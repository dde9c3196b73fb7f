//! What of a figure was painted when, so that an export can name its parts.

use egui::{LayerId, Ui};

/// A part of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Background,
    Shades,
    Periods,
    Grid,
    Events,
    Columns,
    Lines,
    Axes,
    Points,
    Selection,
    Legend,
    Words,
    EventLabels,
    Names,
    Annotations,
    Labels,
}

impl Part {
    /// What an export calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Background => "background",
            Self::Shades => "shaded",
            Self::Periods => "periods",
            Self::Grid => "grid",
            Self::Events => "events",
            Self::Columns => "columns",
            Self::Lines => "lines",
            Self::Axes => "axes",
            Self::Points => "points",
            Self::Selection => "selection",
            Self::Legend => "legend",
            Self::Words => "words",
            Self::EventLabels => "event-labels",
            Self::Names => "series-names",
            Self::Annotations => "annotations",
            Self::Labels => "labels",
        }
    }

    /// Whether it shows the values of series, in their colours.
    pub(super) fn is_of_series(self) -> bool {
        matches!(self, Self::Columns | Self::Lines | Self::Points | Self::Names)
    }
}

/// The parts in the order of painting, each with the number of its first shape in the layer.
pub(super) type Parts = Vec<(usize, Part)>;

/// Notes that from here on `part` is painted.
pub(super) fn begin(parts: &mut Parts, ui: &Ui, part: Part) {
    parts.push((count(ui, ui.layer_id()), part));
}

/// How many shapes a layer has so far.
fn count(ui: &Ui, layer: LayerId) -> usize {
    ui.ctx().graphics(|graphics| graphics.get(layer).map_or(0, |list| list.next_idx().0))
}

/// The part that a shape belongs to.
pub(super) fn of(parts: &Parts, shape: usize) -> Option<Part> {
    let after = parts.partition_point(|(first, _)| *first <= shape);
    Some(parts.get(after.checked_sub(1)?)?.1)
}
