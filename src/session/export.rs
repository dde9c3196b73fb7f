//! Writing figures, and putting them on the clipboard.

use std::sync::Arc;

use super::{Command, Effect, Job, Session};
use crate::{
    chart::{CopyForm, ExportRequest},
    format::Severity,
};

/// What the session does with a command about exports.
pub(super) fn apply(session: &mut Session, command: Command) -> Vec<Effect> {
    match command {
        Command::AskExport => session.chart().map_or_else(Vec::new, |_| vec![Effect::PickExport]),
        Command::Export(request) => one(session, request),
        Command::ExportAll(request) => all(session, request),
        Command::Exported { path, result } => match result {
            Ok(()) => session.tell(Severity::Warning, format!("Exported {}", path.display())),
            Err(error) => session.tell(Severity::Error, format!("Could not export: {error} ({})", path.display())),
        },
        Command::CopyFigure(form) => copy(session, form),
        Command::FigureCopied(result) => match result {
            Ok(copied) => {
                let mut effects = session.tell(Severity::Warning, copied.said.clone());
                effects.push(Effect::CopyFigure(copied.content));
                effects
            }
            Err(error) => session.tell(Severity::Error, format!("Could not copy the figure: {error}")),
        },
        _ => Vec::new(),
    }
}

/// The folder of the active document.
fn folder(session: &Session) -> Option<std::path::PathBuf> {
    session.active()?.1.path()?.parent().map(std::path::Path::to_owned)
}

fn one(session: &mut Session, request: ExportRequest) -> Vec<Effect> {
    match (session.newest_plan(), session.dataset()) {
        (Some(plan), Some(dataset)) => {
            vec![Effect::Job(Job::Export { plan, dataset, request, folder: folder(session) })]
        }
        _ => session.tell(Severity::Error, "There is no figure to export"),
    }
}

fn all(session: &mut Session, request: ExportRequest) -> Vec<Effect> {
    match session.active().map(|(_, document)| Arc::clone(document.dataset())) {
        Some(dataset) if !dataset.charts.is_empty() => {
            vec![Effect::Job(Job::ExportAll { dataset, request, folder: folder(session) })]
        }
        _ => session.tell(Severity::Error, "There is no figure to export"),
    }
}

fn copy(session: &mut Session, form: CopyForm) -> Vec<Effect> {
    match (session.newest_plan(), session.dataset()) {
        (Some(plan), Some(dataset)) => {
            vec![Effect::Job(Job::CopyFigure { plan, dataset, form, folder: folder(session) })]
        }
        _ => session.tell(Severity::Error, "There is no figure to copy"),
    }
}
