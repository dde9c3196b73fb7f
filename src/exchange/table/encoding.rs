//! The bytes of a table as text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

/// How the characters of a text are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// A text with what it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// What it was read as.
    pub encoding: Encoding,
    /// Whether a byte order mark said so.
    pub is_marked: bool,
    /// The line of the first bytes that are no character in this encoding, from 1; they became `�`.
    pub first_wrong_line: Option<usize>,
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, the low byte first.
    pub const UTF_16_LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, the high byte first.
    pub const UTF_16_BE: Self = Self(encoding_rs::UTF_16BE);
    /// What Windows calls ANSI in western Europe and in America.
    pub const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);

    /// Those that menus offer; `named` knows more.
    pub fn common() -> [Self; 12] {
        [
            Self::UTF_8,
            Self::UTF_16_LE,
            Self::UTF_16_BE,
            Self::WINDOWS_1252,
            Self(encoding_rs::MACINTOSH),
            Self(encoding_rs::ISO_8859_15),
            Self(encoding_rs::WINDOWS_1250),
            Self(encoding_rs::WINDOWS_1251),
            Self(encoding_rs::WINDOWS_1253),
            Self(encoding_rs::WINDOWS_1254),
            Self(encoding_rs::SHIFT_JIS),
            Self(encoding_rs::GB18030),
        ]
    }

    /// The encoding of that name, by any of the names that the web knows: `utf-8`, `latin1`, `windows-1252`.
    pub fn named(name: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label(name.trim().as_bytes()).map(Self)
    }

    /// Its name: `UTF-8`, `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// Reads bytes as text: as told, or else as the byte order mark says, as UTF-16 if every other byte is zero, as UTF-8
/// if they are valid UTF-8, and as the likeliest of the older encodings otherwise.
pub fn decode(bytes: Vec<u8>, told: Option<Encoding>) -> Decoded {
    let marked = encoding_rs::Encoding::for_bom(&bytes).map(|(encoding, length)| (Encoding(encoding), length));
    let (encoding, skipped) = match (told, marked) {
        (Some(told), Some((marked, length))) if told == marked => (Some(told), length),
        (Some(told), _) => (Some(told), 0),
        (None, Some((marked, length))) => (Some(marked), length),
        (None, None) => (wide(&bytes), 0),
    };
    let is_marked = skipped > 0;
    let bytes = if encoding.is_none_or(|encoding| encoding == Encoding::UTF_8) {
        match String::from_utf8(bytes) {
            // Taken over as it is: tables can be large.
            Ok(mut text) => {
                text.drain(..skipped);
                return Decoded { text, encoding: Encoding::UTF_8, is_marked, first_wrong_line: None };
            }
            Err(error) => error.into_bytes(),
        }
    } else {
        bytes
    };
    let encoding = encoding.unwrap_or_else(|| older(&bytes));
    let (text, has_errors) = encoding.0.decode_without_bom_handling(&bytes[skipped..]);
    let first_wrong_line = has_errors.then(|| {
        let wrong = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        text[..wrong].matches('\n').count() + 1
    });
    Decoded { text: text.into_owned(), encoding, is_marked, first_wrong_line }
}

/// So many bytes are looked at where all of them would take long.
const LOOKED_AT: usize = 1 << 20;

/// UTF-16, if the bytes look like it.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let start = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    // Most characters of a table are digits and separators, whose high byte is zero in UTF-16.
    let most = start.len() / 2 / 2;
    match (zeros(0), zeros(1)) {
        (high, low) if high > most && low * 4 < high => Some(Encoding::UTF_16_BE),
        (high, low) if low > most && high * 4 < low => Some(Encoding::UTF_16_LE),
        _ => None,
    }
}

/// The likeliest of the encodings before Unicode.
fn older(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // What tells encodings apart may come late in a table of figures, in its notes.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1024);
    let looked_at = &bytes[first..bytes.len().min(first + LOOKED_AT)];
    detector.feed(looked_at, true);
    Encoding(detector.guess(None, Utf8Detection::Deny))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Año;México;España\n2008;1,5;“85”\n";

    fn utf_16(little: bool, text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_common_encoding_of_a_spanish_table_is_told_from_the_others() {
        let western = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        for (bytes, encoding, is_marked) in [
            (TEXT.as_bytes().to_vec(), Encoding::UTF_8, false),
            ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Encoding::UTF_8, true),
            (utf_16(true, &format!("\u{feff}{TEXT}")), Encoding::UTF_16_LE, true),
            (utf_16(false, &format!("\u{feff}{TEXT}")), Encoding::UTF_16_BE, true),
            (utf_16(true, TEXT), Encoding::UTF_16_LE, false),
            (utf_16(false, TEXT), Encoding::UTF_16_BE, false),
            (western, Encoding::WINDOWS_1252, false),
        ] {
            let want = Decoded { text: TEXT.to_owned(), encoding, is_marked, first_wrong_line: None };
            assert_eq!(decode(bytes, None), want);
        }
    }

    #[test]
    fn what_is_told_is_done_and_wrong_bytes_are_told_by_their_line() {
        let decoded = decode(b"a;b\n1;\xff\n".to_vec(), Some(Encoding::UTF_8));
        assert_eq!((decoded.text.as_str(), decoded.first_wrong_line), ("a;b\n1;\u{fffd}\n", Some(2)));
        let latin = decode(TEXT.as_bytes().to_vec(), Encoding::named("latin1"));
        assert!(latin.text.starts_with("AÃ±o"), "{}", latin.text);
        assert_eq!(Encoding::named("no such thing"), None);
    }

    #[test]
    fn a_letter_far_down_decides() {
        let mut text = "2008;1\n".repeat(10_000);
        text.push_str("Fuente: Secretaría de Gobernación, México; cifras según año\n");
        let bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        assert_eq!(decode(bytes, None).encoding, Encoding::WINDOWS_1252);
    }
}
