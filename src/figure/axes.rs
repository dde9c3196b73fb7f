//! Gridlines, the baseline and the labels of the axes.

use egui::{Shape, Stroke, pos2};

use super::{
    frame::Frame,
    layout::Layout,
    theme::FigureTheme,
    ticks,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{chart::ChartPlan, model::Mark};

/// What lies under the marks: gridlines; and what lies over them: baseline, ticks and labels.
pub(super) struct Axes {
    pub(super) under: Vec<Shape>,
    pub(super) over: Vec<Shape>,
}

/// The axes of the data area in `frame`.
pub(super) fn draw(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    layout: &Layout,
) -> Axes {
    let mut axes = Axes { under: Vec::new(), over: Vec::new() };
    if plan.mark == Mark::Bar {
        rows_of_bars(set, plan, theme, frame, layout, &mut axes);
    } else {
        values(set, plan, theme, frame, &mut axes);
        time(set, plan, theme, frame, layout, &mut axes);
    }
    axes
}

fn hairline(set: &Typesetter<'_>) -> f32 {
    set.scale.max(1.0)
}

/// A line of the grid, dotted where the theme has it so.
fn gridline(ends: [egui::Pos2; 2], stroke: Stroke, theme: &FigureTheme, scale: f32) -> Vec<Shape> {
    if theme.gridlines.dotted {
        Shape::dashed_line(&ends, stroke, 1.5 * scale, 2.5 * scale)
    } else {
        vec![Shape::line_segment(ends, stroke)]
    }
}

fn values(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme, frame: &Frame, axes: &mut Axes) {
    let grid = Stroke::new((theme.gridlines.width * set.scale).max(0.5), theme.grid);
    for tick in ticks::of_values(plan, frame, set) {
        let y = frame.y(tick.at);
        let zero = tick.at.abs() < (frame.view.y.1 - frame.view.y.0) * 1e-9;
        if !zero && theme.gridlines.values {
            let ends = [pos2(frame.rect.left(), y), pos2(frame.rect.right(), y)];
            axes.under.extend(gridline(ends, grid, theme, set.scale));
        }
        let galley = set.line(&tick.label, Style::Tick, theme.muted);
        let pos = pos2(frame.rect.left() - 8.0 * set.scale - galley.size().x, y - galley.size().y / 2.0);
        axes.over.push(PlacedText::new(galley, pos).shape());
    }
    if (frame.view.y.0..=frame.view.y.1).contains(&0.0) {
        let stroke = Stroke::new(1.4 * hairline(set), theme.axis);
        axes.over.insert(0, Shape::hline(frame.rect.x_range(), frame.y(0.0), stroke));
    }
}

fn time(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme, frame: &Frame, layout: &Layout, axes: &mut Axes) {
    let widest = set.line("0000", Style::Tick, theme.muted).size().x;
    let stroke = Stroke::new(hairline(set), theme.axis);
    let grid = Stroke::new((theme.gridlines.width * set.scale).max(0.5), theme.grid);
    let tick_length = 4.0 * set.scale;
    let mut free_from = f32::NEG_INFINITY;
    for tick in ticks::of_time(plan, frame, set, widest) {
        let x = frame.x(tick.at);
        let galley = set.line(&tick.label, Style::Tick, theme.muted);
        let left = (x - galley.size().x / 2.0).min(layout.page.right() - galley.size().x - 2.0);
        let line = [pos2(x, frame.rect.bottom()), pos2(x, frame.rect.bottom() + tick_length)];
        axes.over.push(Shape::line_segment(line, stroke));
        if theme.gridlines.time {
            let ends = [pos2(x, frame.rect.top()), pos2(x, frame.rect.bottom())];
            axes.under.extend(gridline(ends, grid, theme, set.scale));
        }
        if left < free_from {
            continue;
        }
        free_from = left + galley.size().x + 4.0 * set.scale;
        axes.over.push(PlacedText::new(galley, pos2(left, frame.rect.bottom() + tick_length + 2.0)).shape());
    }
}

fn rows_of_bars(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    layout: &Layout,
    axes: &mut Axes,
) {
    let height = super::marks::row_height(plan.categories.len(), frame);
    let mut free_from = f32::NEG_INFINITY;
    for (row, galley) in layout.rows.iter().enumerate() {
        let middle = frame.rect.top() + height * (row as f32 + 0.5);
        let pos = pos2(layout.left, middle - galley.size().y / 2.0);
        // Where rows are lower than their names, only some names are shown; the tooltips have them all.
        if pos.y >= free_from && pos.y + galley.size().y <= frame.rect.bottom() + height {
            free_from = pos.y + galley.size().y;
            axes.over.push(PlacedText::new(galley.clone(), pos).shape());
        }
    }
    let zero = frame.x(0.0).clamp(frame.rect.left(), frame.rect.right());
    let stroke = Stroke::new(1.4 * hairline(set), theme.axis);
    axes.over.push(Shape::vline(zero, frame.rect.y_range(), stroke));
}
