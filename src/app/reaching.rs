//! Setting the ends of axes in the figure: a drag is previewed, and one step when it is let go of.

use std::sync::Arc;

use egui::{Key, Modifiers, Pos2, Rect, Ui};

use super::Context;
use crate::{
    chart::{AxisEnd, ChartPlan, Reach, reached},
    figure::{self, AxisGesture, FigureResponse},
    model::Edit,
    session::Command,
};

/// A drag of an end of an axis, if one is under way.
#[derive(Debug, Default)]
pub(super) struct Reaching(Option<Held>);

/// What was there when the drag began: what is shown meanwhile moves with it.
#[derive(Debug)]
struct Held {
    end: AxisEnd,
    plan: Arc<ChartPlan>,
    plot: Rect,
    from: Pos2,
    /// Esc was pressed; the rest of the drag means nothing.
    is_dropped: bool,
}

impl Reaching {
    /// Does what the figure of a plan was asked for in this frame.
    pub(super) fn take(
        &mut self,
        ui: &Ui,
        context: Context<'_>,
        plan: &Arc<ChartPlan>,
        response: &FigureResponse,
        queue: &mut Vec<Command>,
    ) {
        let Some((end, gesture)) = response.axis else {
            // The button was let go of where no frame saw it.
            if self.0.take().is_some_and(|held| !held.is_dropped) {
                queue.push(Command::Preview(None));
            }
            return;
        };
        match gesture {
            AxisGesture::Steps(steps) => queue.extend(commit(edit(context, plan, end, Reach::Steps(steps)), end)),
            AxisGesture::Auto => queue.extend(commit(edit(context, plan, end, Reach::Auto), end)),
            AxisGesture::Dragged { from, to, plot, is_done } => {
                let fresh = || Held { end, plan: Arc::clone(plan), plot, from, is_dropped: false };
                let held = self.0.get_or_insert_with(fresh);
                if !held.is_dropped && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                    held.is_dropped = true;
                    queue.push(Command::Preview(None));
                }
                if !held.is_dropped {
                    let by =
                        AxisGesture::scaled(held.end, figure::is_level(&held.plan, held.end), held.plot, held.from, to);
                    let edit = edit(context, &held.plan, held.end, Reach::Scaled(by));
                    queue.push(match (is_done, edit) {
                        (true, Some(edit)) => step(edit, held.end),
                        (_, edit) => Command::Preview(edit.filter(|_| !is_done)),
                    });
                }
                if is_done {
                    self.0 = None;
                }
            }
        }
    }
}

fn edit(context: Context<'_>, plan: &ChartPlan, end: AxisEnd, reach: Reach) -> Option<Edit> {
    let (_, document) = context.session.active().filter(|(_, document)| !document.is_read_only())?;
    let chart = reached(plan, document.dataset().charts.get(&plan.id)?, end, reach)?;
    Some(Edit::PutChart { id: plan.id.clone(), chart })
}

fn commit(edit: Option<Edit>, end: AxisEnd) -> Option<Command> {
    edit.map(|edit| step(edit, end))
}

fn step(edit: Edit, end: AxisEnd) -> Command {
    Command::Edit { edit, label: Some(format!("set the {}", lower_first(end.words()))) }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
