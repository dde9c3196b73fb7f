//! What series are called in a sentence.

use std::collections::HashMap;

use super::{
    lexicon::Lexicon,
    tokens::{Kind, Token, folded, tokens},
};
use crate::model::{Dataset, Id, number::Locale};

/// The names of all series, by their words.
pub(super) struct Names<'a> {
    dataset: &'a Dataset,
    /// Whose name it is; `None` where several series have it.
    by_words: HashMap<Vec<Kind>, Option<&'a Id>>,
    /// The number of words of the longest name.
    longest: usize,
}

impl<'a> Names<'a> {
    /// A series may be called by its id; and by its entity, its indicator, or both, where no other series is.
    pub(super) fn of(dataset: &'a Dataset) -> Self {
        let mut by_words: HashMap<Vec<Kind>, Option<&'a Id>> = HashMap::new();
        for (id, series) in &dataset.series {
            let (entity, indicator) = (series.head.entity.as_deref(), series.head.indicator.as_deref());
            let both = entity.zip(indicator).map(|(entity, indicator)| format!("{entity} {indicator}"));
            for name in [entity, indicator, both.as_deref()].into_iter().flatten() {
                let words = kinds(name);
                let owner = by_words.entry(words).or_insert(Some(id));
                if *owner != Some(id) {
                    *owner = None;
                }
            }
        }
        // An id is nobody else's name; nor is a name that of an id.
        for id in dataset.series.keys() {
            by_words.insert(kinds(id), Some(id));
        }
        by_words.remove(&Vec::new());
        let longest = by_words.keys().map(Vec::len).max().unwrap_or(0);
        Self { dataset, by_words, longest }
    }

    /// The series with the longest name at the start of some tokens, and how many tokens that is.
    pub(super) fn at(&self, tokens: &[Token]) -> Option<(&'a Id, usize)> {
        if let Some(Token { kind: Kind::Quoted(name), .. }) = tokens.first() {
            let id = self.dataset.series.get_key_value(name.as_str()).map(|(id, _)| id);
            let by_name = || self.by_words.get(&kinds(name)).copied().flatten();
            return Some((id.or_else(by_name)?, 1));
        }
        (1..=self.longest.min(tokens.len())).rev().find_map(|n| {
            let words: Vec<Kind> = tokens[..n].iter().map(|token| token.kind.clone()).collect();
            self.by_words.get(&words).copied().flatten().map(|id| (id, n))
        })
    }

    /// What a series is called in a sentence that is to be understood again: its entity, or its id, in quotes where it
    /// could be mistaken for something else.
    pub(super) fn written(&self, id: &str) -> String {
        let entity = self.dataset.series.get(id).and_then(|series| series.head.entity.as_deref());
        entity
            .into_iter()
            .chain([id])
            .find(|name| self.is_plain(name, id))
            .map_or_else(|| format!("\"{}\"", id.replace('"', "\"\"")), str::to_owned)
    }

    fn is_plain(&self, name: &str, id: &str) -> bool {
        let words = tokens(name);
        let is_of_a_name = |kind: &Kind| match kind {
            Kind::Word(word) => !Locale::ALL.iter().any(|language| Lexicon::of(*language).has(word)),
            _ => false,
        };
        let own = kinds(name);
        // A longer name that goes on as a sentence might would be taken for it.
        let is_begun = |longer: &Vec<Kind>| {
            longer.len() > own.len() && longer.starts_with(&own) && !is_of_a_name(&longer[own.len()])
        };
        !own.is_empty()
            && own.iter().all(is_of_a_name)
            && self.at(&words).is_some_and(|(owner, n)| owner == id && n == own.len())
            && !self.by_words.keys().any(is_begun)
    }

    /// The names under which series are offered: each as it is written.
    pub(super) fn offered(&self) -> impl Iterator<Item = String> + '_ {
        self.dataset.series.keys().map(|id| self.written(id))
    }

    /// Whether a name, as it is written or of its series, begins with some letters.
    pub(super) fn matching(&self, typed: &str) -> Vec<String> {
        let typed = folded(typed);
        let typed = typed.trim_start_matches('"');
        let begins = |name: &str| {
            let name = folded(name);
            let name = name.trim_start_matches('"');
            name.starts_with(typed) || name.split([' ', '-', '_']).any(|part| part.starts_with(typed))
        };
        let series = self.dataset.series.iter();
        let fits = series.filter(|(id, series)| {
            begins(id) || [&series.head.entity, &series.head.indicator].into_iter().flatten().any(|name| begins(name))
        });
        fits.map(|(id, _)| self.written(id)).collect()
    }
}

fn kinds(name: &str) -> Vec<Kind> {
    tokens(name).into_iter().map(|token| token.kind).collect()
}
