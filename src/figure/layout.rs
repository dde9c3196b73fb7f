//! The page: where the words and the plot go.

use std::sync::Arc;

use egui::{Galley, Rect, Shape, pos2, vec2};

use super::{
    Drawing, annotations, axes,
    events::{self, EventLabels, PlacedEvent},
    frame::Frame,
    marks::Marks,
    names::{self, Names},
    obstacles::Obstacles,
    signs,
    theme::FigureTheme,
    ticks,
    type_setting::{PlacedText, Style, Typesetter},
};
use crate::{
    chart::{ChartPlan, Plane, Sign, View, Wording},
    model::{Mark, number::Locale},
};

/// Smaller plots than this show nothing that can be read.
const LEAST_PLOT: egui::Vec2 = vec2(60.0, 40.0);

/// Everything that has its place before the plot is drawn.
pub(super) struct Layout {
    /// Title, subtitle, legend, notes, source.
    pub(super) texts: Vec<PlacedText>,
    /// The samples of colour in the legend.
    pub(super) swatches: Vec<Shape>,
    /// Where series are named in the legend, by their positions in the plan.
    pub(super) named: Vec<(usize, PlacedText)>,
    /// The data area.
    pub(super) plot: Rect,
    /// How series are named.
    pub(super) names: Names,
    /// How events are labelled.
    pub(super) events: EventLabels,
    /// The strip for labels of events, above the plot.
    pub(super) lanes: Rect,
    /// The names of the rows.
    pub(super) rows: Vec<Arc<Galley>>,
    /// What the level axis measures.
    pub(super) level_caption: Option<Arc<Galley>>,
    /// The left edge of all words.
    pub(super) left: f32,
    /// The whole page.
    pub(super) page: Rect,
}

/// The page without the plot's own labels: what is left for them.
pub(super) struct Rest {
    pub(super) rect: Rect,
    pub(super) texts: Vec<PlacedText>,
    /// The signs of doubt beside their words.
    pub(super) key: Vec<Shape>,
}

impl Layout {
    /// Lays out a page; `None` when it is too small for a plot.
    pub(super) fn new(drawing: Drawing<'_>, view: View) -> Option<Self> {
        let Drawing { set, plan, theme, page, .. } = drawing;
        // The shares of the page's height that the words below and above may take, and that the plot then must have:
        // where a page is small, first notes and sources are cut, then the words above.
        for (footer, header, plot) in [
            (0.3, 0.36, 0.42),
            (0.22, 0.36, 0.36),
            (0.14, 0.36, 0.3),
            (0.08, 0.3, 0.3),
            (0.08, 0.16, 0.3),
            (0.0, 0.16, 0.3),
            (0.0, 0.0, 0.0),
        ] {
            let layout = [true, false]
                .into_iter()
                .map(|inside| {
                    let rest = words(drawing, header, footer);
                    Self::around_plot(drawing, view, rest, inside)
                })
                .find(|layout| layout.names_stay_on_page(set, plan, theme));
            let Some(layout) = layout else { continue };
            let enough = LEAST_PLOT.max(vec2(0.0, page.height() * plot));
            if layout.plot.width() >= enough.x && layout.plot.height() >= enough.y {
                return Some(layout);
            }
        }
        None
    }

    /// What the words in a plot must keep clear of: marks, events, and the words around the plot.
    pub(super) fn obstacles(
        &self,
        set: &Typesetter<'_>,
        plan: &ChartPlan,
        theme: &FigureTheme,
        frame: &Frame,
        events: &[PlacedEvent],
        marks: &Marks,
    ) -> Obstacles {
        let mut obstacles = Obstacles::of_marks(plan, frame, marks, theme.sizes.point * set.scale + 1.0);
        for text in &self.texts {
            obstacles.add_box(text.rect());
        }
        for event in events {
            obstacles.add_event(event);
        }
        annotations::obstruct(plan, frame, &mut obstacles);
        obstacles
    }

    /// Whether the names of series stay on the page with everything else in its place.
    fn names_stay_on_page(&self, set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme) -> bool {
        let frame = Frame::whole(plan, positive(self.plot));
        let events = self.events.place(set, plan, &frame, self.lanes);
        if !matches!(self.names, Names::Direct(..)) {
            return true;
        }
        let marks = Marks::of(plan, &frame);
        let mut obstacles = self.obstacles(set, plan, theme, &frame, &events, &marks);
        names::place(set, plan, &self.names, &frame, &marks, &mut obstacles)
            .is_some_and(|names| names.iter().all(|name| self.page.contains_rect(name.text.rect())))
    }

