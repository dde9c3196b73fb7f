//! Series as a matrix of entities by indicators: what groups bars, and what sets two indicators against each other.

use crate::model::{Chart, Mark, Stack};

use super::{Category, Group, Pair, PlannedSeries, rows::Chosen, words::capitalised};
use crate::analysis::period_words;

/// Which entity and which indicator each of the series is.
pub(super) struct Matrix {
    pub(super) entities: Vec<String>,
    pub(super) indicators: Vec<String>,
    /// For each series: positions in `entities` and `indicators`.
    pub(super) cells: Vec<(usize, usize)>,
}

impl Matrix {
    /// The matrix of series of which no two are the same; `None` if there are such.
    pub(super) fn of(chosen: &[Chosen<'_>]) -> Option<Self> {
        let mut matrix = Self { entities: Vec::new(), indicators: Vec::new(), cells: Vec::new() };
        for c in chosen {
            let entity = c.series.label(c.id).to_owned();
            let indicator = c.series.head.indicator.clone().unwrap_or_default();
            let cell = (position(&mut matrix.entities, entity), position(&mut matrix.indicators, indicator));
            if matrix.cells.contains(&cell) {
                return None;
            }
            matrix.cells.push(cell);
        }
        Some(matrix)
    }

    /// The matrix by which rows are grouped; `None` where each series has a row of its own.
    pub(super) fn of_rows(chart: &Chart, chosen: &[Chosen<'_>]) -> Option<Self> {
        let matrix = Self::of(chosen).filter(|_| matches!(chart.mark, Mark::Bar | Mark::DotPlot))?;
        let least = if chart.stack == Stack::Grouped { 2 } else { 1 };
        let (entities, indicators) = (matrix.entities.len(), matrix.indicators.len());
        (entities >= least && indicators >= 2 && entities < chosen.len()).then_some(matrix)
    }

    /// What the colours of the indicators stand for.
    pub(super) fn groups(&self) -> Vec<Group> {
        let group = |(color, label): (usize, &String)| Group { label: capitalised(label), color };
        self.indicators.iter().enumerate().map(group).collect()
    }
}

fn position(names: &mut Vec<String>, name: String) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// The rows of bars and dots, from the highest value to the lowest.
pub(super) fn categories(chart: &Chart, matrix: Option<&Matrix>, series: &[PlannedSeries]) -> Vec<Category> {
    if !matches!(chart.mark, Mark::Bar | Mark::DotPlot | Mark::Range | Mark::Dumbbell) {
        return Vec::new();
    }
    let members = |s: usize| (0..series[s].points.len()).map(move |p| (s, p));
    let mut rows: Vec<(String, Vec<(usize, usize)>)> = match matrix {
        Some(matrix) => {
            let of = |entity| (0..series.len()).filter(move |s| matrix.cells[*s].0 == entity).flat_map(members);
            matrix.entities.iter().enumerate().map(|(e, name)| (name.clone(), of(e).collect())).collect()
        }
        None => series.iter().enumerate().map(|(s, one)| (one.label.clone(), members(s).collect())).collect(),
    };
    rows.retain(|(_, members)| !members.is_empty());
    let value = |(s, p): &(usize, usize)| series[*s].points[*p].y;
    let height = |members: &[(usize, usize)]| match (chart.mark, chart.stack) {
        (Mark::Range | Mark::Dumbbell, _) => members.last().map_or(0.0, value),
        (Mark::Bar, Stack::Stacked) => members.iter().map(value).sum(),
        _ => members.first().map_or(0.0, value),
    };
    rows.sort_by(|a, b| height(&b.1).total_cmp(&height(&a.1)));
    let periods = |members: &[(usize, usize)]| {
        let at = |m: &(usize, usize)| series[m.0].points[m.1].at;
        let same = members.iter().all(|m| at(m) == at(&members[0]));
        let both = (at(&members[0]), at(&members[members.len() - 1]));
        if chart.mark == Mark::Dumbbell {
            Some(both)
        } else if chart.mark == Mark::Range {
            Some((both.1, both.1))
        } else {
            same.then_some(both)
        }
    };
    let all: Vec<_> = rows.iter().map(|(_, members)| periods(members)).collect();
    let count = |one: &Option<_>| all.iter().filter(|other| *other == one).count();
    // Only rows of other periods than most say which; where no period prevails, all do.
    let usual = all.iter().max_by_key(|one| count(one)).filter(|one| count(one) * 2 > all.len()).copied().flatten();
    let label = |(name, members): (String, Vec<(usize, usize)>)| {
        let label = match periods(&members) {
            ends if ends == usual => name,
            Some((from, to)) if from != to => {
                format!("{name}, {} to {}", period_words(from), period_words(to))
            }
            Some((at, _)) => format!("{name}, {}", period_words(at)),
            None => name,
        };
        Category { label, members }
    };
    rows.into_iter().map(label).collect()
}

/// What a scatter plot sets against each other: of each entity the first indicator level, the second upright, and a
/// third as the size. Where no entity has two, the first two or three series belong together.
pub(super) fn pairs(chart: &Chart, chosen: &[Chosen<'_>]) -> Vec<Pair> {
    if chart.mark != Mark::Scatter {
        return Vec::new();
    }
    let by_entity = Matrix::of(chosen).map(|matrix| {
        let find = |cell: (usize, usize)| matrix.cells.iter().position(|c| *c == cell);
        let pair = |(e, label): (usize, &String)| {
            Some(Pair { label: label.clone(), x: find((e, 0))?, y: find((e, 1))?, size: find((e, 2)) })
        };
        matrix.entities.iter().enumerate().filter_map(pair).collect::<Vec<_>>()
    });
    match by_entity {
        Some(pairs) if !pairs.is_empty() => pairs,
        _ if chosen.len() >= 2 => {
            let label = format!("{}, {}", chosen[0].label, chosen[1].label);
            vec![Pair { label, x: 0, y: 1, size: (chosen.len() > 2).then_some(2) }]
        }
        _ => Vec::new(),
    }
}
