//! Tables from a shell.

use std::{fs, path::Path, process::Output};

use docket::{document::samples, format};
use tempfile::TempDir;

use super::corpus;
use crate::support::program::program;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for sample in samples::ALL {
        fs::write(folder.path().join(sample.file_name), sample.text).expect("a file");
    }
    for entry in fs::read_dir(corpus("")).expect("the fixtures") {
        let entry = entry.expect("a fixture");
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
    }
    folder
}

fn docket(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().expect("the program runs")
}

/// Exit code, standard output, standard error.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = docket(folder.path(), arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect(name)
}

#[test]
fn a_table_becomes_a_dataset_and_how_it_was_read_is_said() {
    let folder = folder();
    let (code, out, err) =
        run(&folder, &["import", "extradiciones-1252.csv", "--to", "new.ron", "--source", "sre-2012"]);
    assert_eq!((code, out.lines().last()), (0, Some("new.ron")), "{err}");
    assert!(err.contains("windows-1252, “;” between cells, decimal comma, a row a period"), "{err}");
    assert!(err.contains("“..” is read as not published"), "{err}");
    let parsed = format::parse(&text(&folder, "new.ron"));
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics());
    let series = &parsed.dataset().series["concedidas"];
    assert_eq!((series.observations.len(), series.observations[0].source.ids()), (6, &["sre-2012".into()][..]));
    let (code, _, err) = run(&folder, &["import", "extradiciones-1252.csv", "--to", "new.ron"]);
    assert!(code == 1 && err.contains("--force replaces it"), "{err}");
    assert_eq!(run(&folder, &["export", "new.ron", "--chart", "chart", "--to", "chart.svg"]).0, 0);
    assert_eq!(run(&folder, &["import", "workbook.xlsx", "--sheet", "World Bank", "--to", "wb.ron"]).0, 0);
    let parsed = format::parse(&text(&folder, "wb.ron"));
    let world_bank = parsed.dataset();
    let source = &world_bank.sources["world-development-indicators"];
    assert_eq!((source.publisher.as_deref(), source.date.as_deref()), (Some("World Bank"), Some("2024-06-28")));
    assert_eq!(world_bank.series["colombia"].observations[0].source.ids(), ["world-development-indicators"]);
}