    fn around_plot(drawing: Drawing<'_>, view: View, rest: Rest, names_inside: bool) -> Self {
        let Drawing { set, plan, theme, page, .. } = drawing;
        let Rest { rect: mut area, mut texts, key: mut swatches } = rest;
        let mut named = Vec::new();
        let tick_height = set.height(Style::Tick);
        let level_caption = level_caption(set, plan, theme, area.width());
        let below = below(set, plan) + level_caption.as_ref().map_or(0.0, |galley| galley.size().y + 2.0 * set.scale);
        let (left, rows) = left_column(set, plan, theme, area, view);
        let caption = caption(set, plan, theme, area.width());
        // Over the first row of dumbbells stand the periods of its ends.
        let above = if plan.mark == Mark::Dumbbell { set.height(Style::Note) } else { 0.0 };
        let caption_height = above + caption.as_ref().map_or(0.0, |galley| galley.size().y + 4.0 * set.scale);
        let plot_in = |area: Rect, right: f32| {
            Rect::from_min_max(
                pos2(area.left() + left, area.top() + caption_height + tick_height * 0.6),
                pos2(area.right() - right, area.bottom() - below),
            )
        };
        let mut names = names::choose(set, plan, theme, area.width(), names_inside, |right| {
            Frame::new(plan, positive(plot_in(area, right)), view)
        });
        if matches!(names, Names::Legend) {
            let legend = names::legend(set, plan, theme, area);
            if legend.height > area.height() * 0.3 {
                names = Names::Nowhere;
            } else {
                area.min.y += legend.height;
                texts.extend(legend.words);
                swatches.extend(legend.samples);
                named = legend.named;
            }
        }
        let right = names.column().unwrap_or_else(|| right_margin(set, plan, theme));
        let mut plot = plot_in(area, right);
        let whole = Frame::whole(plan, positive(plot));
        let events = events::choose(set, plan, theme, &whole, area);
        if let Some(key) = &events.key {
            let height = key.size().y + 6.0 * set.scale;
            texts.push(PlacedText::new(Arc::clone(key), pos2(area.left(), area.bottom() - key.size().y)));
            plot.max.y -= height;
        }
        let lanes = Rect::from_min_max(
            pos2(plot.left(), plot.top() - tick_height * 0.6),
            pos2(area.right(), plot.top() - tick_height * 0.6 + events.height),
        );
        plot.min.y += events.height;
        if let Some(galley) = caption {
            let caption = PlacedText::new(galley, pos2(area.left(), area.top()));
            texts.push(if plan.plane() == Plane::Bins { caption } else { caption.of(Wording::ValueAxis) });
        }
        if !set.is_panel {
            swatches.extend(bar(set, theme, page));
        }
        let left = area.left();
        Self { texts, swatches, named, plot, names, events, lanes, rows, level_caption, left, page }
    }
}

/// Rectangles of at least one point, so that positions in them can be computed.
pub(super) fn positive(rect: Rect) -> Rect {
    Rect::from_min_size(rect.min, rect.size().max(vec2(1.0, 1.0)))
}

