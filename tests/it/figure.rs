//! Figures: what they export, where their words stand, what the pointer and the keyboard do.

use std::path::Path;

use docket::{
    chart::{self, ChartPlan, View},
    document::samples,
    figure::{self, FigureState, FigureTheme, export},
    format,
    model::Mark,
};
use egui::{Rect, Vec2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::support::{golden, plans};

const SIZES: [(f32, f32); 6] =
    [(480.0, 320.0), (640.0, 640.0), (800.0, 500.0), (1024.0, 640.0), (1600.0, 900.0), (2560.0, 1440.0)];

fn theme() -> FigureTheme {
    FigureTheme::named("light").expect("a built-in theme")
}

fn by_hand() -> Vec<(&'static str, ChartPlan)> {
    vec![("lines", plans::rich_lines()), ("columns", plans::columns()), ("bars", plans::bars())]
}

/// Every two texts keep apart, and all of them stay on the page.
fn assert_texts_are_apart(what: &str, plan: &ChartPlan, size: Vec2) {
    let page = Rect::from_min_size(egui::Pos2::ZERO, size).expand(0.5);
    let boxes = export::text_boxes(plan, &theme(), size);
    for (n, (text, rect)) in boxes.iter().enumerate() {
        assert!(page.contains_rect(*rect), "{what} at {size}: \"{text}\" leaves the page: {rect}");
        for (other, other_rect) in &boxes[n + 1..] {
            let shared = rect.intersect(*other_rect);
            let overlap = shared.is_positive() && shared.width() > 0.5 && shared.height() > 0.5;
            assert!(!overlap, "{what} at {size}: \"{text}\" {rect} over \"{other}\" {other_rect}");
        }
    }
}

/// Every chart of the built-in datasets, with its id.
fn built_in() -> Vec<(String, ChartPlan)> {
    let mut plans = Vec::new();
    for sample in samples::ALL {
        let parsed = format::parse(sample.text);
        let dataset = parsed.dataset();
        for id in dataset.charts.keys() {
            plans.push((id.to_string(), chart::plan(dataset, id).expect("the chart exists")));
        }
    }
    plans
}

/// The first chart of each built-in dataset, which the program opens with.
fn first_charts() -> Vec<(String, ChartPlan)> {
    let firsts = ["by-year", "convictions", "index"];
    built_in().into_iter().filter(|(id, _)| firsts.contains(&id.as_str())).collect()
}

#[test]
fn the_first_charts_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut wrong = Vec::new();
    assert_eq!(first_charts().len(), 3);
    for (id, plan) in first_charts() {
        // What the themes change is seen in one chart; the others are looked at in light and dark.
        let names = FigureTheme::names();
        for name in if id == "by-year" { &names[..] } else { &names[..2] } {
            let theme = FigureTheme::named(name).expect("a built-in theme");
            let png = export::png(&plan, &theme, vec2(900.0, 560.0), 1.0).expect("a picture");
            wrong.extend(golden::differs(&folder.join(format!("{id}-{name}.png")), &png));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}; look at them, then update with DOCKET_UPDATE_GOLDEN=1");
}

#[test]
fn words_of_the_built_in_figures_keep_apart() {
    for (id, plan) in built_in() {
        for (width, height) in SIZES {
            assert_texts_are_apart(&id, &plan, vec2(width, height));
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    for (what, plan) in by_hand() {
        let size = vec2(700.0, 440.0);
        assert_eq!(export::svg(&plan, &theme(), size), export::svg(&plan, &theme(), size), "{what}");
        let png = || export::png(&plan, &theme(), size, 1.5).expect("a picture");
        assert_eq!(png(), png(), "{what}");
        let pdf = || export::pdf(&plan, &theme(), size).expect("a document");
        assert_eq!(pdf(), pdf(), "{what}");
    }
}

#[test]
fn svg_keeps_words_as_words_and_escapes_them() {
    let mut plan = plans::rich_lines();
    plan.title = "Less < more & \"so\" on\u{1}".to_owned();
    plan.series[0].label = "<script>alert(1)</script>".to_owned();
    let svg = export::svg(&plan, &theme(), vec2(800.0, 500.0));
    assert!(svg.contains("<title id=\"test-title\">Less &lt; more &amp; &quot;so&quot; on</title>"));
    assert!(svg.contains("&lt;script&gt;"));
    assert!(!svg.contains("<script"));
    assert!(svg.contains(">Source: US Department of Justice; Colombian police</text>"));
    assert!(svg.contains(&format!("<desc id=\"test-desc\">{}</desc>", plan.description)));
    assert!(!svg.contains("clip-path"), "nothing leaves the plot of a whole plan");
}

#[test]
fn a_png_is_as_large_as_asked_for() {
    let png = export::png(&plans::columns(), &theme(), vec2(400.0, 300.0), 2.0).expect("a picture");
    let picture = image::load_from_memory(&png).expect("a PNG");
    assert_eq!((picture.width(), picture.height()), (800, 600));
}

#[test]
fn a_pdf_says_what_it_is_and_has_no_date() {
    let pdf = export::pdf(&plans::columns(), &theme(), vec2(400.0, 300.0)).expect("a document");
    assert!(pdf.starts_with(b"%PDF-"));
    let has = |words: &str| pdf.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(has("/Title"));
    assert!(!has("/CreationDate"));
}

#[test]
fn sizes_that_make_no_picture_are_refused() {
    for (size, scale) in [
        (vec2(98.0, 300.0), 1.0),
        (vec2(300.0, 0.0), 1.0),
        (vec2(30_000.0, 300.0), 1.0),
        (vec2(12_000.0, 12_000.0), 1.0),
        (vec2(1000.0, 1000.0), 25.0),
        (vec2(f32::NAN, 300.0), 1.0),
        (vec2(300.0, 300.0), f32::INFINITY),
        (vec2(300.0, 300.0), -1.0),
    ] {
        let refused = export::png(&plans::bars(), &theme(), size, scale).expect_err("refused");
        assert!(refused.to_string().contains("choose another size"), "{refused}");
    }
    assert!(export::pdf(&plans::bars(), &theme(), vec2(50.0, 50.0)).is_err());
}

#[test]
fn words_of_the_figures_written_by_hand_keep_apart() {
    for (what, plan) in by_hand() {
        for (width, height) in SIZES {
            assert_texts_are_apart(what, &plan, vec2(width, height));
        }
    }
}

#[test]
fn words_of_many_bars_keep_apart() {
    let mut plan = plans::bars();
    plan.categories = (0..70)
        .map(|row| chart::Category { members: vec![(row % 4, 0)], ..plan.categories[row % 4].clone() })
        .collect();
    for (width, height) in SIZES {
        assert_texts_are_apart("70 bars", &plan, vec2(width, height));
    }
}

#[test]
fn an_empty_plan_says_why() {
    let mut plan = plans::plan(Mark::Line, (2000.0, 2001.0), (0.0, 1.0));
    plan.empty_reason = Some("No series is chosen".to_owned());
    let words: Vec<String> =
        export::text_boxes(&plan, &theme(), vec2(600.0, 400.0)).into_iter().map(|(text, _)| text).collect();
    assert_eq!(words, [plan.title.as_str(), "No series is chosen"]);
}

#[test]
fn no_size_and_no_number_makes_it_panic() {
    let mut plans: Vec<ChartPlan> = by_hand().into_iter().map(|(_, plan)| plan).collect();
    let mut broken = plans::rich_lines();
    broken.x = docket::chart::TimeAxisPlan {
        min: f64::NAN,
        max: f64::INFINITY,
        unit: docket::chart::TimeUnit::Quarter,
        ..docket::chart::TimeAxisPlan::default()
    };
    broken.y.min = 5.0;
    broken.y.max = 5.0;
    broken.series[0].points[2].y = f64::NAN;
    broken.series[0].points[3].y = f64::INFINITY;
    broken.series[0].points[4].y = 1e300;
    broken.series[1].connections.push(docket::chart::Connection { from: 99, to: 0, bridge: true });
    plans.push(broken.clone());
    broken.mark = Mark::Column;
    plans.push(broken);
    plans.push(plans::plan(Mark::Bar, (0.0, 0.0), (0.0, 0.0)));
    for plan in &plans {
        for size in [(0.0, 0.0), (1.0, 1.0), (10.0, 400.0), (200.0, 120.0), (400.0, 30.0), (3000.0, 60.0)] {
            let mut harness = Harness::builder().with_size(vec2(size.0, size.1).max(vec2(1.0, 1.0))).build_ui(|ui| {
                let size = vec2(size.0, size.1);
                ui.scope_builder(egui::UiBuilder::new().max_rect(Rect::from_min_size(egui::Pos2::ZERO, size)), |ui| {
                    let state = FigureState { interactive: true, ..FigureState::default() };
                    figure::show(ui, plan, &theme(), state);
                });
            });
            harness.run();
        }
    }
}

/// What a session would keep of a figure.
struct Held {
    plan: ChartPlan,
    view: Option<View>,
    clicked: Option<(String, usize)>,
    hovered: Option<(String, usize)>,
}

fn harness(plan: ChartPlan) -> Harness<'static, Held> {
    let held = Held { plan, view: None, clicked: None, hovered: None };
    let theme = theme();
    let mut harness = Harness::builder().with_size(vec2(800.0, 500.0)).with_step_dt(1.0 / 60.0).build_ui_state(
        move |ui, held: &mut Held| {
            figure::install_fonts(ui.ctx());
            let state = FigureState { view: held.view, interactive: true, ..FigureState::default() };
            let response = figure::show(ui, &held.plan, &theme, state);
            if let Some(view) = response.view {
                held.view = view;
            }
            if let Some((series, index)) = response.clicked {
                held.clicked = Some((series.to_string(), index));
            }
            held.hovered = response.hovered.map(|(series, index)| (series.to_string(), index));
        },
        held,
    );
    harness.run();
    harness
}

/// One series of three points, so that one can work out where they are: the figure is searched for its circles.
fn circle_of(harness: &Harness<'_, Held>, nth: usize) -> egui::Pos2 {
    fn collect(shape: &egui::Shape, centers: &mut Vec<egui::Pos2>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, centers)),
            egui::Shape::Circle(circle) if circle.fill.a() == 255 => centers.push(circle.center),
            _ => {}
        }
    }
    let mut centers = Vec::new();
    for clipped in &harness.output().shapes {
        collect(&clipped.shape, &mut centers);
    }
    centers[nth]
}

