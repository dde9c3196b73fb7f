//! All that was found in a text, bounded in number and told where it stands.

use std::{cmp::Reverse, ops::Range};

use super::{
    MAX_DIAGNOSTICS, Parsed, State, check,
    check::{Finding, SourceSet},
    diagnostic::{Diagnostic, Severity},
};

/// Something that was found, told or still to be told.
struct Found<'a> {
    severity: Severity,
    /// Where it stands, or the thing that it is about.
    start: usize,
    what: What<'a>,
}

enum What<'a> {
    Told(&'a Diagnostic, usize),
    /// About the observation that stands there.
    Untold(Finding, Range<usize>),
}

impl Parsed {
    /// Gathers what was found everywhere, and what follows from it.
    pub(super) fn gather(&mut self) {
        let was_read = self.state_of_reading();
        let unused = if was_read.has_errors { Vec::new() } else { self.unused_sources() };
        let mut found = self.everywhere();
        found.extend(unused.iter().map(|d| Found::told(d, 0)));
        let is_error = |f: &Found<'_>| f.severity == Severity::Error;
        let dangles = |f: &Found<'_>| match &f.what {
            What::Told(d, _) => d.code == "dangling",
            What::Untold(finding, ..) => matches!(finding, Finding::Dangling(_)),
        };
        let state = State {
            has_errors: found.iter().any(is_error),
            is_misread: found.iter().any(|f| is_error(f) && !dangles(f)),
        };
        let more = found.len().saturating_sub(MAX_DIAGNOSTICS);
        if more > 0 {
            // Errors stay before warnings, so that what makes a file unusable is never cut off by what does not.
            found.sort_by_key(|f| (Reverse(f.severity), f.start));
            found.truncate(MAX_DIAGNOSTICS);
        }
        let mut told: Vec<Diagnostic> = found.iter().map(|f| self.tell(f)).collect();
        told.sort_by_key(|d| (d.span.start, d.span.end));
        if more > 0 {
            let severity = if state.has_errors { Severity::Error } else { Severity::Warning };
            let message = format!("and {more} more findings; mend these first");
            let end = self.text.len();
            told.push(Diagnostic { severity, code: "more", span: end..end, message, hint: None });
        }
        (self.diagnostics, self.state) = (told, state);
    }

    /// What reading alone says, without the checks of what was read.
    fn state_of_reading(&self) -> State {
        let in_lists =
            self.outline.tree.lists.iter().flat_map(|list| &list.chunks).flat_map(|chunk| &chunk.diagnostics);
        let by_reading = self.found.iter().filter(|d| d.code != "dangling").chain(in_lists);
        let has_errors = by_reading.clone().any(|d| d.severity == Severity::Error);
        State { has_errors, is_misread: has_errors }
    }

    fn everywhere(&self) -> Vec<Found<'_>> {
        let mut found: Vec<Found<'_>> = self.found.iter().map(|d| Found::told(d, 0)).collect();
        for list in &self.outline.tree.lists {
            let mut beside = list.findings.iter().peekable();
            for (start, first, chunk) in list.placed() {
                found.extend(chunk.diagnostics.iter().map(|d| Found::told(d, start)));
                let span = |at: usize| chunk.span(at).map_or(start..start, |span| start + span.start..start + span.end);
                let untold = chunk.facts.findings.iter().map(|(at, finding)| (*finding, span(*at as usize)));
                found.extend(untold.map(|(finding, span)| Found::untold(finding, span)));
                let end = first + chunk.observations();
                while let Some((at, finding)) = beside.next_if(|(at, _)| *at < end) {
                    found.push(Found::untold(*finding, span(at - first)));
                }
            }
        }
        found
    }

    fn tell(&self, found: &Found<'_>) -> Diagnostic {
        match &found.what {
            What::Told(diagnostic, shift) => {
                let span = diagnostic.span.start + shift..diagnostic.span.end + shift;
                Diagnostic { span, ..(*diagnostic).clone() }
            }
            What::Untold(finding, span) => finding.tell(&self.text.slice(span.clone()), span.start, &self.sources),
        }
    }

    fn unused_sources(&self) -> Vec<Diagnostic> {
        let mut used: SourceSet = self.named_sources.clone();
        for chunk in self.outline.tree.lists.iter().flat_map(|list| &list.chunks) {
            used.extend(&chunk.facts.sources);
        }
        check::unused_sources(&self.outline, &self.sources, &used)
    }
}

impl<'a> Found<'a> {
    fn told(diagnostic: &'a Diagnostic, shift: usize) -> Self {
        Self {
            severity: diagnostic.severity,
            start: diagnostic.span.start + shift,
            what: What::Told(diagnostic, shift),
        }
    }

    fn untold(finding: Finding, span: Range<usize>) -> Self {
        let severity = if finding.is_error() { Severity::Error } else { Severity::Warning };
        Self { severity, start: span.start, what: What::Untold(finding, span) }
    }
}
