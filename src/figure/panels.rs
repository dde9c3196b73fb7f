//! Small multiples: the words of the figure around a grid of panels, each a figure of its own.

use egui::{Rect, Shape, Ui, pos2, vec2};

use super::{
    Drawing, Figure, FigureResponse, frame,
    layout::{self, Layout, Rest},
    names,
    parts::{self, Part},
    table, texts,
    type_setting::{PlacedText, Typesetter},
};
use crate::{
    chart::{ChartPlan, Plane, Wording},
    model::Labels,
};

/// Panels narrower or lower than this, in points, show nothing that can be read.
const LEAST: egui::Vec2 = vec2(90.0, 70.0);
/// The best ratio of the width of a panel to its height.
const RATIO: f32 = 1.4;

/// Draws the panels of a figure; `false` if there is no room for them.
pub(super) fn show(ui: &mut Ui, drawing: Drawing<'_>, result: &mut FigureResponse) -> bool {
    let Drawing { set, plan, theme, page, state } = drawing;
    let panels = set.of_panels();
    let ways = [(0.34, 0.28), (0.3, 0.2), (0.25, 0.12), (0.16, 0.0), (0.0, 0.0)];
    let found = ways.into_iter().find_map(|(header, footer)| {
        let rest = layout::words(drawing, header, footer);
        let (rest, swatches) = head(drawing, rest);
        let cells = grid(plan.panels.len(), rest.rect, set.scale)?;
        let layouts = layouts(drawing, &panels, &cells)?;
        Some((rest, swatches, cells, layouts))
    });
    let Some((rest, swatches, cells, layouts)) = found else { return false };
    let painter = ui.painter().with_clip_rect(page.intersect(ui.clip_rect()));
    parts::begin(&mut result.parts, ui, Part::Words);
    painter.extend(rest.texts.iter().map(PlacedText::shape));
    parts::begin(&mut result.parts, ui, Part::Legend);
    painter.extend(swatches);
    painter.extend(rest.key.iter().cloned());
    painter.extend(layout::bar(set, theme, page));
    if state.interactive {
        texts::offer(ui, &rest.texts, theme, result);
    }
    let panels = Drawing { set: &panels, state, ..drawing };
    for ((panel, cell), layout) in plan.panels.iter().zip(cells).zip(layouts) {
        match layout {
            Some(layout) => {
                let view = frame::of_panel(panel, state.view);
                Figure { plan: panel, theme, set: panels.set, layout }.show(ui, state, view, result);
            }
            None if panel.plane() == Plane::Cells => {
                table::show(ui, Drawing { plan: panel, page: cell, ..panels }, result);
            }
            None => {}
        }
    }
    true
}

/// The layouts of panels that are plots and have something to show; `None` if there is no room for one of them.
fn layouts(drawing: Drawing<'_>, set: &Typesetter<'_>, cells: &[Rect]) -> Option<Vec<Option<Layout>>> {
    let layout = |(panel, cell): (&ChartPlan, &Rect)| {
        let drawing = Drawing { set, plan: panel, page: *cell, ..drawing };
        match panel.plane() {
            _ if panel.empty_reason.is_some() => Some(None),
            Plane::Cells => table::fits(drawing).then_some(None),
            _ => Layout::new(drawing, frame::of_panel(panel, drawing.state.view)).map(Some),
        }
    };
    drawing.plan.panels.iter().zip(cells).map(layout).collect()
}

/// What the values are measured in, and what the colours stand for, above the panels.
fn head(drawing: Drawing<'_>, rest: Rest) -> (Rest, Vec<Shape>) {
    let Drawing { set, plan, theme, .. } = drawing;
    let Rest { rect: mut area, mut texts, key } = rest;
    if let Some(caption) = layout::caption(set, plan, theme, area.width()) {
        let height = caption.size().y + 4.0 * set.scale;
        texts.push(PlacedText::new(caption, area.min).of(Wording::ValueAxis));
        area.min.y += height;
    }
    let several = plan.panels.iter().any(|panel| panel.series.len() > 1);
    let named_in_panels = matches!(plan.plane(), Plane::Moments | Plane::ValueValue | Plane::Cells)
        || (plan.plane() == Plane::ValueRows && plan.groups.is_empty());
    if !several || named_in_panels || plan.labels == Labels::Nowhere {
        return (Rest { rect: area, texts, key }, Vec::new());
    }
    let legend = names::legend(set, plan, theme, area);
    area.min.y += legend.height;
    texts.extend(legend.words);
    (Rest { rect: area, texts, key }, legend.samples)
}

/// The cells of a grid for so many panels, row by row; `None` if they would be too small.
fn grid(panels: usize, area: Rect, scale: f32) -> Option<Vec<Rect>> {
    let gap = 8.0 * scale;
    let size = |columns: usize| {
        let rows = panels.div_ceil(columns);
        let along = |whole: f32, n: usize| (whole - gap * (n as f32 - 1.0)) / n as f32;
        vec2(along(area.width(), columns), along(area.height(), rows))
    };
    let cost = |columns: usize| {
        let cell = size(columns);
        let unused = (panels.div_ceil(columns) * columns - panels) as f32 / panels as f32;
        (cell.x / cell.y.max(1.0) / RATIO).ln().abs() + unused * 2.0
    };
    let fits = |columns: &usize| size(*columns).x >= LEAST.x * scale && size(*columns).y >= LEAST.y * scale;
    let columns = (1..=panels).filter(fits).min_by(|a, b| cost(*a).total_cmp(&cost(*b)))?;
    let cell = size(columns);
    let at = |n: usize| {
        let (row, column) = (n / columns, n % columns);
        let corner = pos2(column as f32 * (cell.x + gap), row as f32 * (cell.y + gap));
        Rect::from_min_size(area.min + corner.to_vec2(), cell)
    };
    Some((0..panels).map(at).collect())
}
