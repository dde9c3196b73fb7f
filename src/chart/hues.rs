//! Which colour a series has.

use std::collections::{HashMap, HashSet};

use crate::model::{Chart, Dataset, Id, Mark, Palette, Series};

use super::rows::Chosen;

/// As many colours can be told apart at a glance; only figures of more series use more.
const TOLD_APART: usize = 6;

/// The colour of a series, whatever the theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hue {
    /// A place in the palette for things of different kinds, from 0.
    Place(usize),
    /// Between little (0) and much (1).
    Sequential(f32),
    /// Between one extreme (0), the middle (0.5) and the other extreme (1).
    Diverging(f32),
}

impl Default for Hue {
    fn default() -> Self {
        Self::Place(0)
    }
}

/// Gives the series of a chart their colours.
///
/// An entity has the same colour in all charts of a dataset: the place in the palette that it has among the entities of
/// the dataset, or the one that its series asks for. Of two that would have the same colour in a chart, the one that is
/// highlighted keeps it, else the first; the other takes the first colour that is free. Where the palette is ordered, so
/// are the series.
pub(super) fn assign(dataset: &Dataset, chart: &Chart, chosen: &mut [Chosen<'_>]) {
    let last = chosen.len().saturating_sub(1).max(1) as f32;
    let ordered = |nth: usize| if chosen.len() == 1 { 1.0 } else { nth as f32 / last };
    let hues: Vec<Hue> = match chart.palette {
        Palette::Sequential => (0..chosen.len()).map(|nth| Hue::Sequential(ordered(nth))).collect(),
        Palette::Diverging => (0..chosen.len()).map(|nth| Hue::Diverging(ordered(nth))).collect(),
        Palette::Qualitative => places(dataset, chart, chosen).into_iter().map(Hue::Place).collect(),
    };
    for (chosen, hue) in chosen.iter_mut().zip(hues) {
        chosen.hue = hue;
    }
}

fn places(dataset: &Dataset, chart: &Chart, chosen: &[Chosen<'_>]) -> Vec<usize> {
    let wanted = wanted(dataset, chosen);
    let asked: Vec<Option<usize>> =
        chosen.iter().map(|c| Some(usize::from(c.series.head.color?.checked_sub(1)?))).collect();
    let is_highlighted = |nth: usize| chart.highlight.contains(chosen[nth].id);
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by_key(|nth| (asked[*nth].is_none(), !is_highlighted(*nth)));
    let mut places: Vec<Option<usize>> = vec![None; chosen.len()];
    let mut taken = HashSet::new();
    let mut first_free = 0;
    for nth in order {
        // In a scatter plot the two series of an entity are one mark.
        let partner = (chart.mark == Mark::Scatter)
            .then(|| (0..nth).chain(nth + 1..chosen.len()).find(|other| wanted[*other] == wanted[nth]))
            .flatten()
            .and_then(|other| places[other]);
        let place = asked[nth].or(partner).unwrap_or_else(|| {
            let own = wanted[nth] % TOLD_APART;
            if !taken.contains(&own) {
                return own;
            }
            while taken.contains(&first_free) {
                first_free += 1;
            }
            first_free
        });
        taken.insert(place);
        places[nth] = Some(place);
    }
    places.into_iter().map(Option::unwrap_or_default).collect()
}

/// The position of the entity of each series among those of the dataset.
fn wanted(dataset: &Dataset, chosen: &[Chosen<'_>]) -> Vec<usize> {
    let mut found = vec![0; chosen.len()];
    let mut missing: HashMap<&str, Vec<usize>> = HashMap::new();
    for (nth, c) in chosen.iter().enumerate() {
        missing.entry(entity(c.id, c.series)).or_default().push(nth);
    }
    let mut seen = HashSet::new();
    for (id, series) in &dataset.series {
        let name = entity(id, series);
        if missing.is_empty() {
            break;
        }
        if !seen.insert(name) {
            continue;
        }
        for nth in missing.remove(name).unwrap_or_default() {
            found[nth] = seen.len() - 1;
        }
    }
    found
}

fn entity<'a>(id: &'a Id, series: &'a Series) -> &'a str {
    series.head.entity.as_deref().map_or(id.as_str(), str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chart::plan, format};

    fn dataset(charts: &str) -> Dataset {
        let series: Vec<String> = ["a", "b", "c", "d", "e", "f", "g", "h"]
            .iter()
            .map(|id| {
                let color = if *id == "h" { "color: 2, " } else { "" };
                let entity = id.to_uppercase();
                format!("\"{id}\": (entity: \"{entity}\", {color}observations: [(at: 2001, value: 1), (at: 2002, value: 2)]),\n")
            })
            .collect();
        let more = "\"a-more\": (entity: \"A\", observations: [(at: 2001, value: 3), (at: 2002, value: 2)]),\n";
        let text =
            format!("Dataset(format: 1, title: \"t\", series: {{{}{more}}}, charts: {{{charts}}})", series.concat());
        let parsed = format::parse(&text);
        assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
        (**parsed.dataset()).clone()
    }

    fn hues(charts: &str) -> Vec<Hue> {
        let dataset = dataset(&format!("\"c\": ({charts})"));
        plan(&dataset, &"c".into()).expect("a plan").series.iter().map(|series| series.hue).collect()
    }

    fn places(charts: &str) -> Vec<usize> {
        let place = |hue: &Hue| if let Hue::Place(place) = hue { *place } else { panic!("{hue:?} is no place") };
        hues(charts).iter().map(place).collect()
    }

    #[test]
    fn an_entity_has_the_same_colour_in_all_charts() {
        assert_eq!(places(r#"series: ["a", "b", "c"]"#), [0, 1, 2]);
        assert_eq!(places(r#"series: ["c", "b"]"#), [2, 1]);
        assert_eq!(places(r#"series: ["a-more"]"#), [0]);
        assert_eq!(places(r#"series: ["f", "c", "a-more"], mark: Column"#), [5, 2, 0]);
    }

    #[test]
    fn two_that_would_have_the_same_colour_are_told_apart_and_the_highlighted_one_keeps_it() {
        assert_eq!(places(r#"series: ["a", "g", "b"]"#), [0, 1, 2], "the first that are free");
        assert_eq!(places(r#"series: ["a", "g", "b"], highlight: ["g", "b"]"#), [2, 0, 1]);
        let all = places(r#"series: ["a", "b", "c", "d", "e", "f", "g", "h"]"#);
        let mut apart = all.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), 8, "{all:?}");
    }

    #[test]
    fn a_series_has_the_colour_that_it_asks_for() {
        assert_eq!(places(r#"series: ["b", "h"]"#), [0, 1]);
        assert_eq!(places(r#"series: ["h"]"#), [1]);
    }

    #[test]
    fn ordered_palettes_are_gone_through_from_end_to_end() {
        assert_eq!(
            hues(r#"series: ["c", "b", "a"], palette: Sequential"#),
            [Hue::Sequential(0.0), Hue::Sequential(0.5), Hue::Sequential(1.0)]
        );
        assert_eq!(hues(r#"series: ["c", "a"], palette: Diverging"#), [Hue::Diverging(0.0), Hue::Diverging(1.0)]);
        assert_eq!(hues(r#"series: ["c"], palette: Sequential"#), [Hue::Sequential(1.0)]);
    }
}
