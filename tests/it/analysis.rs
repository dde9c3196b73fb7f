//! Verdicts on claims.

use docket::{
    analysis::{self, Outcome},
    model::Dataset,
};

fn dataset(file: &str) -> Dataset {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/datasets").join(file);
    let text = std::fs::read_to_string(path.with_extension("ron")).expect(file);
    ron::from_str(&text).expect(file)
}

/// Every claim of a dataset with its verdict, in words.
fn verdicts(file: &str) -> String {
    let dataset = dataset(file);
    let mut lines = Vec::new();
    for (id, claim) in &dataset.claims {
        let verdict = analysis::verdict(&dataset, claim);
        lines.push(format!("{id}: {}", verdict.outcome.name()));
        lines.push(format!("  {}", verdict.arithmetic));
        lines.extend(verdict.warnings.iter().map(|warning| format!("  ! {warning}")));
    }
    lines.join("\n")
}

/// What the README of the collected data found for each claim of the article.
#[test]
fn the_claims_of_the_article_come_out_as_they_were_found_to() {
    let expected = [
        ("extraditions", "halved", Outcome::Holds),
        ("extraditions", "halved-to-the-us", Outcome::Fails),
        ("extraditions", "halved-first-24-months", Outcome::Fails),
        ("extraditions", "halved-by-september-2015", Outcome::Holds),
        ("extraditions", "nearly-2000", Outcome::Undecidable),
        ("extraditions", "sum-2000-to-2006", Outcome::Holds),
        ("extraditions", "record-2009", Outcome::Fails),
        ("extraditions", "more-than-70-dead", Outcome::Holds),
        ("conviction-rates", "nine-percent", Outcome::Holds),
        ("conviction-rates", "five-percent", Outcome::Fails),
        ("conviction-rates", "americas-below-world", Outcome::Holds),
        ("judicial-errors", "61-percent-more", Outcome::Holds),
    ];
    for (file, id, outcome) in expected {
        let dataset = dataset(file);
        let verdict = analysis::verdict(&dataset, &dataset.claims[id]);
        assert_eq!(verdict.outcome, outcome, "{file} {id}: {}", verdict.arithmetic);
    }
}

#[test]
fn the_verdicts_on_the_built_in_claims_say_why() {
    insta::assert_snapshot!("verdicts-extraditions", verdicts("extraditions"));
    insta::assert_snapshot!("verdicts-conviction-rates", verdicts("conviction-rates"));
    insta::assert_snapshot!("verdicts-judicial-errors", verdicts("judicial-errors"));
}
