//! Any dataset that can be read is drawn, and its figures are well-formed XML in which words stay words.
#![no_main]

use std::sync::LazyLock;

use docket::{
    chart,
    figure::{FigureTheme, export},
    format,
};
use libfuzzer_sys::fuzz_target;
use quick_xml::{Reader, events::Event};

static THEME: LazyLock<FigureTheme> = LazyLock::new(|| FigureTheme::named("light").expect("a built-in theme"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parsed = format::parse(text);
    let dataset = parsed.dataset();
    for id in dataset.charts.keys().take(3) {
        let Some(plan) = chart::plan(dataset, id) else { continue };
        let svg = export::svg(&plan, &THEME, egui::vec2(480.0, 320.0));
        let mut reader = Reader::from_str(&svg);
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) => assert_ne!(element.name().as_ref(), "script"),
                _ => {}
            }
        }
        assert!(!svg.contains("NaN") || text.contains("NaN"), "a place that is none");
    }
});
