//! Sources as bibliographies, out and in.

use docket::{
    document::samples,
    exchange::bibliography::{BibliographyForm, cited, read, write},
    format,
    model::{Section, Source},
};

fn source(publisher: &str, title: &str, date: &str, url: &str) -> Source {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Source {
        publisher: text(publisher),
        title: text(title),
        date: text(date),
        url: text(url),
        accessed: text("2026-11-23"),
        note: None,
    }
}

#[test]
fn what_is_written_as_bibtex_is_read_as_the_same_sources() {
    for sample in samples::ALL {
        let parsed = format::parse(sample.text);
        let sources = &parsed.dataset().sources;
        let text = write(sources, BibliographyForm::Bibtex);
        let again = read(&text).expect("what was written");
        assert_eq!(again.len(), sources.len());
        for ((id, source), (read_id, read)) in sources.iter().zip(&again) {
            let one_line =
                |text: &Option<String>| text.as_ref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(id, read_id);
            assert_eq!(one_line(&source.publisher), read.publisher, "{id}");
            assert_eq!(one_line(&source.title), read.title, "{id}");
            assert_eq!((&source.date, &source.url, &source.accessed), (&read.date, &read.url, &read.accessed), "{id}");
        }
    }
}

#[test]
fn what_latex_would_take_for_commands_comes_back() {
    let mut sources = Section::new();
    sources.insert(
        "a".into(),
        source("Smith & Sons {Ltd}", "100% of_cases #1 \\ $5 ñ", "2012", "https://x.org/a_b%20c~d"),
    );
    let again = read(&write(&sources, BibliographyForm::Bibtex)).expect("sources");
    assert_eq!(again[0].1, sources["a"]);
}

#[test]
fn csl_json_has_dates_in_parts_and_plain_text_a_line_each() {
    let mut sources = Section::new();
    sources.insert("a".into(), source("Reuters", "Record year", "2010-01-02", "https://x.org"));
    sources.insert("b".into(), Source { date: Some("about 2011".into()), ..Source::default() });
    let json: serde_json::Value = serde_json::from_str(&write(&sources, BibliographyForm::CslJson)).expect("JSON");
    assert_eq!(json[0]["issued"]["date-parts"][0], serde_json::json!([2010, 1, 2]));
    assert_eq!((&json[0]["type"], &json[1]["issued"]["literal"]), (&"webpage".into(), &"about 2011".into()));
    let plain = write(&sources, BibliographyForm::Plain);
    assert_eq!(
        plain.lines().collect::<Vec<_>>(),
        ["Reuters. Record year. 2010-01-02. https://x.org (read 2026-11-23)", "about 2011."]
    );
    assert_eq!(cited("empty", &Source::default()), "empty.");
}

#[test]
fn bibtex_and_ris_of_other_programs_are_read() {
    let bib = "@article{garcia2014, author = {Garc\\'ia, Ana and Lee, Bo}, title = {{Impunity} in\n  Mexico}, \
               journal = {Justice}, year = 2014, month = may, doi = {10.1/x}}\n\
               @online{garcia2014b, author = {{World Bank}}, title = \"Data\", url = {https://w.org}, urldate = {2024-01-02}}";
    let found = read(bib).expect("two sources");
    assert_eq!(found[0].0, "garcia2014");
    let first = &found[0].1;
    assert_eq!((first.publisher.as_deref(), first.title.as_deref()), (Some("Justice"), Some("Impunity in Mexico")));
    assert_eq!((first.date.as_deref(), first.url.as_deref()), (Some("2014-05"), Some("https://doi.org/10.1/x")));
    assert_eq!(first.note.as_deref(), Some("By Ana García, Bo Lee."));
    assert_eq!(found[1].1.publisher.as_deref(), Some("World Bank"));
    let ris = "TY  - WEB\nAU  - Doe, Jane\nTI  - A title\nPB  - Reuters\nDA  - 2012/05/21/\nUR  - https://r.org\nY2  - 2024/01/02\nER  - \n";
    let found = read(ris).expect("a source");
    assert_eq!(found[0].0, "reuters-2012");
    let got = &found[0].1;
    assert_eq!((got.date.as_deref(), got.accessed.as_deref()), (Some("2012-05-21"), Some("2024-01-02")));
    assert_eq!(got.note.as_deref(), Some("By Doe, Jane."));
}

#[test]
fn what_is_no_bibliography_is_refused_where_it_fails() {
    for (text, place, said) in [
        ("", (1, 1), "there is no entry"),
        ("only words", (1, 1), "there is no entry"),
        ("@online{a, title = {x},\n  url = }", (2, 9), ""),
        ("TY  - WEB\nTI  - x\n", (1, 1), "not ended"),
        ("TY  - WEB\nTI  - x\nTY  - WEB\n", (3, 1), "before is not ended"),
        ("TI  - x\n", (1, 1), "TY  -"),
    ] {
        let error = read(text).expect_err(text);
        assert_eq!((error.line, error.column), place, "{text}: {error}");
        assert!(error.message.contains(said), "{text}: {error}");
    }
}

#[test]
fn the_source_line_is_written_in_the_style_that_chart_or_dataset_asks_for() {
    let line = |of_dataset: &str, of_chart: &str| {
        let text = format!(
            "Dataset(format: 1, title: \"T\", {of_dataset} sources: {{\"r\": (publisher: \"Reuters\", title: \"A record\", \
             date: \"2010-01-02\", accessed: \"2026-11-23\"), \"e\": (publisher: \"El Tiempo\", date: \"about 2011\")}}, \
             series: {{\"m\": (entity: \"Mexico\", observations: [(at: 2010, value: 1, source: \"r\"), (at: 2011, value: 2, \
             source: \"r\")]), \"c\": (entity: \"Colombia\", observations: [(at: 2010, value: 3, source: [\"e\", \"r\"])])}}, \
             charts: {{\"a\": (series: [\"m\", \"c\"], {of_chart})}})"
        );
        let parsed = format::parse(&text);
        assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
        docket::chart::plan(parsed.dataset(), &"a".into()).expect("a plan").source_line
    };
    for (of_dataset, of_chart, said) in [
        ("", "", "Sources: Reuters; El Tiempo"),
        ("", "citation: Dated", "Sources: Reuters, 2010; El Tiempo"),
        ("citation: Full,", "", "Sources: Reuters, “A record”, 2010-01-02; El Tiempo, about 2011"),
        ("citation: Full,", "citation: Names", "Sources: Reuters; El Tiempo"),
        ("", "citation: BySeries", "Sources: Mexico: Reuters; Colombia: El Tiempo, Reuters"),
        ("numbers: Spanish, accessed: true,", "", "Fuentes: Reuters (consultado: 2026-11-23); El Tiempo"),
        ("numbers: Spanish,", "citation: Full", "Fuentes: Reuters, «A record», 2010-01-02; El Tiempo, about 2011"),
    ] {
        assert_eq!(line(of_dataset, of_chart), said, "{of_dataset} {of_chart}");
    }
}

#[test]
fn series_of_the_same_sources_need_not_be_told_apart() {
    let text = "Dataset(format: 1, title: \"T\", citation: BySeries, sources: {\"r\": (publisher: \"Reuters\")}, series: \
                {\"m\": (observations: [(at: 2010, value: 1, source: \"r\")]), \"c\": (observations: [(at: 2010, value: 3, \
                source: \"r\")])}, charts: {\"a\": (series: [\"m\", \"c\"])})";
    let plan = docket::chart::plan(format::parse(text).dataset(), &"a".into()).expect("a plan");
    assert_eq!(plan.source_line, "Source: Reuters");
}
