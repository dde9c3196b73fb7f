//! Gridlines, the baseline and the labels of the axes.

use egui::{Rect, Shape, Stroke, pos2};

use super::{
    frame::Frame,
    layout::Layout,
    theme::FigureTheme,
    ticks,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    analysis::period_words,
    chart::{ChartPlan, Form, Plane, Wording},
    model::Mark,
};

/// What lies under the marks: gridlines; and what lies over them: baseline, ticks and labels.
#[derive(Default)]
pub(super) struct Axes {
    pub(super) under: Vec<Shape>,
    pub(super) over: Vec<Shape>,
    /// The names of rows and what the level axis measures, which can be changed.
    pub(super) names: Vec<PlacedText>,
    /// Where words of the axes stand in the plot.
    pub(super) inside: Vec<Rect>,
}

/// What the axes are drawn from.
struct Drawer<'a> {
    set: &'a Typesetter<'a>,
    plan: &'a ChartPlan,
    theme: &'a FigureTheme,
    frame: &'a Frame,
    layout: &'a Layout,
    axes: Axes,
    /// Up to where the labels of the level axis have taken their line.
    taken: f32,
}

/// The axes of the data area in `frame`.
pub(super) fn draw(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    frame: &Frame,
    layout: &Layout,
) -> Axes {
    let mut drawer = Drawer { set, plan, theme, frame, layout, axes: Axes::default(), taken: f32::NEG_INFINITY };
    match plan.plane() {
        Plane::TimeValue => {
            drawer.upright_values();
            drawer.time();
        }
        Plane::ValueRows => {
            drawer.rows();
            if levels_are_shown(plan) {
                drawer.level_values(true);
            }
        }
        Plane::Moments => drawer.moments(),
        Plane::ValueValue | Plane::Bins => {
            drawer.upright_values();
            drawer.level_values(plan.plane() == Plane::ValueValue);
        }
        Plane::TimeRows | Plane::Cells => {}
    }
    drawer.axes
}

/// Whether rows have an axis of values under them: bars with their values beside them need none.
pub(super) fn levels_are_shown(plan: &ChartPlan) -> bool {
    plan.mark != Mark::Bar || plan.values == Some(false)
}

/// The length of the tick marks, with the distance to their labels.
pub(super) fn tick_length(set: &Typesetter<'_>) -> f32 {
    4.0 * set.scale + 2.0
}

