//! The menu of the figure: with the right button, or with Shift+F10 while the figure or an annotation has the keyboard.

use egui::{Button, Key, Layout, Modifiers, Popup, PopupKind, Pos2, SetOpenCommand, Ui};

use super::{Annotating, Scene, drawing};
use crate::{
    chart::has_place,
    model::AnnotationKind,
    session::{Command, commands},
};

/// The menu that is open, or about to be.
#[derive(Debug)]
pub(super) struct AnnotationMenu {
    at: Pos2,
    /// The annotation that it is about, if it is about one.
    on: Option<usize>,
    /// It is new, and opens in this frame.
    opens: bool,
    /// Its first entry gets the keyboard.
    by_key: bool,
}

impl Annotating {
    pub(super) fn open_menu(&mut self, at: Pos2, on: Option<usize>, by_key: bool) {
        self.menu = Some(AnnotationMenu { at, on, opens: true, by_key });
    }

    pub(super) fn menu(&mut self, ui: &Ui, scene: Scene<'_>, queue: &mut Vec<Command>) {
        for plot in scene.plots() {
            if plot.response.secondary_clicked()
                && let Some(at) = plot.response.interact_pointer_pos()
            {
                self.open_menu(at, None, false);
            }
        }
        if scene.response.response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10)) {
            let at = drawing::middle(scene).unwrap_or(scene.response.response.rect.center());
            self.open_menu(at, None, true);
        }
        let Some(mut menu) = self.menu.take() else { return };
        let id = scene.response.response.id.with("annotations");
        let opens = std::mem::take(&mut menu.opens);
        let popup = Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(egui::Align::Min))
            .style(egui::containers::menu::menu_style)
            .accessible_name("Figure")
            .gap(0.0)
            .open_memory(opens.then_some(SetOpenCommand::Bool(true)));
        popup.show(|ui| {
            ui.set_min_width(170.0);
            let first = match menu.on.filter(|index| *index < scene.chart.annotations.len()) {
                Some(index) => self.of_annotation(ui, scene, index, queue),
                None => self.of_plot(ui, scene, menu.at, queue),
            };
            if opens && menu.by_key {
                first.request_focus();
            }
        });
        if opens || Popup::is_id_open(ui.ctx(), id) {
            self.menu = Some(menu);
        }
    }

    /// What can be put where the menu was opened.
    fn of_plot(&mut self, ui: &mut Ui, scene: Scene<'_>, at: Pos2, queue: &mut Vec<Command>) -> egui::Response {
        let plane = scene.plan.plane();
        let mut first = None;
        for kind in AnnotationKind::ALL {
            let text = match kind {
                AnnotationKind::Note => "Add a note here",
                AnnotationKind::Shade => "Shade a period…",
                AnnotationKind::Line => "Add a reference line here",
                AnnotationKind::Band => "Add a band…",
                AnnotationKind::Arrow => "Draw an arrow…",
            };
            let entry = ui.add_enabled(has_place(plane, kind), Button::new(text));
            let entry = entry.on_disabled_hover_text("The marks of this figure leave no place for it");
            if entry.clicked() {
                queue.push(scene.unselect());
                match kind {
                    AnnotationKind::Note | AnnotationKind::Line => self.new = drawing::here(scene, kind, at),
                    AnnotationKind::Shade | AnnotationKind::Band | AnnotationKind::Arrow => {
                        self.drawing = Some(drawing::Drawing::of(kind));
                    }
                }
                ui.ctx().request_repaint();
                ui.close();
            }
            first.get_or_insert(entry);
        }
        let claims = commands::possible_claims(scene.context.session);
        if !claims.is_empty() {
            ui.separator();
        }
        for command in claims {
            if ui.button(command.text).on_hover_text(command.tooltip).clicked() {
                queue.push((command.command)());
                ui.close();
            }
        }
        first.unwrap_or_else(|| ui.response())
    }

    /// What can be done to an annotation.
    fn of_annotation(
        &mut self,
        ui: &mut Ui,
        scene: Scene<'_>,
        index: usize,
        queue: &mut Vec<Command>,
    ) -> egui::Response {
        let first = ui.button("Edit the words");
        if first.clicked() {
            queue.push(scene.select(index));
            self.rewrite = Some(index);
            ui.ctx().request_repaint();
            ui.close();
        }
        let is_placed = scene.chart.annotations[index].place.is_some();
        let free = ui.add_enabled(is_placed, Button::new("Let the figure place the words"));
        if free.on_hover_text("Let the figure find room for them").clicked() {
            if let Some(edit) = scene.changed(index, |annotation| annotation.place = None) {
                queue.push(Command::Edit { edit, label: Some("let the figure place the words".to_owned()) });
            }
            ui.close();
        }
        if ui.button("Delete annotation").clicked() {
            queue.extend([scene.select(index), Command::Delete]);
            ui.close();
        }
        first
    }
}
