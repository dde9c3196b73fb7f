//! The words of a figure that its author can change, and what it means to change them.

use crate::model::{AnnotationKind, Chart, Dataset, Edit, Id, Source};

/// A text of a figure, as its author knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wording {
    /// The headline.
    Title,
    /// What is measured, where, when.
    Subtitle,
    /// The author's own note under the figure; what the figure adds to it is written by itself.
    Note,
    /// What the value axis measures.
    ValueAxis,
    /// The name of an entity or of an indicator, as it is shown: "Mexico".
    Name(String),
    /// The name of a source, as the source line has it: "Reuters".
    Source(String),
    /// The few words of an event.
    Event(Id),
    /// The words of an annotation, by its position in the chart.
    Annotation(usize),
}

impl Wording {
    /// What it is called: "title", "name Mexico".
    pub fn words(&self) -> String {
        match self {
            Self::Title => "title".to_owned(),
            Self::Subtitle => "subtitle".to_owned(),
            Self::Note => "note".to_owned(),
            Self::ValueAxis => "name of the axis".to_owned(),
            Self::Name(name) => format!("name {name}"),
            Self::Source(name) => format!("source {name}"),
            Self::Event(id) => format!("event {id}"),
            Self::Annotation(_) => "annotation".to_owned(),
        }
    }

    /// The text as the dataset has it: that of an axis is empty while it follows from the units. `None` if there is
    /// nothing of that name.
    pub fn text(&self, dataset: &Dataset, chart: &Id) -> Option<String> {
        let item = dataset.charts.get(chart)?;
        let words = |text: &Option<String>| Some(text.clone().unwrap_or_default());
        match self {
            Self::Title => words(&item.title),
            Self::Subtitle => words(&item.subtitle),
            Self::Note => words(&item.note),
            Self::ValueAxis => words(&item.y.label),
            Self::Name(shown) => Some(Named::of(dataset, item, shown)?.name().to_owned()),
            Self::Source(shown) => named_source(dataset, shown).map(str::to_owned),
            Self::Event(id) => {
                let event = dataset.events.get(id)?;
                Some(event.label.as_ref().unwrap_or(&event.title).clone())
            }
            Self::Annotation(index) => Some(item.annotations.get(*index)?.text.clone()),
        }
    }

    /// What it means to write something else there. A name that several series or sources have is changed for all of
    /// them, so that it stays one. `None` where that is nothing else than what is there, or where an empty text would
    /// leave something without a name.
    pub fn rewritten(&self, dataset: &Dataset, chart: &Id, text: &str) -> Option<Edit> {
        let text = text.trim();
        if self.text(dataset, chart)?.trim() == text {
            return None;
        }
        let field = || (!text.is_empty()).then(|| text.to_owned());
        let edits = match self {
            Self::Title => vec![put(dataset, chart, |chart| chart.title = field())?],
            Self::Subtitle => vec![put(dataset, chart, |chart| chart.subtitle = field())?],
            Self::Note => vec![put(dataset, chart, |chart| chart.note = field())?],
            Self::ValueAxis => vec![put(dataset, chart, |chart| chart.y.label = field())?],
            Self::Name(shown) => Named::of(dataset, dataset.charts.get(chart)?, shown)?.renamed(dataset, &field()?),
            Self::Source(shown) => renamed_sources(dataset, named_source(dataset, shown)?, &field()?),
            Self::Event(id) => {
                let event = dataset.events.get(id)?;
                let label = field().filter(|label| *label != event.title);
                vec![Edit::PutEvent { id: id.clone(), event: crate::model::Event { label, ..event.clone() } }]
            }
            Self::Annotation(index) => {
                let kind = dataset.charts.get(chart)?.annotations.get(*index)?.kind;
                // A line may stand without words; a note is nothing else.
                if text.is_empty() && kind == AnnotationKind::Note {
                    return None;
                }
                vec![put(dataset, chart, |chart| text.clone_into(&mut chart.annotations[*index].text))?]
            }
        };
        match <[Edit; 1]>::try_from(edits) {
            Ok([edit]) => Some(edit),
            Err(edits) => (!edits.is_empty()).then_some(Edit::Batch(edits)),
        }
    }
}

fn put(dataset: &Dataset, id: &Id, change: impl FnOnce(&mut Chart)) -> Option<Edit> {
    let mut chart = dataset.charts.get(id)?.clone();
    change(&mut chart);
    Some(Edit::PutChart { id: id.clone(), chart })
}

