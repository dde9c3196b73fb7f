//! What stands in the files.

use std::io::Cursor;

use calamine::{Data, Reader as _};
use docket::{
    chart::{self, ExportFormat},
    figure::{FigureTheme, export},
};
use egui::vec2;
use quick_xml::{Reader, events::Event};

use super::{dataset, file, plan, request, text, theme};

/// The elements of a document with their attributes, which must be balanced and have ids of their own. Elements of HTML
/// that hold nothing need no end.
fn elements(document: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_end_names = false;
    let (mut open, mut all, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("well-formed");
        let (start, is_empty) = match event {
            Event::Eof => break,
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(end) => {
                let name = end.name().as_ref().to_owned();
                assert_eq!(open.pop(), Some(name), "the ends of elements match");
                continue;
            }
            _ => continue,
        };
        let name = start.name().as_ref().to_owned();
        let attributes: Vec<(String, String)> = start
            .attributes()
            .map(|a| a.expect("an attribute"))
            .map(|a| {
                let value = quick_xml::escape::unescape(&a.value).expect("escaped");
                (a.key.as_ref().to_owned(), value.into_owned())
            })
            .collect();
        ids.extend(attributes.iter().filter(|(key, _)| key == "id").map(|(_, id)| id.clone()));
        if !is_empty && name != "meta" {
            open.push(name.clone());
        }
        all.push((name, attributes));
    }
    assert!(open.is_empty(), "{open:?} never end");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "every id is there once");
    all
}

fn has(elements: &[(String, Vec<(String, String)>)], name: &str, key: &str, value: &str) -> usize {
    let is = |(k, v): &(String, String)| k == key && v == value;
    elements.iter().filter(|(element, attributes)| element == name && attributes.iter().any(is)).count()
}

#[test]
fn svg_has_named_parts_and_series_and_words_that_say_what_they_are() {
    let svg = text("both", ExportFormat::Svg);
    let elements = elements(&svg);
    for part in
        ["both-background", "both-grid", "both-lines", "both-axes", "both-points", "both-words", "both-series-names"]
    {
        assert_eq!(has(&elements, "g", "id", part), 1, "{part}");
    }
    assert_eq!(has(&elements, "g", "id", "both-columns"), 0, "what a line chart has not leaves no group");
    for series in ["mexico", "colombia"] {
        assert!(has(&elements, "g", "data-series", series) >= 3, "{series} has lines, points and a name");
    }
    for class in ["title", "subtitle", "source", "note"] {
        assert_eq!(has(&elements, "text", "class", class), 1, "{class}");
    }
    assert_eq!(has(&elements, "svg", "width", "180mm"), 1);
    assert_eq!(has(&elements, "svg", "aria-labelledby", "both-title both-desc"), 1);
    assert!(svg.contains("<title id=\"both-title\">Less &lt; more &amp; &quot;so&quot; on</title>"));
    assert!(svg.contains(">Mexico &amp; co.</text>"));
    assert!(svg.contains("nearly 2,000 in 2010"), "the description is in it");
    assert!(text("one", ExportFormat::Svg).contains("<desc id=\"one-desc\">Colombia fell.</desc>"));
}

/// Whatever the mark: every element has an id of its own.
#[test]
fn svg_of_every_mark_is_well_formed() {
    for mark in docket::model::Mark::ALL {
        for panels in ["", ", facet: Shared"] {
            let looks = format!("mark: {}{panels}, subtitle: \"People\"", mark.name());
            let text = super::TEXT.replace("subtitle: \"People\"", &looks);
            let parsed = docket::format::parse(&text);
            assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
            let plan = chart::plan(parsed.dataset(), &"both".into()).expect("the chart exists");
            let elements = elements(&export::svg(&plan, &theme("light"), vec2(900.0, 560.0)));
            assert_eq!(has(&elements, "svg", "role", "img"), 1, "{}", mark.name());
            // Where colours stand for periods or lanes, nothing is said to be of a series.
            let is_of_series = !matches!(mark.name(), "Bar" | "Table" | "Timeline" | "Histogram");
            let of_series = has(&elements, "g", "data-series", "mexico");
            assert!(is_of_series || of_series == 0, "{}: {of_series}", mark.name());
        }
    }
}

