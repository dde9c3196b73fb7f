//! `ChartPlan` → a figure drawn with egui and `egui_plot`; the same off screen → SVG → PNG and PDF; figure themes.
//!
//! The page is laid out anew each frame from the plan, the theme and the view: words above and below, the plot in
//! between in an exact rectangle. `egui_plot` draws the lines and turns gestures into bounds; axes, points, labels
//! and events are painted through the same mapping. Nothing is kept between frames, so an export is what the screen
//! shows.

mod annotations;
mod areas;
mod axes;
mod axis_ends;
mod color;
mod crosshair;
mod events;
pub mod export;
mod fonts;
mod frame;
mod gestures;
mod hatch;
mod labels;
mod layout;
mod marks;
mod names;
mod obstacles;
mod paint;
mod panels;
mod parts;
mod plot_area;
mod signs;
mod spread;
mod table;
mod texts;
mod theme;
pub mod themes;
mod ticks;
mod timeline;
mod trends;
mod type_setting;

pub use axis_ends::{AxisGesture, is_level};
pub use color::{Color, Vision};
pub use fonts::{install_fonts, semibold};
pub use plot_area::{Grip, PlotArea, ShownAnnotation, Snap};
pub use texts::WrittenText;
pub use theme::{FigureFonts, FigureSizes, FigureTheme, Gridlines, Logo, Margins, Rule};

use egui::{Rect, Shape, Stroke, Ui, WidgetInfo};
use egui_plot::Plot;

use self::{
    annotations::PlacedAnnotation,
    events::PlacedEvent,
    frame::Frame,
    labels::Labeller,
    layout::Layout,
    marks::Marks,
    paint::MarkPainter,
    parts::{Part, Parts},
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{AxisEnd, ChartPlan, Plane, View, Wording},
    model::Id,
};

/// What the caller knows of a figure besides its plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct FigureState<'a> {
    /// The stretch looked at; `None`: all of the plan.
    pub view: Option<View>,
    /// The observation to be marked: series and position in its observations.
    pub selected: Option<(&'a Id, usize)>,
    /// Whether the figure takes the pointer and the keyboard.
    pub interactive: bool,
    /// Whether the page is of paper, which is read from nearer than a screen: type may be smaller.
    pub on_paper: bool,
}

/// What happened to a figure in this frame.
#[derive(Debug)]
pub struct FigureResponse {
    /// The observation clicked on: series and position in its observations.
    pub clicked: Option<(Id, usize)>,
    /// The observation under the pointer.
    pub hovered: Option<(Id, usize)>,
    /// The series whose name was clicked, and whether Ctrl was held.
    pub named: Option<(Id, bool)>,
    /// The series whose name was clicked a second time: what the first click did was not meant.
    pub named_again: Option<Id>,
    /// What is done to an end of an axis.
    pub axis: Option<(AxisEnd, AxisGesture)>,
    /// The texts that can be changed, as they are shown.
    pub texts: Vec<WrittenText>,
    /// The text that is to be written anew.
    pub rewrite: Option<Wording>,
    /// The plots, in the order of the panels, if the figure takes the pointer.
    pub plots: Vec<PlotArea>,
    /// The view that the user asks for; `Some(None)`: all of the plan again.
    pub view: Option<Option<View>>,
    /// Of the whole figure; named "Figure: TITLE" for assistive technology.
    pub response: egui::Response,
    /// The pointer is over a text that can be changed.
    over_text: bool,
    /// What was painted when.
    parts: Parts,
}

/// Draws a figure over all of the available space.
pub fn show(ui: &mut Ui, plan: &ChartPlan, theme: &FigureTheme, state: FigureState<'_>) -> FigureResponse {
    let page = page_of(ui);
    let sense = if state.interactive { egui::Sense::click() } else { egui::Sense::hover() };
    let response = ui.allocate_rect(page, sense);
    describe(ui, &response, plan);
    let mut result = FigureResponse {
        clicked: None,
        hovered: None,
        named: None,
        named_again: None,
        axis: None,
        texts: Vec::new(),
        rewrite: None,
        plots: Vec::new(),
        view: None,
        response,
        over_text: false,
        parts: Parts::new(),
    };
    parts::begin(&mut result.parts, ui, Part::Background);
    ui.painter().rect_filled(page, 0.0, theme.background);
    if page.width() < 1.0 || page.height() < 1.0 {
        return result;
    }
    let ctx = ui.ctx().clone();
    let set = Typesetter::new(&ctx, theme, page.size(), state.on_paper);
    let drawing = Drawing { set: &set, plan, theme, page, state };
    if let Some(reason) = &plan.empty_reason {
        parts::begin(&mut result.parts, ui, Part::Words);
        empty(ui, drawing, reason);
    } else if !drawing.show(ui, &mut result) {
        empty(ui, drawing, "Too small to draw");
    }
    result
}

/// What is to be drawn: a plan on a page, its words set in a theme. Panels are drawings of their own.
#[derive(Clone, Copy)]
struct Drawing<'a> {
    set: &'a Typesetter<'a>,
    plan: &'a ChartPlan,
    theme: &'a FigureTheme,
    page: Rect,
    state: FigureState<'a>,
}

