//! The typeface: IBM Plex Sans in two weights, built in, so that a figure has the same type on every machine.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family name that exported figures state.
pub(super) const FAMILY: &str = "IBM Plex Sans";
/// The regular weight, as a font file.
pub(super) const REGULAR: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf");
/// The semibold weight, as a font file.
pub(super) const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf");

const SEMIBOLD_NAME: &str = "semibold";

/// Installs IBM Plex Sans as the proportional face and as the family `semibold`; egui's own faces stay behind it, for
/// symbols.
pub fn install_fonts(ctx: &egui::Context) {
    ctx.set_fonts(definitions(FontDefinitions::default()));
}

/// The family of headlines and other strong text.
pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD_NAME.into())
}

/// The semibold family, or the proportional one in a context where `install_fonts` was not called.
pub(super) fn semibold_in(ctx: &egui::Context) -> FontFamily {
    let wanted = semibold();
    if ctx.fonts(|fonts| fonts.definitions().families.contains_key(&wanted)) {
        wanted
    } else {
        FontFamily::Proportional
    }
}

/// Only the two built-in faces: what a figure off screen needs.
pub(super) fn bundled_only() -> FontDefinitions {
    definitions(FontDefinitions::empty())
}

fn definitions(mut fonts: FontDefinitions) -> FontDefinitions {
    fonts.font_data.insert(FAMILY.to_owned(), Arc::new(FontData::from_static(REGULAR)));
    fonts.font_data.insert(SEMIBOLD_NAME.to_owned(), Arc::new(FontData::from_static(SEMIBOLD)));
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with_fallback = |face: &str| [face.to_owned()].into_iter().chain(fallback.iter().cloned()).collect::<Vec<_>>();
    fonts.families.insert(FontFamily::Proportional, with_fallback(FAMILY));
    fonts.families.insert(semibold(), with_fallback(SEMIBOLD_NAME));
    fonts.families.entry(FontFamily::Monospace).or_default().push(FAMILY.to_owned());
    fonts
}