fn three_points() -> ChartPlan {
    let mut plan = plans::plan(Mark::Line, (2010.0, 2013.0), (0.0, 30.0));
    plan.series = vec![plans::series("only", "Only", 0, plans::years(&[(2010, 10.0), (2011, 20.0), (2012, 15.0)]))];
    plan
}

#[test]
fn the_figure_has_a_name_and_a_description() {
    let harness = harness(three_points());
    let name = format!("Figure: {}", three_points().title);
    let node = harness.get_by_label(&name);
    assert_eq!(node.accesskit_node().description().as_deref(), Some("Two series from 2000 to 2024."));
}

#[test]
fn a_click_selects_the_point_under_the_pointer() {
    let mut harness = harness(three_points());
    let at = circle_of(&harness, 1) + vec2(6.0, -4.0);
    harness.hover_at(at);
    harness.run();
    assert_eq!(harness.state().hovered, Some(("only".to_owned(), 1)));
    assert!(harness.query_by_label("2011: 20").is_some(), "the tooltip says what the point is");
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    assert_eq!(harness.state().clicked, Some(("only".to_owned(), 1)));
    assert_eq!(harness.state().view, None, "a click moves nothing");
}

#[test]
fn events_say_what_they_are_under_the_pointer() {
    let mut plan = three_points();
    plan.events = vec![plans::event("a", "2011-01", "Something happened")];
    let mut harness = harness(plan);
    assert!(harness.query_by_label("2011-01").is_none());
    // The points stand in the middle of their years; half a month into 2011 is the middle of January.
    let x = circle_of(&harness, 0).x;
    let step = circle_of(&harness, 1).x - x;
    harness.hover_at(egui::pos2(x + step * (0.5 + 0.5 / 12.0), 330.0));
    harness.run();
    assert!(harness.query_by_label("2011-01").is_some());
}

