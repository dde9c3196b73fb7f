//! The sources that a column of a table names.

use std::collections::HashMap;

use crate::model::{Id, Section, Source, SourceRefs, unique_id};

use super::write;

/// The sources that a column names.
#[derive(Default)]
pub(super) struct Sources {
    pub section: Section<Source>,
    pub by_name: HashMap<String, SourceRefs>,
    /// The names are ids.
    pub is_by_id: bool,
}

impl Sources {
    /// The sources that a cell names.
    pub fn refs(&mut self, text: &str) -> SourceRefs {
        if text.is_empty() {
            return SourceRefs::default();
        }
        if let Some(known) = self.by_name.get(text) {
            return known.clone();
        }
        let refs: SourceRefs = if self.is_by_id {
            write::split_ids(text).map(|id| self.add(id.into(), Source::default())).collect()
        } else {
            let is_id = text.len() <= 40 && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
            let taken = |id: &str| self.section.contains_key(id);
            let id = if is_id { Id::from(text) } else { unique_id(text, taken) };
            let title = (!is_id).then(|| text.to_owned());
            [self.add(id, Source { title, ..Source::default() })].into_iter().collect()
        };
        self.by_name.insert(text.to_owned(), refs.clone());
        refs
    }

    /// A source, unless there is one of that id already.
    pub fn add(&mut self, id: Id, source: Source) -> Id {
        self.section.entry(id.clone()).or_insert(source);
        id
    }
}
