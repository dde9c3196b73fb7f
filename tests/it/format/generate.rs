//! Datasets, layouts and edits that nobody would write.

use docket::model::{
    Annotation, AnnotationKind, Break, Chart, Check, Citation, Claim, Comparison, Dataset, Edit, Event, EventFilter,
    Extreme, Facet, Gaps, Gather, Header, Id, Item, Labels, Mark, Measure, Missing, Observation, Palette, Period,
    PeriodAxis, Qualifier, Scale, SectionKind, Series, SeriesHead, Source, SourceRefs, Span, Spans, Spot, Stack,
    Status, Transform, Trending, Unit, ValueAxis, number::Locale,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z ,.:()\\[\\]{}]{0,12}",
        1 => select(vec!["", "a \"quoted\" word", "back\\slash", "two\nlines", "// no comment", "/* nor this */", "ñandú – 9 %", "\u{7}\u{200b}"])
            .prop_map(str::to_owned),
    ]
}

fn id(ids: &'static [&'static str]) -> impl Strategy<Value = Id> {
    select(ids).prop_map(Id::from)
}

const SOURCES: &[&str] = &["doj", "embassy", "crs", "a \"b\" \\c"];
const SERIES: &[&str] = &["mexico", "colombia", "mexico-all", "peru", "chile", "brazil", "cuba", "haiti"];
const EVENTS: &[&str] = &["ban", "treaty", "mexico"];
const CLAIMS: &[&str] = &["halved", "record"];
const CHARTS: &[&str] = &["by-year", "by-term"];

fn unit() -> impl Strategy<Value = Unit> {
    (1990_i16..2030, 1_i8..=12, 1_i8..=28, 0..4).prop_map(|(y, m, d, kind)| match kind {
        0 => Unit::Year(y),
        1 => Unit::Quarter(y, (m - 1) / 3 + 1),
        2 => Unit::Month(y, m),
        _ => Unit::Day(y, m, d),
    })
}

pub fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        4 => (1990_i64..2030).prop_map(|y| Period::year(y).expect("a year")),
        1 => unit().prop_map(Period::from),
        1 => (unit(), unit()).prop_map(|(a, b)| {
            Period::interval(a, b).or_else(|| Period::interval(b, a)).unwrap_or_else(|| a.into())
        }),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (0_i32..3000).prop_map(f64::from),
        2 => (-100_000_i32..100_000).prop_map(|n| f64::from(n) / 100.0),
        1 => any::<f64>().prop_filter("finite", |n| n.is_finite()),
    ]
}

fn refs() -> impl Strategy<Value = SourceRefs> {
    vec(id(SOURCES), 0..3).prop_map(|ids| ids.into_iter().collect())
}

pub fn observation() -> impl Strategy<Value = Observation> {
    let numbers = (option::of(number()), option::weighted(0.2, number()), option::weighted(0.2, number()));
    let words = (
        prop_oneof![3 => Just(Qualifier::Exactly), 1 => select(&Qualifier::ALL[..])],
        prop_oneof![3 => Just(Status::Observed), 1 => select(&Status::ALL[..])],
        option::weighted(0.2, select(&Missing::ALL[..])),
    );
    (period(), numbers, words, refs(), option::weighted(0.3, text())).prop_map(
        |(at, (value, low, high), (qualifier, status, missing), source, note)| Observation {
            at,
            value,
            low,
            high,
            qualifier,
            status,
            missing,
            source,
            note,
        },
    )
}

fn measure() -> impl Strategy<Value = Measure> {
    prop_oneof![
        select(vec![Measure::Count, Measure::Share, Measure::Change, Measure::Amount]),
        number().prop_map(|per| Measure::Rate { per }),
        period().prop_map(|base| Measure::Index { base }),
    ]
}

