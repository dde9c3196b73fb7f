//! Chart plans written by hand, for tests of the figure alone.

use docket::{
    chart::{
        AnnotationForm, Category, ChartPlan, Connection, Hue, PlannedAnnotation, PlannedEvent, PlannedPoint,
        PlannedSeries, Role, TimeAxisPlan, ValueAxisPlan,
    },
    model::{Mark, Measure, Period, Qualifier, Status, number},
};

/// A plan with words and axes but without series.
pub fn plan(mark: Mark, x: (f64, f64), y: (f64, f64)) -> ChartPlan {
    ChartPlan {
        id: "test".into(),
        title: "Extraditions fell by about half in Mexico after 2012, but not in Colombia".to_owned(),
        subtitle: "People handed over by calendar year: Mexico to the United States, Colombia to all destinations"
            .to_owned(),
        notes: vec![
            "Of the people whom Colombia sent in 2000 to 2010, 93.6% went to the United States.".to_owned(),
            "Hollow points are not exact.".to_owned(),
        ],
        source_line: "Source: US Department of Justice; Colombian police".to_owned(),
        mark,
        x: TimeAxisPlan { min: x.0, max: x.1, ..TimeAxisPlan::default() },
        y: ValueAxisPlan { min: y.0, max: y.1, label: "people".to_owned(), ..ValueAxisPlan::default() },
        description: "Two series from 2000 to 2024.".to_owned(),
        ..ChartPlan::default()
    }
}

/// An exact, final value of one period or interval.
pub fn point(index: usize, at: &str, value: f64) -> PlannedPoint {
    let at: Period = at.parse().expect("a period");
    let label = number::with_measure(value, &Measure::Count);
    PlannedPoint {
        index,
        at,
        x: at.position(),
        extent: (at.start(), at.end()),
        y: value,
        low: None,
        high: None,
        qualifier: Qualifier::Exactly,
        status: Status::Observed,
        role: if at.is_interval() { Role::Interval } else { Role::Plotted },
        is_interpolated: false,
        tooltip: vec![format!("{at}: {label}")],
        label,
    }
}

/// A series of points, neighbours joined; where a year is missing, by a bridge.
pub fn series(id: &str, label: &str, color: usize, points: Vec<PlannedPoint>) -> PlannedSeries {
    let plotted: Vec<usize> = (0..points.len()).filter(|&p| points[p].role == Role::Plotted).collect();
    let connections = plotted
        .windows(2)
        .map(|pair| Connection { from: pair[0], to: pair[1], bridge: points[pair[1]].x - points[pair[0]].x > 1.01 })
        .collect();
    PlannedSeries {
        id: id.into(),
        label: label.to_owned(),
        hue: Hue::Place(color),
        is_context: false,
        points,
        connections,
    }
}

/// Values of years.
pub fn years(values: &[(i32, f64)]) -> Vec<PlannedPoint> {
    values.iter().enumerate().map(|(i, (year, value))| point(i, &year.to_string(), *value)).collect()
}

/// Words about a point.
pub fn note((x, y): (f64, Option<f64>), text: &str) -> PlannedAnnotation {
    PlannedAnnotation { index: 0, form: AnnotationForm::Note { x, y }, place: None, text: text.to_owned() }
}

/// An event of a period.
pub fn event(id: &str, at: &str, label: &str) -> PlannedEvent {
    let at: Period = at.parse().expect("a period");
    PlannedEvent {
        id: id.into(),
        place: None,
        extent: (at.start(), at.end()),
        is_shaded: true,
        label: label.to_owned(),
        tooltip: vec![label.to_owned(), at.to_string()],
    }
}

/// Something of everything that a line chart can show.
pub fn rich_lines() -> ChartPlan {
    let mut plan = plan(Mark::Line, (2000.0, 2025.0), (0.0, 300.0));
    let mut mexico = years(&[
        (2000, 12.0),
        (2001, 17.0),
        (2002, 25.0),
        (2003, 31.0),
        (2004, 34.0),
        (2005, 41.0),
        (2006, 63.0),
        (2007, 83.0),
        (2008, 95.0),
        (2009, 107.0),
        (2012, 115.0),
        (2014, 66.0),
        (2017, 57.0),
        (2018, 69.0),
        (2019, 58.0),
        (2020, 60.0),
        (2021, 78.0),
    ]);
    mexico[10].qualifier = Qualifier::Nearly;
    mexico[10].label = "nearly 115".into();
    mexico[11].qualifier = Qualifier::AtLeast;
    mexico[11].label = "at least 66".into();
    mexico[16].status = Status::Provisional;
    let mut other = point(17, "2008", 85.0);
    other.role = Role::Disagreeing;
    mexico.push(other);
    let mut colombia =
        years(&[(2008, 207.0), (2010, 168.0), (2012, 183.0), (2019, 163.0), (2020, 135.0), (2021, 239.0)]);
    colombia[2].low = Some(160.0);
    colombia[2].high = Some(205.0);
    colombia.push(point(6, "2013/2018", 120.0));
    colombia[6].qualifier = Qualifier::About;
    colombia[6].label = "about 120".into();
    colombia.extend(years(&[(2023, 264.0), (2024, 198.0)]).into_iter().enumerate().map(|(i, mut p)| {
        p.index = 7 + i;
        p
    }));
    plan.series = vec![
        series("mexico", "Mexico, to the US", 0, mexico),
        series("colombia-all", "Colombia, all destinations", 1, colombia),
    ];
    plan.events = vec![
        event("a", "2001-10", "Mexico's court bars life terms"),
        event("b", "2005-11", "Bar lifted"),
        event("c", "2008-05", "Paramilitary leaders sent"),
        event("d", "2012-12/2018-11", "Peña Nieto president"),
        event("e", "2015-07", "El Chapo escapes"),
        event("f", "2022-05", "Otoniel sent"),
    ];
    plan.annotations = vec![note((2009.5, Some(107.0)), "The record of Calderón's term")];
    plan
}

/// Columns of two series.
pub fn columns() -> ChartPlan {
    let mut plan = plan(Mark::Column, (2012.0, 2015.0), (0.0, 140.0));
    let mut all = years(&[(2012, 122.0), (2013, 57.0)]);
    all[0].label = "122".into();
    let mut us = years(&[(2012, 115.0), (2014, 66.0)]);
    us[1].qualifier = Qualifier::AtLeast;
    us[1].label = "at least 66".into();
    all[1].low = Some(50.0);
    all[1].high = Some(63.0);
    plan.series = vec![series("all", "Mexico, all destinations", 0, all), series("us", "Mexico, to the US", 1, us)];
    plan
}

/// Bars of several places.
pub fn bars() -> ChartPlan {
    let mut plan = plan(Mark::Bar, (2000.0, 2025.0), (0.0, 100.0));
    for (nth, (place, value)) in [
        ("Chile", 81.0),
        ("Colombia, share of murders that lead to a conviction", 9.0),
        ("Mexico", 5.0),
        ("Guatemala", 2.2),
    ]
    .into_iter()
    .enumerate()
    {
        let mut only = point(0, "2014", value);
        only.label = format!("{value}%");
        if nth == 1 {
            only.qualifier = Qualifier::About;
            only.label = "about 9%".into();
        }
        plan.series.push(series(place, place, nth, vec![only]));
        plan.categories.push(Category { label: format!("{place}, 2014"), members: vec![(nth, 0)] });
    }
    plan
}
