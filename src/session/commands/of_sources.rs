//! Bibliographies as files.

use super::{CommandInfo, Menu, can_be_edited, has_document};
use crate::session::BibliographyCommand;

pub(super) const BIBLIOGRAPHIES: &[CommandInfo] = &[
    command!(
        "add-sources",
        Data,
        true,
        "Add sources from a file…",
        "Look at the entries of a BibTeX or RIS file, and add those that are new to the sources",
        [],
        can_be_edited,
        BibliographyCommand::AskAdd.into()
    ),
    command!(
        "save-bibliography",
        Data,
        false,
        "Save bibliography…",
        "Write the sources as BibTeX, CSL-JSON or plain text",
        [],
        |s| has_document(s) && s.active().is_some_and(|(_, document)| !document.dataset().sources.is_empty()),
        BibliographyCommand::AskSave.into()
    ),
];
