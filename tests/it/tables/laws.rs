//! What goes out as a table comes back as the same figures.

use docket::{
    exchange::table::{
        Conflict, Kind, NumberStyle, TableFormat, TableShape, Told, match_series, merge, new_dataset, write,
    },
    model::{Dataset, Id, Missing, Observation, Period, Qualifier, Series, SeriesHead, Source, SourceRefs, Status},
};
use proptest::prelude::*;

use super::read_bytes;

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (1990_i64..2030).prop_map(|y| Period::year(y).expect("a year")),
        (1990..2030, 1..=12).prop_map(|(y, m)| format!("{y}-{m:02}").parse().expect("a month")),
        (1990..2030, 1..=4).prop_map(|(y, q)| format!("{y}-Q{q}").parse().expect("a quarter")),
        (1990..2000, 2000..2030).prop_map(|(a, b)| format!("{a}/{b}").parse().expect("an interval")),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-100_000_i32..100_000).prop_map(f64::from),
        (-100_000_i32..100_000).prop_map(|n| f64::from(n) / 100.0),
        any::<f64>().prop_filter("a file holds finite numbers only", |v| v.is_finite() && v.abs() < 1e100),
    ]
}

/// Texts that cells and spreadsheets stumble over.
fn text() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "=1+1", "'", "\"", ",", ";", "\n", "\r\n", "\t", "-5", "@", "é", "a", " ", "\\", "|", "1.5",
    ]);
    prop_oneof![prop::collection::vec(hard, 1..6).prop_map(|parts| parts.concat()), "\\PC{1,12}"]
}

fn observation(ids: Vec<Id>) -> impl Strategy<Value = Observation> {
    use prop::option::of;
    let source = prop::sample::subsequence(ids, 0..=2);
    let kinds = (prop::sample::select(&Qualifier::ALL[..]), prop::sample::select(&Status::ALL[..]));
    let missing = of(prop::sample::select(&Missing::ALL[..]));
    (period(), of(number()), of(number()), of(number()), kinds, missing, source, of(text())).prop_map(
        |(at, value, low, high, (qualifier, status), missing, source, note)| Observation {
            at,
            value,
            low,
            high,
            qualifier,
            status,
            missing: missing.filter(|_| value.is_none()),
            source: source.into_iter().collect::<SourceRefs>(),
            note: note.filter(|note| !note.trim().is_empty()),
        },
    )
}

fn dataset() -> impl Strategy<Value = Dataset> {
    let ids = prop::collection::btree_set(text().prop_map(Id::from), 2..4);
    ids.prop_flat_map(|ids| {
        let ids: Vec<Id> = ids.into_iter().collect();
        let observations = prop::collection::vec(observation(ids.clone()), 1..12);
        let series = (text(), prop::option::of(text()), observations);
        (Just(ids), prop::collection::vec(series, 1..4))
    })
    .prop_map(|(ids, series)| {
        let mut dataset = Dataset::titled("Out and back");
        dataset.sources.extend(ids.into_iter().map(|id| (id, Source::default())));
        for (id, entity, observations) in series {
            let head = SeriesHead { entity, ..SeriesHead::default() };
            let observations = observations.into_iter().collect();
            dataset.series.insert(id.into(), Series { head, observations });
        }
        dataset
    })
}

/// A figure as it can be typed into one cell.
fn typed() -> impl Strategy<Value = Observation> {
    let nothing = || Observation::at(Period::year(2000).expect("a year"));
    let qualified = (number(), prop::sample::select(&Qualifier::ALL[..]));
    prop_oneof![
        qualified.prop_map(move |(value, qualifier)| Observation { value: Some(value), qualifier, ..nothing() }),
        (-9000_i32..0, 0..9000).prop_map(move |(low, high)| Observation {
            low: Some(f64::from(low)),
            high: Some(f64::from(high)),
            ..nothing()
        }),
        (0..50, 50..60, 60..90).prop_map(move |(low, value, high)| Observation {
            value: Some(f64::from(value)),
            low: Some(f64::from(low)),
            high: Some(f64::from(high)),
            ..nothing()
        }),
        prop::sample::select(&Missing::ALL[..]).prop_map(move |why| Observation { missing: Some(why), ..nothing() }),
    ]
}

