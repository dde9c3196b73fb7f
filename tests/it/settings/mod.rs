//! What was chosen in the window is there the next time, and whatever is wrong with it keeps no window from opening.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use docket::{
    app::{App, Setup},
    document::{
        Places,
        disk::RealDisk,
        settings::{
            self, Change, Colours, Exporting, FORMAT, Loaded, Look, Settings, WindowPlace, change, load, parse,
        },
    },
    session::Command,
};
use egui::vec2;
use egui_kittest::{Harness, kittest::Queryable as _};
use proptest::prelude::*;

use crate::{
    saving::sim::{Error, Fault, SimDisk},
    support::window::window_with,
};

struct Place {
    folder: tempfile::TempDir,
    places: Places,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places::within(folder.path());
        fs::create_dir_all(places.settings()).expect("a folder");
        Self { folder, places }
    }

    fn file(&self) -> PathBuf {
        settings::file(&self.places)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.places.settings()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn window(&self) -> Harness<'static, App> {
        window_with(Setup::from(self.places.clone()), Vec::new(), vec2(1280.0, 800.0))
    }

    /// Runs until the settings on the disk are so.
    fn until(&self, harness: &mut Harness<'_, App>, is_so: impl Fn(&Settings) -> bool) {
        for _ in 0..1000 {
            harness.step();
            if is_so(&load(&RealDisk, &self.places).settings) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{:?}", fs::read_to_string(self.file()));
    }
}