/// Title and subtitle above, notes and source below, each within a share of the page's height.
pub(super) fn words(drawing: Drawing<'_>, header: f32, footer: f32) -> Rest {
    let Drawing { set, plan, theme, page, .. } = drawing;
    let title = if set.is_panel { Style::SeriesName } else { Style::Title };
    let mut area = inner(set, theme, page);
    let mut texts = Vec::new();
    let mut logo_room = 0.0;
    if let Some(logo) = theme.logo.as_ref().filter(|logo| !logo.text.trim().is_empty() && footer > 0.0 && !set.is_panel)
    {
        let galley = set.line(&logo.text, Style::SeriesName, logo.color.unwrap_or(theme.title));
        if galley.size().x < area.width() * 0.4 {
            logo_room = galley.size().x + 16.0 * set.scale;
            texts.push(PlacedText::new(Arc::clone(&galley), area.max - galley.size()));
        }
    }
    let mut top_room = page.height() * header;
    let headline = if set.is_panel { Wording::Name(plan.title.clone()) } else { Wording::Title };
    for (text, style, color, gap, wording) in [
        (&plan.title, title, theme.title, 4.0 * set.scale, headline),
        (&plan.subtitle, Style::Subtitle, theme.muted, 8.0 * set.scale, Wording::Subtitle),
    ] {
        let rows = rows_in(top_room, set.height(style));
        if text.trim().is_empty() || rows == 0 {
            continue;
        }
        let galley = set.wrapped(text, style, color, area.width(), rows);
        let height = galley.size().y + gap;
        top_room -= height;
        texts.push(PlacedText::new(galley, area.min).of(wording));
        area.min.y += height;
    }
    area.min.y += 4.0 * set.scale;
    let mut bottom_room = page.height() * footer;
    let width = area.width() - logo_room;
    let sources: Vec<&str> = plan.source_line.split("; ").filter(|name| !name.trim().is_empty()).collect();
    let sign_of = |note: &str| plan.signs.iter().find(|(_, sentence)| sentence == note).map(|(sign, _)| *sign);
    let noted: Vec<(String, Option<Sign>)> = plan
        .notes
        .iter()
        .map(|note| (note.trim(), sign_of(note)))
        .filter(|(note, _)| !note.is_empty())
        // A space more parts a sign from the sentence before, but not from the edge of the page.
        .map(|(note, sign)| {
            (sign.map_or(String::new(), |sign| format!(" {}", signs::room(set, theme.muted, sign))) + note, sign)
        })
        .collect();
    let notes: Vec<&str> = noted.iter().map(|(note, _)| note.as_str()).collect();
    let mut key = Vec::new();
    type Shorten = fn(&[&str], usize) -> String;
    // Which source it is follows from the place in the line.
    let credit = Some(plan.credit.as_str()).filter(|credit| !credit.is_empty());
    let some_sources = match plan.x.locale {
        Locale::English => some_sources,
        Locale::Spanish => some_sources_in_spanish,
    };
    let kinds: [(&[&str], Shorten, f32, Option<Wording>); 3] = [
        (credit.as_slice(), some_notes, 0.3, None),
        (&sources, some_sources, if notes.is_empty() { 1.0 } else { 0.6 }, Some(Wording::Source(String::new()))),
        (&notes, some_notes, 1.0, Some(Wording::Note)),
    ];
    for (parts, shorten, share, wording) in kinds {
        let rows = rows_in(bottom_room, set.height(Style::Note));
        let rows = (rows as f32 * share).ceil() as usize;
        if parts.is_empty() || rows == 0 {
            continue;
        }
        // As many as fit: half a word, or half a sentence, is worse than none. One may take two rows more than its share.
        let set_some = |count, rows| set.wrapped(&shorten(parts, count), Style::Note, theme.muted, width, rows);
        let (mut galley, mut fit, mut too_many) = (set_some(parts.len(), rows), 0, parts.len());
        if galley.elided {
            while too_many - fit > 1 {
                let count = usize::midpoint(fit, too_many);
                galley = set_some(count, rows);
                (fit, too_many) = if galley.elided { (fit, count) } else { (count, too_many) };
            }
            galley = if fit == 0 { set_some(1, rows + 2) } else { set_some(fit, rows) };
        } else {
            fit = parts.len();
        }
        let height = galley.size().y + 4.0 * set.scale;
        bottom_room -= height;
        let pos = pos2(area.left(), area.bottom() - galley.size().y);
        if wording == Some(Wording::Note) {
            let said = fit.max(1);
            let signs: Vec<Sign> = noted.iter().take(said).filter_map(|(_, sign)| *sign).collect();
            key = signs::key(set, plan, theme, (&galley, pos), &signs);
        }
        let text = PlacedText::new(Arc::clone(&galley), pos);
        texts.push(if let Some(wording) = wording { text.of(wording) } else { text });
        area.max.y -= height;
    }
    if bottom_room < page.height() * footer {
        area.max.y -= 6.0 * set.scale;
    } else if logo_room > 0.0 {
        area.max.y -= set.height(Style::SeriesName) + 6.0 * set.scale;
    }
    Rest { rect: area, texts, key }
}

/// The page without its margins and the bar at its top.
fn inner(set: &Typesetter<'_>, theme: &FigureTheme, page: Rect) -> Rect {
    if set.is_panel {
        return page.shrink((5.0 * set.scale).min(page.width() * 0.05).min(page.height() * 0.06));
    }
    let aside = |margin: f32| (margin * set.scale).min(page.width() * 0.05);
    let above = |margin: f32| (margin * set.scale).min(page.height() * 0.06);
    let margins = &theme.margins;
    let rule = theme.rule.as_ref().map_or(0.0, |rule| above(rule.height + 8.0));
    Rect::from_min_max(
        page.min + vec2(aside(margins.left), above(margins.top) + rule),
        page.max - vec2(aside(margins.right), above(margins.bottom)),
    )
}

