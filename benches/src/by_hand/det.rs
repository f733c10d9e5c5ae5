//! The adjoint of the expansion in minors: the determinant is linear in each minor, so that the adjoint of a minor is
//! known before it is computed, and one recursion does both.

/// The determinant; adds the gradient.
pub fn accumulate_grad(a: &[f64], n: usize, gradient: &mut [f64]) -> f64 {
    let mut rows: Vec<usize> = (1..n + 1).collect();
    let mut columns: Vec<usize> = (1..n + 1).collect();
    rows.push(0);
    columns.push(0);
    minor(a, n, n, &mut rows, &mut columns, 1.0, gradient)
}

fn minor(
    a: &[f64],
    n: usize,
    m: usize,
    rows: &mut [usize],
    columns: &mut [usize],
    adjoint: f64,
    gradient: &mut [f64],
) -> f64 {
    let row = rows[n];
    let mut column = columns[n];
    if m == 1 {
        gradient[row * n + column] += adjoint;
        return a[row * n + column];
    }
    let mut total = 0.0;
    let mut sign = 1.0;
    rows[n] = rows[row];
    let mut before = n;
    for _ in 0..m {
        let entry = sign * a[row * n + column];
        columns[before] = columns[column];
        let value = minor(a, n, m - 1, rows, columns, adjoint * entry, gradient);
        total += entry * value;
        gradient[row * n + column] += adjoint * sign * value;
        columns[before] = column;
        before = column;
        column = columns[column];
        sign = -sign;
    }
    rows[n] = row;
    total
}
