//! Model → RON: how values are spelled, on one line or on several.

use crate::model::{
    Annotation, AnnotationKind, Break, Chart, Check, Claim, Comparison, Dataset, Event, EventFilter, Extreme, Gaps,
    Header, Id, Item, Labels, Mark, Measure, Observation, Period, Qualifier, Scale, Section, SectionKind, Series,
    SeriesHead, Source, SourceRefs, Spans, Spot, Stack, Status, Transform, ValueAxis,
};

/// A value about to be written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Spelled already.
    Atom(String),
    /// A number; its spelling may follow the one that it replaces.
    Number(f64),
    /// `[…]`
    List(Vec<Value>),
    /// `Name(…)` with named fields.
    Fields(&'static str, Vec<(&'static str, Value)>),
    /// `(…)` with named fields: a struct, whose name is mostly left out.
    Struct(&'static str, Vec<(&'static str, Value)>),
    /// `Name(…)` with one value.
    Named(&'static str, Box<Value>),
    /// `{…}`
    Map(Vec<(String, Value)>),
}

/// How deep a value is indented, and with what.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The indent of the line that the value starts on.
    pub indent: String,
    /// One more level.
    pub step: String,
    /// The line end of the file.
    pub line_end: &'static str,
    /// Whether there are no blanks behind commas and colons.
    pub is_tight: bool,
    /// Whether the neighbours share lines.
    pub is_inline: bool,
}

impl Layout {
    /// What stands between values that are written side by side.
    pub fn separator(&self) -> String {
        match (self.is_tight, self.is_inline) {
            (true, _) => ",".to_owned(),
            (false, true) => ", ".to_owned(),
            (false, false) => format!(",{}{}", self.line_end, self.indent),
        }
    }

    /// A value that was spelled here, with blanks as they are around it.
    pub fn spaced(&self, spelled: String) -> String {
        if self.is_tight { tightened(&spelled) } else { spelled }
    }

    pub fn deeper(&self) -> Self {
        Self { indent: format!("{}{}", self.indent, self.step), ..self.clone() }
    }
}

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Atom(quoted(text))
    }

    fn word(word: &str) -> Self {
        Self::Atom(word.to_owned())
    }

    /// On one line.
    pub fn inline(&self) -> String {
        let fields = |fields: &[(&'static str, Value)]| {
            fields.iter().map(|(name, value)| format!("{name}: {}", value.inline())).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Atom(text) => text.clone(),
            Self::Number(number) => spelled_number(*number),
            Self::List(items) => format!("[{}]", items.iter().map(Self::inline).collect::<Vec<_>>().join(", ")),
            Self::Fields(name, list) => format!("{name}({})", fields(list)),
            Self::Struct(_, list) => format!("({})", fields(list)),
            Self::Named(name, value) => format!("{name}({})", value.inline()),
            Self::Map(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {}", value.inline())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// On several lines: each field of a struct, each entry of a map and each struct in a list has its own.
    pub fn lines(&self, layout: &Layout) -> String {
        let inner = layout.deeper();
        let block = |open: &str, lines: Vec<String>, close: &str| {
            let mut out = open.to_owned();
            for line in lines {
                out.extend([layout.line_end, &inner.indent, &line, ","]);
            }
            out.extend([layout.line_end, &layout.indent, close]);
            out
        };
        match self {
            Self::Fields(_, fields) | Self::Struct(_, fields) if !fields.is_empty() => {
                let name = if let Self::Fields(name, _) = self { name } else { "" };
                let lines = fields.iter().map(|(name, value)| format!("{name}: {}", value.field_lines(name, &inner)));
                block(&format!("{name}("), lines.collect(), ")")
            }
            Self::Map(entries) if !entries.is_empty() => {
                let lines = entries.iter().map(|(key, value)| format!("{key}: {}", value.lines(&inner)));
                block("{", lines.collect(), "}")
            }
            Self::List(items) if items.iter().any(Self::is_group) => {
                block("[", items.iter().map(Self::inline).collect(), "]")
            }
            _ => self.inline(),
        }
    }

    /// Whether it has named fields.
    pub fn is_group(&self) -> bool {
        matches!(self, Self::Fields(..) | Self::Struct(..))
    }

    /// The same with the names of all structs.
    pub fn with_names(&self) -> Self {
        let fields = |fields: &Fields| fields.iter().map(|(name, value)| (*name, value.with_names())).collect();
        match self {
            Self::Atom(_) | Self::Number(_) => self.clone(),
            Self::List(items) => Self::List(items.iter().map(Self::with_names).collect()),
            Self::Fields(name, list) | Self::Struct(name, list) => Self::Fields(name, fields(list)),
            Self::Named(name, value) => Self::Named(name, Box::new(value.with_names())),
            Self::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (key.clone(), value.with_names())).collect())
            }
        }
    }

    /// Whether each of its entries has a line of its own, as the value of that field.
    pub fn is_table(&self, field: &str) -> bool {
        matches!(self, Self::Map(_)) || matches!(field, "observations" | "breaks" | "annotations")
    }

    /// The value of a field: only what is a table of its own goes over several lines.
    fn field_lines(&self, field: &str, layout: &Layout) -> String {
        if self.is_table(field) { self.lines(layout) } else { self.inline() }
    }
}

