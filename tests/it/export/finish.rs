//! What is signed, left out, seen through or brought along.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use docket::{
    chart::{self, ChartPlan, ExportFormat, Finish, Hue, Letters, Without},
    figure::{
        FigureTheme, export,
        themes::{self, Shelf},
    },
    format,
    model::Dataset,
};
use egui::vec2;
use resvg::{tiny_skia, usvg};

use super::{TEXT, plan, request, theme};

/// The dataset with more fields of its own, and of one of its charts.
fn signed(of_dataset: &str, of_chart: &str) -> Dataset {
    let field = |fields: &str| if fields.is_empty() { String::new() } else { format!(" {fields},") };
    let (of_dataset, of_chart) = (field(of_dataset), field(of_chart));
    let text = TEXT
        .replace("title: \"T\",", &format!("title: \"T\",{of_dataset}"))
        .replace("mark: Column,", &format!("mark: Column,{of_chart}"))
        .replace("date: \"2015\",", "date: \"2015\", accessed: \"2026-11-23\",");
    let parsed = format::parse(&text);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    (**parsed.dataset()).clone()
}

fn planned(dataset: &Dataset, id: &str) -> ChartPlan {
    chart::plan(dataset, &id.into()).expect("the chart exists")
}

fn finished(format: ExportFormat, finish: Finish) -> Vec<u8> {
    let dataset = signed("byline: \"Ana Gómez\", license: \"CC BY 4.0\"", "");
    let request = chart::ExportRequest { finish, author: None, ..request(format) };
    export::file(&planned(&dataset, "both"), &dataset, &theme("light"), &request).expect("a file")
}

fn svg(finish: Finish) -> String {
    String::from_utf8(finished(ExportFormat::Svg, finish)).expect("UTF-8")
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_dataset_signs_all_its_figures_and_a_chart_may_say_something_else() {
    let dataset = signed("byline: \"Ana Gómez\", license: \"CC BY 4.0\"", "byline: \"The desk\"");
    assert_eq!(planned(&dataset, "both").credit, "Chart: Ana Gómez · CC BY 4.0");
    assert_eq!(planned(&dataset, "one").credit, "Chart: The desk · CC BY 4.0");
    assert_eq!(planned(&signed("license: \"CC0\"", ""), "both").credit, "Licence: CC0");
    assert_eq!(planned(&signed("", ""), "both").credit, "");
    for page in [vec2(1000.0, 640.0), vec2(340.0, 359.0)] {
        let boxes = export::text_boxes(&planned(&dataset, "both"), &theme("light"), page);
        assert!(boxes.iter().any(|(words, _)| words == "Chart: Ana Gómez · CC BY 4.0"), "{page}: {boxes:?}");
    }
    let svg = svg(Finish::default());
    assert!(svg.contains("class=\"credit\"") && svg.contains(">Chart: Ana Gómez · CC BY 4.0</text>"));
    let png = finished(ExportFormat::Png, Finish::default());
    let reader = png::Decoder::new(Cursor::new(png)).read_info().expect("a PNG");
    let said = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == "Author").expect("an author");
    assert_eq!(said.get_text().expect("text"), "Ana Gómez", "who signs is the author of the file");
}

#[test]
fn the_source_line_says_when_sources_were_read_if_that_is_asked_for() {
    let said = "Department of <Justice> (accessed 2026-11-23)";
    let line = |of_dataset, of_chart| planned(&signed(of_dataset, of_chart), "one").source_line;
    assert_eq!(line("", ""), "Source: Department of <Justice>");
    assert_eq!(line("accessed: true", ""), format!("Source: {said}"));
    assert_eq!(line("accessed: true", "accessed: false"), "Source: Department of <Justice>");
    assert_eq!(line("", "accessed: true"), format!("Source: {said}"));
}

#[test]
fn numbers_and_theme_are_those_of_the_dataset_unless_the_chart_has_its_own() {
    let label = |of_dataset, of_chart| planned(&signed(of_dataset, of_chart), "one").series[0].points[2].label.clone();
    assert_eq!(label("", ""), "125.5");
    assert_eq!(label("numbers: Spanish", ""), "125,5");
    assert_eq!(label("numbers: Spanish", "numbers: English"), "125.5");
    let dataset = signed("theme: \"slide\"", "");
    let named =
        |id: &str, asked| Shelf::default().of_chart(&dataset, &id.into(), asked, "light").expect("a theme").name;
    assert_eq!(named("both", None), "slide");
    assert_eq!(named("one", None), "newspaper", "the chart names its own");
    assert_eq!(named("both", Some("dark")), "dark", "who exports has the last word");
}

