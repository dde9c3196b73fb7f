//! Files of many observations: reading them beside `ron` and `serde_json`, and one edit in the middle. One table, in
//! one run; memory is the growth of the high-water mark in a process of its own for each reader.
//!
//! `cargo bench --bench large` takes 10^3 and 10^6 observations; `cargo bench --bench large -- 10000` so many.

use std::{fmt::Write as _, hint::black_box, process::Command, time::Instant};

use docket::{
    document::{Document, Origin},
    format,
    model::{Dataset, Edit, Id, Unit},
};

/// How the observations are spread over series.
#[derive(Clone, Copy)]
struct Shape {
    name: &'static str,
    series: fn(usize) -> usize,
}

const SHAPES: [Shape; 3] = [
    Shape { name: "100 per series", series: |n| n.div_ceil(100) },
    Shape { name: "100 series", series: |n| n.min(100) },
    Shape { name: "one series", series: |_| 1 },
];

const READERS: [&str; 3] = ["docket", "ron", "serde_json"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [reader, shape, count] = &arguments[..] {
        let (shape, count) = (SHAPES[shape.parse::<usize>().expect("a shape")], count.parse().expect("a count"));
        println!("{}", peak(reader, &if reader == "serde_json" { json(shape, count) } else { text(shape, count) }));
        return;
    }
    let counts: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![1_000, 1_000_000] } else { counts };
    println!(
        "{:>9} {:<15} {:>6} | {:>22} | {:>22} | {:>22} | edit of a cell, undo",
        "count", "shape", "MB", "docket (all checks)", "ron, same structs", "serde_json, same data"
    );
    for count in counts {
        for (nth, shape) in SHAPES.into_iter().enumerate() {
            row(nth, shape, count);
        }
    }
}

fn row(nth: usize, shape: Shape, count: usize) {
    let text = text(shape, count);
    let rounds = (3_000_000 / text.len()).clamp(3, 100);
    let mb = text.len() as f64 / 1e6;
    let parsed = format::parse(&text);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    let json = json(shape, count);
    assert!(serde_json::from_str::<Dataset>(&json).is_ok_and(|dataset| dataset == **parsed.dataset()));
    let ron = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let times = [
        best(rounds, || drop(black_box(format::parse(black_box(&text))))),
        best(rounds, || drop(black_box(ron.from_str::<Dataset>(black_box(&text)).expect("a dataset")))),
        best(rounds, || drop(black_box(serde_json::from_str::<Dataset>(black_box(&json)).expect("a dataset")))),
    ];
    let mut line = format!("{count:>9} {:<15} {mb:>6.1}", shape.name);
    for (reader, seconds) in READERS.into_iter().zip(times) {
        let megabytes = if reader == "serde_json" { json.len() as f64 / 1e6 } else { mb };
        let memory = memory_of(reader, nth, count);
        let _ = write!(line, " | {:>8.2} ms {:>4.0} MB/s {memory:>5.0} MB", seconds * 1e3, megabytes / seconds);
    }
    let (edit, undo) = edits(&text);
    println!("{line} | {:.3} ms, {:.3} ms", edit * 1e3, undo * 1e3);
}

fn best(rounds: usize, mut run: impl FnMut()) -> f64 {
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

/// The worst of edits at the start, in the middle and at the end, each with its entry in the history; and of undoing.
fn edits(text: &str) -> (f64, f64) {
    let mut document: Document<()> = Document::from_text(text, Origin::Untitled("large.ron".to_owned()));
    let series: Vec<Id> = document.dataset().series.keys().cloned().collect();
    let (mut edit, mut undo) = (0.0_f64, 0.0_f64);
    for (nth, share) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        let id = &series[((series.len() - 1) as f64 * share) as usize];
        let observations = &document.dataset().series[id].observations;
        let index = ((observations.len() - 1) as f64 * share) as usize;
        let mut observation = observations[index].clone();
        observation.value = Some(1_234_567.0 + nth as f64);
        let change = Edit::PutObservation { series: id.clone(), index, observation };
        let start = Instant::now();
        document.apply(&change, None, (), ()).expect("the edit fits");
        edit = edit.max(start.elapsed().as_secs_f64());
        let start = Instant::now();
        document.undo();
        undo = undo.max(start.elapsed().as_secs_f64());
    }
    (edit, undo)
}

/// A dataset as people write it.
fn text(shape: Shape, count: usize) -> String {
    let head = "#![enable(implicit_some)]\n// made by a benchmark\nDataset(\n    format: 1,\n    title: \"Large\",\n\n    \
                sources: {\n        \"press\": (publisher: \"Press\"),\n        \"court\": (publisher: \"Court\"),\n    \
                },\n\n    series: {\n";
    let mut out = String::from(head);
    for (nth, cells) in cells(shape, count) {
        let _ = write!(
            out,
            "        \"series-{nth}\": (\n            entity: \"Entity {nth}\",\n            measure: Count,\n            \
             observations: [\n"
        );
        for (day, value, source) in cells {
            let _ = writeln!(out, "                (at: \"{day}\", value: {value}, source: \"{source}\"),");
        }
        out.push_str("            ],\n        ),\n");
    }
    out.push_str("    },\n)\n");
    out
}

/// The same dataset as JSON.
fn json(shape: Shape, count: usize) -> String {
    let head = "{\"format\":1,\"title\":\"Large\",\"sources\":{\"press\":{\"publisher\":\"Press\"},\
                \"court\":{\"publisher\":\"Court\"}},\"series\":{";
    let mut out = String::from(head);
    for (nth, cells) in cells(shape, count) {
        let comma = if nth > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\"series-{nth}\":{{\"entity\":\"Entity {nth}\",\"measure\":\"Count\",\"observations\":["
        );
        for (at, (day, value, source)) in cells.enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let _ = write!(out, "{comma}{{\"at\":\"{day}\",\"value\":{value}.0,\"source\":\"{source}\"}}");
        }
        out.push_str("]}");
    }
    out.push_str("}}");
    out
}

/// For each series its cells: day, value, source.
fn cells(
    shape: Shape,
    count: usize,
) -> impl Iterator<Item = (usize, impl Iterator<Item = (Unit, usize, &'static str)>)> {
    let series = (shape.series)(count);
    let each = count.div_ceil(series);
    (0..series).map(move |nth| {
        let days = std::iter::successors(Some(Unit::Day(1500, 1, 1)), |day| day.next());
        let cells = days.take(each).enumerate().map(move |(at, day)| {
            let source = if (nth + at).is_multiple_of(3) { "court" } else { "press" };
            (day, (nth * 7919 + at * 104_729) % 100_000, source)
        });
        (nth, cells)
    })
}

/// The megabytes that a reader takes beyond the text, in a process of its own.
fn memory_of(reader: &str, shape: usize, count: usize) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args([reader, &shape.to_string(), &count.to_string()]).output();
    let output = output.expect("this program runs");
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(f64::NAN)
}

fn peak(reader: &str, text: &str) -> f64 {
    let before = high_water();
    match reader {
        "docket" => drop(black_box(format::parse(text))),
        "ron" => {
            let ron = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
            drop(black_box(ron.from_str::<Dataset>(text).expect("a dataset")));
        }
        _ => drop(black_box(serde_json::from_str::<Dataset>(text).expect("a dataset"))),
    }
    high_water() - before
}

/// The most memory that this process had, in megabytes; where the system does not tell, not a number.
fn high_water() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |k| k / 1e3)
}
