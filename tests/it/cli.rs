//! The commands as a shell runs them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use docket::document::samples;
use tempfile::TempDir;

use crate::support::program::program;

/// A folder with the built-in datasets in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for sample in samples::ALL {
        fs::write(folder.path().join(sample.file_name), sample.text).expect("a file");
    }
    folder
}

fn docket(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn samples_are_written_and_never_replaced_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = docket(folder.path(), &["samples", "data/new"]);
    assert_eq!((first.status.code(), out(&first).lines().count()), (Some(0), 3));
    let path = folder.path().join("data/new/extraditions.ron");
    assert_eq!(fs::read_to_string(&path).expect("a sample"), samples::ALL[0].text);
    fs::write(&path, "mine").expect("a file");
    let second = docket(folder.path(), &["samples", "data/new"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(err(&second).contains("--force"), "{}", err(&second));
    assert_eq!(fs::read_to_string(&path).expect("mine"), "mine");
    assert_eq!(docket(folder.path(), &["samples", "data/new", "--force"]).status.code(), Some(0));
}

#[test]
fn check_names_findings_and_verdicts() {
    let folder = folder();
    let output = docket(folder.path(), &["check", "extraditions.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("halved: holds — 57 / 122 = 0.47"), "{text}");
    assert!(text.contains("nearly-2000: undecidable — "), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    let strict = docket(folder.path(), &["check", "--strict", "extraditions.ron"]);
    assert_eq!(strict.status.code(), Some(1));
    let json = docket(folder.path(), &["check", "--format", "json", "extraditions.ron", "judicial-errors.ron"]);
    let read: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(read[1]["claims"][0]["verdict"], "holds");
}

#[test]
fn what_is_broken_is_named_with_file_line_and_column() {
    let folder = folder();
    let broken = "Dataset(\n    format: 1,\n    title: \"T\",\n    series: {\n        \"a\": (observations: [\n            \
                  (at: 2012, value: NaN, source: \"crs\"),\n        ]),\n    },\n    sources: { \"crs-2015\": () },\n)\n";
    write(folder.path(), "broken.ron", broken);
    let output = docket(folder.path(), &["check", "broken.ron"]);
    assert_eq!(output.status.code(), Some(1));
    let text = out(&output);
    assert!(text.contains("broken.ron:6:31: error:"), "NaN: {text}");
    let error_of_source = text.contains("broken.ron:6:44: error:") || !text.contains("crs-2015");
    assert!(error_of_source, "{text}");
}

#[test]
fn each_bad_input_has_a_clear_message() {
    let folder = folder();
    let dangling =
        "Dataset(format: 1, title: \"T\", series: {\"a\": (observations: [(at: 2012, value: 1, source: \"nobody\")])})";
    write(folder.path(), "dangling.ron", dangling);
    write(folder.path(), "newer.ron", "Dataset(format: 7, title: \"T\", novelty: Unheard(of))");
    write(folder.path(), "syntax.ron", "Dataset(format: 1, title: \"T\", series: {");
    write(folder.path(), "bytes.ron", b"\xff\xfe");
    fs::create_dir(folder.path().join("dir.ron")).expect("a folder");
    for (file, words) in [
        ("none.ron", "there is no such file"),
        ("dir.ron", "this is a folder"),
        ("bytes.ron", "not UTF-8"),
        ("newer.ron", "format 7; this version of Docket reads format 1"),
        ("syntax.ron", "never closed"),
        ("dangling.ron", "\"nobody\""),
    ] {
        for arguments in [&["check", file][..], &["export", file, "--all"], &["set", file, "a", "2012", "5"]] {
            let output = docket(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?} {}{}", out(&output), err(&output));
            let said = out(&output) + &err(&output);
            let is_said = said.contains(words) || (arguments[0] == "set" && said.contains("has errors"));
            assert!(is_said, "{arguments:?}: {said}");
            assert!(!said.contains("panicked"), "{said}");
        }
    }
    assert_eq!(fs::read_to_string(folder.path().join("dangling.ron")).expect("a file"), dangling);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = write(folder.path(), "secret.ron", "x");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a mode");
    if fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    let output = docket(folder.path(), &["check", "secret.ron"]);
    assert!(err(&output).contains("not allowed to read"), "{}", err(&output));
}

#[test]
fn export_draws_every_format_and_the_same_bytes_twice() {
    let folder = folder();
    for (name, magic) in [
        ("a.png", &b"\x89PNG"[..]),
        ("a.svg", b"<svg"),
        ("a.pdf", b"%PDF"),
        ("a.html", b"<!DOCTYPE html>"),
        ("a.csv", b"series,"),
        ("a.xlsx", b"PK"),
    ] {
        let export =
            |to: &str| docket(folder.path(), &["export", "extraditions.ron", "--chart", "by-year", "--to", to]);
        let output = export(name);
        assert_eq!((output.status.code(), out(&output).trim()), (Some(0), name), "{}", err(&output));
        let first = fs::read(folder.path().join(name)).expect("a figure");
        assert!(first.starts_with(magic), "{name}");
        export(name);
        assert!(fs::read(folder.path().join(name)).expect("a figure") == first, "{name} differs the second time");
    }
    let csv = fs::read_to_string(folder.path().join("a.csv")).expect("a table");
    assert!(csv.lines().any(|line| line.contains("2008") && line.contains("95")), "{csv}");
}

#[test]
fn export_takes_size_scale_theme_and_all() {
    let folder = folder();
    let arguments = [
        "export",
        "judicial-errors.ron",
        "--all",
        "--to",
        "out",
        "--size",
        "640x480",
        "--scale",
        "2",
        "--theme",
        "dark",
    ];
    let output = docket(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for line in out(&output).lines() {
        let image = image::open(folder.path().join(line)).expect("a picture");
        assert_eq!((image.width(), image.height()), (1280, 960));
    }
    for wrong in [
        &["--chart", "none"][..],
        &["--chart", "index", "--theme", "none"],
        &["--chart", "index", "--size", "99999999x1"],
        &["--chart", "index", "--size", "NaNxNaN"],
        &["--chart", "index", "--to", "figure"],
        &[],
    ] {
        let output = docket(folder.path(), &[&["export", "judicial-errors.ron"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?} {}", err(&output));
    }
}

#[test]
fn set_changes_one_line_of_each_built_in_dataset() {
    let folder = folder();
    for (file, series, at) in [
        ("extraditions.ron", "mexico", "2008"),
        ("conviction-rates.ron", "colombia-conviction", "2014"),
        ("judicial-errors.ron", "mexico-judicial-errors", "2015"),
    ] {
        let path = folder.path().join(file);
        let before = fs::read_to_string(&path).expect("a dataset");
        let parsed = docket::format::parse(&before);
        let dataset = parsed.dataset();
        let (series, at) = if dataset.series.contains_key(series) {
            (series.to_owned(), at.to_owned())
        } else {
            let (id, first) = dataset.series.get_index(0).expect("a series");
            (id.to_string(), first.observations[0].at.to_string())
        };
        let output = docket(folder.path(), &["set", file, &series, &at, "12.25"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let after = fs::read_to_string(&path).expect("a dataset");
        assert_eq!(before.lines().count(), after.lines().count());
        let changed = before.lines().zip(after.lines()).filter(|(a, b)| a != b);
        assert_eq!(changed.count(), 1, "{file} {series} {at}");
    }
}

#[test]
fn set_takes_a_figure_as_the_window_does() {
    let folder = folder();
    let output =
        docket(folder.path(), &["set", "extraditions.ron", "mexico", "2010", "nearly 2,000", "--note", "a \"note\""]);
    assert_eq!(out(&output).trim(), "mexico 2010: nothing → nearly 2,000", "{}", err(&output));
    let text = fs::read_to_string(folder.path().join("extraditions.ron")).expect("a dataset");
    assert!(text.contains("(at: 2010, value: 2000, qualifier: Nearly, note: \"a \\\"note\\\"\"),"));
    for wrong in [
        &["mexico", "2010", "lots"][..],
        &["nowhere", "2010", "1"],
        &["mexico", "12", "1"],
        &["mexico", "2010", "1", "--source", "none"],
    ] {
        let output = docket(folder.path(), &[&["set", "extraditions.ron"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?} {}", err(&output));
    }
    assert_eq!(fs::read_to_string(folder.path().join("extraditions.ron")).expect("a dataset"), text);
}

#[test]
fn fmt_lays_a_file_out_and_keeps_every_comment_and_spelling() {
    let folder = folder();
    let rough = "// mine\nDataset(format:1,title:\"T\",series:{\"a\":(unit:\"people\",observations:[\n(at:2007,value:1_000), // first\n\n\n// second\n  (at:2008,value:9.0)])})\n";
    write(folder.path(), "rough.ron", rough);
    assert_eq!(docket(folder.path(), &["fmt", "--check", "rough.ron"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("rough.ron")).expect("a file"), rough, "--check changes nothing");
    let output = docket(folder.path(), &["fmt", "rough.ron"]);
    assert_eq!((output.status.code(), out(&output).trim()), (Some(0), "rough.ron"), "{}", err(&output));
    let want = "// mine\nDataset(\n    format: 1,\n    title: \"T\",\n    series: {\n        \"a\": (\n            unit: \"people\",\n            \
                observations: [\n                (at: 2007, value: 1_000), // first\n\n                // second\n                \
                (at: 2008, value: 9.0),\n            ],\n        ),\n    },\n)\n";
    assert_eq!(fs::read_to_string(folder.path().join("rough.ron")).expect("a file"), want);
    assert_eq!(docket(folder.path(), &["fmt", "--check", "rough.ron"]).status.code(), Some(0));
    write(folder.path(), "broken.ron", "Dataset(format: 1");
    assert_eq!(docket(folder.path(), &["fmt", "broken.ron"]).status.code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_one_line_says_what_is_missing_and_what_helps() {
    let folder = folder();
    for display in [None, Some(":4711")] {
        let mut command = program(folder.path());
        command.env_remove("WAYLAND_SOCKET").envs(display.map(|display| ("DISPLAY", display)));
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
        assert!(
            err(&output).contains("isplay") && err(&output).contains("docket export FILE --all"),
            "{}",
            err(&output)
        );
        assert!(!err(&output).contains(".rs"), "{}", err(&output));
    }
}

#[test]
fn help_is_there_for_a_newcomer() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = docket(folder.path(), &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in ["check", "export", "set", "samples", "docket samples ."] {
        assert!(out(&help).contains(word), "{word}");
    }
    for command in ["check", "export", "set", "samples"] {
        assert_eq!(docket(folder.path(), &[command, "--help"]).status.code(), Some(0));
    }
    assert_eq!(docket(folder.path(), &["chekc"]).status.code(), Some(1), "a file that is not there, without a display");
}

#[test]
fn what_would_command_a_terminal_is_shown_as_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Dataset(format: 1, title: \"T\", series: {\"a\": (observations: [(at: 2012, value: 1)])}, \
                claims: {\"\\u{1b}[31m\": (text: \"\\u{202e}evil\", check: Value(series: \"a\", at: 2012, value: 1))})";
    write(folder.path(), "evil.ron", text);
    let output = docket(folder.path(), &["check", "evil.ron"]);
    assert!(!out(&output).contains('\u{1b}') && !out(&output).contains('\u{202e}'), "{}", out(&output));
    assert!(out(&output).contains("\\u{1b}"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    use std::process::Stdio;
    let folder = folder();
    let mut command = program(folder.path());
    command.args(["check"]).args(["extraditions.ron"; 200]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
}

#[test]
fn counts_are_said_in_singular_and_plural() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "one.ron", "Dataset(format: 1, title: \"T\", novelty: 1)");
    let output = docket(folder.path(), &["check", "one.ron"]);
    assert!(out(&output).ends_with("one.ron: 0 errors, 1 warning, 0 claims\n"), "{}", out(&output));
}

#[test]
fn findings_are_shown_with_the_line_a_caret_and_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = |observation: &str| {
        format!("Dataset(format: 1, title: \"T\", series: {{\"a\": (observations: [\n{observation},\n])}})\n")
    };
    for (text, finding) in [
        (
            with("(at: 2012, value: NaN)"),
            "x.ron:2:19: error: NaN is not a figure\n 2 | (at: 2012, value: NaN),\n   |                   ^^^\n   = hint: \
             leave `value` out for a missing figure; `missing: NotPublished` says why\n",
        ),
        (
            with("(at: 2012, value: 1, source: \"nobody\")"),
            "x.ron:2:30: error: there is no source \"nobody\"\n 2 | (at: 2012, value: 1, source: \"nobody\"),\n   |      \
             \u{20}                       ^^^^^^^^\n   = hint: add it to `sources`, or mend the id\n",
        ),
        (
            "Dataset(\nformat: 7,\ntitle: \"T\",\n)\n".to_owned(),
            "x.ron:2:9: error: this file is in format 7; this version of Docket reads format 1\n 2 | format: 7,\n   |  \
             \u{20}      ^\n   = hint: open it with a newer version of Docket\n",
        ),
    ] {
        write(folder.path(), "x.ron", text);
        let output = docket(folder.path(), &["check", "x.ron"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(out(&output), format!("{finding}x.ron: 1 error, 0 warnings, 0 claims\n"));
    }
}

#[test]
fn a_sentence_is_judged_and_kept_if_asked() {
    let folder = folder();
    let file = "extraditions.ron";
    let holds = docket(folder.path(), &["claim", file, "mexico-all 2013 is about half of 2012"]);
    assert_eq!(holds.status.code(), Some(0), "{}", err(&holds));
    assert!(out(&holds).contains("holds: 57 / 122 = 0.47"), "{}", out(&holds));
    assert_eq!(fs::read_to_string(folder.path().join(file)).expect("the file"), samples::ALL[0].text);
    let fails = docket(folder.path(), &["claim", file, "mexico 2014 fue la mitad que en 2012", "--add"]);
    assert_eq!(fails.status.code(), Some(1));
    assert!(out(&fails).contains("added as mexico-2014-ratio"), "{}", out(&fails));
    let after = fs::read_to_string(folder.path().join(file)).expect("the file");
    let parsed = docket::format::parse(&after);
    let claim = &parsed.dataset().claims["mexico-2014-ratio"];
    assert_eq!(claim.text, "mexico 2014 fue la mitad que en 2012");
    for (sentence, said, caret) in [
        ("brazil 2013 is half of 2012", "“brazil” is not understood", "  ^^^^^^"),
        ("mexico 2013 is half of", "the sentence ends here", "                        ^"),
    ] {
        let wrong = docket(folder.path(), &["claim", file, sentence]);
        assert_eq!(wrong.status.code(), Some(2));
        assert!(err(&wrong).contains(said) && err(&wrong).contains(caret), "{}", err(&wrong));
    }
}

#[test]
fn sources_go_out_and_come_in_as_bibliographies() {
    let folder = folder();
    let file = "extraditions.ron";
    let bibtex = docket(folder.path(), &["sources", file, "--format", "bibtex"]);
    assert_eq!(bibtex.status.code(), Some(0), "{}", err(&bibtex));
    assert_eq!(docket::exchange::bibliography::read(&out(&bibtex)).expect("sources").len(), {
        docket::format::parse(samples::ALL[0].text).dataset().sources.len()
    });
    write(folder.path(), "new.bib", "@online{crs2015, title = {A report}, organization = {CRS}}");
    let added = docket(folder.path(), &["sources", file, "--add", "new.bib"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    assert!(out(&added).contains("crs2015: CRS. A report."), "{}", out(&added));
    let unused = docket(folder.path(), &["sources", file, "--unused"]);
    assert!(out(&unused).contains("CRS. A report."), "{}", out(&unused));
    write(folder.path(), "bad.bib", "@online{a,\n title = }");
    let wrong = docket(folder.path(), &["sources", file, "--add", "bad.bib"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("bad.bib:2:"), "{}", err(&wrong));
}

#[test]
fn diff_names_claims_that_come_out_otherwise_and_charts_that_look_different() {
    let folder = folder();
    let before = samples::ALL[0].text;
    fs::write(folder.path().join("before.ron"), before).expect("a file");
    docket(folder.path(), &["set", "extraditions.ron", "mexico-all", "2013", "90"]);
    let output = docket(folder.path(), &["diff", "before.ron", "extraditions.ron"]);
    assert_eq!(output.status.code(), Some(1));
    let said = out(&output);
    assert!(said.contains("claim halved: holds → fails — 90 / 122 = 0.74"), "{said}");
    assert!(said.contains("looks different: values"), "{said}");
    let json = docket(folder.path(), &["diff", "--format", "json", "before.ron", "extraditions.ron"]);
    let report: serde_json::Value = serde_json::from_str(&out(&json)).expect("JSON");
    assert!(report["charts"].as_array().is_some_and(|charts| !charts.is_empty()) && report["figures"].is_array());
}
