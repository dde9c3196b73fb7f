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
        Self { severity: Severity::Error, code, span, message: message.into(), hint }
    }

    pub(super) fn warning(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        Self { severity: Severity::Warning, code, span, message: message.into(), hint }
    }

    /// For a terminal: `FILE:LINE:COL: error: …`, the line with a caret under the exact place, and the hint.
    pub fn render(&self, file: &str, text: &Text) -> String {
        let place = text.place(self.span.start);
        let line = text.line(place.line).replace('\t', " ");
        let spelled = text.get(self.span.clone()).unwrap_or_default();
        let spanned = spelled.lines().next().unwrap_or("").chars().count();
        let room = line.chars().count().saturating_sub(place.column - 1);
        let carets = "^".repeat(spanned.min(room).max(1));
        let mut out = format!("{file}:{}:{}: {}: {}", place.line, place.column, self.severity.name(), self.message);
        if !line.trim().is_empty() {
            let gutter = place.line.to_string();
            let (pad, indent) = (" ".repeat(gutter.len()), " ".repeat(place.column - 1));
            out.extend(["\n ", &gutter, " | ", &line, "\n ", &pad, " | ", &indent, &carets]);
        }
        if let Some(hint) = &self.hint {
            out.extend(["\n   = hint: ", hint]);
        }
        out
    }
}
