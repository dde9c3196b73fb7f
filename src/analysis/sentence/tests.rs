//! Sentences and what they mean.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::model::{Check, Comparison, Extreme, Series, SeriesHead};

const BOTH: [Locale; 2] = [Locale::English, Locale::Spanish];

fn at(text: &str) -> Period {
    text.parse().expect(text)
}

fn dataset() -> Dataset {
    let mut dataset = Dataset::titled("Test");
    let mut add = |id: &str, entity: &str, indicator: &str, unit: &str| {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let head =
            SeriesHead { entity: text(entity), indicator: text(indicator), unit: text(unit), ..SeriesHead::default() };
        dataset.series.insert(id.into(), Series { head, ..Series::default() });
    };
    add("mexico", "México", "Extraditions to the US", "people");
    add("mexico-all", "México", "Extraditions", "people");
    add("colombia", "Colombia", "Extraditions to the US", "people");
    add("rate", "", "Murders that end in conviction", "percent of murders");
    add("half", "", "", "");
    add("a \"b\"", "", "", "");
    dataset
}

fn understood(text: &str) -> Sentence {
    read(&dataset(), text, &About::default(), BOTH)
        .unwrap_or_else(|error| panic!("{text}: {error} at {:?}", error.span))
}

fn id(text: &str) -> Id {
    text.into()
}

fn ratio(from: &str, to: &str, ratio: f64) -> Check {
    Check::Ratio { series: id("mexico"), from: at(from), to: at(to), ratio }
}

fn change(from: &str, to: &str, percent: f64) -> Check {
    Check::Change { series: id("mexico"), from: at(from), to: at(to), percent }
}

fn value(series: &str, when: &str, value: f64) -> Check {
    Check::Value { series: id(series), at: at(when), value }
}

fn extreme(when: &str, is: Extreme, since: Option<&str>) -> Check {
    Check::Extreme { series: id("mexico"), at: at(when), is, since: since.map(at) }
}

fn compare(is: Comparison) -> Check {
    Check::Compare { series: id("mexico"), with: id("colombia"), at: at("2012"), is }
}

#[test]
fn sentences_mean_their_checks() {
    use Qualifier::{About, AtMost, Exactly, Nearly, Over};
    let sum = |value| Check::Sum { series: id("colombia"), from: at("2002"), to: at("2014"), value };
    for (text, check, qualifier) in [
        ("mexico 2013 is half of 2012", ratio("2012", "2013", 0.5), Exactly),
        ("Mexico in 2013 was about a third of what it was in 2012.", ratio("2012", "2013", 0.33), About),
        ("mexico 2013 was 47% of 2012", ratio("2012", "2013", 0.47), Exactly),
        ("in 2013, mexico was 2.5 times that of 2012", ratio("2012", "2013", 2.5), Exactly),
        ("mexico doubled from 2003 to 2009", ratio("2003", "2009", 2.0), Exactly),
        ("mexico about halved between 2012 and 2013", ratio("2012", "2013", 0.5), About),
        ("mexico at least halved from 2012 to 2013", ratio("2012", "2013", 0.5), AtMost),
        ("mexico nearly halved from 2012 to 2013", change("2012", "2013", -50.0), Nearly),
        ("mexico 2013 more than doubled since 2003", ratio("2003", "2013", 2.0), Over),
        ("mexico 2015 is 61% more than in 2003", change("2003", "2015", 61.0), Exactly),
        ("mexico was at least 12% less than in 2003 in 2015", change("2003", "2015", -12.0), AtMost),
        ("mexico fell by 12% from 2012 to 2013", change("2012", "2013", -12.0), Exactly),
        ("mexico 2013 fell by at least twelve percent since 2012", change("2012", "2013", -12.0), AtMost),
        ("mexico 2012–2013 changed by over −12%", change("2012", "2013", -12.0), Over),
        ("colombia 2002-2014 totals nearly 2000", sum(2000.0), Nearly),
        ("colombia from 2002 to 2014 adds up to nearly two thousand people", sum(2000.0), Nearly),
        ("colombia 2002 to 2014 totals 1,149.5, give or take 5%", sum(1149.5), Exactly),
        ("more than 9% in rate in 2014", value("rate", "2014", 9.0), Over),
        ("rate 2014: at most 9.1 percent", value("rate", "2014", 9.1), AtMost),
        ("mexico May 2012 was 95 people", value("mexico", "2012-05", 95.0), Exactly),
        ("mexico on 2012-Q2 was 95", value("mexico", "2012-Q2", 95.0), Exactly),
        ("México 2013 is the highest since 2000", extreme("2013", Extreme::Highest, Some("2000")), Exactly),
        ("mexico 2013 the lowest", extreme("2013", Extreme::Lowest, None), Exactly),
        ("mexico 2012 is lower than colombia", compare(Comparison::Lower), Exactly),
        ("mexico 2012 is more than colombia", compare(Comparison::Higher), Exactly),
        ("mexico 2012 is about half of colombia", compare(Comparison::Times(0.5)), About),
        ("mexico en 2013 fue la mitad que en 2012", ratio("2012", "2013", 0.5), Exactly),
        ("colombia de 2002 a 2014 suma casi 2.000", sum(2000.0), Nearly),
        ("mexico 2012 fue 1.149,5", value("mexico", "2012", 1149.5), Exactly),
        ("más del 9 % en rate en 2014", value("rate", "2014", 9.0), Over),
        ("mexico cayó un 12,5 % de 2012 a 2013", change("2012", "2013", -12.5), Exactly),
        ("mexico se duplicó de 2003 a 2009", ratio("2003", "2009", 2.0), Exactly),
        ("mexico 2013 fue el máximo desde 2000", extreme("2013", Extreme::Highest, Some("2000")), Exactly),
        ("mexico en mayo de 2012 fue doce", value("mexico", "2012-05", 12.0), Exactly),
        ("mexico 2012 fue cerca de la mitad que colombia", compare(Comparison::Times(0.5)), About),
        ("mexico 2015 fue un 61 % más que en 2003", change("2003", "2015", 61.0), Exactly),
    ] {
        let sentence = understood(text);
        assert_eq!((sentence.check, sentence.qualifier), (check, qualifier), "{text}");
    }
}

