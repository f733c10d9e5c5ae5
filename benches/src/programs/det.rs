//! The determinant by expansion in minors.

use autodiff_runtime::prelude::*;

/// The determinant of a matrix of `n` rows, row by row.
#[differentiate(second_order)]
pub fn determinant(a: &[f64], n: usize) -> f64 {
    // The row that follows each row, and the column that follows each column; what begins the lists comes last.
    let mut rows: Vec<usize> = (1..n + 1).collect();
    let mut columns: Vec<usize> = (1..n + 1).collect();
    rows.push(0);
    columns.push(0);
    minor(a, n, n, &mut rows, &mut columns)
}

/// The determinant of the minor of `m` rows that the lists of rows and columns leave.
#[differentiate(second_order)]
pub fn minor(a: &[f64], n: usize, m: usize, rows: &mut [usize], columns: &mut [usize]) -> f64 {
    let row = rows[n];
    let mut column = columns[n];
    if m == 1 {
        return a[row * n + column];
    }
    let mut total = 0.0;
    let mut sign = 1.0;
    rows[n] = rows[row];
    let mut before = n;
    for _ in 0..m {
        let entry = a[row * n + column];
        columns[before] = columns[column];
        total += sign * entry * minor(a, n, m - 1, rows, columns);
        columns[before] = column;
        before = column;
        column = columns[column];
        sign = -sign;
    }
    rows[n] = row;
    total
}
