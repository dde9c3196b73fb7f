//! Pictures held against golden ones.

use std::path::Path;

/// How many pixels of a picture may differ from the golden one: floating-point arithmetic of other processors moves
/// the edges of a few glyphs and lines by one step of grey. A label that moves by a pixel changes more than this.
const PIXELS_OFF: usize = 40;
/// From which difference of a channel on a pixel counts as another.
const CHANNEL_OFF: u8 = 24;

/// What differs between a picture and the golden one, if anything does. With `DOCKET_UPDATE_GOLDEN` in the
/// environment, the picture becomes the golden one.
pub fn differs(file: &Path, png: &[u8]) -> Option<String> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    if std::env::var_os("DOCKET_UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder of golden pictures");
        std::fs::write(file, png).expect("a golden picture is written");
        return None;
    }
    let Ok(golden) = image::open(file) else { return Some(format!("{name}: there is no golden picture")) };
    let (golden, now) = (golden.to_rgba8(), image::load_from_memory(png).expect("a PNG").to_rgba8());
    let is_off =
        |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > CHANNEL_OFF);
    let off = golden.pixels().zip(now.pixels()).filter(is_off).count();
    (golden.dimensions() != now.dimensions() || off > PIXELS_OFF).then(|| format!("{name}: {off} pixels"))
}