#[test]
fn what_is_left_out_is_what_is_pointed_at() {
    let about = About { series: Some(id("mexico")), at: Some(at("2013")) };
    for (text, check) in [
        ("61% more than in 2003", change("2003", "2013", 61.0)),
        ("highest since 2000", extreme("2013", Extreme::Highest, Some("2000"))),
        ("at least 57", value("mexico", "2013", 57.0)),
        ("en 2013 fue la mitad que en 2012", ratio("2012", "2013", 0.5)),
        ("doubled since 2003", ratio("2003", "2013", 2.0)),
        ("fell by 12% from 2012", change("2012", "2013", -12.0)),
    ] {
        let sentence = read(&dataset(), text, &about, BOTH).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(sentence.check, check, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_said_where_it_stands() {
    for (text, span, words) in [
        ("brazil 2013 is half of 2012", 0..6, "“brazil” is not understood here; expected a series (México"),
        ("mexico 2013 is half of", 22..22, "the sentence ends here; expected a series"),
        ("mexico 2013", 11..11, "the sentence ends here; expected a period"),
        ("mexico 2013 is half of 2012 perhaps", 28..35, "“perhaps” is not understood"),
        ("mexico 2013 is less than 70", 15..19, "“at most” can"),
        ("mexico is 95", 12..12, "when?"),
        ("mexico 2014–2002 totals 5", 7..18, "2014 lies after 2002"),
        ("2012 is 95", 0..0, "which series is it about?"),
        ("mexico 2013 fell by more than 12% since 2012", 44..44, "“at least”"),
        ("mexico 2013 doubled", 19..19, "since 2003"),
        ("", 0..0, "expected a series"),
    ] {
        let error = read(&dataset(), text, &About::default(), BOTH).expect_err(text);
        assert!(error.message.contains(words), "{text}: {}", error.message);
        assert_eq!(error.span, span, "{text}: {}", error.message);
    }
}

#[test]
fn a_sentence_is_completed_as_it_is_typed() {
    let offered = |text: &str| complete(&dataset(), text, BOTH).into_iter().map(|c| c.text).collect::<Vec<_>>();
    assert!(offered("col").contains(&"Colombia".to_owned()), "{:?}", offered("col"));
    assert!(offered("mexico 2013 is ab").contains(&"about".to_owned()));
    assert!(offered("mexico 2013 is half o").contains(&"of".to_owned()));
    assert!(offered("mexico 2013 fell ").contains(&"at least".to_owned()) || !offered("mexico 2013 fell ").is_empty());
    let at_end = complete(&dataset(), "mexico 2013 is higher than c", BOTH);
    assert_eq!((at_end[0].text.as_str(), at_end[0].span.clone(), at_end[0].what), ("Colombia", 27..28, "series"));
    assert_eq!(offered("no such thing at all x"), Vec::<String>::new());
}

fn unit() -> impl Strategy<Value = Period> {
    (1990_i16..2030, 1_i8..=12, 1_i8..=28, 0..5, 1_i16..20).prop_map(|(y, m, d, kind, length)| {
        at(&match kind {
            0 | 1 => format!("{y}"),
            2 => format!("{y}-Q{}", (m - 1) / 3 + 1),
            3 => format!("{y}-{m:02}-{d:02}"),
            _ => format!("{y}/{}", y + length),
        })
    })
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0_i32..3000).prop_map(f64::from),
        (-100_000_i32..100_000).prop_map(|n| f64::from(n) / 100.0),
        select(vec![0.5, 0.33, 0.25, 2.0, 3.0, 1e-7, 123_456_789.125]),
        any::<f64>().prop_filter("finite", |n| n.is_finite()),
    ]
}

fn check() -> impl Strategy<Value = Check> {
    let ids = || select(vec!["mexico", "mexico-all", "colombia", "rate", "half", "a \"b\""]).prop_map(Id::from);
    let relation = prop_oneof![Just(Comparison::Higher), Just(Comparison::Lower), number().prop_map(Comparison::Times)];
    let end = select(vec![Extreme::Highest, Extreme::Lowest]);
    (ids(), ids(), unit(), unit(), number(), relation, end, 0..8).prop_map(
        |(series, with, a, b, n, relation, end, kind)| {
            let (from, to) =
                if a.first_day() <= b.first_day() && a.last_day() <= b.last_day() { (a, b) } else { (a, a) };
            match kind {
                0 => Check::Value { series, at: a, value: n },
                1 => Check::Change { series, from: a, to: b, percent: n + 0.0 },
                2 => Check::Ratio { series, from: a, to: b, ratio: n },
                3 => Check::Sum { series, from, to, value: n },
                4 => Check::Mean { series, from, to, value: n },
                5 => Check::Extreme { series, at: a, is: end, since: None },
                6 => Check::Extreme { series, at: a, is: end, since: Some(b) },
                _ => Check::Compare { series, with, at: a, is: relation },
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_understood_as_the_same_check(
        check in check(),
        qualifier in select(&Qualifier::ALL[..]),
        tolerance in prop::option::of((0_i32..50).prop_map(f64::from)),
        language in select(&Locale::ALL[..]),
    ) {
        let dataset = dataset();
        let is_number = !matches!(
            check,
            Check::Extreme { .. } | Check::Compare { is: Comparison::Higher | Comparison::Lower, .. }
        );
        let qualifier = if is_number { qualifier } else { Qualifier::Exactly };
        let said = write(&dataset, &check, qualifier, tolerance, language);
        let order = if language == Locale::English { BOTH } else { [Locale::Spanish, Locale::English] };
        let sentence = read(&dataset, &said, &About::default(), order);
        let want = Sentence { check, qualifier, tolerance, language };
        prop_assert_eq!(sentence, Ok(want), "{}", said);
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,40}", words in prop::collection::vec(select(vec![
        "mexico", "is", "half", "of", "2012", "-", "to", "more", "than", "%", "9", "más", "fell", "by", "\"", "the",
    ]), 0..9)) {
        let dataset = dataset();
        for text in [text, words.join(" ")] {
            if let Err(error) = read(&dataset, &text, &About::default(), BOTH) {
                prop_assert!(text.get(error.span).is_some(), "{}", text);
            }
            for completion in complete(&dataset, &text, BOTH) {
                prop_assert!(text.get(completion.span).is_some(), "{}", text);
            }
        }
    }
}
