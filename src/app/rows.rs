//! Lists of any length, of which only what is in sight is drawn.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

/// Up to so many rows are all drawn, in sight or not, so that each can be as high as it likes.
pub(crate) const ALL_DRAWN: usize = 200;

/// Draws the rows of a list in a scroll area of its own; see `within`.
pub(crate) fn rows(
    ui: &mut Ui,
    area: ScrollArea,
    count: usize,
    reveal: Option<usize>,
    row: impl FnMut(&mut Ui, usize),
) {
    area.show(ui, |ui| within(ui, count, reveal, row));
}

/// Draws the rows of a list inside what scrolls. Those of a long list must be of one line each; then only those in
/// sight are drawn. The row to be revealed is scrolled to.
pub(crate) fn within(ui: &mut Ui, count: usize, reveal: Option<usize>, mut row: impl FnMut(&mut Ui, usize)) {
    if count <= ALL_DRAWN {
        for index in 0..count {
            let drawn = ui.scope(|ui| row(ui, index)).response;
            if reveal == Some(index) {
                drawn.scroll_to_me(None);
            }
        }
        return;
    }
    // As high as a button with a line of text, or the last rows could not be scrolled to.
    let button = ui.text_style_height(&egui::TextStyle::Button) + 2.0 * ui.spacing().button_padding.y;
    let height = ui.spacing().interact_size.y.max(button.ceil()) + ui.spacing().item_spacing.y;
    let (_, all) = ui.allocate_space(vec2(ui.available_width(), height * count as f32));
    let (top, x) = (all.top(), all.x_range());
    let in_sight = ui.clip_rect().y_range();
    let first = (((in_sight.min - top) / height).floor().max(0.0) as usize).min(count);
    let end = (((in_sight.max - top) / height).ceil().max(0.0) as usize + 1).min(count);
    let y = |index: usize| top + index as f32 * height;
    for index in first..end {
        let place = Rect::from_x_y_ranges(x, y(index)..=y(index + 1));
        row(&mut ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt(index)), index);
    }
    if let Some(index) = reveal.filter(|index| *index < count) {
        ui.scroll_to_rect(Rect::from_min_size(pos2(x.min, y(index)), vec2(1.0, height)), None);
    }
}
