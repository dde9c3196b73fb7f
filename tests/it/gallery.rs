//! The gallery: every mark with real figures looks as it did when somebody last looked at it.

use std::{collections::HashSet, path::Path};

use docket::{
    figure::{FigureTheme, export},
    model::Mark,
};
use egui::vec2;

use crate::support::{gallery, golden};

/// The themes that the gallery is shown in.
const THEMES: [&str; 2] = ["light", "dark"];

#[test]
fn the_gallery_shows_every_mark() {
    let shown: HashSet<Mark> = gallery::plans().iter().map(|(_, plan)| plan.mark).collect();
    let missing: Vec<&str> = Mark::ALL.into_iter().filter(|mark| !shown.contains(mark)).map(Mark::name).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_figure_of_the_gallery_has_something_to_draw() {
    for (id, plan) in gallery::plans() {
        assert_eq!(plan.empty_reason, None, "{id}");
        assert!(plan.source_line.starts_with("Source"), "{id}");
    }
}

#[test]
fn the_gallery_looks_as_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/gallery");
    let mut wrong = Vec::new();
    for (id, plan) in gallery::plans() {
        for name in THEMES {
            let theme = FigureTheme::named(name).expect("a built-in theme");
            let png = export::png(&plan, &theme, vec2(640.0, 440.0), 1.0).expect("a picture");
            wrong.extend(golden::differs(&folder.join(format!("{id}-{name}.png")), &png));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}; look at them, then update with DOCKET_UPDATE_GOLDEN=1");
}
