//! What must hold whatever was done.

use std::{collections::HashMap, fs, path::Path, time::Duration};

use docket::{
    app::App,
    format,
    session::{Command, DocumentId},
};
use egui::{Key, Modifiers, Shape, ViewportId};
use egui_kittest::{Harness, kittest::NodeT as _};

/// So often Escape is pressed until nothing may be open any more.
const ESCAPES: usize = 8;

/// So many frames may a window take to come to rest.
const FRAMES: usize = 3_000;

/// So many documents stay open.
const DOCUMENTS: usize = 5;

/// What was seen, and how documents began.
#[derive(Default)]
pub struct Checks {
    first: HashMap<DocumentId, Option<String>>,
    pub looks: usize,
    pub steps: usize,
    pub saves: usize,
}

impl Checks {
    /// What is cheap to see.
    pub fn after_each(&mut self, harness: &Harness<'_, App>) {
        for (id, document) in harness.state().session().documents() {
            // Typed into in the frame that opened it, nobody has seen how it began.
            self.first
                .entry(id)
                .or_insert_with(|| document.undo_label().is_none().then(|| document.text().to_string()));
        }
        nothing_is_drawn_nowhere(harness);
    }

    /// Everything: all that is open closes with Escape, the window comes to rest, every document can be undone to how
    /// it began and made again, and what is saved is what is read.
    pub fn of_everything(&mut self, harness: &mut Harness<'_, App>, folder: &Path) {
        self.looks += 1;
        close_all_by_escape(harness);
        for node in harness.root().children_recursive() {
            if let Some(b) = node.accesskit_node().bounding_box() {
                assert!([b.x0, b.x1, b.y0, b.y1].iter().all(|c| c.is_finite()), "{node:?} is nowhere");
            }
        }
        let documents: Vec<_> = harness.state().session().documents().map(|(id, _)| id).collect();
        let active = harness.state().session().active().map(|(id, _)| id);
        for id in &documents {
            self.undo_and_redo(harness, *id);
        }
        if let Some(active) = active {
            ask(harness, Command::Activate(active));
            if self.looks.is_multiple_of(4) {
                self.save_and_read(harness, active, folder);
            }
        }
        for id in documents.iter().rev().skip(DOCUMENTS).filter(|id| Some(**id) != active) {
            ask(harness, Command::CloseDiscarding(*id));
        }
        if harness.state().session().documents().count() == 0 {
            ask(harness, Command::OpenSample(docket::document::samples::ALL[0].file_name));
        }
        comes_to_rest(harness);
    }

    fn undo_and_redo(&mut self, harness: &mut Harness<'_, App>, id: DocumentId) {
        ask(harness, Command::Activate(id));
        let text = |harness: &Harness<'_, App>| {
            let document = harness.state().session().document(id).expect("it is open");
            let read = format::parse(&document.text().to_string());
            assert!(*document.dataset() == *read.dataset(), "the model is what the text says");
            document.text().to_string()
        };
        let now = text(harness);
        let undone = walk(harness, id, &Command::Redo);
        let last = text(harness);
        let steps = walk(harness, id, &Command::Undo);
        if let Some(first) = &self.first[&id] {
            assert_eq!(text(harness), *first, "undone to the start");
        }
        assert_eq!(walk(harness, id, &Command::Redo), steps, "as many steps there and back");
        assert_eq!(text(harness), last, "made again to the end");
        for _ in 0..undone {
            ask(harness, Command::Undo);
        }
        assert_eq!(text(harness), now, "back where it was");
        self.steps += steps;
    }

    fn save_and_read(&mut self, harness: &mut Harness<'_, App>, id: DocumentId, folder: &Path) {
        let document = harness.state().session().document(id).expect("it is open");
        if document.is_read_only() && !document.is_modified() {
            return;
        }
        let text = document.text().to_string();
        // The watch looks at paths as they are: no link, no dot.
        let path = folder.canonicalize().expect("the folder").join(format!("saved-{}.ron", self.saves % 3));
        let is_elsewhere = harness.state().session().document_of(&path).is_some_and(|other| other != id);
        if is_elsewhere {
            return;
        }
        fs::remove_file(&path).ok();
        ask(harness, Command::SaveAs { document: id, path: path.clone() });
        let session = harness.state().session();
        let message = session.message().map(|message| format!("{message:?}"));
        let document = session.document(id).expect("it is open");
        assert_eq!(document.path(), Some(path.as_path()), "{message:?}");
        assert!(!document.is_unsaved(), "saved, but still unsaved: {message:?}");
        assert_eq!(fs::read_to_string(&path).expect("the file"), text, "what is saved is what was shown");
        self.saves += 1;
    }
}

