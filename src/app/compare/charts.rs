//! The charts that look different, as figures side by side.

use egui::{Button, Label, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Scene, line};
use crate::{
    chart::{ChartPair, ChartPlan},
    figure::{self, FigureState, FigureTheme, Vision},
    model::{Dataset, Id},
    session::Command,
};

const GAP: f32 = 10.0;
/// A figure in the list is so high, if that is not too high for its width.
const HEIGHT: f32 = 250.0;
/// Side by side, large figures need so much room each; else they stand one above the other.
const LEAST_WIDTH: f32 = 420.0;

pub(super) fn ui(ui: &mut Ui, scene: Scene<'_>, enlarged: &mut Option<Id>, queue: &mut Vec<Command>) {
    let pairs = &scene.compared.pairs;
    let large = enlarged.as_ref().and_then(|id| pairs.iter().find(|pair| pair.id == *id));
    if let Some(pair) = large {
        words(ui, scene, pair, Some(enlarged), queue);
        let place = ui.available_rect_before_wrap();
        let is_upright = place.width() < 2.0 * LEAST_WIDTH + GAP && place.height() > place.width() * 0.7;
        if sides(ui, scene, pair, place, is_upright) {
            *enlarged = None;
        }
        return;
    }
    let width = (ui.available_width() - 24.0 - GAP) / 2.0;
    let figures = HEIGHT.min(width * 0.9).max(140.0) + scene.context.theme.row_height;
    let height = ui.spacing().interact_size.y + figures + 2.0 * ui.spacing().item_spacing.y + 2.0 * GAP;
    let area = ScrollArea::vertical().id_salt("changed charts").auto_shrink(false);
    area.show_rows(ui, height, pairs.len(), |ui, range| {
        for pair in &pairs[range] {
            let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let mut ui = ui.new_child(UiBuilder::new().max_rect(row).id_salt(&pair.id));
            words(&mut ui, scene, pair, None, queue);
            let place = ui.available_rect_before_wrap();
            let place = Rect::from_min_size(place.min, vec2(place.width() - 12.0, figures));
            if sides(&mut ui, scene, pair, place, false) {
                *enlarged = Some(pair.id.clone());
            }
        }
    });
}

/// Which chart it is, and what of it is different.
fn words(ui: &mut Ui, scene: Scene<'_>, pair: &ChartPair, enlarged: Option<&mut Option<Id>>, queue: &mut Vec<Command>) {
    let plan = pair.after.as_ref().or(pair.before.as_ref());
    let title = plan.map(|plan| plan.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&pair.id);
    let differs = match (&pair.before, &pair.after) {
        (None, _) => "new".to_owned(),
        (_, None) => "gone".to_owned(),
        _ => pair.differs.join(", "),
    };
    ui.horizontal(|ui| {
        if let Some(enlarged) = enlarged
            && ui.button("All charts").on_hover_text("Show all charts that look different again (Esc)").clicked()
        {
            *enlarged = None;
        }
        let active = scene.context.session.active();
        let is_here = active.is_some_and(|(_, document)| document.dataset().charts.contains_key(&pair.id));
        let go = ui.add_enabled(is_here, Button::new("Go to the chart"));
        let go = go.accessible_name(format!("Go to the chart {}", pair.id));
        if go.clicked()
            && let Some((document, _)) = active
        {
            queue.push(Command::ShowChart { document, chart: pair.id.clone() });
        }
        let words = RichText::new(&differs).color(scene.context.theme.muted);
        ui.add(Label::new(RichText::new(title).strong()).truncate()).on_hover_text(format!("{title} ({})", pair.id));
        ui.add(Label::new(words).truncate());
    });
}

/// The two figures; whether one of them was clicked.
fn sides(ui: &mut Ui, scene: Scene<'_>, pair: &ChartPair, place: Rect, is_upright: bool) -> bool {
    let half = if is_upright {
        vec2(place.width(), (place.height() - GAP) / 2.0)
    } else {
        vec2((place.width() - GAP) / 2.0, place.height())
    };
    let second = if is_upright { vec2(0.0, half.y + GAP) } else { vec2(half.x + GAP, 0.0) };
    let compared = scene.compared;
    let sides = [
        ("Before", &scene.names[0], pair.before.as_ref(), &compared.before, place.min),
        ("After", &scene.names[1], pair.after.as_ref(), &compared.after, place.min + second),
    ];
    let mut is_clicked = false;
    for (side, name, plan, dataset, corner) in sides {
        let rect = Rect::from_min_size(corner, half);
        let height = scene.context.theme.row_height;
        let (head, body) = rect.split_top_bottom_at_y(rect.top() + height);
        line(ui, head, &format!("{side}: {name}"), scene.context.theme.muted, false, false);
        ui.painter().rect_stroke(body, 2.0, (1.0, scene.context.theme.line), egui::StrokeKind::Outside);
        match plan {
            Some(plan) => is_clicked |= drawn(ui, scene, (side, plan), dataset, body),
            None => line(
                ui,
                Rect::from_min_max(pos2(body.left() + GAP, body.top()), body.max),
                "There is no such chart",
                scene.context.theme.muted,
                false,
                false,
            ),
        }
    }
    is_clicked
}

/// A figure that is only looked at; whether it was clicked.
fn drawn(ui: &mut Ui, scene: Scene<'_>, (side, plan): (&str, &ChartPlan), dataset: &Dataset, rect: Rect) -> bool {
    let theme = theme_of(scene, dataset, &plan.id);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt((side, &plan.id)));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    figure::show(&mut child, plan, &theme, FigureState::default());
    let response = ui.interact(rect, ui.scope_id().with(("enlarge", side, &plan.id)), Sense::click());
    let name = format!("{side}: chart {}", plan.id);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 2.0, (2.0, scene.context.theme.accent), egui::StrokeKind::Inside);
    }
    response.on_hover_cursor(egui::CursorIcon::ZoomIn).clicked()
}

fn theme_of(scene: Scene<'_>, dataset: &Dataset, chart: &Id) -> FigureTheme {
    let shelf = scene.context.figure_themes;
    let found = shelf.of_chart(dataset, chart, None, scene.default_theme).or_else(|_| shelf.named(scene.default_theme));
    let theme = found.unwrap_or_else(|_| FigureTheme::named("light").expect("a built-in theme"));
    if scene.vision == Vision::Usual { theme } else { theme.seen_through(scene.vision) }
}
