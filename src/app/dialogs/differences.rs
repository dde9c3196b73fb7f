//! What differs between a document and its file, as another program has written it.

use egui::{Key, ScrollArea, Ui};

/// The dialog.
pub struct Differences {
    name: String,
    lines: Vec<String>,
}

impl Differences {
    pub(super) fn new(name: String, lines: Vec<String>) -> Self {
        Self { name, lines }
    }

    /// Draws it; whether it was left.
    pub(super) fn ui(&self, ui: &mut Ui) -> bool {
        ui.set_max_width(560.0);
        ui.heading(format!("{}: from the file to what is here", self.name));
        if self.lines.is_empty() {
            ui.label("All figures, items and claims are the same; only comments or the layout differ.");
        }
        let row = ui.text_style_height(&egui::TextStyle::Body) * 1.3;
        ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show_rows(
            ui,
            row,
            self.lines.len(),
            |ui, rows| {
                for line in &self.lines[rows] {
                    ui.add(egui::Label::new(line).truncate()).on_hover_text(line);
                }
            },
        );
        ui.add_space(8.0);
        ui.button("Close").clicked() || ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter))
    }
}