fn all() -> Settings {
    Settings {
        look: Look {
            colours: Colours::Dark,
            figure_on_paper: true,
            vision: "deuteranopia".to_owned(),
            library: false,
            grid: true,
            inspector: false,
        },
        window: Some(WindowPlace { corner: Some((10.0, -20.5)), size: (900.0, 700.0), is_maximized: true }),
        export: Exporting { folder: Some("/figures/für \"uns\"".into()), format: Some("pdf".to_owned()) },
        recent: vec!["/data/a.ron".into(), "/data/ñ\\b.ron".into()],
        ..Settings::default()
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    for settings in [all(), Settings::default()] {
        let text = settings::write(&settings).expect("a text");
        assert_eq!(parse(text.as_bytes()).expect("settings"), settings, "{text}");
    }
    // What is left out is as at first, and what is not known is passed over.
    let text = "(format: 1, look: (grid: false, later: [1, 2]), unheard_of: Some(\"x\"))";
    let look = Look { grid: false, ..Look::default() };
    assert_eq!(parse(text.as_bytes()).expect("settings"), Settings { look, ..Settings::default() });
}

/// Makes something broken in the place of the settings.
type Breaking = fn(&Path);

#[test]
fn no_broken_settings_keep_a_window_from_opening_and_each_is_kept_aside_and_told_once() {
    fn put(path: &Path, bytes: &[u8]) {
        fs::write(path, bytes).expect("a file");
    }
    let whole = settings::write(&all()).expect("a text");
    let table: [(&str, Breaking); 14] = [
        ("empty", |path| put(path, b"")),
        ("zeros, as after a power cut", |path| put(path, &[0; 4096])),
        ("no text", |path| put(path, b"Settings(format: 1, \xff\xfe)")),
        ("random bytes", |path| {
            put(path, &(0..=255).cycle().map(|b: u8| b.wrapping_mul(73)).take(999).collect::<Vec<_>>());
        }),
        ("another language", |path| put(path, b"{\"format\": 1, \"look\": null}")),
        ("a wrong type", |path| put(path, b"(format: 1, look: (grid: \"yes\"))")),
        ("a wrong type of all", |path| put(path, b"[1, 2, 3]")),
        ("an unknown choice", |path| put(path, b"(format: 1, look: (colours: Sepia))")),
        ("a number beyond all", |path| put(path, b"(format: 99999999999999999999)")),
        ("a newer version", |path| put(path, b"Settings(format: 2, looks: {\"all\": \"new\"})")),
        ("nested deeply", |path| put(path, format!("(recent: {}", "[".repeat(100_000)).as_bytes())),
        ("large", |path| put(path, format!("(recent: [\"{}\"])", "x".repeat(2_000_000)).as_bytes())),
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
        #[cfg(unix)]
        ("a link to itself", |path| std::os::unix::fs::symlink(path, path).expect("a link")),
    ];
    for (what, breaks) in table {
        let place = Place::new();
        breaks(&place.file());
        let harness = place.window();
        let said = harness.query_by_label_contains("The settings could not be read").is_some();
        assert!(said, "{what}: {:?}", load(&RealDisk, &place.places));
        drop(harness);
        assert!(place.names().contains(&"settings.ron.bad-1".to_owned()), "{what}: {:?}", place.names());
        let again = load(&RealDisk, &place.places);
        assert_eq!((again.trouble, &again.settings.look), (None, &Look::default()), "{what}: told once");
    }
    // Cut off at any place.
    for end in 1..whole.len() - 3 {
        if !whole.is_char_boundary(end) {
            continue;
        }
        let place = Place::new();
        put(&place.file(), &whole.as_bytes()[..end]);
        assert!(load(&RealDisk, &place.places).trouble.is_some(), "{}", &whole[..end]);
        put(&place.file(), &whole.as_bytes()[..end]);
        load(&RealDisk, &place.places);
        assert_eq!(place.names(), ["settings.ron.bad-1", "settings.ron.bad-2"]);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_settings_keeps_nobody_waiting() {
    let place = Place::new();
    let made = rustix::fs::mknodat(rustix::fs::CWD, place.file(), rustix::fs::FileType::Fifo, 0o600.into(), 0);
    made.expect("a pipe");
    assert!(load(&RealDisk, &place.places).trouble.is_some_and(|trouble| trouble.contains("not a regular file")));
}

#[test]
fn what_cannot_be_put_aside_is_said_and_not_written_over() {
    let file = Path::new("/own/settings/settings.ron");
    let places = Places::within(Path::new("/own"));
    // A disk on which nothing can be written from the third call on, after the look at the file and the reading of it.
    let fault = Fault { nth: 2, error: Error::Kind(std::io::ErrorKind::ReadOnlyFilesystem), for_ever: true };
    let disk = SimDisk { fault: Some(fault), ..SimDisk::with(&[(file, b"broken")]) };
    let trouble = load(&disk, &places).trouble.expect("it is said");
    assert!(trouble.contains("can't be put aside"), "{trouble}");
    assert!(change(&disk, &places, &[Change::Recent("/a".into())]).is_err());
    assert_eq!(disk.state().content(file), Some(&b"broken"[..]));
}

#[test]
fn absurd_windows_are_none_or_within_reason() {
    let sane = |corner, size| WindowPlace { corner, size, is_maximized: false }.sane();
    for size in [(f32::NAN, 800.0), (f32::INFINITY, 800.0), (0.0, 10.0), (-5.0, 5.0), (800.0, f32::NEG_INFINITY)] {
        assert_eq!(sane(None, size), None, "{size:?}");
    }
    for corner in [(1e9, 0.0), (f32::NAN, 3.0), (0.0, f32::INFINITY), (-40_000.0, 0.0)] {
        assert_eq!(sane(Some(corner), (900.0, 700.0)).expect("a size").corner, None, "{corner:?}");
    }
    assert_eq!(sane(None, (1e9, 1.0)).expect("a size").size, (8192.0, 480.0));
    // A file says such things in words that RON knows.
    let text = "(format: 1, window: Some((size: (NaN, inf), corner: Some((1e9, -inf)))))";
    assert_eq!(parse(text.as_bytes()).expect("settings").window.expect("a place").sane(), None);
}

#[test]
fn two_windows_that_write_at_once_keep_each_others_changes() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for window in 0..4 {
            let places = &place.places;
            scope.spawn(move || {
                for round in 0..25 {
                    let changes = match window {
                        0 => {
                            Change::Look(Look { figure_on_paper: true, vision: format!("v{round}"), ..Look::default() })
                        }
                        1 => Change::Window(WindowPlace {
                            size: (900.0, 500.0 + round as f32),
                            ..WindowPlace::default()
                        }),
                        2 => Change::Export(Exporting { format: Some(format!("f{round}")), folder: None }),
                        _ => Change::Recent(format!("/data/{}.ron", round % 12).into()),
                    };
                    change(&RealDisk, places, &[changes]).expect("it is kept");
                }
            });
        }
    });
    let Loaded { settings, trouble } = load(&RealDisk, &place.places);
    assert_eq!(trouble, None);
    assert_eq!(settings.look.vision, "v24");
    assert_eq!(settings.window.expect("a window").size.1, 524.0);
    assert_eq!(settings.export.format.as_deref(), Some("f24"));
    assert_eq!(settings.recent.len(), settings::MOST_RECENT);
    assert_eq!(settings.recent[0], Path::new("/data/0.ron"));
    assert_eq!(place.names(), ["settings.ron"], "nothing is left beside it");
}

