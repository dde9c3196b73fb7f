//! Figures as files: what stands in them, and that they are what the screen shows.

mod cli;
mod files;
mod finish;
mod screen;
mod window;

use docket::{
    chart::{self, ChartPlan, ExportFormat, ExportRequest, LengthUnit, PageSize},
    figure::{FigureTheme, export},
    format,
    model::Dataset,
};

/// Two series with a break, a range, a provisional value, and words that need care.
const TEXT: &str = r#"Dataset(format: 1, title: "T", sources: {
    "doj": (publisher: "Department of <Justice>", title: "Returns", date: "2015", url: "https://example.org/a?b=1&c=2"),
    "press": (publisher: "Press", url: "javascript:alert(1)"),
}, series: {
    "mexico": (entity: "Mexico & co.", unit: "people", measure: Count, observations: [
        (at: 2008, value: 95, source: "doj"), (at: 2009, value: 107, source: "doj"),
        (at: 2010, value: 2000, qualifier: Nearly, source: "doj", note: "a \"round\" number"),
        (at: 2011, value: 55, low: 50, high: 60, source: "press", status: Provisional),
    ]),
    "colombia": (entity: "Colombia", unit: "people", measure: Count, observations: [
        (at: 2008, value: 208, source: "doj"), (at: 2009, value: 186, source: "doj"),
        (at: 2011, value: 125.5, source: "doj"),
    ]),
}, charts: {
    "both": (title: "Less < more & \"so\" on", subtitle: "People", series: ["mexico", "colombia"]),
    "one": (mark: Column, series: ["colombia"], theme: "newspaper", alt: "Colombia fell."),
})"#;

fn dataset() -> Dataset {
    let parsed = format::parse(TEXT);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    (**parsed.dataset()).clone()
}

fn plan(id: &str) -> ChartPlan {
    chart::plan(&dataset(), &id.into()).expect("the chart exists")
}

fn theme(name: &str) -> FigureTheme {
    FigureTheme::named(name).expect("a built-in theme")
}

fn request(format: ExportFormat) -> ExportRequest {
    let page = PageSize { width: 180.0, height: 115.0, unit: LengthUnit::Millimetres };
    let author = Some("The <Desk>".to_owned());
    ExportRequest {
        path: "figure".into(),
        format,
        page,
        dpi: 300.0,
        theme: None,
        author,
        finish: chart::Finish::default(),
    }
}

fn file(id: &str, format: ExportFormat) -> Vec<u8> {
    export::file(&plan(id), &dataset(), &theme("light"), &request(format)).expect("a file")
}

fn text(id: &str, format: ExportFormat) -> String {
    String::from_utf8(file(id, format)).expect("UTF-8")
}
