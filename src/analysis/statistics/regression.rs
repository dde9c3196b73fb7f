//! Linear regression by least squares.

use twofloat::TwoFloat;

use super::{NoStatistic, at_least};

/// A part of a regressor that is smaller than this, relative to it, is noise: it depends on those before it.
const DEPENDENT: f64 = 1e-24;

/// A fit by least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// The coefficients, in the order of the regressors.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// The standard deviation of the residuals, over the degrees of freedom.
    pub deviation: f64,
    /// The degrees of freedom: values less coefficients.
    pub degrees: usize,
    /// The share of the variance that is explained: about the mean, or about zero where no regressor is constant.
    pub r_squared: f64,
}

/// The coefficients b for which the sum of squares of y − Xb is least. `columns` are the regressors, each as long as `y`;
/// an intercept is a column of ones.
///
/// By a QR decomposition (Gram-Schmidt in its modified form, Björck, *BIT* 7, 1967; Björck, *Numerical Methods for Least
/// Squares Problems*, SIAM 1996, ch. 2.4) in double-double arithmetic (Dekker, *Numerische Mathematik* 18, 1971), so that
/// regressors that nearly depend on each other cost no digits that anybody reads.
///
/// # Errors
/// For no more values than coefficients, and for regressors that depend on each other.
pub fn regression(columns: &[Vec<f64>], y: &[f64]) -> Result<Regression, NoStatistic> {
    let columns = columns.iter().map(|column| column.iter().map(|v| TwoFloat::from(*v)).collect()).collect();
    precise(columns, y)
}

/// The regression on the powers of `x` from 0 to `degree`.
///
/// # Errors
/// As `regression`.
pub fn polynomial(x: &[f64], y: &[f64], degree: usize) -> Result<Regression, NoStatistic> {
    let x: Vec<TwoFloat> = x.iter().map(|v| TwoFloat::from(*v)).collect();
    let mut columns = vec![vec![TwoFloat::from(1.0); x.len()]];
    for power in 1..=degree {
        columns.push(columns[power - 1].iter().zip(&x).map(|(before, x)| *before * *x).collect());
    }
    precise(columns, y)
}

type Column = Vec<TwoFloat>;

fn dot(a: &[TwoFloat], b: &[TwoFloat]) -> TwoFloat {
    a.iter().zip(b).fold(TwoFloat::from(0.0), |sum, (a, b)| sum + *a * *b)
}

/// Takes `factor` times a column off another.
fn less(column: &mut [TwoFloat], factor: TwoFloat, other: &[TwoFloat]) {
    for (value, other) in column.iter_mut().zip(other) {
        *value -= factor * *other;
    }
}

fn precise(columns: Vec<Column>, y: &[f64]) -> Result<Regression, NoStatistic> {
    let (n, p) = (y.len(), columns.len());
    at_least(p + 1, n)?;
    let mut basis: Vec<Column> = Vec::with_capacity(p);
    let mut upper = vec![vec![TwoFloat::from(0.0); p]; p];
    let has_intercept = columns.iter().any(|column| column.iter().all(|v| *v == column[0]));
    for (k, mut column) in columns.into_iter().enumerate() {
        let size = dot(&column, &column);
        for (i, before) in basis.iter().enumerate() {
            upper[i][k] = dot(before, &column);
            less(&mut column, upper[i][k], before);
        }
        let rest = dot(&column, &column);
        let is_own = f64::from(rest) > f64::from(size) * DEPENDENT;
        if !is_own {
            return Err(NoStatistic::Dependent);
        }
        upper[k][k] = rest.sqrt();
        for value in &mut column {
            *value /= upper[k][k];
        }
        basis.push(column);
    }
    let mut residuals: Column = y.iter().map(|v| TwoFloat::from(*v)).collect();
    let mut parts = Vec::with_capacity(p);
    for column in &basis {
        let part = dot(column, &residuals);
        less(&mut residuals, part, column);
        parts.push(part);
    }
    let mut solution = vec![TwoFloat::from(0.0); p];
    for k in (0..p).rev() {
        let known = (k + 1..p).fold(TwoFloat::from(0.0), |sum, j| sum + upper[k][j] * solution[j]);
        solution[k] = (parts[k] - known) / upper[k][k];
    }
    let degrees = n - p;
    let variance = f64::from(dot(&residuals, &residuals)) / degrees as f64;
    let mean = y.iter().fold(TwoFloat::from(0.0), |sum, v| sum + *v) / n as f64;
    let center = if has_intercept { mean } else { TwoFloat::from(0.0) };
    let off: Column = y.iter().map(|v| TwoFloat::from(*v) - center).collect();
    let about_center = f64::from(dot(&off, &off));
    let fit = Regression {
        coefficients: solution.into_iter().map(f64::from).collect(),
        errors: inverse_norms(&upper).into_iter().map(|norm| norm * variance.sqrt()).collect(),
        deviation: variance.sqrt(),
        degrees,
        r_squared: if about_center > 0.0 { 1.0 - variance * degrees as f64 / about_center } else { f64::NAN },
    };
    if fit.coefficients.iter().chain(&fit.errors).all(|v| v.is_finite()) { Ok(fit) } else { Err(NoStatistic::TooLarge) }
}

/// The square roots of the diagonal of (RᵀR)⁻¹: the lengths of the rows of R⁻¹.
fn inverse_norms(r: &[Column]) -> Vec<f64> {
    let p = r.len();
    let mut inverse = vec![vec![TwoFloat::from(0.0); p]; p];
    for k in 0..p {
        inverse[k][k] = TwoFloat::from(1.0) / r[k][k];
        for i in (0..k).rev() {
            let known = (i + 1..=k).fold(TwoFloat::from(0.0), |sum, j| sum + r[i][j] * inverse[j][k]);
            inverse[i][k] = -known / r[i][i];
        }
    }
    inverse.iter().map(|row| f64::from(dot(row, row).sqrt())).collect()
}
