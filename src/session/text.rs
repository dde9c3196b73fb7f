//! Commands on the text of a document: typing, and laying it out afresh.

use super::{CaretPlace, Effect, Open, Selection, Session, TextChange, apply::count, typing::Burst};
use crate::{
    format::{self, Patch, Replacement, Severity},
    model::SectionKind,
};

impl Session {
    /// Changes the text by hand, as one step with what was typed just before, and selects what stands at the caret.
    pub(super) fn edit_text(
        &mut self,
        revision: u64,
        patch: &Patch,
        change: TextChange,
        caret: CaretPlace,
    ) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        if open.document.revision() != revision {
            return self.tell(Severity::Error, "The text has changed meanwhile; please type that again");
        }
        let goes_on = open.burst.is_some_and(|burst| burst.goes_on_with(change, patch, revision));
        let (before, label) = (open.selection.clone(), change.label());
        let has_changed = if goes_on {
            open.document.continue_step(patch, label, before.clone(), before)
        } else {
            open.document.apply_patch(patch, label, before.clone(), before)
        };
        if has_changed {
            open.burst = Burst::after(change, patch, open.document.revision());
            select_at(open, caret);
        }
        Vec::new()
    }

    /// Lays the text out as `docket fmt` does, as one step.
    pub(super) fn tidy_file(&mut self) -> Vec<Effect> {
        if let Some(refused) = self.refuse_meanwhile() {
            return refused;
        }
        let Some(open) = self.active_open_mut() else { return Vec::new() };
        let name = open.document.name();
        let document = &mut open.document;
        if document.is_read_only() {
            let errors = count(document.error_count(), "error");
            return self.tell(Severity::Error, format!("{name} has {errors}; mend them, then it can be tidied"));
        }
        let text = document.text().to_string();
        let tidy = match format::tidy(document.parsed()) {
            Ok(tidy) => tidy,
            Err(error) => return self.tell(Severity::Error, format!("Could not tidy {name}: {error}")),
        };
        let selection = open.selection.clone();
        let patch = Patch::new(vec![Replacement { range: 0..text.len(), text: tidy }]);
        let said = if document.apply_patch(&patch, "tidying", selection.clone(), selection) {
            format!("{name} is laid out afresh")
        } else {
            format!("{name} is tidy already; nothing was changed")
        };
        self.tell(Severity::Warning, said)
    }

    /// To a problem of the text, or words when it has none.
    pub(super) fn go_to_problem(&mut self, effect: Effect) -> Vec<Effect> {
        match self.active_open_mut() {
            Some(open) if open.document.diagnostics().is_empty() => {
                let words = format!("{} has no problems", open.document.name());
                self.tell(Severity::Warning, words)
            }
            Some(_) => vec![effect],
            None => Vec::new(),
        }
    }
}

/// Selects what stands at the caret; what can't be told leaves the selection as it is.
fn select_at(open: &mut Open, caret: CaretPlace) {
    if let Some(address) = caret.address(open.document.parsed()) {
        open.selection = Selection::of(address);
    }
    let charts = &open.document.dataset().charts;
    let selected = match &open.selection {
        Selection::Item { section: SectionKind::Charts, id } => charts.get_key_value(id).map(|(id, _)| id.clone()),
        _ => None,
    };
    let is_gone = !open.document.is_read_only() && open.chart.as_ref().is_none_or(|id| !charts.contains_key(id));
    let shown = selected.or_else(|| charts.keys().next().filter(|_| is_gone).cloned());
    if (shown.is_some() || is_gone) && shown != open.chart {
        open.chart = shown;
        open.view = None;
    }
}
