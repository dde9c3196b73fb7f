//! Tables as statistical offices publish them, read whole. A snapshot holds every figure, and all that is said of it.

use docket::{
    exchange::table::{
        Conflict, Decimal, Encoding, Grouping, Kind, Layout, Meaning, NumberStyle, Role, Told, Weight, match_series,
        merge, new_dataset,
    },
    format,
    model::{Dataset, Observation, Period},
};

use super::{dump, read_file};

fn snapshot(name: &str, told: &Told) {
    let named = name.replace('.', "-");
    insta::assert_snapshot!(named, dump(&read_file(name, told)));
}

#[test]
fn a_ministry_s_table_in_windows_1252_with_semicolons_decimal_commas_and_footnotes() {
    snapshot("extradiciones-1252.csv", &Told::default());
}

#[test]
fn a_table_in_utf_16_with_thin_spaces_and_a_period_a_column() {
    snapshot("homicides-utf16.txt", &Told::default());
    snapshot("homicides-utf16be-nobom.txt", &Told::default());
}

#[test]
fn a_table_of_our_world_in_data_is_understood_as_it_comes() {
    snapshot("owid-homicide-rate.csv", &Told::default());
}

#[test]
fn a_table_of_the_world_bank_is_understood_as_it_comes() {
    snapshot("worldbank-homicides.csv", &Told::default());
}

#[test]
fn a_long_table_with_sources_qualifiers_and_notes() {
    snapshot("figures-long.csv", &Told::default());
}

#[test]
fn a_header_of_two_rows_and_apostrophes_in_numbers() {
    snapshot("zwei-kopfzeilen.csv", &Told::default());
}

#[test]
fn quarters_months_and_the_flags_of_eurostat() {
    snapshot("monthly.tsv", &Told::default());
    snapshot("eurostat.tsv", &Told::default());
}

#[test]
fn columns_of_names_are_used_if_rows_would_be_the_same_without_them() {
    snapshot("sdmx.csv", &Told::default());
    snapshot("states.csv", &Told::default());
}

#[test]
fn what_could_be_read_two_ways_is_asked_and_done_as_told() {
    let asked = read_file("ambiguous.csv", &Told::default());
    assert!(!asked.proposal.is_ready());
    assert_eq!(asked.proposal.findings.count(Weight::Question), 1);
    for (decimal, value) in [(Decimal::Point, 1.234), (Decimal::Comma, 1234.0)] {
        let numbers = Some(NumberStyle { decimal, grouping: Grouping::Other });
        let told = read_file("ambiguous.csv", &Told { numbers, ..Told::default() });
        assert!(told.proposal.is_ready());
        assert_eq!(told.proposal.series[0].observations[0].value, Some(value));
    }
}

#[test]
fn ragged_rows_are_read_and_what_has_no_period_is_left_out_and_listed() {
    snapshot("ragged.csv", &Told::default());
}

#[test]
fn workbooks_are_read_sheet_by_sheet_with_dates_percentages_and_formulas_as_typed() {
    for name in ["workbook.xlsx", "workbook.ods"] {
        snapshot(name, &Told::default());
        for sheet in ["World Bank", "Days"] {
            let told = Told { sheet: Some(sheet.to_owned()), ..Told::default() };
            let same_in_both = dump(&read_file(name, &told));
            insta::assert_snapshot!(format!("workbook-{}", sheet.to_lowercase().replace(' ', "-")), same_in_both);
        }
    }
}

#[test]
fn everything_that_is_found_out_can_be_told_otherwise() {
    let told = Told {
        encoding: Some(Encoding::UTF_8),
        delimiter: Some(b','),
        layout: Some(Layout::PeriodsDown),
        first_row: Some(0),
        header_rows: Some(1),
        end_row: Some(3),
        roles: Some(vec![Role::Ignore, Role::Period, Role::Value]),
        words: vec![("lots".to_owned(), Meaning::Zero)],
        source: Some("mine".into()),
        ..Told::default()
    };
    let reading = read_file("figures-long.csv", &told);
    let series = &reading.proposal.series[0];
    assert_eq!((series.entity.as_deref(), series.observations.len()), (Some("value"), 2));
    assert_eq!(series.observations[0].source.ids(), ["mine"]);
    assert!(reading.proposal.sources.contains_key("mine"));
    let words = Told { words: vec![("lots".to_owned(), Meaning::Zero)], ..Told::default() };
    let reading = read_file("figures-long.csv", &words);
    assert_eq!(reading.proposal.findings.count(Weight::LeftOut), 0);
    assert_eq!(reading.proposal.series[1].observations.last().and_then(|o| o.value), Some(0.0));
}

