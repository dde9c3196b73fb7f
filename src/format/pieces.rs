//! What the pieces of a text are, to be told apart by colour. Any text is taken; whether it is right is not asked.

use std::ops::Range;

use super::lexer::{Lexer, Token, TokenKind, comments};

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// A comment of either kind, with its marks.
    Comment,
    /// A text, a character or bytes, with their quotes.
    Quoted,
    /// A number as it is spelled.
    Number,
    /// The name of a field.
    Field,
    /// The name of a struct or of a choice.
    Word,
}

/// The pieces of a text from a byte on that is not inside one, in order; what is plain or blank is left out.
pub fn pieces(text: &str, from: usize) -> impl Iterator<Item = (Range<usize>, Piece)> {
    let mut lexer = Lexer::new(text);
    lexer.go_back_to(from.max(lexer.place()));
    let mut at = lexer.place();
    let mut next = Some(read(&mut lexer));
    std::iter::from_fn(move || {
        let (token, end) = next.take()?;
        let mut found: Vec<(Range<usize>, Piece)> =
            comments(text, at..token.start).into_iter().map(|comment| (comment, Piece::Comment)).collect();
        at = end;
        if token.kind != TokenKind::End {
            let after = read(&mut lexer);
            found.extend(piece(text, token, after.0).map(|piece| (token.start..end, piece)));
            next = Some(after);
        }
        Some(found)
    })
    .flatten()
}

/// The next token, and how far it reaches; a comment that does not end reaches to the end of the text.
fn read(lexer: &mut Lexer<'_>) -> (Token, usize) {
    let token = lexer.next();
    (token, lexer.place())
}

fn piece(text: &str, token: Token, after: Token) -> Option<Piece> {
    match token.kind {
        TokenKind::Str | TokenKind::RawStr | TokenKind::Bytes | TokenKind::Char => Some(Piece::Quoted),
        TokenKind::Number => Some(Piece::Number),
        TokenKind::Ident if after.kind == TokenKind::Colon => Some(Piece::Field),
        TokenKind::Ident => Some(Piece::Word),
        TokenKind::Unclosed if text[token.start..].starts_with("/*") => Some(Piece::Comment),
        TokenKind::Unclosed => Some(Piece::Quoted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelled(text: &str) -> Vec<(&str, Piece)> {
        pieces(text, 0).map(|(range, piece)| (&text[range], piece)).collect()
    }

    #[test]
    fn each_kind_is_told_apart() {
        use Piece::{Comment, Field, Number, Quoted, Word};
        let text = "Dataset(a : -1_000.5e, // c\r\n b: \"x\\\"y\", r#\"r\"\"#, /* /* */ */ 'q', None, b\"z\", /* z";
        let expected = [
            ("Dataset", Word),
            ("a", Field),
            ("-1_000.5e", Number),
            ("// c", Comment),
            ("b", Field),
            ("\"x\\\"y\"", Quoted),
            ("r#\"r\"\"#", Quoted),
            ("/* /* */ */", Comment),
            ("'q'", Quoted),
            ("None", Word),
            ("b\"z\"", Quoted),
            ("/* z", Comment),
        ];
        assert_eq!(spelled(text), expected);
        assert_eq!(spelled("\"ab\nx"), [("\"ab", Piece::Quoted), ("x", Piece::Word)]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_an_overlap_and_from_any_piece_on(text in "[\"'/*#rb\\\\a1:\u{e9}\n. -]{0,40}") {
            let all: Vec<_> = pieces(&text, 0).collect();
            let mut at = 0;
            for (nth, (range, _)) in all.iter().enumerate() {
                prop_assert!(at <= range.start && range.start < range.end, "{:?}", all);
                at = range.end;
                prop_assert_eq!(&pieces(&text, range.start).collect::<Vec<_>>(), &all[nth..]);
            }
        }
    }
}
