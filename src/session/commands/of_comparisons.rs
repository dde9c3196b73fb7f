//! Versions of a dataset, set against each other.

use super::{CommandInfo, Menu, has_document};
use crate::session::{Against, Command, ComparisonCommand};

pub(super) const COMPARISONS: &[CommandInfo] = &[
    command!(
        "compare-with",
        View,
        true,
        "Compare with…",
        "Show what differs between this dataset and another one: its file, another open dataset, another file",
        ["Ctrl+Shift+D"],
        has_document,
        Command::Comparison(ComparisonCommand::Ask)
    ),
    command!(
        "compare-with-file",
        View,
        false,
        "Compare with its file",
        "Show what was changed since the dataset was saved, or what another program has written",
        [],
        |s| s.active().is_some_and(|(id, _)| s.has_own_file(id)),
        Command::Comparison(ComparisonCommand::With(Against::OwnFile))
    ),
    command!(
        "show-comparison",
        View,
        false,
        "Back to the comparison",
        "Show again what differs",
        [],
        |s| s.comparing().is_some() && s.shown_comparison().is_none(),
        Command::Comparison(ComparisonCommand::Show(true))
    ),
    command!(
        "copy-comparison",
        View,
        false,
        "Copy the comparison",
        "Put what differs on the clipboard as text, a change a line, as docket diff prints it",
        [],
        |s| s.comparing().is_some_and(|comparing| comparing.compared().is_some()),
        Command::Comparison(ComparisonCommand::Copy)
    ),
];
