//! The columns of a table by what they are, found once.

use std::rc::Rc;

use crate::model::Period;

use super::{
    header::Header,
    options::{Layout, Role, TableOptions},
};

/// The columns by role, and those with figures.
pub(super) struct Columns {
    by_role: [Option<usize>; Role::ALL.len()],
    /// The columns with figures, or with the lower end of ranges if there are no others.
    pub values: Vec<usize>,
    /// The columns that say what is measured.
    pub indicators: Vec<usize>,
    /// What the header says of each column with a period over it.
    pub periods: Vec<Option<HeaderPeriod>>,
    /// Whether a column names what the figures of a row are about.
    pub has_names: bool,
}

/// The period over a column.
pub(super) struct HeaderPeriod {
    /// The period.
    pub at: Period,
    /// The mark of a footnote behind it.
    pub mark: Option<String>,
    /// What else stands over the column.
    pub beside: Option<Rc<str>>,
}

impl Columns {
    /// The columns of a table that is read with these options.
    pub fn of(options: &TableOptions, header: &Header) -> Self {
        let roles = &options.roles;
        let with = |role: Role| roles.iter().enumerate().filter(move |(_, r)| **r == role).map(|(column, _)| column);
        let values: Vec<usize> = with(Role::Value).collect();
        let values = if values.is_empty() && options.layout != Layout::PeriodsAcross {
            with(Role::Low).take(1).collect()
        } else {
            values
        };
        let period = |column: usize| {
            let found = header.period(column, options.dates)?;
            let beside = header.beside_period(column, options.dates);
            let beside = (!beside.is_empty()).then(|| Rc::from(beside));
            Some(HeaderPeriod { at: found.at, mark: found.mark.map(str::to_owned), beside })
        };
        let periods = match options.layout {
            Layout::PeriodsAcross => (0..roles.len()).map(period).collect(),
            Layout::PeriodsDown | Layout::Long => Vec::new(),
        };
        let indicators = with(Role::Indicator).collect();
        let by_role = Role::ALL.map(|role| with(role).next());
        let has_names = [Role::Entity, Role::Indicator, Role::Series].into_iter().any(|role| roles.contains(&role));
        Self { by_role, values, indicators, periods, has_names }
    }

    /// The first column of a role.
    pub fn with(&self, role: Role) -> Option<usize> {
        // The roles are listed in the order in which they are declared.
        self.by_role[role as usize]
    }
}
