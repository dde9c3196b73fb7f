//! The typefaces: IBM Plex Sans and IBM Plex Serif, built in, so that a figure has the same type on every machine. Their
//! digits all have one width, so that figures stand under each other.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// A typeface that is built in.
#[derive(Debug)]
pub(super) struct Face {
    /// What themes call it.
    pub(super) name: &'static str,
    /// The family that exported figures state.
    pub(super) family: &'static str,
    /// Its weight, as in CSS.
    pub(super) weight: u16,
    /// The font file.
    pub(super) data: &'static [u8],
}

macro_rules! face {
    ($name:literal, $family:literal, $weight:literal, $file:literal) => {
        Face {
            name: $name,
            family: $family,
            weight: $weight,
            data: include_bytes!(concat!("../../assets/fonts/", $file)),
        }
    };
}

/// A typeface of the user's own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OwnFace {
    /// What themes call it: its full name.
    pub(super) name: String,
    /// The family that exported figures state.
    pub(super) family: String,
    /// Its weight, as in CSS.
    pub(super) weight: u16,
    /// The font file.
    pub(super) data: Arc<Vec<u8>>,
}

impl OwnFace {
    /// The face of a font file in OpenType or TrueType; `None` if it is none, or has no name.
    pub(super) fn read(data: Vec<u8>) -> Option<Self> {
        let face = ttf_parser::Face::parse(&data, 0).ok()?;
        let name = |ids: &[u16]| {
            let names = face.names();
            let of = |id: u16| names.into_iter().find(|name| name.name_id == id && name.is_unicode())?.to_string();
            ids.iter().find_map(|id| of(*id)).filter(|name| !name.trim().is_empty())
        };
        use ttf_parser::name_id::{FAMILY, FULL_NAME, TYPOGRAPHIC_FAMILY};
        let (name, family) = (name(&[FULL_NAME])?, name(&[TYPOGRAPHIC_FAMILY, FAMILY])?);
        let weight = face.weight().to_number();
        Some(Self { name, family, weight, data: Arc::new(data) })
    }
}

/// All of them; the first one is that of text.
pub(super) const FACES: [Face; 5] = [
    face!("IBM Plex Sans", "IBM Plex Sans", 400, "IBMPlexSans-Regular.ttf"),
    face!("IBM Plex Sans SemiBold", "IBM Plex Sans", 600, "IBMPlexSans-SemiBold.ttf"),
    face!("IBM Plex Sans Bold", "IBM Plex Sans", 700, "IBMPlexSans-Bold.ttf"),
    face!("IBM Plex Serif", "IBM Plex Serif", 400, "IBMPlexSerif-Regular.ttf"),
    face!("IBM Plex Serif Bold", "IBM Plex Serif", 700, "IBMPlexSerif-Bold.ttf"),
];

/// The face of text where a theme names none.
pub(super) const TEXT: &str = "IBM Plex Sans";
/// The face of headlines where a theme names none.
pub(super) const STRONG: &str = "IBM Plex Sans SemiBold";

/// Whether there is a face of that name.
pub(super) fn is_known(name: &str) -> bool {
    FACES.iter().any(|face| face.name == name)
}

/// Family and weight of the face that egui knows by a family.
pub(super) fn face_of<'a>(family: &FontFamily, own: &'a [OwnFace]) -> (&'a str, u16) {
    let built_in = |name: &str| FACES.iter().find(|face| face.name == name).map(|face| (face.family, face.weight));
    let found = match family {
        FontFamily::Name(name) => {
            let own = own.iter().find(|face| face.name == **name);
            own.map(|face| (face.family.as_str(), face.weight)).or_else(|| built_in(name))
        }
        FontFamily::Proportional | FontFamily::Monospace => None,
    };
    found.unwrap_or((FACES[0].family, FACES[0].weight))
}

/// The file of the face of a family and a weight.
pub(super) fn file_of<'a>(family: &str, weight: u16, own: &'a [OwnFace]) -> Option<&'a [u8]> {
    let own = own.iter().find(|face| face.family == family && face.weight == weight).map(|face| face.data.as_slice());
    own.or_else(|| FACES.iter().find(|face| face.family == family && face.weight == weight).map(|face| face.data))
}

/// Installs IBM Plex Sans as the proportional face, and each face as a family by its name; egui's own faces stay behind
/// them, for symbols.
pub fn install_fonts(ctx: &egui::Context) {
    ctx.set_fonts(definitions(FontDefinitions::default(), &[]));
}

/// The same with faces of the user's own, each as a family by its name.
pub(super) fn install_fonts_with(ctx: &egui::Context, own: &[OwnFace]) {
    ctx.set_fonts(definitions(FontDefinitions::default(), own));
}

/// The family of headlines and other strong text.
pub fn semibold() -> FontFamily {
    FontFamily::Name(STRONG.into())
}

/// The family of a face, or the proportional one in a context where `install_fonts` was not called.
pub(super) fn family_in(ctx: &egui::Context, name: &str) -> FontFamily {
    let wanted = if name == TEXT { FontFamily::Proportional } else { FontFamily::Name(name.into()) };
    if ctx.fonts(|fonts| fonts.definitions().families.contains_key(&wanted)) {
        wanted
    } else {
        FontFamily::Proportional
    }
}

/// Only the built-in faces and those of a theme: what a figure off screen needs.
pub(super) fn bundled_only(own: &[OwnFace]) -> FontDefinitions {
    definitions(FontDefinitions::empty(), own)
}

fn definitions(mut fonts: FontDefinitions, own: &[OwnFace]) -> FontDefinitions {
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for face in &FACES {
        fonts.font_data.insert(face.name.to_owned(), Arc::new(FontData::from_static(face.data)));
        let with_fallback = [face.name.to_owned()].into_iter().chain(fallback.iter().cloned()).collect::<Vec<_>>();
        if face.name == TEXT {
            fonts.families.insert(FontFamily::Proportional, with_fallback.clone());
        }
        fonts.families.insert(FontFamily::Name(face.name.into()), with_fallback);
    }
    for face in own {
        fonts.font_data.insert(face.name.clone(), Arc::new(FontData::from_owned(face.data.to_vec())));
        // What it lacks comes from the face of text.
        let with_fallback = [face.name.clone(), TEXT.to_owned()].into_iter().chain(fallback.iter().cloned()).collect();
        fonts.families.insert(FontFamily::Name(face.name.as_str().into()), with_fallback);
    }
    fonts.families.entry(FontFamily::Monospace).or_default().push(TEXT.to_owned());
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The advance widths of the digits of a font file, in its own units.
    fn digit_widths(data: &[u8]) -> Vec<u16> {
        let face = ttf_parser::Face::parse(data, 0).expect("a font");
        ('0'..='9')
            .map(|digit| face.glyph_hor_advance(face.glyph_index(digit).expect("a digit")).expect("a width"))
            .collect()
    }

    #[test]
    fn digits_of_every_face_have_one_width() {
        for face in &FACES {
            let widths = digit_widths(face.data);
            assert!(widths.iter().all(|width| *width == widths[0] && *width > 0), "{}: {widths:?}", face.name);
        }
    }

    #[test]
    fn faces_are_what_they_say() {
        for face in &FACES {
            let font = ttf_parser::Face::parse(face.data, 0).expect("a font");
            assert_eq!(font.weight().to_number(), face.weight, "{}", face.name);
            for letter in "áéíóúñüÁÉÍÓÚÑ¿¡«»“”–—−×≥≤≈…€£".chars() {
                assert!(font.glyph_index(letter).is_some(), "{} has no {letter}", face.name);
            }
        }
    }
}
