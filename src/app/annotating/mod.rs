//! Annotations made and changed by pointing at the figure. While something is dragged or drawn the figure shows it as a
//! preview; letting go makes one edit of it, Esc drops it.

mod drawing;
mod handles;
mod menu;

use egui::{Modifiers, Pos2, Rect, Ui, Vec2};

use self::{drawing::Drawing, handles::Drag, menu::AnnotationMenu};
use super::{Context, rewriting::Rewriting};
use crate::{
    chart::{ChartPlan, Wording},
    figure::{FigureResponse, FigureTheme, PlotArea},
    model::{Annotation, AnnotationKind, Chart, Edit, Id},
    session::{Command, Selection},
};

/// What is being done to the annotations of the figure, if anything.
#[derive(Debug, Default)]
pub(super) struct Annotating {
    /// One that is dragged.
    drag: Option<Drag>,
    /// One that is drawn.
    drawing: Option<Drawing>,
    menu: Option<AnnotationMenu>,
    /// A kind that a command asks for.
    asked: Option<AnnotationKind>,
    /// A new one that is about to get its words, and where they are written.
    new: Option<(Annotation, Pos2)>,
    /// The one whose words are about to be written anew.
    rewrite: Option<usize>,
    /// The one that was selected in the frame before.
    selected: Option<usize>,
}

/// All that the gestures need to know.
#[derive(Clone, Copy)]
struct Scene<'a> {
    context: Context<'a>,
    plan: &'a ChartPlan,
    chart: &'a Chart,
    theme: &'a FigureTheme,
    response: &'a FigureResponse,
    selected: Option<usize>,
}

impl Annotating {
    /// Starts an annotation of a kind in the next frame, where there is something to be said about.
    pub(super) fn ask(&mut self, kind: AnnotationKind) {
        self.asked = Some(kind);
    }

    /// Offers the annotations of a figure, its menu, and what is being drawn.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        context: Context<'_>,
        plan: &ChartPlan,
        theme: &FigureTheme,
        response: &FigureResponse,
        (rewriting, queue): (&mut Rewriting, &mut Vec<Command>),
    ) {
        let session = context.session;
        let chart = session.active().filter(|(_, document)| !document.is_read_only() && session.under_way().is_none());
        let Some(chart) = chart.and_then(|(_, document)| document.dataset().charts.get(&plan.id)) else {
            self.drop_all(queue);
            return;
        };
        let selected = match session.selection() {
            Selection::Annotation { chart: of, index } if *of == plan.id && *index < chart.annotations.len() => {
                Some(*index)
            }
            _ => None,
        };
        let scene = Scene { context, plan, chart, theme, response, selected };
        if let Some((annotation, at)) = self.new.take()
            && let Some((document, _)) = session.active()
        {
            let at = Rect::from_min_size(at, Vec2::ZERO);
            rewriting.add((document, plan.id.clone()), annotation, chart.annotations.len(), at);
        }
        // In the frame after the click, which else would take the focus away again.
        if let Some(index) = self.rewrite.take() {
            rewriting.ask(Wording::Annotation(index));
            return;
        }
        if let Some(kind) = self.asked.take() {
            self.new = drawing::anywhere(scene, kind);
            ui.ctx().request_repaint();
        }
        if rewriting.is_writing() {
            return;
        }
        let is_new = selected.is_some() && self.selected != selected;
        self.selected = selected;
        if self.drawing.is_some() {
            self.draw(ui, scene, queue);
        } else {
            self.handles(ui, scene, is_new, queue);
        }
        self.menu(ui, scene, queue);
    }

    /// Forgets what was begun: the document can't be changed, or is another one.
    fn drop_all(&mut self, queue: &mut Vec<Command>) {
        if self.drag.take().is_some() | self.drawing.take().is_some() {
            queue.push(Command::Preview(None));
        }
        (self.menu, self.asked, self.new, self.rewrite) = (None, None, None, None);
    }
}

impl Scene<'_> {
    /// The edit that changes an annotation.
    fn changed(self, index: usize, change: impl FnOnce(&mut Annotation)) -> Option<Edit> {
        let mut chart = self.chart.clone();
        change(chart.annotations.get_mut(index)?);
        (chart != *self.chart).then(|| Edit::PutChart { id: self.plan.id.clone(), chart })
    }

    /// The edit that adds one.
    fn added(self, annotation: Annotation) -> Edit {
        let mut chart = self.chart.clone();
        chart.annotations.push(annotation);
        Edit::PutChart { id: self.plan.id.clone(), chart }
    }

    fn select(self, index: usize) -> Command {
        Command::Select(Selection::Annotation { chart: self.plan.id.clone(), index })
    }

    fn unselect(self) -> Command {
        Command::Select(Selection::Item { section: crate::model::SectionKind::Charts, id: Id::clone(&self.plan.id) })
    }

    fn name(self, index: usize) -> String {
        self.chart.annotations.get(index).map(Annotation::name).unwrap_or_default()
    }

    fn plots(&self) -> impl Iterator<Item = &PlotArea> {
        self.response.plots.iter()
    }
}

/// Whether Esc is pressed, which then is used up.
fn escape(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Escape))
}