fn ids(dataset: &Dataset) -> Vec<Id> {
    dataset.series.keys().cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_long_table_exported_and_imported_again_gives_the_same_observations(dataset in dataset(), tabs in any::<bool>()) {
        let format = if tabs { TableFormat::Tsv } else { TableFormat::Csv };
        let table = write(&dataset, &ids(&dataset), format, TableShape::Long);
        let reading = read_bytes(table.clone().into_bytes(), &Told::default()).expect("a table");
        let back = new_dataset(&reading.proposal, "Back");
        prop_assert_eq!(reading.proposal.findings.list().iter().filter(|f| f.row.is_some()).count(), 0, "{:?}", reading.proposal.findings);
        for (id, series) in &dataset.series {
            let same = back.series.get(id).expect("the series");
            prop_assert_eq!(&same.observations, &series.observations, "{}", table);
            prop_assert_eq!(&same.head.entity, &series.head.entity);
        }
        prop_assert_eq!(back.series.len(), dataset.series.len());
    }

    #[test]
    fn a_dataset_merged_with_its_own_table_stays_as_it_is(dataset in dataset()) {
        let table = write(&dataset, &ids(&dataset), TableFormat::Csv, TableShape::Long);
        let reading = read_bytes(table.into_bytes(), &Told::default()).expect("a table");
        let targets: Vec<Option<Id>> = reading.proposal.series.iter().map(|s| Some(s.id.clone())).collect();
        let merge = merge(&reading.proposal, &dataset, &targets, Conflict::KeepBoth);
        // Where a period has a figure with a source and the same without, the one may be given to the other.
        if merge.count(Kind::Changed) == 0 {
            prop_assert_eq!(&merge.edit, &None);
        }
        prop_assert_eq!(merge.count(Kind::Added), 0);
        prop_assert_eq!(match_series(&reading.proposal, &dataset, &Vec::new()).len(), targets.len());
    }

    #[test]
    fn no_cell_of_a_table_is_run_as_a_formula_and_numbers_stay_numbers(dataset in dataset(), wide in any::<bool>()) {
        let shape = if wide { TableShape::Wide } else { TableShape::Long };
        let table = write(&dataset, &ids(&dataset), TableFormat::Csv, shape);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
        for record in reader.records() {
            for cell in &record.expect("a record") {
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                prop_assert!(!runs || cell.parse::<f64>().is_ok(), "{cell:?}");
            }
        }
    }

    #[test]
    fn a_wide_table_says_of_every_period_what_can_be_typed(figures in prop::collection::btree_map(2000_i64..2030, typed(), 2..12)) {
        let mut dataset = Dataset::titled("Wide");
        let year = |year: i64| Period::year(year).expect("a year");
        let observations: Vec<Observation> =
            figures.into_iter().map(|(at, o)| Observation { at: year(at), ..o }).collect();
        let head = SeriesHead { entity: Some("Mexico".to_owned()), ..SeriesHead::default() };
        let series = Series { head, observations: observations.clone().into_iter().collect() };
        dataset.series.insert("mexico".into(), series);
        let table = write(&dataset, &ids(&dataset), TableFormat::Csv, TableShape::Wide);
        let told = Told { numbers: Some(NumberStyle::default()), header_rows: Some(1), ..Told::default() };
        let reading = read_bytes(table.clone().into_bytes(), &told).expect("a table");
        let read = reading.proposal.series.first().map(|series| &series.observations);
        prop_assert_eq!(read, Some(&observations), "{}\n{:?}", table, reading.options);
    }
}
