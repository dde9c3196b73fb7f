//! What literals stand for, as `ron` reads them.

/// A number as `ron` reads it into an `f64`: decimal, underscores behind a digit, `f64` behind it or not.
pub(super) fn decimal(spelled: &str) -> Option<f64> {
    let spelled = spelled.strip_suffix("f64").unwrap_or(spelled);
    let mut digits = String::with_capacity(spelled.len());
    let mut underscore_may_follow = false;
    for c in spelled.chars() {
        match c {
            '_' if underscore_may_follow => continue,
            '0'..='9' | 'e' | 'E' => underscore_may_follow = true,
            '.' => underscore_may_follow = false,
            '+' | '-' => {}
            _ => return None,
        }
        digits.push(c);
    }
    digits.parse().ok()
}

/// An integer as `ron` reads it where any number may stand: decimal, `0x…`, `0o…` or `0b…`, with the suffix of a type
/// that holds it or with none. The suffix is given back.
pub(super) fn integer(spelled: &str) -> Option<(i64, Option<&str>)> {
    let (is_negative, rest) = match spelled.as_bytes().first()? {
        b'-' => (true, &spelled[1..]),
        b'+' => (false, &spelled[1..]),
        _ => (false, spelled),
    };
    let (radix, rest) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((radix, rest.strip_prefix(prefix)?)))
        .unwrap_or((10, rest));
    let (digits, suffix) = match rest.find(['i', 'u']) {
        Some(at) => (&rest[..at], Some(&rest[at..])),
        None => (rest, None),
    };
    if digits.starts_with('_') || !digits.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_') {
        return None;
    }
    let size = i64::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    let number = if is_negative { -size } else { size };
    let holds = match suffix {
        None | Some("i64") => true,
        Some("i8") => i8::try_from(number).is_ok(),
        Some("i16") => i16::try_from(number).is_ok(),
        Some("i32") => i32::try_from(number).is_ok(),
        Some("u8") => u8::try_from(number).is_ok(),
        Some("u16") => u16::try_from(number).is_ok(),
        Some("u32") => u32::try_from(number).is_ok(),
        Some("u64") => u64::try_from(number).is_ok(),
        Some(_) => false,
    };
    holds.then_some((number, suffix))
}

/// An escape that is not known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnknownEscape {
    /// Where its backslash is.
    pub at: usize,
    /// Its bytes.
    pub length: usize,
}

/// The text that stands between the quotes of `inside`, its escapes replaced; or all that are not known.
pub(super) fn unescape(inside: &str) -> Result<String, Vec<UnknownEscape>> {
    let mut out = String::with_capacity(inside.len());
    let mut unknown = Vec::new();
    let mut at = 0;
    while let Some(backslash) = inside[at..].find('\\').map(|found| at + found) {
        out.push_str(&inside[at..backslash]);
        let after = &inside[backslash + 1..];
        let escape = after.chars().next();
        let plain = |c: char| Some((c, 1));
        let read = match escape {
            Some(c @ ('\\' | '"' | '\'')) => plain(c),
            Some('n') => plain('\n'),
            Some('r') => plain('\r'),
            Some('t') => plain('\t'),
            Some('0') => plain('\0'),
            Some('x') => byte_escapes(after),
            Some('u') => unicode_escape(after),
            // The line goes on behind the white space of the next.
            Some('\n' | '\r') if after.starts_with('\n') || after.starts_with("\r\n") => {
                at = inside.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len();
                continue;
            }
            _ => None,
        };
        let length = if let Some((c, length)) = read {
            out.push(c);
            length
        } else {
            let length = escape.map_or(0, char::len_utf8);
            unknown.push(UnknownEscape { at: backslash, length: 1 + length });
            length
        };
        at = backslash + 1 + length;
    }
    out.push_str(&inside[at..]);
    if unknown.is_empty() { Ok(out) } else { Err(unknown) }
}

/// Whether bytes, with all their marks, are readable: `b"…"`, `br"…"` or the one of `b'…'`.
pub(super) fn are_bytes(spelled: &str) -> bool {
    let Some(inside) = spelled.strip_prefix("b'") else {
        return spelled.starts_with("br") || are_escaped_bytes(&spelled[2..spelled.len() - 1]);
    };
    let inside = &inside[..inside.len() - 1];
    match inside.strip_prefix('\\') {
        Some(escape) => byte_escape(escape) == Some(escape.len()),
        None => inside.len() == 1,
    }
}

