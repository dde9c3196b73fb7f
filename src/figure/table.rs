//! A table of series by periods, with a bar in each cell.

use std::sync::Arc;

use egui::{Galley, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::{
    Drawing, FigureResponse, gestures,
    layout::{self, Rest},
    marks::Target,
    paint,
    parts::{self, Part},
    texts,
    type_setting::{PlacedText, Style},
};
use crate::{
    analysis::period_words,
    chart::{Form, Role, Wording},
};

/// A table with its places.
struct Grid {
    names: Vec<Arc<Galley>>,
    /// Positions in `ChartPlan::moments`, from left to right.
    columns: Vec<usize>,
    left: f32,
    column_width: f32,
    head: f32,
    row_height: f32,
    /// How many rows there is room for.
    rows: usize,
}

/// What a table is drawn with.
struct Cells {
    shapes: Vec<Shape>,
    targets: Vec<Target>,
    /// Of the rows.
    names: Vec<PlacedText>,
}

/// Draws a table; `false` if there is no room for it.
pub(super) fn show(ui: &mut Ui, drawing: Drawing<'_>, result: &mut FigureResponse) -> bool {
    let Drawing { set, plan, theme, page, state } = drawing;
    let ways = [(0.36, 0.28), (0.3, 0.14), (0.16, 0.0), (0.0, 0.0)];
    let found = ways.into_iter().find_map(|(header, footer)| {
        let rest = layout::words(drawing, header, footer);
        let grid = measured(drawing, rest.rect)?;
        let enough = grid.rows == plan.series.len() || footer == 0.0;
        enough.then_some((rest, grid))
    });
    let Some((rest, grid)) = found else { return false };
    let painter = ui.painter().with_clip_rect(page.intersect(ui.clip_rect()));
    parts::begin(&mut result.parts, ui, Part::Words);
    painter.extend(rest.texts.iter().map(PlacedText::shape));
    painter.extend(rest.key.iter().cloned());
    let Cells { shapes, targets, names } = cells(drawing, &rest, &grid);
    painter.extend(layout::bar(set, theme, page).filter(|_| !set.is_panel));
    parts::begin(&mut result.parts, ui, Part::Columns);
    painter.extend(shapes);
    if state.interactive {
        texts::offer(ui, rest.texts.iter().chain(&names), theme, result);
        gestures::point(ui, plan, &targets, &[], None, result);
    }
    true
}

/// Whether there is room for a panel with a table.
pub(super) fn fits(drawing: Drawing<'_>) -> bool {
    let rest = layout::words(drawing, 0.3, 0.0);
    measured(drawing, rest.rect).is_some()
}

/// How wide and high everything is: the newest columns, as many as there is room for.
fn measured(drawing: Drawing<'_>, area: Rect) -> Option<Grid> {
    let Drawing { set, plan, theme, .. } = drawing;
    let name = |label: &str| set.wrapped(label, Style::Label, theme.text, area.width() * 0.34, 2);
    let names: Vec<_> = plan.series.iter().map(|series| name(&series.label)).collect();
    let left = names.iter().map(|galley| galley.size().x).fold(0.0, f32::max) + 14.0 * set.scale;
    let words = plan.series.iter().flat_map(|s| &s.points).map(|point| set.line(&point.label, Style::Note, theme.text));
    let heads = plan.moments.iter().map(|at| set.line(&period_words(*at), Style::Note, theme.muted));
    let widest = words.chain(heads).map(|galley| galley.size().x).fold(0.0, f32::max) + 12.0 * set.scale;
    let room = area.width() - left;
    let count = ((room / widest.max(1.0)).floor() as usize).min(plan.moments.len());
    if count == 0 && !plan.moments.is_empty() {
        return None;
    }
    let columns: Vec<usize> = (plan.moments.len() - count..plan.moments.len()).collect();
    let head = set.height(Style::Note) + 8.0 * set.scale;
    let tallest = names.iter().map(|galley| galley.size().y).fold(0.0, f32::max);
    let least = tallest.max(set.height(Style::Note)) + 5.0 * set.scale;
    let room_below = area.height() - head;
    let rows = ((room_below / least).floor().max(0.0) as usize).min(names.len());
    // The last line says how many others there are.
    let rows = if rows < names.len() { rows.saturating_sub(1) } else { rows };
    let row_height = (room_below / names.len().max(1) as f32).clamp(least, least.max(34.0 * set.scale));
    let column_width = (room / count.max(1) as f32).min(widest.max(150.0 * set.scale));
    (rows > 0).then_some(Grid { names, columns, left, column_width, head, row_height, rows })
}

fn cells(drawing: Drawing<'_>, rest: &Rest, grid: &Grid) -> Cells {
    let Drawing { set, plan, theme, state, .. } = drawing;
    let (mut shapes, mut targets, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let area = rest.rect;
    let hairline = Stroke::new(set.scale.max(1.0), theme.grid);
    let x_of = |c: usize| area.left() + grid.left + c as f32 * grid.column_width;
    let right = x_of(grid.columns.len());
    for (c, moment) in grid.columns.iter().enumerate() {
        let galley = set.line(&period_words(plan.moments[*moment]), Style::Note, theme.muted);
        shapes.push(PlacedText::new(galley, pos2(x_of(c) + 4.0 * set.scale, area.top())).shape());
    }
    let head = area.top() + grid.head - 4.0 * set.scale;
    shapes.push(Shape::hline(area.left()..=right, head, Stroke::new(1.4 * hairline.width, theme.axis)));
    let points = || plan.series.iter().flat_map(|s| &s.points).map(|point| point.y);
    let most = points().map(f64::abs).fold(0.0, f64::max);
    for (row, (series, name)) in plan.series.iter().zip(&grid.names).take(grid.rows).enumerate() {
        let top = area.top() + grid.head + row as f32 * grid.row_height;
        let middle = top + grid.row_height / 2.0;
        let name = PlacedText::new(Arc::clone(name), pos2(area.left(), middle - name.size().y / 2.0));
        shapes.push(name.shape());
        names.push(name.of(Wording::Name(series.label.clone())));
        shapes.push(Shape::hline(area.left()..=right, top + grid.row_height, hairline));
        for (c, moment) in grid.columns.iter().enumerate() {
            let at = plan.moments[*moment];
            let found = series.points.iter().enumerate().find(|(_, p)| p.at == at && p.role != Role::Disagreeing);
            let cell = Rect::from_min_size(pos2(x_of(c), top), vec2(grid.column_width, grid.row_height));
            let Some((p, point)) = found else {
                let galley = set.line("–", Style::Note, theme.muted);
                let pos = pos2(cell.left() + 4.0 * set.scale, middle - galley.size().y / 2.0);
                shapes.push(PlacedText::new(galley, pos).shape());
                continue;
            };
            let hue = paint::hue(theme, series);
            let share = if most > 0.0 { (point.y.abs() / most) as f32 } else { 0.0 };
            let bar = Rect::from_min_size(cell.min, vec2((cell.width() - 6.0 * set.scale) * share, cell.height()))
                .shrink2(vec2(0.0, 3.0 * set.scale));
            let is_below = point.y < 0.0;
            // Paler where the value is not exact or not final; the words in the cell say how.
            let pale = if paint::is_plain(point) { 0.72 } else { 0.88 };
            let fill = if is_below { theme.muted } else { hue }.mixed(theme.background, pale);
            shapes.push(Shape::rect_filled(bar, 0.0, fill));
            let galley = set.line(&point.label, Style::Note, theme.text);
            let pos = pos2(cell.left() + 4.0 * set.scale, middle - galley.size().y / 2.0);
            shapes.push(PlacedText::new(galley, pos).shape());
            if state.selected == Some((&series.id, point.index)) {
                let ring = Stroke::new(2.0 * set.scale, theme.title);
                shapes.push(Shape::rect_stroke(cell.shrink(1.0), 2.0, ring, egui::StrokeKind::Middle));
            }
            let (form, tip) = (Form::Bar, bar.right_center());
            targets.push(Target { series: row, point: p, form, rect: cell, tip, size: 1.0 });
        }
    }
    let others = plan.series.len() - grid.rows.min(plan.series.len());
    if others > 0 {
        let galley = set.line(&format!("and {others} more"), Style::Note, theme.muted);
        let top = area.top() + grid.head + grid.rows as f32 * grid.row_height + 3.0 * set.scale;
        shapes.push(PlacedText::new(galley, pos2(area.left(), top)).shape());
    }
    Cells { shapes, targets, names }
}
