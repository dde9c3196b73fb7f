//! The built-in datasets: readable, closed in themselves, complete, and in agreement with the facts they were made from.

use std::{collections::BTreeMap, fs, path::PathBuf};

use docket::model::{Check, Dataset, EventFilter, Observation, Period, SourceRefs};

const FILES: [&str; 3] = ["extraditions", "conviction-rates", "judicial-errors"];

/// Every fact of the article that the program was built for, and where it is: file, section, and the id, for an
/// observation followed by its period.
const FACTS: [(&str, &str, &str, &str); 56] = [
    ("F01", "extraditions", "events", "mx-chapo-capture-2014"),
    ("F02", "extraditions", "events", "mx-papers-2014"),
    ("F03", "extraditions", "events", "mx-charges-2014"),
    ("F04", "extraditions", "events", "mx-chapo-escape-2001"),
    ("F05", "extraditions", "events", "mx-pride-2014"),
    ("F06", "extraditions", "claims", "halved"),
    ("F07", "extraditions", "events", "mx-one-door-2012"),
    ("F08", "extraditions", "events", "mx-murillo-2015"),
    ("F08", "extraditions", "series", "guzman-wait@2015-01"),
    ("F09", "extraditions", "events", "mx-chapo-escape-2015"),
    ("F10", "extraditions", "series", "guzman-tunnel@2015-07"),
    ("F11", "extraditions", "series", "mexico-approved@2015-09"),
    ("F12", "extraditions", "events", "mx-thirteen-2015"),
    ("F13", "extraditions", "events", "mx-reversal-2015"),
    ("F14", "extraditions", "events", "hn-amend-2012"),
    ("F15", "extraditions", "claims", "thirty-years"),
    ("F16", "extraditions", "events", "sv-ms13-2013"),
    ("F17", "extraditions", "events", "gt-lalinea-2015"),
    ("F18", "extraditions", "events", "gt-perez-resigns-2015"),
    ("F18", "extraditions", "events", "gt-perez-jailed-2015"),
    ("F19", "extraditions", "events", "article-weak-states"),
    ("F20", "extraditions", "events", "article-drug-lords"),
    ("F21", "extraditions", "events", "co-escobar-surrender-1991"),
    ("F22", "extraditions", "events", "mx-comfort-2001"),
    ("F23", "extraditions", "events", "article-bargains"),
    ("F24", "extraditions", "claims", "nearly-2000"),
    ("F25", "extraditions", "events", "co-safety-2002"),
    ("F26", "extraditions", "events", "article-heirs"),
    ("F27", "extraditions", "events", "article-rempel"),
    ("F28", "extraditions", "events", "co-ban-1991"),
    ("F29", "extraditions", "events", "co-extraditables-1986"),
    ("F30", "extraditions", "events", "co-restore-1997"),
    ("F31", "extraditions", "series", "jamaica-fighting@2010"),
    ("F32", "extraditions", "claims", "more-than-70-dead"),
    ("F33", "extraditions", "events", "jm-coke-arrest-2010"),
    ("F34", "extraditions", "events", "article-dependency"),
    ("F35", "extraditions", "events", "co-results-2015"),
    ("F35", "conviction-rates", "claims", "fewer-murders"),
    ("F36", "conviction-rates", "events", "co-courts-2015"),
    ("F37", "extraditions", "events", "co-rank-2015"),
    ("F38", "conviction-rates", "series", "colombia-article@2015"),
    ("F39", "extraditions", "events", "article-prosecutors"),
    ("F40", "extraditions", "events", "article-informants"),
    ("F41", "extraditions", "events", "do-aristy-2015"),
    ("F42", "extraditions", "events", "article-kingpins"),
    ("F43", "extraditions", "events", "article-juniors"),
    ("F44", "extraditions", "events", "article-scope"),
    ("F45", "extraditions", "series", "colombia-paramilitaries@2008-05"),
    ("F46", "extraditions", "events", "co-inquiries-2008"),
    ("F47", "extraditions", "events", "co-sealed-2008"),
    ("F48", "extraditions", "events", "co-cover-up-2008"),
    ("F49", "extraditions", "events", "article-strategy"),
    ("F50", "extraditions", "events", "co-strategy-2015"),
    ("F51", "judicial-errors", "events", "mx-trials-2015"),
    ("F52", "judicial-errors", "claims", "61-percent-more"),
    ("F53", "extraditions", "events", "article-judgement"),
];

fn text_of(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/datasets").join(file).with_extension("ron");
    fs::read_to_string(path).expect(file)
}

