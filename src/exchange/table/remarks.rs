//! What is said of a table that was understood.

use super::{
    cells::Cells,
    finding::{Findings, Weight},
    header::Header,
    options::{Role, TableOptions},
    reading::ProposedSeries,
};

/// Says which columns are not imported, unless they are codes of what another column names.
pub(super) fn on_columns(cells: &Cells, options: &TableOptions, header: &Header, findings: &mut Findings) {
    /// So many rows are searched for cells of a column without a name.
    const SEARCHED: usize = 10_000;
    let ignored = options.roles.iter().enumerate().filter(|(_, role)| **role == Role::Ignore).map(|(column, _)| column);
    for column in ignored.take(200) {
        let name = header.text(column);
        let rows = options.body_start()..options.end_row.min(options.body_start() + SEARCHED);
        if name.is_empty() {
            let filled = rows.clone().find(|row| !cells.get(*row, column).trim().is_empty());
            if let Some(row) = filled {
                let text = || "the column has no name and is not imported".to_owned();
                findings.add(Weight::Remark, Some(row), Some(column), text);
            }
        } else if Role::by_name(name) != Some(Role::Ignore) {
            findings.add(Weight::Remark, None, Some(column), || format!("column “{name}” is not imported"));
        }
    }
}

/// `1 figure`, `2 figures`
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Says where a table has more than one figure for a period.
pub(super) fn on_twins(series: &[ProposedSeries], findings: &mut Findings) {
    for series in series {
        // Most tables are in order, and then no period comes twice.
        if series.observations.windows(2).all(|pair| pair[0].at < pair[1].at) {
            continue;
        }
        let mut seen = std::collections::HashSet::new();
        let twins = series.observations.iter().filter(|o| !seen.insert(o.at)).count();
        if twins > 0 {
            let name = series.entity.as_deref().unwrap_or(&series.id);
            findings.add(Weight::Remark, None, None, || {
                let figures = counted(twins, "figure");
                format!("{figures} of “{name}” for periods that have one already, kept beside it")
            });
        }
    }
}