/// A spelled value without the blanks behind commas and colons.
fn tightened(spelled: &str) -> String {
    let mut out = String::with_capacity(spelled.len());
    let mut chars = spelled.chars().peekable();
    let mut in_text = false;
    while let Some(c) = chars.next() {
        out.push(c);
        match c {
            '\\' if in_text => out.extend(chars.next()),
            '"' => in_text = !in_text,
            ',' | ':' if !in_text => {
                chars.next_if_eq(&' ');
            }
            _ => {}
        }
    }
    out
}

/// The shortest spelling that reads back as the same number.
pub(super) fn spelled_number(number: f64) -> String {
    // A zero has no sign.
    let number = number + 0.0;
    let size = number.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) { format!("{number:e}") } else { number.to_string() }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn period(period: Period) -> Value {
    match period.as_year() {
        Some(year) => Value::Atom(year.to_string()),
        None => Value::text(&period.to_string()),
    }
}

fn refs(refs: &SourceRefs) -> Option<Value> {
    match refs.ids() {
        [] => None,
        [one] => Some(Value::text(one)),
        many => Some(ids(many)),
    }
}

fn ids(ids: &[Id]) -> Value {
    Value::List(ids.iter().map(|id| Value::text(id)).collect())
}

fn list(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::List(items))
}

fn text(text: Option<&String>) -> Option<Value> {
    text.map(|t| Value::text(t))
}

fn qualifier(qualifier: Qualifier) -> Option<Value> {
    (qualifier != Qualifier::Exactly).then(|| Value::word(qualifier.name()))
}

