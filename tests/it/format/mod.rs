//! Text ↔ model: what is read, what an edit does to the text, what is said of a broken file.

mod annotations;
mod broken;
mod generate;
mod laws;
mod tastes;

use docket::{format, model::Dataset};
use ron::extensions::Extensions;

/// The independent judge.
pub fn by_ron(text: &str) -> Result<Dataset, String> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
        .map_err(|error| error.to_string())
}

/// The findings as a terminal shows them.
pub fn rendered(text: &str) -> String {
    let parsed = format::parse(text);
    parsed.diagnostics().iter().map(|d| d.render("file.ron", parsed.text())).collect::<Vec<_>>().join("\n")
}