pub fn head() -> impl Strategy<Value = SeriesHead> {
    let breaks = vec((period(), option::of(text())).prop_map(|(at, note)| Break { at, note }), 0..3);
    let color = option::of(1_u8..=99);
    (option::of(text()), option::of(text()), option::of(text()), measure(), option::of(text()), color, breaks).prop_map(
        |(entity, indicator, unit, measure, note, color, breaks)| SeriesHead {
            entity,
            indicator,
            unit,
            measure,
            note,
            color,
            breaks,
        },
    )
}

fn series() -> impl Strategy<Value = Series> {
    // A few lists are long enough to be read in several chunks, and to be left out of an excerpt in part.
    let observations = prop_oneof![4 => vec(observation(), 0..4), 1 => vec(observation(), 7..16)];
    (head(), observations).prop_map(|(head, observations)| Series { head, observations: observations.into() })
}

pub fn source() -> impl Strategy<Value = Source> {
    let fields = [(); 6].map(|()| option::of(text()));
    fields.prop_map(|[publisher, title, date, url, accessed, note]| Source {
        publisher,
        title,
        date,
        url,
        accessed,
        note,
    })
}

pub fn event() -> BoxedStrategy<Event> {
    let chosen_by = (option::of(text()), option::of(text()), vec(id(SERIES), 0..3));
    (period(), chosen_by, text(), option::of(text()), refs(), option::of(text()))
        .prop_map(|(at, (place, category, series), title, label, source, note)| Event {
            at,
            place,
            category,
            title,
            label,
            series,
            source,
            note,
        })
        .boxed()
}

fn check() -> impl Strategy<Value = Check> {
    (id(SERIES), id(SERIES), period(), period(), number(), 0..9).prop_map(
        |(series, with, from, to, n, kind)| match kind {
            0 => Check::Value { series, at: from, value: n },
            1 => Check::Change { series, from, to, percent: n },
            2 => Check::Ratio { series, from, to, ratio: n },
            3 => Check::Sum { series, from, to, value: n },
            4 => Check::Mean { series, from, to, value: n },
            5 => Check::Extreme { series, at: from, is: Extreme::Highest, since: None },
            6 => Check::Extreme { series, at: from, is: Extreme::Lowest, since: Some(to) },
            7 => Check::Compare { series, with, at: to, is: Comparison::Times(n) },
            _ => Check::Compare { series, with, at: to, is: Comparison::Lower },
        },
    )
}

pub fn claim() -> impl Strategy<Value = Claim> {
    (text(), check(), select(&Qualifier::ALL[..]), option::of(number()), refs(), option::of(text())).prop_map(
        |(text, check, qualifier, tolerance, source, note)| Claim { text, check, qualifier, tolerance, source, note },
    )
}

fn spot() -> impl Strategy<Value = Spot> {
    (option::of(period()), option::of(number()), option::of(id(SERIES)), option::of(number()))
        .prop_map(|(at, across, series, value)| Spot { at, across, series, value })
}

fn annotation() -> impl Strategy<Value = Annotation> {
    let spots = (spot(), option::of(spot()), option::of(spot()));
    (select(&AnnotationKind::ALL[..]), spots, option::of(number()), text()).prop_map(
        |(kind, (spot, from, place), to, text)| {
            let mut annotation = Annotation { kind, to, from, place, text, ..Annotation::default() };
            annotation.point_at(spot);
            annotation
        },
    )
}

fn transform() -> impl Strategy<Value = Transform> {
    let on = prop_oneof![
        select(vec![
            Transform::Difference,
            Transform::DifferenceOnYear,
            Transform::PercentChange,
            Transform::PercentChangeOnYear,
            Transform::Cumulative,
            Transform::ShareOfTotal,
            Transform::Interpolate,
            Transform::Log,
        ]),
        (period(), 0..3).prop_map(|(base, kind)| match kind {
            0 => Transform::Index { base },
            1 => Transform::DifferenceFrom { base },
            _ => Transform::PercentChangeFrom { base },
        }),
        (1_u32..500, any::<bool>()).prop_map(|(n, mean)| if mean {
            Transform::RollingMean(n)
        } else {
            Transform::RollingSum(n)
        }),
        (number(), id(SERIES), 0..3).prop_map(|(per, id, kind)| match kind {
            0 => Transform::Rate { per: per.abs().max(1.0), of: id },
            1 => Transform::RatioTo { series: id },
            _ => Transform::DifferenceTo { series: id },
        }),
        (select(&Span::ALL[..]), select(&Gather::ALL[..])).prop_map(|(to, by)| Transform::Resample { to, by }),
    ];
    (on, any::<bool>()).prop_map(|(step, is_on)| step.switched(is_on))
}

