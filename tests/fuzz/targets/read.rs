//! Any text: what we read is what `ron` reads, in acceptance and in value, but for what a dataset must not hold.
#![no_main]

#[path = "../../../src/format/mod.rs"]
mod format;
#[path = "../../../src/model/mod.rs"]
mod model;

use libfuzzer_sys::fuzz_target;
use ron::extensions::Extensions;

/// What `ron` reads and a dataset must not hold, or what the format says is read by nobody.
const STRICTER: [&str; 7] =
    ["dangling", "duplicate-id", "newer-format", "not-finite", "too-deep", "range-value", "wrong-format"];

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parsed = format::parse(text);
    let by_ron = ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str::<model::Dataset>(text.strip_prefix('\u{feff}').unwrap_or(text));
    let errors: Vec<_> = parsed.diagnostics().iter().filter(|d| d.severity == format::Severity::Error).collect();
    match by_ron {
        Ok(dataset) if errors.is_empty() => assert!(dataset == **parsed.dataset(), "read in another way"),
        Ok(_) => assert!(errors.iter().any(|d| STRICTER.contains(&d.code)), "ron reads it: {errors:?}"),
        Err(error) => assert!(!errors.is_empty(), "ron refuses it: {error}"),
    }
    for finding in parsed.diagnostics() {
        assert!(parsed.text().get(finding.span.clone()).is_some(), "{finding:?}");
        finding.render("file.ron", parsed.text());
    }
});