/// Takes all steps back, or makes all of them again; how many there were.
fn walk(harness: &mut Harness<'_, App>, id: DocumentId, command: &Command) -> usize {
    let mut steps = 0;
    loop {
        let document = harness.state().session().document(id).expect("it is open");
        let label = if *command == Command::Undo { document.undo_label() } else { document.redo_label() };
        if label.is_none() {
            return steps;
        }
        ask(harness, command.clone());
        steps += 1;
        assert!(steps < 10_000, "{command:?} has no end");
    }
}

fn ask(harness: &mut Harness<'_, App>, command: Command) {
    harness.state_mut().ask(command);
    harness.step();
    settle(harness);
}

/// Waits for whatever is done away from the window.
pub fn settle(harness: &mut Harness<'_, App>) {
    for _ in 0..20_000 {
        if !harness.state().is_busy() {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
        harness.step();
    }
    panic!("work has no end");
}

fn is_anything_open(harness: &Harness<'_, App>) -> bool {
    let has_modal = harness.ctx.memory(|memory| memory.top_modal_layer().is_some());
    has_modal || harness.ctx.any_popup_open()
}

fn close_all_by_escape(harness: &mut Harness<'_, App>) {
    settle(harness);
    for _ in 0..ESCAPES {
        harness.key_press_modifiers(Modifiers::NONE, Key::Escape);
        harness.run_steps(3);
        settle(harness);
    }
    harness.run_steps(2);
    if is_anything_open(harness) {
        if let Ok(picture) = harness.render() {
            picture.save("open.png").ok();
        }
        let focus = harness.ctx.memory(|memory| (memory.focused(), memory.top_modal_layer()));
        panic!("something stays open whatever is done with Escape (see open.png); focus and dialog: {focus:?}");
    }
}

/// Nothing repaints when nothing changes; a caret that blinks does so by itself.
fn comes_to_rest(harness: &mut Harness<'_, App>) {
    let mut quiet = 0;
    for _ in 0..FRAMES {
        harness.step();
        let output = harness.output().viewport_output.get(&ViewportId::ROOT);
        let is_asked = output.is_some_and(|viewport| viewport.repaint_delay.is_zero());
        quiet = if is_asked { 0 } else { quiet + 1 };
        if quiet > 3 {
            return;
        }
    }
    panic!("the window never comes to rest");
}

/// Nothing is drawn nowhere, and no widget has the name of another.
///
/// # Panics
/// When something is.
pub fn nothing_is_drawn_nowhere(harness: &Harness<'_, App>) {
    harness.output().shapes.iter().for_each(|clipped| look_at(&clipped.shape));
}

fn look_at(shape: &Shape) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(look_at),
        Shape::Text(text) => {
            let words = text.galley.text();
            assert!(!words.starts_with('🔥'), "{words}");
            assert!(text.pos.x.is_finite() && text.pos.y.is_finite(), "{words} is nowhere");
        }
        Shape::Path(path) => assert!(path.points.iter().all(|p| !p.x.is_nan() && !p.y.is_nan()), "a line to nowhere"),
        Shape::LineSegment { points, .. } => {
            assert!(points.iter().all(|p| !p.x.is_nan() && !p.y.is_nan()), "a line to nowhere");
        }
        Shape::Rect(rect) => assert!(!rect.rect.any_nan(), "a rectangle nowhere"),
        Shape::Circle(circle) => assert!(!circle.center.any_nan(), "a circle nowhere"),
        Shape::Mesh(mesh) => assert!(mesh.vertices.iter().all(|v| !v.pos.any_nan()), "a mesh nowhere"),
        _ => {}
    }
}
