//! From tokens to the parts of a sentence. Every alternative that is tried and does not fit leaves behind what would
//! have fitted where it stopped; from the furthest of these places come the message of an error, and completion.

use super::{
    About, Completion, SentenceError,
    assemble::{self, Parts, Predicate, When},
    lexicon::{Before, Lexicon},
    names::Names,
    tokens::{Kind, Token, tokens},
};
use crate::{
    analysis::sentence::Sentence,
    model::{Comparison, Dataset, Id, Period, Qualifier},
};

/// What would have fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Expected {
    Series,
    Period,
    Number,
    Phrase(&'static str),
    End,
}

/// An error, and how many tokens were understood before it.
pub(super) struct Failure {
    pub(super) error: SentenceError,
    pub(super) understood: usize,
}

/// What is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Other<'a> {
    Period(Period),
    Series(&'a Id),
}

pub(super) struct Parser<'a> {
    pub(super) dataset: &'a Dataset,
    names: &'a Names<'a>,
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    pub(super) lexicon: &'static Lexicon,
    furthest: usize,
    expected: Vec<Expected>,
    /// Said in place of what was expected: the words are clear, but can't be meant.
    refusal: Option<(usize, String)>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(dataset: &'a Dataset, names: &'a Names<'a>, text: &'a str, lexicon: &'static Lexicon) -> Self {
        let tokens = tokens(text);
        Self { dataset, names, text, tokens, at: 0, lexicon, furthest: 0, expected: Vec::new(), refusal: None }
    }

    pub(super) fn sentence(mut self, about: &About) -> Result<Sentence, Failure> {
        match self.parts() {
            Some(parts) => {
                let (language, understood) = (self.lexicon.language, self.tokens.len());
                assemble::sentence(&self, &parts, about, language).map_err(|error| Failure { error, understood })
            }
            None => Err(Failure { error: self.error(), understood: self.furthest }),
        }
    }

    /// Ways to go on from the end, with the number of tokens before it that are understood.
    pub(super) fn completions(mut self) -> (usize, Vec<Completion>) {
        let is_open = self.text.chars().next_back().is_some_and(|c| !c.is_whitespace());
        let last = self.tokens.pop_if(|token| is_open && !matches!(token.kind, Kind::Sign(_)));
        let (span, typed) = match &last {
            Some(token) => (token.span.clone(), &self.text[token.span.clone()]),
            None => (self.text.len()..self.text.len(), ""),
        };
        // What is typed may be understood as it is, and then goes on after it.
        self.parts();
        let understood = self.furthest;
        if understood < self.tokens.len() {
            return (understood, Vec::new());
        }
        (understood, self.offers(&span, typed))
    }

    fn offers(&self, span: &std::ops::Range<usize>, typed: &str) -> Vec<Completion> {
        let folded = super::tokens::folded(typed);
        let mut offers = Vec::new();
        let mut offer = |text: String, what| {
            if super::tokens::folded(&text) != folded {
                offers.push(Completion { span: span.clone(), text, what });
            }
        };
        if self.expected.contains(&Expected::Series) {
            self.names.matching(typed).into_iter().for_each(|name| offer(name, "series"));
        }
        if self.expected.contains(&Expected::Period) {
            let periods = self.periods_said();
            periods.into_iter().filter(|period| period.starts_with(typed)).for_each(|period| offer(period, "period"));
        }
        for expected in &self.expected {
            if let Expected::Phrase(phrase) = expected
                && super::tokens::folded(phrase).starts_with(&folded)
            {
                offer((*phrase).to_owned(), "words");
            }
        }
        offers
    }

    /// The periods of the series that is named so far, the latest first.
    fn periods_said(&self) -> Vec<String> {
        let named = (0..self.tokens.len()).find_map(|at| self.names.at(&self.tokens[at..]).map(|(id, _)| id));
        let named = named.and_then(|id| self.dataset.series.get(id)).into_iter();
        let mut periods: Vec<Period> = named.flat_map(|series| &series.observations).map(|o| o.at).collect();
        periods.sort();
        periods.dedup();
        periods.into_iter().rev().map(|at| at.to_string()).collect()
    }

    fn parts(&mut self) -> Option<Parts<'a>> {
        let mut parts = Parts::default();
        self.places(&mut parts);
        let _ = self.sign(':') || self.sign(',');
        parts.predicate = Some(self.predicate()?);
        self.places(&mut parts);
        parts.tolerance = self.tolerance();
        self.sign('.');
        if self.at == self.tokens.len() {
            return Some(parts);
        }
        self.expect(Expected::End);
        None
    }

    /// Places as far as they go: one series, and up to two spans.
    fn places(&mut self, parts: &mut Parts<'a>) {
        loop {
            let before = self.at;
            self.sign(',');
            self.sign(':');
            let mut base = false;
            while let Some(phrase) = self.one_of(self.lexicon.places) {
                base |= self.lexicon.since.contains(&phrase);
            }
            let start = self.at;
            if parts.series.is_none()
                && let Some(id) = self.series()
            {
                parts.series = Some(id);
            } else if parts.spans.len() < 2
                && let Some(when) = self.span()
            {
                parts.spans.push((when, base, self.span_of(start)));
            } else {
                self.at = before;
                return;
            }
        }
    }

    fn predicate(&mut self) -> Option<Predicate<'a>> {
        let alternatives: [fn(&mut Self) -> Option<Predicate<'a>>; 9] = [
            Self::compared,
            Self::extreme,
            Self::moved,
            Self::folded,
            Self::changed,
            Self::factor,
            Self::total,
            Self::mean,
            Self::value,
        ];
        // The one that reaches furthest is what was meant: "is more than" may go on with a number or a series.
        let start = self.at;
        let mut best: Option<(usize, Predicate<'a>)> = None;
        for alternative in alternatives {
            self.at = start;
            if let Some(predicate) = alternative(self)
                && best.as_ref().is_none_or(|(reached, _)| self.at > *reached)
            {
                best = Some((self.at, predicate));
            }
        }
        let (reached, predicate) = best?;
        self.at = reached;
        Some(predicate)
    }

    fn compared(&mut self) -> Option<Predicate<'a>> {
        self.is();
        let is = if self.one_of(self.lexicon.higher_than).is_some() {
            Comparison::Higher
        } else {
            self.one_of(self.lexicon.lower_than)?;
            Comparison::Lower
        };
        self.optional(self.lexicon.of);
        Some(Predicate::Compared(is, self.series()?))
    }

    fn extreme(&mut self) -> Option<Predicate<'a>> {
        self.is();
        let is = self.pick(self.lexicon.extremes)?;
        let since = if self.one_of(&self.lexicon.since[..1]).is_some() { Some(self.period()?) } else { None };
        Some(Predicate::Extreme(is, since))
    }

    /// "fell by 12% since 2012"
    fn moved(&mut self) -> Option<Predicate<'a>> {
        let direction = self.pick(self.lexicon.moves)?;
        self.optional(self.lexicon.a);
        let qualifier = self.qualifier()?;
        self.optional(self.lexicon.a);
        let percent = self.number()?;
        self.percent()?;
        Some(Predicate::Changed { percent, direction, qualifier, base: self.base() })
    }

    /// "more than doubled since 2003"
    fn folded(&mut self) -> Option<Predicate<'a>> {
        let qualifier = self.qualifier()?;
        let factor = self.pick(self.lexicon.folds)?;
        Some(Predicate::Folded { factor, qualifier, base: self.base() })
    }

    /// "was 61% more than in 2003"
    fn changed(&mut self) -> Option<Predicate<'a>> {
        self.is();
        self.optional(self.lexicon.a);
        let qualifier = self.qualifier()?;
        self.optional(self.lexicon.a);
        let percent = self.number()?;
        self.percent()?;
        let direction = if self.one_of(self.lexicon.more_than).is_some() {
            1
        } else {
            self.one_of(self.lexicon.less_than)?;
            -1
        };
        while self.one_of(self.lexicon.places).is_some() {}
        let base = self.period()?;
        Some(Predicate::Changed { percent, direction, qualifier, base: Some(base) })
    }

    /// "is half of 2012", "is about 2.5 times colombia", "was 47% of 2012"
    fn factor(&mut self) -> Option<Predicate<'a>> {
        self.is();
        let qualifier = self.qualifier()?;
        let factor = if let Some(factor) = self.pick(self.lexicon.factors) {
            factor
        } else {
            self.optional(self.lexicon.a);
            let number = self.number()?;
            if self.one_of(self.lexicon.times).is_some() {
                number
            } else {
                self.percent()?;
                // "9% in Colombia" is no part of anything.
                self.one_of(self.lexicon.of)?;
                // Divided as people do it, so that 46.7% is 0.467 and not a little less.
                format!("{number}e-2").parse().ok()?
            }
        };
        self.optional(self.lexicon.of);
        while self.one_of(self.lexicon.places).is_some() {}
        let of = match self.series() {
            Some(id) => Other::Series(id),
            None => Other::Period(self.period()?),
        };
        Some(Predicate::Factor { factor, qualifier, of })
    }

    fn total(&mut self) -> Option<Predicate<'a>> {
        self.one_of(self.lexicon.totals)?;
        let (qualifier, value, _) = self.quantity()?;
        Some(Predicate::Total(qualifier, value))
    }

    fn mean(&mut self) -> Option<Predicate<'a>> {
        self.one_of(self.lexicon.averages)?;
        let (qualifier, value, _) = self.quantity()?;
        Some(Predicate::Mean(qualifier, value))
    }

    /// "was nearly 95 people", or without a verb where a qualifier or a percent sign shows what is meant.
    fn value(&mut self) -> Option<Predicate<'a>> {
        let start = self.at;
        let has_verb = self.is();
        self.optional(self.lexicon.a);
        let before = self.at;
        let (qualifier, value, is_percent) = self.quantity()?;
        let is_qualified = self.tokens.get(before).is_some_and(|token| matches!(token.kind, Kind::Word(_)));
        if has_verb || is_percent || is_qualified {
            return Some(Predicate::Value(qualifier, value));
        }
        self.at = start;
        self.expect_all(self.lexicon.is);
        None
    }

    /// A number with its qualifier, and what stands behind it: a percent sign or the unit.
    fn quantity(&mut self) -> Option<(Qualifier, f64, bool)> {
        let qualifier = self.qualifier()?;
        let value = self.number()?;
        let is_percent = self.try_percent();
        if !is_percent {
            self.unit();
        }
        Some((qualifier, value, is_percent))
    }

    /// The unit of any series.
    fn unit(&mut self) {
        let rest = &self.tokens[self.at..];
        let length = |unit: &String| {
            let words: Vec<Kind> = tokens(unit).into_iter().map(|token| token.kind).collect();
            let fits = rest.len() >= words.len() && rest.iter().zip(&words).all(|(token, word)| token.kind == *word);
            fits.then_some(words.len())
        };
        let units = self.dataset.series.values().filter_map(|series| series.head.unit.as_ref());
        self.at += units.filter_map(length).max().unwrap_or(0);
    }

    /// "since 2012": the period that a change starts from.
    fn base(&mut self) -> Option<Period> {
        let before = self.at;
        self.one_of(self.lexicon.since)?;
        while self.one_of(self.lexicon.places).is_some() {}
        let base = self.period();
        // "from 2012 to 2013" is a span, and read as a place.
        if base.is_some() && self.one_of(self.lexicon.to).is_none() && !self.dash() {
            return base;
        }
        self.at = before;
        None
    }

    fn tolerance(&mut self) -> Option<f64> {
        let before = self.at;
        self.sign(',');
        let said = self.one_of(self.lexicon.give_or_take).is_some() || self.sign('±');
        let percent = if said { self.number().filter(|_| self.try_percent()) } else { None };
        if percent.is_none() {
            self.at = before;
        }
        percent
    }

    /// How exactly the number is meant that follows; `None` where that can't be said in the format.
    fn qualifier(&mut self) -> Option<Qualifier> {
        let before = self.at;
        match self.pick(self.lexicon.before) {
            None => Some(Qualifier::Exactly),
            Some(Before::Means(qualifier)) => Some(qualifier),
            Some(Before::LessThan) => {
                let words = &self.text[self.span_of(before)];
                let most = self.lexicon.qualifier(Qualifier::AtMost);
                let message = format!("“{words}” a number can't be said of a claim; “{most}” can");
                // Only if a number follows was that meant.
                if self.number().is_some() {
                    self.refusal = Some((before, message));
                }
                None
            }
        }
    }

    fn is(&mut self) -> bool {
        self.one_of(self.lexicon.is).is_some() || self.sign('=')
    }

    fn percent(&mut self) -> Option<()> {
        if self.try_percent() {
            return Some(());
        }
        self.expect(Expected::Phrase("%"));
        None
    }

    fn try_percent(&mut self) -> bool {
        self.sign('%') || self.one_of(self.lexicon.percent).is_some()
    }

    fn dash(&mut self) -> bool {
        self.sign('–') || self.sign('-') || self.sign('—')
    }

    pub(super) fn sign(&mut self, sign: char) -> bool {
        let is_there = self.tokens.get(self.at).is_some_and(|token| token.kind == Kind::Sign(sign));
        self.at += usize::from(is_there);
        is_there
    }

    fn optional(&mut self, phrases: &[&'static str]) {
        self.one_of(phrases);
    }

    /// The longest of some phrases that stands here.
    fn one_of(&mut self, phrases: &[&'static str]) -> Option<&'static str> {
        let found =
            phrases.iter().filter_map(|phrase| self.phrase(phrase).map(|n| (n, *phrase))).max_by_key(|(n, _)| *n);
        let Some((n, phrase)) = found else {
            self.expect_all(phrases);
            return None;
        };
        self.at += n;
        Some(phrase)
    }

    /// The meaning of the longest of some phrases that stands here.
    fn pick<T: Copy>(&mut self, phrases: &[(&'static str, T)]) -> Option<T> {
        let words: Vec<&'static str> = phrases.iter().map(|(phrase, _)| *phrase).collect();
        let found = self.one_of(&words)?;
        phrases.iter().find(|(phrase, _)| *phrase == found).map(|(_, meaning)| *meaning)
    }

    /// How many tokens a phrase takes, if it stands here.
    pub(super) fn phrase(&self, phrase: &str) -> Option<usize> {
        let words: Vec<&str> = phrase.split(' ').collect();
        let rest = self.tokens.get(self.at..self.at + words.len())?;
        let fits = rest.iter().zip(&words).all(|(token, word)| matches!(&token.kind, Kind::Word(w) if w == word));
        fits.then_some(words.len())
    }

    fn series(&mut self) -> Option<&'a Id> {
        let Some((id, n)) = self.names.at(&self.tokens[self.at..]) else {
            self.expect(Expected::Series);
            return None;
        };
        self.at += n;
        Some(id)
    }

    /// One period, or two with what parts them.
    fn span(&mut self) -> Option<When> {
        if let Some((first, last)) = self.years_in_one() {
            return Some(When::Span(first, last));
        }
        let first = self.period()?;
        let before = self.at;
        if (self.dash() || self.one_of(self.lexicon.to).is_some())
            && let Some(last) = self.period()
        {
            return Some(When::Span(first, last));
        }
        self.at = before;
        Some(When::Single(first))
    }

    /// `2002-2014`, which is one token.
    fn years_in_one(&mut self) -> Option<(Period, Period)> {
        let Kind::Number(number) = &self.tokens.get(self.at)?.kind else { return None };
        let (first, last) = number.split_once('-').filter(|(first, last)| first.len() == 4 && last.len() == 4)?;
        let span = (first.parse().ok()?, last.parse().ok()?);
        self.at += 1;
        Some(span)
    }

    /// The bytes from a token to where the parser stands.
    fn span_of(&self, first: usize) -> std::ops::Range<usize> {
        let end = self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end);
        self.tokens.get(first).map_or(end..end, |token| token.span.start..end.max(token.span.start))
    }

    fn expect_all(&mut self, phrases: &[&'static str]) {
        for phrase in phrases {
            self.expect(Expected::Phrase(phrase));
        }
    }

    pub(super) fn expect(&mut self, expected: Expected) {
        if self.at > self.furthest {
            self.furthest = self.at;
            self.expected.clear();
        }
        if self.at == self.furthest && !self.expected.contains(&expected) {
            self.expected.push(expected);
        }
    }

    fn error(&self) -> SentenceError {
        if let Some((at, message)) = &self.refusal {
            let span = self.tokens.get(*at).map_or(0..0, |token| token.span.clone());
            return SentenceError { span, message: message.clone() };
        }
        let end = self.text.trim_end().len();
        let span = self.tokens.get(self.furthest).map_or(end..end, |token| token.span.clone());
        let mut wanted: Vec<String> = Vec::new();
        if self.expected.contains(&Expected::Series) {
            wanted.push(format!("a series ({})", self.some_series()));
        }
        if self.expected.contains(&Expected::Period) {
            wanted.push("a period (2012, 2012-05, 2002–2014)".to_owned());
        }
        if self.expected.contains(&Expected::Number) && self.furthest > 0 {
            wanted.push("a number".to_owned());
        }
        if self.expected.contains(&Expected::Series) && self.furthest == 0 {
            wanted.push("what is claimed".to_owned());
        } else {
            wanted.extend(self.phrases_expected());
        }
        if self.expected.contains(&Expected::End) && wanted.is_empty() {
            wanted.push("the end of the sentence".to_owned());
        }
        let found = match &self.text[span.clone()] {
            "" => "the sentence ends".to_owned(),
            word => format!("“{word}” is not understood"),
        };
        let wanted = match wanted.as_slice() {
            [] => "the end of the sentence".to_owned(),
            [one] => one.clone(),
            [init @ .., last] => format!("{} or {last}", init.join(", ")),
        };
        SentenceError { span, message: format!("{found} here; expected {wanted}") }
    }

    /// Some of the phrases that would have fitted: the first of each list, which is how it is written.
    fn phrases_expected(&self) -> Vec<String> {
        const NAMED: usize = 8;
        let lexicon = self.lexicon;
        let chief = [
            lexicon.is[0],
            lexicon.percent[0],
            lexicon.times[0],
            lexicon.of[0],
            lexicon.more_than[0],
            lexicon.less_than[0],
            lexicon.higher_than[0],
            lexicon.lower_than[0],
            lexicon.totals[0],
            lexicon.averages[0],
            lexicon.moves[1].0,
            "fell by",
            "cayo",
            lexicon.folds[0].0,
            lexicon.extremes[0].0,
            lexicon.factors[0].0,
        ];
        let expected = |phrase: &&'static str| self.expected.contains(&Expected::Phrase(phrase));
        let mut named: Vec<&'static str> = Vec::new();
        for phrase in chief.iter().copied().filter(|phrase| expected(phrase)) {
            if !named.contains(&phrase) {
                named.push(phrase);
            }
        }
        named.into_iter().take(NAMED).map(|phrase| format!("“{phrase}”")).collect()
    }

    pub(super) fn some_series(&self) -> String {
        const NAMED: usize = 4;
        let names: Vec<String> = self.names.offered().take(NAMED + 1).collect();
        match names.len() {
            0 => "there is none yet".to_owned(),
            n if n > NAMED => format!("{}, …", names[..NAMED].join(", ")),
            _ => names.join(", "),
        }
    }
}
