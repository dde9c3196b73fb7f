//! The numbers in a range of cells, summed up for the status bar.

use super::{
    range::{Place, Span},
    sheet::{Column, Field, Sheet},
};
use crate::model::{
    Measure, Qualifier,
    number::{decimals_of, grouped},
};

/// Count, sum, mean, least and greatest of the numbers in a range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many cells hold a number.
    pub count: usize,
    /// How many cells say why they hold none.
    pub missing: usize,
    /// Their sum; left out where it would mean nothing.
    pub sum: Option<f64>,
    /// Why there is no sum.
    pub no_sum: Option<&'static str>,
    /// Their mean; left out where it would mean nothing.
    pub mean: Option<f64>,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Whether some of them are qualified or a range, so that nothing made of them is exact.
    pub is_about: bool,
    decimals: usize,
    is_percent: bool,
}

/// A number of a cell, with what decides about its company.
struct Figure<'a> {
    value: f64,
    is_exact: bool,
    measure: Measure,
    unit: Option<&'a str>,
}

impl Summary {
    /// Of the preferred values in a span; `None` where fewer than two cells hold something.
    pub fn of(sheet: &Sheet, span: Span) -> Option<Self> {
        let mut summary = Self { min: f64::INFINITY, max: f64::NEG_INFINITY, ..Self::default() };
        let mut sum = 0.0;
        let mut kind: Option<(Measure, Option<&str>)> = None;
        let mut is_mixed = false;
        // Column by column, as the figures lie in the dataset.
        let places = span.columns().flat_map(|column| span.rows().map(move |row| Place { row, column }));
        for place in places {
            let figure = match figure(sheet, place) {
                Some(Ok(figure)) => figure,
                Some(Err(())) => {
                    summary.missing += 1;
                    continue;
                }
                None => continue,
            };
            summary.count += 1;
            sum += figure.value;
            summary.min = summary.min.min(figure.value);
            summary.max = summary.max.max(figure.value);
            summary.is_about |= !figure.is_exact;
            summary.decimals = summary.decimals.max(decimals_of(figure.value));
            let own = (figure.measure, figure.unit);
            is_mixed |= *kind.get_or_insert(own) != own;
        }
        if summary.count + summary.missing < 2 {
            return None;
        }
        let measure = kind.map(|(measure, _)| measure);
        summary.is_percent = !is_mixed && matches!(measure, Some(Measure::Share | Measure::Change));
        summary.no_sum = if summary.count == 0 {
            Some("no numbers")
        } else if is_mixed {
            Some("different units")
        } else if matches!(
            measure,
            Some(Measure::Share | Measure::Rate { .. } | Measure::Index { .. } | Measure::Change)
        ) {
            Some("shares, rates and indices don't add up")
        } else if has_overlap(sheet, span) {
            Some("periods overlap")
        } else {
            None
        };
        summary.sum = summary.no_sum.is_none().then_some(sum).filter(|sum| sum.is_finite());
        summary.mean = (summary.count > 0 && !is_mixed).then(|| sum / summary.count as f64).filter(|m| m.is_finite());
        Some(summary)
    }

    /// In words, for the status bar: `Count 3 · Sum about 296 · Mean about 98.67 · Min 94 · Max 107`.
    pub fn words(&self) -> String {
        let about = if self.is_about { "about " } else { "" };
        let sign = if self.is_percent { "%" } else { "" };
        let number = |value: f64, decimals: usize| format!("{about}{}{sign}", grouped(value, decimals));
        let mut parts = vec![format!("Count {}", grouped(self.count as f64, 0))];
        match (self.sum, self.no_sum) {
            (Some(sum), _) => parts.push(format!("Sum {}", number(sum, self.decimals))),
            (None, Some(why)) => parts.push(format!("No sum: {why}")),
            (None, None) => {}
        }
        if let Some(mean) = self.mean {
            parts.push(format!("Mean {}", number(mean, (self.decimals + 2).min(12))));
        }
        if self.count > 0 {
            parts.push(format!("Min {}", number(self.min, self.decimals)));
            parts.push(format!("Max {}", number(self.max, self.decimals)));
        }
        if self.missing > 0 {
            parts.push(format!("Missing {}", grouped(self.missing as f64, 0)));
        }
        parts.join(" · ")
    }
}

/// The number at a place; an error where it is known to be missing.
fn figure(sheet: &Sheet, place: Place) -> Option<Result<Figure<'_>, ()>> {
    let (series, o) = sheet.figure(place)?;
    let (value, is_exact) = match sheet.columns().get(place.column)? {
        Column::Series(_) | Column::Field(Field::Value) => {
            let is_exact =
                o.qualifier == Qualifier::Exactly && o.value.is_some() && o.low.is_none() && o.high.is_none();
            (o.plotted(), is_exact)
        }
        Column::Field(Field::Low) => (Some(o.low?), true),
        Column::Field(Field::High) => (Some(o.high?), true),
        Column::Field(_) => return None,
    };
    let (measure, unit) = (series.head.measure, series.head.unit.as_deref());
    Some(value.map(|value| Figure { value, is_exact, measure, unit }).ok_or(()))
}

/// Whether two rows of the span share a day, so that a sum would count something twice.
fn has_overlap(sheet: &Sheet, span: Span) -> bool {
    let mut periods: Vec<_> =
        span.rows().filter_map(|row| sheet.period(row)).map(|at| (at.first_day(), at.last_day())).collect();
    periods.sort_unstable();
    periods.windows(2).any(|pair| pair[1].0 <= pair[0].1)
}
