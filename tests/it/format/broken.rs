//! Broken files and what is said of them.

use std::{fs, path::Path};

use docket::{
    format::{self, Severity},
    model::{Address, SectionKind},
};

use super::{by_ron, rendered};

fn codes(text: &str) -> Vec<&'static str> {
    format::parse(text).diagnostics().iter().map(|d| d.code).collect()
}

/// Each file of the corpus with its messages, as a terminal shows them.
#[test]
fn every_broken_file_is_told_where_what_and_how_to_mend() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/broken");
    let mut files: Vec<_> = fs::read_dir(folder).expect("the corpus").map(|f| f.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 25);
    for file in files {
        let name = file.file_stem().and_then(|n| n.to_str()).expect("a name").to_owned();
        let text = fs::read_to_string(&file).expect("a text");
        let parsed = format::parse(&text);
        assert!(parsed.has_errors(), "{name}");
        for finding in parsed.diagnostics() {
            assert!(text.get(finding.span.clone()).is_some(), "{name}: {finding:?}");
        }
        let is_broken_to_ron = by_ron(&text).is_err();
        let is_stricter = ["references", "twice", "newer"].contains(&name.as_str());
        assert!(is_broken_to_ron || is_stricter, "{name}: ron reads what we refuse");
        insta::assert_snapshot!(format!("broken_{name}"), rendered(&text));
    }
}

#[test]
fn deep_nesting_is_refused_without_overflow() {
    for open in ["(", "[", "{", "a(", "[(", "{\"a\":", "(a:", "Some("] {
        let text = format!("Dataset(format: 1, title: \"\", x: {}", open.repeat(200_000));
        let parsed = format::parse(&text);
        assert!(parsed.has_errors(), "{open}");
        assert!(parsed.diagnostics().iter().any(|d| d.code == "too-deep"), "{open}");
    }
    for (open, close) in [("(", ")"), ("[", "]"), ("Some(", ")"), ("A(b: ", ")")] {
        for depth in [1, 10, 30, 50, 55, 56, 60, 70] {
            let inside = if close == "]" { "" } else { "1" };
            let nested = format!("{}{inside}{}", open.repeat(depth), close.repeat(depth));
            let text = format!("Dataset(format: 1, title: \"\", x: {nested})");
            let parsed = format::parse(&text);
            assert!(parsed.has_errors() || by_ron(&text).is_ok(), "ron goes less deep: {depth} of {open}");
        }
    }
}

#[test]
fn a_file_of_nothing_but_errors_gives_a_bounded_list() {
    for line in [
        "(at: x),\n",
        "\"\n",
        "\\\"\n",
        "'\n",
        "r#\"\n",
        ")\n",
        "a\n",
        ": \n",
        ",,\n",
        "/\n",
        "#!\n",
        "\"a\": b c d,\n",
    ] {
        let text =
            format!("Dataset(format: 1, title: \"\", series: {{ \"m\": (observations: [\n{}", line.repeat(20_000));
        let parsed = format::parse(&text);
        assert!(parsed.has_errors(), "{line}");
        assert!(parsed.diagnostics().len() <= 1001, "{line}");
    }
    let text = format!(
        "Dataset(format: 1, title: \"\", series: {{ \"m\": (observations: [{}])}})",
        "(at: x),".repeat(100_000)
    );
    let parsed = format::parse(&text);
    let last = parsed.diagnostics().last().expect("many");
    assert_eq!((last.code, last.message.as_str()), ("more", "and 99000 more findings; mend these first"));
}

#[test]
fn errors_are_listed_before_warnings_when_there_are_too_many() {
    let unused: String = (0..3000).map(|n| ["\"s", &n.to_string(), "\": (), "].concat()).collect();
    let text = format!(
        "Dataset(format: 1, title: \"\", sources: {{{unused}}}, series: {{\"m\": (observations: [(at: 2000, source: \"x\")])}})"
    );
    assert!(codes(&text).contains(&"dangling"));
    assert!(format::parse(&text).has_errors());
}

/// What could be read is shown, and known by its place, beside what could not.
#[test]
fn the_rest_of_a_broken_file_keeps_its_places() {
    let text = "Dataset(format: 1, title: \"t\",
    sources: {\"a\": 5, \"b\": (publisher: \"B\"), \"b\": (publisher: \"C\")},
    series: {\"bad\": [], \"m\": (observations: [(at: 2000, source: \"a\"), (at: x), (at: 2002, source: \"b\")])})";
    let parsed = format::parse(text);
    assert_eq!(parsed.diagnostics().iter().filter(|d| d.severity == Severity::Error).count(), 4, "{}", rendered(text));
    let spelled = |address: &Address| parsed.span(address).and_then(|span| text.get(span));
    let item = |section, id: &str| Address::Item { section, id: id.into() };
    assert_eq!(spelled(&item(SectionKind::Sources, "b")), Some("\"b\": (publisher: \"B\")"));
    assert_eq!(spelled(&item(SectionKind::Sources, "a")), None);
    let second = Address::Observation { series: "m".into(), index: 1 };
    assert_eq!(spelled(&second), Some("(at: 2002, source: \"b\")"));
    let at = text.find("2002").expect("it is there");
    assert_eq!(parsed.address_at(at), Some(second));
    assert_eq!(parsed.address_at(text.find("at: x").expect("it is there")), Some(item(SectionKind::Series, "m")));
    assert_eq!(
        parsed.address_at(text.find("publisher: \"C\"").expect("it is there")),
        Some(Address::Section(SectionKind::Sources))
    );
    assert_eq!(parsed.address_at(3), Some(Address::Dataset));
}

#[test]
fn what_ron_reads_in_odd_spellings_is_read() {
    let head = "format: 1, title: \"\"";
    for text in [
        format!("#![type = \"x\"] #![schema = r\"y\"] # ! [ enable ( unwrap_newtypes ) ] ({head})"),
        format!("Dataset /* a */ ( {head} , )"),
        format!("({head}, description: \"\\xc3\\xb1 \\\n   on\")"),
        format!("({head}, año: Größe(1, [b: 2]), )").replace("[b: 2]", "(b: 2)"),
        "(r#format: +0b1, title: r##\"a \"# b\"##)".to_owned(),
        format!(
            "({head}, series: {{\"a\": Series(observations: [(at: 0x7DC, source: 'b'), (at: 2_013u16, source: (\"b\",))])}}, sources: {{\"b\": ()}})"
        ),
        format!("({head}, charts: {{\"c\": (mark: r#Dot, y: (zero: Some(true)), events: r#Only([]))}})"),
    ] {
        let parsed = format::parse(&text);
        assert!(!parsed.has_errors(), "{}\n{text}", rendered(&text));
        assert_eq!(by_ron(&text), Ok((**parsed.dataset()).clone()), "{text}");
    }
}