#[test]
fn what_svg_says_of_series_is_right() {
    let svg = text("both", ExportFormat::Svg);
    let theme = theme("light");
    let colors = [("mexico", theme.series(0).to_string()), ("colombia", theme.series(1).to_string())];
    let mut current = None;
    for line in svg.lines() {
        if let Some(id) = line.strip_prefix("<g class=\"series\" data-series=\"") {
            current = id.strip_suffix("\">").map(str::to_owned);
        } else if line == "</g>" {
            current = None;
        }
        for (id, color) in &colors {
            if line.contains(&format!("=\"{color}\"")) && !line.starts_with("<text") {
                assert_eq!(current.as_deref(), Some(*id), "{line}");
            }
        }
    }
}

#[test]
fn a_png_says_how_large_it_is_and_what_it_shows() {
    let bytes = file("both", ExportFormat::Png);
    let decoder = png::Decoder::new(Cursor::new(&bytes));
    let reader = decoder.read_info().expect("a PNG");
    let info = reader.info();
    // 180 × 115 mm in 300 dots per inch.
    assert_eq!((info.width, info.height), (2126, 1358));
    let dims = info.pixel_dims.expect("a size");
    assert_eq!((dims.xppu, dims.yppu, dims.unit), (11_811, 11_811, png::Unit::Meter));
    let said = |keyword: &str| {
        let chunk = info.utf8_text.iter().find(|chunk| chunk.keyword == keyword);
        chunk.map(|chunk| chunk.get_text().expect("a text"))
    };
    assert_eq!(said("Title").as_deref(), Some("Less < more & \"so\" on"));
    assert_eq!(said("Author").as_deref(), Some("The <Desk>"));
    assert_eq!(said("Description"), Some(plan("both").description));
    assert_eq!(info.color_type, png::ColorType::Rgb, "paper is not transparent");
}

#[test]
fn a_pdf_says_what_it_shows_and_brings_its_type_along() {
    let bytes = file("both", ExportFormat::Pdf);
    let text = String::from_utf8_lossy(&bytes);
    for words in ["/Title", "/Author", "/Lang", "/Figure", "/Alt", "/FontFile", "/ToUnicode", "/MarkInfo"] {
        assert!(text.contains(words) || is_in_streams(&bytes, words), "{words}");
    }
    assert!(!text.contains("/CreationDate") && !text.contains("/Subtype /Image"), "no date, and nothing is pixels");
    // 180 × 115 mm in points.
    let media = text.split("/MediaBox").nth(1);
    let media = media.map(|rest| rest.chars().take(60).collect::<String>()).unwrap_or_default();
    assert!(media.contains("510.2") && media.contains("325.9"), "{media}");
}

