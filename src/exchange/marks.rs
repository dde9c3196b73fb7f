//! Marks of footnotes and flags behind figures, as tables print them and people copy them.

const SIGNS: [char; 8] = ['*', '†', '‡', '§', '¶', '#', 'ª', 'º'];
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵖʳˢ";
/// The flags that offices print right behind a digit: provisional, estimated, revised, forecast. With other letters
/// `1a` could as well be the number of a line.
const ATTACHED: [char; 4] = ['p', 'e', 'r', 'f'];
/// What makes another number of the figure, or names its unit, and so is no mark of a footnote.
const NO_MARKS: [&str; 8] = ["k", "m", "bn", "mn", "tn", "pp", "kg", "km"];

/// Spaces of any width, also those that must not break (which `char::is_whitespace` knows but for one).
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2060}' || c == '\u{feff}'
}

/// Takes the mark of a footnote or a flag off the end of a figure: `85*`, `85¹`, `85 1/`, `85(a)`, `85 [2]`, `85 p`,
/// `85p`. `None` if there is none.
pub fn split_mark(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_matches(is_space);
    let end = text.trim_end_matches(|c| SIGNS.contains(&c) || RAISED.contains(c));
    if end.len() < text.len() {
        return split(text, end.len());
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inner) = text.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && is_short(&inner[at + 1..])
        {
            return split(text, at);
        }
    }
    if let Some(figure) = text.strip_suffix(ATTACHED)
        && figure.ends_with(|c: char| c.is_ascii_digit())
    {
        return split(text, figure.len());
    }
    // "85 1/", "85 a/", "85 u": parted from the figure, since "851/" could be either.
    let at = text.rfind(is_space)?;
    let mark = text[at..].trim_start_matches(is_space);
    let inner = mark.strip_suffix('/').unwrap_or(mark);
    let is_mark = if mark.ends_with('/') { is_short(inner) } else { is_flag(inner) };
    if is_mark { split(text, at) } else { None }
}

fn split(text: &str, at: usize) -> Option<(&str, &str)> {
    let figure = text[..at].trim_end_matches(is_space);
    (!figure.is_empty()).then(|| (figure, text[at..].trim_matches(is_space)))
}

/// At most two letters or digits.
fn is_short(mark: &str) -> bool {
    (1..=2).contains(&mark.chars().count()) && mark.chars().all(char::is_alphanumeric)
}

/// One or two letters, as SDMX and Eurostat put them behind figures.
fn is_flag(mark: &str) -> bool {
    (1..=2).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_lowercase()) && !NO_MARKS.contains(&mark)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn footnote_marks_are_parted_from_figures() {
        for (text, want) in [
            ("34*", Some(("34", "*"))),
            ("12 (e)", Some(("12", "(e)"))),
            ("95[2]", Some(("95", "[2]"))),
            ("1,234 †‡", Some(("1,234", "†‡"))),
            ("180p", Some(("180", "p"))),
            (" 180 p ", Some(("180", "p"))),
            ("7²", Some(("7", "²"))),
            ("85 1/", Some(("85", "1/"))),
            ("34", None),
            ("34 people", None),
            ("lots", None),
            ("1a", None),
            ("5m", None),
            ("5 bn", None),
            ("95 (Department of Justice)", None),
        ] {
            assert_eq!(split_mark(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_figure_and_its_mark_are_the_text(text in "[0-9a-z()\\[\\]*†²/  .,é]{0,12}") {
            if let Some((figure, mark)) = split_mark(&text) {
                let parts = text.trim_matches(is_space);
                prop_assert!(parts.starts_with(figure) && parts.ends_with(mark));
                prop_assert!(parts[figure.len()..parts.len() - mark.len()].chars().all(is_space));
            }
        }
    }
}
