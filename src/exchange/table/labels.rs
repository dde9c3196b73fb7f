//! Which columns of names a table needs, so that no two of its rows are the same series and period.

use std::{collections::HashSet, ops::Range};

use super::{cells::Cells, options::Role};

/// So many rows are looked at.
const ROWS: usize = 20_000;
/// So many columns are tried.
const COLUMNS: usize = 16;

/// Gives roles to columns of names that are not known by theirs: the first is the entity, if there is no other. Those
/// that tell rows apart which would be the same without them are indicators; all others say nothing that is needed.
pub(super) fn name(roles: &mut [Role], free: &[usize], period: Option<usize>, cells: &Cells, rows: Range<usize>) {
    let rows: Vec<usize> = rows
        .take(ROWS)
        .filter(|row| period.is_none_or(|column| !cells.get(*row, column).trim().is_empty()))
        .filter(|row| cells.width_of(*row) > 0)
        .collect();
    let free: Vec<usize> = free.iter().copied().take(COLUMNS).collect();
    let is_label = |role: &Role| matches!(role, Role::Entity | Role::Indicator | Role::Series);
    let mut rest = free.clone();
    if !roles.iter().any(is_label) {
        // A column that says the same in every row names nothing, unless there is no other.
        let varies = |column: &&usize| count(cells, &rows, &[**column]) > 1;
        let Some(entity) = free.iter().find(varies).or(free.first()).copied() else { return };
        roles[entity] = Role::Entity;
        rest.retain(|column| *column != entity);
    }
    let known = roles.iter().enumerate().filter(|(_, role)| is_label(role) || **role == Role::Unit);
    let mut labels: Vec<usize> = known.map(|(column, _)| column).chain(period).collect();
    let mut distinct = count(cells, &rows, &labels);
    for column in rest {
        if distinct == rows.len() {
            return;
        }
        if !names_rows(cells, &rows, column) {
            continue;
        }
        labels.push(column);
        let with_it = count(cells, &rows, &labels);
        if with_it > distinct {
            roles[column] = Role::Indicator;
            distinct = with_it;
        } else {
            labels.pop();
        }
    }
}

/// Whether a column is filled as good as throughout and says few different things: remarks and links do neither.
fn names_rows(cells: &Cells, rows: &[usize], column: usize) -> bool {
    let filled = rows.iter().filter(|row| !cells.get(**row, column).trim().is_empty()).count();
    let distinct = count(cells, rows, &[column]);
    filled * 10 >= rows.len() * 9 && (rows.len() < 8 || distinct * 2 <= rows.len())
}

/// How many different rows there are, by some of their columns.
fn count(cells: &Cells, rows: &[usize], columns: &[usize]) -> usize {
    let row = |row: &usize| columns.iter().map(|column| cells.get(*row, *column).trim()).collect::<Vec<&str>>();
    rows.iter().map(row).collect::<HashSet<_>>().len()
}
