//! What is wrong with a text, and where.

use std::ops::Range;

use super::Text;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Probably not what was meant.
    Warning,
    /// The file can't be used as it is.
    Error,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding, as data; rendered late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name of the kind of finding: `unknown-field`.
    pub code: &'static str,
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// What is wrong, in the user's words.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A place in a text, both counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Diagnostic {
    pub(super) fn error(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        Self { severity: Severity::Error, code, span, message: short(message.into()), hint: hint.map(short) }
    }

    pub(super) fn warning(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        Self { severity: Severity::Warning, code, span, message: short(message.into()), hint: hint.map(short) }
    }

    /// For a terminal: `FILE:LINE:COL: error: …`, the line with a caret under the exact place, and the hint. Of a long
    /// line only what is around the place.
    pub fn render(&self, file: &str, text: &Text) -> String {
        let place = text.place(self.span.start);
        let (line, before) = around(&text.line(place.line).replace('\t', " "), place.column - 1);
        let spelled = text.get(self.span.clone()).unwrap_or_default();
        let spanned = spelled.lines().next().unwrap_or("").chars().take(AROUND).count();
        let room = line.chars().count().saturating_sub(before);
        let carets = "^".repeat(spanned.min(room).max(1));
        let mut out = format!("{file}:{}:{}: {}: {}", place.line, place.column, self.severity.name(), self.message);
        if !line.trim().is_empty() {
            let gutter = place.line.to_string();
            let (pad, indent) = (" ".repeat(gutter.len()), " ".repeat(before));
            out.extend(["\n ", &gutter, " | ", &line, "\n ", &pad, " | ", &indent, &carets]);
        }
        if let Some(hint) = &self.hint {
            out.extend(["\n   = hint: ", hint]);
        }
        out
    }
}

/// So many characters of a line are shown, and so many of them before the place that is meant.
const AROUND: usize = 160;
const BEFORE: usize = 60;

/// What is shown of a line, and how many characters of that lie before a place.
fn around(line: &str, at: usize) -> (String, usize) {
    if line.chars().nth(AROUND).is_none() {
        return (line.to_owned(), at);
    }
    let start = at.saturating_sub(BEFORE);
    let mut rest = line.chars().skip(start);
    let mut shown: String = if start > 0 { "…".to_owned() } else { String::new() };
    shown.extend(rest.by_ref().take(AROUND));
    if rest.next().is_some() {
        shown.push('…');
    }
    (shown, at - start + usize::from(start > 0))
}

/// So many characters of a sentence are kept from its start and from its end: names may be as long as they like.
const HEAD: usize = 200;
const TAIL: usize = 100;

/// A sentence that can be read, whatever it quotes.
fn short(sentence: String) -> String {
    // Bytes are never fewer than characters.
    if sentence.len() <= HEAD + TAIL {
        return sentence;
    }
    let Some((last, _)) = sentence.char_indices().rev().nth(TAIL) else { return sentence };
    match sentence.char_indices().nth(HEAD) {
        Some((first, _)) if first < last => format!("{}…{}", &sentence[..first], &sentence[last..]),
        _ => sentence,
    }
}
