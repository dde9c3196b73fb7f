//! Lists of any length, of which only what is in sight is drawn.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

/// Up to so many rows are all drawn, in sight or not, so that each can be as high as it likes.
pub(crate) const ALL_DRAWN: usize = 200;

/// Draws the rows of a list in a scroll area. Those of a long list must be of one line each; then only those in sight
/// are drawn. The row to be revealed is scrolled to.
pub(crate) fn rows(
    ui: &mut Ui,
    area: ScrollArea,
    count: usize,
    reveal: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize),
) {
    if count <= ALL_DRAWN {
        area.show(ui, |ui| {
            for index in 0..count {
                let drawn = ui.scope(|ui| row(ui, index)).response;
                if reveal == Some(index) {
                    drawn.scroll_to_me(None);
                }
            }
        });
        return;
    }
    let height = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
    area.show_viewport(ui, |ui, viewport| {
        ui.set_height(height * count as f32);
        let first = ((viewport.min.y / height).floor().max(0.0) as usize).min(count);
        let end = ((viewport.max.y / height).ceil().max(0.0) as usize + 1).min(count);
        let (top, x) = (ui.max_rect().top(), ui.max_rect().x_range());
        let y = |index: usize| top + index as f32 * height;
        let in_sight = Rect::from_x_y_ranges(x, y(first)..=y(end));
        ui.scope_builder(egui::UiBuilder::new().max_rect(in_sight), |ui| {
            ui.skip_ahead_auto_ids(first);
            for index in first..end {
                row(ui, index);
            }
        });
        if let Some(index) = reveal.filter(|index| *index < count) {
            ui.scroll_to_rect(Rect::from_min_size(pos2(x.min, y(index)), vec2(1.0, height)), None);
        }
    });
}
