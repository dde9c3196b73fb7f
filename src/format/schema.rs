//! The fields of every struct of the format, in the order in which they are written.

pub(super) const DATASET: &[&str] = &[
    "format",
    "title",
    "description",
    "theme",
    "byline",
    "license",
    "accessed",
    "citation",
    "numbers",
    "sources",
    "series",
    "events",
    "claims",
    "charts",
];
pub(super) const SOURCE: &[&str] = &["publisher", "title", "date", "url", "accessed", "note"];
pub(super) const SERIES: &[&str] =
    &["entity", "indicator", "unit", "measure", "note", "color", "breaks", "observations"];
pub(super) const BREAK: &[&str] = &["at", "note"];
pub(super) const OBSERVATION: &[&str] =
    &["at", "value", "low", "high", "qualifier", "status", "missing", "source", "note"];
pub(super) const EVENT: &[&str] = &["at", "place", "category", "title", "label", "series", "source", "note"];
pub(super) const CLAIM: &[&str] = &["text", "check", "qualifier", "tolerance", "source", "note"];
pub(super) const CHART: &[&str] = &[
    "title",
    "subtitle",
    "note",
    "mark",
    "stack",
    "facet",
    "series",
    "highlight",
    "labels",
    "values",
    "transform",
    "trend",
    "x",
    "y",
    "across",
    "gaps",
    "events",
    "spans",
    "annotations",
    "claims",
    "palette",
    "theme",
    "byline",
    "license",
    "accessed",
    "citation",
    "numbers",
    "alt",
];
pub(super) const PERIOD_AXIS: &[&str] = &["from", "to"];
pub(super) const VALUE_AXIS: &[&str] = &["scale", "zero", "from", "to", "label"];
pub(super) const ANNOTATION: &[&str] = &["kind", "at", "across", "series", "value", "to", "from", "place", "text"];
pub(super) const SPOT: &[&str] = &["at", "across", "series", "value"];
/// The lists of an event filter that has several.
pub(super) const WHERE: &[&str] = &["places", "categories", "series"];

/// The checks of claims with their fields; in those over a span the claimed number is the fourth.
pub(super) const CHECKS: [(&str, &[&str]); 7] = [
    ("Value", &["series", "at", "value"]),
    ("Change", &["series", "from", "to", "percent"]),
    ("Ratio", &["series", "from", "to", "ratio"]),
    ("Sum", &["series", "from", "to", "value"]),
    ("Mean", &["series", "from", "to", "value"]),
    ("Extreme", &["series", "at", "is", "since"]),
    ("Compare", &["series", "with", "at", "is"]),
];

/// The fields of a check.
pub(super) fn check(name: &str) -> Option<&'static [&'static str]> {
    CHECKS.iter().find(|(check, _)| *check == name).map(|(_, fields)| *fields)
}

/// The steps of a chart with how each is written, for a hint.
pub(super) const TRANSFORMS: [(&str, &str); 18] = [
    ("Index", "Index(base: 2003)"),
    ("Difference", "Difference"),
    ("DifferenceOnYear", "DifferenceOnYear"),
    ("DifferenceFrom", "DifferenceFrom(base: 2003)"),
    ("PercentChange", "PercentChange"),
    ("PercentChangeOnYear", "PercentChangeOnYear"),
    ("PercentChangeFrom", "PercentChangeFrom(base: 2003)"),
    ("Cumulative", "Cumulative"),
    ("RollingMean", "RollingMean(3)"),
    ("RollingSum", "RollingSum(3)"),
    ("ShareOfTotal", "ShareOfTotal"),
    ("Rate", "Rate(per: 100000, of: \"population\")"),
    ("RatioTo", "RatioTo(series: \"…\")"),
    ("DifferenceTo", "DifferenceTo(series: \"…\")"),
    ("Interpolate", "Interpolate"),
    ("Resample", "Resample(to: Year, by: Sum)"),
    ("Log", "Log"),
    ("Off", "Off(Index(base: 2003))"),
];

/// The fields of measures and of steps.
pub(super) const SMALL: [&[&str]; 4] = [&["base"], &["series"], &["per", "of"], &["to", "by"]];
