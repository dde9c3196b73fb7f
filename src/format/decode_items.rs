//! Tree → dataset: the structs and enums of the format.

use super::{
    decode::{Decoder, plain_name},
    diagnostic::Diagnostic,
    literal, schema,
    tree::{Kind, NodeId},
};
use crate::model::{
    Annotation, AnnotationKind, Break, Chart, Check, Citation, Claim, Comparison, Dataset, Event, EventFilter, Extreme,
    FORMAT, Facet, Gaps, Labels, Mark, Measure, Missing, Observation, Observations, Palette, PeriodAxis, Qualifier,
    Scale, Series, SeriesHead, Source, Spans, Spot, Stack, Status, Trending, ValueAxis, number::Locale,
};

impl Decoder<'_> {
    /// The whole dataset; as much as could be read when there are errors.
    pub fn dataset(&mut self, id: NodeId) -> Option<Dataset> {
        let record = self.record(id, "Dataset", "a dataset", schema::DATASET)?;
        if self.is_newer(record.get("format")) {
            return None;
        }
        self.required(&record, "format", super::decode::Decoder::format_number);
        let title = self.required(&record, "title", Self::string);
        let mut dataset = Dataset::titled(title.unwrap_or_default());
        dataset.description = self.optional(&record, "description", Self::string);
        dataset.theme = self.optional(&record, "theme", Self::string);
        dataset.byline = self.optional(&record, "byline", Self::string);
        dataset.license = self.optional(&record, "license", Self::string);
        dataset.accessed = self.optional(&record, "accessed", Self::bool);
        dataset.citation = self.optional(&record, "citation", Self::citation);
        dataset.numbers = self.optional(&record, "numbers", Self::locale);
        dataset.sources = self.or_default(&record, "sources", |d, id| d.section(id, Self::source));
        dataset.series = self.or_default(&record, "series", |d, id| d.section(id, Self::series));
        dataset.events = self.or_default(&record, "events", |d, id| d.section(id, Self::event));
        dataset.claims = self.or_default(&record, "claims", |d, id| d.section(id, Self::claim));
        dataset.charts = self.or_default(&record, "charts", |d, id| d.section(id, Self::chart));
        Some(dataset)
    }

    /// A newer version is refused by name, and nothing else is said of the file.
    fn is_newer(&mut self, format: Option<NodeId>) -> bool {
        let Some(id) = format.filter(|id| self.tree.node(*id).kind == Kind::Number) else { return false };
        let Some((version, _)) = literal::integer(self.spelled(id)).filter(|(v, _)| *v > i64::from(FORMAT)) else {
            return false;
        };
        let message = format!("this file is in format {version}; this version of Docket reads format {FORMAT}");
        let hint = Some("open it with a newer version of Docket".to_owned());
        self.diagnostics.clear();
        self.error("newer-format", id, message, hint);
        true
    }

    fn format_number(&mut self, id: NodeId) -> Option<u32> {
        let number = literal::integer(self.spelled(id)).filter(|(_, suffix)| matches!(suffix, None | Some("u32")));
        let number = number.and_then(|(number, _)| u32::try_from(number).ok()).filter(|v| *v == FORMAT);
        if number.is_none() && self.tree.node(id).kind == Kind::Number {
            self.error("wrong-format", id, format!("expected `format: {FORMAT}`"), None);
        } else if number.is_none() {
            self.expected(id, &format!("`format: {FORMAT}`"));
        }
        number
    }

    fn source(&mut self, id: NodeId) -> Option<Source> {
        let r = self.record(id, "Source", "a source", schema::SOURCE)?;
        Some(Source {
            publisher: self.optional(&r, "publisher", Self::string),
            title: self.optional(&r, "title", Self::string),
            date: self.optional(&r, "date", Self::string),
            url: self.optional(&r, "url", Self::string),
            accessed: self.optional(&r, "accessed", Self::string),
            note: self.optional(&r, "note", Self::string),
        })
    }

    fn series(&mut self, id: NodeId) -> Option<Series> {
        let r = self.record(id, "Series", "a series", schema::SERIES)?;
        let head = SeriesHead {
            entity: self.optional(&r, "entity", Self::string),
            indicator: self.optional(&r, "indicator", Self::string),
            unit: self.optional(&r, "unit", Self::string),
            measure: self.or_default(&r, "measure", Self::measure),
            note: self.optional(&r, "note", Self::string),
            color: self.optional(&r, "color", Self::palette_place),
            breaks: self.or_default(&r, "breaks", |d, id| d.list(id, "a list of breaks […]", Self::series_break)),
        };
        Some(Series { head, observations: self.or_default(&r, "observations", Self::observations) })
    }

    fn observations(&mut self, id: NodeId) -> Option<Observations> {
        if let Some(list) = self.tree.list_at(id) {
            self.used_lists.insert(list);
            return self.lists.get_mut(list).map(std::mem::take);
        }
        self.list(id, "a list of observations […]", Self::observation).map(Observations::from)
    }

    fn series_break(&mut self, id: NodeId) -> Option<Break> {
        let r = self.record(id, "Break", "a break", schema::BREAK)?;
        let note = self.optional(&r, "note", Self::string);
        Some(Break { at: self.required(&r, "at", Self::period)?, note })
    }

    pub fn observation(&mut self, id: NodeId) -> Option<Observation> {
        let r = self.record(id, "Observation", "an observation", schema::OBSERVATION)?;
        let at = self.required(&r, "at", Self::period);
        let value = self.optional(&r, "value", Self::number);
        let low = self.optional(&r, "low", Self::number);
        let high = self.optional(&r, "high", Self::number);
        let qualifier = self.or_default(&r, "qualifier", Self::qualifier);
        let status = self
            .or_default(&r, "status", |d, id| d.word(id, "the word for a status", &Status::ALL.map(|s| (s.name(), s))));
        let missing = self.optional(&r, "missing", |d, id| {
            d.word(id, "the word for why it is missing", &Missing::ALL.map(|m| (m.name(), m)))
        });
        let source = self.or_default(&r, "source", Self::source_refs);
        let note = self.optional(&r, "note", Self::string);
        Some(Observation { at: at?, value, low, high, qualifier, status, missing, source, note })
    }

    fn qualifier(&mut self, id: NodeId) -> Option<Qualifier> {
        self.word(id, "the word for a qualifier", &Qualifier::ALL.map(|q| (q.name(), q)))
    }

    fn measure(&mut self, id: NodeId) -> Option<Measure> {
        match self.name(id) {
            Some("Rate") => {
                let r = self.record(id, "", "a rate", &["per"])?;
                Some(Measure::Rate { per: self.required(&r, "per", Self::number)? })
            }
            Some("Index") => {
                let r = self.record(id, "", "an index", &["base"])?;
                Some(Measure::Index { base: self.required(&r, "base", Self::period)? })
            }
            None if self.tree.node(id).kind == Kind::Word => {
                let words = [
                    ("Count", Some(Measure::Count)),
                    ("Share", Some(Measure::Share)),
                    ("Change", Some(Measure::Change)),
                    ("Amount", Some(Measure::Amount)),
                    ("Rate", None),
                    ("Index", None),
                ];
                let measure = self.word(id, "a measure", &words)?;
                if measure.is_none() {
                    let hint = "write `Rate(per: 100000)` or `Index(base: 2003)`".to_owned();
                    self.error("measure", id, format!("`{}` needs more", self.spelled(id)), Some(hint));
                }
                measure
            }
            _ => {
                self.expected(id, "a measure: Count, Share, Rate(per: …), Index(base: …), Change or Amount");
                None
            }
        }
    }

    fn event(&mut self, id: NodeId) -> Option<Event> {
        let r = self.record(id, "Event", "an event", schema::EVENT)?;
        let at = self.required(&r, "at", Self::period);
        let place = self.optional(&r, "place", Self::string);
        let category = self.optional(&r, "category", Self::string);
        let title = self.required(&r, "title", Self::string);
        let label = self.optional(&r, "label", Self::string);
        let series = self.or_default(&r, "series", |d, id| d.list(id, "a list of series […]", Self::id));
        let source = self.or_default(&r, "source", Self::source_refs);
        let note = self.optional(&r, "note", Self::string);
        Some(Event { at: at?, place, category, title: title?, label, series, source, note })
    }

    fn claim(&mut self, id: NodeId) -> Option<Claim> {
        let r = self.record(id, "Claim", "a claim", schema::CLAIM)?;
        let text = self.required(&r, "text", Self::string);
        let check = self.required(&r, "check", Self::check);
        let qualifier = self.or_default(&r, "qualifier", Self::qualifier);
        let tolerance = self.optional(&r, "tolerance", Self::number);
        let source = self.or_default(&r, "source", Self::source_refs);
        let note = self.optional(&r, "note", Self::string);
        Some(Claim { text: text?, check: check?, qualifier, tolerance, source, note })
    }

    /// The name before the parenthesis of a group.
    pub fn name(&self, id: NodeId) -> Option<&str> {
        self.tree.node(id).name.as_ref().map(|n| plain_name(&self.text[n.clone()]))
    }

    fn check(&mut self, id: NodeId) -> Option<Check> {
        let name = self.name(id).unwrap_or_default().to_owned();
        let Some(known) = schema::check(&name) else {
            if name.is_empty() {
                self.expected(id, "a check such as Value(series: …, at: …, value: …)");
            } else {
                self.unknown_word(id, &name, &schema::CHECKS.map(|(check, _)| check));
            }
            return None;
        };
        let r = self.record(id, "", "this check", known)?;
        let series = self.required(&r, "series", Self::id);
        let period = |d: &mut Self, name| d.required(&r, name, Self::period);
        let number = |d: &mut Self, name| d.required(&r, name, Self::number);
        Some(match name.as_str() {
            "Value" => {
                let (at, value) = (period(self, "at"), number(self, "value"));
                Check::Value { series: series?, at: at?, value: value? }
            }
            "Extreme" => {
                let words = [("Highest", Extreme::Highest), ("Lowest", Extreme::Lowest)];
                let at = period(self, "at");
                let is = self.required(&r, "is", |d, id| d.word(id, "Highest or Lowest", &words));
                let since = self.optional(&r, "since", Self::period);
                Check::Extreme { series: series?, at: at?, is: is?, since }
            }
            "Compare" => {
                let with = self.required(&r, "with", Self::id);
                let at = period(self, "at");
                let is = self.required(&r, "is", Self::comparison);
                Check::Compare { series: series?, with: with?, at: at?, is: is? }
            }
            over => {
                let (from, to) = (period(self, "from"), period(self, "to"));
                let claimed = number(self, known[3]);
                let (series, from, to, claimed) = (series?, from?, to?, claimed?);
                match over {
                    "Change" => Check::Change { series, from, to, percent: claimed },
                    "Ratio" => Check::Ratio { series, from, to, ratio: claimed },
                    "Sum" => Check::Sum { series, from, to, value: claimed },
                    _ => Check::Mean { series, from, to, value: claimed },
                }
            }
        })
    }

    fn comparison(&mut self, id: NodeId) -> Option<Comparison> {
        let node = self.tree.node(id);
        match (self.name(id), node.children.as_slice()) {
            (Some("Times"), [times]) if node.kind == Kind::Tuple => self.number(*times).map(Comparison::Times),
            (None, _) if self.spelled(id) != "Times" => {
                let words = [("Higher", Comparison::Higher), ("Lower", Comparison::Lower)];
                self.word(id, "Higher, Lower or Times(2)", &words)
            }
            _ => {
                self.expected(id, "Higher, Lower or Times(2)");
                None
            }
        }
    }

    fn chart(&mut self, id: NodeId) -> Option<Chart> {
        let r = self.record(id, "Chart", "a chart", schema::CHART)?;
        Some(Chart {
            title: self.optional(&r, "title", Self::string),
            subtitle: self.optional(&r, "subtitle", Self::string),
            note: self.optional(&r, "note", Self::string),
            mark: self.or_default(&r, "mark", |d, id| d.word(id, "a mark", &Mark::ALL.map(|m| (m.name(), m)))),
            stack: self
                .or_default(&r, "stack", |d, id| d.word(id, "a way to stack", &Stack::ALL.map(|s| (s.name(), s)))),
            facet: self.optional(&r, "facet", |d, id| d.word(id, "Shared or Free", &Facet::ALL.map(|f| (f.name(), f)))),
            series: self.or_default(&r, "series", |d, id| d.list(id, "a list of series […]", Self::id)),
            highlight: self.or_default(&r, "highlight", |d, id| d.list(id, "a list of series […]", Self::id)),
            labels: self
                .or_default(&r, "labels", |d, id| d.word(id, "a place for names", &Labels::ALL.map(|l| (l.name(), l)))),
            values: self.optional(&r, "values", Self::bool),
            transform: self
                .or_default(&r, "transform", |d, id| d.list(id, "a list of transforms […]", Self::transform)),
            trend: self.optional(&r, "trend", |d, id| {
                d.word(id, "Linear or LogLinear", &Trending::ALL.map(|t| (t.name(), t)))
            }),
            x: self.or_default(&r, "x", Self::period_axis),
            y: self.or_default(&r, "y", Self::value_axis),
            across: Box::new(self.or_default(&r, "across", Self::value_axis)),
            gaps: self.or_default(&r, "gaps", |d, id| {
                d.word(id, "Show or Bridge", &[("Show", Gaps::Show), ("Bridge", Gaps::Bridge)])
            }),
            events: self.or_default(&r, "events", Self::event_filter),
            spans: self
                .or_default(&r, "spans", |d, id| d.word(id, "Shade, Line or Hide", &Spans::ALL.map(|s| (s.name(), s)))),
            annotations: self
                .or_default(&r, "annotations", |d, id| d.list(id, "a list of annotations […]", Self::annotation)),
            claims: self
                .or_default(&r, "claims", |d, id| d.list(id, "a list of claims […]", Self::id))
                .into_boxed_slice(),
            palette: self.or_default(&r, "palette", |d, id| {
                d.word(id, "a kind of palette", &Palette::ALL.map(|p| (p.name(), p)))
            }),
            theme: self.optional(&r, "theme", Self::string),
            byline: self.optional(&r, "byline", Self::string),
            license: self.optional(&r, "license", Self::string),
            accessed: self.optional(&r, "accessed", Self::bool),
            citation: self.optional(&r, "citation", Self::citation),
            numbers: self.optional(&r, "numbers", Self::locale),
            alt: self.optional(&r, "alt", Self::string),
        })
    }

    fn citation(&mut self, id: NodeId) -> Option<Citation> {
        self.word(id, "a way to name sources", &Citation::ALL.map(|c| (c.name(), c)))
    }

    fn locale(&mut self, id: NodeId) -> Option<Locale> {
        self.word(id, "a language", &Locale::ALL.map(|l| (l.name(), l)))
    }

    fn palette_place(&mut self, id: NodeId) -> Option<u8> {
        let integer = literal::integer(self.spelled(id)).filter(|_| self.tree.node(id).kind == Kind::Number);
        let place = integer.and_then(|(place, _)| u8::try_from(place).ok()).filter(|place| (1..=99).contains(place));
        if place.is_none() {
            self.expected(id, "a place in the palette of figures, from 1");
        }
        place
    }

    fn period_axis(&mut self, id: NodeId) -> Option<PeriodAxis> {
        let r = self.record(id, "PeriodAxis", "the time axis", schema::PERIOD_AXIS)?;
        Some(PeriodAxis { from: self.optional(&r, "from", Self::period), to: self.optional(&r, "to", Self::period) })
    }

    fn value_axis(&mut self, id: NodeId) -> Option<ValueAxis> {
        let r = self.record(id, "ValueAxis", "the value axis", schema::VALUE_AXIS)?;
        Some(ValueAxis {
            scale: self.or_default(&r, "scale", |d, id| d.word(id, "a scale", &Scale::ALL.map(|s| (s.name(), s)))),
            zero: self.optional(&r, "zero", Self::bool),
            from: self.optional(&r, "from", Self::number),
            to: self.optional(&r, "to", Self::number),
            label: self.optional(&r, "label", Self::string),
        })
    }

    fn event_filter(&mut self, id: NodeId) -> Option<EventFilter> {
        let node = self.tree.node(id);
        match (self.name(id), node.children.as_slice()) {
            (Some("Places"), [list]) => self.list(*list, "a list of places", Self::string).map(EventFilter::Places),
            (Some("Categories"), [list]) => {
                self.list(*list, "a list of categories", Self::string).map(EventFilter::Categories)
            }
            (Some("Series"), [list]) => self.list(*list, "a list of series", Self::id).map(EventFilter::Series),
            (Some("Only"), [list]) => self.list(*list, "a list of event ids", Self::id).map(EventFilter::Only),
            (Some("Where"), _) => {
                let r = self.record(id, "", "this filter", schema::WHERE)?;
                let words = |d: &mut Self, field| d.or_default(&r, field, |d, id| d.list(id, "a list", Self::string));
                Some(EventFilter::Where {
                    places: words(self, "places"),
                    categories: words(self, "categories"),
                    series: self.or_default(&r, "series", |d, id| d.list(id, "a list of series […]", Self::id)),
                })
            }
            (None, _) if matches!(self.spelled(id), "All" | "Nothing" | "r#All" | "r#Nothing") => {
                let all = self.word(id, "All or Nothing", &[("All", true), ("Nothing", false)])?;
                Some(if all { EventFilter::All } else { EventFilter::Nothing })
            }
            _ => {
                self.expected(id, "All, Nothing, Places([\"…\"]), Categories([\"…\"]), Series([\"…\"]), Only([\"…\"]) or Where(places: […], …)");
                None
            }
        }
    }

    fn annotation(&mut self, id: NodeId) -> Option<Annotation> {
        let r = self.record(id, "Annotation", "an annotation", schema::ANNOTATION)?;
        let kinds = AnnotationKind::ALL.map(|kind| (kind.name(), kind));
        let annotation = Annotation {
            kind: self.or_default(&r, "kind", |d, id| d.word(id, "a kind of annotation", &kinds)),
            at: self.optional(&r, "at", Self::period),
            across: self.optional(&r, "across", Self::number),
            series: self.optional(&r, "series", Self::id),
            value: self.optional(&r, "value", Self::number),
            to: self.optional(&r, "to", Self::number),
            from: self.optional(&r, "from", Self::spot),
            place: self.optional(&r, "place", Self::spot),
            text: self.or_default(&r, "text", Self::string),
        };
        if let Some(field) = annotation.lacks() {
            let message = format!("{} needs `{field}`; without it, it is not drawn", annotation.kind.with_article());
            let hint = Some(format!("add `{field}: …`, or delete the line"));
            self.diagnostics.push(Diagnostic::warning("annotation", self.span(id), message, hint));
        }
        Some(annotation)
    }

    fn spot(&mut self, id: NodeId) -> Option<Spot> {
        let r = self.record(id, "Spot", "a place", schema::SPOT)?;
        Some(Spot {
            at: self.optional(&r, "at", Self::period),
            across: self.optional(&r, "across", Self::number),
            series: self.optional(&r, "series", Self::id),
            value: self.optional(&r, "value", Self::number),
        })
    }
}