fn are_escaped_bytes(inside: &str) -> bool {
    let mut rest = inside;
    while let Some(backslash) = rest.find('\\') {
        let after = &rest[backslash + 1..];
        let length = byte_escape(after).or_else(|| unicode_escape(after).map(|(_, length)| length));
        let goes_on = after.starts_with('\n') || after.starts_with("\r\n");
        match length {
            Some(length) => rest = &after[length..],
            None if goes_on => rest = after.trim_start_matches([' ', '\t', '\n', '\r']),
            None => return false,
        }
    }
    true
}

/// The length of the escape of one byte, without its backslash.
fn byte_escape(after: &str) -> Option<usize> {
    match after.as_bytes() {
        [b'\\' | b'"' | b'\'' | b'n' | b'r' | b't' | b'0', ..] => Some(1),
        [b'x', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => Some(3),
        _ => None,
    }
}

/// `x41`, or the two to four `x…` of a character in UTF-8, the first without its backslash.
fn byte_escapes(after: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    let mut length = 0;
    while bytes.len() < 4 {
        let rest = if bytes.is_empty() { after.strip_prefix('x') } else { after[length..].strip_prefix("\\x") }?;
        let digits = rest.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        length = after.len() - rest.len() + 2;
        if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return Some((c, length));
        }
    }
    None
}

/// `u{1F600}`, without its backslash.
fn unicode_escape(after: &str) -> Option<(char, usize)> {
    let (digits, _) = after.strip_prefix("u{")?.split_once('}')?;
    let is_code = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let code = is_code.then(|| u32::from_str_radix(digits, 16).ok())??;
    char::from_u32(code).map(|c| (c, digits.len() + 3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Period;

    #[test]
    fn numbers_are_read_in_every_spelling() {
        for (spelled, number) in [
            ("9", 9.0),
            ("9.", 9.0),
            ("+.5", 0.5),
            ("1_000.2_5", 1000.25),
            ("1e-_3", 0.001),
            ("2f64", 2.0),
            ("1__0_", 10.0),
        ] {
            assert_eq!(decimal(spelled), Some(number), "{spelled}");
        }
        for spelled in ["", "_1", "1._5", "0x10", "2f32", "1.2.3", "1e", "."] {
            assert_eq!(decimal(spelled), None, "{spelled}");
        }
        assert_eq!(integer("0x7DC"), Some((2012, None)));
        assert_eq!(integer("0b11u8"), Some((3, Some("u8"))));
        assert_eq!(integer("2012u8"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_number_is_the_one_that_ron_reads(spelled in "[+-]?(0[xob])?[0-9a-fA-F_.]{1,6}([eE][+-]?[0-9_]{1,2})?([iuf](8|16|32|64))?") {
            prop_assert_eq!(decimal(&spelled), ron::from_str::<f64>(&spelled).ok(), "{}", spelled);
        }

        #[test]
        fn a_year_is_the_one_that_ron_reads(spelled in "[+-]?(0[xob])?[0-9a-fA-F_]{1,5}([iu](8|16|32|64))?") {
            let year = integer(&spelled).and_then(|(year, _)| Period::year(year));
            prop_assert_eq!(year, ron::from_str::<Period>(&spelled).ok(), "{}", spelled);
        }

        #[test]
        fn bytes_are_readable_where_ron_reads_them(
            inside in r#"(\\(x[0-9a-fA-F+]{2}|u\{[0-9a-fA-F]{0,7}\}|[nrt0'"\\q]|\r?\n  )|[a-zñ]){0,3}"#,
        ) {
            let read = |spelled: &str| ron::from_str::<serde::de::IgnoredAny>(spelled).is_ok();
            let text = format!("b\"{inside}\"");
            prop_assert_eq!(are_bytes(&text), read(&text), "{}", text);
            let byte = format!("b'{inside}'");
            if inside.lines().count() == 1 {
                prop_assert_eq!(are_bytes(&byte), read(&byte), "{}", byte);
            }
        }

        #[test]
        fn a_text_is_the_one_that_ron_reads(inside in r#"(\\(x[0-9a-fA-F+]{2}|u\{[0-9a-fA-F]{0,7}\}|[nrt0'"\\q]|\r?\n  )|[a-zñ \n]|\\xc3\\xb1|\\xf0\\x9f\\x98\\x80){0,6}"#) {
            let by_ron = ron::from_str::<String>(&format!("\"{inside}\"")).ok();
            prop_assert_eq!(unescape(&inside).ok(), by_ron, "{}", inside);
        }
    }
}