/// The bar at the top of the page.
pub(super) fn bar(set: &Typesetter<'_>, theme: &FigureTheme, page: Rect) -> Option<Shape> {
    let rule = theme.rule.as_ref()?;
    let inner = inner(set, theme, page);
    let top = page.top() + (theme.margins.top * set.scale).min(page.height() * 0.06);
    let height = (rule.height * set.scale).min(page.height() * 0.03);
    let width = rule.width.map_or(inner.width(), |width| (width * set.scale).min(inner.width()));
    (inner.is_positive())
        .then(|| Shape::rect_filled(Rect::from_min_size(pos2(inner.left(), top), vec2(width, height)), 0.0, rule.color))
}

/// The first sources of a line, and how many others there are.
fn some_sources(names: &[&str], count: usize) -> String {
    let said = names[..count].join("; ");
    match names.len() - count {
        0 => said,
        1 => format!("{said}; 1 other"),
        others => format!("{said}; {others} others"),
    }
}

/// The same in Spanish.
fn some_sources_in_spanish(names: &[&str], count: usize) -> String {
    let said = names[..count].join("; ");
    match names.len() - count {
        0 => said,
        1 => format!("{said}; 1 fuente más"),
        others => format!("{said}; {others} fuentes más"),
    }
}

/// The first notes, and a sign where there are others.
fn some_notes(notes: &[&str], count: usize) -> String {
    let said = notes[..count].join(" ");
    if count < notes.len() { said + " …" } else { said }
}

fn rows_in(room: f32, height: f32) -> usize {
    (room / height.max(1.0)).floor().max(0.0) as usize
}

/// The height under a plot for the labels of its level axis.
fn below(set: &Typesetter<'_>, plan: &ChartPlan) -> f32 {
    match plan.plane() {
        Plane::ValueRows if !axes::levels_are_shown(plan) => 0.0,
        _ => set.height(Style::Tick) + 8.0 * set.scale,
    }
}

/// What the level axis of a scatter plot or a histogram measures.
fn level_caption(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme, width: f32) -> Option<Arc<Galley>> {
    let label = plan.across.as_ref().map(|axis| axis.label.trim()).filter(|label| !label.is_empty())?;
    (!set.is_panel).then(|| set.wrapped(label, Style::Tick, theme.muted, width, 1))
}

/// The width left of the plot: the labels of the value axis, the names of rows, or the first values of slopes.
fn left_column(
    set: &Typesetter<'_>,
    plan: &ChartPlan,
    theme: &FigureTheme,
    area: Rect,
    view: View,
) -> (f32, Vec<Arc<Galley>>) {
    let gap = 8.0 * set.scale;
    let widest = |galleys: &[Arc<Galley>]| galleys.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
    match plan.plane() {
        Plane::ValueRows => {
            let rows: Vec<_> = plan
                .categories
                .iter()
                .map(|row| set.wrapped(&row.label, Style::Label, theme.text, area.width() * 0.38, 2))
                .collect();
            (widest(&rows) + gap, rows)
        }
        Plane::Moments => {
            let firsts = plan.series.iter().filter_map(|series| series.points.first());
            let firsts: Vec<_> = firsts.map(|p| set.line(&p.label, Style::Label, theme.text)).collect();
            ((widest(&firsts) + (super::labels::LEADER + 2.0) * set.scale).min(area.width() * 0.3), Vec::new())
        }
        _ => {
            let mut galleys = Vec::new();
            for view in [view, super::frame::shown(plan, None)] {
                let frame = Frame::new(plan, positive(area), view);
                let ticks = ticks::upright(plan, &frame, set);
                galleys.extend(ticks.iter().map(|tick| set.line(&tick.label, Style::Tick, theme.muted)));
            }
            (widest(&galleys) + gap, Vec::new())
        }
    }
}

/// The width right of a plot without names there: room for half a year label, or for the values of rows.
fn right_margin(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme) -> f32 {
    if plan.plane() != Plane::ValueRows || plan.values == Some(false) {
        return 10.0 * set.scale;
    }
    let points = plan.categories.iter().flat_map(|row| &row.members);
    let labels = points.filter_map(|(s, p)| Some(&plan.series.get(*s)?.points.get(*p)?.label));
    let labels = labels.chain(plan.totals.iter().map(|total| &total.label));
    labels.map(|label| set.line(label, Style::Label, theme.text).size().x).fold(0.0, f32::max) + 18.0 * set.scale
}

/// The unit of the value axis, unless the subtitle already says it.
pub(super) fn caption(set: &Typesetter<'_>, plan: &ChartPlan, theme: &FigureTheme, width: f32) -> Option<Arc<Galley>> {
    let label = plan.y.label.trim();
    let said = plan.subtitle.to_lowercase().contains(&label.to_lowercase());
    (!label.is_empty() && !said).then(|| set.wrapped(label, Style::Tick, theme.muted, width, 1))
}