fn dataset(file: &str) -> Dataset {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(&text_of(file))
        .unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn all_datasets() -> BTreeMap<&'static str, Dataset> {
    FILES.into_iter().map(|file| (file, dataset(file))).collect()
}

fn is_of(o: &Observation, at: &str) -> bool {
    o.at == at.parse::<Period>().expect(at)
}

#[test]
fn ron_reads_them_with_and_without_our_settings() {
    for file in FILES {
        let plain: Dataset = ron::from_str(&text_of(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(plain, dataset(file), "{file}");
    }
}

#[test]
fn the_program_reads_the_same_as_ron_and_finds_nothing_wrong() {
    for file in FILES {
        let parsed = docket::format::parse(&text_of(file));
        assert_eq!(parsed.diagnostics(), [], "{file}");
        assert_eq!(**parsed.dataset(), dataset(file), "{file}");
    }
}

#[test]
fn what_the_program_writes_anew_is_the_same_dataset() {
    for file in FILES {
        let data = dataset(file);
        let parsed = docket::format::parse(&docket::format::write(&data));
        assert_eq!(parsed.diagnostics(), [], "{file}");
        assert_eq!(**parsed.dataset(), data, "{file}");
    }
}

#[test]
fn everything_names_a_source_that_exists_and_every_source_is_used() {
    for (file, data) in all_datasets() {
        let mut used = std::collections::BTreeSet::new();
        let mut check = |what: String, refs: &SourceRefs| {
            assert!(!refs.is_empty(), "{file}: {what} has no source");
            for id in refs.ids() {
                assert!(data.sources.contains_key(id), "{file}: {what} names the unknown source {id}");
                used.insert(id.clone());
            }
        };
        for (id, series) in &data.series {
            for o in &series.observations {
                check(format!("{id} at {}", o.at), &o.source);
            }
        }
        for (id, event) in &data.events {
            check(format!("event {id}"), &event.source);
        }
        for (id, claim) in &data.claims {
            check(format!("claim {id}"), &claim.source);
        }
        for id in data.sources.keys() {
            assert!(used.contains(id), "{file}: nothing uses the source {id}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for (file, data) in all_datasets() {
        for (id, claim) in &data.claims {
            for series in claim.check.series() {
                assert!(data.series.contains_key(series), "{file}: claim {id} reads the unknown series {series}");
            }
        }
        for (id, chart) in &data.charts {
            assert!(!chart.series.is_empty(), "{file}: chart {id} shows nothing");
            for series in chart.series.iter().chain(chart.annotations.iter().filter_map(|a| a.series.as_ref())) {
                assert!(data.series.contains_key(series), "{file}: chart {id} shows the unknown series {series}");
            }
            if let EventFilter::Only(events) = &chart.events {
                for event in events {
                    assert!(data.events.contains_key(event), "{file}: chart {id} shows the unknown event {event}");
                }
            }
        }
    }
}

#[test]
fn claims_about_one_period_or_two_find_values_there() {
    for (file, data) in all_datasets() {
        let value_at = |series: &str, at: Period| data.series[series].preferred(at).and_then(Observation::plotted);
        for (id, claim) in &data.claims {
            let known = match &claim.check {
                Check::Value { series, at, .. } | Check::Extreme { series, at, .. } => value_at(series, *at).is_some(),
                Check::Change { series, from, to, .. } | Check::Ratio { series, from, to, .. } => {
                    value_at(series, *from).is_some() && value_at(series, *to).is_some()
                }
                Check::Compare { series, with, at, .. } => {
                    value_at(series, *at).is_some() && value_at(with, *at).is_some()
                }
                Check::Sum { .. } | Check::Mean { .. } => true,
            };
            assert!(known, "{file}: the claim {id} asks for a period without a value");
        }
    }
}

#[test]
fn what_stands_in_one_figure_can_be_told_apart() {
    for (file, data) in all_datasets() {
        for (id, chart) in &data.charts {
            let mut labels: Vec<_> = chart.series.iter().map(|s| data.series[s].label(s)).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), chart.series.len(), "{file}: two series of {id} have one name");
            let measures = chart.series.iter().map(|s| data.series[s].head.measure);
            assert!(measures.clone().all(|m| Some(m) == measures.clone().next()), "{file}: {id} mixes measures");
            assert!(chart.title.is_some() && chart.subtitle.is_some(), "{file}: {id} does not say what it shows");
        }
        for (id, event) in &data.events {
            let length = event.label.as_ref().map_or(0, |label| label.chars().count());
            assert!(length <= 22, "{file}: the label of {id} is too long for a figure");
        }
        for (id, series) in &data.series {
            let head = &series.head;
            assert!(head.entity.is_some() && head.indicator.is_some() && head.unit.is_some(), "{file}: {id}");
        }
    }
}

#[test]
fn every_fact_of_the_article_is_there() {
    let data = all_datasets();
    for (fact, file, section, place) in FACTS {
        let file = &data[file];
        let found = match section {
            "events" => file.events.get(place).is_some_and(|e| e.source.ids().iter().any(|s| s == "article")),
            "claims" => file.claims.get(place).is_some_and(|c| c.source.ids().iter().any(|s| s == "article")),
            _ => place.split_once('@').is_some_and(|(series, at)| {
                file.series.get(series).is_some_and(|s| {
                    s.observations.iter().any(|o| is_of(o, at) && o.source.ids().iter().any(|s| s == "article"))
                })
            }),
        };
        assert!(found, "{fact} is not in {section} as {place}");
    }
    let told: std::collections::BTreeSet<_> = FACTS.iter().map(|(fact, ..)| (*fact).to_owned()).collect();
    assert_eq!(told, (1..=53).map(|n| format!("F{n:02}")).collect());
}

#[test]
fn every_collected_number_is_there_once_as_its_source_has_it() {
    let data = all_datasets();
    let rows = include_str!("../corpus/facts/observations.csv");
    let mut found: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for line in rows.lines().skip(1) {
        let [row, file, series, at, value, qualifier, source] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("seven columns: {line}");
        };
        let value: f64 = value.parse().expect(line);
        let is_it = |o: &Observation| {
            is_of(o, at)
                && o.value == Some(value)
                && o.qualifier.name() == qualifier
                && o.source.ids().iter().any(|s| s == source)
        };
        let observations = &data[file].series.get(series).unwrap_or_else(|| panic!("{line}")).observations;
        let taken = found.entry((file, series)).or_default();
        let hit = observations.iter().enumerate().position(|(i, o)| is_it(o) && !taken.contains(&i));
        taken.push(hit.unwrap_or_else(|| panic!("row {row} is missing: {line}")));
    }
    // What the files hold beyond the collected rows are the small figures of the article and their counterparts.
    let beyond: Vec<_> = data
        .iter()
        .flat_map(|(file, d)| d.series.iter().map(move |(id, s)| (*file, id.as_str(), s.observations.len())))
        .filter(|(file, id, count)| found.get(&(*file, *id)).map_or(0, Vec::len) != *count)
        .map(|(_, id, count)| (id, count))
        .collect();
    assert_eq!(
        beyond,
        [
            ("mexico-approved", 1),
            ("colombia-paramilitaries", 1),
            ("honduras-ban", 1),
            ("jamaica-deaths", 2),
            ("jamaica-fighting", 2),
            ("guzman-tunnel", 2),
            ("guzman-wait", 1)
        ]
    );
}

#[test]
fn disagreeing_sources_stand_with_the_preferred_one_first() {
    let data = all_datasets();
    for (file, series, at, values) in [
        ("extraditions", "mexico", "2001", vec![17.0, 19.0]),
        ("extraditions", "mexico", "2008", vec![95.0]),
        ("extraditions", "mexico", "2008-01-01/2008-12-30", vec![85.0]),
        ("extraditions", "jamaica-deaths", "2010", vec![73.0, 76.0]),
        ("conviction-rates", "mexico-impunity", "2017", vec![89.5, 87.5]),
        ("conviction-rates", "brazil-clearance", "2020", vec![32.0, 33.0]),
        ("conviction-rates", "brazil-clearance", "2021", vec![37.0, 35.0]),
    ] {
        let at: Period = at.parse().expect(at);
        let found: Vec<_> = data[file].series[series].observed_at(at).filter_map(|(_, o)| o.value).collect();
        assert_eq!(found, values, "{series} at {at}");
    }
}

#[test]
fn a_part_of_a_year_never_stands_for_the_year() {
    let data = all_datasets();
    for (file, data) in &data {
        for (id, series) in data.series.iter().filter(|(id, _)| !id.ends_with("-part-years")) {
            let has_years = series.observations.iter().any(|o| o.at.as_year().is_some());
            for o in series.observations.iter().filter(|o| has_years && o.at.is_interval()) {
                let length = o.at.end() - o.at.start();
                assert!((0.9..1.1).contains(&length), "{file}: {id} has years and {}", o.at);
            }
        }
    }
}

#[test]
fn the_headline_of_the_front_page_is_borne_out() {
    let data = dataset("extraditions");
    let share_of_2012 = |series: &str| {
        let year = |o: &Observation| o.at.as_year().zip(o.value);
        let years: Vec<_> = data.series[series].observations.iter().filter_map(year).collect();
        let in_2012 = years.iter().find(|(year, _)| *year == 2012).expect("a value for 2012").1;
        years.into_iter().filter(|(year, _)| *year > 2012).map(|(_, value)| value / in_2012).collect::<Vec<_>>()
    };
    assert!(share_of_2012("mexico").iter().all(|share| (0.4..0.61).contains(share)));
    assert!(share_of_2012("colombia-all").iter().all(|share| *share > 0.7));
}

#[test]
fn every_collected_event_is_there() {
    let data = dataset("extraditions");
    for line in include_str!("../corpus/facts/events.csv").lines().skip(1) {
        let [id, at, source] = line.split(',').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let event = data.events.get(id).unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(event.at, at.parse().expect(at), "{id}");
        assert!(event.source.ids().iter().any(|s| s == source), "{id} does not name {source}");
        assert!(event.label.is_some(), "{id} has no words for the figure");
    }
}

/// What the notes on the collected data say of each claim, worked out by hand from the values.
const VERDICTS: [(&str, &str, &str); 19] = [
    ("extraditions", "halved", "holds"),                   // 57 / 122 = 0.47
    ("extraditions", "halved-to-the-us", "fails"),         // 66 / 115 = 0.57
    ("extraditions", "halved-first-24-months", "fails"),   // 120 / 179 = 0.67
    ("extraditions", "halved-by-september-2015", "holds"), // 44 / 115 = 0.38
    ("extraditions", "nearly-2000", "undecidable"),        // no year from 2002 to 2014 is known
    ("extraditions", "sum-2000-to-2006", "holds"),         // 12 + 17 + 25 + 31 + 34 + 41 + 63
    ("extraditions", "record-2009", "fails"),              // 107, but 115 in 2012
    ("extraditions", "thirteen-in-september", "holds"),    // 13
    ("extraditions", "tunnel", "holds"),                   // 0.93 against about 1
    ("extraditions", "fourteen-paramilitaries", "holds"),  // 14
    ("extraditions", "thirty-years", "holds"),             // 30
    ("extraditions", "more-than-70-dead", "holds"),        // at least 73
    ("extraditions", "four-days", "fails"),                // 2
    ("extraditions", "dominican-peak", "holds"),           // 30, then 24
    ("conviction-rates", "nine-percent", "holds"),         // 9.1 rounds to 9
    ("conviction-rates", "fewer-murders", "holds"),        // 28.65 after 70.4
    ("conviction-rates", "five-percent", "fails"),         // 2,295 / 48,947 = 0.047
    ("conviction-rates", "americas-below-world", "holds"), // about 24 against about 43
    ("judicial-errors", "61-percent-more", "holds"),       // 161 after 100
];

#[test]
fn the_verdicts_are_those_that_the_collected_data_support() {
    let mut found = Vec::new();
    for (file, data) in FILES.into_iter().map(|file| (file, dataset(file))) {
        for (id, claim) in &data.claims {
            let verdict = docket::analysis::verdict(&data, claim);
            assert!(!verdict.arithmetic.is_empty(), "{file}: {id} is decided without a reason");
            found.push(format!("{file} {id}: {}", verdict.outcome.name()));
        }
    }
    let expected: Vec<_> = VERDICTS.iter().map(|(file, id, outcome)| format!("{file} {id}: {outcome}")).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_cannot_be_decided_names_the_missing_years() {
    let data = dataset("extraditions");
    let verdict = docket::analysis::verdict(&data, &data.claims["nearly-2000"]);
    for year in 2002..=2014 {
        let year = Period::year(year).expect("a year");
        assert!(verdict.missing.iter().any(|missing| missing.contains(year)), "{year} is not said to be missing");
    }
}

#[test]
fn a_claim_across_a_change_of_authority_or_between_disagreeing_sources_warns() {
    let data = dataset("extraditions");
    for id in ["halved-to-the-us", "halved-by-september-2015", "sum-2000-to-2006", "more-than-70-dead", "four-days"] {
        let verdict = docket::analysis::verdict(&data, &data.claims[id]);
        assert!(!verdict.warnings.is_empty(), "{id} warns of nothing");
    }
    let quiet = docket::analysis::verdict(&data, &data.claims["halved"]);
    assert_eq!(quiet.warnings, [] as [&str; 0], "one authority counted both years");
}