impl Drawing<'_> {
    /// Draws it; `false` if there is no room for it.
    fn show(self, ui: &mut Ui, result: &mut FigureResponse) -> bool {
        if !self.plan.panels.is_empty() {
            return panels::show(ui, self, result);
        }
        match self.plan.plane() {
            Plane::Cells => return table::show(ui, self, result),
            Plane::TimeRows => return timeline::show(ui, self, result),
            _ => {}
        }
        let view = frame::shown(self.plan, self.state.view);
        let Some(layout) = Layout::new(self, view) else { return false };
        Figure { plan: self.plan, theme: self.theme, set: self.set, layout }.show(ui, self.state, view, result);
        true
    }
}

fn page_of(ui: &Ui) -> Rect {
    let available = ui.available_rect_before_wrap();
    let size = available.size();
    let finite = |v: f32| if v.is_finite() { v.clamp(0.0, 100_000.0) } else { 0.0 };
    Rect::from_min_size(available.min, egui::vec2(finite(size.x), finite(size.y)))
}

fn describe(ui: &Ui, response: &egui::Response, plan: &ChartPlan) {
    let name = if plan.title.trim().is_empty() { plan.id.to_string() } else { plan.title.clone() };
    let name = format!("Figure: {name}");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, ui.is_enabled(), &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(plan.description.as_str()));
}

/// The title and, in the middle, why there is nothing else.
fn empty(ui: &Ui, drawing: Drawing<'_>, reason: &str) {
    let Drawing { set, plan, theme, page, .. } = drawing;
    let painter = ui.painter().with_clip_rect(page.intersect(ui.clip_rect()));
    let inner = page.shrink((16.0 * set.scale).min(page.width() * 0.05));
    let reason = set.wrapped(reason, Style::Subtitle, theme.muted, inner.width(), 6);
    let middle = egui::Align2::CENTER_CENTER.anchor_size(inner.center(), reason.size());
    let title = set.wrapped(&plan.title, Style::Title, theme.title, inner.width(), 2);
    if inner.top() + title.size().y < middle.top() {
        painter.add(PlacedText::new(title, inner.min).shape());
    }
    // Text set to wrap is as wide as its longest row; centred rows look right only one by one, so keep it left.
    if page.contains_rect(middle) {
        painter.add(PlacedText::new(reason, middle.min).shape());
    }
}

/// What is drawn in a plot, to be read off.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    plan: &'a ChartPlan,
    theme: &'a FigureTheme,
    frame: &'a Frame,
    targets: &'a [marks::Target],
    scale: f32,
}

/// The words of a figure.
struct Lettering {
    /// What they are drawn with, part by part.
    words: [(Part, Vec<Shape>); 6],
    /// Where series are named, by their positions in the plan.
    named: Vec<(usize, PlacedText)>,
    /// Where the annotations are.
    annotations: Vec<PlacedAnnotation>,
}

/// A figure that has its layout.
struct Figure<'a> {
    plan: &'a ChartPlan,
    theme: &'a FigureTheme,
    set: &'a Typesetter<'a>,
    layout: Layout,
}

