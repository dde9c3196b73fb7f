//! The gallery: every mark with real figures, as charts of `tests/gallery/` put into the built-in datasets.

use docket::{
    chart::{self, ChartPlan},
    document::samples,
    format,
    model::{Chart, Section},
};

/// In the built-in datasets another way of counting is an entity of its own, so that no figure has two series of one
/// name; grouped bars need to know that it is the same country.
const SAME_ENTITY: [(&str, &str); 2] =
    [("colombia-homicide-rate-standardised", "Colombia"), ("mexico-homicide-rate-standardised", "Mexico")];

/// The plans of the gallery with their ids.
pub fn plans() -> Vec<(String, ChartPlan)> {
    let mut plans = Vec::new();
    for file in ["conviction-rates", "extraditions"] {
        let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/gallery").join(file);
        let text = std::fs::read_to_string(path.with_extension("ron")).expect("the charts of the gallery");
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let charts: Section<Chart> = options.from_str(&text).expect("charts");
        let sample = samples::ALL.iter().find(|sample| sample.file_name.starts_with(file)).expect("a built-in dataset");
        let mut dataset = docket::model::Dataset::clone(format::parse(sample.text).dataset());
        dataset.charts = charts;
        for (id, entity) in SAME_ENTITY {
            if let Some(series) = dataset.series.get_mut(id) {
                series.head.entity = Some(entity.to_owned());
            }
        }
        for id in dataset.charts.keys() {
            plans.push((id.to_string(), chart::plan(&dataset, id).expect("the chart exists")));
        }
    }
    plans
}