#[test]
fn the_selected_value_has_a_ring() {
    let plan = three_points();
    let rings = |selected: Option<(&docket::model::Id, usize)>| {
        let theme = theme();
        let mut harness = Harness::builder().with_size(vec2(800.0, 500.0)).build_ui(|ui| {
            figure::show(ui, &plan, &theme, FigureState { selected, ..FigureState::default() });
        });
        harness.run();
        let is_ring = |shape: &egui::Shape| matches!(shape, egui::Shape::Circle(circle) if circle.stroke.width > 0.0 && circle.fill.a() == 0);
        harness.output().shapes.iter().filter(|clipped| is_ring(&clipped.shape)).count()
    };
    assert_eq!(rings(None), 0);
    assert_eq!(rings(Some((&"only".into(), 2))), 1);
    assert_eq!(rings(Some((&"only".into(), 3))), 0);
    assert_eq!(rings(Some((&"other".into(), 0))), 0);
}

#[test]
fn a_drag_pans_and_a_double_click_resets() {
    let mut harness = harness(three_points());
    let from = circle_of(&harness, 1) + vec2(30.0, 60.0);
    harness.drag_at(from);
    harness.run();
    harness.hover_at(from + vec2(-40.0, 0.0));
    harness.run();
    harness.drop_at(from + vec2(-40.0, 0.0));
    harness.run();
    let view = harness.state().view.expect("a view");
    assert!(view.x.0 > 2010.05 && (view.x.1 - view.x.0 - 3.0).abs() < 1e-3, "{view:?}");
    assert!((view.y.0.abs()) < 1e-3, "a level drag leaves the values: {view:?}");
    for _ in 0..2 {
        harness.drag_at(from);
        harness.drop_at(from);
    }
    harness.run();
    assert_eq!(harness.state().view, None);
}

