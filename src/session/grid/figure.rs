//! A figure as people write it into one cell, with what may stand behind it: its source, or a footnote mark.

use super::{changes::CellError, fields};
use crate::{
    exchange::{
        entry::{self, Entry, EntryError},
        marks,
    },
    model::{Dataset, Observation, SourceRefs},
};

/// A figure, and what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The figure.
    pub entry: Entry,
    /// Its source, if one stood behind it.
    pub source: Option<SourceRefs>,
    /// The footnote mark behind it.
    pub mark: Option<String>,
}

impl Figure {
    /// Reads the text of a cell: `95`, `about 95 [doj-2010]`, `34*`. `None` for an empty one. `comma_is_decimal`
    /// decides about numbers with two readings, as `1.234`.
    ///
    /// # Errors
    /// When it is no figure.
    pub fn read(dataset: &Dataset, text: &str, comma_is_decimal: bool) -> Result<Option<Self>, CellError> {
        let parse = |text: &str| match entry::ambiguous_mark(text).filter(|_| comma_is_decimal) {
            Some('.') => entry::parse(&text.replace('.', "")),
            Some(_) => entry::parse(&text.replace(',', ".")),
            None => entry::parse(text),
        };
        let error = match parse(text) {
            Ok(entry) => return Ok(Some(Self { entry, source: None, mark: None })),
            Err(EntryError::Empty) => return Ok(None),
            Err(error) => error,
        };
        let Some((figure, behind)) = marks::split_mark(text).or_else(|| in_brackets(text)) else {
            return Err(error.into());
        };
        let Ok(entry) = parse(figure) else { return Err(error.into()) };
        let named = behind.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
        let source = named.and_then(|named| fields::source_refs(dataset, named).ok()).filter(|s| !s.is_empty());
        let mark = source.is_none().then(|| behind.to_owned());
        Ok(Some(Self { entry, source, mark }))
    }

    /// Replaces the figure of an observation. Source and note stay unless this has its own; a footnote mark is added
    /// to the note.
    pub fn apply_to(&self, observation: &mut Observation) {
        self.entry.apply_to(observation);
        if let Some(source) = &self.source {
            observation.source = source.clone();
        }
        if let Some(mark) = &self.mark {
            let said = format!("Footnote mark: {mark}");
            observation.note = Some(match observation.note.take() {
                Some(note) if note.contains(&said) => note,
                Some(note) => format!("{note}\n{said}"),
                None => said,
            });
        }
    }
}

/// What stands before brackets at the end of a text, and the brackets.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let open = if text.ends_with(']') {
        '['
    } else if text.ends_with(')') {
        '('
    } else {
        return None;
    };
    let at = text.find(open).filter(|at| *at > 0)?;
    Some((text[..at].trim_end(), &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Period, Source};

    #[test]
    fn a_source_or_a_mark_behind_a_figure_is_kept() {
        let mut dataset = Dataset::titled("Test");
        let doj = Source { publisher: Some("Department of Justice".into()), ..Source::default() };
        dataset.sources.insert("doj-2010".into(), doj);
        let read = |text: &str, comma| {
            let figure = Figure::read(&dataset, text, comma).expect("a figure").expect("not empty");
            let mut o = Observation::at(Period::year(2008).expect("a year"));
            figure.apply_to(&mut o);
            (o.value, o.source.ids().join(","), o.note.unwrap_or_default())
        };
        let plain = |value, source: &str, note: &str| (Some(value), source.to_owned(), note.to_owned());
        assert_eq!(read("95 [doj-2010]", false), plain(95.0, "doj-2010", ""));
        assert_eq!(read("1,095 (Department of Justice)", false), plain(1095.0, "doj-2010", ""));
        assert_eq!(read("34*", false), plain(34.0, "", "Footnote mark: *"));
        assert_eq!(read("12 (e)", false), plain(12.0, "", "Footnote mark: (e)"));
        assert_eq!(read("1.234", false), plain(1.234, "", ""));
        assert_eq!(read("1.234", true), plain(1234.0, "", ""));
        assert_eq!(read("1,234", true), plain(1.234, "", ""));
        assert_eq!(read("12,5", true), plain(12.5, "", ""));
        assert!(Figure::read(&dataset, "lots", false).is_err());
        assert_eq!(Figure::read(&dataset, " ", false), Ok(None));
    }
}
