//! How figures look and are signed: for all charts of a dataset, and for a chart by itself.

use egui::Ui;

use super::form::Form;
use crate::model::{Chart, Citation, Header, number::Locale};

/// What has these fields.
pub(super) trait Look: Clone + PartialEq {
    fn theme(&mut self) -> &mut Option<String>;
    fn byline(&mut self) -> &mut Option<String>;
    fn license(&mut self) -> &mut Option<String>;
    fn accessed(&mut self) -> &mut Option<bool>;
    fn citation(&mut self) -> &mut Option<Citation>;
    fn numbers(&mut self) -> &mut Option<Locale>;
}

macro_rules! look {
    ($item:ty) => {
        impl Look for $item {
            fn theme(&mut self) -> &mut Option<String> {
                &mut self.theme
            }
            fn byline(&mut self) -> &mut Option<String> {
                &mut self.byline
            }
            fn license(&mut self) -> &mut Option<String> {
                &mut self.license
            }
            fn accessed(&mut self) -> &mut Option<bool> {
                &mut self.accessed
            }
            fn citation(&mut self) -> &mut Option<Citation> {
                &mut self.citation
            }
            fn numbers(&mut self) -> &mut Option<Locale> {
                &mut self.numbers
            }
        }
    };
}

look!(Header);
look!(Chart);

/// What holds where a field is left out.
#[derive(Clone, Copy)]
pub(super) enum Else {
    /// What Docket does by itself.
    OfItself,
    /// What the dataset says.
    AsTheDataset,
}

/// The theme of figures: one of those at hand, or one that is named and nobody has.
pub(super) fn theme<T: Look>(
    ui: &mut Ui,
    form: &mut Form<'_, T>,
    current: Option<&String>,
    mut names: Vec<String>,
    other: &str,
) {
    names.extend(current.filter(|name| !names.contains(name)).cloned());
    let options = std::iter::once((None, other.to_owned()));
    let options = options.chain(names.into_iter().map(|name| (Some(name.clone()), name)));
    form.choice(ui, "Theme", &current.cloned(), options, |item, theme| *item.theme() = theme);
}

/// Who made figures, how they may be used, and what is said of numbers and sources.
pub(super) fn signed<T: Look>(ui: &mut Ui, form: &mut Form<'_, T>, item: &T, left_out: Else) {
    let mut now = item.clone();
    form.optional(ui, "Byline", now.byline().as_ref(), |item, text| *item.byline() = text);
    form.optional(ui, "Licence", now.license().as_ref(), |item, text| *item.license() = text);
    let words = |of_itself: &str| match left_out {
        Else::OfItself => of_itself.to_owned(),
        Else::AsTheDataset => "as in the dataset".to_owned(),
    };
    let of_the_dataset = matches!(left_out, Else::AsTheDataset);
    let citations = Citation::ALL.into_iter().filter(|citation| of_the_dataset || *citation != Citation::default());
    let citations = citations.map(|citation| (Some(citation), citation.words().to_owned()));
    let citations = std::iter::once((None, words(Citation::default().words()))).chain(citations);
    form.choice(ui, "Source line", now.citation(), citations, |item, citation| *item.citation() = citation);
    let accessed = [(None, words("not said")), (Some(true), "said".to_owned()), (Some(false), "not said".to_owned())];
    let accessed = accessed.into_iter().filter(|(is, _)| of_the_dataset || *is != Some(false));
    form.choice(ui, "When read", now.accessed(), accessed, |item, accessed| *item.accessed() = accessed);
    let spelled = |locale: Locale| match locale {
        Locale::English => "12,345.6 and 9%".to_owned(),
        Locale::Spanish => "12 345,6 and 9 %".to_owned(),
    };
    let numbers = std::iter::once((None, words("12,345.6 and 9%")));
    let languages =
        Locale::ALL.into_iter().filter(|locale| matches!(left_out, Else::AsTheDataset) || *locale != Locale::default());
    let numbers = numbers.chain(languages.map(|locale| (Some(locale), spelled(locale))));
    form.choice(ui, "Numbers", now.numbers(), numbers, |item, numbers| *item.numbers() = numbers);
}
