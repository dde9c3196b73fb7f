//! What a monkey can do to a window, and how it chooses.

use std::{fs, path::PathBuf, sync::Arc};

use docket::app::App;
use egui::{
    Event, ImeEvent, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Theme, TouchPhase, Vec2,
    ViewportEvent, ViewportId,
    accesskit::{Action, ActionData, ActionRequest},
    vec2,
};
use egui_kittest::{Harness, kittest::NodeT as _};

use crate::support::{random::Dice, window::Dropped};

/// Something done to the window.
#[derive(Debug)]
pub enum Deed {
    /// The pointer goes somewhere and a button is pressed there, so many times.
    Click {
        at: Pos2,
        button: PointerButton,
        times: usize,
        modifiers: Modifiers,
    },
    /// A button is held from one place to another.
    Drag {
        from: Pos2,
        to: Pos2,
        modifiers: Modifiers,
    },
    /// The pointer goes somewhere.
    Point(Pos2),
    /// The pointer leaves the window.
    Leave,
    /// A key goes down and up.
    Press(Key, Modifiers),
    /// A text is typed.
    Type(&'static str),
    /// A text is composed with an input method.
    Compose(&'static str),
    /// A text is pasted.
    Paste(String),
    Copy,
    Cut,
    /// A file is dropped.
    Drop(PathBuf),
    /// The wheel turns.
    Scroll {
        at: Pos2,
        by: Vec2,
        modifiers: Modifiers,
    },
    /// Two fingers part.
    Pinch(f32),
    /// A reader of the screen asks for something.
    Assist(ActionRequest),
    Resize(Vec2),
    Scale(f32),
    Theme(Theme),
    Focus(bool),
    /// The button that closes the window.
    Close,
    /// Another program writes a file that may be open.
    Outside(PathBuf, Vec<u8>),
    /// Time goes by.
    Wait(usize),
}

const KEYS: [Key; 46] = [
    Key::Enter,
    Key::Enter,
    Key::Enter,
    Key::Escape,
    Key::Escape,
    Key::Escape,
    Key::Tab,
    Key::Tab,
    Key::Space,
    Key::Backspace,
    Key::Delete,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::F1,
    Key::F2,
    Key::F3,
    Key::F5,
    Key::F8,
    Key::F11,
    Key::A,
    Key::B,
    Key::C,
    Key::D,
    Key::E,
    Key::F,
    Key::G,
    Key::H,
    Key::I,
    Key::K,
    Key::L,
    Key::N,
    Key::P,
    Key::R,
    Key::S,
    Key::T,
    Key::U,
    Key::X,
    Key::Y,
    Key::Z,
    Key::Slash,
];

const TEXTS: [&str; 36] = [
    "1",
    "61",
    "2,004",
    "-3.5",
    "nearly 2,000",
    "at least 70",
    "70–90",
    "~5%",
    "1e308",
    "-1e308",
    "1e-308",
    "1e999",
    "0",
    "NaN",
    "n/a",
    "2003",
    "2003-07",
    "1899..2100",
    "half",
    "mexico 2013 is half of 2012",
    "colombia 2002–2014 totals nearly 2000",
    "a",
    "Mexico",
    "¿cuántos?",
    "漢字",
    "🇲🇽👩‍👩‍👧",
    "مرحبا",
    "\u{202e}live",
    "e\u{301}\u{301}\u{301}\u{301}",
    "\u{1}\u{1b}[31m",
    "(",
    "\"",
    "\\",
    "),",
    "out.svg",
    "mine.ron",
];

const TABLES: [&str; 8] = [
    "2001\t5\n2002\t6\n2003\t\n",
    "year\tMexico\tColombia\n2001\t17\t24\n2002\t25\tabout 40\n",
    "7",
    "\"a\n\"\"b\"\"\"\tc\n",
    "\t\t\t\n\n\n",
    "period,value\n2001,\"1,5\"\n",
    "(at: 2001, value: 5),",
    "x\u{0}y\r\nz",
];

const SIZES: [Vec2; 9] = [
    vec2(1280.0, 800.0),
    vec2(1280.0, 800.0),
    vec2(1024.0, 640.0),
    vec2(320.0, 240.0),
    vec2(3840.0, 2160.0),
    vec2(720.0, 480.0),
    vec2(1920.0, 1080.0),
    vec2(400.0, 1600.0),
    vec2(2400.0, 300.0),
];

const SCALES: [f32; 6] = [1.0, 1.0, 1.25, 1.5, 2.0, 3.0];

/// The next thing to do.
pub fn next(dice: &mut Dice, harness: &Harness<'_, App>, files: &[PathBuf]) -> Deed {
    match dice.below(100) {
        0..34 => {
            let button = if dice.below(8) == 0 { PointerButton::Secondary } else { PointerButton::Primary };
            let times = [1, 1, 1, 1, 1, 2, 3][dice.below(7)];
            Deed::Click { at: place(dice, harness), button, times, modifiers: modifiers(dice, 8) }
        }
        34..42 => {
            let from = place(dice, harness);
            let to = if dice.below(2) == 0 { place(dice, harness) } else { from + some_way(dice, 200.0) };
            Deed::Drag { from, to, modifiers: modifiers(dice, 8) }
        }
        42..47 => Deed::Point(place(dice, harness)),
        47..63 => Deed::Press(KEYS[dice.below(KEYS.len())], modifiers(dice, 3)),
        63..73 => Deed::Type(TEXTS[dice.below(TEXTS.len())]),
        73 => Deed::Compose(TEXTS[dice.below(TEXTS.len())]),
        74..76 => Deed::Paste(table(dice)),
        76 => [Deed::Copy, Deed::Cut, Deed::Leave].into_iter().nth(dice.below(3)).expect("one of three"),
        77 => {
            if dice.below(4) == 0 {
                Deed::Drop(files[dice.below(files.len())].clone())
            } else {
                Deed::Wait(20)
            }
        }
        78..85 => Deed::Scroll { at: place(dice, harness), by: some_way(dice, 300.0), modifiers: modifiers(dice, 4) },
        85 => Deed::Pinch([0.5, 0.9, 1.1, 2.0][dice.below(4)]),
        86..93 => assist(dice, harness),
        93 => {
            if dice.below(3) == 0 {
                Deed::Resize(SIZES[dice.below(SIZES.len())])
            } else {
                Deed::Wait(3)
            }
        }
        94 => {
            if dice.below(3) == 0 {
                Deed::Scale(SCALES[dice.below(SCALES.len())])
            } else {
                Deed::Wait(3)
            }
        }
        95 => Deed::Theme([Theme::Light, Theme::Dark][dice.below(2)]),
        96 => Deed::Focus(dice.below(2) == 0),
        97 => {
            if dice.below(6) == 0 {
                Deed::Close
            } else {
                Deed::Wait(2)
            }
        }
        98 => {
            if dice.below(8) == 0 {
                outside(dice, files)
            } else {
                Deed::Wait(2)
            }
        }
        _ => Deed::Wait(1 + dice.below(60)),
    }
}

/// A place: mostly on something that has a name.
fn place(dice: &mut Dice, harness: &Harness<'_, App>) -> Pos2 {
    let screen = harness.ctx.content_rect();
    let anywhere = screen.min + vec2(dice.below(1000) as f32, dice.below(1000) as f32) / 1000.0 * screen.size();
    if dice.below(3) == 0 {
        return anywhere;
    }
    let places: Vec<Pos2> = harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().bounding_box().is_some())
        .map(|node| node.rect().center())
        .filter(|at| screen.contains(*at))
        .collect();
    if places.is_empty() { anywhere } else { places[dice.below(places.len())] }
}

/// What a reader of the screen can ask of something in the window.
fn assist(dice: &mut Dice, harness: &Harness<'_, App>) -> Deed {
    let nodes: Vec<_> = harness.root().children_recursive().collect();
    if nodes.is_empty() {
        return Deed::Wait(1);
    }
    let (target_node, target_tree) = nodes[dice.below(nodes.len())].accesskit_node().locate();
    let text = TEXTS[dice.below(TEXTS.len())];
    let (action, data) = match dice.below(8) {
        0..4 => (Action::Click, None),
        4 => (Action::Focus, None),
        5 => (Action::SetValue, Some(ActionData::Value(text.into()))),
        6 => (Action::SetValue, Some(ActionData::NumericValue([-1e9, 0.0, 0.5, 3.0, 1e9][dice.below(5)]))),
        _ => ([Action::Increment, Action::Decrement, Action::ScrollIntoView][dice.below(3)], None),
    };
    Deed::Assist(ActionRequest { action, target_tree, target_node, data })
}

fn modifiers(dice: &mut Dice, one_in: usize) -> Modifiers {
    if dice.below(one_in) != 0 {
        return Modifiers::NONE;
    }
    [Modifiers::COMMAND, Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::ALT, Modifiers::COMMAND | Modifiers::SHIFT]
        [dice.below(5)]
}

fn some_way(dice: &mut Dice, far: f32) -> Vec2 {
    (vec2(dice.below(1000) as f32, dice.below(1000) as f32) / 500.0 - Vec2::splat(1.0)) * far
}

fn table(dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => "12\t13\n".repeat(300),
        1 => "9\t".repeat(40),
        other => TABLES[other % TABLES.len()].to_owned(),
    }
}

