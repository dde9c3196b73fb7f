//! What is wrong with a text, and where.

use std::ops::Range;

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

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of a text; they end with `\n` or `\r\n`.
    pub fn new(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { starts: starts.collect() }
    }

    /// The place of a byte of the same text.
    pub fn place(&self, text: &str, byte: usize) -> LineColumn {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts[line - 1];
        let column = text.get(start..byte).map_or(0, |before| before.chars().count()) + 1;
        LineColumn { line, column }
    }

    /// A line without its end, counted from 1; empty outside the text.
    pub fn line<'a>(&self, text: &'a str, line: usize) -> &'a str {
        let Some(start) = line.checked_sub(1).and_then(|i| self.starts.get(i)) else { return "" };
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(*start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
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
    pub fn render(&self, file: &str, text: &str, lines: &LineIndex) -> String {
        let place = lines.place(text, self.span.start);
        let line = lines.line(text, place.line).replace('\t', " ");
        let spanned = text.get(self.span.clone()).unwrap_or("").lines().next().unwrap_or("").chars().count();
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