#[test]
fn words_that_are_left_out_are_left_out_of_the_picture_only() {
    let without = Without { title: true, subtitle: true, notes: true, source: true, credit: true };
    let svg = svg(Finish { without, ..Finish::default() });
    for class in ["title", "subtitle", "note", "source", "credit"] {
        assert!(!svg.contains(&format!("<text class=\"{class}\"")), "{class}");
    }
    assert!(svg.contains("<title id=\"both-title\">Less &lt; more &amp; &quot;so&quot; on</title>"));
    let some = self::svg(Finish { without: Without { title: true, ..Without::default() }, ..Finish::default() });
    assert!(!some.contains("class=\"title\"") && some.contains("class=\"source\""));
    let pdf = finished(ExportFormat::Pdf, Finish { without, ..Finish::default() });
    assert!(contains(&pdf, "Less < more"), "the PDF is still called what it is");
    // What is left has the room.
    let height_of_axis = |without: Without| {
        let boxes = export::text_boxes(&without.of(&plan("both")), &theme("light"), vec2(900.0, 560.0));
        let top = |words: &str| boxes.iter().find(|(other, _)| other == words).map(|(_, rect)| rect.top());
        top("0").expect("a tick") - top("2,000").expect("a tick")
    };
    assert!(height_of_axis(without) > height_of_axis(Without::default()) + 60.0);
}

#[test]
fn without_a_ground_what_is_behind_shows_through() {
    let finish = Finish { is_transparent: true, ..Finish::default() };
    assert!(
        !svg(finish).contains("id=\"both-background\"") && svg(Finish::default()).contains("id=\"both-background\"")
    );
    let corner = |finish| {
        let mut reader =
            png::Decoder::new(Cursor::new(finished(ExportFormat::Png, finish))).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        (info.color_type, pixels[..info.color_type.samples()].to_vec(), pixels)
    };
    let (color, pixel, pixels) = corner(finish);
    assert_eq!((color, pixel), (png::ColorType::Rgba, vec![0, 0, 0, 0]));
    let title = theme("light").title;
    let is_title = |pixel: &[u8]| pixel == [title.red, title.green, title.blue, 255];
    assert!(pixels.chunks_exact(4).any(is_title), "what is painted is as opaque as ever");
    assert_eq!(corner(Finish::default()).0, png::ColorType::Rgb);
}

/// The pixels of a document that is drawn without any typeface.
fn without_faces(svg: &str) -> Vec<u8> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("SVG");
    let size = tree.size().to_int_size();
    let mut picture = tiny_skia::Pixmap::new(size.width(), size.height()).expect("a size");
    picture.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::default(), &mut picture.as_mut());
    picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

#[test]
fn outlines_look_as_the_letters_do_and_need_no_typeface() {
    let outlines = svg(Finish { letters: Letters::Outlines, ..Finish::default() });
    assert!(!outlines.contains("<text") && !outlines.contains("<tspan"));
    assert!(
        outlines.contains("<path class=\"title\" role=\"img\" aria-label=\"Less &lt; more &amp; &quot;so&quot; on\"")
    );
    let request = chart::ExportRequest { dpi: 96.0, ..request(ExportFormat::Png) };
    let dataset = signed("byline: \"Ana Gómez\", license: \"CC BY 4.0\"", "");
    let png = export::file(&planned(&dataset, "both"), &dataset, &theme("light"), &request).expect("a PNG");
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("pixels");
    let drawn = without_faces(&outlines);
    assert_eq!(drawn.len(), pixels.len());
    let differing = drawn.iter().zip(&pixels).filter(|(a, b)| a.abs_diff(**b) > 40).count();
    assert!(differing * 500 < pixels.len(), "{differing} of {} differ", pixels.len());
    let painted = drawn.iter().filter(|byte| **byte < 128).count();
    assert!(painted > 2_000, "there are letters at all: {painted}");
}

#[test]
fn typefaces_are_brought_along_each_once() {
    let faces = |text: &str| {
        let found: Vec<Vec<u8>> = text
            .split("url(data:font/ttf;base64,")
            .skip(1)
            .map(|rest| STANDARD.decode(rest.split(')').next().unwrap_or_default()).expect("base64"))
            .collect();
        for data in &found {
            assert!(ttf_parser::Face::parse(data, 0).is_ok());
        }
        found.len()
    };
    assert_eq!(faces(&svg(Finish::default())), 0);
    let embedded = svg(Finish { letters: Letters::Embedded, ..Finish::default() });
    assert_eq!(faces(&embedded), 2, "that of text and that of names and headlines");
    assert!(embedded.contains("font-family:\"IBM Plex Sans\";font-weight:600"));
    let html = String::from_utf8(finished(ExportFormat::Html, Finish::default())).expect("UTF-8");
    assert_eq!(faces(&html), 2, "a page looks the same wherever it is opened");
}

#[test]
fn ordered_colours_can_be_seen_and_told_apart_in_every_theme() {
    for name in FigureTheme::names() {
        let theme = theme(name);
        for count in 2..=6 {
            let share = |nth: usize| nth as f32 / (count - 1) as f32;
            let colors: Vec<_> = (0..count).map(|nth| theme.hue(Hue::Sequential(share(nth)))).collect();
            let contrasts: Vec<f32> = colors.iter().map(|color| color.contrast(theme.background)).collect();
            assert!(contrasts.windows(2).all(|pair| pair[0] < pair[1]), "{name}: more is further from the ground");
            assert!(contrasts[0] >= 1.4, "{name}: {contrasts:?}");
            for nth in 0..count {
                assert!(theme.hue_text(Hue::Sequential(share(nth))).contrast(theme.background) >= 4.5, "{name}");
                let color = theme.hue(Hue::Diverging(share(nth)));
                assert!(color.contrast(theme.background) >= 1.4, "{name}: {color} of {count}");
            }
        }
    }
    assert!(themes::BUILT_IN.len() >= 6);
}