/// Another program changes a digit of a file, breaks it, or empties it.
fn outside(dice: &mut Dice, files: &[PathBuf]) -> Deed {
    let path = files[dice.below(files.len())].clone();
    let mut bytes = fs::read(&path).unwrap_or_default();
    match dice.below(6) {
        0 => bytes.truncate(bytes.len() / 2),
        1 => bytes.clear(),
        _ => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                bytes[digits[dice.below(digits.len())]] = b'0' + dice.below(10) as u8;
            }
        }
    }
    Deed::Outside(path, bytes)
}

/// Does it.
pub fn perform(deed: &Deed, harness: &mut Harness<'_, App>) {
    let put = |harness: &mut Harness<'_, App>, events: Vec<Event>| {
        harness.input_mut().events.extend(events);
        harness.step();
    };
    match deed {
        Deed::Click { at, button, times, modifiers } => {
            for _ in 0..*times {
                put(harness, vec![Event::PointerMoved(*at), button_event(*at, *button, true, *modifiers)]);
                put(harness, vec![button_event(*at, *button, false, *modifiers)]);
            }
        }
        Deed::Drag { from, to, modifiers } => {
            let held = PointerButton::Primary;
            put(harness, vec![Event::PointerMoved(*from), button_event(*from, held, true, *modifiers)]);
            put(harness, vec![Event::PointerMoved(*from + (*to - *from) * 0.3)]);
            put(harness, vec![Event::PointerMoved(*to)]);
            put(harness, vec![button_event(*to, held, false, *modifiers)]);
        }
        Deed::Point(at) => put(harness, vec![Event::PointerMoved(*at)]),
        Deed::Leave => put(harness, vec![Event::PointerGone]),
        Deed::Press(key, modifiers) => {
            let event =
                |pressed| Event::Key { key: *key, physical_key: None, pressed, repeat: false, modifiers: *modifiers };
            put(harness, vec![Event::ModifiersChanged(*modifiers), event(true)]);
            put(harness, vec![event(false), Event::ModifiersChanged(Modifiers::NONE)]);
        }
        Deed::Type(text) => put(harness, vec![Event::Text((*text).to_owned())]),
        Deed::Compose(text) => {
            let preedit = |text: &str| {
                Event::Ime(ImeEvent::Preedit {
                    text: text.to_owned(),
                    active_range_chars: Some(0..text.chars().count()),
                })
            };
            put(harness, vec![preedit("n")]);
            put(harness, vec![preedit(""), Event::Ime(ImeEvent::Commit((*text).to_owned()))]);
        }
        Deed::Paste(text) => put(harness, vec![Event::Paste(text.clone())]),
        Deed::Copy => put(harness, vec![Event::Copy]),
        Deed::Cut => put(harness, vec![Event::Cut]),
        Deed::Drop(path) => {
            harness.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
            harness.step();
        }
        Deed::Scroll { at, by, modifiers } => {
            let wheel = Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: *by,
                phase: TouchPhase::Move,
                source: MouseWheelSource::Wheel,
                modifiers: *modifiers,
            };
            put(harness, vec![Event::PointerMoved(*at), Event::ModifiersChanged(*modifiers), wheel]);
            put(harness, vec![Event::ModifiersChanged(Modifiers::NONE)]);
        }
        Deed::Pinch(by) => put(harness, vec![Event::Zoom(*by)]),
        Deed::Assist(request) => put(harness, vec![Event::AccessKitActionRequest(request.clone())]),
        Deed::Resize(size) => {
            harness.set_size(*size);
            harness.step();
        }
        Deed::Scale(scale) => {
            harness.set_pixels_per_point(*scale);
            harness.step();
        }
        Deed::Theme(theme) => {
            harness.input_mut().system_theme = Some(*theme);
            harness.step();
        }
        Deed::Focus(focused) => {
            harness.input_mut().focused = *focused;
            put(harness, vec![Event::WindowFocused(*focused)]);
        }
        Deed::Close => {
            let viewports = &mut harness.input_mut().viewports;
            viewports.entry(ViewportId::ROOT).or_default().events.push(ViewportEvent::Close);
            harness.step();
        }
        Deed::Outside(path, bytes) => {
            fs::write(path, bytes).expect("another program can write");
            harness.step();
        }
        Deed::Wait(frames) => harness.run_steps(*frames),
    }
}

fn button_event(pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers }
}
