//! Tridiagonal systems by dense elimination.

use super::Number;

/// The solution.
pub fn solve<D: Number>(lower: &[D], diagonal: &[D], upper: &[D], right: &[D]) -> Vec<D> {
    let n = diagonal.len();
    let mut dense = vec![vec![D::from(0.0); n + 1]; n];
    for i in 0..n {
        dense[i][i] = diagonal[i];
        dense[i][n] = right[i];
        if i > 0 {
            dense[i][i - 1] = lower[i];
            dense[i - 1][i] = upper[i - 1];
        }
    }
    // Gauss and Jordan.
    for pivot in 0..n {
        let row: Vec<D> = dense[pivot].iter().map(|e| *e / dense[pivot][pivot]).collect();
        for (i, other) in dense.iter_mut().enumerate() {
            let factor = other[pivot];
            for (entry, r) in other.iter_mut().zip(&row) {
                *entry = if i == pivot { *r } else { *entry - factor * *r };
            }
        }
    }
    dense.iter().map(|row| row[n]).collect()
}

/// The misfit of the heat equation.
pub fn heat_misfit<D: Number>(
    conductivity: &[D],
    initial: &[D],
    dt: D,
    steps: usize,
    measured: &[f64],
) -> D {
    let n = initial.len();
    let flow = |i: usize| conductivity[i] * dt;
    let none = D::from(0.0);
    let upper: Vec<D> = (0..n).map(|i| if i + 1 < n { -flow(i) } else { none }).collect();
    let lower: Vec<D> = (0..n).map(|i| if i > 0 { -flow(i - 1) } else { none }).collect();
    let diagonal: Vec<D> = (0..n).map(|i| -lower[i] - upper[i] + 1.0).collect();
    let end = (0..steps).fold(initial.to_vec(), |t, _| solve(&lower, &diagonal, &upper, &t));
    end.iter().zip(measured).map(|(t, m)| (*t - *m) * (*t - *m)).sum()
}
