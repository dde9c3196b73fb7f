//! What the source looks like: colours that can be read, and every broken file in every size.

use docket::app::theme::Theme;

use super::*;

/// The relative luminance of WCAG 2.
fn luminance(colour: egui::Color32) -> f64 {
    let linear = |byte: u8| {
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

fn contrast(a: egui::Color32, b: egui::Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_colour_can_be_read_on_every_background() {
    for theme in [Theme::light(), Theme::dark()] {
        let c = &theme.source;
        let texts = [c.plain, c.comment, c.quoted, c.number, c.field, c.word, theme.error, theme.warning, theme.muted];
        for (at, text) in texts.into_iter().enumerate() {
            for background in [c.background, c.marked] {
                let contrast = contrast(text, background);
                assert!(contrast >= 4.5, "colour {at}, dark {}: {contrast:.2}", theme.is_dark);
            }
        }
        for text in [c.plain, theme.error, theme.warning, theme.muted] {
            let contrast = contrast(text, theme.selection);
            assert!(contrast >= 4.5, "{text:?} on a chosen problem, dark {}: {contrast:.2}", theme.is_dark);
        }
    }
}

#[test]
fn every_broken_file_is_shown_in_every_size_with_its_first_problem_in_sight() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/broken");
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("a file").path();
        let broken = std::fs::read_to_string(&path).expect("a text");
        for size in [vec2(1280.0, 800.0), vec2(1024.0, 640.0), vec2(80.0, 60.0)] {
            let open = Command::Opened { path: path.clone(), result: Ok(Box::new(docket::format::parse(&broken))) };
            let mut harness = sized(vec![open], size);
            assert_eq!(text(&harness), broken);
            if size.x > 1000.0 && is_read_only(&harness) {
                harness.get_by_label("Source");
                harness.get_by_label("Problems");
                let is_mark = |label: &str| label.starts_with("Line ") && label.contains("error: ");
                harness.get_all_by(|node| node.label().is_some_and(|label| is_mark(&label))).next().expect("a mark");
            }
            press(&mut harness, Modifiers::NONE, Key::F8);
            press(&mut harness, Modifiers::COMMAND, Key::End);
        }
    }
}
