//! Text → tokens with spans. White space and comments are not tokens; they are what lies between.

use std::ops::Range;

use unicode_ident::{is_xid_continue, is_xid_start};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Colon,
    Ident,
    Number,
    Str,
    RawStr,
    /// A byte string or a byte; no field of a dataset takes one.
    Bytes,
    Char,
    Hash,
    Exclamation,
    Equals,
    /// A string or a comment that does not end.
    Unclosed,
    /// A character that starts nothing.
    Unknown,
    End,
}

/// A token of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

impl Token {
    pub fn span(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Reads one token after another.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// From here on no quote closes a text that is not raw.
    no_quote_from: usize,
    /// From here on no quote has so many hashes behind it that it closes a raw text: the place, and how many.
    no_raw_close: (usize, usize),
}

impl<'a> Lexer<'a> {
    /// Starts behind a byte order mark, if there is one.
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { at, ..Self::within(text) }
    }

    /// Starts at the first byte of a stretch of a text.
    pub fn within(text: &'a str) -> Self {
        Self { text, at: 0, no_quote_from: usize::MAX, no_raw_close: (usize::MAX, 0) }
    }

    /// The next token; `End` for ever at the end.
    pub fn next(&mut self) -> Token {
        if let Some(unclosed) = self.skip_trivia() {
            return unclosed;
        }
        let start = self.at;
        let kind = self.token_kind();
        Token { kind, start, end: self.at }
    }

    /// How far it has read.
    pub fn place(&self) -> usize {
        self.at
    }

    /// Goes back to a place that is not inside a token.
    pub fn go_back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether what follows the token read last is a parenthesis.
    pub fn parenthesis_follows(&self) -> bool {
        let mut ahead = Self { ..*self };
        ahead.skip_trivia().is_none() && ahead.rest().starts_with('(')
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_trivia(&mut self) -> Option<Token> {
        loop {
            let blank = self.rest().len() - self.rest().trim_start_matches(is_white_space).len();
            self.at += blank;
            if self.rest().starts_with("//") {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            } else if self.rest().starts_with("/*") {
                let start = self.at;
                let Some(length) = block_comment(self.rest()) else {
                    self.at = self.text.len();
                    return Some(Token { kind: TokenKind::Unclosed, start, end: start + 2 });
                };
                self.at += length;
            } else {
                return None;
            }
        }
    }

    fn token_kind(&mut self) -> TokenKind {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return TokenKind::End };
        let single = match first {
            '(' => TokenKind::LeftParen,
            ')' => TokenKind::RightParen,
            '[' => TokenKind::LeftBracket,
            ']' => TokenKind::RightBracket,
            '{' => TokenKind::LeftBrace,
            '}' => TokenKind::RightBrace,
            ',' => TokenKind::Comma,
            ':' => TokenKind::Colon,
            '"' => return self.quoted(0, TokenKind::Str),
            '\'' => return self.char_literal(),
            '#' => TokenKind::Hash,
            '!' => TokenKind::Exclamation,
            '=' => TokenKind::Equals,
            'r' if raw_hashes(&rest[1..]).is_some() => return self.raw(1, TokenKind::RawStr),
            'b' if rest[1..].starts_with('"') => return self.quoted(1, TokenKind::Bytes),
            'b' if rest[1..].starts_with('\'') => {
                self.at += 1;
                return match self.char_literal() {
                    TokenKind::Char => TokenKind::Bytes,
                    other => other,
                };
            }
            'b' if rest[1..].starts_with('r') && raw_hashes(&rest[2..]).is_some() => {
                return self.raw(2, TokenKind::Bytes);
            }
            'r' if rest.strip_prefix("r#").is_some_and(|name| name.starts_with(is_raw_ident_char)) => {
                self.at += 2;
                self.at += self.rest().len() - self.rest().trim_start_matches(is_raw_ident_char).len();
                return TokenKind::Ident;
            }
            c if c == '_' || is_xid_start(c) => {
                self.at += rest.len() - rest.trim_start_matches(is_ident_char).len();
                return TokenKind::Ident;
            }
            c if c.is_ascii_digit() || matches!(c, '+' | '-' | '.') => return self.number(),
            _ => TokenKind::Unknown,
        };
        self.at += first.len_utf8();
        single
    }

    /// A sign, then digits and letters as they come; whether they make a number is decided where it is used.
    fn number(&mut self) -> TokenKind {
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at += 1;
        while let Some(&byte) = bytes.get(self.at) {
            let exponent_sign = matches!(byte, b'+' | b'-') && matches!(bytes[self.at - 1], b'e' | b'E');
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || exponent_sign {
                self.at += 1;
            } else {
                break;
            }
        }
        if self.at == start + 1 && !bytes[start].is_ascii_digit() { TokenKind::Unknown } else { TokenKind::Number }
    }

    fn quoted(&mut self, prefix: usize, kind: TokenKind) -> TokenKind {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = self.at + prefix + 1;
        // A quote that does not close the text before it can't open one that is closed: searched for only once.
        while at < self.no_quote_from.max(start) {
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return kind;
                }
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
                None => break,
            }
        }
        self.no_quote_from = self.no_quote_from.min(start + prefix + 1);
        self.unclosed(start)
    }

    fn raw(&mut self, prefix: usize, kind: TokenKind) -> TokenKind {
        let start = self.at;
        let hashes = raw_hashes(&self.rest()[prefix..]).unwrap_or(0);
        let open = prefix + hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        let is_known_open = start >= self.no_raw_close.0 && hashes >= self.no_raw_close.1;
        let length = if is_known_open { None } else { self.rest()[open..].find(&close) };
        if let Some(length) = length {
            self.at += open + length + close.len();
            return kind;
        }
        if !is_known_open {
            self.no_raw_close = (start, hashes);
        }
        self.unclosed(start)
    }

    fn char_literal(&mut self) -> TokenKind {
        let start = self.at;
        let mut escaped = false;
        for (i, c) in self.rest().char_indices().skip(1).take_while(|(_, c)| *c != '\n') {
            if c == '\'' && !escaped && i > 1 {
                self.at += i + 1;
                return TokenKind::Char;
            }
            escaped = c == '\\' && !escaped;
        }
        self.unclosed(start)
    }

    /// The rest of the line is skipped, so that one slip does not swallow the file.
    fn unclosed(&mut self, start: usize) -> TokenKind {
        self.at = start + self.text[start..].find('\n').unwrap_or(self.text.len() - start);
        TokenKind::Unclosed
    }
}

fn is_white_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_ident_char(c: char) -> bool {
    is_xid_continue(c)
}

fn is_raw_ident_char(c: char) -> bool {
    is_ident_char(c) || matches!(c, '.' | '+' | '-')
}

/// The number of `#` before the quote, if this is what follows the `r` of a raw string.
fn raw_hashes(after_r: &str) -> Option<usize> {
    let hashes = after_r.bytes().take_while(|b| *b == b'#').count();
    after_r[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a block comment, which may hold others, or `None` if it does not end.
fn block_comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Where each comment of a stretch without tokens lies, with its marks; line comments without their line end.
pub(super) fn comments(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let length = rest[..length].trim_end_matches('\r').len();
            found.push(at..at + length);
            at += length;
        } else if rest.starts_with("/*") {
            let length = block_comment(rest).unwrap_or(rest.len());
            found.push(at..at + length);
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}