#[test]
fn what_is_not_understood_stops_the_import_unless_it_may_be_left_out() {
    let folder = folder();
    let (code, out, err) = run(&folder, &["import", "figures-long.csv", "--to", "new.ron"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("figures-long.csv:9:3: left out: “lots” is not a figure"), "{err}");
    assert!(err.contains("--leave-out") && !folder.path().join("new.ron").exists(), "{err}");
    assert_eq!(run(&folder, &["import", "figures-long.csv", "--to", "new.ron", "--leave-out"]).0, 0);
    let (code, _, err) = run(&folder, &["import", "ambiguous.csv", "--to", "two.ron"]);
    assert!(code == 1 && err.contains("question: numbers such as 1.234"), "{err}");
    for (decimal, value) in [("point", "value: 1.234"), ("comma", "value: 1234")] {
        let to = format!("{decimal}.ron");
        assert_eq!(run(&folder, &["import", "ambiguous.csv", "--decimal", decimal, "--to", &to]).0, 0);
        assert!(text(&folder, &to).contains(value), "{}", text(&folder, &to));
    }
}

#[test]
fn a_table_is_merged_into_a_dataset_that_keeps_all_else() {
    let folder = folder();
    let before = "// Kept by hand.\nDataset(format: 1, title: \"Mine\",\n    sources: { \"embassy-2008\": () }, // a source\n    \
                  series: { \"mx\": (entity: \"Mexico\", observations: [\n        (at: 2007, value: 83), // the embassy\n        \
                  (at: 2009, value: 100, source: \"embassy-2008\"),\n    ]) },\n)\n";
    fs::write(folder.path().join("mine.ron"), before).expect("a file");
    let merge = ["import", "figures-long.csv", "--into", "mine.ron", "--leave-out"];
    let (code, out, _) = run(&folder, &[&merge[..], &["--dry-run"]].concat());
    assert_eq!((code, text(&folder, "mine.ron").as_str()), (0, before));
    assert!(out.contains("mx 2009: 100 (embassy-2008) → 107 (doj-2010) (in conflict)"), "{out}");
    assert!(out.contains("4 added, 1 changed, 0 same, 1 in conflict: keep both"), "{out}");
    let apart = [&merge[..], &["--dry-run", "--as", "mexico=", "--as", "colombia=mx"]].concat();
    let (code, out, err) = run(&folder, &apart);
    assert!(code == 0 && err.contains("series colombia goes to mx"), "{err}");
    assert!(out.contains("series mexico: added, with 4 figures"), "{out}");
    assert_eq!(run(&folder, &[&merge[..], &["--as", "peru=mx"]].concat()).0, 2);
    assert_eq!(run(&folder, &merge).0, 0);
    let after = text(&folder, "mine.ron");
    assert!(after.starts_with("// Kept by hand.\n") && after.contains("// a source"), "{after}");
    assert!(after.contains("(at: 2007, value: 83, source: \"embassy-2008\"), // the embassy"), "{after}");
    let (code, out, _) = run(&folder, &merge);
    assert_eq!((code, text(&folder, "mine.ron")), (0, after), "a second time changes nothing: {out}");
}

#[test]
fn hostile_and_wrong_input_has_a_message_and_writes_nothing() {
    let folder = folder();
    fs::write(folder.path().join("wide.csv"), "a,".repeat(1_000_000)).expect("a file");
    fs::write(folder.path().join("open.csv"), "year,a\n2008,\"1\n2009,2\n").expect("a file");
    fs::write(folder.path().join("text.csv"), "There is no table in here.\n").expect("a file");
    fs::write(folder.path().join("none.csv"), "").expect("a file");
    for (table, words) in [
        ("wide.csv", "more than 16,384 cells in the row"),
        ("open.csv", "line 2: the quote"),
        ("text.csv", "no column of periods was found"),
        ("none.csv", "the file is empty"),
        ("missing.csv", "there is no such file"),
        (".", "this is a folder"),
    ] {
        let (code, out, err) = run(&folder, &["import", table, "--to", "new.ron"]);
        assert_eq!((code, out.as_str()), (1, ""), "{table}: {err}");
        assert!(err.contains(words) && !err.contains("panicked"), "{table}: {err}");
        assert!(!folder.path().join("new.ron").exists());
    }
    for arguments in [
        &["import", "ragged.csv"][..],
        &["import", "ragged.csv", "--to", "x.ron", "--delimiter", "ab"],
        &["import", "ragged.csv", "--to", "x.ron", "--encoding", "klingon"],
        &["diff", "extraditions.ron"],
    ] {
        assert_eq!(run(&folder, arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn a_difference_is_said_in_figures_and_in_claims() {
    let folder = folder();
    let (code, out, _) = run(&folder, &["diff", "extraditions.ron", "extraditions.ron"]);
    assert_eq!((code, out.as_str()), (0, ""));
    fs::copy(folder.path().join("extraditions.ron"), folder.path().join("later.ron")).expect("a copy");
    assert_eq!(run(&folder, &["fmt", "later.ron"]).0, 0);
    assert_eq!(run(&folder, &["diff", "extraditions.ron", "later.ron"]).0, 0, "layout makes no difference");
    assert_eq!(run(&folder, &["set", "later.ron", "mexico-all", "2013", "120", "--note", "A recount."]).0, 0);
    let (code, out, _) = run(&folder, &["diff", "extraditions.ron", "later.ron"]);
    assert_eq!(code, 1);
    let line = out.lines().next().expect("a line");
    assert!(line.starts_with("mexico-all 2013: 57 → 120 (source ") && line.ends_with("note “A recount.”)"), "{out}");
    assert!(out.contains("claim halved: holds → fails — 120 / 122"), "{out}");
    let (code, json, _) = run(&folder, &["diff", "--format", "json", "extraditions.ron", "later.ron"]);
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((code, &read["figures"][0]["before"]["value"]), (1, &serde_json::json!(57.0)));
    assert_eq!(read["verdicts"][0]["after"], "fails");
    fs::write(folder.path().join("broken.ron"), "Dataset(").expect("a file");
    assert_eq!(run(&folder, &["diff", "extraditions.ron", "broken.ron"]).0, 2);
}

#[test]
fn a_dataset_goes_out_as_a_table_and_comes_back() {
    let folder = folder();
    let (code, out, err) = run(&folder, &["export", "extraditions.ron", "--data", "--to", "all.csv"]);
    assert_eq!((code, out.trim()), (0, "all.csv"), "{err}");
    assert_eq!(run(&folder, &["import", "all.csv", "--to", "back.ron"]).0, 0);
    let (code, out, _) = run(&folder, &["diff", "extraditions.ron", "back.ron"]);
    let figures: Vec<&str> = out.lines().filter(|line| line.contains('→') && !line.contains(": ")).collect();
    assert_eq!((code, figures.len()), (1, 0), "heads, charts and claims are no figures: {out}");
    assert!(!out.lines().any(|line| line.starts_with("mexico ") || line.starts_with("colombia ")), "{out}");
    for (format, start) in [("csv", "period,Mexico,"), ("tsv", "period\tMexico\t"), ("md", "| period")] {
        let arguments = ["export", "extraditions.ron", "--chart", "by-year", "--layout", "wide", "--format", format];
        assert_eq!(run(&folder, &arguments).0, 0);
        let table = text(&folder, &format!("by-year.{format}"));
        assert!(table.starts_with(start), "{table}");
    }
    assert_eq!(run(&folder, &["export", "extraditions.ron", "--chart", "by-year", "--to", "t.md"]).0, 0);
    assert!(text(&folder, "t.md").starts_with("| series"));
    assert_eq!(run(&folder, &["export", "extraditions.ron", "--chart", "by-year", "--to", "plotted.csv"]).0, 0);
    assert!(text(&folder, "plotted.csv").starts_with("series,period,value,qualifier,low,high,status,role"));
    assert_eq!(run(&folder, &["export", "extraditions.ron", "--data", "--format", "png"]).0, 2);
}