impl Figure<'_> {
    fn show(&self, ui: &mut Ui, state: FigureState<'_>, view: View, result: &mut FigureResponse) {
        let page_clip = self.layout.page.intersect(ui.clip_rect());
        let painter = ui.painter().with_clip_rect(page_clip);
        let before = Frame::new(self.plan, self.layout.plot, view);
        // The shapes under the lines depend on where a gesture of this frame moves the plot to.
        let under = [Part::Shades, Part::Periods, Part::Grid, Part::Events, Part::Columns].map(|part| {
            parts::begin(&mut result.parts, ui, part);
            painter.add(Shape::Noop)
        });
        parts::begin(&mut result.parts, ui, Part::Lines);
        let plane = self.plan.plane();
        let zooms = if self.set.is_panel { plane == Plane::TimeValue } else { plane.zooms() };
        let moves = state.interactive && zooms;
        let salt = result.response.id.with((self.layout.page.left() as i32, self.layout.page.top() as i32));
        let (mut frame, plot) = self.plot(ui, salt, &before, moves);
        if self.set.is_panel {
            // Panels have time in common, but not always values.
            frame.view.y = before.view.y;
        }
        let events = self.layout.events.place(self.set, self.plan, &frame, self.layout.lanes);
        let placed = Marks::of(self.plan, &frame);
        let targets = &placed.targets;
        let (scale, is_panel) = (self.set.scale, self.set.is_panel);
        let marks = MarkPainter { plan: self.plan, theme: self.theme, frame, scale, targets, is_panel };
        let axes = axes::draw(self.set, self.plan, self.theme, &frame, &self.layout);
        let below = [
            annotations::shades(self.plan, &frame, self.theme),
            events::spans(&events, self.theme),
            axes.under,
            events::stems(&events, self.theme, self.set),
            marks.blocks(),
        ];
        for (place, shapes) in under.into_iter().zip(below) {
            painter.set(place, Shape::Vec(shapes));
        }
        let mut over = vec![
            (Part::Axes, axes.over),
            (Part::Points, marks.points()),
            (Part::Selection, marks.ring(state.selected).into_iter().collect()),
        ];
        let Lettering { words, named, annotations } = self.words(&frame, &events, &placed, &axes.inside);
        over.extend(words);
        for (part, shapes) in over {
            parts::begin(&mut result.parts, ui, part);
            painter.extend(shapes);
        }
        if state.interactive {
            if moves {
                gestures::move_view(ui, self.plan, &before, &frame, &plot, result);
            }
            if !self.set.is_panel {
                gestures::names(ui, self.plan, &named, self.theme, result);
            }
            if !self.set.is_panel && state.view.is_none() {
                axis_ends::offer(ui, self.plan, self.theme, &frame, self.layout.left, result);
            }
            let labels = events.iter().filter_map(|event| event.label.as_ref());
            texts::offer(ui, self.layout.texts.iter().chain(labels).chain(&axes.names), self.theme, result);
            let Self { plan, theme, .. } = *self;
            let drawn = Drawn { plan, theme, frame: &frame, targets, scale };
            gestures::point(ui, plan, targets, &events, Some((&plot, drawn)), result);
            result.plots.push(PlotArea::new(self.plan, frame, placed.targets, &annotations, plot));
        }
    }

    /// Runs `egui_plot` in the exact rectangle; the frame it returns is where a gesture has moved it to.
    fn plot(&self, ui: &mut Ui, id: egui::Id, before: &Frame, interactive: bool) -> (Frame, egui::Response) {
        let (rect, bounds) = before.padded(self.theme.sizes.point * self.set.scale + 3.0);
        let lines = paint::lines(self.plan, self.theme, before, self.set.scale);
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(id));
        let sense = if interactive { egui::Sense::CLICK | egui::Sense::DRAG } else { egui::Sense::hover() };
        let plot = Plot::new("plot")
            .width(rect.width())
            .height(rect.height())
            .min_size(egui::vec2(1.0, 1.0))
            .show_axes(false)
            .show_grid(false)
            .show_background(false)
            .show_x(false)
            .show_y(false)
            .show_crosshair(false)
            .set_margin_fraction(egui::Vec2::ZERO)
            .allow_drag(interactive)
            .allow_zoom(interactive)
            .allow_scroll(false)
            .allow_boxed_zoom(interactive)
            .allow_double_click_reset(false)
            .sense(sense)
            .show(&mut child, |plot| {
                plot.set_plot_bounds(bounds);
                for line in lines {
                    plot.line(line);
                }
            });
        let now = plot.transform.bounds();
        let frame = if interactive && *now != bounds { before.moved(&bounds, now) } else { *before };
        (frame, plot.response)
    }

    /// All text, and the lines that connect text with what it is about; `taken` are words in the plot that stand already.
    fn words(&self, frame: &Frame, events: &[PlacedEvent], marks: &Marks, taken: &[Rect]) -> Lettering {
        let texts = self.layout.texts.iter().map(PlacedText::shape).collect();
        let of_events = events.iter().filter_map(|event| event.label.as_ref()).map(PlacedText::shape).collect();
        let mut obstacles = self.layout.obstacles(self.set, self.plan, self.theme, frame, events, marks);
        obstacles.extend_words(taken.iter().copied());
        let leader = Stroke::new(self.set.scale.max(1.0) * 0.8, self.theme.event);
        let names =
            names::place(self.set, self.plan, &self.layout.names, frame, marks, &mut obstacles).unwrap_or_default();
        let mut named = Vec::new();
        let mut places = self.layout.named.clone();
        // In a view of a part, a name may find no room; the tooltips say it then.
        for name in names.iter().filter(|name| self.layout.page.contains_rect(name.text.rect())) {
            named.extend(name.leader.map(|line| Shape::line_segment(line, leader)));
            if frame.rect.contains_rect(name.text.rect()) {
                named.extend(labels::ground(name.text.rect(), self.theme, &obstacles));
            }
            named.push(name.text.shape());
            places.push((name.series, name.text.clone()));
        }
        let (set, plan, theme, page) = (self.set, self.plan, self.theme, self.layout.page);
        let annotations = annotations::place(set, plan, theme, frame, &mut obstacles);
        let annotated: Vec<Rect> =
            annotations.iter().filter_map(|a| Some(a.words.as_ref()?.rect().expand(1.0))).collect();
        let drawn = annotations::shapes(set, plan, theme, frame, &annotations, &obstacles);
        let labels = Labeller { set, plan, theme, frame, page, targets: &marks.targets, annotated: &annotated };
        let labels = labels.draw(&mut obstacles);
        let words = [
            (Part::Legend, self.layout.swatches.clone()),
            (Part::Words, texts),
            (Part::EventLabels, of_events),
            (Part::Names, named),
            (Part::Annotations, drawn),
            (Part::Labels, labels),
        ];
        Lettering { words, named: places, annotations }
    }
}