pub fn chart() -> BoxedStrategy<Chart> {
    let words = (option::of(text()), option::of(text()), option::of(text()), select(&Mark::ALL[..]));
    let value_axis = || {
        let ends = (option::of(number()), option::of(number()));
        (select(&Scale::ALL[..]), option::of(any::<bool>()), ends, option::of(text()))
            .prop_map(|(scale, zero, (from, to), label)| ValueAxis { scale, zero, from, to, label })
            // What is drawn for a test lies on its stack.
            .boxed()
    };
    let axes = (
        (option::of(period()), option::of(period())).prop_map(|(from, to)| PeriodAxis { from, to }),
        value_axis(),
        value_axis(),
    );
    let events = prop_oneof![
        Just(EventFilter::Nothing),
        Just(EventFilter::All),
        vec(text(), 0..3).prop_map(EventFilter::Places),
        vec(text(), 0..3).prop_map(EventFilter::Categories),
        vec(id(SERIES), 0..3).prop_map(EventFilter::Series),
        vec(id(EVENTS), 0..3).prop_map(EventFilter::Only),
        (vec(text(), 0..3), vec(text(), 0..3), vec(id(SERIES), 0..3))
            .prop_map(|(places, categories, series)| EventFilter::Where { places, categories, series }),
    ];
    let events = (events, select(&Spans::ALL[..]));
    let annotations = vec(annotation(), 0..4);
    let transform = vec(transform(), 0..4);
    let gaps = select(vec![Gaps::Show, Gaps::Bridge]);
    let looks = (
        select(&Stack::ALL[..]),
        option::of(select(&Facet::ALL[..])),
        vec(id(SERIES), 0..3),
        select(&Labels::ALL[..]),
        option::of(any::<bool>()),
        (look(), select(&Palette::ALL[..]), option::of(select(&Trending::ALL[..]))),
        option::of(text()),
        vec(id(CLAIMS), 0..2),
    );
    (words, looks, vec(id(SERIES), 0..4), transform, axes, gaps, events, annotations)
        .prop_map(
            |(
                (title, subtitle, note, mark),
                looks,
                series,
                transform,
                (x, y, across),
                gaps,
                (events, spans),
                annotations,
            )| {
                let (Header { theme, byline, license, accessed, citation, numbers, .. }, palette, trend) = looks.5;
                Chart {
                    palette,
                    trend,
                    theme,
                    byline,
                    license,
                    accessed,
                    citation,
                    numbers,
                    stack: looks.0,
                    facet: looks.1,
                    highlight: looks.2,
                    labels: looks.3,
                    values: looks.4,
                    alt: looks.6,
                    claims: looks.7.into(),
                    title,
                    subtitle,
                    note,
                    mark,
                    series,
                    transform,
                    x,
                    y,
                    across: Box::new(across),
                    gaps,
                    events,
                    spans,
                    annotations,
                }
            },
        )
        .boxed()
}

/// How figures look and are signed.
fn look() -> impl Strategy<Value = Header> {
    let texts = (option::of(text()), option::of(text()), option::of(text()));
    (texts, option::of(any::<bool>()), option::of(select(&Citation::ALL[..])), option::of(select(&Locale::ALL[..])))
        .prop_map(|((theme, byline, license), accessed, citation, numbers)| Header {
            theme,
            byline,
            license,
            accessed,
            citation,
            numbers,
            ..Header::default()
        })
}

