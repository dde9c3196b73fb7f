//! How long the steps of a number's way take: text → model → plan → figure → SVG → PNG, an edit on that way, and a
//! frame of the window. Run with `cargo bench`; `cargo bench -- figure` picks by name.

use std::sync::Arc;

use divan::Bencher;
use docket::{
    chart::{self, ChartPlan},
    document::samples,
    figure::{FigureTheme, export},
    format,
    model::{Dataset, Edit},
};

fn main() {
    divan::main();
}

fn text() -> &'static str {
    samples::ALL[0].text
}

fn dataset() -> Arc<Dataset> {
    Arc::clone(format::parse(text()).dataset())
}

fn first_plan(dataset: &Dataset) -> ChartPlan {
    let (id, _) = dataset.charts.get_index(0).expect("a chart");
    chart::plan(dataset, id).expect("the plan of that chart")
}

fn one_number_more(dataset: &Dataset) -> Edit {
    let (id, series) = dataset.series.get_index(0).expect("a series");
    let mut observation = series.observations[0].clone();
    observation.value = observation.value.map(|value| value + 1.0);
    Edit::PutObservation { series: id.clone(), index: 0, observation }
}

const PAGE: egui::Vec2 = egui::vec2(1600.0, 900.0);

mod open {
    use super::{Bencher, Dataset, format, samples};

    /// A dataset in each built-in file, text → model with spans and checks.
    #[divan::bench(args = 0..samples::ALL.len())]
    fn parse_and_check(bencher: Bencher<'_, '_>, sample: usize) {
        let text = samples::ALL[sample].text;
        bencher.counter(divan::counter::BytesCount::of_str(text)).bench(|| format::parse(divan::black_box(text)));
    }

    /// Beside it: the same text into the same structs by `ron` alone, without spans, comments or checks.
    #[divan::bench(args = 0..samples::ALL.len())]
    fn ron_alone(bencher: Bencher<'_, '_>, sample: usize) {
        let text = samples::ALL[sample].text;
        let ron = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        bencher
            .counter(divan::counter::BytesCount::of_str(text))
            .bench(|| ron.from_str::<Dataset>(divan::black_box(text)).expect("a dataset"));
    }
}

mod edit {
    use super::{Bencher, first_plan, format, one_number_more, text};

    /// A number typed in the grid until the figure's plan: patch, text, parse, plan.
    #[divan::bench]
    fn cell_to_plan(bencher: Bencher<'_, '_>) {
        let mut parsed = format::parse(text());
        bencher.bench_local(|| {
            let edit = one_number_more(parsed.dataset());
            let patch = format::patch(&parsed, divan::black_box(&edit)).expect("a patch");
            parsed.change(&patch);
            first_plan(parsed.dataset())
        });
    }

    #[divan::bench]
    fn patch_alone(bencher: Bencher<'_, '_>) {
        let parsed = format::parse(text());
        let edit = one_number_more(parsed.dataset());
        bencher.bench(|| format::patch(&parsed, divan::black_box(&edit)));
    }
}

mod figure {
    use super::{Bencher, FigureTheme, PAGE, dataset, export, first_plan};

    #[divan::bench]
    fn plan(bencher: Bencher<'_, '_>) {
        let dataset = dataset();
        bencher.bench(|| first_plan(divan::black_box(&dataset)));
    }

    #[divan::bench]
    fn svg(bencher: Bencher<'_, '_>) {
        let (plan, theme) = (first_plan(&dataset()), FigureTheme::named("light").expect("a theme"));
        bencher.bench(|| export::svg(divan::black_box(&plan), &theme, PAGE));
    }

    #[divan::bench]
    fn png(bencher: Bencher<'_, '_>) {
        let (plan, theme) = (first_plan(&dataset()), FigureTheme::named("light").expect("a theme"));
        bencher.bench(|| export::png(divan::black_box(&plan), &theme, PAGE, 1.0));
    }

    #[divan::bench]
    fn pdf(bencher: Bencher<'_, '_>) {
        let (plan, theme) = (first_plan(&dataset()), FigureTheme::named("light").expect("a theme"));
        bencher.bench(|| export::pdf(divan::black_box(&plan), &theme, PAGE));
    }
}

mod window {
    use docket::{
        app::{App, Setup, first_commands},
        session::Session,
    };
    use egui_kittest::Harness;

    use super::Bencher;

    fn harness(size: [f32; 2]) -> Harness<'static, App> {
        let mut harness = Harness::builder().with_size(size).build_eframe(|cc| {
            let mut app = App::new(&cc.egui_ctx, Session::new(), Setup::default());
            for command in first_commands(Vec::new()) {
                app.ask(command);
            }
            app
        });
        harness.run_steps(5);
        harness
    }

    /// A frame of the whole window with the built-in datasets, without painting it.
    #[divan::bench(args = [[1024.0, 640.0], [1280.0, 800.0], [2560.0, 1440.0]])]
    fn frame(bencher: Bencher<'_, '_>, size: [f32; 2]) {
        let mut harness = harness(size);
        bencher.bench_local(|| harness.step());
    }
}
