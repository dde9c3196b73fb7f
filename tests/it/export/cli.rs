//! `docket export` and `docket themes` as a shell runs them.

use std::{fs, path::Path, process::Output};

use tempfile::TempDir;

use super::TEXT;
use crate::support::program::program;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.ron"), TEXT).expect("a file");
    folder
}

fn docket(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).env("XDG_CONFIG_HOME", folder.join("settings")).output().expect("the program runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The theme "light" with another ground, so that it can be told from all that are built in.
fn house() -> String {
    let light = docket::figure::themes::BUILT_IN[0].1;
    light.replace("background: \"#ffffff\"", "background: \"#fffff0\"")
}

fn svg(folder: &Path, more: &[&str]) -> String {
    let arguments = [&["export", "data.ron", "--chart", "one", "--to", "one.svg"], more].concat();
    let output = docket(folder, &arguments);
    assert!(output.status.success(), "{more:?}: {}", err(&output));
    fs::read_to_string(folder.join("one.svg")).expect("a figure")
}

#[test]
fn a_chart_has_the_theme_that_it_names_unless_another_is_asked_for() {
    let folder = folder();
    assert!(svg(folder.path(), &[]).contains("fill=\"#fbf8f2\""), "the chart names the newspaper");
    assert!(svg(folder.path(), &["--theme", "dark"]).contains("fill=\"#15191e\""));
}

#[test]
fn themes_of_ones_own_are_found_by_name_and_as_files() {
    let folder = folder();
    let settings = folder.path().join("settings");
    let in_settings = if cfg!(target_os = "linux") {
        let themes = settings.join("docket/themes");
        fs::create_dir_all(&themes).expect("a folder");
        fs::write(themes.join("mine.theme.ron"), house()).expect("a file");
        true
    } else {
        false
    };
    fs::write(folder.path().join("house.theme.ron"), house()).expect("a file");
    fs::write(folder.path().join("any name.ron"), house()).expect("a file");
    for theme in ["house", "any name.ron", "./house.theme.ron"] {
        assert!(svg(folder.path(), &["--theme", theme]).contains("fill=\"#fffff0\""), "{theme}");
    }
    if in_settings {
        assert!(svg(folder.path(), &["--theme", "mine"]).contains("fill=\"#fffff0\""));
    }
    // A file beside the dataset goes before the built-in theme of the same name.
    fs::write(folder.path().join("newspaper.theme.ron"), house()).expect("a file");
    assert!(svg(folder.path(), &[]).contains("fill=\"#fffff0\""));
}

#[test]
fn what_is_wrong_with_a_theme_is_said_with_line_and_column() {
    let folder = folder();
    fs::write(folder.path().join("house.theme.ron"), house().replace("muted:", "mutted:")).expect("a file");
    for (theme, code, words) in [
        ("house", 2, "house.theme.ron:9:5: "),
        ("house.theme.ron", 2, "house.theme.ron:9:5: "),
        ("none", 2, "there is no theme `none`; there are light, dark, newspaper, report, slide, high-contrast"),
        ("none.ron", 2, "none.ron: "),
    ] {
        let output =
            docket(folder.path(), &["export", "data.ron", "--chart", "both", "--theme", theme, "--to", "x.svg"]);
        assert_eq!(output.status.code(), Some(code), "{theme}: {}", err(&output));
        assert!(err(&output).contains(words), "{theme}: {}", err(&output));
    }
    let output = docket(folder.path(), &["export", "data.ron", "--chart", "both", "--theme", "house", "--to", "x.svg"]);
    assert!(err(&output).contains("did you mean `muted`?"), "{}", err(&output));
    // A chart that names a theme which is not there.
    fs::write(folder.path().join("other.ron"), TEXT.replace("newspaper", "gone")).expect("a file");
    let output = docket(folder.path(), &["export", "other.ron", "--all", "--to", "out"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("chart `one`: there is no theme `gone`"), "{}", err(&output));
}

#[test]
fn pages_have_the_size_that_is_asked_for() {
    let folder = folder();
    for (size, more, pixels) in [
        ("column", &[][..], (1063, 1122)),
        ("page", &[], (2126, 1358)),
        ("slide", &[], (1920, 1080)),
        ("square", &[], (1080, 1080)),
        ("100x50mm", &["--dpi", "254"], (1000, 500)),
        ("4x3in", &[], (1200, 900)),
        ("640x480", &[], (640, 480)),
        ("640x480", &["--scale", "2"], (1280, 960)),
        ("640x480", &["--dpi", "192"], (1280, 960)),
    ] {
        let arguments = ["export", "data.ron", "--chart", "both", "--to", "a.png", "--size", size];
        let output = docket(folder.path(), &[&arguments[..], more].concat());
        assert!(output.status.success(), "{size}: {}", err(&output));
        let image = image::open(folder.path().join("a.png")).expect("a picture");
        assert_eq!((image.width(), image.height()), pixels, "{size} {more:?}");
    }
    for (arguments, words) in [
        (&["--size", "10x10mm"][..], "each side from 26.5 to 5292 mm"),
        (&["--size", "50x900"], "each side from 100 to 20000 px"),
        (&["--size", "huge"], "column, page, slide, square"),
        (&["--size", "8x5in", "--dpi", "9999"], "from 10 to 2400"),
        (&["--size", "8x5in", "--dpi", "300", "--scale", "2"], "cannot be used with"),
    ] {
        let output = docket(folder.path(), &[&["export", "data.ron", "--chart", "both"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(words), "{arguments:?}: {}", err(&output));
    }
    let output = docket(folder.path(), &["export", "data.ron", "--chart", "both", "--size", "150x150in"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("100 million"), "{}", err(&output));
}

#[test]
fn all_charts_are_what_each_of_them_is() {
    let folder = folder();
    for format in ["png", "svg", "pdf", "html", "csv", "xlsx"] {
        let output = docket(folder.path(), &["export", "data.ron", "--all", "--to", "out", "--format", format]);
        assert!(output.status.success(), "{format}: {}", err(&output));
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        let paths: Vec<&str> = lines.lines().collect();
        assert_eq!(paths, [format!("out/both.{format}"), format!("out/one.{format}")], "in the order of the file");
        for id in ["both", "one"] {
            let alone = format!("alone.{format}");
            let output = docket(folder.path(), &["export", "data.ron", "--chart", id, "--to", &alone]);
            assert!(output.status.success(), "{}", err(&output));
            let read = |path: &str| fs::read(folder.path().join(path)).expect("a file");
            assert!(read(&alone) == read(&format!("out/{id}.{format}")), "{id} as {format}");
        }
    }
}

#[test]
fn the_built_in_themes_are_written_to_be_changed() {
    let folder = folder();
    let named = docket(folder.path(), &["themes"]);
    assert_eq!(String::from_utf8_lossy(&named.stdout).lines().next(), Some("light"));
    let written = docket(folder.path(), &["themes", "mine", "--only", "slide"]);
    assert!(written.status.success(), "{}", err(&written));
    assert_eq!(docket(folder.path(), &["themes", "mine", "--only", "slide"]).status.code(), Some(1), "never replaced");
    assert_eq!(docket(folder.path(), &["themes", "mine", "--only", "slide", "--force"]).status.code(), Some(0));
    assert_eq!(docket(folder.path(), &["themes", "mine", "--only", "none"]).status.code(), Some(2));
    assert!(svg(folder.path(), &["--theme", "mine/slide.theme.ron"]).contains("fill=\"#0a529a\""));
}

/// A font file with another name in its table of names, so that it is none of the built-in ones.
fn renamed(font: &[u8]) -> Vec<u8> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (from, to) = (wide("IBM Plex Serif"), wide("Our Own Letter"));
    let mut font = font.to_vec();
    let mut found = 0;
    for at in 0..font.len() - from.len() {
        if font[at..at + from.len()] == from[..] {
            font[at..at + from.len()].copy_from_slice(&to);
            found += 1;
        }
    }
    assert!(found >= 2, "family and full name");
    font
}

#[test]
fn a_theme_may_bring_typefaces_of_its_own() {
    let folder = folder();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    let font = renamed(&fs::read(fonts.join("IBMPlexSerif-Bold.ttf")).expect("a font"));
    fs::write(folder.path().join("Our.ttf"), font).expect("a file");
    let faces = "faces: [\"Our.ttf\"], fonts: (title: \"Our Own Letter Bold\", ";
    let house = house().replace("fonts: (title: \"IBM Plex Sans SemiBold\", ", faces);
    fs::write(folder.path().join("house.theme.ron"), &house).expect("a file");
    let words = "font-family=\"'Our Own Letter', sans-serif\" font-weight=\"700\"";
    let arguments = ["export", "data.ron", "--chart", "both", "--to", "both.svg", "--theme", "house"];
    assert!(docket(folder.path(), &arguments).status.success());
    assert!(fs::read_to_string(folder.path().join("both.svg")).expect("a figure").contains(words));
    let pdf = |theme: &str| {
        let arguments = ["export", "data.ron", "--chart", "both", "--to", "a.pdf", "--theme", theme];
        assert!(docket(folder.path(), &arguments).status.success());
        fs::read(folder.path().join("a.pdf")).expect("a document").len()
    };
    // With the same letters twice, once under its own name, the title is set in the face that was brought.
    fs::write(folder.path().join("plain.theme.ron"), self::house()).expect("a file");
    assert!(pdf("house") > pdf("plain"), "another face is embedded");
    for (file, text, words) in [
        ("Our.ttf", house.replace("Letter Bold", "Letter Thin"), "house.theme.ron:27:40: there is no typeface"),
        ("none.ttf", house.clone(), "house.theme.ron: typeface \"none.ttf\": "),
        ("../Our.ttf", house.clone(), "without a folder"),
        ("data.ron", house.clone(), "no font in OpenType or TrueType"),
    ] {
        fs::write(folder.path().join("house.theme.ron"), text.replace("Our.ttf", file)).expect("a file");
        let output =
            docket(folder.path(), &["export", "data.ron", "--chart", "both", "--to", "a.svg", "--theme", "house"]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", err(&output));
        assert!(err(&output).contains(words), "{file}: {}", err(&output));
    }
}