#[test]
fn what_is_chosen_in_the_window_is_there_the_next_time() {
    let place = Place::new();
    let data = place.folder.path().canonicalize().expect("a path").join("mine.ron");
    fs::write(&data, docket::document::samples::ALL[0].text).expect("a file");
    let mut harness = place.window();
    for label in ["View", "Library", "View", "Dark"] {
        harness.get_by_label(label).click();
        harness.run_steps(3);
    }
    harness.state_mut().ask(Command::Open(data.clone()));
    place.until(&mut harness, |settings| {
        settings.look.colours == Colours::Dark && !settings.look.library && settings.recent == [data.clone()]
    });
    drop(harness);
    let mut again = place.window();
    again.run_steps(3);
    assert!(again.ctx.style_of(again.ctx.theme()).visuals.dark_mode, "dark again");
    again.get_by_label("File").click();
    again.run_steps(3);
    again.get_by_label("Open recent").hover();
    again.run_steps(10);
    assert!(again.query_by_label("mine.ron").is_some());
}

#[test]
fn a_window_in_tests_keeps_nothing() {
    assert_eq!(Setup::default().places, None);
}

#[test]
fn the_window_library_keeps_nothing_of_its_own() {
    // What eframe would keep (`app.ron`) is off: there is one store, and it is ours.
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest");
    let manifest = manifest.lines().filter(|line| !line.starts_with('#')).collect::<String>();
    assert!(!manifest.contains("persistence"));
    let start = include_str!("../../../src/app/start.rs");
    assert!(start.contains("persist_window: false"));
    assert_eq!(FORMAT, 1);
}

proptest! {
    #[test]
    fn any_bytes_are_settings_or_a_word_about_them(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        match parse(&bytes) {
            Ok(settings) => prop_assert_eq!(settings.format, FORMAT),
            Err(error) => prop_assert!(error.to_string().len() > 5),
        }
    }

    #[test]
    fn settings_with_anything_put_into_them_are_settings_or_a_word_about_them(
        at in 0_usize..700,
        removed in 0_usize..40,
        put in "[ -~\\n\u{0}-\u{ff}]{0,12}",
    ) {
        let mut text: Vec<char> = settings::write(&all()).expect("a text").chars().collect();
        let at = at.min(text.len());
        let end = (at + removed).min(text.len());
        text.splice(at..end, put.chars());
        let text: String = text.into_iter().collect();
        if let Ok(settings) = parse(text.as_bytes()) {
            // What was understood can be written, and is understood again.
            let again = parse(settings::write(&settings).expect("a text").as_bytes()).expect("settings");
            prop_assert_eq!(format!("{again:?}"), format!("{settings:?}"));
            if let Some(place) = settings.window.and_then(WindowPlace::sane) {
                prop_assert!(place.size.0 >= 720.0 && place.size.0 <= 8192.0);
            }
        }
    }
}
