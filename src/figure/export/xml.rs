//! Text in SVG and HTML.

/// Text as XML: markup escaped, characters that XML does not allow left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Something as the name of an element: letters, digits and hyphens, starting with a letter.
pub(super) fn name(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = text.chars().map(plain).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("figure-{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_escaped() {
        assert_eq!(escaped("a < b & \"c\"\u{1}\u{7}\n"), "a &lt; b &amp; &quot;c&quot; ");
    }

    #[test]
    fn names_of_elements_are_plain() {
        for (text, want) in
            [("by-year", "by-year"), ("2008 \"x\"", "figure-2008--x-"), ("ñ", "figure--"), ("", "figure-")]
        {
            assert_eq!(name(text), want);
        }
    }
}