/// What a dataset says of itself.
fn header() -> impl Strategy<Value = Header> {
    (text(), option::of(text()), look()).prop_map(|(title, description, look)| Header { title, description, ..look })
}

/// A dataset whose references all lead somewhere.
pub fn dataset() -> impl Strategy<Value = Dataset> {
    fn section<T: std::fmt::Debug>(
        ids: &'static [&'static str],
        item: impl Strategy<Value = T>,
    ) -> impl Strategy<Value = docket::model::Section<T>> {
        vec(item, ids.len()..=ids.len()).prop_map(move |items| ids.iter().map(|id| Id::from(*id)).zip(items).collect())
    }
    let optional = (section(CLAIMS, claim()), section(CHARTS, chart()), any::<(bool, bool)>());
    (header(), section(SOURCES, source()), section(SERIES, series()), section(EVENTS, event()), optional).prop_map(
        |(header, sources, series, events, (claims, charts, (has_claims, has_charts)))| {
            let mut dataset = Dataset { sources, series, events, ..Dataset::titled("") };
            dataset.set_header(header);
            if has_claims {
                dataset.claims = claims;
            }
            if has_charts {
                dataset.charts = charts;
            }
            if !has_claims {
                dataset.charts.values_mut().for_each(|chart| chart.claims = Box::default());
            }
            dataset
        },
    )
}

/// Puts white space, comments and commas where nobody would; the meaning stays.
pub fn mangled(text: &str, seeds: &[u8]) -> String {
    let newline_comments = [" // a comment, with (brackets\n", "\n  // \"quoted\n", "\n\n"];
    let fillers = ["", " ", "\t", "\n", "\n        ", "  /* c, [ */  ", "/* a /* nested */ one */"];
    let mut seeds = seeds.iter().copied().cycle();
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    let mut in_text = false;
    while let Some(c) = chars.next() {
        if in_text {
            out.push(c);
            match c {
                '\\' => out.extend(chars.next()),
                '"' => in_text = false,
                _ => {}
            }
            continue;
        }
        let seed = seeds.next().unwrap_or(0);
        match c {
            '#' => {
                out.push(c);
                for c in chars.by_ref() {
                    out.push(c);
                    if c == '\n' {
                        break;
                    }
                }
            }
            '"' => {
                in_text = true;
                out.push(c);
            }
            // A comma before a closing bracket may go, if the group is not left with it alone.
            ',' if seed.is_multiple_of(3) && closes_next(&chars) => {}
            ',' if seed.is_multiple_of(7) => out.push_str("\n   , "),
            '(' | '[' | '{' | ',' => {
                out.push(c);
                if seed.is_multiple_of(5) {
                    out.push_str(newline_comments[usize::from(seed / 5) % newline_comments.len()]);
                } else if seed.is_multiple_of(2) {
                    out.push_str(fillers[usize::from(seed) % fillers.len()]);
                }
            }
            '\n' if seed.is_multiple_of(4) => out.push_str(if seed > 127 { "\r\n" } else { " " }),
            _ => out.push(c),
        }
    }
    out
}

fn closes_next(rest: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    rest.clone().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, ')' | ']' | '}'))
}

