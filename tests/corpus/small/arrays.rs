//! Arrays of one and of two dimensions, and `Vec`s of `Vec`s.

#![allow(clippy::needless_range_loop, clippy::clone_on_copy, clippy::useless_vec)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiate(second_order)]
pub fn by_reference(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += a[i] * b[2 - i];
    }
    sum
}

#[differentiate(second_order)]
pub fn returned(x: f64, y: f64) -> [f64; 3] {
    [x * y, x + y, x / y]
}

#[differentiate(second_order)]
pub fn built_in_place(x: f64) -> [f64; 4] {
    let mut powers = [1.0; 4];
    for i in 1..4 {
        powers[i] = powers[i - 1] * x;
    }
    powers
}

#[differentiate(second_order)]
pub fn repeated(x: f64) -> f64 {
    let a = [x * x; 3];
    let b = [[x; 2]; 2];
    a[0] * a[2] + b[1][0] * b[0][1]
}

#[differentiate(second_order)]
pub fn matrix_product(a: &[[f64; 2]; 2], b: &[[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let mut c = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[differentiate(second_order)]
pub fn determinant(a: [[f64; 3]; 3]) -> f64 {
    let mut m = a;
    let mut determinant = 1.0;
    for pivot in 0..3 {
        determinant *= m[pivot][pivot];
        for row in pivot + 1..3 {
            let factor = m[row][pivot] / m[pivot][pivot];
            for column in pivot..3 {
                m[row][column] -= factor * m[pivot][column];
            }
        }
    }
    determinant
}

#[differentiate(second_order)]
pub fn row_as_a_value(a: [[f64; 2]; 3]) -> f64 {
    let row = a[1];
    let last = &a[2];
    row[0] * row[1] + last[0] * a[0][1]
}

#[differentiate(second_order)]
pub fn row_is_replaced(x: f64, y: f64) -> f64 {
    let mut m = [[x, y], [y, x]];
    m[0] = [m[1][0] * x, m[1][1] * y];
    m[1] = m[0];
    m[1][0] *= m[0][1];
    m[1][0] + m[1][1]
}

#[differentiate(second_order)]
pub fn vec_of_vecs(x: f64, y: f64, n: usize) -> f64 {
    let mut grid = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            grid[i][j] = x * i as f64 + y * j as f64;
        }
    }
    for i in 1..n {
        for j in 1..n {
            grid[i][j] += grid[i - 1][j] * grid[i][j - 1];
        }
    }
    grid[n - 1][n - 1]
}

#[differentiate(second_order)]
pub fn vec_literal(x: f64, y: f64) -> f64 {
    let list = vec![x, y, x * y];
    list[0] * list[2] + list[1]
}

#[differentiate(second_order)]
pub fn returned_vec(xs: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; xs.len()];
    let mut sum = 0.0;
    for i in 0..xs.len() {
        sum += xs[i] * xs[i];
        sums[i] = sum;
    }
    sums
}

#[differentiate(second_order)]
pub fn owned_vec(mut xs: Vec<f64>) -> f64 {
    for i in 1..xs.len() {
        xs[i] *= xs[i - 1];
    }
    xs[xs.len() - 1] + xs[0]
}

#[differentiate(second_order)]
pub fn transposed_stencil(a: &[[f64; 3]; 3], rounds: usize) -> f64 {
    let mut now = *a;
    let mut next = [[0.0; 3]; 3];
    for _ in 0..rounds {
        for i in 0..3 {
            for j in 0..3 {
                next[j][i] = 0.5 * now[i][j] + 0.25 * now[(i + 1) % 3][j] * now[i][(j + 2) % 3];
            }
        }
        now = next;
    }
    now[0][0] + now[1][2] * now[2][1]
}

#[differentiate(second_order)]
pub fn array_of_tuples(x: f64, y: f64) -> f64 {
    let mut pairs = [(x, y), (y, x * x)];
    pairs[1].0 *= pairs[0].1;
    pairs[0].1 = pairs[1].0 + pairs[1].1;
    pairs[0].0 * pairs[0].1
}

#[differentiate(second_order)]
pub fn swap_and_friends(xs: &[f64]) -> f64 {
    let mut a = xs.to_vec();
    a.swap(0, 2);
    a[0] *= a[1];
    let mut b = vec![0.0; a.len()];
    b.copy_from_slice(&a);
    a.fill(2.0);
    a[1] = b[0] * b[2];
    b[..2].copy_from_slice(&a[1..3]);
    a[0] * b[0] + a[1] * b[1] * b[2]
}

#[differentiate(second_order)]
pub fn cloned(xs: &[f64; 3]) -> f64 {
    let mut copy = xs.clone();
    copy[0] *= xs[1];
    let again = copy;
    copy[1] += again[0] * again[2];
    copy[0] * copy[1]
}