/// What a name in a figure is the name of.
enum Named<'a> {
    Entity(&'a str),
    /// Of an entity that has no other name.
    Series(&'a Id),
    Indicator(&'a str),
}

impl<'a> Named<'a> {
    /// A figure shows "Mexico", or "Mexico, homicides" where there are several of Mexico, or "homicides".
    fn of(dataset: &'a Dataset, chart: &Chart, shown: &str) -> Option<Self> {
        let series = || chart.series.iter().filter_map(|id| dataset.series.get_key_value(id));
        let by_name = |is_it: &dyn Fn(&str) -> bool| {
            series().find(|(id, series)| is_it(series.label(id))).map(|(id, series)| match &series.head.entity {
                Some(entity) => Self::Entity(entity),
                None => Self::Series(id),
            })
        };
        let is_start = |name: &str| shown.strip_prefix(name).is_some_and(|rest| rest.starts_with(", "));
        let indicators = || series().filter_map(|(_, series)| series.head.indicator.as_deref());
        by_name(&|name| name == shown)
            .or_else(|| indicators().find(|indicator| *indicator == shown).map(Self::Indicator))
            .or_else(|| by_name(&is_start))
    }

    fn name(&self) -> &str {
        match self {
            Self::Entity(name) | Self::Indicator(name) => name,
            Self::Series(id) => id.as_str(),
        }
    }

    fn renamed(&self, dataset: &Dataset, name: &str) -> Vec<Edit> {
        let new = Some(name.to_owned());
        let renamed = dataset.series.iter().filter_map(|(id, series)| {
            let mut head = series.head.clone();
            match self {
                Self::Entity(old) if head.entity.as_deref() == Some(old) => head.entity.clone_from(&new),
                Self::Series(of) if *of == id => head.entity.clone_from(&new),
                Self::Indicator(old) if head.indicator.as_deref() == Some(old) => head.indicator.clone_from(&new),
                _ => return None,
            }
            Some(Edit::PutSeries { id: id.clone(), head })
        });
        renamed.collect()
    }
}

/// The name of the source that a part of a source line starts with, the longest one if there are several: a date may
/// follow it.
fn named_source<'a>(dataset: &'a Dataset, shown: &str) -> Option<&'a str> {
    let names = dataset.sources.iter().map(|(id, source)| source.short_name(id));
    names.filter(|name| shown.starts_with(name)).max_by_key(|name| name.len())
}

fn renamed_sources(dataset: &Dataset, old: &str, new: &str) -> Vec<Edit> {
    let of_name = dataset.sources.iter().filter(|(id, source)| source.short_name(id) == old);
    let renamed = of_name.map(|(id, source)| {
        let new = Some(new.to_owned());
        let source = match (&source.publisher, &source.title) {
            (None, Some(_)) => Source { title: new, ..source.clone() },
            _ => Source { publisher: new, ..source.clone() },
        };
        Edit::PutSource { id: id.clone(), source }
    });
    renamed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Series;

    fn dataset() -> Dataset {
        let mut dataset = Dataset::titled("Some");
        for (id, entity, indicator) in
            [("mx-a", Some("Mexico"), "arrests"), ("mx-b", Some("Mexico"), "trials"), ("co", None, "arrests")]
        {
            let mut series = Series::default();
            series.head.entity = entity.map(str::to_owned);
            series.head.indicator = Some(indicator.to_owned());
            dataset.series.insert(id.into(), series);
        }
        for (id, publisher, title) in
            [("r1", Some("Reuters"), "One"), ("r2", Some("Reuters"), "Two"), ("crs", None, "Reuters Year Book")]
        {
            let source =
                Source { publisher: publisher.map(str::to_owned), title: Some(title.to_owned()), ..Source::default() };
            dataset.sources.insert(id.into(), source);
        }
        let series = dataset.series.keys().cloned().collect();
        dataset.charts.insert("c".into(), Chart { series, ..Chart::default() });
        dataset
    }

    fn after(wording: &Wording, text: &str) -> Option<Dataset> {
        let mut dataset = dataset();
        wording.rewritten(&dataset, &"c".into(), text)?.apply(&mut dataset).expect("it can be made");
        Some(dataset)
    }

    #[test]
    fn the_texts_of_a_chart_are_its_fields() {
        let chart = |wording, text| after(&wording, text).map(|dataset| dataset.charts["c"].clone());
        assert_eq!(chart(Wording::Title, " Up ").and_then(|chart| chart.title).as_deref(), Some("Up"));
        assert_eq!(chart(Wording::Note, "So").and_then(|chart| chart.note).as_deref(), Some("So"));
        assert_eq!(chart(Wording::ValueAxis, "people").and_then(|chart| chart.y.label).as_deref(), Some("people"));
        assert_eq!(chart(Wording::Subtitle, ""), None, "it is empty already");
    }

    #[test]
    fn a_name_is_changed_wherever_it_is_the_name() {
        let entities = |shown: &str, text| {
            let dataset = after(&Wording::Name(shown.to_owned()), text)?;
            Some(
                dataset
                    .series
                    .values()
                    .map(|series| series.head.entity.clone().unwrap_or_default())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(entities("Mexico", "México").expect("renamed"), ["México", "México", ""]);
        assert_eq!(entities("Mexico, trials", "México").expect("renamed"), ["México", "México", ""]);
        assert_eq!(entities("co", "Colombia").expect("named"), ["Mexico", "Mexico", "Colombia"]);
        assert_eq!(entities("Mexico", " "), None, "nothing is left without a name");
        assert_eq!(entities("Peru", "Chile"), None);
        let dataset = after(&Wording::Name("arrests".to_owned()), "detentions").expect("renamed");
        let indicators: Vec<_> =
            dataset.series.values().filter_map(|series| series.head.indicator.as_deref()).collect();
        assert_eq!(indicators, ["detentions", "trials", "detentions"]);
    }

    #[test]
    fn a_source_is_renamed_by_what_is_shown_of_it() {
        let names = |shown: &str| {
            let dataset = after(&Wording::Source(shown.to_owned()), "AP")?;
            Some(dataset.sources.iter().map(|(id, source)| source.short_name(id).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(names("Reuters (2015)").expect("renamed"), ["AP", "AP", "Reuters Year Book"]);
        assert_eq!(names("Reuters Year Book").expect("renamed"), ["Reuters", "Reuters", "AP"]);
        assert_eq!(names("3 others"), None);
    }
}