/// An edit of any kind; it may or may not fit the dataset that it will meet.
pub fn edit() -> impl Strategy<Value = Edit> {
    let any_id = || {
        let ids: Vec<&'static str> = [SOURCES, SERIES, EVENTS, CLAIMS, CHARTS, &["new", "other"]].concat();
        select(ids).prop_map(Id::from)
    };
    let section = || select(&SectionKind::ALL[..]);
    let item = prop_oneof![
        source().prop_map(Item::Source),
        series().prop_map(Item::Series),
        event().prop_map(Item::Event),
        claim().prop_map(Item::Claim),
        chart().prop_map(|chart| Item::Chart(Box::new(chart))),
    ];
    let at = || 0_usize..16;
    let one = prop_oneof![
        header().prop_map(|header| Edit::PutHeader(Box::new(header))),
        (id(SOURCES), source()).prop_map(|(id, source)| Edit::PutSource { id, source }),
        (id(SERIES), head()).prop_map(|(id, head)| Edit::PutSeries { id, head }),
        (id(EVENTS), event()).prop_map(|(id, event)| Edit::PutEvent { id, event }),
        (id(CLAIMS), claim()).prop_map(|(id, claim)| Edit::PutClaim { id, claim }),
        (id(CHARTS), chart()).prop_map(|(id, chart)| Edit::PutChart { id, chart }),
        (at(), any_id(), item).prop_map(|(index, id, item)| Edit::Insert { index, id, item }),
        (section(), any_id()).prop_map(|(section, id)| Edit::Remove { section, id }),
        (section(), any_id(), any_id()).prop_map(|(section, id, to)| Edit::Rename { section, id, to }),
        (section(), any_id(), at()).prop_map(|(section, id, to)| Edit::Move { section, id, to }),
        (id(SERIES), at(), observation()).prop_map(|(series, index, observation)| Edit::PutObservation {
            series,
            index,
            observation
        }),
        (id(SERIES), at(), observation()).prop_map(|(series, index, observation)| Edit::InsertObservation {
            series,
            index,
            observation
        }),
        (id(SERIES), at()).prop_map(|(series, index)| Edit::RemoveObservation { series, index }),
        (id(SERIES), at(), at()).prop_map(|(series, from, to)| Edit::MoveObservation { series, from, to }),
    ];
    let one = one.prop_recursive(1, 4, 4, |edit| vec(edit, 0..4).prop_map(Edit::Batch));
    prop_oneof![6 => one, 1 => cells(), 1 => arrivals()]
}

/// New items of a section side by side with changes of figures in between, as an import makes them.
fn arrivals() -> impl Strategy<Value = Edit> {
    let new = prop_oneof![
        2 => vec(series().prop_map(Item::Series), 1..5),
        1 => vec(source().prop_map(Item::Source), 1..5),
        1 => vec(chart().prop_map(|chart| Item::Chart(Box::new(chart))), 1..5),
    ];
    let figures = vec((0_usize..5, select([SERIES, &["new-0", "new-1"]].concat()), 0_usize..4, observation()), 0..3);
    (new, 0_usize..6, figures).prop_map(|(items, from, figures)| {
        let mut edits: Vec<Edit> = Vec::new();
        for (nth, item) in items.into_iter().enumerate() {
            edits.push(Edit::Insert { index: from + nth, id: format!("new-{nth}").as_str().into(), item });
            edits.extend(figures.iter().filter(|(behind, ..)| *behind == nth).map(
                |(_, series, index, observation)| Edit::PutObservation {
                    series: (*series).into(),
                    index: *index,
                    observation: observation.clone(),
                },
            ));
        }
        Edit::Batch(edits)
    })
}

/// Many changes of cells at once, as a paste or a deletion makes them.
fn cells() -> impl Strategy<Value = Edit> {
    let run =
        (id(SERIES), 0_usize..16, vec(observation(), 1..6), 0..4).prop_map(|(series, from, observations, kind)| {
            let count = observations.len();
            let cells = observations.into_iter().enumerate().map(move |(nth, observation)| {
                let series = series.clone();
                match kind {
                    0 => Edit::PutObservation { series, index: from + nth, observation },
                    1 => Edit::InsertObservation { series, index: from + nth, observation },
                    // From the back, as a table is taken in: two new ones at a place, then a change before them.
                    2 if nth % 3 == 2 => {
                        Edit::PutObservation { series, index: from.saturating_sub(nth / 3 + 1), observation }
                    }
                    2 => Edit::InsertObservation { series, index: from.saturating_sub(nth / 3), observation },
                    _ => Edit::RemoveObservation { series, index: from + count - 1 - nth },
                }
            });
            cells.collect::<Vec<_>>()
        });
    vec(run, 1..4).prop_map(|runs| Edit::Batch(runs.concat()))
}