impl Drawer<'_> {
    fn hairline(&self) -> f32 {
        self.set.scale.max(1.0)
    }

    fn baseline(&self) -> Stroke {
        Stroke::new(1.4 * self.hairline(), self.theme.axis)
    }

    /// A line of the grid, dotted where the theme has it so.
    fn gridline(&mut self, ends: [egui::Pos2; 2]) {
        let (theme, scale) = (self.theme, self.set.scale);
        let stroke = Stroke::new((theme.gridlines.width * scale).max(0.5), theme.grid);
        if theme.gridlines.dotted {
            self.axes.under.extend(Shape::dashed_line(&ends, stroke, 1.5 * scale, 2.5 * scale));
        } else {
            self.axes.under.push(Shape::line_segment(ends, stroke));
        }
    }

    fn upright_values(&mut self) {
        let Self { set, theme, frame, .. } = *self;
        for tick in ticks::upright(self.plan, frame, set) {
            let y = frame.y(tick.at);
            if tick.at != 0.0 && theme.gridlines.values {
                self.gridline([pos2(frame.rect.left(), y), pos2(frame.rect.right(), y)]);
            }
            let galley = set.line(&tick.label, Style::Tick, theme.muted);
            let pos = pos2(frame.rect.left() - 8.0 * set.scale - galley.size().x, y - galley.size().y / 2.0);
            self.axes.over.push(PlacedText::new(galley, pos).shape());
        }
        let (min, max) = frame.upright_ends();
        if (min..=max).contains(&0.0) {
            self.axes.over.insert(0, Shape::hline(frame.rect.x_range(), frame.y(0.0), self.baseline()));
        }
    }

    fn time(&mut self) {
        let stroke = Stroke::new(self.hairline(), self.theme.axis);
        let ticks = ticks::of_time(self.plan, self.frame, self.set, self.theme.muted);
        for tick in &ticks {
            let x = self.frame.x(tick.at);
            if self.theme.gridlines.time {
                self.gridline([pos2(x, self.frame.rect.top()), pos2(x, self.frame.rect.bottom())]);
            }
            self.below(x, &tick.label, Some(stroke));
        }
    }

    /// A label under the plot, unless it would leave the page or cover the one before it.
    fn below(&mut self, x: f32, label: &str, stroke: Option<Stroke>) {
        let Self { set, frame, layout, .. } = *self;
        let length = 4.0 * set.scale;
        let galley = set.line(label, Style::Tick, self.theme.muted);
        let left = (x - galley.size().x / 2.0).min(layout.page.right() - galley.size().x - 2.0);
        let line = [pos2(x, frame.rect.bottom()), pos2(x, frame.rect.bottom() + length)];
        self.axes.over.extend(stroke.map(|stroke| Shape::line_segment(line, stroke)));
        if left >= layout.page.left().max(self.taken) {
            self.taken = left + galley.size().x + 3.0 * set.scale;
            self.axes.over.push(PlacedText::new(galley, pos2(left, frame.rect.bottom() + length + 2.0)).shape());
        }
    }

    fn level_values(&mut self, has_grid: bool) {
        let Self { set, theme, frame, plan, .. } = *self;
        let stroke = Stroke::new(self.hairline(), theme.axis);
        for tick in &ticks::level(plan, frame, set, theme.muted) {
            let x = frame.x(tick.at);
            if has_grid && theme.gridlines.values && (tick.at != 0.0 || plan.plane() == Plane::ValueValue) {
                self.gridline([pos2(x, frame.rect.top()), pos2(x, frame.rect.bottom())]);
            }
            self.below(x, &tick.label, (!has_grid).then_some(stroke));
        }
        if plan.plane() == Plane::ValueValue {
            self.axes.over.push(Shape::hline(frame.rect.x_range(), frame.rect.bottom(), stroke));
        }
        if let Some(galley) = self.layout.level_caption.clone() {
            let top = frame.rect.bottom() + tick_length(set) + set.height(Style::Tick) + 2.0 * set.scale;
            let left = (frame.rect.right() - galley.size().x).max(self.layout.page.left());
            let caption = PlacedText::new(galley, pos2(left, top));
            self.axes.over.push(caption.shape());
            self.axes.names.extend((plan.plane() == Plane::Bins).then(|| caption.of(Wording::ValueAxis)));
        }
    }

    fn rows(&mut self) {
        let Self { frame, layout, plan, .. } = *self;
        let height = frame.rect.height() / plan.categories.len().max(1) as f32;
        let mut free_from = f32::NEG_INFINITY;
        for (row, galley) in layout.rows.iter().enumerate() {
            let middle = frame.rect.top() + height * (row as f32 + 0.5);
            let pos = pos2(layout.left, middle - galley.size().y / 2.0);
            // Where rows are lower than their names, only some names are shown; the tooltips have them all.
            if pos.y >= free_from && pos.y + galley.size().y <= frame.rect.bottom() + height {
                free_from = pos.y + galley.size().y;
                let name = PlacedText::new(galley.clone(), pos).of(Wording::Name(plan.categories[row].label.clone()));
                self.axes.over.push(name.shape());
                self.axes.names.push(name);
            }
        }
        let (min, max) = frame.level_ends();
        if (min..=max).contains(&0.0) {
            self.axes.over.push(Shape::vline(frame.x(0.0), frame.rect.y_range(), self.baseline()));
        }
        if plan.mark != Mark::Bar && plan.categories.len() < 60 {
            // A thread leads the eye from the name to the points.
            let thread = Stroke::new(self.hairline(), self.theme.grid);
            for row in 0..plan.categories.len() {
                let y = frame.rect.top() + height * (row as f32 + 0.5);
                self.axes.under.push(Shape::hline(frame.rect.x_range(), y, thread));
            }
        }
        self.moments_over_rows();
    }

    /// The two periods of a dumbbell over the ends of the first row, if they have room.
    fn moments_over_rows(&mut self) {
        let Self { set, frame, plan, theme, .. } = *self;
        let [from, to] = plan.moments[..] else { return };
        if plan.mark != Mark::Dumbbell || plan.categories.is_empty() {
            return;
        }
        let targets = super::marks::Marks::of(plan, frame).targets;
        let first: Vec<_> = targets
            .iter()
            .filter(|t| t.form == Form::Point && plan.categories[0].members.contains(&(t.series, t.point)))
            .collect();
        let [earlier, later] = first[..] else { return };
        let words = |at, color| set.line(&period_words(at), Style::Note, color);
        let hue = super::paint::hue_of_words(theme, &plan.series[later.series]);
        let galleys = [(earlier, words(from, theme.muted)), (later, words(to, hue))];
        let rect = |(target, galley): &(&super::marks::Target, std::sync::Arc<egui::Galley>)| {
            egui::Align2::CENTER_BOTTOM.anchor_size(pos2(target.tip.x, target.tip.y - 8.0 * set.scale), galley.size())
        };
        let mut rects = galleys.each_ref().map(rect);
        if rects[0].expand2(egui::vec2(3.0 * set.scale, 0.0)).intersects(rects[1]) {
            // Both are moved outwards until they part.
            let (left, right) = if rects[0].center().x <= rects[1].center().x { (0, 1) } else { (1, 0) };
            let by = (rects[left].right() - rects[right].left()) / 2.0 + 3.0 * set.scale;
            rects[left] = rects[left].translate(egui::vec2(-by, 0.0));
            rects[right] = rects[right].translate(egui::vec2(by, 0.0));
        }
        // The name of the row reaches over its middle where it has several lines.
        let middle = frame.rect.top() + frame.rect.height() / plan.categories.len() as f32 / 2.0;
        let name = self.layout.rows.first().map(|galley| {
            let corner = pos2(self.layout.left, middle - galley.size().y / 2.0);
            egui::Rect::from_min_size(corner, galley.size())
        });
        for ((_, galley), rect) in galleys.into_iter().zip(rects) {
            if self.layout.page.contains_rect(rect) && !name.is_some_and(|name| name.intersects(rect)) {
                self.axes.inside.push(rect);
                self.axes.over.push(PlacedText::new(galley, rect.min).shape());
            }
        }
    }

    /// Two upright lines with their periods under them.
    fn moments(&mut self) {
        let Self { frame, plan, theme, .. } = *self;
        let stroke = Stroke::new(self.hairline(), theme.axis);
        for (x, at) in [0.0, 1.0].into_iter().zip(&plan.moments) {
            let x = frame.x(x);
            self.axes.under.push(Shape::vline(x, frame.rect.y_range(), stroke));
            self.below(x, &period_words(*at), None);
        }
    }
}