/// Whether words stand in a compressed stream of a PDF.
fn is_in_streams(bytes: &[u8], words: &str) -> bool {
    let mut rest = bytes;
    while let Some(start) = find(rest, b"stream\n") {
        rest = &rest[start + 7..];
        let end = find(rest, b"endstream").unwrap_or(rest.len());
        let mut plain = Vec::new();
        let mut inflate = flate2::read::ZlibDecoder::new(&rest[..end]);
        if std::io::Read::read_to_end(&mut inflate, &mut plain).is_ok() && find(&plain, words.as_bytes()).is_some() {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[test]
fn a_workbook_has_numbers_and_the_words_of_the_figure() {
    let mut book = calamine::Xlsx::new(Cursor::new(file("both", ExportFormat::Xlsx))).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Figures", "About"]);
    let figures = book.worksheet_range("Figures").expect("a sheet");
    let table = chart::export_table(&plan("both"), &dataset());
    assert_eq!(figures.height(), table.len());
    let cell = |row, column| figures.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(cell(0, 0), Data::String("series".into()));
    assert_eq!((cell(1, 0), cell(1, 1)), (Data::String("Mexico & co.".into()), Data::Float(2008.0)));
    assert_eq!((cell(3, 2), cell(3, 3)), (Data::Float(2000.0), Data::String("Nearly".into())));
    assert_eq!((cell(4, 4), cell(4, 5)), (Data::Float(50.0), Data::Float(60.0)));
    let about = book.worksheet_range("About").expect("a sheet");
    let words: Vec<String> = about.rows().flat_map(|row| row.iter().map(ToString::to_string)).collect();
    for said in ["Less < more & \"so\" on", "Department of <Justice>: Returns (2015)", "Press"] {
        assert!(words.iter().any(|word| word == said), "{said}: {words:?}");
    }
}

#[test]
fn a_page_for_browsers_is_well_formed_and_needs_nothing_else() {
    let html = text("both", ExportFormat::Html);
    let elements = elements(&html);
    assert!(html.starts_with("<!DOCTYPE html>"));
    assert!(elements.iter().all(|(name, _)| name != "script" && name != "link" && name != "img" && name != "iframe"));
    let addresses: Vec<&str> = elements
        .iter()
        .flat_map(|(_, attributes)| attributes)
        .filter(|(key, _)| matches!(key.as_str(), "href" | "src" | "action"))
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(addresses, ["https://example.org/a?b=1&c=2"], "only what is an address of the web is a link");
    assert!(!html.contains("javascript:") && !html.contains("<Justice>") && !html.contains("@import"));
    for words in ["<h1", "<table>", "<caption>", "nearly 2,000", "provisional", "a &quot;round&quot; number", "125.5"] {
        assert!(html.contains(words), "{words}");
    }
    assert_eq!(has(&elements, "meta", "content", "The <Desk>"), 1);
    assert_eq!(has(&elements, "meta", "content", &plan("both").description), 1);
    let rows = elements.iter().filter(|(name, _)| name == "tr").count();
    assert_eq!(rows, chart::export_table(&plan("both"), &dataset()).len());
    assert_eq!(has(&elements, "svg", "role", "img"), 1);
}

#[test]
fn every_theme_gives_the_same_bytes_twice_in_every_format() {
    for name in FigureTheme::names() {
        for format in ExportFormat::ALL {
            let write = || export::file(&plan("both"), &dataset(), &theme(name), &request(format)).expect("a file");
            assert!(write() == write(), "{name} as {format:?}");
        }
    }
}

#[test]
fn words_keep_apart_in_every_theme() {
    let mut plans = vec![plan("both"), plan("one")];
    plans.extend((0..3).map(crate::support::random::plan));
    for name in FigureTheme::names() {
        let mut theme = theme(name);
        theme.logo = Some(docket::figure::Logo { text: "The Paper".to_owned(), color: None });
        for plan in &plans {
            for size in [vec2(340.0, 302.0), vec2(680.0, 434.0), vec2(1280.0, 720.0), vec2(1080.0, 1080.0)] {
                let boxes = export::text_boxes(plan, &theme, size);
                for (n, (text, rect)) in boxes.iter().enumerate() {
                    let page = egui::Rect::from_min_size(egui::Pos2::ZERO, size).expand(0.5);
                    assert!(page.contains_rect(*rect), "{name} at {size}: \"{text}\" leaves the page: {rect}");
                    for (other, other_rect) in &boxes[n + 1..] {
                        let shared = rect.intersect(*other_rect);
                        let is_apart = !shared.is_positive() || shared.width() < 0.5 || shared.height() < 0.5;
                        assert!(is_apart, "{name} at {size}: \"{text}\" {rect} over \"{other}\" {other_rect}");
                    }
                }
            }
        }
    }
}
