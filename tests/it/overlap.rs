//! No text of any figure covers another or leaves the page.

use docket::{
    chart,
    figure::{FigureTheme, export},
    model::{Id, number::Locale},
};
use egui::{Rect, Vec2, vec2};

use crate::support::{gallery, random};

const SIZES: [(f32, f32); 9] = [
    (300.0, 200.0),
    (340.0, 260.0),
    (480.0, 320.0),
    (640.0, 640.0),
    (600.0, 450.0),
    (800.0, 500.0),
    (1024.0, 640.0),
    (1600.0, 900.0),
    (2560.0, 1440.0),
];

/// So many random charts are laid out.
const CHARTS: u64 = 1000;

/// What is wrong with the texts of a figure: each pair that covers each other, and each that leaves the page. The
/// rectangles are those of the texts that the figure has really painted.
fn faults(plan: &chart::ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<String> {
    let page = Rect::from_min_size(egui::Pos2::ZERO, size).expand(0.5);
    let boxes = export::text_boxes(plan, theme, size);
    let mut faults = Vec::new();
    for (n, (text, rect)) in boxes.iter().enumerate() {
        if !page.contains_rect(*rect) {
            faults.push(format!("\"{text}\" leaves the page: {rect}"));
        }
        for (other, other_rect) in &boxes[n + 1..] {
            let shared = rect.intersect(*other_rect);
            if shared.is_positive() && shared.width() > 0.5 && shared.height() > 0.5 {
                faults.push(format!("\"{text}\" {rect} over \"{other}\" {other_rect}"));
            }
        }
    }
    faults
}

fn faults_of_seeds(seeds: impl Iterator<Item = u64>) -> Vec<String> {
    let theme = FigureTheme::named("light").expect("a built-in theme");
    let mut found = Vec::new();
    for seed in seeds {
        let dataset = random::dataset(seed);
        let locale = Locale::ALL[seed as usize / 2 % Locale::ALL.len()];
        let plan = chart::plan_in(&dataset, &Id::from("c"), locale).expect("the chart");
        let (width, height) = SIZES[seed as usize % SIZES.len()];
        let size = vec2(width, height);
        let what = format!("seed {seed}, {:?} {:?}, {} panels, {size}", plan.mark, plan.stack, plan.panels.len());
        let faults = faults(&plan, &theme, size);
        found.extend(faults.first().map(|first| format!("{what}: {} faults, such as {first}", faults.len())));
    }
    found
}

#[test]
fn no_text_of_a_thousand_random_charts_covers_another_or_is_clipped() {
    let workers = 4;
    let found: Vec<String> = std::thread::scope(|scope| {
        let work = |worker: u64| move || faults_of_seeds((0..CHARTS).filter(move |seed| seed % workers == worker));
        let handles: Vec<_> = (0..workers).map(|worker| scope.spawn(work(worker))).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("the worker")).collect()
    });
    assert!(found.is_empty(), "{} of {CHARTS} charts, such as {:#?}", found.len(), &found[..found.len().min(40)]);
}

#[test]
fn no_text_of_the_gallery_covers_another_or_is_clipped() {
    for name in FigureTheme::names() {
        let theme = FigureTheme::named(name).expect("a built-in theme");
        for (id, plan) in gallery::plans() {
            for (width, height) in [(600.0, 450.0), (1024.0, 640.0)] {
                let found = faults(&plan, &theme, vec2(width, height));
                assert!(found.is_empty(), "{id} at {width} × {height} in {name}: {found:#?}");
            }
        }
    }
}
