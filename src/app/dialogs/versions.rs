//! The earlier versions of a document, each with what has changed since, to be opened or gone back to.

use egui::{Label, RichText, ScrollArea, Ui};
use jiff::ZonedDateTime;

use super::Context;
use crate::{
    document::history::{said_day, said_size, said_time, said_time_exactly},
    session::{Against, Command, ComparisonCommand, Differs, ListedVersion, Taking, VersionsCommand},
};

/// Draws the dialog; whether it was answered.
pub(super) fn ui(ui: &mut Ui, context: Context<'_>, queue: &mut Vec<Command>) -> bool {
    let Some(versions) = context.session.versions() else { return true };
    ui.set_width(560.0);
    let name = context.session.document(versions.document()).map(|document| document.name()).unwrap_or_default();
    ui.heading(format!("Earlier versions of {name}"));
    ui.label(
        RichText::new("What a save replaces is kept: the last 10 versions of each dataset.").color(context.theme.muted),
    );
    ui.add_space(6.0);
    let mut answer: Vec<Command> = Vec::new();
    match versions.listed() {
        Err(error) => {
            ui.colored_label(context.theme.error, format!("They can't be listed: {error}"));
        }
        Ok([]) => {
            ui.label("There are none yet: the first is kept when the dataset is saved over what is in its file now.");
        }
        Ok(listed) => {
            let now = ZonedDateTime::now();
            ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
                let times: Vec<String> = listed.iter().map(|one| said_time(one.version.written, &now)).collect();
                for (one, time) in listed.iter().zip(&times) {
                    let is_alone = times.iter().filter(|other| *other == time).count() == 1;
                    let exactly = || said_time_exactly(one.version.written, &now);
                    let time = if is_alone { time.clone() } else { exactly() };
                    answer.extend(row(ui, context, one, &name, &time));
                }
            });
        }
    }
    ui.add_space(8.0);
    let is_closed = ui.button("Close").clicked();
    if is_closed {
        queue.push(VersionsCommand::Leave.into());
    }
    let is_answered = !answer.is_empty();
    queue.extend(answer);
    is_closed || is_answered
}

/// A version; what is to be done with it, if anything was chosen.
fn row(ui: &mut Ui, context: Context<'_>, listed: &ListedVersion, name: &str, time: &str) -> Vec<Command> {
    let version = &listed.version;
    let (mut how, mut against) = (None, None);
    ui.separator();
    ui.horizontal(|ui| {
        ui.strong(time);
        ui.label(RichText::new(said_size(version.size)).color(context.theme.muted));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let can_be_taken = !matches!(listed.differs, Some(Differs::Unreadable(_)));
            let differs = can_be_taken && listed.differs != Some(Differs::Not);
            ui.add_enabled_ui(differs, |ui| {
                let back = ui.button("Go back to this version");
                let back = back.accessible_name(format!("Go back to the version of {time}"));
                let back = back.on_hover_text("Put it in place of what is here, as one step that Undo takes back");
                if back.clicked() {
                    how = Some(Taking::GoBack { label: format!("going back to the version of {time}") });
                }
            });
            ui.add_enabled_ui(can_be_taken, |ui| {
                let copy = ui.button("Open as a copy");
                let copy = copy.accessible_name(format!("Open the version of {time} as a copy"));
                let copy = copy.on_hover_text("A dataset of its own, not saved yet; this one stays as it is");
                let compare = ui.button("Compare").accessible_name(format!("Compare with the version of {time}"));
                if compare.on_hover_text("Show what differs between it and what is here").clicked() {
                    against = Some(Against::Earlier { file: version.file.clone(), name: format!("{name} of {time}") });
                }
                if copy.clicked() {
                    let stem = name.strip_suffix(".ron").unwrap_or(name);
                    how = Some(Taking::Copy { name: format!("{stem} ({}).ron", said_day(version.written)) });
                }
            });
        });
    });
    let (words, color) = match &listed.differs {
        None => ("Comparing…".to_owned(), context.theme.muted),
        Some(Differs::Not) => ("The same as what is here".to_owned(), context.theme.muted),
        Some(Differs::InLayout) => ("Since then, only comments or the layout changed".to_owned(), context.theme.muted),
        Some(Differs::In(brief)) => (format!("Since then: {brief}"), ui.visuals().text_color()),
        Some(Differs::Unreadable(why)) => (format!("It can't be opened: {why}"), context.theme.error),
    };
    ui.add(Label::new(RichText::new(words).color(color)).wrap());
    let take = how.map(|how| VersionsCommand::Take { file: version.file.clone(), how }.into());
    let compare = against.map(|against| [VersionsCommand::Leave.into(), ComparisonCommand::With(against).into()]);
    take.into_iter().chain(compare.into_iter().flatten()).collect()
}
