//! `docket check`: findings, then every claim with its verdict and arithmetic.

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::ValueEnum;
use serde::Serialize;

use super::{Failure, printable, read};
use crate::{
    analysis::{self, Outcome, Verdict},
    format::{self, Diagnostic, Severity, Text},
};

/// What is asked of `docket check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code 0: all files can be read; 1: there is an error, or with --strict a claim that does \
                        not hold; 2: wrong usage.\n\nExample:\n  docket check --strict extraditions.ron")]
pub(super) struct Arguments {
    /// The datasets
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// For people, or for editors and scripts
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// Fail on a claim that does not hold
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    Text,
    Json,
}

#[derive(Serialize)]
struct FileReport {
    file: String,
    /// Why the file could not be opened at all.
    error: Option<String>,
    diagnostics: Vec<Finding>,
    claims: Vec<ClaimReport>,
}

#[derive(Serialize)]
struct Finding {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: &'static str,
    code: &'static str,
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct ClaimReport {
    id: String,
    verdict: &'static str,
    text: String,
    arithmetic: String,
    warnings: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut is_well = true;
    let mut reports = Vec::new();
    for path in &arguments.files {
        let file = path.display().to_string();
        let text = match read(path) {
            Ok(text) => text,
            Err(Failure::Files(message)) => {
                super::complain(&message);
                is_well = false;
                reports.push(FileReport { file, error: Some(message), diagnostics: Vec::new(), claims: Vec::new() });
                continue;
            }
            Err(other) => return Err(other),
        };
        let parsed = format::parse(&text);
        let verdicts: Vec<(String, String, Verdict)> = if parsed.has_errors() {
            Vec::new()
        } else {
            let claims = parsed.dataset().claims.iter();
            claims.map(|(id, c)| (id.to_string(), c.text.clone(), analysis::verdict(parsed.dataset(), c))).collect()
        };
        is_well &= !parsed.has_errors();
        is_well &= !(arguments.strict && verdicts.iter().any(|(_, _, v)| v.outcome != Outcome::Holds));
        match arguments.format {
            Output::Text => print_text(out, &file, parsed.text(), parsed.diagnostics(), &verdicts)?,
            Output::Json => reports.push(FileReport {
                error: None,
                diagnostics: parsed.diagnostics().iter().map(|d| finding(d, parsed.text())).collect(),
                claims: verdicts.into_iter().map(claim_report).collect(),
                file,
            }),
        }
    }
    if arguments.format == Output::Json {
        let json = serde_json::to_string_pretty(&reports).map_err(|error| Failure::Files(error.to_string()))?;
        writeln!(out, "{json}")?;
    }
    Ok(ExitCode::from(u8::from(!is_well)))
}

fn print_text(
    out: &mut impl Write,
    file: &str,
    text: &Text,
    findings: &[Diagnostic],
    verdicts: &[(String, String, Verdict)],
) -> Result<(), Failure> {
    for finding in findings {
        writeln!(out, "{}", printable(&finding.render(file, text)))?;
    }
    let count = |severity| findings.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let counts = [counted(errors, "error"), counted(warnings, "warning"), counted(verdicts.len(), "claim")];
    writeln!(out, "{}: {}", printable(file), counts.join(", "))?;
    for (id, claim, verdict) in verdicts {
        writeln!(out, "{}: {} — {}", printable(id), verdict.outcome.name(), printable(&verdict.arithmetic))?;
        writeln!(out, "    “{}”", printable(claim))?;
        for warning in &verdict.warnings {
            writeln!(out, "    note: {}", printable(warning))?;
        }
    }
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn finding(d: &Diagnostic, text: &Text) -> Finding {
    let (start, end) = (text.place(d.span.start), text.place(d.span.end));
    Finding {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        severity: d.severity.name(),
        code: d.code,
        message: d.message.clone(),
        hint: d.hint.clone(),
    }
}

fn claim_report((id, text, verdict): (String, String, Verdict)) -> ClaimReport {
    ClaimReport {
        id,
        verdict: verdict.outcome.name(),
        text,
        arithmetic: verdict.arithmetic,
        warnings: verdict.warnings,
    }
}