#[test]
fn a_new_dataset_of_every_fixture_is_a_file_without_errors() {
    for entry in std::fs::read_dir(super::corpus("")).expect("the fixtures") {
        let name = entry.expect("a fixture").file_name().into_string().expect("a name");
        if name.starts_with('.') {
            continue;
        }
        let dataset = new_dataset(&read_file(&name, &Told::default()).proposal, "Untitled");
        let parsed = format::parse(&format::write(&dataset));
        assert!(!parsed.has_errors(), "{name}: {:?}", parsed.diagnostics());
        assert_eq!(**parsed.dataset(), dataset, "{name}");
    }
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

fn ours() -> Dataset {
    let text = r#"Dataset(format: 1, title: "Ours",
        sources: { "embassy-2008": (), "doj-2010": () },
        series: { "mx": (entity: "Mexico", observations: [
            (at: 2007, value: 83),
            (at: 2008, value: 90, source: "doj-2010"),
            (at: 2009, value: 100, source: "embassy-2008"),
            (at: 2011, value: 93, source: "embassy-2008"),
        ]) })"#;
    let parsed = format::parse(text);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    (**parsed.dataset()).clone()
}

fn merged(conflict: Conflict) -> (Dataset, docket::exchange::table::Merge) {
    let reading = read_file("figures-long.csv", &Told::default());
    let mut dataset = ours();
    let targets = match_series(&reading.proposal, &dataset, &Vec::new());
    assert_eq!(targets, [Some("mx".into()), None]);
    let merge = merge(&reading.proposal, &dataset, &targets, conflict);
    merge.edit.as_ref().expect("an edit").apply(&mut dataset).expect("an edit that fits");
    (dataset, merge)
}

fn figures(dataset: &Dataset) -> Vec<(Period, Option<f64>, String)> {
    let row = |o: &Observation| (o.at, o.value, o.source.ids().join(" "));
    dataset.series["mx"].observations.iter().map(row).collect()
}

#[test]
fn a_table_is_merged_as_the_user_decides_about_conflicts() {
    let row = |at, value, source: &str| (year(at), Some(value), source.to_owned());
    let last = row(2011, 93.0, "embassy-2008");
    let (both, merge) = merged(Conflict::KeepBoth);
    let want = [
        row(2007, 83.0, "embassy-2008"),
        row(2008, 95.0, "doj-2010"),
        row(2008, 85.0, "embassy-2008"),
        row(2009, 100.0, "embassy-2008"),
        row(2009, 107.0, "doj-2010"),
        last.clone(),
    ];
    assert_eq!(figures(&both), want);
    assert_eq!((merge.count(Kind::InConflict), merge.count(Kind::Changed)), (2, 2));
    assert_eq!(merge.new_series, [("colombia".into(), 2)]);
    assert!(both.sources.contains_key("economist-2015"));
    let (kept, _) = merged(Conflict::KeepOurs);
    let want =
        [row(2007, 83.0, "embassy-2008"), row(2008, 90.0, "doj-2010"), row(2009, 100.0, "embassy-2008"), last.clone()];
    assert_eq!(figures(&kept), want);
    let (taken, _) = merged(Conflict::TakeTheirs);
    assert_eq!(figures(&taken)[1], row(2008, 95.0, "doj-2010"));
    assert_eq!(figures(&taken).last(), Some(&last));
}

#[test]
fn a_series_goes_only_where_its_names_leave_no_doubt() {
    let reading = read_file("figures-long.csv", &Told::default());
    let dataset = |series: &str| {
        (**format::parse(&format!("Dataset(format: 1, title: \"T\", series: {{{series}}})")).dataset()).clone()
    };
    for (series, want) in [
        (r#""mx": (entity: "Mexico")"#, Some("mx")),
        (r#""mexico": (entity: "Mexico, to the US")"#, Some("mexico")),
        (r#""mx": (entity: "Mexico", indicator: "Extraditions")"#, Some("mx")),
        (r#""mexico": (entity: "Mexico, to the US"), "share": (entity: "Mexico")"#, Some("share")),
        (r#""mexico": (entity: "Mexico, to the US"), "share": (entity: "Mexico", indicator: "Share")"#, None),
        (r#""a": (entity: "Mexico", indicator: "A"), "b": (entity: "Mexico", indicator: "B")"#, None),
        (r#""peru": (entity: "Peru")"#, None),
    ] {
        let found = match_series(&reading.proposal, &dataset(series), &Vec::new());
        assert_eq!(found[0].as_deref(), want, "{series}");
        let told = vec![("mexico".into(), None)];
        assert_eq!(match_series(&reading.proposal, &dataset(series), &told)[0], None);
    }
}

#[test]
fn a_table_merged_twice_changes_nothing_the_second_time() {
    let reading = read_file("figures-long.csv", &Told::default());
    let (dataset, _) = merged(Conflict::KeepBoth);
    let targets = match_series(&reading.proposal, &dataset, &Vec::new());
    let again = merge(&reading.proposal, &dataset, &targets, Conflict::KeepBoth);
    assert_eq!(again.edit, None, "{:?}", again.changes);
}
