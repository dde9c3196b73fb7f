//! The exported figure is the one on screen.

use docket::{
    chart::ChartPlan,
    figure::{self, FigureState, FigureTheme, export},
};
use egui::{Shape, Vec2, vec2};
use egui_kittest::Harness;

use super::plan;
use crate::support::plans;

/// A shape in words, positions to a hundredth of a pixel; text by its words, place and type, since glyphs have other
/// places in another window's atlas.
fn words(shape: &Shape, out: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| words(shape, out)),
        Shape::Noop => {}
        Shape::Text(text) => {
            let format = &text.galley.job.sections[0].format;
            let rows: Vec<String> = text.galley.rows.iter().map(|row| row.text()).collect();
            out.push(format!("{:?} {:.2?} {:?} {:?}", rows, text.pos, format.font_id, format.color));
        }
        other => out.push(format!("{other:.2?}")),
    }
}

fn on_screen(plan: &ChartPlan, theme: &FigureTheme, size: Vec2, pixels_per_point: f32) -> Vec<String> {
    let mut harness = Harness::builder().with_size(size).with_pixels_per_point(pixels_per_point).build_ui(|ui| {
        figure::install_fonts(ui.ctx());
        let page = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        ui.scope_builder(egui::UiBuilder::new().max_rect(page), |ui| {
            figure::show(ui, plan, theme, FigureState { interactive: true, ..FigureState::default() });
        });
    });
    harness.run();
    let mut all = Vec::new();
    for clipped in &harness.output().shapes {
        words(&clipped.shape, &mut all);
    }
    all
}

fn exported(plan: &ChartPlan, theme: &FigureTheme, size: Vec2) -> Vec<String> {
    let mut all = Vec::new();
    for clipped in export::shapes(plan, theme, size) {
        words(&clipped.shape, &mut all);
    }
    all
}

#[test]
fn the_exported_figure_is_the_one_on_screen() {
    let mut all = vec![plan("both"), plan("one"), plans::rich_lines(), plans::columns(), plans::bars()];
    all.extend((0..8).map(crate::support::random::plan));
    for plan in &all {
        for name in FigureTheme::names() {
            let theme = FigureTheme::named(name).expect("a built-in theme");
            let size = vec2(860.0, 540.0);
            let (screen, file) = (on_screen(plan, &theme, size, 1.0), exported(plan, &theme, size));
            assert!(file.len() > 10 || plan.empty_reason.is_some(), "{}: {file:?}", plan.id);
            // The window has a ground of its own under the figure.
            let screen: Vec<&String> = screen.iter().skip_while(|line| **line != file[0]).collect();
            assert_eq!(screen, file.iter().collect::<Vec<_>>(), "{} in {name}", plan.id);
        }
    }
}

/// Rounding to whole pixels may move a letter on a finer screen, but no line may break elsewhere and no label may go.
#[test]
fn finer_screens_show_the_same_words_in_the_same_lines() {
    for plan in [plan("both"), plan("one"), plans::rich_lines(), plans::columns(), plans::bars()] {
        let theme = FigureTheme::named("light").expect("a built-in theme");
        let size = vec2(860.0, 540.0);
        let texts = |lines: Vec<String>| -> Vec<String> {
            lines
                .iter()
                .filter(|line| line.starts_with('['))
                .map(|l| l.split(']').next().unwrap_or_default().to_owned())
                .collect()
        };
        let file = texts(exported(&plan, &theme, size));
        for pixels_per_point in [1.25, 1.5, 2.0, 3.0] {
            assert_eq!(texts(on_screen(&plan, &theme, size, pixels_per_point)), file, "at {pixels_per_point}");
        }
    }
}
