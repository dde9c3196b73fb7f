//! What the claims of the built-in datasets come to.

use docket::{analysis, document::samples, format};

#[test]
fn the_claims_of_the_built_in_datasets_come_to_what_the_sources_say() {
    let mut table = Vec::new();
    for sample in samples::ALL {
        let parsed = format::parse(sample.text);
        for (id, claim) in &parsed.dataset().claims {
            let verdict = analysis::verdict(parsed.dataset(), claim);
            table.push(format!("{id} | {} | {}", verdict.outcome.name(), verdict.arithmetic));
        }
    }
    insta::assert_snapshot!(table.join("\n"));
}