#[test]
fn the_wheel_zooms_the_years_about_the_pointer() {
    let mut harness = harness(three_points());
    let middle = circle_of(&harness, 1);
    harness.hover_at(middle);
    harness.run();
    turn_wheel(&harness);
    harness.run_steps(20);
    let view = harness.state().view.expect("a view");
    assert!(view.x.1 - view.x.0 < 2.9, "{view:?}");
    assert!((circle_of(&harness, 1).x - middle.x).abs() < 1.0, "what is under the pointer stays there");
}

fn turn_wheel(harness: &Harness<'_, Held>) {
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, 50.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
}

/// Panels and timelines are looked at in part as single plots are: by wheel, by drag and by keys.
#[test]
fn time_is_zoomed_and_moved_in_panels_and_timelines_too() {
    let plans = crate::support::gallery::plans();
    for id in ["panels-shared", "panels-free", "timeline"] {
        let plan = plans.iter().find(|(name, _)| name == id).map(|(_, plan)| plan.clone()).expect(id);
        let (title, whole) = (plan.title.clone(), plan.x.max - plan.x.min);
        let mut harness = harness(plan);
        let page = harness.get_by_label(&format!("Figure: {title}")).rect();
        let over = page.min + page.size() * vec2(0.3, 0.45);
        harness.hover_at(over);
        harness.run();
        turn_wheel(&harness);
        harness.run_steps(20);
        let zoomed = harness.state().view.expect(id);
        let span = |view: View| view.x.1 - view.x.0;
        assert!(span(zoomed) < whole * 0.95, "{id}: {zoomed:?}");
        harness.drag_at(over);
        harness.run();
        harness.hover_at(over + vec2(-30.0, 0.0));
        harness.run();
        harness.drop_at(over + vec2(-30.0, 0.0));
        harness.run();
        let moved = harness.state().view.expect(id);
        assert!(
            moved.x.0 > zoomed.x.0 + 0.1 && (span(moved) - span(zoomed)).abs() < 1e-3,
            "{id}: {zoomed:?} {moved:?}"
        );
        harness.get_by_label(&format!("Figure: {title}")).focus();
        harness.run();
        harness.key_press(egui::Key::ArrowLeft);
        harness.run();
        let stepped = harness.state().view.expect(id);
        assert!(stepped.x.0 < moved.x.0 - 0.05, "{id}: {stepped:?}");
        harness.key_press(egui::Key::Num0);
        harness.run();
        assert_eq!(harness.state().view, None, "{id}");
    }
}

#[test]
fn keys_move_zoom_and_reset() {
    let mut harness = harness(three_points());
    harness.get_by_label(&format!("Figure: {}", three_points().title)).focus();
    harness.run();
    harness.key_press(egui::Key::Plus);
    harness.run();
    let zoomed = harness.state().view.expect("a view");
    assert!((zoomed.x.1 - zoomed.x.0 - 2.4).abs() < 1e-9, "{zoomed:?}");
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    let moved = harness.state().view.expect("a view");
    assert!((moved.x.0 - zoomed.x.0 - 0.24).abs() < 1e-9, "{moved:?}");
    harness.key_press(egui::Key::Num0);
    harness.run();
    assert_eq!(harness.state().view, None);
}