/// Fields in the order of the schema, without those left out.
type Fields = Vec<(&'static str, Value)>;

fn present<const N: usize>(fields: [(&'static str, Option<Value>); N]) -> Fields {
    fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

pub(super) fn header(h: &Header) -> Fields {
    present([
        ("title", Some(Value::text(&h.title))),
        ("description", text(h.description.as_ref())),
        ("theme", text(h.theme.as_ref())),
        ("byline", text(h.byline.as_ref())),
        ("license", text(h.license.as_ref())),
        ("accessed", h.accessed.map(boolean)),
        ("citation", h.citation.map(|citation| Value::word(citation.name()))),
        ("numbers", h.numbers.map(|locale| Value::word(locale.name()))),
    ])
}

pub(super) fn source(s: &Source) -> Fields {
    present([
        ("publisher", text(s.publisher.as_ref())),
        ("title", text(s.title.as_ref())),
        ("date", text(s.date.as_ref())),
        ("url", text(s.url.as_ref())),
        ("accessed", text(s.accessed.as_ref())),
        ("note", text(s.note.as_ref())),
    ])
}

pub(super) fn series_head(h: &SeriesHead) -> Fields {
    let measure = match h.measure {
        Measure::Amount => None,
        Measure::Rate { per } => Some(Value::Fields("Rate", vec![("per", Value::Number(per))])),
        Measure::Index { base } => Some(Value::Fields("Index", vec![("base", period(base))])),
        measure => Some(Value::word(measure.name())),
    };
    let series_break =
        |b: &Break| Value::Struct("Break", present([("at", Some(period(b.at))), ("note", text(b.note.as_ref()))]));
    present([
        ("entity", text(h.entity.as_ref())),
        ("indicator", text(h.indicator.as_ref())),
        ("unit", text(h.unit.as_ref())),
        ("measure", measure),
        ("note", text(h.note.as_ref())),
        ("color", h.color.map(|place| Value::Atom(place.to_string()))),
        ("breaks", list(h.breaks.iter().map(series_break).collect())),
    ])
}

fn series(s: &Series) -> Fields {
    let mut fields = series_head(&s.head);
    let observations = s.observations.iter().map(|o| Value::Struct("Observation", observation(o))).collect();
    fields.extend(list(observations).map(|list| ("observations", list)));
    fields
}

pub(super) fn observation(o: &Observation) -> Fields {
    present([
        ("at", Some(period(o.at))),
        ("value", o.value.map(Value::Number)),
        ("low", o.low.map(Value::Number)),
        ("high", o.high.map(Value::Number)),
        ("qualifier", qualifier(o.qualifier)),
        ("status", (o.status != Status::Observed).then(|| Value::word(o.status.name()))),
        ("missing", o.missing.map(|m| Value::word(m.name()))),
        ("source", refs(&o.source)),
        ("note", text(o.note.as_ref())),
    ])
}

pub(super) fn event(e: &Event) -> Fields {
    present([
        ("at", Some(period(e.at))),
        ("place", text(e.place.as_ref())),
        ("category", text(e.category.as_ref())),
        ("title", Some(Value::text(&e.title))),
        ("label", text(e.label.as_ref())),
        ("series", (!e.series.is_empty()).then(|| ids(&e.series))),
        ("source", refs(&e.source)),
        ("note", text(e.note.as_ref())),
    ])
}

pub(super) fn claim(c: &Claim) -> Fields {
    present([
        ("text", Some(Value::text(&c.text))),
        ("check", Some(check(&c.check))),
        ("qualifier", qualifier(c.qualifier)),
        ("tolerance", c.tolerance.map(Value::Number)),
        ("source", refs(&c.source)),
        ("note", text(c.note.as_ref())),
    ])
}

fn check(check: &Check) -> Value {
    let span = |name, series: &Id, from: Period, to: Period, field, claimed: f64| {
        let fields = vec![
            ("series", Value::text(series)),
            ("from", period(from)),
            ("to", period(to)),
            (field, Value::Number(claimed)),
        ];
        Value::Fields(name, fields)
    };
    match check {
        Check::Value { series, at, value } => Value::Fields(
            "Value",
            vec![("series", Value::text(series)), ("at", period(*at)), ("value", Value::Number(*value))],
        ),
        Check::Change { series, from, to, percent } => span("Change", series, *from, *to, "percent", *percent),
        Check::Ratio { series, from, to, ratio } => span("Ratio", series, *from, *to, "ratio", *ratio),
        Check::Sum { series, from, to, value } => span("Sum", series, *from, *to, "value", *value),
        Check::Mean { series, from, to, value } => span("Mean", series, *from, *to, "value", *value),
        Check::Extreme { series, at, is, since } => {
            let is = Value::word(if *is == Extreme::Highest { "Highest" } else { "Lowest" });
            let mut fields = vec![("series", Value::text(series)), ("at", period(*at)), ("is", is)];
            fields.extend(since.map(|since| ("since", period(since))));
            Value::Fields("Extreme", fields)
        }
        Check::Compare { series, with, at, is } => {
            let is = match is {
                Comparison::Higher => Value::word("Higher"),
                Comparison::Lower => Value::word("Lower"),
                Comparison::Times(times) => Value::Named("Times", Box::new(Value::Number(*times))),
            };
            let fields =
                vec![("series", Value::text(series)), ("with", Value::text(with)), ("at", period(*at)), ("is", is)];
            Value::Fields("Compare", fields)
        }
    }
}

fn boolean(value: bool) -> Value {
    Value::word(if value { "true" } else { "false" })
}

/// The word for a choice, left out where it is what goes without saying.
fn unless_default<T: Copy + Default + PartialEq>(choice: &T, name: fn(T) -> &'static str) -> Option<Value> {
    (*choice != T::default()).then(|| Value::word(name(*choice)))
}

fn event_filter(filter: &EventFilter) -> Option<Value> {
    let words = |words: &[String]| Value::List(words.iter().map(|word| Value::text(word)).collect());
    let named = |name, list| Some(Value::Named(name, Box::new(list)));
    match filter {
        EventFilter::Nothing => None,
        EventFilter::All => Some(Value::word("All")),
        EventFilter::Places(places) => named("Places", words(places)),
        EventFilter::Categories(categories) => named("Categories", words(categories)),
        EventFilter::Series(series) => named("Series", ids(series)),
        EventFilter::Only(events) => named("Only", ids(events)),
        EventFilter::Where { places, categories, series } => Some(Value::Fields(
            "Where",
            present([
                ("places", (!places.is_empty()).then(|| words(places))),
                ("categories", (!categories.is_empty()).then(|| words(categories))),
                ("series", (!series.is_empty()).then(|| ids(series))),
            ]),
        )),
    }
}

fn annotation(a: &Annotation) -> Value {
    let spot = |spot: &Spot| Value::Struct("Spot", present(spot_fields(spot)));
    let [at, across, series, value] = spot_fields(&a.spot());
    Value::Struct(
        "Annotation",
        present([
            ("kind", unless_default(&a.kind, AnnotationKind::name)),
            at,
            across,
            series,
            value,
            ("to", a.to.map(Value::Number)),
            ("from", a.from.as_ref().map(spot)),
            ("place", a.place.as_ref().map(spot)),
            ("text", (!a.text.is_empty()).then(|| Value::text(&a.text))),
        ]),
    )
}

fn spot_fields(spot: &Spot) -> [(&'static str, Option<Value>); 4] {
    [
        ("at", spot.at.map(period)),
        ("across", spot.across.map(Value::Number)),
        ("series", spot.series.as_ref().map(|series| Value::text(series))),
        ("value", spot.value.map(Value::Number)),
    ]
}

fn value_axis(axis: &ValueAxis) -> Fields {
    present([
        ("scale", unless_default(&axis.scale, Scale::name)),
        ("zero", axis.zero.map(boolean)),
        ("from", axis.from.map(Value::Number)),
        ("to", axis.to.map(Value::Number)),
        ("label", text(axis.label.as_ref())),
    ])
}

fn transform(step: &Transform) -> Value {
    let other = |field, id: &Id| (field, Value::text(id));
    let fields = match step {
        Transform::Off(step) => return Value::Named("Off", Box::new(transform(step))),
        Transform::RollingMean(window) | Transform::RollingSum(window) => {
            return Value::Named(step.name(), Box::new(Value::Number((*window).into())));
        }
        Transform::Rate { per, of } => vec![("per", Value::Number(*per)), other("of", of)],
        Transform::RatioTo { series } | Transform::DifferenceTo { series } => vec![other("series", series)],
        Transform::Resample { to, by } => vec![("to", Value::word(to.name())), ("by", Value::word(by.name()))],
        Transform::Index { base } | Transform::DifferenceFrom { base } | Transform::PercentChangeFrom { base } => {
            vec![("base", period(*base))]
        }
        Transform::Difference
        | Transform::DifferenceOnYear
        | Transform::PercentChange
        | Transform::PercentChangeOnYear
        | Transform::Cumulative
        | Transform::ShareOfTotal
        | Transform::Interpolate
        | Transform::Log => return Value::word(step.name()),
    };
    Value::Fields(step.name(), fields)
}

pub(super) fn chart(c: &Chart) -> Fields {
    let x = present([("from", c.x.from.map(period)), ("to", c.x.to.map(period))]);
    let group = |name, fields: Fields| (!fields.is_empty()).then_some(Value::Struct(name, fields));
    present([
        ("title", text(c.title.as_ref())),
        ("subtitle", text(c.subtitle.as_ref())),
        ("note", text(c.note.as_ref())),
        ("mark", unless_default(&c.mark, Mark::name)),
        ("stack", unless_default(&c.stack, Stack::name)),
        ("facet", c.facet.map(|facet| Value::word(facet.name()))),
        ("series", (!c.series.is_empty()).then(|| ids(&c.series))),
        ("highlight", (!c.highlight.is_empty()).then(|| ids(&c.highlight))),
        ("labels", unless_default(&c.labels, Labels::name)),
        ("values", c.values.map(boolean)),
        ("transform", list(c.transform.iter().map(transform).collect())),
        ("trend", c.trend.map(|trend| Value::word(trend.name()))),
        ("x", group("PeriodAxis", x)),
        ("y", group("ValueAxis", value_axis(&c.y))),
        ("across", group("ValueAxis", value_axis(&c.across))),
        ("gaps", (c.gaps == Gaps::Bridge).then(|| Value::word("Bridge"))),
        ("events", event_filter(&c.events)),
        ("spans", unless_default(&c.spans, Spans::name)),
        ("annotations", list(c.annotations.iter().map(annotation).collect())),
        ("claims", (!c.claims.is_empty()).then(|| ids(&c.claims))),
        ("palette", unless_default(&c.palette, |palette| palette.name())),
        ("theme", text(c.theme.as_ref())),
        ("byline", text(c.byline.as_ref())),
        ("license", text(c.license.as_ref())),
        ("accessed", c.accessed.map(boolean)),
        ("citation", c.citation.map(|citation| Value::word(citation.name()))),
        ("numbers", c.numbers.map(|locale| Value::word(locale.name()))),
        ("alt", text(c.alt.as_ref())),
    ])
}

pub(super) fn item(item: &Item) -> Value {
    match item {
        Item::Source(x) => Value::Struct("Source", source(x)),
        Item::Series(x) => Value::Struct("Series", series(x)),
        Item::Event(x) => Value::Struct("Event", event(x)),
        Item::Claim(x) => Value::Struct("Claim", claim(x)),
        Item::Chart(x) => Value::Struct("Chart", chart(x)),
    }
}

pub(super) fn dataset(dataset: &Dataset) -> String {
    fn section<T>(section: &Section<T>, fields: impl Fn(&T) -> Fields) -> Option<Value> {
        let entries = section.iter().map(|(id, item)| (quoted(id), Value::Struct("", fields(item))));
        (!section.is_empty()).then(|| Value::Map(entries.collect()))
    }
    let mut fields = vec![("format", Value::Atom(dataset.format.to_string()))];
    fields.extend(header(&dataset.header()));
    fields.extend(present([
        (SectionKind::Sources.name(), section(&dataset.sources, source)),
        (SectionKind::Series.name(), section(&dataset.series, series)),
        (SectionKind::Events.name(), section(&dataset.events, event)),
        (SectionKind::Claims.name(), section(&dataset.claims, claim)),
        (SectionKind::Charts.name(), section(&dataset.charts, chart)),
    ]));
    let layout =
        Layout { indent: String::new(), step: "    ".to_owned(), line_end: "\n", is_tight: false, is_inline: false };
    format!("#![enable(implicit_some)]\n{}\n", Value::Fields("Dataset", fields).lines(&layout))
}
